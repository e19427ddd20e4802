//! The programs of the works, as coroutines at the system-call border.

use netlab_abi::{
    Data, Fd, Inspection, MessageFlags, OptionLevel, Outcome, Program, Signal, SocketAddrV4, SocketFlags,
    SocketOption, Syscall, SyscallValue, ThreadNumber, Trap, option, tcp_option,
};
use std::cell::Cell;
use std::rc::Rc;

/// Length of the pattern, a prime, so that no buffer size fits it.
pub const PERIOD: usize = 65_521;

/// What the programs send, shared by all of them.
#[derive(Clone)]
pub struct Pattern {
    /// The pattern twice, so that any stretch of up to [`PERIOD`] bytes can be compared in one piece.
    twice: Rc<[u8]>,
    /// The pattern once, as programs hand it over.
    once: Data,
}

/// The pattern.
pub fn pattern() -> Pattern {
    let mut state = 0x2545_f491_u32;
    let once: Vec<u8> = (0..PERIOD)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state as u8
        })
        .collect();
    Pattern { twice: once.repeat(2).into(), once: Data::from(&once[..]) }
}

/// What the programs of a run have done; shared, outside of the model.
#[derive(Debug, Default)]
pub struct Tally {
    /// Bytes (or messages) that came as they should.
    pub good: Cell<u64>,
    /// Receive calls whose bytes were wrong.
    pub bad: Cell<u64>,
    /// Bytes (or messages) sent.
    pub sent: Cell<u64>,
    /// Programs that reached their end.
    pub finished: Cell<u64>,
}

fn add(cell: &Cell<u64>, count: u64) {
    cell.set(cell.get() + count);
}

/// What a program is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Sends so many bytes of the pattern, then closes.
    Source(u64),
    /// Reads to the end.
    Sink,
    /// Sends hello and waits for world, so many times.
    Asker(u64),
    /// Answers hello with world until the end.
    Answerer,
    /// Connects, asks, closes, so many times.
    Visitor(u64),
    /// Accepts, answers, waits for the end, closes, for ever.
    Host,
    /// Accepts and never reads.
    Deaf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Begin,
    Socket,
    SendBuffer,
    ReceiveBuffer,
    NoDelay,
    Bound,
    Listening,
    Connected,
    Accepting,
    Sending,
    Receiving,
    Closing,
    Over,
}

/// A program of a work.
#[derive(Clone)]
pub struct Worker {
    role: Role,
    peer: SocketAddrV4,
    buffer: i32,
    pattern: Pattern,
    chunk: Data,
    tally: Rc<Tally>,
    place: Place,
    listener: Fd,
    socket: Fd,
    done: u64,
}

const RECEIVE: usize = 65_536;

impl Worker {
    /// A program for `role`; `peer` is the server's address, `buffer` the size of both socket buffers (0: the usual).
    pub fn new(role: Role, peer: SocketAddrV4, buffer: i32, pattern: &Pattern, tally: &Rc<Tally>) -> Self {
        let chunk = match role {
            Role::Source(_) => pattern.once.clone(),
            Role::Asker(_) | Role::Visitor(_) => Data::from(b"hello"),
            Role::Answerer | Role::Host => Data::from(b"world"),
            Role::Sink | Role::Deaf => Data::from(b""),
        };
        Worker {
            role,
            peer,
            buffer,
            pattern: pattern.clone(),
            chunk,
            tally: Rc::clone(tally),
            place: Place::Begin,
            listener: Fd(-1),
            socket: Fd(-1),
            done: 0,
        }
    }

    fn serves(&self) -> bool {
        match self.role {
            Role::Sink | Role::Answerer | Role::Host | Role::Deaf => true,
            Role::Source(_) | Role::Asker(_) | Role::Visitor(_) => false,
        }
    }

    fn goal(&self) -> u64 {
        match self.role {
            Role::Source(goal) | Role::Asker(goal) | Role::Visitor(goal) => goal,
            Role::Sink | Role::Answerer | Role::Host | Role::Deaf => u64::MAX,
        }
    }

    fn set(&mut self, place: Place, level: OptionLevel, name: i32, value: i32) -> Syscall {
        self.place = place;
        let fd = if self.serves() { self.listener } else { self.socket };
        Syscall::SetSocketOption {
            fd,
            option: SocketOption { level, name },
            value: value.to_le_bytes().to_vec(),
        }
    }

    fn new_socket(&mut self) -> Syscall {
        self.place = Place::Socket;
        Syscall::stream_socket()
    }

    fn receive(&mut self) -> Syscall {
        self.place = Place::Receiving;
        Syscall::Receive { fd: self.socket, length: RECEIVE, flags: MessageFlags::NONE }
    }

    fn send(&mut self) -> Syscall {
        self.place = Place::Sending;
        let left = self.goal().saturating_sub(self.done);
        let data = match self.role {
            Role::Source(_) if left < PERIOD as u64 => Data::from(&self.pattern.twice[..left as usize]),
            _ => self.chunk.clone(),
        };
        Syscall::Send { fd: self.socket, data, flags: MessageFlags::NONE, to: None }
    }

    fn close(&mut self) -> Syscall {
        self.place = Place::Closing;
        Syscall::Close { fd: self.socket }
    }

    fn over(&mut self) -> Syscall {
        self.place = Place::Over;
        add(&self.tally.finished, 1);
        Syscall::Exit { code: 0 }
    }

    fn accept(&mut self) -> Syscall {
        self.place = Place::Accepting;
        Syscall::Accept { fd: self.listener, flags: SocketFlags::default() }
    }

    /// What follows once there is a connection.
    fn begin(&mut self) -> Syscall {
        match self.role {
            Role::Source(_) | Role::Asker(_) | Role::Visitor(_) => self.send(),
            Role::Sink | Role::Answerer | Role::Host => self.receive(),
            Role::Deaf => {
                self.place = Place::Over;
                Syscall::Sleep { duration: u64::MAX / 2 }
            }
        }
    }

    fn sent(&mut self, count: u64) -> Syscall {
        match self.role {
            Role::Source(goal) => {
                self.done += count;
                add(&self.tally.sent, count);
                if self.done == goal { self.close() } else { self.send() }
            }
            Role::Asker(_) | Role::Answerer | Role::Visitor(_) | Role::Host | Role::Sink | Role::Deaf => {
                self.receive()
            }
        }
    }

    fn received(&mut self, bytes: &[u8]) -> Syscall {
        match self.role {
            Role::Sink => {
                if bytes.is_empty() {
                    return self.close();
                }
                let at = (self.done % PERIOD as u64) as usize;
                let good =
                    bytes.chunks(PERIOD).all(|piece| *piece == self.pattern.twice[at..at + piece.len()]);
                let counter = if good { &self.tally.good } else { &self.tally.bad };
                add(counter, bytes.len() as u64);
                self.done += bytes.len() as u64;
                self.receive()
            }
            Role::Asker(_) | Role::Visitor(_) => {
                add(if bytes == b"world" { &self.tally.good } else { &self.tally.bad }, 1);
                self.done += 1;
                let again = self.done < self.goal() && matches!(self.role, Role::Asker(_));
                if again { self.send() } else { self.close() }
            }
            Role::Answerer | Role::Host if bytes.is_empty() => self.close(),
            Role::Answerer | Role::Host => {
                add(if bytes == b"hello" { &self.tally.sent } else { &self.tally.bad }, 1);
                self.send()
            }
            Role::Source(_) | Role::Deaf => panic!("this program does not receive"),
        }
    }

    fn closed(&mut self) -> Syscall {
        match self.role {
            Role::Visitor(goal) if self.done < goal => self.new_socket(),
            Role::Host => self.accept(),
            Role::Source(_)
            | Role::Sink
            | Role::Asker(_)
            | Role::Answerer
            | Role::Visitor(_)
            | Role::Deaf => self.over(),
        }
    }

    fn next(&mut self, value: &SyscallValue) -> Syscall {
        match (self.place, value) {
            (Place::Begin, _) => self.new_socket(),
            (Place::Socket, SyscallValue::Number(fd)) => {
                let fd = Fd(*fd as i32);
                if self.serves() {
                    self.listener = fd;
                } else {
                    self.socket = fd;
                }
                if self.buffer == 0 {
                    return self.set(Place::NoDelay, OptionLevel::TCP, tcp_option::TCP_NODELAY, 1);
                }
                self.set(Place::SendBuffer, OptionLevel::SOCKET, option::SO_SNDBUF, self.buffer)
            }
            (Place::SendBuffer, _) => {
                self.set(Place::ReceiveBuffer, OptionLevel::SOCKET, option::SO_RCVBUF, self.buffer)
            }
            (Place::ReceiveBuffer, _) => {
                self.set(Place::NoDelay, OptionLevel::TCP, tcp_option::TCP_NODELAY, 1)
            }
            (Place::NoDelay, _) if self.serves() => {
                self.place = Place::Bound;
                let address = SocketAddrV4::new(core::net::Ipv4Addr::UNSPECIFIED, self.peer.port());
                Syscall::Bind { fd: self.listener, address }
            }
            (Place::NoDelay, _) => {
                self.place = Place::Connected;
                Syscall::Connect { fd: self.socket, address: self.peer }
            }
            (Place::Bound, _) => {
                self.place = Place::Listening;
                Syscall::Listen { fd: self.listener, backlog: 128 }
            }
            (Place::Listening, _) => self.accept(),
            (Place::Accepting, SyscallValue::Accepted { fd, .. }) => {
                self.socket = *fd;
                self.begin()
            }
            (Place::Connected, _) => self.begin(),
            (Place::Sending, SyscallValue::Sent { count, .. }) => self.sent(*count as u64),
            (Place::Receiving, SyscallValue::Received(received)) => self.received(&received.data.bytes),
            (Place::Closing, _) => self.closed(),
            (place, value) => panic!("{:?} at {place:?} got {value:?}", self.role),
        }
    }
}

impl Program for Worker {
    fn resume(&mut self, _: ThreadNumber, outcome: Outcome) -> Trap {
        let call = match outcome {
            Outcome::Started | Outcome::Statement => self.next(&SyscallValue::Number(0)),
            Outcome::Returned(Ok(value)) => self.next(&value),
            Outcome::Returned(Err(errno)) => {
                add(&self.tally.bad, 1);
                eprintln!("{:?} at {:?}: {}", self.role, self.place, errno.name());
                self.over()
            }
        };
        Trap::Syscall { call, work: 1 }
    }

    fn save(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }

    fn signal(&mut self, _: Signal) {}

    fn inspect(&self, _: ThreadNumber) -> Inspection {
        Inspection::default()
    }

    fn digest(&self) -> u64 {
        self.done
    }
}
