//! Listening: connection requests, the accept queue, SYN cookies (`tcp_conn_request`, `tcp_check_req`, `cookie_v4_check`).

use super::TcpLayer;
use super::connection::{Connection, MAXIMUM_WINDOW_SCALE, TCP_MSS_DEFAULT};
use super::environment::{Environment, IncomingSegment, WakeReason};
use super::open::{ChildStart, advertised_mss};
use super::output::{Stateless, send_stateless};
use super::receive_window::select_initial_window;
use super::segment_in::{Place, Verdict};
use super::tables::{Entry, FourTuple};
use crate::event::{DropReason, Event, SegmentKind, StateChangeReason, TcpState};
use crate::timer::{HZ, ticks_duration};
use core::net::SocketAddrV4;
use netlab_abi::{Flow, PollEvents};
use netlab_wire::{Instant, Seq, TcpFlags, TcpOptions, Timestamps};
use std::collections::{BTreeSet, VecDeque};

/// What a listening socket has besides (`struct request_sock_queue`).
#[derive(Debug, Clone, Default)]
pub(super) struct Listener {
    /// `sk_max_ack_backlog`.
    pub backlog: u32,
    /// Slots of complete connections, oldest first.
    pub accept_queue: VecDeque<u32>,
    /// Requests under way.
    pub requests: BTreeSet<u32>,
    /// When a cookie was last sent.
    pub cookies_at: Option<Instant>,
}

impl Listener {
    /// `sk_acceptq_is_full`: more than the backlog, not as many.
    pub(super) fn accept_queue_full(&self) -> bool {
        self.accept_queue.len() > self.backlog as usize
    }
    /// `inet_csk_reqsk_queue_is_full`.
    fn request_queue_full(&self) -> bool {
        self.requests.len() > self.backlog as usize
    }
}

/// A connection request: SYN received, SYN-ACK sent (`struct tcp_request_sock`).
#[derive(Debug, Clone)]
pub(super) struct Request {
    /// The listener's slot.
    pub listener: u32,
    pub local: SocketAddrV4,
    pub remote: SocketAddrV4,
    pub flow: Option<Flow>,
    pub start: ChildStart,
    pub timeouts: u32,
    pub retransmissions: u32,
    /// The handshake's last ACK has come, but the accept queue was full.
    pub acknowledged: bool,
    pub deadline: Instant,
    pub last_oow_ack: u64,
    pub sent_at_us: u64,
    pub tos: u8,
}

impl Request {
    pub(super) fn tuple(&self) -> FourTuple {
        FourTuple::new(self.local, self.remote)
    }

    /// Sends the SYN-ACK (`tcp_v4_send_synack`).
    fn send_syn_ack(&self, env: &mut Environment<'_>) {
        let start = &self.start;
        let options = TcpOptions {
            maximum_segment_size: Some(start.mss_told.min(65_535) as u16),
            window_scale: start.window_scaling.then_some(start.rcv_wscale),
            sack_permitted: start.sack,
            timestamps: start.timestamps.then(|| Timestamps {
                value: (env.now.as_millis() as u32).wrapping_add(start.ts_offset),
                echo_reply: start.ts_recent,
            }),
            ..TcpOptions::default()
        };
        self.send(env, TcpFlags::SYN | TcpFlags::ACK, start.snt_isn, options, SegmentKind::Handshake);
    }

    /// An ACK on behalf of the request (`tcp_v4_reqsk_send_ack`).
    fn send_ack(&self, env: &mut Environment<'_>) {
        let start = &self.start;
        let options = TcpOptions {
            timestamps: start.timestamps.then(|| Timestamps {
                value: (env.now.as_millis() as u32).wrapping_add(start.ts_offset),
                echo_reply: start.ts_recent,
            }),
            ..TcpOptions::default()
        };
        self.send(env, TcpFlags::ACK, start.snt_isn + 1, options, SegmentKind::Acknowledgement);
    }

    fn send(
        &self,
        env: &mut Environment<'_>,
        flags: TcpFlags,
        seq: Seq,
        options: TcpOptions,
        kind: SegmentKind,
    ) {
        let window = self.start.window.min(65_535);
        let scale = if flags.syn() { 0 } else { self.start.rcv_wscale };
        send_stateless(
            env,
            Stateless {
                source: self.local,
                destination: self.remote,
                sequence: seq,
                acknowledgment: self.start.rcv_isn + 1,
                flags,
                window: if flags.syn() {
                    window as u16
                } else {
                    (self.start.window >> scale).min(65_535) as u16
                },
                window_bytes: if flags.syn() { window } else { self.start.window },
                options,
                flow: self.flow,
                kind,
                tos: self.tos,
            },
        );
    }

    /// Ticks until the next SYN-ACK (`tcp_reqsk_timeout`).
    fn timeout(&self, env: &Environment<'_>) -> u64 {
        let most = u64::from(env.sysctl.tcp_rto_max_ms) * HZ / 1000;
        (HZ << self.timeouts.min(20)).min(most)
    }

    fn oow_limited(&mut self, env: &Environment<'_>) -> bool {
        let limit = crate::timer::ticks_from_millis(u64::from(env.sysctl.tcp_invalid_ratelimit));
        let now = env.ticks() + 1;
        if self.last_oow_ack != 0 && now.saturating_sub(self.last_oow_ack) < limit {
            return true;
        }
        self.last_oow_ack = now;
        false
    }
}

impl TcpLayer {
    /// A SYN for a listener (`tcp_conn_request`). `isn`: what TIME-WAIT prescribes.
    pub(super) fn connection_request(
        &mut self,
        env: &mut Environment<'_>,
        slot: u32,
        segment: &IncomingSegment,
        isn: Option<Seq>,
    ) {
        let (queue_full, accept_full, listener_id) = {
            let socket = self.slot(slot);
            let listener = socket.listener.as_ref().expect("a listener");
            (listener.request_queue_full(), listener.accept_queue_full(), socket.id)
        };
        let cookies = env.sysctl.tcp_syncookies;
        let want_cookie = cookies == 2 || queue_full;
        let crowded = !want_cookie && cookies == 0 && isn.is_none() && {
            let most = env.sysctl.tcp_max_syn_backlog;
            let used = self.slot(slot).listener.as_ref().map_or(0, |listener| listener.requests.len() as u32);
            most.saturating_sub(used) < most >> 2
        };
        if (want_cookie && cookies == 0) || accept_full || crowded {
            env.emit(|| Event::Dropped {
                frame: None,
                socket: Some(listener_id),
                reason: DropReason::ListenOverflow,
            });
            self.count_drop(slot);
            return;
        }
        let Some(mut request) = self.make_request(env, slot, segment) else { return };
        if want_cookie {
            if !request.start.timestamps {
                request.start.sack = false;
                request.start.window_scaling = false;
                request.start.snd_wscale = 0;
            }
            request.start.snt_isn =
                self.cookie(env, &request.tuple(), request.start.rcv_isn, request.start.mss);
            if let Some(listener) = &mut self.slot_mut(slot).listener {
                listener.cookies_at = Some(env.now);
            }
            if request.start.timestamps {
                // What a cookie cannot hold travels in the timestamp's low bits (`cookie_init_timestamp`).
                let scale =
                    if request.start.window_scaling { u32::from(request.start.snd_wscale) } else { 0xf };
                let bits = scale | u32::from(request.start.sack) << 4;
                let clock = env.now.as_millis() as u32;
                let mut stamp = clock & !0x3f | bits;
                if stamp > clock {
                    stamp = stamp.wrapping_sub(0x40);
                }
                let offset = stamp.wrapping_sub(clock).wrapping_add(request.start.ts_offset);
                request.start.ts_offset = offset;
            }
            request.send_syn_ack(env);
            return;
        }
        request.start.snt_isn = isn.unwrap_or_else(|| env.initial_sequence());
        request.send_syn_ack(env);
        let delay = ticks_duration(request.timeout(env));
        request.deadline = env.policy.timer_deadline(env.now, delay);
        request.timeouts = 0;
        let tuple = request.tuple();
        let deadline = request.deadline;
        let index = self.requests.insert(request);
        self.by_tuple.insert(tuple, Entry::Request(index));
        self.push_request_timer(index, deadline);
        if let Some(listener) = &mut self.slot_mut(slot).listener {
            listener.requests.insert(index);
        }
    }

    /// Reads the SYN (`tcp_openreq_init`, `tcp_openreq_init_rwin`).
    fn make_request(
        &mut self,
        env: &mut Environment<'_>,
        slot: u32,
        segment: &IncomingSegment,
    ) -> Option<Request> {
        let header = &segment.header;
        let route = env.route.route(*segment.source.ip()).ok()?;
        let mtu = route.mtu.min(65_535);
        let textbook = env.policy.textbook();
        let ts_offset = self.timestamp_offset(*segment.destination.ip(), *segment.source.ip());
        let socket = self.slot(slot);
        let options = &header.options;
        let told = advertised_mss(mtu, socket.settings.user_mss);
        let mss = match options.maximum_segment_size {
            None | Some(0) => TCP_MSS_DEFAULT,
            Some(mss) => u32::from(mss),
        };
        let mss = if socket.settings.user_mss > 0 { mss.min(socket.settings.user_mss) } else { mss };
        let timestamps = options.timestamps.filter(|_| env.sysctl.tcp_timestamps != 0);
        let scaling = options.window_scale.is_some() && env.sysctl.tcp_window_scaling != 0 && !textbook;
        let full = socket.full_space();
        let mut clamp = socket.rcv.window_clamp;
        if socket.settings.receive_buffer_locked && (i64::from(clamp) > full || clamp == 0) {
            clamp = full as u32;
        }
        let usable = told - if timestamps.is_some() { 12 } else { 0 };
        let initial = select_initial_window(env, full, usable, clamp, scaling);
        Some(Request {
            listener: slot,
            local: segment.destination,
            remote: segment.source,
            flow: segment.flow,
            start: ChildStart {
                snt_isn: Seq::new(0),
                rcv_isn: header.sequence,
                window: initial.window,
                clamp: initial.clamp,
                rcv_wscale: if scaling { initial.scale } else { 0 },
                snd_wscale: if scaling {
                    options.window_scale.unwrap_or(0).min(MAXIMUM_WINDOW_SCALE)
                } else {
                    0
                },
                window_scaling: scaling,
                sack: options.sack_permitted && env.sysctl.tcp_sack != 0,
                timestamps: timestamps.is_some(),
                ts_recent: timestamps.map_or(0, |stamps| stamps.value),
                ts_offset,
                mss,
                mss_told: told,
                mtu,
                peer_window: 0,
                retransmissions: 0,
                timeouts: 0,
                sent_at_millis: env.now.as_millis(),
                rtt_us: None,
            },
            timeouts: 0,
            retransmissions: 0,
            acknowledged: false,
            deadline: env.now,
            last_oow_ack: 0,
            sent_at_us: env.micros(),
            tos: socket.settings.tos,
        })
    }

    /// A segment for a request (`tcp_check_req`). False: the listener is to judge it (and will answer with RST).
    pub(super) fn request_segment(
        &mut self,
        env: &mut Environment<'_>,
        index: u32,
        segment: &IncomingSegment,
    ) -> bool {
        let header = &segment.header;
        let mut flags = header.flags;
        let place = Place::of(segment);
        let request = self.requests.get_mut(index);
        let stamps = header.options.timestamps.filter(|_| request.start.timestamps);
        let old_stamp =
            stamps.is_some_and(|stamps| (stamps.value.wrapping_sub(request.start.ts_recent) as i32) < 0);
        let only_syn = flags.syn() && !flags.ack() && !flags.rst() && !flags.fin();
        if place.seq == request.start.rcv_isn && only_syn && !old_stamp {
            if !request.oow_limited(env) {
                request.send_syn_ack(env);
                request.retransmissions += 1;
                let delay = ticks_duration(request.timeout(env));
                request.deadline = env.policy.timer_deadline(env.now, delay);
                let deadline = request.deadline;
                self.push_request_timer(index, deadline);
            }
            return true;
        }
        if flags.ack() && header.acknowledgment != request.start.snt_isn + 1 {
            return false;
        }
        let nxt = request.start.rcv_isn + 1;
        let window_end = nxt + request.start.window;
        let inside = (place.seq == nxt && place.end_seq == place.seq)
            || (place.end_seq.after(nxt) && place.seq.before(window_end))
            || (place.seq == window_end && place.end_seq == place.seq);
        if old_stamp || !inside {
            if !flags.rst() && !request.oow_limited(env) {
                request.send_ack(env);
            }
            return true;
        }
        if let Some(stamps) = stamps
            && !place.seq.after(nxt)
        {
            request.start.ts_recent = stamps.value;
        }
        if place.seq == request.start.rcv_isn {
            flags.remove(TcpFlags::SYN);
        }
        if flags.rst() || flags.syn() {
            self.remove_request(index);
            return true;
        }
        if !flags.ack() {
            return true;
        }
        self.complete_request(env, index, segment, place)
    }

    /// The last ACK of the handshake.
    fn complete_request(
        &mut self,
        env: &mut Environment<'_>,
        index: u32,
        segment: &IncomingSegment,
        place: Place,
    ) -> bool {
        let request = self.requests.get(index).clone();
        let slot = request.listener;
        let (deferred, full) = {
            let socket = self.slot(slot);
            let listener = socket.listener.as_ref().expect("a listener");
            (request.timeouts < socket.settings.defer_accept, listener.accept_queue_full())
        };
        if deferred && place.end_seq == request.start.rcv_isn + 1 {
            self.requests.get_mut(index).acknowledged = true;
            return true;
        }
        if full {
            let socket = Some(self.slot(slot).id);
            env.emit(|| Event::Dropped { frame: None, socket, reason: DropReason::ListenOverflow });
            if env.sysctl.tcp_abort_on_overflow != 0 {
                self.remove_request(index);
                super::reset::send_reset(env, segment);
            } else {
                self.requests.get_mut(index).acknowledged = true;
            }
            return true;
        }
        let mut start = request.start.clone();
        start.peer_window = u32::from(segment.header.window) << start.snd_wscale;
        start.retransmissions = request.retransmissions;
        start.timeouts = request.timeouts;
        if request.retransmissions == 0 {
            start.rtt_us = Some((env.micros() - request.sent_at_us) as u32);
        }
        self.remove_request(index);
        let flow = request.flow.or(segment.flow);
        self.make_child(env, slot, request.local, request.remote, flow, &start, segment);
        true
    }

    /// Makes the socket of a complete connection, places it into the accept queue and hands it the segment.
    #[allow(clippy::too_many_arguments)]
    fn make_child(
        &mut self,
        env: &mut Environment<'_>,
        slot: u32,
        local: SocketAddrV4,
        remote: SocketAddrV4,
        flow: Option<Flow>,
        start: &ChildStart,
        segment: &IncomingSegment,
    ) {
        let id = env.identities.socket();
        let mut child = Box::new(Connection::new(env, id));
        let listener = self.slot(slot);
        let listener_id = listener.id;
        child.settings = listener.settings.clone();
        child.snd.sndbuf = listener.snd.sndbuf;
        child.rcv.rcvbuf = listener.rcv.rcvbuf;
        if child.settings.congestion_control != env.sysctl.tcp_congestion_control {
            let algorithm = child.settings.congestion_control;
            child.cc.set_algorithm(algorithm, env.micros(), start.snt_isn);
        }
        child.local = local;
        child.remote = remote;
        child.flow = flow;
        child.waits_at = Some(listener_id);
        env.emit(|| Event::SocketCreated { socket: id, listener: Some(listener_id) });
        child.set_state(env, TcpState::SynReceived, StateChangeReason::Segment);
        child.start_as_child(env, start);
        let child_slot = self.insert_slot(child);
        self.by_tuple.insert(FourTuple::new(local, remote), Entry::Connection(child_slot));
        self.ports.connected(local.port(), self.slot(child_slot).settings.reuse_address);
        let length = {
            let queue = &mut self.slot_mut(slot).listener.as_mut().expect("a listener").accept_queue;
            queue.push_back(child_slot);
            queue.len() as u32
        };
        env.emit(|| Event::ConnectionQueued { listener: listener_id, socket: id, length });
        let verdict = self.with(env, child_slot, |child, env| child.segment(env, segment));
        if verdict == Verdict::Reset {
            super::reset::send_reset(env, segment);
        }
        self.slot(slot).wake(env, PollEvents::IN, WakeReason::Connection);
    }

    /// The timer of a request ran out (`reqsk_timer_handler`).
    pub(super) fn request_timer(&mut self, env: &mut Environment<'_>, index: u32) {
        let (slot, timeouts, acknowledged) = {
            let request = self.requests.get(index);
            (request.listener, request.timeouts, request.acknowledged)
        };
        let settings = &self.slot(slot).settings;
        let most = match settings.syn_retries {
            0 => env.sysctl.tcp_synack_retries,
            own => own,
        };
        let defer = settings.defer_accept;
        let (expire, resend) = if defer == 0 {
            (timeouts + 1 > most, true)
        } else {
            let expire = timeouts + 1 > most && (!acknowledged || timeouts + 1 > defer);
            (expire, !acknowledged || timeouts + 1 >= defer)
        };
        if expire {
            return self.remove_request(index);
        }
        let request = self.requests.get_mut(index);
        if resend {
            request.send_syn_ack(env);
            request.retransmissions += 1;
        }
        request.timeouts += 1;
        let delay = ticks_duration(request.timeout(env));
        request.deadline = env.policy.timer_deadline(env.now, delay);
        let deadline = request.deadline;
        self.push_request_timer(index, deadline);
    }

    /// Takes a request out of every table.
    pub(super) fn remove_request(&mut self, index: u32) {
        let request = self.requests.remove(index);
        let tuple = request.tuple();
        if matches!(self.by_tuple.get(&tuple), Some(Entry::Request(at)) if *at == index) {
            self.by_tuple.remove(&tuple);
        }
        if let Some(socket) = self.slot_maybe(request.listener)
            && let Some(listener) = &mut socket.listener
        {
            listener.requests.remove(&index);
        }
    }

    // ---- SYN cookies -------------------------------------------------------------------------------------------

    /// The sequence number that carries the MSS and proves itself (`secure_tcp_syn_cookie`; another hash, the same use).
    fn cookie(&self, env: &Environment<'_>, tuple: &FourTuple, rcv_isn: Seq, mss: u32) -> Seq {
        let class = MSS_CLASSES.iter().rposition(|&class| class <= mss).unwrap_or(0) as u32;
        let minutes = (env.seconds() / 60) as u32;
        self.cookie_value(tuple, rcv_isn, minutes, class)
    }

    fn cookie_value(&self, tuple: &FourTuple, rcv_isn: Seq, minutes: u32, class: u32) -> Seq {
        let word = self.hash(tuple.words().0 ^ tuple.words().1.rotate_left(17), u64::from(rcv_isn.raw()));
        let proof = (self.hash(word, u64::from(minutes) << 8 | u64::from(class)) as u32) & 0x00ff_fff8;
        Seq::new((minutes << 24) | proof | class)
    }

    /// An ACK without a request at a listener: perhaps it answers a cookie (`cookie_v4_check`). True: it is dealt with.
    pub(super) fn cookie_segment(
        &mut self,
        env: &mut Environment<'_>,
        slot: u32,
        segment: &IncomingSegment,
    ) -> bool {
        let header = &segment.header;
        let recently = self
            .slot(slot)
            .listener
            .as_ref()
            .and_then(|listener| listener.cookies_at)
            .is_some_and(|at| (env.now - at).as_secs() < 120);
        if env.sysctl.tcp_syncookies == 0 || !header.flags.ack() || header.flags.rst() || !recently {
            return false;
        }
        let Some(mut request) = self.make_request(env, slot, segment) else { return false };
        let rcv_isn = header.sequence - 1;
        let cookie = header.acknowledgment - 1;
        let (minutes, class) = (cookie.raw() >> 24, cookie.raw() & 7);
        let now = (env.seconds() / 60) as u32;
        let fresh = (now.wrapping_sub(minutes) & 0xff) < 2;
        let valid = class < MSS_CLASSES.len() as u32
            && [now, now.wrapping_sub(1)]
                .iter()
                .any(|&then| self.cookie_value(&request.tuple(), rcv_isn, then, class) == cookie);
        if !fresh || !valid {
            return false;
        }
        let start = &mut request.start;
        start.rcv_isn = rcv_isn;
        start.snt_isn = cookie;
        start.mss = MSS_CLASSES[class as usize];
        start.timestamps = header.options.timestamps.is_some() && env.sysctl.tcp_timestamps != 0;
        start.window_scaling = false;
        start.sack = false;
        start.snd_wscale = 0;
        if let Some(stamps) = header.options.timestamps.filter(|_| start.timestamps) {
            let echo = stamps.echo_reply.wrapping_sub(start.ts_offset);
            let scale = echo & 0xf;
            start.sack = echo & 0x10 != 0;
            start.window_scaling = scale != 0xf;
            start.snd_wscale = if scale == 0xf { 0 } else { scale as u8 };
            start.ts_recent = stamps.value;
        }
        let socket = self.slot(slot);
        let full = socket.full_space();
        let mut clamp = socket.rcv.window_clamp;
        if socket.settings.receive_buffer_locked && (i64::from(clamp) > full || clamp == 0) {
            clamp = full as u32;
        }
        let usable = request.start.mss_told - if request.start.timestamps { 12 } else { 0 };
        let initial = select_initial_window(env, full, usable, clamp, request.start.window_scaling);
        request.start.window = initial.window;
        request.start.clamp = initial.clamp;
        request.start.rcv_wscale = initial.scale;
        request.start.peer_window = u32::from(header.window) << request.start.snd_wscale;
        let (id, overflow) = (socket.id, socket.listener.as_ref().is_some_and(|l| l.accept_queue_full()));
        if overflow {
            env.emit(|| Event::Dropped { frame: None, socket: Some(id), reason: DropReason::ListenOverflow });
            return true;
        }
        let start = request.start.clone();
        self.make_child(env, slot, request.local, request.remote, segment.flow, &start, segment);
        true
    }
}

/// MSS values a cookie can name (`msstab`).
const MSS_CLASSES: [u32; 4] = [536, 1300, 1440, 1460];
