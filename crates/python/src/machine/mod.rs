//! The virtual machine: frames, threads and the loop that runs instructions.
//!
//! Python calls never recurse in Rust: each thread has an explicit stack of frames. A built-in function that needs a
//! system call or a call back into Python stops with a [`Request`]; when the answer is there it is run again from its
//! beginning with the journal of all answers so far, so its state is plain data and can be saved at any moment.

mod calls;
mod collect;
mod core;
mod exec;
mod frames;
mod program;
mod slow;
mod suggest;
mod trace;
mod unwind;

pub use self::core::{Core, Options, Unit};
pub use frames::{PythonFrame, Reply, Thread};
pub(crate) use slow::{binary_operation, run_module};
pub(crate) use trace::{describe_chain, format_exception, last_line};

use crate::symbols::Symbol;
use crate::values::{Ref, Value};
use netlab_abi::{Syscall, ThreadNumber};

/// A running program: the state all threads share, and the threads.
#[derive(Clone)]
pub struct Machine {
    pub(crate) core: Core,
    pub(crate) threads: Vec<Thread>,
}

/// Why a built-in function has not finished.
#[derive(Debug, Clone)]
pub enum Stop {
    /// It raises.
    Raise(Value),
    /// It needs something.
    Request(Box<Request>),
}

/// What a built-in function or an instruction result can be.
pub type Run<T> = Result<T, Stop>;

/// What a built-in function needs before it can go on.
#[derive(Debug, Clone)]
pub enum Request {
    /// A call; with `catch` an exception is an answer, else it ends the built-in function too.
    Call {
        /// What to call.
        callable: Value,
        /// With what.
        args: Args,
        /// Whether an exception is an answer.
        catch: bool,
    },
    /// A call whose result is the built-in function's own.
    Tail {
        /// What to call.
        callable: Value,
        /// With what.
        args: Args,
    },
    /// A generator goes on with this value.
    Resume {
        /// The generator.
        generator: Ref,
        /// What `yield` gives.
        value: Value,
        /// Whether an exception is an answer.
        catch: bool,
    },
    /// An exception is raised inside a generator.
    Throw {
        /// The generator.
        generator: Ref,
        /// The exception.
        exception: Value,
        /// Whether an exception is an answer.
        catch: bool,
    },
    /// A class body runs with this namespace.
    ClassBody {
        /// The function made of the body.
        function: Value,
        /// The namespace object.
        namespace: Value,
    },
    /// The body of a module of the standard library runs.
    ModuleBody {
        /// The module.
        module: u16,
    },
    /// A system call.
    Syscall(Syscall),
    /// A new thread.
    StartThread {
        /// What it runs.
        callable: Value,
        /// With what.
        args: Args,
        /// Its number.
        thread: ThreadNumber,
    },
}

/// Arguments of a call.
#[derive(Debug, Clone, Default)]
pub struct Args {
    /// By position.
    pub positional: Vec<Value>,
    /// By name.
    pub keywords: Vec<(Symbol, Value)>,
}

/// Lists of arguments that are not used any more, to be used again. A copy of a machine starts without.
#[derive(Debug, Default)]
pub(crate) struct Spare(Vec<Vec<Value>>);

impl Clone for Spare {
    fn clone(&self) -> Spare {
        Spare::default()
    }
}

impl Spare {
    /// How many are kept, and the longest.
    const MOST: usize = 8;

    /// These arguments, by position.
    pub(crate) fn args(&mut self, positional: &[Value]) -> Args {
        let mut list = self.0.pop().unwrap_or_default();
        list.extend_from_slice(positional);
        Args::of(list)
    }

    /// Keeps a list for later.
    pub(crate) fn keep(&mut self, mut list: Vec<Value>) {
        if self.0.len() < Self::MOST && list.capacity() <= Self::MOST {
            list.clear();
            self.0.push(list);
        }
    }
}

impl Args {
    /// Arguments by position only.
    pub fn of(positional: Vec<Value>) -> Args {
        Args { positional, keywords: Vec::new() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.positional.len() + self.keywords.len()
    }
}

impl Request {
    /// Makes the request an unfinished result.
    pub fn stop<T>(self) -> Run<T> {
        Err(Stop::Request(Box::new(self)))
    }
}
