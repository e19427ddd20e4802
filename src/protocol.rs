//! Stand-in.
#![allow(missing_docs)]
use serde::{Deserialize, Serialize};
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    Open { lab: String, seed: u64 },
    Step(i64),
    SeekRecord(u64),
    Intervene(String),
    PanicForTest,
    HangForTest,
}
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    pub record: u64,
    pub newest: u64,
}
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    View(Box<View>),
    Error(String),
}
