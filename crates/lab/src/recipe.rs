//! What a run is made of: a scenario and the programs on its computers.

use crate::native::Native;
use netlab_abi::Program;
use netlab_wire::Instant;
use netlab_world::{HostId, Scenario};
use std::rc::Rc;

/// A program and its place.
#[derive(Clone)]
pub struct ProgramSpec {
    /// The computer.
    pub host: HostId,
    /// Its file's name.
    pub file: Rc<str>,
    /// Its source.
    pub source: Rc<str>,
    /// Its coroutine, not begun.
    pub body: Native,
    /// When it starts.
    pub start: Instant,
}

impl ProgramSpec {
    /// A machine that has not begun.
    pub fn machine(&self) -> Box<dyn Program> {
        self.body.save()
    }
}

/// A scenario and its programs.
#[derive(Clone)]
pub struct Recipe {
    /// Computers, links, seed, horizon.
    pub scenario: Scenario,
    /// Programs.
    pub programs: Vec<ProgramSpec>,
}
