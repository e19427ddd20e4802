//! The open tab at the cursor.

use super::{PacketDetail, Way};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// What the open tab shows beyond the run's lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PanelView {
    /// Nothing beyond the run's lists (strace, packets without a selection).
    Plain,
    /// Lesson.
    Lesson(Box<Lesson>),
    /// Where are the bytes: how many at each place now.
    Bytes(Vec<PlaceCount>),
    /// A selected packet.
    Packet(Box<PacketDetail>),
    /// `ss` of both computers.
    Ss(Vec<SsLine>),
    /// Two futures side by side.
    Branches(Box<super::Comparison>),
}

/// A place where payload bytes can be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum BytePlace {
    /// A program's own object, at this computer.
    Program(Rc<str>),
    /// A kernel's send buffer.
    SendBuffer(Rc<str>),
    /// A computer's NIC or transmit queue.
    Nic(Rc<str>),
    /// A cable, from 0 at the client.
    Cable(usize),
    /// A router, from 0 at the client.
    Router(usize),
    /// Cables and routers together.
    Network,
    /// A kernel's receive buffer.
    ReceiveBuffer(Rc<str>),
    /// Read by a person for the program.
    ByHand,
    /// Gone with a socket before they were read.
    Discarded,
}

/// How many bytes are at a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceCount {
    /// Where.
    pub place: BytePlace,
    /// Whose bytes.
    pub way: Way,
    /// Bytes.
    pub count: u64,
    /// Whether these are copies (whose originals are counted elsewhere).
    pub copy: bool,
    /// Of all bytes written in this way, those whose furthest place this is.
    pub furthest: u64,
}

/// A computer's `ss` output at the cursor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SsLine {
    /// The computer.
    pub host: Rc<str>,
    /// The text of one socket, its continuation line included.
    pub text: Rc<str>,
    /// Byte ranges of `text` that changed with the last step.
    pub changed: Vec<(u32, u32)>,
}

/// A lab's lesson at the cursor. Texts are in the page's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// Which stage the student is at.
    pub stage: LessonStage,
    /// Title.
    pub title: Rc<str>,
    /// The question.
    pub question: super::Sentence,
    /// Choices.
    pub choices: Vec<super::Sentence>,
    /// The committed prediction, if any.
    pub prediction: Option<Prediction>,
    /// Explanation, quoting this run; empty until the prediction is committed.
    pub body: Vec<super::Sentence>,
    /// The task, once it is due.
    pub task: Option<super::Sentence>,
    /// How the task stands.
    pub task_state: TaskState,
    /// Tasks solved, and tasks in all.
    pub solved: (usize, usize),
    /// Why it is not solved yet, or what was shown.
    pub feedback: super::Sentence,
    /// The lab to go on with, once every task is solved: its name in links, and its title.
    pub next: Option<(Rc<str>, Rc<str>)>,
}

/// Stages of a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LessonStage {
    /// The question stands, nothing is committed.
    Question,
    /// Predicted; the run goes on.
    Run,
    /// The run has shown the answer.
    Explanation,
    /// The task.
    Task,
}

/// A committed prediction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prediction {
    /// The student's choice.
    pub chosen: usize,
    /// What the run says, once it has been seen.
    pub right: Option<usize>,
}

/// How a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TaskState {
    /// No task (yet).
    None,
    /// Not solved yet.
    Open,
    /// Solved.
    Solved,
}
