//! The whole run as a small sequence diagram, on the same clock as everything else.

use super::svg::{Anchor, clock, n, path, rect, share, text};
use crate::zoom::{WHOLE, Zoom};
use netlab_lab::view::{CallBar, Flight, FrameKind, Mark, MarkKind, Moment, RunView, Side, Way};
use netlab_text::Lang;
use netlab_text::ui::{self, labels as w};
use yew::prelude::*;

/// Times and their places along a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Axis {
    /// Left and right end in pixels.
    pub ends: [f64; 2],
    /// Time at the left end, nanoseconds.
    from: u64,
    /// Time at the right end.
    to: u64,
    /// The moment readers count from.
    origin: u64,
    /// Logarithmic from this long after the origin on.
    log_from: Option<u64>,
    /// The stretch that is shown.
    zoom: Zoom,
}

/// The cursor's place on the whole axis, in millionths.
pub fn cursor_place(run: &RunView, origin: u64, now: u64) -> u32 {
    Axis::new(run, origin, [0.0, f64::from(WHOLE)]).x(now).round() as u32
}

impl Axis {
    /// For a run, between two places.
    pub fn new(run: &RunView, origin: u64, ends: [f64; 2]) -> Self {
        let to = run.end.max(origin + 1);
        // What comes before the first frame is short and crowded: it is cut where it would take more than a tenth.
        let lead = (to - origin) / 10;
        let from = if origin > lead { origin - lead / 3 } else { 0 };
        let first = run.flights.iter().filter_map(|flight| flight.until).min().unwrap_or(origin);
        let log_from = run.logarithmic.then(|| first.saturating_sub(origin).max(1_000_000) * 4 / 5);
        Self { ends, from, to, origin, log_from, zoom: Zoom::default() }
    }

    /// The same axis, of which only a stretch is shown.
    pub const fn zoomed(self, zoom: Zoom) -> Self {
        Self { zoom, ..self }
    }

    /// The place of a time. What is outside the run stands at its ends; what is outside the stretch that is shown stands
    /// outside the picture.
    pub fn x(&self, at: u64) -> f64 {
        let [left, right] = self.ends;
        let gone = match self.log_from {
            None => share(at.clamp(self.from, self.to) - self.from, self.to - self.from),
            Some(least) => {
                let whole = share(self.to - self.origin, least).ln().max(f64::MIN_POSITIVE);
                (share(at.saturating_sub(self.origin), least).max(1.0).ln() / whole).clamp(0.0, 1.0)
            }
        };
        let shown = (gone * f64::from(WHOLE) - f64::from(self.zoom.from)) / f64::from(self.zoom.length());
        left + shown * (right - left)
    }

    /// The time at a place, the other way round.
    pub fn time(&self, x: f64) -> u64 {
        let [left, right] = self.ends;
        let shown = ((x - left) / (right - left)).clamp(0.0, 1.0);
        let gone = (f64::from(self.zoom.from) + shown * f64::from(self.zoom.length())) / f64::from(WHOLE);
        #[allow(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a pixel's time"
        )]
        match self.log_from {
            None => self.from + ((self.to - self.from) as f64 * gone).round() as u64,
            Some(_) if gone <= 0.0 => self.from.min(self.origin),
            Some(least) => {
                let whole = share(self.to - self.origin, least);
                self.origin + (least as f64 * whole.powf(gone)).round() as u64
            }
        }
    }

    /// Labelled times in the stretch that is shown: about `most` at most, at round distances from the origin.
    fn ticks(&self, most: u64) -> Vec<u64> {
        let [left, right] = self.ends.map(|end| self.time(end).saturating_sub(self.origin));
        // A stretch within a decade is as good as even.
        if let Some(least) = self.log_from.filter(|_| right / 4 > left) {
            return self.decades(least.max(left), right, most);
        }
        let (mut step, mut factors) = (1_000_u64, [2, 5, 10].iter().cycle());
        let mut decade = step;
        while (right - left) / step >= most {
            let factor = *factors.next().unwrap_or(&10);
            step = decade * factor;
            if factor == 10 {
                decade = step;
            }
        }
        (left.div_ceil(step)..=right / step).map(|index| self.origin + index * step).collect()
    }

    /// Times at 1, 2 and 5 of each decade.
    fn decades(&self, least: u64, most_time: u64, most: u64) -> Vec<u64> {
        let mut ticks = Vec::new();
        let mut decade = 1_000_000_u64;
        while decade <= most_time {
            let steps = [1, 2, 5].map(|step| decade * step);
            ticks.extend(
                steps.into_iter().filter(|at| (least..=most_time).contains(at)).map(|at| self.origin + at),
            );
            decade *= 10;
        }
        let skip = (ticks.len() as u64).div_ceil(most).max(1);
        ticks.into_iter().step_by(usize::try_from(skip).unwrap_or(1)).collect()
    }
}

/// What the picture needs beside the run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    pub width: f64,
    pub height: f64,
    /// Room for the names on the left.
    pub left: f64,
    pub phone: bool,
    pub lang: Lang,
    pub zoom: Zoom,
}

impl Frame {
    pub fn axis(&self, run: &RunView, origin: u64) -> Axis {
        Axis::new(run, origin, [self.left, self.width - 10.0]).zoomed(self.zoom)
    }

    const fn lanes(&self) -> [f64; 2] {
        [9.0, self.height - 9.0]
    }
}

/// The diagram. What is withheld is not in `run`.
pub(super) fn timeline(run: &RunView, moment: &Moment, now: u64, frame: &Frame) -> Html {
    let axis = frame.axis(run, moment.origin);
    let [client, server] = frame.lanes();
    let label = format!("{}, {} ms", w::TIMELINE.get(frame.lang), clock(now, moment.origin));
    let here = axis.x(now);
    let end = axis.x(run.end).min(axis.ends[1]);
    // Lanes of other sizes have clips of their own.
    let clip = format!("timeline-{}-{}", n(frame.left), n(frame.width)).replace('.', "-");
    html! {
        <svg class="Timeline" width={n(frame.width)} height={n(frame.height + 20.0)} role="img" aria-label={label}>
            if frame.left > 40.0 {
                { text(frame.left - 6.0, client + 4.0, "unit", w::CLIENT.get(frame.lang), Anchor::End) }
                { text(frame.left - 6.0, server + 4.0, "unit", w::SERVER.get(frame.lang), Anchor::End) }
            }
            { path("Tl-lane", format!("M{} {}H{}M{} {}H{}", n(frame.left), n(client), n(end), n(frame.left), n(server), n(end))) }
            // Marks and handles may stand half outside; nothing else may.
            <clipPath id={clip.clone()}><rect x={n(frame.left - 2.0)} y="-12" width={n(frame.width - frame.left - 6.0)} height={n(frame.height + 24.0)} /></clipPath>
            <g clip-path={format!("url(#{clip})")}>
                { for run.calls.iter().filter_map(|call| bar(call, &axis, run.end, frame)) }
                { flights(run, &axis, frame) }
                { for run.marks.iter().filter_map(|mark| marked(mark, &axis, frame)) }
            </g>
            { ticks(&axis, frame) }
            if !frame.zoom.is_all() { { overview(&axis, frame) } }
            <g class="Tl-cursor">
                { path(Classes::new(), format!("M{} 0V{}", n(here), n(frame.height + 2.0))) }
                { path("Tl-handle", format!("M{} 4l-5 -6v-5h10v5z", n(here))) }
            </g>
        </svg>
    }
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
fn flights(run: &RunView, axis: &Axis, frame: &Frame) -> Html {
    let [client, server] = frame.lanes();
    let (top, bottom) = (client + 4.0, server - 4.0);
    let mut strokes: Vec<(String, String)> = Vec::new();
    let mut crosses = String::new();
    let data = |flight: &&Flight| flight_class(flight.kind) == "is-data";
    let quiet = run.flights.iter().filter(|flight| !data(flight));
    for flight in quiet.chain(run.flights.iter().filter(data)) {
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
        let until = axis.x(flight.until.unwrap_or(run.end));
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

pub(super) fn ticks(axis: &Axis, frame: &Frame) -> Html {
    let times = axis.ticks(if frame.phone { 5 } else { 11 });
    let last = times.last().copied().unwrap_or(0);
    let seconds = axis.to - axis.origin >= 10_000_000_000;
    html! { { for times.into_iter().map(|at| {
        let x = axis.x(at);
        let since = at - axis.origin;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn run(end: u64, logarithmic: bool) -> RunView {
        let flight = Flight {
            kind: FrameKind::Syn,
            way: Way::Request,
            from: 1_000_000,
            until: Some(31_000_000),
            lost_at: None,
            length: 0,
            record: 3,
        };
        RunView { end, logarithmic, flights: vec![flight], ..RunView::default() }
    }

    #[test]
    fn a_place_names_the_time_that_is_drawn_there() {
        for logarithmic in [false, true] {
            let axis = Axis::new(&run(20_000_000_000, logarithmic), 1_000_000, [56.0, 956.0]);
            for at in [100_000_000_u64, 500_000_000, 5_000_000_000, 19_000_000_000] {
                let back = axis.time(axis.x(at));
                assert!(back.abs_diff(at) < 1_000, "log {logarithmic}: {at} came back as {back}");
            }
        }
    }

    #[test]
    fn a_stretch_fills_the_picture_and_says_its_times() {
        for logarithmic in [false, true] {
            let whole = Axis::new(&run(20_000_000_000, logarithmic), 1_000_000, [56.0, 956.0]);
            for zoom in [
                Zoom { from: 500_000, to: 500_500 },
                Zoom { from: 0, to: 250_000 },
                Zoom { from: 900_000, to: WHOLE },
            ] {
                let axis = whole.zoomed(zoom);
                let [from, to] = axis.ends.map(|end| axis.time(end));
                assert!(from < to, "log {logarithmic}, {zoom:?}");
                assert!((axis.x(from.midpoint(to)) - 506.0).abs() < 400.0);
                let back = axis.time(axis.x(from.midpoint(to)));
                assert!(back.abs_diff(from.midpoint(to)) < 10_000, "log {logarithmic}, {zoom:?}: {back}");
                let ticks = axis.ticks(11);
                assert!((2..=12).contains(&ticks.len()), "log {logarithmic}, {zoom:?}: {ticks:?}");
                assert!(
                    ticks.iter().all(|at| (from..=to).contains(at)),
                    "log {logarithmic}, {zoom:?}: {ticks:?}"
                );
            }
        }
    }

    #[test]
    fn ticks_are_round_and_few() {
        let axis = Axis::new(&run(186_000_000, false), 1_000_000, [56.0, 956.0]);
        let ticks: Vec<_> = axis.ticks(11).iter().map(|at| (at - 1_000_000) / 1_000_000).collect();
        assert_eq!(ticks, [0, 20, 40, 60, 80, 100, 120, 140, 160, 180]);
        let axis = Axis::new(&run(20_000_000_000, true), 1_000_000, [56.0, 956.0]);
        assert!(axis.ticks(11).len() <= 11);
    }
}
