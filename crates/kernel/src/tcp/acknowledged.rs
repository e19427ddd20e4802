//! Something is acknowledged: the window moves, skbs are freed, round trips measured, losses noticed (`tcp_ack`).

use super::congestion::AckSample;
use super::connection::Connection;
use super::environment::Environment;
use super::sack::SackState;
use super::view::CongestionState;
use crate::event::Event;
use netlab_wire::{Seq, TcpHeader};

/// What an acknowledgement turned out to be (`FLAG_*`).
#[derive(Debug, Clone, Default)]
pub(super) struct AckFlags {
    /// The segment carries data.
    pub data: bool,
    pub window_update: bool,
    pub data_acked: bool,
    pub syn_acked: bool,
    pub retransmitted_acked: bool,
    pub data_sacked: bool,
    pub lost_retransmission: bool,
    pub una_advanced: bool,
    pub dsack: bool,
    pub dsack_of_probe: bool,
    pub set_timer: bool,
    pub reneging: bool,
    pub original_sacked: bool,
    pub maybe_delayed: bool,
}

impl AckFlags {
    fn acked(&self) -> bool {
        self.data_acked || self.syn_acked
    }
    /// `FLAG_NOT_DUP`.
    pub(super) fn not_duplicate(&self) -> bool {
        self.data || self.window_update || self.acked()
    }
    /// `FLAG_FORWARD_PROGRESS`.
    fn forward_progress(&self) -> bool {
        self.acked() || self.data_sacked
    }
}

/// What is to be sent after an acknowledgement in recovery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resend {
    None,
    Lost,
    New,
}

/// How an acknowledgement was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AckOutcome {
    /// It is good (1).
    Accepted,
    /// Older than what is known, else harmless (0).
    Old,
    /// It acknowledges what was never sent, or is far too old.
    Unacceptable,
}

/// What one pass over the acknowledged skbs found.
#[derive(Debug, Clone, Default)]
struct Cleaned {
    packets: u32,
    fully: bool,
    first_sent: Option<u64>,
    last_sent: Option<u64>,
    lowest: Option<Seq>,
}

impl Connection {
    /// An acceptable segment with ACK (`tcp_ack`). `slow_path`: the window may have changed.
    pub(super) fn acknowledge(
        &mut self,
        env: &mut Environment<'_>,
        header: &TcpHeader,
        length: u32,
        update_timestamp: bool,
        may_challenge: bool,
    ) -> AckOutcome {
        let (ack, seq) = (header.acknowledgment, header.sequence);
        let prior_una = self.snd.snd_una;
        let prior_packets = self.snd.packets_out;
        let prior_delivered = self.recovery.delivered;
        let prior_lost = self.recovery.lost;
        let mut flags = AckFlags::default();
        let mut sack = SackState::default();
        let mut resend = Resend::None;
        if ack.before(prior_una) {
            let window = u64::from(self.snd.max_window).min(self.snd.bytes_acked) as u32;
            if ack.before(prior_una - window) {
                if may_challenge {
                    self.send_challenge_ack(env);
                }
                return AckOutcome::Unacceptable;
            }
            if !header.options.sack_blocks.is_empty() && self.agreed.sack {
                self.tag_sacked(env, &header.options.sack_blocks, ack, prior_una, &mut flags, &mut sack);
                self.alert(env, prior_una, 0, &mut flags, &mut resend);
                self.resend(env, resend);
            }
            return AckOutcome::Old;
        }
        if ack.after(self.snd.snd_nxt) {
            return AckOutcome::Unacceptable;
        }
        if ack.after(prior_una) {
            flags.una_advanced = true;
            self.timers.retransmits = 0;
        }
        let prior_highest = if self.agreed.sack { self.highest_sack() } else { prior_una };
        if update_timestamp {
            self.replace_ts_recent(env, seq);
        }
        flags.data = length > 0 || header.flags.fin() || header.flags.syn();
        self.update_window(env, header, &mut flags);
        if !header.options.sack_blocks.is_empty() && self.agreed.sack {
            self.tag_sacked(env, &header.options.sack_blocks, ack, prior_una, &mut flags, &mut sack);
        }
        self.soft_error = None;
        self.timers.probes_out = 0;
        self.timers.rcv_tstamp = env.ticks();
        if prior_packets == 0 {
            if flags.dsack {
                self.alert(env, prior_una, 0, &mut flags, &mut resend);
            }
            self.probe_acknowledged(env);
            if self.recovery.tlp_pending {
                self.probe_ack(env, ack, &flags);
            }
            return AckOutcome::Accepted;
        }
        self.clean_send_queue(env, prior_una, prior_highest, &mut flags, &mut sack);
        self.rack_update_window(env, sack.prior_delivered);
        if self.recovery.tlp_pending {
            self.probe_ack(env, ack, &flags);
        }
        let dubious = !flags.not_duplicate()
            || flags.data_sacked
            || flags.dsack
            || self.recovery.ca_state != CongestionState::Open;
        if dubious {
            let duplicate = !flags.una_advanced && !flags.not_duplicate() && !flags.dsack;
            self.alert(env, prior_una, u32::from(duplicate), &mut flags, &mut resend);
        }
        if flags.set_timer {
            self.set_transmit_timer(env);
        }
        let delivered = self.recovery.delivered.wrapping_sub(prior_delivered);
        let lost = self.recovery.lost.wrapping_sub(prior_lost);
        self.generate_rate(env, delivered, sack.prior_delivered);
        // `sk_dst_confirm`: what came back proves that the way there works.
        self.confirm_neighbour |= flags.forward_progress();
        self.control_congestion(env, delivered, lost, &flags);
        self.resend(env, resend);
        AckOutcome::Accepted
    }

    /// `tcp_ack_update_window` and `tcp_may_update_window` (RFC 9293 3.10.7.4).
    fn update_window(&mut self, env: &mut Environment<'_>, header: &TcpHeader, flags: &mut AckFlags) {
        let (ack, seq) = (header.acknowledgment, header.sequence);
        let mut window = u32::from(header.window);
        if !header.flags.syn() {
            window <<= self.snd.snd_wscale;
        }
        let newer = ack.after(self.snd.snd_una)
            || seq.after(self.snd.snd_wl1)
            || (seq == self.snd.snd_wl1 && (window > self.snd.snd_wnd || window == 0));
        if newer {
            flags.window_update = true;
            self.snd.snd_wl1 = seq;
            if self.snd.snd_wnd != window {
                self.snd.snd_wnd = window;
                self.rcv.predicting = false;
                self.check_prediction();
                if !self.snd.queue.nothing_unsent() {
                    self.restart_after_idle(env);
                }
                if window > self.snd.max_window {
                    self.snd.max_window = window;
                    let pmtu = self.snd.pmtu;
                    self.sync_mss(env, pmtu);
                }
            }
        }
        self.snd.bytes_acked += ack.diff(self.snd.snd_una) as u64;
        self.snd.snd_una = ack;
    }

    /// Frees what is acknowledged (`tcp_clean_rtx_queue`).
    fn clean_send_queue(
        &mut self,
        env: &mut Environment<'_>,
        prior_una: Seq,
        prior_highest: Seq,
        flags: &mut AckFlags,
        sack: &mut SackState,
    ) {
        let prior_sacked = self.snd.sacked_out;
        let mut cleaned = Cleaned { fully: true, ..Cleaned::default() };
        while !self.snd.queue.nothing_in_flight() {
            if !self.clean_front(env, flags, sack, &mut cleaned) {
                break;
            }
        }
        self.snd.queue.release(self.snd.snd_una);
        // Also when the segment stays because only a part of it is acknowledged.
        if self.snd.snd_una != prior_una {
            self.record_acknowledged(env, prior_una);
        }
        if self.snd.queue.is_empty() {
            self.limit_stop(env, super::connection::Limit::Busy);
        }
        flags.reneging |= self.snd.queue.in_flight().next().is_some_and(|skb| skb.sacked);
        let now = env.micros();
        let since = |sent: Option<u64>| sent.map(|sent| now.saturating_sub(sent).min(0x7fff_ffff) as u32);
        let (mut seq_rtt, mut ca_rtt) = (None, None);
        if cleaned.first_sent.is_some() && !flags.retransmitted_acked {
            seq_rtt = since(cleaned.first_sent);
            ca_rtt = since(cleaned.last_sent);
            flags.maybe_delayed = cleaned.packets == 1
                && cleaned.fully
                && prior_sacked == 0
                && (self.snd.snd_una.diff(prior_una) as u32) < self.snd.mss_cache
                && sack.prior_delivered + 1 == self.recovery.delivered
                && !(flags.data_sacked || flags.dsack || flags.syn_acked);
        }
        let sack_rtt = since(sack.first_sent);
        if sack_rtt.is_some() {
            ca_rtt = since(sack.last_sent);
        }
        let (updated, sample_rtt) = self.acknowledged_rtt(env, flags, seq_rtt, sack_rtt, ca_rtt);
        if flags.acked() {
            flags.set_timer = true;
            if !self.agreed.sack {
                self.remove_reno_sacks(env, cleaned.packets);
                flags.original_sacked &= !flags.retransmitted_acked;
            } else if let Some(low) = cleaned.lowest
                && low.before(prior_highest)
            {
                self.check_reordering(env, low);
            }
        } else if updated && let (Some(rtt), Some(head)) = (sack_rtt, self.snd.queue.in_flight().next()) {
            flags.set_timer |= u64::from(rtt) > now.saturating_sub(head.sent_at);
        }
        let sample = self.ack_sample(env, sample_rtt);
        self.cc.segments_acked(&sample);
    }

    /// Frees the oldest skb, or its acknowledged segments. False: nothing more is acknowledged.
    fn clean_front(
        &mut self,
        env: &mut Environment<'_>,
        flags: &mut AckFlags,
        sack: &mut SackState,
        cleaned: &mut Cleaned,
    ) -> bool {
        let una = self.snd.snd_una;
        let skb = self.snd.queue.get(0).clone();
        let whole = !skb.end_seq.after(una);
        let mut count = skb.pcount;
        if !whole {
            if skb.pcount == 1 || !una.after(skb.seq) {
                return false;
            }
            count = self.trim_acknowledged(una);
            if count == 0 {
                return false;
            }
            cleaned.fully = false;
        }
        if skb.retransmitted || skb.ever_retransmitted {
            if skb.retransmitted {
                self.snd.retrans_out -= count;
            }
            flags.retransmitted_acked = true;
        } else if !skb.sacked {
            cleaned.last_sent = Some(skb.sent_at);
            cleaned.first_sent.get_or_insert(skb.sent_at);
            if cleaned.lowest.is_none_or(|low| skb.seq.before(low)) {
                cleaned.lowest = Some(skb.seq);
            }
            flags.original_sacked |= !skb.end_seq.after(self.recovery.high_seq);
        }
        if skb.sacked {
            self.snd.sacked_out -= count;
        } else if self.agreed.sack {
            self.recovery.delivered += count;
            if !self.spurious_retransmission(&skb) {
                self.rack_advance(env.micros(), skb.ever_retransmitted, skb.end_seq, skb.sent_at);
            }
        }
        if skb.lost {
            self.snd.lost_out -= count;
        }
        self.snd.packets_out -= count;
        cleaned.packets += count;
        if !skb.sacked {
            self.note_delivered_rate(0, &mut sack.prior_delivered);
        }
        if skb.flags.syn() {
            flags.syn_acked = true;
            self.recovery.retrans_stamp = 0;
        } else {
            flags.data_acked = true;
        }
        if whole {
            self.snd.queue.pop_front(env.policy.send_overhead());
        }
        whole
    }

    /// Cuts acknowledged segments off the oldest skb (`tcp_tso_acked`, `tcp_trim_head`). How many segments went.
    pub(super) fn trim_acknowledged(&mut self, una: Seq) -> u32 {
        let skb = self.snd.queue.get(0);
        let (before, mss) = (skb.pcount, skb.mss);
        let count = una.diff(skb.seq) as u32;
        self.snd.queue.trim_front(count);
        before - self.snd.queue.get_mut(0).count_segments(mss)
    }

    fn record_acknowledged(&mut self, env: &mut Environment<'_>, prior_una: Seq) {
        if !env.recorder.keeps() {
            env.recorder.take_id();
            return;
        }
        let mut length = self.snd.snd_una.diff(prior_una) as u32;
        let mut first = prior_una;
        if prior_una == self.snd.iss {
            first += 1;
            length = length.saturating_sub(1);
        }
        if self.snd.fin_queued && self.snd.snd_una == self.snd.write_seq {
            length = length.saturating_sub(1);
        }
        let Some(range) = self.send_range(first, length) else {
            env.recorder.take_id();
            return;
        };
        let (socket, charged, limit) = (self.id, self.snd.queue.charged(), self.snd.sndbuf);
        env.emit(|| Event::Acknowledged { socket, range, charged, limit });
    }

    /// `tcp_skb_spurious_retrans`: the echoed timestamp is older than the retransmission.
    fn spurious_retransmission(&self, skb: &super::send_queue::Skb) -> bool {
        skb.ever_retransmitted && self.echo_before(skb.sent_at / 1000)
    }

    /// Whether the echoed timestamp was sent before `millis` (`tcp_tsopt_ecr_before`).
    pub(super) fn echo_before(&self, millis: u64) -> bool {
        let echo = self.agreed.rcv_tsecr.wrapping_sub(self.agreed.ts_offset);
        self.agreed.saw_timestamp
            && self.agreed.rcv_tsecr != 0
            && (echo.wrapping_sub(millis as u32) as i32) < 0
    }

    /// `tcp_ack_update_rtt`. Whether there was a sample, and the one for congestion control.
    fn acknowledged_rtt(
        &mut self,
        env: &Environment<'_>,
        flags: &AckFlags,
        seq_rtt: Option<u32>,
        sack_rtt: Option<u32>,
        ca_rtt: Option<u32>,
    ) -> (bool, Option<u32>) {
        let mut seq_rtt = seq_rtt.or(sack_rtt);
        let mut ca_rtt = ca_rtt;
        if seq_rtt.is_none() && self.agreed.saw_timestamp && self.agreed.rcv_tsecr != 0 && flags.acked() {
            seq_rtt = self.timestamp_rtt(env, 1);
            ca_rtt = seq_rtt;
        }
        let Some(rtt) = seq_rtt else { return (false, ca_rtt) };
        self.update_min_rtt(env, ca_rtt.unwrap_or(rtt), flags.maybe_delayed);
        self.estimate_rtt(env, rtt);
        self.rtt.rto = self.rto_from_estimate(env);
        self.timers.backoff = 0;
        (true, ca_rtt)
    }

    pub(super) fn ack_sample(&self, env: &Environment<'_>, rtt_us: Option<u32>) -> AckSample {
        AckSample {
            now: env.ticks(),
            now_us: env.micros(),
            snd_una: self.snd.snd_una,
            snd_nxt: self.snd.snd_nxt,
            rtt_us,
        }
    }

    /// Opens or closes the congestion window (`tcp_cong_control`).
    fn control_congestion(&mut self, env: &mut Environment<'_>, delivered: u32, lost: u32, flags: &AckFlags) {
        if self.in_window_reduction() {
            self.reduce_window(delivered, lost, flags.una_advanced);
        } else {
            let reordered = self.recovery.reordering > env.sysctl.tcp_reordering;
            let raise = if reordered { flags.forward_progress() } else { flags.data_acked };
            if raise && self.is_cwnd_limited() {
                let sample = self.ack_sample(env, None);
                self.cc.window_used_up(&sample, delivered);
            }
            if raise {
                self.cc.cwnd_stamp = env.ticks();
            }
        }
        self.update_pacing_rate(env);
        self.report_window(env);
    }

    pub(super) fn update_pacing_rate(&mut self, env: &Environment<'_>) {
        let (mss, out, srtt) = (self.snd.mss_cache, self.snd.packets_out, self.rtt.srtt_us);
        self.cc.update_pacing_rate(env.sysctl, mss, out, srtt);
    }

    /// Emits a record when the congestion window or its threshold have changed.
    pub(super) fn report_window(&mut self, env: &mut Environment<'_>) {
        let now = (self.cc.cwnd, self.cc.ssthresh);
        if now == self.recovery.last_cwnd_reported {
            return;
        }
        self.recovery.last_cwnd_reported = now;
        let threshold = if now.1 >= super::connection::INFINITE_SSTHRESH { u32::MAX } else { now.1 };
        let socket = self.id;
        env.emit(|| Event::CongestionWindow {
            socket,
            congestion_window: now.0,
            slow_start_threshold: threshold,
        });
    }

    /// Room may have come about: grows the buffer and wakes the writer (`tcp_check_space`, `tcp_new_space`).
    pub(super) fn check_space(&mut self, env: &mut Environment<'_>) {
        if !self.snd.nospace.get() {
            return;
        }
        if self.should_expand_send_buffer() {
            self.expand_send_buffer(env);
            self.cc.cwnd_stamp = env.ticks();
        }
        self.write_space(env);
        if !self.snd.nospace.get() {
            self.limit_stop(env, super::connection::Limit::SendBuffer);
        }
    }

    /// After a segment was taken in: send what may be sent now (`tcp_data_snd_check`).
    pub(super) fn check_send(&mut self, env: &mut Environment<'_>) {
        self.push_if_any(env);
        self.check_space(env);
    }
}
