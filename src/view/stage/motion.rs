//! What moves at a step: bytes that have crossed a border, and frames that have left a NIC. Only forwards; going back
//! changes the state at once.

use netlab_lab::view::{BufferView, ByteName, FrameView, HostView, ShownByte, View, Way};
use std::rc::Rc;
use yew::prelude::*;

/// Where a byte has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arrival {
    /// From the program into the send buffer: downwards.
    SendBuffer,
    /// From the NIC into the receive buffer: upwards.
    ReceiveBuffer,
    /// From the receive buffer into the program: upwards.
    Program,
}

impl Arrival {
    const fn class(self) -> &'static str {
        match self {
            Self::SendBuffer => "Move is-down",
            Self::ReceiveBuffer => "Move is-up",
            Self::Program => "Move is-out",
        }
    }
}

/// What has moved with the last step.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Moves {
    record: u64,
    bytes: Vec<(usize, Arrival, ByteName)>,
    frames: Vec<u64>,
}

fn shown(host: &HostView) -> Option<[&BufferView; 2]> {
    let socket = host.shown.and_then(|index| host.sockets.get(index))?;
    Some([&socket.send, &socket.receive])
}

fn buffered(host: &HostView, which: usize) -> &[ShownByte] {
    shown(host).map_or(&[], |buffers| &buffers[which].bytes)
}

impl Moves {
    /// What is new in `now` since `before`, if that is an earlier moment of the same run.
    pub(super) fn between(before: &View, now: &View) -> Self {
        let mut moves = Self { record: now.moment.record, ..Self::default() };
        if before.lab != now.lab || before.moment.record >= now.moment.record {
            return moves;
        }
        for (index, (old, new)) in before.hosts.iter().zip(&now.hosts).enumerate() {
            let mut add = |arrival, old: &[ShownByte], new: &[ShownByte]| {
                let fresh = new.iter().filter(|byte| !old.iter().any(|known| known.name == byte.name));
                moves.bytes.extend(fresh.map(|byte| (index, arrival, byte.name)));
            };
            add(Arrival::SendBuffer, buffered(old, 0), buffered(new, 0));
            add(Arrival::ReceiveBuffer, buffered(old, 1), buffered(new, 1));
            let sends = if index == 0 { Way::Request } else { Way::Reply };
            // Only what came up from the kernel: the program's own bytes were there.
            if new.memory.first().is_some_and(|byte| byte.name.way != sends) {
                add(Arrival::Program, &old.memory, &new.memory);
            }
        }
        let last = now.cables.len().saturating_sub(1);
        let leaves = |frame: &&FrameView| match frame.way {
            Way::Request => frame.cable == 0,
            Way::Reply => frame.cable == last,
        };
        let fresh = |frame: &&FrameView| !before.frames.iter().any(|known| known.id == frame.id);
        moves.frames = now.frames.iter().filter(leaves).filter(fresh).map(|frame| frame.id).collect();
        moves
    }

    /// The byte's drawing, with the movement that brought it here. The key changes with the step, so that the same place
    /// can be reached by a movement twice.
    pub(super) fn byte(&self, host: usize, arrival: Arrival, name: ByteName, drawing: Html) -> Html {
        let moves = self.bytes.contains(&(host, arrival, name));
        let class = moves.then(|| arrival.class());
        let record = if moves { self.record } else { 0 };
        html! { <g key={format!("{}.{}.{record}", name.flow, name.offset)} {class}>{ drawing }</g> }
    }

    /// The frame's drawing, likewise.
    pub(super) fn frame(&self, frame: &FrameView, drawing: Html) -> Html {
        let class = self.frames.contains(&frame.id).then_some(match frame.way {
            Way::Request => "Move is-onto-request",
            Way::Reply => "Move is-onto-reply",
        });
        html! { <g key={frame.id.to_string()} {class}>{ drawing }</g> }
    }
}

/// The moment that is drawn and the one before it.
#[derive(Debug, Default)]
pub(super) struct Past {
    now: Option<Rc<View>>,
    moves: Moves,
}

impl Past {
    /// The movements that lead to this moment; the same again while it stays.
    pub(super) fn step(&mut self, view: &Rc<View>) -> Moves {
        if !self.now.as_ref().is_some_and(|now| Rc::ptr_eq(now, view)) {
            // Another look at the same record (another tab, a followed byte) moves nothing, and ends no movement.
            let same = self.now.as_ref().is_some_and(|now| now.lab == view.lab && now.moment == view.moment);
            if !same {
                self.moves = self.now.as_ref().map(|now| Moves::between(now, view)).unwrap_or_default();
            }
            self.now = Some(view.clone());
        }
        self.moves.clone()
    }
}
