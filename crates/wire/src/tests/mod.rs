//! Tests of the crate: frames as a real Linux sent them, and seeded round trips.

mod recorded;
