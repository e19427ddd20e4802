//! Exceptions: how they are made and what they hold.

use super::{Owner, natives, sym};
use crate::machine::{Args, Core, Run, Stop};
use crate::symbols::Symbol;
use crate::values::{Object, Ref, Value, t};
use netlab_abi::Errno;
use std::rc::Rc;

natives! {
    Owner::Type(t::BASE_EXCEPTION);
    "__init__" => init,
    "__str__" => str_,
    "with_traceback" => with_traceback,
    "add_note" => add_note;
    Owner::Static(t::BASE_EXCEPTION);
    "__new__" => new,
}

fn new(core: &mut Core, args: &Args) -> Run<Value> {
    let class = args.positional[0].reference();
    if class == t::STOP_ITERATION || core.is_subclass(class, t::BASE_EXCEPTION) {
        let rest = Args { positional: args.positional[1..].to_vec(), keywords: args.keywords.clone() };
        let value = core.new_exception(class, &rest)?;
        for (name, given) in &args.keywords {
            data(core, value).fields.set(*name, *given);
        }
        return Ok(value);
    }
    Err(core.type_error("BaseException.__new__(X): X is not an exception class"))
}

fn init(core: &mut Core, args: &Args) -> Run<Value> {
    let object = args.positional[0];
    let items = core.heap.tuple(&args.positional[1..]);
    data(core, object).args = items;
    fill(core, object);
    Ok(Value::None)
}

fn str_(core: &mut Core, args: &Args) -> Run<Value> {
    let text = crate::operations::display::exception_text(core, args.positional[0])?;
    Ok(core.heap.str(text))
}

fn with_traceback(_: &mut Core, args: &Args) -> Run<Value> {
    Ok(args.positional[0])
}

fn add_note(core: &mut Core, args: &Args) -> Run<Value> {
    let (object, [note]) = args.method(core, "add_note", ["note"], 1)?;
    let list = match data(core, object).fields.get(sym::NOTES) {
        Some(list) => list,
        None => {
            let list = core.heap.list(Vec::new());
            data(core, object).fields.set(sym::NOTES, list);
            list
        }
    };
    core.append(list.reference(), note.unwrap_or(Value::None))?;
    Ok(Value::None)
}

fn data(core: &mut Core, object: Value) -> &mut crate::values::Exception {
    match core.heap.get_mut(object.reference()) {
        Object::Exception(data) => Rc::make_mut(data),
        other => unreachable!("{other:?} is no exception"),
    }
}

/// `OSError(errno, text)` is an object of the class for that number.
pub(crate) fn refine(_: &mut Core, class: Ref, args: &[Value]) -> Ref {
    match (class, args) {
        (t::OS_ERROR, [Value::Int(number), _, ..]) => class_of(*number as i32),
        _ => class,
    }
}

/// The exception class of an error number (PEP 3151).
pub(crate) fn class_of(number: i32) -> Ref {
    match number {
        20 => return t::NOT_A_DIRECTORY_ERROR,
        21 => return t::IS_A_DIRECTORY_ERROR,
        108 => return t::BROKEN_PIPE_ERROR,
        _ => {}
    }
    match Errno::from_number(number) {
        Some(Errno::EAGAIN | Errno::EALREADY | Errno::EINPROGRESS) => t::BLOCKING_IO_ERROR,
        Some(Errno::EPIPE) => t::BROKEN_PIPE_ERROR,
        Some(Errno::ECHILD) => t::CHILD_PROCESS_ERROR,
        Some(Errno::ECONNABORTED) => t::CONNECTION_ABORTED_ERROR,
        Some(Errno::ECONNREFUSED) => t::CONNECTION_REFUSED_ERROR,
        Some(Errno::ECONNRESET) => t::CONNECTION_RESET_ERROR,
        Some(Errno::EEXIST) => t::FILE_EXISTS_ERROR,
        Some(Errno::ENOENT) => t::FILE_NOT_FOUND_ERROR,
        Some(Errno::EINTR) => t::INTERRUPTED_ERROR,
        Some(Errno::EACCES | Errno::EPERM) => t::PERMISSION_ERROR,
        Some(Errno::ESRCH) => t::PROCESS_LOOKUP_ERROR,
        Some(Errno::ETIMEDOUT) => t::TIMEOUT_ERROR,
        _ => t::OS_ERROR,
    }
}

/// Sets the attributes that follow from the arguments.
pub(crate) fn fill(core: &mut Core, object: Value) {
    let class = core.type_of(object);
    let args = {
        let args = data(core, object).args;
        core.sequence(args).unwrap_or_default()
    };
    let set = |core: &mut Core, name: &str, value: Value| {
        let name = core.symbols.intern(name);
        data(core, object).fields.set(name, value);
    };
    if core.is_subclass(class, t::OS_ERROR) {
        let pair = args.len() >= 2 && args.len() <= 5;
        let at =
            |index: usize| if pair { args.get(index).copied().unwrap_or(Value::None) } else { Value::None };
        set(core, "errno", at(0));
        set(core, "strerror", at(1));
        set(core, "filename", at(2));
        if args.len() > 2 && pair {
            let short = core.heap.tuple(&args[..2]);
            data(core, object).args = short;
        }
    } else if core.is_subclass(class, t::JSON_DECODE_ERROR) && args.len() == 3 {
        fill_json(core, object, &args);
    } else if class == t::STOP_ITERATION || core.is_subclass(class, t::STOP_ITERATION) {
        let value = args.first().copied().unwrap_or(Value::None);
        set(core, "value", value);
    } else if core.is_subclass(class, t::SYSTEM_EXIT) {
        let value = match args.len() {
            0 => Value::None,
            1 => args[0],
            _ => data(core, object).args,
        };
        set(core, "code", value);
    } else if (core.is_subclass(class, t::UNICODE_DECODE_ERROR)
        || core.is_subclass(class, t::UNICODE_ENCODE_ERROR))
        && args.len() == 5
    {
        for (name, value) in ["encoding", "object", "start", "end", "reason"].iter().zip(&args) {
            set(core, name, *value);
        }
    }
}

/// `JSONDecodeError(msg, doc, pos)`
fn fill_json(core: &mut Core, object: Value, args: &[Value]) {
    let text =
        |core: &Core, value: Value| core.as_text(value).map(|text| text.string.clone()).unwrap_or_default();
    let (message, document) = (text(core, args[0]), text(core, args[1]));
    let Value::Int(at) = args[2] else { return };
    let before: String = document.chars().take(at.max(0) as usize).collect();
    let line = before.matches('\n').count() as i64 + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() as i64 + 1;
    let full = core.heap.str(format!("{message}: line {line} column {column} (char {at})"));
    let only = core.heap.tuple(vec![full]);
    data(core, object).args = only;
    let parts = [
        ("msg", args[0]),
        ("doc", args[1]),
        ("pos", args[2]),
        ("lineno", Value::Int(line)),
        ("colno", Value::Int(column)),
    ];
    for (name, value) in parts {
        let name = core.symbols.intern(name);
        data(core, object).fields.set(name, value);
    }
}

/// What an exception holds besides its fields.
pub(crate) fn attribute(core: &mut Core, object: Value, name: Symbol, text: &str) -> Run<Option<Value>> {
    let exception = data(core, object).clone();
    Ok(match name {
        sym::ARGS => Some(exception.args),
        sym::CAUSE => Some(exception.cause),
        sym::CONTEXT => Some(exception.context),
        sym::SUPPRESS_CONTEXT => Some(Value::Bool(exception.suppress_context)),
        sym::TRACEBACK => Some(traceback(core, object)),
        sym::CLASS => Some(Value::Ref(exception.class)),
        sym::DICT => Some(core.names_dict(exception.fields.iter().collect())),
        _ if text == "value" && core.is_subclass(exception.class, t::STOP_ITERATION) => {
            Some(core.stop_value(object))
        }
        _ if text == "name" => Some(Value::None),
        _ => None,
    })
}

/// The exception's traceback as a chain of objects, outermost first; `None` before it was raised.
pub(crate) fn traceback(core: &mut Core, object: Value) -> Value {
    let Some(Object::Exception(exception)) = core.object(object) else { return Value::None };
    let lines = exception.trace.clone();
    let mut next = Value::None;
    for line in lines {
        let unit = core.units[line.unit as usize].clone();
        if unit.hidden {
            continue;
        }
        let function = &unit.code.functions[line.function as usize];
        let position = function.positions.get(line.instruction as usize).copied().unwrap_or_default();
        let number = Value::Int(i64::from(position.line));
        let name = core.heap.str(function.name.clone());
        let qualified_name = core.heap.str(function.qualified_name.clone());
        let file = core.heap.str(unit.code.file_name.clone());
        let first = Value::Int(i64::from(function.first_line));
        let names = [
            ("co_name", name),
            ("co_qualname", qualified_name),
            ("co_filename", file),
            ("co_firstlineno", first),
        ];
        let code = record(core, t::CODE, &names);
        let frame =
            record(core, t::FRAME, &[("f_code", code), ("f_lineno", number), ("f_back", Value::None)]);
        let parts = [("tb_frame", frame), ("tb_lineno", number), ("tb_next", next)];
        next = record(core, t::TRACEBACK, &parts);
    }
    next
}

/// A tuple whose items also have names.
pub(crate) fn record_of(core: &mut Core, class: Ref, tuple: Value, names: &[&str], items: &[Value]) -> Value {
    let mut fields = crate::symbols::NameMap::new();
    for (name, value) in names.iter().zip(items) {
        fields.set(core.symbols.intern(name), *value);
    }
    Value::Ref(core.heap.add(Object::Instance { class, payload: tuple, fields: Rc::new(fields) }))
}

/// An object that only has attributes.
fn record(core: &mut Core, class: Ref, parts: &[(&str, Value)]) -> Value {
    let mut fields = crate::symbols::NameMap::new();
    for (name, value) in parts {
        fields.set(core.symbols.intern(name), *value);
    }
    Value::Ref(core.heap.add(Object::Instance { class, payload: Value::Unbound, fields: Rc::new(fields) }))
}

/// Sets what an exception holds besides its fields; whether it was such a name.
pub(crate) fn set(core: &mut Core, object: Value, name: Symbol, value: Value) -> Run<bool> {
    match name {
        sym::ARGS => {
            let items = core.collect(value)?;
            let items = core.heap.tuple(items);
            data(core, object).args = items;
        }
        sym::CAUSE => {
            data(core, object).cause = value;
            data(core, object).suppress_context = true;
        }
        sym::CONTEXT => data(core, object).context = value,
        sym::SUPPRESS_CONTEXT => data(core, object).suppress_context = matches!(value, Value::Bool(true)),
        sym::TRACEBACK => {}
        _ => return Ok(false),
    }
    Ok(true)
}

impl Core {
    /// Raises the `OSError` of an error number.
    pub(crate) fn os_error(&mut self, errno: Errno) -> Stop {
        let message = self.heap.str(errno.message());
        let number = Value::Int(i64::from(errno.number()));
        let exception = self.exception(class_of(errno.number()), vec![number, message]);
        fill(self, exception);
        Stop::Raise(exception)
    }
}
