//! UDP loses in silence and keeps borders.

use super::*;
use crate::protocol::Intervention;
use crate::view::FrameKind;
use crate::catalogue::lose;
use netlab_world::FrameClass;

pub(super) const LAB: Lab = Lab { drops: &[lose(FrameClass::Ip, 2)], question: Some(&QUESTION), tasks: TASKS, ..lab("udp", Chapter::Losing, carry!("udp_client"), carry!("udp_server"), 3) };

const QUESTION: Question = Question {
    when: "server.printed ~ three",
    choices: &["server.printed ~ two", "server.printed ~ three", "true"],
    facts: &[("lost", Find::End("lost")), ("sent", Find::End("client.calls"))],
};

const TASKS: &[Task] = &[Task {
        key: "order",
        needs: &[need("order", "server.printed ~ \"b'three'\nb'one'\"")],
        solution: &[Move::Frame(|frame| frame.kind == FrameKind::Udp), Move::ToFrame(|frame| Intervention::DelayFrame(frame, 500_000_000)), Move::Until("server.printed ~ \"b'three'\nb'one'\"")],
    },];
