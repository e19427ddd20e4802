//! The persist timer and keepalive: probes without data (RFC 9293 3.8.4, 3.8.6.1 as Linux obeys them).

use super::connection::Connection;
use super::environment::Environment;
use crate::event::{SegmentKind, StateChangeReason, TcpState, TimerKind};
use crate::timer::{HZ, ticks_from_millis};
use netlab_wire::TcpFlags;

/// TIME-WAIT's length, ticks (`TCP_TIMEWAIT_LEN`): 60 s.
pub(super) const TIME_WAIT_LENGTH: u64 = 60 * HZ;
/// Doublings of the persist timer at most.
const PROBE_BACKOFF_MAXIMUM: u32 = 10;
/// Ticks until the next attempt when the computer's own queue was full (`TCP_RESOURCE_PROBE_INTERVAL`): 500 ms.
pub(super) const RESOURCE_PROBE_INTERVAL: u64 = HZ / 2;

impl Connection {
    /// First delay of the persist timer (`tcp_probe0_base`).
    pub(super) fn probe_base(&self, env: &Environment<'_>) -> u64 {
        if env.policy.textbook() { HZ } else { self.rtt.rto.max(HZ / 5) }
    }

    /// Delay of the persist timer after so many doublings (`tcp_probe0_when`).
    fn probe_delay(&self, env: &Environment<'_>) -> u64 {
        let most = if env.policy.textbook() { 60 * HZ } else { self.rto_maximum(env) };
        (self.probe_base(env) << self.timers.backoff.min(PROBE_BACKOFF_MAXIMUM)).min(most)
    }

    /// `tcp_clamp_probe0_to_user_timeout`.
    fn probe_within_user_timeout(&self, env: &Environment<'_>, delay: u64) -> u64 {
        if self.settings.user_timeout == 0 || self.timers.probes_stamp == 0 {
            return delay;
        }
        let passed = (env.ticks() + 1).saturating_sub(self.timers.probes_stamp);
        let left = ticks_from_millis(u64::from(self.settings.user_timeout)).saturating_sub(passed);
        left.max(2).min(delay)
    }

    /// The persist timer ran out (`tcp_probe_timer`).
    pub(super) fn persist_timer(&mut self, env: &mut Environment<'_>) {
        if self.snd.packets_out > 0 || self.snd.queue.nothing_unsent() {
            self.timers.probes_out = 0;
            self.timers.probes_stamp = 0;
            return;
        }
        let now = env.ticks();
        let user_timeout = ticks_from_millis(u64::from(self.settings.user_timeout));
        if self.timers.probes_stamp == 0 {
            self.timers.probes_stamp = now + 1;
        } else if user_timeout > 0 && (now + 1).saturating_sub(self.timers.probes_stamp) >= user_timeout {
            return self.write_error(env);
        }
        let mut most = env.sysctl.tcp_retries2;
        if self.orphan {
            let rto_maximum = self.rto_maximum(env);
            let alive = (self.rtt.rto << self.timers.backoff.min(20)).min(rto_maximum) < rto_maximum;
            most = self.orphan_retries(env, alive);
            if !alive && self.timers.backoff >= most {
                return self.write_error(env);
            }
        }
        if self.timers.probes_out >= most {
            return self.write_error(env);
        }
        self.send_window_probe(env);
    }

    /// `tcp_send_probe0`.
    pub(super) fn send_window_probe(&mut self, env: &mut Environment<'_>) {
        let sent = self.write_wakeup(env, SegmentKind::WindowProbe);
        if self.snd.packets_out > 0 || self.snd.queue.nothing_unsent() {
            self.timers.probes_out = 0;
            self.timers.backoff = 0;
            self.timers.probes_stamp = 0;
            return;
        }
        self.timers.probes_out += 1;
        if !sent {
            let delay = self.probe_within_user_timeout(env, RESOURCE_PROBE_INTERVAL);
            return self.arm_retransmit(env, TimerKind::Persist, delay);
        }
        if self.timers.backoff < env.sysctl.tcp_retries2 {
            self.timers.backoff += 1;
        }
        self.arm_persist(env);
    }

    fn arm_persist(&mut self, env: &mut Environment<'_>) {
        let delay = self.probe_delay(env);
        let delay = self.probe_within_user_timeout(env, delay);
        self.arm_retransmit(env, TimerKind::Persist, delay);
    }

    /// An acknowledgement came while probing (`tcp_ack_probe`).
    pub(super) fn probe_acknowledged(&mut self, env: &mut Environment<'_>) {
        let Some(head) = self.snd.queue.head() else { return };
        if !head.end_seq.after(self.window_end()) {
            self.timers.backoff = 0;
            self.timers.probes_stamp = 0;
            if self.pending() == Some(TimerKind::Persist) {
                self.timers.retransmit = None;
            }
        } else {
            self.arm_persist(env);
        }
    }

    /// Sends what a small window allows, or a probe (`tcp_write_wakeup`). The textbook's probe carries one byte.
    /// False: it was dropped at once.
    fn write_wakeup(&mut self, env: &mut Environment<'_>, kind: SegmentKind) -> bool {
        if self.state == TcpState::Closed {
            return true;
        }
        let room = match self.snd.queue.head() {
            Some(head) => self.window_end().diff(head.seq).max(0) as u32,
            None => 0,
        };
        let one_byte = env.policy.textbook() && kind == SegmentKind::WindowProbe;
        let room = if room == 0 && one_byte { 1 } else { room };
        if room == 0 || self.snd.queue.nothing_unsent() {
            return self.send_probe(env, kind);
        }
        let index = self.snd.queue.sent_count();
        let mss = self.current_mss();
        let (length, end) = {
            let head = self.snd.queue.get(index);
            (head.len(), head.end_seq)
        };
        self.snd.pushed_seq = self.snd.pushed_seq.later(end);
        let size = room.min(mss);
        if length > size {
            self.snd.queue.get_mut(index).flags.insert(TcpFlags::PSH);
            self.snd.queue.split(index, size, env.policy.send_overhead());
        }
        let head = self.snd.queue.get_mut(index);
        head.flags.insert(TcpFlags::PSH);
        head.count_segments(mss);
        self.force_head(env, index, mss, if one_byte { kind } else { SegmentKind::Data })
    }

    /// Ticks of silence before the first keepalive probe (`keepalive_time_when`).
    pub(super) fn keepalive_time(&self, env: &Environment<'_>) -> u64 {
        match self.settings.keepalive_time {
            0 => u64::from(env.sysctl.tcp_keepalive_time) * HZ,
            own => own,
        }
    }

    /// Ticks since anything was heard of the peer (`keepalive_time_elapsed`).
    fn keepalive_elapsed(&self, env: &Environment<'_>) -> u64 {
        let now = env.ticks();
        now.saturating_sub(self.ack.lrcvtime).min(now.saturating_sub(self.timers.rcv_tstamp))
    }

    /// Sets the keepalive timer.
    pub(super) fn arm_keepalive(&mut self, env: &mut Environment<'_>, delay: u64) {
        self.timers.keepalive = Some(self.arm(env, TimerKind::KeepAlive, delay));
    }

    /// The keepalive timer ran out (`tcp_keepalive_timer`); also FIN-WAIT-2's.
    pub(super) fn keepalive_timer(&mut self, env: &mut Environment<'_>) {
        self.timers.keepalive = None;
        if self.state == TcpState::FinWait2 && self.orphan {
            let wait = self.fin_time(env);
            if self.settings.linger2 >= 0 && wait > TIME_WAIT_LENGTH {
                self.into_time_wait = Some((TcpState::FinWait2, wait - TIME_WAIT_LENGTH));
                return;
            }
            self.send_reset(env);
            return self.done(env, StateChangeReason::Timer);
        }
        if !self.settings.keepalive || matches!(self.state, TcpState::Closed | TcpState::SynSent) {
            return;
        }
        let time = self.keepalive_time(env);
        if self.snd.packets_out > 0 || !self.snd.queue.nothing_unsent() {
            return self.arm_keepalive(env, time);
        }
        let elapsed = self.keepalive_elapsed(env);
        if elapsed < time {
            return self.arm_keepalive(env, time - elapsed);
        }
        let user_timeout = ticks_from_millis(u64::from(self.settings.user_timeout));
        let probes = match self.settings.keepalive_probes {
            0 => env.sysctl.tcp_keepalive_probes,
            own => own,
        };
        let expired = if user_timeout > 0 {
            elapsed >= user_timeout && self.timers.probes_out > 0
        } else {
            self.timers.probes_out >= probes
        };
        if expired {
            self.send_reset(env);
            return self.write_error(env);
        }
        if !self.write_wakeup(env, SegmentKind::KeepAlive) {
            return self.arm_keepalive(env, RESOURCE_PROBE_INTERVAL);
        }
        self.timers.probes_out += 1;
        let interval = match self.settings.keepalive_interval {
            0 => u64::from(env.sysctl.tcp_keepalive_intvl) * HZ,
            own => own,
        };
        self.arm_keepalive(env, interval);
    }

    /// Ticks that an orphan stays in FIN-WAIT-2 (`tcp_fin_time`).
    pub(super) fn fin_time(&self, env: &Environment<'_>) -> u64 {
        let seconds = match self.settings.linger2 {
            0 => env.sysctl.tcp_fin_timeout as u64,
            own => own.max(0) as u64,
        };
        let rto = self.rtt.rto;
        (seconds * HZ).max((rto << 2) - (rto >> 1))
    }
}
