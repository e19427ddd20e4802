//! Bytes and the buffers that hold them.

use super::Pen;
use super::layout::Layout;
use super::motion::Arrival;
use super::station::Station;
use crate::ui::Ui;
use crate::view::svg::{Anchor, at, float, n, path, rect, share, text};
use netlab_lab::protocol::Command;
use netlab_lab::view::{BufferForm, BufferView, ByteState, Part, PartKind, ShownByte, Way};
use netlab_text::Lang;
use netlab_text::ui::{self, labels as w};
use yew::prelude::*;

/// The class that carries a way's five colours.
pub(super) const fn way_class(way: Way) -> &'static str {
    match way {
        Way::Request => "c2s",
        Way::Reply => "s2c",
    }
}

/// A byte's letter: printable ASCII as it is, anything else a middle dot.
pub(super) fn letter(value: u8) -> String {
    if value.is_ascii_graphic() { char::from(value).to_string() } else { "·".to_owned() }
}

/// A cell: square when it goes to the server, round when it comes back.
pub(super) fn cell(
    x: f64,
    y: f64,
    size: f64,
    letter: &str,
    way: Way,
    state: &'static str,
    marks: Classes,
) -> Html {
    cell_with(x, y, size, letter, way, state, marks, None)
}

#[allow(clippy::too_many_arguments, reason = "a drawing primitive")]
fn cell_with(
    x: f64,
    y: f64,
    size: f64,
    letter: &str,
    way: Way,
    state: &'static str,
    marks: Classes,
    onclick: Option<Callback<MouseEvent>>,
) -> Html {
    let s = size - 1.0;
    let cut = if size > 18.0 { 7.0 } else { 5.0 };
    let round = match way {
        Way::Request => 2.0,
        Way::Reply => (s / 2.0).min(7.0),
    };
    let class = classes!("Byte", way_class(way), state, marks, onclick.is_some().then_some("is-live"));
    let small = (size <= 18.0).then_some("is-small");
    html! {
        <g {class} transform={at(x, y)} {onclick}>
            <rect width={n(s)} height={n(s)} rx={n(round)} />
            if state == "is-sent" { <path class="Byte-cut" d={format!("M{} 0H{}V{}z", n(size - cut), n(size), n(cut))} /> }
            if !letter.is_empty() {
                { text(s / 2.0, s / 2.0 + if size > 18.0 { 4.5 } else { 3.8 }, classes!("Byte-ch", small), letter, Anchor::Middle) }
            }
        </g>
    }
}

/// A payload byte; a click follows it, another lets go.
pub(super) fn byte(
    x: f64,
    y: f64,
    size: f64,
    shown: &ShownByte,
    state: Option<&'static str>,
    act: &Callback<Ui>,
) -> Html {
    let state = state.unwrap_or(match shown.state {
        ByteState::Held => "is-held",
        ByteState::Sent => "is-sent",
        ByteState::Copy => "is-copy",
    });
    let marks = classes!(shown.followed.then_some("is-followed"), shown.linked.then_some("is-linked"));
    let wanted = (!shown.followed).then_some(shown.name);
    let act = act.clone();
    let follow = Callback::from(move |event: MouseEvent| {
        // The buffer around it would open as a station.
        event.stop_propagation();
        act.emit(Ui::Do(Command::Follow(wanted)));
    });
    cell_with(x, y, size, &letter(shown.value), shown.name.way, state, marks, Some(follow))
}

/// The form that is drawn: beside a tank all are tanks.
const fn drawn(buffer: &BufferView, pen: &Pen) -> BufferForm {
    if pen.layout.tanks { BufferForm::Tank } else { buffer.form }
}

/// What is written under a buffer.
fn notes(buffer: &BufferView, sending: bool, pen: &Pen) -> Vec<String> {
    let lang = pen.lang;
    let window = buffer.window.map(|window| {
        let word = if pen.layout.phone { w::WINDOW_SHORT } else { w::WINDOW };
        format!("{} {}", word.get(lang), ui::number(window))
    });
    if !buffer.exists {
        return match window {
            Some(window) => vec![w::PROMISED.get(lang).to_owned(), window],
            None if pen.over => vec![w::RELEASED.get(lang).to_owned()],
            None => vec![w::NOT_MADE.get(lang).to_owned()],
        };
    }
    let mut lines = Vec::new();
    match drawn(buffer, pen) {
        BufferForm::Cells => {
            let mut first = ui::of(buffer.payload, buffer.limit, lang);
            if buffer.full {
                first = format!("{first}{}{}", comma(lang), w::FULL.get(lang));
            }
            lines.push(first);
        }
        BufferForm::Tank => return vec![ui::of(buffer.charged, buffer.limit, lang)],
        BufferForm::Large if buffer.payload == 0 => lines.push(w::EMPTY.get(lang).to_owned()),
        BufferForm::Large => lines.push(ui::large_payload(buffer, sending, pen.layout.phone, lang)),
    }
    match window {
        Some(window) if !sending => lines.push(window),
        Some(_) | None => {
            if let (BufferForm::Cells, Some(first)) = (buffer.form, buffer.first) {
                lines.push(ui::byte_range(first.offset, buffer.payload, lang));
            } else if buffer.form == BufferForm::Large && buffer.charged > 0 {
                lines.push(ui::charged(buffer.charged, buffer.limit, pen.layout.phone, lang));
            }
        }
    }
    lines
}

const fn comma(lang: Lang) -> &'static str {
    match lang {
        Lang::English => ", ",
        Lang::Chinese => "，",
    }
}

/// Which buffer is drawn.
#[derive(Debug, Clone, Copy)]
struct At {
    host: usize,
    sending: bool,
}

impl At {
    const fn arrival(self) -> Arrival {
        if self.sending { Arrival::SendBuffer } else { Arrival::ReceiveBuffer }
    }
}

/// A socket's buffer, its station name above and its readings below. `x` is the middle of its column.
pub(super) fn buffer(view: &BufferView, column: f64, sending: bool, host: usize, pen: &Pen) -> Html {
    let layout = pen.layout;
    let spot = At { host, sending };
    let form = drawn(view, pen);
    let tank = form == BufferForm::Tank;
    let label = match (sending, layout.phone) {
        (true, _) => w::SEND_BUFFER,
        (false, true) => w::RECEIVE_BUFFER_SHORT,
        (false, false) => w::RECEIVE_BUFFER,
    }
    .get(pen.lang);
    let y = layout.buffers + 8.0;
    let (left, title_x, anchor) = if tank {
        let left = column - tank_width(layout) / 2.0;
        (left, left, Anchor::Start)
    } else {
        (column - layout.buffer_width / 2.0, column, Anchor::Middle)
    };
    let body = match form {
        BufferForm::Cells => cells(view, left, y, spot, pen),
        BufferForm::Large => large(view, left, y, spot, pen),
        BufferForm::Tank => tank_body(view, left, y, pen),
    };
    let lines = notes(view, sending, pen);
    let said = format!("{label}: {}", lines.join(", "));
    let station = if sending { Station::SendBuffer(host) } else { Station::ReceiveBuffer(host) };
    let onclick = pen.open.reform(move |_: MouseEvent| Some(station));
    html! {
        <g class="Buffer" role="img" aria-label={said} data-station={station.name()} {onclick}>
            { text(title_x, y - 7.0, "station", label, anchor) }
            { body }
            { for lines.iter().zip(0_u8..).map(|(line, index)| {
                let class = if index == 0 { "reading" } else { "note" };
                text(title_x, y + layout.buffer_height + 16.0 + f64::from(index) * 15.0, class, line, anchor)
            }) }
        </g>
    }
}

/// Up to 24 bytes: each has its cell, oldest top left.
fn cells(view: &BufferView, x: f64, y: f64, spot: At, pen: &Pen) -> Html {
    let layout = pen.layout;
    let count = usize::try_from(view.limit).unwrap_or(16).clamp(1, 64);
    let columns = match count {
        0..=16 => 4,
        17..=24 => 6,
        _ => 8,
    };
    let rows = count.div_ceil(columns);
    let (columns_f, rows_f) = (float(columns), float(rows));
    let size =
        layout.grid.min((layout.buffer_width - 8.0) / columns_f).min((layout.buffer_height - 4.0) / rows_f);
    let left = x + (layout.buffer_width - columns_f * size) / 2.0 + 0.5;
    let top = y + (layout.buffer_height - rows_f * size) / 2.0 + 0.5;
    let window = view.window.unwrap_or(0);
    let frame =
        classes!("Buffer-frame", view.full.then_some("is-full"), (!view.exists).then_some("is-ghost"));
    html! { <>
        { rect(frame, x, y, layout.buffer_width, layout.buffer_height, 3.0) }
        <g>{ for (0..count).map(|index| {
            let (cx, cy) = (left + float(index % columns) * size, top + float(index / columns) * size);
            match view.bytes.get(index) {
                Some(shown) => pen.moves.byte(spot.host, spot.arrival(), shown.name, byte(cx, cy, size, shown, None, pen.act)),
                None => {
                    let told = (index as u64) < view.payload + window;
                    let state = if told { "is-window" } else { "is-free" };
                    html! { <g key={format!("free{index}")}>{ cell(cx, cy, size, "", view.way, state, Classes::new()) }</g> }
                }
            }
        }) }</g>
    </> }
}

/// A few bytes in a large room; the torn edge says that it goes on.
fn large(view: &BufferView, x: f64, y: f64, spot: At, pen: &Pen) -> Html {
    let layout = pen.layout;
    let (width, height, size) = (layout.buffer_width, layout.buffer_height, layout.cell);
    let bottom = y + height;
    let step = width / 16.0;
    let torn =
        (0..8).fold(format!("M{} {}", n(x), n(bottom)), |d, _| d + &format!("l{step:.2} -4l{step:.2} 4"));
    let rim = format!(
        "M{} {}V{}q0 -3 3 -3H{}q3 0 3 3V{}",
        n(x),
        n(bottom),
        n(y + 3.0),
        n(x + width - 3.0),
        n(bottom)
    );
    let shown = &view.bytes[..view.bytes.len().min(10)];
    let rows = shown.len().div_ceil(5);
    let used = if rows == 0 { 4.0 } else { float(rows) * size + 8.0 };
    let left = x + (width - 5.0 * size) / 2.0 + 0.5;
    let frame =
        classes!("Buffer-frame", (!view.exists).then_some("is-ghost"), view.full.then_some("is-full"));
    html! { <>
        { path(frame, rim) }
        if view.window.is_some_and(|window| window > 0) && height - used - 8.0 > 6.0 {
            { rect("Buffer-window", x + 4.0, y + used, width - 8.0, height - used - 8.0, 0.0) }
        }
        <g>{ for shown.iter().enumerate().map(|(index, shown)| {
            let (column, row) = (float(index % 5), float(index / 5));
            let drawing = byte(left + column * size, y + 5.0 + row * size, size, shown, None, pen.act);
            pen.moves.byte(spot.host, spot.arrival(), shown.name, drawing)
        }) }</g>
        { path("Buffer-break", torn) }
    </> }
}

const fn tank_width(layout: &Layout) -> f64 {
    if layout.phone { 22.0 } else { 34.0 }
}

/// The words beside a part of a tank.
pub(super) fn part_word(part: &Part, phone: bool, lang: Lang) -> String {
    let word = match part.kind {
        PartKind::Sent if phone => w::PART_SENT_SHORT,
        PartKind::Window if phone => w::WINDOW,
        PartKind::Overhead if phone && part.pieces == 0 => w::PART_OVERHEAD_SHORT,
        PartKind::Sent => w::PART_SENT,
        PartKind::Unsent => w::PART_UNSENT,
        PartKind::InOrder => w::PART_UNREAD,
        PartKind::OutOfOrder => w::PART_GAP,
        PartKind::Overhead if part.pieces > 0 => return ui::skb_heads(part.pieces, phone, lang),
        PartKind::Overhead => w::PART_OVERHEAD,
        PartKind::Window => w::PART_WINDOW,
        PartKind::Free => w::PART_FREE,
    };
    word.get(lang).to_owned()
}

fn part_name(part: &Part, pen: &Pen) -> String {
    part_word(part, pen.layout.phone, pen.lang)
}

const fn part_class(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Sent => "Tank-data is-sent",
        PartKind::Unsent | PartKind::InOrder => "Tank-data",
        PartKind::OutOfOrder => "Tank-data is-gap",
        PartKind::Overhead => "Tank-over",
        PartKind::Window => "Tank-free win",
        PartKind::Free => "Tank-free",
    }
}

/// Filled to scale from the bottom, exact numbers beside it; the limit is a line that can be passed.
fn tank_body(view: &BufferView, x: f64, y: f64, pen: &Pen) -> Html {
    let layout = pen.layout;
    let (width, height) = (tank_width(layout), layout.buffer_height);
    let parts: Vec<&Part> = view.parts.iter().filter(|part| part.length > 0).collect();
    let total = parts.iter().map(|part| part.length).sum::<u64>().max(view.limit);
    let mut top = y + height;
    let over = view.charged > view.limit;
    let frame = classes!(
        "Buffer-frame",
        "is-tank",
        (view.full || view.window == Some(0)).then_some("is-full"),
        (!view.exists).then_some("is-ghost")
    );
    let gap = if layout.phone { 25.0 } else { 30.0 };
    // At most three rows have room; the smallest parts give way, and the table in the tab has them all.
    let mut rows: Vec<&Part> = parts.iter().rev().copied().collect();
    while rows.len() > 3 {
        let least = rows.iter().enumerate().min_by_key(|(_, part)| part.length).map_or(0, |(index, _)| index);
        rows.remove(least);
    }
    let first_row = if rows.len() == 1 { 22.0 } else { 10.0 };
    let beside = x + width + if layout.phone { 5.0 } else { 7.0 };
    html! { <>
        { rect("Tank-back", x, y, width, height, 0.0) }
        if !view.exists && view.window.is_some_and(|window| window > 0) {
            { rect("Buffer-window", x + 3.0, y + 3.0, width - 6.0, height - 6.0, 0.0) }
        }
        <g>{ for parts.iter().map(|part| {
            let tall = (share(part.length, total) * height).max(1.0);
            top -= tall;
            let class = classes!(part_class(part.kind), way_class(view.way));
            let name = format!("{} {}", ui::number(part.length), part_name(part, pen));
            let range = part.from.map(|from| format!(", {}", ui::byte_range(from, part.length, pen.lang))).unwrap_or_default();
            // The key keeps the level's own rectangle, so that it moves.
            let key = format!("{:?}{}", part.kind, part.from.filter(|_| part.kind == PartKind::OutOfOrder).unwrap_or(0));
            html! { <rect {key} {class} x={n(x)} y={n(top.max(y))} width={n(width)} height={n(tall)}><title>{ name }{ range }</title></rect> }
        }) }</g>
        { rect(frame, x, y, width, height, 0.0) }
        if over { { path("Tank-limit", format!("M{} {}h{}", n(x - 4.0), n(y + height - share(view.limit, total) * height), n(width + 8.0))) } }
        { for rows.iter().zip(0_u8..).map(|(part, index)| {
            let line = y + first_row + f64::from(index) * gap;
            html! { <>
                { text(beside, line, "num", &ui::number(part.length), Anchor::Start) }
                { text(beside, line + 13.0, "note", &part_name(part, pen), Anchor::Start) }
            </> }
        }) }
    </> }
}
