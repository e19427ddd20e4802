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
    core.once(|core| {
        *core.sleepers.entry(key).or_default() += 1;
        Ok(Value::None)
    })?;
    let result = core.syscall(Syscall::FutexWait { key: key as u64, timeout })?;
    if result.is_err() {
        core.leave_sleepers(key, 1);
    }
    match result {
        Ok(_) | Err(Errno::EAGAIN) => Ok(Value::Bool(true)),
        Err(Errno::ETIMEDOUT) => Ok(Value::Bool(false)),
        Err(errno) => Err(core.os_error(errno)),
    }
}

impl Core {
    /// So many threads do not sleep on the key any more.
    fn leave_sleepers(&mut self, key: i64, count: i64) {
        if let Some(sleepers) = self.sleepers.get_mut(&key) {
            *sleepers -= count;
            if *sleepers <= 0 {
                self.sleepers.remove(&key);
            }
        }
    }
}

fn wake(core: &mut Core, args: &Args) -> Run<Value> {
    let [key, count] = args.bind(core, "wake", ["", ""], 2)?;
    let key = core.size_argument(key.unwrap_or(Value::None))?;
    let mut left = core.size_argument(count.unwrap_or(Value::None))?.max(0);
    let mut woken = 0;
    // A thread that has decided to sleep and is still on its way into the kernel would miss the wake: it is repeated.
    loop {
        let count = left as usize;
        let now = match core.syscall(Syscall::FutexWake { key: key as u64, count })? {
            Ok(SyscallValue::Number(now)) => now,
            Ok(_) => 0,
            Err(errno) => return Err(core.os_error(errno)),
        };
        let more = core.once(|core| {
            core.leave_sleepers(key, now);
            Ok(Value::Bool(core.sleepers.contains_key(&key)))
        })?;
        woken += now;
        left -= now;
        if left <= 0 || matches!(more, Value::Bool(false)) {
            return Ok(Value::Int(woken));
        }
    }
}
