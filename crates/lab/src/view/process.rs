//! Programs and processes.

use super::ByteName;
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// One program and the process that runs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgramView {
    /// Its file: `client.py`.
    pub file: Rc<str>,
    /// Index into [`super::View::hosts`].
    pub host: usize,
    /// Process number, once it has one.
    pub pid: Option<i32>,
    /// The source, line by line.
    pub lines: Rc<[SourceLine]>,
    /// The line that runs, sleeps or ended, from 1.
    pub line: Option<u32>,
    /// The process's state.
    pub state: ProcessState,
    /// The call in which it is, or which returned last.
    pub call: Option<Rc<str>>,
    /// How many times the current line's call has been made, when more than once.
    pub call_count: u64,
    /// Variables of the running frame, in the order of their first assignment.
    pub variables: Vec<VariableView>,
    /// Open descriptors, ascending.
    pub descriptors: Vec<DescriptorView>,
    /// What it has printed so far, standard output and error together.
    pub output: Rc<str>,
    /// The part of the output that is an error's traceback, if it ended by one.
    pub error: Option<Rc<str>>,
}

/// One line of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceLine {
    /// Its text.
    pub text: Rc<str>,
}

/// A process's state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProcessState {
    /// Not started yet.
    NotStarted,
    /// Running.
    Running,
    /// In a system call that has not returned.
    InCall {
        /// The call's name.
        call: Rc<str>,
    },
    /// Asleep in a system call.
    Asleep {
        /// The call's name.
        call: Rc<str>,
        /// What it waits for.
        wait: WaitView,
    },
    /// A system call has just returned; the program goes on next.
    Returned {
        /// The call's name.
        call: Rc<str>,
        /// Its result, as strace prints it: `5`, `-1 EAGAIN`.
        result: Rc<str>,
    },
    /// Stopped by a person or a signal.
    Stopped,
    /// Ended by itself.
    Exited(i32),
    /// Killed by a signal with this name.
    Killed(Rc<str>),
}

/// What a sleeping process waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum WaitView {
    /// A connection to accept.
    Connection,
    /// The end of the handshake.
    Handshake,
    /// Data to receive.
    Data,
    /// Room in the send buffer.
    Room {
        /// Bytes of this call already taken.
        taken: u64,
        /// Bytes the call wants to send.
        wanted: u64,
    },
    /// The end of a close that lingers.
    Linger,
    /// One of several descriptors.
    Events,
    /// A moment, nanoseconds of virtual time.
    Until(u64),
    /// Another thread.
    Thread,
    /// A child process.
    Child,
}

/// One variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariableView {
    /// Name.
    pub name: Rc<str>,
    /// Python type.
    pub kind: Rc<str>,
    /// `repr`, shortened.
    pub value: Rc<str>,
    /// Identity of its first byte, for byte strings whose bytes have one; the others follow.
    pub first_byte: Option<ByteName>,
}

/// One open descriptor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DescriptorView {
    /// Number.
    pub fd: i32,
    /// The variable that holds it, if one does.
    pub variable: Option<Rc<str>>,
    /// TCP state as `ss` names it (`LISTEN`, `ESTAB`), `UNCONN` for UDP.
    pub state: Rc<str>,
    /// `address:port` of this end.
    pub local: Rc<str>,
    /// `address:port` of the other end.
    pub peer: Option<Rc<str>>,
}

/// The place where a track crosses the system call border.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateView {
    /// How it stands.
    pub state: GateState,
    /// The call's name: `send`, `recv`, `accept`.
    pub call: Rc<str>,
    /// Result or progress: `5`; empty while asleep without progress.
    pub result: Rc<str>,
}

/// How a gate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum GateState {
    /// No call.
    Idle,
    /// A call is inside.
    Open,
    /// The call has returned.
    Done,
    /// The call sleeps.
    Closed,
    /// The program never calls it.
    Unused,
}
