//! Two sends, one recv: a stream has no borders.

use super::*;
use crate::protocol::Intervention;

pub(super) const LAB: Lab = Lab {  question: Some(&QUESTION), tasks: TASKS, ..lab("framing", Chapter::Bytes, carry!("framing_client"), carry!("framing_server"), 3) };

const QUESTION: Question = Question {
    when: "server.ended",
    choices: &["server.printed ~ \"b'hello'\" and server.printed ~ \"b'world'\"", "server.printed ~ \"b'helloworld'\"", "true"],
    facts: &[("accepted", Find::End("client.accepted"))],
};

const TASKS: &[Task] = &[Task {
        key: "apart",
        needs: &[need("apart", "server.printed ~ \"b'hello'\"")],
        solution: &[Move::Frame(|frame| frame.from == Some(5)), Move::ToFrame(Intervention::DropFrame), Move::Until("server.printed ~ \"b'hello'\"")],
    },];
