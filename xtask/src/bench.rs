//! `cargo xtask bench`: measures the built page in Chromium and the model natively, prints the numbers and writes them
//! into the README, between the marks.

use crate::shell::{self, say};
use crate::stages::page;
use crate::wasi;
use serde_json::Value;

const BEGIN: &str = "<!-- bench:begin -->";
const END: &str = "<!-- bench:end -->";

/// One line of the table.
struct Row {
    what: &'static str,
    value: String,
}

/// Measures everything and rewrites the table; `--keep` leaves the README as it is.
///
/// # Errors
/// A sentence if something cannot be built or measured.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let keep = match arguments {
        [] => false,
        [flag] if flag == "--keep" => true,
        other => return Err(format!("unknown arguments {other:?}; only --keep is known")),
    };
    page::build(&mut crate::count::Count::default())?;
    page::install_packages()?;
    let measured = in_chromium()?;
    let mut rows = page_rows(&measured);
    rows.extend(model_rows()?);
    let table = table(&rows, &measured);
    println!("{table}");
    if keep { Ok(()) } else { write_readme(&table) }
}

fn in_chromium() -> Result<Value, String> {
    say("measuring the page in Chromium");
    let mut node = shell::command("node", &["measure.mjs"]);
    node.current_dir(shell::root().join("tests/browser"));
    node.env("NETLAB_DIST", page::dist()).env("CHROMIUM", page::chromium()?);
    let mut last = String::new();
    shell::run_lines(&mut node, |line| last = line.to_string())?;
    serde_json::from_str(&last).map_err(|error| format!("measure.mjs printed no numbers ({error}): {last}"))
}

fn page_rows(measured: &Value) -> Vec<Row> {
    let number = |name: &str| measured[name].as_f64();
    let kilobytes = |name: &str| number(name).map(|bytes| format!("{:.1} KB", bytes / 1000.0));
    let milliseconds = |name: &str| number(name).map(|time| format!("{time:.0} ms"));
    let tenths = |name: &str| number(name).map(|time| format!("{time:.1} ms"));
    let rows = [
        (
            "page: everything it loads but the worker (gzip); the stage is drawn with this alone",
            kilobytes("page_bytes"),
        ),
        ("page: the session's worker (gzip)", kilobytes("worker_bytes")),
        ("page: first contentful paint", milliseconds("first_contentful_paint_ms")),
        ("page: stage drawn", milliseconds("stage_ms")),
        (
            "page: first step drawn, its key pressed as soon as the stage stands",
            milliseconds("first_step_ms"),
        ),
        ("page: a step, from the key to the picture", milliseconds("step_ms")),
        ("page over 10 Mbit/s and 40 ms: first contentful paint", milliseconds("slow_paint_ms")),
        ("page over 10 Mbit/s and 40 ms: stage drawn", milliseconds("slow_stage_ms")),
        ("page over 10 Mbit/s and 40 ms: first step drawn", milliseconds("slow_first_step_ms")),
        ("page: from the start of the run to its end, and drawn", milliseconds("seek_end_ms")),
        ("page: from the end of the run to its start, and drawn", milliseconds("seek_start_ms")),
        ("playing the flood: script in a frame, 95th percentile", tenths("play_script_p95_ms")),
        ("playing the flood: the same of the frames that draw a step", tenths("play_drawn_p95_ms")),
        ("the same on a phone's screen at a quarter of the speed", tenths("play_phone_script_p95_ms")),
        ("of the frames that draw a step", tenths("play_phone_drawn_p95_ms")),
    ];
    rows.into_iter().filter_map(|(what, value)| Some(Row { what, value: value? })).collect()
}

/// The numbers of the model: native, and the same program as wasm under Node.
fn model_rows() -> Result<Vec<Row>, String> {
    const NAMES: &[(&str, &str, &str)] = &[
        ("hello_records", "`hello`: records in the whole run", ""),
        ("hello_records_per_second", "`hello`: records made per second", ""),
        ("hello_seek_ns", "`hello`: one seek to any record, with its view", " µs"),
        ("flood_records", "`flood`: records in the whole run", ""),
        ("flood_records_per_second", "`flood`: records made per second", ""),
        ("flood_seek_ns", "`flood`: one seek to any record, with its view", " µs"),
        ("probing_hour_ns", "an hour of zero-window probing", " µs"),
        ("long_records", "a long run: its records", ""),
        ("long_seek_median_ns", "a long run: one seek to any record, with its view, median", " µs"),
        ("long_seek_worst_ns", "a long run: the slowest of 200 seeks", " µs"),
    ];
    say("measuring the model natively");
    let arguments = ["run", "--quiet", "--release", "--package", "netlab-cli", "--", "measure"];
    let native = shell::printed(&mut shell::cargo(&arguments))?;
    say("measuring the model as wasm under Node");
    let wasm = shell::printed(&mut wasi::netlab(&["measure"], true)?)?;
    let mut rows = Vec::new();
    for (name, what, unit) in NAMES {
        let value = |text: &str| {
            let number =
                text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse::<u64>().ok());
            let number = number.ok_or_else(|| format!("netlab measure printed no {name}"))?;
            let number = if name.ends_with("_ns") { number.div_ceil(1000) } else { number };
            Ok::<_, String>(format!("{}{unit}", grouped(number)))
        };
        let (native, wasm) = (value(&native)?, value(&wasm)?);
        let value = if native == wasm { native } else { format!("{native} native, {wasm} wasm") };
        rows.push(Row { what, value });
    }
    // Only an operating system knows.
    let peak = native.lines().find_map(|line| line.strip_prefix("long_peak_kilobytes ")?.parse::<u64>().ok());
    rows.extend(peak.map(|kilobytes| Row {
        what: "a long run: the most memory that the process had, native",
        value: format!("{} MB", (kilobytes * 1024).div_ceil(1_000_000)),
    }));
    Ok(rows)
}

/// Digits in groups of three.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

fn table(rows: &[Row], measured: &Value) -> String {
    let mut table = String::from("| what | measured |\n|---|---|\n");
    for Row { what, value } in rows {
        table.push_str(&format!("| {what} | {value} |\n"));
    }
    let loads = measured["loads"].as_u64().unwrap_or_default();
    let chromium = measured["chromium"].as_str().unwrap_or("unknown");
    table.push_str(&format!(
        "\nMeasured by `cargo xtask bench` on {}: release build, headless Chromium {chromium}, served from the same machine, \
         median of {loads} loads with an empty cache.",
        machine()
    ));
    table
}

/// Processor and number of cores, as Linux names them.
fn machine() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':').map(|(_, name)| name.trim()));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{cores} cores of {}", model.unwrap_or("an unnamed processor"))
}

fn write_readme(table: &str) -> Result<(), String> {
    let path = shell::root().join("README.md");
    let readme = std::fs::read_to_string(&path).map_err(|error| format!("cannot read README.md: {error}"))?;
    let changed = between_marks(&readme, table).ok_or("README.md has no marks for the table")?;
    std::fs::write(&path, changed).map_err(|error| format!("cannot write README.md: {error}"))?;
    say("README.md has the new numbers");
    Ok(())
}

fn between_marks(text: &str, table: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{table}\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_replaced_whole() {
        let text = format!("a\n{BEGIN}\nold\n{END}\nb\n");
        assert_eq!(
            between_marks(&text, "new").as_deref(),
            Some("a\n<!-- bench:begin -->\nnew\n<!-- bench:end -->\nb\n")
        );
        assert_eq!(between_marks("no marks", "new"), None);
    }

    #[test]
    fn digits_are_grouped() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(1234567), "1 234 567");
    }
}
