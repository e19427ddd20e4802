//! Run until: the first of each kind after the cursor, a time, a condition, a line.

use netlab_kernel::event::Event;
use netlab_lab::{
    Session,
    protocol::{Command, Opening, Problem, Reply, Until},
    view::View,
};
use netlab_world::What;

fn open(lab: &str) -> Session {
    let mut session = Session::new();
    session.apply(Command::Open(Opening { lab: lab.into(), ..Opening::default() }));
    session
}

fn until(session: &mut Session, goal: Until) -> Result<View, Problem> {
    match session.apply(Command::RunUntil(goal)) {
        Reply::View { view, .. } => Ok(*view),
        Reply::Error(problem) => Err(problem),
        other => panic!("{other:?}"),
    }
}

/// What the record before the cursor was.
fn here(session: &Session) -> What {
    let (history, _, present) = session.parts().expect("open");
    history.records()[present.records() as usize - 1].what.clone()
}

#[test]
fn each_goal_stops_after_its_record_and_goes_on_to_the_next() {
    let mut session = open("flood");
    until(&mut session, Until::StateChange).expect("a socket listens");
    assert!(matches!(here(&session), What::Kernel(Event::StateChanged { .. })));
    until(&mut session, Until::Block).expect("accept sleeps");
    assert!(matches!(here(&session), What::Kernel(Event::Blocked { .. })));
    until(&mut session, Until::WakeUp).expect("connect is woken");
    assert!(matches!(here(&session), What::Kernel(Event::Woken { .. })));
    let view = until(&mut session, Until::ZeroWindow).expect("the window closes");
    assert!(matches!(here(&session), What::Kernel(Event::WindowTold { window: 0, .. })));
    let skipped = view.skipped.expect("something was passed over");
    assert!(skipped.accepted > 4096 && skipped.calls > 3 && skipped.read == 0, "{skipped:?}");
    assert_eq!(until(&mut session, Until::Drop), Err(Problem::NeverHappens));
    let stood = view.moment.record;
    let reply = session.apply(Command::SeekRecord(stood));
    assert!(
        matches!(reply, Reply::View { view, .. } if view.moment.record == stood && view.skipped.is_none())
    );
}

#[test]
fn conditions_begin_to_hold() {
    let mut session = open("flood");
    let condition = |text: &str| Until::Condition(text.into());
    let view = until(&mut session, condition("client.sendq > 1000")).expect("it fills");
    let first = view.moment.record;
    assert_eq!(view.hosts[0].sockets.iter().map(|socket| socket.send.payload).max(), Some(1024));
    // It holds already: it has to end before it begins again.
    match until(&mut session, condition("client.sendq > 1000")) {
        Ok(view) => assert!(view.moment.record > first + 1),
        Err(problem) => assert_eq!(problem, Problem::NeverHappens),
    }
    let problem = until(&mut session, condition("client.sendq > much.more"));
    assert_eq!(problem, Err(Problem::BadCondition("much.more".into())));
}

#[test]
fn a_time_and_a_line_are_goals() {
    let mut session = open("hello");
    let view = until(&mut session, Until::Line(1, 8)).expect("the server prints");
    assert_eq!(view.programs[1].line, Some(8));
    // Frames are on their way at that time: the moment is the time itself, whether or not something happens at it.
    let time = view.moment.at + 5_000_000;
    let view = until(&mut session, Until::Time(time)).expect("there is more");
    assert_eq!(view.moment.at, time);
    assert_eq!(until(&mut session, Until::Line(1, 99)), Err(Problem::NeverHappens));
    assert_eq!(until(&mut session, Until::Line(7, 1)), Err(Problem::NeverHappens));
}
