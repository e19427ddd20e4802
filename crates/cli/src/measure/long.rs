//! A run of a million records: how long a seek to anywhere in it takes, and how much memory the whole needs.

use super::refused;
use crate::{error::Failure, programs};
use netlab_lab::{
    Session,
    protocol::{Command, Opening, OwnProgram, Reply},
};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Round trips of [`CLIENT`]: about as many as a million records hold.
const TRIPS: u32 = 13_000;
/// Seeks that are timed.
const SEEKS: usize = 200;

const CLIENT: &str = "import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(('server', 8080))
for number in range(TRIPS):
    sock.sendall(b'hello, %07d' % number)
    answer = sock.recv(64)
sock.close()
";

const SERVER: &str = "import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(('0.0.0.0', 8080))
listener.listen(1)
conn, address = listener.accept()
while True:
    data = conn.recv(64)
    if not data:
        break
    conn.sendall(data)
conn.close()
";

/// What was measured.
pub(super) struct Measured {
    pub records: u64,
    /// Every seek, ascending.
    pub seeks: Vec<Duration>,
    /// Making the whole run.
    pub made: Duration,
}

fn program(file: &str, source: &str) -> Result<OwnProgram, Failure> {
    let code = programs::compile(source, file)?;
    let compiled = postcard::to_allocvec(&code).expect("a program can be written");
    Ok(OwnProgram { file: file.into(), source: source.into(), compiled: Some(compiled.into()) })
}

/// Makes the run and goes to places all over it, each time with the view that the page would draw.
pub(super) fn measure() -> Result<Measured, Failure> {
    let client = CLIENT.replace("TRIPS", &TRIPS.to_string());
    let opening = Opening {
        lab: "hello".into(),
        parameters: vec![("delay".into(), "1".into())],
        programs: vec![program("client.py", &client)?, program("server.py", SERVER)?],
        ..Opening::default()
    };
    let start = Instant::now();
    let mut session = Session::new();
    let mut records = told(session.apply(Command::Open(opening)))?;
    // A run with programs of the reader's own is first cut off at a hundred thousand records.
    while let Reply::View { view, .. } = session.apply(Command::RunOn) {
        records = view.moment.records;
    }
    let made = start.elapsed();
    let mut place: u64 = 1;
    let mut seeks = Vec::new();
    for _ in 0..SEEKS {
        place = place.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let start = Instant::now();
        black_box(told(session.apply(Command::SeekRecord((place >> 33) % (records + 1))))?);
        seeks.push(start.elapsed());
    }
    seeks.sort_unstable();
    Ok(Measured { records, seeks, made })
}

fn told(reply: Reply) -> Result<u64, Failure> {
    match reply {
        Reply::View { view, .. } => Ok(view.moment.records),
        Reply::Error(_) | Reply::Hash(..) | Reply::Capture(_) | Reply::Done => Err(refused(reply)),
    }
}

/// The most memory that this process has had, kilobytes; `None` where the system does not say.
pub(super) fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}
