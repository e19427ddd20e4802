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
        if let Some(state) = session.open_lesson() {
            view.panel = PanelView::Lesson(Box::new(lesson::lesson(&state, session.language())));
        }
    }
    reply
}
