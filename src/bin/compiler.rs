//! The lazily fetched module: Python's parser and compiler, for programs that the reader edits.

fn main() {
    netlab::compiler::run();
}
