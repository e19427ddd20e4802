//! `list` and `tuple`.

use super::{Owner, natives};
use crate::code::CompareOp;
use crate::machine::{Args, Core, Run};
use crate::operations::compare::{self, equal};
use crate::operations::subscripts::{self, place, slice_places};
use crate::values::{Object, Value, t};

natives! {
    Owner::Static(t::LIST);
    "__new__" => list_new;
    Owner::Type(t::LIST);
    "__init__" => list_init, "append" => append, "extend" => extend, "insert" => insert, "pop" => pop,
    "remove" => remove, "clear" => clear, "copy" => copy, "reverse" => reverse, "sort" => sort, "index" => index,
    "count" => count, "__setitem__" => set_item, "__getitem__" => get_item, "__delitem__" => del_item,
    "__len__" => length, "__contains__" => contains, "__iter__" => iter;
    Owner::Static(t::TUPLE);
    "__new__" => tuple_new;
    Owner::Type(t::TUPLE);
    "index" => index, "count" => count,
}

fn list_new(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, [items]) = args.method(core, "list", [""], 0)?;
    let items = match items {
        Some(items) => core.collect(items)?,
        None => Vec::new(),
    };
    core.reserve(16 * items.len())?;
    Ok(core.heap.list(items))
}

fn list_init(core: &mut Core, args: &Args) -> Run<Value> {
    let (list, [items]) = args.method(core, "list", [""], 0)?;
    let items = match items {
        Some(items) => core.collect(items)?,
        None => Vec::new(),
    };
    *core.list_mut(list) = items;
    Ok(Value::None)
}

fn tuple_new(core: &mut Core, args: &Args) -> Run<Value> {
    let (class, [items]) = args.method(core, "tuple", [""], 0)?;
    let tuple = match items {
        Some(items) if matches!(core.object_raw(items), Some(Object::Tuple(_))) => items,
        Some(items) => {
            let items = core.collect(items)?;
            core.heap.tuple(items)
        }
        None => core.heap.tuple(Vec::new()),
    };
    match core.as_class(class) {
        Some(class) if core.heap.class(class).user => {
            let fields = std::rc::Rc::default();
            Ok(Value::Ref(core.heap.add(Object::Instance { class, payload: tuple, fields })))
        }
        _ => Ok(tuple),
    }
}

fn append(core: &mut Core, args: &Args) -> Run<Value> {
    let (list, [value]) = args.method(core, "append", [""], 1)?;
    let list = core.plain(list);
    core.append(list.reference(), value.unwrap_or(Value::None))?;
    Ok(Value::None)
}

fn extend(core: &mut Core, args: &Args) -> Run<Value> {
    let (list, [items]) = args.method(core, "extend", [""], 1)?;
    let items = core.collect(items.unwrap_or(Value::None))?;
    core.grow(16 * items.len())?;
    core.list_mut(list).extend(items);
    Ok(Value::None)
}

fn insert(core: &mut Core, args: &Args) -> Run<Value> {
    let (list, [at, value]) = args.method(core, "insert", ["", ""], 2)?;
    let at = core.size_argument(at.unwrap_or(Value::None))?;
    let items = core.list_mut(list);
    let length = items.len() as i64;
    let at = if at < 0 { (at + length).max(0) } else { at.min(length) };
    items.insert(at as usize, value.unwrap_or(Value::None));
    core.grow(16)?;
    Ok(Value::None)
}

fn pop(core: &mut Core, args: &Args) -> Run<Value> {
    let (list, [at]) = args.method(core, "pop", [""], 0)?;
    let at = match at {
        Some(at) => core.size_argument(at)?,
        None => -1,
    };
    let length = core.list_mut(list).len();
    if length == 0 {
        return Err(core.error(t::INDEX_ERROR, "pop from empty list"));
    }
    match place(at, length) {
        Some(at) => Ok(core.list_mut(list).remove(at)),
        None => Err(core.error(t::INDEX_ERROR, "pop index out of range")),
    }
}

fn remove(core: &mut Core, args: &Args) -> Run<Value> {
    let (list, [value]) = args.method(core, "remove", [""], 1)?;
    let items = core.sequence(list).unwrap_or_default();
    for (at, item) in items.iter().enumerate() {
        if equal(core, *item, value.unwrap_or(Value::None))? {
            let old = core.list_mut(list).remove(at);
            core.note_drop(old);
            return Ok(Value::None);
        }
    }
    Err(core.value_error("list.remove(x): x not in list"))
}

fn set_item(core: &mut Core, args: &Args) -> Run<Value> {
    let (list, [at, value]) = args.method(core, "__setitem__", ["", ""], 2)?;
    let list = core.plain(list);
    subscripts::set(core, list, at.unwrap_or(Value::None), value.unwrap_or(Value::None))
}

fn get_item(core: &mut Core, args: &Args) -> Run<Value> {
    let (list, [at]) = args.method(core, "__getitem__", [""], 1)?;
    let list = core.plain(list);
    subscripts::get(core, list, at.unwrap_or(Value::None))
}

fn del_item(core: &mut Core, args: &Args) -> Run<Value> {
    let (list, [at]) = args.method(core, "__delitem__", [""], 1)?;
    let list = core.plain(list);
    subscripts::delete(core, list, at.unwrap_or(Value::None))
}

fn length(core: &mut Core, args: &Args) -> Run<Value> {
    Ok(Value::Int(core.list_mut(args.positional[0]).len() as i64))
}

fn contains(core: &mut Core, args: &Args) -> Run<Value> {
    let (list, [value]) = args.method(core, "__contains__", [""], 1)?;
    let list = core.plain(list);
    Ok(Value::Bool(compare::contains(core, list, value.unwrap_or(Value::None))?))
}

fn iter(core: &mut Core, args: &Args) -> Run<Value> {
    let list = core.plain(args.positional[0]);
    crate::operations::iteration::iter(core, list)
}

fn clear(core: &mut Core, args: &Args) -> Run<Value> {
    let old = std::mem::take(core.list_mut(args.positional[0]));
    core.note_drops(&old);
    Ok(Value::None)
}

fn copy(core: &mut Core, args: &Args) -> Run<Value> {
    let items = core.sequence(args.positional[0]).unwrap_or_default();
    Ok(core.heap.list(items))
}

fn reverse(core: &mut Core, args: &Args) -> Run<Value> {
    core.list_mut(args.positional[0]).reverse();
    Ok(Value::None)
}

fn index(core: &mut Core, args: &Args) -> Run<Value> {
    let (list, [value, start, stop]) = args.method(core, "index", ["", "", ""], 1)?;
    let value = value.unwrap_or(Value::None);
    let items = core.sequence(list).unwrap_or_default();
    let limits = [start.unwrap_or(Value::None), stop.unwrap_or(Value::None), Value::None];
    let (first, _, count) = slice_places(core, &limits, items.len())?;
    for (at, item) in items.iter().enumerate().skip(first as usize).take(count) {
        if equal(core, *item, value)? {
            return Ok(Value::Int(at as i64));
        }
    }
    if matches!(core.object(list), Some(Object::Tuple(_))) {
        return Err(core.value_error("tuple.index(x): x not in tuple"));
    }
    let shown = crate::operations::display::repr(core, value)?;
    Err(core.value_error(format!("{shown} is not in list")))
}

fn count(core: &mut Core, args: &Args) -> Run<Value> {
    let (list, [value]) = args.method(core, "count", [""], 1)?;
    let mut found = 0;
    for item in core.sequence(list).unwrap_or_default() {
        found += i64::from(equal(core, item, value.unwrap_or(Value::None))?);
    }
    Ok(Value::Int(found))
}

fn sort(core: &mut Core, args: &Args) -> Run<Value> {
    let [list] = Args::of(args.positional.clone()).bind(core, "sort", [""], 1)?;
    let list = list.unwrap_or(Value::None);
    let mut key = Value::None;
    let mut reverse = false;
    for (name, value) in &args.keywords {
        match core.symbols.name(*name) {
            "key" => key = *value,
            "reverse" => reverse = compare::truth(core, *value)?,
            other => {
                let message = format!("'{other}' is an invalid keyword argument for sort()");
                return Err(core.type_error(message));
            }
        }
    }
    let items = core.sequence(list).unwrap_or_default();
    core.charge(items.len() * 16)?;
    let mut keys = items.clone();
    if !key.is_none() {
        // Each call's answer stays in the journal; the map iterator would have to keep its place instead.
        let map = core.once(|core| {
            let inner = crate::operations::iteration::plain_iter(core, list).expect("a list");
            let map = crate::values::Iter::Map { function: key, inner: vec![inner].into() };
            Ok(Value::Ref(core.heap.add(Object::Iter(Box::new(map)))))
        })?;
        keys = core.collect(map)?;
    }
    let calls = keys.iter().any(|key| needs_calls(core, *key, 0));
    let order = if calls {
        let keys = core.once(|core| Ok(core.heap.list(keys)))?;
        let order =
            core.call(super::native(Owner::Module("_lab"), "sort"), vec![keys, Value::Bool(reverse)])?;
        let places = core.sequence(order).unwrap_or_default();
        places
            .into_iter()
            .map(|place| if let Value::Int(place) = place { place as usize } else { 0 })
            .collect()
    } else {
        plain_order(core, &keys, reverse)?
    };
    let sorted: Vec<Value> = order.into_iter().map(|place| items[place]).collect();
    *core.list_mut(list) = sorted;
    Ok(Value::None)
}

/// Whether comparing the value may call the program.
fn needs_calls(core: &Core, value: Value, depth: u32) -> bool {
    if core.is_user(value) {
        return true;
    }
    match core.object(value) {
        Some(Object::Tuple(items)) if depth < 20 => {
            items.iter().any(|item| needs_calls(core, *item, depth + 1))
        }
        Some(Object::List(items)) if depth < 20 => {
            items.iter().any(|item| needs_calls(core, *item, depth + 1))
        }
        _ => false,
    }
}

/// The stable order of keys that compare without calls.
fn plain_order(core: &mut Core, keys: &[Value], reverse: bool) -> Run<Vec<usize>> {
    let mut order: Vec<usize> = (0..keys.len()).collect();
    let mut failed = None;
    if reverse {
        order.reverse();
    }
    order.sort_by(|a, b| {
        if failed.is_some() {
            return std::cmp::Ordering::Equal;
        }
        match less(core, keys[*a], keys[*b]) {
            Ok(true) => std::cmp::Ordering::Less,
            Ok(false) => match less(core, keys[*b], keys[*a]) {
                Ok(true) => std::cmp::Ordering::Greater,
                Ok(false) => std::cmp::Ordering::Equal,
                Err(stop) => {
                    failed = Some(stop);
                    std::cmp::Ordering::Equal
                }
            },
            Err(stop) => {
                failed = Some(stop);
                std::cmp::Ordering::Equal
            }
        }
    });
    if let Some(stop) = failed {
        return Err(stop);
    }
    if reverse {
        order.reverse();
    }
    Ok(order)
}

fn less(core: &mut Core, a: Value, b: Value) -> Run<bool> {
    let verdict = compare::compare(core, CompareOp::Lt, a, b)?;
    compare::truth(core, verdict)
}

/// The order of keys whose comparison calls the program, by binary insertion: one key after the other finds its
/// place in a call of its own.
pub(crate) fn sort_values(core: &mut Core, args: &Args) -> Run<Value> {
    let [keys, reverse] = args.positional[..] else { unreachable!("keys and a flag") };
    let keys_list = core.sequence(keys).unwrap_or_default();
    let mut order: Vec<Value> = Vec::new();
    let places: Vec<usize> = if matches!(reverse, Value::Bool(true)) {
        (0..keys_list.len()).rev().collect()
    } else {
        (0..keys_list.len()).collect()
    };
    for place in places {
        let sorted: Vec<Value> = order
            .iter()
            .map(|place| if let Value::Int(place) = place { keys_list[*place as usize] } else { Value::None })
            .collect();
        let sorted = core.heap.list(sorted);
        let at =
            core.call(super::native(Owner::Module("_lab"), "insertion"), vec![sorted, keys_list[place]])?;
        let Value::Int(at) = at else { unreachable!("the place is a number") };
        order.insert(at as usize, Value::Int(place as i64));
    }
    if matches!(reverse, Value::Bool(true)) {
        order.reverse();
    }
    Ok(core.heap.list(order))
}

/// After how many of the sorted keys the key belongs.
pub(crate) fn insertion(core: &mut Core, args: &Args) -> Run<Value> {
    let [sorted, key] = args.positional[..] else { unreachable!("keys and a key") };
    let sorted = core.sequence(sorted).unwrap_or_default();
    let (mut low, mut high) = (0, sorted.len());
    while low < high {
        let middle = (low + high) / 2;
        if less(core, key, sorted[middle])? {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(Value::Int(low as i64))
}
