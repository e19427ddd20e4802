//! Where are the bytes: a picture over the whole run, and a table of this moment.

use crate::view::axis::Axis;
use crate::view::surroundings::Surroundings;
use crate::view::svg::{Anchor, clock, float, n, path, text};
use crate::view::timeline::{Frame, ticks};
use crate::zoom::Zoom;
use netlab_lab::view::{BytePlace, PanelView, PlaceCount, PlaceSpan, RunView, View, Way};
use netlab_text::Lang;
use netlab_text::ui::{self, labels as w};
use yew::prelude::*;

/// Height of a row.
const ROW: f64 = 20.0;

/// Picture and table.
pub(super) fn panel(view: &View, run: &RunView, now: u64, at: &Surroundings) -> Html {
    html! {
        <div class="BytesPanel">
            <div class="BytesPanel-chart">{ chart(view, run, now, at) }</div>
            if let PanelView::Bytes(counts) = &view.panel {
                if counts.is_empty() { <p class="Empty">{ w::NOTHING_HERE.get(at.lang) }</p> } else { { table(view, counts, now, at.lang) } }
            }
        </div>
    }
}

/// The rows in the order of the journey: down the client, across, up the server, and the answer's way back.
fn rows(view: &View, run: &RunView) -> Vec<BytePlace> {
    let name = |index: usize| view.hosts.get(index).map(|host| host.name.clone()).unwrap_or_default();
    let (client, server) = (name(0), name(1));
    let order = [
        BytePlace::Program(client.clone()),
        BytePlace::SendBuffer(client.clone()),
        BytePlace::Nic(client.clone()),
        BytePlace::Network,
        BytePlace::Nic(server.clone()),
        BytePlace::ReceiveBuffer(server.clone()),
        BytePlace::Program(server.clone()),
        BytePlace::SendBuffer(server),
        BytePlace::ReceiveBuffer(client),
    ];
    let used = |place: &BytePlace| match place {
        BytePlace::Nic(_) => run.places.iter().any(|span| span.place == *place),
        BytePlace::Program(_)
        | BytePlace::SendBuffer(_)
        | BytePlace::Cable(_)
        | BytePlace::Router(_)
        | BytePlace::Network
        | BytePlace::ByHand
        | BytePlace::Discarded
        | BytePlace::ReceiveBuffer(_) => true,
    };
    order.into_iter().filter(used).collect()
}

/// Whether a span belongs to a row: single cables and routers lie in the network's.
fn belongs(span: &PlaceSpan, row: &BytePlace) -> bool {
    match (&span.place, row) {
        (BytePlace::Cable(_) | BytePlace::Router(_), BytePlace::Network) => true,
        (place, row) => place == row,
    }
}

fn chart(view: &View, run: &RunView, now: u64, at: &Surroundings) -> Html {
    let width =
        if at.width < 1100 { f64::from(at.width) - 32.0 } else { (f64::from(at.width) - 380.0).min(800.0) };
    let left = if at.phone { 134.0 } else { 176.0 };
    let axis = Axis::new(run, view.moment.origin, [left, width - 8.0]);
    let rows = rows(view, run);
    let bottom = float(rows.len()) * ROW;
    let here = axis.x(now);
    html! {
        <svg class="Bytes" width={n(width)} height={n(bottom + 22.0)} role="img" aria-label={w::BYTES_PICTURE.get(at.lang)}>
            { for rows.iter().zip(0_u8..).map(|(row, index)| {
                let y = f64::from(index) * ROW;
                html! { <>
                    { text(left - 8.0, y + 15.0, "reading", &ui::place(row, at.lang), Anchor::End) }
                    { path("Tl-lane", format!("M{} {}H{}", n(left), n(y + 11.0), n(width - 8.0))) }
                    { for run.places.iter().filter(|span| belongs(span, row)).map(|span| bar(span, y, &axis, run.end, row)) }
                </> }
            }) }
            { ticks(&axis, &Frame { width, height: bottom, left, phone: at.phone, lang: at.lang, zoom: Zoom::default() }) }
            <g class="Tl-cursor">{ path(Classes::new(), format!("M{} 0V{}", n(here), n(bottom))) }</g>
        </svg>
    }
}

fn bar(span: &PlaceSpan, y: f64, axis: &Axis, end: u64, row: &BytePlace) -> Html {
    let (from, to) = (axis.x(span.from), axis.x(span.until.unwrap_or(end)));
    // A program's own object beside the kernel's copy is a thin line, so that it hides nothing.
    let thin = span.copy && matches!(row, BytePlace::Program(_));
    let (way, round) = match span.way {
        Way::Request => ("c2s", "1"),
        Way::Reply => ("s2c", "6"),
    };
    let class = classes!("Bytes-bar", way, if span.copy { "copy" } else { "solid" });
    html! { <rect {class} x={n(from)} y={n(y + 4.0)} width={n((to - from).max(2.0))} height={if thin { "5" } else { "13" }} rx={round} /> }
}

/// What a count means.
fn note(count: &PlaceCount, lang: Lang) -> &'static str {
    match (&count.place, count.copy) {
        (BytePlace::Program(_), true) => w::OWN_OBJECT,
        (BytePlace::SendBuffer(_), _) => w::KEPT_UNTIL_ACK,
        (_, true) => w::NOTE_COPY,
        (_, false) => return "",
    }
    .get(lang)
}

/// One row per place: what the network holds as a whole is counted on its first cable or router, if that is a row of its own.
fn folded(counts: &[PlaceCount]) -> Vec<PlaceCount> {
    let inside =
        |place: &BytePlace| matches!(place, BytePlace::Cable(_) | BytePlace::Router(_) | BytePlace::Nic(_));
    let mut rows: Vec<PlaceCount> =
        counts.iter().filter(|count| count.place != BytePlace::Network).cloned().collect();
    for whole in counts.iter().filter(|count| count.place == BytePlace::Network) {
        match rows.iter_mut().rfind(|row| row.way == whole.way && inside(&row.place)) {
            Some(row) => row.furthest += whole.furthest,
            None => rows.push(whole.clone()),
        }
    }
    rows
}

fn table(view: &View, counts: &[PlaceCount], now: u64, lang: Lang) -> Html {
    let counts = folded(counts);
    let total: u64 = counts.iter().map(|count| count.furthest).sum();
    html! {
        <table class="Grid">
            <caption>{ format!("{} ms", clock(now, view.moment.origin)) }</caption>
            <thead><tr><th scope="col">{ w::PLACE.get(lang) }</th><th scope="col" class="n">{ w::HERE.get(lang) }</th><th scope="col" class="n">{ w::FURTHEST.get(lang) }</th><td></td></tr></thead>
            <tbody>
                { for counts.iter().map(|count| {
                    let way = match count.way {
                        Way::Request => "c2s",
                        Way::Reply => "s2c",
                    };
                    html! {
                        <tr class={classes!((count.count == 0 && count.furthest == 0).then_some("is-zero"))}>
                            <th scope="row"><svg class={classes!("Spot", way, count.copy.then_some("copy"))} viewBox="0 0 10 10" aria-hidden="true"><rect x="1" y="1" width="8" height="8" rx={if count.way == Way::Reply { "4" } else { "1" }} /></svg>{ ui::place(&count.place, lang) }</th>
                            <td class="n">{ ui::number(count.count) }</td>
                            <td class="n">{ ui::number(count.furthest) }</td>
                            <td>{ note(count, lang) }</td>
                        </tr>
                    }
                }) }
            </tbody>
            if total > 0 {
                <tfoot><tr><th scope="row">{ w::WRITTEN.get(lang) }</th><td></td><td class="n">{ ui::number(total) }</td><td>{ w::NONE_LOST.get(lang) }</td></tr></tfoot>
            }
        </table>
    }
}
