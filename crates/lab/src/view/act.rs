//! What can be done to the run now, and what a run-until has passed over.

use crate::protocol::Intervention;
use serde::{Deserialize, Serialize};

/// Something on the stage that can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Target {
    /// The program with this number.
    Program(usize),
    /// The computer with programs of this number, 0 the client.
    Computer(usize),
    /// The frame with this number, on a cable.
    Frame(u64),
    /// The cable, from 0 at the client.
    Cable(usize),
    /// The router, from 0 at the client: its queues into the cables on both sides, which are also offered at those cables.
    Router(usize),
}

/// One thing that can be done now. Where the act has a number (bytes, delay, rate, value), it is the one at hand: a
/// sensible first value, or how things stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// To what.
    pub target: Target,
    /// What.
    pub act: Intervention,
}

/// What a run-until has passed over, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Skipped {
    /// Records.
    pub records: u64,
    /// Virtual time, nanoseconds.
    pub time: u64,
    /// System calls that returned.
    pub calls: u64,
    /// Segments sent by the computers.
    pub segments: u64,
    /// Of these, sent again.
    pub retransmissions: u64,
    /// Frames lost.
    pub lost: u64,
    /// Payload bytes that send calls took.
    pub accepted: u64,
    /// Payload bytes that programs read.
    pub read: u64,
}
