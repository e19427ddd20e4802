//! `dict`.

use super::{Owner, natives, sym};
use crate::machine::{Args, Core, Run};
use crate::operations::{attributes, keys, subscripts};
use crate::values::{Dict, Object, Value, ViewKind, t};
use std::rc::Rc;

natives! {
    Owner::Static(t::DICT);
    "__new__" => new, "fromkeys" => fromkeys;
    Owner::Type(t::DICT);
    "__init__" => init, "get" => get, "keys" => keys_, "values" => values, "items" => items, "pop" => pop,
    "popitem" => popitem, "setdefault" => setdefault, "update" => update, "clear" => clear, "copy" => copy,
    "__setitem__" => set_item, "__getitem__" => get_item, "__delitem__" => del_item,
    "__contains__" => contains, "__len__" => length,
}

fn empty(core: &mut Core) -> Run<Value> {
    core.once(|core| Ok(Value::Ref(core.heap.add(Object::Dict(Rc::new(Dict::default()))))))
}

fn new(core: &mut Core, args: &Args) -> Run<Value> {
    let dict = empty(core)?;
    let mut args = args.clone();
    args.positional[0] = dict;
    fill(core, "dict", &args)?;
    Ok(dict)
}

fn init(core: &mut Core, args: &Args) -> Run<Value> {
    fill(core, "dict", args)
}

/// Adds what `dict(...)` and `update(...)` are given.
fn fill(core: &mut Core, name: &str, args: &Args) -> Run<Value> {
    let [dict, source] = match args.positional[..] {
        [dict] => [dict, Value::Unbound],
        [dict, source] => [dict, source],
        _ => {
            let given = args.positional.len().saturating_sub(1);
            return Err(core.type_error(format!("{name} expected at most 1 argument, got {given}")));
        }
    };
    if source.is_bound() {
        add(core, dict, source)?;
    }
    for (name, value) in &args.keywords {
        let name = core.symbols.name(*name).to_owned();
        let name = core.heap.str(name);
        put(core, dict, name, *value)?;
    }
    Ok(Value::None)
}

/// `dict[key] = value`, past the program's `__setitem__`.
fn put(core: &mut Core, dict: Value, key: Value, value: Value) -> Run<()> {
    let plain = core.plain(dict);
    subscripts::set(core, plain, key, value)?;
    Ok(())
}

/// `dict |= source`: the entries of a mapping, or pairs.
pub(crate) fn add(core: &mut Core, dict: Value, source: Value) -> Run<()> {
    if let Some(Object::Dict(other)) = core.object(source) {
        let other = other.clone();
        core.grow(72 * other.len())?;
        let dict = core.dict_mut(dict);
        for (key, (name, value)) in other.iter() {
            match dict.entry(key.clone()) {
                indexmap::map::Entry::Occupied(mut entry) => entry.get_mut().1 = *value,
                indexmap::map::Entry::Vacant(entry) => {
                    entry.insert((*name, *value));
                }
            }
        }
        return Ok(());
    }
    if let Some(method) = attributes::find(core, source, sym::KEYS)? {
        let names = core.call(method, Vec::new())?;
        for name in core.collect(names)? {
            let value = subscripts::get(core, source, name)?;
            put(core, dict, name, value)?;
        }
        return Ok(());
    }
    for (number, pair) in core.collect(source)?.into_iter().enumerate() {
        if !crate::operations::iteration::is_iterable(core, pair) {
            let message =
                format!("cannot convert dictionary update sequence element #{number} to a sequence");
            return Err(core.type_error(message));
        }
        let pair = core.collect(pair)?;
        let [key, value] = pair[..] else {
            let message = format!(
                "dictionary update sequence element #{number} has length {}; 2 is required",
                pair.len()
            );
            return Err(core.value_error(message));
        };
        put(core, dict, key, value)?;
    }
    Ok(())
}

fn fromkeys(core: &mut Core, args: &Args) -> Run<Value> {
    let [names, value] = args.bind(core, "fromkeys", ["", ""], 1)?;
    let dict = empty(core)?;
    for name in core.collect(names.unwrap_or(Value::None))? {
        put(core, dict, name, value.unwrap_or(Value::None))?;
    }
    Ok(dict)
}

fn look(core: &mut Core, dict: Value, key: Value) -> Run<Option<Value>> {
    let plain = core.plain(dict);
    let key = keys::find(core, plain, key)?;
    match core.object(dict) {
        Some(Object::Dict(dict)) => Ok(dict.get(&key).map(|(_, value)| *value)),
        _ => Ok(None),
    }
}

fn get(core: &mut Core, args: &Args) -> Run<Value> {
    let (dict, [key, default]) = args.method(core, "get", ["", ""], 1)?;
    let found = look(core, dict, key.unwrap_or(Value::None))?;
    Ok(found.or(default).unwrap_or(Value::None))
}

fn view(core: &mut Core, args: &Args, kind: ViewKind) -> Run<Value> {
    let dict = core.plain(args.positional[0]).reference();
    Ok(Value::Ref(core.heap.add(Object::View { dict, kind })))
}

fn keys_(core: &mut Core, args: &Args) -> Run<Value> {
    view(core, args, ViewKind::Keys)
}

fn values(core: &mut Core, args: &Args) -> Run<Value> {
    view(core, args, ViewKind::Values)
}

fn items(core: &mut Core, args: &Args) -> Run<Value> {
    view(core, args, ViewKind::Items)
}

fn pop(core: &mut Core, args: &Args) -> Run<Value> {
    let (dict, [key, default]) = args.method(core, "pop", ["", ""], 1)?;
    let name = key.unwrap_or(Value::None);
    let plain = core.plain(dict);
    let key = keys::find(core, plain, name)?;
    match core.dict_mut(dict).shift_remove(&key) {
        Some((_, value)) => Ok(value),
        None => match default {
            Some(default) => Ok(default),
            None => Err(core.raise(t::KEY_ERROR, vec![name])),
        },
    }
}

fn popitem(core: &mut Core, args: &Args) -> Run<Value> {
    match core.dict_mut(args.positional[0]).pop() {
        Some((_, (key, value))) => Ok(core.heap.tuple(vec![key, value])),
        None => {
            let message = core.heap.str("popitem(): dictionary is empty");
            Err(core.raise(t::KEY_ERROR, vec![message]))
        }
    }
}

fn setdefault(core: &mut Core, args: &Args) -> Run<Value> {
    let (dict, [key, default]) = args.method(core, "setdefault", ["", ""], 1)?;
    let key = key.unwrap_or(Value::None);
    if let Some(value) = look(core, dict, key)? {
        return Ok(value);
    }
    let value = default.unwrap_or(Value::None);
    put(core, dict, key, value)?;
    Ok(value)
}

fn update(core: &mut Core, args: &Args) -> Run<Value> {
    fill(core, "update", args)
}

fn clear(core: &mut Core, args: &Args) -> Run<Value> {
    let old = std::mem::take(core.dict_mut(args.positional[0]));
    for (key, value) in old.values() {
        core.note_drops(&[*key, *value]);
    }
    Ok(Value::None)
}

fn copy(core: &mut Core, args: &Args) -> Run<Value> {
    let copy = core.dict_mut(args.positional[0]).clone();
    Ok(Value::Ref(core.heap.add(Object::Dict(Rc::new(copy)))))
}

fn set_item(core: &mut Core, args: &Args) -> Run<Value> {
    let (dict, [key, value]) = args.method(core, "__setitem__", ["", ""], 2)?;
    put(core, dict, key.unwrap_or(Value::None), value.unwrap_or(Value::None))?;
    Ok(Value::None)
}

fn get_item(core: &mut Core, args: &Args) -> Run<Value> {
    let (dict, [key]) = args.method(core, "__getitem__", [""], 1)?;
    let key = key.unwrap_or(Value::None);
    match look(core, dict, key)? {
        Some(value) => Ok(value),
        None => match core.user_method(dict, sym::MISSING) {
            Some(method) => core.call(method, vec![dict, key]),
            None => Err(core.raise(t::KEY_ERROR, vec![key])),
        },
    }
}

fn del_item(core: &mut Core, args: &Args) -> Run<Value> {
    let (dict, [key]) = args.method(core, "__delitem__", [""], 1)?;
    let plain = core.plain(dict);
    subscripts::delete(core, plain, key.unwrap_or(Value::None))
}

fn contains(core: &mut Core, args: &Args) -> Run<Value> {
    let (dict, [key]) = args.method(core, "__contains__", [""], 1)?;
    Ok(Value::Bool(look(core, dict, key.unwrap_or(Value::None))?.is_some()))
}

fn length(core: &mut Core, args: &Args) -> Run<Value> {
    Ok(Value::Int(core.dict_mut(args.positional[0]).len() as i64))
}
