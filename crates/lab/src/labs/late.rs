//! A port that nobody listens on yet.

use super::*;
use crate::protocol::Intervention;
use crate::view::FrameKind;

pub(super) const LAB: Lab = Lab {  question: Some(&QUESTION), tasks: TASKS, ..lab("late", Chapter::Connecting, carry!("late_client"), carry!("late_server"), 10) };

const QUESTION: Question = Question {
    when: "client.ended",
    choices: &["client.printed ~ connected", "time < 1s", "true"],
    facts: &[("waited", Find::From("client.call == connect", "client.printed ~ Errno")), ("resets", Find::End("resets"))],
};

const TASKS: &[Task] = &[Task {
        key: "connected",
        needs: &[need("acted", "acts > 0"), need("connected", "client.printed ~ connected")],
        solution: &[Move::Frame(|frame| frame.kind == FrameKind::Syn), Move::ToFrame(Intervention::DropFrame), Move::Until("client.printed ~ connected")],
    },];
