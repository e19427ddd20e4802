//! The lazily fetched module: Python's parser and compiler, for programs that the reader edits.
//!
//! Until the `python` crate has them it answers every source with "not built in", which the page says openly.

fn main() {
    netlab::compiler::run();
}
