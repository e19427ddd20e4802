//! The chapter's first experiment: one word there, one word back. Question and explanation have code of their own.

use super::*;
use crate::protocol::Intervention;

pub(super) const LAB: Lab = Lab {  tasks: TASKS, ..lab("hello", Chapter::First, carry!("hello_client"), carry!("hello_server"), 2) };

const TASKS: &[Task] = &[Task {
        key: "unread",
        needs: &[need("sent", "client.accepted > 0"), need("arrived", "server.recvq > 0 or server.read > 0"), need("unread", "server.recvq > 0")],
        solution: &[Move::Until("server.recvq > 0")],
    },Task {
        key: "lose",
        needs: &[need("lost", "datalost > 0"), need("answered", "client.read > 0")],
        solution: &[Move::Frame(is_data), Move::ToFrame(Intervention::DropFrame), Move::Until("client.read > 0")],
    },];
