//! A recorded run beside the simulated one.

use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// The receipt: rows of both runs, paired in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The recording's name.
    pub recording: Rc<str>,
    /// The kernel it was made on.
    pub kernel: Rc<str>,
    /// Whether the shown run is the lab as it was recorded; otherwise differences are what was changed.
    pub unchanged: bool,
    /// Its parts.
    pub parts: Vec<ReceiptPart>,
}

/// A list of rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptPart {
    /// Of what.
    pub kind: ReceiptKind,
    /// Pairs, in the order of both runs.
    pub rows: Vec<ReceiptRow>,
}

/// What a part lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReceiptKind {
    /// Frames at the client's NIC.
    Segments,
    /// Socket calls of this computer's program.
    Calls(Rc<str>),
}

/// A row of one run, of the other, or of both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptRow {
    /// As recorded.
    pub recorded: Option<ReceiptSide>,
    /// As simulated.
    pub simulated: Option<ReceiptSide>,
    /// After so many records it was simulated.
    pub records: Option<u64>,
    /// How they compare.
    pub verdict: Verdict,
}

/// One run's row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptSide {
    /// When, microseconds from the run's first SYN; before it negative.
    pub at: i64,
    /// How long the call took, microseconds; `None` for a frame, and for a call that has not returned.
    pub took: Option<u64>,
    /// The row without times.
    pub text: Rc<str>,
}

/// How two rows compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// Equal in all that is compared.
    Same,
    /// Equal, but sent before what came from the other side in one run, and after it in the other.
    Crossed,
    /// They stand at the same place and differ.
    Differs,
    /// The other run has no such row.
    Alone,
    /// Not compared, for a reason.
    NotCompared(Reason),
}

/// Why something is not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// The recorded program asks for this and the lab's does not, or the other way round.
    OtherProgram,
    /// The recorded network had its neighbours' addresses set, the lab asks for them.
    Neighbours,
    /// The other run is over by then.
    AfterTheEnd,
}
