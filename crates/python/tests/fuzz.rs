//! Whatever the source is, and whatever the program does: no panic, no hang, no more memory than allowed.
//!
//! `NETLAB_SOAK_SEED` is the first seed and `NETLAB_SOAK_RUNS` the number of sources. The source that is being tried
//! stands in a file that is named at the start, so that it is known even when the process dies of it; a panic is shrunk.

// Real time ends a test that hangs.
#![allow(clippy::disallowed_types, clippy::disallowed_methods)]

mod common;
#[path = "generated/shrink.rs"]
mod shrink;

use common::Limits;
use common::chance::{Chance, setting};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The stack on which sources are compiled and run: what wasm has.
const STACK: usize = 1 << 20;
/// Memory that a program may have.
const MEMORY: usize = 4 << 20;
/// Traps after which a program is left.
const TRAPS: u64 = 1500;
/// The work that one trap may take: the machine pauses at a hundred thousand, one operation may cost more.
const MOST_WORK: u32 = 20_000_000;
/// How long one source may take, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The project's own programs, as material.
fn corpus() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let entries = std::fs::read_dir(folder).expect("the corpus is there");
    let paths = entries.map(|entry| entry.expect("it can be listed").path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|e| e == "py")).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).expect("it can be read")).collect()
}

/// Cuts a source into pieces: names, numbers, strings without their ends, signs, blanks.
fn tokens(source: &str) -> Vec<String> {
    let class = |c: char| match c {
        c if c.is_alphanumeric() || c == '_' => 1,
        ' ' => 2,
        _ => 0,
    };
    let mut out: Vec<String> = Vec::new();
    let mut last = 0;
    for c in source.chars() {
        let now = class(c);
        match out.last_mut() {
            Some(token) if now != 0 && now == last => token.push(c),
            _ => out.push(c.to_string()),
        }
        last = now;
    }
    out
}

const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    "=",
    "==",
    "**",
    "//",
    "<<",
    ">>",
    "->",
    ":=",
    "@",
    "\\",
    "\n",
    "    ",
    "\t",
    "'",
    "\"",
    "'''",
    "f'",
    "b'",
    "rb\"",
    "{x!r:>{w}}",
    "lambda",
    "def f(",
    "class A",
    "yield",
    "return",
    "async",
    "await",
    "match x:\n case",
    "try:\n",
    "except*",
    "finally:",
    "with",
    "global x",
    "nonlocal",
    "import",
    "from . import",
    "del",
    "raise",
    "assert",
    "0x",
    "1e999",
    "10**9",
    "9999999999999999999",
    "-1",
    "0",
    "None",
    "...",
    "\u{0}",
    "\u{feff}",
    "é",
    "中",
    "😀",
    "\u{2028}",
    "#",
    ";",
    "*",
    "**kw",
    "print 'x'",
    "0_",
    "1_000",
    "0777",
    "1j",
    "u'",
    "%",
    "!",
    "?",
    "$",
    "`",
];

/// Text that is hardly Python.
fn noise(chance: &mut Chance) -> String {
    let mut out = String::new();
    for _ in 0..chance.below(120) {
        match chance.below(6) {
            0 => out.push(char::from_u32(chance.below(0x11_0000) as u32).unwrap_or('x')),
            1 => out.push(char::from(chance.below(128) as u8)),
            _ => out.push_str(chance.pick(PIECES)),
        }
        if chance.one_in(3) {
            out.push(' ');
        }
    }
    out
}

/// Bytes, read as a browser reads them.
fn bytes(chance: &mut Chance) -> String {
    let bytes: Vec<u8> = (0..chance.below(200)).map(|_| chance.below(256) as u8).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// One thing inside itself many times.
fn nested(chance: &mut Chance) -> String {
    const NESTS: &[(&str, &str, &str)] = &[
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("{1:", "2", "}"),
        ("-", "1", ""),
        ("not ", "1", ""),
        ("lambda: ", "1", ""),
        ("1 if x else ", "1", ""),
        ("f(", "1", ")"),
        ("1+", "1", ""),
        ("1**", "1", ""),
        ("a.", "b", ""),
        ("", "a", "()"),
        ("", "a", "[0]"),
        ("f'{", "1", "}'"),
        ("x = ", "1", ""),
        ("1 < ", "2", ""),
        ("1 and 2 or ", "2", ""),
        ("[x for x in ", "y", "]"),
        ("(yield ", "1", ")"),
        ("*", "a", ""),
        ("(x := ", "1", ")"),
        ("x, ", "1", ""),
        ("'a' ", "'b'", ""),
        ("a[b:", "c", "]"),
        ("with a, ", "b: pass", ""),
        ("if 1:\n", "x", ""),
        ("match 1:\n case [", "1", "]: pass"),
        ("{**", "{}", "}"),
        ("try:\n", "pass", "\nfinally: pass\n"),
        ("global x; ", "x", ""),
        ("@a\n", "def f(): pass", ""),
        ("0 if ", "1", " else 2"),
        ("await ", "x", ""),
        ("import a.", "b", ""),
        ("del (", "x", ")"),
    ];
    let (before, core, after) = *chance.item(NESTS);
    let depth = *chance.item(&[10, 99, 150, 199, 201, 390, 500, 3000, 20_000]);
    if before.ends_with(":\n") {
        let head = &before[..before.len() - 1];
        let lines: String =
            (0..depth.min(300)).map(|level| format!("{}{head}\n", " ".repeat(level))).collect();
        return format!("{lines}{}{core}\n", " ".repeat(depth.min(300)));
    }
    let mut out = before.repeat(depth) + core + &after.repeat(depth);
    if chance.one_in(3) {
        out = format!("def f(x):\n    return {out}\nf(1)\n");
    }
    if chance.one_in(3) {
        out.truncate(out.len() / 2);
    }
    out
}

/// Values inside themselves many times.
fn deep_values(chance: &mut Chance) -> String {
    let wrap = chance.pick(&[
        "(t,)",
        "[t]",
        "{1: t}",
        "[t, t]",
        "{'a': t, 'b': [t]}",
        "(t, 1, t)",
        "frozenset([t])",
        "Box(t)",
        "lambda t=t: t",
    ]);
    let uses = [
        "hash(t)",
        "repr(t)",
        "t == u",
        "t < u",
        "{t: 1}",
        "str(t)",
        "json.dumps(t)",
        "copy.deepcopy(t)",
        "f'{t}'",
        "'%s' % (t,)",
        "t in [u]",
        "sorted([t, u])",
        "isinstance(1, t)",
        "{t} | {u}",
        "min(t, u)",
        "print(t)",
        "raise ValueError(t)",
        "bool(t)",
        "len(t)",
        "[*t]",
        "t is u",
        "'%r' % t",
        "'{}'.format(t)",
        "dict(t)",
        "sum(t, ())",
        "json.loads('[' * 5000)",
        "t()",
    ];
    let depth = chance.pick(&["10", "150", "250", "1000", "20000"]);
    let first = chance.pick(&["()", "1", "'a'", "[]"]);
    let mut out = format!(
        "import json, copy\nclass Box:\n    def __init__(self, t): self.t = t\n    def __repr__(self): return f'B{{self.t}}'\n    def __eq__(self, o): return self.t == o.t\n    def __hash__(self): return hash(self.t)\nt = {first}\nu = {first}\nfor i in range({depth}):\n    t = {wrap}\nfor i in range({depth}):\n    u, t = {wrap}, t\n"
    );
    for _ in 0..4 {
        let action = chance.pick(&uses);
        out.push_str(&format!("try:\n    {action}\nexcept Exception as e:\n    print(type(e))\n"));
    }
    out
}

/// Programs that want too much.
fn greedy(chance: &mut Chance) -> String {
    let values = [
        "'x'",
        "b'x'",
        "[1]",
        "(1, 2)",
        "bytearray(9)",
        "'é'",
        "7",
        "2.5",
        "{1: 2}",
        "range(10**18)",
        "-3",
        "''",
    ];
    let sizes = ["10**9", "2**62", "10**18", "-1", "2**63", "99999", "10**100", "0", "2**31"];
    let (a, b, n) = (chance.pick(&values), chance.pick(&values), chance.pick(&sizes));
    let forms = [
        "{a} * {n}",
        "{n} ** {n}",
        "1 << {n}",
        "'%{n}d' % 1",
        "f'{1:{n}}'",
        "bytes({n})",
        "list(range({n}))",
        "{a}.ljust({n})",
        "x = {a}\nwhile True: x = x + x",
        "x = {a}\nwhile True: x *= 2",
        "x = []\nwhile True: x.append({b})",
        "x = {}\nfor i in range({n}): x[i] = {a}",
        "sum(range({n}))",
        "'{:>{n}}'.format(1)",
        "def f(): return f()\nf()",
        "{a}.replace({a}, {b} * 9999)",
        "(10 ** 5000) ** 300",
        "str(10 ** 99999)",
        "int('9' * 99999)",
        "pow(3, {n}, 10**50)",
        "{a}.zfill({n})",
        "x = iter(int, 1)\nlist(x)",
        "import itertools\nlist(itertools.count())",
        "[i for i in range({n})]",
        "'a'.join(['b'] * {n})",
        "x = {a}\nfor i in range(99): x = [x, x, x]\nprint(x)",
        "import time\ntime.sleep({n})",
        "print({a} * 99999)",
        "max(range({n}))",
        "{n} in range({n})",
        "set(range({n}))",
        "x = bytearray(8)\nwhile 1: x += x",
        "round(1.5, {n})",
        "import struct\nstruct.pack('{n}s', b'')",
        "import math\nmath.factorial({n})",
        "'%.{n}f' % 1.5",
        "f'{2.5:.{n}e}'",
        "(1).to_bytes({n}, 'big')",
        "while True: pass",
        "def g():\n    while True: yield 1\nfor x in g(): pass",
        "import random\nrandom.getrandbits({n})",
        "memoryview({a})[{n}:]",
        "x = {a}\nx[{n}:] = {b}",
        "{a}[::{n}]",
        "{a}[{n}]",
        "zip(*[range({n})] * 3)",
        "any(i < 0 for i in range({n}))",
        "dict.fromkeys(range({n}))",
        "hash({n})",
        "class A:\n    def __getattr__(self, n): return getattr(self, n)\nA().x",
        "import sys\nsys.setrecursionlimit({n})\ndef f(): f()\nf()",
        "raise ValueError({a} * 99999)",
        "x = {a}\nx.__class__.__mro__ * {n}",
        "import threading\nfor i in range(99): threading.Thread(target=print).start()",
        "tuple([0]) * {n}",
        "int.from_bytes(bytes(99999), 'big') ** 9",
        "'a' * 99999 in 'b' * 999999",
        "('a' * 9999 + 'b').count('a' * 99)",
        "x = []\nx.append(x)\nprint(x, x == x)",
        "import collections\ncollections.deque(range({n}))",
        "[].__class__({n})",
        "{a}.center({n}, '中')",
        "'x'.expandtabs({n})",
        "'\\t'.expandtabs({n})",
        "'1' * {n} + '2'",
    ];
    chance.pick(&forms).replace("{a}", a).replace("{b}", b).replace("{n}", n)
}

/// A program of the corpus with a few pieces changed, moved or taken from another one.
fn mutated(chance: &mut Chance, corpus: &[String]) -> String {
    let mut pieces = tokens(chance.item::<String>(corpus));
    let other = tokens(chance.item::<String>(corpus));
    let changes = if chance.one_in(2) { 1 } else { 1 + chance.below(4) };
    for _ in 0..changes {
        if pieces.len() < 4 {
            break;
        }
        let at = chance.below(pieces.len());
        let words: Vec<usize> = (0..pieces.len())
            .filter(|at| pieces[*at].starts_with(|c: char| c.is_alphanumeric() || c == '_'))
            .collect();
        match chance.below(16) {
            0 => {
                pieces.remove(at);
            }
            1 => {
                let to = chance.below(pieces.len());
                pieces.swap(at, to);
            }
            2 => pieces.insert(at, chance.pick(PIECES).to_owned()),
            3 => {
                let from = chance.below(other.len());
                let count = chance.below(30).min(other.len() - from);
                let end = (at + chance.below(30)).min(pieces.len());
                pieces.splice(at..end, other[from..from + count].iter().cloned());
            }
            4 if !words.is_empty() => pieces[*chance.item(&words)] = noise(chance),
            5 => {
                let end = (at + 1 + chance.below(20)).min(pieces.len());
                let again: Vec<String> = pieces[at..end].to_vec();
                pieces.splice(at..at, again);
            }
            // Another name, number or keyword of this program or the other one: the types no longer fit.
            _ if !words.is_empty() => {
                let (from, to) = (*chance.item(&words), *chance.item(&words));
                pieces[to] =
                    if chance.one_in(4) { chance.item(&other).clone() } else { pieces[from].clone() };
            }
            _ => {}
        }
    }
    pieces.concat()
}

fn source_of(seed: u64, corpus: &[String]) -> String {
    let mut chance = Chance::new(seed);
    match chance.below(20) {
        0 => noise(&mut chance),
        1 => bytes(&mut chance),
        2 => nested(&mut chance),
        3 => deep_values(&mut chance),
        4 => greedy(&mut chance),
        _ => mutated(&mut chance, corpus),
    }
}

/// Largest memory of this process so far, KiB (Linux); elsewhere 0.
fn peak_memory() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// Compiles and runs a source; whether it could be compiled. Panics when something is wrong.
fn attempt(source: &str, failures: Option<u64>) -> bool {
    let limits = Limits { traps: TRAPS, memory: MEMORY, failures };
    let begin = Instant::now();
    let ran = common::run_limited(source, "fuzz.py", &limits, &mut |work| {
        assert!(work <= MOST_WORK, "one step took {work} units of work");
    });
    assert!(begin.elapsed() < PATIENCE, "it took {:?}", begin.elapsed());
    match ran {
        Ok(_) => true,
        Err(errors) => {
            assert!(!errors.errors.is_empty(), "refused without a reason");
            let lines = source.lines().count().max(1) as u32 + 1;
            for error in &errors.errors {
                assert!(error.line >= 1 && error.line <= lines, "line {} of {lines}", error.line);
                assert!(!error.message.is_empty(), "refused without a word");
            }
            false
        }
    }
}

fn panics(source: &str, failures: Option<u64>) -> Option<String> {
    let result = catch_unwind(AssertUnwindSafe(|| attempt(source, failures)));
    let payload = result.err()?;
    let text = payload.downcast_ref::<String>().cloned();
    Some(text.or_else(|| payload.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default())
}

/// A number that stands still when one source does not end.
static TRIED: AtomicU64 = AtomicU64::new(0);

fn fuzz(first: u64, count: u64) {
    let last = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{first}.py"));
    println!("if the process dies, its source is in {}", last.display());
    // Ends the process when a source does not end: a thread cannot be ended.
    std::thread::spawn(|| {
        let mut before = 0;
        loop {
            std::thread::sleep(PATIENCE);
            let now = TRIED.load(Ordering::Relaxed);
            if now == before {
                eprintln!("source number {now} does not end");
                std::process::exit(101);
            }
            before = now;
        }
    });
    let work = move || {
        let corpus = corpus();
        let (mut compiled, mut failures) = (0, Vec::new());
        for seed in first..first + count {
            TRIED.fetch_add(1, Ordering::Relaxed);
            let source = source_of(seed, &corpus);
            std::fs::write(&last, &source).expect("the source can be kept");
            let odd = seed.is_multiple_of(3).then_some(seed);
            match catch_unwind(AssertUnwindSafe(|| attempt(&source, odd))) {
                Ok(ran) => compiled += u64::from(ran),
                Err(_) => {
                    let hook = std::panic::take_hook();
                    std::panic::set_hook(Box::new(|_| {}));
                    let small = shrink::shrink(&source, 1500, &mut |source| {
                        TRIED.fetch_add(1, Ordering::Relaxed);
                        std::fs::write(&last, source).expect("the source can be kept");
                        panics(source, odd).is_some()
                    });
                    let why = panics(&small, odd).unwrap_or_default();
                    std::panic::set_hook(hook);
                    eprintln!("seed {seed}: {why}\n{small}");
                    failures.push(format!("seed {seed}: {why}\n{small}"));
                    if failures.len() >= 10 {
                        break;
                    }
                }
            }
        }
        println!("{count} sources, {compiled} of them programs");
        assert!(
            failures.is_empty(),
            "NETLAB_SOAK_SEED=N NETLAB_SOAK_RUNS=1 cargo test -p netlab-python --test fuzz repeats\n{}",
            failures.join("\n")
        );
        assert!(count < 100 || compiled * 5 > count, "too few sources are programs to say anything");
    };
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(work).expect("a thread can be started");
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
    let peak = peak_memory();
    println!("peak memory {peak} KiB");
    assert!(peak < 600 * 1024, "{peak} KiB of memory");
}

#[test]
fn any_source_does_no_harm() {
    fuzz(setting("NETLAB_SOAK_SEED", 1), setting("NETLAB_SOAK_RUNS", 2500));
}

#[test]
#[ignore = "soak: two million sources"]
fn soak_any_source() {
    fuzz(setting("NETLAB_SOAK_SEED", 1_000_000), setting("NETLAB_SOAK_RUNS", 2_000_000));
}
