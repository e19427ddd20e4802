//! localhost: no frame leaves the computer.

use super::*;
use crate::protocol::Intervention;

pub(super) const LAB: Lab = Lab {  question: Some(&QUESTION), tasks: TASKS, ..lab("loopback", Chapter::Connecting, carry!("loopback_client"), programs::HELLO_SERVER, 4) };

const QUESTION: Question = Question {
    when: "client.read >= 10",
    choices: &["frames > 4", "frames > 0", "true"],
    facts: &[("segments", Find::At("client.read >= 10", "client.segments")), ("frames", Find::At("client.read >= 10", "frames")), ("took", Find::From("segments > 0", "client.read >= 10"))],
};

const TASKS: &[Task] = &[Task {
        key: "unplugged",
        needs: &[need("acted", "acts > 0"), need("answered", "client.read >= 10")],
        solution: &[Move::Until("record > 5"), Move::Act(|| Intervention::Unplug(0, true)), Move::Until("client.read >= 10")],
    },];
