//! The command line.

#[cfg(target_os = "linux")]
use crate::tun;
use crate::{bench, error::Failure, run::Options};
use netlab_text::Lang;
use std::path::PathBuf;

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Print the help.
    Help,
    /// Run a lab.
    Run(Options),
    /// Print the digest of a lab's records.
    Hash(Options),
    /// Measure runs and seeks of the labs.
    Measure,
    /// Measure a work.
    Bench(bench::Work),
    /// Put a simulated computer on a TUN device.
    #[cfg(target_os = "linux")]
    Tun(tun::Options),
    /// Replay one recording.
    Replay {
        /// Its folder.
        directory: PathBuf,
        /// Where the files go.
        out: PathBuf,
        /// The seed.
        seed: u64,
    },
    /// Replay all recordings of a folder.
    ReplayAll {
        /// The folder that holds recordings.
        runs: PathBuf,
        /// Where a folder per recording goes.
        out: PathBuf,
        /// The seed.
        seed: u64,
    },
    /// Run packet scripts: files, or folders of them.
    Packetdrill {
        /// What to run.
        paths: Vec<PathBuf>,
        /// By how much times may be missed.
        tolerance: netlab_wire::Duration,
    },
}

/// The help.
pub const HELP: &str = "\
netlab: a network lab for the terminal

  netlab run LAB [--param NAME=VALUE]   run a lab (hello, flood): system calls, packets, sockets at the end
    --story [--lang en|zh]              every record as a sentence instead
    --pcapng FILE [--interface NAME]    also write the capture of all interfaces, or of one (cli0)
    --client FILE, --server FILE        with these Python programs in place of the lab's (LAB may be left out: hello);
                                        given again, a further process. When a client names localhost, all run on
                                        one computer; --param place=apart keeps them apart
  netlab hash LAB [--param NAME=VALUE]  digest and number of a lab's records
  netlab measure                        measure runs and seeks of each lab on this machine
  netlab replay DIR --out OUT           replay the recording in DIR (params.json, client.py, server.py) and write what
                                        the reference's compare reads to OUT
  netlab replay --all RUNS --out OUT    the same for every recording in RUNS, each into a folder of its own
  netlab packetdrill FILE...            run packet scripts in packetdrill's language, or all below a folder
    --tolerance MS                      how early or late a segment may be (default 4)
  netlab bench a|b|c|d|e [SIZE]         measure one of the yardstick's works: one line of JSON
  netlab tun SERVICE...                 a simulated computer on a TUN device, in real time (root): sink:PORT,
                                        source:PORT:BYTES, echo:PORT, world:PORT, deaf:PORT, fetch:IP:PORT,
                                        push:IP:PORT:BYTES, python:FILE (a program that knows the machine as `server`)
    --device NAME --address IP/LENGTH   the device's name (netlab0) and the computer's address (10.99.0.1/24); the
                                        machine's own end is the next higher address
    --loss N --duplicate N --reorder N  of a million packets each way

  --seed N                              seed of initial sequence numbers, ports and random losses
";

/// Reads the command line without the program's name.
///
/// # Errors
/// [`Failure`] with what was not understood.
pub fn parse(words: impl IntoIterator<Item = std::ffi::OsString>) -> Result<Command, Failure> {
    let mut parser = lexopt::Parser::from_args(words);
    let command = match parser.next().map_err(unclear)? {
        None => return Ok(Command::Help),
        Some(lexopt::Arg::Long("help") | lexopt::Arg::Short('h')) => return Ok(Command::Help),
        Some(lexopt::Arg::Value(word)) => word.to_string_lossy().into_owned(),
        Some(other) => return Err(unclear(other.unexpected())),
    };
    match command.as_str() {
        "help" => Ok(Command::Help),
        "replay" => parse_replay(&mut parser),
        "run" => parse_run(&mut parser).map(Command::Run),
        "packetdrill" => parse_packetdrill(&mut parser),
        "measure" => Ok(Command::Measure),
        "bench" => bench::parse(&mut parser).map(Command::Bench),
        #[cfg(target_os = "linux")]
        "tun" => tun::parse(&mut parser).map(Command::Tun),
        "hash" => parse_run(&mut parser).map(Command::Hash),
        other => Err(Failure::new(format!("there is no command \"{other}\"; netlab help lists them"))),
    }
}

fn parse_run(parser: &mut lexopt::Parser) -> Result<Options, Failure> {
    let mut options = Options {
        lab: String::new(),
        parameters: Vec::new(),
        seed: None,
        clients: Vec::new(),
        servers: Vec::new(),
        pcapng: None,
        interface: None,
        story: false,
        lang: Lang::English,
    };
    while let Some(argument) = parser.next().map_err(unclear)? {
        match argument {
            lexopt::Arg::Long("param") => {
                let word = parser.value().map_err(unclear)?.to_string_lossy().into_owned();
                let (name, value) = word
                    .split_once('=')
                    .ok_or_else(|| Failure::new(format!("\"{word}\" is not of the form NAME=VALUE")))?;
                options.parameters.push((name.to_owned(), value.to_owned()));
            }
            lexopt::Arg::Long("seed") => options.seed = Some(parse_number(parser)?),
            lexopt::Arg::Long("client") => options.clients.push(parser.value().map_err(unclear)?.into()),
            lexopt::Arg::Long("server") => options.servers.push(parser.value().map_err(unclear)?.into()),
            lexopt::Arg::Long("pcapng") => options.pcapng = Some(parser.value().map_err(unclear)?.into()),
            lexopt::Arg::Long("interface") => {
                options.interface = Some(parser.value().map_err(unclear)?.to_string_lossy().into_owned());
            }
            lexopt::Arg::Long("story") => options.story = true,
            lexopt::Arg::Long("lang") => {
                let word = parser.value().map_err(unclear)?;
                options.lang = match word.to_string_lossy().as_ref() {
                    "en" => Lang::English,
                    "zh" => Lang::Chinese,
                    other => return Err(Failure::new(format!("the language is en or zh, not \"{other}\""))),
                };
            }
            lexopt::Arg::Value(word) if options.lab.is_empty() => {
                options.lab = word.to_string_lossy().into_owned();
            }
            other => return Err(unclear(other.unexpected())),
        }
    }
    if options.lab.is_empty() && !(options.clients.is_empty() && options.servers.is_empty()) {
        options.lab = "hello".to_owned();
    }
    if options.lab.is_empty() { Err(Failure::new("which lab? netlab help lists them")) } else { Ok(options) }
}

fn parse_replay(parser: &mut lexopt::Parser) -> Result<Command, Failure> {
    let (mut directory, mut runs, mut out, mut seed) = (None, None, None, 1);
    while let Some(argument) = parser.next().map_err(unclear)? {
        match argument {
            lexopt::Arg::Long("out") => out = Some(PathBuf::from(parser.value().map_err(unclear)?)),
            lexopt::Arg::Long("all") => runs = Some(PathBuf::from(parser.value().map_err(unclear)?)),
            lexopt::Arg::Long("seed") => seed = parse_number(parser)?,
            lexopt::Arg::Value(word) if directory.is_none() => directory = Some(PathBuf::from(word)),
            other => return Err(unclear(other.unexpected())),
        }
    }
    let out = out.ok_or_else(|| Failure::new("replay needs --out FOLDER"))?;
    match (directory, runs) {
        (Some(directory), None) => Ok(Command::Replay { directory, out, seed }),
        (None, Some(runs)) => Ok(Command::ReplayAll { runs, out, seed }),
        (Some(_), Some(_)) => Err(Failure::new("replay takes a recording's folder or --all RUNS, not both")),
        (None, None) => Err(Failure::new("replay needs a recording's folder, or --all RUNS")),
    }
}

fn parse_packetdrill(parser: &mut lexopt::Parser) -> Result<Command, Failure> {
    let (mut paths, mut tolerance) = (Vec::new(), netlab_packetscript::TOLERANCE);
    while let Some(argument) = parser.next().map_err(unclear)? {
        match argument {
            lexopt::Arg::Long("tolerance") => {
                tolerance = netlab_wire::Duration::from_millis(parse_number(parser)?);
            }
            lexopt::Arg::Value(path) => paths.push(PathBuf::from(path)),
            other => return Err(unclear(other.unexpected())),
        }
    }
    if paths.is_empty() {
        Err(Failure::new("which script?"))
    } else {
        Ok(Command::Packetdrill { paths, tolerance })
    }
}

pub(crate) fn parse_number(parser: &mut lexopt::Parser) -> Result<u64, Failure> {
    let word = parser.value().map_err(unclear)?;
    let word = word.to_string_lossy();
    word.parse().map_err(|_| Failure::new(format!("\"{word}\" is not a whole number from 0 on")))
}

pub(crate) fn unclear(error: lexopt::Error) -> Failure {
    Failure::new(error.to_string())
}
