//! The one place where the lab asks a kernel how it stands.

use netlab_abi::{Fd, Inspection, Pid, ThreadNumber};
use netlab_kernel::{Kernel, event::SocketId, inspect::FileKind, tcp::TcpView};
use netlab_wire::Instant;

/// Open descriptors of a process, ascending, with their sockets.
pub fn descriptors(kernel: &Kernel, pid: Pid) -> Vec<(Fd, Option<SocketId>)> {
    let socket = |kind: &FileKind| match kind {
        FileKind::Stream(socket) | FileKind::Datagram(socket) => Some(*socket),
        FileKind::Terminal | FileKind::PipeReader(_) | FileKind::PipeWriter(_) | FileKind::Epoll => None,
    };
    let process = kernel.process(pid);
    process.map_or(Vec::new(), |process| process.fds.iter().map(|fd| (fd.fd, socket(&fd.kind))).collect())
}

/// Every TCP socket as `ss -a` lists them.
pub fn tcp_views(kernel: &Kernel, now: Instant) -> Vec<TcpView> {
    kernel.tcp_sockets(now)
}

/// One TCP socket; `None` when it is gone, or is only a request yet.
pub fn tcp_view(kernel: &Kernel, socket: SocketId, now: Instant) -> Option<TcpView> {
    kernel.tcp_socket(socket, now)
}

/// Frames and variables of a thread.
pub fn inspection(kernel: &Kernel, pid: Pid, thread: ThreadNumber) -> Option<Inspection> {
    kernel.inspect(pid, thread)
}
