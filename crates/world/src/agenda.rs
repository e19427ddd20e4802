//! The event queue: what happens next, and who does it.

use netlab_wire::Instant;

/// Children of a place in the heap. Four lie in two cache lines, and the way up, which most changes go, is half as long as
/// with two.
const CHILDREN: usize = 4;
/// A slot that is not in the heap.
const NOWHERE: u32 = u32::MAX;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    at: Instant,
    /// Its place among equals.
    sequence: u64,
    slot: u32,
}

impl Entry {
    fn comes_before(&self, other: &Entry) -> bool {
        self.at < other.at || (self.at == other.at && self.sequence < other.sequence)
    }
}

/// Moments of a fixed number of slots, earliest first; of equal moments the one set first.
///
/// Every slot has at most one entry in the heap and knows where it stands, so a moment that changes (as a retransmission
/// timer's does with every acknowledgement) moves its entry and leaves nothing behind.
#[derive(Debug, Clone)]
pub(crate) struct Agenda {
    heap: Vec<Entry>,
    /// By slot: where its entry stands.
    places: Vec<u32>,
    /// The heap's first entry has been taken out by [`Agenda::pop`]. It stays in its place until something else happens to
    /// it, since its slot is mostly set again soon.
    taken: bool,
    next_sequence: u64,
}

impl Agenda {
    pub(crate) fn new(slots: usize) -> Self {
        assert!(slots < NOWHERE as usize, "slots are numbered with 32 bits");
        Agenda { heap: Vec::new(), places: vec![NOWHERE; slots], taken: false, next_sequence: 0 }
    }

    /// Sets or clears a slot's moment. An unchanged moment keeps its place among equals.
    pub(crate) fn set(&mut self, slot: usize, at: Option<Instant>) {
        let place = self.places[slot];
        if place == NOWHERE {
            if let Some(at) = at {
                let entry = self.entry(slot, at);
                self.heap.push(entry);
                self.move_up(self.heap.len() - 1, entry);
            }
            return;
        }
        let place = place as usize;
        let was_taken = self.taken && place == 0;
        let Some(at) = at else {
            self.remove(place);
            return;
        };
        let old = self.heap[place].at;
        if old == at && !was_taken {
            return;
        }
        self.taken &= !was_taken;
        let entry = self.entry(slot, at);
        if at < old {
            self.move_up(place, entry);
        } else {
            self.move_down(place, entry);
        }
    }

    fn entry(&mut self, slot: usize, at: Instant) -> Entry {
        let sequence = self.next_sequence;
        self.next_sequence += 1;
        Entry { at, sequence, slot: slot as u32 }
    }

    /// When the next slot is due.
    pub(crate) fn peek(&mut self) -> Option<Instant> {
        if self.taken {
            self.remove(0);
        }
        self.heap.first().map(|entry| entry.at)
    }

    /// Takes the next slot out; it has no moment until it is set again.
    pub(crate) fn pop(&mut self) -> Option<(Instant, usize)> {
        if self.taken {
            self.remove(0);
        }
        let entry = self.heap.first()?;
        self.taken = true;
        Some((entry.at, entry.slot as usize))
    }

    fn remove(&mut self, place: usize) {
        self.taken &= place != 0;
        self.places[self.heap[place].slot as usize] = NOWHERE;
        let last = self.heap.pop().expect("the heap has this place");
        if place == self.heap.len() {
            return;
        }
        if last.comes_before(&self.heap[place]) {
            self.move_up(place, last);
        } else {
            self.move_down(place, last);
        }
    }

    fn put(&mut self, place: usize, entry: Entry) {
        self.heap[place] = entry;
        self.places[entry.slot as usize] = place as u32;
    }

    /// Puts an entry at this place or nearer to the top. What has been taken stays there: nothing comes before it.
    fn move_up(&mut self, mut place: usize, entry: Entry) {
        while place > 0 {
            let parent = (place - 1) / CHILDREN;
            let above = self.heap[parent];
            if !entry.comes_before(&above) {
                break;
            }
            self.put(place, above);
            place = parent;
        }
        assert!(place > 0 || !self.taken, "nothing comes before what is being done");
        self.put(place, entry);
    }

    /// Puts an entry at this place or farther from the top.
    fn move_down(&mut self, mut place: usize, entry: Entry) {
        loop {
            let first = CHILDREN * place + 1;
            let last = (first + CHILDREN).min(self.heap.len());
            let Some(children) = self.heap.get(first..last) else { break };
            let mut best = first;
            let mut least = &entry;
            for (offset, child) in children.iter().enumerate() {
                if child.comes_before(least) {
                    best = first + offset;
                    least = child;
                }
            }
            if *least == entry {
                break;
            }
            let child = *least;
            self.put(place, child);
            place = best;
        }
        self.put(place, entry);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use netlab_kernel::random::Random;

    /// The same without a heap: every slot is looked at.
    #[derive(Default)]
    struct Plain {
        due: Vec<Option<(Instant, u64)>>,
        sequence: u64,
    }

    impl Plain {
        fn set(&mut self, slot: usize, at: Option<Instant>) {
            if self.due[slot].map(|(at, _)| at) != at {
                self.due[slot] = at.map(|at| (at, self.sequence));
                self.sequence += 1;
            }
        }
        fn pop(&mut self) -> Option<(Instant, usize)> {
            let next = (0..self.due.len()).filter(|&slot| self.due[slot].is_some());
            let next = next.min_by_key(|&slot| self.due[slot])?;
            self.due[next].take().map(|(at, _)| (at, next))
        }
    }

    #[test]
    fn it_does_what_looking_at_every_slot_would_do() {
        for seed in 0..200 {
            let mut random = Random::new(seed);
            let slots = 1 + random.below(40) as usize;
            let mut agenda = Agenda::new(slots);
            let mut plain = Plain { due: vec![None; slots], sequence: 0 };
            let mut now = Instant::ZERO;
            for step in 0..400 {
                match random.below(3) {
                    0 => {
                        let next = plain.pop();
                        assert_eq!(agenda.peek(), next.map(|(at, _)| at), "seed {seed}, step {step}");
                        assert_eq!(agenda.pop(), next, "seed {seed}, step {step}");
                        now = next.map_or(now, |(at, _)| at);
                    }
                    other => {
                        let slot = random.below(slots as u32) as usize;
                        let later = Instant::from_nanos(now.as_nanos() + u64::from(random.below(6)));
                        let at = (other == 1 || random.below(3) > 0).then_some(later);
                        agenda.set(slot, at);
                        plain.set(slot, at);
                    }
                }
            }
        }
    }
}
