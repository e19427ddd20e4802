//! UDP (RFC 768).

use crate::checksum::Checksum;
use crate::error::{Layer, WireError};
use crate::ipv4::Protocol;
use core::net::Ipv4Addr;
use serde::{Deserialize, Serialize};

/// The header of a UDP datagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct UdpHeader {
    /// The sender's port.
    pub source_port: u16,
    /// The receiver's port.
    pub destination_port: u16,
    /// Header and payload, in bytes: at least 8.
    pub length: u16,
}

impl UdpHeader {
    /// Length of the header in bytes.
    pub const LENGTH: usize = 8;

    /// Reads the header of a whole datagram and checks its checksum (zero means: none was made).
    /// `bytes` is the payload of the reassembled IPv4 datagram between `source` and `destination`.
    pub fn parse(bytes: &[u8], source: Ipv4Addr, destination: Ipv4Addr) -> Result<(Self, usize), WireError> {
        let (header, header_length) = Self::parse_quoted(bytes)?;
        let length = usize::from(header.length);
        WireError::need(Layer::Udp, bytes, length)?;
        let found = u16::from_be_bytes([bytes[6], bytes[7]]);
        let sum = Checksum::new()
            .pseudo_header(source, destination, Protocol::Udp.number(), header.length)
            .bytes(&bytes[..length]);
        if found != 0 && !sum.holds() {
            return Err(WireError::BadChecksum { layer: Layer::Udp, found });
        }
        Ok((header, header_length))
    }

    /// Reads the header alone, from a first fragment or from what an ICMP error quotes.
    pub fn parse_quoted(bytes: &[u8]) -> Result<(Self, usize), WireError> {
        WireError::need(Layer::Udp, bytes, Self::LENGTH)?;
        let half = |at: usize| u16::from_be_bytes([bytes[at], bytes[at + 1]]);
        let header = Self { source_port: half(0), destination_port: half(2), length: half(4) };
        if usize::from(header.length) < Self::LENGTH {
            return Err(WireError::BadLength { layer: Layer::Udp, value: usize::from(header.length) });
        }
        Ok((header, Self::LENGTH))
    }

    /// Writes the header into the start of `datagram`, whose bytes from 8 on are the payload already, and sets the checksum.
    /// Panics when `datagram` is not `self.length` bytes long.
    pub fn write(&self, datagram: &mut [u8], source: Ipv4Addr, destination: Ipv4Addr) {
        assert_eq!(datagram.len(), usize::from(self.length), "the length field covers header and payload");
        datagram[0..2].copy_from_slice(&self.source_port.to_be_bytes());
        datagram[2..4].copy_from_slice(&self.destination_port.to_be_bytes());
        datagram[4..6].copy_from_slice(&self.length.to_be_bytes());
        datagram[6..8].fill(0);
        let sum = Checksum::new()
            .pseudo_header(source, destination, Protocol::Udp.number(), self.length)
            .bytes(datagram)
            .finish();
        // RFC 768: a sum of zero is sent as all ones, since zero means "no checksum".
        let sum = if sum == 0 { 0xffff } else { sum };
        datagram[6..8].copy_from_slice(&sum.to_be_bytes());
    }
}
