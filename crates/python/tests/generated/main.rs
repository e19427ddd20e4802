//! Random programs print the same under CPython 3.11 and here.
//!
//! `NETLAB_SOAK_SEED` is the first seed and `NETLAB_SOAK_RUNS` the number of programs; a difference is shrunk and
//! printed with its seed. `NETLAB_PYTHON` names a CPython 3.11 if it is not `python3.11` or `python3`.

#[path = "../common/mod.rs"]
mod common;
mod containers;
mod expressions;
mod program;
mod python;
mod shrink;
mod statements;

use common::chance::setting;
use python::{Answer, Python};

/// How many questions CPython is asked while one difference is made small.
const QUESTIONS: usize = 3000;

/// What the lab makes of a program, as the driver would print it.
fn here(source: &str) -> String {
    match common::run(source, "program.py") {
        Ok(ending) => ending.output + &ending.error,
        Err(errors) => format!("refused: {errors}"),
    }
}

/// What two texts disagree about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Difference {
    /// Output, or the exception at the end.
    Output,
    /// The traceback only.
    Traceback,
}

/// The text without what is left out of the comparison: carets under a line that is not ASCII (CPython's own releases
/// disagree about the width of such characters).
fn comparable(text: &str) -> String {
    let carets = |line: &str| line.contains('^') && line.chars().all(|c| matches!(c, ' ' | '^' | '~'));
    let mut kept = String::new();
    let mut ascii = true;
    for line in text.lines() {
        if ascii || !carets(line) {
            // An object's place in memory.
            let cut = line.find(" at 0x").map_or(line.len(), |at| at + 6);
            kept.push_str(&line[..cut]);
            kept.push_str(line[cut..].trim_start_matches(|c: char| c.is_ascii_hexdigit()));
            kept.push('\n');
        }
        ascii = line.is_ascii();
    }
    kept
}

/// The text without the inner lines of tracebacks.
fn without_traces(text: &str) -> String {
    text.lines().filter(|line| !line.starts_with("  ")).map(|line| format!("{line}\n")).collect()
}

/// Whether two texts differ, and in what.
fn differ(here: &str, there: &str) -> Option<Difference> {
    let (here, there) = (comparable(here), comparable(there));
    if here == there {
        None
    } else if without_traces(&here) == without_traces(&there) {
        Some(Difference::Traceback)
    } else {
        Some(Difference::Output)
    }
}

/// The difference, if CPython runs the program, with both texts.
fn difference(python: &mut Python, source: &str) -> Option<(Difference, String, String)> {
    let Answer::Ran(there) = python.run(source) else { return None };
    let here = here(source);
    differ(&here, &there).map(|difference| (difference, here, there))
}

/// The name of the exception that a text ends with, if it does.
fn last_exception(text: &str) -> &str {
    text.lines().last().and_then(|line| line.split_once(':')).map_or("", |(name, _)| name)
}

/// A small program that differs in the same way; names that went missing do not count.
fn smaller(python: &mut Python, source: &str) -> String {
    let (wanted, _, there) = difference(python, source).expect("it differs");
    let unbound = ["NameError", "UnboundLocalError", "AttributeError", "RecursionError"];
    shrink::shrink(source, QUESTIONS, &mut |candidate| {
        let Some((found, _, now)) = difference(python, candidate) else { return false };
        found == wanted
            && (found == Difference::Output || last_exception(&there) == last_exception(&now))
            && unbound.iter().all(|name| there.contains(name) || !now.contains(name))
    })
}

/// The first lines that differ.
fn first_difference(here: &str, there: &str) -> String {
    let (here, there) = (comparable(here), comparable(there));
    let at = here.lines().zip(there.lines()).position(|(a, b)| a != b);
    let at = at.unwrap_or(here.lines().count().min(there.lines().count()));
    format!(
        "  lab:     {}\n  CPython: {}\n",
        here.lines().nth(at).unwrap_or("(end)"),
        there.lines().nth(at).unwrap_or("(end)")
    )
}

fn compare(first: u64, count: u64) {
    let mut python = match Python::start() {
        Ok(python) => python,
        Err(reason) => return println!("skipped: {reason}"),
    };
    let (mut late, mut lines, mut failures) = (0, 0, Vec::new());
    for seed in first..first + count {
        let source = program::generate(seed);
        match python.run(&source) {
            Answer::Refused(why) => panic!("seed {seed}: CPython refuses the program: {why}\n{source}"),
            Answer::Late => late += 1,
            Answer::Ran(there) => {
                lines += there.lines().count();
                if differ(&here(&source), &there).is_none() {
                    continue;
                }
                let small = smaller(&mut python, &source);
                let (_, here, there) = difference(&mut python, &small).expect("it still differs");
                let shown = first_difference(&here, &there);
                let again = format!(
                    "NETLAB_SOAK_SEED={seed} NETLAB_SOAK_RUNS=1 cargo test -p netlab-python --test generated"
                );
                eprintln!("seed {seed}:\n{small}{shown}");
                failures.push(format!("seed {seed} ({again}):\n{small}{shown}"));
                if failures.len() >= 12 {
                    break;
                }
            }
        }
    }
    println!("{count} programs, {lines} lines of output, {late} ran too long");
    assert!(late * 20 <= count, "{late} of {count} programs ran too long to compare");
    assert!(failures.is_empty(), "{} programs differ:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn random_programs_print_what_cpython_prints() {
    compare(setting("NETLAB_SOAK_SEED", 1), setting("NETLAB_SOAK_RUNS", 300));
}

#[test]
#[ignore = "soak: ten thousand programs"]
fn soak_random_programs() {
    compare(setting("NETLAB_SOAK_SEED", 1_000_000), setting("NETLAB_SOAK_RUNS", 10_000));
}
