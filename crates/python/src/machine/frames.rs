//! Frames and threads.

use super::{Args, Unit};
use crate::builtins::NativeEntry;
use crate::values::{Marker, Value};
use netlab_abi::{Syscall, SyscallResult};
use std::collections::VecDeque;
use std::rc::Rc;

/// What happens with a frame's result.
#[derive(Debug, Clone, Copy)]
pub enum Finish {
    /// It is pushed.
    Push,
    /// It is pushed, and the instruction that has waited for it begins again.
    Again,
    /// It is dropped.
    Discard,
    /// This value is pushed instead: the instance that `__init__` has filled.
    Instance(Value),
}

/// One level of a thread's call stack.
#[derive(Debug, Clone)]
pub enum Frame {
    /// A Python function.
    Python(PythonFrame),
    /// A built-in function that waits for an answer.
    Native(NativeFrame),
}

/// An active `SetupHandler`.
#[derive(Debug, Clone, Copy)]
pub struct Handler {
    /// Where it goes.
    pub target: u32,
    /// How many values of the thread's stack stay, counted from the frame's base.
    pub level: u32,
}

/// A Python function that runs.
#[derive(Debug, Clone)]
pub struct PythonFrame {
    /// Its code.
    pub unit: Rc<Unit>,
    /// Which function of it.
    pub function: u32,
    /// Whose globals it uses.
    pub module: u16,
    /// The next instruction.
    pub next: u32,
    /// Where its locals begin on the thread's stack.
    pub base: u32,
    /// Where the stack ends when it is left.
    pub floor: u32,
    /// The line of its statement.
    pub line: u32,
    /// Active handlers.
    pub handlers: Vec<Handler>,
    /// The exception that is being handled.
    pub handled: Value,
    /// A class body's names.
    pub namespace: Value,
    /// The generator it belongs to.
    pub generator: Value,
    /// What happens with its result.
    pub finish: Finish,
}

impl PythonFrame {
    /// Marks everything it refers to.
    pub fn references(&self, marker: &mut Marker<'_>) {
        marker.values(&[self.handled, self.namespace, self.generator]);
        if let Finish::Instance(value) = self.finish {
            marker.value(value);
        }
    }
}

/// An answer to a request of a built-in function.
#[derive(Debug, Clone)]
pub enum Reply {
    /// A value.
    Value(Value),
    /// An exception.
    Raised(Value),
    /// A system call's result.
    Syscall(SyscallResult),
}

/// A built-in function that waits.
#[derive(Debug, Clone)]
pub struct NativeFrame {
    /// Which.
    pub entry: &'static NativeEntry,
    /// Its arguments.
    pub args: Args,
    /// Answers so far.
    pub journal: Vec<Reply>,
    /// Whether an exception is an answer to what it waits for.
    pub catch: bool,
    /// The system call it waits for, to make it again after a signal.
    pub call: Option<Syscall>,
    /// What happens with its result.
    pub finish: Finish,
}

impl NativeFrame {
    /// Marks everything it refers to.
    pub fn references(&self, marker: &mut Marker<'_>) {
        marker.values(&self.args.positional);
        self.args.keywords.iter().for_each(|(_, value)| marker.value(*value));
        for reply in &self.journal {
            match reply {
                Reply::Value(value) | Reply::Raised(value) => marker.value(*value),
                Reply::Syscall(_) => {}
            }
        }
        if let Finish::Instance(value) = self.finish {
            marker.value(value);
        }
    }
}

/// One thread.
#[derive(Debug, Clone)]
pub struct Thread {
    /// Call frames, outermost first.
    pub frames: Vec<Frame>,
    /// Locals and operands of all Python frames.
    pub stack: Vec<Value>,
    /// What a new thread runs first.
    pub start: Option<(Value, Args)>,
    /// System calls to make before anything else, whose results nobody looks at.
    pub queue: VecDeque<Syscall>,
    /// Whether the thread waits for one of them.
    pub queued: bool,
    /// The result of the code, while nothing is below it.
    pub result: Option<Value>,
}

impl Thread {
    /// A thread that has not begun.
    pub fn new(start: Option<(Value, Args)>) -> Thread {
        Thread {
            frames: Vec::new(),
            stack: Vec::new(),
            start,
            queue: VecDeque::new(),
            queued: false,
            result: None,
        }
    }

    /// Marks everything it refers to.
    pub fn references(&self, marker: &mut Marker<'_>) {
        marker.values(&self.stack);
        for frame in &self.frames {
            match frame {
                Frame::Python(frame) => frame.references(marker),
                Frame::Native(frame) => frame.references(marker),
            }
        }
        if let Some((callable, args)) = &self.start {
            marker.value(*callable);
            marker.values(&args.positional);
            args.keywords.iter().for_each(|(_, value)| marker.value(*value));
        }
        if let Some(value) = self.result {
            marker.value(value);
        }
    }

    /// What its stack and frames hold directly, one step deep.
    pub fn direct(&self) -> Vec<Value> {
        let mut values = self.stack.clone();
        for frame in &self.frames {
            match frame {
                Frame::Python(frame) => values.extend([frame.handled, frame.namespace, frame.generator]),
                Frame::Native(frame) => {
                    values.extend(&frame.args.positional);
                    values.extend(frame.args.keywords.iter().map(|(_, value)| *value));
                    for reply in &frame.journal {
                        match reply {
                            Reply::Value(value) | Reply::Raised(value) => values.push(*value),
                            Reply::Syscall(_) => {}
                        }
                    }
                }
            }
        }
        if let Some((callable, args)) = &self.start {
            values.push(*callable);
            values.extend(&args.positional);
        }
        values
    }
}
