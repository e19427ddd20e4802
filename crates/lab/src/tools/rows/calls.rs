//! A process's socket calls as the reference recordings write them (`calls-*.txt`).

use super::segments::milliseconds;
use crate::tools::strace::{option_name, quote};
use netlab_abi::{
    Data, Errno, Fd, MessageFlags, OptionLevel, PollEvents, PollFd, SelectSets, Signal, SocketAddrV4,
    SocketOption, SocketType, Syscall, SyscallResult, SyscallValue, option, tcp_option,
};
use netlab_kernel::event::{Event, ExitStatus};
use netlab_wire::Instant;
use netlab_world::{HostId, What, WorldRecord};
use std::{fmt::Write, rc::Rc};

/// Bytes of data that a row shows, as `strace -s 32`.
const SHOWN: usize = 32;

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// When the call was entered.
    pub at: Instant,
    /// When it returned; `None` for what is no call, or has not returned.
    pub returned: Option<Instant>,
    /// So many records have happened when it was entered.
    pub records: u64,
    /// The call without times.
    pub words: String,
}

/// One row before it is text.
enum Row {
    Call {
        at: Instant,
        records: u64,
        thread: u32,
        call: Rc<Syscall>,
        returned: Option<(Instant, Rc<SyscallResult>)>,
    },
    Event {
        at: Instant,
        records: u64,
        text: String,
    },
}

/// The whole file of the processes of one computer. Only `port` is written out; all others are chosen by kernels and written
/// `*`.
pub fn text(records: &[WorldRecord], host: HostId, origin: Instant, port: u16) -> String {
    let mut text = String::new();
    for line in lines(records, host, port) {
        write!(text, "{:>12}  {}", milliseconds(line.at, origin), line.words).expect("writing to a string");
        if let Some(end) = line.returned {
            write!(text, "  <{}>", milliseconds(end, line.at)).expect("writing to a string");
        }
        text.push('\n');
    }
    text
}

/// The rows of the processes of one computer, from the first socket on.
pub fn lines(records: &[WorldRecord], host: HostId, port: u16) -> Vec<Line> {
    let mut rows = Vec::new();
    for record in records.iter().filter(|record| record.host == Some(host)) {
        if let What::Kernel(event) = &record.what {
            collect(event, record, &mut rows);
        }
    }
    let first = rows
        .iter()
        .position(|row| matches!(row, Row::Call { call, .. } if matches!(**call, Syscall::Socket { .. })));
    rows.iter().skip(first.unwrap_or(rows.len())).filter_map(|row| line(row, port)).collect()
}

fn collect(event: &Event, record: &WorldRecord, rows: &mut Vec<Row>) {
    let (at, records) = (record.at, record.id.0 + 1);
    match event {
        Event::SyscallEntered { thread, call, .. } => {
            rows.push(Row::Call { at, records, thread: thread.0, call: call.clone(), returned: None });
        }
        Event::SyscallReturned { thread: returning, call, result, .. } => {
            let pending = rows.iter_mut().rev().find_map(|row| match row {
                Row::Call { thread, returned, .. } if *thread == returning.0 => Some(returned),
                Row::Call { .. } | Row::Event { .. } => None,
            });
            if let Some(pending) = pending {
                *pending = Some((at, result.clone()));
            }
            // A traced process is told of SIGPIPE even when it ignores it, and strace prints that.
            let announced = matches!(rows.last(), Some(Row::Event { .. }));
            if raises_sigpipe(call, result) && !announced {
                rows.push(Row::Event { at, records, text: "signal SIGPIPE".into() });
            }
        }
        Event::SignalDelivered { signal, .. } if *signal != Signal::SIGKILL => {
            rows.push(Row::Event { at, records, text: format!("signal {signal:?}") });
        }
        Event::ProcessExited { status, .. } => {
            let text = match status {
                ExitStatus::Code(code) => format!("exit {code}"),
                ExitStatus::Signal(signal) => format!("killed {signal:?}"),
            };
            rows.push(Row::Event { at, records, text });
        }
        _ => {}
    }
}

/// Whether the kernel sent SIGPIPE with the call's error.
fn raises_sigpipe(call: &Syscall, result: &SyscallResult) -> bool {
    let quiet = match call {
        Syscall::Send { flags, .. } | Syscall::SendMessage { flags, .. } => {
            flags.contains(MessageFlags::NOSIGNAL)
        }
        Syscall::Write { .. } => false,
        _ => true,
    };
    !quiet && *result == Err(Errno::EPIPE)
}

fn line(row: &Row, port: u16) -> Option<Line> {
    match row {
        Row::Event { at, records, text } => {
            Some(Line { at: *at, returned: None, records: *records, words: text.clone() })
        }
        Row::Call { at, records, call, returned, .. } => {
            let result = returned.as_ref().map(|(_, result)| &**result);
            let head = head(call, result, port)?;
            let words = format!("{head} = {}", outcome(result));
            let returned = returned.as_ref().map(|(end, _)| *end);
            Some(Line { at: *at, returned, records: *records, words })
        }
    }
}

/// Name and arguments; `None` for calls that the recordings leave out.
fn head(call: &Syscall, result: Option<&SyscallResult>, port: u16) -> Option<String> {
    let place = |address| place(address, port);
    let text = match call {
        Syscall::Socket { domain, kind, .. } => {
            let family = if domain.0 == 2 { "AF_INET".to_owned() } else { domain.0.to_string() };
            let kind = match *kind {
                SocketType::STREAM => "SOCK_STREAM".to_owned(),
                SocketType::DGRAM => "SOCK_DGRAM".to_owned(),
                SocketType(other) => other.to_string(),
            };
            format!("socket({family}, {kind})")
        }
        Syscall::Bind { fd, address } => format!("bind({}, {})", fd.0, place(*address)),
        Syscall::Connect { fd, address } => format!("connect({}, {})", fd.0, place(*address)),
        Syscall::Listen { fd, backlog } => format!("listen({}, {backlog})", fd.0),
        Syscall::Accept { fd, .. } => format!("accept({})", fd.0),
        Syscall::Send { fd, data, to, .. } => {
            let to = to.map_or(String::new(), |to| format!(", {}", place(to)));
            format!("sendto({}, {}, {}{to})", fd.0, shown(data), data.len())
        }
        Syscall::Write { fd, data } if fd.0 > 2 => {
            format!("write({}, {}, {})", fd.0, shown(data), data.len())
        }
        Syscall::Receive { fd, length, .. } => receive(*fd, *length, result, port),
        Syscall::Read { fd, length } if fd.0 > 2 => {
            let data = match result {
                Some(Ok(SyscallValue::Received(got))) => format!(", {}", shown(&got.data)),
                _ => String::new(),
            };
            format!("read({}{data}, {length})", fd.0)
        }
        Syscall::Close { fd } => format!("close({})", fd.0),
        Syscall::Shutdown { fd, how } => {
            let how = ["SHUT_RD", "SHUT_WR", "SHUT_RDWR"][*how as usize];
            format!("shutdown({}, {how})", fd.0)
        }
        Syscall::SetSocketOption { fd, option, value } => {
            format!("setsockopt({}, {}, {})", fd.0, option_name(*option), option_value(*option, value))
        }
        Syscall::GetSocketOption { fd, option, .. } => {
            let value = match result {
                Some(Ok(SyscallValue::OptionValue(value))) => option_value(*option, value),
                _ => "?".into(),
            };
            format!("getsockopt({}, {}, {value})", fd.0, option_name(*option))
        }
        Syscall::Ioctl { fd, request: netlab_abi::Ioctl::Fionbio(on) } => {
            format!("ioctl({}, FIONBIO, {})", fd.0, i32::from(*on))
        }
        Syscall::Poll { fds, timeout } => format!("poll({}, {})", polled(fds), whole_milliseconds(*timeout)),
        Syscall::Select { sets, timeout } => {
            let timeout = timeout.map_or("-1".to_owned(), general);
            format!("select({}, {timeout})", selected(sets))
        }
        Syscall::Sleep { duration } => {
            let tenths = duration / 100_000;
            if *duration >= 20_000_000 {
                format!("sleep({})", (duration + 500_000) / 1_000_000)
            } else {
                format!("sleep({}.{})", tenths / 10, tenths % 10)
            }
        }
        Syscall::Kill { signal, .. } => {
            let name =
                Signal::from_number(*signal).map_or(signal.to_string(), |signal| format!("{signal:?}"));
            format!("kill(self, {name})")
        }
        Syscall::Duplicate { fd } => format!("dup({})", fd.0),
        Syscall::SendMessage { .. }
        | Syscall::ReceiveMessage { .. }
        | Syscall::Write { .. }
        | Syscall::Read { .. }
        | Syscall::GetSocketName { .. }
        | Syscall::GetPeerName { .. }
        | Syscall::Ioctl { .. }
        | Syscall::GetStatusFlags { .. }
        | Syscall::SetStatusFlags { .. }
        | Syscall::Pipe { .. }
        | Syscall::EpollCreate
        | Syscall::EpollControl { .. }
        | Syscall::EpollWait { .. }
        | Syscall::ClockGetTime { .. }
        | Syscall::GetPid
        | Syscall::GetParentPid
        | Syscall::SetSignalAction { .. }
        | Syscall::SetTimer { .. }
        | Syscall::StartThread { .. }
        | Syscall::ExitThread
        | Syscall::FutexWait { .. }
        | Syscall::FutexWake { .. }
        | Syscall::Fork
        | Syscall::Wait { .. }
        | Syscall::Exit { .. }
        | Syscall::ResolveHost { .. }
        | Syscall::GetHostName => return None,
    };
    Some(text)
}

/// `recvfrom(3, "hello", 1024`, without the data when there is none to show.
fn receive(fd: Fd, length: usize, result: Option<&SyscallResult>, port: u16) -> String {
    match result {
        None => format!("recvfrom({})", fd.0),
        Some(Ok(SyscallValue::Received(got))) => {
            let from = got.from.map_or(String::new(), |from| format!(", {}", place(from, port)));
            format!("recvfrom({}, {}, {length}{from})", fd.0, shown(&got.data))
        }
        Some(_) => format!("recvfrom({}, {length})", fd.0),
    }
}

/// What follows the equals sign, without the duration.
fn outcome(result: Option<&SyscallResult>) -> String {
    let value = match result {
        None => return "?".into(),
        Some(Err(errno)) => return format!("-1 {}", errno.name()),
        Some(Ok(value)) => value,
    };
    match value {
        SyscallValue::Number(number) => number.to_string(),
        SyscallValue::Sent { count, .. } => count.to_string(),
        SyscallValue::Received(got) => got.length.to_string(),
        SyscallValue::Accepted { fd, .. } => fd.0.to_string(),
        SyscallValue::Poll(found) if found.is_empty() => "0 timeout".into(),
        SyscallValue::Poll(found) => format!("{} {}", found.len(), polled(found)),
        SyscallValue::Select(found) => match found.read.len() + found.write.len() + found.except.len() {
            0 => "0 timeout".into(),
            count => format!("{count} {}", selected(found)),
        },
        SyscallValue::Address(_) | SyscallValue::OptionValue(_) | SyscallValue::Pipe(..) => "0".into(),
        SyscallValue::Epoll(found) => found.len().to_string(),
        SyscallValue::Waited { pid, .. } => pid.0.to_string(),
        SyscallValue::Text(_) => "0".into(),
    }
}

fn shown(data: &Data) -> String {
    quote(&data.bytes, SHOWN)
}

fn place(address: SocketAddrV4, port: u16) -> String {
    if address.port() == port { address.to_string() } else { format!("{}:*", address.ip()) }
}

fn polled(fds: &[PollFd]) -> String {
    let names = [
        ("POLLIN", PollEvents::IN),
        ("POLLPRI", PollEvents::PRI),
        ("POLLOUT", PollEvents::OUT),
        ("POLLERR", PollEvents::ERR),
        ("POLLHUP", PollEvents::HUP),
        ("POLLNVAL", PollEvents::NVAL),
        ("POLLRDNORM", PollEvents::RDNORM),
        ("POLLWRNORM", PollEvents::WRNORM),
        ("POLLRDHUP", PollEvents::RDHUP),
    ];
    let one = |entry: &PollFd| {
        let events: Vec<&str> =
            names.iter().filter(|(_, bit)| entry.events.contains(*bit)).map(|(name, _)| *name).collect();
        format!("{}:{}", entry.fd.0, events.join("|"))
    };
    fds.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn selected(sets: &SelectSets) -> String {
    let list = |name: &str, fds: &[Fd]| {
        let numbers: Vec<String> = fds.iter().map(|fd| fd.0.to_string()).collect();
        (!fds.is_empty()).then(|| format!("{name}={}", numbers.join(",")))
    };
    [list("r", &sets.read), list("w", &sets.write), list("x", &sets.except)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}

/// `poll`'s timeout: whole milliseconds, -1 for ever.
fn whole_milliseconds(timeout: Option<u64>) -> String {
    timeout.map_or("-1".into(), |nanos| nanos.div_ceil(1_000_000).to_string())
}

/// C's `%g` of milliseconds, for the values programs use.
fn general(nanos: u64) -> String {
    let (whole, rest) = (nanos / 1_000_000, nanos % 1_000_000);
    if rest == 0 {
        whole.to_string()
    } else {
        format!("{whole}.{:06}", rest).trim_end_matches('0').to_owned()
    }
}

fn option_value(option: SocketOption, value: &[u8]) -> String {
    let word = |at: usize| {
        value.get(at..at + 4).map(|word| i32::from_le_bytes(word.try_into().expect("four bytes")))
    };
    let is = |level, name| option.level == level && option.name == name;
    if is(OptionLevel::TCP, tcp_option::TCP_CONGESTION) {
        let end = value.iter().position(|&byte| byte == 0).unwrap_or(value.len());
        return quote(&value[..end], SHOWN);
    }
    if is(OptionLevel::SOCKET, option::SO_LINGER)
        && let (Some(on), Some(seconds)) = (word(0), word(4))
    {
        return format!("{{{on},{seconds}}}");
    }
    word(0).map_or_else(|| quote(value, SHOWN), |number| number.to_string())
}
