//! Pairs of programs to start from, for those who write their own.

use crate::programs::{self, Carried};

/// A client and a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// Its name in menus and tests; `text` has its title.
    pub id: &'static str,
    pub(crate) client: Carried,
    pub(crate) server: Carried,
}

impl Example {
    /// The client's source.
    pub fn client(&self) -> &'static str {
        self.client.source
    }

    /// The server's source.
    pub fn server(&self) -> &'static str {
        self.server.source
    }
}

const fn example(id: &'static str, client: Carried, server: Carried) -> Example {
    Example { id, client, server }
}

/// All of them, the simplest first.
pub const EXAMPLES: &[Example] = &[
    example("hello", programs::HELLO_CLIENT, programs::HELLO_SERVER),
    example("flood", programs::FLOOD_CLIENT, programs::FLOOD_SERVER),
    example("nonblocking", programs::NONBLOCKING_CLIENT, programs::NONBLOCKING_SERVER),
    example("slow", programs::SLOW_CLIENT, programs::SLOW_SERVER),
    example("threads", programs::THREADS_CLIENT, programs::THREADS_SERVER),
    example("select", programs::SELECT_CLIENT, programs::SELECT_SERVER),
    example("framed", programs::FRAMED_CLIENT, programs::FRAMED_SERVER),
];
