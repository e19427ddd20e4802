//! The trade's tools, as they would print what happens in the lab: `strace`, `tcpdump`, `ss`.

pub mod fields;
pub mod receipt;
pub mod rows;
pub mod series;
pub mod ss;
pub mod states;
pub mod strace;
