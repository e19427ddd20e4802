//! The connections of a script: its small numbers on one side, those on the wire on the other.
//!
//! Sequence numbers and ports are mapped, timestamps too: what a script calls `TS val 100` is whatever the kernel sent there, and `ecr 100`
//! of a later segment to the kernel means the same moment.

use super::machine::Sent;
use crate::ast::{Ecn, Icmp, IpInfo, Segment, TcpOption};
use core::net::{Ipv4Addr, SocketAddrV4};
use netlab_wire::{
    EtherType, EthernetHeader, FrameBytes, IcmpMessage, Ipv4Header, MacAddress, Protocol, SackBlocks, Seq,
    TcpFlags, TcpHeader, TcpOptions, Timestamps, UnreachableCode, icmp_frame, tcp_frame,
};
use std::collections::BTreeMap;

/// The address of the kernel under test; packetdrill's own choice, as are the others.
pub(crate) const LOCAL: Ipv4Addr = Ipv4Addr::new(192, 168, 0, 1);
/// The script's own address, behind the gateway.
pub(crate) const REMOTE: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);
/// The next hop to it.
pub(crate) const GATEWAY: Ipv4Addr = Ipv4Addr::new(192, 168, 0, 2);
/// The port that `bind(..., ..., ...)` and `connect(..., ..., ...)` mean.
pub(crate) const PORT: u16 = 8080;
/// The kernel's Ethernet address.
pub(crate) const LOCAL_MAC: MacAddress = MacAddress([2, 0, 0, 0, 0, 1]);
/// The gateway's.
pub(crate) const GATEWAY_MAC: MacAddress = MacAddress([2, 0, 0, 0, 0, 2]);

/// The first remote port of connections to the kernel.
const FIRST_REMOTE_PORT: u16 = 40_000;
/// What is added to the script's sequence numbers of its own side.
const REMOTE_OFFSET: u32 = 1_000_000_000;

/// One connection.
#[derive(Debug)]
pub(crate) struct Connection {
    /// The kernel's end.
    pub local: SocketAddrV4,
    /// The script's end.
    pub remote: SocketAddrV4,
    /// What is added to the script's numbers of the kernel's side; known from its first segment on.
    local_offset: Option<u32>,
    /// From the script's timestamps of the kernel to the kernel's own.
    timestamps: BTreeMap<u32, u32>,
    /// The script has sent something else than a SYN.
    past_syn: bool,
}

impl Connection {
    fn new(local: SocketAddrV4, remote: SocketAddrV4) -> Self {
        Self { local, remote, local_offset: None, timestamps: BTreeMap::new(), past_syn: false }
    }

    fn local_offset(&self) -> u32 {
        self.local_offset.unwrap_or_default()
    }

    /// A sequence number of the kernel's, as the script would write it.
    pub fn local_number(&self, live: Seq) -> u32 {
        live.raw().wrapping_sub(self.local_offset())
    }

    /// A sequence number of the script's side, as the script would write it.
    pub fn remote_number(live: Seq) -> u32 {
        live.raw().wrapping_sub(REMOTE_OFFSET)
    }

    /// Learns from a segment of the kernel that the script has written down which number stands for which.
    pub fn learn(&mut self, wanted: &Segment, sent: &Sent) {
        if self.local_offset.is_none() {
            self.local_offset = Some(sent.tcp.sequence.raw().wrapping_sub(wanted.start));
        }
        for option in wanted.options.iter().flatten() {
            if let (TcpOption::Timestamps(script), Some(live)) = (option, sent.tcp.options.timestamps) {
                self.timestamps.insert(script.value, live.value);
            }
        }
    }
}

/// All connections of a script.
#[derive(Debug, Default)]
pub(crate) struct Session {
    connections: Vec<Connection>,
}

impl Session {
    /// The connection that a segment of the kernel belongs to; a new one if need be.
    pub fn of_sent(&mut self, sent: &Sent) -> &mut Connection {
        let local = SocketAddrV4::new(sent.ip.source, sent.tcp.source_port);
        let remote = SocketAddrV4::new(sent.ip.destination, sent.tcp.destination_port);
        let known = self.connections.iter().position(|known| known.local == local && known.remote == remote);
        let index = known.unwrap_or_else(|| {
            self.connections.push(Connection::new(local, remote));
            self.connections.len() - 1
        });
        &mut self.connections[index]
    }

    /// The connection that a segment of the script belongs to.
    fn of_injected(&mut self, segment: &Segment) -> &mut Connection {
        let opens = segment.flags.syn() && !segment.flags.ack();
        let index = match segment.ports {
            Some((remote, local)) => self
                .connections
                .iter()
                .rposition(|known| (known.remote.port(), known.local.port()) == (remote, local)),
            None => match self.connections.last() {
                // A SYN on a connection that is past its handshake opens another one.
                Some(last) if opens && last.past_syn => None,
                Some(_) => Some(self.connections.len() - 1),
                None => None,
            },
        };
        let index = index.unwrap_or_else(|| {
            let next = FIRST_REMOTE_PORT + self.connections.len() as u16;
            let (remote, local) = segment.ports.unwrap_or((next, PORT));
            let (local, remote) = (SocketAddrV4::new(LOCAL, local), SocketAddrV4::new(REMOTE, remote));
            self.connections.push(Connection::new(local, remote));
            self.connections.len() - 1
        });
        let connection = &mut self.connections[index];
        connection.past_syn |= !opens;
        connection
    }

    /// The frame of a segment that the script sends.
    pub fn frame(&mut self, segment: &Segment) -> FrameBytes {
        let connection = self.of_injected(segment);
        let header = TcpHeader {
            source_port: connection.remote.port(),
            destination_port: connection.local.port(),
            sequence: Seq::new(segment.start.wrapping_add(REMOTE_OFFSET)),
            acknowledgment: match segment.acknowledgment {
                Some(number) => Seq::new(number.wrapping_add(connection.local_offset())),
                None => Seq::new(0),
            },
            flags: segment.flags,
            window: segment.window.unwrap_or_default(),
            urgent_pointer: segment.urgent_pointer.unwrap_or_default(),
            options: injected_options(segment.options.as_deref().unwrap_or_default(), connection),
        };
        let payload: Vec<u8> =
            (0..segment.length).map(|at| b'a' + ((segment.start + at) % 26) as u8).collect();
        tcp_frame(&ethernet(), &ip(&segment.ip, Protocol::Tcp, *connection.remote.ip()), &header, &[&payload])
    }

    /// The frame of an ICMP error about a segment that the kernel has sent.
    ///
    /// # Errors
    /// A type, code or quotation that is not modelled.
    pub fn icmp_frame(&self, icmp: &Icmp) -> Result<FrameBytes, String> {
        let Some(connection) = self.connections.last() else {
            return Err("an ICMP error without a connection".into());
        };
        let code = match (icmp.kind.as_str(), icmp.code.as_deref()) {
            ("unreachable", Some("frag_needed")) => UnreachableCode::FragmentationNeeded,
            ("unreachable", Some("net_unreachable")) => UnreachableCode::Network,
            ("unreachable", Some("host_unreachable")) => UnreachableCode::Host,
            ("unreachable", Some("protocol_unreachable")) => UnreachableCode::Protocol,
            ("unreachable", Some("port_unreachable")) => UnreachableCode::Port,
            (kind, code) => return Err(format!("ICMP {kind} {}", code.unwrap_or_default())),
        };
        let Some((start, length)) = icmp.quoted else {
            return Err("an ICMP error that quotes nothing".into());
        };
        let quoted = TcpHeader {
            source_port: connection.local.port(),
            destination_port: connection.remote.port(),
            sequence: Seq::new(start.wrapping_add(connection.local_offset())),
            acknowledgment: Seq::new(0),
            flags: TcpFlags::ACK,
            window: 0,
            urgent_pointer: 0,
            options: TcpOptions::default(),
        };
        let mut header = ip(&IpInfo::default(), Protocol::Tcp, *connection.local.ip());
        header.destination = *connection.remote.ip();
        let whole = tcp_frame(&ethernet(), &header, &quoted, &[&vec![0; length as usize]]);
        // RFC 792: the header and 8 bytes.
        let original =
            whole[EthernetHeader::LENGTH..EthernetHeader::LENGTH + Ipv4Header::LENGTH + 8].to_vec();
        let message = IcmpMessage::DestinationUnreachable {
            code,
            next_hop_mtu: icmp.mtu.unwrap_or_default(),
            original,
        };
        Ok(icmp_frame(&ethernet(), &ip(&icmp.ip, Protocol::Icmp, GATEWAY), &message))
    }
}

fn ethernet() -> EthernetHeader {
    EthernetHeader { destination: LOCAL_MAC, source: GATEWAY_MAC, ether_type: EtherType::Ipv4 }
}

fn ip(info: &IpInfo, protocol: Protocol, source: Ipv4Addr) -> Ipv4Header {
    let ecn = match info.ecn {
        None | Some(Ecn::NotCapable) => 0,
        Some(Ecn::Ect1) => 1,
        Some(Ecn::Ect0 | Ecn::Ect0Or1) => 2,
        Some(Ecn::CongestionExperienced) => 3,
    };
    Ipv4Header {
        dscp_ecn: info.tos.unwrap_or(ecn),
        total_length: 0,
        identification: 0,
        dont_fragment: false,
        more_fragments: false,
        fragment_offset: 0,
        time_to_live: info.time_to_live.unwrap_or(64),
        protocol,
        source,
        destination: LOCAL,
    }
}

fn injected_options(options: &[TcpOption], connection: &Connection) -> TcpOptions {
    let mut live = TcpOptions::default();
    for option in options {
        match option {
            TcpOption::NoOperation | TcpOption::EndOfList => {}
            TcpOption::MaximumSegmentSize(size) => live.maximum_segment_size = Some(*size),
            TcpOption::WindowScale(shift) => live.window_scale = Some(*shift),
            TcpOption::SackPermitted => live.sack_permitted = true,
            TcpOption::Sack(blocks) => {
                let edge = |number: u32| Seq::new(number.wrapping_add(connection.local_offset()));
                live.sack_blocks =
                    blocks.iter().map(|&(left, right)| (edge(left), edge(right))).collect::<SackBlocks>();
            }
            TcpOption::Timestamps(stamps) => {
                let echo_reply = connection.timestamps.get(&stamps.echo_reply).copied();
                let echo_reply = echo_reply.unwrap_or(stamps.echo_reply);
                live.timestamps = Some(Timestamps { value: stamps.value, echo_reply });
            }
        }
    }
    live
}
