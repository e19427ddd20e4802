//! Exceptions on their way to a handler.

use super::exec::{Step, top};
use super::frames::{Finish, Frame, Reply, Thread};
use super::{Core, Stop};
use crate::code::Instr;
use crate::values::{Object, TraceLine, Value, t};

/// A new exception is raised: it remembers the one that is being handled.
pub(super) fn raise(core: &mut Core, thread: &mut Thread, exception: Value) -> Step {
    let handled = handled(thread);
    core.set_context(exception, handled);
    throw(core, thread, exception, true)
}

/// The innermost exception that the thread is handling.
pub(super) fn handled(thread: &Thread) -> Value {
    let of = |frame: &Frame| match frame {
        Frame::Python(frame) if !frame.handled.is_none() => Some(frame.handled),
        Frame::Python(_) | Frame::Native(_) => None,
    };
    thread.frames.iter().rev().find_map(of).unwrap_or(Value::None)
}

/// `raise`, `raise x`, `raise x from y`.
pub(super) fn raise_statement(
    core: &mut Core,
    thread: &mut Thread,
    exception: Option<Value>,
    cause: Option<Value>,
) -> Step {
    let Some(exception) = exception else {
        let current = handled(thread);
        if current.is_none() {
            return fail(core, thread, t::RUNTIME_ERROR, "No active exception to reraise");
        }
        return throw(core, thread, current, false);
    };
    if let Some(class) = core.as_class(exception) {
        if !core.is_subclass(class, t::BASE_EXCEPTION) {
            return fail(core, thread, t::TYPE_ERROR, "exceptions must derive from BaseException");
        }
        // The class is called first; the raise is then made again with the instance.
        if let Some(cause) = cause {
            let args = super::Args::of(vec![exception, cause]);
            return super::calls::run_native(core, thread, &super::slow::RAISE_FROM, args, Finish::Push);
        }
        top(thread).next -= 1;
        return super::calls::call(core, thread, exception, super::Args::default(), Finish::Push);
    }
    if !core.is_instance(exception, t::BASE_EXCEPTION) {
        return fail(core, thread, t::TYPE_ERROR, "exceptions must derive from BaseException");
    }
    if let Some(cause) = cause {
        let cause = match core.as_class(cause) {
            Some(class) if core.is_subclass(class, t::BASE_EXCEPTION) => core.exception(class, Vec::new()),
            _ => cause,
        };
        if !cause.is_none() && !core.is_instance(cause, t::BASE_EXCEPTION) {
            return fail(core, thread, t::TYPE_ERROR, "exception causes must derive from BaseException");
        }
        core.set_cause(exception, cause);
    }
    raise(core, thread, exception)
}

fn fail(core: &mut Core, thread: &mut Thread, class: crate::values::Ref, message: &str) -> Step {
    match core.error(class, message) {
        Stop::Raise(exception) => raise(core, thread, exception),
        Stop::Request(_) => unreachable!("an error is raised"),
    }
}

/// Finds the handler of `exception`; `here` adds the top frame to its trace.
pub(super) fn throw(core: &mut Core, thread: &mut Thread, exception: Value, here: bool) -> Step {
    let mut exception = exception;
    let mut first = !here;
    loop {
        match thread.frames.last_mut() {
            None => {
                thread.result = None;
                return super::trace::uncaught(core, thread, exception);
            }
            Some(Frame::Native(frame)) => {
                if frame.catch {
                    frame.catch = false;
                    frame.journal.push(Reply::Raised(exception));
                    return Step::Again;
                }
                thread.frames.pop();
                continue;
            }
            Some(Frame::Python(frame)) => {
                let at = frame.next.saturating_sub(1);
                let line = TraceLine { unit: frame.unit.number, function: frame.function, instruction: at };
                if core.is_instance(exception, t::STOP_ITERATION) {
                    let value = core.stop_value(exception);
                    if stop_iteration(thread, value) {
                        return Step::Again;
                    }
                }
                let frame = top(thread);
                if !std::mem::take(&mut first) {
                    core.add_trace(exception, line);
                }
                if let Some(handler) = frame.handlers.pop() {
                    frame.next = handler.target;
                    let level = (frame.base + handler.level) as usize;
                    core.note_drops(&thread.stack[level..]);
                    thread.stack.truncate(level);
                    thread.stack.push(exception);
                    return Step::Again;
                }
            }
        }
        let Some(Frame::Python(frame)) = thread.frames.pop() else { unreachable!("a Python frame is left") };
        core.note_drops(&thread.stack[frame.base as usize..]);
        thread.stack.truncate(frame.floor as usize);
        if let Value::Ref(generator) = frame.generator {
            core.end_generator(generator);
            if core.is_instance(exception, t::STOP_ITERATION) {
                let Stop::Raise(error) = core.error(t::RUNTIME_ERROR, "generator raised StopIteration")
                else {
                    unreachable!("an error is raised")
                };
                core.set_cause(error, exception);
                core.set_context(error, exception);
                exception = error;
            }
        }
    }
}

/// If the top frame waits for an item (`for`, `yield from`), tells it that there is none; whether it did.
pub(super) fn stop_iteration(thread: &mut Thread, value: Value) -> bool {
    let frame = top(thread);
    if frame.next == 0 {
        return false;
    }
    let code = &frame.unit.code.functions[frame.function as usize].instructions;
    match code[frame.next as usize - 1] {
        Instr::ForIter(target) => {
            frame.next = target;
            thread.stack.pop();
            true
        }
        Instr::Send(target) => {
            frame.next = target;
            *thread.stack.last_mut().expect("the iterator lies on the stack") = value;
            true
        }
        _ => false,
    }
}

impl Core {
    /// `StopIteration.value`
    pub(crate) fn stop_value(&self, exception: Value) -> Value {
        match self.object(exception) {
            Some(Object::Exception(data)) => {
                self.sequence(data.args).and_then(|args| args.first().copied()).unwrap_or(Value::None)
            }
            _ => Value::None,
        }
    }

    fn exception_mut(&mut self, exception: Value) -> &mut crate::values::Exception {
        match self.heap.get_mut(exception.reference()) {
            Object::Exception(data) => std::rc::Rc::make_mut(data),
            other => unreachable!("{other:?} was raised"),
        }
    }

    pub(crate) fn set_context(&mut self, exception: Value, context: Value) {
        if context.is_none() || context.is(exception) {
            return;
        }
        // A cycle of contexts is cut, as CPython does.
        let mut at = context;
        while let Some(Object::Exception(data)) = self.object(at) {
            let next = data.context;
            if next.is(exception) {
                self.exception_mut(at).context = Value::None;
                break;
            }
            at = next;
        }
        self.exception_mut(exception).context = context;
    }

    pub(crate) fn set_cause(&mut self, exception: Value, cause: Value) {
        let data = self.exception_mut(exception);
        data.cause = cause;
        data.suppress_context = true;
    }

    fn add_trace(&mut self, exception: Value, line: TraceLine) {
        self.exception_mut(exception).trace.push(line);
    }

    /// Whether an `except` clause with `class` takes the exception.
    pub(crate) fn exception_matches(&mut self, exception: Value, class: Value) -> super::Run<bool> {
        if let Some(class) = self.as_class(class)
            && self.is_subclass(class, t::BASE_EXCEPTION)
        {
            return Ok(self.is_instance(exception, class));
        }
        if let Some(classes) = self.sequence(class)
            && matches!(self.object(class), Some(Object::Tuple(_)))
        {
            for class in classes.iter() {
                if self.exception_matches(exception, *class)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        Err(self.type_error("catching classes that do not inherit from BaseException is not allowed"))
    }
}
