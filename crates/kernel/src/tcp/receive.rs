//! Payload on its way into the receive buffer (`tcp_data_queue`): in order, out of order, or away; SACK blocks to be told.

use super::acknowledge::MAXIMUM_QUICK_ACKS;
use super::connection::Connection;
use super::environment::{Environment, IncomingSegment, WakeReason};
use super::receive_queue::ReceivedSkb;
use super::segment_in::Place;
use crate::event::{DropReason, Event};
use crate::policy::{ReceivedFrame, SkbLayout};
use netlab_abi::PollEvents;
use netlab_wire::Seq;

/// SACK blocks kept (`TCP_NUM_SACKS`).
const MAXIMUM_BLOCKS: usize = 4;
/// Payload that fits a page with its shared info (`SKB_MAX_ORDER(0, 0)`).
const COLLAPSE_ROOM: u32 = 3776;

impl Connection {
    /// The segment text (`tcp_data_queue`).
    pub(super) fn queue_data(&mut self, env: &mut Environment<'_>, segment: &IncomingSegment, place: Place) {
        if place.seq == place.end_seq {
            return;
        }
        let fin = segment.header.flags.fin();
        let nxt = self.rcv.rcv_nxt;
        if place.seq == nxt {
            let bare_fin = place.length == 0 && fin;
            if self.receive_window() == 0 && !bare_fin {
                return self.out_of_window(env, DropReason::OutOfWindow);
            }
            return self.queue_in_order(env, segment, place);
        }
        if !place.end_seq.after(nxt) {
            self.set_dsack(env, place.seq, place.end_seq);
            return self.out_of_window(env, DropReason::Duplicate);
        }
        if !place.seq.before(nxt + self.receive_window()) {
            return self.out_of_window(env, DropReason::OutOfWindow);
        }
        if place.seq.before(nxt) {
            self.set_dsack(env, place.seq, nxt);
            if self.receive_window() == 0 {
                return self.out_of_window(env, DropReason::OutOfWindow);
            }
            return self.queue_in_order(env, segment, place);
        }
        self.queue_out_of_order(env, segment, place);
    }

    fn out_of_window(&mut self, env: &mut Environment<'_>, reason: DropReason) {
        self.enter_quick_ack(MAXIMUM_QUICK_ACKS);
        self.ack.scheduled = true;
        self.drop_segment(env, reason);
    }

    /// How the segment lies in memory.
    pub(super) fn layout_of(
        &self,
        env: &Environment<'_>,
        segment: &IncomingSegment,
        place: Place,
    ) -> SkbLayout {
        let frame = ReceivedFrame {
            length: segment.frame_length,
            payload: place.length,
            cut_from_burst: segment.cut_from_burst,
        };
        env.policy.receive_layout(env.profile, frame)
    }

    /// The segment as an skb, without what was received before.
    fn skb_of(&self, env: &Environment<'_>, segment: &IncomingSegment, place: Place) -> ReceivedSkb {
        let layout = self.layout_of(env, segment, place);
        let mut payload = segment.payload.clone();
        let mut seq = place.seq;
        let known = self.rcv.rcv_nxt.diff(place.seq).max(0) as u32;
        if known > 0 {
            let known = known.min(payload.length);
            payload.start += known;
            payload.length -= known;
            seq += known;
        }
        ReceivedSkb::new(seq, payload, segment.header.flags.fin(), layout)
    }

    fn queue_in_order(&mut self, env: &mut Environment<'_>, segment: &IncomingSegment, place: Place) {
        let skb = self.skb_of(env, segment, place);
        let (truesize, length) = (skb.truesize, skb.len());
        if !self.make_room(env, &skb) {
            self.ack.no_memory = true;
            self.ack.now = true;
            self.ack.scheduled = true;
            self.wake(env, PollEvents::IN, WakeReason::Data);
            if !self.rcv.queues.in_order.is_empty() && length > 0 {
                return self.drop_segment(env, DropReason::ReceiveBufferFull);
            }
            self.reserve.schedule(truesize);
        }
        self.take_in_order(env, segment, place, skb);
        self.forget_sack_blocks();
        self.check_prediction();
        self.announce_data(env);
    }

    /// A segment that was predicted: into the queue without a look at the limit.
    pub(super) fn queue_predicted(
        &mut self,
        env: &mut Environment<'_>,
        segment: &IncomingSegment,
        place: Place,
    ) {
        let skb = self.skb_of(env, segment, place);
        self.take_in_order(env, segment, place, skb);
        self.announce_data(env);
    }

    fn take_in_order(
        &mut self,
        env: &mut Environment<'_>,
        segment: &IncomingSegment,
        place: Place,
        skb: ReceivedSkb,
    ) {
        let (start, truesize, length) = (skb.seq, skb.truesize, skb.len());
        self.advance_rcv_nxt(skb.end_seq);
        self.rcv.queues.append(skb);
        self.record_buffered(env, start, length, true);
        let header = segment.header.header_len() as u32;
        if place.length > 0 {
            self.data_received(env, place.length, truesize, header, segment.header.flags);
        }
        if segment.header.flags.fin() {
            self.fin_in_order(env);
        }
        if !self.rcv.queues.out_of_order.is_empty() {
            self.take_from_out_of_order(env);
            if self.rcv.queues.out_of_order.is_empty() {
                self.ack.now = true;
            }
        }
    }

    /// `tcp_data_ready`.
    fn announce_data(&mut self, env: &mut Environment<'_>) {
        if self.readable_enough() || self.receive_shut {
            self.wake(env, PollEvents::IN.union(PollEvents::RDNORM), WakeReason::Data);
        }
    }

    /// `tcp_rcv_nxt_update`.
    fn advance_rcv_nxt(&mut self, to: Seq) {
        self.rcv.bytes_received += to.diff(self.rcv.rcv_nxt) as u64;
        self.rcv.rcv_nxt = to;
    }

    fn record_buffered(&mut self, env: &mut Environment<'_>, seq: Seq, length: u32, in_order: bool) {
        if length == 0 {
            return;
        }
        let Some(range) = self.receive_range(seq, length) else { return };
        let (socket, charged, limit) = (self.id, self.rcv.queues.allocated, self.rcv.rcvbuf);
        env.emit(|| Event::ReceiveBuffered { socket, range, in_order, charged, limit });
    }

    /// The gap is filled: what waited behind it follows (`tcp_ofo_queue`).
    fn take_from_out_of_order(&mut self, env: &mut Environment<'_>) {
        while let Some(advanced) = self.rcv.queues.advance(self.rcv.rcv_nxt) {
            if let Some((start, end)) = advanced.duplicate {
                self.extend_dsack(env, start, end);
            }
            let Some(end) = advanced.end_seq else { continue };
            self.advance_rcv_nxt(end);
            let length = end.diff(advanced.start) as u32 - u32::from(advanced.fin);
            self.record_buffered(env, advanced.start, length, true);
            if advanced.fin {
                self.fin_in_order(env);
                return;
            }
        }
    }

    fn queue_out_of_order(&mut self, env: &mut Environment<'_>, segment: &IncomingSegment, place: Place) {
        let skb = self.skb_of(env, segment, place);
        let truesize = skb.truesize;
        if !self.make_room(env, &skb) {
            self.wake(env, PollEvents::IN, WakeReason::Data);
            return self.drop_segment(env, DropReason::ReceiveBufferFull);
        }
        let header = segment.header.header_len() as u32;
        self.measure_receive_mss(place.length, truesize, header, segment.header.flags);
        self.ack.scheduled = true;
        self.rcv.predicting = false;
        self.rcv.out_of_order_packets += 1;
        let first = self.rcv.queues.out_of_order.is_empty();
        let outcome = self.rcv.queues.insert_out_of_order(skb);
        if let Some((start, end)) = outcome.duplicate {
            if outcome.swallowed {
                self.set_dsack(env, start, end)
            } else {
                self.extend_dsack(env, start, end)
            }
        }
        if self.agreed.sack {
            if first {
                self.rcv.sack_blocks = vec![(place.seq, place.end_seq)];
            } else {
                self.add_sack_block(env, place.seq, place.end_seq);
            }
            if !outcome.swallowed && place.length >= 1 && !env.policy.textbook() {
                self.grow_window(env, place.length, truesize);
            }
        }
        if outcome.swallowed {
            self.drop_segment(env, DropReason::Duplicate);
        } else {
            self.record_buffered(env, place.seq, place.length, false);
        }
    }

    /// `tcp_sack_new_ofo_skb`: the block of the newest segment comes first (RFC 2018 4).
    fn add_sack_block(&mut self, env: &mut Environment<'_>, start: Seq, end: Seq) {
        let blocks = &mut self.rcv.sack_blocks;
        let touching = blocks.iter().position(|&(left, right)| !start.after(right) && !left.after(end));
        if let Some(index) = touching {
            let (left, right) = blocks.remove(index);
            let mut merged = (left.earlier(start), right.later(end));
            blocks.retain(|&(left, right)| {
                let touches = !left.after(merged.1) && !merged.0.after(right);
                if touches {
                    merged = (merged.0.earlier(left), merged.1.later(right));
                }
                !touches
            });
            blocks.insert(0, merged);
            return;
        }
        if blocks.len() >= MAXIMUM_BLOCKS {
            if self.ack.compressed > 0 {
                self.ack.compressed = 0;
                self.timers.compressed_ack = None;
                self.send_ack(env, crate::event::SegmentKind::Acknowledgement);
            }
            self.rcv.sack_blocks.pop();
        }
        self.rcv.sack_blocks.insert(0, (start, end));
    }

    /// Blocks that RCV.NXT has reached are told no more (`tcp_sack_remove`).
    fn forget_sack_blocks(&mut self) {
        if self.rcv.queues.out_of_order.is_empty() {
            self.rcv.sack_blocks.clear();
            return;
        }
        let nxt = self.rcv.rcv_nxt;
        self.rcv.sack_blocks.retain(|&(start, _)| nxt.before(start));
    }

    /// `tcp_dsack_set` (RFC 2883).
    pub(super) fn set_dsack(&mut self, env: &Environment<'_>, start: Seq, end: Seq) {
        if self.agreed.sack && env.sysctl.tcp_dsack != 0 {
            self.rcv.dsack = Some((start, end));
        }
    }

    /// `tcp_dsack_extend`.
    fn extend_dsack(&mut self, env: &Environment<'_>, start: Seq, end: Seq) {
        match self.rcv.dsack {
            Some((left, right)) if !start.after(right) && !left.after(end) => {
                self.rcv.dsack = Some((left.earlier(start), right.later(end)));
            }
            Some(_) => {}
            None => self.set_dsack(env, start, end),
        }
    }

    /// Whether a segment may still be taken, with so much memory in use (`tcp_can_ingest`): Linux looks at what is charged
    /// already, the segment itself may overdraw the buffer. (The stronger check of 6.17 was taken back in 6.18's stable
    /// releases.)
    fn can_ingest(&self, env: &Environment<'_>, allocated: u32, skb: &ReceivedSkb) -> bool {
        let segment = if env.policy.textbook() { skb.len() } else { 0 };
        allocated + segment <= self.rcv.rcvbuf
    }

    /// Room for a segment, by squeezing if need be (`tcp_try_rmem_schedule`).
    fn make_room(&mut self, env: &mut Environment<'_>, skb: &ReceivedSkb) -> bool {
        if !self.can_ingest(env, self.rcv.queues.allocated, skb) && !self.prune(env, skb) {
            return false;
        }
        self.settle_memory();
        self.reserve.schedule(skb.truesize);
        true
    }

    /// `tcp_prune_queue`.
    fn prune(&mut self, env: &mut Environment<'_>, skb: &ReceivedSkb) -> bool {
        if self.rcv.queues.allocated == 0 {
            return false;
        }
        self.clamp_window(env);
        if self.can_ingest(env, self.rcv.queues.allocated, skb) {
            return true;
        }
        if env.policy == crate::config::Policy::Linux {
            let copied = self.rcv.copied_seq;
            let ratio = self.rcv.scaling_ratio;
            let bloated = |truesize: u32, length: u32| (truesize * ratio) >> 8 > length;
            self.rcv.queues.collapse(copied, COLLAPSE_ROOM, bloated);
            if self.can_ingest(env, self.rcv.queues.allocated, skb) {
                return true;
            }
        }
        let mut queues = core::mem::take(&mut self.rcv.queues);
        let portion = self.rcv.rcvbuf >> 3;
        let pruned = queues.prune_out_of_order(skb.seq, portion, |left| self.can_ingest(env, left, skb));
        self.rcv.queues = queues;
        if pruned {
            self.rcv.sack_blocks.clear();
            self.rcv.dsack = None;
        }
        let enough = self.can_ingest(env, self.rcv.queues.allocated, skb);
        self.rcv.predicting &= enough;
        enough
    }

    /// The buffer overflowed although the window was kept: grow it or tell less (`tcp_clamp_window`).
    fn clamp_window(&mut self, env: &mut Environment<'_>) {
        self.ack.quick = 0;
        let most = env.sysctl.tcp_rmem[2];
        let allocated = self.rcv.queues.allocated;
        if self.rcv.rcvbuf < most && !self.settings.receive_buffer_locked && !env.policy.textbook() {
            // Linux sets it even if that is less than before.
            let limit = allocated.min(most);
            if limit != self.rcv.rcvbuf {
                self.rcv.rcvbuf = limit;
                let socket = self.id;
                env.emit(|| Event::BufferTuned { socket, send: false, limit });
            }
        }
        if allocated > self.rcv.rcvbuf {
            self.rcv.rcv_ssthresh = self.rcv.window_clamp.min(2 * self.rcv.advmss);
        }
    }

    /// Whether readers are to be woken (`tcp_epollin_ready`).
    pub(super) fn readable_enough(&self) -> bool {
        let available = self.rcv.rcv_nxt.diff(self.rcv.copied_seq);
        if available <= 0 {
            return false;
        }
        available as u32 >= self.settings.receive_low_water.max(1)
            || self.receive_window() <= self.ack.rcv_mss
    }
}
