//! System calls: what each does, with Linux's return values and errnos in Linux's order.
//!
//! A call that has to wait gives back a [`Block`]; it is carried out again, with what it has reached so far, whenever it
//! is woken.

mod epoll;
mod option;
mod pipe;
mod process_calls;
mod readiness;
mod socket;
mod transfer;

pub(crate) use epoll::EpollTable;
pub(crate) use pipe::PipeTable;

use crate::agenda::Task;
use crate::event::SocketId;
use crate::kernel::{Kernel, Turn};
use crate::process::files::{Connection, FileId, FileObject};
use crate::process::{Block, Call, Progress};
use netlab_abi::{Errno, Fd, Pid, Syscall, SyscallResult, SyscallValue};
use netlab_wire::{Duration, Instant};

/// How far a call has come.
pub(crate) enum Step {
    /// It returns this.
    Done(SyscallResult),
    /// It sleeps.
    Block(Block),
    /// It does not return: the thread has ended.
    Gone,
}

/// A descriptor and whose it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Handle {
    pub pid: Pid,
    pub fd: Fd,
}

/// A socket behind an open file.
#[derive(Debug, Clone, Copy)]
enum AnySocket {
    Stream(SocketId, Connection),
    Datagram(SocketId),
}

impl From<SyscallResult> for Step {
    fn from(result: SyscallResult) -> Self {
        Step::Done(result)
    }
}

impl From<Errno> for Step {
    fn from(errno: Errno) -> Self {
        Step::Done(Err(errno))
    }
}

/// A call that returns a number.
pub(crate) fn number(value: i64) -> SyscallResult {
    Ok(SyscallValue::Number(value))
}

/// Least lateness of sleeps and polls (`timer_slack_ns`), nanoseconds.
const TIMER_SLACK: u64 = 50_000;

impl Kernel {
    /// Carries a call out as far as it goes.
    pub(crate) fn perform(&mut self, task: Task, call: &mut Call, turn: &mut Turn<'_>) -> Step {
        let Call { call, progress, .. } = call;
        let pid = task.pid;
        match call {
            Syscall::Socket { domain, kind, flags, protocol } => {
                self.sys_socket(pid, *domain, *kind, *flags, *protocol, turn).into()
            }
            Syscall::Bind { fd, address } => self.sys_bind(pid, *fd, *address, turn).into(),
            Syscall::Listen { fd, backlog } => self.sys_listen(pid, *fd, *backlog, turn).into(),
            Syscall::Accept { fd, flags } => self.sys_accept(pid, *fd, *flags, progress, turn),
            Syscall::Connect { fd, address } => self.sys_connect(pid, *fd, *address, progress, turn),
            Syscall::Send { fd, data, flags, to } => {
                self.sys_send(Handle { pid, fd: *fd }, data, *flags, *to, progress, turn)
            }
            Syscall::SendMessage { fd, parts, flags, to } => {
                self.sys_send_message(Handle { pid, fd: *fd }, parts, *flags, *to, progress, turn)
            }
            Syscall::Receive { fd, length, flags } => {
                self.sys_receive(pid, *fd, *length, *flags, progress, turn)
            }
            Syscall::ReceiveMessage { fd, lengths, flags } => {
                let length = lengths.iter().sum();
                self.sys_receive_message(Handle { pid, fd: *fd }, length, *flags, progress, turn)
            }
            Syscall::Read { fd, length } => self.sys_read(pid, *fd, *length, progress, turn),
            Syscall::Write { fd, data } => self.sys_write(pid, *fd, data, progress, turn),
            Syscall::Close { fd } => self.sys_close(pid, *fd, progress, turn),
            Syscall::Shutdown { fd, how } => self.sys_shutdown(pid, *fd, *how, turn).into(),
            Syscall::SetSocketOption { fd, option, value } => {
                self.sys_set_option(pid, *fd, *option, value, turn).into()
            }
            Syscall::GetSocketOption { fd, option, length } => {
                self.sys_get_option(pid, *fd, *option, *length, turn).into()
            }
            Syscall::GetSocketName { fd } => self.sys_socket_name(pid, *fd).into(),
            Syscall::GetPeerName { fd } => self.sys_peer_name(pid, *fd).into(),
            Syscall::Ioctl { fd, request } => self.sys_ioctl(pid, *fd, *request).into(),
            Syscall::GetStatusFlags { fd } => self.sys_status_flags(pid, *fd).into(),
            Syscall::SetStatusFlags { fd, flags } => self.sys_set_status_flags(pid, *fd, *flags).into(),
            Syscall::Duplicate { fd } => self.sys_duplicate(pid, *fd).into(),
            Syscall::Pipe { flags } => self.sys_pipe(pid, *flags).into(),
            Syscall::Poll { fds, timeout } => self.sys_poll(pid, fds, *timeout, progress, turn),
            Syscall::Select { sets, timeout } => self.sys_select(pid, sets, *timeout, progress, turn),
            Syscall::EpollCreate => self.sys_epoll_create(pid).into(),
            Syscall::EpollControl { epoll, operation, fd, events, data } => {
                let handle = Handle { pid, fd: *epoll };
                self.sys_epoll_control(handle, *operation, *fd, *events, *data, turn).into()
            }
            Syscall::EpollWait { epoll, maximum, timeout } => {
                self.sys_epoll_wait(pid, *epoll, *maximum, *timeout, progress, turn)
            }
            Syscall::Sleep { duration } => self.sys_sleep(*duration, progress, turn),
            Syscall::ClockGetTime { clock } => number(self.clock(pid, *clock, turn)).into(),
            Syscall::GetPid => number(i64::from(pid.0)).into(),
            Syscall::GetParentPid => number(i64::from(self.processes.get(pid).parent.0)).into(),
            Syscall::Kill { pid: target, signal } => self.sys_kill(task, *target, *signal, turn),
            Syscall::SetSignalAction { signal, action } => {
                self.sys_signal_action(pid, *signal, *action).into()
            }
            Syscall::SetTimer { initial, interval } => {
                self.set_interval_timer(pid, *initial, *interval, turn);
                number(0).into()
            }
            Syscall::StartThread { thread } => self.sys_start_thread(pid, *thread, turn).into(),
            Syscall::ExitThread => {
                self.end_thread(task, turn);
                Step::Gone
            }
            Syscall::FutexWait { key, timeout } => self.sys_futex_wait(pid, *key, *timeout, progress, turn),
            Syscall::FutexWake { key, count } => self.sys_futex_wake(pid, *key, *count, turn).into(),
            Syscall::Fork => self.fork(task, turn).into(),
            Syscall::Wait { pid: child, nohang } => self.sys_wait(pid, *child, *nohang, progress),
            Syscall::Exit { code } => {
                let status = crate::event::ExitStatus::Code(*code & 0xff);
                self.end_process(pid, status, turn);
                Step::Gone
            }
            Syscall::ResolveHost { name } => self.sys_resolve(name).into(),
            Syscall::GetHostName => Ok(SyscallValue::Text(self.name.to_string())).into(),
        }
    }

    /// The open file behind a descriptor, held until the call is over.
    fn hold_file(&mut self, pid: Pid, fd: Fd, progress: &mut Progress) -> Result<FileId, Errno> {
        if let Some(file) = progress.file {
            return Ok(file);
        }
        let file = self.processes.get(pid).fds.get(fd)?;
        self.files.hold(file);
        progress.file = Some(file);
        Ok(file)
    }

    /// The open file behind a descriptor, for a call that does not wait.
    fn file(&self, pid: Pid, fd: Fd) -> Result<FileId, Errno> {
        self.processes.get(pid).fds.get(fd)
    }

    /// The socket that an open file is; ENOTSOCK.
    fn as_socket(&self, file: FileId) -> Result<AnySocket, Errno> {
        match self.files.get(file).object {
            FileObject::Stream(socket, connection) => Ok(AnySocket::Stream(socket, connection)),
            FileObject::Datagram(socket) => Ok(AnySocket::Datagram(socket)),
            FileObject::Terminal
            | FileObject::PipeReader(_)
            | FileObject::PipeWriter(_)
            | FileObject::Epoll => Err(Errno::ENOTSOCK),
        }
    }

    /// The socket behind a descriptor: EBADF, ENOTSOCK (`sockfd_lookup_light`).
    fn socket_of(&self, pid: Pid, fd: Fd) -> Result<AnySocket, Errno> {
        self.as_socket(self.file(pid, fd)?)
    }

    /// When a sleep or poll that may last `timeout` nanoseconds ends. High-resolution timers may be late by their slack
    /// (`hrtimer_set_expires_range_ns`), and without other interrupts they are.
    fn precise_deadline(
        &self,
        timeout: Option<u64>,
        slack: u64,
        progress: &mut Progress,
        turn: &Turn<'_>,
    ) -> Option<Instant> {
        let slack = if self.policy.textbook() { 0 } else { slack };
        let timeout = timeout?;
        let end = turn.now + Duration::from_nanos(timeout.saturating_add(slack));
        Some(*progress.deadline.get_or_insert(end))
    }

    /// When a call on a socket with a timeout option ends (`schedule_timeout`: on the timer wheel).
    fn wheel_deadline(
        &self,
        timeout: Option<u64>,
        progress: &mut Progress,
        turn: &Turn<'_>,
    ) -> Option<Instant> {
        let end = self.policy.timer_deadline(turn.now, Duration::from_nanos(timeout?));
        Some(*progress.deadline.get_or_insert(end))
    }
}

/// `select_estimate_accuracy`: a thousandth of the timeout, at most 100 ms, at least the least slack.
fn poll_slack(timeout: Option<u64>) -> u64 {
    (timeout.unwrap_or(0) / 1_000).clamp(TIMER_SLACK, 100_000_000)
}
