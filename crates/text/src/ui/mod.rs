//! The words of the page: labels, names of stations, states. Names of system calls, tools and protocols stay as they are
//! in every language.

pub mod acts;
pub mod graphs;
pub mod labels;
pub mod paths;
pub mod receipt;
mod states;

pub use labels::*;
pub use states::*;
