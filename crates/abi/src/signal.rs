//! Signals (Linux, x86-64).

use serde::{Deserialize, Serialize};

/// A signal the lab knows.
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Signal {
    SIGHUP = 1,
    SIGINT = 2,
    SIGKILL = 9,
    SIGUSR1 = 10,
    SIGUSR2 = 12,
    SIGPIPE = 13,
    SIGALRM = 14,
    SIGTERM = 15,
    SIGCHLD = 17,
    SIGCONT = 18,
    SIGSTOP = 19,
}

impl Signal {
    /// Every signal the lab knows, in ascending order of number.
    pub const ALL: &[Signal] = &[
        Signal::SIGHUP,
        Signal::SIGINT,
        Signal::SIGKILL,
        Signal::SIGUSR1,
        Signal::SIGUSR2,
        Signal::SIGPIPE,
        Signal::SIGALRM,
        Signal::SIGTERM,
        Signal::SIGCHLD,
        Signal::SIGCONT,
        Signal::SIGSTOP,
    ];

    /// The signal's number.
    pub const fn number(self) -> i32 {
        self as i32
    }

    /// The signal with this number, if the lab knows it.
    pub fn from_number(number: i32) -> Option<Signal> {
        Signal::ALL.iter().copied().find(|signal| signal.number() == number)
    }
}

/// What a process has asked to happen when a signal comes (`sigaction(2)`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Disposition {
    /// The kernel's default: ends, stops, continues or ignores, by signal.
    Default,
    /// Nothing happens. CPython sets this for SIGPIPE at its start.
    Ignore,
    /// The program is told through [`crate::Program::signal`]; a blocked call returns EINTR.
    Handler,
}
