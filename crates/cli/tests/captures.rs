//! Captures as Wireshark's engine reads them: nothing malformed, no bad checksum, ARP answered, the stream complete.
//!
//! Needs `tshark`; without it the test says so and is skipped.

use netlab_lab::{
    Session,
    protocol::{Command, Opening, Reply},
};
use std::{fs, path::PathBuf, process};

/// tshark's lines for a capture under a display filter, one field a packet.
fn tshark(file: &PathBuf, filter: &str, field: &str) -> Vec<String> {
    let checks = ["tcp.check_checksum:TRUE", "ip.check_checksum:TRUE", "udp.check_checksum:TRUE"];
    let mut command = process::Command::new("tshark");
    command.arg("-n").arg("-r").arg(file).args(checks.iter().flat_map(|check| ["-o", check]));
    let output = command.args(["-Y", filter, "-T", "fields", "-e", field]).output().expect("tshark runs");
    assert!(output.status.success(), "tshark: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

fn capture(session: &mut Session, interface: Option<&str>) -> PathBuf {
    let Reply::Capture(bytes) = session.apply(Command::Capture(interface.map(str::to_owned))) else {
        panic!("no capture of {interface:?}")
    };
    let name = interface.unwrap_or("all").replace('/', "-");
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.pcapng"));
    fs::write(&path, bytes).expect("a temporary file");
    path
}

#[test]
fn tshark_finds_nothing_wrong_on_any_interface() {
    if process::Command::new("tshark").arg("--version").output().is_err() {
        println!("skipped: tshark is not installed (apt-get install tshark)");
        return;
    }
    for (lab, segments) in [("hello", 10), ("flood", 20)] {
        let mut session = Session::new();
        session.apply(Command::Open(Opening { lab: lab.into(), ..Opening::default() }));
        let interfaces = ["client/cli0", "r1/r1a", "r1/r1b", "r2/r2a", "r2/r2b", "server/srv0"];
        for interface in interfaces.map(Some).into_iter().chain([None]) {
            let file = capture(&mut session, interface);
            let wrong = "_ws.malformed || _ws.expert.severity == error || tcp.checksum.status == 0 || \
                         ip.checksum.status == 0";
            assert_eq!(tshark(&file, wrong, "frame.number"), [""; 0], "{lab} {interface:?}");
            let asked = tshark(&file, "arp.opcode == 1", "arp.dst.proto_ipv4");
            let answered = tshark(&file, "arp.opcode == 2", "arp.src.proto_ipv4");
            assert!(!asked.is_empty(), "{lab} {interface:?}");
            assert!(asked.iter().all(|address| answered.contains(address)), "{lab} {interface:?}: {asked:?}");
            let tcp = tshark(&file, "tcp", "frame.number");
            assert!(tcp.len() >= segments, "{lab} {interface:?}: {} segments", tcp.len());
            let gaps = "tcp.analysis.lost_segment || tcp.analysis.ack_lost_segment";
            if interface.is_some() {
                assert_eq!(tshark(&file, gaps, "frame.number"), [""; 0], "{lab} {interface:?}");
            }
        }
        if lab == "hello" {
            let file = capture(&mut session, Some("client/cli0"));
            assert_eq!(tshark(&file, "tcp.len > 0", "tcp.payload"), ["68656c6c6f", "776f726c64"]);
            // 31: SYN, SYN-ACK, ACK, data, FIN: the whole conversation was seen.
            let seen = tshark(&file, "tcp", "tcp.completeness");
            assert_eq!(seen.last().map(String::as_str), Some("31"));
        }
    }
}
