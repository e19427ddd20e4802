//! One graph: step lines on the run's own time axis, each with its name and its value at the cursor beside it.

use crate::view::axis::Axis;
use crate::view::surroundings::Surroundings;
use crate::view::svg::{Anchor, float, n, path, rect, share, text};
use crate::view::timeline::{Frame, ticks};
use netlab_lab::view::{Graphs, Quantity, RunView, Sample, Series};
use netlab_text::Lang;
use netlab_text::ui::graphs as g;
use std::rc::Rc;
use yew::prelude::*;

/// Height of the drawing itself.
const HEIGHT: f64 = 104.0;
/// Above it.
const TOP: f64 = 8.0;
/// Below it: the time axis.
const BOTTOM: f64 = 20.0;
/// Room for the values of the axis.
const LEFT: f64 = 62.0;
/// Room for names and values.
const RIGHT: f64 = 190.0;
/// Distance of names.
const LINE: f64 = 15.0;

/// How the time-sequence graph is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Each segment a bar, with the lines of the acknowledgement and of the window.
    Tcptrace,
    /// Each segment a dot at its first byte.
    Stevens,
}

/// What a graph shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Kind {
    pub title: netlab_text::Word,
    /// Its lines.
    pub what: &'static [Quantity],
    /// Whether the segments stand in it.
    pub segments: Option<Form>,
}

/// A series of the run.
pub(super) fn series(graphs: &Graphs, what: Quantity) -> Option<&Series> {
    graphs.series.iter().find(|series| series.what == what)
}

/// The value after so many records.
pub(super) fn after(samples: &[Sample], records: u64) -> Option<u64> {
    let at = samples.partition_point(|sample| sample.records <= records);
    samples[..at].last()?.value
}

/// The value at a time.
fn at_time(samples: &[Sample], time: u64) -> Option<u64> {
    let at = samples.partition_point(|sample| sample.at <= time);
    samples[..at].last()?.value
}

/// See [`Chart`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct ChartProps {
    /// The run, with its graphs.
    pub run: Rc<RunView>,
    /// What is drawn.
    pub kind: Kind,
    /// Width in pixels.
    pub width: f64,
    /// The moment readers count from.
    pub origin: u64,
    /// The cursor.
    pub now: u64,
    /// Records that have happened there.
    pub records: u64,
    /// Where the pointer reads, if it is over a graph.
    pub reading: Option<u64>,
    /// How the page is set up.
    pub at: Surroundings,
    /// The pointer is at a time, or has left.
    pub on_read: Callback<Option<u64>>,
    /// A time was clicked.
    pub on_seek: Callback<u64>,
}

impl ChartProps {
    fn right(&self) -> f64 {
        if self.at.phone { 8.0 } else { RIGHT }
    }

    fn left(&self) -> f64 {
        if self.at.phone { 52.0 } else { LEFT }
    }

    /// On a phone names stand above the lines.
    fn top(&self) -> f64 {
        if self.at.phone { TOP + LINE * float(self.kind.what.len()) + 4.0 } else { TOP }
    }

    fn axis(&self) -> Axis {
        Axis::new(&self.run, self.origin, [self.left(), self.width - self.right()]).zoomed(self.at.zoom)
    }

    fn graphs(&self) -> Option<&Graphs> {
        self.run.graphs.as_deref()
    }

    /// The greatest value that is in sight.
    fn most(&self, axis: &Axis) -> u64 {
        let Some(graphs) = self.graphs() else { return 1 };
        let [from, to] = axis.ends.map(|end| axis.time(end));
        let in_sight = |samples: &[Sample]| {
            let first = samples.partition_point(|sample| sample.at <= from).saturating_sub(1);
            let last = samples.partition_point(|sample| sample.at <= to);
            samples[first..last.max(first)].iter().filter_map(|sample| sample.value).max()
        };
        let line = |what: &Quantity| in_sight(&series(graphs, *what)?.samples);
        let lines = || self.kind.what.iter().filter_map(line).max().unwrap_or(1).max(1);
        if self.kind.segments.is_none() {
            return lines();
        }
        // A window far beyond all that was sent would press the segments flat: it then stands outside.
        let sent = graphs.segments.iter().map(|segment| segment.offset + u64::from(segment.length));
        let sent = sent.max().unwrap_or(0).max(1);
        let all = lines();
        if all / 4 > sent { sent } else { all.max(sent) }
    }

    /// A line's value where it is read: under the pointer, or at the cursor.
    fn value(&self, what: Quantity) -> Option<u64> {
        let samples = &series(self.graphs()?, what)?.samples;
        match self.reading {
            Some(time) => at_time(samples, time),
            None => after(samples, self.records),
        }
    }

    /// All values in one sentence.
    fn reading(&self, lang: Lang) -> String {
        let one = |what: &Quantity| {
            let value =
                self.value(*what).map_or_else(|| g::NONE.get(lang).to_owned(), |v| g::value(*what, v));
            format!("{} {value}", g::quantity(*what).get(lang))
        };
        self.kind.what.iter().map(one).collect::<Vec<_>>().join(", ")
    }
}

/// Round values of the axis, and the greatest of them: the top.
fn levels(most: u64) -> Vec<u64> {
    let mut step = 1_u64;
    while most / step >= 4 {
        let leading = step.to_string().starts_with('2');
        step = if leading { step / 2 * 5 } else { step * 2 };
    }
    let top = most.div_ceil(step) * step;
    (0..=top / step).map(|level| level * step).collect()
}

/// The graph.
#[component]
pub(super) fn Chart(props: &ChartProps) -> Html {
    let axis = props.axis();
    let lang = props.at.lang;
    let levels = levels(props.most(&axis));
    let most = levels.last().copied().unwrap_or(1);
    let (top, bottom) = (props.top(), props.top() + HEIGHT);
    let y = |value: u64| bottom - share(value, most) * HEIGHT;
    let [left, right] = axis.ends;
    let here = axis.x(props.now).clamp(left, right);
    let width = props.width;
    let read = {
        let axis = axis.clone();
        props.on_read.reform(move |event: PointerEvent| pointed(&axis, width, &event))
    };
    let leave = props.on_read.reform(|_: PointerEvent| None);
    let seek = {
        let (on_seek, axis) = (props.on_seek.clone(), axis.clone());
        Callback::from(move |event: MouseEvent| {
            if let Some(time) = pointed(&axis, width, &event) {
                on_seek.emit(time);
            }
        })
    };
    let label = format!("{}: {}", props.kind.title.get(lang), props.reading(lang));
    let unit = props.kind.what[0];
    let frame = Frame {
        width: right + 10.0,
        height: bottom,
        left,
        phone: right - left < 520.0,
        lang,
        zoom: props.at.zoom,
    };
    html! {
        <svg class="Graph" width={n(props.width)} height={n(bottom + BOTTOM)} role="img" aria-label={label} onpointermove={read} onpointerleave={leave} onclick={seek}>
            { for levels.iter().map(|level| html! { <>
                { path(if *level == 0 { "Graph-base" } else { "Graph-grid" }, format!("M{} {}H{}", n(left), n(y(*level)), n(right))) }
                { text(left - 6.0, y(*level) + 4.0, "unit", &if *level == 0 { "0".to_owned() } else { g::value(unit, *level) }, Anchor::End) }
            </> }) }
            <Curves run={props.run.clone()} kind={props.kind} axis={axis.clone()} {most} {top} />
            { rect("Graph-future", here, top - 3.0, right - here, HEIGHT + 2.0, 0.0) }
            { ticks(&axis, &frame) }
            <g class="Tl-cursor">{ path(Classes::new(), format!("M{} {}V{}", n(here), n(top - 4.0), n(bottom))) }</g>
            if let Some(time) = props.reading {
                { path("Graph-reading", format!("M{} {}V{}", n(axis.x(time)), n(top - 4.0), n(bottom))) }
            }
            { names(props, &axis, &y) }
        </svg>
    }
}

/// The time under the pointer.
fn pointed(axis: &Axis, width: f64, event: &MouseEvent) -> Option<u64> {
    let place = crate::platform::event::along(event)? * width;
    let [left, right] = axis.ends;
    (place > left - 8.0 && place < right + 8.0).then(|| axis.time(place))
}

/// A line's dashes and colour, by its place in the graph.
pub(super) const fn line_class(what: Quantity) -> &'static str {
    match what {
        Quantity::SendCharged
        | Quantity::ReceiveCharged
        | Quantity::InFlight
        | Quantity::SmoothedRtt
        | Quantity::Acknowledged => "is-main",
        Quantity::SendLimit | Quantity::ReceiveLimit | Quantity::RetransmissionTimeout => "is-limit",
        Quantity::PeerWindow | Quantity::WindowLine => "is-window",
        Quantity::CongestionWindow | Quantity::AckLine => "is-ack",
        Quantity::Threshold | Quantity::DeliveryRate => "is-other",
    }
}

/// Names and values: at the right end of the lines, or on a phone above them.
fn names(props: &ChartProps, axis: &Axis, y: &impl Fn(u64) -> f64) -> Html {
    let lang = props.at.lang;
    let Some(graphs) = props.graphs() else { return Html::default() };
    let right = axis.ends[1];
    let end = axis.time(right);
    let last = |what: Quantity| {
        let samples = &series(graphs, what)?.samples;
        let until = samples.partition_point(|sample| sample.at <= end);
        samples[..until].iter().rev().find_map(|sample| sample.value)
    };
    let mut rows: Vec<(Quantity, f64, f64)> = props
        .kind
        .what
        .iter()
        .map(|what| (*what, last(*what).map_or_else(|| y(0), y).max(props.top()), 0.0))
        .collect();
    rows.sort_by(|one, other| one.1.total_cmp(&other.1));
    let lowest = props.top() + HEIGHT;
    let mut above = f64::NEG_INFINITY;
    for row in &mut rows {
        row.2 = row.1.max(above + LINE);
        above = row.2;
    }
    // What was pushed out below is pushed back up.
    let mut below = lowest + LINE;
    for row in rows.iter_mut().rev() {
        row.2 = row.2.min(below - LINE);
        below = row.2;
    }
    html! { { for rows.into_iter().enumerate().map(|(index, (what, at, place))| {
        let value = props.value(what).map_or_else(|| g::NONE.get(lang).to_owned(), |value| g::value(what, value));
        let class = line_class(what);
        if props.at.phone {
            let (x, y) = (props.left(), TOP + LINE * float(index) + 4.0);
            html! { <>
                { path(classes!("Graph-line", class), format!("M{} {}h26", n(x), n(y))) }
                <text x={n(x + 32.0)} y={n(y + 4.0)} class="reading">{ g::quantity(what).get(lang) }{ " " }<tspan class="num">{ value }</tspan></text>
            </> }
        } else {
            html! { <>
                { path(classes!("Graph-line", class), format!("M{} {}L{} {}h14", n(right), n(at), n(right + 8.0), n(place))) }
                <text x={n(right + 27.0)} y={n(place + 4.0)} class="reading">{ g::quantity(what).get(lang) }{ " " }<tspan class="num">{ value }</tspan></text>
            </> }
        }
    }) } }
}

/// See [`Curves`]: drawn anew only when one of these changes, not at each step.
#[derive(Debug, Clone, PartialEq, Properties)]
struct CurvesProps {
    run: Rc<RunView>,
    kind: Kind,
    axis: Axis,
    most: u64,
    top: f64,
}

/// The lines themselves.
#[component]
fn Curves(props: &CurvesProps) -> Html {
    let CurvesProps { run, kind, axis, most, top } = props;
    let Some(graphs) = run.graphs.as_deref() else { return Html::default() };
    let y = |value: u64| top + HEIGHT - share(value, *most) * HEIGHT;
    let [left, right] = axis.ends;
    // Graphs of other places and sizes have clips of their own.
    let clip = format!("graph-{}-{}-{}", n(left), n(right), n(*top)).replace('.', "-");
    let hidden = kind.segments == Some(Form::Stevens);
    html! { <>
        <clipPath id={clip.clone()}><rect x={n(left - 1.0)} y={n(top - 4.0)} width={n(right - left + 2.0)} height={n(HEIGHT + 6.0)} /></clipPath>
        <g clip-path={format!("url(#{clip})")}>
            // Idle time that the axis folds: the timeline says how much.
            { for axis.folds().iter().map(|fold| {
                let (from, to) = (axis.x(fold.from), axis.x(fold.to));
                rect("Graph-fold", from, *top, to - from, HEIGHT, 0.0)
            }) }
            if !hidden {
                { for kind.what.iter().filter_map(|what| series(graphs, *what)).map(|series| {
                    path(classes!("Graph-line", line_class(series.what)), steps(&series.samples, run.end, axis, &y))
                }) }
            }
            if let Some(form) = kind.segments { { segments(graphs, form, axis, &y) } }
        </g>
    </> }
}

/// A step line: each value holds until the next; where there is none the line is broken.
fn steps(samples: &[Sample], end: u64, axis: &Axis, y: &impl Fn(u64) -> f64) -> String {
    let mut d = String::new();
    let mut pen = None;
    for (index, sample) in samples.iter().enumerate() {
        let until = samples.get(index + 1).map_or(end, |next| next.at);
        let Some(value) = sample.value else {
            pen = None;
            continue;
        };
        let (from, to, height) = (axis.x(sample.at), axis.x(until), n(y(value)));
        match pen {
            None => d += &format!("M{} {height}", n(from)),
            Some(()) => d += &format!("V{height}"),
        }
        d += &format!("H{}", n(to));
        pen = Some(());
    }
    d
}

/// The segments: bars from the first byte to the last, or dots at the first.
fn segments(graphs: &Graphs, form: Form, axis: &Axis, y: &impl Fn(u64) -> f64) -> Html {
    let mut first = String::new();
    let mut again = String::new();
    for segment in &graphs.segments {
        let x = axis.x(segment.at);
        let (low, high) = (y(segment.offset), y(segment.offset + u64::from(segment.length)));
        let d = if segment.again { &mut again } else { &mut first };
        *d += &match (form, segment.again) {
            (Form::Tcptrace, false) => format!("M{} {}V{}", n(x), n(low), n(high.min(low - 1.5))),
            (Form::Stevens, false) => format!("M{} {}h0", n(x), n(low)),
            // Sent again: a cross, so that it is not colour alone.
            (_, true) => format!("M{} {}l7 -7m-7 0l7 7", n(x - 3.5), n(low + 3.5)),
        };
    }
    let class = if form == Form::Stevens { "Graph-dot" } else { "Graph-bar" };
    html! { <>
        if !first.is_empty() { { path(class, first) } }
        if !again.is_empty() { { path("Graph-again", again) } }
    </> }
}

#[cfg(test)]
mod tests {
    use super::levels;

    #[test]
    fn levels_are_round_and_hold_the_greatest_value() {
        for most in [1, 3, 4, 7, 999, 5368, 65_160, 131_072, 4_194_304, 19_000_000_000] {
            let levels = levels(most);
            assert!((2..=6).contains(&levels.len()), "{most}: {levels:?}");
            assert!(levels.last().is_some_and(|top| *top >= most && *top <= most * 2), "{most}: {levels:?}");
        }
        assert_eq!(levels(5368), [0, 2000, 4000, 6000]);
    }
}
