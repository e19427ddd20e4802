//! Nothing yet, something, the end: three answers of recv.

use super::*;
use crate::protocol::Intervention;

pub(super) const LAB: Lab = Lab {  question: Some(&QUESTION), tasks: TASKS, ..lab("eof", Chapter::Closing, carry!("eof_client"), carry!("eof_server"), 5) };

const QUESTION: Question = Question {
    when: "client.printed ~ b or client.printed ~ Errno",
    choices: &["client.printed ~ \"b''\"", "client.printed ~ Errno", "true"],
    facts: &[("hello", Find::From("client.printed ~ Errno", "client.printed ~ hello")), ("end", Find::From("client.printed ~ hello", "client.printed ~ \"b''\""))],
};

const TASKS: &[Task] = &[Task {
        key: "twice",
        needs: &[need("twice", "client.printed ~ \"unavailable\n[Errno\"")],
        solution: &[Move::Frame(is_data), Move::ToFrame(Intervention::DropFrame), Move::Until("client.printed ~ \"unavailable\n[Errno\"")],
    },];
