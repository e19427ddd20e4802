//! Built-in functions.

mod values;

use values::*;

use super::{Owner, natives, sym};
use crate::code::CompareOp;
use crate::machine::{Args, Core, Request, Run, Stop};
use crate::operations::arithmetic::{Number, number};
use crate::operations::{attributes, compare, display, format, iteration, keys};
use crate::values::{Iter, Object, Value, t};
use netlab_abi::{Data, Fd, Syscall};
use num_bigint::BigInt;
use num_traits::Signed;
use std::rc::Rc;

natives! {
    Owner::Builtin;
    "print" => print,
    "len" => len,
    "repr" => repr,
    "ascii" => ascii,
    "isinstance" => isinstance,
    "issubclass" => issubclass,
    "iter" => iter,
    "next" => next,
    "abs" => abs,
    "min" => min,
    "max" => max,
    "sum" => sum,
    "any" => any,
    "all" => all,
    "sorted" => sorted,
    "ord" => ord,
    "chr" => chr,
    "hex" => hex,
    "oct" => oct,
    "bin" => bin,
    "hash" => hash,
    "id" => id,
    "callable" => callable,
    "getattr" => getattr,
    "setattr" => setattr,
    "delattr" => delattr,
    "hasattr" => hasattr,
    "round" => round,
    "pow" => pow,
    "divmod" => divmod,
    "format" => format_,
    "input" => input,
    "globals" => globals,
    "vars" => vars,
    "dir" => dir,
    "__build_class__" => crate::operations::construct::build_class,
    "__import__" => import;
    Owner::Module("_lab");
    "collect" => collect,
    "collect_into" => iteration::collect_slowly,
    "sort" => super::lists::sort_values,
    "insertion" => super::lists::insertion,
}

fn collect(core: &mut Core, args: &Args) -> Run<Value> {
    let iterator = iteration::iter(core, args.positional[0])?;
    let list = core.heap.list(Vec::new());
    let callable = super::native(Owner::Module("_lab"), "collect_into");
    Request::Tail { callable, args: Args::of(vec![iterator, list]) }.stop()
}

fn print(core: &mut Core, args: &Args) -> Run<Value> {
    let mut separator = " ".to_owned();
    let mut end = "\n".to_owned();
    let mut file = Value::None;
    let mut flush = false;
    for (name, value) in &args.keywords {
        let name = core.symbols.name(*name).to_owned();
        match name.as_str() {
            "sep" | "end" if value.is_none() => {}
            "sep" | "end" => {
                let Some(text) = core.as_text(*value) else {
                    let kind = core.type_name(*value);
                    return Err(core.type_error(format!("{name} must be None or a string, not {kind}")));
                };
                *(if name == "sep" { &mut separator } else { &mut end }) = text.string.clone();
            }
            "file" => file = *value,
            "flush" => flush = compare::truth(core, *value)?,
            other => {
                return Err(core.type_error(format!("'{other}' is an invalid keyword argument for print()")));
            }
        }
    }
    let mut pieces = Vec::new();
    for (index, value) in args.positional.iter().enumerate() {
        if index > 0 {
            pieces.push(separator.clone());
        }
        pieces.push(display::str(core, *value)?);
    }
    pieces.push(end);
    if file.is_none() {
        file = core.standard_stream(1);
    }
    match core.stream_fd(file) {
        Some(fd) => {
            for piece in pieces {
                write_text(core, fd, &piece)?;
            }
            if flush {
                flush_output(core, fd)?;
            }
        }
        None => {
            for piece in pieces {
                let method = attributes::get(core, file, sym::WRITE)?;
                let text = core.heap.str(piece);
                core.call(method, vec![text])?;
            }
            if flush {
                let name = core.symbols.intern("flush");
                let method = attributes::get(core, file, name)?;
                core.call(method, Vec::new())?;
            }
        }
    }
    Ok(Value::None)
}

/// Writes to standard output or error, as `-u` or a terminal has it.
pub(crate) fn write_text(core: &mut Core, fd: i32, text: &str) -> Run<()> {
    if text.is_empty() {
        return Ok(());
    }
    if core.options.unbuffered || fd != 1 {
        return write_all(core, fd, text.as_bytes());
    }
    core.once(|core| {
        Rc::make_mut(&mut core.output).extend_from_slice(text.as_bytes());
        Ok(Value::None)
    })?;
    if text.contains('\n') { flush_output(core, fd) } else { Ok(()) }
}

/// Writes what standard output has kept back.
pub(crate) fn flush_output(core: &mut Core, fd: i32) -> Run<()> {
    if fd != 1 {
        return Ok(());
    }
    let text = core.once(|core| {
        let text = std::mem::take(&mut core.output);
        Ok(core.heap.bytes(&text[..]))
    })?;
    let text = core.byte_slice(text).unwrap_or_default();
    if text.is_empty() { Ok(()) } else { write_all(core, fd, &text) }
}

fn write_all(core: &mut Core, fd: i32, bytes: &[u8]) -> Run<()> {
    let mut done = 0;
    while done < bytes.len() {
        match core.syscall(Syscall::Write { fd: Fd(fd), data: Data::new(&bytes[done..]) })? {
            Ok(netlab_abi::SyscallValue::Sent { count, .. }) => done += count.max(1),
            Ok(netlab_abi::SyscallValue::Number(count)) => done += count.max(1) as usize,
            Ok(_) => return Ok(()),
            Err(errno) => return Err(core.os_error(errno)),
        }
    }
    Ok(())
}

fn len(core: &mut Core, args: &Args) -> Run<Value> {
    let [value] = args.bind(core, "len", [""], 1)?;
    length(core, value.unwrap_or(Value::None)).map(Value::Int)
}

/// `len(value)`
pub(crate) fn length(core: &mut Core, value: Value) -> Run<i64> {
    if let Some(method) = core.user_method(value, sym::LEN) {
        return match core.call(method, vec![value])? {
            Value::Int(length) if length >= 0 => Ok(length),
            Value::Bool(flag) => Ok(i64::from(flag)),
            Value::Int(_) => Err(core.value_error("__len__() should return >= 0")),
            other => {
                let name = core.type_name(other);
                Err(core.type_error(format!("'{name}' object cannot be interpreted as an integer")))
            }
        };
    }
    Ok(match core.object(value) {
        Some(Object::Str(text)) => text.length as i64,
        Some(Object::Bytes(data)) => data.len() as i64,
        Some(Object::ByteArray(buffer)) => buffer.bytes.len() as i64,
        Some(Object::MemoryView { length, .. }) => *length as i64,
        Some(Object::List(items)) => items.len() as i64,
        Some(Object::Tuple(items)) => items.len() as i64,
        Some(Object::Dict(dict)) => dict.len() as i64,
        Some(Object::View { dict, .. }) => match core.heap.get(*dict) {
            Object::Dict(dict) => dict.len() as i64,
            _ => 0,
        },
        Some(Object::Set(set) | Object::FrozenSet(set)) => set.len() as i64,
        Some(Object::Range { start, stop, step }) => iteration::range_length(*start, *stop, *step) as i64,
        _ => {
            let name = core.type_name(value);
            return Err(core.type_error(format!("object of type '{name}' has no len()")));
        }
    })
}

fn repr(core: &mut Core, args: &Args) -> Run<Value> {
    let [value] = args.bind(core, "repr", ["obj"], 1)?;
    let text = display::repr(core, value.unwrap_or(Value::None))?;
    Ok(core.heap.str(text))
}

fn ascii(core: &mut Core, args: &Args) -> Run<Value> {
    let [value] = args.bind(core, "ascii", ["obj"], 1)?;
    let text = display::repr(core, value.unwrap_or(Value::None))?;
    Ok(core.heap.str(format::ascii(&text)))
}

fn classes_of(core: &mut Core, value: Value, function: &str) -> Run<Vec<crate::values::Ref>> {
    if let Some(class) = core.as_class(value) {
        return Ok(vec![class]);
    }
    if let Some(Object::Tuple(items)) = core.object(value) {
        let items = items.clone();
        let mut classes = Vec::new();
        for item in items.iter() {
            classes.extend(classes_of(core, *item, function)?);
        }
        return Ok(classes);
    }
    if value.is_none() && function == "isinstance" {
        return Ok(vec![t::NONE]);
    }
    if let Some(Object::Instance { class, fields, .. }) = core.object_raw(value)
        && core.heap.class(*class).name == "UnionType"
        && let Some(parts) = core.symbols.find("__args__").and_then(|name| fields.get(name))
    {
        let mut classes = Vec::new();
        for item in core.sequence(parts).unwrap_or_default() {
            classes.extend(if item.is_none() { vec![t::NONE] } else { classes_of(core, item, function)? });
        }
        return Ok(classes);
    }
    let what = if function == "isinstance" {
        "isinstance() arg 2 must be a type, a tuple of types, or a union"
    } else {
        "issubclass() arg 2 must be a class, a tuple of classes, or a union"
    };
    Err(core.type_error(what))
}

fn isinstance(core: &mut Core, args: &Args) -> Run<Value> {
    let [value, class] = args.bind(core, "isinstance", ["", ""], 2)?;
    let (value, class) = (value.unwrap_or(Value::None), class.unwrap_or(Value::None));
    let classes = if class.is_none() { Vec::new() } else { classes_of(core, class, "isinstance")? };
    if classes.is_empty() && !matches!(core.object(class), Some(Object::Tuple(_))) {
        return Err(core.type_error("isinstance() arg 2 must be a type, a tuple of types, or a union"));
    }
    for class in classes {
        let found = core.is_instance(value, class)
            || asked(core, class, sym::INSTANCECHECK, value)?.is_some_and(|found| found);
        if found {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}

fn issubclass(core: &mut Core, args: &Args) -> Run<Value> {
    let [value, class] = args.bind(core, "issubclass", ["", ""], 2)?;
    let Some(value) = core.as_class(value.unwrap_or(Value::None)) else {
        return Err(core.type_error("issubclass() arg 1 must be a class"));
    };
    let classes = classes_of(core, class.unwrap_or(Value::None), "issubclass")?;
    for class in classes {
        let found = core.is_subclass(value, class)
            || asked(core, class, sym::SUBCLASSCHECK, Value::Ref(value))?.is_some_and(|found| found);
        if found {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}

/// What a metaclass's own `__instancecheck__` or `__subclasscheck__` says.
fn asked(
    core: &mut Core,
    class: crate::values::Ref,
    name: crate::symbols::Symbol,
    value: Value,
) -> Run<Option<bool>> {
    match core.user_method(Value::Ref(class), name) {
        Some(method) => {
            let verdict = core.call(method, vec![Value::Ref(class), value])?;
            compare::truth(core, verdict).map(Some)
        }
        None => Ok(None),
    }
}

fn iter(core: &mut Core, args: &Args) -> Run<Value> {
    let [value, sentinel] = args.bind(core, "iter", ["", ""], 1)?;
    let value = value.unwrap_or(Value::None);
    match sentinel {
        Some(sentinel) => {
            let iter = Iter::Callable { function: value, sentinel, done: false };
            Ok(Value::Ref(core.heap.add(Object::Iter(Box::new(iter)))))
        }
        None => iteration::iter(core, value),
    }
}

fn next(core: &mut Core, args: &Args) -> Run<Value> {
    let [iterator, default] = args.bind(core, "next", ["", ""], 1)?;
    let iterator = iterator.unwrap_or(Value::None);
    if let Some(Object::Generator(_)) = core.object_raw(iterator) {
        return match core.resume(iterator.reference(), Value::None)? {
            Ok(value) => Ok(value),
            Err(exception) if default.is_some() && core.is_instance(exception, t::STOP_ITERATION) => {
                Ok(default.unwrap_or(Value::None))
            }
            Err(exception) => Err(Stop::Raise(exception)),
        };
    }
    if default.is_none()
        && let Some(method) = core.user_method(iterator, sym::NEXT)
    {
        return core.call(method, vec![iterator]);
    }
    match iteration::next(core, iterator)? {
        Some(value) => Ok(value),
        None => default.ok_or_else(|| core.raise(t::STOP_ITERATION, Vec::new())),
    }
}

fn name_argument(core: &mut Core, value: Option<Value>) -> Run<crate::symbols::Symbol> {
    match core.as_text(value.unwrap_or(Value::None)) {
        Some(text) => Ok(core.symbols.intern(&text.string)),
        None => Err(core.type_error("attribute name must be string")),
    }
}

fn getattr(core: &mut Core, args: &Args) -> Run<Value> {
    let [object, name, default] = args.bind(core, "getattr", ["", "", ""], 2)?;
    let name = name_argument(core, name)?;
    let object = object.unwrap_or(Value::None);
    if let (Some(default), true) = (default, core.is_user(object)) {
        return Ok(try_getattr(core, object, name)?.unwrap_or(default));
    }
    match attributes::find(core, object, name)? {
        Some(value) => Ok(value),
        None => match default {
            Some(default) => Ok(default),
            None => Err(attributes::missing(core, object, name)),
        },
    }
}

/// An attribute whose reading may call the program; none if that ends in `AttributeError`.
fn try_getattr(core: &mut Core, object: Value, name: crate::symbols::Symbol) -> Run<Option<Value>> {
    let getter = super::native(Owner::Builtin, "getattr");
    let name = core.symbols.name(name).to_owned();
    let name = core.heap.str(name);
    match core.try_call(getter, vec![object, name])? {
        Ok(value) => Ok(Some(value)),
        Err(exception) if core.is_instance(exception, t::ATTRIBUTE_ERROR) => Ok(None),
        Err(exception) => Err(Stop::Raise(exception)),
    }
}

fn setattr(core: &mut Core, args: &Args) -> Run<Value> {
    let [object, name, value] = args.bind(core, "setattr", ["", "", ""], 3)?;
    let name = name_argument(core, name)?;
    attributes::set(core, object.unwrap_or(Value::None), name, value.unwrap_or(Value::None))
}

fn delattr(core: &mut Core, args: &Args) -> Run<Value> {
    let [object, name] = args.bind(core, "delattr", ["", ""], 2)?;
    let name = name_argument(core, name)?;
    attributes::delete(core, object.unwrap_or(Value::None), name)
}

fn hasattr(core: &mut Core, args: &Args) -> Run<Value> {
    let [object, name] = args.bind(core, "hasattr", ["", ""], 2)?;
    let name = name_argument(core, name)?;
    let object = object.unwrap_or(Value::None);
    if core.is_user(object) {
        return Ok(Value::Bool(try_getattr(core, object, name)?.is_some()));
    }
    match attributes::find(core, object, name) {
        Ok(value) => Ok(Value::Bool(value.is_some())),
        Err(Stop::Raise(exception)) if core.is_instance(exception, t::ATTRIBUTE_ERROR) => {
            Ok(Value::Bool(false))
        }
        Err(stop) => Err(stop),
    }
}

fn format_(core: &mut Core, args: &Args) -> Run<Value> {
    let [value, spec] = args.bind(core, "format", ["", ""], 1)?;
    let spec = match spec {
        Some(spec) => core.text(spec, "format() argument 2")?.string.clone(),
        None => String::new(),
    };
    let text = format::format(core, value.unwrap_or(Value::None), &spec)?;
    Ok(core.heap.str(text))
}

fn input(core: &mut Core, args: &Args) -> Run<Value> {
    let [prompt] = args.bind(core, "input", ["prompt"], 0)?;
    if let Some(prompt) = prompt {
        let text = display::str(core, prompt)?;
        write_text(core, 1, &text)?;
        flush_output(core, 1)?;
    }
    let mut line = Vec::new();
    loop {
        match core.syscall(Syscall::Read { fd: Fd(0), length: 1 })? {
            Ok(netlab_abi::SyscallValue::Received(received)) if !received.data.is_empty() => {
                if received.data.bytes[0] == b'\n' {
                    break;
                }
                line.push(received.data.bytes[0]);
            }
            Ok(_) if line.is_empty() => return Err(core.error(t::EOF_ERROR, "EOF when reading a line")),
            Ok(_) => break,
            Err(errno) => return Err(core.os_error(errno)),
        }
    }
    Ok(core.heap.str(String::from_utf8_lossy(&line).into_owned()))
}

fn globals(core: &mut Core, args: &Args) -> Run<Value> {
    args.bind::<0>(core, "globals", [], 0)?;
    let name = sym::DICT;
    Ok(attributes::find(core, Value::Module(super::MAIN), name)?.unwrap_or(Value::None))
}

fn vars(core: &mut Core, args: &Args) -> Run<Value> {
    let [object] = args.bind(core, "vars", ["object"], 1)?;
    let object = object.unwrap_or(Value::None);
    match attributes::find(core, object, sym::DICT)? {
        Some(value) => Ok(value),
        None => Err(core.type_error("vars() argument must have __dict__ attribute")),
    }
}

fn dir(core: &mut Core, args: &Args) -> Run<Value> {
    // Without an argument the compiler gives the names bound there.
    let [object, bound] = args.bind(core, "dir", ["", ""], 1)?;
    if let Some(Object::Dict(dict)) = bound.and_then(|bound| core.object(bound)) {
        let keys = dict.values().map(|(key, _)| *key).collect();
        let list = core.once(|core| Ok(core.heap.list(keys)))?;
        core.call(super::native(Owner::Type(t::LIST), "sort"), vec![list])?;
        return Ok(list);
    }
    let names = core.names_of(object.unwrap_or(Value::None));
    let names = names.into_iter().map(|name| core.heap.str(name)).collect();
    Ok(core.heap.list(names))
}

impl Core {
    /// The names of an object's attributes, sorted.
    pub(crate) fn names_of(&self, object: Value) -> Vec<String> {
        let mut names = Vec::new();
        let mut live: Vec<String> = Vec::new();
        if let Some(Object::Instance { fields, .. }) = self.object_raw(object) {
            match fields.get(sym::DICT).and_then(|dict| self.object_raw(dict)) {
                Some(Object::Dict(dict)) => {
                    let texts = dict.values().filter_map(|(key, _)| self.as_text(*key));
                    live.extend(texts.map(|text| text.string.clone()));
                }
                _ => names.extend(fields.iter().map(|(name, _)| name)),
            }
        }
        let class = self.as_class(object).unwrap_or_else(|| self.type_of(object));
        for class in &self.heap.class(class).order {
            names.extend(self.heap.class(*class).fields.iter().map(|(name, _)| name));
        }
        if let Value::Module(index) = object {
            let module = &self.modules[index as usize];
            names.extend(module.fields.iter().map(|(name, _)| name));
            if let Some(unit) = &module.unit {
                names.extend(unit.globals.iter().copied());
            }
        }
        let names = names.iter().map(|name| self.symbols.name(*name).to_owned());
        let mut names: Vec<String> = names.chain(live).collect();
        names.sort();
        names.dedup();
        names
    }
}

fn import(core: &mut Core, args: &Args) -> Run<Value> {
    let name = core.text(args.positional.first().copied().unwrap_or(Value::None), "name")?;
    crate::modules::import(core, &name.string)
}
