//! What may be sent now: congestion window, receive window, Nagle, bursts (`tcp_write_xmit`).

use super::connection::{Connection, Limit, TCP_MSS_DEFAULT};
use super::environment::Environment;
use super::view::CongestionState;
use crate::config::Policy;
use crate::event::{SegmentKind, TcpState, TimerKind};
use netlab_wire::TcpFlags;

/// Bits of Nagle's state (`TCP_NAGLE_*`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Nagle {
    pub off: bool,
    pub cork: bool,
    pub push: bool,
}

impl Nagle {
    pub(super) const PUSH: Nagle = Nagle { off: false, cork: false, push: true };
    pub(super) const OFF: Nagle = Nagle { off: true, cork: false, push: false };
    fn plain(self) -> bool {
        !self.off && !self.cork && !self.push
    }
}

/// How much one call sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HowMuch {
    /// All that is allowed.
    All,
    /// One burst.
    One,
    /// One segment even beyond the congestion window: a loss probe.
    Probe,
}

/// Largest burst, bytes (`sk_gso_max_size`).
const BURST_MAXIMUM: u32 = 65_536 - 257;
/// Pacing rate is looked at in pieces of 2^-10 seconds (`sk_pacing_shift`).
const PACING_SHIFT: u32 = 10;

impl Connection {
    /// The socket's own Nagle state.
    pub(super) fn nagle(&self) -> Nagle {
        Nagle { off: self.settings.nodelay, cork: self.settings.cork, push: false }
    }

    /// Half the largest window told, when that is less than `size` (`tcp_bound_to_half_wnd`). RFC 9293 3.8.6.2.1.
    /// Linux makes no segment smaller than the smallest MTU allows; the textbook sends what fits a window of a few bytes.
    pub(super) fn bound_to_half_window(&self, policy: Policy, size: u32) -> u32 {
        let window = self.snd.max_window;
        let cutoff = if window > TCP_MSS_DEFAULT { window >> 1 } else { window };
        if cutoff > 0 && size > cutoff {
            let least = if policy.textbook() { 1 } else { 68_u32.saturating_sub(self.rcv.header_length) };
            cutoff.max(least).max(1)
        } else {
            size
        }
    }

    /// MSS for the next segment (`tcp_current_mss`).
    pub(super) fn current_mss(&self) -> u32 {
        let header = self.header_length_now();
        (self.snd.mss_cache + self.rcv.header_length).saturating_sub(header).max(1)
    }

    /// MSS by path MTU and peer (`tcp_sync_mss`).
    pub(super) fn sync_mss(&mut self, env: &Environment<'_>, pmtu: u32) {
        self.snd.pmtu = pmtu;
        let mss = pmtu.saturating_sub(40).min(self.snd.mss_clamp).max(env.sysctl.tcp_min_snd_mss);
        let mss = mss.saturating_sub(self.rcv.header_length - 20).max(1);
        self.snd.mss_cache = self.bound_to_half_window(env.policy, mss);
    }

    /// Bytes up to which an skb is filled (`tcp_xmit_size_goal`).
    pub(super) fn size_goal(&mut self, env: &Environment<'_>, mss: u32) -> u32 {
        let bound = self.bound_to_half_window(env.policy, BURST_MAXIMUM);
        let goal = self.snd.gso_segs * mss;
        if bound < goal || bound >= goal + mss {
            self.snd.gso_segs = (bound / mss).min(65_535);
        }
        (self.snd.gso_segs * mss).max(mss)
    }

    /// Segments in one burst at most (`tcp_tso_segs`, `tcp_tso_autosize`).
    pub(super) fn burst_limit(&self, env: &Environment<'_>, mss: u32) -> u32 {
        let mut bytes = self.cc.pacing_rate >> PACING_SHIFT;
        let shift = self.min_rtt() >> env.sysctl.tcp_tso_rtt_log.min(31);
        if shift < 32 {
            bytes += u64::from(BURST_MAXIMUM >> shift);
        }
        let bytes = bytes.min(u64::from(BURST_MAXIMUM)) as u32;
        (bytes / mss).max(env.sysctl.tcp_min_tso_segs)
    }

    /// `tcp_nagle_check`: whether a partial segment must wait.
    fn nagle_holds(&self, partial: bool, nagle: Nagle) -> bool {
        let small_under_way =
            self.snd.snd_sml.after(self.snd.snd_una) && !self.snd.snd_sml.after(self.snd.snd_nxt);
        partial && (nagle.cork || (nagle.plain() && self.snd.packets_out > 0 && small_under_way))
    }

    /// Segments the congestion window has room for (`tcp_cwnd_test`).
    fn congestion_quota(&self) -> u32 {
        let flight = self.packets_in_flight();
        let window = self.cc.cwnd;
        if flight >= window { 0 } else { (window >> 1).max(1).min(window - flight) }
    }

    /// Sends what may be sent (`tcp_write_xmit`). True when nothing is in flight but something waits: then the persist
    /// timer is due.
    pub(super) fn write_xmit(
        &mut self,
        env: &mut Environment<'_>,
        mss: u32,
        nagle: Nagle,
        how: HowMuch,
    ) -> bool {
        let most = self.burst_limit(env, mss);
        let mut sent = 0;
        let (mut cwnd_limited, mut window_limited) = (false, false);
        while !self.snd.queue.nothing_unsent() {
            let mut quota = self.congestion_quota();
            if quota == 0 {
                if how != HowMuch::Probe {
                    break;
                }
                quota = 1;
            }
            let quota = quota.min(most);
            let index = self.snd.queue.sent_count();
            self.fill_head(env, index, quota * mss);
            let count = self.snd.queue.get_mut(index).count_segments(mss);
            if !self.window_allows(index, mss) {
                window_limited = true;
                break;
            }
            let last = self.snd.queue.is_last(index);
            let nagle_here = if last { nagle } else { Nagle::PUSH };
            if count == 1 {
                if !self.nagle_allows(index, mss, nagle_here) {
                    break;
                }
            } else if how == HowMuch::All
                && self.defer_burst(env, index, most, &mut cwnd_limited, &mut window_limited)
            {
                break;
            }
            let limit = if count > 1 { self.split_point(index, mss, quota, nagle) } else { mss };
            if self.snd.queue.get(index).len() > limit {
                self.snd.queue.split(index, limit, env.policy.send_overhead());
                self.snd.queue.get_mut(index).count_segments(mss);
            }
            if self.snd.queue.get(index).seq == self.snd.queue.get(index).end_seq {
                break;
            }
            let count = self.send_head(env, index, mss);
            sent += count;
            if count == 0 || how != HowMuch::All {
                break;
            }
        }
        self.note_limits(env, sent, cwnd_limited, window_limited);
        if sent > 0 {
            if self.in_window_reduction() {
                self.recovery.prr_out += sent;
            }
            if how != HowMuch::Probe {
                self.schedule_loss_probe(env, false);
            }
            return false;
        }
        self.snd.packets_out == 0 && !self.snd.queue.nothing_unsent()
    }

    /// Transmits the first unsent skb and counts it (`tcp_event_new_data_sent`). Segments sent; none if they were dropped at
    /// once.
    fn send_head(&mut self, env: &mut Environment<'_>, index: usize, mss: u32) -> u32 {
        let flags = self.snd.queue.get(index).flags;
        let kind = if flags.fin() { SegmentKind::Finish } else { SegmentKind::Data };
        if !self.transmit_skb(env, index, mss, kind) {
            return 0;
        }
        let prior = self.snd.packets_out;
        self.snd.queue.mark_sent();
        let skb = self.snd.queue.get(index);
        let (count, length, end_seq) = (skb.pcount, skb.len(), skb.end_seq);
        self.snd.snd_nxt = end_seq;
        self.snd.packets_out += count;
        let probing = self.timers.retransmit.is_some_and(|armed| armed.kind == TimerKind::LossProbe);
        if prior == 0 || probing {
            self.rearm_rto(env);
        }
        if length < count * mss {
            self.snd.snd_sml = end_seq;
        }
        self.check_space(env);
        count
    }

    /// Moves bytes of the following skbs into the first one until it makes a whole burst (`tcp_grow_skb`).
    fn fill_head(&mut self, env: &Environment<'_>, index: usize, wanted: u32) {
        let skb = self.snd.queue.get(index);
        if skb.end_of_record || skb.len() >= wanted {
            return;
        }
        let missing = wanted - skb.len();
        self.snd.queue.pull_from_next(index, missing, env.policy.send_overhead());
    }

    /// `tcp_snd_wnd_test`: whether the first segment of the skb fits the peer's window.
    fn window_allows(&self, index: usize, mss: u32) -> bool {
        let skb = self.snd.queue.get(index);
        let end = if skb.len() > mss { skb.seq + mss } else { skb.end_seq };
        !end.after(self.window_end())
    }

    /// `tcp_nagle_test`. RFC 9293 3.7.4 with Minshall's change.
    fn nagle_allows(&self, index: usize, mss: u32, nagle: Nagle) -> bool {
        let skb = self.snd.queue.get(index);
        nagle.push || skb.flags.fin() || !self.nagle_holds(skb.len() < mss, nagle)
    }

    /// Where to cut an skb of several segments (`tcp_mss_split_point`).
    fn split_point(&self, index: usize, mss: u32, quota: u32, nagle: Nagle) -> u32 {
        let skb = self.snd.queue.get(index);
        let window = self.window_end().diff(skb.seq).max(0) as u32;
        let most = mss * quota;
        if most <= window && !self.snd.queue.is_last(index) {
            return most;
        }
        let needed = skb.len().min(window);
        if most <= needed {
            return most;
        }
        let partial = needed % mss;
        if self.nagle_holds(partial != 0, nagle) && needed > partial { needed - partial } else { needed }
    }

    /// Whether it is wise to wait for a larger burst (`tcp_tso_should_defer`).
    fn defer_burst(
        &self,
        env: &Environment<'_>,
        index: usize,
        most: u32,
        cwnd_limited: &mut bool,
        window_limited: &mut bool,
    ) -> bool {
        if self.recovery.ca_state >= CongestionState::Recovery {
            return false;
        }
        let now = env.now.as_nanos();
        if now > self.snd.wstamp + 1_000_000 {
            return false;
        }
        let skb = self.snd.queue.get(index);
        let mss = self.snd.mss_cache;
        let send_window = self.window_end().diff(skb.seq).max(0) as u32;
        let congestion_window = (self.cc.cwnd - self.packets_in_flight()).saturating_mul(mss);
        let limit = send_window.min(congestion_window);
        if limit >= most * mss || (!self.snd.queue.is_last(index) && limit >= skb.len()) {
            return false;
        }
        let divisor = env.sysctl.tcp_tso_win_divisor;
        if divisor > 0 && limit >= self.snd.snd_wnd.min(self.cc.cwnd.saturating_mul(mss)) / divisor {
            return false;
        }
        let Some(oldest) = self.snd.queue.in_flight().next() else { return false };
        let srtt_nanos = u64::from(self.rtt.srtt_us) * 125;
        let expected = oldest.sent_at * 1000 + srtt_nanos;
        if expected.saturating_sub(now) > (srtt_nanos >> 1).min(1_000_000) {
            return false;
        }
        if congestion_window < send_window {
            if congestion_window <= skb.len() {
                *cwnd_limited = true;
                return true;
            }
        } else if send_window <= skb.len() {
            *window_limited = true;
            return true;
        }
        !(skb.flags.fin() || skb.end_of_record)
    }

    /// Remembers what held sending up (`tcp_chrono_*`, `tcp_cwnd_validate`).
    fn note_limits(
        &mut self,
        env: &mut Environment<'_>,
        sent: u32,
        mut cwnd_limited: bool,
        window_limited: bool,
    ) {
        if window_limited {
            self.limit_start(env, Limit::ReceiveWindow);
        } else {
            self.limit_stop(env, Limit::ReceiveWindow);
        }
        cwnd_limited |= self.packets_in_flight() >= self.cc.cwnd;
        if sent > 0 || cwnd_limited {
            self.validate_cwnd(env, cwnd_limited);
        }
    }

    /// `tcp_cwnd_validate` (RFC 7661's spirit).
    fn validate_cwnd(&mut self, env: &mut Environment<'_>, cwnd_limited: bool) {
        let snd = &mut self.snd;
        if !snd.snd_una.before(snd.cwnd_usage_seq)
            || cwnd_limited
            || (!snd.is_cwnd_limited && snd.packets_out > snd.max_packets_out)
        {
            snd.is_cwnd_limited = cwnd_limited;
            snd.max_packets_out = snd.packets_out;
            snd.cwnd_usage_seq = snd.snd_nxt;
        }
        let now = env.ticks();
        if self.is_cwnd_limited() {
            self.cc.cwnd_used = 0;
            self.cc.cwnd_stamp = now;
            return;
        }
        self.cc.cwnd_used = self.cc.cwnd_used.max(self.snd.packets_out);
        let idle = now.saturating_sub(self.cc.cwnd_stamp) >= self.rtt.rto;
        if env.sysctl.tcp_slow_start_after_idle != 0 && idle {
            self.cwnd_application_limited(env);
        }
        if self.snd.queue.nothing_unsent() && self.snd.nospace.get() && self.can_send() {
            self.limit_start(env, Limit::SendBuffer);
        }
    }

    /// `tcp_is_cwnd_limited`.
    pub(super) fn is_cwnd_limited(&self) -> bool {
        self.snd.is_cwnd_limited || (self.cc.in_slow_start() && self.cc.cwnd < 2 * self.snd.max_packets_out)
    }

    /// `tcp_cwnd_application_limited`.
    fn cwnd_application_limited(&mut self, env: &mut Environment<'_>) {
        if self.recovery.ca_state == CongestionState::Open && !self.orphan && !self.snd.nospace.get() {
            let used = self.cc.cwnd_used.max(super::connection::TCP_INIT_CWND);
            if used < self.cc.cwnd {
                self.cc.ssthresh = self.current_ssthresh();
                self.cc.cwnd = (self.cc.cwnd + used) >> 1;
            }
            self.cc.cwnd_used = 0;
        }
        self.cc.cwnd_stamp = env.ticks();
    }

    /// `tcp_current_ssthresh`.
    pub(super) fn current_ssthresh(&self) -> u32 {
        if self.in_window_reduction() {
            return self.cc.ssthresh;
        }
        self.cc.ssthresh.max((self.cc.cwnd >> 1) + (self.cc.cwnd >> 2))
    }

    /// After idling for longer than the RTO the window is cut back (`tcp_slow_start_after_idle_check`, RFC 5681 4.1).
    pub(super) fn restart_after_idle(&mut self, env: &mut Environment<'_>) {
        if env.sysctl.tcp_slow_start_after_idle == 0 || self.snd.packets_out > 0 {
            return;
        }
        let now = env.ticks();
        let idle = now.saturating_sub(self.snd.lsndtime);
        if idle <= self.rtt.rto {
            return;
        }
        self.cc.window_restarts();
        let restart = super::connection::TCP_INIT_CWND.min(self.cc.cwnd);
        self.cc.ssthresh = self.current_ssthresh();
        let mut left = idle as i64 - self.rtt.rto as i64;
        let mut cwnd = self.cc.cwnd;
        while left > 0 && cwnd > restart {
            cwnd >>= 1;
            left -= self.rtt.rto as i64;
        }
        self.cc.cwnd = cwnd.max(restart);
        self.cc.cwnd_stamp = now;
        self.cc.cwnd_used = 0;
    }

    /// `__tcp_push_pending_frames`.
    pub(super) fn push_pending(&mut self, env: &mut Environment<'_>, mss: u32, nagle: Nagle) {
        if self.state == TcpState::Closed {
            return;
        }
        if self.write_xmit(env, mss, nagle, HowMuch::All) && self.timers.retransmit.is_none() {
            let base = self.probe_base(env);
            self.arm_retransmit(env, TimerKind::Persist, base);
        }
    }

    /// `tcp_push_pending_frames`: when there is something to send.
    pub(super) fn push_if_any(&mut self, env: &mut Environment<'_>) {
        if !self.snd.queue.nothing_unsent() {
            let (mss, nagle) = (self.current_mss(), self.nagle());
            self.push_pending(env, mss, nagle);
        }
    }

    /// Queues a FIN behind everything else and sends what may go (`tcp_send_fin`).
    pub(super) fn send_fin(&mut self, env: &mut Environment<'_>) {
        self.snd.fin_queued = true;
        let end = self.snd.write_seq;
        if let Some(tail) = self.snd.queue.tail_mut() {
            tail.flags.insert(TcpFlags::FIN);
            tail.end_seq += 1;
        } else {
            let skb = super::send_queue::Skb::new(end, TcpFlags::FIN | TcpFlags::ACK);
            self.snd.queue.append(skb, env.policy.send_overhead());
        }
        self.snd.write_seq += 1;
        let mss = self.current_mss();
        self.push_pending(env, mss, Nagle::OFF);
    }
}
