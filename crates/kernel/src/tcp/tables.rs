//! Finding things: connections by both addresses, ports in use, what is kept by number. All without a walk.

use crate::lookup::LookupMap;
use core::net::{Ipv4Addr, SocketAddrV4};

/// Both ends of a connection, this one first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct FourTuple(u64, u64);

fn pack(address: SocketAddrV4) -> u64 {
    u64::from(address.ip().to_bits()) << 16 | u64::from(address.port())
}

impl FourTuple {
    pub(super) fn new(local: SocketAddrV4, remote: SocketAddrV4) -> Self {
        FourTuple(pack(local), pack(remote))
    }
    /// Both ends as numbers, for hashing.
    pub(super) fn words(&self) -> (u64, u64) {
        (self.0, self.1)
    }
}

/// What answers at a pair of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    /// The slot of a socket.
    Connection(u32),
    /// A connection request.
    Request(u32),
    /// A TIME-WAIT entry.
    TimeWait(u32),
}

/// Things kept by small numbers that are used again.
#[derive(Debug, Clone)]
pub(super) struct Slab<T> {
    items: Vec<Option<T>>,
    free: Vec<u32>,
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Slab { items: Vec::new(), free: Vec::new() }
    }
}

impl<T> Slab<T> {
    pub(super) fn insert(&mut self, item: T) -> u32 {
        if let Some(index) = self.free.pop() {
            self.items[index as usize] = Some(item);
            return index;
        }
        self.items.push(Some(item));
        (self.items.len() - 1) as u32
    }
    pub(super) fn remove(&mut self, index: u32) -> T {
        self.free.push(index);
        self.items[index as usize].take().expect("a number that is in use")
    }
    pub(super) fn get(&self, index: u32) -> &T {
        self.items[index as usize].as_ref().expect("a number that is in use")
    }
    pub(super) fn get_mut(&mut self, index: u32) -> &mut T {
        self.items[index as usize].as_mut().expect("a number that is in use")
    }
    pub(super) fn find(&self, index: u32) -> Option<&T> {
        self.items.get(index as usize)?.as_ref()
    }
    pub(super) fn find_mut(&mut self, index: u32) -> Option<&mut T> {
        self.items.get_mut(index as usize)?.as_mut()
    }
    /// Takes an item out for a while; [`Self::put_back`] ends that.
    pub(super) fn take(&mut self, index: u32) -> T {
        self.items[index as usize].take().expect("a number that is in use")
    }
    pub(super) fn put_back(&mut self, index: u32, item: T) {
        self.items[index as usize] = Some(item);
    }
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.items.iter().flatten()
    }
}

/// A socket that `bind` or `listen` gave a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Binding {
    pub slot: u32,
    pub address: Ipv4Addr,
    pub reuse_address: bool,
    pub reuse_port: bool,
    pub listening: bool,
}

/// Who uses one local port.
#[derive(Debug, Clone, Default)]
struct PortUse {
    bindings: Vec<Binding>,
    /// Connections and TIME-WAIT entries that got the port without `bind`.
    others: u32,
    others_without_reuse: u32,
}

/// Local ports of TCP.
#[derive(Debug, Clone, Default)]
pub(super) struct Ports {
    ports: LookupMap<u16, PortUse>,
}

impl Ports {
    /// Whether `wanted` may have the port (`inet_csk_bind_conflict`).
    pub(super) fn allows(&self, port: u16, wanted: &Binding) -> bool {
        let Some(used) = self.ports.get(&port) else { return true };
        let others = used.others == 0 || (wanted.reuse_address && used.others_without_reuse == 0);
        others
            && used.bindings.iter().filter(|held| held.slot != wanted.slot).all(|held| {
                let overlap = held.address == wanted.address
                    || held.address.is_unspecified()
                    || wanted.address.is_unspecified();
                let shared =
                    held.reuse_address && wanted.reuse_address && !held.listening && !wanted.listening;
                !overlap || shared || (held.reuse_port && wanted.reuse_port)
            })
    }

    /// Whether `bind` gave this port to anybody.
    pub(super) fn is_bound(&self, port: u16) -> bool {
        self.ports.get(&port).is_some_and(|used| !used.bindings.is_empty())
    }

    /// Whether nobody uses it at all.
    pub(super) fn is_free(&self, port: u16) -> bool {
        self.ports.get(&port).is_none_or(|used| used.bindings.is_empty() && used.others == 0)
    }

    pub(super) fn bind(&mut self, port: u16, binding: Binding) {
        let used = self.ports.get_or_insert_with(port, PortUse::default);
        used.bindings.retain(|held| held.slot != binding.slot);
        used.bindings.push(binding);
    }

    pub(super) fn unbind(&mut self, port: u16, slot: u32) {
        if let Some(used) = self.ports.get_mut(&port) {
            used.bindings.retain(|held| held.slot != slot);
            self.forget_if_unused(port);
        }
    }

    /// A connection begins that has the port without `bind`.
    pub(super) fn connected(&mut self, port: u16, reuse: bool) {
        let used = self.ports.get_or_insert_with(port, PortUse::default);
        used.others += 1;
        used.others_without_reuse += u32::from(!reuse);
    }

    /// Such a connection (and its TIME-WAIT entry) is gone.
    pub(super) fn disconnected(&mut self, port: u16, reuse: bool) {
        if let Some(used) = self.ports.get_mut(&port) {
            used.others -= 1;
            used.others_without_reuse -= u32::from(!reuse);
            self.forget_if_unused(port);
        }
    }

    fn forget_if_unused(&mut self, port: u16) {
        if self.is_free(port) {
            self.ports.remove(&port);
        }
    }

    /// The listening socket for a segment to `address`: one bound to that address before one bound to all.
    pub(super) fn listener(&self, address: SocketAddrV4) -> Option<u32> {
        let used = self.ports.get(&address.port())?;
        let listening = |exact: bool| {
            used.bindings
                .iter()
                .find(|held| {
                    held.listening
                        && (if exact { held.address == *address.ip() } else { held.address.is_unspecified() })
                })
                .map(|held| held.slot)
        };
        listening(true).or_else(|| listening(false))
    }
}
