//! The open tab.

use super::{Shot, way_of_stream};
use crate::{
    inspect,
    protocol::Tab,
    tools::{fields, ss},
    track::{Stream, StreamKey},
    view::{BytePlace, PacketDetail, PanelView, PlaceCount, SsLine},
};
use netlab_kernel::event::StreamRange;
use netlab_world::HostId;
use std::{collections::BTreeMap, rc::Rc};

impl Shot<'_> {
    pub(super) fn panel(&self) -> PanelView {
        match self.selection.tab {
            Tab::Bytes => PanelView::Bytes(self.places()),
            Tab::Packets => {
                self.packet().map_or(PanelView::Plain, |packet| PanelView::Packet(Box::new(packet)))
            }
            Tab::Ss => PanelView::Ss(self.ss()),
            Tab::Lesson
            | Tab::Sequence
            | Tab::Strace
            | Tab::Graphs
            | Tab::States
            | Tab::Receipt
            | Tab::Branches => PanelView::Plain,
        }
    }

    fn packet(&self) -> Option<PacketDetail> {
        let number = self.selection.packet?;
        let captured = self.journeys.captured.get(number.checked_sub(1)? as usize)?;
        let frame = self.scene.frame(self.history, captured.frame)?;
        Some(PacketDetail { number, bytes: frame.bytes.clone(), fields: fields::tree(&frame.bytes) })
    }

    fn ss(&self) -> Vec<SsLine> {
        let mut lines = Vec::new();
        for host in self.end_hosts() {
            let name = self.host_name(host);
            let views = inspect::tcp_views(self.present.world().kernel(host), self.at);
            lines.extend(views.iter().map(|view| SsLine {
                host: name.clone(),
                text: ss::line(view, self.at).into(),
                changed: Vec::new(),
            }));
        }
        lines
    }

    pub(super) fn host_name(&self, host: HostId) -> Rc<str> {
        self.history.recipe().scenario.topology.computers[usize::from(host.0)].name.as_str().into()
    }

    /// Sending and receiving computer of a stream.
    pub(super) fn stream_hosts(&self, key: StreamKey) -> Option<(HostId, HostId)> {
        let hosts = &self.present.track().hosts;
        let find = |wanted: fn(&crate::track::SocketTrack) -> Option<StreamKey>| {
            hosts
                .iter()
                .find(|(_, host)| host.sockets.values().any(|socket| wanted(socket) == Some(key)))
                .map(|(host, _)| *host)
        };
        let sender = find(|socket| socket.sends)?;
        let receiver = find(|socket| socket.receives).filter(|receiver| *receiver != sender);
        // Before the first byte has arrived the receiver is the other end of the chain.
        let other = || self.end_hosts().into_iter().find(|host| *host != sender).unwrap_or(sender);
        Some((sender, receiver.unwrap_or_else(other)))
    }

    /// Bytes of a stream with a copy on cables or in other computers' queues that have not arrived.
    pub(super) fn on_the_way(&self, key: StreamKey, stream: &Stream) -> u64 {
        let mut ranges: Vec<(u64, u64)> = Vec::new();
        let mut add = |range: Option<&StreamRange>| {
            if let Some(range) = range.filter(|range| StreamKey::from(*range) == key) {
                ranges.push((range.offset, range.offset + u64::from(range.length)));
            }
        };
        let track = self.present.track();
        track.flights.values().for_each(|flight| add(flight.frame.payload.as_ref()));
        let sender = self.stream_hosts(key).map(|(sender, _)| sender);
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

    fn places(&self) -> Vec<PlaceCount> {
        let mut counts = Vec::new();
        for (key, stream) in &self.present.track().payload.streams {
            let Some((sender, receiver)) = self.stream_hosts(*key) else { continue };
            let way = way_of_stream(*key);
            let kept = stream.written - stream.acknowledged;
            let queued = stream.received - stream.delivered
                + stream.out_of_order.iter().map(|(_, length)| length).sum::<u64>();
            let on_the_way = self.on_the_way(*key, stream);
            let arrived = stream.received + stream.out_of_order.iter().map(|(_, length)| length).sum::<u64>();
            let in_sender = (stream.written - arrived.min(stream.written)).saturating_sub(on_the_way);
            let mut place = |place, count, copy, furthest| {
                if count > 0 || furthest > 0 {
                    counts.push(PlaceCount { place, way, count, copy, furthest });
                }
            };
            place(BytePlace::SendBuffer(self.host_name(sender)), kept, false, in_sender);
            for (cable, count) in self.cable_counts(*key) {
                place(BytePlace::Cable(cable), count, true, 0);
            }
            place(BytePlace::Network, on_the_way, true, on_the_way);
            place(BytePlace::ReceiveBuffer(self.host_name(receiver)), queued, false, queued);
            place(BytePlace::Program(self.host_name(receiver)), stream.delivered, false, stream.delivered);
        }
        counts
    }

    fn cable_counts(&self, key: StreamKey) -> BTreeMap<usize, u64> {
        let mut counts = BTreeMap::new();
        for flight in self.present.track().flights.values() {
            if let Some(range) = flight.frame.payload.filter(|range| StreamKey::from(range) == key) {
                *counts.entry(usize::from(flight.link.0)).or_default() += u64::from(range.length);
            }
        }
        counts
    }

    /// Every place of one byte, the original first.
    pub(super) fn places_of(&self, key: StreamKey, offset: u64) -> Vec<BytePlace> {
        let mut places = Vec::new();
        let Some((sender, receiver)) = self.stream_hosts(key) else { return places };
        let Some(stream) = self.present.track().payload.streams.get(&key) else { return places };
        let (from, to) = (self.host_name(sender), self.host_name(receiver));
        if (stream.acknowledged..stream.written).contains(&offset) {
            places.push(BytePlace::SendBuffer(from));
        }
        places.extend(self.cables_with(key, offset).into_iter().map(BytePlace::Cable));
        let beyond =
            stream.out_of_order.iter().any(|(start, length)| (*start..start + length).contains(&offset));
        if (stream.delivered..stream.received).contains(&offset) || beyond {
            places.push(BytePlace::ReceiveBuffer(to.clone()));
        }
        if offset < stream.delivered {
            places.push(BytePlace::Program(to));
        }
        places
    }
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
