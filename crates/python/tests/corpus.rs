//! Programs of the project's own, with what CPython 3.11 prints for them: `corpus/*.py` and `corpus/*.out`.
//!
//! An `.out` file is the program's standard output and, after an exception that nobody caught, `!! ` and the
//! traceback's last line. `UPDATE_EXPECT=1 cargo test -p netlab-python --test corpus` asks the machine's `python3`
//! and writes them again.

mod common;

use common::{Ending, Kernel, machine, run, run_copied};
use std::path::{Path, PathBuf};

fn programs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let entries = std::fs::read_dir(folder).expect("the corpus is there");
    let paths = entries.map(|entry| entry.expect("it can be listed").path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|e| e == "py")).collect();
    paths.sort();
    paths
}

/// Whether a program shows something that the lab leaves out; `left_out.txt` says what.
fn left_out(path: &Path) -> bool {
    let stem = path.file_stem().expect("it has a name").to_string_lossy();
    let known = include_str!("corpus/left_out.txt").lines().filter_map(|line| line.split_once(':'));
    known.into_iter().any(|(name, _)| name == stem)
}

/// What an `.out` file would say of a run.
fn shown(ending: &Ending) -> String {
    let mut out = ending.output.clone();
    if ending.error.contains("Traceback") {
        out.push_str("!! ");
        out.push_str(ending.error.trim_end_matches('\n').lines().last().unwrap_or_default());
        out.push('\n');
    }
    out
}

fn ask_python(path: &Path) -> String {
    let output = std::process::Command::new("python3")
        .args(["-I", "-S", "-u"])
        .arg(path)
        .env("PYTHONHASHSEED", "0")
        .output()
        .expect("python3 can be started");
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    shown(&Ending { output: String::from_utf8_lossy(&output.stdout).into_owned(), error, code: 0 })
}

#[test]
fn prints_what_cpython_prints() {
    let update = std::env::var("UPDATE_EXPECT").is_ok();
    let mut failures = Vec::new();
    let mut count = 0;
    for path in programs() {
        let expected_path = path.with_extension("out");
        if update {
            std::fs::write(&expected_path, ask_python(&path)).expect("the expectation can be written");
        }
        let Ok(expected) = std::fs::read_to_string(&expected_path) else { continue };
        if left_out(&path) {
            continue;
        }
        let source = std::fs::read_to_string(&path).expect("the program can be read");
        let name = path.file_name().expect("it has a name").to_string_lossy().into_owned();
        let got = match run(&source, &name) {
            Ok(ending) => shown(&ending),
            Err(errors) => format!("not compiled: {errors}"),
        };
        count += 1;
        if got != expected {
            let differs = got.lines().zip(expected.lines()).position(|(a, b)| a != b);
            let line = differs.unwrap_or(got.lines().count().min(expected.lines().count()));
            failures.push(format!(
                "{name}, output line {}:\n  lab:     {}\n  CPython: {}",
                line + 1,
                got.lines().nth(line).unwrap_or("(end)"),
                expected.lines().nth(line).unwrap_or("(end)")
            ));
        }
    }
    println!("{count} programs");
    assert!(count >= 300, "the corpus has at least 300 programs, not {count}");
    assert!(failures.is_empty(), "{} of {count} programs differ:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn a_copy_at_any_step_goes_on_as_the_original() {
    for path in programs() {
        let source = std::fs::read_to_string(&path).expect("the program can be read");
        let name = path.file_name().expect("it has a name").to_string_lossy().into_owned();
        let Ok(once) = run(&source, &name) else { continue };
        let copied = run_copied(&source, &name).expect("it compiled before");
        assert_eq!(once, copied, "{name}: a run that is copied at each step differs");
    }
}

/// Moments at which a run is saved; a longer one is saved at as many, evenly spread.
const MOMENTS: u64 = 12;

#[test]
fn a_run_restored_at_any_step_ends_as_the_first() {
    let mut restored = 0;
    for path in programs() {
        let source = std::fs::read_to_string(&path).expect("the program can be read");
        let name = path.file_name().expect("it has a name").to_string_lossy().into_owned();
        let Ok(program) = machine(&source, &name) else { continue };
        let mut kernel = Kernel::start(program);
        let mut steps = 0;
        let code = loop {
            match kernel.step(false) {
                Ok(_) => steps += 1,
                Err(code) => break code,
            }
            assert!(steps < 3_000_000, "{name} does not end");
        };
        let digest = kernel.digest();
        let first = kernel.end(code);
        let every = (steps / MOMENTS).max(1);
        let mut kernel = Kernel::start(machine(&source, &name).expect("it compiled before"));
        let mut saved = Vec::new();
        for step in 0..steps {
            if step % every == 0 {
                saved.push((step, kernel.clone()));
            }
            kernel.step(false).expect("the second run is as long as the first");
        }
        for (step, mut kernel) in saved {
            let code = loop {
                if let Err(code) = kernel.step(false) {
                    break code;
                }
            };
            assert_eq!(
                kernel.digest(),
                digest,
                "{name}: restored at step {step} of {steps}, it ends in another state"
            );
            assert_eq!(
                kernel.end(code),
                first,
                "{name}: restored at step {step} of {steps}, it ends otherwise"
            );
            restored += 1;
        }
    }
    println!("{restored} runs restored");
    assert!(restored > 1000, "only {restored} runs were restored");
}
