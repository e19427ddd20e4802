//! The browser: the only place that touches it.
//!
//! Everything here is thin. What can be decided without a browser (how a link is read, what a step
//! does to the play clock) is decided elsewhere, where it can be tested natively.

pub mod address;
pub mod clock;
pub mod document;
pub mod event;
pub mod scope;
pub mod settings;
pub mod worker;

mod packed;

/// The page's window.
///
/// # Panics
/// In a worker or outside a browser: a programming error.
pub(crate) fn window() -> web_sys::Window {
    web_sys::window().expect("the page has a window")
}
