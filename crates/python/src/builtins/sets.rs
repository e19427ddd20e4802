//! `set` and `frozenset`.

use super::{Owner, natives};
use crate::code::{BinaryOp, CompareOp};
use crate::machine::{Args, Core, Run};
use crate::operations::{arithmetic, compare, keys};
use crate::values::{Object, Set, Value, t};
use std::rc::Rc;

natives! {
    Owner::Static(t::SET);
    "__new__" => new;
    Owner::Type(t::SET);
    "__init__" => init, "add" => add, "discard" => discard, "remove" => remove, "pop" => pop, "clear" => clear,
    "update" => update, "intersection_update" => intersection_update, "difference_update" => difference_update,
    "symmetric_difference_update" => symmetric_difference_update,
    "copy" => copy, "union" => union, "intersection" => intersection, "difference" => difference,
    "symmetric_difference" => symmetric_difference, "issubset" => issubset, "issuperset" => issuperset,
    "isdisjoint" => isdisjoint;
    Owner::Static(t::FROZENSET);
    "__new__" => frozen_new;
    Owner::Type(t::FROZENSET);
    "copy" => copy, "union" => union, "intersection" => intersection, "difference" => difference,
    "symmetric_difference" => symmetric_difference, "issubset" => issubset, "issuperset" => issuperset,
    "isdisjoint" => isdisjoint,
}

/// A set of these items.
pub(crate) fn make(core: &mut Core, items: &[Value]) -> Run<Value> {
    let set = core.once(|core| Ok(Value::Ref(core.heap.add(Object::Set(Rc::new(Set::default()))))))?;
    for item in items {
        let key = keys::find(core, set, *item)?;
        core.set_mut(set).entry(key).or_insert(*item);
    }
    core.grow(56 * items.len())?;
    Ok(set)
}

fn from(core: &mut Core, source: Option<Value>) -> Run<Value> {
    let items = match source {
        Some(source) => core.collect(source)?,
        None => Vec::new(),
    };
    make(core, &items)
}

fn new(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, [items]) = args.method(core, "set", [""], 0)?;
    from(core, items)
}

fn frozen_new(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, [items]) = args.method(core, "frozenset", [""], 0)?;
    if let Some(items) = items
        && matches!(core.object_raw(items), Some(Object::FrozenSet(_)))
    {
        return Ok(items);
    }
    let set = from(core, items)?;
    Ok(freeze(core, set))
}

fn freeze(core: &mut Core, set: Value) -> Value {
    let content = core.set_mut(set).clone();
    Value::Ref(core.heap.add(Object::FrozenSet(Rc::new(content))))
}

fn init(core: &mut Core, args: &Args) -> Run<Value> {
    let (set, [items]) = args.method(core, "set", [""], 0)?;
    let other = from(core, items)?;
    *core.set_mut(set) = core.set_mut(other).clone();
    Ok(Value::None)
}

fn add(core: &mut Core, args: &Args) -> Run<Value> {
    let (set, [item]) = args.method(core, "add", [""], 1)?;
    let item = item.unwrap_or(Value::None);
    let plain = core.plain(set);
    let key = keys::find(core, plain, item)?;
    core.set_mut(set).entry(key).or_insert(item);
    core.grow(56)?;
    Ok(Value::None)
}

fn take(core: &mut Core, set: Value, item: Value) -> Run<bool> {
    let plain = core.plain(set);
    let key = keys::find(core, plain, item)?;
    let old = core.set_mut(set).shift_remove(&key);
    if let Some(old) = old {
        core.note_drop(old);
    }
    Ok(old.is_some())
}

fn discard(core: &mut Core, args: &Args) -> Run<Value> {
    let (set, [item]) = args.method(core, "discard", [""], 1)?;
    take(core, set, item.unwrap_or(Value::None))?;
    Ok(Value::None)
}

fn remove(core: &mut Core, args: &Args) -> Run<Value> {
    let (set, [item]) = args.method(core, "remove", [""], 1)?;
    let item = item.unwrap_or(Value::None);
    if take(core, set, item)? { Ok(Value::None) } else { Err(core.raise(t::KEY_ERROR, vec![item])) }
}

fn pop(core: &mut Core, args: &Args) -> Run<Value> {
    let set = core.plain(args.positional[0]);
    let first = crate::operations::iteration::set_order(core, set.reference()).first().copied();
    match first {
        Some(item) => {
            take(core, set, item)?;
            Ok(item)
        }
        None => {
            let message = core.heap.str("pop from an empty set");
            Err(core.raise(t::KEY_ERROR, vec![message]))
        }
    }
}

fn clear(core: &mut Core, args: &Args) -> Run<Value> {
    core.set_mut(args.positional[0]).clear();
    core.dropped = true;
    Ok(Value::None)
}

fn copy(core: &mut Core, args: &Args) -> Run<Value> {
    let object = core.object(args.positional[0]).expect("a set").clone();
    Ok(Value::Ref(core.heap.add(object)))
}

fn combine(core: &mut Core, args: &Args, op: BinaryOp) -> Run<Value> {
    let mut result = core.plain(args.positional[0]);
    if args.positional.len() == 1 {
        return copy(core, args);
    }
    for other in &args.positional[1..] {
        let other = from(core, Some(*other))?;
        result = arithmetic::plain(core, op, result, other, "")?;
    }
    Ok(result)
}

fn union(core: &mut Core, args: &Args) -> Run<Value> {
    combine(core, args, BinaryOp::Or)
}

fn intersection(core: &mut Core, args: &Args) -> Run<Value> {
    combine(core, args, BinaryOp::And)
}

fn difference(core: &mut Core, args: &Args) -> Run<Value> {
    combine(core, args, BinaryOp::Sub)
}

fn symmetric_difference(core: &mut Core, args: &Args) -> Run<Value> {
    combine(core, args, BinaryOp::Xor)
}

fn replace(core: &mut Core, args: &Args, op: BinaryOp) -> Run<Value> {
    let result = combine(core, args, op)?;
    *core.set_mut(args.positional[0]) = core.set_mut(result).clone();
    core.dropped = true;
    Ok(Value::None)
}

fn update(core: &mut Core, args: &Args) -> Run<Value> {
    replace(core, args, BinaryOp::Or)
}

fn intersection_update(core: &mut Core, args: &Args) -> Run<Value> {
    replace(core, args, BinaryOp::And)
}

fn difference_update(core: &mut Core, args: &Args) -> Run<Value> {
    replace(core, args, BinaryOp::Sub)
}

fn symmetric_difference_update(core: &mut Core, args: &Args) -> Run<Value> {
    replace(core, args, BinaryOp::Xor)
}

fn relation(core: &mut Core, args: &Args, name: &str, op: CompareOp) -> Run<Value> {
    let (set, [other]) = args.method(core, name, [""], 1)?;
    let other = from(core, other)?;
    let set = core.plain(set);
    compare::compare(core, op, set, other)
}

fn issubset(core: &mut Core, args: &Args) -> Run<Value> {
    relation(core, args, "issubset", CompareOp::Le)
}

fn issuperset(core: &mut Core, args: &Args) -> Run<Value> {
    relation(core, args, "issuperset", CompareOp::Ge)
}

fn isdisjoint(core: &mut Core, args: &Args) -> Run<Value> {
    let (set, [other]) = args.method(core, "isdisjoint", [""], 1)?;
    let other = from(core, other)?;
    let set = core.plain(set);
    let both = arithmetic::plain(core, BinaryOp::And, set, other, "")?;
    Ok(Value::Bool(core.set_mut(both).is_empty()))
}
