//! Wait queues: who is to be told when a socket, pipe, lock or child changes (`__wake_up_common`).

use crate::agenda::Task;
use crate::event::{SocketId, WaitReason};
use crate::lookup::LookupMap;
use crate::process::files::FileId;
use netlab_abi::{Fd, Pid, PollEvents};
use netlab_wire::Instant;
use std::collections::VecDeque;

/// What can be waited on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum WaitTarget {
    /// A socket.
    Socket(SocketId),
    /// A pipe.
    Pipe(u32),
    /// An epoll instance.
    Epoll(FileId),
    /// A lock of a process.
    Futex(Pid, u64),
    /// A process's children.
    Children(Pid),
}

/// Who waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Waiter {
    /// A sleeping thread.
    Thread(Task),
    /// An epoll instance's entry for a descriptor.
    Epoll(FileId, Fd),
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    waiter: Waiter,
    /// Wakes for none of these events are not for this waiter.
    events: PollEvents,
    /// Of such waiters only one is woken.
    exclusive: bool,
}

/// Why, on what and until when a call sleeps.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub reason: WaitReason,
    pub on: Option<(WaitTarget, PollEvents)>,
    pub more: Vec<(WaitTarget, PollEvents)>,
    pub exclusive: bool,
    pub deadline: Option<Instant>,
}

impl Block {
    /// To sleep on one thing.
    pub fn on(reason: WaitReason, target: WaitTarget, events: PollEvents, deadline: Option<Instant>) -> Self {
        Block { reason, on: Some((target, events)), more: Vec::new(), exclusive: false, deadline }
    }

    /// Everything slept on.
    pub fn targets(&self) -> impl Iterator<Item = (WaitTarget, PollEvents)> {
        self.on.iter().chain(&self.more).copied()
    }
}

/// All wait queues of a computer.
#[derive(Debug, Clone, Default)]
pub(crate) struct WaitQueues {
    queues: LookupMap<WaitTarget, VecDeque<Entry>>,
}

impl WaitQueues {
    /// Adds a waiter at the end.
    pub fn add(&mut self, target: WaitTarget, waiter: Waiter, events: PollEvents, exclusive: bool) {
        let queue = self.queues.get_or_insert_with(target, VecDeque::new);
        queue.push_back(Entry { waiter, events, exclusive });
    }

    /// Takes a waiter out.
    pub fn remove(&mut self, target: WaitTarget, waiter: Waiter) {
        if let Some(queue) = self.queues.get_mut(&target) {
            queue.retain(|entry| entry.waiter != waiter);
            if queue.is_empty() && matches!(target, WaitTarget::Futex(..)) {
                self.queues.remove(&target);
            }
        }
    }

    /// The target is gone.
    pub fn forget(&mut self, target: WaitTarget) {
        self.queues.remove(&target);
    }

    /// Whom `events` concern, in the order of their coming, at most one of the exclusive ones and at most `limit`
    /// threads. They stay in the queue.
    pub fn concerned(&self, target: WaitTarget, events: PollEvents, limit: usize, found: &mut Vec<Waiter>) {
        let Some(queue) = self.queues.get(&target) else { return };
        for entry in queue {
            if found.len() == limit {
                return;
            }
            if entry.events.intersects(events) {
                found.push(entry.waiter);
                if entry.exclusive {
                    return;
                }
            }
        }
    }
}
