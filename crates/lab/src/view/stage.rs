//! Computers, routers, cables, and what the stage says about them.

use super::{BufferView, ByteName, GateView, ShownByte, Way};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// One computer with programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostView {
    /// Its name: `client`, `server`.
    pub name: Rc<str>,
    /// Its address.
    pub address: Rc<str>,
    /// Its interface's name.
    pub interface: Rc<str>,
    /// Sockets, ascending by descriptor; the stage draws [`HostView::shown`].
    pub sockets: Vec<SocketView>,
    /// Index of the socket whose buffers are drawn.
    pub shown: Option<usize>,
    /// Gate of the sending column.
    pub send_gate: GateView,
    /// Gate of the receiving column.
    pub receive_gate: GateView,
    /// The program's own object on this step's journey: bytes given to send or got from recv, when few.
    pub memory: Vec<ShownByte>,
    /// The same as a number, when there are many.
    pub memory_length: u64,
    /// Whether what is in `memory` has not been taken by the kernel yet.
    pub memory_waits: bool,
    /// Frames waiting in the transmit queue (qdisc) besides the ring.
    pub queue: u32,
    /// Capacity of that queue, frames.
    pub queue_limit: u32,
    /// Transmit ring.
    pub transmit_ring: RingView,
    /// Receive ring.
    pub receive_ring: RingView,
    /// Whether it is plugged in.
    pub up: bool,
}

/// One socket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SocketView {
    /// Descriptor, while a process holds one.
    pub fd: Option<i32>,
    /// TCP state, long name (`ESTABLISHED`, `SYN-RECV`), or `UDP`.
    pub state: Rc<str>,
    /// Port it listens on, for listeners.
    pub listens: Option<u16>,
    /// Connections waiting in the accept queue, for listeners.
    pub accept_queue: u32,
    /// Its limit.
    pub backlog: u32,
    /// This end.
    pub local: Rc<str>,
    /// The other end.
    pub peer: Option<Rc<str>>,
    /// Send buffer.
    pub send: BufferView,
    /// Receive buffer.
    pub receive: BufferView,
}

/// A descriptor ring of a NIC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RingView {
    /// Frames passed through so far.
    pub passed: u64,
    /// Frames in it now.
    pub occupied: u16,
    /// Slots.
    pub slots: u16,
}

/// One router.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouterView {
    /// Its name: `router1`.
    pub name: Rc<str>,
    /// Address of the interface towards the client.
    pub address: Rc<str>,
    /// Packets forwarded towards the server.
    pub forwarded_request: u64,
    /// Packets forwarded towards the client.
    pub forwarded_reply: u64,
    /// Frames waiting towards the server.
    pub queue_request: u32,
    /// Frames waiting towards the client.
    pub queue_reply: u32,
    /// Frames dropped so far.
    pub dropped: u64,
}

/// One cable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CableView {
    /// One-way delay, nanoseconds.
    pub delay: u64,
    /// Bits per second; `None` for no limit.
    pub rate: Option<u64>,
    /// Whether it is whole.
    pub up: bool,
    /// Frames waiting to enter it, towards the server and towards the client.
    pub waiting: (u32, u32),
}

/// How far a way's newest payload has come: drawn as the thick line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trail {
    /// Which track.
    pub way: Way,
    /// The station reached, counted along the track: 0 nothing yet, 1 the program has called send, 2 in the send
    /// buffer, 3 in the NIC, then two per cable and router (on it, past it), receiving NIC, receive buffer, program.
    pub station: u8,
    /// The stations a track has.
    pub stations: u8,
}

/// The followed byte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Follow {
    /// Which.
    pub name: ByteName,
    /// Its value.
    pub value: u8,
    /// Where it is, original first.
    pub places: Vec<super::BytePlace>,
}

/// A link of the chain of causes that keeps somebody waiting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Because {
    /// The program at this host never calls recv (or is asleep elsewhere).
    NobodyReads(Rc<str>),
    /// A receive buffer is full: charged, limit.
    ReceiveBufferFull(u64, u64),
    /// The sender's kernel may not send: the window is 0.
    WindowClosed(Rc<str>),
    /// A send buffer is full: charged, limit.
    SendBufferFull(u64, u64),
    /// The call that sleeps.
    Asleep(Rc<str>, Rc<str>),
    /// A frame was lost or dropped here.
    FrameLost,
    /// No acknowledgement can come back.
    NoAcknowledgement,
    /// The original is still kept.
    OriginalKept,
    /// A timer will send again, at this moment.
    TimerWillFire(u64),
}

/// Bytes by furthest place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SumView {
    /// In the sending kernel (kept, not yet arrived anywhere further).
    pub sending_kernel: u64,
    /// Furthest copy on a cable or in a router.
    pub on_the_way: u64,
    /// In the receiving kernel.
    pub receiving_kernel: u64,
    /// Read by the receiving program.
    pub read: u64,
    /// Gone with a socket before they were read.
    pub discarded: u64,
    /// All that send has accepted.
    pub accepted: u64,
}

/// Where the numbers come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// Linux's rules; equal to the named recording, if there is one.
    Linux(Option<Rc<str>>),
    /// The textbook's rules.
    Textbook,
}
