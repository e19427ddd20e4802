//! `_json`: reading JSON, and the text of strings and floats for writing it.

use crate::builtins::{Owner, natives};
use crate::machine::{Args, Core, Run, Stop};
use crate::values::{Dict, Key, Object, Text, Value, t};
use std::rc::Rc;

natives! {
    Owner::Module("_json");
    "parse" => parse, "quote" => quote,
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    text: Value,
    depth: u32,
}

/// `parse(text)`
fn parse(core: &mut Core, args: &Args) -> Run<Value> {
    let [text] = args.bind(core, "parse", [""], 1)?;
    let text = text.unwrap_or(Value::None);
    let content = core.text(text, "the JSON object")?;
    let mut reader = Reader { chars: content.string.chars().collect(), at: 0, text, depth: 0 };
    reader.blanks();
    let value = reader.value(core)?;
    reader.blanks();
    if reader.at < reader.chars.len() {
        return Err(reader.error(core, "Extra data", reader.at));
    }
    Ok(value)
}

impl Reader {
    fn blanks(&mut self) {
        while matches!(self.chars.get(self.at), Some(' ' | '\t' | '\n' | '\r')) {
            self.at += 1;
        }
    }

    fn error(&self, core: &mut Core, message: &str, at: usize) -> Stop {
        let before = &self.chars[..at.min(self.chars.len())];
        let line = 1 + before.iter().filter(|c| **c == '\n').count();
        let column = at - before.iter().rposition(|c| *c == '\n').map_or(0, |newline| newline + 1) + 1;
        let full = format!("{message}: line {line} column {column} (char {at})");
        let full = core.heap.str(full);
        let short = core.heap.str(message);
        let exception = core.exception(t::JSON_DECODE_ERROR, vec![full]);
        let fields = [
            ("msg", short),
            ("doc", self.text),
            ("pos", Value::Int(at as i64)),
            ("lineno", Value::Int(line as i64)),
            ("colno", Value::Int(column as i64)),
        ];
        for (name, value) in fields {
            let name = core.symbols.intern(name);
            if let Object::Exception(data) = core.heap.get_mut(exception.reference()) {
                Rc::make_mut(data).fields.set(name, value);
            }
        }
        Stop::Raise(exception)
    }

    fn word(&mut self, word: &str) -> bool {
        let found = word.chars().enumerate().all(|(index, c)| self.chars.get(self.at + index) == Some(&c));
        if found {
            self.at += word.len();
        }
        found
    }

    fn value(&mut self, core: &mut Core) -> Run<Value> {
        self.depth += 1;
        if self.depth > 500 {
            return Err(core.error(
                t::RECURSION_ERROR,
                "maximum recursion depth exceeded while decoding a JSON document",
            ));
        }
        let value = match self.chars.get(self.at).copied() {
            Some('"') => {
                self.at += 1;
                let text = self.string(core)?;
                core.heap.str(text)
            }
            Some('{') => self.object(core)?,
            Some('[') => self.array(core)?,
            _ if self.word("null") => Value::None,
            _ if self.word("true") => Value::Bool(true),
            _ if self.word("false") => Value::Bool(false),
            _ if self.word("NaN") => Value::Float(f64::NAN),
            _ if self.word("Infinity") => Value::Float(f64::INFINITY),
            _ if self.word("-Infinity") => Value::Float(f64::NEG_INFINITY),
            _ => self.number(core)?,
        };
        self.depth -= 1;
        Ok(value)
    }

    fn number(&mut self, core: &mut Core) -> Run<Value> {
        let start = self.at;
        let mut at = start;
        let digit = |at: usize| self.chars.get(at).is_some_and(char::is_ascii_digit);
        if self.chars.get(at) == Some(&'-') {
            at += 1;
        }
        if !digit(at) {
            return Err(self.error(core, "Expecting value", start));
        }
        if self.chars[at] == '0' {
            at += 1;
        } else {
            while digit(at) {
                at += 1;
            }
        }
        let mut float = false;
        if self.chars.get(at) == Some(&'.') && digit(at + 1) {
            float = true;
            at += 1;
            while digit(at) {
                at += 1;
            }
        }
        if matches!(self.chars.get(at), Some('e' | 'E')) {
            let sign = usize::from(matches!(self.chars.get(at + 1), Some('+' | '-')));
            if digit(at + 1 + sign) {
                float = true;
                at += 1 + sign;
                while digit(at) {
                    at += 1;
                }
            }
        }
        let text: String = self.chars[start..at].iter().collect();
        self.at = at;
        if float {
            return Ok(Value::Float(text.parse().unwrap_or(f64::NAN)));
        }
        Ok(core.int(text.parse().unwrap_or_default()))
    }

    fn string(&mut self, core: &mut Core) -> Run<String> {
        let begin = self.at - 1;
        let mut out = String::new();
        loop {
            let Some(c) = self.chars.get(self.at).copied() else {
                return Err(self.error(core, "Unterminated string starting at", begin));
            };
            self.at += 1;
            match c {
                '"' => return Ok(out),
                '\\' => {
                    let Some(escape) = self.chars.get(self.at).copied() else {
                        return Err(self.error(core, "Unterminated string starting at", begin));
                    };
                    self.at += 1;
                    match escape {
                        '"' | '\\' | '/' => out.push(escape),
                        'b' => out.push('\x08'),
                        'f' => out.push('\x0c'),
                        'n' => out.push('\n'),
                        'r' => out.push('\r'),
                        't' => out.push('\t'),
                        'u' => out.push(self.escaped(core)?),
                        _ => return Err(self.error(core, "Invalid \\escape", self.at - 2)),
                    }
                }
                c if (c as u32) < 0x20 => {
                    return Err(self.error(core, "Invalid control character at", self.at - 1));
                }
                c => out.push(c),
            }
        }
    }

    fn unit(&mut self, core: &mut Core) -> Run<u32> {
        let digits: String = self.chars.iter().skip(self.at).take(4).collect();
        match u32::from_str_radix(&digits, 16) {
            Ok(unit) if digits.len() == 4 && !digits.starts_with('+') => {
                self.at += 4;
                Ok(unit)
            }
            _ => Err(self.error(core, "Invalid \\uXXXX escape", self.at - 1)),
        }
    }

    fn escaped(&mut self, core: &mut Core) -> Run<char> {
        let first = self.unit(core)?;
        if (0xd800..0xdc00).contains(&first)
            && self.chars.get(self.at) == Some(&'\\')
            && self.chars.get(self.at + 1) == Some(&'u')
        {
            self.at += 2;
            let second = self.unit(core)?;
            let code = 0x10000 + ((first - 0xd800) << 10) + second.wrapping_sub(0xdc00);
            return Ok(char::from_u32(code).unwrap_or('\u{fffd}'));
        }
        Ok(char::from_u32(first).unwrap_or('\u{fffd}'))
    }

    fn array(&mut self, core: &mut Core) -> Run<Value> {
        self.at += 1;
        let mut items = Vec::new();
        self.blanks();
        if self.chars.get(self.at) == Some(&']') {
            self.at += 1;
            return Ok(core.heap.list(items));
        }
        loop {
            self.blanks();
            items.push(self.value(core)?);
            self.blanks();
            match self.chars.get(self.at) {
                Some(',') => self.at += 1,
                Some(']') => {
                    self.at += 1;
                    return Ok(core.heap.list(items));
                }
                _ => return Err(self.error(core, "Expecting ',' delimiter", self.at)),
            }
        }
    }

    fn object(&mut self, core: &mut Core) -> Run<Value> {
        self.at += 1;
        let mut dict = Dict::default();
        self.blanks();
        if self.chars.get(self.at) == Some(&'}') {
            self.at += 1;
            return Ok(Value::Ref(core.heap.add(Object::Dict(Rc::new(dict)))));
        }
        loop {
            self.blanks();
            if self.chars.get(self.at) != Some(&'"') {
                return Err(self.error(core, "Expecting property name enclosed in double quotes", self.at));
            }
            self.at += 1;
            let name = self.string(core)?;
            self.blanks();
            if self.chars.get(self.at) != Some(&':') {
                return Err(self.error(core, "Expecting ':' delimiter", self.at));
            }
            self.at += 1;
            self.blanks();
            let value = self.value(core)?;
            let text = Rc::new(Text::new(name));
            let name = Value::Ref(core.heap.add(Object::Str(text.clone())));
            match dict.entry(Key::Str(text)) {
                indexmap::map::Entry::Occupied(mut entry) => entry.get_mut().1 = value,
                indexmap::map::Entry::Vacant(entry) => {
                    entry.insert((name, value));
                }
            }
            self.blanks();
            match self.chars.get(self.at) {
                Some(',') => self.at += 1,
                Some('}') => {
                    self.at += 1;
                    return Ok(Value::Ref(core.heap.add(Object::Dict(Rc::new(dict)))));
                }
                _ => return Err(self.error(core, "Expecting ',' delimiter", self.at)),
            }
        }
    }
}

/// `quote(text, ascii)`: a JSON string.
fn quote(core: &mut Core, args: &Args) -> Run<Value> {
    let [text, ascii] = args.bind(core, "quote", ["", ""], 2)?;
    let text = core.text(text.unwrap_or(Value::None), "a JSON string")?;
    let ascii = matches!(ascii, Some(Value::Bool(true)));
    let mut out = String::from("\"");
    for c in text.string.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\x08' => out.push_str("\\b"),
            '\x0c' => out.push_str("\\f"),
            c if (c as u32) < 0x20 || (ascii && !c.is_ascii()) => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
    Ok(core.heap.str(out))
}
