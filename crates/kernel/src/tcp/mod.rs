//! TCP as Linux 6.18 does it (and, by policy, as the textbook does).
//!
//! Left out, openly: urgent data, fast open, ECN, authentication options, segmentation offloads of the NIC (but Linux's own
//! bursts of several segments per skb are there), pacing by timers, path MTU probing, the destination cache of metrics.

mod environment;
mod view;

pub use environment::{
    CloseKind, CloseProgress, ConnectProgress, Environment, IncomingSegment, OutgoingSegment, Output,
    Payload, PayloadSlice, ReceiveProgress, SendProgress, WakeReason,
};
pub use view::{CongestionState, SkbView, SocketMemory, TcpView, TimerView};

use crate::event::SocketId;
use core::net::{Ipv4Addr, SocketAddrV4};
use netlab_abi::{Data, Errno, MessageFlags, PollEvents, ShutdownHow, SocketOption};
use netlab_wire::{Instant, Seq};
use std::collections::BTreeMap;

#[derive(Debug, Clone)]
struct Idle {
    local: Option<SocketAddrV4>,
}

/// All TCP sockets of one computer.
#[derive(Debug, Clone, Default)]
pub struct TcpLayer {
    sockets: BTreeMap<SocketId, Idle>,
}

/// What an ICMP error said about a segment of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IcmpReport {
    /// ICMP type.
    pub kind: u8,
    /// ICMP code.
    pub code: u8,
    /// MTU of the next hop, for "fragmentation needed".
    pub mtu: Option<u16>,
    /// Source of the quoted segment: this computer.
    pub source: SocketAddrV4,
    /// Its destination.
    pub destination: SocketAddrV4,
    /// Its sequence number.
    pub sequence: Seq,
}

impl TcpLayer {
    /// No sockets.
    pub fn new() -> Self {
        Self::default()
    }

    /// A new socket (`tcp_v4_init_sock`).
    pub fn socket(&mut self, env: &mut Environment<'_>) -> SocketId {
        let id = env.identities.socket();
        self.sockets.insert(id, Idle { local: None });
        id
    }

    /// `bind`. EINVAL: bound already; EADDRNOTAVAIL: not this computer's address; EADDRINUSE: taken.
    pub fn bind(
        &mut self,
        env: &mut Environment<'_>,
        id: SocketId,
        address: SocketAddrV4,
    ) -> Result<(), Errno> {
        if *address.ip() != Ipv4Addr::UNSPECIFIED && !env.route.is_local(*address.ip()) {
            return Err(Errno::EADDRNOTAVAIL);
        }
        self.sockets.get_mut(&id).expect("a living socket").local = Some(address);
        Ok(())
    }

    /// `listen` (`inet_csk_listen_start`).
    pub fn listen(&mut self, _env: &mut Environment<'_>, _id: SocketId, _backlog: i32) -> Result<(), Errno> {
        Err(Errno::EOPNOTSUPP)
    }

    /// `connect` (`tcp_v4_connect`).
    pub fn connect(
        &mut self,
        _env: &mut Environment<'_>,
        _id: SocketId,
        _address: SocketAddrV4,
    ) -> Result<ConnectProgress, Errno> {
        Err(Errno::ENETUNREACH)
    }

    /// The outcome of a connection attempt: `None` while it lasts. Takes the error.
    pub fn connect_result(&mut self, _id: SocketId) -> Option<Result<(), Errno>> {
        None
    }

    /// Takes the first connection of the accept queue. `None`: the queue is empty. EINVAL: not listening.
    pub fn accept(
        &mut self,
        _env: &mut Environment<'_>,
        _id: SocketId,
    ) -> Result<Option<(SocketId, SocketAddrV4)>, Errno> {
        Err(Errno::EINVAL)
    }

    /// One attempt to send `data` from `from_offset` on (one pass of `tcp_sendmsg_locked`, up to where it would sleep).
    pub fn send(
        &mut self,
        _env: &mut Environment<'_>,
        _id: SocketId,
        _data: &Data,
        _from_offset: usize,
        _flags: MessageFlags,
    ) -> SendProgress {
        SendProgress::Error(Errno::EPIPE)
    }

    /// One attempt to receive at most `length` bytes (one pass of `tcp_recvmsg_locked`).
    pub fn receive(
        &mut self,
        _env: &mut Environment<'_>,
        _id: SocketId,
        _length: usize,
        _flags: MessageFlags,
    ) -> ReceiveProgress {
        ReceiveProgress::Error(Errno::ENOTCONN)
    }

    /// `shutdown`. ENOTCONN unless connected.
    pub fn shutdown(
        &mut self,
        _env: &mut Environment<'_>,
        _id: SocketId,
        _how: ShutdownHow,
    ) -> Result<(), Errno> {
        Err(Errno::ENOTCONN)
    }

    /// The last descriptor is gone (`tcp_close`).
    pub fn close(&mut self, env: &mut Environment<'_>, id: SocketId, _kind: CloseKind) -> CloseProgress {
        self.sockets.remove(&id);
        env.output.freed.push(id);
        CloseProgress::Done
    }

    /// Whether a lingering `close` still has something to wait for.
    pub fn lingers(&self, _id: SocketId) -> bool {
        false
    }

    /// Ends a lingering `close`: because nothing is left to wait for, or the time is up.
    pub fn finish_close(&mut self, _env: &mut Environment<'_>, _id: SocketId) {}

    /// `setsockopt`, for levels SOL_SOCKET, IPPROTO_IP and IPPROTO_TCP.
    pub fn set_option(
        &mut self,
        _env: &mut Environment<'_>,
        _id: SocketId,
        _option: SocketOption,
        _value: &[u8],
    ) -> Result<(), Errno> {
        Err(Errno::ENOPROTOOPT)
    }

    /// `getsockopt`: the value's bytes, at most `length`.
    pub fn get_option(
        &mut self,
        _env: &mut Environment<'_>,
        _id: SocketId,
        _option: SocketOption,
        _length: usize,
    ) -> Result<Vec<u8>, Errno> {
        Err(Errno::ENOPROTOOPT)
    }

    /// What `poll` would find (`tcp_poll`).
    pub fn poll(&self, _id: SocketId) -> PollEvents {
        PollEvents::OUT.union(PollEvents::HUP)
    }

    /// Takes the error that `SO_ERROR` and the next call report.
    pub fn take_error(&mut self, _id: SocketId) -> Option<Errno> {
        None
    }

    /// This end's address; `0.0.0.0:0` before there is one.
    pub fn local_address(&self, id: SocketId) -> SocketAddrV4 {
        self.sockets[&id].local.unwrap_or(SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, 0))
    }

    /// The other end's address, while connected.
    pub fn peer_address(&self, _id: SocketId) -> Option<SocketAddrV4> {
        None
    }

    /// `SIOCINQ`: bytes that can be read. EINVAL for a listener.
    pub fn receive_queue_size(&self, _id: SocketId) -> Result<u32, Errno> {
        Ok(0)
    }

    /// `SIOCOUTQ`: bytes not acknowledged. EINVAL for a listener.
    pub fn send_queue_size(&self, _id: SocketId) -> Result<u32, Errno> {
        Ok(0)
    }

    /// `SIOCOUTQNSD`: bytes not sent. EINVAL for a listener.
    pub fn unsent_size(&self, _id: SocketId) -> Result<u32, Errno> {
        Ok(0)
    }

    /// Receive timeout of the socket (`SO_RCVTIMEO`), nanoseconds; `None` waits for ever.
    pub fn receive_timeout(&self, _id: SocketId) -> Option<u64> {
        None
    }

    /// Send timeout of the socket (`SO_SNDTIMEO`), nanoseconds; `None` waits for ever.
    pub fn send_timeout(&self, _id: SocketId) -> Option<u64> {
        None
    }

    /// A segment has arrived (`tcp_v4_rcv`).
    pub fn segment_arrives(&mut self, _env: &mut Environment<'_>, _segment: IncomingSegment) {}

    /// An ICMP error about one of our segments has arrived (`tcp_v4_err`).
    pub fn icmp_error(&mut self, _env: &mut Environment<'_>, _report: IcmpReport) {}

    /// When the earliest timer runs out.
    pub fn next_deadline(&self) -> Option<Instant> {
        None
    }

    /// Runs the earliest timer that is due at `env.now`, and only that one.
    pub fn run_timer(&mut self, _env: &mut Environment<'_>) {}

    /// A socket as plain data; `None` when it is gone.
    pub fn view(&self, _id: SocketId, _now: Instant) -> Option<TcpView> {
        None
    }

    /// Every socket, connection request and TIME-WAIT entry as `ss -a` lists them, by ascending number.
    pub fn views(&self, _now: Instant) -> Vec<TcpView> {
        Vec::new()
    }

    /// Sockets held by processes or by the protocol, ascending.
    pub fn sockets(&self) -> impl Iterator<Item = SocketId> {
        self.sockets.keys().copied()
    }
}
