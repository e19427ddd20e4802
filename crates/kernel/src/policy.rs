//! Where the two kernels differ: one small interface, asked by TCP and by UDP's accounting, and the list that the lab shows.

use crate::config::{Policy, ReceiveProfile};
use crate::timer::{TICK_NANOS, Ticks, wheel_expiry};
use netlab_wire::{Duration, EthernetHeader, Instant};

/// `sizeof(struct sk_buff)` rounded to cache lines.
pub const SK_BUFF: u32 = 256;

/// What Linux charges for a send buffer's skb besides its payload: `sk_buff` and the head that holds the headers.
pub const SEND_SKB_OVERHEAD: u32 = 832;

/// Cache line, bytes.
const CACHE_LINE: u32 = 64;
/// `sizeof(struct skb_shared_info)` rounded to cache lines.
const SHARED_INFO: u32 = 320;
/// Smallest head of an skb with its shared info (`SKB_SMALL_HEAD_CACHE_SIZE`).
const SMALL_HEAD: u32 = 576;
/// Room that TCP keeps for all headers (`MAX_TCP_HEADER`).
const MAX_TCP_HEADER: u32 = 256;
/// Room in front of a frame that a TAP device receives (`TUN_RX_PAD`).
const TAP_HEADROOM: u32 = 64;
/// Room in front of a packet that a TUN device receives (`NET_SKB_PAD`).
const TUN_HEADROOM: u32 = 64;

/// Bytes for data in the head of an skb allocated for `size` bytes: the allocator hands out powers of two
/// (`kmalloc_size_roundup`).
pub const fn head_room(size: u32) -> u32 {
    let whole = size.next_multiple_of(CACHE_LINE) + SHARED_INFO;
    let bucket = if whole <= SMALL_HEAD { SMALL_HEAD } else { whole.next_power_of_two() };
    bucket - SHARED_INFO
}

/// What an skb without page fragments is charged that was allocated for `size` bytes (`SKB_TRUESIZE` of its head).
pub const fn linear_truesize(size: u32) -> u32 {
    head_room(size) + SHARED_INFO + SK_BUFF
}

/// What decides how a received segment lies in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReceivedFrame {
    /// Bytes of the Ethernet frame.
    pub length: u32,
    /// Bytes of TCP payload in it.
    pub payload: u32,
    /// See [`crate::event::Frame`].
    pub cut_from_burst: bool,
}

/// How a received segment lies in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SkbLayout {
    /// Memory charged (`skb->truesize`), bytes.
    pub truesize: u32,
    /// Bytes free behind the payload in the skb's head.
    pub tailroom: u32,
    /// Whether the head can become a page fragment of another skb when two are merged.
    pub stealable: bool,
}

/// Smallest receive buffer Linux accepts (`SOCK_MIN_RCVBUF`), bytes.
pub const LINUX_MINIMUM_RECEIVE_BUFFER: u32 = 2304;

/// Smallest send buffer Linux accepts (`SOCK_MIN_SNDBUF`), bytes.
pub const LINUX_MINIMUM_SEND_BUFFER: u32 = 4608;

/// One point in which *textbook* departs from *Linux 6.18*. The sentences are `text`'s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Difference {
    /// Buffer options count exactly, without doubling and without a minimum.
    ExactBufferOptions,
    /// Only payload bytes are charged to a buffer.
    PayloadOnlyAccounting,
    /// Buffers never change by themselves.
    NoAutotuning,
    /// The window told is exactly the free room, never scaled.
    WindowIsFreeRoom,
    /// Every data segment is acknowledged at once.
    ImmediateAcknowledgement,
    /// Timers run out exactly, without ticks.
    ExactTimers,
    /// Persist timer from 1 s, doubling to 60 s; probes carry one byte.
    OneByteWindowProbes,
    /// No tail loss probe, no RACK: retransmission after three duplicate ACKs or a timeout.
    NoProbesNoRack,
    /// Retransmission timeout of 1 s at least (RFC 6298 2.4).
    OneSecondMinimumTimeout,
}

impl Difference {
    /// All of them.
    pub const ALL: &[Difference] = &[
        Difference::ExactBufferOptions,
        Difference::PayloadOnlyAccounting,
        Difference::NoAutotuning,
        Difference::WindowIsFreeRoom,
        Difference::ImmediateAcknowledgement,
        Difference::ExactTimers,
        Difference::OneByteWindowProbes,
        Difference::NoProbesNoRack,
        Difference::OneSecondMinimumTimeout,
    ];
}

impl Policy {
    /// Whether this is the textbook's kernel.
    pub const fn textbook(self) -> bool {
        match self {
            Policy::Textbook => true,
            Policy::Linux => false,
        }
    }

    /// Buffer size in effect after `SO_SNDBUF` or `SO_RCVBUF` of `value` (`sock_setsockopt`, `__sock_set_rcvbuf`): Linux
    /// caps at the sysctl, doubles, and has a minimum.
    pub fn buffer_option(self, value: u32, maximum: u32, minimum: u32) -> u32 {
        match self {
            Policy::Linux => value.min(maximum).saturating_mul(2).max(minimum),
            Policy::Textbook => value.max(1),
        }
    }

    /// Memory charged per skb of a send buffer, besides its payload bytes.
    pub const fn send_overhead(self) -> u32 {
        match self {
            Policy::Linux => SEND_SKB_OVERHEAD,
            Policy::Textbook => 0,
        }
    }

    /// Memory of a received TCP segment with what is free in it.
    ///
    /// TAP: `build_skb` over the frame and 64 bytes of headroom. veth: the sender's own skb. One that left alone was made linear on
    /// the way: charged as at the sender, but its head was allocated anew (`pskb_expand_head`) for headers, payload and
    /// 128 bytes. One cut out of a burst has a head of its own for headers and payload (`skb_segment`).
    pub fn receive_layout(self, profile: ReceiveProfile, frame: ReceivedFrame) -> SkbLayout {
        let ReceivedFrame { length, payload, cut_from_burst } = frame;
        match (self, profile) {
            (Policy::Textbook, ReceiveProfile::Tap | ReceiveProfile::Veth | ReceiveProfile::Tun) => {
                SkbLayout { truesize: payload, tailroom: 0, stealable: false }
            }
            (Policy::Linux, ReceiveProfile::Tap) => {
                let used = length + TAP_HEADROOM;
                let room = used.next_multiple_of(CACHE_LINE);
                SkbLayout { truesize: room + SHARED_INFO + SK_BUFF, tailroom: room - used, stealable: true }
            }
            // A TUN device has no Ethernet header. (Packets beyond a page would lie in page fragments; left out.)
            (Policy::Linux, ReceiveProfile::Tun) => {
                let used = TUN_HEADROOM + length - EthernetHeader::LENGTH as u32;
                let room = head_room(used);
                SkbLayout { truesize: linear_truesize(used), tailroom: room - used, stealable: false }
            }
            (Policy::Linux, ReceiveProfile::Veth) if cut_from_burst => {
                let used = MAX_TCP_HEADER + payload;
                let room = head_room(used);
                SkbLayout { truesize: linear_truesize(used), tailroom: room - used, stealable: false }
            }
            (Policy::Linux, ReceiveProfile::Veth) => {
                let used = MAX_TCP_HEADER + payload;
                let tailroom = head_room(used + 128) - used;
                SkbLayout { truesize: SEND_SKB_OVERHEAD + payload, tailroom, stealable: false }
            }
        }
    }

    /// Memory charged for a received UDP datagram of `payload` bytes in a frame of `frame_length` (`skb->truesize`).
    pub fn datagram_truesize(self, profile: ReceiveProfile, frame_length: u32, payload: u32) -> u32 {
        match (self, profile) {
            (Policy::Textbook, ReceiveProfile::Tap | ReceiveProfile::Veth | ReceiveProfile::Tun) => payload,
            (Policy::Linux, ReceiveProfile::Tap | ReceiveProfile::Tun) => {
                let frame = ReceivedFrame { length: frame_length, payload, cut_from_burst: false };
                self.receive_layout(profile, frame).truesize
            }
            // Headers of IP and UDP, room for the link's header and its alignment (`__ip_append_data`).
            (Policy::Linux, ReceiveProfile::Veth) => linear_truesize(payload + 28 + 16 + 15),
        }
    }

    /// When a timer set at `now` to run for `delay` runs out.
    pub fn timer_deadline(self, now: Instant, delay: Duration) -> Instant {
        match self {
            Policy::Linux => {
                let tick = Ticks::at(now);
                let delay = delay.as_nanos().div_ceil(TICK_NANOS);
                wheel_expiry(tick, Ticks(tick.0 + delay)).instant()
            }
            Policy::Textbook => now + delay,
        }
    }
}

#[cfg(test)]
mod tests;
