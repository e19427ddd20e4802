//! UDP (RFC 768, `net/ipv4/udp.c`): sockets, ports, the receive queue's accounting, ICMP errors.
//!
//! Left out: `MSG_ERRQUEUE`, corking, GRO and GSO, multicast, the send buffer's accounting (a datagram is the NIC's at
//! once, so that a send call never sleeps), `UDP-Lite`.

mod option;
mod receive;
mod send;
mod table;

pub(crate) use receive::Taken;
pub(crate) use send::Outgoing;

use crate::event::SocketId;
use crate::ip::DatagramPolicy;
use crate::lookup::LookupMap;
use crate::sysctl::Sysctl;
use core::net::{Ipv4Addr, SocketAddrV4};
use netlab_abi::{Direction, Errno, Flow, PollEvents, ShutdownHow};
use receive::Queue;
use std::collections::BTreeMap;
use table::PortTable;

const NOWHERE: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, 0);

/// The conversation with one other address.
#[derive(Debug, Clone, Copy)]
struct Exchange {
    flow: Flow,
    direction: Direction,
    /// Number of the next datagram sent.
    next: u32,
}

#[derive(Debug, Clone)]
struct UdpSocket {
    local: SocketAddrV4,
    peer: Option<SocketAddrV4>,
    queue: Queue,
    send_buffer: u32,
    error: Option<Errno>,
    /// Reading, writing.
    shut_down: (bool, bool),
    exchanges: BTreeMap<SocketAddrV4, Exchange>,
    time_to_live: Option<u8>,
    tos: u8,
    policy: DatagramPolicy,
    broadcast: bool,
    reuse_address: bool,
    reuse_port: bool,
    receive_errors: bool,
    receive_timeout: Option<u64>,
    send_timeout: Option<u64>,
    /// Options that are kept and given back, nothing more: `SO_KEEPALIVE`, `SO_PRIORITY`, ...
    kept: BTreeMap<i32, i32>,
}

/// All UDP sockets of one computer.
#[derive(Debug, Clone, Default)]
pub(crate) struct UdpLayer {
    sockets: LookupMap<SocketId, UdpSocket>,
    ports: PortTable,
    /// Ascending; for lists.
    numbers: Vec<SocketId>,
}

/// A UDP socket as plain data: what `ss -uam` prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UdpView {
    /// Which socket.
    pub socket: SocketId,
    /// This end.
    pub local: SocketAddrV4,
    /// The other end, when connected.
    pub peer: Option<SocketAddrV4>,
    /// `Recv-Q`: memory charged to the receive queue, bytes.
    pub receive_allocated: u32,
    /// `rb`, bytes.
    pub receive_buffer: u32,
    /// `tb`, bytes.
    pub send_buffer: u32,
    /// `d`: datagrams thrown away.
    pub drops: u32,
    /// Payloads that wait, with their senders, oldest first.
    pub waiting: Vec<(SocketAddrV4, u32)>,
    /// An error that waits to be reported.
    pub error: Option<Errno>,
}

impl UdpLayer {
    fn get(&self, id: SocketId) -> &UdpSocket {
        self.sockets.get(&id).expect("a UDP socket that is open")
    }

    fn get_mut(&mut self, id: SocketId) -> &mut UdpSocket {
        self.sockets.get_mut(&id).expect("a UDP socket that is open")
    }

    /// A new socket with the default buffers.
    pub fn socket(&mut self, id: SocketId, sysctl: &Sysctl) {
        let socket = UdpSocket {
            local: NOWHERE,
            peer: None,
            queue: Queue::new(sysctl.rmem_default),
            send_buffer: sysctl.wmem_default,
            error: None,
            shut_down: (false, false),
            exchanges: BTreeMap::new(),
            time_to_live: None,
            tos: 0,
            policy: DatagramPolicy::Want,
            broadcast: false,
            reuse_address: false,
            reuse_port: false,
            receive_errors: false,
            receive_timeout: None,
            send_timeout: None,
            kept: BTreeMap::new(),
        };
        self.sockets.insert(id, socket);
        self.numbers.push(id);
    }

    /// The socket is closed; what waits in it is gone.
    pub fn close(&mut self, id: SocketId) {
        let socket = self.sockets.remove(&id).expect("a UDP socket that is open");
        self.ports.remove(socket.local.port(), id);
        self.numbers.retain(|&number| number != id);
    }

    /// Whether it has a port.
    pub fn is_bound(&self, id: SocketId) -> bool {
        self.get(id).local.port() != 0
    }

    /// `udp_disconnect` and `__ip4_datagram_connect`: from now on only this peer. EACCES: everybody, without
    /// `SO_BROADCAST`.
    pub fn connect(
        &mut self,
        id: SocketId,
        peer: SocketAddrV4,
        source: Ipv4Addr,
        broadcast: bool,
    ) -> Result<(), Errno> {
        let socket = self.get_mut(id);
        if broadcast && !socket.broadcast {
            return Err(Errno::EACCES);
        }
        if socket.local.ip().is_unspecified() {
            socket.local.set_ip(source);
        }
        socket.peer = Some(peer);
        Ok(())
    }

    /// `inet_shutdown`: takes effect even where it reports ENOTCONN.
    pub fn shutdown(&mut self, id: SocketId, how: ShutdownHow) -> Result<(), Errno> {
        let socket = self.get_mut(id);
        match how {
            ShutdownHow::Read => socket.shut_down.0 = true,
            ShutdownHow::Write => socket.shut_down.1 = true,
            ShutdownHow::Both => socket.shut_down = (true, true),
        }
        if socket.peer.is_some() { Ok(()) } else { Err(Errno::ENOTCONN) }
    }

    /// `udp_poll`, `datagram_poll`
    pub fn poll(&self, id: SocketId) -> PollEvents {
        let socket = self.get(id);
        let mut events = PollEvents::OUT.union(PollEvents::WRNORM).union(PollEvents::WRBAND);
        if socket.error.is_some() {
            events = events.union(PollEvents::ERR);
        }
        if socket.shut_down.0 {
            events = events.union(PollEvents::RDHUP).union(PollEvents::IN).union(PollEvents::RDNORM);
        }
        if socket.shut_down == (true, true) {
            events = events.union(PollEvents::HUP);
        }
        if !socket.queue.is_empty() {
            events = events.union(PollEvents::IN).union(PollEvents::RDNORM);
        }
        events
    }

    /// This end's address.
    pub fn local_address(&self, id: SocketId) -> SocketAddrV4 {
        self.get(id).local
    }

    /// The peer, when connected.
    pub fn peer_address(&self, id: SocketId) -> Option<SocketAddrV4> {
        self.get(id).peer
    }

    /// `SO_RCVTIMEO`, nanoseconds.
    pub fn receive_timeout(&self, id: SocketId) -> Option<u64> {
        self.get(id).receive_timeout
    }

    /// `SIOCINQ`: payload bytes of the next datagram, 0 when there is none (`first_packet_length`).
    pub fn next_length(&self, id: SocketId) -> u32 {
        self.get(id).queue.first_length()
    }

    /// All sockets, ascending.
    pub fn views(&self) -> Vec<UdpView> {
        self.numbers.iter().map(|&id| self.view(id)).collect()
    }

    fn view(&self, id: SocketId) -> UdpView {
        let socket = self.get(id);
        UdpView {
            socket: id,
            local: socket.local,
            peer: socket.peer,
            receive_allocated: socket.queue.allocated(),
            receive_buffer: socket.queue.limit(),
            send_buffer: socket.send_buffer,
            drops: socket.queue.drops(),
            waiting: socket.queue.lengths(),
            error: socket.error,
        }
    }
}
