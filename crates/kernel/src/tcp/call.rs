//! The system calls' work on one socket: sending, receiving, shutting down, closing.

use super::connection::{Connection, Limit};
use super::environment::{Environment, ReceiveProgress, SendProgress};
use super::send_queue::Skb;
use super::write::{HowMuch, Nagle};
use crate::event::{Event, StateChangeReason, TcpState};
use netlab_abi::{ByteId, Data, Errno, MessageFlags, Origin, ShutdownHow};
use netlab_wire::TcpFlags;
use std::rc::Rc;

/// What closing a descriptor leaves to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closing {
    /// Nothing, or the protocol goes on by itself.
    Done,
    /// `SO_LINGER`: wait until all is sent.
    Lingers,
}

impl Connection {
    /// Takes the error that waits (`sock_error`).
    pub(super) fn take_error(&mut self) -> Option<Errno> {
        self.error.take()
    }

    /// One pass of `tcp_sendmsg_locked`.
    pub(super) fn send_call(
        &mut self,
        env: &mut Environment<'_>,
        data: &Data,
        from: usize,
        flags: MessageFlags,
    ) -> SendProgress {
        if flags.contains(MessageFlags::OOB) {
            return SendProgress::Error(Errno::EOPNOTSUPP);
        }
        if !self.can_send() {
            return match self.take_error() {
                Some(errno) => SendProgress::Error(errno),
                None if matches!(self.state, TcpState::SynSent | TcpState::SynReceived) => {
                    SendProgress::Taken { count: 0, first: None, complete: false }
                }
                None => SendProgress::Error(Errno::EPIPE),
            };
        }
        if self.error.is_some() || self.send_shut {
            return SendProgress::Error(self.take_error().unwrap_or(Errno::EPIPE));
        }
        self.snd.notsent_sysctl = env.sysctl.tcp_notsent_lowat;
        if flags.contains(MessageFlags::BAD_ADDRESS) && !data.is_empty() && self.send_memory_free() {
            return SendProgress::Error(Errno::EFAULT);
        }
        let mss = self.current_mss();
        let goal = self.size_goal(env, mss);
        let (taken, full) = self.fill_send_queue(env, data, from, flags, mss, goal);
        let begin = self.snd.write_seq - taken as u32;
        if full {
            self.snd.nospace.set(true);
            self.snd.queue.remove_empty_tail(env.policy.send_overhead());
            if taken > 0 {
                let flags = MessageFlags(flags.0 & !MessageFlags::MORE.0);
                self.push(env, flags, mss, Nagle::PUSH);
            }
        } else if taken > 0 {
            let nagle = self.nagle();
            self.push(env, flags, mss, nagle);
        }
        let first = if taken > 0 {
            self.flow.map(|flow| (flow, self.send_direction(), self.send_offset(begin)))
        } else {
            None
        };
        SendProgress::Taken { count: taken, first, complete: !full }
    }

    /// Copies into the send buffer as far as there is room. Bytes taken, and whether the buffer is full.
    fn fill_send_queue(
        &mut self,
        env: &mut Environment<'_>,
        data: &Data,
        from: usize,
        flags: MessageFlags,
        mss: u32,
        goal: u32,
    ) -> (usize, bool) {
        let mut at = from;
        while at < data.len() {
            let left = (data.len() - at).min(u32::MAX as usize / 4) as u32;
            let mut room = match self.snd.queue.tail_mut() {
                Some(tail) if !tail.end_of_record => goal.saturating_sub(tail.len()),
                Some(_) | None => 0,
            };
            if room == 0 {
                if !self.send_memory_free() {
                    return (at - from, true);
                }
                self.entail(env);
                room = goal;
            }
            let count = room.min(left).min(self.textbook_room(env));
            if count == 0 {
                return (at - from, true);
            }
            let begin = self.snd.write_seq;
            self.snd.queue.extend_tail(&data.bytes, at, count);
            if at == from
                && let Some(tail) = self.snd.queue.tail_mut()
            {
                tail.flags.remove(TcpFlags::PSH);
            }
            self.snd.write_seq += count;
            at += count as usize;
            self.record_buffered_to_send(env, begin, count);
            if at == data.len() {
                if flags.contains(MessageFlags::EOR)
                    && let Some(tail) = self.snd.queue.tail_mut()
                {
                    tail.end_of_record = true;
                }
                break;
            }
            if self.snd.queue.tail_mut().is_none_or(|tail| tail.len() < goal) {
                continue;
            }
            if self.push_forced() {
                self.mark_push();
                self.push_pending(env, mss, Nagle::PUSH);
            } else if self.snd.queue.tail_is_head() {
                self.write_xmit(env, mss, Nagle::PUSH, HowMuch::One);
            }
        }
        (at - from, false)
    }

    /// The textbook's buffer never takes more than its limit.
    fn textbook_room(&self, env: &Environment<'_>) -> u32 {
        if env.policy.textbook() {
            self.snd.sndbuf.saturating_sub(self.snd.queue.charged())
        } else {
            u32::MAX
        }
    }

    /// Begins a new skb (`tcp_skb_entail`).
    fn entail(&mut self, env: &mut Environment<'_>) {
        if self.snd.queue.nothing_unsent() {
            self.limit_start(env, Limit::Busy);
        }
        let skb = Skb::new(self.snd.write_seq, TcpFlags::ACK);
        self.snd.queue.append(skb, env.policy.send_overhead());
        self.restart_after_idle(env);
    }

    fn record_buffered_to_send(&mut self, env: &mut Environment<'_>, begin: netlab_wire::Seq, count: u32) {
        let Some(range) = self.send_range(begin, count) else { return };
        let (socket, charged, limit) = (self.id, self.snd.queue.charged(), self.snd.sndbuf);
        env.emit(|| Event::SendBuffered { socket, range, charged, limit });
    }

    /// `forced_push`: more than half the largest window since the last PSH.
    fn push_forced(&self) -> bool {
        self.snd.write_seq.after(self.snd.pushed_seq + (self.snd.max_window >> 1))
    }

    /// `tcp_mark_push`.
    fn mark_push(&mut self) {
        if let Some(tail) = self.snd.queue.tail_mut() {
            tail.flags.insert(TcpFlags::PSH);
        }
        self.snd.pushed_seq = self.snd.write_seq;
    }

    /// `tcp_push`. A NIC that frees frames at once leaves autocorking nothing to do.
    fn push(&mut self, env: &mut Environment<'_>, flags: MessageFlags, mss: u32, nagle: Nagle) {
        if self.snd.queue.nothing_unsent() {
            return;
        }
        let more = flags.contains(MessageFlags::MORE);
        if !more || self.push_forced() {
            self.mark_push();
        }
        let nagle = if more { Nagle { off: false, cork: true, push: false } } else { nagle };
        self.push_pending(env, mss, nagle);
    }

    /// One pass of `tcp_recvmsg_locked`.
    pub(super) fn receive_call(
        &mut self,
        env: &mut Environment<'_>,
        length: usize,
        flags: MessageFlags,
    ) -> ReceiveProgress {
        if self.state == TcpState::Listen {
            return ReceiveProgress::Error(Errno::ENOTCONN);
        }
        if flags.contains(MessageFlags::OOB) {
            return ReceiveProgress::Error(Errno::EINVAL);
        }
        let available = self.unread();
        let count = (available as usize).min(length);
        if count > 0 && flags.contains(MessageFlags::BAD_ADDRESS) && !flags.contains(MessageFlags::TRUNC) {
            return ReceiveProgress::Error(Errno::EFAULT);
        }
        if count > 0 || (length == 0 && available > 0) {
            return self.deliver(env, count as u32, flags);
        }
        self.cleanup_receive_buffer(env, 0);
        if self.rcv.fin_received.is_some() && self.receive_shut {
            return ReceiveProgress::EndOfStream;
        }
        if let Some(errno) = self.take_error() {
            return ReceiveProgress::Error(errno);
        }
        if self.receive_shut {
            return ReceiveProgress::EndOfStream;
        }
        if self.state == TcpState::Closed {
            return ReceiveProgress::Error(Errno::ENOTCONN);
        }
        if length == 0 {
            return ReceiveProgress::Data(Data::new([]));
        }
        ReceiveProgress::WouldBlock
    }

    /// Payload bytes in order that were not read (`tcp_inq`).
    pub(super) fn unread(&self) -> u32 {
        if matches!(self.state, TcpState::SynSent | TcpState::SynReceived) {
            return 0;
        }
        let all = self.rcv.rcv_nxt.diff(self.rcv.copied_seq).max(0) as u32;
        let fin = self.rcv.fin_received.is_some_and(|fin| !self.rcv.copied_seq.after(fin));
        all.saturating_sub(u32::from(fin))
    }

    fn deliver(&mut self, env: &mut Environment<'_>, count: u32, flags: MessageFlags) -> ReceiveProgress {
        let begin = self.rcv.copied_seq;
        let discard = flags.contains(MessageFlags::TRUNC);
        let peek = flags.contains(MessageFlags::PEEK);
        let range = self.receive_range(begin, count);
        let data = if discard {
            None
        } else {
            let mut bytes: Rc<[u8]> = core::iter::repeat_n(0, count as usize).collect();
            self.rcv.queues.copy(begin, Rc::get_mut(&mut bytes).expect("nobody else has the new bytes yet"));
            let origins: Rc<[Origin]> = match range {
                Some(range) if count > 0 => Rc::new([Origin {
                    at: 0,
                    length: count,
                    first: ByteId { flow: range.flow, direction: range.direction, offset: range.offset },
                }]),
                _ => Rc::new([]),
            };
            Some(Data { bytes, origins })
        };
        if !peek {
            self.consume(env, count);
            if let Some(range) = range {
                let (socket, charged) = (self.id, self.rcv.queues.allocated);
                env.emit(|| Event::Delivered { socket, range, charged });
            }
            self.cleanup_receive_buffer(env, count);
        }
        match data {
            Some(data) => ReceiveProgress::Data(data),
            None => ReceiveProgress::Discarded(count as usize),
        }
    }

    /// Moves the reading place on, skb by skb: each time the right-sizing looks at it.
    fn consume(&mut self, env: &mut Environment<'_>, count: u32) {
        self.rcv.copied_seq += count;
        self.rcv.queues.eat(self.rcv.copied_seq);
        self.adjust_receive_space(env);
    }

    /// `tcp_shutdown` and `inet_shutdown`.
    pub(super) fn shutdown_call(&mut self, env: &mut Environment<'_>, how: ShutdownHow) -> Result<(), Errno> {
        let (read, write) = match how {
            ShutdownHow::Read => (true, false),
            ShutdownHow::Write => (false, true),
            ShutdownHow::Both => (true, true),
        };
        match self.state {
            TcpState::Closed | TcpState::Listen => return Err(Errno::ENOTCONN),
            TcpState::SynSent => {
                // `tcp_disconnect`
                self.done(env, StateChangeReason::Call);
                self.error = Some(Errno::ECONNRESET);
                return Ok(());
            }
            TcpState::SynReceived
            | TcpState::Established
            | TcpState::FinWait1
            | TcpState::FinWait2
            | TcpState::CloseWait
            | TcpState::Closing
            | TcpState::LastAck
            | TcpState::TimeWait => {}
        }
        self.receive_shut |= read;
        self.send_shut |= write;
        if write
            && matches!(self.state, TcpState::Established | TcpState::CloseWait)
            && self.close_state(env, StateChangeReason::Call)
        {
            self.send_fin(env);
        }
        self.wake_state(env);
        Ok(())
    }

    /// `tcp_close_state`: the state after closing; whether a FIN is due.
    fn close_state(&mut self, env: &mut Environment<'_>, reason: StateChangeReason) -> bool {
        match self.state {
            TcpState::Established => {
                self.set_state(env, TcpState::FinWait1, reason);
                true
            }
            TcpState::CloseWait => {
                self.set_state(env, TcpState::LastAck, reason);
                true
            }
            TcpState::SynReceived => {
                // The FIN follows when the handshake is over.
                false
            }
            TcpState::SynSent | TcpState::Listen => {
                self.set_state(env, TcpState::Closed, reason);
                false
            }
            TcpState::Closed
            | TcpState::FinWait1
            | TcpState::FinWait2
            | TcpState::Closing
            | TcpState::LastAck
            | TcpState::TimeWait => false,
        }
    }

    /// A socket that was shut down during its handshake sends its FIN now.
    pub(super) fn close_after_handshake(&mut self, env: &mut Environment<'_>) {
        if self.close_state(env, StateChangeReason::Segment) {
            self.send_fin(env);
        }
    }

    /// `__tcp_close` for everything but listeners.
    pub(super) fn close_call(
        &mut self,
        env: &mut Environment<'_>,
        reason: StateChangeReason,
        may_linger: bool,
    ) -> Closing {
        self.receive_shut = true;
        self.send_shut = true;
        let unread = self.unread() > 0;
        if !self.rcv.queues.in_order.is_empty() {
            self.rcv.queues = super::receive_queue::ReceiveQueues::default();
        }
        let mut lingers = false;
        let open = self.state != TcpState::Closed;
        if open && unread {
            // RFC 2525 2.17: the peer must learn that its data was thrown away.
            let synchronised = !matches!(self.state, TcpState::SynSent | TcpState::SynReceived);
            if synchronised {
                self.send_reset(env);
            }
            self.done(env, reason);
        } else if open && self.settings.linger == Some(0) && self.state != TcpState::Listen {
            self.disconnect(env, reason);
        } else if self.close_state(env, reason) {
            self.send_fin(env);
            lingers = may_linger && self.settings.linger.is_some_and(|seconds| seconds > 0);
        } else if open && self.state == TcpState::Closed {
            self.purge_send_queue();
            self.done(env, reason);
        }
        if lingers && self.lingers_still() {
            self.lingering = true;
            return Closing::Lingers;
        }
        self.become_orphan(env, reason);
        Closing::Done
    }

    /// `sk_stream_closing`: the FIN is not acknowledged yet.
    pub(super) fn lingers_still(&self) -> bool {
        matches!(self.state, TcpState::FinWait1 | TcpState::Closing | TcpState::LastAck)
    }

    /// Ends the connection by force (`tcp_disconnect` with SO_LINGER 0).
    fn disconnect(&mut self, env: &mut Environment<'_>, reason: StateChangeReason) {
        let must_reset = match self.state {
            TcpState::Established
            | TcpState::CloseWait
            | TcpState::FinWait1
            | TcpState::FinWait2
            | TcpState::SynReceived => true,
            TcpState::Closing | TcpState::LastAck => self.snd.snd_nxt != self.snd.write_seq,
            TcpState::Closed | TcpState::Listen | TcpState::SynSent | TcpState::TimeWait => false,
        };
        if must_reset {
            self.send_reset(env);
        }
        self.purge_send_queue();
        self.done(env, reason);
    }

    /// No process holds the socket any more (the second half of `__tcp_close`).
    pub(super) fn become_orphan(&mut self, env: &mut Environment<'_>, reason: StateChangeReason) {
        self.lingering = false;
        self.orphan = true;
        if self.state == TcpState::FinWait2 {
            if self.settings.linger2 < 0 {
                self.send_reset(env);
                self.done(env, reason);
                return;
            }
            let wait = self.fin_time(env);
            if wait > super::probes::TIME_WAIT_LENGTH {
                self.arm_keepalive(env, wait - super::probes::TIME_WAIT_LENGTH);
            } else {
                self.into_time_wait = Some((TcpState::FinWait2, wait));
            }
        }
    }

    /// Acknowledges at once what waits (`TCP_QUICKACK`).
    pub(super) fn quick_ack_call(&mut self, env: &mut Environment<'_>, value: i32) {
        if value & 1 == 0 {
            self.enter_pingpong(env);
            return;
        }
        self.ack.pingpong = 0;
        if matches!(self.state, TcpState::Established | TcpState::CloseWait) && self.ack.scheduled {
            self.ack.pushed = true;
            self.cleanup_receive_buffer(env, 1);
        }
    }
}
