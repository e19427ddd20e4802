//! Frames on cables, and frames opened.

use super::{ShownByte, Way};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// What a frame is, for its shape and colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FrameKind {
    /// SYN.
    Syn,
    /// SYN-ACK.
    SynAck,
    /// Carries payload.
    Data,
    /// Carries payload that was sent before.
    Retransmission,
    /// Acknowledgement only.
    Ack,
    /// Acknowledgement that tells window 0.
    ZeroWindow,
    /// Acknowledgement that opens the window.
    WindowUpdate,
    /// Zero-window probe.
    Probe,
    /// Keepalive probe.
    KeepAlive,
    /// FIN (with or without payload).
    Fin,
    /// RST.
    Rst,
    /// ARP.
    Arp,
    /// ICMP.
    Icmp,
    /// UDP datagram or fragment.
    Udp,
}

/// A frame on a cable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameView {
    /// Its number in the world.
    pub id: u64,
    /// The cable, from 0 at the client.
    pub cable: usize,
    /// Where it is going.
    pub way: Way,
    /// What it is.
    pub kind: FrameKind,
    /// Payload bytes, when few; these are copies.
    pub bytes: Vec<ShownByte>,
    /// Payload length.
    pub length: u32,
    /// Offset of the first payload byte in its stream.
    pub from: Option<u64>,
    /// Window told, bytes.
    pub window: Option<u64>,
    /// When its last bit left the sender's NIC (nanoseconds).
    pub departs: u64,
    /// When it arrives at the other end.
    pub arrives: u64,
    /// Lost on this cable: where, in thousandths of the way.
    pub lost_at: Option<u16>,
    /// Damaged on the way.
    pub corrupt: bool,
    /// The packet's line in the packet list.
    pub packet: Option<u32>,
    /// Whether it is selected.
    pub linked: bool,
}

/// What the open middle of the U shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lens {
    /// Nothing to explain.
    Empty,
    /// A frame opened like nested envelopes.
    Envelope {
        /// The frame.
        frame: u64,
        /// The cable it is on.
        cable: usize,
        /// Bytes of the whole frame.
        length: u32,
        /// Layers, outermost first.
        layers: Vec<EnvelopeLayer>,
        /// The payload's bytes, when few.
        payload: Vec<ShownByte>,
        /// Payload length.
        payload_length: u32,
        /// Offset of the payload's first byte in its stream.
        from: Option<u64>,
    },
    /// A frame as a signal.
    Signal(Rc<SignalView>),
}

/// One envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvelopeLayer {
    /// `Ethernet`, `IPv4`, `TCP`.
    pub name: Rc<str>,
    /// Sender in this layer's own addresses.
    pub from: Rc<str>,
    /// Receiver.
    pub to: Rc<str>,
    /// Header bytes.
    pub header: u16,
}

/// Part of a frame as line code (Manchester, 10BASE-T).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignalView {
    /// The frame.
    pub frame: u64,
    /// The cable it is on.
    pub cable: usize,
    /// Bytes of the whole frame.
    pub length: u32,
    /// Header bytes of each layer, outermost first, with the layer's short name.
    pub layers: Vec<(Rc<str>, u16)>,
    /// Index of the first shown byte in the frame.
    pub first: u32,
    /// The shown bytes.
    pub bytes: Vec<u8>,
    /// Their bits in the order of the wire (lowest first).
    pub bits: Vec<bool>,
    /// Two half-bit levels per bit: true is high.
    pub levels: Vec<bool>,
    /// The frame check sequence.
    pub frame_check: u32,
    /// Whether the receiver's check holds.
    pub check_holds: bool,
}

/// One captured packet opened: header tree and bytes, linked both ways.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PacketDetail {
    /// Its number in the packet list, from 1.
    pub number: u32,
    /// The bytes.
    pub bytes: Rc<[u8]>,
    /// The header tree in reading order.
    pub fields: Vec<FieldLine>,
}

/// A line of the header tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldLine {
    /// Depth, 0 for a layer.
    pub depth: u8,
    /// Wireshark's filter name: `tcp.window_size_value`.
    pub name: Rc<str>,
    /// The line as Wireshark writes it.
    pub text: Rc<str>,
    /// First bit in the frame.
    pub bit: u32,
    /// Number of bits.
    pub bits: u32,
}
