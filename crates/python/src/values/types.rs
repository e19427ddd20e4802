//! The built-in types: their names, their order on the heap and their bases.

use super::Ref;

/// A built-in type.
#[derive(Debug, Clone, Copy)]
pub struct TypeInfo {
    /// `__name__`
    pub name: &'static str,
    /// `__module__`; classes of `builtins` print without it.
    pub module: &'static str,
    /// The base.
    pub base: Ref,
}

macro_rules! types {
    ($($constant:ident $name:literal $module:literal : $base:ident),* $(,)?) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, dead_code)]
        enum Number { $($constant),* }

        /// References to the built-in types: they are the first objects of each heap.
        #[allow(missing_docs, dead_code)]
        pub mod t {
            use super::{Number, Ref};
            $(pub const $constant: Ref = Ref(Number::$constant as u32);)*
        }

        /// All built-in types; the index is the reference.
        pub const TYPES: &[TypeInfo] =
            &[$(TypeInfo { name: $name, module: $module, base: t::$base }),*];
    };
}

types! {
    OBJECT "object" "builtins": OBJECT,
    TYPE "type" "builtins": OBJECT,
    NONE "NoneType" "builtins": OBJECT,
    NOT_IMPLEMENTED "NotImplementedType" "builtins": OBJECT,
    ELLIPSIS "ellipsis" "builtins": OBJECT,
    INT "int" "builtins": OBJECT,
    BOOL "bool" "builtins": INT,
    FLOAT "float" "builtins": OBJECT,
    STR "str" "builtins": OBJECT,
    BYTES "bytes" "builtins": OBJECT,
    BYTEARRAY "bytearray" "builtins": OBJECT,
    MEMORYVIEW "memoryview" "builtins": OBJECT,
    LIST "list" "builtins": OBJECT,
    TUPLE "tuple" "builtins": OBJECT,
    DICT "dict" "builtins": OBJECT,
    SET "set" "builtins": OBJECT,
    FROZENSET "frozenset" "builtins": OBJECT,
    RANGE "range" "builtins": OBJECT,
    SLICE "slice" "builtins": OBJECT,
    FUNCTION "function" "builtins": OBJECT,
    NATIVE "builtin_function_or_method" "builtins": OBJECT,
    METHOD "method" "builtins": OBJECT,
    MODULE "module" "builtins": OBJECT,
    GENERATOR "generator" "builtins": OBJECT,
    CELL "cell" "builtins": OBJECT,
    PROPERTY "property" "builtins": OBJECT,
    STATICMETHOD "staticmethod" "builtins": OBJECT,
    CLASSMETHOD "classmethod" "builtins": OBJECT,
    SUPER "super" "builtins": OBJECT,
    NAMESPACE "namespace" "builtins": OBJECT,
    DICT_KEYS "dict_keys" "builtins": OBJECT,
    DICT_VALUES "dict_values" "builtins": OBJECT,
    DICT_ITEMS "dict_items" "builtins": OBJECT,
    LIST_ITERATOR "list_iterator" "builtins": OBJECT,
    TUPLE_ITERATOR "tuple_iterator" "builtins": OBJECT,
    STR_ITERATOR "str_iterator" "builtins": OBJECT,
    BYTES_ITERATOR "bytes_iterator" "builtins": OBJECT,
    RANGE_ITERATOR "range_iterator" "builtins": OBJECT,
    DICT_KEYITERATOR "dict_keyiterator" "builtins": OBJECT,
    SET_ITERATOR "set_iterator" "builtins": OBJECT,
    ENUMERATE "enumerate" "builtins": OBJECT,
    ZIP "zip" "builtins": OBJECT,
    MAP "map" "builtins": OBJECT,
    FILTER "filter" "builtins": OBJECT,
    REVERSED "reversed" "builtins": OBJECT,
    LIST_REVERSEITERATOR "list_reverseiterator" "builtins": OBJECT,
    CALLABLE_ITERATOR "callable_iterator" "builtins": OBJECT,
    SOCKET "socket" "socket": OBJECT,
    POLL "poll" "select": OBJECT,
    EPOLL "epoll" "select": OBJECT,
    TEXT_IO "TextIOWrapper" "_io": OBJECT,
    BUFFERED "BufferedWriter" "_io": OBJECT,
    STRUCT_TIME "struct_time" "time": TUPLE,
    BASE_EXCEPTION "BaseException" "builtins": OBJECT,
    SYSTEM_EXIT "SystemExit" "builtins": BASE_EXCEPTION,
    KEYBOARD_INTERRUPT "KeyboardInterrupt" "builtins": BASE_EXCEPTION,
    GENERATOR_EXIT "GeneratorExit" "builtins": BASE_EXCEPTION,
    EXCEPTION "Exception" "builtins": BASE_EXCEPTION,
    STOP_ITERATION "StopIteration" "builtins": EXCEPTION,
    ARITHMETIC_ERROR "ArithmeticError" "builtins": EXCEPTION,
    OVERFLOW_ERROR "OverflowError" "builtins": ARITHMETIC_ERROR,
    ZERO_DIVISION_ERROR "ZeroDivisionError" "builtins": ARITHMETIC_ERROR,
    FLOATING_POINT_ERROR "FloatingPointError" "builtins": ARITHMETIC_ERROR,
    ASSERTION_ERROR "AssertionError" "builtins": EXCEPTION,
    ATTRIBUTE_ERROR "AttributeError" "builtins": EXCEPTION,
    BUFFER_ERROR "BufferError" "builtins": EXCEPTION,
    EOF_ERROR "EOFError" "builtins": EXCEPTION,
    IMPORT_ERROR "ImportError" "builtins": EXCEPTION,
    MODULE_NOT_FOUND_ERROR "ModuleNotFoundError" "builtins": IMPORT_ERROR,
    LOOKUP_ERROR "LookupError" "builtins": EXCEPTION,
    INDEX_ERROR "IndexError" "builtins": LOOKUP_ERROR,
    KEY_ERROR "KeyError" "builtins": LOOKUP_ERROR,
    MEMORY_ERROR "MemoryError" "builtins": EXCEPTION,
    NAME_ERROR "NameError" "builtins": EXCEPTION,
    UNBOUND_LOCAL_ERROR "UnboundLocalError" "builtins": NAME_ERROR,
    OS_ERROR "OSError" "builtins": EXCEPTION,
    BLOCKING_IO_ERROR "BlockingIOError" "builtins": OS_ERROR,
    CHILD_PROCESS_ERROR "ChildProcessError" "builtins": OS_ERROR,
    CONNECTION_ERROR "ConnectionError" "builtins": OS_ERROR,
    BROKEN_PIPE_ERROR "BrokenPipeError" "builtins": CONNECTION_ERROR,
    CONNECTION_ABORTED_ERROR "ConnectionAbortedError" "builtins": CONNECTION_ERROR,
    CONNECTION_REFUSED_ERROR "ConnectionRefusedError" "builtins": CONNECTION_ERROR,
    CONNECTION_RESET_ERROR "ConnectionResetError" "builtins": CONNECTION_ERROR,
    FILE_EXISTS_ERROR "FileExistsError" "builtins": OS_ERROR,
    FILE_NOT_FOUND_ERROR "FileNotFoundError" "builtins": OS_ERROR,
    INTERRUPTED_ERROR "InterruptedError" "builtins": OS_ERROR,
    IS_A_DIRECTORY_ERROR "IsADirectoryError" "builtins": OS_ERROR,
    NOT_A_DIRECTORY_ERROR "NotADirectoryError" "builtins": OS_ERROR,
    PERMISSION_ERROR "PermissionError" "builtins": OS_ERROR,
    PROCESS_LOOKUP_ERROR "ProcessLookupError" "builtins": OS_ERROR,
    TIMEOUT_ERROR "TimeoutError" "builtins": OS_ERROR,
    GAI_ERROR "gaierror" "socket": OS_ERROR,
    HERROR "herror" "socket": OS_ERROR,
    REFERENCE_ERROR "ReferenceError" "builtins": EXCEPTION,
    RUNTIME_ERROR "RuntimeError" "builtins": EXCEPTION,
    NOT_IMPLEMENTED_ERROR "NotImplementedError" "builtins": RUNTIME_ERROR,
    RECURSION_ERROR "RecursionError" "builtins": RUNTIME_ERROR,
    SYNTAX_ERROR "SyntaxError" "builtins": EXCEPTION,
    SYSTEM_ERROR "SystemError" "builtins": EXCEPTION,
    TYPE_ERROR "TypeError" "builtins": EXCEPTION,
    VALUE_ERROR "ValueError" "builtins": EXCEPTION,
    UNICODE_ERROR "UnicodeError" "builtins": VALUE_ERROR,
    UNICODE_DECODE_ERROR "UnicodeDecodeError" "builtins": UNICODE_ERROR,
    UNICODE_ENCODE_ERROR "UnicodeEncodeError" "builtins": UNICODE_ERROR,
    UNSUPPORTED_OPERATION "UnsupportedOperation" "io": OS_ERROR,
    JSON_DECODE_ERROR "JSONDecodeError" "json.decoder": VALUE_ERROR,
    STRUCT_ERROR "error" "struct": EXCEPTION,
    WARNING "Warning" "builtins": EXCEPTION,
    DEPRECATION_WARNING "DeprecationWarning" "builtins": WARNING,
    USER_WARNING "UserWarning" "builtins": WARNING,
    RESOURCE_WARNING "ResourceWarning" "builtins": WARNING,
    RUNTIME_WARNING "RuntimeWarning" "builtins": WARNING,
    FUTURE_WARNING "FutureWarning" "builtins": WARNING,
    SYNTAX_WARNING "SyntaxWarning" "builtins": WARNING,
    IMPORT_WARNING "ImportWarning" "builtins": WARNING,
    UNICODE_WARNING "UnicodeWarning" "builtins": WARNING,
    BYTES_WARNING "BytesWarning" "builtins": WARNING,
    ENCODING_WARNING "EncodingWarning" "builtins": WARNING,
    PENDING_DEPRECATION_WARNING "PendingDeprecationWarning" "builtins": WARNING,
    INDENTATION_ERROR "IndentationError" "builtins": SYNTAX_ERROR,
    TAB_ERROR "TabError" "builtins": INDENTATION_ERROR,
    UNICODE_TRANSLATE_ERROR "UnicodeTranslateError" "builtins": UNICODE_ERROR,
    STOP_ASYNC_ITERATION "StopAsyncIteration" "builtins": EXCEPTION,
    BINASCII_ERROR "Error" "binascii": VALUE_ERROR,
    TRACEBACK "traceback" "builtins": OBJECT,
    FRAME "frame" "builtins": OBJECT,
    CODE "code" "builtins": OBJECT,
    VERSION_INFO "version_info" "sys": TUPLE,
}
