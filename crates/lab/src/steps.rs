//! The four step sizes: which records a step stops at.

use crate::{history::History, protocol::Grain};
use netlab_abi::Pid;
use netlab_kernel::event::Event;
use netlab_world::{HostId, What, WorldRecord};
use std::rc::Rc;

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

/// How many records have happened when one of these lines is reached next (or was reached last) from where `records` have
/// happened: index of the program in order of computers, and line. `None` when none is reached in that direction.
pub fn reached(history: &History, lines: &[(usize, u32)], records: u64, forward: bool) -> Option<u64> {
    let programs = history.recipe().in_order();
    let wanted: Vec<(HostId, &str, u32)> = lines
        .iter()
        .filter_map(|(at, line)| programs.get(*at).map(|program| (program.host, &*program.file, *line)))
        .collect();
    // Whose statement it is, is in the record of the process's start. A child of a fork runs its parent's lines.
    let mut processes: Vec<(HostId, Pid, Rc<str>)> = Vec::new();
    let mut last = None;
    for (record, happened) in history.records().iter().zip(1_u64..) {
        if !forward && happened >= records {
            break;
        }
        let What::Kernel(event) = &record.what else { continue };
        let Some(host) = record.host else { continue };
        if let Event::ProcessStarted { pid, name } = event {
            processes.push((host, *pid, name.clone()));
        }
        let Event::Statement { pid, source: 0, line, .. } = event else { continue };
        let hit = wanted.iter().any(|(at, file, wanted)| {
            *at == host
                && wanted == line
                && processes
                    .iter()
                    .any(|(host, process, name)| host == at && process == pid && **name == **file)
        });
        if hit && (!forward || happened > records) {
            last = Some(happened);
            if forward {
                break;
            }
        }
    }
    last
}
