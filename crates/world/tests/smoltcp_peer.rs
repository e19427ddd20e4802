//! The other peer: random exchanges between one of our kernels and smoltcp over a bad pipe complete, and intact.
//!
//! Packets are lost, doubled, delayed so that they overtake each other, and single bits of them flip (there is no frame
//! check on this pipe: IP's and TCP's checksums have to notice). A failure prints its seed. One seed again:
//! `NETLAB_SOAK_SEED=7 NETLAB_SOAK_RUNS=1 cargo test -p netlab-world --test smoltcp_peer -- --ignored --nocapture soak`.

#[allow(dead_code)]
#[path = "properties/case.rs"]
mod case;
#[allow(dead_code)]
#[path = "properties/program.rs"]
mod program;

use case::{Ending, Side};
use core::net::Ipv4Addr;
use netlab_abi::{Pid, SocketAddrV4, Syscall, SyscallValue};
use netlab_kernel::Kernel;
use netlab_kernel::config::{CostTable, KernelConfig, Policy, ReceiveProfile};
use netlab_kernel::device::InterfaceConfig;
use netlab_kernel::event::{Event, ExitStatus, Frame, FrameId, Interface};
use netlab_kernel::random::Random;
use netlab_kernel::record::Recorder;
use netlab_kernel::sysctl::Sysctl;
use netlab_wire::{Duration, EtherType, EthernetHeader, Instant, MacAddress, Seq};
use program::{Peer, pattern};
use smoltcp::iface::{Config, Interface as Stack, SocketHandle, SocketSet};
use smoltcp::phy::{Device, DeviceCapabilities, Medium, RxToken, TxToken};
use smoltcp::socket::tcp::{CongestionControl, Socket, SocketBuffer, State};
use smoltcp::wire::{HardwareAddress, IpAddress, IpCidr};
use std::cell::Cell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

const OURS: Ipv4Addr = Ipv4Addr::new(10, 9, 0, 1);
const THEIRS: Ipv4Addr = Ipv4Addr::new(10, 9, 0, 2);
const OUR_MAC: MacAddress = MacAddress([2, 0, 0, 0, 0, 1]);
const THEIR_MAC: MacAddress = MacAddress([2, 0, 0, 0, 0, 2]);
const PORT: u16 = 8080;
/// No exchange needs longer.
const HORIZON: Instant = Instant::from_millis(7_200_000);
const LIVELOCK: u32 = 2_000_000;

/// What decides an exchange.
#[derive(Debug, Clone)]
struct Exchange {
    seed: u64,
    /// Which end listens.
    we_listen: bool,
    policy: Policy,
    ours: Side,
    /// Bytes smoltcp sends, and its buffers.
    theirs: u64,
    buffer: usize,
    reno: bool,
    timestamps: bool,
    mtu: usize,
    /// Microseconds one way, and by how much more a delayed packet comes later.
    delay: u32,
    jitter: u32,
    /// Of a thousand packets.
    loss: u32,
    duplicate: u32,
    late: u32,
    flip: u32,
    near_wrap: bool,
}

impl Exchange {
    fn draw(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let mut below = |bound: u32| random.below(bound);
        let bad = below(4) > 0;
        let mut share = |most: u32| if bad { below(most) } else { 0 };
        let (loss, duplicate, late, flip) = (share(60), share(40), share(60), share(30));
        let size = |below: &mut dyn FnMut(u32) -> u32| {
            let bits = below(18);
            u64::from(below(1 << bits))
        };
        let read = 1 + below(30_000);
        let ours = Side {
            send: size(&mut below).min(150_000),
            chunk: u64::from(below(20_000)) + 200,
            read: u64::from(read),
            pause: 0,
            polls: below(3) == 0,
            more: below(8) == 0,
            send_buffer: (below(3) == 0).then(|| 1 << (8 + below(10))),
            // Large enough for the window never to close: where it closes while data is under way smoltcp 0.14 takes up
            // probing and sends that data never again, and after it has opened it may send more than fits it.
            receive_buffer: (below(3) == 0).then(|| 1 << (15 + below(4))),
            options: if below(4) == 0 { vec![(1, 1)] } else { Vec::new() },
            reno: below(3) == 0,
            ending: Ending::Graceful,
        };
        Exchange {
            seed,
            we_listen: below(2) == 0,
            policy: if below(3) == 0 { Policy::Textbook } else { Policy::Linux },
            theirs: size(&mut below).min(500 * u64::from(read)),
            ours,
            buffer: [2_000, 16_384, 65_535, 262_144][below(4) as usize],
            reno: below(2) == 0,
            timestamps: below(2) == 0,
            mtu: [576, 1_500, 1_500, 9_000][below(4) as usize],
            delay: below(50_000) + 1,
            jitter: below(30_000) + 1,
            loss,
            duplicate,
            late,
            flip,
            near_wrap: below(2) == 0,
        }
    }
}

thread_local! {
    /// smoltcp asks a function without state for the time of its timestamps.
    static MILLIS: Cell<u32> = const { Cell::new(0) };
}

/// smoltcp's device: packets in, packets out.
struct Pipe {
    come: VecDeque<Vec<u8>>,
    gone: Vec<Vec<u8>>,
    mtu: usize,
}

struct Come(Vec<u8>);
struct Gone<'a>(&'a mut Vec<Vec<u8>>);

impl RxToken for Come {
    fn consume<R, F: FnOnce(&[u8]) -> R>(self, take: F) -> R {
        take(&self.0)
    }
}

impl TxToken for Gone<'_> {
    fn consume<R, F: FnOnce(&mut [u8]) -> R>(self, length: usize, fill: F) -> R {
        let mut packet = vec![0; length];
        let result = fill(&mut packet);
        self.0.push(packet);
        result
    }
}

impl Device for Pipe {
    type RxToken<'a> = Come;
    type TxToken<'a> = Gone<'a>;

    fn receive(&mut self, _: smoltcp::time::Instant) -> Option<(Come, Gone<'_>)> {
        let packet = self.come.pop_front()?;
        Some((Come(packet), Gone(&mut self.gone)))
    }

    fn transmit(&mut self, _: smoltcp::time::Instant) -> Option<Gone<'_>> {
        Some(Gone(&mut self.gone))
    }

    fn capabilities(&self) -> DeviceCapabilities {
        let mut capabilities = DeviceCapabilities::default();
        capabilities.medium = Medium::Ip;
        capabilities.max_transmission_unit = self.mtu;
        capabilities
    }
}

/// smoltcp with its program: sends all, closes, reads to the end.
struct Other {
    stack: Stack,
    pipe: Pipe,
    set: SocketSet<'static>,
    socket: SocketHandle,
    sent: u64,
    received: u64,
}

fn smol_time(now: Instant) -> smoltcp::time::Instant {
    smoltcp::time::Instant::from_micros(now.as_micros() as i64)
}

impl Other {
    fn new(exchange: &Exchange) -> Self {
        let mut pipe = Pipe { come: VecDeque::new(), gone: Vec::new(), mtu: exchange.mtu };
        let mut config = Config::new(HardwareAddress::Ip);
        config.random_seed = exchange.seed;
        let mut stack = Stack::new(config, &mut pipe, smol_time(Instant::ZERO));
        stack.update_ip_addrs(|list| {
            list.push(IpCidr::new(IpAddress::Ipv4(THEIRS), 24)).expect("room for one address");
        });
        let buffer = || SocketBuffer::new(vec![0; exchange.buffer]);
        let mut socket = Socket::new(buffer(), buffer());
        let control = if exchange.reno { CongestionControl::Reno } else { CongestionControl::Cubic };
        socket.set_congestion_control(control);
        if exchange.timestamps {
            socket.set_tsval_generator(Some(|| MILLIS.get()));
        }
        let mut set = SocketSet::new(Vec::new());
        let socket = set.add(socket);
        Other { stack, pipe, set, socket, sent: 0, received: 0 }
    }

    fn open(&mut self, we_listen: bool) {
        let socket = self.set.get_mut::<Socket>(self.socket);
        if we_listen {
            let to = (IpAddress::Ipv4(OURS), PORT);
            socket.connect(self.stack.context(), to, 40_000).expect("a closed socket can connect");
        } else {
            socket.listen(PORT).expect("a closed socket can listen");
        }
    }

    /// Does everything there is to do now; packets that come out are left in the pipe.
    fn work(&mut self, now: Instant, exchange: &Exchange) {
        MILLIS.set(now.as_millis() as u32);
        loop {
            self.stack.poll(smol_time(now), &mut self.pipe, &mut self.set);
            if !self.program(exchange) {
                return;
            }
        }
    }

    /// Whether the program has done something.
    fn program(&mut self, exchange: &Exchange) -> bool {
        let stream = u32::from(exchange.we_listen);
        let socket = self.set.get_mut::<Socket>(self.socket);
        let mut busy = false;
        while socket.can_send() && self.sent < exchange.theirs {
            let length = (exchange.theirs - self.sent).min(1_000);
            let bytes: Vec<u8> =
                (self.sent..self.sent + length).map(|offset| pattern(1 - stream, offset)).collect();
            self.sent += socket.send_slice(&bytes).expect("it can send") as u64;
            busy = true;
        }
        while socket.can_recv() {
            let from = self.received;
            let count = socket.recv(|bytes| {
                let good = bytes.iter().zip(from..).all(|(byte, offset)| *byte == pattern(stream, offset));
                assert!(good, "smoltcp reads other bytes than were sent, from {from} on");
                (bytes.len(), bytes.len())
            });
            self.received += count.expect("it can receive") as u64;
            busy = true;
        }
        let done = self.sent == exchange.theirs;
        if done && matches!(socket.state(), State::Established | State::CloseWait) {
            socket.close();
            busy = true;
        }
        busy
    }

    fn state(&self) -> State {
        self.set.get::<Socket>(self.socket).state()
    }
}

/// Both ends and the pipe between them.
struct Run<'a> {
    exchange: &'a Exchange,
    now: Instant,
    kernel: Kernel,
    interface: Interface,
    recorder: Recorder,
    process: Pid,
    other: Other,
    faults: Random,
    flying: BTreeMap<(Instant, u64), (bool, Vec<u8>)>,
    packets: u64,
    traces: bool,
    sent: u64,
    received: u64,
    status: Option<ExitStatus>,
}

impl<'a> Run<'a> {
    fn new(exchange: &'a Exchange) -> Self {
        let mut kernel = Kernel::new(KernelConfig {
            name: "netlab".into(),
            host_number: 0,
            seed: exchange.seed,
            policy: exchange.policy,
            profile: ReceiveProfile::Tap,
            costs: CostTable::PLAIN,
            forwarding: false,
            sysctl: Sysctl::default(),
        });
        let interface = kernel.add_interface(InterfaceConfig {
            name: "eth0".into(),
            mac: OUR_MAC,
            address: OURS,
            prefix_length: 24,
            mtu: exchange.mtu as u32,
            queue_length: 1_000,
            transmit_ring: 256,
            receive_ring: 256,
        });
        kernel.add_neighbour(interface, THEIRS, THEIR_MAC);
        if exchange.near_wrap {
            kernel.draw_sequences_from(Seq::new(0_u32.wrapping_sub(exchange.ours.send as u32 / 2 + 300)));
        }
        let mut recorder = Recorder::new(0, true);
        let stream = u32::from(exchange.we_listen);
        let peer = Peer::new(&exchange.ours, stream, exchange.we_listen, SocketAddrV4::new(THEIRS, PORT));
        let process = kernel.spawn(Instant::ZERO, "ours", Box::new(peer), &mut recorder);
        Run {
            exchange,
            now: Instant::ZERO,
            kernel,
            interface,
            recorder,
            process,
            other: Other::new(exchange),
            faults: Random::new(exchange.seed ^ 0x7069_7065),
            flying: BTreeMap::new(),
            packets: 0,
            traces: std::env::var_os("NETLAB_SOAK_TRACE").is_some(),
            sent: 0,
            received: 0,
            status: None,
        }
    }

    /// A packet enters the pipe.
    fn fly(&mut self, to_us: bool, mut packet: Vec<u8>) {
        if self.traces {
            let tcp = u32::from_be_bytes(packet[24..28].try_into().expect("4 bytes"));
            let ack = u32::from_be_bytes(packet[28..32].try_into().expect("4 bytes"));
            let window = u16::from_be_bytes([packet[34], packet[35]]);
            let payload = packet.len() - 20 - usize::from(packet[32] >> 4) * 4;
            let (at, flags) = (self.now.as_micros(), packet[33]);
            println!(
                "{at} to us: {to_us} seq {tcp} ack {ack} window {window} flags {flags:x} payload {payload}"
            );
        }
        let mut strikes = |share: u32| share > 0 && self.faults.below(1_000) < share;
        if strikes(self.exchange.loss) {
            return;
        }
        let copies = if strikes(self.exchange.duplicate) { 2 } else { 1 };
        let late = strikes(self.exchange.late);
        if strikes(self.exchange.flip) {
            let bit = self.faults.below(packet.len() as u32 * 8);
            packet[(bit / 8) as usize] ^= 1 << (bit % 8);
        }
        for copy in 0..copies {
            let later = if late || copy > 0 { self.faults.below(self.exchange.jitter) } else { 0 };
            let arrive = self.now + Duration::from_micros(u64::from(self.exchange.delay + later));
            self.packets += 1;
            self.flying.insert((arrive, self.packets), (to_us, packet.clone()));
        }
    }

    fn arrive(&mut self, to_us: bool, packet: Vec<u8>) {
        if !to_us {
            self.other.pipe.come.push_back(packet);
            return;
        }
        let mut bytes = Vec::with_capacity(EthernetHeader::LENGTH + packet.len());
        EthernetHeader { destination: OUR_MAC, source: THEIR_MAC, ether_type: EtherType::Ipv4 }
            .emit(&mut bytes);
        bytes.extend(packet);
        let id = FrameId(1 << 63 | self.packets);
        let frame = Frame::from_outside(id, Rc::from(bytes));
        self.kernel.frame_arrives(self.now, self.interface, frame, &mut self.recorder);
    }

    /// What came out of both ends.
    fn collect(&mut self) {
        while self.kernel.next_transmitter().is_some() {
            while let Some(frame) = self.kernel.transmit(self.now, self.interface, &mut self.recorder) {
                self.fly(false, frame.bytes[EthernetHeader::LENGTH..].to_vec());
            }
        }
        for packet in std::mem::take(&mut self.other.pipe.gone) {
            self.fly(true, packet);
        }
        let events: Vec<Event> = self.recorder.drain().map(|record| record.event).collect();
        for event in &events {
            if self.traces && !matches!(event, Event::SyscallEntered { .. } | Event::SyscallReturned { .. }) {
                println!("{} {event:?}", self.now.as_micros());
            }
            self.watch(event);
        }
    }

    fn watch(&mut self, event: &Event) {
        match event {
            Event::SyscallReturned { call, result, .. } => match (&**call, &**result) {
                (Syscall::Send { .. }, Ok(SyscallValue::Sent { count, .. })) => self.sent += *count as u64,
                (Syscall::Receive { .. }, Ok(SyscallValue::Received(received))) => {
                    let stream = u32::from(!self.exchange.we_listen);
                    let from = self.received;
                    let mut pairs = received.data.bytes.iter().zip(from..);
                    let good = pairs.all(|(byte, offset)| *byte == pattern(stream, offset));
                    assert!(good, "our program reads other bytes than were sent, from {from} on");
                    self.received += received.data.len() as u64;
                }
                (_, Err(netlab_abi::Errno::EAGAIN) | Ok(_)) => {}
                (call, Err(errno)) => panic!("{} returns {}", call.name(), errno.name()),
            },
            Event::ProcessExited { pid, status } if *pid == self.process => self.status = Some(*status),
            _ => {}
        }
    }

    fn next(&mut self) -> Option<Instant> {
        let theirs = self.other.stack.poll_at(smol_time(self.now), &self.other.set);
        let theirs = theirs.map(|at| Instant::from_nanos(at.total_micros() as u64 * 1_000).max(self.now));
        let packet = self.flying.keys().next().map(|(at, _)| *at);
        [self.kernel.next_deadline(), packet, theirs].into_iter().flatten().min()
    }

    fn finish(mut self) -> u64 {
        let mut opened = false;
        for _ in 0..LIVELOCK {
            // smoltcp opens when our end listens or is about to connect.
            if !opened && (self.now > Instant::from_millis(1) || !self.exchange.we_listen) {
                self.other.open(self.exchange.we_listen);
                opened = true;
            }
            self.other.work(self.now, self.exchange);
            self.collect();
            let over = matches!(self.other.state(), State::Closed | State::TimeWait);
            if opened && over && self.status.is_some() {
                break;
            }
            let opening = (!opened).then_some(Instant::from_millis(2));
            let Some(at) = [self.next(), opening].into_iter().flatten().min() else { break };
            assert!(at <= HORIZON, "not at an end: {}", self.told());
            self.now = at;
            while let Some(entry) = self.flying.first_entry()
                && entry.key().0 <= at
            {
                let (to_us, packet) = entry.remove();
                self.arrive(to_us, packet);
            }
            while self.kernel.next_deadline().is_some_and(|due| due <= at) {
                self.kernel.run(at, &mut self.recorder);
            }
        }
        let complete = self.status == Some(ExitStatus::Code(0))
            && self.received == self.exchange.theirs
            && self.other.received == self.exchange.ours.send
            && self.sent == self.exchange.ours.send;
        assert!(complete, "not complete: {}", self.told());
        self.received + self.other.received
    }

    fn told(&self) -> String {
        format!(
            "at {:?}: our program {:?}, sent {}, received {}; smoltcp {:?}, sent {}, received {}; {:?}",
            self.now,
            self.status,
            self.sent,
            self.received,
            self.other.state(),
            self.other.sent,
            self.other.received,
            self.kernel
                .tcp_sockets(self.now)
                .iter()
                .map(|view| (view.state, view.send_queue))
                .collect::<Vec<_>>(),
        )
    }
}

/// Bytes that went both ways.
fn hold(seeds: impl Iterator<Item = u64>) -> u64 {
    let mut bytes = 0;
    for seed in seeds {
        let exchange = Exchange::draw(seed);
        let outcome = std::panic::catch_unwind(|| Run::new(&exchange).finish());
        bytes += outcome.unwrap_or_else(|panic| {
            println!("seed {seed}: {exchange:#?}");
            std::panic::resume_unwind(panic)
        });
    }
    bytes
}

#[test]
fn we_and_smoltcp_understand_each_other_on_a_bad_way() {
    let bytes = hold(0..1_000);
    assert!(bytes > 5_000_000, "only {bytes} bytes went both ways");
}

#[test]
#[ignore = "soak: 20,000 exchanges with smoltcp"]
fn soak_smoltcp() {
    let setting = |name: &str, usual: u64| {
        std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(usual)
    };
    let (seed, runs) = (setting("NETLAB_SOAK_SEED", 1_000_000), setting("NETLAB_SOAK_RUNS", 20_000));
    println!("{} bytes both ways", hold(seed..seed + runs));
}
