//! TCP's header (RFC 9293 section 3.1) and its flags.

use crate::checksum::Checksum;
use crate::error::{Layer, WireError};
use crate::ipv4::Protocol;
use crate::tcp_options::TcpOptions;
use crate::units::Seq;
use core::fmt;
use core::net::Ipv4Addr;
use core::ops::BitOr;
use serde::{Deserialize, Serialize};

/// The control bits of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct TcpFlags(u8);

impl TcpFlags {
    /// None.
    pub const NONE: Self = Self(0);
    /// No more data from the sender.
    pub const FIN: Self = Self(0x01);
    /// Sequence numbers begin.
    pub const SYN: Self = Self(0x02);
    /// The connection is reset.
    pub const RST: Self = Self(0x04);
    /// Push.
    pub const PSH: Self = Self(0x08);
    /// The acknowledgement number counts.
    pub const ACK: Self = Self(0x10);
    /// The urgent pointer counts.
    pub const URG: Self = Self(0x20);
    /// Congestion was experienced (RFC 3168).
    pub const ECE: Self = Self(0x40);
    /// The congestion window was reduced (RFC 3168).
    pub const CWR: Self = Self(0x80);

    /// The bits as in the header's fourteenth byte.
    pub const fn bits(self) -> u8 {
        self.0
    }
    /// From the header's fourteenth byte.
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits)
    }
    /// Whether all of `other` is set.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
    /// Whether any of `other` is set.
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
    /// Both.
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
    /// Without those of `other`.
    pub const fn difference(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
    /// Sets `other`.
    pub fn insert(&mut self, other: Self) {
        self.0 |= other.0;
    }
    /// Clears `other`.
    pub fn remove(&mut self, other: Self) {
        self.0 &= !other.0;
    }
    /// Whether SYN is set.
    pub const fn syn(self) -> bool {
        self.contains(Self::SYN)
    }
    /// Whether ACK is set.
    pub const fn ack(self) -> bool {
        self.contains(Self::ACK)
    }
    /// Whether FIN is set.
    pub const fn fin(self) -> bool {
        self.contains(Self::FIN)
    }
    /// Whether RST is set.
    pub const fn rst(self) -> bool {
        self.contains(Self::RST)
    }
    /// Whether PSH is set.
    pub const fn psh(self) -> bool {
        self.contains(Self::PSH)
    }
}

impl BitOr for TcpFlags {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        self.union(other)
    }
}

impl fmt::Display for TcpFlags {
    /// tcpdump's form: `S`, `S.`, `P.`, `F.`, `R`; `none` when there is none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // tcpdump's order (`tcp_flag_values` in print-tcp.c): F S R P . U E W.
        const LETTERS: [(TcpFlags, char); 8] = [
            (TcpFlags::FIN, 'F'),
            (TcpFlags::SYN, 'S'),
            (TcpFlags::RST, 'R'),
            (TcpFlags::PSH, 'P'),
            (TcpFlags::ACK, '.'),
            (TcpFlags::URG, 'U'),
            (TcpFlags::ECE, 'E'),
            (TcpFlags::CWR, 'W'),
        ];
        if *self == Self::NONE {
            return f.pad("none");
        }
        let text: String =
            LETTERS.iter().filter(|(flag, _)| self.contains(*flag)).map(|(_, letter)| letter).collect();
        f.pad(&text)
    }
}

/// The header of a TCP segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TcpHeader {
    /// The sender's port.
    pub source_port: u16,
    /// The receiver's port.
    pub destination_port: u16,
    /// The number of the first byte of data, or of the SYN.
    pub sequence: Seq,
    /// The next byte the sender expects; counts when ACK is set.
    pub acknowledgment: Seq,
    /// The control bits.
    pub flags: TcpFlags,
    /// The receive window as in the header: not yet shifted by the window scale.
    pub window: u16,
    /// Counts when URG is set. Nothing in the lab acts on it.
    pub urgent_pointer: u16,
    /// The options.
    pub options: TcpOptions,
}

impl TcpHeader {
    /// Length of a header without options, in bytes.
    pub const MINIMUM_LENGTH: usize = 20;
    /// The longest header, in bytes.
    pub const MAXIMUM_LENGTH: usize = 60;

    /// Bytes of the header with its options, a multiple of 4.
    pub fn header_len(&self) -> usize {
        Self::MINIMUM_LENGTH + self.options.length()
    }

    /// Reads the header of a whole segment (all of `bytes`, header and payload) between two addresses and checks its checksum.
    /// The second value is the header's length, 20 to 60; the payload follows.
    pub fn parse(bytes: &[u8], source: Ipv4Addr, destination: Ipv4Addr) -> Result<(Self, usize), WireError> {
        let parsed = Self::parse_unchecked(bytes)?;
        let Ok(length) = u16::try_from(bytes.len()) else {
            return Err(WireError::TooLong { length: bytes.len() });
        };
        let sum =
            Checksum::new().pseudo_header(source, destination, Protocol::Tcp.number(), length).bytes(bytes);
        if !sum.holds() {
            return Err(WireError::BadChecksum {
                layer: Layer::Tcp,
                found: u16::from_be_bytes([bytes[16], bytes[17]]),
            });
        }
        Ok(parsed)
    }

    /// Reads the header without looking at the checksum: for a capture that was cut short.
    pub fn parse_unchecked(bytes: &[u8]) -> Result<(Self, usize), WireError> {
        let Some((head, _)) = bytes.split_first_chunk::<{ Self::MINIMUM_LENGTH }>() else {
            return Err(WireError::Truncated {
                layer: Layer::Tcp,
                needed: Self::MINIMUM_LENGTH,
                have: bytes.len(),
            });
        };
        let header_length = usize::from(head[12] >> 4) * 4;
        if header_length < Self::MINIMUM_LENGTH {
            return Err(WireError::BadLength { layer: Layer::Tcp, value: header_length });
        }
        WireError::need(Layer::Tcp, bytes, header_length)?;
        let half = |at: usize| u16::from_be_bytes([head[at], head[at + 1]]);
        let word = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let header = Self {
            source_port: half(0),
            destination_port: half(2),
            sequence: Seq::new(word(4)),
            acknowledgment: Seq::new(word(8)),
            flags: TcpFlags::from_bits(head[13]),
            window: half(14),
            urgent_pointer: half(18),
            options: TcpOptions::parse(&bytes[Self::MINIMUM_LENGTH..header_length]),
        };
        Ok((header, header_length))
    }

    /// Reads only the ports, sequence number and flags of a segment whose end may be missing, as an ICMP error quotes it
    /// (RFC 792 promises 8 bytes: ports and sequence number).
    pub fn parse_quoted(bytes: &[u8]) -> Result<(u16, u16, Seq), WireError> {
        WireError::need(Layer::Tcp, bytes, 8)?;
        let half = |at: usize| u16::from_be_bytes([bytes[at], bytes[at + 1]]);
        Ok((half(0), half(2), Seq::new(u32::from_be_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]))))
    }

    /// Writes the header into the start of `segment`, whose bytes from [`Self::header_len`] on are the payload already, and sets the checksum.
    /// Panics when the options do not fit into a header or the segment is longer than 65535 bytes.
    pub fn write(&self, segment: &mut [u8], source: Ipv4Addr, destination: Ipv4Addr) {
        let header_length = self.header_len();
        assert!(header_length <= Self::MAXIMUM_LENGTH, "TCP options take at most 40 bytes");
        let length = u16::try_from(segment.len()).expect("a segment is at most 65535 bytes long");
        let head = segment.first_chunk_mut::<{ Self::MINIMUM_LENGTH }>().expect("room for a TCP header");
        head[0..2].copy_from_slice(&self.source_port.to_be_bytes());
        head[2..4].copy_from_slice(&self.destination_port.to_be_bytes());
        head[4..8].copy_from_slice(&self.sequence.raw().to_be_bytes());
        head[8..12].copy_from_slice(&self.acknowledgment.raw().to_be_bytes());
        head[12] = (header_length as u8 / 4) << 4;
        head[13] = self.flags.bits();
        head[14..16].copy_from_slice(&self.window.to_be_bytes());
        head[16..18].fill(0);
        head[18..20].copy_from_slice(&self.urgent_pointer.to_be_bytes());
        self.options.write(&mut segment[Self::MINIMUM_LENGTH..header_length]);
        let sum = Checksum::new()
            .pseudo_header(source, destination, Protocol::Tcp.number(), length)
            .bytes(segment)
            .finish();
        segment[16..18].copy_from_slice(&sum.to_be_bytes());
    }
}
