//! Two programs that both write first.

use super::*;
use crate::protocol::{Intervention, OptionName};

pub(super) const LAB: Lab = Lab {  question: Some(&QUESTION), tasks: TASKS, ..lab("deadlock", Chapter::Bytes, carry!("deadlock_client"), carry!("deadlock_server"), 20) };

const QUESTION: Question = Question {
    when: "client.ended and server.ended",
    choices: &["client.ended and server.ended", "client.ended or server.ended", "true"],
    facts: &[("client", Find::End("client.accepted")), ("server", Find::End("server.accepted"))],
};

const TASKS: &[Task] = &[Task {
        key: "both",
        needs: &[need("client", "client.asleep and client.call == send"), need("server", "server.asleep and server.call == send")],
        solution: &[Move::Until("client.asleep and client.call == send and server.asleep and server.call == send")],
    },Task {
        key: "free",
        needs: &[need("acted", "acts > 0"), need("ended", "client.ended and server.ended")],
        solution: &[Move::Until("client.asleep and client.call == send and server.asleep and server.call == send"), Move::Act(|| Intervention::SetOption(0, OptionName::SendBuffer, 100_000)), Move::Until("client.ended and server.ended")],
    },];
