//! Before the first packet somebody has to be asked for a hardware address.

use super::*;
use crate::protocol::Intervention;
use crate::view::FrameKind;

pub(super) const LAB: Lab = Lab {  question: Some(&QUESTION), tasks: TASKS, ..lab("arp", Chapter::Connecting, carry!("arp_client"), programs::HELLO_SERVER, 6) };

const QUESTION: Question = Question {
    when: "frames > 0",
    choices: &["arps == 0", "arps > 0", "true"],
    facts: &[("arps", Find::End("arps")), ("first", Find::From("client.call == connect", "client.printed ~ first")), ("second", Find::From("client.printed ~ first", "client.printed ~ second"))],
};

const TASKS: &[Task] = &[Task {
        key: "lost",
        needs: &[need("lost", "lost > 0"), need("connected", "client.printed ~ first and time > 1s")],
        solution: &[Move::Frame(|frame| frame.kind == FrameKind::Arp), Move::ToFrame(Intervention::DropFrame), Move::Until("client.printed ~ first and time > 1s")],
    },];
