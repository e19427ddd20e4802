//! Tasks: what has to hold at the moment the reader stands at. Judged on the run alone, one need after the other, so that
//! the first one that does not hold says what is still missing. Each task has a scripted solution, which a test plays.

use crate::{
    protocol::{Intervention, Until},
    view::{FrameKind, FrameView, Way},
};

/// One thing that has to hold, in the language of [`crate::condition`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// Its name; its sentence is `text`'s.
    pub key: &'static str,
    /// What has to hold.
    pub condition: &'static str,
}

/// A step of a scripted solution.
#[derive(Clone, Copy)]
pub enum Move {
    /// Run until a condition begins to hold.
    Until(&'static str),
    /// Run until something happens.
    Goal(fn() -> Until),
    /// Step until a frame like this is on a cable.
    Frame(fn(&FrameView) -> bool),
    /// Do something to the frame found last.
    ToFrame(fn(u64) -> Intervention),
    /// Do something.
    Act(fn() -> Intervention),
}

/// A task.
#[derive(Clone, Copy)]
pub struct Task {
    /// Its name; its sentence is `text`'s.
    pub key: &'static str,
    /// What has to hold at once, in the order of the hints.
    pub needs: &'static [Need],
    /// One way to solve it.
    pub solution: &'static [Move],
}

const fn need(key: &'static str, condition: &'static str) -> Need {
    Need { key, condition }
}

/// A SYN, the first or one that is sent again.
fn is_syn(frame: &FrameView) -> bool {
    frame.kind == FrameKind::Syn
}

fn is_data(frame: &FrameView) -> bool {
    frame.length > 0
}

fn is_reply(frame: &FrameView) -> bool {
    frame.way == Way::Reply
}

/// The second message of the framing lab, alone in its frame.
fn is_second(frame: &FrameView) -> bool {
    frame.from == Some(5)
}

/// The tasks of a lab, in order.
pub fn tasks(lab: &str) -> &'static [Task] {
    match lab {
        "hello" => HELLO,
        "flood" => FLOOD,
        "framing" => FRAMING,
        "lostsyn" => LOST_SYN,
        "late" => LATE,
        "halfclose" => HALF_CLOSE,
        "unread" => UNREAD,
        _ => &[],
    }
}

const HELLO: &[Task] = &[
    Task {
        key: "unread",
        needs: &[
            need("sent", "client.accepted > 0"),
            need("arrived", "server.recvq > 0 or server.read > 0"),
            need("unread", "server.recvq > 0"),
        ],
        solution: &[Move::Until("server.recvq > 0")],
    },
    Task {
        key: "lose",
        needs: &[need("lost", "datalost > 0"), need("answered", "client.read > 0")],
        solution: &[
            Move::Frame(is_data),
            Move::ToFrame(Intervention::DropFrame),
            Move::Until("client.read > 0"),
        ],
    },
];

const FLOOD: &[Task] = &[
    Task {
        key: "closed",
        needs: &[need("asleep", "client.asleep and client.call == send"), need("zero", "server.window == 0")],
        solution: &[Move::Until("client.asleep and client.call == send and server.window == 0")],
    },
    Task {
        key: "update",
        needs: &[
            need("read", "server.byhand > 0"),
            need("update", "server.updates > 0"),
            need("lost", "updateslost > 0"),
            need("recovered", "not client.asleep"),
        ],
        solution: &[
            Move::Until("client.asleep and client.probes > 0"),
            Move::Act(|| Intervention::ReadNow(1, 100_000)),
            Move::Until("server.updates > 0"),
            Move::Frame(is_reply),
            Move::ToFrame(Intervention::DropFrame),
            Move::Until("updateslost > 0 and not client.asleep"),
        ],
    },
];

const FRAMING: &[Task] = &[Task {
    key: "apart",
    needs: &[need("apart", "server.printed ~ \"b'hello'\"")],
    solution: &[
        Move::Frame(is_second),
        Move::ToFrame(Intervention::DropFrame),
        Move::Until("server.printed ~ \"b'hello'\""),
    ],
}];

const LOST_SYN: &[Task] = &[Task {
    key: "slow",
    needs: &[need("lost", "lost >= 2"), need("connected", "client.state == ESTAB and time > 2s")],
    solution: &[
        Move::Goal(|| Until::Retransmission),
        Move::Frame(is_syn),
        Move::ToFrame(Intervention::DropFrame),
        Move::Until("client.state == ESTAB"),
    ],
}];

const LATE: &[Task] = &[Task {
    key: "connected",
    needs: &[need("acted", "acts > 0"), need("connected", "client.printed ~ connected")],
    solution: &[
        Move::Frame(is_syn),
        Move::ToFrame(Intervention::DropFrame),
        Move::Until("client.printed ~ connected"),
    ],
}];

const HALF_CLOSE: &[Task] = &[Task {
    key: "half",
    needs: &[need("closed", "client.state == FIN-WAIT-2"), need("data", "client.recvq > 0")],
    solution: &[Move::Until("client.state == FIN-WAIT-2 and client.recvq > 0")],
}];

const UNREAD: &[Task] = &[Task {
    key: "orderly",
    needs: &[
        need("read", "server.byhand > 0"),
        need("returned", "client.printed ~ \"b''\""),
        need("orderly", "resets == 0"),
    ],
    solution: &[
        Move::Until("server.recvq > 0 and server.call == sleep"),
        Move::Act(|| Intervention::ReadNow(1, 1024)),
        Move::Until("client.printed ~ \"b''\""),
    ],
}];
