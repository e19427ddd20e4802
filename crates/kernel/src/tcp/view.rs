//! A TCP socket as plain data, for `ss`, for pictures of its buffers and for tests. Nothing here changes anything.

use crate::event::{SocketId, StreamRange, TcpState, TimerKind};
use core::net::SocketAddrV4;
use netlab_abi::{Errno, Flow, TcpInfo};
use netlab_wire::{Instant, Seq};

/// Linux's congestion avoidance states (`enum tcp_ca_state`).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize,
)]
pub enum CongestionState {
    /// Nothing dubious.
    #[default]
    Open,
    /// Duplicate ACKs or SACKs, nothing taken for lost yet.
    Disorder,
    /// The window is being reduced without a loss: the computer's own queue was full (ECN is left out).
    WindowReduced,
    /// Fast recovery.
    Recovery,
    /// After a retransmission timeout.
    Loss,
}

impl CongestionState {
    /// The number in `tcpi_ca_state`.
    pub const fn number(self) -> u8 {
        self as u8
    }
}

/// Memory of a socket as `ss -m` prints it (`sk_get_meminfo`), bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SocketMemory {
    /// `r`: charged to the receive buffer.
    pub receive_allocated: u32,
    /// `rb`: limit of the receive buffer.
    pub receive_buffer: u32,
    /// `t`: in the NIC's queue; the lab's NIC frees at once.
    pub transmit_allocated: u32,
    /// `tb`: limit of the send buffer.
    pub send_buffer: u32,
    /// `f`: taken from the protocol's account and not used yet.
    pub forward_allocated: u32,
    /// `w`: charged to the send buffer.
    pub send_queued: u32,
    /// `o`: options.
    pub option_memory: u32,
    /// `bl`: waiting while the process holds the socket; the lab has no such wait.
    pub backlog: u32,
    /// `d`: segments thrown away.
    pub drops: u32,
}

/// One skb of a send or receive queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SkbView {
    /// First sequence number.
    pub sequence: Seq,
    /// Payload bytes.
    pub length: u32,
    /// Memory charged, bytes.
    pub truesize: u32,
    /// Sent at least once (send queue).
    pub sent: bool,
    /// Selectively acknowledged (send queue).
    pub sacked: bool,
    /// Taken for lost (send queue).
    pub lost: bool,
    /// Sent again (send queue).
    pub retransmitted: bool,
}

/// One running timer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimerView {
    /// Which.
    pub timer: TimerKind,
    /// When it will run out.
    pub deadline: Instant,
    /// How often it has been backed off, or probes sent without an answer: the last number of `ss -o`.
    pub retries: u8,
}

/// Everything `ss -tamniO` prints of a socket, and its buffers by stream offsets.
#[derive(Debug, Clone, PartialEq)]
pub struct TcpView {
    /// Which socket; for a connection request the listener.
    pub socket: SocketId,
    /// Its state.
    pub state: TcpState,
    /// This end.
    pub local: SocketAddrV4,
    /// The other end; port 0 when there is none.
    pub remote: SocketAddrV4,
    /// The conversation.
    pub flow: Option<Flow>,
    /// No process holds it any more.
    pub orphan: bool,
    /// `Recv-Q`: bytes not read; for a listener connections not accepted.
    pub receive_queue: u32,
    /// `Send-Q`: bytes not acknowledged; for a listener its backlog.
    pub send_queue: u32,
    /// Memory.
    pub memory: SocketMemory,
    /// `struct tcp_info`.
    pub info: TcpInfo,
    /// Name of the congestion control.
    pub congestion_control: &'static str,
    /// Timers that run, earliest first.
    pub timers: Vec<TimerView>,
    /// Congestion state.
    pub congestion_state: CongestionState,
    /// An error that waits to be reported.
    pub error: Option<Errno>,
    /// Whether reading (first) and writing are shut down.
    pub shut_down: (bool, bool),
    /// In the send buffer, sent and not acknowledged.
    pub unacknowledged: Option<StreamRange>,
    /// In the send buffer, not sent.
    pub unsent: Option<StreamRange>,
    /// In the receive buffer, in order, not read.
    pub unread: Option<StreamRange>,
    /// In the out-of-order queue, ascending.
    pub out_of_order: Vec<StreamRange>,
    /// The send queue's skbs in order.
    pub send_skbs: Vec<SkbView>,
    /// The receive queue's skbs in order.
    pub receive_skbs: Vec<SkbView>,
    /// SND.UNA.
    pub snd_una: Seq,
    /// SND.NXT.
    pub snd_nxt: Seq,
    /// Window the peer has told, bytes.
    pub snd_wnd: u32,
    /// RCV.NXT.
    pub rcv_nxt: Seq,
    /// Window told to the peer that is still open, bytes.
    pub rcv_wnd: u32,
    /// Largest window that will be told (`rcv_ssthresh`), bytes.
    pub rcv_ssthresh: u32,
    /// Initial sequence number of this side.
    pub initial_send: Seq,
    /// Initial sequence number of the other side.
    pub initial_receive: Seq,
}
