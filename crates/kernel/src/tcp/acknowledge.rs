//! When the receiver acknowledges: at once, by a timer, or with data (RFC 9293 3.8.6.3, RFC 5681 4.2).

use super::connection::Connection;
use super::environment::Environment;
use crate::event::{SegmentKind, TcpState, TimerKind};
use crate::timer::HZ;
use netlab_wire::{Duration, TcpFlags};

/// Shortest delay of an acknowledgement, ticks (`TCP_DELACK_MIN`): 40 ms.
pub(super) const DELAYED_ACK_MINIMUM: u64 = HZ / 25;
/// Longest, ticks (`TCP_DELACK_MAX`): 200 ms.
const DELAYED_ACK_MAXIMUM: u64 = HZ / 5;
/// Smallest estimate of the gap between segments, ticks (`TCP_ATO_MIN`): 40 ms.
pub(super) const ATO_MINIMUM: u64 = HZ / 25;
/// Segments acknowledged at once at the start (`TCP_MAX_QUICKACKS`).
pub(super) const MAXIMUM_QUICK_ACKS: u32 = 16;

impl Connection {
    /// `inet_csk_in_pingpong_mode`.
    pub(super) fn in_pingpong(&self, env: &Environment<'_>) -> bool {
        self.ack.pingpong >= env.sysctl.tcp_pingpong_thresh
    }

    /// `inet_csk_enter_pingpong_mode`.
    pub(super) fn enter_pingpong(&mut self, env: &Environment<'_>) {
        self.ack.pingpong = env.sysctl.tcp_pingpong_thresh;
    }

    /// `tcp_incr_quickack`.
    pub(super) fn raise_quick_ack(&mut self, most: u32) {
        let quick = self.rcv.rcv_wnd / (2 * self.ack.rcv_mss.max(1));
        let quick = if quick == 0 { 2 } else { quick }.min(most);
        self.ack.quick = self.ack.quick.max(quick);
    }

    /// `tcp_enter_quickack_mode`.
    pub(super) fn enter_quick_ack(&mut self, most: u32) {
        self.raise_quick_ack(most);
        self.ack.pingpong = 0;
        self.ack.ato = ATO_MINIMUM;
    }

    fn in_quick_ack(&self, env: &Environment<'_>) -> bool {
        self.ack.quick > 0 && !self.in_pingpong(env)
    }

    /// Bookkeeping for data that came in order or not (`tcp_event_data_recv`).
    pub(super) fn data_received(
        &mut self,
        env: &Environment<'_>,
        length: u32,
        truesize: u32,
        header: u32,
        flags: TcpFlags,
    ) {
        self.ack.scheduled = true;
        self.measure_receive_mss(length, truesize, header, flags);
        self.measure_receive_rtt(env);
        let now = env.ticks();
        let ack = &mut self.ack;
        if ack.ato == 0 {
            self.raise_quick_ack(MAXIMUM_QUICK_ACKS);
            self.ack.ato = ATO_MINIMUM;
        } else {
            let gap = now.saturating_sub(ack.lrcvtime);
            if gap <= ATO_MINIMUM / 2 {
                ack.ato = (ack.ato >> 1) + ATO_MINIMUM / 2;
            } else if gap < ack.ato {
                ack.ato = ((ack.ato >> 1) + gap).min(self.rtt.rto);
            } else if gap > self.rtt.rto {
                // The sender seems to have restarted its window: acknowledge quickly again.
                self.raise_quick_ack(MAXIMUM_QUICK_ACKS);
            }
        }
        self.ack.lrcvtime = now;
        if length >= 128 && !env.policy.textbook() {
            self.grow_window(env, length, truesize);
        }
    }

    /// Decides about an acknowledgement after a segment (`tcp_ack_snd_check`).
    pub(super) fn check_ack(&mut self, env: &mut Environment<'_>) {
        if !self.ack.scheduled {
            return;
        }
        if env.policy.textbook() {
            return self.send_ack(env, SegmentKind::Acknowledgement);
        }
        let received = self.rcv.rcv_nxt.diff(self.rcv.rcv_wup);
        let two_segments = received > self.ack.rcv_mss as i32;
        let unread = self.rcv.rcv_nxt.diff(self.rcv.copied_seq);
        let due = (two_segments
            && (unread < self.settings.receive_low_water as i32
                || self.window_wanted(env) >= self.rcv.rcv_wnd))
            || self.in_quick_ack(env)
            || self.ack.now;
        if due {
            return self.send_ack(env, SegmentKind::Acknowledgement);
        }
        if self.rcv.queues.out_of_order.is_empty() {
            return self.delay_ack(env);
        }
        self.compress_ack(env);
    }

    /// Duplicate ACKs during a loss: the first ones at once, the others gathered (`__tcp_ack_snd_check`, ACK compression).
    fn compress_ack(&mut self, env: &mut Environment<'_>) {
        if !self.agreed.sack || self.ack.compressed >= env.sysctl.tcp_comp_sack_nr {
            return self.send_ack(env, SegmentKind::Acknowledgement);
        }
        if self.ack.compressed_rcv_nxt != self.rcv.rcv_nxt {
            self.ack.compressed_rcv_nxt = self.rcv.rcv_nxt;
            self.ack.dup_ack_counter = 0;
        }
        if self.ack.dup_ack_counter < super::connection::FAST_RETRANSMIT_THRESHOLD {
            self.ack.dup_ack_counter += 1;
            return self.send_ack(env, SegmentKind::Acknowledgement);
        }
        self.ack.compressed += 1;
        if self.timers.compressed_ack.is_some() {
            return;
        }
        let mut rtt = self.rcv.rtt_us;
        if self.rtt.srtt_us != 0 && self.rtt.srtt_us < rtt {
            rtt = self.rtt.srtt_us;
        }
        // Five per cent of a round trip (kept in eighths of microseconds).
        let delay = (u64::from(rtt) * 125 / 20).min(u64::from(env.sysctl.tcp_comp_sack_delay_ns));
        let delay = delay + u64::from(env.sysctl.tcp_comp_sack_slack_ns);
        self.timers.compressed_ack = Some(env.now + Duration::from_nanos(delay));
    }

    /// Sets the delayed ACK timer (`tcp_send_delayed_ack`).
    pub(super) fn delay_ack(&mut self, env: &mut Environment<'_>) {
        let mut ato = self.ack.ato;
        if ato > DELAYED_ACK_MINIMUM {
            let mut most = HZ / 2;
            if self.in_pingpong(env) || self.ack.pushed {
                most = DELAYED_ACK_MAXIMUM;
            }
            if self.rtt.srtt_us != 0 {
                let rtt = crate::timer::ticks_from_micros(u64::from(self.rtt.srtt_us >> 3));
                most = most.min(rtt.max(DELAYED_ACK_MINIMUM));
            }
            ato = ato.min(most);
        }
        let below_rto = (self.rto_minimum(env).max(2)) - 1;
        ato = ato.min(DELAYED_ACK_MAXIMUM).min(below_rto);
        let now = env.ticks();
        let mut expires = now + ato;
        if self.ack.timer
            && let Some(running) = self.timers.delayed_ack
        {
            if running.expires.0 <= now + (ato >> 2) {
                return self.send_ack(env, SegmentKind::Acknowledgement);
            }
            expires = expires.min(running.expires.0);
        }
        self.ack.scheduled = true;
        self.ack.timer = true;
        self.timers.delayed_ack = Some(self.arm(env, TimerKind::DelayedAck, expires.saturating_sub(now)));
    }

    /// An acknowledgement leaves with a segment (`tcp_event_ack_sent`).
    pub(super) fn ack_sent(&mut self) {
        self.ack.compressed = 0;
        self.timers.compressed_ack = None;
        if self.ack.quick > 0 {
            let packets = u32::from(self.ack.scheduled);
            if packets >= self.ack.quick {
                self.ack.quick = 0;
                self.ack.ato = ATO_MINIMUM;
            } else {
                self.ack.quick -= packets;
            }
        }
        self.ack.clear_pending();
        self.timers.delayed_ack = None;
    }

    /// A pure acknowledgement (`tcp_send_ack`).
    pub(super) fn send_ack(&mut self, env: &mut Environment<'_>, kind: SegmentKind) {
        if matches!(self.state, TcpState::Closed) {
            return;
        }
        self.transmit_control(env, TcpFlags::ACK, self.acceptable_seq(), kind);
    }

    /// The delayed ACK timer ran out (`tcp_delack_timer_handler`).
    pub(super) fn delayed_ack_timer(&mut self, env: &mut Environment<'_>) {
        self.timers.delayed_ack = None;
        if matches!(self.state, TcpState::Closed | TcpState::Listen) || !self.ack.timer {
            return;
        }
        self.ack.timer = false;
        if self.ack.scheduled {
            if self.in_pingpong(env) {
                self.ack.pingpong = 0;
                self.ack.ato = ATO_MINIMUM;
            } else {
                self.ack.ato = (self.ack.ato << 1).min(self.rtt.rto);
            }
            self.send_ack(env, SegmentKind::Acknowledgement);
        }
    }

    /// The timer of compressed ACKs ran out (`tcp_compressed_ack_kick`).
    pub(super) fn compressed_ack_timer(&mut self, env: &mut Environment<'_>) {
        self.timers.compressed_ack = None;
        if self.ack.compressed > 0 {
            // One of them is the one that is sent now.
            self.ack.compressed = 0;
            self.send_ack(env, SegmentKind::Acknowledgement);
        }
    }

    /// After the program has read: perhaps the peer should know (`__tcp_cleanup_rbuf`).
    pub(super) fn cleanup_receive_buffer(&mut self, env: &mut Environment<'_>, copied: u32) {
        let mut due = false;
        if self.ack.scheduled {
            let received = self.rcv.rcv_nxt.diff(self.rcv.rcv_wup);
            due = received > self.ack.rcv_mss as i32
                || (copied > 0
                    && (self.ack.pushed2 || (self.ack.pushed && !self.in_pingpong(env)))
                    && self.rcv.queues.allocated == 0);
        }
        let mut kind = SegmentKind::Acknowledgement;
        if copied > 0 && !due && !self.receive_shut {
            let open = self.receive_window();
            if 2 * u64::from(open) <= u64::from(self.rcv.window_clamp) {
                let wanted = self.window_wanted(env);
                if wanted > 0 && wanted >= 2 * open {
                    due = true;
                    kind = SegmentKind::WindowUpdate;
                }
            }
        }
        if due {
            self.send_ack(env, kind);
        }
    }
}
