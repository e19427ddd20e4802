//! Captures: what an interface, or all of them, saw.

use crate::history::History;
use netlab_kernel::event::Frame;
use netlab_wire::{
    frame::FrameBytes,
    pcapng::{Capture, CaptureInterface, CapturedFrame},
};
use netlab_world::{LinkDirection, LinkId, What};
use std::collections::BTreeMap;

/// Names of all interfaces with a cable, as `computer/interface`, link by link.
pub fn interfaces(history: &History) -> Vec<String> {
    let topology = &history.recipe().scenario.topology;
    let ends = topology.links.iter().flat_map(|link| link.ends);
    ends.map(|end| {
        let computer = &topology.computers[end.computer];
        format!("{}/{}", computer.name, computer.interfaces[end.interface].name)
    })
    .collect()
}

/// The capture of one interface (`cli0` or `client/cli0`), or of all; `None` when there is no such interface.
pub fn capture(history: &History, interface: Option<&str>) -> Option<Capture> {
    let names = interfaces(history);
    let wanted: Vec<usize> = match interface {
        None => (0..names.len()).collect(),
        Some(name) => {
            let found = names.iter().position(|full| full == name || full.rsplit('/').next() == Some(name));
            vec![found?]
        }
    };
    let mut capture = Capture { comment: "netlab".into(), ..Capture::default() };
    for at in &wanted {
        let description = String::new();
        capture.interfaces.push(CaptureInterface { name: names[*at].clone(), description });
    }
    // The end that a frame leaves by and the end it arrives at, as indices into `names`.
    let end = |link: LinkId, direction: LinkDirection, arriving: bool| {
        usize::from(link.0) * 2 + usize::from((direction == LinkDirection::Backward) != arriving)
    };
    let mut flights: BTreeMap<u64, &Frame> = BTreeMap::new();
    for record in history.records() {
        let (frame, at) = match &record.what {
            What::FrameDeparts { link, direction, flight, frame, .. } => {
                flights.insert(*flight, frame);
                (frame, end(*link, *direction, false))
            }
            What::FrameArrives { link, direction, flight, .. } => {
                let Some(frame) = flights.remove(flight) else { continue };
                (frame, end(*link, *direction, true))
            }
            _ => continue,
        };
        if let Some(interface) = wanted.iter().position(|wanted| *wanted == at) {
            let bytes: FrameBytes = frame.bytes.clone();
            capture.frames.push(CapturedFrame { interface, time: record.at, bytes, comment: String::new() });
        }
    }
    Some(capture)
}
