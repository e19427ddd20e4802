//! What goes between the page and the session's worker: the lab's commands and replies, numbered, and a last word.

use netlab_lab::protocol::{Command, Reply};
use serde::{Deserialize, Serialize};

/// Numbers requests, so that an answer finds its question and an answer from before a restart is known as such.
pub type Ticket = u64;

/// From the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// This request's number.
    pub ticket: Ticket,
    /// What to do.
    pub command: Command,
}

/// From the worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// A request was done or refused.
    Reply {
        /// The request's number.
        ticket: Ticket,
        /// What came of it.
        reply: Reply,
    },
    /// The worker panics; it will not speak again.
    Panicked {
        /// The panic's message and place in the source.
        message: String,
        /// The record that was being made, if the run was being made.
        record: Option<u64>,
    },
}
