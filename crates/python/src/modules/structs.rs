//! `struct`.

use crate::builtins::numbers::to_float;
use crate::builtins::{Owner, natives, sym};
use crate::machine::{Args, Core, Run, Stop};
use crate::operations::arithmetic::{Number, number};
use crate::operations::compare::truth;
use crate::values::{Value, t};
use netlab_abi::Data;
use num_bigint::{BigInt, Sign};
use num_traits::Signed;

natives! {
    Owner::Module("struct");
    "pack" => pack, "unpack" => unpack, "calcsize" => calcsize, "unpack_from" => unpack_from, "pack_into" => pack_into,
    "iter_unpack" => iter_unpack,
}

/// One field: its code, how often, where it begins, its size.
struct Field {
    code: char,
    count: usize,
    at: usize,
    size: usize,
}

struct Layout {
    fields: Vec<Field>,
    size: usize,
    little: bool,
    native: bool,
}

fn error(core: &mut Core, message: impl Into<String>) -> Stop {
    core.error(t::STRUCT_ERROR, message)
}

fn parse(core: &mut Core, value: Option<Value>) -> Run<Layout> {
    let value = value.unwrap_or(Value::None);
    let format = match core.as_text(value) {
        Some(text) => text.string.clone(),
        None => match core.byte_slice(value) {
            Some(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            None => {
                let name = core.type_name(value);
                return Err(
                    core.type_error(format!("Struct() argument 1 must be a str or bytes object, not {name}"))
                );
            }
        },
    };
    let (native, little, rest) = match format.chars().next() {
        Some('@') => (true, true, &format[1..]),
        Some('=' | '<') => (false, true, &format[1..]),
        Some('>' | '!') => (false, false, &format[1..]),
        _ => (true, true, &format[..]),
    };
    let mut fields = Vec::new();
    let mut at = 0_usize;
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut code = c;
        let mut count = 1;
        if c.is_ascii_digit() {
            count = c.to_digit(10).unwrap_or(0) as usize;
            loop {
                match chars.next() {
                    Some(digit) if digit.is_ascii_digit() => {
                        count =
                            count.saturating_mul(10).saturating_add(digit.to_digit(10).unwrap_or(0) as usize);
                    }
                    Some(other) => {
                        code = other;
                        break;
                    }
                    None => return Err(error(core, "repeat count given without format specifier")),
                }
            }
        }
        let size = match code {
            'x' | 'c' | 'b' | 'B' | '?' | 's' | 'p' => 1,
            'h' | 'H' | 'e' => 2,
            'i' | 'I' | 'f' => 4,
            'l' | 'L' => {
                if native {
                    8
                } else {
                    4
                }
            }
            'q' | 'Q' | 'd' => 8,
            'n' | 'N' | 'P' if native => 8,
            _ => return Err(error(core, "bad char in struct format")),
        };
        if native {
            at = at.div_ceil(size) * size;
        }
        if count > 1 << 28 {
            return Err(error(core, "total struct size too long"));
        }
        fields.push(Field { code, count, at, size });
        at += size * count;
        core.reserve(at)?;
    }
    Ok(Layout { fields, size: at, little, native })
}

impl Field {
    /// How many values it takes.
    fn values(&self) -> usize {
        match self.code {
            'x' => 0,
            's' | 'p' => 1,
            _ => self.count,
        }
    }
}

fn encode(core: &mut Core, layout: &Layout, values: &[Value]) -> Run<Vec<u8>> {
    let wanted: usize = layout.fields.iter().map(Field::values).sum();
    if wanted != values.len() {
        return Err(error(core, format!("pack expected {wanted} items for packing (got {})", values.len())));
    }
    let mut out = vec![0; layout.size];
    let mut values = values.iter();
    for field in &layout.fields {
        match field.code {
            'x' => {}
            's' | 'p' => {
                let value = *values.next().expect("counted above");
                let Some(bytes) = core.byte_slice(value) else {
                    return Err(error(core, format!("argument for '{}' must be a bytes object", field.code)));
                };
                if field.code == 'p' && field.count > 0 {
                    let count = bytes.len().min(field.count - 1).min(255);
                    out[field.at] = count as u8;
                    out[field.at + 1..field.at + 1 + count].copy_from_slice(&bytes[..count]);
                } else if field.code == 's' {
                    let count = bytes.len().min(field.count);
                    out[field.at..field.at + count].copy_from_slice(&bytes[..count]);
                }
            }
            _ => {
                for index in 0..field.count {
                    let value = *values.next().expect("counted above");
                    let bytes = encode_one(core, field, value, layout)?;
                    let at = field.at + index * field.size;
                    out[at..at + field.size].copy_from_slice(&bytes);
                }
            }
        }
    }
    Ok(out)
}

fn encode_one(core: &mut Core, field: &Field, value: Value, layout: &Layout) -> Run<Vec<u8>> {
    let mut bytes = match field.code {
        'c' => match core.byte_slice(value) {
            Some(bytes) if bytes.len() == 1 => return Ok(bytes),
            _ => return Err(error(core, "char format requires a bytes object of length 1")),
        },
        '?' => vec![u8::from(truth(core, value)?)],
        'f' | 'd' | 'e' => {
            if number(core, value).is_none() {
                return Err(error(core, "required argument is not a float"));
            }
            let float = to_float(core, value)?;
            match field.code {
                'd' => float.to_le_bytes().to_vec(),
                'f' => {
                    let small = float as f32;
                    if small.is_infinite() && float.is_finite() {
                        return Err(core.error(t::OVERFLOW_ERROR, "float too large to pack with f format"));
                    }
                    small.to_le_bytes().to_vec()
                }
                _ => half(core, float)?.to_le_bytes().to_vec(),
            }
        }
        _ => {
            let int = match number(core, value) {
                Some(number @ (Number::Int(_) | Number::Big(_))) => number.big().expect("an integer"),
                _ => match core.user_method(value, sym::INDEX) {
                    Some(_) => core.size_argument(value)?.into(),
                    None => return Err(error(core, "required argument is not an integer")),
                },
            };
            integer(core, field, &int, layout.native || layout.little)?
        }
    };
    if !layout.little {
        bytes.reverse();
    }
    Ok(bytes)
}

/// `native` also for `<` and `=`: on little-endian machines CPython packs these with the native functions.
fn integer(core: &mut Core, field: &Field, int: &BigInt, native: bool) -> Run<Vec<u8>> {
    let signed = field.code.is_ascii_lowercase();
    let bits = 8 * field.size as u32;
    let (low, high) = if signed {
        (-(BigInt::from(1) << (bits - 1)), (BigInt::from(1) << (bits - 1)) - 1)
    } else {
        (BigInt::from(0), (BigInt::from(1) << bits) - 1)
    };
    if *int < low || *int > high {
        let code = field.code;
        // What does not fit into the C type that the number goes through first.
        let through_signed = signed || code == 'B' || code == 'H' && native;
        let beyond = if through_signed { i64::try_from(int).is_err() } else { u64::try_from(int).is_err() };
        let message = match code {
            'q' | 'Q' | 'n' | 'N' => "int too large to convert".to_owned(),
            _ if beyond => "argument out of range".to_owned(),
            'b' => "byte format requires -128 <= number <= 127".to_owned(),
            'B' => "ubyte format requires 0 <= number <= 255".to_owned(),
            'h' if native => "short format requires (-32767 -1) <= number <= 32767".to_owned(),
            'H' if native => "ushort format requires 0 <= number <= 65535".to_owned(),
            _ => format!("'{code}' format requires {low} <= number <= {high}"),
        };
        return Err(error(core, message));
    }
    let mut bytes = int.to_signed_bytes_le();
    bytes.resize(field.size.max(bytes.len()), if int.is_negative() { 0xff } else { 0 });
    bytes.truncate(field.size);
    Ok(bytes)
}

/// A float of 16 bits, rounded to even.
fn half(core: &mut Core, float: f64) -> Run<u16> {
    let sign = if float.is_sign_negative() { 0x8000 } else { 0 };
    let magnitude = float.abs();
    if float.is_nan() {
        return Ok(sign | 0x7e00);
    }
    if magnitude.is_infinite() {
        return Ok(sign | 0x7c00);
    }
    if magnitude == 0.0 {
        return Ok(sign);
    }
    let exponent = libm::frexp(magnitude).1 - 1;
    let bits = if exponent < -14 {
        libm::rint(libm::scalbn(magnitude, 24)) as u32
    } else {
        let fraction = libm::rint(libm::scalbn(magnitude, 10 - exponent)) as u32;
        ((exponent + 15) as u32) * 1024 + fraction - 1024
    };
    if bits >= 0x7c00 {
        return Err(core.error(t::OVERFLOW_ERROR, "float too large to pack with e format"));
    }
    Ok(sign | bits as u16)
}

fn decode(core: &mut Core, layout: &Layout, data: &Data, start: usize) -> Value {
    let mut values = Vec::new();
    for field in &layout.fields {
        let at = start + field.at;
        match field.code {
            'x' => {}
            's' => {
                let part = crate::builtins::bytes::slice(core, data, at, at + field.count);
                values.push(core.heap.data(part));
            }
            'p' => {
                let count = data
                    .bytes
                    .get(at)
                    .map_or(0, |count| (*count as usize).min(field.count.saturating_sub(1)));
                let part = crate::builtins::bytes::slice(core, data, at + 1, at + 1 + count);
                values.push(core.heap.data(part));
            }
            _ => {
                for index in 0..field.count {
                    let at = at + index * field.size;
                    let mut bytes = data.bytes[at..at + field.size].to_vec();
                    if !layout.little {
                        bytes.reverse();
                    }
                    values.push(decode_one(core, field.code, &bytes));
                }
            }
        }
    }
    core.heap.tuple(values)
}

fn decode_one(core: &mut Core, code: char, bytes: &[u8]) -> Value {
    let wide = |bytes: &[u8]| {
        let mut all = [0; 8];
        all[..bytes.len()].copy_from_slice(bytes);
        all
    };
    match code {
        'c' => core.heap.bytes(bytes),
        '?' => Value::Bool(bytes[0] != 0),
        'd' => Value::Float(f64::from_le_bytes(wide(bytes))),
        'f' => Value::Float(f64::from(f32::from_bits(u64::from_le_bytes(wide(bytes)) as u32))),
        'e' => {
            let bits = u64::from_le_bytes(wide(bytes)) as u32;
            let (exponent, fraction) = (bits >> 10 & 0x1f, f64::from(bits & 0x3ff));
            let magnitude = match exponent {
                0 => libm::scalbn(fraction, -24),
                31 if fraction == 0.0 => f64::INFINITY,
                31 => f64::NAN,
                exponent => libm::scalbn(fraction + 1024.0, exponent as i32 - 25),
            };
            Value::Float(if bits & 0x8000 == 0 { magnitude } else { -magnitude })
        }
        code if code.is_ascii_lowercase() => core.int(BigInt::from_signed_bytes_le(bytes)),
        _ => core.int(BigInt::from_bytes_le(Sign::Plus, bytes)),
    }
}

fn pack(core: &mut Core, args: &Args) -> Run<Value> {
    let Some((format, values)) = args.positional.split_first() else {
        return Err(core.type_error("pack expected at least 1 argument, got 0"));
    };
    let layout = parse(core, Some(*format))?;
    let bytes = encode(core, &layout, values)?;
    Ok(core.heap.bytes(bytes))
}

fn buffer(core: &mut Core, value: Option<Value>) -> Run<Data> {
    let value = value.unwrap_or(Value::None);
    match core.data(value) {
        Some(data) => Ok(data),
        None => {
            let name = core.type_name(value);
            Err(core.type_error(format!("a bytes-like object is required, not '{name}'")))
        }
    }
}

fn unpack(core: &mut Core, args: &Args) -> Run<Value> {
    let [format, bytes] = args.bind(core, "unpack", ["", ""], 2)?;
    let layout = parse(core, format)?;
    let data = buffer(core, bytes)?;
    if data.len() != layout.size {
        return Err(error(core, format!("unpack requires a buffer of {} bytes", layout.size)));
    }
    Ok(decode(core, &layout, &data, 0))
}

fn calcsize(core: &mut Core, args: &Args) -> Run<Value> {
    let [format] = args.bind(core, "calcsize", [""], 1)?;
    Ok(Value::Int(parse(core, format)?.size as i64))
}

fn place(core: &mut Core, offset: Option<Value>, length: usize, size: usize, verb: &str) -> Run<usize> {
    let offset = match offset {
        Some(offset) => core.size_argument(offset)?,
        None => 0,
    };
    let start = if offset < 0 { offset + length as i64 } else { offset };
    let fits = start >= 0 && start as usize + size <= length;
    if !fits {
        let message = if offset < 0 && start < 0 {
            format!("offset {offset} out of range for {length}-byte buffer")
        } else {
            let needed = size as i64 + start;
            format!(
                "{verb}_{} requires a buffer of at least {needed} bytes for {verb}ing {size} bytes at offset {start} (actual buffer size is {length})",
                if verb == "pack" { "into" } else { "from" }
            )
        };
        return Err(error(core, message));
    }
    Ok(start as usize)
}

fn unpack_from(core: &mut Core, args: &Args) -> Run<Value> {
    let [format, bytes, offset] = args.bind(core, "unpack_from", ["format", "buffer", "offset"], 2)?;
    let layout = parse(core, format)?;
    let data = buffer(core, bytes)?;
    let start = place(core, offset, data.len(), layout.size, "unpack")?;
    Ok(decode(core, &layout, &data, start))
}

fn pack_into(core: &mut Core, args: &Args) -> Run<Value> {
    let [format, array, offset, ref values @ ..] = args.positional[..] else {
        return Err(core.type_error("pack_into expected a format, a buffer and an offset"));
    };
    let layout = parse(core, Some(format))?;
    let bytes = encode(core, &layout, values)?;
    let length = buffer(core, Some(array))?.len();
    let start = place(core, Some(offset), length, layout.size, "pack")?;
    let range = [Value::Int(start as i64), Value::Int((start + bytes.len()) as i64), Value::None];
    let slice = Value::Ref(core.heap.add(crate::values::Object::Slice(std::rc::Rc::new(range))));
    let bytes = core.heap.bytes(bytes);
    crate::operations::subscripts::set(core, array, slice, bytes)?;
    Ok(Value::None)
}

fn iter_unpack(core: &mut Core, args: &Args) -> Run<Value> {
    let [format, bytes] = args.bind(core, "iter_unpack", ["", ""], 2)?;
    let layout = parse(core, format)?;
    let data = buffer(core, bytes)?;
    if layout.size == 0 {
        return Err(error(core, "cannot iteratively unpack with a struct of length 0"));
    }
    if data.len() % layout.size != 0 {
        let message = format!("iterative unpacking requires a buffer of a multiple of {} bytes", layout.size);
        return Err(error(core, message));
    }
    let items = (0..data.len() / layout.size)
        .map(|index| decode(core, &layout, &data, index * layout.size))
        .collect();
    let list = core.heap.list(items);
    crate::operations::iteration::iter(core, list)
}
