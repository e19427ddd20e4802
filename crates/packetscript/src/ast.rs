//! A script as a value. Every part that can be wrong when it runs carries its line.

use crate::code::Statement;
use netlab_wire::{Duration, TcpFlags, Timestamps};

/// A whole script.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Script {
    /// `--name=value` lines before everything else.
    pub options: Vec<ScriptOption>,
    /// Backquoted commands before the first event.
    pub setup: Vec<Command>,
    /// The events in their order.
    pub events: Vec<Event>,
    /// Backquoted commands without a time after the last event.
    pub cleanup: Vec<Command>,
}

/// An option line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptOption {
    /// Its line, from 1.
    pub line: u32,
    /// The name without dashes.
    pub name: String,
    /// The value after `=`, if any.
    pub value: Option<String>,
}

/// One line of a backquoted command; empty lines and shell comments are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// Its line, from 1.
    pub line: u32,
    /// The text without blanks around it.
    pub text: String,
}

/// When an event happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventTime {
    /// So long after the start of the script.
    Absolute(Duration),
    /// So long after the event before.
    Relative(Duration),
    /// Between two moments after the start.
    AbsoluteRange(Duration, Duration),
    /// Between two moments after the event before.
    RelativeRange(Duration, Duration),
    /// `*`: whenever.
    Any,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its line, from 1.
    pub line: u32,
    /// When.
    pub time: EventTime,
    /// What.
    pub action: Action,
}

/// What happens in an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// A TCP segment comes in or must go out.
    Segment(Segment),
    /// An ICMP error comes in or must go out.
    Icmp(Icmp),
    /// A system call.
    Call(Call),
    /// Backquoted commands.
    Commands(Vec<Command>),
    /// A `%{ }%` block.
    Code(Vec<Statement>),
}

/// Which way a packet goes, seen from the kernel under test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// `<`: the script injects it.
    In,
    /// `>`: the kernel must send it.
    Out,
}

/// The congestion bits that a packet must have, or has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ecn {
    /// `noecn`: 00.
    NotCapable,
    /// `ect1`: 01.
    Ect1,
    /// `ect0`: 10.
    Ect0,
    /// `ce`: 11.
    CongestionExperienced,
    /// `ect01`: 01 or 10.
    Ect0Or1,
}

/// What is said about a packet's IPv4 header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct IpInfo {
    /// Congestion bits.
    pub ecn: Option<Ecn>,
    /// The whole byte of type of service.
    pub tos: Option<u8>,
    /// Time to live.
    pub time_to_live: Option<u8>,
}

/// A TCP segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Which way.
    pub way: Way,
    /// IPv4 header.
    pub ip: IpInfo,
    /// Source and destination port, where the script names them.
    pub ports: Option<(u16, u16)>,
    /// Control bits.
    pub flags: TcpFlags,
    /// First sequence number, relative to the sender's initial one.
    pub start: u32,
    /// Payload bytes.
    pub length: u32,
    /// Acknowledgement number, relative to the receiver's initial sequence number.
    pub acknowledgment: Option<u32>,
    /// The window field; `None` on a segment that must go out: not compared.
    pub window: Option<u16>,
    /// The urgent pointer.
    pub urgent_pointer: Option<u16>,
    /// The options; `None` for `<...>`: not compared.
    pub options: Option<Vec<TcpOption>>,
}

/// A TCP option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TcpOption {
    /// `nop`
    NoOperation,
    /// `eol`
    EndOfList,
    /// `mss N`
    MaximumSegmentSize(u16),
    /// `wscale N`
    WindowScale(u8),
    /// `sackOK`
    SackPermitted,
    /// `sack L:R L:R`; edges relative like acknowledgement numbers.
    Sack(Vec<(u32, u32)>),
    /// `TS val N ecr N`
    Timestamps(Timestamps),
}

/// An ICMP error about a segment of the connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Icmp {
    /// Which way.
    pub way: Way,
    /// IPv4 header.
    pub ip: IpInfo,
    /// `unreachable`, `time_exceeded`.
    pub kind: String,
    /// `frag_needed`, `port_unreachable`, ...
    pub code: Option<String>,
    /// The next hop's MTU.
    pub mtu: Option<u16>,
    /// First sequence number and length of the quoted segment.
    pub quoted: Option<(u32, u32)>,
}

/// A system call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// For a call that blocks: when it must return, on the same base as the event's time.
    pub end: Option<Duration>,
    /// Its name.
    pub name: String,
    /// Its arguments.
    pub arguments: Vec<Expression>,
    /// What it must return.
    pub result: Expression,
    /// The name of the errno that it must set.
    pub errno: Option<String>,
}

/// An argument or a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    /// `...`: the runner chooses, or anything will do.
    Ellipsis,
    /// A number, decimal or hexadecimal.
    Integer(i64),
    /// A constant's name.
    Name(String),
    /// A quoted string.
    Text(String),
    /// `A|B|C`
    Or(Vec<Expression>),
    /// `[a, b]`
    Array(Vec<Expression>),
    /// `{a, name=b, name(n)=c}`
    Group(Vec<Item>),
    /// `htons(8080)`, `inet_addr("192.0.2.1")`
    Function(String, Vec<Expression>),
}

impl Expression {
    /// What it is, for sentences about scripts.
    pub fn described(&self) -> String {
        match self {
            Expression::Ellipsis => "`...`".to_owned(),
            Expression::Integer(number) => format!("the number {number}"),
            Expression::Name(name) => format!("the name {name}"),
            Expression::Text(text) => format!("the text \"{}\"", text.escape_default()),
            Expression::Or(_) => "a choice of flags".to_owned(),
            Expression::Array(_) => "an array".to_owned(),
            Expression::Group(_) => "a structure".to_owned(),
            Expression::Function(name, _) => format!("the function {name}"),
        }
    }
}

/// One member of a structure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// What stands in parentheses after the name: `msg_iov(2)`.
    pub count: Option<Expression>,
    /// Its value.
    pub value: Expression,
}
