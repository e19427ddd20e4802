//! Tests of the language.

mod parsing;
