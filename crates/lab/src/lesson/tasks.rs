//! Tasks: what has to hold at the moment the reader stands at. Judged on the run alone, one need after the other, so that
//! the first one that does not hold says what is still missing. Each task has a scripted solution, which a test plays.

use crate::{
    catalogue::Lab,
    protocol::{Intervention, Until},
    view::FrameView,
};

/// One thing that has to hold, in the language of [`crate::condition`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// Its name; its sentence is `text`'s.
    pub key: &'static str,
    /// What has to hold.
    pub condition: &'static str,
}

/// A step of a scripted solution.
#[derive(Clone, Copy)]
pub enum Move {
    /// Run until a condition begins to hold.
    Until(&'static str),
    /// Run until something happens.
    Goal(fn() -> Until),
    /// Step until a frame like this is on a cable.
    Frame(fn(&FrameView) -> bool),
    /// Do something to the frame found last.
    ToFrame(fn(u64) -> Intervention),
    /// Do something.
    Act(fn() -> Intervention),
}

/// A task.
#[derive(Clone, Copy)]
pub struct Task {
    /// Its name; its sentence is `text`'s.
    pub key: &'static str,
    /// What has to hold at once, in the order of the hints.
    pub needs: &'static [Need],
    /// One way to solve it.
    pub solution: &'static [Move],
}

/// A need.
pub(crate) const fn need(key: &'static str, condition: &'static str) -> Need {
    Need { key, condition }
}

/// Whether a frame carries payload.
pub(crate) fn is_data(frame: &FrameView) -> bool {
    frame.length > 0
}

/// The tasks of a lab, in order.
pub fn tasks(lab: &str) -> &'static [Task] {
    Lab::find(lab).map_or(&[], |lab| lab.tasks)
}
