//! Sending and receiving.

use super::*;

pub(super) fn flags(core: &mut Core, value: Option<Value>) -> Run<MessageFlags> {
    match value {
        Some(value) => Ok(MessageFlags(core.size_argument(value)? as i32)),
        None => Ok(MessageFlags::NONE),
    }
}

pub(super) fn payload(core: &mut Core, value: Option<Value>) -> Run<Data> {
    let value = value.unwrap_or(Value::None);
    core.check_view(value)?;
    match core.data(value) {
        Some(data) => Ok(data),
        None => {
            let name = core.type_name(value);
            Err(core.type_error(format!("a bytes-like object is required, not '{name}'")))
        }
    }
}

/// How many bytes were sent; those of the object that was given get the identity of the new bytes.
pub(super) fn sent(core: &mut Core, object: Value, at: usize, value: SyscallValue) -> Run<usize> {
    let (count, first) = match value {
        SyscallValue::Sent { count, first } => (count, first),
        SyscallValue::Number(count) => (count as usize, None),
        other => unreachable!("send gives {other:?}"),
    };
    if let (Some((flow, direction, offset)), true) = (first, count > 0) {
        core.once(|core| {
            let origin =
                Origin { at: at as u32, length: count as u32, first: ByteId { flow, direction, offset } };
            name_bytes(core, object, origin);
            Ok(Value::None)
        })?;
    }
    Ok(count)
}

/// Bytes that the program made have the identity under which they were first sent; others keep theirs.
pub(super) fn name_bytes(core: &mut Core, object: Value, origin: Origin) {
    let Value::Ref(reference) = core.plain(object) else { return };
    match core.heap.get_mut(reference) {
        Object::Bytes(data) => {
            let end = origin.at + origin.length;
            let free =
                data.origins.iter().all(|other| other.at + other.length <= origin.at || end <= other.at);
            if free {
                let mut origins = data.origins.to_vec();
                origins.push(origin);
                origins.sort_by_key(|origin| origin.at);
                data.origins = origins.into();
            }
        }
        Object::ByteArray(buffer) if buffer.origins.is_empty() => Rc::make_mut(buffer).origins.push(origin),
        _ => {}
    }
}

pub(super) fn send(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, socket) = receiver(core, args)?;
    let (_, [bytes, given]) = args.method(core, "send", ["", ""], 1)?;
    let data = payload(core, bytes)?;
    let flags = flags(core, given)?;
    let value =
        wait_and_call(core, &socket, true, Syscall::Send { fd: Fd(socket.fd), data, flags, to: None })?;
    let count = sent(core, bytes.unwrap_or(Value::None), 0, value)?;
    Ok(Value::Int(count as i64))
}

pub(super) fn sendall(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, socket) = receiver(core, args)?;
    let (_, [bytes, given]) = args.method(core, "sendall", ["", ""], 1)?;
    let data = payload(core, bytes)?;
    let flags = flags(core, given)?;
    let mut at = 0;
    // The timeout is for the whole of it.
    let mut deadline = Deadline::begin(core, &socket)?;
    while at < data.len() {
        let rest = crate::builtins::bytes::slice(core, &data, at, data.len());
        let call = Syscall::Send { fd: Fd(socket.fd), data: rest, flags, to: None };
        let value = wait_until(core, &socket, true, call, deadline)?;
        deadline.first = false;
        at += sent(core, bytes.unwrap_or(Value::None), at, value)?;
    }
    Ok(Value::None)
}

pub(super) fn sendto(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, socket) = receiver(core, args)?;
    let (_, [bytes, second, third]) = args.method(core, "sendto", ["", "", ""], 2)?;
    let data = payload(core, bytes)?;
    let (given, to) = if third.is_some() { (second, third) } else { (None, second) };
    let flags = flags(core, given)?;
    let address = address(core, to.unwrap_or(Value::None), "sendto")?;
    let call = Syscall::Send { fd: Fd(socket.fd), data, flags, to: Some(address) };
    let value = wait_and_call(core, &socket, true, call)?;
    let count = sent(core, bytes.unwrap_or(Value::None), 0, value)?;
    Ok(Value::Int(count as i64))
}

pub(super) fn sendmsg(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, socket) = receiver(core, args)?;
    let (_, [buffers, _, given, to]) = args.method(core, "sendmsg", ["", "", "", ""], 1)?;
    let mut parts = Vec::new();
    for buffer in core.collect(buffers.unwrap_or(Value::None))? {
        parts.push(payload(core, Some(buffer))?);
    }
    let flags = flags(core, given)?;
    let to = match to.filter(|to| !to.is_none()) {
        Some(to) => Some(address(core, to, "sendmsg")?),
        None => None,
    };
    match wait_and_call(core, &socket, true, Syscall::SendMessage { fd: Fd(socket.fd), parts, flags, to })? {
        SyscallValue::Sent { count, .. } => Ok(Value::Int(count as i64)),
        SyscallValue::Number(count) => Ok(Value::Int(count)),
        other => unreachable!("sendmsg gives {other:?}"),
    }
}

pub(super) fn length(core: &mut Core, value: Option<Value>, name: &str) -> Run<usize> {
    let value = core.size_argument(value.unwrap_or(Value::Int(0)))?;
    let Ok(length) = usize::try_from(value) else {
        return Err(core.value_error(format!("negative buffersize in {name}")));
    };
    core.reserve(length)?;
    Ok(length)
}

pub(super) fn received(value: SyscallValue) -> netlab_abi::Received {
    match value {
        SyscallValue::Received(received) => received,
        other => unreachable!("a receive call gives {other:?}"),
    }
}

pub(super) fn recv(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, socket) = receiver(core, args)?;
    let (_, [size, given]) = args.method(core, "recv", ["", ""], 1)?;
    let length = length(core, size, "recv")?;
    let flags = flags(core, given)?;
    let value = wait_and_call(core, &socket, false, Syscall::Receive { fd: Fd(socket.fd), length, flags })?;
    Ok(core.heap.data(received(value).data))
}

pub(super) fn recvfrom(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, socket) = receiver(core, args)?;
    let (_, [size, given]) = args.method(core, "recvfrom", ["", ""], 1)?;
    let length = length(core, size, "recvfrom")?;
    let flags = flags(core, given)?;
    let value = wait_and_call(core, &socket, false, Syscall::Receive { fd: Fd(socket.fd), length, flags })?;
    let received = received(value);
    let from = match received.from {
        Some(from) => address_value(core, from),
        None => Value::None,
    };
    let bytes = core.heap.data(received.data);
    Ok(core.heap.tuple(vec![bytes, from]))
}

/// A place to receive into: the bytearray, where in it, and how much fits.
type Room = (Value, usize, usize);

fn room(core: &mut Core, buffer: Value, name: &str) -> Run<Room> {
    let buffer = core.plain(buffer);
    core.check_view(buffer)?;
    match core.object(buffer) {
        Some(Object::ByteArray(content)) => Ok((buffer, 0, content.bytes.len())),
        Some(Object::MemoryView { base, start, length, .. })
            if matches!(core.heap.get(*base), Object::ByteArray(_)) =>
        {
            Ok((Value::Ref(*base), *start, *length))
        }
        _ => {
            let kind = core.type_name(buffer);
            let message = format!("{name}() argument 1 must be read-write bytes-like object, not {kind}");
            Err(core.type_error(message))
        }
    }
}

/// Puts received bytes into a bytearray, with their identities.
fn put(core: &mut Core, (base, start, _): Room, bytes: &Data) {
    let content = core.buffer_mut(base);
    let end = start + bytes.len();
    content.bytes[start..end].copy_from_slice(&bytes.bytes);
    let mut origins = crate::builtins::bytes::cut(&content.origins, 0, start);
    origins.extend(bytes.origins.iter().map(|origin| Origin { at: origin.at + start as u32, ..*origin }));
    let after = crate::builtins::bytes::cut(&content.origins, end, content.bytes.len());
    origins.extend(after.into_iter().map(|origin| Origin { at: origin.at + end as u32, ..origin }));
    content.origins = origins;
}

/// Receives into a bytearray or a view of one.
pub(super) fn into(core: &mut Core, args: &Args, name: &str) -> Run<netlab_abi::Received> {
    let (_, socket) = receiver(core, args)?;
    let (_, [buffer, size, given]) = args.method(core, name, ["buffer", "nbytes", "flags"], 1)?;
    let room = room(core, buffer.unwrap_or(Value::None), name)?;
    let mut length = length(core, size, name)?;
    if length == 0 {
        length = room.2;
    }
    if length > room.2 {
        return Err(core.value_error("buffer too small for requested bytes"));
    }
    let flags = flags(core, given)?;
    let value = wait_and_call(core, &socket, false, Syscall::Receive { fd: Fd(socket.fd), length, flags })?;
    let received = received(value);
    put(core, room, &received.data);
    Ok(received)
}

/// `recvmsg` into several buffers, filled one after the other.
pub(super) fn recvmsg_into(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, socket) = receiver(core, args)?;
    let (_, [buffers, _, given]) = args.method(core, "recvmsg_into", ["", "", ""], 1)?;
    let mut rooms = Vec::new();
    for buffer in core.collect(buffers.unwrap_or(Value::None))? {
        rooms.push(room(core, buffer, "recvmsg_into")?);
    }
    let flags = flags(core, given)?;
    let lengths = rooms.iter().map(|room| room.2).collect();
    let call = Syscall::ReceiveMessage { fd: Fd(socket.fd), lengths, flags };
    let value = wait_and_call(core, &socket, false, call)?;
    let received = received(value);
    let mut at = 0;
    for room in rooms {
        let end = received.data.len().min(at + room.2);
        let part = crate::builtins::bytes::slice(core, &received.data, at, end);
        put(core, room, &part);
        at = end;
    }
    let from = match received.from {
        Some(from) => address_value(core, from),
        None => Value::None,
    };
    let none = core.heap.list(Vec::new());
    let flags = Value::Int(i64::from(received.flags.0));
    Ok(core.heap.tuple(vec![Value::Int(received.data.len() as i64), none, flags, from]))
}

pub(super) fn recv_into(core: &mut Core, args: &Args) -> Run<Value> {
    let received = into(core, args, "recv_into")?;
    Ok(Value::Int(received.data.len() as i64))
}

pub(super) fn recvfrom_into(core: &mut Core, args: &Args) -> Run<Value> {
    let received = into(core, args, "recvfrom_into")?;
    let from = match received.from {
        Some(from) => address_value(core, from),
        None => Value::None,
    };
    Ok(core.heap.tuple(vec![Value::Int(received.data.len() as i64), from]))
}

pub(super) fn recvmsg(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, socket) = receiver(core, args)?;
    let (_, [size, _, given]) = args.method(core, "recvmsg", ["", "", ""], 1)?;
    let length = length(core, size, "recvmsg")?;
    let flags = flags(core, given)?;
    let call = Syscall::ReceiveMessage { fd: Fd(socket.fd), lengths: vec![length], flags };
    let value = wait_and_call(core, &socket, false, call)?;
    let received = received(value);
    let from = match received.from {
        Some(from) => address_value(core, from),
        None => Value::None,
    };
    let bytes = core.heap.data(received.data);
    let none = core.heap.list(Vec::new());
    Ok(core.heap.tuple(vec![bytes, none, Value::Int(i64::from(received.flags.0)), from]))
}
