//! Rates, sequence numbers and hardware addresses.

use crate::time::Duration;
use core::fmt;
use core::ops::{Add, AddAssign, Sub, SubAssign};
use serde::{Deserialize, Serialize};

/// A line's rate in bits per second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Rate(u64);

impl Rate {
    /// `bits` bits per second.
    pub const fn from_bits_per_second(bits: u64) -> Self {
        Self(bits)
    }
    /// The rate in bits per second.
    pub const fn bits_per_second(self) -> u64 {
        self.0
    }
    /// How long `bytes` bytes take, rounded up to a nanosecond. A rate of zero never ends: [`Duration::MAX`].
    pub const fn time_for(self, bytes: u64) -> Duration {
        if self.0 == 0 {
            return Duration::MAX;
        }
        let bit_nanos = bytes as u128 * 8 * 1_000_000_000;
        let nanos = bit_nanos.div_ceil(self.0 as u128);
        if nanos > u64::MAX as u128 { Duration::MAX } else { Duration::from_nanos(nanos as u64) }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (value, unit) = match self.0 {
            bits if bits >= 1_000_000_000 && bits.is_multiple_of(1_000_000_000) => {
                (bits / 1_000_000_000, "Gbit/s")
            }
            bits if bits >= 1_000_000 && bits.is_multiple_of(1_000_000) => (bits / 1_000_000, "Mbit/s"),
            bits if bits >= 1_000 && bits.is_multiple_of(1_000) => (bits / 1_000, "kbit/s"),
            bits => (bits, "bit/s"),
        };
        write!(f, "{value} {unit}")
    }
}

/// A sequence number of TCP: 32 bits that wrap (RFC 9293 section 3.4, arithmetic of RFC 1982).
///
/// It has no `Ord` on purpose: which of two numbers is later depends on the window around them, so the comparison has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Seq(u32);

impl Seq {
    /// The number as it stands in the header.
    pub const fn new(raw: u32) -> Self {
        Self(raw)
    }
    /// The number as it stands in the header.
    pub const fn raw(self) -> u32 {
        self.0
    }
    /// How far this number lies after `other` (negative: before it). Meaningful while they are less than 2^31 apart.
    pub const fn diff(self, other: Self) -> i32 {
        self.0.wrapping_sub(other.0) as i32
    }
    /// Whether this number comes strictly before `other` (Linux's `before`).
    pub const fn before(self, other: Self) -> bool {
        self.diff(other) < 0
    }
    /// Whether this number comes strictly after `other` (Linux's `after`).
    pub const fn after(self, other: Self) -> bool {
        other.before(self)
    }
    /// Before `other` or equal to it.
    pub const fn before_eq(self, other: Self) -> bool {
        !self.after(other)
    }
    /// After `other` or equal to it.
    pub const fn after_eq(self, other: Self) -> bool {
        !self.before(other)
    }
    /// Whether this number is one of the `size` numbers from `left` on.
    pub const fn in_window(self, left: Self, size: u32) -> bool {
        self.0.wrapping_sub(left.0) < size
    }
    /// The later of two.
    pub const fn later(self, other: Self) -> Self {
        if self.after(other) { self } else { other }
    }
    /// The earlier of two.
    pub const fn earlier(self, other: Self) -> Self {
        if self.before(other) { self } else { other }
    }
}

impl Add<u32> for Seq {
    type Output = Self;
    fn add(self, count: u32) -> Self {
        Self(self.0.wrapping_add(count))
    }
}
impl AddAssign<u32> for Seq {
    fn add_assign(&mut self, count: u32) {
        *self = *self + count;
    }
}
impl Sub<u32> for Seq {
    type Output = Self;
    fn sub(self, count: u32) -> Self {
        Self(self.0.wrapping_sub(count))
    }
}
impl SubAssign<u32> for Seq {
    fn sub_assign(&mut self, count: u32) {
        *self = *self - count;
    }
}
impl fmt::Display for Seq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A hardware address of Ethernet (EUI-48), first byte first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct MacAddress(pub [u8; 6]);

impl MacAddress {
    /// `ff:ff:ff:ff:ff:ff`.
    pub const BROADCAST: Self = Self([0xff; 6]);
    /// `00:00:00:00:00:00`: not yet known, in ARP.
    pub const UNSPECIFIED: Self = Self([0; 6]);

    /// The six bytes in the order of transmission.
    pub const fn octets(self) -> [u8; 6] {
        self.0
    }
    /// Whether this is the broadcast address.
    pub fn is_broadcast(self) -> bool {
        self == Self::BROADCAST
    }
    /// Whether the group bit is set (multicast or broadcast).
    pub const fn is_group(self) -> bool {
        self.0[0] & 1 == 1
    }
}

impl fmt::Display for MacAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        f.pad(&format!("{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{g:02x}"))
    }
}
