//! The world: one clock, one event queue, one numbering of records.

use crate::{
    agenda::Agenda,
    link::{Flight, Lane, LinkView},
    record::{HostId, LinkDirection, LinkId, LossReason, What, WorldRecord},
    scenario::{Action, DownOrigin, DownWindow, Intervention, Moment, Scenario, ScriptedDrop},
    topology::{LinkSpec, TopologyError},
};
use netlab_abi::Program;
use netlab_kernel::{
    Kernel,
    config::KernelConfig,
    device::InterfaceConfig,
    event::{Frame, Interface},
    random::Random,
    record::{RecordId, Recorder},
    sysctl::Sysctl,
};
use netlab_wire::{Instant, Seq};
use serde::{Deserialize, Serialize};
use std::{collections::VecDeque, rc::Rc};

/// Every link's random losses have a stream of their own.
/// Slots of each descriptor ring, as common drivers have them.
const RING: u16 = 256;
const LOSS_STREAM: u64 = 0x6c6f_7373;

/// What a step did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// One event happened, at this moment.
    Event(Instant),
    /// Nothing is left to happen.
    Idle,
}

/// Why a world cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum WorldError {
    /// The topology.
    Topology(TopologyError),
    /// A computer's setting is unknown or its value impossible.
    Sysctl {
        /// The computer's name.
        host: String,
        /// The setting.
        name: String,
        /// The value.
        value: String,
    },
}

#[derive(Clone)]
pub(crate) struct Host {
    pub(crate) kernel: Kernel,
    /// By interface number: which link direction leaves by it.
    lanes: Vec<Option<(usize, LinkDirection)>>,
}

#[derive(Debug, Clone)]
pub(crate) struct Link {
    spec: LinkSpec,
    /// Interfaces at the first and second end.
    pub(crate) ends: [(usize, Interface); 2],
    pub(crate) lanes: [Lane; 2],
    random: Random,
    pub(crate) up: bool,
}

struct Start {
    at: Instant,
    host: HostId,
    name: Rc<str>,
    program: Box<dyn Program>,
}

impl Clone for Start {
    fn clone(&self) -> Self {
        Start { at: self.at, host: self.host, name: self.name.clone(), program: self.program.save() }
    }
}

/// Computers, links, clock and event queue. A clone is a checkpoint: it shares payload and nothing that changes.
#[derive(Clone)]
pub struct World {
    pub(crate) now: Instant,
    pub(crate) hosts: Vec<Host>,
    pub(crate) links: Vec<Link>,
    agenda: Agenda,
    pub(crate) recorder: Recorder,
    records: Vec<WorldRecord>,
    drops: Vec<(ScriptedDrop, u64)>,
    down: Vec<DownWindow>,
    first_packet: Option<Instant>,
    starts: VecDeque<Start>,
    timed: VecDeque<(Instant, Action)>,
    after: VecDeque<(RecordId, Action)>,
    pub(crate) flights: u64,
    /// Whether a frame has ever been held back to be overtaken.
    pub(crate) holds_frames: bool,
    /// The record of the intervention that is being carried out: the cause of what has no other.
    pub(crate) acting: Option<RecordId>,
}

impl World {
    /// Builds the computers and links of a scenario. With `keep` false no records are kept (their numbers are given out
    /// all the same).
    ///
    /// # Errors
    /// [`WorldError`].
    pub fn new(scenario: &Scenario, keep: bool) -> Result<World, WorldError> {
        let topology = &scenario.topology;
        topology.check().map_err(WorldError::Topology)?;
        let mut hosts = Vec::new();
        for index in 0..topology.computers.len() {
            hosts.push(build_host(scenario, index)?);
        }
        let links = topology.links.iter().enumerate().map(|(index, spec)| {
            let ends = spec.ends.map(|end| (end.computer, Interface(end.interface as u16 + 1)));
            for (end, direction) in ends.iter().zip([LinkDirection::Forward, LinkDirection::Backward]) {
                hosts[end.0].lanes[usize::from(end.1.0)] = Some((index, direction));
            }
            Link {
                spec: spec.clone(),
                ends,
                lanes: [0, 1].map(|way| Lane::new(spec.delay, spec.rate[way], spec.overhead)),
                random: Random::new(scenario.seed ^ (LOSS_STREAM << 16) ^ index as u64),
                up: true,
            }
        });
        let links: Vec<Link> = links.collect();
        // One slot per computer, one per direction, one for starts.
        let slots = hosts.len() + 2 * links.len() + 1;
        Ok(World {
            now: Instant::ZERO,
            hosts,
            links,
            agenda: Agenda::new(slots),
            recorder: Recorder::new(0, keep),
            records: Vec::new(),
            drops: scenario.drops.iter().map(|&drop| (drop, 0)).collect(),
            down: scenario.down.clone(),
            first_packet: None,
            starts: VecDeque::new(),
            timed: VecDeque::new(),
            after: VecDeque::new(),
            flights: 0,
            holds_frames: false,
            acting: None,
        })
    }

    /// Starts a program on a computer at a moment that has not passed.
    pub fn start(&mut self, at: Instant, host: HostId, name: &str, program: Box<dyn Program>) {
        assert!(at >= self.now, "a program cannot start at {at:?}, before now ({:?})", self.now);
        let place = self.starts.partition_point(|other| other.at <= at);
        self.starts.insert(place, Start { at, host, name: name.into(), program });
        self.schedule_script();
    }

    /// From now on a computer draws initial sequence numbers from the 256 that begin with `base` (see
    /// [`Kernel::draw_sequences_from`]). No part of a scenario: for tests of arithmetic across 2^32.
    pub fn draw_sequences_from(&mut self, host: HostId, base: Seq) {
        self.hosts[usize::from(host.0)].kernel.draw_sequences_from(base);
    }

    /// Adds an intervention. One after a record that has been emitted already happens with the next step.
    pub fn intervene(&mut self, intervention: Intervention) {
        match intervention.when {
            Moment::Time(at) => {
                let at = at.max(self.now);
                let place = self.timed.partition_point(|(other, _)| *other <= at);
                self.timed.insert(place, (at, intervention.action));
            }
            Moment::After(record) => {
                let place = self.after.partition_point(|(other, _)| *other <= record);
                self.after.insert(place, (record, intervention.action));
            }
        }
    }

    /// The present moment: that of the last event.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// The number that the next record will get: so many records there have been.
    pub fn next_record(&self) -> RecordId {
        self.recorder.next_id()
    }

    /// The moment of the next event.
    pub fn next_moment(&mut self) -> Option<Instant> {
        if self.after_is_due() {
            return Some(self.now);
        }
        let event = self.agenda.peek();
        let timed = self.timed.front().map(|(at, _)| *at);
        match (event, timed) {
            (Some(event), Some(timed)) => Some(event.min(timed)),
            (event, timed) => event.or(timed),
        }
    }

    /// Takes the records emitted since the last call, oldest first.
    pub fn take_records(&mut self) -> Vec<WorldRecord> {
        std::mem::take(&mut self.records)
    }

    /// A computer's kernel.
    pub fn kernel(&self, host: HostId) -> &Kernel {
        &self.hosts[usize::from(host.0)].kernel
    }

    /// Number of computers.
    pub fn hosts(&self) -> usize {
        self.hosts.len()
    }

    /// Every link direction, in order.
    pub fn lanes(&self) -> impl Iterator<Item = LinkView<'_>> {
        self.links.iter().enumerate().flat_map(|(index, link)| {
            [LinkDirection::Forward, LinkDirection::Backward].map(|direction| LinkView {
                link: LinkId(index as u16),
                direction,
                up: link.up,
                delay: link.lanes[direction.index()].delay,
                flights: &link.lanes[direction.index()].flights,
            })
        })
    }

    /// Performs one event.
    pub fn step(&mut self) -> Step {
        if self.after_is_due() {
            let (_, action) = self.after.pop_front().expect("checked above");
            self.act(action);
            return Step::Event(self.now);
        }
        let next = self.agenda.peek();
        if self.timed.front().is_some_and(|(at, _)| next.is_none_or(|next| *at < next)) {
            let (at, action) = self.timed.pop_front().expect("checked above");
            self.now = at;
            self.act(action);
            return Step::Event(at);
        }
        let Some((at, slot)) = self.agenda.pop() else { return Step::Idle };
        assert!(at >= self.now, "time ran backwards from {:?} to {at:?}", self.now);
        self.now = at;
        let hosts = self.hosts.len();
        if slot < hosts {
            self.hosts[slot].kernel.run(at, &mut self.recorder);
            self.after_kernel(slot);
        } else if slot < hosts + 2 * self.links.len() {
            let lane = slot - hosts;
            self.run_lane(
                lane / 2,
                if lane.is_multiple_of(2) { LinkDirection::Forward } else { LinkDirection::Backward },
            );
        } else {
            self.run_script();
        }
        Step::Event(at)
    }

    fn after_is_due(&self) -> bool {
        self.after.front().is_some_and(|(record, _)| *record < self.recorder.next_id())
    }

    // ---- starts -------------------------------------------------------------------

    fn script_slot(&self) -> usize {
        self.hosts.len() + 2 * self.links.len()
    }

    fn schedule_script(&mut self) {
        let start = self.starts.front().map(|start| start.at);
        self.agenda.set(self.script_slot(), start);
    }

    fn run_script(&mut self) {
        if let Some(start) = self.starts.pop_front() {
            let host = usize::from(start.host.0);
            self.hosts[host].kernel.spawn(self.now, &start.name, start.program, &mut self.recorder);
            self.after_kernel(host);
        }
        self.schedule_script();
    }

    // ---- computers --------------------------------------------------------------------------------------------

    /// What follows every call into a kernel: its records, its frames, its next deadline.
    pub(crate) fn after_kernel(&mut self, host: usize) {
        self.collect(host);
        while let Some(interface) = self.hosts[host].kernel.next_transmitter() {
            self.pump(host, interface);
        }
        let deadline = self.hosts[host].kernel.next_deadline();
        self.agenda.set(host, deadline);
    }

    fn collect(&mut self, host: usize) {
        if !self.recorder.keeps() {
            return;
        }
        let host = Some(HostId(host as u16));
        let acting = self.acting;
        self.records.extend(self.recorder.drain().map(|record| WorldRecord {
            id: record.id,
            at: record.at,
            cause: record.cause.or(acting),
            host,
            what: What::Kernel(record.event),
        }));
    }

    pub(crate) fn emit(&mut self, cause: Option<RecordId>, what: impl FnOnce() -> What) -> RecordId {
        let id = self.recorder.take_id();
        if self.recorder.keeps() {
            assert!(cause.is_none_or(|cause| cause < id), "record {id:?} is caused by the later {cause:?}");
            self.records.push(WorldRecord { id, at: self.now, cause, host: None, what: what() });
        }
        id
    }

    /// Takes frames from a NIC as long as it has some and the line is free.
    fn pump(&mut self, host: usize, interface: Interface) {
        let Some((link, direction)) = self.hosts[host].lanes[usize::from(interface.0)] else { return };
        let way = direction.index();
        self.links[link].lanes[way].sender_waits = false;
        loop {
            let kernel = &mut self.hosts[host].kernel;
            if !kernel.has_frame(interface) {
                break;
            }
            let lane = &mut self.links[link].lanes[way];
            if !lane.takes_frame(self.now) {
                lane.sender_waits = true;
                break;
            }
            let before = self.recorder.next_id();
            let Some(frame) = kernel.transmit(self.now, interface, &mut self.recorder) else { break };
            self.collect(host);
            // The last record that the NIC emitted for this frame is what put it on the line.
            let next = self.recorder.next_id();
            let cause = if next > before { Some(RecordId(next.0 - 1)) } else { frame.cause };
            self.enter(link, direction, frame, cause);
        }
        self.schedule_lane(link, direction);
    }

    // ---- links ------------------------------------------------------------------------------------------------

    pub(crate) fn schedule_lane(&mut self, link: usize, direction: LinkDirection) {
        let slot = self.hosts.len() + 2 * link + direction.index();
        let moment = self.links[link].lanes[direction.index()].next_moment();
        self.agenda.set(slot, moment);
    }

    fn run_lane(&mut self, link: usize, direction: LinkDirection) {
        let lane = &mut self.links[link].lanes[direction.index()];
        if lane.flights.front().is_some_and(|flight| flight.arrive <= self.now) {
            let flight = lane.flights.pop_front().expect("checked above");
            self.arrive(link, direction, flight);
        } else if lane.sender_waits {
            let (host, interface) = self.links[link].ends[direction.index()];
            self.pump(host, interface);
            let deadline = self.hosts[host].kernel.next_deadline();
            self.agenda.set(host, deadline);
        }
        self.schedule_lane(link, direction);
    }

    /// Why a frame that enters now is lost, if it is.
    fn loss(&mut self, link: usize, direction: LinkDirection, bytes: &[u8]) -> Option<LossReason> {
        let id = LinkId(link as u16);
        let mut why = None;
        if !self.links[link].up || (!self.down.is_empty() && self.is_down(id)) {
            why = Some(LossReason::LinkDown);
        }
        // Every rule counts every frame of its class, also those that another rule has dropped.
        for (rule, seen) in &mut self.drops {
            if rule.link == id && rule.direction == direction && rule.class.holds(bytes) {
                *seen += 1;
                if *seen >= rule.first && *seen - rule.first < rule.count {
                    why = Some(LossReason::Script);
                }
            }
        }
        let link = &mut self.links[link];
        let chance = u64::from(link.spec.loss_per_million);
        if chance > 0 && link.random.next_u64() % 1_000_000 < chance {
            why = why.or(Some(LossReason::Chance));
        }
        why
    }

    fn is_down(&self, link: LinkId) -> bool {
        self.down.iter().filter(|window| window.link == link).any(|window| {
            let origin = match window.origin {
                DownOrigin::Start => Some(Instant::ZERO),
                DownOrigin::FirstPacket => self.first_packet,
            };
            origin.is_some_and(|origin| self.now >= origin + window.from && self.now < origin + window.to)
        })
    }

    /// A frame leaves a NIC.
    fn enter(&mut self, link: usize, direction: LinkDirection, frame: Frame, cause: Option<RecordId>) {
        if link == 0 && self.first_packet.is_none() && frame.bytes.get(12..14) == Some(&[0x08, 0x00]) {
            self.first_packet = Some(self.now);
        }
        let why = self.loss(link, direction, &frame.bytes);
        let lane = &mut self.links[link].lanes[direction.index()];
        // A link that drops a frame before its own queue spends no time on it; a NIC that sends it spends the line's.
        let passage = if why.is_none() || lane.is_paced_by_nic() {
            lane.book(self.now, frame.bytes.len())
        } else {
            None
        };
        let why = why.or(passage.is_none().then_some(LossReason::QueueFull));
        let number = self.flights;
        self.flights += 1;
        let now = self.now;
        let (start, arrive) = passage.map_or((now, now), |passage| (passage.start, passage.arrive));
        let id = LinkId(link as u16);
        let departed = self.emit(cause, || What::FrameDeparts {
            link: id,
            direction,
            flight: number,
            frame: frame.clone(),
            depart: now,
            start,
            arrive,
        });
        if let Some(why) = why {
            let lost = frame.id;
            self.emit(Some(departed), || What::FrameLost {
                link: id,
                direction,
                flight: number,
                frame: lost,
                why,
            });
            return;
        }
        let flight = Flight { number, frame, depart: now, start, arrive, departed, sent: None, held: false };
        self.links[link].lanes[direction.index()].insert(flight);
        if self.holds_frames {
            self.release_held(link, direction, number, arrive);
        }
    }

    /// Frames that wait to be overtaken arrive directly behind the one that has just entered.
    fn release_held(&mut self, link: usize, direction: LinkDirection, newcomer: u64, arrive: Instant) {
        let way = direction.index();
        while let Some(at) = self.links[link].lanes[way].flights.iter().position(|flight| flight.held) {
            let mut flight = self.links[link].lanes[way].flights.remove(at).expect("just found");
            assert!(flight.number != newcomer, "a frame cannot overtake itself");
            flight.held = false;
            flight.arrive = arrive;
            let (id, number, frame, cause) =
                (LinkId(link as u16), flight.number, flight.frame.id, flight.departed);
            self.links[link].lanes[way].insert(flight);
            self.emit(Some(cause), || What::FrameDelayed {
                link: id,
                direction,
                flight: number,
                frame,
                arrive,
            });
        }
    }

    /// A frame reaches the other end.
    fn arrive(&mut self, link: usize, direction: LinkDirection, flight: Flight) {
        let id = LinkId(link as u16);
        let (number, frame) = (flight.number, flight.frame.id);
        let arrived = self.emit(Some(flight.departed), || What::FrameArrives {
            link: id,
            direction,
            flight: number,
            frame,
        });
        let (host, interface) = self.links[link].ends[1 - direction.index()];
        let damaged = flight.is_damaged();
        let frame = Frame { cause: Some(arrived), ..flight.frame };
        let kernel = &mut self.hosts[host].kernel;
        if damaged {
            // The NIC compares the frame check sequence before anything else; CRC-32 finds every single flipped bit.
            kernel.damaged_frame_arrives(self.now, interface, &frame, &mut self.recorder);
        } else {
            kernel.frame_arrives(self.now, interface, frame, &mut self.recorder);
        }
        self.after_kernel(host);
    }
}

fn build_host(scenario: &Scenario, index: usize) -> Result<Host, WorldError> {
    let spec = &scenario.topology.computers[index];
    let mut sysctl = Sysctl::default();
    for (name, value) in &spec.sysctl {
        if sysctl.set(name, value).is_err() {
            let (host, name, value) = (spec.name.clone(), name.clone(), value.clone());
            return Err(WorldError::Sysctl { host, name, value });
        }
    }
    let mut seeds = Random::new(scenario.seed ^ ((index as u64 + 1) << 32));
    let mut kernel = Kernel::new(KernelConfig {
        name: spec.name.as_str().into(),
        host_number: index as u16 + 1,
        seed: seeds.next_u64(),
        policy: scenario.policy,
        profile: scenario.profile,
        costs: scenario.costs.table(),
        forwarding: spec.forwarding,
        sysctl,
    });
    let mut interfaces = Vec::new();
    for interface in &spec.interfaces {
        interfaces.push(kernel.add_interface(InterfaceConfig {
            name: interface.name.as_str().into(),
            mac: interface.mac,
            address: interface.address,
            prefix_length: interface.prefix_length,
            mtu: scenario.topology.mtu.into(),
            queue_length: scenario.topology.queue_length,
            transmit_ring: RING,
            receive_ring: RING,
        }));
    }
    for route in &spec.routes {
        let interface = interfaces[route.interface];
        kernel.add_route(route.network, route.prefix_length, Some(route.gateway), interface);
    }
    for neighbour in &spec.neighbours {
        kernel.add_neighbour(interfaces[neighbour.interface], neighbour.address, neighbour.mac);
    }
    for (name, address) in &spec.hosts {
        kernel.add_host_name(name, *address);
    }
    let lanes =
        vec![None; interfaces.iter().map(|interface| usize::from(interface.0) + 1).max().unwrap_or(1)];
    Ok(Host { kernel, lanes })
}
