//! A non-blocking connect: EINPROGRESS, select, SO_ERROR.

use super::*;
use crate::protocol::Intervention;
use crate::view::FrameKind;

pub(super) const LAB: Lab = Lab {  question: Some(&QUESTION), tasks: TASKS, ..lab("nonblock", Chapter::Connecting, carry!("nonblock_client"), carry!("nonblock_server"), 4) };

const QUESTION: Question = Question {
    when: "client.printed ~ \"connect_ex:\" and client.call == select",
    choices: &["client.printed ~ \"connect_ex: 0\"", "client.printed ~ EINPROGRESS", "true"],
    facts: &[("until", Find::From("client.printed ~ EINPROGRESS", "client.printed ~ \"SO_ERROR: \""))],
};

const TASKS: &[Task] = &[Task {
        key: "refused",
        needs: &[need("refused", "client.printed ~ ECONNREFUSED")],
        solution: &[Move::Frame(|frame| frame.kind == FrameKind::Syn), Move::Act(|| Intervention::Kill(1)), Move::Until("client.printed ~ ECONNREFUSED")],
    },];
