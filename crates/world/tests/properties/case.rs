//! One case: everything that decides a run, drawn from a seed, and simpler cases to try when it fails.

use netlab_kernel::config::{Policy, ReceiveProfile};
use netlab_kernel::random::Random;
use netlab_wire::{Duration, Instant, Rate};
use netlab_world::{Costs, Horizon, RateSpec, Scenario, Topology};

/// A link of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkCase {
    pub delay: u64,
    /// Kilobits a second and the link's own queue.
    pub rate: Option<(u64, Option<u32>)>,
    /// Frames lost, of a million.
    pub loss: u32,
}

/// What happens to frames under way, of a thousand departures each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Faults {
    pub drop: u32,
    pub corrupt: u32,
    pub delay: u32,
    pub duplicate: u32,
    pub reorder: u32,
}

/// How a program ends its stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Shuts down its direction, reads to the end, closes.
    Graceful,
    /// Ends as soon as all is sent, whatever was not read.
    Abrupt,
}

/// What one end of a connection does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Bytes it sends, in calls of so many.
    pub send: u64,
    pub chunk: u64,
    /// Length of its receive calls, and nanoseconds of sleep before each.
    pub read: u64,
    pub pause: u64,
    /// Non-blocking calls and poll instead of calls that sleep.
    pub polls: bool,
    /// Every third send call says that more follows.
    pub more: bool,
    pub send_buffer: Option<i32>,
    pub receive_buffer: Option<i32>,
    /// TCP-level options with an integer.
    pub options: Vec<(i32, i32)>,
    pub reno: bool,
    pub ending: Ending,
}

/// One connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowCase {
    /// Whether the left and whether the right computer holds the client and the server; the same twice is loopback.
    pub client_left: bool,
    pub server_left: bool,
    /// When the client starts, in microseconds.
    pub start: u64,
    pub client: Side,
    pub server: Side,
}

/// What a person does, in microseconds from the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// A cable is out for so long.
    Outage {
        link: usize,
        length: u64,
    },
    /// A process stands still for so long.
    Pause {
        flow: usize,
        server: bool,
        length: u64,
    },
    Kill {
        flow: usize,
        server: bool,
    },
    /// Bytes are read as by a debugger.
    Read {
        flow: usize,
        server: bool,
        length: u32,
    },
    Setting {
        left: bool,
        name: &'static str,
        value: &'static str,
    },
}

/// Datagrams from left to right beside the connections: how many, how long, microseconds between.
pub type Cross = Option<(u32, u64, u64)>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub seed: u64,
    pub textbook: bool,
    pub veth: bool,
    pub costs: Costs,
    pub arp: bool,
    pub mtu: u16,
    pub queue: u32,
    pub links: Vec<LinkCase>,
    pub faults: Faults,
    /// Settings of the left and the right computer.
    pub settings: [Vec<(&'static str, &'static str)>; 2],
    /// Initial sequence numbers begin so many before 2^32.
    pub before_wrap: [Option<u32>; 2],
    pub flows: Vec<FlowCase>,
    pub deeds: Vec<(u64, Deed)>,
    pub cross: Cross,
}

const SETTINGS: &[(&str, &[&str])] = &[
    ("net.ipv4.tcp_sack", &["0"]),
    ("net.ipv4.tcp_timestamps", &["0"]),
    ("net.ipv4.tcp_window_scaling", &["0"]),
    ("net.ipv4.tcp_dsack", &["0"]),
    ("net.ipv4.tcp_recovery", &["0", "2", "4", "5"]),
    ("net.ipv4.tcp_early_retrans", &["0"]),
    ("net.ipv4.tcp_frto", &["0"]),
    ("net.ipv4.tcp_congestion_control", &["reno"]),
    ("net.ipv4.tcp_rmem", &["4096 16384 65536", "4096 4096 8192", "1 2304 4000000"]),
    ("net.ipv4.tcp_wmem", &["4096 8192 65536", "4096 4608 4608"]),
    ("net.ipv4.tcp_moderate_rcvbuf", &["0"]),
    ("net.ipv4.tcp_slow_start_after_idle", &["0"]),
    ("net.ipv4.tcp_syncookies", &["0", "2"]),
    ("net.ipv4.tcp_comp_sack_nr", &["0", "3"]),
    ("net.ipv4.tcp_reordering", &["1", "10"]),
    ("net.ipv4.tcp_retrans_collapse", &["0"]),
    ("net.ipv4.tcp_thin_linear_timeouts", &["1"]),
    ("net.ipv4.tcp_rto_min_us", &["5000", "1000000"]),
    ("net.ipv4.tcp_rto_max_ms", &["1000", "10000"]),
    ("net.ipv4.tcp_notsent_lowat", &["1", "4096"]),
    ("net.ipv4.tcp_tso_win_divisor", &["0", "1"]),
    ("net.ipv4.tcp_min_tso_segs", &["1", "16"]),
    ("net.ipv4.tcp_app_win", &["1", "5"]),
    ("net.ipv4.tcp_min_snd_mss", &["65"]),
    ("net.ipv4.tcp_shrink_window", &["1"]),
    ("net.ipv4.tcp_tw_reuse", &["1"]),
    ("net.ipv4.tcp_fin_timeout", &["1"]),
    ("net.ipv4.tcp_pingpong_thresh", &["3"]),
    ("net.ipv4.tcp_syn_linear_timeouts", &["0"]),
];

/// Draws from the seed's stream.
struct Draw(Random);

impl Draw {
    fn below(&mut self, bound: u32) -> u32 {
        self.0.below(bound)
    }
    fn chance(&mut self, of_hundred: u32) -> bool {
        self.below(100) < of_hundred
    }
    fn one<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len() as u32) as usize]
    }
    /// Between 1 and `most`, each order of magnitude as likely as the other.
    fn scale(&mut self, most: u64) -> u64 {
        let bits = self.below(64 - most.leading_zeros()) + 1;
        (self.0.next_u64() % (1 << bits)).clamp(1, most)
    }

    fn side(&mut self, largest: u64) -> Side {
        let mut options = Vec::new();
        for (name, values) in [(1, &[1][..]), (2, &[88, 536]), (3, &[1]), (12, &[0, 1]), (25, &[1, 5000])] {
            if self.chance(8) {
                options.push((name, self.one(values)));
            }
        }
        let chunk = self.scale(100_000);
        let read = self.scale(70_000);
        let buffer = |draw: &mut Self| {
            draw.chance(40).then(|| draw.one(&[1, 16, 64, 300, 1000, 2048, 4096, 16_384, 100_000, 4_000_000]))
        };
        let send = if self.chance(15) { 0 } else { self.scale(largest) };
        Side {
            // Every call costs time: not too many of them.
            send: send.min(300 * chunk),
            chunk,
            read,
            pause: if self.chance(20) { self.scale(20_000_000) } else { 0 },
            polls: self.chance(25),
            more: self.chance(10),
            send_buffer: buffer(self),
            receive_buffer: buffer(self),
            options,
            reno: self.chance(20),
            ending: if self.chance(12) { Ending::Abrupt } else { Ending::Graceful },
        }
    }

    fn flow(&mut self, largest: u64) -> FlowCase {
        let (mut client, mut server) = (self.side(largest), self.side(largest));
        client.send = client.send.min(500 * server.read);
        server.send = server.send.min(500 * client.read);
        let client_left = self.chance(65);
        let server_left = if self.chance(7) { client_left } else { !client_left };
        FlowCase { client_left, server_left, start: self.scale(2_000_000), client, server }
    }

    fn link(&mut self, bad: bool) -> LinkCase {
        let rate = self.chance(40).then(|| {
            let queue = self.chance(50).then(|| self.scale(200) as u32 + 1);
            (self.one(&[256, 1_000, 10_000, 100_000, 1_000_000]), queue)
        });
        let loss = if bad && self.chance(40) { self.scale(30_000) as u32 } else { 0 };
        LinkCase { delay: self.scale(60_000_000), rate, loss }
    }

    fn deed(&mut self, links: usize, flows: usize) -> Deed {
        let (flow, server) = (self.below(flows as u32) as usize, self.chance(50));
        match self.below(10) {
            0..3 => Deed::Outage { link: self.below(links as u32) as usize, length: self.scale(20_000_000) },
            3..5 => Deed::Pause { flow, server, length: self.scale(20_000_000) },
            5 => Deed::Kill { flow, server },
            6..8 => Deed::Read { flow, server, length: self.scale(5_000) as u32 },
            _ => {
                let (name, values) = self.one(SETTINGS);
                Deed::Setting { left: self.chance(50), name, value: self.one(values) }
            }
        }
    }
}

impl Case {
    /// The case of a seed; no program sends more than `largest` bytes.
    pub fn draw(seed: u64, largest: u64) -> Case {
        let mut draw = Draw(Random::new(seed));
        let bad = draw.chance(60);
        let links: Vec<LinkCase> = (0..draw.below(6) + 2).map(|_| draw.link(bad)).collect();
        let mut faults = Faults::default();
        if bad {
            let strike =
                |draw: &mut Draw, most: u64| if draw.chance(50) { draw.scale(most) as u32 } else { 0 };
            let each = 40 / links.len() as u64 + 1;
            faults.drop = strike(&mut draw, each);
            faults.corrupt = strike(&mut draw, each);
            faults.delay = strike(&mut draw, 20);
            faults.duplicate = strike(&mut draw, 20);
            faults.reorder = strike(&mut draw, 20);
        }
        let mut flows: Vec<FlowCase> =
            (0..draw.one(&[1, 1, 1, 2, 3, 4])).map(|_| draw.flow(largest)).collect();
        let settings = [(); 2].map(|()| {
            let count = draw.one(&[0, 0, 1, 2, 4]);
            let mut chosen = Vec::new();
            for _ in 0..count {
                let (name, values) = draw.one(SETTINGS);
                chosen.push((name, draw.one(values)));
            }
            chosen
        });
        let mut deeds = Vec::new();
        if draw.chance(30) {
            for _ in 0..draw.below(4) + 1 {
                deeds.push((draw.scale(8_000_000), draw.deed(links.len(), flows.len())));
            }
            deeds.sort_by_key(|(at, _)| *at);
        }
        let textbook = draw.chance(35);
        if textbook {
            flows.iter_mut().for_each(FlowCase::spare_tiny_buffers);
        }
        Case {
            seed,
            textbook,
            veth: draw.chance(25),
            costs: draw.one(&[Costs::Plain, Costs::Plain, Costs::Traced, Costs::Free]),
            arp: draw.chance(40),
            mtu: draw.one(&[128, 296, 576, 1006, 1500, 1500, 1500, 4000, 9000, 65_535]),
            queue: draw.one(&[2, 10, 100, 1000, 1000]),
            before_wrap: [(); 2].map(|()| draw.chance(50).then(|| draw.scale(largest) as u32 + 256)),
            cross: draw.chance(15).then(|| (draw.below(30) + 1, draw.scale(8_000), draw.scale(20_000))),
            links,
            faults,
            settings,
            flows,
            deeds,
        }
    }

    /// The world that it describes, without its programs.
    pub fn scenario(&self) -> Scenario {
        let delays: Vec<Duration> = self.links.iter().map(|link| Duration::from_nanos(link.delay)).collect();
        let mut topology = Topology::chain(self.links.len() - 1, &delays).expect("2 to 7 links");
        topology.mtu = self.mtu;
        topology.queue_length = self.queue;
        for (spec, link) in topology.links.iter_mut().zip(&self.links) {
            spec.loss_per_million = link.loss;
            let rate = link.rate.map(|(kilobits, queue)| RateSpec {
                rate: Rate::from_bits_per_second(kilobits * 1_000),
                queue,
            });
            spec.rate = [rate, rate];
        }
        let right = topology.computers.len() - 1;
        for (computer, settings) in [0, right].into_iter().zip(&self.settings) {
            for (name, value) in settings {
                topology.computers[computer].sysctl.insert((*name).into(), (*value).into());
            }
        }
        if !self.arp {
            topology = topology.with_static_neighbours();
        }
        Scenario {
            seed: self.seed,
            policy: if self.textbook { Policy::Textbook } else { Policy::Linux },
            profile: if self.veth { ReceiveProfile::Veth } else { ReceiveProfile::Tap },
            costs: self.costs,
            topology,
            drops: Vec::new(),
            down: Vec::new(),
            horizon: Horizon { time: Instant::from_millis(36_000_000), records: u64::MAX },
        }
    }

    /// Whether every connection must come to its proper end: every program reads to the end, nobody interferes with
    /// programs or cables, and so few frames get lost that neither TCP nor ARP may give up.
    pub fn must_succeed(&self) -> bool {
        let faults = 1_000 * (self.faults.drop + self.faults.corrupt);
        let worst = self.links.iter().map(|link| link.loss + faults).max().unwrap_or(0);
        let path: u32 = self.links.iter().map(|link| link.loss + faults).sum();
        if path > 60_000 || (self.arp && worst > 6_000) {
            return false;
        }
        let graceful = |flow: &FlowCase| {
            flow.client.ending == Ending::Graceful && flow.server.ending == Ending::Graceful
        };
        // An orphan whose timeout has come to the largest one is given up at once (`tcp_probe_timer`, `tcp_orphan_retries`).
        let later = self.deeds.iter().filter_map(|(_, deed)| match deed {
            Deed::Setting { name, .. } => Some(*name),
            _ => None,
        });
        let set = self.settings.iter().flatten().map(|(name, _)| *name);
        // A window taken back lets what is out of order keep out what is in order (`tcp_data_queue` with a closed window).
        // A cookie is lost with the first ACK and the first data: what is sent again behind them does not prove it.
        let apart = ["net.ipv4.tcp_rto_max_ms", "net.ipv4.tcp_syncookies", "net.ipv4.tcp_shrink_window"];
        if set.chain(later).any(|name| apart.contains(&name)) {
            return false;
        }
        let gentle = |(_, deed): &(u64, Deed)| matches!(deed, Deed::Setting { .. } | Deed::Read { .. });
        self.flows.iter().all(graceful) && self.deeds.iter().all(gentle)
    }

    /// Cases that are simpler in one point, the boldest first.
    pub fn simpler(&self) -> Vec<Case> {
        let mut all = Vec::new();
        let mut with = |change: &dyn Fn(&mut Case)| {
            let mut other = self.clone();
            change(&mut other);
            if other != *self {
                all.push(other);
            }
        };
        for flow in 0..self.flows.len() {
            with(&|case| {
                if case.flows.len() > 1 {
                    case.flows.remove(flow);
                    case.deeds.clear();
                }
            });
        }
        with(&|case| case.deeds.clear());
        for deed in 0..self.deeds.len() {
            with(&|case| {
                case.deeds.remove(deed);
            });
        }
        with(&|case| case.cross = None);
        with(&|case| case.links.truncate(2));
        with(&|case| case.faults = Faults::default());
        with(&|case| case.faults.drop = 0);
        with(&|case| case.faults.corrupt = 0);
        with(&|case| case.faults.delay = 0);
        with(&|case| case.faults.duplicate = 0);
        with(&|case| case.faults.reorder = 0);
        with(&|case| case.before_wrap = [None; 2]);
        with(&|case| case.veth = false);
        with(&|case| case.arp = false);
        with(&|case| case.mtu = 1500);
        with(&|case| case.queue = 1000);
        with(&|case| case.costs = Costs::Plain);
        for side in 0..2 {
            for setting in 0..self.settings[side].len() {
                with(&|case| {
                    case.settings[side].remove(setting);
                });
            }
        }
        for link in 0..self.links.len() {
            with(&|case| case.links[link].loss = 0);
            with(&|case| case.links[link].rate = None);
            with(&|case| case.links[link].delay = 1_000_000);
        }
        for flow in 0..self.flows.len() {
            with(&|case| case.flows[flow].start = 0);
            for server in [false, true] {
                let changes: [&dyn Fn(&mut Side); 12] = [
                    &|side| side.send = 0,
                    &|side| side.send /= 2,
                    &|side| side.options.clear(),
                    &|side| side.pause = 0,
                    &|side| side.polls = false,
                    &|side| side.more = false,
                    &|side| side.send_buffer = None,
                    &|side| side.receive_buffer = None,
                    &|side| side.reno = false,
                    &|side| side.ending = Ending::Graceful,
                    &|side| side.chunk = 1000,
                    &|side| side.read = 65_536,
                ];
                for change in changes {
                    with(&|case| {
                        let flow = &mut case.flows[flow];
                        change(if server { &mut flow.server } else { &mut flow.client });
                    });
                }
            }
        }
        all
    }
}

impl FlowCase {
    /// The textbook's buffers hold no more than was asked for: a stream through one byte takes a round trip for each.
    fn spare_tiny_buffers(&mut self) {
        let most = |buffer: Option<i32>| buffer.map_or(u64::MAX, |size| 300 * size as u64);
        let (client, server) = (&mut self.client, &mut self.server);
        client.send = client.send.min(most(client.send_buffer)).min(most(server.receive_buffer));
        server.send = server.send.min(most(server.send_buffer)).min(most(client.receive_buffer));
    }

    /// The server's or the client's part.
    pub fn side(&self, server: bool) -> &Side {
        if server { &self.server } else { &self.client }
    }
}
