//! How many ICMP errors a computer sends (RFC 1812 4.3.2.8): a bucket for all, and one for each destination
//! (`icmp_global_allow`, `inet_peer_xrlim_allow`, `ip_error`).

use core::net::Ipv4Addr;
use netlab_wire::{Duration, Instant};
use std::collections::BTreeMap;

/// `icmp_msgs_per_sec`
const MESSAGES_PER_SECOND: u64 = 1_000;
/// `icmp_msgs_burst`
const MESSAGES_BURST: u64 = 50;
/// `ip_rt_error_cost`
const ROUTE_ERROR_COST: Duration = Duration::from_secs(1);
/// `XRLIM_BURST_FACTOR`
const BURST: u64 = 6;
/// `ip_rt_error_burst` in units of its cost, one second.
const ROUTE_ERROR_BURST: u64 = 5;
/// A destination not seen before has saved up this much.
const FRESH: Duration = Duration::from_secs(60);

#[derive(Debug, Clone, Copy)]
struct Bucket {
    tokens: Duration,
    last: Instant,
}

impl Bucket {
    /// Fills up to `burst` costs, and takes one if it is there.
    fn take(&mut self, now: Instant, cost: Duration, burst: u64) -> bool {
        self.tokens = (self.tokens + now.saturating_since(self.last)).min(cost * burst);
        self.last = now;
        match self.tokens.checked_sub(cost) {
            Some(rest) => {
                self.tokens = rest;
                true
            }
            None => false,
        }
    }
}

/// The buckets of one computer.
#[derive(Debug, Clone, Default)]
pub(super) struct IcmpLimits {
    peers: BTreeMap<Ipv4Addr, Bucket>,
    credit: u64,
    stamp: Option<Instant>,
}

impl IcmpLimits {
    fn peer(&mut self, destination: Ipv4Addr, now: Instant) -> &mut Bucket {
        self.peers.entry(destination).or_insert(Bucket { tokens: FRESH, last: now })
    }

    /// Whether the computer as a whole may send one more (`icmp_global_allow`): credit grows in steps of 20 ms or more.
    pub(super) fn allow_any(&mut self, now: Instant) -> bool {
        let passed = self
            .stamp
            .map_or(Duration::from_secs(1), |stamp| now.saturating_since(stamp).min(Duration::from_secs(1)));
        if passed >= Duration::from_millis(20) {
            let grown = MESSAGES_PER_SECOND * passed.as_millis() / 1_000;
            if grown > 0 {
                self.stamp = Some(now);
            }
            self.credit = (self.credit + grown).min(MESSAGES_BURST);
        }
        let allowed = self.credit > 0;
        self.credit = self.credit.saturating_sub(1);
        allowed
    }

    /// Whether one more may go to `destination`; `cost` is `icmp_ratelimit`, no limit when 0.
    pub(super) fn allow_peer(&mut self, destination: Ipv4Addr, now: Instant, cost: Duration) -> bool {
        cost.is_zero() || self.peer(destination, now).take(now, cost, BURST)
    }

    /// Whether a packet without a route is answered at all; it shares the destination's bucket.
    pub(super) fn allow_route_error(&mut self, destination: Ipv4Addr, now: Instant) -> bool {
        self.peer(destination, now).take(now, ROUTE_ERROR_COST, ROUTE_ERROR_BURST)
    }
}
