//! A frame's header tree, in the form of Wireshark's.
//!
//! Names and places come from the wire crate's table of fields; the lines say what Wireshark's say for the fields that
//! the lab's frames have. Left out: values that Wireshark computes from other packets (relative numbers, scaled
//! windows, round trips).

use crate::view::FieldLine;
use netlab_wire::{
    error::Layer,
    fields::{Field, FieldValue, fields},
};
use std::rc::Rc;

/// The lines of the tree: each layer's heading, then its fields.
pub fn tree(bytes: &[u8]) -> Vec<FieldLine> {
    let mut lines = Vec::new();
    let mut last: Option<(Layer, bool)> = None;
    let all = fields(bytes);
    for (at, field) in all.iter().enumerate() {
        if last != Some((field.layer, field.quoted)) {
            last = Some((field.layer, field.quoted));
            let rest = all[at..]
                .iter()
                .take_while(|other| other.layer == field.layer && other.quoted == field.quoted);
            let end = rest.map(|other| other.bit_offset + other.bit_length).max().unwrap_or(field.bit_offset);
            lines.push(heading(field, end));
        }
        lines.push(FieldLine {
            depth: if field.quoted { 2 } else { 1 },
            name: field.name.as_ref().into(),
            text: text(field, bytes),
            bit: field.bit_offset,
            bits: field.bit_length,
        });
    }
    lines
}

fn heading(field: &Field, end: u32) -> FieldLine {
    let title = match field.layer {
        Layer::Ethernet => "Ethernet II",
        Layer::Arp => "Address Resolution Protocol",
        Layer::Ipv4 => "Internet Protocol Version 4",
        Layer::Icmp => "Internet Control Message Protocol",
        Layer::Udp => "User Datagram Protocol",
        Layer::Tcp => "Transmission Control Protocol",
        Layer::Payload => "Data",
    };
    let name = field.name.split('.').next().unwrap_or_default();
    FieldLine {
        depth: u8::from(field.quoted),
        name: name.into(),
        text: title.into(),
        bit: field.bit_offset,
        bits: end - field.bit_offset,
    }
}

fn text(field: &Field, bytes: &[u8]) -> Rc<str> {
    let label = label(&field.name);
    let value = match field.value {
        FieldValue::Number(number) => number_text(&field.name, number),
        FieldValue::Flag(true) => "Set".into(),
        FieldValue::Flag(false) => "Not set".into(),
        FieldValue::Mac(mac) => mac.to_string(),
        FieldValue::Ipv4(address) => address.to_string(),
        FieldValue::Bytes => {
            let part = bytes.get(field.byte_range()).unwrap_or_default();
            let shown: String = part.iter().take(32).map(|byte| format!("{byte:02x}")).collect();
            let more = if part.len() > 32 { "…" } else { "" };
            format!("{shown}{more} ({} bytes)", part.len())
        }
    };
    format!("{label}: {value}").into()
}

/// Wireshark's label of a field; the last part of the filter name when it has none here.
fn label(name: &str) -> String {
    let known = [
        ("eth.dst", "Destination"),
        ("eth.src", "Source"),
        ("eth.type", "Type"),
        ("ip.version", "Version"),
        ("ip.hdr_len", "Header Length"),
        ("ip.len", "Total Length"),
        ("ip.id", "Identification"),
        ("ip.flags.rb", "Reserved bit"),
        ("ip.flags.df", "Don't fragment"),
        ("ip.flags.mf", "More fragments"),
        ("ip.frag_offset", "Fragment Offset"),
        ("ip.ttl", "Time to Live"),
        ("ip.proto", "Protocol"),
        ("ip.checksum", "Header Checksum"),
        ("ip.src", "Source Address"),
        ("ip.dst", "Destination Address"),
        ("ip.dsfield.dscp", "Differentiated Services Codepoint"),
        ("ip.dsfield.ecn", "Explicit Congestion Notification"),
        ("tcp.srcport", "Source Port"),
        ("tcp.dstport", "Destination Port"),
        ("tcp.seq_raw", "Sequence Number (raw)"),
        ("tcp.ack_raw", "Acknowledgment Number (raw)"),
        ("tcp.hdr_len", "Header Length"),
        ("tcp.window_size_value", "Window"),
        ("tcp.checksum", "Checksum"),
        ("tcp.urgent_pointer", "Urgent Pointer"),
        ("tcp.payload", "TCP payload"),
        ("tcp.options", "Options"),
        ("tcp.options.mss_val", "MSS Value"),
        ("tcp.options.wscale.shift", "Shift count"),
        ("tcp.options.timestamp.tsval", "Timestamp value"),
        ("tcp.options.timestamp.tsecr", "Timestamp echo reply"),
        ("tcp.options.sack_le", "Left edge"),
        ("tcp.options.sack_re", "Right edge"),
        ("tcp.option_kind", "Kind"),
        ("tcp.option_len", "Length"),
        ("udp.srcport", "Source Port"),
        ("udp.dstport", "Destination Port"),
        ("udp.length", "Length"),
        ("udp.checksum", "Checksum"),
        ("udp.payload", "UDP payload"),
        ("arp.opcode", "Opcode"),
        ("arp.src.hw_mac", "Sender MAC address"),
        ("arp.src.proto_ipv4", "Sender IP address"),
        ("arp.dst.hw_mac", "Target MAC address"),
        ("arp.dst.proto_ipv4", "Target IP address"),
        ("arp.hw.type", "Hardware type"),
        ("arp.proto.type", "Protocol type"),
        ("arp.hw.size", "Hardware size"),
        ("arp.proto.size", "Protocol size"),
        ("icmp.type", "Type"),
        ("icmp.code", "Code"),
        ("icmp.checksum", "Checksum"),
        ("data.data", "Data"),
    ];
    if let Some((_, label)) = known.iter().find(|(known, _)| *known == name) {
        return (*label).to_owned();
    }
    if let Some(flag) = name.strip_prefix("tcp.flags.") {
        let flags = [
            ("res", "Reserved"),
            ("ae", "Accurate ECN"),
            ("cwr", "Congestion Window Reduced"),
            ("ece", "ECN-Echo"),
            ("urg", "Urgent"),
            ("ack", "Acknowledgment"),
            ("push", "Push"),
            ("reset", "Reset"),
            ("syn", "Syn"),
            ("fin", "Fin"),
        ];
        if let Some((_, label)) = flags.iter().find(|(known, _)| *known == flag) {
            return (*label).to_owned();
        }
    }
    name.rsplit('.').next().unwrap_or(name).replace('_', " ")
}

fn number_text(name: &str, number: u64) -> String {
    match name {
        "eth.type" => match number {
            0x0800 => "IPv4 (0x0800)".into(),
            0x0806 => "ARP (0x0806)".into(),
            other => format!("{other:#06x}"),
        },
        "ip.proto" => match number {
            1 => "ICMP (1)".into(),
            6 => "TCP (6)".into(),
            17 => "UDP (17)".into(),
            other => other.to_string(),
        },
        "ip.id" => format!("{number:#06x} ({number})"),
        "ip.checksum" | "tcp.checksum" | "udp.checksum" | "icmp.checksum" => format!("{number:#06x}"),
        "ip.hdr_len" | "tcp.hdr_len" => format!("{number} bytes ({})", number / 4),
        "arp.opcode" => match number {
            1 => "request (1)".into(),
            2 => "reply (2)".into(),
            other => other.to_string(),
        },
        _ => number.to_string(),
    }
}
