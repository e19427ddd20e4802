//! Processes, threads, signals, pipes, poll, select, epoll: one computer, no network but `lo`.

mod common;

use common::script::*;
use common::{Net, kernel_with};
use expect_test::{Expect, expect};
use netlab_abi::{
    Data, Disposition, EpollOperation, Fd, Ioctl, MessageFlags, Pid, PollEvents, PollFd, SelectSets, Signal,
    SocketFlags, Syscall, SyscallValue, ThreadNumber,
};
use netlab_kernel::config::{CostTable, Policy};
use netlab_wire::Instant;

fn host() -> Net {
    Net::new(vec![kernel_with(0, "host", false, CostTable::PLAIN, Policy::Linux)])
}

fn check(net: &mut Net, millis: u64, expected: Expect) {
    net.run_until(Instant::from_millis(millis));
    expected.assert_eq(&net.calls());
}

fn pipe() -> Syscall {
    Syscall::Pipe { flags: SocketFlags::default() }
}
fn ends(m: &mut Memory) {
    let Ok(SyscallValue::Pipe(read, write)) = *m.result() else { panic!("no pipe: {:?}", m.result()) };
    m.set("r", i64::from(read.0));
    m.set("w", i64::from(write.0));
}
fn write(fd: Fd, bytes: &[u8]) -> Syscall {
    Syscall::Write { fd, data: Data::new(bytes) }
}
fn read(fd: Fd, length: usize) -> Syscall {
    Syscall::Read { fd, length }
}
fn poll(fds: &[(Fd, PollEvents)], timeout: Option<u64>) -> Syscall {
    Syscall::Poll { fds: fds.iter().map(|&(fd, events)| PollFd { fd, events }).collect(), timeout }
}
fn control(m: &Memory, operation: EpollOperation, fd: &'static str, events: PollEvents) -> Syscall {
    Syscall::EpollControl { epoll: m.fd("e"), operation, fd: m.fd(fd), events, data: m.get(fd) as u64 }
}
fn epoll_wait(m: &Memory, timeout: Option<u64>) -> Syscall {
    Syscall::EpollWait { epoll: m.fd("e"), maximum: 8, timeout }
}

#[test]
fn a_child_writes_into_a_pipe_and_is_waited_for() {
    let mut net = host();
    net.spawn(
        0,
        "parent.py",
        Script::new(vec![
            line(|_| pipe()),
            line(|m| {
                ends(m);
                Syscall::Fork
            }),
            line(|m| {
                if m.number() == 0 {
                    m.jump(10);
                    return close(m.fd("r"));
                }
                close(m.fd("w"))
            }),
            line(|m| read(m.fd("r"), 100)),
            line(|m| read(m.fd("r"), 100)),
            line(|_| Syscall::Wait { pid: None, nohang: true }),
            line(|_| Syscall::Wait { pid: None, nohang: false }),
            line(|_| Syscall::Wait { pid: None, nohang: false }),
            line(|_| Syscall::Exit { code: 0 }),
            line(|_| Syscall::Exit { code: 1 }),
            line(|_| sleep(10)),
            line(|m| write(m.fd("w"), b"from the child")),
            line(|m| close(m.fd("w"))),
            line(|_| sleep(10)),
            line(|_| Syscall::Exit { code: 7 }),
        ]),
    );
    check(
        &mut net,
        1_000,
        expect![[r#"
            0.020      host     1000 pipe2 = 3 4
            0.021      host     1000 fork = 1001
            0.021      host     1000 close(4) = 0
            0.022      host     1000 sleeps: Data(Fd(3))
            0.026      host     1001 close(3) = 0
            0.027      host     1001 sleeps: Time(Instant(10027000))
            10.082     host     1001 clock_nanosleep = 0
            10.082     host     1001 write(4, "from the child") = 14
            10.083     host     1001 close(4) = 0
            10.083     host     1001 sleeps: Time(Instant(20083951))
            10.087     host     1000 read(3, 100) = "from the child"
            10.088     host     1000 read(3, 100) = ""
            10.089     host     1000 wait4 = 0 status 0x0
            10.089     host     1000 sleeps: Child
            20.139     host     1001 clock_nanosleep = 0
            20.139     host     1001 ends: Code(7)
            20.144     host     1000 wait4 = 1001 status 0x700
            20.145     host     1000 wait4 = -1 ECHILD
            20.145     host     1000 ends: Code(0)
        "#]],
    );
}

#[test]
fn a_full_pipe_blocks_and_a_broken_one_kills() {
    let mut net = host();
    net.spawn(
        0,
        "program.py",
        Script::threaded(
            vec![
                line(|_| pipe()),
                line(|m| {
                    ends(m);
                    Syscall::StartThread { thread: ThreadNumber(1) }
                }),
                line(|m| write(m.fd("w"), &[1; 70_000])),
                line(|m| close(m.fd("r"))),
                line(|m| write(m.fd("w"), b"x")),
                line(|_| Syscall::Exit { code: 0 }),
                line(|_| sleep(5)),
                line(|m| read(m.fd("r"), 1_000)),
                line(|_| sleep(5)),
                line(|m| read(m.fd("r"), 100_000)),
                line(|m| read(m.fd("r"), 100_000)),
                line(|_| Syscall::ExitThread),
            ],
            &[0, 6],
        ),
    );
    check(
        &mut net,
        1_000,
        expect![[r#"
            0.020      host     1000 pipe2 = 3 4
            0.021      host     1000 clone3 = 1
            0.026      host     1000 sleeps: Time(Instant(5026350))
            0.028      host     1000 sleeps: Room { fd: Fd(4), taken: 65536, wanted: 70000 }
            5.081      host     1000/1 clock_nanosleep = 0
            5.082      host     1000/1 read(3, 1000) = 1000 bytes
            5.082      host     1000 sleeps: Time(Instant(10082747))
            5.087      host     1000 sleeps: Room { fd: Fd(4), taken: 66536, wanted: 70000 }
            10.138     host     1000/1 clock_nanosleep = 0
            10.143     host     1000 write(4, 70000 bytes) = 70000
            10.144     host     1000 close(3) = 0
            10.144     host     1000 gets SIGPIPE
            10.144     host     1000 ends: Signal(SIGPIPE)
        "#]],
    );
}

#[test]
fn poll_and_select_wait_for_the_first() {
    let mut net = host();
    net.spawn(
        0,
        "program.py",
        Script::threaded(
            vec![
                line(|_| pipe()),
                line(|m| {
                    ends(m);
                    Syscall::StartThread { thread: ThreadNumber(1) }
                }),
                line(|m| poll(&[(m.fd("r"), PollEvents::IN), (m.fd("w"), PollEvents::OUT)], None)),
                line(|m| poll(&[(m.fd("r"), PollEvents::IN), (Fd(-1), PollEvents::IN)], Some(20_000_000))),
                line(|m| poll(&[(m.fd("r"), PollEvents::IN), (Fd(99), PollEvents::IN)], None)),
                line(|m| poll(&[(m.fd("r"), PollEvents::IN)], None)),
                line(|m| {
                    let sets = SelectSets { read: vec![m.fd("r")], write: vec![m.fd("w")], except: vec![] };
                    Syscall::Select { sets, timeout: None }
                }),
                line(|m| read(m.fd("r"), 10)),
                line(|m| {
                    let sets = SelectSets { read: vec![m.fd("r")], write: vec![], except: vec![] };
                    Syscall::Select { sets, timeout: Some(5_000_000) }
                }),
                line(|_| {
                    let sets = SelectSets { read: vec![Fd(50)], write: vec![], except: vec![] };
                    Syscall::Select { sets, timeout: None }
                }),
                line(|_| Syscall::Exit { code: 0 }),
                line(|_| sleep(50)),
                line(|m| write(m.fd("w"), b"late")),
                line(|_| Syscall::ExitThread),
            ],
            &[0, 11],
        ),
    );
    check(
        &mut net,
        1_000,
        expect![[r#"
            0.020      host     1000 pipe2 = 3 4
            0.021      host     1000 clone3 = 1
            0.021      host     1000 poll = [4:0x4]
            0.022      host     1000 sleeps: Events
            0.026      host     1000 sleeps: Time(Instant(50026350))
            20.077     host     1000 poll = []
            20.078     host     1000 poll = [99:0x20]
            20.078     host     1000 sleeps: Events
            50.081     host     1000/1 clock_nanosleep = 0
            50.082     host     1000/1 write(4, "late") = 4
            50.087     host     1000 poll = [3:0x1]
            50.087     host     1000 pselect6 = r=[3] w=[4] x=[]
            50.088     host     1000 read(3, 10) = "late"
            50.088     host     1000 sleeps: Events
            55.144     host     1000 pselect6 = r=[] w=[] x=[]
            55.144     host     1000 pselect6 = -1 EBADF
            55.145     host     1000 ends: Code(0)
        "#]],
    );
}

#[test]
fn epoll_by_level_by_edge_and_once() {
    let mut net = host();
    net.spawn(
        0,
        "program.py",
        Script::new(vec![
            line(|_| pipe()),
            line(|m| {
                ends(m);
                Syscall::EpollCreate
            }),
            line(|m| {
                m.keep("e");
                control(m, EpollOperation::Add, "r", PollEvents::IN)
            }),
            line(|m| control(m, EpollOperation::Add, "r", PollEvents::IN)),
            line(|m| epoll_wait(m, Some(0))),
            line(|m| write(m.fd("w"), b"ab")),
            line(|m| epoll_wait(m, None)),
            // By level: told again.
            line(|m| epoll_wait(m, None)),
            line(|m| control(m, EpollOperation::Modify, "r", PollEvents::IN.union(PollEvents::EDGE))),
            line(|m| epoll_wait(m, Some(0))),
            // By edge: not told again until something new comes.
            line(|m| epoll_wait(m, Some(5_000_000))),
            line(|m| write(m.fd("w"), b"cd")),
            line(|m| epoll_wait(m, Some(0))),
            line(|m| control(m, EpollOperation::Modify, "r", PollEvents::IN.union(PollEvents::ONESHOT))),
            line(|m| epoll_wait(m, Some(0))),
            line(|m| write(m.fd("w"), b"ef")),
            // Once: silent until armed again.
            line(|m| epoll_wait(m, Some(0))),
            line(|m| control(m, EpollOperation::Modify, "r", PollEvents::IN)),
            line(|m| epoll_wait(m, Some(0))),
            line(|m| control(m, EpollOperation::Delete, "r", PollEvents::NONE)),
            line(|m| control(m, EpollOperation::Delete, "r", PollEvents::NONE)),
            line(|m| epoll_wait(m, Some(0))),
            line(|m| control(m, EpollOperation::Add, "w", PollEvents::OUT)),
            line(|m| close(m.fd("r"))),
            line(|m| epoll_wait(m, Some(0))),
            line(|m| close(m.fd("w"))),
            line(|m| epoll_wait(m, Some(0))),
        ]),
    );
    check(
        &mut net,
        1_000,
        expect![[r#"
            0.020      host     1000 pipe2 = 3 4
            0.021      host     1000 epoll_create1 = 5
            0.021      host     1000 epoll_ctl = 0
            0.022      host     1000 epoll_ctl = -1 EEXIST
            0.023      host     1000 epoll_wait = []
            0.023      host     1000 write(4, "ab") = 2
            0.024      host     1000 epoll_wait = [3:0x1]
            0.025      host     1000 epoll_wait = [3:0x1]
            0.025      host     1000 epoll_ctl = 0
            0.026      host     1000 epoll_wait = [3:0x1]
            0.026      host     1000 sleeps: Events
            5.082      host     1000 epoll_wait = []
            5.082      host     1000 write(4, "cd") = 2
            5.083      host     1000 epoll_wait = [3:0x1]
            5.084      host     1000 epoll_ctl = 0
            5.084      host     1000 epoll_wait = [3:0x1]
            5.085      host     1000 write(4, "ef") = 2
            5.086      host     1000 epoll_wait = []
            5.086      host     1000 epoll_ctl = 0
            5.087      host     1000 epoll_wait = [3:0x1]
            5.088      host     1000 epoll_ctl = 0
            5.088      host     1000 epoll_ctl = -1 ENOENT
            5.089      host     1000 epoll_wait = []
            5.089      host     1000 epoll_ctl = 0
            5.090      host     1000 close(3) = 0
            5.091      host     1000 epoll_wait = [4:0xc]
            5.091      host     1000 close(4) = 0
            5.092      host     1000 epoll_wait = []
            5.092      host     1000 ends: Code(0)
        "#]],
    );
}

#[test]
fn signals_end_stop_continue_and_interrupt() {
    let mut net = host();
    let handler = |signal| Syscall::SetSignalAction { signal, action: Disposition::Handler };
    net.spawn(
        0,
        "handles.py",
        Script::new(vec![
            line(move |_| handler(Signal::SIGALRM)),
            line(|_| Syscall::SetTimer { initial: 20_000_000, interval: 0 }),
            line(|_| sleep(100)),
            line(move |_| handler(Signal::SIGKILL)),
            line(|_| Syscall::Kill { pid: Pid(1001), signal: 0 }),
            line(|_| Syscall::Kill { pid: Pid(1001), signal: 19 }),
            line(|_| sleep(100)),
            line(|_| Syscall::Kill { pid: Pid(1001), signal: 18 }),
            line(|_| sleep(100)),
            line(|_| Syscall::Kill { pid: Pid(1001), signal: 15 }),
            line(|_| Syscall::Kill { pid: Pid(1001), signal: 15 }),
            line(|_| Syscall::Kill { pid: Pid(1), signal: 99 }),
            line(|_| Syscall::Kill { pid: Pid(1000), signal: 9 }),
        ]),
    );
    net.spawn(
        0,
        "sleeps.py",
        Script::new(vec![line(|m| {
            m.jump(0);
            sleep(30)
        })]),
    );
    check(
        &mut net,
        1_000,
        expect![[r#"
            0.020      host     1001 sleeps: Time(Instant(30020350))
            0.020      host     1000 rt_sigaction = 0
            0.021      host     1000 setitimer = 0
            0.021      host     1000 sleeps: Time(Instant(100021650))
            20.021     host     1000 gets SIGALRM
            20.026     host     1000 clock_nanosleep = -1 EINTR
            20.026     host     1000 rt_sigaction = -1 EINVAL
            20.027     host     1000 kill = 0
            20.027     host     1001 gets SIGSTOP
            20.028     host     1000 kill = 0
            20.028     host     1000 sleeps: Time(Instant(120028600))
            120.083    host     1000 clock_nanosleep = 0
            120.084    host     1000 kill = 0
            120.084    host     1001 clock_nanosleep = 0
            120.084    host     1000 sleeps: Time(Instant(220084900))
            120.084    host     1001 sleeps: Time(Instant(150084900))
            150.140    host     1001 clock_nanosleep = 0
            150.140    host     1001 sleeps: Time(Instant(180140550))
            180.195    host     1001 clock_nanosleep = 0
            180.196    host     1001 sleeps: Time(Instant(210196200))
            210.251    host     1001 clock_nanosleep = 0
            210.251    host     1001 sleeps: Time(Instant(240251850))
            220.140    host     1000 clock_nanosleep = 0
            220.140    host     1001 gets SIGTERM
            220.140    host     1001 ends: Signal(SIGTERM)
            220.140    host     1000 kill = 0
            220.141    host     1000 kill = -1 ESRCH
            220.142    host     1000 kill = -1 EINVAL
            220.142    host     1000 gets SIGKILL
            220.142    host     1000 ends: Signal(SIGKILL)
        "#]],
    );
}

#[test]
fn threads_wait_for_each_other() {
    let mut net = host();
    net.spawn(
        0,
        "threads.py",
        Script::threaded(
            vec![
                line(|_| Syscall::StartThread { thread: ThreadNumber(1) }),
                line(|_| Syscall::StartThread { thread: ThreadNumber(2) }),
                line(|_| Syscall::FutexWait { key: 5, timeout: Some(1_000_000) }),
                line(|_| sleep(10)),
                line(|_| Syscall::FutexWake { key: 7, count: 1 }),
                line(|_| Syscall::FutexWake { key: 7, count: 9 }),
                line(|_| Syscall::FutexWake { key: 7, count: 9 }),
                line(|_| Syscall::ExitThread),
                line(|_| Syscall::FutexWait { key: 7, timeout: None }),
                line(|_| sleep(10)),
                line(|_| Syscall::ExitThread),
            ],
            &[0, 8, 8],
        ),
    );
    check(
        &mut net,
        1_000,
        expect![[r#"
            0.020      host     1000 clone3 = 1
            0.021      host     1000 clone3 = 2
            0.021      host     1000 sleeps: Futex(5)
            0.025      host     1000 sleeps: Futex(7)
            0.026      host     1000 sleeps: Futex(7)
            1.076      host     1000 futex = -1 ETIMEDOUT
            1.077      host     1000 sleeps: Time(Instant(11077300))
            11.132     host     1000 clock_nanosleep = 0
            11.133     host     1000 futex = 1
            11.133     host     1000 futex = 1
            11.134     host     1000 futex = 0
            11.138     host     1000/1 futex = 0
            11.138     host     1000 sleeps: Time(Instant(21138600))
            11.138     host     1000/2 futex = 0
            11.139     host     1000 sleeps: Time(Instant(21139250))
            21.193     host     1000/1 clock_nanosleep = 0
            21.194     host     1000/2 clock_nanosleep = 0
            21.194     host     1000 ends: Code(0)
        "#]],
    );
}

#[test]
fn errnos_come_in_linuxs_order() {
    let mut net = host();
    net.spawn(
        0,
        "errors.py",
        Script::new(vec![
            line(|_| receive(Fd(9), 1)),
            line(|_| receive(Fd(1), 1)),
            line(|_| bind(Fd(-1), "0.0.0.0:1")),
            line(|_| udp()),
            line(|m| bind(m.keep("u"), "10.9.9.9:80")),
            line(|m| bind(m.fd("u"), "127.0.0.1:80")),
            line(|m| bind(m.fd("u"), "127.0.0.1:8080")),
            line(|m| bind(m.fd("u"), "127.0.0.1:8081")),
            line(|m| listen(m.fd("u"), 1)),
            line(|m| accept(m.fd("u"))),
            line(|m| send(m.fd("u"), b"x")),
            line(|m| send_to(m.fd("u"), b"x", "10.9.9.9:5000")),
            line(|m| send_to(m.fd("u"), b"x", "127.0.0.1:0")),
            line(|m| send_to(m.fd("u"), &[0; 65_508], "127.0.0.1:9")),
            line(|m| Syscall::GetPeerName { fd: m.fd("u") }),
            line(|_| udp()),
            line(|m| bind(m.keep("v"), "0.0.0.0:8080")),
            line(|m| Syscall::Ioctl { fd: m.fd("v"), request: Ioctl::Fionbio(true) }),
            line(|m| receive(m.fd("v"), 10)),
            line(|m| Syscall::Ioctl { fd: m.fd("v"), request: Ioctl::Unknown(1) }),
            line(|m| Syscall::Shutdown { fd: m.fd("v"), how: netlab_abi::ShutdownHow::Both }),
            line(|m| receive(m.fd("v"), 10)),
            line(|m| send_to(m.fd("v"), b"x", "127.0.0.1:8080")),
            line(|m| Syscall::Duplicate { fd: m.fd("u") }),
            line(|m| close(m.fd("u"))),
            line(|m| close(m.fd("u"))),
            line(|_| Syscall::Receive { fd: Fd(5), length: 5, flags: MessageFlags::DONTWAIT }),
            line(|_| Syscall::ResolveHost { name: "localhost".into() }),
            line(|_| Syscall::ResolveHost { name: "nowhere".into() }),
        ]),
    );
    check(
        &mut net,
        1_000,
        expect![[r#"
            0.020      host     1000 recvfrom(9, 1) = -1 EBADF
            0.021      host     1000 recvfrom(1, 1) = -1 ENOTSOCK
            0.021      host     1000 bind(-1, 0.0.0.0:1) = -1 EBADF
            0.022      host     1000 socket = 3
            0.023      host     1000 bind(3, 10.9.9.9:80) = -1 EADDRNOTAVAIL
            0.023      host     1000 bind(3, 127.0.0.1:80) = -1 EACCES
            0.024      host     1000 bind(3, 127.0.0.1:8080) = 0
            0.025      host     1000 bind(3, 127.0.0.1:8081) = -1 EINVAL
            0.025      host     1000 listen = -1 EOPNOTSUPP
            0.026      host     1000 accept4(3) = -1 EOPNOTSUPP
            0.027      host     1000 sendto(3, "x") = -1 EDESTADDRREQ
            0.027      host     1000 sendto(3, "x", 10.9.9.9:5000) = -1 ENETUNREACH
            0.028      host     1000 sendto(3, "x", 127.0.0.1:0) = -1 EINVAL
            0.035      host     1000 sendto(3, 65508 bytes, 127.0.0.1:9) = -1 EMSGSIZE
            0.036      host     1000 getpeername = -1 ENOTCONN
            0.036      host     1000 socket = 4
            0.037      host     1000 bind(4, 0.0.0.0:8080) = -1 EADDRINUSE
            0.038      host     1000 ioctl = 0
            0.038      host     1000 recvfrom(4, 10) = -1 EAGAIN
            0.039      host     1000 ioctl = -1 ENOTTY
            0.040      host     1000 shutdown = -1 ENOTCONN
            0.040      host     1000 recvfrom(4, 10) = ""
            0.041      host     1000 sendto(4, "x", 127.0.0.1:8080) = -1 EPIPE
            0.041      host     1000 dup = 5
            0.042      host     1000 close(3) = 0
            0.043      host     1000 close(3) = -1 EBADF
            0.043      host     1000 recvfrom(5, 5) = -1 EAGAIN
            0.044      host     1000 gethostbyname = Address(127.0.0.1:0)
            0.045      host     1000 gethostbyname = -1 ENOENT
            0.045      host     1000 ends: Code(0)
        "#]],
    );
}

/// A copy of a running computer goes on exactly as the original does.
#[test]
fn a_copy_goes_on_the_same_way() {
    let mut net = host();
    net.spawn(
        0,
        "program.py",
        Script::threaded(
            vec![
                line(|_| pipe()),
                line(|m| {
                    ends(m);
                    Syscall::StartThread { thread: ThreadNumber(1) }
                }),
                line(|m| read(m.fd("r"), 3)),
                line(|m| {
                    m.jump(2);
                    write(Fd(1), b"line\n")
                }),
                line(|_| sleep(3)),
                line(|m| {
                    m.jump(4);
                    write(m.fd("w"), b"abcd")
                }),
            ],
            &[0, 4],
        ),
    );
    net.run_until(Instant::from_millis(20));
    let mut copy = net.clone();
    net.run_until(Instant::from_millis(100));
    copy.run_until(Instant::from_millis(100));
    assert!(net.records.len() > 100);
    assert_eq!(net.records, copy.records);
}
