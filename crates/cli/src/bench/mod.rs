//! `netlab bench a|b|c|d|e [SIZE]`: the works of the yardstick, with native programs, as one line of JSON.
//!
//! The path is client, router, router, server over three links of 1 Gbit/s and 1 ms. Every byte that a program receives
//! is compared with what was sent; `ok` is false when one differs or is missing.
//!
//! | work | what | SIZE |
//! |---|---|---|
//! | a | one connection, 4 MiB buffers | MiB, 64 |
//! | b | hello and world, again and again on one connection | times, 100,000 |
//! | c | connect, hello, world, close, one after another | times, 10,000 |
//! | d | pairs over one shared link, 64 MiB in all | pairs, 1 |
//! | e | a flood to a server that never reads, one hour | - |

mod programs;
mod works;

use crate::{arguments, error::Failure};

pub use works::{Outcome, run};

/// A work and its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// One connection; MiB.
    Bulk(u64),
    /// Round trips on one connection.
    RoundTrips(u64),
    /// Connections one after another.
    Connections(u64),
    /// Pairs that share a link.
    Pairs(u64),
    /// A flood that nobody reads.
    ZeroWindow,
}

impl Work {
    /// The work with this letter; `size` 0 stands for the usual one.
    pub fn named(letter: &str, size: u64) -> Option<Work> {
        let size = |usual: u64| if size == 0 { usual } else { size };
        match letter {
            "a" => Some(Work::Bulk(size(64))),
            "b" => Some(Work::RoundTrips(size(100_000))),
            "c" => Some(Work::Connections(size(10_000))),
            "d" => Some(Work::Pairs(size(1))),
            "e" => Some(Work::ZeroWindow),
            _ => None,
        }
    }
}

impl Outcome {
    /// One line of JSON. `cpu` is the processor time of the work itself, `peak` the largest memory of the process in KiB.
    pub fn json(&self, wall: f64, cpu: f64, peak: u64) -> String {
        format!(
            "{{\"ok\":{},\"wall\":{wall:.6},\"cpu\":{cpu:.6},\"virtual_s\":{:.6},\"payload\":{},\"packets\":{},\"hops\":{},\"drops\":{},\"events\":{},\"peak_kib\":{peak}}}",
            self.ok,
            self.end.as_nanos() as f64 / 1e9,
            self.payload,
            self.packets,
            self.hops,
            self.drops,
            self.events,
        )
    }
}

/// Reads the work's letter and size.
///
/// # Errors
/// [`Failure`] with what was not understood.
pub fn parse(parser: &mut lexopt::Parser) -> Result<Work, Failure> {
    let words = parser.raw_args().map_err(arguments::unclear)?;
    let words: Vec<String> = words.map(|word| word.to_string_lossy().into_owned()).collect();
    let unclear = || Failure::new("bench needs a, b, c, d or e, and may have a size");
    let size = match words.get(1) {
        None => 0,
        Some(word) => word.parse().map_err(|_| unclear())?,
    };
    words.first().and_then(|letter| Work::named(letter, size)).ok_or_else(unclear)
}

/// Processor time of this thread, seconds (Linux: `/proc/thread-self/schedstat`); elsewhere 0.
fn processor_time() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|nanos| nanos.parse::<u64>().ok()).map_or(0.0, |nanos| nanos as f64 / 1e9)
}

/// Largest memory of this process so far, KiB (Linux); elsewhere 0.
fn peak_memory() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// Runs a work and prints its line. What is measured is real time.
///
/// # Errors
/// [`Failure`] when bytes are wrong or missing.
pub fn measure(work: Work) -> Result<(), Failure> {
    let (began, processor) = (std::time::Instant::now(), processor_time());
    let outcome = run(work);
    let cpu = processor_time() - processor;
    println!("{}", outcome.json(began.elapsed().as_secs_f64(), cpu, peak_memory()));
    if outcome.ok { Ok(()) } else { Err(Failure::new("the work was not done as it should be")) }
}
