//! `cargo xtask test`: everything that must hold, in stages, cheapest first.
//!
//! Each stage prints its time. The last line sums up tests and stages: `N passed, N failed` and, if any, `, N skipped`.

pub mod page;

use crate::count::{Count, Libtest};
use crate::{debian, shell, tidy, tools, wasi};
use shell::say;
use std::time::Instant;

/// One stage: its name on the command line, what it shows, and how.
struct Stage {
    name: &'static str,
    what: &'static str,
    run: fn(&mut Count) -> Result<(), String>,
}

/// The labs whose records must be the same everywhere.
const LABS: &[&str] = &["hello", "flood"];

const STAGES: &[Stage] = &[
    Stage { name: "setup", what: "tools and packages", run: setup },
    Stage { name: "fmt", what: "formatting", run: fmt },
    Stage { name: "tidy", what: "the project's own rules", run: |_| tidy::check() },
    Stage { name: "clippy", what: "lints, native, warnings denied", run: clippy },
    Stage { name: "clippy-wasm", what: "lints of the page, wasm32, warnings denied", run: clippy_wasm },
    Stage { name: "unit", what: "unit, golden and documentation tests", run: unit },
    Stage { name: "determinism", what: "native and wasm make the same records", run: determinism },
    Stage { name: "build", what: "the page as it is published", run: page::build },
    Stage { name: "browser", what: "Chromium walks the page", run: page::browser },
];

/// Runs the stages chosen by `--only` and `--skip`.
///
/// # Errors
/// An empty sentence if a stage failed (it has been printed), or what is wrong with the arguments.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let mut only = Vec::new();
    let mut skip = Vec::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let list = match argument.as_str() {
            "--only" => &mut only,
            "--skip" => &mut skip,
            "--list" => {
                STAGES.iter().for_each(|stage| println!("{:12} {}", stage.name, stage.what));
                return Ok(());
            }
            other => return Err(format!("unknown argument {other}; see cargo xtask help")),
        };
        let name = rest.next().ok_or_else(|| format!("{argument} needs the name of a stage"))?;
        if !STAGES.iter().any(|stage| stage.name == name) {
            return Err(format!("no stage {name}; cargo xtask test --list names them"));
        }
        list.push(name.as_str());
    }
    let chosen =
        |stage: &&Stage| (only.is_empty() || only.contains(&stage.name)) && !skip.contains(&stage.name);
    run_stages(STAGES.iter().filter(chosen))
}

fn run_stages<'a>(stages: impl Iterator<Item = &'a Stage>) -> Result<(), String> {
    let mut total = Count::default();
    let mut times = Vec::new();
    for stage in stages {
        say(&format!("== {}: {}", stage.name, stage.what));
        let start = Instant::now();
        let mut count = Count::default();
        let outcome = (stage.run)(&mut count);
        let seconds = start.elapsed().as_secs_f64();
        let (held, word) = match &outcome {
            Ok(()) => (true, "ok".to_string()),
            Err(why) => (false, format!("FAILED: {why}")),
        };
        // Making tools ready shows nothing about the project.
        let shows = stage.name != "setup";
        // A runner that fails has counted its failed tests; any other stage counts as one.
        if held {
            count.passed += u64::from(shows);
        } else if count.failed == 0 {
            count.failed = 1;
        }
        total.add(&count);
        say(&format!("== {}: {word} ({}; {seconds:.1} s)", stage.name, count.closing_line()));
        times.push((stage.name, seconds, held));
    }
    println!();
    for (name, seconds, held) in &times {
        println!("{name:12} {seconds:8.1} s  {}", if *held { "ok" } else { "FAILED" });
    }
    println!("{:12} {:8.1} s", "all", times.iter().map(|(_, seconds, _)| seconds).sum::<f64>());
    for (reason, number) in &total.skipped {
        println!("skipped {number}: {reason}");
    }
    println!("{}", total.closing_line());
    if total.failed > 0 { Err(String::new()) } else { Ok(()) }
}

fn setup(_: &mut Count) -> Result<(), String> {
    debian::install_missing()?;
    tools::wasm_target(tools::BROWSER)?;
    tools::wasm_target(tools::WASI)?;
    tools::page(true)?;
    page::install_packages()
}

fn fmt(_: &mut Count) -> Result<(), String> {
    shell::run(&mut shell::cargo(&["fmt", "--all", "--check"]))
        .map_err(|why| format!("{why}; mend with: cargo fmt --all"))
}

fn clippy(_: &mut Count) -> Result<(), String> {
    let arguments = ["clippy", "--quiet", "--workspace", "--all-targets", "--", "--deny", "warnings"];
    shell::run(&mut shell::cargo(&arguments))
}

fn clippy_wasm(_: &mut Count) -> Result<(), String> {
    let target = "--target=wasm32-unknown-unknown";
    let arguments = ["clippy", "--quiet", "--package", "netlab", target, "--", "--deny", "warnings"];
    shell::run(&mut shell::cargo(&arguments))
}

fn unit(count: &mut Count) -> Result<(), String> {
    let mut reader = Libtest::default();
    let arguments = ["test", "--workspace", "--no-fail-fast", "--", "--show-output"];
    let outcome = shell::run_lines(&mut shell::limited(&shell::cargo(&arguments), 40), |line| {
        if reader.line(line) {
            println!("{line}");
        }
    });
    *count = reader.count;
    if outcome.is_ok() && count.passed == 0 {
        return Err("no test ran".to_string());
    }
    outcome
}

/// The digest of all records of each lab, from the terminal's program built natively and as wasm.
fn determinism(count: &mut Count) -> Result<(), String> {
    let cargo = ["run", "--quiet", "--package", "netlab-cli", "--"];
    for lab in LABS {
        let mut native = shell::cargo(&cargo);
        native.args(["hash", lab]);
        let native = shell::printed(&mut native)?;
        let wasm = shell::printed(&mut wasi::netlab(&["hash", lab], false)?)?;
        if native != wasm || native.is_empty() {
            count.failed += 1;
            return Err(format!("{lab}: native makes {}, wasm {}", native.trim(), wasm.trim()));
        }
        say(&format!("{lab}: {}", native.trim()));
        count.passed += 1;
    }
    Ok(())
}
