//! Classes and their objects.

use super::attributes;
use crate::builtins::{self, sym};
use crate::machine::{Args, Core, Request, Run};
use crate::symbols::{NameMap, Symbol};
use crate::values::{Class, Object, Ref, TYPES, Value, t};
use std::rc::Rc;

impl Core {
    /// Whether objects of the class may not be made: it has abstract methods left.
    pub(crate) fn is_abstract(&self, class: Ref) -> bool {
        !self.abstract_methods(class).is_empty()
    }

    /// Only a metaclass (`ABCMeta`) looks at the mark of abstract methods.
    fn abstract_methods(&self, class: Ref) -> Vec<Symbol> {
        let mut names = Vec::new();
        if self.heap.class(class).meta == t::TYPE {
            return names;
        }
        for base in &self.heap.class(class).order {
            for (name, _) in self.heap.class(*base).fields.iter() {
                if !names.contains(&name)
                    && let Some(value) = self.class_attribute(class, name)
                    && self.is_abstract_method(value)
                {
                    names.push(name);
                }
            }
        }
        names
    }

    fn is_abstract_method(&self, value: Value) -> bool {
        match self.object(value) {
            Some(Object::Function(function)) => function.fields.get(sym::ABSTRACT).is_some(),
            Some(Object::ClassMethod(function) | Object::StaticMethod(function)) => {
                self.is_abstract_method(*function)
            }
            Some(Object::Property(parts)) => parts.iter().any(|part| self.is_abstract_method(*part)),
            _ => false,
        }
    }

    /// An attribute that a program's metaclass has for its classes.
    pub(crate) fn user_class_method(&self, meta: Ref, name: Symbol) -> Option<Value> {
        let order = &self.heap.class(meta).order;
        order.iter().find_map(|class| {
            let class = self.heap.class(*class);
            if class.user { class.fields.get(name) } else { None }
        })
    }

    /// A new exception object of `class`, as its `__new__` makes it.
    pub(crate) fn new_exception(&mut self, class: Ref, args: &Args) -> Run<Value> {
        let class = builtins::exceptions::refine(self, class, &args.positional);
        let value = self.exception(class, args.positional.clone());
        builtins::exceptions::fill(self, value);
        Ok(value)
    }

    /// The built-in function that makes classes.
    pub(crate) fn build_class_function(&self) -> Value {
        self.builtins.get(sym::BUILD_CLASS).expect("it is installed")
    }
}

/// Makes an object of a class that is not a plain one: with `__new__`, a built-in base, or abstract methods.
pub(crate) fn construct(core: &mut Core, args: &Args) -> Run<Value> {
    let class = args.positional[0].reference();
    let rest = Args { positional: args.positional[1..].to_vec(), keywords: args.keywords.clone() };
    let missing = core.abstract_methods(class);
    if !missing.is_empty() {
        let mut names: Vec<String> = missing.iter().map(|name| core.symbols.name(*name).to_owned()).collect();
        names.sort();
        let name = core.heap.class(class).name.clone();
        let (plural, list) = (if names.len() == 1 { "" } else { "s" }, names.join(", "));
        return Err(core.type_error(format!(
            "Can't instantiate abstract class {name} with abstract method{plural} {list}"
        )));
    }
    let new = core.class_attribute(class, sym::NEW);
    let instance = match new {
        Some(Value::Ref(_)) => {
            let new = match core.object(new.expect("seen above")) {
                Some(Object::StaticMethod(function)) => *function,
                _ => new.expect("seen above"),
            };
            core.call_with(new, args.clone())?
        }
        _ => new_object(core, class, &rest)?,
    };
    if !core.is_instance(instance, class) {
        return Ok(instance);
    }
    let init = core.class_attribute(class, sym::INIT);
    if let Some(init @ Value::Ref(_)) = init {
        let mut args = rest;
        args.positional.insert(0, instance);
        let value = core.call_with(init, args)?;
        if !value.is_none() {
            return Err(wrong_init(core, value));
        }
    }
    Ok(instance)
}

/// `TypeError` for an `__init__` that gives something (`slot_tp_init`).
pub(crate) fn wrong_init(core: &mut Core, value: Value) -> crate::machine::Stop {
    let name = core.type_name(value);
    core.type_error(format!("__init__() should return None, not '{name}'"))
}

/// An object of a program's class, before its `__init__`.
pub(crate) fn new_object(core: &mut Core, class: Ref, args: &Args) -> Run<Value> {
    let layout = core.heap.class(class).layout;
    if core.is_subclass(layout, t::BASE_EXCEPTION) {
        return core.new_exception(class, args);
    }
    if layout == t::TYPE {
        let mut args = args.clone();
        args.positional.insert(0, Value::Ref(class));
        return type_new(core, &args);
    }
    let payload = if layout == t::OBJECT {
        Value::Unbound
    } else {
        let has_init = matches!(core.class_attribute(class, sym::INIT), Some(Value::Ref(_)));
        let mutable = [t::LIST, t::DICT, t::SET, t::BYTEARRAY].contains(&layout);
        let args = if mutable && has_init { Args::default() } else { args.clone() };
        match core.class_attribute(layout, sym::NEW) {
            Some(new) => {
                let mut args = args;
                args.positional.insert(0, Value::Ref(layout));
                core.call_with(new, args)?
            }
            None => {
                let name = core.heap.class(layout).name.clone();
                return Err(core.type_error(format!("type '{name}' is not an acceptable base type")));
            }
        }
    };
    core.once(|core| Ok(core.new_instance(class, payload)))
}

/// `__build_class__(body, name, *bases, **keywords)`
pub(crate) fn build_class(core: &mut Core, args: &Args) -> Run<Value> {
    let [body, name, ref bases @ ..] = args.positional[..] else {
        unreachable!("the compiler gives body and name")
    };
    let namespace =
        core.once(|core| Ok(Value::Ref(core.heap.add(Object::Namespace(Rc::new(NameMap::new()))))))?;
    let base_classes = base_classes(core, bases)?;
    let wanted = args.keywords.iter().find(|(name, _)| *name == sym::METACLASS).map(|(_, value)| *value);
    let meta = metaclass(core, &base_classes, wanted)?;
    let keywords: Vec<(Symbol, Value)> =
        args.keywords.iter().copied().filter(|(name, _)| *name != sym::METACLASS).collect();
    let bases = core.once(|core| Ok(core.heap.tuple(bases)))?;
    let meta_value = Value::Ref(meta);
    let prepared = match core.user_class_method(meta, sym::PREPARE) {
        Some(prepare) => {
            let prepare = unwrap_class_method(core, prepare);
            Some(core.call_with(
                prepare,
                Args { positional: vec![meta_value, name, bases], keywords: keywords.clone() },
            )?)
        }
        None => None,
    };
    if let Some(Object::Dict(dict)) = prepared.and_then(|prepared| core.object(prepared)) {
        let dict = dict.clone();
        core.once(|core| {
            for (key, value) in dict.values() {
                let key = core.text(*key, "a name")?;
                let key = core.symbols.intern(&key.string);
                core.namespace_set(namespace, key, *value);
            }
            Ok(Value::None)
        })?;
    }
    let cell = core.request(Request::ClassBody { function: body, namespace })?;
    if meta == t::TYPE {
        let class = core.once(|core| {
            let Object::Namespace(names) = core.heap.get(namespace.reference()) else {
                unreachable!("made above")
            };
            let names = names.as_ref().clone();
            make_class(core, name, &base_classes, names, body, t::TYPE)
        })?;
        set_class_cell(core, cell, class);
        return finish_class(core, class, &keywords);
    }
    // A metaclass is called as the program sees it: with name, bases and a dict.
    let dict = core.once(|core| class_dict(core, namespace, body, cell))?;
    let names = match prepared {
        Some(prepared) if core.is_user(prepared) => {
            for (key, value) in core.object(dict).map(dict_entries).unwrap_or_default() {
                super::subscripts::set(core, prepared, key, value)?;
            }
            prepared
        }
        _ => dict,
    };
    core.call_with(meta_value, Args { positional: vec![name, bases, names], keywords })
}

fn dict_entries(object: &Object) -> Vec<(Value, Value)> {
    match object {
        Object::Dict(dict) => dict.values().copied().collect(),
        _ => Vec::new(),
    }
}

/// The bases as classes that may be derived from.
fn base_classes(core: &mut Core, bases: &[Value]) -> Run<Vec<Ref>> {
    let mut classes = Vec::new();
    for base in bases {
        match core.as_class(*base) {
            Some(class) => classes.push(class),
            None => return Err(core.type_error("bases must be classes")),
        }
    }
    for class in &classes {
        let data = core.heap.class(*class);
        let final_types = [
            t::BOOL,
            t::NONE,
            t::FUNCTION,
            t::GENERATOR,
            t::SLICE,
            t::RANGE,
            t::METHOD,
            t::MEMORYVIEW,
            t::MODULE,
        ];
        if final_types.contains(class) || (!data.user && class.0 as usize >= TYPES.len()) {
            let name = data.name.clone();
            return Err(core.type_error(format!("type '{name}' is not an acceptable base type")));
        }
    }
    if classes.is_empty() {
        classes.push(t::OBJECT);
    }
    Ok(classes)
}

/// The most derived of the classes of the bases and the one asked for (`_PyType_CalculateMetaclass`).
fn metaclass(core: &mut Core, bases: &[Ref], wanted: Option<Value>) -> Run<Ref> {
    let mut winner = wanted.and_then(|wanted| core.as_class(wanted)).unwrap_or(t::TYPE);
    for base in bases {
        let other = core.heap.class(*base).meta;
        if core.is_subclass(winner, other) {
            continue;
        }
        if !core.is_subclass(other, winner) {
            return Err(core.type_error(
                "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
            ));
        }
        winner = other;
    }
    Ok(winner)
}

fn unwrap_class_method(core: &Core, value: Value) -> Value {
    match core.object(value) {
        Some(Object::ClassMethod(function) | Object::StaticMethod(function)) => *function,
        _ => value,
    }
}

fn set_class_cell(core: &mut Core, cell: Value, class: Value) {
    if let Value::Ref(reference) = cell
        && matches!(core.heap.get(reference), Object::Cell(_))
    {
        core.set_cell(reference, class);
    }
}

/// What a class body has bound, as the dict that a metaclass gets.
fn class_dict(core: &mut Core, namespace: Value, body: Value, cell: Value) -> Run<Value> {
    let Object::Namespace(names) = core.heap.get(namespace.reference()) else { unreachable!("a namespace") };
    let names = names.clone();
    let (qualified_name, module) = place_of(core, body, "");
    let module = core.heap.str(module);
    let qualified_name = core.heap.str(qualified_name);
    let mut entries = vec![(sym::MODULE, module), (sym::QUALNAME, qualified_name)];
    entries.extend(names.iter());
    if matches!(core.object_raw(cell), Some(Object::Cell(_))) {
        entries.push((sym::CLASSCELL, cell));
    }
    Ok(core.names_dict(entries))
}

/// `type.__new__(metaclass, name, bases, names, **keywords)`
pub(crate) fn type_new(core: &mut Core, args: &Args) -> Run<Value> {
    let [meta, name, bases, names] = args.positional[..] else {
        return Err(core.type_error("type() takes 1 or 3 arguments"));
    };
    let Some(bases) = core.sequence(bases) else {
        let kind = core.type_name(bases);
        return Err(core.type_error(format!("type.__new__() argument 2 must be tuple, not {kind}")));
    };
    let bases = base_classes(core, &bases)?;
    let meta = metaclass(core, &bases, Some(meta))?;
    let Some(Object::Dict(dict)) = core.object(names) else {
        let kind = core.type_name(names);
        return Err(core.type_error(format!("type.__new__() argument 3 must be dict, not {kind}")));
    };
    let dict = dict.clone();
    let class = core.once(|core| {
        let mut fields = NameMap::new();
        for (key, value) in dict.values() {
            let key = core.text(*key, "a name")?;
            let key = core.symbols.intern(&key.string);
            fields.set(key, *value);
        }
        let cell = fields.remove(sym::CLASSCELL);
        let class = make_class(core, name, &bases, fields, Value::None, meta)?;
        if let Some(cell) = cell {
            set_class_cell(core, cell, class);
        }
        Ok(class)
    })?;
    finish_class(core, class, &args.keywords)
}

/// `__set_name__` of the class's attributes, then `__init_subclass__` of its base.
fn finish_class(core: &mut Core, class: Value, keywords: &[(Symbol, Value)]) -> Run<Value> {
    let fields: Vec<(Symbol, Value)> = core.heap.class(class.reference()).fields.iter().collect();
    for (field, value) in fields {
        if let Some(method) = core.user_method(value, sym::SET_NAME) {
            let field = core.symbols.name(field).to_owned();
            let field = core.heap.str(field);
            core.call(method, vec![value, class, field])?;
        }
    }
    let order = core.heap.class(class.reference()).order.clone();
    let hook = order[1..].iter().find_map(|base| core.heap.class(*base).fields.get(sym::INIT_SUBCLASS));
    let plain = match hook {
        Some(hook) => matches!(core.object(hook), Some(Object::StaticMethod(Value::Native(_)))),
        None => true,
    };
    if !plain {
        let hook = unwrap_class_method(core, hook.expect("seen above"));
        core.call_with(hook, Args { positional: vec![class], keywords: keywords.to_vec() })?;
    } else if !keywords.is_empty() {
        let class = core.heap.class(class.reference()).name.clone();
        return Err(core.type_error(format!("{class}.__init_subclass__() takes no keyword arguments")));
    }
    Ok(class)
}

/// Qualified name and module of a class body.
fn place_of(core: &Core, body: Value, name: &str) -> (String, String) {
    match core.object(body) {
        Some(Object::Function(function)) => {
            let code = &core.units[function.unit as usize].code.functions[function.number as usize];
            (code.qualified_name.clone(), core.modules[function.module as usize].name.to_string())
        }
        _ => (name.to_owned(), "__main__".to_owned()),
    }
}

fn make_class(
    core: &mut Core,
    name: Value,
    bases: &[Ref],
    names: NameMap<Value>,
    body: Value,
    meta: Ref,
) -> Run<Value> {
    let mut fields = names;
    let name = core.text(name, "type.__new__() argument 1")?.string.clone();
    let Some(order) = linearise(core, bases) else {
        let names: Vec<String> = bases.iter().map(|base| core.heap.class(*base).name.clone()).collect();
        let message = format!(
            "Cannot create a consistent method resolution\norder (MRO) for bases {}",
            names.join(", ")
        );
        return Err(core.type_error(message));
    };
    let layouts: Vec<Ref> = bases.iter().map(|base| core.heap.class(*base).layout).collect();
    let layout = layouts.iter().copied().find(|layout| *layout != t::OBJECT).unwrap_or(t::OBJECT);
    let conflict = |other: &&Ref| {
        **other != t::OBJECT && !core.is_subclass(layout, **other) && !core.is_subclass(**other, layout)
    };
    if layouts.iter().any(|other| conflict(&other)) {
        return Err(core.type_error("multiple bases have instance lay-out conflict"));
    }
    let (mut qualified_name, mut module) = place_of(core, body, &name);
    let named = |core: &Core, value: Option<Value>| {
        value.and_then(|value| core.as_text(value)).map(|text| text.string.clone())
    };
    if let Some(given) = named(core, fields.get(sym::QUALNAME)) {
        qualified_name = given;
        fields.remove(sym::QUALNAME);
    }
    if let Some(given) = named(core, fields.get(sym::MODULE)) {
        module = given;
        fields.remove(sym::MODULE);
    }
    for special in [sym::INIT_SUBCLASS, sym::CLASS_GETITEM] {
        if let Some(value @ Value::Ref(reference)) = fields.get(special)
            && matches!(core.heap.get(reference), Object::Function(_))
        {
            let method = Value::Ref(core.heap.add(Object::ClassMethod(value)));
            fields.set(special, method);
        }
    }
    if fields.get(sym::EQ).is_some() && fields.get(sym::HASH).is_none() {
        fields.set(sym::HASH, Value::None);
    }
    core.has_del |= fields.get(sym::DEL).is_some();
    let class = Class {
        name,
        qualified_name,
        module,
        bases: bases.to_vec(),
        order: Vec::new(),
        fields,
        layout,
        user: true,
        meta,
    };
    let reference = core.heap.add(Object::Class(Rc::new(class)));
    if let Object::Class(class) = core.heap.get_mut(reference) {
        let class = Rc::make_mut(class);
        class.order = order;
        class.order.insert(0, reference);
    }
    Ok(Value::Ref(reference))
}

/// The order of bases (C3), without the class itself.
fn linearise(core: &Core, bases: &[Ref]) -> Option<Vec<Ref>> {
    let mut lists: Vec<Vec<Ref>> = bases.iter().map(|base| core.heap.class(*base).order.clone()).collect();
    lists.push(bases.to_vec());
    let mut order = Vec::new();
    loop {
        lists.retain(|list| !list.is_empty());
        if lists.is_empty() {
            return Some(order);
        }
        let good = |class: &Ref| !lists.iter().any(|list| list[1..].contains(class));
        let next = lists.iter().map(|list| list[0]).find(good)?;
        order.push(next);
        for list in &mut lists {
            if list[0] == next {
                list.remove(0);
            }
        }
    }
}

/// `object.name` for a class in `match`: its `__match_args__`.
pub(crate) fn match_names(core: &mut Core, class: Ref) -> Run<Option<Vec<Value>>> {
    let value = attributes::find(core, Value::Ref(class), sym::MATCH_ARGS)?;
    Ok(value.and_then(|value| core.sequence(value)))
}
