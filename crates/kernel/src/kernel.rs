//! The kernel as a whole: its parts, its clockwork, and what the world and a person may do to it.

use crate::agenda::{Agenda, TimerWork, Timers, Work};
use crate::config::{CostTable, KernelConfig, Policy, ReceiveProfile};
use crate::device::InterfaceConfig;
use crate::event::{DropReason, Event, Frame, Interface, SocketId};
use crate::identity::Identities;
use crate::inspect::Counters;
use crate::ip::{Delivery, IcmpError, Network};
use crate::process::files::FileTable;
use crate::process::wait::{WaitQueues, Waiter};
use crate::process::{ProcessTable, WaitTarget};
use crate::random::Random;
use crate::record::{RecordId, Recorder};
use crate::syscall::{EpollTable, PipeTable};
use crate::sysctl::Sysctl;
use crate::tcp::{Environment, IcmpReport, IncomingSegment, Output, PayloadSlice, TcpLayer, WakeReason};
use crate::udp::UdpLayer;
use core::net::{Ipv4Addr, SocketAddrV4};
use netlab_abi::{Errno, Pid, PollEvents, Program, Signal, Syscall, ThreadNumber};
use netlab_wire::{Duration, Instant, MacAddress, Protocol, Seq, TcpHeader, UnreachableCode};
use std::collections::BTreeMap;
use std::rc::Rc;

/// How many pieces of work that cost no time are done in one unit, so that a program that never waits cannot hold up
/// the world.
const FOLLOWERS: u32 = 64;

/// One unit of work: the moment, why, and where records go.
pub(crate) struct Turn<'a> {
    pub now: Instant,
    pub cause: Option<RecordId>,
    pub recorder: &'a mut Recorder,
}

impl Turn<'_> {
    pub(crate) fn emit(&mut self, event: impl FnOnce() -> Event) -> RecordId {
        self.recorder.emit(self.now, self.cause, event)
    }
}

/// One computer's operating system.
#[derive(Clone)]
pub struct Kernel {
    pub(crate) name: Rc<str>,
    pub(crate) policy: Policy,
    pub(crate) profile: ReceiveProfile,
    pub(crate) costs: CostTable,
    pub(crate) sysctl: Sysctl,
    pub(crate) random: Random,
    /// Where initial sequence numbers are drawn, if a person has chosen.
    sequence_base: Option<Seq>,
    pub(crate) identities: Identities,
    pub(crate) counters: Counters,
    pub(crate) agenda: Agenda,
    pub(crate) timers: Timers,
    pub(crate) network: Network,
    pub(crate) tcp: TcpLayer,
    tcp_output: Output,
    pub(crate) udp: UdpLayer,
    pub(crate) processes: ProcessTable,
    pub(crate) files: FileTable,
    pub(crate) pipes: PipeTable,
    pub(crate) epolls: EpollTable,
    pub(crate) waits: WaitQueues,
    /// Memory for the list of those whom a wake-up concerns.
    pub(crate) concerned: Vec<Waiter>,
    pub(crate) hosts: BTreeMap<Rc<str>, Ipv4Addr>,
}

impl Kernel {
    /// A computer without interfaces other than `lo`, and without processes. It knows the name `localhost`.
    pub fn new(config: KernelConfig) -> Self {
        let mut random = Random::new(config.seed);
        let mut sysctl = config.sysctl;
        if config.forwarding {
            sysctl.ip_forward = 1;
        }
        let identification = random.next_u32() as u16;
        Kernel {
            name: config.name,
            policy: config.policy,
            profile: config.profile,
            costs: config.costs.with_driver(config.profile),
            sysctl,
            random,
            sequence_base: None,
            identities: Identities::new(config.host_number),
            counters: Counters::default(),
            agenda: Agenda::default(),
            timers: Timers::default(),
            network: Network::new(identification),
            tcp: TcpLayer::new(),
            tcp_output: Output::default(),
            udp: UdpLayer::default(),
            processes: ProcessTable::default(),
            files: FileTable::default(),
            pipes: PipeTable::default(),
            epolls: EpollTable::default(),
            waits: WaitQueues::default(),
            concerned: Vec::new(),
            hosts: BTreeMap::from([("localhost".into(), Ipv4Addr::LOCALHOST)]),
        }
    }

    /// Adds an interface with one address; the route to its network comes with it.
    pub fn add_interface(&mut self, config: InterfaceConfig) -> Interface {
        self.network.add_interface(config)
    }

    /// Sets how many frames may wait in front of an interface whatever its ring and queue length say, or lifts that again
    /// (`tc qdisc replace dev INTERFACE root pfifo limit N`).
    pub fn set_discipline(&mut self, interface: Interface, limit: Option<u32>) {
        self.network.devices.set_discipline(interface, limit);
    }

    /// Adds a route (`ip route add network/prefix_length [via gateway] dev interface`).
    pub fn add_route(
        &mut self,
        network: Ipv4Addr,
        prefix_length: u8,
        gateway: Option<Ipv4Addr>,
        interface: Interface,
    ) {
        self.network.add_route(network, prefix_length, gateway, interface);
    }

    /// Adds a neighbour that never changes (`ip neigh add ... nud permanent`).
    pub fn add_neighbour(&mut self, interface: Interface, address: Ipv4Addr, hardware: MacAddress) {
        self.network.neighbours.add_permanent(interface, address, hardware);
    }

    /// Adds a line to the hosts table.
    pub fn add_host_name(&mut self, name: &str, address: Ipv4Addr) {
        self.hosts.insert(name.into(), address);
    }

    /// From now on initial sequence numbers are drawn from the 256 that begin with `base`, so that a short stream can
    /// cross 2^32. (Linux draws them from a keyed hash and a clock, `secure_tcp_seq`.)
    pub fn draw_sequences_from(&mut self, base: Seq) {
        self.sequence_base = Some(base);
    }

    /// Starts a program; it runs first at `now` and the start's cost.
    pub fn spawn(
        &mut self,
        now: Instant,
        name: &str,
        program: Box<dyn Program>,
        recorder: &mut Recorder,
    ) -> Pid {
        let mut turn = Turn { now, cause: None, recorder };
        self.start_process(name.into(), program, self.costs.start, &mut turn)
    }

    /// When [`Kernel::run`] has something to do next.
    pub fn next_deadline(&self) -> Option<Instant> {
        let timers = match (self.tcp.next_deadline(), self.timers.next()) {
            (Some(tcp), Some(timer)) => Some(tcp.min(timer)),
            (tcp, timer) => tcp.or(timer),
        };
        match (timers, self.agenda.next()) {
            (Some(timer), Some(work)) => Some(timer.min(work)),
            (timer, work) => timer.or(work),
        }
    }

    /// Whether nothing but timers is left to do: no thread runs and no frame is being worked on.
    pub fn is_idle(&self) -> bool {
        self.agenda.next().is_none()
    }

    /// Does one unit of work that is due at `now`, the earliest; at the same moment timers come first, TCP's before
    /// others. Without due work nothing happens. Where work costs no time, what follows at once belongs to the unit, up
    /// to [`FOLLOWERS`] pieces.
    pub fn run(&mut self, now: Instant, recorder: &mut Recorder) {
        self.run_one(now, recorder);
        if self.costs.wake.is_zero() {
            self.run_ready(now, recorder);
        }
    }

    /// Does what is ready at this very moment.
    fn run_ready(&mut self, now: Instant, recorder: &mut Recorder) {
        for _ in 0..FOLLOWERS {
            let Some(work) = self.agenda.pop_ready(now) else { return };
            let mut turn = Turn { now, cause: None, recorder };
            self.do_work(work, &mut turn);
        }
    }

    fn run_one(&mut self, now: Instant, recorder: &mut Recorder) {
        let tcp = self.tcp.next_deadline().unwrap_or(Instant::MAX);
        let timer = self.timers.next().unwrap_or(Instant::MAX);
        let work = self.agenda.next().unwrap_or(Instant::MAX);
        let mut turn = Turn { now, cause: None, recorder };
        if tcp.min(timer).min(work) > now {
            return;
        }
        if tcp <= timer.min(work) {
            self.tcp(&mut turn, |tcp, env| tcp.run_timer(env));
        } else if timer <= work {
            self.run_timer(&mut turn);
        } else if let Some(work) = self.agenda.pop(now) {
            self.do_work(work, &mut turn);
        }
    }

    fn do_work(&mut self, work: Work, turn: &mut Turn<'_>) {
        match work {
            Work::Thread(task, number) => self.thread_turn(task, number, turn),
            Work::Interrupt(interface) => {
                self.network.devices.interrupt(interface, &mut context!(self, turn));
            }
            Work::Poll(interface) => self.work_on_frame(interface, turn),
        }
    }

    fn run_timer(&mut self, turn: &mut Turn<'_>) {
        match self.timers.pop(turn.now) {
            Some(TimerWork::Timeout(task)) => self.sleep_over(task, turn),
            Some(TimerWork::Interval(pid)) => self.interval_over(pid, turn),
            Some(TimerWork::Neighbour(interface, address)) => {
                self.network.neighbour_timer(interface, address, &mut context!(self, turn));
            }
            Some(TimerWork::Reassembly(key)) => {
                self.network.reassembly_timer(key, &mut context!(self, turn));
            }
            None => {}
        }
    }

    /// A frame has come to an interface: into the receive ring with it. `frame.cause` is the arrival's record, if any.
    pub fn frame_arrives(
        &mut self,
        now: Instant,
        interface: Interface,
        frame: Frame,
        recorder: &mut Recorder,
    ) {
        let mut turn = Turn { now, cause: frame.cause, recorder };
        let quick = self.costs.interrupt.is_zero() && self.frame_cost().is_zero();
        let mut context = context!(self, turn);
        if !quick {
            self.network.devices.receive(interface, frame, &mut context);
            return;
        }
        if let Some(frame) = self.network.devices.receive_at_once(interface, frame, &mut context) {
            self.work_on(interface, frame, &mut turn);
        }
        self.run_ready(now, turn.recorder);
    }

    fn frame_cost(&self) -> Duration {
        if self.sysctl.ip_forward != 0 {
            self.costs.receive_frame + self.costs.forward
        } else {
            self.costs.receive_frame
        }
    }

    /// A frame has come whose frame check sequence is wrong: the NIC drops it.
    pub fn damaged_frame_arrives(
        &mut self,
        now: Instant,
        interface: Interface,
        frame: &Frame,
        recorder: &mut Recorder,
    ) {
        let turn = Turn { now, cause: frame.cause, recorder };
        self.network.devices.receive_damaged(interface, frame, &mut context!(self, turn));
    }

    /// Interfaces that have got a frame to send since the last call, each once. Their links call
    /// [`Kernel::transmit`], now or when they are free.
    pub fn transmitters(&mut self) -> Vec<Interface> {
        self.network.devices.drain_transmitters()
    }

    /// The same, one at a time; `None` when there is no other.
    pub fn next_transmitter(&mut self) -> Option<Interface> {
        self.network.devices.next_transmitter()
    }

    /// Whether an interface has a frame to send.
    pub fn has_frame(&self, interface: Interface) -> bool {
        !self.network.devices.get(interface).transmit.is_empty()
    }

    /// The link is free: the next frame, if there is one.
    pub fn transmit(&mut self, now: Instant, interface: Interface, recorder: &mut Recorder) -> Option<Frame> {
        let turn = Turn { now, cause: None, recorder };
        self.network.devices.transmit(interface, &mut context!(self, turn))
    }

    /// The cable is plugged in or out.
    pub fn set_link(&mut self, now: Instant, interface: Interface, up: bool, recorder: &mut Recorder) {
        let mut turn = Turn { now, cause: None, recorder };
        turn.cause = Some(turn.emit(|| Event::Intervention));
        self.network.devices.set_link(interface, up, &mut context!(self, turn));
    }

    /// A person sends a signal to a process. ESRCH: there is none.
    pub fn signal(
        &mut self,
        now: Instant,
        pid: Pid,
        signal: Signal,
        recorder: &mut Recorder,
    ) -> Result<(), Errno> {
        let mut turn = Turn { now, cause: None, recorder };
        turn.cause = Some(turn.emit(|| Event::Intervention));
        self.send_signal(pid, signal, &mut turn)
    }

    /// A person has a process make a system call, beside what its program does. The result is that of the
    /// `SyscallReturned` of the thread whose number comes back. ESRCH: no such process.
    pub fn inject_system_call(
        &mut self,
        now: Instant,
        pid: Pid,
        call: Syscall,
        recorder: &mut Recorder,
    ) -> Result<ThreadNumber, Errno> {
        let mut turn = Turn { now, cause: None, recorder };
        turn.cause = Some(turn.emit(|| Event::Intervention));
        self.inject(pid, call, &mut turn)
    }

    /// A person changes a setting (`sysctl -w`). ENOENT: no such setting; EINVAL: not a value for it.
    pub fn set_sysctl(
        &mut self,
        now: Instant,
        name: &str,
        value: &str,
        recorder: &mut Recorder,
    ) -> Result<(), Errno> {
        let mut turn = Turn { now, cause: None, recorder };
        turn.emit(|| Event::Intervention);
        self.sysctl.set(name, value)
    }

    /// Calls into TCP and carries out what comes of it: segments, wake-ups, sockets that are gone.
    pub(crate) fn tcp<R>(
        &mut self,
        turn: &mut Turn<'_>,
        call: impl FnOnce(&mut TcpLayer, &mut Environment<'_>) -> R,
    ) -> R {
        let mut environment = Environment {
            now: turn.now,
            sysctl: &self.sysctl,
            policy: self.policy,
            profile: self.profile,
            cause: turn.cause,
            recorder: turn.recorder,
            random: &mut self.random,
            sequence_base: self.sequence_base,
            identities: &mut self.identities,
            route: &self.network,
            output: &mut self.tcp_output,
        };
        let result = call(&mut self.tcp, &mut environment);
        if !self.tcp_output.is_empty() {
            self.carry_out(turn);
        }
        result
    }

    /// Carries out what a call into TCP has brought about.
    fn carry_out(&mut self, turn: &mut Turn<'_>) {
        if !self.tcp_output.segments.is_empty() {
            let mut context = context!(self, turn);
            for segment in &self.tcp_output.segments {
                self.network.send_segment(segment, &mut context);
            }
            self.tcp_output.segments.clear();
        }
        if !self.tcp_output.wakes.is_empty() {
            let cause = turn.cause;
            let mut wakes = core::mem::take(&mut self.tcp_output.wakes);
            for wake in wakes.drain(..) {
                let events = wake.events.union(events_of(wake.reason));
                turn.cause = Some(wake.cause);
                self.wake(WaitTarget::Socket(wake.socket), events, turn);
            }
            assert!(self.tcp_output.wakes.is_empty(), "waking does not call TCP");
            self.tcp_output.wakes = wakes;
            turn.cause = cause;
        }
        for socket in self.tcp_output.freed.drain(..) {
            self.waits.forget(WaitTarget::Socket(socket));
            turn.emit(|| Event::SocketFreed { socket });
        }
    }

    fn work_on_frame(&mut self, interface: Interface, turn: &mut Turn<'_>) {
        let mut context = context!(self, turn);
        let Some(frame) = self.network.devices.poll(interface, &mut context) else { return };
        self.work_on(interface, frame, turn);
    }

    fn work_on(&mut self, interface: Interface, frame: Frame, turn: &mut Turn<'_>) {
        let mut context = context!(self, turn);
        let delivery = self.network.frame_received(interface, frame, &mut context);
        turn.cause = context.cause;
        if let Some(delivery) = delivery {
            self.deliver(&delivery, turn);
        }
    }

    /// Hands a packet to the protocol it is for (`ip_protocol_deliver_rcu`).
    fn deliver(&mut self, delivery: &Delivery, turn: &mut Turn<'_>) {
        match delivery.header.protocol {
            Protocol::Tcp => self.deliver_segment(delivery, turn),
            Protocol::Udp => {
                let mut context = context!(self, turn);
                let received = self.udp.arrives(delivery, &mut context);
                turn.cause = context.cause;
                match received {
                    Ok(Some(socket)) => self.wake_readers(socket, turn),
                    Ok(None) => {}
                    Err(()) => self.refuse(delivery, UnreachableCode::Port, turn),
                }
            }
            Protocol::Icmp => {
                let mut context = context!(self, turn);
                let error = self.network.icmp_arrives(delivery, &mut context);
                turn.cause = context.cause;
                if let Some(error) = error {
                    self.deliver_error(&error, turn);
                }
            }
            Protocol::Other(_) => {
                self.counters.ip_in_unknown_protocols += 1;
                turn.emit(|| Event::Dropped {
                    frame: Some(delivery.frame),
                    socket: None,
                    reason: DropReason::NoSocket,
                });
                self.refuse(delivery, UnreachableCode::Protocol, turn);
            }
        }
    }

    fn refuse(&mut self, delivery: &Delivery, code: UnreachableCode, turn: &mut Turn<'_>) {
        if !delivery.broadcast {
            self.network.send_unreachable(code, 0, &delivery.quote(), &mut context!(self, turn));
        }
    }

    fn wake_readers(&mut self, socket: SocketId, turn: &mut Turn<'_>) {
        let events = PollEvents::IN.union(PollEvents::RDNORM);
        self.wake(WaitTarget::Socket(socket), events, turn);
    }

    fn deliver_segment(&mut self, delivery: &Delivery, turn: &mut Turn<'_>) {
        let (source, destination) = (delivery.header.source, delivery.header.destination);
        let parsed = TcpHeader::parse(delivery.payload(), source, destination);
        let (Ok((header, header_length)), false) = (parsed, delivery.broadcast) else {
            turn.emit(|| Event::Dropped {
                frame: Some(delivery.frame),
                socket: None,
                reason: DropReason::Malformed,
            });
            return;
        };
        let segment = IncomingSegment {
            source: SocketAddrV4::new(source, header.source_port),
            destination: SocketAddrV4::new(destination, header.destination_port),
            header,
            payload: PayloadSlice {
                bytes: Rc::clone(&delivery.bytes),
                start: (delivery.start + header_length) as u32,
                length: (delivery.length - header_length) as u32,
            },
            frame_length: delivery.frame_length as u32,
            cut_from_burst: delivery.cut_from_burst,
            time_to_live: delivery.header.time_to_live,
            flow: delivery.flow,
            range: delivery.range,
        };
        self.tcp(turn, |tcp, env| tcp.segment_arrives(env, segment));
    }

    fn deliver_error(&mut self, error: &IcmpError, turn: &mut Turn<'_>) {
        if error.protocol == Protocol::Tcp {
            let report = IcmpReport {
                kind: error.kind,
                code: error.code,
                mtu: (error.mtu > 0).then_some(error.mtu),
                source: error.source,
                destination: error.destination,
                sequence: error.sequence,
            };
            self.tcp(turn, |tcp, env| tcp.icmp_error(env, report));
            return;
        }
        let mut context = context!(self, turn);
        let socket = self.udp.icmp_error(error, &mut context);
        turn.cause = context.cause;
        if let Some(socket) = socket {
            self.wake(WaitTarget::Socket(socket), PollEvents::ERR, turn);
        }
    }
}

/// What each of TCP's reasons to wake means for those who wait (`sk_data_ready`, `sk_write_space`, `sk_state_change`,
/// `sk_error_report`).
fn events_of(reason: WakeReason) -> PollEvents {
    let readable = PollEvents::IN.union(PollEvents::RDNORM);
    let writable = PollEvents::OUT.union(PollEvents::WRNORM);
    match reason {
        WakeReason::Data | WakeReason::Connection => readable,
        WakeReason::Room => writable,
        WakeReason::State => readable.union(writable).union(PollEvents::HUP).union(PollEvents::RDHUP),
        WakeReason::Error => PollEvents::ERR,
    }
}
