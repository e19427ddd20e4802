//! Iterators.

use super::compare::truth;
use crate::builtins::sym;
use crate::machine::{Core, Request, Run, Stop};
use crate::values::{Iter, Key, Object, Ref, Value, ViewKind, t};

/// What a step of an iterator brings without a call.
pub(crate) enum Next {
    /// An item.
    Item(Value),
    /// Nothing more.
    End,
    /// A generator has to run.
    Generator(Ref),
    /// A call is needed: [`next`].
    Slow,
}

/// `iter(value)` for built-in values.
pub(crate) fn plain_iter(core: &mut Core, value: Value) -> Option<Value> {
    let Value::Ref(mut reference) = value else { return None };
    if let Object::Instance { payload: Value::Ref(inner), .. } = core.heap.get(reference) {
        let inner = *inner;
        if core.user_method(value, sym::ITER).is_some() {
            return None;
        }
        reference = inner;
    }
    let iter = match core.heap.get(reference) {
        Object::List(_)
        | Object::Tuple(_)
        | Object::Str(_)
        | Object::Bytes(_)
        | Object::ByteArray(_)
        | Object::MemoryView { .. } => Iter::Sequence { object: reference, index: 0, done: false },
        Object::Range { start, stop, step } => {
            Iter::Range { next: *start, step: *step, left: range_length(*start, *stop, *step) }
        }
        Object::Dict(dict) => {
            Iter::Dict { object: reference, index: 0, size: dict.len(), kind: ViewKind::Keys }
        }
        Object::View { dict, kind } => {
            let (object, kind) = (*dict, *kind);
            let Object::Dict(dict) = core.heap.get(object) else { unreachable!("a view of a dict") };
            Iter::Dict { object, index: 0, size: dict.len(), kind }
        }
        Object::Set(set) | Object::FrozenSet(set) => {
            let size = set.len();
            let order = set_order(core, reference);
            if needs_order(core, reference) {
                // The order is CPython's; it is fixed when the iteration begins.
                let object = core.heap.list(order).reference();
                Iter::Sequence { object, index: 0, done: false }
            } else {
                Iter::Set { object: reference, index: 0, size }
            }
        }
        Object::Generator(_) | Object::Iter(_) => return Some(value),
        _ => return None,
    };
    Some(Value::Ref(core.heap.add(Object::Iter(Box::new(iter)))))
}

/// Whether a set's order of iteration is not that of insertion: sets of small integers come in CPython's table order.
fn needs_order(core: &Core, set: Ref) -> bool {
    match core.heap.get(set) {
        Object::Set(set) | Object::FrozenSet(set) => {
            set.keys().all(|key| matches!(key, Key::Int(_))) && set.len() > 1
        }
        _ => false,
    }
}

/// A set's items in their order of iteration. Sets of integers have the order of CPython's table as it is after
/// inserting them one by one; others that of insertion.
pub(crate) fn set_order(core: &Core, set: Ref) -> Vec<Value> {
    let (Object::Set(entries) | Object::FrozenSet(entries)) = core.heap.get(set) else { return Vec::new() };
    if !needs_order(core, set) {
        return entries.values().copied().collect();
    }
    let hash = |key: &Key| match key {
        Key::Int(int) => super::keys::int_hash(*int),
        _ => unreachable!("only integers are in the set"),
    };
    let mut table: Vec<Option<(i64, Value)>> = vec![None; 8];
    let mut filled = 0;
    for (key, value) in entries.iter() {
        insert(&mut table, hash(key), *value);
        filled += 1;
        if filled * 5 >= (table.len() - 1) * 3 {
            let wanted = if filled > 50_000 { filled * 2 } else { filled * 4 };
            let mut size = 8;
            while size <= wanted {
                size *= 2;
            }
            let old = std::mem::replace(&mut table, vec![None; size]);
            for (hash, value) in old.into_iter().flatten() {
                insert(&mut table, hash, value);
            }
        }
    }
    table.into_iter().flatten().map(|(_, value)| value).collect()
}

/// Puts an item into an open-addressed table with linear probes (CPython's `set_add_entry`).
fn insert(table: &mut [Option<(i64, Value)>], hash: i64, value: Value) {
    const LINEAR_PROBES: usize = 9;
    let mask = table.len() - 1;
    let mut perturb = hash as u64;
    let mut at = hash as u64 as usize & mask;
    loop {
        let last = if at + LINEAR_PROBES <= mask { at + LINEAR_PROBES } else { at };
        if let Some(free) = (at..=last).find(|place| table[*place].is_none()) {
            table[free] = Some((hash, value));
            return;
        }
        perturb >>= 5;
        at = (at.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb as usize)) & mask;
    }
}

/// `len(range(start, stop, step))`
pub(crate) fn range_length(start: i64, stop: i64, step: i64) -> u64 {
    let (start, stop, step) = (i128::from(start), i128::from(stop), i128::from(step));
    let length = if step > 0 { (stop - start + step - 1) / step } else { (start - stop - step - 1) / -step };
    u64::try_from(length.max(0)).unwrap_or(u64::MAX)
}

/// Whether `iter` would take the value.
pub(crate) fn is_iterable(core: &mut Core, value: Value) -> bool {
    core.user_method(value, sym::ITER).is_some()
        || core.user_method(value, sym::GETITEM).is_some()
        || matches!(
            core.object(value),
            Some(
                Object::List(_)
                    | Object::Tuple(_)
                    | Object::Str(_)
                    | Object::Bytes(_)
                    | Object::ByteArray(_)
                    | Object::MemoryView { .. }
                    | Object::Range { .. }
                    | Object::Dict(_)
                    | Object::View { .. }
                    | Object::Set(_)
                    | Object::FrozenSet(_)
                    | Object::Generator(_)
                    | Object::Iter(_)
            )
        )
}

/// `iter(value)`; may call the program.
pub(crate) fn iter(core: &mut Core, value: Value) -> Run<Value> {
    if let Some(method) = core.user_method(value, sym::ITER) {
        let iterator = core.call(method, vec![value])?;
        let is_iterator = core.user_method(iterator, sym::NEXT).is_some()
            || matches!(core.object(iterator), Some(Object::Generator(_) | Object::Iter(_)));
        if !is_iterator {
            let name = core.type_name(iterator);
            return Err(core.type_error(format!("iter() returned non-iterator of type '{name}'")));
        }
        return Ok(iterator);
    }
    // Made once: who asked may be run again, and goes on with the same iterator.
    let plain = core.once(|core| Ok(plain_iter(core, value).unwrap_or(Value::Unbound)))?;
    if plain.is_bound() {
        return Ok(plain);
    }
    if core.is_instance(value, t::TEXT_IO) {
        return Ok(value);
    }
    if core.user_method(value, sym::GETITEM).is_some() {
        let iter = Iter::Items { object: value, index: 0 };
        return core.once(|core| Ok(Value::Ref(core.heap.add(Object::Iter(Box::new(iter))))));
    }
    let name = core.type_name(value);
    Err(core.type_error(format!("'{name}' object is not iterable")))
}

/// One step of an iterator, if it needs no call.
pub(crate) fn step(core: &mut Core, iterator: Value) -> Run<Next> {
    let Value::Ref(reference) = iterator else { return Ok(Next::Slow) };
    let (object, index) = match core.heap.get_mut(reference) {
        Object::Iter(iter) => match iter.as_mut() {
            Iter::Range { next, step, left } => {
                if *left == 0 {
                    return Ok(Next::End);
                }
                let value = *next;
                *left -= 1;
                *next = next.wrapping_add(*step);
                return Ok(Next::Item(Value::Int(value)));
            }
            Iter::Sequence { done: true, .. } => return Ok(Next::End),
            Iter::Sequence { object, index, .. } => {
                *index += 1;
                (*object, *index - 1)
            }
            Iter::Dict { object, index, size, kind } => {
                let (object, size, kind) = (*object, *size, *kind);
                *index += 1;
                let index = *index - 1;
                return dict_step(core, object, index, size, kind);
            }
            Iter::Set { object, index, size } => {
                let (object, size) = (*object, *size);
                *index += 1;
                let index = *index - 1;
                let (Object::Set(set) | Object::FrozenSet(set)) = core.heap.get(object) else {
                    unreachable!("an iterator over a set")
                };
                if set.len() != size {
                    return Err(core.error(t::RUNTIME_ERROR, "Set changed size during iteration"));
                }
                return Ok(set.get_index(index).map_or(Next::End, |(_, value)| Next::Item(*value)));
            }
            Iter::Reversed { object, left } => {
                if *left == 0 {
                    return Ok(Next::End);
                }
                *left -= 1;
                (*object, *left)
            }
            Iter::Enumerate { inner, next } => {
                let (inner, number) = (*inner, *next);
                return match step(core, inner)? {
                    Next::Item(item) => {
                        if let Object::Iter(iter) = core.heap.get_mut(reference)
                            && let Iter::Enumerate { next, .. } = iter.as_mut()
                        {
                            *next += 1;
                        }
                        Ok(Next::Item(core.heap.tuple(vec![Value::Int(number), item])))
                    }
                    Next::End => Ok(Next::End),
                    Next::Generator(_) | Next::Slow => Ok(Next::Slow),
                };
            }
            Iter::Zip { .. }
            | Iter::Map { .. }
            | Iter::Filter { .. }
            | Iter::Callable { .. }
            | Iter::Items { .. } => {
                return Ok(Next::Slow);
            }
        },
        Object::Generator(_) => return Ok(Next::Generator(reference)),
        _ => return Ok(Next::Slow),
    };
    if let Some(value) = item_at(core, object, index) {
        return Ok(Next::Item(value));
    }
    if let Object::Iter(iter) = core.heap.get_mut(reference)
        && let Iter::Sequence { done, .. } = iter.as_mut()
    {
        *done = true;
    }
    Ok(Next::End)
}

fn item_at(core: &mut Core, object: Ref, index: usize) -> Option<Value> {
    match core.heap.get(object) {
        Object::List(items) => items.get(index).copied(),
        Object::Tuple(items) => items.get(index).copied(),
        Object::Str(text) => {
            let text = text.clone();
            if index >= text.length {
                return None;
            }
            Some(core.slice_text(&text, index, index + 1))
        }
        Object::Bytes(data) => data.bytes.get(index).map(|byte| Value::Int(i64::from(*byte))),
        Object::ByteArray(buffer) => buffer.bytes.get(index).map(|byte| Value::Int(i64::from(*byte))),
        Object::MemoryView { .. } => {
            core.byte_slice(Value::Ref(object))?.get(index).map(|byte| Value::Int(i64::from(*byte)))
        }
        Object::Range { start, stop, step } => {
            let length = range_length(*start, *stop, *step);
            ((index as u64) < length).then(|| Value::Int(start + step * index as i64))
        }
        Object::Dict(dict) => dict.get_index(index).map(|(_, (key, _))| *key),
        _ => None,
    }
}

fn dict_step(core: &mut Core, object: Ref, index: usize, size: usize, kind: ViewKind) -> Run<Next> {
    let Object::Dict(dict) = core.heap.get(object) else { unreachable!("an iterator over a dict") };
    if dict.len() != size {
        return Err(core.error(t::RUNTIME_ERROR, "dictionary changed size during iteration"));
    }
    let Some((_, (key, value))) = dict.get_index(index) else { return Ok(Next::End) };
    let (key, value) = (*key, *value);
    Ok(Next::Item(match kind {
        ViewKind::Keys => key,
        ViewKind::Values => value,
        ViewKind::Items => core.heap.tuple(vec![key, value]),
    }))
}

/// One step of any iterator; may call the program. None at the end.
pub(crate) fn next(core: &mut Core, iterator: Value) -> Run<Option<Value>> {
    // An iterator that is not pure data changes when it steps; the step must be done once only.
    match core.object(iterator) {
        Some(Object::Generator(_)) => {
            let generator = core.plain(iterator).reference();
            return match core.resume(generator, Value::None)? {
                Ok(value) => Ok(Some(value)),
                Err(exception) => stopped(core, exception),
            };
        }
        Some(Object::Iter(iter)) => match iter.as_ref().clone() {
            Iter::Range { .. }
            | Iter::Sequence { .. }
            | Iter::Dict { .. }
            | Iter::Set { .. }
            | Iter::Reversed { .. } => {
                let value = core.once(|core| {
                    Ok(match step(core, iterator)? {
                        Next::Item(value) => value,
                        Next::End => Value::Unbound,
                        Next::Generator(_) | Next::Slow => unreachable!("a built-in iterator"),
                    })
                })?;
                return Ok(value.is_bound().then_some(value));
            }
            Iter::Enumerate { inner, .. } => {
                let Some(item) = next(core, inner)? else { return Ok(None) };
                let number = core.once(|core| {
                    let Object::Iter(iter) = core.heap.get_mut(iterator.reference()) else {
                        unreachable!("seen above")
                    };
                    let Iter::Enumerate { next, .. } = iter.as_mut() else { unreachable!("seen above") };
                    *next += 1;
                    Ok(Value::Int(*next - 1))
                })?;
                return Ok(Some(core.heap.tuple(vec![number, item])));
            }
            Iter::Zip { inner, strict } => return zip(core, &inner, strict),
            Iter::Map { function, inner } => {
                let mut args = Vec::new();
                for inner in inner.iter() {
                    let Some(item) = next(core, *inner)? else { return Ok(None) };
                    args.push(item);
                }
                return core.call(function, args).map(Some);
            }
            Iter::Filter { function, inner } => {
                let mark = core.mark();
                loop {
                    let Some(item) = next(core, inner)? else { return Ok(None) };
                    let verdict = if function.is_none() { item } else { core.call(function, vec![item])? };
                    if truth(core, verdict)? {
                        return Ok(Some(item));
                    }
                    core.forget_since(mark);
                }
            }
            Iter::Callable { done: true, .. } => return Ok(None),
            Iter::Callable { function, sentinel, .. } => {
                let value = core.call(function, Vec::new())?;
                if super::compare::equal(core, value, sentinel)? {
                    core.heap_iter(iterator, |iter| {
                        if let Iter::Callable { done, .. } = iter {
                            *done = true;
                        }
                    });
                    return Ok(None);
                }
                return Ok(Some(value));
            }
            Iter::Items { object, index } => {
                let method = core.user_method(object, sym::GETITEM).expect("it has items");
                return match core.try_call(method, vec![object, Value::Int(index)])? {
                    Ok(value) => {
                        core.heap_iter(iterator, |iter| {
                            if let Iter::Items { index: at, .. } = iter {
                                *at = index + 1;
                            }
                        });
                        Ok(Some(value))
                    }
                    Err(exception) if core.is_instance(exception, t::INDEX_ERROR) => Ok(None),
                    Err(exception) => stopped(core, exception),
                };
            }
        },
        _ => {}
    }
    let method = match core.user_method(iterator, sym::NEXT) {
        None if core.is_instance(iterator, t::TEXT_IO) => core.class_attribute(t::TEXT_IO, sym::NEXT),
        method => method,
    };
    match method {
        Some(method) => match core.try_call(method, vec![iterator])? {
            Ok(value) => Ok(Some(value)),
            Err(exception) => stopped(core, exception),
        },
        None => {
            let name = core.type_name(iterator);
            Err(core.type_error(format!("'{name}' object is not an iterator")))
        }
    }
}

fn zip(core: &mut Core, inner: &[Value], strict: bool) -> Run<Option<Value>> {
    let mut items = Vec::new();
    for (index, iterator) in inner.iter().enumerate() {
        match next(core, *iterator)? {
            Some(item) => items.push(item),
            None if strict && index > 0 => {
                let message =
                    format!("zip() argument {} is shorter than argument{}", index + 1, before(index));
                return Err(core.value_error(message));
            }
            None if strict => {
                for (index, other) in inner.iter().enumerate().skip(1) {
                    if next(core, *other)?.is_some() {
                        let message =
                            format!("zip() argument {} is longer than argument{}", index + 1, before(index));
                        return Err(core.value_error(message));
                    }
                }
                return Ok(None);
            }
            None => return Ok(None),
        }
    }
    if items.is_empty() {
        return Ok(None);
    }
    Ok(Some(core.heap.tuple(items)))
}

fn before(index: usize) -> String {
    if index == 1 { " 1".into() } else { format!("s 1-{index}") }
}

fn stopped(core: &mut Core, exception: Value) -> Run<Option<Value>> {
    if core.is_instance(exception, t::STOP_ITERATION) { Ok(None) } else { Err(Stop::Raise(exception)) }
}

impl Core {
    fn heap_iter(&mut self, iterator: Value, change: impl FnOnce(&mut Iter)) {
        if let Object::Iter(iter) = self.heap.get_mut(iterator.reference()) {
            change(iter.as_mut());
        }
    }

    /// All items of an iterable, as a built-in function takes them. What must call the program is collected by a
    /// built-in function of its own, so that the journal holds one answer for it.
    pub fn collect(&mut self, iterable: Value) -> Run<Vec<Value>> {
        if self.user_method(iterable, sym::ITER).is_none() {
            if let Some(items) = self.sequence(iterable) {
                self.charge(items.len())?;
                return Ok(items);
            }
            if let Some(items) = self.quick_items(iterable)? {
                return Ok(items);
            }
        }
        let list = self.call(crate::builtins::collector(), vec![iterable])?;
        Ok(self.sequence(list).expect("the collector gives a list"))
    }

    /// Items of built-in iterables that are no sequences.
    fn quick_items(&mut self, iterable: Value) -> Run<Option<Vec<Value>>> {
        let Some(object) = self.object(iterable) else { return Ok(None) };
        let length = match object {
            Object::Range { start, stop, step } => range_length(*start, *stop, *step),
            Object::Dict(dict) => dict.len() as u64,
            Object::Set(set) | Object::FrozenSet(set) => set.len() as u64,
            Object::Str(text) => text.length as u64,
            Object::Bytes(data) => data.len() as u64,
            Object::ByteArray(_) | Object::MemoryView { .. } | Object::View { .. } => 0,
            _ => return Ok(None),
        };
        self.reserve(length.saturating_mul(16) as usize)?;
        self.charge(length as usize)?;
        let Some(iterator) = plain_iter(self, iterable) else { return Ok(None) };
        let mut items = Vec::new();
        while let Next::Item(item) = step(self, iterator)? {
            items.push(item);
        }
        Ok(Some(items))
    }
}

/// Collects the items of an iterable whose steps may call the program: its state is in its list, so it forgets the
/// answers it has used.
pub(crate) fn collect_slowly(core: &mut Core, args: &crate::machine::Args) -> Run<Value> {
    let [iterator, list] = args.positional[..] else { unreachable!("the collector has two arguments") };
    loop {
        let Some(item) = next(core, iterator)? else { return Ok(list) };
        core.append(list.reference(), item)?;
        core.forget_journal();
        core.work += 4;
        core.charge_steps(list)?;
    }
}

impl Core {
    /// Drops the answers used so far: the built-in function that runs has put their effect elsewhere.
    pub(crate) fn forget_journal(&mut self) {
        self.journal.drain(..self.cursor);
        self.cursor = 0;
    }

    /// A place in the journal, for [`Core::forget_since`].
    pub(crate) fn mark(&self) -> usize {
        self.cursor
    }

    /// Drops the answers since `mark`: what they led to is in an object, and is not to be done again.
    pub(crate) fn forget_since(&mut self, mark: usize) {
        assert!(self.cursor == self.journal.len(), "all answers have been used");
        self.journal.truncate(mark);
        self.cursor = mark;
        self.work += 4;
    }

    fn charge_steps(&mut self, list: Value) -> Run<()> {
        if let Some(Object::List(items)) = self.object(list)
            && items.len() % 4096 == 0
        {
            let bytes = 16 * items.len();
            self.reserve(bytes)?;
        }
        Ok(())
    }

    /// Raises an exception inside a generator; what it yields or raises is the answer.
    pub(crate) fn throw(&mut self, generator: Ref, exception: Value) -> Run<Result<Value, Value>> {
        self.request_reply(Request::Throw { generator, exception, catch: true })
    }
}
