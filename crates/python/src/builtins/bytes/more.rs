//! Seldom used methods of bytes, and what a memoryview says of itself.

use super::*;

/// `bytes.maketrans`
pub(super) fn maketrans(core: &mut Core, args: &Args) -> Run<Value> {
    let [from, to] = args.bind(core, "maketrans", ["", ""], 2)?;
    let from = core.byte_argument(from.unwrap_or(Value::None))?;
    let to = core.byte_argument(to.unwrap_or(Value::None))?;
    if from.len() != to.len() {
        return Err(core.value_error("maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    for (from, to) in from.iter().zip(&to) {
        table[*from as usize] = *to;
    }
    Ok(core.heap.bytes(table))
}

/// `bytearray.fromhex`
pub(super) fn bytearray_fromhex(core: &mut Core, args: &Args) -> Run<Value> {
    let bytes = fromhex(core, args)?;
    let data = core.data(bytes).expect("bytes were made");
    Ok(core.bytearray(data))
}

pub(super) fn istitle(core: &mut Core, args: &Args) -> Run<Value> {
    let data = receiver(core, args)?;
    let (mut cased, mut inside) = (false, false);
    for byte in data.bytes.iter() {
        if byte.is_ascii_uppercase() && inside || byte.is_ascii_lowercase() && !inside {
            return Ok(Value::Bool(false));
        }
        inside = byte.is_ascii_alphabetic();
        cased |= inside;
    }
    Ok(Value::Bool(cased))
}

pub(super) fn expandtabs(core: &mut Core, args: &Args) -> Run<Value> {
    let data = receiver(core, args)?;
    let (_, [size]) = args.method(core, "expandtabs", ["tabsize"], 0)?;
    let size = match size {
        Some(size) => usize::try_from(core.size_argument(size)?).unwrap_or(0),
        None => 8,
    };
    core.reserve(data.bytes.iter().filter(|byte| **byte == b'\t').count().saturating_mul(size))?;
    let mut out = Vec::new();
    let mut column = 0;
    for byte in data.bytes.iter() {
        match byte {
            b'\t' => {
                let blanks = if size == 0 { 0 } else { size - column % size };
                out.resize(out.len() + blanks, b' ');
                column += blanks;
            }
            _ => {
                out.push(*byte);
                column = if matches!(byte, b'\n' | b'\r') { 0 } else { column + 1 };
            }
        }
    }
    Ok(same_bytes(core, args, out))
}

/// `memoryview.cast`: the lab's views hold unsigned bytes only.
pub(super) fn cast(core: &mut Core, args: &Args) -> Run<Value> {
    let (view, [format, shape]) = args.method(core, "cast", ["format", "shape"], 1)?;
    let format = core.text(format.unwrap_or(Value::None), "format argument")?;
    if format.string != "B" || shape.is_some() {
        let message = "memoryview.cast: the lab has views of unsigned bytes ('B') only; use struct.unpack";
        return Err(core.error(t::NOT_IMPLEMENTED_ERROR, message));
    }
    Ok(view)
}

/// `memoryview.toreadonly`
pub(super) fn toreadonly(core: &mut Core, args: &Args) -> Run<Value> {
    let data = receiver(core, args)?;
    let bytes = core.heap.data(data);
    core.call(Value::Ref(t::MEMORYVIEW), vec![bytes])
}
