//! Hashing.

use super::arithmetic::{Number, number};
use super::compare::equal;
use super::iteration::range_length;
use crate::builtins::sym;
use crate::machine::{Core, Run};
use crate::values::{Key, Object, Ref, Value, t};
use num_traits::{Signed, ToPrimitive};

/// The key a value has in `container` (a dict or set); may call `__hash__` and `__eq__` of the program.
pub(crate) fn find(core: &mut Core, container: Value, value: Value) -> Run<Key> {
    let key = key(core, value)?;
    let Key::Custom(hash, _) = key else { return Ok(key) };
    let candidates: Vec<(Key, Value)> = match core.object(container) {
        Some(Object::Dict(dict)) => dict
            .iter()
            .filter(|(key, _)| matches!(key, Key::Custom(other, _) if *other == hash))
            .map(|(key, (value, _))| (key.clone(), *value))
            .collect(),
        Some(Object::Set(set) | Object::FrozenSet(set)) => set
            .iter()
            .filter(|(key, _)| matches!(key, Key::Custom(other, _) if *other == hash))
            .map(|(key, value)| (key.clone(), *value))
            .collect(),
        _ => Vec::new(),
    };
    for (candidate, other) in candidates {
        if equal(core, other, value)? {
            return Ok(candidate);
        }
    }
    Ok(key)
}

/// How deep tuples in keys may be nested; hashing them needs the Rust stack.
const DEEPEST: u32 = 200;

/// How many parts a key may have: a tuple that holds another twice, again and again, would have more than can be hashed.
const MOST_PARTS: u32 = 500_000;

/// The key of a value; may call `__hash__`.
pub(crate) fn key(core: &mut Core, value: Value) -> Run<Key> {
    let mut left = MOST_PARTS;
    key_deep(core, value, 0, &mut left)
}

/// `left` is how many parts may still follow.
fn key_deep(core: &mut Core, value: Value, depth: u32, left: &mut u32) -> Run<Key> {
    let Some(fewer) = left.checked_sub(1) else {
        return Err(core.error(t::MEMORY_ERROR, "too much work in one expression"));
    };
    *left = fewer;
    if depth > DEEPEST {
        return Err(core.error(t::RECURSION_ERROR, "maximum recursion depth exceeded"));
    }
    if core.is_user(value) {
        let equal = core.user_method(value, sym::EQ).is_some();
        match core.user_method(value, sym::HASH) {
            Some(Value::None) => return Err(unhashable(core, value)),
            // A built-in type's own `__hash__`.
            Some(Value::Native(_)) => {
                let plain = core.plain(value);
                return if plain.is(value) { Ok(Key::Identity(value.reference())) } else { key(core, plain) };
            }
            Some(method) => {
                return match core.call(method, vec![value])? {
                    Value::Int(hash) => Ok(Key::Custom(hash, value.reference())),
                    Value::Bool(flag) => Ok(Key::Custom(i64::from(flag), value.reference())),
                    Value::Ref(reference) if matches!(core.heap.get(reference), Object::Int(_)) => {
                        let Object::Int(int) = core.heap.get(reference) else { unreachable!("seen above") };
                        Ok(Key::Custom(big_hash(int), value.reference()))
                    }
                    _ => Err(core.type_error("__hash__ method should return an integer")),
                };
            }
            None if equal => return Err(unhashable(core, value)),
            None => {}
        }
    }
    Ok(match core.plain(value) {
        Value::None => Key::Special(0),
        Value::NotImplemented => Key::Special(1),
        Value::Ellipsis => Key::Special(2),
        Value::Unbound => unreachable!("an unbound name is no key"),
        Value::Bool(flag) => Key::Int(i64::from(flag)),
        Value::Int(int) => Key::Int(int),
        Value::Float(float) => float_key(float),
        Value::Native(index) => Key::Native(index),
        Value::Module(index) => Key::Module(index),
        Value::Ref(reference) => return object_key(core, value, reference, depth, left),
    })
}

fn float_key(float: f64) -> Key {
    if libm::floor(float) == float && float.abs() < 9.2e18 {
        return Key::Int(float as i64);
    }
    if float.is_finite()
        && libm::floor(float) == float
        && let Some(int) = num_traits::FromPrimitive::from_f64(float)
    {
        return Key::BigInt(std::rc::Rc::new(int));
    }
    Key::Float(float.to_bits())
}

fn object_key(core: &mut Core, value: Value, reference: Ref, depth: u32, left: &mut u32) -> Run<Key> {
    Ok(match core.heap.get(reference) {
        Object::Int(int) => Key::BigInt(int.clone()),
        Object::Str(text) => Key::Str(text.clone()),
        Object::Bytes(data) => Key::Bytes(data.bytes.clone()),
        Object::Tuple(items) => {
            let items = items.clone();
            let mut keys = Vec::with_capacity(items.len());
            for item in items.iter() {
                keys.push(key_deep(core, *item, depth + 1, left)?);
            }
            Key::Tuple(keys.into())
        }
        Object::FrozenSet(set) => {
            let mut keys: Vec<Key> = set.keys().cloned().collect();
            keys.sort_by_cached_key(|key| format!("{key:?}"));
            Key::FrozenSet(keys.into())
        }
        Object::Range { .. } => range_key(core, reference),
        Object::Method { function, receiver } => {
            let (function, receiver) = (*function, *receiver);
            let receiver = match receiver {
                Value::Ref(reference) => Key::Identity(reference),
                other => key_deep(core, other, depth + 1, left)?,
            };
            Key::Method(Box::new((key_deep(core, function, depth + 1, left)?, receiver)))
        }
        Object::List(_) | Object::Dict(_) | Object::Set(_) | Object::ByteArray(_) | Object::Slice(_) => {
            return Err(unhashable(core, value));
        }
        Object::MemoryView { .. } => {
            let bytes = core.byte_slice(value).unwrap_or_default();
            Key::Bytes(bytes.into())
        }
        Object::Free(_)
        | Object::Function(_)
        | Object::Class(_)
        | Object::Instance { .. }
        | Object::Exception(_)
        | Object::Generator(_)
        | Object::Cell(_)
        | Object::Property(_)
        | Object::StaticMethod(_)
        | Object::ClassMethod(_)
        | Object::Super { .. }
        | Object::Namespace(_)
        | Object::View { .. }
        | Object::Iter(_)
        | Object::Socket(_)
        | Object::Poll(_)
        | Object::Epoll(_) => Key::Identity(reference),
    })
}

/// Equal ranges have equal keys.
pub(crate) fn range_key(core: &Core, range: Ref) -> Key {
    let Object::Range { start, stop, step } = core.heap.get(range) else { unreachable!("it is a range") };
    match range_length(*start, *stop, *step) {
        0 => Key::Range(0, 0, 1),
        1 => Key::Range(*start, start + 1, 1),
        length => Key::Range(*start, start + step * length as i64, *step),
    }
}

fn unhashable(core: &mut Core, value: Value) -> crate::machine::Stop {
    let name = core.type_name(value);
    core.type_error(format!("unhashable type: '{name}'"))
}

/// CPython's modulus of numeric hashes, 2^61 - 1.
const MODULUS: i64 = (1 << 61) - 1;

/// `hash(int)`
pub(crate) fn int_hash(int: i64) -> i64 {
    let hash = (int.unsigned_abs() % MODULUS as u64) as i64;
    let hash = if int < 0 { -hash } else { hash };
    if hash == -1 { -2 } else { hash }
}

fn big_hash(int: &num_bigint::BigInt) -> i64 {
    let rest = (int.abs() % MODULUS).to_i64().unwrap_or_default();
    let hash = if int.is_negative() { -rest } else { rest };
    if hash == -1 { -2 } else { hash }
}

/// `hash(value)`: numbers hash as in CPython, everything else by a fixed function of its own.
pub(crate) fn hash(core: &mut Core, value: Value) -> Run<i64> {
    let key = key(core, value)?;
    Ok(match &key {
        Key::Custom(hash, _) => *hash,
        Key::Int(int) => int_hash(*int),
        Key::BigInt(int) => big_hash(int),
        Key::Float(bits) => float_hash(f64::from_bits(*bits)),
        Key::Identity(reference) => super::display::identity(Value::Ref(*reference)) >> 4,
        other => {
            use std::hash::{Hash, Hasher};
            let mut hasher = rustc_hash::FxHasher::default();
            other.hash(&mut hasher);
            (hasher.finish() >> 3) as i64
        }
    })
}

/// `hash(float)` of a float with a fraction (`_Py_HashDouble`).
fn float_hash(float: f64) -> i64 {
    if float.is_nan() {
        return 0;
    }
    if float.is_infinite() {
        return if float > 0.0 { 314_159 } else { -314_159 };
    }
    let (mut mantissa, mut exponent) = libm::frexp(float.abs());
    let mut hash: u64 = 0;
    while mantissa != 0.0 {
        hash = ((hash << 28) & MODULUS as u64) | hash >> (61 - 28);
        mantissa *= 268_435_456.0;
        exponent -= 28;
        let whole = mantissa as u64;
        mantissa -= whole as f64;
        hash += whole;
        if hash >= MODULUS as u64 {
            hash -= MODULUS as u64;
        }
    }
    let shift = exponent.rem_euclid(61) as u32;
    let hash = (((hash << shift) & MODULUS as u64) | hash >> (61 - shift)) as i64;
    let hash = if float < 0.0 { -hash } else { hash };
    if hash == -1 { -2 } else { hash }
}

/// As [`index`]; an integer beyond 64 bits is an `IndexError`.
pub(crate) fn item_index(core: &mut Core, value: Value) -> Run<Option<i64>> {
    if let Some(Number::Big(_)) = number(core, value) {
        let name = core.type_name(value);
        return Err(core.error(t::INDEX_ERROR, format!("cannot fit '{name}' into an index-sized integer")));
    }
    index(core, value)
}

/// An index: an integer, or an object with `__index__`.
pub(crate) fn index(core: &mut Core, value: Value) -> Run<Option<i64>> {
    match number(core, value) {
        Some(Number::Int(int)) => return Ok(Some(int)),
        Some(Number::Big(int)) => return Ok(Some(if int.is_negative() { i64::MIN } else { i64::MAX })),
        Some(Number::Float(_)) => return Ok(None),
        None => {}
    }
    if let Some(method) = core.user_method(value, sym::INDEX) {
        let result = core.call(method, vec![value])?;
        return match result {
            Value::Int(int) => Ok(Some(int)),
            Value::Bool(flag) => Ok(Some(i64::from(flag))),
            _ => Err(core.type_error("__index__ returned non-int")),
        };
    }
    Ok(None)
}
