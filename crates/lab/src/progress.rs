//! How far a run has come while it is being made: the last word of a program that breaks down in the making.
//!
//! Not part of any run: nothing in the model reads it.

use std::cell::Cell;

thread_local! {
    static MADE: Cell<Option<u64>> = const { Cell::new(None) };
}

/// Records made so far of the run that is being made on this thread; `None` when none is.
pub fn made() -> Option<u64> {
    MADE.get()
}

/// Says how far the run has come.
pub(crate) fn set(made: Option<u64>) {
    MADE.set(made);
}
