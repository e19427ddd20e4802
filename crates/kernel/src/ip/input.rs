//! What comes from the NIC: sorting frames, local delivery, forwarding (`ip_rcv`, `ip_local_deliver`, `ip_forward`).

use super::{LOOPBACK, Network};
use crate::context::Context;
use crate::event::{DropReason, Event, Frame, FrameId, Interface, StreamRange};
use netlab_abi::Flow;
use netlab_wire::{
    ArpPacket, EtherType, EthernetHeader, IcmpMessage, Ipv4Header, TimeExceededCode, UnreachableCode, ipv4,
};
use std::rc::Rc;

const IP_START: usize = EthernetHeader::LENGTH;

/// An IPv4 packet, whole, that is for this computer.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// Its header.
    pub header: Ipv4Header,
    /// The memory that holds its payload.
    pub bytes: Rc<[u8]>,
    /// Where the payload begins in it.
    pub start: usize,
    /// Bytes of payload.
    pub length: usize,
    /// Bytes of the Ethernet frame, or of all frames if it came in fragments.
    pub frame_length: usize,
    /// See [`Frame`].
    pub cut_from_burst: bool,
    /// The frame, the last one if there were several.
    pub frame: FrameId,
    /// The interface it came by.
    pub interface: Interface,
    /// Whether it was sent to everybody on the link.
    pub broadcast: bool,
    /// The conversation, as the sender numbers it.
    pub flow: Option<Flow>,
    /// The payload's identities.
    pub range: Option<StreamRange>,
}

impl Delivery {
    /// The payload.
    pub fn payload(&self) -> &[u8] {
        &self.bytes[self.start..self.start + self.length]
    }

    /// The packet's beginning, as ICMP errors quote it.
    pub fn quote(&self) -> Vec<u8> {
        let mut quoted = Vec::with_capacity(IcmpMessage::MAXIMUM_ORIGINAL);
        self.header.emit(&mut quoted);
        let room = IcmpMessage::MAXIMUM_ORIGINAL - quoted.len();
        quoted.extend_from_slice(&self.payload()[..self.length.min(room)]);
        quoted
    }
}

/// The packet's beginning, as ICMP errors quote it, from its frame.
pub(super) fn quote_frame(bytes: &[u8]) -> &[u8] {
    let packet = &bytes[IP_START..];
    &packet[..packet.len().min(IcmpMessage::MAXIMUM_ORIGINAL)]
}

impl Network {
    /// Works on one frame from an interface's receive ring; what is for a local protocol comes back.
    pub(crate) fn frame_received(
        &mut self,
        interface: Interface,
        frame: Frame,
        context: &mut Context<'_>,
    ) -> Option<Delivery> {
        context.cause = frame.cause;
        let Ok((ethernet, _)) = EthernetHeader::parse(&frame.bytes) else {
            context.dropped(Some(frame.id), DropReason::Malformed);
            return None;
        };
        let broadcast = ethernet.destination.is_group();
        let to_host = ethernet.destination == self.devices.get(interface).config.mac;
        if !broadcast && !to_host {
            context.dropped(Some(frame.id), DropReason::OtherHost);
            return None;
        }
        match ethernet.ether_type {
            EtherType::Ipv4 => self.packet_received(interface, frame, broadcast, context),
            EtherType::Arp => {
                match ArpPacket::parse(&frame.bytes[IP_START..]) {
                    Ok((arp, _)) => self.arp_arrives(interface, to_host, &arp, context),
                    Err(_) => context.dropped(Some(frame.id), DropReason::Malformed),
                }
                None
            }
            EtherType::Other(_) => {
                context.dropped(Some(frame.id), DropReason::NoSocket);
                None
            }
        }
    }

    fn packet_received(
        &mut self,
        interface: Interface,
        frame: Frame,
        broadcast: bool,
        context: &mut Context<'_>,
    ) -> Option<Delivery> {
        context.counters.ip_in_receives += 1;
        let Ok((header, header_length)) = Ipv4Header::parse(&frame.bytes[IP_START..]) else {
            context.counters.ip_in_header_errors += 1;
            context.dropped(Some(frame.id), DropReason::Malformed);
            return None;
        };
        let outside = interface != LOOPBACK;
        if outside && (header.source.is_loopback() || header.destination.is_loopback()) {
            context.dropped(Some(frame.id), DropReason::Martian);
            return None;
        }
        let route = self.routes.find(header.destination);
        let local = route.is_some_and(|route| route.local);
        if local || self.is_broadcast_in(interface, &header) {
            // `fib_validate_source`: nobody outside may use an address of ours.
            if outside && self.is_own_address(header.source) {
                context.dropped(Some(frame.id), DropReason::Martian);
                return None;
            }
            return self.deliver(interface, &frame, header, header_length, broadcast || !local, context);
        }
        if !context.forwarding || broadcast {
            context.counters.ip_in_address_errors += 1;
            context.dropped(Some(frame.id), DropReason::OtherHost);
            return None;
        }
        match route {
            Some(route) => self.forward(frame, header, header_length, &route, context),
            None => self.no_route(&frame, &header, context),
        }
        None
    }

    fn is_broadcast_in(&self, interface: Interface, header: &Ipv4Header) -> bool {
        if header.destination.is_broadcast() {
            return true;
        }
        let config = &self.devices.get(interface).config;
        let host_bits = u32::MAX.checked_shr(u32::from(config.prefix_length)).unwrap_or(0);
        config.prefix_length < 31 && header.destination.to_bits() == config.address.to_bits() | host_bits
    }

    fn deliver(
        &mut self,
        interface: Interface,
        frame: &Frame,
        header: Ipv4Header,
        header_length: usize,
        broadcast: bool,
        context: &mut Context<'_>,
    ) -> Option<Delivery> {
        let start = IP_START + header_length;
        let length = header.payload_length(header_length);
        let mut delivery = Delivery {
            header,
            bytes: Rc::clone(&frame.bytes),
            start,
            length,
            frame_length: frame.bytes.len(),
            cut_from_burst: frame.cut_from_burst,
            frame: frame.id,
            interface,
            broadcast,
            flow: frame.flow,
            range: frame.payload,
        };
        if header.is_fragment() {
            let whole = self.reassembly.add(frame, &header, start, length, context)?;
            delivery.header = whole.header;
            delivery.start = 0;
            delivery.length = whole.payload.len();
            delivery.bytes = whole.payload;
            delivery.frame_length = whole.frame_length;
            delivery.range = whole.range;
        }
        context.counters.ip_in_delivers += 1;
        Some(delivery)
    }

    /// A packet that nobody here knows the way for (`ip_error`).
    fn no_route(&mut self, frame: &Frame, header: &Ipv4Header, context: &mut Context<'_>) {
        context.counters.ip_out_no_routes += 1;
        context.dropped(Some(frame.id), DropReason::NoRoute);
        if self.limits.allow_route_error(header.source, context.now) {
            self.send_unreachable(UnreachableCode::Network, 0, quote_frame(&frame.bytes), context);
        }
    }

    fn forward(
        &mut self,
        mut frame: Frame,
        header: Ipv4Header,
        header_length: usize,
        route: &super::route::Route,
        context: &mut Context<'_>,
    ) {
        let arrived = frame.id;
        if header.time_to_live <= 1 {
            context.counters.ip_in_header_errors += 1;
            context.dropped(Some(arrived), DropReason::TimeToLive);
            let quoted = quote_frame(&frame.bytes);
            self.send_time_exceeded(TimeExceededCode::TimeToLive, quoted, context);
            return;
        }
        let total = usize::from(header.total_length);
        if total as u32 > route.mtu && header.dont_fragment {
            context.counters.ip_fragment_failures += 1;
            context.dropped(Some(arrived), DropReason::TooBig);
            let mtu = route.mtu.min(65_535) as u16;
            let code = UnreachableCode::FragmentationNeeded;
            self.send_unreachable(code, mtu, quote_frame(&frame.bytes), context);
            return;
        }
        context.counters.ip_forwarded += 1;
        if frame.bytes.len() > IP_START + total {
            // Padding of the link that it came by does not go on.
            frame.bytes = frame.bytes[..IP_START + total].into();
        }
        let next_hop = route.gateway.unwrap_or(header.destination);
        let bytes = Rc::make_mut(&mut frame.bytes);
        let time_to_live = ipv4::decrement_ttl(&mut bytes[IP_START..]);
        let to = route.interface;
        let record = context.recorder.emit(context.now, context.cause, || Event::Forwarded {
            frame: arrived,
            to,
            next_hop,
            time_to_live,
        });
        context.cause = Some(record);
        if total as u32 > route.mtu {
            let header = Ipv4Header { time_to_live, ..header };
            self.send_fragments(&header, &frame, IP_START + header_length, route, context);
            return;
        }
        self.forward_frame(frame, to, next_hop, context);
    }

    fn forward_frame(
        &mut self,
        mut frame: Frame,
        to: Interface,
        next_hop: core::net::Ipv4Addr,
        context: &mut Context<'_>,
    ) {
        let hardware = self.resolve(to, next_hop, context);
        let source = self.devices.get(to).config.mac;
        let bytes = Rc::get_mut(&mut frame.bytes).expect("the copy was just made");
        EthernetHeader { destination: hardware.unwrap_or_default(), source, ether_type: EtherType::Ipv4 }
            .write(bytes);
        frame.id = context.identities.frame();
        frame.cause = context.cause;
        match hardware {
            Some(_) => self.devices.queue(to, frame, context),
            None => self.hold(to, next_hop, frame, context),
        }
    }

    /// A packet's next hop could not be found: its sender is told (`ipv4_link_failure`).
    pub(crate) fn link_failure(&mut self, frame: Frame, context: &mut Context<'_>) {
        context.dropped(Some(frame.id), DropReason::NeighbourFailed);
        self.send_unreachable(UnreachableCode::Host, 0, quote_frame(&frame.bytes), context);
    }

    /// Fragments have waited too long (`ip_expire`).
    pub(crate) fn reassembly_timer(&mut self, key: super::fragment::FragmentKey, context: &mut Context<'_>) {
        if let Some(first) = self.reassembly.expire(key, context) {
            self.send_time_exceeded(TimeExceededCode::Reassembly, quote_frame(&first), context);
        }
    }
}
