//! TCP as Linux 6.18 does it (and, by policy, as the textbook does).
//!
//! Left out, openly: urgent data, fast open, ECN, authentication options, segmentation offloads of the NIC (but Linux's own
//! bursts of several segments per skb are there), pacing by timers, path MTU probing, the destination cache of metrics, the
//! socket backlog, memory pressure of the whole computer.

mod acknowledge;
mod acknowledged;
mod call;
mod congestion;
mod connection;
mod environment;
mod errors;
mod info;
mod layer;
mod listen;
mod memory;
mod open;
mod options;
mod output;
mod probes;
mod rack;
mod rate;
mod receive;
mod receive_queue;
mod receive_window;
mod recovery;
mod reset;
mod retransmit;
mod rtt;
mod sack;
mod segment_in;
mod send_queue;
mod state;
mod tables;
mod time_wait;
mod timers;
mod view;
mod write;

pub use environment::{
    CloseKind, CloseProgress, ConnectProgress, Environment, IncomingSegment, OutgoingSegment, Output,
    Payload, PayloadSlice, ReceiveProgress, SendProgress, Wake, WakeReason,
};
pub use errors::IcmpReport;
pub use view::{CongestionState, SkbView, SocketMemory, TcpView, TimerView};

use crate::event::{Event, SocketId, StateChangeReason, TcpState};
use crate::lookup::LookupMap;
use call::Closing;
use connection::Connection;
use core::cmp::Reverse;
use core::net::{Ipv4Addr, SocketAddrV4};
use layer::TimerOwner;
use listen::{Listener, Request};
use netlab_abi::{Data, Errno, MessageFlags, PollEvents, ShutdownHow, SocketOption};
use netlab_wire::{Duration, Instant, Seq};
use std::collections::BinaryHeap;
use tables::{Entry, FourTuple, Ports, Slab};
use time_wait::TimeWait;

/// All TCP sockets of one computer.
#[derive(Debug, Clone, Default)]
pub struct TcpLayer {
    slots: Slab<Box<Connection>>,
    by_id: LookupMap<SocketId, u32>,
    by_tuple: LookupMap<FourTuple, Entry>,
    ports: Ports,
    requests: Slab<Request>,
    time_waits: Slab<TimeWait>,
    heap: BinaryHeap<Reverse<(Instant, TimerOwner)>>,
}

impl TcpLayer {
    /// No sockets.
    pub fn new() -> Self {
        Self::default()
    }

    /// A new socket (`tcp_v4_init_sock`).
    pub fn socket(&mut self, env: &mut Environment<'_>) -> SocketId {
        let id = env.identities.socket();
        let socket = Box::new(Connection::new(env, id));
        self.insert_slot(socket);
        env.emit(|| Event::SocketCreated { socket: id, listener: None });
        id
    }

    /// `bind`. EINVAL: bound already; EADDRNOTAVAIL: not this computer's address; EADDRINUSE: taken.
    pub fn bind(
        &mut self,
        env: &mut Environment<'_>,
        id: SocketId,
        address: SocketAddrV4,
    ) -> Result<(), Errno> {
        let slot = self.slot_of(id);
        let socket = self.slot(slot);
        if socket.state != TcpState::Closed || socket.bound_port != 0 {
            return Err(Errno::EINVAL);
        }
        if *address.ip() != Ipv4Addr::UNSPECIFIED && !env.route.is_local(*address.ip()) {
            return Err(Errno::EADDRNOTAVAIL);
        }
        let port = match address.port() {
            0 if socket.settings.bind_address_no_port => 0,
            0 => self.free_port_to_bind(env).ok_or(Errno::EADDRINUSE)?,
            port => port,
        };
        let binding = self.binding(slot, *address.ip());
        if port != 0 {
            if !self.ports.allows(port, &binding) {
                return Err(Errno::EADDRINUSE);
            }
            self.ports.bind(port, binding);
        }
        let socket = self.slot_mut(slot);
        socket.bound_address = *address.ip();
        socket.bound_port = port;
        socket.local = SocketAddrV4::new(*address.ip(), port);
        Ok(())
    }

    /// A port nobody uses, for `bind` to port 0 (`inet_csk_find_open_port`: the odd half of the range first).
    fn free_port_to_bind(&mut self, env: &mut Environment<'_>) -> Option<u16> {
        let [low, high] = env.sysctl.ip_local_port_range;
        let half = ((high - low) / 2).max(1);
        let start = env.random.below(half) * 2 + 1;
        [1, 0].into_iter().find_map(|parity| {
            (0..half).map(|step| low + (start - 1 + parity + 2 * step) % (2 * half)).find_map(|port| {
                let port = port as u16;
                self.ports.is_free(port).then_some(port)
            })
        })
    }

    /// `listen` (`inet_csk_listen_start`). A second call only changes the backlog.
    pub fn listen(&mut self, env: &mut Environment<'_>, id: SocketId, backlog: i32) -> Result<(), Errno> {
        let slot = self.slot_of(id);
        let state = self.slot(slot).state;
        if !matches!(state, TcpState::Closed | TcpState::Listen) {
            return Err(Errno::EINVAL);
        }
        if state == TcpState::Closed {
            if self.slot(slot).bound_port == 0 {
                let any = SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, 0);
                let address = SocketAddrV4::new(self.slot(slot).bound_address, 0);
                self.bind(env, id, if address.ip().is_unspecified() { any } else { address })?;
            }
            let mut binding = self.binding(slot, self.slot(slot).bound_address);
            binding.listening = true;
            let port = self.slot(slot).bound_port;
            if !self.ports.allows(port, &binding) {
                return Err(Errno::EADDRINUSE);
            }
            self.ports.bind(port, binding);
            self.with(env, slot, |socket, env| {
                socket.receive_shut = false;
                socket.send_shut = false;
                socket.set_state(env, TcpState::Listen, StateChangeReason::Call);
                socket.listener = Some(Box::default());
            });
        }
        let listener = self.slot_mut(slot).listener.as_mut().expect("a listener");
        listener.backlog = backlog.max(0) as u32;
        Ok(())
    }

    /// `connect` (`tcp_v4_connect`).
    pub fn connect(
        &mut self,
        env: &mut Environment<'_>,
        id: SocketId,
        address: SocketAddrV4,
    ) -> Result<ConnectProgress, Errno> {
        let slot = self.slot_of(id);
        if self.slot(slot).state != TcpState::Closed {
            return Err(Errno::EISCONN);
        }
        let mut remote = *address.ip();
        if remote.is_unspecified() {
            remote = Ipv4Addr::LOCALHOST;
        }
        let route = env.route.route(remote)?;
        if remote.is_multicast() || remote.is_broadcast() {
            return Err(Errno::ENETUNREACH);
        }
        let remote = SocketAddrV4::new(remote, address.port());
        let bound = self.slot(slot).bound_address;
        let source = if bound.is_unspecified() { route.source } else { bound };
        let (local, isn) = self.choose_local(env, slot, source, remote)?;
        self.by_tuple.insert(FourTuple::new(local, remote), Entry::Connection(slot));
        if self.slot(slot).bound_port == 0 {
            let reuse = self.slot(slot).settings.reuse_address;
            self.ports.connected(local.port(), reuse);
        }
        let offset = self.timestamp_offset(source, *remote.ip());
        let flow = env.identities.flow();
        self.with(env, slot, |socket, env| {
            socket.prepare_to_connect(env);
            socket.local = local;
            socket.remote = remote;
            socket.initiator = true;
            socket.flow = Some(flow);
            socket.agreed.ts_offset = offset;
            socket.connecting = true;
            socket.set_state(env, TcpState::SynSent, StateChangeReason::Call);
            socket.send_syn(env, route.mtu, isn);
        });
        Ok(ConnectProgress::InProgress)
    }

    /// This end's address, and an initial sequence number (`inet_hash_connect`: the even half of the range first).
    fn choose_local(
        &mut self,
        env: &mut Environment<'_>,
        slot: u32,
        source: Ipv4Addr,
        remote: SocketAddrV4,
    ) -> Result<(SocketAddrV4, Seq), Errno> {
        let isn = env.initial_sequence();
        let bound = self.slot(slot).bound_port;
        if bound != 0 {
            let local = SocketAddrV4::new(source, bound);
            let isn = self.tuple_free(env, local, remote).ok_or(Errno::EADDRNOTAVAIL)?.unwrap_or(isn);
            return Ok((local, isn));
        }
        let [low, high] = env.sysctl.ip_local_port_range;
        let half = ((high - low) / 2).max(1);
        let start = env.random.below(half);
        for parity in 0..2 {
            for step in 0..half {
                let port = (low + (start + step) % half * 2 + parity) as u16;
                if self.ports.is_bound(port) {
                    continue;
                }
                let local = SocketAddrV4::new(source, port);
                if let Some(reused) = self.tuple_free(env, local, remote) {
                    return Ok((local, reused.unwrap_or(isn)));
                }
            }
        }
        Err(Errno::EADDRNOTAVAIL)
    }

    /// Whether nothing is at this pair of addresses, or only a TIME-WAIT entry that may be replaced (`tcp_twsk_unique`); then with
    /// the sequence number to begin with.
    fn tuple_free(
        &mut self,
        env: &mut Environment<'_>,
        local: SocketAddrV4,
        remote: SocketAddrV4,
    ) -> Option<Option<Seq>> {
        match self.by_tuple.get(&FourTuple::new(local, remote)).copied() {
            None => Some(None),
            Some(Entry::Connection(_) | Entry::Request(_)) => None,
            Some(Entry::TimeWait(index)) => {
                let entry = self.time_waits.get(index);
                let loopback = local.ip().is_loopback() || remote.ip().is_loopback();
                let allowed = match env.sysctl.tcp_tw_reuse {
                    0 => false,
                    1 => true,
                    _ => loopback,
                };
                let old = env.seconds() > entry.ts_recent_at;
                if !(allowed && entry.timestamps && old && entry.substate == TcpState::TimeWait) {
                    return None;
                }
                let isn = entry.snd_nxt + 65_535 + 2;
                self.remove_time_wait(env, index, StateChangeReason::Call);
                Some(Some(isn))
            }
        }
    }

    /// The outcome of a connection attempt: `None` while it lasts. Takes the error.
    pub fn connect_result(&mut self, id: SocketId) -> Option<Result<(), Errno>> {
        let slot = self.slot_of(id);
        let socket = self.slot_mut(slot);
        match socket.state {
            TcpState::SynSent | TcpState::SynReceived => None,
            TcpState::Closed if socket.rcv.fin_received.is_none() => {
                socket.connecting = false;
                let errno = socket.take_error().unwrap_or(Errno::ECONNABORTED);
                socket.receive_shut = false;
                socket.send_shut = false;
                Some(Err(errno))
            }
            TcpState::Closed
            | TcpState::Listen
            | TcpState::Established
            | TcpState::FinWait1
            | TcpState::FinWait2
            | TcpState::CloseWait
            | TcpState::Closing
            | TcpState::LastAck
            | TcpState::TimeWait => {
                socket.connecting = false;
                Some(Ok(()))
            }
        }
    }

    /// Takes the first connection of the accept queue. `None`: the queue is empty. EINVAL: not listening.
    pub fn accept(
        &mut self,
        _env: &mut Environment<'_>,
        id: SocketId,
    ) -> Result<Option<(SocketId, SocketAddrV4)>, Errno> {
        let slot = self.slot_of(id);
        let Some(listener) = &mut self.slot_mut(slot).listener else { return Err(Errno::EINVAL) };
        let Some(child) = listener.accept_queue.pop_front() else { return Ok(None) };
        let child = self.slot_mut(child);
        child.waits_at = None;
        Ok(Some((child.id, child.remote)))
    }

    /// One attempt to send `data` from `from_offset` on (one pass of `tcp_sendmsg_locked`, up to where it would sleep).
    pub fn send(
        &mut self,
        env: &mut Environment<'_>,
        id: SocketId,
        data: &Data,
        from_offset: usize,
        flags: MessageFlags,
    ) -> SendProgress {
        let slot = self.slot_of(id);
        self.with(env, slot, |socket, env| socket.send_call(env, data, from_offset, flags))
    }

    /// One attempt to receive at most `length` bytes (one pass of `tcp_recvmsg_locked`).
    pub fn receive(
        &mut self,
        env: &mut Environment<'_>,
        id: SocketId,
        length: usize,
        flags: MessageFlags,
    ) -> ReceiveProgress {
        let slot = self.slot_of(id);
        self.with(env, slot, |socket, env| socket.receive_call(env, length, flags))
    }

    /// `shutdown`. ENOTCONN unless connected; a listener stops listening.
    pub fn shutdown(
        &mut self,
        env: &mut Environment<'_>,
        id: SocketId,
        how: ShutdownHow,
    ) -> Result<(), Errno> {
        let slot = self.slot_of(id);
        if self.slot(slot).state == TcpState::Listen {
            if how != ShutdownHow::Write {
                self.stop_listening(env, slot, StateChangeReason::Call);
                self.with(env, slot, |socket, env| {
                    socket.set_state(env, TcpState::Closed, StateChangeReason::Call);
                    socket.receive_shut = true;
                    socket.wake_state(env);
                });
            }
            return Ok(());
        }
        self.with(env, slot, |socket, env| socket.shutdown_call(env, how))
    }

    /// The last descriptor is gone (`tcp_close`).
    pub fn close(&mut self, env: &mut Environment<'_>, id: SocketId, kind: CloseKind) -> CloseProgress {
        let slot = self.slot_of(id);
        let (reason, may_linger) = match kind {
            CloseKind::Call => (StateChangeReason::Call, true),
            CloseKind::ProcessEnd => (StateChangeReason::ProcessEnd, false),
        };
        if self.slot(slot).state == TcpState::Listen {
            self.stop_listening(env, slot, reason);
        }
        let seconds = self.slot(slot).settings.linger.unwrap_or(0);
        match self.with(env, slot, |socket, env| socket.close_call(env, reason, may_linger)) {
            Closing::Done => CloseProgress::Done,
            Closing::Lingers => CloseProgress::Linger(env.now + Duration::from_secs(u64::from(seconds))),
        }
    }

    /// Ends what waits at a listener (`inet_csk_listen_stop`): requests vanish, connections nobody accepted are reset.
    fn stop_listening(&mut self, env: &mut Environment<'_>, slot: u32, reason: StateChangeReason) {
        let Some(listener) = self.slot_mut(slot).listener.take() else { return };
        let Listener { accept_queue, requests, .. } = *listener;
        let port = self.slot(slot).bound_port;
        self.ports.unbind(port, slot);
        let binding =
            tables::Binding { listening: false, ..self.binding(slot, self.slot(slot).bound_address) };
        self.ports.bind(port, binding);
        for request in requests {
            self.remove_request(request);
        }
        for child in accept_queue {
            self.with(env, child, |child, env| {
                child.waits_at = None;
                child.settings.linger = Some(0);
                child.close_call(env, reason, false)
            });
        }
        self.clean_heap();
    }

    /// Whether a lingering `close` still has something to wait for.
    pub fn lingers(&self, id: SocketId) -> bool {
        self.by_id.get(&id).is_some_and(|&slot| {
            let socket = self.slot(slot);
            socket.lingering && socket.lingers_still()
        })
    }

    /// Ends a lingering `close`: because nothing is left to wait for, or the time is up.
    pub fn finish_close(&mut self, env: &mut Environment<'_>, id: SocketId) {
        let Some(&slot) = self.by_id.get(&id) else { return };
        self.with(env, slot, |socket, env| socket.become_orphan(env, StateChangeReason::Call));
    }

    /// `setsockopt`, for levels SOL_SOCKET, IPPROTO_IP and IPPROTO_TCP.
    pub fn set_option(
        &mut self,
        env: &mut Environment<'_>,
        id: SocketId,
        option: SocketOption,
        value: &[u8],
    ) -> Result<(), Errno> {
        let slot = self.slot_of(id);
        self.with(env, slot, |socket, env| socket.set_option(env, option, value))
    }

    /// `getsockopt`: the value's bytes, at most `length`.
    pub fn get_option(
        &mut self,
        env: &mut Environment<'_>,
        id: SocketId,
        option: SocketOption,
        length: usize,
    ) -> Result<Vec<u8>, Errno> {
        let slot = self.slot_of(id);
        self.slot_mut(slot).get_option(env, option, length)
    }

    /// What `poll` would find (`tcp_poll`).
    pub fn poll(&self, id: SocketId) -> PollEvents {
        self.socket_ref(id).poll()
    }

    /// Takes the error that `SO_ERROR` and the next call report.
    pub fn take_error(&mut self, id: SocketId) -> Option<Errno> {
        let slot = self.slot_of(id);
        self.slot_mut(slot).take_error()
    }

    /// This end's address; `0.0.0.0:0` before there is one.
    pub fn local_address(&self, id: SocketId) -> SocketAddrV4 {
        self.socket_ref(id).local
    }

    /// The other end's address, while connected.
    pub fn peer_address(&self, id: SocketId) -> Option<SocketAddrV4> {
        let socket = self.socket_ref(id);
        let connected = !matches!(socket.state, TcpState::Closed | TcpState::SynSent | TcpState::Listen);
        connected.then_some(socket.remote)
    }

    /// `SIOCINQ`: bytes that can be read. EINVAL for a listener.
    pub fn receive_queue_size(&self, id: SocketId) -> Result<u32, Errno> {
        let socket = self.socket_ref(id);
        if socket.state == TcpState::Listen { Err(Errno::EINVAL) } else { Ok(socket.unread()) }
    }

    /// With TCP_INQ: bytes that are left to be read, 1 when only the end of the stream is (`tcp_inq_hint`).
    pub fn queue_hint(&self, id: SocketId) -> Option<u32> {
        let socket = self.socket_ref(id);
        let left = socket.rcv.rcv_nxt.diff(socket.rcv.copied_seq).max(0) as u32;
        let ended = socket.rcv.fin_received.is_some() || socket.state == TcpState::Closed;
        socket.settings.report_queue.then_some(if left == 0 && ended { 1 } else { left })
    }

    /// `SIOCOUTQ`: bytes not acknowledged. EINVAL for a listener.
    pub fn send_queue_size(&self, id: SocketId) -> Result<u32, Errno> {
        let socket = self.socket_ref(id);
        match socket.state {
            TcpState::Listen => Err(Errno::EINVAL),
            TcpState::SynSent | TcpState::SynReceived => Ok(0),
            _ => Ok(socket.snd.write_seq.diff(socket.snd.snd_una).max(0) as u32),
        }
    }

    /// `SIOCOUTQNSD`: bytes not sent. EINVAL for a listener.
    pub fn unsent_size(&self, id: SocketId) -> Result<u32, Errno> {
        let socket = self.socket_ref(id);
        match socket.state {
            TcpState::Listen => Err(Errno::EINVAL),
            TcpState::SynSent | TcpState::SynReceived => Ok(0),
            _ => Ok(socket.unsent_bytes()),
        }
    }

    /// Receive timeout of the socket (`SO_RCVTIMEO`), nanoseconds; `None` waits for ever.
    pub fn receive_timeout(&self, id: SocketId) -> Option<u64> {
        self.socket_ref(id).settings.receive_timeout
    }

    /// Send timeout of the socket (`SO_SNDTIMEO`), nanoseconds; `None` waits for ever.
    pub fn send_timeout(&self, id: SocketId) -> Option<u64> {
        self.socket_ref(id).settings.send_timeout
    }

    /// When the earliest timer runs out.
    pub fn next_deadline(&self) -> Option<Instant> {
        self.heap.peek().map(|&Reverse((at, _))| at)
    }

    /// Runs the earliest timer that is due at `env.now`, and only that one.
    pub fn run_timer(&mut self, env: &mut Environment<'_>) {
        self.run_due(env);
    }

    /// A socket as plain data; `None` when it is gone.
    pub fn view(&self, id: SocketId, now: Instant) -> Option<TcpView> {
        self.by_id.get(&id).map(|&slot| self.slot(slot).view(now))
    }

    /// Every socket, connection request and TIME-WAIT entry as `ss -a` lists them, by ascending number.
    pub fn views(&self, now: Instant) -> Vec<TcpView> {
        let mut views: Vec<TcpView> = self.slots.iter().map(|socket| socket.view(now)).collect();
        views.extend(self.requests.iter().map(|request| self.request_view(request)));
        views.extend(self.time_waits.iter().map(TimeWait::view));
        views.sort_by_key(|view| (view.socket, view.remote, view.local));
        views
    }

    /// Sockets held by processes or by the protocol, ascending.
    pub fn sockets(&self) -> impl Iterator<Item = SocketId> {
        let mut ids: Vec<SocketId> = self.slots.iter().map(|socket| socket.id).collect();
        ids.sort();
        ids.into_iter()
    }
}
