//! Every lab's tasks are solvable by their scripts, and nothing is solved at the start; questions have an answer.

use netlab_lab::{
    Session,
    catalogue::{LABS, Lab},
    lesson::{
        Facts,
        tasks::{Move, Task, tasks},
    },
    protocol::{Command, Grain, Opening, Reply, Tab, Until},
    view::{FrameView, Source, TaskState, View},
};
use std::panic::{AssertUnwindSafe, catch_unwind};

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

/// The labs to be judged: all, or the one that `NETLAB_LAB` names.
fn labs() -> impl Iterator<Item = &'static Lab> {
    let only = std::env::var("NETLAB_LAB").ok();
    LABS.iter().filter(move |lab| only.as_deref().is_none_or(|only| only == lab.id))
}

/// Judges every lab, also after one has failed, and names all that did.
fn each(judge: impl Fn(&Lab)) {
    let failed: Vec<&str> = labs()
        .filter(|lab| catch_unwind(AssertUnwindSafe(|| judge(lab))).is_err())
        .map(|lab| lab.id)
        .collect();
    assert!(failed.is_empty(), "repeat with NETLAB_LAB=name: {failed:?}");
}

#[test]
fn each_lab_has_a_question_with_one_right_answer_in_its_run() {
    each(|lab| {
        for kernel in ["linux", "textbook"] {
            let mut session = Session::new();
            let parameters = vec![("kernel".to_owned(), kernel.to_owned())];
            view(
                &mut session,
                Command::Open(Opening { lab: lab.id.into(), parameters, ..Opening::default() }),
            );
            let lesson = session.lesson().unwrap_or_else(|| panic!("{} has no lesson", lab.id));
            assert!(lesson.facts.right().is_some(), "{}, {kernel}: {:?}", lab.id, lesson.facts);
        }
        assert!(!lab.tasks.is_empty(), "{} has no task", lab.id);
    });
}

#[test]
fn each_task_is_solved_by_its_script_and_not_before() {
    each(|lab| {
        for (number, task) in lab.tasks.iter().enumerate() {
            solve(lab, number, task);
        }
        let mut session = open(lab.id);
        view(&mut session, Command::SkipQuestion);
        assert_eq!(session.lesson().map(|lesson| lesson.state), Some(TaskState::Open), "{}", lab.id);
    });
}

fn solve(lab: &Lab, number: usize, task: &Task) {
    let name = format!("{}, task {}", lab.id, task.key);
    let mut session = open(lab.id);
    view(&mut session, Command::Tab(Tab::Lesson));
    view(&mut session, Command::Predict(0));
    for before in &lab.tasks[..number] {
        play(&mut session, before.solution, &name);
        view(&mut session, Command::SeekRecord(0));
        // Each task begins with the run as it was.
        while session.apply(Command::Undo) != Reply::Error(netlab_lab::protocol::Problem::NotNow) {}
    }
    view(&mut session, Command::SeekRecord(0));
    let lesson = session.lesson().expect("a lesson");
    assert_eq!((lesson.solved.0, lesson.task), (number, Some(task.key)), "{name} is solved too early");
    assert!(lesson.missing.is_some(), "{name}: nothing is missing at the start");
    play(&mut session, task.solution, &name);
    let lesson = session.lesson().expect("a lesson");
    assert_eq!(lesson.solved.0, number + 1, "{name} is not solved: {:?} is missing", lesson.missing);
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
