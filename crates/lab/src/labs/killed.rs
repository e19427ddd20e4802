//! A killed process is not a dead computer.

use super::*;
use crate::protocol::Intervention;

pub(super) const LAB: Lab = Lab {  question: Some(&QUESTION), tasks: TASKS, ..lab("killed", Chapter::Closing, carry!("killed_client"), carry!("killed_server"), 8) };

const QUESTION: Question = Question {
    when: "client.ended",
    choices: &["client.printed ~ \"b''\"", "client.printed ~ reset", "true"],
    facts: &[("later", Find::From("server.ended", "client.printed ~ \"b''\""))],
};

const TASKS: &[Task] = &[Task {
        key: "reset",
        needs: &[need("reset", "client.printed ~ reset")],
        solution: &[Move::Until("server.recvq > 0 and server.call == sleep"), Move::Act(|| Intervention::Kill(1)), Move::Until("client.printed ~ reset")],
    },Task {
        key: "silence",
        needs: &[need("acted", "acts > 0"), need("waits", "time > 3s and client.asleep")],
        solution: &[Move::Until("server.printed ~ hello"), Move::Act(|| Intervention::Unplug(1, true)), Move::Until("time > 3s and client.asleep")],
    },];
