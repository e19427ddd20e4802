//! The session's worker: a session, its words, and messages in and out.

use netlab_lab::protocol::{Command, Reply};
use netlab_lab::view::PanelView;
use netlab_lab::{Session, progress};
use netlab_text::{lesson, story};

use crate::exchange::{Answer, Request};
use crate::platform::scope;

/// Runs as a worker's main function.
pub fn run() {
    scope::report_panics(|message| {
        let record = progress::made().map(|made| made + 1);
        Answer::Panicked { message, record }
    });
    let mut session = Session::new();
    scope::serve(move |request: Request| {
        let reply = answer(&mut session, request.command);
        scope::post(Answer::Reply { ticket: request.ticket, reply });
    });
}

/// Obeys a command and words what stands there now.
pub fn answer(session: &mut Session, command: Command) -> Reply {
    let mut reply = session.apply(command);
    if let Reply::View { view, .. } = &mut reply {
        view.story = story::story(session);
        if let PanelView::Branches(comparison) = &mut view.panel {
            story::compare(session, comparison);
        }
        if let Some(state) = session.open_lesson() {
            view.panel = PanelView::Lesson(Box::new(lesson::lesson(&state, session.language())));
        }
    }
    reply
}

#[cfg(test)]
mod tests {
    use super::*;
    use netlab_lab::protocol::{Grain, Language, Opening, Problem, Tab};

    /// The answer as it comes out at the other side of the message channel.
    fn carried(reply: Reply) -> Reply {
        let answer = Answer::Reply { ticket: 7, reply };
        let bytes = postcard::to_allocvec(&answer).expect("every answer can be written");
        let read: Answer = postcard::from_bytes(&bytes).expect("what was written can be read");
        assert_eq!(read, answer);
        match read {
            Answer::Reply { reply, .. } => reply,
            Answer::Panicked { .. } => unreachable!("it was a reply"),
        }
    }

    #[test]
    fn every_moment_of_hello_is_carried_whole_and_worded() {
        for language in [Language::English, Language::Chinese] {
            for tab in [Tab::Bytes, Tab::Packets, Tab::Strace, Tab::Ss] {
                let mut session = Session::new();
                assert_eq!(answer(&mut session, Command::Language(language)), Reply::Done);
                assert_eq!(answer(&mut session, Command::Tab(tab)), Reply::Done);
                let opening = Opening { lab: "hello".into(), ..Opening::default() };
                let mut reply = carried(answer(&mut session, Command::Open(opening)));
                loop {
                    let Reply::View { view, .. } = reply else { panic!("{reply:?} is no view") };
                    assert!(view.moment.record == 0 || !view.story.now.is_empty(), "{:?}", view.moment);
                    if view.moment.record == view.moment.records {
                        break;
                    }
                    let step = Command::Step { grain: Grain::Record, forward: true };
                    reply = carried(answer(&mut session, step));
                }
            }
        }
    }

    #[test]
    fn a_refusal_leaves_the_open_lab_as_it_was() {
        let mut session = Session::new();
        let open = |lab: &str| Command::Open(Opening { lab: lab.into(), record: 5, ..Opening::default() });
        let before = answer(&mut session, open("hello"));
        let refused = answer(&mut session, open("nosuch"));
        assert_eq!(refused, Reply::Error(Problem::UnknownLab("nosuch".into())));
        let (Reply::View { view: before, .. }, Reply::View { view: after, .. }) =
            (before, answer(&mut session, Command::Language(Language::English)))
        else {
            panic!("hello opens")
        };
        assert_eq!(before, after);
    }
}
