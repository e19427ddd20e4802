//! Recordings of a real kernel: each is replayed and judged by the reference's own `compare`.
//!
//! The environment variable `NETLAB_RECORDINGS` names the folder of recordings; `compare` lies beside it. Without it the
//! test says so and is skipped. `NETLAB_RECORDING` restricts it to names that contain a word.

use netlab_cli::replay;
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// Recordings in which no difference may be found.
const MUST_HOLD: &[&str] = &["01-hello.arp", "01-hello.base", "01-hello.nots", "01-hello.rmem6m"];

enum Verdict {
    Holds(String),
    Differs(String, Vec<String>),
    Not(String),
}

fn judge(compare: &Path, recording: &Path, out: &Path) -> Verdict {
    let replayed = match replay::replay(recording, 1).and_then(|replayed| replay::write(&replayed, out)) {
        Ok(()) => out,
        Err(failure) => return Verdict::Not(failure.to_string()),
    };
    let output =
        Command::new(compare).arg(recording).arg(replayed).arg("--quiet").output().expect("compare runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let summary = text.lines().last().unwrap_or_default().to_owned();
    match output.status.code() {
        Some(0) => Verdict::Holds(summary),
        Some(1) => {
            let failed = text.lines().filter(|line| line.starts_with("FAIL"));
            Verdict::Differs(summary, failed.map(|line| line.chars().take(150).collect()).collect())
        }
        _ => Verdict::Not(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}

#[test]
fn recordings_are_replayed_and_judged() {
    let Some(runs) = std::env::var_os("NETLAB_RECORDINGS").map(PathBuf::from) else {
        println!("skipped: NETLAB_RECORDINGS does not name the folder of recordings");
        return;
    };
    let compare = runs.join("../compare");
    assert!(compare.is_file(), "compare is not beside {}", runs.display());
    let word = std::env::var("NETLAB_RECORDING").unwrap_or_default();
    let out = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("replayed");
    let (mut held, mut total, mut broken) = (0, 0, Vec::new());
    for recording in replay::recordings(&runs).expect("recordings") {
        let name = recording.file_name().expect("a folder has a name").to_string_lossy().into_owned();
        if !name.contains(&word) {
            continue;
        }
        total += 1;
        match judge(&compare, &recording, &out.join(&name)) {
            Verdict::Holds(summary) => {
                held += 1;
                println!("holds    {summary}");
            }
            Verdict::Differs(summary, failed) => {
                println!("differs  {summary}");
                failed.iter().for_each(|line| println!("           {line}"));
                broken.push(name);
            }
            Verdict::Not(why) => {
                println!("not run  {name}: {}", why.trim());
                broken.push(name);
            }
        }
    }
    println!("{held} of {total} recordings hold");
    let owed: Vec<&String> = broken.iter().filter(|name| MUST_HOLD.contains(&name.as_str())).collect();
    assert!(owed.is_empty(), "no difference may be found in {owed:?}; see above");
}
