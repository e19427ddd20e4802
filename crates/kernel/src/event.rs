//! Everything that can happen in one computer, as plain data.
//!
//! Events say what happened in the field's own words; how it reads to a person is `text`'s business. Offsets of bytes
//! are stream offsets from 0 (so the byte with sequence number ISN + 1 has offset 0).

use core::net::SocketAddrV4;
use netlab_abi::{Direction, Errno, Fd, Flow, Pid, Signal, Syscall, SyscallResult, ThreadNumber};
use netlab_wire::{Duration, Instant, Ipv4Addr, MacAddress, Seq, TcpFlags};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// A socket inside one kernel; never used again after the socket is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SocketId(pub u32);

/// A network interface of one kernel, from 0 in the order of creation; `lo` is 0 and always there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Interface(pub u16);

/// A frame in the whole world: host number in the upper 16 bits, a count in the lower 48. A router that forwards makes
/// a new frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FrameId(pub u64);

/// A piece of a stream: which bytes a buffer, segment or frame holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamRange {
    /// The conversation.
    pub flow: Flow,
    /// The stream in it.
    pub direction: Direction,
    /// Offset of the first byte.
    pub offset: u64,
    /// Number of bytes.
    pub length: u32,
}

/// A frame on its way, with what the simulation knows about it beside its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Its number.
    pub id: FrameId,
    /// The bytes, from the destination MAC address on, without frame check sequence.
    pub bytes: Rc<[u8]>,
    /// The record that made it.
    pub cause: Option<crate::record::RecordId>,
    /// The conversation it belongs to; a kernel that did not make the frame learns the flow's number from here.
    pub flow: Option<Flow>,
    /// The payload bytes it carries copies of.
    pub payload: Option<StreamRange>,
    /// Whether the sending kernel cut it out of a burst of several segments (`skb_segment`): its skb was then allocated for this
    /// frame alone. It matters where the driver hands the sender's skb to the receiver (veth).
    pub cut_from_burst: bool,
}

impl Frame {
    /// A frame of which nothing is known but its bytes: it was not made in the simulation.
    pub const fn from_outside(id: FrameId, bytes: Rc<[u8]>) -> Self {
        Frame { id, bytes, cause: None, flow: None, payload: None, cut_from_burst: false }
    }
}

/// Names of TCP's states (RFC 9293 3.3.2; SYN-RECEIVED written as Linux does).
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TcpState {
    Closed,
    Listen,
    SynSent,
    SynReceived,
    Established,
    FinWait1,
    FinWait2,
    CloseWait,
    Closing,
    LastAck,
    TimeWait,
}

/// Why a TCP state changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum StateChangeReason {
    /// A system call asked for it.
    Call,
    /// A segment came.
    Segment,
    /// A timer ran out.
    Timer,
    /// A RST came or was sent.
    Reset,
    /// An ICMP error came.
    Icmp,
    /// The process ended.
    ProcessEnd,
}

/// What a segment is for, beyond its flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SegmentKind {
    /// SYN, SYN-ACK.
    Handshake,
    /// New data.
    Data,
    /// Data sent again.
    Retransmission(RetransmitReason),
    /// A pure acknowledgement.
    Acknowledgement,
    /// An acknowledgement whose purpose is to open the window.
    WindowUpdate,
    /// A zero-window probe.
    WindowProbe,
    /// A keepalive probe.
    KeepAlive,
    /// A challenge ACK (RFC 5961).
    ChallengeAck,
    /// FIN, with or without data.
    Finish,
    /// RST.
    Reset,
}

/// Why data is sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RetransmitReason {
    /// Retransmission timeout (RFC 6298).
    Timeout,
    /// Tail loss probe (RFC 8985 7).
    TailLossProbe,
    /// Marked lost by duplicate ACKs, SACK or RACK, and sent in recovery.
    FastRetransmit,
    /// SYN or SYN-ACK timeout.
    Handshake,
}

/// A segment as one end sees it. Sequence numbers are as on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentView {
    /// Sender.
    pub source: SocketAddrV4,
    /// Receiver.
    pub destination: SocketAddrV4,
    /// SEG.SEQ
    pub sequence: Seq,
    /// SEG.ACK; meaningless without the ACK flag.
    pub acknowledgment: Seq,
    /// Control bits.
    pub flags: TcpFlags,
    /// SEG.WND after scaling, bytes.
    pub window: u32,
    /// Payload bytes.
    pub length: u32,
    /// The payload's place in its stream, when there is any.
    pub payload: Option<StreamRange>,
}

/// TCP's timers (one of the first four runs at a time, as in Linux).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TimerKind {
    /// Retransmission timeout.
    Retransmission,
    /// Tail loss probe.
    LossProbe,
    /// RACK's reordering timeout.
    Reordering,
    /// Persist (zero-window probe) timer.
    Persist,
    /// Delayed acknowledgement.
    DelayedAck,
    /// Keepalive; also FIN-WAIT-2 of an orphan.
    KeepAlive,
    /// SYN-ACK retransmission of a connection request.
    SynAck,
    /// TIME-WAIT.
    TimeWait,
}

/// What a sleeping thread waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum WaitReason {
    /// `accept`: a connection in the accept queue.
    Connection(Fd),
    /// `connect`: the handshake's end.
    Handshake(Fd),
    /// A receive call: data.
    Data(Fd),
    /// A send call: room in the send buffer; so many bytes of the call are already inside.
    Room {
        /// The socket's descriptor.
        fd: Fd,
        /// Bytes of this call already taken.
        taken: usize,
        /// Bytes the call wants to send.
        wanted: usize,
    },
    /// `close` with SO_LINGER.
    Linger(Fd),
    /// poll, select, epoll_wait.
    Events,
    /// A sleep until a moment.
    Time(Instant),
    /// A lock or condition of the program's own.
    Futex(u64),
    /// A child process.
    Child,
    /// Stopped by a signal or a person.
    Stopped,
}

/// Why a kernel threw a frame, packet or segment away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DropReason {
    /// The transmit queue (qdisc) was full.
    QueueFull,
    /// The NIC's receive ring was full.
    ReceiveRingFull,
    /// Frame check sequence wrong (seen by the NIC).
    FrameCheck,
    /// Not for this MAC address.
    OtherHost,
    /// Header broken or checksum wrong.
    Malformed,
    /// TTL ran out on the way.
    TimeToLive,
    /// No route.
    NoRoute,
    /// The neighbour did not answer ARP.
    NeighbourFailed,
    /// Nothing listens there.
    NoSocket,
    /// SYN queue or accept queue full.
    ListenOverflow,
    /// Receive buffer full (`tcp_data_queue` without room, UDP RcvbufErrors).
    ReceiveBufferFull,
    /// Outside the receive window.
    OutOfWindow,
    /// Old duplicate.
    Duplicate,
    /// PAWS (RFC 7323 5).
    Paws,
    /// Too big and DF set.
    TooBig,
    /// Fragment timer ran out.
    ReassemblyTimeout,
    /// Acknowledgement of something never sent, or too old.
    BadAcknowledgment,
    /// The interface has no carrier.
    LinkDown,
    /// An address that may not stand there (a source of our own, 127.0.0.0/8 from a cable).
    Martian,
}

/// States of a neighbour entry (Linux NUD_*).
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NeighbourState {
    Incomplete,
    Reachable,
    Stale,
    Delay,
    Probe,
    Failed,
    Permanent,
}

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExitStatus {
    /// `exit_group(code)`, code as the low 8 bits.
    Code(i32),
    /// Killed by a signal.
    Signal(Signal),
}

/// One thing that happened in a kernel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    // ---- processes -------------------------------------------------------------------------------------------
    /// A process began (`name` is its file).
    ProcessStarted {
        /// Which.
        pid: Pid,
        /// Its program's file name.
        name: Rc<str>,
    },
    /// A statement is about to run.
    Statement {
        /// Process.
        pid: Pid,
        /// Thread.
        thread: ThreadNumber,
        /// Source file index.
        source: u16,
        /// Line, from 1.
        line: u32,
    },
    /// A thread crossed the border into the kernel.
    SyscallEntered {
        /// Process.
        pid: Pid,
        /// Thread.
        thread: ThreadNumber,
        /// The call.
        call: Rc<Syscall>,
    },
    /// A call could not finish and put its thread to sleep.
    Blocked {
        /// Process.
        pid: Pid,
        /// Thread.
        thread: ThreadNumber,
        /// For what.
        wait: WaitReason,
    },
    /// A sleeping thread was woken (it runs a little later).
    Woken {
        /// Process.
        pid: Pid,
        /// Thread.
        thread: ThreadNumber,
    },
    /// A call returned to its program.
    SyscallReturned {
        /// Process.
        pid: Pid,
        /// Thread.
        thread: ThreadNumber,
        /// The call.
        call: Rc<Syscall>,
        /// When it was entered.
        entered: Instant,
        /// Value or errno.
        result: Rc<SyscallResult>,
    },
    /// A program wrote to its standard output (1) or error (2).
    Output {
        /// Process.
        pid: Pid,
        /// 1 or 2.
        fd: Fd,
        /// The bytes.
        bytes: Rc<[u8]>,
    },
    /// A signal reached a process.
    SignalDelivered {
        /// Process.
        pid: Pid,
        /// Which signal.
        signal: Signal,
    },
    /// A process ended.
    ProcessExited {
        /// Process.
        pid: Pid,
        /// How.
        status: ExitStatus,
    },

    // ---- sockets ---------------------------------------------------------------------------------------------
    /// A socket came into being (by `socket`, or for a connection that a listener accepted into being).
    SocketCreated {
        /// Which.
        socket: SocketId,
        /// The listener whose child it is.
        listener: Option<SocketId>,
    },
    /// A socket is gone from the kernel.
    SocketFreed {
        /// Which.
        socket: SocketId,
    },
    /// A TCP state changed. The only place where states change emits this.
    StateChanged {
        /// Socket.
        socket: SocketId,
        /// Old state.
        from: TcpState,
        /// New state.
        to: TcpState,
        /// Why.
        reason: StateChangeReason,
    },
    /// A connection is complete and waits in the accept queue.
    ConnectionQueued {
        /// The listener.
        listener: SocketId,
        /// The new connection.
        socket: SocketId,
        /// Length of the queue now.
        length: u32,
    },
    /// Bytes were copied from a program into a send buffer.
    SendBuffered {
        /// Socket.
        socket: SocketId,
        /// Which bytes.
        range: StreamRange,
        /// Memory charged to the send buffer now (`sk_wmem_queued`), bytes.
        charged: u32,
        /// Its limit (`sk_sndbuf`), bytes.
        limit: u32,
    },
    /// TCP handed a segment to IP.
    SegmentSent {
        /// Socket; absent for answers that no socket sends (RST to nobody, SYN-ACK of a request, TIME-WAIT).
        socket: Option<SocketId>,
        /// The segment.
        segment: SegmentView,
        /// What it is for.
        kind: SegmentKind,
    },
    /// A segment reached TCP.
    SegmentReceived {
        /// Socket it was for, if any.
        socket: Option<SocketId>,
        /// The segment.
        segment: SegmentView,
    },
    /// An acknowledgement freed bytes of the send buffer.
    Acknowledged {
        /// Socket.
        socket: SocketId,
        /// Which bytes are acknowledged now and were not before; length 0 for a SYN or FIN alone.
        range: StreamRange,
        /// Memory still charged to the send buffer.
        charged: u32,
        /// Its limit.
        limit: u32,
    },
    /// Payload entered the receive queue or the out-of-order queue.
    ReceiveBuffered {
        /// Socket.
        socket: SocketId,
        /// Which bytes.
        range: StreamRange,
        /// Whether they are next in order.
        in_order: bool,
        /// Memory charged to the receive buffer now (`sk_rmem_alloc`), bytes.
        charged: u32,
        /// Its limit (`sk_rcvbuf`), bytes.
        limit: u32,
    },
    /// Bytes were copied from a receive buffer to a program.
    Delivered {
        /// Socket.
        socket: SocketId,
        /// Which bytes.
        range: StreamRange,
        /// Memory still charged to the receive buffer.
        charged: u32,
    },
    /// A timer was set (again).
    TimerArmed {
        /// Socket.
        socket: SocketId,
        /// Which timer.
        timer: TimerKind,
        /// The delay asked for.
        delay: Duration,
        /// When it will run out, after the wheel's rounding.
        deadline: Instant,
    },
    /// A timer ran out.
    TimerFired {
        /// Socket.
        socket: SocketId,
        /// Which timer.
        timer: TimerKind,
    },
    /// The window told to the peer became zero or became more than zero again.
    WindowTold {
        /// Socket that told it.
        socket: SocketId,
        /// Bytes.
        window: u32,
    },
    /// Congestion control changed its numbers.
    CongestionWindow {
        /// Socket.
        socket: SocketId,
        /// Segments.
        congestion_window: u32,
        /// Segments; `u32::MAX` stands for "none yet".
        slow_start_threshold: u32,
    },
    /// A socket got an error to report.
    SocketError {
        /// Socket.
        socket: SocketId,
        /// Which.
        errno: Errno,
    },
    /// A kernel tuned a buffer's limit by itself.
    BufferTuned {
        /// Socket.
        socket: SocketId,
        /// Whether it is the send buffer.
        send: bool,
        /// The new limit, bytes.
        limit: u32,
    },

    // ---- below -----------------------------------------------------------------------------------------------
    /// A frame was placed in an interface's transmit queue.
    FrameQueued {
        /// Interface.
        interface: Interface,
        /// The frame.
        frame: Frame,
        /// Frames in the queue now, this one included.
        length: u32,
    },
    /// The NIC took a frame from its transmit ring and is sending it.
    FrameTransmitted {
        /// Interface.
        interface: Interface,
        /// Frame.
        frame: FrameId,
        /// The ring's slot.
        slot: u16,
    },
    /// The NIC placed a frame in its receive ring.
    FrameReceived {
        /// Interface.
        interface: Interface,
        /// The frame.
        frame: FrameId,
        /// The ring's slot.
        slot: u16,
    },
    /// The NIC interrupted the processor: so many frames wait in the ring.
    Interrupt {
        /// Interface.
        interface: Interface,
        /// Frames waiting.
        frames: u16,
    },
    /// A router chose the way on for a packet.
    Forwarded {
        /// The frame that came.
        frame: FrameId,
        /// Interface it leaves by.
        to: Interface,
        /// The next hop.
        next_hop: Ipv4Addr,
        /// Time to live after lowering.
        time_to_live: u8,
    },
    /// A neighbour entry changed.
    NeighbourChanged {
        /// Interface.
        interface: Interface,
        /// Whose.
        address: Ipv4Addr,
        /// Hardware address, once known.
        hardware: Option<MacAddress>,
        /// New state.
        state: NeighbourState,
    },
    /// Something was thrown away.
    Dropped {
        /// The frame, if one is involved.
        frame: Option<FrameId>,
        /// The socket, if one is involved.
        socket: Option<SocketId>,
        /// Why.
        reason: DropReason,
    },
    /// A UDP datagram entered or left a socket.
    Datagram {
        /// Socket.
        socket: SocketId,
        /// Sent (true) or received.
        sent: bool,
        /// The other end.
        peer: SocketAddrV4,
        /// Payload bytes.
        length: u32,
        /// Their identities; for a received datagram only when its sender is in the lab.
        payload: Option<StreamRange>,
    },
    /// An ICMP message was sent or received.
    Icmp {
        /// Sent (true) or received.
        sent: bool,
        /// The other end.
        peer: Ipv4Addr,
        /// ICMP type.
        kind: u8,
        /// ICMP code.
        code: u8,
    },
    /// A person changed something (an intervention named by the world).
    Intervention,
}
