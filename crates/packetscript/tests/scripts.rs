//! The project's own packet scripts, one rule each, and any folder of others.
//!
//! `NETLAB_PACKET_SCRIPTS=DIR` runs every script below a folder as well and prints how each ended; what fails there fails no test.

use netlab_packetscript::{Outcome, TOLERANCE, run_with};
use netlab_wire::Duration;
use std::path::{Path, PathBuf};

/// Every script below a folder, in order of name.
fn scripts(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of scripts") {
            let path = entry.expect("an entry of the folder").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "pkt") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn outcome(path: &Path, tolerance: Duration) -> Outcome {
    run_with(&std::fs::read_to_string(path).expect("a script"), tolerance)
}

/// Scripts that the kernel does not yet pass, one name a line, each with what is missing. A script that passes is to be taken out.
const OWED: &str = include_str!("owed.txt");

/// Whether the kernel did all that the script says and nothing besides.
fn judge(outcome: Outcome) -> Result<(), String> {
    match outcome {
        Outcome::Passed { unmentioned, .. } if unmentioned.is_empty() => Ok(()),
        Outcome::Passed { unmentioned, .. } => Err(format!("the kernel also sent {unmentioned:?}")),
        other @ (Outcome::Failed { .. } | Outcome::Refused { .. } | Outcome::Malformed(_)) => {
            Err(other.to_string())
        }
    }
}

#[test]
fn the_kernel_obeys_every_rule() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../kernel/tests/packet");
    let owed: Vec<&str> = OWED.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let all = scripts(&folder);
    let (mut wrong, mut passed) = (Vec::new(), 0);
    for path in &all {
        let name = path.file_stem().expect("a file").to_string_lossy();
        match (judge(outcome(path, TOLERANCE)), owed.contains(&&*name)) {
            (Ok(()), true) => println!("{name}: passes now, take it out of owed.txt"),
            (Ok(()), false) => {}
            (Err(what), true) => println!("{name}: owed: {what}"),
            (Err(what), false) => wrong.push(format!("{name}: {what}")),
        }
        passed += usize::from(!owed.contains(&&*name));
    }
    println!("{passed} of {} scripts are held to", all.len());
    assert!(wrong.is_empty(), "scripts in crates/kernel/tests/packet:\n{}", wrong.join("\n"));
}

#[test]
fn a_folder_of_scripts_is_run() {
    let Some(folder) = std::env::var_os("NETLAB_PACKET_SCRIPTS") else {
        eprintln!("skipped: NETLAB_PACKET_SCRIPTS names no folder");
        return;
    };
    let all = scripts(Path::new(&folder));
    let mut passed = 0;
    for path in &all {
        // As real Linux with 250 ticks a second was judged.
        let outcome = outcome(path, Duration::from_millis(14));
        passed += usize::from(matches!(outcome, Outcome::Passed { .. }));
        println!("{}: {outcome}", path.display());
    }
    println!("{passed} of {} passed", all.len());
}
