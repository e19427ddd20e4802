//! `int`, `float` and `bool`.

use super::{Owner, natives, sym};
use crate::machine::{Args, Core, Run};
use crate::operations::arithmetic::{Number, number};
use crate::operations::{compare, display, iteration};
use crate::values::{Object, Value, t};
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{FromPrimitive, Num, One, Signed, ToPrimitive, Zero};

natives! {
    Owner::Static(t::INT);
    "__new__" => int_new,
    "from_bytes" => from_bytes;
    Owner::Type(t::INT);
    "to_bytes" => to_bytes,
    "bit_length" => bit_length,
    "bit_count" => bit_count,
    "conjugate" => identity,
    "as_integer_ratio" => int_ratio,
    "__index__" => identity,
    "__int__" => identity;
    Owner::Static(t::BOOL);
    "__new__" => bool_new;
    Owner::Static(t::FLOAT);
    "__new__" => float_new,
    "fromhex" => from_hex;
    Owner::Type(t::FLOAT);
    "is_integer" => is_integer,
    "as_integer_ratio" => float_ratio,
    "hex" => hex,
    "conjugate" => identity,
}

fn identity(core: &mut Core, args: &Args) -> Run<Value> {
    Ok(core.plain(args.positional[0]))
}

fn bool_new(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, [value]) = args.method(core, "bool", [""], 0)?;
    Ok(Value::Bool(match value {
        Some(value) => compare::truth(core, value)?,
        None => false,
    }))
}

fn int_new(core: &mut Core, args: &Args) -> Run<Value> {
    let (class, [value, base]) = args.method(core, "int", ["", "base"], 0)?;
    let value = match (value, base) {
        (None, _) => Value::Int(0),
        (Some(value), Some(base)) => {
            let base = core.size_argument(base)?;
            let text = match core.as_text(value) {
                Some(text) => text.string.clone(),
                None => match core.byte_slice(value) {
                    Some(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
                    None => return Err(core.type_error("int() can't convert non-string with explicit base")),
                },
            };
            if base != 0 && !(2..=36).contains(&base) {
                return Err(core.value_error("int() base must be >= 2 and <= 36, or 0"));
            }
            parse(core, &text, base as u32, value)?
        }
        (Some(value), None) => to_int(core, value)?,
    };
    finish(core, class, value)
}

/// The object of a class derived from `int` or another immutable built-in.
fn finish(core: &mut Core, class: Value, value: Value) -> Run<Value> {
    match core.as_class(class) {
        Some(class) if core.heap.class(class).user => {
            let fields = std::rc::Rc::default();
            Ok(Value::Ref(core.heap.add(Object::Instance { class, payload: value, fields })))
        }
        _ => Ok(value),
    }
}

/// `int(value)`
pub(crate) fn to_int(core: &mut Core, value: Value) -> Run<Value> {
    for name in [sym::INT, sym::INDEX, sym::TRUNC] {
        if let Some(method) = core.user_method(value, name) {
            return core.call(method, vec![value]);
        }
    }
    match number(core, value) {
        Some(Number::Int(int)) => return Ok(Value::Int(int)),
        Some(Number::Big(int)) => return Ok(core.int(int)),
        Some(Number::Float(float)) => return truncate(core, float),
        None => {}
    }
    let text = match core.as_text(value) {
        Some(text) => text.string.clone(),
        None => match core.byte_slice(value) {
            Some(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            None => {
                let name = core.type_name(value);
                let message = format!(
                    "int() argument must be a string, a bytes-like object or a real number, not '{name}'"
                );
                return Err(core.type_error(message));
            }
        },
    };
    parse(core, &text, 10, value)
}

/// The integer part of a float.
pub(crate) fn truncate(core: &mut Core, float: f64) -> Run<Value> {
    if float.is_nan() {
        return Err(core.value_error("cannot convert float NaN to integer"));
    }
    match BigInt::from_f64(libm::trunc(float)) {
        Some(int) => Ok(core.int(int)),
        None => Err(core.error(t::OVERFLOW_ERROR, "cannot convert float infinity to integer")),
    }
}

fn parse(core: &mut Core, text: &str, base: u32, original: Value) -> Run<Value> {
    let trimmed = text.trim();
    let (negative, digits) = match trimmed.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, trimmed.strip_prefix('+').unwrap_or(trimmed)),
    };
    let lower = digits.to_lowercase();
    let prefixed = |prefix: &str| {
        lower.strip_prefix(prefix).map(|rest| rest.strip_prefix('_').unwrap_or(rest).to_owned())
    };
    let asked = base;
    let (base, digits) = match base {
        0 => [("0x", 16), ("0o", 8), ("0b", 2)]
            .iter()
            .find_map(|(prefix, base)| prefixed(prefix).map(|digits| (*base, digits)))
            .unwrap_or((10, lower)),
        16 => (16, prefixed("0x").unwrap_or(lower)),
        8 => (8, prefixed("0o").unwrap_or(lower)),
        2 => (2, prefixed("0b").unwrap_or(lower)),
        base => (base, lower),
    };
    let well_formed = !digits.is_empty()
        && !digits.starts_with('_')
        && !digits.ends_with('_')
        && !digits.contains("__")
        && digits.chars().all(|c| c == '_' || c.is_digit(base));
    let count = digits.bytes().filter(|digit| *digit != b'_').count();
    if count > display::MOST_DIGITS && !base.is_power_of_two() && well_formed {
        return Err(core.value_error(format!(
            "{}: value has {count} digits; {}",
            display::TOO_MANY_DIGITS.0,
            display::TOO_MANY_DIGITS.1
        )));
    }
    if digits.len() > 100_000 {
        return Err(core.value_error("the number has too many digits"));
    }
    let parsed = well_formed.then(|| BigInt::from_str_radix(&digits.replace('_', ""), base).ok()).flatten();
    match parsed {
        Some(int) => Ok(core.int(if negative { -int } else { int })),
        None => {
            // CPython shows so much of it (`%.200R` in `PyLong_FromUnicodeObject`).
            let shown: String = crate::operations::display::repr(core, original)?.chars().take(200).collect();
            Err(core.value_error(format!("invalid literal for int() with base {asked}: {shown}")))
        }
    }
}

fn from_bytes(core: &mut Core, args: &Args) -> Run<Value> {
    let [bytes, order, signed] = args.bind(core, "from_bytes", ["bytes", "byteorder", "signed"], 1)?;
    let value = bytes.unwrap_or(Value::None);
    let bytes = match core.byte_slice(value) {
        Some(bytes) => bytes,
        None if matches!(core.object(value), Some(Object::Str(_)))
            || !iteration::is_iterable(core, value) =>
        {
            let name = core.type_name(value);
            return Err(core.type_error(format!("cannot convert '{name}' object to bytes")));
        }
        None => {
            let items = core.collect(value)?;
            super::bytes::from_integers(core, &items, "bytes")?
        }
    };
    let little = byte_order(core, order)?;
    let signed = matches!(signed, Some(Value::Bool(true)));
    let int = match (little, signed) {
        (true, false) => BigInt::from_bytes_le(Sign::Plus, &bytes),
        (false, false) => BigInt::from_bytes_be(Sign::Plus, &bytes),
        (true, true) => BigInt::from_signed_bytes_le(&bytes),
        (false, true) => BigInt::from_signed_bytes_be(&bytes),
    };
    Ok(core.int(int))
}

fn byte_order(core: &mut Core, order: Option<Value>) -> Run<bool> {
    match order.and_then(|order| core.as_text(order)) {
        None => Ok(false),
        Some(text) if text.string == "little" => Ok(true),
        Some(text) if text.string == "big" => Ok(false),
        Some(_) => Err(core.value_error("byteorder must be either 'little' or 'big'")),
    }
}

fn to_bytes(core: &mut Core, args: &Args) -> Run<Value> {
    let (value, [length, order, signed]) =
        args.method(core, "to_bytes", ["length", "byteorder", "signed"], 0)?;
    let length = match length {
        Some(length) => core.size_argument(length)?,
        None => 1,
    };
    let little = byte_order(core, order)?;
    let signed = matches!(signed, Some(Value::Bool(true)));
    let int = number(core, value).and_then(Number::big).unwrap_or_default();
    if int.is_negative() && !signed {
        return Err(core.error(t::OVERFLOW_ERROR, "can't convert negative int to unsigned"));
    }
    if length < 0 {
        return Err(core.value_error("length argument must be non-negative"));
    }
    let length = length as usize;
    core.reserve(length)?;
    let mut bytes = if signed { int.to_signed_bytes_le() } else { int.to_bytes_le().1 };
    if int.is_zero() {
        bytes.clear();
    }
    if bytes.len() > length {
        return Err(core.error(t::OVERFLOW_ERROR, "int too big to convert"));
    }
    bytes.resize(length, if int.is_negative() { 0xff } else { 0 });
    if !little {
        bytes.reverse();
    }
    Ok(core.heap.bytes(bytes))
}

fn bit_length(core: &mut Core, args: &Args) -> Run<Value> {
    let int = number(core, args.positional[0]).and_then(Number::big).unwrap_or_default();
    Ok(Value::Int(int.bits() as i64))
}

fn bit_count(core: &mut Core, args: &Args) -> Run<Value> {
    let int = number(core, args.positional[0]).and_then(Number::big).unwrap_or_default();
    Ok(Value::Int(int.magnitude().count_ones() as i64))
}

fn int_ratio(core: &mut Core, args: &Args) -> Run<Value> {
    let value = core.plain(args.positional[0]);
    Ok(core.heap.tuple(vec![value, Value::Int(1)]))
}

fn float_new(core: &mut Core, args: &Args) -> Run<Value> {
    let (class, [value]) = args.method(core, "float", [""], 0)?;
    let value = match value {
        None => 0.0,
        Some(value) => to_float(core, value)?,
    };
    finish(core, class, Value::Float(value))
}

/// `float(value)`
pub(crate) fn to_float(core: &mut Core, value: Value) -> Run<f64> {
    for name in [sym::FLOAT, sym::INDEX] {
        if let Some(method) = core.user_method(value, name) {
            let result = core.call(method, vec![value])?;
            return match number(core, result) {
                Some(number) => Ok(number.float()),
                None => {
                    let name = core.type_name(value);
                    Err(core.type_error(format!("{name}.__float__ returned non-float")))
                }
            };
        }
    }
    match number(core, value) {
        Some(Number::Big(int)) => {
            let float = int.to_f64().unwrap_or(f64::INFINITY);
            if float.is_infinite() {
                return Err(core.error(t::OVERFLOW_ERROR, "int too large to convert to float"));
            }
            return Ok(float);
        }
        Some(number) => return Ok(number.float()),
        None => {}
    }
    let text = match core.as_text(value) {
        Some(text) => text.string.clone(),
        None => match core.byte_slice(value) {
            Some(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            None => {
                let name = core.type_name(value);
                return Err(core.type_error(format!(
                    "float() argument must be a string or a real number, not '{name}'"
                )));
            }
        },
    };
    match parse_float(&text) {
        Some(float) => Ok(float),
        None => {
            let shown = crate::operations::display::repr(core, value)?;
            Err(core.value_error(format!("could not convert string to float: {shown}")))
        }
    }
}

fn parse_float(text: &str) -> Option<f64> {
    let text = text.trim().to_lowercase();
    let unsigned = text.trim_start_matches(['+', '-']);
    if text.len() - unsigned.len() > 1 {
        return None;
    }
    let negative = text.starts_with('-');
    let value = match unsigned {
        "inf" | "infinity" => f64::INFINITY,
        "nan" => f64::NAN,
        digits => {
            let digit_at = |at: usize| digits.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
            let underscores = digits.bytes().enumerate().filter(|(_, byte)| *byte == b'_');
            for (at, _) in underscores {
                if at == 0 || !digit_at(at - 1) || !digit_at(at + 1) {
                    return None;
                }
            }
            if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
                return None;
            }
            digits.replace('_', "").parse().ok()?
        }
    };
    Some(if negative { -value } else { value })
}

fn from_hex(core: &mut Core, args: &Args) -> Run<Value> {
    let [text] = args.bind(core, "fromhex", ["string"], 1)?;
    let text = core.text(text.unwrap_or(Value::None), "fromhex() argument")?.string.trim().to_lowercase();
    let bad = |core: &mut Core| core.value_error("invalid hexadecimal floating-point string");
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let rest = rest.strip_prefix("0x").unwrap_or(rest);
    let (mantissa, exponent) = rest.split_once('p').unwrap_or((rest, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let (Ok(int), Ok(exponent)) = (u64::from_str_radix(&digits, 16), exponent.parse::<i32>()) else {
        return Err(bad(core));
    };
    let value = libm::scalbn(int as f64, exponent - 4 * fraction.len() as i32);
    Ok(Value::Float(if negative { -value } else { value }))
}

fn float_of(core: &Core, args: &Args) -> f64 {
    number(core, args.positional[0]).map_or(0.0, |number| number.float())
}

fn is_integer(core: &mut Core, args: &Args) -> Run<Value> {
    let float = float_of(core, args);
    Ok(Value::Bool(float.is_finite() && libm::floor(float) == float))
}

fn float_ratio(core: &mut Core, args: &Args) -> Run<Value> {
    let float = float_of(core, args);
    if !float.is_finite() {
        return Err(core.error(t::OVERFLOW_ERROR, "cannot convert Infinity to integer ratio"));
    }
    let (mut mantissa, mut exponent) = libm::frexp(float);
    while libm::floor(mantissa) != mantissa {
        mantissa *= 2.0;
        exponent -= 1;
    }
    let mut top = BigInt::from_f64(mantissa).unwrap_or_default();
    let mut bottom = BigInt::one();
    if exponent > 0 {
        top <<= exponent;
    } else {
        bottom <<= -exponent;
    }
    let (top, bottom) = (core.int(top), core.int(bottom));
    Ok(core.heap.tuple(vec![top, bottom]))
}

fn hex(core: &mut Core, args: &Args) -> Run<Value> {
    let float = float_of(core, args);
    let sign = if float.is_sign_negative() { "-" } else { "" };
    let text = if !float.is_finite() {
        crate::operations::floats::repr(float)
    } else if float == 0.0 {
        format!("{sign}0x0.0p+0")
    } else {
        let bits = float.to_bits();
        let exponent = ((bits >> 52) & 0x7ff) as i32;
        let (lead, exponent) = if exponent == 0 { (0, -1022) } else { (1, exponent - 1023) };
        format!("{sign}0x{lead}.{:013x}p{exponent:+}", bits & ((1 << 52) - 1))
    };
    Ok(core.heap.str(text))
}

/// `round(number, digits)`: halves go to the even neighbour.
pub(crate) fn round(core: &mut Core, value: Value, digits: Option<Value>) -> Run<Value> {
    match number(core, value) {
        Some(Number::Float(float)) => match digits {
            None => truncate(core, libm::rint(float)),
            Some(digits) => {
                let digits = core.size_argument(digits)?;
                Ok(Value::Float(round_float(float, digits)))
            }
        },
        Some(number) => {
            let int = number.big().expect("floats were handled");
            let digits = match digits {
                Some(digits) => core.size_argument(digits)?,
                None => 0,
            };
            if digits >= 0 {
                return Ok(core.int(int));
            }
            let unit = BigInt::from(10).pow((-digits).min(10_000) as u32);
            let (quotient, rest) = int.div_mod_floor(&unit);
            let twice: BigInt = rest * 2;
            let up = twice > unit || (twice == unit && quotient.is_odd());
            Ok(core.int((quotient + i32::from(up)) * unit))
        }
        None => {
            let name = core.type_name(value);
            Err(core.type_error(format!("type {name} doesn't define __round__ method")))
        }
    }
}

fn round_float(float: f64, digits: i64) -> f64 {
    if !float.is_finite() || float == 0.0 || digits > 330 {
        return float;
    }
    if digits < -310 {
        return libm::copysign(0.0, float);
    }
    if digits >= 0 {
        // Rust's fixed notation is exact and rounds halves of the exact value to even, as CPython's does.
        return format!("{float:.*}", digits as usize).parse().unwrap_or(float);
    }
    let unit = libm::pow(10.0, -digits as f64);
    libm::rint(float / unit) * unit
}

/// `pow(base, exponent, modulus)`
pub(crate) fn modular_power(core: &mut Core, base: Value, exponent: Value, modulus: Value) -> Run<Value> {
    let big = |core: &Core, value: Value| number(core, value).and_then(Number::big);
    let (Some(mut base), Some(mut exponent), Some(modulus)) =
        (big(core, base), big(core, exponent), big(core, modulus))
    else {
        let all = [base, exponent, modulus];
        if all.iter().all(|value| number(core, *value).is_some()) {
            return Err(core.type_error("pow() 3rd argument not allowed unless all arguments are integers"));
        }
        let names = all.map(|value| format!("'{}'", core.type_name(value))).join(", ");
        return Err(core.type_error(format!("unsupported operand type(s) for ** or pow(): {names}")));
    };
    if modulus.is_zero() {
        return Err(core.value_error("pow() 3rd argument cannot be 0"));
    }
    if exponent.is_negative() {
        let found = base.extended_gcd(&modulus);
        if !found.gcd.abs().is_one() {
            return Err(core.value_error("base is not invertible for the given modulus"));
        }
        base = found.x * found.gcd;
        exponent = -exponent;
    }
    let positive = base.mod_floor(&modulus.abs()).modpow(&exponent, &modulus.abs());
    Ok(core.int(positive.mod_floor(&modulus)))
}
