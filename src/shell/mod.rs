//! The frame around the lab's views: notices, the bar after a breakdown, help, the picture before the first view.
//! Pure components, like the views.

mod bar;
mod find;
mod help;
mod loading;

pub use bar::{Bar, BarAction, BarKind};
pub use find::{FIND, FindBar};
pub use help::{HELP, Help};
pub use loading::Loading;
