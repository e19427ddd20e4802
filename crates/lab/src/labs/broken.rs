//! The first send to a closed peer works; the next one fails.

use super::*;
use crate::protocol::Intervention;
use crate::view::FrameKind;

pub(super) const LAB: Lab = Lab {  question: Some(&QUESTION), tasks: TASKS, ..lab("broken", Chapter::Closing, carry!("broken_client"), carry!("broken_server"), 5) };

const QUESTION: Question = Question {
    when: "client.ended",
    choices: &["not client.printed ~ \"second send\"", "client.printed ~ \"Broken pipe\"", "true"],
    facts: &[("reset", Find::From("client.printed ~ \"second send\"", "resets > 0")), ("accepted", Find::End("client.accepted")), ("read", Find::End("server.read"))],
};

const TASKS: &[Task] = &[Task {
        key: "third",
        needs: &[need("third", "client.printed ~ \"third send\"")],
        solution: &[Move::Frame(|frame| frame.kind == FrameKind::Rst), Move::Act(|| Intervention::Cable(0, false)), Move::Until("client.printed ~ \"third send\"")],
    },];
