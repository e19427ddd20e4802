//! Scripts and events.

use crate::ast::{Action, Command, Event, EventTime, Script, ScriptOption};
use crate::cursor::{Cursor, Parsed};
use crate::error::ScriptError;
use crate::{code, expression, packet};
use netlab_wire::Duration;

/// Reads a script.
///
/// # Errors
/// The first problem, with its line.
pub fn parse(text: &str) -> Result<Script, ScriptError> {
    let mut cursor = Cursor::new(text);
    let mut script = Script::default();
    while cursor.accept("--")? {
        script.options.push(option(&mut cursor)?);
    }
    while cursor.peek()? == Some('`') {
        script.setup.extend(commands(&mut cursor)?);
    }
    while !cursor.at_end()? {
        if cursor.peek()? == Some('`') {
            script.cleanup.extend(commands(&mut cursor)?);
        } else if script.cleanup.is_empty() {
            script.events.push(event(&mut cursor)?);
        } else {
            return cursor.expected("nothing after a command without a time");
        }
    }
    Ok(script)
}

fn option(cursor: &mut Cursor<'_>) -> Parsed<ScriptOption> {
    let line = cursor.line();
    let text = cursor.take_while(|c| !c.is_whitespace());
    let (name, value) = match text.split_once('=') {
        Some((name, value)) => (name, Some(value.trim_matches('"').to_owned())),
        None => (text, None),
    };
    Ok(ScriptOption { line, name: name.to_owned(), value })
}

/// The lines of a backquoted command.
fn commands(cursor: &mut Cursor<'_>) -> Parsed<Vec<Command>> {
    cursor.expect("`")?;
    let (first, text) = cursor.until("`", "a backquoted command")?;
    let lines =
        text.split('\n').zip(first..).map(|(text, line)| Command { line, text: text.trim().to_owned() });
    Ok(lines.filter(|command| !command.text.is_empty() && !command.text.starts_with('#')).collect())
}

fn event(cursor: &mut Cursor<'_>) -> Parsed<Event> {
    cursor.skip_blanks()?;
    let line = cursor.line();
    let (time, end) = time(cursor)?;
    let action = match cursor.peek()? {
        Some('<' | '>') if end.is_none() => packet::packet(cursor)?,
        Some('`') if end.is_none() => Action::Commands(commands(cursor)?),
        Some('%') if end.is_none() => {
            cursor.expect("%{")?;
            let (line, text) = cursor.until("}%", "a %{ block")?;
            Action::Code(code::statements(line, text)?)
        }
        Some(_) | None => Action::Call(expression::call(cursor, end)?),
    };
    Ok(Event { line, time, action })
}

/// An event's time, and for a call that blocks the time of its end.
fn time(cursor: &mut Cursor<'_>) -> Parsed<(EventTime, Option<Duration>)> {
    if cursor.accept("*")? {
        return Ok((EventTime::Any, None));
    }
    let relative = cursor.accept("+")?;
    let start = cursor.seconds()?;
    if cursor.accept("~")? {
        let end_relative = cursor.accept("+")?;
        if end_relative != relative {
            return cursor.expected(if relative {
                "+ before the end of the range"
            } else {
                "no + before the end"
            });
        }
        let end = cursor.seconds()?;
        let range = if relative {
            EventTime::RelativeRange(start, end)
        } else {
            EventTime::AbsoluteRange(start, end)
        };
        return Ok((range, None));
    }
    let time = if relative { EventTime::Relative(start) } else { EventTime::Absolute(start) };
    if cursor.accept("...")? {
        cursor.accept("+")?;
        return Ok((time, Some(cursor.seconds()?)));
    }
    Ok((time, None))
}
