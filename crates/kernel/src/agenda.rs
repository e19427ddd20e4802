//! What one computer has still to do: work that is certain to come, and timers that may be taken back.

use crate::event::Interface;
use crate::ip::fragment::FragmentKey;
use core::cmp::Reverse;
use core::net::Ipv4Addr;
use netlab_abi::{Pid, ThreadNumber};
use netlab_wire::Instant;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};

/// A thread of a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Task {
    /// Its process.
    pub pid: Pid,
    /// Its number in the process.
    pub thread: ThreadNumber,
}

/// Work that comes at a fixed moment and is never taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Work {
    /// A thread goes on: what with, its state says. The number is that of its turn, so that a turn that was overtaken
    /// (by a signal, by the process's end) is known as such.
    Thread(Task, u32),
    /// A NIC interrupts the processor.
    Interrupt(Interface),
    /// The head of a receive ring is worked on.
    Poll(Interface),
}

/// Certain work in the order of its moments, and of being asked for within one moment.
///
/// Work for the very moment at which it is asked for stands in a plain queue, so that it costs no heap.
#[derive(Debug, Clone, Default)]
pub struct Agenda {
    heap: BinaryHeap<Reverse<(Instant, u64, Work)>>,
    ready: VecDeque<Work>,
    ready_at: Instant,
    sequence: u64,
}

impl Agenda {
    /// Adds work for the moment `at`, asked for at `now`.
    pub fn push(&mut self, now: Instant, at: Instant, work: Work) {
        if at <= now && (self.ready.is_empty() || self.ready_at == now) {
            self.ready_at = now;
            self.ready.push_back(work);
        } else {
            self.heap.push(Reverse((at, self.sequence, work)));
            self.sequence += 1;
        }
    }

    /// The moment of the next work.
    pub fn next(&self) -> Option<Instant> {
        let queued = self.heap.peek().map(|Reverse((at, _, _))| *at);
        match (self.ready.is_empty(), queued) {
            (true, queued) => queued,
            (false, Some(queued)) => Some(queued.min(self.ready_at)),
            (false, None) => Some(self.ready_at),
        }
    }

    /// Takes the next work, if its moment is not after `now`.
    pub fn pop(&mut self, now: Instant) -> Option<Work> {
        // What waits in the heap for the same moment was asked for earlier.
        let limit = if self.ready.is_empty() { now } else { self.ready_at.min(now) };
        if self.heap.peek().is_some_and(|Reverse((at, _, _))| *at <= limit) {
            return self.heap.pop().map(|Reverse((_, _, work))| work);
        }
        if self.ready_at > now {
            return None;
        }
        self.ready.pop_front()
    }
}

impl Agenda {
    /// Takes work that was asked for at this very moment, for this very moment, if nothing was asked for earlier.
    pub fn pop_ready(&mut self, now: Instant) -> Option<Work> {
        if self.ready_at != now || self.heap.peek().is_some_and(|Reverse((at, _, _))| *at <= now) {
            return None;
        }
        self.ready.pop_front()
    }
}

/// What a timer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimerWork {
    /// A blocked thread has waited long enough.
    Timeout(Task),
    /// A process's interval timer (`setitimer`).
    Interval(Pid),
    /// A neighbour entry's next step.
    Neighbour(Interface, Ipv4Addr),
    /// A datagram's fragments have waited long enough.
    Reassembly(FragmentKey),
}

/// The name of a running timer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimerKey(Instant, u64);

impl TimerKey {
    /// When it runs out.
    pub fn deadline(self) -> Instant {
        self.0
    }
}

/// Timers that run, in the order in which they run out.
#[derive(Debug, Clone, Default)]
pub struct Timers {
    running: BTreeMap<TimerKey, TimerWork>,
    sequence: u64,
}

impl Timers {
    /// Starts a timer.
    pub fn start(&mut self, deadline: Instant, work: TimerWork) -> TimerKey {
        let key = TimerKey(deadline, self.sequence);
        self.sequence += 1;
        self.running.insert(key, work);
        key
    }

    /// Stops a timer; one that has run out already is no error.
    pub fn stop(&mut self, key: TimerKey) {
        self.running.remove(&key);
    }

    /// When the next one runs out.
    pub fn next(&self) -> Option<Instant> {
        self.running.first_key_value().map(|(key, _)| key.0)
    }

    /// Takes the next timer that has run out by `now`.
    pub fn pop(&mut self, now: Instant) -> Option<TimerWork> {
        let entry = self.running.first_entry()?;
        (entry.key().0 <= now).then(|| entry.remove())
    }
}
