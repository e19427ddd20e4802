//! System calls, their arguments and results.

use crate::ast::{Call, Expression, Item};
use crate::cursor::{Cursor, Parsed};
use netlab_wire::Duration;

/// A system call after its time: `accept(3, ..., ...) = 4`.
pub(crate) fn call(cursor: &mut Cursor<'_>, end: Option<Duration>) -> Parsed<Call> {
    let Some(name) = cursor.word()? else {
        return cursor.expected("a packet, a system call, a command or %{");
    };
    cursor.expect("(")?;
    let arguments = list(cursor, ")")?;
    cursor.expect("=")?;
    let result = if cursor.accept("?")? { Expression::Ellipsis } else { expression(cursor)? };
    let failed = result == Expression::Integer(-1);
    let errno = if failed { cursor.word()?.map(str::to_owned) } else { None };
    if cursor.accept("(")? {
        cursor.until(")", "a note")?;
    }
    Ok(Call { end, name: name.to_owned(), arguments, result, errno })
}

/// Expressions with commas between them up to `end`, which is taken.
fn list(cursor: &mut Cursor<'_>, end: &'static str) -> Parsed<Vec<Expression>> {
    let mut all = Vec::new();
    if cursor.accept(end)? {
        return Ok(all);
    }
    loop {
        all.push(expression(cursor)?);
        if cursor.accept(end)? {
            return Ok(all);
        }
        cursor.expect(",")?;
    }
}

fn expression(cursor: &mut Cursor<'_>) -> Parsed<Expression> {
    let first = single(cursor)?;
    if cursor.peek()? != Some('|') {
        return Ok(first);
    }
    let mut parts = vec![first];
    while cursor.accept("|")? {
        parts.push(single(cursor)?);
    }
    Ok(Expression::Or(parts))
}

fn single(cursor: &mut Cursor<'_>) -> Parsed<Expression> {
    if cursor.accept("...")? {
        return Ok(Expression::Ellipsis);
    }
    if cursor.accept("[")? {
        return Ok(Expression::Array(list(cursor, "]")?));
    }
    if cursor.accept("{")? {
        return group(cursor);
    }
    if cursor.accept("\"")? {
        let (_, text) = cursor.until("\"", "a string")?;
        // `"abc"...`: a string of which only the beginning is written.
        cursor.accept("...")?;
        return Ok(Expression::Text(text.to_owned()));
    }
    if let Some(number) = cursor.integer()? {
        return Ok(Expression::Integer(number));
    }
    match cursor.word()? {
        None => cursor.expected("an argument"),
        Some(name) if cursor.peek()? == Some('(') => {
            cursor.expect("(")?;
            Ok(Expression::Function(name.to_owned(), list(cursor, ")")?))
        }
        Some(name) => Ok(Expression::Name(name.to_owned())),
    }
}

/// The members of a structure after its opening brace.
fn group(cursor: &mut Cursor<'_>) -> Parsed<Expression> {
    let mut items = Vec::new();
    if cursor.accept("}")? {
        return Ok(Expression::Group(items));
    }
    loop {
        items.push(item(cursor)?);
        if cursor.accept("}")? {
            return Ok(Expression::Group(items));
        }
        cursor.expect(",")?;
    }
}

fn item(cursor: &mut Cursor<'_>) -> Parsed<Item> {
    let first = expression(cursor)?;
    if !cursor.accept("=")? {
        return Ok(Item { name: None, count: None, value: first });
    }
    let (name, count) = match first {
        Expression::Name(name) => (name, None),
        Expression::Function(name, mut arguments) if arguments.len() == 1 => (name, arguments.pop()),
        Expression::Ellipsis
        | Expression::Integer(_)
        | Expression::Text(_)
        | Expression::Or(_)
        | Expression::Array(_)
        | Expression::Group(_)
        | Expression::Function(_, _) => return cursor.expected("a member's name before `=`"),
    };
    Ok(Item { name: Some(name), count, value: expression(cursor)? })
}
