//! Garbage, and sockets whose last reference has gone.
//!
//! CPython closes a socket the moment its last reference goes. Here objects are collected, so the machine looks for
//! dead sockets whenever a reference has gone that may have held one: at the next statement and at each return.

use super::Core;
use super::frames::{Frame, Thread};
use crate::values::{Marker, Object, Ref, Value};
use netlab_abi::{Fd, Syscall};

impl Core {
    /// A reference has gone; remembers whether a socket may have gone with it.
    #[inline]
    pub(crate) fn note_drop(&mut self, value: Value) {
        if self.resources > 0
            && let Value::Ref(reference) = value
        {
            self.dropped |= may_hold(self.heap.get(reference));
        }
    }

    /// References have gone.
    pub(crate) fn note_drops(&mut self, values: &[Value]) {
        values.iter().for_each(|value| self.note_drop(*value));
    }

    /// Whether garbage should be collected at the next border.
    #[inline]
    pub(crate) fn heap_is_full(&self) -> bool {
        let heap = &self.heap;
        heap.live() > 2 * heap.live_after_collection + 4096
            || heap.bytes > 2 * heap.bytes_after_collection + (1 << 20)
    }

    /// What the shared state refers to.
    pub(crate) fn roots(&self, marker: &mut Marker<'_>) {
        for unit in &self.units {
            marker.values(&unit.constants);
        }
        for module in &self.modules {
            marker.values(&module.slots);
            module.fields.iter().for_each(|(_, value)| marker.value(value));
        }
        self.builtins.iter().for_each(|(_, value)| marker.value(value));
        self.handlers.values().for_each(|value| marker.value(*value));
        marker.values(&[self.argv, self.handled]);
        marker.values(&self.dying);
        for (_, callable, args) in &self.starting {
            marker.value(*callable);
            marker.values(&args.positional);
            args.keywords.iter().for_each(|(_, value)| marker.value(*value));
        }
    }

    /// Lets dead objects that have code to run wait for it; whether there are any.
    fn take_dead_mortals(&mut self, marks: &[bool]) -> bool {
        let dead: Vec<Ref> =
            self.mortal.iter().copied().filter(|reference| !marks[reference.0 as usize]).collect();
        for object in &dead {
            self.set_mortal(*object, false);
            self.dying.push(Value::Ref(*object));
        }
        !dead.is_empty()
    }

    /// The open descriptors of dead objects, lowest first; the objects are marked as closed.
    fn take_dead_descriptors(&mut self, marks: &[bool]) -> Vec<i32> {
        let dead: Vec<Ref> = self
            .heap
            .objects()
            .filter(|(reference, object)| !marks[reference.0 as usize] && descriptor(object).is_some())
            .map(|(reference, _)| reference)
            .collect();
        let mut descriptors = Vec::new();
        for reference in dead {
            match self.heap.get_mut(reference) {
                Object::Socket(socket) => {
                    let socket = std::rc::Rc::make_mut(socket);
                    descriptors.push(std::mem::replace(&mut socket.fd, -1));
                }
                Object::Epoll(fd) => descriptors.push(std::mem::replace(fd, -1)),
                _ => unreachable!("it holds a descriptor"),
            }
            self.resources -= 1;
        }
        descriptors.sort_unstable();
        descriptors
    }
}

fn descriptor(object: &Object) -> Option<i32> {
    match object {
        Object::Socket(socket) if socket.fd >= 0 => Some(socket.fd),
        Object::Epoll(fd) if *fd >= 0 => Some(*fd),
        _ => None,
    }
}

/// Whether an object can hold a reference to a socket.
fn may_hold(object: &Object) -> bool {
    match object {
        Object::Socket(_) | Object::Epoll(_) => true,
        Object::List(items) => !items.is_empty(),
        Object::Tuple(items) => items.iter().any(|item| matches!(item, Value::Ref(_))),
        Object::Dict(dict) => !dict.is_empty(),
        Object::Set(_)
        | Object::FrozenSet(_)
        | Object::Function(_)
        | Object::Method { .. }
        | Object::Class(_)
        | Object::Instance { .. }
        | Object::Exception(_)
        | Object::Generator(_)
        | Object::Cell(_)
        | Object::Iter(_)
        | Object::View { .. } => true,
        Object::Free(_)
        | Object::Int(_)
        | Object::Str(_)
        | Object::Bytes(_)
        | Object::ByteArray(_)
        | Object::MemoryView { .. }
        | Object::Range { .. }
        | Object::Slice(_)
        | Object::Property(_)
        | Object::StaticMethod(_)
        | Object::ClassMethod(_)
        | Object::Super { .. }
        | Object::Namespace(_)
        | Object::Poll(_) => false,
    }
}

/// Queues `close` for sockets that nothing refers to any more.
pub(super) fn close_dropped(core: &mut Core, thread: &mut Thread) {
    core.dropped = false;
    if core.resources == 0 {
        return;
    }
    // Other threads' references are roots too; they lie in `others`.
    let others = std::mem::take(&mut core.other_roots);
    let marks = core.heap.mark(|marker| {
        core.roots(marker);
        thread.references(marker);
        others.iter().for_each(|reference| marker.reference(*reference));
    });
    let marks = match core.take_dead_mortals(&marks) {
        false => marks,
        // What they hold lives until their code has run.
        true => core.heap.mark(|marker| {
            core.roots(marker);
            thread.references(marker);
            others.iter().for_each(|reference| marker.reference(*reference));
        }),
    };
    core.other_roots = others;
    for fd in core.take_dead_descriptors(&marks) {
        thread.queue.push_back(Syscall::Close { fd: Fd(fd) });
    }
}

/// Whether the code of a dead object is running: others wait until it has ended.
pub(super) fn is_finalizing(thread: &Thread) -> bool {
    let finalizer = |frame: &Frame| match frame {
        Frame::Native(frame) => std::ptr::eq(frame.entry, &super::slow::FINALIZE),
        Frame::Python(_) => false,
    };
    thread.frames.iter().any(finalizer)
}

/// Runs the code of the next dead object, if there is one.
pub(super) fn finalize_next(core: &mut Core, thread: &mut Thread) -> Option<super::exec::Step> {
    if core.dying.is_empty() || is_finalizing(thread) {
        return None;
    }
    let object = core.dying.remove(0);
    let args = super::Args::of(vec![object]);
    let finish = super::frames::Finish::Discard;
    Some(super::calls::run_native(core, thread, &super::slow::FINALIZE, args, finish))
}

/// At the end of the process everything that is left dies.
pub(super) fn finalize_all(core: &mut Core) {
    if core.mortal.is_empty() {
        return;
    }
    // The program's globals go first, in the order in which it has bound them.
    for value in core.modules[crate::builtins::MAIN as usize].slots.clone() {
        if let Value::Ref(object) = value
            && core.mortal.contains(&object)
        {
            core.set_mortal(object, false);
            core.dying.push(value);
        }
    }
    for object in std::mem::take(&mut core.mortal) {
        core.resources -= 1;
        core.dying.push(Value::Ref(object));
    }
}

/// Frees what no thread reaches; queues `close` for the sockets among it.
pub(super) fn collect(core: &mut Core, threads: &mut [Thread], current: usize) {
    let roots = |core: &Core, threads: &[Thread], marker: &mut Marker<'_>| {
        core.roots(marker);
        threads.iter().for_each(|thread| thread.references(marker));
    };
    if core.resources > 0 {
        let mut marks = core.heap.mark(|marker| roots(core, threads, marker));
        if core.take_dead_mortals(&marks) {
            marks = core.heap.mark(|marker| roots(core, threads, marker));
        }
        for fd in core.take_dead_descriptors(&marks) {
            threads[current].queue.push_back(Syscall::Close { fd: Fd(fd) });
        }
    }
    let mut heap = std::mem::take(&mut core.heap);
    heap.collect(|marker| roots(core, threads, marker));
    core.heap = heap;
    core.collect_wanted = false;
}
