//! The chapter's second experiment: the server never reads. Question and explanation have code of their own.

use super::*;
use crate::protocol::Intervention;
use crate::view::Way;

pub(super) const LAB: Lab = Lab { buffers: Some((4096, 4096)), tasks: TASKS, ..lab("flood", Chapter::First, carry!("flood_client"), carry!("flood_server"), 30) };

const TASKS: &[Task] = &[Task {
        key: "closed",
        needs: &[need("asleep", "client.asleep and client.call == send"), need("zero", "server.window == 0")],
        solution: &[Move::Until("client.asleep and client.call == send and server.window == 0")],
    },Task {
        key: "update",
        needs: &[need("read", "server.byhand > 0"), need("update", "server.updates > 0"), need("lost", "updateslost > 0"), need("recovered", "not client.asleep")],
        solution: &[Move::Until("client.asleep and client.probes > 0"), Move::Act(|| Intervention::ReadNow(1, 100_000)), Move::Until("server.updates > 0"), Move::Frame(|frame| frame.way == Way::Reply), Move::ToFrame(Intervention::DropFrame), Move::Until("updateslost > 0 and not client.asleep")],
    },];
