//! Pipes (`fs/pipe.c`): 64 KiB, writes of up to `PIPE_BUF` bytes whole.
//!
//! Linux keeps 16 pages and merges small writes into the last one; here the bytes are counted.

use super::transfer::{join, received};
use super::{Handle, Step, number};
use crate::event::WaitReason;
use crate::kernel::{Kernel, Turn};
use crate::process::files::{FileId, FileObject};
use crate::process::{Block, Progress, WaitTarget};
use netlab_abi::{Data, Errno, Fd, Pid, PollEvents, SocketFlags, SyscallResult, SyscallValue};
use std::collections::{BTreeMap, VecDeque};

const CAPACITY: usize = 65_536;
/// Writes of up to so many bytes are never split.
const PIPE_BUF: usize = 4_096;

#[derive(Debug, Clone)]
struct Pipe {
    pieces: VecDeque<Data>,
    length: usize,
    readers: bool,
    writers: bool,
}

/// All pipes of a computer.
#[derive(Debug, Clone, Default)]
pub(crate) struct PipeTable {
    pipes: BTreeMap<u32, Pipe>,
    next: u32,
}

impl PipeTable {
    /// Bytes that wait in a pipe.
    pub fn waiting(&self, pipe: u32) -> u32 {
        self.pipes[&pipe].length as u32
    }

    /// What an end of a pipe is ready for (`pipe_poll`).
    pub fn readiness(&self, pipe: u32, writer: bool) -> PollEvents {
        let pipe = &self.pipes[&pipe];
        let mut events = PollEvents::NONE;
        if writer {
            if pipe.length + PIPE_BUF <= CAPACITY {
                events = events.union(PollEvents::OUT).union(PollEvents::WRNORM);
            }
            if !pipe.readers {
                events = events.union(PollEvents::ERR);
            }
        } else {
            if pipe.length > 0 {
                events = events.union(PollEvents::IN).union(PollEvents::RDNORM);
            }
            if !pipe.writers {
                events = events.union(PollEvents::HUP);
            }
        }
        events
    }
}

impl Kernel {
    /// `pipe2`
    pub(super) fn sys_pipe(&mut self, pid: Pid, flags: SocketFlags) -> SyscallResult {
        self.processes.get(pid).fds.has_room()?;
        let number = self.pipes.next;
        self.pipes.next += 1;
        let pipe = Pipe { pieces: VecDeque::new(), length: 0, readers: true, writers: true };
        self.pipes.pipes.insert(number, pipe);
        let reader = self.files.open(FileObject::PipeReader(number), flags.nonblocking);
        let fds = &mut self.processes.get_mut(pid).fds;
        let read = fds.install(reader);
        if let Err(errno) = fds.has_room() {
            fds.remove(read)?;
            self.files.release(reader);
            self.pipes.pipes.remove(&number);
            return Err(errno);
        }
        let writer = self.files.open(FileObject::PipeWriter(number), flags.nonblocking);
        let write = self.processes.get_mut(pid).fds.install(writer);
        Ok(SyscallValue::Pipe(read, write))
    }

    /// One end is closed for good.
    pub(crate) fn close_pipe(&mut self, number: u32, writer: bool, turn: &mut Turn<'_>) {
        let pipe = self.pipes.pipes.get_mut(&number).expect("a pipe with an open end");
        if writer {
            pipe.writers = false;
        } else {
            pipe.readers = false;
        }
        if !pipe.readers && !pipe.writers {
            self.pipes.pipes.remove(&number);
            self.waits.forget(WaitTarget::Pipe(number));
            return;
        }
        let events = if writer { PollEvents::IN.union(PollEvents::HUP) } else { PollEvents(0x3fff) };
        self.wake(WaitTarget::Pipe(number), events, turn);
    }

    /// `pipe_read`
    pub(super) fn read_pipe(
        &mut self,
        fd: Fd,
        file: FileId,
        number: u32,
        length: usize,
        progress: &mut Progress,
        turn: &mut Turn<'_>,
    ) -> Step {
        let pipe = self.pipes.pipes.get_mut(&number).expect("a pipe with an open end");
        if length == 0 {
            return received(Data::new([]), None);
        }
        if pipe.length > 0 {
            let mut taken = Vec::new();
            let mut room = length.min(pipe.length);
            while room > 0 {
                let piece = pipe.pieces.pop_front().expect("what is counted is there");
                if piece.len() > room {
                    let (now, later) = split(&piece, room);
                    pipe.pieces.push_front(later);
                    taken.push(now);
                    break;
                }
                room -= piece.len();
                taken.push(piece);
            }
            let data = join(&taken);
            pipe.length -= data.len();
            self.wake(WaitTarget::Pipe(number), PollEvents::OUT.union(PollEvents::WRNORM), turn);
            return received(data, None);
        }
        if !pipe.writers {
            return received(Data::new([]), None);
        }
        if self.files.get(file).nonblocking {
            return Errno::EAGAIN.into();
        }
        if progress.interrupted {
            return Errno::EINTR.into();
        }
        let events = PollEvents::IN.union(PollEvents::HUP);
        Step::Block(Block::on(WaitReason::Data(fd), WaitTarget::Pipe(number), events, None))
    }

    /// `pipe_write`
    pub(super) fn write_pipe(
        &mut self,
        Handle { pid, fd }: Handle,
        file: FileId,
        pipe_number: u32,
        data: &Data,
        progress: &mut Progress,
        turn: &mut Turn<'_>,
    ) -> Step {
        let pipe = self.pipes.pipes.get_mut(&pipe_number).expect("a pipe with an open end");
        if !pipe.readers {
            if progress.done > 0 {
                return number(progress.done as i64).into();
            }
            return self.broken_pipe(pid, turn);
        }
        let left = data.len() - progress.done;
        let room = CAPACITY - pipe.length;
        let whole = data.len() <= PIPE_BUF;
        let take = if whole && room < left { 0 } else { left.min(room) };
        if take > 0 {
            let (_, rest) = split(data, progress.done);
            let (piece, _) = split(&rest, take);
            pipe.pieces.push_back(piece);
            pipe.length += take;
            progress.done += take;
            self.wake(WaitTarget::Pipe(pipe_number), PollEvents::IN.union(PollEvents::RDNORM), turn);
        }
        if progress.done == data.len() {
            return number(progress.done as i64).into();
        }
        if self.files.get(file).nonblocking || progress.interrupted {
            let errno = if progress.interrupted { Errno::EINTR } else { Errno::EAGAIN };
            return if progress.done > 0 { number(progress.done as i64).into() } else { errno.into() };
        }
        let reason = WaitReason::Room { fd, taken: progress.done, wanted: data.len() };
        let events = PollEvents::OUT.union(PollEvents::ERR);
        Step::Block(Block::on(reason, WaitTarget::Pipe(pipe_number), events, None))
    }
}

/// The first `at` bytes and the others, with their identities.
fn split(data: &Data, at: usize) -> (Data, Data) {
    let mut first = Vec::new();
    let mut second = Vec::new();
    for origin in data.origins.iter() {
        let (start, end) = (origin.at as usize, (origin.at + origin.length) as usize);
        if start < at {
            let length = (end.min(at) - start) as u32;
            first.push(netlab_abi::Origin { length, ..*origin });
        }
        if end > at {
            let skipped = at.saturating_sub(start) as u32;
            let mut rest = *origin;
            rest.at = (start.max(at) - at) as u32;
            rest.length -= skipped;
            rest.first.offset += u64::from(skipped);
            second.push(rest);
        }
    }
    let (one, other) = data.bytes.split_at(at);
    (Data { bytes: one.into(), origins: first.into() }, Data { bytes: other.into(), origins: second.into() })
}
