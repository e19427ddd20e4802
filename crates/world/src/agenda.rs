//! The event queue: what happens next, and who does it.

use core::cmp::Reverse;
use netlab_wire::Instant;
use std::collections::BinaryHeap;

/// One entry per slot at most counts: the heap may hold older ones, which are recognised and thrown away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    at: Instant,
    sequence: u64,
    slot: usize,
}

/// Moments of a fixed number of slots, earliest first; of equal moments the one set first.
#[derive(Debug, Clone)]
pub(crate) struct Agenda {
    heap: BinaryHeap<Reverse<Entry>>,
    current: Vec<Option<(Instant, u64)>>,
    next_sequence: u64,
}

impl Agenda {
    pub(crate) fn new(slots: usize) -> Self {
        Agenda { heap: BinaryHeap::new(), current: vec![None; slots], next_sequence: 0 }
    }

    /// Sets or clears a slot's moment. An unchanged moment keeps its place among equals.
    pub(crate) fn set(&mut self, slot: usize, at: Option<Instant>) {
        if self.current[slot].map(|(at, _)| at) == at {
            return;
        }
        self.current[slot] = at.map(|at| {
            let sequence = self.next_sequence;
            self.next_sequence += 1;
            self.heap.push(Reverse(Entry { at, sequence, slot }));
            (at, sequence)
        });
    }

    /// The slot that is next, and when.
    pub(crate) fn peek(&mut self) -> Option<(Instant, usize)> {
        while let Some(Reverse(entry)) = self.heap.peek() {
            if self.current[entry.slot] == Some((entry.at, entry.sequence)) {
                return Some((entry.at, entry.slot));
            }
            self.heap.pop();
        }
        None
    }

    /// Takes the next slot out; it has no moment until it is set again.
    pub(crate) fn pop(&mut self) -> Option<(Instant, usize)> {
        let (at, slot) = self.peek()?;
        self.heap.pop();
        self.current[slot] = None;
        Some((at, slot))
    }
}
