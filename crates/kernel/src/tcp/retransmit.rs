//! Sending again: one skb, the lost ones, or the tail as a probe.

use super::connection::Connection;
use super::environment::Environment;
use super::write::{HowMuch, Nagle};
use crate::event::{RetransmitReason, SegmentKind, TimerKind};
use netlab_wire::TcpFlags;

/// How sending something again went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attempt {
    /// It is on its way.
    Sent,
    /// The peer's window does not allow it.
    NotNow,
    /// The computer's own queue was full.
    Congested,
}

impl Connection {
    /// Sends the head of what is unsent, whatever the windows say, and counts it as sent. False: it was dropped at once.
    pub(super) fn force_head(
        &mut self,
        env: &mut Environment<'_>,
        index: usize,
        mss: u32,
        kind: SegmentKind,
    ) -> bool {
        if !self.transmit_skb(env, index, mss, kind) {
            return false;
        }
        let prior = self.snd.packets_out;
        self.snd.queue.mark_sent();
        let skb = self.snd.queue.get(index);
        let (count, length, end_seq) = (skb.pcount, skb.len(), skb.end_seq);
        self.snd.snd_nxt = end_seq;
        self.snd.packets_out += count;
        if prior == 0 || self.pending() == Some(TimerKind::LossProbe) {
            self.rearm_rto(env);
        }
        if length < count * mss {
            self.snd.snd_sml = end_seq;
        }
        self.check_space(env);
        true
    }

    /// Cuts a sent skb in two; the counts follow (`tcp_fragment` in the retransmission queue).
    pub(super) fn split_sent(&mut self, env: &Environment<'_>, index: usize, length: u32, mss: u32) {
        let before = self.snd.queue.get(index).pcount;
        self.snd.queue.split(index, length, env.policy.send_overhead());
        let first = self.snd.queue.get_mut(index).count_segments(mss);
        let second = self.snd.queue.get_mut(index + 1).count_segments(mss);
        self.adjust_count(index, i64::from(first + second) - i64::from(before));
    }

    /// An skb's number of segments changed by `delta`: so do the sums it is in (`tcp_adjust_pcount`).
    pub(super) fn adjust_count(&mut self, index: usize, delta: i64) {
        let skb = self.snd.queue.get(index);
        let add = |sum: u32| u32::try_from(i64::from(sum) + delta).expect("counts of segments are sums");
        let (sacked, retransmitted, lost) = (skb.sacked, skb.retransmitted, skb.lost);
        self.snd.packets_out = add(self.snd.packets_out);
        if sacked {
            self.snd.sacked_out = add(self.snd.sacked_out);
        }
        if retransmitted {
            self.snd.retrans_out = add(self.snd.retrans_out);
        }
        if lost {
            self.snd.lost_out = add(self.snd.lost_out);
        }
        if !self.agreed.sack && self.snd.sacked_out > 0 && delta < 0 {
            self.snd.sacked_out = self.snd.sacked_out.saturating_sub((-delta) as u32);
        }
    }

    /// Sends the skb at `index` again, at most `segments` of it (`__tcp_retransmit_skb`).
    pub(super) fn retransmit_only(
        &mut self,
        env: &mut Environment<'_>,
        index: usize,
        segments: u32,
        reason: RetransmitReason,
    ) -> Attempt {
        let una = self.snd.snd_una;
        if self.snd.queue.get(index).seq.before(una) {
            // Part of a single segment is acknowledged: it goes again without that part (`tcp_trim_head`).
            assert!(index == 0, "only the oldest segment can be acknowledged in part");
            self.trim_acknowledged(una);
        }
        let seq = self.snd.queue.get(index).seq;
        let mss = self.current_mss();
        let mut room = self.window_end().diff(seq);
        if room <= 0 {
            if seq != una {
                return Attempt::NotNow;
            }
            room = mss as i32;
        }
        let room = room as u32;
        let mut limit = mss.saturating_mul(segments);
        if limit > room {
            limit = if room >= mss { room - room % mss } else { room };
        }
        if self.snd.queue.get(index).len() > limit {
            self.split_sent(env, index, limit, mss);
        } else {
            let before = self.snd.queue.get(index).pcount;
            let after = self.snd.queue.get_mut(index).count_segments(mss);
            self.adjust_count(index, i64::from(after) - i64::from(before));
            let space = room.min(mss);
            if self.snd.queue.get(index).len() < space {
                self.collapse_for_retransmission(env, index, space);
            }
        }
        let (count, length) = {
            let skb = self.snd.queue.get(index);
            (skb.pcount, skb.len())
        };
        self.snd.total_retrans += count;
        self.snd.bytes_retrans += u64::from(length);
        let sent = self.transmit_skb(env, index, mss, SegmentKind::Retransmission(reason));
        self.snd.queue.get_mut(index).ever_retransmitted = true;
        if sent { Attempt::Sent } else { Attempt::Congested }
    }

    /// Sends again and counts it (`tcp_retransmit_skb`).
    pub(super) fn retransmit(
        &mut self,
        env: &mut Environment<'_>,
        index: usize,
        segments: u32,
        reason: RetransmitReason,
    ) -> Attempt {
        let first_sent = self.snd.queue.get(index).sent_at / 1000;
        let attempt = self.retransmit_only(env, index, segments, reason);
        let sent = attempt == Attempt::Sent;
        let skb = self.snd.queue.get_mut(index);
        let count = skb.pcount;
        if sent && !skb.retransmitted {
            skb.retransmitted = true;
            self.snd.retrans_out += count;
        }
        if self.recovery.retrans_stamp == 0 {
            let stamp = if sent { env.now.as_millis() } else { first_sent };
            self.recovery.retrans_stamp = stamp + 1;
        }
        self.recovery.undo_retrans = self.recovery.undo_retrans.max(0) + count as i32;
        attempt
    }

    /// Takes small neighbours into one segment (`tcp_retrans_try_collapse`).
    fn collapse_for_retransmission(&mut self, env: &Environment<'_>, index: usize, space: u32) {
        if env.sysctl.tcp_retrans_collapse == 0 || self.snd.queue.get(index).flags.syn() {
            return;
        }
        while index + 1 < self.snd.queue.sent_count() {
            let skb = self.snd.queue.get(index);
            let next = self.snd.queue.get(index + 1);
            let fits = skb.len() + next.len() <= space && !next.end_seq.after(self.window_end());
            if !fits || next.pcount > 1 || next.sacked || skb.sacked || skb.end_of_record {
                return;
            }
            let (next_count, ever, next_lost, next_retransmitted, next_length) =
                (next.pcount, next.ever_retransmitted, next.lost, next.retransmitted, next.len());
            self.adjust_count(index + 1, -i64::from(next_count));
            // The counts are settled, so the flags of the one that goes must not count again.
            let _ = (next_lost, next_retransmitted);
            if next_length == 0 {
                // A FIN alone.
                self.absorb_fin(env, index);
            } else {
                self.snd.queue.pull_from_next(index, next_length, env.policy.send_overhead());
            }
            let skb = self.snd.queue.get_mut(index);
            skb.ever_retransmitted |= ever;
        }
    }

    /// Joins a lone FIN behind `index` to it.
    fn absorb_fin(&mut self, env: &Environment<'_>, index: usize) {
        self.snd.queue.absorb_fin(index, env.policy.send_overhead());
        self.snd.queue.get_mut(index).flags.insert(TcpFlags::FIN);
    }

    /// Sends again what is marked lost, as far as the congestion window allows (`tcp_xmit_retransmit_queue`).
    pub(super) fn retransmit_lost(&mut self, env: &mut Environment<'_>) {
        if self.snd.packets_out == 0 {
            return;
        }
        let mss = self.current_mss();
        let most = self.burst_limit(env, mss);
        let mut rearm = false;
        let mut hole = false;
        let mut index = match self.recovery.retransmit_hint {
            Some(hint) => self.snd.queue.find_sent(hint),
            None => 0,
        };
        while index < self.snd.queue.sent_count() {
            let skb = self.snd.queue.get(index);
            if !hole {
                self.recovery.retransmit_hint = Some(skb.seq);
            }
            let room = self.cc.cwnd.saturating_sub(self.packets_in_flight());
            if room == 0 || self.snd.retrans_out >= self.snd.lost_out {
                break;
            }
            if !skb.lost {
                hole |= !skb.retransmitted && !skb.sacked;
                index += 1;
                continue;
            }
            if skb.sacked || skb.retransmitted {
                index += 1;
                continue;
            }
            let segments = room.min(most);
            if self.retransmit(env, index, segments, RetransmitReason::FastRetransmit) != Attempt::Sent {
                break;
            }
            let count = self.snd.queue.get(index).pcount;
            if self.in_window_reduction() {
                self.recovery.prr_out += count;
            }
            rearm |= index == 0 && self.pending() != Some(TimerKind::Reordering);
            index += 1;
        }
        if rearm {
            let rto = self.rtt.rto;
            self.arm_retransmit(env, TimerKind::Retransmission, rto);
        }
    }

    /// A tail loss probe: new data if there is any, else the last segment again (`tcp_send_loss_probe`, RFC 8985 7.3).
    pub(super) fn send_loss_probe(&mut self, env: &mut Environment<'_>) {
        if self.send_loss_probe_segment(env) {
            self.recovery.tlp_high_seq = self.snd.snd_nxt;
            self.recovery.tlp_pending = true;
            self.timers.retransmit = None;
        }
        self.rearm_rto(env);
    }

    fn send_loss_probe_segment(&mut self, env: &mut Environment<'_>) -> bool {
        if self.recovery.tlp_pending {
            return false;
        }
        self.recovery.tlp_retrans = false;
        let mss = self.current_mss();
        if let Some(head) = self.snd.queue.head() {
            let end = if head.len() > mss { head.seq + mss } else { head.end_seq };
            if !end.after(self.window_end()) {
                let before = self.snd.packets_out;
                self.write_xmit(env, mss, Nagle::OFF, HowMuch::Probe);
                return self.snd.packets_out > before;
            }
        }
        let count = self.snd.queue.sent_count();
        if count == 0 {
            return false;
        }
        let mut index = count - 1;
        let skb = self.snd.queue.get(index);
        let whole = skb.pcount.saturating_sub(1) * mss;
        if skb.pcount > 1 && skb.len() > whole {
            self.split_sent(env, index, whole, mss);
            index += 1;
        }
        let attempt = self.retransmit_only(env, index, 1, RetransmitReason::TailLossProbe);
        let sent = attempt == Attempt::Sent;
        self.recovery.tlp_retrans |= sent;
        sent
    }
}
