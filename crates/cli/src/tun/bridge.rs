//! Between the TUN device and the simulated computer: real time, and faults on request. The only part of the model's
//! surroundings that has a thread: it waits for the device.

#![allow(clippy::disallowed_types, clippy::disallowed_methods)]

use super::services::{Service, Worker};
use crate::programs;
use core::net::Ipv4Addr;
use netlab_abi::Pid;
use netlab_kernel::Kernel;
use netlab_kernel::config::{CostTable, KernelConfig, Policy, ReceiveProfile};
use netlab_kernel::device::InterfaceConfig;
use netlab_kernel::event::{Event, Frame, FrameId, Interface};
use netlab_kernel::random::Random;
use netlab_kernel::record::Recorder;
use netlab_kernel::sysctl::Sysctl;
use netlab_wire::{EtherType, EthernetHeader, Instant, MacAddress};
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

/// What goes wrong between the two, of a million packets, each way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Faults {
    /// Lost.
    pub loss: u32,
    /// Sent twice.
    pub duplicate: u32,
    /// Overtaken by the next one.
    pub reorder: u32,
}

/// What is put on the device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The device's name.
    pub device: String,
    /// The simulated computer's address; the machine's own end is the next higher one.
    pub address: Ipv4Addr,
    /// Bits of the network.
    pub prefix_length: u8,
    /// Bytes of the largest packet.
    pub mtu: u16,
    /// What runs on it.
    pub services: Vec<Service>,
    /// Files and sources of Python programs that run on it. Its name for the machine is `server`.
    pub programs: Vec<(String, String)>,
    /// Faults.
    pub faults: Faults,
    /// Decides faults, sequence numbers and random bytes.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            device: "netlab0".into(),
            address: Ipv4Addr::new(10, 99, 0, 1),
            prefix_length: 24,
            mtu: 1500,
            services: Vec::new(),
            programs: Vec::new(),
            faults: Faults::default(),
            seed: 1,
        }
    }
}

const OURS: MacAddress = MacAddress([2, 0, 0, 0, 0, 1]);
const THEIRS: MacAddress = MacAddress([2, 0, 0, 0, 0, 2]);
const SECOND: u32 = 1_000_000;
/// Packets that may wait for the simulated computer.
const BACKLOG: usize = 1_000;

/// One way of the bridge, with its faults.
struct Way {
    random: Random,
    faults: Faults,
    held: Option<Vec<u8>>,
}

impl Way {
    fn new(faults: Faults, seed: u64) -> Self {
        Way { random: Random::new(seed), faults, held: None }
    }

    fn strikes(&mut self, per_million: u32) -> bool {
        per_million > 0 && self.random.below(SECOND) < per_million
    }

    /// The packets that come out when this one goes in.
    fn pass(&mut self, packet: Vec<u8>) -> Vec<Vec<u8>> {
        if self.strikes(self.faults.loss) {
            return Vec::new();
        }
        if self.held.is_none() && self.strikes(self.faults.reorder) {
            self.held = Some(packet);
            return Vec::new();
        }
        let mut out = vec![packet];
        if self.strikes(self.faults.duplicate) {
            out.push(out[0].clone());
        }
        out.extend(self.held.take());
        out
    }
}

struct Bridge {
    kernel: Kernel,
    interface: Interface,
    recorder: Recorder,
    began: std::time::Instant,
    frames: u64,
    inwards: Way,
    outwards: Way,
    device: Arc<tun_rs::SyncDevice>,
    processes: Vec<Pid>,
}

/// Makes the device and runs the computer on it, until all its programs have ended.
///
/// # Errors
/// When the device cannot be made or used: no root, no `/dev/net/tun`. When a program does not compile.
pub fn run(options: &Options) -> io::Result<()> {
    let peer = Ipv4Addr::from_bits(options.address.to_bits() + 1);
    let device = tun_rs::DeviceBuilder::new()
        .name(&options.device)
        .ipv4(peer, options.prefix_length, None)
        .mtu(options.mtu)
        .build_sync()?;
    let device = Arc::new(device);
    let packets = read_in_thread(&device);
    let mut bridge = Bridge::new(options, peer, device);
    for (number, service) in options.services.iter().enumerate() {
        let worker = Worker::new(*service, options.seed + number as u64);
        let now = bridge.now();
        bridge.processes.push(bridge.kernel.spawn(now, "service", Box::new(worker), &mut bridge.recorder));
    }
    for (file, source) in &options.programs {
        let machine = programs::machine(source, file, Vec::new())
            .map_err(|failure| io::Error::other(failure.to_string()))?;
        let now = bridge.now();
        bridge.processes.push(bridge.kernel.spawn(now, file, Box::new(machine), &mut bridge.recorder));
    }
    bridge.turn(&packets)
}

fn read_in_thread(device: &Arc<tun_rs::SyncDevice>) -> Receiver<Vec<u8>> {
    let (sender, receiver) = sync_channel(BACKLOG);
    let device = Arc::clone(device);
    std::thread::spawn(move || {
        let mut buffer = vec![0; 65_536];
        while let Ok(length) = device.recv(&mut buffer) {
            if sender.send(buffer[..length].to_vec()).is_err() {
                break;
            }
        }
    });
    receiver
}

impl Bridge {
    fn new(options: &Options, peer: Ipv4Addr, device: Arc<tun_rs::SyncDevice>) -> Self {
        let mut kernel = Kernel::new(KernelConfig {
            name: "netlab".into(),
            host_number: 0,
            seed: options.seed,
            policy: Policy::Linux,
            profile: ReceiveProfile::Tap,
            costs: CostTable::FREE,
            forwarding: false,
            sysctl: Sysctl::default(),
        });
        let interface = kernel.add_interface(InterfaceConfig {
            name: "eth0".into(),
            mac: OURS,
            address: options.address,
            prefix_length: options.prefix_length,
            mtu: u32::from(options.mtu),
            queue_length: 1_000,
            transmit_ring: 256,
            receive_ring: 256,
        });
        kernel.add_neighbour(interface, peer, THEIRS);
        kernel.add_host_name("server", peer);
        kernel.add_route(Ipv4Addr::UNSPECIFIED, 0, Some(peer), interface);
        Bridge {
            kernel,
            interface,
            // Only what programs print is asked for; services print themselves.
            recorder: Recorder::new(0, !options.programs.is_empty()),
            began: std::time::Instant::now(),
            frames: 1 << 63,
            inwards: Way::new(options.faults, options.seed ^ 1),
            outwards: Way::new(options.faults, options.seed ^ 2),
            device,
            processes: Vec::new(),
        }
    }

    fn now(&self) -> Instant {
        Instant::from_nanos(self.began.elapsed().as_nanos() as u64)
    }

    fn is_over(&self) -> bool {
        let ended = |pid: &Pid| self.kernel.exit_status(*pid).is_some();
        self.processes.iter().all(ended) && self.kernel.tcp_sockets(self.now()).is_empty()
    }

    fn turn(&mut self, packets: &Receiver<Vec<u8>>) -> io::Result<()> {
        loop {
            let now = self.now();
            while self.kernel.next_deadline().is_some_and(|at| at <= now) {
                self.kernel.run(now, &mut self.recorder);
                self.send(now)?;
            }
            let wait = match self.kernel.next_deadline() {
                Some(at) => Duration::from_nanos(at.saturating_since(self.now()).as_nanos()),
                None if self.is_over() => return Ok(()),
                None => Duration::from_secs(1),
            };
            match packets.recv_timeout(wait) {
                Ok(packet) => self.arrives(packet)?,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(io::ErrorKind::BrokenPipe.into()),
            }
        }
    }

    /// A packet of the machine's own kernel.
    fn arrives(&mut self, packet: Vec<u8>) -> io::Result<()> {
        if packet.first().is_none_or(|first| first >> 4 != 4) {
            return Ok(());
        }
        for packet in self.inwards.pass(packet) {
            let now = self.now();
            let mut bytes = Vec::with_capacity(EthernetHeader::LENGTH + packet.len());
            EthernetHeader { destination: OURS, source: THEIRS, ether_type: EtherType::Ipv4 }
                .emit(&mut bytes);
            bytes.extend(packet);
            self.frames += 1;
            let id = FrameId(self.frames);
            let frame = Frame::from_outside(id, Rc::from(bytes));
            self.kernel.frame_arrives(now, self.interface, frame, &mut self.recorder);
            self.send(now)?;
        }
        Ok(())
    }

    /// Prints what programs have written to their standard output and error.
    fn print(&mut self) -> io::Result<()> {
        for record in self.recorder.drain() {
            if let Event::Output { bytes, .. } = record.event {
                io::stdout().write_all(&bytes)?;
                io::stdout().flush()?;
            }
        }
        Ok(())
    }

    /// Gives the device what the simulated computer has sent.
    fn send(&mut self, now: Instant) -> io::Result<()> {
        self.print()?;
        while self.kernel.next_transmitter().is_some() {
            while let Some(frame) = self.kernel.transmit(now, self.interface, &mut self.recorder) {
                for packet in self.outwards.pass(frame.bytes[EthernetHeader::LENGTH..].to_vec()) {
                    self.device.send(&packet)?;
                }
            }
        }
        Ok(())
    }
}
