//! The other futures under the timeline, each a thin lane on the same clock: from where it parts from the shown one to its
//! end. A lane is a button that shows that future.
//!
//! Left out: more than [`MOST`] lanes; the others are reached by their letters.

use super::axis::Axis;
use super::svg::{Anchor, clock, n, path, rect, text};
use super::timeline::{Frame, flights};
use crate::ui::Ui;
use netlab_lab::protocol::Command;
use netlab_lab::view::{CallBar, Lane, RunView, Side};
use netlab_text::ui::acts;
use std::rc::Rc;
use yew::prelude::*;

/// Lanes at most; the newest futures have them.
const MOST: usize = 3;
/// Height of a lane, for a pointer and for a finger.
const HEIGHT: f64 = 22.0;
const TALL: f64 = 30.0;
/// Room that the words about the first difference need, in pixels.
const WORDS: f64 = 172.0;

/// See [`Lanes`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct LanesProps {
    /// The run that is shown, with the others.
    pub run: Rc<RunView>,
    /// The moment readers count from.
    pub origin: u64,
    /// How the timeline above is drawn.
    pub frame: Frame,
    /// Where acts go.
    pub act: Callback<Ui>,
}

/// All lanes; drawn once for a run.
#[component]
pub fn Lanes(props: &LanesProps) -> Html {
    let LanesProps { run, origin, frame, act } = props;
    if run.others.is_empty() {
        return Html::default();
    }
    let axis = frame.axis(run, *origin);
    let newest = run.others.iter().skip(run.others.len().saturating_sub(MOST));
    html! { <div class="Futures-lanes">{ for newest.map(|lane| row(lane, run, &axis, *origin, frame, act)) }</div> }
}

fn row(lane: &Lane, run: &RunView, axis: &Axis, origin: u64, frame: &Frame, act: &Callback<Ui>) -> Html {
    let height = if frame.phone { TALL } else { HEIGHT };
    let place = lane.place;
    let onclick = act.reform(move |_: MouseEvent| Ui::Do(Command::Branch(place)));
    let when = lane.differs.map(|(record, at)| (record, format!("{} ms", clock(at, origin))));
    let said = acts::lane((place, run.plan.branch), when.as_ref(), frame.lang);
    let name = format!("{}: {said}", acts::future(place, frame.lang));
    html! {
        <button type="button" class="Futures-lane" key={place} data-future={place.to_string()} title={name.clone()} aria-label={name} {onclick}>
            <svg width={n(frame.width)} height={n(height)} aria-hidden="true">
                { picture(lane, axis, height, frame) }
                { parting(lane, run, axis, height, frame) }
                { path("Tl-letter-ground", format!("M{} {}a8 8 0 1 0 .01 0", n(letter_x(frame)), n(height / 2.0 - 8.0))) }
                { text(letter_x(frame), height / 2.0 + 4.0, "Tl-letter", &acts::letter(place), Anchor::Middle) }
            </svg>
        </button>
    }
}

/// Where a lane's letter stands: among the names on the left; on a phone before the lane.
fn letter_x(frame: &Frame) -> f64 {
    if frame.left > 40.0 { frame.left - 15.0 } else { 9.0 }
}

/// What happens in it, from the branching point on.
fn picture(lane: &Lane, axis: &Axis, height: f64, frame: &Frame) -> Html {
    let since = lane.differs.map_or(lane.end, |(_, at)| at);
    let [top, bottom] = [5.0, height - 5.0];
    let from = axis.x(since).clamp(frame.left, axis.ends[1]);
    let end = axis.x(lane.end).min(axis.ends[1]);
    let later: Vec<_> = lane
        .flights
        .iter()
        .filter(|flight| flight.until.is_none_or(|until| until > since))
        .cloned()
        .collect();
    let clip = format!("lane-{}-{}", lane.place, n(frame.width)).replace('.', "-");
    html! { <>
        <clipPath id={clip.clone()}><rect x={n(from)} y="0" width={n((axis.ends[1] + 2.0 - from).max(0.0))} height={n(height)} /></clipPath>
        { path("Tl-lane", format!("M{} {}H{}M{} {}H{}", n(from), n(top), n(end), n(from), n(bottom), n(end))) }
        <g clip-path={format!("url(#{clip})")}>
            { for lane.calls.iter().filter_map(|call| bar(call, axis, lane.end, [top, bottom])) }
            { flights(&later, lane.end, axis, [top + 1.5, bottom - 1.5]) }
        </g>
    </> }
}

/// Time asleep in a call.
fn bar(call: &CallBar, axis: &Axis, end: u64, [top, bottom]: [f64; 2]) -> Option<Html> {
    let y = match call.side {
        Side::Client => top,
        Side::Server => bottom,
    };
    let [left, right] = axis.ends;
    let from = axis.x(call.from).max(left - 4.0);
    let to = axis.x(call.until.unwrap_or(end)).min(right + 4.0);
    (to >= from).then(|| rect("Tl-blocked", from, y - 2.0, (to - from).max(1.0), 4.0, 0.0))
}

/// The first difference: a dashed line, and what it is, in the part of the lane that both futures share.
fn parting(lane: &Lane, run: &RunView, axis: &Axis, height: f64, frame: &Frame) -> Html {
    let places = (lane.place, run.plan.branch);
    let Some((record, at)) = lane.differs else {
        return text(
            frame.left + 6.0,
            height / 2.0 + 4.0,
            "Tl-parts-words",
            &acts::same(places, frame.lang),
            Anchor::Start,
        );
    };
    let x = axis.x(at);
    let [left, right] = axis.ends;
    if x < left - 1.0 || x > right + 1.0 {
        return Html::default();
    }
    let words = acts::first_difference(record + 1, frame.lang);
    html! { <>
        { path("Tl-parts", format!("M{} 0V{}", n(x), n(height))) }
        if x - left > WORDS {
            { path("Tl-shared", format!("M{} {}H{}", n(frame.left), n(height / 2.0), n(x - WORDS))) }
            { text(x - 6.0, height / 2.0 + 4.0, "Tl-parts-words", &words, Anchor::End) }
        } else {
            { path("Tl-shared", format!("M{} {}H{}", n(frame.left), n(height / 2.0), n(x))) }
            // Behind its end, where the lane leaves room there.
            if right - axis.x(lane.end) > WORDS {
                { text(axis.x(lane.end) + 10.0, height / 2.0 + 4.0, "Tl-parts-words", &words, Anchor::Start) }
            }
        }
    </> }
}

/// Where the newest of the drawn futures part from the shown one, for the line through the timeline itself.
pub(super) fn partings(run: &RunView) -> impl Iterator<Item = u64> + '_ {
    let newest = run.others.iter().skip(run.others.len().saturating_sub(MOST));
    newest.filter_map(|lane| lane.differs.map(|(_, at)| at))
}
