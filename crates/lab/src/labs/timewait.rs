//! TIME-WAIT, and Address already in use.

use super::*;
use crate::protocol::Intervention;

pub(super) const LAB: Lab = Lab {  question: Some(&QUESTION), tasks: TASKS, ..lab("timewait", Chapter::Closing, carry!("timewait_client"), carry!("timewait_server"), 5) };

const QUESTION: Question = Question {
    when: "server.printed ~ bound or server.printed ~ Errno",
    choices: &["server.printed ~ bound", "server.printed ~ Errno", "true"],
    facts: &[("since", Find::From("server.state == TIME-WAIT", "server.printed ~ Errno"))],
};

const TASKS: &[Task] = &[Task {
        key: "bound",
        needs: &[need("bound", "server.printed ~ bound")],
        solution: &[Move::Until("client.printed ~ world"), Move::Act(|| Intervention::Kill(0)), Move::Until("server.printed ~ bound")],
    },];
