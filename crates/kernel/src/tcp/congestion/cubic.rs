//! CUBIC (RFC 9438) in integers as Linux computes it (net/ipv4/tcp_cubic.c), with HyStart's two signs for the end of slow start.

use super::AckSample;
use crate::timer::{HZ, ticks_from_micros};
use netlab_wire::Seq;

/// Multiplicative decrease: 717/1024, about 0.7.
const BETA: u64 = 717;
const BETA_SCALE: u64 = 1024;
/// The constant C, about 0.4, as Linux scales it.
const SCALE: u64 = 41;
/// Bits of the time unit: 1/1024 s.
const TIME_BITS: u32 = 10;
/// Reno's growth for comparison (RFC 9438 4.3).
const FRIENDLY_SCALE: u64 = 8 * (BETA_SCALE + BETA) / 3 / (BETA_SCALE - BETA);
const RTT_SCALE: u64 = SCALE * 10;
const CUBE_FACTOR: u64 = (1 << (10 + 3 * TIME_BITS)) / RTT_SCALE;

const HYSTART_LOW_WINDOW: u32 = 16;
const HYSTART_MINIMUM_SAMPLES: u32 = 8;
const HYSTART_ACK_GAP_US: u64 = 2000;
const HYSTART_DELAY_LEAST_US: u32 = 4000;
const HYSTART_DELAY_MOST_US: u32 = 16_000;
const BURST_BYTES: u64 = 65_279;

/// CUBIC's state (`struct bictcp`).
#[derive(Debug, Clone, Default)]
pub(super) struct Cubic {
    interval: u32,
    last_max_cwnd: u32,
    last_cwnd: u32,
    last_time: u64,
    origin: u32,
    /// K, in 1/1024 s.
    k: u64,
    delay_min_us: u32,
    /// Tick at which this epoch began; `None` after a loss.
    epoch_start: Option<u64>,
    ack_count: u64,
    friendly_cwnd: u32,
    samples: u32,
    found: bool,
    round_start_us: u64,
    round_end: Seq,
    last_ack_us: u64,
    round_rtt_us: u32,
}

/// The integer cube root, rounded down.
pub(super) fn cube_root(value: u64) -> u64 {
    let (mut low, mut high) = (0_u64, 2_642_245_u64);
    while low < high {
        let middle = (low + high).div_ceil(2);
        if middle * middle * middle <= value { low = middle } else { high = middle - 1 }
    }
    low
}

impl Cubic {
    pub(super) fn start(&mut self, now_us: u64, snd_nxt: Seq) {
        self.reset_round(now_us, snd_nxt);
    }

    fn reset_round(&mut self, now_us: u64, snd_nxt: Seq) {
        self.round_start_us = now_us;
        self.last_ack_us = now_us;
        self.round_end = snd_nxt;
        self.round_rtt_us = u32::MAX;
        self.samples = 0;
    }

    /// `cubictcp_recalc_ssthresh`, with fast convergence.
    pub(super) fn threshold_after_loss(&mut self, cwnd: u32) -> u32 {
        self.epoch_start = None;
        self.last_max_cwnd = if cwnd < self.last_max_cwnd {
            (u64::from(cwnd) * (BETA_SCALE + BETA) / (2 * BETA_SCALE)) as u32
        } else {
            cwnd
        };
        ((u64::from(cwnd) * BETA / BETA_SCALE) as u32).max(2)
    }

    /// How many acknowledged segments make the window one larger (`bictcp_update`).
    pub(super) fn increase_interval(&mut self, cwnd: u32, acked: u32, now: u64) -> u32 {
        self.ack_count += u64::from(acked);
        if self.last_cwnd == cwnd && now.saturating_sub(self.last_time) <= HZ / 32 {
            return self.interval;
        }
        if self.epoch_start.is_none() || now != self.last_time {
            self.last_cwnd = cwnd;
            self.last_time = now;
            self.follow_curve(cwnd, acked, now);
        }
        self.be_friendly(cwnd);
        self.interval = self.interval.max(2);
        self.interval
    }

    fn follow_curve(&mut self, cwnd: u32, acked: u32, now: u64) {
        let epoch = match self.epoch_start {
            Some(epoch) => epoch,
            None => {
                self.epoch_start = Some(now);
                self.ack_count = u64::from(acked);
                self.friendly_cwnd = cwnd;
                if self.last_max_cwnd <= cwnd {
                    self.k = 0;
                    self.origin = cwnd;
                } else {
                    self.k = cube_root(CUBE_FACTOR * u64::from(self.last_max_cwnd - cwnd));
                    self.origin = self.last_max_cwnd;
                }
                now
            }
        };
        let passed = now.saturating_sub(epoch) + ticks_from_micros(u64::from(self.delay_min_us));
        let time = (passed << TIME_BITS) / HZ;
        let offset = self.k.abs_diff(time);
        let cube = u128::from(RTT_SCALE) * u128::from(offset) * u128::from(offset) * u128::from(offset);
        let delta = u32::try_from(cube >> (10 + 3 * TIME_BITS)).unwrap_or(u32::MAX / 2);
        let target =
            if time < self.k { self.origin.saturating_sub(delta) } else { self.origin.saturating_add(delta) };
        self.interval = if target > cwnd { cwnd / (target - cwnd) } else { cwnd.saturating_mul(100) };
        if self.last_max_cwnd == 0 {
            self.interval = self.interval.min(20);
        }
    }

    /// Never slower than Reno would be (RFC 9438 4.3).
    fn be_friendly(&mut self, cwnd: u32) {
        let delta = ((u64::from(cwnd) * FRIENDLY_SCALE) >> 3).max(1);
        while self.ack_count > delta {
            self.ack_count -= delta;
            self.friendly_cwnd += 1;
        }
        if self.friendly_cwnd > cwnd {
            self.interval = self.interval.min(cwnd / (self.friendly_cwnd - cwnd));
        }
    }

    /// Notes the delay (`cubictcp_acked`). True when slow start should end here.
    pub(super) fn segments_acked(
        &mut self,
        sample: &AckSample,
        cwnd: u32,
        slow_start: bool,
        rate: u64,
    ) -> bool {
        let Some(rtt) = sample.rtt_us else { return false };
        if self.epoch_start.is_some_and(|epoch| sample.now.saturating_sub(epoch) < HZ) {
            return false;
        }
        let delay = rtt.max(1);
        if self.delay_min_us == 0 || self.delay_min_us > delay {
            self.delay_min_us = delay;
        }
        !self.found && slow_start && self.hystart(sample, cwnd, delay, rate)
    }

    /// `hystart_update`: ACK trains and growing delay (Ha, Rhee 2011).
    fn hystart(&mut self, sample: &AckSample, cwnd: u32, delay: u32, rate: u64) -> bool {
        if sample.snd_una.after(self.round_end) {
            self.reset_round(sample.now_us, sample.snd_nxt);
        }
        if cwnd < HYSTART_LOW_WINDOW {
            return false;
        }
        let now = sample.now_us;
        if now.saturating_sub(self.last_ack_us) <= HYSTART_ACK_GAP_US {
            self.last_ack_us = now;
            let burst = (BURST_BYTES * 4 * 1_000_000).checked_div(rate).map_or(0, |burst| burst.min(1000));
            let threshold = (u64::from(self.delay_min_us) + burst) >> 1;
            self.found |= now.saturating_sub(self.round_start_us) > threshold;
        }
        self.round_rtt_us = self.round_rtt_us.min(delay);
        if self.samples < HYSTART_MINIMUM_SAMPLES {
            self.samples += 1;
        } else {
            let margin = (self.delay_min_us >> 3).clamp(HYSTART_DELAY_LEAST_US, HYSTART_DELAY_MOST_US);
            self.found |= self.round_rtt_us > self.delay_min_us + margin;
        }
        self.found
    }

    /// After idling the curve goes on where it stopped (`cubictcp_cwnd_event`).
    pub(super) fn transmit_starts(&mut self, now: u64, last_sent: u64) {
        let idle = now.saturating_sub(last_sent);
        if let Some(epoch) = self.epoch_start
            && idle > 0
        {
            self.epoch_start = Some((epoch + idle).min(now));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::cube_root;

    #[test]
    fn the_cube_root_is_rounded_down() {
        for (value, root) in
            [(0, 0), (1, 1), (7, 1), (8, 2), (26, 2), (27, 3), (1_000_000, 100), (u64::MAX, 2_642_245)]
        {
            assert_eq!(cube_root(value), root, "of {value}");
        }
    }
}
