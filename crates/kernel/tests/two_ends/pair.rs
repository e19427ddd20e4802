//! Two kernels and the pipe between them.

use crate::common::script::Script;
use crate::common::{interface, kernel_with, mac};
use expect_test::Expect;
use netlab_kernel::Kernel;
use netlab_kernel::config::{CostTable, Policy};
use netlab_kernel::event::{Frame, Interface};
use netlab_kernel::record::Recorder;
use netlab_wire::{Duration, EthernetHeader, Instant, Ipv4Addr, Ipv4Header, MacAddress, Seq, TcpHeader};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What the pipe does to a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Lost,
    Doubled,
    /// So many milliseconds late.
    Late(u64),
}

/// Client and server, numbers 0 and 1, 10 ms apart.
pub struct Pair {
    now: Instant,
    pub kernels: [Kernel; 2],
    recorder: Recorder,
    /// By direction (0: from the client) and number of the packet, from 1.
    fates: BTreeMap<(usize, u32), Fate>,
    sent: [u32; 2],
    flying: BTreeMap<(Instant, u32), (usize, Frame)>,
    first: [Option<Seq>; 2],
    text: String,
}

pub const DELAY: Duration = Duration::from_millis(10);
pub const PORT: Interface = Interface(1);

impl Pair {
    pub fn new(policy: Policy, fates: &[(usize, u32, Fate)]) -> Self {
        let address = |host: usize| Ipv4Addr::new(10, 0, 0, host as u8 + 1);
        let hardware = |host: usize| -> MacAddress { mac(host as u8, 1) };
        let kernels = [0, 1].map(|host| {
            let name = ["client", "server"][host];
            let mut kernel = kernel_with(host as u16, name, false, CostTable::FREE, policy);
            let added = kernel.add_interface(interface("eth0", hardware(host), address(host).octets(), 1500));
            assert_eq!(added, PORT);
            kernel.add_neighbour(PORT, address(1 - host), hardware(1 - host));
            kernel
        });
        Pair {
            now: Instant::ZERO,
            kernels,
            recorder: Recorder::new(0, false),
            fates: fates.iter().map(|&(from, number, fate)| ((from, number), fate)).collect(),
            sent: [0; 2],
            flying: BTreeMap::new(),
            first: [None; 2],
            text: String::new(),
        }
    }

    /// Starts both programs, the server's first, and runs for so long.
    pub fn run(mut self, server: Script, client: Script, millis: u64) -> String {
        self.kernels[1].spawn(self.now, "server", Box::new(server), &mut self.recorder);
        self.turn(1);
        self.kernels[0].spawn(self.now, "client", Box::new(client), &mut self.recorder);
        self.turn(0);
        let end = Instant::from_millis(millis);
        for _ in 0..100_000 {
            let frame = self.flying.keys().next().map(|(at, _)| *at);
            let deadlines = self.kernels.iter().filter_map(Kernel::next_deadline);
            let Some(at) = deadlines.chain(frame).min().filter(|at| *at <= end) else { return self.text };
            assert!(at >= self.now, "time does not go back");
            self.now = at;
            if frame == Some(at) {
                let ((_, _), (to, frame)) = self.flying.pop_first().expect("just seen");
                self.kernels[to].frame_arrives(at, PORT, frame, &mut self.recorder);
                self.turn(to);
                continue;
            }
            for host in 0..2 {
                if self.kernels[host].next_deadline() == Some(at) {
                    self.kernels[host].run(at, &mut self.recorder);
                    self.turn(host);
                }
            }
        }
        panic!("a run that does not end:\n{}", self.text);
    }

    /// Does what a kernel has to do at once, and sends what comes of it.
    fn turn(&mut self, host: usize) {
        while self.kernels[host].next_deadline().is_some_and(|at| at <= self.now) {
            self.kernels[host].run(self.now, &mut self.recorder);
        }
        while self.kernels[host].next_transmitter().is_some() {
            while let Some(frame) = self.kernels[host].transmit(self.now, PORT, &mut self.recorder) {
                self.enter(host, frame);
            }
        }
    }

    fn enter(&mut self, from: usize, frame: Frame) {
        self.sent[from] += 1;
        let fate = self.fates.remove(&(from, self.sent[from]));
        self.describe(from, &frame, fate);
        let late = match fate {
            Some(Fate::Late(millis)) => Duration::from_millis(millis),
            _ => Duration::ZERO,
        };
        let copies = match fate {
            Some(Fate::Lost) => 0,
            Some(Fate::Doubled) => 2,
            Some(Fate::Late(_)) | None => 1,
        };
        for copy in 0..copies {
            let number = 4 * (self.sent[0] + self.sent[1]) + copy;
            self.flying.insert((self.now + DELAY + late, number), (1 - from, frame.clone()));
        }
    }

    fn describe(&mut self, from: usize, frame: &Frame, fate: Option<Fate>) {
        let bytes = &frame.bytes[EthernetHeader::LENGTH..];
        let (ip, start) = Ipv4Header::parse(bytes).expect("an IPv4 header");
        let segment = &bytes[start..usize::from(ip.total_length)];
        let (tcp, header) = TcpHeader::parse_unchecked(segment).expect("a TCP header");
        if tcp.flags.syn() {
            self.first[from] = Some(tcp.sequence);
        }
        let relative = |host: usize, seq: Seq| seq.diff(self.first[host].unwrap_or(seq));
        let (at, seq) = (self.now.as_micros(), relative(from, tcp.sequence));
        let way = ["c > s", "s > c"][from];
        let mut line = format!("{:>6}.{} {way} {:<3} {seq}", at / 1_000, at / 100 % 10, tcp.flags);
        let length = segment.len() - header;
        if length > 0 {
            write!(line, ":{}", seq as usize + length).expect("a string takes all");
        }
        if tcp.flags.ack() {
            write!(line, " ack {}", relative(1 - from, tcp.acknowledgment)).expect("a string takes all");
        }
        write!(line, " win {}", tcp.window).expect("a string takes all");
        for &(left, right) in tcp.options.sack_blocks.as_slice() {
            let (left, right) = (relative(1 - from, left), relative(1 - from, right));
            write!(line, " sack {left}:{right}").expect("a string takes all");
        }
        if let Some(fate) = fate {
            write!(line, "  <- {fate:?}").expect("a string takes all");
        }
        self.text.push_str(&line);
        self.text.push('\n');
    }
}

pub fn linux(fates: &[(usize, u32, Fate)], server: Script, client: Script, millis: u64) -> String {
    Pair::new(Policy::Linux, fates).run(server, client, millis)
}

/// Compares without the indentation that all lines share: the expected text is written without it, too.
pub fn check(actual: &str, expected: Expect) {
    let indentation = |line: &str| line.len() - line.trim_start().len();
    let shared = actual.lines().map(indentation).min().unwrap_or(0);
    let text: String = actual.lines().map(|line| format!("{}\n", &line[shared..])).collect();
    expected.assert_eq(&text);
}
