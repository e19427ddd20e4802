//! Routes: longest prefix first, found without a walk over the routes.

use crate::event::Interface;
use crate::lookup::LookupMap;
use core::cell::Cell;
use core::net::Ipv4Addr;
use netlab_abi::Errno;
use std::collections::BTreeMap;

/// What a transport protocol learns about the way to a destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RouteAnswer {
    /// The address a socket without one of its own would send from.
    pub source: Ipv4Addr,
    /// The largest IPv4 packet the way takes, as far as this computer knows, bytes.
    pub mtu: u32,
    /// Whether the way never leaves this computer.
    pub loopback: bool,
}

/// The questions transport protocols ask IP.
pub trait RouteInfo {
    /// The way to `destination`, or Linux's errno (`ip_route_output_key`): ENETUNREACH without a route.
    fn route(&self, destination: Ipv4Addr) -> Result<RouteAnswer, Errno>;
    /// Whether `address` is one of this computer's own (`inet_addr_type` RTN_LOCAL), any of 127.0.0.0/8 included.
    fn is_local(&self, address: Ipv4Addr) -> bool;
    /// Whether the queue on the way to `destination` drops a frame that comes behind `pending` others of this call
    /// (`NET_XMIT_DROP`).
    fn is_congested(&self, destination: Ipv4Addr, pending: usize) -> bool;
}

/// Where packets for a destination go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// The interface they leave by.
    pub interface: Interface,
    /// The router they are handed to; absent when the destination is on the link itself.
    pub gateway: Option<Ipv4Addr>,
    /// The source address for packets that have none yet.
    pub source: Ipv4Addr,
    /// The largest packet, bytes.
    pub mtu: u32,
    /// The destination is this computer itself.
    pub local: bool,
}

/// One line of the routing table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RouteEntry {
    /// First address of the network.
    pub network: Ipv4Addr,
    /// Bits of the network, 0 to 32.
    pub prefix_length: u8,
    /// Where it leads.
    pub route: Route,
}

/// The routing table. Finding a route takes one look-up for each different prefix length in use, however many routes
/// there are.
#[derive(Debug, Clone, Default)]
pub struct RouteTable {
    lengths: u64,
    by_prefix: LookupMap<(u8, u32), Route>,
    /// Recent look-ups, each at the place that its address has: packets come in trains, and in both directions.
    recent: [Cell<Option<(Ipv4Addr, Route)>>; RECENT],
    ordered: BTreeMap<(u32, u8), Route>,
}

/// Look-ups that are remembered; a power of two.
const RECENT: usize = 8;

/// Where a look-up is remembered: the upper bits of a product into which all bits of the address go.
fn place_of(address: Ipv4Addr) -> usize {
    (address.to_bits().wrapping_mul(0x9e37_79b1) >> (32 - RECENT.trailing_zeros())) as usize
}

/// The network bits of an address.
pub fn mask(address: Ipv4Addr, prefix_length: u8) -> Ipv4Addr {
    assert!(prefix_length <= 32, "a prefix has at most 32 bits");
    let mask = u32::MAX.checked_shl(32 - u32::from(prefix_length)).unwrap_or(0);
    Ipv4Addr::from_bits(address.to_bits() & mask)
}

impl RouteTable {
    /// Adds a route, or replaces the one to the same network.
    pub fn insert(&mut self, network: Ipv4Addr, prefix_length: u8, route: Route) {
        let network = mask(network, prefix_length).to_bits();
        self.recent = Default::default();
        self.lengths |= 1 << prefix_length;
        self.by_prefix.insert((prefix_length, network), route);
        self.ordered.insert((network, prefix_length), route);
    }

    /// The most specific route to `destination`.
    #[inline]
    pub fn find(&self, destination: Ipv4Addr) -> Option<Route> {
        let recent = &self.recent[place_of(destination)];
        if let Some((known, route)) = recent.get()
            && known == destination
        {
            return Some(route);
        }
        let route = *self.longest(destination)?;
        recent.set(Some((destination, route)));
        Some(route)
    }

    fn longest(&self, destination: Ipv4Addr) -> Option<&Route> {
        let mut lengths = self.lengths;
        while lengths != 0 {
            let length = 63 - lengths.leading_zeros() as u8;
            if let Some(route) = self.by_prefix.get(&(length, mask(destination, length).to_bits())) {
                return Some(route);
            }
            lengths &= !(1 << length);
        }
        None
    }

    /// All routes, by network and then by prefix length.
    pub fn entries(&self) -> impl Iterator<Item = RouteEntry> + '_ {
        self.ordered.iter().map(|(&(network, prefix_length), &route)| RouteEntry {
            network: Ipv4Addr::from_bits(network),
            prefix_length,
            route,
        })
    }
}
