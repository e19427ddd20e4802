//! Setting timers, and what happens when the retransmission timer runs out (RFC 6298 as Linux obeys it).

use super::connection::{Armed, Connection};
use super::environment::Environment;
use super::probes::RESOURCE_PROBE_INTERVAL;
use super::retransmit::Attempt;
use super::view::CongestionState;
use crate::event::{Event, RetransmitReason, StateChangeReason, TcpState, TimerKind};
use crate::timer::{HZ, TICK_NANOS, Ticks, ticks_duration, ticks_from_micros, ticks_from_millis};
use netlab_abi::Errno;

/// Retransmission timeout before the first measurement, ticks (`TCP_TIMEOUT_INIT`): 1 s.
pub(super) const TIMEOUT_INITIAL: u64 = HZ;
/// The constant 200 ms (`TCP_RTO_MIN`), ticks.
const RTO_MINIMUM: u64 = HZ / 5;
/// Least delay of a loss probe beyond two round trips (`TCP_TIMEOUT_MIN_US`).
const TIMEOUT_MINIMUM_US: u64 = 2000;
const TICK_MICROS: u64 = TICK_NANOS / 1000;

impl Connection {
    /// A timer `delay` ticks from now.
    pub(super) fn arm(&self, env: &mut Environment<'_>, kind: TimerKind, delay: u64) -> Armed {
        let expires = Ticks(env.ticks() + delay);
        let duration = ticks_duration(delay);
        let deadline = env.policy.timer_deadline(env.now, duration);
        let socket = self.id;
        env.emit(|| Event::TimerArmed { socket, timer: kind, delay: duration, deadline });
        Armed { kind, expires, deadline }
    }

    /// Sets the one timer of the sender (`tcp_reset_xmit_timer`).
    pub(super) fn arm_retransmit(&mut self, env: &mut Environment<'_>, kind: TimerKind, delay: u64) {
        let delay = delay.min(self.rto_maximum(env));
        self.timers.retransmit = Some(self.arm(env, kind, delay));
    }

    /// Which of the sender's timers runs.
    pub(super) fn pending(&self) -> Option<TimerKind> {
        self.timers.retransmit.map(|armed| armed.kind)
    }

    /// Smallest retransmission timeout, ticks (`tcp_rto_min`); RFC 6298 2.4 wants a second.
    pub(super) fn rto_minimum(&self, env: &Environment<'_>) -> u64 {
        ticks_from_micros(u64::from(self.rto_minimum_us(env)))
    }

    pub(super) fn rto_minimum_us(&self, env: &Environment<'_>) -> u32 {
        if env.policy.textbook() { 1_000_000 } else { env.sysctl.tcp_rto_min_us }
    }

    /// Largest retransmission timeout, ticks (`tcp_rto_max`).
    pub(super) fn rto_maximum(&self, env: &Environment<'_>) -> u64 {
        ticks_from_millis(u64::from(env.sysctl.tcp_rto_max_ms))
    }

    /// Restarts the retransmission timer, or stops it when nothing is in flight (`tcp_rearm_rto`).
    pub(super) fn rearm_rto(&mut self, env: &mut Environment<'_>) {
        if self.snd.packets_out == 0 {
            self.timers.retransmit = None;
            return;
        }
        let mut delay = self.rtt.rto;
        if matches!(self.pending(), Some(TimerKind::Reordering | TimerKind::LossProbe)) {
            let left = self.rto_left_us(env).max(1) as u64;
            delay = ticks_from_micros(left);
        }
        self.arm_retransmit(env, TimerKind::Retransmission, delay);
    }

    /// Microseconds until the oldest segment's timeout (`tcp_rto_delta_us`); negative when it has passed.
    fn rto_left_us(&self, env: &Environment<'_>) -> i64 {
        let rto = (self.rtt.rto * TICK_MICROS) as i64;
        match self.snd.queue.in_flight().next() {
            Some(oldest) => oldest.sent_at as i64 + rto - env.micros() as i64,
            None => rto,
        }
    }

    /// A loss probe if one is due, else the retransmission timer (`tcp_set_xmit_timer`).
    pub(super) fn set_transmit_timer(&mut self, env: &mut Environment<'_>) {
        if !self.schedule_loss_probe(env, true) {
            self.rearm_rto(env);
        }
    }

    /// RFC 8985 7.2 (`tcp_schedule_loss_probe`).
    pub(super) fn schedule_loss_probe(&mut self, env: &mut Environment<'_>, advancing: bool) -> bool {
        let on = matches!(env.sysctl.tcp_early_retrans, 3 | 4) && !env.policy.textbook();
        let quiet = matches!(self.recovery.ca_state, CongestionState::Open | CongestionState::WindowReduced);
        if !on || self.snd.packets_out == 0 || !self.agreed.sack || !quiet {
            return false;
        }
        let mut timeout = TIMEOUT_INITIAL;
        if self.rtt.srtt_us != 0 {
            let extra = if self.snd.packets_out == 1 {
                u64::from(self.rto_minimum_us(env))
            } else {
                TIMEOUT_MINIMUM_US
            };
            timeout = ticks_from_micros(u64::from(self.rtt.srtt_us >> 2) + extra);
        }
        let left = if advancing { (self.rtt.rto * TICK_MICROS) as i64 } else { self.rto_left_us(env) };
        if left > 0 {
            timeout = timeout.min(ticks_from_micros(left as u64));
        }
        self.arm_retransmit(env, TimerKind::LossProbe, timeout);
        true
    }

    /// The sender's timer ran out (`tcp_write_timer_handler`).
    pub(super) fn transmit_timer(&mut self, env: &mut Environment<'_>) {
        let Some(armed) = self.timers.retransmit.take() else { return };
        if matches!(self.state, TcpState::Closed | TcpState::Listen) {
            return;
        }
        match armed.kind {
            TimerKind::Reordering => {
                // The handlers below look at which timer this was.
                self.timers.retransmit = Some(armed);
                self.reordering_timer(env);
                if self.timers.retransmit == Some(armed) {
                    self.timers.retransmit = None;
                }
            }
            TimerKind::LossProbe => {
                self.timers.retransmit = Some(armed);
                self.send_loss_probe(env);
            }
            TimerKind::Retransmission => self.retransmission_timer(env),
            TimerKind::Persist => self.persist_timer(env),
            TimerKind::DelayedAck | TimerKind::KeepAlive | TimerKind::SynAck | TimerKind::TimeWait => {
                unreachable!("not one of the sender's timers")
            }
        }
    }

    /// The retransmission timer ran out (`tcp_retransmit_timer`).
    fn retransmission_timer(&mut self, env: &mut Environment<'_>) {
        if self.snd.packets_out == 0 {
            return;
        }
        let opening = matches!(self.state, TcpState::SynSent | TcpState::SynReceived);
        if self.snd.snd_wnd == 0 && !self.orphan && !opening {
            if self.window_probe_by_retransmission_timed_out(env) {
                return self.write_error(env);
            }
            self.enter_loss(env);
            self.retransmit(env, 0, 1, RetransmitReason::Timeout);
        } else {
            if self.write_timed_out(env) {
                return;
            }
            self.enter_loss(env);
            if self.timers.retransmits == 0 {
                self.recovery.total_rto_recoveries += 1;
                self.recovery.rto_stamp = env.now.as_millis();
            }
            self.timers.retransmits += 1;
            self.recovery.total_rto += 1;
            let reason = if opening { RetransmitReason::Handshake } else { RetransmitReason::Timeout };
            if self.retransmit(env, 0, 1, reason) == Attempt::Congested {
                return self.arm_retransmit(env, TimerKind::Retransmission, RESOURCE_PROBE_INTERVAL);
            }
        }
        self.back_off(env);
        let delay = self.rto_within_user_timeout(env);
        self.arm_retransmit(env, TimerKind::Retransmission, delay);
    }

    /// Doubles the timeout (RFC 6298 5.5); the first SYN timeouts stay linear.
    fn back_off(&mut self, env: &Environment<'_>) {
        let linear = env.sysctl.tcp_syn_linear_timeouts;
        let thin = self.state == TcpState::Established
            && env.sysctl.tcp_thin_linear_timeouts != 0
            && self.snd.packets_out < 4
            && !(self.cc.cwnd < self.cc.ssthresh && self.cc.ssthresh >= super::connection::INFINITE_SSTHRESH)
            && self.timers.retransmits <= 6;
        if thin {
            self.timers.backoff = 0;
            self.rtt.rto = self.rto_from_estimate(env);
        } else if self.state != TcpState::SynSent || self.recovery.total_rto > linear || env.policy.textbook()
        {
            self.timers.backoff += 1;
            self.rtt.rto = (self.rtt.rto << 1).min(self.rto_maximum(env));
        }
    }

    /// Whether the connection has been trying for too long (`tcp_write_timeout`). If so it ends.
    fn write_timed_out(&mut self, env: &mut Environment<'_>) -> bool {
        let mut expired = false;
        let mut until = env.sysctl.tcp_retries2;
        if matches!(self.state, TcpState::SynSent | TcpState::SynReceived) {
            until = match self.settings.syn_retries {
                0 => env.sysctl.tcp_syn_retries,
                own => own,
            };
            let mut most = until;
            if self.state == TcpState::SynSent {
                most += env.sysctl.tcp_syn_linear_timeouts;
            }
            expired = self.timers.retransmits >= most;
        } else if self.orphan {
            let alive = self.rtt.rto < self.rto_maximum(env);
            until = self.orphan_retries(env, alive);
        }
        expired = expired || self.retransmits_timed_out(env, until, self.settings.user_timeout);
        if expired {
            self.write_error(env);
        }
        expired
    }

    /// `tcp_orphan_retries`.
    pub(super) fn orphan_retries(&self, env: &Environment<'_>, alive: bool) -> u32 {
        let retries = env.sysctl.tcp_orphan_retries;
        if self.soft_error.is_some() && !alive {
            return 0;
        }
        if retries == 0 && alive { 8 } else { retries }
    }

    /// Whether as much time has passed as `boundary` backed-off timeouts would take (`retransmits_timed_out`).
    fn retransmits_timed_out(&self, env: &Environment<'_>, boundary: u32, user_timeout: u32) -> bool {
        if self.timers.retransmits == 0 || self.recovery.retrans_stamp == 0 {
            return false;
        }
        let passed = (env.now.as_millis() + 1).saturating_sub(self.recovery.retrans_stamp);
        let timeout = match user_timeout {
            0 => {
                let opening = matches!(self.state, TcpState::SynSent | TcpState::SynReceived);
                let base = if opening { TIMEOUT_INITIAL } else { RTO_MINIMUM };
                self.model_timeout(env, boundary, base)
            }
            own => u64::from(own),
        };
        passed >= timeout
    }

    /// Milliseconds that `boundary` retransmissions take (`tcp_model_timeout`).
    fn model_timeout(&self, env: &Environment<'_>, boundary: u32, base: u64) -> u64 {
        let most = self.rto_maximum(env);
        let threshold = (most / base).max(1).ilog2();
        let ticks = if boundary <= threshold {
            ((2 << boundary) - 1) * base
        } else {
            ((2 << threshold) - 1) * base + u64::from(boundary - threshold) * most
        };
        ticks * TICK_MICROS / 1000
    }

    /// The connection is given up (`tcp_write_err`).
    pub(super) fn write_error(&mut self, env: &mut Environment<'_>) {
        let errno = self.soft_error.unwrap_or(Errno::ETIMEDOUT);
        self.done_with_error(env, errno, StateChangeReason::Timer);
    }

    /// Ends the connection with an error (`tcp_done_with_error`).
    pub(super) fn done_with_error(
        &mut self,
        env: &mut Environment<'_>,
        errno: Errno,
        reason: StateChangeReason,
    ) {
        self.error = Some(errno);
        let socket = self.id;
        env.emit(|| Event::SocketError { socket, errno });
        self.purge_send_queue();
        self.done(env, reason);
        self.wake(env, netlab_abi::PollEvents::ERR, super::environment::WakeReason::Error);
    }

    /// `tcp_write_queue_purge`.
    pub(super) fn purge_send_queue(&mut self) {
        self.snd.queue.clear();
        self.snd.packets_out = 0;
        self.snd.sacked_out = 0;
        self.snd.lost_out = 0;
        self.snd.retrans_out = 0;
        self.recovery.highest_sack = None;
        self.timers.backoff = 0;
    }

    /// `tcp_rtx_probe0_timed_out`: the peer shrank its window to nothing and has been silent for two minutes.
    fn window_probe_by_retransmission_timed_out(&self, env: &Environment<'_>) -> bool {
        let silent = env.ticks().saturating_sub(self.timers.rcv_tstamp);
        let most = self.rto_maximum(env);
        if self.settings.user_timeout != 0 {
            let waited = (env.now.as_millis() + 1).saturating_sub(self.recovery.retrans_stamp);
            return self.recovery.retrans_stamp != 0 && waited > u64::from(self.settings.user_timeout);
        }
        silent > most && self.timers.retransmits > env.sysctl.tcp_retries2
    }

    /// `tcp_clamp_rto_to_user_timeout`.
    fn rto_within_user_timeout(&self, env: &Environment<'_>) -> u64 {
        let limit = u64::from(self.settings.user_timeout);
        if limit == 0 {
            return self.rtt.rto;
        }
        let passed = (env.now.as_millis() + 1).saturating_sub(self.recovery.retrans_stamp);
        match limit.checked_sub(passed) {
            None | Some(0) => 1,
            Some(left) => self.rtt.rto.min(ticks_from_millis(left)),
        }
    }
}
