//! Methods of generators and iterators.

use super::{Owner, natives};
use crate::machine::{Args, Core, Request, Run, Stop};
use crate::operations::iteration;
use crate::values::{Object, Value, t};

natives! {
    Owner::Type(t::GENERATOR);
    "send" => send, "throw" => throw, "close" => close, "__next__" => next, "__iter__" => itself;
    Owner::Type(t::LIST_ITERATOR);
    "__next__" => next, "__iter__" => itself;
    Owner::Type(t::TUPLE_ITERATOR);
    "__next__" => next, "__iter__" => itself;
    Owner::Type(t::STR_ITERATOR);
    "__next__" => next, "__iter__" => itself;
    Owner::Type(t::RANGE_ITERATOR);
    "__next__" => next, "__iter__" => itself;
    Owner::Type(t::ENUMERATE);
    "__next__" => next, "__iter__" => itself;
    Owner::Type(t::ZIP);
    "__next__" => next, "__iter__" => itself;
    Owner::Type(t::MAP);
    "__next__" => next, "__iter__" => itself;
    Owner::Type(t::REVERSED);
    "__next__" => next, "__iter__" => itself;
    Owner::Type(t::LIST_REVERSEITERATOR);
    "__next__" => next, "__iter__" => itself;
    Owner::Type(t::CALLABLE_ITERATOR);
    "__next__" => next, "__iter__" => itself;
    Owner::Type(t::DICT_KEYITERATOR);
    "__next__" => next, "__iter__" => itself;
    Owner::Type(t::SET_ITERATOR);
    "__next__" => next, "__iter__" => itself;
    Owner::Type(t::BYTES_ITERATOR);
    "__next__" => next, "__iter__" => itself;
    Owner::Type(t::FILTER);
    "__next__" => next, "__iter__" => itself,
}

fn itself(_: &mut Core, args: &Args) -> Run<Value> {
    Ok(args.positional[0])
}

fn next(core: &mut Core, args: &Args) -> Run<Value> {
    match iteration::next(core, args.positional[0])? {
        Some(value) => Ok(value),
        None => Err(core.raise(t::STOP_ITERATION, Vec::new())),
    }
}

fn send(core: &mut Core, args: &Args) -> Run<Value> {
    let (generator, [value]) = args.method(core, "send", [""], 1)?;
    match core.resume(generator.reference(), value.unwrap_or(Value::None))? {
        Ok(value) => Ok(value),
        Err(exception) => Err(Stop::Raise(exception)),
    }
}

fn throw(core: &mut Core, args: &Args) -> Run<Value> {
    let (generator, [exception, value, _]) = args.method(core, "throw", ["", "", ""], 1)?;
    let mut exception = exception.unwrap_or(Value::None);
    if core.as_class(exception).is_some() {
        exception = match value {
            Some(value) if core.is_instance(value, t::BASE_EXCEPTION) => value,
            Some(value) if !value.is_none() => core.call(exception, vec![value])?,
            _ => core.call(exception, Vec::new())?,
        };
    }
    if !core.is_instance(exception, t::BASE_EXCEPTION) {
        return Err(core.type_error("exceptions must be classes or instances deriving from BaseException"));
    }
    core.request(Request::Throw { generator: generator.reference(), exception, catch: false })
}

fn close(core: &mut Core, args: &Args) -> Run<Value> {
    let generator = args.positional[0].reference();
    let state = core.once(|core| Ok(Value::Bool(core.generator(generator).saved.is_some())))?;
    let begun = core.once(|core| Ok(Value::Bool(core.generator(generator).started)))?;
    if matches!(state, Value::Bool(false)) {
        return Ok(Value::None);
    }
    if matches!(begun, Value::Bool(false)) {
        core.end_generator(generator);
        return Ok(Value::None);
    }
    let exception = core.once(|core| Ok(core.exception(t::GENERATOR_EXIT, Vec::new())))?;
    match core.throw(generator, exception)? {
        Ok(_) => Err(core.error(t::RUNTIME_ERROR, "generator ignored GeneratorExit")),
        Err(exception)
            if core.is_instance(exception, t::GENERATOR_EXIT)
                || core.is_instance(exception, t::STOP_ITERATION) =>
        {
            Ok(Value::None)
        }
        Err(exception) => Err(Stop::Raise(exception)),
    }
}

/// Runs what a dead object asks for: a generator's `finally`, an object's `__del__`. An exception is only reported.
pub(crate) fn finalize(core: &mut Core, args: &Args) -> Run<Value> {
    let object = args.positional[0];
    let (failure, what) = if is_generator(core, object) {
        let closer = super::native(Owner::Type(t::GENERATOR), "close");
        (core.try_call(closer, vec![object])?.err(), object)
    } else {
        let Some(method) = core.user_method(object, super::sym::DEL) else { return Ok(Value::None) };
        (core.try_call(method, vec![object])?.err(), method)
    };
    if let Some(exception) = failure {
        let what = crate::operations::display::shown(core, what);
        let trace = crate::machine::format_exception(core, exception, true);
        super::functions::write_text(core, 2, &format!("Exception ignored in: {what}\n{trace}"))?;
    }
    Ok(Value::None)
}

/// Whether a value is a generator.
pub(crate) fn is_generator(core: &Core, value: Value) -> bool {
    matches!(core.object_raw(value), Some(Object::Generator(_)))
}
