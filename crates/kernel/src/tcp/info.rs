//! `struct tcp_info`, and what a view shows of a socket (`tcp_get_info`, `inet_sk_diag_fill`).

use super::connection::{Connection, INFINITE_SSTHRESH, Limit, NO_RTT};
use super::environment::Environment;
use super::receive_queue::ReceivedSkb;
use super::view::{CongestionState, SkbView, SocketMemory, TcpView, TimerView};
use crate::event::{StreamRange, TcpState, TimerKind};
use crate::timer::{TICK_NANOS, Ticks};
use netlab_abi::TcpInfo;
use netlab_wire::Instant;

const TICK_MICROS: u32 = (TICK_NANOS / 1000) as u32;

/// Linux's number of a state (include/net/tcp_states.h).
pub(super) const fn state_number(state: TcpState) -> u8 {
    match state {
        TcpState::Established => 1,
        TcpState::SynSent => 2,
        TcpState::SynReceived => 3,
        TcpState::FinWait1 => 4,
        TcpState::FinWait2 => 5,
        TcpState::TimeWait => 6,
        TcpState::Closed => 7,
        TcpState::CloseWait => 8,
        TcpState::LastAck => 9,
        TcpState::Listen => 10,
        TcpState::Closing => 11,
    }
}

impl Connection {
    /// `tcp_chrono_set`: from now on this is what limits sending.
    fn limit_set(&mut self, env: &Environment<'_>, limit: Limit) {
        let now = env.micros();
        self.limit_totals[self.limit as usize] += now.saturating_sub(self.limit_since);
        self.limit = limit;
        self.limit_since = now;
    }

    /// `tcp_chrono_start`: the graver limit counts.
    pub(super) fn limit_start(&mut self, env: &Environment<'_>, limit: Limit) {
        if limit as u8 > self.limit as u8 {
            self.limit_set(env, limit);
        }
    }

    /// `tcp_chrono_stop`
    pub(super) fn limit_stop(&mut self, env: &Environment<'_>, limit: Limit) {
        if self.snd.queue.is_empty() {
            self.limit_set(env, Limit::None);
        } else if self.limit == limit && limit != Limit::Busy {
            self.limit_set(env, Limit::Busy);
        }
    }

    fn limit_total(&self, now: Instant, limit: Limit) -> u64 {
        let mut total = self.limit_totals[limit as usize];
        if self.limit == limit && limit != Limit::None {
            total += now.as_micros().saturating_sub(self.limit_since);
        }
        total
    }

    /// `tcp_get_info`
    pub(super) fn info(&self, now: Instant) -> TcpInfo {
        let tick = Ticks::at(now).0;
        let since = |then: u64| (tick.saturating_sub(then) * u64::from(TICK_MICROS) / 1000) as u32;
        let window_limited = self.limit_total(now, Limit::ReceiveWindow);
        let buffer_limited = self.limit_total(now, Limit::SendBuffer);
        let listening = self.listener.as_deref();
        let mut options = u8::from(self.agreed.timestamps) | u8::from(self.agreed.sack) << 1;
        options |= u8::from(self.agreed.window_scaling) << 2;
        let mss = u64::from(self.snd.mss_cache);
        TcpInfo {
            state: state_number(self.state),
            ca_state: self.recovery.ca_state.number(),
            retransmits: self.timers.retransmits.min(255) as u8,
            probes: self.timers.probes_out.min(255) as u8,
            backoff: self.timers.backoff.min(255) as u8,
            options,
            snd_wscale: self.snd.snd_wscale,
            rcv_wscale: self.rcv.rcv_wscale,
            delivery_rate_app_limited: self.recovery.rate_app_limited,
            rto_us: self.rtt.rto as u32 * TICK_MICROS,
            ato_us: self.ack.ato as u32 * TICK_MICROS,
            snd_mss: self.snd.mss_cache,
            rcv_mss: self.ack.rcv_mss,
            unacked: listening.map_or(self.snd.packets_out, |queue| queue.accept_queue.len() as u32),
            sacked: listening.map_or(self.snd.sacked_out, |queue| queue.backlog),
            lost: self.snd.lost_out,
            retrans: self.snd.retrans_out,
            fackets: 0,
            last_data_sent_ms: since(self.snd.lsndtime),
            last_ack_sent_ms: 0,
            last_data_recv_ms: since(self.ack.lrcvtime),
            last_ack_recv_ms: since(self.timers.rcv_tstamp),
            pmtu: self.snd.pmtu,
            rcv_ssthresh: self.rcv.rcv_ssthresh,
            rtt_us: self.rtt.srtt_us >> 3,
            rttvar_us: self.rtt.mdev_us >> 2,
            snd_ssthresh: self.cc.ssthresh.min(INFINITE_SSTHRESH),
            snd_cwnd: self.cc.cwnd,
            advmss: self.rcv.advmss,
            reordering: self.recovery.reordering,
            rcv_rtt_us: self.rcv.rtt_us >> 3,
            rcv_space: self.rcv.space,
            total_retrans: self.snd.total_retrans,
            pacing_rate: self.cc.pacing_rate,
            max_pacing_rate: u64::MAX,
            bytes_acked: self.snd.bytes_acked,
            bytes_received: self.rcv.bytes_received,
            segs_out: self.snd.segs_out,
            segs_in: self.rcv.segs_in,
            notsent_bytes: self.unsent_bytes(),
            min_rtt_us: if self.min_rtt() == NO_RTT { u32::MAX } else { self.min_rtt() },
            data_segs_in: self.rcv.data_segs_in,
            data_segs_out: self.snd.data_segs_out,
            delivery_rate: match self.recovery.rate_interval_us {
                0 => 0,
                interval => u64::from(self.recovery.rate_delivered) * mss * 1_000_000 / u64::from(interval),
            },
            busy_time_us: self.limit_total(now, Limit::Busy) + window_limited + buffer_limited,
            rwnd_limited_us: window_limited,
            sndbuf_limited_us: buffer_limited,
            delivered: self.recovery.delivered,
            delivered_ce: 0,
            bytes_sent: self.snd.bytes_sent,
            bytes_retrans: self.snd.bytes_retrans,
            dsack_dups: self.recovery.dsack_dups,
            reord_seen: self.recovery.reord_seen,
            rcv_ooopack: self.rcv.out_of_order_packets,
            snd_wnd: self.snd.snd_wnd,
            rcv_wnd: self.receive_window(),
            rehash: 0,
            total_rto: self.recovery.total_rto as u16,
            total_rto_recoveries: self.recovery.total_rto_recoveries as u16,
            total_rto_time_ms: self.recovery.total_rto_time as u32,
        }
    }

    pub(super) fn memory_view(&self) -> SocketMemory {
        SocketMemory {
            receive_allocated: self.rcv.queues.allocated,
            receive_buffer: self.rcv.rcvbuf,
            transmit_allocated: 0,
            send_buffer: self.snd.sndbuf,
            forward_allocated: self.reserve.left(),
            send_queued: self.snd.queue.charged(),
            option_memory: 0,
            backlog: 0,
            drops: self.rcv.drops,
        }
    }

    fn timer_views(&self) -> Vec<TimerView> {
        let mut views = Vec::new();
        for armed in [self.timers.retransmit, self.timers.delayed_ack, self.timers.keepalive].iter().flatten()
        {
            let retries = match armed.kind {
                TimerKind::Persist | TimerKind::KeepAlive => self.timers.probes_out,
                TimerKind::Retransmission
                | TimerKind::LossProbe
                | TimerKind::Reordering
                | TimerKind::DelayedAck
                | TimerKind::SynAck
                | TimerKind::TimeWait => self.timers.retransmits,
            };
            views.push(TimerView {
                timer: armed.kind,
                deadline: armed.deadline,
                retries: retries.min(255) as u8,
            });
        }
        views.sort_by_key(|view| view.deadline);
        views
    }

    /// The socket as plain data.
    pub(super) fn view(&self, now: Instant) -> TcpView {
        let listening = self.listener.as_deref();
        let range = |range: Option<StreamRange>| range.filter(|range| range.length > 0);
        let una = if self.snd.snd_una == self.snd.iss { self.snd.iss + 1 } else { self.snd.snd_una };
        let fin = u32::from(self.snd.fin_queued);
        let data_end = self.snd.write_seq - fin;
        let sent_end = self.snd.snd_nxt.earlier(data_end).later(una);
        let unacknowledged = self.send_range(una, sent_end.diff(una).max(0) as u32);
        let unsent = self.send_range(sent_end, data_end.diff(sent_end).max(0) as u32);
        let unread = self.receive_range(self.rcv.copied_seq, self.unread());
        let out_of_order = self.rcv.queues.out_of_order.iter();
        let closed = self.state == TcpState::Closed && self.remote.port() == 0;
        TcpView {
            socket: self.id,
            state: self.state,
            local: self.local,
            remote: self.remote,
            flow: self.flow,
            orphan: self.orphan,
            receive_queue: listening.map_or_else(|| self.unread(), |queue| queue.accept_queue.len() as u32),
            send_queue: match listening {
                Some(queue) => queue.backlog,
                None => self.snd.write_seq.diff(self.snd.snd_una).max(0) as u32,
            },
            memory: self.memory_view(),
            info: self.info(now),
            congestion_control: self.settings.congestion_control.name(),
            timers: self.timer_views(),
            congestion_state: self.congestion_state(),
            error: self.error,
            shut_down: (self.receive_shut, self.send_shut),
            unacknowledged: if closed { None } else { range(unacknowledged) },
            unsent: if closed { None } else { range(unsent) },
            unread: range(unread),
            out_of_order: out_of_order
                .filter_map(|skb| range(self.receive_range(skb.seq, skb.len())))
                .collect(),
            send_skbs: self.send_skbs(),
            receive_skbs: self.rcv.queues.in_order.iter().map(received_skb).collect(),
            snd_una: self.snd.snd_una,
            snd_nxt: self.snd.snd_nxt,
            snd_wnd: self.snd.snd_wnd,
            rcv_nxt: self.rcv.rcv_nxt,
            rcv_wnd: self.receive_window(),
            rcv_ssthresh: self.rcv.rcv_ssthresh,
            initial_send: self.snd.iss,
            initial_receive: self.rcv.irs,
        }
    }

    fn congestion_state(&self) -> CongestionState {
        self.recovery.ca_state
    }

    fn send_skbs(&self) -> Vec<SkbView> {
        let sent = self.snd.queue.sent_count();
        let view = |(index, skb): (usize, &super::send_queue::Skb)| SkbView {
            sequence: skb.seq,
            length: skb.len(),
            truesize: crate::policy::SEND_SKB_OVERHEAD + skb.len(),
            sent: index < sent,
            sacked: skb.sacked,
            lost: skb.lost,
            retransmitted: skb.ever_retransmitted,
        };
        self.snd.queue.all().enumerate().map(view).collect()
    }
}

fn received_skb(skb: &ReceivedSkb) -> SkbView {
    SkbView {
        sequence: skb.seq,
        length: skb.len(),
        truesize: skb.truesize,
        sent: false,
        sacked: false,
        lost: false,
        retransmitted: false,
    }
}
