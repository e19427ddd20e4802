//! System calls and what they return.

use crate::{
    Data, Direction, Disposition, Domain, Errno, Flow, MessageFlags, Protocol, ShutdownHow, Signal,
    SocketFlags, SocketOption, SocketType, ThreadNumber,
};
use core::net::SocketAddrV4;
use serde::{Deserialize, Serialize};

/// File descriptor, as a program passes it (so it may be negative).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fd(pub i32);

/// Process number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Pid(pub i32);

/// Events of poll and, with the same numbers, of epoll.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PollEvents(pub u32);

#[allow(missing_docs)]
impl PollEvents {
    pub const NONE: PollEvents = PollEvents(0);
    pub const IN: PollEvents = PollEvents(0x1);
    pub const PRI: PollEvents = PollEvents(0x2);
    pub const OUT: PollEvents = PollEvents(0x4);
    pub const ERR: PollEvents = PollEvents(0x8);
    pub const HUP: PollEvents = PollEvents(0x10);
    pub const NVAL: PollEvents = PollEvents(0x20);
    pub const RDNORM: PollEvents = PollEvents(0x40);
    pub const RDBAND: PollEvents = PollEvents(0x80);
    pub const WRNORM: PollEvents = PollEvents(0x100);
    pub const WRBAND: PollEvents = PollEvents(0x200);
    pub const RDHUP: PollEvents = PollEvents(0x2000);
    /// `EPOLLONESHOT`
    pub const ONESHOT: PollEvents = PollEvents(1 << 30);
    /// `EPOLLET`
    pub const EDGE: PollEvents = PollEvents(1 << 31);

    pub const fn contains(self, other: PollEvents) -> bool {
        self.0 & other.0 == other.0
    }
    pub const fn intersects(self, other: PollEvents) -> bool {
        self.0 & other.0 != 0
    }
    pub const fn union(self, other: PollEvents) -> PollEvents {
        PollEvents(self.0 | other.0)
    }
    pub const fn intersection(self, other: PollEvents) -> PollEvents {
        PollEvents(self.0 & other.0)
    }
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// One entry of `poll(2)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollFd {
    /// The descriptor; negative ones are ignored.
    pub fd: Fd,
    /// Wanted, and in the outcome: found.
    pub events: PollEvents,
}

/// The three sets of `select(2)`, each in ascending order without doubles.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SelectSets {
    /// Wanted or found readable.
    pub read: Vec<Fd>,
    /// Wanted or found writable.
    pub write: Vec<Fd>,
    /// Wanted or found exceptional.
    pub except: Vec<Fd>,
}

/// One event of `epoll_wait(2)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EpollEvent {
    /// What was found.
    pub events: PollEvents,
    /// The number the program gave in `epoll_ctl` (CPython: the fd).
    pub data: u64,
}

/// Operation of `epoll_ctl(2)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EpollOperation {
    /// `EPOLL_CTL_ADD`
    Add,
    /// `EPOLL_CTL_DEL`
    Delete,
    /// `EPOLL_CTL_MOD`
    Modify,
}

/// Requests of `ioctl(2)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ioctl {
    /// `FIONBIO`: blocking (false) or non-blocking (true). CPython's `setblocking` and `settimeout` use it.
    Fionbio(bool),
    /// `FIONREAD` = `SIOCINQ`: bytes that can be read.
    Siocinq,
    /// `TIOCOUTQ` = `SIOCOUTQ`: bytes in the send queue, sent or not.
    Siocoutq,
    /// `SIOCOUTQNSD`: bytes not sent yet.
    Siocoutqnsd,
    /// A request number the lab does not know: ENOTTY.
    Unknown(u64),
}

/// File status flags that `fcntl(F_SETFL)` can change. `F_GETFL` of a fresh socket is 2 (O_RDWR).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileStatusFlags(pub i32);

impl FileStatusFlags {
    /// `O_RDWR`
    pub const RDWR: i32 = 0o2;
    /// `O_NONBLOCK`
    pub const NONBLOCK: i32 = 0o4000;
}

/// Clocks of `clock_gettime(2)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClockId {
    /// Virtual time since the scenario's start plus the scenario's fixed date.
    Realtime,
    /// Virtual time since the scenario's start.
    Monotonic,
    /// Virtual processor time of the process.
    ProcessCpu,
}

/// A system call with its arguments. Times are nanoseconds; a timeout of `None` waits for ever.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Syscall {
    Socket {
        domain: Domain,
        kind: SocketType,
        flags: SocketFlags,
        protocol: Protocol,
    },
    Bind {
        fd: Fd,
        address: SocketAddrV4,
    },
    Listen {
        fd: Fd,
        backlog: i32,
    },
    /// `accept4`.
    Accept {
        fd: Fd,
        flags: SocketFlags,
    },
    Connect {
        fd: Fd,
        address: SocketAddrV4,
    },
    /// `sendto`; `to` is absent for `send`.
    Send {
        fd: Fd,
        data: Data,
        flags: MessageFlags,
        to: Option<SocketAddrV4>,
    },
    /// `sendmsg` with the parts of its iovec; `to` from `msg_name`.
    SendMessage {
        fd: Fd,
        parts: Vec<Data>,
        flags: MessageFlags,
        to: Option<SocketAddrV4>,
    },
    /// `recvfrom`; `length` is the buffer's size.
    Receive {
        fd: Fd,
        length: usize,
        flags: MessageFlags,
    },
    /// `recvmsg`; lengths of the parts of its iovec.
    ReceiveMessage {
        fd: Fd,
        lengths: Vec<usize>,
        flags: MessageFlags,
    },
    Read {
        fd: Fd,
        length: usize,
    },
    Write {
        fd: Fd,
        data: Data,
    },
    Close {
        fd: Fd,
    },
    Shutdown {
        fd: Fd,
        how: ShutdownHow,
    },
    /// `value` as its bytes in memory, little-endian.
    SetSocketOption {
        fd: Fd,
        option: SocketOption,
        value: Vec<u8>,
    },
    /// `length`: room the program offers.
    GetSocketOption {
        fd: Fd,
        option: SocketOption,
        length: usize,
    },
    GetSocketName {
        fd: Fd,
    },
    GetPeerName {
        fd: Fd,
    },
    Ioctl {
        fd: Fd,
        request: Ioctl,
    },
    GetStatusFlags {
        fd: Fd,
    },
    SetStatusFlags {
        fd: Fd,
        flags: FileStatusFlags,
    },
    Duplicate {
        fd: Fd,
    },
    Pipe {
        flags: SocketFlags,
    },
    Poll {
        fds: Vec<PollFd>,
        timeout: Option<u64>,
    },
    Select {
        sets: SelectSets,
        timeout: Option<u64>,
    },
    EpollCreate,
    EpollControl {
        epoll: Fd,
        operation: EpollOperation,
        fd: Fd,
        events: PollEvents,
        data: u64,
    },
    EpollWait {
        epoll: Fd,
        maximum: usize,
        timeout: Option<u64>,
    },
    /// `clock_nanosleep`, relative.
    Sleep {
        duration: u64,
    },
    ClockGetTime {
        clock: ClockId,
    },
    GetPid,
    GetParentPid,
    Kill {
        pid: Pid,
        signal: i32,
    },
    SetSignalAction {
        signal: Signal,
        action: Disposition,
    },
    /// `setitimer(ITIMER_REAL)`; 0 disarms.
    SetTimer {
        initial: u64,
        interval: u64,
    },
    /// A new thread; the program has chosen its number and is resumed with [`crate::Outcome::Started`] on it.
    StartThread {
        thread: ThreadNumber,
    },
    /// Ends the calling thread; the process ends with its last thread.
    ExitThread,
    /// Sleeps until woken on `key` (any number the program chooses; private to the process).
    FutexWait {
        key: u64,
        timeout: Option<u64>,
    },
    /// Wakes at most `count` threads in the order in which they fell asleep.
    FutexWake {
        key: u64,
        count: usize,
    },
    Fork,
    /// `wait4` for one child (`None`: any); `nohang` is `WNOHANG`.
    Wait {
        pid: Option<Pid>,
        nohang: bool,
    },
    /// `exit_group`.
    Exit {
        code: i32,
    },
    /// The host name's address from the computer's hosts table (`gethostbyname` of the C library, not a real
    /// system call; costs what reading /etc/hosts would).
    ResolveHost {
        name: String,
    },
    GetHostName,
}

/// What a receive call brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The bytes; empty at the end of a stream.
    pub data: Data,
    /// The sender's address, for datagrams.
    pub from: Option<SocketAddrV4>,
    /// The datagram's whole length when `MSG_TRUNC` was asked for, else the bytes copied.
    pub length: usize,
    /// Flags of the received message (`msg_flags`): MSG_TRUNC.
    pub flags: MessageFlags,
    /// The control message `TCP_CM_INQ` of `recvmsg`, when `TCP_INQ` asks for it: bytes still to be read; 1 at the end of the
    /// stream.
    pub unread: Option<u32>,
}

/// A successful system call's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyscallValue {
    /// Calls that return 0 or a plain number (an fd, a count, a pid, nanoseconds of a clock).
    Number(i64),
    /// Send calls: bytes taken, and the identity of the first of them (the others follow).
    Sent {
        /// How many bytes the kernel took.
        count: usize,
        /// The stream they entered, for stream sockets: flow, direction and offset of the first byte.
        first: Option<(Flow, Direction, u64)>,
    },
    /// Receive calls.
    Received(Received),
    /// `accept`: the new descriptor and the peer.
    Accepted {
        /// The connection's descriptor.
        fd: Fd,
        /// The other end.
        peer: SocketAddrV4,
    },
    /// `getsockname`, `getpeername`, host look-ups (port 0).
    Address(SocketAddrV4),
    /// `getsockopt`: the value's bytes.
    OptionValue(Vec<u8>),
    /// `poll`: entries with events, in the order asked; their count is the return value.
    Poll(Vec<PollFd>),
    /// `select`.
    Select(SelectSets),
    /// `epoll_wait`.
    Epoll(Vec<EpollEvent>),
    /// `pipe`: read end, write end.
    Pipe(Fd, Fd),
    /// `wait4`: the child and its raw wait status.
    Waited {
        /// Which child.
        pid: Pid,
        /// `exit code << 8` or the signal's number.
        status: i32,
    },
    /// A string (`gethostname`).
    Text(String),
}

/// Value or errno.
pub type SyscallResult = Result<SyscallValue, Errno>;

impl Syscall {
    /// `socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)`: a TCP socket as Python makes one.
    pub const fn stream_socket() -> Self {
        Syscall::Socket {
            domain: Domain::INET,
            kind: SocketType::STREAM,
            flags: SocketFlags { nonblocking: false, close_on_exec: true },
            protocol: Protocol(0),
        }
    }

    /// The name strace prints.
    pub const fn name(&self) -> &'static str {
        match self {
            Syscall::Socket { .. } => "socket",
            Syscall::Bind { .. } => "bind",
            Syscall::Listen { .. } => "listen",
            Syscall::Accept { .. } => "accept4",
            Syscall::Connect { .. } => "connect",
            Syscall::Send { .. } => "sendto",
            Syscall::SendMessage { .. } => "sendmsg",
            Syscall::Receive { .. } => "recvfrom",
            Syscall::ReceiveMessage { .. } => "recvmsg",
            Syscall::Read { .. } => "read",
            Syscall::Write { .. } => "write",
            Syscall::Close { .. } => "close",
            Syscall::Shutdown { .. } => "shutdown",
            Syscall::SetSocketOption { .. } => "setsockopt",
            Syscall::GetSocketOption { .. } => "getsockopt",
            Syscall::GetSocketName { .. } => "getsockname",
            Syscall::GetPeerName { .. } => "getpeername",
            Syscall::Ioctl { .. } => "ioctl",
            Syscall::GetStatusFlags { .. } | Syscall::SetStatusFlags { .. } => "fcntl",
            Syscall::Duplicate { .. } => "dup",
            Syscall::Pipe { .. } => "pipe2",
            Syscall::Poll { .. } => "poll",
            Syscall::Select { .. } => "pselect6",
            Syscall::EpollCreate => "epoll_create1",
            Syscall::EpollControl { .. } => "epoll_ctl",
            Syscall::EpollWait { .. } => "epoll_wait",
            Syscall::Sleep { .. } => "clock_nanosleep",
            Syscall::ClockGetTime { .. } => "clock_gettime",
            Syscall::GetPid => "getpid",
            Syscall::GetParentPid => "getppid",
            Syscall::Kill { .. } => "kill",
            Syscall::SetSignalAction { .. } => "rt_sigaction",
            Syscall::SetTimer { .. } => "setitimer",
            Syscall::StartThread { .. } => "clone3",
            Syscall::ExitThread => "exit",
            Syscall::FutexWait { .. } | Syscall::FutexWake { .. } => "futex",
            Syscall::Fork => "fork",
            Syscall::Wait { .. } => "wait4",
            Syscall::Exit { .. } => "exit_group",
            Syscall::ResolveHost { .. } => "gethostbyname",
            Syscall::GetHostName => "gethostname",
        }
    }
}
