//! Frames: envelopes that point where they go. Their letters are outlined, because they are copies.

use super::Pen;
use super::bytes::byte;
use super::station::Station;
use crate::ui::Ui;
use crate::view::svg::{Anchor, float, n, path, share, text};
use netlab_lab::protocol::Command;
use netlab_lab::view::{FrameKind, FrameView, Way};
use netlab_text::{Lang, ui};
use yew::prelude::*;

/// Size of a byte inside a frame.
const CELL: f64 = 15.0;

/// How much of a frame has room on its cable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// Its letters as cells.
    Cells,
    /// A word.
    Word,
    /// Its shape alone.
    Mark,
}

/// Where a frame is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    /// Left edge.
    pub x: f64,
    /// Width.
    pub width: f64,
    /// Its exact place on the ruler: the middle of the frame in time.
    pub exact: f64,
    /// How much of it is drawn.
    pub fit: Fit,
}

/// How far along its cable a frame is, from 0 to 1. One that is lost stays where it was lost.
fn progress(frame: &FrameView, now: u64) -> f64 {
    let whole = frame.arrives.saturating_sub(frame.departs);
    let gone = share(now.saturating_sub(frame.departs), whole.max(1)).clamp(0.0, 1.0);
    frame.lost_at.map_or(gone, |lost| gone.min(f64::from(lost) / 1_000.0))
}

/// The word on a frame that shows no letters.
fn word(frame: &FrameView, pen: &Pen) -> String {
    let phone = pen.layout.phone;
    let fixed = match frame.kind {
        FrameKind::Syn => "SYN",
        FrameKind::SynAck if phone => "S+A",
        FrameKind::SynAck => "SYN ACK",
        FrameKind::Ack if phone => "",
        FrameKind::Ack => "ACK",
        FrameKind::Fin => "FIN",
        FrameKind::Rst => "RST",
        FrameKind::Arp => "ARP",
        FrameKind::Icmp => "ICMP",
        FrameKind::KeepAlive => "alive?",
        FrameKind::ZeroWindow => "win 0",
        FrameKind::WindowUpdate => {
            let window = frame.window.map(ui::number).unwrap_or_default();
            return if phone { "win".to_owned() } else { format!("win {window}") };
        }
        FrameKind::Probe => {
            return match (pen.lang, phone) {
                (_, true) => "?".to_owned(),
                (Lang::English, false) => "room?".to_owned(),
                (Lang::Chinese, false) => "有空吗".to_owned(),
            };
        }
        FrameKind::Data | FrameKind::Retransmission | FrameKind::Udp => {
            if !frame.bytes.is_empty() && frame.bytes.len() <= 8 {
                return frame.bytes.iter().map(|shown| super::bytes::letter(shown.value)).collect();
            }
            return format!("{} B", ui::number(u64::from(frame.length)));
        }
    };
    fixed.to_owned()
}

/// Whether its payload is drawn as cells.
fn has_cells(frame: &FrameView, pen: &Pen) -> bool {
    !pen.layout.phone && !frame.bytes.is_empty() && frame.bytes.len() <= 8
}

fn width(frame: &FrameView, fit: Fit, pen: &Pen) -> f64 {
    let phone = pen.layout.phone;
    if frame.kind == FrameKind::Ack && phone {
        return 20.0;
    }
    let tight = phone || fit == Fit::Word;
    // Monospaced words are 7.3 wide per letter at the size of the page (tighter on a phone), ideographs 12.
    let letters: f64 = word(frame, pen)
        .chars()
        .map(|letter| {
            if !letter.is_ascii() {
                12.5
            } else if tight {
                6.9
            } else {
                7.3
            }
        })
        .sum();
    let margin = if tight { 11.0 } else { 20.0 };
    if fit == Fit::Cells && has_cells(frame, pen) {
        let cells = float(frame.bytes.len()) * CELL + 22.0;
        return if frame.kind == FrameKind::Probe { cells + letters } else { cells };
    }
    letters + margin
}

/// Places for all frames. Those that would overlap on a lane move apart; the carets on the ruler stay exact.
pub(super) fn places(frames: &[FrameView], pen: &Pen) -> Vec<Place> {
    let mut places: Vec<Place> = frames
        .iter()
        .map(|frame| {
            let [left, right] = pen.layout.cables.get(frame.cable).copied().unwrap_or([0.0, 0.0]);
            let (gone, width) = (progress(frame, pen.now), width(frame, Fit::Cells, pen));
            let free = right - left - width - 4.0;
            let x = match frame.way {
                Way::Request => left + 2.0 + gone * free,
                Way::Reply => right - 2.0 - width - gone * free,
            };
            let exact = match frame.way {
                Way::Request => left + gone * (right - left),
                Way::Reply => right - gone * (right - left),
            };
            Place { x, width, exact, fit: Fit::Cells }
        })
        .collect();
    for (cable, ends) in pen.layout.cables.iter().enumerate() {
        for way in [Way::Request, Way::Reply] {
            let mut lane: Vec<usize> =
                (0..frames.len()).filter(|&at| frames[at].cable == cable && frames[at].way == way).collect();
            lane.sort_by(|&a, &b| places[a].exact.total_cmp(&places[b].exact));
            spread(&mut places, &lane, frames, *ends, pen);
        }
    }
    places
}

/// Moves the frames of one lane apart, left to right, and back inside their cable. Where they have no room side by side
/// cells become words, and words marks.
fn spread(places: &mut [Place], lane: &[usize], frames: &[FrameView], [left, right]: [f64; 2], pen: &Pen) {
    const GAP: f64 = 3.0;
    let room = right - left - 4.0;
    let need = |places: &[Place]| lane.iter().map(|&at| places[at].width + GAP).sum::<f64>() - GAP;
    if need(places) > room {
        for &at in lane {
            places[at].fit = Fit::Word;
            places[at].width = width(&frames[at], Fit::Word, pen);
        }
    }
    if need(places) > room {
        let each = ((room + GAP) / float(lane.len()) - GAP).clamp(3.0, 40.0);
        for &at in lane {
            places[at].fit = Fit::Mark;
            places[at].width = each;
        }
    }
    for &at in lane {
        let width = places[at].width;
        if places[at].fit != Fit::Cells {
            places[at].x = (places[at].exact - width / 2.0).clamp(left + 2.0, right - 2.0 - width);
        }
    }
    let mut least = left + 2.0;
    for &at in lane {
        places[at].x = places[at].x.max(least);
        least = places[at].x + places[at].width + GAP;
    }
    let mut most = right - 2.0;
    for &at in lane.iter().rev() {
        places[at].x = places[at].x.min(most - places[at].width);
        most = places[at].x - GAP;
    }
}

/// The class that carries a frame's five colours.
const fn colours(frame: &FrameView) -> &'static str {
    if frame.lost_at.is_some() || frame.corrupt {
        return "err";
    }
    match frame.kind {
        FrameKind::Data | FrameKind::Retransmission | FrameKind::Udp | FrameKind::Probe => match frame.way {
            Way::Request => "c2s",
            Way::Reply => "s2c",
        },
        FrameKind::Ack => "ack",
        FrameKind::ZeroWindow | FrameKind::WindowUpdate => "win",
        FrameKind::Syn | FrameKind::SynAck | FrameKind::Fin | FrameKind::Rst | FrameKind::KeepAlive => "ctl",
        FrameKind::Arp | FrameKind::Icmp => "plain",
    }
}

const fn kind_class(kind: FrameKind) -> &'static str {
    match kind {
        FrameKind::Data | FrameKind::Udp => "is-data",
        FrameKind::Retransmission => "is-data is-again",
        FrameKind::Ack => "is-ack",
        FrameKind::ZeroWindow => "is-zero",
        FrameKind::WindowUpdate => "is-window",
        FrameKind::Probe | FrameKind::KeepAlive => "is-probe",
        FrameKind::Syn | FrameKind::SynAck | FrameKind::Fin | FrameKind::Rst => "is-ctl",
        FrameKind::Arp | FrameKind::Icmp => "is-other",
    }
}

/// One frame. A click opens it under the lens, and its numbers.
pub(super) fn frame(frame: &FrameView, place: &Place, pen: &Pen) -> Html {
    let l = pen.layout;
    let (lane, x, w, h) = (l.lane(frame.way), place.x, place.width, l.frame);
    let y = lane - h / 2.0;
    let point = (if l.phone { 5.0_f64 } else { 8.0 }).min(w / 2.0);
    let request = frame.way == Way::Request;
    let shape = if request {
        format!(
            "M{} {}H{}L{} {}L{} {}H{}z",
            n(x),
            n(y),
            n(x + w - point),
            n(x + w),
            n(lane),
            n(x + w - point),
            n(y + h),
            n(x)
        )
    } else {
        format!(
            "M{} {}H{}L{} {}L{} {}H{}z",
            n(x + w),
            n(y),
            n(x + point),
            n(x),
            n(lane),
            n(x + point),
            n(y + h),
            n(x + w)
        )
    };
    let id = frame.id;
    let station = Station::Frame(id);
    let open = {
        let (act, open) = (pen.act.clone(), pen.open.clone());
        Callback::from(move |_: MouseEvent| {
            act.emit(Ui::Do(Command::SelectFrame(Some(id))));
            open.emit(Some(station));
        })
    };
    let class = classes!(
        "Frame",
        kind_class(frame.kind),
        colours(frame),
        frame.lost_at.is_some().then_some("is-lost"),
        frame.linked.then_some("is-linked"),
        (pen.shown == Some(station)).then_some("is-chosen")
    );
    html! {
        <g {class} data-station={station.name()} onclick={open}>
            <title>{ said(frame, pen) }</title>
            { path("Frame-env", shape) }
            if place.fit != Fit::Mark { { inside(frame, place, point, pen) } }
            if frame.lost_at.is_some() {
                { path("Frame-cross", format!("M{} {}l34 30m0 -30l-34 30", n(x + w / 2.0 - 17.0), n(lane - 15.0))) }
            }
            { path("Frame-at", format!("M{} {}l-3.5 6h7z", n(place.exact), n(l.ruler - 2.0))) }
        </g>
    }
}

fn said(frame: &FrameView, pen: &Pen) -> String {
    let words = word(frame, pen);
    let words = if words.is_empty() { "ACK".to_owned() } else { words };
    let range = frame
        .from
        .filter(|_| frame.length > 0)
        .map(|from| format!(", {}", ui::byte_range(from, u64::from(frame.length), pen.lang)))
        .unwrap_or_default();
    format!("{words}{range}, {}", ui::cable(frame.cable, pen.lang))
}

/// Letters as cells, or a word.
fn inside(frame: &FrameView, place: &Place, point: f64, pen: &Pen) -> Html {
    let l = pen.layout;
    let (lane, x, w, h) = (l.lane(frame.way), place.x, place.width, l.frame);
    let y = lane - h / 2.0;
    let request = frame.way == Way::Request;
    if frame.kind == FrameKind::Ack && l.phone {
        return path(
            "Frame-check",
            format!("M{} {}l4 4l6 -8", n(x + if request { 4.0 } else { 8.0 }), n(lane)),
        );
    }
    let shift = if request { 0.0 } else { point };
    let words = || {
        let from = x + shift;
        text(from + (w - point) / 2.0, lane + 4.0, "Frame-word", &word(frame, pen), Anchor::Middle)
    };
    if place.fit != Fit::Cells || !has_cells(frame, pen) {
        return words();
    }
    let inset = if request {
        format!(
            "M{} {}H{}L{} {}L{} {}H{}z",
            n(x + 3.0),
            n(y + 3.0),
            n(x + w - point - 2.0),
            n(x + w - 5.0),
            n(lane),
            n(x + w - point - 2.0),
            n(y + h - 3.0),
            n(x + 3.0)
        )
    } else {
        format!(
            "M{} {}H{}L{} {}L{} {}H{}z",
            n(x + w - 3.0),
            n(y + 3.0),
            n(x + point + 2.0),
            n(x + 5.0),
            n(lane),
            n(x + point + 2.0),
            n(y + h - 3.0),
            n(x + w - 3.0)
        )
    };
    let left = if request { x + 7.0 } else { x + point + 6.0 };
    html! { <>
        { path("Frame-inner", inset) }
        { for frame.bytes.iter().enumerate().map(|(index, shown)| {
            byte(left + float(index) * CELL, lane - CELL / 2.0 + 0.5, CELL, shown, Some("is-copy"), pen.act)
        }) }
        if frame.kind == FrameKind::Probe {
            { text(left + float(frame.bytes.len()) * CELL + 5.0, lane + 4.0, "Frame-word", &word(frame, pen), Anchor::Start) }
        }
    </> }
}

/// A flight's kind as a word, the same as on its frame.
pub fn letter_word(kind: FrameKind, length: u32) -> String {
    match kind {
        FrameKind::Syn => "SYN".to_owned(),
        FrameKind::SynAck => "SYN, ACK".to_owned(),
        FrameKind::Ack => "ACK".to_owned(),
        FrameKind::Fin if length > 0 => format!("FIN · {} B", ui::number(u64::from(length))),
        FrameKind::Fin => "FIN, ACK".to_owned(),
        FrameKind::Rst => "RST".to_owned(),
        FrameKind::Arp => "ARP".to_owned(),
        FrameKind::Icmp => "ICMP".to_owned(),
        FrameKind::KeepAlive => "keep-alive".to_owned(),
        FrameKind::ZeroWindow => "ACK, win 0".to_owned(),
        FrameKind::WindowUpdate => "ACK, window update".to_owned(),
        FrameKind::Probe => "window probe".to_owned(),
        FrameKind::Retransmission => format!("{} B, again", ui::number(u64::from(length))),
        FrameKind::Data | FrameKind::Udp => format!("{} B", ui::number(u64::from(length))),
    }
}
