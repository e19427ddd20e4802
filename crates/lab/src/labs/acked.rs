//! An acknowledgement comes from a kernel, not from a program.

use super::*;

pub(super) const LAB: Lab = Lab {  question: Some(&QUESTION), tasks: TASKS, ..lab("acked", Chapter::Bytes, carry!("acked_client"), carry!("acked_server"), 4) };

const QUESTION: Question = Question {
    when: "client.accepted > 0 and client.sendq == 0",
    choices: &["server.read >= 1000", "server.read > 0", "true"],
    facts: &[("took", Find::From("client.accepted > 0", "client.accepted > 0 and client.sendq == 0")), ("read", Find::At("client.accepted > 0 and client.sendq == 0", "server.read")), ("accepted", Find::End("client.accepted")), ("total", Find::End("server.read"))],
};

const TASKS: &[Task] = &[Task {
        key: "stand",
        needs: &[need("sent", "client.accepted >= 2000"), need("acked", "client.sendq == 0"), need("unread", "server.recvq >= 2000")],
        solution: &[Move::Until("client.accepted >= 2000 and client.sendq == 0 and server.recvq >= 2000")],
    },];
