//! Names of things in a run: what words need beside a record.

use crate::history::History;
use netlab_abi::Pid;
use netlab_kernel::{
    event::{Event, Frame, FrameId, Interface, StreamRange},
    record::RecordId,
};
use netlab_wire::{
    ArpOperation, ArpPacket, EtherType, EthernetHeader, IcmpMessage, Ipv4Addr, Ipv4Header, Protocol,
    TcpHeader,
};
use netlab_world::{HostId, LinkDirection, LinkId, What, WorldRecord};
use std::collections::BTreeMap;

/// What a frame is, at a glance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameKind {
    /// ARP: who has the address?
    ArpRequest(Ipv4Addr),
    /// ARP: the address is here.
    ArpReply(Ipv4Addr),
    /// SYN.
    Syn,
    /// SYN with ACK.
    SynAck,
    /// A pure acknowledgement.
    Ack,
    /// Payload, with or without FIN.
    Data {
        /// Payload bytes.
        length: u32,
        /// With FIN.
        finish: bool,
    },
    /// FIN without payload.
    Fin,
    /// RST.
    Rst,
    /// A UDP datagram or its first fragment: payload bytes.
    Udp(u32),
    /// ICMP: type and code.
    Icmp(u8, u8),
    /// Anything else.
    Other,
}

/// Looks at a frame's headers.
pub fn frame_kind(bytes: &[u8]) -> FrameKind {
    let Ok((ethernet, start)) = EthernetHeader::parse(bytes) else { return FrameKind::Other };
    match ethernet.ether_type {
        EtherType::Arp => match ArpPacket::parse(&bytes[start..]) {
            Ok((arp, _)) => match arp.operation {
                ArpOperation::Request => FrameKind::ArpRequest(arp.target_protocol),
                ArpOperation::Reply => FrameKind::ArpReply(arp.sender_protocol),
            },
            Err(_) => FrameKind::Other,
        },
        EtherType::Ipv4 => packet_kind(&bytes[start..]),
        EtherType::Other(_) => FrameKind::Other,
    }
}

fn packet_kind(packet: &[u8]) -> FrameKind {
    let Ok((ip, header)) = Ipv4Header::parse(packet) else { return FrameKind::Other };
    let Some(payload) = packet.get(header..usize::from(ip.total_length)) else { return FrameKind::Other };
    if ip.fragment_offset != 0 {
        return FrameKind::Other;
    }
    match ip.protocol {
        Protocol::Tcp => segment_kind(payload),
        Protocol::Udp => FrameKind::Udp(payload.len().saturating_sub(8) as u32),
        Protocol::Icmp => match (IcmpMessage::parse(payload), payload) {
            (Ok(_), [kind, code, ..]) => FrameKind::Icmp(*kind, *code),
            _ => FrameKind::Other,
        },
        Protocol::Other(_) => FrameKind::Other,
    }
}

fn segment_kind(segment: &[u8]) -> FrameKind {
    let Ok((tcp, header)) = TcpHeader::parse_unchecked(segment) else { return FrameKind::Other };
    let length = (segment.len() - header) as u32;
    match (tcp.flags.rst(), tcp.flags.syn(), tcp.flags.ack(), tcp.flags.fin()) {
        (true, ..) => FrameKind::Rst,
        (_, true, false, _) => FrameKind::Syn,
        (_, true, true, _) => FrameKind::SynAck,
        (_, _, _, finish) if length > 0 => FrameKind::Data { length, finish },
        (_, _, _, true) => FrameKind::Fin,
        (_, _, _, false) => FrameKind::Ack,
    }
}

/// Names of things in one run.
pub struct Scene {
    /// Where each frame was first seen, by its number.
    frames: BTreeMap<FrameId, u64>,
    /// Pids by computer: process started at which record.
    processes: BTreeMap<(HostId, Pid), u64>,
    indexed: u64,
}

impl Scene {
    /// An index of a run.
    pub fn new(history: &History) -> Self {
        let mut scene = Scene { frames: BTreeMap::new(), processes: BTreeMap::new(), indexed: 0 };
        scene.index(history);
        scene
    }

    /// Takes up records that have come since the last call.
    pub fn index(&mut self, history: &History) {
        for record in &history.records()[self.indexed as usize..] {
            match (&record.what, record.host) {
                (What::Kernel(Event::FrameQueued { frame, .. }), _)
                | (What::FrameDeparts { frame, .. }, _) => {
                    self.frames.entry(frame.id).or_insert(record.id.0);
                }
                (What::Kernel(Event::ProcessStarted { pid, .. }), Some(host)) => {
                    self.processes.insert((host, *pid), record.id.0);
                }
                _ => {}
            }
        }
        self.indexed = history.len();
    }

    /// A frame, by its number.
    pub fn frame<'a>(&self, history: &'a History, id: FrameId) -> Option<&'a Frame> {
        let record = self.frames.get(&id)?;
        match &history.records()[*record as usize].what {
            What::Kernel(Event::FrameQueued { frame, .. }) | What::FrameDeparts { frame, .. } => Some(frame),
            _ => None,
        }
    }

    /// The file name of a process.
    pub fn process_name<'a>(&self, history: &'a History, host: HostId, pid: Pid) -> Option<&'a str> {
        let record = self.processes.get(&(host, pid))?;
        match &history.records()[*record as usize].what {
            What::Kernel(Event::ProcessStarted { name, .. }) => Some(name),
            _ => None,
        }
    }
}

/// A computer's name in the scenario.
pub fn host_name(history: &History, host: HostId) -> &str {
    &history.recipe().scenario.topology.computers[usize::from(host.0)].name
}

/// An interface's name; `lo` for the loopback device.
pub fn interface_name(history: &History, host: HostId, interface: Interface) -> &str {
    let computer = &history.recipe().scenario.topology.computers[usize::from(host.0)];
    match usize::from(interface.0).checked_sub(1) {
        None => "lo",
        Some(at) => computer.interfaces.get(at).map_or("?", |interface| &interface.name),
    }
}

/// The computers at a link's ends in the direction of travel.
pub fn link_hosts(history: &History, link: LinkId, direction: LinkDirection) -> (HostId, HostId) {
    let ends = history.recipe().scenario.topology.links[usize::from(link.0)].ends;
    let [first, second] = ends.map(|end| HostId(end.computer as u16));
    match direction {
        LinkDirection::Forward => (first, second),
        LinkDirection::Backward => (second, first),
    }
}

/// A line of the program with this file name on a computer.
pub fn source_line<'a>(history: &'a History, host: HostId, file: &str, line: u32) -> Option<&'a str> {
    let program =
        history.recipe().programs.iter().find(|program| program.host == host && &*program.file == file)?;
    program.source.lines().nth(line.checked_sub(1)? as usize).map(str::trim)
}

/// The payload of a stream range's frame: its last bytes.
pub fn frame_payload(frame: &Frame) -> Option<(&StreamRange, &[u8])> {
    let range = frame.payload.as_ref()?;
    let start = frame.bytes.len().checked_sub(range.length as usize)?;
    Some((range, &frame.bytes[start..]))
}

/// A record of a run.
pub fn record(history: &History, id: RecordId) -> Option<&WorldRecord> {
    history.records().get(id.0 as usize)
}
