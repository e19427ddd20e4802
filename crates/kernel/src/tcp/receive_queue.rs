//! The receive buffer: the queue in order and the queue out of order, skb by skb, charged by truesize.

use super::environment::PayloadSlice;
use crate::policy::{SK_BUFF, SkbLayout, head_room, linear_truesize};
use netlab_wire::Seq;
use std::collections::VecDeque;
use std::rc::Rc;

/// Page fragments that one skb can hold besides its own head (MAX_SKB_FRAGS).
const MAXIMUM_FRAGMENTS: u32 = 17;

/// A received skb: one segment, or several merged into one.
#[derive(Debug, Clone)]
pub(super) struct ReceivedSkb {
    pub seq: Seq,
    pub end_seq: Seq,
    /// The FIN takes the last sequence number.
    pub fin: bool,
    pub truesize: u32,
    /// Bytes that still fit behind the payload in the skb's own head (`skb_tailroom`).
    tailroom: u32,
    fragments: u32,
    /// Whether its head can become a fragment of another skb (`skb_head_is_locked` does not hold).
    stealable: bool,
    first: PayloadSlice,
    rest: Vec<PayloadSlice>,
}

impl ReceivedSkb {
    pub(super) fn new(seq: Seq, payload: PayloadSlice, fin: bool, layout: SkbLayout) -> Self {
        let end_seq = seq + payload.length + u32::from(fin);
        ReceivedSkb {
            seq,
            end_seq,
            fin,
            truesize: layout.truesize,
            tailroom: layout.tailroom,
            fragments: 0,
            stealable: layout.stealable,
            first: payload,
            rest: Vec::new(),
        }
    }

    /// Payload bytes.
    pub(super) fn len(&self) -> u32 {
        self.end_seq.diff(self.seq) as u32 - u32::from(self.fin)
    }

    /// Takes `next` in, if it follows and there is room for its pieces (`tcp_try_coalesce`, `skb_try_coalesce`). Gives back what
    /// the merged skb need not be charged any more; `None` when they stay apart.
    pub(super) fn coalesce(&mut self, next: &ReceivedSkb) -> Option<u32> {
        if next.seq != self.end_seq || self.fin {
            return None;
        }
        let length = next.len();
        let saved = if self.fragments == 0 && length <= self.tailroom {
            self.tailroom -= length;
            next.truesize
        } else if length == 0 {
            next.truesize
        } else if next.stealable && self.fragments + next.fragments < MAXIMUM_FRAGMENTS {
            self.fragments += 1 + next.fragments;
            SK_BUFF.min(next.truesize)
        } else {
            return None;
        };
        if length > 0 {
            self.rest.push(next.first.clone());
            self.rest.extend(next.rest.iter().cloned());
        }
        self.end_seq = next.end_seq;
        self.fin = next.fin;
        self.truesize += next.truesize - saved;
        Some(saved)
    }

    /// Cuts off what lies before `seq`.
    fn skip_to(&mut self, seq: Seq) {
        let mut count = (seq.diff(self.seq).max(0) as u32).min(self.len());
        self.seq += count;
        while count > 0 {
            let take = count.min(self.first.length);
            self.first.start += take;
            self.first.length -= take;
            count -= take;
            if self.first.length == 0 && !self.rest.is_empty() {
                self.first = self.rest.remove(0);
            }
        }
    }

    fn copy_from(&self, offset: u32, out: &mut [u8]) {
        let (mut skip, mut at) = (offset, 0);
        for piece in core::iter::once(&self.first).chain(&self.rest) {
            if skip >= piece.length {
                skip -= piece.length;
                continue;
            }
            let from = &piece.as_slice()[skip as usize..];
            skip = 0;
            let count = from.len().min(out.len() - at);
            out[at..at + count].copy_from_slice(&from[..count]);
            at += count;
            if at == out.len() {
                return;
            }
        }
        assert!(at == out.len(), "the skb holds the bytes it says");
    }

    /// All in one piece, newly allocated (`tcp_collapse`).
    fn flattened(&self) -> Vec<u8> {
        let mut bytes = vec![0; self.len() as usize];
        self.copy_from(0, &mut bytes);
        bytes
    }
}

/// Both queues.
#[derive(Debug, Clone, Default)]
pub(super) struct ReceiveQueues {
    /// In order, not wholly read.
    pub in_order: VecDeque<ReceivedSkb>,
    /// Out of order, ascending, without overlap.
    pub out_of_order: Vec<ReceivedSkb>,
    /// `sk_rmem_alloc`, bytes.
    pub allocated: u32,
}

impl ReceiveQueues {
    /// Appends an skb to the queue in order, into the last one if that can be (`tcp_queue_rcv`).
    pub(super) fn append(&mut self, skb: ReceivedSkb) {
        self.allocated += skb.truesize;
        if let Some(tail) = self.in_order.back_mut()
            && let Some(saved) = tail.coalesce(&skb)
        {
            self.allocated -= saved;
            return;
        }
        self.in_order.push_back(skb);
    }

    /// Copies bytes from `seq` on into `out`.
    pub(super) fn copy(&self, seq: Seq, out: &mut [u8]) {
        let (mut at, mut filled) = (seq, 0);
        for skb in &self.in_order {
            let offset = at.diff(skb.seq) as u32;
            if offset >= skb.len() {
                continue;
            }
            let count = ((skb.len() - offset) as usize).min(out.len() - filled);
            skb.copy_from(offset, &mut out[filled..filled + count]);
            filled += count;
            at += count as u32;
            if filled == out.len() {
                return;
            }
        }
        assert!(filled == out.len(), "the receive queue holds every byte in order");
    }

    /// Frees skbs read to their last byte (`tcp_eat_recv_skb`).
    pub(super) fn eat(&mut self, copied_seq: Seq) {
        while let Some(first) = self.in_order.front() {
            let end = first.seq + first.len();
            if end.after(copied_seq) || (first.fin && first.end_seq.after(copied_seq)) {
                break;
            }
            self.allocated -= first.truesize;
            self.in_order.pop_front();
        }
    }

    /// Places a segment into the queue out of order (`tcp_data_queue_ofo`): what is there already is not taken twice.
    /// Says how the new segment was taken.
    pub(super) fn insert_out_of_order(&mut self, mut skb: ReceivedSkb) -> OutOfOrderInsert {
        let index = self.out_of_order.partition_point(|held| held.seq.before_eq(skb.seq));
        let mut outcome = OutOfOrderInsert::default();
        if index > 0 {
            let before = &mut self.out_of_order[index - 1];
            if skb.end_seq.before_eq(before.end_seq) {
                outcome.duplicate = Some((skb.seq, skb.end_seq));
                outcome.swallowed = true;
                return outcome;
            }
            if skb.seq.before(before.end_seq) {
                if skb.seq == before.seq {
                    // The new one covers the old one wholly: it takes its place below.
                    outcome.duplicate = Some((before.seq, before.end_seq));
                    self.allocated -= before.truesize;
                    self.out_of_order.remove(index - 1);
                    return self.place_out_of_order(index - 1, skb, outcome);
                }
                outcome.duplicate = Some((skb.seq, before.end_seq));
                let end = before.end_seq;
                skb.skip_to(end);
            } else if before.end_seq == skb.seq {
                self.allocated += skb.truesize;
                if let Some(saved) = before.coalesce(&skb) {
                    self.allocated -= saved;
                    outcome.coalesced = true;
                    self.drop_covered(index - 1, &mut outcome);
                    return outcome;
                }
                self.allocated -= skb.truesize;
            }
        }
        self.place_out_of_order(index, skb, outcome)
    }

    fn place_out_of_order(
        &mut self,
        index: usize,
        skb: ReceivedSkb,
        mut outcome: OutOfOrderInsert,
    ) -> OutOfOrderInsert {
        self.allocated += skb.truesize;
        self.out_of_order.insert(index, skb);
        self.drop_covered(index, &mut outcome);
        outcome
    }

    /// Takes out what the skb at `index` now covers.
    fn drop_covered(&mut self, index: usize, outcome: &mut OutOfOrderInsert) {
        let end = self.out_of_order[index].end_seq;
        while let Some(next) = self.out_of_order.get_mut(index + 1) {
            if !end.after(next.seq) {
                return;
            }
            if end.before(next.end_seq) {
                outcome.duplicate.get_or_insert((next.seq, end));
                next.skip_to(end);
                return;
            }
            outcome.duplicate.get_or_insert((next.seq, next.end_seq));
            self.allocated -= next.truesize;
            self.out_of_order.remove(index + 1);
        }
    }

    /// Moves what has become next in order from one queue to the other (`tcp_ofo_queue`). Gives back, for each, its range and FIN.
    pub(super) fn advance(&mut self, rcv_nxt: Seq) -> Option<Advanced> {
        let first = self.out_of_order.first()?;
        if first.seq.after(rcv_nxt) {
            return None;
        }
        let mut skb = self.out_of_order.remove(0);
        self.allocated -= skb.truesize;
        let duplicate = skb.seq.before(rcv_nxt).then(|| (skb.seq, skb.end_seq.earlier(rcv_nxt)));
        if !skb.end_seq.after(rcv_nxt) {
            return Some(Advanced { duplicate, end_seq: None, fin: false, start: rcv_nxt });
        }
        skb.skip_to(rcv_nxt);
        let advanced = Advanced { duplicate, end_seq: Some(skb.end_seq), fin: skb.fin, start: skb.seq };
        self.append(skb);
        Some(advanced)
    }

    /// Squeezes neighbouring skbs of the queue in order into tightly filled ones (`tcp_collapse`), from the first one on that is
    /// `bloated` (truesize, length): each new one holds up to `room` bytes and is allocated for just so many.
    pub(super) fn collapse(&mut self, copied_seq: Seq, room: u32, bloated: impl Fn(u32, u32) -> bool) {
        let begin = self
            .in_order
            .iter()
            .position(|skb| !skb.fin && (bloated(skb.truesize, skb.len()) || skb.seq.before(copied_seq)));
        let Some(begin) = begin else { return };
        let end = if self.in_order.back().is_some_and(|skb| skb.fin) {
            self.in_order.len() - 1
        } else {
            self.in_order.len()
        };
        let squeezed: Vec<ReceivedSkb> = self.in_order.drain(begin..end).collect();
        let old: u32 = squeezed.iter().map(|skb| skb.truesize).sum();
        let Some(first) = squeezed.first() else { return };
        let mut at = first.seq.later(copied_seq);
        let mut bytes = Vec::new();
        for skb in &squeezed {
            let flat = skb.flattened();
            let skip = (copied_seq.diff(skb.seq).max(0) as usize).min(flat.len());
            bytes.extend_from_slice(&flat[skip..]);
        }
        let mut new = 0;
        for (index, piece) in bytes.chunks(room.max(1) as usize).enumerate() {
            let length = piece.len() as u32;
            let slice = PayloadSlice { bytes: Rc::from(piece), start: 0, length };
            let layout = SkbLayout {
                truesize: linear_truesize(length),
                tailroom: head_room(length) - length,
                stealable: false,
            };
            new += layout.truesize;
            self.in_order.insert(begin + index, ReceivedSkb::new(at, slice, false, layout));
            at += length;
        }
        self.allocated = self.allocated - old + new;
    }

    /// Throws the queue out of order away for a segment that begins at `seq`, from its end, until `enough` holds; asked
    /// after every `portion` bytes of memory (`tcp_prune_ofo_queue`).
    pub(super) fn prune_out_of_order(
        &mut self,
        seq: Seq,
        portion: u32,
        enough: impl Fn(u32) -> bool,
    ) -> bool {
        let mut pruned = false;
        let mut freed = 0;
        while let Some(last) = self.out_of_order.last() {
            // What comes furthest back is not worth the others.
            if seq.after(last.seq) {
                break;
            }
            self.allocated -= last.truesize;
            freed += last.truesize;
            self.out_of_order.pop();
            pruned = true;
            if freed >= portion || self.out_of_order.is_empty() {
                if enough(self.allocated) {
                    break;
                }
                freed = 0;
            }
        }
        pruned
    }
}

/// What `tcp_data_queue_ofo` did with a segment.
#[derive(Debug, Clone, Default)]
pub(super) struct OutOfOrderInsert {
    /// Nothing of it was new.
    pub swallowed: bool,
    /// It was merged into an skb that is there.
    pub coalesced: bool,
    /// What was there already, for D-SACK.
    pub duplicate: Option<(Seq, Seq)>,
}

/// What moved from the queue out of order.
#[derive(Debug, Clone)]
pub(super) struct Advanced {
    pub duplicate: Option<(Seq, Seq)>,
    /// New RCV.NXT; `None` when all of it was old.
    pub end_seq: Option<Seq>,
    pub fin: bool,
    pub start: Seq,
}
