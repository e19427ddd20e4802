//! What instructions do when it may need a call: built-in functions without a name in Python.

use super::{Args, Core, Request, Run, Stop};
use crate::builtins::{NativeEntry, sym};
use crate::code::UnaryOp;
use crate::operations::{
    arithmetic, attributes, compare, construct, display, format, iteration, keys, percent, subscripts,
};
use crate::symbols::Symbol;
use crate::values::{Dict, Object, Set, Value, t};
use std::rc::Rc;

macro_rules! entries {
    ($($name:ident = $function:path;)*) => {
        $(pub(crate) static $name: NativeEntry = NativeEntry { owner: crate::builtins::Owner::Internal, name: stringify!($name), run: $function };)*
    };
}

entries! {
    BINARY = binary;
    IN_PLACE = in_place;
    UNARY = unary;
    NOT = not;
    TRUTH = truth;
    COMPARE = compare_;
    CONTAINS = contains;
    NOT_CONTAINS = not_contains;
    ITER = iter;
    NEXT = next;
    SEND = send;
    BUILD_SET = build_set;
    BUILD_DICT = build_dict;
    SET_ADD = set_add;
    SET_ITEM = set_item;
    GET_ITEM = get_item;
    DEL_ITEM = del_item;
    LIST_EXTEND = list_extend;
    SET_UPDATE = set_update;
    DICT_UPDATE = dict_update;
    FORMAT = format_;
    UNPACK = unpack;
    GET_ATTR = get_attr;
    SET_ATTR = set_attr;
    DEL_ATTR = del_attr;
    BEFORE_WITH = before_with;
    IMPORT = import;
    IMPORT_FROM = import_from;
    IMPORT_STAR = import_star;
    LEN = len;
    MATCH_KEYS = match_keys;
    MATCH_REST = match_rest;
    MATCH_CLASS = match_class;
    RAISE_FROM = raise_from;
    CONSTRUCT = construct::construct;
    DESCRIBE = super::trace::describe;
    FINALIZE = crate::builtins::generators::finalize;
}

fn symbol(value: Value) -> Symbol {
    let Value::Int(number) = value else { unreachable!("a symbol is a number") };
    Symbol(number as u32)
}

/// `a op b`; may call the program.
pub(crate) fn binary_operation(core: &mut Core, op: Value, a: Value, b: Value, suffix: &str) -> Run<Value> {
    let op = arithmetic::operator(op);
    if core.is_user(a) || core.is_user(b) {
        let (forward, reflected, _) = arithmetic::methods(op);
        let (left, right) = (core.type_of(a), core.type_of(b));
        let mut order = vec![(a, b, forward), (b, a, reflected)];
        if left == right {
            order.pop();
        } else if core.is_subclass(right, left) && core.user_method(b, reflected).is_some() {
            order.swap(0, 1);
        }
        for (receiver, other, name) in order {
            if let Some(method) = core.user_method(receiver, name) {
                let value = core.call(method, vec![receiver, other])?;
                if !matches!(value, Value::NotImplemented) {
                    return Ok(value);
                }
            }
        }
        let formats = op == crate::code::BinaryOp::Mod
            && matches!(core.object(a), Some(Object::Str(_) | Object::Bytes(_) | Object::ByteArray(_)));
        let plain = |value: Value| !core.is_user(value) || !core.plain(value).is(value);
        if !(formats || plain(a) && plain(b)) {
            return Err(arithmetic::unsupported(core, op, a, b, suffix));
        }
    }
    let class = |core: &Core, value: Value| value.is_none() || core.as_class(value).is_some();
    if op == crate::code::BinaryOp::Or && class(core, a) && class(core, b) && !(a.is_none() && b.is_none()) {
        return crate::builtins::classes::union(core, a, b);
    }
    if op == crate::code::BinaryOp::Mod {
        match core.object(a) {
            Some(Object::Str(text)) => {
                let text = text.clone();
                let out = percent::format(core, text.string.as_bytes(), b, false)?;
                let out = String::from_utf8(out).expect("pieces of strings are strings");
                return Ok(core.heap.str(out));
            }
            Some(Object::Bytes(_) | Object::ByteArray(_)) => {
                let text = core.byte_slice(a).expect("seen above");
                let out = percent::format(core, &text, b, true)?;
                return Ok(core.heap.bytes(out));
            }
            _ => {}
        }
    }
    arithmetic::plain(core, op, a, b, suffix)
}

fn binary(core: &mut Core, args: &Args) -> Run<Value> {
    binary_operation(core, args.positional[0], args.positional[1], args.positional[2], "")
}

fn in_place(core: &mut Core, args: &Args) -> Run<Value> {
    let [number, a, b] = args.positional[..] else { unreachable!("an operator and two operands") };
    let op = arithmetic::operator(number);
    if let Some(method) = core.user_method(a, arithmetic::methods(op).2) {
        let value = core.call(method, vec![a, b])?;
        if !matches!(value, Value::NotImplemented) {
            return Ok(value);
        }
    }
    use crate::code::BinaryOp;
    match (core.object(a), op) {
        (Some(Object::List(_)), BinaryOp::Add) => {
            if !iteration::is_iterable(core, b) {
                let name = core.type_name(b);
                return Err(core.type_error(format!("'{name}' object is not iterable")));
            }
            let items = core.collect(b)?;
            core.grow(16 * items.len())?;
            core.list_mut(a).extend(items);
            return Ok(a);
        }
        (Some(Object::ByteArray(_)), BinaryOp::Add) => {
            let Some(data) = core.data(b) else { return Err(arithmetic::unsupported(core, op, a, b, "")) };
            core.grow(data.len())?;
            let buffer = core.buffer_mut(a);
            let at = buffer.bytes.len() as u32;
            buffer.origins.extend(data.origins.iter().map(|o| netlab_abi::Origin { at: o.at + at, ..*o }));
            buffer.bytes.extend_from_slice(&data.bytes);
            return Ok(a);
        }
        (Some(Object::List(items)), BinaryOp::Mul) => {
            if let Some(arithmetic::Number::Int(count)) = arithmetic::number(core, b) {
                let items = items.clone();
                core.reserve(16 * items.len() * count.max(0) as usize)?;
                *core.list_mut(a) = items.repeat(count.max(0) as usize);
                return Ok(a);
            }
        }
        (Some(Object::Dict(_)), BinaryOp::Or) => {
            crate::builtins::dicts::add(core, a, b)?;
            return Ok(a);
        }
        (Some(Object::Set(_)), BinaryOp::Or | BinaryOp::And | BinaryOp::Sub | BinaryOp::Xor) => {
            let joined = binary_operation(core, number, a, b, "=")?;
            let Some(Object::Set(set)) = core.object(joined) else { return Ok(joined) };
            let set = set.as_ref().clone();
            *core.set_mut(a) = set;
            return Ok(a);
        }
        _ => {}
    }
    binary_operation(core, number, a, b, "=")
}

fn unary(core: &mut Core, args: &Args) -> Run<Value> {
    let [op, a] = args.positional[..] else { unreachable!("an operator and its operand") };
    let (op, name) = match op {
        Value::Int(0) => (UnaryOp::Neg, sym::NEG),
        Value::Int(1) => (UnaryOp::Pos, sym::POS),
        _ => (UnaryOp::Invert, sym::INVERT),
    };
    match core.user_method(a, name) {
        Some(method) => core.call(method, vec![a]),
        None => arithmetic::unary(core, op, a),
    }
}

fn not(core: &mut Core, args: &Args) -> Run<Value> {
    Ok(Value::Bool(!compare::truth(core, args.positional[0])?))
}

fn truth(core: &mut Core, args: &Args) -> Run<Value> {
    Ok(Value::Bool(compare::truth(core, args.positional[0])?))
}

fn compare_(core: &mut Core, args: &Args) -> Run<Value> {
    let op = compare::operator(args.positional[0]);
    compare::compare(core, op, args.positional[1], args.positional[2])
}

fn contains(core: &mut Core, args: &Args) -> Run<Value> {
    Ok(Value::Bool(compare::contains(core, args.positional[0], args.positional[1])?))
}

fn not_contains(core: &mut Core, args: &Args) -> Run<Value> {
    Ok(Value::Bool(!compare::contains(core, args.positional[0], args.positional[1])?))
}

fn iter(core: &mut Core, args: &Args) -> Run<Value> {
    iteration::iter(core, args.positional[0])
}

/// The end is `StopIteration`, which the waiting instruction understands.
fn next(core: &mut Core, args: &Args) -> Run<Value> {
    match iteration::next(core, args.positional[0])? {
        Some(value) => Ok(value),
        None => Err(core.raise(t::STOP_ITERATION, Vec::new())),
    }
}

fn send(core: &mut Core, args: &Args) -> Run<Value> {
    let [iterator, value] = args.positional[..] else { unreachable!("an iterator and a value") };
    if let (false, Some(method)) = (value.is_none(), core.user_method(iterator, sym::SEND)) {
        return core.call(method, vec![iterator, value]);
    }
    if let Some(method) = core.user_method(iterator, sym::NEXT) {
        return core.call(method, vec![iterator]);
    }
    next(core, args)
}

fn build_set(core: &mut Core, args: &Args) -> Run<Value> {
    crate::builtins::sets::make(core, &args.positional)
}

fn build_dict(core: &mut Core, args: &Args) -> Run<Value> {
    let dict = core.once(|core| Ok(Value::Ref(core.heap.add(Object::Dict(Rc::new(Dict::default()))))))?;
    for pair in args.positional.chunks(2) {
        let key = keys::find(core, dict, pair[0])?;
        match core.dict_mut(dict).entry(key) {
            indexmap::map::Entry::Occupied(mut entry) => entry.get_mut().1 = pair[1],
            indexmap::map::Entry::Vacant(entry) => {
                entry.insert((pair[0], pair[1]));
            }
        }
    }
    core.grow(72 * args.positional.len() / 2)?;
    Ok(dict)
}

fn set_add(core: &mut Core, args: &Args) -> Run<Value> {
    let [set, value] = args.positional[..] else { unreachable!("a set and a value") };
    let key = keys::find(core, set, value)?;
    let added: &mut Set = core.set_mut(set);
    added.entry(key).or_insert(value);
    core.grow(56)?;
    Ok(Value::None)
}

fn set_item(core: &mut Core, args: &Args) -> Run<Value> {
    subscripts::set(core, args.positional[0], args.positional[1], args.positional[2])
}

fn get_item(core: &mut Core, args: &Args) -> Run<Value> {
    subscripts::get(core, args.positional[0], args.positional[1])
}

fn del_item(core: &mut Core, args: &Args) -> Run<Value> {
    subscripts::delete(core, args.positional[0], args.positional[1])
}

fn list_extend(core: &mut Core, args: &Args) -> Run<Value> {
    let [list, items, callable] = args.positional[..] else { unreachable!("a list, items and a callable") };
    if !iteration::is_iterable(core, items) {
        let name = core.type_name(items);
        if callable.is_bound() {
            let function = core.function_title(callable);
            let message = format!("{function} argument after * must be an iterable, not {name}");
            return Err(core.type_error(message));
        }
        return Err(core.type_error(format!("Value after * must be an iterable, not {name}")));
    }
    let items = core.collect(items)?;
    core.grow(16 * items.len())?;
    core.list_mut(list).extend(items);
    Ok(Value::None)
}

fn set_update(core: &mut Core, args: &Args) -> Run<Value> {
    let [set, items] = args.positional[..] else { unreachable!("a set and items") };
    for item in core.collect(items)? {
        let key = keys::find(core, set, item)?;
        core.set_mut(set).entry(key).or_insert(item);
    }
    Ok(Value::None)
}

fn dict_update(core: &mut Core, args: &Args) -> Run<Value> {
    let [dict, other, callable] = args.positional[..] else { unreachable!("a dict, another and a callable") };
    let Some(Object::Dict(other)) = core.object(other) else {
        let name = core.type_name(other);
        let message = if callable.is_bound() {
            let function = core.function_title(callable);
            format!("{function} argument after ** must be a mapping, not {name}")
        } else {
            format!("'{name}' object is not a mapping")
        };
        return Err(core.type_error(message));
    };
    let other = other.clone();
    for (key, (name, value)) in other.iter() {
        let former = core.dict_mut(dict).insert(key.clone(), (*name, *value));
        if former.is_some() && callable.is_bound() {
            let name = display::str(core, *name)?;
            let function = core.function_title(callable);
            return Err(
                core.type_error(format!("{function} got multiple values for keyword argument '{name}'"))
            );
        }
    }
    Ok(Value::None)
}

fn format_(core: &mut Core, args: &Args) -> Run<Value> {
    let [value, conversion, spec] = args.positional[..] else {
        unreachable!("a value, a conversion and a spec")
    };
    let spec = core.as_text(spec).map(|text| text.string.clone()).unwrap_or_default();
    let conversion = match conversion {
        Value::Int(0) => None,
        Value::Int(code) => char::from_u32(code as u32),
        _ => None,
    };
    if let (None, true, Some(text)) = (conversion, spec.is_empty(), core.object_raw(value))
        && matches!(text, Object::Str(_))
    {
        return Ok(value);
    }
    let text = format::convert_and_format(core, value, conversion, &spec)?;
    Ok(core.heap.str(text))
}

fn unpack(core: &mut Core, args: &Args) -> Run<Value> {
    let [value, count] = args.positional[..] else { unreachable!("a value and a count") };
    if !iteration::is_iterable(core, value) {
        let name = core.type_name(value);
        return Err(core.type_error(format!("cannot unpack non-iterable {name} object")));
    }
    let Value::Int(count) = count else { unreachable!("the count is a number") };
    if count < 0 {
        let items = core.collect(value)?;
        return Ok(core.heap.tuple(items));
    }
    // No more than one item too many is taken, so that endless iterators end here.
    let iterator = iteration::iter(core, value)?;
    let mut items = Vec::new();
    while let Some(item) = iteration::next(core, iterator)? {
        items.push(item);
        if items.len() > count as usize {
            return Err(core.value_error(format!("too many values to unpack (expected {count})")));
        }
    }
    Ok(core.heap.tuple(items))
}

fn get_attr(core: &mut Core, args: &Args) -> Run<Value> {
    attributes::get(core, args.positional[0], symbol(args.positional[1]))
}

fn set_attr(core: &mut Core, args: &Args) -> Run<Value> {
    attributes::set(core, args.positional[0], symbol(args.positional[1]), args.positional[2])
}

fn del_attr(core: &mut Core, args: &Args) -> Run<Value> {
    attributes::delete(core, args.positional[0], symbol(args.positional[1]))
}

fn before_with(core: &mut Core, args: &Args) -> Run<Value> {
    let manager = args.positional[0];
    let class = Value::Ref(core.type_of(manager));
    let find =
        |core: &mut Core, name: Symbol| -> Option<Value> { core.class_attribute(class.reference(), name) };
    let (Some(enter), Some(exit)) = (find(core, sym::ENTER), find(core, sym::EXIT)) else {
        let name = core.type_name(manager);
        let what = if find(core, sym::ENTER).is_none() {
            format!("'{name}' object does not support the context manager protocol")
        } else {
            format!("'{name}' object does not support the context manager protocol (missed __exit__ method)")
        };
        return Err(core.type_error(what));
    };
    let value = core.call(enter, vec![manager])?;
    let exit = core.bind(exit, manager);
    Ok(core.heap.tuple(vec![value, exit]))
}

fn import(core: &mut Core, args: &Args) -> Run<Value> {
    let name = core.symbols.name(symbol(args.positional[0])).to_owned();
    crate::modules::import(core, &name)
}

fn import_from(core: &mut Core, args: &Args) -> Run<Value> {
    let [module, name] = args.positional[..] else { unreachable!("a module and a name") };
    let name = symbol(name);
    match attributes::find(core, module, name)? {
        Some(value) => Ok(value),
        None => {
            let module = match module {
                Value::Module(index) => core.modules[index as usize].name.to_string(),
                _ => String::new(),
            };
            let full = format!("{module}.{}", core.symbols.name(name));
            if crate::modules::exists(&full) {
                return crate::modules::import(core, &full);
            }
            let name = core.symbols.name(name).to_owned();
            Err(core.error(
                t::IMPORT_ERROR,
                format!("cannot import name '{name}' from '{module}' (unknown location)"),
            ))
        }
    }
}

fn import_star(core: &mut Core, args: &Args) -> Run<Value> {
    let [source, target] = args.positional[..] else { unreachable!("two modules") };
    let (Value::Module(source), Value::Module(target)) = (source, target) else {
        unreachable!("two modules")
    };
    let module = core.modules[source as usize].clone();
    let mut names: Vec<(Symbol, Value)> = module.fields.iter().collect();
    if let Some(unit) = &module.unit {
        names.extend(unit.globals.iter().copied().zip(module.slots.iter().copied()));
    }
    for (name, value) in names {
        let imported = matches!(value, Value::Module(_)) || core.symbols.name(name).starts_with('_');
        if value.is_bound() && !imported {
            attributes::set(core, Value::Module(target), name, value)?;
        }
    }
    Ok(Value::None)
}

fn len(core: &mut Core, args: &Args) -> Run<Value> {
    crate::builtins::functions::length(core, args.positional[0]).map(Value::Int)
}

fn match_keys(core: &mut Core, args: &Args) -> Run<Value> {
    let [subject, wanted] = args.positional[..] else { unreachable!("a subject and keys") };
    let mut values = Vec::new();
    for key in core.sequence(wanted).unwrap_or_default() {
        let key = keys::find(core, subject, key)?;
        let Some(Object::Dict(dict)) = core.object(subject) else { unreachable!("the subject is a mapping") };
        match dict.get(&key) {
            Some((_, value)) => values.push(*value),
            None => return Ok(Value::None),
        }
    }
    Ok(core.heap.tuple(values))
}

fn match_rest(core: &mut Core, args: &Args) -> Run<Value> {
    let [subject, wanted] = args.positional[..] else { unreachable!("a subject and keys") };
    let Some(Object::Dict(dict)) = core.object(subject) else { unreachable!("the subject is a mapping") };
    let mut rest = dict.as_ref().clone();
    for key in core.sequence(wanted).unwrap_or_default() {
        let key = keys::find(core, subject, key)?;
        rest.shift_remove(&key);
    }
    Ok(Value::Ref(core.heap.add(Object::Dict(Rc::new(rest)))))
}

fn match_class(core: &mut Core, args: &Args) -> Run<Value> {
    let [subject, class, names, positional] = args.positional[..] else { unreachable!("four operands") };
    let Some(class) = core.as_class(class) else {
        return Err(core.type_error("called match pattern must be a class"));
    };
    if !core.is_instance(subject, class) {
        return Ok(Value::None);
    }
    let Value::Int(positional) = positional else { unreachable!("the count is a number") };
    let mut values = Vec::new();
    if positional > 0 {
        let own = [
            t::BOOL,
            t::BYTEARRAY,
            t::BYTES,
            t::DICT,
            t::FLOAT,
            t::FROZENSET,
            t::INT,
            t::LIST,
            t::SET,
            t::STR,
            t::TUPLE,
        ];
        match construct::match_names(core, class)? {
            Some(known) => {
                if known.len() < positional as usize {
                    let name = core.heap.class(class).name.clone();
                    let plural = if known.len() == 1 { "" } else { "s" };
                    let message = format!(
                        "{name}() accepts {} positional sub-pattern{plural} ({positional} given)",
                        known.len()
                    );
                    return Err(core.type_error(message));
                }
                for name in &known[..positional as usize] {
                    let name = core.text(*name, "__match_args__ elements")?;
                    let name = core.symbols.intern(&name.string);
                    match attributes::find(core, subject, name)? {
                        Some(value) => values.push(value),
                        None => return Ok(Value::None),
                    }
                }
            }
            None if positional == 1 && own.iter().any(|base| core.is_subclass(class, *base)) => {
                values.push(subject)
            }
            None => {
                let name = core.heap.class(class).name.clone();
                return Err(core
                    .type_error(format!("{name}() accepts 0 positional sub-patterns ({positional} given)")));
            }
        }
    }
    for name in core.sequence(names).unwrap_or_default() {
        let name = core.text(name, "attribute names")?;
        let name = core.symbols.intern(&name.string);
        match attributes::find(core, subject, name)? {
            Some(value) => values.push(value),
            None => return Ok(Value::None),
        }
    }
    Ok(core.heap.tuple(values))
}

fn raise_from(core: &mut Core, args: &Args) -> Run<Value> {
    let [class, cause] = args.positional[..] else { unreachable!("an exception class and a cause") };
    let exception = core.call(class, Vec::new())?;
    let cause = match core.as_class(cause) {
        Some(_) => core.call(cause, Vec::new())?,
        None => cause,
    };
    if !core.is_instance(exception, t::BASE_EXCEPTION) {
        return Err(core.type_error("exceptions must derive from BaseException"));
    }
    if !cause.is_none() && !core.is_instance(cause, t::BASE_EXCEPTION) {
        return Err(core.type_error("exception causes must derive from BaseException"));
    }
    core.set_cause(exception, cause);
    Err(Stop::Raise(exception))
}

/// Runs a module's body once.
pub(crate) fn run_module(core: &mut Core, module: u16) -> Run<Value> {
    core.request(Request::ModuleBody { module })
}
