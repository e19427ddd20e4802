//! Putting fragments together again (RFC 791 3.2, `net/ipv4/ip_fragment.c`).
//!
//! Fragments that overlap spoil the whole datagram, as in Linux since 5.2 (RFC 5722's rule applied to IPv4); exact
//! repetitions are ignored.

use crate::agenda::{TimerKey, TimerWork};
use crate::context::Context;
use crate::event::{DropReason, Frame, StreamRange};
use core::net::Ipv4Addr;
use netlab_wire::{Duration, Ipv4Header};
use std::collections::BTreeMap;
use std::rc::Rc;

/// `ipfrag_high_thresh`, bytes; no new datagram is begun above it.
const MEMORY: usize = 4 * 1024 * 1024;

/// What tells the fragments of one datagram from those of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FragmentKey {
    /// Sender.
    pub source: Ipv4Addr,
    /// Receiver.
    pub destination: Ipv4Addr,
    /// Protocol number.
    pub protocol: u8,
    /// Identification field.
    pub identification: u16,
}

#[derive(Debug, Clone)]
struct Partial {
    pieces: BTreeMap<u16, Piece>,
    /// Bytes of the whole payload, once the last fragment has come.
    total: Option<usize>,
    have: usize,
    timer: TimerKey,
    /// The first fragment's packet, for the ICMP message.
    first: Option<(Rc<[u8]>, Ipv4Header)>,
}

#[derive(Debug, Clone)]
struct Piece {
    frame: Rc<[u8]>,
    start: usize,
    length: usize,
    payload: Option<StreamRange>,
}

/// Datagrams that are not whole yet.
#[derive(Debug, Clone, Default)]
pub(super) struct Reassembly {
    partial: BTreeMap<FragmentKey, Partial>,
    memory: usize,
}

/// A datagram put together from fragments.
pub(super) struct Whole {
    pub header: Ipv4Header,
    pub payload: Rc<[u8]>,
    pub range: Option<StreamRange>,
    /// Sum of the frames' lengths.
    pub frame_length: usize,
}

impl Reassembly {
    /// Takes a fragment whose payload starts at `start` in the frame; the whole datagram comes back when it was the
    /// missing one.
    pub(super) fn add(
        &mut self,
        frame: &Frame,
        header: &Ipv4Header,
        start: usize,
        length: usize,
        context: &mut Context<'_>,
    ) -> Option<Whole> {
        context.counters.ip_reassembly_requests += 1;
        let key = FragmentKey {
            source: header.source,
            destination: header.destination,
            protocol: header.protocol.number(),
            identification: header.identification,
        };
        let offset = usize::from(header.fragment_offset);
        let end = offset + length;
        let uneven = header.more_fragments && !length.is_multiple_of(8);
        if uneven || length == 0 || end > 65_535 || (self.memory > MEMORY && !self.partial.contains_key(&key))
        {
            return self.refuse(frame, context);
        }
        let now = context.now;
        let timeout = Duration::from_secs(u64::from(context.sysctl.ipfrag_time));
        let partial = self.partial.entry(key).or_insert_with(|| Partial {
            pieces: BTreeMap::new(),
            total: None,
            have: 0,
            timer: context
                .timers
                .start(context.policy.timer_deadline(now, timeout), TimerWork::Reassembly(key)),
            first: None,
        });
        let before = partial.pieces.range(..=header.fragment_offset).next_back();
        if let Some((&at, piece)) = before
            && usize::from(at) <= offset
            && usize::from(at) + piece.length >= end
        {
            context.dropped(Some(frame.id), DropReason::Duplicate);
            return None;
        }
        let overlaps = before.is_some_and(|(&at, piece)| usize::from(at) + piece.length > offset)
            || partial
                .pieces
                .range(header.fragment_offset..)
                .next()
                .is_some_and(|(&at, _)| usize::from(at) < end);
        let beyond =
            partial.total.is_some_and(|total| end > total || (!header.more_fragments && end != total));
        if overlaps || beyond {
            self.forget(key, context);
            return self.refuse(frame, context);
        }
        if !header.more_fragments {
            partial.total = Some(end);
        }
        if offset == 0 {
            partial.first = Some((Rc::clone(&frame.bytes), *header));
        }
        partial.have += length;
        let bytes = frame.bytes.len();
        let piece = Piece { frame: Rc::clone(&frame.bytes), start, length, payload: frame.payload };
        partial.pieces.insert(header.fragment_offset, piece);
        self.memory += bytes;
        let partial = &self.partial[&key];
        (partial.total == Some(partial.have)).then(|| self.finish(key, context))
    }

    fn refuse(&mut self, frame: &Frame, context: &mut Context<'_>) -> Option<Whole> {
        context.counters.ip_reassembly_failures += 1;
        context.dropped(Some(frame.id), DropReason::Malformed);
        None
    }

    fn forget(&mut self, key: FragmentKey, context: &mut Context<'_>) -> Option<Partial> {
        let partial = self.partial.remove(&key)?;
        context.timers.stop(partial.timer);
        self.memory -= partial.pieces.values().map(|piece| piece.frame.len()).sum::<usize>();
        Some(partial)
    }

    fn finish(&mut self, key: FragmentKey, context: &mut Context<'_>) -> Whole {
        let partial = self.forget(key, context).expect("the datagram that is whole");
        let (_, mut header) = partial.first.expect("a whole datagram has a first fragment");
        let total = partial.total.expect("a whole datagram has an end");
        let mut payload = Vec::with_capacity(total);
        let mut range: Option<StreamRange> = None;
        let mut frame_length = 0;
        for piece in partial.pieces.values() {
            payload.extend_from_slice(&piece.frame[piece.start..piece.start + piece.length]);
            frame_length += piece.frame.len();
            range = match (range, piece.payload) {
                (Some(range), Some(more)) => {
                    Some(StreamRange { length: range.length + more.length, ..range })
                }
                (range, more) => range.or(more),
            };
        }
        assert_eq!(payload.len(), total, "the pieces lie end to end");
        header.more_fragments = false;
        header.total_length = (Ipv4Header::LENGTH + total).min(65_535) as u16;
        context.counters.ip_reassembled += 1;
        Whole { header, payload: payload.into(), range, frame_length }
    }

    /// The timer of a datagram has run out. The first fragment's packet comes back when it had come: its sender is told
    /// (`ip_expire`).
    pub(super) fn expire(&mut self, key: FragmentKey, context: &mut Context<'_>) -> Option<Rc<[u8]>> {
        let partial = self.forget(key, context)?;
        context.counters.ip_reassembly_timeouts += 1;
        context.counters.ip_reassembly_failures += 1;
        context.dropped(None, DropReason::ReassemblyTimeout);
        partial.first.map(|(frame, _)| frame)
    }
}
