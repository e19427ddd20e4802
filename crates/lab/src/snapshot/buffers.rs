//! Socket buffers.

use super::{Shot, way_of_stream};
use crate::{
    track::{SocketTrack, Stream, StreamKey},
    view::{BufferForm, BufferView, ByteState, Part, PartKind, ShownByte, Way},
};

/// Largest capacity drawn as cells.
const CELLS: u64 = 64;
/// Most bytes drawn one by one in a large buffer.
const FEW: u64 = 10;

fn form(limit: u64, payload: u64) -> BufferForm {
    if limit <= CELLS && limit > 0 {
        BufferForm::Cells
    } else if payload <= FEW {
        BufferForm::Large
    } else {
        BufferForm::Tank
    }
}

/// A buffer that is not there yet.
pub(super) fn absent(way: Way) -> BufferView {
    BufferView {
        form: BufferForm::Large,
        way,
        exists: false,
        payload: 0,
        charged: 0,
        limit: 0,
        full: false,
        window: None,
        first: None,
        parts: Vec::new(),
        bytes: Vec::new(),
    }
}

fn part(kind: PartKind, length: u64, from: Option<u64>, pieces: u32) -> Option<Part> {
    (length > 0).then_some(Part { kind, length, from, pieces })
}

/// What a kernel says about a buffer beside the records: memory limit and skbs.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Memory {
    pub(super) charged: u64,
    pub(super) limit: u64,
    pub(super) pieces: u32,
}

impl Shot<'_> {
    /// The send buffer of a socket.
    pub(super) fn send_buffer(&self, track: &SocketTrack, way: Way, kernel: Memory) -> BufferView {
        let stream = self.stream(track.sends);
        let (charged, limit): (u64, u64) =
            track.send_memory.map_or((0, kernel.limit), |(charged, limit)| (charged.into(), limit.into()));
        let sent = stream.sent.saturating_sub(stream.acknowledged);
        let unsent = stream.written.saturating_sub(stream.sent.max(stream.acknowledged));
        let payload = sent + unsent;
        let overhead = charged.saturating_sub(payload);
        let free = limit.saturating_sub(charged.max(payload));
        let parts = [
            part(PartKind::Sent, sent, Some(stream.acknowledged), 0),
            part(PartKind::Unsent, unsent, Some(stream.sent.max(stream.acknowledged)), 0),
            part(PartKind::Overhead, overhead, None, kernel.pieces),
            part(PartKind::Free, free, None, 0),
        ];
        let form = form(limit, payload);
        let mut bytes = Vec::new();
        if let Some(key) = track.sends.filter(|_| form != BufferForm::Tank) {
            bytes.extend(self.shown_bytes(key, stream.acknowledged, sent, ByteState::Sent));
            bytes.extend(self.shown_bytes(key, stream.acknowledged + sent, unsent, ByteState::Held));
        }
        BufferView {
            form,
            way,
            exists: true,
            payload,
            charged,
            limit,
            full: limit > 0 && charged >= limit,
            window: None,
            first: track.sends.filter(|_| payload > 0).map(|key| self.byte_name(key, stream.acknowledged)),
            parts: parts.into_iter().flatten().collect(),
            bytes,
        }
    }

    /// The receive buffer of a socket.
    pub(super) fn receive_buffer(&self, track: &SocketTrack, way: Way, kernel: Memory) -> BufferView {
        let stream = self.stream(track.receives);
        let (charged, limit): (u64, u64) =
            track.receive_memory.map_or((kernel.charged, kernel.limit), |(charged, limit)| {
                (charged.into(), if limit == 0 { kernel.limit } else { limit.into() })
            });
        let in_order = stream.received.saturating_sub(stream.delivered);
        let beyond: u64 = stream.out_of_order.iter().map(|(_, length)| length).sum();
        let payload = in_order + beyond;
        let window = track.window.map(|(_, right)| right.saturating_sub(stream.received));
        let free = limit.saturating_sub(charged.max(payload));
        let promised = window.unwrap_or(0).min(free);
        let mut parts: Vec<Option<Part>> =
            vec![part(PartKind::InOrder, in_order, Some(stream.delivered), kernel.pieces)];
        for (start, length) in &stream.out_of_order {
            parts.push(part(PartKind::OutOfOrder, *length, Some(*start), 1));
        }
        parts.push(part(PartKind::Overhead, charged.saturating_sub(payload), None, kernel.pieces));
        parts.push(part(PartKind::Window, promised, None, 0));
        parts.push(part(PartKind::Free, free - promised, None, 0));
        let form = form(limit, payload);
        let bytes: Vec<ShownByte> = match track.receives {
            Some(key) if form != BufferForm::Tank => {
                let mut bytes = self.shown_bytes(key, stream.delivered, in_order, ByteState::Held);
                for (start, length) in &stream.out_of_order {
                    bytes.extend(self.shown_bytes(key, *start, *length, ByteState::Held));
                }
                bytes
            }
            Some(_) | None => Vec::new(),
        };
        BufferView {
            form,
            way,
            exists: true,
            payload,
            charged,
            limit,
            full: window == Some(0) && payload > 0,
            window,
            first: track.receives.filter(|_| payload > 0).map(|key| self.byte_name(key, stream.delivered)),
            parts: parts.into_iter().flatten().collect(),
            bytes,
        }
    }

    /// A stream's progress; nothing for a socket that does not know its streams yet.
    pub(super) fn stream(&self, key: Option<StreamKey>) -> Stream {
        key.and_then(|key| self.present.track().payload.streams.get(&key)).cloned().unwrap_or_default()
    }

    /// The way of the bytes a socket sends; by its side when no byte has passed.
    pub(super) fn sending_way(&self, track: &SocketTrack, is_client: bool) -> Way {
        match track.sends {
            Some(key) => way_of_stream(key),
            None if is_client => Way::Request,
            None => Way::Reply,
        }
    }
}

/// The other way.
pub(super) fn other(way: Way) -> Way {
    match way {
        Way::Request => Way::Reply,
        Way::Reply => Way::Request,
    }
}
