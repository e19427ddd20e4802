//! SO_SNDBUF is doubled, and pays for more than payload.

use super::*;

pub(super) const LAB: Lab = Lab {  question: Some(&QUESTION), tasks: TASKS, ..lab("doubled", Chapter::Bytes, carry!("doubled_client"), carry!("doubled_server"), 10) };

const QUESTION: Question = Question {
    when: "client.call == connect",
    choices: &["client.printed ~ \"is 21000\"", "client.printed ~ \"is 42000\"", "true"],
    facts: &[("linux", Find::At("client.printed ~ \"is 42000\" and client.printed ~ taken", "client.accepted")), ("textbook", Find::At("client.printed ~ \"is 21000\" and client.printed ~ taken", "client.accepted")), ("kept", Find::At("client.printed ~ taken", "client.sendq")), ("there", Find::At("client.printed ~ taken", "server.recvq"))],
};

const TASKS: &[Task] = &[Task {
        key: "full",
        needs: &[need("refused", "client.printed ~ taken"), need("zero", "server.window == 0")],
        solution: &[Move::Until("client.printed ~ taken and server.window == 0")],
    },];
