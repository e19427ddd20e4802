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

    fn abstract_methods(&self, class: Ref) -> Vec<Symbol> {
        let mut names = Vec::new();
        for base in &self.heap.class(class).order {
            for (name, _) in self.heap.class(*base).fields.iter() {
                if !names.contains(&name)
                    && let Some(value) = self.class_attribute(class, name)
                    && let Some(Object::Function(function)) = self.object(value)
                    && function.fields.get(sym::ABSTRACT).is_some()
                {
                    names.push(name);
                }
            }
        }
        names
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
        core.call_with(init, args)?;
    }
    Ok(instance)
}

/// An object of a program's class, before its `__init__`.
pub(crate) fn new_object(core: &mut Core, class: Ref, args: &Args) -> Run<Value> {
    let layout = core.heap.class(class).layout;
    if core.is_subclass(layout, t::BASE_EXCEPTION) {
        return core.new_exception(class, args);
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
    core.once(|core| {
        let fields = Rc::new(NameMap::new());
        Ok(Value::Ref(core.heap.add(Object::Instance { class, payload, fields })))
    })
}

/// `__build_class__(body, name, *bases, **keywords)`
pub(crate) fn build_class(core: &mut Core, args: &Args) -> Run<Value> {
    let [body, name, ref bases @ ..] = args.positional[..] else {
        unreachable!("the compiler gives body and name")
    };
    let namespace =
        core.once(|core| Ok(Value::Ref(core.heap.add(Object::Namespace(Rc::new(NameMap::new()))))))?;
    let mut base_classes = Vec::new();
    for base in bases {
        match core.as_class(*base) {
            Some(class) => base_classes.push(class),
            None => return Err(core.type_error("bases must be classes")),
        }
    }
    for class in &base_classes {
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
    if base_classes.is_empty() {
        base_classes.push(t::OBJECT);
    }
    let cell = core.request(Request::ClassBody { function: body, namespace })?;
    let class = core.once(|core| make_class(core, name, &base_classes, namespace, body))?;
    if let Value::Ref(cell) = cell
        && matches!(core.heap.get(cell), Object::Cell(_))
    {
        core.set_cell(cell, class);
    }
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
    if let Some(hook) = hook {
        let hook = match core.object(hook) {
            Some(Object::ClassMethod(function)) => *function,
            _ => hook,
        };
        core.call_with(hook, Args { positional: vec![class], keywords: args.keywords.clone() })?;
    } else if let Some((name, _)) = args.keywords.iter().find(|(name, _)| *name != sym::METACLASS) {
        let class = core.heap.class(class.reference()).name.clone();
        let name = core.symbols.name(*name).to_owned();
        return Err(
            core.type_error(format!("{class}.__init_subclass__() takes no keyword arguments ('{name}')"))
        );
    }
    Ok(class)
}

fn make_class(core: &mut Core, name: Value, bases: &[Ref], namespace: Value, body: Value) -> Run<Value> {
    let Object::Namespace(names) = core.heap.get(namespace.reference()) else { unreachable!("made above") };
    let mut fields = names.as_ref().clone();
    let name = core.text(name, "a class's name")?.string.clone();
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
    let (qualified_name, module) = match core.object(body) {
        Some(Object::Function(function)) => {
            let code = &core.units[function.unit as usize].code.functions[function.number as usize];
            (code.qualified_name.clone(), core.modules[function.module as usize].name.to_string())
        }
        _ => (name.clone(), "__main__".to_owned()),
    };
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
    let class = Class {
        name,
        qualified_name,
        module,
        bases: bases.to_vec(),
        order: Vec::new(),
        fields,
        layout,
        user: true,
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
