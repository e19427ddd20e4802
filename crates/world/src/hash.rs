//! A digest of a run's records: equal runs give equal digests, natively and in wasm.

use crate::record::WorldRecord;
use core::fmt::{self, Write};

/// FNV-1a, 64 bits, over each record's canonical text (its `Debug` form, which names every field and depends neither on
/// the machine's word size nor on addresses).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordHash(u64);

impl Default for RecordHash {
    fn default() -> Self {
        RecordHash(0xcbf2_9ce4_8422_2325)
    }
}

impl Write for RecordHash {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        Ok(())
    }
}

impl RecordHash {
    /// Adds one record.
    pub fn add(&mut self, record: &WorldRecord) {
        writeln!(self, "{record:?}").expect("hashing cannot fail");
    }

    /// The digest of everything added so far.
    pub const fn value(self) -> u64 {
        self.0
    }
}
