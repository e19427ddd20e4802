//! Computers, the links between them, faults, the clock and the event queue.
//!
//! [`World::step`] performs one event and emits its records. Events are ordered by (time, sequence); the queue holds
//! one entry per computer's next deadline and one per busy link direction. Nothing runs on ticks.
//!
//! Left out, openly: shared media (every link has two ends), switches, and links whose two directions differ in delay.

mod agenda;
mod class;
mod hash;
mod intervene;
mod link;
mod record;
mod scenario;
mod topology;
mod world;

pub use class::FrameClass;
pub use hash::RecordHash;
pub use link::{Flight, LinkView};
pub use record::{HostId, LinkDirection, LinkId, LossReason, What, WorldRecord};
pub use scenario::{
    Action, Costs, DownOrigin, DownWindow, FrameFault, Horizon, Intervention, Moment, Scenario, ScriptedDrop,
};
pub use topology::{
    ComputerSpec, EndSpec, InterfaceSpec, LinkSpec, NeighbourSpec, RateSpec, RouteSpec, Topology,
    TopologyError,
};
pub use world::{Step, World, WorldError};
