//! The stations along the U: where each stands on the stage, and in which order a walk with the arrow keys meets them.

use super::layout::Layout;
use crate::view::svg::rect;
use netlab_lab::view::{Target, View};
use yew::prelude::*;

/// A part of the stage that can be opened. Computers are 0 for the client and 1 for the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Station {
    /// A program.
    Process(usize),
    /// Where the request (at the client) or the reply (at the server) crosses the border downwards.
    SendGate(usize),
    /// Where bytes come up to the program.
    ReceiveGate(usize),
    /// A send buffer.
    SendBuffer(usize),
    /// A receive buffer.
    ReceiveBuffer(usize),
    /// A network card, with its rings and the queue before it.
    Nic(usize),
    /// A cable, from 0 at the client.
    Cable(usize),
    /// A router, from 0 at the client.
    Router(usize),
    /// A frame on a cable, by its number. It is no stop of the walk: its cable's panel leads to it.
    Frame(u64),
}

impl Station {
    /// Its name in the markup, by which what was clicked is known.
    pub fn name(self) -> String {
        match self {
            Station::Process(host) => format!("process-{host}"),
            Station::SendGate(host) => format!("send-gate-{host}"),
            Station::ReceiveGate(host) => format!("receive-gate-{host}"),
            Station::SendBuffer(host) => format!("send-buffer-{host}"),
            Station::ReceiveBuffer(host) => format!("receive-buffer-{host}"),
            Station::Nic(host) => format!("nic-{host}"),
            Station::Cable(cable) => format!("cable-{cable}"),
            Station::Router(router) => format!("router-{router}"),
            Station::Frame(frame) => format!("frame-{frame}"),
        }
    }

    /// The station of this name.
    pub fn named(name: &str) -> Option<Station> {
        let (kind, number) = name.rsplit_once('-')?;
        let index = || number.parse::<usize>().ok();
        Some(match kind {
            "process" => Station::Process(index()?),
            "send-gate" => Station::SendGate(index()?),
            "receive-gate" => Station::ReceiveGate(index()?),
            "send-buffer" => Station::SendBuffer(index()?),
            "receive-buffer" => Station::ReceiveBuffer(index()?),
            "nic" => Station::Nic(index()?),
            "cable" => Station::Cable(index()?),
            "router" => Station::Router(index()?),
            "frame" => Station::Frame(number.parse().ok()?),
            _ => return None,
        })
    }

    /// What of the run can be changed there now, if anything can.
    pub fn target(self, view: &View) -> Option<Target> {
        let target = match self {
            Station::Process(host)
            | Station::SendGate(host)
            | Station::ReceiveGate(host)
            | Station::SendBuffer(host)
            | Station::ReceiveBuffer(host) => {
                Target::Program(view.programs.iter().position(|program| program.host == host)?)
            }
            Station::Nic(host) => Target::Computer(host),
            Station::Cable(cable) => Target::Cable(cable),
            Station::Router(router) => Target::Router(router),
            Station::Frame(frame) => Target::Frame(frame),
        };
        view.offers.iter().any(|offer| offer.target == target).then_some(target)
    }

    /// Whether it is there at this moment: frames come and go.
    pub fn is_there(self, view: &View) -> bool {
        match self {
            Station::Frame(id) => view.frames.iter().any(|frame| frame.id == id),
            Station::Process(_)
            | Station::SendGate(_)
            | Station::ReceiveGate(_)
            | Station::SendBuffer(_)
            | Station::ReceiveBuffer(_)
            | Station::Nic(_)
            | Station::Cable(_)
            | Station::Router(_) => true,
        }
    }

    /// The stop of the walk at which it stands.
    pub fn stop(self, view: &View) -> Station {
        match self {
            Station::Frame(id) => {
                let frame = view.frames.iter().find(|frame| frame.id == id);
                Station::Cable(frame.map_or(0, |frame| frame.cable))
            }
            Station::Process(_)
            | Station::SendGate(_)
            | Station::ReceiveGate(_)
            | Station::SendBuffer(_)
            | Station::ReceiveBuffer(_)
            | Station::Nic(_)
            | Station::Cable(_)
            | Station::Router(_) => self,
        }
    }
}

/// The walk: the request's way from the client to the server, then what the reply alone passes on its way back.
pub(super) fn walk(cables: usize) -> Vec<Station> {
    use Station::{Cable, Nic, Process, ReceiveBuffer, ReceiveGate, Router, SendBuffer, SendGate};
    let mut walk = vec![Process(0), SendGate(0), SendBuffer(0), Nic(0)];
    for cable in 0..cables {
        walk.push(Cable(cable));
        if cable + 1 < cables {
            walk.push(Router(cable));
        }
    }
    walk.extend([Nic(1), ReceiveBuffer(1), ReceiveGate(1), Process(1)]);
    walk.extend([SendGate(1), SendBuffer(1), ReceiveBuffer(0), ReceiveGate(0)]);
    walk
}

/// The station after or before this one; the walk is a round.
pub(super) fn neighbour(here: Station, cables: usize, forward: bool) -> Station {
    let walk = walk(cables);
    let index = walk.iter().position(|station| *station == here).unwrap_or(0);
    let step = if forward { 1 } else { walk.len() - 1 };
    walk[(index + step) % walk.len()]
}

/// Left, top, width and height; `None` for what the layout has no room for.
fn area(station: Station, l: &Layout) -> Option<[f64; 4]> {
    let left = |host: usize| if host == 0 { 0.0 } else { l.server };
    let half = f64::midpoint(l.columns[0], l.columns[1]);
    let top = l.kernel + 18.0;
    let bottom = l.kernel_end - if l.all { 33.0 } else { 0.0 };
    let sheath = [l.middle() - l.cable / 2.0, l.cable];
    let band = |host: usize, first: bool, y: f64, height: f64| {
        let (from, to) = if first { (0.0, half) } else { (half, l.computer) };
        [left(host) + from, y, to - from, height]
    };
    Some(match station {
        Station::Process(host) => [left(host), l.user, l.computer, l.border - l.user],
        Station::SendGate(host) => band(host, true, l.border, l.kernel - l.border),
        Station::ReceiveGate(host) => band(host, false, l.border, l.kernel - l.border),
        Station::SendBuffer(host) => band(host, true, top, bottom - top),
        Station::ReceiveBuffer(host) => band(host, false, top, bottom - top),
        Station::Nic(host) => [left(host), bottom, l.computer, l.hardware_end - bottom],
        Station::Cable(cable) => {
            let [from, to] = *l.cables.get(cable)?;
            [from, sheath[0], to - from, sheath[1]]
        }
        Station::Router(router) => {
            let [_, from] = *l.cables.get(router)?;
            [from, sheath[0] - 2.0, l.router, sheath[1] + 4.0]
        }
        // It moves; the frame itself is drawn as chosen.
        Station::Frame(_) => return None,
    })
}

/// Places that open their station when clicked; drawn under what stands there.
pub(super) fn hits(l: &Layout, open: &Callback<Option<Station>>) -> Html {
    html! {
        <g class="Station-hits">
            { for walk(l.cables.len()).into_iter().filter_map(|station| {
                let [x, y, width, height] = area(station, l)?;
                let onclick = open.reform(move |_: MouseEvent| Some(station));
                Some(html! { <g data-station={station.name()} {onclick}>{ rect("Station-hit", x, y, width, height, 0.0) }</g> })
            }) }
        </g>
    }
}

/// The rim of the open station.
pub(super) fn rim(station: Station, l: &Layout) -> Html {
    area(station, l).map_or_else(Html::default, |[x, y, width, height]| {
        rect("Station-rim", x + 1.5, y + 1.5, width - 3.0, height - 3.0, 3.0)
    })
}

#[cfg(test)]
mod tests {
    use super::super::layout::{Layout, Room};
    use super::*;
    use crate::settings::Detail;

    #[test]
    fn the_walk_meets_every_station_once_and_comes_round() {
        for cables in 1..5 {
            let first = Station::Process(0);
            let (mut here, mut met) = (first, Vec::new());
            loop {
                assert!(!met.contains(&here), "{here:?} twice with {cables} cables");
                met.push(here);
                let next = neighbour(here, cables, true);
                assert_eq!(neighbour(next, cables, false), here);
                here = next;
                if here == first {
                    break;
                }
            }
            assert_eq!(met.len(), 12 + cables + (cables - 1));
        }
    }

    #[test]
    fn a_station_is_found_again_by_its_name() {
        for station in walk(4).into_iter().chain([Station::Frame(1 << 52)]) {
            assert_eq!(Station::named(&station.name()), Some(station));
        }
        for name in ["", "cable", "cable-", "cable-x", "frame--1", "nothing-1"] {
            assert_eq!(Station::named(name), None, "{name}");
        }
    }

    #[test]
    fn every_station_has_a_place_on_the_stage_and_none_covers_another() {
        for (detail, phone, room) in [
            (Detail::Buffers, false, Room::Large),
            (Detail::Buffers, true, Room::Tanks),
            (Detail::Everything, false, Room::Cells),
            (Detail::Everything, true, Room::Large),
        ] {
            let layout = Layout::new(detail, phone, room, 3);
            let areas: Vec<_> =
                walk(3).into_iter().map(|it| (it, area(it, &layout).expect("room"))).collect();
            for (index, (one, a)) in areas.iter().enumerate() {
                assert!(
                    a[0] >= 0.0 && a[0] + a[2] <= layout.width && a[1] + a[3] <= layout.height,
                    "{one:?}"
                );
                for (other, b) in &areas[index + 1..] {
                    let apart = a[0] + a[2] <= b[0]
                        || b[0] + b[2] <= a[0]
                        || a[1] + a[3] <= b[1]
                        || b[1] + b[3] <= a[1];
                    assert!(apart, "{one:?} covers {other:?}: {a:?} {b:?}");
                }
            }
        }
    }
}
