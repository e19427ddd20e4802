//! Counting what a computer does, record by record.

use super::{ProcessTrack, Tally};
use netlab_abi::Pid;
use netlab_kernel::{
    FIRST_INJECTED_THREAD,
    event::{Event, SegmentKind},
};
use netlab_world::WorldRecord;
use std::collections::BTreeMap;

impl Tally {
    /// Counts one more record of the computer; `processes` are as they were before it. Whether it is a read by a person.
    pub(super) fn count(
        &mut self,
        event: &Event,
        record: &WorldRecord,
        processes: &BTreeMap<Pid, ProcessTrack>,
    ) -> bool {
        match event {
            Event::SyscallReturned { .. } => self.calls += 1,
            Event::Blocked { .. } => self.sleeps += 1,
            Event::SendBuffered { range, .. } | Event::Datagram { sent: true, payload: Some(range), .. } => {
                self.accepted += u64::from(range.length);
            }
            Event::Delivered { range, .. } => {
                let length = u64::from(range.length);
                self.read += length;
                // The read is caused by the call's own entry, which an injected thread has made.
                let by_hand =
                    processes.values().flat_map(|process| &process.threads).any(|(number, thread)| {
                        *number >= FIRST_INJECTED_THREAD
                            && thread.call.as_ref().is_some_and(|call| Some(call.record) == record.cause)
                    });
                if by_hand {
                    self.read_by_hand += length;
                }
                return by_hand;
            }
            Event::SegmentSent { kind, .. } => {
                self.segments += 1;
                match kind {
                    SegmentKind::Retransmission(_) => self.retransmissions += 1,
                    SegmentKind::WindowProbe => self.probes += 1,
                    SegmentKind::Reset => self.resets += 1,
                    SegmentKind::KeepAlive => self.keepalives += 1,
                    SegmentKind::WindowUpdate
                    | SegmentKind::Handshake
                    | SegmentKind::Data
                    | SegmentKind::Acknowledgement
                    | SegmentKind::ChallengeAck
                    | SegmentKind::Finish => {}
                }
            }
            _ => {}
        }
        false
    }
}
