//! The whole run as a small sequence diagram, on the same clock as everything else.

use super::axis::{Axis, Fold};
use super::lanes::partings;
use super::svg::{Anchor, clock, n, path, rect, text};
use crate::zoom::{WHOLE, Zoom};
use netlab_lab::view::{CallBar, Flight, FrameKind, Mark, MarkKind, Moment, RunView, Side, Way};
use netlab_text::Lang;
use netlab_text::ui::{self, labels as w};
use std::rc::Rc;
use yew::prelude::*;

/// What the picture needs beside the run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// Width of the picture.
    pub width: f64,
    /// Height without the times under it.
    pub height: f64,
    /// Room for the names on the left.
    pub left: f64,
    /// Whether it is a phone's.
    pub phone: bool,
    /// The language.
    pub lang: Lang,
    /// The stretch that is shown.
    pub zoom: Zoom,
}

impl Frame {
    /// The axis of this picture.
    pub(super) fn axis(&self, run: &RunView, origin: u64) -> Axis {
        Axis::new(run, origin, [self.left, self.width - 10.0]).zoomed(self.zoom)
    }

    const fn lanes(&self) -> [f64; 2] {
        [9.0, self.height - 9.0]
    }
}

/// The diagram. What is withheld is not in `run`.
pub(super) fn timeline(run: &Rc<RunView>, moment: &Moment, now: u64, frame: &Frame) -> Html {
    let axis = frame.axis(run, moment.origin);
    let label = format!("{}, {} ms", w::TIMELINE.get(frame.lang), clock(now, moment.origin));
    let here = axis.x(now);
    html! {
        <svg class="Timeline" width={n(frame.width)} height={n(frame.height + 20.0)} role="img" aria-label={label}>
            <Lanes run={run.clone()} origin={moment.origin} frame={*frame} />
            <g class="Tl-cursor">
                { path(Classes::new(), format!("M{} 0V{}", n(here), n(frame.height + 2.0))) }
                { path("Tl-handle", format!("M{} 4l-5 -6v-5h10v5z", n(here))) }
            </g>
        </svg>
    }
}

/// See [`Lanes`].
#[derive(Debug, Clone, PartialEq, Properties)]
struct LanesProps {
    run: Rc<RunView>,
    origin: u64,
    frame: Frame,
}

/// All of the diagram but the cursor: it is the same at every step of a run, and drawn once.
#[component]
fn Lanes(props: &LanesProps) -> Html {
    let LanesProps { run, origin, frame } = props;
    let axis = frame.axis(run, *origin);
    let [client, server] = frame.lanes();
    let end = axis.x(run.end).min(axis.ends[1]);
    // Lanes of other sizes have clips of their own.
    let clip = format!("timeline-{}-{}", n(frame.left), n(frame.width)).replace('.', "-");
    html! { <>
        if frame.left > 40.0 {
            { text(frame.left - 6.0, client + 4.0, "unit", w::CLIENT.get(frame.lang), Anchor::End) }
            { text(frame.left - 6.0, server + 4.0, "unit", w::SERVER.get(frame.lang), Anchor::End) }
        }
        { path("Tl-lane", format!("M{} {}H{}M{} {}H{}", n(frame.left), n(client), n(end), n(frame.left), n(server), n(end))) }
        // Marks and handles may stand half outside; nothing else may.
        <clipPath id={clip.clone()}><rect x={n(frame.left - 2.0)} y="-12" width={n(frame.width - frame.left - 6.0)} height={n(frame.height + 24.0)} /></clipPath>
        <g clip-path={format!("url(#{clip})")}>
            { for run.calls.iter().filter_map(|call| bar(call, &axis, run.end, frame)) }
            { flights(&run.flights, run.end, &axis, [client + 4.0, server - 4.0]) }
            { for run.marks.iter().filter_map(|mark| marked(mark, &axis, frame)) }
            { for axis.folds().iter().filter_map(|fold| folded(*fold, &axis, frame)) }
        </g>
        { for partings(run).map(|at| axis.x(at)).filter(|x| (frame.left..=frame.width).contains(x)).map(|x| {
            path("Tl-parts", format!("M{} -2V{}", n(x), n(frame.height + 2.0)))
        }) }
        { ticks(&axis, frame) }
        if !frame.zoom.is_all() { { overview(&axis, frame) } }
    </> }
}

/// Room that the words of a fold need, in pixels.
const FOLD_WORDS: f64 = 56.0;

/// A fold: the lanes are broken, and how long nothing happens stands in the break.
fn folded(fold: Fold, axis: &Axis, frame: &Frame) -> Option<Html> {
    let (from, to) = (axis.x(fold.from), axis.x(fold.to));
    let [left, right] = axis.ends;
    if to < left || from > right {
        return None;
    }
    let middle = f64::midpoint(from.max(left), to.min(right));
    let words = ui::duration(fold.length(), frame.lang);
    // Where the break is narrow, the largest unit alone has room.
    let words = if to - from < FOLD_WORDS { ui::short_duration(fold.length(), frame.lang) } else { words };
    let cuts = [from + 3.0, to - 3.0].map(|x| {
        let lean = |y: f64| format!("M{} {}l4 -14", n(x - 2.0), n(y + 7.0));
        frame.lanes().map(lean).concat()
    });
    Some(html! {
        <g class="Tl-fold">
            { rect("Tl-fold-gap", from + 2.0, -2.0, to - from - 4.0, frame.height + 4.0, 0.0) }
            { path("Tl-fold-cut", cuts.concat()) }
            { text(middle, frame.height / 2.0 + 4.0, "Tl-fold-words", &words, Anchor::Middle) }
        </g>
    })
}

/// Which stretch of the whole is shown, as a thin line over the picture.
fn overview(axis: &Axis, frame: &Frame) -> Html {
    let [left, right] = axis.ends;
    let place = |at: u32| left + f64::from(at) / f64::from(WHOLE) * (right - left);
    let (from, to) = (place(frame.zoom.from), place(frame.zoom.to));
    html! { <g class="Tl-overview">
        { path("Tl-whole", format!("M{} -5H{}", n(left), n(right))) }
        { path("Tl-shown", format!("M{} -5H{}", n(from), n(to.max(from + 2.0)))) }
    </g> }
}

/// Time asleep in a call.
fn bar(call: &CallBar, axis: &Axis, end: u64, frame: &Frame) -> Option<Html> {
    let [client, server] = frame.lanes();
    let y = match call.side {
        Side::Client => client,
        Side::Server => server,
    };
    let [left, right] = axis.ends;
    let (from, to) = (axis.x(call.from), axis.x(call.until.unwrap_or(end)));
    // Only what can be seen: zoomed in, a bar would be very long.
    let (from, to) = (from.max(left - 4.0), to.min(right + 4.0));
    (to >= from).then(|| html! {
        <rect class="Tl-blocked" x={n(from)} y={n(y - 4.0)} width={n((to - from).max(1.0))} height="8"><title>{ call.call.to_string() }</title></rect>
    })
}

pub(super) const fn flight_class(kind: FrameKind) -> &'static str {
    match kind {
        FrameKind::Syn | FrameKind::SynAck | FrameKind::Fin | FrameKind::Rst | FrameKind::KeepAlive => {
            "is-ctl"
        }
        FrameKind::Data | FrameKind::Retransmission | FrameKind::Udp => "is-data",
        FrameKind::Ack | FrameKind::WindowUpdate => "is-ack",
        FrameKind::ZeroWindow => "is-zero",
        FrameKind::Probe => "is-probe",
        FrameKind::Arp | FrameKind::Icmp => "is-other",
    }
}

/// All flights as slanted lines, data on top. So many that they would be a carpet are drawn as one path per kind.
pub(super) fn flights(all: &[Flight], end: u64, axis: &Axis, [top, bottom]: [f64; 2]) -> Html {
    let mut strokes: Vec<(String, String)> = Vec::new();
    let mut crosses = String::new();
    let data = |flight: &&Flight| flight_class(flight.kind) == "is-data";
    let quiet = all.iter().filter(|flight| !data(flight));
    for flight in quiet.chain(all.iter().filter(data)) {
        let way = match flight.way {
            Way::Request => "c2s",
            Way::Reply => "s2c",
        };
        let (from, to) = match flight.way {
            Way::Request => (top, bottom),
            Way::Reply => (bottom, top),
        };
        let gone = flight.lost_at.map_or(1.0, |lost| f64::from(lost) / 1_000.0);
        let y = from + (to - from) * gone;
        let until = axis.x(flight.until.unwrap_or(end));
        let [left, right] = axis.ends;
        if until < left - 4.0 || axis.x(flight.from) > right + 4.0 {
            continue;
        }
        let class = if flight.lost_at.is_some() { "is-lost" } else { flight_class(flight.kind) };
        let class = format!("Tl-flight {class} {way}");
        let line = format!("M{} {}L{} {}", n(axis.x(flight.from)), n(from), n(until), n(y));
        match strokes.last_mut() {
            Some((last, d)) if *last == class => *d += &line,
            Some(_) | None => strokes.push((class, line)),
        }
        if flight.lost_at.is_some() {
            crosses += &format!("M{} {}l8 8m0 -8l-8 8", n(until - 4.0), n(y - 4.0));
        }
    }
    html! { <>
        { for strokes.into_iter().map(|(class, d)| path(class, d)) }
        if !crosses.is_empty() { { path("Tl-cross", crosses) } }
    </> }
}

/// A moment worth jumping to: a notch on the lane of its side.
fn marked(mark: &Mark, axis: &Axis, frame: &Frame) -> Option<Html> {
    let loud = match mark.kind {
        MarkKind::FirstBlock
        | MarkKind::ZeroWindow
        | MarkKind::Drop
        | MarkKind::Reset
        | MarkKind::Intervention => true,
        MarkKind::Connected
        | MarkKind::FirstData
        | MarkKind::FirstReceived
        | MarkKind::CallReturned { .. }
        | MarkKind::WindowOpened
        | MarkKind::Retransmission
        | MarkKind::Probe
        | MarkKind::StateChange { .. }
        | MarkKind::Woken
        | MarkKind::Closed
        | MarkKind::ProcessEnd => false,
    };
    let [client, server] = frame.lanes();
    let y = match mark.side? {
        Side::Client => client - 5.0,
        Side::Server => server + 5.0,
    };
    let class = classes!("Tl-mark", loud.then_some("is-loud"));
    Some(rect(class, axis.x(mark.at) - 1.0, y - 2.0, 2.0, 4.0, 0.0))
}

/// Room that the words of a tick need, in pixels.
const TICK_WORDS: f64 = 46.0;

pub(super) fn ticks(axis: &Axis, frame: &Frame) -> Html {
    let times = axis.ticks(if frame.phone { 5 } else { 11 });
    let last = times.last().copied().unwrap_or(0);
    let seconds = axis.to - axis.origin >= 10_000_000_000;
    let mut taken = f64::NEG_INFINITY;
    html! { { for times.into_iter().map(|at| {
        let x = axis.x(at);
        let since = at - axis.origin;
        // Behind a fold times are long and may be close together.
        if x - taken < TICK_WORDS && !axis.folds().is_empty() {
            return path("Tl-tick", format!("M{} {}v4", n(x), n(frame.height)));
        }
        taken = x;
        let words = if axis.log_from.is_some() {
            ui::span(since)
        } else if seconds {
            plain(since, 1_000_000_000, if at == last { " s" } else { "" })
        } else {
            plain(since, 1_000_000, if at == last { " ms" } else { "" })
        };
        let anchor = if x > frame.width - 34.0 { Anchor::End } else if x < frame.left + 6.0 { Anchor::Start } else { Anchor::Middle };
        html! { <>
            { path("Tl-tick", format!("M{} {}v4", n(x), n(frame.height))) }
            { text(x, frame.height + 15.0, "unit", &words, anchor) }
        </> }
    }) } }
}

fn plain(value: u64, unit: u64, suffix: &str) -> String {
    let thousandths = value % unit * 1_000 / unit;
    let fraction = format!("{thousandths:03}");
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{}{point}{fraction}{suffix}", value / unit)
}
