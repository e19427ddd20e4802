//! close lets go of a descriptor; shutdown ends the stream.

use super::*;
use crate::protocol::Intervention;

pub(super) const LAB: Lab = Lab {  question: Some(&QUESTION), tasks: TASKS, ..lab("dup", Chapter::Closing, carry!("dup_client"), carry!("dup_server"), 5) };

const QUESTION: Question = Question {
    when: "server.printed ~ \"b''\"",
    choices: &["time < 900ms", "time < 1900ms", "true"],
    facts: &[("gap", Find::From("client.call == close", "server.printed ~ \"b''\""))],
};

const TASKS: &[Task] = &[Task {
        key: "early",
        needs: &[need("early", "server.printed ~ \"b''\" and time < 900ms")],
        solution: &[Move::Until("server.printed ~ hello"), Move::Act(|| Intervention::Kill(0)), Move::Until("server.printed ~ \"b''\"")],
    },];
