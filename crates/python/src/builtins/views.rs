//! Views of dicts, `range` and `slice`.

use super::{Owner, natives};
use crate::machine::{Args, Core, Run};
use crate::operations::{compare, subscripts};
use crate::values::{Object, Value, t};
use std::rc::Rc;

natives! {
    Owner::Static(t::RANGE);
    "__new__" => range_new;
    Owner::Type(t::RANGE);
    "index" => range_index, "count" => range_count;
    Owner::Static(t::SLICE);
    "__new__" => slice_new;
    Owner::Type(t::SLICE);
    "indices" => indices;
    Owner::Type(t::DICT_KEYS);
    "isdisjoint" => isdisjoint,
}

fn range_new(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, parts) = args.method(core, "range", ["", "", ""], 1)?;
    let mut numbers = Vec::new();
    for part in parts.into_iter().flatten() {
        if matches!(part, Value::Float(_)) {
            return Err(core.type_error("'float' object cannot be interpreted as an integer"));
        }
        if matches!(core.object(part), Some(Object::Int(_))) {
            return Err(core.error(t::OVERFLOW_ERROR, "ranges beyond 64 bits are left out of the lab"));
        }
        numbers.push(core.size_argument(part)?);
    }
    let (start, stop, step) = match numbers[..] {
        [stop] => (0, stop, 1),
        [start, stop] => (start, stop, 1),
        [start, stop, step] => (start, stop, step),
        _ => unreachable!("one to three arguments"),
    };
    if step == 0 {
        return Err(core.value_error("range() arg 3 must not be zero"));
    }
    Ok(Value::Ref(core.heap.add(Object::Range { start, stop, step })))
}

fn range_index(core: &mut Core, args: &Args) -> Run<Value> {
    let (range, [value]) = args.method(core, "index", [""], 1)?;
    let value = value.unwrap_or(Value::None);
    if compare::contains(core, range, value)?
        && let (Some(Object::Range { start, step, .. }), Value::Int(int)) = (core.object(range), value)
    {
        return Ok(Value::Int((int - start) / step));
    }
    let shown = crate::operations::display::repr(core, value)?;
    Err(core.value_error(format!("{shown} is not in range")))
}

fn range_count(core: &mut Core, args: &Args) -> Run<Value> {
    let (range, [value]) = args.method(core, "count", [""], 1)?;
    Ok(Value::Int(i64::from(compare::contains(core, range, value.unwrap_or(Value::None))?)))
}

fn slice_new(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, parts) = args.method(core, "slice", ["", "", ""], 1)?;
    let or_none = |value: Option<Value>| value.unwrap_or(Value::None);
    let parts = match parts {
        [stop, None, None] => [Value::None, or_none(stop), Value::None],
        [start, stop, step] => [or_none(start), or_none(stop), or_none(step)],
    };
    Ok(Value::Ref(core.heap.add(Object::Slice(Rc::new(parts)))))
}

fn indices(core: &mut Core, args: &Args) -> Run<Value> {
    let (slice, [length]) = args.method(core, "indices", [""], 1)?;
    let length = core.size_argument(length.unwrap_or(Value::None))?.max(0) as usize;
    let Some(Object::Slice(parts)) = core.object(slice) else { return Ok(Value::None) };
    let parts = parts.clone();
    let (start, step, count) = subscripts::slice_places(core, &parts, length)?;
    let stop = start + step * count as i64;
    Ok(core.heap.tuple(vec![Value::Int(start), Value::Int(stop), Value::Int(step)]))
}

fn isdisjoint(core: &mut Core, args: &Args) -> Run<Value> {
    let (view, [other]) = args.method(core, "isdisjoint", [""], 1)?;
    let mine = core.collect(view)?;
    for item in core.collect(other.unwrap_or(Value::None))? {
        for own in &mine {
            if compare::equal(core, *own, item)? {
                return Ok(Value::Bool(false));
            }
        }
    }
    Ok(Value::Bool(true))
}
