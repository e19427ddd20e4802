//! A FIN ends one half of a connection.

use super::*;

pub(super) const LAB: Lab = Lab {  question: Some(&QUESTION), tasks: TASKS, ..lab("halfclose", Chapter::Closing, carry!("halfclose_client"), carry!("halfclose_server"), 3) };

const QUESTION: Question = Question {
    when: "client.ended",
    choices: &["not client.printed ~ world", "true"],
    facts: &[("between", Find::From("client.state ~ FIN-WAIT", "client.printed ~ world")), ("read", Find::End("client.read"))],
};

const TASKS: &[Task] = &[Task {
        key: "half",
        needs: &[need("closed", "client.state == FIN-WAIT-2"), need("data", "client.recvq > 0")],
        solution: &[Move::Until("client.state == FIN-WAIT-2 and client.recvq > 0")],
    },];
