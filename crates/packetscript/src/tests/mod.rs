//! Tests of the language.

mod parsing;
mod running;
