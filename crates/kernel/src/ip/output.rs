//! What leaves: headers, fragments, the next hop (`ip_queue_xmit`, `ip_append_data`, `ip_do_fragment`,
//! `ip_finish_output2`).

use super::route::Route;
use super::{LOOPBACK, Network};
use crate::context::Context;
use crate::event::{DropReason, Frame, StreamRange};
use crate::tcp::OutgoingSegment;
use core::net::{Ipv4Addr, SocketAddrV4};
use netlab_abi::{Errno, Flow};
use netlab_wire::{
    EtherType, EthernetHeader, FrameBytes, Ipv4Header, MacAddress, Protocol, UdpHeader, frame, ip_frame,
    tcp_frame, udp_frame,
};

/// What may be done with a datagram that is larger than the path's MTU (`IP_MTU_DISCOVER`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatagramPolicy {
    /// Fragment it, never set "don't fragment" (`IP_PMTUDISC_DONT`).
    Fragment,
    /// Set "don't fragment" if it fits, else fragment it (`IP_PMTUDISC_WANT`, the default).
    Want,
    /// Never fragment it: EMSGSIZE (`IP_PMTUDISC_DO`).
    Refuse,
}

/// A UDP datagram on its way out.
#[derive(Debug)]
pub struct Datagram<'a> {
    /// Sender.
    pub source: SocketAddrV4,
    /// Receiver.
    pub destination: SocketAddrV4,
    /// Payload.
    pub payload: &'a [&'a [u8]],
    /// Time to live.
    pub time_to_live: u8,
    /// Type of service.
    pub tos: u8,
    /// What to do when it does not fit.
    pub policy: DatagramPolicy,
    /// Its payload's identities.
    pub range: Option<StreamRange>,
}

/// What the simulation knows of a frame beside its bytes, and its kernel of the skb.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Identity {
    flow: Option<Flow>,
    payload: Option<StreamRange>,
    cut_from_burst: bool,
}

impl Identity {
    /// Of a packet that left as an skb of its own.
    pub(crate) fn of(flow: Option<Flow>, payload: Option<StreamRange>) -> Self {
        Identity { flow, payload, cut_from_burst: false }
    }
}

impl Network {
    /// The next identification: one counter for the whole computer, from a random start.
    pub(crate) fn next_identification(&mut self) -> u16 {
        self.identification = self.identification.wrapping_add(1);
        self.identification
    }

    /// Builds a frame for the next hop and queues it, or has it wait for the neighbour's address.
    pub(crate) fn send_by(
        &mut self,
        route: &Route,
        destination: Ipv4Addr,
        identity: Identity,
        context: &mut Context<'_>,
        build: impl FnOnce(&EthernetHeader) -> FrameBytes,
    ) {
        let interface = route.interface;
        let next_hop = route.gateway.unwrap_or(destination);
        let hardware = if interface == LOOPBACK {
            Some(MacAddress::UNSPECIFIED)
        } else if route.gateway.is_none() && self.is_broadcast(destination) {
            Some(MacAddress::BROADCAST)
        } else {
            self.resolve(interface, next_hop, context)
        };
        let ethernet = EthernetHeader {
            destination: hardware.unwrap_or_default(),
            source: self.devices.get(interface).config.mac,
            ether_type: EtherType::Ipv4,
        };
        let frame = Frame {
            id: context.identities.frame(),
            bytes: build(&ethernet),
            cause: context.cause,
            flow: identity.flow,
            payload: identity.payload,
            cut_from_burst: identity.cut_from_burst,
        };
        context.counters.ip_out_requests += 1;
        match hardware {
            Some(_) => self.devices.queue(interface, frame, context),
            None => self.hold(interface, next_hop, frame, context),
        }
    }

    /// Sends one TCP segment (`ip_queue_xmit`): never fragmented here, since TCP knows the path's MTU.
    pub(crate) fn send_segment(&mut self, segment: &OutgoingSegment, context: &mut Context<'_>) {
        let destination = *segment.destination.ip();
        context.cause = Some(segment.cause);
        self.expire_path_mtu(destination, context.now);
        let Ok(route) = self.find_route(destination) else {
            context.counters.ip_out_no_routes += 1;
            context.dropped(None, DropReason::NoRoute);
            return;
        };
        let header = Ipv4Header {
            dscp_ecn: segment.tos,
            total_length: 0,
            identification: self.next_identification(),
            dont_fragment: context.sysctl.ip_no_pmtu_disc == 0,
            more_fragments: false,
            fragment_offset: 0,
            time_to_live: segment.time_to_live,
            protocol: Protocol::Tcp,
            source: *segment.source.ip(),
            destination,
        };
        if segment.confirm_neighbour && !route.local {
            let next_hop = route.gateway.unwrap_or(destination);
            self.neighbours.confirm(route.interface, next_hop, context.now);
        }
        let identity =
            Identity { flow: segment.flow, payload: segment.range, cut_from_burst: segment.cut_from_burst };
        let tcp = &segment.header;
        self.send_by(&route, destination, identity, context, |ethernet| match segment.payload.single() {
            Some(payload) => tcp_frame(ethernet, &header, tcp, &[payload]),
            None => {
                let slices: Vec<&[u8]> = segment.payload.slices().collect();
                tcp_frame(ethernet, &header, tcp, &slices)
            }
        });
    }

    /// Sends a packet that fits, or its fragments.
    pub(crate) fn send_packet(
        &mut self,
        header: &Ipv4Header,
        payload: &[u8],
        range: Option<StreamRange>,
        route: &Route,
        context: &mut Context<'_>,
    ) {
        let mtu = self.mtu_to(header.destination, route) as usize;
        let flow = range.map(|range| range.flow);
        if Ipv4Header::LENGTH + payload.len() <= mtu {
            self.send_by(route, header.destination, Identity::of(flow, range), context, |ethernet| {
                ip_frame(ethernet, header, &[payload])
            });
            return;
        }
        self.cut(header, payload, range, mtu, route, context);
    }

    /// Cuts a packet into pieces of at most `mtu` bytes, all but the last a multiple of 8 (`ip_do_fragment`).
    fn cut(
        &mut self,
        header: &Ipv4Header,
        payload: &[u8],
        range: Option<StreamRange>,
        mtu: usize,
        route: &Route,
        context: &mut Context<'_>,
    ) {
        let step = (mtu - Ipv4Header::LENGTH) & !7;
        let mut at = 0;
        for piece in payload.chunks(step) {
            let last = at + piece.len() == payload.len();
            let fragment = Ipv4Header {
                more_fragments: header.more_fragments || !last,
                fragment_offset: header.fragment_offset + at as u16,
                ..*header
            };
            let range = range.map(|range| part_of(range, usize::from(fragment.fragment_offset), piece.len()));
            let flow = range.map(|range| range.flow);
            context.counters.ip_fragments_created += 1;
            self.send_by(route, header.destination, Identity::of(flow, range), context, |ethernet| {
                ip_frame(ethernet, &fragment, &[piece])
            });
            at += piece.len();
        }
        context.counters.ip_fragmented += 1;
    }

    /// A router's fragments of a packet that came too big.
    pub(super) fn send_fragments(
        &mut self,
        header: &Ipv4Header,
        frame: &Frame,
        start: usize,
        route: &Route,
        context: &mut Context<'_>,
    ) {
        let payload = &frame.bytes[start..];
        self.cut(header, payload, frame.payload, route.mtu as usize, route, context);
    }

    /// Sends a UDP datagram. Errors: ENETUNREACH, EMSGSIZE.
    pub(crate) fn send_datagram(
        &mut self,
        datagram: &Datagram<'_>,
        context: &mut Context<'_>,
    ) -> Result<(), Errno> {
        let destination = *datagram.destination.ip();
        self.expire_path_mtu(destination, context.now);
        let route = self.find_route(destination)?;
        let mtu = self.mtu_to(destination, &route) as usize;
        let length: usize = datagram.payload.iter().map(|piece| piece.len()).sum();
        let fits = Ipv4Header::LENGTH + UdpHeader::LENGTH + length <= mtu;
        if !fits && datagram.policy == DatagramPolicy::Refuse {
            return Err(Errno::EMSGSIZE);
        }
        let header = Ipv4Header {
            dscp_ecn: datagram.tos,
            total_length: 0,
            identification: self.next_identification(),
            dont_fragment: fits && datagram.policy != DatagramPolicy::Fragment,
            more_fragments: false,
            fragment_offset: 0,
            time_to_live: datagram.time_to_live,
            protocol: Protocol::Udp,
            source: *datagram.source.ip(),
            destination,
        };
        let udp = UdpHeader {
            source_port: datagram.source.port(),
            destination_port: datagram.destination.port(),
            length: 0,
        };
        if fits {
            let flow = datagram.range.map(|range| range.flow);
            self.send_by(&route, destination, Identity::of(flow, datagram.range), context, |ethernet| {
                udp_frame(ethernet, &header, &udp, datagram.payload)
            });
        } else {
            let whole = frame::udp_datagram(&header, &udp, datagram.payload);
            self.cut(&header, &whole, datagram.range, mtu, &route, context);
        }
        Ok(())
    }
}

/// The identities of a fragment's payload: the UDP header takes the first 8 bytes of the datagram.
fn part_of(range: StreamRange, offset: usize, length: usize) -> StreamRange {
    let header = UdpHeader::LENGTH;
    let start = offset.saturating_sub(header);
    let taken = if offset == 0 { length.saturating_sub(header) } else { length };
    StreamRange { offset: range.offset + start as u64, length: taken as u32, ..range }
}
