//! What several instructions share.

use super::*;

/// A statement begins: dead sockets are closed, garbage is collected, the thread stops.
pub(super) fn border(core: &mut Core, thread: &mut Thread, hidden: bool) -> Option<Step> {
    if core.dropped {
        crate::machine::collect::close_dropped(core, thread);
        if !thread.queue.is_empty() {
            // The statement is announced after the calls.
            top(thread).next -= 1;
            return Some(Step::Again);
        }
    }
    if !core.dying.is_empty() && !crate::machine::collect::is_finalizing(thread) {
        top(thread).next -= 1;
        return crate::machine::collect::finalize_next(core, thread);
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
pub(in crate::machine) fn announce(core: &mut Core, thread: &Thread) -> Trap {
    let work = std::mem::take(&mut core.work).max(1);
    let visible = |frame: &&Frame| matches!(frame, Frame::Python(frame) if !frame.unit.hidden);
    let line = match thread.frames.iter().rev().find(visible) {
        Some(Frame::Python(frame)) => frame.line,
        _ => 1,
    };
    Trap::Statement { line: line.max(1), source: 0, work }
}

/// Too much work or memory since the last trap: collects garbage and stops at the same statement.
pub(super) fn pause(core: &mut Core, thread: &mut Thread) -> Option<Step> {
    if core.heap_is_full() {
        core.collect_wanted = true;
    }
    Some(Step::Trap(announce(core, thread)))
}

/// Calls what lies at `first` on the stack with what follows; `floor` is where the stack ends afterwards.
pub(super) fn call_on_stack(core: &mut Core, thread: &mut Thread, floor: usize, first: usize) -> Step {
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
    if let (Value::Ref(t::STR), [Value::Int(int)]) = (callable, &thread.stack[first + 1..]) {
        let text = core.heap.str(int.to_string());
        thread.stack.truncate(floor);
        thread.stack.push(text);
        return Step::Again;
    }
    let args = core.spare.args(&thread.stack[first + 1..]);
    thread.stack.truncate(floor);
    call(core, thread, callable, args, Finish::Push)
}

pub(super) fn call_keywords(
    core: &mut Core,
    thread: &mut Thread,
    floor: usize,
    first: usize,
    names: Value,
) -> Step {
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
pub(in crate::machine) fn stopped(core: &mut Core, thread: &mut Thread, stop: Stop) -> Step {
    match stop {
        Stop::Raise(exception) => raise(core, thread, exception),
        Stop::Request(request) => unreachable!("an operation without a frame requests {request:?}"),
    }
}

pub(super) fn unbound_local(core: &mut Core, unit: &crate::machine::Unit, name: u32) -> Stop {
    let name = &unit.code.names[name as usize];
    let message = format!("cannot access local variable '{name}' where it is not associated with a value");
    core.error(t::UNBOUND_LOCAL_ERROR, message)
}

#[inline]
pub(super) fn binary_fast(op: BinaryOp, a: Value, b: Value) -> Option<Value> {
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
pub(super) fn compare_fast(op: CompareOp, a: Value, b: Value) -> Option<bool> {
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
