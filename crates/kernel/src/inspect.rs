//! Counters and plain-data snapshots, in the words of the field's tools.

use crate::config::Policy;
use crate::device::{DeviceCounters, InterfaceConfig};
use crate::event::{ExitStatus, Frame, Interface, NeighbourState, SocketId, WaitReason};
use crate::ip::route::RouteEntry;
use crate::kernel::Kernel;
use crate::neighbour::Neighbour;
use crate::process::files::FileObject;
use crate::process::{Process, wait_of};
use crate::sysctl::Sysctl;
use crate::tcp::TcpView;
use crate::udp::UdpView;
use core::net::Ipv4Addr;
use netlab_abi::{Fd, Inspection, Pid, Syscall, ThreadNumber};
use netlab_wire::{Duration, Instant, MacAddress};
use std::rc::Rc;

macro_rules! counters {
    ($($field:ident = $name:literal,)*) => {
        /// What `nstat` shows of IP, ICMP and UDP (TCP's own stand with TCP). Values only grow.
        #[allow(missing_docs)]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub struct Counters { $(pub $field: u64,)* }

        impl Counters {
            /// Every counter with nstat's name for it, in the order of `/proc/net/snmp`.
            pub fn named(&self) -> Vec<(&'static str, u64)> {
                vec![$(($name, self.$field),)*]
            }
        }
    };
}

counters! {
    ip_in_receives = "IpInReceives",
    ip_in_header_errors = "IpInHdrErrors",
    ip_in_address_errors = "IpInAddrErrors",
    ip_forwarded = "IpForwDatagrams",
    ip_in_unknown_protocols = "IpInUnknownProtos",
    ip_in_discards = "IpInDiscards",
    ip_in_delivers = "IpInDelivers",
    ip_out_requests = "IpOutRequests",
    ip_out_discards = "IpOutDiscards",
    ip_out_no_routes = "IpOutNoRoutes",
    ip_reassembly_timeouts = "IpReasmTimeout",
    ip_reassembly_requests = "IpReasmReqds",
    ip_reassembled = "IpReasmOKs",
    ip_reassembly_failures = "IpReasmFails",
    ip_fragmented = "IpFragOKs",
    ip_fragment_failures = "IpFragFails",
    ip_fragments_created = "IpFragCreates",
    icmp_in_messages = "IcmpInMsgs",
    icmp_in_errors = "IcmpInErrors",
    icmp_in_checksum_errors = "IcmpInCsumErrors",
    icmp_in_unreachable = "IcmpInDestUnreachs",
    icmp_in_time_exceeded = "IcmpInTimeExcds",
    icmp_in_echos = "IcmpInEchos",
    icmp_in_echo_replies = "IcmpInEchoReps",
    icmp_out_messages = "IcmpOutMsgs",
    icmp_out_rate_limited = "IcmpOutRateLimitHost",
    icmp_out_rate_limited_global = "IcmpOutRateLimitGlobal",
    icmp_out_unreachable = "IcmpOutDestUnreachs",
    icmp_out_time_exceeded = "IcmpOutTimeExcds",
    icmp_out_echos = "IcmpOutEchos",
    icmp_out_echo_replies = "IcmpOutEchoReps",
    udp_in_datagrams = "UdpInDatagrams",
    udp_no_ports = "UdpNoPorts",
    udp_in_errors = "UdpInErrors",
    udp_out_datagrams = "UdpOutDatagrams",
    udp_receive_buffer_errors = "UdpRcvbufErrors",
    udp_send_buffer_errors = "UdpSndbufErrors",
    udp_in_checksum_errors = "UdpInCsumErrors",
}

/// What an open file is, for lists of descriptors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// Standard input, output or error.
    Terminal,
    /// A TCP socket.
    Stream(SocketId),
    /// A UDP socket.
    Datagram(SocketId),
    /// The end of a pipe that is read, and the pipe's number.
    PipeReader(u32),
    /// The end of a pipe that is written, and the pipe's number.
    PipeWriter(u32),
    /// An epoll instance.
    Epoll,
}

/// One descriptor of a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FdView {
    /// The number.
    pub fd: Fd,
    /// What is behind it.
    pub kind: FileKind,
    /// `O_NONBLOCK`.
    pub nonblocking: bool,
}

/// What a thread is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ThreadActivity {
    /// It runs its program.
    Running,
    /// It is in a system call that has not to wait.
    InCall,
    /// It sleeps.
    Sleeping(WaitReason),
}

/// One thread of a process.
#[derive(Debug, Clone, PartialEq)]
pub struct ThreadView {
    /// Its number.
    pub thread: ThreadNumber,
    /// What it does.
    pub activity: ThreadActivity,
    /// The call it is in, and since when.
    pub call: Option<(Syscall, Instant)>,
}

/// One process, ended ones included.
#[derive(Debug, Clone, PartialEq)]
pub struct ProcessView {
    /// Its number.
    pub pid: Pid,
    /// Its parent's.
    pub parent: Pid,
    /// Its program's file name.
    pub name: Rc<str>,
    /// How it ended, if it has.
    pub status: Option<ExitStatus>,
    /// Stopped by a signal.
    pub stopped: bool,
    /// Processor time used.
    pub cpu_time: Duration,
    /// Its threads, ascending.
    pub threads: Vec<ThreadView>,
    /// Its descriptors, ascending.
    pub fds: Vec<FdView>,
}

/// One interface with what waits in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterfaceView {
    /// Its number.
    pub interface: Interface,
    /// What it was made with.
    pub config: InterfaceConfig,
    /// Whether it is `lo`.
    pub loopback: bool,
    /// Whether it has a carrier.
    pub up: bool,
    /// Counters.
    pub counters: DeviceCounters,
    /// Frames in the transmit ring and behind it, oldest first; the first `config.transmit_ring` are in the ring.
    pub transmit: Vec<Frame>,
    /// Frames in the receive ring, oldest first.
    pub receive: Vec<Frame>,
}

/// One line of `ip neigh`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NeighbourView {
    /// The interface it is reached by.
    pub interface: Interface,
    /// Its address.
    pub address: Ipv4Addr,
    /// Its hardware address, once known.
    pub hardware: Option<MacAddress>,
    /// NUD state.
    pub state: NeighbourState,
    /// When its timer runs out.
    pub deadline: Option<Instant>,
    /// Packets that wait for it.
    pub waiting: u32,
}

impl Kernel {
    /// Its host name.
    pub fn name(&self) -> &Rc<str> {
        &self.name
    }

    /// Whose rules it obeys.
    pub fn policy(&self) -> Policy {
        self.policy
    }

    /// Its settings.
    pub fn sysctl(&self) -> &Sysctl {
        &self.sysctl
    }

    /// Counters of IP, ICMP and UDP.
    pub fn counters(&self) -> &Counters {
        &self.counters
    }

    /// All processes, ended ones included, by number.
    pub fn processes(&self) -> Vec<ProcessView> {
        self.processes.iter().map(|process| self.process_view(process)).collect()
    }

    /// One process.
    pub fn process(&self, pid: Pid) -> Option<ProcessView> {
        self.processes.find(pid).map(|process| self.process_view(process))
    }

    /// How a process ended; `None` while it lives or if there never was one.
    pub fn exit_status(&self, pid: Pid) -> Option<ExitStatus> {
        self.processes.find(pid)?.status
    }

    fn process_view(&self, process: &Process) -> ProcessView {
        let threads = process.threads.iter().map(|thread| ThreadView {
            thread: thread.number,
            activity: match wait_of(process, thread) {
                Some(reason) => ThreadActivity::Sleeping(reason),
                None if thread.is_in_call() => ThreadActivity::InCall,
                None => ThreadActivity::Running,
            },
            call: thread
                .call
                .as_ref()
                .filter(|_| thread.is_in_call())
                .map(|call| (call.call.clone(), call.entered)),
        });
        let fds = process.fds.iter().map(|(fd, file)| {
            let file = self.files.get(file);
            let kind = match file.object {
                FileObject::Terminal => FileKind::Terminal,
                FileObject::Stream(socket, _) => FileKind::Stream(socket),
                FileObject::Datagram(socket) => FileKind::Datagram(socket),
                FileObject::PipeReader(pipe) => FileKind::PipeReader(pipe),
                FileObject::PipeWriter(pipe) => FileKind::PipeWriter(pipe),
                FileObject::Epoll => FileKind::Epoll,
            };
            FdView { fd, kind, nonblocking: file.nonblocking }
        });
        ProcessView {
            pid: process.pid,
            parent: process.parent,
            name: Rc::clone(&process.name),
            status: process.status,
            stopped: process.stopped,
            cpu_time: process.cpu_time,
            threads: threads.collect(),
            fds: fds.collect(),
        }
    }

    /// Frames and variables of a thread, as its program shows them.
    pub fn inspect(&self, pid: Pid, thread: ThreadNumber) -> Option<Inspection> {
        self.processes.find(pid).map(|process| process.program.inspect(thread))
    }

    /// A digest of a program's whole state.
    pub fn program_digest(&self, pid: Pid) -> Option<u64> {
        self.processes.find(pid).map(|process| process.program.digest())
    }

    /// All TCP sockets, connection requests and TIME-WAIT entries (`ss -ta`).
    pub fn tcp_sockets(&self, now: Instant) -> Vec<TcpView> {
        self.tcp.views(now)
    }

    /// One TCP socket; `None` when it is gone.
    pub fn tcp_socket(&self, socket: SocketId, now: Instant) -> Option<TcpView> {
        self.tcp.view(socket, now)
    }

    /// All UDP sockets (`ss -ua`).
    pub fn udp_sockets(&self) -> Vec<UdpView> {
        self.udp.views()
    }

    /// All interfaces (`ip -s link`).
    pub fn interfaces(&self) -> Vec<InterfaceView> {
        let view = |(interface, device): (Interface, &crate::device::Device)| InterfaceView {
            interface,
            config: device.config.clone(),
            loopback: device.loopback,
            up: device.up,
            counters: device.counters,
            transmit: device.transmit.iter().cloned().collect(),
            receive: device.receive.iter().cloned().collect(),
        };
        self.network.devices.iter().map(view).collect()
    }

    /// The routing table, local addresses included, by network.
    pub fn routes(&self) -> Vec<RouteEntry> {
        self.network.routes.entries().collect()
    }

    /// The neighbour table, by interface and address (`ip neigh`).
    pub fn neighbours(&self) -> Vec<NeighbourView> {
        let view = |(interface, address, entry): (Interface, Ipv4Addr, &Neighbour)| NeighbourView {
            interface,
            address,
            hardware: entry.hardware,
            state: entry.state,
            deadline: entry.deadline(),
            waiting: entry.waiting() as u32,
        };
        self.network.neighbours.iter().map(view).collect()
    }
}
