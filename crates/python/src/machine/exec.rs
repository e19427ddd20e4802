//! The loop that runs instructions: fast paths here, everything else in [`super::slow`].

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
            return run_native(core, thread, $entry, Args::of(vec![$($arg),*]), $finish);
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
                match compare_fast(op, a, b) {
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
                    None => {
                        next -= 1;
                        native!(&slow::TRUTH, Finish::Push, a);
                    }
                }
            }
            Instr::PopJumpIfTrue(target) => {
                let a = pop!();
                match core.truth(a) {
                    Some(false) => {}
                    Some(true) => next = target as usize,
                    None => {
                        next -= 1;
                        native!(&slow::TRUTH, Finish::Push, a);
                    }
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
            Instr::BuildSet(count) => {
                let at = thread.stack.len() - count as usize;
                let items = thread.stack.split_off(at);
                top(thread).next = next as u32;
                return run_native(core, thread, &slow::BUILD_SET, Args::of(items), Finish::Push);
            }
            Instr::BuildDict(count) => {
                let at = thread.stack.len() - 2 * count as usize;
                let items = thread.stack.split_off(at);
                top(thread).next = next as u32;
                return run_native(core, thread, &slow::BUILD_DICT, Args::of(items), Finish::Push);
            }
            Instr::BuildString(count) => {
                let at = thread.stack.len() - count as usize;
                let value = core.join_pieces(&thread.stack[at..]);
                thread.stack.truncate(at);
                push!(value);
            }
            Instr::BuildSlice(count) => {
                let step = if count == 3 { pop!() } else { Value::None };
                let stop = pop!();
                let start = pop!();
                push!(Value::Ref(core.heap.add(Object::Slice(Rc::new([start, stop, step])))));
            }
            Instr::ListAppend(under) => {
                let value = pop!();
                let list = thread.stack[thread.stack.len() - under as usize].reference();
                attempt!(core.append(list, value));
            }
            Instr::SetAdd(under) => {
                let value = pop!();
                let set = thread.stack[thread.stack.len() - under as usize];
                native!(&slow::SET_ADD, Finish::Discard, set, value);
            }
            Instr::MapAdd(under) => {
                let value = pop!();
                let key = pop!();
                let dict = thread.stack[thread.stack.len() - under as usize];
                native!(&slow::SET_ITEM, Finish::Discard, dict, key, value);
            }
            Instr::ListExtend => {
                let items = pop!();
                let list = peek!();
                native!(&slow::LIST_EXTEND, Finish::Discard, list, items);
            }
            Instr::SetUpdate => {
                let items = pop!();
                let set = peek!();
                native!(&slow::SET_UPDATE, Finish::Discard, set, items);
            }
            Instr::DictUpdate(strict) => {
                let other = pop!();
                let dict = peek!();
                native!(&slow::DICT_UPDATE, Finish::Discard, dict, other, Value::Bool(strict));
            }
            Instr::ListToTuple => {
                let list = pop!().reference();
                let Object::List(items) = core.heap.get(list) else { unreachable!("a list was built") };
                let items = items.clone();
                push!(core.heap.tuple(&items[..]));
            }
            Instr::FormatValue(conversion, has_spec) => {
                let spec = if has_spec { pop!() } else { Value::Unbound };
                let value = pop!();
                if conversion == 0 && !has_spec && core.is_plain_str(value) {
                    push!(value);
                } else {
                    native!(&slow::FORMAT, Finish::Push, value, Value::Int(i64::from(conversion)), spec);
                }
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
                    None => {
                        next -= 1;
                        native!(&slow::UNPACK, Finish::Push, value, Value::Int(i64::from(count)));
                    }
                }
            }
            Instr::UnpackStarred(before, after) => {
                let value = pop!();
                let Some(items) = core.sequence(value) else {
                    next -= 1;
                    native!(&slow::UNPACK, Finish::Push, value, Value::Int(-1));
                };
                let (before, after) = (before as usize, after as usize);
                if items.len() < before + after {
                    let message = format!(
                        "not enough values to unpack (expected at least {}, got {})",
                        before + after,
                        items.len()
                    );
                    fail!(core.value_error(message));
                }
                let middle = items.len() - after;
                thread.stack.extend(items[middle..].iter().rev());
                let list = core.heap.list(items[before..middle].to_vec());
                push!(list);
                thread.stack.extend(items[..before].iter().rev());
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
                let name = Value::Int(i64::from(unit.symbols[name as usize].0));
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
            Instr::MethodToCallable => {
                let receiver = pop!();
                let function = pop!();
                push!(if function.is_bound() { core.bind(function, receiver) } else { receiver });
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
            Instr::CallSpread(keywords) => {
                let keywords = if keywords { Some(pop!()) } else { None };
                let positional = core.sequence(pop!()).expect("a tuple was built").to_vec();
                let callable = pop!();
                let mut args = Args::of(positional);
                if let Some(keywords) = keywords {
                    args.keywords = attempt!(core.keyword_arguments(keywords));
                }
                top(thread).next = next as u32;
                return call(core, thread, callable, args, Finish::Push);
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
                native!(&slow::SET_ITEM, Finish::Discard, object, index, value);
            }
            Instr::DeleteSubscript => {
                let index = pop!();
                let object = pop!();
                native!(&slow::DEL_ITEM, Finish::Discard, object, index);
            }
            Instr::MakeFunction(number, flags) => {
                let closure = if flags & 4 != 0 { core.items_rc(pop!()) } else { Rc::from([]) };
                let keyword_defaults = if flags & 2 != 0 {
                    let dict = pop!();
                    attempt!(core.keyword_arguments(dict)).into()
                } else {
                    Rc::from([])
                };
                let defaults = if flags & 1 != 0 { core.items_rc(pop!()) } else { Rc::from([]) };
                let function = Function {
                    unit: unit.number,
                    number,
                    module: module as u16,
                    defaults,
                    keyword_defaults,
                    closure,
                    fields: Default::default(),
                };
                push!(Value::Ref(core.heap.add(Object::Function(Rc::new(function)))));
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
            Instr::BeforeWith => {
                let manager = pop!();
                native!(&slow::BEFORE_WITH, Finish::Push, manager);
            }
            Instr::WithExceptStart => {
                let at = thread.stack.len();
                let (exit, exception) = (thread.stack[at - 3], thread.stack[at - 1]);
                let class = Value::Ref(core.type_of(exception));
                top(thread).next = next as u32;
                return call(core, thread, exit, Args::of(vec![class, exception, Value::None]), Finish::Push);
            }
            Instr::Import(name) => {
                let name = Value::Int(i64::from(unit.symbols[name as usize].0));
                native!(&slow::IMPORT, Finish::Push, name);
            }
            Instr::ImportFrom(name) => {
                let name = Value::Int(i64::from(unit.symbols[name as usize].0));
                let module = peek!();
                native!(&slow::IMPORT_FROM, Finish::Push, module, name);
            }
            Instr::LoadAssertionError => push!(Value::Ref(t::ASSERTION_ERROR)),
            Instr::MatchSequence => {
                let is = core.is_match_sequence(peek!());
                push!(Value::Bool(is));
            }
            Instr::MatchMapping => {
                let is = matches!(core.object(peek!()), Some(Object::Dict(_)));
                push!(Value::Bool(is));
            }
            Instr::GetLen => {
                let a = peek!();
                native!(&slow::LEN, Finish::Push, a);
            }
            Instr::MatchKeys => {
                let keys = peek!();
                let subject = thread.stack[thread.stack.len() - 2];
                native!(&slow::MATCH_KEYS, Finish::Push, subject, keys);
            }
            Instr::MatchRest => {
                let keys = pop!();
                let subject = pop!();
                native!(&slow::MATCH_REST, Finish::Push, subject, keys);
            }
            Instr::MatchClass(positional) => {
                let names = pop!();
                let class = pop!();
                let subject = pop!();
                let count = Value::Int(i64::from(positional));
                native!(&slow::MATCH_CLASS, Finish::Push, subject, class, names, count);
            }
        }
    }
}

/// A statement begins: dead sockets are closed, garbage is collected, the thread stops.
fn border(core: &mut Core, thread: &mut Thread, hidden: bool) -> Option<Step> {
    if core.dropped {
        super::collect::close_dropped(core, thread);
        if !thread.queue.is_empty() {
            // The statement is announced after the calls.
            top(thread).next -= 1;
            return Some(Step::Again);
        }
    }
    if hidden {
        if core.work > MOST_WORK || core.heap_is_full() {
            return pause(core, thread);
        }
        return None;
    }
    if core.heap_is_full() {
        return pause(core, thread);
    }
    Some(Step::Trap(announce(core, thread)))
}

/// The trap for the innermost statement of the program.
pub(super) fn announce(core: &mut Core, thread: &Thread) -> Trap {
    let work = std::mem::take(&mut core.work).max(1);
    let visible = |frame: &&Frame| matches!(frame, Frame::Python(frame) if !frame.unit.hidden);
    let line = match thread.frames.iter().rev().find(visible) {
        Some(Frame::Python(frame)) => frame.line,
        _ => 1,
    };
    Trap::Statement { line: line.max(1), source: 0, work }
}

/// Too much work or memory since the last trap: collects garbage and stops at the same statement.
fn pause(core: &mut Core, thread: &mut Thread) -> Option<Step> {
    if core.heap_is_full() {
        core.collect_wanted = true;
    }
    Some(Step::Trap(announce(core, thread)))
}

/// Calls what lies at `first` on the stack with what follows; `floor` is where the stack ends afterwards.
fn call_on_stack(core: &mut Core, thread: &mut Thread, floor: usize, first: usize) -> Step {
    let callable = thread.stack[first];
    if let Value::Ref(reference) = callable
        && let Object::Function(function) = core.heap.get(reference)
    {
        let unit = &core.units[function.unit as usize];
        let code = &unit.code.functions[function.number as usize];
        let given = thread.stack.len() - first - 1;
        let simple = code.positional as usize == given
            && code.keyword_only == 0
            && !code.var_positional
            && !code.var_keyword
            && !code.generator
            && code.cells.is_empty()
            && code.free == 0;
        if simple && thread.frames.len() < core.recursion_limit {
            let frame = PythonFrame {
                unit: unit.clone(),
                function: function.number,
                module: function.module,
                next: 0,
                base: first as u32 + 1,
                floor: floor as u32,
                line: code.first_line,
                handlers: Vec::new(),
                handled: Value::None,
                namespace: Value::Unbound,
                generator: Value::Unbound,
                finish: Finish::Push,
            };
            let size = first + 1 + code.locals.len();
            thread.stack.resize(size, Value::Unbound);
            thread.frames.push(Frame::Python(frame));
            return Step::Again;
        }
    }
    let positional = thread.stack.split_off(first + 1);
    thread.stack.truncate(floor);
    call(core, thread, callable, Args::of(positional), Finish::Push)
}

fn call_keywords(core: &mut Core, thread: &mut Thread, floor: usize, first: usize, names: Value) -> Step {
    let callable = thread.stack[first];
    let mut positional = thread.stack.split_off(first + 1);
    thread.stack.truncate(floor);
    let names = core.sequence(names).expect("names of keywords are a tuple");
    let values = positional.split_off(positional.len() - names.len());
    let symbol = |core: &mut Core, name: Value| -> Symbol {
        let text = core.as_text(name).expect("names of keywords are strings");
        core.symbols.intern(&text.string)
    };
    let keywords = names.iter().zip(values).map(|(name, value)| (symbol(core, *name), value)).collect();
    call(core, thread, callable, Args { positional, keywords }, Finish::Push)
}

/// A built-in operation of the current instruction has not finished.
fn stopped(core: &mut Core, thread: &mut Thread, stop: Stop) -> Step {
    match stop {
        Stop::Raise(exception) => raise(core, thread, exception),
        Stop::Request(request) => unreachable!("an operation without a frame requests {request:?}"),
    }
}

fn unbound_local(core: &mut Core, unit: &super::Unit, name: u32) -> Stop {
    let name = &unit.code.names[name as usize];
    let message = format!("cannot access local variable '{name}' where it is not associated with a value");
    core.error(t::UNBOUND_LOCAL_ERROR, message)
}

#[inline]
fn binary_fast(op: BinaryOp, a: Value, b: Value) -> Option<Value> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => match op {
            BinaryOp::Add => a.checked_add(b).map(Value::Int),
            BinaryOp::Sub => a.checked_sub(b).map(Value::Int),
            BinaryOp::Mul => a.checked_mul(b).map(Value::Int),
            BinaryOp::And => Some(Value::Int(a & b)),
            BinaryOp::Or => Some(Value::Int(a | b)),
            BinaryOp::Xor => Some(Value::Int(a ^ b)),
            BinaryOp::Mod if b > 0 => Some(Value::Int(a.rem_euclid(b))),
            BinaryOp::FloorDiv if b > 0 => Some(Value::Int(a.div_euclid(b))),
            _ => None,
        },
        (Value::Float(a), Value::Float(b)) => match op {
            BinaryOp::Add => Some(Value::Float(a + b)),
            BinaryOp::Sub => Some(Value::Float(a - b)),
            BinaryOp::Mul => Some(Value::Float(a * b)),
            _ => None,
        },
        _ => None,
    }
}

#[inline]
fn compare_fast(op: CompareOp, a: Value, b: Value) -> Option<bool> {
    let (Value::Int(a), Value::Int(b)) = (a, b) else { return None };
    Some(match op {
        CompareOp::Lt => a < b,
        CompareOp::Le => a <= b,
        CompareOp::Eq => a == b,
        CompareOp::Ne => a != b,
        CompareOp::Gt => a > b,
        CompareOp::Ge => a >= b,
    })
}
