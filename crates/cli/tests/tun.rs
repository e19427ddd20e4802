//! The simulated computer against this machine's own kernel, in a network namespace of the test's own. Needs Linux,
//! root, `/dev/net/tun`, `unshare` and `python3`; where one is missing the test says so and does nothing.
//!
//! By hand, with more bytes and in release mode: `NETLAB_TUN_BYTES=1073741824 cargo test --release -p netlab-cli --test tun`.

use std::path::Path;
use std::process::{Command, Output};

const CLIENT: &str = r#"
import hashlib, os, socket, sys, time

HOST, SIZE = "10.99.0.1", int(sys.argv[1])

def connect(port):
    for attempt in range(100):
        try:
            return socket.create_connection((HOST, port), timeout=60)
        except OSError:
            time.sleep(0.1)
    sys.exit("nobody answers")

s = connect(5002)
s.sendall(b"hello")
assert s.recv(100) == b"world"
s.close()

s, digest, left, block = connect(5000), hashlib.sha256(), SIZE, os.urandom(1 << 20)
while left:
    piece = block[:min(left, len(block))]
    s.sendall(piece)
    digest.update(piece)
    left -= len(piece)
s.shutdown(socket.SHUT_WR)
assert s.recv(1) == b""
print("sent", SIZE, digest.hexdigest())

s, digest, got = connect(5001), hashlib.sha256(), 0
while True:
    piece = s.recv(1 << 20)
    if not piece:
        break
    digest.update(piece)
    got += len(piece)
print("got", got, digest.hexdigest())

s, taken = connect(5003), 0
s.setblocking(False)
for attempt in range(10):
    try:
        while True:
            taken += s.send(bytes(1024))
    except BlockingIOError:
        time.sleep(0.1)
try:
    s.send(bytes(1024))
    sys.exit("the flood is not held back")
except BlockingIOError:
    print("flood", taken > 0)
"#;

fn missing() -> Option<&'static str> {
    let works = |program: &str, arguments: &[&str]| {
        Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success())
    };
    if !cfg!(target_os = "linux") || !Path::new("/dev/net/tun").exists() {
        return Some("there is no /dev/net/tun");
    }
    if !works("unshare", &["-n", "true"]) {
        return Some("no network namespace can be made (root is needed)");
    }
    (!works("python3", &["-c", ""])).then_some("there is no python3")
}

/// Runs the services and the client in one new namespace; standard output of both.
fn exchange(faults: &str, bytes: &str) -> Output {
    let script = format!(
        "ip link set lo up && {{ '{netlab}' tun {faults} sink:5000 source:5001:{bytes} world:5002 deaf:5003 & \
         netlab=$!; python3 -c \"$CLIENT\" {bytes}; status=$?; kill $netlab; exit $status; }}",
        netlab = env!("CARGO_BIN_EXE_netlab"),
    );
    let mut command = Command::new("unshare");
    command.args(["-n", "sh", "-c", &script]).env("CLIENT", CLIENT);
    command.output().expect("unshare was there before")
}

fn check(faults: &str) {
    if let Some(why) = missing() {
        eprintln!("left out: {why}");
        return;
    }
    let bytes = std::env::var("NETLAB_TUN_BYTES").unwrap_or_else(|_| "2000000".into());
    let output = exchange(faults, &bytes);
    let text = String::from_utf8_lossy(&output.stdout);
    let repeat = format!("netlab tun {faults}\n{text}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{repeat}");
    let digest = |line: &str| {
        let found = text.lines().find(|other| other.starts_with(line));
        found.and_then(|found| found.split(' ').next_back()).unwrap_or_else(|| panic!("no {line}: {repeat}"))
    };
    assert_eq!(digest("sent"), digest("Sink"), "{repeat}");
    assert_eq!(digest("got"), digest("Source"), "{repeat}");
    assert_eq!(digest("flood"), "True", "{repeat}");
}

#[test]
fn the_machines_own_kernel_and_ours_understand_each_other() {
    check("");
}

#[test]
fn nothing_is_lost_on_a_bad_way() {
    check("--loss 10000 --duplicate 10000 --reorder 10000");
}
