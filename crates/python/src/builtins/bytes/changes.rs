//! Methods of bytearrays and memoryviews.

use super::*;

pub(super) fn memoryview_new(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, [object]) = args.method(core, "memoryview", ["object"], 1)?;
    let object = object.unwrap_or(Value::None);
    let plain = core.plain(object);
    match core.object(object) {
        Some(Object::Bytes(_) | Object::ByteArray(_)) => {
            let length = core.byte_slice(object).unwrap_or_default().len();
            let base = plain.reference();
            Ok(Value::Ref(core.heap.add(Object::MemoryView { base, start: 0, length, released: false })))
        }
        Some(Object::MemoryView { .. }) => {
            let copy = core.object(object).expect("seen above").clone();
            Ok(Value::Ref(core.heap.add(copy)))
        }
        _ => {
            let name = core.type_name(object);
            Err(core.type_error(format!("memoryview: a bytes-like object is required, not '{name}'")))
        }
    }
}

pub(super) fn tobytes(core: &mut Core, args: &Args) -> Run<Value> {
    let data = receiver(core, args)?;
    Ok(core.heap.data(data))
}

pub(super) fn tolist(core: &mut Core, args: &Args) -> Run<Value> {
    let data = receiver(core, args)?;
    let items = data.bytes.iter().map(|byte| Value::Int(i64::from(*byte))).collect();
    Ok(core.heap.list(items))
}

pub(super) fn release(core: &mut Core, args: &Args) -> Run<Value> {
    if let Object::MemoryView { released, .. } = core.heap.get_mut(args.positional[0].reference()) {
        *released = true;
    }
    Ok(Value::None)
}

pub(super) fn append(core: &mut Core, args: &Args) -> Run<Value> {
    let (array, [value]) = args.method(core, "append", [""], 1)?;
    let value = byte(core, value.unwrap_or(Value::None))?;
    core.buffer_mut(array).bytes.push(value);
    core.grow(1)?;
    Ok(Value::None)
}

pub(super) fn extend(core: &mut Core, args: &Args) -> Run<Value> {
    let (array, [items]) = args.method(core, "extend", [""], 1)?;
    let items = items.unwrap_or(Value::None);
    let data = match core.data(items) {
        Some(data) => data,
        None => {
            if !crate::operations::iteration::is_iterable(core, items) {
                let name = core.type_name(items);
                return Err(core.type_error(format!("can't extend bytearray with {name}")));
            }
            let items = core.collect(items)?;
            let bytes = from_integers(core, &items, "byte")?;
            Data { bytes: bytes.into(), origins: core.heap.no_origins() }
        }
    };
    core.grow(data.len())?;
    let old = core.data(array).expect("a bytearray");
    let joined = join(core, &[old, data]);
    let buffer = core.buffer_mut(array);
    buffer.bytes = joined.bytes.to_vec();
    buffer.origins = joined.origins.to_vec();
    Ok(Value::None)
}

pub(super) fn clear(core: &mut Core, args: &Args) -> Run<Value> {
    let buffer = core.buffer_mut(args.positional[0]);
    buffer.bytes.clear();
    buffer.origins.clear();
    Ok(Value::None)
}

pub(super) fn pop(core: &mut Core, args: &Args) -> Run<Value> {
    let (array, [at]) = args.method(core, "pop", [""], 0)?;
    let at = match at {
        Some(at) => core.size_argument(at)?,
        None => -1,
    };
    let length = core.buffer_mut(array).bytes.len();
    if length == 0 {
        return Err(core.error(t::INDEX_ERROR, "pop from empty bytearray"));
    }
    match crate::operations::subscripts::place(at, length) {
        Some(at) => {
            let buffer = core.buffer_mut(array);
            let value = buffer.bytes.remove(at);
            let length = buffer.bytes.len();
            buffer.origins = if at == length { cut(&buffer.origins, 0, length) } else { Vec::new() };
            Ok(Value::Int(i64::from(value)))
        }
        None => Err(core.error(t::INDEX_ERROR, "pop index out of range")),
    }
}

pub(super) fn copy(core: &mut Core, args: &Args) -> Run<Value> {
    let data = receiver(core, args)?;
    Ok(core.bytearray(data))
}

pub(super) fn insert(core: &mut Core, args: &Args) -> Run<Value> {
    let (array, [at, value]) = args.method(core, "insert", ["", ""], 2)?;
    let at = core.size_argument(at.unwrap_or(Value::None))?;
    let value = byte(core, value.unwrap_or(Value::None))?;
    let buffer = core.buffer_mut(array);
    let length = buffer.bytes.len() as i64;
    let at = if at < 0 { (at + length).max(0) } else { at.min(length) };
    buffer.bytes.insert(at as usize, value);
    buffer.origins.clear();
    Ok(Value::None)
}

pub(super) fn remove(core: &mut Core, args: &Args) -> Run<Value> {
    let (array, [value]) = args.method(core, "remove", [""], 1)?;
    let value = byte(core, value.unwrap_or(Value::None))?;
    let buffer = core.buffer_mut(array);
    match buffer.bytes.iter().position(|byte| *byte == value) {
        Some(at) => {
            buffer.bytes.remove(at);
            buffer.origins.clear();
            Ok(Value::None)
        }
        None => Err(core.value_error("value not found in bytearray")),
    }
}

pub(super) fn reverse(core: &mut Core, args: &Args) -> Run<Value> {
    let buffer = core.buffer_mut(args.positional[0]);
    buffer.bytes.reverse();
    buffer.origins.clear();
    Ok(Value::None)
}

pub(super) fn same_object(_: &mut Core, args: &Args) -> Run<Value> {
    Ok(args.positional[0])
}
