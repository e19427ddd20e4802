//! Bytes in and out: `sendto`, `sendmsg`, `recvfrom`, `recvmsg`, `read`, `write`.
//!
//! `SO_RCVLOWAT` is left out here: a receive call returns with what there is.

use super::{AnySocket, Handle, Step, number};
use crate::event::{Event, SocketId, WaitReason};
use crate::kernel::{Kernel, Turn};
use crate::process::files::{FileId, FileObject};
use crate::process::{Block, Progress, WaitTarget};
use crate::tcp::{ReceiveProgress, SendProgress};
use crate::udp::{Outgoing, Taken};
use core::net::SocketAddrV4;
use netlab_abi::{Data, Errno, Fd, MessageFlags, Origin, Pid, PollEvents, Received, Signal, SyscallValue};

const READABLE: PollEvents = PollEvents(
    PollEvents::IN.0 | PollEvents::RDNORM.0 | PollEvents::RDHUP.0 | PollEvents::ERR.0 | PollEvents::HUP.0,
);
const WRITABLE: PollEvents =
    PollEvents(PollEvents::OUT.0 | PollEvents::WRNORM.0 | PollEvents::ERR.0 | PollEvents::HUP.0);

/// What a receive call asks for.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    length: usize,
    flags: MessageFlags,
    nonblocking: bool,
}

impl Kernel {
    pub(super) fn sys_send(
        &mut self,
        Handle { pid, fd }: Handle,
        data: &Data,
        flags: MessageFlags,
        to: Option<SocketAddrV4>,
        progress: &mut Progress,
        turn: &mut Turn<'_>,
    ) -> Step {
        let file = match self.hold_file(pid, fd, progress) {
            Ok(file) => file,
            Err(errno) => return errno.into(),
        };
        match self.as_socket(file) {
            Ok(AnySocket::Stream(socket, _)) => {
                self.send_stream(Handle { pid, fd }, (file, socket), data, flags, progress, turn)
            }
            Ok(AnySocket::Datagram(socket)) => self.send_datagram(socket, data, flags, to, turn),
            Err(errno) => errno.into(),
        }
    }

    pub(super) fn sys_send_message(
        &mut self,
        handle: Handle,
        parts: &[Data],
        flags: MessageFlags,
        to: Option<SocketAddrV4>,
        progress: &mut Progress,
        turn: &mut Turn<'_>,
    ) -> Step {
        let whole = match (parts, progress.pieces.first()) {
            ([one], _) => one.clone(),
            (_, Some(joined)) => joined.clone(),
            (parts, None) => {
                let joined = join(parts);
                progress.pieces.push(joined.clone());
                joined
            }
        };
        self.sys_send(handle, &whole, flags, to, progress, turn)
    }

    /// `tcp_sendmsg`: a call that sleeps has taken part of its bytes; interrupted or out of time it returns that part.
    fn send_stream(
        &mut self,
        Handle { pid, fd }: Handle,
        (file, socket): (FileId, SocketId),
        data: &Data,
        flags: MessageFlags,
        progress: &mut Progress,
        turn: &mut Turn<'_>,
    ) -> Step {
        let nonblocking = self.files.get(file).nonblocking || flags.contains(MessageFlags::DONTWAIT);
        let attempt = self.tcp(turn, |tcp, env| tcp.send(env, socket, data, progress.done, flags));
        let complete = match attempt {
            SendProgress::Taken { count, first, complete } => {
                progress.first = progress.first.or(first);
                progress.done += count;
                complete
            }
            SendProgress::Error(_) if progress.done > 0 => true,
            SendProgress::Error(errno) => {
                if errno == Errno::EPIPE && !flags.contains(MessageFlags::NOSIGNAL) {
                    return self.broken_pipe(pid, turn);
                }
                return errno.into();
            }
        };
        let sent = SyscallValue::Sent { count: progress.done, first: progress.first };
        if complete {
            return Step::Done(Ok(sent));
        }
        if nonblocking || progress.timed_out || progress.interrupted {
            let errno = if progress.interrupted { Errno::EINTR } else { Errno::EAGAIN };
            return Step::Done(if progress.done > 0 { Ok(sent) } else { Err(errno) });
        }
        let deadline = self.wheel_deadline(self.tcp.send_timeout(socket), progress, turn);
        let reason = WaitReason::Room { fd, taken: progress.done, wanted: data.len() };
        Step::Block(Block::on(reason, WaitTarget::Socket(socket), WRITABLE, deadline))
    }

    /// `udp_sendmsg`
    fn send_datagram(
        &mut self,
        socket: SocketId,
        data: &Data,
        flags: MessageFlags,
        to: Option<SocketAddrV4>,
        turn: &mut Turn<'_>,
    ) -> Step {
        if flags.contains(MessageFlags::BAD_ADDRESS) && !data.is_empty() {
            return Errno::EFAULT.into();
        }
        let mut context = context!(self, turn);
        let outgoing = Outgoing { data, flags, to };
        match self.udp.send(socket, &outgoing, &mut self.network, &mut context) {
            Ok(first) => Step::Done(Ok(SyscallValue::Sent { count: data.len(), first })),
            Err(errno) => errno.into(),
        }
    }

    pub(super) fn sys_receive(
        &mut self,
        pid: Pid,
        fd: Fd,
        length: usize,
        flags: MessageFlags,
        progress: &mut Progress,
        turn: &mut Turn<'_>,
    ) -> Step {
        let file = match self.hold_file(pid, fd, progress) {
            Ok(file) => file,
            Err(errno) => return errno.into(),
        };
        let nonblocking = self.files.get(file).nonblocking || flags.contains(MessageFlags::DONTWAIT);
        let wanted = Wanted { length, flags, nonblocking };
        match self.as_socket(file) {
            Ok(AnySocket::Stream(socket, _)) => self.receive_stream(fd, socket, wanted, progress, turn),
            Ok(AnySocket::Datagram(socket)) => self.receive_datagram(fd, socket, wanted, progress, turn),
            Err(errno) => errno.into(),
        }
    }

    /// `tcp_recvmsg`: with `MSG_WAITALL` until everything is there, else until something is.
    fn receive_stream(
        &mut self,
        fd: Fd,
        socket: SocketId,
        Wanted { length, flags, nonblocking }: Wanted,
        progress: &mut Progress,
        turn: &mut Turn<'_>,
    ) -> Step {
        let peek = flags.contains(MessageFlags::PEEK);
        let wait_all = flags.contains(MessageFlags::WAITALL) && !peek;
        // What comes after the part that was taken is looked at before the call sleeps: the end of the stream ends it.
        loop {
            let wanted = length - progress.done;
            match self.tcp(turn, |tcp, env| tcp.receive(env, socket, wanted, flags)) {
                ReceiveProgress::Data(data) => {
                    if !wait_all || (progress.done == 0 && data.len() == length) {
                        return received(data, None);
                    }
                    progress.done += data.len();
                    progress.pieces.push(data);
                    if progress.done == length {
                        return received(join(&progress.pieces), None);
                    }
                }
                ReceiveProgress::Discarded(count) => {
                    progress.done += count;
                    if !wait_all || progress.done == length {
                        return discarded(progress.done);
                    }
                }
                ReceiveProgress::EndOfStream => return received(join(&progress.pieces), None),
                ReceiveProgress::Error(_) if progress.done > 0 => {
                    return received(join(&progress.pieces), None);
                }
                ReceiveProgress::Error(errno) => return errno.into(),
                ReceiveProgress::WouldBlock => break,
            }
        }
        if nonblocking || progress.timed_out || progress.interrupted {
            if progress.done > 0 {
                return received(join(&progress.pieces), None);
            }
            return if progress.interrupted { Errno::EINTR } else { Errno::EAGAIN }.into();
        }
        let deadline = self.wheel_deadline(self.tcp.receive_timeout(socket), progress, turn);
        Step::Block(Block::on(WaitReason::Data(fd), WaitTarget::Socket(socket), READABLE, deadline))
    }

    /// `recvmsg`: with TCP_INQ a control message says what is left (`tcp_inq_hint`).
    pub(super) fn sys_receive_message(
        &mut self,
        handle: Handle,
        length: usize,
        flags: MessageFlags,
        progress: &mut Progress,
        turn: &mut Turn<'_>,
    ) -> Step {
        let Handle { pid, fd } = handle;
        let socket = match self.hold_file(pid, fd, progress) {
            Ok(file) => match self.files.get(file).object {
                FileObject::Stream(socket, _) => Some(socket),
                FileObject::Datagram(_)
                | FileObject::PipeReader(_)
                | FileObject::PipeWriter(_)
                | FileObject::Terminal
                | FileObject::Epoll => None,
            },
            Err(_) => None,
        };
        let mut step = self.sys_receive(pid, fd, length, flags, progress, turn);
        if let (Some(socket), Step::Done(Ok(SyscallValue::Received(received)))) = (socket, &mut step) {
            received.unread = self.tcp.queue_hint(socket);
        }
        step
    }

    /// `udp_recvmsg`
    fn receive_datagram(
        &mut self,
        fd: Fd,
        socket: SocketId,
        Wanted { length, flags, nonblocking }: Wanted,
        progress: &mut Progress,
        turn: &mut Turn<'_>,
    ) -> Step {
        let mut context = context!(self, turn);
        match self.udp.receive(socket, length, flags, &mut context) {
            // The datagram is gone all the same (`udp_recvmsg`).
            Taken::Datagram(_) if flags.contains(MessageFlags::BAD_ADDRESS) => Errno::EFAULT.into(),
            Taken::Datagram(received) => Step::Done(Ok(SyscallValue::Received(received))),
            Taken::Shutdown => received(Data::new([]), None),
            Taken::Error(errno) => errno.into(),
            Taken::Nothing if nonblocking || progress.timed_out => Errno::EAGAIN.into(),
            Taken::Nothing if progress.interrupted => Errno::EINTR.into(),
            Taken::Nothing => {
                let deadline = self.wheel_deadline(self.udp.receive_timeout(socket), progress, turn);
                let target = WaitTarget::Socket(socket);
                Step::Block(Block::on(WaitReason::Data(fd), target, READABLE, deadline))
            }
        }
    }

    pub(super) fn sys_read(
        &mut self,
        pid: Pid,
        fd: Fd,
        length: usize,
        progress: &mut Progress,
        turn: &mut Turn<'_>,
    ) -> Step {
        let file = match self.hold_file(pid, fd, progress) {
            Ok(file) => file,
            Err(errno) => return errno.into(),
        };
        match self.files.get(file).object {
            FileObject::Stream(..) | FileObject::Datagram(_) => {
                self.sys_receive(pid, fd, length, MessageFlags::NONE, progress, turn)
            }
            FileObject::PipeReader(pipe) => self.read_pipe(fd, file, pipe, length, progress, turn),
            // Nobody types anything: the end of the file.
            FileObject::Terminal => received(Data::new([]), None),
            FileObject::PipeWriter(_) => Errno::EBADF.into(),
            FileObject::Epoll => Errno::EINVAL.into(),
        }
    }

    pub(super) fn sys_write(
        &mut self,
        pid: Pid,
        fd: Fd,
        data: &Data,
        progress: &mut Progress,
        turn: &mut Turn<'_>,
    ) -> Step {
        let file = match self.hold_file(pid, fd, progress) {
            Ok(file) => file,
            Err(errno) => return errno.into(),
        };
        match self.files.get(file).object {
            FileObject::Stream(..) | FileObject::Datagram(_) => {
                self.sys_send(Handle { pid, fd }, data, MessageFlags::NONE, None, progress, turn)
            }
            FileObject::PipeWriter(pipe) => {
                self.write_pipe(Handle { pid, fd }, file, pipe, data, progress, turn)
            }
            FileObject::Terminal => {
                let bytes = &data.bytes;
                turn.emit(|| Event::Output { pid, fd, bytes: bytes.clone() });
                number(data.len() as i64).into()
            }
            FileObject::PipeReader(_) => Errno::EBADF.into(),
            FileObject::Epoll => Errno::EINVAL.into(),
        }
    }

    /// The thread's process gets SIGPIPE, which may end it.
    pub(super) fn broken_pipe(&mut self, pid: Pid, turn: &mut Turn<'_>) -> Step {
        let sent = self.send_signal(pid, Signal::SIGPIPE, turn);
        assert!(sent.is_ok(), "the caller is alive");
        Errno::EPIPE.into()
    }
}

/// What a receive call returns.
pub(super) fn received(data: Data, from: Option<SocketAddrV4>) -> Step {
    let length = data.len();
    Step::Done(Ok(SyscallValue::Received(Received {
        data,
        from,
        length,
        flags: MessageFlags::NONE,
        unread: None,
    })))
}

/// What a receive call with `MSG_TRUNC` on a stream returns: so many bytes, none of them copied.
fn discarded(length: usize) -> Step {
    let flags = MessageFlags::NONE;
    Step::Done(Ok(SyscallValue::Received(Received {
        data: Data::new([]),
        from: None,
        length,
        flags,
        unread: None,
    })))
}

/// Pieces in one, with the identities of all their bytes.
pub(super) fn join(pieces: &[Data]) -> Data {
    match pieces {
        [] => Data::new([]),
        [one] => one.clone(),
        many => {
            let mut bytes = Vec::with_capacity(many.iter().map(Data::len).sum());
            let mut origins = Vec::new();
            for piece in many {
                let at = bytes.len() as u32;
                origins.extend(piece.origins.iter().map(|origin| Origin { at: origin.at + at, ..*origin }));
                bytes.extend_from_slice(&piece.bytes);
            }
            Data { bytes: bytes.into(), origins: origins.into() }
        }
    }
}
