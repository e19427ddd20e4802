//! Every field of a frame's headers with its place in bits, under the name that Wireshark's display filters use: for the header tree, for
//! linking bytes to fields and back, and for filters.
//!
//! Names and places are compared with tshark's own in the tests. Differences, wanted: Wireshark's groups (`tcp.flags`, `ip.dsfield`)
//! and computed values (`tcp.seq` relative, `tcp.len`, stream numbers) are left out, only what lies in the frame is here.
//! A frame that ends early, or has a header that cannot be read, gives the fields up to there.

use crate::error::Layer;
use crate::ethernet::EtherType;
use crate::ipv4::Protocol;
use crate::tcp_options::{OptionKind, RawOption, raw_options};
use crate::units::MacAddress;
use core::net::Ipv4Addr;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A field's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FieldValue {
    /// A number, in the unit of the header (`ip.hdr_len` and `tcp.hdr_len` in bytes, `ip.frag_offset` in units of 8 bytes).
    Number(u64),
    /// A single bit.
    Flag(bool),
    /// An Ethernet address.
    Mac(MacAddress),
    /// An IPv4 address.
    Ipv4(Ipv4Addr),
    /// Bytes: look at the frame.
    Bytes,
}

/// A field of a frame.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Field {
    /// Whose field.
    pub layer: Layer,
    /// Wireshark's filter name.
    pub name: Cow<'static, str>,
    /// Where it begins, in bits from the start of the frame, the highest bit of a byte first.
    pub bit_offset: u32,
    /// How long it is, in bits.
    pub bit_length: u32,
    /// What it says.
    pub value: FieldValue,
    /// Whether it belongs to the datagram that an ICMP error quotes.
    pub quoted: bool,
}

impl Field {
    /// The bytes that the field lies in, from the start of the frame.
    pub fn byte_range(&self) -> core::ops::Range<usize> {
        let end = self.bit_offset + self.bit_length;
        self.bit_offset as usize / 8..end.div_ceil(8) as usize
    }
}

/// The fields of a frame in the order of their bits.
pub fn fields(frame: &[u8]) -> Vec<Field> {
    let mut table = Table { frame, layer: Layer::Ethernet, fields: Vec::with_capacity(48), quoted: false };
    table.ethernet();
    table.fields
}

struct Table<'a> {
    frame: &'a [u8],
    layer: Layer,
    fields: Vec<Field>,
    quoted: bool,
}

impl Table<'_> {
    fn push(&mut self, name: &'static str, bit_offset: usize, bit_length: usize, value: FieldValue) {
        self.fields.push(Field {
            layer: self.layer,
            name: Cow::Borrowed(name),
            bit_offset: bit_offset as u32,
            bit_length: bit_length as u32,
            value,
            quoted: self.quoted,
        });
    }

    /// The `length` bits from `at` on as a number, at most 32.
    fn read(&self, at: usize, length: usize) -> u64 {
        let bytes = &self.frame[at / 8..(at + length).div_ceil(8)];
        let all = bytes.iter().fold(0u64, |value, &byte| value << 8 | u64::from(byte));
        let after = bytes.len() * 8 - at % 8 - length;
        (all >> after) & ((1 << length) - 1)
    }

    /// A number of `bits` bits that begins `bit` bits after byte `start`; the result is what it says.
    fn number(&mut self, name: &'static str, start: usize, bit: usize, bits: usize) -> u64 {
        let value = self.read(start * 8 + bit, bits);
        self.push(name, start * 8 + bit, bits, FieldValue::Number(value));
        value
    }

    fn flag(&mut self, name: &'static str, start: usize, bit: usize) {
        let value = self.read(start * 8 + bit, 1) == 1;
        self.push(name, start * 8 + bit, 1, FieldValue::Flag(value));
    }

    fn mac(&mut self, name: &'static str, at: usize) {
        let address = MacAddress(core::array::from_fn(|index| self.frame[at + index]));
        self.push(name, at * 8, 48, FieldValue::Mac(address));
    }

    fn ipv4_address(&mut self, name: &'static str, at: usize) {
        let address = Ipv4Addr::from_bits(self.read(at * 8, 32) as u32);
        self.push(name, at * 8, 32, FieldValue::Ipv4(address));
    }

    fn bytes(&mut self, name: &'static str, start: usize, end: usize) {
        if end > start {
            self.push(name, start * 8, (end - start) * 8, FieldValue::Bytes);
        }
    }

    /// Whether `length` bytes are there from `start` on; if not, what is there is named as undissected.
    fn has(&mut self, start: usize, length: usize) -> bool {
        let there = self.frame.len() >= start + length;
        if !there {
            self.layer = Layer::Payload;
            self.bytes("data.data", start, self.frame.len());
        }
        there
    }

    fn payload(&mut self, name: &'static str, start: usize, end: usize) {
        self.layer = Layer::Payload;
        self.bytes(name, start, end.min(self.frame.len()));
    }

    fn ethernet(&mut self) {
        if !self.has(0, 14) {
            return;
        }
        self.mac("eth.dst", 0);
        self.mac("eth.src", 6);
        let kind = self.number("eth.type", 12, 0, 16) as u16;
        match EtherType::from_number(kind) {
            EtherType::Ipv4 => self.ipv4(14),
            EtherType::Arp => self.arp(14),
            EtherType::Other(_) => self.payload("data.data", 14, self.frame.len()),
        }
    }

    fn arp(&mut self, at: usize) {
        if !self.has(at, 28) {
            return;
        }
        self.layer = Layer::Arp;
        self.number("arp.hw.type", at, 0, 16);
        self.number("arp.proto.type", at + 2, 0, 16);
        self.number("arp.hw.size", at + 4, 0, 8);
        self.number("arp.proto.size", at + 5, 0, 8);
        self.number("arp.opcode", at + 6, 0, 16);
        self.mac("arp.src.hw_mac", at + 8);
        self.ipv4_address("arp.src.proto_ipv4", at + 14);
        self.mac("arp.dst.hw_mac", at + 18);
        self.ipv4_address("arp.dst.proto_ipv4", at + 24);
    }

    fn ipv4(&mut self, at: usize) {
        if !self.has(at, 20) {
            return;
        }
        self.layer = Layer::Ipv4;
        self.number("ip.version", at, 0, 4);
        let header_length = self.read(at * 8 + 4, 4) as usize * 4;
        self.push("ip.hdr_len", at * 8 + 4, 4, FieldValue::Number(header_length as u64));
        self.number("ip.dsfield.dscp", at + 1, 0, 6);
        self.number("ip.dsfield.ecn", at + 1, 6, 2);
        let total_length = self.number("ip.len", at + 2, 0, 16) as usize;
        self.number("ip.id", at + 4, 0, 16);
        self.flag("ip.flags.rb", at + 6, 0);
        self.flag("ip.flags.df", at + 6, 1);
        self.flag("ip.flags.mf", at + 6, 2);
        let offset = self.number("ip.frag_offset", at + 6, 3, 13);
        self.number("ip.ttl", at + 8, 0, 8);
        let protocol = self.number("ip.proto", at + 9, 0, 8) as u8;
        self.number("ip.checksum", at + 10, 0, 16);
        self.ipv4_address("ip.src", at + 12);
        self.ipv4_address("ip.dst", at + 16);
        if header_length < 20 || total_length < header_length || !self.has(at + 20, header_length - 20) {
            return;
        }
        self.bytes("ip.options", at + 20, at + header_length);
        let (start, end) = (at + header_length, at + total_length);
        match Protocol::from_number(protocol) {
            Protocol::Tcp if offset == 0 => self.tcp(start, end),
            Protocol::Udp if offset == 0 => self.udp(start, end),
            Protocol::Icmp if offset == 0 => self.icmp(start, end),
            Protocol::Tcp | Protocol::Udp | Protocol::Icmp | Protocol::Other(_) => {
                self.payload("data.data", start, end);
            }
        }
    }

    fn udp(&mut self, at: usize, end: usize) {
        if !self.has(at, 8) {
            return;
        }
        self.layer = Layer::Udp;
        self.number("udp.srcport", at, 0, 16);
        self.number("udp.dstport", at + 2, 0, 16);
        self.number("udp.length", at + 4, 0, 16);
        self.number("udp.checksum", at + 6, 0, 16);
        self.payload("data.data", at + 8, end);
    }

    fn icmp(&mut self, at: usize, end: usize) {
        if !self.has(at, 8) {
            return;
        }
        self.layer = Layer::Icmp;
        let kind = self.number("icmp.type", at, 0, 8);
        let code = self.number("icmp.code", at + 1, 0, 8);
        self.number("icmp.checksum", at + 2, 0, 16);
        match (kind, code) {
            (0 | 8, _) => {
                self.number("icmp.ident", at + 4, 0, 16);
                self.number("icmp.seq", at + 6, 0, 16);
                self.payload("data.data", at + 8, end);
            }
            (3, 4) => {
                self.bytes("icmp.unused", at + 4, at + 6);
                self.number("icmp.mtu", at + 6, 0, 16);
                self.quote(at + 8);
            }
            (3 | 11, _) => {
                self.bytes("icmp.unused", at + 4, at + 8);
                self.quote(at + 8);
            }
            (_, _) => self.payload("data.data", at + 4, end),
        }
    }

    fn quote(&mut self, at: usize) {
        // An error never quotes an error (RFC 1122 section 3.2.2): a forged one is shown as bytes.
        if self.quoted {
            return self.payload("data.data", at, self.frame.len());
        }
        self.quoted = true;
        self.ipv4(at);
    }

    fn tcp(&mut self, at: usize, end: usize) {
        // An ICMP error may quote no more than 8 bytes of the segment.
        if self.quoted && self.frame.len() >= at + 8 && self.frame.len() < at + 20 {
            self.layer = Layer::Tcp;
            return self.tcp_ports_and_sequence(at);
        }
        if !self.has(at, 20) {
            return;
        }
        self.layer = Layer::Tcp;
        self.tcp_ports_and_sequence(at);
        self.number("tcp.ack_raw", at + 8, 0, 32);
        let header_length = self.read((at + 12) * 8, 4) as usize * 4;
        self.push("tcp.hdr_len", (at + 12) * 8, 4, FieldValue::Number(header_length as u64));
        self.number("tcp.flags.res", at + 12, 4, 3);
        const FLAGS: [&str; 9] = [
            "tcp.flags.ae",
            "tcp.flags.cwr",
            "tcp.flags.ece",
            "tcp.flags.urg",
            "tcp.flags.ack",
            "tcp.flags.push",
            "tcp.flags.reset",
            "tcp.flags.syn",
            "tcp.flags.fin",
        ];
        for (index, name) in FLAGS.into_iter().enumerate() {
            self.flag(name, at + 12, 7 + index);
        }
        self.number("tcp.window_size_value", at + 14, 0, 16);
        self.number("tcp.checksum", at + 16, 0, 16);
        self.number("tcp.urgent_pointer", at + 18, 0, 16);
        if header_length < 20 || !self.has(at + 20, header_length - 20) {
            return;
        }
        let frame = self.frame;
        for option in raw_options(&frame[at + 20..at + header_length]) {
            self.tcp_option(at + 20 + option.offset, &option);
        }
        self.payload("tcp.payload", at + header_length, end);
    }

    fn tcp_ports_and_sequence(&mut self, at: usize) {
        self.number("tcp.srcport", at, 0, 16);
        self.number("tcp.dstport", at + 2, 0, 16);
        self.number("tcp.seq_raw", at + 4, 0, 32);
    }

    fn tcp_option(&mut self, at: usize, option: &RawOption<'_>) {
        self.number("tcp.option_kind", at, 0, 8);
        match option.kind {
            OptionKind::End | OptionKind::NoOperation => return,
            OptionKind::MaximumSegmentSize
            | OptionKind::WindowScale
            | OptionKind::SackPermitted
            | OptionKind::Sack
            | OptionKind::Timestamps
            | OptionKind::Other(_) => self.number("tcp.option_len", at + 1, 0, 8),
        };
        let value = at + 2;
        match (option.kind, option.value.len()) {
            (OptionKind::MaximumSegmentSize, 2) => {
                self.number("tcp.options.mss_val", value, 0, 16);
            }
            (OptionKind::WindowScale, 1) => {
                self.number("tcp.options.wscale.shift", value, 0, 8);
            }
            (OptionKind::Timestamps, 8) => {
                self.number("tcp.options.timestamp.tsval", value, 0, 32);
                self.number("tcp.options.timestamp.tsecr", value + 4, 0, 32);
            }
            (OptionKind::Sack, length) if length.is_multiple_of(8) => {
                for block in (0..length).step_by(8) {
                    self.number("tcp.options.sack_le", value + block, 0, 32);
                    self.number("tcp.options.sack_re", value + block + 4, 0, 32);
                }
            }
            (_, length) => self.bytes("tcp.options.unknown.payload", value, value + length),
        }
    }
}
