//! A connection's beginning at either end, as far as it concerns the one socket: SYN sent, SYN-ACK taken, transfer prepared.

use super::connection::{
    Connection, MAXIMUM_WINDOW_SCALE, TCP_INIT_CWND, TCP_MIN_MSS, TCP_MSS_DEFAULT, TIMESTAMPS_LENGTH,
};
use super::environment::{Environment, IncomingSegment};
use super::receive_window::select_initial_window;
use super::segment_in::Verdict;
use super::send_queue::Skb;
use super::timers::TIMEOUT_INITIAL;
use crate::event::{SegmentKind, StateChangeReason, TcpState, TimerKind};
use crate::timer::HZ;
use netlab_wire::{Seq, TcpFlags, TcpOptions};

/// Timeout after a handshake that gave no measurement (RFC 6298 5.7), ticks.
const TIMEOUT_FALLBACK: u64 = 3 * HZ;

/// MSS to tell for a way of this MTU (`ipv4_default_advmss`).
pub(super) fn advertised_mss(mtu: u32, user_mss: u32) -> u32 {
    let mss = mtu.min(65_535).saturating_sub(40).max(256);
    if user_mss > 0 { mss.min(user_mss) } else { mss }
}

impl Connection {
    /// Sends the SYN (`tcp_connect`). Addresses and state are set already.
    pub(super) fn send_syn(&mut self, env: &mut Environment<'_>, mtu: u32, isn: Seq) {
        let mtu = mtu.min(65_535);
        self.snd.mss_clamp = TCP_MSS_DEFAULT;
        if self.settings.user_mss > 0 {
            self.snd.mss_clamp = self.settings.user_mss;
        }
        let timestamps = env.sysctl.tcp_timestamps != 0;
        self.rcv.header_length = 20 + if timestamps { TIMESTAMPS_LENGTH } else { 0 };
        self.snd.max_window = 0;
        self.sync_mss(env, mtu);
        self.rcv.advmss = advertised_mss(mtu, self.settings.user_mss);
        self.initialize_receive_mss();
        let full = self.full_space();
        let clamp = i64::from(self.rcv.window_clamp);
        if self.settings.receive_buffer_locked && (clamp > full || clamp == 0) {
            self.rcv.window_clamp = full as u32;
        }
        let scaling = env.sysctl.tcp_window_scaling != 0;
        let initial = select_initial_window(env, full, self.rcv.advmss, self.rcv.window_clamp, scaling);
        self.rcv.rcv_wnd = initial.window;
        self.rcv.window_clamp = initial.clamp;
        self.rcv.rcv_wscale = initial.scale;
        self.rcv.rcv_ssthresh = initial.window;
        self.snd.iss = isn;
        self.snd.snd_una = isn;
        self.snd.snd_sml = isn;
        self.snd.snd_nxt = isn;
        self.snd.write_seq = isn;
        self.snd.cwnd_usage_seq = isn;
        self.rtt.rto = TIMEOUT_INITIAL;
        self.timers.retransmits = 0;
        self.recovery.retrans_stamp = env.now.as_millis() + 1;
        let mut skb = Skb::new(isn, TcpFlags::SYN);
        skb.count_segments(self.snd.mss_cache);
        self.snd.queue.append(skb, env.policy.send_overhead());
        self.snd.write_seq = isn + 1;
        let mss = self.snd.mss_cache;
        self.transmit_skb(env, 0, mss, SegmentKind::Handshake);
        self.snd.queue.mark_sent();
        self.snd.packets_out = 1;
        self.snd.snd_nxt = self.snd.write_seq;
        self.snd.pushed_seq = self.snd.write_seq;
        let rto = self.rtt.rto;
        self.arm_retransmit(env, TimerKind::Retransmission, rto);
    }

    /// `tcp_initialize_rcv_mss`.
    fn initialize_receive_mss(&mut self) {
        let hint = self.rcv.advmss.min(self.snd.mss_cache).min(self.rcv.rcv_wnd / 2);
        self.ack.rcv_mss = hint.clamp(TCP_MIN_MSS, TCP_MSS_DEFAULT);
    }

    /// Takes the options of the peer's SYN.
    pub(super) fn take_syn_options(&mut self, env: &Environment<'_>, options: &TcpOptions) {
        let mss = options.maximum_segment_size.map_or(TCP_MSS_DEFAULT, u32::from);
        let mss = if mss == 0 { TCP_MSS_DEFAULT } else { mss };
        let user = self.settings.user_mss;
        self.snd.mss_clamp = if user > 0 && user < mss { user } else { mss };
        let scaling = env.sysctl.tcp_window_scaling != 0 && !env.policy.textbook();
        if let Some(scale) = options.window_scale.filter(|_| scaling) {
            self.agreed.window_scaling = true;
            self.snd.snd_wscale = scale.min(MAXIMUM_WINDOW_SCALE);
        }
        self.agreed.sack = options.sack_permitted && env.sysctl.tcp_sack != 0;
        if let Some(stamps) = options.timestamps.filter(|_| env.sysctl.tcp_timestamps != 0) {
            self.agreed.saw_timestamp = true;
            self.agreed.rcv_tsval = stamps.value;
            self.agreed.rcv_tsecr = stamps.echo_reply;
        } else {
            self.agreed.saw_timestamp = false;
        }
    }

    /// A segment in SYN-SENT (`tcp_rcv_synsent_state_process`, RFC 9293 3.10.7.3).
    pub(super) fn segment_syn_sent(
        &mut self,
        env: &mut Environment<'_>,
        segment: &IncomingSegment,
    ) -> Verdict {
        let header = &segment.header;
        let flags = header.flags;
        self.rcv.segs_in += 1;
        if flags.ack() {
            let ack = header.acknowledgment;
            if !ack.after(self.snd.snd_una) || ack.after(self.snd.snd_nxt) {
                if self.timers.retransmits == 0 {
                    // An answer to an older connection: ask again soon (`TCP_TIMEOUT_MIN`, 2 ticks).
                    self.arm_retransmit(env, TimerKind::Retransmission, 2);
                }
                return if flags.rst() { Verdict::Done } else { Verdict::Reset };
            }
            if let Some(stamps) = header.options.timestamps
                && stamps.echo_reply != 0
                && env.sysctl.tcp_timestamps != 0
                && !flags.rst()
            {
                let echo = stamps.echo_reply.wrapping_sub(self.agreed.ts_offset);
                let first = self.recovery.retrans_stamp.saturating_sub(1) as u32;
                let span = (env.now.as_millis() as u32).wrapping_sub(first);
                if echo.wrapping_sub(first) > span {
                    return Verdict::Reset;
                }
            }
            if flags.rst() {
                self.reset_by_peer(env, StateChangeReason::Reset);
                return Verdict::Done;
            }
            if flags.syn() {
                self.syn_ack(env, segment);
            }
            return Verdict::Done;
        }
        if flags.syn() && !flags.rst() {
            self.crossed_syn(env, segment);
        }
        Verdict::Done
    }

    /// The SYN-ACK: the connection is established.
    fn syn_ack(&mut self, env: &mut Environment<'_>, segment: &IncomingSegment) {
        let header = &segment.header;
        if self.flow.is_none() {
            self.flow = segment.flow;
        }
        self.take_syn_options(env, &header.options);
        self.snd.snd_wl1 = header.sequence;
        self.undo_spurious_syn();
        self.acknowledge(env, header, 0, false, true);
        self.rcv.irs = header.sequence;
        self.rcv.rcv_nxt = header.sequence + 1;
        self.rcv.rcv_wup = self.rcv.rcv_nxt;
        self.snd.snd_wnd = u32::from(header.window);
        if !self.agreed.window_scaling {
            self.snd.snd_wscale = 0;
            self.rcv.rcv_wscale = 0;
            self.rcv.window_clamp = self.rcv.window_clamp.min(65_535);
        }
        self.rcv.predicting = self.snd.snd_wscale == 0;
        self.agree_timestamps(env);
        let pmtu = self.snd.pmtu;
        self.sync_mss(env, pmtu);
        self.initialize_receive_mss();
        self.rcv.copied_seq = self.rcv.rcv_nxt;
        self.set_state(env, TcpState::Established, StateChangeReason::Segment);
        self.ack.lrcvtime = env.ticks();
        self.init_transfer(env);
        self.snd.lsndtime = env.ticks();
        if self.settings.keepalive {
            let time = self.keepalive_time(env);
            self.arm_keepalive(env, time);
        }
        self.wake_state(env);
        if self.settings.defer_accept > 0 || self.in_pingpong(env) {
            self.ack.scheduled = true;
            self.enter_quick_ack(super::acknowledge::MAXIMUM_QUICK_ACKS);
            self.ack.timer = true;
            self.timers.delayed_ack = Some(self.arm(env, TimerKind::DelayedAck, HZ / 5));
            return;
        }
        self.send_ack(env, SegmentKind::Acknowledgement);
    }

    fn agree_timestamps(&mut self, env: &Environment<'_>) {
        if self.agreed.saw_timestamp {
            self.agreed.timestamps = true;
            self.rcv.header_length = 20 + TIMESTAMPS_LENGTH;
            self.rcv.advmss -= TIMESTAMPS_LENGTH;
            self.agreed.ts_recent = self.agreed.rcv_tsval;
            self.agreed.ts_recent_stamp = env.seconds() + 1;
        } else {
            self.rcv.header_length = 20;
        }
    }

    /// Both ends opened at once (RFC 9293 figure 7).
    fn crossed_syn(&mut self, env: &mut Environment<'_>, segment: &IncomingSegment) {
        let header = &segment.header;
        self.set_state(env, TcpState::SynReceived, StateChangeReason::Segment);
        self.take_syn_options(env, &header.options);
        if !self.agreed.window_scaling {
            self.snd.snd_wscale = 0;
            self.rcv.rcv_wscale = 0;
        }
        self.agree_timestamps(env);
        if self.agreed.timestamps {
            // advmss is lowered when the handshake ends.
            self.rcv.advmss += TIMESTAMPS_LENGTH;
        }
        self.rcv.irs = header.sequence;
        self.rcv.rcv_nxt = header.sequence + 1;
        self.rcv.copied_seq = self.rcv.rcv_nxt;
        self.rcv.rcv_wup = self.rcv.rcv_nxt;
        self.snd.snd_wnd = u32::from(header.window);
        self.snd.snd_wl1 = header.sequence;
        self.snd.max_window = self.snd.snd_wnd;
        let pmtu = self.snd.pmtu;
        self.sync_mss(env, pmtu);
        self.initialize_receive_mss();
        self.snd.queue.get_mut(0).flags.insert(TcpFlags::ACK);
        let mss = self.snd.mss_cache;
        self.transmit_skb(env, 0, mss, SegmentKind::Handshake);
    }

    /// The handshake of a passive (or simultaneous) open ends: SYN-RECEIVED becomes ESTABLISHED.
    pub(super) fn passive_open_complete(&mut self, env: &mut Environment<'_>, segment: &IncomingSegment) {
        let header = &segment.header;
        self.undo_spurious_syn();
        self.recovery.retrans_stamp = 0;
        self.recovery.delivered += 1;
        self.init_transfer(env);
        self.rcv.copied_seq = self.rcv.rcv_nxt;
        self.set_state(env, TcpState::Established, StateChangeReason::Segment);
        self.wake_state(env);
        self.snd.snd_una = header.acknowledgment;
        self.snd.snd_wnd = u32::from(header.window) << self.snd.snd_wscale;
        self.snd.snd_wl1 = header.sequence;
        if self.agreed.timestamps {
            self.rcv.advmss -= TIMESTAMPS_LENGTH;
        }
        self.update_pacing_rate(env);
        self.snd.lsndtime = env.ticks();
        self.initialize_receive_mss();
        self.rcv.predicting = true;
        if self.send_shut {
            self.close_after_handshake(env);
        }
    }

    /// `tcp_init_transfer`.
    fn init_transfer(&mut self, env: &mut Environment<'_>) {
        if self.rtt.srtt_us == 0 {
            self.rtt.rttvar_us = 3_000_000;
            self.rtt.mdev_us = 3_000_000;
            self.rtt.mdev_max_us = 3_000_000;
            self.rtt.rto = TIMEOUT_FALLBACK;
        }
        let repeated = self.snd.total_retrans > 1 && self.recovery.undo_valid;
        self.cc.cwnd = if repeated { 1 } else { TCP_INIT_CWND };
        self.cc.cwnd_stamp = env.ticks();
        self.cc.start(env.micros(), self.snd.snd_nxt);
        self.init_buffer_space(env);
        self.report_window(env);
    }

    /// The SYN was not lost, only late (`tcp_try_undo_spurious_syn`).
    fn undo_spurious_syn(&mut self) {
        let stamp = self.recovery.retrans_stamp;
        let echo = self.agreed.rcv_tsecr.wrapping_sub(self.agreed.ts_offset);
        if self.recovery.undo_valid && stamp != 0 && self.agreed.saw_timestamp && (stamp - 1) as u32 == echo {
            self.recovery.undo_valid = false;
        }
    }

    /// What the child of a listener starts with (`tcp_create_openreq_child`, `tcp_v4_syn_recv_sock`).
    pub(super) fn start_as_child(&mut self, env: &mut Environment<'_>, start: &ChildStart) {
        self.initiator = false;
        self.snd.iss = start.snt_isn;
        let first = start.snt_isn + 1;
        self.snd.snd_una = first;
        self.snd.snd_nxt = first;
        self.snd.snd_sml = first;
        self.snd.write_seq = first;
        self.snd.pushed_seq = first;
        self.snd.cwnd_usage_seq = first;
        self.snd.lsndtime = env.ticks();
        self.snd.total_retrans = start.retransmissions;
        self.rcv.irs = start.rcv_isn;
        self.rcv.rcv_nxt = start.rcv_isn + 1;
        self.rcv.rcv_wup = self.rcv.rcv_nxt;
        self.rcv.copied_seq = self.rcv.rcv_nxt;
        self.rcv.rcv_wnd = start.window;
        self.rcv.rcv_ssthresh = start.window;
        self.rcv.window_clamp = start.clamp;
        self.rcv.rcv_wscale = start.rcv_wscale;
        self.agreed.window_scaling = start.window_scaling;
        self.snd.snd_wscale = start.snd_wscale;
        self.agreed.sack = start.sack;
        self.agreed.timestamps = start.timestamps;
        self.agreed.ts_offset = start.ts_offset;
        self.rcv.header_length = 20;
        if start.timestamps {
            self.rcv.header_length += TIMESTAMPS_LENGTH;
            self.agreed.ts_recent = start.ts_recent;
            self.agreed.ts_recent_stamp = env.seconds() + 1;
        }
        self.snd.mss_clamp = start.mss;
        self.snd.snd_wnd = start.peer_window;
        self.snd.max_window = start.peer_window;
        self.sync_mss(env, start.mtu);
        self.rcv.advmss = advertised_mss(start.mtu, self.settings.user_mss);
        self.initialize_receive_mss();
        if start.timeouts > 0 {
            self.recovery.undo_valid = true;
            self.recovery.undo_marker = start.snt_isn;
            self.recovery.retrans_stamp = start.sent_at_millis + 1;
        }
        if let Some(rtt) = start.rtt_us {
            self.update_min_rtt(env, rtt, false);
            self.estimate_rtt(env, rtt);
            self.rtt.rto = self.rto_from_estimate(env);
        }
        self.timers.rcv_tstamp = env.ticks();
        if self.settings.keepalive {
            let time = self.keepalive_time(env);
            self.arm_keepalive(env, time);
        }
    }
}

/// What a request or a cookie knows about a connection that begins.
#[derive(Debug, Clone)]
pub(super) struct ChildStart {
    pub snt_isn: Seq,
    pub rcv_isn: Seq,
    pub window: u32,
    pub clamp: u32,
    pub rcv_wscale: u8,
    pub snd_wscale: u8,
    pub window_scaling: bool,
    pub sack: bool,
    pub timestamps: bool,
    pub ts_recent: u32,
    pub ts_offset: u32,
    pub mss: u32,
    /// MSS told to the peer.
    pub mss_told: u32,
    pub mtu: u32,
    /// Window in the segment that completes the handshake, bytes.
    pub peer_window: u32,
    pub retransmissions: u32,
    pub timeouts: u32,
    pub sent_at_millis: u64,
    pub rtt_us: Option<u32>,
}
