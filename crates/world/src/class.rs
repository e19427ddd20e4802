//! Classes of frames that a scenario's script can name.

use netlab_wire::{EtherType, EthernetHeader, Ipv4Header, Protocol, TcpFlags, TcpHeader};
use serde::{Deserialize, Serialize};

/// What kind of frame a script counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FrameClass {
    /// Every frame.
    Any,
    /// Every IPv4 packet.
    Ip,
    /// Every TCP segment.
    Tcp,
    /// TCP with payload.
    Data,
    /// SYN without ACK.
    Syn,
    /// SYN with ACK.
    SynAck,
    /// ACK without payload, SYN, FIN or RST.
    Ack,
    /// With FIN.
    Fin,
    /// With RST.
    Rst,
}

impl FrameClass {
    /// Whether a frame (from its destination MAC address on) belongs to the class.
    pub fn holds(self, bytes: &[u8]) -> bool {
        if self == FrameClass::Any {
            return true;
        }
        let Ok((ethernet, at)) = EthernetHeader::parse(bytes) else { return false };
        if ethernet.ether_type != EtherType::Ipv4 {
            return false;
        }
        if self == FrameClass::Ip {
            return true;
        }
        let Ok((ip, header)) = Ipv4Header::parse(&bytes[at..]) else { return false };
        if ip.protocol != Protocol::Tcp || ip.fragment_offset != 0 {
            return false;
        }
        let end = (at + usize::from(ip.total_length)).min(bytes.len());
        let Ok((tcp, length)) = TcpHeader::parse_unchecked(&bytes[at + header..end]) else { return false };
        let payload = end - at - header - length > 0;
        let flags = tcp.flags;
        let syn = flags.contains(TcpFlags::SYN);
        let ack = flags.contains(TcpFlags::ACK);
        let finish = flags.contains(TcpFlags::FIN);
        let reset = flags.contains(TcpFlags::RST);
        match self {
            FrameClass::Any | FrameClass::Ip | FrameClass::Tcp => true,
            FrameClass::Data => payload,
            FrameClass::Syn => syn && !ack,
            FrameClass::SynAck => syn && ack,
            FrameClass::Ack => ack && !payload && !syn && !finish && !reset,
            FrameClass::Fin => finish,
            FrameClass::Rst => reset,
        }
    }
}
