//! Keys of dicts and sets: the part of a value that equality looks at.

use super::{Ref, Text};
use num_bigint::BigInt;
use std::rc::Rc;

/// A hashable value's content. Numbers that are equal have the same key (`1 == 1.0 == True`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Key {
    /// `None`, `NotImplemented`, `...`
    Special(u8),
    /// An integer, a truth value or a float without fraction.
    Int(i64),
    /// A bigger integer.
    BigInt(Rc<BigInt>),
    /// Any other float, as its bits.
    Float(u64),
    /// A string.
    Str(Rc<Text>),
    /// A byte string.
    Bytes(Rc<[u8]>),
    /// A tuple.
    Tuple(Box<[Key]>),
    /// A frozen set, its keys in a fixed order.
    FrozenSet(Box<[Key]>),
    /// A range: start, stop, step.
    Range(i64, i64, i64),
    /// A bound method.
    Method(Box<(Key, Key)>),
    /// A built-in function.
    Native(u16),
    /// A module.
    Module(u16),
    /// An object that is equal to itself only.
    Identity(Ref),
    /// An object with a `__hash__` of its own: the hash, and the first object found equal.
    Custom(i64, Ref),
}
