//! A window that stays closed for an hour.

use super::*;
use crate::protocol::Intervention;

pub(super) const LAB: Lab = Lab {  question: Some(&QUESTION), tasks: TASKS, ..lab("patience", Chapter::Bytes, carry!("patience_client"), carry!("patience_server"), 4000) };

const QUESTION: Question = Question {
    when: "server.ended",
    choices: &["client.ended and not client.printed ~ sent", "server.printed ~ 20000", "true"],
    facts: &[("asleep", Find::From("client.asleep and client.call == send", "client.printed ~ sent")), ("probes", Find::At("client.printed ~ sent and client.probes > 9", "client.probes")), ("lost", Find::End("datalost")), ("read", Find::End("server.read"))],
};

const TASKS: &[Task] = &[Task {
        key: "giveup",
        needs: &[need("acted", "acts > 0"), need("failed", "client.ended and not client.printed ~ sent")],
        solution: &[Move::Until("client.asleep and client.probes > 0"), Move::Act(|| Intervention::Unplug(1, true)), Move::Until("client.ended")],
    },];
