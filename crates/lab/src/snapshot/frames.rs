//! Frames on cables, and the frame in the lens.

use super::Shot;
use crate::{
    journeys::{kind_of, way_of},
    track::{FlightTrack, StreamKey},
    view::{ByteState, EnvelopeLayer, FrameView, Lens, ShownByte, SignalView},
};
use netlab_kernel::event::StreamRange;
use netlab_wire::{
    EtherType, EthernetHeader, Ipv4Header, Protocol, TcpHeader, UdpHeader, fcs,
    line_code::{LineFrame, SignalPart},
};
use std::rc::Rc;

/// Most payload bytes drawn one by one in a frame.
const FEW: u32 = 10;
/// Bytes whose signal is drawn.
const SIGNAL_BYTES: usize = 2;

impl Shot<'_> {
    pub(super) fn frames(&self) -> Vec<FrameView> {
        let flights = self.present.track().flights.values();
        flights.filter(|flight| flight.arrive >= self.at).map(|flight| self.frame(flight)).collect()
    }

    fn copies(&self, range: Option<&StreamRange>) -> Vec<ShownByte> {
        match range {
            Some(range) if range.length <= FEW => {
                self.shown_bytes(StreamKey::from(range), range.offset, range.length.into(), ByteState::Copy)
            }
            Some(_) | None => Vec::new(),
        }
    }

    fn frame(&self, flight: &FlightTrack) -> FrameView {
        let range = flight.frame.payload.as_ref();
        let journey = self.journeys.of(flight.frame.id);
        FrameView {
            id: flight.frame.id.0,
            cable: usize::from(flight.link.0),
            way: way_of(flight.direction),
            kind: journey.map_or_else(|| kind_of(&flight.frame.bytes), |journey| journey.kind),
            bytes: self.copies(range),
            length: range.map_or(0, |range| range.length),
            from: range.map(|range| range.offset),
            window: journey.and_then(|journey| journey.window),
            departs: flight.start.as_nanos(),
            arrives: flight.arrive.as_nanos(),
            lost_at: None,
            corrupt: flight.damaged,
            packet: journey.and_then(|journey| journey.packet),
            linked: self.selection.frame == Some(flight.frame.id.0)
                || (self.selection.packet.is_some()
                    && journey.and_then(|j| j.packet) == self.selection.packet),
        }
    }

    /// The chosen frame if it flies, else the newest with payload, else the newest.
    fn lens_flight(&self) -> Option<&FlightTrack> {
        let flights = || self.present.track().flights.values();
        let chosen = flights().find(|flight| Some(flight.frame.id.0) == self.selection.frame);
        chosen
            .or_else(|| flights().rfind(|flight| flight.frame.payload.is_some()))
            .or_else(|| flights().next_back())
    }

    pub(super) fn lens(&self) -> Lens {
        let Some(flight) = self.lens_flight() else { return Lens::Empty };
        if self.selection.signal { Lens::Signal(signal(flight)) } else { self.envelope(flight) }
    }

    fn envelope(&self, flight: &FlightTrack) -> Lens {
        let range = flight.frame.payload.as_ref();
        Lens::Envelope {
            frame: flight.frame.id.0,
            cable: usize::from(flight.link.0),
            length: flight.frame.bytes.len() as u32,
            layers: layers(&flight.frame.bytes),
            payload: self.copies(range),
            payload_length: range.map_or(0, |range| range.length),
            from: range.map(|range| range.offset),
        }
    }

    /// Whether a way's payload with this offset has a copy on some cable, and on which.
    pub(super) fn cables_with(&self, key: StreamKey, offset: u64) -> Vec<usize> {
        let holds = |range: &StreamRange| {
            StreamKey::from(range) == key
                && (range.offset..range.offset + u64::from(range.length)).contains(&offset)
        };
        let flights = self.present.track().flights.values();
        flights
            .filter(|flight| flight.frame.payload.as_ref().is_some_and(holds))
            .map(|flight| usize::from(flight.link.0))
            .collect()
    }
}

/// The headers of a frame, outermost first.
pub(super) fn layers(bytes: &[u8]) -> Vec<EnvelopeLayer> {
    let mut layers = Vec::new();
    let mut push = |name: &str, from: String, to: String, header: usize| {
        layers.push(EnvelopeLayer {
            name: name.into(),
            from: from.into(),
            to: to.into(),
            header: header as u16,
        });
    };
    let Ok((ethernet, start)) = EthernetHeader::parse(bytes) else { return layers };
    push("Ethernet", ethernet.source.to_string(), ethernet.destination.to_string(), start);
    let rest = &bytes[start..];
    match ethernet.ether_type {
        EtherType::Arp => {
            if let Ok((arp, length)) = netlab_wire::ArpPacket::parse(rest) {
                push("ARP", arp.sender_protocol.to_string(), arp.target_protocol.to_string(), length);
            }
        }
        EtherType::Ipv4 => {
            let Ok((ip, length)) = Ipv4Header::parse(rest) else { return layers };
            push("IPv4", ip.source.to_string(), ip.destination.to_string(), length);
            let payload = rest.get(length..usize::from(ip.total_length)).unwrap_or_default();
            match ip.protocol {
                Protocol::Tcp => {
                    if let Ok((tcp, length)) = TcpHeader::parse_unchecked(payload) {
                        push("TCP", tcp.source_port.to_string(), tcp.destination_port.to_string(), length);
                    }
                }
                Protocol::Udp => {
                    if let Ok((udp, length)) = UdpHeader::parse(payload, ip.source, ip.destination) {
                        push("UDP", udp.source_port.to_string(), udp.destination_port.to_string(), length);
                    }
                }
                Protocol::Icmp => push("ICMP", String::new(), String::new(), payload.len().min(8)),
                Protocol::Other(_) => {}
            }
        }
        EtherType::Other(_) => {}
    }
    layers
}

/// The first bytes of the payload (of the frame, when it carries none) as line code.
fn signal(flight: &FlightTrack) -> Rc<SignalView> {
    let bytes = &flight.frame.bytes;
    let payload = flight.frame.payload.as_ref().map_or(0, |range| range.length as usize);
    let first = if payload > 0 { bytes.len() - payload } else { 0 };
    let shown = SIGNAL_BYTES.min(bytes.len() - first);
    let line = LineFrame::new(bytes);
    let frame_start =
        line.parts().iter().find(|(part, _)| *part == SignalPart::Frame).map_or(0, |(_, range)| range.start);
    let bit = (frame_start + first) * 8;
    let names = [("Ethernet", "Eth"), ("IPv4", "IP")];
    let short = |name: &Rc<str>| -> Rc<str> {
        names.iter().find(|(long, _)| **long == **name).map_or(name.clone(), |(_, short)| (*short).into())
    };
    Rc::new(SignalView {
        frame: flight.frame.id.0,
        cable: usize::from(flight.link.0),
        length: bytes.len() as u32,
        layers: layers(bytes).iter().map(|layer| (short(&layer.name), layer.header)).collect(),
        first: first as u32,
        bytes: bytes[first..first + shown].to_vec(),
        bits: line.bits().skip(bit).take(shown * 8).collect(),
        levels: line.half_bits()[bit * 2..(bit + shown * 8) * 2].to_vec(),
        frame_check: fcs::fcs(bytes),
        check_holds: !flight.damaged,
    })
}
