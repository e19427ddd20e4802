//! The programs of a case: two threads each, one sends, one receives.

use super::case::{Ending, Side};
use netlab_abi::{
    Data, Domain, Fd, Inspection, Ipv4Addr, MessageFlags, OptionLevel, Outcome, PollEvents, PollFd, Program,
    Protocol, ShutdownHow, Signal, SocketAddrV4, SocketFlags, SocketOption, SocketType, Syscall,
    SyscallValue, ThreadNumber, Trap, option, tcp_option,
};

/// The byte at an offset of a stream; it repeats after 65,536 only.
pub fn pattern(stream: u32, offset: u64) -> u8 {
    (offset.wrapping_mul(167) + (offset >> 8).wrapping_mul(13) + u64::from(stream) * 29) as u8
}

const SENDER: ThreadNumber = ThreadNumber(0);
const RECEIVER: ThreadNumber = ThreadNumber(1);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Begin,
    Socket,
    Setting(usize),
    Bound,
    Listening,
    Accepting,
    Connecting,
    Starting,
    Sending,
    WaitingToSend,
    Ended,
    Closing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    Paused,
    Receiving,
    Waiting,
    Ended,
}

/// One end of a connection.
#[derive(Clone)]
pub struct Peer {
    side: Side,
    stream: u32,
    /// A server binds to the port; a client connects to the address.
    server: bool,
    address: SocketAddrV4,
    place: Place,
    reading: Reading,
    listener: Fd,
    socket: Fd,
    sent: u64,
    calls: u64,
    received: u64,
}

impl Peer {
    pub fn new(side: &Side, stream: u32, server: bool, address: SocketAddrV4) -> Self {
        Peer {
            side: side.clone(),
            stream,
            server,
            address,
            place: Place::Begin,
            reading: Reading::Paused,
            listener: Fd(-1),
            socket: Fd(-1),
            sent: 0,
            calls: 0,
            received: 0,
        }
    }

    fn option(&mut self, number: usize) -> Option<Syscall> {
        let fd = if self.server { self.listener } else { self.socket };
        let set =
            |level, name, value| Syscall::SetSocketOption { fd, option: SocketOption { level, name }, value };
        let word = |value: i32| value.to_le_bytes().to_vec();
        let mut all = vec![set(OptionLevel::SOCKET, option::SO_REUSEADDR, word(1))];
        all.extend(self.side.send_buffer.map(|size| set(OptionLevel::SOCKET, option::SO_SNDBUF, word(size))));
        all.extend(
            self.side.receive_buffer.map(|size| set(OptionLevel::SOCKET, option::SO_RCVBUF, word(size))),
        );
        let chosen = self.side.options.iter();
        all.extend(chosen.map(|(name, value)| set(OptionLevel::TCP, *name, word(*value))));
        if self.side.reno {
            all.push(set(OptionLevel::TCP, tcp_option::TCP_CONGESTION, b"reno".to_vec()));
        }
        all.into_iter().nth(number)
    }

    fn poll(&self, events: PollEvents) -> Syscall {
        Syscall::Poll { fds: vec![PollFd { fd: self.socket, events }], timeout: None }
    }

    fn send(&mut self) -> Syscall {
        let left = self.side.send - self.sent;
        if left == 0 {
            return match self.side.ending {
                Ending::Graceful => {
                    self.place = Place::Ended;
                    Syscall::Shutdown { fd: self.socket, how: ShutdownHow::Write }
                }
                Ending::Abrupt => Syscall::Exit { code: 0 },
            };
        }
        self.place = Place::Sending;
        self.calls += 1;
        let length = left.min(self.side.chunk);
        let bytes: Vec<u8> =
            (self.sent..self.sent + length).map(|offset| pattern(self.stream, offset)).collect();
        let mut flags = MessageFlags::NOSIGNAL.0;
        if self.side.polls {
            flags |= MessageFlags::DONTWAIT.0;
        }
        if self.side.more && self.calls.is_multiple_of(3) {
            flags |= MessageFlags::MORE.0;
        }
        Syscall::Send { fd: self.socket, data: Data::new(bytes), flags: MessageFlags(flags), to: None }
    }

    fn receive(&mut self) -> Syscall {
        if self.side.pause > 0 && self.reading != Reading::Paused {
            self.reading = Reading::Paused;
            return Syscall::Sleep { duration: self.side.pause };
        }
        self.reading = Reading::Receiving;
        let flags = if self.side.polls { MessageFlags::DONTWAIT } else { MessageFlags::NONE };
        Syscall::Receive { fd: self.socket, length: self.side.read as usize, flags }
    }

    /// A thread is done; the last one closes.
    fn finish(&mut self, thread: ThreadNumber) -> Syscall {
        if thread == SENDER {
            self.place = Place::Closing;
        } else {
            self.reading = Reading::Ended;
        }
        if self.place == Place::Closing && self.reading == Reading::Ended {
            Syscall::Exit { code: 0 }
        } else {
            Syscall::ExitThread
        }
    }

    fn go_on_sending(&mut self, value: &SyscallValue) -> Syscall {
        match (self.place, value) {
            (Place::Begin, _) => {
                self.place = Place::Socket;
                Syscall::stream_socket()
            }
            (Place::Socket, SyscallValue::Number(fd)) => {
                if self.server {
                    self.listener = Fd(*fd as i32);
                } else {
                    self.socket = Fd(*fd as i32);
                }
                self.place = Place::Setting(0);
                self.option(0).expect("there is always one")
            }
            (Place::Setting(number), _) => match self.option(number + 1) {
                Some(call) => {
                    self.place = Place::Setting(number + 1);
                    call
                }
                None if self.server => {
                    self.place = Place::Bound;
                    let address = SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, self.address.port());
                    Syscall::Bind { fd: self.listener, address }
                }
                None => {
                    self.place = Place::Connecting;
                    Syscall::Connect { fd: self.socket, address: self.address }
                }
            },
            (Place::Bound, _) => {
                self.place = Place::Listening;
                Syscall::Listen { fd: self.listener, backlog: 1 }
            }
            (Place::Listening, _) => {
                self.place = Place::Accepting;
                Syscall::Accept { fd: self.listener, flags: SocketFlags::default() }
            }
            (Place::Accepting, SyscallValue::Accepted { fd, .. }) => {
                self.socket = *fd;
                self.place = Place::Starting;
                Syscall::StartThread { thread: RECEIVER }
            }
            (Place::Connecting, _) => {
                self.place = Place::Starting;
                Syscall::StartThread { thread: RECEIVER }
            }
            (Place::Starting | Place::WaitingToSend, _) => self.send(),
            (Place::Sending, SyscallValue::Sent { count, .. }) => {
                self.sent += *count as u64;
                self.send()
            }
            (Place::Ended, _) => self.finish(SENDER),
            (place, value) => panic!("the sender at {place:?} got {value:?}"),
        }
    }

    fn go_on_receiving(&mut self, value: &SyscallValue) -> Syscall {
        match (self.reading, value) {
            (Reading::Receiving, SyscallValue::Received(received)) => {
                self.received += received.data.len() as u64;
                if received.data.is_empty() { self.finish(RECEIVER) } else { self.receive() }
            }
            (Reading::Paused | Reading::Waiting, _) => {
                // A pause is over: the call itself follows.
                self.reading = Reading::Paused;
                self.receive()
            }
            (reading, value) => panic!("the receiver at {reading:?} got {value:?}"),
        }
    }
}

impl Program for Peer {
    fn resume(&mut self, thread: ThreadNumber, outcome: Outcome) -> Trap {
        let result = match outcome {
            Outcome::Started | Outcome::Statement => Ok(SyscallValue::Number(0)),
            Outcome::Returned(result) => result,
        };
        let sends = thread == SENDER;
        Trap::call(match result {
            Ok(value) if sends => self.go_on_sending(&value),
            Ok(value) => self.go_on_receiving(&value),
            Err(netlab_abi::Errno::EAGAIN) if sends && self.place == Place::Sending => {
                self.place = Place::WaitingToSend;
                self.poll(PollEvents::OUT)
            }
            Err(netlab_abi::Errno::EAGAIN) if !sends => {
                self.reading = Reading::Waiting;
                self.poll(PollEvents::IN)
            }
            Err(_) if sends && matches!(self.place, Place::Sending | Place::Ended) => self.finish(SENDER),
            Err(_) if !sends => self.finish(RECEIVER),
            Err(_) => Syscall::Exit { code: 1 },
        })
    }

    fn save(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }

    fn signal(&mut self, _: Signal) {}

    fn inspect(&self, _: ThreadNumber) -> Inspection {
        Inspection::default()
    }

    fn digest(&self) -> u64 {
        self.sent ^ self.received.rotate_left(32)
    }
}

/// Sends datagrams, or reads them for ever.
#[derive(Clone)]
pub struct Datagrams {
    /// How many, how long, nanoseconds between; `None` reads.
    pub sends: Option<(u32, u64, u64)>,
    pub to: SocketAddrV4,
    pub at: u32,
}

impl Program for Datagrams {
    fn resume(&mut self, _: ThreadNumber, _: Outcome) -> Trap {
        let at = self.at;
        self.at += 1;
        let fd = Fd(3);
        Trap::call(match (at, self.sends) {
            (0, _) => Syscall::Socket {
                domain: Domain::INET,
                kind: SocketType::DGRAM,
                flags: SocketFlags::default(),
                protocol: Protocol(0),
            },
            (1, None) => {
                Syscall::Bind { fd, address: SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, self.to.port()) }
            }
            (_, None) => Syscall::Receive { fd, length: 65_536, flags: MessageFlags::NONE },
            (at, Some((count, _, _))) if at > 2 * count => Syscall::Exit { code: 0 },
            (at, Some((_, _, pause))) if at % 2 == 0 => Syscall::Sleep { duration: pause },
            (_, Some((_, length, _))) => {
                let bytes: Vec<u8> = (0..length).map(|offset| pattern(99, offset)).collect();
                Syscall::Send { fd, data: Data::new(bytes), flags: MessageFlags::NONE, to: Some(self.to) }
            }
        })
    }

    fn save(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }

    fn signal(&mut self, _: Signal) {}

    fn inspect(&self, _: ThreadNumber) -> Inspection {
        Inspection::default()
    }

    fn digest(&self) -> u64 {
        u64::from(self.at)
    }
}
