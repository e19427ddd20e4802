//! Indices and slices.

use super::keys;
use crate::builtins::sym;
use crate::machine::{Core, Run};
use crate::values::{Object, Value, t};
use std::rc::Rc;

/// `object[index]` for the commonest cases.
pub(crate) fn fast(core: &mut Core, object: Value, index: Value) -> Option<Value> {
    let Value::Ref(reference) = object else { return None };
    match (core.heap.get(reference), index) {
        (Object::List(items), Value::Int(index)) => items.get(place(index, items.len())?).copied(),
        (Object::Tuple(items), Value::Int(index)) => items.get(place(index, items.len())?).copied(),
        (Object::Bytes(data), Value::Int(index)) => {
            data.bytes.get(place(index, data.len())?).map(|byte| Value::Int(i64::from(*byte)))
        }
        (Object::Dict(dict), Value::Int(int)) => {
            dict.get(&crate::values::Key::Int(int)).map(|(_, value)| *value)
        }
        (Object::Dict(dict), Value::Ref(key)) => match core.heap.get(key) {
            Object::Str(text) => dict.get(&crate::values::Key::Str(text.clone())).map(|(_, value)| *value),
            _ => None,
        },
        _ => None,
    }
}

/// The place of an index that may count from the end.
pub(crate) fn place(index: i64, length: usize) -> Option<usize> {
    let index = if index < 0 { index + length as i64 } else { index };
    usize::try_from(index).ok().filter(|index| *index < length)
}

/// A slice's first place, step and number of places in a sequence of `length` (`PySlice_AdjustIndices`).
pub(crate) fn slice_places(core: &mut Core, slice: &[Value; 3], length: usize) -> Run<(i64, i64, usize)> {
    let mut parts = [None; 3];
    for (part, value) in parts.iter_mut().zip(slice) {
        *part = match value {
            Value::None => None,
            value => match keys::index(core, *value)? {
                Some(index) => Some(index),
                None => {
                    let message = "slice indices must be integers or None or have an __index__ method";
                    return Err(core.type_error(message));
                }
            },
        };
    }
    let length = length as i64;
    let step = parts[2].unwrap_or(1);
    if step == 0 {
        return Err(core.value_error("slice step cannot be zero"));
    }
    let step = step.max(-i64::MAX);
    let (low, high) = if step > 0 { (0, length) } else { (-1, length - 1) };
    let adjust = |index: i64| {
        let index = if index < 0 { index.saturating_add(length) } else { index };
        index.clamp(low, high)
    };
    let start = parts[0].map_or(if step > 0 { 0 } else { length - 1 }, adjust);
    let stop = parts[1].map_or(if step > 0 { length } else { -1 }, adjust);
    let count = if step > 0 { (stop - start + step - 1) / step } else { (start - stop - step - 1) / -step };
    Ok((start, step, count.max(0) as usize))
}

fn pick<T: Copy>(items: &[T], (start, step, count): (i64, i64, usize)) -> Vec<T> {
    (0..count as i64).map(|number| items[(start + number * step) as usize]).collect()
}

/// Built-in classes that take parameters in annotations (`list[int]`).
fn generic(class: crate::values::Ref) -> bool {
    [t::LIST, t::TUPLE, t::DICT, t::SET, t::FROZENSET, t::TYPE, t::ENUMERATE].contains(&class)
}

/// `object[index]`
pub(crate) fn get(core: &mut Core, object: Value, index: Value) -> Run<Value> {
    if let Some(method) = core.user_method(object, sym::GETITEM) {
        return core.call(method, vec![object, index]);
    }
    if let Some(class) = core.as_class(object) {
        return match core.class_attribute(class, sym::CLASS_GETITEM) {
            Some(method) => core.call(method, vec![object, index]),
            None if generic(class) => crate::builtins::classes::generic(core, object, index),
            None => {
                let name = core.heap.class(class).name.clone();
                Err(core.type_error(format!("type '{name}' is not subscriptable")))
            }
        };
    }
    let plain = core.plain(object);
    match core.object(object) {
        Some(Object::Dict(_)) => {
            let key = keys::find(core, plain, index)?;
            let Some(Object::Dict(dict)) = core.object(object) else { unreachable!("looked at above") };
            if let Some((_, value)) = dict.get(&key) {
                return Ok(*value);
            }
            if let Some(method) = core.user_method(object, sym::MISSING) {
                return core.call(method, vec![object, index]);
            }
            return Err(core.raise(t::KEY_ERROR, vec![index]));
        }
        Some(
            Object::List(_)
            | Object::Tuple(_)
            | Object::Str(_)
            | Object::Bytes(_)
            | Object::ByteArray(_)
            | Object::MemoryView { .. }
            | Object::Range { .. },
        ) => {}
        _ => {
            let name = core.type_name(object);
            return Err(core.type_error(format!("'{name}' object is not subscriptable")));
        }
    }
    if let Some(Object::Slice(slice)) = core.object(index) {
        let slice = slice.clone();
        return get_slice(core, object, &slice);
    }
    if matches!(core.object(object), Some(Object::MemoryView { .. })) {
        core.check_view(object)?;
    }
    let kind = core.type_name(plain);
    let Some(at) = keys::item_index(core, index)? else {
        let name = core.type_name(index);
        let kind = if kind == "str" { "string".to_owned() } else { kind };
        let message = match kind.as_str() {
            "bytes" | "bytearray" => {
                if kind == "bytes" {
                    format!("byte indices must be integers or slices, not {name}")
                } else {
                    format!("bytearray indices must be integers or slices, not {name}")
                }
            }
            "string" => format!("string indices must be integers, not '{name}'"),
            "memoryview" => "memoryview: invalid slice key".to_owned(),
            _ => format!("{kind} indices must be integers or slices, not {name}"),
        };
        return Err(core.type_error(message));
    };
    let value = match core.object(object).expect("looked at above") {
        Object::List(items) => place(at, items.len()).map(|at| items[at]),
        Object::Tuple(items) => place(at, items.len()).map(|at| items[at]),
        Object::Str(text) => {
            let text = text.clone();
            place(at, text.length).map(|at| core.slice_text(&text, at, at + 1))
        }
        Object::Range { start, stop, step } => {
            let (start, stop, step) = (*start, *stop, *step);
            let length = super::iteration::range_length(start, stop, step);
            place(at, length as usize).map(|at| Value::Int(start + step * at as i64))
        }
        _ => {
            let bytes = core.byte_slice(object).expect("looked at above");
            place(at, bytes.len()).map(|at| Value::Int(i64::from(bytes[at])))
        }
    };
    value.ok_or_else(|| {
        let message = match kind.as_str() {
            "str" => "string index out of range".to_owned(),
            "bytes" => "index out of range".to_owned(),
            "memoryview" => "index out of bounds on dimension 1".to_owned(),
            "range" => "range object index out of range".to_owned(),
            kind => format!("{kind} index out of range"),
        };
        core.error(t::INDEX_ERROR, message)
    })
}

fn get_slice(core: &mut Core, object: Value, slice: &[Value; 3]) -> Run<Value> {
    match core.object(object).expect("a sequence").clone() {
        Object::List(items) => {
            let places = slice_places(core, slice, items.len())?;
            Ok(core.heap.list(pick(&items, places)))
        }
        Object::Tuple(items) => {
            let places = slice_places(core, slice, items.len())?;
            Ok(core.heap.tuple(pick(&items, places)))
        }
        Object::Str(text) => {
            let places = slice_places(core, slice, text.length)?;
            if places.1 == 1 {
                let start = places.0 as usize;
                return Ok(core.slice_text(&text, start, start + places.2));
            }
            let chars: Vec<char> = text.string.chars().collect();
            Ok(core.heap.str(pick(&chars, places).into_iter().collect::<String>()))
        }
        Object::Range { start, stop, step } => {
            let length = super::iteration::range_length(start, stop, step);
            let (first, by, count) = slice_places(core, slice, length as usize)?;
            let start = start + first * step;
            let step = step * by;
            let stop = start + step * count as i64;
            Ok(Value::Ref(core.heap.add(Object::Range { start, stop, step })))
        }
        Object::MemoryView { base, start, length, .. } => {
            core.check_view(object)?;
            let places = slice_places(core, slice, length)?;
            if places.1 != 1 {
                if matches!(core.heap.get(base), Object::Bytes(_)) {
                    // Bytes never change, so a view of a copy shows the same.
                    let bytes = core.byte_slice(object).unwrap_or_default();
                    let picked = pick(&bytes, places);
                    let length = picked.len();
                    let base = core.heap.bytes(picked).reference();
                    let view = Object::MemoryView { base, start: 0, length, released: false };
                    return Ok(Value::Ref(core.heap.add(view)));
                }
                return Err(core.error(
                    t::NOT_IMPLEMENTED_ERROR,
                    "memoryview slices of a bytearray with a step are left out of the lab",
                ));
            }
            let start = start + places.0.max(0) as usize;
            let view = Object::MemoryView { base, start, length: places.2, released: false };
            Ok(Value::Ref(core.heap.add(view)))
        }
        Object::Bytes(_) | Object::ByteArray(_) => {
            let data = core.data(object).expect("looked at above");
            let places = slice_places(core, slice, data.len())?;
            let part = if places.1 == 1 {
                let start = places.0 as usize;
                crate::builtins::bytes::slice(core, &data, start, start + places.2)
            } else {
                netlab_abi::Data { bytes: pick(&data.bytes, places).into(), origins: core.heap.no_origins() }
            };
            let mutable = matches!(core.object(object), Some(Object::ByteArray(_)));
            Ok(if mutable { core.bytearray(part) } else { core.heap.data(part) })
        }
        other => unreachable!("{other:?} has no slices"),
    }
}

/// `object[index] = value`
pub(crate) fn set(core: &mut Core, object: Value, index: Value, value: Value) -> Run<Value> {
    if let Some(method) = core.user_method(object, sym::SETITEM) {
        return core.call(method, vec![object, index, value]);
    }
    let plain = core.plain(object);
    match core.object(object) {
        Some(Object::Dict(_)) => {
            let key = keys::find(core, plain, index)?;
            let old = core.dict_mut(plain).insert_full(key, (index, value)).1;
            if let Some((first, old)) = old {
                // The key stays the one that came first.
                let key = keys::find(core, plain, index)?;
                core.dict_mut(plain).insert(key, (first, value));
                core.note_drop(old);
            } else {
                core.grow(72)?;
            }
            Ok(Value::None)
        }
        Some(Object::List(_)) => set_list(core, plain, index, value),
        Some(Object::ByteArray(_)) => set_bytearray(core, plain, index, value),
        Some(Object::MemoryView { base, start, length, .. }) => {
            let (base, start, length) = (*base, *start, *length);
            core.check_view(plain)?;
            let offset = Value::Ref(base);
            if !matches!(core.heap.get(base), Object::ByteArray(_)) {
                return Err(core.type_error("cannot modify read-only memory"));
            }
            if let Some(Object::Slice(slice)) = core.object(index) {
                let slice = slice.clone();
                let (first, step, count) = slice_places(core, &slice, length)?;
                let bytes = core.byte_argument(value)?;
                if step != 1 || bytes.len() != count {
                    let message = "memoryview assignment: lvalue and rvalue have different structures";
                    return Err(core.value_error(message));
                }
                let first = start + first as usize;
                core.buffer_mut(offset).bytes[first..first + count].copy_from_slice(&bytes);
                return Ok(Value::None);
            }
            let at = keys::item_index(core, index)?.and_then(|at| place(at, length));
            let Some(at) = at else {
                return Err(core.error(t::INDEX_ERROR, "index out of bounds on dimension 1"));
            };
            set_bytearray(core, offset, Value::Int((start + at) as i64), value)
        }
        _ => {
            let name = core.type_name(object);
            Err(core.type_error(format!("'{name}' object does not support item assignment")))
        }
    }
}

fn set_list(core: &mut Core, list: Value, index: Value, value: Value) -> Run<Value> {
    let length = core.list_mut(list).len();
    if let Some(Object::Slice(slice)) = core.object(index) {
        let slice = slice.clone();
        if !super::iteration::is_iterable(core, value) {
            return Err(core.type_error("can only assign an iterable"));
        }
        let items = core.collect(value)?;
        let (start, step, count) = slice_places(core, &slice, length)?;
        if step == 1 {
            let start = start as usize;
            let old: Vec<Value> =
                core.list_mut(list).splice(start..start + count, items.iter().copied()).collect();
            core.note_drops(&old);
            core.grow(16 * items.len())?;
            return Ok(Value::None);
        }
        if items.len() != count {
            let message = format!(
                "attempt to assign sequence of size {} to extended slice of size {count}",
                items.len()
            );
            return Err(core.value_error(message));
        }
        for (number, item) in items.into_iter().enumerate() {
            core.list_mut(list)[(start + number as i64 * step) as usize] = item;
        }
        return Ok(Value::None);
    }
    let Some(at) = keys::item_index(core, index)? else {
        let name = core.type_name(index);
        return Err(core.type_error(format!("list indices must be integers or slices, not {name}")));
    };
    let Some(at) = place(at, length) else {
        return Err(core.error(t::INDEX_ERROR, "list assignment index out of range"));
    };
    let old = std::mem::replace(&mut core.list_mut(list)[at], value);
    core.note_drop(old);
    Ok(Value::None)
}

fn set_bytearray(core: &mut Core, array: Value, index: Value, value: Value) -> Run<Value> {
    let length = core.buffer_mut(array).bytes.len();
    if let Some(Object::Slice(slice)) = core.object(index) {
        let slice = slice.clone();
        let bytes = match core.byte_slice(value) {
            Some(bytes) => bytes,
            None => {
                let items = core.collect(value)?;
                crate::builtins::bytes::from_integers(core, &items, "byte")?
            }
        };
        let (start, step, count) = slice_places(core, &slice, length)?;
        if step == 1 {
            let start = start as usize;
            core.reserve(bytes.len())?;
            let buffer = core.buffer_mut(array);
            buffer.bytes.splice(start..start + count, bytes);
            buffer.origins.clear();
            return Ok(Value::None);
        }
        if bytes.len() != count {
            let message =
                format!("attempt to assign bytes of size {} to extended slice of size {count}", bytes.len());
            return Err(core.value_error(message));
        }
        let buffer = core.buffer_mut(array);
        for (number, byte) in bytes.into_iter().enumerate() {
            buffer.bytes[(start + number as i64 * step) as usize] = byte;
        }
        return Ok(Value::None);
    }
    let at = keys::item_index(core, index)?.and_then(|at| place(at, length));
    let Some(at) = at else {
        return Err(core.error(t::INDEX_ERROR, "bytearray index out of range"));
    };
    let byte = crate::builtins::bytes::byte(core, value)?;
    core.buffer_mut(array).bytes[at] = byte;
    Ok(Value::None)
}

/// `del object[index]`
pub(crate) fn delete(core: &mut Core, object: Value, index: Value) -> Run<Value> {
    if let Some(method) = core.user_method(object, sym::DELITEM) {
        return core.call(method, vec![object, index]);
    }
    let plain = core.plain(object);
    match core.object(object) {
        Some(Object::Dict(_)) => {
            let key = keys::find(core, plain, index)?;
            match core.dict_mut(plain).shift_remove(&key) {
                Some((first, value)) => {
                    core.note_drops(&[first, value]);
                    Ok(Value::None)
                }
                None => Err(core.raise(t::KEY_ERROR, vec![index])),
            }
        }
        Some(Object::List(items)) => {
            let length = items.len();
            if let Some(Object::Slice(slice)) = core.object(index) {
                let slice = slice.clone();
                let (start, step, count) = slice_places(core, &slice, length)?;
                let gone: Vec<usize> =
                    (0..count as i64).map(|number| (start + number * step) as usize).collect();
                let mut at = 0;
                let mut old = Vec::new();
                core.list_mut(plain).retain(|item| {
                    at += 1;
                    let keep = !gone.contains(&(at - 1));
                    if !keep {
                        old.push(*item);
                    }
                    keep
                });
                core.note_drops(&old);
                return Ok(Value::None);
            }
            let at = keys::item_index(core, index)?.and_then(|at| place(at, length));
            let Some(at) = at else {
                return Err(core.error(t::INDEX_ERROR, "list assignment index out of range"));
            };
            let old = core.list_mut(plain).remove(at);
            core.note_drop(old);
            Ok(Value::None)
        }
        Some(Object::ByteArray(buffer)) => {
            let length = buffer.bytes.len();
            let (start, count) = if let Some(Object::Slice(slice)) = core.object(index) {
                let slice = slice.clone();
                let (start, step, count) = slice_places(core, &slice, length)?;
                if step != 1 {
                    let gone: Vec<i64> = (0..count as i64).map(|number| start + number * step).collect();
                    let buffer = core.buffer_mut(object);
                    let kept = buffer.bytes.iter().enumerate();
                    let kept = kept.filter(|(at, _)| !gone.contains(&(*at as i64)));
                    buffer.bytes = kept.map(|(_, byte)| *byte).collect();
                    buffer.origins.clear();
                    return Ok(Value::None);
                }
                (start as usize, count)
            } else {
                let at = keys::item_index(core, index)?.and_then(|at| place(at, length));
                let Some(at) = at else {
                    return Err(core.error(t::INDEX_ERROR, "bytearray index out of range"));
                };
                (at, 1)
            };
            let rest = core.data(plain).expect("looked at above");
            let head = crate::builtins::bytes::slice(core, &rest, 0, start);
            let tail = crate::builtins::bytes::slice(core, &rest, start + count, length);
            let joined = crate::builtins::bytes::join(core, &[head, tail]);
            let buffer = core.buffer_mut(plain);
            buffer.bytes = joined.bytes.to_vec();
            buffer.origins = joined.origins.to_vec();
            Ok(Value::None)
        }
        _ => {
            let name = core.type_name(object);
            Err(core.type_error(format!("'{name}' object doesn't support item deletion")))
        }
    }
}

impl Core {
    /// A dict's content, to change it.
    pub(crate) fn dict_mut(&mut self, dict: Value) -> &mut crate::values::Dict {
        match self.heap.get_mut(self.plain(dict).reference()) {
            Object::Dict(dict) => Rc::make_mut(dict),
            other => unreachable!("{other:?} is no dict"),
        }
    }

    /// A set's content, to change it.
    pub(crate) fn set_mut(&mut self, set: Value) -> &mut crate::values::Set {
        match self.heap.get_mut(self.plain(set).reference()) {
            Object::Set(set) | Object::FrozenSet(set) => Rc::make_mut(set),
            other => unreachable!("{other:?} is no set"),
        }
    }

    /// A list's content, to change it.
    pub(crate) fn list_mut(&mut self, list: Value) -> &mut Vec<Value> {
        match self.heap.get_mut(self.plain(list).reference()) {
            Object::List(items) => Rc::make_mut(items),
            other => unreachable!("{other:?} is no list"),
        }
    }

    /// A bytearray's content, to change it.
    pub(crate) fn buffer_mut(&mut self, array: Value) -> &mut crate::values::Buffer {
        match self.heap.get_mut(self.plain(array).reference()) {
            Object::ByteArray(buffer) => Rc::make_mut(buffer),
            other => unreachable!("{other:?} is no bytearray"),
        }
    }

    /// Charges growth of an object that exists.
    pub(crate) fn grow(&mut self, bytes: usize) -> Run<()> {
        self.heap.bytes += bytes;
        if self.heap.bytes > 2 * self.options.memory {
            return Err(self.raise(t::MEMORY_ERROR, Vec::new()));
        }
        Ok(())
    }
}
