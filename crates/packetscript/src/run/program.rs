//! The program under which a script's system calls are made: it sleeps, is woken by a signal for each call, makes it, and sleeps again.
//!
//! It shares a mailbox with the runner, so it is not a program that could be saved and restored: a script runs once, forwards.

use netlab_abi::{
    Disposition, Inspection, Outcome, Program, Signal, Syscall, SyscallResult, ThreadNumber, Trap,
};
use std::cell::RefCell;
use std::rc::Rc;

/// What runner and program share.
#[derive(Debug, Default)]
pub(crate) struct Mailbox {
    /// The call to be made next.
    pub call: Option<Syscall>,
    /// What the last call returned.
    pub result: Option<SyscallResult>,
}

/// The signal that wakes the program.
pub(crate) const WAKE: Signal = Signal::SIGUSR1;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nothing done yet.
    New,
    /// The handler of [`WAKE`] is being set.
    Handling,
    /// SIGPIPE is being ignored, so that a write to a closed connection returns EPIPE.
    Ignoring,
    /// Waiting for a call.
    Idle,
    /// In a call of the script.
    Busy,
}

pub(crate) struct ScriptProgram {
    mailbox: Rc<RefCell<Mailbox>>,
    stage: Stage,
}

impl ScriptProgram {
    pub fn new(mailbox: Rc<RefCell<Mailbox>>) -> Self {
        Self { mailbox, stage: Stage::New }
    }

    /// Makes the next call, or sleeps for a year: longer than any script.
    fn next(&mut self) -> Trap {
        match self.mailbox.borrow_mut().call.take() {
            Some(call) => {
                self.stage = Stage::Busy;
                Trap::call(call)
            }
            None => {
                self.stage = Stage::Idle;
                Trap::call(Syscall::Sleep { duration: 365 * 86_400 * 1_000_000_000 })
            }
        }
    }
}

impl Program for ScriptProgram {
    fn resume(&mut self, _thread: ThreadNumber, outcome: Outcome) -> Trap {
        match self.stage {
            Stage::New => {
                self.stage = Stage::Handling;
                Trap::call(Syscall::SetSignalAction { signal: WAKE, action: Disposition::Handler })
            }
            Stage::Handling => {
                self.stage = Stage::Ignoring;
                Trap::call(Syscall::SetSignalAction { signal: Signal::SIGPIPE, action: Disposition::Ignore })
            }
            Stage::Ignoring | Stage::Idle => self.next(),
            Stage::Busy => {
                let Outcome::Returned(result) = outcome else { panic!("a call returns: {outcome:?}") };
                self.mailbox.borrow_mut().result = Some(result);
                self.next()
            }
        }
    }

    fn save(&self) -> Box<dyn Program> {
        Box::new(Self { mailbox: Rc::clone(&self.mailbox), stage: self.stage })
    }

    fn signal(&mut self, _signal: Signal) {}

    fn inspect(&self, _thread: ThreadNumber) -> Inspection {
        Inspection::default()
    }

    fn digest(&self) -> u64 {
        self.stage as u64
    }
}
