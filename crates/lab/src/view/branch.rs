//! Futures that interventions have made, side by side.

use super::{CallBar, Flight, Mark, Sentence};
use crate::protocol::{Answer, Intervention};
use serde::{Deserialize, Serialize};

/// What makes the session's futures again: part of links, and of what a fresh worker is given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Plan {
    /// The shown future's interventions, in the order of their moments.
    pub interventions: Vec<(u64, Intervention)>,
    /// The other futures'.
    pub others: Vec<Vec<(u64, Intervention)>>,
    /// The shown future's place among all.
    pub branch: usize,
    /// How the question stands.
    pub answer: Answer,
}

/// Another future than the shown one, for its lane of the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Lane {
    /// Its place among all futures: 0 is A.
    pub place: usize,
    /// Its end, nanoseconds.
    pub end: u64,
    /// Its records in all.
    pub records: u64,
    /// Stretches in which nothing happens, as in [`super::RunView::idle`].
    pub idle: Vec<(u64, u64)>,
    /// Calls in which a process slept.
    pub calls: Vec<CallBar>,
    /// Frames from computer to computer.
    pub flights: Vec<Flight>,
    /// Moments worth jumping to.
    pub marks: Vec<Mark>,
    /// The first record that the shown future does not share, and its moment (the earlier of both); `None` when they are
    /// equal.
    pub differs: Option<(u64, u64)>,
}

/// Two futures record by record on one clock, around the cursor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// Places of the two: the shown one, and the one beside it.
    pub places: (usize, usize),
    /// The first record in which they differ.
    pub differs: Option<u64>,
    /// Rows, ascending by time.
    pub rows: Vec<ComparedRow>,
    /// Rows left out before and after.
    pub left_out: (u64, u64),
}

/// One row: what happened at a moment in either future.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedRow {
    /// When, nanoseconds.
    pub at: u64,
    /// The shown future's record and its sentence.
    pub mine: Option<(u64, Sentence)>,
    /// The other's.
    pub theirs: Option<(u64, Sentence)>,
    /// Whether this is the first difference.
    pub first: bool,
}
