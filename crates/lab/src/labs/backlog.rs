//! connect succeeds before accept.

use super::*;
use crate::protocol::Intervention;

pub(super) const LAB: Lab = Lab {  question: Some(&QUESTION), tasks: TASKS, ..lab("backlog", Chapter::Connecting, carry!("backlog_client"), carry!("backlog_server"), 4) };

const QUESTION: Question = Question {
    when: "client.printed ~ connected",
    choices: &["time < 500ms", "client.printed ~ connected", "true"],
    facts: &[("waited", Find::From("client.call == connect", "client.printed ~ connected")), ("early", Find::From("client.printed ~ connected", "server.call == accept"))],
};

const TASKS: &[Task] = &[Task {
        key: "early",
        needs: &[need("sent", "client.accepted > 0"), need("acked", "client.sendq == 0"), need("sleeping", "server.call == sleep")],
        solution: &[Move::Until("client.accepted > 0 and client.sendq == 0 and server.call == sleep")],
    },Task {
        key: "reset",
        needs: &[need("connected", "client.printed ~ connected"), need("reset", "client.printed ~ reset")],
        solution: &[Move::Until("client.printed ~ connected and server.recvq > 0"), Move::Act(|| Intervention::Kill(1)), Move::Until("client.printed ~ reset")],
    },];
