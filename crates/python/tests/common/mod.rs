//! A small kernel for tests: output, a virtual clock, signals to oneself, pipes, threads on futexes, no network.

pub mod chance;

use netlab_abi::{
    Data, Errno, Fd, MessageFlags, Outcome, PollEvents, PollFd, Program, Received, Signal, Syscall,
    SyscallResult, SyscallValue, ThreadNumber, Trap,
};
use netlab_python::{CompileErrors, Machine, Options, compile};
use std::collections::BTreeMap;

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// What was written to descriptor 1.
    pub output: String,
    /// What was written to descriptor 2.
    pub error: String,
    /// The exit code.
    pub code: i32,
}

/// Traps before a run counts as endless.
const MOST_TRAPS: u64 = 3_000_000;

/// How far a run goes, and in what world.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Traps before it is ended with code -2.
    pub traps: u64,
    /// Bytes of memory of the program.
    pub memory: usize,
    /// Seed of system calls that fail without reason.
    pub failures: Option<u64>,
}

/// A thread as the kernel sees it.
#[derive(Debug, Clone)]
enum State {
    Ready(Outcome),
    Asleep { until: u64 },
    Waiting { key: u64, until: Option<u64> },
    Polling { fds: Vec<PollFd>, until: Option<u64> },
    Over,
}

/// Runs a program to its end.
#[allow(dead_code)]
pub fn run(source: &str, name: &str) -> Result<Ending, CompileErrors> {
    Ok(Kernel::start(machine(source, name)?).finish(false))
}

/// The same, but a copy goes on after each trap and the original is thrown away.
#[allow(dead_code)]
pub fn run_copied(source: &str, name: &str) -> Result<Ending, CompileErrors> {
    Ok(Kernel::start(machine(source, name)?).finish(true))
}

/// Runs a program within limits; `each` is called after every trap with the work that it took.
#[allow(dead_code)]
pub fn run_limited(
    source: &str,
    name: &str,
    limits: &Limits,
    each: &mut dyn FnMut(u32),
) -> Result<Ending, CompileErrors> {
    let memory = limits.memory;
    let options = Options { arguments: vec![name.to_owned()], memory, ..Options::default() };
    let mut kernel = Kernel::start(Box::new(Machine::new(compile(source, name)?, options)));
    kernel.failures = limits.failures.map(chance::Chance::new);
    for _ in 0..limits.traps {
        match kernel.step(false) {
            Ok(work) => each(work),
            Err(code) => return Ok(kernel.end(code)),
        }
    }
    Ok(kernel.end(-2))
}

/// The program, compiled.
pub fn machine(source: &str, name: &str) -> Result<Box<dyn Program>, CompileErrors> {
    let options = Options { arguments: vec![name.to_owned()], ..Options::default() };
    Ok(Box::new(Machine::new(compile(source, name)?, options)))
}

/// A process and its kernel.
pub struct Kernel {
    program: Box<dyn Program>,
    threads: BTreeMap<u32, State>,
    output: Vec<u8>,
    error: Vec<u8>,
    clock: u64,
    handled: Vec<Signal>,
    timer: Option<(u64, u64)>,
    pipes: BTreeMap<i32, i32>,
    content: BTreeMap<i32, Vec<u8>>,
    epolls: BTreeMap<i32, Vec<(i32, PollEvents, u64)>>,
    next_fd: i32,
    turn: u32,
    failures: Option<chance::Chance>,
}

/// A kernel with its process can be saved and restored.
impl Clone for Kernel {
    fn clone(&self) -> Kernel {
        Kernel {
            program: self.program.save(),
            threads: self.threads.clone(),
            output: self.output.clone(),
            error: self.error.clone(),
            clock: self.clock,
            handled: self.handled.clone(),
            timer: self.timer,
            pipes: self.pipes.clone(),
            content: self.content.clone(),
            epolls: self.epolls.clone(),
            next_fd: self.next_fd,
            turn: self.turn,
            failures: self.failures.clone(),
        }
    }
}

impl Kernel {
    /// A process that has not begun.
    pub fn start(program: Box<dyn Program>) -> Kernel {
        Kernel {
            program,
            threads: BTreeMap::from([(0, State::Ready(Outcome::Started))]),
            output: Vec::new(),
            error: Vec::new(),
            clock: 0,
            handled: Vec::new(),
            timer: None,
            pipes: BTreeMap::new(),
            content: BTreeMap::new(),
            epolls: BTreeMap::new(),
            next_fd: 3,
            turn: 0,
            failures: None,
        }
    }

    fn finish(mut self, copy: bool) -> Ending {
        for _ in 0..MOST_TRAPS {
            if let Err(code) = self.step(copy) {
                return self.end(code);
            }
        }
        self.end(-2)
    }

    /// Runs until the next trap of any thread: its work, or the exit code. With `copy` a copy of the program goes on.
    pub fn step(&mut self, copy: bool) -> Result<u32, i32> {
        self.wake();
        let ready = |state: &State| matches!(state, State::Ready(_));
        let next = self.threads.range(self.turn..).find(|(_, state)| ready(state)).map(|(number, _)| *number);
        let next = next.or_else(|| self.threads.iter().find(|(_, state)| ready(state)).map(|(n, _)| *n));
        let Some(number) = next else {
            return if self.skip() { Ok(0) } else { Err(-1) };
        };
        let Some(State::Ready(outcome)) = self.threads.insert(number, State::Over) else { unreachable!() };
        let trap = self.program.resume(ThreadNumber(number), outcome);
        if copy {
            self.program = self.program.save();
        }
        match trap {
            Trap::Statement { work, .. } => {
                self.clock += 1000;
                self.turn = number + 1;
                self.threads.insert(number, State::Ready(Outcome::Statement));
                Ok(work)
            }
            Trap::Syscall { call: Syscall::Exit { code }, .. } => Err(code),
            Trap::Syscall { call, work } => {
                let state = self.call(call);
                self.threads.insert(number, state);
                Ok(work)
            }
        }
    }

    /// A number that is the same for equal states of the program.
    #[allow(dead_code)]
    pub fn digest(&self) -> u64 {
        self.program.digest()
    }

    /// What the run has printed.
    pub fn end(self, code: i32) -> Ending {
        Ending {
            output: String::from_utf8_lossy(&self.output).into_owned(),
            error: String::from_utf8_lossy(&self.error).into_owned(),
            code,
        }
    }

    /// Goes to the next moment at which something happens; false if nothing will.
    fn skip(&mut self) -> bool {
        let until = |state: &State| match state {
            State::Asleep { until } => Some(*until),
            State::Waiting { until, .. } | State::Polling { until, .. } => *until,
            State::Ready(_) | State::Over => None,
        };
        let next = self.threads.values().filter_map(until).chain(self.timer.map(|(at, _)| at)).min();
        match next {
            Some(at) => {
                self.clock = self.clock.max(at);
                true
            }
            None => false,
        }
    }

    fn wake(&mut self) {
        if let Some((at, interval)) = self.timer
            && at <= self.clock
        {
            self.timer = (interval > 0).then_some((at + interval, interval));
            self.raise(Signal::SIGALRM);
        }
        for (number, state) in self.threads.clone() {
            let result: SyscallResult = match &state {
                State::Asleep { until } if *until <= self.clock => Ok(SyscallValue::Number(0)),
                State::Waiting { until: Some(until), .. } if *until <= self.clock => Err(Errno::ETIMEDOUT),
                State::Polling { fds, until } => {
                    let found = self.found(fds);
                    if found.is_empty() && until.is_none_or(|until| until > self.clock) {
                        continue;
                    }
                    Ok(SyscallValue::Poll(found))
                }
                _ => continue,
            };
            self.threads.insert(number, State::Ready(Outcome::Returned(result)));
        }
    }

    fn found(&self, fds: &[PollFd]) -> Vec<PollFd> {
        let ready = |fd: &PollFd| {
            let mut events = PollEvents::NONE;
            if self.content.get(&fd.fd.0).is_some_and(|content| !content.is_empty()) {
                events = events.union(PollEvents::IN);
            }
            if self.pipes.contains_key(&fd.fd.0) {
                events = events.union(PollEvents::OUT);
            }
            let events = events.intersection(fd.events);
            (!events.is_empty()).then_some(PollFd { fd: fd.fd, events })
        };
        fds.iter().filter_map(ready).collect()
    }

    fn raise(&mut self, signal: Signal) {
        if self.handled.contains(&signal) {
            self.program.signal(signal);
            if let Some(state @ (State::Asleep { .. } | State::Polling { .. })) = self.threads.get_mut(&0) {
                *state = State::Ready(Outcome::Returned(Err(Errno::EINTR)));
            }
        }
    }

    fn fresh(&mut self) -> i32 {
        self.next_fd += 1;
        self.next_fd - 1
    }

    fn call(&mut self, call: Syscall) -> State {
        if let Some(chance) = &mut self.failures
            && chance.one_in(8)
            && !matches!(call, Syscall::ExitThread | Syscall::StartThread { .. })
        {
            let errnos =
                [Errno::EAGAIN, Errno::EBADF, Errno::EINTR, Errno::EPIPE, Errno::ENOMEM, Errno::EINVAL];
            return State::Ready(Outcome::Returned(Err(*chance.item(&errnos))));
        }
        let number = |number: i64| State::Ready(Outcome::Returned(Ok(SyscallValue::Number(number))));
        let failed = |errno| State::Ready(Outcome::Returned(Err(errno)));
        let value = |value| State::Ready(Outcome::Returned(Ok(value)));
        match call {
            Syscall::Write { fd, data } => {
                match fd.0 {
                    1 => self.output.extend_from_slice(&data.bytes),
                    2 => self.error.extend_from_slice(&data.bytes),
                    fd => match self.pipes.get(&fd) {
                        Some(read) => {
                            self.content.entry(*read).or_default().extend_from_slice(&data.bytes);
                        }
                        None => return failed(Errno::EBADF),
                    },
                }
                value(SyscallValue::Sent { count: data.len(), first: None })
            }
            Syscall::Read { fd, length } => match self.content.get_mut(&fd.0) {
                Some(content) => {
                    let count = content.len().min(length);
                    let bytes: Vec<u8> = content.drain(..count).collect();
                    let data = Data::new(bytes);
                    let received = Received {
                        length: data.len(),
                        data,
                        from: None,
                        flags: MessageFlags::NONE,
                        unread: None,
                    };
                    value(SyscallValue::Received(received))
                }
                None if fd.0 > 2 => failed(Errno::EBADF),
                None => {
                    let received = Received {
                        data: Data::new([].as_slice()),
                        from: None,
                        length: 0,
                        flags: MessageFlags::NONE,
                        unread: None,
                    };
                    value(SyscallValue::Received(received))
                }
            },
            Syscall::Pipe { .. } => {
                let (read, write) = (self.fresh(), self.fresh());
                self.pipes.insert(write, read);
                self.content.insert(read, Vec::new());
                value(SyscallValue::Pipe(Fd(read), Fd(write)))
            }
            Syscall::Close { fd } => {
                let known = self.content.remove(&fd.0).is_some() | self.pipes.remove(&fd.0).is_some();
                if known | self.epolls.remove(&fd.0).is_some() { number(0) } else { failed(Errno::EBADF) }
            }
            Syscall::Poll { fds, timeout } => State::Polling { fds, until: timeout.map(|t| self.clock + t) },
            Syscall::EpollCreate => {
                let fd = self.fresh();
                self.epolls.insert(fd, Vec::new());
                number(i64::from(fd))
            }
            Syscall::EpollControl { epoll, operation, fd, events, data } => {
                let entries = self.epolls.entry(epoll.0).or_default();
                entries.retain(|entry| entry.0 != fd.0);
                if operation != netlab_abi::EpollOperation::Delete {
                    entries.push((fd.0, events, data));
                }
                number(0)
            }
            Syscall::EpollWait { epoll, .. } => {
                let entries = self.epolls.get(&epoll.0).cloned().unwrap_or_default();
                let mut found = Vec::new();
                for (fd, events, data) in entries {
                    for ready in self.found(&[PollFd { fd: Fd(fd), events }]) {
                        found.push(netlab_abi::EpollEvent { events: ready.events, data });
                    }
                }
                value(SyscallValue::Epoll(found))
            }
            Syscall::Select { sets, timeout } => {
                let ready = |fds: &[Fd], events| -> Vec<Fd> {
                    let fds: Vec<PollFd> = fds.iter().map(|fd| PollFd { fd: *fd, events }).collect();
                    self.found(&fds).iter().map(|found| found.fd).collect()
                };
                let sets = netlab_abi::SelectSets {
                    read: ready(&sets.read, PollEvents::IN),
                    write: ready(&sets.write, PollEvents::OUT),
                    except: Vec::new(),
                };
                self.clock += timeout.unwrap_or(0);
                value(SyscallValue::Select(sets))
            }
            Syscall::Sleep { duration } => State::Asleep { until: self.clock + duration },
            Syscall::ClockGetTime { .. } => {
                self.clock += 100;
                number(1_700_000_000_000_000_000 + self.clock as i64)
            }
            Syscall::SetSignalAction { signal, action } => {
                self.handled.retain(|handled| *handled != signal);
                if action == netlab_abi::Disposition::Handler {
                    self.handled.push(signal);
                }
                number(0)
            }
            Syscall::SetTimer { initial, interval } => {
                let left = self.timer.map_or(0, |(at, _)| at - self.clock);
                self.timer = (initial > 0).then_some((self.clock + initial, interval));
                number(left as i64)
            }
            Syscall::Kill { signal, .. } => {
                if let Some(signal) = Signal::from_number(signal) {
                    self.raise(signal);
                }
                number(0)
            }
            Syscall::GetPid => number(100),
            Syscall::GetParentPid => number(1),
            Syscall::StartThread { thread } => {
                self.threads.insert(thread.0, State::Ready(Outcome::Started));
                number(i64::from(thread.0))
            }
            Syscall::ExitThread => State::Over,
            Syscall::FutexWait { key, timeout } => {
                State::Waiting { key, until: timeout.map(|timeout| self.clock + timeout) }
            }
            Syscall::FutexWake { key, count } => {
                let mut woken = 0;
                for state in self.threads.values_mut() {
                    if woken < count && matches!(state, State::Waiting { key: other, .. } if *other == key) {
                        *state = State::Ready(Outcome::Returned(Ok(SyscallValue::Number(0))));
                        woken += 1;
                    }
                }
                number(woken as i64)
            }
            Syscall::GetHostName => value(SyscallValue::Text("lab".to_owned())),
            other => {
                self.error.extend_from_slice(format!("[no {}]\n", other.name()).as_bytes());
                failed(Errno::ENOSYS)
            }
        }
    }
}
