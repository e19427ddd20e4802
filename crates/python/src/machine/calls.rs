//! Calls, returns, generators and built-in functions.

use super::exec::{Step, top};
use super::frames::{Finish, Frame, NativeFrame, PythonFrame, Reply, Thread};
use super::unwind::{raise, throw};
use super::{Args, Core, Request, Run, Stop};
use crate::builtins::{self, NativeEntry, sym};
use crate::code::{FunctionCode, Kind};
use crate::operations::construct;
use crate::values::{Function, Generator, Object, Ref, Saved, Value, t};
use netlab_abi::{Syscall, Trap};
use std::rc::Rc;

/// Gives a result to the top frame.
pub(super) fn deliver(core: &mut Core, thread: &mut Thread, value: Value, finish: Finish) -> Step {
    if matches!(finish, Finish::Instance(_)) && !value.is_none() {
        let stop = construct::wrong_init(core, value);
        return super::exec::stopped(core, thread, stop);
    }
    match thread.frames.last_mut() {
        Some(Frame::Python(frame)) => match finish {
            Finish::Push => thread.stack.push(value),
            Finish::Again => {
                frame.next -= 1;
                thread.stack.push(value);
            }
            Finish::Discard => {}
            Finish::Instance(instance) => thread.stack.push(instance),
        },
        Some(Frame::Native(frame)) => match finish {
            Finish::Push | Finish::Again => frame.journal.push(Reply::Value(value)),
            Finish::Discard => {}
            Finish::Instance(instance) => frame.journal.push(Reply::Value(instance)),
        },
        None => thread.result = Some(value),
    }
    Step::Again
}

/// Runs a built-in function from its beginning.
pub(super) fn run_native(
    core: &mut Core,
    thread: &mut Thread,
    entry: &'static NativeEntry,
    args: Args,
    finish: Finish,
) -> Step {
    core.journal.clear();
    core.cursor = 0;
    if matches!(entry.owner, builtins::Owner::Module(_)) {
        core.handled = super::unwind::handled(thread);
    }
    let result = (entry.run)(core, &args);
    native_result(core, thread, entry, args, finish, result)
}

/// Runs the waiting built-in function on top again, with the answers it has.
pub(super) fn rerun_native(core: &mut Core, thread: &mut Thread) -> Step {
    let Some(Frame::Native(frame)) = thread.frames.pop() else {
        unreachable!("a built-in function is on top")
    };
    core.journal = frame.journal;
    core.cursor = 0;
    core.work += 4;
    let result = (frame.entry.run)(core, &frame.args);
    native_result(core, thread, frame.entry, frame.args, frame.finish, result)
}

fn native_result(
    core: &mut Core,
    thread: &mut Thread,
    entry: &'static NativeEntry,
    args: Args,
    finish: Finish,
    result: Run<Value>,
) -> Step {
    if !core.mortal.is_empty() {
        core.dropped |= args.positional.iter().any(|value| {
            matches!(
                core.object_raw(*value),
                Some(Object::Generator(_) | Object::Iter(_) | Object::Method { .. })
            )
        });
    }
    match result {
        Ok(value) => {
            core.spare.keep(args.positional);
            deliver(core, thread, value, finish)
        }
        Err(Stop::Raise(exception)) => raise(core, thread, exception),
        Err(Stop::Request(request)) => {
            if let Request::Tail { callable, args } = *request {
                return call(core, thread, callable, args, finish);
            }
            let journal = std::mem::take(&mut core.journal);
            if thread.frames.len() >= core.recursion_limit + 200 {
                return recursion(core, thread);
            }
            thread.frames.push(Frame::Native(NativeFrame {
                entry,
                args,
                journal,
                catch: false,
                call: None,
                finish,
            }));
            perform(core, thread, *request)
        }
    }
}

fn waiting(thread: &mut Thread) -> &mut NativeFrame {
    match thread.frames.last_mut() {
        Some(Frame::Native(frame)) => frame,
        other => unreachable!("a built-in function waits, not {other:?}"),
    }
}

/// Does what the built-in function on top has asked for.
fn perform(core: &mut Core, thread: &mut Thread, request: Request) -> Step {
    match request {
        Request::Call { callable, args, catch } => {
            waiting(thread).catch = catch;
            call(core, thread, callable, args, Finish::Push)
        }
        Request::Tail { .. } => unreachable!("done before"),
        Request::Resume { generator, value, catch } => {
            waiting(thread).catch = catch;
            resume_generator(core, thread, generator, value)
        }
        Request::Throw { generator, exception, catch } => {
            waiting(thread).catch = catch;
            throw_into(core, thread, generator, exception)
        }
        Request::ClassBody { function, namespace } => class_body(core, thread, function, namespace),
        Request::ModuleBody { module } => module_body(core, thread, module),
        Request::Syscall(call) => {
            waiting(thread).call = Some(call.clone());
            Step::Trap(Trap::Syscall { call, work: std::mem::take(&mut core.work).max(1) })
        }
        Request::StartThread { callable, args, thread: number } => {
            core.starting.push((number.0, callable, args));
            let call = Syscall::StartThread { thread: number };
            waiting(thread).call = Some(call.clone());
            Step::Trap(Trap::Syscall { call, work: std::mem::take(&mut core.work).max(1) })
        }
    }
}

fn recursion(core: &mut Core, thread: &mut Thread) -> Step {
    match core.error(t::RECURSION_ERROR, "maximum recursion depth exceeded") {
        Stop::Raise(exception) => raise(core, thread, exception),
        Stop::Request(_) => unreachable!("an error is raised"),
    }
}

/// Calls anything.
pub(super) fn call(
    core: &mut Core,
    thread: &mut Thread,
    callable: Value,
    args: Args,
    finish: Finish,
) -> Step {
    match callable {
        Value::Native(index) => run_native(core, thread, builtins::entry(index), args, finish),
        Value::Ref(reference) => match core.heap.get(reference) {
            Object::Function(function) => {
                let function = function.clone();
                call_function(core, thread, &function, args, finish, Value::Unbound)
            }
            Object::Method { function, receiver } => {
                let (function, receiver) = (*function, *receiver);
                let mut args = args;
                args.positional.insert(0, receiver);
                call(core, thread, function, args, finish)
            }
            Object::Class(class) => {
                if class.meta != t::TYPE
                    && let Some(function) = core.user_method(callable, sym::CALL)
                {
                    let mut args = args;
                    args.positional.insert(0, callable);
                    return call(core, thread, function, args, finish);
                }
                construct(core, thread, reference, args, finish)
            }
            Object::StaticMethod(function) => {
                let function = *function;
                call(core, thread, function, args, finish)
            }
            _ => match core.user_method(callable, sym::CALL) {
                Some(function) => {
                    let mut args = args;
                    args.positional.insert(0, callable);
                    call(core, thread, function, args, finish)
                }
                None => not_callable(core, thread, callable),
            },
        },
        _ => not_callable(core, thread, callable),
    }
}

fn not_callable(core: &mut Core, thread: &mut Thread, callable: Value) -> Step {
    let name = core.type_name(callable);
    match core.type_error(format!("'{name}' object is not callable")) {
        Stop::Raise(exception) => raise(core, thread, exception),
        Stop::Request(_) => unreachable!("an error is raised"),
    }
}

/// Calls a Python function, or makes its generator.
fn call_function(
    core: &mut Core,
    thread: &mut Thread,
    function: &Rc<Function>,
    args: Args,
    finish: Finish,
    namespace: Value,
) -> Step {
    if thread.frames.len() >= core.recursion_limit {
        return recursion(core, thread);
    }
    let unit = core.units[function.unit as usize].clone();
    let code = &unit.code.functions[function.number as usize];
    let locals = match bind(core, code, function, args) {
        Ok(locals) => locals,
        Err(Stop::Raise(exception)) => return raise(core, thread, exception),
        Err(Stop::Request(_)) => unreachable!("binding arguments requests nothing"),
    };
    let base = thread.stack.len() as u32;
    let mut frame = PythonFrame {
        unit: unit.clone(),
        function: function.number,
        module: function.module,
        next: 0,
        base,
        floor: base,
        line: code.first_line,
        handlers: Vec::new(),
        handled: Value::None,
        namespace,
        generator: Value::Unbound,
        finish,
    };
    if code.generator {
        frame.finish = Finish::Push;
        let generator =
            Generator { saved: None, running: false, started: false, name: code.name.as_str().into() };
        let reference = core.heap.add(Object::Generator(Rc::new(generator)));
        frame.generator = Value::Ref(reference);
        core.set_saved(reference, Saved { frame, stack: locals });
        return deliver(core, thread, Value::Ref(reference), finish);
    }
    thread.stack.extend_from_slice(&locals);
    thread.frames.push(Frame::Python(frame));
    Step::Again
}

/// Puts arguments into local slots, as Python binds them.
fn bind(core: &mut Core, code: &FunctionCode, function: &Function, args: Args) -> Run<Vec<Value>> {
    let positional = code.positional as usize;
    let named = positional + code.keyword_only as usize;
    let mut locals = args.positional;
    let given = locals.len();
    let extra = if given > positional { locals.split_off(positional) } else { Vec::new() };
    locals.resize(code.locals.len(), Value::Unbound);
    let unit = core.units[function.unit as usize].clone();
    let symbol_of = |slot: usize| unit.symbols[code.locals[slot] as usize];
    let name_of = |slot: usize| unit.code.names[code.locals[slot] as usize].clone();
    let mut keywords: Vec<(Value, Value)> = Vec::new();
    for (name, value) in &args.keywords {
        let slot = (code.positional_only as usize..named).find(|slot| symbol_of(*slot) == *name);
        match slot {
            Some(slot) if locals[slot].is_bound() => {
                let message =
                    format!("{}() got multiple values for argument '{}'", code.qualified_name, name_of(slot));
                return Err(core.type_error(message));
            }
            Some(slot) => locals[slot] = *value,
            None if code.var_keyword => {
                let name = core.symbols.name(*name).to_owned();
                let name = core.heap.str(name);
                keywords.push((name, *value));
            }
            None if (0..code.positional_only as usize).any(|slot| symbol_of(slot) == *name) => {
                let only = (0..code.positional_only as usize).map(symbol_of);
                let given = only.filter(|only| args.keywords.iter().any(|(name, _)| name == only));
                let names: Vec<&str> = given.map(|name| core.symbols.name(name)).collect();
                let message = format!(
                    "{}() got some positional-only arguments passed as keyword arguments: '{}'",
                    code.qualified_name,
                    names.join(", ")
                );
                return Err(core.type_error(message));
            }
            None => {
                let name = core.symbols.name(*name).to_owned();
                let message =
                    format!("{}() got an unexpected keyword argument '{name}'", code.qualified_name);
                return Err(core.type_error(message));
            }
        }
    }
    if !extra.is_empty() && !code.var_positional {
        let needed = positional - function.defaults.len();
        let count = if needed < positional {
            format!("from {needed} to {positional}")
        } else {
            positional.to_string()
        };
        let plural = if positional == 1 && needed == positional { "" } else { "s" };
        let verb = if given == 1 { "was" } else { "were" };
        let keyword_only = locals[positional..named].iter().filter(|value| value.is_bound()).count();
        let also = match keyword_only {
            0 => String::new(),
            count => format!(
                " positional argument{} (and {count} keyword-only argument{})",
                if given == 1 { "" } else { "s" },
                if count == 1 { "" } else { "s" }
            ),
        };
        let message = format!(
            "{}() takes {count} positional argument{plural} but {given}{also} {verb} given",
            code.qualified_name
        );
        return Err(core.type_error(message));
    }
    let first_default = positional - function.defaults.len();
    let mut missing = Vec::new();
    for (slot, local) in locals.iter_mut().enumerate().take(positional) {
        if !local.is_bound() {
            if slot >= first_default {
                *local = function.defaults[slot - first_default];
            } else {
                missing.push(name_of(slot));
            }
        }
    }
    if !missing.is_empty() {
        return Err(core.missing_arguments(&code.qualified_name, "positional", &missing));
    }
    for (slot, local) in locals.iter_mut().enumerate().take(named).skip(positional) {
        if !local.is_bound() {
            match function.keyword_defaults.iter().find(|(name, _)| *name == symbol_of(slot)) {
                Some((_, value)) => *local = *value,
                None => missing.push(name_of(slot)),
            }
        }
    }
    if !missing.is_empty() {
        return Err(core.missing_arguments(&code.qualified_name, "keyword-only", &missing));
    }
    if code.var_positional {
        locals[named] = core.heap.tuple(extra);
    }
    if code.var_keyword {
        locals[named + usize::from(code.var_positional)] = core.str_dict(keywords);
    }
    for slot in &code.cells {
        let value = locals[*slot as usize];
        locals[*slot as usize] = Value::Ref(core.heap.add(Object::Cell(value)));
    }
    let first_free = locals.len() - code.free as usize;
    locals[first_free..].copy_from_slice(&function.closure);
    Ok(locals)
}

fn class_body(core: &mut Core, thread: &mut Thread, function: Value, namespace: Value) -> Step {
    let Object::Function(function) = core.heap.get(function.reference()) else {
        unreachable!("a class body is a function")
    };
    let function = function.clone();
    call_function(core, thread, &function, Args::default(), Finish::Push, namespace)
}

fn module_body(core: &mut Core, thread: &mut Thread, module: u16) -> Step {
    let unit = core.modules[module as usize].unit.clone().expect("the module has code");
    push_module(thread, unit, module);
    Step::Again
}

/// Puts a module's body on top.
pub(super) fn push_module(thread: &mut Thread, unit: Rc<super::Unit>, module: u16) {
    assert!(unit.code.functions[0].kind == Kind::Module, "function 0 is the module's body");
    let base = thread.stack.len() as u32;
    thread.frames.push(Frame::Python(PythonFrame {
        unit,
        function: 0,
        module,
        next: 0,
        base,
        floor: base,
        line: 1,
        handlers: Vec::new(),
        handled: Value::None,
        namespace: Value::Unbound,
        generator: Value::Unbound,
        finish: Finish::Push,
    }));
}

/// Makes an object of a class.
fn construct(core: &mut Core, thread: &mut Thread, class: Ref, args: Args, finish: Finish) -> Step {
    let user = core.heap.class(class).user;
    if !user {
        let mut args = args;
        args.positional.insert(0, Value::Ref(class));
        return match core.class_attribute(class, sym::NEW) {
            Some(Value::Native(index)) => run_native(core, thread, builtins::entry(index), args, finish),
            _ => {
                let name = core.heap.class(class).name.clone();
                match core.type_error(format!("cannot create '{name}' instances")) {
                    Stop::Raise(exception) => raise(core, thread, exception),
                    Stop::Request(_) => unreachable!("an error is raised"),
                }
            }
        };
    }
    let layout = core.heap.class(class).layout;
    let init = core.class_attribute(class, sym::INIT);
    let new = core.class_attribute(class, sym::NEW);
    let plain_new = matches!(new, None | Some(Value::Native(_)));
    let init_function = match init {
        Some(Value::Ref(reference)) if matches!(core.heap.get(reference), Object::Function(_)) => init,
        _ => None,
    };
    if !plain_new
        || core.is_abstract(class)
        || (layout != t::OBJECT && !core.is_subclass(layout, t::BASE_EXCEPTION))
    {
        let mut args = args;
        args.positional.insert(0, Value::Ref(class));
        return run_native(core, thread, &super::slow::CONSTRUCT, args, finish);
    }
    let instance = if layout == t::OBJECT {
        core.new_instance(class, Value::Unbound)
    } else {
        match core.new_exception(class, &args) {
            Ok(value) => value,
            Err(Stop::Raise(exception)) => return raise(core, thread, exception),
            Err(Stop::Request(_)) => unreachable!("an exception object requests nothing"),
        }
    };
    match init_function {
        Some(function) => {
            let mut args = args;
            args.positional.insert(0, instance);
            call(core, thread, function, args, Finish::Instance(instance)).instead(thread, instance, finish)
        }
        None if layout == t::OBJECT && args.len() > 0 => {
            let name = core.heap.class(class).name.clone();
            match core.type_error(format!("{name}() takes no arguments")) {
                Stop::Raise(exception) => raise(core, thread, exception),
                Stop::Request(_) => unreachable!("an error is raised"),
            }
        }
        None => deliver(core, thread, instance, finish),
    }
}

impl Step {
    /// Keeps what was asked for the instance when it is to be dropped.
    fn instead(self, thread: &mut Thread, instance: Value, finish: Finish) -> Step {
        if let (Finish::Discard | Finish::Instance(_), Some(Frame::Python(frame))) =
            (finish, thread.frames.last_mut())
            && matches!(frame.finish, Finish::Instance(value) if value.is(instance))
        {
            frame.finish = finish;
        }
        self
    }
}

/// A Python function returns.
pub(super) fn return_value(core: &mut Core, thread: &mut Thread, value: Value) -> Step {
    let Some(Frame::Python(frame)) = thread.frames.pop() else { unreachable!("a Python frame returns") };
    if core.resources > 0 {
        for index in frame.base as usize..thread.stack.len() {
            core.note_drop(thread.stack[index]);
        }
    }
    thread.stack.truncate(frame.floor as usize);
    if let Value::Ref(generator) = frame.generator {
        core.end_generator(generator);
        return generator_ended(core, thread, value);
    }
    let step = deliver(core, thread, value, frame.finish);
    if core.dropped {
        super::collect::close_dropped(core, thread);
        if let Some(step) = super::collect::finalize_next(core, thread) {
            return step;
        }
    }
    step
}

/// Gives the end of a generator to whoever resumed it.
fn generator_ended(core: &mut Core, thread: &mut Thread, value: Value) -> Step {
    if let Some(Frame::Python(_)) = thread.frames.last()
        && super::unwind::stop_iteration(thread, value)
    {
        return Step::Again;
    }
    let args = if value.is_none() { Vec::new() } else { vec![value] };
    let exception = core.exception(t::STOP_ITERATION, args);
    throw(core, thread, exception, false)
}

/// A generator yields.
pub(super) fn yield_value(core: &mut Core, thread: &mut Thread, value: Value) -> Step {
    let Some(Frame::Python(frame)) = thread.frames.pop() else { unreachable!("a Python frame yields") };
    let stack = thread.stack.split_off(frame.base as usize);
    let generator = frame.generator.reference();
    core.set_saved(generator, Saved { frame, stack });
    deliver(core, thread, value, Finish::Push)
}

/// Lets a generator go on with `value` as the result of its `yield`.
pub(super) fn resume_generator(core: &mut Core, thread: &mut Thread, generator: Ref, value: Value) -> Step {
    let started = core.generator(generator).started;
    if !started && !value.is_none() {
        return match core.type_error("can't send non-None value to a just-started generator") {
            Stop::Raise(exception) => raise(core, thread, exception),
            Stop::Request(_) => unreachable!("an error is raised"),
        };
    }
    match restore(core, thread, generator) {
        Ok(true) => {
            if started {
                thread.stack.push(value);
            }
            Step::Again
        }
        Ok(false) => generator_ended(core, thread, Value::None),
        Err(Stop::Raise(exception)) => raise(core, thread, exception),
        Err(Stop::Request(_)) => unreachable!("an error is raised"),
    }
}

/// Puts a generator's frame on top; false if it has ended.
fn restore(core: &mut Core, thread: &mut Thread, generator: Ref) -> Run<bool> {
    if core.generator(generator).running {
        return Err(core.value_error("generator already executing"));
    }
    if thread.frames.len() >= core.recursion_limit {
        return Err(core.error(t::RECURSION_ERROR, "maximum recursion depth exceeded"));
    }
    let Some(saved) = core.take_saved(generator) else { return Ok(false) };
    let Saved { mut frame, stack } = *saved;
    frame.base = thread.stack.len() as u32;
    frame.floor = frame.base;
    thread.stack.extend_from_slice(&stack);
    thread.frames.push(Frame::Python(frame));
    Ok(true)
}

/// Raises an exception at a generator's `yield`.
fn throw_into(core: &mut Core, thread: &mut Thread, generator: Ref, exception: Value) -> Step {
    match restore(core, thread, generator) {
        Ok(true) => {
            if top(thread).next == 0 {
                top(thread).next = 1;
            }
            raise(core, thread, exception)
        }
        Ok(false) => raise(core, thread, exception),
        Err(Stop::Raise(exception)) => raise(core, thread, exception),
        Err(Stop::Request(_)) => unreachable!("an error is raised"),
    }
}
