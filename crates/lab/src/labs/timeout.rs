//! A timeout gives up waiting, not the connection.

use super::*;

pub(super) const LAB: Lab = Lab {  question: Some(&QUESTION), tasks: TASKS, ..lab("timeout", Chapter::Losing, carry!("timeout_client"), carry!("timeout_server"), 5) };

const QUESTION: Question = Question {
    when: "client.ended",
    choices: &["client.printed ~ \"b''\"", "client.printed ~ world", "true"],
    facts: &[("late", Find::From("client.printed ~ timed", "client.recvq > 0")), ("lay", Find::From("client.recvq > 0", "client.printed ~ world"))],
};

const TASKS: &[Task] = &[Task {
        key: "lies",
        needs: &[need("gaveup", "client.printed ~ timed"), need("there", "client.recvq > 0")],
        solution: &[Move::Until("client.printed ~ timed and client.recvq > 0")],
    },];
