//! `netlab tun`: a simulated computer on a TUN device, in real time, so that this machine's own kernel and tools (curl,
//! nc, python3, ss) talk to the simulated stack. Linux only; needs root and `/dev/net/tun`.
//!
//! Left out: IPv6 (dropped), more than one simulated computer.

mod bridge;
mod services;

pub use bridge::{Faults, Options, run};
pub use services::Service;

use crate::{arguments, error::Failure, programs};

/// Reads the command's words.
///
/// # Errors
/// [`Failure`] with what was not understood.
pub fn parse(parser: &mut lexopt::Parser) -> Result<Options, Failure> {
    let mut options = Options::default();
    while let Some(argument) = parser.next().map_err(arguments::unclear)? {
        match argument {
            lexopt::Arg::Long("device") => {
                options.device = parser.value().map_err(arguments::unclear)?.to_string_lossy().into_owned();
            }
            lexopt::Arg::Long("address") => {
                let word = parser.value().map_err(arguments::unclear)?;
                let word = word.to_string_lossy();
                let parsed = word.split_once('/').and_then(|(address, length)| {
                    Some((address.parse().ok()?, length.parse().ok().filter(|length| *length <= 30)?))
                });
                (options.address, options.prefix_length) = parsed.ok_or_else(|| {
                    Failure::new(format!("\"{word}\" is not an address such as 10.99.0.1/24"))
                })?;
            }
            lexopt::Arg::Long("loss") => options.faults.loss = per_million(parser)?,
            lexopt::Arg::Long("duplicate") => options.faults.duplicate = per_million(parser)?,
            lexopt::Arg::Long("reorder") => options.faults.reorder = per_million(parser)?,
            lexopt::Arg::Long("seed") => options.seed = arguments::parse_number(parser)?,
            lexopt::Arg::Value(word) => {
                let word = word.to_string_lossy();
                if let Some(file) = word.strip_prefix("python:") {
                    options.programs.push(load(file)?);
                    continue;
                }
                let service = Service::parse(&word).ok_or_else(|| {
                    Failure::new(format!("there is no service \"{word}\"; netlab help lists them"))
                })?;
                options.services.push(service);
            }
            other => return Err(arguments::unclear(other.unexpected())),
        }
    }
    if options.services.is_empty() && options.programs.is_empty() {
        Err(Failure::new("tun needs a service, such as echo:7000 or python:server.py"))
    } else {
        Ok(options)
    }
}

/// A program's file and source; it compiles.
fn load(file: &str) -> Result<(String, String), Failure> {
    let source = std::fs::read_to_string(file).map_err(|error| Failure::new(format!("{file}: {error}")))?;
    programs::compile(&source, file)?;
    Ok((file.to_owned(), source))
}

fn per_million(parser: &mut lexopt::Parser) -> Result<u32, Failure> {
    let number = arguments::parse_number(parser)?;
    u32::try_from(number)
        .ok()
        .filter(|number| *number <= 1_000_000)
        .ok_or_else(|| Failure::new(format!("{number} of a million is too much")))
}

/// The sentence for a device that cannot be had.
pub fn failure(error: &std::io::Error) -> Failure {
    Failure::new(format!("the TUN device cannot be used (root and /dev/net/tun are needed): {error}"))
}
