//! What can be wrong with bytes: codes with arguments. Their sentences live in the `text` crate.

use serde::{Deserialize, Serialize};

/// The protocol whose header was being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Layer {
    /// Ethernet II.
    Ethernet,
    /// ARP, RFC 826.
    Arp,
    /// IPv4, RFC 791.
    Ipv4,
    /// ICMP, RFC 792.
    Icmp,
    /// UDP, RFC 768.
    Udp,
    /// TCP, RFC 9293.
    Tcp,
    /// What the headers carry.
    Payload,
}

/// Why bytes are not the header they should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum WireError {
    /// Fewer bytes than the header, or than a length field in it, asks for.
    Truncated {
        /// Whose header.
        layer: Layer,
        /// Bytes that are needed.
        needed: usize,
        /// Bytes that are there.
        have: usize,
    },
    /// A length field that contradicts the header itself (IHL below 5, total length below the header, data offset below 5).
    BadLength {
        /// Whose header.
        layer: Layer,
        /// The value of the field, in bytes.
        value: usize,
    },
    /// The version field of IPv4 is not 4.
    BadVersion {
        /// The value found.
        version: u8,
    },
    /// The checksum does not hold.
    BadChecksum {
        /// Whose checksum.
        layer: Layer,
        /// The value in the header.
        found: u16,
    },
    /// ARP for another hardware or protocol than Ethernet and IPv4, or an operation that is neither request nor reply.
    UnsupportedArp,
    /// An ICMP type that is not modelled.
    UnsupportedIcmp {
        /// The ICMP type.
        kind: u8,
    },
    /// A frame or datagram that is larger than its length field can say.
    TooLong {
        /// Bytes asked for.
        length: usize,
    },
}

impl WireError {
    /// `Ok` when at least `needed` bytes are there.
    pub(crate) fn need(layer: Layer, bytes: &[u8], needed: usize) -> Result<(), Self> {
        if bytes.len() < needed {
            return Err(Self::Truncated { layer, needed, have: bytes.len() });
        }
        Ok(())
    }
}
