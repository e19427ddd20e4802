//! The recordings' file formats and the command line.

use expect_test::expect;
use netlab_cli::arguments::{Command, parse};
use netlab_lab::tools::rows::segments::{self, Captured};
use netlab_wire::{
    EtherType, EthernetHeader, Instant, Ipv4Addr, Ipv4Header, MacAddress, Protocol, SackBlocks, Seq,
    TcpFlags, TcpHeader, TcpOptions, Timestamps, tcp_frame,
};
use std::ffi::OsString;

fn frame(
    at: u64,
    to_server: bool,
    flags: TcpFlags,
    numbers: (u32, u32),
    window: u16,
    options: TcpOptions,
    payload: &[u8],
) -> Captured {
    let (client, server) = (segments::CLIENT, Ipv4Addr::new(10, 0, 3, 2));
    let (source, destination) = if to_server { (client, server) } else { (server, client) };
    let (source_port, destination_port) = if to_server { (40_000, 5000) } else { (5000, 40_000) };
    let ethernet = EthernetHeader {
        destination: MacAddress([2, 0, 0, 0, 1, 1]),
        source: MacAddress([2, 0, 0, 0, 1, 10]),
        ether_type: EtherType::Ipv4,
    };
    let ip = Ipv4Header {
        dscp_ecn: 0,
        total_length: 0,
        identification: 0,
        dont_fragment: true,
        more_fragments: false,
        fragment_offset: 0,
        time_to_live: 64,
        protocol: Protocol::Tcp,
        source,
        destination,
    };
    let tcp = TcpHeader {
        source_port,
        destination_port,
        sequence: Seq::new(numbers.0),
        acknowledgment: Seq::new(numbers.1),
        flags,
        window,
        urgent_pointer: 0,
        options,
    };
    Captured { at: Instant::from_nanos(at), bytes: tcp_frame(&ethernet, &ip, &tcp, &[payload]) }
}

fn stamps(value: u32, echo_reply: u32) -> TcpOptions {
    TcpOptions { timestamps: Some(Timestamps { value, echo_reply }), ..TcpOptions::default() }
}

#[test]
fn segments_are_written_relative_to_what_was_seen() {
    let syn = TcpOptions {
        maximum_segment_size: Some(1460),
        sack_permitted: true,
        window_scale: Some(10),
        ..stamps(1000, 0)
    };
    let syn_ack =
        TcpOptions { ..TcpOptions { timestamps: Some(Timestamps { value: 77, echo_reply: 1000 }), ..syn } };
    let mut sack = stamps(200, 1062);
    sack.sack_blocks = SackBlocks::new();
    sack.sack_blocks.push(Seq::new(5), Seq::new(8));
    let ack = TcpFlags::ACK;
    let push = TcpFlags::ACK.union(TcpFlags::PSH);
    let frames = [
        frame(1_000_000, true, TcpFlags::SYN, (0xffff_fffe, 0), 64_240, syn, b""),
        frame(61_900_000, false, TcpFlags::SYN.union(ack), (500, 0xffff_ffff), 65_160, syn_ack, b""),
        frame(62_709_400, true, push, (0xffff_ffff, 501), 63, stamps(1062, 77), b"it's \"so\"\n"),
        frame(100_000_000, false, ack, (501, 0), 64, sack, b""),
        frame(100_000_600, false, TcpFlags::RST, (501, 0), 0, TcpOptions::default(), b""),
    ];
    let text = segments::text(&frames, Instant::from_nanos(1_000_000));
    // The bar keeps the columns' blanks from being taken for indentation.
    let text: String = text.lines().map(|line| format!("|{line}\n")).collect();
    expect![[r#"
        |     0.000  #0 c>s S    seq 0       ack -       len 0     win 64240   mss=1460 sackok ts=[0,0] ws=10
        |    60.900  #0 s>c S.   seq 0       ack 1       len 0     win 65160   mss=1460 sackok ts=[0,0] ws=10
        |    61.709  #0 c>s P.   seq 1       ack 1       len 10    win 64512   ts=[62,0]                                'it\'s "so"\n'
        |    99.000  #0 s>c .    seq 1       ack 2       len 0     win 65536   ts=[123,62] sack=[[7,10]]
        |    99.001  #0 s>c R    seq 1       ack -       len 0     win 0
    "#]]
    .assert_eq(&text);
}

fn words(line: &str) -> Result<Command, String> {
    parse(line.split_whitespace().map(OsString::from)).map_err(|failure| failure.to_string())
}

#[test]
fn the_command_line_is_understood_or_refused_in_one_sentence() {
    assert_eq!(words(""), Ok(Command::Help));
    assert!(matches!(words("replay DIR --out OUT --seed 3"), Ok(Command::Replay { seed: 3, .. })));
    assert!(matches!(words("run hello --param delay=5 --story --lang zh"), Ok(Command::Run(_))));
    let refused = [
        "dance",
        "replay",
        "replay DIR",
        "replay DIR --all RUNS --out OUT",
        "run",
        "run hello --param delay",
        "run hello --lang fr",
        "hash hello --seed x",
        "run hello --wrong",
    ];
    let sentences: Vec<String> =
        refused.iter().map(|line| format!("{line}: {}", words(line).expect_err("refused"))).collect();
    expect![[r#"
        dance: there is no command "dance"; netlab help lists them
        replay: replay needs --out FOLDER
        replay DIR: replay needs --out FOLDER
        replay DIR --all RUNS --out OUT: replay takes a recording's folder or --all RUNS, not both
        run: which lab? netlab help lists them
        run hello --param delay: "delay" is not of the form NAME=VALUE
        run hello --lang fr: the language is en or zh, not "fr"
        hash hello --seed x: "x" is not a whole number from 0 on
        run hello --wrong: invalid option '--wrong'"#]]
    .assert_eq(&sentences.join("\n"));
}
