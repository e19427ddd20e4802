//! What page and worker say to each other. Everything is serialisable; nothing refers to the model.

use crate::view::{ByteName, RunView, View};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// From the page to the session. Each is answered by one [`Reply`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// Opens a lab. On an error the lab that was open stays.
    Open(Opening),
    /// One step. Clamped at start and end.
    Step {
        /// How coarse.
        grain: Grain,
        /// Forward or back.
        forward: bool,
    },
    /// To the moment after record number `n` (0: the start). Clamped to the end.
    SeekRecord(u64),
    /// To the last record at or before this moment, nanoseconds; the view's `at` is the moment itself when a frame is
    /// in flight then.
    SeekTime(u64),
    /// To the next or previous marker.
    Marker {
        /// Next or previous.
        forward: bool,
    },
    /// To where one of these lines is reached next, or was reached last: index of the program in
    /// [`View::programs`](crate::view::View::programs), and line from 1.
    RunTo {
        /// The lines.
        lines: Vec<(usize, u32)>,
        /// Next or last.
        forward: bool,
    },
    /// To the end of the run.
    End,
    /// Language of the story's sentences.
    Language(Language),
    /// Which tab is open, so that its content is made.
    Tab(Tab),
    /// Selects a packet by its number in the list; `None` lets go.
    SelectPacket(Option<u32>),
    /// Follows a byte; `None` lets go.
    Follow(Option<ByteName>),
    /// Which frame the lens opens; `None`: the newest with payload.
    SelectFrame(Option<u64>),
    /// Whether the lens shows the signal (detail *everything*) or the envelope.
    Signal(bool),
    /// An intervention at the present moment.
    Intervene(Intervention),
    /// Takes the last intervention back.
    Undo,
    /// Commits a prediction: the choice's index.
    Predict(usize),
    /// A digest of all records of the run, for tests that compare native and wasm.
    Hash,
    /// Lets a run that reached its horizon go on.
    RunOn,
    /// The capture of the interface with this name, or of all, as pcapng.
    Capture(Option<String>),
    /// Panics in the worker on purpose, for the test of recovery.
    PanicForTest,
    /// Never answers, for the test of recovery.
    HangForTest,
}

/// A program of the reader's own: in place of the lab's program of that name, or beside the lab's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnProgram {
    /// Its file: `client.py`, `server.py`; another name is a further process.
    pub file: Rc<str>,
    /// The source.
    pub source: Rc<str>,
    /// What the compiler made of it; `None` is enough for a source that the lab carries compiled.
    pub compiled: Option<Rc<[u8]>>,
}

/// What a lab is opened with.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Opening {
    /// The lab's name in links.
    pub lab: String,
    /// Parameters that differ from the lab's own, ascending by name.
    pub parameters: Vec<(String, String)>,
    /// Seed; `None`: the lab's own.
    pub seed: Option<u64>,
    /// Interventions, in the order of their moments.
    pub interventions: Vec<(u64, Intervention)>,
    /// Programs of the reader's own.
    pub programs: Vec<OwnProgram>,
    /// Where to stand at first.
    pub record: u64,
    /// Make no record after this one: for a run that breaks a rule of its own later on.
    pub stop_at: Option<u64>,
}

/// Step sizes, finest first.
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Grain {
    Record,
    Statement,
    SystemCall,
    Packet,
}

/// Languages of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// English.
    English,
    /// Simplified Chinese.
    Chinese,
}

/// Tabs under the stage.
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Tab {
    Lesson,
    Bytes,
    Sequence,
    Packets,
    Strace,
    Ss,
    Graphs,
    States,
    Receipt,
    Branches,
}

/// Something a person does to the run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Intervention {
    /// The frame with this number never arrives.
    DropFrame(u64),
    /// One bit of it is turned over.
    CorruptFrame(u64),
    /// It arrives so many nanoseconds later.
    DelayFrame(u64, u64),
    /// It arrives twice.
    DuplicateFrame(u64),
    /// A cable is cut (false) or mended (true).
    Cable(usize, bool),
    /// A process is killed; index of the program.
    Kill(usize),
    /// A process is stopped (true) or continued.
    Stop(usize, bool),
    /// So many bytes are read from the server's socket, as a debugger would make it.
    ReadNow(usize, u32),
}

/// From the session to the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    /// The moment the session stands at; `run` when the run is new or has changed.
    View {
        /// The moment.
        view: Box<View>,
        /// The run's lists, when they differ from what was sent before.
        run: Option<Rc<RunView>>,
    },
    /// The command could not be obeyed; nothing has changed.
    Error(Problem),
    /// Answer to [`Command::Hash`]: digest and number of records.
    Hash(u64, u64),
    /// Answer to [`Command::Capture`]: the file.
    Capture(Vec<u8>),
    /// Done; there is nothing to show, because no lab is open.
    Done,
}

/// Why a command, link or parameter was refused. `text` words each in one sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    /// No lab has this name.
    UnknownLab(String),
    /// The lab has no such parameter.
    UnknownParameter(String),
    /// The value cannot be read or is out of range: name, value, what is allowed.
    BadParameter(String, String, String),
    /// The link's fragment cannot be read; the part that was not understood.
    BadLink(String),
    /// The link was made by a newer version.
    NewerLink(u32),
    /// An intervention does not fit the moment (its frame is no longer there, ...).
    NotNow,
    /// No line that was asked for is reached in that direction.
    NotReached,
    /// A program in a link is damaged; its file.
    DamagedProgram(String),
    /// Programs cannot be compiled now: the compiler did not arrive, or ended.
    NoCompiler,
    /// A program does not compile: file, line, message.
    Program(String, u32, String),
}
