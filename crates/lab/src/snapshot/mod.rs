//! A moment of a run as the page draws it: from [`Track`](crate::track::Track) (exact after each record) and, where
//! records do not say it, from the kernels.

mod buffers;
mod frames;
mod hosts;
mod panel;
mod programs;
mod reasons;

pub(crate) use programs::{call_name, exit_state, wait_view};

use crate::{
    history::{History, Present},
    journeys::Journeys,
    protocol::Tab,
    scene::Scene,
    track::StreamKey,
    view::{
        ByteName, CableView, Follow, KernelChoice, LabName, Moment, ShownByte, Source, Story, Trail, View,
        Way,
    },
};
use netlab_abi::{Direction, Flow};
use netlab_kernel::config::Policy;
use netlab_wire::Instant;
use netlab_world::{HostId, LinkDirection, LinkId};

/// The station of a [`Trail`] whose bytes are in the send buffer.
const SEND_BUFFER: u8 = 2;

/// What a person has chosen to look at.
#[derive(Debug, Clone)]
pub struct Selection {
    /// The open tab.
    pub tab: Tab,
    /// A packet of the list, from 1.
    pub packet: Option<u32>,
    /// The followed byte.
    pub follow: Option<ByteName>,
    /// The frame in the lens.
    pub frame: Option<u64>,
    /// The lens shows the signal.
    pub signal: bool,
    /// The socket that the graphs are of, by its place; `None`: the one that sends the most.
    pub socket: Option<usize>,
    /// The future that the shown one is compared with, by its place.
    pub beside: Option<usize>,
}

impl Default for Selection {
    fn default() -> Self {
        Selection {
            tab: Tab::Bytes,
            packet: None,
            follow: None,
            frame: None,
            signal: false,
            socket: None,
            beside: None,
        }
    }
}

/// Everything a view is made from.
pub(crate) struct Shot<'a> {
    pub(crate) lab: LabName,
    pub(crate) history: &'a History,
    pub(crate) scene: &'a Scene,
    pub(crate) journeys: &'a Journeys,
    pub(crate) present: &'a Present,
    /// Now; later than the last record while frames fly.
    pub(crate) at: Instant,
    /// The moment people count from.
    pub(crate) origin: Instant,
    /// While a question is open: records that may be shown.
    pub(crate) limit: Option<u64>,
    pub(crate) selection: &'a Selection,
}

/// The stream of a way in a conversation.
pub(crate) fn stream_of(name: &ByteName) -> StreamKey {
    let direction = match name.way {
        Way::Request => Direction::FromInitiator,
        Way::Reply => Direction::FromResponder,
    };
    StreamKey::of(Flow(name.flow), direction, name.offset)
}

/// The way of a stream: what the connecting side sends is the request.
pub(crate) fn way_of_stream(key: StreamKey) -> Way {
    match key.direction {
        Direction::FromInitiator => Way::Request,
        Direction::FromResponder => Way::Reply,
    }
}

impl Shot<'_> {
    /// Computers that run programs, in the scenario's order.
    pub(crate) fn end_hosts(&self) -> Vec<HostId> {
        self.computers(false)
    }

    pub(crate) fn router_hosts(&self) -> Vec<HostId> {
        self.computers(true)
    }

    fn computers(&self, forwarding: bool) -> Vec<HostId> {
        let computers = &self.history.recipe().scenario.topology.computers;
        let chosen = computers.iter().enumerate().filter(|(_, computer)| computer.forwarding == forwarding);
        chosen.map(|(at, _)| HostId(at as u16)).collect()
    }

    pub(crate) fn byte_name(&self, key: StreamKey, offset: u64) -> ByteName {
        ByteName { flow: key.flow.0, way: way_of_stream(key), offset }
    }

    /// Bytes of a stream from an offset on, as far as their values are known.
    pub(crate) fn shown_bytes(
        &self,
        key: StreamKey,
        from: u64,
        length: u64,
        state: crate::view::ByteState,
    ) -> Vec<ShownByte> {
        let byte = |offset| {
            let value = self.present.track().payload.byte(key, offset)?;
            let name = self.byte_name(key, offset);
            let followed = self.selection.follow == Some(name);
            Some(ShownByte { name, value, state, followed, linked: false })
        };
        (from..from + length).filter_map(byte).collect()
    }

    /// The whole view. The story is empty: `text` fills it.
    pub(crate) fn view(&self) -> View {
        let hosts = self.hosts();
        let frames = self.frames();
        View {
            lab: self.lab.clone(),
            moment: self.moment(),
            programs: self.programs(),
            hosts,
            routers: self.routers(),
            cables: self.cables(),
            lens: self.lens(),
            frames,
            trails: self.trails(),
            follow: self.follow(),
            because: self.because(),
            sum: self.sum(),
            source: Some(match self.lab.kernel {
                KernelChoice::Linux => Source::Linux(None),
                KernelChoice::Textbook => Source::Textbook,
            }),
            story: Story::default(),
            panel: self.panel(),
            offers: Vec::new(),
            skipped: None,
        }
    }

    fn moment(&self) -> Moment {
        let last = self.limit.unwrap_or(u64::MAX).min(self.history.len());
        let next = self.present.records();
        Moment {
            record: self.present.records(),
            records: last,
            withheld: self.limit.is_some(),
            at: self.at.as_nanos(),
            next_at: self
                .history
                .records()
                .get(next as usize)
                .filter(|_| next < last)
                .map(|next| next.at.as_nanos()),
            origin: self.origin.as_nanos(),
            can_run_on: self.limit.is_none() && self.history.end() != crate::history::End::Quiescent,
        }
    }

    fn cables(&self) -> Vec<CableView> {
        let track = self.present.track();
        let links = self.history.recipe().scenario.topology.links.iter().enumerate();
        links
            .map(|(at, spec)| {
                let link = LinkId(at as u16);
                let waiting = |direction| {
                    let waits = track.flights.values().filter(|flight| {
                        flight.link == link && flight.direction == direction && flight.start > self.at
                    });
                    waits.count() as u32
                };
                let changed = track.links.get(&link).copied().unwrap_or_default();
                let rate = spec.rate[0].or(spec.rate[1]).map(|spec| spec.rate);
                CableView {
                    delay: changed.delay.unwrap_or(spec.delay).as_nanos(),
                    rate: changed.rate.unwrap_or(rate).map(|rate| rate.bits_per_second()),
                    up: !track.down.contains(&link),
                    waiting: (waiting(LinkDirection::Forward), waiting(LinkDirection::Backward)),
                }
            })
            .collect()
    }

    fn trails(&self) -> Vec<Trail> {
        let cables = self.history.recipe().scenario.topology.links.len() as u8;
        let stations = 2 * cables + 5;
        let track = self.present.track();
        [Way::Request, Way::Reply]
            .into_iter()
            .map(|way| {
                // The newest conversation in which this way has bytes.
                let streams = track.payload.streams.iter().rev();
                let newest = streams
                    .filter(|(key, stream)| way_of_stream(**key) == way && stream.written > key.base())
                    .map(|(key, stream)| (self.stays_inside(*key), stream.newest))
                    .next();
                let (inside, newest) = newest.unwrap_or_default();
                let station = match (inside, way) {
                    (false, _) => self.station(way, newest, stations),
                    (true, Way::Request) => self.station(way, newest, stations).min(SEND_BUFFER),
                    // The answering program is not at the far end of the picture.
                    (true, Way::Reply) => 0,
                };
                Trail { way, station, stations }
            })
            .collect()
    }

    /// Whether both ends of a stream are on one computer: its bytes see no NIC and no cable.
    fn stays_inside(&self, key: StreamKey) -> bool {
        self.present.track().hosts.values().any(|host| {
            let sockets = || host.sockets.values();
            sockets().any(|socket| socket.sends == Some(key))
                && sockets().any(|socket| socket.receives == Some(key))
        })
    }

    fn station(&self, way: Way, newest: crate::track::Newest, stations: u8) -> u8 {
        use crate::track::Newest;
        let cables = self.history.recipe().scenario.topology.links.len() as u8;
        // Cables and routers are counted along the way.
        let along = |at: u8, count: u8| if way == Way::Request { at } else { count - 1 - at };
        let router = |host: HostId| self.router_hosts().iter().position(|router| *router == host);
        match newest {
            Newest::Nothing => u8::from(self.is_sending(way)),
            Newest::SendBuffer => SEND_BUFFER,
            Newest::Queue(host) => router(host).map_or(3, |at| 5 + 2 * along(at as u8, cables - 1)),
            Newest::Cable(link) => 4 + 2 * along(link.0 as u8, cables),
            Newest::Arrived(host) => {
                router(host).map_or(stations - 2, |at| 5 + 2 * along(at as u8, cables - 1))
            }
            Newest::ReceiveBuffer => stations - 1,
            Newest::Program => stations,
        }
    }

    /// Whether a program of the sending side is in a send call that has not given anything yet.
    fn is_sending(&self, way: Way) -> bool {
        let hosts = self.end_hosts();
        let host = if way == Way::Request { hosts.first() } else { hosts.last() };
        let track = host.and_then(|host| self.present.track().hosts.get(host));
        track.is_some_and(|host| {
            let threads = host.processes.values().flat_map(|process| process.threads.values());
            threads.filter_map(|thread| thread.call.as_ref()).any(|call| programs::is_send(&call.call))
        })
    }

    fn follow(&self) -> Option<Follow> {
        let name = self.selection.follow?;
        let value = self.present.track().payload.byte(stream_of(&name), name.offset)?;
        Some(Follow { name, value, places: self.places_of(stream_of(&name), name.offset) })
    }
}

/// The kernel that a policy stands for.
pub(crate) fn kernel_choice(policy: Policy) -> KernelChoice {
    match policy {
        Policy::Linux => KernelChoice::Linux,
        Policy::Textbook => KernelChoice::Textbook,
    }
}
