//! Display filters and the marks of TCP's analysis, compared with tshark 4.0 on exported captures.
//!
//! Needs `tshark`; without it the tests say so and are skipped. With `NETLAB_RECORDINGS` (a folder of recordings) the
//! marks are also compared on each one's replay.

use netlab_cli::replay;
use netlab_lab::{
    Session, capture,
    catalogue::LABS,
    filter::{Dissected, Filter, Frame, MARKS, dissect},
    protocol::{Command, Opening, Reply},
};
use netlab_wire::{
    Duration, Instant,
    pcapng::{Capture, CaptureInterface, CapturedFrame},
};
use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process,
    rc::Rc,
};

const EXPRESSIONS: &str = include_str!("expressions.txt");

/// Nothing is dissected beyond TCP: payload is data.
const NO_APPLICATIONS: [&str; 2] = ["--disable-protocol", "http"];

fn has_tshark() -> bool {
    let found = process::Command::new("tshark").arg("--version").output().is_ok();
    if !found {
        println!("skipped: tshark is not installed (apt-get install tshark)");
    }
    found
}

fn tshark(file: &Path, arguments: &[&str]) -> Result<Vec<String>, String> {
    let mut command = process::Command::new("tshark");
    command.args(["-n", "-r"]).arg(file).args(NO_APPLICATIONS).args(arguments);
    let output = command.output().expect("tshark runs");
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
}

fn save(name: &str, capture: &Capture) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.pcapng"));
    fs::write(&path, capture.to_pcapng()).expect("a temporary file");
    path
}

/// One interface's capture of a lab.
fn captured(lab: &str, parameters: &[(&str, &str)], seed: u64, interface: &str) -> Capture {
    let parameters =
        parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let opening = Opening { lab: lab.into(), parameters, seed: Some(seed), ..Opening::default() };
    let mut session = Session::new();
    let reply = session.apply(Command::Open(opening));
    assert!(matches!(reply, Reply::View { .. }), "{lab} opens: {reply:?}");
    let (history, ..) = session.parts().expect("a lab is open");
    capture::capture(history, Some(interface)).expect("the interface is there")
}

fn dissected(capture: &Capture) -> Vec<Rc<Dissected>> {
    let names: Vec<&str> = capture.interfaces.iter().map(|interface| interface.name.as_str()).collect();
    dissect(capture.frames.iter().map(|frame| Frame {
        at: frame.time,
        bytes: &frame.bytes,
        interface: (frame.interface as u32, names[frame.interface]),
    }))
}

/// For each expression the frames that tshark lets pass, or what it has against it. One run of tshark: a tap for each.
fn passing(file: &Path, expressions: &[&str]) -> Vec<Result<Vec<u32>, String>> {
    let mut script = String::new();
    for (at, expression) in expressions.iter().enumerate() {
        assert!(!expression.contains("]==]"), "Lua's brackets hold {expression}");
        writeln!(
            script,
            "do local good, tap = pcall(Listener.new, 'frame', [==[{expression}]==])\n\
             if good then function tap.packet(packet) print('passes', {at}, packet.number) end\n\
             else print('refused', {at}, (string.gsub(tostring(tap), '%s+', ' '))) end end"
        )
        .expect("a string");
    }
    let path = file.with_extension("lua");
    fs::write(&path, script).expect("a temporary file");
    let lines =
        tshark(file, &["-q", "-X", &format!("lua_script:{}", path.display())]).expect("tshark runs the taps");
    let mut found: Vec<Result<Vec<u32>, String>> = vec![Ok(Vec::new()); expressions.len()];
    for line in lines {
        let parts: Vec<&str> = line.splitn(3, '\t').collect();
        match (parts.as_slice(), parts.get(1).and_then(|at| at.parse::<usize>().ok())) {
            (["passes", _, number], Some(at)) => {
                found[at].as_mut().expect("it was read").push(number.parse().expect("a number"));
            }
            (["refused", _, why], Some(at)) => found[at] = Err((*why).to_owned()),
            _ => {}
        }
    }
    assert!(found.iter().any(|one| one.as_ref().is_ok_and(|frames| !frames.is_empty())), "tshark has Lua");
    found
}

/// Labs whose frames tshark reads otherwise, and why; they are not among the frames that the filters are tried on.
const OTHERWISE: [(&str, &str); 1] = [(
    "fragments",
    "the datagram's protocol is in its last fragment there, because fragments are reassembled",
)];

/// Labs whose marks are compared under both kernels, at both ends, and with losses.
const IN_EVERY_WAY: [&str; 7] = ["hello", "flood", "framing", "lostsyn", "late", "halfclose", "unread"];

/// A lab, its parameters, its seed.
type Run<'a> = (&'a str, &'a [(&'a str, &'a str)], u64);

/// Several labs' captures, one behind the other: quiet and lossy runs, both kernels.
fn merged() -> Capture {
    let mut all = Capture { comment: "netlab".into(), ..Capture::default() };
    all.interfaces.push(CaptureInterface { name: "client/cli0".into(), description: String::new() });
    let (lossy, heavy) = ([("loss", "100")], [("loss", "200"), ("rate", "1000"), ("rcvbuf", "20000")]);
    let runs: Vec<Run<'_>> = LABS
        .iter()
        .zip(11..)
        .filter(|(lab, _)| OTHERWISE.iter().all(|(known, _)| *known != lab.id))
        .map(|(lab, seed)| (lab.id, &[] as &[(&str, &str)], seed))
        .chain([
            ("hello", &[("kernel", "textbook")] as &[(&str, &str)], 2),
            ("hello", &lossy as &[(&str, &str)], 3),
            ("flood", &lossy, 4),
            ("flood", &lossy, 5),
            ("flood", &lossy, 6),
            ("hello", &lossy, 7),
            ("flood", &lossy, 8),
            ("flood", &heavy, 9),
        ])
        .collect();
    let mut start = Duration::ZERO;
    for (lab, parameters, seed) in runs {
        let capture = captured(lab, parameters, seed, "client/cli0");
        let frames = capture.frames.iter().take(400);
        let shifted = frames.map(|frame| CapturedFrame { time: frame.time + start, ..frame.clone() });
        all.frames.extend(shifted);
        let end = all.frames.last().map_or(Instant::ZERO, |frame| frame.time);
        start = Duration::from_nanos(end.as_nanos()) + Duration::from_secs(1);
    }
    all
}

#[test]
fn filters_let_the_same_frames_pass_as_tshark() {
    if !has_tshark() {
        return;
    }
    let capture = merged();
    let file = save("filters", &capture);
    let frames = dissected(&capture);
    let expressions: Vec<&str> =
        EXPRESSIONS.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
    assert!(expressions.len() >= 200, "{} expressions", expressions.len());
    let (mut wrong, mut empty) = (String::new(), 0);
    for (expression, theirs) in expressions.iter().zip(passing(&file, &expressions)) {
        let filter = Filter::read(expression);
        let (theirs, filter) = match (theirs, filter) {
            (Ok(theirs), Ok(filter)) => (theirs, filter),
            (theirs, filter) => {
                writeln!(wrong, "{expression}: here {:?}, tshark {:?}", filter.err(), theirs.err())
                    .expect("a string");
                continue;
            }
        };
        let ours: Vec<u32> = frames
            .iter()
            .zip(1..)
            .filter(|(frame, _)| filter.passes(frame))
            .map(|(_, number)| number)
            .collect();
        empty += usize::from(theirs.is_empty());
        if ours != theirs {
            let differing = |one: &[u32], other: &[u32]| -> Vec<u32> {
                one.iter().filter(|number| !other.contains(number)).take(8).copied().collect()
            };
            writeln!(
                wrong,
                "{expression}: {} here, {} in tshark; only here {:?}, only there {:?}",
                ours.len(),
                theirs.len(),
                differing(&ours, &theirs),
                differing(&theirs, &ours)
            )
            .expect("a string");
        }
    }
    println!("{} expressions on {} frames; {empty} let none pass", expressions.len(), frames.len());
    for (lab, why) in OTHERWISE {
        println!("left out: {lab}: {why}");
    }
    assert!(wrong.is_empty(), "{wrong}tshark -n -r {} --disable-protocol http -Y '...'", file.display());
    assert!(empty * 5 < expressions.len(), "most expressions find something: {empty} do not");
}

/// Frames that one of both marks otherwise, as lines.
fn differences(name: &str, capture: &Capture) -> String {
    let file = save(name, capture);
    let fields: Vec<&str> = MARKS.iter().flat_map(|(_, field)| ["-e", *field]).collect();
    let arguments =
        [&["-T", "fields", "-E", "separator=,", "-E", "occurrence=f"], fields.as_slice()].concat();
    let theirs = tshark(&file, &arguments).unwrap_or_else(|error| panic!("{name}: {error}"));
    let ours = dissected(capture);
    assert_eq!(ours.len(), theirs.len(), "{name}");
    let mut lines = String::new();
    for ((frame, line), number) in ours.iter().zip(&theirs).zip(1..) {
        for ((_, field), value) in MARKS.iter().zip(line.split(',')) {
            if frame.has(field) == value.is_empty() {
                let who = if value.is_empty() { "only here" } else { "only tshark" };
                writeln!(lines, "{name} frame {number}: {field} {who}").expect("a string");
            }
        }
    }
    lines
}

#[test]
fn marks_are_those_of_tshark_in_every_lab() {
    if !has_tshark() {
        return;
    }
    let (mut wrong, mut captures) = (String::new(), 0);
    for lab in LABS {
        let runs: [(&[(&str, &str)], &str); 4] = [
            (&[], "client/cli0"),
            (&[], "server/srv0"),
            (&[("kernel", "textbook")], "client/cli0"),
            (&[("loss", "150")], "client/cli0"),
        ];
        // The others run as they come, seen by the client: a session each is what takes the time.
        let runs = if IN_EVERY_WAY.contains(&lab.id) { &runs[..] } else { &runs[..1] };
        for ((parameters, interface), seed) in runs.iter().copied().zip(7..) {
            let capture = captured(lab.id, parameters, seed, interface);
            wrong.push_str(&differences(&format!("marks-{}-{seed}", lab.id), &capture));
            captures += 1;
        }
    }
    println!("{captures} captures");
    assert_eq!(wrong, "");
}

#[test]
fn marks_are_those_of_tshark_in_replays_of_recordings() {
    if !has_tshark() {
        return;
    }
    let Some(folder) = std::env::var_os("NETLAB_RECORDINGS") else {
        println!("skipped: NETLAB_RECORDINGS is not set");
        return;
    };
    let directories = replay::recordings(Path::new(&folder)).expect("a folder of recordings");
    let (mut wrong, mut captures) = (String::new(), 0);
    for directory in &directories {
        let name = directory.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Ok(replayed) = replay::replay(directory, 1) else { continue };
        for (side, capture) in ["client", "server"].iter().zip(&replayed.captures) {
            wrong.push_str(&differences(&format!("replay-{name}-{side}"), capture));
            captures += 1;
        }
    }
    println!("{captures} captures of {} recordings", directories.len());
    assert_eq!(wrong, "");
}
