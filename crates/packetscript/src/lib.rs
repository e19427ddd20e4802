//! packetdrill's language: scripts of timed system calls, injected segments and the segments that must come out; and a runner that plays
//! one against a kernel in virtual time.
//!
//! The language is described in packetdrill's own `syntax.md`; what is here was written afresh from that grammar. Parsed: all time
//! forms, TCP segments over IPv4 with all options the lab knows, ICMP errors, system calls with every kind of argument, backquoted
//! commands, `%{ }%` blocks of assertions. Refused with the line's number: IPv6, UDP, GRE and MPLS packets, fast open and MD5 options,
//! flow labels, and Python beyond the statements that [`code`] lists.

pub mod ast;
pub mod code;
mod cursor;
pub mod error;
mod expression;
mod packet;
mod parser;
pub mod run;

pub use error::{Problem, ScriptError};
pub use parser::parse;
pub use run::{Outcome, TOLERANCE, run, run_with};

#[cfg(test)]
mod tests;
