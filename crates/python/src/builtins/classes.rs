//! `object`, `type`, `property`, `super` and what every object has.

use super::{Owner, natives, sym};
use crate::machine::{Args, Core, Run};
use crate::operations::{attributes, compare, construct, display, format, keys};
use crate::symbols::Symbol;
use crate::values::{Object, Value, t};
use std::rc::Rc;

natives! {
    Owner::Static(t::OBJECT);
    "__new__" => object_new;
    Owner::Type(t::OBJECT);
    "__init__" => object_init, "__repr__" => object_repr, "__str__" => object_str, "__eq__" => object_eq,
    "__ne__" => object_ne, "__hash__" => object_hash, "__format__" => object_format,
    "__setattr__" => object_setattr, "__delattr__" => object_delattr, "__getattribute__" => object_getattribute;
    Owner::Static(t::OBJECT);
    "__init_subclass__" => init_subclass;
    Owner::Static(t::TYPE);
    "__new__" => type_new;
    Owner::Type(t::TYPE);
    "mro" => mro, "__call__" => type_call, "__subclasses__" => subclasses, "__or__" => type_or, "__ror__" => type_ror,
    "__instancecheck__" => instance_check, "__subclasscheck__" => subclass_check, "__init__" => object_init;
    Owner::Static(t::PROPERTY);
    "__new__" => property_new;
    Owner::Type(t::PROPERTY);
    "getter" => property_getter, "setter" => property_setter, "deleter" => property_deleter;
    Owner::Static(t::STATICMETHOD);
    "__new__" => staticmethod_new;
    Owner::Static(t::CLASSMETHOD);
    "__new__" => classmethod_new;
    Owner::Static(t::SUPER);
    "__new__" => super_new,
}

fn object_new(core: &mut Core, args: &Args) -> Run<Value> {
    let Some(class) = args.positional.first().and_then(|class| core.as_class(*class)) else {
        return Err(core.type_error("object.__new__(X): X is not a type object"));
    };
    let rest = Args { positional: args.positional[1..].to_vec(), keywords: args.keywords.clone() };
    if !core.heap.class(class).user {
        let fields = Rc::default();
        return Ok(Value::Ref(core.heap.add(Object::Instance { class, payload: Value::Unbound, fields })));
    }
    construct::new_object(core, class, &rest)
}

fn object_init(_: &mut Core, _: &Args) -> Run<Value> {
    Ok(Value::None)
}

fn init_subclass(_: &mut Core, _: &Args) -> Run<Value> {
    Ok(Value::None)
}

fn object_repr(core: &mut Core, args: &Args) -> Run<Value> {
    let object = args.positional[0];
    let text = match core.object_raw(object) {
        Some(Object::Instance { payload: Value::Unbound, class, .. }) => {
            let class = core.heap.class(*class);
            let address = display::address(object.reference());
            let module =
                if class.module == "builtins" { String::new() } else { format!("{}.", class.module) };
            format!("<{module}{} object at {address}>", class.qualified_name)
        }
        _ => {
            let plain = core.plain(object);
            display::shown(core, plain)
        }
    };
    Ok(core.heap.str(text))
}

fn object_str(core: &mut Core, args: &Args) -> Run<Value> {
    let text = display::repr(core, args.positional[0])?;
    Ok(core.heap.str(text))
}

fn object_eq(core: &mut Core, args: &Args) -> Run<Value> {
    let (object, [other]) = args.method(core, "__eq__", [""], 1)?;
    let other = other.unwrap_or(Value::None);
    if core.is_user(object) && core.plain(object).is(object) {
        return Ok(if object.is(other) { Value::Bool(true) } else { Value::NotImplemented });
    }
    let (a, b) = (core.plain(object), core.plain(other));
    compare::compare(core, crate::code::CompareOp::Eq, a, b)
}

fn object_ne(core: &mut Core, args: &Args) -> Run<Value> {
    Ok(match object_eq(core, args)? {
        Value::Bool(flag) => Value::Bool(!flag),
        other => other,
    })
}

fn object_hash(core: &mut Core, args: &Args) -> Run<Value> {
    let object = args.positional[0];
    let plain = core.plain(object);
    if plain.is(object) && core.is_user(object) {
        return Ok(Value::Int(display::identity(object) >> 4));
    }
    keys::hash(core, plain).map(Value::Int)
}

fn object_format(core: &mut Core, args: &Args) -> Run<Value> {
    let (object, [spec]) = args.method(core, "__format__", [""], 1)?;
    let spec = core.text(spec.unwrap_or(Value::None), "__format__() argument")?;
    let text = if core.plain(object).is(object) && core.is_user(object) {
        display::str(core, object)?
    } else {
        let plain = core.plain(object);
        format::format(core, plain, &spec.string)?
    };
    Ok(core.heap.str(text))
}

fn name_of(core: &mut Core, value: Option<Value>) -> Run<Symbol> {
    let text = core.text(value.unwrap_or(Value::None), "attribute name")?;
    Ok(core.symbols.intern(&text.string))
}

fn object_setattr(core: &mut Core, args: &Args) -> Run<Value> {
    let (object, [name, value]) = args.method(core, "__setattr__", ["", ""], 2)?;
    let name = name_of(core, name)?;
    attributes::set_plain(core, object, name, value.unwrap_or(Value::None))
}

fn object_delattr(core: &mut Core, args: &Args) -> Run<Value> {
    let (object, [name]) = args.method(core, "__delattr__", [""], 1)?;
    let name = name_of(core, name)?;
    match core.remove_own(object.reference(), name) {
        Some(old) => {
            core.note_drop(old);
            Ok(Value::None)
        }
        None => Err(attributes::missing(core, object, name)),
    }
}

fn object_getattribute(core: &mut Core, args: &Args) -> Run<Value> {
    let (object, [name]) = args.method(core, "__getattribute__", [""], 1)?;
    let name = name_of(core, name)?;
    match attributes::find(core, object, name)? {
        Some(value) => Ok(value),
        None => Err(attributes::missing(core, object, name)),
    }
}

fn type_new(core: &mut Core, args: &Args) -> Run<Value> {
    match args.positional[..] {
        [_, object] => Ok(Value::Ref(core.type_of(object))),
        [_] | [_, _, _] => Err(core.type_error("type() takes 1 or 3 arguments")),
        _ => construct::type_new(core, args),
    }
}

/// `type.__call__`: `__new__`, then `__init__`, past a metaclass's own `__call__`.
fn type_call(core: &mut Core, args: &Args) -> Run<Value> {
    let class = args.positional[0].reference();
    if core.heap.class(class).user {
        return construct::construct(core, args);
    }
    match core.class_attribute(class, sym::NEW) {
        Some(Value::Native(index)) => (super::entry(index).run)(core, args),
        _ => {
            let name = core.heap.class(class).name.clone();
            Err(core.type_error(format!("cannot create '{name}' instances")))
        }
    }
}

fn subclasses(core: &mut Core, args: &Args) -> Run<Value> {
    let class = args.positional[0].reference();
    let derived = core.heap.objects().filter_map(|(reference, object)| match object {
        Object::Class(data) if data.bases.contains(&class) && reference != class => {
            Some(Value::Ref(reference))
        }
        _ => None,
    });
    let derived = derived.collect();
    Ok(core.heap.list(derived))
}

/// `X | Y` of classes.
fn type_or(core: &mut Core, args: &Args) -> Run<Value> {
    let (left, [right]) = args.method(core, "__or__", [""], 1)?;
    union(core, left, right.unwrap_or(Value::None))
}

fn type_ror(core: &mut Core, args: &Args) -> Run<Value> {
    let (right, [left]) = args.method(core, "__ror__", [""], 1)?;
    union(core, left.unwrap_or(Value::None), right)
}

/// `types.UnionType` of two classes.
pub(crate) fn union(core: &mut Core, left: Value, right: Value) -> Run<Value> {
    let types = crate::modules::import(core, "types")?;
    let name = core.symbols.intern("_union");
    let make = attributes::get(core, types, name)?;
    core.call(make, vec![left, right])
}

/// `list[int]`: `types.GenericAlias` of a class and what stands in the brackets.
pub(crate) fn generic(core: &mut Core, class: Value, parameters: Value) -> Run<Value> {
    let types = crate::modules::import(core, "types")?;
    let name = core.symbols.intern("GenericAlias");
    let make = attributes::get(core, types, name)?;
    core.call(make, vec![class, parameters])
}

fn instance_check(core: &mut Core, args: &Args) -> Run<Value> {
    let (class, [value]) = args.method(core, "__instancecheck__", [""], 1)?;
    Ok(Value::Bool(core.is_instance(value.unwrap_or(Value::None), class.reference())))
}

fn subclass_check(core: &mut Core, args: &Args) -> Run<Value> {
    let (class, [other]) = args.method(core, "__subclasscheck__", [""], 1)?;
    match core.as_class(other.unwrap_or(Value::None)) {
        Some(other) => Ok(Value::Bool(core.is_subclass(other, class.reference()))),
        None => Err(core.type_error("issubclass() arg 1 must be a class")),
    }
}

fn mro(core: &mut Core, args: &Args) -> Run<Value> {
    let class = args.positional[0].reference();
    let order = core.heap.class(class).order.iter().map(|class| Value::Ref(*class)).collect();
    Ok(core.heap.list(order))
}

fn property_new(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, [get, set, delete, _]) = args.method(core, "property", ["fget", "fset", "fdel", "doc"], 0)?;
    let parts = [get, set, delete].map(|part| part.unwrap_or(Value::None));
    Ok(Value::Ref(core.heap.add(Object::Property(Rc::new(parts)))))
}

fn property_with(core: &mut Core, args: &Args, index: usize) -> Run<Value> {
    let (property, [function]) = args.method(core, "setter", [""], 1)?;
    let Some(Object::Property(parts)) = core.object(property) else { return Ok(Value::None) };
    let mut parts = **parts;
    parts[index] = function.unwrap_or(Value::None);
    Ok(Value::Ref(core.heap.add(Object::Property(Rc::new(parts)))))
}

fn property_getter(core: &mut Core, args: &Args) -> Run<Value> {
    property_with(core, args, 0)
}

fn property_setter(core: &mut Core, args: &Args) -> Run<Value> {
    property_with(core, args, 1)
}

fn property_deleter(core: &mut Core, args: &Args) -> Run<Value> {
    property_with(core, args, 2)
}

fn staticmethod_new(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, [function]) = args.method(core, "staticmethod", [""], 1)?;
    Ok(Value::Ref(core.heap.add(Object::StaticMethod(function.unwrap_or(Value::None)))))
}

fn classmethod_new(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, [function]) = args.method(core, "classmethod", [""], 1)?;
    Ok(Value::Ref(core.heap.add(Object::ClassMethod(function.unwrap_or(Value::None)))))
}

fn super_new(core: &mut Core, args: &Args) -> Run<Value> {
    let (_, [class, receiver]) = args.method(core, "super", ["", ""], 0)?;
    let Some(receiver) = receiver else {
        return Err(match class {
            None => core.error(t::RUNTIME_ERROR, "super(): no arguments"),
            Some(_) => core.type_error("the lab's super() takes a class and an object, or nothing"),
        });
    };
    let receiver = match core.object_raw(receiver) {
        Some(Object::Cell(inner)) => *inner,
        _ => receiver,
    };
    if !receiver.is_bound() {
        return Err(core.error(t::RUNTIME_ERROR, "super(): arg[0] deleted"));
    }
    if matches!(class, Some(Value::Ellipsis)) {
        return Err(core.error(t::RUNTIME_ERROR, "super(): __class__ cell not found"));
    }
    let Some(class) = class.and_then(|class| core.as_class(class)) else {
        return Err(core.type_error("super() argument 1 must be a type"));
    };
    let fits = match core.as_class(receiver) {
        Some(other) => core.is_subclass(other, class) || core.is_instance(receiver, class),
        None => core.is_instance(receiver, class),
    };
    if !fits {
        return Err(core.type_error("super(type, obj): obj must be an instance or subtype of type"));
    }
    Ok(Value::Ref(core.heap.add(Object::Super { class, receiver })))
}

/// Attributes of built-in objects that are not methods.
pub(crate) fn attribute(core: &mut Core, object: Value, name: Symbol, text: &str) -> Run<Option<Value>> {
    if let Value::Native(index) = object {
        let entry = super::entry(index);
        return Ok(match name {
            sym::NAME | sym::QUALNAME => Some(core.heap.str(entry.name)),
            sym::DOC => Some(Value::None),
            _ => None,
        });
    }
    match (core.plain(object), text) {
        (Value::Int(_) | Value::Bool(_), "real" | "numerator") => return Ok(Some(core.plain(object))),
        (Value::Int(_) | Value::Bool(_), "imag") => return Ok(Some(Value::Int(0))),
        (Value::Int(_) | Value::Bool(_), "denominator") => return Ok(Some(Value::Int(1))),
        (Value::Float(_), "real") => return Ok(Some(object)),
        (Value::Float(_), "imag") => return Ok(Some(Value::Float(0.0))),
        _ => {}
    }
    let Some(content) = core.object_raw(object) else { return Ok(None) };
    Ok(match (content, text) {
        (Object::Instance { class, .. }, "__dict__") if core.heap.class(*class).user => {
            Some(core.live_dict(object.reference()))
        }
        (Object::Instance { fields, .. }, "__dict__") => {
            let fields = fields.iter().collect();
            Some(core.names_dict(fields))
        }
        (Object::Function(function), _) => {
            let function = function.clone();
            function_attribute(core, &function, text)
        }
        (Object::Method { function, .. }, "__func__") => Some(*function),
        (Object::Method { receiver, .. }, "__self__") => Some(*receiver),
        (Object::Method { function, .. }, _) => {
            let function = *function;
            return attributes::find(core, function, name);
        }
        (Object::Slice(parts), "start") => Some(parts[0]),
        (Object::Slice(parts), "stop") => Some(parts[1]),
        (Object::Slice(parts), "step") => Some(parts[2]),
        (Object::Range { start, .. }, "start") => Some(Value::Int(*start)),
        (Object::Range { stop, .. }, "stop") => Some(Value::Int(*stop)),
        (Object::Range { step, .. }, "step") => Some(Value::Int(*step)),
        (Object::Property(parts), "fget") => Some(parts[0]),
        (Object::Property(parts), "fset") => Some(parts[1]),
        (Object::Property(parts), "fdel") => Some(parts[2]),
        (Object::MemoryView { length, .. }, "nbytes") => Some(Value::Int(*length as i64)),
        (Object::MemoryView { base, .. }, "obj") => Some(Value::Ref(*base)),
        (Object::MemoryView { base, .. }, "readonly") => {
            Some(Value::Bool(!matches!(core.heap.get(*base), Object::ByteArray(_))))
        }
        (Object::MemoryView { .. }, "ndim") => Some(Value::Int(1)),
        (Object::MemoryView { .. }, "contiguous" | "c_contiguous" | "f_contiguous") => {
            Some(Value::Bool(true))
        }
        (Object::MemoryView { length, .. }, "shape") => {
            let length = Value::Int(*length as i64);
            Some(core.heap.tuple(vec![length]))
        }
        (Object::MemoryView { .. }, "strides") => Some(core.heap.tuple(vec![Value::Int(1)])),
        (Object::MemoryView { .. }, "suboffsets") => Some(core.heap.tuple(Vec::new())),
        (Object::View { dict, .. }, "mapping") => Some(Value::Ref(*dict)),
        (Object::Generator(generator), "gi_running") => Some(Value::Bool(generator.running)),
        (Object::Generator(generator), "gi_suspended") => {
            Some(Value::Bool(generator.saved.is_some() && generator.started))
        }
        (Object::MemoryView { .. }, "itemsize") => Some(Value::Int(1)),
        (Object::MemoryView { .. }, "format") => Some(core.heap.str("B")),
        (Object::Generator(generator), "__name__" | "__qualname__") => {
            let name = generator.name.to_string();
            Some(core.heap.str(name))
        }
        (Object::Cell(value), "cell_contents") => Some(*value),
        (_, "__doc__") => Some(Value::None),
        (_, "__module__") => {
            let module = core.heap.class(core.type_of(object)).module.clone();
            Some(core.heap.str(module))
        }
        _ => None,
    })
}

fn function_attribute(core: &mut Core, function: &Rc<crate::values::Function>, text: &str) -> Option<Value> {
    let unit = core.units[function.unit as usize].clone();
    let code = &unit.code.functions[function.number as usize];
    Some(match text {
        "__name__" => core.heap.str(code.name.clone()),
        "__qualname__" => core.heap.str(code.qualified_name.clone()),
        "__doc__" => match &code.documentation {
            Some(text) => core.heap.str(text.clone()),
            None => Value::None,
        },
        "__module__" => {
            let name = core.modules[function.module as usize].name.to_string();
            core.heap.str(name)
        }
        "__defaults__" if function.defaults.is_empty() => Value::None,
        "__defaults__" => core.heap.tuple(function.defaults.clone()),
        "__kwdefaults__" if function.keyword_defaults.is_empty() => Value::None,
        "__kwdefaults__" => core.names_dict(function.keyword_defaults.to_vec()),
        "__annotations__" => core.str_dict(Vec::new()),
        "__dict__" => core.names_dict(function.fields.iter().collect()),
        "__closure__" if function.closure.is_empty() => Value::None,
        "__closure__" => core.heap.tuple(function.closure.clone()),
        _ => return None,
    })
}
