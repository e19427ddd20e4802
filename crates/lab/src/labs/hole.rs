//! One lost segment holds up all that come behind it.

use super::*;
use crate::protocol::Intervention;
use crate::view::FrameKind;
use crate::{catalogue::lose, protocol::Until};
use netlab_world::FrameClass;

pub(super) const LAB: Lab = Lab { drops: &[lose(FrameClass::Data, 3)], question: Some(&QUESTION), tasks: TASKS, ..lab("hole", Chapter::Losing, carry!("hole_client"), carry!("hole_server"), 5) };

const QUESTION: Question = Question {
    when: "retransmissions > 0",
    choices: &["server.read >= 10136", "server.read > 0", "true"],
    facts: &[("first", Find::At("retransmissions > 0", "server.read")), ("again", Find::End("client.retransmissions")), ("held", Find::From("datalost > 0", "server.read >= 11584"))],
};

const TASKS: &[Task] = &[Task {
        key: "again",
        needs: &[need("lost", "datalost >= 2"), need("all", "server.read >= 11584")],
        solution: &[Move::Goal(|| Until::Retransmission), Move::Frame(|frame| frame.kind == FrameKind::Retransmission), Move::ToFrame(Intervention::DropFrame), Move::Until("datalost >= 2 and server.read >= 11584")],
    },];
