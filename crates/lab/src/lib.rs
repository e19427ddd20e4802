//! Scenarios, session and time travel, snapshots for the eye, tool views, exports, permalinks.
//!
//! Left out, openly: branches side by side (an intervention leaves the old future), and injected system calls.

pub mod capture;
pub mod catalogue;
pub mod examples;
pub mod history;
pub mod inspect;
pub mod journeys;
pub mod lesson;
pub mod own;
mod places;
pub mod programs;
pub mod progress;
pub mod protocol;
pub mod recipe;
mod run_view;
pub mod scene;
pub mod session;
mod snapshot;
pub mod steps;
pub mod tools;
pub mod track;
pub mod view;

pub use session::Session;
