//! What the compiler was asked and what it answered. Each text is compiled once; a text that the lab carries compiled is
//! never sent.

use std::collections::BTreeMap;
use std::rc::Rc;

use netlab_lab::programs;
use netlab_lab::protocol::OwnProgram;

use crate::compiler::{Compiled, Diagnostic, Source};

/// Answers remembered.
const KEPT: usize = 24;

/// How long the compiler may take when it has answered before, in milliseconds.
pub const PATIENCE: f64 = 10_000.0;

/// How long the first answer may take: its module has to arrive first.
pub const PATIENCE_AT_START: f64 = 60_000.0;

/// File and text.
type Subject = (Rc<str>, Rc<str>);

/// What became of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It runs: compiled, or carried by the lab.
    Good(Option<Rc<[u8]>>),
    /// What is wrong.
    Bad(Rc<[Diagnostic]>),
}

/// How a set of programs stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// The compiler has not answered for all.
    Waiting,
    /// All run; each with its compiled form.
    Ready(Vec<OwnProgram>),
    /// The first that does not.
    Wrong(Rc<str>, Rc<[Diagnostic]>),
}

/// See the module's comment.
#[derive(Debug, Default)]
pub struct Orders {
    next: u64,
    /// Out, by ticket, with the page time of asking in milliseconds.
    out: BTreeMap<u64, (Subject, f64)>,
    /// Newest last.
    known: Vec<(Subject, Outcome)>,
    heard: bool,
}

impl Orders {
    /// What became of this text, if that is known.
    pub fn outcome(&self, file: &str, text: &str) -> Option<Outcome> {
        if programs::carried(text).is_some() {
            return Some(Outcome::Good(None));
        }
        let known = self.known.iter().find(|((name, known), _)| **name == *file && **known == *text);
        known.map(|(_, outcome)| outcome.clone())
    }

    /// What must be posted so that it becomes known; nothing when it is known or was asked.
    pub fn ask(&mut self, file: &Rc<str>, text: &Rc<str>, now: f64) -> Option<Source> {
        let asked = self.out.values().any(|((name, out), _)| name == file && out == text);
        if asked || self.outcome(file, text).is_some() {
            return None;
        }
        let ticket = self.next;
        self.next += 1;
        self.out.insert(ticket, ((file.clone(), text.clone()), now));
        Some(Source { ticket, file: file.clone(), text: text.clone() })
    }

    /// Takes an answer in.
    pub fn answered(&mut self, answer: Compiled) {
        let Some((subject, _)) = self.out.remove(&answer.ticket) else { return };
        self.heard = true;
        let outcome = match answer.result {
            Ok(bytes) => Outcome::Good(Some(bytes)),
            Err(wrong) => Outcome::Bad(wrong),
        };
        self.known.push((subject, outcome));
        if self.known.len() > KEPT {
            self.known.remove(0);
        }
    }

    /// How these programs stand.
    pub fn standing(&self, wanted: &[OwnProgram]) -> Standing {
        let mut ready = Vec::new();
        for program in wanted {
            match self.outcome(&program.file, &program.source) {
                None => return Standing::Waiting,
                Some(Outcome::Good(compiled)) => ready.push(OwnProgram { compiled, ..program.clone() }),
                Some(Outcome::Bad(wrong)) => return Standing::Wrong(program.file.clone(), wrong),
            }
        }
        Standing::Ready(ready)
    }

    /// Whether anything is out.
    pub fn busy(&self) -> bool {
        !self.out.is_empty()
    }

    /// Whether something is out for too long.
    pub fn overdue(&self, now: f64) -> bool {
        let patience = if self.heard { PATIENCE } else { PATIENCE_AT_START };
        self.out.values().any(|(_, since)| now - since > patience)
    }

    /// The compiler is gone; nothing that is out will be answered.
    pub fn abandon(&mut self) {
        self.out.clear();
        self.heard = false;
    }
}
