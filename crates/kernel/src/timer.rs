//! When a kernel timer runs out: ticks and the timer wheel's rounding (`calc_wheel_index`, kernel/time/timer.c).
//!
//! Linux counts time for its timers in ticks (jiffies). A timer is sorted into one of nine levels of a wheel by how far off
//! it is; each level is eight times as coarse as the one below, and a timer runs out at the next boundary of its level,
//! never early.

use netlab_wire::{Duration, Instant};

/// Ticks per second (CONFIG_HZ). 250 on the recorded machine.
pub const HZ: u64 = 250;

/// Length of a tick in nanoseconds.
pub const TICK_NANOS: u64 = 1_000_000_000 / HZ;

const LEVEL_BITS: u32 = 3;
const SLOTS: u64 = 64;
const LEVELS: u32 = 9;

/// A moment in ticks since the start of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Ticks(pub u64);

impl Ticks {
    /// The tick that is running at `now`.
    pub const fn at(now: Instant) -> Ticks {
        Ticks(now.as_nanos() / TICK_NANOS)
    }
    /// The moment this tick begins.
    pub const fn instant(self) -> Instant {
        Instant::from_nanos(self.0 * TICK_NANOS)
    }
}

/// Ticks that cover `micros` microseconds (`usecs_to_jiffies`: rounded up).
pub const fn ticks_from_micros(micros: u64) -> u64 {
    micros.div_ceil(TICK_NANOS / 1000)
}

/// Ticks that cover `millis` milliseconds (`msecs_to_jiffies`: rounded up).
pub const fn ticks_from_millis(millis: u64) -> u64 {
    millis.div_ceil(TICK_NANOS / 1_000_000)
}

/// The time that a number of ticks takes.
pub const fn ticks_duration(ticks: u64) -> Duration {
    Duration::from_nanos(ticks * TICK_NANOS)
}

/// The tick at which a timer for `expires`, set during tick `now`, runs out.
pub fn wheel_expiry(now: Ticks, expires: Ticks) -> Ticks {
    let delta = expires.0.saturating_sub(now.0);
    let mut level = 0;
    // Level n begins at 63 * 8^(n - 1) ticks (`LVL_START`).
    while level + 1 < LEVELS && delta >= (SLOTS - 1) << (LEVEL_BITS * level) {
        level += 1;
    }
    let shift = LEVEL_BITS * level;
    let expires = expires.0.max(now.0);
    Ticks(((expires >> shift) + 1) << shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(delay: u64, set_at: u64) -> u64 {
        let now = Ticks::at(Instant::from_millis(set_at));
        wheel_expiry(now, Ticks(now.0 + ticks_from_millis(delay))).instant().as_millis()
    }

    #[test]
    fn a_timer_runs_out_at_the_next_boundary_of_its_level() {
        assert_eq!(millis(40, 0), 44, "4 ms steps");
        assert_eq!(millis(248, 0), 252);
        assert_eq!(millis(252, 0), 256, "32 ms steps from 252 ms on");
        assert_eq!(millis(264, 0), 288);
        assert_eq!(millis(264, 100), 384);
        assert_eq!(millis(2012, 0), 2016);
        assert_eq!(millis(2016, 0), 2048, "256 ms steps from 2016 ms on");
        assert_eq!(millis(60_000, 0), 61_440, "2048 ms steps from 16.128 s on");
    }
}
