//! Each byte's furthest place: at every moment one, so that they sum to what the programs have written.

use crate::{
    history::{History, Present},
    scene::Scene,
    track::{Datagram, SocketTrack, Stream, StreamKey},
};
use netlab_kernel::event::StreamRange;
use netlab_world::HostId;

/// How many of a stream's bytes have come how far and no further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Furthest {
    /// Taken by the sender's kernel.
    pub written: u64,
    /// In the sending kernel, no copy further on.
    pub sending: u64,
    /// On cables, in routers, or in the receiver's NIC.
    pub on_the_way: u64,
    /// In the receiving kernel, in order or not.
    pub receiving: u64,
    /// Read.
    pub read: u64,
    /// Gone with a socket before they were read.
    pub discarded: u64,
}

impl Furthest {
    /// The sum of all places.
    pub const fn sum(&self) -> u64 {
        self.sending + self.on_the_way + self.receiving + self.read + self.discarded
    }
}

/// A moment of a run, for finding bytes in it.
#[derive(Clone, Copy)]
pub(crate) struct Bytes<'a> {
    pub(crate) history: &'a History,
    pub(crate) scene: &'a Scene,
    pub(crate) present: &'a Present,
}

impl Bytes<'_> {
    /// Sending and receiving computer of a stream.
    pub(crate) fn hosts(&self, key: StreamKey) -> Option<(HostId, HostId)> {
        let sender = self.host_with(|socket| is(socket.sends, key))?;
        let receiver = self.host_with(|socket| is(socket.receives, key)).filter(|other| *other != sender);
        // Before the first byte has arrived the receiver is the other end of the chain.
        let other = || {
            let computers = self.history.recipe().scenario.topology.computers.iter().enumerate();
            let mut ends =
                computers.filter(|(_, computer)| !computer.forwarding).map(|(at, _)| HostId(at as u16));
            ends.find(|host| *host != sender).unwrap_or(sender)
        };
        Some((sender, receiver.unwrap_or_else(other)))
    }

    fn host_with(&self, wanted: impl Fn(&SocketTrack) -> bool) -> Option<HostId> {
        let hosts = &self.present.track().hosts;
        hosts.iter().find(|(_, host)| host.sockets.values().any(&wanted)).map(|(host, _)| *host)
    }

    /// Whether the socket that receives the stream is gone.
    fn receiver_is_gone(&self, key: StreamKey) -> bool {
        let sockets = self.present.track().hosts.values().flat_map(|host| host.sockets.values());
        let mut receivers = sockets.filter(|socket| is(socket.receives, key)).peekable();
        receivers.peek().is_some() && receivers.all(|socket| socket.freed)
    }

    /// Whether the socket that sends it is gone.
    fn sender_is_gone(&self, key: StreamKey) -> bool {
        let sockets = self.present.track().hosts.values().flat_map(|host| host.sockets.values());
        let mut senders = sockets.filter(|socket| is(socket.sends, key)).peekable();
        senders.peek().is_some() && senders.all(|socket| socket.freed)
    }

    /// Bytes of a stream with a copy on cables or in other computers' queues that have not arrived.
    pub(crate) fn on_the_way(&self, key: StreamKey, stream: &Stream) -> u64 {
        let mut ranges: Vec<(u64, u64)> = Vec::new();
        let mut add = |range: Option<&StreamRange>| {
            if let Some(range) = range.filter(|range| StreamKey::from(*range) == key) {
                ranges.push((range.offset, range.offset + u64::from(range.length)));
            }
        };
        let track = self.present.track();
        track.flights.values().for_each(|flight| add(flight.frame.payload.as_ref()));
        let sender = self.hosts(key).map(|(sender, _)| sender);
        for (host, state) in &track.hosts {
            for nic in state.interfaces.values() {
                let queued = nic.queue.iter().filter(|_| Some(*host) != sender);
                for frame in queued.chain(&nic.received) {
                    add(self.scene.frame(self.history, *frame).and_then(|frame| frame.payload.as_ref()));
                }
            }
        }
        union_outside(ranges, stream)
    }

    /// Where the bytes of a stream are.
    pub(crate) fn furthest(&self, key: StreamKey, stream: &Stream) -> Furthest {
        let beyond: u64 = stream.out_of_order.iter().map(|(_, length)| length).sum();
        let arrived = stream.received + beyond;
        let on_the_way = self.on_the_way(key, stream);
        let in_kernel = arrived - stream.delivered;
        let left = stream
            .written
            .checked_sub(arrived + on_the_way)
            .unwrap_or_else(|| panic!("{key:?}: more bytes arrived than were written: {stream:?}"));
        let (receiving, unread) = if self.receiver_is_gone(key) { (0, in_kernel) } else { (in_kernel, 0) };
        if let Some(datagram) = &stream.datagram {
            return datagram_places(key, stream, datagram, on_the_way, receiving);
        }
        let (sending, unsent) = if self.sender_is_gone(key) { (0, left) } else { (left, 0) };
        Furthest {
            written: stream.written,
            sending,
            on_the_way,
            receiving,
            read: stream.delivered,
            discarded: unread + unsent,
        }
    }
}

/// Whether a socket's stream belongs to the conversation of this one.
fn is(stream: Option<StreamKey>, key: StreamKey) -> bool {
    stream.is_some_and(|stream| stream.conversation() == key.conversation())
}

/// Where a datagram's bytes are. Nobody keeps it: what is neither here nor under way is gone. Its fragments wait at the
/// receiver until all have come; once one is lost they wait in vain, and count as gone.
fn datagram_places(
    key: StreamKey,
    stream: &Stream,
    datagram: &Datagram,
    on_the_way: u64,
    receiving: u64,
) -> Furthest {
    let written = stream.written - key.base();
    let read = stream.delivered - key.base();
    let arrived = stream.received - key.base();
    let sending = if arrived > 0 { 0 } else { stream.written - datagram.departed };
    let sending = sending.min(written - arrived - on_the_way);
    // What a short read has cut off is gone as well.
    let receiving = if read > 0 { 0 } else { receiving };
    let rest = written - read - sending - on_the_way - receiving;
    let waits = arrived == 0 && datagram.departed > key.base() && !datagram.lost;
    let (receiving, discarded) = if waits { (receiving + rest, 0) } else { (receiving, rest) };
    Furthest { written, sending, on_the_way, receiving, read, discarded }
}

/// Bytes in the union of ranges that the receiver does not have yet.
fn union_outside(mut ranges: Vec<(u64, u64)>, stream: &Stream) -> u64 {
    ranges.sort_unstable();
    let mut covered = stream.received;
    let mut sum = 0;
    for (start, end) in ranges {
        let start = start.max(covered);
        if end <= start {
            continue;
        }
        let held: u64 = stream
            .out_of_order
            .iter()
            .map(|(first, length)| (first + length).min(end).saturating_sub((*first).max(start)))
            .sum();
        sum += end - start - held.min(end - start);
        covered = end;
    }
    sum
}
