//! Format specifications: `format(value, spec)` and f-strings.

use super::arithmetic::{Number, number};
use super::{display, floats};
use crate::builtins::sym;
use crate::machine::{Core, Run};
use crate::values::Value;
use num_bigint::BigInt;
use num_traits::Signed;

/// A parsed specification: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.
#[derive(Debug, Default, Clone)]
pub(crate) struct Spec {
    pub(crate) fill: Option<char>,
    pub(crate) align: Option<char>,
    pub(crate) sign: Option<char>,
    pub(crate) alternate: bool,
    pub(crate) zero: bool,
    pub(crate) width: usize,
    pub(crate) grouping: Option<char>,
    pub(crate) precision: Option<usize>,
    pub(crate) kind: Option<char>,
}

fn parse(spec: &str) -> Option<Spec> {
    let chars: Vec<char> = spec.chars().collect();
    let mut at = 0;
    let mut parsed = Spec::default();
    let is_align = |c: char| matches!(c, '<' | '>' | '=' | '^');
    if chars.len() >= 2 && is_align(chars[1]) {
        parsed.fill = Some(chars[0]);
        parsed.align = Some(chars[1]);
        at = 2;
    } else if !chars.is_empty() && is_align(chars[0]) {
        parsed.align = Some(chars[0]);
        at = 1;
    }
    let mut take = |wanted: &[char]| -> Option<char> {
        let c = chars.get(at).copied().filter(|c| wanted.contains(c))?;
        at += 1;
        Some(c)
    };
    parsed.sign = take(&['+', '-', ' ']);
    parsed.alternate = take(&['#']).is_some();
    parsed.zero = take(&['0']).is_some();
    let digits = |at: &mut usize| -> Option<usize> {
        let start = *at;
        while chars.get(*at).is_some_and(char::is_ascii_digit) {
            *at += 1;
        }
        (*at > start).then(|| chars[start..*at].iter().collect::<String>().parse().unwrap_or(usize::MAX))
    };
    parsed.width = digits(&mut at).unwrap_or(0);
    if let Some(c) = chars.get(at).copied().filter(|c| matches!(c, ',' | '_')) {
        parsed.grouping = Some(c);
        at += 1;
    }
    if chars.get(at) == Some(&'.') {
        at += 1;
        parsed.precision = Some(digits(&mut at)?);
    }
    if let Some(kind) = chars.get(at) {
        parsed.kind = Some(*kind);
        at += 1;
    }
    (at == chars.len()).then_some(parsed)
}

/// `format(value, spec)`
pub(crate) fn format(core: &mut Core, value: Value, spec: &str) -> Run<String> {
    if let Some(method) = core.user_method(value, sym::FORMAT) {
        let spec = core.heap.str(spec);
        let text = core.call(method, vec![value, spec])?;
        return Ok(core.text(text, "__format__ must return a str: it")?.string.clone());
    }
    if spec.is_empty() {
        return display::str(core, value);
    }
    let name = core.type_name(value);
    let Some(parsed) = parse(spec) else {
        return Err(
            core.value_error(format!("Invalid format specifier '{spec}' for object of type '{name}'"))
        );
    };
    if parsed.width > 1 << 20 || parsed.precision.unwrap_or(0) > 1 << 16 {
        return Err(core.value_error("Too many decimal digits in format string"));
    }
    let plain = core.plain(value);
    if let Some(text) = core.as_text(plain) {
        return format_str(core, &text.string, &parsed);
    }
    if let Value::Bool(_) = plain
        && parsed.kind.is_none()
    {
        let text = display::str(core, value)?;
        return format_str(core, &text, &parsed);
    }
    match number(core, plain) {
        Some(Number::Float(float)) => format_float(core, float, &parsed, &name),
        Some(number) => format_int(core, number, &parsed, &name),
        None => Err(core.type_error(format!("unsupported format string passed to {name}.__format__"))),
    }
}

fn format_str(core: &mut Core, text: &str, spec: &Spec) -> Run<String> {
    if !matches!(spec.kind, None | Some('s')) {
        let kind = spec.kind.unwrap_or(' ');
        return Err(core.value_error(format!("Unknown format code '{kind}' for object of type 'str'")));
    }
    if spec.sign.is_some() {
        return Err(core.value_error("Sign not allowed in string format specifier"));
    }
    if spec.align == Some('=') {
        return Err(core.value_error("'=' alignment not allowed in string format specifier"));
    }
    let text: String = match spec.precision {
        Some(precision) => text.chars().take(precision).collect(),
        None => text.to_owned(),
    };
    let mut spec = spec.clone();
    if spec.zero && spec.fill.is_none() {
        spec.fill = Some('0');
    }
    Ok(pad(&text, &spec, '<'))
}

/// Pads a text without a sign.
pub(crate) fn pad(text: &str, spec: &Spec, default: char) -> String {
    let length = text.chars().count();
    if length >= spec.width {
        return text.to_owned();
    }
    let fill = spec.fill.unwrap_or(' ');
    let missing = spec.width - length;
    let left = match spec.align.unwrap_or(default) {
        '<' => 0,
        '^' => missing / 2,
        _ => missing,
    };
    let mut out: String = std::iter::repeat_n(fill, left).collect();
    out.push_str(text);
    out.extend(std::iter::repeat_n(fill, missing - left));
    out
}

/// Puts sign, prefix, digits and the rest together.
fn assemble(negative: bool, prefix: &str, whole: &str, rest: &str, spec: &Spec) -> String {
    let sign = match (negative, spec.sign) {
        (true, _) => "-",
        (false, Some('+')) => "+",
        (false, Some(' ')) => " ",
        (false, _) => "",
    };
    let zero = spec.zero && spec.align.is_none();
    let fill = spec.fill.unwrap_or(if zero || spec.zero { '0' } else { ' ' });
    let align = spec.align.unwrap_or(if zero { '=' } else { '>' });
    let size = if matches!(spec.kind, Some('x' | 'X' | 'o' | 'b')) { 4 } else { 3 };
    let mut whole = match spec.grouping {
        Some(separator) => group(whole, separator, size),
        None => whole.to_owned(),
    };
    let length = |whole: &str| sign.len() + prefix.len() + whole.chars().count() + rest.chars().count();
    if align == '=' {
        if fill == '0'
            && let Some(separator) = spec.grouping
        {
            let mut digits: String = whole.chars().filter(|c| *c != separator).collect();
            while length(&whole) < spec.width {
                digits.insert(0, '0');
                let grouped = group(&digits, separator, size);
                if length(&grouped) > spec.width
                    && grouped.starts_with("0")
                    && length(&grouped) > spec.width + 1
                {
                    break;
                }
                whole = grouped;
            }
        }
        let missing = spec.width.saturating_sub(length(&whole));
        let padding: String = std::iter::repeat_n(fill, missing).collect();
        return format!("{sign}{prefix}{padding}{whole}{rest}");
    }
    let mut spec = spec.clone();
    spec.fill = Some(fill);
    spec.align = Some(align);
    pad(&format!("{sign}{prefix}{whole}{rest}"), &spec, '>')
}

fn group(digits: &str, separator: char, size: usize) -> String {
    let mut out = String::new();
    for (index, c) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(size) {
            out.push(separator);
        }
        out.push(c);
    }
    out
}

fn format_int(core: &mut Core, number: Number, spec: &Spec, name: &str) -> Run<String> {
    if matches!(spec.kind, Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%')) {
        return format_float(core, number.float(), spec, name);
    }
    if spec.precision.is_some() {
        return Err(core.value_error("Precision not allowed in integer format specifier"));
    }
    let int: BigInt = number.big().expect("floats were handled");
    let (radix, prefix) = match spec.kind {
        None | Some('d' | 'n') => (10, ""),
        Some('x') => (16, "0x"),
        Some('X') => (16, "0X"),
        Some('o') => (8, "0o"),
        Some('b') => (2, "0b"),
        Some('c') => {
            let c = u32::try_from(&int).ok().and_then(char::from_u32);
            return match c {
                Some(c) => Ok(pad(&c.to_string(), spec, '<')),
                None => Err(core.error(crate::values::t::OVERFLOW_ERROR, "%c arg not in range(0x110000)")),
            };
        }
        Some(kind) => {
            return Err(core.value_error(format!("Unknown format code '{kind}' for object of type '{name}'")));
        }
    };
    if spec.grouping == Some(',') && radix != 10 {
        let kind = spec.kind.unwrap_or('d');
        return Err(core.value_error(format!("Cannot specify ',' with '{kind}'.")));
    }
    let mut digits = match radix {
        10 => super::display::decimal_digits(core, &int.abs())?,
        radix => int.abs().to_str_radix(radix),
    };
    if spec.kind == Some('X') {
        digits = digits.to_uppercase();
    }
    let prefix = if spec.alternate { prefix } else { "" };
    Ok(assemble(int.is_negative(), prefix, &digits, "", spec))
}

fn format_float(core: &mut Core, float: f64, spec: &Spec, name: &str) -> Run<String> {
    let kind = spec.kind.unwrap_or('\0');
    let upper = kind.is_ascii_uppercase();
    let negative = float.is_sign_negative() && !float.is_nan();
    if !float.is_finite() {
        let text = if float.is_nan() { "nan" } else { "inf" };
        let text = if upper { text.to_uppercase() } else { text.to_owned() };
        let percent = if kind == '%' { "%" } else { "" };
        let mut spec = spec.clone();
        if spec.zero && spec.align.is_none() {
            spec.align = Some('=');
            spec.fill = Some('0');
        }
        return Ok(assemble(negative, "", &text, percent, &spec));
    }
    let magnitude = float.abs();
    let precision = spec.precision.unwrap_or(6);
    let text = match kind {
        'f' | 'F' => floats::fixed(magnitude, precision),
        '%' => floats::fixed(magnitude * 100.0, precision),
        'e' | 'E' => exponent(magnitude, precision),
        'g' | 'G' | 'n' => floats::general(magnitude, precision, spec.alternate),
        '\0' => match spec.precision {
            None => floats::repr(magnitude),
            Some(precision) => {
                let text = floats::general(magnitude, precision, false);
                // Without a type at least one digit follows the point, and `e` begins one digit earlier.
                if text.contains(['.', 'e']) {
                    text
                } else if text.len() >= precision.max(1)
                    && magnitude != 0.0
                    && precision > 0
                    && text.len() == precision
                {
                    let (_, digits, exponent) = floats::shortest(text.parse().unwrap_or(magnitude));
                    floats::scientific(&digits, exponent, 'e')
                } else {
                    format!("{text}.0")
                }
            }
        },
        kind => {
            return Err(core.value_error(format!("Unknown format code '{kind}' for object of type '{name}'")));
        }
    };
    let text = if upper { text.to_uppercase() } else { text };
    let split = text.find(['.', 'e', 'E']).unwrap_or(text.len());
    let (whole, rest) = text.split_at(split);
    let mut rest = rest.to_owned();
    if spec.alternate && !rest.contains('.') {
        rest.insert(0, '.');
    }
    if kind == '%' {
        rest.push('%');
    }
    Ok(assemble(negative, "", whole, &rest, spec))
}

/// `%e`
pub(crate) fn exponent(magnitude: f64, precision: usize) -> String {
    let text = floats::exponential(magnitude, precision);
    let (mantissa, exponent) = text.split_once('e').expect("the format has an exponent");
    let exponent: i32 = exponent.parse().expect("the exponent is a number");
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

/// `str.format`: replacement fields in `text`.
pub(crate) fn replace_fields(core: &mut Core, text: &str, args: &crate::machine::Args) -> Run<String> {
    let mut automatic = 0;
    fields(core, text, args, &mut automatic, 2)
}

fn fields(
    core: &mut Core,
    text: &str,
    args: &crate::machine::Args,
    automatic: &mut usize,
    depth: u32,
) -> Run<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < chars.len() {
        match chars[at] {
            '{' if chars.get(at + 1) == Some(&'{') => {
                out.push('{');
                at += 2;
            }
            '}' if chars.get(at + 1) == Some(&'}') => {
                out.push('}');
                at += 2;
            }
            '}' => return Err(core.value_error("Single '}' encountered in format string")),
            '{' => {
                let start = at + 1;
                let mut open = 1;
                at += 1;
                while at < chars.len() && open > 0 {
                    match chars[at] {
                        '{' => open += 1,
                        '}' => open -= 1,
                        _ => {}
                    }
                    at += 1;
                }
                if open > 0 {
                    let message = if start == chars.len() {
                        "Single '{' encountered in format string"
                    } else {
                        "expected '}' before end of string"
                    };
                    return Err(core.value_error(message));
                }
                if depth == 0 {
                    return Err(core.value_error("Max string recursion exceeded"));
                }
                let field: String = chars[start..at - 1].iter().collect();
                out.push_str(&one_field(core, &field, args, automatic, depth)?);
            }
            c => {
                out.push(c);
                at += 1;
            }
        }
    }
    Ok(out)
}

fn one_field(
    core: &mut Core,
    field: &str,
    args: &crate::machine::Args,
    automatic: &mut usize,
    depth: u32,
) -> Run<String> {
    let mut bracket = 0;
    let mut split = None;
    for (index, c) in field.char_indices() {
        match c {
            '[' => bracket += 1,
            ']' => bracket -= 1,
            ':' | '!' if bracket <= 0 => {
                split = Some((index, c));
                break;
            }
            _ => {}
        }
    }
    let (name, conversion, spec) = match split {
        None => (field, None, ""),
        Some((index, ':')) => (&field[..index], None, &field[index + 1..]),
        Some((index, _)) => {
            let rest = &field[index + 1..];
            let conversion = rest.chars().next();
            let spec = rest.get(conversion.map_or(0, char::len_utf8)..).unwrap_or_default();
            (&field[..index], conversion, spec.strip_prefix(':').unwrap_or(spec))
        }
    };
    let end = name.find(['.', '[']).unwrap_or(name.len());
    let (first, mut path) = name.split_at(end);
    let mut value = if first.is_empty() || first.chars().all(|c| c.is_ascii_digit()) {
        let index = if first.is_empty() {
            *automatic += 1;
            *automatic - 1
        } else {
            first.parse().unwrap_or(usize::MAX)
        };
        match args.positional.get(index) {
            Some(value) => *value,
            None => {
                let message = format!("Replacement index {index} out of range for positional args tuple");
                return Err(core.error(crate::values::t::INDEX_ERROR, message));
            }
        }
    } else {
        let symbol = core.symbols.intern(first);
        match args.keywords.iter().find(|(name, _)| *name == symbol) {
            Some((_, value)) => *value,
            None => {
                let name = core.heap.str(first);
                return Err(core.raise(crate::values::t::KEY_ERROR, vec![name]));
            }
        }
    };
    while !path.is_empty() {
        if let Some(rest) = path.strip_prefix('.') {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            let symbol = core.symbols.intern(&rest[..end]);
            value = super::attributes::get(core, value, symbol)?;
            path = &rest[end..];
        } else {
            let rest = &path[1..];
            let Some(end) = rest.find(']') else {
                return Err(core.value_error("Missing ']' in format string"));
            };
            let index = match rest[..end].parse::<i64>() {
                Ok(index) => Value::Int(index),
                Err(_) => core.heap.str(&rest[..end]),
            };
            value = super::subscripts::get(core, value, index)?;
            path = &rest[end + 1..];
        }
    }
    let spec = fields(core, spec, args, automatic, depth - 1)?;
    convert_and_format(core, value, conversion, &spec)
}

/// `{value!conversion:spec}`
pub(crate) fn convert_and_format(
    core: &mut Core,
    value: Value,
    conversion: Option<char>,
    spec: &str,
) -> Run<String> {
    let text = match conversion {
        None => return format(core, value, spec),
        Some('s') => display::str(core, value)?,
        Some('r') => display::repr(core, value)?,
        Some('a') => ascii(&display::repr(core, value)?),
        Some(other) => return Err(core.value_error(format!("Unknown conversion specifier {other}"))),
    };
    let text = core.heap.str(text);
    format(core, text, spec)
}

/// `ascii(value)` of a `repr`.
pub(crate) fn ascii(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c as u32 {
            0..0x80 => out.push(c),
            code @ 0x80..0x100 => out.push_str(&format!("\\x{code:02x}")),
            code @ 0x100..0x10000 => out.push_str(&format!("\\u{code:04x}")),
            code => out.push_str(&format!("\\U{code:08x}")),
        }
    }
    out
}
