//! Processes and their threads: what each is doing, and the one place where that changes.
//!
//! Left out: credentials (every process is an ordinary user's), resource limits other than the number of descriptors,
//! process groups, job control beyond stop and continue, contention for the processor (every thread has its own).

mod exit;
pub(crate) mod files;
mod schedule;
mod signals;
pub(crate) mod wait;

pub(crate) use wait::{Block, WaitTarget};

use crate::agenda::{Task, TimerKey};
use crate::event::{ExitStatus, SocketId, WaitReason};
use crate::record::RecordId;
use files::{FdTable, FileId};
use netlab_abi::{
    Data, Direction, Disposition, Flow, Outcome, Pid, Program, Signal, Syscall, SyscallResult, SyscallValue,
    ThreadNumber,
};
use netlab_wire::{Duration, Instant};
use std::collections::BTreeMap;
use std::rc::Rc;

/// The first process of a computer gets this number; those below belong to the system.
const FIRST_PID: i32 = 1_000;
/// Threads with this number and above make calls that a person put into a process, one each; programs number theirs
/// from 0.
pub const FIRST_INJECTED_THREAD: ThreadNumber = ThreadNumber(1 << 31);
/// The parent of processes that the scenario started.
pub(crate) const INIT: Pid = Pid(1);

/// What a thread is doing. Changed only by [`Thread::set_state`].
#[derive(Debug, Clone)]
pub(crate) enum ThreadState {
    /// It runs its program from the moment its turn comes.
    Resume(Outcome),
    /// It reaches a statement when its turn comes.
    Statement { line: u32, source: u16 },
    /// It enters the kernel when its turn comes.
    Enter(Box<Syscall>),
    /// Its call is carried out (again, after a wake-up) when its turn comes.
    Execute,
    /// Its call sleeps.
    Blocked(Sleep),
    /// Its call returns to the program when its turn comes.
    Return(SyscallResult),
    /// It is no more.
    Ended,
}

/// Where and for what a thread sleeps.
#[derive(Debug, Clone)]
pub(crate) struct Sleep {
    pub block: Block,
    pub timer: Option<TimerKey>,
}

/// The call a thread is in.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub call: Syscall,
    /// The same, for records; only made when records are kept.
    pub shared: Option<Rc<Syscall>>,
    pub entered: Instant,
    pub progress: Progress,
}

/// What a call has reached so far; it outlives the call's sleeps.
#[derive(Debug, Clone, Default)]
pub(crate) struct Progress {
    /// Whether the call has been carried out before.
    pub again: bool,
    /// The file that it works on; held so that `close` by another thread does not take it away.
    pub file: Option<FileId>,
    /// Bytes sent or received so far.
    pub done: usize,
    /// Identity of the first byte sent.
    pub first: Option<(Flow, Direction, u64)>,
    /// What was received so far (`MSG_WAITALL`).
    pub pieces: Vec<Data>,
    /// The socket that `close` waits for.
    pub lingering: Option<SocketId>,
    /// When it stops waiting; absent as long as it has not slept, or if it waits for ever.
    pub deadline: Option<Instant>,
    /// It has waited long enough.
    pub timed_out: bool,
    /// A signal with a handler came.
    pub interrupted: bool,
}

/// A thread of a process.
#[derive(Debug, Clone)]
pub(crate) struct Thread {
    state: ThreadState,
    /// The number of the turn that counts; turns with other numbers have been overtaken.
    pub turn: u32,
    pub call: Option<Call>,
    /// The last record of this thread.
    pub last: Option<RecordId>,
    /// A turn came while the process was stopped.
    pub parked: bool,
}

impl Thread {
    fn new(state: ThreadState, last: Option<RecordId>) -> Self {
        Thread { state, turn: 0, call: None, last, parked: false }
    }

    /// What the program is to be resumed with; the program's answer decides the next state.
    fn take_outcome(&mut self) -> Outcome {
        let ThreadState::Resume(outcome) = &mut self.state else {
            panic!("only a thread that is to be resumed is: {:?}", self.state)
        };
        core::mem::replace(outcome, Outcome::Started)
    }

    /// What the call returns.
    fn take_result(&mut self) -> SyscallResult {
        let ThreadState::Return(result) = &mut self.state else {
            panic!("only a thread that returns does: {:?}", self.state)
        };
        core::mem::replace(result, Ok(SyscallValue::Number(0)))
    }

    /// The only place where a thread's state changes.
    fn set_state(&mut self, state: ThreadState) -> ThreadState {
        use ThreadState::{Blocked, Ended, Enter, Execute, Resume, Return, Statement};
        let legal = match (&self.state, &state) {
            (Ended, _) => false,
            (_, Ended) => true,
            (Resume(_), Statement { .. } | Enter(_)) => true,
            (Resume(_), Resume(_) | Execute | Blocked(_) | Return(_)) => false,
            (Statement { .. }, Resume(_)) => true,
            (Statement { .. }, Statement { .. } | Enter(_) | Execute | Blocked(_) | Return(_)) => false,
            (Enter(_), Execute) => true,
            (Enter(_), Resume(_) | Statement { .. } | Enter(_) | Blocked(_) | Return(_)) => false,
            (Execute, Blocked(_) | Return(_)) => true,
            (Execute, Resume(_) | Statement { .. } | Enter(_) | Execute) => false,
            (Blocked(_), Execute) => true,
            (Blocked(_), Resume(_) | Statement { .. } | Enter(_) | Blocked(_) | Return(_)) => false,
            (Return(_), Resume(_)) => true,
            (Return(_), Statement { .. } | Enter(_) | Execute | Blocked(_) | Return(_)) => false,
        };
        assert!(legal, "a thread does not go from {:?} to {state:?}", self.state);
        core::mem::replace(&mut self.state, state)
    }
}

/// A process.
pub(crate) struct Process {
    pub pid: Pid,
    pub parent: Pid,
    pub name: Rc<str>,
    pub program: Box<dyn Program>,
    pub threads: BTreeMap<ThreadNumber, Thread>,
    pub fds: FdTable,
    /// What signals do; [`Disposition::Default`] where nothing is said.
    pub dispositions: BTreeMap<Signal, Disposition>,
    /// Handlers that the program has to run.
    pub pending: Vec<Signal>,
    pub stopped: bool,
    /// How it ended.
    pub status: Option<ExitStatus>,
    /// Its parent has asked (or never will): only what inspection shows is left.
    pub reaped: bool,
    pub cpu_time: Duration,
    pub interval: Option<(TimerKey, Duration)>,
    /// How many calls a person has put in.
    pub injected: u32,
}

impl Clone for Process {
    fn clone(&self) -> Self {
        Process {
            pid: self.pid,
            parent: self.parent,
            name: Rc::clone(&self.name),
            program: self.program.save(),
            threads: self.threads.clone(),
            fds: self.fds.clone(),
            dispositions: self.dispositions.clone(),
            pending: self.pending.clone(),
            stopped: self.stopped,
            status: self.status,
            reaped: self.reaped,
            cpu_time: self.cpu_time,
            interval: self.interval,
            injected: self.injected,
        }
    }
}

/// All processes, ended ones included; their numbers are never used again.
#[derive(Clone, Default)]
pub(crate) struct ProcessTable {
    processes: Vec<Process>,
}

impl ProcessTable {
    fn index(pid: Pid) -> Option<usize> {
        usize::try_from(pid.0.checked_sub(FIRST_PID)?).ok()
    }

    /// The number that the next process gets.
    pub fn next_pid(&self) -> Pid {
        Pid(FIRST_PID + self.processes.len() as i32)
    }

    /// Adds a process; its number must be [`ProcessTable::next_pid`].
    pub fn add(&mut self, process: Process) {
        assert_eq!(process.pid, self.next_pid(), "process numbers ascend");
        self.processes.push(process);
    }

    pub fn find(&self, pid: Pid) -> Option<&Process> {
        self.processes.get(Self::index(pid)?)
    }

    pub fn find_mut(&mut self, pid: Pid) -> Option<&mut Process> {
        self.processes.get_mut(Self::index(pid)?)
    }

    /// The process with this number. Panics when there never was one.
    pub fn get(&self, pid: Pid) -> &Process {
        self.find(pid).expect("a process that was started")
    }

    /// The process with this number. Panics when there never was one.
    pub fn get_mut(&mut self, pid: Pid) -> &mut Process {
        self.find_mut(pid).expect("a process that was started")
    }

    /// A thread that has not ended.
    pub fn thread_mut(&mut self, task: Task) -> Option<&mut Thread> {
        self.find_mut(task.pid)?.threads.get_mut(&task.thread)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Process> {
        self.processes.iter()
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Process> {
        self.processes.iter_mut()
    }
}

/// What a thread sleeps for, as records say it; a stopped process's threads count as stopped.
pub(crate) fn wait_of(process: &Process, thread: &Thread) -> Option<WaitReason> {
    if process.stopped {
        return Some(WaitReason::Stopped);
    }
    match &thread.state {
        ThreadState::Blocked(sleep) => Some(sleep.block.reason.clone()),
        ThreadState::Resume(_)
        | ThreadState::Statement { .. }
        | ThreadState::Enter(_)
        | ThreadState::Execute
        | ThreadState::Return(_)
        | ThreadState::Ended => None,
    }
}
