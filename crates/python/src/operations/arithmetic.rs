//! Arithmetic and other operators with two operands.

use crate::builtins::sym;
use crate::code::{BinaryOp, UnaryOp};
use crate::machine::{Core, Run};
use crate::symbols::Symbol;
use crate::values::{Key, Object, Value, t};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};
use std::rc::Rc;

/// A number.
pub(crate) enum Number {
    Int(i64),
    Big(BigInt),
    Float(f64),
}

/// The number a value is.
pub(crate) fn number(core: &Core, value: Value) -> Option<Number> {
    match core.plain(value) {
        Value::Int(int) => Some(Number::Int(int)),
        Value::Bool(flag) => Some(Number::Int(i64::from(flag))),
        Value::Float(float) => Some(Number::Float(float)),
        Value::Ref(reference) => match core.heap.get(reference) {
            Object::Int(int) => Some(Number::Big(int.as_ref().clone())),
            _ => None,
        },
        _ => None,
    }
}

impl Number {
    pub(crate) fn big(self) -> Option<BigInt> {
        match self {
            Number::Int(int) => Some(int.into()),
            Number::Big(int) => Some(int),
            Number::Float(_) => None,
        }
    }

    pub(crate) fn float(&self) -> f64 {
        match self {
            Number::Int(int) => *int as f64,
            Number::Big(int) => int.to_f64().unwrap_or(f64::INFINITY),
            Number::Float(float) => *float,
        }
    }
}

/// The operator's sign.
pub(crate) fn sign(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Add => "+",
        BinaryOp::Sub => "-",
        BinaryOp::Mul => "*",
        BinaryOp::MatMul => "@",
        BinaryOp::Div => "/",
        BinaryOp::FloorDiv => "//",
        BinaryOp::Mod => "%",
        BinaryOp::Pow => "** or pow()",
        BinaryOp::LShift => "<<",
        BinaryOp::RShift => ">>",
        BinaryOp::And => "&",
        BinaryOp::Or => "|",
        BinaryOp::Xor => "^",
    }
}

/// The operator with this number.
pub(crate) fn operator(number: Value) -> BinaryOp {
    const ALL: [BinaryOp; 13] = [
        BinaryOp::Add,
        BinaryOp::Sub,
        BinaryOp::Mul,
        BinaryOp::MatMul,
        BinaryOp::Div,
        BinaryOp::FloorDiv,
        BinaryOp::Mod,
        BinaryOp::Pow,
        BinaryOp::LShift,
        BinaryOp::RShift,
        BinaryOp::And,
        BinaryOp::Or,
        BinaryOp::Xor,
    ];
    let Value::Int(number) = number else { unreachable!("an operator is a number") };
    ALL[number as usize]
}

/// Names of an operator's methods: forward, reflected, in place.
pub(crate) fn methods(op: BinaryOp) -> (Symbol, Symbol, Symbol) {
    match op {
        BinaryOp::Add => (sym::ADD, sym::RADD, sym::IADD),
        BinaryOp::Sub => (sym::SUB, sym::RSUB, sym::ISUB),
        BinaryOp::Mul => (sym::MUL, sym::RMUL, sym::IMUL),
        BinaryOp::MatMul => (sym::MATMUL, sym::RMATMUL, sym::IMATMUL),
        BinaryOp::Div => (sym::TRUEDIV, sym::RTRUEDIV, sym::ITRUEDIV),
        BinaryOp::FloorDiv => (sym::FLOORDIV, sym::RFLOORDIV, sym::IFLOORDIV),
        BinaryOp::Mod => (sym::MOD, sym::RMOD, sym::IMOD),
        BinaryOp::Pow => (sym::POW, sym::RPOW, sym::IPOW),
        BinaryOp::LShift => (sym::LSHIFT, sym::RLSHIFT, sym::ILSHIFT),
        BinaryOp::RShift => (sym::RSHIFT, sym::RRSHIFT, sym::IRSHIFT),
        BinaryOp::And => (sym::AND, sym::RAND, sym::IAND),
        BinaryOp::Or => (sym::OR, sym::ROR, sym::IOR),
        BinaryOp::Xor => (sym::XOR, sym::RXOR, sym::IXOR),
    }
}

/// The operator on built-in values that need no call; none if a program's object or `%` takes part.
pub(crate) fn binary(core: &mut Core, op: BinaryOp, a: Value, b: Value) -> Run<Option<Value>> {
    if core.is_user(a) || core.is_user(b) {
        return Ok(None);
    }
    if op == BinaryOp::Mod
        && matches!(core.object(a), Some(Object::Str(_) | Object::Bytes(_) | Object::ByteArray(_)))
    {
        return Ok(None);
    }
    if op == BinaryOp::Or && (core.as_class(a).is_some() || core.as_class(b).is_some()) {
        return Ok(None);
    }
    plain(core, op, a, b, "").map(Some)
}

/// The operator on built-in values; `suffix` is what a refusal writes behind its sign (`=` for `|=`).
pub(crate) fn plain(core: &mut Core, op: BinaryOp, a: Value, b: Value, suffix: &str) -> Run<Value> {
    if let (Some(x), Some(y)) = (number(core, a), number(core, b))
        && let Some(value) = numbers(core, op, a, b, x, y)?
    {
        return Ok(value);
    }
    if let Some(value) = sequences(core, op, a, b)? {
        return Ok(value);
    }
    if let Some(value) = sets(core, op, a, b)? {
        return Ok(value);
    }
    Err(unsupported(core, op, a, b, suffix))
}

/// `TypeError` for operands an operator does not take.
pub(crate) fn unsupported(
    core: &mut Core,
    op: BinaryOp,
    a: Value,
    b: Value,
    suffix: &str,
) -> crate::machine::Stop {
    let (left, right) = (core.type_name(a), core.type_name(b));
    let concatenates = |name: &str| matches!(name, "str" | "list" | "tuple" | "bytes" | "bytearray");
    let message = match op {
        BinaryOp::Add if left == "str" => {
            format!("can only concatenate str (not \"{right}\") to str")
        }
        BinaryOp::Add if left == "list" || left == "tuple" => {
            format!("can only concatenate {left} (not \"{right}\") to {left}")
        }
        BinaryOp::Add if left == "bytes" || left == "bytearray" => {
            format!("can't concat {right} to {left}")
        }
        BinaryOp::Mul if concatenates(&left) && right != "int" => {
            format!("can't multiply sequence by non-int of type '{right}'")
        }
        BinaryOp::Mul if concatenates(&right) && left != "int" => {
            format!("can't multiply sequence by non-int of type '{left}'")
        }
        _ => {
            let sign = sign(op);
            let sign = if suffix.is_empty() {
                sign.to_owned()
            } else {
                format!("{}{suffix}", sign.replace("** or pow()", "**"))
            };
            format!("unsupported operand type(s) for {sign}: '{left}' and '{right}'")
        }
    };
    core.type_error(message)
}

fn numbers(core: &mut Core, op: BinaryOp, a: Value, b: Value, x: Number, y: Number) -> Run<Option<Value>> {
    if let (Value::Bool(a), Value::Bool(b)) = (a, b) {
        match op {
            BinaryOp::And => return Ok(Some(Value::Bool(a & b))),
            BinaryOp::Or => return Ok(Some(Value::Bool(a | b))),
            BinaryOp::Xor => return Ok(Some(Value::Bool(a ^ b))),
            _ => {}
        }
    }
    if matches!(x, Number::Float(_)) || matches!(y, Number::Float(_)) {
        return floats(core, op, &x, &y);
    }
    if let (Number::Int(a), Number::Int(b)) = (&x, &y)
        && let Some(value) = small(op, *a, *b)
    {
        return Ok(Some(value));
    }
    let (Some(x), Some(y)) = (x.big(), y.big()) else { unreachable!("floats were handled") };
    integers(core, op, x, y)
}

fn small(op: BinaryOp, a: i64, b: i64) -> Option<Value> {
    match op {
        BinaryOp::Add => a.checked_add(b).map(Value::Int),
        BinaryOp::Sub => a.checked_sub(b).map(Value::Int),
        BinaryOp::Mul => a.checked_mul(b).map(Value::Int),
        BinaryOp::And => Some(Value::Int(a & b)),
        BinaryOp::Or => Some(Value::Int(a | b)),
        BinaryOp::Xor => Some(Value::Int(a ^ b)),
        BinaryOp::FloorDiv if b != 0 => {
            a.checked_div(b)?.checked_sub(i64::from(a % b != 0 && (a < 0) != (b < 0))).map(Value::Int)
        }
        BinaryOp::Mod if b != 0 && b != -1 => {
            let rest = a % b;
            Some(Value::Int(if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest }))
        }
        BinaryOp::Pow if b >= 0 => a.checked_pow(u32::try_from(b).ok()?).map(Value::Int),
        BinaryOp::RShift if b >= 0 => Some(Value::Int(a >> b.min(63))),
        BinaryOp::LShift if (0..62).contains(&b) => {
            let shifted = a << b;
            if shifted >> b == a { Some(Value::Int(shifted)) } else { None }
        }
        _ => None,
    }
}

/// Most bits that an integer may have.
const MOST_BITS: u64 = 1 << 22;

fn integers(core: &mut Core, op: BinaryOp, a: BigInt, b: BigInt) -> Run<Option<Value>> {
    let bits = a.bits().max(b.bits());
    let big = |core: &mut Core, bits: u64| -> Run<()> {
        if bits > MOST_BITS {
            return Err(core.raise(t::MEMORY_ERROR, Vec::new()));
        }
        Ok(())
    };
    let value = match op {
        BinaryOp::Add => a + b,
        BinaryOp::Sub => a - b,
        BinaryOp::Mul => {
            big(core, a.bits() + b.bits())?;
            core.charge((a.bits() / 64 * (b.bits() / 64)) as usize / 4)?;
            a * b
        }
        BinaryOp::FloorDiv | BinaryOp::Mod if b.is_zero() => {
            let message = if op == BinaryOp::Mod {
                "integer modulo by zero"
            } else {
                "integer division or modulo by zero"
            };
            return Err(core.error(t::ZERO_DIVISION_ERROR, message));
        }
        BinaryOp::FloorDiv => a.div_floor(&b),
        BinaryOp::Mod => a.mod_floor(&b),
        BinaryOp::Div => return divide(core, &a, &b).map(Some),
        BinaryOp::Pow if b.is_negative() => {
            if a.is_zero() {
                return Err(core.error(t::ZERO_DIVISION_ERROR, "0.0 cannot be raised to a negative power"));
            }
            return floats(core, op, &Number::Big(a), &Number::Big(b));
        }
        BinaryOp::Pow => {
            if a.bits() > 1 {
                big(core, a.bits().saturating_mul(b.to_u64().unwrap_or(u64::MAX)))?;
            }
            let exponent = b.to_u32().unwrap_or(2 + u32::from(b.is_odd()));
            a.pow(exponent)
        }
        BinaryOp::LShift | BinaryOp::RShift if b.is_negative() => {
            return Err(core.value_error("negative shift count"));
        }
        BinaryOp::LShift => {
            if a.is_zero() {
                return Ok(Some(Value::Int(0)));
            }
            let by = b.to_u64().unwrap_or(u64::MAX);
            big(core, bits.saturating_add(by))?;
            a << by
        }
        BinaryOp::RShift => match b.to_u64() {
            Some(by) => a >> by,
            None => BigInt::from(if a.is_negative() { -1 } else { 0 }),
        },
        BinaryOp::And => a & b,
        BinaryOp::Or => a | b,
        BinaryOp::Xor => a ^ b,
        BinaryOp::MatMul => return Ok(None),
    };
    Ok(Some(core.int(value)))
}

/// The true quotient of two integers, correctly rounded.
fn divide(core: &mut Core, a: &BigInt, b: &BigInt) -> Run<Value> {
    if b.is_zero() {
        return Err(core.error(t::ZERO_DIVISION_ERROR, "division by zero"));
    }
    let exact = BigInt::from(1_i64 << 53);
    if a.abs() <= exact && b.abs() <= exact {
        let quotient = a.to_f64().unwrap_or_default() / b.to_f64().unwrap_or(1.0);
        return Ok(Value::Float(quotient));
    }
    // 66 bits or more of quotient, the last one sticky, so that the conversion rounds once.
    let shift = (66 + b.bits() as i64 - a.bits() as i64).max(0) as u64;
    let (quotient, rest) = (a.abs() << shift).div_rem(&b.abs());
    let quotient = if rest.is_zero() { quotient } else { quotient | BigInt::from(1) };
    let magnitude = quotient.to_f64().unwrap_or(f64::INFINITY);
    let scaled = libm::scalbn(magnitude, -(shift.min(5000) as i32));
    if scaled.is_infinite() {
        return Err(core.error(t::OVERFLOW_ERROR, "integer division result too large for a float"));
    }
    Ok(Value::Float(if a.is_negative() != b.is_negative() { -scaled } else { scaled }))
}

fn floats(core: &mut Core, op: BinaryOp, x: &Number, y: &Number) -> Run<Option<Value>> {
    let (a, b) = (x.float(), y.float());
    for number in [x, y] {
        if matches!(number, Number::Big(_)) && number.float().is_infinite() {
            return Err(core.error(t::OVERFLOW_ERROR, "int too large to convert to float"));
        }
    }
    Ok(Some(Value::Float(match op {
        BinaryOp::Add => a + b,
        BinaryOp::Sub => a - b,
        BinaryOp::Mul => a * b,
        BinaryOp::Div | BinaryOp::FloorDiv | BinaryOp::Mod if b == 0.0 => {
            let message = match op {
                BinaryOp::Div => "float division by zero",
                BinaryOp::Mod => "float modulo",
                _ => "float floor division by zero",
            };
            return Err(core.error(t::ZERO_DIVISION_ERROR, message));
        }
        BinaryOp::Div => a / b,
        BinaryOp::FloorDiv => divmod(a, b).0,
        BinaryOp::Mod => divmod(a, b).1,
        BinaryOp::Pow => return power(core, a, b).map(Some),
        BinaryOp::MatMul
        | BinaryOp::LShift
        | BinaryOp::RShift
        | BinaryOp::And
        | BinaryOp::Or
        | BinaryOp::Xor => return Ok(None),
    })))
}

/// Floored quotient and the remainder with the divisor's sign (`float_divmod` of CPython).
pub(crate) fn divmod(a: f64, b: f64) -> (f64, f64) {
    let mut rest = libm::fmod(a, b);
    let mut quotient = (a - rest) / b;
    if rest != 0.0 {
        if (b < 0.0) != (rest < 0.0) {
            rest += b;
            quotient -= 1.0;
        }
    } else {
        rest = libm::copysign(0.0, b);
    }
    let floored = if quotient != 0.0 {
        let floored = libm::floor(quotient);
        if quotient - floored > 0.5 { floored + 1.0 } else { floored }
    } else {
        libm::copysign(0.0, a / b)
    };
    (floored, rest)
}

fn power(core: &mut Core, a: f64, b: f64) -> Run<Value> {
    if a == 0.0 && b < 0.0 {
        return Err(core.error(t::ZERO_DIVISION_ERROR, "0.0 cannot be raised to a negative power"));
    }
    if a < 0.0 && b.is_finite() && libm::floor(b) != b {
        return Err(
            core.value_error("the lab has no complex numbers: a negative number to a fractional power")
        );
    }
    let value = super::precise::pow(a, b);
    if value.is_infinite() && a.is_finite() && b.is_finite() {
        let message = core.heap.str("Numerical result out of range");
        return Err(core.raise(t::OVERFLOW_ERROR, vec![Value::Int(34), message]));
    }
    Ok(Value::Float(value))
}

fn sequences(core: &mut Core, op: BinaryOp, a: Value, b: Value) -> Run<Option<Value>> {
    match op {
        BinaryOp::Add => concatenate(core, a, b),
        BinaryOp::Mul => {
            let (sequence, count) = match (number(core, a), number(core, b)) {
                (None, Some(count)) => (a, count),
                (Some(count), None) => (b, count),
                _ => return Ok(None),
            };
            match count {
                Number::Int(count) => repeat(core, sequence, count),
                Number::Big(_) => {
                    Err(core.error(t::OVERFLOW_ERROR, "cannot fit 'int' into an index-sized integer"))
                }
                Number::Float(_) => Ok(None),
            }
        }
        _ => Ok(None),
    }
}

fn concatenate(core: &mut Core, a: Value, b: Value) -> Run<Option<Value>> {
    let (Some(x), Some(y)) = (core.object(a), core.object(b)) else { return Ok(None) };
    match (x, y) {
        (Object::Str(x), Object::Str(y)) => {
            let (x, y) = (x.clone(), y.clone());
            core.reserve(x.string.len() + y.string.len())?;
            Ok(Some(core.join_texts(&[x, y])))
        }
        (Object::List(x), Object::List(y)) => {
            let mut items = x.as_ref().clone();
            items.extend_from_slice(y);
            core.reserve(16 * items.len())?;
            Ok(Some(core.heap.list(items)))
        }
        (Object::Tuple(x), Object::Tuple(y)) => {
            let mut items = x.to_vec();
            items.extend_from_slice(y);
            Ok(Some(core.heap.tuple(items)))
        }
        (Object::Bytes(_) | Object::ByteArray(_), _) => {
            let mutable = matches!(x, Object::ByteArray(_));
            let (Some(x), Some(y)) = (core.data(a), core.data(b)) else { return Ok(None) };
            core.reserve(x.len() + y.len())?;
            let joined = crate::builtins::bytes::join(core, &[x, y]);
            Ok(Some(if mutable { core.bytearray(joined) } else { core.heap.data(joined) }))
        }
        _ => Ok(None),
    }
}

fn repeat(core: &mut Core, sequence: Value, count: i64) -> Run<Option<Value>> {
    let count = usize::try_from(count).unwrap_or(0);
    let Some(object) = core.object(sequence) else { return Ok(None) };
    let size = match object {
        Object::Str(text) => text.string.len(),
        Object::Bytes(data) => data.len(),
        Object::ByteArray(buffer) => buffer.bytes.len(),
        Object::List(items) => 16 * items.len(),
        Object::Tuple(items) => 16 * items.len(),
        _ => return Ok(None),
    };
    core.reserve(size.saturating_mul(count))?;
    let object = core.object(sequence).expect("looked at above").clone();
    Ok(Some(match object {
        Object::Str(text) => core.heap.str(text.string.repeat(count)),
        Object::Bytes(data) => core.heap.bytes(data.bytes.repeat(count)),
        Object::ByteArray(buffer) => {
            let data = netlab_abi::Data {
                bytes: buffer.bytes.repeat(count).into(),
                origins: core.heap.no_origins(),
            };
            core.bytearray(data)
        }
        Object::List(items) => core.heap.list(items.repeat(count)),
        Object::Tuple(items) => core.heap.tuple(items.repeat(count)),
        _ => unreachable!("sequences were sorted out above"),
    }))
}

fn sets(core: &mut Core, op: BinaryOp, a: Value, b: Value) -> Run<Option<Value>> {
    if let (Some(Object::Dict(x)), Some(Object::Dict(y)), BinaryOp::Or) = (core.object(a), core.object(b), op)
    {
        let mut joined = x.as_ref().clone();
        joined.extend(y.iter().map(|(key, value)| (key.clone(), *value)));
        return Ok(Some(Value::Ref(core.heap.add(Object::Dict(Rc::new(joined))))));
    }
    let set_of = |core: &Core, value: Value| match core.object(value) {
        Some(Object::Set(set) | Object::FrozenSet(set)) => Some(set.clone()),
        Some(Object::View { dict, kind: crate::values::ViewKind::Keys }) => match core.heap.get(*dict) {
            Object::Dict(dict) => {
                Some(Rc::new(dict.iter().map(|(key, (value, _))| (key.clone(), *value)).collect()))
            }
            _ => None,
        },
        _ => None,
    };
    let (Some(x), Some(y)) = (set_of(core, a), set_of(core, b)) else { return Ok(None) };
    let in_both = |entry: &(&Key, &Value)| y.contains_key(entry.0);
    let copy = |(key, value): (&Key, &Value)| (key.clone(), *value);
    let joined: crate::values::Set = match op {
        BinaryOp::Or => x.iter().chain(y.iter().filter(|(key, _)| !x.contains_key(*key))).map(copy).collect(),
        BinaryOp::And => x.iter().filter(in_both).map(copy).collect(),
        BinaryOp::Sub => x.iter().filter(|entry| !in_both(entry)).map(copy).collect(),
        BinaryOp::Xor => x
            .iter()
            .filter(|entry| !in_both(entry))
            .chain(y.iter().filter(|(key, _)| !x.contains_key(*key)))
            .map(copy)
            .collect(),
        _ => return Ok(None),
    };
    let frozen = matches!(core.object(a), Some(Object::FrozenSet(_)));
    let joined = Rc::new(joined);
    Ok(Some(Value::Ref(core.heap.add(if frozen { Object::FrozenSet(joined) } else { Object::Set(joined) }))))
}

/// An operator with one operand, on built-in values.
pub(crate) fn unary(core: &mut Core, op: UnaryOp, a: Value) -> Run<Value> {
    let sign = match op {
        UnaryOp::Neg => "-",
        UnaryOp::Pos => "+",
        UnaryOp::Invert => "~",
    };
    match (op, number(core, a)) {
        (UnaryOp::Neg, Some(Number::Int(a))) if a != i64::MIN => Ok(Value::Int(-a)),
        (UnaryOp::Neg, Some(Number::Float(a))) => Ok(Value::Float(-a)),
        (UnaryOp::Neg, Some(number)) => Ok(core.int(-number.big().expect("floats were handled"))),
        (UnaryOp::Pos, Some(Number::Int(a))) => Ok(Value::Int(a)),
        (UnaryOp::Pos, Some(_)) => Ok(core.plain(a)),
        (UnaryOp::Invert, Some(Number::Int(a))) => Ok(Value::Int(!a)),
        (UnaryOp::Invert, Some(Number::Big(a))) => Ok(core.int(-a - 1)),
        (_, _) => {
            let name = core.type_name(a);
            Err(core.type_error(format!("bad operand type for unary {sign}: '{name}'")))
        }
    }
}
