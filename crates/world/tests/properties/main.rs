//! Random networks, programs, settings, losses and interventions; what must be true of every run is in `watch.rs`.
//!
//! A failure prints its seed and the smallest case found that fails in the same way. One seed again:
//! (with `NETLAB_SOAK_TRACE=1` every record of its sockets and processes)
//! `NETLAB_SOAK_SEED=7 NETLAB_SOAK_RUNS=1 cargo test -p netlab-world --test properties -- --ignored --nocapture soak`.

mod case;
mod program;
mod run;
mod watch;

use case::Case;
use run::{Run, Summary};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

/// Simpler cases that are tried when one fails.
const SHRINKS: u32 = 600;
/// Events of a case that is worth a look.
const BUSY: u64 = 200_000;
/// Bytes a program sends at most in the short cases.
const SHORT: u64 = 50_000;

thread_local! {
    /// While a case runs its panics are caught, and not printed.
    static CAUGHT: Cell<bool> = const { Cell::new(false) };
}

fn print_no_caught_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !CAUGHT.get() {
                usual(panic);
            }
        }));
    });
}

/// Runs a case: what it was like, or why it fails.
fn run(case: &Case) -> Result<Summary, String> {
    print_no_caught_panics();
    CAUGHT.set(true);
    let outcome = catch_unwind(AssertUnwindSafe(|| Run::new(case).finish()));
    CAUGHT.set(false);
    outcome.map_err(|panic| {
        let sentence = panic.downcast_ref::<String>().cloned();
        sentence.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).into())).unwrap_or_default()
    })
}

/// The smallest case found, going from `case` in steps that keep it failing.
fn shrink(mut case: Case, mut why: String) -> (Case, String) {
    let mut tries = 0;
    'again: loop {
        for simpler in case.simpler() {
            tries += 1;
            if tries > SHRINKS {
                return (case, why);
            }
            if let Err(other) = run(&simpler) {
                (case, why) = (simpler, other);
                continue 'again;
            }
        }
        return (case, why);
    }
}

/// Prints a run if the environment asks for it.
fn trace(case: &Case) {
    if std::env::var_os("NETLAB_SOAK_TRACE").is_some() {
        let traced = catch_unwind(AssertUnwindSafe(|| Run::new(case).traced().finish()));
        println!("{case:#?}\ntraced: {}", traced.is_ok());
    }
}

/// Runs a seed's case, and every twentieth twice.
fn hold(seed: u64, largest: u64) -> Summary {
    let case = Case::draw(seed, largest);
    let outcome = run(&case).and_then(|summary| {
        if seed.is_multiple_of(20) && run(&case) != Ok(summary) {
            return Err("two runs of one case differ".into());
        }
        trace(&case);
        Ok(summary)
    });
    outcome.unwrap_or_else(|first| {
        let (small, why) = shrink(case, first.clone());
        trace(&small);
        panic!("seed {seed} (at most {largest} bytes): {first}\nsmallest: {why}\n{small:#?}")
    })
}

fn hold_all(seeds: impl Iterator<Item = u64>, largest: impl Fn(u64) -> u64) -> Summary {
    let mut sum = Summary::default();
    for seed in seeds {
        let one = hold(seed, largest(seed));
        if one.events > BUSY {
            println!("seed {seed}: {} events", one.events);
        }
        sum.events += one.events;
        sum.delivered += one.delivered;
        sum.retransmissions += one.retransmissions;
        sum.wrapped += one.wrapped;
        sum.lost += one.lost;
        sum.complete += one.complete;
    }
    sum
}

fn five_hundred(quarter: u64) {
    let sum = hold_all(500 * quarter..500 * (quarter + 1), |_| SHORT);
    println!("{sum:?}");
    // The cases are worth something only if they meet what they are about.
    assert!(sum.wrapped > 50, "{sum:?}");
    assert!(sum.retransmissions > 500, "{sum:?}");
    assert!(sum.lost > 800, "{sum:?}");
    assert!(sum.complete > 200, "{sum:?}");
}

#[test]
fn random_networks_first_quarter() {
    five_hundred(0);
}

#[test]
fn random_networks_second_quarter() {
    five_hundred(1);
}

#[test]
fn random_networks_third_quarter() {
    five_hundred(2);
}

#[test]
fn random_networks_fourth_quarter() {
    five_hundred(3);
}

#[test]
#[ignore = "soak: 100,000 random networks"]
fn soak_random_networks() {
    let setting = |name: &str, usual: u64| {
        std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(usual)
    };
    let (seed, runs) = (setting("NETLAB_SOAK_SEED", 1_000_000), setting("NETLAB_SOAK_RUNS", 100_000));
    // One in fifty is long.
    let largest = |seed: u64| if seed.is_multiple_of(50) && seed >= 2_000 { 1 << 20 } else { SHORT };
    for start in (seed..seed + runs).step_by(1_000) {
        let some = hold_all(start..(start + 1_000).min(seed + runs), largest);
        println!("up to {}: {some:?}", start + 1_000);
    }
}
