//! `enumerate`, `zip`, `map`, `filter`, `reversed`.

use super::{Owner, natives, sym};
use crate::machine::{Args, Core, Run};
use crate::operations::{compare, iteration};
use crate::values::{Iter, Object, Value, t};

natives! {
    Owner::Static(t::ENUMERATE);
    "__new__" => enumerate;
    Owner::Static(t::ZIP);
    "__new__" => zip;
    Owner::Static(t::MAP);
    "__new__" => map;
    Owner::Static(t::FILTER);
    "__new__" => filter;
    Owner::Static(t::REVERSED);
    "__new__" => reversed,
}

fn make(core: &mut Core, iter: Iter) -> Run<Value> {
    Ok(Value::Ref(core.heap.add(Object::Iter(Box::new(iter)))))
}

fn enumerate(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, [items, start]) = args.method(core, "enumerate", ["iterable", "start"], 1)?;
    let inner = iteration::iter(core, items.unwrap_or(Value::None))?;
    let next = match start {
        Some(start) => core.size_argument(start)?,
        None => 0,
    };
    make(core, Iter::Enumerate { inner, next })
}

fn iterators(core: &mut Core, items: &[Value]) -> Run<Vec<Value>> {
    let mut inner = Vec::new();
    for item in items {
        inner.push(iteration::iter(core, *item)?);
    }
    Ok(inner)
}

fn zip(core: &mut Core, args: &Args) -> Run<Value> {
    let mut strict = false;
    for (name, value) in &args.keywords {
        if core.symbols.name(*name) != "strict" {
            return Err(core.type_error("zip() takes only the keyword argument 'strict'"));
        }
        strict = compare::truth(core, *value)?;
    }
    let inner = iterators(core, &args.positional[1..])?;
    make(core, Iter::Zip { inner: inner.into(), strict })
}

fn map(core: &mut Core, args: &Args) -> Run<Value> {
    let [_, function, ref items @ ..] = args.positional[..] else {
        return Err(core.type_error("map() must have at least two arguments."));
    };
    if items.is_empty() {
        return Err(core.type_error("map() must have at least two arguments."));
    }
    let inner = iterators(core, items)?;
    make(core, Iter::Map { function, inner: inner.into() })
}

fn filter(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, [function, items]) = args.method(core, "filter", ["", ""], 2)?;
    let inner = iteration::iter(core, items.unwrap_or(Value::None))?;
    make(core, Iter::Filter { function: function.unwrap_or(Value::None), inner })
}

fn reversed(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, [items]) = args.method(core, "reversed", [""], 1)?;
    let items = items.unwrap_or(Value::None);
    if let Some(method) = core.user_method(items, sym::REVERSED) {
        return core.call(method, vec![items]);
    }
    let plain = core.plain(items);
    let reversible = match core.object(items) {
        Some(
            Object::List(_) | Object::Tuple(_) | Object::Str(_) | Object::Bytes(_) | Object::ByteArray(_),
        ) => Some(plain),
        Some(Object::Range { .. } | Object::Dict(_)) => Some(plain),
        Some(Object::View { .. }) => {
            let items = core.collect(items)?;
            Some(core.heap.list(items))
        }
        _ => None,
    };
    if let Some(object) = reversible {
        let left = super::functions::length(core, object)? as usize;
        return make(core, Iter::Reversed { object: object.reference(), left });
    }
    if core.user_method(items, sym::GETITEM).is_some() && core.user_method(items, sym::LEN).is_some() {
        let length = super::functions::length(core, items)?;
        let mut values = Vec::new();
        for index in (0..length).rev() {
            values.push(crate::operations::subscripts::get(core, items, Value::Int(index))?);
        }
        let list = core.heap.list(values);
        return iteration::iter(core, list);
    }
    let name = core.type_name(items);
    Err(core.type_error(format!("'{name}' object is not reversible")))
}
