//! An idle connection does not notice a dead cable.

use super::*;
use crate::protocol::Intervention;
use crate::catalogue::Dark;

pub(super) const LAB: Lab = Lab { dark: Some(Dark { link: 1, from: 1000, to: 3_600_000 }), question: Some(&QUESTION), tasks: TASKS, ..lab("silence", Chapter::Losing, carry!("silence_client"), carry!("silence_server"), 7300) };

const QUESTION: Question = Question {
    when: "client.ended",
    choices: &["time < 10s", "time < 3600s", "client.printed ~ world", "true"],
    facts: &[("waited", Find::From("client.call == recv", "client.printed ~ world"))],
};

const TASKS: &[Task] = &[Task {
        key: "dark",
        needs: &[need("dark", "time > 1s and time < 3600s"), need("both", "client.state == ESTAB and server.state == ESTAB")],
        solution: &[Move::Until("time > 1s")],
    },Task {
        key: "forever",
        needs: &[need("killed", "server.ended"), need("waits", "time > 60s and client.asleep and client.state == ESTAB")],
        solution: &[Move::Until("time > 1s"), Move::Act(|| Intervention::Kill(1)), Move::Until("time > 60s and client.asleep")],
    },];
