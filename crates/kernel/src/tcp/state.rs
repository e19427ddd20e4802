//! The one place where a connection's state changes, and the two that report errors and wake sleepers.

use super::connection::Connection;
use super::environment::{Environment, Wake, WakeReason};
use crate::event::{Event, StateChangeReason, TcpState};
use netlab_abi::{Errno, PollEvents};

/// Whether RFC 9293 figure 5 (with the ways that resets, aborts and Linux's own short cuts add) allows this change.
fn legal(from: TcpState, to: TcpState) -> bool {
    use TcpState::*;
    match from {
        Closed => matches!(to, Listen | SynSent | SynReceived),
        Listen => matches!(to, Closed | SynReceived),
        SynSent => matches!(to, SynReceived | Established | Closed),
        SynReceived => matches!(to, Established | FinWait1 | Closed | CloseWait),
        Established => matches!(to, FinWait1 | CloseWait | Closed),
        FinWait1 => matches!(to, FinWait2 | Closing | TimeWait | Closed),
        FinWait2 => matches!(to, TimeWait | Closed),
        CloseWait => matches!(to, LastAck | Closed),
        Closing => matches!(to, TimeWait | Closed),
        LastAck => matches!(to, Closed),
        TimeWait => matches!(to, Closed),
    }
}

impl Connection {
    /// Changes the state (`tcp_set_state`). Panics on a change that TCP does not know.
    pub(super) fn set_state(&mut self, env: &mut Environment<'_>, to: TcpState, reason: StateChangeReason) {
        let from = self.state;
        assert!(legal(from, to), "no way leads from {from:?} to {to:?}");
        self.state = to;
        let socket = self.id;
        env.emit(|| Event::StateChanged { socket, from, to, reason });
    }

    /// Sets the error that the next call reports, and wakes (`sk->sk_err`, `sk_error_report`).
    pub(super) fn report_error(&mut self, env: &mut Environment<'_>, errno: Errno) {
        self.error = Some(errno);
        let socket = self.id;
        env.emit(|| Event::SocketError { socket, errno });
        self.wake(env, PollEvents::ERR, WakeReason::Error);
    }

    /// Wakes those who wait for `events` on this socket. A socket that nobody holds wakes nobody.
    pub(super) fn wake(&self, env: &mut Environment<'_>, events: PollEvents, reason: WakeReason) {
        if !self.orphan || self.lingering {
            // What was recorded last, about this socket, is what changed it.
            let cause = env.recorder.last_id();
            env.output.wakes.push(Wake { socket: self.id, events, reason, cause });
        }
    }

    /// The state changed in a way that sleepers want to know (`sk_state_change`).
    pub(super) fn wake_state(&self, env: &mut Environment<'_>) {
        self.wake(env, PollEvents::IN.union(PollEvents::OUT).union(PollEvents::HUP), WakeReason::State);
    }

    /// Room in the send buffer: wakes writers when there is enough of it (`sk_stream_write_space`).
    pub(super) fn write_space(&mut self, env: &mut Environment<'_>) {
        if self.snd.nospace.get() && self.writable() {
            self.snd.nospace.set(false);
            self.wake(env, PollEvents::OUT.union(PollEvents::WRNORM), WakeReason::Room);
        }
    }

    /// The end without a closing exchange (`tcp_done`): out of the tables, nothing pending.
    pub(super) fn done(&mut self, env: &mut Environment<'_>, reason: StateChangeReason) {
        if self.state != TcpState::Closed {
            self.set_state(env, TcpState::Closed, reason);
        }
        self.clear_timers();
        self.receive_shut = true;
        self.send_shut = true;
        self.connecting = false;
        self.finished = true;
        self.wake_state(env);
    }

    /// A TIME-WAIT entry has taken the connection over; the socket itself is closed (`tcp_time_wait`, `tcp_done`). The entry goes on
    /// under this socket's number, so no change of state is recorded.
    pub(super) fn leave_to_time_wait(&mut self, env: &mut Environment<'_>) {
        assert!(
            matches!(self.state, TcpState::TimeWait | TcpState::FinWait2),
            "only an ending connection leaves a TIME-WAIT entry, not one in {:?}",
            self.state
        );
        self.state = TcpState::Closed;
        self.clear_timers();
        self.receive_shut = true;
        self.send_shut = true;
        self.wake_state(env);
    }

    /// Stops every timer.
    pub(super) fn clear_timers(&mut self) {
        self.timers.retransmit = None;
        self.timers.delayed_ack = None;
        self.timers.keepalive = None;
        self.timers.compressed_ack = None;
        self.ack.clear_pending();
    }
}
