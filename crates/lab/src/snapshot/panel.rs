//! The open tab.

use super::{Shot, way_of_stream};
use crate::{
    furthest::{Bytes, Furthest},
    inspect,
    protocol::Tab,
    tools::{fields, ss},
    track::{Stream, StreamKey},
    view::{BytePlace, PacketDetail, PanelView, PlaceCount, SsLine},
};
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

    /// The chosen packet, or the newest at the cursor.
    fn packet(&self) -> Option<PacketDetail> {
        let captured = &self.journeys.captured;
        let newest = captured.partition_point(|captured| captured.record < self.present.records());
        let number = self.selection.packet.unwrap_or(newest as u32);
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

    fn bytes(&self) -> Bytes<'_> {
        Bytes { history: self.history, scene: self.scene, present: self.present }
    }

    /// Sending and receiving computer of a stream.
    pub(super) fn stream_hosts(&self, key: StreamKey) -> Option<(HostId, HostId)> {
        self.bytes().hosts(key)
    }

    /// Where a stream's bytes are.
    pub(super) fn furthest(&self, key: StreamKey, stream: &Stream) -> Furthest {
        self.bytes().furthest(key, stream)
    }

    fn places(&self) -> Vec<PlaceCount> {
        let mut counts = Vec::new();
        for (key, stream) in &self.present.track().payload.streams {
            let Some((sender, receiver)) = self.stream_hosts(*key) else { continue };
            let way = way_of_stream(*key);
            let kept = stream.written - stream.acknowledged;
            let queued = stream.received - stream.delivered
                + stream.out_of_order.iter().map(|(_, length)| length).sum::<u64>();
            let furthest = self.furthest(*key, stream);
            let mut place = |place, count, copy, furthest| {
                if count > 0 || furthest > 0 {
                    counts.push(PlaceCount { place, way, count, copy, furthest });
                }
            };
            place(BytePlace::SendBuffer(self.host_name(sender)), kept, false, furthest.sending);
            for (cable, count) in self.cable_counts(*key) {
                place(BytePlace::Cable(cable), count, true, 0);
            }
            place(BytePlace::Network, furthest.on_the_way, true, furthest.on_the_way);
            place(BytePlace::ReceiveBuffer(self.host_name(receiver)), queued, false, furthest.receiving);
            // What a person has read for the program went to a place of its own.
            let by_hand = stream.by_hand;
            let read = stream.delivered - key.base() - by_hand;
            place(BytePlace::Program(self.host_name(receiver)), read, false, read);
            place(BytePlace::ByHand, by_hand, false, by_hand);
            place(BytePlace::Discarded, 0, false, furthest.discarded);
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
