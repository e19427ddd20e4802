//! Lines of recorded frames. `tools` compares them with tcpdump itself where it is installed.

use super::recording;
use crate::display::FlowTracker;
use expect_test::{Expect, expect};

fn check(name: &str, expected: Expect) {
    let mut tracker = FlowTracker::new();
    let lines: Vec<String> = recording(name).iter().map(|(_, frame)| tracker.line(frame) + "\n").collect();
    expected.assert_eq(&lines.concat());
}

#[test]
fn hello() {
    check(
        "hello",
        expect![[r#"
        ARP, Request who-has 10.0.1.1 tell 10.0.1.2, length 28
        ARP, Reply 10.0.1.1 is-at 02:00:00:00:01:01, length 28
        IP 10.0.1.2.50986 > 10.0.3.2.5000: Flags [S], seq 3628192644, win 64240, options [mss 1460,sackOK,TS val 4033839792 ecr 0,nop,wscale 10], length 0
        IP 10.0.3.2.5000 > 10.0.1.2.50986: Flags [S.], seq 1525514555, ack 3628192645, win 65160, options [mss 1460,sackOK,TS val 3475930285 ecr 4033839792,nop,wscale 10], length 0
        IP 10.0.1.2.50986 > 10.0.3.2.5000: Flags [.], ack 1, win 63, options [nop,nop,TS val 4033839914 ecr 3475930285], length 0
        IP 10.0.1.2.50986 > 10.0.3.2.5000: Flags [P.], seq 1:6, ack 1, win 63, options [nop,nop,TS val 4033839915 ecr 3475930285], length 5
        IP 10.0.3.2.5000 > 10.0.1.2.50986: Flags [.], ack 6, win 64, options [nop,nop,TS val 3475930347 ecr 4033839915], length 0
        IP 10.0.3.2.5000 > 10.0.1.2.50986: Flags [P.], seq 1:6, ack 6, win 64, options [nop,nop,TS val 3475930347 ecr 4033839915], length 5
        IP 10.0.1.2.50986 > 10.0.3.2.5000: Flags [.], ack 6, win 63, options [nop,nop,TS val 4033839975 ecr 3475930347], length 0
        IP 10.0.3.2.5000 > 10.0.1.2.50986: Flags [F.], seq 6, ack 6, win 64, options [nop,nop,TS val 3475930347 ecr 4033839915], length 0
        IP 10.0.1.2.50986 > 10.0.3.2.5000: Flags [F.], seq 6, ack 7, win 63, options [nop,nop,TS val 4033839976 ecr 3475930347], length 0
        IP 10.0.3.2.5000 > 10.0.1.2.50986: Flags [.], ack 7, win 64, options [nop,nop,TS val 3475930408 ecr 4033839976], length 0
        ARP, Request who-has 10.0.1.2 tell 10.0.1.1, length 28
        ARP, Reply 10.0.1.2 is-at 02:00:00:00:01:0a, length 28
    "#]],
    );
}

#[test]
fn loss_with_sack() {
    check(
        "loss",
        expect![[r#"
        IP 10.0.1.2.58380 > 10.0.3.2.5000: Flags [S], seq 1116127727, win 64240, options [mss 1460,sackOK,TS val 2536786378 ecr 0,nop,wscale 10], length 0
        IP 10.0.3.2.5000 > 10.0.1.2.58380: Flags [S.], seq 3371356504, ack 1116127728, win 65160, options [mss 1460,sackOK,TS val 714168036 ecr 2536786378,nop,wscale 10], length 0
        IP 10.0.1.2.58380 > 10.0.3.2.5000: Flags [.], ack 1, win 63, options [nop,nop,TS val 2536786440 ecr 714168036], length 0
        IP 10.0.1.2.58380 > 10.0.3.2.5000: Flags [P.], seq 1:6, ack 1, win 63, options [nop,nop,TS val 2536786441 ecr 714168036], length 5
        IP 10.0.1.2.58380 > 10.0.3.2.5000: Flags [P.], seq 1:6, ack 1, win 63, options [nop,nop,TS val 2536786708 ecr 714168036], length 5
        IP 10.0.3.2.5000 > 10.0.1.2.58380: Flags [.], ack 6, win 64, options [nop,nop,TS val 714168364 ecr 2536786708], length 0
        IP 10.0.3.2.5000 > 10.0.1.2.58380: Flags [P.], seq 1:6, ack 6, win 64, options [nop,nop,TS val 714168366 ecr 2536786708], length 5
        IP 10.0.1.2.58380 > 10.0.3.2.5000: Flags [.], ack 6, win 63, options [nop,nop,TS val 2536786771 ecr 714168366], length 0
        IP 10.0.3.2.5000 > 10.0.1.2.58380: Flags [F.], seq 6, ack 6, win 64, options [nop,nop,TS val 714168366 ecr 2536786708], length 0
        IP 10.0.1.2.58380 > 10.0.3.2.5000: Flags [F.], seq 6, ack 7, win 63, options [nop,nop,TS val 2536786771 ecr 714168366], length 0
        IP 10.0.3.2.5000 > 10.0.1.2.58380: Flags [.], ack 7, win 64, options [nop,nop,TS val 714168427 ecr 2536786771], length 0
    "#]],
    );
}

#[test]
fn refused() {
    check(
        "refused",
        expect![[r#"
        IP 10.0.1.2.54972 > 10.0.3.2.5000: Flags [S], seq 523549366, win 64240, options [mss 1460,sackOK,TS val 1864633475 ecr 0,nop,wscale 10], length 0
        IP 10.0.3.2.5000 > 10.0.1.2.54972: Flags [R.], seq 0, ack 523549367, win 0, length 0
    "#]],
    );
}

#[test]
fn udp_port_unreachable() {
    check(
        "udp-closed-port",
        expect![[r#"
        IP 10.0.1.2.59454 > 10.0.3.2.5000: UDP, length 5
        IP 10.0.3.2 > 10.0.1.2: ICMP 10.0.3.2 udp port 5000 unreachable, length 41
        IP 10.0.1.2.59454 > 10.0.3.2.5000: UDP, length 5
        IP 10.0.3.2 > 10.0.1.2: ICMP 10.0.3.2 udp port 5000 unreachable, length 41
    "#]],
    );
}
