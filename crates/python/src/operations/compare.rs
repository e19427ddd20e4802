//! Comparisons and membership.

use super::arithmetic::{Number, number};
use crate::builtins::sym;
use crate::code::CompareOp;
use crate::machine::{Core, Run};
use crate::symbols::Symbol;
use crate::values::{Object, Value};
use num_bigint::BigInt;
use num_traits::FromPrimitive;
use std::cmp::Ordering;

const ALL: [CompareOp; 6] =
    [CompareOp::Lt, CompareOp::Le, CompareOp::Eq, CompareOp::Ne, CompareOp::Gt, CompareOp::Ge];

/// The operator with this number.
pub(crate) fn operator(number: Value) -> CompareOp {
    let Value::Int(number) = number else { unreachable!("an operator is a number") };
    ALL[number as usize]
}

fn sign(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Lt => "<",
        CompareOp::Le => "<=",
        CompareOp::Eq => "==",
        CompareOp::Ne => "!=",
        CompareOp::Gt => ">",
        CompareOp::Ge => ">=",
    }
}

fn methods(op: CompareOp) -> (Symbol, Symbol) {
    match op {
        CompareOp::Lt => (sym::LT, sym::GT),
        CompareOp::Le => (sym::LE, sym::GE),
        CompareOp::Eq => (sym::EQ, sym::EQ),
        CompareOp::Ne => (sym::NE, sym::NE),
        CompareOp::Gt => (sym::GT, sym::LT),
        CompareOp::Ge => (sym::GE, sym::LE),
    }
}

fn holds(op: CompareOp, order: Ordering) -> bool {
    match op {
        CompareOp::Lt => order == Ordering::Less,
        CompareOp::Le => order != Ordering::Greater,
        CompareOp::Eq => order == Ordering::Equal,
        CompareOp::Ne => order != Ordering::Equal,
        CompareOp::Gt => order == Ordering::Greater,
        CompareOp::Ge => order != Ordering::Less,
    }
}

/// `a op b`; may call the program.
pub(crate) fn compare(core: &mut Core, op: CompareOp, a: Value, b: Value) -> Run<Value> {
    compare_deep(core, op, a, b, 0)
}

fn compare_deep(core: &mut Core, op: CompareOp, a: Value, b: Value, depth: u32) -> Run<Value> {
    if depth > 200 {
        return Err(
            core.error(crate::values::t::RECURSION_ERROR, "maximum recursion depth exceeded in comparison")
        );
    }
    if core.is_user(a) || core.is_user(b) {
        let (forward, reflected) = methods(op);
        if let Some(value) = by_methods(core, op, forward, reflected, a, b)? {
            return Ok(value);
        }
    }
    if let (Some(x), Some(y)) = (number(core, a), number(core, b)) {
        return Ok(Value::Bool(
            compare_numbers(&x, &y).map_or(op == CompareOp::Ne, |order| holds(op, order)),
        ));
    }
    let (x, y) = (core.plain(a), core.plain(b));
    if let (Value::Ref(left), Value::Ref(right)) = (x, y) {
        match (core.heap.get(left), core.heap.get(right)) {
            (Object::Str(x), Object::Str(y)) => return Ok(Value::Bool(holds(op, x.string.cmp(&y.string)))),
            (Object::List(x), Object::List(y)) => {
                let (x, y) = (x.clone(), y.clone());
                return items(core, op, &x, &y, depth);
            }
            (Object::Tuple(x), Object::Tuple(y)) => {
                let (x, y) = (x.clone(), y.clone());
                return items(core, op, &x, &y, depth);
            }
            (
                Object::Bytes(_) | Object::ByteArray(_) | Object::MemoryView { .. },
                Object::Bytes(_) | Object::ByteArray(_) | Object::MemoryView { .. },
            ) => {
                let (x, y) = (core.byte_slice(x).unwrap_or_default(), core.byte_slice(y).unwrap_or_default());
                return Ok(Value::Bool(holds(op, x.cmp(&y))));
            }
            (Object::Dict(x), Object::Dict(y)) if matches!(op, CompareOp::Eq | CompareOp::Ne) => {
                let (x, y) = (x.clone(), y.clone());
                let mut equal = x.len() == y.len();
                for (key, (_, value)) in x.iter() {
                    if !equal {
                        break;
                    }
                    equal = match y.get(key) {
                        Some((_, other)) => equal_deep(core, *value, *other, depth + 1)?,
                        None => false,
                    };
                }
                return Ok(Value::Bool(equal == (op == CompareOp::Eq)));
            }
            (Object::Set(x) | Object::FrozenSet(x), Object::Set(y) | Object::FrozenSet(y)) => {
                let under = x.keys().all(|key| y.contains_key(key));
                let over = y.keys().all(|key| x.contains_key(key));
                return Ok(Value::Bool(match op {
                    CompareOp::Eq => under && over,
                    CompareOp::Ne => !(under && over),
                    CompareOp::Le => under,
                    CompareOp::Lt => under && !over,
                    CompareOp::Ge => over,
                    CompareOp::Gt => over && !under,
                }));
            }
            (Object::Range { .. }, Object::Range { .. }) if matches!(op, CompareOp::Eq | CompareOp::Ne) => {
                let equal = super::keys::range_key(core, left) == super::keys::range_key(core, right);
                return Ok(Value::Bool(equal == (op == CompareOp::Eq)));
            }
            (Object::Slice(x), Object::Slice(y)) => {
                let (x, y) = (x.clone(), y.clone());
                return items(core, op, &x[..], &y[..], depth);
            }
            (Object::Method { function: f, receiver: r }, Object::Method { function: g, receiver: s })
                if matches!(op, CompareOp::Eq | CompareOp::Ne) =>
            {
                return Ok(Value::Bool((f.is(*g) && r.is(*s)) == (op == CompareOp::Eq)));
            }
            (Object::View { .. }, _) | (_, Object::View { .. }) => {
                if let Some(value) = views(core, op, x, y)? {
                    return Ok(value);
                }
            }
            _ => {}
        }
    }
    match op {
        CompareOp::Eq => Ok(Value::Bool(a.is(b))),
        CompareOp::Ne => Ok(Value::Bool(!a.is(b))),
        CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => {
            let (left, right) = (core.type_name(a), core.type_name(b));
            let sign = sign(op);
            Err(core
                .type_error(format!("'{sign}' not supported between instances of '{left}' and '{right}'")))
        }
    }
}

/// Keys of dicts compare as sets.
fn views(core: &mut Core, op: CompareOp, a: Value, b: Value) -> Run<Option<Value>> {
    let set = |core: &mut Core, value: Value| -> Run<Option<Value>> {
        match core.object(value) {
            Some(Object::View { .. } | Object::Set(_) | Object::FrozenSet(_)) => {
                let items = core.collect(value)?;
                Ok(Some(crate::builtins::sets::make(core, &items)?))
            }
            _ => Ok(None),
        }
    };
    match (set(core, a)?, set(core, b)?) {
        (Some(a), Some(b)) => compare(core, op, a, b).map(Some),
        _ => Ok(None),
    }
}

fn by_methods(
    core: &mut Core,
    op: CompareOp,
    forward: Symbol,
    reflected: Symbol,
    a: Value,
    b: Value,
) -> Run<Option<Value>> {
    let (left, right) = (core.type_of(a), core.type_of(b));
    let mut order = vec![(a, b, forward), (b, a, reflected)];
    if left != right && core.is_subclass(right, left) && core.user_method(b, reflected).is_some() {
        order.swap(0, 1);
    }
    for (receiver, other, name) in order {
        let mut negate = false;
        let method = match core.user_method(receiver, name) {
            Some(method) => Some(method),
            None if op == CompareOp::Ne => {
                negate = true;
                core.user_method(receiver, sym::EQ)
            }
            None => None,
        };
        let Some(method) = method else { continue };
        let value = core.call(method, vec![receiver, other])?;
        if matches!(value, Value::NotImplemented) {
            continue;
        }
        if negate {
            return Ok(Some(Value::Bool(!truth(core, value)?)));
        }
        return Ok(Some(value));
    }
    Ok(None)
}

fn items(core: &mut Core, op: CompareOp, x: &[Value], y: &[Value], depth: u32) -> Run<Value> {
    core.charge(x.len().min(y.len()))?;
    if matches!(op, CompareOp::Eq | CompareOp::Ne) && x.len() != y.len() {
        return Ok(Value::Bool(op == CompareOp::Ne));
    }
    for (a, b) in x.iter().zip(y) {
        if !equal_deep(core, *a, *b, depth + 1)? {
            return match op {
                CompareOp::Eq => Ok(Value::Bool(false)),
                CompareOp::Ne => Ok(Value::Bool(true)),
                CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => {
                    compare_deep(core, op, *a, *b, depth + 1)
                }
            };
        }
    }
    Ok(Value::Bool(holds(op, x.len().cmp(&y.len()))))
}

/// Identity or `==`, as containers compare their items.
pub(crate) fn equal(core: &mut Core, a: Value, b: Value) -> Run<bool> {
    equal_deep(core, a, b, 0)
}

fn equal_deep(core: &mut Core, a: Value, b: Value, depth: u32) -> Run<bool> {
    if a.is(b) && !matches!(a, Value::Float(f) if f.is_nan()) {
        return Ok(true);
    }
    let value = compare_deep(core, CompareOp::Eq, a, b, depth)?;
    truth(core, value)
}

/// Truth of any value; may call the program.
pub(crate) fn truth(core: &mut Core, value: Value) -> Run<bool> {
    if let Some(truth) = core.truth(value) {
        return Ok(truth);
    }
    if let Some(method) = core.user_method(value, sym::BOOL) {
        return match core.call(method, vec![value])? {
            Value::Bool(truth) => Ok(truth),
            other => {
                let name = core.type_name(other);
                Err(core.type_error(format!("__bool__ should return bool, returned {name}")))
            }
        };
    }
    if let Some(method) = core.user_method(value, sym::LEN) {
        return match core.call(method, vec![value])? {
            Value::Int(length) => Ok(length != 0),
            Value::Bool(flag) => Ok(flag),
            _ => Err(core.type_error("__len__ should return an integer")),
        };
    }
    Ok(true)
}

/// The order of two numbers; none if one is not a number.
pub(crate) fn compare_numbers(x: &Number, y: &Number) -> Option<Ordering> {
    match (x, y) {
        (Number::Int(a), Number::Int(b)) => Some(a.cmp(b)),
        (Number::Float(a), Number::Float(b)) => a.partial_cmp(b),
        (Number::Float(a), b) => compare_float(*a, b).map(Ordering::reverse),
        (a, Number::Float(b)) => compare_float(*b, a),
        (Number::Int(a), Number::Big(b)) => Some(BigInt::from(*a).cmp(b)),
        (Number::Big(a), Number::Int(b)) => Some(a.cmp(&BigInt::from(*b))),
        (Number::Big(a), Number::Big(b)) => Some(a.cmp(b)),
    }
}

/// The order of an integer to a float.
fn compare_float(float: f64, int: &Number) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    if float.is_infinite() {
        return Some(if float > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    let whole = libm::floor(float);
    let floor = BigInt::from_f64(whole).unwrap_or_default();
    let int = match int {
        Number::Int(int) => BigInt::from(*int),
        Number::Big(int) => int.clone(),
        Number::Float(_) => return None,
    };
    Some(int.cmp(&floor).then(if float > whole { Ordering::Less } else { Ordering::Equal }))
}

/// `item in container`
pub(crate) fn contains(core: &mut Core, container: Value, item: Value) -> Run<bool> {
    if let Some(method) = core.user_method(container, sym::CONTAINS) {
        let value = core.call(method, vec![container, item])?;
        return truth(core, value);
    }
    match core.object(container) {
        Some(Object::Dict(_)) => {
            let key = super::keys::find(core, core.plain(container), item)?;
            let Some(Object::Dict(dict)) = core.object(container) else { unreachable!("looked at above") };
            return Ok(dict.contains_key(&key));
        }
        Some(Object::Set(_) | Object::FrozenSet(_)) => {
            let item = match core.object(item) {
                // A set looks itself up as the frozen set it equals.
                Some(Object::Set(set)) => {
                    let set = set.clone();
                    Value::Ref(core.heap.add(Object::FrozenSet(set)))
                }
                _ => item,
            };
            let key = super::keys::find(core, core.plain(container), item)?;
            let Some(Object::Set(set) | Object::FrozenSet(set)) = core.object(container) else {
                unreachable!("looked at above")
            };
            return Ok(set.contains_key(&key));
        }
        Some(Object::View { dict, kind: crate::values::ViewKind::Keys }) => {
            let dict = Value::Ref(*dict);
            return contains(core, dict, item);
        }
        Some(Object::Str(text)) => {
            let text = text.clone();
            return match core.as_text(item) {
                Some(part) => Ok(text.string.contains(part.string.as_str())),
                None => {
                    let name = core.type_name(item);
                    Err(core.type_error(format!("'in <string>' requires string as left operand, not {name}")))
                }
            };
        }
        Some(Object::Bytes(_) | Object::ByteArray(_)) => {
            let bytes = core.byte_slice(container).expect("looked at above");
            if let Some(Number::Int(byte)) = number(core, item) {
                return match u8::try_from(byte) {
                    Ok(byte) => Ok(bytes.contains(&byte)),
                    Err(_) => Err(core.value_error("byte must be in range(0, 256)")),
                };
            }
            return match core.byte_slice(item) {
                Some(part) => Ok(crate::builtins::bytes::find(&bytes, &part).is_some()),
                None => {
                    let name = core.type_name(item);
                    Err(core.type_error(format!("a bytes-like object is required, not '{name}'")))
                }
            };
        }
        Some(Object::Range { start, stop, step }) => {
            let (start, stop, step) = (*start, *stop, *step);
            if let Some(Number::Int(int)) = number(core, item) {
                let inside = if step > 0 { start <= int && int < stop } else { stop < int && int <= start };
                return Ok(inside && (int - start) % step == 0);
            }
        }
        _ => {}
    }
    let known = core.sequence(container);
    if let Some(items) = known {
        core.charge(items.len())?;
        for other in items {
            if equal(core, other, item)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    if !super::iteration::is_iterable(core, container) {
        let name = core.type_name(container);
        return Err(core.type_error(format!("argument of type '{name}' is not iterable")));
    }
    let it = super::iteration::iter(core, container)?;
    let mark = core.mark();
    while let Some(other) = super::iteration::next(core, it)? {
        if equal(core, other, item)? {
            return Ok(true);
        }
        core.forget_since(mark);
    }
    Ok(false)
}
