//! Conditions over a moment of a run: `client.sendq > 1000`, `server.state == ESTAB && lost == 0`.
//!
//! One small language for run-until and for the tasks of lessons. A condition is read once, with every name checked, and
//! then judged after each record; it sees only what records have said ([`Track`]).
//!
//! Values are whole numbers (with a unit: `20ms`, `4k`), texts (bare words or in quotes) and truths. Operators, from loose
//! to tight: `or` (`||`), `and` (`&&`), `not` (`!`), comparisons `== != < <= > >=` and `~` (a text holds another).
//! Names: [`NAMES`] of the whole run, and [`FIELDS`] of a computer, written `client.sendq`.

mod read;
#[cfg(test)]
mod tests;

use crate::track::{HostTrack, SocketTrack, Track};
use netlab_abi::ThreadNumber;
use netlab_kernel::event::TcpState;
use netlab_world::HostId;

/// Names of the whole run, up to the moment.
pub const NAMES: &[&str] = &[
    "time",
    "record",
    "lost",
    "datalost",
    "updateslost",
    "acts",
    "frames",
    "arps",
    "segments",
    "retransmissions",
    "probes",
    "resets",
];

/// Fields of a computer. Queues and windows are sums over its connections; `state` is that of the newest socket that is no
/// listener.
pub const FIELDS: &[&str] = &[
    "sendq",
    "notsent",
    "recvq",
    "window",
    "state",
    "asleep",
    "stopped",
    "call",
    "line",
    "ended",
    "printed",
    "calls",
    "sleeps",
    "accepted",
    "read",
    "byhand",
    "segments",
    "retransmissions",
    "probes",
    "resets",
    "updates",
    "keepalives",
];

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Number(i128),
    Text(String),
    Truth(bool),
}

/// What can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    /// Of the whole run: index into [`NAMES`].
    Run(usize),
    /// Of a computer: index into [`FIELDS`].
    Host(HostId, usize),
}

/// Comparison operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Equal,
    Different,
    Less,
    LessOrEqual,
    More,
    MoreOrEqual,
    Holds,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Term {
    Value(Value),
    Name(Name),
    Not(Box<Term>),
    And(Box<Term>, Box<Term>),
    Or(Box<Term>, Box<Term>),
    Compare(Comparison, Box<Term>, Box<Term>),
}

/// A condition that has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition(Term);

impl Condition {
    /// Reads a condition; `hosts` are the names that stand for computers.
    ///
    /// # Errors
    /// The part that was not understood.
    pub fn read(text: &str, hosts: &[(&str, HostId)]) -> Result<Condition, String> {
        read::read(text, hosts).map(Condition)
    }

    /// Its value at a moment, where it is a number.
    pub fn number(&self, track: &Track) -> Option<u64> {
        match value(&self.0, track) {
            Value::Number(number) => u64::try_from(number).ok(),
            Value::Text(_) | Value::Truth(_) => None,
        }
    }

    /// Whether it holds at a moment.
    pub fn holds(&self, track: &Track) -> bool {
        truth(&self.0, track)
    }
}

fn truth(term: &Term, track: &Track) -> bool {
    match term {
        Term::Not(inner) => !truth(inner, track),
        Term::And(left, right) => truth(left, track) && truth(right, track),
        Term::Or(left, right) => truth(left, track) || truth(right, track),
        Term::Compare(how, left, right) => compare(*how, &value(left, track), &value(right, track)),
        Term::Value(value) => is_true(value),
        Term::Name(name) => is_true(&look_up(*name, track)),
    }
}

fn is_true(value: &Value) -> bool {
    match value {
        Value::Truth(truth) => *truth,
        Value::Number(number) => *number != 0,
        Value::Text(text) => !text.is_empty(),
    }
}

fn value(term: &Term, track: &Track) -> Value {
    match term {
        Term::Value(value) => value.clone(),
        Term::Name(name) => look_up(*name, track),
        Term::Not(_) | Term::And(..) | Term::Or(..) | Term::Compare(..) => Value::Truth(truth(term, track)),
    }
}

fn compare(how: Comparison, left: &Value, right: &Value) -> bool {
    // Values of different kinds are compared as texts, so that `server.line == 7` and `printed ~ 7` both read well.
    let order = match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.cmp(right),
        (left, right) => text(left).cmp(&text(right)),
    };
    match how {
        Comparison::Equal => order.is_eq(),
        Comparison::Different => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::More => order.is_gt(),
        Comparison::MoreOrEqual => order.is_ge(),
        Comparison::Holds => text(left).contains(&text(right)),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Truth(truth) => truth.to_string(),
    }
}

fn number(value: u64) -> Value {
    Value::Number(value.into())
}

fn look_up(name: Name, track: &Track) -> Value {
    let hosts = || track.hosts.values().map(|host| &host.tally);
    match name {
        Name::Run(at) => number(match NAMES[at] {
            "time" => track.now.as_nanos(),
            "record" => track.records,
            "lost" => track.lost,
            "datalost" => track.data_lost,
            "updateslost" => track.updates_lost,
            "acts" => track.acts,
            "frames" => track.frames,
            "arps" => track.arps,
            "segments" => hosts().map(|tally| tally.segments).sum(),
            "retransmissions" => hosts().map(|tally| tally.retransmissions).sum(),
            "probes" => hosts().map(|tally| tally.probes).sum(),
            "resets" => hosts().map(|tally| tally.resets).sum(),
            other => unreachable!("{other} is no name of a run"),
        }),
        Name::Host(host, at) => {
            let nothing = HostTrack::default();
            field(FIELDS[at], track.hosts.get(&host).unwrap_or(&nothing), track)
        }
    }
}

fn field(name: &str, host: &HostTrack, track: &Track) -> Value {
    let connections =
        || host.sockets.values().filter(|socket| !socket.freed && socket.state != TcpState::Listen);
    let stream = |key| key_stream(track, key);
    let process = host.processes.values().next();
    let thread = process.and_then(|process| process.threads.get(&ThreadNumber(0)));
    let call = thread.and_then(|thread| thread.call.as_ref());
    match name {
        "sendq" => number(
            connections()
                .map(|socket| {
                    stream(socket.sends)
                        .map_or(0, |stream| stream.written.saturating_sub(stream.acknowledged))
                })
                .sum(),
        ),
        "notsent" => number(
            connections()
                .map(|socket| {
                    stream(socket.sends).map_or(0, |stream| {
                        stream.written.saturating_sub(stream.sent.max(stream.acknowledged))
                    })
                })
                .sum(),
        ),
        "recvq" => number(
            connections()
                .map(|socket| {
                    stream(socket.receives)
                        .map_or(0, |stream| stream.received.saturating_sub(stream.delivered))
                })
                .sum(),
        ),
        // Nothing at all, and not 0, before the first window has been told.
        "window" => connections()
            .filter_map(|socket| window(socket, track))
            .reduce(|sum, window| sum + window)
            .map_or(Value::Text(String::new()), number),
        "state" => Value::Text(state(host).into()),
        "asleep" => Value::Truth(call.is_some_and(|call| call.wait.is_some())),
        "stopped" => Value::Truth(process.is_some_and(|process| process.stopped)),
        "call" => Value::Text(call.map_or("", |call| crate::snapshot::call_name(&call.call)).into()),
        "line" => number(thread.and_then(|thread| thread.line).map_or(0, |(_, line)| line.into())),
        "ended" => Value::Truth(process.is_some_and(|process| process.exited.is_some())),
        "printed" => Value::Text(
            process.map_or(String::new(), |process| String::from_utf8_lossy(&process.output).into_owned()),
        ),
        "calls" => number(host.tally.calls),
        "sleeps" => number(host.tally.sleeps),
        "accepted" => number(host.tally.accepted),
        "read" => number(host.tally.read),
        "byhand" => number(host.tally.read_by_hand),
        "segments" => number(host.tally.segments),
        "retransmissions" => number(host.tally.retransmissions),
        "probes" => number(host.tally.probes),
        "resets" => number(host.tally.resets),
        "updates" => number(host.tally.updates),
        "keepalives" => number(host.tally.keepalives),
        other => unreachable!("{other} is no field of a computer"),
    }
}

fn key_stream(track: &Track, key: Option<crate::track::StreamKey>) -> Option<&crate::track::Stream> {
    key.and_then(|key| track.payload.streams.get(&key))
}

/// Room that the socket has told its peer and that is not used up.
fn window(socket: &SocketTrack, track: &Track) -> Option<u64> {
    let received = key_stream(track, socket.receives).map_or(0, |stream| stream.received);
    socket.window.map(|(_, right)| right.saturating_sub(received))
}

/// The state's name as `ss` writes it; nothing without a socket.
fn state(host: &HostTrack) -> &'static str {
    let newest = host.sockets.values().rfind(|socket| socket.state != TcpState::Listen);
    newest.map_or("", |socket| crate::tools::ss::state(socket.state))
}
