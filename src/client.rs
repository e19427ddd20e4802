//! The page's side of the conversation with the session's worker, without the worker: which command goes out when, which
//! is dropped because a newer one makes it moot, and what remakes the lab after the worker died.
//!
//! One command is out at a time. So the view is never behind by more than one answer, a drag along the timeline costs only
//! the positions that can be drawn, and a worker that no longer answers is noticed.

use std::collections::VecDeque;

use netlab_lab::protocol::{Command, Opening};
use netlab_lab::view::{Moment, Plan};

use crate::exchange::{Request, Ticket};

/// How long a command may be out before the page says that the worker does not answer, in milliseconds.
pub const PATIENCE: f64 = 5_000.0;

/// How long the first command of a worker may be out: its module has to arrive first, perhaps over a slow line.
pub const PATIENCE_AT_START: f64 = 60_000.0;

/// How many steps may wait; more key presses than that are forgotten, so that a held key stops when it is let go.
const WAITING: usize = 4;

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
    /// Whether the worker has answered since it was started.
    heard: bool,
    /// What remakes the lab as it stands, once one was opened.
    opening: Option<Opening>,
    /// Where the view stands.
    record: u64,
}

impl Client {
    /// Takes a command in; what is returned must be posted.
    pub fn submit(&mut self, command: Command, now: f64) -> Option<Request> {
        let crowded = self.queue.iter().filter(|waiting| steps(waiting)).count() >= WAITING;
        match self.queue.back_mut() {
            Some(last) if supersedes(&command, last) => *last = command,
            Some(_) if crowded && steps(&command) => {}
            Some(_) | None => self.queue.push_back(command),
        }
        self.advance(now)
    }

    /// Takes an answer's ticket in. `None` when the answer is not to the command that is out (it is from a worker that was
    /// replaced); else the command it answers.
    pub fn answered(&mut self, ticket: Ticket) -> Option<Command> {
        let flight = self.flight.take_if(|flight| flight.request.ticket == ticket)?;
        self.heard = true;
        Some(flight.request.command)
    }

    /// The answered command was done, and the view stands at `moment`; `plan` says what remakes the run, where that has
    /// changed.
    pub fn done(&mut self, command: Command, moment: &Moment, plan: Option<&Plan>) {
        if let Command::Open(opening) = command {
            self.opening = Some(opening);
        }
        if let (Some(opening), Some(plan)) = (&mut self.opening, plan) {
            opening.interventions.clone_from(&plan.interventions);
            opening.others.clone_from(&plan.others);
            opening.branch = plan.branch;
            opening.answer = plan.answer;
        }
        self.record = moment.record;
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

    /// Whether the command that is out has been out for too long.
    pub fn overdue(&self, now: f64) -> bool {
        let patience = if self.heard { PATIENCE } else { PATIENCE_AT_START };
        self.flight.as_ref().is_some_and(|flight| now - flight.since > patience)
    }

    /// Whether nothing is out and nothing waits.
    pub fn idle(&self) -> bool {
        self.flight.is_none() && self.queue.is_empty()
    }

    /// The command that is out.
    pub fn out(&self) -> Option<&Command> {
        self.flight.as_ref().map(|flight| &flight.request.command)
    }

    /// What remakes the lab as it stands; its record is where the view stands. Before any lab was opened, the one that is
    /// on its way: its first moment may be drawn already.
    pub fn opening(&self) -> Option<Opening> {
        match &self.opening {
            Some(opening) => Some(Opening { record: self.record, ..opening.clone() }),
            None => self.out().into_iter().chain(self.queue.iter()).find_map(|command| {
                if let Command::Open(opening) = command { Some(opening.clone()) } else { None }
            }),
        }
    }

    /// Whether a lab was opened.
    pub fn opened(&self) -> bool {
        self.opening.is_some()
    }

    /// The record drawn last.
    pub fn record(&self) -> u64 {
        self.record
    }

    /// The worker is gone; nothing will be answered.
    pub fn abandon(&mut self) {
        self.queue.clear();
        self.flight = None;
        self.heard = false;
    }
}

/// Whether the new command makes one that still waits moot: both only say where to stand.
fn supersedes(new: &Command, waiting: &Command) -> bool {
    seeks(new) && seeks(waiting)
}

fn seeks(command: &Command) -> bool {
    matches!(command, Command::SeekRecord(_) | Command::SeekTime(_) | Command::End)
}

fn steps(command: &Command) -> bool {
    matches!(command, Command::Step { .. } | Command::Marker { .. } | Command::RunTo { .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use netlab_lab::protocol::{Grain, Intervention};

    fn moment(record: u64, at: u64) -> Moment {
        Moment { record, records: 96, withheld: false, at, next_at: None, origin: 0, can_run_on: false }
    }

    /// Answers what is out, as a worker would.
    fn answer(client: &mut Client, record: u64, at: u64) -> Command {
        let ticket = client.flight.as_ref().expect("a command is out").request.ticket;
        let command = client.answered(ticket).expect("its ticket");
        client.done(command.clone(), &moment(record, at), None);
        command
    }

    const STEP: Command = Command::Step { grain: Grain::Record, forward: true };

    #[test]
    fn one_command_is_out_and_a_drag_leaves_only_its_newest_position() {
        let mut client = Client::default();
        assert!(client.submit(Command::SeekRecord(1), 0.0).is_some());
        for record in 2..50 {
            assert_eq!(client.submit(Command::SeekRecord(record), 0.0), None);
        }
        answer(&mut client, 1, 10);
        let next = client.advance(0.0).expect("the newest position");
        assert_eq!(next.command, Command::SeekRecord(49));
        answer(&mut client, 49, 20);
        assert_eq!(client.advance(0.0), None);
        assert!(client.idle());
    }

    #[test]
    fn a_held_key_does_not_pile_up() {
        let mut client = Client::default();
        for _ in 0..100 {
            client.submit(STEP, 0.0);
        }
        assert_eq!(client.queue.len(), WAITING);
    }

    #[test]
    fn an_answer_from_a_replaced_worker_is_known() {
        let mut client = Client::default();
        let old = client.submit(STEP, 0.0).expect("sent").ticket;
        client.abandon();
        let new = client.submit(STEP, 0.0).expect("sent").ticket;
        assert_eq!(client.answered(old), None);
        assert_eq!(client.answered(new), Some(STEP));
    }

    #[test]
    fn silence_is_noticed_and_a_slow_start_forgiven() {
        let mut client = Client::default();
        client.submit(STEP, 0.0);
        assert!(!client.overdue(PATIENCE + 1.0));
        assert!(client.overdue(PATIENCE_AT_START + 1.0));
        answer(&mut client, 1, 0);
        client.submit(STEP, 100_000.0);
        assert!(!client.overdue(100_000.0 + PATIENCE));
        assert!(client.overdue(100_000.0 + PATIENCE + 1.0));
    }

    #[test]
    fn what_was_done_to_the_run_remakes_it() {
        let mut client = Client::default();
        let opening = Opening { lab: "hello".into(), seed: Some(7), ..Opening::default() };
        client.submit(Command::Open(opening.clone()), 0.0);
        answer(&mut client, 10, 100);
        client.submit(Command::Intervene(Intervention::DropFrame(1)), 0.0);
        let ticket = client.flight.as_ref().expect("a command is out").request.ticket;
        let command = client.answered(ticket).expect("its ticket");
        // What has become of the futures, the session says.
        let plan = Plan {
            interventions: vec![(100, Intervention::DropFrame(1))],
            others: vec![Vec::new()],
            branch: 1,
            answer: netlab_lab::protocol::Answer::Skipped,
        };
        client.done(command, &moment(11, 100), Some(&plan));
        let expected = Opening {
            record: 11,
            interventions: plan.interventions.clone(),
            others: plan.others.clone(),
            branch: 1,
            answer: plan.answer,
            ..opening
        };
        assert_eq!(client.opening(), Some(expected.clone()));
        client.abandon();
        assert_eq!(client.opening(), Some(expected), "a dead worker takes nothing along");
    }
}
