//! The trade's tools, as they would print what happens in the lab: `strace`, `tcpdump`, `ss`.

pub mod fields;
pub mod ss;
pub mod strace;
