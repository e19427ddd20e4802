//! SO_LINGER waits for acknowledgements, not for a reader.

use super::*;
use crate::protocol::Intervention;

pub(super) const LAB: Lab = Lab {  question: Some(&QUESTION), tasks: TASKS, ..lab("linger", Chapter::Closing, carry!("linger_client"), carry!("linger_server"), 20) };

const QUESTION: Question = Question {
    when: "client.printed ~ closed",
    choices: &["server.read > 0", "true"],
    facts: &[("waited", Find::From("client.call == close", "client.printed ~ closed")), ("unread", Find::From("client.printed ~ closed", "server.read > 0"))],
};

const TASKS: &[Task] = &[Task {
        key: "slow",
        needs: &[need("slow", "client.printed ~ closed and time > 5s")],
        solution: &[Move::Frame(is_data), Move::Act(|| Intervention::Cable(0, false)), Move::Until("client.printed ~ closed")],
    },];
