//! The graphs' numbers are those that `ss` prints at the same moment, and nothing later than a question leaves.

use netlab_lab::{
    Session,
    protocol::{Command, Opening, Reply, Tab},
    view::{Graphs, PanelView, Quantity, RunView, View},
};
use std::rc::Rc;

fn apply(session: &mut Session, command: Command) -> (View, Option<Rc<RunView>>) {
    match session.apply(command.clone()) {
        Reply::View { view, run } => (*view, run),
        other => panic!("{command:?}: {other:?}"),
    }
}

fn open(lab: &str, record: u64) -> Session {
    let mut session = Session::new();
    apply(&mut session, Command::Open(Opening { lab: lab.into(), record, ..Opening::default() }));
    session
}

fn graphs(session: &mut Session) -> Graphs {
    let (_, run) = apply(session, Command::Tab(Tab::Graphs));
    *run.expect("sent anew").graphs.clone().expect("there are sockets")
}

/// The value that holds after so many records.
fn value(graphs: &Graphs, what: Quantity, records: u64) -> Option<u64> {
    let series = graphs.series.iter().find(|series| series.what == what)?;
    let at = series.samples.partition_point(|sample| sample.records <= records);
    series.samples[..at].last()?.value
}

/// The number after `key` in a line of `ss`.
fn number(line: &str, key: &str) -> Option<f64> {
    let rest = &line[line.find(key)? + key.len()..];
    let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(rest.len());
    rest[..end].parse().ok()
}

#[test]
fn values_are_those_of_ss() {
    for lab in ["hello", "flood"] {
        let mut session = open(lab, 0);
        let drawn = graphs(&mut session);
        let socket = &drawn.sockets[drawn.chosen];
        assert_eq!((&*socket.host, &*socket.remote), ("client", "10.0.3.2:8080"), "{lab}");
        // Where one of the kernel's values has just changed, an event is over.
        let sampled = drawn.series.iter().filter(|series| series.what != Quantity::Acknowledged);
        let mut ends: Vec<u64> =
            sampled.flat_map(|series| &series.samples).map(|sample| sample.records).collect();
        ends.sort_unstable();
        ends.dedup();
        let mut compared = 0;
        apply(&mut session, Command::Tab(Tab::Ss));
        for records in ends {
            let (view, _) = apply(&mut session, Command::SeekRecord(records));
            let PanelView::Ss(lines) = &view.panel else { panic!("{:?}", view.panel) };
            let found = lines.iter().find(|line| {
                line.host == socket.host
                    && line.text.contains(&format!("{} ", socket.remote))
                    && !line.text.starts_with("TIME-WAIT")
            });
            let Some(line) = found else { continue };
            let keys = [
                (",w", Quantity::SendCharged, 1.0),
                (",tb", Quantity::SendLimit, 1.0),
                ("skmem:(r", Quantity::ReceiveCharged, 1.0),
                (",rb", Quantity::ReceiveLimit, 1.0),
                (" rto:", Quantity::RetransmissionTimeout, 1e6),
                (" rtt:", Quantity::SmoothedRtt, 1e6),
            ];
            for (key, what, unit) in keys {
                let printed = number(&line.text, key).map(|printed| (printed * unit).round() as u64);
                assert_eq!(
                    value(&drawn, what, records),
                    printed,
                    "{lab} after {records}: {what:?}\n{}",
                    line.text
                );
                compared += 1;
            }
        }
        assert!(compared > 30, "{lab}: {compared} compared");
    }
}

#[test]
fn the_flood_fills_its_buffer_and_everything_sent_is_counted() {
    let mut session = open("flood", 0);
    let drawn = graphs(&mut session);
    let greatest = |what| {
        let series = drawn.series.iter().find(|series| series.what == what).expect("drawn");
        series.samples.iter().filter_map(|sample| sample.value).max().unwrap_or(0)
    };
    assert_eq!(value(&drawn, Quantity::SendLimit, u64::MAX), Some(8192));
    assert!(greatest(Quantity::SendCharged) > 8192, "the send buffer fills");
    assert_eq!(greatest(Quantity::AckLine), 5368, "what the server's kernel took");
    assert_eq!(value(&drawn, Quantity::PeerWindow, u64::MAX), Some(0), "the window stays closed");
    let sent: u64 = drawn.segments.iter().filter(|segment| !segment.again).map(|s| u64::from(s.length)).sum();
    assert_eq!(sent, 5368);
    // The window line never goes back: what was allowed stays allowed.
    let line = drawn.series.iter().find(|series| series.what == Quantity::WindowLine).expect("drawn");
    assert!(line.samples.windows(2).all(|pair| pair[0].value <= pair[1].value || pair[1].value.is_none()));
}

#[test]
fn nothing_later_than_an_open_question_is_sent() {
    for record in [60, 110] {
        let mut session = open("flood", record);
        apply(&mut session, Command::Tab(Tab::Lesson));
        let drawn = graphs(&mut session);
        let samples = drawn.series.iter().flat_map(|series| &series.samples).map(|sample| sample.records);
        let latest = samples.chain(drawn.segments.iter().map(|segment| segment.records)).max();
        assert!(latest.is_some_and(|latest| latest <= record), "{latest:?} was sent at {record}");
        let (_, run) = apply(&mut session, Command::SkipQuestion);
        let whole = run.expect("sent anew").graphs.clone().expect("there are sockets");
        assert!(whole.series.iter().flat_map(|series| &series.samples).any(|sample| sample.records > record));
    }
}

#[test]
fn another_socket_can_be_chosen() {
    let mut session = open("hello", 0);
    let first = graphs(&mut session);
    assert_eq!(first.sockets.len(), 2);
    let other = 1 - first.chosen;
    let (_, run) = apply(&mut session, Command::GraphSocket(other));
    let second = run.expect("sent anew").graphs.clone().expect("there are sockets");
    assert_eq!((second.chosen, &*second.sockets[other].host), (other, "server"));
    assert_ne!(first.series, second.series);
}
