//! The state that all threads share, and what built-in functions may do with it.

use super::{Args, Reply, Request, Run, Stop};
use crate::builtins;
use crate::code::{Code, Constant};
use crate::symbols::{NameMap, Symbol, Symbols};
use crate::values::{Exception, Heap, Object, Ref, Text, Value, t};
use netlab_abi::{Signal, Syscall, SyscallResult};
use std::collections::BTreeMap;
use std::rc::Rc;

/// How a machine is set up.
#[derive(Debug, Clone)]
pub struct Options {
    /// `sys.argv`, the program's name first.
    pub arguments: Vec<String>,
    /// `os.environ`.
    pub environment: Vec<(String, String)>,
    /// Whether standard output is written at once, as with `python3 -u`; else at each end of line.
    pub unbuffered: bool,
    /// Memory in bytes before `MemoryError`.
    pub memory: usize,
    /// Seed of `random` and of everything else that is chosen freely.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            arguments: Vec::new(),
            environment: Vec::new(),
            unbuffered: true,
            memory: 64 << 20,
            seed: 0,
        }
    }
}

/// A source file, loaded.
pub struct Unit {
    /// The program form.
    pub code: Code,
    /// Its number.
    pub number: u16,
    /// Symbols of its names.
    pub symbols: Vec<Symbol>,
    /// Its constants as values.
    pub constants: Vec<Value>,
    /// For each global slot the builtin of that name.
    pub builtins: Vec<Value>,
    /// For each global slot its symbol.
    pub globals: Vec<Symbol>,
    /// Whether it is part of the standard library: not shown in tracebacks, no statements announced.
    pub hidden: bool,
}

impl std::fmt::Debug for Unit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "unit {}", self.number)
    }
}

/// A module.
#[derive(Debug, Clone)]
pub struct Module {
    /// Its name.
    pub name: Rc<str>,
    /// Its code, if it has any.
    pub unit: Option<Rc<Unit>>,
    /// Its globals, by slot.
    pub slots: Vec<Value>,
    /// Built-in contents and names set from outside.
    pub fields: NameMap<Value>,
    /// Whether its body has begun.
    pub begun: bool,
}

/// What built-in functions see of the machine.
#[derive(Clone)]
pub struct Core {
    pub(crate) heap: Heap,
    pub(crate) symbols: Symbols,
    pub(crate) units: Vec<Rc<Unit>>,
    pub(crate) modules: Vec<Module>,
    pub(crate) builtins: Rc<NameMap<Value>>,
    pub(crate) options: Rc<Options>,
    pub(crate) journal: Vec<Reply>,
    pub(crate) cursor: usize,
    pub(crate) spare: super::Spare,
    /// Work since the last trap.
    pub(crate) work: u32,
    /// Handlers that the program has set.
    pub(crate) handlers: BTreeMap<Signal, Value>,
    /// Signals that have arrived and are not handled yet.
    pub(crate) pending: Vec<Signal>,
    /// How many handlers have been called.
    pub(crate) signals_taken: u64,
    /// `signal.set_wakeup_fd`
    pub(crate) wakeup_fd: i32,
    /// The interval of the process's timer in nanoseconds.
    pub(crate) timer_interval: u64,
    pub(crate) next_thread: u32,
    /// The last key that threads may sleep on.
    pub(crate) next_key: i64,
    /// How many threads sleep, or are about to sleep, on each key.
    pub(crate) sleepers: BTreeMap<i64, i64>,
    pub(crate) current_thread: u32,
    /// The thread's innermost handled exception, for `raise` and contexts.
    pub(crate) handled: Value,
    /// Something may have died that holds a socket.
    pub(crate) dropped: bool,
    /// How many objects hold an open descriptor.
    pub(crate) resources: u32,
    /// Objects that run code of the program when they die: generators suspended inside `try`, and objects with
    /// `__del__`. Each counts as a resource.
    pub(crate) mortal: std::collections::BTreeSet<Ref>,
    /// Those that have died, while their code has not run.
    pub(crate) dying: Vec<Value>,
    /// Whether a class with `__del__` exists.
    pub(crate) has_del: bool,
    /// Part of a line that has not been written yet (standard output without `unbuffered`).
    pub(crate) output: Rc<Vec<u8>>,
    /// `socket.setdefaulttimeout`, in nanoseconds.
    pub(crate) default_timeout: Option<u64>,
    pub(crate) recursion_limit: usize,
    pub(crate) argv: Value,
    pub(crate) random: Rc<crate::modules::random::Twister>,
    /// Generators of `random.Random` objects.
    pub(crate) randoms: Vec<Rc<crate::modules::random::Twister>>,
    pub(crate) collect_wanted: bool,
    /// Threads that were asked for and have not begun.
    pub(crate) starting: Vec<(u32, Value, Args)>,
    /// What the other threads hold while one runs.
    pub(crate) other_roots: Vec<Ref>,
    /// What `str` has given for exceptions whose traceback is about to be written.
    pub(crate) descriptions: Vec<(Ref, String)>,
    /// With what the process ends.
    pub(crate) exit_code: i32,
    /// Whether the other threads have been waited for at the end.
    pub(crate) joined: bool,
}

impl Core {
    /// A core with its builtins.
    pub(crate) fn new(options: Options) -> Core {
        let mut core = Core {
            heap: Heap::new(),
            symbols: Symbols::default(),
            units: Vec::new(),
            modules: Vec::new(),
            builtins: Rc::new(NameMap::new()),
            journal: Vec::new(),
            cursor: 0,
            spare: super::Spare::default(),
            work: 0,
            handlers: BTreeMap::new(),
            pending: Vec::new(),
            signals_taken: 0,
            wakeup_fd: -1,
            timer_interval: 0,
            next_thread: 1,
            next_key: 0,
            sleepers: BTreeMap::new(),
            current_thread: 0,
            handled: Value::None,
            dropped: false,
            resources: 0,
            mortal: std::collections::BTreeSet::new(),
            dying: Vec::new(),
            has_del: false,
            output: Rc::new(Vec::new()),
            default_timeout: None,
            recursion_limit: 1000,
            argv: Value::None,
            random: Rc::new(crate::modules::random::Twister::seeded(options.seed)),
            randoms: Vec::new(),
            collect_wanted: false,
            starting: Vec::new(),
            joined: false,
            other_roots: Vec::new(),
            exit_code: 0,
            descriptions: Vec::new(),
            options: Rc::new(options),
        };
        crate::builtins::symbols(&mut core.symbols);
        builtins::install(&mut core);
        let arguments: Vec<String> = core.options.arguments.clone();
        let arguments = arguments.iter().map(|argument| core.heap.str(argument.clone())).collect();
        core.argv = core.heap.list(arguments);
        core
    }

    /// Loads a program form; gives its unit.
    pub(crate) fn load(&mut self, code: Code, hidden: bool) -> Rc<Unit> {
        let symbols: Vec<Symbol> = code.names.iter().map(|name| self.symbols.intern(name)).collect();
        let constants = code.constants.iter().map(|constant| self.constant(constant)).collect();
        let globals: Vec<Symbol> = code.globals.iter().map(|name| symbols[*name as usize]).collect();
        let builtin = |symbol: &Symbol| self.builtins.get(*symbol).unwrap_or(Value::Unbound);
        let builtins = globals.iter().map(builtin).collect();
        let number = self.units.len() as u16;
        let unit = Rc::new(Unit { code, number, symbols, constants, builtins, globals, hidden });
        self.units.push(unit.clone());
        unit
    }

    fn constant(&mut self, constant: &Constant) -> Value {
        match constant {
            Constant::None => Value::None,
            Constant::Bool(value) => Value::Bool(*value),
            Constant::Int(value) => Value::Int(*value),
            Constant::BigInt(digits) => {
                let int = digits.parse().unwrap_or_default();
                self.int(int)
            }
            Constant::Float(value) => Value::Float(*value),
            Constant::Str(string) => self.heap.str(string.clone()),
            Constant::Bytes(bytes) => self.heap.bytes(&bytes[..]),
            Constant::Ellipsis => Value::Ellipsis,
            Constant::Tuple(items) => {
                let items: Vec<Value> = items.iter().map(|item| self.constant(item)).collect();
                self.heap.tuple(items)
            }
        }
    }

    /// Adds a module without code.
    pub(crate) fn add_module(&mut self, name: &str, unit: Option<Rc<Unit>>) -> u16 {
        let slots = unit.as_ref().map_or(0, |unit| unit.globals.len());
        self.modules.push(Module {
            name: name.into(),
            unit,
            slots: vec![Value::Unbound; slots],
            fields: NameMap::new(),
            begun: false,
        });
        self.modules.len() as u16 - 1
    }

    // --- what built-in functions may ask for ---

    /// Calls back into Python; an exception ends the caller too.
    pub fn call(&mut self, callable: Value, positional: Vec<Value>) -> Run<Value> {
        self.call_with(callable, Args::of(positional))
    }

    /// As [`Core::call`], with keywords.
    pub fn call_with(&mut self, callable: Value, args: Args) -> Run<Value> {
        match self.next_reply() {
            Some(Reply::Value(value)) => Ok(value),
            Some(other) => unreachable!("the journal answers a call with {other:?}"),
            None => Request::Call { callable, args, catch: false }.stop(),
        }
    }

    /// Calls back into Python; an exception is an answer.
    pub fn try_call(&mut self, callable: Value, positional: Vec<Value>) -> Run<Result<Value, Value>> {
        match self.next_reply() {
            Some(Reply::Value(value)) => Ok(Ok(value)),
            Some(Reply::Raised(exception)) => Ok(Err(exception)),
            Some(other) => unreachable!("the journal answers a call with {other:?}"),
            None => Request::Call { callable, args: Args::of(positional), catch: true }.stop(),
        }
    }

    /// Lets a generator go on; an exception (the end as well) is an answer.
    pub fn resume(&mut self, generator: Ref, value: Value) -> Run<Result<Value, Value>> {
        match self.next_reply() {
            Some(Reply::Value(value)) => Ok(Ok(value)),
            Some(Reply::Raised(exception)) => Ok(Err(exception)),
            Some(other) => unreachable!("the journal answers a generator with {other:?}"),
            None => Request::Resume { generator, value, catch: true }.stop(),
        }
    }

    /// Makes a system call.
    pub fn syscall(&mut self, call: Syscall) -> Run<SyscallResult> {
        match self.next_reply() {
            Some(Reply::Syscall(result)) => Ok(result),
            Some(other) => unreachable!("the journal answers a system call with {other:?}"),
            None => Request::Syscall(call).stop(),
        }
    }

    /// Any other request whose answer is a value.
    pub fn request(&mut self, request: Request) -> Run<Value> {
        match self.next_reply() {
            Some(Reply::Value(value)) => Ok(value),
            Some(Reply::Raised(exception)) => Err(Stop::Raise(exception)),
            Some(Reply::Syscall(_)) => Ok(Value::None),
            None => request.stop(),
        }
    }

    /// A request whose answer is a value or an exception.
    pub fn request_reply(&mut self, request: Request) -> Run<Result<Value, Value>> {
        match self.next_reply() {
            Some(Reply::Value(value)) => Ok(Ok(value)),
            Some(Reply::Raised(exception)) => Ok(Err(exception)),
            Some(other) => unreachable!("the journal answers a request with {other:?}"),
            None => request.stop(),
        }
    }

    /// Does something that must not be done again when the built-in function is run again.
    pub fn once(&mut self, action: impl FnOnce(&mut Core) -> Run<Value>) -> Run<Value> {
        match self.next_reply() {
            Some(Reply::Value(value)) => Ok(value),
            Some(other) => unreachable!("the journal answers an action with {other:?}"),
            None => {
                let value = action(self)?;
                self.journal.push(Reply::Value(value));
                self.cursor += 1;
                Ok(value)
            }
        }
    }

    fn next_reply(&mut self) -> Option<Reply> {
        let reply = self.journal.get(self.cursor)?.clone();
        self.cursor += 1;
        Some(reply)
    }

    /// Charges work; too much of it in one expression is an error.
    pub fn charge(&mut self, work: usize) -> Run<()> {
        const MOST: usize = 20_000_000;
        if work > MOST {
            return Err(self.error(t::MEMORY_ERROR, "too much work in one expression"));
        }
        self.work = self.work.saturating_add((work / 16) as u32);
        Ok(())
    }

    /// Checks that so many bytes more are allowed.
    pub fn reserve(&mut self, bytes: usize) -> Run<()> {
        if bytes > self.options.memory || self.heap.bytes_after_collection + bytes > self.options.memory {
            return Err(self.raise(t::MEMORY_ERROR, Vec::new()));
        }
        Ok(())
    }

    // --- exceptions ---

    /// A new exception object.
    pub fn exception(&mut self, class: Ref, args: Vec<Value>) -> Value {
        let args = self.heap.tuple(args);
        Value::Ref(self.heap.add(Object::Exception(Rc::new(Exception {
            class,
            args,
            cause: Value::None,
            context: Value::None,
            suppress_context: false,
            trace: Vec::new(),
            fields: NameMap::new(),
        }))))
    }

    /// Raises an exception of a built-in class with these arguments.
    pub fn raise(&mut self, class: Ref, args: Vec<Value>) -> Stop {
        Stop::Raise(self.exception(class, args))
    }

    /// Raises an exception of a built-in class with a message.
    pub fn error(&mut self, class: Ref, message: impl Into<String>) -> Stop {
        let message = self.heap.str(message);
        self.raise(class, vec![message])
    }

    /// Raises `TypeError`.
    pub fn type_error(&mut self, message: impl Into<String>) -> Stop {
        self.error(t::TYPE_ERROR, message)
    }

    /// Raises `ValueError`.
    pub fn value_error(&mut self, message: impl Into<String>) -> Stop {
        self.error(t::VALUE_ERROR, message)
    }

    // --- values ---

    /// An integer as a value.
    pub fn int(&mut self, int: num_bigint::BigInt) -> Value {
        match i64::try_from(&int) {
            Ok(small) => Value::Int(small),
            Err(_) => Value::Ref(self.heap.add(Object::Int(Rc::new(int)))),
        }
    }

    /// The type of a value.
    pub fn type_of(&self, value: Value) -> Ref {
        match value {
            Value::Unbound => t::OBJECT,
            Value::None => t::NONE,
            Value::NotImplemented => t::NOT_IMPLEMENTED,
            Value::Ellipsis => t::ELLIPSIS,
            Value::Bool(_) => t::BOOL,
            Value::Int(_) => t::INT,
            Value::Float(_) => t::FLOAT,
            Value::Native(index) => {
                let _ = index;
                t::NATIVE
            }
            Value::Module(_) => t::MODULE,
            Value::Ref(reference) => self.object_type(reference),
        }
    }

    fn object_type(&self, reference: Ref) -> Ref {
        use crate::values::{Iter, ViewKind};
        match self.heap.get(reference) {
            Object::Free(_) => unreachable!("a free place is not referred to"),
            Object::Int(_) => t::INT,
            Object::Str(_) => t::STR,
            Object::Bytes(_) => t::BYTES,
            Object::ByteArray(_) => t::BYTEARRAY,
            Object::MemoryView { .. } => t::MEMORYVIEW,
            Object::List(_) => t::LIST,
            Object::Tuple(_) => t::TUPLE,
            Object::Dict(_) => t::DICT,
            Object::Set(_) => t::SET,
            Object::FrozenSet(_) => t::FROZENSET,
            Object::Range { .. } => t::RANGE,
            Object::Slice(_) => t::SLICE,
            Object::Function(_) => t::FUNCTION,
            Object::Method { function: Value::Native(_), .. } => t::NATIVE,
            Object::Method { .. } => t::METHOD,
            Object::Class(class) => class.meta,
            Object::Instance { class, .. } => *class,
            Object::Exception(exception) => exception.class,
            Object::Generator(_) => t::GENERATOR,
            Object::Cell(_) => t::CELL,
            Object::Property(_) => t::PROPERTY,
            Object::StaticMethod(_) => t::STATICMETHOD,
            Object::ClassMethod(_) => t::CLASSMETHOD,
            Object::Super { .. } => t::SUPER,
            Object::Namespace(_) => t::NAMESPACE,
            Object::View { kind: ViewKind::Keys, .. } => t::DICT_KEYS,
            Object::View { kind: ViewKind::Values, .. } => t::DICT_VALUES,
            Object::View { kind: ViewKind::Items, .. } => t::DICT_ITEMS,
            Object::Iter(iter) => match iter.as_ref() {
                Iter::Sequence { object, .. } => match self.heap.get(*object) {
                    Object::Tuple(_) => t::TUPLE_ITERATOR,
                    Object::Str(_) => t::STR_ITERATOR,
                    Object::Bytes(_) | Object::ByteArray(_) => t::BYTES_ITERATOR,
                    _ => t::LIST_ITERATOR,
                },
                Iter::Range { .. } => t::RANGE_ITERATOR,
                Iter::Dict { .. } => t::DICT_KEYITERATOR,
                Iter::Set { .. } => t::SET_ITERATOR,
                Iter::Reversed { object, .. } => match self.heap.get(*object) {
                    Object::List(_) => t::LIST_REVERSEITERATOR,
                    _ => t::REVERSED,
                },
                Iter::Enumerate { .. } => t::ENUMERATE,
                Iter::Zip { .. } => t::ZIP,
                Iter::Map { .. } => t::MAP,
                Iter::Filter { .. } => t::FILTER,
                Iter::Callable { .. } | Iter::Items { .. } => t::CALLABLE_ITERATOR,
            },
            Object::Socket(_) => t::SOCKET,
            Object::Poll(_) => t::POLL,
            Object::Epoll(_) => t::EPOLL,
        }
    }

    /// The name of a value's type.
    pub fn type_name(&self, value: Value) -> String {
        self.heap.class(self.type_of(value)).name.clone()
    }

    /// Whether `class` is `base` or derives from it.
    pub fn is_subclass(&self, class: Ref, base: Ref) -> bool {
        class == base || self.heap.class(class).order.contains(&base)
    }

    /// `isinstance` for a built-in or other class.
    pub fn is_instance(&self, value: Value, class: Ref) -> bool {
        self.is_subclass(self.type_of(value), class)
    }

    /// The value itself, or the built-in value inside an object whose class derives from a built-in type.
    pub fn plain(&self, value: Value) -> Value {
        if let Value::Ref(reference) = value
            && let Object::Instance { payload, .. } = self.heap.get(reference)
            && payload.is_bound()
        {
            return *payload;
        }
        value
    }

    /// The object a value refers to, after [`Core::plain`].
    pub fn object(&self, value: Value) -> Option<&Object> {
        match self.plain(value) {
            Value::Ref(reference) => Some(self.heap.get(reference)),
            _ => None,
        }
    }

    /// The string, if it is one.
    pub fn as_text(&self, value: Value) -> Option<Rc<Text>> {
        match self.object(value) {
            Some(Object::Str(text)) => Some(text.clone()),
            _ => None,
        }
    }

    /// The string, or `TypeError`.
    pub fn text(&mut self, value: Value, what: &str) -> Run<Rc<Text>> {
        match self.as_text(value) {
            Some(text) => Ok(text),
            None => {
                let name = self.type_name(value);
                Err(self.type_error(format!("{what} must be str, not {name}")))
            }
        }
    }

    /// The class, if it is one.
    pub fn as_class(&self, value: Value) -> Option<Ref> {
        match value {
            Value::Ref(reference) if matches!(self.heap.get(reference), Object::Class(_)) => Some(reference),
            _ => None,
        }
    }

    /// A class attribute, looked up along the class's order.
    pub fn class_attribute(&self, class: Ref, name: Symbol) -> Option<Value> {
        let class = self.heap.class(class);
        class.order.iter().find_map(|class| self.heap.class(*class).fields.get(name))
    }

    /// Whether the value is an object of a class that the program made, or a class of a metaclass.
    pub fn is_user(&self, value: Value) -> bool {
        match value {
            Value::Ref(reference) => match self.heap.get(reference) {
                Object::Instance { .. } => true,
                Object::Class(class) => class.meta != t::TYPE,
                _ => false,
            },
            _ => false,
        }
    }

    /// A method that a program's class defines (not one of the built-in types).
    pub fn user_method(&self, value: Value, name: Symbol) -> Option<Value> {
        let Value::Ref(reference) = value else { return None };
        let class = match self.heap.get(reference) {
            Object::Instance { class, .. } => *class,
            Object::Exception(exception) => exception.class,
            Object::Class(class) if class.meta != t::TYPE => class.meta,
            _ => return None,
        };
        let order = &self.heap.class(class).order;
        order.iter().find_map(|class| {
            let class = self.heap.class(*class);
            if class.user { class.fields.get(name) } else { None }
        })
    }
}
