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

/// On which computers the programs run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Placing {
    /// On one computer when a client names `localhost` or `127.…`, else on two.
    #[default]
    AsProgramsSay,
    /// All on the client's computer.
    Together,
    /// Clients on one, servers on the other.
    Apart,
}

/// A scenario and its programs.
#[derive(Clone)]
pub struct Recipe {
    /// Computers, links, seed, horizon.
    pub scenario: Scenario,
    /// Programs.
    pub programs: Vec<ProgramSpec>,
    /// On which computers they run.
    pub placing: Placing,
}

impl Recipe {
    /// The programs by computer, as the page numbers them.
    pub fn in_order(&self) -> Vec<&ProgramSpec> {
        let mut programs: Vec<_> = self.programs.iter().collect();
        programs.sort_by_key(|program| program.host);
        programs
    }
}
