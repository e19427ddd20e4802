//! One computer's operating system.
//!
//! Processes' side: fd table, system calls, wait queues. Sockets and their buffers, TCP, UDP, IPv4, ICMP, ARP,
//! routes, queueing, NIC rings. A router is a kernel that forwards and runs no program.
//!
//! The kernel knows no link and no other computer: frames and time come in as arguments; frames, wake-ups and a next
//! deadline go out. It keeps no clock and no randomness of its own.

#[macro_use]
mod context;
mod agenda;
pub mod config;
pub mod device;
pub mod event;
pub mod identity;
pub mod inspect;
pub mod ip;
mod kernel;
pub mod lookup;
pub mod neighbour;
pub mod policy;
mod process;
pub mod random;
pub mod record;
mod syscall;
pub mod sysctl;
pub mod tcp;
pub mod timer;
mod udp;

pub use kernel::Kernel;
pub use process::FIRST_INJECTED_THREAD;
pub use udp::UdpView;
