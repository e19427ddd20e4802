//! Scenarios, session and time travel, snapshots for the eye, tool views, exports, permalinks.
//!
//! Left out, openly: more than six futures at once (the oldest goes).

mod acts;
pub mod capture;
pub mod catalogue;
mod compare;
pub mod condition;
pub mod examples;
pub mod filter;
pub mod furthest;
pub mod history;
pub mod inspect;
pub mod journeys;
mod labs;
pub mod lesson;
pub mod own;
mod places;
pub mod programs;
pub mod progress;
pub mod protocol;
mod receipt;
pub mod recipe;
mod run_view;
pub mod scene;
pub mod session;
mod snapshot;
pub mod steps;
pub mod tools;
pub mod track;
mod until;
pub mod view;
mod withhold;

pub use session::Session;
