//! Calls about processes, threads and time.

use super::{Step, TIMER_SLACK, number};
use crate::agenda::Task;
use crate::event::WaitReason;
use crate::kernel::{Kernel, Turn};
use crate::process::{Block, Progress, WaitTarget};
use core::net::{Ipv4Addr, SocketAddrV4};
use netlab_abi::{
    ClockId, Disposition, Errno, Outcome, Pid, PollEvents, Signal, SyscallResult, SyscallValue, ThreadNumber,
};
use netlab_wire::{Duration, Instant};

/// What `CLOCK_REALTIME` shows at the start of every run: 2026-01-01 00:00:00 UTC, nanoseconds since 1970.
const START_OF_TIME: i64 = 1_767_225_600 * 1_000_000_000;

impl Kernel {
    /// `clock_nanosleep`, relative. With a handler's signal EINTR.
    pub(super) fn sys_sleep(&mut self, duration: u64, progress: &mut Progress, turn: &mut Turn<'_>) -> Step {
        if progress.timed_out {
            return number(0).into();
        }
        if progress.interrupted {
            return Errno::EINTR.into();
        }
        let until = turn.now + Duration::from_nanos(duration);
        let deadline = self.precise_deadline(Some(duration), TIMER_SLACK, progress, turn);
        let reason = WaitReason::Time(until);
        Step::Block(Block { reason, on: None, more: Vec::new(), exclusive: false, deadline })
    }

    pub(super) fn clock(&self, pid: Pid, clock: ClockId, turn: &Turn<'_>) -> i64 {
        let since_start = turn.now.saturating_since(Instant::ZERO).as_nanos() as i64;
        match clock {
            ClockId::Realtime => START_OF_TIME + since_start,
            ClockId::Monotonic => since_start,
            ClockId::ProcessCpu => self.processes.get(pid).cpu_time.as_nanos() as i64,
        }
    }

    /// `kill(2)`: EINVAL before ESRCH. A process may signal itself and its equals; there are no others.
    pub(super) fn sys_kill(&mut self, task: Task, target: Pid, signal: i32, turn: &mut Turn<'_>) -> Step {
        if !(0..=64).contains(&signal) {
            return Errno::EINVAL.into();
        }
        let known = self.processes.find(target).is_some_and(|process| !process.reaped);
        if !known {
            return Errno::ESRCH.into();
        }
        if signal > 0 {
            // Signals that the lab does not know do nothing.
            let Some(signal) = Signal::from_number(signal) else { return number(0).into() };
            if let Err(errno) = self.send_signal(target, signal, turn) {
                return errno.into();
            }
        }
        if self.processes.get(task.pid).status.is_some() { Step::Gone } else { number(0).into() }
    }

    /// `rt_sigaction`
    pub(super) fn sys_signal_action(
        &mut self,
        pid: Pid,
        signal: Signal,
        action: Disposition,
    ) -> SyscallResult {
        match signal {
            Signal::SIGKILL | Signal::SIGSTOP => return Err(Errno::EINVAL),
            _ => {}
        }
        self.processes.get_mut(pid).dispositions.insert(signal, action);
        number(0)
    }

    /// `clone3` for a thread.
    pub(super) fn sys_start_thread(
        &mut self,
        pid: Pid,
        thread: ThreadNumber,
        turn: &mut Turn<'_>,
    ) -> SyscallResult {
        if self.processes.get(pid).threads.contains(thread) {
            return Err(Errno::EEXIST);
        }
        self.start_thread(Task { pid, thread }, Outcome::Started, self.costs.wake, turn);
        number(i64::from(thread.0))
    }

    /// `futex(FUTEX_WAIT_PRIVATE)`
    pub(super) fn sys_futex_wait(
        &mut self,
        pid: Pid,
        key: u64,
        timeout: Option<u64>,
        progress: &mut Progress,
        turn: &mut Turn<'_>,
    ) -> Step {
        if progress.timed_out {
            return Errno::ETIMEDOUT.into();
        }
        if progress.interrupted {
            return Errno::EINTR.into();
        }
        if progress.again {
            return number(0).into();
        }
        let deadline = self.precise_deadline(timeout, TIMER_SLACK, progress, turn);
        let target = WaitTarget::Futex(pid, key);
        Step::Block(Block::on(WaitReason::Futex(key), target, PollEvents::IN, deadline))
    }

    /// `futex(FUTEX_WAKE_PRIVATE)`
    pub(super) fn sys_futex_wake(
        &mut self,
        pid: Pid,
        key: u64,
        count: usize,
        turn: &mut Turn<'_>,
    ) -> SyscallResult {
        let woken = self.wake_some(WaitTarget::Futex(pid, key), PollEvents::IN, count, turn);
        number(woken as i64)
    }

    /// `wait4`
    pub(super) fn sys_wait(
        &mut self,
        pid: Pid,
        child: Option<Pid>,
        nohang: bool,
        progress: &mut Progress,
    ) -> Step {
        match self.reap(pid, child) {
            Err(errno) => errno.into(),
            Ok(Some(waited)) => Step::Done(Ok(waited)),
            Ok(None) if nohang => Step::Done(Ok(SyscallValue::Waited { pid: Pid(0), status: 0 })),
            Ok(None) if progress.interrupted => Errno::EINTR.into(),
            Ok(None) => {
                let target = WaitTarget::Children(pid);
                Step::Block(Block::on(WaitReason::Child, target, PollEvents::IN, None))
            }
        }
    }

    /// The hosts table (`gethostbyname`): a name, or an address in dots. ENOENT: not there.
    pub(super) fn sys_resolve(&self, name: &str) -> SyscallResult {
        let address = match name.parse::<Ipv4Addr>() {
            Ok(address) => address,
            Err(_) => self.hosts.get(name).copied().ok_or(Errno::ENOENT)?,
        };
        Ok(SyscallValue::Address(SocketAddrV4::new(address, 0)))
    }
}
