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
use netlab_abi::{Data, Direction, Disposition, Flow, Outcome, Pid, Program, Signal, Syscall, ThreadNumber};
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ThreadState {
    /// It runs its program, with its outcome, from the moment its turn comes.
    Resume,
    /// It reaches a statement when its turn comes.
    Statement { line: u32, source: u16 },
    /// It enters the kernel with its call when its turn comes.
    Enter,
    /// Its call is carried out (again, after a wake-up) when its turn comes.
    Execute,
    /// Its call sleeps.
    Blocked,
    /// Its call returns its outcome to the program when its turn comes.
    Return,
    /// It is no more.
    Ended,
}

impl ThreadState {
    /// The state's place in a set of states.
    const fn bit(self) -> u8 {
        match self {
            ThreadState::Resume => 1,
            ThreadState::Statement { .. } => 2,
            ThreadState::Enter => 4,
            ThreadState::Execute => 8,
            ThreadState::Blocked => 16,
            ThreadState::Return => 32,
            ThreadState::Ended => 64,
        }
    }

    /// The states that may follow: what a thread does can end at any moment, and then nothing follows.
    const fn may_become(self) -> u8 {
        const STATEMENT: u8 = ThreadState::Statement { line: 0, source: 0 }.bit();
        let ended = ThreadState::Ended.bit();
        match self {
            ThreadState::Resume => STATEMENT | ThreadState::Enter.bit() | ended,
            ThreadState::Statement { .. } => ThreadState::Resume.bit() | ended,
            ThreadState::Enter => ThreadState::Execute.bit() | ended,
            ThreadState::Execute => ThreadState::Blocked.bit() | ThreadState::Return.bit() | ended,
            ThreadState::Blocked => ThreadState::Execute.bit() | ended,
            ThreadState::Return => ThreadState::Resume.bit() | ended,
            ThreadState::Ended => 0,
        }
    }
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
    pub number: ThreadNumber,
    state: ThreadState,
    /// The number of the turn that counts; turns with other numbers have been overtaken.
    pub turn: u32,
    /// What the program is resumed with next.
    pub outcome: Outcome,
    /// The call it is in.
    pub call: Option<Box<Call>>,
    /// Memory of the last call, for the next.
    pub spare: Option<Box<Call>>,
    /// While it sleeps: where and for what.
    pub sleep: Option<Sleep>,
    /// The last record of this thread.
    pub last: Option<RecordId>,
    /// A turn came while the process was stopped.
    pub parked: bool,
}

impl Thread {
    fn new(number: ThreadNumber, outcome: Outcome, last: Option<RecordId>) -> Self {
        Thread {
            number,
            state: ThreadState::Resume,
            turn: 0,
            outcome,
            call: None,
            spare: None,
            sleep: None,
            last,
            parked: false,
        }
    }

    /// Counts a turn: the only one that has not been overtaken from now on.
    pub fn next_turn(&mut self) -> u32 {
        self.turn = self.turn.wrapping_add(1);
        self.turn
    }

    /// Whether it is inside the kernel.
    pub fn is_in_call(&self) -> bool {
        match self.state {
            ThreadState::Execute | ThreadState::Blocked | ThreadState::Return => true,
            ThreadState::Resume | ThreadState::Statement { .. } | ThreadState::Enter | ThreadState::Ended => {
                false
            }
        }
    }

    /// The program wants this call made.
    fn set_call(&mut self, call: Syscall) {
        let mut place = self.spare.take();
        match &mut place {
            Some(place) => {
                place.call = call;
                place.progress = Progress::default();
            }
            None => {
                let progress = Progress::default();
                place = Some(Box::new(Call { call, shared: None, entered: Instant::ZERO, progress }));
            }
        }
        self.call = place;
        self.set_state(ThreadState::Enter);
    }

    /// The only place where a thread's state changes.
    fn set_state(&mut self, state: ThreadState) {
        let legal = self.state.may_become() & state.bit() != 0;
        assert!(legal, "a thread does not go from {:?} to {state:?}", self.state);
        self.state = state;
    }
}

/// The threads of a process, by ascending number. Most have one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Threads {
    threads: Vec<Thread>,
}

impl Threads {
    fn place(&self, number: ThreadNumber) -> Result<usize, usize> {
        match self.threads.first() {
            Some(first) if first.number == number => Ok(0),
            _ => self.threads.binary_search_by_key(&number, |thread| thread.number),
        }
    }

    pub fn get_mut(&mut self, number: ThreadNumber) -> Option<&mut Thread> {
        let place = self.place(number).ok()?;
        Some(&mut self.threads[place])
    }

    pub fn contains(&self, number: ThreadNumber) -> bool {
        self.place(number).is_ok()
    }

    fn insert(&mut self, thread: Thread) {
        let place = self.place(thread.number).expect_err("a new thread has a new number");
        self.threads.insert(place, thread);
    }

    fn remove(&mut self, number: ThreadNumber) -> Thread {
        let place = self.place(number).expect("the thread that ends");
        self.threads.remove(place)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Thread> {
        self.threads.iter()
    }

    fn first_mut(&mut self) -> Option<&mut Thread> {
        self.threads.first_mut()
    }
}

/// A process.
pub(crate) struct Process {
    pub pid: Pid,
    pub parent: Pid,
    pub name: Rc<str>,
    pub program: Box<dyn Program>,
    pub threads: Threads,
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
        self.find_mut(task.pid)?.threads.get_mut(task.thread)
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
    thread.sleep.as_ref().map(|sleep| sleep.block.reason.clone())
}
