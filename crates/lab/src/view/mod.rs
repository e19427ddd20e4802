//! What the page draws: one moment of a run as plain data.
//!
//! Every type here is serialisable, has public fields and knows no model: the page receives it from the worker and
//! draws it. No field holds a word for people except [`Story`], which `text` fills in the page's language; states,
//! reasons and kinds are codes that `text` words. Times are nanoseconds of virtual time; 0 is the run's start, and
//! what is shown counts from [`Moment::origin`].

mod act;
mod branch;
mod buffer;
mod frame;
mod graphs;
mod panel;
mod process;
mod receipt;
mod run;
mod stage;
mod states;
mod story;

pub use act::{Offer, Skipped, Target};
pub use branch::{ComparedRow, Comparison, Lane, Plan};
pub use buffer::{BufferForm, BufferView, ByteState, Part, PartKind, ShownByte};
pub use frame::{EnvelopeLayer, FieldLine, FrameKind, FrameView, Lens, PacketDetail, SignalView};
pub use graphs::{GraphSocket, Graphs, Quantity, Sample, SentSegment, Series};
pub use panel::{BytePlace, Lesson, LessonStage, PanelView, PlaceCount, Prediction, SsLine, TaskState};
pub use process::{
    DescriptorView, GateState, GateView, ProcessState, ProgramView, SourceLine, VariableView, WaitView,
};
pub use receipt::{Reason, Receipt, ReceiptKind, ReceiptPart, ReceiptRow, ReceiptSide, Verdict};
pub use run::{CallBar, Flight, IDLE, Mark, MarkKind, PacketLine, PlaceSpan, RunView, Side, StraceLine};
pub use stage::{
    Because, CableView, Follow, HostView, RingView, RouterView, SocketView, Source, SumView, Trail,
};
pub use states::{ChangeCause, Doing, SocketPath, States, Stay, TcpChange, TcpStateName, ThreadPath};
pub use story::{Sentence, Span, Story};

use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// Which of a flow's two directions; everything of the request is drawn square, blue and outer, of the reply round,
/// orange and inner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Way {
    /// From the client to the server.
    Request,
    /// From the server to the client.
    Reply,
}

/// Identity of a byte as the page names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ByteName {
    /// The conversation, from 0.
    pub flow: u32,
    /// The stream.
    pub way: Way,
    /// Offset in the stream, from 0; people see it plus 1.
    pub offset: u64,
}

/// Which kernel's rules the run obeys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum KernelChoice {
    /// Linux 6.18.
    Linux,
    /// The RFCs with byte-counted buffers.
    Textbook,
}

/// One moment of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// The open lab.
    pub lab: LabName,
    /// Where in the run.
    pub moment: Moment,
    /// Programs, the client's first.
    pub programs: Vec<ProgramView>,
    /// Computers with programs, the client first.
    pub hosts: Vec<HostView>,
    /// Routers on the path, from the client on.
    pub routers: Vec<RouterView>,
    /// Cables, from the client on; one more than routers.
    pub cables: Vec<CableView>,
    /// Frames on cables at this moment, in the order of their departure.
    pub frames: Vec<FrameView>,
    /// How far the newest bytes have come on each of the two tracks.
    pub trails: Vec<Trail>,
    /// The byte the reader follows.
    pub follow: Option<Follow>,
    /// What the middle of the stage explains.
    pub lens: Lens,
    /// Chain of causes, when somebody is stuck.
    pub because: Vec<Because>,
    /// The sum that never changes, when there is something to add up.
    pub sum: Option<SumView>,
    /// Where the numbers come from.
    pub source: Option<Source>,
    /// The step in words.
    pub story: Story,
    /// The open tab's content at this moment.
    pub panel: PanelView,
    /// What can be done to the run now.
    pub offers: Vec<Offer>,
    /// What the last run-until passed over; `None` after any other command.
    pub skipped: Option<Skipped>,
}

/// The open lab and what it was started with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabName {
    /// Its name in links: `hello`, `flood`.
    pub id: Rc<str>,
    /// Whether it has a lesson.
    pub has_lesson: bool,
    /// The kernel.
    pub kernel: KernelChoice,
    /// Parameters that differ from the lab's own, as name and value, ascending by name.
    pub parameters: Vec<(String, String)>,
    /// The seed.
    pub seed: u64,
}

/// Where in the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// Records that have happened; 0 is the start, before the first.
    pub record: u64,
    /// Records of the whole run (or, while the future is withheld, those shown so far).
    pub records: u64,
    /// Whether a prediction withholds what comes later.
    pub withheld: bool,
    /// Now. Between two records only while a frame is in flight.
    pub at: u64,
    /// When the next record happens, if there is one.
    pub next_at: Option<u64>,
    /// The moment people count from: the first frame at the client's NIC.
    pub origin: u64,
    /// Whether the run could go on beyond its horizon.
    pub can_run_on: bool,
}
