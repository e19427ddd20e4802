//! The compact program form: what the compiler writes and the machine runs.
//!
//! A [`Code`] is one source file, compiled. It holds no address and no state, so it can be written to a file,
//! sent to another thread of the page or be part of a lab.

use serde::{Deserialize, Serialize};

/// Version of the form; a [`Code`] of another version is refused.
pub const VERSION: u32 = 2;

/// One compiled source file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Code {
    /// [`VERSION`] of the compiler that wrote it.
    pub version: u32,
    /// The file's name, as tracebacks print it.
    pub file_name: String,
    /// The whole source, for tracebacks and the eye; empty for the standard library.
    pub source: String,
    /// Identifiers that instructions name by their index.
    pub names: Vec<String>,
    /// The module's global variables (indices into `names`); instructions name them by their index here.
    pub globals: Vec<u32>,
    /// Constants.
    pub constants: Vec<Constant>,
    /// Function bodies; 0 is the module's own.
    pub functions: Vec<FunctionCode>,
}

/// A constant of a source file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Constant {
    /// `None`
    None,
    /// `True`, `False`
    Bool(bool),
    /// An integer of 64 bits.
    Int(i64),
    /// Any other integer, in decimal digits.
    BigInt(String),
    /// A floating-point number.
    Float(f64),
    /// A string.
    Str(String),
    /// A byte string.
    Bytes(Vec<u8>),
    /// `...`
    Ellipsis,
    /// A tuple of constants.
    Tuple(Vec<Constant>),
}

/// What a function body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// The module itself.
    Module,
    /// `def` or `lambda`.
    Function,
    /// A class body.
    Class,
    /// A comprehension.
    Comprehension,
}

/// One compiled body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FunctionCode {
    /// The name, as tracebacks print it.
    pub name: String,
    /// The name with the names around it (`A.f`, `f.<locals>.g`).
    pub qualified_name: String,
    /// What it is.
    pub kind: Kind,
    /// Whether a call makes a generator.
    pub generator: bool,
    /// Positional-only parameters; they are the first locals.
    pub positional_only: u16,
    /// Positional parameters in all.
    pub positional: u16,
    /// Keyword-only parameters; they follow the positional ones.
    pub keyword_only: u16,
    /// Whether `*args` follows them.
    pub var_positional: bool,
    /// Whether `**kwargs` follows.
    pub var_keyword: bool,
    /// Names of the local slots (indices into [`Code::names`]): parameters, locals, then free variables.
    pub locals: Vec<u32>,
    /// Slots that live in a cell because an inner function uses them.
    pub cells: Vec<u16>,
    /// How many of the last slots are free variables, filled from the closure.
    pub free: u16,
    /// The first line, from 1.
    pub first_line: u32,
    /// The documentation string.
    pub documentation: Option<String>,
    /// The instructions.
    pub instructions: Vec<Instr>,
    /// Where each instruction comes from.
    pub positions: Vec<Position>,
    /// Instructions of operations of which a traceback marks the operator or the brackets, in order: the instruction,
    /// the first column and the column after the last.
    pub anchors: Vec<(u32, u16, u16)>,
}

/// A place in the source: line from 1, columns in characters from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Position {
    /// First line; 0 when unknown.
    pub line: u32,
    /// Last line.
    pub end_line: u32,
    /// First column.
    pub column: u16,
    /// Column after the last.
    pub end_column: u16,
}

/// Operators with two operands.
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    MatMul,
    Div,
    FloorDiv,
    Mod,
    Pow,
    LShift,
    RShift,
    And,
    Or,
    Xor,
}

/// Operators with one operand.
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnaryOp {
    Neg,
    Pos,
    Invert,
}

/// Rich comparisons.
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CompareOp {
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
}

/// An instruction of the stack machine. `a, b -> c` gives the stack's top before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Instr {
    /// A statement of this line begins.
    Line(u32),
    /// `-> constant`
    LoadConst(u32),
    /// `-> None`
    LoadNone,
    /// `-> True` or `False`
    LoadBool(bool),
    /// `-> int`
    LoadInt(i32),
    /// `-> value` of a local slot.
    LoadLocal(u16),
    /// `value ->`
    StoreLocal(u16),
    /// Unbinds a local slot.
    DeleteLocal(u16),
    /// `-> value` in the cell of a slot.
    LoadCell(u16),
    /// `value ->` into the cell of a slot.
    StoreCell(u16),
    /// Empties the cell of a slot.
    DeleteCell(u16),
    /// `-> cell` of a slot itself.
    LoadClosure(u16),
    /// `-> value` of a global, else of a builtin.
    LoadGlobal(u16),
    /// `value ->`
    StoreGlobal(u16),
    /// Unbinds a global.
    DeleteGlobal(u16),
    /// `-> value` of a name in the class body, else of the global slot.
    LoadName(u16, u16),
    /// `-> value` of a name in the class body, else in the cell of a slot.
    LoadNameOrCell(u16, u16),
    /// `value ->` in the class body.
    StoreName(u32),
    /// Unbinds a name of the class body.
    DeleteName(u32),
    /// `a ->`
    Pop,
    /// `a -> a, a`
    Dup,
    /// `a, b -> a, b, a, b`
    Dup2,
    /// `a, b -> b, a`
    Swap,
    /// `a, b, c -> c, a, b`
    Rot3,
    /// `a, b, c, d -> d, a, b, c`
    Rot4,
    /// `a, b -> a op b`
    Binary(BinaryOp),
    /// `a, b -> a op= b`
    InPlace(BinaryOp),
    /// `a -> op a`
    Unary(UnaryOp),
    /// `a -> not a`
    Not,
    /// `a, b -> a op b`
    Compare(CompareOp),
    /// `a, b -> a is b`, or `is not` with true.
    Is(bool),
    /// `a, b -> a in b`, or `not in` with true.
    Contains(bool),
    /// Goes to.
    Jump(u32),
    /// Goes back to: a place where the machine may pause and collect garbage.
    JumpBack(u32),
    /// `a ->`
    PopJumpIfFalse(u32),
    /// `a ->`
    PopJumpIfTrue(u32),
    /// `a -> iter(a)`
    GetIter,
    /// `it -> it, item`, or `it ->` and goes at the end.
    ForIter(u32),
    /// `items.. -> tuple`
    BuildTuple(u32),
    /// `items.. -> list`
    BuildList(u32),
    /// `items.. -> set`
    BuildSet(u32),
    /// `key, value, .. -> dict` of so many pairs.
    BuildDict(u32),
    /// `strings.. -> str`
    BuildString(u32),
    /// `start, stop[, step] -> slice`
    BuildSlice(u8),
    /// `.., list, .., item -> .., list, ..`: the list lies so many places under the item.
    ListAppend(u8),
    /// As `ListAppend`, for sets.
    SetAdd(u8),
    /// `.., dict, .., key, value -> .., dict, ..`
    MapAdd(u8),
    /// `list, iterable -> list`
    ListExtend(bool),
    /// `set, iterable -> set`
    SetUpdate,
    /// `dict, mapping -> dict`; with true a repeated key is a TypeError, as in calls.
    DictUpdate(bool),
    /// `list -> tuple`
    ListToTuple,
    /// `value[, spec] -> str`: conversion 0, `s`, `r` or `a`; whether a spec is there.
    FormatValue(u8, bool),
    /// `iterable -> item n, .., item 1`
    UnpackSequence(u32),
    /// The same with a starred name: so many before and after it.
    UnpackStarred(u16, u16),
    /// `a -> a.name`
    LoadAttr(u32),
    /// `value, a ->`
    StoreAttr(u32),
    /// `a ->`
    DeleteAttr(u32),
    /// `a -> function, a` or `unbound, a.name`
    LoadMethod(u32),
    /// `function, self, args.. -> result`
    CallMethod(u16),
    /// The same with the last arguments named by a constant tuple.
    CallMethodKeywords(u16, u32),
    /// `function, args.. -> result`
    Call(u16),
    /// `function, args.. -> result`, the last arguments named by a constant tuple.
    CallKeywords(u16, u32),
    /// `function, tuple[, dict] -> result`
    CallSpread(bool),
    /// `function, self -> callable`: joins what `LoadMethod` left.
    MethodToCallable,
    /// `a, b -> a[b]`
    Subscript,
    /// `value, a, b ->`
    StoreSubscript,
    /// `a, b ->`
    DeleteSubscript,
    /// `[defaults tuple,] [keyword defaults dict,] [closure tuple] -> function`: function, flags 1, 2, 4.
    MakeFunction(u32, u8),
    /// `-> the builtin that makes classes`
    LoadBuildClass,
    /// `value ->`, leaves the function.
    Return,
    /// `value -> sent value`
    Yield,
    /// `a -> iterator` for `yield from`.
    GetYieldFromIter,
    /// `it, value -> it, yielded`, or `it, value -> result` and goes.
    Send(u32),
    /// So many operands: exception, cause.
    Raise(u8),
    /// An exception inside goes to the handler with the stack as it is now.
    SetupHandler(u32),
    /// As `SetupHandler`, but without the stack's top.
    SetupHandlerUnder(u32),
    /// Ends the innermost `SetupHandler`.
    PopBlock,
    /// `exception -> former exception, exception`; the exception is now the one being handled.
    PushExcInfo,
    /// `former exception ->`
    PopExcept,
    /// `former exception, exception ->`; raises the exception again.
    Reraise,
    /// `exception, type -> exception, bool`
    ExceptionMatches,
    /// `manager -> (entered value, exit)`
    BeforeWith,
    /// `exit, former, exception -> exit, former, exception, result`
    WithExceptStart,
    /// `-> module`
    Import(u32),
    /// `module -> module, module.name`
    ImportFrom(u32),
    /// `module -> module`: binds its public names in the running module.
    ImportStar,
    /// `-> AssertionError`
    LoadAssertionError,
    /// `a -> a, bool`: whether it is a sequence for `match`.
    MatchSequence,
    /// `a -> a, bool`
    MatchMapping,
    /// `a -> a, len(a)`
    GetLen,
    /// `subject, keys -> subject, keys, values or None`
    MatchKeys,
    /// `subject, keys -> dict` of what the keys left.
    MatchRest,
    /// `subject, class, keyword names -> attributes tuple or None`, with so many positional patterns.
    MatchClass(u16),
    /// `-> dict` of the names bound here.
    Locals,
}
