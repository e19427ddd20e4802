//! Which window is told to the peer: silly-window avoidance of the receiver, never shrinking, growing with what was seen.

use super::connection::Connection;
use super::environment::Environment;
use crate::config::Policy;
use crate::event::Event;
use netlab_wire::Seq;

/// Length of the window field.
const U16_MAX: u32 = 65_535;
/// Largest window for stacks that read the field as signed.
const MAX_TCP_WINDOW: u32 = 32_767;

fn align_up(value: u32, unit: u32) -> u32 {
    value.next_multiple_of(unit)
}

/// Window, clamp and scale for a SYN or SYN-ACK (`tcp_select_initial_window`).
pub(super) struct InitialWindow {
    pub window: u32,
    pub clamp: u32,
    pub scale: u8,
}

pub(super) fn select_initial_window(
    env: &Environment<'_>,
    space: i64,
    mss: u32,
    clamp: u32,
    scaling: bool,
) -> InitialWindow {
    let limit = U16_MAX << super::connection::MAXIMUM_WINDOW_SCALE;
    let clamp = if clamp == 0 { limit } else { clamp };
    let mut space = (space.max(0) as u64).min(u64::from(clamp)) as u32;
    if env.policy.textbook() {
        let window = space.min(U16_MAX);
        return InitialWindow { window, clamp: clamp.min(U16_MAX), scale: 0 };
    }
    if space > mss {
        space -= space % mss;
    }
    let window =
        if env.sysctl.tcp_workaround_signed_windows != 0 { space.min(MAX_TCP_WINDOW) } else { space };
    let mut scale = 0;
    if scaling {
        let largest = space.max(env.sysctl.tcp_rmem[2]).max(env.sysctl.rmem_max).min(clamp);
        scale = (largest.max(1).ilog2() as i32 - 15).clamp(0, 14) as u8;
    }
    InitialWindow { window, clamp: clamp.min(U16_MAX << scale), scale }
}

impl Connection {
    /// What is still open of the window told last (`tcp_receive_window`).
    pub(super) fn receive_window(&self) -> u32 {
        (self.rcv.rcv_wup + self.rcv.rcv_wnd).diff(self.rcv.rcv_nxt).max(0) as u32
    }

    /// The window to tell, before the rule that it never shrinks (`__tcp_select_window`). RFC 9293 3.8.6.2.2.
    pub(super) fn window_wanted(&mut self, env: &Environment<'_>) -> u32 {
        if env.policy == Policy::Textbook {
            return self.textbook_window();
        }
        let mut mss = i64::from(self.ack.rcv_mss);
        let mut free = self.free_space();
        let allowed = self.full_space();
        let full = i64::from(self.rcv.window_clamp).min(allowed);
        if mss > full {
            mss = full;
            if mss <= 0 {
                return 0;
            }
        }
        let unit = 1_i64 << self.rcv.rcv_wscale;
        let shrink = env.sysctl.tcp_shrink_window != 0 && self.rcv.rcv_wscale > 0;
        if shrink {
            free -= free.rem_euclid(unit);
        }
        if free < full >> 1 {
            self.ack.quick = 0;
            free -= free.rem_euclid(unit);
            if free < allowed >> 4 || free < mss || (shrink && free < unit) {
                return 0;
            }
        }
        let threshold = i64::from(self.rcv.rcv_ssthresh);
        if self.rcv.rcv_wscale > 0 {
            if shrink && free <= threshold {
                return free as u32;
            }
            return align_up(free.min(threshold) as u32, unit as u32);
        }
        let free = free.min(threshold);
        let window = i64::from(self.rcv.rcv_wnd);
        let chosen = if window <= free - mss || window > free {
            free - free % mss
        } else if mss == full && free > window + (full >> 1) {
            free
        } else {
            window
        };
        chosen as u32
    }

    /// RFC 9293 3.8.6.2.2 with bytes: the window's right edge moves by at least min(half the buffer, one MSS), or not at all.
    fn textbook_window(&self) -> u32 {
        let free = self.free_space().clamp(0, i64::from(U16_MAX)) as u32;
        let current = self.receive_window();
        let least = (self.rcv.rcvbuf / 2).min(self.ack.rcv_mss.max(1)).max(1);
        if free >= current + least || free <= current { free } else { current }
    }

    /// Chooses the window for a segment that is being sent and remembers it (`tcp_select_window`). The value for the header's field.
    pub(super) fn select_window(&mut self, env: &mut Environment<'_>) -> u16 {
        let old = self.rcv.rcv_wnd;
        if self.ack.no_memory {
            self.rcv.predicting = false;
            self.rcv.rcv_wnd = 0;
            self.rcv.rcv_wup = self.rcv.rcv_nxt;
            self.note_window(env, old, 0);
            return 0;
        }
        let current = self.receive_window();
        let mut window = self.window_wanted(env);
        let scale = self.rcv.rcv_wscale;
        if window < current && (env.sysctl.tcp_shrink_window == 0 || scale == 0) {
            window = align_up(current, 1 << scale);
        }
        self.rcv.rcv_wnd = window;
        self.rcv.rcv_wup = self.rcv.rcv_nxt;
        let most = if scale == 0 && env.sysctl.tcp_workaround_signed_windows != 0 {
            MAX_TCP_WINDOW
        } else {
            U16_MAX << scale
        };
        let field = window.min(most) >> scale;
        if field == 0 {
            self.rcv.predicting = false;
        }
        self.note_window(env, old, window);
        field as u16
    }

    fn note_window(&self, env: &mut Environment<'_>, old: u32, new: u32) {
        if (old == 0) != (new == 0) {
            let socket = self.id;
            env.emit(|| Event::WindowTold { socket, window: new });
        }
    }

    /// Lets the window grow if frames like this one carry enough payload for their memory (`tcp_grow_window`).
    pub(super) fn grow_window(&mut self, env: &Environment<'_>, length: u32, truesize: u32) {
        let room = i64::from(self.rcv.window_clamp).min(self.free_space()) - i64::from(self.rcv.rcv_ssthresh);
        if room <= 0 {
            return;
        }
        let increment = if self.window_from_space(i64::from(truesize)) <= i64::from(length) {
            2 * self.rcv.advmss
        } else {
            self.slow_window_increment(env, length, truesize)
        };
        if increment > 0 {
            let increment = i64::from(increment.max(2 * length));
            self.rcv.rcv_ssthresh += room.min(increment) as u32;
            self.ack.quick |= 1;
        }
    }

    /// `__tcp_grow_window`: frames with little payload let the window grow while it is small.
    fn slow_window_increment(&self, env: &Environment<'_>, length: u32, truesize: u32) -> u32 {
        let mut truesize = self.window_from_space(i64::from(truesize)) >> 1;
        let mut window = self.window_from_space(i64::from(env.sysctl.tcp_rmem[2])) >> 1;
        while i64::from(self.rcv.rcv_ssthresh) <= window {
            if truesize <= i64::from(length) {
                return 2 * self.ack.rcv_mss;
            }
            truesize >>= 1;
            window >>= 1;
        }
        0
    }

    /// Buffers of a connection that is just established (`tcp_init_buffer_space`).
    pub(super) fn init_buffer_space(&mut self, env: &mut Environment<'_>) {
        if !self.settings.send_buffer_locked {
            self.expand_send_buffer(env);
        }
        self.rcv.space_time = env.micros();
        self.rcv.space_seq = self.rcv.copied_seq;
        if env.policy.textbook() {
            self.rcv.window_clamp = self.rcv.rcvbuf;
            self.rcv.rcv_ssthresh = self.rcv.rcvbuf;
            self.rcv.space = self.rcv.rcvbuf;
            return;
        }
        let most = self.full_space();
        let (advmss, clamp) = (i64::from(self.rcv.advmss), i64::from(self.rcv.window_clamp));
        let part = env.sysctl.tcp_app_win;
        let mut clamp = clamp;
        if clamp >= most {
            clamp = most;
            if part > 0 && most > 4 * advmss {
                clamp = (most - (most >> part)).max(4 * advmss);
            }
        }
        if part > 0 && clamp > 2 * advmss && clamp + advmss > most {
            clamp = (2 * advmss).max(most - advmss);
        }
        self.rcv.window_clamp = clamp.max(0) as u32;
        self.rcv.rcv_ssthresh = self.rcv.rcv_ssthresh.min(self.rcv.window_clamp);
        self.rcv.space = self
            .rcv
            .rcv_ssthresh
            .min(self.rcv.rcv_wnd)
            .min(super::connection::TCP_INIT_CWND * self.rcv.advmss);
    }

    /// Learns the peer's segment size and, from a full one, how much of receive memory is payload (`tcp_measure_rcv_mss`).
    pub(super) fn measure_receive_mss(
        &mut self,
        length: u32,
        truesize: u32,
        header: u32,
        flags: netlab_wire::TcpFlags,
    ) {
        let last = core::mem::take(&mut self.ack.last_seg_size);
        if length >= self.ack.rcv_mss {
            if length != self.ack.rcv_mss && self.rcv.scaling_ratio != 256 {
                let ratio = ((u64::from(length) << 8) / u64::from(truesize)).clamp(1, 255) as u32;
                if ratio != self.rcv.scaling_ratio {
                    self.rcv.scaling_ratio = ratio;
                    let full = self.window_from_space(i64::from(self.rcv.rcvbuf)) as u32;
                    self.set_window_clamp(full);
                    self.rcv.space = self.rcv.space.min(self.rcv.window_clamp);
                }
            }
            self.ack.rcv_mss = length.min(self.rcv.advmss);
            if flags.psh() {
                self.ack.pushed = true;
            }
            return;
        }
        let whole = length + header;
        let full_sized = whole >= super::connection::TCP_MSS_DEFAULT + 20
            || (whole >= super::connection::TCP_MIN_MSS + 20
                && !flags.intersects(
                    netlab_wire::TcpFlags::FIN
                        | netlab_wire::TcpFlags::URG
                        | netlab_wire::TcpFlags::SYN
                        | netlab_wire::TcpFlags::PSH,
                ));
        if full_sized {
            let length = whole - self.rcv.header_length;
            self.ack.last_seg_size = length;
            if length == last {
                self.ack.rcv_mss = length;
                return;
            }
        }
        self.ack.pushed2 |= self.ack.pushed;
        self.ack.pushed = true;
    }

    /// Follows the reader's rate: called when bytes were read (`tcp_rcv_space_adjust`, dynamic right-sizing).
    pub(super) fn adjust_receive_space(&mut self, env: &mut Environment<'_>) {
        let now = env.micros();
        let passed = now.saturating_sub(self.rcv.space_time);
        if self.rcv.rtt_us == 0 || passed < u64::from(self.rcv.rtt_us >> 3) {
            return;
        }
        let copied = self.rcv.copied_seq.diff(self.rcv.space_seq).max(0) as u32;
        if copied > self.rcv.space {
            self.grow_receive_buffer(env, copied);
        }
        self.rcv.space_seq = self.rcv.copied_seq;
        self.rcv.space_time = now;
    }

    /// `tcp_rcvbuf_grow`: twice what was read in a round trip, and twice as much again as it grew.
    fn grow_receive_buffer(&mut self, env: &mut Environment<'_>, copied: u32) {
        let old = core::mem::replace(&mut self.rcv.space, copied);
        let fixed = self.settings.receive_buffer_locked || env.policy.textbook();
        if env.sysctl.tcp_moderate_rcvbuf == 0 || fixed || old == 0 {
            return;
        }
        let mut window = u64::from(copied) << 1;
        window += (window * u64::from(copied - old) / u64::from(old)) << 1;
        if let Some(last) = self.rcv.queues.out_of_order.last() {
            window += last.end_seq.diff(self.rcv.rcv_nxt).max(0) as u64;
        }
        let wanted = self.space_from_window(window).min(u64::from(env.sysctl.tcp_rmem[2])) as u32;
        if wanted > self.rcv.rcvbuf {
            self.rcv.rcvbuf = wanted;
            self.rcv.window_clamp = self.full_space() as u32;
            let socket = self.id;
            env.emit(|| Event::BufferTuned { socket, send: false, limit: wanted });
        }
    }

    /// The receiver's own measure of a round trip without timestamps: from window to window (`tcp_rcv_rtt_measure`).
    pub(super) fn measure_receive_rtt(&mut self, env: &Environment<'_>) {
        let now = env.micros();
        if self.rcv.rtt_time != 0 {
            if self.rcv.rcv_nxt.before(self.rcv.rtt_seq) {
                return;
            }
            let sample = now.saturating_sub(self.rcv.rtt_time).max(1) as u32;
            self.update_receive_rtt(sample, true);
        }
        self.rcv.rtt_seq = self.rcv.rcv_nxt + self.rcv.rcv_wnd;
        self.rcv.rtt_time = now;
    }

    /// The same by timestamps (`tcp_rcv_rtt_measure_ts`): for full segments only.
    pub(super) fn measure_receive_rtt_by_timestamp(&mut self, env: &Environment<'_>, seq: Seq, end_seq: Seq) {
        let echo = self.agreed.rcv_tsecr;
        if echo == self.rcv.rtt_last_tsecr {
            return;
        }
        self.rcv.rtt_last_tsecr = echo;
        if (end_seq.diff(seq) as u32) < self.ack.rcv_mss {
            return;
        }
        match self.timestamp_rtt(env, 0) {
            Some(0) | None => {}
            Some(delta) => self.update_receive_rtt(delta, false),
        }
    }

    /// Microseconds since the segment that the peer echoes was sent (`tcp_rtt_tsopt_us`).
    pub(super) fn timestamp_rtt(&self, env: &Environment<'_>, least_millis: u32) -> Option<u32> {
        let delta = self.timestamp(env).wrapping_sub(self.agreed.rcv_tsecr);
        (delta < u32::MAX / 2000).then(|| if delta == 0 { least_millis * 1000 } else { delta * 1000 })
    }

    /// `tcp_rcv_rtt_update`: the smallest, or a slow average.
    fn update_receive_rtt(&mut self, sample: u32, window_measured: bool) {
        let old = self.rcv.rtt_us;
        let new = if old == 0 || sample << 3 < old {
            sample << 3
        } else {
            // From windows only the smallest counts; while bytes wait for the program the sample says nothing.
            if window_measured || self.rcv.rcv_nxt != self.rcv.copied_seq {
                return;
            }
            old - (old >> 3) + sample
        };
        self.rcv.rtt_us = new;
    }
}
