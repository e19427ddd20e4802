//! The heap: objects in chunks that copies share until one of them writes.

use super::{Class, Object, Ref, TYPES, Text, Value, t};
use crate::symbols::NameMap;
use netlab_abi::{Data, Origin};
use std::rc::Rc;

const SHIFT: u32 = 5;
const CHUNK: u32 = 1 << SHIFT;
/// End of the list of free places.
const NOWHERE: u32 = u32::MAX;

/// Objects by index. Copying it copies one pointer per chunk.
#[derive(Debug, Clone)]
pub struct Heap {
    chunks: Vec<Rc<Vec<Object>>>,
    free: u32,
    live: u32,
    /// Bytes in use, estimated: exact after a collection, growing with each allocation.
    pub bytes: usize,
    /// Bytes in use after the last collection.
    pub bytes_after_collection: usize,
    /// Objects that existed after the last collection.
    pub live_after_collection: u32,
    none: Rc<[Origin]>,
}

impl Heap {
    /// A heap with the built-in types.
    pub fn new() -> Heap {
        let mut heap = Heap {
            chunks: Vec::new(),
            free: NOWHERE,
            live: 0,
            bytes: 0,
            bytes_after_collection: 0,
            live_after_collection: 0,
            none: Rc::from([]),
        };
        for (index, info) in TYPES.iter().enumerate() {
            let this = Ref(index as u32);
            let mut order = vec![this];
            let mut at = this;
            while at != t::OBJECT {
                at = TYPES[at.0 as usize].base;
                order.push(at);
            }
            let class = Class {
                name: info.name.into(),
                qualified_name: info.name.into(),
                module: info.module.into(),
                bases: if this == t::OBJECT { Vec::new() } else { vec![info.base] },
                order,
                fields: NameMap::new(),
                layout: this,
                user: false,
                meta: t::TYPE,
            };
            let made = heap.add(Object::Class(Rc::new(class)));
            assert!(made == Value::Ref(this).reference(), "built-in types are the first objects");
        }
        heap
    }

    /// Puts an object on the heap.
    pub fn add(&mut self, object: Object) -> Ref {
        self.bytes += 48 + payload(&object);
        self.live += 1;
        if self.free != NOWHERE {
            let index = self.free;
            let place = self.slot(index);
            let Object::Free(next) = *place else { unreachable!("the free list holds free places") };
            *place = object;
            self.free = next;
            return Ref(index);
        }
        if self.chunks.last().is_none_or(|chunk| chunk.len() == CHUNK as usize) {
            self.chunks.push(Rc::new(Vec::with_capacity(CHUNK as usize)));
        }
        let chunk_index = self.chunks.len() as u32 - 1;
        let chunk = Rc::make_mut(self.chunks.last_mut().expect("pushed above"));
        chunk.push(object);
        Ref((chunk_index << SHIFT) + chunk.len() as u32 - 1)
    }

    fn slot(&mut self, index: u32) -> &mut Object {
        &mut Rc::make_mut(&mut self.chunks[(index >> SHIFT) as usize])[(index & (CHUNK - 1)) as usize]
    }

    /// The object.
    #[inline]
    pub fn get(&self, reference: Ref) -> &Object {
        &self.chunks[(reference.0 >> SHIFT) as usize][(reference.0 & (CHUNK - 1)) as usize]
    }

    /// The object, to change it.
    #[inline]
    pub fn get_mut(&mut self, reference: Ref) -> &mut Object {
        self.slot(reference.0)
    }

    /// How many objects there are.
    pub fn live(&self) -> u32 {
        self.live
    }

    /// A new string.
    pub fn str(&mut self, string: impl Into<String>) -> Value {
        Value::Ref(self.add(Object::Str(Rc::new(Text::new(string)))))
    }

    /// New bytes without identity.
    pub fn bytes(&mut self, bytes: impl Into<Rc<[u8]>>) -> Value {
        let origins = self.none.clone();
        self.data(Data { bytes: bytes.into(), origins })
    }

    /// New bytes.
    pub fn data(&mut self, data: Data) -> Value {
        Value::Ref(self.add(Object::Bytes(data)))
    }

    /// The shared empty list of identities.
    pub fn no_origins(&self) -> Rc<[Origin]> {
        self.none.clone()
    }

    /// A new tuple.
    pub fn tuple(&mut self, items: impl Into<Rc<[Value]>>) -> Value {
        Value::Ref(self.add(Object::Tuple(items.into())))
    }

    /// A new list.
    pub fn list(&mut self, items: Vec<Value>) -> Value {
        Value::Ref(self.add(Object::List(Rc::new(items))))
    }

    /// The class's content; `class` must be one.
    pub fn class(&self, class: Ref) -> &Rc<Class> {
        match self.get(class) {
            Object::Class(class) => class,
            other => panic!("{other:?} is not a class"),
        }
    }

    /// Frees everything that `roots` do not reach; gives the number of objects freed.
    pub fn collect(&mut self, roots: impl FnOnce(&mut Marker<'_>)) -> u32 {
        let marks = self.mark(roots);
        let before = self.live;
        self.bytes = 0;
        for index in 0..self.size() {
            let object = self.get(Ref(index));
            if marks[index as usize] {
                self.bytes += 48 + payload(object);
            } else if !matches!(object, Object::Free(_)) {
                let next = self.free;
                *self.slot(index) = Object::Free(next);
                self.free = index;
                self.live -= 1;
            }
        }
        self.bytes_after_collection = self.bytes;
        self.live_after_collection = self.live;
        before - self.live
    }

    /// Which objects `roots` reach.
    pub fn mark(&self, roots: impl FnOnce(&mut Marker<'_>)) -> Vec<bool> {
        let mut marks = vec![false; self.size() as usize];
        for mark in marks.iter_mut().take(TYPES.len()) {
            *mark = true;
        }
        let mut pending = Vec::new();
        roots(&mut Marker { marks: &mut marks, pending: &mut pending });
        for index in 0..TYPES.len() as u32 {
            super::object::references(
                self.get(Ref(index)),
                &mut Marker { marks: &mut marks, pending: &mut pending },
            );
        }
        while let Some(reference) = pending.pop() {
            let object = self.get(reference);
            super::object::references(object, &mut Marker { marks: &mut marks, pending: &mut pending });
        }
        marks
    }

    /// Places, used or free.
    pub fn size(&self) -> u32 {
        self.chunks.iter().map(|chunk| chunk.len() as u32).sum()
    }

    /// All objects in order of place.
    pub fn objects(&self) -> impl Iterator<Item = (Ref, &Object)> {
        let objects = self.chunks.iter().flat_map(|chunk| chunk.iter());
        objects.enumerate().map(|(index, object)| (Ref(index as u32), object))
    }
}

impl Default for Heap {
    fn default() -> Self {
        Heap::new()
    }
}

/// Collects what is reachable.
pub struct Marker<'a> {
    marks: &'a mut [bool],
    pending: &'a mut Vec<Ref>,
}

impl Marker<'_> {
    /// Marks what `value` refers to.
    #[inline]
    pub fn value(&mut self, value: Value) {
        if let Value::Ref(reference) = value {
            self.reference(reference);
        }
    }

    /// Marks an object.
    pub fn reference(&mut self, reference: Ref) {
        let mark = &mut self.marks[reference.0 as usize];
        if !*mark {
            *mark = true;
            self.pending.push(reference);
        }
    }

    /// Marks all.
    pub fn values(&mut self, values: &[Value]) {
        values.iter().for_each(|value| self.value(*value));
    }
}

impl Value {
    /// The reference; the value must have one.
    pub fn reference(self) -> Ref {
        match self {
            Value::Ref(reference) => reference,
            other => panic!("{other:?} is not on the heap"),
        }
    }
}

/// Estimated bytes of an object's content.
fn payload(object: &Object) -> usize {
    match object {
        Object::Int(int) => int.bits() as usize / 8,
        Object::Str(text) => text.string.len() + 24,
        Object::Bytes(data) => data.bytes.len() + 24 * data.origins.len(),
        Object::ByteArray(buffer) => buffer.bytes.capacity(),
        Object::List(items) => 16 * items.capacity(),
        Object::Tuple(items) => 16 * items.len(),
        Object::Dict(dict) => 72 * dict.len() + 32,
        Object::Set(set) | Object::FrozenSet(set) => 56 * set.len() + 32,
        Object::Instance { fields, .. } => 32 + 24 * fields.len(),
        Object::Exception(exception) => 120 + 12 * exception.trace.len(),
        Object::Generator(_) => 400,
        Object::Function(_) | Object::Class(_) => 200,
        Object::Free(_)
        | Object::MemoryView { .. }
        | Object::Range { .. }
        | Object::Slice(_)
        | Object::Method { .. }
        | Object::Cell(_)
        | Object::Property(_)
        | Object::StaticMethod(_)
        | Object::ClassMethod(_)
        | Object::Super { .. }
        | Object::Namespace(_)
        | Object::View { .. }
        | Object::Iter(_)
        | Object::Socket(_)
        | Object::Poll(_)
        | Object::Epoll(_) => 0,
    }
}
