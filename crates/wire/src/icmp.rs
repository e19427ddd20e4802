//! ICMP (RFC 792, RFC 1191 for the next hop's MTU): what the lab's computers send and understand.

use crate::checksum::Checksum;
use crate::error::{Layer, WireError};
use serde::{Deserialize, Serialize};

/// Why a destination is unreachable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum UnreachableCode {
    /// 0: no route to the network.
    Network,
    /// 1: the host does not answer ARP, or there is no route to it.
    Host,
    /// 2: the host does not speak the protocol.
    Protocol,
    /// 3: nobody has the port.
    Port,
    /// 4: too big for the next link and not to be fragmented.
    FragmentationNeeded,
    /// 5: source route failed.
    SourceRouteFailed,
    /// 13: forbidden by an administrator.
    AdministrativelyProhibited,
    /// Any other.
    Other(u8),
}

impl UnreachableCode {
    /// The number in the header.
    pub const fn number(self) -> u8 {
        match self {
            Self::Network => 0,
            Self::Host => 1,
            Self::Protocol => 2,
            Self::Port => 3,
            Self::FragmentationNeeded => 4,
            Self::SourceRouteFailed => 5,
            Self::AdministrativelyProhibited => 13,
            Self::Other(number) => number,
        }
    }
    /// The code of this number.
    pub const fn from_number(number: u8) -> Self {
        match number {
            0 => Self::Network,
            1 => Self::Host,
            2 => Self::Protocol,
            3 => Self::Port,
            4 => Self::FragmentationNeeded,
            5 => Self::SourceRouteFailed,
            13 => Self::AdministrativelyProhibited,
            number => Self::Other(number),
        }
    }
}

/// Which time was exceeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TimeExceededCode {
    /// 0: the time to live, in transit.
    TimeToLive,
    /// 1: waiting for the other fragments.
    Reassembly,
    /// Any other.
    Other(u8),
}

impl TimeExceededCode {
    /// The number in the header.
    pub const fn number(self) -> u8 {
        match self {
            Self::TimeToLive => 0,
            Self::Reassembly => 1,
            Self::Other(number) => number,
        }
    }
    /// The code of this number.
    pub const fn from_number(number: u8) -> Self {
        match number {
            0 => Self::TimeToLive,
            1 => Self::Reassembly,
            number => Self::Other(number),
        }
    }
}

/// An ICMP message. `original` is the IPv4 header and the first bytes of the datagram that caused an error.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum IcmpMessage {
    /// Type 8: please echo.
    EchoRequest {
        /// Tells one pinging process from another.
        identifier: u16,
        /// Counts the requests.
        sequence: u16,
        /// Comes back unchanged.
        data: Vec<u8>,
    },
    /// Type 0: the echo.
    EchoReply {
        /// As in the request.
        identifier: u16,
        /// As in the request.
        sequence: u16,
        /// As in the request.
        data: Vec<u8>,
    },
    /// Type 3.
    DestinationUnreachable {
        /// Why.
        code: UnreachableCode,
        /// The MTU of the next link in bytes, with [`UnreachableCode::FragmentationNeeded`]; else 0.
        next_hop_mtu: u16,
        /// The datagram that could not be delivered, its beginning.
        original: Vec<u8>,
    },
    /// Type 11.
    TimeExceeded {
        /// Which time.
        code: TimeExceededCode,
        /// The datagram that was dropped, its beginning.
        original: Vec<u8>,
    },
}

impl IcmpMessage {
    /// Length of the header that all messages here share, in bytes.
    pub const HEADER_LENGTH: usize = 8;
    /// Linux quotes as much of the original as keeps the error's IPv4 datagram within 576 bytes (`icmp_send`, RFC 1812 section 4.3.2.3):
    /// 576 less the IPv4 header less the ICMP header.
    pub const MAXIMUM_ORIGINAL: usize = 576 - 20 - Self::HEADER_LENGTH;

    /// Type and code as in the header.
    pub const fn type_and_code(&self) -> (u8, u8) {
        match self {
            Self::EchoReply { .. } => (0, 0),
            Self::DestinationUnreachable { code, .. } => (3, code.number()),
            Self::EchoRequest { .. } => (8, 0),
            Self::TimeExceeded { code, .. } => (11, code.number()),
        }
    }

    /// The quoted datagram of an error message; `None` for an echo.
    pub fn original(&self) -> Option<&[u8]> {
        match self {
            Self::EchoRequest { .. } | Self::EchoReply { .. } => None,
            Self::DestinationUnreachable { original, .. } | Self::TimeExceeded { original, .. } => {
                Some(original)
            }
        }
    }

    /// Bytes of the whole message.
    pub fn length(&self) -> usize {
        Self::HEADER_LENGTH + self.body().len()
    }

    fn body(&self) -> &[u8] {
        match self {
            Self::EchoRequest { data, .. } | Self::EchoReply { data, .. } => data,
            Self::DestinationUnreachable { original, .. } | Self::TimeExceeded { original, .. } => original,
        }
    }

    /// Reads a whole message (all of `bytes`) and checks its checksum; the second value is the header's length, 8.
    pub fn parse(bytes: &[u8]) -> Result<(Self, usize), WireError> {
        WireError::need(Layer::Icmp, bytes, Self::HEADER_LENGTH)?;
        let half = |at: usize| u16::from_be_bytes([bytes[at], bytes[at + 1]]);
        if !Checksum::new().bytes(bytes).holds() {
            return Err(WireError::BadChecksum { layer: Layer::Icmp, found: half(2) });
        }
        let body = bytes[Self::HEADER_LENGTH..].to_vec();
        let message = match bytes[0] {
            0 => Self::EchoReply { identifier: half(4), sequence: half(6), data: body },
            3 => Self::DestinationUnreachable {
                code: UnreachableCode::from_number(bytes[1]),
                next_hop_mtu: half(6),
                original: body,
            },
            8 => Self::EchoRequest { identifier: half(4), sequence: half(6), data: body },
            11 => Self::TimeExceeded { code: TimeExceededCode::from_number(bytes[1]), original: body },
            kind => return Err(WireError::UnsupportedIcmp { kind }),
        };
        Ok((message, Self::HEADER_LENGTH))
    }

    /// Writes the message into the first [`Self::length`] bytes of `out`. Panics when `out` is shorter.
    pub fn write(&self, out: &mut [u8]) {
        let (kind, code) = self.type_and_code();
        let out = &mut out[..self.length()];
        let (first, second) = match self {
            Self::EchoRequest { identifier, sequence, .. } | Self::EchoReply { identifier, sequence, .. } => {
                (*identifier, *sequence)
            }
            Self::DestinationUnreachable { next_hop_mtu, .. } => (0, *next_hop_mtu),
            Self::TimeExceeded { .. } => (0, 0),
        };
        out[0] = kind;
        out[1] = code;
        out[2..4].fill(0);
        out[4..6].copy_from_slice(&first.to_be_bytes());
        out[6..8].copy_from_slice(&second.to_be_bytes());
        out[8..].copy_from_slice(self.body());
        let sum = Checksum::new().bytes(out).finish();
        out[2..4].copy_from_slice(&sum.to_be_bytes());
    }

    /// Appends the message.
    pub fn emit(&self, out: &mut Vec<u8>) {
        let start = out.len();
        out.resize(start + self.length(), 0);
        self.write(&mut out[start..]);
    }
}
