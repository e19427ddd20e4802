//! Frames as filters see them: every field with its values, in the order of the capture.

use super::{
    evaluate::Value,
    names::{self, Id},
    segments::{MARKS, Mark, Seen, Segment, Streams},
};
use netlab_wire::{
    Instant, Ipv4Addr, TcpHeader,
    error::Layer,
    fields::{Field, FieldValue, fields},
    tcp_options::{OptionKind, raw_options},
};
use std::{collections::BTreeMap, rc::Rc};

/// A frame with its fields.
#[derive(Debug, Clone, Default)]
pub struct Dissected {
    /// Place of the name, number of the layer of its protocol from 1, value.
    fields: Vec<(Id, i32, Value)>,
}

impl Dissected {
    /// The values of a field; of one layer only, when its number is given (negative: from the last).
    pub(super) fn values(&self, id: Id, layer: Option<i32>) -> impl Iterator<Item = &Value> {
        let of_field = move |field: &&(Id, i32, Value)| field.0 == id;
        let last = self.fields.iter().filter(of_field).map(|field| field.1).max().unwrap_or(0);
        let wanted = layer.map(|layer| if layer < 0 { last + 1 + layer } else { layer });
        self.fields
            .iter()
            .filter(of_field)
            .filter(move |field| wanted.is_none_or(|wanted| wanted == field.1))
            .map(|field| &field.2)
    }

    /// Whether there is such a field.
    pub fn has(&self, name: &str) -> bool {
        names::id(name).is_some_and(|id| self.values(id, None).next().is_some())
    }

    fn push(&mut self, name: &str, layer: i32, value: Value) {
        let id = names::id(name).unwrap_or_else(|| panic!("{name} is no name of a field"));
        self.fields.push((id, layer, value));
    }

    fn number(&mut self, name: &str, value: impl Into<i64>) {
        self.push(name, 1, Value::Number(value.into()));
    }

    fn time(&mut self, name: &str, nanos: u64) {
        self.push(name, 1, Value::Time(i64::try_from(nanos).unwrap_or(i64::MAX)));
    }
}

/// A captured frame.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// When.
    pub at: Instant,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The interface's number in the capture, and its name.
    pub interface: (u32, &'a str),
}

/// Dissects a capture.
pub fn dissect<'a>(capture: impl IntoIterator<Item = Frame<'a>>) -> Vec<Rc<Dissected>> {
    let mut dissector = Dissector::default();
    capture.into_iter().map(|frame| Rc::new(dissector.take(&frame))).collect()
}

type End = (Ipv4Addr, u16);

/// What is remembered from frame to frame.
#[derive(Default)]
struct Dissector {
    taken: u32,
    /// Times of the first frame and of the last.
    times: Option<(u64, u64)>,
    streams: Streams,
    /// UDP's conversations by their ends: number, first and last time.
    datagrams: BTreeMap<(End, End), (u32, u64, u64)>,
}

/// Where a frame's headers begin.
#[derive(Default, Clone, Copy)]
struct Starts {
    ip: usize,
    /// One past the datagram, by its own length.
    end: usize,
    transport: usize,
}

impl Dissector {
    fn take(&mut self, frame: &Frame<'_>) -> Dissected {
        let mut out = Dissected::default();
        self.taken += 1;
        self.frame(frame, &mut out);
        let all = fields(frame.bytes);
        let mut last = None;
        let mut layers: BTreeMap<&str, i32> = BTreeMap::new();
        for field in &all {
            // A segment's payload is data only when it is new; see `analysis`.
            if field.name == "tcp.payload" {
                out.push("tcp.payload", 1, Value::Bytes(frame.bytes[field.byte_range()].to_vec()));
                continue;
            }
            let protocol = protocol(field.layer);
            if last != Some((field.layer, field.quoted)) {
                last = Some((field.layer, field.quoted));
                let layer = layers.entry(protocol).and_modify(|count| *count += 1).or_insert(1);
                let start = field.bit_offset as usize / 8;
                let end = end_of(&all, field, frame.bytes.len());
                out.push(protocol, *layer, Value::Bytes(frame.bytes[start..end.max(start)].to_vec()));
            }
            let layer = layers[protocol];
            copy(field, frame.bytes, layer, &mut out);
        }
        derived(&all, frame.bytes, &mut out);
        self.transport(&all, frame, &mut out);
        out
    }

    fn frame(&mut self, frame: &Frame<'_>, out: &mut Dissected) {
        let now = frame.at.as_nanos();
        let (first, last) = self.times.unwrap_or((now, now));
        self.times = Some((first, now));
        out.push("frame", 1, Value::Bytes(frame.bytes.to_vec()));
        out.number("frame.number", self.taken);
        out.number("frame.len", frame.bytes.len() as i64);
        out.number("frame.cap_len", frame.bytes.len() as i64);
        out.number("frame.marked", 0);
        out.number("frame.ignored", 0);
        out.number("frame.interface_id", frame.interface.0);
        out.push("frame.interface_name", 1, Value::Text(frame.interface.1.to_owned()));
        out.time("frame.time_epoch", now);
        out.time("frame.time_relative", now.saturating_sub(first));
        out.push("frame.time_delta", 1, Value::Time(now as i64 - last as i64));
    }

    /// What follows from the frames before: conversations.
    fn transport(&mut self, all: &[Field], frame: &Frame<'_>, out: &mut Dissected) {
        let Some(starts) = starts(all) else { return };
        let Some((source, destination)) = ends(all) else { return };
        let own = all.iter().filter(|field| !field.quoted);
        match own.clone().map(|field| field.layer).find(|layer| matches!(layer, Layer::Tcp | Layer::Udp)) {
            Some(Layer::Tcp) => {
                let segment = &frame.bytes[starts.transport..starts.end.min(frame.bytes.len())];
                let Ok((header, length)) = TcpHeader::parse_unchecked(segment) else { return };
                let seen = self.streams.take(&Segment {
                    number: self.taken,
                    at: frame.at,
                    source,
                    destination,
                    header: &header,
                    length: (segment.len() - length) as u32,
                });
                tcp(segment, &header, length, &seen, out);
            }
            Some(Layer::Udp) => {
                let port = |name: &str| {
                    own.clone().find(|field| field.name == name).and_then(number).unwrap_or_default() as u16
                };
                let (from, to) = ((source, port("udp.srcport")), (destination, port("udp.dstport")));
                let now = frame.at.as_nanos();
                let next = self.datagrams.len() as u32;
                let entry = self.datagrams.entry((from.min(to), from.max(to))).or_insert((next, now, now));
                out.number("udp.stream", entry.0);
                out.time("udp.time_relative", now.saturating_sub(entry.1));
                out.time("udp.time_delta", now.saturating_sub(entry.2));
                entry.2 = now;
            }
            _ => {}
        }
    }
}

fn protocol(layer: Layer) -> &'static str {
    match layer {
        Layer::Ethernet => "eth",
        Layer::Arp => "arp",
        Layer::Ipv4 => "ip",
        Layer::Icmp => "icmp",
        Layer::Udp => "udp",
        Layer::Tcp => "tcp",
        Layer::Payload => "data",
    }
}

/// One past the last byte of the protocol that begins with this field: Ethernet's has all of the frame, a protocol in a
/// datagram reaches to the datagram's end.
fn end_of(all: &[Field], field: &Field, length: usize) -> usize {
    if field.layer == Layer::Ethernet {
        return length;
    }
    let ip = all.iter().rfind(|other| {
        other.name == "ip.len" && other.bit_offset <= field.bit_offset + 32 && other.quoted == field.quoted
    });
    let end = ip.and_then(|ip| Some(ip.bit_offset as usize / 8 - 2 + number(ip)? as usize));
    end.unwrap_or(length).min(length)
}

fn number(field: &Field) -> Option<u64> {
    match field.value {
        FieldValue::Number(number) => Some(number),
        FieldValue::Flag(flag) => Some(flag.into()),
        FieldValue::Mac(_) | FieldValue::Ipv4(_) | FieldValue::Bytes => None,
    }
}

fn starts(all: &[Field]) -> Option<Starts> {
    let own = |name: &str| all.iter().find(|field| field.name == name && !field.quoted);
    let ip = own("ip.version")?.bit_offset as usize / 8;
    let end = ip + number(own("ip.len")?)? as usize;
    let transport = ip + number(own("ip.hdr_len")?)? as usize;
    Some(Starts { ip, end, transport })
        .filter(|starts| starts.transport <= starts.end && starts.ip < starts.end)
}

fn ends(all: &[Field]) -> Option<(Ipv4Addr, Ipv4Addr)> {
    let address = |name: &str| {
        all.iter().find(|field| field.name == name && !field.quoted).and_then(|field| match field.value {
            FieldValue::Ipv4(address) => Some(address),
            FieldValue::Number(_) | FieldValue::Flag(_) | FieldValue::Mac(_) | FieldValue::Bytes => None,
        })
    };
    Some((address("ip.src")?, address("ip.dst")?))
}

/// A field of the frame, with the further names that it also goes by.
fn copy(field: &Field, bytes: &[u8], layer: i32, out: &mut Dissected) {
    let name = field.name.as_ref();
    let value = match field.value {
        FieldValue::Number(number) => Value::Number(number as i64),
        FieldValue::Flag(flag) => Value::Number(flag.into()),
        FieldValue::Mac(mac) => Value::Bytes(mac.octets().to_vec()),
        FieldValue::Ipv4(address) => Value::Address(address.to_bits(), u32::MAX),
        FieldValue::Bytes => Value::Bytes(bytes.get(field.byte_range()).unwrap_or_default().to_vec()),
    };
    if names::id(name).is_none() {
        return;
    }
    let also = match name {
        "eth.dst" | "eth.src" => Some("eth.addr"),
        "ip.src" | "ip.dst" => Some("ip.addr"),
        "tcp.srcport" | "tcp.dstport" => Some("tcp.port"),
        "udp.srcport" | "udp.dstport" => Some("udp.port"),
        _ => None,
    };
    if let Some(also) = also {
        out.push(also, layer, value.clone());
    }
    if let (FieldValue::Mac(mac), true) = (field.value, name.starts_with("eth.")) {
        for (bit, mask) in [("lg", 2), ("ig", 1)] {
            let set = Value::Number((mac.octets()[0] & mask != 0).into());
            out.push(&format!("{name}.{bit}"), layer, set.clone());
            out.push(&format!("eth.{bit}"), layer, set);
        }
    }
    if let (FieldValue::Ipv4(address), true) = (field.value, name.starts_with("ip.")) {
        out.push(&format!("{name}_host"), layer, Value::Text(address.to_string()));
        out.push("ip.host", layer, Value::Text(address.to_string()));
    }
    if let ("data.data", Value::Bytes(part)) = (name, &value) {
        out.push("data.len", layer, Value::Number(part.len() as i64));
    }
    out.push(name, layer, value);
}

/// Groups of bits, and what Wireshark computes from one frame alone.
fn derived(all: &[Field], bytes: &[u8], out: &mut Dissected) {
    let mut layer = 0;
    for field in all {
        let byte = |at: u32| bytes.get(at as usize).copied().unwrap_or_default();
        let first = field.bit_offset / 8;
        match field.name.as_ref() {
            "ip.version" => {
                layer += 1;
                out.push("ip.dsfield", layer, Value::Number(byte(first + 1).into()));
                out.push("ip.flags", layer, Value::Number((byte(first + 6) >> 5).into()));
            }
            // Checksums are not verified unless a preference says so, ICMP's excepted.
            "ip.checksum" => out.push("ip.checksum.status", layer, Value::Number(2)),
            "tcp.checksum" => out.push("tcp.checksum.status", 1, Value::Number(2)),
            "udp.checksum" => {
                let none = number(field) == Some(0);
                out.push("udp.checksum.status", 1, Value::Number(if none { 3 } else { 2 }));
            }
            "icmp.checksum" => out.push("icmp.checksum.status", 1, Value::Number(1)),
            "tcp.seq_raw" if field.quoted => {}
            _ => {}
        }
    }
    if let Some(udp) = all.iter().find(|field| field.layer == Layer::Udp && !field.quoted) {
        let payload = all.iter().find(|field| {
            field.layer == Layer::Payload && field.bit_offset > udp.bit_offset && field.name == "data.data"
        });
        if let Some(payload) = payload {
            out.push("udp.payload", 1, Value::Bytes(bytes[payload.byte_range()].to_vec()));
        }
    }
}

/// The letters of `tcp.flags.str`, highest bit first.
const LETTERS: [char; 12] = ['R', 'R', 'R', 'A', 'C', 'E', 'U', 'A', 'P', 'R', 'S', 'F'];

fn tcp(segment: &[u8], header: &TcpHeader, length: usize, seen: &Seen, out: &mut Dissected) {
    let payload = (segment.len() - length) as i64;
    let bits = u32::from(segment[12] & 0x0f) << 8 | u32::from(segment[13]);
    let letters = LETTERS.iter().enumerate();
    let text = letters.map(|(at, letter)| if bits & (0x800 >> at) != 0 { *letter } else { '·' }).collect();
    out.number("tcp.flags", bits);
    out.push("tcp.flags.str", 1, Value::Text(text));
    out.number("tcp.len", payload);
    out.number("tcp.stream", seen.stream);
    out.number("tcp.completeness", seen.completeness);
    out.number("tcp.seq", seen.sequence);
    let takes = i64::from(header.flags.syn() || header.flags.fin());
    out.number("tcp.nxtseq", i64::from(seen.sequence) + payload + takes);
    out.number("tcp.ack", seen.acknowledgment);
    out.number("tcp.window_size", seen.window);
    if !header.flags.syn() {
        out.number("tcp.window_size_scalefactor", seen.factor);
    }
    out.time("tcp.time_relative", seen.since.0);
    out.time("tcp.time_delta", seen.since.1);
    options(&segment[TcpHeader::MINIMUM_LENGTH..length], out);
    analysis(seen, payload, out);
    let again = [
        Mark::Retransmission,
        Mark::SpuriousRetransmission,
        Mark::OutOfOrder,
        Mark::KeepAlive,
        Mark::ZeroWindowProbe,
    ];
    if payload > 0 && !again.iter().any(|mark| seen.marks.contains(mark)) {
        out.push("data", 1, Value::Bytes(segment[length..].to_vec()));
        out.push("data.data", 1, Value::Bytes(segment[length..].to_vec()));
        out.number("data.len", payload);
    }
}

fn options(bytes: &[u8], out: &mut Dissected) {
    if bytes.is_empty() {
        return;
    }
    out.push("tcp.options", 1, Value::Bytes(bytes.to_vec()));
    for option in raw_options(bytes) {
        let whole = bytes[option.offset..option.offset + option.length].to_vec();
        let name = match option.kind {
            OptionKind::NoOperation => "tcp.options.nop",
            OptionKind::MaximumSegmentSize => "tcp.options.mss",
            OptionKind::WindowScale => {
                if let [shift] = option.value {
                    out.number("tcp.options.wscale.multiplier", 1_i64 << (*shift).min(14));
                }
                "tcp.options.wscale"
            }
            OptionKind::SackPermitted => "tcp.options.sack_perm",
            OptionKind::Sack => {
                out.number("tcp.options.sack.count", (option.value.len() / 8) as i64);
                "tcp.options.sack"
            }
            OptionKind::Timestamps => "tcp.options.timestamp",
            OptionKind::End | OptionKind::Other(_) => continue,
        };
        out.push(name, 1, Value::Bytes(whole));
    }
}

fn analysis(seen: &Seen, payload: i64, out: &mut Dissected) {
    let mut any = seen.counted;
    if let Some((frame, time)) = seen.acknowledges {
        out.number("tcp.analysis.acks_frame", frame);
        out.time("tcp.analysis.ack_rtt", time);
        any = true;
    }
    if let Some(bytes) = seen.in_flight.filter(|_| payload > 0) {
        out.number("tcp.analysis.bytes_in_flight", bytes);
        any = true;
    }
    if let Some((number, frame)) = seen.duplicate {
        out.number("tcp.analysis.duplicate_ack_num", number);
        out.number("tcp.analysis.duplicate_ack_frame", frame);
    }
    if let Some((time, frame)) = seen.timeout {
        out.time("tcp.analysis.rto", time);
        out.number("tcp.analysis.rto_frame", frame);
    }
    for (mark, name) in MARKS {
        // Fast and needless retransmissions are retransmissions, too.
        let kinds: &[Mark] = if *mark == Mark::Retransmission {
            &[Mark::Retransmission, Mark::FastRetransmission, Mark::SpuriousRetransmission]
        } else {
            std::slice::from_ref(mark)
        };
        if kinds.iter().any(|kind| seen.marks.contains(kind)) {
            out.push(name, 1, Value::Here);
        }
    }
    if !seen.marks.is_empty() {
        out.push("tcp.analysis.flags", 1, Value::Here);
        any = true;
    }
    if any {
        out.push("tcp.analysis", 1, Value::Here);
        if let Some(time) = seen.initial_round_trip {
            out.time("tcp.analysis.initial_rtt", time);
        }
    }
}
