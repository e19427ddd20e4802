//! A small window holds a fast line back.

use super::*;
use crate::protocol::{Intervention, OptionName};

pub(super) const LAB: Lab = Lab {  question: Some(&QUESTION), tasks: TASKS, ..lab("window", Chapter::Speed, carry!("window_client"), carry!("window_server"), 8) };

const QUESTION: Question = Question {
    when: "server.read >= 50000",
    choices: &["time < 350ms", "time < 700ms", "true"],
    facts: &[("took", Find::From("client.accepted > 0", "server.read >= 50000")), ("segments", Find::End("client.segments"))],
};

const TASKS: &[Task] = &[Task {
        key: "fast",
        needs: &[need("fast", "server.read >= 50000 and time < 700ms")],
        solution: &[Move::Until("server.call == accept"), Move::Act(|| Intervention::SetOption(1, OptionName::ReceiveBuffer, 262_144)), Move::Until("server.read >= 50000")],
    },];
