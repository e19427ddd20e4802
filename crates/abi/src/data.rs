//! Payload as it crosses the border: bytes, and where each of them came from.

use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// Number of a conversation: a TCP connection or a UDP socket pair, counted from 0 in the order of creation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Flow(pub u32);

/// Which of a flow's two streams a byte belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Direction {
    /// From the side that called `connect` (or sent the first datagram).
    FromInitiator,
    /// From the side that called `accept` (or received the first datagram).
    FromResponder,
}

/// Identity of one payload byte: it never changes while the byte travels and is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ByteId {
    /// The conversation.
    pub flow: Flow,
    /// The stream inside the conversation.
    pub direction: Direction,
    /// Offset in the stream, from 0. For UDP the datagram's number in the upper and the offset in it in the lower
    /// 32 bits.
    pub offset: u64,
}

/// A run of bytes with consecutive identities inside a [`Data`] or a program's own object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Index of the run's first byte in the object that holds it.
    pub at: u32,
    /// Number of bytes.
    pub length: u32,
    /// Identity of the first byte; the others follow.
    pub first: ByteId,
}

/// A piece of payload, shared and never changed, with the identities of those of its bytes that have one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Data {
    /// The bytes.
    pub bytes: Rc<[u8]>,
    /// Runs of identified bytes in ascending order of `at`; empty for bytes that never crossed a socket.
    pub origins: Rc<[Origin]>,
}

impl Data {
    /// Bytes without identity, as a program makes them.
    pub fn new(bytes: impl Into<Rc<[u8]>>) -> Self {
        Data { bytes: bytes.into(), origins: Rc::from([]) }
    }

    /// Number of bytes.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether there is no byte.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }
}

impl From<&[u8]> for Data {
    fn from(bytes: &[u8]) -> Self {
        Data::new(bytes)
    }
}

impl<const N: usize> From<&[u8; N]> for Data {
    fn from(bytes: &[u8; N]) -> Self {
        Data::new(&bytes[..])
    }
}
