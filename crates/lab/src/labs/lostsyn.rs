//! The first SYN is lost.

use super::*;
use crate::protocol::Intervention;
use crate::view::FrameKind;
use crate::{catalogue::lose, protocol::Until};
use netlab_world::FrameClass;

pub(super) const LAB: Lab = Lab { drops: &[lose(FrameClass::Syn, 1)], question: Some(&QUESTION), tasks: TASKS, ..lab("lostsyn", Chapter::Losing, programs::HELLO_CLIENT, programs::HELLO_SERVER, 20) };

const QUESTION: Question = Question {
    when: "client.state == ESTAB",
    choices: &["time < 150ms", "time < 600ms", "time < 2s", "true"],
    facts: &[("waited", Find::From("client.call == connect", "client.state == ESTAB")), ("again", Find::End("client.retransmissions"))],
};

const TASKS: &[Task] = &[Task {
        key: "slow",
        needs: &[need("lost", "lost >= 2"), need("connected", "client.state == ESTAB and time > 2s")],
        solution: &[Move::Goal(|| Until::Retransmission), Move::Frame(|frame| frame.kind == FrameKind::Syn), Move::ToFrame(Intervention::DropFrame), Move::Until("client.state == ESTAB")],
    },];
