//! The labs' own programs as small coroutines, statement by statement, until the interpreter runs their sources.
//!
//! Each step is one statement of the Python file beside it, with its line.

use netlab_abi::{
    Data, Domain, Fd, FrameView, Inspection, Ipv4Addr, MessageFlags, OptionLevel, Outcome, Program, Protocol,
    Signal, SocketAddrV4, SocketFlags, SocketOption, SocketType, Syscall, SyscallResult, SyscallValue,
    ThreadNumber, Trap, Variable, option, tcp_option,
};
use std::rc::Rc;

/// Which local variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    /// `sock`
    Sock,
    /// `conn`
    Conn,
}

/// What a statement does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// `socket.socket()`
    Socket(Name),
    /// `connect((host, port))`
    Connect(Name, String, u16),
    /// `connect((address, port))`
    ConnectTo(Name, SocketAddrV4),
    /// `print(label, getsockopt(SOL_SOCKET, option))`
    PrintOption(Name, i32, String),
    /// `setsockopt(IPPROTO_TCP, TCP_CONGESTION, name)`
    SetCongestion(Name, String),
    /// `print("reply", recv(length))`
    PrintReply(Name, usize),
    /// Reads until so many bytes have come, then `print("got", count)`.
    PrintCount(Name, u64),
    /// `sendall(bytes)`
    SendAll(Name, Data),
    /// `print(recv(length))`
    PrintReceived(Name, usize),
    /// `close()`
    Close(Name),
    /// `bind(("0.0.0.0", port))`
    Bind(Name, u16),
    /// `listen(backlog)`
    Listen(Name, i32),
    /// `conn, addr = sock.accept()`
    Accept,
    /// `setsockopt(SOL_SOCKET, option, value)`
    SetOption(Name, i32, i32),
    /// `time.sleep(seconds)`
    Sleep(u64),
    /// Nothing but the statement: `import`, `while True:`, an assignment.
    Pass,
    /// The end of a loop's body: on with this step.
    Again(usize),
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its line.
    pub line: u32,
    /// What it does.
    pub act: Act,
}

/// A running program.
#[derive(Debug, Clone)]
pub struct Native {
    steps: Rc<[Step]>,
    at: usize,
    /// System calls made so far within the statement; 0 before it was announced.
    stage: u32,
    sock: Option<i32>,
    conn: Option<i32>,
    peer: Option<SocketAddrV4>,
    address: Option<Ipv4Addr>,
    sent: usize,
    printed: Option<Data>,
}

impl Native {
    /// A program that has not begun.
    pub fn new(steps: Rc<[Step]>) -> Self {
        Native {
            steps,
            at: 0,
            stage: 0,
            sock: None,
            conn: None,
            peer: None,
            address: None,
            sent: 0,
            printed: None,
        }
    }

    fn fd(&self, name: Name) -> Fd {
        let fd = match name {
            Name::Sock => self.sock,
            Name::Conn => self.conn,
        };
        Fd(fd.unwrap_or(-1))
    }

    fn set(&mut self, name: Name, fd: i32) {
        match name {
            Name::Sock => self.sock = Some(fd),
            Name::Conn => self.conn = Some(fd),
        }
    }

    /// The next system call of the current statement, after `result` of the one before; `None` at its end.
    fn call(&mut self, result: Option<SyscallResult>) -> Option<Syscall> {
        let act = self.steps[self.at].act.clone();
        let stage = self.stage;
        self.stage += 1;
        let value = match result {
            Some(Err(errno)) => return self.fail(errno),
            Some(Ok(value)) => Some(value),
            None => None,
        };
        match (act, stage) {
            (Act::Socket(_), 1) => Some(Syscall::stream_socket()),
            (Act::Socket(name), _) => {
                if let Some(SyscallValue::Number(fd)) = value {
                    self.set(name, fd as i32);
                }
                None
            }
            (Act::Connect(_, host, _), 1) => Some(Syscall::ResolveHost { name: host }),
            (Act::Connect(name, _, port), 2) => {
                if let Some(SyscallValue::Address(address)) = value {
                    self.address = Some(*address.ip());
                }
                let address = SocketAddrV4::new(self.address.unwrap_or(Ipv4Addr::LOCALHOST), port);
                Some(Syscall::Connect { fd: self.fd(name), address })
            }
            (Act::SendAll(name, data), stage) => {
                if let Some(SyscallValue::Sent { count, .. }) = value {
                    self.sent += count;
                }
                if stage == 1 {
                    self.sent = 0;
                }
                let rest = data.bytes.get(self.sent..).filter(|rest| !rest.is_empty())?;
                let data = Data::new(rest);
                Some(Syscall::Send { fd: self.fd(name), data, flags: MessageFlags::NONE, to: None })
            }
            (Act::PrintReceived(name, length), 1) => {
                Some(Syscall::Receive { fd: self.fd(name), length, flags: MessageFlags::NONE })
            }
            (Act::PrintReceived(..), 2) => {
                let data = match value {
                    Some(SyscallValue::Received(received)) => received.data,
                    _ => Data::new(&b""[..]),
                };
                let text = format!("b'{}'\n", data.bytes.escape_ascii());
                self.printed = Some(data);
                Some(Syscall::Write { fd: Fd(1), data: Data::new(text.as_bytes()) })
            }
            (Act::ConnectTo(name, address), 1) => Some(Syscall::Connect { fd: self.fd(name), address }),
            (Act::PrintOption(name, option, _), 1) => Some(Syscall::GetSocketOption {
                fd: self.fd(name),
                option: SocketOption { level: OptionLevel::SOCKET, name: option },
                length: 4,
            }),
            (Act::PrintOption(_, _, label), 2) => {
                let number = match value {
                    Some(SyscallValue::OptionValue(bytes)) => {
                        bytes.first_chunk().map_or(0, |word| i32::from_le_bytes(*word))
                    }
                    _ => 0,
                };
                let text = format!("{label} {number}\n");
                Some(Syscall::Write { fd: Fd(1), data: Data::new(text.as_bytes()) })
            }
            (Act::SetCongestion(name, control), 1) => Some(Syscall::SetSocketOption {
                fd: self.fd(name),
                option: SocketOption { level: OptionLevel::TCP, name: tcp_option::TCP_CONGESTION },
                value: control.into_bytes(),
            }),
            (Act::PrintReply(name, length), 1) => {
                Some(Syscall::Receive { fd: self.fd(name), length, flags: MessageFlags::NONE })
            }
            (Act::PrintReply(..), 2) => {
                let data = match value {
                    Some(SyscallValue::Received(received)) => received.data,
                    _ => Data::new(&b""[..]),
                };
                let text = format!("reply b'{}'\n", data.bytes.escape_ascii());
                Some(Syscall::Write { fd: Fd(1), data: Data::new(text.as_bytes()) })
            }
            (Act::PrintCount(name, wanted), _) => {
                if self.stage == 2 {
                    self.sent = 0;
                }
                let ended = match value {
                    Some(SyscallValue::Received(received)) => {
                        self.sent += received.data.len();
                        received.data.is_empty()
                    }
                    Some(_) => return None,
                    None => false,
                };
                if ended || self.sent as u64 >= wanted {
                    let text = format!("got {}\n", self.sent);
                    return Some(Syscall::Write { fd: Fd(1), data: Data::new(text.as_bytes()) });
                }
                Some(Syscall::Receive { fd: self.fd(name), length: 65_536, flags: MessageFlags::NONE })
            }
            (Act::Close(name), 1) => Some(Syscall::Close { fd: self.fd(name) }),
            (Act::Close(name), _) => {
                self.set(name, -1);
                None
            }
            (Act::Bind(name, port), 1) => {
                let address = SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, port);
                Some(Syscall::Bind { fd: self.fd(name), address })
            }
            (Act::Listen(name, backlog), 1) => Some(Syscall::Listen { fd: self.fd(name), backlog }),
            (Act::Accept, 1) => {
                let flags = SocketFlags { nonblocking: false, close_on_exec: true };
                Some(Syscall::Accept { fd: self.fd(Name::Sock), flags })
            }
            (Act::Accept, _) => {
                if let Some(SyscallValue::Accepted { fd, peer }) = value {
                    self.conn = Some(fd.0);
                    self.peer = Some(peer);
                }
                None
            }
            (Act::SetOption(name, option, number), 1) => Some(Syscall::SetSocketOption {
                fd: self.fd(name),
                option: SocketOption { level: OptionLevel::SOCKET, name: option },
                value: number.to_le_bytes().to_vec(),
            }),
            (Act::Sleep(seconds), 1) => Some(Syscall::Sleep { duration: seconds * 1_000_000_000 }),
            (
                Act::Connect(..)
                | Act::ConnectTo(..)
                | Act::PrintOption(..)
                | Act::SetCongestion(..)
                | Act::PrintReply(..)
                | Act::PrintReceived(..)
                | Act::Bind(..)
                | Act::Listen(..)
                | Act::SetOption(..)
                | Act::Sleep(_)
                | Act::Pass
                | Act::Again(_),
                _,
            ) => None,
        }
    }

    /// An error ends the program with a line on standard error.
    fn fail(&mut self, errno: netlab_abi::Errno) -> Option<Syscall> {
        if self.stage > 1000 {
            return Some(Syscall::Exit { code: 1 });
        }
        self.stage = 1001;
        let text = format!("OSError: [Errno {}] {}\n", errno.number(), errno.message());
        Some(Syscall::Write { fd: Fd(2), data: Data::new(text.as_bytes()) })
    }
}

impl Program for Native {
    fn resume(&mut self, _: ThreadNumber, outcome: Outcome) -> Trap {
        let result = match outcome {
            Outcome::Started | Outcome::Statement => None,
            Outcome::Returned(result) => Some(result),
        };
        if self.stage > 1000 {
            return Trap::call(Syscall::Exit { code: 1 });
        }
        if self.stage > 0
            && let Some(call) = self.call(result)
        {
            return Trap::Syscall { call, work: 4 };
        }
        if self.stage > 0 {
            self.at += 1;
        }
        if let Some(Step { act: Act::Again(step), .. }) = self.steps.get(self.at) {
            self.at = *step;
        }
        match self.steps.get(self.at) {
            None => Trap::call(Syscall::Exit { code: 0 }),
            Some(step) => {
                self.stage = 1;
                Trap::Statement { line: step.line, source: 0, work: 4 }
            }
        }
    }

    fn save(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }

    fn signal(&mut self, _: Signal) {}

    fn inspect(&self, _: ThreadNumber) -> Inspection {
        let socket = |name: &str, fd: Option<i32>| {
            fd.map(|fd| Variable {
                name: name.into(),
                kind: "socket".into(),
                value: format!("<socket.socket fd={fd}>"),
                origins: Vec::new(),
                fd: Some(fd),
            })
        };
        let mut variables: Vec<Variable> = socket("sock", self.sock).into_iter().collect();
        variables.extend(socket("conn", self.conn));
        variables.extend(self.peer.map(|peer| Variable {
            name: "addr".into(),
            kind: "tuple".into(),
            value: format!("('{}', {})", peer.ip(), peer.port()),
            ..Variable::default()
        }));
        let line = self.steps.get(self.at).map_or(0, |step| step.line);
        Inspection { frames: vec![FrameView { function: "<module>".into(), line, variables }] }
    }

    fn digest(&self) -> u64 {
        (self.at as u64) << 32 | u64::from(self.stage)
    }
}

/// Steps from lines and acts.
pub fn steps(lines: &[(u32, Act)]) -> Rc<[Step]> {
    lines.iter().map(|(line, act)| Step { line: *line, act: act.clone() }).collect()
}

/// Lines of the labs' programs. `send` and `receive` are the buffer sizes that the flood sets.
pub fn program(lab: &str, is_client: bool, send: u32, receive: u32) -> Native {
    let port = 8080;
    let lines: Vec<(u32, Act)> = match (lab, is_client) {
        ("hello", true) => vec![
            (1, Act::Pass),
            (3, Act::Socket(Name::Sock)),
            (4, Act::Connect(Name::Sock, "server".into(), port)),
            (5, Act::SendAll(Name::Sock, Data::from(b"hello"))),
            (6, Act::PrintReceived(Name::Sock, 1024)),
            (7, Act::Close(Name::Sock)),
        ],
        ("hello", false) => vec![
            (1, Act::Pass),
            (3, Act::Socket(Name::Sock)),
            (4, Act::Bind(Name::Sock, port)),
            (5, Act::Listen(Name::Sock, 1)),
            (6, Act::Pass),
            (7, Act::Accept),
            (8, Act::PrintReceived(Name::Conn, 1024)),
            (9, Act::SendAll(Name::Conn, Data::from(b"world"))),
            (10, Act::Close(Name::Conn)),
            (6, Act::Again(4)),
        ],
        (_, true) => vec![
            (1, Act::Pass),
            (3, Act::Socket(Name::Sock)),
            (4, Act::SetOption(Name::Sock, option::SO_SNDBUF, send as i32)),
            (5, Act::Connect(Name::Sock, "server".into(), port)),
            (6, Act::Pass),
            (7, Act::Pass),
            (8, Act::SendAll(Name::Sock, Data::new(vec![b'x'; 1024]))),
            (7, Act::Again(5)),
        ],
        (_, false) => vec![
            (1, Act::Pass),
            (2, Act::Pass),
            (4, Act::Socket(Name::Sock)),
            (5, Act::SetOption(Name::Sock, option::SO_RCVBUF, receive as i32)),
            (6, Act::Bind(Name::Sock, port)),
            (7, Act::Listen(Name::Sock, 1)),
            (8, Act::Accept),
            (9, Act::Pass),
            (10, Act::Sleep(1000)),
            (9, Act::Again(7)),
        ],
    };
    Native::new(steps(&lines))
}
