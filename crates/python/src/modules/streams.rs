//! Standard streams: `sys.stdout`, `sys.stderr`, `sys.stdin` and their `buffer`.

use crate::builtins::functions::{flush_output, write_text};
use crate::builtins::{Owner, natives};
use crate::machine::{Args, Core, Run};
use crate::symbols::NameMap;
use crate::values::{Object, Ref, Value, t};
use netlab_abi::{Data, Fd, Syscall, SyscallValue};
use std::rc::Rc;

natives! {
    Owner::Type(t::TEXT_IO);
    "write" => write, "writelines" => writelines, "flush" => flush, "fileno" => fileno, "isatty" => isatty,
    "readline" => readline, "read" => read, "close" => flush, "__iter__" => itself, "__next__" => next_line;
    Owner::Type(t::BUFFERED);
    "write" => write_bytes, "flush" => flush, "fileno" => fileno, "read" => read_bytes, "readline" => read_bytes_line,
}

/// A stream on a descriptor.
pub(super) fn make(core: &mut Core, class: Ref, fd: i32) -> Value {
    let mut fields = NameMap::new();
    let mut set = |core: &mut Core, name: &str, value: Value| {
        let name = core.symbols.intern(name);
        fields.set(name, value);
    };
    set(core, "_fd", Value::Int(i64::from(fd)));
    if class == t::TEXT_IO {
        let encoding = core.heap.str("utf-8");
        let name = core.heap.str(["<stdin>", "<stdout>", "<stderr>"][fd as usize]);
        let buffer = make(core, t::BUFFERED, fd);
        set(core, "encoding", encoding);
        set(core, "name", name);
        set(core, "buffer", buffer);
        set(core, "closed", Value::Bool(false));
    }
    Value::Ref(core.heap.add(Object::Instance { class, payload: Value::Unbound, fields: Rc::new(fields) }))
}

impl Core {
    /// `sys.stdout` or another standard stream; none while the program has not imported `sys`.
    pub(crate) fn standard_stream(&self, fd: i32) -> Value {
        let name = if fd == 1 { "stdout" } else { "stderr" };
        let (Some(module), Some(symbol)) = (self.loaded("sys"), self.symbols.find(name)) else {
            return Value::None;
        };
        self.module_attribute(module, symbol).unwrap_or(Value::None)
    }

    /// The descriptor behind a standard stream.
    pub(crate) fn stream_fd(&self, stream: Value) -> Option<i32> {
        if stream.is_none() {
            return Some(1);
        }
        match self.object_raw(stream) {
            Some(Object::Instance { class, fields, .. }) if *class == t::TEXT_IO || *class == t::BUFFERED => {
                match fields.get(self.symbols.find("_fd")?) {
                    Some(Value::Int(fd)) => Some(fd as i32),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

fn fd_of(core: &Core, args: &Args) -> i32 {
    core.stream_fd(args.positional[0]).unwrap_or(1)
}

fn write(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, [text]) = args.method(core, "write", [""], 1)?;
    let text = text.unwrap_or(Value::None);
    let Some(text) = core.as_text(text) else {
        let name = core.type_name(text);
        return Err(core.type_error(format!("write() argument must be str, not {name}")));
    };
    let fd = fd_of(core, args);
    write_text(core, fd, &text.string)?;
    Ok(Value::Int(text.length as i64))
}

fn writelines(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, [lines]) = args.method(core, "writelines", [""], 1)?;
    let fd = fd_of(core, args);
    for line in core.collect(lines.unwrap_or(Value::None))? {
        let text = core.text(line, "write() argument")?;
        write_text(core, fd, &text.string)?;
    }
    Ok(Value::None)
}

fn flush(core: &mut Core, args: &Args) -> Run<Value> {
    let fd = fd_of(core, args);
    flush_output(core, fd)?;
    Ok(Value::None)
}

fn fileno(core: &mut Core, args: &Args) -> Run<Value> {
    Ok(Value::Int(i64::from(fd_of(core, args))))
}

fn isatty(_: &mut Core, _: &Args) -> Run<Value> {
    Ok(Value::Bool(false))
}

fn itself(_: &mut Core, args: &Args) -> Run<Value> {
    Ok(args.positional[0])
}

fn write_bytes(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, [bytes]) = args.method(core, "write", [""], 1)?;
    let bytes = core.byte_argument(bytes.unwrap_or(Value::None))?;
    let fd = fd_of(core, args);
    flush_output(core, fd)?;
    match core.syscall(Syscall::Write { fd: Fd(fd), data: Data::new(&bytes[..]) })? {
        Ok(_) => Ok(Value::Int(bytes.len() as i64)),
        Err(errno) => Err(core.os_error(errno)),
    }
}

/// Bytes of one line, or until the end.
fn take(core: &mut Core, fd: i32, line: bool) -> Run<Vec<u8>> {
    let mut bytes = Vec::new();
    loop {
        match core.syscall(Syscall::Read { fd: Fd(fd), length: if line { 1 } else { 65536 } })? {
            Ok(SyscallValue::Received(received)) if !received.data.is_empty() => {
                bytes.extend_from_slice(&received.data.bytes);
                if line && bytes.last() == Some(&b'\n') {
                    return Ok(bytes);
                }
            }
            Ok(_) => return Ok(bytes),
            Err(errno) => return Err(core.os_error(errno)),
        }
    }
}

fn text_of(core: &mut Core, bytes: &[u8]) -> Value {
    core.heap.str(String::from_utf8_lossy(bytes).into_owned())
}

fn readline(core: &mut Core, args: &Args) -> Run<Value> {
    let fd = fd_of(core, args);
    let bytes = take(core, fd, true)?;
    Ok(text_of(core, &bytes))
}

fn read(core: &mut Core, args: &Args) -> Run<Value> {
    let fd = fd_of(core, args);
    let bytes = take(core, fd, false)?;
    Ok(text_of(core, &bytes))
}

fn next_line(core: &mut Core, args: &Args) -> Run<Value> {
    let fd = fd_of(core, args);
    let bytes = take(core, fd, true)?;
    if bytes.is_empty() {
        return Err(core.raise(t::STOP_ITERATION, Vec::new()));
    }
    Ok(text_of(core, &bytes))
}

fn read_bytes(core: &mut Core, args: &Args) -> Run<Value> {
    let fd = fd_of(core, args);
    let bytes = take(core, fd, false)?;
    Ok(core.heap.bytes(bytes))
}

fn read_bytes_line(core: &mut Core, args: &Args) -> Run<Value> {
    let fd = fd_of(core, args);
    let bytes = take(core, fd, true)?;
    Ok(core.heap.bytes(bytes))
}
