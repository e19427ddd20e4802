//! recv(n) returns what is there, at most n.

use super::*;
use crate::protocol::Intervention;

pub(super) const LAB: Lab = Lab {  question: Some(&QUESTION), tasks: TASKS, ..lab("partial", Chapter::Bytes, carry!("partial_client"), carry!("partial_server"), 3) };

const QUESTION: Question = Question {
    when: "server.read > 0",
    choices: &["server.read >= 4000", "server.read > 1", "true"],
    facts: &[("first", Find::At("server.read > 0", "server.read")), ("all", Find::End("server.read"))],
};

const TASKS: &[Task] = &[Task {
        key: "whole",
        needs: &[need("whole", "server.printed ~ \"first recv: 4000\"")],
        solution: &[Move::Frame(is_data), Move::ToFrame(Intervention::DropFrame), Move::Until("server.printed ~ \"first recv: 4000\"")],
    },];
