//! What a run is made of: a scenario and the programs on its computers.

use netlab_abi::Program;
use netlab_python::{Code, Machine, Options};
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
    /// Compiled.
    pub code: Rc<Code>,
    /// Arguments after the file's name.
    pub arguments: Vec<String>,
    /// When it starts.
    pub start: Instant,
}

impl ProgramSpec {
    /// A machine that has not begun.
    pub fn machine(&self, seed: u64) -> Box<dyn Program> {
        let mut arguments = vec![self.file.to_string()];
        arguments.extend(self.arguments.iter().cloned());
        Box::new(Machine::new((*self.code).clone(), Options { arguments, seed, ..Options::default() }))
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
