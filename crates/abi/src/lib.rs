//! The border between process and kernel.
//!
//! Everything that crosses it is named here and nowhere else: system calls and their outcomes, errnos, socket
//! options, flags, signals, and [`Program`], the trait of whatever runs inside a process. The crate holds no
//! behaviour: the kernel obeys these names, the programs speak them.
//!
//! Numbers are those of Linux on x86-64, so that a program's constants can be checked against a real machine.

mod data;
mod errno;
mod program;
mod signal;
mod socket;
mod syscall;

pub use core::net::{Ipv4Addr, SocketAddrV4};
pub use data::{ByteId, Data, Direction, Flow, Origin};
pub use errno::Errno;
pub use program::{FrameView, Inspection, Outcome, Program, ThreadNumber, Trap, Variable};
pub use signal::{Disposition, Signal};
pub use socket::{
    Domain, MessageFlags, OptionLevel, Protocol, ShutdownHow, SocketFlags, SocketOption, SocketType, TcpInfo,
    ip_option, option, tcp_option,
};
pub use syscall::{
    ClockId, EpollEvent, EpollOperation, Fd, FileStatusFlags, Ioctl, Pid, PollEvents, PollFd, Received,
    SelectSets, Syscall, SyscallResult, SyscallValue,
};
