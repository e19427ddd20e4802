//! epoll (`fs/eventpoll.c`): level, edge (`EPOLLET`) and one-shot (`EPOLLONESHOT`).
//!
//! Left out: `EPOLLEXCLUSIVE`, `EPOLLWAKEUP`, `epoll_pwait2`'s signal mask, the check for cycles of epoll instances
//! (an instance cannot watch itself; deeper cycles are refused as a whole: instances do not watch instances).

use super::readiness::ALWAYS;
use super::{Handle, Step, number, poll_slack};
use crate::event::WaitReason;
use crate::kernel::{Kernel, Turn};
use crate::process::files::{FileId, FileObject};
use crate::process::wait::Waiter;
use crate::process::{Block, Progress, WaitTarget};
use netlab_abi::{EpollEvent, EpollOperation, Errno, Fd, Pid, PollEvents, SyscallResult, SyscallValue};
use std::collections::{BTreeMap, VecDeque};

/// Bits that say how to report, not what (`EP_PRIVATE_BITS`).
const PRIVATE: u32 = PollEvents::EDGE.0 | PollEvents::ONESHOT.0;

#[derive(Debug, Clone)]
struct Item {
    file: FileId,
    events: PollEvents,
    data: u64,
    ready: bool,
}

#[derive(Debug, Clone, Default)]
struct Instance {
    items: BTreeMap<Fd, Item>,
    ready: VecDeque<Fd>,
}

/// All epoll instances of a computer.
#[derive(Debug, Clone, Default)]
pub(crate) struct EpollTable {
    instances: BTreeMap<FileId, Instance>,
}

impl Instance {
    fn mark_ready(&mut self, fd: Fd) {
        let item = self.items.get_mut(&fd).expect("an entry that is watched");
        if !item.ready {
            item.ready = true;
            self.ready.push_back(fd);
        }
    }
}

impl Item {
    /// What this entry wants to know of.
    fn wanted(&self) -> PollEvents {
        PollEvents(self.events.0 & !PRIVATE)
    }
}

impl Kernel {
    /// `epoll_create1`
    pub(super) fn sys_epoll_create(&mut self, pid: Pid) -> SyscallResult {
        self.processes.get(pid).fds.has_room()?;
        let file = self.files.open(FileObject::Epoll, false);
        self.epolls.instances.insert(file, Instance::default());
        let fd = self.processes.get_mut(pid).fds.install(file);
        number(i64::from(fd.0))
    }

    /// `do_epoll_ctl`
    pub(super) fn sys_epoll_control(
        &mut self,
        Handle { pid, fd: epoll }: Handle,
        operation: EpollOperation,
        fd: Fd,
        events: PollEvents,
        data: u64,
        turn: &mut Turn<'_>,
    ) -> SyscallResult {
        let instance = self.file(pid, epoll)?;
        let file = self.file(pid, fd)?;
        let watchable = match self.files.get(file).object {
            FileObject::Terminal => return Err(Errno::EPERM),
            FileObject::Epoll => false,
            FileObject::Stream(..)
            | FileObject::Datagram(_)
            | FileObject::PipeReader(_)
            | FileObject::PipeWriter(_) => true,
        };
        if !watchable || self.files.get(instance).object != FileObject::Epoll {
            return Err(Errno::EINVAL);
        }
        let events = events.union(ALWAYS);
        let items = &mut self.epolls.instances.get_mut(&instance).expect("an open instance").items;
        let known = items.get(&fd).is_some_and(|item| item.file == file);
        match (operation, known) {
            (EpollOperation::Add, true) => return Err(Errno::EEXIST),
            (EpollOperation::Delete | EpollOperation::Modify, false) => return Err(Errno::ENOENT),
            (EpollOperation::Add, false) => {
                items.insert(fd, Item { file, events, data, ready: false });
                self.files.get_mut(file).watchers.push((instance, fd));
                let target = self.wait_target(file).expect("a watchable file changes");
                self.waits.add(target, Waiter::Epoll(instance, fd), PollEvents(!0), false);
                self.epoll_check(instance, fd, turn);
            }
            (EpollOperation::Modify, true) => {
                let item = items.get_mut(&fd).expect("a known entry");
                item.events = events;
                item.data = data;
                self.epoll_check(instance, fd, turn);
            }
            (EpollOperation::Delete, true) => {
                self.files.get_mut(file).watchers.retain(|&watcher| watcher != (instance, fd));
                self.epoll_forget(instance, fd);
            }
        }
        number(0)
    }

    /// A new or changed entry may be ready already (`ep_insert`, `ep_modify`).
    fn epoll_check(&mut self, epoll: FileId, fd: Fd, turn: &mut Turn<'_>) {
        let item = &self.epolls.instances[&epoll].items[&fd];
        let ready = self.readiness(item.file).intersects(item.wanted());
        if ready {
            self.epolls.instances.get_mut(&epoll).expect("an open instance").mark_ready(fd);
            self.wake(WaitTarget::Epoll(epoll), PollEvents::IN, turn);
        }
    }

    /// A watched file has changed (`ep_poll_callback`).
    pub(crate) fn epoll_notified(&mut self, epoll: FileId, fd: Fd, events: PollEvents, turn: &mut Turn<'_>) {
        let Some(instance) = self.epolls.instances.get_mut(&epoll) else { return };
        let Some(item) = instance.items.get(&fd) else { return };
        // Disarmed by one-shot, or not what is wanted.
        if item.wanted().is_empty() || !item.wanted().intersects(events) {
            return;
        }
        instance.mark_ready(fd);
        self.wake(WaitTarget::Epoll(epoll), PollEvents::IN, turn);
    }

    /// An entry is no more: the descriptor was taken out, or its file is closed.
    pub(crate) fn epoll_forget(&mut self, epoll: FileId, fd: Fd) {
        let Some(instance) = self.epolls.instances.get_mut(&epoll) else { return };
        let Some(item) = instance.items.remove(&fd) else { return };
        instance.ready.retain(|&ready| ready != fd);
        if let Some(target) = self.wait_target(item.file) {
            self.waits.remove(target, Waiter::Epoll(epoll, fd));
        }
    }

    /// The instance itself is closed.
    pub(crate) fn close_epoll(&mut self, epoll: FileId) {
        let Some(instance) = self.epolls.instances.remove(&epoll) else { return };
        for (fd, item) in instance.items {
            if let Some(target) = self.wait_target(item.file) {
                self.waits.remove(target, Waiter::Epoll(epoll, fd));
            }
            self.files.get_mut(item.file).watchers.retain(|&watcher| watcher != (epoll, fd));
        }
        self.waits.forget(WaitTarget::Epoll(epoll));
    }

    /// Whether the instance has something to report (`ep_eventpoll_poll`).
    pub(super) fn epoll_readiness(&self, epoll: FileId) -> PollEvents {
        let instance = &self.epolls.instances[&epoll];
        let ready = instance.ready.iter().any(|fd| {
            let item = &instance.items[fd];
            self.readiness(item.file).intersects(item.wanted())
        });
        if ready { PollEvents::IN.union(PollEvents::RDNORM) } else { PollEvents::NONE }
    }

    /// `epoll_wait(2)`
    pub(super) fn sys_epoll_wait(
        &mut self,
        pid: Pid,
        epoll: Fd,
        maximum: usize,
        timeout: Option<u64>,
        progress: &mut Progress,
        turn: &mut Turn<'_>,
    ) -> Step {
        if maximum == 0 || maximum > i32::MAX as usize / 12 {
            return Errno::EINVAL.into();
        }
        let file = match self.hold_file(pid, epoll, progress) {
            Ok(file) => file,
            Err(errno) => return errno.into(),
        };
        if self.files.get(file).object != FileObject::Epoll {
            return Errno::EINVAL.into();
        }
        let found = self.epoll_collect(file, maximum);
        if !found.is_empty() || timeout == Some(0) || progress.timed_out {
            return Step::Done(Ok(SyscallValue::Epoll(found)));
        }
        if progress.interrupted {
            return Errno::EINTR.into();
        }
        let deadline = self.precise_deadline(timeout, poll_slack(timeout), progress, turn);
        let mut block = Block::on(WaitReason::Events, WaitTarget::Epoll(file), PollEvents::IN, deadline);
        block.exclusive = true;
        Step::Block(block)
    }

    /// Takes what is ready: level-triggered entries go back to the end of the list, one-shot ones are disarmed
    /// (`ep_send_events`).
    fn epoll_collect(&mut self, epoll: FileId, maximum: usize) -> Vec<EpollEvent> {
        let mut found = Vec::new();
        let mut again = Vec::new();
        let instance = self.epolls.instances.get_mut(&epoll).expect("an open instance");
        let mut ready = core::mem::take(&mut instance.ready);
        while found.len() < maximum
            && let Some(fd) = ready.pop_front()
        {
            let item = &self.epolls.instances[&epoll].items[&fd];
            let events = self.readiness(item.file).intersection(item.wanted());
            let instance = self.epolls.instances.get_mut(&epoll).expect("an open instance");
            let item = instance.items.get_mut(&fd).expect("what is ready is watched");
            item.ready = false;
            if events.is_empty() {
                continue;
            }
            found.push(EpollEvent { events, data: item.data });
            if item.events.contains(PollEvents::ONESHOT) {
                item.events = PollEvents(item.events.0 & PRIVATE);
            } else if !item.events.contains(PollEvents::EDGE) {
                item.ready = true;
                again.push(fd);
            }
        }
        ready.extend(again);
        self.epolls.instances.get_mut(&epoll).expect("an open instance").ready = ready;
        found
    }
}
