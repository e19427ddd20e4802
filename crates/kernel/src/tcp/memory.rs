//! Memory of sockets: space and windows, what a frame costs, growing send buffers.

use super::connection::Connection;
use super::environment::Environment;
use crate::config::Policy;
use crate::event::Event;

/// What one MSS costs in a send buffer (`tcp_sndbuf_expand`: payload, headers and `skb_shared_info` rounded up to a
/// power of two, and `sk_buff`).
fn send_cost(mss: u32) -> u64 {
    const MAX_TCP_HEADER: u32 = 256;
    const SHARED_INFO: u32 = 320;
    u64::from((mss + MAX_TCP_HEADER + SHARED_INFO).next_power_of_two()) + u64::from(crate::policy::SK_BUFF)
}

/// Unit in which a socket takes memory from the protocol's account (`PAGE_SIZE`).
const QUANTUM: i64 = 4096;

/// Memory a socket has taken from the protocol's account and not used yet (`sk_forward_alloc`), and what its queues had when it
/// was last settled, bytes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Reserve {
    left: i64,
    received: u32,
    queued: u32,
}

impl Reserve {
    /// `sk_forward_alloc`.
    pub(super) fn left(&self) -> u32 {
        self.left.max(0) as u32
    }

    /// Takes whole pages until `size` bytes are there (`sk_rmem_schedule`, `sk_wmem_schedule`).
    pub(super) fn schedule(&mut self, size: u32) {
        let missing = i64::from(size) - self.left;
        if missing > 0 {
            self.left += (missing as u64).next_multiple_of(QUANTUM as u64) as i64;
        }
    }

    /// Charges or gives back `change` bytes; whole pages go back to the account (`sk_mem_charge`, `sk_mem_uncharge`).
    fn change(&mut self, change: i64) {
        self.left -= change;
        if change < 0 && self.left >= QUANTUM {
            self.left %= QUANTUM;
        }
    }
}

impl Connection {
    /// Brings the reserve up to date with the two queues.
    pub(super) fn settle_memory(&mut self) {
        let (received, queued) = (self.rcv.queues.allocated, self.snd.queue.charged());
        let reserve = &mut self.reserve;
        if received != reserve.received {
            reserve.change(i64::from(received) - i64::from(reserve.received));
            reserve.received = received;
        }
        if queued != reserve.queued {
            reserve.schedule(queued.saturating_sub(reserve.queued));
            reserve.change(i64::from(queued) - i64::from(reserve.queued));
            reserve.queued = queued;
        }
    }

    /// Whether the next segment may be predicted (`tcp_fast_path_check`).
    pub(super) fn check_prediction(&mut self) {
        let queues = &self.rcv.queues;
        if queues.out_of_order.is_empty() && self.rcv.rcv_wnd > 0 && queues.allocated < self.rcv.rcvbuf {
            self.rcv.predicting = true;
        }
    }

    /// The part of `space` bytes of receive memory that payload may take (`tcp_win_from_space`).
    pub(super) fn window_from_space(&self, space: i64) -> i64 {
        (space * i64::from(self.rcv.scaling_ratio)) >> 8
    }

    /// Memory needed for a window (`tcp_space_from_win`).
    pub(super) fn space_from_window(&self, window: u64) -> u64 {
        (window << 8) / u64::from(self.rcv.scaling_ratio)
    }

    /// Room left for payload (`tcp_space`); negative when overdrawn.
    pub(super) fn free_space(&self) -> i64 {
        self.window_from_space(i64::from(self.rcv.rcvbuf) - i64::from(self.rcv.queues.allocated))
    }

    /// Room of an empty receive buffer (`tcp_full_space`).
    pub(super) fn full_space(&self) -> i64 {
        self.window_from_space(i64::from(self.rcv.rcvbuf))
    }

    /// Whether another skb may be put into the send buffer (`sk_stream_memory_free`, `__tcp_stream_memory_free`).
    pub(super) fn send_memory_free(&self) -> bool {
        self.snd.queue.charged() < self.snd.sndbuf && self.unsent_bytes() < self.notsent_limit()
    }

    /// Like [`Self::send_memory_free`], for waking and polling: with a margin for what is not sent (`tcp_stream_memory_free` with
    /// wake 1).
    pub(super) fn send_memory_free_to_wake(&self, limit: u32) -> bool {
        self.snd.queue.charged() < self.snd.sndbuf && u64::from(self.unsent_bytes()) * 2 < u64::from(limit)
    }

    /// Unsent bytes above which the socket is not writable (`tcp_notsent_lowat`).
    pub(super) fn notsent_limit(&self) -> u32 {
        match self.settings.notsent_low_water {
            0 => self.snd.notsent_sysctl,
            limit => limit,
        }
    }

    /// Whether a sleeping writer would be woken: at least a third of the buffer is free (`sk_stream_is_writeable`).
    pub(super) fn writable(&self) -> bool {
        let charged = self.snd.queue.charged();
        let free = i64::from(self.snd.sndbuf) - i64::from(charged);
        let least = i64::from(charged >> 1);
        let margin = self.notsent_limit();
        free >= least && self.send_memory_free_to_wake(margin)
    }

    /// Lets the send buffer follow the congestion window (`tcp_sndbuf_expand`).
    pub(super) fn expand_send_buffer(&mut self, env: &mut Environment<'_>) {
        if env.policy.textbook() {
            return;
        }
        let segments =
            u64::from(super::connection::TCP_INIT_CWND.max(self.cc.cwnd).max(self.recovery.reordering + 1));
        let mss = self.snd.mss_clamp.max(self.snd.mss_cache);
        // Fast recovery and CUBIC may need two windows (`ca_ops->sndbuf_expand` is 2 by default).
        let wanted = 2 * segments * send_cost(mss);
        if u64::from(self.snd.sndbuf) < wanted {
            self.snd.sndbuf = wanted.min(u64::from(env.sysctl.tcp_wmem[2])) as u32;
            let (socket, limit) = (self.id, self.snd.sndbuf);
            env.emit(|| Event::BufferTuned { socket, send: true, limit });
        }
    }

    /// Whether the send buffer should grow now (`tcp_should_expand_sndbuf`).
    pub(super) fn should_expand_send_buffer(&self) -> bool {
        !self.settings.send_buffer_locked && self.packets_in_flight() < self.cc.cwnd
    }

    /// Sets the window clamp and with it `rcv_ssthresh` (`tcp_set_window_clamp`).
    pub(super) fn set_window_clamp(&mut self, value: u32) {
        let old = self.rcv.window_clamp;
        let new = value.max(crate::policy::LINUX_MINIMUM_RECEIVE_BUFFER / 2);
        if new == old {
            return;
        }
        self.rcv.window_clamp = new;
        if new < old {
            self.adjust_receive_threshold(new);
        } else {
            self.rcv.rcv_ssthresh = self.rcv.rcv_wnd.min(new).max(self.rcv.rcv_ssthresh);
        }
    }

    /// `__tcp_adjust_rcv_ssthresh`.
    pub(super) fn adjust_receive_threshold(&mut self, new: u32) {
        self.rcv.rcv_ssthresh = self.rcv.rcv_ssthresh.min(new);
    }
}

impl Policy {
    /// Share of receive memory taken for payload before a full segment was seen, in 1/256
    /// (`TCP_DEFAULT_SCALING_RATIO`).
    pub(super) fn scaling_ratio(self) -> u32 {
        match self {
            Policy::Linux => 128,
            Policy::Textbook => 256,
        }
    }
}

#[cfg(test)]
mod tests;
