//! The loop that runs instructions: fast paths here, everything else in [`super::slow`].

mod fast;
mod helpers;
mod rare;

pub(super) use helpers::stopped;
use helpers::*;

use super::calls::{call, run_native};
use super::frames::{Finish, Frame, Handler, PythonFrame, Thread};
use super::unwind::{raise, throw};
use super::{Args, Core, Stop, slow};
use crate::code::{BinaryOp, CompareOp, Instr};
use crate::operations::{arithmetic, iteration, subscripts};
use crate::symbols::Symbol;
use crate::values::{Function, Object, Value, t};
use netlab_abi::Trap;
use std::rc::Rc;

/// Work after which a thread pauses even inside a statement.
pub(super) const MOST_WORK: u32 = 100_000;

/// What the loop does next.
pub(super) enum Step {
    /// The top frame has changed.
    Again,
    /// The thread stops.
    Trap(Trap),
}

/// The top frame, which must be a Python frame.
pub(super) fn top(thread: &mut Thread) -> &mut PythonFrame {
    match thread.frames.last_mut() {
        Some(Frame::Python(frame)) => frame,
        other => unreachable!("the top frame is {other:?}"),
    }
}

/// Runs the top frame until it calls, returns, raises or traps.
pub(super) fn exec(core: &mut Core, thread: &mut Thread) -> Step {
    let frame = top(thread);
    let unit = frame.unit.clone();
    let function = &unit.code.functions[frame.function as usize];
    let code = &function.instructions[..];
    let base = frame.base as usize;
    let module = frame.module as usize;
    let mut next = frame.next as usize;

    macro_rules! native {
        ($entry:expr, $finish:expr, $($arg:expr),*) => {{
            top(thread).next = next as u32;
            let args = core.spare.args(&[$($arg),*]);
            return run_native(core, thread, $entry, args, $finish);
        }};
    }
    macro_rules! fail {
        ($stop:expr) => {{
            let stop = $stop;
            top(thread).next = next as u32;
            return stopped(core, thread, stop);
        }};
    }
    macro_rules! attempt {
        ($result:expr) => {
            match $result {
                Ok(value) => value,
                Err(stop) => fail!(stop),
            }
        };
    }
    macro_rules! pop {
        () => {
            thread.stack.pop().expect("the stack has an operand")
        };
    }
    macro_rules! peek {
        () => {
            *thread.stack.last().expect("the stack has an operand")
        };
    }
    macro_rules! push {
        ($value:expr) => {
            thread.stack.push($value)
        };
    }

    loop {
        let instr = code[next];
        next += 1;
        core.work += 1;
        match instr {
            Instr::Line(line) => {
                let frame = top(thread);
                frame.line = line;
                frame.next = next as u32;
                if let Some(step) = border(core, thread, unit.hidden) {
                    return step;
                }
            }
            Instr::LoadConst(index) => push!(unit.constants[index as usize]),
            Instr::LoadNone => push!(Value::None),
            Instr::LoadBool(value) => push!(Value::Bool(value)),
            Instr::LoadInt(value) => push!(Value::Int(i64::from(value))),
            Instr::LoadLocal(slot) => {
                let value = thread.stack[base + slot as usize];
                if !value.is_bound() {
                    fail!(unbound_local(core, &unit, function.locals[slot as usize]));
                }
                push!(value);
            }
            Instr::StoreLocal(slot) => {
                let value = pop!();
                let old = std::mem::replace(&mut thread.stack[base + slot as usize], value);
                core.note_drop(old);
            }
            Instr::DeleteLocal(slot) => {
                let old = std::mem::replace(&mut thread.stack[base + slot as usize], Value::Unbound);
                if !old.is_bound() {
                    fail!(unbound_local(core, &unit, function.locals[slot as usize]));
                }
                core.note_drop(old);
            }
            Instr::LoadCell(slot) => {
                let cell = thread.stack[base + slot as usize].reference();
                let Object::Cell(value) = *core.heap.get(cell) else { unreachable!("the slot holds a cell") };
                if !value.is_bound() {
                    let name = &unit.code.names[function.locals[slot as usize] as usize];
                    let message = format!(
                        "cannot access free variable '{name}' where it is not associated with a value in enclosing scope"
                    );
                    fail!(core.error(t::NAME_ERROR, message));
                }
                push!(value);
            }
            Instr::StoreCell(slot) => {
                let value = pop!();
                let cell = thread.stack[base + slot as usize].reference();
                core.set_cell(cell, value);
            }
            Instr::DeleteCell(slot) => {
                let cell = thread.stack[base + slot as usize].reference();
                core.set_cell(cell, Value::Unbound);
            }
            Instr::LoadClosure(slot) => push!(thread.stack[base + slot as usize]),
            Instr::LoadGlobal(slot) => {
                let mut value = core.modules[module].slots[slot as usize];
                if !value.is_bound() {
                    value = unit.builtins[slot as usize];
                    if !value.is_bound() {
                        value = attempt!(core.missing_global(module, unit.globals[slot as usize]));
                    }
                }
                push!(value);
            }
            Instr::StoreGlobal(slot) => {
                let value = pop!();
                let old = std::mem::replace(&mut core.modules[module].slots[slot as usize], value);
                core.note_drop(old);
            }
            Instr::DeleteGlobal(slot) => {
                let old = std::mem::replace(&mut core.modules[module].slots[slot as usize], Value::Unbound);
                if !old.is_bound() {
                    fail!(core.name_error(unit.globals[slot as usize]));
                }
                core.note_drop(old);
            }
            Instr::LoadName(name, slot) => {
                let namespace = top(thread).namespace;
                let mut value = core.namespace_get(namespace, unit.symbols[name as usize]);
                if !value.is_bound() {
                    value = core.modules[module].slots[slot as usize];
                }
                if !value.is_bound() {
                    value = unit.builtins[slot as usize];
                }
                if !value.is_bound() {
                    value = attempt!(core.missing_global(module, unit.globals[slot as usize]));
                }
                push!(value);
            }
            Instr::LoadNameOrCell(name, slot) => {
                let namespace = top(thread).namespace;
                let mut value = core.namespace_get(namespace, unit.symbols[name as usize]);
                if !value.is_bound()
                    && let Object::Cell(inner) = core.heap.get(thread.stack[base + slot as usize].reference())
                {
                    value = *inner;
                }
                if !value.is_bound() {
                    fail!(core.name_error(unit.symbols[name as usize]));
                }
                push!(value);
            }
            Instr::StoreName(name) => {
                let value = pop!();
                let namespace = top(thread).namespace;
                core.namespace_set(namespace, unit.symbols[name as usize], value);
            }
            Instr::DeleteName(name) => {
                let namespace = top(thread).namespace;
                if !core.namespace_remove(namespace, unit.symbols[name as usize]) {
                    fail!(core.name_error(unit.symbols[name as usize]));
                }
            }
            Instr::Pop => {
                let old = pop!();
                core.note_drop(old);
            }
            Instr::Dup => push!(peek!()),
            Instr::Dup2 => {
                let at = thread.stack.len() - 2;
                thread.stack.extend_from_within(at..);
            }
            Instr::Swap => {
                let at = thread.stack.len();
                thread.stack.swap(at - 1, at - 2);
            }
            Instr::Rot3 => {
                let at = thread.stack.len() - 3;
                thread.stack[at..].rotate_right(1);
            }
            Instr::Rot4 => {
                let at = thread.stack.len() - 4;
                thread.stack[at..].rotate_right(1);
            }
            Instr::Binary(op) => {
                let b = pop!();
                let a = peek!();
                match binary_fast(op, a, b) {
                    Some(value) => *thread.stack.last_mut().expect("peeked") = value,
                    None => {
                        thread.stack.pop();
                        if let Some(value) = fast::concatenate(core, op, a, b) {
                            push!(value);
                            continue;
                        }
                        match arithmetic::binary(core, op, a, b) {
                            Ok(Some(value)) => push!(value),
                            Ok(None) => native!(&slow::BINARY, Finish::Push, Value::Int(op as i64), a, b),
                            Err(stop) => fail!(stop),
                        }
                    }
                }
            }
            Instr::InPlace(op) => {
                let b = pop!();
                let a = peek!();
                match binary_fast(op, a, b) {
                    Some(value) => *thread.stack.last_mut().expect("peeked") = value,
                    None => {
                        thread.stack.pop();
                        if let Some(value) = fast::concatenate(core, op, a, b) {
                            push!(value);
                            continue;
                        }
                        if fast::is_immutable(core, a)
                            && fast::is_immutable(core, b)
                            && let Ok(Some(value)) = arithmetic::binary(core, op, a, b)
                        {
                            push!(value);
                            continue;
                        }
                        native!(&slow::IN_PLACE, Finish::Push, Value::Int(op as i64), a, b);
                    }
                }
            }
            Instr::Unary(op) => {
                let a = pop!();
                native!(&slow::UNARY, Finish::Push, Value::Int(op as i64), a);
            }
            Instr::Not => {
                let a = pop!();
                match core.truth(a) {
                    Some(value) => push!(Value::Bool(!value)),
                    None => native!(&slow::NOT, Finish::Push, a),
                }
            }
            Instr::Compare(op) => {
                let b = pop!();
                let a = pop!();
                match compare_fast(op, a, b).or_else(|| fast::compare(core, op, a, b)) {
                    Some(value) => push!(Value::Bool(value)),
                    None => native!(&slow::COMPARE, Finish::Push, Value::Int(op as i64), a, b),
                }
            }
            Instr::Is(negated) => {
                let b = pop!();
                let a = pop!();
                push!(Value::Bool(a.is(b) != negated));
            }
            Instr::Contains(negated) => {
                let b = pop!();
                let a = pop!();
                if let Some(found) = fast::contains(core, b, a) {
                    push!(Value::Bool(found != negated));
                    continue;
                }
                let entry = if negated { &slow::NOT_CONTAINS } else { &slow::CONTAINS };
                native!(entry, Finish::Push, b, a);
            }
            Instr::Jump(target) => next = target as usize,
            Instr::JumpBack(target) => {
                next = target as usize;
                if core.work > MOST_WORK || core.heap_is_full() {
                    top(thread).next = next as u32;
                    if let Some(step) = pause(core, thread) {
                        return step;
                    }
                }
            }
            Instr::PopJumpIfFalse(target) => {
                let a = pop!();
                match core.truth(a) {
                    Some(true) => {}
                    Some(false) => next = target as usize,
                    None => native!(&slow::TRUTH, Finish::Again, a),
                }
            }
            Instr::PopJumpIfTrue(target) => {
                let a = pop!();
                match core.truth(a) {
                    Some(false) => {}
                    Some(true) => next = target as usize,
                    None => native!(&slow::TRUTH, Finish::Again, a),
                }
            }
            Instr::GetIter => {
                let a = pop!();
                match iteration::plain_iter(core, a) {
                    Some(value) => push!(value),
                    None => native!(&slow::ITER, Finish::Push, a),
                }
            }
            Instr::ForIter(target) => {
                let it = peek!();
                match iteration::step(core, it) {
                    Ok(iteration::Next::Item(value)) => push!(value),
                    Ok(iteration::Next::End) => {
                        thread.stack.pop();
                        next = target as usize;
                    }
                    Ok(iteration::Next::Generator(generator)) => {
                        top(thread).next = next as u32;
                        return super::calls::resume_generator(core, thread, generator, Value::None);
                    }
                    Ok(iteration::Next::Slow) => native!(&slow::NEXT, Finish::Push, it),
                    Err(stop) => fail!(stop),
                }
            }
            Instr::BuildTuple(count) => {
                let at = thread.stack.len() - count as usize;
                let value = core.heap.tuple(&thread.stack[at..]);
                thread.stack.truncate(at);
                push!(value);
            }
            Instr::BuildList(count) => {
                let at = thread.stack.len() - count as usize;
                let items = thread.stack.split_off(at);
                push!(core.heap.list(items));
            }
            Instr::BuildString(count) => {
                let at = thread.stack.len() - count as usize;
                let value = core.join_pieces(&thread.stack[at..]);
                thread.stack.truncate(at);
                push!(value);
            }
            Instr::FormatValue(0 | b's', false)
                if matches!(peek!(), Value::Int(_)) || core.is_plain_str(peek!()) =>
            {
                if let Value::Int(int) = peek!() {
                    *thread.stack.last_mut().expect("peeked") = core.heap.str(int.to_string());
                }
            }
            Instr::ListAppend(under) => {
                let value = pop!();
                let list = thread.stack[thread.stack.len() - under as usize].reference();
                attempt!(core.append(list, value));
            }
            Instr::UnpackSequence(count) => {
                let value = pop!();
                match core.sequence(value) {
                    Some(items) if items.len() == count as usize => {
                        thread.stack.extend(items.iter().rev());
                    }
                    Some(items) => {
                        let stop = core.unpack_error(items.len(), count as usize);
                        fail!(stop);
                    }
                    None => native!(&slow::UNPACK, Finish::Again, value, Value::Int(i64::from(count))),
                }
            }
            Instr::LoadAttr(name) => {
                let object = pop!();
                let name = unit.symbols[name as usize];
                match core.field(object, name) {
                    Some(value) => push!(value),
                    None => native!(&slow::GET_ATTR, Finish::Push, object, Value::Int(i64::from(name.0))),
                }
            }
            Instr::StoreAttr(name) => {
                let object = pop!();
                let value = pop!();
                let name = unit.symbols[name as usize];
                if fast::store_attribute(core, object, name, value) {
                    continue;
                }
                let name = Value::Int(i64::from(name.0));
                native!(&slow::SET_ATTR, Finish::Discard, object, name, value);
            }
            Instr::DeleteAttr(name) => {
                let object = pop!();
                let name = Value::Int(i64::from(unit.symbols[name as usize].0));
                native!(&slow::DEL_ATTR, Finish::Discard, object, name);
            }
            Instr::LoadMethod(name) => {
                let object = peek!();
                let name = unit.symbols[name as usize];
                match core.method(object, name) {
                    Some(function) => {
                        let at = thread.stack.len() - 1;
                        thread.stack.insert(at, function);
                    }
                    None => {
                        *thread.stack.last_mut().expect("peeked") = Value::Unbound;
                        native!(&slow::GET_ATTR, Finish::Push, object, Value::Int(i64::from(name.0)));
                    }
                }
            }
            Instr::CallMethod(count) => {
                let at = thread.stack.len() - count as usize - 2;
                top(thread).next = next as u32;
                // function, self, args or unbound, function, args
                let first = if thread.stack[at].is_bound() { at } else { at + 1 };
                return call_on_stack(core, thread, at, first);
            }
            Instr::Call(count) => {
                let at = thread.stack.len() - count as usize - 1;
                top(thread).next = next as u32;
                return call_on_stack(core, thread, at, at);
            }
            Instr::CallMethodKeywords(count, names) => {
                let at = thread.stack.len() - count as usize - 2;
                top(thread).next = next as u32;
                let first = if thread.stack[at].is_bound() { at } else { at + 1 };
                return call_keywords(core, thread, at, first, unit.constants[names as usize]);
            }
            Instr::CallKeywords(count, names) => {
                let at = thread.stack.len() - count as usize - 1;
                top(thread).next = next as u32;
                return call_keywords(core, thread, at, at, unit.constants[names as usize]);
            }
            Instr::Subscript => {
                let index = pop!();
                let object = pop!();
                match subscripts::fast(core, object, index) {
                    Some(value) => push!(value),
                    None => native!(&slow::GET_ITEM, Finish::Push, object, index),
                }
            }
            Instr::StoreSubscript => {
                let index = pop!();
                let object = pop!();
                let value = pop!();
                if !fast::store_subscript(core, object, index, value) {
                    native!(&slow::SET_ITEM, Finish::Discard, object, index, value);
                }
            }
            Instr::DeleteSubscript => {
                let index = pop!();
                let object = pop!();
                native!(&slow::DEL_ITEM, Finish::Discard, object, index);
            }
            Instr::LoadBuildClass => push!(core.build_class_function()),
            Instr::Return => {
                let value = pop!();
                return super::calls::return_value(core, thread, value);
            }
            Instr::Yield => {
                let value = pop!();
                top(thread).next = next as u32;
                return super::calls::yield_value(core, thread, value);
            }
            Instr::GetYieldFromIter => {
                let a = pop!();
                match iteration::plain_iter(core, a) {
                    Some(value) => push!(value),
                    None => native!(&slow::ITER, Finish::Push, a),
                }
            }
            Instr::Send(target) => {
                let value = pop!();
                let it = peek!();
                match iteration::step(core, it) {
                    Ok(iteration::Next::Item(item)) => push!(item),
                    Ok(iteration::Next::End) => {
                        *thread.stack.last_mut().expect("peeked") = Value::None;
                        next = target as usize;
                    }
                    Ok(iteration::Next::Generator(generator)) => {
                        top(thread).next = next as u32;
                        return super::calls::resume_generator(core, thread, generator, value);
                    }
                    Ok(iteration::Next::Slow) => native!(&slow::SEND, Finish::Push, it, value),
                    Err(stop) => fail!(stop),
                }
            }
            Instr::Raise(count) => {
                let cause = if count == 2 { Some(pop!()) } else { None };
                let exception = if count > 0 { Some(pop!()) } else { None };
                top(thread).next = next as u32;
                return super::unwind::raise_statement(core, thread, exception, cause);
            }
            Instr::SetupHandler(target) => {
                let level = (thread.stack.len() - base) as u32;
                top(thread).handlers.push(Handler { target, level });
            }
            Instr::SetupHandlerUnder(target) => {
                let level = (thread.stack.len() - base) as u32 - 1;
                top(thread).handlers.push(Handler { target, level });
            }
            Instr::PopBlock => {
                top(thread).handlers.pop().expect("a handler is active");
            }
            Instr::PushExcInfo => {
                let exception = pop!();
                let former = std::mem::replace(&mut top(thread).handled, exception);
                push!(former);
                push!(exception);
            }
            Instr::PopExcept => {
                let former = pop!();
                let old = std::mem::replace(&mut top(thread).handled, former);
                core.note_drop(old);
            }
            Instr::Reraise => {
                let exception = pop!();
                let former = pop!();
                let frame = top(thread);
                frame.handled = former;
                frame.next = next as u32;
                return throw(core, thread, exception, false);
            }
            Instr::ExceptionMatches => {
                let class = pop!();
                let exception = peek!();
                let matches = attempt!(core.exception_matches(exception, class));
                push!(Value::Bool(matches));
            }
            Instr::BuildSet(..)
            | Instr::BuildDict(..)
            | Instr::BuildSlice(..)
            | Instr::SetAdd(..)
            | Instr::MapAdd(..)
            | Instr::ListExtend(..)
            | Instr::SetUpdate
            | Instr::DictUpdate(..)
            | Instr::ListToTuple
            | Instr::UnpackStarred(..)
            | Instr::Import(..)
            | Instr::ImportFrom(..)
            | Instr::ImportStar
            | Instr::MatchSequence
            | Instr::MatchMapping
            | Instr::GetLen
            | Instr::MatchKeys
            | Instr::MatchRest
            | Instr::MatchClass(..)
            | Instr::MakeFunction(..)
            | Instr::BeforeWith
            | Instr::WithExceptStart
            | Instr::FormatValue(..)
            | Instr::CallSpread(..)
            | Instr::MethodToCallable
            | Instr::Locals => {
                top(thread).next = next as u32;
                return rare::exec(core, thread, &unit, instr);
            }
            Instr::LoadAssertionError => push!(Value::Ref(t::ASSERTION_ERROR)),
        }
    }
}
