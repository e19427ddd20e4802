//! The sequence diagram: one row per packet, with the times at both ends. Rows are evenly spaced; times are written.

use super::stretch;
use crate::ui::Ui;
use crate::view::stage::letter_word;
use crate::view::surroundings::Surroundings;
use crate::view::svg::{Anchor, clock, float, n, path, text};
use crate::view::timeline::flight_class;
use netlab_lab::protocol::Command;
use netlab_lab::view::{Flight, RunView, View, Way};
use netlab_text::ui::{self, labels as w};
use yew::prelude::*;

/// Distance between rows.
const ROW: f64 = 26.0;

/// The diagram.
pub(super) fn panel(view: &View, run: &RunView, at: &Surroundings, act: &Callback<Ui>) -> Html {
    let width = (f64::from(at.width) - 32.0).min(760.0);
    let margin = if at.phone { 74.0 } else { 100.0 };
    let (left, right) = (margin, width - margin);
    let current = run.flights.iter().rposition(|flight| flight.record <= view.moment.record);
    let shown = stretch(run.flights.len(), current);
    let bottom = 26.0 + float(shown.len()) * ROW + 8.0;
    html! {
        <svg class="Sequence" width={n(width)} height={n(bottom)} role="group" aria-label={ui::tab(netlab_lab::protocol::Tab::Sequence).get(at.lang)}>
            { text(left, 14.0, "station", w::CLIENT.get(at.lang), Anchor::Middle) }
            { text(right, 14.0, "station", w::SERVER.get(at.lang), Anchor::Middle) }
            { path("Tl-lane", format!("M{} 22V{}M{} 22V{}", n(left), n(bottom), n(right), n(bottom))) }
            { for shown.clone().map(|index| {
                let y = 30.0 + float(index - shown.start) * ROW;
                let future = current.is_none_or(|current| index > current);
                row(&run.flights[index], y, [left, right], current == Some(index), future, view.moment.origin, act)
            }) }
        </svg>
    }
}

fn row(
    flight: &Flight,
    y: f64,
    [left, right]: [f64; 2],
    here: bool,
    future: bool,
    origin: u64,
    act: &Callback<Ui>,
) -> Html {
    let (from, to) = match flight.way {
        Way::Request => (left, right),
        Way::Reply => (right, left),
    };
    let toward = if to > from { 1.0 } else { -1.0 };
    let gone = flight.lost_at.map_or(1.0, |lost| f64::from(lost) / 1_000.0);
    let (end_x, end_y) = (from + (to - from) * gone, y + 14.0 * gone);
    let way = if toward > 0.0 { "c2s" } else { "s2c" };
    let kind = if flight.lost_at.is_some() { "is-lost" } else { flight_class(flight.kind) };
    let class = classes!("Tl-flight", kind, way);
    let side = |x: f64| {
        if x < f64::midpoint(left, right) { (x - 8.0, Anchor::End) } else { (x + 8.0, Anchor::Start) }
    };
    let ((departure, departure_anchor), (arrival, arrival_anchor)) = (side(from), side(to));
    let record = flight.record;
    let go = act.reform(move |_: MouseEvent| Ui::Do(Command::SeekRecord(record)));
    let words = letter_word(flight.kind, flight.length);
    html! {
        <g class={classes!("Sequence-row", future.then_some("is-future"), here.then_some("is-current"))} onclick={go}>
            <rect class="Sequence-hit" x="0" y={n(y - 4.0)} width={n(left + right)} height={n(ROW)} />
            { path(class, format!("M{} {}L{} {}", n(from), n(y), n(end_x), n(end_y))) }
            if flight.lost_at.is_some() {
                { path("Tl-cross", format!("M{} {}l8 8m0 -8l-8 8", n(end_x - 4.0), n(end_y - 4.0))) }
            } else {
                { path(classes!("Sequence-head", kind, way), format!("M{} {}l{} {}l{} {}z", n(end_x), n(end_y), n(-9.0 * toward), n(-4.6), n(1.0 * toward), n(8.6))) }
            }
            { text(f64::midpoint(left, right), y + 3.0, "Sequence-word", &words, Anchor::Middle) }
            { text(departure, y + 4.0, "unit", &clock(flight.from, origin), departure_anchor) }
            if let (Some(until), None) = (flight.until, flight.lost_at) {
                { text(arrival, y + 18.0, "unit", &clock(until, origin), arrival_anchor) }
            }
        </g>
    }
}
