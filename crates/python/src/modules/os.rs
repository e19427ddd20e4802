//! `_os`: what `os` needs of the kernel.

use super::select::descriptor;
use crate::builtins::{Owner, natives};
use crate::machine::{Args, Core, Run};
use crate::values::Value;
use netlab_abi::{Data, Errno, Fd, Pid, SocketFlags, Syscall, SyscallResult, SyscallValue};

natives! {
    Owner::Module("_os");
    "getpid" => getpid, "getppid" => getppid, "kill" => kill, "read" => read, "write" => write, "close" => close,
    "fork" => fork, "waitpid" => waitpid, "pipe" => pipe, "dup" => dup, "_exit" => exit, "strerror" => strerror,
    "environ" => environ, "urandom" => urandom, "get_blocking" => get_blocking, "set_blocking" => set_blocking,
}

fn done(core: &mut Core, result: SyscallResult) -> Run<SyscallValue> {
    result.map_err(|errno| core.os_error(errno))
}

fn plain(core: &mut Core, result: SyscallResult) -> Run<Value> {
    match done(core, result)? {
        SyscallValue::Number(number) => Ok(Value::Int(number)),
        SyscallValue::Sent { count, .. } => Ok(Value::Int(count as i64)),
        other => unreachable!("a number is expected, not {other:?}"),
    }
}

fn getpid(core: &mut Core, _: &Args) -> Run<Value> {
    let result = core.syscall(Syscall::GetPid)?;
    plain(core, result)
}

fn getppid(core: &mut Core, _: &Args) -> Run<Value> {
    let result = core.syscall(Syscall::GetParentPid)?;
    plain(core, result)
}

fn kill(core: &mut Core, args: &Args) -> Run<Value> {
    let [pid, signal] = args.bind(core, "kill", ["", ""], 2)?;
    let pid = core.size_argument(pid.unwrap_or(Value::None))?;
    let signal = core.size_argument(signal.unwrap_or(Value::None))?;
    let result = core.syscall(Syscall::Kill { pid: Pid(pid as i32), signal: signal as i32 })?;
    done(core, result)?;
    Ok(Value::None)
}

fn read(core: &mut Core, args: &Args) -> Run<Value> {
    let [fd, length] = args.bind(core, "read", ["", ""], 2)?;
    let fd = descriptor(core, fd.unwrap_or(Value::None))?;
    let length = core.size_argument(length.unwrap_or(Value::None))?;
    let Ok(length) = usize::try_from(length) else { return Err(core.os_error(Errno::EINVAL)) };
    core.reserve(length)?;
    let result = core.syscall(Syscall::Read { fd: Fd(fd), length })?;
    match done(core, result)? {
        SyscallValue::Received(received) => Ok(core.heap.data(received.data)),
        other => unreachable!("read gives {other:?}"),
    }
}

fn write(core: &mut Core, args: &Args) -> Run<Value> {
    let [fd, bytes] = args.bind(core, "write", ["", ""], 2)?;
    let fd = descriptor(core, fd.unwrap_or(Value::None))?;
    let bytes = bytes.unwrap_or(Value::None);
    let data: Data = match core.data(bytes) {
        Some(data) => data,
        None => {
            let bytes = core.byte_argument(bytes)?;
            Data::new(&bytes[..])
        }
    };
    let result = core.syscall(Syscall::Write { fd: Fd(fd), data })?;
    plain(core, result)
}

fn close(core: &mut Core, args: &Args) -> Run<Value> {
    let [fd] = args.bind(core, "close", ["fd"], 1)?;
    let fd = core.size_argument(fd.unwrap_or(Value::None))?;
    let result = core.syscall(Syscall::Close { fd: Fd(fd as i32) })?;
    done(core, result)?;
    Ok(Value::None)
}

fn fork(core: &mut Core, _: &Args) -> Run<Value> {
    let result = core.syscall(Syscall::Fork)?;
    plain(core, result)
}

fn waitpid(core: &mut Core, args: &Args) -> Run<Value> {
    let [pid, options] = args.bind(core, "waitpid", ["", ""], 2)?;
    let pid = core.size_argument(pid.unwrap_or(Value::None))?;
    let options = core.size_argument(options.unwrap_or(Value::None))?;
    let pid = (pid > 0).then_some(Pid(pid as i32));
    let result = core.syscall(Syscall::Wait { pid, nohang: options & 1 != 0 })?;
    let (pid, status) = match done(core, result)? {
        SyscallValue::Waited { pid, status } => (pid.0, status),
        SyscallValue::Number(_) => (0, 0),
        other => unreachable!("wait gives {other:?}"),
    };
    Ok(core.heap.tuple(vec![Value::Int(i64::from(pid)), Value::Int(i64::from(status))]))
}

fn pipe(core: &mut Core, _: &Args) -> Run<Value> {
    let result =
        core.syscall(Syscall::Pipe { flags: SocketFlags { nonblocking: false, close_on_exec: true } })?;
    match done(core, result)? {
        SyscallValue::Pipe(read, write) => {
            Ok(core.heap.tuple(vec![Value::Int(i64::from(read.0)), Value::Int(i64::from(write.0))]))
        }
        other => unreachable!("pipe gives {other:?}"),
    }
}

fn dup(core: &mut Core, args: &Args) -> Run<Value> {
    let [fd] = args.bind(core, "dup", [""], 1)?;
    let fd = descriptor(core, fd.unwrap_or(Value::None))?;
    let result = core.syscall(Syscall::Duplicate { fd: Fd(fd) })?;
    plain(core, result)
}

fn exit(core: &mut Core, args: &Args) -> Run<Value> {
    let [code] = args.bind(core, "_exit", ["status"], 1)?;
    let code = core.size_argument(code.unwrap_or(Value::None))?;
    core.syscall(Syscall::Exit { code: (code & 0xff) as i32 })?.ok();
    Err(core.raise(crate::values::t::SYSTEM_EXIT, Vec::new()))
}

fn strerror(core: &mut Core, args: &Args) -> Run<Value> {
    let [number] = args.bind(core, "strerror", [""], 1)?;
    let number = core.size_argument(number.unwrap_or(Value::None))?;
    let text = match Errno::from_number(number as i32) {
        Some(errno) => errno.message().to_owned(),
        None => format!("Unknown error {number}"),
    };
    Ok(core.heap.str(text))
}

fn environ(core: &mut Core, _: &Args) -> Run<Value> {
    let environment = core.options.environment.clone();
    let mut entries = Vec::new();
    for (name, value) in environment {
        entries.push((core.heap.str(name), core.heap.str(value)));
    }
    Ok(core.str_dict(entries))
}

fn urandom(core: &mut Core, args: &Args) -> Run<Value> {
    let [count] = args.bind(core, "urandom", [""], 1)?;
    let count = core.size_argument(count.unwrap_or(Value::None))?;
    let Ok(count) = usize::try_from(count) else {
        return Err(core.value_error("negative argument not allowed"));
    };
    core.reserve(count)?;
    let twister = std::rc::Rc::make_mut(&mut core.random);
    let bytes: Vec<u8> = (0..count).map(|_| (twister.next() >> 24) as u8).collect();
    Ok(core.heap.bytes(bytes))
}

fn get_blocking(core: &mut Core, args: &Args) -> Run<Value> {
    let [fd] = args.bind(core, "get_blocking", [""], 1)?;
    let fd = descriptor(core, fd.unwrap_or(Value::None))?;
    let result = core.syscall(Syscall::GetStatusFlags { fd: Fd(fd) })?;
    match plain(core, result)? {
        Value::Int(flags) => Ok(Value::Bool(flags & i64::from(netlab_abi::FileStatusFlags::NONBLOCK) == 0)),
        other => Ok(other),
    }
}

fn set_blocking(core: &mut Core, args: &Args) -> Run<Value> {
    let [fd, on] = args.bind(core, "set_blocking", ["", ""], 2)?;
    let fd = descriptor(core, fd.unwrap_or(Value::None))?;
    let on = crate::operations::compare::truth(core, on.unwrap_or(Value::None))?;
    let result = core.syscall(Syscall::Ioctl { fd: Fd(fd), request: netlab_abi::Ioctl::Fionbio(!on) })?;
    done(core, result)?;
    Ok(Value::None)
}
