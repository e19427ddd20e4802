//! Where the bytes were when: stays of each way's bytes at each place, over a whole run.

use crate::{
    history::History,
    track::StreamKey,
    view::{BytePlace, PlaceSpan, Way},
};
use netlab_abi::Direction;
use netlab_kernel::event::{Event, StreamRange};
use netlab_world::{HostId, LinkId, What, WorldRecord};
use std::{collections::BTreeMap, rc::Rc};

/// A place whose stays are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Spot {
    SendBuffer(HostId),
    Cable(LinkId),
    ReceiveBuffer(HostId),
    Program(HostId),
}

#[derive(Default)]
struct Stream {
    written: u64,
    acknowledged: u64,
    /// Bytes in the receiver's queues.
    queued: i64,
}

struct Stays {
    /// The computers' names, in the order of their numbers.
    names: Vec<Rc<str>>,
    streams: BTreeMap<StreamKey, Stream>,
    cables: BTreeMap<(bool, LinkId), u32>,
    flights: BTreeMap<u64, (bool, LinkId)>,
    /// Open stays: when they began.
    open: BTreeMap<(bool, Spot), u64>,
    spans: Vec<PlaceSpan>,
}

fn is_request(key: StreamKey) -> bool {
    key.direction == Direction::FromInitiator
}

/// All stays, in the order of their beginning.
pub(crate) fn places(history: &History) -> Vec<PlaceSpan> {
    let computers = &history.recipe().scenario.topology.computers;
    let mut stays = Stays {
        names: computers.iter().map(|computer| computer.name.as_str().into()).collect(),
        streams: BTreeMap::new(),
        cables: BTreeMap::new(),
        flights: BTreeMap::new(),
        open: BTreeMap::new(),
        spans: Vec::new(),
    };
    history.records().iter().for_each(|record| stays.take(record));
    let open = std::mem::take(&mut stays.open);
    for ((request, spot), from) in open {
        stays.push(request, spot, from, None);
    }
    stays.spans.sort_by_key(|span| span.from);
    stays.spans
}

impl Stays {
    fn take(&mut self, record: &WorldRecord) {
        let at = record.at.as_nanos();
        match &record.what {
            What::Kernel(event) => {
                let host = record.host.expect("what happens in a kernel happens in a computer");
                self.take_event(host, event, at);
            }
            What::FrameDeparts { link, flight, frame, .. } => {
                if let Some(range) = &frame.payload {
                    let lane = (is_request(range.into()), *link);
                    self.flights.insert(*flight, lane);
                    *self.cables.entry(lane).or_default() += 1;
                    self.stand(lane.0, Spot::Cable(*link), true, at);
                }
            }
            What::FrameArrives { flight, .. } | What::FrameLost { flight, .. } => {
                if let Some(lane) = self.flights.remove(flight) {
                    let count = self.cables.entry(lane).or_default();
                    *count -= 1;
                    let there = *count > 0;
                    self.stand(lane.0, Spot::Cable(lane.1), there, at);
                }
            }
            What::FrameDelayed { .. }
            | What::FrameDamaged { .. }
            | What::LinkChanged { .. }
            | What::Intervention { .. } => {}
        }
    }

    fn take_event(&mut self, host: HostId, event: &Event, at: u64) {
        let end = |range: &StreamRange| range.offset + u64::from(range.length);
        match event {
            Event::SendBuffered { range, .. } => {
                let stream = self.streams.entry(StreamKey::from(range).conversation()).or_default();
                stream.written = end(range);
                self.stand(is_request(range.into()), Spot::SendBuffer(host), true, at);
            }
            Event::Acknowledged { range, .. } => {
                let stream = self.streams.entry(StreamKey::from(range).conversation()).or_default();
                stream.acknowledged = stream.acknowledged.max(end(range));
                let there = stream.acknowledged < stream.written;
                self.stand(is_request(range.into()), Spot::SendBuffer(host), there, at);
            }
            Event::ReceiveBuffered { range, .. } => {
                self.streams.entry(StreamKey::from(range).conversation()).or_default().queued +=
                    i64::from(range.length);
                self.stand(is_request(range.into()), Spot::ReceiveBuffer(host), true, at);
            }
            Event::Delivered { range, .. } => {
                let stream = self.streams.entry(StreamKey::from(range).conversation()).or_default();
                stream.queued -= i64::from(range.length);
                let there = stream.queued > 0;
                let request = is_request(range.into());
                self.stand(request, Spot::ReceiveBuffer(host), there, at);
                self.stand(request, Spot::Program(host), true, at);
            }
            _ => {}
        }
    }

    /// Bytes of a way are at a place now, or no longer.
    fn stand(&mut self, request: bool, spot: Spot, there: bool, at: u64) {
        if there {
            self.open.entry((request, spot)).or_insert(at);
        } else if let Some(from) = self.open.remove(&(request, spot)) {
            self.push(request, spot, from, Some(at));
        }
    }

    fn push(&mut self, request: bool, spot: Spot, from: u64, until: Option<u64>) {
        let name = |host: HostId| self.names[usize::from(host.0)].clone();
        let place = match spot {
            Spot::SendBuffer(host) => BytePlace::SendBuffer(name(host)),
            Spot::Cable(link) => BytePlace::Cable(usize::from(link.0)),
            Spot::ReceiveBuffer(host) => BytePlace::ReceiveBuffer(name(host)),
            Spot::Program(host) => BytePlace::Program(name(host)),
        };
        let way = if request { Way::Request } else { Way::Reply };
        self.spans.push(PlaceSpan { place, way, copy: matches!(spot, Spot::Cable(_)), from, until });
    }
}
