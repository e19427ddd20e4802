//! Segments and ICMP errors find their socket (`tcp_v4_rcv`, `tcp_v4_err`), and what `poll` finds.

use super::TcpLayer;
use super::connection::Connection;
use super::environment::{Environment, IncomingSegment};
use super::listen::Request;
use super::reset::send_reset;
use super::segment_in::Verdict;
use super::tables::{Entry, FourTuple};
use super::time_wait::{TimeWait, TimeWaitVerdict};
use super::view::{SocketMemory, TcpView, TimerView};
use crate::event::{DropReason, Event, SegmentView, SocketId, StateChangeReason, TcpState, TimerKind};
use crate::timer::ticks_duration;
use core::net::SocketAddrV4;
use netlab_abi::{Errno, PollEvents, TcpInfo};
use netlab_wire::Seq;

/// What an ICMP error said about a segment of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IcmpReport {
    /// ICMP type.
    pub kind: u8,
    /// ICMP code.
    pub code: u8,
    /// MTU of the next hop, for "fragmentation needed".
    pub mtu: Option<u16>,
    /// Source of the quoted segment: this computer.
    pub source: SocketAddrV4,
    /// Its destination.
    pub destination: SocketAddrV4,
    /// Its sequence number.
    pub sequence: Seq,
}

const DESTINATION_UNREACHABLE: u8 = 3;
const TIME_EXCEEDED: u8 = 11;
const PARAMETER_PROBLEM: u8 = 12;
const FRAGMENTATION_NEEDED: u8 = 4;

/// The errno of a destination unreachable code, and whether it ends a connection attempt at once (`icmp_err_convert`).
fn unreachable_error(code: u8) -> Option<(Errno, bool)> {
    Some(match code {
        0 | 6 | 9 => (Errno::ENETUNREACH, code != 0),
        1 | 5 | 11 | 12 => (Errno::EHOSTUNREACH, false),
        2 => (Errno::ENOPROTOOPT, true),
        3 => (Errno::ECONNREFUSED, true),
        4 => (Errno::EMSGSIZE, false),
        7 => (Errno::EHOSTDOWN, true),
        8 => (Errno::ENXIO, true),
        10 | 13 | 14 | 15 => (Errno::EHOSTUNREACH, true),
        _ => return None,
    })
}

impl TcpLayer {
    /// A segment has arrived (`tcp_v4_rcv`).
    pub fn segment_arrives(&mut self, env: &mut Environment<'_>, segment: IncomingSegment) {
        let tuple = FourTuple::new(segment.destination, segment.source);
        let entry = self.by_tuple.get(&tuple).copied();
        let listener = match entry {
            Some(Entry::Connection(slot)) => {
                self.record_segment(env, &segment, Some(slot));
                return self.for_connection(env, slot, &segment);
            }
            Some(Entry::Request(index)) => {
                let slot = self.requests.get(index).listener;
                self.record_segment(env, &segment, Some(slot));
                if self.request_segment(env, index, &segment) {
                    return self.clean_heap();
                }
                Some(slot)
            }
            Some(Entry::TimeWait(index)) => {
                self.record_segment(env, &segment, None);
                let Some((slot, isn)) = self.for_time_wait(env, index, &segment) else { return };
                self.connection_request(env, slot, &segment, Some(isn));
                return;
            }
            None => {
                let slot = self.ports.listener(segment.destination);
                self.record_segment(env, &segment, slot);
                slot
            }
        };
        match listener {
            Some(slot) => self.for_listener(env, slot, &segment),
            None => {
                env.emit(|| Event::Dropped { frame: None, socket: None, reason: DropReason::NoSocket });
                send_reset(env, &segment);
            }
        }
    }

    fn record_segment(&self, env: &mut Environment<'_>, segment: &IncomingSegment, slot: Option<u32>) {
        let header = &segment.header;
        let (socket, scale) = match slot {
            Some(slot) => {
                let socket = self.slot(slot);
                let scale = if header.flags.syn() { 0 } else { socket.snd.snd_wscale };
                (Some(socket.id), scale)
            }
            None => (None, 0),
        };
        let id = env.emit(|| Event::SegmentReceived {
            socket,
            segment: SegmentView {
                source: segment.source,
                destination: segment.destination,
                sequence: header.sequence,
                acknowledgment: header.acknowledgment,
                flags: header.flags,
                window: u32::from(header.window) << scale,
                length: segment.payload.length,
                payload: segment.range,
            },
        });
        env.cause = Some(id);
    }

    fn for_connection(&mut self, env: &mut Environment<'_>, slot: u32, segment: &IncomingSegment) {
        let verdict = self.with(env, slot, |socket, env| match socket.state {
            TcpState::SynSent => socket.segment_syn_sent(env, segment),
            TcpState::Closed => Verdict::Reset,
            TcpState::Listen
            | TcpState::SynReceived
            | TcpState::Established
            | TcpState::FinWait1
            | TcpState::FinWait2
            | TcpState::CloseWait
            | TcpState::Closing
            | TcpState::LastAck
            | TcpState::TimeWait => socket.segment(env, segment),
        });
        if verdict == Verdict::Reset {
            send_reset(env, segment);
        }
    }

    /// A segment for a listener (RFC 9293 3.10.7.2).
    fn for_listener(&mut self, env: &mut Environment<'_>, slot: u32, segment: &IncomingSegment) {
        let flags = segment.header.flags;
        if !flags.syn() && self.cookie_segment(env, slot, segment) {
            return;
        }
        if flags.ack() {
            return send_reset(env, segment);
        }
        if flags.rst() || flags.fin() {
            return;
        }
        if flags.syn() {
            self.connection_request(env, slot, segment, None);
        }
    }

    /// A segment for TIME-WAIT. A listener and a sequence number when a new connection may begin.
    fn for_time_wait(
        &mut self,
        env: &mut Environment<'_>,
        index: u32,
        segment: &IncomingSegment,
    ) -> Option<(u32, Seq)> {
        let verdict = self.time_waits.get_mut(index).segment(env, segment);
        match verdict {
            TimeWaitVerdict::Done => None,
            TimeWaitVerdict::Remove => {
                self.remove_time_wait(env, index, StateChangeReason::Reset);
                self.clean_heap();
                None
            }
            TimeWaitVerdict::Restart => {
                let length = ticks_duration(super::probes::TIME_WAIT_LENGTH);
                let deadline = env.policy.timer_deadline(env.now, length);
                self.time_waits.get_mut(index).deadline = deadline;
                self.push_time_wait_timer(index, deadline);
                self.clean_heap();
                None
            }
            TimeWaitVerdict::Reset => {
                self.remove_time_wait(env, index, StateChangeReason::Segment);
                self.clean_heap();
                send_reset(env, segment);
                None
            }
            TimeWaitVerdict::NewConnection(isn) => {
                let slot = self.ports.listener(segment.destination)?;
                self.remove_time_wait(env, index, StateChangeReason::Segment);
                self.clean_heap();
                Some((slot, isn))
            }
        }
    }

    /// An ICMP error about one of our segments has arrived (`tcp_v4_err`).
    pub fn icmp_error(&mut self, env: &mut Environment<'_>, report: IcmpReport) {
        let tuple = FourTuple::new(report.source, report.destination);
        match self.by_tuple.get(&tuple).copied() {
            Some(Entry::Connection(slot)) => {
                self.with(env, slot, |socket, env| socket.icmp(env, report));
            }
            Some(Entry::Request(index)) => {
                let hard = matches!(
                    (report.kind, unreachable_error(report.code)),
                    (DESTINATION_UNREACHABLE, Some(_))
                ) && report.code != FRAGMENTATION_NEEDED;
                if hard && report.sequence == self.requests.get(index).start.snt_isn {
                    self.remove_request(index);
                    self.clean_heap();
                }
            }
            Some(Entry::TimeWait(_)) | None => {}
        }
    }

    /// A connection request as `ss` lists it.
    pub(super) fn request_view(&self, request: &Request) -> TcpView {
        let mut view =
            empty_view(self.slot(request.listener).id, TcpState::SynReceived, request.local, request.remote);
        view.flow = request.flow;
        view.rcv_wnd = request.start.window;
        view.timers = vec![TimerView {
            timer: TimerKind::SynAck,
            deadline: request.deadline,
            retries: request.timeouts.min(255) as u8,
        }];
        view
    }
}

impl TimeWait {
    /// The entry as `ss` lists it.
    pub(super) fn view(&self) -> TcpView {
        let mut view = empty_view(self.socket, self.substate, self.local, self.remote);
        view.flow = self.flow;
        view.orphan = true;
        view.snd_nxt = self.snd_nxt;
        view.rcv_nxt = self.rcv_nxt;
        view.rcv_wnd = self.rcv_wnd;
        view.timers = vec![TimerView { timer: TimerKind::TimeWait, deadline: self.deadline, retries: 0 }];
        view
    }
}

fn empty_view(socket: SocketId, state: TcpState, local: SocketAddrV4, remote: SocketAddrV4) -> TcpView {
    TcpView {
        socket,
        state,
        local,
        remote,
        flow: None,
        orphan: false,
        receive_queue: 0,
        send_queue: 0,
        memory: SocketMemory::default(),
        info: TcpInfo { state: super::info::state_number(state), ..TcpInfo::default() },
        congestion_control: "",
        timers: Vec::new(),
        congestion_state: super::view::CongestionState::Open,
        error: None,
        shut_down: (false, false),
        unacknowledged: None,
        unsent: None,
        unread: None,
        out_of_order: Vec::new(),
        send_skbs: Vec::new(),
        receive_skbs: Vec::new(),
        snd_una: Seq::new(0),
        snd_nxt: Seq::new(0),
        snd_wnd: 0,
        rcv_nxt: Seq::new(0),
        rcv_wnd: 0,
        rcv_ssthresh: 0,
        initial_send: Seq::new(0),
        initial_receive: Seq::new(0),
    }
}

impl Connection {
    /// Forgets a connection that was here before (`tcp_disconnect`), keeping what the process has set.
    pub(super) fn prepare_to_connect(&mut self, env: &mut Environment<'_>) {
        let mut fresh = Connection::new(env, self.id);
        fresh.settings = self.settings.clone();
        fresh.bound_address = self.bound_address;
        fresh.bound_port = self.bound_port;
        fresh.local = self.local;
        fresh.snd.sndbuf = self.snd.sndbuf;
        fresh.rcv.rcvbuf = self.rcv.rcvbuf;
        fresh.rcv.window_clamp = if self.snd.iss == Seq::new(0) { self.rcv.window_clamp } else { 0 };
        fresh.timers.registered = self.timers.registered;
        fresh.cc = super::congestion::Congestion::new(self.settings.congestion_control);
        fresh.waits_at = self.waits_at;
        *self = fresh;
    }

    /// `tcp_v4_err`
    fn icmp(&mut self, env: &mut Environment<'_>, report: IcmpReport) {
        let una = self.snd.snd_una;
        if self.state != TcpState::Listen
            && (report.sequence.before(una) || report.sequence.after(self.snd.snd_nxt))
        {
            return;
        }
        let (errno, _hard) = match report.kind {
            DESTINATION_UNREACHABLE if report.code == FRAGMENTATION_NEEDED => {
                return self.path_mtu(env, report.mtu);
            }
            DESTINATION_UNREACHABLE => match unreachable_error(report.code) {
                Some(error) => error,
                None => return,
            },
            TIME_EXCEEDED => (Errno::EHOSTUNREACH, false),
            PARAMETER_PROBLEM => (Errno::EIO, false),
            _ => return,
        };
        match self.state {
            TcpState::SynSent | TcpState::SynReceived => {
                self.done_with_error(env, errno, StateChangeReason::Icmp);
            }
            TcpState::Closed
            | TcpState::Listen
            | TcpState::Established
            | TcpState::FinWait1
            | TcpState::FinWait2
            | TcpState::CloseWait
            | TcpState::Closing
            | TcpState::LastAck
            | TcpState::TimeWait => {
                if self.settings.report_errors && !self.orphan {
                    self.report_error(env, errno);
                } else {
                    self.soft_error = Some(errno);
                }
            }
        }
    }

    /// The way takes smaller packets only (`tcp_v4_mtu_reduced`, RFC 1191).
    fn path_mtu(&mut self, env: &mut Environment<'_>, mtu: Option<u16>) {
        const SMALLEST: u32 = 552;
        let mtu = mtu.map_or(576, u32::from).max(SMALLEST);
        if mtu >= self.snd.pmtu || self.settings.mtu_discover == 0 {
            return;
        }
        self.sync_mss(env, mtu);
        let mss = self.current_mss();
        let count = self.snd.queue.sent_count();
        let mut any = false;
        for index in 0..count {
            if self.snd.queue.get(index).len() > mss {
                self.mark_lost(index);
                any = true;
            }
        }
        if any {
            self.retransmit_lost(env);
        }
    }

    /// `tcp_poll`
    pub(super) fn poll(&self) -> PollEvents {
        if let Some(listener) = &self.listener {
            return if listener.accept_queue.is_empty() {
                PollEvents::NONE
            } else {
                PollEvents::IN.union(PollEvents::RDNORM)
            };
        }
        let mut events = PollEvents::NONE;
        if (self.receive_shut && self.send_shut) || self.state == TcpState::Closed {
            events = events.union(PollEvents::HUP);
        }
        if self.receive_shut {
            events = events.union(PollEvents::IN).union(PollEvents::RDNORM).union(PollEvents::RDHUP);
        }
        if !matches!(self.state, TcpState::SynSent | TcpState::SynReceived) {
            if self.readable_enough() && self.unread() > 0 {
                events = events.union(PollEvents::IN).union(PollEvents::RDNORM);
            }
            if self.send_shut || self.writable() {
                events = events.union(PollEvents::OUT).union(PollEvents::WRNORM);
            } else {
                self.snd.nospace.set(true);
            }
        }
        if self.error.is_some() {
            events = events.union(PollEvents::ERR);
        }
        events
    }
}
