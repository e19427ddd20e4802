//! The send buffer: skbs (what Linux counts and sends) over a rope of the programs' own bytes (never copied here).
//!
//! Linux keeps two queues, what was sent (`tcp_rtx_queue`) and what was not (`sk_write_queue`). They are one here, with
//! a mark between them; an skb holds no bytes, only its place in sequence space, so cutting and joining skbs costs nothing.

use super::environment::{Payload, PayloadSlice};
use netlab_wire::{Seq, TcpFlags};
use std::collections::VecDeque;
use std::rc::Rc;

/// A unit of the send buffer: up to a burst of segments.
#[derive(Debug, Clone)]
pub(super) struct Skb {
    pub seq: Seq,
    pub end_seq: Seq,
    pub flags: TcpFlags,
    /// `TCPCB_SACKED_ACKED`, `TCPCB_LOST`, `TCPCB_SACKED_RETRANS`, `TCPCB_EVER_RETRANS`.
    pub sacked: bool,
    pub lost: bool,
    pub retransmitted: bool,
    pub ever_retransmitted: bool,
    /// Never to be joined with what follows (MSG_EOR).
    pub end_of_record: bool,
    /// Segments in it; 0 until it is looked at for sending.
    pub pcount: u32,
    /// Size of those segments when there are several (`gso_size`).
    pub mss: u32,
    /// Microseconds at which it was last sent.
    pub sent_at: u64,
    /// Delivery rate sampling (`tcp_rate_skb_sent`).
    pub first_tx_time: u64,
    pub delivered_time: u64,
    pub delivered: u32,
    pub app_limited: bool,
    /// Not in the list of segments ordered by time any more (taken for lost or acknowledged).
    pub out_of_time_list: bool,
}

impl Skb {
    pub(super) fn new(seq: Seq, flags: TcpFlags) -> Self {
        let syn_or_fin = u32::from(flags.syn()) + u32::from(flags.fin());
        Skb {
            seq,
            end_seq: seq + syn_or_fin,
            flags,
            sacked: false,
            lost: false,
            retransmitted: false,
            ever_retransmitted: false,
            end_of_record: false,
            pcount: 0,
            mss: 0,
            sent_at: 0,
            first_tx_time: 0,
            delivered_time: 0,
            delivered: 0,
            app_limited: false,
            out_of_time_list: false,
        }
    }

    /// Payload bytes.
    pub(super) fn len(&self) -> u32 {
        self.end_seq.diff(self.seq) as u32 - u32::from(self.flags.syn()) - u32::from(self.flags.fin())
    }

    /// Sets `pcount` for segments of at most `mss` bytes (`tcp_set_skb_tso_segs`).
    pub(super) fn count_segments(&mut self, mss: u32) -> u32 {
        let length = self.len();
        self.mss = mss;
        self.pcount = if length <= mss { 1 } else { length.div_ceil(mss) };
        self.pcount
    }
}

#[derive(Debug, Clone)]
struct Chunk {
    seq: Seq,
    slice: PayloadSlice,
}

/// See the module.
#[derive(Debug, Clone, Default)]
pub(super) struct SendQueue {
    skbs: VecDeque<Skb>,
    /// How many of them, from the front, have been sent.
    sent: usize,
    chunks: VecDeque<Chunk>,
    /// `sk_wmem_queued`, bytes.
    charged: u32,
}

impl SendQueue {
    pub(super) fn charged(&self) -> u32 {
        self.charged
    }
    pub(super) fn is_empty(&self) -> bool {
        self.skbs.is_empty()
    }
    /// Nothing unsent (`tcp_write_queue_empty`).
    pub(super) fn nothing_unsent(&self) -> bool {
        self.sent == self.skbs.len()
    }
    /// Nothing sent and unacknowledged (`tcp_rtx_queue_empty`).
    pub(super) fn nothing_in_flight(&self) -> bool {
        self.sent == 0
    }
    /// Number of skbs sent and not acknowledged.
    pub(super) fn sent_count(&self) -> usize {
        self.sent
    }
    /// The first unsent skb (`tcp_send_head`).
    pub(super) fn head(&self) -> Option<&Skb> {
        self.skbs.get(self.sent)
    }
    /// The last unsent skb (`tcp_write_queue_tail`).
    pub(super) fn tail_mut(&mut self) -> Option<&mut Skb> {
        if self.nothing_unsent() { None } else { self.skbs.back_mut() }
    }
    /// Whether the last unsent skb is also the first.
    pub(super) fn tail_is_head(&self) -> bool {
        self.sent + 1 == self.skbs.len()
    }
    /// Whether `index` is the last skb of all.
    pub(super) fn is_last(&self, index: usize) -> bool {
        index + 1 == self.skbs.len()
    }
    pub(super) fn get(&self, index: usize) -> &Skb {
        &self.skbs[index]
    }
    pub(super) fn get_mut(&mut self, index: usize) -> &mut Skb {
        &mut self.skbs[index]
    }
    /// Skbs sent and not acknowledged, oldest first.
    pub(super) fn in_flight(&self) -> impl DoubleEndedIterator<Item = &Skb> + ExactSizeIterator {
        self.skbs.range(..self.sent)
    }
    pub(super) fn in_flight_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut Skb> {
        self.skbs.range_mut(..self.sent)
    }
    pub(super) fn all(&self) -> impl Iterator<Item = &Skb> {
        self.skbs.iter()
    }

    /// Index of the first sent skb whose end lies after `seq`.
    pub(super) fn find_sent(&self, seq: Seq) -> usize {
        // The ends ascend, so the place is found by halving.
        let (mut low, mut high) = (0, self.sent);
        while low < high {
            let middle = (low + high) / 2;
            if self.skbs[middle].end_seq.after(seq) { high = middle } else { low = middle + 1 }
        }
        low
    }

    /// Appends an unsent skb (`tcp_skb_entail`, `tcp_queue_skb`).
    pub(super) fn append(&mut self, skb: Skb, overhead: u32) {
        self.charged += overhead + skb.len();
        self.skbs.push_back(skb);
    }

    /// Takes the last unsent skb out again if it holds nothing (`tcp_remove_empty_skb`).
    pub(super) fn remove_empty_tail(&mut self, overhead: u32) {
        let empty = !self.nothing_unsent() && self.skbs.back().is_some_and(|skb| skb.seq == skb.end_seq);
        if empty {
            self.skbs.pop_back();
            self.charged -= overhead;
        }
    }

    /// Adds bytes to the last unsent skb.
    pub(super) fn extend_tail(&mut self, bytes: &Rc<[u8]>, start: usize, length: u32) {
        let tail = self.skbs.back_mut().expect("an skb to extend");
        let seq = tail.end_seq;
        assert!(!tail.flags.fin(), "nothing follows a FIN");
        tail.end_seq += length;
        tail.pcount = 0;
        self.charged += length;
        if let Some(last) = self.chunks.back_mut() {
            let follows = Rc::ptr_eq(&last.slice.bytes, bytes)
                && (last.slice.start + last.slice.length) as usize == start
                && last.seq + last.slice.length == seq;
            if follows {
                last.slice.length += length;
                return;
            }
        }
        let slice = PayloadSlice { bytes: Rc::clone(bytes), start: start as u32, length };
        self.chunks.push_back(Chunk { seq, slice });
    }

    /// The first unsent skb counts as sent from now on.
    pub(super) fn mark_sent(&mut self) {
        assert!(self.sent < self.skbs.len(), "an unsent skb");
        self.sent += 1;
    }

    /// Takes the oldest skb out: it is acknowledged. Only at the front of what was sent.
    pub(super) fn pop_front(&mut self, overhead: u32) -> Skb {
        assert!(self.sent > 0, "only sent skbs are acknowledged");
        self.sent -= 1;
        let skb = self.skbs.pop_front().expect("a sent skb");
        self.charged -= overhead + skb.len();
        skb
    }

    /// Cuts `count` acknowledged bytes off the oldest skb (`tcp_trim_head`).
    pub(super) fn trim_front(&mut self, count: u32) {
        let skb = self.skbs.front_mut().expect("an skb to trim");
        assert!(count < skb.len() + u32::from(skb.flags.fin()), "some of it stays");
        skb.seq += count;
        self.charged -= count;
    }

    /// Forgets bytes before `seq`.
    pub(super) fn release(&mut self, seq: Seq) {
        while let Some(chunk) = self.chunks.front_mut() {
            let end = chunk.seq + chunk.slice.length;
            if end.after(seq) {
                break;
            }
            self.chunks.pop_front();
        }
    }

    /// Cuts an skb in two after `length` bytes (`tcp_fragment`): FIN and PSH go with the second part.
    pub(super) fn split(&mut self, index: usize, length: u32, overhead: u32) {
        let first = &mut self.skbs[index];
        assert!(length > 0 && length < first.len(), "both parts hold bytes");
        let mut second = first.clone();
        second.seq = first.seq + length;
        first.end_seq = second.seq;
        first.flags.remove(TcpFlags::FIN | TcpFlags::PSH);
        first.end_of_record = false;
        self.charged += overhead;
        self.skbs.insert(index + 1, second);
        if index < self.sent {
            self.sent += 1;
        }
    }

    /// Moves up to `amount` bytes of the skb behind `index` into it (`tcp_grow_skb`), both unsent or both sent. An skb emptied
    /// so disappears. Says how many bytes moved, and whether the second one is gone.
    pub(super) fn pull_from_next(&mut self, index: usize, amount: u32, overhead: u32) -> (u32, bool) {
        if index + 1 >= self.skbs.len() {
            return (0, false);
        }
        let next_length = self.skbs[index + 1].len();
        let moved = amount.min(next_length);
        if moved == 0 {
            return (0, false);
        }
        self.skbs[index].end_seq += moved;
        self.skbs[index + 1].seq += moved;
        if moved < next_length {
            self.skbs[index + 1].pcount = 0;
            return (moved, false);
        }
        let next = self.skbs.remove(index + 1).expect("the next skb");
        if index + 1 < self.sent {
            self.sent -= 1;
        }
        self.charged -= overhead;
        let skb = &mut self.skbs[index];
        skb.end_seq = next.end_seq;
        skb.end_of_record = next.end_of_record;
        skb.flags = skb.flags | next.flags;
        (moved, true)
    }

    /// Joins the skb behind `index`, a FIN without data, to it.
    pub(super) fn absorb_fin(&mut self, index: usize, overhead: u32) {
        let next = self.skbs.remove(index + 1).expect("the next skb");
        assert!(next.len() == 0 && next.flags.fin(), "only a lone FIN");
        if index + 1 < self.sent {
            self.sent -= 1;
        }
        self.charged -= overhead;
        self.skbs[index].end_seq = next.end_seq;
    }

    /// The bytes from `seq` on.
    pub(super) fn payload(&self, seq: Seq, length: u32) -> Payload {
        let mut payload = Payload::default();
        if length == 0 {
            return payload;
        }
        let (mut low, mut high) = (0, self.chunks.len());
        while low < high {
            let middle = (low + high) / 2;
            let chunk = &self.chunks[middle];
            if (chunk.seq + chunk.slice.length).after(seq) { high = middle } else { low = middle + 1 }
        }
        let (mut at, mut left) = (seq, length);
        for chunk in self.chunks.range(low..) {
            let skip = at.diff(chunk.seq) as u32;
            let take = left.min(chunk.slice.length - skip);
            payload.push(PayloadSlice {
                bytes: Rc::clone(&chunk.slice.bytes),
                start: chunk.slice.start + skip,
                length: take,
            });
            at += take;
            left -= take;
            if left == 0 {
                break;
            }
        }
        assert!(left == 0, "the send buffer holds every byte of its skbs");
        payload
    }

    /// Throws everything away (`tcp_write_queue_purge`).
    pub(super) fn clear(&mut self) {
        *self = SendQueue::default();
    }
}
