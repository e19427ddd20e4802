//! One lost fragment loses the whole datagram.

use super::*;
use crate::protocol::Intervention;
use crate::view::FrameKind;
use crate::catalogue::lose;
use netlab_world::FrameClass;

pub(super) const LAB: Lab = Lab { drops: &[lose(FrameClass::Ip, 2)], question: Some(&QUESTION), tasks: TASKS, ..lab("fragments", Chapter::Losing, carry!("fragments_client"), carry!("fragments_server"), 40) };

const QUESTION: Question = Question {
    when: "server.printed ~ \"b'b'\"",
    choices: &["server.printed ~ \"b'a'\" and not server.printed ~ \"4000 times b'a'\"", "server.printed ~ \"4000 times b'a'\"", "true"],
    facts: &[("lost", Find::End("lost")), ("frames", Find::End("frames"))],
};

const TASKS: &[Task] = &[Task {
        key: "both",
        needs: &[need("lost", "lost >= 2"), need("nothing", "time > 400ms and server.asleep and not server.printed ~ received")],
        solution: &[Move::Until("client.line == 7"), Move::Frame(|frame| frame.kind == FrameKind::Udp), Move::ToFrame(Intervention::DropFrame), Move::Until("lost >= 2 and time > 400ms")],
    },];
