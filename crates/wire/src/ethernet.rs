//! Ethernet II: destination, source, type. As on a Linux TAP device frames are neither padded to 60 bytes nor followed by the
//! frame check sequence; that is computed where the signal is drawn.

use crate::error::{Layer, WireError};
use crate::units::MacAddress;
use serde::{Deserialize, Serialize};

/// What an Ethernet frame carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EtherType {
    /// 0x0800.
    Ipv4,
    /// 0x0806.
    Arp,
    /// Anything else; the lab's computers ignore it.
    Other(u16),
}

impl EtherType {
    /// The number in the header.
    pub const fn number(self) -> u16 {
        match self {
            Self::Ipv4 => 0x0800,
            Self::Arp => 0x0806,
            Self::Other(number) => number,
        }
    }
    /// The type of this number.
    pub const fn from_number(number: u16) -> Self {
        match number {
            0x0800 => Self::Ipv4,
            0x0806 => Self::Arp,
            number => Self::Other(number),
        }
    }
}

/// The header of an Ethernet II frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct EthernetHeader {
    /// Who shall receive it.
    pub destination: MacAddress,
    /// Who sent it.
    pub source: MacAddress,
    /// What follows.
    pub ether_type: EtherType,
}

impl EthernetHeader {
    /// Length in bytes.
    pub const LENGTH: usize = 14;

    /// Reads the header; the second value is its length, always [`Self::LENGTH`].
    pub fn parse(bytes: &[u8]) -> Result<(Self, usize), WireError> {
        let Some((head, _)) = bytes.split_first_chunk::<{ Self::LENGTH }>() else {
            return Err(WireError::Truncated {
                layer: Layer::Ethernet,
                needed: Self::LENGTH,
                have: bytes.len(),
            });
        };
        let [d0, d1, d2, d3, d4, d5, s0, s1, s2, s3, s4, s5, t0, t1] = *head;
        let header = Self {
            destination: MacAddress([d0, d1, d2, d3, d4, d5]),
            source: MacAddress([s0, s1, s2, s3, s4, s5]),
            ether_type: EtherType::from_number(u16::from_be_bytes([t0, t1])),
        };
        Ok((header, Self::LENGTH))
    }

    /// Writes the header into the first [`Self::LENGTH`] bytes of `out`. Panics when `out` is shorter.
    pub fn write(&self, out: &mut [u8]) {
        out[0..6].copy_from_slice(&self.destination.0);
        out[6..12].copy_from_slice(&self.source.0);
        out[12..14].copy_from_slice(&self.ether_type.number().to_be_bytes());
    }

    /// Appends the header.
    pub fn emit(&self, out: &mut Vec<u8>) {
        let start = out.len();
        out.resize(start + Self::LENGTH, 0);
        self.write(&mut out[start..]);
    }
}
