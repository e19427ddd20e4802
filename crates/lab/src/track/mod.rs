//! How things stand after each single record.
//!
//! One event of the world emits several records: a `send` copies bytes, makes a segment, queues a frame and puts it on
//! the line in one moment. The world's own state is that after the whole event; [`Track`] is folded record by record, so
//! that a step may stop between them. It holds only what records say and computes no protocol fact.

mod process;
mod socket;
mod tally;

pub use process::{CallTrack, ProcessTrack, ReturnTrack, ThreadTrack};
pub use socket::{Datagram, Newest, Payload, SocketTrack, Stream, StreamKey};

use netlab_abi::{Pid, Signal};
use netlab_kernel::{
    event::{DropReason, Event, Frame, FrameId, Interface, NeighbourState, SocketId, StreamRange},
    record::RecordId,
};
use netlab_wire::{Duration, EtherType, EthernetHeader, Instant, Ipv4Addr, Ipv4Header, Rate, Seq, TcpHeader};
use netlab_world::{Action, HostId, LinkDirection, LinkId, What, WorldRecord};
use std::{collections::BTreeMap, net::SocketAddrV4};

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

/// What a computer has done so far, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Segments sent.
    pub segments: u64,
    /// Of these, sent again.
    pub retransmissions: u64,
    /// Of these, zero-window probes.
    pub probes: u64,
    /// Of these, resets.
    pub resets: u64,
    /// Of these, window updates: the first to tell room after a window of 0.
    pub updates: u64,
    /// Of these, keepalive probes.
    pub keepalives: u64,
    /// System calls that returned.
    pub calls: u64,
    /// Calls that went to sleep.
    pub sleeps: u64,
    /// Payload bytes that went into send buffers.
    pub accepted: u64,
    /// Payload bytes that were read.
    pub read: u64,
    /// Of these, read by a person.
    pub read_by_hand: u64,
}

/// One computer.
#[derive(Debug, Clone, Default)]
pub struct HostTrack {
    /// What it has done so far.
    pub tally: Tally,
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

/// What a person has changed about a link; `None`: as the scenario has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LinkTrack {
    /// One-way delay.
    pub delay: Option<Duration>,
    /// Rate; within: `None` for no limit.
    pub rate: Option<Option<Rate>>,
    /// Frames of its own queue; within: `None` for none.
    pub queue: Option<Option<u32>>,
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
    /// What a person has changed about links.
    pub links: BTreeMap<LinkId, LinkTrack>,
    /// Frames lost so far, those found damaged included.
    pub lost: u64,
    /// Of these, frames with payload.
    pub data_lost: u64,
    /// Of these, window updates.
    pub updates_lost: u64,
    /// Window updates sent so far: sender, and the acknowledgement they stand behind.
    updates: Vec<(SocketAddrV4, Seq)>,
    /// Frames that have entered a cable so far, on each one anew.
    pub frames: u64,
    /// Of these, ARP.
    pub arps: u64,
    /// Things that a person has done so far.
    pub acts: u64,
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
                self.frames += 1;
                let arp = EthernetHeader::parse(&frame.bytes)
                    .is_ok_and(|(ethernet, _)| ethernet.ether_type == EtherType::Arp);
                self.arps += u64::from(arp);
                self.payload.departed(frame.id, frame.payload.as_ref());
                self.payload.seen(frame.payload.as_ref(), Newest::Cable(*link));
                self.flights.insert(*flight, track);
            }
            What::FrameArrives { flight, frame, .. } => {
                self.frame = Some(*frame);
                self.arriving = self.flights.get(flight).and_then(|flight| flight.frame.payload);
                self.flights.remove(flight);
            }
            What::FrameLost { flight, frame, .. } => {
                self.lost += 1;
                self.frame = Some(*frame);
                let flight = self.flights.remove(flight);
                let payload = flight.as_ref().and_then(|flight| flight.frame.payload);
                self.data_lost += u64::from(payload.is_some());
                let update = flight.is_some_and(|flight| self.is_update(&flight.frame.bytes));
                self.updates_lost += u64::from(update);
                self.payload.lost(*frame);
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
            What::Intervention { action, effective } => {
                self.acts += 1;
                if *effective {
                    self.apply_action(action);
                }
            }
        }
    }

    /// What no record of a kernel says: that a process stands still, and what a cable is like now.
    fn apply_action(&mut self, action: &Action) {
        match action {
            Action::Signal { host, pid, signal } => {
                let process = self.hosts.get_mut(host).and_then(|host| host.processes.get_mut(pid));
                if let Some(process) = process {
                    match *signal {
                        Signal::SIGSTOP => process.stopped = true,
                        Signal::SIGCONT => process.stopped = false,
                        _ => {}
                    }
                }
            }
            Action::SetDelay { link, delay } => {
                self.links.entry(*link).or_default().delay = Some(*delay);
            }
            Action::SetRate { link, rate } => {
                let track = self.links.entry(*link).or_default();
                track.rate = Some(*rate);
                if rate.is_none() {
                    track.queue = Some(None);
                }
            }
            Action::SetQueue { link, frames } => {
                self.links.entry(*link).or_default().queue = Some(*frames);
            }
            Action::Frame { .. }
            | Action::CutLink(_)
            | Action::MendLink(_)
            | Action::Unplug { .. }
            | Action::Read { .. }
            | Action::SetOption { .. }
            | Action::SetSysctl { .. } => {}
        }
    }

    /// Whether a frame is a window update that was sent: known by its sender and what it acknowledges, and told from the
    /// closed window before it by telling room.
    fn is_update(&self, bytes: &[u8]) -> bool {
        let Ok((ethernet, start)) = EthernetHeader::parse(bytes) else { return false };
        if self.updates.is_empty() || ethernet.ether_type != EtherType::Ipv4 {
            return false;
        }
        let Ok((ip, length)) = Ipv4Header::parse(&bytes[start..]) else { return false };
        let Ok((tcp, _)) = TcpHeader::parse_unchecked(&bytes[start + length..]) else { return false };
        let sender = SocketAddrV4::new(ip.source, tcp.source_port);
        tcp.window > 0 && self.updates.contains(&(sender, tcp.acknowledgment))
    }

    fn apply_event(&mut self, id: HostId, event: &Event, record: &WorldRecord) {
        let host = self.hosts.entry(id).or_default();
        if host.tally.count(event, record, &host.processes)
            && let Event::Delivered { range, .. } = event
        {
            self.payload.read_by_hand(range);
        }
        // Whatever else it is for: the segment that first tells room again after a window of 0.
        if let Event::SegmentSent { socket: Some(socket), segment, .. } = event
            && segment.window > 0
            && host.sockets.get(socket).and_then(|socket| socket.window).is_some_and(|(told, _)| told == 0)
        {
            self.updates.push((segment.source, segment.acknowledgment));
            host.tally.updates += 1;
        }
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
                if let Some(frame) = frame {
                    self.payload.lost(*frame);
                }
                if let (Some(frame), DropReason::FrameCheck) = (frame, reason) {
                    self.lost += 1;
                    self.losses.push((*frame, self.arriving.take()));
                }
            }
            _ => {}
        }
    }
}
