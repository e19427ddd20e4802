//! What a run is made of: together with the seed and the interventions this is the whole truth about it.

use crate::{
    class::FrameClass,
    record::{HostId, LinkDirection, LinkId},
    topology::Topology,
};
use netlab_abi::{Pid, Signal, SocketOption};
use netlab_kernel::{
    config::{CostTable, Policy, ReceiveProfile},
    event::FrameId,
    record::RecordId,
};
use netlab_wire::{Duration, Instant, Rate};
use serde::{Deserialize, Serialize};

/// Which table of costs the computers have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Costs {
    /// A quick machine: the labs'.
    Plain,
    /// A machine whose programs are slowed by strace, as in the reference recordings.
    Traced,
    /// Nothing costs time.
    Free,
}

impl Costs {
    /// The table.
    pub const fn table(self) -> CostTable {
        match self {
            Costs::Plain => CostTable::PLAIN,
            Costs::Traced => CostTable::TRACED,
            Costs::Free => CostTable::FREE,
        }
    }
}

/// Where a run ends, at the earliest of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Horizon {
    /// In time.
    pub time: Instant,
    /// In records.
    pub records: u64,
}

/// Frames that the scenario's script drops: of those of `class` that enter this direction, numbers `first` to
/// `first + count - 1`, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScriptedDrop {
    /// The link.
    pub link: LinkId,
    /// Which way.
    pub direction: LinkDirection,
    /// What is counted.
    pub class: FrameClass,
    /// The first one dropped, from 1.
    pub first: u64,
    /// How many.
    pub count: u64,
}

/// What a down window's times count from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DownOrigin {
    /// The start of the run.
    Start,
    /// The first IPv4 packet that enters link 0 (as the reference recordings count).
    FirstPacket,
}

/// A time in which every frame that enters a link is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DownWindow {
    /// The link.
    pub link: LinkId,
    /// What the times count from.
    pub origin: DownOrigin,
    /// First moment.
    pub from: Duration,
    /// First moment after.
    pub to: Duration,
}

/// When an intervention happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Moment {
    /// At a time, after everything else of that time.
    Time(Instant),
    /// Directly after the event that emitted this record.
    After(RecordId),
}

/// What can happen to one frame on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FrameFault {
    /// It is lost.
    Drop,
    /// One bit flips, counted from the first bit of the frame.
    Corrupt {
        /// Which bit; taken modulo the frame's length.
        bit: u32,
    },
    /// It arrives later.
    Delay(Duration),
    /// It arrives twice.
    Duplicate,
    /// The next frame of this direction overtakes it; if none follows within a second it arrives then.
    Reorder,
}

/// What a person or a script does to a running world.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Action {
    /// To this very frame, wherever it is under way.
    Frame {
        /// Which.
        frame: FrameId,
        /// What.
        fault: FrameFault,
    },
    /// Cuts a cable: what is on it is lost, and what enters it.
    CutLink(LinkId),
    /// Mends it.
    MendLink(LinkId),
    /// Sends a signal to a process (stop, continue, kill).
    Signal {
        /// The computer.
        host: HostId,
        /// The process.
        pid: Pid,
        /// The signal.
        signal: Signal,
    },
    /// Makes a process read from its newest socket, as a debugger would.
    Read {
        /// The computer.
        host: HostId,
        /// The process.
        pid: Pid,
        /// Bytes asked for.
        length: u32,
    },
    /// Sets an option of a process's newest socket, as a debugger would: an injected `setsockopt`.
    SetOption {
        /// The computer.
        host: HostId,
        /// The process.
        pid: Pid,
        /// Which option.
        option: SocketOption,
        /// Its new value.
        value: i32,
    },
    /// Changes a cable's one-way delay, for frames that enter from now on. A frame that enters a cable made shorter may
    /// overtake those that are on it.
    SetDelay {
        /// The cable.
        link: LinkId,
        /// One way.
        delay: Duration,
    },
    /// Changes a cable's rate in both directions, for frames that enter from now on.
    SetRate {
        /// The cable.
        link: LinkId,
        /// The new rate; `None`: no time to put a frame on the line, and no queue.
        rate: Option<Rate>,
    },
    /// Changes a cable's own queue in both directions (see [`RateSpec::queue`](crate::RateSpec)); it has to have a rate.
    SetQueue {
        /// The cable.
        link: LinkId,
        /// Frames; `None`: the sending NIC waits until the line is free.
        frames: Option<u32>,
    },
    /// Changes a setting.
    SetSysctl {
        /// The computer.
        host: HostId,
        /// The sysctl's name.
        name: String,
        /// Its new value.
        value: String,
    },
    /// Pulls or plugs every cable of a computer.
    Unplug {
        /// The computer.
        host: HostId,
        /// Whether its cables are pulled (true) or plugged in again.
        pulled: bool,
    },
}

/// An action and its moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intervention {
    /// When.
    pub when: Moment,
    /// What.
    pub action: Action,
}

/// A world before its programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scenario {
    /// Initial sequence numbers, ports and random losses follow from it.
    pub seed: u64,
    /// Which kernel's rules.
    pub policy: Policy,
    /// How NICs lay received frames out.
    pub profile: ReceiveProfile,
    /// What work costs.
    pub costs: Costs,
    /// Computers and links.
    pub topology: Topology,
    /// Scripted losses.
    pub drops: Vec<ScriptedDrop>,
    /// Scripted outages.
    pub down: Vec<DownWindow>,
    /// Where the run ends; kept by whoever steps the world.
    pub horizon: Horizon,
}
