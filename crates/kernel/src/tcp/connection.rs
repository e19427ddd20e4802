//! One TCP socket's state (`struct tcp_sock` and what lies below it), split by role.
//!
//! Names of variables are those of RFC 9293, RFC 5681 and Linux. Ticks are the kernel's (see [`crate::timer`]).

use super::congestion::Congestion;
use super::environment::Environment;
use super::listen::Listener;
use super::memory::Reserve;
use super::receive_queue::ReceiveQueues;
use super::send_queue::SendQueue;
use super::view::CongestionState;
use crate::event::{SocketId, TcpState, TimerKind};
use crate::sysctl::CongestionAlgorithm;
use crate::timer::Ticks;
use core::net::{Ipv4Addr, SocketAddrV4};
use netlab_abi::{Direction, Errno, Flow};
use netlab_wire::{Instant, Seq};

/// Time that is not there yet: nothing measured.
pub(super) const NO_RTT: u32 = u32::MAX;

/// MSS assumed of a peer that names none (RFC 9293 3.7.1).
pub(super) const TCP_MSS_DEFAULT: u32 = 536;
/// Smallest MSS taken for a full segment (`TCP_MIN_MSS`).
pub(super) const TCP_MIN_MSS: u32 = 88;
/// Room that options can take.
pub(super) const MAX_TCP_OPTION_SPACE: u32 = 40;
/// Segments a new connection may send (RFC 6928).
pub(super) const TCP_INIT_CWND: u32 = 10;
/// Length of the timestamp option with its padding.
pub(super) const TIMESTAMPS_LENGTH: u32 = 12;
/// "No slow start threshold yet" (`TCP_INFINITE_SSTHRESH`).
pub(super) const INFINITE_SSTHRESH: u32 = 0x7fff_ffff;
/// Largest window scale (RFC 7323 2.3).
pub(super) const MAXIMUM_WINDOW_SCALE: u8 = 14;
/// Duplicate ACKs that trigger fast retransmit without better knowledge.
pub(super) const FAST_RETRANSMIT_THRESHOLD: u32 = 3;

/// What the process has asked for by `setsockopt`.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub reuse_address: bool,
    pub reuse_port: bool,
    pub keepalive: bool,
    pub debug: bool,
    pub broadcast: bool,
    pub out_of_band_inline: bool,
    pub dont_route: bool,
    pub priority: i32,
    pub send_buffer_locked: bool,
    pub receive_buffer_locked: bool,
    /// `SO_LINGER`: seconds.
    pub linger: Option<u32>,
    pub linger_seconds: u32,
    pub receive_low_water: u32,
    pub receive_timeout: Option<u64>,
    pub send_timeout: Option<u64>,
    pub nodelay: bool,
    pub cork: bool,
    /// `TCP_MAXSEG`.
    pub user_mss: u32,
    /// Ticks; 0: the sysctl's.
    pub keepalive_time: u64,
    pub keepalive_interval: u64,
    pub keepalive_probes: u32,
    pub syn_retries: u32,
    /// `TCP_LINGER2`: seconds; 0: the sysctl's; negative: never wait.
    pub linger2: i32,
    /// `TCP_DEFER_ACCEPT`: SYN-ACK timeouts to wait for data.
    pub defer_accept: u32,
    /// `TCP_USER_TIMEOUT`, milliseconds.
    pub user_timeout: u32,
    /// `TCP_NOTSENT_LOWAT`; 0: the sysctl's.
    pub notsent_low_water: u32,
    pub report_queue: bool,
    /// Only remembered: the kernel always copies.
    pub zero_copy: bool,
    pub tos: u8,
    /// 0: the sysctl's.
    pub time_to_live: u8,
    pub report_errors: bool,
    pub mtu_discover: i32,
    pub bind_address_no_port: bool,
    pub congestion_control: CongestionAlgorithm,
}

impl Settings {
    pub(super) fn new(algorithm: CongestionAlgorithm) -> Self {
        Settings {
            reuse_address: false,
            reuse_port: false,
            keepalive: false,
            debug: false,
            broadcast: false,
            out_of_band_inline: false,
            dont_route: false,
            priority: 0,
            send_buffer_locked: false,
            receive_buffer_locked: false,
            linger: None,
            linger_seconds: 0,
            receive_low_water: 1,
            receive_timeout: None,
            send_timeout: None,
            nodelay: false,
            cork: false,
            user_mss: 0,
            keepalive_time: 0,
            keepalive_interval: 0,
            keepalive_probes: 0,
            syn_retries: 0,
            linger2: 0,
            defer_accept: 0,
            user_timeout: 0,
            notsent_low_water: 0,
            report_queue: false,
            zero_copy: false,
            tos: 0,
            time_to_live: 0,
            report_errors: false,
            mtu_discover: 1,
            bind_address_no_port: false,
            congestion_control: algorithm,
        }
    }
}

/// Sender's variables: sequence space, windows, counts of segments.
#[derive(Debug, Clone, Default)]
pub(super) struct Sender {
    pub iss: Seq,
    pub write_seq: Seq,
    pub snd_una: Seq,
    pub snd_nxt: Seq,
    /// End of the last small segment sent (Minshall's rule, `snd_sml`).
    pub snd_sml: Seq,
    pub snd_wnd: u32,
    pub snd_wl1: Seq,
    pub max_window: u32,
    pub pushed_seq: Seq,
    pub snd_wscale: u8,
    /// Segments sent and not acknowledged, selectively acknowledged, lost, sent again (`packets_out` and so on).
    pub packets_out: u32,
    pub sacked_out: u32,
    pub lost_out: u32,
    pub retrans_out: u32,
    /// Segments per burst skb (`gso_segs` of the socket).
    pub gso_segs: u32,
    pub mss_cache: u32,
    /// MSS the peer named, at most.
    pub mss_clamp: u32,
    pub pmtu: u32,
    pub sndbuf: u32,
    /// Somebody waits for room (`SOCK_NOSPACE`).
    pub nospace: core::cell::Cell<bool>,
    /// `tcp_notsent_lowat` of the computer when it was last looked at.
    pub notsent_sysctl: u32,
    pub lsndtime: u64,
    /// Nanosecond at which anything was last sent (`tcp_wstamp_ns`).
    pub wstamp: u64,
    pub is_cwnd_limited: bool,
    pub max_packets_out: u32,
    pub cwnd_usage_seq: Seq,
    pub fin_queued: bool,
    pub bytes_sent: u64,
    pub bytes_acked: u64,
    pub bytes_retrans: u64,
    pub segs_out: u32,
    pub data_segs_out: u32,
    pub total_retrans: u32,
    pub queue: SendQueue,
}

/// Receiver's variables.
#[derive(Debug, Clone, Default)]
pub(super) struct Receiver {
    pub irs: Seq,
    pub rcv_nxt: Seq,
    pub copied_seq: Seq,
    pub rcv_wup: Seq,
    pub rcv_wnd: u32,
    pub rcv_wscale: u8,
    pub rcv_ssthresh: u32,
    pub window_clamp: u32,
    pub scaling_ratio: u32,
    pub rcvbuf: u32,
    pub advmss: u32,
    /// `tcp_header_len`: header with timestamps.
    pub header_length: u32,
    /// Dynamic right-sizing (`rcvq_space`).
    pub space: u32,
    pub space_seq: Seq,
    pub space_time: u64,
    /// `rcv_rtt_est`: eighths of microseconds.
    pub rtt_us: u32,
    pub rtt_seq: Seq,
    pub rtt_time: u64,
    pub rtt_last_tsecr: u32,
    pub drops: u32,
    pub segs_in: u32,
    pub data_segs_in: u32,
    pub bytes_received: u64,
    pub out_of_order_packets: u32,
    pub queues: ReceiveQueues,
    /// SACK blocks to be told, most recent first (`selective_acks`).
    pub sack_blocks: Vec<(Seq, Seq)>,
    pub dsack: Option<(Seq, Seq)>,
    pub fin_received: Option<Seq>,
    /// Whether header prediction is on (`pred_flags`).
    pub predicting: bool,
}

/// `icsk_ack`: when acknowledgements are due.
#[derive(Debug, Clone, Default)]
pub(super) struct AckState {
    pub scheduled: bool,
    pub timer: bool,
    pub pushed: bool,
    pub pushed2: bool,
    pub now: bool,
    pub no_memory: bool,
    pub quick: u32,
    pub pingpong: u32,
    /// Ticks.
    pub ato: u64,
    /// Tick of the last data received.
    pub lrcvtime: u64,
    pub last_seg_size: u32,
    pub rcv_mss: u32,
    pub compressed: u32,
    pub compressed_rcv_nxt: Seq,
    pub dup_ack_counter: u32,
    /// Last out-of-window ACK and challenge, tick plus one (0: never).
    pub last_oow_ack: u64,
}

impl AckState {
    /// `icsk_ack.pending = 0` except for the timer, which the caller clears.
    pub(super) fn clear_pending(&mut self) {
        self.scheduled = false;
        self.timer = false;
        self.pushed = false;
        self.pushed2 = false;
        self.now = false;
        self.no_memory = false;
    }
}

/// Options agreed, and the peer's clock.
#[derive(Debug, Clone, Default)]
pub(super) struct Agreed {
    pub timestamps: bool,
    pub sack: bool,
    pub window_scaling: bool,
    pub ts_recent: u32,
    /// Second at which `ts_recent` was taken, plus one; 0: none.
    pub ts_recent_stamp: u64,
    /// Added to the clock (`tsoffset`).
    pub ts_offset: u32,
    /// Of the segment being worked on.
    pub saw_timestamp: bool,
    pub rcv_tsval: u32,
    pub rcv_tsecr: u32,
}

/// Round trip times and what follows from them.
#[derive(Debug, Clone)]
pub(super) struct RoundTrip {
    /// Eighths of microseconds; 0: none yet.
    pub srtt_us: u32,
    /// Quarters of microseconds.
    pub mdev_us: u32,
    pub mdev_max_us: u32,
    pub rttvar_us: u32,
    pub rtt_seq: Seq,
    /// Ticks.
    pub rto: u64,
    /// Windowed minimum (Kathleen Nichols' algorithm): three samples of time and value.
    pub min_rtt: [(u64, u32); 3],
}

impl Default for RoundTrip {
    fn default() -> Self {
        RoundTrip {
            srtt_us: 0,
            mdev_us: 1_000_000,
            mdev_max_us: 0,
            rttvar_us: 0,
            rtt_seq: Seq::new(0),
            rto: crate::timer::HZ,
            min_rtt: [(0, NO_RTT); 3],
        }
    }
}

/// Loss recovery (`icsk_ca_state` and the variables around it).
#[derive(Debug, Clone, Default)]
pub(super) struct Recovery {
    pub ca_state: CongestionState,
    pub high_seq: Seq,
    pub reordering: u32,
    pub reord_seen: u32,
    pub prior_ssthresh: u32,
    pub prior_cwnd: u32,
    pub prr_delivered: u32,
    pub prr_out: u32,
    pub undo_marker: Seq,
    pub undo_valid: bool,
    /// -1: nothing to undo by D-SACK.
    pub undo_retrans: i32,
    /// Milliseconds (timestamp clock) of the first retransmission of the episode, plus one; 0: none.
    pub retrans_stamp: u64,
    pub frto: bool,
    pub tlp_high_seq: Seq,
    pub tlp_pending: bool,
    pub tlp_retrans: bool,
    pub delivered: u32,
    pub delivered_time: u64,
    pub first_tx_time: u64,
    pub app_limited: u32,
    pub rate_delivered: u32,
    pub rate_interval_us: u32,
    pub rate_app_limited: bool,
    pub sample_sent: u64,
    pub sample_prior_time: u64,
    pub lost: u32,
    /// First sequence number of the skb behind the highest selectively acknowledged one is never before this.
    pub highest_sack: Option<Seq>,
    pub retransmit_hint: Option<Seq>,
    pub recv_sack_cache: Vec<(Seq, Seq)>,
    pub rack_mstamp: u64,
    pub rack_rtt_us: u32,
    pub rack_end_seq: Seq,
    pub rack_last_delivered: u32,
    pub rack_reo_steps: u32,
    pub rack_reo_persist: u32,
    pub rack_dsack_seen: bool,
    pub rack_advanced: bool,
    pub dsack_seen: bool,
    pub dsack_dups: u32,
    pub is_sack_reneg: bool,
    pub total_rto: u32,
    pub total_rto_recoveries: u32,
    pub total_rto_time: u64,
    pub rto_stamp: u64,
    pub last_cwnd_reported: (u32, u32),
}

/// A timer that runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Armed {
    pub kind: TimerKind,
    /// The tick asked for.
    pub expires: Ticks,
    /// When it runs out, after the wheel's rounding.
    pub deadline: Instant,
}

/// The socket's timers.
#[derive(Debug, Clone, Default)]
pub(super) struct Timers {
    /// Retransmission, loss probe, reordering or persist: one at a time.
    pub retransmit: Option<Armed>,
    pub delayed_ack: Option<Armed>,
    /// Keepalive, or FIN-WAIT-2 of an orphan.
    pub keepalive: Option<Armed>,
    pub compressed_ack: Option<Instant>,
    pub retransmits: u32,
    pub backoff: u32,
    pub probes_out: u32,
    /// Tick of the first unanswered probe, plus one.
    pub probes_stamp: u64,
    pub rcv_tstamp: u64,
    /// What the layer's heap holds for this socket.
    pub registered: Option<Instant>,
}

impl Timers {
    /// The earliest deadline.
    pub(super) fn earliest(&self) -> Option<Instant> {
        let deadline = |timer: &Option<Armed>| timer.as_ref().map_or(Instant::MAX, |armed| armed.deadline);
        let earliest = deadline(&self.retransmit)
            .min(deadline(&self.delayed_ack))
            .min(deadline(&self.keepalive))
            .min(self.compressed_ack.unwrap_or(Instant::MAX));
        (earliest != Instant::MAX).then_some(earliest)
    }
}

/// Time spent limited (`tcp_chrono`), for `TCP_INFO`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Limit {
    #[default]
    None,
    Busy,
    ReceiveWindow,
    SendBuffer,
}

/// A socket.
#[derive(Debug, Clone)]
pub(super) struct Connection {
    pub id: SocketId,
    pub state: TcpState,
    pub local: SocketAddrV4,
    pub remote: SocketAddrV4,
    /// Bound by `bind` (to this address, this port).
    pub bound_address: Ipv4Addr,
    pub bound_port: u16,
    pub flow: Option<Flow>,
    pub initiator: bool,
    pub settings: Settings,
    pub error: Option<Errno>,
    pub soft_error: Option<Errno>,
    pub receive_shut: bool,
    pub send_shut: bool,
    /// No process holds it (`SOCK_DEAD`).
    pub orphan: bool,
    /// `close` sleeps because of SO_LINGER.
    pub lingering: bool,
    /// In FIN-WAIT-2 the orphan becomes a TIME-WAIT entry for so many ticks.
    pub into_time_wait: Option<(TcpState, u64)>,
    /// The next segment tells IP that the next hop is alive (`sk_dst_pending_confirm`).
    pub confirm_neighbour: bool,
    /// The socket is to be taken out of the tables.
    pub finished: bool,
    /// Not yet accepted: the listener it waits at.
    pub waits_at: Option<SocketId>,
    pub connecting: bool,
    pub snd: Sender,
    pub rcv: Receiver,
    pub ack: AckState,
    pub agreed: Agreed,
    pub rtt: RoundTrip,
    pub recovery: Recovery,
    pub cc: Congestion,
    pub timers: Timers,
    pub reserve: Reserve,
    pub limit: Limit,
    pub limit_since: u64,
    pub limit_totals: [u64; 4],
    pub listener: Option<Box<Listener>>,
}

impl Connection {
    /// A fresh socket (`tcp_init_sock`).
    pub(super) fn new(env: &mut Environment<'_>, id: SocketId) -> Self {
        let nowhere = SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, 0);
        let sysctl = env.sysctl;
        let mut connection = Connection {
            id,
            state: TcpState::Closed,
            local: nowhere,
            remote: nowhere,
            bound_address: Ipv4Addr::UNSPECIFIED,
            bound_port: 0,
            flow: None,
            initiator: true,
            settings: Settings::new(sysctl.tcp_congestion_control),
            error: None,
            soft_error: None,
            receive_shut: false,
            send_shut: false,
            orphan: false,
            lingering: false,
            into_time_wait: None,
            confirm_neighbour: false,
            finished: false,
            waits_at: None,
            connecting: false,
            snd: Sender {
                notsent_sysctl: sysctl.tcp_notsent_lowat,
                mss_cache: TCP_MSS_DEFAULT,
                sndbuf: sysctl.tcp_wmem[1],
                ..Sender::default()
            },
            rcv: Receiver { rcvbuf: sysctl.tcp_rmem[1], scaling_ratio: 128, ..Receiver::default() },
            ack: AckState::default(),
            agreed: Agreed::default(),
            rtt: RoundTrip::default(),
            recovery: Recovery { reordering: sysctl.tcp_reordering, ..Recovery::default() },
            cc: Congestion::new(sysctl.tcp_congestion_control),
            timers: Timers::default(),
            reserve: Reserve::default(),
            limit: Limit::None,
            limit_since: 0,
            limit_totals: [0; 4],
            listener: None,
        };
        connection.rcv.scaling_ratio = env.policy.scaling_ratio();
        connection
    }

    /// Which stream this side writes.
    pub(super) fn send_direction(&self) -> Direction {
        if self.initiator { Direction::FromInitiator } else { Direction::FromResponder }
    }

    /// Which stream this side reads.
    pub(super) fn receive_direction(&self) -> Direction {
        if self.initiator { Direction::FromResponder } else { Direction::FromInitiator }
    }

    /// Segments in the network (`tcp_packets_in_flight`, RFC 6675's pipe).
    pub(super) fn packets_in_flight(&self) -> u32 {
        let snd = &self.snd;
        (snd.packets_out + snd.retrans_out).saturating_sub(snd.sacked_out + snd.lost_out)
    }

    /// The timestamp clock in milliseconds, as the peer sees it (`tcp_time_stamp_ms` with the offset).
    pub(super) fn timestamp(&self, env: &Environment<'_>) -> u32 {
        (env.now.as_millis() as u32).wrapping_add(self.agreed.ts_offset)
    }

    /// Smallest round trip time seen, microseconds; [`NO_RTT`] before the first.
    pub(super) fn min_rtt(&self) -> u32 {
        self.rtt.min_rtt[0].1
    }

    /// Whether data can be or become part of the stream (`TCPF_ESTABLISHED | TCPF_CLOSE_WAIT` and the like).
    pub(super) fn can_send(&self) -> bool {
        matches!(self.state, TcpState::Established | TcpState::CloseWait)
    }

    /// Bytes between the first unacknowledged one and the write sequence.
    pub(super) fn unsent_bytes(&self) -> u32 {
        self.snd.write_seq.diff(self.snd.snd_nxt).max(0) as u32
    }
}

impl Environment<'_> {
    /// The running tick.
    pub(super) fn ticks(&self) -> u64 {
        Ticks::at(self.now).0
    }
    /// Seconds since the start.
    pub(super) fn seconds(&self) -> u64 {
        self.now.as_millis() / 1000
    }
    /// Microseconds since the start (`tcp_mstamp`).
    pub(super) fn micros(&self) -> u64 {
        self.now.as_micros()
    }
}
