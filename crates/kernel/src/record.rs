//! Records: what happened, when, and why.

use crate::event::Event;
use netlab_wire::Instant;
use serde::{Deserialize, Serialize};

/// Number of a record in its run, from 0, without gaps, in the order of emission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RecordId(pub u64);

/// One thing that happened in a kernel. A record never changes once emitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its number.
    pub id: RecordId,
    /// When.
    pub at: Instant,
    /// The record that made this one happen; `None` for what the scenario or a person caused.
    pub cause: Option<RecordId>,
    /// What.
    pub event: Event,
}

/// Where a kernel writes its records. The world hands it in with every call and drains it afterwards.
///
/// Numbers are given out even when records are not kept, so that causes, and with them everything that follows, are
/// the same in a headless run.
#[derive(Debug, Clone)]
pub struct Recorder {
    next: u64,
    keep: bool,
    records: Vec<Record>,
}

impl Recorder {
    /// A recorder whose first record gets number `next`; with `keep` false the records themselves are thrown away.
    pub fn new(next: u64, keep: bool) -> Self {
        Recorder { next, keep, records: Vec::new() }
    }

    /// The number that the next record will get.
    pub fn next_id(&self) -> RecordId {
        RecordId(self.next)
    }

    /// The number of the last record. Panics when there is none yet.
    pub fn last_id(&self) -> RecordId {
        RecordId(self.next.checked_sub(1).expect("a record has been emitted"))
    }

    /// Whether records are kept.
    pub fn keeps(&self) -> bool {
        self.keep
    }

    /// Emits a record and returns its number. The event is only made when records are kept.
    #[inline]
    pub fn emit(&mut self, at: Instant, cause: Option<RecordId>, event: impl FnOnce() -> Event) -> RecordId {
        let id = RecordId(self.next);
        self.next += 1;
        if self.keep {
            assert!(cause.is_none_or(|cause| cause < id), "record {id:?} is caused by the later {cause:?}");
            self.records.push(Record { id, at, cause, event: event() });
        }
        id
    }

    /// Skips one number: for a record that somebody else keeps (the world's own records share the numbering).
    pub fn take_id(&mut self) -> RecordId {
        let id = RecordId(self.next);
        self.next += 1;
        id
    }

    /// Takes all kept records, oldest first.
    pub fn drain(&mut self) -> std::vec::Drain<'_, Record> {
        self.records.drain(..)
    }
}
