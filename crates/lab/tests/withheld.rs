//! While a question is open, nothing of what comes after the cursor leaves the session.

use netlab_lab::{
    Session,
    protocol::{Answer, Command, Grain, Intervention, Opening, Problem, Reply, Tab, Until},
    view::{RunView, View},
};
use std::rc::Rc;

fn apply(session: &mut Session, command: Command) -> (View, Option<Rc<RunView>>) {
    match session.apply(command.clone()) {
        Reply::View { view, run } => (*view, run),
        other => panic!("{command:?}: {other:?}"),
    }
}

fn asked(lab: &str, record: u64) -> (Session, View, Rc<RunView>) {
    let mut session = Session::new();
    let opening = Opening { lab: lab.into(), record, ..Opening::default() };
    apply(&mut session, Command::Open(opening));
    // Every line of both programs has a breakpoint: none that comes later may be told.
    let lines = (1..60).flat_map(|line| [("client.py".into(), line), ("server.py".into(), line)]).collect();
    apply(&mut session, Command::Breakpoints(lines));
    let (view, run) = apply(&mut session, Command::Tab(Tab::Lesson));
    (session, view, run.expect("the lists are sent anew"))
}

/// The end of everything that a list names.
fn latest(run: &RunView) -> (u64, u64) {
    let records =
        run.marks.iter().map(|mark| mark.record).chain(run.packets.iter().map(|packet| packet.record));
    let records = records.chain(run.strace.iter().map(|line| line.record));
    let records = records.chain(run.stops.iter().map(|(happened, _)| happened - 1));
    let records = records.chain(run.calls.iter().map(|call| call.record));
    let times = run.flights.iter().flat_map(|flight| [Some(flight.from), flight.until]).flatten();
    let times = times.chain(run.places.iter().flat_map(|place| [Some(place.from), place.until]).flatten());
    let times = times.chain(run.stops.iter().map(|(_, at)| *at));
    let times = times.chain(run.calls.iter().filter_map(|call| call.until));
    (records.max().unwrap_or(0), times.max().unwrap_or(0).max(run.end))
}

#[test]
fn nothing_later_is_sent_until_the_question_is_settled() {
    for lab in ["hello", "flood"] {
        for record in [0, 1, 40, 75] {
            let (mut session, view, run) = asked(lab, record);
            assert!(view.moment.withheld);
            assert_eq!((view.moment.record, view.moment.records), (record, record));
            assert_eq!(view.moment.next_at, None);
            assert!(view.offers.is_empty());
            let (records, times) = latest(&run);
            assert!(record == 0 || records < record, "{lab}: record {records} was sent at {record}");
            assert!(times <= view.moment.at, "{lab}: time {times} was sent at {}", view.moment.at);
            // Every way forward is closed; the way back is open.
            for command in [
                Command::Step { grain: Grain::Record, forward: true },
                Command::SeekRecord(record + 1),
                Command::End,
                Command::Marker { forward: true },
                Command::SeekTime(u64::MAX),
                Command::RunUntil(Until::Block),
                Command::RunUntil(Until::Time(10_000_000_000)),
                Command::RunUntil(Until::Condition("time > 25ms".into())),
                Command::Intervene(Intervention::Kill(0)),
                Command::RunOn,
                Command::Capture(None),
            ] {
                assert_eq!(
                    session.apply(command.clone()),
                    Reply::Error(Problem::PredictFirst),
                    "{lab} at {record}: {command:?}"
                );
            }
            // Another tab lifts nothing.
            let (view, _) = apply(&mut session, Command::Tab(Tab::Packets));
            assert!(view.moment.withheld);
            let (back, _) = apply(&mut session, Command::SeekRecord(0));
            assert_eq!((back.moment.record, back.moment.records), (0, record));

            let (view, run) = apply(&mut session, Command::Predict(1));
            let run = run.expect("the lists are sent whole");
            assert!(!view.moment.withheld && run.records > record);
            assert_eq!(run.plan.answer, Answer::Chosen(1));
            // The first answer stays.
            let (_, run) = apply(&mut session, Command::Predict(0));
            assert_eq!(run.expect("sent").plan.answer, Answer::Chosen(1));
            let (view, _) = apply(&mut session, Command::End);
            assert_eq!(view.moment.record, view.moment.records);
        }
    }
}

#[test]
fn a_question_can_be_skipped_and_is_not_asked_twice() {
    let (mut session, _, _) = asked("flood", 0);
    let (view, _) = apply(&mut session, Command::SkipQuestion);
    assert!(!view.moment.withheld);
    apply(&mut session, Command::Tab(Tab::Bytes));
    let (view, _) = apply(&mut session, Command::Tab(Tab::Lesson));
    assert!(!view.moment.withheld);
    apply(&mut session, Command::End);
}

#[test]
fn a_link_with_an_answer_opens_where_it_says() {
    for (answer, withheld) in [
        (Answer::Unasked, false),
        (Answer::Asked, true),
        (Answer::Chosen(2), false),
        (Answer::Skipped, false),
    ] {
        let mut session = Session::new();
        let opening = Opening { lab: "flood".into(), record: 30, answer, ..Opening::default() };
        let (view, run) = apply(&mut session, Command::Open(opening));
        assert_eq!((view.moment.withheld, view.moment.record), (withheld, 30), "{answer:?}");
        assert_eq!(run.expect("lists").plan.answer, answer);
    }
}
