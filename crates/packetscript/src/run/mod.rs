//! Runs a script against one kernel in virtual time; the runner plays the remote end.
//!
//! Times are packetdrill's: an event's relative time counts from when the event before happened (a segment: when it was sent; a call: when it
//! began). A segment or a call's return may miss its time by the larger of the tolerance (4 ms unless `--tolerance_usecs` says
//! otherwise) and an eighth of the wait. Everything else is exact: work costs no time here.
//!
//! Left out: packets other than TCP and ICMP errors from the script's side, several processes, `--` options that choose addresses.

mod calls;
pub(crate) mod commands;
mod info;
mod machine;
mod matching;
mod program;
mod session;
mod symbols;

use crate::ast::{Action, Call, Command, Event, EventTime, Expression, Script, Segment, Way};
use crate::code::Statement;
use crate::error::ScriptError;
use calls::Addresses;
use commands::Deed;
use core::fmt;
use core::net::SocketAddrV4;
use info::Variables;
use machine::Machine;
use matching::Filling;
use netlab_abi::{Fd, OptionLevel, SocketOption, Syscall, SyscallValue, tcp_option};
use netlab_wire::{Duration, Instant};
use session::{LOCAL, PORT, REMOTE, Session};

/// How a script ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Everything happened as the script says.
    Passed {
        /// What its blocks printed, with the line of each.
        printed: Vec<(u32, i64)>,
        /// Segments that the kernel sent and the script does not mention; packetdrill does not mind them.
        unmentioned: Vec<String>,
    },
    /// The kernel did something else.
    Failed {
        /// The line of the event, from 1.
        line: u32,
        /// Time since the start of the script.
        at: Instant,
        /// What.
        what: String,
    },
    /// The script needs something that the lab does not model.
    Refused {
        /// Its line, from 1.
        line: u32,
        /// What.
        what: String,
    },
    /// The text is no script.
    Malformed(ScriptError),
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Passed { .. } => write!(f, "passed"),
            Self::Failed { line, at, what } => write!(f, "line {line} at {at}: {what}"),
            Self::Refused { line, what } => write!(f, "line {line}: {what} is not modelled"),
            Self::Malformed(error) => error.fmt(f),
        }
    }
}

/// How exact a kernel must be about times, unless a script says it itself.
///
/// packetdrill's default. Its suite was written on kernels with 1000 ticks a second; one with 250, as modelled here, wants more.
pub const TOLERANCE: Duration = Duration::from_millis(4);

/// Reads and runs a script with packetdrill's own tolerance of times.
pub fn run(text: &str) -> Outcome {
    run_with(text, TOLERANCE)
}

/// Reads and runs a script; a segment may be early or late by `tolerance`, or by an eighth of the wait for it.
pub fn run_with(text: &str, tolerance: Duration) -> Outcome {
    let script = match crate::parse(text) {
        Ok(script) => script,
        Err(error) => return Outcome::Malformed(error),
    };
    let mut runner = Runner::new(tolerance);
    match runner.script(&script) {
        Ok(()) => runner.passed(),
        Err(stop) => stop.outcome(runner.machine.now()),
    }
}

/// Why a script ends early.
enum Stop {
    Failed { line: u32, what: String },
    Refused { line: u32, what: String },
}

impl Stop {
    fn outcome(self, at: Instant) -> Outcome {
        match self {
            Self::Failed { line, what } => Outcome::Failed { line, at, what },
            Self::Refused { line, what } => Outcome::Refused { line, what },
        }
    }
}

type Running<T> = Result<T, Stop>;

fn failed<T>(line: u32, what: impl Into<String>) -> Running<T> {
    Err(Stop::Failed { line, what: what.into() })
}

/// A call that has begun and not yet been judged.
struct Pending {
    line: u32,
    call: Call,
    began: Instant,
    /// When it must return; `None`: at once.
    end: Option<Instant>,
}

/// When an event is wanted.
struct Planned {
    earliest: Instant,
    latest: Instant,
    /// How far the actual moment may lie outside.
    tolerance: Duration,
    any: bool,
}

struct Runner {
    machine: Machine,
    session: Session,
    variables: Variables,
    tolerance: Duration,
    /// When the event before happened.
    last: Instant,
    pending: Option<Pending>,
    /// The descriptor that `%{ }%` blocks ask for `struct tcp_info`.
    connection: Option<Fd>,
    printed: Vec<(u32, i64)>,
}

impl Runner {
    fn new(tolerance: Duration) -> Self {
        Self {
            machine: Machine::new(),
            session: Session::default(),
            variables: Variables::default(),
            tolerance,
            last: Instant::ZERO,
            pending: None,
            connection: None,
            printed: Vec::new(),
        }
    }

    fn passed(mut self) -> Outcome {
        let mut unmentioned = Vec::new();
        for sent in core::mem::take(&mut self.machine.sent) {
            let connection = self.session.of_sent(&sent);
            unmentioned.push(matching::as_script(&sent, connection));
        }
        Outcome::Passed { printed: self.printed, unmentioned }
    }

    fn script(&mut self, script: &Script) -> Running<()> {
        for option in &script.options {
            let micros = option.value.as_deref().and_then(|value| value.parse().ok());
            match (option.name.as_str(), micros) {
                ("tolerance_usecs", Some(micros)) => self.tolerance = Duration::from_micros(micros),
                ("ip_version", _) if option.value.as_deref() == Some("ipv4") => {}
                ("mtu", Some(1500)) => {}
                // Timestamps are mapped, not compared.
                ("tcp_ts_tick_usecs", Some(_)) => {}
                (name, _) => {
                    return Err(Stop::Refused { line: option.line, what: format!("the option --{name}") });
                }
            }
        }
        self.commands(&script.setup)?;
        for event in &script.events {
            self.event(event)?;
        }
        self.await_call()?;
        self.commands(&script.cleanup)
    }

    fn commands(&mut self, commands: &[Command]) -> Running<()> {
        for command in commands {
            let refused = |what| Stop::Refused { line: command.line, what };
            for deed in commands::deeds(&command.text).map_err(refused)? {
                match deed {
                    Deed::QueueLimit(limit) => self.machine.set_queue_limit(limit),
                    Deed::Sysctl(name, value) => {
                        if let Err(errno) = self.machine.set_sysctl(&name, &value) {
                            return Err(refused(format!("{name} = {value} ({})", errno.name())));
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// When an event is wanted, with what it may be late or early.
    fn plan(&self, time: EventTime) -> Planned {
        let (earliest, latest) = match time {
            EventTime::Absolute(after) => (Instant::ZERO + after, Instant::ZERO + after),
            EventTime::Relative(after) => (self.last + after, self.last + after),
            EventTime::AbsoluteRange(from, to) => (Instant::ZERO + from, Instant::ZERO + to),
            EventTime::RelativeRange(from, to) => (self.last + from, self.last + to),
            EventTime::Any => (self.last, Instant::MAX),
        };
        let tolerance = self.tolerance.max((earliest - self.last) / 8);
        Planned { earliest, latest, tolerance, any: time == EventTime::Any }
    }

    fn event(&mut self, event: &Event) -> Running<()> {
        let planned = self.plan(event.time);
        let line = event.line;
        if let Action::Segment(segment) = &event.action
            && segment.way == Way::Out
        {
            return self.expect_segment(line, segment, &planned);
        }
        let base = match event.time {
            EventTime::Absolute(_) | EventTime::AbsoluteRange(_, _) => Instant::ZERO,
            EventTime::Relative(_) | EventTime::RelativeRange(_, _) | EventTime::Any => self.last,
        };
        // On a real machine nothing happens at the very nanosecond; rules such as "more than 1 ms ago" would else depend on it.
        self.machine.advance(planned.earliest + Duration::from_micros(1));
        self.last = planned.earliest;
        match &event.action {
            Action::Segment(segment) => {
                let frame = self.session.frame(segment);
                self.machine.inject(frame);
                Ok(())
            }
            Action::Icmp(icmp) if icmp.way == Way::In => match self.session.icmp_frame(icmp) {
                Ok(frame) => {
                    self.machine.inject(frame);
                    Ok(())
                }
                Err(what) => Err(Stop::Refused { line, what }),
            },
            Action::Icmp(_) => Err(Stop::Refused { line, what: "an ICMP error from the kernel".to_owned() }),
            Action::Call(call) => self.begin_call(line, call, base),
            Action::Commands(commands) => self.commands(commands),
            Action::Code(statements) => self.code(statements),
        }
    }

    /// Waits for a segment and compares it.
    fn expect_segment(&mut self, line: u32, wanted: &Segment, planned: &Planned) -> Running<()> {
        // A segment that nobody sends must not keep the script going for ever.
        let limit = if planned.any {
            self.last + Duration::from_secs(600)
        } else {
            planned.latest + planned.tolerance
        };
        let count = loop {
            match matching::fill(wanted, self.machine.sent.make_contiguous()) {
                Filling::Complete(count) => break count,
                Filling::Differs(what) => return self.wrong_segment(line, &what),
                Filling::Partial if !self.machine.step(limit) => {
                    self.machine.advance(limit);
                    return match self.machine.sent.len() {
                        0 => failed(line, format!("no segment was sent by {limit}")),
                        _ => self.wrong_segment(line, "only a part of it"),
                    };
                }
                Filling::Partial => {}
            }
        };
        let sent = &self.machine.sent.make_contiguous()[..count];
        let connection = self.session.of_sent(&sent[0]);
        connection.learn(wanted, &sent[count - 1]);
        if let Err(what) = matching::compare(wanted, sent, connection) {
            return self.wrong_segment(line, &what);
        }
        let at = sent[0].at;
        let early = planned.earliest.saturating_sub(planned.tolerance);
        if !planned.any && (at < early || at > planned.latest + planned.tolerance) {
            let wanted = planned.earliest;
            return self.wrong_segment(line, &format!("sent at {at}, wanted at {wanted}"));
        }
        self.machine.sent.drain(..count);
        self.last = at;
        Ok(())
    }

    fn wrong_segment<T>(&mut self, line: u32, what: &str) -> Running<T> {
        let mut shown = String::new();
        for sent in self.machine.sent.iter().take(3) {
            let connection = self.session.of_sent(sent);
            shown.push_str(&format!("\n    {} {}", sent.at, matching::as_script(sent, connection)));
        }
        failed(line, format!("{what}; the kernel sent{shown}"))
    }

    /// Begins a call; `base` is the moment that the end of a blocking one counts from.
    fn begin_call(&mut self, line: u32, call: &Call, base: Instant) -> Running<()> {
        self.await_call()?;
        let addresses =
            Addresses { local: SocketAddrV4::new(LOCAL, PORT), remote: SocketAddrV4::new(REMOTE, PORT) };
        let syscall = match calls::translate(call, addresses) {
            Ok(syscall) => syscall,
            Err(what) => return Err(Stop::Refused { line, what }),
        };
        if let Syscall::Connect { fd, .. } = &syscall {
            self.connection = Some(*fd);
        }
        let began = self.machine.now();
        self.machine.call(syscall);
        let end = call.end.map(|after| base + after);
        self.pending = Some(Pending { line, call: call.clone(), began, end });
        if call.end.is_none() { self.await_call() } else { Ok(()) }
    }

    /// Lets the call under way return and judges it.
    fn await_call(&mut self) -> Running<()> {
        let Some(Pending { line, call, began, end }) = self.pending.take() else { return Ok(()) };
        let tolerance = self.tolerance.max(end.unwrap_or(began).saturating_since(began) / 8);
        let limit = end.unwrap_or(began) + tolerance;
        while !self.machine.has_result() && self.machine.step(limit) {}
        let Some((result, at)) = self.machine.take_result() else {
            let still_wanted = call.result == Expression::Ellipsis;
            return if still_wanted {
                Ok(())
            } else {
                failed(line, format!("{} has not returned", call.name))
            };
        };
        if let Ok(SyscallValue::Accepted { fd, .. }) = &result {
            self.connection = Some(*fd);
        }
        if let Err(what) = calls::judge(&call, &result) {
            return failed(line, what);
        }
        let wanted = end.unwrap_or(began);
        if at.saturating_since(wanted) > tolerance || wanted.saturating_since(at) > tolerance {
            return failed(line, format!("{} returned at {at}, wanted at {wanted}", call.name));
        }
        Ok(())
    }

    fn code(&mut self, statements: &[Statement]) -> Running<()> {
        let info = self.tcp_info();
        for statement in statements {
            match self.variables.run(statement, &info) {
                Ok(Some(number)) => self.printed.push((statement.line, number)),
                Ok(None) => {}
                Err(what) => return failed(statement.line, what),
            }
        }
        Ok(())
    }

    /// The connection's `struct tcp_info`; empty without a connection.
    fn tcp_info(&mut self) -> Vec<u8> {
        let Some(fd) = self.connection else { return Vec::new() };
        let option = SocketOption { level: OptionLevel::TCP, name: tcp_option::TCP_INFO };
        match self.machine.call_beside(Syscall::GetSocketOption { fd, option, length: 248 }) {
            Some(Ok(SyscallValue::OptionValue(bytes))) => bytes,
            Some(Ok(_) | Err(_)) | None => Vec::new(),
        }
    }
}
