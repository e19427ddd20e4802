//! A whole run: what the timeline and the lists of the tabs show. Sent when a run is opened or changed, not at each
//! step.

use super::{FrameKind, Graphs, Lane, Plan, Receipt, States, Way};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// Which computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// The client's.
    Client,
    /// The server's.
    Server,
}

/// The shortest stretch that counts as idle, nanoseconds: half a second.
pub const IDLE: u64 = 500_000_000;

/// A run from start to end. While a prediction withholds the future, everything after the cursor is missing here.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RunView {
    /// Counts up with every change, so that the page knows what it has.
    pub version: u32,
    /// The end, nanoseconds.
    pub end: u64,
    /// Records in all.
    pub records: u64,
    /// Whether most of the run is waiting, so that a logarithmic scale reads better.
    pub logarithmic: bool,
    /// Stretches in which nothing happens and nothing is on a cable, ascending: start and end, nanoseconds. Only those of
    /// [`IDLE`] or longer.
    pub idle: Vec<(u64, u64)>,
    /// Calls in which a process slept.
    pub calls: Vec<CallBar>,
    /// Frames from computer to computer.
    pub flights: Vec<Flight>,
    /// Moments worth jumping to, ascending.
    pub marks: Vec<Mark>,
    /// Moments at which a line with a breakpoint is reached: so many records have happened then, and when; ascending.
    pub stops: Vec<(u64, u64)>,
    /// Packets captured at the client's NIC (and, where chosen, elsewhere).
    pub packets: Vec<PacketLine>,
    /// System calls of all processes in the order of their lines.
    pub strace: Vec<StraceLine>,
    /// Where the bytes were when: bars per place.
    pub places: Vec<PlaceSpan>,
    /// What makes this run and the other futures again.
    pub plan: Plan,
    /// The other futures, in the order of their letters.
    pub others: Vec<Lane>,
    /// One socket's numbers, while their tab is open.
    pub graphs: Option<Box<Graphs>>,
    /// The states of sockets and processes, while their tab is open.
    pub states: Option<Box<States>>,
    /// Whether there is a recording of this lab under these rules.
    pub recorded: bool,
    /// The recording beside the run, while its tab is open and nothing is withheld.
    pub receipt: Option<Box<Receipt>>,
}

/// A call in which a process slept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallBar {
    /// Whose.
    pub side: Side,
    /// The call's name.
    pub call: Rc<str>,
    /// From, nanoseconds.
    pub from: u64,
    /// Until; `None`: to the end of the run.
    pub until: Option<u64>,
    /// The record that began it.
    pub record: u64,
}

/// A packet's whole way between the two computers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flight {
    /// What it was when it left.
    pub kind: FrameKind,
    /// Where to.
    pub way: Way,
    /// Left, nanoseconds.
    pub from: u64,
    /// Arrived (or was lost), nanoseconds; `None`: still under way at the end.
    pub until: Option<u64>,
    /// Thousandths of the way at which it was lost.
    pub lost_at: Option<u16>,
    /// Payload bytes.
    pub length: u32,
    /// The record of its departure.
    pub record: u64,
}

/// A moment worth jumping to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// What.
    pub kind: MarkKind,
    /// Where it happened, if at one computer.
    pub side: Option<Side>,
    /// The record.
    pub record: u64,
    /// When, nanoseconds.
    pub at: u64,
}

/// Kinds of moments.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum MarkKind {
    Connected,
    FirstData,
    FirstReceived,
    CallReturned { call: Rc<str>, result: Rc<str> },
    FirstBlock,
    ZeroWindow,
    WindowOpened,
    Drop,
    Retransmission,
    Probe,
    StateChange { to: Rc<str> },
    Woken,
    Reset,
    Closed,
    ProcessEnd,
    Intervention,
}

/// A line of the packet list, in Wireshark's columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PacketLine {
    /// From 1.
    pub number: u32,
    /// Capture time, nanoseconds.
    pub at: u64,
    /// Where to.
    pub way: Way,
    /// What it is.
    pub kind: FrameKind,
    /// Source column.
    pub source: Rc<str>,
    /// Destination column.
    pub destination: Rc<str>,
    /// Protocol column.
    pub protocol: Rc<str>,
    /// Length column.
    pub length: u32,
    /// Info column.
    pub info: Rc<str>,
    /// The record at which it was captured.
    pub record: u64,
}

/// A line of strace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StraceLine {
    /// Index into [`super::View::programs`].
    pub program: usize,
    /// When it was written, nanoseconds.
    pub at: u64,
    /// The line without its time.
    pub text: Rc<str>,
    /// The record at which it is written.
    pub record: u64,
}

/// A stay of bytes at a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceSpan {
    /// Where.
    pub place: super::BytePlace,
    /// Whose bytes.
    pub way: Way,
    /// Whether these are copies.
    pub copy: bool,
    /// From, nanoseconds.
    pub from: u64,
    /// Until; `None`: to the end.
    pub until: Option<u64>,
}
