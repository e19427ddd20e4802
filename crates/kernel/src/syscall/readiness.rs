//! `poll` and `select` (`fs/select.c`), and what each kind of file is ready for.

use super::{Step, poll_slack};
use crate::event::WaitReason;
use crate::kernel::{Kernel, Turn};
use crate::process::files::{FileId, FileObject};
use crate::process::{Block, Progress, WaitTarget};
use netlab_abi::{Errno, Fd, Pid, PollEvents, PollFd, SelectSets, SyscallValue};

/// What `select` takes for readable (`POLLIN_SET`), writable (`POLLOUT_SET`) and exceptional (`POLLEX_SET`).
const SELECT_READ: PollEvents = PollEvents(
    PollEvents::IN.0 | PollEvents::RDNORM.0 | PollEvents::RDBAND.0 | PollEvents::HUP.0 | PollEvents::ERR.0,
);
const SELECT_WRITE: PollEvents =
    PollEvents(PollEvents::OUT.0 | PollEvents::WRNORM.0 | PollEvents::WRBAND.0 | PollEvents::ERR.0);
const SELECT_EXCEPT: PollEvents = PollEvents::PRI;
/// Reported whether asked for or not.
pub(super) const ALWAYS: PollEvents = PollEvents(PollEvents::ERR.0 | PollEvents::HUP.0);

impl Kernel {
    /// What a file is ready for (`vfs_poll`).
    pub(super) fn readiness(&self, file: FileId) -> PollEvents {
        match self.files.get(file).object {
            FileObject::Terminal => PollEvents::OUT.union(PollEvents::WRNORM),
            FileObject::Stream(socket, _) => self.tcp.poll(socket),
            FileObject::Datagram(socket) => self.udp.poll(socket),
            FileObject::PipeReader(pipe) => self.pipes.readiness(pipe, false),
            FileObject::PipeWriter(pipe) => self.pipes.readiness(pipe, true),
            FileObject::Epoll => self.epoll_readiness(file),
        }
    }

    /// Where one waits for a file's readiness to change; standard streams never change.
    pub(super) fn wait_target(&self, file: FileId) -> Option<WaitTarget> {
        match self.files.get(file).object {
            FileObject::Terminal => None,
            FileObject::Stream(socket, _) | FileObject::Datagram(socket) => Some(WaitTarget::Socket(socket)),
            FileObject::PipeReader(pipe) | FileObject::PipeWriter(pipe) => Some(WaitTarget::Pipe(pipe)),
            FileObject::Epoll => Some(WaitTarget::Epoll(file)),
        }
    }

    /// `poll(2)`
    pub(super) fn sys_poll(
        &mut self,
        pid: Pid,
        fds: &[PollFd],
        timeout: Option<u64>,
        progress: &mut Progress,
        turn: &mut Turn<'_>,
    ) -> Step {
        let mut found = Vec::new();
        let mut targets = Vec::new();
        for &PollFd { fd, events } in fds.iter().filter(|entry| entry.fd.0 >= 0) {
            let wanted = events.union(ALWAYS);
            match self.processes.get(pid).fds.get(fd) {
                Err(_) => found.push(PollFd { fd, events: PollEvents::NVAL }),
                Ok(file) => {
                    let events = self.readiness(file).intersection(wanted);
                    if !events.is_empty() {
                        found.push(PollFd { fd, events });
                    }
                    targets.extend(self.wait_target(file).map(|target| (target, wanted)));
                }
            }
        }
        if !found.is_empty() || timeout == Some(0) || progress.timed_out {
            return Step::Done(Ok(SyscallValue::Poll(found)));
        }
        self.sleep_for_events(targets, timeout, progress, turn)
    }

    fn sleep_for_events(
        &mut self,
        targets: Vec<(WaitTarget, PollEvents)>,
        timeout: Option<u64>,
        progress: &mut Progress,
        turn: &mut Turn<'_>,
    ) -> Step {
        if progress.interrupted {
            return Errno::EINTR.into();
        }
        let deadline = self.precise_deadline(timeout, poll_slack(timeout), progress, turn);
        let reason = WaitReason::Events;
        Step::Block(Block { reason, on: None, more: targets, exclusive: false, deadline })
    }

    /// `select(2)`, `pselect6(2)`
    pub(super) fn sys_select(
        &mut self,
        pid: Pid,
        sets: &SelectSets,
        timeout: Option<u64>,
        progress: &mut Progress,
        turn: &mut Turn<'_>,
    ) -> Step {
        let mut targets = Vec::new();
        let mut found = SelectSets::default();
        let wanted = [
            (&sets.read, &mut found.read, SELECT_READ),
            (&sets.write, &mut found.write, SELECT_WRITE),
            (&sets.except, &mut found.except, SELECT_EXCEPT),
        ];
        for (set, found, events) in wanted {
            for &fd in set {
                match self.select_one(pid, fd, events, &mut targets) {
                    Ok(true) => found.push(fd),
                    Ok(false) => {}
                    Err(errno) => return errno.into(),
                }
            }
        }
        let any = !found.read.is_empty() || !found.write.is_empty() || !found.except.is_empty();
        if any || timeout == Some(0) || progress.timed_out {
            return Step::Done(Ok(SyscallValue::Select(found)));
        }
        self.sleep_for_events(targets, timeout, progress, turn)
    }

    fn select_one(
        &self,
        pid: Pid,
        fd: Fd,
        events: PollEvents,
        targets: &mut Vec<(WaitTarget, PollEvents)>,
    ) -> Result<bool, Errno> {
        let file = self.processes.get(pid).fds.get(fd)?;
        targets.extend(self.wait_target(file).map(|target| (target, events.union(ALWAYS))));
        Ok(self.readiness(file).intersects(events))
    }
}
