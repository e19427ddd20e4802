//! What TCP is handed with every call, and what it hands back.

use crate::config::{Policy, ReceiveProfile};
use crate::event::{Event, SocketId, StreamRange};
use crate::identity::Identities;
use crate::ip::RouteInfo;
use crate::random::Random;
use crate::record::{RecordId, Recorder};
use crate::sysctl::Sysctl;
use core::net::SocketAddrV4;
use netlab_abi::{Direction, Flow, PollEvents};
use netlab_wire::{Instant, Seq, TcpHeader};
use std::rc::Rc;

/// The surroundings of one call into TCP.
pub struct Environment<'a> {
    /// The moment.
    pub now: Instant,
    /// The computer's settings.
    pub sysctl: &'a Sysctl,
    /// Whose rules are obeyed.
    pub policy: Policy,
    /// How received frames lie in memory.
    pub profile: ReceiveProfile,
    /// The record that made this call happen; records emitted here name it.
    pub cause: Option<RecordId>,
    /// Where records go.
    pub recorder: &'a mut Recorder,
    /// The computer's randomness.
    pub random: &'a mut Random,
    /// Where initial sequence numbers begin, if a person has chosen.
    pub sequence_base: Option<Seq>,
    /// Gives numbers to new sockets and conversations.
    pub identities: &'a mut Identities,
    /// Answers questions about routes.
    pub route: &'a dyn RouteInfo,
    /// Takes what comes out.
    pub output: &'a mut Output,
}

impl Environment<'_> {
    /// Emits a record caused by what caused this call.
    pub fn emit(&mut self, event: impl FnOnce() -> Event) -> RecordId {
        self.recorder.emit(self.now, self.cause, event)
    }

    /// The number that a new connection's stream begins with.
    pub fn initial_sequence(&mut self) -> Seq {
        let drawn = self.random.next_u32();
        self.sequence_base.map_or(Seq::new(drawn), |base| base + (drawn & 0xff))
    }
}

/// What a call into TCP brought about, besides its result. The kernel drains it after every call.
#[derive(Debug, Clone, Default)]
pub struct Output {
    /// Segments to be sent, in order.
    pub segments: Vec<OutgoingSegment>,
    /// Sockets whose readiness may have changed: sleepers and pollers are to be woken.
    pub wakes: Vec<Wake>,
    /// Sockets that are gone.
    pub freed: Vec<SocketId>,
}

impl Output {
    /// Whether there is nothing to carry out.
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty() && self.wakes.is_empty() && self.freed.is_empty()
    }
}

/// A socket whose readiness may have changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wake {
    /// Which.
    pub socket: SocketId,
    /// What it may be ready for now.
    pub events: PollEvents,
    /// Why.
    pub reason: WakeReason,
    /// The record that changed it.
    pub cause: RecordId,
}

/// What a sleeper on a socket is woken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WakeReason {
    /// Data or the end of the stream can be read (`sk_data_ready`).
    Data,
    /// There is room to write again (`sk_write_space`).
    Room,
    /// The state changed (`sk_state_change`): connected, shut down, reset.
    State,
    /// A connection waits to be accepted.
    Connection,
    /// An error waits to be reported.
    Error,
}

/// Bytes inside a shared buffer.
#[derive(Debug, Clone)]
pub struct PayloadSlice {
    /// The buffer.
    pub bytes: Rc<[u8]>,
    /// Where the slice begins.
    pub start: u32,
    /// Its length.
    pub length: u32,
}

impl PayloadSlice {
    /// The bytes themselves.
    pub fn as_slice(&self) -> &[u8] {
        &self.bytes[self.start as usize..(self.start + self.length) as usize]
    }
}

/// A segment's payload: slices of what programs handed over, not copied. Mostly one slice.
#[derive(Debug, Clone, Default)]
pub struct Payload {
    first: Option<PayloadSlice>,
    rest: Vec<PayloadSlice>,
    length: u32,
}

impl Payload {
    /// Adds a slice at the end.
    pub fn push(&mut self, slice: PayloadSlice) {
        self.length += slice.length;
        if self.first.is_none() {
            self.first = Some(slice);
        } else {
            self.rest.push(slice);
        }
    }
    /// All bytes in one slice, when they lie so.
    pub fn single(&self) -> Option<&[u8]> {
        if self.rest.is_empty() {
            Some(self.first.as_ref().map_or(&[], PayloadSlice::as_slice))
        } else {
            None
        }
    }
    /// The slices in order.
    pub fn slices(&self) -> impl Iterator<Item = &[u8]> {
        self.first.iter().chain(&self.rest).map(PayloadSlice::as_slice)
    }
    /// Number of bytes.
    pub fn len(&self) -> u32 {
        self.length
    }
    /// Whether there is no byte.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }
}

/// A segment on its way to IP.
#[derive(Debug, Clone)]
pub struct OutgoingSegment {
    /// Sender.
    pub source: SocketAddrV4,
    /// Receiver.
    pub destination: SocketAddrV4,
    /// The header, ports included.
    pub header: TcpHeader,
    /// The payload.
    pub payload: Payload,
    /// Time to live of the packet.
    pub time_to_live: u8,
    /// Type of service of the packet.
    pub tos: u8,
    /// The record of this segment's sending.
    pub cause: RecordId,
    /// The conversation.
    pub flow: Option<Flow>,
    /// The payload's place in its stream.
    pub range: Option<StreamRange>,
    /// The next hop has shown that it is alive (`sock_confirm_neigh`).
    pub confirm_neighbour: bool,
    /// It is one of several that left as one skb.
    pub cut_from_burst: bool,
}

/// A segment that IP has delivered, checksum verified.
#[derive(Debug)]
pub struct IncomingSegment {
    /// Sender.
    pub source: SocketAddrV4,
    /// Receiver: one of this computer's addresses.
    pub destination: SocketAddrV4,
    /// The header.
    pub header: TcpHeader,
    /// The payload inside the frame.
    pub payload: PayloadSlice,
    /// Length of the whole Ethernet frame, for `truesize`.
    pub frame_length: u32,
    /// See [`crate::event::Frame`].
    pub cut_from_burst: bool,
    /// Time to live of the packet as it arrived.
    pub time_to_live: u8,
    /// The conversation, as the frame says.
    pub flow: Option<Flow>,
    /// The payload's place in its stream, as the frame says.
    pub range: Option<StreamRange>,
}

/// How far `connect` has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConnectProgress {
    /// A SYN is under way: EINPROGRESS, or sleep until a [`WakeReason::State`].
    InProgress,
    /// Connected.
    Done,
}

/// Outcome of one attempt to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendProgress {
    /// So many bytes went into the send buffer.
    Taken {
        /// Bytes of this attempt; may be 0 when `complete` is false.
        count: usize,
        /// Identity of the first of them.
        first: Option<(Flow, Direction, u64)>,
        /// Everything is inside. If not: sleep until [`WakeReason::Room`] and go on behind what was taken, or return the part.
        complete: bool,
    },
    /// Nothing was taken and nothing will be.
    Error(netlab_abi::Errno),
}

/// Outcome of one attempt to receive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReceiveProgress {
    /// Bytes for the program.
    Data(netlab_abi::Data),
    /// With `MSG_TRUNC`: so many bytes were thrown away instead of being copied.
    Discarded(usize),
    /// The peer will send no more.
    EndOfStream,
    /// Nothing there yet.
    WouldBlock,
    /// The socket's error, or the state's.
    Error(netlab_abi::Errno),
}

/// Who closes a socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloseKind {
    /// The process called `close`.
    Call,
    /// The process has ended (`do_exit`): never lingers.
    ProcessEnd,
}

/// How far `close` has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloseProgress {
    /// The call may return; the socket lives on in the kernel as long as the protocol needs it.
    Done,
    /// SO_LINGER: the call sleeps until the socket says [`WakeReason::State`] and [`super::TcpLayer::lingers`] no longer holds, or
    /// until this moment; then [`super::TcpLayer::finish_close`] is called.
    Linger(Instant),
}
