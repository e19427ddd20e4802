//! The lens: what the wire carries, enlarged in the open middle of the U; on a phone after the sentence.

use super::Pen;
use super::bytes::{byte, letter};
use super::frame::Place;
use crate::view::svg::{Anchor, float, n, path, rect, text};
use netlab_lab::view::{EnvelopeLayer, Lens, ShownByte, SignalView, View};
use netlab_text::ui::{self, labels as w};
use yew::prelude::*;

/// Where the lens stands and how large it is.
struct Glass {
    x: f64,
    y: f64,
    width: f64,
}

/// Height of an opened frame that carries no payload.
const EMPTY: f64 = 136.0;

/// The lens inside the U.
pub(super) fn lens(view: &View, places: &[Place], pen: &Pen) -> Html {
    let glass = Glass { x: 290.0, y: 146.0, width: 300.0 };
    // From the frame it opens, if that is on a cable now.
    let of_frame = |id: u64| {
        view.frames
            .iter()
            .zip(places)
            .find(|(frame, _)| frame.id == id)
            .map(|(frame, place)| (pen.layout.lane(frame.way), place))
    };
    match &view.lens {
        Lens::Empty => Html::default(),
        Lens::Envelope { frame, cable, length, layers, payload, payload_length, from } => {
            // Without payload there is nothing to give the room to.
            let room = pen.layout.hardware_end - glass.y - 4.0;
            let height = if *payload_length == 0 { room.min(EMPTY) } else { room };
            let opened = Opened {
                cable: *cable,
                length: *length,
                layers,
                payload,
                payload_length: *payload_length,
                from: *from,
            };
            html! { <>
                { envelope(&opened, &glass, height, pen) }
                if let Some((lane, place)) = of_frame(*frame) {
                    { path("Lens-lead", format!("M{} {}L{} {}", n(place.x + place.width / 2.0), n(lane - 15.0), n(glass.x + 6.0), n(glass.y + height + 2.0))) }
                }
            </> }
        }
        Lens::Signal(shown) => html! { <>
            { signal(shown, &glass, pen) }
            if let Some((lane, place)) = of_frame(shown.frame) {
                { path("Lens-lead", format!("M{} {}L{} {}M{} {}L{} {}", n(place.x), n(lane - 16.0), n(glass.x), n(glass.y + 186.0), n(place.x + place.width), n(lane - 16.0), n(glass.x + glass.width), n(glass.y + 186.0))) }
            }
        </> },
    }
}

/// The lens on its own, for a phone.
pub(super) fn below(view: &View, pen: &Pen) -> Option<Html> {
    let glass = Glass { x: 0.0, y: 0.0, width: 358.0 };
    let (height, body) = match &view.lens {
        Lens::Empty => return None,
        Lens::Envelope { cable, length, layers, payload, payload_length, from, .. } => {
            let opened = Opened {
                cable: *cable,
                length: *length,
                layers,
                payload,
                payload_length: *payload_length,
                from: *from,
            };
            let height = if *payload_length == 0 { EMPTY } else { 166.0 };
            (height, envelope(&opened, &glass, height, pen))
        }
        Lens::Signal(shown) => (188.0, signal(shown, &glass, pen)),
    };
    Some(html! { <svg class="Stage-svg" viewBox={format!("0 0 358 {height}")} role="group">{ body }</svg> })
}

struct Opened<'a> {
    cable: usize,
    length: u32,
    layers: &'a [EnvelopeLayer],
    payload: &'a [ShownByte],
    payload_length: u32,
    from: Option<u64>,
}

/// A frame opened like nested envelopes.
fn envelope(opened: &Opened, glass: &Glass, height: f64, pen: &Pen) -> Html {
    let lang = pen.lang;
    let Glass { x, y, width } = *glass;
    let layers: Vec<(String, u16)> =
        opened.layers.iter().map(|layer| (layer.name.to_string(), layer.header)).collect();
    let said = ui::frame_parts(opened.length, &layers, opened.payload_length, lang);
    let depth = float(opened.layers.len());
    let core = y + 26.0 + depth * 22.0;
    let core_height = (y + 26.0 + height - 26.0) - (depth - 1.0).max(0.0) * 10.0 - core;
    let middle = core + core_height / 2.0;
    html! {
        <g class="Lens" role="img" aria-label={said}>
            { text(x, y + 14.0, "station", &ui::open_frame(opened.cable, lang), Anchor::Start) }
            { text(x + width, y + 14.0, "num", &format!("{} B", opened.length), Anchor::End) }
            { for opened.layers.iter().zip(0_u8..).map(|(layer, index)| {
                let i = f64::from(index);
                let (bx, by) = (x + i * 12.0, y + 26.0 + i * 22.0);
                let ends = format!("{}  {} → {}", layer.name, layer.from, layer.to);
                let ends = if index == 0 { format!("{}  → {}", layer.name, layer.to) } else { ends };
                html! { <>
                    { rect(format!("Env Env-{index}"), bx, by, width - i * 24.0, height - 26.0 - i * 32.0, 2.0) }
                    { text(bx + 8.0, by + 15.0, "note", &ends, Anchor::Start) }
                    { text(x + width - i * 12.0 - 8.0, by + 15.0, "unit", &format!("{} B", layer.header), Anchor::End) }
                </> }
            }) }
            if opened.payload_length > 0 {
                { payload(opened, glass, depth, middle, pen) }
            } else {
                { text(x + width / 2.0, middle + 6.0, "note", w::NO_PAYLOAD.get(lang), Anchor::Middle) }
            }
        </g>
    }
}

/// The payload in the innermost envelope: as cells, or as a number.
fn payload(opened: &Opened, glass: &Glass, depth: f64, middle: f64, pen: &Pen) -> Html {
    let Glass { x, width, .. } = *glass;
    let left = x + depth * 12.0 + 12.0;
    let range = opened
        .from
        .map(|from| ui::byte_range(from, u64::from(opened.payload_length), pen.lang))
        .unwrap_or_default();
    let few = !opened.payload.is_empty() && opened.payload.len() <= 8;
    let cells = if few { float(opened.payload.len()) * 22.0 + 10.0 } else { 0.0 };
    html! { <>
        if few {
            { for opened.payload.iter().enumerate().map(|(index, shown)| {
                byte(left + float(index) * 22.0, middle - 11.0, 22.0, shown, Some("is-copy"), pen.act)
            }) }
        }
        { text(left + cells, middle + 4.0, "note", &range, Anchor::Start) }
        { text(x + width - depth * 12.0 + 4.0, middle + 4.0, "unit", &format!("{} B", ui::number(u64::from(opened.payload_length))), Anchor::End) }
    </> }
}

/// Bytes before and after the frame on the wire: preamble with start delimiter, frame check sequence.
const PREAMBLE: u32 = 8;
const CHECK: u32 = 4;

/// A frame as a signal: the whole of it in stretches, two bytes of it enlarged.
fn signal(shown: &SignalView, glass: &Glass, pen: &Pen) -> Html {
    let lang = pen.lang;
    let Glass { x, y, width } = *glass;
    let headers: u32 = shown.layers.iter().map(|(_, bytes)| u32::from(*bytes)).sum();
    let data = shown.length.saturating_sub(headers);
    let mut parts = vec![(String::new(), PREAMBLE, "preamble")];
    parts.extend(shown.layers.iter().map(|(name, bytes)| (name.to_string(), u32::from(*bytes), "head")));
    if data > 0 {
        parts.push((String::new(), data, "data"));
    }
    parts.push((String::new(), CHECK, "fcs"));
    let scale = width / f64::from(PREAMBLE + shown.length + CHECK);
    let mut left = x;
    let first = x + f64::from(PREAMBLE + shown.first) * scale;
    let count = float(shown.bytes.len().max(1));
    let each = width / count;
    let name = |index: usize, value: u8| {
        let payload = (shown.first as usize + index) >= headers as usize;
        if payload { format!("{}  0x{value:02x}", letter(value)) } else { format!("0x{value:02x}") }
    };
    let says = if shown.check_holds {
        format!("{}, FCS {:08x}.", w::PREAMBLE.get(lang), shown.frame_check)
    } else {
        w::CHECK_FAILS.get(lang).to_owned()
    };
    html! {
        <g class="Lens" role="img" aria-label={ui::passing_frame(shown.cable, lang)}>
            { text(x, y + 14.0, "station", &ui::passing_frame(shown.cable, lang), Anchor::Start) }
            { text(x + width, y + 14.0, "num", &format!("{} B", shown.length), Anchor::End) }
            { for parts.iter().map(|(label, bytes, class)| {
                let wide = f64::from(*bytes) * scale;
                let here = left;
                left += wide;
                html! { <>
                    { rect(format!("Part {class}"), here, y + 24.0, (wide - 1.0).max(1.0), 18.0, 0.0) }
                    if !label.is_empty() && wide > 40.0 { { text(here + wide / 2.0, y + 37.0, "unit", &format!("{label} {bytes}"), Anchor::Middle) } }
                    else if !label.is_empty() && wide > 20.0 { { text(here + wide / 2.0, y + 37.0, "unit", &bytes.to_string(), Anchor::Middle) } }
                </> }
            }) }
            { path("Lens-lead", format!("M{} {}L{} {}M{} {}L{} {}", n(first), n(y + 43.0), n(x), n(y + 64.0), n(first + count * scale), n(y + 43.0), n(x + width), n(y + 64.0))) }
            { for shown.bytes.iter().enumerate().map(|(index, value)| {
                let here = x + float(index) * each;
                html! { <>
                    { rect("Lens-byte", here, y + 64.0, each - 1.0, 20.0, 0.0) }
                    { text(here + each / 2.0, y + 78.0, "num", &name(index, *value), Anchor::Middle) }
                </> }
            }) }
            { wave(shown, x, y + 104.0, width) }
            { text(x, y + 152.0, "note", w::MANCHESTER.get(lang), Anchor::Start) }
            { text(x, y + 168.0, classes!("note", (!shown.check_holds).then_some("is-wrong")), &says, Anchor::Start) }
        </g>
    }
}

/// The levels themselves: two halves per bit, with the bit below.
fn wave(shown: &SignalView, x: f64, middle: f64, width: f64) -> Html {
    const SWING: f64 = 13.0;
    let each = width / float(shown.bits.len().max(1));
    let height = |high: bool| if high { middle - SWING } else { middle + SWING };
    let mut d = String::new();
    for (index, levels) in shown.levels.chunks(2).enumerate() {
        let left = x + float(index) * each;
        let (first, second) = (levels[0], levels.get(1).copied().unwrap_or(levels[0]));
        d += &format!(
            "{}{} {}H{}V{}H{}",
            if index == 0 { "M" } else { "L" },
            n(left),
            n(height(first)),
            n(left + each / 2.0),
            n(height(second)),
            n(left + each)
        );
    }
    let grid = (0..=shown.bits.len()).fold(String::new(), |d, index| {
        let left = x + float(index) * each;
        d + &format!("M{} {}v{}", n(left), n(middle - SWING - 4.0), n(2.0 * SWING + 8.0))
    });
    html! { <>
        { path("Wave-grid", grid) }
        { path("Wave", d) }
        { for shown.bits.iter().enumerate().map(|(index, bit)| {
            let centre = x + (float(index) + 0.5) * each;
            text(centre, middle + SWING + 15.0, "bit", if *bit { "1" } else { "0" }, Anchor::Middle)
        }) }
    </> }
}
