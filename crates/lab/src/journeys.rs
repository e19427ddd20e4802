//! Packets from computer to computer: the frames that carry one packet over all its links belong together.

use crate::view::{FrameKind, Way};
use netlab_kernel::{
    event::{DropReason, Event, Frame, FrameId, RetransmitReason, SegmentKind, SegmentView},
    record::RecordId,
};
use netlab_wire::Instant;
use netlab_world::{HostId, LinkDirection, LinkId, What, WorldRecord};
use std::collections::BTreeMap;

/// One packet's whole way. A frame that a router sends on is a new frame of the same journey.
#[derive(Debug, Clone)]
pub struct Journey {
    /// What it is.
    pub kind: FrameKind,
    /// Where to, by the first link's direction.
    pub way: Way,
    /// First departure.
    pub from: Option<Instant>,
    /// Arrival at the last computer, or loss.
    pub until: Option<Instant>,
    /// Where it was lost, in thousandths of the way.
    pub lost_at: Option<u16>,
    /// Payload bytes.
    pub length: u32,
    /// Window told, bytes.
    pub window: Option<u64>,
    /// The record of its first departure (of its queueing until then).
    pub record: u64,
    /// Its number in the packet list.
    pub packet: Option<u32>,
    /// Whether it stays on one link (ARP).
    pub local: bool,
}

/// A frame captured at the client's NIC.
#[derive(Debug, Clone)]
pub struct Captured {
    /// When.
    pub at: Instant,
    /// Which way.
    pub way: Way,
    /// The frame.
    pub frame: FrameId,
    /// The record.
    pub record: u64,
}

/// All journeys of a run.
#[derive(Debug, Clone, Default)]
pub struct Journeys {
    /// In the order of their beginning.
    pub all: Vec<Journey>,
    /// Packets at the client's NIC in order; number 1 is the first.
    pub captured: Vec<Captured>,
    by_frame: BTreeMap<FrameId, usize>,
    /// The newest journey of each packet's content, so that a router's new frame is recognised.
    by_content: BTreeMap<u64, usize>,
    flights: BTreeMap<u64, (FrameId, LinkId, Instant, Instant)>,
    /// Where each frame arrived last.
    arrived: BTreeMap<FrameId, (LinkId, LinkDirection)>,
}

/// FNV-1a over what no router changes: identification, addresses and all that follows the IPv4 header's first 20 bytes.
fn content(bytes: &[u8]) -> u64 {
    let parts = [bytes.get(18..20), bytes.get(26..34), bytes.get(34..)];
    let letters = parts.into_iter().flatten().flatten();
    letters.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

fn is_ip(bytes: &[u8]) -> bool {
    bytes.get(12..14) == Some(&[0x08, 0x00])
}

impl Journeys {
    /// The journey of a frame.
    pub fn of(&self, frame: FrameId) -> Option<&Journey> {
        self.by_frame.get(&frame).map(|at| &self.all[*at])
    }

    /// Takes up one more record; `earlier` are all records before it. `links` is the number of links.
    pub fn take(
        &mut self,
        record: &WorldRecord,
        earlier: &[WorldRecord],
        links: usize,
        is_router: impl Fn(HostId) -> bool,
    ) {
        match &record.what {
            What::Kernel(Event::FrameQueued { frame, .. }) => {
                let router = record.host.is_some_and(is_router);
                self.queued(frame, record, earlier, router);
            }
            What::FrameDeparts { link, direction, flight, frame, start, arrive, .. } => {
                self.departs(*link, *direction, *flight, frame, record, (*start, *arrive));
            }
            What::FrameArrives { link, direction, flight, frame } => {
                self.flights.remove(flight);
                self.arrived.insert(*frame, (*link, *direction));
                let last = match direction {
                    LinkDirection::Forward => usize::from(link.0) + 1 == links,
                    LinkDirection::Backward => link.0 == 0,
                };
                if let Some(journey) = self.by_frame.get(frame).map(|at| &mut self.all[*at])
                    && (last || journey.local)
                {
                    journey.until = Some(record.at);
                }
                if link.0 == 0 && *direction == LinkDirection::Backward {
                    self.capture(*frame, Way::Reply, record);
                }
            }
            What::FrameLost { link, flight, frame, direction, .. } => {
                let times = self.flights.remove(flight).map(|(_, _, start, arrive)| (start, arrive));
                let part = times.map_or(0, |(start, arrive)| {
                    let whole = arrive.saturating_since(start).as_nanos().max(1);
                    (record.at.saturating_since(start).as_nanos().min(whole) * 1000 / whole) as u16
                });
                self.lost(*frame, record.at, (*link, *direction), links, part);
            }
            // Found damaged by the NIC at the end of the link.
            What::Kernel(Event::Dropped { frame: Some(frame), reason: DropReason::FrameCheck, .. }) => {
                if let Some(lane) = self.arrived.get(frame).copied() {
                    self.lost(*frame, record.at, lane, links, 1000);
                }
            }
            _ => {}
        }
    }

    fn queued(&mut self, frame: &Frame, record: &WorldRecord, earlier: &[WorldRecord], router: bool) {
        if self.by_frame.contains_key(&frame.id) {
            return;
        }
        let key = content(&frame.bytes);
        if router && let Some(at) = self.by_content.get(&key).filter(|_| is_ip(&frame.bytes)) {
            self.by_frame.insert(frame.id, *at);
            return;
        }
        // An ARP question may be caused by a segment, but it is none.
        let sent = segment(record, earlier).filter(|_| is_ip(&frame.bytes));
        let kind = match sent {
            Some((segment, kind)) => kind_of_segment(segment, kind),
            None => kind_of(&frame.bytes),
        };
        let at = self.all.len();
        self.all.push(Journey {
            kind,
            way: Way::Request,
            from: None,
            until: None,
            lost_at: None,
            length: frame.payload.map_or(0, |range| range.length),
            window: sent.map(|(segment, _)| segment.window.into()),
            record: record.id.0,
            packet: None,
            local: !is_ip(&frame.bytes),
        });
        self.by_frame.insert(frame.id, at);
        self.by_content.insert(key, at);
    }

    fn departs(
        &mut self,
        link: LinkId,
        direction: LinkDirection,
        flight: u64,
        frame: &Frame,
        record: &WorldRecord,
        times: (Instant, Instant),
    ) {
        self.flights.insert(flight, (frame.id, link, times.0, times.1));
        let way = way_of(direction);
        if let Some(at) = self.by_frame.get(&frame.id) {
            let journey = &mut self.all[*at];
            if journey.from.is_none() {
                journey.from = Some(record.at);
                journey.record = record.id.0;
                journey.way = way;
            }
        }
        if link.0 == 0 && direction == LinkDirection::Forward {
            self.capture(frame.id, way, record);
        }
    }

    fn capture(&mut self, frame: FrameId, way: Way, record: &WorldRecord) {
        self.captured.push(Captured { at: record.at, way, frame, record: record.id.0 });
        let number = self.captured.len() as u32;
        if let Some(journey) = self.by_frame.get(&frame).map(|at| &mut self.all[*at]) {
            journey.packet.get_or_insert(number);
        }
    }

    fn lost(
        &mut self,
        frame: FrameId,
        at: Instant,
        (link, direction): (LinkId, LinkDirection),
        links: usize,
        part: u16,
    ) {
        let Some(journey) = self.by_frame.get(&frame).map(|at| &mut self.all[*at]) else { return };
        let before = match direction {
            LinkDirection::Forward => usize::from(link.0),
            LinkDirection::Backward => links - 1 - usize::from(link.0),
        };
        journey.until = Some(at);
        let whole = (before * 1000 + usize::from(part)) / links;
        journey.lost_at = Some(if journey.local { part } else { whole as u16 });
    }
}

/// The segment that a frame was made for: the nearest cause that says so.
fn segment<'a>(record: &WorldRecord, earlier: &'a [WorldRecord]) -> Option<(&'a SegmentView, SegmentKind)> {
    let mut cause: Option<RecordId> = record.cause;
    for _ in 0..4 {
        let record = earlier.get(cause?.0 as usize)?;
        match &record.what {
            What::Kernel(Event::SegmentSent { segment, kind, .. }) => return Some((segment, *kind)),
            _ => cause = record.cause,
        }
    }
    None
}

fn kind_of_segment(segment: &SegmentView, kind: SegmentKind) -> FrameKind {
    let flags = segment.flags;
    match kind {
        SegmentKind::Handshake if flags.ack() => FrameKind::SynAck,
        SegmentKind::Handshake => FrameKind::Syn,
        SegmentKind::Data => FrameKind::Data,
        SegmentKind::Retransmission(RetransmitReason::Handshake) if flags.ack() => FrameKind::SynAck,
        SegmentKind::Retransmission(RetransmitReason::Handshake) => FrameKind::Syn,
        SegmentKind::Retransmission(_) if segment.length == 0 && flags.fin() => FrameKind::Fin,
        SegmentKind::Retransmission(_) => FrameKind::Retransmission,
        SegmentKind::Acknowledgement | SegmentKind::ChallengeAck if segment.window == 0 => {
            FrameKind::ZeroWindow
        }
        SegmentKind::Acknowledgement | SegmentKind::ChallengeAck => FrameKind::Ack,
        SegmentKind::WindowUpdate => FrameKind::WindowUpdate,
        SegmentKind::WindowProbe => FrameKind::Probe,
        SegmentKind::KeepAlive => FrameKind::KeepAlive,
        SegmentKind::Finish => FrameKind::Fin,
        SegmentKind::Reset => FrameKind::Rst,
    }
}

/// What a frame is by its bytes alone.
pub(crate) fn kind_of(bytes: &[u8]) -> FrameKind {
    use crate::scene::FrameKind as Plain;
    match crate::scene::frame_kind(bytes) {
        Plain::ArpRequest(_) | Plain::ArpReply(_) => FrameKind::Arp,
        Plain::Syn => FrameKind::Syn,
        Plain::SynAck => FrameKind::SynAck,
        Plain::Ack => FrameKind::Ack,
        Plain::Data { .. } => FrameKind::Data,
        Plain::Fin => FrameKind::Fin,
        Plain::Rst => FrameKind::Rst,
        Plain::Udp(_) | Plain::Other => FrameKind::Udp,
        Plain::Icmp(..) => FrameKind::Icmp,
    }
}

/// Away from the client is the request's way.
pub(crate) fn way_of(direction: LinkDirection) -> Way {
    match direction {
        LinkDirection::Forward => Way::Request,
        LinkDirection::Backward => Way::Reply,
    }
}
