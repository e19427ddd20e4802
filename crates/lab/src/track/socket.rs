//! Sockets, their buffers and the bytes of each stream, record by record.

use super::HostTrack;
use netlab_abi::{Data, Direction, Flow, Syscall};
use netlab_kernel::event::{Event, Frame, FrameId, SocketId, StreamRange, TcpState};
use netlab_world::{HostId, LinkId, WorldRecord};
use std::{collections::BTreeMap, net::SocketAddrV4, rc::Rc};

/// Bytes kept of each stream for the eye; a flood's later bytes are drawn without letters.
const PAYLOAD_KEPT: u64 = 64 * 1024;

/// One of a conversation's two streams. Each UDP datagram is a stream of its own: the kernel numbers datagrams in the
/// upper half of an offset, which no run's TCP stream is long enough to reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct StreamKey {
    /// The conversation.
    pub flow: Flow,
    /// The stream.
    pub direction: Direction,
    /// The datagram's number; 0 for TCP, and for the first datagram.
    pub datagram: u32,
}

impl StreamKey {
    /// The stream of the byte at this offset.
    pub const fn of(flow: Flow, direction: Direction, offset: u64) -> Self {
        StreamKey { flow, direction, datagram: (offset >> 32) as u32 }
    }

    /// Offset of its first byte.
    pub const fn base(self) -> u64 {
        (self.datagram as u64) << 32
    }

    /// The conversation's stream, whatever the datagram.
    pub const fn conversation(self) -> Self {
        StreamKey { datagram: 0, ..self }
    }
}

impl From<&StreamRange> for StreamKey {
    fn from(range: &StreamRange) -> Self {
        StreamKey::of(range.flow, range.direction, range.offset)
    }
}

/// Where the newest copy of a stream's newest bytes was seen last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Newest {
    /// Nothing was written yet.
    #[default]
    Nothing,
    /// In the send buffer.
    SendBuffer,
    /// In a transmit queue of this computer.
    Queue(HostId),
    /// On this link.
    Cable(LinkId),
    /// In a receive ring of this computer.
    Arrived(HostId),
    /// In the receive buffer.
    ReceiveBuffer,
    /// In the receiving program.
    Program,
}

/// A stream's progress at its two ends. All are offsets: the first byte that has not come so far.
#[derive(Debug, Clone, Default)]
pub struct Stream {
    /// Copied from the program into the send buffer.
    pub written: u64,
    /// Handed to IP at least once.
    pub sent: u64,
    /// Acknowledged at the sender.
    pub acknowledged: u64,
    /// In order in the receiver's kernel.
    pub received: u64,
    /// Read by the receiving program.
    pub delivered: u64,
    /// How many of these a person has read for it (a count, no offset).
    pub by_hand: u64,
    /// In the receiver's out-of-order queue: first offset and length, ascending.
    pub out_of_order: Vec<(u64, u64)>,
    /// How far the newest copy of the newest bytes has come.
    pub newest: Newest,
    /// For a datagram, which no kernel keeps for sending again: how far it has come on the way.
    pub datagram: Option<Datagram>,
}

/// A datagram on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Datagram {
    /// Bytes that have entered a cable: the offset of the first that has not.
    pub departed: u64,
    /// A frame of it was lost or thrown away: it will never be whole.
    pub lost: bool,
}

/// A socket.
#[derive(Debug, Clone)]
pub struct SocketTrack {
    /// TCP's state.
    pub state: TcpState,
    /// The listener whose child it is.
    pub listener: Option<SocketId>,
    /// The stream it sends, once known.
    pub sends: Option<StreamKey>,
    /// The stream it receives, once known.
    pub receives: Option<StreamKey>,
    /// Memory charged to the send buffer and its limit, bytes.
    pub send_memory: Option<(u32, u32)>,
    /// Memory charged to the receive buffer and its limit, bytes.
    pub receive_memory: Option<(u32, u32)>,
    /// Connections that wait to be accepted.
    pub accept_queue: u32,
    /// This end and the other, once a segment has passed.
    pub ends: Option<(SocketAddrV4, SocketAddrV4)>,
    /// The window told last, and up to which offset of the received stream it reaches.
    pub window: Option<(u32, u64)>,
    /// Whether it is gone from the kernel.
    pub freed: bool,
}

/// The bytes and progress of each stream.
#[derive(Debug, Clone, Default)]
pub struct Payload {
    /// Progress.
    pub streams: BTreeMap<StreamKey, Stream>,
    /// What is known of each stream, block by block of [`BLOCK`] offsets. Checkpoints share the blocks: of a long run they
    /// would otherwise hold the same bytes many times.
    blocks: BTreeMap<(StreamKey, u64), Rc<Pieces>>,
    /// The datagrams of frames.
    frames: BTreeMap<FrameId, StreamKey>,
}

impl Stream {
    /// Nothing has been written; the first byte has this offset.
    fn new(base: u64) -> Self {
        Stream {
            written: base,
            sent: base,
            acknowledged: base,
            received: base,
            delivered: base,
            ..Stream::default()
        }
    }
}

/// First offset and bytes of pieces that begin in one block; they may overlap and then agree.
type Pieces = BTreeMap<u64, Rc<[u8]>>;

/// Offsets of a block.
const BLOCK: u64 = 4096;

impl Payload {
    /// The byte with this offset, if it is known.
    pub fn byte(&self, key: StreamKey, offset: u64) -> Option<u8> {
        let blocks = self.blocks.range((key, 0)..=(key, offset / BLOCK)).rev();
        let mut before = blocks.flat_map(|(_, pieces)| pieces.range(..=offset).rev());
        before.find_map(|(start, bytes)| bytes.get((offset - start) as usize).copied())
    }

    fn learn(&mut self, key: StreamKey, offset: u64, bytes: &[u8]) {
        if bytes.is_empty() || offset - key.base() >= PAYLOAD_KEPT {
            return;
        }
        let block = self.blocks.entry((key, offset / BLOCK)).or_default();
        let known = block.get(&offset).is_some_and(|piece| piece.len() >= bytes.len());
        if !known {
            Rc::make_mut(block).insert(offset, bytes.into());
        }
    }

    /// A frame that a computer sends shows the bytes it carries: they are the end of its IP packet.
    pub(super) fn learn_from_frame(&mut self, frame: &Frame) {
        let Some(range) = &frame.payload else { return };
        let length = range.length as usize;
        if let Some(start) = frame.bytes.len().checked_sub(length)
            && range.offset - StreamKey::from(range).base() < PAYLOAD_KEPT
        {
            let key = StreamKey::from(range);
            if self.byte(key, range.offset).is_none()
                || self.byte(key, range.offset + u64::from(range.length) - 1).is_none()
            {
                self.learn(key, range.offset, &frame.bytes[start..]);
            }
        }
    }

    /// A copy of these bytes was seen at a place on the way.
    pub(super) fn seen(&mut self, range: Option<&StreamRange>, place: Newest) {
        let Some(range) = range else { return };
        let stream = self.stream(range);
        let past = matches!(stream.newest, Newest::ReceiveBuffer | Newest::Program);
        if range.offset + u64::from(range.length) >= stream.written && !past {
            stream.newest = place;
        }
    }

    /// A person has read these bytes.
    pub(super) fn read_by_hand(&mut self, range: &StreamRange) {
        self.stream(range).by_hand += u64::from(range.length);
    }

    /// A frame with a piece of a datagram has entered a cable.
    pub(super) fn departed(&mut self, frame: FrameId, range: Option<&StreamRange>) {
        let Some(range) = range else { return };
        let Some(datagram) = &mut self.stream(range).datagram else { return };
        datagram.departed = datagram.departed.max(range.offset + u64::from(range.length));
        self.frames.insert(frame, StreamKey::from(range));
    }

    /// A frame was lost or thrown away: if it carried a piece of a datagram, that one will never be whole.
    pub(super) fn lost(&mut self, frame: FrameId) {
        let stream = self.frames.get(&frame).and_then(|key| self.streams.get_mut(key));
        if let Some(datagram) = stream.and_then(|stream| stream.datagram.as_mut()) {
            datagram.lost = true;
        }
    }

    fn stream(&mut self, range: &StreamRange) -> &mut Stream {
        let key = StreamKey::from(range);
        self.streams.entry(key).or_insert_with(|| Stream::new(key.base()))
    }
}

/// The bytes of a send call from `from` on, at most `length`.
fn sent_bytes(call: &Syscall, from: usize, length: usize) -> Option<Vec<u8>> {
    let piece = |data: &Data| data.bytes.get(from..).map(|rest| rest[..rest.len().min(length)].to_vec());
    match call {
        Syscall::Send { data, .. } | Syscall::Write { data, .. } => piece(data),
        Syscall::SendMessage { parts, .. } => {
            let all: Vec<u8> = parts.iter().flat_map(|part| part.bytes.iter().copied()).collect();
            all.get(from..).map(|rest| rest[..rest.len().min(length)].to_vec())
        }
        _ => None,
    }
}

fn opposite(key: StreamKey) -> StreamKey {
    let direction = match key.direction {
        Direction::FromInitiator => Direction::FromResponder,
        Direction::FromResponder => Direction::FromInitiator,
    };
    StreamKey { direction, ..key }
}

fn is_from_initiator(key: StreamKey) -> bool {
    key.direction == Direction::FromInitiator
}

impl SocketTrack {
    fn new(listener: Option<SocketId>) -> Self {
        SocketTrack {
            state: TcpState::Closed,
            listener,
            sends: None,
            receives: None,
            send_memory: None,
            receive_memory: None,
            accept_queue: 0,
            ends: None,
            window: None,
            freed: false,
        }
    }

    fn sends(&mut self, range: &StreamRange) {
        let key = StreamKey::from(range);
        self.sends = Some(key);
        self.receives = Some(opposite(key));
    }

    fn receives(&mut self, range: &StreamRange) {
        let key = StreamKey::from(range);
        self.receives = Some(key);
        self.sends = Some(opposite(key));
    }

    /// Whether this is the side that connected, once known.
    pub fn is_initiator(&self) -> Option<bool> {
        self.sends.map(is_from_initiator)
    }
}

/// Folds a record in; false when it is not about sockets.
pub(super) fn apply(
    host: &mut HostTrack,
    payload: &mut Payload,
    event: &Event,
    record: &WorldRecord,
) -> bool {
    let sockets = &mut host.sockets;
    match event {
        Event::SocketCreated { socket, listener } => {
            sockets.insert(*socket, SocketTrack::new(*listener));
        }
        Event::SocketFreed { socket } => {
            if let Some(track) = sockets.get_mut(socket) {
                track.freed = true;
            }
        }
        Event::StateChanged { socket, to, .. } => {
            sockets.entry(*socket).or_insert_with(|| SocketTrack::new(None)).state = *to;
        }
        Event::ConnectionQueued { listener, length, .. } => {
            if let Some(track) = sockets.get_mut(listener) {
                track.accept_queue = *length;
            }
        }
        Event::SendBuffered { socket, range, charged, limit } => {
            if let Some(track) = sockets.get_mut(socket) {
                track.sends(range);
                track.send_memory = Some((*charged, *limit));
            }
            let end = range.offset + u64::from(range.length);
            let stream = payload.stream(range);
            stream.written = end;
            stream.newest = Newest::SendBuffer;
            note_taken(host, payload, range, record);
        }
        Event::Datagram { socket, sent: true, payload: Some(range), .. } => {
            if let Some(track) = sockets.get_mut(socket) {
                track.sends(range);
            }
            let end = range.offset + u64::from(range.length);
            let stream = payload.stream(range);
            // Nobody waits for an acknowledgement, so no send buffer keeps it.
            (stream.written, stream.sent, stream.acknowledged) = (end, end, end);
            stream.datagram = Some(Datagram { departed: range.offset, lost: false });
            note_taken(host, payload, range, record);
        }
        Event::Acknowledged { socket, range, charged, limit } => {
            if let Some(track) = sockets.get_mut(socket) {
                track.send_memory = Some((*charged, *limit));
                track.sends(range);
            }
            let end = range.offset + u64::from(range.length);
            let stream = payload.stream(range);
            stream.acknowledged = stream.acknowledged.max(end);
        }
        Event::ReceiveBuffered { socket, range, in_order, charged, limit } => {
            if let Some(track) = sockets.get_mut(socket) {
                track.receives(range);
                track.receive_memory = Some((*charged, *limit));
            }
            let stream = payload.stream(range);
            receive(stream, range, *in_order);
            if range.offset + u64::from(range.length) >= stream.written {
                stream.newest = Newest::ReceiveBuffer;
            }
        }
        Event::Delivered { socket, range, charged } => {
            if let Some(track) = sockets.get_mut(socket) {
                let limit = track.receive_memory.map_or(0, |(_, limit)| limit);
                track.receive_memory = Some((*charged, limit));
            }
            let end = range.offset + u64::from(range.length);
            let stream = payload.stream(range);
            stream.delivered = stream.delivered.max(end);
            if stream.delivered == stream.written {
                stream.newest = Newest::Program;
            }
        }
        Event::SegmentSent { socket, segment, .. } => {
            if let Some(range) = &segment.payload {
                let end = range.offset + u64::from(range.length);
                let stream = payload.stream(range);
                stream.sent = stream.sent.max(end);
            }
            if let Some(track) = socket.and_then(|socket| sockets.get_mut(&socket)) {
                let received =
                    track.receives.and_then(|key| payload.streams.get(&key)).map_or(0, |s| s.received);
                track.window = Some((segment.window, received + u64::from(segment.window)));
                track.ends = Some((segment.source, segment.destination));
            }
        }
        Event::SegmentReceived { socket, segment } => {
            if let Some(track) = socket.and_then(|socket| sockets.get_mut(&socket)) {
                track.ends.get_or_insert((segment.destination, segment.source));
            }
        }
        Event::BufferTuned { socket, send, limit } => {
            if let Some(track) = sockets.get_mut(socket) {
                let memory = if *send { &mut track.send_memory } else { &mut track.receive_memory };
                *memory = Some((memory.map_or(0, |(charged, _)| charged), *limit));
            }
        }
        _ => return false,
    }
    true
}

/// Bytes enter the receiver's queues; what they close the gap to comes out of the out-of-order queue.
fn receive(stream: &mut Stream, range: &StreamRange, in_order: bool) {
    let (start, end) = (range.offset, range.offset + u64::from(range.length));
    if !in_order {
        let place = stream.out_of_order.partition_point(|(other, _)| *other < start);
        stream.out_of_order.insert(place, (start, end - start));
        return;
    }
    stream.received = stream.received.max(end);
    while let Some(&(start, length)) = stream.out_of_order.first()
        && start <= stream.received
    {
        stream.received = stream.received.max(start + length);
        stream.out_of_order.remove(0);
    }
}

/// Counts the bytes that a send call has placed, and learns them from the call's argument.
fn note_taken(host: &mut HostTrack, payload: &mut Payload, range: &StreamRange, record: &WorldRecord) {
    let length = range.length as usize;
    let mut calls: Vec<_> = host
        .processes
        .values_mut()
        .flat_map(|process| process.threads.values_mut())
        .filter_map(|thread| thread.call.as_mut())
        .filter(|call| sent_bytes(&call.call, call.taken, length).is_some_and(|bytes| bytes.len() == length))
        .collect();
    // The record that caused this one is the call's own entry; a call that slept is told apart by being the only one.
    let caused = calls.iter().position(|call| Some(call.record) == record.cause);
    let at = match (caused, calls.len()) {
        (Some(at), _) => at,
        (None, 1) => 0,
        (None, _) => return,
    };
    let call = &mut calls[at];
    if let Some(bytes) = sent_bytes(&call.call, call.taken, length) {
        payload.learn(StreamKey::from(range), range.offset, &bytes);
        call.taken += length;
    }
}
