//! How things stand after each single record.
//!
//! One event of the world emits several records: a `send` copies bytes, makes a segment, queues a frame and puts it on
//! the line in one moment. The world's own state is that after the whole event; [`Track`] is folded record by record, so
//! that a step may stop between them. It holds only what records say and computes no protocol fact.

mod process;
mod socket;

pub use process::{CallTrack, ProcessTrack, ReturnTrack, ThreadTrack};
pub use socket::{Newest, Payload, SocketTrack, Stream, StreamKey};

use netlab_abi::Pid;
use netlab_kernel::{
    event::{DropReason, Event, Frame, FrameId, Interface, NeighbourState, SocketId, StreamRange},
    record::RecordId,
};
use netlab_wire::{Instant, Ipv4Addr};
use netlab_world::{HostId, LinkDirection, LinkId, What, WorldRecord};
use std::collections::BTreeMap;

/// A frame on its way.
#[derive(Debug, Clone)]
pub struct FlightTrack {
    /// The link.
    pub link: LinkId,
    /// Which way.
    pub direction: LinkDirection,
    /// The frame.
    pub frame: Frame,
    /// When it left the NIC.
    pub depart: Instant,
    /// When its first bit enters the line.
    pub start: Instant,
    /// When it will arrive, as known now.
    pub arrive: Instant,
    /// The record of its departure.
    pub record: RecordId,
    /// Whether its bytes were damaged.
    pub damaged: bool,
}

/// A NIC.
#[derive(Debug, Clone, Default)]
pub struct InterfaceTrack {
    /// Frames in the transmit queue, oldest first.
    pub queue: Vec<FrameId>,
    /// The transmit ring's slot used last.
    pub transmit_slot: Option<u16>,
    /// The receive ring's slot filled last.
    pub receive_slot: Option<u16>,
    /// Frames in the receive ring that the processor has not taken.
    pub received: Vec<FrameId>,
    /// Frames sent so far.
    pub transmitted: u64,
    /// Frames received so far.
    pub arrived: u64,
    /// Packets forwarded out of it so far.
    pub forwarded: u64,
}

/// One computer.
#[derive(Debug, Clone, Default)]
pub struct HostTrack {
    /// Processes by number.
    pub processes: BTreeMap<Pid, ProcessTrack>,
    /// Sockets by number.
    pub sockets: BTreeMap<SocketId, SocketTrack>,
    /// NICs by number.
    pub interfaces: BTreeMap<Interface, InterfaceTrack>,
    /// Neighbours by interface and address.
    pub neighbours: BTreeMap<(Interface, Ipv4Addr), NeighbourState>,
    /// Things thrown away so far.
    pub dropped: u64,
}

/// How things stand.
#[derive(Debug, Clone, Default)]
pub struct Track {
    /// The number of records folded in.
    pub records: u64,
    /// The moment of the last of them.
    pub now: Instant,
    /// Computers.
    pub hosts: BTreeMap<HostId, HostTrack>,
    /// Frames on their way, by journey.
    pub flights: BTreeMap<u64, FlightTrack>,
    /// Links that are down.
    pub down: Vec<LinkId>,
    /// The bytes of each stream, as far as they are known.
    pub payload: Payload,
    /// The frame that the last record was about.
    pub frame: Option<FrameId>,
    /// The payload of the frame that arrived last.
    arriving: Option<StreamRange>,
    /// Frames lost so far, newest last: frame and payload, at most [`LOSSES_KEPT`].
    pub losses: Vec<(FrameId, Option<StreamRange>)>,
}

/// Losses kept for the eye.
const LOSSES_KEPT: usize = 64;

impl Track {
    /// Folds in the next record.
    pub fn apply(&mut self, record: &WorldRecord) {
        assert!(
            record.id.0 == self.records,
            "record {:?} does not follow {} records",
            record.id,
            self.records
        );
        self.records += 1;
        self.now = record.at;
        self.frame = None;
        match &record.what {
            What::Kernel(event) => {
                let host = record.host.expect("what happens in a kernel happens in a computer");
                self.apply_event(host, event, record);
            }
            What::FrameDeparts { link, direction, flight, frame, depart, start, arrive } => {
                let track = FlightTrack {
                    link: *link,
                    direction: *direction,
                    frame: frame.clone(),
                    depart: *depart,
                    start: *start,
                    arrive: *arrive,
                    record: record.id,
                    damaged: false,
                };
                self.frame = Some(frame.id);
                self.payload.seen(frame.payload.as_ref(), Newest::Cable(*link));
                self.flights.insert(*flight, track);
            }
            What::FrameArrives { flight, frame, .. } => {
                self.frame = Some(*frame);
                self.arriving = self.flights.get(flight).and_then(|flight| flight.frame.payload);
                self.flights.remove(flight);
            }
            What::FrameLost { flight, frame, .. } => {
                self.frame = Some(*frame);
                let payload = self.flights.remove(flight).and_then(|flight| flight.frame.payload);
                self.losses.push((*frame, payload));
                if self.losses.len() > LOSSES_KEPT {
                    self.losses.remove(0);
                }
            }
            What::FrameDelayed { flight, frame, arrive, .. } => {
                self.frame = Some(*frame);
                if let Some(flight) = self.flights.get_mut(flight) {
                    flight.arrive = *arrive;
                }
            }
            What::FrameDamaged { flight, frame, .. } => {
                self.frame = Some(*frame);
                if let Some(flight) = self.flights.get_mut(flight) {
                    flight.damaged = true;
                }
            }
            What::LinkChanged { link, up } => {
                self.down.retain(|down| down != link);
                if !up {
                    self.down.push(*link);
                }
            }
            What::Intervention { .. } => {}
        }
    }

    fn apply_event(&mut self, id: HostId, event: &Event, record: &WorldRecord) {
        let host = self.hosts.entry(id).or_default();
        if process::apply(&mut host.processes, event, record)
            || socket::apply(host, &mut self.payload, event, record)
        {
            return;
        }
        match event {
            Event::FrameQueued { interface, frame, .. } => {
                self.frame = Some(frame.id);
                self.payload.learn_from_frame(frame);
                self.payload.seen(frame.payload.as_ref(), Newest::Queue(id));
                host.interfaces.entry(*interface).or_default().queue.push(frame.id);
            }
            Event::FrameTransmitted { interface, frame, slot } => {
                self.frame = Some(*frame);
                let interface = host.interfaces.entry(*interface).or_default();
                interface.queue.retain(|queued| queued != frame);
                interface.transmit_slot = Some(*slot);
                interface.transmitted += 1;
            }
            Event::FrameReceived { interface, frame, slot } => {
                self.frame = Some(*frame);
                let interface = host.interfaces.entry(*interface).or_default();
                interface.receive_slot = Some(*slot);
                interface.received.push(*frame);
                interface.arrived += 1;
                self.payload.seen(self.arriving.take().as_ref(), Newest::Arrived(id));
            }
            Event::Interrupt { interface, .. } => {
                host.interfaces.entry(*interface).or_default().received.clear();
            }
            Event::Forwarded { frame, to, .. } => {
                self.frame = Some(*frame);
                host.interfaces.entry(*to).or_default().forwarded += 1;
            }
            Event::NeighbourChanged { interface, address, state, .. } => {
                host.neighbours.insert((*interface, *address), *state);
            }
            Event::Dropped { frame, reason, .. } => {
                self.frame = *frame;
                host.dropped += 1;
                if let (Some(frame), DropReason::FrameCheck) = (frame, reason) {
                    self.losses.push((*frame, self.arriving.take()));
                }
            }
            _ => {}
        }
    }
}
