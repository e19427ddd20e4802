//! Where the two kernels differ: one small interface, asked by TCP and by UDP's accounting, and the list that the lab shows.

use crate::config::{Policy, ReceiveProfile};
use crate::timer::{TICK_NANOS, Ticks, wheel_expiry};
use netlab_wire::{Duration, Instant};

/// `sizeof(struct sk_buff)` rounded to cache lines.
pub const SK_BUFF: u32 = 256;

/// What Linux charges for a send buffer's skb besides its payload: `sk_buff` and the head that holds the headers.
pub const SEND_SKB_OVERHEAD: u32 = 832;

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

    /// Memory charged to a receive buffer for a frame of `frame_length` bytes with `payload` bytes (`skb->truesize`).
    /// TAP: `build_skb` over the frame and 64 bytes of headroom, rounded to cache lines, with shared info (320) and `sk_buff`
    /// (256). veth: the sender's own skb, a head of 640 bytes and the payload's page fragments.
    pub fn receive_truesize(self, profile: ReceiveProfile, frame_length: u32, payload: u32) -> u32 {
        match (self, profile) {
            (Policy::Textbook, ReceiveProfile::Tap | ReceiveProfile::Veth) => payload,
            (Policy::Linux, ReceiveProfile::Tap) => (frame_length + 64).next_multiple_of(64) + 320 + SK_BUFF,
            (Policy::Linux, ReceiveProfile::Veth) => SEND_SKB_OVERHEAD + payload,
        }
    }

    /// Memory of a received segment with its tailroom. A sender's skb that came over veth was made linear on the way: its head was
    /// allocated anew (`pskb_expand_head`) for headers, payload and 128 bytes, rounded to what the allocator has, and the
    /// payload of following segments may be copied into what is free.
    pub fn receive_layout(self, profile: ReceiveProfile, frame_length: u32, payload: u32) -> SkbLayout {
        let truesize = self.receive_truesize(profile, frame_length, payload);
        let (tailroom, stealable) = match (self, profile) {
            (Policy::Textbook, ReceiveProfile::Tap | ReceiveProfile::Veth) => (0, false),
            (Policy::Linux, ReceiveProfile::Tap) => {
                ((frame_length + 64).next_multiple_of(64) - (frame_length + 64), true)
            }
            (Policy::Linux, ReceiveProfile::Veth) => {
                const HEADROOM: u32 = 256;
                const SHARED_INFO: u32 = 320;
                let head = (HEADROOM + payload + 128).next_multiple_of(64) + SHARED_INFO;
                (head.next_power_of_two() - SHARED_INFO - HEADROOM - payload, false)
            }
        };
        SkbLayout { truesize, tailroom, stealable }
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
