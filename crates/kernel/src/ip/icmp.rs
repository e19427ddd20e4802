//! ICMP (RFC 792, RFC 1122 3.2.2, `net/ipv4/icmp.c`): errors sent under limits, errors received and handed to the
//! transport protocol they are about, echo.

use super::{Delivery, Network};
use crate::context::Context;
use crate::event::{DropReason, Event};
use core::net::{Ipv4Addr, SocketAddrV4};
use netlab_abi::Errno;
use netlab_wire::{Duration, IcmpMessage, Ipv4Header, Protocol, Seq, TimeExceededCode, UnreachableCode};

/// `mtu_expires`: how long a router's word about a path's MTU is believed.
const PATH_MTU_EXPIRES: Duration = Duration::from_secs(600);
/// Linux answers errors with "internetwork control" precedence (`IPTOS_PREC_INTERNETCONTROL`).
const INTERNETWORK_CONTROL: u8 = 0xc0;

/// An ICMP error about a packet that this computer had sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IcmpError {
    /// ICMP type.
    pub kind: u8,
    /// ICMP code.
    pub code: u8,
    /// The next hop's MTU, bytes, with type 3 code 4.
    pub mtu: u16,
    /// The protocol of the packet.
    pub protocol: Protocol,
    /// The packet's sender: here.
    pub source: SocketAddrV4,
    /// The packet's receiver.
    pub destination: SocketAddrV4,
    /// For TCP: the segment's sequence number.
    pub sequence: Seq,
}

impl Network {
    /// An ICMP message came.
    pub(crate) fn icmp_arrives(
        &mut self,
        delivery: &Delivery,
        context: &mut Context<'_>,
    ) -> Option<IcmpError> {
        context.counters.icmp_in_messages += 1;
        let message = match IcmpMessage::parse(delivery.payload()) {
            Ok((message, _)) => message,
            Err(error) => {
                context.counters.icmp_in_errors += 1;
                if matches!(error, netlab_wire::WireError::BadChecksum { .. }) {
                    context.counters.icmp_in_checksum_errors += 1;
                }
                context.dropped(Some(delivery.frame), DropReason::Malformed);
                return None;
            }
        };
        let (kind, code) = message.type_and_code();
        let peer = delivery.header.source;
        let record = context.recorder.emit(context.now, context.cause, || Event::Icmp {
            sent: false,
            peer,
            kind,
            code,
        });
        context.cause = Some(record);
        match message {
            IcmpMessage::EchoRequest { identifier, sequence, data } => {
                context.counters.icmp_in_echos += 1;
                // `icmp_echo_ignore_broadcasts` is 1.
                if !delivery.broadcast {
                    let source = delivery.header.destination;
                    let tos = delivery.header.dscp_ecn;
                    let reply = IcmpMessage::EchoReply { identifier, sequence, data };
                    context.counters.icmp_out_echo_replies += 1;
                    self.send_icmp(Some(source), peer, tos, &reply, context);
                }
                None
            }
            IcmpMessage::EchoReply { .. } => {
                context.counters.icmp_in_echo_replies += 1;
                None
            }
            IcmpMessage::DestinationUnreachable {
                code: UnreachableCode::FragmentationNeeded,
                next_hop_mtu,
                original,
            } => {
                context.counters.icmp_in_unreachable += 1;
                let error = quoted_error(kind, code, next_hop_mtu, &original)?;
                if next_hop_mtu == 0 {
                    return None;
                }
                let until = context.now + PATH_MTU_EXPIRES;
                self.lower_path_mtu(*error.destination.ip(), u32::from(next_hop_mtu), until);
                Some(error)
            }
            IcmpMessage::DestinationUnreachable { original, .. } => {
                context.counters.icmp_in_unreachable += 1;
                quoted_error(kind, code, 0, &original)
            }
            IcmpMessage::TimeExceeded { original, .. } => {
                context.counters.icmp_in_time_exceeded += 1;
                quoted_error(kind, code, 0, &original)
            }
        }
    }

    /// Tells the sender of a packet that it cannot be delivered.
    pub(crate) fn send_unreachable(
        &mut self,
        code: UnreachableCode,
        next_hop_mtu: u16,
        original: &[u8],
        context: &mut Context<'_>,
    ) {
        let original = original.to_vec();
        let message = IcmpMessage::DestinationUnreachable { code, next_hop_mtu, original };
        let unlimited = code == UnreachableCode::FragmentationNeeded;
        if self.send_error(message, unlimited, context) {
            context.counters.icmp_out_unreachable += 1;
        }
    }

    /// Tells the sender of a packet that its time was up.
    pub(crate) fn send_time_exceeded(
        &mut self,
        code: TimeExceededCode,
        original: &[u8],
        context: &mut Context<'_>,
    ) {
        let message = IcmpMessage::TimeExceeded { code, original: original.to_vec() };
        if self.send_error(message, false, context) {
            context.counters.icmp_out_time_exceeded += 1;
        }
    }

    /// `icmp_send`: no errors about errors, about later fragments or about what went to everybody; under limits, except
    /// to ourselves and for "fragmentation needed".
    fn send_error(&mut self, message: IcmpMessage, unlimited: bool, context: &mut Context<'_>) -> bool {
        let original = message.original().expect("an error message quotes a packet");
        let Ok((quoted, header_length)) = Ipv4Header::parse_quoted(original) else { return false };
        let about_error = quoted.protocol == Protocol::Icmp
            && original.get(header_length).is_none_or(|kind| ![0, 8].contains(kind));
        let to_many = quoted.destination.is_multicast() || self.is_broadcast(quoted.destination);
        let from_nobody = quoted.source.is_unspecified() || quoted.source.is_multicast();
        if about_error || to_many || from_nobody || quoted.fragment_offset != 0 {
            return false;
        }
        let to_ourselves = self.is_own_address(quoted.source);
        if !unlimited && !to_ourselves {
            if !self.limits.allow_any(context.now) {
                context.counters.icmp_out_rate_limited_global += 1;
                return false;
            }
            let (kind, _) = message.type_and_code();
            let limited = context.sysctl.icmp_ratemask >> kind & 1 == 1;
            let cost = Duration::from_millis(u64::from(context.sysctl.icmp_ratelimit));
            if limited && !self.limits.allow_peer(quoted.source, context.now, cost) {
                context.counters.icmp_out_rate_limited += 1;
                return false;
            }
        }
        let source = self.is_own_address(quoted.destination).then_some(quoted.destination);
        let tos = quoted.dscp_ecn & 0x1e | INTERNETWORK_CONTROL;
        self.send_icmp(source, quoted.source, tos, &message, context);
        true
    }

    fn send_icmp(
        &mut self,
        source: Option<Ipv4Addr>,
        destination: Ipv4Addr,
        tos: u8,
        message: &IcmpMessage,
        context: &mut Context<'_>,
    ) {
        let Ok(route) = self.find_route(destination) else {
            context.counters.ip_out_no_routes += 1;
            return;
        };
        context.counters.icmp_out_messages += 1;
        let (kind, code) = message.type_and_code();
        let record = context.recorder.emit(context.now, context.cause, || Event::Icmp {
            sent: true,
            peer: destination,
            kind,
            code,
        });
        let cause = context.cause.replace(record);
        let mut body = Vec::with_capacity(message.length());
        message.emit(&mut body);
        let header = Ipv4Header {
            dscp_ecn: tos,
            total_length: 0,
            identification: self.next_identification(),
            dont_fragment: false,
            more_fragments: false,
            fragment_offset: 0,
            time_to_live: context.sysctl.ip_default_ttl as u8,
            protocol: Protocol::Icmp,
            source: source.unwrap_or(route.source),
            destination,
        };
        self.send_packet(&header, &body, None, &route, context);
        context.cause = cause;
    }
}

/// What an ICMP error says about which packet; `None` when it quotes too little or is about another protocol.
fn quoted_error(kind: u8, code: u8, mtu: u16, original: &[u8]) -> Option<IcmpError> {
    let (header, header_length) = Ipv4Header::parse_quoted(original).ok()?;
    let transport = original.get(header_length..header_length + 8)?;
    let port = |at: usize| u16::from_be_bytes([transport[at], transport[at + 1]]);
    let sequence = u32::from_be_bytes([transport[4], transport[5], transport[6], transport[7]]);
    match header.protocol {
        Protocol::Tcp | Protocol::Udp => Some(IcmpError {
            kind,
            code,
            mtu,
            protocol: header.protocol,
            source: SocketAddrV4::new(header.source, port(0)),
            destination: SocketAddrV4::new(header.destination, port(2)),
            sequence: Seq::new(sequence),
        }),
        Protocol::Icmp | Protocol::Other(_) => None,
    }
}

/// The errno that an ICMP error becomes, and whether it is a hard one (`icmp_err_convert`, RFC 1122 4.2.3.9).
pub(crate) fn errno_of(kind: u8, code: u8) -> Option<(Errno, bool)> {
    match (kind, code) {
        (3, 0) | (3, 6) | (3, 11) => Some((Errno::ENETUNREACH, code == 6)),
        (3, 1) | (3, 5) | (3, 12..=15) => {
            Some((if code == 5 { Errno::EOPNOTSUPP } else { Errno::EHOSTUNREACH }, (13..=15).contains(&code)))
        }
        (3, 2) => Some((Errno::ENOPROTOOPT, true)),
        (3, 3) => Some((Errno::ECONNREFUSED, true)),
        (3, 4) => Some((Errno::EMSGSIZE, true)),
        (3, 7) => Some((Errno::EHOSTDOWN, true)),
        (3, 9) | (3, 10) => Some((if code == 9 { Errno::ENETUNREACH } else { Errno::EHOSTUNREACH }, true)),
        (11, _) => Some((Errno::EHOSTUNREACH, false)),
        (_, _) => None,
    }
}
