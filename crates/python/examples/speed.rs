//! How many simple statements the machine runs in a second:
//! `cargo run --release -p netlab-python --features compiler --example speed`.

#![allow(clippy::disallowed_types)] // It measures real time.

use netlab_abi::{Outcome, Program, Syscall, SyscallValue, ThreadNumber, Trap};
use netlab_python::{Machine, Options, compile};

const SOURCE: &str = "def work():\n    i = 0\n    total = 0\n    while i < 1000000:\n        total += i\n        i += 1\n    return total\nwork()\n";

fn main() {
    let mut machine = Machine::new(compile(SOURCE, "speed.py").expect("it compiles"), Options::default());
    let mut outcome = Outcome::Started;
    let mut statements = 0_u64;
    let begin = std::time::Instant::now();
    loop {
        outcome = match machine.resume(ThreadNumber(0), outcome) {
            Trap::Statement { .. } => {
                statements += 1;
                Outcome::Statement
            }
            Trap::Syscall { call: Syscall::Exit { .. }, .. } => break,
            Trap::Syscall { .. } => Outcome::Returned(Ok(SyscallValue::Number(0))),
        };
    }
    let seconds = begin.elapsed().as_secs_f64();
    println!(
        "{statements} statements in {seconds:.3} s: {:.2} million a second",
        statements as f64 / seconds / 1e6
    );
}
