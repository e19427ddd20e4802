//! Keepalive notices a silent peer.

use super::*;
use crate::catalogue::Dark;

pub(super) const LAB: Lab = Lab { dark: Some(Dark { link: 1, from: 1000, to: 90_000 }), question: Some(&QUESTION), tasks: TASKS, ..lab("keepalive", Chapter::Losing, carry!("keepalive_client"), carry!("keepalive_server"), 100) };

const QUESTION: Question = Question {
    when: "client.ended",
    choices: &["time < 5s", "time < 20s", "time < 60s", "true"],
    facts: &[("waited", Find::From("client.call == recv", "client.printed ~ Errno")), ("probes", Find::End("client.keepalives"))],
};

const TASKS: &[Task] = &[Task {
        key: "two",
        needs: &[need("two", "client.keepalives >= 2"), need("waits", "client.asleep")],
        solution: &[Move::Until("client.keepalives >= 2")],
    },];
