//! Selective acknowledgements: what the peer's blocks say about each skb (RFC 2018, 2883; `tcp_sacktag_write_queue`).

use super::acknowledged::AckFlags;
use super::connection::Connection;
use super::environment::Environment;
use netlab_wire::{SackBlocks, Seq};

/// Results of tagging (`struct tcp_sacktag_state`).
#[derive(Debug, Clone, Default)]
pub(super) struct SackState {
    /// Lowest sequence number that was reordered.
    pub reordered: Option<Seq>,
    /// When the first and the last of the skbs now acknowledged were sent, microseconds.
    pub first_sent: Option<u64>,
    pub last_sent: Option<u64>,
    /// Segments delivered by this.
    pub delivered: u32,
    /// Sum of delivered segments when the newest of the skbs was sent (`rate->prior_delivered`).
    pub prior_delivered: u32,
}

impl Connection {
    /// End of the highest block (`tcp_highest_sack_seq`).
    pub(super) fn highest_sack(&self) -> Seq {
        match self.recovery.highest_sack {
            Some(highest) if self.snd.sacked_out > 0 => highest,
            _ => self.snd.snd_una,
        }
    }

    /// Reads the blocks of a segment that acknowledges `ack`.
    pub(super) fn tag_sacked(
        &mut self,
        env: &Environment<'_>,
        blocks: &SackBlocks,
        ack: Seq,
        prior_una: Seq,
        flags: &mut AckFlags,
        state: &mut SackState,
    ) {
        if self.snd.sacked_out == 0 {
            self.recovery.highest_sack = None;
            self.recovery.recv_sack_cache.clear();
        }
        let duplicate = self.check_duplicate_sack(blocks, ack, prior_una, flags, state);
        if ack.before(prior_una - self.snd.max_window.min(0x7fff_ffff)) || self.snd.packets_out == 0 {
            return;
        }
        let mut seen = Vec::with_capacity(blocks.len());
        for (index, &(start, end)) in blocks.iter().enumerate() {
            let is_duplicate = duplicate && index == 0;
            if !self.block_valid(is_duplicate, start, end) || !end.after(prior_una) {
                continue;
            }
            self.tag_block(env, start, end, is_duplicate, flags, state);
            if !is_duplicate {
                seen.push((start, end));
            }
        }
        self.recovery.recv_sack_cache = seen;
        let in_loss = self.recovery.ca_state == super::view::CongestionState::Loss;
        if (!in_loss || self.recovery.undo_valid)
            && let Some(low) = state.reordered
        {
            self.check_reordering(env, low);
        }
        self.recovery.delivered += state.delivered;
    }

    /// `tcp_is_sackblock_valid`.
    fn block_valid(&self, duplicate: bool, start: Seq, end: Seq) -> bool {
        let (una, nxt) = (self.snd.snd_una, self.snd.snd_nxt);
        if end.after(nxt) || !start.before(end) || !start.before(nxt) {
            return false;
        }
        if start.after(una) {
            return true;
        }
        duplicate
            && self.recovery.undo_valid
            && end.before_eq(una)
            && !start.before(self.recovery.undo_marker)
    }

    /// Whether the first block reports a duplicate (`tcp_check_dsack`, RFC 2883 4).
    fn check_duplicate_sack(
        &mut self,
        blocks: &SackBlocks,
        ack: Seq,
        prior_una: Seq,
        flags: &mut AckFlags,
        state: &mut SackState,
    ) -> bool {
        let Some(&(start, end)) = blocks.first() else { return false };
        if !start.before(ack) {
            let Some(&(second_start, second_end)) = blocks.get(1) else { return false };
            if end.after(second_end) || start.before(second_start) {
                return false;
            }
        }
        let length = end.diff(start);
        if length <= 0 || length as u32 > self.snd.max_window {
            return false;
        }
        let mut segments = 1;
        if length as u32 > self.snd.mss_cache {
            segments = (length as u32).div_ceil(self.snd.mss_cache);
        } else if self.recovery.tlp_pending && self.recovery.tlp_high_seq == end {
            flags.dsack_of_probe = true;
        }
        let recovery = &mut self.recovery;
        recovery.dsack_dups += segments;
        if recovery.dsack_dups > self.snd.total_retrans {
            return false;
        }
        recovery.dsack_seen = true;
        if recovery.reord_seen > 0 && !flags.dsack_of_probe {
            recovery.rack_dsack_seen = true;
        }
        flags.dsack = true;
        state.delivered += segments;
        let old = !end.after(prior_una) && end.after(recovery.undo_marker);
        if recovery.undo_valid && recovery.undo_retrans > 0 && old {
            recovery.undo_retrans = (recovery.undo_retrans - segments as i32).max(0);
        }
        true
    }

    /// Tags every skb of one block; what earlier blocks said already is passed over.
    fn tag_block(
        &mut self,
        env: &Environment<'_>,
        start: Seq,
        end: Seq,
        duplicate: bool,
        flags: &mut AckFlags,
        state: &mut SackState,
    ) {
        let mut index = self.snd.queue.find_sent(start);
        while index < self.snd.queue.sent_count() {
            let skb = self.snd.queue.get(index);
            if !skb.seq.before(end) {
                return;
            }
            if !duplicate
                && let Some(known) = self.known_block_end(skb.seq)
                && known.after(skb.seq)
            {
                index = self.snd.queue.find_sent(known - 1) + 1;
                continue;
            }
            if self.match_to_block(env, index, start, end) {
                self.tag_one(env, index, duplicate, flags, state);
            }
            index += 1;
        }
    }

    /// End of the block remembered from the last acknowledgement that `seq` lies in.
    fn known_block_end(&self, seq: Seq) -> Option<Seq> {
        let cache = &self.recovery.recv_sack_cache;
        cache.iter().find(|(start, end)| start.before_eq(seq) && seq.before(*end)).map(|&(_, end)| end)
    }

    /// Whether the block covers the skb, after cutting the skb at segment borders if need be (`tcp_match_skb_to_sack`).
    fn match_to_block(&mut self, env: &Environment<'_>, index: usize, start: Seq, end: Seq) -> bool {
        let skb = self.snd.queue.get(index);
        let inside = !start.after(skb.seq) && !end.before(skb.end_seq);
        if inside || skb.pcount <= 1 || !skb.end_seq.after(start) {
            return inside;
        }
        let mss = skb.mss.max(1);
        let begins_inside = !start.after(skb.seq);
        let mut length =
            if begins_inside { end.diff(skb.seq) as u32 } else { (start.diff(skb.seq) as u32).max(mss) };
        if begins_inside && length < mss {
            return false;
        }
        if length > mss {
            let whole = length / mss * mss;
            length = if !begins_inside && whole < length { whole + mss } else { whole };
        }
        if length >= skb.len() {
            return begins_inside && length >= skb.len();
        }
        self.split_sent(env, index, length, mss);
        begins_inside
    }

    /// `tcp_sacktag_one`.
    fn tag_one(
        &mut self,
        env: &Environment<'_>,
        index: usize,
        duplicate: bool,
        flags: &mut AckFlags,
        state: &mut SackState,
    ) {
        let skb = self.snd.queue.get(index).clone();
        let count = skb.pcount;
        let highest = self.highest_sack();
        let lower = |reordered: &mut Option<Seq>| {
            if reordered.is_none_or(|low| skb.seq.before(low)) {
                *reordered = Some(skb.seq);
            }
        };
        if duplicate && (skb.retransmitted || skb.ever_retransmitted) {
            let recovery = &mut self.recovery;
            if recovery.undo_valid && recovery.undo_retrans > 0 && skb.end_seq.after(recovery.undo_marker) {
                recovery.undo_retrans = (recovery.undo_retrans - count as i32).max(0);
            }
            if skb.sacked {
                lower(&mut state.reordered);
            }
        }
        if !skb.end_seq.after(self.snd.snd_una) {
            return;
        }
        if !skb.sacked {
            self.rack_advance(env.micros(), skb.ever_retransmitted, skb.end_seq, skb.sent_at);
            self.note_delivered_rate(index, &mut state.prior_delivered);
            if !skb.ever_retransmitted {
                if skb.seq.before(highest) {
                    lower(&mut state.reordered);
                }
                flags.original_sacked |= !skb.end_seq.after(self.recovery.high_seq);
                state.first_sent.get_or_insert(skb.sent_at);
                state.last_sent = Some(skb.sent_at);
            }
            let entry = self.snd.queue.get_mut(index);
            if skb.lost {
                entry.lost = false;
                self.snd.lost_out -= count;
                if skb.retransmitted {
                    entry.retransmitted = false;
                    self.snd.retrans_out -= count;
                }
            }
            let entry = self.snd.queue.get_mut(index);
            entry.sacked = true;
            flags.data_sacked = true;
            self.snd.sacked_out += count;
            state.delivered += count;
            let end = skb.end_seq;
            let beyond = self.recovery.highest_sack.is_none_or(|highest| end.after(highest));
            if beyond {
                self.recovery.highest_sack = Some(end);
            }
        }
        let entry = self.snd.queue.get_mut(index);
        if duplicate && entry.retransmitted {
            entry.retransmitted = false;
            self.snd.retrans_out -= count;
        }
    }

    /// Reordering was seen from `low` up to the highest block (`tcp_check_sack_reordering`).
    pub(super) fn check_reordering(&mut self, env: &Environment<'_>, low: Seq) {
        let highest = self.highest_sack();
        if !low.before(highest) {
            return;
        }
        let metric = highest.diff(low) as u32;
        let mss = self.snd.mss_cache;
        if metric > self.recovery.reordering * mss {
            self.recovery.reordering = metric.div_ceil(mss).min(env.sysctl.tcp_max_reordering);
        }
        self.recovery.reord_seen += 1;
    }
}
