//! Instructions that are seldom run.

use super::*;
use crate::machine::Unit;

/// Runs one instruction of the top frame, whose `next` is set.
pub(super) fn exec(core: &mut Core, thread: &mut Thread, unit: &Unit, instr: Instr) -> Step {
    let module = top(thread).module;
    macro_rules! native {
        ($entry:expr, $finish:expr, $($arg:expr),*) => {{
            let args = core.spare.args(&[$($arg),*]);
            return run_native(core, thread, $entry, args, $finish);
        }};
    }
    macro_rules! fail {
        ($stop:expr) => {{
            let stop = $stop;
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
    match instr {
        Instr::BuildSet(count) => {
            let at = thread.stack.len() - count as usize;
            let items = thread.stack.split_off(at);
            return run_native(core, thread, &slow::BUILD_SET, Args::of(items), Finish::Push);
        }
        Instr::BuildDict(count) => {
            let at = thread.stack.len() - 2 * count as usize;
            let items = thread.stack.split_off(at);
            return run_native(core, thread, &slow::BUILD_DICT, Args::of(items), Finish::Push);
        }
        Instr::BuildSlice(count) => {
            let step = if count == 3 { pop!() } else { Value::None };
            let stop = pop!();
            let start = pop!();
            push!(Value::Ref(core.heap.add(Object::Slice(Rc::new([start, stop, step])))));
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
        Instr::ListExtend(alone) => {
            let items = pop!();
            let list = peek!();
            let callable = if alone { thread.stack[thread.stack.len() - 2] } else { Value::Unbound };
            native!(&slow::LIST_EXTEND, Finish::Discard, list, items, callable);
        }
        Instr::SetUpdate => {
            let items = pop!();
            let set = peek!();
            native!(&slow::SET_UPDATE, Finish::Discard, set, items);
        }
        Instr::DictUpdate(strict) => {
            let other = pop!();
            let dict = peek!();
            // In a call the callable lies under its arguments.
            let callable = if strict { thread.stack[thread.stack.len() - 3] } else { Value::Unbound };
            native!(&slow::DICT_UPDATE, Finish::Discard, dict, other, callable);
        }
        Instr::ListToTuple => {
            let list = pop!().reference();
            let Object::List(items) = core.heap.get(list) else { unreachable!("a list was built") };
            let items = items.clone();
            push!(core.heap.tuple(&items[..]));
        }
        Instr::UnpackStarred(before, after) => {
            let value = pop!();
            let Some(items) = core.sequence(value) else {
                native!(&slow::UNPACK, Finish::Again, value, Value::Int(-1));
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
        Instr::Import(name) => {
            let name = Value::Int(i64::from(unit.symbols[name as usize].0));
            native!(&slow::IMPORT, Finish::Push, name);
        }
        Instr::ImportFrom(name) => {
            let name = Value::Int(i64::from(unit.symbols[name as usize].0));
            let module = peek!();
            native!(&slow::IMPORT_FROM, Finish::Push, module, name);
        }
        Instr::ImportStar => {
            let source = peek!();
            native!(&slow::IMPORT_STAR, Finish::Discard, source, Value::Module(module));
        }
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
        Instr::MakeFunction(number, flags) => {
            let closure = if flags & 4 != 0 { core.items_rc(pop!()) } else { Rc::from([]) };
            let annotations = if flags & 8 != 0 { pop!() } else { Value::Unbound };
            let keyword_defaults = if flags & 2 != 0 {
                let dict = pop!();
                attempt!(core.keyword_arguments(dict)).into()
            } else {
                Rc::from([])
            };
            let defaults = if flags & 1 != 0 { core.items_rc(pop!()) } else { Rc::from([]) };
            let mut fields = crate::symbols::NameMap::new();
            if annotations.is_bound() {
                fields.set(crate::builtins::sym::ANNOTATIONS, annotations);
            }
            let function =
                Function { unit: unit.number, number, module, defaults, keyword_defaults, closure, fields };
            push!(Value::Ref(core.heap.add(Object::Function(Rc::new(function)))));
        }
        Instr::BeforeWith => {
            let manager = pop!();
            native!(&slow::BEFORE_WITH, Finish::Push, manager);
        }
        Instr::WithExceptStart => {
            let at = thread.stack.len();
            let (exit, exception) = (thread.stack[at - 3], thread.stack[at - 1]);
            let class = Value::Ref(core.type_of(exception));
            let traceback = crate::builtins::exceptions::traceback(core, exception);
            return call(core, thread, exit, Args::of(vec![class, exception, traceback]), Finish::Push);
        }
        Instr::FormatValue(conversion, has_spec) => {
            let spec = if has_spec { pop!() } else { Value::Unbound };
            let value = pop!();
            if conversion == 0 && !has_spec && core.is_plain_str(value) {
                push!(value);
            } else if let (Value::Int(int), 0 | b's' | b'r', false) = (value, conversion, has_spec) {
                push!(core.heap.str(int.to_string()));
            } else {
                native!(&slow::FORMAT, Finish::Push, value, Value::Int(i64::from(conversion)), spec);
            }
        }
        Instr::CallSpread(keywords) => {
            let keywords = if keywords { Some(pop!()) } else { None };
            let positional = core.sequence(pop!()).expect("a tuple was built").to_vec();
            let callable = pop!();
            let mut args = Args::of(positional);
            if let Some(keywords) = keywords {
                args.keywords = attempt!(core.keyword_arguments(keywords));
            }
            return call(core, thread, callable, args, Finish::Push);
        }
        Instr::Locals => {
            let names = locals(core, thread);
            push!(core.names_dict(names));
        }
        Instr::MethodToCallable => {
            let receiver = pop!();
            let function = pop!();
            push!(if function.is_bound() { core.bind(function, receiver) } else { receiver });
        }
        other => unreachable!("{other:?} is run by the loop"),
    }
    Step::Again
}

/// The names bound in the top frame, with their values.
fn locals(core: &Core, thread: &mut Thread) -> Vec<(Symbol, Value)> {
    let frame = top(thread).clone();
    let code = &frame.unit.code.functions[frame.function as usize];
    let mut names = Vec::new();
    match code.kind {
        crate::code::Kind::Module => {
            let module = &core.modules[frame.module as usize];
            names.extend(frame.unit.globals.iter().copied().zip(module.slots.iter().copied()));
            names.extend(module.fields.iter());
        }
        crate::code::Kind::Class => {
            if let Some(Object::Namespace(bound)) = core.object_raw(frame.namespace) {
                names.extend(bound.iter());
            }
        }
        crate::code::Kind::Function | crate::code::Kind::Comprehension => {
            for (slot, name) in code.locals.iter().enumerate() {
                let mut value = thread.stack[frame.base as usize + slot];
                if let Some(Object::Cell(inner)) = core.object_raw(value) {
                    value = *inner;
                }
                names.push((frame.unit.symbols[*name as usize], value));
            }
        }
    }
    names.retain(|(_, value)| value.is_bound());
    names
}
