//! Flow control protects the receiver, congestion control the network.

use super::*;
use crate::protocol::Intervention;
use crate::catalogue::Narrow;

pub(super) const LAB: Lab = Lab { narrow: Some(Narrow { link: 1, rate: 1_000_000, queue: 8 }), question: Some(&QUESTION), tasks: TASKS, ..lab("bottleneck", Chapter::Speed, carry!("bottleneck_client"), carry!("bottleneck_server"), 10) };

const QUESTION: Question = Question {
    when: "server.printed ~ read",
    choices: &["server.updates > 0", "datalost > 0", "true"],
    facts: &[("lost", Find::End("datalost")), ("again", Find::End("client.retransmissions")), ("took", Find::From("client.accepted > 0", "server.printed ~ read"))],
};

const TASKS: &[Task] = &[Task {
        key: "flow",
        needs: &[need("stopped", "server.stopped"), need("zero", "server.window == 0")],
        solution: &[Move::Until("server.read > 0"), Move::Act(|| Intervention::Stop(1, true)), Move::Until("server.window == 0")],
    },];
