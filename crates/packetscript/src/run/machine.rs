//! The kernel under test: one computer, one interface, no cost of work; the runner is its wire, its clock and its only program.

use super::program::{Mailbox, ScriptProgram, WAKE};
use super::session::{GATEWAY, GATEWAY_MAC, LOCAL, LOCAL_MAC};
use netlab_abi::{Errno, Pid, Syscall, SyscallResult, ThreadNumber};
use netlab_kernel::Kernel;
use netlab_kernel::config::{CostTable, KernelConfig, Policy, ReceiveProfile};
use netlab_kernel::device::InterfaceConfig;
use netlab_kernel::event::{Event, Frame, FrameId, Interface};
use netlab_kernel::record::Recorder;
use netlab_wire::{EthernetHeader, FrameBytes, Instant, Ipv4Addr, Ipv4Header, Protocol, TcpHeader};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

/// A TCP segment that the kernel has sent.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    /// When.
    pub at: Instant,
    /// The whole frame.
    pub frame: FrameBytes,
    /// Its IPv4 header.
    pub ip: Ipv4Header,
    /// Its TCP header.
    pub tcp: TcpHeader,
    /// Where the TCP header begins and where the payload does, in bytes from the start of the frame.
    header: (usize, usize),
}

impl Sent {
    /// A frame of the kernel; `None` when it is no TCP segment.
    fn new(at: Instant, frame: &FrameBytes) -> Option<Self> {
        let ip_start = EthernetHeader::LENGTH;
        let (ip, ip_length) = Ipv4Header::parse(&frame[ip_start..]).ok()?;
        if ip.protocol != Protocol::Tcp {
            return None;
        }
        let start = ip_start + ip_length;
        let end = ip_start + usize::from(ip.total_length);
        let (tcp, tcp_length) = TcpHeader::parse(&frame[start..end], ip.source, ip.destination).ok()?;
        Some(Self { at, frame: Rc::clone(frame), ip, tcp, header: (start, start + tcp_length) })
    }

    /// Payload bytes.
    pub fn length(&self) -> u32 {
        (EthernetHeader::LENGTH + usize::from(self.ip.total_length) - self.header.1) as u32
    }

    /// The bytes of its options.
    pub fn option_bytes(&self) -> &[u8] {
        &self.frame[self.header.0 + TcpHeader::MINIMUM_LENGTH..self.header.1]
    }
}

pub(crate) struct Machine {
    kernel: Kernel,
    recorder: Recorder,
    interface: Interface,
    pid: Pid,
    mailbox: Rc<RefCell<Mailbox>>,
    now: Instant,
    frames_made: u64,
    /// Segments sent and not yet looked at, in order.
    pub sent: VecDeque<Sent>,
    /// The result of the call under way, and when it came.
    result: Option<(SyscallResult, Instant)>,
    /// The thread of a call beside the program's own, and its result.
    beside: Option<(ThreadNumber, Option<SyscallResult>)>,
}

impl Machine {
    pub fn new() -> Self {
        let mut kernel = Kernel::new(KernelConfig {
            name: "host".into(),
            host_number: 0,
            seed: 1,
            policy: Policy::Linux,
            profile: ReceiveProfile::Tun,
            costs: CostTable::FREE,
            forwarding: false,
            sysctl: Default::default(),
        });
        let interface = kernel.add_interface(InterfaceConfig {
            name: "tun0".into(),
            mac: LOCAL_MAC,
            address: LOCAL,
            prefix_length: 16,
            mtu: 1500,
            queue_length: 1000,
            transmit_ring: 256,
            receive_ring: 256,
        });
        kernel.add_route(Ipv4Addr::UNSPECIFIED, 0, Some(GATEWAY), interface);
        kernel.add_neighbour(interface, GATEWAY, GATEWAY_MAC);
        let mailbox = Rc::new(RefCell::new(Mailbox::default()));
        let program = Box::new(ScriptProgram::new(Rc::clone(&mailbox)));
        let mut recorder = Recorder::new(0, true);
        let pid = kernel.spawn(Instant::ZERO, "script", program, &mut recorder);
        let mut machine = Self {
            kernel,
            recorder,
            interface,
            pid,
            mailbox,
            now: Instant::ZERO,
            frames_made: 0,
            sent: VecDeque::new(),
            result: None,
            beside: None,
        };
        machine.settle();
        machine
    }

    pub fn now(&self) -> Instant {
        self.now
    }

    pub fn set_sysctl(&mut self, name: &str, value: &str) -> Result<(), Errno> {
        self.kernel.set_sysctl(self.now, name, value, &mut self.recorder)
    }

    /// Limits the queue in front of the NIC to so many frames, or lifts the limit.
    pub fn set_queue_limit(&mut self, limit: Option<u32>) {
        self.kernel.set_discipline(self.interface, limit);
    }

    /// Carries out everything that is due now.
    fn settle(&mut self) {
        self.advance(self.now);
    }

    /// Lets time pass until `until`, whatever happens.
    pub fn advance(&mut self, until: Instant) {
        while self.step(until) {}
        self.now = self.now.max(until);
    }

    /// Carries out the next thing that is due by `until`; `false` when there is none.
    pub fn step(&mut self, until: Instant) -> bool {
        // What costs no time is done at once, without a turn of its own.
        let transmitted = self.collect_frames();
        self.collect_result();
        match self.kernel.next_deadline() {
            Some(deadline) if deadline <= until => {
                self.now = self.now.max(deadline);
                self.kernel.run(self.now, &mut self.recorder);
                self.collect_frames();
                self.collect_result();
                true
            }
            Some(_) | None => transmitted,
        }
    }

    /// The wire takes every frame at once.
    fn collect_frames(&mut self) -> bool {
        let mut any = false;
        for interface in self.kernel.transmitters() {
            while let Some(frame) = self.kernel.transmit(self.now, interface, &mut self.recorder) {
                any = true;
                if interface == self.interface {
                    self.sent.extend(Sent::new(self.now, &frame.bytes));
                }
            }
        }
        any
    }

    fn collect_result(&mut self) {
        for record in self.recorder.drain() {
            if let Event::SyscallReturned { thread, result, .. } = record.event
                && let Some((beside, value)) = &mut self.beside
                && *beside == thread
            {
                *value = Some((*result).clone());
            }
        }
        if let Some(result) = self.mailbox.borrow_mut().result.take() {
            self.result = Some((result, self.now));
        }
    }

    /// A frame arrives from the wire now.
    pub fn inject(&mut self, bytes: FrameBytes) {
        self.frames_made += 1;
        // Numbers of a host that is not there.
        let id = FrameId(u64::from(u16::MAX) << 48 | self.frames_made);
        let frame = Frame::from_outside(id, bytes);
        self.kernel.frame_arrives(self.now, self.interface, frame, &mut self.recorder);
        self.settle();
    }

    /// Begins a system call now; its result, if it has one at once, is in [`Self::take_result`].
    pub fn call(&mut self, call: Syscall) {
        self.mailbox.borrow_mut().call = Some(call);
        self.kernel.signal(self.now, self.pid, WAKE, &mut self.recorder).expect("the program never ends");
        self.settle();
    }

    /// A call beside the program's own, which may be asleep in one; `None` when it does not return at once.
    pub fn call_beside(&mut self, call: Syscall) -> Option<SyscallResult> {
        let thread = self.kernel.inject_system_call(self.now, self.pid, call, &mut self.recorder);
        self.beside = thread.ok().map(|thread| (thread, None));
        self.settle();
        self.beside.take()?.1
    }

    /// The result of the last call, and when it came.
    pub fn take_result(&mut self) -> Option<(SyscallResult, Instant)> {
        self.result.take()
    }

    /// Whether the last call has returned.
    pub fn has_result(&self) -> bool {
        self.result.is_some()
    }
}
