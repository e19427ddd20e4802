//! What the simulated computer runs: small native services that digest every byte (SHA-256).

use netlab_abi::{
    Data, Fd, Inspection, MessageFlags, Outcome, Program, Signal, SocketAddrV4, SocketFlags, Syscall,
    SyscallValue, ThreadNumber, Trap,
};
use netlab_kernel::random::Random;
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::rc::Rc;

/// A service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// Accepts a connection, reads to its end, prints the digest, and so on.
    Sink(u16),
    /// Accepts a connection, sends so many random bytes, prints their digest, closes.
    Source(u16, u64),
    /// Answers what it reads with the same bytes.
    Echo(u16),
    /// Answers everything with `world`.
    World(u16),
    /// Accepts and never reads.
    Deaf(u16),
    /// Connects, reads to the end, prints the digest.
    Fetch(SocketAddrV4),
    /// Connects, sends so many random bytes, prints their digest, closes.
    Push(SocketAddrV4, u64),
}

impl Service {
    /// The service that words such as `sink:5000`, `source:5000:1048576` or `push:10.0.0.1:5000:1048576` name.
    pub fn parse(words: &str) -> Option<Service> {
        let parts: Vec<&str> = words.split(':').collect();
        let address = |ip: &str, port: &str| Some(SocketAddrV4::new(ip.parse().ok()?, port.parse().ok()?));
        match parts[..] {
            ["sink", port] => Some(Service::Sink(port.parse().ok()?)),
            ["source", port, bytes] => Some(Service::Source(port.parse().ok()?, bytes.parse().ok()?)),
            ["echo", port] => Some(Service::Echo(port.parse().ok()?)),
            ["world", port] => Some(Service::World(port.parse().ok()?)),
            ["deaf", port] => Some(Service::Deaf(port.parse().ok()?)),
            ["fetch", ip, port] => Some(Service::Fetch(address(ip, port)?)),
            ["push", ip, port, bytes] => Some(Service::Push(address(ip, port)?, bytes.parse().ok()?)),
            _ => None,
        }
    }

    fn port(self) -> Option<u16> {
        match self {
            Service::Sink(port)
            | Service::Source(port, _)
            | Service::Echo(port)
            | Service::World(port)
            | Service::Deaf(port) => Some(port),
            Service::Fetch(_) | Service::Push(..) => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Begin,
    Socket,
    Bound,
    Listening,
    Accepting,
    Connecting,
    Sending,
    Receiving,
    Closing,
    Over,
}

/// A service as a program. The digest lives outside of the model: only the outside asks for it.
#[derive(Clone)]
pub struct Worker {
    service: Service,
    place: Place,
    listener: Fd,
    socket: Fd,
    left: u64,
    random: Random,
    digest: Rc<RefCell<Sha256>>,
    total: u64,
}

const CHUNK: usize = 64 * 1024;

impl Worker {
    pub fn new(service: Service, seed: u64) -> Self {
        Worker {
            service,
            place: Place::Begin,
            listener: Fd(-1),
            socket: Fd(-1),
            left: 0,
            random: Random::new(seed),
            digest: Rc::default(),
            total: 0,
        }
    }

    fn accept(&mut self) -> Syscall {
        self.place = Place::Accepting;
        Syscall::Accept { fd: self.listener, flags: SocketFlags::default() }
    }

    fn receive(&mut self) -> Syscall {
        self.place = Place::Receiving;
        Syscall::Receive { fd: self.socket, length: CHUNK, flags: MessageFlags::NONE }
    }

    fn send(&mut self, data: Data) -> Syscall {
        self.place = Place::Sending;
        Syscall::Send { fd: self.socket, data, flags: MessageFlags::NOSIGNAL, to: None }
    }

    fn send_random(&mut self) -> Syscall {
        if self.left == 0 {
            return self.close();
        }
        let length = (self.left as usize).min(CHUNK);
        let mut bytes = Vec::with_capacity(length + 8);
        while bytes.len() < length {
            bytes.extend(self.random.next_u64().to_le_bytes());
        }
        bytes.truncate(length);
        self.digest.borrow_mut().update(&bytes);
        self.total += length as u64;
        self.left -= length as u64;
        self.send(Data::new(bytes))
    }

    fn close(&mut self) -> Syscall {
        self.place = Place::Closing;
        let digest = core::mem::take(&mut *self.digest.borrow_mut()).finalize();
        let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        println!("{:?} {} bytes sha256 {digest}", self.service, core::mem::take(&mut self.total));
        Syscall::Close { fd: self.socket }
    }

    fn connected(&mut self) -> Syscall {
        match self.service {
            Service::Sink(_) | Service::Echo(_) | Service::World(_) | Service::Fetch(_) => self.receive(),
            Service::Source(_, bytes) | Service::Push(_, bytes) => {
                self.left = bytes;
                self.send_random()
            }
            Service::Deaf(_) => self.accept(),
        }
    }

    fn received(&mut self, data: &Data) -> Syscall {
        if data.is_empty() {
            return self.close();
        }
        self.digest.borrow_mut().update(&data.bytes);
        self.total += data.len() as u64;
        match self.service {
            Service::Echo(_) => self.send(data.clone()),
            Service::World(_) => self.send(Data::from(b"world")),
            Service::Sink(_)
            | Service::Source(..)
            | Service::Deaf(_)
            | Service::Fetch(_)
            | Service::Push(..) => self.receive(),
        }
    }

    fn sent(&mut self) -> Syscall {
        match self.service {
            Service::Source(..) | Service::Push(..) => self.send_random(),
            Service::Sink(_)
            | Service::Echo(_)
            | Service::World(_)
            | Service::Deaf(_)
            | Service::Fetch(_) => self.receive(),
        }
    }

    fn next(&mut self, value: &SyscallValue) -> Syscall {
        match (self.place, value) {
            (Place::Begin, _) => {
                self.place = Place::Socket;
                Syscall::stream_socket()
            }
            (Place::Socket, SyscallValue::Number(fd)) => {
                let fd = Fd(*fd as i32);
                match (self.service, self.service.port()) {
                    (_, Some(port)) => {
                        self.listener = fd;
                        self.place = Place::Bound;
                        let address = SocketAddrV4::new(core::net::Ipv4Addr::UNSPECIFIED, port);
                        Syscall::Bind { fd, address }
                    }
                    (Service::Fetch(address) | Service::Push(address, _), None) => {
                        self.socket = fd;
                        self.place = Place::Connecting;
                        Syscall::Connect { fd, address }
                    }
                    (service, None) => panic!("{service:?} has a port"),
                }
            }
            (Place::Bound, _) => {
                self.place = Place::Listening;
                Syscall::Listen { fd: self.listener, backlog: 128 }
            }
            (Place::Listening, _) => self.accept(),
            (Place::Accepting, SyscallValue::Accepted { fd, .. }) => {
                self.socket = *fd;
                self.connected()
            }
            (Place::Connecting, _) => self.connected(),
            (Place::Sending, _) => self.sent(),
            (Place::Receiving, SyscallValue::Received(received)) => self.received(&received.data),
            (Place::Closing, _) if self.listener.0 >= 0 => self.accept(),
            (Place::Closing, _) => {
                self.place = Place::Over;
                Syscall::Exit { code: 0 }
            }
            (place, value) => panic!("{:?} at {place:?} got {value:?}", self.service),
        }
    }
}

impl Program for Worker {
    fn resume(&mut self, _: ThreadNumber, outcome: Outcome) -> Trap {
        Trap::call(match outcome {
            Outcome::Started | Outcome::Statement => self.next(&SyscallValue::Number(0)),
            Outcome::Returned(Ok(value)) => self.next(&value),
            Outcome::Returned(Err(errno)) => {
                println!("{:?} at {:?}: {}", self.service, self.place, errno.name());
                match self.place {
                    Place::Sending | Place::Receiving => self.close(),
                    _ => Syscall::Exit { code: 1 },
                }
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
        self.total
    }
}
