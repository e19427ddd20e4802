//! What a view asks of the app: commands for the session, and what concerns the page alone.

use netlab_lab::protocol::{Command, Grain, Language, Tab};
use netlab_lab::view::KernelChoice;

use crate::play::Pace;
use crate::settings::Detail;

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
    /// Play, or pause; at the end, from the start again.
    Play,
    /// Copies the link to this moment.
    Share,
    /// Takes the capture of all interfaces as a file.
    Export,
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
}
