//! Rules about lines of text.

/// The longest source file; a longer one is to be split by role.
const LONGEST: usize = 600;

/// Files that are still longer, and how long they may be until they are split. This list only ever gets shorter.
const OWED: &[(&str, usize)] = &[];

/// The crates that run without clock, threads, files, network or chance.
const PURE: &[&str] = &["abi", "wire", "kernel", "world", "python", "lab", "text"];
/// Of these, the ones without floating point.
const INTEGER: &[&str] = &["wire", "kernel", "world"];

/// A word that must not appear, and why.
struct Word {
    word: &'static str,
    why: &'static str,
}

// Hash maps and sets are left to clippy (crates/clippy.toml), where one exception can be made with its reason: the kernel's
// `LookupMap`, whose hasher is fixed and which is never walked.
const NOT_PURE: &[Word] = &[
    Word { word: "RandomState", why: "its hashes differ from run to run" },
    Word { word: "std::time", why: "the model has its own time" },
    Word { word: "SystemTime", why: "the model has its own time" },
    Word { word: "std::thread", why: "the model has no threads" },
    Word { word: "std::fs", why: "the model knows no files" },
    Word { word: "std::net::TcpStream", why: "the model has its own network" },
    Word { word: "std::net::UdpSocket", why: "the model has its own network" },
    Word { word: "std::env", why: "a run depends on scenario, seed and interventions only" },
    Word { word: "web_sys", why: "only src/platform touches the browser" },
    Word { word: "js_sys", why: "only src/platform touches the browser" },
    Word { word: "yew", why: "the model knows no page" },
];
const FLOATS: &[Word] = &[
    Word { word: "f32", why: "no floating point in wire, kernel and world" },
    Word { word: "f64", why: "no floating point in wire, kernel and world" },
];
// Written in halves so that this file does not break its own rules.
const UNFINISHED: &[Word] = &[
    Word { word: concat!("todo", "!"), why: "unfinished" },
    Word { word: concat!("unimplemented", "!"), why: "unfinished" },
    Word { word: concat!("dbg", "!"), why: "left from debugging" },
];
const PAGE: &[Word] = &[
    Word { word: concat!("style", "="), why: "the page's security policy allows no inline style" },
    Word { word: concat!("<style", ">"), why: "the page's security policy allows no inline style" },
];
const BROWSER: &[Word] = &[
    Word { word: "web_sys", why: "only src/platform touches the browser" },
    Word { word: "js_sys", why: "only src/platform touches the browser" },
];
const MACHINE: &[Word] = &[
    Word { word: concat!("/wo", "rk/"), why: "names a path of one machine" },
    Word { word: concat!("/ro", "ot/"), why: "names a path of one machine" },
];

/// What is wrong with this file; `path` is relative to the root, with `/`.
pub fn check(path: &str, text: &str) -> Vec<String> {
    let mut broken = Vec::new();
    words(path, text, MACHINE, false, &mut broken);
    let source = path.ends_with(".rs");
    let test = is_test(path);
    if source {
        words(path, text, UNFINISHED, true, &mut broken);
        let lines = text.lines().count();
        let allowed = OWED.iter().find(|(owed, _)| *owed == path).map_or(LONGEST, |(_, lines)| *lines);
        if !test && lines > allowed {
            broken.push(format!("{path}:{lines}: longer than {allowed} lines; split it by role"));
        }
    }
    let in_page = path.starts_with("src/") || path == "index.html";
    if in_page && !test {
        words(path, text, PAGE, true, &mut broken);
    }
    if source && path.starts_with("src/") && !path.starts_with("src/platform/") && !test {
        words(path, text, BROWSER, true, &mut broken);
    }
    let Some(name) =
        path.strip_prefix("crates/").and_then(|rest| rest.split_once("/src/")).map(|(name, _)| name)
    else {
        return broken;
    };
    if source && !test && PURE.contains(&name) {
        words(path, text, NOT_PURE, true, &mut broken);
    }
    if source && !test && INTEGER.contains(&name) {
        words(path, text, FLOATS, true, &mut broken);
    }
    broken
}

fn is_test(path: &str) -> bool {
    path.contains("/tests/")
        || path.starts_with("tests/")
        || path.ends_with("/tests.rs")
        || path.ends_with("_tests.rs")
        || path.contains("/fixtures")
}

/// Adds a line for each place where a word stands by itself.
fn words(path: &str, text: &str, words: &[Word], without_comments: bool, broken: &mut Vec<String>) {
    for (number, line) in text.lines().enumerate() {
        let line = if without_comments { line.split("//").next().unwrap_or_default() } else { line };
        for Word { word, why } in words {
            if stands_in(line, word) {
                broken.push(format!("{path}:{}: {word}: {why}", number + 1));
            }
        }
    }
}

/// True if `word` is in `line` and no part of a longer name.
fn stands_in(line: &str, word: &str) -> bool {
    let part_of_name = |character: Option<char>| character.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let starts_name = part_of_name(word.chars().next());
    let ends_name = part_of_name(word.chars().next_back());
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        // A digit may stand right before a type's name: 1.0f64, 1_f64.
        let number = word.starts_with('f') && before.is_some_and(|c| c.is_ascii_digit() || c == '_');
        let longer = starts_name && part_of_name(before) && !number || ends_name && part_of_name(after);
        !longer
    })
}
