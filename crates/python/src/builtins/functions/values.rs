//! Functions of numbers and of many values.

use super::*;

pub(super) fn abs(core: &mut Core, args: &Args) -> Run<Value> {
    let [value] = args.bind(core, "abs", ["x"], 1)?;
    let value = value.unwrap_or(Value::None);
    if let Some(method) = core.user_method(value, sym::ABS) {
        return core.call(method, vec![value]);
    }
    match number(core, value) {
        Some(Number::Int(int)) => Ok(core.int(BigInt::from(int).abs())),
        Some(Number::Big(int)) => Ok(core.int(int.abs())),
        Some(Number::Float(float)) => Ok(Value::Float(float.abs())),
        None => {
            let name = core.type_name(value);
            Err(core.type_error(format!("bad operand type for abs(): '{name}'")))
        }
    }
}

pub(super) fn min(core: &mut Core, args: &Args) -> Run<Value> {
    extreme(core, args, "min", CompareOp::Lt)
}

pub(super) fn max(core: &mut Core, args: &Args) -> Run<Value> {
    extreme(core, args, "max", CompareOp::Gt)
}

pub(super) fn extreme(core: &mut Core, args: &Args, name: &str, op: CompareOp) -> Run<Value> {
    let keyword = |core: &Core, wanted: &str| {
        args.keywords.iter().find(|(name, _)| core.symbols.name(*name) == wanted).map(|(_, value)| *value)
    };
    let key = keyword(core, "key").filter(|key| !key.is_none());
    let default = keyword(core, "default");
    let items = match args.positional.as_slice() {
        [] => return Err(core.type_error(format!("{name} expected at least 1 argument, got 0"))),
        [only] => core.collect(*only)?,
        several => several.to_vec(),
    };
    let mut best: Option<(Value, Value)> = None;
    for item in items {
        let rank = match key {
            Some(key) => core.call(key, vec![item])?,
            None => item,
        };
        let better = match best {
            None => true,
            Some((_, best)) => {
                let verdict = compare::compare(core, op, rank, best)?;
                compare::truth(core, verdict)?
            }
        };
        if better {
            best = Some((item, rank));
        }
    }
    match (best, default) {
        (Some((item, _)), _) => Ok(item),
        (None, Some(default)) => Ok(default),
        (None, None) => Err(core.value_error(format!("{name}() arg is an empty sequence"))),
    }
}

pub(super) fn sum(core: &mut Core, args: &Args) -> Run<Value> {
    let [items, start] = args.bind(core, "sum", ["iterable", "start"], 1)?;
    let mut total = start.unwrap_or(Value::Int(0));
    if matches!(core.object(total), Some(Object::Str(_))) {
        return Err(core.type_error("sum() can't sum strings [use ''.join(seq) instead]"));
    }
    let add = Value::Int(crate::code::BinaryOp::Add as i64);
    for item in core.collect(items.unwrap_or(Value::None))? {
        total = crate::machine::binary_operation(core, add, total, item, "")?;
    }
    Ok(total)
}

pub(super) fn any(core: &mut Core, args: &Args) -> Run<Value> {
    let [items] = args.bind(core, "any", ["iterable"], 1)?;
    truth_of_items(core, items.unwrap_or(Value::None), true)
}

pub(super) fn all(core: &mut Core, args: &Args) -> Run<Value> {
    let [items] = args.bind(core, "all", ["iterable"], 1)?;
    truth_of_items(core, items.unwrap_or(Value::None), false)
}

/// Stops at the first item whose truth is `wanted`.
pub(super) fn truth_of_items(core: &mut Core, items: Value, wanted: bool) -> Run<Value> {
    let iterator = iteration::iter(core, items)?;
    let mark = core.mark();
    while let Some(item) = iteration::next(core, iterator)? {
        if compare::truth(core, item)? == wanted {
            return Ok(Value::Bool(wanted));
        }
        core.forget_since(mark);
    }
    Ok(Value::Bool(!wanted))
}

pub(super) fn sorted(core: &mut Core, args: &Args) -> Run<Value> {
    let [items] = Args::of(args.positional.clone()).bind(core, "sorted", [""], 1)?;
    let items = core.collect(items.unwrap_or(Value::None))?;
    let list = core.once(|core| Ok(core.heap.list(items)))?;
    let sort = Args { positional: vec![list], keywords: args.keywords.clone() };
    core.call_with(super::super::native(Owner::Type(t::LIST), "sort"), sort)?;
    Ok(list)
}

pub(super) fn ord(core: &mut Core, args: &Args) -> Run<Value> {
    let [value] = args.bind(core, "ord", ["c"], 1)?;
    let value = value.unwrap_or(Value::None);
    let length = match core.object(value) {
        Some(Object::Str(text)) if text.length == 1 => return Ok(Value::Int(text.char_at(0) as i64)),
        Some(Object::Str(text)) => text.length,
        _ => match core.byte_slice(value) {
            Some(bytes) if bytes.len() == 1 => return Ok(Value::Int(i64::from(bytes[0]))),
            Some(bytes) => bytes.len(),
            None => {
                let name = core.type_name(value);
                return Err(core.type_error(format!("ord() expected string of length 1, but {name} found")));
            }
        },
    };
    Err(core.type_error(format!("ord() expected a character, but string of length {length} found")))
}

pub(super) fn chr(core: &mut Core, args: &Args) -> Run<Value> {
    let [value] = args.bind(core, "chr", ["i"], 1)?;
    let code = core.size_argument(value.unwrap_or(Value::None))?;
    match u32::try_from(code).ok().and_then(char::from_u32) {
        Some(c) => Ok(core.heap.str(c.to_string())),
        None => Err(core.value_error("chr() arg not in range(0x110000)")),
    }
}

pub(super) fn radix(core: &mut Core, args: &Args, name: &str, radix: u32, prefix: &str) -> Run<Value> {
    let [value] = args.bind(core, name, ["number"], 1)?;
    let value = value.unwrap_or(Value::None);
    let int = match number(core, value) {
        Some(number @ (Number::Int(_) | Number::Big(_))) => number.big().expect("an integer"),
        _ => core.size_argument(value)?.into(),
    };
    let sign = if int.is_negative() { "-" } else { "" };
    Ok(core.heap.str(format!("{sign}{prefix}{}", int.abs().to_str_radix(radix))))
}

pub(super) fn hex(core: &mut Core, args: &Args) -> Run<Value> {
    radix(core, args, "hex", 16, "0x")
}

pub(super) fn oct(core: &mut Core, args: &Args) -> Run<Value> {
    radix(core, args, "oct", 8, "0o")
}

pub(super) fn bin(core: &mut Core, args: &Args) -> Run<Value> {
    radix(core, args, "bin", 2, "0b")
}

pub(super) fn hash(core: &mut Core, args: &Args) -> Run<Value> {
    let [value] = args.bind(core, "hash", ["obj"], 1)?;
    keys::hash(core, value.unwrap_or(Value::None)).map(Value::Int)
}

pub(super) fn id(core: &mut Core, args: &Args) -> Run<Value> {
    let [value] = args.bind(core, "id", ["obj"], 1)?;
    Ok(Value::Int(display::identity(value.unwrap_or(Value::None))))
}

pub(super) fn callable(core: &mut Core, args: &Args) -> Run<Value> {
    let [value] = args.bind(core, "callable", ["obj"], 1)?;
    let value = value.unwrap_or(Value::None);
    let is = matches!(value, Value::Native(_))
        || matches!(
            core.object_raw(value),
            Some(Object::Function(_) | Object::Method { .. } | Object::Class(_))
        )
        || core.user_method(value, sym::CALL).is_some();
    Ok(Value::Bool(is))
}

pub(super) fn round(core: &mut Core, args: &Args) -> Run<Value> {
    let [value, digits] = args.bind(core, "round", ["number", "ndigits"], 1)?;
    let value = value.unwrap_or(Value::None);
    let digits = digits.filter(|digits| !digits.is_none());
    if let Some(method) = core.user_method(value, sym::ROUND) {
        let mut args = vec![value];
        args.extend(digits);
        return core.call(method, args);
    }
    super::super::numbers::round(core, value, digits)
}

pub(super) fn pow(core: &mut Core, args: &Args) -> Run<Value> {
    let [base, exponent, modulus] = args.bind(core, "pow", ["base", "exp", "mod"], 2)?;
    let (base, exponent) = (base.unwrap_or(Value::None), exponent.unwrap_or(Value::None));
    match modulus.filter(|modulus| !modulus.is_none()) {
        None => {
            let op = Value::Int(crate::code::BinaryOp::Pow as i64);
            crate::machine::binary_operation(core, op, base, exponent, "")
        }
        Some(modulus) => super::super::numbers::modular_power(core, base, exponent, modulus),
    }
}

pub(super) fn divmod(core: &mut Core, args: &Args) -> Run<Value> {
    let [a, b] = args.bind(core, "divmod", ["", ""], 2)?;
    let (a, b) = (a.unwrap_or(Value::None), b.unwrap_or(Value::None));
    if let Some(method) = core.user_method(a, sym::DIVMOD) {
        return core.call(method, vec![a, b]);
    }
    let is_number = |core: &Core, value: Value| {
        core.is_user(value) || crate::operations::arithmetic::number(core, value).is_some()
    };
    if !is_number(core, a) || !is_number(core, b) {
        let (left, right) = (core.type_name(a), core.type_name(b));
        let message = format!("unsupported operand type(s) for divmod(): '{left}' and '{right}'");
        return Err(core.type_error(message));
    }
    let floor = Value::Int(crate::code::BinaryOp::FloorDiv as i64);
    let rest = Value::Int(crate::code::BinaryOp::Mod as i64);
    let quotient = crate::machine::binary_operation(core, floor, a, b, "")?;
    let rest = crate::machine::binary_operation(core, rest, a, b, "")?;
    Ok(core.heap.tuple(vec![quotient, rest]))
}
