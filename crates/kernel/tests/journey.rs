//! The whole way of `hello` and `world` by TCP, and what the process sees of a full window.

mod common;

use common::Net;
use common::script::*;
use expect_test::{Expect, expect};
use netlab_abi::{Data, Fd, MessageFlags, OptionLevel, SocketOption, Syscall, option};
use netlab_kernel::config::CostTable;
use netlab_kernel::event::Event;
use netlab_wire::Instant;

fn check(actual: &str, expected: Expect) {
    expected.assert_eq(actual);
}

fn set_buffer(fd: Fd, name: i32, size: i32) -> Syscall {
    let option = SocketOption { level: OptionLevel::SOCKET, name };
    Syscall::SetSocketOption { fd, option, value: size.to_le_bytes().to_vec() }
}

fn hello_server() -> Script {
    Script::new(vec![
        line(|_| tcp()),
        line(|m| bind(m.keep("l"), "0.0.0.0:5000")),
        line(|m| listen(m.fd("l"), 1)),
        line(|m| accept(m.fd("l"))),
        line(|m| receive(m.keep("c"), 1024)),
        line(|m| send(m.fd("c"), b"world")),
        line(|m| close(m.fd("c"))),
        line(|m| accept(m.fd("l"))),
    ])
}

fn hello_client(to: &'static str) -> Script {
    Script::new(vec![
        line(|_| tcp()),
        line(move |m| connect(m.keep("s"), to)),
        line(|m| send(m.fd("s"), b"hello")),
        line(|m| receive(m.fd("s"), 1024)),
        line(|m| close(m.fd("s"))),
        line(|_| sleep(5)),
    ])
}

#[test]
fn hello_world() {
    let mut net = Net::path(false, CostTable::PLAIN);
    net.spawn(3, "server.py", hello_server());
    net.run_until(Instant::from_millis(10));
    net.spawn(0, "client.py", hello_client("10.0.3.2:5000"));
    net.run_until(Instant::from_millis(1_000));
    check(&net.calls(), expect![[""]]);
    let ends = |net: &Net| {
        let lines = net.frames();
        lines.lines().filter(|line| !line.contains("router")).collect::<Vec<_>>().join("\n")
    };
    check(&ends(&net), expect![[""]]);
}

#[test]
fn hello_world_with_real_arp() {
    let mut net = Net::path(true, CostTable::FREE);
    net.spawn(3, "server.py", hello_server());
    net.run_until(Instant::from_millis(10));
    net.spawn(0, "client.py", hello_client("10.0.3.2:5000"));
    net.run_until(Instant::from_millis(10_000));
    check(
        &net.transcript(|event| {
            matches!(event, Event::NeighbourChanged { .. } | Event::ProcessExited { .. })
        }),
        expect![[""]],
    );
}

#[test]
fn nobody_listens_and_nobody_is_there() {
    let mut net = Net::path(true, CostTable::FREE);
    net.spawn(0, "refused.py", hello_client("10.0.3.2:5000"));
    net.spawn(0, "absent.py", hello_client("10.0.3.77:5000"));
    net.spawn(0, "nowhere.py", hello_client("10.77.0.1:5000"));
    net.run_until(Instant::from_millis(10_000));
    check(&net.calls(), expect![[""]]);
}

#[test]
fn hello_world_on_one_computer() {
    let mut net = Net::path(false, CostTable::PLAIN);
    net.spawn(0, "server.py", hello_server());
    net.run_until(Instant::from_millis(10));
    net.spawn(0, "client.py", hello_client("127.0.0.1:5000"));
    net.run_until(Instant::from_millis(1_000));
    check(&net.calls(), expect![[""]]);
    check(&net.frames(), expect![[""]]);
}

/// The recording 02-flood-blocking.b4096: of the eleventh message of 1024 bytes 920 are inside when the sender falls
/// asleep; 5368 bytes wait at the server and 5792 at the client.
#[test]
fn the_flood_that_nobody_reads() {
    let mut net = Net::path(false, CostTable::PLAIN);
    let server = Script::new(vec![
        line(|_| tcp()),
        line(|m| set_buffer(m.keep("l"), option::SO_RCVBUF, 4096)),
        line(|m| bind(m.fd("l"), "0.0.0.0:5000")),
        line(|m| listen(m.fd("l"), 1)),
        line(|m| accept(m.fd("l"))),
        line(|_| sleep(1_000_000)),
    ]);
    let client = Script::new(vec![
        line(|_| tcp()),
        line(|m| set_buffer(m.keep("s"), option::SO_SNDBUF, 4096)),
        line(|m| connect(m.fd("s"), "10.0.3.2:5000")),
        line(|m| {
            m.jump(3);
            let data = Data::new(vec![b'x'; 1024]);
            Syscall::Send { fd: m.fd("s"), data, flags: MessageFlags::NONE, to: None }
        }),
    ]);
    net.spawn(3, "server.py", server);
    net.run_until(Instant::from_millis(10));
    net.spawn(0, "client.py", client);
    net.run_until(Instant::from_millis(5_000));
    check(&net.calls(), expect![[""]]);
    let now = net.now;
    let queues = |host: usize| -> Vec<(u32, u32)> {
        let sockets = net.kernels[host].tcp_sockets(now);
        sockets.iter().map(|socket| (socket.receive_queue, socket.send_queue)).collect()
    };
    check(&format!("client {:?}, server {:?}", queues(0), queues(3)), expect![[""]]);
}
