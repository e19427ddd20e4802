//! Round trip times and the retransmission timeout (RFC 6298 as Linux computes it, in eighths and quarters of microseconds).

use super::connection::{Connection, NO_RTT};
use super::environment::Environment;
use crate::timer::ticks_from_micros;

impl Connection {
    /// Takes a measured round trip in (`tcp_rtt_estimator`).
    pub(super) fn estimate_rtt(&mut self, env: &Environment<'_>, measured_us: u32) {
        let least = self.rto_minimum_us(env);
        let (una, nxt) = (self.snd.snd_una, self.snd.snd_nxt);
        let rtt = &mut self.rtt;
        let measured = i64::from(measured_us);
        if rtt.srtt_us == 0 {
            rtt.srtt_us = (measured_us << 3).max(1);
            rtt.mdev_us = measured_us << 1;
            rtt.rttvar_us = rtt.mdev_us.max(least);
            rtt.mdev_max_us = rtt.rttvar_us;
            rtt.rtt_seq = nxt;
            return;
        }
        let error = measured - i64::from(rtt.srtt_us >> 3);
        rtt.srtt_us = (i64::from(rtt.srtt_us) + error).max(1) as u32;
        let mut change = error.abs() - i64::from(rtt.mdev_us >> 2);
        // A round trip shorter than expected says less about the variation (Eifel's finding).
        if error < 0 && change > 0 {
            change >>= 3;
        }
        rtt.mdev_us = (i64::from(rtt.mdev_us) + change).max(0) as u32;
        if rtt.mdev_us > rtt.mdev_max_us {
            rtt.mdev_max_us = rtt.mdev_us;
            rtt.rttvar_us = rtt.rttvar_us.max(rtt.mdev_max_us);
        }
        if una.after(rtt.rtt_seq) {
            if rtt.mdev_max_us < rtt.rttvar_us {
                rtt.rttvar_us -= (rtt.rttvar_us - rtt.mdev_max_us) >> 2;
            }
            rtt.rtt_seq = nxt;
            rtt.mdev_max_us = least;
        }
    }

    /// The timeout that follows from the estimate, ticks (`__tcp_set_rto`).
    pub(super) fn rto_from_estimate(&self, env: &Environment<'_>) -> u64 {
        let micros = u64::from(self.rtt.srtt_us >> 3) + u64::from(self.rtt.rttvar_us);
        let least = if env.policy.textbook() { self.rto_minimum(env) } else { 1 };
        ticks_from_micros(micros).max(least).min(self.rto_maximum(env))
    }

    /// Keeps the smallest round trip of the last minutes (`tcp_update_rtt_min`, `minmax_running_min`).
    pub(super) fn update_min_rtt(&mut self, env: &Environment<'_>, rtt_us: u32, maybe_delayed: bool) {
        if maybe_delayed && rtt_us > self.min_rtt() {
            return;
        }
        let window = u64::from(env.sysctl.tcp_min_rtt_wlen) * crate::timer::HZ;
        let now = env.ticks();
        let value = if rtt_us == 0 { 4000 } else { rtt_us };
        running_minimum(&mut self.rtt.min_rtt, window, now, value);
    }
}

/// Kathleen Nichols' windowed minimum: best, second best, third best, each later than the one before.
fn running_minimum(samples: &mut [(u64, u32); 3], window: u64, now: u64, value: u32) {
    let new = (now, value);
    if value <= samples[0].1 || samples[0].1 == NO_RTT || now.saturating_sub(samples[2].0) > window {
        *samples = [new; 3];
        return;
    }
    if value <= samples[1].1 {
        samples[1] = new;
        samples[2] = new;
    } else if value <= samples[2].1 {
        samples[2] = new;
    }
    let age = now.saturating_sub(samples[0].0);
    if age > window {
        samples[0] = samples[1];
        samples[1] = samples[2];
        samples[2] = new;
        if now.saturating_sub(samples[0].0) > window {
            samples[0] = samples[1];
            samples[1] = samples[2];
            samples[2] = new;
        }
    } else if samples[1].0 == samples[0].0 && age > window / 4 {
        samples[1] = new;
        samples[2] = new;
    } else if samples[2].0 == samples[1].0 && age > window / 2 {
        samples[2] = new;
    }
}
