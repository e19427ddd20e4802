//! Worlds for the works, and running them.

use super::Work;
use super::programs::{Role, Tally, Worker, pattern};
use core::net::{Ipv4Addr, SocketAddrV4};
use netlab_kernel::config::{Policy, ReceiveProfile};
use netlab_wire::{Duration, Instant, MacAddress, Rate};
use netlab_world::{
    ComputerSpec, Costs, EndSpec, Horizon, HostId, InterfaceSpec, LinkSpec, NeighbourSpec, RateSpec,
    RouteSpec, Scenario, Step, Topology, World,
};
use std::collections::BTreeMap;
use std::rc::Rc;

const MIB: u64 = 1 << 20;
const HOUR: Instant = Instant::from_millis(3_600_000);
const PORT: u16 = 8080;

/// What a run did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Everything arrived as it was sent.
    pub ok: bool,
    /// The clock at the end.
    pub end: Instant,
    /// Bytes of payload that were checked.
    pub payload: u64,
    /// Packets made by the hosts.
    pub packets: u64,
    /// Packets sent over a link, counted on every link.
    pub hops: u64,
    /// Frames dropped by queues and rings.
    pub drops: u64,
    /// Events of the world.
    pub events: u64,
}

fn mac(computer: usize, interface: usize) -> MacAddress {
    let [a, b] = (computer as u16).to_be_bytes();
    let [c, d] = (interface as u16).to_be_bytes();
    MacAddress([2, 0, a, b, c, d])
}

/// The network between a host and its router: 10.1.x.y for clients, 10.2.x.y for servers, four addresses each.
fn network(side: u8, pair: usize) -> u32 {
    u32::from_be_bytes([10, side, 0, 0]) + 4 * pair as u32
}

fn address(network: u32, host: u32) -> Ipv4Addr {
    Ipv4Addr::from_bits(network + host)
}

fn neighbour(interface: usize, address: Ipv4Addr, mac: MacAddress) -> NeighbourSpec {
    NeighbourSpec { interface, address, mac }
}

fn computer(name: String, forwarding: bool) -> ComputerSpec {
    ComputerSpec {
        name,
        forwarding,
        interfaces: Vec::new(),
        routes: Vec::new(),
        neighbours: Vec::new(),
        hosts: Vec::new(),
        sysctl: BTreeMap::new(),
    }
}

fn host(name: String, index: usize, router: usize, port: usize, network: u32) -> ComputerSpec {
    let mut host = computer(name, false);
    host.interfaces.push(InterfaceSpec {
        name: "eth0".into(),
        mac: mac(index, 0),
        address: address(network, 1),
        prefix_length: 30,
    });
    let gateway = address(network, 2);
    host.routes.push(RouteSpec { network: Ipv4Addr::UNSPECIFIED, prefix_length: 0, gateway, interface: 0 });
    host.neighbours.push(neighbour(0, gateway, mac(router, port)));
    host
}

/// A router with the shared link as its first interface and one more for each host on its side.
fn router(side: u8, index: usize, pairs: usize, first_host: usize) -> ComputerSpec {
    let mut router = computer(format!("router{side}"), true);
    let middle = u32::from_be_bytes([10, 3, 0, 0]);
    let (own, other) = (u32::from(side), 3 - u32::from(side));
    let interface = |name: String, mac, address| InterfaceSpec { name, mac, address, prefix_length: 30 };
    router.interfaces.push(interface("core".into(), mac(index, 0), address(middle, own)));
    let gateway = address(middle, other);
    router.routes.push(RouteSpec {
        network: Ipv4Addr::new(10, other as u8, 0, 0),
        prefix_length: 16,
        gateway,
        interface: 0,
    });
    router.neighbours.push(neighbour(0, gateway, mac(other as usize - 1, 0)));
    for pair in 0..pairs {
        let network = network(side, pair);
        let port = pair + 1;
        router.interfaces.push(interface(format!("eth{pair}"), mac(index, port), address(network, 2)));
        router.neighbours.push(neighbour(port, address(network, 1), mac(first_host + pair, 0)));
    }
    router
}

/// Routers 0 and 1, then the clients, then the servers.
fn dumbbell(pairs: usize) -> Topology {
    let (clients, servers) = (2, 2 + pairs);
    let mut computers = vec![router(1, 0, pairs, clients), router(2, 1, pairs, servers)];
    let rate = Some(RateSpec { rate: Rate::from_bits_per_second(1_000_000_000), queue: None });
    let link = |one: (usize, usize), other: (usize, usize)| LinkSpec {
        ends: [one, other].map(|(computer, interface)| EndSpec { computer, interface }),
        delay: Duration::from_millis(1),
        rate: [rate; 2],
        overhead: 0,
        loss_per_million: 0,
    };
    let mut links = vec![link((0, 0), (1, 0))];
    for (side, first, name) in [(1, clients, "client"), (2, servers, "server")] {
        for pair in 0..pairs {
            let router = usize::from(side) - 1;
            let spec = host(format!("{name}{pair}"), first + pair, router, pair + 1, network(side, pair));
            computers.push(spec);
            links.push(link((first + pair, 0), (router, pair + 1)));
        }
    }
    Topology { computers, links, mtu: 1500, queue_length: 100_000 }
}

struct Plan {
    client: Role,
    server: Role,
    pairs: usize,
    buffer: i32,
}

fn plan(work: Work) -> Plan {
    let big = 4 * MIB as i32;
    match work {
        Work::Bulk(mib) => {
            Plan { client: Role::Source(mib * MIB), server: Role::Sink, pairs: 1, buffer: big }
        }
        Work::RoundTrips(times) => {
            Plan { client: Role::Asker(times), server: Role::Answerer, pairs: 1, buffer: big }
        }
        Work::Connections(times) => {
            Plan { client: Role::Visitor(times), server: Role::Host, pairs: 1, buffer: 65_536 }
        }
        Work::Pairs(pairs) => {
            let each = 64 * MIB / pairs;
            let buffer = (2 * each).clamp(65_536, 4 * MIB) as i32;
            Plan { client: Role::Source(each), server: Role::Sink, pairs: pairs as usize, buffer }
        }
        Work::ZeroWindow => {
            Plan { client: Role::Source(64 * MIB), server: Role::Deaf, pairs: 1, buffer: 65_535 }
        }
    }
}

/// Runs a work.
pub fn run(work: Work) -> Outcome {
    let plan = plan(work);
    let scenario = Scenario {
        topology: dumbbell(plan.pairs),
        policy: Policy::Linux,
        profile: ReceiveProfile::Tap,
        costs: Costs::Free,
        seed: 1,
        horizon: Horizon { time: HOUR, records: u64::MAX },
        drops: Vec::new(),
        down: Vec::new(),
    };
    let mut world = World::new(&scenario, false).expect("a world that can be built");
    let pattern = pattern();
    let tally = Rc::new(Tally::default());
    for pair in 0..plan.pairs {
        let peer = SocketAddrV4::new(address(network(2, pair), 1), PORT);
        let worker = |role| Box::new(Worker::new(role, peer, plan.buffer, &pattern, &tally));
        let (client, server) = (HostId((2 + pair) as u16), HostId((2 + plan.pairs + pair) as u16));
        world.start(Instant::ZERO, server, "server", worker(plan.server));
        world.start(Instant::from_nanos(1), client, "client", worker(plan.client));
    }
    let mut events = 0;
    // Clients and, where they read to the end, servers.
    let expected = match work {
        Work::Bulk(_) | Work::RoundTrips(_) | Work::Pairs(_) => 2 * plan.pairs as u64,
        Work::Connections(_) => 1,
        Work::ZeroWindow => u64::MAX,
    };
    while tally.finished.get() < expected && world.next_moment().is_some_and(|at| at <= HOUR) {
        if world.step() == Step::Idle {
            break;
        }
        events += 1;
    }
    outcome(work, &world, &tally, events)
}

fn outcome(work: Work, world: &World, tally: &Tally, events: u64) -> Outcome {
    let (mut packets, mut hops, mut drops) = (0, 0, 0);
    for number in 0..world.hosts() {
        for interface in world.kernel(HostId(number as u16)).interfaces() {
            let counters = interface.counters;
            if interface.loopback {
                continue;
            }
            hops += counters.sent_frames;
            packets += if number < 2 { 0 } else { counters.sent_frames };
            drops += counters.sent_dropped + counters.received_dropped;
        }
    }
    let (good, sent) = (tally.good.get(), tally.sent.get());
    let (ok, payload) = match work {
        Work::Bulk(mib) => (good == mib * MIB && sent == good, good),
        Work::Pairs(pairs) => (good == 64 * MIB / pairs * pairs && sent == good, good),
        Work::RoundTrips(times) | Work::Connections(times) => (good == times && sent == times, 10 * good),
        // What the flood took stands in the two buffers; the last probe is at most two minutes old.
        Work::ZeroWindow => (sent > 65_535 && world.now() + Duration::from_secs(125) > HOUR, sent),
    };
    let ok = ok && tally.bad.get() == 0;
    Outcome { ok, end: world.now(), payload, packets, hops, drops, events }
}
