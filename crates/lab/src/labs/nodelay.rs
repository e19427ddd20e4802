//! TCP_NODELAY is not speed.

use super::*;

pub(super) const LAB: Lab = Lab { settings: &[("rate", "20")], question: Some(&QUESTION), tasks: TASKS, ..lab("nodelay", Chapter::Speed, carry!("nodelay_client"), carry!("nodelay_server"), 6) };

const QUESTION: Question = Question {
    when: "client.ended",
    choices: &["client.printed ~ \"NODELAY it is faster\"", "client.printed ~ \"NODELAY it is slower\"", "true"],
    facts: &[("plain", Find::From("client.line == 18", "client.line == 19")), ("nodelay", Find::From("client.line == 19", "client.line == 20")), ("segments", Find::At("client.printed ~ slower and client.segments > 20", "client.segments"))],
};

const TASKS: &[Task] = &[Task {
        key: "together",
        needs: &[need("waiting", "client.notsent >= 500")],
        solution: &[Move::Until("client.notsent >= 500")],
    },];
