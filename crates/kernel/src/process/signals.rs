//! Signals (`signal(7)`): what each does by default, handlers, stop and continue, interval timers.
//!
//! Left out: blocked signals, signals to one thread, `SA_RESTART` (CPython does not use it), core dumps.

use super::{Process, ThreadState};
use crate::agenda::{Task, TimerWork};
use crate::event::{Event, ExitStatus};
use crate::kernel::{Kernel, Turn};
use netlab_abi::{Disposition, Errno, Pid, Signal};
use netlab_wire::Duration;

/// What a signal does when nothing else was asked for.
enum DefaultAction {
    End,
    Ignore,
    Stop,
    Continue,
}

fn default_action(signal: Signal) -> DefaultAction {
    match signal {
        Signal::SIGHUP
        | Signal::SIGINT
        | Signal::SIGKILL
        | Signal::SIGUSR1
        | Signal::SIGUSR2
        | Signal::SIGPIPE
        | Signal::SIGALRM
        | Signal::SIGTERM => DefaultAction::End,
        Signal::SIGCHLD => DefaultAction::Ignore,
        Signal::SIGCONT => DefaultAction::Continue,
        Signal::SIGSTOP => DefaultAction::Stop,
    }
}

impl Process {
    fn disposition(&self, signal: Signal) -> Disposition {
        match signal {
            Signal::SIGKILL | Signal::SIGSTOP => Disposition::Default,
            _ => self.dispositions.get(&signal).copied().unwrap_or(Disposition::Default),
        }
    }
}

impl Kernel {
    /// Sends a signal to a process (`send_signal_locked`). ESRCH: there is none.
    pub(crate) fn send_signal(&mut self, pid: Pid, signal: Signal, turn: &mut Turn<'_>) -> Result<(), Errno> {
        let process = self.processes.find_mut(pid).filter(|process| !process.reaped).ok_or(Errno::ESRCH)?;
        if process.status.is_some() {
            return Ok(());
        }
        let disposition = process.disposition(signal);
        // SIGCONT continues whatever else is done with it (`prepare_signal`).
        if signal == Signal::SIGCONT && process.stopped {
            self.continue_process(pid, turn);
        }
        let action = default_action(signal);
        let ignored = match (disposition, &action) {
            (Disposition::Ignore, _) => true,
            (Disposition::Default, DefaultAction::Ignore | DefaultAction::Continue) => true,
            (Disposition::Default, DefaultAction::End | DefaultAction::Stop) => false,
            (Disposition::Handler, _) => false,
        };
        if ignored {
            // A tracer sees a signal that the process itself has asked to ignore (`sig_ignored` is false for the traced).
            if disposition == Disposition::Ignore {
                turn.emit(|| Event::SignalDelivered { pid, signal });
            }
            return Ok(());
        }
        let record = turn.emit(|| Event::SignalDelivered { pid, signal });
        turn.cause = Some(record);
        match (disposition, action) {
            (Disposition::Handler, _) => self.handle_signal(pid, signal, turn),
            (_, DefaultAction::End) => self.end_process(pid, ExitStatus::Signal(signal), turn),
            (_, DefaultAction::Stop) => self.processes.get_mut(pid).stopped = true,
            (_, DefaultAction::Ignore | DefaultAction::Continue) => {}
        }
        Ok(())
    }

    /// The program is to run its handler; a call that sleeps in the first thread ends with EINTR.
    fn handle_signal(&mut self, pid: Pid, signal: Signal, turn: &mut Turn<'_>) {
        let process = self.processes.get_mut(pid);
        process.pending.push(signal);
        let Some(thread) = process.threads.first_mut() else { return };
        if let (ThreadState::Blocked, Some(call)) = (thread.state, thread.call.as_mut()) {
            call.progress.interrupted = true;
            let task = Task { pid, thread: thread.number };
            self.wake_thread(task, turn);
        }
    }

    /// Lets a stopped process go on: turns that came meanwhile are made up for.
    pub(crate) fn continue_process(&mut self, pid: Pid, turn: &mut Turn<'_>) {
        let process = self.processes.get_mut(pid);
        process.stopped = false;
        for thread in Self::thread_numbers(process) {
            let task = Task { pid, thread };
            let state = self.processes.thread_mut(task).expect("a thread just listed");
            if core::mem::take(&mut state.parked) {
                self.schedule(task, Duration::ZERO, turn);
            }
        }
    }

    /// `setitimer(ITIMER_REAL)`: SIGALRM after `initial`, then every `interval`; zero stops it.
    pub(crate) fn set_interval_timer(&mut self, pid: Pid, initial: u64, interval: u64, turn: &mut Turn<'_>) {
        if let Some((key, _)) = self.processes.get_mut(pid).interval.take() {
            self.timers.stop(key);
        }
        if initial > 0 {
            let deadline = turn.now + Duration::from_nanos(initial);
            let key = self.timers.start(deadline, TimerWork::Interval(pid));
            self.processes.get_mut(pid).interval = Some((key, Duration::from_nanos(interval)));
        }
    }

    /// The interval timer has run out.
    pub(crate) fn interval_over(&mut self, pid: Pid, turn: &mut Turn<'_>) {
        let process = self.processes.get_mut(pid);
        let (_, interval) = process.interval.take().expect("a timer that ran");
        turn.cause = process.threads.iter().next().and_then(|thread| thread.last);
        if !interval.is_zero() {
            let key = self.timers.start(turn.now + interval, TimerWork::Interval(pid));
            self.processes.get_mut(pid).interval = Some((key, interval));
        }
        self.send_signal(pid, Signal::SIGALRM, turn).expect("timers of ended processes are stopped");
    }
}
