//! RACK (RFC 8985): a segment is lost when one sent sufficiently later has been delivered.

use super::connection::Connection;
use super::environment::Environment;
use super::send_queue::Skb;
use super::view::CongestionState;
use crate::event::TimerKind;
use crate::timer::ticks_from_micros;
use netlab_wire::Seq;

/// Recoveries for which a widened reordering window is kept.
pub(super) const PERSIST: u32 = 16;
/// Slack of the reordering timer (`TCP_TIMEOUT_MIN_US`).
const TIMEOUT_MINIMUM_US: u64 = 2000;
/// `TCP_RACK_STATIC_REO_WND`, `TCP_RACK_NO_DUPTHRESH`.
const STATIC_WINDOW: u32 = 2;
const NO_DUPLICATE_THRESHOLD: u32 = 4;

/// Whether something sent at `first` up to `first_end` left after the other (`tcp_skb_sent_after`).
fn sent_after(first: u64, second: u64, first_end: Seq, second_end: Seq) -> bool {
    first > second || (first == second && first_end.after(second_end))
}

impl Connection {
    /// Room for reordering, microseconds (`tcp_rack_reo_wnd`).
    fn reordering_window(&self, env: &Environment<'_>) -> u32 {
        if self.recovery.reord_seen == 0 {
            if self.recovery.ca_state >= CongestionState::Recovery {
                return 0;
            }
            let count = self.snd.sacked_out >= self.recovery.reordering;
            if count && env.sysctl.tcp_recovery & NO_DUPLICATE_THRESHOLD == 0 {
                return 0;
            }
        }
        let steps = self.recovery.rack_reo_steps.max(1);
        ((self.min_rtt() >> 2).saturating_mul(steps)).min(self.rtt.srtt_us >> 3)
    }

    /// Microseconds after which the skb counts as lost; zero or less: now (`tcp_rack_skb_timeout`).
    pub(super) fn rack_time_left(&self, now: u64, skb: &Skb, window: u32) -> i64 {
        i64::from(self.recovery.rack_rtt_us) + i64::from(window) - now.saturating_sub(skb.sent_at) as i64
    }

    /// Marks what is lost; microseconds until more may be, 0 for nothing (`tcp_rack_detect_loss`).
    fn rack_detect(&mut self, env: &Environment<'_>) -> u64 {
        let window = self.reordering_window(env);
        let now = env.micros();
        let mut longest = 0;
        for index in 0..self.snd.queue.sent_count() {
            let skb = self.snd.queue.get(index);
            if skb.sacked || skb.out_of_time_list || (skb.lost && !skb.retransmitted) {
                continue;
            }
            let (mstamp, end) = (self.recovery.rack_mstamp, self.recovery.rack_end_seq);
            if !sent_after(mstamp, skb.sent_at, end, skb.end_seq) {
                continue;
            }
            let left = self.rack_time_left(now, skb, window);
            if left <= 0 {
                self.mark_lost(index);
                self.snd.queue.get_mut(index).out_of_time_list = true;
            } else {
                longest = longest.max(left as u64);
            }
        }
        longest
    }

    /// After an acknowledgement (`tcp_rack_mark_lost`). True when the reordering timer was set.
    pub(super) fn rack_mark_lost(&mut self, env: &mut Environment<'_>) -> bool {
        if !core::mem::take(&mut self.recovery.rack_advanced) {
            return false;
        }
        let timeout = self.rack_detect(env);
        if timeout == 0 {
            return false;
        }
        let ticks = ticks_from_micros(timeout + TIMEOUT_MINIMUM_US);
        self.arm_retransmit(env, TimerKind::Reordering, ticks);
        true
    }

    /// An skb was delivered (`tcp_rack_advance`).
    pub(super) fn rack_advance(&mut self, now: u64, ever_retransmitted: bool, end_seq: Seq, sent_at: u64) {
        let rtt = now.saturating_sub(sent_at).min(u64::from(u32::MAX)) as u32;
        if ever_retransmitted && rtt < self.min_rtt() {
            // Faster than possible: it was the first copy that arrived, not this one.
            return;
        }
        self.recovery.rack_advanced = true;
        self.recovery.rack_rtt_us = rtt;
        if sent_after(sent_at, self.recovery.rack_mstamp, end_seq, self.recovery.rack_end_seq) {
            self.recovery.rack_mstamp = sent_at;
            self.recovery.rack_end_seq = end_seq;
        }
    }

    /// Adapts the reordering window to D-SACKs (`tcp_rack_update_reo_wnd`).
    pub(super) fn rack_update_window(&mut self, env: &Environment<'_>, prior_delivered: u32) {
        let recovery = &mut self.recovery;
        if env.sysctl.tcp_recovery & STATIC_WINDOW != 0 || prior_delivered == 0 {
            return;
        }
        if (prior_delivered.wrapping_sub(recovery.rack_last_delivered) as i32) < 0 {
            recovery.rack_dsack_seen = false;
        }
        if recovery.rack_dsack_seen {
            recovery.rack_reo_steps = (recovery.rack_reo_steps.max(1) + 1).min(255);
            recovery.rack_dsack_seen = false;
            recovery.rack_last_delivered = recovery.delivered;
            recovery.rack_reo_persist = PERSIST;
        } else if recovery.rack_reo_persist == 0 {
            recovery.rack_reo_steps = 1;
        }
    }

    /// The reordering timer ran out (`tcp_rack_reo_timeout`).
    pub(super) fn reordering_timer(&mut self, env: &mut Environment<'_>) {
        let before = self.packets_in_flight();
        let lost = self.recovery.lost;
        self.rack_detect(env);
        if before != self.packets_in_flight() {
            if self.recovery.ca_state != CongestionState::Recovery {
                self.enter_recovery(env);
                let newly_lost = self.recovery.lost.wrapping_sub(lost);
                self.reduce_window(1, newly_lost, false);
            }
            self.retransmit_lost(env);
        }
        if self.pending() != Some(TimerKind::Retransmission) {
            self.rearm_rto(env);
        }
    }
}
