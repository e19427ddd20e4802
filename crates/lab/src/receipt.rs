//! Which recording of a real Linux kernel a run equals, judged by the totals that the flood's lesson quotes.

use crate::lesson::{Facts, Flood};

/// Totals of a recorded flood.
struct Recorded {
    name: &'static str,
    /// SO_SNDBUF and SO_RCVBUF that its programs asked for, bytes.
    asked: (u64, u64),
    /// Bytes that send calls took.
    accepted: u64,
    /// Bytes waiting at the server, and at the client.
    waiting: (u64, u64),
    /// Of the call asleep at the end: bytes inside, and wanted.
    unfinished: (u64, u64),
}

/// Recordings on Linux 6.18.44, of the same programs with the same options.
const RECORDED: &[Recorded] = &[Recorded {
    name: "02-flood-blocking.b4096",
    asked: (4096, 4096),
    accepted: 11_160,
    waiting: (5368, 5792),
    unfinished: (920, 1024),
}];

/// The recording's name; `None` when there is none with these totals.
pub(crate) fn equal_to(facts: &Facts) -> Option<&'static str> {
    let Facts::Flood(flood) = facts else { return None };
    RECORDED.iter().find(|recorded| equal(recorded, flood)).map(|recorded| recorded.name)
}

fn equal(recorded: &Recorded, flood: &Flood) -> bool {
    flood.asked == (Some(recorded.asked.0), Some(recorded.asked.1))
        && flood.accepted == recorded.accepted
        && (flood.unread, flood.unacknowledged) == recorded.waiting
        && flood.unfinished == Some(recorded.unfinished)
}
