//! `_thread`: threads and what they sleep on.

use crate::builtins::{Owner, natives};
use crate::machine::{Args, Core, Request, Run};
use crate::values::Value;
use netlab_abi::{Errno, Syscall, SyscallValue, ThreadNumber};

natives! {
    Owner::Module("_thread");
    "start_new_thread" => start, "get_ident" => get_ident, "wait" => wait, "wake" => wake, "new_key" => new_key,
}

fn start(core: &mut Core, args: &Args) -> Run<Value> {
    let [function, arguments, keywords] = args.bind(core, "start_new_thread", ["", "", ""], 2)?;
    let mut call = Args::of(core.collect(arguments.unwrap_or(Value::None))?);
    if let Some(keywords) = keywords {
        call.keywords = core.keyword_arguments(keywords)?;
    }
    let number = core.once(|core| {
        core.next_thread += 1;
        Ok(Value::Int(i64::from(core.next_thread - 1)))
    })?;
    let Value::Int(thread) = number else { unreachable!("a thread's number") };
    core.request(Request::StartThread {
        callable: function.unwrap_or(Value::None),
        args: call,
        thread: ThreadNumber(thread as u32),
    })?;
    Ok(number)
}

fn get_ident(core: &mut Core, _: &Args) -> Run<Value> {
    Ok(Value::Int(i64::from(core.current_thread)))
}

fn new_key(core: &mut Core, _: &Args) -> Run<Value> {
    core.next_key += 1;
    Ok(Value::Int(core.next_key))
}

/// Sleeps until woken; false when the time is over.
fn wait(core: &mut Core, args: &Args) -> Run<Value> {
    let [key, timeout] = args.bind(core, "wait", ["", ""], 1)?;
    let key = core.size_argument(key.unwrap_or(Value::None))?;
    let timeout = match timeout {
        Some(timeout) => super::socket::timeout_of(core, timeout)?,
        None => None,
    };
    match core.syscall(Syscall::FutexWait { key: key as u64, timeout })? {
        Ok(_) | Err(Errno::EAGAIN) => Ok(Value::Bool(true)),
        Err(Errno::ETIMEDOUT) => Ok(Value::Bool(false)),
        Err(errno) => Err(core.os_error(errno)),
    }
}

fn wake(core: &mut Core, args: &Args) -> Run<Value> {
    let [key, count] = args.bind(core, "wake", ["", ""], 2)?;
    let key = core.size_argument(key.unwrap_or(Value::None))?;
    let count = core.size_argument(count.unwrap_or(Value::None))?;
    match core.syscall(Syscall::FutexWake { key: key as u64, count: count.max(0) as usize })? {
        Ok(SyscallValue::Number(woken)) => Ok(Value::Int(woken)),
        Ok(_) => Ok(Value::Int(0)),
        Err(errno) => Err(core.os_error(errno)),
    }
}
