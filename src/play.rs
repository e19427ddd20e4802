//! The play clock: how far the view moves while the reader lets it run.
//!
//! Two paces. *Records per second* draws every record for the same while, however much or little time passes between two of
//! them. *Clock* follows the lab's own time at a fixed ratio to the wall clock; an idle gap (nothing happens, nothing is on
//! a cable) longer than [`FOLD`] of wall time is folded to that, and the view says how much was left out.

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
pub const PACES: [Pace; 11] = [
    Pace::Records { tenths: 5 },
    Pace::Records { tenths: 10 },
    Pace::Records { tenths: 20 },
    Pace::Records { tenths: 50 },
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
