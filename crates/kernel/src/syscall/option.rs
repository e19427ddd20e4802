//! `setsockopt`, `getsockopt`, `ioctl`, `fcntl`, `dup`.

use super::{AnySocket, number};
use crate::kernel::{Kernel, Turn};
use crate::process::files::FileObject;
use netlab_abi::{Errno, Fd, FileStatusFlags, Ioctl, Pid, SocketOption, SyscallResult, SyscallValue};

impl Kernel {
    /// `do_sock_setsockopt`
    pub(super) fn sys_set_option(
        &mut self,
        pid: Pid,
        fd: Fd,
        option: SocketOption,
        value: &[u8],
        turn: &mut Turn<'_>,
    ) -> SyscallResult {
        match self.socket_of(pid, fd)? {
            AnySocket::Stream(socket, _) => {
                self.tcp(turn, |tcp, env| tcp.set_option(env, socket, option, value))?;
            }
            AnySocket::Datagram(socket) => {
                self.udp.set_option(socket, option, value, self.policy, &self.sysctl)?;
            }
        }
        number(0)
    }

    /// `do_sock_getsockopt`
    pub(super) fn sys_get_option(
        &mut self,
        pid: Pid,
        fd: Fd,
        option: SocketOption,
        length: usize,
        turn: &mut Turn<'_>,
    ) -> SyscallResult {
        let value = match self.socket_of(pid, fd)? {
            AnySocket::Stream(socket, _) => {
                self.tcp(turn, |tcp, env| tcp.get_option(env, socket, option, length))?
            }
            AnySocket::Datagram(socket) => {
                self.udp.get_option(socket, option, length, &self.sysctl, &self.network)?
            }
        };
        Ok(SyscallValue::OptionValue(value))
    }

    /// `ioctl`
    pub(super) fn sys_ioctl(&mut self, pid: Pid, fd: Fd, request: Ioctl) -> SyscallResult {
        let file = self.file(pid, fd)?;
        if let Ioctl::Fionbio(nonblocking) = request {
            self.files.get_mut(file).nonblocking = nonblocking;
            return number(0);
        }
        let value = match (&self.files.get(file).object, request) {
            (FileObject::Stream(socket, _), Ioctl::Siocinq) => self.tcp.receive_queue_size(*socket)?,
            (FileObject::Stream(socket, _), Ioctl::Siocoutq) => self.tcp.send_queue_size(*socket)?,
            (FileObject::Stream(socket, _), Ioctl::Siocoutqnsd) => self.tcp.unsent_size(*socket)?,
            (FileObject::Datagram(socket), Ioctl::Siocinq) => self.udp.next_length(*socket),
            // What a UDP socket sends is the NIC's at once.
            (FileObject::Datagram(_), Ioctl::Siocoutq) => 0,
            (FileObject::PipeReader(pipe) | FileObject::PipeWriter(pipe), Ioctl::Siocinq) => {
                self.pipes.waiting(*pipe)
            }
            (
                FileObject::Stream(..)
                | FileObject::Datagram(_)
                | FileObject::PipeReader(_)
                | FileObject::PipeWriter(_)
                | FileObject::Terminal
                | FileObject::Epoll,
                _,
            ) => return Err(Errno::ENOTTY),
        };
        number(i64::from(value))
    }

    /// `fcntl(F_GETFL)`
    pub(super) fn sys_status_flags(&self, pid: Pid, fd: Fd) -> SyscallResult {
        let file = self.files.get(self.file(pid, fd)?);
        let access = match file.object {
            FileObject::PipeReader(_) => 0,
            FileObject::PipeWriter(_) => 1,
            FileObject::Terminal | FileObject::Stream(..) | FileObject::Datagram(_) | FileObject::Epoll => {
                FileStatusFlags::RDWR
            }
        };
        let nonblocking = if file.nonblocking { FileStatusFlags::NONBLOCK } else { 0 };
        number(i64::from(access | nonblocking))
    }

    /// `fcntl(F_SETFL)`
    pub(super) fn sys_set_status_flags(&mut self, pid: Pid, fd: Fd, flags: FileStatusFlags) -> SyscallResult {
        let file = self.file(pid, fd)?;
        self.files.get_mut(file).nonblocking = flags.0 & FileStatusFlags::NONBLOCK != 0;
        number(0)
    }

    /// `dup`: another descriptor for the same open file.
    pub(super) fn sys_duplicate(&mut self, pid: Pid, fd: Fd) -> SyscallResult {
        let file = self.file(pid, fd)?;
        let process = self.processes.get_mut(pid);
        process.fds.has_room()?;
        let fd = process.fds.install(file);
        self.files.hold(file);
        number(i64::from(fd.0))
    }
}
