//! Small programs, a small world of kernels joined by wires, and transcripts of what happened in it.

#![allow(dead_code)]

mod describe;
pub mod script;

pub use describe::describe;

use netlab_abi::{Pid, Program};
use netlab_kernel::Kernel;
use netlab_kernel::config::{CostTable, KernelConfig, Policy, ReceiveProfile};
use netlab_kernel::device::InterfaceConfig;
use netlab_kernel::event::{Event, Frame, Interface};
use netlab_kernel::record::{Record, Recorder};
use netlab_kernel::sysctl::Sysctl;
use netlab_wire::{Duration, Instant, Ipv4Addr, MacAddress};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// One way of a wire.
#[derive(Clone)]
struct Way {
    to: (usize, Interface),
    delay: Duration,
}

/// Kernels joined by wires of endless rate and a fixed delay.
#[derive(Clone)]
pub struct Net {
    pub now: Instant,
    pub kernels: Vec<Kernel>,
    ways: BTreeMap<(usize, Interface), Way>,
    flying: BTreeMap<(Instant, u64), (usize, Interface, Frame)>,
    sent: u64,
    recorder: Recorder,
    pub records: Vec<(usize, Record)>,
    /// Frames, counted over all wires from 0, that get lost.
    pub losses: Vec<u64>,
}

pub fn kernel(number: u16, name: &str, forwarding: bool) -> Kernel {
    kernel_with(number, name, forwarding, CostTable::PLAIN, Policy::Linux)
}

pub fn kernel_with(number: u16, name: &str, forwarding: bool, costs: CostTable, policy: Policy) -> Kernel {
    Kernel::new(KernelConfig {
        name: name.into(),
        host_number: number,
        seed: 1000 + u64::from(number),
        policy,
        profile: ReceiveProfile::Tap,
        costs,
        forwarding,
        sysctl: Sysctl::default(),
    })
}

pub fn mac(host: u8, interface: u8) -> MacAddress {
    MacAddress([2, 0, 0, 0, host, interface])
}

pub fn interface(name: &str, mac: MacAddress, address: [u8; 4], mtu: u32) -> InterfaceConfig {
    InterfaceConfig {
        name: name.into(),
        mac,
        address: Ipv4Addr::from(address),
        prefix_length: 24,
        mtu,
        queue_length: 1_000,
        transmit_ring: 256,
        receive_ring: 256,
    }
}

impl Net {
    pub fn new(kernels: Vec<Kernel>) -> Self {
        Net {
            now: Instant::ZERO,
            kernels,
            ways: BTreeMap::new(),
            flying: BTreeMap::new(),
            sent: 0,
            recorder: Recorder::new(0, true),
            records: Vec::new(),
            losses: Vec::new(),
        }
    }

    pub fn wire(&mut self, one: (usize, Interface), other: (usize, Interface), delay: Duration) {
        self.ways.insert(one, Way { to: other, delay });
        self.ways.insert(other, Way { to: one, delay });
    }

    /// The recordings' two hosts and two routers, 10 ms a link: client 10.0.1.2, routers .1.1/.2.1 and .2.2/.3.1,
    /// server 10.0.3.2. Neighbours are known unless `real_arp`.
    pub fn path(real_arp: bool, costs: CostTable) -> Self {
        let delay = Duration::from_millis(10);
        let mut kernels: Vec<Kernel> = ["client", "router1", "router2", "server"]
            .iter()
            .enumerate()
            .map(|(number, name)| {
                let router = (1..3).contains(&number);
                kernel_with(number as u16, name, router, costs, Policy::Linux)
            })
            .collect();
        let links = [
            ((0, [10, 0, 1, 2], "cli0"), (1, [10, 0, 1, 1], "r1a")),
            ((1, [10, 0, 2, 1], "r1b"), (2, [10, 0, 2, 2], "r2a")),
            ((2, [10, 0, 3, 1], "r2b"), (3, [10, 0, 3, 2], "srv0")),
        ];
        let mut wires = Vec::new();
        for (number, (one, other)) in links.into_iter().enumerate() {
            let number = number as u8;
            let (one_mac, other_mac) = (mac(one.0 as u8, number), mac(other.0 as u8, number));
            let left = kernels[one.0].add_interface(interface(one.2, one_mac, one.1, 1500));
            let right = kernels[other.0].add_interface(interface(other.2, other_mac, other.1, 1500));
            if !real_arp {
                kernels[one.0].add_neighbour(left, Ipv4Addr::from(other.1), other_mac);
                kernels[other.0].add_neighbour(right, Ipv4Addr::from(one.1), one_mac);
            }
            wires.push(((one.0, left), (other.0, right)));
        }
        let any = Ipv4Addr::UNSPECIFIED;
        kernels[0].add_route(any, 0, Some(Ipv4Addr::new(10, 0, 1, 1)), Interface(1));
        kernels[1].add_route(Ipv4Addr::new(10, 0, 3, 0), 24, Some(Ipv4Addr::new(10, 0, 2, 2)), Interface(2));
        kernels[2].add_route(Ipv4Addr::new(10, 0, 1, 0), 24, Some(Ipv4Addr::new(10, 0, 2, 1)), Interface(1));
        kernels[3].add_route(any, 0, Some(Ipv4Addr::new(10, 0, 3, 1)), Interface(1));
        for kernel in &mut kernels {
            kernel.add_host_name("server", Ipv4Addr::new(10, 0, 3, 2));
        }
        let mut net = Net::new(kernels);
        for (one, other) in wires {
            net.wire(one, other, delay);
        }
        net
    }

    pub fn spawn(&mut self, host: usize, name: &str, program: impl Program + 'static) -> Pid {
        let pid = self.kernels[host].spawn(self.now, name, Box::new(program), &mut self.recorder);
        self.collect(host);
        pid
    }

    pub fn act<R>(
        &mut self,
        host: usize,
        action: impl FnOnce(&mut Kernel, Instant, &mut Recorder) -> R,
    ) -> R {
        let result = action(&mut self.kernels[host], self.now, &mut self.recorder);
        self.collect(host);
        result
    }

    fn collect(&mut self, host: usize) {
        self.records.extend(self.recorder.drain().map(|record| (host, record)));
        for interface in self.kernels[host].transmitters() {
            while let Some(frame) = self.kernels[host].transmit(self.now, interface, &mut self.recorder) {
                self.records.extend(self.recorder.drain().map(|record| (host, record)));
                let Some(way) = self.ways.get(&(host, interface)) else { continue };
                let number = self.sent;
                self.sent += 1;
                if !self.losses.contains(&number) {
                    let (to, interface) = way.to;
                    self.flying.insert((self.now + way.delay, number), (to, interface, frame));
                }
            }
        }
    }

    fn next(&self) -> Option<Instant> {
        let frames = self.flying.keys().next().map(|(at, _)| *at);
        self.kernels.iter().filter_map(Kernel::next_deadline).chain(frames).min()
    }

    /// Does one thing; false when nothing is left.
    pub fn step(&mut self) -> bool {
        let Some(at) = self.next() else { return false };
        assert!(at >= self.now, "time does not go back");
        self.now = at;
        if let Some(entry) = self.flying.first_entry()
            && entry.key().0 == at
        {
            let (host, interface, frame) = entry.remove();
            self.kernels[host].frame_arrives(at, interface, frame, &mut self.recorder);
            self.collect(host);
            return true;
        }
        let host = (0..self.kernels.len())
            .find(|&host| self.kernels[host].next_deadline() == Some(at))
            .expect("somebody has something to do");
        self.kernels[host].run(at, &mut self.recorder);
        self.collect(host);
        true
    }

    /// Runs until `until`, or until nothing is left to do.
    pub fn run_until(&mut self, until: Instant) {
        let mut steps = 0_u64;
        while self.next().is_some_and(|at| at <= until) {
            self.step();
            steps += 1;
            assert!(steps < 10_000_000, "a run that does not end");
        }
    }

    /// One line a record, of those that `wanted` chooses.
    pub fn transcript(&self, wanted: impl Fn(&Event) -> bool) -> String {
        let mut text = String::new();
        for (host, record) in &self.records {
            if wanted(&record.event) {
                let micros = record.at.as_nanos() / 1_000;
                let (name, line) = (self.kernels[*host].name(), describe(&record.event));
                let at = format!("{}.{:03}", micros / 1_000, micros % 1_000);
                writeln!(text, "{at:<10} {name:<8} {line}").unwrap();
            }
        }
        text
    }

    /// System calls, what they returned, signals, output, ends of processes.
    pub fn calls(&self) -> String {
        self.transcript(|event| {
            matches!(
                event,
                Event::SyscallReturned { .. }
                    | Event::Blocked { .. }
                    | Event::SignalDelivered { .. }
                    | Event::ProcessExited { .. }
                    | Event::Output { .. }
            )
        })
    }

    /// Frames as they leave, and what was dropped.
    pub fn frames(&self) -> String {
        self.transcript(|event| {
            matches!(
                event,
                Event::FrameQueued { .. } | Event::Dropped { .. } | Event::NeighbourChanged { .. }
            )
        })
    }
}
