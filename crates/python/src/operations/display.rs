//! `repr` and `str`.

use super::floats;
use crate::builtins::sym;
use crate::machine::{Core, Run};
use crate::values::{Iter, Object, Ref, Value, ViewKind, t};
use netlab_abi::SocketAddrV4;
use std::fmt::Write;

/// How deep containers may be nested in a text; writing them needs the Rust stack.
const DEEPEST: usize = 200;

/// Decimal digits that an integer may have as text, and what is said of more (`sys.get_int_max_str_digits`).
pub(crate) const MOST_DIGITS: usize = 4300;
pub(crate) const TOO_MANY_DIGITS: (&str, &str) = (
    "Exceeds the limit (4300 digits) for integer string conversion",
    "use sys.set_int_max_str_digits() to increase the limit",
);

/// An integer in decimal digits, unless they are too many.
fn decimal(int: &num_bigint::BigInt) -> Option<String> {
    // The greatest number of that many digits has 14,285 bits.
    if int.bits() > 14_285 {
        return None;
    }
    let text = int.to_string();
    (text.trim_start_matches('-').len() <= MOST_DIGITS).then_some(text)
}

/// The decimal digits of an integer, or `ValueError`.
pub(crate) fn decimal_digits(core: &mut Core, int: &num_bigint::BigInt) -> Run<String> {
    match decimal(int) {
        Some(text) => Ok(text),
        None => Err(core.value_error(format!("{}; {}", TOO_MANY_DIGITS.0, TOO_MANY_DIGITS.1))),
    }
}

/// `repr` as far as it goes without calling the program: what the eye sees.
pub(crate) fn shown(core: &Core, value: Value) -> String {
    let mut writer = Writer { core, calls: None, open: Vec::new(), out: String::new(), limit: 400 };
    let _ = writer.value(value);
    writer.out
}

/// `repr(value)`: the first walk finds the objects whose `__repr__` is to be called, the second one writes.
pub(crate) fn repr(core: &mut Core, value: Value) -> Run<String> {
    let (text, wanted) = write_all(core, value, Vec::new())?;
    if wanted.is_empty() {
        return Ok(text);
    }
    let mut texts = Vec::with_capacity(wanted.len());
    for object in wanted {
        let function = core.user_method(object, sym::REPR).expect("the object has a __repr__");
        let text = core.call(function, vec![object])?;
        texts.push(core.text(text, "__repr__ returned non-string: it")?.string.clone());
    }
    Ok(write_all(core, value, texts)?.0)
}

/// One walk with the texts of the first objects that have a `__repr__`; gives the other such objects.
fn write_all(core: &mut Core, value: Value, texts: Vec<String>) -> Run<(String, Vec<Value>)> {
    let limit = core.options.memory / 8;
    let calls = Calls { texts: texts.into_iter(), wanted: Vec::new() };
    let mut writer = Writer { core, calls: Some(calls), open: Vec::new(), out: String::new(), limit };
    match writer.value(value) {
        Ok(()) => Ok((writer.out, writer.calls.map_or(Vec::new(), |calls| calls.wanted))),
        Err(TooBig::Memory) => Err(core.raise(t::MEMORY_ERROR, Vec::new())),
        Err(TooBig::Digits) => Err(core.value_error(format!("{}; {}", TOO_MANY_DIGITS.0, TOO_MANY_DIGITS.1))),
        Err(TooBig::Depth) => {
            let message = "maximum recursion depth exceeded while getting the repr of an object";
            Err(core.error(t::RECURSION_ERROR, message))
        }
    }
}

/// `str(value)`
pub(crate) fn str(core: &mut Core, value: Value) -> Run<String> {
    if let Some(function) = core.user_method(value, sym::STR) {
        let text = core.call(function, vec![value])?;
        return match core.as_text(text) {
            Some(text) => Ok(text.string.clone()),
            None => {
                let name = core.type_name(text);
                Err(core.type_error(format!("__str__ returned non-string (type {name})")))
            }
        };
    }
    if let Some(text) = core.as_text(value)
        && core.user_method(value, sym::REPR).is_none()
    {
        return Ok(text.string.clone());
    }
    if let Some(Object::Exception(_)) = core.object(value)
        && core.is_instance(value, t::BASE_EXCEPTION)
    {
        return exception_text(core, value);
    }
    repr(core, value)
}

/// `str` of an exception.
pub(crate) fn exception_text(core: &mut Core, value: Value) -> Run<String> {
    let Some(Object::Exception(data)) = core.object(value) else { unreachable!("it is an exception") };
    let data = data.clone();
    let args = core.sequence(data.args).unwrap_or_default();
    if core.is_subclass(data.class, t::OS_ERROR) && (args.len() == 2 || args.len() == 3) {
        let (number, message) = (str(core, args[0])?, str(core, args[1])?);
        if let Some(name) = core.symbols.find("filename").and_then(|name| data.fields.get(name))
            && !name.is_none()
        {
            let name = repr(core, name)?;
            return Ok(format!("[Errno {number}] {message}: {name}"));
        }
        return Ok(format!("[Errno {number}] {message}"));
    }
    if core.is_subclass(data.class, t::UNICODE_DECODE_ERROR) && args.len() == 5 {
        return unicode_text(core, &args);
    }
    match args.as_slice() {
        [] => Ok(String::new()),
        [only] if core.is_subclass(data.class, t::KEY_ERROR) => repr(core, *only),
        [only] => str(core, *only),
        _ => repr(core, data.args),
    }
}

fn unicode_text(core: &mut Core, args: &[Value]) -> Run<String> {
    let codec = str(core, args[0])?;
    let reason = str(core, args[4])?;
    let (Value::Int(start), Value::Int(end)) = (args[2], args[3]) else { return Ok(reason) };
    if let Some(Object::Bytes(data)) = core.object(args[1])
        && end == start + 1
    {
        let byte = data.bytes.get(start as usize).copied().unwrap_or_default();
        return Ok(format!("'{codec}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}"));
    }
    Ok(format!("'{codec}' codec can't decode bytes in position {start}-{}: {reason}", end - 1))
}

/// Why a text cannot be written.
enum TooBig {
    Memory,
    Depth,
    Digits,
}

/// Objects with a `__repr__` of the program's, in the order in which they are met.
struct Calls {
    /// What the calls gave.
    texts: std::vec::IntoIter<String>,
    /// Objects that are still to be asked.
    wanted: Vec<Value>,
}

struct Writer<'a> {
    core: &'a Core,
    /// None: nothing is called.
    calls: Option<Calls>,
    open: Vec<Ref>,
    out: String,
    limit: usize,
}

impl Writer<'_> {
    fn value(&mut self, value: Value) -> Result<(), TooBig> {
        if self.out.len() > self.limit {
            return Err(TooBig::Memory);
        }
        match value {
            Value::Unbound => self.out.push_str("<unbound>"),
            Value::None => self.out.push_str("None"),
            Value::NotImplemented => self.out.push_str("NotImplemented"),
            Value::Ellipsis => self.out.push_str("Ellipsis"),
            Value::Bool(true) => self.out.push_str("True"),
            Value::Bool(false) => self.out.push_str("False"),
            Value::Int(int) => write!(self.out, "{int}").expect("writing to a string"),
            Value::Float(float) => self.out.push_str(&floats::repr(float)),
            Value::Native(index) => {
                let name = crate::builtins::entry(index).name;
                write!(self.out, "<built-in function {name}>").expect("writing to a string");
            }
            Value::Module(index) => {
                let name = &self.core.modules[index as usize].name;
                write!(self.out, "<module '{name}'>").expect("writing to a string");
            }
            Value::Ref(reference) => return self.object(value, reference),
        }
        Ok(())
    }

    fn object(&mut self, value: Value, reference: Ref) -> Result<(), TooBig> {
        if let Some(calls) = &mut self.calls
            && self.core.user_method(value, sym::REPR).is_some()
        {
            match calls.texts.next() {
                Some(text) => self.out.push_str(&text),
                None => calls.wanted.push(value),
            }
            return Ok(());
        }
        if self.open.contains(&reference) {
            self.out.push_str(match self.core.heap.get(reference) {
                Object::List(_) => "[...]",
                Object::Dict(_) => "{...}",
                Object::Tuple(_) => "(...)",
                _ => "...",
            });
            return Ok(());
        }
        if self.open.len() > DEEPEST {
            return Err(TooBig::Depth);
        }
        self.open.push(reference);
        let result = self.content(value, reference);
        self.open.pop();
        result
    }

    fn list(&mut self, items: &[Value]) -> Result<(), TooBig> {
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.out.push_str(", ");
            }
            self.value(*item)?;
        }
        Ok(())
    }

    fn content(&mut self, value: Value, reference: Ref) -> Result<(), TooBig> {
        let core = self.core;
        match core.heap.get(reference) {
            Object::Free(_) => unreachable!("a free place is not referred to"),
            Object::Int(int) => match decimal(int) {
                Some(text) => self.out.push_str(&text),
                None if self.calls.is_none() => self.out.push_str("int(...)"),
                None => return Err(TooBig::Digits),
            },
            Object::Str(text) => self.out.push_str(&quoted(&text.string)),
            Object::Bytes(data) => self.out.push_str(&bytes(&data.bytes)),
            Object::ByteArray(buffer) => {
                // In a bytearray the single quote is escaped whatever the quotes are.
                let text = bytes(&buffer.bytes);
                let (quote, inner) = (&text[1..2], &text[2..text.len() - 1]);
                let inner = if quote == "'" { inner.to_owned() } else { inner.replace('\'', "\\'") };
                write!(self.out, "bytearray(b{quote}{inner}{quote})").expect("writing to a string");
            }
            Object::List(items) => {
                self.out.push('[');
                self.list(items)?;
                self.out.push(']');
            }
            Object::Tuple(items) => {
                self.out.push('(');
                self.list(items)?;
                self.out.push_str(if items.len() == 1 { ",)" } else { ")" });
            }
            Object::Dict(dict) => {
                self.out.push('{');
                for (index, (key, value)) in dict.values().enumerate() {
                    if index > 0 {
                        self.out.push_str(", ");
                    }
                    self.value(*key)?;
                    self.out.push_str(": ");
                    self.value(*value)?;
                }
                self.out.push('}');
            }
            Object::Set(set) if set.is_empty() => self.out.push_str("set()"),
            Object::Set(_) => {
                self.out.push('{');
                self.list(&super::iteration::set_order(core, reference))?;
                self.out.push('}');
            }
            Object::FrozenSet(set) if set.is_empty() => self.out.push_str("frozenset()"),
            Object::FrozenSet(_) => {
                self.out.push_str("frozenset({");
                self.list(&super::iteration::set_order(core, reference))?;
                self.out.push_str("})");
            }
            Object::Range { start, stop, step: 1 } => {
                write!(self.out, "range({start}, {stop})").expect("writing to a string");
            }
            Object::Range { start, stop, step } => {
                write!(self.out, "range({start}, {stop}, {step})").expect("writing to a string");
            }
            Object::Slice(parts) => {
                self.out.push_str("slice(");
                self.list(&parts[..])?;
                self.out.push(')');
            }
            Object::Class(class) => {
                let prefix =
                    if class.module == "builtins" { String::new() } else { format!("{}.", class.module) };
                write!(self.out, "<class '{prefix}{}'>", class.qualified_name).expect("writing to a string");
            }
            Object::Exception(data) => {
                self.out.push_str(&core.heap.class(data.class).name);
                self.out.push('(');
                self.list(&core.sequence(data.args).unwrap_or_default())?;
                self.out.push(')');
            }
            Object::Instance { class: t::STRUCT_TIME, payload, .. } => {
                const NAMES: [&str; 9] = [
                    "tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday",
                    "tm_isdst",
                ];
                self.named("time.struct_time", &NAMES, *payload)?;
            }
            Object::Instance { class: t::VERSION_INFO, payload, .. } => {
                const NAMES: [&str; 5] = ["major", "minor", "micro", "releaselevel", "serial"];
                self.named("sys.version_info", &NAMES, *payload)?;
            }
            Object::Instance { class, payload, .. } => {
                if payload.is_bound() && !matches!(payload, Value::Ref(inner) if *inner == reference) {
                    let plain = core.heap.class(*class);
                    match core.heap.get(payload.reference_or(reference)) {
                        Object::Set(_) | Object::ByteArray(_) if plain.user => {
                            self.out.push_str(&plain.name);
                            self.out.push('(');
                            self.value(*payload)?;
                            self.out.push(')');
                        }
                        _ => self.value(*payload)?,
                    }
                } else {
                    self.plain(value, reference);
                }
            }
            Object::View { dict, kind } => {
                let Object::Dict(entries) = core.heap.get(*dict) else { unreachable!("a view of a dict") };
                self.out.push_str(&core.type_name(value));
                self.out.push_str("([");
                for (index, (key, value)) in entries.values().enumerate() {
                    if index > 0 {
                        self.out.push_str(", ");
                    }
                    match kind {
                        ViewKind::Keys => self.value(*key)?,
                        ViewKind::Values => self.value(*value)?,
                        ViewKind::Items => {
                            self.out.push('(');
                            self.list(&[*key, *value])?;
                            self.out.push(')');
                        }
                    }
                }
                self.out.push_str("])");
            }
            Object::Function(function) => {
                let name = &core.units[function.unit as usize].code.functions[function.number as usize]
                    .qualified_name;
                write!(self.out, "<function {name} at {}>", address(reference)).expect("writing to a string");
            }
            Object::Method { function: Value::Native(index), receiver } => {
                let name = crate::builtins::entry(*index).name;
                let kind = core.type_name(*receiver);
                write!(self.out, "<built-in method {name} of {kind} object at {}>", address(reference))
                    .expect("writing to a string");
            }
            Object::Method { function, receiver } => {
                self.out.push_str("<bound method ");
                if let Some(Object::Function(function)) = core.object(*function) {
                    let unit = &core.units[function.unit as usize];
                    self.out.push_str(&unit.code.functions[function.number as usize].qualified_name);
                }
                self.out.push_str(" of ");
                self.value(*receiver)?;
                self.out.push('>');
            }
            Object::Generator(generator) => {
                write!(self.out, "<generator object {} at {}>", generator.name, address(reference))
                    .expect("writing to a string");
            }
            Object::MemoryView { .. } => {
                write!(self.out, "<memory at {}>", address(reference)).expect("writing to a string");
            }
            Object::Socket(socket) => {
                let closed = if socket.fd < 0 { " [closed]" } else { "" };
                write!(
                    self.out,
                    "<socket.socket{closed} fd={}, family={}, type={}, proto={}>",
                    socket.fd, socket.family, socket.kind, socket.protocol
                )
                .expect("writing to a string");
            }
            Object::Iter(iter) if matches!(iter.as_ref(), Iter::Range { .. }) => self.plain(value, reference),
            Object::Cell(_)
            | Object::Property(_)
            | Object::StaticMethod(_)
            | Object::ClassMethod(_)
            | Object::Super { .. }
            | Object::Namespace(_)
            | Object::Iter(_)
            | Object::Poll(_)
            | Object::Epoll(_) => self.plain(value, reference),
        }
        Ok(())
    }

    /// A tuple whose items have names.
    fn named(&mut self, title: &str, names: &[&str], tuple: Value) -> Result<(), TooBig> {
        self.out.push_str(title);
        let items = self.core.sequence(tuple).unwrap_or_default();
        for (index, (name, item)) in names.iter().zip(items).enumerate() {
            write!(self.out, "{}{name}=", if index == 0 { "(" } else { ", " }).expect("writing to a string");
            self.value(item)?;
        }
        self.out.push(')');
        Ok(())
    }

    fn plain(&mut self, value: Value, reference: Ref) {
        let class = self.core.heap.class(self.core.type_of(value));
        let module = if class.module == "builtins" { String::new() } else { format!("{}.", class.module) };
        write!(self.out, "<{module}{} object at {}>", class.qualified_name, address(reference))
            .expect("writing to a string");
    }
}

impl Value {
    fn reference_or(self, other: Ref) -> Ref {
        match self {
            Value::Ref(reference) => reference,
            _ => other,
        }
    }
}

/// A made-up address: CPython's are not reproducible either.
pub(crate) fn address(reference: Ref) -> String {
    format!("{:#014x}", identity(Value::Ref(reference)))
}

/// `id(value)`
pub(crate) fn identity(value: Value) -> i64 {
    const BASE: i64 = 0x7f00_0000_0000;
    match value {
        Value::Ref(reference) => BASE + i64::from(reference.0) * 48,
        Value::Int(int) => BASE.wrapping_sub(4096).wrapping_add(int.wrapping_mul(32)) & i64::MAX,
        Value::Float(float) => (float.to_bits() >> 2) as i64,
        Value::Bool(flag) => 0x55_0000_0000 + 32 * i64::from(flag),
        Value::Native(index) => 0x55_1000_0000 + 32 * i64::from(index),
        Value::Module(index) => 0x55_2000_0000 + 32 * i64::from(index),
        Value::Unbound | Value::None | Value::NotImplemented | Value::Ellipsis => 0x55_3000_0000,
    }
}

/// A string in quotes, as `repr` writes it.
pub(crate) fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            c if (c as u32) < 0x20 || c as u32 == 0x7f => {
                write!(out, "\\x{:02x}", c as u32).expect("writing to a string");
            }
            c if printable(c) => out.push(c),
            c if (c as u32) < 0x100 => write!(out, "\\x{:02x}", c as u32).expect("writing to a string"),
            c if (c as u32) < 0x10000 => write!(out, "\\u{:04x}", c as u32).expect("writing to a string"),
            c => write!(out, "\\U{:08x}", c as u32).expect("writing to a string"),
        }
    }
    out.push(quote);
    out
}

/// Whether `repr` shows a character as it is (Unicode's separators, controls and unassigned ones are escaped).
fn printable(c: char) -> bool {
    if c.is_ascii() {
        return true;
    }
    let code = c as u32;
    !(c.is_control()
        || (c.is_whitespace() && c != ' ')
        || code == 0xad
        || (0x200b..=0x200f).contains(&code)
        || (0x202a..=0x202e).contains(&code)
        || (0x2060..=0x206f).contains(&code)
        || (0xe000..=0xf8ff).contains(&code)
        || code == 0xfeff
        || (0xfff0..=0xfffb).contains(&code)
        || code >= 0xe0000)
}

/// Bytes as `repr` writes them.
pub(crate) fn bytes(bytes: &[u8]) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    let mut out = String::with_capacity(bytes.len() + 3);
    out.push('b');
    out.push(quote);
    for byte in bytes {
        match byte {
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            byte if char::from(*byte) == quote => {
                out.push('\\');
                out.push(quote);
            }
            0x20..=0x7e => out.push(char::from(*byte)),
            byte => write!(out, "\\x{byte:02x}").expect("writing to a string"),
        }
    }
    out.push(quote);
    out
}

/// Python's address tuple, as text.
pub(crate) fn address_text(address: SocketAddrV4) -> String {
    format!("('{}', {})", address.ip(), address.port())
}
