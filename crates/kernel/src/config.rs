//! What a computer is made with.

use crate::sysctl::Sysctl;
use netlab_wire::Duration;
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// Which kernel's rules are obeyed (DESIGN.md section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Policy {
    /// Linux 6.18.
    Linux,
    /// The RFCs with byte-counted buffers of any size: socket options exact, no minimum, acknowledges at once, persist
    /// timer from 1 s doubling to 60 s, probes with one byte.
    Textbook,
}

/// How the driver of a NIC lays received frames out in memory; it decides `truesize`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReceiveProfile {
    /// TAP (`build_skb`): round64(frame + 64) + 320 + 256 bytes; segments coalesce.
    Tap,
    /// veth: the sender's own skb arrives; segments do not coalesce.
    Veth,
    /// TUN, as packetdrill's: memory from the general allocator (`tun_alloc_skb`), in powers of two.
    Tun,
}

/// Virtual time that work costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostTable {
    /// One small operation of a program.
    pub work: Duration,
    /// A statement, besides its work.
    pub statement: Duration,
    /// From the program to the kernel.
    pub syscall_enter: Duration,
    /// From the kernel back to the program.
    pub syscall_return: Duration,
    /// Copying 1024 bytes between program and kernel.
    pub copy_kibibyte: Duration,
    /// From being woken to running.
    pub wake: Duration,
    /// From a frame in the receive ring to the interrupt's work.
    pub interrupt: Duration,
    /// Work on one received frame.
    pub receive_frame: Duration,
    /// Work on one forwarded frame.
    pub forward: Duration,
    /// From `exec` to the program's first operation.
    pub start: Duration,
}

impl CostTable {
    /// A quick machine without a tracer: the labs' table.
    pub const PLAIN: CostTable = CostTable {
        work: Duration::from_nanos(50),
        statement: Duration::from_nanos(200),
        syscall_enter: Duration::from_nanos(300),
        syscall_return: Duration::from_nanos(300),
        copy_kibibyte: Duration::from_nanos(100),
        wake: Duration::from_micros(5),
        interrupt: Duration::from_micros(4),
        receive_frame: Duration::from_micros(1),
        forward: Duration::from_micros(2),
        start: Duration::from_micros(20),
    };

    /// A machine whose programs are slowed by strace, as in the reference recordings: about 0.6 ms from one call's
    /// return to the next call, some 50 µs inside a call that does not wait, as much again to wake a sleeper.
    pub const TRACED: CostTable = CostTable {
        work: Duration::from_micros(2),
        statement: Duration::from_micros(10),
        syscall_enter: Duration::from_micros(10),
        syscall_return: Duration::from_micros(10),
        copy_kibibyte: Duration::from_nanos(100),
        wake: Duration::from_micros(250),
        interrupt: Duration::from_micros(30),
        receive_frame: Duration::from_micros(3),
        forward: Duration::from_micros(2),
        start: Duration::from_micros(100),
    };

    /// No work costs any time; for packet scripts.
    pub const FREE: CostTable = CostTable {
        work: Duration::ZERO,
        statement: Duration::ZERO,
        syscall_enter: Duration::ZERO,
        syscall_return: Duration::ZERO,
        copy_kibibyte: Duration::ZERO,
        wake: Duration::ZERO,
        interrupt: Duration::ZERO,
        receive_frame: Duration::ZERO,
        forward: Duration::ZERO,
        start: Duration::ZERO,
    };

    /// The table with what the driver changes: veth raises no interrupt, the peer's softirq takes a frame over at once
    /// (`veth_xmit`, `netif_rx`).
    pub fn with_driver(self, profile: ReceiveProfile) -> CostTable {
        match profile {
            ReceiveProfile::Tap | ReceiveProfile::Tun => self,
            ReceiveProfile::Veth => {
                CostTable { interrupt: self.interrupt.min(Duration::from_micros(1)), ..self }
            }
        }
    }
}

/// What a computer is made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KernelConfig {
    /// Its host name.
    pub name: Rc<str>,
    /// Its number in the world, below 4096: the upper bits of the numbers it gives to frames and conversations.
    pub host_number: u16,
    /// Decides every random number it draws.
    pub seed: u64,
    /// Whose rules it obeys.
    pub policy: Policy,
    /// How received frames lie in memory.
    pub profile: ReceiveProfile,
    /// What work costs.
    pub costs: CostTable,
    /// Whether it is a router; sets `net.ipv4.ip_forward`.
    pub forwarding: bool,
    /// Its settings.
    pub sysctl: Sysctl,
}
