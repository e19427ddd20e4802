//! The states of sockets and processes over the whole run.

use super::ProcessState;
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// Every path. While a prediction withholds the future, they end at the cursor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct States {
    /// TCP sockets in the order of their beginning.
    pub sockets: Vec<SocketPath>,
    /// Threads in the order of their beginning.
    pub threads: Vec<ThreadPath>,
}

/// TCP's states (RFC 9293 3.3.2).
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum TcpStateName {
    Closed,
    Listen,
    SynSent,
    SynReceived,
    Established,
    FinWait1,
    FinWait2,
    CloseWait,
    Closing,
    LastAck,
    TimeWait,
}

/// What moved a socket to another state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChangeCause {
    /// A system call.
    Call,
    /// A segment that came.
    Segment,
    /// A timer that ran out.
    Timer,
    /// A RST that came or was sent.
    Reset,
    /// An ICMP error.
    Icmp,
    /// Its process ended.
    ProcessEnd,
}

/// A socket and the states it went through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SocketPath {
    /// Its computer.
    pub host: Rc<str>,
    /// This end; empty where none is known.
    pub local: Rc<str>,
    /// The other end; empty for a listener.
    pub remote: Rc<str>,
    /// Its changes, ascending. Before the first it is CLOSED.
    pub changes: Vec<TcpChange>,
}

/// A change of a TCP state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TcpChange {
    /// When, nanoseconds.
    pub at: u64,
    /// So many records have happened then.
    pub records: u64,
    /// From.
    pub from: TcpStateName,
    /// To.
    pub to: TcpStateName,
    /// Why.
    pub cause: ChangeCause,
}

/// A thread and what it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadPath {
    /// Its computer.
    pub host: Rc<str>,
    /// Its process's file.
    pub file: Rc<str>,
    /// Its process.
    pub pid: i32,
    /// Its number in the process; 0 is the first.
    pub thread: u32,
    /// Its stays, ascending; each holds until the next.
    pub stays: Vec<Stay>,
}

/// A stay in one state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stay {
    /// From, nanoseconds.
    pub at: u64,
    /// So many records have happened then.
    pub records: u64,
    /// What it does.
    pub doing: Doing,
}

/// What a thread does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Doing {
    /// As a process's state says it: running, in a call, asleep, stopped, ended.
    As(ProcessState),
    /// Woken, and not yet running.
    Ready,
}
