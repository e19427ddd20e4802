//! UDP, ICMP, ARP, fragments and routers, on the recordings' path.

mod common;

use common::script::*;
use common::{Net, interface, kernel, mac};
use expect_test::{Expect, expect};
use netlab_abi::{OptionLevel, SocketOption, Syscall, ip_option, option};
use netlab_kernel::config::CostTable;
use netlab_kernel::event::Interface;
use netlab_wire::{Duration, Instant, Ipv4Addr};

fn check(actual: &str, expected: Expect) {
    expected.assert_eq(actual);
}

fn echo_server(answers: i64) -> Script {
    Script::new(vec![
        line(|_| udp()),
        line(|m| bind(m.keep("s"), "0.0.0.0:5000")),
        line(move |m| {
            if m.get("s") == 3 && answers == 0 {
                return sleep(1_000_000);
            }
            receive(m.fd("s"), 100)
        }),
        line(|m| send_to(m.fd("s"), b"world", "10.0.1.2:4000")),
    ])
}

fn hello_client() -> Script {
    Script::new(vec![
        line(|_| udp()),
        line(|m| bind(m.keep("s"), "0.0.0.0:4000")),
        line(|m| connect(m.fd("s"), "10.0.3.2:5000")),
        line(|m| send(m.fd("s"), b"hello")),
        line(|m| receive(m.fd("s"), 3)),
    ])
}

#[test]
fn hello_world_by_udp() {
    let mut net = Net::path(false, CostTable::PLAIN);
    net.spawn(3, "server.py", echo_server(1));
    net.spawn(0, "client.py", hello_client());
    net.run_until(Instant::from_millis(1_000));
    check(
        &net.calls(),
        expect![[r#"
            0.020      client   1000 socket = 3
            0.020      server   1000 socket = 3
            0.021      client   1000 bind(3, 0.0.0.0:4000) = 0
            0.021      server   1000 bind(3, 0.0.0.0:5000) = 0
            0.021      server   1000 sleeps: Data(Fd(3))
            0.021      client   1000 connect(3, 10.0.3.2:5000) = 0
            0.022      client   1000 sendto(3, "hello") = 5
            0.022      client   1000 sleeps: Data(Fd(3))
            30.046     server   1000 recvfrom(3, 100) = "hello"
            30.047     server   1000 sendto(3, "world", 10.0.1.2:4000) = 5
            30.047     server   1000 ends: Code(0)
            60.071     client   1000 recvfrom(3, 3) = "wor" MSG_TRUNC
            60.071     client   1000 ends: Code(0)
        "#]],
    );
    check(
        &net.frames(),
        expect![[r#"
            0.022      client   if1 queue 1: 10.0.1.2 > 10.0.3.2 ttl 64 udp 5 DF
            10.029     router1  if2 queue 1: 10.0.1.2 > 10.0.3.2 ttl 63 udp 5 DF
            20.036     router2  if2 queue 1: 10.0.1.2 > 10.0.3.2 ttl 62 udp 5 DF
            30.046     server   if1 queue 1: 10.0.3.2 > 10.0.1.2 ttl 64 udp 5 DF
            40.053     router2  if1 queue 1: 10.0.3.2 > 10.0.1.2 ttl 63 udp 5 DF
            50.060     router1  if1 queue 1: 10.0.3.2 > 10.0.1.2 ttl 62 udp 5 DF
        "#]],
    );
}

#[test]
fn nobody_listens() {
    let mut net = Net::path(false, CostTable::PLAIN);
    net.spawn(0, "client.py", hello_client());
    net.run_until(Instant::from_millis(1_000));
    check(
        &net.calls(),
        expect![[r#"
            0.020      client   1000 socket = 3
            0.021      client   1000 bind(3, 0.0.0.0:4000) = 0
            0.021      client   1000 connect(3, 10.0.3.2:5000) = 0
            0.022      client   1000 sendto(3, "hello") = 5
            0.022      client   1000 sleeps: Data(Fd(3))
            60.065     client   1000 recvfrom(3, 3) = -1 ECONNREFUSED
            60.065     client   1000 ends: Code(0)
        "#]],
    );
    check(
        &net.frames(),
        expect![[r#"
            0.022      client   if1 queue 1: 10.0.1.2 > 10.0.3.2 ttl 64 udp 5 DF
            10.029     router1  if2 queue 1: 10.0.1.2 > 10.0.3.2 ttl 63 udp 5 DF
            20.036     router2  if2 queue 1: 10.0.1.2 > 10.0.3.2 ttl 62 udp 5 DF
            30.041     server   dropped: NoSocket
            30.041     server   if1 queue 1: 10.0.3.2 > 10.0.1.2 ttl 64 icmp 3/3 len 41
            40.048     router2  if1 queue 1: 10.0.3.2 > 10.0.1.2 ttl 63 icmp 3/3 len 41
            50.055     router1  if1 queue 1: 10.0.3.2 > 10.0.1.2 ttl 62 icmp 3/3 len 41
        "#]],
    );
}

#[test]
fn addresses_are_asked_for_and_confirmed() {
    let mut net = Net::path(true, CostTable::FREE);
    net.spawn(3, "server.py", echo_server(1));
    net.spawn(0, "client.py", hello_client());
    net.run_until(Instant::from_millis(60_000));
    check(
        &net.frames(),
        expect![[r#"
            0.000      client   neighbour 10.0.1.1 Incomplete
            0.000      client   if1 queue 1: arp to everybody: who has 10.0.1.1 tell 10.0.1.2
            10.000     router1  neighbour 10.0.1.2 Stale
            10.000     router1  if1 queue 1: arp to one: 10.0.1.1 is at 02:00:00:00:01:00
            20.000     client   neighbour 10.0.1.1 Reachable
            20.000     client   if1 queue 1: 10.0.1.2 > 10.0.3.2 ttl 64 udp 5 DF
            30.000     router1  neighbour 10.0.2.2 Incomplete
            30.000     router1  if2 queue 1: arp to everybody: who has 10.0.2.2 tell 10.0.2.1
            40.000     router2  neighbour 10.0.2.1 Stale
            40.000     router2  if1 queue 1: arp to one: 10.0.2.2 is at 02:00:00:00:02:01
            50.000     router1  neighbour 10.0.2.2 Reachable
            50.000     router1  if2 queue 1: 10.0.1.2 > 10.0.3.2 ttl 63 udp 5 DF
            60.000     router2  neighbour 10.0.3.2 Incomplete
            60.000     router2  if2 queue 1: arp to everybody: who has 10.0.3.2 tell 10.0.3.1
            70.000     server   neighbour 10.0.3.1 Stale
            70.000     server   if1 queue 1: arp to one: 10.0.3.2 is at 02:00:00:00:03:02
            80.000     router2  neighbour 10.0.3.2 Reachable
            80.000     router2  if2 queue 1: 10.0.1.2 > 10.0.3.2 ttl 62 udp 5 DF
            90.000     server   neighbour 10.0.3.1 Delay
            90.000     server   if1 queue 1: 10.0.3.2 > 10.0.1.2 ttl 64 udp 5 DF
            100.000    router2  neighbour 10.0.2.1 Delay
            100.000    router2  if1 queue 1: 10.0.3.2 > 10.0.1.2 ttl 63 udp 5 DF
            110.000    router1  neighbour 10.0.1.2 Delay
            110.000    router1  if1 queue 1: 10.0.3.2 > 10.0.1.2 ttl 62 udp 5 DF
            5120.000   router1  neighbour 10.0.1.2 Probe
            5120.000   router1  if1 queue 1: arp to one: who has 10.0.1.2 tell 10.0.1.1
            5120.000   router2  neighbour 10.0.2.1 Probe
            5120.000   router2  if1 queue 1: arp to one: who has 10.0.2.1 tell 10.0.2.2
            5120.000   server   neighbour 10.0.3.1 Probe
            5120.000   server   if1 queue 1: arp to one: who has 10.0.3.1 tell 10.0.3.2
            5130.000   client   if1 queue 1: arp to one: 10.0.1.2 is at 02:00:00:00:00:00
            5130.000   router1  if2 queue 1: arp to one: 10.0.2.1 is at 02:00:00:00:01:01
            5130.000   router2  if2 queue 1: arp to one: 10.0.3.1 is at 02:00:00:00:02:02
            5140.000   router1  neighbour 10.0.1.2 Reachable
            5140.000   router2  neighbour 10.0.2.1 Reachable
            5140.000   server   neighbour 10.0.3.1 Reachable
            22528.000  router1  neighbour 10.0.2.2 Stale
            26624.000  router2  neighbour 10.0.3.2 Stale
            28672.000  router1  neighbour 10.0.1.2 Stale
            32768.000  router2  neighbour 10.0.2.1 Stale
            32768.000  server   neighbour 10.0.3.1 Stale
            40960.000  client   neighbour 10.0.1.1 Stale
        "#]],
    );
}

#[test]
fn a_host_that_is_not_there() {
    let mut net = Net::path(true, CostTable::FREE);
    let program = Script::new(vec![
        line(|_| udp()),
        line(|m| connect(m.keep("s"), "10.0.3.77:5000")),
        line(|m| Syscall::SetSocketOption {
            fd: m.fd("s"),
            option: SocketOption { level: OptionLevel::IP, name: ip_option::IP_RECVERR },
            value: 1_i32.to_le_bytes().to_vec(),
        }),
        line(|m| send(m.fd("s"), b"hello")),
        line(|m| send(m.fd("s"), b"hello")),
        line(|m| receive(m.fd("s"), 100)),
    ]);
    net.spawn(0, "client.py", program);
    net.run_until(Instant::from_millis(10_000));
    check(
        &net.frames(),
        expect![[r#"
            0.000      client   neighbour 10.0.1.1 Incomplete
            0.000      client   if1 queue 1: arp to everybody: who has 10.0.1.1 tell 10.0.1.2
            10.000     router1  neighbour 10.0.1.2 Stale
            10.000     router1  if1 queue 1: arp to one: 10.0.1.1 is at 02:00:00:00:01:00
            20.000     client   neighbour 10.0.1.1 Reachable
            20.000     client   if1 queue 1: 10.0.1.2 > 10.0.3.77 ttl 64 udp 5 DF
            20.000     client   if1 queue 2: 10.0.1.2 > 10.0.3.77 ttl 64 udp 5 DF
            30.000     router1  neighbour 10.0.2.2 Incomplete
            30.000     router1  if2 queue 1: arp to everybody: who has 10.0.2.2 tell 10.0.2.1
            40.000     router2  neighbour 10.0.2.1 Stale
            40.000     router2  if1 queue 1: arp to one: 10.0.2.2 is at 02:00:00:00:02:01
            50.000     router1  neighbour 10.0.2.2 Reachable
            50.000     router1  if2 queue 1: 10.0.1.2 > 10.0.3.77 ttl 63 udp 5 DF
            50.000     router1  if2 queue 2: 10.0.1.2 > 10.0.3.77 ttl 63 udp 5 DF
            60.000     router2  neighbour 10.0.3.77 Incomplete
            60.000     router2  if2 queue 1: arp to everybody: who has 10.0.3.77 tell 10.0.3.1
            1088.000   router2  if2 queue 1: arp to everybody: who has 10.0.3.77 tell 10.0.3.1
            2112.000   router2  if2 queue 1: arp to everybody: who has 10.0.3.77 tell 10.0.3.1
            3136.000   router2  neighbour 10.0.3.77 Failed
            3136.000   router2  dropped: NeighbourFailed
            3136.000   router2  neighbour 10.0.2.1 Delay
            3136.000   router2  if1 queue 1: 10.0.2.2 > 10.0.1.2 ttl 64 icmp 3/1 len 41
            3136.000   router2  dropped: NeighbourFailed
            3136.000   router2  if1 queue 2: 10.0.2.2 > 10.0.1.2 ttl 64 icmp 3/1 len 41
            3146.000   router1  neighbour 10.0.1.2 Delay
            3146.000   router1  if1 queue 1: 10.0.2.2 > 10.0.1.2 ttl 63 icmp 3/1 len 41
            3146.000   router1  if1 queue 1: 10.0.2.2 > 10.0.1.2 ttl 63 icmp 3/1 len 41
            8192.000   router1  neighbour 10.0.1.2 Probe
            8192.000   router1  if1 queue 1: arp to one: who has 10.0.1.2 tell 10.0.1.1
            8192.000   router2  neighbour 10.0.2.1 Probe
            8192.000   router2  if1 queue 1: arp to one: who has 10.0.2.1 tell 10.0.2.2
            8202.000   client   if1 queue 1: arp to one: 10.0.1.2 is at 02:00:00:00:00:00
            8202.000   router1  if2 queue 1: arp to one: 10.0.2.1 is at 02:00:00:00:01:01
            8212.000   router1  neighbour 10.0.1.2 Reachable
            8212.000   router2  neighbour 10.0.2.1 Reachable
        "#]],
    );
    check(
        &net.calls(),
        expect![[r#"
            0.000      client   1000 socket = 3
            0.000      client   1000 connect(3, 10.0.3.77:5000) = 0
            0.000      client   1000 setsockopt = 0
            0.000      client   1000 sendto(3, "hello") = 5
            0.000      client   1000 sendto(3, "hello") = 5
            0.000      client   1000 sleeps: Data(Fd(3))
            3156.000   client   1000 recvfrom(3, 100) = -1 EHOSTUNREACH
            3156.000   client   1000 ends: Code(0)
        "#]],
    );
}

#[test]
fn no_route_and_no_life_left() {
    let mut net = Net::path(false, CostTable::FREE);
    let program = Script::new(vec![
        line(|_| udp()),
        line(|m| send_to(m.keep("s"), b"a", "10.9.9.9:5000")),
        line(|m| Syscall::SetSocketOption {
            fd: m.fd("s"),
            option: SocketOption { level: OptionLevel::IP, name: ip_option::IP_TTL },
            value: 2_i32.to_le_bytes().to_vec(),
        }),
        line(|m| send_to(m.fd("s"), b"b", "10.0.3.2:5000")),
        line(|_| sleep(1_000)),
    ]);
    net.spawn(0, "client.py", program);
    net.run_until(Instant::from_millis(500));
    check(
        &net.frames(),
        expect![[r#"
            0.000      client   if1 queue 1: 10.0.1.2 > 10.9.9.9 ttl 64 udp 1 DF
            0.000      client   if1 queue 2: 10.0.1.2 > 10.0.3.2 ttl 2 udp 1 DF
            10.000     router1  dropped: NoRoute
            10.000     router1  if1 queue 1: 10.0.1.1 > 10.0.1.2 ttl 64 icmp 3/0 len 37
            10.000     router1  if2 queue 1: 10.0.1.2 > 10.0.3.2 ttl 1 udp 1 DF
            20.000     router2  dropped: TimeToLive
            20.000     router2  if1 queue 1: 10.0.2.2 > 10.0.1.2 ttl 64 icmp 11/0 len 37
            30.000     router1  if1 queue 1: 10.0.2.2 > 10.0.1.2 ttl 63 icmp 11/0 len 37
        "#]],
    );
}

#[test]
fn fragments_are_cut_and_joined() {
    let mut net = Net::path(false, CostTable::FREE);
    let server = Script::new(vec![
        line(|_| udp()),
        line(|m| bind(m.keep("s"), "0.0.0.0:5000")),
        line(|m| receive(m.fd("s"), 10_000)),
        line(|m| receive(m.fd("s"), 10_000)),
    ]);
    let client = Script::new(vec![
        line(|_| udp()),
        line(|m| send_to(m.keep("s"), &[7; 4000], "10.0.3.2:5000")),
        line(|m| send_to(m.fd("s"), &[7; 1472], "10.0.3.2:5000")),
    ]);
    net.spawn(3, "server.py", server);
    net.spawn(0, "client.py", client);
    net.run_until(Instant::from_millis(500));
    check(
        &net.frames(),
        expect![[r#"
            0.000      client   if1 queue 1: 10.0.1.2 > 10.0.3.2 ttl 64 fragment 0:1480+
            0.000      client   if1 queue 2: 10.0.1.2 > 10.0.3.2 ttl 64 fragment 1480:1480+
            0.000      client   if1 queue 3: 10.0.1.2 > 10.0.3.2 ttl 64 fragment 2960:1048
            0.000      client   if1 queue 4: 10.0.1.2 > 10.0.3.2 ttl 64 udp 1472 DF
            10.000     router1  if2 queue 1: 10.0.1.2 > 10.0.3.2 ttl 63 fragment 0:1480+
            10.000     router1  if2 queue 1: 10.0.1.2 > 10.0.3.2 ttl 63 fragment 1480:1480+
            10.000     router1  if2 queue 1: 10.0.1.2 > 10.0.3.2 ttl 63 fragment 2960:1048
            10.000     router1  if2 queue 1: 10.0.1.2 > 10.0.3.2 ttl 63 udp 1472 DF
            20.000     router2  if2 queue 1: 10.0.1.2 > 10.0.3.2 ttl 62 fragment 0:1480+
            20.000     router2  if2 queue 1: 10.0.1.2 > 10.0.3.2 ttl 62 fragment 1480:1480+
            20.000     router2  if2 queue 1: 10.0.1.2 > 10.0.3.2 ttl 62 fragment 2960:1048
            20.000     router2  if2 queue 1: 10.0.1.2 > 10.0.3.2 ttl 62 udp 1472 DF
        "#]],
    );
    check(
        &net.calls(),
        expect![[r#"
            0.000      client   1000 socket = 3
            0.000      client   1000 sendto(3, 4000 bytes, 10.0.3.2:5000) = 4000
            0.000      client   1000 sendto(3, 1472 bytes, 10.0.3.2:5000) = 1472
            0.000      client   1000 ends: Code(0)
            0.000      server   1000 socket = 3
            0.000      server   1000 bind(3, 0.0.0.0:5000) = 0
            0.000      server   1000 sleeps: Data(Fd(3))
            30.000     server   1000 recvfrom(3, 10000) = 4000 bytes
            30.000     server   1000 sleeps: Data(Fd(3))
            30.000     server   1000 recvfrom(3, 10000) = 1472 bytes
            30.000     server   1000 ends: Code(0)
        "#]],
    );
}

#[test]
fn a_lost_fragment_loses_the_datagram_after_30_s() {
    let mut net = Net::path(false, CostTable::FREE);
    net.losses = vec![1];
    net.spawn(3, "server.py", echo_server(1));
    let client =
        Script::new(vec![line(|_| udp()), line(|m| send_to(m.keep("s"), &[7; 4000], "10.0.3.2:5000"))]);
    net.spawn(0, "client.py", client);
    net.run_until(Instant::from_millis(40_000));
    check(
        &net.frames(),
        expect![[r#"
            0.000      client   if1 queue 1: 10.0.1.2 > 10.0.3.2 ttl 64 fragment 0:1480+
            0.000      client   if1 queue 2: 10.0.1.2 > 10.0.3.2 ttl 64 fragment 1480:1480+
            0.000      client   if1 queue 3: 10.0.1.2 > 10.0.3.2 ttl 64 fragment 2960:1048
            10.000     router1  if2 queue 1: 10.0.1.2 > 10.0.3.2 ttl 63 fragment 0:1480+
            10.000     router1  if2 queue 1: 10.0.1.2 > 10.0.3.2 ttl 63 fragment 2960:1048
            20.000     router2  if2 queue 1: 10.0.1.2 > 10.0.3.2 ttl 62 fragment 0:1480+
            20.000     router2  if2 queue 1: 10.0.1.2 > 10.0.3.2 ttl 62 fragment 2960:1048
            30720.000  server   dropped: ReassemblyTimeout
            30720.000  server   if1 queue 1: 10.0.3.2 > 10.0.1.2 ttl 64 icmp 11/1 len 556
            30730.000  router2  if1 queue 1: 10.0.3.2 > 10.0.1.2 ttl 63 icmp 11/1 len 556
            30740.000  router1  if1 queue 1: 10.0.3.2 > 10.0.1.2 ttl 62 icmp 11/1 len 556
        "#]],
    );
    let reassembly = |name: &str| {
        net.kernels[3].counters().named().iter().find(|(other, _)| *other == name).map(|(_, value)| *value)
    };
    assert_eq!(reassembly("IpReasmReqds"), Some(2));
    assert_eq!(reassembly("IpReasmFails"), Some(1));
    assert_eq!(reassembly("IpReasmTimeout"), Some(1));
}

/// The recording 20-udp: of 40 datagrams of 1024 bytes a receive buffer of 4096 (8192) keeps 4.
#[test]
fn a_full_receive_buffer_drops() {
    let mut net = Net::path(false, CostTable::FREE);
    let server = Script::new(vec![
        line(|_| udp()),
        line(|m| Syscall::SetSocketOption {
            fd: m.keep("s"),
            option: SocketOption { level: OptionLevel::SOCKET, name: option::SO_RCVBUF },
            value: 4096_i32.to_le_bytes().to_vec(),
        }),
        line(|m| bind(m.fd("s"), "0.0.0.0:5000")),
        line(|_| sleep(5_000)),
    ]);
    let client = Script::new(vec![
        line(|m| {
            m.set("n", 0);
            udp()
        }),
        line(|m| {
            if m.get("n") == 0 {
                m.keep("s");
            }
            m.set("n", m.get("n") + 1);
            if m.get("n") < 40 {
                m.jump(1);
            }
            send_to(m.fd("s"), &[1; 1024], "10.0.3.2:5000")
        }),
    ]);
    net.spawn(3, "server.py", server);
    net.spawn(0, "client.py", client);
    net.run_until(Instant::from_millis(1_000));
    let view = &net.kernels[3].udp_sockets()[0];
    assert_eq!((view.receive_buffer, view.receive_allocated, view.drops), (8192, 4 * 1728, 36));
    assert_eq!(view.waiting.len(), 4);
}

#[test]
fn loopback_needs_no_cable() {
    let mut net = Net::new(vec![kernel(0, "host", false)]);
    net.kernels[0].add_interface(interface("eth0", mac(0, 0), [10, 0, 1, 2], 1500));
    let server = Script::new(vec![
        line(|_| udp()),
        line(|m| bind(m.keep("s"), "127.0.0.1:5000")),
        line(|m| receive(m.fd("s"), 40_000)),
    ]);
    let client = Script::new(vec![
        line(|_| udp()),
        line(|m| send_to(m.keep("s"), &[1; 30_000], "127.0.0.1:5000")),
        line(|m| connect(m.fd("s"), "10.0.1.2:5000")),
        line(|m| send(m.fd("s"), b"x")),
        line(|m| receive(m.fd("s"), 10)),
    ]);
    net.spawn(0, "server.py", server);
    net.spawn(0, "client.py", client);
    net.run_until(Instant::from_millis(100));
    check(
        &net.calls(),
        expect![[r#"
            0.020      host     1000 socket = 3
            0.020      host     1001 socket = 3
            0.021      host     1000 bind(3, 127.0.0.1:5000) = 0
            0.021      host     1000 sleeps: Data(Fd(3))
            0.024      host     1001 sendto(3, 30000 bytes, 127.0.0.1:5000) = 30000
            0.024      host     1001 connect(3, 10.0.1.2:5000) = 0
            0.025      host     1001 sendto(3, "x") = 1
            0.025      host     1001 sleeps: Data(Fd(3))
            0.037      host     1000 recvfrom(3, 40000) = 30000 bytes
            0.037      host     1000 ends: Code(0)
            0.040      host     1001 recvfrom(3, 10) = -1 ECONNREFUSED
            0.040      host     1001 ends: Code(0)
        "#]],
    );
    check(
        &net.frames(),
        expect![[r#"
            0.023      host     if0 queue 1: 127.0.0.1 > 127.0.0.1 ttl 64 udp 30000 DF
            0.025      host     if0 queue 1: 10.0.1.2 > 10.0.1.2 ttl 64 udp 1 DF
            0.029      host     dropped: NoSocket
            0.029      host     if0 queue 1: 10.0.1.2 > 10.0.1.2 ttl 64 icmp 3/3 len 37
        "#]],
    );
}

/// Ten datagrams to a closed port: the router's and the host's errors come at most six in a row, then one a second.
#[test]
fn icmp_errors_are_limited() {
    let mut net = Net::path(false, CostTable::FREE);
    let client = Script::new(vec![
        line(|m| {
            m.set("n", 0);
            udp()
        }),
        line(|m| {
            if m.get("n") == 0 {
                m.keep("s");
            }
            m.set("n", m.get("n") + 1);
            if m.get("n") < 10 {
                m.jump(1);
            }
            send_to(m.fd("s"), b"x", "10.0.3.2:5000")
        }),
    ]);
    net.spawn(0, "client.py", client);
    net.run_until(Instant::from_millis(1_000));
    let counters = net.kernels[3].counters();
    assert_eq!(
        (counters.udp_no_ports, counters.icmp_out_unreachable, counters.icmp_out_rate_limited),
        (10, 6, 4)
    );
}

#[test]
fn a_router_says_what_is_too_big() {
    let mut net = Net::path(false, CostTable::FREE);
    let small = |net: &mut Net| {
        net.kernels[1].add_interface(interface("thin", mac(1, 9), [10, 0, 7, 1], 600));
        net.kernels[1].add_route(
            Ipv4Addr::new(10, 0, 3, 0),
            24,
            Some(Ipv4Addr::new(10, 0, 7, 2)),
            Interface(3),
        );
    };
    small(&mut net);
    let client = Script::new(vec![
        line(|_| udp()),
        line(|m| connect(m.keep("s"), "10.0.3.2:5000")),
        line(|m| send(m.fd("s"), &[1; 1000])),
        line(|_| sleep(100)),
        line(|m| send(m.fd("s"), b"")),
        line(|m| Syscall::GetSocketOption {
            fd: m.fd("s"),
            option: SocketOption { level: OptionLevel::IP, name: ip_option::IP_MTU },
            length: 4,
        }),
        line(|m| send(m.fd("s"), &[1; 1000])),
    ]);
    net.spawn(0, "client.py", client);
    net.run_until(Instant::from_millis(50 + Duration::from_secs(1).as_millis()));
    check(
        &net.calls(),
        expect![[r#"
            0.000      client   1000 socket = 3
            0.000      client   1000 connect(3, 10.0.3.2:5000) = 0
            0.000      client   1000 sendto(3, 1000 bytes) = 1000
            0.000      client   1000 sleeps: Time(Instant(100000000))
            100.050    client   1000 clock_nanosleep = 0
            100.050    client   1000 sendto(3, "") = -1 EMSGSIZE
            100.050    client   1000 getsockopt = OptionValue([88, 2, 0, 0])
            100.050    client   1000 sendto(3, 1000 bytes) = 1000
            100.050    client   1000 ends: Code(0)
        "#]],
    );
    check(
        &net.frames(),
        expect![[r#"
            0.000      client   if1 queue 1: 10.0.1.2 > 10.0.3.2 ttl 64 udp 1000 DF
            10.000     router1  dropped: TooBig
            10.000     router1  if1 queue 1: 10.0.1.1 > 10.0.1.2 ttl 64 icmp 3/4 len 556
            100.050    client   if1 queue 1: 10.0.1.2 > 10.0.3.2 ttl 64 fragment 0:576+
            100.050    client   if1 queue 2: 10.0.1.2 > 10.0.3.2 ttl 64 fragment 576:432
            110.050    router1  neighbour 10.0.7.2 Incomplete
            110.050    router1  if3 queue 1: arp to everybody: who has 10.0.7.2 tell 10.0.7.1
        "#]],
    );
}
