//! Values, objects and the heap that holds them.

mod heap;
mod key;
mod object;
mod text;
mod types;

pub use heap::{Heap, Marker};
pub use key::Key;
pub use object::{
    Buffer, Class, Dict, Exception, Function, Generator, Iter, Object, Poller, Saved, Set, Socket, TraceLine,
    ViewKind,
};
pub use text::Text;
pub use types::{TYPES, t};

/// A reference to a heap object: its index. References never change, so that identity and cycles survive a copy of
/// the heap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ref(pub u32);

/// What a variable holds.
#[derive(Debug, Clone, Copy)]
pub enum Value {
    /// Nothing: an unbound name.
    Unbound,
    /// `None`
    None,
    /// `NotImplemented`
    NotImplemented,
    /// `...`
    Ellipsis,
    /// `True`, `False`
    Bool(bool),
    /// An integer of 64 bits.
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// A built-in function, by its place in the table.
    Native(u16),
    /// A module, by its place in the machine.
    Module(u16),
    /// An object on the heap.
    Ref(Ref),
}

impl Value {
    /// Whether a name with this value is bound.
    pub fn is_bound(self) -> bool {
        !matches!(self, Value::Unbound)
    }

    /// Whether it is `None`.
    pub fn is_none(self) -> bool {
        matches!(self, Value::None)
    }

    /// `is`: the same object. Integers are the same when they are equal.
    pub fn is(self, other: Value) -> bool {
        match (self, other) {
            (Value::Unbound, Value::Unbound)
            | (Value::None, Value::None)
            | (Value::NotImplemented, Value::NotImplemented)
            | (Value::Ellipsis, Value::Ellipsis) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Int(a), Value::Int(b)) => a == b,
            (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
            (Value::Native(a), Value::Native(b)) | (Value::Module(a), Value::Module(b)) => a == b,
            (Value::Ref(a), Value::Ref(b)) => a == b,
            _ => false,
        }
    }
}
