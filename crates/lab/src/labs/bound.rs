//! A server bound to 127.0.0.1 is out of reach from other computers.

use super::*;

pub(super) const LAB: Lab = Lab {  question: Some(&QUESTION), tasks: TASKS, ..lab("bound", Chapter::Connecting, carry!("bound_client"), carry!("bound_server"), 4) };

const QUESTION: Question = Question {
    when: "client.ended",
    choices: &["client.printed ~ connected", "client.printed ~ refused", "true"],
    facts: &[("waited", Find::From("client.call == connect", "client.printed ~ refused")), ("resets", Find::End("server.resets"))],
};

const TASKS: &[Task] = &[Task {
        key: "refusing",
        needs: &[need("rst", "resets > 0"), need("accept", "server.asleep and server.call == accept"), need("early", "not client.printed ~ refused")],
        solution: &[Move::Until("resets > 0 and server.asleep and server.call == accept")],
    },];
