//! close with unread data sends a reset.

use super::*;
use crate::protocol::Intervention;

pub(super) const LAB: Lab = Lab {  question: Some(&QUESTION), tasks: TASKS, ..lab("unread", Chapter::Closing, carry!("unread_client"), carry!("unread_server"), 3) };

const QUESTION: Question = Question {
    when: "client.ended",
    choices: &["client.printed ~ \"b''\"", "client.printed ~ reset", "true"],
    facts: &[("unread", Find::End("client.accepted")), ("resets", Find::End("resets")), ("waited", Find::From("client.call == recv", "client.printed ~ reset"))],
};

const TASKS: &[Task] = &[Task {
        key: "orderly",
        needs: &[need("read", "server.byhand > 0"), need("returned", "client.printed ~ \"b''\""), need("orderly", "resets == 0")],
        solution: &[Move::Until("server.recvq > 0 and server.call == sleep"), Move::Act(|| Intervention::ReadNow(1, 1024)), Move::Until("client.printed ~ \"b''\"")],
    },];
