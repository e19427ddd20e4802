//! Tracebacks, and what happens when nobody handles an exception.

use super::Core;
use super::exec::Step;
use super::frames::Thread;
use crate::code::Position;
use crate::operations::display;
use crate::values::{Object, TraceLine, Value, t};
use netlab_abi::{Data, Fd, Syscall};
use std::fmt::Write;

/// An exception has left the thread's outermost frame.
pub(super) fn uncaught(core: &mut Core, thread: &mut Thread, exception: Value) -> Step {
    thread.stack.clear();
    thread.frames.clear();
    let main = core.current_thread == 0;
    if core.descriptions.is_empty() && needs_describing(core, exception) {
        // The program's own `__str__` is called first; the exception then comes here again.
        let args = super::Args::of(vec![exception]);
        return super::calls::run_native(
            core,
            thread,
            &super::slow::DESCRIBE,
            args,
            super::frames::Finish::Discard,
        );
    }
    if core.is_instance(exception, t::SYSTEM_EXIT) {
        if main {
            let (code, text) = exit_code(core, exception);
            core.exit_code = code;
            if let Some(text) = text {
                flush(core, thread);
                write(thread, &format!("{text}\n"));
            }
        }
        return Step::Again;
    }
    flush(core, thread);
    let mut text = String::new();
    if !main {
        let name = core.thread_name();
        writeln!(text, "Exception in thread {name}:").expect("writing to a string");
    }
    text.push_str(&format_exception(core, exception, true));
    core.descriptions.clear();
    write(thread, &text);
    if main {
        core.exit_code = if core.is_instance(exception, t::KEYBOARD_INTERRUPT) { 130 } else { 1 };
    }
    Step::Again
}

/// Writes what standard output has kept back, so that the order of both streams is right.
fn flush(core: &mut Core, thread: &mut Thread) {
    if !core.output.is_empty() {
        let output = std::mem::take(&mut core.output);
        thread.queue.push_back(Syscall::Write { fd: Fd(1), data: Data::new(&output[..]) });
    }
}

fn write(thread: &mut Thread, text: &str) {
    thread.queue.push_back(Syscall::Write { fd: Fd(2), data: Data::new(text.as_bytes()) });
}

/// With what `SystemExit` ends the process, and what it prints.
fn exit_code(core: &mut Core, exception: Value) -> (i32, Option<String>) {
    let Some(Object::Exception(data)) = core.object(exception) else { return (1, None) };
    let args = core.sequence(data.args).unwrap_or_default();
    match args.as_slice() {
        [] | [Value::None] => (0, None),
        [Value::Int(code)] => ((*code & 0xff) as i32, None),
        [Value::Bool(flag)] => (i32::from(*flag), None),
        [other] => {
            let text = core.as_text(*other).map(|text| text.string.clone());
            (1, Some(text.unwrap_or_else(|| display::shown(core, *other))))
        }
        _ => (1, Some(display::shown(core, data.args))),
    }
}

/// Whether the text of an exception, or of one it came from, is the program's own matter.
fn needs_describing(core: &Core, exception: Value) -> bool {
    chain(core, exception)
        .iter()
        .any(|(link, _)| core.user_method(*link, crate::builtins::sym::STR).is_some())
}

/// Asks the exceptions of a chain for their text. Those whose `__str__` fails have none.
pub(crate) fn describe_chain(core: &mut Core, exception: Value) -> super::Run<()> {
    let mut described = Vec::new();
    for (link, _) in chain(core, exception) {
        if let Some(method) = core.user_method(link, crate::builtins::sym::STR) {
            let text = match core.try_call(method, vec![link])? {
                Ok(text) => core.as_text(text).map(|text| text.string.clone()),
                Err(_) => None,
            };
            let text = text.unwrap_or_else(|| "<exception str() failed>".to_owned());
            described.push((link.reference(), text));
        }
    }
    core.descriptions = described;
    Ok(())
}

/// Describes the exception and raises it again.
pub(crate) fn describe(core: &mut Core, args: &super::Args) -> super::Run<Value> {
    let exception = args.positional[0];
    describe_chain(core, exception)?;
    Err(super::Stop::Raise(exception))
}

/// A traceback as CPython 3.11 prints it, with the exceptions it came from; its interpreter suggests names, its
/// `traceback` module does not.
pub(crate) fn format_exception(core: &Core, exception: Value, suggest: bool) -> String {
    let mut out = String::new();
    for (exception, link) in chain(core, exception).into_iter().rev() {
        out.push_str(&one(core, exception, suggest));
        out.push_str(link);
    }
    out
}

/// The exception and those it came from, each with the sentence that follows it.
fn chain(core: &Core, exception: Value) -> Vec<(Value, &'static str)> {
    let mut chain = Vec::new();
    let mut at = exception;
    let mut link = "";
    while let Some(Object::Exception(data)) = core.object(at) {
        if chain.len() > 20 || chain.iter().any(|(other, _): &(Value, &str)| other.is(at)) {
            break;
        }
        chain.push((at, link));
        if !data.cause.is_none() {
            at = data.cause;
            link = "\nThe above exception was the direct cause of the following exception:\n\n";
        } else if !data.context.is_none() && !data.suppress_context {
            at = data.context;
            link = "\nDuring handling of the above exception, another exception occurred:\n\n";
        } else {
            break;
        }
    }
    chain
}

fn one(core: &Core, exception: Value, suggest: bool) -> String {
    let Some(Object::Exception(data)) = core.object(exception) else { unreachable!("it is an exception") };
    let mut out = String::new();
    let lines: Vec<&TraceLine> =
        data.trace.iter().rev().filter(|line| !core.units[line.unit as usize].hidden).collect();
    if !lines.is_empty() {
        out.push_str("Traceback (most recent call last):\n");
    }
    let mut at = 0;
    while at < lines.len() {
        let place = place_of(core, lines[at]);
        let same = lines[at..].iter().take_while(|line| place_of(core, line) == place).count();
        for line in &lines[at..at + same.min(3)] {
            out.push_str(&trace_line(core, line));
        }
        if same > 3 {
            let more = same - 3;
            let plural = if more == 1 { "" } else { "s" };
            writeln!(out, "  [Previous line repeated {more} more time{plural}]")
                .expect("writing to a string");
        }
        at += same;
    }
    out.push_str(&last_line(core, exception));
    if suggest && let Some(name) = super::suggest::suggestion(core, data) {
        write!(out, ". Did you mean: '{name}'?").expect("writing to a string");
    }
    out.push('\n');
    for note in data
        .fields
        .get(crate::builtins::sym::NOTES)
        .and_then(|notes| core.sequence(notes))
        .into_iter()
        .flatten()
    {
        match core.as_text(note) {
            Some(text) => writeln!(out, "{}", text.string).expect("writing to a string"),
            None => writeln!(out, "{}", display::shown(core, note)).expect("writing to a string"),
        }
    }
    out
}

/// The exception's class and text.
pub(crate) fn last_line(core: &Core, exception: Value) -> String {
    let Some(Object::Exception(data)) = core.object(exception) else { unreachable!("it is an exception") };
    let class = core.heap.class(data.class);
    let name = match class.module.as_str() {
        "builtins" | "__main__" => class.qualified_name.clone(),
        module => format!("{module}.{}", class.qualified_name),
    };
    if let Some((_, text)) = core.descriptions.iter().find(|(known, _)| Value::Ref(*known).is(exception)) {
        return if text.is_empty() { name } else { format!("{name}: {text}") };
    }
    // `str` of the exception must not call the program any more: a copy of the core runs what needs no call.
    let mut copy = core.clone();
    copy.journal.clear();
    copy.cursor = 0;
    let text = match display::str(&mut copy, exception) {
        Ok(text) => text,
        Err(_) => match display::exception_text(&mut copy, exception) {
            Ok(text) => text,
            Err(_) => "<exception str() failed>".to_owned(),
        },
    };
    if text.is_empty() { name } else { format!("{name}: {text}") }
}

/// What makes two lines of a traceback the same one: unit, function, line (`tb_printinternal`).
fn place_of(core: &Core, line: &TraceLine) -> (u16, u32, u32) {
    let function = &core.units[line.unit as usize].code.functions[line.function as usize];
    let position = function.positions.get(line.instruction as usize).copied().unwrap_or_default();
    (line.unit, line.function, position.line)
}

fn trace_line(core: &Core, line: &TraceLine) -> String {
    let unit = &core.units[line.unit as usize];
    let function = &unit.code.functions[line.function as usize];
    let position = function.positions.get(line.instruction as usize).copied().unwrap_or_default();
    let mut out = String::new();
    writeln!(out, "  File \"{}\", line {}, in {}", unit.code.file_name, position.line, function.name)
        .expect("writing to a string");
    let Some(source) = unit.code.source.lines().nth((position.line as usize).wrapping_sub(1)) else {
        return out;
    };
    let stripped = source.trim();
    if stripped.is_empty() {
        return out;
    }
    writeln!(out, "    {stripped}").expect("writing to a string");
    let anchors = function.anchors.binary_search_by_key(&line.instruction, |(at, _, _)| *at);
    let anchors = anchors.ok().map(|at| (function.anchors[at].1 as usize, function.anchors[at].2 as usize));
    if let Some(carets) = carets(source, position, anchors) {
        writeln!(out, "    {carets}").expect("writing to a string");
    }
    out
}

/// The marks under the part of the line that failed, with the operator or the brackets set off; none when it is the
/// whole line.
fn carets(source: &str, position: Position, anchors: Option<(usize, usize)>) -> Option<String> {
    let chars: Vec<char> = source.trim_end().chars().collect();
    let indent = chars.iter().take_while(|c| c.is_whitespace()).count();
    let start = position.column as usize;
    let end = if position.end_line == position.line { position.end_column as usize } else { chars.len() };
    if end <= start || start < indent || end > chars.len() {
        return None;
    }
    let mut out: String = " ".repeat(start - indent);
    match anchors {
        Some((left, right)) if start <= left && left <= right && right <= end => {
            out.extend(std::iter::repeat_n('~', left - start));
            out.extend(std::iter::repeat_n('^', right - left));
            out.extend(std::iter::repeat_n('~', end - right));
        }
        _ if start == indent && end == chars.len() => return None,
        _ => out.extend(std::iter::repeat_n('^', end - start)),
    }
    Some(out)
}
