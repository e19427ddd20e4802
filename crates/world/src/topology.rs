//! Which computers there are, and how they are joined.

use core::net::Ipv4Addr;
use netlab_wire::{Duration, MacAddress, Rate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A network interface of a computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterfaceSpec {
    /// Its name (`cli0`).
    pub name: String,
    /// Hardware address.
    pub mac: MacAddress,
    /// Address.
    pub address: Ipv4Addr,
    /// Length of the network's prefix, 0 to 32.
    pub prefix_length: u8,
}

/// A route besides those to a computer's own networks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteSpec {
    /// Destination network; `0.0.0.0` with length 0 is the default route.
    pub network: Ipv4Addr,
    /// Length of the prefix.
    pub prefix_length: u8,
    /// The next hop.
    pub gateway: Ipv4Addr,
    /// Index of the interface in the computer's list.
    pub interface: usize,
}

/// A permanent neighbour entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeighbourSpec {
    /// Index of the interface in the computer's list.
    pub interface: usize,
    /// Whose.
    pub address: Ipv4Addr,
    /// Hardware address.
    pub mac: MacAddress,
}

/// A computer or router.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComputerSpec {
    /// Its host name.
    pub name: String,
    /// Whether it forwards packets.
    pub forwarding: bool,
    /// NICs; the loopback device is there without being named.
    pub interfaces: Vec<InterfaceSpec>,
    /// Routes.
    pub routes: Vec<RouteSpec>,
    /// Permanent neighbour entries.
    pub neighbours: Vec<NeighbourSpec>,
    /// The hosts table: name and address.
    pub hosts: Vec<(String, Ipv4Addr)>,
    /// Settings, by sysctl name.
    pub sysctl: BTreeMap<String, String>,
}

/// One end of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndSpec {
    /// Index of the computer.
    pub computer: usize,
    /// Index of the interface in the computer's list.
    pub interface: usize,
}

/// The rate of one direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateSpec {
    /// Bits per second, above 0.
    pub rate: Rate,
    /// With a number: the link has a drop-tail queue of its own for so many frames besides the one on the wire, and
    /// takes every frame from the NIC at once. Without: the NIC waits until the line is free, so frames queue in the
    /// sending computer.
    pub queue: Option<u32>,
}

/// A link between two interfaces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkSpec {
    /// First and second end.
    pub ends: [EndSpec; 2],
    /// One way, from the last bit in to the last bit out.
    pub delay: Duration,
    /// Rates forward and backward; `None`: no time to put a frame on the line.
    pub rate: [Option<RateSpec>; 2],
    /// Bytes that a frame takes on the line beyond those the model's frames hold (frame check sequence 4, preamble 8,
    /// gap 12).
    pub overhead: u32,
    /// Frames lost at random, of a million.
    pub loss_per_million: u32,
}

/// Computers and links.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topology {
    /// Computers.
    pub computers: Vec<ComputerSpec>,
    /// Links.
    pub links: Vec<LinkSpec>,
    /// Largest IP packet on every link, bytes, 68 to 65535.
    pub mtu: u16,
    /// Frames an interface's transmit queue holds (`txqueuelen`).
    pub queue_length: u32,
}

/// Why a topology cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TopologyError {
    /// A chain has 1 to 6 routers.
    Routers(usize),
    /// There must be one delay per link.
    Delays {
        /// Links of the chain.
        wanted: usize,
        /// Delays given.
        given: usize,
    },
    /// An MTU from 68 to 65535.
    Mtu(u32),
    /// A route, neighbour or link names a computer or interface that is not there.
    Dangling(String),
}

/// Host part of the client's hardware address on link 1, and of the server's on the last.
const CLIENT_STATION: u8 = 0x0a;
const SERVER_STATION: u8 = 0x0b;

impl Topology {
    /// The lab's chain: `client` - `r1` ... `rN` - `server`, link k being network 10.0.k.0/24.
    ///
    /// Each link's end towards the client has host part 1 (the client itself: 2), the other end host part 2 (a router
    /// towards the client: 1), so that with two routers the addresses are those of the reference recordings.
    ///
    /// # Errors
    /// [`TopologyError::Routers`] and [`TopologyError::Delays`].
    pub fn chain(routers: usize, delays: &[Duration]) -> Result<Topology, TopologyError> {
        if !(1..=6).contains(&routers) {
            return Err(TopologyError::Routers(routers));
        }
        let links = routers + 1;
        if delays.len() != links {
            return Err(TopologyError::Delays { wanted: links, given: delays.len() });
        }
        let mut computers =
            vec![computer("client", false, vec![interface("cli0".into(), 1, CLIENT_STATION, 2)])];
        for router in 1..=routers {
            let left = if router == 1 { 1 } else { 2 };
            let interfaces = vec![
                interface(format!("r{router}a"), router as u8, left, left),
                interface(format!("r{router}b"), router as u8 + 1, 1, 1),
            ];
            computers.push(computer(&format!("r{router}"), true, interfaces));
        }
        computers.push(computer(
            "server",
            false,
            vec![interface("srv0".into(), links as u8, SERVER_STATION, 2)],
        ));
        let server = computers.len() - 1;
        let links = (0..links)
            .map(|link| LinkSpec {
                ends: [
                    EndSpec { computer: link, interface: usize::from(link > 0) },
                    EndSpec { computer: link + 1, interface: 0 },
                ],
                delay: delays[link],
                rate: [None, None],
                overhead: 0,
                loss_per_million: 0,
            })
            .collect();
        let mut topology = Topology { computers, links, mtu: 1500, queue_length: 1000 };
        topology.add_chain_routes(server);
        topology.add_host_names(&[0, server]);
        Ok(topology)
    }

    fn add_chain_routes(&mut self, server: usize) {
        for at in 0..self.computers.len() {
            let mut routes = Vec::new();
            if at == 0 {
                routes.push(default_route(self.computers[1].interfaces[0].address));
            } else if at == server {
                routes.push(default_route(self.computers[server - 1].interfaces[1].address));
            } else {
                // Networks are numbered from 1 along the chain; router `at` touches networks `at` and `at + 1`.
                for network in 1..=server {
                    if network == at || network == at + 1 {
                        continue;
                    }
                    // The next hop's interface towards this router, and this router's towards it.
                    let (next_hop, interface) = if network < at {
                        (&self.computers[at - 1].interfaces[1], 0)
                    } else {
                        (&self.computers[at + 1].interfaces[0], 1)
                    };
                    let gateway = next_hop.address;
                    routes.push(RouteSpec {
                        network: Ipv4Addr::new(10, 0, network as u8, 0),
                        prefix_length: 24,
                        gateway,
                        interface,
                    });
                }
            }
            self.computers[at].routes = routes;
        }
    }

    fn add_host_names(&mut self, named: &[usize]) {
        let table: Vec<_> = named
            .iter()
            .map(|&at| (self.computers[at].name.clone(), self.computers[at].interfaces[0].address))
            .collect();
        for computer in &mut self.computers {
            computer.hosts.clone_from(&table);
        }
    }

    /// Gives both ends of every link a permanent neighbour entry for each other, so that no ARP is needed.
    pub fn with_static_neighbours(mut self) -> Topology {
        for link in &self.links {
            for (here, there) in [(link.ends[0], link.ends[1]), (link.ends[1], link.ends[0])] {
                let peer = &self.computers[there.computer].interfaces[there.interface];
                let entry = NeighbourSpec { interface: here.interface, address: peer.address, mac: peer.mac };
                self.computers[here.computer].neighbours.push(entry);
            }
        }
        self
    }

    /// The computer with this name.
    pub fn computer(&self, name: &str) -> Option<usize> {
        self.computers.iter().position(|computer| computer.name == name)
    }

    /// Checks that everything named is there.
    ///
    /// # Errors
    /// [`TopologyError::Mtu`] and [`TopologyError::Dangling`].
    pub fn check(&self) -> Result<(), TopologyError> {
        if self.mtu < 68 {
            return Err(TopologyError::Mtu(self.mtu.into()));
        }
        for computer in &self.computers {
            let routes = computer.routes.iter().map(|route| route.interface);
            let neighbours = computer.neighbours.iter().map(|neighbour| neighbour.interface);
            if routes.chain(neighbours).any(|interface| interface >= computer.interfaces.len()) {
                return Err(TopologyError::Dangling(computer.name.clone()));
            }
        }
        let missing = |end: &EndSpec| {
            self.computers.get(end.computer).is_none_or(|computer| end.interface >= computer.interfaces.len())
        };
        match self.links.iter().position(|link| link.ends.iter().any(missing)) {
            Some(link) => Err(TopologyError::Dangling(format!("link {link}"))),
            None => Ok(()),
        }
    }
}

fn computer(name: &str, forwarding: bool, interfaces: Vec<InterfaceSpec>) -> ComputerSpec {
    ComputerSpec {
        name: name.to_owned(),
        forwarding,
        interfaces,
        routes: Vec::new(),
        neighbours: Vec::new(),
        hosts: Vec::new(),
        sysctl: BTreeMap::new(),
    }
}

fn interface(name: String, network: u8, station: u8, host: u8) -> InterfaceSpec {
    InterfaceSpec {
        name,
        mac: MacAddress([2, 0, 0, 0, network, station]),
        address: Ipv4Addr::new(10, 0, network, host),
        prefix_length: 24,
    }
}

fn default_route(gateway: Ipv4Addr) -> RouteSpec {
    RouteSpec { network: Ipv4Addr::UNSPECIFIED, prefix_length: 0, gateway, interface: 0 }
}
