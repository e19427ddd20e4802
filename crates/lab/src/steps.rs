//! The four step sizes: which records a step stops at.

use crate::{history::History, protocol::Grain};
use netlab_kernel::event::Event;
use netlab_world::{What, WorldRecord};

/// Whether a step of this size stops after the record.
pub fn stops(history: &History, grain: Grain, record: &WorldRecord) -> bool {
    match grain {
        Grain::Record => true,
        Grain::Statement => matches!(record.what, What::Kernel(Event::Statement { .. })),
        Grain::SystemCall => {
            matches!(record.what, What::Kernel(Event::SyscallEntered { .. } | Event::SyscallReturned { .. }))
        }
        Grain::Packet => {
            let topology = &history.recipe().scenario.topology;
            let at_computer = |link: netlab_world::LinkId, end: usize| {
                let end = topology.links[usize::from(link.0)].ends[end];
                !topology.computers[end.computer].forwarding
            };
            match &record.what {
                What::FrameDeparts { link, direction, .. } => at_computer(*link, direction.index()),
                What::FrameArrives { link, direction, .. } => at_computer(*link, 1 - direction.index()),
                What::FrameLost { .. } => true,
                What::Kernel(_)
                | What::FrameDelayed { .. }
                | What::FrameDamaged { .. }
                | What::LinkChanged { .. }
                | What::Intervention { .. } => false,
            }
        }
    }
}

/// Where one step leads from after `records` records: to the end or the start when nothing stops it before.
pub fn step(history: &History, grain: Grain, records: u64, forward: bool) -> u64 {
    let all = history.records();
    let records = records.min(history.len()) as usize;
    if forward {
        let next = all[records..].iter().position(|record| stops(history, grain, record));
        next.map_or(history.len(), |at| (records + at + 1) as u64)
    } else {
        let before = &all[..records.saturating_sub(1)];
        let last = before.iter().rposition(|record| stops(history, grain, record));
        last.map_or(0, |at| at as u64 + 1)
    }
}
