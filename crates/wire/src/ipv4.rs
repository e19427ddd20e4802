//! IPv4 (RFC 791) without options: a received header may have them, they are skipped.

use crate::checksum::{self, Checksum};
use crate::error::{Layer, WireError};
use core::net::Ipv4Addr;
use serde::{Deserialize, Serialize};

/// What an IPv4 datagram carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Protocol {
    /// 1.
    Icmp,
    /// 6.
    Tcp,
    /// 17.
    Udp,
    /// Anything else.
    Other(u8),
}

impl Protocol {
    /// The number in the header.
    pub const fn number(self) -> u8 {
        match self {
            Self::Icmp => 1,
            Self::Tcp => 6,
            Self::Udp => 17,
            Self::Other(number) => number,
        }
    }
    /// The protocol of this number.
    pub const fn from_number(number: u8) -> Self {
        match number {
            1 => Self::Icmp,
            6 => Self::Tcp,
            17 => Self::Udp,
            number => Self::Other(number),
        }
    }
}

/// The header of an IPv4 datagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ipv4Header {
    /// Differentiated services and congestion bits, as one byte.
    pub dscp_ecn: u8,
    /// Header and payload, in bytes.
    pub total_length: u16,
    /// Tells the fragments of one datagram from those of another.
    pub identification: u16,
    /// Routers may not fragment it.
    pub dont_fragment: bool,
    /// Another fragment follows.
    pub more_fragments: bool,
    /// Where this fragment's payload belongs, in bytes: a multiple of 8, at most 65528.
    pub fragment_offset: u16,
    /// Routers it may still pass.
    pub time_to_live: u8,
    /// What follows.
    pub protocol: Protocol,
    /// Who sent it.
    pub source: Ipv4Addr,
    /// Who shall receive it.
    pub destination: Ipv4Addr,
}

impl Ipv4Header {
    /// Length of a header without options, in bytes.
    pub const LENGTH: usize = 20;

    /// Reads a header, checks its checksum and that the whole datagram is there. The second value is the header's length with
    /// its options, 20 to 60. Bytes after `total_length` are link padding: ignore them.
    pub fn parse(bytes: &[u8]) -> Result<(Self, usize), WireError> {
        let (header, header_length) = Self::parse_quoted(bytes)?;
        WireError::need(Layer::Ipv4, bytes, usize::from(header.total_length))?;
        let sum = match bytes.first_chunk::<{ Self::LENGTH }>() {
            Some(head) if header_length == Self::LENGTH => Checksum::of_header(head),
            Some(_) | None => Checksum::new().bytes(&bytes[..header_length]),
        };
        if !sum.holds() {
            let found = u16::from_be_bytes([bytes[10], bytes[11]]);
            return Err(WireError::BadChecksum { layer: Layer::Ipv4, found });
        }
        Ok((header, header_length))
    }

    /// Reads a header as an ICMP error quotes it: the datagram may be cut short and the checksum is not looked at.
    pub fn parse_quoted(bytes: &[u8]) -> Result<(Self, usize), WireError> {
        let Some((head, _)) = bytes.split_first_chunk::<{ Self::LENGTH }>() else {
            return Err(WireError::Truncated { layer: Layer::Ipv4, needed: Self::LENGTH, have: bytes.len() });
        };
        if head[0] >> 4 != 4 {
            return Err(WireError::BadVersion { version: head[0] >> 4 });
        }
        let header_length = usize::from(head[0] & 15) * 4;
        if header_length < Self::LENGTH {
            return Err(WireError::BadLength { layer: Layer::Ipv4, value: header_length });
        }
        WireError::need(Layer::Ipv4, bytes, header_length)?;
        let half = |at: usize| u16::from_be_bytes([head[at], head[at + 1]]);
        let total_length = half(2);
        if usize::from(total_length) < header_length {
            return Err(WireError::BadLength { layer: Layer::Ipv4, value: usize::from(total_length) });
        }
        let fragment = half(6);
        let header = Self {
            dscp_ecn: head[1],
            total_length,
            identification: half(4),
            dont_fragment: fragment & 0x4000 != 0,
            more_fragments: fragment & 0x2000 != 0,
            fragment_offset: (fragment & 0x1fff) * 8,
            time_to_live: head[8],
            protocol: Protocol::from_number(head[9]),
            source: Ipv4Addr::new(head[12], head[13], head[14], head[15]),
            destination: Ipv4Addr::new(head[16], head[17], head[18], head[19]),
        };
        Ok((header, header_length))
    }

    /// Writes the header with its checksum into the first [`Self::LENGTH`] bytes of `out`.
    /// Panics when `out` is shorter or `fragment_offset` is no multiple of 8.
    pub fn write(&self, out: &mut [u8]) {
        assert!(self.fragment_offset.is_multiple_of(8), "a fragment's offset is a multiple of 8 bytes");
        let head = out.first_chunk_mut::<{ Self::LENGTH }>().expect("room for an IPv4 header");
        let flags = u16::from(self.dont_fragment) << 14 | u16::from(self.more_fragments) << 13;
        head[0] = 0x45;
        head[1] = self.dscp_ecn;
        head[2..4].copy_from_slice(&self.total_length.to_be_bytes());
        head[4..6].copy_from_slice(&self.identification.to_be_bytes());
        head[6..8].copy_from_slice(&(flags | (self.fragment_offset / 8)).to_be_bytes());
        head[8] = self.time_to_live;
        head[9] = self.protocol.number();
        head[10..12].fill(0);
        head[12..16].copy_from_slice(&self.source.octets());
        head[16..20].copy_from_slice(&self.destination.octets());
        let sum = Checksum::of_header(head).finish();
        head[10..12].copy_from_slice(&sum.to_be_bytes());
    }

    /// Appends the header.
    pub fn emit(&self, out: &mut Vec<u8>) {
        let start = out.len();
        out.resize(start + Self::LENGTH, 0);
        self.write(&mut out[start..]);
    }

    /// Whether this is a fragment (first, middle or last) of a larger datagram.
    pub const fn is_fragment(&self) -> bool {
        self.more_fragments || self.fragment_offset != 0
    }

    /// Bytes after a header of `header_length` bytes.
    pub const fn payload_length(&self, header_length: usize) -> usize {
        self.total_length as usize - header_length
    }
}

/// Takes one from the time to live of the IPv4 header at the start of `bytes` and mends its checksum incrementally (RFC 1624),
/// as Linux's `ip_decrease_ttl`. Returns what is left. Panics when `bytes` has no header or its time to live is zero.
pub fn decrement_ttl(bytes: &mut [u8]) -> u8 {
    let head = bytes.first_chunk_mut::<{ Ipv4Header::LENGTH }>().expect("an IPv4 header");
    assert!(head[8] > 0, "a datagram whose time to live is zero is not forwarded");
    let old_word = u16::from_be_bytes([head[8], head[9]]);
    head[8] -= 1;
    let new_word = u16::from_be_bytes([head[8], head[9]]);
    let sum = checksum::update(u16::from_be_bytes([head[10], head[11]]), old_word, new_word);
    head[10..12].copy_from_slice(&sum.to_be_bytes());
    head[8]
}
