//! The play clock: how far the view moves while the reader lets it run.
//!
//! Two paces. *Records per second* draws every record for the same while, however much or little time passes between two of
//! them. *Clock* follows the lab's own time at a fixed ratio to the wall clock; an idle gap (nothing happens, nothing is on
//! a cable) longer than [`FOLD`] of wall time is folded to that, and the view says how much was left out.

use netlab_lab::view::{MarkKind, Moment, RunView};
use serde::{Deserialize, Serialize};

/// A pace to play at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pace {
    /// So many tenths of a record each second.
    Records {
        /// Tenths of a record per second, at least 1.
        tenths: u32,
    },
    /// Lab time runs `numerator / denominator` times as fast as the wall clock.
    Clock {
        /// At least 1.
        numerator: u32,
        /// At least 1.
        denominator: u32,
    },
}

/// The paces on offer, slowest first.
pub const PACES: [Pace; 12] = [
    Pace::Records { tenths: 5 },
    Pace::Records { tenths: 10 },
    Pace::Records { tenths: 20 },
    Pace::Records { tenths: 50 },
    Pace::Records { tenths: 200 },
    Pace::Clock { numerator: 1, denominator: 1000 },
    Pace::Clock { numerator: 1, denominator: 100 },
    Pace::Clock { numerator: 1, denominator: 10 },
    Pace::Clock { numerator: 1, denominator: 1 },
    Pace::Clock { numerator: 10, denominator: 1 },
    Pace::Clock { numerator: 100, denominator: 1 },
    Pace::Clock { numerator: 1000, denominator: 1 },
];

/// The longest that an idle gap lasts when playing by the clock, in microseconds of wall time.
pub const FOLD: u64 = 1_500_000;

/// Where the play clock stands between two drawings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Playhead {
    /// Wall time not yet spent, in microseconds.
    rest: u64,
}

/// What a tick of the play clock asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tick {
    /// Nothing yet.
    Wait,
    /// This many records forward, at least one.
    Records(u64),
    /// To this lab time, in nanoseconds.
    Time(u64),
}

impl Playhead {
    /// `elapsed` microseconds of wall time have passed since the last tick. The view stands at `at` nanoseconds of lab time;
    /// `next` is the time of the next record, if there is one, and `idle` says that nothing is on a cable until then.
    pub fn tick(&mut self, pace: Pace, elapsed: u64, at: u64, next: Option<u64>, idle: bool) -> Tick {
        self.rest += elapsed;
        match pace {
            Pace::Records { tenths } => {
                let each = 10_000_000 / u64::from(tenths.max(1));
                let count = self.rest / each;
                self.rest %= each;
                if count == 0 { Tick::Wait } else { Tick::Records(count) }
            }
            Pace::Clock { numerator, denominator } => {
                let lab = self.rest * 1000 * u64::from(numerator) / u64::from(denominator.max(1));
                let Some(next) = next else { return Tick::Wait };
                let gap = next.saturating_sub(at);
                let wall = gap / 1000 * u64::from(denominator) / u64::from(numerator.max(1));
                if idle && wall > FOLD {
                    // Wait out the fold, then be there.
                    if self.rest < FOLD {
                        return Tick::Wait;
                    }
                    self.rest = 0;
                    return Tick::Time(next);
                }
                if lab == 0 {
                    return Tick::Wait;
                }
                self.rest = 0;
                Tick::Time(at + lab)
            }
        }
    }

    /// Forgets the time not yet spent: play was stopped.
    pub fn stop(&mut self) {
        self.rest = 0;
    }
}

/// How much lab time a folded gap leaves out, in nanoseconds; `None` when the gap is not folded.
pub fn folded(pace: Pace, gap: u64) -> Option<u64> {
    match pace {
        Pace::Records { .. } => None,
        Pace::Clock { numerator, denominator } => {
            let wall = gap / 1000 * u64::from(denominator) / u64::from(numerator.max(1));
            (wall > FOLD).then_some(gap)
        }
    }
}

/// The next place after this moment at which playing stops, a loud marker or a breakpoint: how many records have happened
/// there, and its time.
pub fn next_stop(run: &RunView, moment: &Moment) -> Option<(u64, u64)> {
    let marks = run.marks.iter().filter(|mark| stops(&mark.kind));
    // A mark's record has happened when one more record than its number has.
    let mut marks = marks.map(|mark| (mark.record + 1, mark.at));
    let mark = marks.find(|(happened, _)| *happened > moment.record);
    let place = run.stops.partition_point(|(happened, _)| *happened <= moment.record);
    mark.into_iter().chain(run.stops.get(place).copied()).min()
}

/// Whether playing stops there: something that the reader should not miss. Ordinary calls and states would stop it at
/// every turn.
const fn stops(kind: &MarkKind) -> bool {
    match kind {
        MarkKind::ZeroWindow | MarkKind::Drop | MarkKind::Reset => true,
        MarkKind::Connected
        | MarkKind::FirstData
        | MarkKind::FirstReceived
        | MarkKind::CallReturned { .. }
        | MarkKind::FirstBlock
        | MarkKind::WindowOpened
        | MarkKind::Retransmission
        | MarkKind::Probe
        | MarkKind::StateChange { .. }
        | MarkKind::Woken
        | MarkKind::Closed
        | MarkKind::ProcessEnd
        | MarkKind::Intervention => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use netlab_lab::view::Mark;

    #[test]
    fn records_come_at_their_rate_whatever_the_frame_rate() {
        for frame in [4_000u64, 16_667, 250_000] {
            let (mut head, mut records, mut wall) = (Playhead::default(), 0, 0);
            while wall < 10_000_000 {
                wall += frame;
                match head.tick(Pace::Records { tenths: 50 }, frame, 0, Some(1), false) {
                    Tick::Wait => {}
                    Tick::Records(count) => records += count,
                    Tick::Time(_) => panic!("records were asked for"),
                }
            }
            assert_eq!(records, wall / 200_000, "at {frame} us a frame");
        }
    }

    #[test]
    fn the_clock_keeps_its_ratio() {
        let mut head = Playhead::default();
        let slow = Pace::Clock { numerator: 1, denominator: 100 };
        // 16 ms of wall time at 1/100 are 160 us of lab time.
        assert_eq!(head.tick(slow, 16_000, 5_000, Some(10_000_000), false), Tick::Time(165_000));
        let fast = Pace::Clock { numerator: 1000, denominator: 1 };
        assert_eq!(head.tick(fast, 16_000, 0, Some(1), false), Tick::Time(16_000_000_000));
    }

    #[test]
    fn an_idle_gap_is_folded_and_says_so() {
        let mut head = Playhead::default();
        let real = Pace::Clock { numerator: 1, denominator: 1 };
        let minute = 60_000_000_000;
        assert_eq!(folded(real, minute), Some(minute));
        assert_eq!(folded(real, 1_000_000), None);
        assert_eq!(head.tick(real, 1_000_000, 0, Some(minute), true), Tick::Wait);
        assert_eq!(head.tick(real, 600_000, 0, Some(minute), true), Tick::Time(minute));
        // The same gap with a frame on a cable is shown as it is.
        assert_eq!(head.tick(real, 1_000_000, 0, Some(minute), false), Tick::Time(1_000_000_000));
    }

    #[test]
    fn at_the_end_the_clock_waits() {
        let mut head = Playhead::default();
        assert_eq!(head.tick(PACES[7], 1_000_000, 9, None, true), Tick::Wait);
    }

    #[test]
    fn playing_stops_at_whichever_comes_first() {
        let mark = |kind, record, at| Mark { kind, side: None, record, at };
        let marks = vec![mark(MarkKind::Connected, 3, 30), mark(MarkKind::ZeroWindow, 19, 200)];
        let run = RunView { marks, stops: vec![(5, 50), (12, 120), (40, 400)], ..RunView::default() };
        let after = |record| next_stop(&run, &Moment { record, ..moment() });
        assert_eq!(after(0), Some((5, 50)), "a connection does not stop it");
        assert_eq!(after(5), Some((12, 120)), "where it stands it has stopped already");
        assert_eq!(after(12), Some((20, 200)), "after the marker's record");
        assert_eq!(after(20), Some((40, 400)));
        assert_eq!(after(40), None);
    }

    fn moment() -> Moment {
        Moment { at: 0, record: 0, records: 50, origin: 0, next_at: None, withheld: false, can_run_on: false }
    }
}
