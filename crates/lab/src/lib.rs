//! Scenarios, session and time travel, snapshots for the eye, tool views, exports, permalinks.

pub mod protocol;
pub mod view;
