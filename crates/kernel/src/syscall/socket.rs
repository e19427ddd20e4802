//! Sockets' life: `socket`, `bind`, `listen`, `accept`, `connect`, `shutdown`, `close`, names.

use super::{AnySocket, Step, number};
use crate::event::{Event, SocketId, WaitReason};
use crate::kernel::{Kernel, Turn};
use crate::process::files::{Connection, FileId, FileObject};
use crate::process::{Block, Progress, WaitTarget};
use crate::tcp::CloseKind;
use core::net::{Ipv4Addr, SocketAddrV4};
use netlab_abi::{
    Domain, Errno, Fd, Pid, PollEvents, Protocol, ShutdownHow, SocketFlags, SocketType, SyscallResult,
    SyscallValue,
};

/// `ip_unprivileged_port_start`: ordinary users may not bind to ports below.
const UNPRIVILEGED_PORT_START: u16 = 1_024;
const IPPROTO_TCP: i32 = 6;
const IPPROTO_UDP: i32 = 17;

/// Everything that can happen to a socket.
pub(super) const ANY: PollEvents = PollEvents(0x3fff);

impl Kernel {
    /// `__sys_socket`, `inet_create`
    pub(super) fn sys_socket(
        &mut self,
        pid: Pid,
        domain: Domain,
        kind: SocketType,
        flags: SocketFlags,
        protocol: Protocol,
        turn: &mut Turn<'_>,
    ) -> SyscallResult {
        if domain != Domain::INET {
            return Err(Errno::EAFNOSUPPORT);
        }
        let stream = match kind {
            SocketType::STREAM => true,
            SocketType::DGRAM => false,
            SocketType::RAW if protocol.0 == 0 => return Err(Errno::EPROTONOSUPPORT),
            SocketType::RAW => return Err(Errno::EPERM),
            SocketType(kind) if (0..=10).contains(&kind) => return Err(Errno::ESOCKTNOSUPPORT),
            SocketType(_) => return Err(Errno::EINVAL),
        };
        let own = if stream { IPPROTO_TCP } else { IPPROTO_UDP };
        if protocol.0 < 0 || protocol.0 >= 263 {
            return Err(Errno::EINVAL);
        }
        if protocol.0 != 0 && protocol.0 != own {
            return Err(Errno::EPROTONOSUPPORT);
        }
        self.processes.get(pid).fds.has_room()?;
        let object = if stream {
            let socket = self.tcp(turn, |tcp, env| tcp.socket(env));
            FileObject::Stream(socket, Connection::Unconnected)
        } else {
            let socket = self.identities.socket();
            self.udp.socket(socket, &self.sysctl);
            turn.emit(|| Event::SocketCreated { socket, listener: None });
            FileObject::Datagram(socket)
        };
        let file = self.files.open(object, flags.nonblocking);
        let fd = self.processes.get_mut(pid).fds.install(file);
        number(i64::from(fd.0))
    }

    /// `__inet_bind`
    pub(super) fn sys_bind(
        &mut self,
        pid: Pid,
        fd: Fd,
        address: SocketAddrV4,
        turn: &mut Turn<'_>,
    ) -> SyscallResult {
        let socket = self.socket_of(pid, fd)?;
        let ip = *address.ip();
        let bindable =
            ip.is_unspecified() || self.network.is_own_address(ip) || self.network.is_broadcast(ip);
        if !bindable {
            return Err(Errno::EADDRNOTAVAIL);
        }
        if (1..UNPRIVILEGED_PORT_START).contains(&address.port()) {
            return Err(Errno::EACCES);
        }
        match socket {
            AnySocket::Stream(socket, _) => self.tcp(turn, |tcp, env| tcp.bind(env, socket, address))?,
            AnySocket::Datagram(socket) => {
                self.udp.bind(socket, address, &self.sysctl, &mut self.random)?;
            }
        }
        number(0)
    }

    /// `__sys_listen`, `inet_listen`
    pub(super) fn sys_listen(
        &mut self,
        pid: Pid,
        fd: Fd,
        backlog: i32,
        turn: &mut Turn<'_>,
    ) -> SyscallResult {
        let socket = self.socket_of(pid, fd)?;
        let somaxconn = self.sysctl.somaxconn;
        let backlog = u32::try_from(backlog).map_or(somaxconn, |backlog| backlog.min(somaxconn)) as i32;
        match socket {
            AnySocket::Stream(_, Connection::Connecting | Connection::Connected) => Err(Errno::EINVAL),
            AnySocket::Stream(socket, Connection::Unconnected) => {
                self.tcp(turn, |tcp, env| tcp.listen(env, socket, backlog))?;
                number(0)
            }
            AnySocket::Datagram(_) => Err(Errno::EOPNOTSUPP),
        }
    }

    /// `__sys_accept4`, `inet_csk_accept`: a descriptor is looked for before a connection.
    pub(super) fn sys_accept(
        &mut self,
        pid: Pid,
        fd: Fd,
        flags: SocketFlags,
        progress: &mut Progress,
        turn: &mut Turn<'_>,
    ) -> Step {
        let file = match self.hold_file(pid, fd, progress) {
            Ok(file) => file,
            Err(errno) => return errno.into(),
        };
        let socket = match self.as_socket(file) {
            Ok(AnySocket::Stream(socket, _)) => socket,
            Ok(AnySocket::Datagram(_)) => return Errno::EOPNOTSUPP.into(),
            Err(errno) => return errno.into(),
        };
        if let Err(errno) = self.processes.get(pid).fds.has_room() {
            return errno.into();
        }
        match self.tcp(turn, |tcp, env| tcp.accept(env, socket)) {
            Err(errno) => errno.into(),
            Ok(Some((connection, peer))) => {
                let object = FileObject::Stream(connection, Connection::Connected);
                let file = self.files.open(object, flags.nonblocking);
                let fd = self.processes.get_mut(pid).fds.install(file);
                Step::Done(Ok(SyscallValue::Accepted { fd, peer }))
            }
            Ok(None) => {
                if self.files.get(file).nonblocking || progress.timed_out {
                    return Errno::EAGAIN.into();
                }
                if progress.interrupted {
                    return Errno::EINTR.into();
                }
                let timeout = self.tcp.receive_timeout(socket);
                let deadline = self.wheel_deadline(timeout, progress, turn);
                let events = PollEvents::IN.union(PollEvents::ERR).union(PollEvents::HUP);
                let target = WaitTarget::Socket(socket);
                let mut block = Block::on(WaitReason::Connection(fd), target, events, deadline);
                block.exclusive = true;
                Step::Block(block)
            }
        }
    }

    pub(super) fn sys_connect(
        &mut self,
        pid: Pid,
        fd: Fd,
        address: SocketAddrV4,
        progress: &mut Progress,
        turn: &mut Turn<'_>,
    ) -> Step {
        let file = match self.hold_file(pid, fd, progress) {
            Ok(file) => file,
            Err(errno) => return errno.into(),
        };
        match self.as_socket(file) {
            Ok(AnySocket::Stream(socket, connection)) => {
                self.connect_stream(fd, file, (socket, connection), address, progress, turn)
            }
            Ok(AnySocket::Datagram(socket)) => {
                self.connect_datagram(socket, address).and_then(|()| number(0)).into()
            }
            Err(errno) => errno.into(),
        }
    }

    fn set_connection(&mut self, file: FileId, connection: Connection) {
        match &mut self.files.get_mut(file).object {
            FileObject::Stream(_, state) => *state = connection,
            other => panic!("only stream sockets connect: {other:?}"),
        }
    }

    /// `__inet_stream_connect`
    fn connect_stream(
        &mut self,
        fd: Fd,
        file: FileId,
        (socket, connection): (SocketId, Connection),
        address: SocketAddrV4,
        progress: &mut Progress,
        turn: &mut Turn<'_>,
    ) -> Step {
        let mut pending = Errno::EINPROGRESS;
        if !progress.again {
            match connection {
                Connection::Connected => return Errno::EISCONN.into(),
                Connection::Connecting => pending = Errno::EALREADY,
                Connection::Unconnected => {
                    if let Err(errno) = self.tcp(turn, |tcp, env| tcp.connect(env, socket, address)) {
                        return errno.into();
                    }
                    self.set_connection(file, Connection::Connecting);
                }
            }
        }
        match self.tcp.connect_result(socket) {
            Some(Ok(())) => {
                self.set_connection(file, Connection::Connected);
                number(0).into()
            }
            Some(Err(errno)) => {
                self.set_connection(file, Connection::Unconnected);
                errno.into()
            }
            None if self.files.get(file).nonblocking || progress.timed_out => pending.into(),
            None if progress.interrupted => Errno::EINTR.into(),
            None => {
                let timeout = self.tcp.send_timeout(socket);
                let deadline = self.wheel_deadline(timeout, progress, turn);
                let target = WaitTarget::Socket(socket);
                Step::Block(Block::on(WaitReason::Handshake(fd), target, ANY, deadline))
            }
        }
    }

    /// `__ip4_datagram_connect`
    fn connect_datagram(&mut self, socket: SocketId, address: SocketAddrV4) -> Result<(), Errno> {
        if !self.udp.is_bound(socket) {
            let any = SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, 0);
            self.udp.bind(socket, any, &self.sysctl, &mut self.random).map_err(|_| Errno::EAGAIN)?;
        }
        let route = self.network.find_route(*address.ip())?;
        let broadcast = self.network.is_broadcast(*address.ip());
        self.udp.connect(socket, address, route.source, broadcast)
    }

    /// `inet_shutdown`
    pub(super) fn sys_shutdown(
        &mut self,
        pid: Pid,
        fd: Fd,
        how: ShutdownHow,
        turn: &mut Turn<'_>,
    ) -> SyscallResult {
        let socket = self.socket_of(pid, fd)?;
        match socket {
            AnySocket::Stream(socket, _) => self.tcp(turn, |tcp, env| tcp.shutdown(env, socket, how))?,
            AnySocket::Datagram(socket) => {
                let result = self.udp.shutdown(socket, how);
                self.wake(WaitTarget::Socket(socket), ANY, turn);
                result?;
            }
        }
        number(0)
    }

    /// `close`: the descriptor is gone at once, the socket when nobody else holds it. With `SO_LINGER` the call waits.
    pub(super) fn sys_close(
        &mut self,
        pid: Pid,
        fd: Fd,
        progress: &mut Progress,
        turn: &mut Turn<'_>,
    ) -> Step {
        let socket = match progress.lingering {
            Some(socket) => socket,
            None => {
                let file = match self.processes.get_mut(pid).fds.remove(fd) {
                    Ok(file) => file,
                    Err(errno) => return errno.into(),
                };
                let Some((socket, until)) = self.close_file(file, CloseKind::Call, turn) else {
                    return number(0).into();
                };
                progress.lingering = Some(socket);
                progress.deadline = Some(until);
                socket
            }
        };
        if self.tcp.lingers(socket) && !progress.timed_out && !progress.interrupted {
            let target = WaitTarget::Socket(socket);
            return Step::Block(Block::on(WaitReason::Linger(fd), target, ANY, progress.deadline));
        }
        self.tcp(turn, |tcp, env| tcp.finish_close(env, socket));
        number(0).into()
    }

    /// `inet_getname`
    pub(super) fn sys_socket_name(&self, pid: Pid, fd: Fd) -> SyscallResult {
        let socket = self.socket_of(pid, fd)?;
        match socket {
            AnySocket::Stream(socket, _) => Ok(SyscallValue::Address(self.tcp.local_address(socket))),
            AnySocket::Datagram(socket) => Ok(SyscallValue::Address(self.udp.local_address(socket))),
        }
    }

    /// `inet_getname` with the peer.
    pub(super) fn sys_peer_name(&self, pid: Pid, fd: Fd) -> SyscallResult {
        let socket = self.socket_of(pid, fd)?;
        let peer = match socket {
            AnySocket::Stream(socket, _) => self.tcp.peer_address(socket),
            AnySocket::Datagram(socket) => self.udp.peer_address(socket),
        };
        peer.map(SyscallValue::Address).ok_or(Errno::ENOTCONN)
    }
}
