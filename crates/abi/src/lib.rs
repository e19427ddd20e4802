//! The border between process and kernel.
