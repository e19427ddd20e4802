//! Operators of the built-in types as methods: `(5).__add__(3)`, `super().__contains__(key)`.
//!
//! A number gives `NotImplemented` for what it cannot work with, as in CPython; a sequence raises.

use super::{Owner, natives};
use crate::code::{BinaryOp, CompareOp, UnaryOp};
use crate::machine::{Args, Core, Run, Stop};
use crate::operations::{arithmetic, compare, iteration, subscripts};
use crate::values::{Object, Value, t};

macro_rules! binary {
    ($($name:ident $reflected:ident $op:ident;)*) => {
        $(
            fn $name(core: &mut Core, args: &Args) -> Run<Value> {
                binary(core, args, BinaryOp::$op, false)
            }
            fn $reflected(core: &mut Core, args: &Args) -> Run<Value> {
                binary(core, args, BinaryOp::$op, true)
            }
        )*
    };
}

binary! {
    add radd Add;
    sub rsub Sub;
    mul rmul Mul;
    truediv rtruediv Div;
    floordiv rfloordiv FloorDiv;
    modulo rmodulo Mod;
    pow rpow Pow;
    lshift rlshift LShift;
    rshift rrshift RShift;
    and rand And;
    or ror Or;
    xor rxor Xor;
}

natives! {
    Owner::Type(t::OBJECT);
    "__lt__" => lt, "__le__" => le, "__gt__" => gt, "__ge__" => ge, "__sizeof__" => sizeof, "__dir__" => dir;
    Owner::Type(t::INT);
    "__add__" => add, "__radd__" => radd, "__sub__" => sub, "__rsub__" => rsub, "__mul__" => mul, "__rmul__" => rmul,
    "__truediv__" => truediv, "__rtruediv__" => rtruediv, "__floordiv__" => floordiv, "__rfloordiv__" => rfloordiv,
    "__mod__" => modulo, "__rmod__" => rmodulo, "__pow__" => pow, "__rpow__" => rpow, "__lshift__" => lshift,
    "__rlshift__" => rlshift, "__rshift__" => rshift, "__rrshift__" => rrshift, "__and__" => and, "__rand__" => rand,
    "__or__" => or, "__ror__" => ror, "__xor__" => xor, "__rxor__" => rxor, "__neg__" => neg, "__pos__" => pos,
    "__invert__" => invert, "__abs__" => abs, "__bool__" => truth, "__float__" => to_float, "__divmod__" => divmod,
    "__round__" => round;
    Owner::Type(t::FLOAT);
    "__add__" => add, "__radd__" => radd, "__sub__" => sub, "__rsub__" => rsub, "__mul__" => mul, "__rmul__" => rmul,
    "__truediv__" => truediv, "__rtruediv__" => rtruediv, "__floordiv__" => floordiv, "__rfloordiv__" => rfloordiv,
    "__mod__" => modulo, "__rmod__" => rmodulo, "__pow__" => pow, "__rpow__" => rpow, "__neg__" => neg,
    "__pos__" => pos, "__abs__" => abs, "__bool__" => truth, "__float__" => to_float, "__int__" => to_int,
    "__divmod__" => divmod, "__round__" => round;
    Owner::Type(t::NONE);
    "__bool__" => truth;
    Owner::Type(t::STR);
    "__add__" => add, "__mul__" => mul, "__rmul__" => rmul, "__mod__" => modulo, "__contains__" => contains,
    "__getitem__" => getitem, "__len__" => len, "__iter__" => iter;
    Owner::Type(t::BYTES);
    "__add__" => add, "__mul__" => mul, "__rmul__" => rmul, "__mod__" => modulo, "__contains__" => contains,
    "__getitem__" => getitem, "__len__" => len, "__iter__" => iter;
    Owner::Type(t::BYTEARRAY);
    "__add__" => add, "__mul__" => mul, "__rmul__" => rmul, "__mod__" => modulo, "__contains__" => contains,
    "__getitem__" => getitem, "__len__" => len, "__iter__" => iter, "__setitem__" => setitem,
    "__delitem__" => delitem, "__iadd__" => iadd;
    Owner::Type(t::MEMORYVIEW);
    "__contains__" => contains, "__getitem__" => getitem, "__len__" => len, "__iter__" => iter,
    "__setitem__" => setitem;
    Owner::Type(t::LIST);
    "__add__" => add, "__mul__" => mul, "__rmul__" => rmul, "__iadd__" => iadd, "__reversed__" => reversed;
    Owner::Type(t::TUPLE);
    "__add__" => add, "__mul__" => mul, "__rmul__" => rmul, "__contains__" => contains, "__getitem__" => getitem,
    "__len__" => len, "__iter__" => iter;
    Owner::Type(t::DICT);
    "__or__" => or, "__ror__" => ror, "__iter__" => iter, "__reversed__" => reversed;
    Owner::Type(t::SET);
    "__and__" => and, "__or__" => or, "__sub__" => sub, "__xor__" => xor, "__rsub__" => rsub,
    "__contains__" => contains, "__len__" => len, "__iter__" => iter;
    Owner::Type(t::FROZENSET);
    "__and__" => and, "__or__" => or, "__sub__" => sub, "__xor__" => xor, "__rsub__" => rsub,
    "__contains__" => contains, "__len__" => len, "__iter__" => iter;
    Owner::Type(t::RANGE);
    "__contains__" => contains, "__getitem__" => getitem, "__len__" => len, "__iter__" => iter, "__bool__" => truth,
    "__reversed__" => reversed;
    Owner::Type(t::DICT_KEYS);
    "__and__" => and, "__or__" => or, "__sub__" => sub, "__xor__" => xor, "__contains__" => contains,
    "__len__" => len, "__iter__" => iter, "__reversed__" => reversed;
    Owner::Type(t::DICT_ITEMS);
    "__and__" => and, "__or__" => or, "__sub__" => sub, "__xor__" => xor, "__contains__" => contains,
    "__len__" => len, "__iter__" => iter, "__reversed__" => reversed;
    Owner::Type(t::DICT_VALUES);
    "__len__" => len, "__iter__" => iter, "__reversed__" => reversed;
    Owner::Type(t::FUNCTION);
    "__call__" => call_itself, "__get__" => get;
    Owner::Type(t::METHOD);
    "__call__" => call_itself;
    Owner::Type(t::NATIVE);
    "__call__" => call_itself;
}

/// The built-in value of the method's object, and its argument.
fn operands(core: &mut Core, args: &Args) -> Run<(Value, Value)> {
    let (receiver, [other]) = args.method(core, "wrapper", [""], 1)?;
    Ok((core.plain(receiver), other.unwrap_or(Value::None)))
}

fn binary(core: &mut Core, args: &Args, op: BinaryOp, reflected: bool) -> Run<Value> {
    let (a, b) = operands(core, args)?;
    let is_number = arithmetic::number(core, a).is_some();
    if is_number && arithmetic::number(core, b).is_none() {
        return Ok(Value::NotImplemented);
    }
    let other = core.plain(b);
    let (a, b) = if reflected { (other, a) } else { (a, other) };
    if op == BinaryOp::Mod && !is_number {
        return crate::machine::binary_operation(core, Value::Int(op as i64), a, b, "");
    }
    arithmetic::plain(core, op, a, b, "")
}

fn rich(core: &mut Core, args: &Args, op: CompareOp) -> Run<Value> {
    let (a, b) = operands(core, args)?;
    let other = core.plain(b);
    if core.is_user(a) || core.is_user(other) {
        return Ok(Value::NotImplemented);
    }
    match compare::compare(core, op, a, other) {
        Err(Stop::Raise(exception)) if core.is_instance(exception, t::TYPE_ERROR) => {
            Ok(Value::NotImplemented)
        }
        result => result,
    }
}

fn lt(core: &mut Core, args: &Args) -> Run<Value> {
    rich(core, args, CompareOp::Lt)
}

fn le(core: &mut Core, args: &Args) -> Run<Value> {
    rich(core, args, CompareOp::Le)
}

fn gt(core: &mut Core, args: &Args) -> Run<Value> {
    rich(core, args, CompareOp::Gt)
}

fn ge(core: &mut Core, args: &Args) -> Run<Value> {
    rich(core, args, CompareOp::Ge)
}

fn sizeof(_: &mut Core, _: &Args) -> Run<Value> {
    Ok(Value::Int(48))
}

fn dir(core: &mut Core, args: &Args) -> Run<Value> {
    core.call(super::native(Owner::Builtin, "dir"), args.positional.clone())
}

fn unary(core: &mut Core, args: &Args, op: UnaryOp) -> Run<Value> {
    let value = core.plain(args.positional[0]);
    arithmetic::unary(core, op, value)
}

fn neg(core: &mut Core, args: &Args) -> Run<Value> {
    unary(core, args, UnaryOp::Neg)
}

fn pos(core: &mut Core, args: &Args) -> Run<Value> {
    unary(core, args, UnaryOp::Pos)
}

fn invert(core: &mut Core, args: &Args) -> Run<Value> {
    unary(core, args, UnaryOp::Invert)
}

/// Calls a built-in function with the built-in value.
fn by_function(core: &mut Core, args: &Args, name: &str) -> Run<Value> {
    let mut positional = args.positional.clone();
    positional[0] = core.plain(positional[0]);
    core.call(super::native(Owner::Builtin, name), positional)
}

fn abs(core: &mut Core, args: &Args) -> Run<Value> {
    by_function(core, args, "abs")
}

fn divmod(core: &mut Core, args: &Args) -> Run<Value> {
    by_function(core, args, "divmod")
}

fn round(core: &mut Core, args: &Args) -> Run<Value> {
    by_function(core, args, "round")
}

fn len(core: &mut Core, args: &Args) -> Run<Value> {
    by_function(core, args, "len")
}

fn iter(core: &mut Core, args: &Args) -> Run<Value> {
    by_function(core, args, "iter")
}

fn reversed(core: &mut Core, args: &Args) -> Run<Value> {
    let value = core.plain(args.positional[0]);
    core.call(Value::Ref(t::REVERSED), vec![value])
}

fn truth(core: &mut Core, args: &Args) -> Run<Value> {
    let value = core.plain(args.positional[0]);
    compare::truth(core, value).map(Value::Bool)
}

fn to_float(core: &mut Core, args: &Args) -> Run<Value> {
    let value = core.plain(args.positional[0]);
    super::numbers::to_float(core, value).map(Value::Float)
}

fn to_int(core: &mut Core, args: &Args) -> Run<Value> {
    let value = core.plain(args.positional[0]);
    super::numbers::to_int(core, value)
}

fn contains(core: &mut Core, args: &Args) -> Run<Value> {
    let (container, item) = operands(core, args)?;
    compare::contains(core, container, item).map(Value::Bool)
}

fn getitem(core: &mut Core, args: &Args) -> Run<Value> {
    let (object, index) = operands(core, args)?;
    subscripts::get(core, object, index)
}

fn setitem(core: &mut Core, args: &Args) -> Run<Value> {
    let (receiver, [index, value]) = args.method(core, "__setitem__", ["", ""], 2)?;
    let object = core.plain(receiver);
    subscripts::set(core, object, index.unwrap_or(Value::None), value.unwrap_or(Value::None))
}

fn delitem(core: &mut Core, args: &Args) -> Run<Value> {
    let (object, index) = operands(core, args)?;
    subscripts::delete(core, object, index)
}

fn iadd(core: &mut Core, args: &Args) -> Run<Value> {
    let receiver = args.positional[0];
    let (object, other) = operands(core, args)?;
    let extend = match core.object(object) {
        Some(Object::List(_)) => super::native(Owner::Type(t::LIST), "extend"),
        _ => super::native(Owner::Type(t::BYTEARRAY), "extend"),
    };
    if !iteration::is_iterable(core, other) {
        let name = core.type_name(other);
        return Err(core.type_error(format!("'{name}' object is not iterable")));
    }
    core.call(extend, vec![object, other])?;
    Ok(receiver)
}

fn call_itself(core: &mut Core, args: &Args) -> Run<Value> {
    let rest = Args { positional: args.positional[1..].to_vec(), keywords: args.keywords.clone() };
    core.call_with(args.positional[0], rest)
}

/// A function read through an object is bound to it.
fn get(core: &mut Core, args: &Args) -> Run<Value> {
    let (function, [object, _]) = args.method(core, "__get__", ["", ""], 1)?;
    match object.filter(|object| !object.is_none()) {
        Some(object) => Ok(core.bind(function, object)),
        None => Ok(function),
    }
}
