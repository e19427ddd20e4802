//! Options, timeouts, names, closing and the module's functions.

use super::*;

/// `close`: with open files made from it the descriptor lives on until the last of them is closed.
pub(super) fn close(core: &mut Core, args: &Args) -> Run<Value> {
    let (object, _) = receiver(core, args)?;
    let fd = core.once(|core| {
        let socket = data_mut(core, object);
        socket.closing = true;
        if socket.users > 0 || socket.fd < 0 {
            return Ok(Value::Int(-1));
        }
        let fd = std::mem::replace(&mut socket.fd, -1);
        core.resources -= 1;
        Ok(Value::Int(i64::from(fd)))
    })?;
    close_number(core, fd)
}

pub(super) fn close_number(core: &mut Core, fd: Value) -> Run<Value> {
    let Value::Int(fd) = fd else { unreachable!("a descriptor is a number") };
    if fd >= 0 {
        match core.syscall(Syscall::Close { fd: Fd(fd as i32) })? {
            // `_socket.socket.close` passes over a reset that arrived meanwhile.
            Ok(_) | Err(Errno::ECONNRESET) => {}
            Err(errno) => return Err(core.os_error(errno)),
        }
    }
    Ok(Value::None)
}

pub(super) fn open_file(core: &mut Core, args: &Args) -> Run<Value> {
    data_mut(core, args.positional[0]).users += 1;
    Ok(Value::None)
}

pub(super) fn close_file(core: &mut Core, args: &Args) -> Run<Value> {
    let object = args.positional[0];
    let fd = core.once(|core| {
        let socket = data_mut(core, object);
        socket.users = socket.users.saturating_sub(1);
        if socket.users > 0 || !socket.closing || socket.fd < 0 {
            return Ok(Value::Int(-1));
        }
        let fd = std::mem::replace(&mut socket.fd, -1);
        core.resources -= 1;
        Ok(Value::Int(i64::from(fd)))
    })?;
    close_number(core, fd)
}

pub(super) fn detach(core: &mut Core, args: &Args) -> Run<Value> {
    let (object, socket) = receiver(core, args)?;
    let before = data_mut(core, object);
    before.closing = true;
    before.fd = -1;
    if socket.fd >= 0 {
        core.resources -= 1;
    }
    Ok(Value::Int(i64::from(socket.fd)))
}

pub(super) fn shutdown(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, socket) = receiver(core, args)?;
    let (_, [how]) = args.method(core, "shutdown", [""], 1)?;
    let how = match core.size_argument(how.unwrap_or(Value::None))? {
        0 => ShutdownHow::Read,
        1 => ShutdownHow::Write,
        2 => ShutdownHow::Both,
        _ => return Err(core.os_error(Errno::EINVAL)),
    };
    let done = core.syscall(Syscall::Shutdown { fd: Fd(socket.fd), how })?;
    ok(core, done)?;
    Ok(Value::None)
}

pub(super) fn fileno(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, socket) = receiver(core, args)?;
    Ok(Value::Int(i64::from(socket.fd)))
}

pub(super) fn dup(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, socket) = receiver(core, args)?;
    let made = core.syscall(Syscall::Duplicate { fd: Fd(socket.fd) })?;
    let SyscallValue::Number(fd) = ok(core, made)? else { unreachable!("dup gives a number") };
    make(core, Socket { fd: fd as i32, users: 0, closing: false, ..socket })
}

pub(super) fn setblocking(core: &mut Core, args: &Args) -> Run<Value> {
    let (object, socket) = receiver(core, args)?;
    let (_, [on]) = args.method(core, "setblocking", [""], 1)?;
    let on = compare::truth(core, on.unwrap_or(Value::None))?;
    nonblocking(core, socket.fd, !on)?;
    data_mut(core, object).timeout = if on { None } else { Some(0) };
    Ok(Value::None)
}

pub(super) fn getblocking(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, socket) = receiver(core, args)?;
    Ok(Value::Bool(socket.timeout != Some(0)))
}

pub(super) fn settimeout(core: &mut Core, args: &Args) -> Run<Value> {
    let (object, socket) = receiver(core, args)?;
    let (_, [value]) = args.method(core, "settimeout", [""], 1)?;
    let timeout = timeout_of(core, value.unwrap_or(Value::None))?;
    nonblocking(core, socket.fd, timeout.is_some())?;
    data_mut(core, object).timeout = timeout;
    Ok(Value::None)
}

pub(super) fn gettimeout(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, socket) = receiver(core, args)?;
    Ok(seconds(socket.timeout))
}

pub(super) fn option_of(core: &mut Core, level: Option<Value>, name: Option<Value>) -> Run<SocketOption> {
    let level = core.size_argument(level.unwrap_or(Value::None))?;
    let name = core.size_argument(name.unwrap_or(Value::None))?;
    Ok(SocketOption { level: OptionLevel(level as i32), name: name as i32 })
}

pub(super) fn setsockopt(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, socket) = receiver(core, args)?;
    let (_, [level, name, value]) = args.method(core, "setsockopt", ["", "", ""], 3)?;
    let option = option_of(core, level, name)?;
    let value = value.unwrap_or(Value::None);
    let bytes = match number(core, value) {
        Some(Number::Int(int)) => match i32::try_from(int) {
            Ok(int) => int.to_le_bytes().to_vec(),
            Err(_) => return Err(core.error(t::OVERFLOW_ERROR, "signed integer is greater than maximum")),
        },
        _ => core.byte_argument(value)?,
    };
    let done = core.syscall(Syscall::SetSocketOption { fd: Fd(socket.fd), option, value: bytes })?;
    ok(core, done)?;
    Ok(Value::None)
}

pub(super) fn getsockopt(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, socket) = receiver(core, args)?;
    let (_, [level, name, size]) = args.method(core, "getsockopt", ["", "", ""], 2)?;
    let option = option_of(core, level, name)?;
    let size = match size {
        Some(size) => core.size_argument(size)?,
        None => 0,
    };
    if !(0..=1024).contains(&size) {
        return Err(core.error(t::OS_ERROR, "getsockopt buflen out of range"));
    }
    let length = if size == 0 { 4 } else { size as usize };
    let found = core.syscall(Syscall::GetSocketOption { fd: Fd(socket.fd), option, length })?;
    let SyscallValue::OptionValue(bytes) = ok(core, found)? else { unreachable!("an option gives bytes") };
    if size > 0 {
        return Ok(core.heap.bytes(bytes));
    }
    let mut word = [0; 4];
    let count = bytes.len().min(4);
    word[..count].copy_from_slice(&bytes[..count]);
    Ok(Value::Int(i64::from(i32::from_le_bytes(word))))
}

pub(super) fn name_value(core: &mut Core, call: Syscall) -> Run<Value> {
    let found = core.syscall(call)?;
    match ok(core, found)? {
        SyscallValue::Address(address) => Ok(address_value(core, address)),
        other => unreachable!("a name gives {other:?}"),
    }
}

pub(super) fn getsockname(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, socket) = receiver(core, args)?;
    name_value(core, Syscall::GetSocketName { fd: Fd(socket.fd) })
}

pub(super) fn getpeername(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, socket) = receiver(core, args)?;
    name_value(core, Syscall::GetPeerName { fd: Fd(socket.fd) })
}

pub(super) fn get_inheritable(_: &mut Core, _: &Args) -> Run<Value> {
    Ok(Value::Bool(false))
}

pub(super) fn set_inheritable(_: &mut Core, _: &Args) -> Run<Value> {
    Ok(Value::None)
}

pub(super) fn gethostbyname(core: &mut Core, args: &Args) -> Run<Value> {
    let [host] = args.bind(core, "gethostbyname", [""], 1)?;
    let host = core.text(host.unwrap_or(Value::None), "gethostbyname() argument 1")?;
    let ip = resolve(core, &host.string)?;
    Ok(core.heap.str(ip.to_string()))
}

pub(super) fn gethostname(core: &mut Core, _: &Args) -> Run<Value> {
    let found = core.syscall(Syscall::GetHostName)?;
    match ok(core, found)? {
        SyscallValue::Text(text) => Ok(core.heap.str(text)),
        other => unreachable!("the host name is {other:?}"),
    }
}

pub(super) fn inet_aton(core: &mut Core, args: &Args) -> Run<Value> {
    let [text] = args.bind(core, "inet_aton", [""], 1)?;
    let text = core.text(text.unwrap_or(Value::None), "inet_aton() argument 1")?;
    match text.string.parse::<Ipv4Addr>() {
        Ok(ip) => Ok(core.heap.bytes(&ip.octets()[..])),
        Err(_) => Err(core.error(t::OS_ERROR, "illegal IP address string passed to inet_aton")),
    }
}

pub(super) fn inet_ntoa(core: &mut Core, args: &Args) -> Run<Value> {
    let [bytes] = args.bind(core, "inet_ntoa", [""], 1)?;
    let bytes = core.byte_argument(bytes.unwrap_or(Value::None))?;
    match <[u8; 4]>::try_from(bytes) {
        Ok(octets) => Ok(core.heap.str(Ipv4Addr::from(octets).to_string())),
        Err(_) => Err(core.error(t::OS_ERROR, "packed IP wrong length")),
    }
}

pub(super) fn swap16(core: &mut Core, args: &Args) -> Run<Value> {
    let [value] = args.bind(core, "htons", [""], 1)?;
    let value = core.size_argument(value.unwrap_or(Value::None))?;
    match u16::try_from(value) {
        Ok(value) => Ok(Value::Int(i64::from(value.swap_bytes()))),
        Err(_) => Err(core
            .error(t::OVERFLOW_ERROR, "htons: Python int too large to convert to C 16-bit unsigned integer")),
    }
}

pub(super) fn swap32(core: &mut Core, args: &Args) -> Run<Value> {
    let [value] = args.bind(core, "htonl", [""], 1)?;
    let value = core.size_argument(value.unwrap_or(Value::None))?;
    match u32::try_from(value) {
        Ok(value) => Ok(Value::Int(i64::from(value.swap_bytes()))),
        Err(_) => Err(core.error(t::OVERFLOW_ERROR, "int larger than 32 bits")),
    }
}

pub(super) fn getdefaulttimeout(core: &mut Core, _: &Args) -> Run<Value> {
    Ok(seconds(core.default_timeout))
}

pub(super) fn setdefaulttimeout(core: &mut Core, args: &Args) -> Run<Value> {
    let [value] = args.bind(core, "setdefaulttimeout", [""], 1)?;
    core.default_timeout = timeout_of(core, value.unwrap_or(Value::None))?;
    Ok(Value::None)
}

pub(super) fn close_fd(core: &mut Core, args: &Args) -> Run<Value> {
    let [fd] = args.bind(core, "close", [""], 1)?;
    let fd = core.size_argument(fd.unwrap_or(Value::None))?;
    let done = core.syscall(Syscall::Close { fd: Fd(fd as i32) })?;
    ok(core, done)?;
    Ok(Value::None)
}

/// Calls a function of the module's Python part.
pub(super) fn in_python(core: &mut Core, name: &str, args: &Args) -> Run<Value> {
    let module = crate::modules::import(core, "socket")?;
    let name = core.symbols.intern(name);
    let callable = crate::operations::attributes::get(core, module, name)?;
    crate::machine::Request::Tail { callable, args: args.clone() }.stop()
}

pub(super) fn makefile(core: &mut Core, args: &Args) -> Run<Value> {
    in_python(core, "_makefile", args)
}

pub(super) fn sendfile(core: &mut Core, args: &Args) -> Run<Value> {
    in_python(core, "_sendfile", args)
}
