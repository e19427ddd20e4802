//! `%` formatting of strings and bytes.

use super::arithmetic::{Number, number};
use super::format::{Spec, ascii, exponent, pad};
use super::{display, floats};
use crate::machine::{Core, Run};
use crate::values::{Object, Value, t};
use num_traits::Signed;
use std::io::Write;
use std::rc::Rc;

struct Source {
    items: Option<Rc<[Value]>>,
    single: Value,
    next: usize,
}

impl Source {
    fn take(&mut self, core: &mut Core) -> Run<Value> {
        let value = match &self.items {
            Some(items) => items.get(self.next).copied(),
            None => (self.next == 0).then_some(self.single),
        };
        self.next += 1;
        value.ok_or_else(|| core.type_error("not enough arguments for format string"))
    }
}

/// `text % values`; `bytes` says that the result is a byte string.
pub(crate) fn format(core: &mut Core, text: &[u8], values: Value, bytes: bool) -> Run<Vec<u8>> {
    let items = match core.object(values) {
        Some(Object::Tuple(items)) => Some(items.clone()),
        _ => None,
    };
    let mut source = Source { items, single: values, next: 0 };
    let mut out = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if text[at] != b'%' {
            out.push(text[at]);
            at += 1;
            continue;
        }
        at += 1;
        at = one(core, text, at, &mut source, &mut out, bytes)?;
    }
    let mapping = matches!(core.object(values), Some(Object::Dict(_)));
    let left = match &source.items {
        Some(items) => source.next < items.len(),
        None => source.next == 0 && !mapping,
    };
    if left {
        let what = if bytes { "bytes" } else { "string" };
        return Err(core.type_error(format!("not all arguments converted during {what} formatting")));
    }
    Ok(out)
}

fn one(
    core: &mut Core,
    text: &[u8],
    mut at: usize,
    source: &mut Source,
    out: &mut Vec<u8>,
    bytes: bool,
) -> Run<usize> {
    // The commonest: a plain integer or string without width or flags.
    if let Some(kind @ (b'd' | b's')) = text.get(at) {
        let value = source.take(core)?;
        match value {
            Value::Int(int) if *kind == b'd' || !bytes => write!(out, "{int}").expect("writing to memory"),
            _ if *kind == b's' && !bytes && core.is_plain_str(value) => {
                let Some(Object::Str(text)) = core.object_raw(value) else { unreachable!("a plain string") };
                out.extend_from_slice(text.string.as_bytes());
            }
            _ => convert(core, *kind, value, Spec::default(), out, bytes, at + 1)?,
        }
        return Ok(at + 1);
    }
    let mut spec = Spec::default();
    let mut named = None;
    if text.get(at) == Some(&b'(') {
        let Some(length) = text[at..].iter().position(|byte| *byte == b')') else {
            return Err(core.value_error("incomplete format key"));
        };
        let name = String::from_utf8_lossy(&text[at + 1..at + length]).into_owned();
        if !matches!(core.object(source.single), Some(Object::Dict(_))) {
            return Err(core.type_error("format requires a mapping"));
        }
        let name = core.heap.str(name);
        named = Some(super::subscripts::get(core, source.single, name)?);
        at += length + 1;
    }
    while let Some(flag) = text.get(at) {
        match flag {
            b'-' => spec.align = Some('<'),
            b'+' => spec.sign = Some('+'),
            b' ' if spec.sign.is_none() => spec.sign = Some(' '),
            b' ' => {}
            b'#' => spec.alternate = true,
            b'0' => spec.zero = true,
            _ => break,
        }
        at += 1;
    }
    let digits = |core: &mut Core, at: &mut usize, source: &mut Source| -> Run<Option<i64>> {
        if text.get(*at) == Some(&b'*') {
            *at += 1;
            let value = source.take(core)?;
            return match value {
                Value::Int(int) => Ok(Some(int)),
                _ => Err(core.type_error("* wants int")),
            };
        }
        let start = *at;
        while text.get(*at).is_some_and(u8::is_ascii_digit) {
            *at += 1;
        }
        Ok(std::str::from_utf8(&text[start..*at]).ok().and_then(|digits| digits.parse().ok()))
    };
    if let Some(width) = digits(core, &mut at, source)? {
        if width < 0 {
            spec.align = Some('<');
        }
        spec.width = width.unsigned_abs().min(1 << 20) as usize;
    }
    if text.get(at) == Some(&b'.') {
        at += 1;
        let precision = digits(core, &mut at, source)?.unwrap_or(0);
        spec.precision = Some(precision.clamp(0, 1 << 16) as usize);
    }
    while matches!(text.get(at), Some(b'l' | b'h' | b'L')) {
        at += 1;
    }
    let Some(kind) = text.get(at).copied() else {
        return Err(core.value_error("incomplete format"));
    };
    at += 1;
    if kind == b'%' {
        out.push(b'%');
        return Ok(at);
    }
    let value = match named {
        Some(value) => value,
        None => source.take(core)?,
    };
    convert(core, kind, value, spec, out, bytes, at)?;
    if named.is_some() {
        source.next = source.next.max(1);
    }
    Ok(at)
}

fn convert(
    core: &mut Core,
    kind: u8,
    value: Value,
    mut spec: Spec,
    out: &mut Vec<u8>,
    bytes: bool,
    at: usize,
) -> Run<()> {
    spec.kind = Some(char::from(kind));
    let text = match kind {
        b's' | b'b' if bytes => {
            let Some(content) = core.byte_slice(value) else {
                let name = core.type_name(value);
                return Err(core.type_error(format!(
                    "%b requires a bytes-like object, or an object that implements __bytes__, not '{name}'"
                )));
            };
            let shown = spec.precision.map_or(content.len(), |precision| precision.min(content.len()));
            let missing = spec.width.saturating_sub(shown);
            let left = if spec.align == Some('<') { 0 } else { missing };
            out.extend(std::iter::repeat_n(b' ', left));
            out.extend_from_slice(&content[..shown]);
            out.extend(std::iter::repeat_n(b' ', missing - left));
            return Ok(());
        }
        b's' => display::str(core, value)?,
        b'r' => display::repr(core, value)?,
        b'a' => ascii(&display::repr(core, value)?),
        b'c' => match (core.plain(value), core.as_text(value)) {
            (_, Some(text)) if text.length == 1 => text.string.clone(),
            (Value::Int(code), _) if bytes && (0..256).contains(&code) => {
                out.push(code as u8);
                return Ok(());
            }
            (Value::Int(code), _) => match u32::try_from(code).ok().and_then(char::from_u32) {
                Some(c) => c.to_string(),
                None => return Err(core.error(t::OVERFLOW_ERROR, "%c arg not in range(0x110000)")),
            },
            _ if bytes && core.byte_slice(value).is_some_and(|content| content.len() == 1) => {
                out.extend(core.byte_slice(value).unwrap_or_default());
                return Ok(());
            }
            _ => return Err(core.type_error("%c requires int or char")),
        },
        b'd' | b'i' | b'u' | b'x' | b'X' | b'o' => {
            let text = integer(core, kind, value, &spec)?;
            out.extend(text.into_bytes());
            return Ok(());
        }
        b'e' | b'E' | b'f' | b'F' | b'g' | b'G' => {
            let text = float(core, kind, value, &spec)?;
            out.extend(text.into_bytes());
            return Ok(());
        }
        other => {
            let code = char::from(other);
            let message = format!("unsupported format character '{code}' (0x{other:x}) at index {}", at - 1);
            return Err(core.value_error(message));
        }
    };
    let text: String = match spec.precision {
        Some(precision) => text.chars().take(precision).collect(),
        None => text,
    };
    out.extend(pad(&text, &spec, '>').into_bytes());
    Ok(())
}

fn signed(negative: bool, prefix: &str, digits: &str, spec: &Spec) -> String {
    let sign = match (negative, spec.sign) {
        (true, _) => "-",
        (false, Some('+')) => "+",
        (false, Some(_)) => " ",
        (false, None) => "",
    };
    if spec.zero && spec.align.is_none() {
        let missing = spec.width.saturating_sub(sign.len() + prefix.len() + digits.len());
        return format!("{sign}{prefix}{}{digits}", "0".repeat(missing));
    }
    pad(&format!("{sign}{prefix}{digits}"), spec, '>')
}

fn integer(core: &mut Core, kind: u8, value: Value, spec: &Spec) -> Run<String> {
    if let (Value::Int(int), b'd' | b'i' | b'u', None) = (value, kind, spec.precision) {
        return Ok(signed(int < 0, "", &int.unsigned_abs().to_string(), spec));
    }
    let int = match number(core, value) {
        Some(Number::Float(float)) if matches!(kind, b'd' | b'i' | b'u') && float.is_finite() => {
            num_traits::FromPrimitive::from_f64(libm::trunc(float)).unwrap_or_default()
        }
        Some(Number::Float(float)) if matches!(kind, b'd' | b'i' | b'u') => {
            let (class, what) = if float.is_nan() {
                (t::VALUE_ERROR, "float NaN")
            } else {
                (t::OVERFLOW_ERROR, "float infinity")
            };
            return Err(core.error(class, format!("cannot convert {what} to integer")));
        }
        Some(Number::Float(_)) | None => {
            let name = core.type_name(value);
            let wanted = if matches!(kind, b'd' | b'i' | b'u') { "a real number" } else { "an integer" };
            let code = char::from(kind);
            return Err(core.type_error(format!("%{code} format: {wanted} is required, not {name}")));
        }
        Some(number) => number.big().expect("floats were handled"),
    };
    let (radix, prefix) = match kind {
        b'x' => (16, "0x"),
        b'X' => (16, "0X"),
        b'o' => (8, "0o"),
        _ => (10, ""),
    };
    let mut digits = match radix {
        10 => display::decimal_digits(core, &int.abs())?,
        radix => int.abs().to_str_radix(radix),
    };
    if kind == b'X' {
        digits = digits.to_uppercase();
    }
    if let Some(precision) = spec.precision {
        digits = format!("{}{digits}", "0".repeat(precision.saturating_sub(digits.len())));
    }
    Ok(signed(int.is_negative(), if spec.alternate { prefix } else { "" }, &digits, spec))
}

fn float(core: &mut Core, kind: u8, value: Value, spec: &Spec) -> Run<String> {
    let Some(number) = number(core, value) else {
        let name = core.type_name(value);
        return Err(core.type_error(format!("must be real number, not {name}")));
    };
    let float = number.float();
    let precision = spec.precision.unwrap_or(6);
    let magnitude = float.abs();
    let text = if !float.is_finite() {
        if float.is_nan() { "nan".to_owned() } else { "inf".to_owned() }
    } else {
        match kind.to_ascii_lowercase() {
            b'f' => floats::fixed(magnitude, precision),
            b'e' => exponent(magnitude, precision),
            _ => floats::general(magnitude, precision, spec.alternate),
        }
    };
    let text = if kind.is_ascii_uppercase() { text.to_uppercase() } else { text };
    Ok(signed(float.is_sign_negative() && !float.is_nan(), "", &text, spec))
}
