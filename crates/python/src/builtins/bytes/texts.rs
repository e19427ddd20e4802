//! Methods that treat bytes as text.

use super::*;

pub(super) fn affix(core: &mut Core, args: &Args, name: &str, test: fn(&[u8], &[u8]) -> bool) -> Run<Value> {
    let data = receiver(core, args)?;
    let (_, [part, start, end]) = args.method(core, name, ["", "", ""], 1)?;
    let part = part.unwrap_or(Value::None);
    let limits = [start.unwrap_or(Value::None), end.unwrap_or(Value::None), Value::None];
    let (start, _, count) = crate::operations::subscripts::slice_places(core, &limits, data.len())?;
    let bytes = &data.bytes[start as usize..start as usize + count];
    let parts = match core.object(part) {
        Some(Object::Tuple(items)) => items.to_vec(),
        _ => vec![part],
    };
    for part in parts {
        let Some(part) = core.byte_slice(part) else {
            let kind = core.type_name(part);
            let message = format!("{name} first arg must be bytes or a tuple of bytes, not {kind}");
            return Err(core.type_error(message));
        };
        if test(bytes, &part) {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}

pub(super) fn startswith(core: &mut Core, args: &Args) -> Run<Value> {
    affix(core, args, "startswith", |bytes, part| bytes.starts_with(part))
}

pub(super) fn endswith(core: &mut Core, args: &Args) -> Run<Value> {
    affix(core, args, "endswith", |bytes, part| bytes.ends_with(part))
}

pub(super) fn removeprefix(core: &mut Core, args: &Args) -> Run<Value> {
    let data = receiver(core, args)?;
    let (_, [part]) = args.method(core, "removeprefix", [""], 1)?;
    let part = core.byte_argument(part.unwrap_or(Value::None))?;
    let start = if data.bytes.starts_with(&part) { part.len() } else { 0 };
    let rest = slice(core, &data, start, data.len());
    Ok(same(core, args, rest))
}

pub(super) fn removesuffix(core: &mut Core, args: &Args) -> Run<Value> {
    let data = receiver(core, args)?;
    let (_, [part]) = args.method(core, "removesuffix", [""], 1)?;
    let part = core.byte_argument(part.unwrap_or(Value::None))?;
    let cut = if data.bytes.ends_with(&part) { part.len() } else { 0 };
    let rest = slice(core, &data, 0, data.len() - cut);
    Ok(same(core, args, rest))
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

pub(super) fn split_places(
    bytes: &[u8],
    separator: Option<&[u8]>,
    most: usize,
    right: bool,
) -> Vec<(usize, usize)> {
    let mut places = Vec::new();
    match separator {
        Some(separator) if right => {
            let mut end = bytes.len();
            while places.len() < most
                && let Some(at) = find_last(&bytes[..end], separator)
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
                && let Some(at) = find(&bytes[start..], separator)
            {
                places.push((start, start + at));
                start += at + separator.len();
            }
            places.push((start, bytes.len()));
        }
        None if right => {
            let mut end = bytes.len();
            loop {
                while end > 0 && is_space(bytes[end - 1]) {
                    end -= 1;
                }
                if end == 0 {
                    break;
                }
                if places.len() == most {
                    let start = bytes.iter().position(|byte| !is_space(*byte)).unwrap_or(0);
                    let _ = start;
                    places.push((0, end));
                    break;
                }
                let mut start = end;
                while start > 0 && !is_space(bytes[start - 1]) {
                    start -= 1;
                }
                places.push((start, end));
                end = start;
            }
            places.reverse();
        }
        None => {
            let mut start = 0;
            loop {
                while start < bytes.len() && is_space(bytes[start]) {
                    start += 1;
                }
                if start == bytes.len() {
                    break;
                }
                if places.len() == most {
                    places.push((start, bytes.len()));
                    break;
                }
                let mut end = start;
                while end < bytes.len() && !is_space(bytes[end]) {
                    end += 1;
                }
                places.push((start, end));
                start = end;
            }
        }
    }
    places
}

pub(super) fn split_(core: &mut Core, args: &Args, name: &str, right: bool) -> Run<Value> {
    let data = receiver(core, args)?;
    let (_, [separator, most]) = args.method(core, name, ["sep", "maxsplit"], 0)?;
    let separator = match separator.filter(|separator| !separator.is_none()) {
        Some(separator) => Some(core.byte_argument(separator)?),
        None => None,
    };
    if separator.as_ref().is_some_and(Vec::is_empty) {
        return Err(core.value_error("empty separator"));
    }
    let most = match most {
        Some(most) => usize::try_from(core.size_argument(most)?).unwrap_or(usize::MAX),
        None => usize::MAX,
    };
    let mut items = Vec::new();
    for (start, end) in split_places(&data.bytes, separator.as_deref(), most, right) {
        let part = slice(core, &data, start, end);
        items.push(same(core, args, part));
    }
    Ok(core.heap.list(items))
}

pub(super) fn split(core: &mut Core, args: &Args) -> Run<Value> {
    split_(core, args, "split", false)
}

pub(super) fn rsplit(core: &mut Core, args: &Args) -> Run<Value> {
    split_(core, args, "rsplit", true)
}

pub(super) fn partition_(core: &mut Core, args: &Args, name: &str, right: bool) -> Run<Value> {
    let data = receiver(core, args)?;
    let (_, [separator]) = args.method(core, name, [""], 1)?;
    let separator = core.byte_argument(separator.unwrap_or(Value::None))?;
    if separator.is_empty() {
        return Err(core.value_error("empty separator"));
    }
    let length = data.len();
    let found = if right { find_last(&data.bytes, &separator) } else { find(&data.bytes, &separator) };
    let borders = match found {
        Some(at) => [(0, at), (at, at + separator.len()), (at + separator.len(), length)],
        None if right => [(0, 0), (0, 0), (0, length)],
        None => [(0, length), (length, length), (length, length)],
    };
    let mut parts = Vec::new();
    for (start, end) in borders {
        let part = slice(core, &data, start, end);
        parts.push(same(core, args, part));
    }
    Ok(core.heap.tuple(parts))
}

pub(super) fn partition(core: &mut Core, args: &Args) -> Run<Value> {
    partition_(core, args, "partition", false)
}

pub(super) fn rpartition(core: &mut Core, args: &Args) -> Run<Value> {
    partition_(core, args, "rpartition", true)
}

pub(super) fn splitlines(core: &mut Core, args: &Args) -> Run<Value> {
    let data = receiver(core, args)?;
    let (_, [keep]) = args.method(core, "splitlines", ["keepends"], 0)?;
    let keep = match keep {
        Some(keep) => crate::operations::compare::truth(core, keep)?,
        None => false,
    };
    let bytes = data.bytes.clone();
    let mut items = Vec::new();
    let mut start = 0;
    while start < bytes.len() {
        let end = bytes[start..]
            .iter()
            .position(|byte| matches!(byte, b'\n' | b'\r'))
            .map_or(bytes.len(), |at| start + at);
        let mut next = (end + 1).min(bytes.len());
        if bytes.get(end) == Some(&b'\r') && bytes.get(end + 1) == Some(&b'\n') {
            next += 1;
        }
        let part = slice(core, &data, start, if keep { next } else { end });
        items.push(same(core, args, part));
        start = next;
    }
    Ok(core.heap.list(items))
}

pub(super) fn join_(core: &mut Core, args: &Args) -> Run<Value> {
    let separator = receiver(core, args)?;
    let (_, [items]) = args.method(core, "join", [""], 1)?;
    let items = items.unwrap_or(Value::None);
    if !crate::operations::iteration::is_iterable(core, items) {
        return Err(core.type_error("can only join an iterable"));
    }
    let items = core.collect(items)?;
    let mut pieces = Vec::new();
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            pieces.push(separator.clone());
        }
        match core.data(*item) {
            Some(data) => pieces.push(data),
            None => {
                let name = core.type_name(*item);
                let message = format!("sequence item {index}: expected a bytes-like object, {name} found");
                return Err(core.type_error(message));
            }
        }
    }
    core.reserve(pieces.iter().map(Data::len).sum())?;
    let joined = join(core, &pieces);
    Ok(same(core, args, joined))
}

pub(super) fn strip_(core: &mut Core, args: &Args, name: &str, left: bool, right: bool) -> Run<Value> {
    let data = receiver(core, args)?;
    let (_, [chars]) = args.method(core, name, [""], 0)?;
    let chars = match chars.filter(|chars| !chars.is_none()) {
        Some(chars) => Some(core.byte_argument(chars)?),
        None => None,
    };
    let strips = |byte: &u8| match &chars {
        Some(chars) => chars.contains(byte),
        None => is_space(*byte),
    };
    let bytes = &data.bytes;
    let start = if left { bytes.iter().take_while(|byte| strips(byte)).count() } else { 0 };
    let end = if right {
        bytes.len() - bytes.iter().rev().take_while(|byte| strips(byte)).count()
    } else {
        bytes.len()
    };
    let part = slice(core, &data, start, end.max(start));
    Ok(same(core, args, part))
}

pub(super) fn strip(core: &mut Core, args: &Args) -> Run<Value> {
    strip_(core, args, "strip", true, true)
}

pub(super) fn lstrip(core: &mut Core, args: &Args) -> Run<Value> {
    strip_(core, args, "lstrip", true, false)
}

pub(super) fn rstrip(core: &mut Core, args: &Args) -> Run<Value> {
    strip_(core, args, "rstrip", false, true)
}

pub(super) fn replace(core: &mut Core, args: &Args) -> Run<Value> {
    let data = receiver(core, args)?;
    let (_, [old, new, count]) = args.method(core, "replace", ["", "", ""], 2)?;
    let old = core.byte_argument(old.unwrap_or(Value::None))?;
    let new = core.byte_argument(new.unwrap_or(Value::None))?;
    let most = match count {
        Some(count) => usize::try_from(core.size_argument(count)?).unwrap_or(usize::MAX),
        None => usize::MAX,
    };
    let none = core.heap.no_origins();
    let new = Data { bytes: new.into(), origins: none };
    let mut pieces = Vec::new();
    if old.is_empty() {
        for at in 0..=data.len() {
            if at < most {
                pieces.push(new.clone());
            }
            if at < data.len() {
                pieces.push(slice(core, &data, at, at + 1));
            }
        }
    } else {
        let places = split_places(&data.bytes, Some(&old), most, false);
        for (index, (start, end)) in places.into_iter().enumerate() {
            if index > 0 {
                pieces.push(new.clone());
            }
            pieces.push(slice(core, &data, start, end));
        }
    }
    core.reserve(pieces.iter().map(Data::len).sum())?;
    let joined = join(core, &pieces);
    Ok(same(core, args, joined))
}

pub(super) fn map_bytes(core: &mut Core, args: &Args, change: impl Fn(&[u8]) -> Vec<u8>) -> Run<Value> {
    let data = receiver(core, args)?;
    Ok(same_bytes(core, args, change(&data.bytes)))
}

pub(super) fn upper(core: &mut Core, args: &Args) -> Run<Value> {
    map_bytes(core, args, <[u8]>::to_ascii_uppercase)
}

pub(super) fn lower(core: &mut Core, args: &Args) -> Run<Value> {
    map_bytes(core, args, <[u8]>::to_ascii_lowercase)
}

pub(super) fn swapcase(core: &mut Core, args: &Args) -> Run<Value> {
    let swap = |byte: &u8| {
        if byte.is_ascii_uppercase() { byte.to_ascii_lowercase() } else { byte.to_ascii_uppercase() }
    };
    map_bytes(core, args, |bytes| bytes.iter().map(swap).collect())
}

pub(super) fn title(core: &mut Core, args: &Args) -> Run<Value> {
    map_bytes(core, args, |bytes| {
        let mut inside = false;
        let mut out = Vec::new();
        for byte in bytes {
            out.push(if inside { byte.to_ascii_lowercase() } else { byte.to_ascii_uppercase() });
            inside = byte.is_ascii_alphabetic();
        }
        out
    })
}

pub(super) fn capitalize(core: &mut Core, args: &Args) -> Run<Value> {
    map_bytes(core, args, |bytes| {
        let mut out = bytes.to_ascii_lowercase();
        if let Some(first) = out.first_mut() {
            first.make_ascii_uppercase();
        }
        out
    })
}

pub(super) fn test_bytes(core: &mut Core, args: &Args, test: impl Fn(&u8) -> bool) -> Run<Value> {
    let data = receiver(core, args)?;
    Ok(Value::Bool(!data.is_empty() && data.bytes.iter().all(test)))
}

pub(super) fn isdigit(core: &mut Core, args: &Args) -> Run<Value> {
    test_bytes(core, args, u8::is_ascii_digit)
}

pub(super) fn isalpha(core: &mut Core, args: &Args) -> Run<Value> {
    test_bytes(core, args, u8::is_ascii_alphabetic)
}

pub(super) fn isalnum(core: &mut Core, args: &Args) -> Run<Value> {
    test_bytes(core, args, u8::is_ascii_alphanumeric)
}

pub(super) fn isspace(core: &mut Core, args: &Args) -> Run<Value> {
    test_bytes(core, args, |byte| is_space(*byte))
}

pub(super) fn isascii(core: &mut Core, args: &Args) -> Run<Value> {
    let data = receiver(core, args)?;
    Ok(Value::Bool(data.bytes.is_ascii()))
}

pub(super) fn isupper(core: &mut Core, args: &Args) -> Run<Value> {
    let data = receiver(core, args)?;
    let any = data.bytes.iter().any(u8::is_ascii_uppercase);
    Ok(Value::Bool(any && !data.bytes.iter().any(u8::is_ascii_lowercase)))
}

pub(super) fn islower(core: &mut Core, args: &Args) -> Run<Value> {
    let data = receiver(core, args)?;
    let any = data.bytes.iter().any(u8::is_ascii_lowercase);
    Ok(Value::Bool(any && !data.bytes.iter().any(u8::is_ascii_uppercase)))
}

pub(super) fn justify(
    core: &mut Core,
    args: &Args,
    name: &str,
    places: fn(usize, usize) -> usize,
) -> Run<Value> {
    let data = receiver(core, args)?;
    let (_, [width, fill]) = args.method(core, name, ["", ""], 1)?;
    let width = core.size_argument(width.unwrap_or(Value::None))?.max(0) as usize;
    core.reserve(width)?;
    let fill = match fill {
        Some(fill) => core.byte_argument(fill)?.first().copied().unwrap_or(b' '),
        None => b' ',
    };
    let missing = width.saturating_sub(data.len());
    let left = places(missing, width);
    let none = core.heap.no_origins();
    let padding = |count: usize| Data { bytes: vec![fill; count].into(), origins: none.clone() };
    let joined = join(core, &[padding(left), data, padding(missing - left)]);
    Ok(same(core, args, joined))
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
    let (_, [width]) = args.method(core, "zfill", [""], 1)?;
    let width = core.size_argument(width.unwrap_or(Value::None))?.max(0) as usize;
    core.reserve(width)?;
    map_bytes(core, args, |bytes| {
        let missing = width.saturating_sub(bytes.len());
        let sign = usize::from(bytes.first().is_some_and(|byte| matches!(byte, b'+' | b'-')));
        let mut out = bytes[..sign].to_vec();
        out.extend(std::iter::repeat_n(b'0', missing));
        out.extend_from_slice(&bytes[sign..]);
        out
    })
}

pub(super) fn translate(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, [table, delete]) = args.method(core, "translate", ["table", "delete"], 1)?;
    let table = match table.filter(|table| !table.is_none()) {
        Some(table) => Some(core.byte_argument(table)?),
        None => None,
    };
    if table.as_ref().is_some_and(|table| table.len() != 256) {
        return Err(core.value_error("translation table must be 256 characters long"));
    }
    let delete = match delete {
        Some(delete) => core.byte_argument(delete)?,
        None => Vec::new(),
    };
    map_bytes(core, args, |bytes| {
        let kept = bytes.iter().filter(|byte| !delete.contains(byte));
        kept.map(|byte| table.as_ref().map_or(*byte, |table| table[*byte as usize])).collect()
    })
}
