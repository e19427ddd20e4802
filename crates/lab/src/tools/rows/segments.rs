//! Frames at a host's NIC as the reference recordings write them (`segments-*.txt`).

use netlab_wire::{
    ArpPacket, EtherType, EthernetHeader, Instant, Ipv4Addr, Ipv4Header, Protocol, Seq, TcpFlags, TcpHeader,
    TcpOptions,
};
use std::{collections::BTreeMap, fmt::Write};

/// The client's address in the recordings' topology.
pub const CLIENT: Ipv4Addr = Ipv4Addr::new(10, 0, 1, 2);

/// A frame that passed the NIC.
#[derive(Debug, Clone)]
pub struct Captured {
    /// When.
    pub at: Instant,
    /// From the destination MAC address on.
    pub bytes: std::rc::Rc<[u8]>,
}

/// What one side of a connection has shown at this capture point.
#[derive(Debug, Clone, Default)]
struct Side {
    initial: Option<Seq>,
    /// The scale option of its SYN, once a SYN was seen.
    scale: Option<Option<u8>>,
    first_timestamp: Option<u32>,
}

#[derive(Debug, Clone, Default)]
struct Connection {
    number: usize,
    /// Client, server.
    sides: [Side; 2],
}

/// Milliseconds from `origin` to `at` with three decimals; negative before it.
pub fn milliseconds(at: Instant, origin: Instant) -> String {
    let (sign, nanos) = match at.checked_since(origin) {
        Some(after) => ("", after.as_nanos()),
        None => ("-", origin.saturating_since(at).as_nanos()),
    };
    let micros = (nanos + 500) / 1000;
    format!("{sign}{}.{:03}", micros / 1000, micros % 1000)
}

/// The whole file: one row a frame.
pub fn text(frames: &[Captured], origin: Instant) -> String {
    let mut text = String::new();
    let mut rows = Rows::default();
    for frame in frames {
        if let Some(row) = rows.row(&frame.bytes) {
            writeln!(text, "{:>10}  {row}", milliseconds(frame.at, origin)).expect("writing to a string");
        }
    }
    text
}

/// Frames as rows, one after another.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    connections: BTreeMap<u16, Connection>,
}

impl Rows {
    /// The next frame's row, without its time; `None` for what is left out.
    pub fn row(&mut self, bytes: &[u8]) -> Option<String> {
        row(bytes, &mut self.connections)
    }
}

fn row(bytes: &[u8], connections: &mut BTreeMap<u16, Connection>) -> Option<String> {
    let (ethernet, start) = EthernetHeader::parse(bytes).ok()?;
    match ethernet.ether_type {
        EtherType::Arp => arp_row(&bytes[start..]),
        EtherType::Ipv4 => {
            let (ip, length) = Ipv4Header::parse(&bytes[start..]).ok()?;
            let end = start + usize::from(ip.total_length);
            ip_row(&ip, bytes.get(start + length..end)?, connections)
        }
        EtherType::Other(_) => None,
    }
}

fn arp_row(bytes: &[u8]) -> Option<String> {
    let (arp, _) = ArpPacket::parse(bytes).ok()?;
    let operation = match arp.operation {
        netlab_wire::ArpOperation::Request => "who-has",
        netlab_wire::ArpOperation::Reply => "is-at",
    };
    Some(format!("proto=arp op={operation} sip={} tip={}", arp.sender_protocol, arp.target_protocol))
}

fn ip_row(ip: &Ipv4Header, payload: &[u8], connections: &mut BTreeMap<u16, Connection>) -> Option<String> {
    let length = payload.len();
    let ttl = ip.time_to_live;
    if ip.fragment_offset != 0 {
        let more = if ip.more_fragments { "True" } else { "False" };
        let offset = ip.fragment_offset;
        return Some(format!(
            "proto=ip-fragment src={} dst={} len={length} off={offset} more={more} ttl={ttl}",
            ip.source, ip.destination
        ));
    }
    match ip.protocol {
        Protocol::Tcp => tcp_row(ip, payload, connections),
        Protocol::Udp => {
            let whole = u16::from_be_bytes([*payload.get(4)?, *payload.get(5)?]).checked_sub(8)?;
            let here = length.checked_sub(8)?;
            let way = if ip.source == CLIENT { "c>s" } else { "s>c" };
            let part =
                if ip.more_fragments { format!(" more=True in_this_frame={here}") } else { String::new() };
            Some(format!("proto=udp len={whole}{part} ttl={ttl} dir={way}"))
        }
        Protocol::Icmp => {
            let (kind, code) = (payload.first()?, payload.get(1)?);
            let (source, destination) = (ip.source, ip.destination);
            Some(format!(
                "proto=icmp src={source} dst={destination} type={kind} code={code} len={length} ttl={ttl}"
            ))
        }
        Protocol::Other(number) => Some(format!("proto=ip-{number}")),
    }
}

fn tcp_row(ip: &Ipv4Header, segment: &[u8], connections: &mut BTreeMap<u16, Connection>) -> Option<String> {
    let (tcp, header) = TcpHeader::parse_unchecked(segment).ok()?;
    let payload = &segment[header..];
    let from_client = ip.source == CLIENT;
    let port = if from_client { tcp.source_port } else { tcp.destination_port };
    let number = connections.len();
    let connection =
        connections.entry(port).or_insert_with(|| Connection { number, ..Connection::default() });
    let (me, peer) = if from_client { (0, 1) } else { (1, 0) };
    learn(connection, &tcp, me, peer);

    let initial = connection.sides[me].initial.expect("just learnt");
    let peer_initial = connection.sides[peer].initial.unwrap_or_default();
    let sequence = tcp.sequence.diff(initial);
    let acknowledgment =
        if tcp.flags.ack() { tcp.acknowledgment.diff(peer_initial).to_string() } else { "-".into() };
    let scale = match (connection.sides[me].scale, connection.sides[peer].scale) {
        (Some(Some(scale)), Some(Some(_))) if !tcp.flags.syn() => scale,
        _ => 0,
    };
    let window = u32::from(tcp.window) << scale;
    let options = options(&tcp.options, connection, me, peer, peer_initial);
    let data = if (1..=32).contains(&payload.len()) { python_repr(payload) } else { String::new() };
    let row = format!(
        "#{} {} {:<4} seq {sequence:<7} ack {acknowledgment:<7} len {:<5} win {window:<7} {options:<40} {data}",
        connection.number,
        if from_client { "c>s" } else { "s>c" },
        flags(tcp.flags),
        payload.len(),
    );
    Some(row.trim_end().to_owned())
}

/// Initial sequence numbers, scale options and timestamp clocks are learnt from what passes here.
fn learn(connection: &mut Connection, tcp: &TcpHeader, me: usize, peer: usize) {
    let sides = &mut connection.sides;
    let refuses = tcp.flags.rst() && tcp.sequence == Seq::default();
    if sides[me].initial.is_none() {
        let raw = if tcp.flags.syn() || !refuses { tcp.sequence } else { Seq::default() };
        sides[me].initial = Some(raw);
    }
    if sides[peer].initial.is_none() && tcp.flags.ack() && !tcp.flags.syn() {
        sides[peer].initial = Some(tcp.acknowledgment - 1);
    }
    if tcp.flags.syn() {
        sides[me].scale = Some(tcp.options.window_scale);
    }
    if let Some(stamps) = tcp.options.timestamps {
        sides[me].first_timestamp.get_or_insert(stamps.value);
    }
}

fn options(
    options: &TcpOptions,
    connection: &Connection,
    me: usize,
    peer: usize,
    peer_initial: Seq,
) -> String {
    let mut words = Vec::new();
    if let Some(size) = options.maximum_segment_size {
        words.push(format!("mss={size}"));
    }
    if options.sack_permitted {
        words.push("sackok".into());
    }
    if let Some(stamps) = options.timestamps {
        let value = relative(stamps.value, connection.sides[me].first_timestamp);
        let echo = if stamps.echo_reply == 0 {
            0
        } else {
            relative(stamps.echo_reply, connection.sides[peer].first_timestamp)
        };
        words.push(format!("ts=[{value},{echo}]"));
    }
    if let Some(scale) = options.window_scale {
        words.push(format!("ws={scale}"));
    }
    if !options.sack_blocks.is_empty() {
        let edge = |seq: Seq| seq.diff(peer_initial);
        let blocks: Vec<String> = options
            .sack_blocks
            .as_slice()
            .iter()
            .map(|(left, right)| format!("[{},{}]", edge(*left), edge(*right)))
            .collect();
        words.push(format!("sack=[{}]", blocks.join(",")));
    }
    words.join(" ")
}

fn relative(value: u32, first: Option<u32>) -> i32 {
    first.map_or(0, |first| value.wrapping_sub(first) as i32)
}

fn flags(flags: TcpFlags) -> String {
    let letters = [
        ('S', TcpFlags::SYN),
        ('F', TcpFlags::FIN),
        ('R', TcpFlags::RST),
        ('P', TcpFlags::PSH),
        ('.', TcpFlags::ACK),
        ('E', TcpFlags::ECE),
        ('W', TcpFlags::CWR),
    ];
    letters.iter().filter(|(_, flag)| flags.contains(*flag)).map(|(letter, _)| letter).collect()
}

/// Python's `repr` of the bytes read as Latin-1.
pub fn python_repr(bytes: &[u8]) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    let mut text = String::from(quote);
    for &byte in bytes {
        let letter = char::from(byte);
        match letter {
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            _ if letter == quote => {
                text.push('\\');
                text.push(letter);
            }
            ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{ff}' => text.push(letter),
            _ => write!(text, "\\x{byte:02x}").expect("writing to a string"),
        }
    }
    text.push(quote);
    text
}
