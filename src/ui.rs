//! What a view asks of the app: commands for the session, and what concerns the page alone.

use std::rc::Rc;

use netlab_lab::protocol::{Command, Grain, Language, Tab};
use netlab_lab::view::{KernelChoice, Target};

use crate::play::Pace;
use crate::settings::Detail;
use crate::zoom::Zooming;

/// A wish about the programs that the reader writes.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Opens the editor at this file, or at the first.
    Open(Option<Rc<str>>),
    /// Closes it. Everything stays as it was written.
    Close,
    /// Shows a file.
    Show(Rc<str>),
    /// The file's text is this now, with the caret at this byte.
    Text(Rc<str>, String, usize),
    /// Takes the file's last change back.
    Undo(Rc<str>),
    /// Does it again.
    Redo(Rc<str>),
    /// Loads the example with this name.
    Example(String),
    /// Back to the lab's own programs.
    Revert,
    /// A further process; of the server's side or the client's.
    Add {
        /// Whether it runs on the server.
        server: bool,
    },
    /// Takes a further process away.
    Remove(Rc<str>),
    /// Hands the file over as it would run on Linux.
    Download(Rc<str>),
    /// Moves the caret to a line of the file.
    GoTo(Rc<str>, u32),
    /// Moves the focus to the button that runs.
    Leave,
    /// Runs the programs as they are written.
    Run,
}

/// A wish of the reader.
#[derive(Debug, Clone, PartialEq)]
pub enum Ui {
    /// A command for the session.
    Do(Command),
    /// Opens a lab by its name, with its own parameters.
    Lab(String),
    /// Opens the present lab anew under these rules.
    Kernel(KernelChoice),
    /// Shows more or less.
    Detail(Detail),
    /// Light to dark, or dark to light.
    Theme,
    /// Another language.
    Language(Language),
    /// Another step size.
    Grain(Grain),
    /// Another tab.
    Tab(Tab),
    /// Another pace to play at.
    Pace(Pace),
    /// One step of the chosen size.
    Step {
        /// Forwards in time.
        forward: bool,
    },
    /// Sets or clears a breakpoint: file and line from 1.
    Breakpoint(Rc<str>, u32),
    /// To where the line is reached next; at the end of the run, to where it was reached last.
    RunTo(Rc<str>, u32),
    /// To the next breakpoint, or back to the last.
    RunToBreakpoint {
        /// Forwards in time.
        forward: bool,
    },
    /// Something about the programs as they are edited.
    Edit(Edit),
    /// Play, or pause; at the end, from the start again.
    Play,
    /// Copies the link to this moment.
    Share,
    /// Takes the capture of all interfaces as a file.
    Export,
    /// Opens the menu of what can be changed now, for one thing on the stage or for all of them.
    Change(Option<Target>),
    /// Opens the menu of moments to run to.
    RunUntil,
    /// Closes the menus.
    CloseMenus,
    /// The browser says that one of them is closed.
    MenuClosed,
    /// Opens the help.
    Help,
    /// Opens or closes the phone's menu.
    Menu(bool),
    /// Closes the help.
    CloseHelp,
    /// Turns single-character keys on or off.
    Letters(bool),
    /// Copies the report of the breakdown.
    CopyReport,
    /// After a breakdown: a fresh worker, at the record before it.
    GoBack,
    /// Puts the notice away.
    Dismiss,
    /// Opens the search, or looks for something else.
    Find(String),
    /// To the next or previous place that was found.
    FindNext {
        /// Forwards in time.
        forward: bool,
    },
    /// Closes the search.
    CloseFind,
    /// Another stretch of the timeline.
    Zoom(Zooming),
}
