//! Loss recovery: the state machine of `tcp_fastretrans_alert`, PRR (RFC 6937), F-RTO (RFC 5682), undoing (Eifel, D-SACK).

use super::acknowledged::{AckFlags, Resend};
use super::connection::{Connection, INFINITE_SSTHRESH};
use super::environment::Environment;
use super::view::CongestionState;
use super::write::Nagle;
use crate::event::TimerKind;
use crate::timer::{ticks_from_micros, ticks_from_millis};
use netlab_wire::Seq;

impl Connection {
    /// `tcp_in_cwnd_reduction`.
    pub(super) fn in_window_reduction(&self) -> bool {
        matches!(self.recovery.ca_state, CongestionState::WindowReduced | CongestionState::Recovery)
    }

    /// An acknowledgement that is not plain progress (`tcp_fastretrans_alert`).
    pub(super) fn alert(
        &mut self,
        env: &mut Environment<'_>,
        prior_una: Seq,
        duplicates: u32,
        flags: &mut AckFlags,
        resend: &mut Resend,
    ) {
        if self.snd.packets_out == 0 {
            self.snd.sacked_out = 0;
        }
        if flags.reneging && flags.una_advanced {
            let delay = ticks_from_micros(u64::from(self.rtt.srtt_us >> 4)).max(ticks_from_millis(10));
            self.arm_retransmit(env, TimerKind::Retransmission, delay);
            flags.set_timer = false;
            return;
        }
        if self.recovery.ca_state == CongestionState::Open {
            self.recovery.retrans_stamp = 0;
        } else if !self.snd.snd_una.before(self.recovery.high_seq) && self.leave_episode(env) {
            return;
        }
        match self.recovery.ca_state {
            CongestionState::Recovery => {
                if !self.stay_in_recovery(env, prior_una, duplicates, flags) {
                    return;
                }
            }
            CongestionState::Loss => {
                self.process_loss(env, duplicates, flags, resend);
                if self.recovery.ca_state != CongestionState::Loss {
                    self.update_rto_time(env);
                }
                self.identify_loss(env, flags);
                let go_on = self.recovery.ca_state == CongestionState::Open || flags.lost_retransmission;
                if !go_on || !self.perhaps_recover(env, duplicates, flags) {
                    return;
                }
            }
            CongestionState::Open | CongestionState::Disorder | CongestionState::WindowReduced => {
                if !self.perhaps_recover(env, duplicates, flags) {
                    return;
                }
            }
        }
        *resend = Resend::Lost;
    }

    /// All that was in flight when the episode began is acknowledged. True: nothing more to do.
    fn leave_episode(&mut self, env: &Environment<'_>) -> bool {
        match self.recovery.ca_state {
            CongestionState::WindowReduced => {
                if self.snd.snd_una != self.recovery.high_seq {
                    self.end_window_reduction(env);
                    self.recovery.ca_state = CongestionState::Open;
                }
            }
            CongestionState::Recovery => {
                if !self.agreed.sack {
                    self.snd.sacked_out = 0;
                }
                if self.try_undo_recovery(env) {
                    return true;
                }
                self.end_window_reduction(env);
            }
            CongestionState::Open | CongestionState::Disorder | CongestionState::Loss => {}
        }
        false
    }

    /// False: nothing is to be sent again now.
    fn stay_in_recovery(
        &mut self,
        env: &mut Environment<'_>,
        prior_una: Seq,
        duplicates: u32,
        flags: &mut AckFlags,
    ) -> bool {
        if !flags.una_advanced {
            if !self.agreed.sack {
                self.add_reno_sack(env, duplicates);
            }
        } else if self.try_undo_partial(env, prior_una) {
            return false;
        }
        if self.try_undo_dsack(env) {
            self.try_to_open();
        }
        self.identify_loss(env, flags);
        if self.recovery.ca_state != CongestionState::Recovery {
            if self.snd.lost_out == 0 {
                return false;
            }
            self.enter_recovery(env);
        }
        true
    }

    /// Open, Disorder, or back there: whether recovery begins.
    fn perhaps_recover(&mut self, env: &mut Environment<'_>, duplicates: u32, flags: &mut AckFlags) -> bool {
        if !self.agreed.sack {
            if flags.una_advanced {
                self.snd.sacked_out = 0;
            }
            self.add_reno_sack(env, duplicates);
        }
        if self.recovery.ca_state <= CongestionState::Disorder {
            self.try_undo_dsack(env);
        }
        self.identify_loss(env, flags);
        if self.snd.lost_out == 0 {
            self.try_to_open();
            return false;
        }
        self.enter_recovery(env);
        true
    }

    /// Marks lost what must be (`tcp_identify_packet_loss`).
    fn identify_loss(&mut self, env: &mut Environment<'_>, flags: &mut AckFlags) {
        if self.snd.queue.nothing_in_flight() {
            return;
        }
        if self.agreed.sack && !env.policy.textbook() {
            let before = self.snd.retrans_out;
            if self.rack_mark_lost(env) {
                flags.set_timer = false;
            }
            flags.lost_retransmission |= before > self.snd.retrans_out;
        } else {
            self.mark_head_lost(env, flags.una_advanced);
        }
    }

    /// Three duplicates, or a partial acknowledgement in recovery: the oldest segment is lost (`tcp_newreno_mark_lost`, RFC 6582).
    fn mark_head_lost(&mut self, env: &Environment<'_>, una_advanced: bool) {
        let state = self.recovery.ca_state;
        let count = state < CongestionState::Recovery && self.snd.sacked_out >= self.recovery.reordering;
        let partial = state == CongestionState::Recovery && una_advanced;
        let head = self.snd.queue.get(0);
        if !(count || partial) || head.lost {
            return;
        }
        let mss = head.mss.max(1);
        if head.pcount > 1 && head.len() > mss {
            self.split_sent(env, 0, mss, mss);
        }
        self.mark_lost(0);
    }

    /// `tcp_mark_skb_lost`.
    pub(super) fn mark_lost(&mut self, index: usize) {
        let skb = self.snd.queue.get(index);
        if skb.sacked {
            return;
        }
        let (seq, count) = (skb.seq, skb.pcount);
        let hint = self.recovery.retransmit_hint;
        let earlier = match hint {
            None => self.snd.retrans_out >= self.snd.lost_out,
            Some(hint) => seq.before(hint),
        };
        if earlier {
            self.recovery.retransmit_hint = Some(seq);
        }
        let skb = self.snd.queue.get_mut(index);
        if skb.lost {
            if skb.retransmitted {
                skb.retransmitted = false;
                self.snd.retrans_out -= count;
                self.recovery.lost += count;
            }
        } else {
            skb.lost = true;
            self.snd.lost_out += count;
            self.recovery.lost += count;
        }
    }

    /// A duplicate ACK without SACK stands for a segment that has arrived (`tcp_add_reno_sack`).
    fn add_reno_sack(&mut self, env: &Environment<'_>, duplicates: u32) {
        if duplicates == 0 {
            return;
        }
        let before = self.snd.sacked_out;
        self.snd.sacked_out += duplicates;
        self.check_reno_reordering(env, 0);
        self.recovery.delivered += self.snd.sacked_out.saturating_sub(before);
    }

    /// `tcp_remove_reno_sacks`.
    pub(super) fn remove_reno_sacks(&mut self, env: &Environment<'_>, acked: u32) {
        if acked > 0 {
            self.recovery.delivered += acked.saturating_sub(self.snd.sacked_out).max(1);
            self.snd.sacked_out = self.snd.sacked_out.saturating_sub(acked - 1);
        }
        self.check_reno_reordering(env, acked);
    }

    /// `tcp_check_reno_reordering`, `tcp_limit_reno_sacked`.
    fn check_reno_reordering(&mut self, env: &Environment<'_>, added: u32) {
        let holes = self.snd.lost_out.clamp(1, self.snd.packets_out.max(1));
        if self.snd.sacked_out + holes <= self.snd.packets_out {
            return;
        }
        self.snd.sacked_out = self.snd.packets_out.saturating_sub(holes);
        if added > 0 || self.snd.packets_out > 0 {
            self.recovery.reordering =
                (self.snd.packets_out + added).min(env.sysctl.tcp_max_reordering).max(1);
            self.recovery.reord_seen += 1;
        }
    }

    /// `tcp_init_undo`.
    fn init_undo(&mut self) {
        let recovery = &mut self.recovery;
        recovery.undo_marker = self.snd.snd_una;
        recovery.undo_valid = true;
        let mut count = self.snd.retrans_out as i32;
        if recovery.tlp_pending && recovery.tlp_retrans {
            count += 1;
        }
        recovery.undo_retrans = if count == 0 { -1 } else { count };
    }

    /// Fast recovery begins (`tcp_enter_recovery`).
    pub(super) fn enter_recovery(&mut self, env: &mut Environment<'_>) {
        self.recovery.prior_ssthresh = 0;
        self.init_undo();
        if !self.in_window_reduction() {
            self.recovery.prior_ssthresh = self.current_ssthresh();
            self.init_window_reduction();
        }
        self.recovery.ca_state = CongestionState::Recovery;
        self.report_window(env);
    }

    /// The computer's own queue was full (`tcp_enter_cwr`).
    pub(super) fn enter_window_reduction(&mut self, env: &mut Environment<'_>) {
        self.recovery.prior_ssthresh = 0;
        if self.recovery.ca_state < CongestionState::WindowReduced {
            self.recovery.undo_valid = false;
            self.init_window_reduction();
            self.recovery.ca_state = CongestionState::WindowReduced;
            self.report_window(env);
        }
    }

    /// `tcp_init_cwnd_reduction`.
    fn init_window_reduction(&mut self) {
        self.recovery.high_seq = self.snd.snd_nxt;
        self.recovery.tlp_pending = false;
        self.cc.cwnd_cnt = 0;
        self.recovery.prior_cwnd = self.cc.cwnd;
        self.recovery.prr_delivered = 0;
        self.recovery.prr_out = 0;
        self.cc.ssthresh = self.cc.threshold_after_loss();
    }

    /// Proportional rate reduction (`tcp_cwnd_reduction`).
    pub(super) fn reduce_window(&mut self, delivered: u32, newly_lost: u32, una_advanced: bool) {
        if delivered == 0 || self.recovery.prior_cwnd == 0 {
            return;
        }
        let flight = i64::from(self.packets_in_flight());
        let recovery = &mut self.recovery;
        recovery.prr_delivered += delivered;
        let (threshold, out) = (i64::from(self.cc.ssthresh), i64::from(recovery.prr_out));
        let delta = threshold - flight;
        let mut count = if delta < 0 {
            let prior = i64::from(recovery.prior_cwnd);
            (threshold * i64::from(recovery.prr_delivered) + prior - 1) / prior - out
        } else {
            let mut count = (i64::from(recovery.prr_delivered) - out).max(i64::from(delivered));
            if una_advanced && newly_lost == 0 {
                count += 1;
            }
            count.min(delta)
        };
        count = count.max(i64::from(out == 0));
        self.cc.cwnd = (flight + count).max(1) as u32;
    }

    /// `tcp_end_cwnd_reduction`.
    fn end_window_reduction(&mut self, env: &Environment<'_>) {
        let reduced = self.recovery.ca_state == CongestionState::WindowReduced;
        if self.cc.ssthresh < INFINITE_SSTHRESH && (reduced || self.recovery.undo_valid) {
            self.cc.cwnd = self.cc.ssthresh;
            self.cc.cwnd_stamp = env.ticks();
        }
    }

    /// After a retransmission timeout (`tcp_enter_loss`, RFC 5681 3.1 equation 4).
    pub(super) fn enter_loss(&mut self, env: &mut Environment<'_>) {
        let state = self.recovery.ca_state;
        let new_recovery = state < CongestionState::Recovery;
        self.timeout_mark_lost(env);
        if state <= CongestionState::Disorder
            || !self.recovery.high_seq.after(self.snd.snd_una)
            || (state == CongestionState::Loss && self.timers.retransmits == 0)
        {
            self.recovery.prior_ssthresh = self.current_ssthresh();
            self.recovery.prior_cwnd = self.cc.cwnd;
            self.cc.ssthresh = self.cc.threshold_after_loss();
            self.init_undo();
        }
        self.cc.timed_out(env.micros(), self.snd.snd_nxt);
        self.cc.cwnd = self.packets_in_flight() + 1;
        self.cc.cwnd_cnt = 0;
        self.cc.cwnd_stamp = env.ticks();
        let usual = env.sysctl.tcp_reordering;
        if state <= CongestionState::Disorder && self.snd.sacked_out >= usual {
            self.recovery.reordering = self.recovery.reordering.min(usual);
        }
        self.recovery.ca_state = CongestionState::Loss;
        self.recovery.high_seq = self.snd.snd_nxt;
        self.recovery.tlp_pending = false;
        self.recovery.frto = env.sysctl.tcp_frto != 0
            && !env.policy.textbook()
            && (new_recovery || self.timers.retransmits > 0);
        self.report_window(env);
    }

    /// Everything in flight is taken for lost, except what left only recently (`tcp_timeout_mark_lost`).
    fn timeout_mark_lost(&mut self, env: &Environment<'_>) {
        let reneging = self.snd.queue.in_flight().next().is_some_and(|skb| skb.sacked);
        if reneging {
            self.snd.sacked_out = 0;
            self.recovery.is_sack_reneg = true;
            self.recovery.recv_sack_cache.clear();
        } else if !self.agreed.sack {
            self.snd.sacked_out = 0;
        }
        let now = env.micros();
        for index in 0..self.snd.queue.sent_count() {
            if reneging {
                self.snd.queue.get_mut(index).sacked = false;
            } else if index > 0
                && self.agreed.sack
                && self.rack_time_left(now, self.snd.queue.get(index), 0) > 0
            {
                continue;
            }
            self.mark_lost(index);
        }
        self.recovery.retransmit_hint = None;
    }

    /// In the Loss state (`tcp_process_loss`), with F-RTO's three steps.
    fn process_loss(
        &mut self,
        env: &mut Environment<'_>,
        duplicates: u32,
        flags: &AckFlags,
        resend: &mut Resend,
    ) {
        let recovered = !self.snd.snd_una.before(self.recovery.high_seq);
        if flags.una_advanced && self.try_undo_loss(env, false) {
            return;
        }
        if self.recovery.frto {
            if flags.original_sacked && self.try_undo_loss(env, true) {
                return;
            }
            if self.snd.snd_nxt.after(self.recovery.high_seq) {
                if flags.data_sacked || duplicates > 0 {
                    self.recovery.frto = false;
                }
            } else if flags.una_advanced && !recovered {
                self.recovery.high_seq = self.snd.snd_nxt;
                if !self.snd.queue.nothing_unsent() && self.window_end().after(self.snd.snd_nxt) {
                    *resend = Resend::New;
                    return;
                }
                self.recovery.frto = false;
            }
        }
        if recovered {
            self.try_undo_recovery(env);
            return;
        }
        if !self.agreed.sack {
            if self.snd.snd_nxt.after(self.recovery.high_seq) && duplicates > 0 {
                self.add_reno_sack(env, duplicates);
            } else if flags.una_advanced {
                self.snd.sacked_out = 0;
            }
        }
        *resend = Resend::Lost;
    }

    /// Sends what the alert asked for (`tcp_xmit_recovery`).
    pub(super) fn resend(&mut self, env: &mut Environment<'_>, resend: Resend) {
        match resend {
            Resend::None => {}
            Resend::Lost => {
                if self.state != crate::event::TcpState::SynSent {
                    self.retransmit_lost(env);
                }
            }
            Resend::New => {
                let mss = self.current_mss();
                self.push_pending(env, mss, Nagle::OFF);
                if !self.snd.snd_nxt.after(self.recovery.high_seq) {
                    self.recovery.frto = false;
                    self.retransmit_lost(env);
                }
            }
        }
    }

    /// Whether the first copies seem only to have been late (`tcp_packet_delayed`).
    fn only_delayed(&self) -> bool {
        if self.recovery.retrans_stamp == 0 {
            return self.state != crate::event::TcpState::SynSent;
        }
        self.echo_before(self.recovery.retrans_stamp - 1)
    }

    /// `tcp_may_undo`.
    fn may_undo(&self) -> bool {
        self.recovery.undo_valid && (self.recovery.undo_retrans == 0 || self.only_delayed())
    }

    /// `tcp_undo_cwnd_reduction`.
    fn undo(&mut self, env: &Environment<'_>, unmark: bool) {
        if unmark {
            self.snd.queue.in_flight_mut().for_each(|skb| skb.lost = false);
            self.snd.lost_out = 0;
            self.recovery.retransmit_hint = None;
        }
        if self.recovery.prior_ssthresh != 0 {
            self.cc.cwnd = self.cc.window_after_undo(self.recovery.prior_cwnd);
            self.cc.ssthresh = self.cc.ssthresh.max(self.recovery.prior_ssthresh);
        }
        self.cc.cwnd_stamp = env.ticks();
        self.recovery.undo_valid = false;
        self.recovery.rack_advanced = true;
    }

    /// `tcp_try_undo_recovery`. True: the state is held on to (NewReno at its high sequence number).
    fn try_undo_recovery(&mut self, env: &Environment<'_>) -> bool {
        if self.may_undo() {
            self.undo(env, false);
        } else {
            self.recovery.rack_reo_persist = self.recovery.rack_reo_persist.saturating_sub(1);
        }
        if self.reno_must_hold() {
            return true;
        }
        self.recovery.ca_state = CongestionState::Open;
        self.recovery.is_sack_reneg = false;
        false
    }

    /// `tcp_is_non_sack_preventing_reopen` (RFC 6582 6: no second fast retransmit by old duplicates).
    fn reno_must_hold(&mut self) -> bool {
        if self.snd.snd_una == self.recovery.high_seq && !self.agreed.sack {
            if !self.any_retransmission() {
                self.recovery.retrans_stamp = 0;
            }
            return true;
        }
        false
    }

    /// `tcp_any_retrans_done`.
    fn any_retransmission(&self) -> bool {
        self.snd.retrans_out > 0
            || self.snd.queue.in_flight().next().is_some_and(|head| head.ever_retransmitted)
    }

    /// A partial acknowledgement in recovery (`tcp_try_undo_partial`). True: wait, nothing is to be sent again.
    fn try_undo_partial(&mut self, env: &Environment<'_>, prior_una: Seq) -> bool {
        if !self.recovery.undo_valid || !self.only_delayed() {
            return false;
        }
        self.check_reordering(env, prior_una);
        if self.snd.retrans_out > 0 {
            return true;
        }
        if !self.any_retransmission() {
            self.recovery.retrans_stamp = 0;
        }
        self.undo(env, true);
        self.keep_open();
        false
    }

    /// Every retransmission was reported as a duplicate (`tcp_try_undo_dsack`).
    fn try_undo_dsack(&mut self, env: &Environment<'_>) -> bool {
        if !self.recovery.undo_valid || self.recovery.undo_retrans != 0 {
            return false;
        }
        self.recovery.rack_reo_persist = (self.recovery.rack_reo_persist + 1).min(super::rack::PERSIST);
        self.undo(env, false);
        true
    }

    /// A timeout turned out to be spurious (`tcp_try_undo_loss`).
    fn try_undo_loss(&mut self, env: &Environment<'_>, by_frto: bool) -> bool {
        if !by_frto && !self.may_undo() {
            return false;
        }
        self.undo(env, true);
        self.timers.retransmits = 0;
        if self.reno_must_hold() {
            return true;
        }
        if by_frto || self.agreed.sack {
            self.recovery.ca_state = CongestionState::Open;
            self.recovery.is_sack_reneg = false;
        }
        true
    }

    /// `tcp_try_to_open`.
    fn try_to_open(&mut self) {
        if !self.any_retransmission() {
            self.recovery.retrans_stamp = 0;
        }
        if self.recovery.ca_state != CongestionState::WindowReduced {
            self.keep_open();
        }
    }

    /// `tcp_try_keep_open`.
    fn keep_open(&mut self) {
        let left_out = self.snd.sacked_out + self.snd.lost_out > 0;
        let state = if left_out || self.any_retransmission() {
            CongestionState::Disorder
        } else {
            CongestionState::Open
        };
        if self.recovery.ca_state != state {
            self.recovery.ca_state = state;
            self.recovery.high_seq = self.snd.snd_nxt;
        }
    }

    /// An acknowledgement after a tail loss probe (`tcp_process_tlp_ack`, RFC 8985 7.4).
    pub(super) fn probe_ack(&mut self, env: &mut Environment<'_>, ack: Seq, flags: &AckFlags) {
        let high = self.recovery.tlp_high_seq;
        if ack.before(high) {
            return;
        }
        if !self.recovery.tlp_retrans || flags.dsack_of_probe {
            self.recovery.tlp_pending = false;
        } else if ack.after(high) {
            // The probe repaired a loss: the window must shrink for it.
            self.init_window_reduction();
            self.recovery.ca_state = CongestionState::WindowReduced;
            self.end_window_reduction(env);
            self.keep_open();
        } else if !flags.una_advanced && !flags.not_duplicate() && !flags.data_sacked {
            self.recovery.tlp_pending = false;
        }
    }

    /// `tcp_update_rto_time`.
    fn update_rto_time(&mut self, env: &Environment<'_>) {
        if self.recovery.rto_stamp != 0 {
            self.recovery.total_rto_time += env.now.as_millis().saturating_sub(self.recovery.rto_stamp);
            self.recovery.rto_stamp = 0;
        }
    }
}
