//! Built-in functions and the methods of built-in types.

pub(crate) mod bytes;
pub(crate) mod classes;
pub(crate) mod dicts;
pub(crate) mod exceptions;
pub(crate) mod functions;
pub(crate) mod generators;
pub(crate) mod iterators;
pub(crate) mod lists;
pub(crate) mod numbers;
pub(crate) mod operators;
pub(crate) mod sets;
pub(crate) mod strings;
pub(crate) mod views;

use crate::machine::{Args, Core, Run};
use crate::symbols::{Symbol, Symbols};
use crate::values::{Object, Ref, TYPES, Value, t};
use std::rc::Rc;
use std::sync::OnceLock;

/// The main module's place.
pub(crate) const MAIN: u16 = 0;

/// Where a built-in function is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// Nowhere by name.
    Internal,
    /// Among the builtins.
    Builtin,
    /// In a type.
    Type(Ref),
    /// In a type, called without the object.
    Static(Ref),
    /// In a module.
    Module(&'static str),
}

/// A built-in function.
pub struct NativeEntry {
    /// Where it is found.
    pub owner: Owner,
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub run: fn(&mut Core, &Args) -> Run<Value>,
}

impl std::fmt::Debug for NativeEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {}", self.owner, self.name)
    }
}

macro_rules! natives {
    ($($owner:expr; $($name:literal => $function:path),* $(,)?);* $(;)?) => {
        pub(crate) const NATIVES: &[$crate::builtins::NativeEntry] = &[
            $($($crate::builtins::NativeEntry { owner: $owner, name: $name, run: $function },)*)*
        ];
    };
}
pub(crate) use natives;

fn table() -> &'static [&'static NativeEntry] {
    static TABLE: OnceLock<Vec<&'static NativeEntry>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let groups: &[&'static [NativeEntry]] = &[
            functions::NATIVES,
            classes::NATIVES,
            exceptions::NATIVES,
            operators::NATIVES,
            numbers::NATIVES,
            strings::NATIVES,
            bytes::NATIVES,
            lists::NATIVES,
            dicts::NATIVES,
            sets::NATIVES,
            views::NATIVES,
            generators::NATIVES,
            iterators::NATIVES,
        ];
        groups.iter().chain(crate::modules::NATIVES).flat_map(|group| group.iter()).collect()
    })
}

/// The built-in function with this number.
pub(crate) fn entry(index: u16) -> &'static NativeEntry {
    table()[index as usize]
}

/// The number of a built-in function.
pub(crate) fn native(owner: Owner, name: &str) -> Value {
    let index = table().iter().position(|entry| entry.owner == owner && entry.name == name);
    Value::Native(index.unwrap_or_else(|| panic!("there is no built-in {owner:?} {name}")) as u16)
}

/// What collects the items of iterables that need calls.
pub(crate) fn collector() -> Value {
    static INDEX: OnceLock<u16> = OnceLock::new();
    Value::Native(*INDEX.get_or_init(|| match native(Owner::Module("_lab"), "collect") {
        Value::Native(index) => index,
        _ => unreachable!("a built-in function"),
    }))
}

macro_rules! symbols {
    ($($constant:ident = $name:literal),* $(,)?) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Known { $($constant),* }

        /// Identifiers that the machine itself uses.
        pub(crate) mod sym {
            use super::{Known, Symbol};
            $(pub(crate) const $constant: Symbol = Symbol(Known::$constant as u32);)*
        }

        /// Interns them first, so that their numbers are known.
        pub(crate) fn symbols(symbols: &mut Symbols) {
            $(assert!(symbols.intern($name) == sym::$constant, "the first symbols are known");)*
        }
    };
}

symbols! {
    NAME = "__name__", QUALNAME = "__qualname__", MODULE = "__module__", DOC = "__doc__", DICT = "__dict__",
    CLASS = "__class__", BASES = "__bases__", MRO = "__mro__", FILE = "__file__", SLOTS = "__slots__",
    NEW = "__new__", INIT = "__init__", CALL = "__call__", REPR = "__repr__", STR = "__str__",
    FORMAT = "__format__", HASH = "__hash__", BOOL = "__bool__", LEN = "__len__", ITER = "__iter__",
    NEXT = "__next__", GETITEM = "__getitem__", SETITEM = "__setitem__", DELITEM = "__delitem__",
    CONTAINS = "__contains__", MISSING = "__missing__", GETATTR = "__getattr__",
    GETATTRIBUTE = "__getattribute__", SETATTR = "__setattr__", DELATTR = "__delattr__", GET = "__get__",
    SET = "__set__", SET_NAME = "__set_name__", INIT_SUBCLASS = "__init_subclass__",
    CLASS_GETITEM = "__class_getitem__", METACLASS = "metaclass", ENTER = "__enter__", EXIT = "__exit__",
    LT = "__lt__", LE = "__le__", EQ = "__eq__", NE = "__ne__", GT = "__gt__", GE = "__ge__",
    ADD = "__add__", RADD = "__radd__", IADD = "__iadd__", SUB = "__sub__", RSUB = "__rsub__", ISUB = "__isub__",
    MUL = "__mul__", RMUL = "__rmul__", IMUL = "__imul__", MATMUL = "__matmul__", RMATMUL = "__rmatmul__",
    IMATMUL = "__imatmul__", TRUEDIV = "__truediv__", RTRUEDIV = "__rtruediv__", ITRUEDIV = "__itruediv__",
    FLOORDIV = "__floordiv__", RFLOORDIV = "__rfloordiv__", IFLOORDIV = "__ifloordiv__", MOD = "__mod__",
    RMOD = "__rmod__", IMOD = "__imod__", POW = "__pow__", RPOW = "__rpow__", IPOW = "__ipow__",
    LSHIFT = "__lshift__", RLSHIFT = "__rlshift__", ILSHIFT = "__ilshift__", RSHIFT = "__rshift__",
    RRSHIFT = "__rrshift__", IRSHIFT = "__irshift__", AND = "__and__", RAND = "__rand__", IAND = "__iand__",
    OR = "__or__", ROR = "__ror__", IOR = "__ior__", XOR = "__xor__", RXOR = "__rxor__", IXOR = "__ixor__",
    NEG = "__neg__", POS = "__pos__", INVERT = "__invert__", ABS = "__abs__", INDEX = "__index__",
    INT = "__int__", FLOAT = "__float__", ROUND = "__round__", REVERSED = "__reversed__", BYTES = "__bytes__",
    SEND = "send", ABSTRACT = "__isabstractmethod__", MATCH_ARGS = "__match_args__",
    BUILD_CLASS = "__build_class__", FILENO = "fileno", WRITE = "write", KEY = "key", KEYS = "keys",
    DEFAULT = "default", CAUSE = "__cause__", CONTEXT = "__context__", TRACEBACK = "__traceback__",
    SUPPRESS_CONTEXT = "__suppress_context__", ARGS = "args", NAME_FIELD = "name", OBJ = "obj", NOTES = "__notes__", SHUTDOWN = "_shutdown",
    DIVMOD = "__divmod__", TRUNC = "__trunc__", FLOOR = "__floor__", CEIL = "__ceil__", DIR = "__dir__",
    INSTANCECHECK = "__instancecheck__", SIZEHINT = "__length_hint__", COMPLEX = "__complex__", PREPARE = "__prepare__", CLASSCELL = "__classcell__",
    ANNOTATIONS = "__annotations__", DEL = "__del__", SUBCLASSCHECK = "__subclasscheck__",
}

/// Puts the builtins in their place.
pub(crate) fn install(core: &mut Core) {
    let mut builtins = crate::symbols::NameMap::new();
    for (index, entry) in table().iter().enumerate() {
        let value = Value::Native(index as u16);
        let name = core.symbols.intern(entry.name);
        match entry.owner {
            Owner::Builtin => {
                builtins.set(name, value);
            }
            Owner::Type(class) => set_field(core, class, name, value),
            Owner::Static(class) if name == sym::NEW => set_field(core, class, name, value),
            Owner::Static(class) => {
                let value = Value::Ref(core.heap.add(Object::StaticMethod(value)));
                set_field(core, class, name, value);
            }
            Owner::Internal | Owner::Module(_) => {}
        }
    }
    for (index, info) in TYPES.iter().enumerate() {
        let hidden = [
            "NoneType",
            "NotImplementedType",
            "ellipsis",
            "function",
            "method",
            "module",
            "generator",
            "cell",
            "traceback",
            "frame",
            "code",
            "namespace",
        ];
        let named = info.module == "builtins" && !hidden.contains(&info.name) && !info.name.contains('_');
        if named {
            let name = core.symbols.intern(info.name);
            builtins.set(name, Value::Ref(Ref(index as u32)));
        }
    }
    for (name, class) in [("EnvironmentError", t::OS_ERROR), ("IOError", t::OS_ERROR)] {
        let name = core.symbols.intern(name);
        builtins.set(name, Value::Ref(class));
    }
    for (name, value) in [
        ("NotImplemented", Value::NotImplemented),
        ("Ellipsis", Value::Ellipsis),
        ("__debug__", Value::Bool(true)),
    ] {
        let name = core.symbols.intern(name);
        builtins.set(name, value);
    }
    for class in [t::LIST, t::DICT, t::SET, t::BYTEARRAY] {
        set_field(core, class, sym::HASH, Value::None);
    }
    core.builtins = Rc::new(builtins);
    for index in 0..TYPES.len() as u32 {
        if let Object::Class(class) = core.heap.get_mut(Ref(index)) {
            Rc::make_mut(class).fields.seal();
        }
    }
}

fn set_field(core: &mut Core, class: Ref, name: Symbol, value: Value) {
    if let Object::Class(class) = core.heap.get_mut(class) {
        Rc::make_mut(class).fields.set(name, value);
    }
}

/// Attributes of built-in objects that are not methods.
pub(crate) fn attribute(core: &mut Core, object: Value, name: Symbol) -> Run<Option<Value>> {
    let text = core.symbols.name(name).to_owned();
    if core.is_instance(object, t::BASE_EXCEPTION) {
        return exceptions::attribute(core, object, name, &text);
    }
    if let Some(value) = crate::modules::attribute(core, object, &text)? {
        return Ok(Some(value));
    }
    classes::attribute(core, object, name, &text)
}

impl Args {
    /// Arguments by their names; the first `required` must be there.
    pub(crate) fn bind<const N: usize>(
        &self,
        core: &mut Core,
        function: &str,
        names: [&str; N],
        required: usize,
    ) -> Run<[Option<Value>; N]> {
        self.bind_after(0, core, function, names, required)
    }

    /// The same without the first `skipped` positional arguments.
    fn bind_after<const N: usize>(
        &self,
        skipped: usize,
        core: &mut Core,
        function: &str,
        names: [&str; N],
        required: usize,
    ) -> Run<[Option<Value>; N]> {
        let positional = &self.positional[skipped..];
        let mut bound = [None; N];
        if positional.len() > N {
            let given = positional.len();
            let plural = if N == 1 { "" } else { "s" };
            let most = if required == N { "exactly" } else { "at most" };
            let message = match N {
                0 => format!("{function}() takes no arguments ({given} given)"),
                1 if required == 1 => format!("{function}() takes exactly one argument ({given} given)"),
                _ => format!("{function}() takes {most} {N} argument{plural} ({given} given)"),
            };
            return Err(core.type_error(message));
        }
        for (slot, value) in bound.iter_mut().zip(positional) {
            *slot = Some(*value);
        }
        for (name, value) in &self.keywords {
            let name = core.symbols.name(*name).to_owned();
            match names.iter().position(|known| *known == name && !known.is_empty()) {
                Some(index) if bound[index].is_some() => {
                    let message = format!(
                        "argument for {function}() given by name ('{name}') and position ({})",
                        index + 1
                    );
                    return Err(core.type_error(message));
                }
                Some(index) => bound[index] = Some(*value),
                None if N > 0 && names.iter().all(|name| name.is_empty()) => {
                    return Err(core.type_error(format!("{function}() takes no keyword arguments")));
                }
                None => {
                    let message = format!("'{name}' is an invalid keyword argument for {function}()");
                    return Err(core.type_error(message));
                }
            }
        }
        if let Some(missing) = bound[..required].iter().position(Option::is_none) {
            let given = self.len() - skipped;
            let message = if self.keywords.is_empty() && N == required && N == 1 {
                format!("{function}() takes exactly one argument ({given} given)")
            } else if self.keywords.is_empty() && names[missing].is_empty() {
                let least = if required == N { "" } else { "at least " };
                let plural = if required == 1 { "" } else { "s" };
                format!("{function} expected {least}{required} argument{plural}, got {given}")
            } else {
                format!("{function}() missing required argument '{}' (pos {})", names[missing], missing + 1)
            };
            return Err(core.type_error(message));
        }
        Ok(bound)
    }

    /// A method's object and its arguments by name.
    pub(crate) fn method<const N: usize>(
        &self,
        core: &mut Core,
        function: &str,
        names: [&str; N],
        required: usize,
    ) -> Run<(Value, [Option<Value>; N])> {
        let Some(receiver) = self.positional.first() else {
            return Err(core.type_error(format!("unbound method {function}() needs an argument")));
        };
        // Methods whose parameters have no names are named with their class where CPython does (`_PyObject_FunctionStr`).
        let wrong = !self.keywords.is_empty() || N < 2 && required == N && self.positional.len() != N + 1;
        if wrong && names.iter().all(|name| name.is_empty()) && !function.starts_with('_') {
            let class = core.type_of(core.plain(*receiver));
            let title = format!("{}.{function}", core.heap.class(class).name);
            if !self.keywords.is_empty() {
                return Err(core.type_error(format!("{title}() takes no keyword arguments")));
            }
            return Ok((*receiver, self.bind_after(1, core, &title, names, required)?));
        }
        Ok((*receiver, self.bind_after(1, core, function, names, required)?))
    }
}
