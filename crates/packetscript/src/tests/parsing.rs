//! Texts and what they are read as.

use crate::ast::Action;
use crate::parse;
use expect_test::{Expect, expect};
use std::fmt::Write;

/// One line for each part of a script, code blocks one for each statement.
fn shown(text: &str) -> String {
    let script = match parse(text) {
        Ok(script) => script,
        Err(error) => return format!("{error}\n"),
    };
    let mut out = String::new();
    for option in &script.options {
        writeln!(out, "{}: option {} = {:?}", option.line, option.name, option.value).unwrap();
    }
    for command in &script.setup {
        writeln!(out, "{}: setup {}", command.line, command.text).unwrap();
    }
    for event in &script.events {
        write!(out, "{}: {:?} ", event.line, event.time).unwrap();
        match &event.action {
            Action::Segment(segment) => writeln!(out, "{segment:?}").unwrap(),
            Action::Icmp(icmp) => writeln!(out, "{icmp:?}").unwrap(),
            Action::Call(call) => {
                writeln!(out, "{} until {:?} = {:?} {:?}", call.name, call.end, call.result, call.errno)
                    .unwrap();
                for argument in &call.arguments {
                    writeln!(out, "    {argument:?}").unwrap();
                }
            }
            Action::Commands(commands) => {
                let texts: Vec<&str> = commands.iter().map(|command| command.text.as_str()).collect();
                writeln!(out, "{texts:?}").unwrap();
            }
            Action::Code(statements) => {
                writeln!(out, "code").unwrap();
                for statement in statements {
                    writeln!(out, "    {}: {:?}", statement.line, statement.kind).unwrap();
                }
            }
        }
    }
    for command in &script.cleanup {
        writeln!(out, "{}: cleanup {}", command.line, command.text).unwrap();
    }
    out
}

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&shown(text));
}

#[test]
fn all_forms_of_time() {
    check(
        "0 close(3) = 0\n.25 close(3) = 0\n+.001 close(3) = 0\n1.5~2 close(3) = 0\n+0~+.123456789 close(3) = 0\n* close(3) = 0
0...0.2 accept(3, ..., ...) = 4\n+0...+1 accept(3, ..., ...) = 4",
        expect![[r#"
            1: Absolute(Duration(0)) close until None = Integer(0) None
                Integer(3)
            2: Absolute(Duration(250000000)) close until None = Integer(0) None
                Integer(3)
            3: Relative(Duration(1000000)) close until None = Integer(0) None
                Integer(3)
            4: AbsoluteRange(Duration(1500000000), Duration(2000000000)) close until None = Integer(0) None
                Integer(3)
            5: RelativeRange(Duration(0), Duration(123456789)) close until None = Integer(0) None
                Integer(3)
            6: Any close until None = Integer(0) None
                Integer(3)
            7: Absolute(Duration(0)) accept until Some(Duration(200000000)) = Integer(4) None
                Integer(3)
                Ellipsis
                Ellipsis
            8: Relative(Duration(0)) accept until Some(Duration(1000000000)) = Integer(4) None
                Integer(3)
                Ellipsis
                Ellipsis
        "#]],
    );
}

#[test]
fn segments() {
    check(
        "+0 < S 0:0(0) win 32792 <mss 1000,sackOK,nop,nop,nop,wscale 7>
+0 > S. 0:0(0) ack 1 <...>
+0 > FP. 1:11(10) ack 1 // no options allowed
+0 < . 1:1(0) ack 1 win 257 <nop,nop,sack 11:21 31:41>
+0 < [ect0] PWE. 1:2(1) ack 4294967295 win 0 urg 1 <TS val 4294967295 ecr 0,eol>
+0 > (ttl 64) - 0:0(0)
+0 > [ttl 63] 8080 > 1234 R 4294967295:4(5)
+0 < icmp unreachable frag_needed mtu 1200 [1:1461(1460)]",
        expect![[r#"
            1: Relative(Duration(0)) Segment { way: In, ip: IpInfo { ecn: None, tos: None, time_to_live: None }, ports: None, flags: TcpFlags(2), start: 0, length: 0, acknowledgment: None, window: Some(32792), urgent_pointer: None, options: Some([MaximumSegmentSize(1000), SackPermitted, NoOperation, NoOperation, NoOperation, WindowScale(7)]) }
            2: Relative(Duration(0)) Segment { way: Out, ip: IpInfo { ecn: None, tos: None, time_to_live: None }, ports: None, flags: TcpFlags(18), start: 0, length: 0, acknowledgment: Some(1), window: None, urgent_pointer: None, options: None }
            3: Relative(Duration(0)) Segment { way: Out, ip: IpInfo { ecn: None, tos: None, time_to_live: None }, ports: None, flags: TcpFlags(25), start: 1, length: 10, acknowledgment: Some(1), window: None, urgent_pointer: None, options: Some([]) }
            4: Relative(Duration(0)) Segment { way: In, ip: IpInfo { ecn: None, tos: None, time_to_live: None }, ports: None, flags: TcpFlags(16), start: 1, length: 0, acknowledgment: Some(1), window: Some(257), urgent_pointer: None, options: Some([NoOperation, NoOperation, Sack([(11, 21), (31, 41)])]) }
            5: Relative(Duration(0)) Segment { way: In, ip: IpInfo { ecn: Some(Ect0), tos: None, time_to_live: None }, ports: None, flags: TcpFlags(216), start: 1, length: 1, acknowledgment: Some(4294967295), window: Some(0), urgent_pointer: Some(1), options: Some([Timestamps(Timestamps { value: 4294967295, echo_reply: 0 }), EndOfList]) }
            6: Relative(Duration(0)) Segment { way: Out, ip: IpInfo { ecn: None, tos: None, time_to_live: Some(64) }, ports: None, flags: TcpFlags(0), start: 0, length: 0, acknowledgment: None, window: None, urgent_pointer: None, options: Some([]) }
            7: Relative(Duration(0)) Segment { way: Out, ip: IpInfo { ecn: None, tos: None, time_to_live: Some(63) }, ports: Some((8080, 1234)), flags: TcpFlags(4), start: 4294967295, length: 5, acknowledgment: None, window: None, urgent_pointer: None, options: Some([]) }
            8: Relative(Duration(0)) Icmp { way: In, ip: IpInfo { ecn: None, tos: None, time_to_live: None }, kind: "unreachable", code: Some("frag_needed"), mtu: Some(1200), quoted: Some((1, 1460)) }
        "#]],
    );
    check(
        "+0 > [ttl 63] 8080 > 1234 R 4294967295:4(5)\n+0 < icmp unreachable port_unreachable [0:0(0)]",
        expect![[r#"
            1: Relative(Duration(0)) Segment { way: Out, ip: IpInfo { ecn: None, tos: None, time_to_live: Some(63) }, ports: Some((8080, 1234)), flags: TcpFlags(4), start: 4294967295, length: 5, acknowledgment: None, window: None, urgent_pointer: None, options: Some([]) }
            2: Relative(Duration(0)) Icmp { way: In, ip: IpInfo { ecn: None, tos: None, time_to_live: None }, kind: "unreachable", code: Some("port_unreachable"), mtu: None, quoted: Some((0, 0)) }
        "#]],
    );
    check(
        "+0 < icmp unreachable frag_needed mtu 1200 [1:1461(1460)]",
        expect![[r#"
        1: Relative(Duration(0)) Icmp { way: In, ip: IpInfo { ecn: None, tos: None, time_to_live: None }, kind: "unreachable", code: Some("frag_needed"), mtu: Some(1200), quoted: Some((1, 1460)) }
    "#]],
    );
}

#[test]
fn calls_with_every_kind_of_argument() {
    check(
        r#"+0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0 // comment
+0 connect(3, {sa_family = AF_INET, sin_port = htons(8080), sin_addr = inet_addr("192.0.2.1")}, ...) = -1 EINPROGRESS (Operation now in progress)
+0 setsockopt(3, SOL_SOCKET, SO_LINGER, {onoff=1, linger=0}, 8) = 0
+0 fcntl(3, F_GETFL) = 0x802 (flags O_RDWR|O_NONBLOCK)
+0 sendmsg(4, {msg_name(...)=..., msg_iov(2)=[{..., 40},
      {..., 20}], msg_flags=0}, MSG_MORE) = 60
+0 poll([{fd=4, events=POLLIN|POLLOUT, revents=POLLOUT}], 1, 0) = 1
+0 epoll_wait(5, {events=0, ptr=0}, 1, -1) = ?
+0 write(4, "GET"..., 3) = 3
+0 getpid() = 7"#,
        expect![[r#"
            1: Relative(Duration(0)) socket until None = Integer(3) None
                Ellipsis
                Name("SOCK_STREAM")
                Name("IPPROTO_TCP")
            2: Relative(Duration(0)) fcntl until None = Integer(0) None
                Integer(3)
                Name("F_SETFL")
                Or([Name("O_RDWR"), Name("O_NONBLOCK")])
            3: Relative(Duration(0)) connect until None = Integer(-1) Some("EINPROGRESS")
                Integer(3)
                Group([Item { name: Some("sa_family"), count: None, value: Name("AF_INET") }, Item { name: Some("sin_port"), count: None, value: Function("htons", [Integer(8080)]) }, Item { name: Some("sin_addr"), count: None, value: Function("inet_addr", [Text("192.0.2.1")]) }])
                Ellipsis
            4: Relative(Duration(0)) setsockopt until None = Integer(0) None
                Integer(3)
                Name("SOL_SOCKET")
                Name("SO_LINGER")
                Group([Item { name: Some("onoff"), count: None, value: Integer(1) }, Item { name: Some("linger"), count: None, value: Integer(0) }])
                Integer(8)
            5: Relative(Duration(0)) fcntl until None = Integer(2050) None
                Integer(3)
                Name("F_GETFL")
            6: Relative(Duration(0)) sendmsg until None = Integer(60) None
                Integer(4)
                Group([Item { name: Some("msg_name"), count: Some(Ellipsis), value: Ellipsis }, Item { name: Some("msg_iov"), count: Some(Integer(2)), value: Array([Group([Item { name: None, count: None, value: Ellipsis }, Item { name: None, count: None, value: Integer(40) }]), Group([Item { name: None, count: None, value: Ellipsis }, Item { name: None, count: None, value: Integer(20) }])]) }, Item { name: Some("msg_flags"), count: None, value: Integer(0) }])
                Name("MSG_MORE")
            8: Relative(Duration(0)) poll until None = Integer(1) None
                Array([Group([Item { name: Some("fd"), count: None, value: Integer(4) }, Item { name: Some("events"), count: None, value: Or([Name("POLLIN"), Name("POLLOUT")]) }, Item { name: Some("revents"), count: None, value: Name("POLLOUT") }])])
                Integer(1)
                Integer(0)
            9: Relative(Duration(0)) epoll_wait until None = Ellipsis None
                Integer(5)
                Group([Item { name: Some("events"), count: None, value: Integer(0) }, Item { name: Some("ptr"), count: None, value: Integer(0) }])
                Integer(1)
                Integer(-1)
            10: Relative(Duration(0)) write until None = Integer(3) None
                Integer(4)
                Text("GET")
                Integer(3)
            11: Relative(Duration(0)) getpid until None = Integer(7) None
        "#]],
    );
}

#[test]
fn code_blocks() {
    check(
        "+0 %{ assert tcpi_snd_cwnd == 10, tcpi_snd_cwnd }%
+0 %{
# a comment
limit = 0x10; limit += 1
print(tcpi_lost) ; print limit
assert 98000 <= tcpi_busy_time <= 110000, 'a # is no comment' \\
   ;
assert (tcpi_unacked - 1 != limit + 2)
}%",
        expect![[r#"
            1: Relative(Duration(0)) code
                1: Assert { first: Sum([Term { minus: false, operand: Name("tcpi_snd_cwnd") }]), rest: [(Equal, Sum([Term { minus: false, operand: Integer(10) }]))] }
            2: Relative(Duration(0)) code
                4: Assign("limit", Sum([Term { minus: false, operand: Integer(16) }]))
                4: Increase("limit", Sum([Term { minus: false, operand: Integer(1) }]))
                5: Print(Sum([Term { minus: false, operand: Name("tcpi_lost") }]))
                5: Print(Sum([Term { minus: false, operand: Name("limit") }]))
                6: Assert { first: Sum([Term { minus: false, operand: Integer(98000) }]), rest: [(LessOrEqual, Sum([Term { minus: false, operand: Name("tcpi_busy_time") }])), (LessOrEqual, Sum([Term { minus: false, operand: Integer(110000) }]))] }
                8: Assert { first: Sum([Term { minus: false, operand: Name("tcpi_unacked") }, Term { minus: true, operand: Integer(1) }]), rest: [(NotEqual, Sum([Term { minus: false, operand: Name("limit") }, Term { minus: false, operand: Integer(2) }]))] }
        "#]],
    );
}

#[test]
fn commands_options_and_comments() {
    check(
        "--tolerance_usecs=7500\n--ip_version=ipv4 --verbose
// a comment
/* and a
   longer one */ `../common/defaults.sh
# not this
sysctl -q net.ipv4.tcp_sack=0
`
0 `tc qdisc replace dev tun0 root pfifo`
`after`",
        expect![[r#"
            1: option tolerance_usecs = Some("7500")
            2: option ip_version = Some("ipv4")
            2: option verbose = None
            5: setup ../common/defaults.sh
            7: setup sysctl -q net.ipv4.tcp_sack=0
            9: Absolute(Duration(0)) ["tc qdisc replace dev tun0 root pfifo"]
            10: cleanup after
        "#]],
    );
}

#[test]
fn mistakes_are_named_with_their_line() {
    let mistakes = [
        "0 socket(..., SOCK_STREAM, IPPROTO_TCP = 3",
        "\n\n0 < S 0:1(0)",
        "0 < S 0:0",
        "0 < X 0:0(0)",
        "0 < . 0:0(0) ack",
        "0 < . 0:0(0) win 65536",
        "0 < S 0:0(0) <mss 1460,wobble>",
        "0 < S 0:0(0) <FO a1b2>",
        "0 < udp (100)",
        "0 `never closed",
        "/* never closed",
        "0 %{ assert 1 == 1",
        "0 %{ import os }%",
        "0 %{ assert tcpi_lost }%",
        "0 %{\nassert 1 == 1\nfor x in y: pass\n}%",
        "0~+1 close(3) = 0",
        "+.0000000001 close(3) = 0",
        "99999999999999 close(3) = 0",
        "close(3) = 0",
        "0 close(99999999999999999999) = 0",
        "0 close(3)",
        "0 write(4, \"abc, 3) = 3",
        "0 close(3) = 0\n`end`\n0 close(4) = 0",
        "0",
    ];
    let lines: Vec<String> = mistakes.iter().map(|text| format!("{text:?}\n    {}", shown(text))).collect();
    expect![[r#"
        "0 socket(..., SOCK_STREAM, IPPROTO_TCP = 3"
            line 1: expected `,`, found `= 3`
        "\n\n0 < S 0:1(0)"
            line 3: 0:1 is not 0 bytes long
        "0 < S 0:0"
            line 1: expected `(`, found the end
        "0 < X 0:0(0)"
            line 1: expected flags: letters of FSRPUEW and a point, found `X 0:0(0)`
        "0 < . 0:0(0) ack"
            line 1: expected an acknowledgement number, found the end
        "0 < . 0:0(0) win 65536"
            line 1: 65536 is too large
        "0 < S 0:0(0) <mss 1460,wobble>"
            line 1: expected an option: nop, eol, mss, wscale, sackOK, sack or TS, found `wobble>`
        "0 < S 0:0(0) <FO a1b2>"
            line 1: the option FO is not modelled
        "0 < udp (100)"
            line 1: a packet of udp is not modelled
        "0 `never closed"
            line 1: a backquoted command is never closed
        "/* never closed"
            line 1: a comment is never closed
        "0 %{ assert 1 == 1"
            line 1: a %{ block is never closed
        "0 %{ import os }%"
            line 1: the statement `import os` is not modelled
        "0 %{ assert tcpi_lost }%"
            line 1: expected a comparison, found the end
        "0 %{\nassert 1 == 1\nfor x in y: pass\n}%"
            line 3: the statement `for x in y: pass` is not modelled
        "0~+1 close(3) = 0"
            line 1: expected no + before the end, found `1 close(3) = 0`
        "+.0000000001 close(3) = 0"
            line 1: .0000000001 s is too large
        "99999999999999 close(3) = 0"
            line 1: 99999999999999. s is too large
        "close(3) = 0"
            line 1: expected a time in seconds, found `close(3) = 0`
        "0 close(99999999999999999999) = 0"
            line 1: 99999999999999999999 is too large
        "0 close(3)"
            line 1: expected `=`, found the end
        "0 write(4, \"abc, 3) = 3"
            line 1: a string is never closed
        "0 close(3) = 0\n`end`\n0 close(4) = 0"
            line 3: expected nothing after a command without a time, found `0 close(4) = 0`
        "0"
            line 1: expected a packet, a system call, a command or %{, found the end
    "#]]
    .assert_eq(&lines.concat());
}

#[test]
fn no_prefix_of_a_script_makes_the_parser_panic() {
    let script = "--a=b\n`setup`\n0 socket(..., SOCK_STREAM) = 3\n+0...1 accept(3, [{a=1}], \"x\") = -1 EAGAIN (x)\n\
        +.1~+.2 < [ect0] S. 0:10(10) ack 1 win 1 <mss 1,sack 1:2,TS val 1 ecr 2>\n* %{ assert 1 <= x + 2, y }%\n/* € */";
    for end in (0..=script.len()).filter(|&end| script.is_char_boundary(end)) {
        let _ = parse(&script[..end]);
        let _ = parse(&format!("{}€{}", &script[..end], &script[end..]));
    }
}
