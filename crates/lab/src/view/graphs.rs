//! One socket's numbers over the whole run.

use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// The graphs of one socket. While a prediction withholds the future, samples end at the cursor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Graphs {
    /// The sockets there are to choose from, in the order of their first segments.
    pub sockets: Vec<GraphSocket>,
    /// Which of them is drawn.
    pub chosen: usize,
    /// Its numbers.
    pub series: Vec<Series>,
    /// The data segments it sent, ascending by time.
    pub segments: Vec<SentSegment>,
    /// [`Quantity::Acknowledged`] is an average over this long before each moment, nanoseconds.
    pub average: u64,
}

/// A socket that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GraphSocket {
    /// Its computer.
    pub host: Rc<str>,
    /// This end: address and port.
    pub local: Rc<str>,
    /// The other end.
    pub remote: Rc<str>,
}

/// What a series counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Quantity {
    /// Memory charged to the send buffer, bytes (`ss`: skmem `w`).
    SendCharged,
    /// Its limit, bytes (`tb`).
    SendLimit,
    /// Memory charged to the receive buffer, bytes (`r`).
    ReceiveCharged,
    /// Its limit, bytes (`rb`).
    ReceiveLimit,
    /// The window that the peer told last, bytes (`snd_wnd`).
    PeerWindow,
    /// Payload sent and not acknowledged, bytes.
    InFlight,
    /// The congestion window in bytes: segments times the segment size.
    CongestionWindow,
    /// The slow start threshold in bytes, once there is one.
    Threshold,
    /// Smoothed round-trip time, nanoseconds.
    SmoothedRtt,
    /// Retransmission timeout, backed off, nanoseconds.
    RetransmissionTimeout,
    /// Bits acknowledged per second, averaged over [`Graphs::average`].
    Acknowledged,
    /// The kernel's own estimate of the delivery rate, bits per second (`tcp_rate_gen`).
    DeliveryRate,
    /// Offset of the first byte that is not acknowledged.
    AckLine,
    /// Offset of the first byte beyond the peer's window.
    WindowLine,
}

/// A quantity over time: each value holds until the next sample.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// What is counted.
    pub what: Quantity,
    /// Ascending by time; only changes.
    pub samples: Vec<Sample>,
}

/// A value from a moment on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// When, nanoseconds.
    pub at: u64,
    /// So many records have happened then.
    pub records: u64,
    /// `None`: there is no value (no socket yet or any more, no threshold, nothing measured).
    pub value: Option<u64>,
}

/// A data segment as it was sent; neighbours that fall on the same pixel of a long run are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentSegment {
    /// When, nanoseconds.
    pub at: u64,
    /// So many records have happened then.
    pub records: u64,
    /// Offset of its first byte.
    pub offset: u64,
    /// Payload bytes.
    pub length: u32,
    /// Whether it was sent again.
    pub again: bool,
}
