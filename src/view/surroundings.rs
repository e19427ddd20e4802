//! How the page is set up: what is not the run.

use crate::play::Pace;
use crate::settings::{Detail, Theme};
use crate::zoom::Zoom;
use netlab_lab::protocol::{Grain, Tab};
use netlab_lab::view::Target;
use netlab_text::Lang;

/// What of the settings and the window the views need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Surroundings {
    /// Language of every word.
    pub lang: Lang,
    /// Light or dark.
    pub theme: Theme,
    /// How much is drawn.
    pub detail: Detail,
    /// Step size.
    pub grain: Grain,
    /// Pace of the play clock.
    pub pace: Pace,
    /// The open tab.
    pub tab: Tab,
    /// Whether it plays.
    pub playing: bool,
    /// Whether the window is a phone's.
    pub phone: bool,
    /// Width of the window in CSS pixels.
    pub width: u32,
    /// Whether the phone's menu is open.
    pub menu: bool,
    /// What on the stage the menu of interventions is about.
    pub target: Option<Target>,
    /// The stretch of the timeline that is shown.
    pub zoom: Zoom,
    /// Whether that menu is open.
    pub changing: bool,
}
