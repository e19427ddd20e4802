//! Every lab's tasks are solvable by their scripts, and nothing is solved at the start; questions have an answer.

use netlab_lab::{
    Session,
    catalogue::LABS,
    lesson::{
        Facts,
        tasks::{Move, tasks},
    },
    protocol::{Command, Grain, Opening, Reply, Tab, Until},
    view::{FrameView, Source, TaskState, View},
};

fn view(session: &mut Session, command: Command) -> View {
    match session.apply(command.clone()) {
        Reply::View { view, .. } => *view,
        other => panic!("{command:?}: {other:?}"),
    }
}

fn open(lab: &str) -> Session {
    let mut session = Session::new();
    view(&mut session, Command::Open(Opening { lab: lab.into(), ..Opening::default() }));
    session
}

/// Steps until a frame like this is on a cable.
fn find(session: &mut Session, wanted: fn(&FrameView) -> bool, name: &str) -> u64 {
    loop {
        let here = view(session, Command::Step { grain: Grain::Record, forward: true });
        if let Some(frame) = here.frames.iter().find(|frame| wanted(frame)) {
            return frame.id;
        }
        assert!(here.moment.record < here.moment.records, "{name}: there is no such frame");
    }
}

fn play(session: &mut Session, moves: &[Move], name: &str) {
    let mut frame = None;
    for step in moves {
        match step {
            Move::Until(condition) => {
                view(session, Command::RunUntil(Until::Condition((*condition).into())));
            }
            Move::Goal(goal) => {
                view(session, Command::RunUntil(goal()));
            }
            Move::Frame(wanted) => frame = Some(find(session, *wanted, name)),
            Move::ToFrame(act) => {
                let frame = frame.unwrap_or_else(|| panic!("{name}: no frame was found"));
                view(session, Command::Intervene(act(frame)));
            }
            Move::Act(act) => {
                view(session, Command::Intervene(act()));
            }
        }
    }
}

#[test]
fn each_lab_has_a_question_with_one_right_answer_in_its_run() {
    for lab in LABS {
        let session = open(lab.id);
        let lesson = session.lesson().unwrap_or_else(|| panic!("{} has no lesson", lab.id));
        assert!(lesson.facts.right().is_some(), "{}: {:?}", lab.id, lesson.facts);
        assert!(!tasks(lab.id).is_empty(), "{} has no task", lab.id);
    }
}

#[test]
fn each_task_is_solved_by_its_script_and_not_before() {
    for lab in LABS {
        let all = tasks(lab.id);
        for (number, task) in all.iter().enumerate() {
            let name = format!("{}, task {}", lab.id, task.key);
            let mut session = open(lab.id);
            view(&mut session, Command::Tab(Tab::Lesson));
            view(&mut session, Command::Predict(0));
            for before in &all[..number] {
                play(&mut session, before.solution, &name);
                view(&mut session, Command::SeekRecord(0));
                // Each task begins with the run as it was.
                while session.apply(Command::Undo) != Reply::Error(netlab_lab::protocol::Problem::NotNow) {}
            }
            view(&mut session, Command::SeekRecord(0));
            let lesson = session.lesson().expect("a lesson");
            assert_eq!(
                (lesson.solved.0, lesson.task),
                (number, Some(task.key)),
                "{name} is solved too early"
            );
            assert!(lesson.missing.is_some(), "{name}: nothing is missing at the start");
            play(&mut session, task.solution, &name);
            let lesson = session.lesson().expect("a lesson");
            assert_eq!(lesson.solved.0, number + 1, "{name} is not solved: {:?} is missing", lesson.missing);
        }
        let mut session = open(lab.id);
        view(&mut session, Command::SkipQuestion);
        assert_eq!(session.lesson().map(|lesson| lesson.state), Some(TaskState::Open), "{}", lab.id);
    }
}

#[test]
fn what_was_answered_stays_what_it_was_when_the_run_is_changed() {
    let mut session = open("flood");
    view(&mut session, Command::Tab(Tab::Lesson));
    let asked = session.lesson().expect("a lesson").asked;
    let right = asked.right().expect("an answer");
    view(&mut session, Command::Predict(right));
    play(&mut session, tasks("flood")[1].solution, "flood");
    let lesson = session.lesson().expect("a lesson");
    assert_ne!(lesson.facts, asked, "more was sent");
    assert_eq!((lesson.asked.right(), lesson.chosen), (Some(right), Some(right)));
    assert_eq!(lesson.asked, asked);
    // Every byte that went in is told of.
    let Facts::Flood(flood) = lesson.facts else { panic!("the flood's facts") };
    assert!(flood.read > 0);
    assert!(flood.read + flood.unread + flood.unacknowledged >= flood.accepted);
}

#[test]
fn the_flood_with_small_buffers_equals_its_recording() {
    let mut session = open("flood");
    let here = view(&mut session, Command::End);
    assert_eq!(here.source, Some(Source::Linux(Some("02-flood-blocking.b4096".into()))));
    let mut other = Session::new();
    let parameters = vec![("rcvbuf".to_owned(), "5000".to_owned())];
    let opening = Opening { lab: "flood".into(), parameters, ..Opening::default() };
    assert_eq!(view(&mut other, Command::Open(opening)).source, Some(Source::Linux(None)));
}
