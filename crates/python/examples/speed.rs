//! How many simple statements the machine runs in a second, as lines `NAME NUMBER`; the last is the least of them:
//! `cargo run --release -p netlab-python --features compiler --example speed [seconds]`. Also runs as wasm under WASI.
//!
//! A statement is what the kernel sees as one: each is announced, and the kernel lets the thread go on. Each work is run
//! several times and the median counts.

#![allow(clippy::disallowed_types, missing_docs)] // It measures real time.

use netlab_abi::{Outcome, Program, Syscall, SyscallValue, ThreadNumber, Trap};
use netlab_python::{Code, Machine, Options, compile};
use std::time::{Duration, Instant};

/// Runs of each work.
const ROUNDS: usize = 7;

/// Name and source.
const WORKS: &[(&str, &str)] = &[
    (
        "arithmetic",
        "\
def work():
    i = 0
    total = 0
    while i < 30000:
        total = total + i * 3 - (i >> 1)
        total ^= i
        i += 1
    return total
work()
",
    ),
    (
        "lists",
        "\
def work():
    items = list(range(100))
    for turn in range(200):
        for i in range(99):
            items[i] = items[i + 1]
            items[i + 1] += 1
            x = items[-1]
    return items
work()
",
    ),
    (
        "calls",
        "\
def add(a, b):
    return a + b
class Counter:
    def __init__(self):
        self.n = 0
    def step(self, k=1):
        self.n += k
        return self.n
def work():
    total = 0
    counter = Counter()
    for i in range(8000):
        total = add(total, i)
        total += counter.step()
        total -= counter.step(2)
        total += len('abc')
    return total
work()
",
    ),
    (
        "strings",
        "\
def work():
    out = []
    text = ''
    for i in range(6000):
        word = 'item' + str(i)
        out.append(word)
        text += 'x'
        line = f'{word}: {i}'
        if line.endswith('00'):
            text = ''
    return ','.join(out)
work()
",
    ),
    (
        "dicts",
        "\
def work():
    counts = {}
    for i in range(6000):
        key = 'k%d' % (i % 50)
        counts[key] = counts.get(key, 0) + 1
        if key in counts:
            n = counts[key]
        counts[i % 7] = n
    return sorted(counts.values())
work()
",
    ),
    (
        "module",
        "\
total = 0
names = ['a', 'b', 'c']
for i in range(20000):
    total += i
    name = names[i % 3]
    if name == 'b':
        total -= 1
",
    ),
];

/// Statements of one run.
fn run(code: &Code) -> u64 {
    let mut machine = Machine::new(code.clone(), Options::default());
    let mut outcome = Outcome::Started;
    let mut statements = 0_u64;
    loop {
        outcome = match machine.resume(ThreadNumber(0), outcome) {
            Trap::Statement { .. } => {
                statements += 1;
                Outcome::Statement
            }
            Trap::Syscall { call: Syscall::Exit { code }, .. } => {
                assert!(code == 0, "the work ends well");
                return statements;
            }
            Trap::Syscall { .. } => Outcome::Returned(Ok(SyscallValue::Number(0))),
        };
    }
}

/// Processor time of this thread, seconds (Linux: `/proc/thread-self/schedstat`); elsewhere 0, and real time counts.
fn processor_time() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|nanos| nanos.parse::<u64>().ok()).map_or(0.0, |nanos| nanos as f64 / 1e9)
}

fn main() {
    let least = std::env::args().nth(1).map_or(0.2, |seconds| seconds.parse().expect("a number of seconds"));
    let mut slowest = u64::MAX;
    for (name, source) in WORKS {
        let code = compile(source, "speed.py").expect("it compiles");
        let mut rates = Vec::new();
        for _ in 0..ROUNDS {
            let (begin, processor, mut statements) = (Instant::now(), processor_time(), 0);
            while begin.elapsed() < Duration::from_secs_f64(least) {
                statements += run(&code);
            }
            let (wall, processor) = (begin.elapsed().as_secs_f64(), processor_time() - processor);
            rates.push((statements as f64 / if processor > 0.0 { processor } else { wall }) as u64);
        }
        rates.sort_unstable();
        let median = rates[ROUNDS / 2];
        slowest = slowest.min(median);
        println!("python_{name}_statements_per_second {median}");
    }
    println!("python_statements_per_second {slowest}");
}
