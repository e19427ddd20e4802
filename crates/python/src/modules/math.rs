//! `math`, by a portable library.

use crate::builtins::numbers::{to_float, truncate};
use crate::builtins::{Owner, natives, sym};
use crate::machine::{Args, Core, Run};
use crate::operations::arithmetic::{Number, number};
use crate::operations::precise;
use crate::values::{Value, t};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

natives! {
    Owner::Module("math");
    "sqrt" => sqrt, "floor" => floor, "ceil" => ceil, "trunc" => trunc, "fabs" => fabs, "exp" => exp, "log" => log,
    "log2" => log2, "log10" => log10, "log1p" => log1p, "expm1" => expm1, "sin" => sin, "cos" => cos, "tan" => tan,
    "asin" => asin, "acos" => acos, "atan" => atan, "atan2" => atan2, "sinh" => sinh, "cosh" => cosh, "tanh" => tanh,
    "degrees" => degrees, "radians" => radians, "hypot" => hypot, "pow" => pow, "fmod" => fmod, "copysign" => copysign,
    "gcd" => gcd, "lcm" => lcm, "factorial" => factorial, "comb" => comb, "perm" => perm, "isqrt" => isqrt,
    "isnan" => isnan, "isinf" => isinf, "isfinite" => isfinite, "isclose" => isclose, "modf" => modf,
    "frexp" => frexp, "ldexp" => ldexp, "prod" => prod, "fsum" => fsum, "dist" => dist, "cbrt" => cbrt,
    "asinh" => asinh, "acosh" => acosh, "atanh" => atanh, "erf" => erf, "erfc" => erfc, "gamma" => gamma,
    "lgamma" => lgamma, "exp2" => exp2, "ulp" => ulp, "nextafter" => nextafter, "remainder" => remainder,
}

/// Constants of the module.
pub(super) fn constants(_: &mut Core) -> Vec<(String, Value)> {
    let pi = std::f64::consts::PI;
    [("pi", pi), ("e", std::f64::consts::E), ("tau", 2.0 * pi), ("inf", f64::INFINITY), ("nan", f64::NAN)]
        .iter()
        .map(|(name, value)| ((*name).to_owned(), Value::Float(*value)))
        .collect()
}

fn one(core: &mut Core, args: &Args, name: &str) -> Run<f64> {
    let [value] = args.bind(core, name, [""], 1)?;
    real(core, value.unwrap_or(Value::None))
}

fn real(core: &mut Core, value: Value) -> Run<f64> {
    if core.as_text(value).is_some() || core.byte_slice(value).is_some() {
        let name = core.type_name(value);
        return Err(core.type_error(format!("must be real number, not {name}")));
    }
    if number(core, value).is_none()
        && core.user_method(value, sym::FLOAT).is_none()
        && core.user_method(value, sym::INDEX).is_none()
    {
        let name = core.type_name(value);
        return Err(core.type_error(format!("must be real number, not {name}")));
    }
    to_float(core, value)
}

fn two(core: &mut Core, args: &Args, name: &str) -> Run<(f64, f64)> {
    let [a, b] = args.bind(core, name, ["", ""], 2)?;
    Ok((real(core, a.unwrap_or(Value::None))?, real(core, b.unwrap_or(Value::None))?))
}

/// A result; what comes out of finite arguments as NaN or infinity is an error.
fn checked(core: &mut Core, argument: f64, value: f64) -> Run<Value> {
    if value.is_nan() && !argument.is_nan() {
        return Err(core.value_error("math domain error"));
    }
    if value.is_infinite() && argument.is_finite() {
        return Err(core.error(t::OVERFLOW_ERROR, "math range error"));
    }
    Ok(Value::Float(value))
}

macro_rules! plain {
    ($($name:ident => $function:expr;)*) => {
        $(fn $name(core: &mut Core, args: &Args) -> Run<Value> {
            let value = one(core, args, stringify!($name))?;
            let function: fn(f64) -> f64 = $function;
            checked(core, value, function(value))
        })*
    };
}

plain! {
    sqrt => libm::sqrt;
    fabs => libm::fabs;
    exp => precise::exp;
    expm1 => libm::expm1;
    sin => precise::sin;
    cos => precise::cos;
    tan => precise::tan;
    asin => libm::asin;
    acos => libm::acos;
    atan => libm::atan;
    sinh => libm::sinh;
    cosh => libm::cosh;
    tanh => libm::tanh;
    cbrt => libm::cbrt;
    asinh => libm::asinh;
    acosh => libm::acosh;
    atanh => |x| if x.abs() >= 1.0 { f64::NAN } else { libm::atanh(x) };
    erf => libm::erf;
    erfc => libm::erfc;
    gamma => |x| if x < 0.0 && x == libm::floor(x) { f64::NAN } else { libm::tgamma(x) };
    lgamma => |x| if x <= 0.0 && x == libm::floor(x) { f64::NAN } else { libm::lgamma(x) };
    exp2 => |x| precise::pow(2.0, x);
    degrees => |x| x * (180.0 / std::f64::consts::PI);
    radians => |x| x * (std::f64::consts::PI / 180.0);
}

/// A logarithm; integers of any size are taken.
fn logarithm(core: &mut Core, value: Value, function: fn(f64) -> f64) -> Run<f64> {
    if let Some(Number::Big(int)) = number(core, value) {
        if !int.is_positive() {
            return Err(core.value_error("math domain error"));
        }
        let shift = int.bits().saturating_sub(60);
        let head = (&int >> shift).to_f64().unwrap_or(1.0);
        return Ok(function(head) + shift as f64 * function(2.0));
    }
    let float = real(core, value)?;
    if float <= 0.0 {
        return Err(core.value_error("math domain error"));
    }
    Ok(function(float))
}

fn log(core: &mut Core, args: &Args) -> Run<Value> {
    let [value, base] = args.bind(core, "log", ["", ""], 1)?;
    let value = logarithm(core, value.unwrap_or(Value::None), precise::log)?;
    match base {
        Some(base) => {
            let base = logarithm(core, base, precise::log)?;
            if base == 0.0 {
                return Err(core.error(t::ZERO_DIVISION_ERROR, "float division by zero"));
            }
            Ok(Value::Float(value / base))
        }
        None => Ok(Value::Float(value)),
    }
}

fn log2(core: &mut Core, args: &Args) -> Run<Value> {
    let [value] = args.bind(core, "log2", [""], 1)?;
    Ok(Value::Float(logarithm(core, value.unwrap_or(Value::None), precise::log2)?))
}

fn log10(core: &mut Core, args: &Args) -> Run<Value> {
    let [value] = args.bind(core, "log10", [""], 1)?;
    Ok(Value::Float(logarithm(core, value.unwrap_or(Value::None), precise::log10)?))
}

fn log1p(core: &mut Core, args: &Args) -> Run<Value> {
    let value = one(core, args, "log1p")?;
    if value <= -1.0 {
        return Err(core.value_error("math domain error"));
    }
    Ok(Value::Float(libm::log1p(value)))
}

fn to_whole(
    core: &mut Core,
    args: &Args,
    name: &str,
    method: crate::symbols::Symbol,
    round: fn(f64) -> f64,
) -> Run<Value> {
    let [value] = args.bind(core, name, [""], 1)?;
    let value = value.unwrap_or(Value::None);
    if let Some(method) = core.user_method(value, method) {
        return core.call(method, vec![value]);
    }
    match number(core, value) {
        Some(Number::Float(float)) => truncate(core, round(float)),
        Some(_) => Ok(core.plain(value)),
        None => {
            let float = real(core, value)?;
            truncate(core, round(float))
        }
    }
}

fn floor(core: &mut Core, args: &Args) -> Run<Value> {
    to_whole(core, args, "floor", sym::FLOOR, libm::floor)
}

fn ceil(core: &mut Core, args: &Args) -> Run<Value> {
    to_whole(core, args, "ceil", sym::CEIL, libm::ceil)
}

fn trunc(core: &mut Core, args: &Args) -> Run<Value> {
    to_whole(core, args, "trunc", sym::TRUNC, libm::trunc)
}

fn atan2(core: &mut Core, args: &Args) -> Run<Value> {
    let (a, b) = two(core, args, "atan2")?;
    Ok(Value::Float(libm::atan2(a, b)))
}

fn hypot(core: &mut Core, args: &Args) -> Run<Value> {
    let mut values = Vec::new();
    for value in &args.positional {
        values.push(real(core, *value)?);
    }
    Ok(Value::Float(length(&values)))
}

fn length(values: &[f64]) -> f64 {
    match values {
        [a, b] => libm::hypot(*a, *b),
        values => {
            let most = values.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
            if most == 0.0 || most.is_infinite() {
                return most;
            }
            most * libm::sqrt(values.iter().map(|value| (value / most) * (value / most)).sum())
        }
    }
}

fn dist(core: &mut Core, args: &Args) -> Run<Value> {
    let [a, b] = args.bind(core, "dist", ["", ""], 2)?;
    let (a, b) = (core.collect(a.unwrap_or(Value::None))?, core.collect(b.unwrap_or(Value::None))?);
    if a.len() != b.len() {
        return Err(core.value_error("both points must have the same number of dimensions"));
    }
    let mut values = Vec::new();
    for (a, b) in a.iter().zip(&b) {
        values.push(real(core, *a)? - real(core, *b)?);
    }
    Ok(Value::Float(length(&values)))
}

fn pow(core: &mut Core, args: &Args) -> Run<Value> {
    let (a, b) = two(core, args, "pow")?;
    let value = precise::pow(a, b);
    if (value.is_nan() && !a.is_nan() && !b.is_nan()) || (a == 0.0 && b < 0.0) {
        return Err(core.value_error("math domain error"));
    }
    if value.is_infinite() && a.is_finite() && b.is_finite() {
        return Err(core.error(t::OVERFLOW_ERROR, "math range error"));
    }
    Ok(Value::Float(value))
}

fn fmod(core: &mut Core, args: &Args) -> Run<Value> {
    let (a, b) = two(core, args, "fmod")?;
    if b == 0.0 || a.is_infinite() {
        return Err(core.value_error("math domain error"));
    }
    Ok(Value::Float(libm::fmod(a, b)))
}

fn copysign(core: &mut Core, args: &Args) -> Run<Value> {
    let (a, b) = two(core, args, "copysign")?;
    Ok(Value::Float(libm::copysign(a, b)))
}

fn integer(core: &mut Core, value: Value) -> Run<BigInt> {
    match number(core, value) {
        Some(number @ (Number::Int(_) | Number::Big(_))) => Ok(number.big().expect("an integer")),
        _ => {
            let name = core.type_name(value);
            Err(core.type_error(format!("'{name}' object cannot be interpreted as an integer")))
        }
    }
}

fn gcd(core: &mut Core, args: &Args) -> Run<Value> {
    let mut result = BigInt::zero();
    for value in &args.positional {
        result = result.gcd(&integer(core, *value)?);
    }
    Ok(core.int(result))
}

fn lcm(core: &mut Core, args: &Args) -> Run<Value> {
    let mut result = BigInt::one();
    for value in &args.positional {
        result = result.lcm(&integer(core, *value)?);
    }
    Ok(core.int(result))
}

fn small(core: &mut Core, value: Option<Value>, what: &str) -> Run<u64> {
    let int = integer(core, value.unwrap_or(Value::None))?;
    if int.is_negative() {
        return Err(core.value_error(format!("{what} must be a non-negative integer")));
    }
    match int.to_u64() {
        Some(int) if int <= 100_000 => Ok(int),
        _ => Err(core.error(t::OVERFLOW_ERROR, format!("{what} is too large"))),
    }
}

fn factorial(core: &mut Core, args: &Args) -> Run<Value> {
    let [value] = args.bind(core, "factorial", [""], 1)?;
    let int = integer(core, value.unwrap_or(Value::None))?;
    if int.is_negative() {
        return Err(core.value_error("factorial() not defined for negative values"));
    }
    let count = small(core, value, "factorial() argument")?;
    core.charge((count * count / 8) as usize)?;
    let product = (2..=count).fold(BigInt::one(), |product, factor| product * factor);
    Ok(core.int(product))
}

fn comb(core: &mut Core, args: &Args) -> Run<Value> {
    let [n, k] = args.bind(core, "comb", ["", ""], 2)?;
    let (n, k) = (small(core, n, "n")?, small(core, k, "k")?);
    if k > n {
        return Ok(Value::Int(0));
    }
    let k = k.min(n - k);
    let value = (0..k).fold(BigInt::one(), |value, index| value * (n - index) / (index + 1));
    Ok(core.int(value))
}

fn perm(core: &mut Core, args: &Args) -> Run<Value> {
    let [n, k] = args.bind(core, "perm", ["", ""], 1)?;
    let n = small(core, n, "n")?;
    let k = match k.filter(|k| !k.is_none()) {
        Some(k) => small(core, Some(k), "k")?,
        None => n,
    };
    if k > n {
        return Ok(Value::Int(0));
    }
    let value = (0..k).fold(BigInt::one(), |value, index| value * (n - index));
    Ok(core.int(value))
}

fn isqrt(core: &mut Core, args: &Args) -> Run<Value> {
    let [value] = args.bind(core, "isqrt", [""], 1)?;
    let int = integer(core, value.unwrap_or(Value::None))?;
    if int.is_negative() {
        return Err(core.value_error("isqrt() argument must be nonnegative"));
    }
    Ok(core.int(int.sqrt()))
}

fn isnan(core: &mut Core, args: &Args) -> Run<Value> {
    Ok(Value::Bool(one(core, args, "isnan")?.is_nan()))
}

fn isinf(core: &mut Core, args: &Args) -> Run<Value> {
    Ok(Value::Bool(one(core, args, "isinf")?.is_infinite()))
}

fn isfinite(core: &mut Core, args: &Args) -> Run<Value> {
    Ok(Value::Bool(one(core, args, "isfinite")?.is_finite()))
}

fn isclose(core: &mut Core, args: &Args) -> Run<Value> {
    let [a, b, relative, absolute] = args.bind(core, "isclose", ["a", "b", "rel_tol", "abs_tol"], 2)?;
    let (a, b) = (real(core, a.unwrap_or(Value::None))?, real(core, b.unwrap_or(Value::None))?);
    let relative = match relative {
        Some(value) => real(core, value)?,
        None => 1e-9,
    };
    let absolute = match absolute {
        Some(value) => real(core, value)?,
        None => 0.0,
    };
    if a == b {
        return Ok(Value::Bool(true));
    }
    if a.is_infinite() || b.is_infinite() {
        return Ok(Value::Bool(false));
    }
    let difference = (a - b).abs();
    Ok(Value::Bool(
        difference <= (relative * b).abs() || difference <= (relative * a).abs() || difference <= absolute,
    ))
}

fn modf(core: &mut Core, args: &Args) -> Run<Value> {
    let value = one(core, args, "modf")?;
    let whole = libm::trunc(value);
    let fraction =
        if value.is_infinite() { libm::copysign(0.0, value) } else { libm::copysign(value - whole, value) };
    Ok(core.heap.tuple(vec![Value::Float(fraction), Value::Float(whole)]))
}

fn frexp(core: &mut Core, args: &Args) -> Run<Value> {
    let value = one(core, args, "frexp")?;
    let (mantissa, exponent) = if value.is_finite() { libm::frexp(value) } else { (value, 0) };
    Ok(core.heap.tuple(vec![Value::Float(mantissa), Value::Int(i64::from(exponent))]))
}

fn ldexp(core: &mut Core, args: &Args) -> Run<Value> {
    let [value, exponent] = args.bind(core, "ldexp", ["", ""], 2)?;
    let value = real(core, value.unwrap_or(Value::None))?;
    let exponent = core.size_argument(exponent.unwrap_or(Value::None))?.clamp(-5000, 5000) as i32;
    checked(core, value, libm::ldexp(value, exponent))
}

fn prod(core: &mut Core, args: &Args) -> Run<Value> {
    let [items, start] = args.bind(core, "prod", ["", "start"], 1)?;
    let mut product = start.unwrap_or(Value::Int(1));
    let times = Value::Int(crate::code::BinaryOp::Mul as i64);
    for item in core.collect(items.unwrap_or(Value::None))? {
        product = crate::machine::binary_operation(core, times, product, item, "")?;
    }
    Ok(product)
}

/// Exact sum of floats by partial sums without loss (Shewchuk).
fn fsum(core: &mut Core, args: &Args) -> Run<Value> {
    let [items] = args.bind(core, "fsum", [""], 1)?;
    let mut partials: Vec<f64> = Vec::new();
    for item in core.collect(items.unwrap_or(Value::None))? {
        let mut x = real(core, item)?;
        let mut kept = Vec::new();
        for mut y in partials {
            if x.abs() < y.abs() {
                std::mem::swap(&mut x, &mut y);
            }
            let high = x + y;
            let low = y - (high - x);
            if low != 0.0 {
                kept.push(low);
            }
            x = high;
        }
        kept.push(x);
        partials = kept;
    }
    // The partials do not overlap: from the greatest down the first inexact step decides, halves by the next.
    let Some(mut total) = partials.pop() else { return Ok(Value::Float(0.0)) };
    while let Some(next) = partials.pop() {
        let before = total;
        total = before + next;
        let lost = next - (total - before);
        if lost != 0.0 {
            if let Some(after) = partials.last()
                && ((lost < 0.0 && *after < 0.0) || (lost > 0.0 && *after > 0.0))
            {
                let twice = lost * 2.0;
                let moved = total + twice;
                if twice == moved - total {
                    total = moved;
                }
            }
            break;
        }
    }
    Ok(Value::Float(total))
}

/// The distance to the next float.
fn ulp(core: &mut Core, args: &Args) -> Run<Value> {
    let value = one(core, args, "ulp")?.abs();
    if !value.is_finite() {
        return Ok(Value::Float(value));
    }
    let next = libm::nextafter(value, f64::INFINITY);
    Ok(Value::Float(if next.is_finite() { next - value } else { value - libm::nextafter(value, 0.0) }))
}

fn nextafter(core: &mut Core, args: &Args) -> Run<Value> {
    let (x, y) = two(core, args, "nextafter")?;
    Ok(Value::Float(libm::nextafter(x, y)))
}

fn remainder(core: &mut Core, args: &Args) -> Run<Value> {
    let (x, y) = two(core, args, "remainder")?;
    if x.is_infinite() || y == 0.0 {
        return Err(core.value_error("math domain error"));
    }
    Ok(Value::Float(libm::remainder(x, y)))
}
