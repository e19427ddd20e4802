//! The simulated computer against this machine's own kernel, in a network namespace of the test's own. Needs Linux,
//! root, `/dev/net/tun`, `unshare`, `ip` and `python3`; where one is missing the test says so and does nothing.
//!
//! By hand, with more bytes: `NETLAB_TUN_BYTES=1073741824 cargo test --release -p netlab-cli --test tun -- --nocapture`.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The real end of an exchange with simulated servers.
const REAL_CLIENT: &str = r#"
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
began = time.monotonic()
while left:
    piece = block[:min(left, len(block))]
    s.sendall(piece)
    digest.update(piece)
    left -= len(piece)
s.shutdown(socket.SHUT_WR)
assert s.recv(1) == b""
print("seconds to a simulated server:", round(time.monotonic() - began, 1))
print("sent", SIZE, digest.hexdigest())

s, digest, got, began = connect(5001), hashlib.sha256(), 0, time.monotonic()
while True:
    piece = s.recv(1 << 20)
    if not piece:
        break
    digest.update(piece)
    got += len(piece)
print("seconds from a simulated server:", round(time.monotonic() - began, 1))
print("got", got, digest.hexdigest())
"#;

/// Real servers for simulated clients, which it starts.
const REAL_SERVERS: &str = r#"
import hashlib, os, socket, subprocess, sys, time

SIZE, NETLAB = int(sys.argv[1]), sys.argv[2:]

def listen(port):
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(("0.0.0.0", port))
    s.listen(1)
    s.settimeout(60)
    return s

fetched, pushed = listen(6000), listen(6001)
netlab = subprocess.Popen(NETLAB + ["fetch:10.99.0.2:6000", f"push:10.99.0.2:6001:{SIZE}"])
try:
    conn, began = fetched.accept()[0], time.monotonic()
    conn.settimeout(None)
    digest, left, block = hashlib.sha256(), SIZE, os.urandom(1 << 20)
    while left:
        piece = block[:min(left, len(block))]
        conn.sendall(piece)
        digest.update(piece)
        left -= len(piece)
    conn.shutdown(socket.SHUT_WR)
    assert conn.recv(1) == b""
    print("seconds to a simulated client:", round(time.monotonic() - began, 1))
    print("sent", SIZE, digest.hexdigest(), flush=True)

    conn, began = pushed.accept()[0], time.monotonic()
    conn.settimeout(None)
    digest, got = hashlib.sha256(), 0
    while True:
        piece = conn.recv(1 << 20)
        if not piece:
            break
        digest.update(piece)
        got += len(piece)
    conn.close()
    print("seconds from a simulated client:", round(time.monotonic() - began, 1))
    print("got", got, digest.hexdigest(), flush=True)
    time.sleep(0.5)
finally:
    netlab.kill()
"#;

/// A web server for one request after the other.
const WEB_SERVER: &str = r#"
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(("0.0.0.0", 8000))
listener.listen(5)
while True:
    conn, addr = listener.accept()
    request = b""
    while b"\r\n\r\n" not in request:
        piece = conn.recv(1024)
        if not piece:
            break
        request += piece
    path = request.split(b" ")[1]
    body = b"You asked for " + path + b"\n"
    head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + str(len(body)) + "\r\nConnection: close\r\n\r\n"
    conn.sendall(head.encode() + body)
    conn.close()
"#;

fn works(program: &str, arguments: &[&str]) -> bool {
    Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success())
}

fn missing() -> Option<&'static str> {
    if !cfg!(target_os = "linux") || !Path::new("/dev/net/tun").exists() {
        return Some("there is no /dev/net/tun");
    }
    if !works("unshare", &["-nm", "true"]) {
        return Some("no network namespace can be made (root is needed)");
    }
    if !works("ip", &["link"]) {
        return Some("there is no ip (iproute2)");
    }
    (!works("python3", &["-c", ""])).then_some("there is no python3")
}

/// Whether a test has to be left out; says why.
fn left_out() -> bool {
    let why = missing();
    if let Some(why) = why {
        eprintln!("skipped: {why}");
    }
    why.is_some()
}

/// Runs a script in a namespace of its own, with `$NETLAB` and what `variables` name.
fn in_namespace(script: &str, variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new("unshare");
    command.args(["-nm", "sh", "-c", &format!("ip link set lo up && {{ {script}\n }}")]);
    command.env("NETLAB", env!("CARGO_BIN_EXE_netlab")).envs(variables.iter().copied());
    command.output().expect("unshare was there before")
}

/// Standard output of a script that must succeed.
fn output(script: &str, variables: &[(&str, &str)]) -> String {
    let output = in_namespace(script, variables);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script}\n{text}\n{errors}");
    text
}

fn bytes() -> String {
    std::env::var("NETLAB_TUN_BYTES").unwrap_or_else(|_| "2000000".into())
}

/// Both ends have seen the same bytes.
fn compare_digests(text: &str, pairs: [(&str, &str); 2]) {
    let last_word = |line: &str| {
        let found = text.lines().find(|other| other.starts_with(line));
        found.and_then(|found| found.split(' ').next_back()).unwrap_or_else(|| panic!("no {line}: {text}"))
    };
    for (one, other) in pairs {
        assert_eq!(last_word(one), last_word(other), "{text}");
    }
    println!("{text}");
}

const FAULTS: &str = "--loss 10000 --duplicate 10000 --reorder 10000";

fn to_simulated_servers(faults: &str) {
    if left_out() {
        return;
    }
    let script = format!(
        "$NETLAB tun {faults} sink:5000 source:5001:{bytes} world:5002 & netlab=$!; \
         python3 -c \"$CLIENT\" {bytes}; status=$?; kill $netlab; exit $status;",
        bytes = bytes(),
    );
    let text = output(&script, &[("CLIENT", REAL_CLIENT)]);
    compare_digests(&text, [("sent", "Sink"), ("got", "Source")]);
}

fn from_simulated_clients(faults: &str) {
    if left_out() {
        return;
    }
    let script = format!("python3 -c \"$SERVERS\" {} $NETLAB tun {faults};", bytes());
    let text = output(&script, &[("SERVERS", REAL_SERVERS)]);
    compare_digests(&text, [("sent", "Fetch"), ("got", "Push")]);
}

#[test]
fn simulated_servers_and_the_machines_own_clients_understand_each_other() {
    to_simulated_servers("");
}

#[test]
fn nothing_is_lost_by_simulated_servers_on_a_bad_way() {
    to_simulated_servers(FAULTS);
}

#[test]
fn simulated_clients_and_the_machines_own_servers_understand_each_other() {
    from_simulated_clients("");
}

#[test]
fn nothing_is_lost_by_simulated_clients_on_a_bad_way() {
    from_simulated_clients(FAULTS);
}

/// One of the labs' own programs.
fn program(name: &str) -> String {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "..", "lab", "programs", name].iter().collect();
    path.to_string_lossy().into_owned()
}

/// In a mount namespace of its own the real programs find the name `server` too.
const NAMES: &str =
    "names=$(mktemp) && echo 10.99.0.1 server > $names && mount --bind $names /etc/hosts && rm $names";
/// Waits for the device.
const WAIT: &str =
    "for try in $(seq 100); do ip addr show netlab0 2>/dev/null | grep -q inet && break; sleep 0.1; done";

/// Waits for the machine's own server on port 8080.
const WAIT_FOR_SERVER: &str = "for try in $(seq 100); do ss -Hltn | grep -q :8080 && break; sleep 0.1; done";

#[test]
fn a_real_python_client_talks_to_the_labs_python_server() {
    if left_out() {
        return;
    }
    let script = format!(
        "{NAMES}; $NETLAB tun python:$SERVER & netlab=$!; {WAIT}; sleep 0.3; \
         python3 $CLIENT; status=$?; sleep 0.3; kill $netlab; exit $status;"
    );
    let (server, client) = (program("hello_server.py"), program("hello_client.py"));
    let text = output(&script, &[("SERVER", &server), ("CLIENT", &client)]);
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    assert_eq!(lines, ["b'hello'", "b'world'"]);
}

#[test]
fn the_labs_python_client_talks_to_a_real_python_server() {
    if left_out() {
        return;
    }
    let script = format!(
        "python3 -u $SERVER & server=$!; {WAIT_FOR_SERVER}; $NETLAB tun python:$CLIENT & netlab=$!; \
         {WAIT}; sleep 1.5; kill $netlab $server;"
    );
    let (server, client) = (program("hello_server.py"), program("hello_client.py"));
    let text = output(&script, &[("SERVER", &server), ("CLIENT", &client)]);
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    assert_eq!(lines, ["b'hello'", "b'world'"]);
}

/// What `ss` says of the real end of a flood, twice, a second apart: its line, and the memory behind it.
fn flood(simulated: &str, real: &str) -> [String; 2] {
    let look = "sleep 1.5; ss -Htmno state established; sleep 1; echo LATER; ss -Htmno state established";
    let script = if simulated.contains("server") {
        format!(
            "{NAMES}; $NETLAB tun python:$SIMULATED & netlab=$!; {WAIT}; sleep 0.3; python3 $REAL & real=$!; \
             {look}; kill $netlab $real;"
        )
    } else {
        format!(
            "python3 $REAL & real=$!; {WAIT_FOR_SERVER}; $NETLAB tun python:$SIMULATED & netlab=$!; {WAIT}; \
             {look}; kill $netlab $real;"
        )
    };
    let text = output(&script, &[("SIMULATED", &program(simulated)), ("REAL", &program(real))]);
    println!("{text}");
    let (first, later) = text.split_once("LATER").expect("two looks");
    [first.trim().to_owned(), later.trim().to_owned()]
}

/// `Recv-Q` and `Send-Q` of the only connection.
fn queues(text: &str) -> (u32, u32) {
    let mut words = text.split_whitespace().map(|word| word.parse().unwrap_or_else(|_| panic!("{text}")));
    (words.next().expect("Recv-Q"), words.next().expect("Send-Q"))
}

// Where the buffers are 4096 bytes by the programs' wish, 8192 by Linux's doubling, the recordings have 5368 bytes in the
// receiver's buffer and 5792 in the sender's. How the bytes are cut into segments depends on the delay, and what a segment
// costs on the driver, so that without a delay and over TUN both numbers lie near those.

#[test]
fn a_real_flood_stops_with_a_full_send_buffer_when_the_simulated_server_does_not_read() {
    if left_out() {
        return;
    }
    let [first, later] = flood("flood_server.py", "flood_client.py");
    let (unread, unsent) = queues(&first);
    assert!(unread == 0 && (4_096..=8_192).contains(&unsent), "{first}");
    assert!(first.contains("tb8192") && first.contains("timer:(persist"), "{first}");
    assert_eq!(queues(&later), (unread, unsent), "nothing moves any more: {first}\n{later}");
}

#[test]
fn a_simulated_flood_stops_with_a_full_receive_buffer_when_the_real_server_does_not_read() {
    if left_out() {
        return;
    }
    let [first, later] = flood("flood_client.py", "flood_server.py");
    let (unread, unsent) = queues(&first);
    assert!((4_096..=5_792).contains(&unread) && unsent == 0, "{first}");
    assert!(first.contains("rb8192"), "{first}");
    assert_eq!(queues(&later), (unread, unsent), "nothing moves any more: {first}\n{later}");
}

#[test]
fn curl_reads_a_page_from_a_simulated_web_server() {
    if left_out() {
        return;
    }
    if !works("curl", &["--version"]) {
        eprintln!("skipped: there is no curl");
        return;
    }
    let script = format!(
        "file=$(mktemp) && printf %s \"$WEB\" > $file; $NETLAB tun python:$file & netlab=$!; {WAIT}; sleep 0.3; \
         curl -s --max-time 20 http://10.99.0.1:8000/one http://10.99.0.1:8000/two; status=$?; \
         kill $netlab; rm $file; exit $status;"
    );
    let text = output(&script, &[("WEB", WEB_SERVER)]);
    assert_eq!(text, "You asked for /one\nYou asked for /two\n");
}

#[test]
fn netcat_hears_its_own_words_from_a_simulated_echo() {
    if left_out() {
        return;
    }
    if !works("nc", &["-h"]) {
        eprintln!("skipped: there is no nc");
        return;
    }
    let script = format!(
        "$NETLAB tun echo:7000 > /dev/null & netlab=$!; {WAIT}; sleep 0.3; \
         printf 'one\\ntwo\\n' | nc -N -w 20 10.99.0.1 7000; status=$?; kill $netlab; exit $status;"
    );
    assert_eq!(output(&script, &[]), "one\ntwo\n");
}
