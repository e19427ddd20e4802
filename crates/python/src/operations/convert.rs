//! Small conversions that instructions and built-in functions share.

use super::keys;
use crate::builtins::Owner;
use crate::builtins::sym;
use crate::machine::{Core, Run, Stop};
use crate::symbols::Symbol;
use crate::values::{Buffer, Dict, Generator, Object, Ref, Saved, Text, Value, t};
use netlab_abi::{Data, Origin};
use std::rc::Rc;

/// Texts one after the other, with their identities.
pub(crate) fn concatenated<'a>(texts: impl Iterator<Item = &'a Rc<Text>> + Clone) -> Text {
    let mut joined = Text::default();
    joined.string.reserve_exact(texts.clone().map(|text| text.string.len()).sum());
    for text in texts {
        joined.string.push_str(&text.string);
        let shift = |origin: &Origin| Origin { at: origin.at + joined.length as u32, ..*origin };
        joined.origins.extend(text.origins.iter().map(shift));
        joined.length += text.length;
    }
    joined
}

impl Core {
    /// A value's truth, if it is known without a call.
    #[inline]
    pub(crate) fn truth(&self, value: Value) -> Option<bool> {
        Some(match value {
            Value::Bool(flag) => flag,
            Value::None | Value::Unbound => false,
            Value::Int(int) => int != 0,
            Value::Float(float) => float != 0.0,
            Value::NotImplemented | Value::Ellipsis | Value::Native(_) | Value::Module(_) => true,
            Value::Ref(reference) => match self.heap.get(reference) {
                Object::Str(text) => text.length > 0,
                Object::Bytes(data) => !data.is_empty(),
                Object::ByteArray(buffer) => !buffer.bytes.is_empty(),
                Object::MemoryView { length, .. } => *length > 0,
                Object::List(items) => !items.is_empty(),
                Object::Tuple(items) => !items.is_empty(),
                Object::Dict(dict) => !dict.is_empty(),
                Object::Set(set) | Object::FrozenSet(set) => !set.is_empty(),
                Object::Range { start, stop, step } => {
                    super::iteration::range_length(*start, *stop, *step) > 0
                }
                Object::View { dict, .. } => match self.heap.get(*dict) {
                    Object::Dict(dict) => !dict.is_empty(),
                    _ => true,
                },
                Object::Instance { payload, .. } => {
                    if self.user_method(value, sym::BOOL).is_some()
                        || self.user_method(value, sym::LEN).is_some()
                    {
                        return None;
                    }
                    return if payload.is_bound() { self.truth(*payload) } else { Some(true) };
                }
                _ => true,
            },
        })
    }

    /// The items of a list or tuple.
    pub(crate) fn sequence(&self, value: Value) -> Option<Vec<Value>> {
        match self.object(value) {
            Some(Object::List(items)) => Some(items.to_vec()),
            Some(Object::Tuple(items)) => Some(items.to_vec()),
            _ => None,
        }
    }

    /// The items of a tuple that the compiler built.
    pub(crate) fn items_rc(&self, tuple: Value) -> Rc<[Value]> {
        match self.object(tuple) {
            Some(Object::Tuple(items)) => items.clone(),
            other => unreachable!("{other:?} is no tuple"),
        }
    }

    /// Whether a value is a `str` and nothing more.
    pub(crate) fn is_plain_str(&self, value: Value) -> bool {
        matches!(self.object_raw(value), Some(Object::Str(_)))
    }

    /// Whether `match` takes it as a sequence.
    pub(crate) fn is_match_sequence(&self, value: Value) -> bool {
        matches!(
            self.object(value),
            Some(Object::List(_) | Object::Tuple(_) | Object::Range { .. } | Object::MemoryView { .. })
        )
    }

    /// A bytes-like object's content with identities.
    pub(crate) fn data(&self, value: Value) -> Option<Data> {
        match self.object(value)? {
            Object::Bytes(data) => Some(data.clone()),
            Object::ByteArray(buffer) => Some(Data {
                bytes: buffer.bytes.as_slice().into(),
                origins: buffer.origins.as_slice().into(),
            }),
            Object::MemoryView { base, start, length, released: false } => {
                let (start, length) = (*start, *length);
                let data = self.data(Value::Ref(*base))?;
                let end = (start + length).min(data.len());
                Some(crate::builtins::bytes::slice(self, &data, start.min(end), end))
            }
            _ => None,
        }
    }

    /// A bytes-like object's content.
    pub(crate) fn byte_slice(&self, value: Value) -> Option<Vec<u8>> {
        match self.object(value)? {
            Object::Bytes(data) => Some(data.bytes.to_vec()),
            Object::ByteArray(buffer) => Some(buffer.bytes.clone()),
            Object::MemoryView { .. } => self.data(value).map(|data| data.bytes.to_vec()),
            _ => None,
        }
    }

    /// A bytes-like object's content, or `TypeError`.
    pub(crate) fn byte_argument(&mut self, value: Value) -> Run<Vec<u8>> {
        match self.byte_slice(value) {
            Some(bytes) => Ok(bytes),
            None => {
                let name = self.type_name(value);
                Err(self.type_error(format!("a bytes-like object is required, not '{name}'")))
            }
        }
    }

    /// Refuses a memoryview that was released.
    pub(crate) fn check_view(&mut self, view: Value) -> Run<()> {
        if let Some(Object::MemoryView { released: true, .. }) = self.object(view) {
            return Err(self.value_error("operation forbidden on released memoryview object"));
        }
        Ok(())
    }

    /// A new bytearray.
    pub(crate) fn bytearray(&mut self, data: Data) -> Value {
        let buffer = Buffer { bytes: data.bytes.to_vec(), origins: data.origins.to_vec() };
        Value::Ref(self.heap.add(Object::ByteArray(Rc::new(buffer))))
    }

    /// Characters `start` to `end` of a string, with their identities.
    pub(crate) fn slice_text(&mut self, text: &Text, start: usize, end: usize) -> Value {
        let part = text.slice(start, end.max(start));
        if text.origins.is_empty() {
            return self.heap.str(part);
        }
        let origins = crate::builtins::bytes::cut(&text.origins, start, end);
        let mut part = Text::new(part);
        part.origins = origins;
        Value::Ref(self.heap.add(Object::Str(Rc::new(part))))
    }

    /// Strings one after the other.
    pub(crate) fn join_texts(&mut self, texts: &[Rc<Text>]) -> Value {
        let joined = concatenated(texts.iter());
        Value::Ref(self.heap.add(Object::Str(Rc::new(joined))))
    }

    /// The pieces of an f-string, which are strings.
    pub(crate) fn join_pieces(&mut self, pieces: &[Value]) -> Value {
        let text = |piece: &Value| match self.object_raw(*piece) {
            Some(Object::Str(text)) => text,
            _ => unreachable!("pieces are strings"),
        };
        let joined = concatenated(pieces.iter().map(text));
        Value::Ref(self.heap.add(Object::Str(Rc::new(joined))))
    }

    /// Appends to a list.
    pub(crate) fn append(&mut self, list: Ref, value: Value) -> Run<()> {
        self.list_mut(Value::Ref(list)).push(value);
        self.grow(16)
    }

    /// A dict whose keys are strings.
    pub(crate) fn str_dict(&mut self, entries: Vec<(Value, Value)>) -> Value {
        let mut dict = Dict::default();
        for (name, value) in entries {
            let text = self.as_text(name).expect("the keys are strings");
            dict.insert(crate::values::Key::Str(text), (name, value));
        }
        Value::Ref(self.heap.add(Object::Dict(Rc::new(dict))))
    }

    /// A dict of names; unbound ones are left out.
    pub(crate) fn names_dict(&mut self, entries: Vec<(Symbol, Value)>) -> Value {
        let mut named = Vec::new();
        for (name, value) in entries {
            if value.is_bound() {
                let name = self.symbols.name(name).to_owned();
                named.push((self.heap.str(name), value));
            }
        }
        self.str_dict(named)
    }

    /// A dict as keyword arguments.
    pub(crate) fn keyword_arguments(&mut self, dict: Value) -> Run<Vec<(Symbol, Value)>> {
        let Some(Object::Dict(dict)) = self.object(dict) else { unreachable!("a dict was built") };
        let dict = dict.clone();
        let mut keywords = Vec::with_capacity(dict.len());
        for (key, value) in dict.values() {
            match self.as_text(*key) {
                Some(text) => keywords.push((self.symbols.intern(&text.string), *value)),
                None => return Err(self.type_error("keywords must be strings")),
            }
        }
        Ok(keywords)
    }

    /// Puts a value into a cell.
    pub(crate) fn set_cell(&mut self, cell: Ref, value: Value) {
        let Object::Cell(content) = self.heap.get_mut(cell) else { unreachable!("the slot holds a cell") };
        let old = std::mem::replace(content, value);
        self.note_drop(old);
    }

    /// A name of a class body.
    pub(crate) fn namespace_get(&self, namespace: Value, name: Symbol) -> Value {
        match self.object(namespace) {
            Some(Object::Namespace(names)) => names.get(name).unwrap_or(Value::Unbound),
            _ => Value::Unbound,
        }
    }

    /// Binds a name of a class body.
    pub(crate) fn namespace_set(&mut self, namespace: Value, name: Symbol, value: Value) {
        if let Object::Namespace(names) = self.heap.get_mut(namespace.reference()) {
            Rc::make_mut(names).set(name, value);
        }
    }

    /// Unbinds a name of a class body; whether it was bound.
    pub(crate) fn namespace_remove(&mut self, namespace: Value, name: Symbol) -> bool {
        match self.heap.get_mut(namespace.reference()) {
            Object::Namespace(names) => Rc::make_mut(names).remove(name).is_some(),
            _ => false,
        }
    }

    /// A global that has neither a slot value nor a builtin: set from outside, or a `NameError`.
    pub(crate) fn missing_global(&mut self, module: usize, name: Symbol) -> Run<Value> {
        match self.modules[module].fields.get(name) {
            Some(value) => Ok(value),
            None => Err(self.name_error(name)),
        }
    }

    /// `NameError`
    pub(crate) fn name_error(&mut self, name: Symbol) -> Stop {
        let name = self.symbols.name(name).to_owned();
        let stop = self.error(t::NAME_ERROR, format!("name '{name}' is not defined"));
        self.concerning(stop, &name, Value::Unbound)
    }

    /// Lets an exception remember the name that was not found and the object that it was looked for in.
    pub(crate) fn concerning(&mut self, stop: Stop, name: &str, object: Value) -> Stop {
        let Stop::Raise(exception) = &stop else { unreachable!("an error is raised") };
        let name = self.heap.str(name);
        let Object::Exception(data) = self.heap.get_mut(exception.reference()) else {
            unreachable!("an exception was made")
        };
        let fields = &mut std::rc::Rc::make_mut(data).fields;
        fields.set(sym::NAME_FIELD, name);
        if object.is_bound() {
            fields.set(sym::OBJ, object);
        }
        stop
    }

    /// `TypeError` for arguments that are missing.
    pub(crate) fn missing_arguments(&mut self, function: &str, kind: &str, names: &[String]) -> Stop {
        let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
        let list = match quoted.as_slice() {
            [only] => only.clone(),
            [first, second] => format!("{first} and {second}"),
            [first @ .., last] => format!("{}, and {last}", first.join(", ")),
            [] => String::new(),
        };
        let plural = if names.len() == 1 { "" } else { "s" };
        let count = names.len();
        self.type_error(format!("{function}() missing {count} required {kind} argument{plural}: {list}"))
    }

    /// `ValueError` for a sequence of the wrong length.
    pub(crate) fn unpack_error(&mut self, got: usize, expected: usize) -> Stop {
        if got > expected {
            return self.value_error(format!("too many values to unpack (expected {expected})"));
        }
        self.value_error(format!("not enough values to unpack (expected {expected}, got {got})"))
    }

    /// A generator's state.
    pub(crate) fn generator(&self, generator: Ref) -> &Generator {
        match self.heap.get(generator) {
            Object::Generator(generator) => generator,
            other => unreachable!("{other:?} is no generator"),
        }
    }

    fn generator_mut(&mut self, generator: Ref) -> &mut Generator {
        match self.heap.get_mut(generator) {
            Object::Generator(generator) => Rc::make_mut(generator),
            other => unreachable!("{other:?} is no generator"),
        }
    }

    /// Sets a generator's frame aside.
    pub(crate) fn set_saved(&mut self, generator: Ref, saved: Saved) {
        self.set_mortal(generator, !saved.frame.handlers.is_empty());
        let generator = self.generator_mut(generator);
        generator.started = saved.frame.next > 0;
        generator.running = false;
        generator.saved = Some(Box::new(saved));
    }

    /// Takes a generator's frame to run it.
    pub(crate) fn take_saved(&mut self, generator: Ref) -> Option<Box<Saved>> {
        let generator = self.generator_mut(generator);
        let saved = generator.saved.take()?;
        generator.running = true;
        generator.started = true;
        Some(saved)
    }

    /// A generator has ended.
    pub(crate) fn end_generator(&mut self, generator: Ref) {
        self.set_mortal(generator, false);
        let generator = self.generator_mut(generator);
        generator.running = false;
        generator.saved = None;
    }

    /// Remembers whether an object must run code when it dies.
    pub(crate) fn set_mortal(&mut self, object: Ref, mortal: bool) {
        if mortal {
            self.resources += u32::from(self.mortal.insert(object));
        } else if !self.mortal.is_empty() {
            self.resources -= u32::from(self.mortal.remove(&object));
        }
    }

    /// A new object of a program's class; one with `__del__` is remembered.
    pub(crate) fn new_instance(&mut self, class: Ref, payload: Value) -> Value {
        let fields = Rc::new(crate::symbols::NameMap::new());
        let reference = self.heap.add(Object::Instance { class, payload, fields });
        if self.has_del && self.user_method(Value::Ref(reference), crate::builtins::sym::DEL).is_some() {
            self.set_mortal(reference, true);
        }
        Value::Ref(reference)
    }

    /// A callable in the messages of calls (`_PyObject_FunctionStr`).
    pub(crate) fn function_title(&self, callable: Value) -> String {
        let callable = match self.object_raw(callable) {
            Some(Object::Method { function, .. }) => *function,
            _ => callable,
        };
        match self.object_raw(callable) {
            Some(Object::Function(function)) => {
                let code = &self.units[function.unit as usize].code.functions[function.number as usize];
                let module = &self.modules[function.module as usize].name;
                format!("{module}.{}()", code.qualified_name)
            }
            Some(Object::Class(class)) if class.module == "builtins" => format!("{}()", class.qualified_name),
            Some(Object::Class(class)) => format!("{}.{}()", class.module, class.qualified_name),
            _ => match callable {
                Value::Native(index) => {
                    let entry = crate::builtins::entry(index);
                    match entry.owner {
                        Owner::Internal | Owner::Builtin => format!("{}()", entry.name),
                        Owner::Type(class) | Owner::Static(class) => {
                            format!("{}.{}()", self.heap.class(class).name, entry.name)
                        }
                        Owner::Module(module) => format!("{module}.{}()", entry.name),
                    }
                }
                other => crate::operations::display::shown(self, other),
            },
        }
    }

    /// Names every module has.
    pub(crate) fn begin_module(&mut self, module: u16) {
        let name = self.modules[module as usize].name.to_string();
        let file = self.modules[module as usize].unit.as_ref().map(|unit| unit.code.file_name.clone());
        let name = self.heap.str(name);
        let documentation = self.modules[module as usize]
            .unit
            .as_ref()
            .and_then(|unit| unit.code.functions[0].documentation.clone());
        let documentation = documentation.map_or(Value::None, |text| self.heap.str(text));
        let file = file.map_or(Value::None, |file| self.heap.str(file));
        let module = &mut self.modules[module as usize];
        module.begun = true;
        module.fields.set(sym::NAME, name);
        module.fields.set(sym::DOC, documentation);
        module.fields.set(sym::FILE, file);
    }

    /// A non-negative size or count argument.
    pub(crate) fn size_argument(&mut self, value: Value) -> Run<i64> {
        if let Some(super::arithmetic::Number::Big(_)) = super::arithmetic::number(self, value) {
            return Err(self.error(t::OVERFLOW_ERROR, "Python int too large to convert to C ssize_t"));
        }
        match keys::index(self, value)? {
            Some(index) => Ok(index),
            None => {
                let name = self.type_name(value);
                Err(self.type_error(format!("'{name}' object cannot be interpreted as an integer")))
            }
        }
    }
}
