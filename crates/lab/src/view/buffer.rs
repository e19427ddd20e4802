//! Socket buffers: as cells, as a few bytes in a large room, as a tank.

use super::{ByteName, Way};
use serde::{Deserialize, Serialize};

/// How a buffer is drawn. Chosen by its capacity, never by the lab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BufferForm {
    /// Capacity up to 24 bytes (shown up to 64): one cell each.
    Cells,
    /// Larger, with at most 10 bytes inside: the bytes as cells, then a torn edge.
    Large,
    /// Larger: filled to the scale of its limit, with exact numbers.
    Tank,
}

/// One buffer of one socket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BufferView {
    /// How to draw it.
    pub form: BufferForm,
    /// Whose bytes it holds.
    pub way: Way,
    /// Whether it exists yet (a server's before the handshake's ACK does not).
    pub exists: bool,
    /// Payload bytes inside.
    pub payload: u64,
    /// Memory charged, bytes (Linux: truesize; textbook: the payload).
    pub charged: u64,
    /// Limit of the memory charged, bytes; the charge may pass it.
    pub limit: u64,
    /// Whether nothing more is taken.
    pub full: bool,
    /// Room told to the peer, bytes (receive buffers only).
    pub window: Option<u64>,
    /// Offset of the first byte inside, when there is one.
    pub first: Option<ByteName>,
    /// Sub-ranges from the bottom (oldest) up; with overhead and free room their lengths sum to the limit or more.
    pub parts: Vec<Part>,
    /// The bytes one by one, oldest first, for [`BufferForm::Cells`] and [`BufferForm::Large`]; empty otherwise.
    pub bytes: Vec<ShownByte>,
}

/// A sub-range of a buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Bytes.
    pub length: u64,
    /// Offset of the first byte in its stream, for payload.
    pub from: Option<u64>,
    /// Pieces it lies in (skbs), where that matters.
    pub pieces: u32,
}

/// What a part of a buffer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartKind {
    /// Sent, a copy kept until acknowledged.
    Sent,
    /// Not sent yet.
    Unsent,
    /// Received in order, not read.
    InOrder,
    /// Received beyond a gap.
    OutOfOrder,
    /// Memory charged beside the payload.
    Overhead,
    /// Free room told to the peer.
    Window,
    /// Free room nobody was told about.
    Free,
}

/// One byte that is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownByte {
    /// Its identity.
    pub name: ByteName,
    /// Its value.
    pub value: u8,
    /// How it stands here.
    pub state: ByteState,
    /// Whether the reader follows it.
    pub followed: bool,
    /// Whether it belongs to the selected field or packet.
    pub linked: bool,
}

/// How a byte stands where it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ByteState {
    /// This kernel or program answers for it.
    Held,
    /// Original, with a copy out.
    Sent,
    /// A copy that may be lost without loss.
    Copy,
}
