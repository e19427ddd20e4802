//! "Did you mean": names like the one that was not found, as CPython 3.11 suggests them when nobody handles the exception.

use super::Core;
use crate::builtins::sym;
use crate::values::{Exception, Object, Value, t};

/// What a change of a character costs; only of its case, half as much.
const MOVE: usize = 2;
const CASE: usize = 1;
/// Longer names, and longer lists of names, are not looked at.
const LONGEST: usize = 40;
const MOST_NAMES: usize = 750;

/// The name to suggest for an exception, if CPython would.
pub(super) fn suggestion(core: &Core, exception: &Exception) -> Option<String> {
    let Value::Ref(name) = exception.fields.get(sym::NAME_FIELD)? else { return None };
    let Object::Str(name) = core.heap.get(name) else { return None };
    let name = name.string.as_str();
    if core.is_subclass(exception.class, t::NAME_ERROR) {
        return name_in_scope(core, exception, name);
    }
    if core.is_subclass(exception.class, t::ATTRIBUTE_ERROR) {
        let names = core.names_of(exception.fields.get(sym::OBJ)?);
        return nearest(name, names.iter().map(String::as_str));
    }
    None
}

/// Locals of the function that raised, then its module's names, then built-in names.
fn name_in_scope(core: &Core, exception: &Exception, name: &str) -> Option<String> {
    let line = exception.trace.first()?;
    let unit = &core.units[line.unit as usize];
    let function = &unit.code.functions[line.function as usize];
    let own = function.locals.len() - function.free as usize;
    let locals = function.locals[..own].iter().map(|name| unit.code.names[*name as usize].as_str());
    if let Some(found) = nearest(name, locals) {
        return Some(found);
    }
    let module =
        core.modules.iter().find(|module| module.unit.as_ref().is_some_and(|of| of.number == unit.number))?;
    let bound = unit.globals.iter().zip(&module.slots).filter(|(_, value)| value.is_bound());
    let special =
        ["__name__", "__doc__", "__package__", "__loader__", "__spec__", "__builtins__", "__file__"];
    let globals = special.into_iter().chain(bound.map(|(symbol, _)| core.symbols.name(*symbol)));
    if let Some(found) = nearest(name, globals) {
        return Some(found);
    }
    nearest(name, core.builtins.iter().map(|(symbol, _)| core.symbols.name(symbol)))
}

/// The first of the names that are nearest (CPython's `calculate_suggestions`).
fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    let names: Vec<&str> = names.collect();
    if names.len() >= MOST_NAMES {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for candidate in names {
        if candidate == name {
            continue;
        }
        // No more than a third of the characters may change.
        let mut most = (name.len() + candidate.len() + 3) * MOVE / 6;
        if let Some((distance, _)) = best {
            most = most.min(distance - 1);
        }
        if let Some(distance) = distance(name.as_bytes(), candidate.as_bytes(), most) {
            best = Some((distance, candidate));
            if distance == 0 {
                break;
            }
        }
    }
    best.map(|(_, name)| name.to_owned())
}

fn substitution(a: u8, b: u8) -> usize {
    if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        CASE
    } else {
        MOVE
    }
}

/// The cost of turning one name into another, if it is not more than `most`.
fn distance(a: &[u8], b: &[u8], most: usize) -> Option<usize> {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same..], &b[same..]);
    let same = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - same], &b[..b.len() - same]);
    if a.len().max(b.len()) > LONGEST {
        return None;
    }
    let mut row: Vec<usize> = (0..=a.len()).map(|length| length * MOVE).collect();
    for (line, right) in b.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = (line + 1) * MOVE;
        for (column, left) in a.iter().enumerate() {
            let changed = diagonal + substitution(*left, *right);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(row[column].min(diagonal) + MOVE);
        }
    }
    row.last().copied().filter(|distance| *distance <= most)
}
