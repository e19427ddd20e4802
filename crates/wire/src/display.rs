//! A frame as one line, in the form of tcpdump 4.99 with `-n` and without its time.
//!
//! Sequence numbers become relative as tcpdump makes them: a tracker remembers for each conversation the first numbers that it saw
//! beside an ACK flag (so a SYN and the SYN-ACK after it keep their absolute numbers).
//! Left out: the printers of other application protocols than the mere word `HTTP`, of IPv4 options, of what an ICMP error quotes (`-v`), of
//! frames that are neither IPv4 nor ARP (a short line of our own).

use crate::arp::{ArpOperation, ArpPacket};
use crate::ethernet::{EtherType, EthernetHeader};
use crate::icmp::{IcmpMessage, TimeExceededCode, UnreachableCode};
use crate::ipv4::{Ipv4Header, Protocol};
use crate::tcp::{TcpFlags, TcpHeader};
use crate::tcp_options::{OptionKind, raw_options};
use crate::udp::UdpHeader;
use crate::units::Seq;
use core::fmt::Write;
use core::net::Ipv4Addr;
use std::collections::BTreeMap;

/// An end of a conversation.
type End = (Ipv4Addr, u16);

/// Remembers the first sequence numbers of each conversation. One for each capture point, fed in order of time.
#[derive(Debug, Clone, Default)]
pub struct FlowTracker {
    /// By the lower and the higher end: the number that counts as 0 of the lower end's bytes and of the higher end's.
    flows: BTreeMap<(End, End), (Seq, Seq)>,
}

/// What has to be taken off a segment's numbers.
#[derive(Clone, Copy, Default)]
struct Offsets {
    /// Of its sequence number and length range.
    sequence: u32,
    /// Of its acknowledgement number and SACK blocks' edges.
    acknowledgment: u32,
    /// Of the SACK blocks' edges.
    sack: u32,
}

impl FlowTracker {
    /// A tracker that has seen nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// tcpdump's line for a frame: `IP 10.0.1.2.34666 > 10.0.3.2.5000: Flags [P.], seq 1:6, ack 1, win 63, length 5`.
    pub fn line(&mut self, frame: &[u8]) -> String {
        let mut line = String::with_capacity(160);
        self.frame(&mut line, frame).expect("a String can be written");
        line
    }

    fn frame(&mut self, out: &mut String, frame: &[u8]) -> core::fmt::Result {
        let Ok((ethernet, at)) = EthernetHeader::parse(frame) else {
            return write!(out, "[|ether]");
        };
        match ethernet.ether_type {
            EtherType::Ipv4 => self.ipv4(out, &frame[at..]),
            EtherType::Arp => arp(out, &frame[at..]),
            EtherType::Other(number) => {
                write!(
                    out,
                    "{} > {}, ethertype Unknown (0x{number:04x}), length {}",
                    ethernet.source,
                    ethernet.destination,
                    frame.len()
                )
            }
        }
    }

    fn ipv4(&mut self, out: &mut String, datagram: &[u8]) -> core::fmt::Result {
        let Ok((ip, at)) = Ipv4Header::parse_quoted(datagram) else {
            return write!(out, "IP [|ip]");
        };
        let (source, destination) = (ip.source, ip.destination);
        let end = usize::from(ip.total_length).min(datagram.len());
        let payload = &datagram[at..end];
        if ip.fragment_offset > 0 {
            return write!(out, "IP {source} > {destination}: ip-proto-{}", ip.protocol.number());
        }
        match ip.protocol {
            Protocol::Tcp => self.tcp(out, &ip, payload, usize::from(ip.total_length) - at),
            Protocol::Udp => udp(out, &ip, payload),
            Protocol::Icmp => icmp(out, &ip, payload),
            Protocol::Other(_) => {
                write!(
                    out,
                    "IP {source} > {destination}: ip-proto-{} {}",
                    ip.protocol.number(),
                    usize::from(ip.total_length) - at
                )
            }
        }
    }

    /// `whole` is the segment's length by the IPv4 header; a capture may hold less of it.
    fn tcp(&mut self, out: &mut String, ip: &Ipv4Header, segment: &[u8], whole: usize) -> core::fmt::Result {
        let Ok((tcp, header_length)) = TcpHeader::parse_unchecked(segment) else {
            return write!(out, "IP {} > {}: [|tcp]", ip.source, ip.destination);
        };
        let (sport, dport) = (tcp.source_port, tcp.destination_port);
        write!(out, "IP {}.{sport} > {}.{dport}: Flags [{}]", ip.source, ip.destination, tcp.flags)?;
        let offsets = self.offsets(ip, &tcp);
        let length = whole.saturating_sub(header_length);
        let sequence = tcp.sequence - offsets.sequence;
        if length > 0 || tcp.flags.intersects(TcpFlags::SYN | TcpFlags::FIN | TcpFlags::RST) {
            write!(out, ", seq {sequence}")?;
            if length > 0 {
                write!(out, ":{}", sequence + length as u32)?;
            }
        }
        if tcp.flags.ack() {
            write!(out, ", ack {}", tcp.acknowledgment - offsets.acknowledgment)?;
        }
        write!(out, ", win {}", tcp.window)?;
        if tcp.flags.contains(TcpFlags::URG) {
            write!(out, ", urg {}", tcp.urgent_pointer)?;
        }
        if header_length > TcpHeader::MINIMUM_LENGTH {
            tcp_options(out, &segment[TcpHeader::MINIMUM_LENGTH..header_length], offsets.sack)?;
        }
        write!(out, ", length {length}")?;
        // tcpdump looks at the ports of a segment with data: 80, 8080 and 3128 are HTTP to it.
        if length > 0 && [sport, dport].iter().any(|port| [80, 8080, 3128].contains(port)) {
            write!(out, ": HTTP")?;
        }
        Ok(())
    }

    /// As in tcpdump's `tcp_print`: the first segment with ACK of a conversation, and each SYN-ACK, sets the numbers and is itself printed absolute.
    fn offsets(&mut self, ip: &Ipv4Header, tcp: &TcpHeader) -> Offsets {
        if !tcp.flags.ack() {
            return Offsets::default();
        }
        let sender = (ip.source, tcp.source_port);
        let receiver = (ip.destination, tcp.destination_port);
        let reversed = receiver < sender;
        let key = if reversed { (receiver, sender) } else { (sender, receiver) };
        let first = (tcp.sequence, tcp.acknowledgment - 1);
        let known = self.flows.get(&key).copied().filter(|_| !tcp.flags.syn());
        match known {
            None => {
                // From now on the sender's numbers count from its sequence number, the receiver's from just before its acknowledged byte.
                let (own, peer) = first;
                self.flows.insert(key, if reversed { (peer, own) } else { (own, peer) });
                Offsets { sack: peer.raw(), ..Offsets::default() }
            }
            Some((lower, higher)) => {
                let (own, peer) = if reversed { (higher, lower) } else { (lower, higher) };
                Offsets { sequence: own.raw(), acknowledgment: peer.raw(), sack: peer.raw() }
            }
        }
    }
}

fn tcp_options(out: &mut String, bytes: &[u8], sack_offset: u32) -> core::fmt::Result {
    write!(out, ", options [")?;
    for (index, option) in raw_options(bytes).enumerate() {
        if index > 0 {
            write!(out, ",")?;
        }
        let word = |at: usize| {
            option.value.get(at..at + 4).map_or(0, |b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]))
        };
        match (option.kind, option.value) {
            (OptionKind::End, _) => write!(out, "eol")?,
            (OptionKind::NoOperation, _) => write!(out, "nop")?,
            (OptionKind::MaximumSegmentSize, &[high, low]) => {
                write!(out, "mss {}", u16::from_be_bytes([high, low]))?;
            }
            (OptionKind::WindowScale, &[shift]) => write!(out, "wscale {shift}")?,
            (OptionKind::SackPermitted, &[]) => write!(out, "sackOK")?,
            (OptionKind::Timestamps, value) if value.len() == 8 => {
                write!(out, "TS val {} ecr {}", word(0), word(4))?;
            }
            (OptionKind::Sack, value) if value.len().is_multiple_of(8) => {
                write!(out, "sack {} ", value.len() / 8)?;
                for at in (0..value.len()).step_by(8) {
                    let edge = |at| word(at).wrapping_sub(sack_offset);
                    write!(out, "{{{}:{}}}", edge(at), edge(at + 4))?;
                }
            }
            (OptionKind::Other(kind), value) => {
                write!(out, "unknown-{kind}")?;
                if !value.is_empty() {
                    write!(out, " 0x")?;
                }
                for byte in value {
                    write!(out, "{byte:02x}")?;
                }
            }
            (_, value) => write!(out, "[bad len {}]", value.len() + 2)?,
        }
    }
    write!(out, "]")
}

fn udp(out: &mut String, ip: &Ipv4Header, datagram: &[u8]) -> core::fmt::Result {
    let (source, destination) = (ip.source, ip.destination);
    match UdpHeader::parse_quoted(datagram) {
        Err(_) => write!(out, "IP {source} > {destination}: [|udp]"),
        Ok((udp, _)) => {
            let length = usize::from(udp.length) - UdpHeader::LENGTH;
            write!(
                out,
                "IP {source}.{} > {destination}.{}: UDP, length {length}",
                udp.source_port, udp.destination_port
            )
        }
    }
}

fn icmp(out: &mut String, ip: &Ipv4Header, bytes: &[u8]) -> core::fmt::Result {
    write!(out, "IP {} > {}: ICMP ", ip.source, ip.destination)?;
    match IcmpMessage::parse(bytes) {
        Err(_) => write!(out, "type-#{}", bytes.first().copied().unwrap_or_default())?,
        Ok((IcmpMessage::EchoRequest { identifier, sequence, .. }, _)) => {
            write!(out, "echo request, id {identifier}, seq {sequence}")?;
        }
        Ok((IcmpMessage::EchoReply { identifier, sequence, .. }, _)) => {
            write!(out, "echo reply, id {identifier}, seq {sequence}")?;
        }
        Ok((IcmpMessage::DestinationUnreachable { code, next_hop_mtu, original }, _)) => {
            unreachable(out, code, next_hop_mtu, &original)?;
        }
        Ok((IcmpMessage::TimeExceeded { code, .. }, _)) => match code {
            TimeExceededCode::TimeToLive => write!(out, "time exceeded in-transit")?,
            TimeExceededCode::Reassembly => write!(out, "ip reassembly time exceeded")?,
            TimeExceededCode::Other(number) => write!(out, "time exceeded-#{number}")?,
        },
    }
    write!(out, ", length {}", bytes.len())
}

fn unreachable(out: &mut String, code: UnreachableCode, mtu: u16, original: &[u8]) -> core::fmt::Result {
    let Ok((quoted, at)) = Ipv4Header::parse_quoted(original) else {
        return write!(out, "unreachable-#{}", code.number());
    };
    let target = quoted.destination;
    match code {
        UnreachableCode::Network => write!(out, "net {target} unreachable"),
        UnreachableCode::Host => write!(out, "host {target} unreachable"),
        UnreachableCode::Protocol => {
            write!(out, "{target} protocol {} unreachable", quoted.protocol.number())
        }
        UnreachableCode::Port => {
            let port = original.get(at + 2..at + 4).map_or(0, |b| u16::from_be_bytes([b[0], b[1]]));
            match quoted.protocol {
                Protocol::Tcp => write!(out, "{target} tcp port {port} unreachable"),
                Protocol::Udp => write!(out, "{target} udp port {port} unreachable"),
                Protocol::Icmp | Protocol::Other(_) => {
                    write!(out, "{target} protocol {} port {port} unreachable", quoted.protocol.number())
                }
            }
        }
        UnreachableCode::FragmentationNeeded => {
            write!(out, "{target} unreachable - need to frag")?;
            if mtu > 0 { write!(out, " (mtu {mtu})") } else { Ok(()) }
        }
        UnreachableCode::SourceRouteFailed => write!(out, "{target} unreachable - source route failed"),
        UnreachableCode::AdministrativelyProhibited => {
            write!(out, "host {target} unreachable - admin prohibited filter")
        }
        UnreachableCode::Other(number) => write!(out, "{target} unreachable - #{number}"),
    }
}

fn arp(out: &mut String, bytes: &[u8]) -> core::fmt::Result {
    match ArpPacket::parse(bytes) {
        Err(_) => write!(out, "ARP, [|arp]"),
        Ok((packet, _)) => {
            let length = bytes.len();
            let (sender, target) = (packet.sender_protocol, packet.target_protocol);
            match packet.operation {
                ArpOperation::Request => {
                    write!(out, "ARP, Request who-has {target}")?;
                    if packet.target_hardware != crate::units::MacAddress::UNSPECIFIED {
                        write!(out, " ({})", packet.target_hardware)?;
                    }
                    write!(out, " tell {sender}, length {length}")
                }
                ArpOperation::Reply => {
                    write!(out, "ARP, Reply {sender} is-at {}, length {length}", packet.sender_hardware)
                }
            }
        }
    }
}
