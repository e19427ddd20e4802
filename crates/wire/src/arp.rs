//! ARP for IPv4 over Ethernet (RFC 826): who has this address, and the answer.

use crate::error::{Layer, WireError};
use crate::units::MacAddress;
use core::net::Ipv4Addr;
use serde::{Deserialize, Serialize};

/// The operation field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ArpOperation {
    /// 1: who has the target address?
    Request,
    /// 2: the sender has it.
    Reply,
}

/// An ARP packet for IPv4 over Ethernet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ArpPacket {
    /// Question or answer.
    pub operation: ArpOperation,
    /// The sender's Ethernet address.
    pub sender_hardware: MacAddress,
    /// The sender's IPv4 address.
    pub sender_protocol: Ipv4Addr,
    /// The target's Ethernet address; all zero in a request.
    pub target_hardware: MacAddress,
    /// The target's IPv4 address.
    pub target_protocol: Ipv4Addr,
}

/// Hardware type Ethernet, protocol type IPv4, address lengths 6 and 4.
const ETHERNET_IPV4: [u8; 6] = [0, 1, 8, 0, 6, 4];

impl ArpPacket {
    /// Length in bytes.
    pub const LENGTH: usize = 28;

    /// Reads the packet; bytes after it (padding) are ignored. The second value is always [`Self::LENGTH`].
    pub fn parse(bytes: &[u8]) -> Result<(Self, usize), WireError> {
        WireError::need(Layer::Arp, bytes, Self::LENGTH)?;
        if bytes[0..6] != ETHERNET_IPV4 {
            return Err(WireError::UnsupportedArp);
        }
        let operation = match u16::from_be_bytes([bytes[6], bytes[7]]) {
            1 => ArpOperation::Request,
            2 => ArpOperation::Reply,
            _ => return Err(WireError::UnsupportedArp),
        };
        let hardware = |at: usize| MacAddress(core::array::from_fn(|index| bytes[at + index]));
        let protocol = |at: usize| Ipv4Addr::new(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]);
        let packet = Self {
            operation,
            sender_hardware: hardware(8),
            sender_protocol: protocol(14),
            target_hardware: hardware(18),
            target_protocol: protocol(24),
        };
        Ok((packet, Self::LENGTH))
    }

    /// Writes the packet into the first [`Self::LENGTH`] bytes of `out`. Panics when `out` is shorter.
    pub fn write(&self, out: &mut [u8]) {
        let operation: u16 = match self.operation {
            ArpOperation::Request => 1,
            ArpOperation::Reply => 2,
        };
        out[0..6].copy_from_slice(&ETHERNET_IPV4);
        out[6..8].copy_from_slice(&operation.to_be_bytes());
        out[8..14].copy_from_slice(&self.sender_hardware.0);
        out[14..18].copy_from_slice(&self.sender_protocol.octets());
        out[18..24].copy_from_slice(&self.target_hardware.0);
        out[24..28].copy_from_slice(&self.target_protocol.octets());
    }

    /// Appends the packet.
    pub fn emit(&self, out: &mut Vec<u8>) {
        let start = out.len();
        out.resize(start + Self::LENGTH, 0);
        self.write(&mut out[start..]);
    }
}
