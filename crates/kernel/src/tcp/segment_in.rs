//! A segment for a socket that has one: acceptability, RST, SYN, ACK, and what each state makes of it (RFC 9293 3.10.7,
//! RFC 5961; `tcp_rcv_established`, `tcp_rcv_state_process`, `tcp_validate_incoming`).

use super::acknowledged::AckOutcome;
use super::connection::Connection;
use super::environment::{Environment, IncomingSegment, WakeReason};
use super::probes::TIME_WAIT_LENGTH;
use crate::event::{DropReason, Event, SegmentKind, StateChangeReason, TcpState};
use crate::timer::ticks_from_millis;
use netlab_abi::{Errno, PollEvents};
use netlab_wire::{Seq, TcpFlags};

/// What becomes of a segment beyond what it did to the socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing more.
    Done,
    /// It is answered with a RST (`tcp_v4_send_reset`).
    Reset,
}

/// A segment's place in sequence space.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub seq: Seq,
    pub end_seq: Seq,
    pub length: u32,
}

impl Place {
    pub(super) fn of(segment: &IncomingSegment) -> Place {
        let flags = segment.header.flags;
        let length = segment.payload.length;
        let seq = segment.header.sequence;
        let end_seq = seq + length + u32::from(flags.syn()) + u32::from(flags.fin());
        Place { seq, end_seq, length }
    }
}

impl Connection {
    /// Takes a segment for a connection that is open or closing.
    pub(super) fn segment(&mut self, env: &mut Environment<'_>, segment: &IncomingSegment) -> Verdict {
        self.rcv.segs_in += 1;
        if segment.payload.length > 0 {
            self.rcv.data_segs_in += 1;
        }
        let flags = segment.header.flags;
        if !flags.ack() && !flags.rst() && !flags.syn() {
            return Verdict::Done;
        }
        let place = Place::of(segment);
        if !self.acceptable(env, segment, place) {
            return Verdict::Done;
        }
        if !flags.ack() {
            return Verdict::Done;
        }
        if self.state == TcpState::Established {
            return self.segment_established(env, segment, place);
        }
        self.segment_closing(env, segment, place)
    }

    /// `tcp_rcv_established` behind the checks.
    fn segment_established(
        &mut self,
        env: &mut Environment<'_>,
        segment: &IncomingSegment,
        place: Place,
    ) -> Verdict {
        let predicted = self.is_predicted(env, segment, place);
        match self.acknowledge(env, &segment.header, place.length, true, true) {
            AckOutcome::Unacceptable => {
                if segment.header.acknowledgment.after(self.snd.snd_nxt) {
                    self.send_challenge_ack(env);
                }
                self.drop_segment(env, DropReason::BadAcknowledgment);
                return Verdict::Done;
            }
            AckOutcome::Accepted | AckOutcome::Old => {}
        }
        if self.agreed.saw_timestamp {
            self.measure_receive_rtt_by_timestamp(env, place.seq, place.end_seq);
        }
        if predicted {
            self.queue_predicted(env, segment, place);
        } else {
            self.queue_data(env, segment, place);
        }
        if self.state != TcpState::Closed {
            self.check_send(env);
            self.check_ack(env);
        }
        Verdict::Done
    }

    /// Whether the segment is the one that header prediction expects, with data for which memory is set aside already (the fast
    /// path of `tcp_rcv_established`). It makes a difference in one thing: the receive buffer's limit is not looked at.
    fn is_predicted(&self, env: &Environment<'_>, segment: &IncomingSegment, place: Place) -> bool {
        let header = &segment.header;
        let flags = header.flags.difference(TcpFlags::PSH);
        self.rcv.predicting
            && !env.policy.textbook()
            && place.length > 0
            && flags == TcpFlags::ACK
            && place.seq == self.rcv.rcv_nxt
            && !header.acknowledgment.after(self.snd.snd_nxt)
            && u32::from(header.window) == self.snd.snd_wnd >> self.snd.snd_wscale
            && header.header_len() as u32 == self.rcv.header_length
            && !place.end_seq.after(self.rcv.rcv_nxt + self.receive_window())
            && self.layout_of(env, segment, place).truesize <= self.reserve.left()
    }

    /// `tcp_rcv_state_process` for every state from SYN-RECEIVED on, except ESTABLISHED.
    fn segment_closing(
        &mut self,
        env: &mut Environment<'_>,
        segment: &IncomingSegment,
        place: Place,
    ) -> Verdict {
        let outcome = self.acknowledge(env, &segment.header, place.length, true, false);
        match outcome {
            AckOutcome::Accepted => {}
            AckOutcome::Old | AckOutcome::Unacceptable if self.state == TcpState::SynReceived => {
                return if outcome == AckOutcome::Old { Verdict::Done } else { Verdict::Reset };
            }
            AckOutcome::Old => {}
            AckOutcome::Unacceptable => {
                self.send_challenge_ack(env);
                self.drop_segment(env, DropReason::BadAcknowledgment);
                return Verdict::Done;
            }
        }
        if let Some(verdict) = self.advance_state(env, segment, place) {
            return verdict;
        }
        let fin = u32::from(segment.header.flags.fin());
        match self.state {
            TcpState::CloseWait | TcpState::Closing | TcpState::LastAck
                if !place.seq.before(self.rcv.rcv_nxt) => {}
            TcpState::CloseWait
            | TcpState::Closing
            | TcpState::LastAck
            | TcpState::FinWait1
            | TcpState::FinWait2
                if self.receive_shut
                    && place.end_seq != place.seq
                    && (place.end_seq - fin).after(self.rcv.rcv_nxt) =>
            {
                // RFC 9293 3.6.1: data for a process that reads no more.
                self.reset_by_peer(env, StateChangeReason::Reset);
                return Verdict::Reset;
            }
            TcpState::Established
            | TcpState::CloseWait
            | TcpState::Closing
            | TcpState::LastAck
            | TcpState::FinWait1
            | TcpState::FinWait2 => self.queue_data(env, segment, place),
            TcpState::Closed
            | TcpState::Listen
            | TcpState::SynSent
            | TcpState::SynReceived
            | TcpState::TimeWait => {}
        }
        if self.state != TcpState::Closed && self.into_time_wait.is_none() {
            self.check_send(env);
            self.check_ack(env);
        }
        Verdict::Done
    }

    /// What an acknowledgement does to a state in the closing exchange. A verdict: the segment is used up.
    fn advance_state(
        &mut self,
        env: &mut Environment<'_>,
        segment: &IncomingSegment,
        place: Place,
    ) -> Option<Verdict> {
        let all_acknowledged = self.snd.snd_una == self.snd.write_seq;
        match self.state {
            TcpState::SynReceived => {
                self.passive_open_complete(env, segment);
                None
            }
            TcpState::FinWait1 if all_acknowledged => self.enter_fin_wait2(env, segment, place),
            TcpState::Closing if all_acknowledged => {
                self.into_time_wait = Some((TcpState::TimeWait, TIME_WAIT_LENGTH));
                Some(Verdict::Done)
            }
            TcpState::LastAck if all_acknowledged => {
                self.done(env, StateChangeReason::Segment);
                Some(Verdict::Done)
            }
            TcpState::FinWait1
            | TcpState::Closing
            | TcpState::LastAck
            | TcpState::Established
            | TcpState::FinWait2
            | TcpState::CloseWait
            | TcpState::Closed
            | TcpState::Listen
            | TcpState::SynSent
            | TcpState::TimeWait => None,
        }
    }

    fn enter_fin_wait2(
        &mut self,
        env: &mut Environment<'_>,
        segment: &IncomingSegment,
        place: Place,
    ) -> Option<Verdict> {
        self.set_state(env, TcpState::FinWait2, StateChangeReason::Segment);
        self.send_shut = true;
        if !self.orphan {
            self.wake_state(env);
            return None;
        }
        let fin = u32::from(segment.header.flags.fin());
        let data = place.end_seq != place.seq && (place.end_seq - fin).after(self.rcv.rcv_nxt);
        if self.settings.linger2 < 0 || data {
            self.done(env, StateChangeReason::Segment);
            return Some(Verdict::Reset);
        }
        let wait = self.fin_time(env);
        if wait > TIME_WAIT_LENGTH {
            self.arm_keepalive(env, wait - TIME_WAIT_LENGTH);
        } else if segment.header.flags.fin() {
            self.arm_keepalive(env, wait);
        } else {
            self.into_time_wait = Some((TcpState::FinWait2, wait));
            return Some(Verdict::Done);
        }
        None
    }

    /// RFC 9293 3.10.7.4 first to fourth step with RFC 5961 and RFC 7323 (`tcp_validate_incoming`).
    fn acceptable(&mut self, env: &mut Environment<'_>, segment: &IncomingSegment, place: Place) -> bool {
        let header = &segment.header;
        let flags = header.flags;
        self.agreed.saw_timestamp = false;
        if self.agreed.timestamps
            && let Some(stamps) = header.options.timestamps
        {
            self.agreed.saw_timestamp = true;
            self.agreed.rcv_tsval = stamps.value;
            self.agreed.rcv_tsecr = stamps.echo_reply;
        }
        if !flags.rst() && self.paws_rejects(env, segment, place) {
            self.answer_unacceptable(env, place, flags.syn());
            self.drop_segment(env, DropReason::Paws);
            return false;
        }
        if !self.in_window(place, flags.fin()) {
            if flags.rst() {
                if self.reset_after_fin(place) {
                    self.reset_by_peer(env, StateChangeReason::Reset);
                }
            } else if flags.syn() {
                self.send_challenge_ack(env);
            } else {
                self.answer_unacceptable(env, place, false);
            }
            let reason = if place.end_seq.before(self.rcv.rcv_nxt) || place.length == 0 {
                DropReason::Duplicate
            } else {
                DropReason::OutOfWindow
            };
            self.drop_segment(env, reason);
            return false;
        }
        if flags.rst() {
            let exact = place.seq == self.rcv.rcv_nxt || self.reset_after_fin(place);
            let highest = self.rcv.sack_blocks.iter().map(|&(_, end)| end).reduce(Seq::later);
            if exact || (self.agreed.sack && highest == Some(place.seq)) {
                self.reset_by_peer(env, StateChangeReason::Reset);
            } else {
                self.send_challenge_ack(env);
                self.drop_segment(env, DropReason::OutOfWindow);
            }
            return false;
        }
        if flags.syn() {
            let simultaneous = self.state == TcpState::SynReceived
                && !self.orphan
                && flags.ack()
                && place.seq + 1 == place.end_seq
                && place.seq + 1 == self.rcv.rcv_nxt
                && header.acknowledgment == self.snd.snd_nxt;
            if !simultaneous {
                self.send_challenge_ack(env);
                self.drop_segment(env, DropReason::OutOfWindow);
            }
            return simultaneous;
        }
        true
    }

    /// `tcp_reset_check`: a RST one below RCV.NXT after a FIN is exact as well.
    fn reset_after_fin(&self, place: Place) -> bool {
        place.seq == self.rcv.rcv_nxt - 1
            && matches!(self.state, TcpState::CloseWait | TcpState::LastAck | TcpState::Closing)
    }

    /// `tcp_sequence`.
    fn in_window(&self, place: Place, fin: bool) -> bool {
        if place.end_seq.before(self.rcv.rcv_wup) {
            return false;
        }
        let limit = self.rcv.rcv_nxt + self.receive_window();
        if !place.end_seq.after(limit) || !(place.end_seq - u32::from(fin)).after(limit) {
            return true;
        }
        !place.seq.after(limit) && self.rcv.queues.in_order.is_empty()
    }

    /// RFC 7323 5.3 (`tcp_paws_discard`).
    fn paws_rejects(&self, env: &Environment<'_>, segment: &IncomingSegment, place: Place) -> bool {
        if !self.agreed.saw_timestamp || self.agreed.ts_recent_stamp == 0 {
            return false;
        }
        let behind = self.agreed.ts_recent.wrapping_sub(self.agreed.rcv_tsval) as i32;
        if behind <= 0 {
            return false;
        }
        let age = (env.seconds() + 1).saturating_sub(self.agreed.ts_recent_stamp);
        if age >= 24 * 24 * 3600 {
            return false;
        }
        // An old pure duplicate acknowledgement that was overtaken does no harm (`tcp_disordered_ack`).
        let header = &segment.header;
        let window = u32::from(header.window) << self.snd.snd_wscale;
        let harmless = header.flags.ack()
            && place.seq == self.rcv.rcv_nxt
            && place.end_seq == place.seq
            && header.acknowledgment == self.snd.snd_una
            && !(place.seq.after(self.snd.snd_wl1)
                || (place.seq == self.snd.snd_wl1 && window > self.snd.snd_wnd))
            && (behind as u64) <= self.rtt.rto * 1200 / crate::timer::HZ;
        !harmless
    }

    /// Remembers the peer's clock (`tcp_replace_ts_recent`, RFC 7323 4.3).
    pub(super) fn replace_ts_recent(&mut self, env: &Environment<'_>, seq: Seq) {
        if !self.agreed.saw_timestamp || seq.after(self.rcv.rcv_wup) {
            return;
        }
        let newer = self.agreed.rcv_tsval.wrapping_sub(self.agreed.ts_recent) as i32 >= 0;
        if newer || self.agreed.ts_recent_stamp == 0 {
            self.agreed.ts_recent = self.agreed.rcv_tsval;
            self.agreed.ts_recent_stamp = env.seconds() + 1;
        }
    }

    /// Whether an answer to something invalid must be left out now (`__tcp_oow_rate_limited`).
    fn invalid_answer_limited(&mut self, env: &Environment<'_>) -> bool {
        let limit = ticks_from_millis(u64::from(env.sysctl.tcp_invalid_ratelimit));
        let now = env.ticks() + 1;
        if self.ack.last_oow_ack != 0 && now.saturating_sub(self.ack.last_oow_ack) < limit {
            return true;
        }
        self.ack.last_oow_ack = now;
        false
    }

    /// RFC 5961 (`tcp_send_challenge_ack`).
    pub(super) fn send_challenge_ack(&mut self, env: &mut Environment<'_>) {
        if !self.invalid_answer_limited(env) {
            self.send_ack(env, SegmentKind::ChallengeAck);
        }
    }

    /// Answers a segment out of window (`tcp_send_dupack`).
    fn answer_unacceptable(&mut self, env: &mut Environment<'_>, place: Place, syn: bool) {
        let carries = place.end_seq != place.seq && !syn;
        if !carries && self.invalid_answer_limited(env) {
            return;
        }
        if place.end_seq != place.seq && place.seq.before(self.rcv.rcv_nxt) {
            self.enter_quick_ack(super::acknowledge::MAXIMUM_QUICK_ACKS);
            let end = place.end_seq.earlier(self.rcv.rcv_nxt);
            self.set_dsack(env, place.seq, end);
        }
        self.send_ack(env, SegmentKind::Acknowledgement);
    }

    /// The peer resets the connection (`tcp_reset`).
    pub(super) fn reset_by_peer(&mut self, env: &mut Environment<'_>, reason: StateChangeReason) {
        let errno = match self.state {
            TcpState::SynSent => Errno::ECONNREFUSED,
            TcpState::CloseWait => Errno::EPIPE,
            TcpState::Closed => return,
            TcpState::Listen
            | TcpState::SynReceived
            | TcpState::Established
            | TcpState::FinWait1
            | TcpState::FinWait2
            | TcpState::Closing
            | TcpState::LastAck
            | TcpState::TimeWait => Errno::ECONNRESET,
        };
        self.done_with_error(env, errno, reason);
    }

    /// The peer has sent its FIN, and everything before it is here (`tcp_fin`).
    pub(super) fn fin_in_order(&mut self, env: &mut Environment<'_>) {
        self.ack.scheduled = true;
        self.receive_shut = true;
        self.rcv.fin_received = Some(self.rcv.rcv_nxt - 1);
        match self.state {
            TcpState::SynReceived | TcpState::Established => {
                self.set_state(env, TcpState::CloseWait, StateChangeReason::Segment);
                self.enter_pingpong(env);
            }
            TcpState::FinWait1 => {
                self.send_ack(env, SegmentKind::Acknowledgement);
                self.set_state(env, TcpState::Closing, StateChangeReason::Segment);
            }
            TcpState::FinWait2 => {
                self.send_ack(env, SegmentKind::Acknowledgement);
                self.into_time_wait = Some((TcpState::TimeWait, TIME_WAIT_LENGTH));
            }
            TcpState::CloseWait | TcpState::Closing | TcpState::LastAck => {}
            TcpState::Closed | TcpState::Listen | TcpState::SynSent | TcpState::TimeWait => {
                unreachable!("no FIN is taken in {:?}", self.state)
            }
        }
        let queues = &mut self.rcv.queues;
        let dropped: u32 = queues.out_of_order.drain(..).map(|skb| skb.truesize).sum();
        queues.allocated -= dropped;
        self.rcv.sack_blocks.clear();
        self.rcv.dsack = None;
        let events = PollEvents::IN.union(PollEvents::RDHUP);
        self.wake(env, events, WakeReason::State);
    }

    /// Counts and records a segment thrown away (`tcp_drop_reason`).
    pub(super) fn drop_segment(&mut self, env: &mut Environment<'_>, reason: DropReason) {
        self.rcv.drops += 1;
        let socket = Some(self.id);
        env.emit(|| Event::Dropped { frame: None, socket, reason });
    }
}
