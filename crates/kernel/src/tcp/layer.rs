//! The layer's own housekeeping: slots, what happens after every call on a socket, one heap of deadlines.

use super::TcpLayer;
use super::connection::Connection;
use super::environment::Environment;
use super::tables::{Binding, Entry, FourTuple};
use super::time_wait::TimeWait;
use crate::event::{Event, SocketId, StateChangeReason, TcpState, TimerKind};
use crate::timer::ticks_duration;
use core::cmp::Reverse;
use core::net::Ipv4Addr;
use netlab_wire::Instant;
use std::collections::binary_heap::PeekMut;

/// Whose deadline an entry of the heap is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TimerOwner {
    Connection(u32),
    Request(u32),
    TimeWait(u32),
}

impl TcpLayer {
    pub(super) fn slot_of(&self, id: SocketId) -> u32 {
        *self.by_id.get(&id).expect("a socket that lives")
    }
    pub(super) fn socket_ref(&self, id: SocketId) -> &Connection {
        self.slot(self.slot_of(id))
    }
    pub(super) fn slot(&self, slot: u32) -> &Connection {
        self.slots.get(slot)
    }
    pub(super) fn slot_mut(&mut self, slot: u32) -> &mut Connection {
        self.slots.get_mut(slot)
    }
    pub(super) fn slot_maybe(&mut self, slot: u32) -> Option<&mut Connection> {
        self.slots.find_mut(slot).map(|socket| &mut **socket)
    }
    pub(super) fn count_drop(&mut self, slot: u32) {
        self.slot_mut(slot).rcv.drops += 1;
    }

    /// Takes a new socket in.
    pub(super) fn insert_slot(&mut self, socket: Box<Connection>) -> u32 {
        let id = socket.id;
        let slot = self.slots.insert(socket);
        self.by_id.insert(id, slot);
        slot
    }

    /// Does something with a socket, and then what follows from it for the tables.
    pub(super) fn with<R>(
        &mut self,
        env: &mut Environment<'_>,
        slot: u32,
        act: impl FnOnce(&mut Connection, &mut Environment<'_>) -> R,
    ) -> R {
        let mut socket = self.slots.take(slot);
        let result = act(&mut socket, env);
        socket.settle_memory();
        if let Some((substate, length)) = socket.into_time_wait.take() {
            self.enter_time_wait(env, &mut socket, substate, length);
        }
        let finished = core::mem::take(&mut socket.finished);
        let dead = socket.orphan && !socket.lingering && socket.state == TcpState::Closed;
        if finished || dead {
            self.unhash(slot, &mut socket);
        }
        let deadline = socket.timers.earliest();
        if let Some(deadline) = deadline
            && socket.timers.registered.is_none_or(|registered| deadline < registered)
        {
            socket.timers.registered = Some(deadline);
            self.heap.push(Reverse((deadline, TimerOwner::Connection(slot))));
        }
        let registered = socket.timers.registered;
        self.slots.put_back(slot, socket);
        if dead {
            self.free_slot(env, slot);
        } else if deadline.is_some_and(|at| {
            registered == deadline && self.heap.peek() == Some(&Reverse((at, TimerOwner::Connection(slot))))
        }) {
            return result;
        }
        self.clean_heap();
        result
    }

    /// Takes a closed socket out of the tables of addresses and ports.
    fn unhash(&mut self, slot: u32, socket: &mut Connection) {
        if socket.remote.port() != 0 {
            let tuple = FourTuple::new(socket.local, socket.remote);
            if self.by_tuple.get(&tuple) == Some(&Entry::Connection(slot)) {
                self.by_tuple.remove(&tuple);
                self.release_port(socket);
            }
        }
    }

    /// Gives up the local port: one that `bind` gave stays with the socket until it is freed.
    fn release_port(&mut self, socket: &Connection) {
        if socket.bound_port == 0 {
            self.ports.disconnected(socket.local.port(), socket.settings.reuse_address);
        }
    }

    /// The socket is gone (`inet_sock_destruct`).
    pub(super) fn free_slot(&mut self, env: &mut Environment<'_>, slot: u32) {
        let socket = self.slots.remove(slot);
        self.by_id.remove(&socket.id);
        if socket.bound_port != 0 {
            self.ports.unbind(socket.bound_port, slot);
        }
        env.output.freed.push(socket.id);
    }

    /// Leaves a TIME-WAIT entry in place of the connection (`tcp_time_wait`).
    fn enter_time_wait(
        &mut self,
        env: &mut Environment<'_>,
        socket: &mut Connection,
        substate: TcpState,
        length: u64,
    ) {
        if substate == TcpState::TimeWait {
            socket.set_state(env, TcpState::TimeWait, StateChangeReason::Segment);
        }
        let rto = (socket.rtt.rto << 2) - (socket.rtt.rto >> 1);
        let length = length.max(rto);
        let entry = TimeWait {
            socket: socket.id,
            local: socket.local,
            remote: socket.remote,
            flow: socket.flow,
            substate,
            rcv_nxt: socket.rcv.rcv_nxt,
            snd_nxt: socket.snd.snd_nxt,
            rcv_wnd: socket.receive_window(),
            rcv_wscale: socket.rcv.rcv_wscale,
            timestamps: socket.agreed.timestamps,
            ts_recent: socket.agreed.ts_recent,
            ts_recent_at: env.seconds(),
            ts_offset: socket.agreed.ts_offset,
            reuse: socket.settings.reuse_address,
            deadline: env.policy.timer_deadline(env.now, ticks_duration(length)),
            last_oow_ack: 0,
            tos: socket.settings.tos,
        };
        let deadline = entry.deadline;
        let id = socket.id;
        env.emit(|| Event::TimerArmed {
            socket: id,
            timer: TimerKind::TimeWait,
            delay: ticks_duration(length),
            deadline,
        });
        let tuple = FourTuple::new(socket.local, socket.remote);
        if socket.bound_port != 0 {
            // The entry keeps the port when the socket that was bound to it is gone.
            self.ports.connected(socket.local.port(), socket.settings.reuse_address);
        }
        let index = self.time_waits.insert(entry);
        self.by_tuple.insert(tuple, Entry::TimeWait(index));
        self.heap.push(Reverse((deadline, TimerOwner::TimeWait(index))));
        socket.leave_to_time_wait(env);
    }

    /// A TIME-WAIT entry ends.
    pub(super) fn remove_time_wait(
        &mut self,
        env: &mut Environment<'_>,
        index: u32,
        reason: StateChangeReason,
    ) {
        let entry = self.time_waits.remove(index);
        let tuple = FourTuple::new(entry.local, entry.remote);
        if self.by_tuple.get(&tuple) == Some(&Entry::TimeWait(index)) {
            self.by_tuple.remove(&tuple);
        }
        self.ports.disconnected(entry.local.port(), entry.reuse);
        let socket = entry.socket;
        env.emit(|| Event::StateChanged { socket, from: entry.substate, to: TcpState::Closed, reason });
    }

    pub(super) fn push_request_timer(&mut self, index: u32, deadline: Instant) {
        self.heap.push(Reverse((deadline, TimerOwner::Request(index))));
    }

    pub(super) fn push_time_wait_timer(&mut self, index: u32, deadline: Instant) {
        self.heap.push(Reverse((deadline, TimerOwner::TimeWait(index))));
    }

    /// Throws away what stands at the heap's top and is no deadline any more, so that the top is always true.
    pub(super) fn clean_heap(&mut self) {
        while let Some(mut top) = self.heap.peek_mut() {
            let Reverse((at, owner)) = *top;
            let actual = match owner {
                TimerOwner::Connection(slot) => match self.slots.find_mut(slot) {
                    Some(socket) if socket.timers.registered == Some(at) => {
                        let actual = socket.timers.earliest();
                        socket.timers.registered = actual;
                        actual
                    }
                    Some(_) | None => None,
                },
                TimerOwner::Request(index) => {
                    let own = self.requests.find(index).map(|request| request.deadline);
                    own.filter(|&own| own == at)
                }
                TimerOwner::TimeWait(index) => {
                    let own = self.time_waits.find(index).map(|entry| entry.deadline);
                    own.filter(|&own| own == at)
                }
            };
            match actual {
                Some(actual) if actual == at => return,
                // What is written to the top sinks to its place.
                Some(actual) => *top = Reverse((actual, owner)),
                None => {
                    PeekMut::pop(top);
                }
            }
        }
    }

    /// Runs the timer at the heap's top.
    pub(super) fn run_due(&mut self, env: &mut Environment<'_>) {
        let Some(&Reverse((at, owner))) = self.heap.peek() else { return };
        if at > env.now {
            return;
        }
        let outer = env.cause;
        match owner {
            TimerOwner::Connection(slot) => self.with(env, slot, |socket, env| socket.run_timer(env, at)),
            TimerOwner::Request(index) => {
                let socket = self.slot(self.requests.get(index).listener).id;
                env.cause = Some(env.emit(|| Event::TimerFired { socket, timer: TimerKind::SynAck }));
                self.request_timer(env, index);
            }
            TimerOwner::TimeWait(index) => {
                let socket = self.time_waits.get(index).socket;
                env.cause = Some(env.emit(|| Event::TimerFired { socket, timer: TimerKind::TimeWait }));
                self.remove_time_wait(env, index, StateChangeReason::Timer);
            }
        }
        env.cause = outer;
        self.clean_heap();
    }

    /// A binding as the port table wants it.
    pub(super) fn binding(&self, slot: u32, address: Ipv4Addr) -> Binding {
        let socket = self.slot(slot);
        Binding {
            slot,
            address,
            reuse_address: socket.settings.reuse_address,
            reuse_port: socket.settings.reuse_port,
            listening: socket.state == TcpState::Listen,
        }
    }

    /// A keyed hash of the layer's own (not Linux's siphash; nobody attacks here).
    pub(super) fn hash(&self, first: u64, second: u64) -> u64 {
        let mut mixed = first ^ second.rotate_left(32) ^ 0x5851_f42d_4c95_7f2d;
        for _ in 0..2 {
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        }
        mixed ^ (mixed >> 31)
    }

    /// Offset of the timestamp clock between two computers (`secure_tcp_ts_off`).
    pub(super) fn timestamp_offset(&self, local: Ipv4Addr, remote: Ipv4Addr) -> u32 {
        self.hash(u64::from(local.to_bits()), u64::from(remote.to_bits())) as u32
    }
}

impl Connection {
    /// Runs the timer that is due at `at`: one of them.
    fn run_timer(&mut self, env: &mut Environment<'_>, at: Instant) {
        let socket = self.id;
        let due = |armed: &Option<super::connection::Armed>| armed.is_some_and(|armed| armed.deadline == at);
        let fire = |env: &mut Environment<'_>, timer: TimerKind| {
            env.cause = Some(env.emit(|| Event::TimerFired { socket, timer }));
        };
        if due(&self.timers.delayed_ack) {
            fire(env, TimerKind::DelayedAck);
            self.delayed_ack_timer(env);
        } else if self.timers.compressed_ack == Some(at) {
            fire(env, TimerKind::DelayedAck);
            self.compressed_ack_timer(env);
        } else if due(&self.timers.retransmit) {
            let kind = self.pending().expect("a timer that is due");
            fire(env, kind);
            self.transmit_timer(env);
        } else if due(&self.timers.keepalive) {
            fire(env, TimerKind::KeepAlive);
            self.keepalive_timer(env);
        } else {
            unreachable!("a deadline is some timer's");
        }
    }
}
