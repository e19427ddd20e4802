//! The field's own tools judge what we write: tcpdump our lines, tshark our captures and our table of fields.
//! Where a tool is not installed the test says so and passes: `cargo xtask test` counts such lines.
//!
//! `NETLAB_CAPTURES=DIR` compares the lines of every capture in a folder as well (needs `editcap`).

use super::{RECORDINGS, capture, recording};
use crate::display::FlowTracker;
use crate::fields::{Field, FieldValue, fields};
use crate::pcapng::Capture;
use crate::{Instant, Ipv4Addr, Layer};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a tool prints, or `None` when it is not installed.
fn output(program: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(program).args(arguments).output() {
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => {
            eprintln!("skipped: {program} is not installed (Debian: apt-get install tcpdump tshark)");
            None
        }
        Err(why) => panic!("{program}: {why}"),
        Ok(result) => {
            assert!(
                result.status.success(),
                "{program} {arguments:?}: {}",
                String::from_utf8_lossy(&result.stderr)
            );
            Some(String::from_utf8_lossy(&result.stdout).into_owned())
        }
    }
}

fn in_a_file(name: &str, frames: &[(Instant, Vec<u8>)]) -> PathBuf {
    let path = std::env::temp_dir().join(format!("netlab-wire-{}-{name}.pcapng", std::process::id()));
    std::fs::write(&path, capture(frames).to_pcapng()).expect("a temporary file");
    path
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// Compares our lines for frames with tcpdump's for the same capture.
fn lines_are_tcpdumps(name: &str, frames: impl Iterator<Item = Vec<u8>>, path: &Path) {
    let Some(expected) = output("tcpdump", &["-n", "-t", "-r", text(path)]) else { return };
    let mut tracker = FlowTracker::new();
    let mut expected = expected.lines();
    for (index, frame) in frames.enumerate() {
        assert_eq!(Some(tracker.line(&frame).as_str()), expected.next(), "{name}, frame {}", index + 1);
    }
    assert_eq!(expected.next(), None, "{name}: tcpdump prints more lines");
}

/// Frames of all kinds that the recordings lack.
fn made_up() -> Vec<(Instant, Vec<u8>)> {
    use crate::*;
    let ethernet = EthernetHeader {
        destination: MacAddress([2, 0, 0, 0, 0, 1]),
        source: MacAddress([2, 0, 0, 0, 0, 2]),
        ether_type: EtherType::Ipv4,
    };
    let ip = |protocol| Ipv4Header {
        dscp_ecn: 0,
        total_length: 0,
        identification: 1,
        dont_fragment: false,
        more_fragments: false,
        fragment_offset: 0,
        time_to_live: 64,
        protocol,
        source: Ipv4Addr::new(10, 0, 1, 2),
        destination: Ipv4Addr::new(10, 0, 3, 2),
    };
    let udp = UdpHeader { source_port: 40000, destination_port: 5000, length: 0 };
    let tcp = |destination_port, flags, options| TcpHeader {
        source_port: 40000,
        destination_port,
        sequence: Seq::new(77),
        acknowledgment: Seq::new(99),
        flags,
        window: 1000,
        urgent_pointer: 0,
        options,
    };
    let quoted = |protocol| udp_frame(&ethernet, &ip(protocol), &udp, &[b"lost"])[14..].to_vec();
    let unreachable = |code, next_hop_mtu, protocol| {
        let message = IcmpMessage::DestinationUnreachable { code, next_hop_mtu, original: quoted(protocol) };
        icmp_frame(&ethernet, &ip(Protocol::Icmp), &message)
    };
    let mut frames = vec![
        udp_frame(&ethernet, &ip(Protocol::Udp), &udp, &[b"hello"]),
        tcp_frame(
            &ethernet,
            &ip(Protocol::Tcp),
            &tcp(8080, TcpFlags::ACK | TcpFlags::PSH, Default::default()),
            &[b"hello"],
        ),
        tcp_frame(&ethernet, &ip(Protocol::Tcp), &tcp(8080, TcpFlags::NONE, Default::default()), &[]),
        tcp_frame(
            &ethernet,
            &ip(Protocol::Tcp),
            &tcp(8080, TcpFlags::from_bits(0xff), Default::default()),
            &[],
        ),
        tcp_frame(&ethernet, &ip(Protocol::Tcp), &tcp(9000, TcpFlags::RST, Default::default()), &[]),
        tcp_frame(
            &ethernet,
            &ip(Protocol::Tcp),
            &tcp(
                9000,
                TcpFlags::ACK,
                TcpOptions {
                    sack_blocks: [(Seq::new(150), Seq::new(250)), (Seq::new(350), Seq::new(450))]
                        .into_iter()
                        .collect(),
                    ..TcpOptions::default()
                },
            ),
            &[],
        ),
    ];
    // The same SACK again: now its conversation is known and its edges are relative.
    frames.push(frames[5].clone());
    let echo = |kind: fn(u16, u16, Vec<u8>) -> IcmpMessage| {
        icmp_frame(&ethernet, &ip(Protocol::Icmp), &kind(7, 1, vec![5; 56]))
    };
    frames.push(echo(|identifier, sequence, data| IcmpMessage::EchoRequest { identifier, sequence, data }));
    frames.push(echo(|identifier, sequence, data| IcmpMessage::EchoReply { identifier, sequence, data }));
    for code in (0..=5).chain([13]).map(UnreachableCode::from_number) {
        frames.push(unreachable(
            code,
            if code == UnreachableCode::FragmentationNeeded { 1400 } else { 0 },
            Protocol::Udp,
        ));
    }
    frames.push(unreachable(UnreachableCode::Port, 0, Protocol::Tcp));
    for code in [TimeExceededCode::TimeToLive, TimeExceededCode::Reassembly] {
        let message = IcmpMessage::TimeExceeded { code, original: quoted(Protocol::Udp) };
        frames.push(icmp_frame(&ethernet, &ip(Protocol::Icmp), &message));
    }
    let long = udp_datagram(&ip(Protocol::Udp), &udp, &[&[9; 2000]]);
    let first = Ipv4Header { more_fragments: true, ..ip(Protocol::Udp) };
    frames.push(ip_frame(&ethernet, &first, &[&long[..1480]]));
    frames.push(ip_frame(
        &ethernet,
        &Ipv4Header { fragment_offset: 1480, ..ip(Protocol::Udp) },
        &[&long[1480..]],
    ));
    frames.iter().zip(0..).map(|(frame, at)| (Instant::from_millis(at), frame.to_vec())).collect()
}

#[test]
fn lines_of_recordings_are_tcpdumps() {
    for name in RECORDINGS {
        let frames = recording(name);
        let path = in_a_file(&format!("lines-{name}"), &frames);
        lines_are_tcpdumps(name, frames.into_iter().map(|(_, frame)| frame), &path);
        std::fs::remove_file(path).unwrap();
    }
}

#[test]
fn lines_of_made_up_frames_are_tcpdumps() {
    let frames = made_up();
    let path = in_a_file("made-up", &frames);
    lines_are_tcpdumps("made up", frames.into_iter().map(|(_, frame)| frame), &path);
    std::fs::remove_file(path).unwrap();
}

#[test]
fn lines_of_a_folder_of_captures_are_tcpdumps() {
    let Some(folder) = std::env::var_os("NETLAB_CAPTURES") else {
        eprintln!("skipped: NETLAB_CAPTURES names no folder");
        return;
    };
    let mut folders = vec![PathBuf::from(folder)];
    let mut captures = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if text(&path).ends_with(".pcap") {
                let copy =
                    std::env::temp_dir().join(format!("netlab-wire-{}-copy.pcapng", std::process::id()));
                if output("editcap", &["-F", "pcapng", text(&path), text(&copy)]).is_none() {
                    return;
                }
                let frames = Capture::from_pcapng(&std::fs::read(&copy).unwrap()).unwrap().frames;
                lines_are_tcpdumps(text(&path), frames.into_iter().map(|frame| frame.bytes.to_vec()), &path);
                captures += 1;
            }
        }
    }
    eprintln!("{captures} captures compared");
}

#[test]
fn tshark_reads_our_captures_with_names_comments_nanoseconds_and_good_checksums() {
    let mut frames = recording("hello");
    frames[0].0 = Instant::from_nanos(1_000_000_007);
    let path = in_a_file("tshark", &frames[..2]);
    #[rustfmt::skip]
    let arguments = ["-r", text(&path), "-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-T", "fields",
        "-e", "frame.time_epoch", "-e", "frame.interface_name", "-e", "frame.comment", "-e", "_ws.malformed"];
    if let Some(printed) = output("tshark", &arguments) {
        let first: Vec<&str> = printed.lines().next().unwrap().split('\t').collect();
        assert_eq!(first[..3], ["1.000000007", "client/cli0", "the first frame"]);
    }
    std::fs::remove_file(&path).unwrap();
    let mut frames = made_up();
    frames.truncate(7);
    let path = in_a_file("tshark-checksums", &frames);
    #[rustfmt::skip]
    let arguments = ["-r", text(&path), "-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE",
        "-Y", "ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0 || _ws.malformed"];
    if let Some(printed) = output("tshark", &arguments) {
        assert_eq!(printed, "", "packets with a bad checksum");
    }
    std::fs::remove_file(path).unwrap();
}

/// An attribute of a line of PDML.
fn attribute<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let start = line.find(&format!(" {name}=\""))? + name.len() + 3;
    Some(&line[start..start + line[start..].find('"')?])
}

#[test]
fn tshark_has_each_of_our_fields_in_the_same_place() {
    for (name, frames) in
        RECORDINGS.map(|name| (name, recording(name))).into_iter().chain([("made up", made_up())])
    {
        let path = in_a_file("pdml", &frames);
        // Without reassembly and HTTP, so that a payload is called what it is.
        #[rustfmt::skip]
        let arguments = ["-r", text(&path), "-T", "pdml", "-o", "ip.defragment:FALSE", "--disable-protocol", "http"];
        let Some(pdml) = output("tshark", &arguments) else { return };
        std::fs::remove_file(path).unwrap();
        for ((_, frame), packet) in frames.iter().zip(pdml.split("<packet>").skip(1)) {
            let lines: Vec<&str> = packet.lines().filter(|line| line.contains("<field ")).collect();
            for field in
                fields(frame).into_iter().filter(|field| !(field.quoted && field.layer == Layer::Payload))
            {
                let here = |line: &&&str| {
                    attribute(line, "name").is_some_and(|name| is_name(&field, name))
                        && attribute(line, "pos").and_then(|pos| pos.parse().ok())
                            == Some(field.byte_range().start)
                };
                let found = lines.iter().find(here);
                let Some(line) = found else {
                    panic!("{name}: tshark has no {field:?} in\n{packet}");
                };
                assert!(same_value(&field, frame, &shown(&field, line)), "{name}: {field:?}: {line}");
            }
        }
    }
}

/// What tshark shows; of numbers that it makes relative, the bytes.
fn shown(field: &Field, line: &str) -> String {
    if field.name.starts_with("tcp.options.sack_") {
        return format!("0x{}", attribute(line, "value").unwrap());
    }
    attribute(line, "show").unwrap().to_owned()
}

/// Whether tshark calls the field so. Without a conversation, in a quoted segment, it has no relative numbers beside the raw ones.
fn is_name(field: &Field, name: &str) -> bool {
    name == field.name || field.quoted && field.name.strip_suffix("_raw") == Some(name)
}

/// Whether tshark shows the value that we have.
fn same_value(field: &Field, frame: &[u8], show: &str) -> bool {
    match field.value {
        FieldValue::Number(number) => {
            let shown = match show.strip_prefix("0x") {
                Some(hex) => u64::from_str_radix(hex, 16).ok(),
                None => show.parse().ok(),
            };
            // Wireshark shows the fragment's offset in bytes or in eights, by its version.
            shown == Some(number) || field.name == "ip.frag_offset" && shown == Some(number * 8)
        }
        FieldValue::Flag(flag) => matches!((show, flag), ("1" | "True", true) | ("0" | "False", false)),
        FieldValue::Mac(address) => show == address.to_string(),
        FieldValue::Ipv4(address) => show.parse::<Ipv4Addr>() == Ok(address),
        FieldValue::Bytes => {
            let hex: String = frame[field.byte_range()].iter().map(|byte| format!("{byte:02x}")).collect();
            show.replace(':', "") == hex
        }
    }
}
