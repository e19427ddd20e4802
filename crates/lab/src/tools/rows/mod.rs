//! A run in the rows of the reference recordings: socket calls of a computer's processes, and frames at its NIC. Both a
//! replay and a lab's receipt are compared in them.

pub mod calls;
pub mod segments;
