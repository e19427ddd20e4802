//! Whole frames: one allocation, one copy of the payload, all checksums set.

use crate::arp::ArpPacket;
use crate::ethernet::EthernetHeader;
use crate::icmp::IcmpMessage;
use crate::ipv4::Ipv4Header;
use crate::tcp::TcpHeader;
use crate::udp::UdpHeader;
use std::rc::Rc;

/// A frame's bytes, shared: from the NIC to the links, captures and records nobody copies them.
pub type FrameBytes = Rc<[u8]>;

const IP_START: usize = EthernetHeader::LENGTH;
const TRANSPORT_START: usize = IP_START + Ipv4Header::LENGTH;

/// Allocates a frame and has it filled.
fn build(length: usize, fill: impl FnOnce(&mut [u8])) -> FrameBytes {
    let mut frame: FrameBytes = core::iter::repeat_n(0, length).collect();
    fill(Rc::get_mut(&mut frame).expect("nobody else has the new frame yet"));
    frame
}

fn copy_slices(out: &mut [u8], slices: &[&[u8]]) {
    let mut at = 0;
    for slice in slices {
        out[at..at + slice.len()].copy_from_slice(slice);
        at += slice.len();
    }
    assert_eq!(at, out.len(), "the payload fills its room");
}

fn total(slices: &[&[u8]]) -> usize {
    slices.iter().map(|slice| slice.len()).sum()
}

fn ip_with_length(ip: &Ipv4Header, length: usize) -> Ipv4Header {
    Ipv4Header {
        total_length: u16::try_from(length).expect("an IPv4 datagram is at most 65535 bytes long"),
        ..*ip
    }
}

/// A TCP segment in IPv4 in Ethernet. `ip.total_length` is computed here. The payload may lie in several slices.
/// Panics when the datagram would be longer than 65535 bytes or the options longer than 40.
pub fn tcp_frame(
    ethernet: &EthernetHeader,
    ip: &Ipv4Header,
    tcp: &TcpHeader,
    payload: &[&[u8]],
) -> FrameBytes {
    let header_length = tcp.header_len();
    let length = TRANSPORT_START + header_length + total(payload);
    let ip = ip_with_length(ip, length - IP_START);
    build(length, |frame| {
        ethernet.write(frame);
        ip.write(&mut frame[IP_START..]);
        let segment = &mut frame[TRANSPORT_START..];
        copy_slices(&mut segment[header_length..], payload);
        tcp.write(segment, ip.source, ip.destination);
    })
}

/// A UDP datagram in one IPv4 packet in Ethernet. `ip.total_length` and `udp.length` are computed here.
/// Panics when the datagram would be longer than 65535 bytes. For a datagram that must be fragmented see [`udp_datagram`] and [`ip_frame`].
pub fn udp_frame(
    ethernet: &EthernetHeader,
    ip: &Ipv4Header,
    udp: &UdpHeader,
    payload: &[&[u8]],
) -> FrameBytes {
    let length = TRANSPORT_START + UdpHeader::LENGTH + total(payload);
    let ip = ip_with_length(ip, length - IP_START);
    let udp = UdpHeader { length: (length - TRANSPORT_START) as u16, ..*udp };
    build(length, |frame| {
        ethernet.write(frame);
        ip.write(&mut frame[IP_START..]);
        let datagram = &mut frame[TRANSPORT_START..];
        copy_slices(&mut datagram[UdpHeader::LENGTH..], payload);
        udp.write(datagram, ip.source, ip.destination);
    })
}

/// A UDP header and its payload with the checksum over the whole, to be cut into fragments. `udp.length` is computed here.
pub fn udp_datagram(ip: &Ipv4Header, udp: &UdpHeader, payload: &[&[u8]]) -> Vec<u8> {
    let length = UdpHeader::LENGTH + total(payload);
    let udp = UdpHeader {
        length: u16::try_from(length).expect("a UDP datagram is at most 65535 bytes long"),
        ..*udp
    };
    let mut datagram = vec![0; length];
    copy_slices(&mut datagram[UdpHeader::LENGTH..], payload);
    udp.write(&mut datagram, ip.source, ip.destination);
    datagram
}

/// An ICMP message in IPv4 in Ethernet. `ip.total_length` is computed here.
pub fn icmp_frame(ethernet: &EthernetHeader, ip: &Ipv4Header, icmp: &IcmpMessage) -> FrameBytes {
    let length = TRANSPORT_START + icmp.length();
    let ip = ip_with_length(ip, length - IP_START);
    build(length, |frame| {
        ethernet.write(frame);
        ip.write(&mut frame[IP_START..]);
        icmp.write(&mut frame[TRANSPORT_START..]);
    })
}

/// Any IPv4 packet in Ethernet, a fragment for example. `ip.total_length` is computed here; the payload is taken as it is.
pub fn ip_frame(ethernet: &EthernetHeader, ip: &Ipv4Header, payload: &[&[u8]]) -> FrameBytes {
    let length = TRANSPORT_START + total(payload);
    let ip = ip_with_length(ip, length - IP_START);
    build(length, |frame| {
        ethernet.write(frame);
        ip.write(&mut frame[IP_START..]);
        copy_slices(&mut frame[TRANSPORT_START..], payload);
    })
}

/// An ARP packet in Ethernet, 42 bytes: not padded, as on a TAP device.
pub fn arp_frame(ethernet: &EthernetHeader, arp: &ArpPacket) -> FrameBytes {
    build(EthernetHeader::LENGTH + ArpPacket::LENGTH, |frame| {
        ethernet.write(frame);
        arp.write(&mut frame[EthernetHeader::LENGTH..]);
    })
}
