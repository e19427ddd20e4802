//! The page's side of the conversation with the session's worker, without the worker: which command goes out when, which
//! may be dropped because a newer one makes it moot, and what remakes the lab after the worker died.
//!
//! One command is out at a time. So the view is never behind by more than one answer, a drag along the timeline costs only
//! the positions that can be drawn, and a worker that no longer answers is noticed.

use std::collections::VecDeque;

use crate::exchange::{Request, Ticket};
use crate::protocol::Command;

/// How long a command may be out before the page says that the worker does not answer, in milliseconds.
pub const PATIENCE: f64 = 5_000.0;

/// A command that was sent.
#[derive(Debug, Clone, PartialEq)]
struct Flight {
    request: Request,
    /// Page time at sending, in milliseconds.
    since: f64,
}

/// See the module's comment.
#[derive(Debug, Default)]
pub struct Client {
    next: Ticket,
    queue: VecDeque<Command>,
    flight: Option<Flight>,
    /// What remakes the lab as it stands, from a fresh session.
    journal: Vec<Command>,
    /// The record drawn last.
    record: u64,
}

impl Client {
    /// Takes a command in; what is returned must be posted.
    pub fn submit(&mut self, command: Command, now: f64) -> Option<Request> {
        if let Some(last) = self.queue.back_mut()
            && supersedes(&command, last)
        {
            *last = command;
        } else {
            self.queue.push_back(command);
        }
        self.advance(now)
    }

    /// Takes an answer's ticket in. `None` when the answer is not to the command that is out (it is from a worker that was
    /// replaced); else the command it answers.
    pub fn answered(&mut self, ticket: Ticket) -> Option<Command> {
        self.flight.take_if(|flight| flight.request.ticket == ticket).map(|flight| flight.request.command)
    }

    /// The answered command was done, and the view stands at `record`.
    pub fn done(&mut self, command: Command, record: u64) {
        if begins(&command) {
            self.journal.clear();
        }
        if changes(&command) {
            if !begins(&command) {
                // Where in the run it was done is part of what was done.
                self.journal.push(Command::SeekRecord(self.record));
            }
            self.journal.push(command);
        }
        self.record = record;
    }

    /// Sends the next command, if none is out.
    pub fn advance(&mut self, now: f64) -> Option<Request> {
        if self.flight.is_some() {
            return None;
        }
        let request = Request { ticket: self.next, command: self.queue.pop_front()? };
        self.next += 1;
        self.flight = Some(Flight { request: request.clone(), since: now });
        Some(request)
    }

    /// Whether the command that is out has been out for longer than [`PATIENCE`].
    pub fn overdue(&self, now: f64) -> bool {
        self.flight.as_ref().is_some_and(|flight| now - flight.since > PATIENCE)
    }

    /// Whether nothing is out and nothing waits.
    pub fn idle(&self) -> bool {
        self.flight.is_none() && self.queue.is_empty()
    }

    /// The command that is out.
    pub fn out(&self) -> Option<&Command> {
        self.flight.as_ref().map(|flight| &flight.request.command)
    }

    /// What remakes the lab as it stands: the interventions after the command that opened it, each with its place.
    pub fn journal(&self) -> &[Command] {
        &self.journal
    }

    /// The record drawn last.
    pub fn record(&self) -> u64 {
        self.record
    }

    /// The worker is gone; nothing will be answered and nothing more shall be sent until [`Client::rebuild`].
    pub fn abandon(&mut self) {
        self.queue.clear();
        self.flight = None;
    }

    /// For a fresh worker: opens the lab again with all its interventions and goes to `record`. What is returned must be posted.
    pub fn rebuild(&mut self, record: u64, now: f64) -> Option<Request> {
        self.abandon();
        self.queue.extend(std::mem::take(&mut self.journal));
        self.queue.push_back(Command::SeekRecord(record));
        self.advance(now)
    }
}

fn supersedes(new: &Command, old: &Command) -> bool {
    matches!((new, old), (Command::SeekRecord(_), Command::SeekRecord(_)))
}
fn begins(command: &Command) -> bool {
    matches!(command, Command::Open { .. })
}
fn changes(command: &Command) -> bool {
    matches!(command, Command::Open { .. } | Command::Intervene(_))
}
