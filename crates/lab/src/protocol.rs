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
    /// Lines at which playing is to stop, for this run and those opened later: file and line from 1.
    Breakpoints(Vec<(Rc<str>, u32)>),
    /// To the end of the run.
    End,
    /// Language of the story's sentences.
    Language(Language),
    /// Which tab is open, so that its content is made.
    Tab(Tab),
    /// Which socket the graphs are of, by its place in their list.
    GraphSocket(usize),
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
    /// Forward to the next moment of a kind; what is skipped is summed up in the view. Nothing moves when it never comes.
    RunUntil(Until),
    /// Shows another of the futures that interventions have made, by its place (A is 0), at the same moment.
    Branch(usize),
    /// Compares the shown future with the one at this place.
    Beside(usize),
    /// Commits a prediction: the choice's index.
    Predict(usize),
    /// Leaves the question unanswered; nothing is withheld any longer.
    SkipQuestion,
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
    /// The other futures' interventions, in the order of their letters.
    pub others: Vec<Vec<(u64, Intervention)>>,
    /// The place of this future among them.
    pub branch: usize,
    /// How the lab's question stands.
    pub answer: Answer,
}

/// How a lab's question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Answer {
    /// Nobody has been asked yet; nothing is withheld.
    #[default]
    Unasked,
    /// Asked and not answered: what comes after the cursor is withheld.
    Asked,
    /// The committed choice.
    Chosen(usize),
    /// The reader wants to look without predicting.
    Skipped,
}

/// A moment to run to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Until {
    /// A call puts its thread to sleep.
    Block,
    /// A sleeping thread is woken.
    WakeUp,
    /// A window of 0 is told.
    ZeroWindow,
    /// A frame is lost, or something is thrown away.
    Drop,
    /// Something is sent again.
    Retransmission,
    /// A TCP state changes.
    StateChange,
    /// A time, nanoseconds from the run's start.
    Time(u64),
    /// A condition begins to hold: `client.sendq > 1000` (see [`crate::condition`]).
    Condition(String),
    /// A line of a program is reached: the program's number, the line from 1.
    Line(usize, u32),
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
    /// The next frame overtakes it.
    ReorderFrame(u64),
    /// A cable is cut (false) or mended (true).
    Cable(usize, bool),
    /// A process is killed; index of the program.
    Kill(usize),
    /// A process is stopped (true) or continued.
    Stop(usize, bool),
    /// So many bytes are read from a program's newest socket, as a debugger would make it.
    ReadNow(usize, u32),
    /// An option of a program's newest socket.
    SetOption(usize, OptionName, i32),
    /// The cable's one-way delay, nanoseconds.
    SetDelay(usize, u64),
    /// The cable's rate, bits per second; 0: no limit.
    SetRate(usize, u64),
    /// Frames that the cable's own queue holds.
    SetQueue(usize, u32),
    /// The cables of a computer with programs (0 is the client) are pulled (true) or plugged in again.
    Unplug(usize, bool),
    /// A setting of a computer with programs: name and value.
    SetSysctl(usize, String, String),
}

/// Socket options that the page can change.
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum OptionName {
    SendBuffer,
    ReceiveBuffer,
    NoDelay,
    Cork,
    QuickAck,
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
    /// The question comes first: commit to an answer, or skip it.
    PredictFirst,
    /// What was waited for does not come in the rest of the run.
    NeverHappens,
    /// A condition cannot be read: the part that was not understood.
    BadCondition(String),
}
