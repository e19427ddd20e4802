//! Small modules: `binascii`, and what the standard library's Python part needs.

use crate::builtins::{Owner, natives};
use crate::machine::{Args, Core, Run};
use crate::values::{Object, Value, t};

natives! {
    Owner::Module("binascii");
    "hexlify" => hexlify, "unhexlify" => unhexlify, "crc32" => crc32;
    Owner::Module("_lab");
    "format_exception" => format_exception, "copy" => copy, "handled" => handled, "last_line" => last_line,
    "is_generator" => is_generator, "sha512" => sha512, "source_line" => source_line,
}

fn bytes(core: &mut Core, args: &Args, name: &str) -> Run<Vec<u8>> {
    let [bytes] = args.bind(core, name, [""], 1)?;
    let value = bytes.unwrap_or(Value::None);
    match core.as_text(value) {
        Some(text) => Ok(text.string.clone().into_bytes()),
        None => core.byte_argument(value),
    }
}

fn hexlify(core: &mut Core, args: &Args) -> Run<Value> {
    let bytes = bytes(core, args, "hexlify")?;
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(core.heap.bytes(digits.into_bytes()))
}

fn unhexlify(core: &mut Core, args: &Args) -> Run<Value> {
    let digits = bytes(core, args, "unhexlify")?;
    if digits.len() % 2 != 0 {
        return Err(core.error(t::BINASCII_ERROR, "Odd-length string"));
    }
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let pairs = digits.chunks(2).map(|pair| Some((digit(pair[0])? * 16 + digit(pair[1])?) as u8));
    match pairs.collect::<Option<Vec<u8>>>() {
        Some(bytes) => Ok(core.heap.bytes(bytes)),
        None => Err(core.error(t::BINASCII_ERROR, "Non-hexadecimal digit found")),
    }
}

fn crc32(core: &mut Core, args: &Args) -> Run<Value> {
    let [data, start] = args.bind(core, "crc32", ["", ""], 1)?;
    let data = core.byte_argument(data.unwrap_or(Value::None))?;
    let start = match start {
        Some(start) => core.size_argument(start)? as u32,
        None => 0,
    };
    let mut crc = !start;
    for byte in data {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    Ok(Value::Int(i64::from(!crc)))
}

/// The traceback's text.
fn format_exception(core: &mut Core, args: &Args) -> Run<Value> {
    crate::machine::describe_chain(core, args.positional[0])?;
    let text = crate::machine::format_exception(core, args.positional[0], false);
    core.descriptions.clear();
    Ok(core.heap.str(text))
}

fn last_line(core: &mut Core, args: &Args) -> Run<Value> {
    crate::machine::describe_chain(core, args.positional[0])?;
    let text = crate::machine::last_line(core, args.positional[0]);
    core.descriptions.clear();
    Ok(core.heap.str(text))
}

/// The exception that is being handled.
fn handled(core: &mut Core, _: &Args) -> Run<Value> {
    Ok(core.handled)
}

/// A new object with the same content.
fn copy(core: &mut Core, args: &Args) -> Run<Value> {
    let value = args.positional[0];
    let mut copy = match core.object_raw(value) {
        Some(
            object @ (Object::List(_)
            | Object::Dict(_)
            | Object::Set(_)
            | Object::ByteArray(_)
            | Object::Instance { .. }
            | Object::Exception(_)),
        ) => object.clone(),
        _ => return Ok(value),
    };
    if let Object::Instance { fields, .. } = &mut copy
        && let Some(dict) = fields.get(crate::builtins::sym::DICT)
    {
        // The object's dict is its own.
        let dict = core.heap.get(dict.reference()).clone();
        let dict = Value::Ref(core.heap.add(dict));
        std::rc::Rc::make_mut(fields).set(crate::builtins::sym::DICT, dict);
    }
    if let Object::Instance { payload, .. } = &mut copy
        && payload.is_bound()
    {
        let inner = Args::of(vec![*payload]);
        *payload = self::copy(core, &inner)?;
    }
    Ok(Value::Ref(core.heap.add(copy)))
}

fn is_generator(core: &mut Core, args: &Args) -> Run<Value> {
    Ok(Value::Bool(crate::builtins::generators::is_generator(core, args.positional[0])))
}

/// SHA-512, with which `random.seed` takes a string.
fn sha512(core: &mut Core, args: &Args) -> Run<Value> {
    use sha2::Digest;
    let data = bytes(core, args, "sha512")?;
    let digest = sha2::Sha512::digest(&data);
    Ok(core.heap.bytes(digest.to_vec()))
}

/// A line of the program's source, without the blanks around it; empty for any other file.
fn source_line(core: &mut Core, args: &Args) -> Run<Value> {
    let [file, line] = args.bind(core, "source_line", ["", ""], 2)?;
    let file = core.text(file.unwrap_or(Value::None), "file")?;
    let line = core.size_argument(line.unwrap_or(Value::None))?;
    let unit = core.units.iter().find(|unit| unit.code.file_name == file.string).cloned();
    let text =
        unit.and_then(|unit| unit.code.source.lines().nth(line.max(1) as usize - 1).map(str::to_owned));
    Ok(core.heap.str(text.unwrap_or_default().trim()))
}
