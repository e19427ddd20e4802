//! A lab's run beside a recording of the same programs on Linux: segments at the client's NIC and socket calls of both
//! sides, in the recordings' rows.
//!
//! Compared are the rows' order and everything in them but: times (a traced program runs slower, and the lab's costs are
//! its own), values of timestamps (they follow times), the port's number, and remarks that the recordings carry. Left out:
//! frames between the routers, and lines of `ss`.

use super::rows::{calls, segments};
use crate::{
    history::History,
    journeys::Journeys,
    scene::{self, Scene},
    view::{Reason, Receipt, ReceiptKind, ReceiptPart, ReceiptRow, ReceiptSide, Verdict},
};
use netlab_wire::{EtherType, EthernetHeader, Instant};

/// The port of the labs' servers, and of the recordings'.
const PORTS: (u16, &str, &str) = (8080, ":8080", ":5000");

/// Rows of a run that are compared at most; no recording has a tenth of them.
const MOST_ROWS: usize = 2000;

/// A recording of a lab's programs.
struct Recording {
    lab: &'static str,
    name: &'static str,
    kernel: &'static str,
    /// Whether its computers were told their neighbours' addresses beforehand.
    static_neighbours: bool,
    segments: &'static str,
    calls: [&'static str; 2],
}

macro_rules! recorded {
    ($name:literal, $file:literal) => {
        include_str!(concat!("../../../cli/tests/recorded/", $name, "/", $file))
    };
}

macro_rules! recording {
    ($lab:literal, $name:literal, $static:literal) => {
        Recording {
            lab: $lab,
            name: $name,
            kernel: "6.18.44",
            static_neighbours: $static,
            segments: recorded!($name, "segments-client.txt"),
            calls: [recorded!($name, "calls-client.txt"), recorded!($name, "calls-server.txt")],
        }
    };
}

/// Recordings whose delays, sizes and options are those of the lab as it opens.
const RECORDINGS: &[Recording] =
    &[recording!("hello", "01-hello.arp", false), recording!("flood", "02-flood-blocking.b4096", true)];

/// Whether a lab has a recording.
pub fn is_recorded(lab: &str) -> bool {
    RECORDINGS.iter().any(|recording| recording.lab == lab)
}

/// One row of either run.
#[derive(Debug, Clone)]
struct Row {
    side: ReceiptSide,
    records: Option<u64>,
    /// What is compared.
    key: String,
}

/// The receipt of a lab's whole run; `None` for a lab without a recording. `unchanged`: nobody has changed anything.
pub fn receipt(
    lab: &str,
    history: &History,
    scene: &Scene,
    journeys: &Journeys,
    unchanged: bool,
) -> Option<Receipt> {
    let recording = RECORDINGS.iter().find(|recording| recording.lab == lab)?;
    let simulated = frames(history, scene, journeys);
    let origin = journeys.captured.iter().find(|captured| is_ip(history, scene, captured.frame));
    let origin = origin.map_or(Instant::ZERO, |captured| captured.at);
    let end = micros(history.end_time(), origin);
    let mut parts = vec![ReceiptPart {
        kind: ReceiptKind::Segments,
        rows: pair(&recorded(recording.segments), &simulated, recording, end),
    }];
    let hosts = history.recipe().scenario.topology.computers.len();
    for (host, text) in [0, hosts - 1].into_iter().zip(recording.calls) {
        let host = netlab_world::HostId(host as u16);
        let rows = calls::lines(history.records(), host, PORTS.0).into_iter().map(|line| Row {
            side: ReceiptSide {
                at: micros(line.at, origin),
                took: line.returned.map(|end| end.saturating_since(line.at).as_nanos() / 1000),
                text: line.words.as_str().into(),
            },
            records: Some(line.records),
            key: key(&line.words),
        });
        let rows = rows.take(MOST_ROWS);
        parts.push(ReceiptPart {
            kind: ReceiptKind::Calls(scene::host_name(history, host).into()),
            rows: pair(&recorded(text), &rows.collect::<Vec<_>>(), recording, end),
        });
    }
    Some(Receipt { recording: recording.name.into(), kernel: recording.kernel.into(), unchanged, parts })
}

fn micros(at: Instant, origin: Instant) -> i64 {
    let after = at.saturating_since(origin).as_nanos() as i64 - origin.saturating_since(at).as_nanos() as i64;
    (after + 500).div_euclid(1000)
}

fn is_ip(history: &History, scene: &Scene, frame: netlab_kernel::event::FrameId) -> bool {
    let bytes = scene.frame(history, frame).map(|frame| EthernetHeader::parse(&frame.bytes));
    bytes.is_some_and(|parsed| parsed.is_ok_and(|(header, _)| header.ether_type == EtherType::Ipv4))
}

/// The simulated run's frames at the client's NIC.
fn frames(history: &History, scene: &Scene, journeys: &Journeys) -> Vec<Row> {
    let first = journeys.captured.iter().find(|captured| is_ip(history, scene, captured.frame));
    let origin = first.map_or(Instant::ZERO, |captured| captured.at);
    let mut rows = segments::Rows::default();
    let row = |captured: &crate::journeys::Captured| {
        let text = tidy(&rows.row(&scene.frame(history, captured.frame)?.bytes)?);
        Some(Row {
            side: ReceiptSide { at: micros(captured.at, origin), took: None, text: text.as_str().into() },
            records: Some(captured.record + 1),
            key: key(&text),
        })
    };
    journeys.captured.iter().filter_map(row).take(MOST_ROWS).collect()
}

/// Words with single spaces between them.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A recording's rows; those that stand for several are written out.
fn recorded(text: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for line in text.lines() {
        let Some((at, rest)) = line.split_once(' ') else { continue };
        let Some(at) = thousandths(at) else { continue };
        let (words, after) = rest.split_once(" <").map_or((rest, ""), |(words, after)| (words, after));
        let (took, after) = after.split_once('>').unwrap_or(("", ""));
        // `x6 to 62.231`: six calls, the last of which began then.
        let (count, last) = match after.trim().strip_prefix('x').and_then(|after| after.split_once(" to ")) {
            Some((count, last)) => (count.parse().unwrap_or(1), thousandths(last).unwrap_or(at)),
            None => (1, at),
        };
        let text = words.trim();
        for index in 0..count {
            let at = at + (last - at) * index / (count - 1).max(1);
            let took = thousandths(took).and_then(|took| u64::try_from(took).ok());
            let side = ReceiptSide { at, took, text: text.replace(PORTS.2, PORTS.1).into() };
            rows.push(Row { side, records: None, key: key(text) });
        }
    }
    rows
}

/// `61.124`: milliseconds with three decimals as microseconds.
fn thousandths(text: &str) -> Option<i64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let (whole, rest) = digits.split_once('.')?;
    let value = whole.parse::<i64>().ok()? * 1000 + rest.parse::<i64>().ok()?;
    (rest.len() == 3).then_some(sign * value)
}

/// What of a row is compared.
fn key(row: &str) -> String {
    // Of a sleep that did not end, a trace does not say how long it was to be.
    if row.starts_with("sleep(") && row.ends_with("= ?") {
        return "sleep(?) = ?".to_owned();
    }
    let kept = row.split_whitespace().filter(|word| {
        !word.starts_with("ts=") && !matches!(*word, "zero-window-probe" | "probe-answer" | "retransmit")
    });
    kept.collect::<Vec<_>>().join(" ").replace(PORTS.2, PORTS.1)
}

/// Pairs rows in order: as many equal ones as possible, what stands between them side by side.
fn pair(recorded: &[Row], simulated: &[Row], recording: &Recording, end: i64) -> Vec<ReceiptRow> {
    let mut rows = Vec::new();
    let (mut at, mut here) = (0, 0);
    let mut equal = common(recorded, simulated);
    equal.push((recorded.len(), simulated.len()));
    for (next, there) in equal {
        between(&recorded[at..next], &simulated[here..there], recording, end, &mut rows);
        if let (Some(one), Some(other)) = (recorded.get(next), simulated.get(there)) {
            rows.push(row(Some(one), Some(other), Verdict::Same));
        }
        (at, here) = (next + 1, there + 1);
    }
    cross(&mut rows);
    rows
}

/// Whether two rows are segments of different directions.
fn opposite(one: &str, other: &str) -> bool {
    (one.contains(" c>s ") && other.contains(" s>c ")) || (one.contains(" s>c ") && other.contains(" c>s "))
}

/// A segment that stands before one from the other side in one run and after it in the other is the same segment: which of
/// the two passes a NIC first is a matter of microseconds.
fn cross(rows: &mut Vec<ReceiptRow>) {
    let mut at = 0;
    while at + 2 < rows.len() {
        let [first, between, last] = [&rows[at], &rows[at + 1], &rows[at + 2]];
        let sides = match (&first.recorded, &last.simulated, &last.recorded, &first.simulated) {
            (Some(one), Some(other), None, None) | (None, None, Some(one), Some(other)) => Some((one, other)),
            _ => None,
        };
        let middle = between.simulated.as_ref().filter(|_| between.verdict == Verdict::Same);
        let crossed = sides.zip(middle).is_some_and(|((one, other), middle)| {
            key(&one.text) == key(&other.text) && opposite(&one.text, &middle.text)
        });
        if crossed && first.verdict == Verdict::Alone && last.verdict == Verdict::Alone {
            let last = rows.remove(at + 2);
            let first = &mut rows[at];
            first.recorded = first.recorded.take().or(last.recorded);
            first.simulated = first.simulated.take().or(last.simulated);
            first.records = first.records.or(last.records);
            first.verdict = Verdict::Crossed;
        }
        at += 1;
    }
}

/// The longest common subsequence by what is compared: places in both.
fn common(one: &[Row], other: &[Row]) -> Vec<(usize, usize)> {
    let width = other.len() + 1;
    let mut lengths = vec![0_u16; (one.len() + 1) * width];
    for at in (0..one.len()).rev() {
        for to in (0..other.len()).rev() {
            lengths[at * width + to] = if one[at].key == other[to].key {
                lengths[(at + 1) * width + to + 1] + 1
            } else {
                lengths[(at + 1) * width + to].max(lengths[at * width + to + 1])
            };
        }
    }
    let (mut at, mut to) = (0, 0);
    let mut places = Vec::new();
    while at < one.len() && to < other.len() {
        if one[at].key == other[to].key {
            places.push((at, to));
            (at, to) = (at + 1, to + 1);
        } else if lengths[(at + 1) * width + to] >= lengths[at * width + to + 1] {
            at += 1;
        } else {
            to += 1;
        }
    }
    places
}

/// Rows between two equal pairs: what is not compared stands alone, the rest side by side.
fn between(recorded: &[Row], simulated: &[Row], recording: &Recording, end: i64, rows: &mut Vec<ReceiptRow>) {
    let reason = |row: &Row, other_end: Option<i64>| {
        if row.key.starts_with("getsockopt(") {
            Some(Reason::OtherProgram)
        } else if recording.static_neighbours && row.key.starts_with("proto=arp") {
            Some(Reason::Neighbours)
        } else {
            other_end.filter(|end| row.side.at > *end).map(|_| Reason::AfterTheEnd)
        }
    };
    let (mut left, mut right): (Vec<&Row>, Vec<&Row>) = (Vec::new(), Vec::new());
    for one in recorded {
        match reason(one, Some(end)) {
            Some(reason) => rows.push(row(Some(one), None, Verdict::NotCompared(reason))),
            None => left.push(one),
        }
    }
    for other in simulated {
        match reason(other, None) {
            Some(reason) => rows.push(row(None, Some(other), Verdict::NotCompared(reason))),
            None => right.push(other),
        }
    }
    for at in 0..left.len().max(right.len()) {
        let (one, other) = (left.get(at).copied(), right.get(at).copied());
        let verdict = if one.is_some() && other.is_some() { Verdict::Differs } else { Verdict::Alone };
        rows.push(row(one, other, verdict));
    }
}

fn row(recorded: Option<&Row>, simulated: Option<&Row>, verdict: Verdict) -> ReceiptRow {
    ReceiptRow {
        recorded: recorded.map(|row| row.side.clone()),
        simulated: simulated.map(|row| row.side.clone()),
        records: simulated.and_then(|row| row.records),
        verdict,
    }
}
