//! Nagle's rule meets the delayed acknowledgement.

use super::*;
use crate::protocol::{Intervention, OptionName};

pub(super) const LAB: Lab = Lab {  question: Some(&QUESTION), tasks: TASKS, ..lab("nagle", Chapter::Speed, carry!("nagle_client"), carry!("nagle_server"), 3) };

const QUESTION: Question = Question {
    when: "client.printed ~ \"exchange 3 took\"",
    choices: &["time < 350ms", "time < 520ms", "true"],
    facts: &[("first", Find::From("client.accepted > 0", "client.printed ~ \"exchange 1 took\"")), ("pause", Find::From("client.printed ~ \"exchange 2 took\" and client.accepted < 20 and time > 400ms", "client.printed ~ \"exchange 3 took\""))],
};

const TASKS: &[Task] = &[Task {
        key: "fast",
        needs: &[need("fast", "client.ended and time < 450ms")],
        solution: &[Move::Until("client.state == ESTAB"), Move::Act(|| Intervention::SetOption(0, OptionName::NoDelay, 1)), Move::Until("client.ended")],
    },];
