//! What runs inside a process: a coroutine at the system-call border.

use crate::{Origin, Signal, Syscall, SyscallResult};
use serde::{Deserialize, Serialize};

/// A thread's number inside its program, chosen by the program; the first thread is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ThreadNumber(pub u32);

/// What a thread is resumed with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The thread begins: thread 0 at the process's start, others after [`Syscall::StartThread`].
    Started,
    /// The statement announced by [`Trap::Statement`] may run now.
    Statement,
    /// The system call has returned.
    Returned(SyscallResult),
}

/// Why a thread has stopped running and given the processor back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trap {
    /// A statement is about to run.
    Statement {
        /// Its line, from 1.
        line: u32,
        /// Which of the program's sources; 0 is the main file.
        source: u16,
        /// Work done since the last trap, in the program's own small operations; the kernel turns it into virtual
        /// time by its cost table. At least 1.
        work: u32,
    },
    /// A system call is made. The kernel answers through [`Outcome::Returned`].
    Syscall {
        /// The call.
        call: Syscall,
        /// Work done since the last trap, as above.
        work: u32,
    },
}

/// A running program. Its whole state is in the value: [`Program::save`] copies it, nothing is shared with the copy.
///
/// A program is pure: it knows no clock, no randomness and no other process; all it learns comes through outcomes.
/// It must come back from [`Program::resume`] after a bounded amount of work.
pub trait Program {
    /// Runs `thread` until its next trap.
    fn resume(&mut self, thread: ThreadNumber, outcome: Outcome) -> Trap;

    /// A copy of the whole state, for checkpoints and `fork`.
    fn save(&self) -> Box<dyn Program>;

    /// A signal with [`crate::Disposition::Handler`] has arrived; the program runs its handler when it is resumed.
    fn signal(&mut self, signal: Signal);

    /// Names, frames and variables of a thread, for the eye. Must not change anything.
    fn inspect(&self, thread: ThreadNumber) -> Inspection;

    /// A digest of the whole state, for tests that compare two runs.
    fn digest(&self) -> u64;
}

/// A program's state as a person may see it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Inspection {
    /// Call frames, outermost first.
    pub frames: Vec<FrameView>,
}

/// One call frame.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FrameView {
    /// The function's name, `<module>` for the outermost.
    pub function: String,
    /// The line that runs or will run next, from 1.
    pub line: u32,
    /// Variables in the order of their first assignment.
    pub variables: Vec<Variable>,
}

/// One variable.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its type's name in Python (`bytes`, `socket`).
    pub kind: String,
    /// Its `repr`, cut to about 80 characters.
    pub value: String,
    /// For byte strings: identities of its bytes.
    pub origins: Vec<Origin>,
    /// For sockets: the descriptor.
    pub fd: Option<i32>,
}

impl Trap {
    /// A system call trap with the least work.
    pub fn call(call: Syscall) -> Trap {
        Trap::Syscall { call, work: 1 }
    }
}
