//! What lies on the heap.

use super::{Key, Ref, Text, Value};
use crate::machine::PythonFrame;
use crate::symbols::{NameMap, Symbol};
use indexmap::IndexMap;
use netlab_abi::{Data, Origin, PollEvents};
use num_bigint::BigInt;
use rustc_hash::FxBuildHasher;
use std::rc::Rc;

/// A mapping in order of insertion.
pub type Dict = IndexMap<Key, (Value, Value), FxBuildHasher>;
/// A set in order of insertion.
pub type Set = IndexMap<Key, Value, FxBuildHasher>;

/// A heap object. Big contents are shared until one of the copies changes.
#[allow(missing_docs)]
#[derive(Debug, Clone)]
pub enum Object {
    /// A free place; the next free one.
    Free(u32),
    /// An integer beyond 64 bits.
    Int(Rc<BigInt>),
    Str(Rc<Text>),
    Bytes(Data),
    ByteArray(Rc<Buffer>),
    /// A window on a bytes or bytearray object: object, start, length, whether it was released.
    MemoryView {
        base: Ref,
        start: usize,
        length: usize,
        released: bool,
    },
    List(Rc<Vec<Value>>),
    Tuple(Rc<[Value]>),
    Dict(Rc<Dict>),
    Set(Rc<Set>),
    FrozenSet(Rc<Set>),
    Range {
        start: i64,
        stop: i64,
        step: i64,
    },
    Slice(Rc<[Value; 3]>),
    Function(Rc<Function>),
    /// A function with its first argument.
    Method {
        function: Value,
        receiver: Value,
    },
    Class(Rc<Class>),
    /// An object of a class made by the program; `payload` is the value of its built-in base, if it has one.
    Instance {
        class: Ref,
        payload: Value,
        fields: Rc<NameMap<Value>>,
    },
    Exception(Rc<Exception>),
    Generator(Rc<Generator>),
    Cell(Value),
    Property(Rc<[Value; 3]>),
    StaticMethod(Value),
    ClassMethod(Value),
    /// `super()`: the class after which to look, and the instance.
    Super {
        class: Ref,
        receiver: Value,
    },
    /// A class body's names while it runs.
    Namespace(Rc<NameMap<Value>>),
    View {
        dict: Ref,
        kind: ViewKind,
    },
    Iter(Box<Iter>),
    Socket(Rc<Socket>),
    Poll(Rc<Poller>),
    /// `select.epoll`: its descriptor, -1 when closed.
    Epoll(i32),
}

/// Which view of a dict.
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewKind {
    Keys,
    Values,
    Items,
}

/// The content of a bytearray.
#[derive(Debug, Clone, Default)]
pub struct Buffer {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Identities of those that came from a socket.
    pub origins: Vec<Origin>,
}

/// A function made by `def` or `lambda`.
#[derive(Debug, Clone)]
pub struct Function {
    /// Which unit of code.
    pub unit: u16,
    /// Which function of it.
    pub number: u32,
    /// Whose globals it uses.
    pub module: u16,
    /// Values of the last positional parameters.
    pub defaults: Rc<[Value]>,
    /// Values of keyword-only parameters.
    pub keyword_defaults: Rc<[(Symbol, Value)]>,
    /// Cells of the free variables.
    pub closure: Rc<[Value]>,
    /// Attributes set by the program.
    pub fields: NameMap<Value>,
}

/// A class.
#[derive(Debug, Clone)]
pub struct Class {
    /// `__name__`
    pub name: String,
    /// `__qualname__`
    pub qualified_name: String,
    /// `__module__`
    pub module: String,
    /// Its bases.
    pub bases: Vec<Ref>,
    /// The order in which attributes are looked up, itself first.
    pub order: Vec<Ref>,
    /// Its attributes.
    pub fields: NameMap<Value>,
    /// The built-in type whose layout its instances have.
    pub layout: Ref,
    /// Whether the program made it.
    pub user: bool,
    /// Its own class: `type`, or a metaclass.
    pub meta: Ref,
}

/// One line of a traceback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceLine {
    /// Which unit of code.
    pub unit: u16,
    /// Which function.
    pub function: u32,
    /// Which instruction.
    pub instruction: u32,
}

/// An exception.
#[derive(Debug, Clone)]
pub struct Exception {
    /// Its class.
    pub class: Ref,
    /// `args`, a tuple.
    pub args: Value,
    /// `__cause__`
    pub cause: Value,
    /// `__context__`
    pub context: Value,
    /// `__suppress_context__`
    pub suppress_context: bool,
    /// Where it was raised, innermost first.
    pub trace: Vec<TraceLine>,
    /// Its attributes.
    pub fields: NameMap<Value>,
}

/// A generator.
#[derive(Debug, Clone)]
pub struct Generator {
    /// The frame and its part of the stack, while it is not running.
    pub saved: Option<Box<Saved>>,
    /// Whether it is running now.
    pub running: bool,
    /// Whether it has begun.
    pub started: bool,
    /// Its name.
    pub name: Rc<str>,
}

/// A frame that is set aside.
#[derive(Debug, Clone)]
pub struct Saved {
    /// The frame.
    pub frame: PythonFrame,
    /// Its locals and operands.
    pub stack: Vec<Value>,
}

/// An iterator over built-in values.
#[allow(missing_docs)]
#[derive(Debug, Clone)]
pub enum Iter {
    /// Over a list, bytearray or other sequence that may change, by index.
    Sequence {
        object: Ref,
        index: usize,
        done: bool,
    },
    Range {
        next: i64,
        step: i64,
        left: u64,
    },
    /// Over a dict's or set's entries: index, the size it must keep, which part.
    Dict {
        object: Ref,
        index: usize,
        size: usize,
        kind: ViewKind,
    },
    Set {
        object: Ref,
        index: usize,
        size: usize,
    },
    /// Backwards.
    Reversed {
        object: Ref,
        left: usize,
    },
    Enumerate {
        inner: Value,
        next: i64,
    },
    Zip {
        inner: Rc<[Value]>,
        strict: bool,
    },
    Map {
        function: Value,
        inner: Rc<[Value]>,
    },
    Filter {
        function: Value,
        inner: Value,
    },
    /// `iter(callable, sentinel)`
    Callable {
        function: Value,
        sentinel: Value,
        done: bool,
    },
    /// Over an object with `__getitem__` only.
    Items {
        object: Value,
        index: i64,
    },
}

/// A socket object.
#[derive(Debug, Clone)]
pub struct Socket {
    /// The descriptor, -1 when closed or detached.
    pub fd: i32,
    /// The address family.
    pub family: i32,
    /// The type.
    pub kind: i32,
    /// The protocol.
    pub protocol: i32,
    /// The timeout in nanoseconds; none blocks, 0 does not.
    pub timeout: Option<u64>,
    /// Files made from it that are still open (`makefile`).
    pub users: u32,
    /// `close` was called while files were open.
    pub closing: bool,
}

/// A `select.poll` object: descriptors and the events asked for, in order of registration.
#[derive(Debug, Clone, Default)]
pub struct Poller {
    /// Descriptors and events.
    pub entries: Vec<(i32, PollEvents)>,
}

/// Marks everything an object refers to.
pub(super) fn references(object: &Object, marker: &mut super::heap::Marker<'_>) {
    match object {
        Object::Free(_)
        | Object::Int(_)
        | Object::Str(_)
        | Object::Bytes(_)
        | Object::ByteArray(_)
        | Object::Range { .. }
        | Object::Socket(_)
        | Object::Poll(_)
        | Object::Epoll(_) => {}
        Object::MemoryView { base, .. } => marker.reference(*base),
        Object::List(items) => marker.values(items),
        Object::Tuple(items) => marker.values(items),
        Object::Dict(dict) => dict.values().for_each(|(key, value)| {
            marker.value(*key);
            marker.value(*value);
        }),
        Object::Set(set) | Object::FrozenSet(set) => set.values().for_each(|value| marker.value(*value)),
        Object::Slice(parts) | Object::Property(parts) => marker.values(&parts[..]),
        Object::Function(function) => {
            marker.values(&function.defaults);
            function.keyword_defaults.iter().for_each(|(_, value)| marker.value(*value));
            marker.values(&function.closure);
            function.fields.iter().for_each(|(_, value)| marker.value(value));
        }
        Object::Method { function, receiver } => marker.values(&[*function, *receiver]),
        Object::Class(class) => {
            class.order.iter().for_each(|class| marker.reference(*class));
            marker.reference(class.meta);
            class.fields.iter().for_each(|(_, value)| marker.value(value));
        }
        Object::Instance { class, payload, fields } => {
            marker.reference(*class);
            marker.value(*payload);
            fields.iter().for_each(|(_, value)| marker.value(value));
        }
        Object::Exception(exception) => {
            marker.reference(exception.class);
            marker.values(&[exception.args, exception.cause, exception.context]);
            exception.fields.iter().for_each(|(_, value)| marker.value(value));
        }
        Object::Generator(generator) => {
            if let Some(saved) = &generator.saved {
                saved.frame.references(marker);
                marker.values(&saved.stack);
            }
        }
        Object::Cell(value) | Object::StaticMethod(value) | Object::ClassMethod(value) => {
            marker.value(*value)
        }
        Object::Super { class, receiver } => {
            marker.reference(*class);
            marker.value(*receiver);
        }
        Object::Namespace(names) => names.iter().for_each(|(_, value)| marker.value(value)),
        Object::View { dict, .. } => marker.reference(*dict),
        Object::Iter(iter) => match iter.as_ref() {
            Iter::Sequence { object, .. }
            | Iter::Dict { object, .. }
            | Iter::Set { object, .. }
            | Iter::Reversed { object, .. } => marker.reference(*object),
            Iter::Range { .. } => {}
            Iter::Enumerate { inner, .. } => marker.value(*inner),
            Iter::Zip { inner, .. } => marker.values(inner),
            Iter::Map { function, inner } => {
                marker.value(*function);
                marker.values(inner);
            }
            Iter::Filter { function, inner } => marker.values(&[*function, *inner]),
            Iter::Callable { function, sentinel, .. } => marker.values(&[*function, *sentinel]),
            Iter::Items { object, .. } => marker.value(*object),
        },
    }
}
