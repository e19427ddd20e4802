//! Records of the whole world, with one numbering.

use netlab_kernel::{
    event::{Event, Frame, FrameId},
    record::RecordId,
};
use netlab_wire::Instant;
use serde::{Deserialize, Serialize};

use crate::scenario::Action;

/// A computer: its place in the scenario's list, from 0. Its kernel's host number is this number plus 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct HostId(pub u16);

/// A link: its place in the scenario's list, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LinkId(pub u16);

/// One of a link's two directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum LinkDirection {
    /// From the first end to the second; in the default chain, away from the client.
    Forward,
    /// From the second end to the first.
    Backward,
}

impl LinkDirection {
    /// 0 for forward, 1 for backward.
    pub const fn index(self) -> usize {
        match self {
            LinkDirection::Forward => 0,
            LinkDirection::Backward => 1,
        }
    }
}

/// Why a frame did not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LossReason {
    /// The link was down when the frame entered it.
    LinkDown,
    /// The link was cut while the frame was on it.
    Cut,
    /// The scenario's script dropped it.
    Script,
    /// A person dropped it.
    Person,
    /// The link's own queue was full.
    QueueFull,
    /// The link loses frames at random.
    Chance,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// In a computer.
    Kernel(Event),
    /// A frame left a NIC. It is on its way until [`What::FrameArrives`] or [`What::FrameLost`] with the same `flight`.
    FrameDeparts {
        /// The link.
        link: LinkId,
        /// Which way.
        direction: LinkDirection,
        /// Number of this journey, unique in the world.
        flight: u64,
        /// The frame.
        frame: Frame,
        /// When its first bit left the NIC.
        depart: Instant,
        /// When its first bit enters the line: later than `depart` while it waits in the link's own queue.
        start: Instant,
        /// When its last bit will be at the other end.
        arrive: Instant,
    },
    /// A frame's last bit reached the other end.
    FrameArrives {
        /// The link.
        link: LinkId,
        /// Which way.
        direction: LinkDirection,
        /// The journey.
        flight: u64,
        /// The frame.
        frame: FrameId,
    },
    /// A frame will not arrive.
    FrameLost {
        /// The link.
        link: LinkId,
        /// Which way.
        direction: LinkDirection,
        /// The journey.
        flight: u64,
        /// The frame.
        frame: FrameId,
        /// Why.
        why: LossReason,
    },
    /// A frame's journey was changed by a person.
    FrameDelayed {
        /// The link.
        link: LinkId,
        /// Which way.
        direction: LinkDirection,
        /// The journey.
        flight: u64,
        /// The frame.
        frame: FrameId,
        /// The new moment of arrival.
        arrive: Instant,
    },
    /// A frame's bytes were damaged on the line.
    FrameDamaged {
        /// The link.
        link: LinkId,
        /// Which way.
        direction: LinkDirection,
        /// The journey.
        flight: u64,
        /// The frame.
        frame: FrameId,
        /// The flipped bit, counted from the first bit of the destination address in the order of the bytes.
        bit: u32,
    },
    /// A link went up or down.
    LinkChanged {
        /// The link.
        link: LinkId,
        /// Whether it carries frames now.
        up: bool,
    },
    /// A person or the scenario's script changed something.
    Intervention {
        /// What.
        action: Action,
        /// Whether there was something to change (the frame was still on its way, the process still lived).
        effective: bool,
    },
}

/// One thing that happened in the world. A record never changes once emitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorldRecord {
    /// Its number in the run, from 0, without gaps.
    pub id: RecordId,
    /// When.
    pub at: Instant,
    /// The record that made this one happen.
    pub cause: Option<RecordId>,
    /// The computer, for what happened in one.
    pub host: Option<HostId>,
    /// What.
    pub what: What,
}
