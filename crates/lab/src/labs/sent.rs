//! send has returned: nothing has arrived yet.

use super::*;
use crate::protocol::Intervention;
use crate::catalogue::Dark;

pub(super) const LAB: Lab = Lab { dark: Some(Dark { link: 1, from: 200, to: 8000 }), question: Some(&QUESTION), tasks: TASKS, ..lab("sent", Chapter::Bytes, carry!("sent_client"), carry!("sent_server"), 15) };

const QUESTION: Question = Question {
    when: "client.ended",
    choices: &["client.printed ~ \"returned 5\"", "client.ended", "true"],
    facts: &[("again", Find::End("client.retransmissions")), ("later", Find::From("client.printed ~ \"returned 5\"", "server.read > 0")), ("alone", Find::From("client.ended", "server.read > 0"))],
};

const TASKS: &[Task] = &[Task {
        key: "orphan",
        needs: &[need("ended", "client.ended"), need("ahead", "server.recvq == 0 and server.read == 0")],
        solution: &[Move::Until("client.ended")],
    },Task {
        key: "never",
        needs: &[need("sent", "client.printed ~ \"returned 5\""), need("killed", "server.ended and server.read == 0"), need("refused", "resets > 0")],
        solution: &[Move::Until("client.ended"), Move::Act(|| Intervention::Kill(1)), Move::Until("resets > 0")],
    },];
