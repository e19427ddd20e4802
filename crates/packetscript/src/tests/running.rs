//! What needs no TCP: commands, blocks, judgements of calls.

use crate::run::commands::{Deed, deeds};
use crate::run::{Outcome, run};

#[test]
fn commands_are_settings_or_refused() {
    let pair = |name: &str, value: &str| Deed::Sysctl(name.to_owned(), value.to_owned());
    assert_eq!(deeds("sysctl -q net.ipv4.tcp_sack=0"), Ok(vec![pair("net.ipv4.tcp_sack", "0")]));
    assert_eq!(
        deeds("sysctl -q -w net.ipv4.tcp_rmem=\"4096 10000 20000\" net.ipv4.tcp_dsack=0"),
        Ok(vec![pair("net.ipv4.tcp_rmem", "4096 10000 20000"), pair("net.ipv4.tcp_dsack", "0")])
    );
    assert_eq!(
        deeds("../common/set_sysctls.py /proc/sys/net/ipv4/tcp_wmem=\"1 2 3\" \\"),
        Ok(vec![pair("net.ipv4.tcp_wmem", "1 2 3")])
    );
    assert_eq!(deeds("/proc/sys/net/ipv4/tcp_sack=1"), Ok(vec![pair("net.ipv4.tcp_sack", "1")]));
    assert!(deeds("../../common/defaults.sh").unwrap().len() > 10);
    assert_eq!(deeds("tc qdisc add dev tun0 root pfifo"), Ok(vec![Deed::QueueLimit(None)]));
    assert_eq!(
        deeds("tc qdisc delete dev tun0 root 2>/dev/null ; tc qdisc add dev tun0 root pfifo limit 0"),
        Ok(vec![Deed::QueueLimit(None), Deed::QueueLimit(Some(0))])
    );
    assert_eq!(deeds("sysctl -q net.ipv4.tcp_ecn=0"), Ok(vec![]), "what is not modelled is off anyway");
    for refused in [
        "tc qdisc replace dev tun0 root fq",
        "tc qdisc add dev tun0 root pfifo limit few",
        "rm -rf x",
        "sysctl",
    ] {
        assert!(deeds(refused).is_err(), "{refused}");
    }
}

/// How a script ends, in words.
fn ends(text: &str) -> String {
    run(text).to_string()
}

#[test]
fn calls_are_judged_by_result_and_errno() {
    assert_eq!(ends("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+1 close(3) = 0"), "passed");
    assert_eq!(ends("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 4"), "line 1 at 0.001 ms: socket returned 3");
    assert_eq!(ends("0 close(99) = -1 EBADF (Bad file descriptor)"), "passed");
    assert_eq!(ends("0 close(99) = -1 EINVAL (x)"), "line 1 at 0.001 ms: close returned -1 EBADF");
    assert_eq!(ends("0 write(99, NULL, 3) = -1 EBADF (Bad file descriptor)"), "passed");
    let socket = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3";
    let null = ends(&format!("{socket}\n+0 connect(3, NULL, 16) = 0"));
    assert_eq!(null, "line 2: a null pointer is not modelled");
    let number = ends(&format!("{socket}\n+0 connect(3, 5, 16) = 0"));
    assert_eq!(number, "line 2: the number 5 as a structure is not modelled");
    assert_eq!(ends("+2 close(99) = 0"), "line 1 at 2000.001 ms: close returned -1 EBADF");
}

#[test]
fn what_is_not_modelled_is_refused_with_its_line() {
    assert_eq!(ends("0 splice(1, 2) = 0"), "line 1: the system call splice is not modelled");
    assert_eq!(ends("0 socket(..., SOCK_WOBBLE, 0) = 3"), "line 1: the constant SOCK_WOBBLE is not modelled");
    assert_eq!(
        ends("`sysctl -q net.ipv4.tcp_dreams=1`"),
        "line 1: net.ipv4.tcp_dreams = 1 (ENOENT) is not modelled"
    );
    assert_eq!(ends("--local_ip=10.0.0.1\n0 close(3) = 0"), "line 1: the option --local_ip is not modelled");
    assert_eq!(ends("0 `reboot`"), "line 1: the command `reboot` is not modelled");
}

#[test]
fn blocks_keep_their_variables() {
    let printed =
        run("0 %{ n = 3; n += 4 }%\n+0 %{ print(n - 1); assert 6 < n <= 7; assert n != TCP_CA_Loss }%");
    assert_eq!(printed, Outcome::Passed { printed: vec![(2, 6)], unmentioned: vec![] });
    assert_eq!(
        ends("0 %{ assert 1 + 1 == 3 }%"),
        "line 1 at 0.001 ms: the assertion does not hold: 2 == 3 is false"
    );
    assert_eq!(ends("0 %{ assert tcpi_snd_cwnd == 10 }%"), "line 1 at 0.001 ms: tcpi_snd_cwnd is not known");
}

#[test]
fn a_segment_that_does_not_come_fails_the_script_at_its_time() {
    assert_eq!(
        ends("0 close(99) = -1\n+1 > . 1:1(0) ack 1"),
        "line 2 at 1125.000 ms: no segment was sent by 1125.000 ms"
    );
}
