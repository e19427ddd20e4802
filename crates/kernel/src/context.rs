//! What every part of the kernel is handed beside its own state: the moment, the cause, and where to write.

use crate::agenda::{Agenda, Timers};
use crate::config::{CostTable, Policy, ReceiveProfile};
use crate::event::{DropReason, Event, FrameId, SocketId};
use crate::identity::Identities;
use crate::inspect::Counters;
use crate::random::Random;
use crate::record::{RecordId, Recorder};
use crate::sysctl::Sysctl;
use netlab_wire::{Duration, Instant};

/// One unit of work's surroundings.
pub struct Context<'a> {
    /// The moment.
    pub now: Instant,
    /// The record that led here.
    pub cause: Option<RecordId>,
    /// Where records go.
    pub recorder: &'a mut Recorder,
    /// Counters that name things.
    pub identities: &'a mut Identities,
    /// The computer's randomness.
    pub random: &'a mut Random,
    /// Its settings.
    pub sysctl: &'a Sysctl,
    /// What work costs.
    pub costs: &'a CostTable,
    /// Whose rules are obeyed.
    pub policy: Policy,
    /// How received frames lie in memory.
    pub profile: ReceiveProfile,
    /// Whether it is a router.
    pub forwarding: bool,
    /// Certain work.
    pub agenda: &'a mut Agenda,
    /// Timers.
    pub timers: &'a mut Timers,
    /// What nstat counts.
    pub counters: &'a mut Counters,
}

impl Context<'_> {
    /// Records that something was thrown away.
    pub fn dropped(&mut self, frame: Option<FrameId>, reason: DropReason) {
        self.recorder.emit(self.now, self.cause, || Event::Dropped { frame, socket: None, reason });
    }

    /// Records that a socket threw something away.
    pub fn socket_dropped(&mut self, frame: Option<FrameId>, socket: SocketId, reason: DropReason) {
        self.recorder.emit(self.now, self.cause, || Event::Dropped { frame, socket: Some(socket), reason });
    }

    /// Time that one received frame costs.
    pub fn frame_cost(&self) -> Duration {
        if self.forwarding { self.costs.receive_frame + self.costs.forward } else { self.costs.receive_frame }
    }
}

/// The surroundings of a turn, from the kernel's own fields; the parts that act (`network`, `tcp`, `udp`, `processes`)
/// stay free to be borrowed beside it.
macro_rules! context {
    ($kernel:expr, $turn:expr) => {
        $crate::context::Context {
            now: $turn.now,
            cause: $turn.cause,
            recorder: $turn.recorder,
            identities: &mut $kernel.identities,
            random: &mut $kernel.random,
            sysctl: &$kernel.sysctl,
            costs: &$kernel.costs,
            policy: $kernel.policy,
            profile: $kernel.profile,
            forwarding: $kernel.sysctl.ip_forward != 0,
            agenda: &mut $kernel.agenda,
            timers: &mut $kernel.timers,
            counters: &mut $kernel.counters,
        }
    };
}
