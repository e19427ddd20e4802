//! A few recordings that lie in the repository: the lab's run must show the same segments, calls and output.
//!
//! `recorded/NAME` holds the programs, their parameters and what run 1 of the recording showed, in the reference's formats.
//! Times are left to the reference's own judge (`recordings.rs`); here everything else is compared, line by line.

use netlab_cli::replay;
use std::{fs, path::Path};

/// A segment without what is noise: time, timestamps and notes. Segments of the last moments are cut off by `rows`.
fn segment(row: &str) -> String {
    let mut words: Vec<&str> = row.split_whitespace().skip(1).collect();
    let notes = [
        "retransmit",
        "partial-retransmit",
        "zero-window-probe",
        "probe-answer",
        "keepalive",
        "dup-ack",
        "window-update",
        "gap-before",
    ];
    words.retain(|word| !notes.contains(word));
    let words: Vec<&str> =
        words.iter().map(|word| if word.starts_with("ts=") { "ts" } else { word }).collect();
    words.join(" ")
}

/// A call without its times; equal calls in a row are written out.
fn calls(text: &str) -> Vec<String> {
    let mut rows = Vec::new();
    for row in text.lines() {
        let (_, rest) = row.trim().split_once(' ').expect("a time and a call");
        let (call, tail) = rest.split_once("  <").or_else(|| rest.split_once(" <")).unwrap_or((rest, ""));
        let times = tail
            .split_once("> x")
            .and_then(|(_, count)| count.split(' ').next())
            .map_or(1, |count| count.parse::<usize>().expect("a count"));
        // Sleeps are estimates; closing at the interpreter's end is none of the program's calls.
        rows.extend(
            std::iter::repeat_n(call.trim().to_owned(), times).filter(|call| !call.starts_with("sleep(")),
        );
    }
    rows
}

fn segments(text: &str) -> Vec<String> {
    text.lines().map(segment).collect()
}

#[test]
fn recordings_in_the_repository_are_met() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded");
    let recordings = replay::recordings(&folder).expect("recordings");
    assert_eq!(recordings.len(), 6);
    for recording in recordings {
        let name = recording.file_name().expect("a folder has a name").to_string_lossy().into_owned();
        let replayed = replay::replay(&recording, 1).unwrap_or_else(|failure| panic!("{name}: {failure}"));
        for (file, content) in &replayed.files {
            let expected = fs::read_to_string(recording.join(file)).expect("a recording's file");
            let found = String::from_utf8_lossy(content);
            let (expected, found) = if file.starts_with("segments") {
                (segments(&expected), segments(&found))
            } else if file.starts_with("calls") {
                (calls(&expected), calls(&found))
            } else {
                let lines = |text: &str| text.lines().map(str::to_owned).collect();
                (lines(&expected), lines(&found))
            };
            let differs = (0..expected.len().max(found.len())).find(|at| expected.get(*at) != found.get(*at));
            if let Some(at) = differs {
                panic!(
                    "{name}, {file}, line {}: recorded {:?}, found {:?}\nrepeat: netlab replay {} --out FOLDER",
                    at + 1,
                    expected.get(at),
                    found.get(at),
                    recording.display()
                );
            }
        }
    }
}
