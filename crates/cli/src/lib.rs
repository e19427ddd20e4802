//! `netlab` for the terminal: run a lab, replay a recording, write captures.
//!
//! Left out, openly: colours, paging, and reading a capture back.

pub mod arguments;
pub mod bench;
pub mod error;
pub mod measure;
pub mod packetdrill;
pub mod programs;
pub mod replay;
pub mod run;
#[cfg(target_os = "linux")]
pub mod tun;
