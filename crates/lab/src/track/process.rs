//! Processes, record by record.

use netlab_abi::{Pid, Syscall, SyscallResult, ThreadNumber};
use netlab_kernel::{
    event::{Event, ExitStatus, WaitReason},
    record::RecordId,
};
use netlab_wire::Instant;
use netlab_world::WorldRecord;
use std::{collections::BTreeMap, rc::Rc};

/// Output kept for the eye, bytes; older ones are dropped.
const OUTPUT_KEPT: usize = 16 * 1024;

/// A system call that has not returned.
#[derive(Debug, Clone)]
pub struct CallTrack {
    /// The call.
    pub call: Rc<Syscall>,
    /// When it was entered.
    pub entered: Instant,
    /// The record of that.
    pub record: RecordId,
    /// What the thread sleeps for, if it sleeps.
    pub wait: Option<WaitReason>,
    /// Bytes of the call that are in the send buffer.
    pub taken: usize,
}

/// The system call that returned last.
#[derive(Debug, Clone)]
pub struct ReturnTrack {
    /// The call.
    pub call: Rc<Syscall>,
    /// Its result.
    pub result: Rc<SyscallResult>,
    /// The record of the return.
    pub record: RecordId,
}

/// A thread.
#[derive(Debug, Clone, Default)]
pub struct ThreadTrack {
    /// The statement that runs: source file index and line.
    pub line: Option<(u16, u32)>,
    /// The call it is in.
    pub call: Option<CallTrack>,
    /// The call that returned last, since the last statement.
    pub returned: Option<ReturnTrack>,
}

/// A process.
#[derive(Debug, Clone)]
pub struct ProcessTrack {
    /// Its program's file name.
    pub name: Rc<str>,
    /// Threads.
    pub threads: BTreeMap<ThreadNumber, ThreadTrack>,
    /// Whether a person has stopped it.
    pub stopped: bool,
    /// How it ended.
    pub exited: Option<ExitStatus>,
    /// The end of what it wrote to its standard output and error.
    pub output: Vec<u8>,
    /// How often each line of its main file was reached.
    pub reached: BTreeMap<u32, u64>,
}

/// Folds a record in; false when it is not about processes.
pub(super) fn apply(
    processes: &mut BTreeMap<Pid, ProcessTrack>,
    event: &Event,
    record: &WorldRecord,
) -> bool {
    let thread = |processes: &mut BTreeMap<Pid, ProcessTrack>, pid: &Pid, thread: &ThreadNumber| {
        // Records come from the kernel in order, so the process has been started by one of them.
        let process = processes.get_mut(pid).expect("a process that does something has been started");
        std::mem::take(process.threads.entry(*thread).or_default())
    };
    let put = |processes: &mut BTreeMap<Pid, ProcessTrack>,
               pid: &Pid,
               number: &ThreadNumber,
               track: ThreadTrack| {
        processes.get_mut(pid).expect("just taken").threads.insert(*number, track);
    };
    match event {
        Event::ProcessStarted { pid, name } => {
            let threads = BTreeMap::from([(ThreadNumber(0), ThreadTrack::default())]);
            let track = ProcessTrack {
                name: name.clone(),
                threads,
                stopped: false,
                exited: None,
                output: Vec::new(),
                reached: BTreeMap::new(),
            };
            processes.insert(*pid, track);
        }
        Event::Statement { pid, thread: number, source, line } => {
            let track = ThreadTrack { line: Some((*source, *line)), ..ThreadTrack::default() };
            put(processes, pid, number, track);
            if *source == 0
                && let Some(process) = processes.get_mut(pid)
            {
                *process.reached.entry(*line).or_default() += 1;
            }
        }
        Event::SyscallEntered { pid, thread: number, call } => {
            let mut track = thread(processes, pid, number);
            track.call = Some(CallTrack {
                call: call.clone(),
                entered: record.at,
                record: record.id,
                wait: None,
                taken: 0,
            });
            put(processes, pid, number, track);
        }
        Event::Blocked { pid, thread: number, wait } => {
            let mut track = thread(processes, pid, number);
            if let Some(call) = &mut track.call {
                call.wait = Some(wait.clone());
            }
            put(processes, pid, number, track);
        }
        Event::Woken { pid, thread: number } => {
            let mut track = thread(processes, pid, number);
            if let Some(call) = &mut track.call {
                call.wait = None;
            }
            put(processes, pid, number, track);
        }
        Event::SyscallReturned { pid, thread: number, call, result, .. } => {
            let mut track = thread(processes, pid, number);
            track.call = None;
            track.returned =
                Some(ReturnTrack { call: call.clone(), result: result.clone(), record: record.id });
            put(processes, pid, number, track);
        }
        Event::Output { pid, bytes, .. } => {
            if let Some(process) = processes.get_mut(pid) {
                process.output.extend_from_slice(bytes);
                let surplus = process.output.len().saturating_sub(OUTPUT_KEPT);
                process.output.drain(..surplus);
            }
        }
        Event::ProcessExited { pid, status } => {
            if let Some(process) = processes.get_mut(pid) {
                process.exited = Some(*status);
                for thread in process.threads.values_mut() {
                    thread.call = None;
                }
            }
        }
        Event::SignalDelivered { .. } => {}
        _ => return false,
    }
    true
}
