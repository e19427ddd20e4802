//! How processes begin and end (`kernel_clone`, `do_exit`, `do_wait`).

use super::files::{FdTable, FileId, FileObject};
use super::{FIRST_INJECTED_THREAD, INIT, Process, Thread, ThreadState, Threads, WaitTarget};
use crate::agenda::Task;
use crate::event::{Event, ExitStatus, SocketId};
use crate::kernel::{Kernel, Turn};
use crate::tcp::{CloseKind, CloseProgress};
use netlab_abi::{
    Errno, Outcome, Pid, PollEvents, Program, Signal, SyscallResult, SyscallValue, ThreadNumber,
};
use netlab_wire::{Duration, Instant};
use std::collections::BTreeMap;
use std::rc::Rc;

impl Kernel {
    /// Starts a program with standard input, output and error open.
    pub(crate) fn start_process(
        &mut self,
        name: Rc<str>,
        program: Box<dyn Program>,
        delay: Duration,
        turn: &mut Turn<'_>,
    ) -> Pid {
        let pid = self.processes.next_pid();
        let terminal = self.files.open(FileObject::Terminal, false);
        let mut fds = FdTable::default();
        for number in 0..3 {
            if number > 0 {
                self.files.hold(terminal);
            }
            fds.install(terminal);
        }
        self.add_process(pid, INIT, name, program, fds, turn);
        let task = Task { pid, thread: ThreadNumber(0) };
        self.start_thread(task, Outcome::Started, delay, turn);
        pid
    }

    fn add_process(
        &mut self,
        pid: Pid,
        parent: Pid,
        name: Rc<str>,
        program: Box<dyn Program>,
        fds: FdTable,
        turn: &mut Turn<'_>,
    ) {
        let record = turn.emit(|| Event::ProcessStarted { pid, name: Rc::clone(&name) });
        turn.cause = Some(record);
        self.processes.add(Process {
            pid,
            parent,
            name,
            program,
            threads: Threads::default(),
            fds,
            dispositions: BTreeMap::new(),
            pending: Vec::new(),
            stopped: false,
            status: None,
            reaped: false,
            cpu_time: Duration::ZERO,
            interval: None,
            injected: 0,
        });
    }

    /// `fork`: the child is a copy of the calling thread alone, with the same open files.
    pub(crate) fn fork(&mut self, task: Task, turn: &mut Turn<'_>) -> SyscallResult {
        let parent = self.processes.get(task.pid);
        let (name, program, fds) = (Rc::clone(&parent.name), parent.program.save(), parent.fds.clone());
        let dispositions = parent.dispositions.clone();
        for (_, file) in fds.iter() {
            self.files.hold(file);
        }
        let pid = self.processes.next_pid();
        let cause = turn.cause;
        self.add_process(pid, task.pid, name, program, fds, turn);
        self.processes.get_mut(pid).dispositions = dispositions;
        let child = Task { pid, thread: task.thread };
        let delay = self.costs.wake;
        let outcome = Outcome::Returned(Ok(SyscallValue::Number(0)));
        self.start_thread(child, outcome, delay, turn);
        turn.cause = cause;
        Ok(SyscallValue::Number(i64::from(pid.0)))
    }

    /// One thread ends; with the last one the process does.
    pub(crate) fn end_thread(&mut self, task: Task, turn: &mut Turn<'_>) {
        let process = self.processes.get_mut(task.pid);
        let mut thread = process.threads.remove(task.thread);
        thread.set_state(ThreadState::Ended);
        if process.threads.iter().all(|thread| thread.number >= FIRST_INJECTED_THREAD) {
            self.end_process(task.pid, ExitStatus::Code(0), turn);
        }
    }

    /// Ends a process: its threads go, its files are closed, its parent is told (`do_exit`).
    pub(crate) fn end_process(&mut self, pid: Pid, status: ExitStatus, turn: &mut Turn<'_>) {
        let process = self.processes.get_mut(pid);
        assert!(process.status.is_none(), "a process ends once");
        process.status = Some(status);
        process.stopped = false;
        process.pending.clear();
        let threads = core::mem::take(&mut process.threads);
        if let Some((key, _)) = process.interval.take() {
            self.timers.stop(key);
        }
        let record = turn.emit(|| Event::ProcessExited { pid, status });
        turn.cause = Some(record);
        for thread in threads.threads {
            self.drop_thread(Task { pid, thread: thread.number }, thread, turn);
        }
        let fds = core::mem::take(&mut self.processes.get_mut(pid).fds);
        for (_, file) in fds.iter() {
            turn.cause = Some(record);
            self.release_file(file, turn);
        }
        turn.cause = Some(record);
        self.tell_parent(pid, turn);
    }

    fn drop_thread(&mut self, task: Task, mut thread: Thread, turn: &mut Turn<'_>) {
        thread.set_state(ThreadState::Ended);
        if let Some(sleep) = thread.sleep.take() {
            self.leave_queues(task, &sleep);
        }
        if let Some(file) = thread.call.and_then(|call| call.progress.file) {
            self.release_file(file, turn);
        }
    }

    fn tell_parent(&mut self, pid: Pid, turn: &mut Turn<'_>) {
        for child in self.processes.iter_mut().filter(|child| child.parent == pid) {
            child.parent = INIT;
            child.reaped |= child.status.is_some();
        }
        let parent = self.processes.get(pid).parent;
        let ignores = self.processes.find(parent).is_none_or(|parent| {
            parent.dispositions.get(&Signal::SIGCHLD) == Some(&netlab_abi::Disposition::Ignore)
        });
        if ignores {
            self.processes.get_mut(pid).reaped = true;
        }
        if self.processes.find(parent).is_some() {
            // A parent that has ended itself is no error.
            let _ = self.send_signal(parent, Signal::SIGCHLD, turn);
            self.wake(WaitTarget::Children(parent), PollEvents::IN, turn);
        }
    }

    /// A child of `parent` that has ended, taken away; `Ok(None)`: none has yet. ECHILD: there is none to wait for.
    pub(crate) fn reap(&mut self, parent: Pid, wanted: Option<Pid>) -> Result<Option<SyscallValue>, Errno> {
        let mut any = false;
        for child in self.processes.iter_mut() {
            if child.parent != parent || child.reaped || wanted.is_some_and(|pid| pid != child.pid) {
                continue;
            }
            any = true;
            let status = match child.status {
                Some(ExitStatus::Code(code)) => (code & 0xff) << 8,
                Some(ExitStatus::Signal(signal)) => signal.number(),
                None => continue,
            };
            child.reaped = true;
            return Ok(Some(SyscallValue::Waited { pid: child.pid, status }));
        }
        if any { Ok(None) } else { Err(Errno::ECHILD) }
    }

    /// Lets go of an open file for a process that has ended, or a call that is over.
    pub(crate) fn release_file(&mut self, id: FileId, turn: &mut Turn<'_>) {
        let lingers = self.close_file(id, CloseKind::ProcessEnd, turn);
        assert!(lingers.is_none(), "only the call to close lingers");
    }

    /// Lets go of an open file, and closes what it was when nobody else holds it. A socket that lingers comes back with
    /// the moment at which it is enough.
    pub(crate) fn close_file(
        &mut self,
        id: FileId,
        kind: CloseKind,
        turn: &mut Turn<'_>,
    ) -> Option<(SocketId, Instant)> {
        if self.files.get(id).references == 1 {
            for (epoll, fd) in core::mem::take(&mut self.files.get_mut(id).watchers) {
                self.epoll_forget(epoll, fd);
            }
        }
        let file = self.files.release(id)?;
        match file.object {
            FileObject::Terminal => {}
            FileObject::Stream(socket, _) => {
                if let CloseProgress::Linger(until) = self.tcp(turn, |tcp, env| tcp.close(env, socket, kind))
                {
                    return Some((socket, until));
                }
            }
            FileObject::Datagram(socket) => {
                self.udp.close(socket);
                self.waits.forget(WaitTarget::Socket(socket));
                turn.emit(|| Event::SocketFreed { socket });
            }
            FileObject::PipeReader(pipe) => self.close_pipe(pipe, false, turn),
            FileObject::PipeWriter(pipe) => self.close_pipe(pipe, true, turn),
            FileObject::Epoll => self.close_epoll(id),
        }
        None
    }
}
