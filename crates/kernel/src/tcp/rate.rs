//! Delivery rate samples for `TCP_INFO` (net/ipv4/tcp_rate.c): what was delivered between two moments of one skb's life.

use super::connection::Connection;
use super::environment::Environment;

impl Connection {
    /// Remembers the newest delivered skb for the rate sample (`tcp_rate_skb_delivered`).
    pub(super) fn note_delivered_rate(&mut self, index: usize, prior_delivered: &mut u32) {
        let skb = self.snd.queue.get(index);
        if *prior_delivered == 0 || skb.delivered >= *prior_delivered {
            *prior_delivered = skb.delivered;
            self.recovery.first_tx_time = skb.sent_at;
            self.recovery.sample_sent = skb.sent_at.saturating_sub(skb.first_tx_time);
            self.recovery.sample_prior_time = skb.delivered_time;
            self.recovery.rate_app_limited = skb.app_limited;
        }
    }

    /// Delivery rate of this acknowledgement (`tcp_rate_gen`), for `TCP_INFO`.
    pub(super) fn generate_rate(&mut self, env: &Environment<'_>, delivered: u32, prior_delivered: u32) {
        let now = env.micros();
        let least = self.min_rtt();
        let recovery = &mut self.recovery;
        if recovery.app_limited != 0 && (recovery.delivered.wrapping_sub(recovery.app_limited) as i32) > 0 {
            recovery.app_limited = 0;
        }
        if delivered > 0 {
            recovery.delivered_time = now;
        }
        if prior_delivered == 0 {
            return;
        }
        let received = now.saturating_sub(recovery.sample_prior_time);
        let interval = recovery.sample_sent.max(received);
        if interval < u64::from(least) {
            return;
        }
        let count = recovery.delivered.wrapping_sub(prior_delivered);
        let interval = interval.min(u64::from(u32::MAX)) as u32;
        let faster = u64::from(count) * u64::from(recovery.rate_interval_us)
            >= u64::from(recovery.rate_delivered) * u64::from(interval);
        if !recovery.rate_app_limited || recovery.rate_interval_us == 0 || faster {
            recovery.rate_delivered = count;
            recovery.rate_interval_us = interval;
        }
    }
}
