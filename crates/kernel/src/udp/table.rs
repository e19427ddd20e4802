//! Which UDP socket has which port (`udp_lib_get_port`, `__udp4_lib_lookup`).

use super::UdpLayer;
use crate::event::SocketId;
use crate::lookup::LookupMap;
use crate::random::Random;
use crate::sysctl::Sysctl;
use core::net::SocketAddrV4;
use netlab_abi::Errno;

/// Sockets by port, newest first.
#[derive(Debug, Clone, Default)]
pub(super) struct PortTable {
    ports: LookupMap<u16, Vec<SocketId>>,
}

impl PortTable {
    fn at(&self, port: u16) -> &[SocketId] {
        self.ports.get(&port).map_or(&[], Vec::as_slice)
    }

    pub(super) fn remove(&mut self, port: u16, id: SocketId) {
        if let Some(sockets) = self.ports.get_mut(&port) {
            sockets.retain(|&socket| socket != id);
            if sockets.is_empty() {
                self.ports.remove(&port);
            }
        }
    }
}

impl UdpLayer {
    /// `bind`. Port 0 asks for a free one. EINVAL: bound already; EADDRINUSE: taken; EAGAIN is the caller's word when a
    /// port was to be had for it in passing.
    pub fn bind(
        &mut self,
        id: SocketId,
        address: SocketAddrV4,
        sysctl: &Sysctl,
        random: &mut Random,
    ) -> Result<(), Errno> {
        if self.is_bound(id) {
            return Err(Errno::EINVAL);
        }
        let mut address = address;
        if address.port() == 0 {
            let [first, last] = sysctl.ip_local_port_range;
            let count = last - first + 1;
            let start = random.below(count);
            let free = (0..count)
                .map(|step| (first + (start + step) % count) as u16)
                .find(|&port| !self.conflicts(id, SocketAddrV4::new(*address.ip(), port)))
                .ok_or(Errno::EADDRINUSE)?;
            address.set_port(free);
        } else if self.conflicts(id, address) {
            return Err(Errno::EADDRINUSE);
        }
        self.get_mut(id).local = address;
        self.ports.ports.get_or_insert_with(address.port(), Vec::new).insert(0, id);
        Ok(())
    }

    /// `inet_rcv_saddr_equal` and the reuse options: two sockets may share a port if both allow it, or if their addresses
    /// differ.
    fn conflicts(&self, id: SocketId, address: SocketAddrV4) -> bool {
        let new = self.get(id);
        self.ports.at(address.port()).iter().any(|&other| {
            let old = self.get(other);
            let overlap = old.local.ip().is_unspecified()
                || address.ip().is_unspecified()
                || old.local.ip() == address.ip();
            let shared = (new.reuse_address && old.reuse_address) || (new.reuse_port && old.reuse_port);
            other != id && overlap && !shared
        })
    }

    /// The socket for a datagram: a connected one before a bound one before one bound to every address.
    pub(super) fn find(&self, source: SocketAddrV4, destination: SocketAddrV4) -> Option<SocketId> {
        let mut best: Option<(u32, SocketId)> = None;
        for &id in self.ports.at(destination.port()) {
            let socket = self.get(id);
            let here = *socket.local.ip() == *destination.ip();
            if !here && !socket.local.ip().is_unspecified() {
                continue;
            }
            let mut score = 1 + u32::from(here);
            match socket.peer {
                Some(peer) if peer != source => continue,
                Some(_) => score += 4,
                None => {}
            }
            if best.is_none_or(|(least, _)| score > least) {
                best = Some((score, id));
            }
        }
        best.map(|(_, id)| id)
    }
}
