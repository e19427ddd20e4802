//! `_socket`: sockets, as CPython's socketmodule.c makes their system calls.
//!
//! Waiting with a timeout is `poll` before the call, as `sock_call_impl` does it; the descriptor is then non-blocking.

mod constants;

pub(super) use constants::constants;

mod transfer;

use transfer::*;

mod settings;

use settings::*;

use crate::builtins::{Owner, exceptions, natives};
use crate::machine::{Args, Core, Run, Stop};
use crate::operations::arithmetic::{Number, number};
use crate::operations::{compare, display};
use crate::values::{Object, Socket, Value, t};
use netlab_abi::{
    ByteId, ClockId, Data, Domain, Errno, Fd, Ioctl, Ipv4Addr, MessageFlags, OptionLevel, Origin, PollEvents,
    PollFd, Protocol, ShutdownHow, SocketAddrV4, SocketFlags, SocketOption, SocketType, Syscall,
    SyscallResult, SyscallValue, ip_option, option, tcp_option,
};
use std::rc::Rc;

natives! {
    Owner::Static(t::SOCKET);
    "__new__" => new;
    Owner::Type(t::SOCKET);
    "__init__" => init, "__enter__" => enter, "__exit__" => exit, "__repr__" => repr,
    "bind" => bind, "listen" => listen, "accept" => accept, "connect" => connect, "connect_ex" => connect_ex,
    "send" => send, "sendall" => sendall, "sendto" => sendto, "sendmsg" => sendmsg,
    "recv" => recv, "recv_into" => recv_into, "recvfrom" => recvfrom, "recvfrom_into" => recvfrom_into,
    "recvmsg" => recvmsg, "recvmsg_into" => recvmsg_into,
    "close" => close, "detach" => detach, "shutdown" => shutdown, "fileno" => fileno, "dup" => dup,
    "setblocking" => setblocking, "getblocking" => getblocking, "settimeout" => settimeout,
    "gettimeout" => gettimeout, "setsockopt" => setsockopt, "getsockopt" => getsockopt,
    "getsockname" => getsockname, "getpeername" => getpeername,
    "makefile" => makefile, "sendfile" => sendfile, "_open_file" => open_file, "_close_file" => close_file, "get_inheritable" => get_inheritable,
    "set_inheritable" => set_inheritable;
    Owner::Module("_socket");
    "gethostbyname" => gethostbyname, "gethostname" => gethostname,
    "inet_aton" => inet_aton, "inet_ntoa" => inet_ntoa, "htons" => swap16, "ntohs" => swap16, "htonl" => swap32,
    "ntohl" => swap32, "getdefaulttimeout" => getdefaulttimeout, "setdefaulttimeout" => setdefaulttimeout,
    "close" => close_fd,
}

/// Attributes that are not methods.
pub(super) fn attribute(core: &mut Core, object: Value, name: &str) -> Option<Value> {
    let socket = data(core, object);
    Some(match name {
        "family" => Value::Int(i64::from(socket.family)),
        "type" => Value::Int(i64::from(socket.kind)),
        "proto" => Value::Int(i64::from(socket.protocol)),
        "timeout" => seconds(socket.timeout),
        "_closed" => Value::Bool(socket.fd < 0),
        _ => return None,
    })
}

fn seconds(timeout: Option<u64>) -> Value {
    timeout.map_or(Value::None, |ns| Value::Float(ns as f64 / 1e9))
}

fn data(core: &Core, object: Value) -> Socket {
    match core.object(object) {
        Some(Object::Socket(socket)) => socket.as_ref().clone(),
        other => unreachable!("{other:?} is no socket"),
    }
}

fn data_mut(core: &mut Core, object: Value) -> &mut Socket {
    let plain = core.plain(object).reference();
    match core.heap.get_mut(plain) {
        Object::Socket(socket) => Rc::make_mut(socket),
        other => unreachable!("{other:?} is no socket"),
    }
}

fn receiver(core: &mut Core, args: &Args) -> Run<(Value, Socket)> {
    let object = args.positional.first().copied().unwrap_or(Value::None);
    match core.object(object) {
        Some(Object::Socket(socket)) => {
            let socket = socket.as_ref().clone();
            Ok((object, socket))
        }
        _ => {
            let name = core.type_name(object);
            Err(core.type_error(format!("descriptor requires a 'socket' object but received a '{name}'")))
        }
    }
}

fn ok(core: &mut Core, result: SyscallResult) -> Run<SyscallValue> {
    result.map_err(|errno| core.os_error(errno))
}

fn new(core: &mut Core, args: &Args) -> Run<Value> {
    let (class, given) = args.method(core, "socket", ["family", "type", "proto", "fileno"], 0)?;
    let mut numbers = [2, 1, 0];
    for (number, value) in numbers.iter_mut().zip(given) {
        if let Some(value) = value {
            let value = core.size_argument(value)?;
            if value >= 0 {
                *number = value as i32;
            }
        }
    }
    let [family, mut kind, mut protocol] = numbers;
    let asks = |core: &mut Core, value: Option<Value>| -> Run<bool> {
        Ok(match value {
            Some(value) => core.size_argument(value)? < 0,
            None => true,
        })
    };
    let fileno = match given[3].filter(|fileno| !fileno.is_none()) {
        Some(fileno) => Some(core.size_argument(fileno)? as i32),
        None => None,
    };
    let fd = match fileno {
        Some(fd) if fd < 0 => return Err(core.value_error("negative file descriptor")),
        Some(fd) => {
            let name = core.syscall(Syscall::GetSocketName { fd: Fd(fd) })?;
            ok(core, name)?;
            // What was not said, the kernel knows (`sock_initobj`).
            if asks(core, given[1])? {
                kind = number_option(core, fd, option::SO_TYPE)?;
            }
            if asks(core, given[2])? {
                protocol = number_option(core, fd, option::SO_PROTOCOL)?;
            }
            fd
        }
        None => {
            let flags = SocketFlags { nonblocking: kind & 0o4000 != 0, close_on_exec: true };
            let call = Syscall::Socket {
                domain: Domain(family),
                kind: SocketType(kind & 0xf),
                flags,
                protocol: Protocol(protocol),
            };
            let made = core.syscall(call)?;
            match ok(core, made)? {
                SyscallValue::Number(fd) => fd as i32,
                other => unreachable!("socket gives {other:?}"),
            }
        }
    };
    let timeout = if kind & 0o4000 != 0 { Some(0) } else { core.default_timeout };
    let socket =
        make(core, Socket { fd, family, kind: kind & 0xf, protocol, timeout, users: 0, closing: false })?;
    if timeout.is_some_and(|timeout| timeout > 0) {
        nonblocking(core, fd, true)?;
    }
    match core.as_class(class) {
        Some(class) if core.heap.class(class).user => core.once(|core| {
            let fields = Rc::default();
            Ok(Value::Ref(core.heap.add(Object::Instance { class, payload: socket, fields })))
        }),
        _ => Ok(socket),
    }
}

/// A number that the kernel holds for a socket.
fn number_option(core: &mut Core, fd: i32, name: i32) -> Run<i32> {
    let option = SocketOption { level: OptionLevel::SOCKET, name };
    let result = core.syscall(Syscall::GetSocketOption { fd: Fd(fd), option, length: 4 })?;
    match ok(core, result)? {
        SyscallValue::OptionValue(bytes) => {
            Ok(bytes.first_chunk().map_or(0, |word| i32::from_le_bytes(*word)))
        }
        other => unreachable!("getsockopt gives {other:?}"),
    }
}

fn make(core: &mut Core, socket: Socket) -> Run<Value> {
    core.once(|core| {
        core.resources += 1;
        Ok(Value::Ref(core.heap.add(Object::Socket(Rc::new(socket)))))
    })
}

fn init(_: &mut Core, _: &Args) -> Run<Value> {
    Ok(Value::None)
}

fn enter(_: &mut Core, args: &Args) -> Run<Value> {
    Ok(args.positional[0])
}

fn exit(core: &mut Core, args: &Args) -> Run<Value> {
    close(core, &Args::of(vec![args.positional[0]]))
}

fn repr(core: &mut Core, args: &Args) -> Run<Value> {
    let (object, socket) = receiver(core, args)?;
    let mut text = display::shown(core, core.plain(object));
    if socket.fd >= 0 {
        text.pop();
        for (label, call) in [
            ("laddr", Syscall::GetSocketName { fd: Fd(socket.fd) }),
            ("raddr", Syscall::GetPeerName { fd: Fd(socket.fd) }),
        ] {
            if let Ok(SyscallValue::Address(address)) = core.syscall(call)? {
                text.push_str(&format!(", {label}={}", display::address_text(address)));
            }
        }
        text.push('>');
    }
    Ok(core.heap.str(text))
}

/// An address tuple; a host name is looked up.
fn address(core: &mut Core, value: Value, caller: &str) -> Run<SocketAddrV4> {
    let parts = match core.object(value) {
        Some(Object::Tuple(items)) => items.to_vec(),
        _ => {
            let name = core.type_name(value);
            return Err(core.type_error(format!("{caller}(): AF_INET address must be tuple, not {name}")));
        }
    };
    let [host, port] = parts[..] else {
        return Err(core.type_error("AF_INET address must be a pair (host, port)"));
    };
    let host = match core.as_text(host) {
        Some(text) => text.string.clone(),
        None => match core.byte_slice(host) {
            Some(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            None => {
                let name = core.type_name(host);
                return Err(core.type_error(format!("str, bytes or bytearray expected, not {name}")));
            }
        },
    };
    let port = match number(core, port) {
        Some(Number::Int(port)) => port,
        _ => {
            let name = core.type_name(port);
            return Err(core.type_error(format!("'{name}' object cannot be interpreted as an integer")));
        }
    };
    let Ok(port) = u16::try_from(port) else {
        return Err(core.error(t::OVERFLOW_ERROR, format!("{caller}(): port must be 0-65535.")));
    };
    let ip = resolve(core, &host)?;
    Ok(SocketAddrV4::new(ip, port))
}

/// A host name's address.
fn resolve(core: &mut Core, host: &str) -> Run<Ipv4Addr> {
    match host {
        "" => return Ok(Ipv4Addr::UNSPECIFIED),
        "<broadcast>" => return Ok(Ipv4Addr::BROADCAST),
        _ => {}
    }
    if let Ok(ip) = host.parse() {
        return Ok(ip);
    }
    match core.syscall(Syscall::ResolveHost { name: host.to_owned() })? {
        Ok(SyscallValue::Address(address)) => Ok(*address.ip()),
        Ok(other) => unreachable!("a look-up gives {other:?}"),
        Err(_) => {
            let message = core.heap.str("Name or service not known");
            let exception = core.exception(t::GAI_ERROR, vec![Value::Int(-2), message]);
            exceptions::fill(core, exception);
            Err(Stop::Raise(exception))
        }
    }
}

/// An address as Python sees it.
fn address_value(core: &mut Core, address: SocketAddrV4) -> Value {
    let host = core.heap.str(address.ip().to_string());
    core.heap.tuple(vec![host, Value::Int(i64::from(address.port()))])
}

/// Makes a call that may have to wait, as `sock_call_impl`: with a timeout, `poll` comes first.
fn wait_and_call(core: &mut Core, socket: &Socket, write: bool, call: Syscall) -> Run<SyscallValue> {
    let deadline = Deadline::begin(core, socket)?;
    wait_until(core, socket, write, call, deadline)
}

/// When a call with a timeout gives up.
#[derive(Clone, Copy)]
struct Deadline {
    at: Option<u64>,
    first: bool,
}

impl Deadline {
    fn begin(core: &mut Core, socket: &Socket) -> Run<Deadline> {
        match socket.timeout {
            Some(timeout) if timeout > 0 => {
                let now = monotonic(core)?;
                Ok(Deadline { at: Some(now + timeout), first: true })
            }
            _ => Ok(Deadline { at: None, first: true }),
        }
    }
}

fn wait_until(
    core: &mut Core,
    socket: &Socket,
    write: bool,
    call: Syscall,
    mut deadline: Deadline,
) -> Run<SyscallValue> {
    loop {
        if let (Some(at), Some(timeout)) = (deadline.at, socket.timeout) {
            let left = if deadline.first { timeout } else { at.saturating_sub(monotonic(core)?) };
            deadline.first = false;
            if left == 0 || !poll(core, socket.fd, write, false, left)? {
                return Err(timed_out(core));
            }
        }
        match core.syscall(call.clone())? {
            Err(Errno::EAGAIN) if deadline.at.is_some() => {}
            result => return ok(core, result),
        }
    }
}

/// Waits for a descriptor; false when the time is over.
fn poll(core: &mut Core, fd: i32, write: bool, connecting: bool, left: u64) -> Run<bool> {
    let mut events = if write { PollEvents::OUT } else { PollEvents::IN };
    if connecting {
        events = events.union(PollEvents::ERR);
    }
    // CPython rounds up to whole milliseconds.
    let timeout = left.div_ceil(1_000_000) * 1_000_000;
    let found =
        core.syscall(Syscall::Poll { fds: vec![PollFd { fd: Fd(fd), events }], timeout: Some(timeout) })?;
    match ok(core, found)? {
        SyscallValue::Poll(found) => Ok(!found.is_empty()),
        other => unreachable!("poll gives {other:?}"),
    }
}

fn timed_out(core: &mut Core) -> Stop {
    let message = core.heap.str("timed out");
    let exception = core.exception(t::TIMEOUT_ERROR, vec![message]);
    exceptions::fill(core, exception);
    Stop::Raise(exception)
}

fn monotonic(core: &mut Core) -> Run<u64> {
    let now = core.syscall(Syscall::ClockGetTime { clock: ClockId::Monotonic })?;
    match ok(core, now)? {
        SyscallValue::Number(ns) => Ok(ns as u64),
        other => unreachable!("a clock gives {other:?}"),
    }
}

fn nonblocking(core: &mut Core, fd: i32, on: bool) -> Run<()> {
    let done = core.syscall(Syscall::Ioctl { fd: Fd(fd), request: Ioctl::Fionbio(on) })?;
    ok(core, done)?;
    Ok(())
}

fn bind(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, socket) = receiver(core, args)?;
    let (_, [to]) = args.method(core, "bind", [""], 1)?;
    let address = address(core, to.unwrap_or(Value::None), "bind")?;
    let done = core.syscall(Syscall::Bind { fd: Fd(socket.fd), address })?;
    ok(core, done)?;
    Ok(Value::None)
}

fn listen(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, socket) = receiver(core, args)?;
    let (_, [backlog]) = args.method(core, "listen", [""], 0)?;
    let backlog = match backlog {
        Some(backlog) => core.size_argument(backlog)?.max(0) as i32,
        None => 128,
    };
    let done = core.syscall(Syscall::Listen { fd: Fd(socket.fd), backlog })?;
    ok(core, done)?;
    Ok(Value::None)
}

fn accept(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, socket) = receiver(core, args)?;
    let flags = SocketFlags { nonblocking: false, close_on_exec: true };
    let (fd, peer) = match wait_and_call(core, &socket, false, Syscall::Accept { fd: Fd(socket.fd), flags })?
    {
        SyscallValue::Accepted { fd, peer } => (fd.0, peer),
        other => unreachable!("accept gives {other:?}"),
    };
    // `socket.accept` makes the object from the descriptor; its `__init__` looks at the name.
    let named = core.syscall(Syscall::GetSocketName { fd: Fd(fd) })?;
    ok(core, named)?;
    let timeout = core.default_timeout;
    let connection = make(
        core,
        Socket {
            fd,
            family: socket.family,
            kind: socket.kind,
            protocol: socket.protocol,
            timeout,
            users: 0,
            closing: false,
        },
    )?;
    match timeout {
        Some(timeout) => nonblocking(core, fd, timeout > 0)?,
        None if socket.timeout.is_some_and(|timeout| timeout > 0) => nonblocking(core, fd, false)?,
        None => {}
    }
    let peer = address_value(core, peer);
    Ok(core.heap.tuple(vec![connection, peer]))
}

/// `internal_connect`
fn connect_errno(core: &mut Core, socket: &Socket, address: SocketAddrV4) -> Run<Result<(), Option<Errno>>> {
    match core.syscall(Syscall::Connect { fd: Fd(socket.fd), address })? {
        Ok(_) => return Ok(Ok(())),
        Err(errno) if errno != Errno::EINPROGRESS || socket.timeout.is_none_or(|timeout| timeout == 0) => {
            return Ok(Err(Some(errno)));
        }
        Err(_) => {}
    }
    let timeout = socket.timeout.unwrap_or(0);
    let _ = monotonic(core)?;
    if !poll(core, socket.fd, true, true, timeout)? {
        return Ok(Err(None));
    }
    let option = SocketOption { level: OptionLevel::SOCKET, name: option::SO_ERROR };
    let found = core.syscall(Syscall::GetSocketOption { fd: Fd(socket.fd), option, length: 4 })?;
    match ok(core, found)? {
        SyscallValue::OptionValue(bytes) => {
            let number = bytes.try_into().map_or(0, i32::from_le_bytes);
            match Errno::from_number(number) {
                None => Ok(Ok(())),
                Some(Errno::EISCONN) => Ok(Ok(())),
                Some(errno) => Ok(Err(Some(errno))),
            }
        }
        other => unreachable!("an option gives {other:?}"),
    }
}

fn connect(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, socket) = receiver(core, args)?;
    let (_, [to]) = args.method(core, "connect", [""], 1)?;
    let address = address(core, to.unwrap_or(Value::None), "connect")?;
    match connect_errno(core, &socket, address)? {
        Ok(()) => Ok(Value::None),
        Err(Some(errno)) => Err(core.os_error(errno)),
        Err(None) => Err(timed_out(core)),
    }
}

fn connect_ex(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, socket) = receiver(core, args)?;
    let (_, [to]) = args.method(core, "connect_ex", [""], 1)?;
    let address = address(core, to.unwrap_or(Value::None), "connect_ex")?;
    Ok(Value::Int(match connect_errno(core, &socket, address)? {
        Ok(()) => 0,
        Err(Some(errno)) => i64::from(errno.number()),
        Err(None) => i64::from(Errno::EAGAIN.number()),
    }))
}

/// A timeout in seconds as nanoseconds, rounded up.
pub(super) fn timeout_of(core: &mut Core, value: Value) -> Run<Option<u64>> {
    if value.is_none() {
        return Ok(None);
    }
    let Some(number) = number(core, value) else {
        let name = core.type_name(value);
        return Err(core.type_error(format!("'{name}' object cannot be interpreted as an integer")));
    };
    let seconds = number.float();
    if seconds.is_nan() {
        return Err(core.value_error("Invalid value NaN (not a number)"));
    }
    if seconds < 0.0 {
        return Err(core.value_error("Timeout value out of range"));
    }
    if seconds > 9.2e9 {
        return Err(core.error(t::OVERFLOW_ERROR, "timestamp out of range for platform time_t"));
    }
    Ok(Some(libm::ceil(seconds * 1e9) as u64))
}
