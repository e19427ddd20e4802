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
    check(
        &net.calls(),
        expect![[r#"
        0.020      server   1000 socket = 3
        0.021      server   1000 bind(3, 0.0.0.0:5000) = 0
        0.021      server   1000 listen = 0
        0.022      server   1000 sleeps: Connection(Fd(3))
        0.042      client   1000 socket = 3
        0.043      client   1000 sleeps: Handshake(Fd(3))
        60.086     client   1000 connect(3, 10.0.3.2:5000) = 0
        60.087     client   1000 sendto(3, "hello") = 5
        60.087     client   1000 sleeps: Data(Fd(3))
        90.105     server   1000 accept4(3) = 4 from 10.0.1.2
        90.106     server   1000 recvfrom(4, 1024) = "hello"
        90.106     server   1000 sendto(4, "world") = 5
        90.107     server   1000 close(4) = 0
        90.107     server   1000 sleeps: Connection(Fd(3))
        120.126    client   1000 recvfrom(3, 1024) = "world"
        120.127    client   1000 close(3) = 0
        120.127    client   1000 sleeps: Time(Instant(125127600))
        125.182    client   1000 clock_nanosleep = 0
        125.183    client   1000 ends: Code(0)
    "#]],
    );
    let ends = |net: &Net| {
        let lines = net.frames();
        lines.lines().filter(|line| !line.contains("router")).collect::<Vec<_>>().join("\n")
    };
    check(
        &ends(&net),
        expect![[r#"
        0.043      client   if1 queue 1: 10.0.1.2 > 10.0.3.2 ttl 64 tcp S win 64240 len 0
        30.062     server   if1 queue 1: 10.0.3.2 > 10.0.1.2 ttl 64 tcp S. win 65160 len 0
        60.081     client   if1 queue 1: 10.0.1.2 > 10.0.3.2 ttl 64 tcp . win 63 len 0
        60.086     client   if1 queue 1: 10.0.1.2 > 10.0.3.2 ttl 64 tcp P. win 63 len 5
        90.101     server   if1 queue 1: 10.0.3.2 > 10.0.1.2 ttl 64 tcp . win 64 len 0
        90.106     server   if1 queue 1: 10.0.3.2 > 10.0.1.2 ttl 64 tcp P. win 64 len 5
        90.107     server   if1 queue 1: 10.0.3.2 > 10.0.1.2 ttl 64 tcp F. win 64 len 0
        120.121    client   if1 queue 1: 10.0.1.2 > 10.0.3.2 ttl 64 tcp . win 63 len 0
        120.126    client   if1 queue 1: 10.0.1.2 > 10.0.3.2 ttl 64 tcp F. win 63 len 0
        150.141    server   if1 queue 1: 10.0.3.2 > 10.0.1.2 ttl 64 tcp . win 64 len 0"#]],
    );
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
        expect![[r#"
            0.000      client   neighbour 10.0.1.1 Incomplete
            10.000     router1  neighbour 10.0.1.2 Stale
            20.000     client   neighbour 10.0.1.1 Reachable
            30.000     router1  neighbour 10.0.2.2 Incomplete
            40.000     router2  neighbour 10.0.2.1 Stale
            50.000     router1  neighbour 10.0.2.2 Reachable
            60.000     router2  neighbour 10.0.3.2 Incomplete
            70.000     server   neighbour 10.0.3.1 Stale
            80.000     router2  neighbour 10.0.3.2 Reachable
            90.000     server   neighbour 10.0.3.1 Delay
            100.000    router2  neighbour 10.0.2.1 Delay
            110.000    router1  neighbour 10.0.1.2 Delay
            185.050    client   1000 ends: Code(0)
            5120.000   router1  neighbour 10.0.1.2 Probe
            5120.000   router2  neighbour 10.0.2.1 Probe
            5120.000   server   neighbour 10.0.3.1 Reachable
            5140.000   router1  neighbour 10.0.1.2 Reachable
            5140.000   router2  neighbour 10.0.2.1 Reachable
        "#]],
    );
}

#[test]
fn nobody_listens_and_nobody_is_there() {
    let mut net = Net::path(true, CostTable::FREE);
    net.spawn(0, "refused.py", hello_client("10.0.3.2:5000"));
    net.spawn(0, "absent.py", hello_client("10.0.3.77:5000"));
    net.spawn(0, "nowhere.py", hello_client("10.77.0.1:5000"));
    net.run_until(Instant::from_millis(10_000));
    check(
        &net.calls(),
        expect![[r#"
        0.000      client   1000 socket = 3
        0.000      client   1001 socket = 3
        0.000      client   1002 socket = 3
        0.000      client   1000 sleeps: Handshake(Fd(3))
        0.000      client   1001 sleeps: Handshake(Fd(3))
        0.000      client   1002 sleeps: Handshake(Fd(3))
        40.000     client   1002 connect(3, 10.77.0.1:5000) = -1 ENETUNREACH
        40.000     client   1002 gets SIGPIPE
        40.000     client   1002 ends: Signal(SIGPIPE)
        120.000    client   1000 connect(3, 10.0.3.2:5000) = -1 ECONNREFUSED
        120.000    client   1000 gets SIGPIPE
        120.000    client   1000 ends: Signal(SIGPIPE)
        3156.000   client   1001 connect(3, 10.0.3.77:5000) = -1 EHOSTUNREACH
        3156.000   client   1001 gets SIGPIPE
        3156.000   client   1001 ends: Signal(SIGPIPE)
    "#]],
    );
}

#[test]
fn hello_world_on_one_computer() {
    let mut net = Net::path(false, CostTable::PLAIN);
    net.spawn(0, "server.py", hello_server());
    net.run_until(Instant::from_millis(10));
    net.spawn(0, "client.py", hello_client("127.0.0.1:5000"));
    net.run_until(Instant::from_millis(1_000));
    check(
        &net.calls(),
        expect![[r#"
        0.020      client   1000 socket = 3
        0.021      client   1000 bind(3, 0.0.0.0:5000) = 0
        0.021      client   1000 listen = 0
        0.022      client   1000 sleeps: Connection(Fd(3))
        0.042      client   1001 socket = 3
        0.043      client   1001 sleeps: Handshake(Fd(3))
        0.058      client   1001 connect(3, 127.0.0.1:5000) = 0
        0.059      client   1001 sendto(3, "hello") = 5
        0.059      client   1001 sleeps: Data(Fd(3))
        0.063      client   1000 accept4(3) = 4 from 127.0.0.1
        0.064      client   1000 recvfrom(4, 1024) = "hello"
        0.064      client   1000 sendto(4, "world") = 5
        0.065      client   1000 close(4) = 0
        0.065      client   1000 sleeps: Connection(Fd(3))
        0.075      client   1001 recvfrom(3, 1024) = "world"
        0.075      client   1001 close(3) = 0
        0.076      client   1001 sleeps: Time(Instant(5076250))
        5.131      client   1001 clock_nanosleep = 0
        5.131      client   1001 ends: Code(0)
    "#]],
    );
    check(
        &net.frames(),
        expect![[r#"
        0.043      client   if0 queue 1: 127.0.0.1 > 127.0.0.1 ttl 64 tcp S win 65495 len 0
        0.048      client   if0 queue 1: 127.0.0.1 > 127.0.0.1 ttl 64 tcp S. win 65483 len 0
        0.053      client   if0 queue 1: 127.0.0.1 > 127.0.0.1 ttl 64 tcp . win 64 len 0
        0.058      client   if0 queue 1: 127.0.0.1 > 127.0.0.1 ttl 64 tcp P. win 64 len 5
        0.063      client   if0 queue 1: 127.0.0.1 > 127.0.0.1 ttl 64 tcp . win 64 len 0
        0.064      client   if0 queue 1: 127.0.0.1 > 127.0.0.1 ttl 64 tcp P. win 64 len 5
        0.065      client   if0 queue 1: 127.0.0.1 > 127.0.0.1 ttl 64 tcp F. win 64 len 0
        0.069      client   if0 queue 1: 127.0.0.1 > 127.0.0.1 ttl 64 tcp . win 64 len 0
        0.075      client   if0 queue 1: 127.0.0.1 > 127.0.0.1 ttl 64 tcp F. win 64 len 0
        0.080      client   if0 queue 1: 127.0.0.1 > 127.0.0.1 ttl 64 tcp . win 64 len 0
    "#]],
    );
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
    check(
        &net.calls(),
        expect![[r#"
        0.020      server   1000 socket = 3
        0.021      server   1000 setsockopt = 0
        0.021      server   1000 bind(3, 0.0.0.0:5000) = 0
        0.022      server   1000 listen = 0
        0.022      server   1000 sleeps: Connection(Fd(3))
        0.043      client   1000 socket = 3
        0.044      client   1000 setsockopt = 0
        0.044      client   1000 sleeps: Handshake(Fd(3))
        60.087     client   1000 connect(3, 10.0.3.2:5000) = 0
        60.088     client   1000 sendto(3, 1024 bytes) = 1024
        60.089     client   1000 sendto(3, 1024 bytes) = 1024
        60.090     client   1000 sendto(3, 1024 bytes) = 1024
        60.090     client   1000 sendto(3, 1024 bytes) = 1024
        60.091     client   1000 sendto(3, 1024 bytes) = 1024
        60.092     client   1000 sendto(3, 1024 bytes) = 1024
        60.092     client   1000 sleeps: Room { fd: Fd(3), taken: 672, wanted: 1024 }
        90.106     server   1000 accept4(3) = 4 from 10.0.1.2
        90.107     server   1000 sleeps: Time(Instant(1000090107250))
        246.024    client   1000 sendto(3, 1024 bytes) = 1024
        246.025    client   1000 sendto(3, 1024 bytes) = 1024
        246.025    client   1000 sendto(3, 1024 bytes) = 1024
        246.026    client   1000 sendto(3, 1024 bytes) = 1024
        246.027    client   1000 sleeps: Room { fd: Fd(3), taken: 920, wanted: 1024 }
    "#]],
    );
    let now = net.now;
    let queues = |host: usize| -> Vec<(u32, u32)> {
        let sockets = net.kernels[host].tcp_sockets(now);
        sockets.iter().map(|socket| (socket.receive_queue, socket.send_queue)).collect()
    };
    check(
        &format!("client {:?}, server {:?}", queues(0), queues(3)),
        expect!["client [(0, 5792)], server [(0, 1), (5368, 0)]"],
    );
}
