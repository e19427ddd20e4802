//! Run until something happens, and what was passed over on the way.

use crate::{
    acts::program_at,
    condition::Condition,
    history::{History, Present},
    protocol::{Problem, Until},
    track::Track,
    view::Skipped,
};
use netlab_kernel::event::{DropReason, Event, SegmentKind};
use netlab_wire::Instant;
use netlab_world::{HostId, What, WorldRecord};

/// The names of a run's computers with programs.
pub(crate) fn hosts(history: &History) -> Vec<(&str, HostId)> {
    let computers = history.recipe().scenario.topology.computers.iter().enumerate();
    computers
        .filter(|(_, computer)| !computer.forwarding)
        .map(|(at, computer)| (computer.name.as_str(), HostId(at as u16)))
        .collect()
}

/// How many records will have happened where it stops; `last` is as far as the reader may see.
///
/// # Errors
/// [`Problem::NeverHappens`], [`Problem::BadCondition`].
pub(crate) fn until(history: &History, present: &Present, goal: &Until, last: u64) -> Result<u64, Problem> {
    let here = present.records();
    let records = &history.records()[here as usize..last.max(here) as usize];
    let found = match goal {
        Until::Time(time) => {
            let time = Instant::from_nanos(*time);
            let ahead = time > present.track().now && history.end_time() >= time;
            let goal = history.records_at(time).min(last);
            return if ahead { Ok(goal) } else { Err(Problem::NeverHappens) };
        }
        Until::Condition(text) => {
            let condition = Condition::read(text, &hosts(history)).map_err(Problem::BadCondition)?;
            begins(&condition, present.track().clone(), records)
        }
        Until::Line(program, line) => {
            let Some((host, _)) = program_at(history.recipe(), *program) else {
                return Err(Problem::NeverHappens);
            };
            records.iter().position(|record| {
                record.host == Some(host)
                    && matches!(&record.what, What::Kernel(Event::Statement { source: 0, line: at, .. }) if at == line)
            })
        }
        Until::Block
        | Until::WakeUp
        | Until::ZeroWindow
        | Until::Drop
        | Until::Retransmission
        | Until::StateChange => records.iter().position(|record| is(goal, record)),
    };
    found.map(|at| here + at as u64 + 1).ok_or(Problem::NeverHappens)
}

/// After which record the condition begins to hold: where it holds already it first has to end.
fn begins(condition: &Condition, mut track: Track, records: &[WorldRecord]) -> Option<usize> {
    let mut before = condition.holds(&track);
    records.iter().position(|record| {
        track.apply(record);
        let now = condition.holds(&track);
        let begins = now && !before;
        before = now;
        begins
    })
}

/// Whether a record is what is waited for.
fn is(goal: &Until, record: &WorldRecord) -> bool {
    match (goal, &record.what) {
        (Until::Drop, What::FrameLost { .. }) => true,
        (_, What::Kernel(event)) => match goal {
            Until::Block => matches!(event, Event::Blocked { .. }),
            Until::WakeUp => matches!(event, Event::Woken { .. }),
            Until::ZeroWindow => matches!(event, Event::WindowTold { window: 0, .. }),
            Until::Drop => matches!(event, Event::Dropped { reason, .. } if is_loss(*reason)),
            Until::Retransmission => {
                matches!(event, Event::SegmentSent { kind: SegmentKind::Retransmission(_), .. })
            }
            Until::StateChange => matches!(event, Event::StateChanged { .. }),
            Until::Time(_) | Until::Condition(_) | Until::Line(..) => false,
        },
        (_, _) => false,
    }
}

/// Whether something is lost by it that had to arrive; the rest are answers to what was not wanted here (again).
const fn is_loss(reason: DropReason) -> bool {
    match reason {
        DropReason::QueueFull
        | DropReason::ReceiveRingFull
        | DropReason::FrameCheck
        | DropReason::Malformed
        | DropReason::TimeToLive
        | DropReason::NoRoute
        | DropReason::NeighbourFailed
        | DropReason::NoSocket
        | DropReason::ListenOverflow
        | DropReason::ReceiveBufferFull
        | DropReason::TooBig
        | DropReason::ReassemblyTimeout
        | DropReason::LinkDown
        | DropReason::Martian => true,
        DropReason::OtherHost
        | DropReason::OutOfWindow
        | DropReason::Duplicate
        | DropReason::Paws
        | DropReason::BadAcknowledgment => false,
    }
}

/// Counts what lies between two moments.
pub(crate) fn skipped(before: &Track, after: &Track) -> Skipped {
    let sum = |track: &Track| {
        let mut sum = Skipped {
            records: track.records,
            time: track.now.as_nanos(),
            lost: track.lost,
            ..Skipped::default()
        };
        for host in track.hosts.values() {
            sum.calls += host.tally.calls;
            sum.segments += host.tally.segments;
            sum.retransmissions += host.tally.retransmissions;
            sum.accepted += host.tally.accepted;
            sum.read += host.tally.read;
        }
        sum
    };
    let (before, after) = (sum(before), sum(after));
    Skipped {
        records: after.records - before.records,
        time: after.time - before.time,
        calls: after.calls - before.calls,
        segments: after.segments - before.segments,
        retransmissions: after.retransmissions - before.retransmissions,
        lost: after.lost - before.lost,
        accepted: after.accepted - before.accepted,
        read: after.read - before.read,
    }
}
