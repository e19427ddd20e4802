//! Finding a moment by what the run's lists say: system calls (strace), packets and their flags (tcpdump), and what a packet
//! is called on the stage. The story's sentences are made one at a time where the session lives, so they are not searched.

use netlab_lab::view::RunView;

use crate::view::packet_word;

/// The records at which some list says this, ascending; upper and lower case are the same.
pub fn hits(run: &RunView, wanted: &str) -> Vec<u64> {
    let wanted = wanted.trim().to_lowercase();
    if wanted.is_empty() {
        return Vec::new();
    }
    let says = |text: &str| text.to_lowercase().contains(&wanted);
    let calls = run.strace.iter().filter(|line| says(&line.text)).map(|line| line.record);
    let packets = run.packets.iter().filter(|line| says(&line.info)).map(|line| line.record);
    let words = run.flights.iter().filter(|flight| says(&packet_word(flight.kind, flight.length)));
    let mut records: Vec<u64> = calls.chain(packets).chain(words.map(|flight| flight.record)).collect();
    records.sort_unstable();
    records.dedup();
    // A record has happened when one more record than its number has.
    records.into_iter().map(|record| record + 1).collect()
}

/// The next or previous hit from here; after the last comes the first.
pub fn next(hits: &[u64], here: u64, forward: bool) -> Option<u64> {
    if forward {
        hits.iter().find(|hit| **hit > here).or(hits.first()).copied()
    } else {
        hits.iter().rfind(|hit| **hit < here).or(hits.last()).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use netlab_lab::view::{Flight, FrameKind, StraceLine, Way};

    fn run() -> RunView {
        let line = |text: &str, record| StraceLine { program: 0, at: 0, text: text.into(), record };
        let flight = |kind, record| Flight {
            kind,
            way: Way::Request,
            from: 0,
            until: None,
            lost_at: None,
            length: 0,
            record,
        };
        RunView {
            strace: vec![line("socket(AF_INET, SOCK_STREAM)", 3), line("sendto(3, \"hello\")", 20)],
            flights: vec![flight(FrameKind::Syn, 8), flight(FrameKind::SynAck, 12)],
            ..RunView::default()
        }
    }

    #[test]
    fn calls_and_packets_are_found_and_the_round_goes_on() {
        assert_eq!(hits(&run(), "SENDTO"), [21]);
        assert_eq!(hits(&run(), "syn"), [9, 13]);
        assert!(hits(&run(), "  ").is_empty());
        let found = hits(&run(), "s");
        assert_eq!(found, [4, 9, 13, 21]);
        assert_eq!(next(&found, 0, true), Some(4));
        assert_eq!(next(&found, 9, true), Some(13));
        assert_eq!(next(&found, 21, true), Some(4));
        assert_eq!(next(&found, 4, false), Some(21));
        assert_eq!(next(&[], 4, false), None);
    }
}
