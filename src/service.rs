//! The session's worker: a session, and messages in and out.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::exchange::{Answer, Request};
use crate::platform::scope;
use crate::protocol::{Command, Reply, View};

static AT: AtomicU64 = AtomicU64::new(0);

/// Runs as a worker's main function.
pub fn run() {
    scope::report_panics(|message| Answer::Panicked { message, record: Some(AT.load(Ordering::Relaxed)) });
    let mut count = 0u64;
    scope::serve(move |request: Request| {
        match request.command {
            Command::Open { .. } => count = 0,
            Command::Step(by) => count = count.saturating_add_signed(by),
            Command::SeekRecord(to) => count = to,
            Command::Intervene(_) => {}
            Command::PanicForTest => panic!("forced"),
            Command::HangForTest => loop {
                std::hint::black_box(());
            },
        }
        AT.store(count, Ordering::Relaxed);
        scope::post(Answer::Reply {
            ticket: request.ticket,
            reply: Reply::View(Box::new(View { record: count, newest: 96 })),
        });
    });
}
