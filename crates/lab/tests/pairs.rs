//! Programs as students write them, a client and a server each, run on the simulated network and judged by what
//! CPython 3.11 printed on a real loopback: `crates/python/tests/pairs/NAME_client.py`, `NAME_server.py`, `NAME.out`.
//!
//! `UPDATE_EXPECT=1 cargo test -p netlab-lab --test pairs` asks the machine's `python3` and writes the `.out` files again.

#![allow(clippy::disallowed_types, clippy::disallowed_methods)] // Asking a real Python takes real time.

use netlab_kernel::config::{Policy, ReceiveProfile};
use netlab_kernel::event::Event;
use netlab_python::{Machine, Options};
use netlab_wire::{Duration, Instant};
use netlab_world::{Costs, Horizon, HostId, Scenario, Step, Topology, What, World};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Virtual time after which a pair counts as endless.
const LONGEST: Duration = Duration::from_secs(120);
/// Records after which it does.
const MOST_RECORDS: u64 = 2_000_000;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../python/tests/pairs")
}

fn names() -> Vec<String> {
    let entries = std::fs::read_dir(folder()).expect("the pairs are there");
    let files =
        entries.map(|entry| entry.expect("it can be listed").file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> =
        files.filter_map(|file| file.strip_suffix("_client.py").map(str::to_owned)).collect();
    names.sort();
    names
}

/// What both programs have written.
#[derive(Default)]
struct Written {
    client: String,
    server: String,
}

impl Written {
    fn text(&self) -> String {
        format!("== client\n{}== server\n{}", self.client, self.server)
    }
}

/// Standard output, and the last line of a traceback.
fn shown(output: &[u8], error: &[u8]) -> String {
    let mut out = String::from_utf8_lossy(output).into_owned();
    let error = String::from_utf8_lossy(error);
    if error.contains("Traceback") {
        out.push_str(&format!("!! {}\n", error.trim_end().lines().last().unwrap_or_default()));
    }
    out
}

fn scenario(seed: u64) -> Scenario {
    let delays = [Duration::from_millis(1), Duration::from_millis(5), Duration::from_millis(1)];
    Scenario {
        seed,
        policy: Policy::Linux,
        profile: ReceiveProfile::Veth,
        costs: Costs::Plain,
        topology: Topology::chain(2, &delays).expect("a chain of three links"),
        drops: Vec::new(),
        down: Vec::new(),
        horizon: Horizon { time: Instant::MAX, records: u64::MAX },
    }
}

/// Runs a pair in the lab: the server first, the client half a second later.
fn in_the_lab(name: &str, seed: u64) -> Result<Written, String> {
    let scenario = scenario(seed);
    let host = |name: &str| HostId(scenario.topology.computer(name).expect("a chain has one") as u16);
    let (client, server) = (host("client"), host("server"));
    let mut world = World::new(&scenario, true).map_err(|error| format!("{error:?}"))?;
    let starts =
        [(server, "server", Instant::ZERO), (client, "client", Instant::ZERO + Duration::from_millis(500))];
    for (host, role, at) in starts {
        let file = format!("{name}_{role}.py");
        let source =
            std::fs::read_to_string(folder().join(&file)).map_err(|error| format!("{file}: {error}"))?;
        let code = netlab_python::compile(&source, &file).map_err(|errors| errors.to_string())?;
        let machine = Machine::new(code, Options { arguments: vec![file.clone()], ..Options::default() });
        world.start(at, host, &file, Box::new(machine));
    }
    let mut streams: [[Vec<u8>; 3]; 2] = Default::default();
    let end = Instant::ZERO + LONGEST;
    while world.next_moment().is_some_and(|at| at <= end) {
        assert!(matches!(world.step(), Step::Event(_)), "an event was announced");
        for record in world.take_records() {
            if let What::Kernel(Event::Output { fd, bytes, .. }) = &record.what {
                let side = usize::from(record.host == Some(server));
                streams[side][fd.0.clamp(0, 2) as usize].extend_from_slice(bytes);
            }
        }
        if world.next_record().0 > MOST_RECORDS {
            return Err("it does not end".into());
        }
    }
    let [client, server] = streams.map(|[_, output, error]| shown(&output, &error));
    Ok(Written { client, server })
}

/// Runs a pair with the machine's own Python on the loopback.
fn on_linux(name: &str) -> Written {
    let start = |role: &str| {
        let mut command = Command::new("python3");
        command.args(["-I", "-S", "-u"]).arg(folder().join(format!("{name}_{role}.py"))).arg("127.0.0.1");
        command.env("PYTHONHASHSEED", "0").stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("python3 can be started")
    };
    let server = start("server");
    std::thread::sleep(std::time::Duration::from_millis(500));
    let client = start("client").wait_with_output().expect("it can be waited for");
    let server = server.wait_with_output().expect("it can be waited for");
    let text = |output: &std::process::Output| shown(&output.stdout, &output.stderr);
    Written { client: text(&client), server: text(&server) }
}

#[test]
fn pairs_print_what_they_print_on_linux() {
    let update = std::env::var("UPDATE_EXPECT").is_ok();
    let names = names();
    assert!(names.len() >= 12, "there are at least twelve pairs, not {}", names.len());
    let mut failures = Vec::new();
    for name in &names {
        let path = folder().join(format!("{name}.out"));
        if update {
            std::fs::write(&path, on_linux(name).text()).expect("the expectation can be written");
        }
        let expected = std::fs::read_to_string(&path).expect("there is an expectation");
        let got = in_the_lab(name, 1).map_or_else(|error| format!("{error}\n"), |written| written.text());
        if got != expected {
            failures.push(format!("---- {name}\n{got}---- on Linux\n{expected}"));
        }
    }
    println!("{} pairs", names.len());
    assert!(
        failures.is_empty(),
        "{} of {} pairs differ (netlab run --client C --server S shows one):\n{}",
        failures.len(),
        names.len(),
        failures.join("\n")
    );
}

#[test]
fn a_seed_gives_the_same_output_again() {
    for name in ["echo_threads", "fork_server"] {
        let runs = [7, 7].map(|seed| in_the_lab(name, seed).expect("it runs").text());
        assert_eq!(runs[0], runs[1], "{name}");
    }
}
