//! `_signal`: handlers and the alarm.

use crate::builtins::{Owner, natives};
use crate::machine::{Args, Core, Run};
use crate::operations::arithmetic::number;
use crate::values::Value;
use netlab_abi::{Disposition, Signal, Syscall, SyscallValue};

natives! {
    Owner::Module("_signal");
    "signal" => signal, "getsignal" => getsignal, "setitimer" => setitimer, "raise_signal" => raise_signal,
    "default_int_handler" => default_int_handler, "getitimer" => getitimer, "set_wakeup_fd" => set_wakeup_fd,
    "pause" => pause,
}

/// Constants of the module.
pub(super) fn constants(_: &mut Core) -> Vec<(String, Value)> {
    let mut all: Vec<(String, Value)> = Signal::ALL
        .iter()
        .map(|signal| (format!("{signal:?}"), Value::Int(i64::from(signal.number()))))
        .collect();
    for (name, number) in [("SIG_DFL", 0), ("SIG_IGN", 1), ("ITIMER_REAL", 0), ("NSIG", 65)] {
        all.push((name.to_owned(), Value::Int(number)));
    }
    all
}

fn which(core: &mut Core, value: Option<Value>) -> Run<Signal> {
    let number = core.size_argument(value.unwrap_or(Value::None))?;
    match Signal::from_number(number as i32) {
        Some(signal) => Ok(signal),
        None if (1..65).contains(&number) => {
            let message = format!("the lab has no signal {number}");
            Err(core.value_error(message))
        }
        None => Err(core.value_error("signal number out of range")),
    }
}

/// What a signal does now: a handler, or the number of `SIG_DFL` or `SIG_IGN`.
fn current(core: &Core, signal: Signal) -> Value {
    match core.handlers.get(&signal) {
        Some(handler) => *handler,
        None if signal == Signal::SIGINT => {
            crate::builtins::native(Owner::Module("_signal"), "default_int_handler")
        }
        None => Value::Int(i64::from(signal == Signal::SIGPIPE)),
    }
}

fn signal(core: &mut Core, args: &Args) -> Run<Value> {
    let [number, handler] = args.bind(core, "signal", ["", ""], 2)?;
    let signal = which(core, number)?;
    if core.current_thread != 0 {
        return Err(core.value_error("signal only works in main thread of the main interpreter"));
    }
    let handler = handler.unwrap_or(Value::None);
    let action = match handler {
        Value::Int(0) => Disposition::Default,
        Value::Int(1) => Disposition::Ignore,
        Value::Int(_) | Value::None => {
            let message = "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object";
            return Err(core.type_error(message));
        }
        _ => Disposition::Handler,
    };
    let before = core.once(|core| Ok(current(core, signal)))?;
    match core.syscall(Syscall::SetSignalAction { signal, action })? {
        Ok(_) => {
            core.handlers.insert(signal, handler);
            Ok(before)
        }
        Err(errno) => Err(core.os_error(errno)),
    }
}

fn getsignal(core: &mut Core, args: &Args) -> Run<Value> {
    let [number] = args.bind(core, "getsignal", [""], 1)?;
    let signal = which(core, number)?;
    Ok(current(core, signal))
}

fn setitimer(core: &mut Core, args: &Args) -> Run<Value> {
    let [_, seconds, interval] = args.bind(core, "setitimer", ["", "", ""], 2)?;
    let nanoseconds = |core: &mut Core, value: Option<Value>| -> Run<u64> {
        match value.map(|value| number(core, value)) {
            None => Ok(0),
            Some(Some(number)) if number.float() >= 0.0 => Ok(libm::ceil(number.float() * 1e9) as u64),
            Some(_) => Err(core.value_error("Invalid argument")),
        }
    };
    let initial = nanoseconds(core, seconds)?;
    let interval = nanoseconds(core, interval)?;
    let former = core.once(|core| {
        let former = std::mem::replace(&mut core.timer_interval, interval);
        Ok(Value::Float(former as f64 / 1e9))
    })?;
    let left = set_timer(core, initial, interval)?;
    Ok(core.heap.tuple(vec![Value::Float(left as f64 / 1e9), former]))
}

/// Sets the process's timer; gives the nanoseconds that were left.
fn set_timer(core: &mut Core, initial: u64, interval: u64) -> Run<u64> {
    match core.syscall(Syscall::SetTimer { initial, interval })? {
        Ok(SyscallValue::Number(left)) => Ok(left as u64),
        Ok(_) => Ok(0),
        Err(errno) => Err(core.os_error(errno)),
    }
}

/// What is left of the timer: it is taken down and set again.
fn getitimer(core: &mut Core, args: &Args) -> Run<Value> {
    let [_] = args.bind(core, "getitimer", [""], 1)?;
    let interval = core.timer_interval;
    let left = set_timer(core, 0, 0)?;
    if left > 0 {
        set_timer(core, left, interval)?;
    }
    Ok(core.heap.tuple(vec![Value::Float(left as f64 / 1e9), Value::Float(interval as f64 / 1e9)]))
}

/// Where a byte is written when a signal comes; -1 for nowhere.
fn set_wakeup_fd(core: &mut Core, args: &Args) -> Run<Value> {
    let [fd] = Args::of(args.positional.clone()).bind(core, "set_wakeup_fd", [""], 1)?;
    let fd = core.size_argument(fd.unwrap_or(Value::None))? as i32;
    Ok(Value::Int(i64::from(std::mem::replace(&mut core.wakeup_fd, fd))))
}

/// Sleeps until a handler has run.
fn pause(core: &mut Core, _: &Args) -> Run<Value> {
    let before = core.once(|core| Ok(Value::Int(core.signals_taken as i64)))?;
    while before.is(Value::Int(core.signals_taken as i64)) {
        if let Err(errno) = core.syscall(Syscall::Poll { fds: Vec::new(), timeout: None })? {
            return Err(core.os_error(errno));
        }
    }
    Ok(Value::None)
}

fn raise_signal(core: &mut Core, args: &Args) -> Run<Value> {
    let [number] = args.bind(core, "raise_signal", [""], 1)?;
    let signal = which(core, number)?;
    let pid = match core.syscall(Syscall::GetPid)? {
        Ok(SyscallValue::Number(pid)) => netlab_abi::Pid(pid as i32),
        Ok(other) => unreachable!("getpid gives {other:?}"),
        Err(errno) => return Err(core.os_error(errno)),
    };
    match core.syscall(Syscall::Kill { pid, signal: signal.number() })? {
        Ok(_) => Ok(Value::None),
        Err(errno) => Err(core.os_error(errno)),
    }
}

fn default_int_handler(core: &mut Core, _: &Args) -> Run<Value> {
    Err(core.raise(crate::values::t::KEYBOARD_INTERRUPT, Vec::new()))
}
