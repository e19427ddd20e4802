//! Two computers joined by a pipe that does to each packet what a script says; the conversation as sequence text.
//!
//! Columns: milliseconds at which the packet leaves, which way, flags, bytes from and behind the last (counted from 0 at
//! the SYN), acknowledgement, window field, SACK blocks, and what the pipe did to it.

mod common;

use common::script::*;
use common::{interface, kernel_with, mac};
use expect_test::{Expect, expect};
use netlab_abi::{Fd, OptionLevel, ShutdownHow, SocketOption, Syscall, option};
use netlab_kernel::Kernel;
use netlab_kernel::config::{CostTable, Policy};
use netlab_kernel::event::{Frame, Interface};
use netlab_kernel::record::Recorder;
use netlab_wire::{Duration, EthernetHeader, Instant, Ipv4Addr, Ipv4Header, MacAddress, Seq, TcpHeader};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What the pipe does to a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Lost,
    Doubled,
    /// So many milliseconds late.
    Late(u64),
}

use Fate::{Doubled, Late, Lost};

/// Client and server, numbers 0 and 1, 10 ms apart.
struct Pair {
    now: Instant,
    kernels: [Kernel; 2],
    recorder: Recorder,
    /// By direction (0: from the client) and number of the packet, from 1.
    fates: BTreeMap<(usize, u32), Fate>,
    sent: [u32; 2],
    flying: BTreeMap<(Instant, u32), (usize, Frame)>,
    first: [Option<Seq>; 2],
    text: String,
}

const DELAY: Duration = Duration::from_millis(10);
const PORT: Interface = Interface(1);

impl Pair {
    fn new(policy: Policy, fates: &[(usize, u32, Fate)]) -> Self {
        let address = |host: usize| Ipv4Addr::new(10, 0, 0, host as u8 + 1);
        let hardware = |host: usize| -> MacAddress { mac(host as u8, 1) };
        let kernels = [0, 1].map(|host| {
            let name = ["client", "server"][host];
            let mut kernel = kernel_with(host as u16, name, false, CostTable::FREE, policy);
            let added = kernel.add_interface(interface("eth0", hardware(host), address(host).octets(), 1500));
            assert_eq!(added, PORT);
            kernel.add_neighbour(PORT, address(1 - host), hardware(1 - host));
            kernel
        });
        Pair {
            now: Instant::ZERO,
            kernels,
            recorder: Recorder::new(0, false),
            fates: fates.iter().map(|&(from, number, fate)| ((from, number), fate)).collect(),
            sent: [0; 2],
            flying: BTreeMap::new(),
            first: [None; 2],
            text: String::new(),
        }
    }

    /// Starts both programs, the server's first, and runs for so long.
    fn run(mut self, server: Script, client: Script, millis: u64) -> String {
        self.kernels[1].spawn(self.now, "server", Box::new(server), &mut self.recorder);
        self.turn(1);
        self.kernels[0].spawn(self.now, "client", Box::new(client), &mut self.recorder);
        self.turn(0);
        let end = Instant::from_millis(millis);
        for _ in 0..100_000 {
            let frame = self.flying.keys().next().map(|(at, _)| *at);
            let deadlines = self.kernels.iter().filter_map(Kernel::next_deadline);
            let Some(at) = deadlines.chain(frame).min().filter(|at| *at <= end) else { return self.text };
            assert!(at >= self.now, "time does not go back");
            self.now = at;
            if frame == Some(at) {
                let ((_, _), (to, frame)) = self.flying.pop_first().expect("just seen");
                self.kernels[to].frame_arrives(at, PORT, frame, &mut self.recorder);
                self.turn(to);
                continue;
            }
            for host in 0..2 {
                if self.kernels[host].next_deadline() == Some(at) {
                    self.kernels[host].run(at, &mut self.recorder);
                    self.turn(host);
                }
            }
        }
        panic!("a run that does not end:\n{}", self.text);
    }

    /// Does what a kernel has to do at once, and sends what comes of it.
    fn turn(&mut self, host: usize) {
        while self.kernels[host].next_deadline().is_some_and(|at| at <= self.now) {
            self.kernels[host].run(self.now, &mut self.recorder);
        }
        while self.kernels[host].next_transmitter().is_some() {
            while let Some(frame) = self.kernels[host].transmit(self.now, PORT, &mut self.recorder) {
                self.enter(host, frame);
            }
        }
    }

    fn enter(&mut self, from: usize, frame: Frame) {
        self.sent[from] += 1;
        let fate = self.fates.remove(&(from, self.sent[from]));
        self.describe(from, &frame, fate);
        let late = match fate {
            Some(Late(millis)) => Duration::from_millis(millis),
            _ => Duration::ZERO,
        };
        let copies = match fate {
            Some(Lost) => 0,
            Some(Doubled) => 2,
            Some(Late(_)) | None => 1,
        };
        for copy in 0..copies {
            let number = 4 * (self.sent[0] + self.sent[1]) + copy;
            self.flying.insert((self.now + DELAY + late, number), (1 - from, frame.clone()));
        }
    }

    fn describe(&mut self, from: usize, frame: &Frame, fate: Option<Fate>) {
        let bytes = &frame.bytes[EthernetHeader::LENGTH..];
        let (ip, start) = Ipv4Header::parse(bytes).expect("an IPv4 header");
        let segment = &bytes[start..usize::from(ip.total_length)];
        let (tcp, header) = TcpHeader::parse_unchecked(segment).expect("a TCP header");
        if tcp.flags.syn() {
            self.first[from] = Some(tcp.sequence);
        }
        let relative = |host: usize, seq: Seq| seq.diff(self.first[host].unwrap_or(seq));
        let (at, seq) = (self.now.as_micros(), relative(from, tcp.sequence));
        let way = ["c > s", "s > c"][from];
        let mut line = format!("{:>6}.{} {way} {:<3} {seq}", at / 1_000, at / 100 % 10, tcp.flags);
        let length = segment.len() - header;
        if length > 0 {
            write!(line, ":{}", seq as usize + length).expect("a string takes all");
        }
        if tcp.flags.ack() {
            write!(line, " ack {}", relative(1 - from, tcp.acknowledgment)).expect("a string takes all");
        }
        write!(line, " win {}", tcp.window).expect("a string takes all");
        for &(left, right) in tcp.options.sack_blocks.as_slice() {
            let (left, right) = (relative(1 - from, left), relative(1 - from, right));
            write!(line, " sack {left}:{right}").expect("a string takes all");
        }
        if let Some(fate) = fate {
            write!(line, "  <- {fate:?}").expect("a string takes all");
        }
        self.text.push_str(&line);
        self.text.push('\n');
    }
}

fn linux(fates: &[(usize, u32, Fate)], server: Script, client: Script, millis: u64) -> String {
    Pair::new(Policy::Linux, fates).run(server, client, millis)
}

/// Compares without the indentation that all lines share: the expected text is written without it, too.
fn check(actual: &str, expected: Expect) {
    let indentation = |line: &str| line.len() - line.trim_start().len();
    let shared = actual.lines().map(indentation).min().unwrap_or(0);
    let text: String = actual.lines().map(|line| format!("{}\n", &line[shared..])).collect();
    expected.assert_eq(&text);
}

// ---- programs -----------------------------------------------------------------------------------------------------

/// Reads to the end, then closes.
fn reader() -> Script {
    Script::new(vec![
        line(|_| tcp()),
        line(|m| bind(m.keep("l"), "0.0.0.0:5000")),
        line(|m| listen(m.fd("l"), 1)),
        line(|m| accept(m.fd("l"))),
        line(|m| receive(m.keep("c"), 65_536)),
        line(|m| {
            if m.number() > 0 {
                m.jump(5);
                receive(m.fd("c"), 65_536)
            } else {
                close(m.fd("c"))
            }
        }),
    ])
}

/// Sends so many bytes in one call and closes.
fn sender(bytes: usize) -> Script {
    Script::new(vec![
        line(|_| tcp()),
        line(|m| connect(m.keep("s"), "10.0.0.2:5000")),
        line(move |m| send(m.fd("s"), &vec![7; bytes])),
        line(|m| close(m.fd("s"))),
    ])
}

/// Sends so many bytes and waits, so that nothing but data is under way.
fn silent_sender(bytes: usize) -> Script {
    Script::new(vec![
        line(|_| tcp()),
        line(|m| connect(m.keep("s"), "10.0.0.2:5000")),
        line(move |m| send(m.fd("s"), &vec![7; bytes])),
        line(|_| sleep(100_000)),
    ])
}

fn set_buffer(fd: Fd, name: i32, size: i32) -> Syscall {
    let option = SocketOption { level: OptionLevel::SOCKET, name };
    Syscall::SetSocketOption { fd, option, value: size.to_le_bytes().to_vec() }
}

/// Reads nothing for so long, then everything.
fn late_reader(buffer: i32, millis: u64) -> Script {
    Script::new(vec![
        line(|_| tcp()),
        line(move |m| set_buffer(m.keep("l"), option::SO_RCVBUF, buffer)),
        line(|m| bind(m.fd("l"), "0.0.0.0:5000")),
        line(|m| listen(m.fd("l"), 1)),
        line(|m| accept(m.fd("l"))),
        line(move |m| {
            m.keep("c");
            sleep(millis)
        }),
        line(|m| receive(m.fd("c"), 65_536)),
        line(|m| {
            if m.number() > 0 {
                m.jump(7);
                receive(m.fd("c"), 65_536)
            } else {
                close(m.fd("c"))
            }
        }),
    ])
}

/// Sends nothing, waits so long, closes.
fn closer(to: Option<&'static str>, millis: u64) -> Script {
    let mut lines = vec![line(|_| tcp())];
    if let Some(to) = to {
        lines.push(line(move |m| connect(m.keep("c"), to)));
        lines.push(line(move |_| sleep(millis)));
    } else {
        lines.push(line(|m| bind(m.keep("l"), "0.0.0.0:5000")));
        lines.push(line(|m| listen(m.fd("l"), 1)));
        lines.push(line(|m| accept(m.fd("l"))));
        lines.push(line(move |m| {
            m.keep("c");
            sleep(millis)
        }));
    }
    lines.push(line(|m| Syscall::Shutdown { fd: m.fd("c"), how: ShutdownHow::Write }));
    lines.push(line(|_| sleep(100_000)));
    Script::new(lines)
}

// ---- conversations ------------------------------------------------------------------------------------------------

#[test]
fn nothing_goes_wrong() {
    check(
        &linux(&[], reader(), sender(4_000), 1_000),
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 65160
            20.0 c > s .   1 ack 1 win 63
            20.0 c > s .   1:1449 ack 1 win 63
            20.0 c > s P.  1449:2897 ack 1 win 63
            20.0 c > s P.  2897:4001 ack 1 win 63
            20.0 c > s F.  4001 ack 1 win 63
            30.0 s > c .   1 ack 1449 win 67
            30.0 s > c .   1 ack 2897 win 70
            30.0 s > c .   1 ack 4001 win 73
            30.0 s > c F.  1 ack 4002 win 73
            40.0 c > s .   4002 ack 2 win 63
    "#]],
    );
}

#[test]
fn the_syn_is_lost_twice() {
    check(
        &linux(&[(0, 1, Lost), (0, 2, Lost)], reader(), sender(100), 10_000),
        expect![[r#"
             0.0 c > s S   0 win 64240  <- Lost
          1024.0 c > s S   0 win 64240  <- Lost
          2048.0 c > s S   0 win 64240
          2058.0 s > c S.  0 ack 1 win 65160
          2068.0 c > s .   1 ack 1 win 63
          2068.0 c > s P.  1:101 ack 1 win 63
          2078.0 s > c .   1 ack 101 win 64
          2088.0 c > s F.  101 ack 1 win 63
          2098.0 s > c F.  1 ack 102 win 64
          2108.0 c > s .   102 ack 2 win 63
    "#]],
    );
}

#[test]
fn the_syn_ack_is_lost() {
    check(
        &linux(&[(1, 1, Lost)], reader(), sender(100), 10_000),
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 65160  <- Lost
          1024.0 c > s S   0 win 64240
          1024.0 s > c S.  0 ack 1 win 65160
          1034.0 s > c S.  0 ack 1 win 65160
          1034.0 c > s .   1 ack 1 win 63
          1034.0 c > s P.  1:101 ack 1 win 63
          1034.0 c > s F.  101 ack 1 win 63
          1044.0 c > s .   102 ack 1 win 63
          1044.0 s > c .   1 ack 101 win 64
          1044.0 s > c F.  1 ack 102 win 64
          1054.0 c > s .   102 ack 2 win 63
    "#]],
    );
}

#[test]
fn the_last_ack_of_the_handshake_is_lost_and_the_data_completes_it() {
    check(
        &linux(&[(0, 2, Lost)], reader(), sender(100), 10_000),
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 65160
            20.0 c > s .   1 ack 1 win 63  <- Lost
            20.0 c > s P.  1:101 ack 1 win 63
            20.0 c > s F.  101 ack 1 win 63
            30.0 s > c .   1 ack 101 win 64
            30.0 s > c F.  1 ack 102 win 64
            40.0 c > s .   102 ack 2 win 63
    "#]],
    );
}

#[test]
fn a_segment_in_the_middle_is_lost_and_the_ones_behind_it_tell() {
    check(
        &linux(&[(0, 4, Lost)], reader(), sender(9_000), 10_000),
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 65160
            20.0 c > s .   1 ack 1 win 63
            20.0 c > s .   1:1449 ack 1 win 63
            20.0 c > s P.  1449:2897 ack 1 win 63  <- Lost
            20.0 c > s .   2897:4345 ack 1 win 63
            20.0 c > s P.  4345:5793 ack 1 win 63
            20.0 c > s .   5793:7241 ack 1 win 63
            20.0 c > s P.  7241:8689 ack 1 win 63
            20.0 c > s P.  8689:9001 ack 1 win 63
            20.0 c > s F.  9001 ack 1 win 63
            30.0 s > c .   1 ack 1449 win 67
            30.0 s > c .   1 ack 1449 win 70 sack 2897:4345
            30.0 s > c .   1 ack 1449 win 73 sack 2897:5793
            30.0 s > c .   1 ack 1449 win 75 sack 2897:7241
            30.0 s > c .   1 ack 1449 win 78 sack 2897:8689
            30.0 s > c .   1 ack 1449 win 80 sack 2897:9001
            30.0 s > c .   1 ack 1449 win 80 sack 2897:9002
            40.0 c > s .   1449:2897 ack 1 win 63
            50.0 s > c .   1 ack 9002 win 79
            50.0 s > c F.  1 ack 9002 win 80
            60.0 c > s .   9002 ack 2 win 63
    "#]],
    );
}

#[test]
fn the_last_segment_is_lost_and_a_probe_finds_out() {
    check(
        &linux(&[(0, 5, Lost)], reader(), silent_sender(4_000), 10_000),
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 65160
            20.0 c > s .   1 ack 1 win 63
            20.0 c > s .   1:1449 ack 1 win 63
            20.0 c > s P.  1449:2897 ack 1 win 63
            20.0 c > s P.  2897:4001 ack 1 win 63  <- Lost
            30.0 s > c .   1 ack 1449 win 67
            30.0 s > c .   1 ack 2897 win 70
           264.0 c > s P.  2897:4001 ack 1 win 63
           274.0 s > c .   1 ack 4001 win 73
    "#]],
    );
}

#[test]
fn a_segment_is_lost_three_times_and_the_timeout_doubles() {
    let fates = [(0, 3, Lost), (0, 4, Lost), (0, 5, Lost)];
    check(
        &linux(&fates, reader(), silent_sender(100), 10_000),
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 65160
            20.0 c > s .   1 ack 1 win 63
            20.0 c > s P.  1:101 ack 1 win 63  <- Lost
           244.0 c > s P.  1:101 ack 1 win 63  <- Lost
           468.0 c > s P.  1:101 ack 1 win 63  <- Lost
           928.0 c > s P.  1:101 ack 1 win 63
           938.0 s > c .   1 ack 101 win 64
    "#]],
    );
}

#[test]
fn a_lost_acknowledgement_does_no_harm() {
    check(
        &linux(&[(1, 2, Lost)], reader(), sender(9_000), 10_000),
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 65160
            20.0 c > s .   1 ack 1 win 63
            20.0 c > s .   1:1449 ack 1 win 63
            20.0 c > s P.  1449:2897 ack 1 win 63
            20.0 c > s .   2897:4345 ack 1 win 63
            20.0 c > s P.  4345:5793 ack 1 win 63
            20.0 c > s .   5793:7241 ack 1 win 63
            20.0 c > s P.  7241:8689 ack 1 win 63
            20.0 c > s P.  8689:9001 ack 1 win 63
            20.0 c > s F.  9001 ack 1 win 63
            30.0 s > c .   1 ack 1449 win 67  <- Lost
            30.0 s > c .   1 ack 2897 win 70
            30.0 s > c .   1 ack 4345 win 73
            30.0 s > c .   1 ack 5793 win 75
            30.0 s > c .   1 ack 7241 win 78
            30.0 s > c .   1 ack 8689 win 81
            30.0 s > c .   1 ack 9001 win 84
            30.0 s > c F.  1 ack 9002 win 84
            40.0 c > s .   9002 ack 2 win 63
    "#]],
    );
}

#[test]
fn a_doubled_segment_is_told_by_a_duplicate_sack() {
    check(
        &linux(&[(0, 4, Doubled)], reader(), silent_sender(9_000), 10_000),
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 65160
            20.0 c > s .   1 ack 1 win 63
            20.0 c > s .   1:1449 ack 1 win 63
            20.0 c > s P.  1449:2897 ack 1 win 63  <- Doubled
            20.0 c > s .   2897:4345 ack 1 win 63
            20.0 c > s P.  4345:5793 ack 1 win 63
            20.0 c > s .   5793:7241 ack 1 win 63
            20.0 c > s P.  7241:8689 ack 1 win 63
            20.0 c > s P.  8689:9001 ack 1 win 63
            30.0 s > c .   1 ack 1449 win 67
            30.0 s > c .   1 ack 2897 win 70
            30.0 s > c .   1 ack 2897 win 70 sack 1449:2897
            30.0 s > c .   1 ack 4345 win 73
            30.0 s > c .   1 ack 5793 win 75
            30.0 s > c .   1 ack 7241 win 78
            30.0 s > c .   1 ack 8689 win 81
            30.0 s > c .   1 ack 9001 win 84
    "#]],
    );
}

#[test]
fn a_segment_that_one_other_overtakes_is_not_sent_again() {
    check(
        &linux(&[(0, 8, Late(2))], reader(), silent_sender(9_000), 10_000),
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 65160
            20.0 c > s .   1 ack 1 win 63
            20.0 c > s .   1:1449 ack 1 win 63
            20.0 c > s P.  1449:2897 ack 1 win 63
            20.0 c > s .   2897:4345 ack 1 win 63
            20.0 c > s P.  4345:5793 ack 1 win 63
            20.0 c > s .   5793:7241 ack 1 win 63
            20.0 c > s P.  7241:8689 ack 1 win 63  <- Late(2)
            20.0 c > s P.  8689:9001 ack 1 win 63
            30.0 s > c .   1 ack 1449 win 67
            30.0 s > c .   1 ack 2897 win 70
            30.0 s > c .   1 ack 4345 win 73
            30.0 s > c .   1 ack 5793 win 75
            30.0 s > c .   1 ack 7241 win 78
            30.0 s > c .   1 ack 7241 win 81 sack 8689:9001
            32.0 s > c .   1 ack 9001 win 83
    "#]],
    );
}

#[test]
fn a_segment_that_is_much_too_late_is_sent_again_for_nothing() {
    check(
        &linux(&[(0, 4, Late(300))], reader(), silent_sender(9_000), 10_000),
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 65160
            20.0 c > s .   1 ack 1 win 63
            20.0 c > s .   1:1449 ack 1 win 63
            20.0 c > s P.  1449:2897 ack 1 win 63  <- Late(300)
            20.0 c > s .   2897:4345 ack 1 win 63
            20.0 c > s P.  4345:5793 ack 1 win 63
            20.0 c > s .   5793:7241 ack 1 win 63
            20.0 c > s P.  7241:8689 ack 1 win 63
            20.0 c > s P.  8689:9001 ack 1 win 63
            30.0 s > c .   1 ack 1449 win 67
            30.0 s > c .   1 ack 1449 win 70 sack 2897:4345
            30.0 s > c .   1 ack 1449 win 73 sack 2897:5793
            30.0 s > c .   1 ack 1449 win 75 sack 2897:7241
            30.0 s > c .   1 ack 1449 win 78 sack 2897:8689
            30.0 s > c .   1 ack 1449 win 80 sack 2897:9001
            40.0 c > s .   1449:2897 ack 1 win 63
            50.0 s > c .   1 ack 9001 win 79
           330.0 s > c .   1 ack 9001 win 80 sack 1449:2897
    "#]],
    );
}

#[test]
fn the_fin_is_lost() {
    check(
        &linux(&[(0, 4, Lost)], reader(), sender(100), 10_000),
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 65160
            20.0 c > s .   1 ack 1 win 63
            20.0 c > s P.  1:101 ack 1 win 63
            20.0 c > s F.  101 ack 1 win 63  <- Lost
            30.0 s > c .   1 ack 101 win 64
           264.0 c > s F.  101 ack 1 win 63
           274.0 s > c F.  1 ack 102 win 64
           284.0 c > s .   102 ack 2 win 63
    "#]],
    );
}

#[test]
fn the_window_update_is_lost_and_a_zero_window_probe_saves_the_day() {
    // The server's packets: SYN-ACK, acknowledgements until the window is closed, the update.
    let script = || linux(&[], late_reader(4_096, 1_000), sender(9_000), 3_000);
    let updates = script().lines().filter(|text| text.contains("s > c")).position(|text| {
        let at: u64 = text.trim_start().split('.').next().expect("a time").parse().expect("a number");
        at >= 1_000
    });
    let number = updates.expect("an update") as u32 + 1;
    let text = linux(&[(1, number, Lost)], late_reader(4_096, 1_000), sender(9_000), 10_000);
    check(
        &text,
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 2896
            20.0 c > s .   1 ack 1 win 63
            20.0 c > s .   1:1449 ack 1 win 63
            20.0 c > s P.  1449:2897 ack 1 win 63
            30.0 s > c .   1 ack 1449 win 2896
            40.0 c > s .   2897:4345 ack 1 win 63
            72.0 s > c .   1 ack 4345 win 0
           312.0 c > s .   4344 ack 1 win 63
           322.0 s > c .   1 ack 4345 win 0
           800.0 c > s .   4344 ack 1 win 63
          1030.0 s > c .   1 ack 4345 win 2896  <- Lost
          1728.0 c > s .   4344 ack 1 win 63
          1738.0 s > c .   1 ack 4345 win 2896
          1748.0 c > s .   4345:5793 ack 1 win 63
          1748.0 c > s P.  5793:7241 ack 1 win 63
          1758.0 s > c .   1 ack 5793 win 2896
          1758.0 s > c .   1 ack 7241 win 2896
          1768.0 c > s .   7241:8689 ack 1 win 63
          1768.0 c > s FP. 8689:9001 ack 1 win 63
          1778.0 s > c .   1 ack 8689 win 2896
          1778.0 s > c F.  1 ack 9002 win 4344
          1788.0 c > s .   9002 ack 2 win 63
    "#]],
    );
}

#[test]
fn both_close_at_once() {
    let (server, client) = (closer(None, 80), closer(Some("10.0.0.2:5000"), 90));
    check(
        &linux(&[], server, client, 1_000),
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 65160
            20.0 c > s .   1 ack 1 win 63
           110.0 c > s F.  1 ack 1 win 63
           110.0 s > c F.  1 ack 1 win 64
           120.0 s > c .   2 ack 2 win 64
           120.0 c > s .   2 ack 2 win 63
    "#]],
    );
}

#[test]
fn numbers_go_past_two_to_the_32_while_segments_are_lost() {
    let mut pair = Pair::new(Policy::Linux, &[(0, 4, Lost), (0, 8, Lost)]);
    pair.kernels[0].draw_sequences_from(Seq::new(0_u32.wrapping_sub(4_000)));
    check(
        &pair.run(reader(), sender(12_000), 10_000),
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 65160
            20.0 c > s .   1 ack 1 win 63
            20.0 c > s .   1:1449 ack 1 win 63
            20.0 c > s P.  1449:2897 ack 1 win 63  <- Lost
            20.0 c > s .   2897:4345 ack 1 win 63
            20.0 c > s P.  4345:5793 ack 1 win 63
            20.0 c > s .   5793:7241 ack 1 win 63
            20.0 c > s P.  7241:8689 ack 1 win 63  <- Lost
            20.0 c > s .   8689:10137 ack 1 win 63
            20.0 c > s P.  10137:11585 ack 1 win 63
            20.0 c > s P.  11585:12001 ack 1 win 63
            20.0 c > s F.  12001 ack 1 win 63
            30.0 s > c .   1 ack 1449 win 67
            30.0 s > c .   1 ack 1449 win 70 sack 2897:4345
            30.0 s > c .   1 ack 1449 win 73 sack 2897:5793
            30.0 s > c .   1 ack 1449 win 75 sack 2897:7241
            30.0 s > c .   1 ack 1449 win 78 sack 8689:10137 sack 2897:7241
            30.0 s > c .   1 ack 1449 win 79 sack 8689:11585 sack 2897:7241
            30.0 s > c .   1 ack 1449 win 79 sack 8689:12001 sack 2897:7241
            30.0 s > c .   1 ack 1449 win 79 sack 8689:12002 sack 2897:7241
            40.0 c > s .   1449:2897 ack 1 win 63
            40.0 c > s .   7241:8689 ack 1 win 63
            50.0 s > c .   1 ack 7241 win 77 sack 8689:12002
            50.0 s > c .   1 ack 12002 win 81
            50.0 s > c F.  1 ack 12002 win 81
            60.0 c > s .   12002 ack 2 win 63
    "#]],
    );
}

#[test]
fn the_textbook_waits_for_three_duplicates() {
    let pair = Pair::new(Policy::Textbook, &[(0, 4, Lost)]);
    check(
        &pair.run(reader(), sender(9_000), 10_000),
        expect![[r#"
             0.0 c > s S   0 win 65535
            10.0 s > c S.  0 ack 1 win 65535
            20.0 c > s .   1 ack 1 win 65535
            20.0 c > s .   1:1449 ack 1 win 65535
            20.0 c > s P.  1449:2897 ack 1 win 65535  <- Lost
            20.0 c > s .   2897:4345 ack 1 win 65535
            20.0 c > s P.  4345:5793 ack 1 win 65535
            20.0 c > s .   5793:7241 ack 1 win 65535
            20.0 c > s P.  7241:8689 ack 1 win 65535
            20.0 c > s P.  8689:9001 ack 1 win 65535
            20.0 c > s F.  9001 ack 1 win 65535
            30.0 s > c .   1 ack 1449 win 65535
            30.0 s > c .   1 ack 1449 win 65535 sack 2897:4345
            30.0 s > c .   1 ack 1449 win 65535 sack 2897:5793
            30.0 s > c .   1 ack 1449 win 65535 sack 2897:7241
            30.0 s > c .   1 ack 1449 win 65535 sack 2897:8689
            30.0 s > c .   1 ack 1449 win 65535 sack 2897:9001
            30.0 s > c .   1 ack 1449 win 65535 sack 2897:9002
            40.0 c > s .   1449:2897 ack 1 win 65535
            50.0 s > c .   1 ack 9002 win 65535
            50.0 s > c F.  1 ack 9002 win 65535
            60.0 c > s .   9002 ack 2 win 65535
    "#]],
    );
}
