//! `netlab replay`: the programs of a recording, with its parameters, in the lab; written as files that the reference's
//! `compare` reads.

pub mod params;

use crate::error::Failure;
use netlab_abi::Program;
use netlab_kernel::event::Event;
use netlab_lab::tools::rows::{
    calls,
    segments::{self, Captured},
};
use netlab_wire::{
    Duration, EtherType, EthernetHeader, Instant, Ipv4Header, Protocol,
    pcapng::{Capture, CaptureInterface, CapturedFrame},
};
use netlab_world::{HostId, LinkDirection, LinkId, Step, What, World, WorldRecord};
use params::Recording;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    rc::Rc,
};

/// The recordings' servers listen at this port.
const SERVER_PORT: u16 = 5000;

/// From the start of the client's process to its first frame the recordings need about 1 ms of calls; the server has
/// that much less of a lead.
const CLIENT_LEAD: Duration = Duration::from_millis(1);

/// Length of a tick of the kernel's clock.
const TICK: Duration = Duration::from_millis(4);

/// When the client's process starts: so long after the server, and so that its first frame leaves in the middle of a tick. A real
/// client starts at any moment of a tick, and the recordings do not say which; at its edges timers fall to one tick or the
/// next by a few microseconds.
fn client_start(lead: Duration) -> Instant {
    let lead = lead.as_nanos();
    let first_frame = lead - lead % TICK.as_nanos() + TICK.as_nanos() / 2;
    Instant::ZERO + Duration::from_nanos(first_frame).saturating_sub(CLIENT_LEAD)
}

/// The texts of one run, by file name.
pub struct Replayed {
    /// File name and content.
    pub files: BTreeMap<&'static str, Vec<u8>>,
    /// Records of the run.
    pub records: usize,
    /// What the client's and the server's NIC saw.
    pub captures: [Capture; 2],
}

/// The frames at one computer's NIC as a capture of one interface.
fn capture(name: &str, frames: &[Captured]) -> Capture {
    let frames = frames.iter().map(|frame| CapturedFrame {
        interface: 0,
        time: frame.at,
        bytes: frame.bytes.clone(),
        comment: String::new(),
    });
    let interface = CaptureInterface { name: name.into(), description: String::new() };
    Capture { comment: "netlab".into(), interfaces: vec![interface], frames: frames.collect() }
}

/// Replays the recording in `directory` (`params.json`, `client.py`, `server.py`) and returns the files.
///
/// # Errors
/// [`Failure`] with a sentence: a file is missing or not understood, or a program cannot be compiled.
pub fn replay(directory: &Path, seed: u64) -> Result<Replayed, Failure> {
    let path = directory.join("params.json");
    let text = read(&path)?;
    let recording: Recording = serde_json::from_str(&text).map_err(|error| {
        Failure::new(format!("{} is not a recording's parameters: {error}", path.display()))
    })?;
    let scenario =
        recording.scenario(seed).map_err(|why| Failure::new(format!("{}: {why}", path.display())))?;
    let client_host = HostId(scenario.topology.computer("client").expect("a chain has one") as u16);
    let server_host = HostId(scenario.topology.computer("server").expect("a chain has one") as u16);
    let mut world = World::new(&scenario, true)
        .map_err(|error| Failure::new(format!("{}: {error:?}", path.display())))?;

    let params = &recording.params;
    let lead = Duration::from_micros(recording.server_lead_micros());
    if params.has_server {
        world.start(
            Instant::ZERO,
            server_host,
            "server.py",
            program(directory, "server.py", &params.server)?,
        );
    }
    let client_starts = client_start(lead);
    world.start(client_starts, client_host, "client.py", program(directory, "client.py", &params.client)?);

    let mut run = Run::default();
    let length = Duration::from_millis(recording.end_ms());
    loop {
        let end = run.origin.map(|origin| origin + length);
        // Without any frame at all the recording's length counts from the client's start.
        let end = end.unwrap_or(client_starts + length);
        match world.next_moment() {
            Some(next) if next <= end => {
                assert!(matches!(world.step(), Step::Event(_)), "an event was announced");
                run.take(world.take_records(), LinkId(0), LinkId(2));
            }
            Some(_) | None => break,
        }
    }
    Ok(run.files(client_host, server_host))
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::new(format!("cannot read {}: {error}", path.display())))
}

fn program(directory: &Path, file: &str, argument: &serde_json::Value) -> Result<Box<dyn Program>, Failure> {
    let source = read(&directory.join(file))?;
    let has_argument = argument.as_object().is_some_and(|words| !words.is_empty());
    let arguments = if has_argument { vec![argument.to_string()] } else { Vec::new() };
    Ok(Box::new(crate::programs::machine(&source, file, arguments)?))
}

/// What is kept of a run while it goes.
#[derive(Default)]
struct Run {
    records: Vec<WorldRecord>,
    flights: BTreeMap<u64, Rc<[u8]>>,
    client: Vec<Captured>,
    server: Vec<Captured>,
    /// The first TCP or UDP frame at the client's NIC.
    origin: Option<Instant>,
}

impl Run {
    fn take(&mut self, records: Vec<WorldRecord>, first: LinkId, last: LinkId) {
        for record in records {
            match &record.what {
                What::FrameDeparts { link, direction, flight, frame, .. } => {
                    self.flights.insert(*flight, frame.bytes.clone());
                    let bytes = frame.bytes.clone();
                    if *link == first && *direction == LinkDirection::Forward {
                        self.client.push(Captured { at: record.at, bytes });
                        self.note_origin(record.at);
                    } else if *link == last && *direction == LinkDirection::Backward {
                        self.server.push(Captured { at: record.at, bytes });
                    }
                }
                What::FrameArrives { link, direction, flight, .. } => {
                    let bytes = self.flights.remove(flight).expect("what arrives has departed");
                    if *link == first && *direction == LinkDirection::Backward {
                        self.client.push(Captured { at: record.at, bytes });
                    } else if *link == last && *direction == LinkDirection::Forward {
                        self.server.push(Captured { at: record.at, bytes });
                    }
                }
                What::FrameLost { flight, .. } => {
                    self.flights.remove(flight);
                }
                What::Kernel(event) => {
                    if matters(event) {
                        self.records.push(record);
                    }
                }
                What::FrameDelayed { .. }
                | What::FrameDamaged { .. }
                | What::LinkChanged { .. }
                | What::Intervention { .. } => {}
            }
        }
    }

    fn note_origin(&mut self, at: Instant) {
        if self.origin.is_none() && self.client.last().is_some_and(|frame| is_transport(&frame.bytes)) {
            self.origin = Some(at);
        }
    }

    fn files(self, client: HostId, server: HostId) -> Replayed {
        let origin = self.origin.unwrap_or(Instant::ZERO);
        let files = BTreeMap::from([
            ("segments-client.txt", segments::text(&self.client, origin).into_bytes()),
            ("segments-server.txt", segments::text(&self.server, origin).into_bytes()),
            ("calls-client.txt", calls::text(&self.records, client, origin, SERVER_PORT).into_bytes()),
            ("calls-server.txt", calls::text(&self.records, server, origin, SERVER_PORT).into_bytes()),
            ("client.out", output(&self.records, client)),
            ("server.out", output(&self.records, server)),
        ]);
        let captures = [capture("client/cli0", &self.client), capture("server/srv0", &self.server)];
        Replayed { files, records: self.records.len(), captures }
    }
}

/// Whether calls and output need the event.
fn matters(event: &Event) -> bool {
    matches!(
        event,
        Event::SyscallEntered { .. }
            | Event::SyscallReturned { .. }
            | Event::SignalDelivered { .. }
            | Event::ProcessExited { .. }
            | Event::Output { .. }
    )
}

fn is_transport(bytes: &[u8]) -> bool {
    let Ok((ethernet, start)) = EthernetHeader::parse(bytes) else { return false };
    ethernet.ether_type == EtherType::Ipv4
        && Ipv4Header::parse(&bytes[start..])
            .is_ok_and(|(ip, _)| matches!(ip.protocol, Protocol::Tcp | Protocol::Udp))
}

fn output(records: &[WorldRecord], host: HostId) -> Vec<u8> {
    let mut bytes = Vec::new();
    for record in records.iter().filter(|record| record.host == Some(host)) {
        if let What::Kernel(Event::Output { bytes: piece, .. }) = &record.what {
            bytes.extend_from_slice(piece);
        }
    }
    bytes
}

/// Writes the files of a run into a folder, which is made if it is not there.
///
/// # Errors
/// [`Failure`] when the folder or a file cannot be written.
pub fn write(replayed: &Replayed, out: &Path) -> Result<(), Failure> {
    let cannot = |error: std::io::Error| Failure::new(format!("cannot write to {}: {error}", out.display()));
    fs::create_dir_all(out).map_err(cannot)?;
    for (name, content) in &replayed.files {
        fs::write(out.join(name), content).map_err(cannot)?;
    }
    Ok(())
}

/// The recordings in a folder: those folders in it that hold `params.json`, by name.
///
/// # Errors
/// [`Failure`] when the folder cannot be read or holds none.
pub fn recordings(runs: &Path) -> Result<Vec<PathBuf>, Failure> {
    let cannot = |error: std::io::Error| Failure::new(format!("cannot read {}: {error}", runs.display()));
    let mut found = Vec::new();
    for entry in fs::read_dir(runs).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        if path.join("params.json").is_file() {
            found.push(path);
        }
    }
    if found.is_empty() {
        return Err(Failure::new(format!("{} holds no recording", runs.display())));
    }
    found.sort();
    Ok(found)
}
