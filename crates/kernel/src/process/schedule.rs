//! Whose turn it is: statements, the way into the kernel and back, sleeping and waking.

use super::{Block, FIRST_INJECTED_THREAD, Process, Sleep, Thread, ThreadState, WaitTarget};
use crate::agenda::{Task, TimerWork, Work};
use crate::config::CostTable;
use crate::event::Event;
use crate::kernel::{Kernel, Turn};
use crate::process::wait::Waiter;
use crate::syscall::Step;
use netlab_abi::{Errno, Outcome, Pid, PollEvents, Syscall, SyscallResult, SyscallValue, ThreadNumber, Trap};
use netlab_wire::Duration;
use std::rc::Rc;

impl Kernel {
    /// Adds a thread that begins after `delay`.
    pub(crate) fn start_thread(
        &mut self,
        task: Task,
        outcome: Outcome,
        delay: Duration,
        turn: &mut Turn<'_>,
    ) {
        let thread = Thread::new(task.thread, outcome, turn.cause);
        self.processes.get_mut(task.pid).threads.insert(thread);
        self.schedule(task, delay, turn);
    }

    /// A person has a process make a call: in a thread of its own that ends with the call.
    pub(crate) fn inject(
        &mut self,
        pid: Pid,
        call: Syscall,
        turn: &mut Turn<'_>,
    ) -> Result<ThreadNumber, Errno> {
        let process = self.processes.find_mut(pid).ok_or(Errno::ESRCH)?;
        if process.status.is_some() {
            return Err(Errno::ESRCH);
        }
        let thread = ThreadNumber(FIRST_INJECTED_THREAD.0 + process.injected);
        process.injected += 1;
        let mut state = Thread::new(thread, Outcome::Started, turn.cause);
        state.set_call(call);
        process.threads.insert(state);
        self.schedule(Task { pid, thread }, Duration::ZERO, turn);
        Ok(thread)
    }

    /// The thread's next turn comes after `delay`; any other that was to come does not count.
    pub(super) fn schedule(&mut self, task: Task, delay: Duration, turn: &mut Turn<'_>) {
        let number = self.processes.thread_mut(task).expect("a living thread").next_turn();
        self.agenda.push(turn.now, turn.now + delay, Work::Thread(task, number));
    }

    /// A thread's turn has come. Steps that cost no time follow at once, up to the program's next turn.
    pub(crate) fn thread_turn(&mut self, task: Task, number: u32, turn: &mut Turn<'_>) {
        let Some(process) = self.processes.find_mut(task.pid) else { return };
        let stopped = process.stopped;
        let Some(thread) = process.threads.get_mut(task.thread) else { return };
        if thread.turn != number {
            return;
        }
        if stopped {
            thread.parked = true;
            return;
        }
        loop {
            let thread = self.processes.thread_mut(task).expect("a living thread");
            turn.cause = thread.last;
            let delay = match thread.state {
                ThreadState::Resume => {
                    self.resume(task, turn);
                    return;
                }
                ThreadState::Statement { line, source } => {
                    self.statement(task, line, source, turn);
                    return;
                }
                ThreadState::Enter => self.enter(task, turn),
                ThreadState::Execute => match self.execute(task, turn) {
                    Some(delay) => delay,
                    None => return,
                },
                ThreadState::Return => {
                    self.return_to_program(task, turn);
                    return;
                }
                ThreadState::Blocked | ThreadState::Ended => {
                    panic!("a sleeping thread has no turn: {task:?}")
                }
            };
            if !delay.is_zero() {
                self.schedule(task, delay, turn);
                return;
            }
        }
    }

    fn resume(&mut self, task: Task, turn: &mut Turn<'_>) {
        let process = self.processes.get_mut(task.pid);
        for signal in process.pending.drain(..) {
            process.program.signal(signal);
        }
        let thread = process.threads.get_mut(task.thread).expect("the thread whose turn it is");
        let outcome = core::mem::replace(&mut thread.outcome, Outcome::Statement);
        let trap = process.program.resume(task.thread, outcome);
        let work = match trap {
            Trap::Statement { line, source, work } => {
                thread.set_state(ThreadState::Statement { line, source });
                work
            }
            Trap::Syscall { call, work } => {
                thread.set_call(call);
                work
            }
        };
        let number = thread.next_turn();
        let delay = self.costs.work * u64::from(work);
        process.cpu_time += delay;
        self.agenda.push(turn.now, turn.now + delay, Work::Thread(task, number));
    }

    fn statement(&mut self, task: Task, line: u32, source: u16, turn: &mut Turn<'_>) {
        let Task { pid, thread: number } = task;
        let record = turn.emit(|| Event::Statement { pid, thread: number, source, line });
        let process = self.processes.get_mut(pid);
        process.cpu_time += self.costs.statement;
        let thread = process.threads.get_mut(number).expect("the thread whose turn it is");
        thread.last = Some(record);
        thread.outcome = Outcome::Statement;
        thread.set_state(ThreadState::Resume);
        self.schedule(task, self.costs.statement, turn);
    }

    fn enter(&mut self, task: Task, turn: &mut Turn<'_>) -> Duration {
        let Task { pid, thread: number } = task;
        let process = self.processes.get_mut(pid);
        let thread = process.threads.get_mut(number).expect("the thread whose turn it is");
        thread.set_state(ThreadState::Execute);
        let call = thread.call.as_mut().expect("a thread that enters the kernel has a call");
        call.entered = turn.now;
        call.shared = turn.recorder.keeps().then(|| Rc::new(call.call.clone()));
        let (shared, cause) = (&call.shared, turn.cause);
        let record = turn.recorder.emit(turn.now, cause, || Event::SyscallEntered {
            pid,
            thread: number,
            call: Rc::clone(shared.as_ref().expect("made when records are kept")),
        });
        let copied = bytes_in(&call.call);
        thread.last = Some(record);
        let delay = self.costs.syscall_enter + copy_cost(&self.costs, copied);
        process.cpu_time += delay;
        delay
    }

    /// Carries out the thread's call as far as it goes. The time until it returns, or `None` when it sleeps or is gone.
    fn execute(&mut self, task: Task, turn: &mut Turn<'_>) -> Option<Duration> {
        let thread = self.processes.thread_mut(task).expect("the thread whose turn it is");
        let mut call = thread.call.take().expect("a thread in the kernel is in a call");
        let step = self.perform(task, &mut call, turn);
        call.progress.again = true;
        let process = self.processes.get_mut(task.pid);
        let Some(thread) = process.threads.get_mut(task.thread) else {
            // The thread has ended meanwhile, by its own call or by a signal.
            if let Some(file) = call.progress.file {
                self.release_file(file, turn);
            }
            return None;
        };
        match step {
            Step::Done(result) => {
                let file = call.progress.file.take();
                thread.call = Some(call);
                let copied = bytes_out(&result);
                thread.outcome = Outcome::Returned(result);
                thread.set_state(ThreadState::Return);
                let delay = self.costs.syscall_return + copy_cost(&self.costs, copied);
                process.cpu_time += delay;
                if let Some(file) = file {
                    self.release_file(file, turn);
                }
                Some(delay)
            }
            Step::Block(block) => {
                thread.call = Some(call);
                self.sleep(task, block, turn);
                None
            }
            Step::Gone => None,
        }
    }

    fn sleep(&mut self, task: Task, block: Block, turn: &mut Turn<'_>) {
        let Task { pid, thread: number } = task;
        for (target, events) in block.targets() {
            self.waits.add(target, Waiter::Thread(task), events, block.exclusive);
        }
        let timer = block.deadline.map(|deadline| self.timers.start(deadline, TimerWork::Timeout(task)));
        let thread = self.processes.thread_mut(task).expect("the thread that goes to sleep");
        let wait = &block.reason;
        let record = turn.recorder.emit(turn.now, thread.last, || Event::Blocked {
            pid,
            thread: number,
            wait: wait.clone(),
        });
        thread.last = Some(record);
        thread.sleep = Some(Sleep { block, timer });
        thread.set_state(ThreadState::Blocked);
    }

    /// Wakes whoever waits on `target` for one of `events`; `turn.cause` is why.
    pub(crate) fn wake(&mut self, target: WaitTarget, events: PollEvents, turn: &mut Turn<'_>) {
        self.wake_some(target, events, usize::MAX, turn);
    }

    /// As [`Kernel::wake`], but at most `limit` waiters; how many there were comes back.
    pub(crate) fn wake_some(
        &mut self,
        target: WaitTarget,
        events: PollEvents,
        limit: usize,
        turn: &mut Turn<'_>,
    ) -> usize {
        let mut concerned = core::mem::take(&mut self.concerned);
        assert!(concerned.is_empty(), "a wake-up inside a wake-up has a list of its own");
        self.waits.concerned(target, events, limit, &mut concerned);
        let count = concerned.len();
        for waiter in concerned.drain(..) {
            match waiter {
                Waiter::Thread(task) => self.wake_thread(task, turn),
                Waiter::Epoll(epoll, fd) => self.epoll_notified(epoll, fd, events, turn),
            }
        }
        self.concerned = concerned;
        count
    }

    /// Wakes a thread, if it sleeps: its call is carried out again.
    pub(crate) fn wake_thread(&mut self, task: Task, turn: &mut Turn<'_>) {
        let Task { pid, thread: number } = task;
        let Some(thread) = self.processes.thread_mut(task) else { return };
        let Some(sleep) = thread.sleep.take() else { return };
        thread.set_state(ThreadState::Execute);
        thread.last = Some(turn.emit(|| Event::Woken { pid, thread: number }));
        let turn_number = thread.next_turn();
        self.leave_queues(task, &sleep);
        self.agenda.push(turn.now, turn.now + self.costs.wake, Work::Thread(task, turn_number));
    }

    pub(super) fn leave_queues(&mut self, task: Task, sleep: &Sleep) {
        if let Some(timer) = sleep.timer {
            self.timers.stop(timer);
        }
        for (target, _) in sleep.block.targets() {
            self.waits.remove(target, Waiter::Thread(task));
        }
    }

    /// A sleeping thread's time is up.
    pub(crate) fn sleep_over(&mut self, task: Task, turn: &mut Turn<'_>) {
        let thread = self.processes.thread_mut(task).expect("timers of ended threads are stopped");
        turn.cause = thread.last;
        let call = thread.call.as_mut().expect("a sleeping thread is in a call");
        call.progress.timed_out = true;
        self.wake_thread(task, turn);
    }

    fn return_to_program(&mut self, task: Task, turn: &mut Turn<'_>) {
        let Task { pid, thread: number } = task;
        let thread = self.processes.thread_mut(task).expect("the thread whose turn it is");
        let mut call = thread.call.take().expect("a thread in the kernel is in a call");
        let Outcome::Returned(result) = &thread.outcome else { panic!("a call returns what it brought") };
        let (shared, cause) = (call.shared.take(), turn.cause);
        let record = turn.recorder.emit(turn.now, cause, || Event::SyscallReturned {
            pid,
            thread: number,
            call: shared.expect("made when records are kept"),
            entered: call.entered,
            result: Rc::new(result.clone()),
        });
        thread.last = Some(record);
        thread.spare = Some(call);
        turn.cause = Some(record);
        if number >= FIRST_INJECTED_THREAD {
            self.processes.get_mut(pid).threads.remove(number);
            return;
        }
        thread.set_state(ThreadState::Resume);
        self.resume(task, turn);
    }

    /// A process's threads, for walking over them while they change.
    pub(super) fn thread_numbers(process: &Process) -> Vec<ThreadNumber> {
        process.threads.iter().map(|thread| thread.number).collect()
    }
}

/// Time that copying so many bytes between a program and the kernel takes.
fn copy_cost(costs: &CostTable, bytes: usize) -> Duration {
    costs.copy_kibibyte * bytes as u64 / 1024
}

/// Bytes that a call copies into the kernel.
fn bytes_in(call: &Syscall) -> usize {
    match call {
        Syscall::Send { data, .. } | Syscall::Write { data, .. } => data.len(),
        Syscall::SendMessage { parts, .. } => parts.iter().map(netlab_abi::Data::len).sum(),
        _ => 0,
    }
}

/// Bytes that a call copied out of the kernel.
fn bytes_out(result: &SyscallResult) -> usize {
    match result {
        Ok(SyscallValue::Received(received)) => received.data.len(),
        Ok(_) | Err(_) => 0,
    }
}
