//! Whole tracebacks, line by line: `tracebacks/*.py`, with what CPython 3.11 writes to standard output and error in
//! `tracebacks/*.out`. Frames of the standard library are left out: the lab does not show its own either.
//!
//! `UPDATE_EXPECT=1 cargo test -p netlab-python --test tracebacks` asks the machine's `python3` and writes them again.

mod common;

use std::path::{Path, PathBuf};

fn programs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tracebacks");
    let entries = std::fs::read_dir(folder).expect("the programs are there");
    let paths = entries.map(|entry| entry.expect("it can be listed").path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|e| e == "py")).collect();
    paths.sort();
    paths
}

/// Without the folder of the program, and without frames of CPython's library.
fn plain(text: &str, folder: &str) -> String {
    let mut out = String::new();
    let mut hidden = false;
    for line in text.replace(&format!("{folder}/"), "").lines() {
        if line.starts_with("  File \"") {
            hidden = line.contains("/lib/python3");
        } else if !line.starts_with("    ") {
            hidden = false;
        }
        if !hidden {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

fn ask_python(path: &Path) -> String {
    let mut command = std::process::Command::new("python3");
    let output = command.args(["-I", "-S", "-u"]).arg(path).env("PYTHONHASHSEED", "0").output();
    let output = output.expect("python3 can be started");
    let folder = path.parent().expect("it lies in a folder").to_string_lossy().into_owned();
    let text = |bytes: &[u8]| plain(&String::from_utf8_lossy(bytes), &folder);
    format!("{}---- standard error\n{}", text(&output.stdout), text(&output.stderr))
}

#[test]
fn tracebacks_are_cpythons() {
    let mut failures = Vec::new();
    for path in programs() {
        let expected_path = path.with_extension("out");
        // CPython would take the machine's memory; what the lab gives is written by hand.
        let asked = path.file_stem().is_none_or(|name| name != "out_of_memory");
        if asked && std::env::var("UPDATE_EXPECT").is_ok() {
            std::fs::write(&expected_path, ask_python(&path)).expect("the expectation can be written");
        }
        let expected = std::fs::read_to_string(&expected_path).expect("there is an expectation");
        let source = std::fs::read_to_string(&path).expect("the program can be read");
        let name = path.file_name().expect("it has a name").to_string_lossy().into_owned();
        let ending = common::run(&source, &name).expect("it compiles");
        let got = format!("{}---- standard error\n{}", ending.output, ending.error);
        if got != expected {
            failures.push(format!("==== {name}: the lab\n{got}==== CPython\n{expected}"));
        }
    }
    assert!(failures.is_empty(), "{} tracebacks differ:\n{}", failures.len(), failures.join("\n"));
}
