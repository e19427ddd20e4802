//! Programs for tests: a list of lines, each of which makes one system call.

use netlab_abi::{
    Data, Domain, Fd, Inspection, MessageFlags, Outcome, Program, Protocol, Signal, SocketFlags, SocketType,
    Syscall, SyscallResult, SyscallValue, ThreadNumber, Trap,
};
use std::collections::BTreeMap;
use std::net::SocketAddrV4;
use std::rc::Rc;

/// What a script remembers.
#[derive(Clone, Default)]
pub struct Memory {
    values: BTreeMap<&'static str, i64>,
    results: BTreeMap<u32, SyscallResult>,
    /// The line that runs next in each thread.
    next: BTreeMap<u32, usize>,
    thread: u32,
    /// Signals whose handlers ran.
    pub handled: Vec<Signal>,
}

impl Memory {
    /// The last call's result in this thread.
    pub fn result(&self) -> &SyscallResult {
        &self.results[&self.thread]
    }
    /// The last call's number: a descriptor, a count, a pid.
    pub fn number(&self) -> i64 {
        match self.result() {
            Ok(SyscallValue::Number(value)) => *value,
            Ok(SyscallValue::Accepted { fd, .. }) => i64::from(fd.0),
            Ok(SyscallValue::Sent { count, .. }) => *count as i64,
            Ok(SyscallValue::Received(received)) => received.data.len() as i64,
            Ok(SyscallValue::Epoll(found)) => found.len() as i64,
            Ok(SyscallValue::Poll(found)) => found.len() as i64,
            Ok(_) => -2,
            Err(_) => -1,
        }
    }
    /// Remembers the last call's number under a name.
    pub fn keep(&mut self, name: &'static str) -> Fd {
        let value = self.number();
        self.values.insert(name, value);
        Fd(value as i32)
    }
    pub fn set(&mut self, name: &'static str, value: i64) {
        self.values.insert(name, value);
    }
    pub fn get(&self, name: &'static str) -> i64 {
        self.values[name]
    }
    pub fn fd(&self, name: &'static str) -> Fd {
        Fd(self.values[name] as i32)
    }
    /// The thread goes on with this line afterwards.
    pub fn jump(&mut self, line: usize) {
        self.next.insert(self.thread, line);
    }
}

type Line = Rc<dyn Fn(&mut Memory) -> Syscall>;

/// A program made of lines. Thread 0 begins with line 0, thread n with the n-th entry.
#[derive(Clone)]
pub struct Script {
    lines: Vec<Line>,
    entries: Vec<usize>,
    pub memory: Memory,
}

/// A line.
pub fn line(call: impl Fn(&mut Memory) -> Syscall + 'static) -> Line {
    Rc::new(call)
}

impl Script {
    pub fn new(lines: Vec<Line>) -> Self {
        Script { lines, entries: vec![0], memory: Memory::default() }
    }
    /// As `new`, with threads that begin elsewhere.
    pub fn threaded(lines: Vec<Line>, entries: &[usize]) -> Self {
        Script { lines, entries: entries.to_vec(), memory: Memory::default() }
    }
}

impl Program for Script {
    fn resume(&mut self, thread: ThreadNumber, outcome: Outcome) -> Trap {
        self.memory.thread = thread.0;
        match outcome {
            Outcome::Started => {
                self.memory.next.insert(thread.0, self.entries[thread.0 as usize]);
            }
            Outcome::Statement => {}
            Outcome::Returned(result) => {
                self.memory.results.insert(thread.0, result);
            }
        }
        let at = self.memory.next[&thread.0];
        self.memory.next.insert(thread.0, at + 1);
        let call = match self.lines.get(at).cloned() {
            Some(line) => line(&mut self.memory),
            None => Syscall::Exit { code: 0 },
        };
        Trap::call(call)
    }
    fn save(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
    fn signal(&mut self, signal: Signal) {
        self.memory.handled.push(signal);
    }
    fn inspect(&self, _: ThreadNumber) -> Inspection {
        Inspection::default()
    }
    fn digest(&self) -> u64 {
        self.memory.next.values().map(|&at| at as u64).sum()
    }
}

pub fn tcp() -> Syscall {
    socket(SocketType::STREAM)
}
pub fn udp() -> Syscall {
    socket(SocketType::DGRAM)
}
fn socket(kind: SocketType) -> Syscall {
    let flags = SocketFlags { close_on_exec: true, nonblocking: false };
    Syscall::Socket { domain: Domain::INET, kind, flags, protocol: Protocol(0) }
}
pub fn address(text: &str) -> SocketAddrV4 {
    text.parse().expect("an address")
}
pub fn bind(fd: Fd, to: &str) -> Syscall {
    Syscall::Bind { fd, address: address(to) }
}
pub fn connect(fd: Fd, to: &str) -> Syscall {
    Syscall::Connect { fd, address: address(to) }
}
pub fn listen(fd: Fd, backlog: i32) -> Syscall {
    Syscall::Listen { fd, backlog }
}
pub fn accept(fd: Fd) -> Syscall {
    Syscall::Accept { fd, flags: SocketFlags { close_on_exec: true, nonblocking: false } }
}
pub fn send(fd: Fd, bytes: &[u8]) -> Syscall {
    Syscall::Send { fd, data: Data::new(bytes), flags: MessageFlags::NONE, to: None }
}
pub fn send_to(fd: Fd, bytes: &[u8], to: &str) -> Syscall {
    Syscall::Send { fd, data: Data::new(bytes), flags: MessageFlags::NONE, to: Some(address(to)) }
}
pub fn receive(fd: Fd, length: usize) -> Syscall {
    Syscall::Receive { fd, length, flags: MessageFlags::NONE }
}
pub fn close(fd: Fd) -> Syscall {
    Syscall::Close { fd }
}
pub fn sleep(millis: u64) -> Syscall {
    Syscall::Sleep { duration: millis * 1_000_000 }
}
