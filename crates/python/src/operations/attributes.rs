//! Attributes: how they are found, set and bound.

use crate::builtins::sym;
use crate::machine::{Core, Run};
use crate::symbols::{NameMap, Symbol};
use crate::values::{Key, Object, Ref, Text, Value, t};
use std::rc::Rc;

impl Core {
    /// An attribute that an object or module holds itself.
    pub(crate) fn field(&self, object: Value, name: Symbol) -> Option<Value> {
        match object {
            Value::Ref(reference) => match self.heap.get(reference) {
                Object::Instance { fields, .. } => self.own_field(fields, name),
                _ => None,
            },
            Value::Module(index) => self.module_attribute(index, name),
            _ => None,
        }
    }

    /// What an object holds under a name. Once the program has asked for its `__dict__`, that dict holds everything
    /// and is the only entry of the object's own map.
    #[inline]
    pub(crate) fn own_field(&self, fields: &NameMap<Value>, name: Symbol) -> Option<Value> {
        match fields.get(name) {
            None if fields.len() == 1 => match self.object_raw(fields.get(sym::DICT)?) {
                Some(Object::Dict(dict)) => dict.get(&self.name_key(name)).map(|(_, value)| *value),
                _ => None,
            },
            Some(_) if name == sym::DICT => None,
            found => found,
        }
    }

    fn name_key(&self, name: Symbol) -> Key {
        Key::Str(Rc::new(Text::new(self.symbols.name(name))))
    }

    /// The dict that holds an object's attributes, if the program has asked for it.
    fn dict_of(&self, object: Ref) -> Option<Ref> {
        match self.heap.get(object) {
            Object::Instance { fields, .. } if fields.len() == 1 => match fields.get(sym::DICT)? {
                Value::Ref(dict) => Some(dict),
                _ => None,
            },
            _ => None,
        }
    }

    /// `object.__dict__`: from now on a real dict.
    pub(crate) fn live_dict(&mut self, object: Ref) -> Value {
        if let Some(dict) = self.dict_of(object) {
            return Value::Ref(dict);
        }
        let Object::Instance { fields, .. } = self.heap.get(object) else {
            unreachable!("an object of a class has a dict")
        };
        let fields = fields.iter().collect();
        let dict = self.names_dict(fields);
        self.set_live_dict(object, dict);
        dict
    }

    fn set_live_dict(&mut self, object: Ref, dict: Value) {
        if let Object::Instance { fields, .. } = self.heap.get_mut(object) {
            let mut only = NameMap::new();
            only.set(sym::DICT, dict);
            *fields = Rc::new(only);
        }
    }

    /// Binds an object's own attribute; gives what it was bound to.
    fn set_own(&mut self, object: Ref, name: Symbol, value: Value) -> Option<Value> {
        if let Some(dict) = self.dict_of(object) {
            let key = self.name_key(name);
            let text = self.symbols.name(name).to_owned();
            let text = self.heap.str(text);
            let Object::Dict(dict) = self.heap.get_mut(dict) else { unreachable!("looked at above") };
            return Rc::make_mut(dict).insert(key, (text, value)).map(|(_, old)| old);
        }
        match self.heap.get_mut(object) {
            Object::Instance { fields, .. } => Rc::make_mut(fields).set(name, value),
            other => unreachable!("{other:?} has no fields"),
        }
    }

    /// Unbinds an object's own attribute; gives what it was bound to.
    pub(crate) fn remove_own(&mut self, object: Ref, name: Symbol) -> Option<Value> {
        if let Some(dict) = self.dict_of(object) {
            let key = self.name_key(name);
            let Object::Dict(dict) = self.heap.get_mut(dict) else { unreachable!("looked at above") };
            return Rc::make_mut(dict).shift_remove(&key).map(|(_, old)| old);
        }
        match self.heap.get_mut(object) {
            Object::Instance { fields, .. } => Rc::make_mut(fields).remove(name),
            _ => None,
        }
    }

    /// What a module holds under a name.
    pub(crate) fn module_attribute(&self, module: u16, name: Symbol) -> Option<Value> {
        let module = &self.modules[module as usize];
        if let Some(unit) = &module.unit
            && let Some(slot) = unit.globals.iter().position(|global| *global == name)
            && module.slots[slot].is_bound()
        {
            return Some(module.slots[slot]);
        }
        module.fields.get(name)
    }

    /// The function behind a method, if calling it with the object first is all there is to it.
    pub(crate) fn method(&self, object: Value, name: Symbol) -> Option<Value> {
        let class = match object {
            Value::Module(_) => return None,
            Value::Ref(reference) => match self.heap.get(reference) {
                Object::Class(_) | Object::Super { .. } => return None,
                Object::Instance { class, fields, .. } => {
                    if self.own_field(fields, name).is_some() {
                        return None;
                    }
                    *class
                }
                Object::Exception(data) => {
                    if data.fields.get(name).is_some() {
                        return None;
                    }
                    data.class
                }
                Object::Function(function) if function.fields.get(name).is_some() => return None,
                _ => self.type_of(object),
            },
            _ => self.type_of(object),
        };
        let value = self.class_attribute(class, name)?;
        self.is_function(value).then_some(value)
    }

    fn is_function(&self, value: Value) -> bool {
        match value {
            Value::Native(_) => true,
            Value::Ref(reference) => matches!(self.heap.get(reference), Object::Function(_)),
            _ => false,
        }
    }

    /// A bound method.
    pub(crate) fn bind(&mut self, function: Value, receiver: Value) -> Value {
        Value::Ref(self.heap.add(Object::Method { function, receiver }))
    }

    /// What a class attribute is when it is read through an object (`receiver`) of `class`.
    fn read_class_attribute(&mut self, value: Value, receiver: Value, class: Ref) -> Run<Value> {
        if self.is_function(value) {
            return Ok(self.bind(value, receiver));
        }
        match self.object(value) {
            Some(Object::StaticMethod(function)) => Ok(*function),
            Some(Object::ClassMethod(function)) => {
                let function = *function;
                Ok(self.bind(function, Value::Ref(class)))
            }
            Some(Object::Property(parts)) => {
                let getter = parts[0];
                if getter.is_none() {
                    return Err(self.error(t::ATTRIBUTE_ERROR, "property of object has no getter"));
                }
                self.call(getter, vec![receiver])
            }
            _ => match self.user_method(value, sym::GET) {
                Some(method) => self.call(method, vec![value, receiver, Value::Ref(class)]),
                None => Ok(value),
            },
        }
    }
}

/// `object.name`, or `AttributeError`.
pub(crate) fn get(core: &mut Core, object: Value, name: Symbol) -> Run<Value> {
    if let Some(method) = core.user_method(object, sym::GETATTRIBUTE) {
        let text = name_value(core, name);
        return core.call(method, vec![object, text]);
    }
    if let Some(value) = find(core, object, name)? {
        return Ok(value);
    }
    Err(missing(core, object, name))
}

/// `object.name`; none if there is no such attribute.
pub(crate) fn find(core: &mut Core, object: Value, name: Symbol) -> Run<Option<Value>> {
    if let Value::Module(index) = object {
        if let Some(value) = core.module_attribute(index, name) {
            return Ok(Some(value));
        }
        return Ok(match name {
            sym::NAME => {
                let name = core.modules[index as usize].name.to_string();
                Some(core.heap.str(name))
            }
            sym::DICT => Some(module_dict(core, index)),
            sym::DOC => Some(Value::None),
            // PEP 562
            _ => match core.module_attribute(index, sym::GETATTR) {
                Some(function) => {
                    let text = name_value(core, name);
                    Some(core.call(function, vec![text])?)
                }
                None => None,
            },
        });
    }
    if let Value::Ref(reference) = object {
        match core.heap.get(reference) {
            Object::Class(_) => return class_attribute(core, reference, name),
            Object::Super { class, receiver } => {
                let (class, receiver) = (*class, *receiver);
                return super_attribute(core, class, receiver, name);
            }
            _ => {}
        }
    }
    let class = core.type_of(object);
    let attribute = core.class_attribute(class, name);
    if let Some(value) = attribute
        && is_data_descriptor(core, value)
    {
        return core.read_class_attribute(value, object, class).map(Some);
    }
    let own = match core.object_raw(object) {
        Some(Object::Instance { fields, .. }) => core.own_field(fields, name),
        Some(Object::Exception(data)) => data.fields.get(name),
        Some(Object::Function(function)) => function.fields.get(name),
        _ => None,
    };
    if let Some(value) = own {
        return Ok(Some(value));
    }
    if let Some(value) = attribute {
        return core.read_class_attribute(value, object, class).map(Some);
    }
    if let Some(value) = crate::builtins::attribute(core, object, name)? {
        return Ok(Some(value));
    }
    if name == sym::CLASS {
        return Ok(Some(Value::Ref(class)));
    }
    if let Some(method) = core.user_method(object, sym::GETATTR) {
        let text = name_value(core, name);
        return core.call(method, vec![object, text]).map(Some);
    }
    Ok(None)
}

fn is_data_descriptor(core: &Core, value: Value) -> bool {
    matches!(core.object(value), Some(Object::Property(_))) || core.user_method(value, sym::SET).is_some()
}

fn name_value(core: &mut Core, name: Symbol) -> Value {
    let name = core.symbols.name(name).to_owned();
    core.heap.str(name)
}

fn module_dict(core: &mut Core, index: u16) -> Value {
    let module = core.modules[index as usize].clone();
    let mut entries = Vec::new();
    if let Some(unit) = &module.unit {
        entries.extend(unit.globals.iter().copied().zip(module.slots.iter().copied()));
    }
    entries.extend(module.fields.iter());
    core.names_dict(entries)
}

fn class_attribute(core: &mut Core, class: Ref, name: Symbol) -> Run<Option<Value>> {
    let meta = core.heap.class(class).meta;
    if meta != t::TYPE
        && let Some(value) = core.user_class_method(meta, name)
        && is_data_descriptor(core, value)
    {
        return core.read_class_attribute(value, Value::Ref(class), meta).map(Some);
    }
    if let Some(value) = core.class_attribute(class, name) {
        let value = match core.object(value) {
            Some(Object::StaticMethod(function)) => *function,
            Some(Object::ClassMethod(function)) => {
                let function = *function;
                core.bind(function, Value::Ref(class))
            }
            _ => match core.user_method(value, sym::GET) {
                Some(method) if core.is_user(value) => {
                    return core.call(method, vec![value, Value::None, Value::Ref(class)]).map(Some);
                }
                _ => value,
            },
        };
        return Ok(Some(value));
    }
    let data = core.heap.class(class).clone();
    Ok(match name {
        sym::NAME => Some(core.heap.str(data.name.clone())),
        sym::QUALNAME => Some(core.heap.str(data.qualified_name.clone())),
        sym::MODULE => Some(core.heap.str(data.module.clone())),
        sym::DOC => Some(Value::None),
        sym::CLASS => Some(Value::Ref(meta)),
        sym::BASES => {
            let bases: Vec<Value> = data.bases.iter().map(|base| Value::Ref(*base)).collect();
            Some(core.heap.tuple(bases))
        }
        sym::MRO => {
            let order: Vec<Value> = data.order.iter().map(|class| Value::Ref(*class)).collect();
            Some(core.heap.tuple(order))
        }
        sym::DICT => Some(core.names_dict(data.fields.iter().collect())),
        sym::ANNOTATIONS if data.user => Some(core.names_dict(Vec::new())),
        _ => match core.class_attribute(meta, name) {
            Some(value) => return core.read_class_attribute(value, Value::Ref(class), meta).map(Some),
            None => match core.user_method(Value::Ref(class), sym::GETATTR) {
                Some(method) => {
                    let text = name_value(core, name);
                    return core.call(method, vec![Value::Ref(class), text]).map(Some);
                }
                None => None,
            },
        },
    })
}

fn super_attribute(core: &mut Core, class: Ref, receiver: Value, name: Symbol) -> Run<Option<Value>> {
    let (start, of_class) = match core.as_class(receiver) {
        // In a metaclass's method the class is an instance.
        Some(start) if core.is_subclass(start, class) => (start, true),
        Some(_) | None => (core.type_of(receiver), false),
    };
    let order = core.heap.class(start).order.clone();
    let after = order.iter().position(|other| *other == class).map_or(0, |at| at + 1);
    for class in &order[after..] {
        if let Some(value) = core.heap.class(*class).fields.get(name) {
            if of_class {
                return Ok(Some(match core.object(value) {
                    Some(Object::ClassMethod(function)) => {
                        let function = *function;
                        core.bind(function, receiver)
                    }
                    Some(Object::StaticMethod(function)) => *function,
                    _ => value,
                }));
            }
            return core.read_class_attribute(value, receiver, start).map(Some);
        }
    }
    Ok(None)
}

/// `AttributeError` for an attribute that is not there.
pub(crate) fn missing(core: &mut Core, object: Value, name: Symbol) -> crate::machine::Stop {
    let name = core.symbols.name(name).to_owned();
    let message = match object {
        Value::Module(index) => {
            format!("module '{}' has no attribute '{name}'", core.modules[index as usize].name)
        }
        _ => match core.as_class(object) {
            Some(class) => format!("type object '{}' has no attribute '{name}'", core.heap.class(class).name),
            None => {
                let kind = match core.object_raw(object) {
                    Some(Object::Super { .. }) => "super".to_owned(),
                    Some(Object::Method { function: Value::Ref(_), .. }) => "function".to_owned(),
                    _ => core.type_name(object),
                };
                format!("'{kind}' object has no attribute '{name}'")
            }
        },
    };
    let stop = core.error(t::ATTRIBUTE_ERROR, message);
    core.concerning(stop, &name, object)
}

/// `object.name = value`
pub(crate) fn set(core: &mut Core, object: Value, name: Symbol, value: Value) -> Run<Value> {
    if let Some(method) = core.user_method(object, sym::SETATTR) {
        let text = name_value(core, name);
        return core.call(method, vec![object, text, value]);
    }
    set_plain(core, object, name, value)
}

/// As [`set`], past the class's `__setattr__`.
pub(crate) fn set_plain(core: &mut Core, object: Value, name: Symbol, value: Value) -> Run<Value> {
    if let Value::Module(index) = object {
        core.set_module_attribute(index, name, value);
        return Ok(Value::None);
    }
    let Value::Ref(reference) = object else { return Err(read_only(core, object, name)) };
    let class = core.type_of(object);
    if let Some(attribute) = core.class_attribute(class, name) {
        if let Some(Object::Property(parts)) = core.object(attribute) {
            let setter = parts[1];
            if setter.is_none() {
                let (kind, name) = (core.type_name(object), core.symbols.name(name).to_owned());
                let message = format!("property '{name}' of '{kind}' object has no setter");
                return Err(core.error(t::ATTRIBUTE_ERROR, message));
            }
            return core.call(setter, vec![object, value]);
        }
        if let Some(method) = core.user_method(attribute, sym::SET) {
            return core.call(method, vec![attribute, object, value]);
        }
    }
    if core.is_instance(object, t::BASE_EXCEPTION)
        && crate::builtins::exceptions::set(core, object, name, value)?
    {
        return Ok(Value::None);
    }
    if let Some(slots) = core.slots_of(class)
        && !slots.contains(&name)
    {
        return Err(missing(core, object, name));
    }
    if name == sym::DICT && matches!(core.heap.get(reference), Object::Instance { .. }) {
        if !matches!(core.object_raw(value), Some(Object::Dict(_))) {
            let kind = core.type_name(value);
            return Err(core.type_error(format!("__dict__ must be set to a dictionary, not a '{kind}'")));
        }
        core.set_live_dict(reference, value);
        return Ok(Value::None);
    }
    if matches!(core.heap.get(reference), Object::Instance { .. }) {
        if let Some(old) = core.set_own(reference, name, value) {
            core.note_drop(old);
        }
        core.grow(24)?;
        return Ok(Value::None);
    }
    let old = match core.heap.get_mut(reference) {
        Object::Class(class) if class.user => Rc::make_mut(class).fields.set(name, value),
        Object::Exception(data) => Rc::make_mut(data).fields.set(name, value),
        Object::Function(function) => Rc::make_mut(function).fields.set(name, value),
        _ => return Err(read_only(core, object, name)),
    };
    if let Some(old) = old {
        core.note_drop(old);
    }
    core.grow(24)?;
    Ok(Value::None)
}

fn read_only(core: &mut Core, object: Value, name: Symbol) -> crate::machine::Stop {
    if let Some(class) = core.as_class(object) {
        let (class, name) = (core.heap.class(class).name.clone(), core.symbols.name(name).to_owned());
        return core.type_error(format!("cannot set '{name}' attribute of immutable type '{class}'"));
    }
    missing(core, object, name)
}

/// `del object.name`
pub(crate) fn delete(core: &mut Core, object: Value, name: Symbol) -> Run<Value> {
    if let Some(method) = core.user_method(object, sym::DELATTR) {
        let text = name_value(core, name);
        return core.call(method, vec![object, text]);
    }
    let class = core.type_of(object);
    if let Some(attribute) = core.class_attribute(class, name)
        && let Some(Object::Property(parts)) = core.object(attribute)
    {
        let deleter = parts[2];
        if deleter.is_none() {
            let (kind, name) = (core.type_name(object), core.symbols.name(name).to_owned());
            let message = format!("property '{name}' of '{kind}' object has no deleter");
            return Err(core.error(t::ATTRIBUTE_ERROR, message));
        }
        return core.call(deleter, vec![object]);
    }
    let old = match object {
        Value::Ref(reference) if matches!(core.heap.get(reference), Object::Instance { .. }) => {
            core.remove_own(reference, name)
        }
        Value::Ref(reference) => match core.heap.get_mut(reference) {
            Object::Class(class) if class.user => Rc::make_mut(class).fields.remove(name),
            Object::Exception(data) => Rc::make_mut(data).fields.remove(name),
            Object::Function(function) => Rc::make_mut(function).fields.remove(name),
            _ => None,
        },
        Value::Module(index) => core.delete_module_attribute(index, name),
        _ => None,
    };
    match old {
        Some(old) => {
            core.note_drop(old);
            Ok(Value::None)
        }
        None => Err(missing(core, object, name)),
    }
}

impl Core {
    /// The object a value refers to, as it is.
    pub(crate) fn object_raw(&self, value: Value) -> Option<&Object> {
        match value {
            Value::Ref(reference) => Some(self.heap.get(reference)),
            _ => None,
        }
    }

    fn set_module_attribute(&mut self, index: u16, name: Symbol, value: Value) {
        let module = &mut self.modules[index as usize];
        if let Some(unit) = &module.unit
            && let Some(slot) = unit.globals.iter().position(|global| *global == name)
        {
            module.slots[slot] = value;
            return;
        }
        module.fields.set(name, value);
    }

    fn delete_module_attribute(&mut self, index: u16, name: Symbol) -> Option<Value> {
        let module = &mut self.modules[index as usize];
        if let Some(unit) = &module.unit
            && let Some(slot) = unit.globals.iter().position(|global| *global == name)
        {
            return Some(std::mem::replace(&mut module.slots[slot], Value::Unbound))
                .filter(|value| value.is_bound());
        }
        module.fields.remove(name)
    }

    /// The names `__slots__` allows, if every class of the program around `class` has it.
    fn slots_of(&self, class: Ref) -> Option<Vec<Symbol>> {
        let mut names = Vec::new();
        for class in &self.heap.class(class).order {
            let class = self.heap.class(*class);
            if !class.user {
                continue;
            }
            let slots = class.fields.get(sym::SLOTS)?;
            match self.as_text(slots) {
                Some(text) => names.extend(self.symbols.find(&text.string)),
                None => {
                    for slot in self.sequence(slots)? {
                        names.extend(self.as_text(slot).and_then(|text| self.symbols.find(&text.string)));
                    }
                }
            }
        }
        (!names.is_empty()).then_some(names)
    }
}
