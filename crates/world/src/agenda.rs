//! The event queue: what happens next, and who does it.

use core::cmp::Reverse;
use netlab_wire::Instant;
use std::collections::BinaryHeap;

/// At most one entry of each slot is in the heap, and it is never later than the slot's moment: a moment that moves back
/// (as a retransmission timer's does with every acknowledgement) costs nothing until the entry comes up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    at: Instant,
    sequence: u64,
    slot: usize,
}

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    /// When the slot is due, and its place among equals.
    due: Option<(Instant, u64)>,
    /// The entry that stands in the heap for it; others are old.
    queued: Option<(Instant, u64)>,
}

/// Moments of a fixed number of slots, earliest first; of equal moments the one set first.
#[derive(Debug, Clone)]
pub(crate) struct Agenda {
    heap: BinaryHeap<Reverse<Entry>>,
    slots: Vec<Slot>,
    next_sequence: u64,
}

impl Agenda {
    pub(crate) fn new(slots: usize) -> Self {
        Agenda { heap: BinaryHeap::new(), slots: vec![Slot::default(); slots], next_sequence: 0 }
    }

    /// Sets or clears a slot's moment. An unchanged moment keeps its place among equals.
    pub(crate) fn set(&mut self, slot: usize, at: Option<Instant>) {
        let state = &mut self.slots[slot];
        if state.due.map(|(at, _)| at) == at {
            return;
        }
        let Some(at) = at else {
            state.due = None;
            return;
        };
        let sequence = self.next_sequence;
        self.next_sequence += 1;
        state.due = Some((at, sequence));
        if state.queued.is_none_or(|queued| queued > (at, sequence)) {
            state.queued = Some((at, sequence));
            self.heap.push(Reverse(Entry { at, sequence, slot }));
        }
    }

    /// The slot that is next, and when.
    pub(crate) fn peek(&mut self) -> Option<(Instant, usize)> {
        while let Some(&Reverse(entry)) = self.heap.peek() {
            let state = &mut self.slots[entry.slot];
            let stands = state.queued == Some((entry.at, entry.sequence));
            if stands && state.due == state.queued {
                return Some((entry.at, entry.slot));
            }
            self.heap.pop();
            if stands {
                state.queued = state.due;
                if let Some((at, sequence)) = state.due {
                    self.heap.push(Reverse(Entry { at, sequence, slot: entry.slot }));
                }
            }
        }
        None
    }

    /// Takes the next slot out; it has no moment until it is set again.
    pub(crate) fn pop(&mut self) -> Option<(Instant, usize)> {
        let (at, slot) = self.peek()?;
        self.heap.pop();
        self.slots[slot] = Slot::default();
        Some((at, slot))
    }
}
