//! `bytes`, `bytearray` and `memoryview`.

mod changes;

use changes::*;

mod more;

use more::*;

mod texts;

use texts::*;

use super::{Owner, natives, sym};
use crate::machine::{Args, Core, Run};
use crate::operations::arithmetic::{Number, number};
use crate::values::{Object, Value, t};
use netlab_abi::{ByteId, Data, Origin};

natives! {
    Owner::Static(t::BYTES);
    "__new__" => bytes_new,
    "fromhex" => fromhex;
    Owner::Static(t::BYTEARRAY);
    "__new__" => bytearray_new;
    Owner::Static(t::MEMORYVIEW);
    "__new__" => memoryview_new;
    Owner::Type(t::MEMORYVIEW);
    "tobytes" => tobytes,
    "tolist" => tolist,
    "release" => release,
    "hex" => hex,
    "__enter__" => same_object,
    "__exit__" => release,
    "cast" => cast, "toreadonly" => toreadonly;
    Owner::Type(t::BYTES);
    "decode" => decode, "hex" => hex, "find" => find_, "rfind" => rfind, "index" => index, "rindex" => rindex,
    "count" => count, "startswith" => startswith, "endswith" => endswith, "split" => split, "rsplit" => rsplit,
    "partition" => partition, "rpartition" => rpartition, "splitlines" => splitlines, "join" => join_,
    "strip" => strip, "lstrip" => lstrip, "rstrip" => rstrip, "replace" => replace, "upper" => upper,
    "lower" => lower, "isdigit" => isdigit, "isalpha" => isalpha, "isspace" => isspace, "isalnum" => isalnum,
    "ljust" => ljust, "rjust" => rjust, "center" => center, "zfill" => zfill, "removeprefix" => removeprefix,
    "removesuffix" => removesuffix, "title" => title, "swapcase" => swapcase, "capitalize" => capitalize,
    "isupper" => isupper, "islower" => islower, "isascii" => isascii, "translate" => translate,
    "istitle" => istitle, "expandtabs" => expandtabs;
    Owner::Type(t::BYTEARRAY);
    "decode" => decode, "hex" => hex, "find" => find_, "rfind" => rfind, "index" => index, "rindex" => rindex,
    "count" => count, "startswith" => startswith, "endswith" => endswith, "split" => split, "rsplit" => rsplit,
    "partition" => partition, "rpartition" => rpartition, "splitlines" => splitlines, "join" => join_,
    "strip" => strip, "lstrip" => lstrip, "rstrip" => rstrip, "replace" => replace, "upper" => upper,
    "lower" => lower, "isdigit" => isdigit, "isalpha" => isalpha, "isspace" => isspace, "isalnum" => isalnum,
    "append" => append, "extend" => extend, "clear" => clear, "pop" => pop, "copy" => copy, "insert" => insert,
    "remove" => remove, "reverse" => reverse,
    "ljust" => ljust, "rjust" => rjust, "center" => center, "zfill" => zfill, "removeprefix" => removeprefix,
    "removesuffix" => removesuffix, "title" => title, "swapcase" => swapcase, "capitalize" => capitalize,
    "isupper" => isupper, "islower" => islower, "isascii" => isascii, "translate" => translate,
    "istitle" => istitle, "expandtabs" => expandtabs;
    Owner::Static(t::BYTES);
    "maketrans" => maketrans;
    Owner::Static(t::BYTEARRAY);
    "maketrans" => maketrans, "fromhex" => bytearray_fromhex,
}

/// The identities of bytes `start` to `end`, counted from `start`.
pub(crate) fn cut(origins: &[Origin], start: usize, end: usize) -> Vec<Origin> {
    let (start, end) = (start as u32, end as u32);
    let mut part = Vec::new();
    for origin in origins {
        let from = origin.at.max(start);
        let to = (origin.at + origin.length).min(end);
        if from < to {
            let first = ByteId { offset: origin.first.offset + u64::from(from - origin.at), ..origin.first };
            part.push(Origin { at: from - start, length: to - from, first });
        }
    }
    part
}

/// Bytes `start` to `end`.
pub(crate) fn slice(core: &Core, data: &Data, start: usize, end: usize) -> Data {
    if start == 0 && end == data.len() {
        return data.clone();
    }
    let end = end.max(start);
    let origins =
        if data.origins.is_empty() { core.heap.no_origins() } else { cut(&data.origins, start, end).into() };
    Data { bytes: data.bytes[start..end].into(), origins }
}

/// Pieces one after the other.
pub(crate) fn join(core: &Core, pieces: &[Data]) -> Data {
    let mut bytes = Vec::with_capacity(pieces.iter().map(Data::len).sum());
    let mut origins: Vec<Origin> = Vec::new();
    for piece in pieces {
        for origin in piece.origins.iter() {
            let moved = Origin { at: origin.at + bytes.len() as u32, ..*origin };
            match origins.last_mut() {
                Some(last) if follows(last, &moved) => last.length += moved.length,
                _ => origins.push(moved),
            }
        }
        bytes.extend_from_slice(&piece.bytes);
    }
    let origins = if origins.is_empty() { core.heap.no_origins() } else { origins.into() };
    Data { bytes: bytes.into(), origins }
}

fn follows(last: &Origin, next: &Origin) -> bool {
    last.at + last.length == next.at
        && last.first.flow == next.first.flow
        && last.first.direction == next.first.direction
        && last.first.offset + u64::from(last.length) == next.first.offset
}

/// Where `part` begins in `bytes`.
pub(crate) fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    if part.is_empty() {
        return Some(0);
    }
    bytes.windows(part.len()).position(|window| window == part)
}

fn find_last(bytes: &[u8], part: &[u8]) -> Option<usize> {
    if part.is_empty() {
        return Some(bytes.len());
    }
    bytes.windows(part.len()).rposition(|window| window == part)
}

/// A value as a byte.
pub(crate) fn byte(core: &mut Core, value: Value) -> Run<u8> {
    let int = match number(core, value) {
        Some(Number::Int(int)) => int,
        Some(Number::Big(_)) => -1,
        _ => core.size_argument(value)?,
    };
    u8::try_from(int).map_err(|_| core.value_error("byte must be in range(0, 256)"))
}

/// Integers as bytes; `what` must be in range, as the object's own messages call them.
pub(crate) fn from_integers(core: &mut Core, items: &[Value], what: &str) -> Run<Vec<u8>> {
    let mut bytes = Vec::with_capacity(items.len());
    for item in items {
        match number(core, *item) {
            Some(Number::Int(int)) if (0..256).contains(&int) => bytes.push(int as u8),
            Some(Number::Int(_) | Number::Big(_)) => {
                return Err(core.value_error(format!("{what} must be in range(0, 256)")));
            }
            _ => {
                let name = core.type_name(*item);
                return Err(core.type_error(format!("'{name}' object cannot be interpreted as an integer")));
            }
        }
    }
    Ok(bytes)
}

/// What `bytes(...)` and `bytearray(...)` hold.
fn content(core: &mut Core, name: &str, args: &Args) -> Run<(Value, Data)> {
    let (class, [source, encoding, errors]) = args.method(core, name, ["source", "encoding", "errors"], 0)?;
    let none = core.heap.no_origins();
    let empty = Data { bytes: [].as_slice().into(), origins: none.clone() };
    let Some(source) = source else { return Ok((class, empty)) };
    if let Some(text) = core.as_text(source) {
        let Some(encoding) = encoding else {
            return Err(core.type_error("string argument without an encoding"));
        };
        let encoding = core.text(encoding, "encoding")?.string.clone();
        let errors = error_mode(core, errors)?;
        let bytes = encode(core, &text.string, &encoding, &errors)?;
        return Ok((class, Data { bytes: bytes.into(), origins: none }));
    }
    if encoding.is_some() || errors.is_some() {
        let word = if encoding.is_some() { "encoding" } else { "errors" };
        return Err(core.type_error(format!("{word} without a string argument")));
    }
    if let Some(data) = core.data(source) {
        return Ok((class, data));
    }
    if let Some(method) = core.user_method(source, sym::BYTES) {
        let value = core.call(method, vec![source])?;
        return match core.data(value) {
            Some(data) => Ok((class, data)),
            None => {
                let name = core.type_name(value);
                Err(core.type_error(format!("__bytes__ returned non-bytes (type {name})")))
            }
        };
    }
    if let Some(Number::Int(count)) = number(core, source) {
        let Ok(count) = usize::try_from(count) else { return Err(core.value_error("negative count")) };
        core.reserve(count)?;
        return Ok((class, Data { bytes: vec![0; count].into(), origins: none }));
    }
    if !crate::operations::iteration::is_iterable(core, source) {
        let kind = core.type_name(source);
        return Err(core.type_error(format!("cannot convert '{kind}' object to {name}")));
    }
    let items = core.collect(source)?;
    let bytes = from_integers(core, &items, if name == "bytearray" { "byte" } else { "bytes" })?;
    Ok((class, Data { bytes: bytes.into(), origins: none }))
}

fn bytes_new(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, data) = content(core, "bytes", args)?;
    Ok(core.heap.data(data))
}

fn bytearray_new(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, data) = content(core, "bytearray", args)?;
    Ok(core.bytearray(data))
}

fn fromhex(core: &mut Core, args: &Args) -> Run<Value> {
    let [text] = args.bind(core, "fromhex", ["string"], 1)?;
    let text = core.text(text.unwrap_or(Value::None), "fromhex() argument")?;
    let mut bytes = Vec::new();
    let digits: Vec<(usize, char)> =
        text.string.chars().enumerate().filter(|(_, c)| !c.is_whitespace()).collect();
    for pair in digits.chunks(2) {
        let value = |index: usize| pair.get(index).and_then(|(_, c)| c.to_digit(16));
        match (value(0), value(1)) {
            (Some(high), Some(low)) => bytes.push((high * 16 + low) as u8),
            (Some(_), None) => {
                let at = pair.get(1).map_or(text.length, |(at, _)| *at);
                return Err(core
                    .value_error(format!("non-hexadecimal number found in fromhex() arg at position {at}")));
            }
            (None, _) => {
                let at = pair[0].0;
                return Err(core
                    .value_error(format!("non-hexadecimal number found in fromhex() arg at position {at}")));
            }
        }
    }
    Ok(core.heap.bytes(bytes))
}

fn receiver(core: &mut Core, args: &Args) -> Run<Data> {
    let object = args.positional.first().copied().unwrap_or(Value::None);
    core.check_view(object)?;
    match core.data(object) {
        Some(data) => Ok(data),
        None => {
            let name = core.type_name(object);
            Err(core.type_error(format!("descriptor requires a bytes-like object but received '{name}'")))
        }
    }
}

/// The result has the type of the object the method was called on.
fn same(core: &mut Core, args: &Args, data: Data) -> Value {
    match core.object(args.positional[0]) {
        Some(Object::ByteArray(_)) => core.bytearray(data),
        _ => core.heap.data(data),
    }
}

fn same_bytes(core: &mut Core, args: &Args, bytes: Vec<u8>) -> Value {
    let data = Data { bytes: bytes.into(), origins: core.heap.no_origins() };
    same(core, args, data)
}

/// The normal form of an encoding's name, if the lab knows it.
fn codec(name: &str) -> Option<&'static str> {
    match name.to_lowercase().replace(['-', ' '], "_").as_str() {
        "utf_8" | "utf8" | "u8" | "utf" | "cp65001" => Some("utf-8"),
        "ascii" | "us_ascii" | "646" => Some("ascii"),
        "latin_1" | "latin1" | "iso_8859_1" | "iso8859_1" | "l1" | "8859" | "latin" | "iso8859" => {
            Some("latin-1")
        }
        "utf_16_le" | "utf_16le" => Some("utf-16-le"),
        "utf_16_be" | "utf_16be" => Some("utf-16-be"),
        _ => None,
    }
}

fn error_mode(core: &mut Core, errors: Option<Value>) -> Run<String> {
    match errors {
        Some(errors) => Ok(core.text(errors, "errors")?.string.clone()),
        None => Ok("strict".to_owned()),
    }
}

/// `str.encode`
pub(crate) fn encode(core: &mut Core, text: &str, encoding: &str, errors: &str) -> Run<Vec<u8>> {
    let Some(codec) = codec(encoding) else {
        return Err(core.error(t::LOOKUP_ERROR, format!("unknown encoding: {encoding}")));
    };
    let limit = match codec {
        "utf-8" => return Ok(text.as_bytes().to_vec()),
        "utf-16-le" => return Ok(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        "utf-16-be" => return Ok(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        "ascii" => 0x80,
        _ => 0x100,
    };
    let mut out = Vec::with_capacity(text.len());
    for (at, c) in text.chars().enumerate() {
        if (c as u32) < limit {
            out.push(c as u8);
            continue;
        }
        match errors {
            "ignore" => {}
            "replace" => out.push(b'?'),
            "backslashreplace" => out.extend(crate::operations::format::ascii(&c.to_string()).into_bytes()),
            "xmlcharrefreplace" => out.extend(format!("&#{};", c as u32).into_bytes()),
            _ => {
                let shown = crate::operations::format::ascii(&c.to_string());
                let message = format!(
                    "'{codec}' codec can't encode character '{shown}' in position {at}: ordinal not in range({limit})"
                );
                return Err(core.error(t::UNICODE_ENCODE_ERROR, message));
            }
        }
    }
    Ok(out)
}

fn decode(core: &mut Core, args: &Args) -> Run<Value> {
    let data = receiver(core, args)?;
    let (_, [encoding, errors]) = args.method(core, "decode", ["encoding", "errors"], 0)?;
    let encoding = match encoding {
        Some(encoding) => core.text(encoding, "encoding")?.string.clone(),
        None => "utf-8".to_owned(),
    };
    let errors = error_mode(core, errors)?;
    decode_data(core, &data, &encoding, &errors)
}

/// `bytes.decode`
pub(crate) fn decode_data(core: &mut Core, data: &Data, encoding: &str, errors: &str) -> Run<Value> {
    let Some(codec) = codec(encoding) else {
        return Err(core.error(t::LOOKUP_ERROR, format!("unknown encoding: {encoding}")));
    };
    let mut text = String::with_capacity(data.len());
    let mut one_byte_each = true;
    match codec {
        "latin-1" => text.extend(data.bytes.iter().map(|byte| char::from(*byte))),
        "utf-16-le" | "utf-16-be" => {
            let little = codec == "utf-16-le";
            let unit = |pair: &[u8]| {
                let pair = [pair[0], pair.get(1).copied().unwrap_or(0)];
                if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
            };
            text = String::from_utf16_lossy(&data.bytes.chunks(2).map(unit).collect::<Vec<_>>());
            one_byte_each = false;
        }
        _ => {
            let mut at = 0;
            while at < data.len() {
                let rest = &data.bytes[at..];
                let (good, bad, reason) = if codec == "ascii" {
                    let good = rest.iter().position(|byte| *byte >= 0x80).unwrap_or(rest.len());
                    (good, usize::from(good < rest.len()), "ordinal not in range(128)")
                } else {
                    utf8_prefix(rest)
                };
                let piece = std::str::from_utf8(&rest[..good]).expect("the prefix is valid");
                one_byte_each &= piece.is_ascii() && bad == 0;
                text.push_str(piece);
                at += good;
                if bad == 0 {
                    continue;
                }
                match errors {
                    "ignore" => {}
                    "replace" => text.push('\u{fffd}'),
                    "backslashreplace" => {
                        data.bytes[at..at + bad]
                            .iter()
                            .for_each(|byte| text.push_str(&format!("\\x{byte:02x}")));
                    }
                    _ => return Err(decode_error(core, codec, data, at, at + bad, reason)),
                }
                at += bad;
            }
        }
    }
    let mut text = crate::values::Text::new(text);
    if one_byte_each {
        text.origins = data.origins.to_vec();
    }
    Ok(Value::Ref(core.heap.add(Object::Str(std::rc::Rc::new(text)))))
}

/// How many bytes are valid, how many after them are not, and why.
fn utf8_prefix(bytes: &[u8]) -> (usize, usize, &'static str) {
    match std::str::from_utf8(bytes) {
        Ok(_) => (bytes.len(), 0, ""),
        Err(error) => {
            let good = error.valid_up_to();
            match error.error_len() {
                None => (good, bytes.len() - good, "unexpected end of data"),
                Some(length) => {
                    let lead = bytes[good];
                    let start = (0xc2..=0xf4).contains(&lead);
                    (good, length, if start { "invalid continuation byte" } else { "invalid start byte" })
                }
            }
        }
    }
}

fn decode_error(
    core: &mut Core,
    codec: &str,
    data: &Data,
    start: usize,
    end: usize,
    reason: &str,
) -> crate::machine::Stop {
    let name = core.heap.str(codec);
    let object = core.heap.data(data.clone());
    let reason = core.heap.str(reason);
    let args = vec![name, object, Value::Int(start as i64), Value::Int(end as i64), reason];
    let exception = core.exception(t::UNICODE_DECODE_ERROR, args);
    super::exceptions::fill(core, exception);
    crate::machine::Stop::Raise(exception)
}

fn hex(core: &mut Core, args: &Args) -> Run<Value> {
    let data = receiver(core, args)?;
    let (_, [separator, group]) = args.method(core, "hex", ["sep", "bytes_per_sep"], 0)?;
    let digits: Vec<String> = data.bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let Some(separator) = separator else { return Ok(core.heap.str(digits.concat())) };
    let separator = match core.as_text(separator) {
        Some(text) => text.string.clone(),
        None => String::from_utf8_lossy(&core.byte_argument(separator)?).into_owned(),
    };
    let group = match group {
        Some(group) => core.size_argument(group)?,
        None => 1,
    };
    let size = group.unsigned_abs() as usize;
    if size == 0 {
        return Ok(core.heap.str(digits.concat()));
    }
    let mut out = String::new();
    for (index, pair) in digits.iter().enumerate() {
        let border =
            if group > 0 { (digits.len() - index).is_multiple_of(size) } else { index.is_multiple_of(size) };
        if index > 0 && border {
            out.push_str(&separator);
        }
        out.push_str(pair);
    }
    Ok(core.heap.str(out))
}

/// What is looked for, and the part of the bytes to look in.
fn search(core: &mut Core, name: &str, args: &Args) -> Run<(Vec<u8>, Vec<u8>, usize)> {
    let data = receiver(core, args)?;
    let (_, [part, start, end]) = args.method(core, name, ["", "", ""], 1)?;
    let part = part.unwrap_or(Value::None);
    let part = match number(core, part) {
        Some(Number::Int(_)) => vec![byte(core, part)?],
        _ => match core.byte_slice(part) {
            Some(part) => part,
            None => {
                let kind = core.type_name(part);
                let message = format!("argument should be integer or bytes-like object, not '{kind}'");
                return Err(core.type_error(message));
            }
        },
    };
    let limits = [start.unwrap_or(Value::None), end.unwrap_or(Value::None), Value::None];
    let (start, _, count) = crate::operations::subscripts::slice_places(core, &limits, data.len())?;
    let start = start as usize;
    Ok((data.bytes[start..start + count].to_vec(), part, start))
}

fn find_(core: &mut Core, args: &Args) -> Run<Value> {
    let (bytes, part, start) = search(core, "find", args)?;
    Ok(Value::Int(find(&bytes, &part).map_or(-1, |at| (at + start) as i64)))
}

fn rfind(core: &mut Core, args: &Args) -> Run<Value> {
    let (bytes, part, start) = search(core, "rfind", args)?;
    Ok(Value::Int(find_last(&bytes, &part).map_or(-1, |at| (at + start) as i64)))
}

fn index(core: &mut Core, args: &Args) -> Run<Value> {
    let (bytes, part, start) = search(core, "index", args)?;
    match find(&bytes, &part) {
        Some(at) => Ok(Value::Int((at + start) as i64)),
        None => Err(core.value_error("subsection not found")),
    }
}

fn rindex(core: &mut Core, args: &Args) -> Run<Value> {
    let (bytes, part, start) = search(core, "rindex", args)?;
    match find_last(&bytes, &part) {
        Some(at) => Ok(Value::Int((at + start) as i64)),
        None => Err(core.value_error("subsection not found")),
    }
}

fn count(core: &mut Core, args: &Args) -> Run<Value> {
    let (bytes, part, _) = search(core, "count", args)?;
    if part.is_empty() {
        return Ok(Value::Int(bytes.len() as i64 + 1));
    }
    let mut found = 0;
    let mut at = 0;
    while let Some(next) = find(&bytes[at..], &part) {
        found += 1;
        at += next + part.len();
    }
    Ok(Value::Int(found))
}
