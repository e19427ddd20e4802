//! `netlab measure`: how fast the model is on this machine, as lines `NAME NUMBER` for `cargo xtask bench`.
//!
//! Runs natively and, built for `wasm32-wasip1`, under any WASI runtime. The work is whole runs of a lab with all records
//! kept, as the page does it, and seeks to records all over a run, each with the view that the page would draw.

mod long;

use crate::error::Failure;
use netlab_lab::{
    Session,
    catalogue::Lab,
    history::History,
    protocol::{Command, Opening, Reply},
};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long each measurement goes on at least.
const LONG_ENOUGH: Duration = Duration::from_secs(1);
const SEED: u64 = 1;
const SEEKS: u32 = 500;

/// Measures and prints.
///
/// # Errors
/// [`Failure`] when a lab does not open: a defect of the build.
pub fn run() -> Result<(), Failure> {
    for lab in ["hello", "flood"] {
        let (records, rate) = whole_runs(lab)?;
        println!("{lab}_records {records}");
        println!("{lab}_records_per_second {rate}");
        println!("{lab}_seek_ns {}", seeks(lab)?);
    }
    println!("probing_hour_ns {}", probing_hour()?);
    // Last, so that the most memory there was is its.
    let long = long::measure()?;
    let at = |hundredths: usize| long.seeks[(long.seeks.len() - 1) * hundredths / 100].as_nanos();
    println!("long_records {}", long.records);
    println!("long_made_ns {}", long.made.as_nanos());
    println!("long_seek_median_ns {}", at(50));
    println!("long_seek_worst_ns {}", at(100));
    if let Some(kilobytes) = long::peak_memory() {
        println!("long_peak_kilobytes {kilobytes}");
    }
    Ok(())
}

fn refused(problem: impl std::fmt::Debug) -> Failure {
    Failure::new(format!("the lab does not open ({problem:?})"))
}

/// Records of one run, and records made per second over many runs.
fn whole_runs(lab: &str) -> Result<(u64, u64), Failure> {
    let recipe = Lab::find(lab).and_then(|lab| lab.recipe(&[], SEED)).map_err(refused)?;
    let records = History::new(recipe.clone(), Vec::new()).map_err(refused)?.len();
    let start = Instant::now();
    let mut made: u128 = 0;
    while start.elapsed() < LONG_ENOUGH {
        made += u128::from(black_box(History::new(recipe.clone(), Vec::new()).map_err(refused)?).len());
    }
    let rate = made * 1_000_000_000 / start.elapsed().as_nanos().max(1);
    Ok((records, u64::try_from(rate).unwrap_or(u64::MAX)))
}

/// Nanoseconds of one seek to a record somewhere in the run and its view, mean over a fixed sequence of places.
fn seeks(lab: &str) -> Result<u64, Failure> {
    let mut session = Session::new();
    let opening = Opening { lab: lab.to_owned(), seed: Some(SEED), ..Opening::default() };
    let records = match session.apply(Command::Open(opening)) {
        Reply::View { view, .. } => view.moment.records,
        other => return Err(refused(other)),
    };
    let mut place: u64 = SEED;
    let start = Instant::now();
    for _ in 0..SEEKS {
        place = place.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        black_box(session.apply(Command::SeekRecord((place >> 33) % (records + 1))));
    }
    Ok(u64::try_from(start.elapsed().as_nanos() / u128::from(SEEKS)).unwrap_or(u64::MAX))
}

/// Nanoseconds that an hour of zero-window probing takes to compute, with all records kept; the best of several, as what
/// is slower is the machine's other work.
fn probing_hour() -> Result<u128, Failure> {
    let mut recipe = Lab::find("flood").and_then(|lab| lab.recipe(&[], SEED)).map_err(refused)?;
    let filled = History::new(recipe.clone(), Vec::new()).map_err(refused)?;
    let before = filled.end_time();
    recipe.scenario.horizon.time = before + netlab_wire::Duration::from_secs(3600);
    let mut best = u128::MAX;
    for _ in 0..20 {
        let mut run = filled.clone();
        let start = Instant::now();
        run.extend(netlab_world::Horizon { time: recipe.scenario.horizon.time, records: u64::MAX });
        best = best.min(start.elapsed().as_nanos());
        black_box(&run);
    }
    Ok(best)
}
