//! Runs a case and holds it to what must be true at every moment and at the end.

use super::case::{Case, Deed};
use super::program::{Datagrams, Peer, pattern};
use super::watch::{Watch, check};
use netlab_abi::{Pid, Signal, SocketAddrV4};
use netlab_kernel::event::{Event, FrameId};
use netlab_kernel::random::Random;
use netlab_kernel::record::RecordId;
use netlab_wire::{Duration, Instant, Ipv4Addr, Seq};
use netlab_world::{
    Action, FrameFault, HostId, Intervention, LinkId, Moment, RecordHash, Step, What, World, WorldRecord,
};

/// More events than any case needs: beyond it the run goes in circles.
const LIVELOCK: u64 = 3_000_000;
/// Events between two looks at all buffers.
const LOOK: u64 = 61;
const PORT: u16 = 5000;
const FAULT_STREAM: u64 = 0x6661_756c_7473;

/// What a run was like, for sums over many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    pub events: u64,
    pub delivered: u64,
    pub retransmissions: u64,
    /// Streams whose sequence numbers went past 2^32.
    pub wrapped: u64,
    pub lost: u64,
    /// Connections that had to end well, and did.
    pub complete: u64,
    pub hash: u64,
}

pub struct Run<'a> {
    case: &'a Case,
    world: World,
    watch: Watch,
    faults: Random,
    hash: RecordHash,
    next_deed: usize,
    events: u64,
    traces: bool,
}

fn host_of(case: &Case, left: bool) -> HostId {
    HostId(if left { 0 } else { case.links.len() as u16 })
}

fn address_of(case: &Case, left: bool) -> Ipv4Addr {
    if left { Ipv4Addr::new(10, 0, 1, 2) } else { Ipv4Addr::new(10, 0, case.links.len() as u8, 2) }
}

impl<'a> Run<'a> {
    pub fn new(case: &'a Case) -> Self {
        let mut world = World::new(&case.scenario(), true).expect("a world that can be built");
        for (left, before) in [true, false].into_iter().zip(case.before_wrap) {
            if let Some(before) = before {
                world.draw_sequences_from(host_of(case, left), Seq::new(0_u32.wrapping_sub(before)));
            }
        }
        for (number, flow) in case.flows.iter().enumerate() {
            let port = PORT + number as u16;
            let loops = flow.client_left == flow.server_left;
            let ip = if loops { Ipv4Addr::LOCALHOST } else { address_of(case, flow.server_left) };
            let address = SocketAddrV4::new(ip, port);
            let stream = 2 * number as u32;
            let server = Peer::new(&flow.server, stream + 1, true, address);
            let client = Peer::new(&flow.client, stream, false, address);
            let start = Instant::from_nanos(1_000_000 + flow.start * 1_000);
            world.start(
                Instant::ZERO,
                host_of(case, flow.server_left),
                &format!("s{number}"),
                Box::new(server),
            );
            world.start(start, host_of(case, flow.client_left), &format!("c{number}"), Box::new(client));
        }
        if let Some((count, length, pause)) = case.cross {
            let to = SocketAddrV4::new(address_of(case, false), 7000);
            let reader = Datagrams { sends: None, to, at: 0 };
            let writer = Datagrams { sends: Some((count, length, pause * 1_000)), to, at: 0 };
            world.start(Instant::ZERO, host_of(case, false), "udp", Box::new(reader));
            world.start(Instant::from_millis(1), host_of(case, true), "out", Box::new(writer));
        }
        Run {
            case,
            world,
            watch: Watch::new(case),
            faults: Random::new(case.seed ^ FAULT_STREAM),
            hash: RecordHash::default(),
            next_deed: 0,
            events: 0,
            traces: false,
        }
    }

    /// Prints what happens at sockets and processes, and to frames on cables.
    pub fn traced(mut self) -> Self {
        self.traces = true;
        self
    }

    fn trace(&self, record: &WorldRecord) {
        let at = record.at.as_micros();
        match &record.what {
            What::Kernel(
                Event::FrameQueued { .. }
                | Event::FrameTransmitted { .. }
                | Event::FrameReceived { .. }
                | Event::Interrupt { .. }
                | Event::Forwarded { .. },
            )
            | What::FrameDeparts { .. }
            | What::FrameArrives { .. } => {}
            What::Kernel(event) => println!("{at:>10} {:?} {event:?}", record.host.map(|host| host.0)),
            other => println!("{at:>10} {other:?}"),
        }
    }

    /// Runs to the end; panics where something is not as it must be.
    pub fn finish(mut self) -> Summary {
        let horizon = self.case.scenario().horizon.time;
        loop {
            self.do_deeds();
            match self.world.next_moment() {
                Some(at) if at <= horizon => {}
                _ => break,
            }
            if self.world.step() == Step::Idle {
                break;
            }
            self.events += 1;
            check(self.events < LIVELOCK, || format!("livelock: still busy at {:?}", self.world.now()));
            self.take_records();
            if self.events.is_multiple_of(LOOK) {
                self.watch.look(&self.world);
            }
        }
        self.watch.look(&self.world);
        let complete = self.watch.end(&self.world);
        Summary { events: self.events, complete, hash: self.hash.value(), ..self.watch.summary }
    }

    fn take_records(&mut self) {
        for record in self.world.take_records() {
            if self.traces {
                self.trace(&record);
            }
            self.watch.take(&record);
            if self.case.seed.is_multiple_of(20) {
                self.hash.add(&record);
            }
            self.strike(&record);
        }
    }

    /// Now and then something happens to a frame that has just set off.
    fn strike(&mut self, record: &WorldRecord) {
        let What::FrameDeparts { frame, .. } = &record.what else { return };
        let faults = &self.case.faults;
        let each = [faults.drop, faults.corrupt, faults.delay, faults.duplicate, faults.reorder];
        if each == [0; 5] {
            return;
        }
        let mut drawn = self.faults.below(1_000);
        let more = self.faults.next_u32();
        for (kind, share) in each.into_iter().enumerate() {
            if drawn < share {
                let fault = match kind {
                    0 => FrameFault::Drop,
                    1 => FrameFault::Corrupt { bit: more },
                    2 => FrameFault::Delay(Duration::from_micros(u64::from(more % 200_000))),
                    3 => FrameFault::Duplicate,
                    _ => FrameFault::Reorder,
                };
                return self.fault(record.id, frame.id, fault);
            }
            drawn -= share;
        }
    }

    fn fault(&mut self, after: RecordId, frame: FrameId, fault: FrameFault) {
        self.world
            .intervene(Intervention { when: Moment::After(after), action: Action::Frame { frame, fault } });
    }

    // ---- what a person does -----------------------------------------------------------------------------------

    /// Carries out what is due; nothing of it is before the present.
    fn do_deeds(&mut self) {
        let next = self.world.next_moment();
        while let Some((at, deed)) = self.case.deeds.get(self.next_deed) {
            if next.is_some_and(|next| next < Instant::from_nanos(at * 1_000)) {
                return;
            }
            self.next_deed += 1;
            self.begin(*at, deed);
        }
    }

    fn begin(&mut self, at: u64, deed: &Deed) {
        let process = |server: bool, flow: usize| self.watch.process(flow, server);
        let actions: Vec<(u64, Action)> = match *deed {
            Deed::Outage { link, length } => {
                let link = LinkId(link.min(self.case.links.len() - 1) as u16);
                vec![(at, Action::CutLink(link)), (at + length, Action::MendLink(link))]
            }
            Deed::Pause { flow, server, length } => match process(server, flow) {
                Some((host, pid)) => {
                    let signal = |signal| Action::Signal { host, pid, signal };
                    vec![(at, signal(Signal::SIGSTOP)), (at + length, signal(Signal::SIGCONT))]
                }
                None => Vec::new(),
            },
            Deed::Kill { flow, server } => {
                let kill = |(host, pid): (HostId, Pid)| Action::Signal { host, pid, signal: Signal::SIGKILL };
                process(server, flow).map(|process| (at, kill(process))).into_iter().collect()
            }
            Deed::Read { flow, server, length } => {
                let read = |(host, pid): (HostId, Pid)| Action::Read { host, pid, length };
                process(server, flow).map(|process| (at, read(process))).into_iter().collect()
            }
            Deed::Setting { left, name, value } => {
                let host = host_of(self.case, left);
                vec![(at, Action::SetSysctl { host, name: name.into(), value: value.into() })]
            }
        };
        for (at, action) in actions {
            let when = Moment::Time(Instant::from_nanos(at * 1_000));
            self.world.intervene(Intervention { when, action });
        }
    }
}

/// Whether received datagrams hold what was sent.
pub fn is_datagram(bytes: &[u8], length: u64) -> bool {
    bytes.len() as u64 == length
        && bytes.iter().enumerate().all(|(offset, byte)| *byte == pattern(99, offset as u64))
}
