//! What a reader of a capture concludes from the order of TCP's segments: Wireshark's sequence analysis, release 4.0.
//!
//! It sees one capture, knows nothing of the computers, and guesses: a segment that does not go beyond what was seen is a
//! retransmission, a fast one, a needless one, or out of order, by rules of time. The rules are those that Wireshark's
//! `tcp_analyze_sequence_number` obeys (its user's guide, section "TCP Analysis", has them in words).

use netlab_wire::{Instant, Ipv4Addr, Seq, TcpHeader};
use std::collections::BTreeMap;

/// Segments not yet acknowledged that are remembered in each direction.
const MOST_REMEMBERED: usize = 10_000;
/// A retransmission within this time of the last acknowledgement can be a fast one, nanoseconds.
const FAST: u64 = 20_000_000;
/// Out of order, not retransmitted, while no round trip is known: within this time, nanoseconds.
const OUT_OF_ORDER: u64 = 3_000_000;

/// What was concluded about a segment. Names are those of the filter fields `tcp.analysis.…`.
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    Retransmission,
    FastRetransmission,
    SpuriousRetransmission,
    OutOfOrder,
    LostSegment,
    AckLostSegment,
    DuplicateAck,
    KeepAlive,
    KeepAliveAck,
    ReusedPorts,
    WindowFull,
    WindowUpdate,
    ZeroWindow,
    ZeroWindowProbe,
    ZeroWindowProbeAck,
}

/// All marks.
pub const MARKS: &[(Mark, &str)] = &[
    (Mark::Retransmission, "tcp.analysis.retransmission"),
    (Mark::FastRetransmission, "tcp.analysis.fast_retransmission"),
    (Mark::SpuriousRetransmission, "tcp.analysis.spurious_retransmission"),
    (Mark::OutOfOrder, "tcp.analysis.out_of_order"),
    (Mark::LostSegment, "tcp.analysis.lost_segment"),
    (Mark::AckLostSegment, "tcp.analysis.ack_lost_segment"),
    (Mark::DuplicateAck, "tcp.analysis.duplicate_ack"),
    (Mark::KeepAlive, "tcp.analysis.keep_alive"),
    (Mark::KeepAliveAck, "tcp.analysis.keep_alive_ack"),
    (Mark::ReusedPorts, "tcp.analysis.reused_ports"),
    (Mark::WindowFull, "tcp.analysis.window_full"),
    (Mark::WindowUpdate, "tcp.analysis.window_update"),
    (Mark::ZeroWindow, "tcp.analysis.zero_window"),
    (Mark::ZeroWindowProbe, "tcp.analysis.zero_window_probe"),
    (Mark::ZeroWindowProbeAck, "tcp.analysis.zero_window_probe_ack"),
];

/// A segment and its conversation, as far as they were seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// The conversation's number, from 0.
    pub stream: u32,
    /// Which parts of a conversation were seen before this segment: SYN 1, SYN-ACK 2, ACK 4, data 8, FIN 16, RST 32.
    pub completeness: u8,
    /// Relative to the first number of its direction.
    pub sequence: u32,
    /// The same for what it acknowledges.
    pub acknowledgment: u32,
    /// Scaled.
    pub window: u32,
    /// The factor; -1: unknown, -2: none.
    pub factor: i64,
    /// Since the conversation's first segment, and since its last.
    pub since: (u64, u64),
    /// What was concluded.
    pub marks: Vec<Mark>,
    /// The frame that it acknowledges, and the time since, nanoseconds.
    pub acknowledges: Option<(u32, u64)>,
    /// From the SYN to the first acknowledgement behind the SYN-ACK, nanoseconds.
    pub initial_round_trip: Option<u64>,
    /// Whether its bytes were counted among those in flight.
    pub counted: bool,
    /// Bytes sent and not acknowledged, with this segment.
    pub in_flight: Option<u32>,
    /// Of a duplicate acknowledgement: its number, and the frame of the first.
    pub duplicate: Option<(u32, u32)>,
    /// Of a retransmission: the time since the frame, nanoseconds, and that frame.
    pub timeout: Option<(u64, u32)>,
}

/// A segment in a capture.
#[derive(Debug, Clone, Copy)]
pub struct Segment<'a> {
    /// The frame's number, from 1.
    pub number: u32,
    /// When it was captured.
    pub at: Instant,
    /// From where.
    pub source: Ipv4Addr,
    /// To where.
    pub destination: Ipv4Addr,
    /// Its header.
    pub header: &'a TcpHeader,
    /// Payload bytes.
    pub length: u32,
}

type End = (Ipv4Addr, u16);

/// All conversations of a capture.
#[derive(Debug, Default)]
pub struct Streams {
    /// By the ends, the lower first: the newest conversation between them.
    newest: BTreeMap<(End, End), usize>,
    all: Vec<Conversation>,
}

#[derive(Debug, Default)]
struct Conversation {
    /// Of the lower end, of the higher one.
    directions: [Direction; 2],
    seen: u8,
    first: Option<u64>,
    last: u64,
    syn: Option<u64>,
    round_trip: Option<u64>,
}

/// How a direction's window is scaled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Scale {
    #[default]
    Unknown,
    Off,
    Shift(u8),
}

#[derive(Debug, Clone, Copy)]
struct Remembered {
    frame: u32,
    at: u64,
    sequence: Seq,
    next: Seq,
}

#[derive(Debug, Default)]
struct Direction {
    base: Option<Seq>,
    scale: Scale,
    /// One past the highest number seen, and when and by which frame it came.
    next: Option<Seq>,
    next_at: u64,
    next_frame: u32,
    /// One past the highest number without a hole before it.
    to_be_acknowledged: Option<Seq>,
    last_acknowledgment: Seq,
    last_acknowledgment_at: u64,
    window: u32,
    window_of_syn: bool,
    duplicates: u32,
    last_other_frame: u32,
    last_marks: Vec<Mark>,
    /// Newest first.
    unacknowledged: Vec<Remembered>,
    sacked: Vec<(Seq, Seq)>,
    in_flight_unknown: bool,
    any: bool,
}

impl Streams {
    /// Takes up the next segment of the capture.
    pub fn take(&mut self, segment: &Segment<'_>) -> Seen {
        let header = segment.header;
        let (from, to) =
            ((segment.source, header.source_port), (segment.destination, header.destination_port));
        let reversed = to < from;
        let key = if reversed { (to, from) } else { (from, to) };
        let known = self.newest.get(&key).copied();
        // A SYN with another number begins a new conversation between the same ends.
        let reused = known.filter(|at| {
            let base = self.all[*at].directions[usize::from(reversed)].base;
            header.flags.syn() && base.is_some_and(|base| base != header.sequence)
        });
        let at = match known.filter(|_| reused.is_none()) {
            Some(at) => at,
            None => {
                self.all.push(Conversation::default());
                self.newest.insert(key, self.all.len() - 1);
                self.all.len() - 1
            }
        };
        let mut seen = self.all[at].take(segment, usize::from(reversed));
        seen.stream = at as u32;
        if reused.is_some() {
            seen.marks.push(Mark::ReusedPorts);
        }
        seen
    }
}

impl Conversation {
    fn take(&mut self, segment: &Segment<'_>, way: usize) -> Seen {
        let (header, now) = (segment.header, segment.at.as_nanos());
        let flags = header.flags;
        let first = *self.first.get_or_insert(now);
        let last = if first == now && self.last == 0 { now } else { self.last };
        self.last = now;
        let mut seen = Seen {
            completeness: self.seen,
            since: (now.saturating_sub(first), now.saturating_sub(last)),
            ..Seen::default()
        };
        self.bases(segment, way);
        if flags.syn() {
            self.directions[way].scale =
                header.options.window_scale.map_or(Scale::Off, |shift| Scale::Shift(shift.min(14)));
            if flags.ack() {
                self.settle_scale();
            } else {
                self.syn = Some(now);
            }
        }
        if self.round_trip.is_none() && flags.ack() && !flags.syn() {
            self.round_trip = self.syn.map(|syn| now.saturating_sub(syn));
        }
        self.analyse(segment, way, &mut seen);
        self.complete(segment);
        let [forward, backward] = self.ways(way);
        let window = u32::from(header.window);
        (seen.window, seen.factor) = match forward.scale {
            Scale::Shift(shift) if !flags.syn() => (window << shift, 1 << shift),
            Scale::Unknown => (window, -1),
            Scale::Off | Scale::Shift(_) => (window, -2),
        };
        seen.sequence = (header.sequence - forward.base.unwrap_or_default().raw()).raw();
        seen.acknowledgment = if flags.ack() {
            (header.acknowledgment - backward.base.unwrap_or_default().raw()).raw()
        } else {
            0
        };
        seen.initial_round_trip = self.round_trip;
        seen
    }

    fn ways(&mut self, way: usize) -> [&mut Direction; 2] {
        let [low, high] = &mut self.directions;
        if way == 0 { [low, high] } else { [high, low] }
    }

    /// The numbers that count as 0.
    fn bases(&mut self, segment: &Segment<'_>, way: usize) {
        let header = segment.header;
        let [forward, backward] = self.ways(way);
        if forward.base.is_none() {
            forward.base = Some(if header.flags.syn() { header.sequence } else { header.sequence - 1_u32 });
        }
        if backward.base.is_none() && header.flags.ack() {
            backward.base = Some(header.acknowledgment - 1);
        }
    }

    /// Windows are scaled when both SYNs offer it.
    fn settle_scale(&mut self) {
        let both = self.directions.iter().all(|direction| matches!(direction.scale, Scale::Shift(_)));
        if !both {
            for direction in &mut self.directions {
                direction.scale = Scale::Off;
            }
        }
    }

    fn complete(&mut self, segment: &Segment<'_>) {
        let flags = segment.header.flags;
        self.seen |= match (flags.syn(), flags.ack()) {
            (true, false) => 1,
            (true, true) => 2,
            (false, true) if self.seen & 3 != 0 => 4,
            (false, _) => 0,
        };
        if segment.length > 0 {
            self.seen |= 8;
        }
        if flags.fin() {
            self.seen |= 16;
        }
        if flags.rst() {
            self.seen |= 32;
        }
    }

    fn analyse(&mut self, segment: &Segment<'_>, way: usize, seen: &mut Seen) {
        let (header, now) = (segment.header, segment.at.as_nanos());
        let round_trip = self.round_trip;
        let [forward, backward] = self.ways(way);
        let flags = header.flags;
        let plain = !(flags.syn() || flags.fin() || flags.rst());
        let mut marks = Vec::new();
        windows(segment, forward, backward, plain, &mut marks, seen);
        if !marks.contains(&Mark::DuplicateAck) {
            forward.last_other_frame = segment.number;
            forward.duplicates = 0;
        }
        acknowledges_unseen(segment, forward, backward, &mut marks);
        if (segment.length > 0 || flags.syn() || flags.fin()) && !marks.contains(&Mark::KeepAlive) {
            repeats(segment, forward, backward, round_trip, &mut marks, seen);
        }
        let mut next = header.sequence + segment.length;
        if flags.syn() || flags.fin() {
            next += 1;
        }
        let carries = next != header.sequence;
        if carries && forward.unacknowledged.len() < MOST_REMEMBERED {
            let remembered = Remembered { frame: segment.number, at: now, sequence: header.sequence, next };
            forward.unacknowledged.insert(0, remembered);
        }
        let probe = marks.contains(&Mark::ZeroWindowProbe);
        if forward.next.is_none_or(|known| next.after(known)) && !probe {
            forward.next = Some(next);
            forward.next_at = now;
            forward.next_frame = segment.number;
        }
        if forward.to_be_acknowledged.is_none_or(|known| known == header.sequence) && !probe {
            forward.to_be_acknowledged = forward.next;
        }
        forward.window = u32::from(header.window);
        forward.window_of_syn = flags.syn();
        forward.last_acknowledgment = header.acknowledgment;
        forward.last_acknowledgment_at = now;
        forward.sacked = header.options.sack_blocks.as_slice().to_vec();
        forward.any = true;
        if flags.ack() {
            seen.acknowledges = backward.acknowledged(header.acknowledgment, now);
        }
        if segment.length > 0 && !forward.in_flight_unknown {
            seen.counted = true;
            // A FIN takes a number and is no byte.
            let end = u32::from(flags.fin());
            seen.in_flight = forward.in_flight(&backward.sacked).map(|bytes| bytes - end);
        }
        if flags.ack() {
            backward.in_flight_unknown = false;
        }
        forward.last_marks.clone_from(&marks);
        seen.marks.append(&mut marks);
    }
}

/// What follows from the window and from empty segments.
fn windows(
    segment: &Segment<'_>,
    forward: &mut Direction,
    backward: &mut Direction,
    plain: bool,
    marks: &mut Vec<Mark>,
    seen: &mut Seen,
) {
    let header = segment.header;
    let (sequence, acknowledgment, window) =
        (header.sequence, header.acknowledgment, u32::from(header.window));
    let at_next = forward.next == Some(sequence) || (forward.next.is_none() && sequence.raw() == 0);
    if segment.length == 1 && at_next && backward.window == 0 && backward.any {
        marks.push(Mark::ZeroWindowProbe);
        return;
    }
    if window == 0 && plain {
        marks.push(Mark::ZeroWindow);
    }
    if !header.flags.rst() && forward.next.is_some_and(|next| sequence.after(next)) {
        marks.push(Mark::LostSegment);
        forward.in_flight_unknown = true;
    }
    if segment.length <= 1 && plain && forward.next.is_some_and(|next| next - 1 == sequence) {
        marks.push(Mark::KeepAlive);
    }
    let repeats = segment.length == 0 && at_next && acknowledgment == forward.last_acknowledgment && plain;
    if repeats && window > 0 && window != forward.window {
        marks.push(Mark::WindowUpdate);
    }
    let edge = backward.scale != Scale::Unknown && segment.length > 0 && plain && backward.any;
    if edge && sequence + segment.length == backward.last_acknowledgment + backward.room() {
        marks.push(Mark::WindowFull);
    }
    let after = |mark: Mark| backward.last_marks.contains(&mark);
    if repeats && window > 0 && window == forward.window && after(Mark::KeepAlive) {
        marks.push(Mark::KeepAliveAck);
        return;
    }
    let swallowed = acknowledgment == forward.last_acknowledgment + 1;
    if segment.length == 0
        && window == 0
        && forward.window == 0
        && at_next
        && plain
        && (acknowledgment == forward.last_acknowledgment || swallowed)
        && after(Mark::ZeroWindowProbe)
    {
        marks.push(Mark::ZeroWindowProbeAck);
        // The probe's byte was taken after all.
        if swallowed {
            backward.next = Some(acknowledgment);
            backward.to_be_acknowledged = Some(acknowledgment);
        }
        return;
    }
    if repeats && window > 0 && window == forward.window {
        marks.push(Mark::DuplicateAck);
        forward.duplicates += 1;
        seen.duplicate = Some((forward.duplicates, forward.last_other_frame));
    }
}

/// Something is acknowledged that was not captured, or a probe's byte with an open window.
fn acknowledges_unseen(
    segment: &Segment<'_>,
    forward: &mut Direction,
    backward: &mut Direction,
    marks: &mut Vec<Mark>,
) {
    let acknowledgment = segment.header.acknowledgment;
    let beyond = backward.to_be_acknowledged.is_some_and(|known| acknowledgment.after(known));
    if !beyond || !segment.header.flags.ack() {
        return;
    }
    let probed = backward.last_marks.contains(&Mark::ZeroWindowProbe)
        && acknowledgment == forward.last_acknowledgment + 1
        && forward.next == Some(segment.header.sequence);
    if probed {
        backward.next = Some(acknowledgment);
        backward.to_be_acknowledged = Some(acknowledgment);
        marks.push(Mark::WindowUpdate);
        return;
    }
    // The stretch right above what is acknowledged may have been seen out of order.
    let mut tail: Option<(Seq, Seq)> = None;
    for remembered in &backward.unacknowledged {
        tail = match tail {
            None => Some((remembered.sequence, remembered.next)),
            Some(tail)
                if !remembered.sequence.after(acknowledgment) && remembered.sequence != acknowledgment =>
            {
                Some(tail)
            }
            Some((low, high)) if remembered.next == low => Some((remembered.sequence, high)),
            Some(_) => Some((remembered.sequence, remembered.next)),
        };
    }
    match tail {
        Some((low, high)) if low == acknowledgment && high.after(acknowledgment) => {
            backward.to_be_acknowledged = Some(high);
        }
        _ => {
            backward.to_be_acknowledged = Some(acknowledgment);
            marks.push(Mark::AckLostSegment);
        }
    }
}

/// What a segment is that brings nothing beyond what was seen.
fn repeats(
    segment: &Segment<'_>,
    forward: &Direction,
    backward: &Direction,
    round_trip: Option<u64>,
    marks: &mut Vec<Mark>,
    seen: &mut Seen,
) {
    let (sequence, now) = (segment.header.sequence, segment.at.as_nanos());
    let Some(next) = forward.next else { return };
    let behind = next.after(sequence);
    let soon = now.saturating_sub(backward.last_acknowledgment_at) < FAST;
    if behind && soon && backward.duplicates >= 2 && backward.last_acknowledgment == sequence {
        marks.push(Mark::FastRetransmission);
        return;
    }
    let end = sequence + segment.length + u32::from(segment.header.flags.syn() || segment.header.flags.fin());
    let close =
        now.saturating_sub(forward.next_at) < round_trip.filter(|time| *time > 0).unwrap_or(OUT_OF_ORDER);
    if behind && close && next != end {
        marks.push(Mark::OutOfOrder);
        return;
    }
    let acknowledged = backward.last_acknowledgment;
    let old = !(sequence + segment.length).after(acknowledged);
    if segment.length > 0 && acknowledged.raw() != 0 && old {
        marks.push(Mark::SpuriousRetransmission);
        return;
    }
    if behind {
        marks.push(Mark::Retransmission);
        // Counted from the eldest segment that is not acknowledged.
        let eldest = forward.unacknowledged.last().map(|eldest| (eldest.at, eldest.frame));
        let first = eldest.unwrap_or((forward.next_at, forward.next_frame));
        seen.timeout = Some((now.saturating_sub(first.0), first.1));
    }
}

impl Direction {
    /// The window told last, in bytes.
    fn room(&self) -> u32 {
        match self.scale {
            Scale::Shift(shift) if !self.window_of_syn => self.window << shift,
            Scale::Shift(_) | Scale::Off | Scale::Unknown => self.window,
        }
    }

    /// Forgets what is acknowledged; the frame that ends exactly there, and the time since.
    fn acknowledged(&mut self, acknowledgment: Seq, now: u64) -> Option<(u32, u64)> {
        let mut found = None;
        self.unacknowledged.retain_mut(|remembered| {
            if remembered.next == acknowledgment {
                found = Some((remembered.frame, now.saturating_sub(remembered.at)));
                return false;
            }
            if acknowledgment.after(remembered.sequence) && remembered.next.after(acknowledgment) {
                remembered.sequence = acknowledgment;
                return true;
            }
            remembered.next.after(acknowledgment)
        });
        found
    }

    /// Bytes sent and neither acknowledged nor told as received.
    fn in_flight(&self, sacked: &[(Seq, Seq)]) -> Option<u32> {
        let base = self.base.unwrap_or_default().raw();
        let first = self.unacknowledged.iter().map(|one| (one.sequence - base).raw()).min()?;
        let last = self.unacknowledged.iter().map(|one| (one.next - base).raw()).max()?;
        let received =
            sacked.iter().map(|(left, right)| (*right - left.raw()).raw()).fold(0, u32::wrapping_add);
        Some(last.wrapping_sub(first).wrapping_sub(received))
            .filter(|bytes| (1..2_000_000_000).contains(bytes))
    }
}
