//! The session as the page has it: a worker that may die, and what is needed to make it stand again.

use std::rc::Rc;

use netlab_lab::protocol::{Command, Language, Opening, Reply, Tab};
use netlab_lab::view::{Moment, Plan};
use yew::Callback;

use crate::client::Client;
use crate::exchange::{Answer, Request};
use crate::platform::clock;
use crate::platform::worker::{Event, Worker};
use crate::report::{Breakdown, Cause};

/// The program that runs in the worker.
const PROGRAM: &str = "netlab-worker";

/// How the session's views are to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    /// Language of the story.
    pub language: Language,
    /// The open tab.
    pub tab: Tab,
    /// Whether the lens shows the signal.
    pub signal: bool,
    /// Lines at which playing stops: file and line.
    pub breakpoints: Vec<(Rc<str>, u32)>,
}

/// What an event of the worker came to.
#[derive(Debug)]
// It is made and taken apart once an answer; nothing keeps many.
#[allow(clippy::large_enum_variant)]
pub enum Outcome {
    /// Nothing for the page: the event is from a worker that was replaced.
    Nothing,
    /// The answer to a command. When it was done, [`Session::done`] must hear of it; then [`Session::advance`].
    Reply(Box<Command>, Reply),
    /// The worker is gone; see [`Session::breakdown`].
    Broke,
}

/// See the module's comment.
#[derive(Debug)]
pub struct Session {
    client: Client,
    worker: Option<Worker>,
    breakdown: Option<Breakdown>,
    on_event: Callback<Event<Answer>>,
}

impl Session {
    /// Starts the worker; everything it says goes to `on_event`, and from there to [`Session::take`].
    pub fn start(on_event: Callback<Event<Answer>>) -> Self {
        let mut session = Self { client: Client::default(), worker: None, breakdown: None, on_event };
        session.start_worker();
        session
    }

    fn start_worker(&mut self) {
        let on_event = self.on_event.clone();
        match Worker::start(PROGRAM, move |event| on_event.emit(event)) {
            Ok(worker) => self.worker = Some(worker),
            Err(text) => self.break_down(Cause::Died(text), None),
        }
    }

    /// The breakdown that the reader has not yet answered.
    pub fn breakdown(&self) -> Option<&Breakdown> {
        self.breakdown.as_ref()
    }

    /// What remakes the run where the view stands.
    pub fn opening(&self) -> Option<Opening> {
        self.client.opening()
    }

    /// Whether a lab was opened by the worker: what is drawn is its answer.
    pub fn heard(&self) -> bool {
        self.client.opened()
    }

    /// Whether no command is out: what is drawn is the newest that there is.
    pub fn idle(&self) -> bool {
        self.client.idle()
    }

    /// Opens a lab, and shows it as set up; in a fresh worker, if the last one is gone.
    pub fn open(&mut self, opening: Opening, setup: Setup) {
        if self.breakdown.take().is_some() {
            self.start_worker();
        }
        self.send(Command::Language(setup.language));
        self.send(Command::Tab(setup.tab));
        self.send(Command::Signal(setup.signal));
        self.send(Command::Breakpoints(setup.breakpoints));
        self.send(Command::Open(opening));
    }

    /// Sends a command as soon as those before it are answered. While broken down, commands go nowhere.
    pub fn send(&mut self, command: Command) {
        if self.breakdown.is_none() {
            let request = self.client.submit(command, clock::now());
            self.post(request);
        }
    }

    fn post(&self, request: Option<Request>) {
        if let (Some(worker), Some(request)) = (&self.worker, request) {
            worker.post(&request);
        }
    }

    /// Takes an event of the worker in.
    pub fn take(&mut self, event: Event<Answer>) -> Outcome {
        match event {
            Event::Message(Answer::Reply { ticket, reply }) => match self.client.answered(ticket) {
                Some(command) => Outcome::Reply(Box::new(command), reply),
                None => Outcome::Nothing,
            },
            Event::Message(Answer::Panicked { message, record }) => {
                self.break_down(Cause::Panic(message), record);
                Outcome::Broke
            }
            Event::Died(text) => {
                self.break_down(Cause::Died(text), None);
                Outcome::Broke
            }
        }
    }

    /// The command was done and the view stands at `moment`.
    pub fn done(&mut self, command: Command, moment: &Moment, plan: Option<&Plan>) {
        self.client.done(command, moment, plan);
    }

    /// Sends the next command, after an answer was dealt with.
    pub fn advance(&mut self) {
        let request = self.client.advance(clock::now());
        self.post(request);
    }

    /// Ends a worker that has not answered for too long; true when it did.
    pub fn watch(&mut self) -> bool {
        let silent = self.breakdown.is_none() && self.client.overdue(clock::now());
        if silent {
            self.break_down(Cause::Silent, None);
        }
        silent
    }

    fn break_down(&mut self, cause: Cause, record: Option<u64>) {
        let opening = match self.client.out() {
            // The lab that was being opened broke while its run was made: it can stand up to there.
            Some(Command::Open(opening)) if record.is_some() => Some(opening.clone()),
            Some(_) | None => self.client.opening(),
        };
        let doing = self.client.out().map(|command| format!("{command:?}")).unwrap_or_default();
        self.breakdown = Some(Breakdown {
            cause,
            record: record.unwrap_or(self.client.record() + 1),
            stop_at: record.map(|record| record.saturating_sub(1)),
            opening,
            doing,
        });
        // Dropping it ends it, whatever it is doing.
        self.worker = None;
        self.client.abandon();
    }

    /// A fresh worker, with the lab as it was at the record before the breakdown; `otherwise` is opened when there was none.
    pub fn go_back(&mut self, otherwise: Opening, setup: Setup) {
        let Some(breakdown) = &self.breakdown else { return };
        let opening = match &breakdown.opening {
            Some(opening) => Opening {
                record: breakdown.before(),
                stop_at: breakdown.stop_at.or(opening.stop_at),
                ..opening.clone()
            },
            None => otherwise,
        };
        self.open(opening, setup);
    }
}
