//! TIME-WAIT: what is left of a connection so that old segments find an answer (RFC 9293 3.6.1, `tcp_timewait_state_process`).

use super::environment::{Environment, IncomingSegment};
use super::output::{Stateless, send_stateless};
use crate::event::{Event, SegmentKind, SocketId, StateChangeReason, TcpState};
use core::net::SocketAddrV4;
use netlab_abi::Flow;
use netlab_wire::{Instant, Seq, TcpFlags, TcpOptions, Timestamps};

/// A TIME-WAIT entry (`struct tcp_timewait_sock`), also for orphans in FIN-WAIT-2.
#[derive(Debug, Clone)]
pub(super) struct TimeWait {
    pub socket: SocketId,
    pub local: SocketAddrV4,
    pub remote: SocketAddrV4,
    pub flow: Option<Flow>,
    /// FIN-WAIT-2 or TIME-WAIT.
    pub substate: TcpState,
    pub rcv_nxt: Seq,
    pub snd_nxt: Seq,
    pub rcv_wnd: u32,
    pub rcv_wscale: u8,
    pub timestamps: bool,
    pub ts_recent: u32,
    pub ts_recent_at: u64,
    pub ts_offset: u32,
    pub reuse: bool,
    pub deadline: Instant,
    /// Tick of the last ACK to a segment out of window, plus one.
    pub last_oow_ack: u64,
    pub tos: u8,
}

/// What a segment does to TIME-WAIT.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TimeWaitVerdict {
    /// Nothing more.
    Done,
    /// The entry goes (`inet_twsk_deschedule_put`).
    Remove,
    /// Its time starts again.
    Restart,
    /// A RST is due, and the entry goes (data for an orphan in FIN-WAIT-2).
    Reset,
    /// A new connection may begin here; its sequence number starts above this one.
    NewConnection(Seq),
}

impl TimeWait {
    /// Judges a segment (`tcp_timewait_state_process`).
    pub(super) fn segment(
        &mut self,
        env: &mut Environment<'_>,
        segment: &IncomingSegment,
    ) -> TimeWaitVerdict {
        let header = &segment.header;
        let (seq, flags) = (header.sequence, header.flags);
        let length = segment.payload.length;
        let end_seq = seq + length + u32::from(flags.syn()) + u32::from(flags.fin());
        let stamps = header.options.timestamps.filter(|_| self.timestamps);
        let old_stamp = stamps.is_some_and(|stamps| (stamps.value.wrapping_sub(self.ts_recent) as i32) < 0);
        if self.substate == TcpState::FinWait2 {
            return self.fin_wait2(env, segment, end_seq, old_stamp);
        }
        if !old_stamp && seq == self.rcv_nxt && (seq == end_seq || flags.rst()) {
            // Nothing or a RST exactly in place.
            if flags.rst() {
                return if env.sysctl.tcp_rfc1337 == 0 {
                    TimeWaitVerdict::Remove
                } else {
                    TimeWaitVerdict::Restart
                };
            }
            if let Some(stamps) = stamps {
                self.ts_recent = stamps.value;
                self.ts_recent_at = env.seconds();
            }
            return TimeWaitVerdict::Restart;
        }
        let newer_stamp = stamps.is_some_and(|stamps| (stamps.value.wrapping_sub(self.ts_recent) as i32) > 0);
        if flags.syn()
            && !flags.rst()
            && !flags.ack()
            && !old_stamp
            && (seq.after(self.rcv_nxt) || newer_stamp)
        {
            let next = (self.snd_nxt + 65_535 + 2).raw().max(1);
            return TimeWaitVerdict::NewConnection(Seq::new(next));
        }
        if !flags.rst() {
            let restart = flags.ack() && !old_stamp;
            self.answer(env);
            if restart {
                return TimeWaitVerdict::Restart;
            }
        }
        TimeWaitVerdict::Done
    }

    /// An orphan in FIN-WAIT-2 (RFC 9293 3.10.7.4).
    fn fin_wait2(
        &mut self,
        env: &mut Environment<'_>,
        segment: &IncomingSegment,
        end_seq: Seq,
        old_stamp: bool,
    ) -> TimeWaitVerdict {
        let header = &segment.header;
        let (seq, flags) = (header.sequence, header.flags);
        let window_end = self.rcv_nxt + self.rcv_wnd;
        let inside = (seq == window_end && seq == end_seq)
            || seq == self.rcv_nxt
            || (end_seq.after(self.rcv_nxt) && seq.before(window_end));
        if old_stamp || !inside {
            self.answer(env);
            return TimeWaitVerdict::Done;
        }
        if flags.rst() {
            return TimeWaitVerdict::Remove;
        }
        if flags.syn() && !seq.before(self.rcv_nxt) {
            return TimeWaitVerdict::Reset;
        }
        if !flags.ack() || !end_seq.after(self.rcv_nxt) || end_seq == seq {
            return TimeWaitVerdict::Done;
        }
        if !flags.fin() || end_seq != self.rcv_nxt + 1 {
            return TimeWaitVerdict::Reset;
        }
        let socket = self.socket;
        env.emit(|| Event::StateChanged {
            socket,
            from: TcpState::FinWait2,
            to: TcpState::TimeWait,
            reason: StateChangeReason::Segment,
        });
        self.substate = TcpState::TimeWait;
        self.rcv_nxt = end_seq;
        if let Some(stamps) = header.options.timestamps {
            self.ts_recent = stamps.value;
            self.ts_recent_at = env.seconds();
        }
        self.acknowledge(env);
        TimeWaitVerdict::Restart
    }

    /// Answers a segment that does not fit, not too often (`tcp_timewait_check_oow_rate_limit`).
    fn answer(&mut self, env: &mut Environment<'_>) {
        let now = env.ticks() + 1;
        let limit = crate::timer::ticks_from_millis(u64::from(env.sysctl.tcp_invalid_ratelimit));
        if self.last_oow_ack != 0 && now.saturating_sub(self.last_oow_ack) < limit {
            return;
        }
        self.last_oow_ack = now;
        self.acknowledge(env);
    }

    /// `tcp_v4_timewait_ack`.
    fn acknowledge(&self, env: &mut Environment<'_>) {
        let timestamps = self.timestamps.then(|| Timestamps {
            value: (env.now.as_millis() as u32).wrapping_add(self.ts_offset),
            echo_reply: self.ts_recent,
        });
        send_stateless(
            env,
            Stateless {
                source: self.local,
                destination: self.remote,
                sequence: self.snd_nxt,
                acknowledgment: self.rcv_nxt,
                flags: TcpFlags::ACK,
                window: (self.rcv_wnd >> self.rcv_wscale).min(65_535) as u16,
                window_bytes: self.rcv_wnd,
                options: TcpOptions { timestamps, ..TcpOptions::default() },
                flow: self.flow,
                kind: SegmentKind::Acknowledgement,
                tos: self.tos,
            },
        );
    }
}
