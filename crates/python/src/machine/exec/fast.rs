//! The commonest cases of instructions that otherwise run a built-in function.

use super::*;
use crate::builtins::sym;
use crate::operations::subscripts::place;
use crate::values::Key;

/// The key of an integer or a string as it is.
fn simple_key(core: &Core, value: Value) -> Option<Key> {
    match value {
        Value::Int(int) => Some(Key::Int(int)),
        Value::Ref(reference) => match core.heap.get(reference) {
            Object::Str(text) => Some(Key::Str(text.clone())),
            _ => None,
        },
        _ => None,
    }
}

/// `object[index] = value` for an item of a list or a key that a dict has; whether it was that.
pub(super) fn store_subscript(core: &mut Core, object: Value, index: Value, value: Value) -> bool {
    let Value::Ref(reference) = object else { return false };
    let old = match core.heap.get(reference) {
        Object::List(items) => {
            let Value::Int(index) = index else { return false };
            let Some(at) = place(index, items.len()) else { return false };
            let Object::List(items) = core.heap.get_mut(reference) else { unreachable!("looked at above") };
            std::mem::replace(&mut Rc::make_mut(items)[at], value)
        }
        Object::Dict(_) => {
            let Some(key) = simple_key(core, index) else { return false };
            let Object::Dict(dict) = core.heap.get_mut(reference) else { unreachable!("looked at above") };
            if Rc::strong_count(dict) > 1 && !dict.contains_key(&key) {
                return false;
            }
            let Some((_, place)) = Rc::make_mut(dict).get_mut(&key) else { return false };
            std::mem::replace(place, value)
        }
        _ => return false,
    };
    core.note_drop(old);
    true
}

/// `item in container` for a dict or set and a key that is an integer or a string.
pub(super) fn contains(core: &Core, container: Value, item: Value) -> Option<bool> {
    let Value::Ref(reference) = container else { return None };
    match core.heap.get(reference) {
        Object::Dict(dict) => simple_key(core, item).map(|key| dict.contains_key(&key)),
        Object::Set(set) | Object::FrozenSet(set) => simple_key(core, item).map(|key| set.contains_key(&key)),
        _ => None,
    }
}

/// `object.name = value` where the object has the attribute already and its class has nothing of that name and no
/// `__setattr__`; whether it was that.
pub(super) fn store_attribute(core: &mut Core, object: Value, name: Symbol, value: Value) -> bool {
    let Value::Ref(reference) = object else { return false };
    let Object::Instance { class, fields, .. } = core.heap.get(reference) else { return false };
    let class = *class;
    if name == crate::builtins::sym::DICT
        || fields.get(name).is_none()
        || core.user_method(object, sym::SETATTR).is_some()
        || core.class_attribute(class, name).is_some()
    {
        return false;
    }
    let Object::Instance { fields, .. } = core.heap.get_mut(reference) else {
        unreachable!("looked at above")
    };
    let old = Rc::make_mut(fields).set(name, value);
    core.note_drop(old.expect("the attribute was there"));
    true
}

/// `a + b` of two strings; none if they are something else, or too long.
pub(super) fn concatenate(core: &mut Core, op: BinaryOp, a: Value, b: Value) -> Option<Value> {
    let (BinaryOp::Add, Value::Ref(a), Value::Ref(b)) = (op, a, b) else { return None };
    let (Object::Str(a), Object::Str(b)) = (core.heap.get(a), core.heap.get(b)) else { return None };
    let size = a.string.len() + b.string.len();
    if size > core.options.memory || core.heap.bytes_after_collection + size > core.options.memory {
        return None;
    }
    let joined = crate::operations::convert::concatenated([a, b].into_iter());
    Some(Value::Ref(core.heap.add(Object::Str(Rc::new(joined)))))
}

/// `a op b` of two strings.
pub(super) fn compare(core: &Core, op: CompareOp, a: Value, b: Value) -> Option<bool> {
    let (Value::Ref(a), Value::Ref(b)) = (a, b) else { return None };
    let (Object::Str(a), Object::Str(b)) = (core.heap.get(a), core.heap.get(b)) else { return None };
    let (a, b) = (&a.string, &b.string);
    Some(match op {
        CompareOp::Lt => a < b,
        CompareOp::Le => a <= b,
        CompareOp::Eq => a == b,
        CompareOp::Ne => a != b,
        CompareOp::Gt => a > b,
        CompareOp::Ge => a >= b,
    })
}

/// Whether `a op= b` is the same as `a = a op b`: the left side cannot be changed in place.
pub(super) fn is_immutable(core: &Core, a: Value) -> bool {
    match a {
        Value::Ref(reference) => matches!(
            core.heap.get(reference),
            Object::Str(_) | Object::Bytes(_) | Object::Tuple(_) | Object::Int(_)
        ),
        Value::Int(_) | Value::Float(_) | Value::Bool(_) => true,
        _ => false,
    }
}
