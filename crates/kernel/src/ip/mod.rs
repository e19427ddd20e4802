//! IPv4: addresses, routes, input, forwarding, output, fragments, ICMP.
//!
//! Left out: IP options (skipped), multicast, source routing, redirects, policy routing, `rp_filter` other than 0.

pub mod fragment;
mod icmp;
mod icmp_limit;
mod input;
mod output;
pub mod route;

pub use icmp::IcmpError;
pub(crate) use icmp::errno_of;
pub use input::Delivery;
pub use output::{Datagram, DatagramPolicy};
pub use route::{RouteAnswer, RouteInfo, RouteTable};

use crate::device::{Devices, InterfaceConfig};
use crate::event::Interface;
use crate::neighbour::Neighbours;
use core::net::Ipv4Addr;
use fragment::Reassembly;
use icmp_limit::IcmpLimits;
use netlab_abi::Errno;
use netlab_wire::{Instant, MacAddress};
use route::Route;
use std::collections::BTreeMap;

/// The loopback interface.
pub const LOOPBACK: Interface = Interface(0);
/// The MTU of `lo`, bytes.
const LOOPBACK_MTU: u32 = 65_536;
/// `net.core.netdev_max_backlog`: frames that may wait on the receive side of `lo`.
const LOOPBACK_BACKLOG: u16 = 1_000;
/// `ip_rt_min_pmtu`: no ICMP message makes a path's MTU smaller.
const MINIMUM_PATH_MTU: u32 = 552;

/// Everything of a computer from IP downwards.
#[derive(Debug, Clone)]
pub struct Network {
    /// Interfaces.
    pub(crate) devices: Devices,
    /// The routing table, local addresses included.
    pub(crate) routes: RouteTable,
    /// The neighbour table.
    pub(crate) neighbours: Neighbours,
    reassembly: Reassembly,
    limits: IcmpLimits,
    path_mtu: BTreeMap<Ipv4Addr, (u32, Instant)>,
    identification: u16,
}

impl Network {
    /// A network with nothing but `lo`.
    pub(crate) fn new(identification: u16) -> Self {
        let mut network = Network {
            devices: Devices::default(),
            routes: RouteTable::default(),
            neighbours: Neighbours::default(),
            reassembly: Reassembly::default(),
            limits: IcmpLimits::default(),
            path_mtu: BTreeMap::new(),
            identification,
        };
        let lo = InterfaceConfig {
            name: "lo".into(),
            mac: MacAddress::UNSPECIFIED,
            address: Ipv4Addr::LOCALHOST,
            prefix_length: 8,
            mtu: LOOPBACK_MTU,
            queue_length: 1_000,
            transmit_ring: 1,
            receive_ring: LOOPBACK_BACKLOG,
        };
        let interface = network.devices.add(lo, true);
        assert_eq!(interface, LOOPBACK);
        network.add_local(Ipv4Addr::LOCALHOST, 8);
        network
    }

    fn add_local(&mut self, address: Ipv4Addr, prefix_length: u8) {
        let route =
            Route { interface: LOOPBACK, gateway: None, source: address, mtu: LOOPBACK_MTU, local: true };
        self.routes.insert(address, prefix_length, route);
    }

    /// Adds an interface with its address, the route to its network and the local route to itself.
    pub(crate) fn add_interface(&mut self, config: InterfaceConfig) -> Interface {
        let (address, prefix_length, mtu) = (config.address, config.prefix_length, config.mtu);
        let interface = self.devices.add(config, false);
        self.add_local(address, 32);
        if prefix_length < 32 {
            let route = Route { interface, gateway: None, source: address, mtu, local: false };
            self.routes.insert(address, prefix_length, route);
        }
        interface
    }

    /// Adds a route through an interface.
    pub(crate) fn add_route(
        &mut self,
        network: Ipv4Addr,
        prefix_length: u8,
        gateway: Option<Ipv4Addr>,
        interface: Interface,
    ) {
        let device = &self.devices.get(interface).config;
        let route = Route { interface, gateway, source: device.address, mtu: device.mtu, local: false };
        self.routes.insert(network, prefix_length, route);
    }

    /// Whether an address is this computer's own.
    pub(crate) fn is_own_address(&self, address: Ipv4Addr) -> bool {
        self.routes.find(address).is_some_and(|route| route.local)
    }

    /// Whether an address means everybody: the limited broadcast, or the last one of a network of ours.
    pub(crate) fn is_broadcast(&self, address: Ipv4Addr) -> bool {
        address.is_broadcast()
            || self.devices.iter().any(|(_, device)| {
                let config = &device.config;
                let host_bits = u32::MAX.checked_shr(u32::from(config.prefix_length)).unwrap_or(0);
                !device.loopback
                    && config.prefix_length < 31
                    && address.to_bits() == config.address.to_bits() | host_bits
            })
    }

    /// The route for a packet of our own. 255.255.255.255 leaves by the first interface that is not `lo`.
    pub(crate) fn find_route(&self, destination: Ipv4Addr) -> Result<Route, Errno> {
        // "This host" as a destination is ourselves (`ip_route_output_key_hash_rcu`).
        let destination = if destination.is_unspecified() { Ipv4Addr::LOCALHOST } else { destination };
        if let Some(route) = self.routes.find(destination) {
            return Ok(route);
        }
        if destination.is_broadcast()
            && let Some((interface, device)) = self.devices.iter().find(|(_, device)| !device.loopback)
        {
            let (source, mtu) = (device.config.address, device.config.mtu);
            return Ok(Route { interface, gateway: None, source, mtu, local: false });
        }
        Err(Errno::ENETUNREACH)
    }

    /// What the path to `destination` takes: the interface's MTU, or less if a router said so.
    pub(crate) fn mtu_to(&self, destination: Ipv4Addr, route: &Route) -> u32 {
        if self.path_mtu.is_empty() {
            return route.mtu;
        }
        self.path_mtu.get(&destination).map_or(route.mtu, |(mtu, _)| (*mtu).min(route.mtu))
    }

    /// A router says that `destination` is reached with packets of at most `mtu` bytes (`__ip_rt_update_pmtu`).
    pub(crate) fn lower_path_mtu(&mut self, destination: Ipv4Addr, mtu: u32, until: Instant) {
        self.path_mtu.insert(destination, (mtu.max(MINIMUM_PATH_MTU), until));
    }

    /// Forgets what routers said when it is too old (`mtu_expires`).
    pub(crate) fn expire_path_mtu(&mut self, destination: Ipv4Addr, now: Instant) {
        if !self.path_mtu.is_empty()
            && self.path_mtu.get(&destination).is_some_and(|(_, until)| *until <= now)
        {
            self.path_mtu.remove(&destination);
        }
    }
}

impl RouteInfo for Network {
    fn route(&self, destination: Ipv4Addr) -> Result<RouteAnswer, Errno> {
        let route = self.find_route(destination)?;
        Ok(RouteAnswer { source: route.source, mtu: self.mtu_to(destination, &route), loopback: route.local })
    }

    fn is_local(&self, address: Ipv4Addr) -> bool {
        self.is_own_address(address)
    }

    fn is_congested(&self, destination: Ipv4Addr, pending: usize) -> bool {
        // Queues are full so seldom that the route is looked up only then.
        self.devices.any_full(pending)
            && self
                .find_route(destination)
                .is_ok_and(|route| !route.local && self.devices.get(route.interface).is_full(pending))
    }
}
