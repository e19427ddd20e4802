//! From a script's system call to the kernel's, and from its result to a judgement.
//!
//! Left out: null pointers but as the buffer of a socket's read or write, control messages but TCP_CM_INQ, calls on other descriptors than sockets and epoll.

use super::symbols::{errno, value};
use crate::ast::{Call, Expression, Item};
use core::net::{Ipv4Addr, SocketAddrV4};
use netlab_abi::{
    Data, Domain, EpollOperation, Fd, FileStatusFlags, Ioctl, MessageFlags, OptionLevel, PollEvents, PollFd,
    Protocol, ShutdownHow, SocketFlags, SocketOption, SocketType, Syscall, SyscallResult, SyscallValue,
};

/// Something in a call that the lab does not model.
pub(crate) type Refused = String;

/// Where `...` stands for an address.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Addresses {
    /// For `bind`.
    pub local: SocketAddrV4,
    /// For `connect` and `sendto`.
    pub remote: SocketAddrV4,
}

/// Arguments by their position.
struct Arguments<'a>(&'a [Expression]);

impl<'a> Arguments<'a> {
    fn get(&self, index: usize) -> Result<&'a Expression, Refused> {
        self.0.get(index).ok_or_else(|| format!("a call without argument {}", index + 1))
    }
    fn number(&self, index: usize) -> Result<i64, Refused> {
        value(self.get(index)?)
    }
    fn int(&self, index: usize) -> Result<i32, Refused> {
        // `0xffffffff` is -1 to a C int.
        self.number(index).map(|number| number as i32)
    }
    fn fd(&self, index: usize) -> Result<Fd, Refused> {
        self.int(index).map(Fd)
    }
    fn length(&self, index: usize) -> Result<usize, Refused> {
        usize::try_from(self.number(index)?).map_err(|_| "a negative length".to_owned())
    }
    fn flags(&self, index: usize) -> Result<MessageFlags, Refused> {
        self.int(index).map(MessageFlags)
    }
    /// Whether the argument is the null pointer.
    fn is_null(&self, index: usize) -> Result<bool, Refused> {
        Ok(not_null(self.get(index)?).is_err())
    }
    /// The bytes of a buffer: a string's, or for `...` any.
    fn data(&self, buffer: usize, length: usize) -> Result<Data, Refused> {
        bytes(self.get(buffer)?, self.length(length)?)
    }
    /// The room of a buffer that is to be filled.
    fn room(&self, buffer: usize, length: usize) -> Result<usize, Refused> {
        not_null(self.get(buffer)?)?;
        self.length(length)
    }
    fn address(&self, index: usize, default: SocketAddrV4) -> Result<SocketAddrV4, Refused> {
        address(self.get(index)?, default)
    }
}

fn not_null(expression: &Expression) -> Result<(), Refused> {
    match expression {
        Expression::Name(name) if name == "NULL" => Err("a null pointer".to_owned()),
        Expression::Name(_)
        | Expression::Ellipsis
        | Expression::Integer(_)
        | Expression::Text(_)
        | Expression::Or(_)
        | Expression::Array(_)
        | Expression::Group(_)
        | Expression::Function(_, _) => Ok(()),
    }
}

/// A text padded with zeros or, for `...`, a pattern.
fn bytes(buffer: &Expression, length: usize) -> Result<Data, Refused> {
    not_null(buffer)?;
    let mut bytes = match buffer {
        Expression::Text(text) => text.clone().into_bytes(),
        Expression::Ellipsis => (0..length).map(|at| b'a' + (at % 26) as u8).collect(),
        Expression::Integer(_)
        | Expression::Name(_)
        | Expression::Or(_)
        | Expression::Array(_)
        | Expression::Group(_)
        | Expression::Function(_, _) => return Err(format!("{} as bytes", buffer.described())),
    };
    bytes.resize(length, 0);
    Ok(Data::new(bytes))
}

fn items(expression: &Expression) -> Result<&[Item], Refused> {
    not_null(expression)?;
    match expression {
        Expression::Group(items) => Ok(items),
        Expression::Array(parts) if parts.len() == 1 => items(&parts[0]),
        Expression::Array(_)
        | Expression::Ellipsis
        | Expression::Integer(_)
        | Expression::Name(_)
        | Expression::Text(_)
        | Expression::Or(_)
        | Expression::Function(_, _) => Err(format!("{} as a structure", expression.described())),
    }
}

fn member<'a>(items: &'a [Item], names: &[&str]) -> Result<&'a Expression, Refused> {
    let has_name = |item: &&Item| item.name.as_deref().is_some_and(|name| names.contains(&name));
    items
        .iter()
        .find(has_name)
        .map(|item| &item.value)
        .ok_or_else(|| format!("a structure without {}", names[0]))
}

/// `{sa_family = AF_INET, sin_port = htons(8080), sin_addr = inet_addr("192.0.2.1")}`
fn address(expression: &Expression, default: SocketAddrV4) -> Result<SocketAddrV4, Refused> {
    if *expression == Expression::Ellipsis {
        return Ok(default);
    }
    let items = items(expression)?;
    let port = match member(items, &["sin_port"])? {
        Expression::Function(name, arguments) if name == "htons" && arguments.len() == 1 => {
            value(&arguments[0])?
        }
        other => return Err(format!("{} as a port", other.described())),
    };
    let ip = match member(items, &["sin_addr"])? {
        Expression::Function(name, arguments) if name == "inet_addr" && arguments.len() == 1 => {
            match &arguments[0] {
                Expression::Text(text) => {
                    text.parse::<Ipv4Addr>().map_err(|_| format!("the address {text}"))?
                }
                other => return Err(format!("{} as an address", other.described())),
            }
        }
        other => return Err(format!("{} as an address", other.described())),
    };
    Ok(SocketAddrV4::new(ip, port as u16))
}

/// The parts of an array of `{buffer, length}`.
fn vector(expression: &Expression) -> Result<Vec<(&Expression, usize)>, Refused> {
    let Expression::Array(parts) = expression else {
        return Err(format!("{} as a vector", expression.described()));
    };
    let part = |part| {
        let members = items(part)?;
        let [buffer, length] = members else {
            return Err(format!("{} as a buffer and its length", part.described()));
        };
        let length = usize::try_from(value(&length.value)?).map_err(|_| "a negative length".to_owned())?;
        Ok((&buffer.value, length))
    };
    parts.iter().map(part).collect()
}

fn message(expression: &Expression) -> Result<Vec<(&Expression, usize)>, Refused> {
    vector(member(items(expression)?, &["msg_iov"])?)
}

/// The number in the control message `TCP_CM_INQ`, the only one that is modelled, if there are control messages.
fn control(expression: &Expression) -> Result<Option<i64>, Refused> {
    let Ok(Expression::Array(messages)) = member(items(expression)?, &["msg_control"]) else {
        return Ok(None);
    };
    let [only] = messages.as_slice() else { return Err("several control messages".to_owned()) };
    let items = items(only)?;
    let kind = (value(member(items, &["cmsg_level"])?)?, value(member(items, &["cmsg_type"])?)?);
    if kind != (6, 36) {
        return Err(format!("the control message {kind:?}"));
    }
    value(member(items, &["cmsg_data"])?).map(Some)
}

/// The kernel's call for a script's.
///
/// # Errors
/// What the lab does not model.
pub(crate) fn translate(call: &Call, addresses: Addresses) -> Result<Syscall, Refused> {
    let arguments = Arguments(&call.arguments);
    match call.name.as_str() {
        "socket" | "bind" | "listen" | "accept" | "accept4" | "connect" | "close" | "shutdown" => {
            connection_call(&call.name, &arguments, addresses)
        }
        "read" | "recv" | "recvfrom" | "recvmsg" | "readv" => receive_call(&call.name, &arguments),
        "write" | "send" | "sendto" | "sendmsg" | "writev" => send_call(&call.name, &arguments, addresses),
        "setsockopt" | "getsockopt" | "fcntl" | "ioctl" => option_call(&call.name, &arguments),
        "poll" | "epoll_create" | "epoll_create1" | "epoll_ctl" | "epoll_wait" => {
            poll_call(&call.name, &arguments)
        }
        other => Err(format!("the system call {other}")),
    }
}

fn connection_call(name: &str, arguments: &Arguments<'_>, addresses: Addresses) -> Result<Syscall, Refused> {
    Ok(match name {
        "socket" => {
            let domain = match arguments.get(0)? {
                Expression::Ellipsis => 2,
                other => value(other)? as i32,
            };
            let kind = arguments.int(1)?;
            Syscall::Socket {
                domain: Domain(domain),
                kind: SocketType(kind & 0xf),
                flags: socket_flags(kind),
                protocol: Protocol(arguments.int(2)?),
            }
        }
        "bind" => Syscall::Bind { fd: arguments.fd(0)?, address: arguments.address(1, addresses.local)? },
        "listen" => Syscall::Listen { fd: arguments.fd(0)?, backlog: arguments.int(1)? },
        "accept" => Syscall::Accept { fd: arguments.fd(0)?, flags: SocketFlags::default() },
        "accept4" => Syscall::Accept { fd: arguments.fd(0)?, flags: socket_flags(arguments.int(3)?) },
        "connect" => {
            Syscall::Connect { fd: arguments.fd(0)?, address: arguments.address(1, addresses.remote)? }
        }
        "close" => Syscall::Close { fd: arguments.fd(0)? },
        _ => Syscall::Shutdown {
            fd: arguments.fd(0)?,
            how: match arguments.int(1)? {
                0 => ShutdownHow::Read,
                1 => ShutdownHow::Write,
                2 => ShutdownHow::Both,
                other => return Err(format!("shutdown's way {other}")),
            },
        },
    })
}

fn socket_flags(bits: i32) -> SocketFlags {
    SocketFlags { nonblocking: bits & 0o4000 != 0, close_on_exec: bits & 0o2000000 != 0 }
}

/// `flags`, with the buffer at an address that nobody has.
fn unmapped(flags: MessageFlags) -> MessageFlags {
    MessageFlags(flags.0 | MessageFlags::BAD_ADDRESS.0)
}

fn receive_call(name: &str, arguments: &Arguments<'_>) -> Result<Syscall, Refused> {
    let fd = arguments.fd(0)?;
    if matches!(name, "read" | "recv" | "recvfrom") && arguments.is_null(1)? {
        let flags = if name == "read" { MessageFlags::NONE } else { arguments.flags(3)? };
        return Ok(Syscall::Receive { fd, length: arguments.length(2)?, flags: unmapped(flags) });
    }
    let lengths = |parts: Vec<(&Expression, usize)>| parts.into_iter().map(|(_, length)| length).collect();
    Ok(match name {
        "read" => Syscall::Read { fd, length: arguments.room(1, 2)? },
        "recv" | "recvfrom" => {
            Syscall::Receive { fd, length: arguments.room(1, 2)?, flags: arguments.flags(3)? }
        }
        "recvmsg" => {
            control(arguments.get(1)?)?;
            let lengths = lengths(message(arguments.get(1)?)?);
            Syscall::ReceiveMessage { fd, lengths, flags: arguments.flags(2)? }
        }
        _ => Syscall::ReceiveMessage {
            fd,
            lengths: lengths(vector(arguments.get(1)?)?),
            flags: MessageFlags::NONE,
        },
    })
}

fn send_call(name: &str, arguments: &Arguments<'_>, addresses: Addresses) -> Result<Syscall, Refused> {
    let fd = arguments.fd(0)?;
    if matches!(name, "write" | "send" | "sendto") && arguments.is_null(1)? {
        let flags = if name == "write" { MessageFlags::NONE } else { arguments.flags(3)? };
        let data = Data::new(vec![0; arguments.length(2)?]);
        let to = if name == "sendto" { Some(arguments.address(4, addresses.remote)?) } else { None };
        return Ok(Syscall::Send { fd, data, flags: unmapped(flags), to });
    }
    let parts = |parts: Vec<(&Expression, usize)>| -> Result<Vec<Data>, Refused> {
        parts.into_iter().map(|(buffer, length)| bytes(buffer, length)).collect()
    };
    Ok(match name {
        "write" => Syscall::Write { fd, data: arguments.data(1, 2)? },
        "send" => Syscall::Send { fd, data: arguments.data(1, 2)?, flags: arguments.flags(3)?, to: None },
        "sendto" => Syscall::Send {
            fd,
            data: arguments.data(1, 2)?,
            flags: arguments.flags(3)?,
            to: Some(arguments.address(4, addresses.remote)?),
        },
        "sendmsg" if member(items(arguments.get(1)?)?, &["msg_control"]).is_ok() => {
            return Err("a control message to be sent".to_owned());
        }
        "sendmsg" => Syscall::SendMessage {
            fd,
            parts: parts(message(arguments.get(1)?)?)?,
            flags: arguments.flags(2)?,
            to: None,
        },
        _ => Syscall::SendMessage {
            fd,
            parts: parts(vector(arguments.get(1)?)?)?,
            flags: MessageFlags::NONE,
            to: None,
        },
    })
}

fn option_call(name: &str, arguments: &Arguments<'_>) -> Result<Syscall, Refused> {
    let fd = arguments.fd(0)?;
    let option = || -> Result<SocketOption, Refused> {
        Ok(SocketOption { level: OptionLevel(arguments.int(1)?), name: arguments.int(2)? })
    };
    Ok(match (name, arguments.int(1)?) {
        ("setsockopt", _) => {
            Syscall::SetSocketOption { fd, option: option()?, value: option_bytes(arguments.get(3)?)? }
        }
        ("getsockopt", _) => {
            Syscall::GetSocketOption { fd, option: option()?, length: arguments.length(4).unwrap_or(256) }
        }
        ("fcntl", 3) => Syscall::GetStatusFlags { fd },
        ("fcntl", 4) => Syscall::SetStatusFlags { fd, flags: FileStatusFlags(arguments.int(2)?) },
        ("ioctl", 0x541b) => Syscall::Ioctl { fd, request: Ioctl::Siocinq },
        ("ioctl", 0x5411) => Syscall::Ioctl { fd, request: Ioctl::Siocoutq },
        ("ioctl", 0x894b) => Syscall::Ioctl { fd, request: Ioctl::Siocoutqnsd },
        ("ioctl", 0x5421) => Syscall::Ioctl { fd, request: Ioctl::Fionbio(arguments.int(2)? != 0) },
        (_, request) => return Err(format!("the request {request} of {name}")),
    })
}

/// A socket option's bytes: a number, a `struct linger`, a string.
fn option_bytes(expression: &Expression) -> Result<Vec<u8>, Refused> {
    match expression {
        Expression::Text(text) => Ok(text.clone().into_bytes()),
        Expression::Group(items) => {
            let on = value(member(items, &["onoff", "l_onoff"])?)? as i32;
            let seconds = value(member(items, &["linger", "l_linger"])?)? as i32;
            Ok([on.to_le_bytes(), seconds.to_le_bytes()].concat())
        }
        Expression::Array(parts)
            if parts.len() == 1 && matches!(parts[0], Expression::Text(_) | Expression::Group(_)) =>
        {
            option_bytes(&parts[0])
        }
        Expression::Array(_)
        | Expression::Ellipsis
        | Expression::Integer(_)
        | Expression::Name(_)
        | Expression::Or(_)
        | Expression::Function(_, _) => Ok((value(expression)? as i32).to_le_bytes().to_vec()),
    }
}

fn poll_call(name: &str, arguments: &Arguments<'_>) -> Result<Syscall, Refused> {
    let timeout = |index| -> Result<Option<u64>, Refused> {
        Ok(u64::try_from(arguments.number(index)?).ok().map(|millis| millis * 1_000_000))
    };
    Ok(match name {
        "poll" => Syscall::Poll { fds: poll_fds(arguments.get(0)?, &["events"])?, timeout: timeout(2)? },
        "epoll_ctl" => epoll_control(arguments)?,
        "epoll_wait" => Syscall::EpollWait {
            epoll: arguments.fd(0)?,
            maximum: arguments.length(2)?,
            timeout: timeout(3)?,
        },
        _ => Syscall::EpollCreate,
    })
}

fn epoll_control(arguments: &Arguments<'_>) -> Result<Syscall, Refused> {
    let operation = match arguments.int(1)? {
        1 => EpollOperation::Add,
        2 => EpollOperation::Delete,
        3 => EpollOperation::Modify,
        other => return Err(format!("the epoll operation {other}")),
    };
    let (events, data) = match operation {
        EpollOperation::Delete => (PollEvents::NONE, 0),
        EpollOperation::Add | EpollOperation::Modify => {
            let items = items(arguments.get(3)?)?;
            (poll_events(member(items, &["events"])?)?, value(member(items, EPOLL_DATA)?)? as u64)
        }
    };
    Ok(Syscall::EpollControl { epoll: arguments.fd(0)?, operation, fd: arguments.fd(2)?, events, data })
}

/// The members of the union `epoll_data`.
const EPOLL_DATA: &[&str] = &["fd", "ptr", "u32", "u64"];

fn poll_events(expression: &Expression) -> Result<PollEvents, Refused> {
    value(expression).map(|bits| PollEvents(bits as u32))
}

fn poll_fds(expression: &Expression, events: &[&str]) -> Result<Vec<PollFd>, Refused> {
    let Expression::Array(entries) = expression else {
        return Err(format!("{} as an array", expression.described()));
    };
    let entry = |entry| {
        let items = items(entry)?;
        Ok(PollFd {
            fd: Fd(value(member(items, &["fd"])?)? as i32),
            events: poll_events(member(items, events)?)?,
        })
    };
    entries.iter().map(entry).collect()
}

/// Whether a call returned what the script wants; otherwise what differs.
pub(crate) fn judge(call: &Call, result: &SyscallResult) -> Result<(), String> {
    let returned = match result {
        Ok(value) => returned(call, value),
        Err(_) => -1,
    };
    let got = match result {
        Ok(_) => returned.to_string(),
        Err(error) => format!("-1 {}", error.name()),
    };
    if call.result != Expression::Ellipsis && value(&call.result)? != returned {
        return Err(format!("{} returned {got}", call.name));
    }
    if let Some(name) = &call.errno {
        let wanted = errno(name).ok_or_else(|| format!("the errno {name}"))?;
        if *result != Err(wanted) {
            return Err(format!("{} returned {got}", call.name));
        }
    }
    match result {
        Ok(value) => outputs(call, value),
        Err(_) => Ok(()),
    }
}

/// What the C library's function returns.
fn returned(call: &Call, value: &SyscallValue) -> i64 {
    match value {
        // The request's value goes to its argument.
        SyscallValue::Number(_) if call.name == "ioctl" => 0,
        SyscallValue::Number(number) => *number,
        SyscallValue::Sent { count, .. } => *count as i64,
        SyscallValue::Received(received) => received.length as i64,
        SyscallValue::Accepted { fd, .. } => i64::from(fd.0),
        SyscallValue::Poll(found) => found.len() as i64,
        SyscallValue::Epoll(found) => found.len() as i64,
        SyscallValue::Select(found) => (found.read.len() + found.write.len() + found.except.len()) as i64,
        SyscallValue::Waited { pid, .. } => i64::from(pid.0),
        SyscallValue::Address(_)
        | SyscallValue::OptionValue(_)
        | SyscallValue::Pipe(_, _)
        | SyscallValue::Text(_) => 0,
    }
}

/// Compares what a call wrote through its pointers with what the script's structures say.
fn outputs(call: &Call, result: &SyscallValue) -> Result<(), String> {
    let arguments = Arguments(&call.arguments);
    match (call.name.as_str(), result) {
        ("getsockopt", SyscallValue::OptionValue(bytes)) => {
            let wanted = arguments.get(3)?;
            if *wanted == Expression::Ellipsis {
                return Ok(());
            }
            let wanted = option_bytes(wanted)?;
            // A string may be followed by the rest of its field.
            if bytes.starts_with(&wanted) { Ok(()) } else { Err(format!("the option's bytes are {bytes:?}")) }
        }
        ("recvmsg", SyscallValue::Received(received)) => match control(arguments.get(1)?)? {
            Some(wanted) if received.unread.map(i64::from) != Some(wanted) => {
                Err(format!("the control message says {:?}", received.unread))
            }
            Some(_) | None => Ok(()),
        },
        ("ioctl", SyscallValue::Number(number)) => match arguments.get(2) {
            Ok(Expression::Array(_)) if arguments.number(2)? != *number => {
                Err(format!("the request gave {number}"))
            }
            Ok(_) | Err(_) => Ok(()),
        },
        ("poll", SyscallValue::Poll(found)) => {
            let mut wanted = poll_fds(arguments.get(0)?, &["revents"])?;
            wanted.retain(|entry| !entry.events.is_empty());
            if wanted == *found { Ok(()) } else { Err(format!("poll found {found:?}")) }
        }
        ("epoll_wait", SyscallValue::Epoll(found)) => {
            // The script writes one event; it is what the first place of the array holds afterwards.
            let Some(first) = found.first() else { return Ok(()) };
            let items = items(arguments.get(1)?)?;
            let events = poll_events(member(items, &["events"])?)?;
            let data = value(member(items, EPOLL_DATA)?)? as u64;
            if (events, data) == (first.events, first.data) {
                Ok(())
            } else {
                Err(format!("epoll_wait found {found:?}"))
            }
        }
        (_, _) => Ok(()),
    }
}
