//! Numbers that a computer gives to its own things: each is given once and never again.

use crate::event::{FrameId, SocketId};
use netlab_abi::Flow;

/// Bits of a [`Flow`] that count; those above hold the number of the computer that began the conversation.
const FLOW_BITS: u32 = 20;

/// The counters of one computer.
#[derive(Debug, Clone)]
pub struct Identities {
    host: u16,
    sockets: u32,
    flows: u32,
    frames: u64,
}

impl Identities {
    /// Counters of computer number `host` (below 4096), all at their start.
    pub fn new(host: u16) -> Self {
        assert!(host < 1 << (32 - FLOW_BITS), "computers are numbered below 4096");
        Identities { host, sockets: 0, flows: 0, frames: 0 }
    }

    /// The number of a new socket, ascending.
    pub fn socket(&mut self) -> SocketId {
        let id = SocketId(self.sockets);
        self.sockets = self.sockets.checked_add(1).expect("fewer than 2^32 sockets in a run");
        id
    }

    /// The number of a conversation that this computer begins. Different from those of all other computers in the run;
    /// it starts again after 2^20 conversations of one computer.
    pub fn flow(&mut self) -> Flow {
        let count = self.flows & ((1 << FLOW_BITS) - 1);
        self.flows = self.flows.wrapping_add(1);
        Flow(u32::from(self.host) << FLOW_BITS | count)
    }

    /// The number of a new frame.
    pub fn frame(&mut self) -> FrameId {
        let id = FrameId(u64::from(self.host) << 48 | self.frames);
        self.frames += 1;
        id
    }
}
