//! The labs: one room each, with its programs, what is set in it, its question and its tasks. All of it is data; the words
//! are `text`'s. To add one: a room here, a line in [`LABS`], a room of the same name in `text`.

/// The rooms of the labs named, in the order of the menu.
macro_rules! rooms {
    ($($name:ident),* $(,)?) => {
        $(mod $name;)*

        /// Every lab, chapter by chapter; the first is the one that opens.
        pub const LABS: &[Lab] = &[$($name::LAB),*];
    };
}

rooms! {
    hello, flood,
    framing, partial, sent, acked, deadlock, patience, doubled,
    backlog, late, nonblock, loopback, bound, arp,
    halfclose, eof, unread, killed, broken, timewait, linger, dup,
    lostsyn, hole, silence, keepalive, timeout, udp, fragments,
    nagle, nodelay, window, bottleneck,
}

pub use crate::catalogue::Lab;
use crate::catalogue::{Chapter, lab};
use crate::{
    lesson::{
        tasks::{Move, Task, is_data, need},
        told::{Find, Question},
    },
    programs::{self, carry},
};
