//! Case, tests of characters, padding and translation.

use super::*;

pub(super) fn change(core: &mut Core, args: &Args, change: impl Fn(&str) -> String) -> Run<Value> {
    let text = receiver(core, args)?;
    Ok(core.heap.str(change(&text.string)))
}

pub(super) fn upper(core: &mut Core, args: &Args) -> Run<Value> {
    change(core, args, str::to_uppercase)
}

pub(super) fn lower(core: &mut Core, args: &Args) -> Run<Value> {
    change(core, args, str::to_lowercase)
}

pub(super) fn casefold(core: &mut Core, args: &Args) -> Run<Value> {
    change(core, args, |text| text.to_lowercase().replace('ß', "ss"))
}

pub(super) fn titled(text: &str) -> String {
    let mut inside = false;
    let mut out = String::new();
    for c in text.chars() {
        if inside {
            out.extend(c.to_lowercase());
        } else {
            out.extend(c.to_uppercase());
        }
        inside = c.is_alphabetic();
    }
    out
}

pub(super) fn title(core: &mut Core, args: &Args) -> Run<Value> {
    change(core, args, titled)
}

pub(super) fn capitalize(core: &mut Core, args: &Args) -> Run<Value> {
    change(core, args, |text| {
        let mut chars = text.chars();
        let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
        first + &chars.as_str().to_lowercase()
    })
}

pub(super) fn swapcase(core: &mut Core, args: &Args) -> Run<Value> {
    change(core, args, |text| {
        let swap = |c: char| -> String {
            if c.is_uppercase() { c.to_lowercase().collect() } else { c.to_uppercase().collect() }
        };
        text.chars().map(swap).collect()
    })
}

pub(super) fn test(core: &mut Core, args: &Args, test: impl Fn(char) -> bool) -> Run<Value> {
    let text = receiver(core, args)?;
    Ok(Value::Bool(text.length > 0 && text.string.chars().all(test)))
}

pub(super) fn isdigit(core: &mut Core, args: &Args) -> Run<Value> {
    test(core, args, |c| c.is_ascii_digit() || (c.is_numeric() && "²³¹⁰⁴⁵⁶⁷⁸⁹".contains(c)))
}

pub(super) fn isdecimal(core: &mut Core, args: &Args) -> Run<Value> {
    test(core, args, |c| c.is_ascii_digit())
}

pub(super) fn isnumeric(core: &mut Core, args: &Args) -> Run<Value> {
    test(core, args, char::is_numeric)
}

pub(super) fn isalpha(core: &mut Core, args: &Args) -> Run<Value> {
    test(core, args, char::is_alphabetic)
}

pub(super) fn isalnum(core: &mut Core, args: &Args) -> Run<Value> {
    test(core, args, char::is_alphanumeric)
}

pub(super) fn isspace(core: &mut Core, args: &Args) -> Run<Value> {
    test(core, args, |c| c.is_whitespace() || ('\x1c'..='\x1f').contains(&c))
}

pub(super) fn isupper(core: &mut Core, args: &Args) -> Run<Value> {
    let text = receiver(core, args)?;
    let any = text.string.chars().any(char::is_uppercase);
    Ok(Value::Bool(any && !text.string.chars().any(char::is_lowercase)))
}

pub(super) fn islower(core: &mut Core, args: &Args) -> Run<Value> {
    let text = receiver(core, args)?;
    let any = text.string.chars().any(char::is_lowercase);
    Ok(Value::Bool(any && !text.string.chars().any(char::is_uppercase)))
}

pub(super) fn isidentifier(core: &mut Core, args: &Args) -> Run<Value> {
    let text = receiver(core, args)?;
    let begins = text.string.chars().next().is_some_and(|c| c == '_' || c.is_alphabetic());
    Ok(Value::Bool(begins && text.string.chars().all(|c| c == '_' || c.is_alphanumeric())))
}

pub(super) fn isascii(core: &mut Core, args: &Args) -> Run<Value> {
    let text = receiver(core, args)?;
    Ok(Value::Bool(text.string.is_ascii()))
}

pub(super) fn isprintable(core: &mut Core, args: &Args) -> Run<Value> {
    let text = receiver(core, args)?;
    let shown = display::quoted(&text.string.replace(['\\', '\'', '"'], ""));
    Ok(Value::Bool(!shown.contains('\\')))
}

pub(super) fn istitle(core: &mut Core, args: &Args) -> Run<Value> {
    let text = receiver(core, args)?;
    let any = text.string.chars().any(char::is_alphabetic);
    Ok(Value::Bool(any && titled(&text.string) == text.string))
}

pub(super) fn justify(
    core: &mut Core,
    args: &Args,
    name: &str,
    left: fn(usize, usize) -> usize,
) -> Run<Value> {
    let text = receiver(core, args)?;
    let (_, [width, fill]) = args.method(core, name, ["", ""], 1)?;
    let width = core.size_argument(width.unwrap_or(Value::None))?.max(0) as usize;
    core.reserve(width)?;
    let fill = match fill {
        Some(fill) => argument(core, Some(fill))?.string.clone(),
        None => " ".to_owned(),
    };
    if fill.chars().count() != 1 {
        return Err(core.type_error("The fill character must be exactly one character long"));
    }
    let missing = width.saturating_sub(text.length);
    let left = left(missing, width);
    Ok(core.heap.str(format!("{}{}{}", fill.repeat(left), text.string, fill.repeat(missing - left))))
}

pub(super) fn ljust(core: &mut Core, args: &Args) -> Run<Value> {
    justify(core, args, "ljust", |_, _| 0)
}

pub(super) fn rjust(core: &mut Core, args: &Args) -> Run<Value> {
    justify(core, args, "rjust", |missing, _| missing)
}

pub(super) fn center(core: &mut Core, args: &Args) -> Run<Value> {
    justify(core, args, "center", |missing, width| missing / 2 + (missing & width & 1))
}

pub(super) fn zfill(core: &mut Core, args: &Args) -> Run<Value> {
    let text = receiver(core, args)?;
    let (_, [width]) = args.method(core, "zfill", [""], 1)?;
    let width = core.size_argument(width.unwrap_or(Value::None))?.max(0) as usize;
    core.reserve(width)?;
    let zeros = "0".repeat(width.saturating_sub(text.length));
    let sign = usize::from(text.string.starts_with(['+', '-']));
    Ok(core.heap.str(format!("{}{zeros}{}", &text.string[..sign], &text.string[sign..])))
}

pub(super) fn removeprefix(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, [affix]) = args.method(core, "removeprefix", [""], 1)?;
    let affix = argument(core, affix)?;
    change(core, args, |text| text.strip_prefix(affix.string.as_str()).unwrap_or(text).to_owned())
}

pub(super) fn removesuffix(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, [affix]) = args.method(core, "removesuffix", [""], 1)?;
    let affix = argument(core, affix)?;
    change(core, args, |text| text.strip_suffix(affix.string.as_str()).unwrap_or(text).to_owned())
}

pub(super) fn expandtabs(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, [size]) = args.method(core, "expandtabs", ["tabsize"], 0)?;
    let size = match size {
        Some(size) => core.size_argument(size)?.clamp(0, 1000) as usize,
        None => 8,
    };
    change(core, args, |text| {
        let mut out = String::new();
        let mut column = 0;
        for c in text.chars() {
            match c {
                '\t' if size == 0 => {}
                '\t' => {
                    let blanks = size - column % size;
                    out.extend(std::iter::repeat_n(' ', blanks));
                    column += blanks;
                }
                c => {
                    out.push(c);
                    column = if matches!(c, '\n' | '\r') { 0 } else { column + 1 };
                }
            }
        }
        out
    })
}

pub(super) fn maketrans(core: &mut Core, args: &Args) -> Run<Value> {
    let [from, to, delete] = args.bind(core, "maketrans", ["", "", ""], 1)?;
    let mut entries: Vec<(i64, Value)> = Vec::new();
    let Some(to) = to else {
        let Some(Object::Dict(dict)) = core.object(from.unwrap_or(Value::None)) else {
            return Err(core.type_error("if you give only one argument to maketrans it must be a dict"));
        };
        for (key, value) in dict.clone().values() {
            match core.as_text(*key) {
                Some(text) if text.length == 1 => entries.push((text.char_at(0) as i64, *value)),
                Some(_) => return Err(core.value_error("string keys in translate table must be of length 1")),
                None => entries.push((core.size_argument(*key)?, *value)),
            }
        }
        return Ok(table(core, entries));
    };
    let (from, to) = (argument(core, from)?, argument(core, Some(to))?);
    if from.length != to.length {
        return Err(core.value_error("the first two maketrans arguments must have equal length"));
    }
    for (a, b) in from.string.chars().zip(to.string.chars()) {
        entries.push((a as i64, Value::Int(b as i64)));
    }
    if let Some(delete) = delete {
        let delete = argument(core, Some(delete))?;
        entries.extend(delete.string.chars().map(|c| (c as i64, Value::None)));
    }
    Ok(table(core, entries))
}

pub(super) fn table(core: &mut Core, entries: Vec<(i64, Value)>) -> Value {
    let dict = entries.into_iter().map(|(key, value)| (Key::Int(key), (Value::Int(key), value))).collect();
    Value::Ref(core.heap.add(Object::Dict(Rc::new(dict))))
}

pub(super) fn translate(core: &mut Core, args: &Args) -> Run<Value> {
    let text = receiver(core, args)?;
    let (_, [table]) = args.method(core, "translate", [""], 1)?;
    let Some(Object::Dict(table)) = core.object(table.unwrap_or(Value::None)) else {
        return Err(core.type_error("translate() needs a dict"));
    };
    let table = table.clone();
    let mut out = String::new();
    for c in text.string.chars() {
        match table.get(&Key::Int(c as i64)) {
            None => out.push(c),
            Some((_, Value::None)) => {}
            Some((_, Value::Int(code))) => out.extend(u32::try_from(*code).ok().and_then(char::from_u32)),
            Some((_, value)) => match core.as_text(*value) {
                Some(text) => out.push_str(&text.string),
                None => return Err(core.type_error("character mapping must return integer, None or str")),
            },
        }
    }
    Ok(core.heap.str(out))
}
