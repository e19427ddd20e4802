//! The page's parts: pure components and functions from a moment to markup. No part computes a protocol fact, and none
//! touches the browser; what a reader does goes out as an [`Ui`].
//!
//! SVG is drawn by plain functions of numbers (`stage`, `timeline`), the rest by components. Nothing has an inline style:
//! places are SVG attributes or classes.

mod act_line;
mod axis;
pub mod editor;
mod hands;
mod header;
mod highlight;
mod icon;
mod lanes;
mod page;
mod panels;
mod program;
mod stage;
mod story;
mod surroundings;
mod svg;
mod timeline;
mod transport;

pub use axis::cursor_place;
pub use hands::{CHANGE, FIRST_ACT, UNTIL};
pub use page::{Page, PageProps};
pub use panels::shown_tabs;
pub use program::Breakpoints;
pub use stage::letter_word as packet_word;
pub use surroundings::Surroundings;
