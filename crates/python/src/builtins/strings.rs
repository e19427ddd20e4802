//! `str`.

mod forms;

use forms::*;

use super::{Owner, natives};
use crate::machine::{Args, Core, Run};
use crate::operations::subscripts::slice_places;
use crate::operations::{compare, display, format};
use crate::values::{Key, Object, Text, Value, t};
use std::rc::Rc;

natives! {
    Owner::Static(t::STR);
    "__new__" => new,
    "maketrans" => maketrans;
    Owner::Type(t::STR);
    "encode" => encode, "format" => format_, "join" => join, "split" => split, "rsplit" => rsplit,
    "splitlines" => splitlines, "partition" => partition, "rpartition" => rpartition, "strip" => strip,
    "lstrip" => lstrip, "rstrip" => rstrip, "startswith" => startswith, "endswith" => endswith, "find" => find,
    "rfind" => rfind, "index" => index, "rindex" => rindex, "count" => count, "replace" => replace,
    "upper" => upper, "lower" => lower, "casefold" => casefold, "title" => title, "capitalize" => capitalize,
    "swapcase" => swapcase, "isdigit" => isdigit, "isdecimal" => isdecimal, "isnumeric" => isnumeric,
    "isalpha" => isalpha, "isalnum" => isalnum, "isspace" => isspace, "isupper" => isupper, "islower" => islower,
    "isidentifier" => isidentifier, "isascii" => isascii, "isprintable" => isprintable, "istitle" => istitle,
    "ljust" => ljust, "rjust" => rjust, "center" => center, "zfill" => zfill, "removeprefix" => removeprefix,
    "removesuffix" => removesuffix, "expandtabs" => expandtabs, "translate" => translate,
    "format_map" => format_map,
}

fn new(core: &mut Core, args: &Args) -> Run<Value> {
    let (class, [value, encoding, errors]) = args.method(core, "str", ["object", "encoding", "errors"], 0)?;
    let text = match (value, encoding) {
        (None, _) => core.heap.str(""),
        (Some(value), None) if errors.is_none() => {
            if core.is_plain_str(value) {
                value
            } else if let Value::Int(int) = value {
                core.heap.str(int.to_string())
            } else {
                let text = display::str(core, value)?;
                core.heap.str(text)
            }
        }
        (Some(value), encoding) => {
            let Some(data) = core.data(value) else {
                let name = core.type_name(value);
                return Err(
                    core.type_error(format!("decoding to str: need a bytes-like object, {name} found"))
                );
            };
            let encoding = match encoding {
                Some(encoding) => core.text(encoding, "encoding")?.string.clone(),
                None => "utf-8".into(),
            };
            let errors = match errors {
                Some(errors) => core.text(errors, "errors")?.string.clone(),
                None => "strict".into(),
            };
            super::bytes::decode_data(core, &data, &encoding, &errors)?
        }
    };
    match core.as_class(class) {
        Some(class) if core.heap.class(class).user => {
            let fields = Rc::default();
            Ok(Value::Ref(core.heap.add(Object::Instance { class, payload: text, fields })))
        }
        _ => Ok(text),
    }
}

fn receiver(core: &mut Core, args: &Args) -> Run<Rc<Text>> {
    let object = args.positional.first().copied().unwrap_or(Value::None);
    match core.as_text(object) {
        Some(text) => Ok(text),
        None => {
            let name = core.type_name(object);
            Err(core.type_error(format!("descriptor requires a 'str' object but received a '{name}'")))
        }
    }
}

fn argument(core: &mut Core, value: Option<Value>) -> Run<Rc<Text>> {
    let value = value.unwrap_or(Value::None);
    match core.as_text(value) {
        Some(text) => Ok(text),
        None => {
            let name = core.type_name(value);
            Err(core.type_error(format!("must be str, not {name}")))
        }
    }
}

fn encode(core: &mut Core, args: &Args) -> Run<Value> {
    let text = receiver(core, args)?;
    let (_, [encoding, errors]) = args.method(core, "encode", ["encoding", "errors"], 0)?;
    let encoding = match encoding {
        Some(encoding) => argument(core, Some(encoding))?.string.clone(),
        None => "utf-8".to_owned(),
    };
    let errors = match errors {
        Some(errors) => argument(core, Some(errors))?.string.clone(),
        None => "strict".to_owned(),
    };
    let bytes = super::bytes::encode(core, &text.string, &encoding, &errors)?;
    Ok(core.heap.bytes(bytes))
}

fn format_(core: &mut Core, args: &Args) -> Run<Value> {
    let text = receiver(core, args)?;
    let rest = Args { positional: args.positional[1..].to_vec(), keywords: args.keywords.clone() };
    let out = format::replace_fields(core, &text.string, &rest)?;
    Ok(core.heap.str(out))
}

fn format_map(core: &mut Core, args: &Args) -> Run<Value> {
    let text = receiver(core, args)?;
    let (_, [mapping]) = args.method(core, "format_map", [""], 1)?;
    let keywords = match core.object(mapping.unwrap_or(Value::None)) {
        Some(Object::Dict(_)) => {
            let plain = core.plain(mapping.unwrap_or(Value::None));
            core.keyword_arguments(plain)?
        }
        _ => return Err(core.type_error("format_map() argument must be a mapping")),
    };
    let out = format::replace_fields(core, &text.string, &Args { positional: Vec::new(), keywords })?;
    Ok(core.heap.str(out))
}

fn join(core: &mut Core, args: &Args) -> Run<Value> {
    let separator = receiver(core, args)?;
    let (_, [items]) = args.method(core, "join", [""], 1)?;
    let items = items.unwrap_or(Value::None);
    if !crate::operations::iteration::is_iterable(core, items) {
        return Err(core.type_error("can only join an iterable"));
    }
    let items = core.collect(items)?;
    let mut pieces = Vec::new();
    let mut size = 0;
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            pieces.push(separator.clone());
        }
        match core.as_text(*item) {
            Some(text) => {
                size += text.string.len() + separator.string.len();
                pieces.push(text);
            }
            None => {
                let name = core.type_name(*item);
                return Err(
                    core.type_error(format!("sequence item {index}: expected str instance, {name} found"))
                );
            }
        }
    }
    core.reserve(size)?;
    Ok(core.join_texts(&pieces))
}

/// Byte places of the pieces.
fn split_places(text: &str, separator: Option<&str>, most: usize, right: bool) -> Vec<(usize, usize)> {
    let mut places = Vec::new();
    match separator {
        Some(separator) if right => {
            let mut end = text.len();
            while places.len() < most
                && let Some(at) = text[..end].rfind(separator)
            {
                places.push((at + separator.len(), end));
                end = at;
            }
            places.push((0, end));
            places.reverse();
        }
        Some(separator) => {
            let mut start = 0;
            while places.len() < most
                && let Some(at) = text[start..].find(separator)
            {
                places.push((start, start + at));
                start += at + separator.len();
            }
            places.push((start, text.len()));
        }
        None if right => {
            let mut end = text.trim_end().len();
            while end > 0 {
                if places.len() == most {
                    places.push((0, end));
                    break;
                }
                let start = text[..end].char_indices().rev().find(|(_, c)| c.is_whitespace());
                let start = start.map_or(0, |(at, c)| at + c.len_utf8());
                places.push((start, end));
                end = text[..start].trim_end().len();
            }
            places.reverse();
            // What is left keeps its leading blanks out.
            if let Some(first) = places.first_mut()
                && first.0 == 0
            {
                first.0 = first.1 - text[..first.1].trim_start().len();
            }
        }
        None => {
            let mut start = text.len() - text.trim_start().len();
            while start < text.len() {
                if places.len() == most {
                    places.push((start, text.len()));
                    break;
                }
                let end = text[start..].find(char::is_whitespace).map_or(text.len(), |at| start + at);
                places.push((start, end));
                start = text.len() - text[end..].trim_start().len();
            }
        }
    }
    places
}

/// The part of a string between two bytes.
fn part(core: &mut Core, text: &Rc<Text>, start: usize, end: usize) -> Value {
    if text.is_ascii() {
        return core.slice_text(text, start, end);
    }
    core.heap.str(&text.string[start..end])
}

fn split_(core: &mut Core, args: &Args, name: &str, right: bool) -> Run<Value> {
    let text = receiver(core, args)?;
    let (_, [separator, most]) = args.method(core, name, ["sep", "maxsplit"], 0)?;
    let separator = match separator.filter(|separator| !separator.is_none()) {
        Some(separator) => Some(argument(core, Some(separator))?),
        None => None,
    };
    if separator.as_ref().is_some_and(|separator| separator.length == 0) {
        return Err(core.value_error("empty separator"));
    }
    let most = match most {
        Some(most) => usize::try_from(core.size_argument(most)?).unwrap_or(usize::MAX),
        None => usize::MAX,
    };
    let separator = separator.as_ref().map(|separator| separator.string.as_str());
    let mut items = Vec::new();
    for (start, end) in split_places(&text.string, separator, most, right) {
        items.push(part(core, &text, start, end));
    }
    Ok(core.heap.list(items))
}

fn split(core: &mut Core, args: &Args) -> Run<Value> {
    split_(core, args, "split", false)
}

fn rsplit(core: &mut Core, args: &Args) -> Run<Value> {
    split_(core, args, "rsplit", true)
}

fn splitlines(core: &mut Core, args: &Args) -> Run<Value> {
    let text = receiver(core, args)?;
    let (_, [keep]) = args.method(core, "splitlines", ["keepends"], 0)?;
    let keep = match keep {
        Some(keep) => compare::truth(core, keep)?,
        None => false,
    };
    let is_end = |c: char| {
        matches!(c, '\n' | '\r' | '\x0b' | '\x0c' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}')
    };
    let string = &text.string;
    let mut items = Vec::new();
    let mut start = 0;
    while start < string.len() {
        let end = string[start..].find(is_end).map_or(string.len(), |at| start + at);
        let mut next = end + string[end..].chars().next().map_or(0, char::len_utf8);
        if string[end..].starts_with("\r\n") {
            next += 1;
        }
        items.push(part(core, &text, start, if keep { next } else { end }));
        start = next;
    }
    Ok(core.heap.list(items))
}

fn partition_(core: &mut Core, args: &Args, name: &str, right: bool) -> Run<Value> {
    let text = receiver(core, args)?;
    let (_, [separator]) = args.method(core, name, [""], 1)?;
    let separator = argument(core, separator)?;
    if separator.length == 0 {
        return Err(core.value_error("empty separator"));
    }
    let found =
        if right { text.string.rfind(&separator.string) } else { text.string.find(&separator.string) };
    let length = text.string.len();
    let borders = match found {
        Some(at) => [(0, at), (at, at + separator.string.len()), (at + separator.string.len(), length)],
        None if right => [(0, 0), (0, 0), (0, length)],
        None => [(0, length), (length, length), (length, length)],
    };
    let parts = borders.map(|(start, end)| part(core, &text, start, end));
    Ok(core.heap.tuple(parts.to_vec()))
}

fn partition(core: &mut Core, args: &Args) -> Run<Value> {
    partition_(core, args, "partition", false)
}

fn rpartition(core: &mut Core, args: &Args) -> Run<Value> {
    partition_(core, args, "rpartition", true)
}

fn strip_(core: &mut Core, args: &Args, name: &str, left: bool, right: bool) -> Run<Value> {
    let text = receiver(core, args)?;
    let (_, [chars]) = args.method(core, name, [""], 0)?;
    let chars = match chars.filter(|chars| !chars.is_none()) {
        Some(chars) => match core.as_text(chars) {
            Some(chars) => Some(chars),
            None => return Err(core.type_error(format!("{name} arg must be None or str"))),
        },
        None => None,
    };
    let strips = |c: char| match &chars {
        Some(chars) => chars.string.contains(c),
        None => c.is_whitespace() || ('\x1c'..='\x1f').contains(&c),
    };
    let string = &text.string;
    let start = if left { string.len() - string.trim_start_matches(strips).len() } else { 0 };
    let end = if right { string.trim_end_matches(strips).len() } else { string.len() };
    Ok(part(core, &text, start.min(end), end.max(start.min(end))))
}

fn strip(core: &mut Core, args: &Args) -> Run<Value> {
    strip_(core, args, "strip", true, true)
}

fn lstrip(core: &mut Core, args: &Args) -> Run<Value> {
    strip_(core, args, "lstrip", true, false)
}

fn rstrip(core: &mut Core, args: &Args) -> Run<Value> {
    strip_(core, args, "rstrip", false, true)
}

/// A part of the string given by optional limits, its first character's index, and whether the start is inside.
fn limits<'a>(
    core: &mut Core,
    text: &'a Text,
    start: Option<Value>,
    end: Option<Value>,
) -> Run<(&'a str, usize, bool)> {
    if start.is_none() && end.is_none() {
        return Ok((&text.string, 0, true));
    }
    let given = [start.unwrap_or(Value::None), end.unwrap_or(Value::None), Value::None];
    let (first, _, count) = slice_places(core, &given, text.length)?;
    let inside = match start {
        Some(Value::Int(start)) => start <= text.length as i64,
        _ => true,
    };
    Ok((text.slice(first as usize, first as usize + count), first as usize, inside))
}

fn affix(core: &mut Core, args: &Args, name: &str, test: fn(&str, &str) -> bool) -> Run<Value> {
    let text = receiver(core, args)?;
    let (_, [affix, start, end]) = args.method(core, name, ["", "", ""], 1)?;
    let affix = affix.unwrap_or(Value::None);
    let (piece, _, inside) = limits(core, &text, start, end)?;
    let several;
    let affixes = match core.object(affix) {
        Some(Object::Tuple(items)) => {
            several = items.clone();
            &several[..]
        }
        _ => &[affix],
    };
    for affix in affixes.iter().copied() {
        let Some(affix) = core.as_text(affix) else {
            let kind = core.type_name(affix);
            return Err(
                core.type_error(format!("{name} first arg must be str or a tuple of str, not {kind}"))
            );
        };
        if inside && test(piece, &affix.string) {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}

fn startswith(core: &mut Core, args: &Args) -> Run<Value> {
    affix(core, args, "startswith", |text, affix| text.starts_with(affix))
}

fn endswith(core: &mut Core, args: &Args) -> Run<Value> {
    affix(core, args, "endswith", |text, affix| text.ends_with(affix))
}

fn find_(core: &mut Core, args: &Args, name: &str, right: bool) -> Run<Option<i64>> {
    let text = receiver(core, args)?;
    let (_, [wanted, start, end]) = args.method(core, name, ["", "", ""], 1)?;
    let wanted = argument(core, wanted)?;
    let (piece, first, inside) = limits(core, &text, start, end)?;
    let found = if right { piece.rfind(wanted.string.as_str()) } else { piece.find(wanted.string.as_str()) };
    Ok(found.filter(|_| inside).map(|at| (first + piece[..at].chars().count()) as i64))
}

fn find(core: &mut Core, args: &Args) -> Run<Value> {
    Ok(Value::Int(find_(core, args, "find", false)?.unwrap_or(-1)))
}

fn rfind(core: &mut Core, args: &Args) -> Run<Value> {
    Ok(Value::Int(find_(core, args, "rfind", true)?.unwrap_or(-1)))
}

fn index(core: &mut Core, args: &Args) -> Run<Value> {
    match find_(core, args, "index", false)? {
        Some(at) => Ok(Value::Int(at)),
        None => Err(core.value_error("substring not found")),
    }
}

fn rindex(core: &mut Core, args: &Args) -> Run<Value> {
    match find_(core, args, "rindex", true)? {
        Some(at) => Ok(Value::Int(at)),
        None => Err(core.value_error("substring not found")),
    }
}

fn count(core: &mut Core, args: &Args) -> Run<Value> {
    let text = receiver(core, args)?;
    let (_, [wanted, start, end]) = args.method(core, "count", ["", "", ""], 1)?;
    let wanted = argument(core, wanted)?;
    let (piece, _, inside) = limits(core, &text, start, end)?;
    if wanted.length == 0 {
        return Ok(Value::Int(if inside { piece.chars().count() as i64 + 1 } else { 0 }));
    }
    Ok(Value::Int(piece.matches(wanted.string.as_str()).count() as i64))
}

fn replace(core: &mut Core, args: &Args) -> Run<Value> {
    let text = receiver(core, args)?;
    let (_, [old, new, count]) = args.method(core, "replace", ["", "", ""], 2)?;
    let (old, new) = (argument(core, old)?, argument(core, new)?);
    let most = match count {
        Some(count) => usize::try_from(core.size_argument(count)?).unwrap_or(usize::MAX),
        None => usize::MAX,
    };
    let found = text.string.matches(old.string.as_str()).count().min(most);
    core.reserve(text.string.len().saturating_add(found.saturating_mul(new.string.len())))?;
    Ok(core.heap.str(text.string.replacen(old.string.as_str(), &new.string, most)))
}
