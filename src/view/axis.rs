//! Times and their places along a line: evenly, with long idle stretches folded; or logarithmically, for a run that waits
//! again and again for longer and longer.
//!
//! A fold has a fixed width, whatever it leaves out, and the picture writes that into it. Times inside have their places
//! too, so that everything that reads or drags the line goes on telling true times.

use super::svg::share;
use crate::zoom::{WHOLE, Zoom};
use netlab_lab::view::RunView;

/// An idle stretch that takes more than this part of what is shown is folded: one in so many.
const FOLDED_PART: u64 = 8;
/// And so is none that is shorter, in nanoseconds: what lasts less than a second is seen best beside what it waits for.
const LEAST_FOLD: u64 = 1_000_000_000;
/// Folds at most on an even scale; a run that would need more has many waits that belong to its story.
const MOST_FOLDS: usize = 6;
/// The same where a logarithmic scale is the other choice.
const MOST_INSTEAD: usize = 3;
/// How much of the line a fold takes at most, and all folds together.
const FOLD_SHARE: f64 = 0.1;
const FOLDS_SHARE: f64 = 0.36;

/// An idle stretch that is drawn narrower than it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fold {
    /// Its start, nanoseconds.
    pub from: u64,
    /// Its end.
    pub to: u64,
}

impl Fold {
    /// How long it is.
    pub const fn length(self) -> u64 {
        self.to - self.from
    }
}

/// See the module's comment.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Axis {
    /// Left and right end in pixels.
    pub ends: [f64; 2],
    /// Time at the left end, nanoseconds.
    from: u64,
    /// Time at the right end.
    pub to: u64,
    /// The moment readers count from.
    pub origin: u64,
    /// Logarithmic from this long after the origin on.
    pub log_from: Option<u64>,
    /// Ascending; none on a logarithmic scale.
    folds: Vec<Fold>,
    /// The stretch that is shown.
    zoom: Zoom,
}

/// The cursor's place on the whole axis, in millionths.
pub fn cursor_place(run: &RunView, origin: u64, now: u64) -> u32 {
    Axis::new(run, origin, [0.0, f64::from(WHOLE)]).x(now).round() as u32
}

/// The end of the longest future: all stand on one clock.
pub(super) fn last_end(run: &RunView) -> u64 {
    run.others.iter().map(|lane| lane.end).fold(run.end, u64::max)
}

/// Stretches in which nothing happens in any future. One that has ended is idle from then on.
pub(super) fn idle_in_all(run: &RunView) -> Vec<(u64, u64)> {
    let last = last_end(run);
    let upto = |idle: &[(u64, u64)], end: u64| {
        let mut idle = idle.to_vec();
        match idle.last_mut() {
            Some(stretch) if stretch.1 == end => stretch.1 = last,
            Some(_) | None if end < last => idle.push((end, last)),
            Some(_) | None => {}
        }
        idle
    };
    let all = upto(&run.idle, run.end);
    run.others.iter().fold(all, |all, lane| {
        let other = upto(&lane.idle, lane.end);
        let both = all
            .iter()
            .flat_map(|mine| other.iter().map(move |theirs| (mine.0.max(theirs.0), mine.1.min(theirs.1))));
        both.filter(|(from, to)| from < to).collect()
    })
}

/// The stretches to fold, ascending; `None` when that would be more than `most`.
fn folds(idle: &[(u64, u64)], from: u64, to: u64, most: usize) -> Option<Vec<Fold>> {
    let cut = |(start, end): &(u64, u64)| Fold { from: (*start).max(from), to: (*end).min(to) };
    let mut idle: Vec<Fold> =
        idle.iter().filter(|stretch| stretch.1 > from && stretch.0 < to).map(cut).collect();
    idle.sort_by_key(|fold| std::cmp::Reverse(fold.length()));
    let mut shown = to - from;
    let mut chosen = Vec::new();
    for fold in idle {
        // What is left must stay something: a run of which all is idle is drawn as it is.
        if fold.length() < LEAST_FOLD.max(shown / FOLDED_PART) || fold.length() >= shown {
            break;
        }
        if chosen.len() == most {
            return None;
        }
        shown -= fold.length();
        chosen.push(fold);
    }
    chosen.sort_by_key(|fold| fold.from);
    Some(chosen)
}

impl Axis {
    /// For a run and the other futures beside it, between two places.
    pub fn new(run: &RunView, origin: u64, ends: [f64; 2]) -> Self {
        let to = last_end(run).max(origin + 1);
        // What comes before the first frame is short and crowded: it is cut where it would take more than a tenth.
        let lead = (to - origin) / 10;
        let from = if origin > lead { origin - lead / 3 } else { 0 };
        let most = if run.logarithmic { MOST_INSTEAD } else { MOST_FOLDS };
        let folded = folds(&idle_in_all(run), from, to, most);
        let folds = folded.filter(|folds| !(run.logarithmic && folds.is_empty()));
        let first = run.flights.iter().filter_map(|flight| flight.until).min().unwrap_or(origin);
        let log_from =
            (run.logarithmic && folds.is_none()).then(|| first.saturating_sub(origin).max(1_000_000) * 4 / 5);
        Self { ends, from, to, origin, log_from, folds: folds.unwrap_or_default(), zoom: Zoom::default() }
    }

    /// The same axis, of which only a stretch is shown.
    pub fn zoomed(self, zoom: Zoom) -> Self {
        Self { zoom, ..self }
    }

    /// What is folded, ascending.
    pub fn folds(&self) -> &[Fold] {
        &self.folds
    }

    /// How much of the line one fold takes.
    fn fold_share(&self) -> f64 {
        (FOLDS_SHARE / self.folds.len().max(1) as f64).min(FOLD_SHARE)
    }

    /// How much of the line is left for what is not folded, and how long that is.
    fn open(&self) -> (f64, u64) {
        let folded: u64 = self.folds.iter().map(|fold| fold.length()).sum();
        (1.0 - self.folds.len() as f64 * self.fold_share(), (self.to - self.from - folded).max(1))
    }

    /// How far along the even line a time stands, from 0 to 1.
    fn even(&self, at: u64) -> f64 {
        let at = at.clamp(self.from, self.to);
        let (room, length) = self.open();
        let (mut before, mut folds) = (at - self.from, 0.0);
        for fold in &self.folds {
            let inside = at.clamp(fold.from, fold.to) - fold.from;
            before -= inside;
            folds += share(inside, fold.length());
        }
        share(before, length) * room + folds * self.fold_share()
    }

    /// The other way round.
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a pixel's time"
    )]
    fn even_time(&self, gone: f64) -> u64 {
        let (room, length) = self.open();
        let (mut gone, mut from) = (gone, self.from);
        for fold in &self.folds {
            let before = share(fold.from - from, length) * room;
            if gone <= before {
                break;
            }
            gone -= before;
            let inside = gone / self.fold_share();
            if inside < 1.0 {
                return fold.from + (fold.length() as f64 * inside).round() as u64;
            }
            gone -= self.fold_share();
            from = fold.to;
        }
        (from + (length as f64 * gone / room).round() as u64).min(self.to)
    }

    /// The place of a time. What is outside the run stands at its ends; what is outside the stretch that is shown stands
    /// outside the picture.
    pub fn x(&self, at: u64) -> f64 {
        let [left, right] = self.ends;
        let gone = match self.log_from {
            None => self.even(at),
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
            None => self.even_time(gone),
            Some(_) if gone <= 0.0 => self.from.min(self.origin),
            Some(least) => {
                let whole = share(self.to - self.origin, least);
                self.origin + (least as f64 * whole.powf(gone)).round() as u64
            }
        }
    }

    /// Labelled times in the stretch that is shown: about `most` at most, at round distances from the origin.
    pub fn ticks(&self, most: u64) -> Vec<u64> {
        let [left, right] = self.ends.map(|end| self.time(end).saturating_sub(self.origin));
        // A stretch within a decade is as good as even.
        if let Some(least) = self.log_from.filter(|_| right / 4 > left) {
            return self.decades(least.max(left), right, most);
        }
        let folds: Vec<Fold> = self.folds.iter().filter_map(|fold| self.seen(*fold, left, right)).collect();
        let shown = (right - left) - folds.iter().map(|fold| fold.length()).sum::<u64>();
        let (mut step, mut factors) = (1_000_u64, [2, 5, 10].iter().cycle());
        let mut decade = step;
        while shown / step >= most {
            let factor = *factors.next().unwrap_or(&10);
            step = decade * factor;
            if factor == 10 {
                decade = step;
            }
        }
        let mut ticks = Vec::new();
        let mut from = left;
        for fold in folds {
            ticks.extend((from.div_ceil(step)..=fold.from / step).map(|index| index * step));
            // Where time goes on is said, round or not: nothing else there tells how late it has become.
            ticks.push(fold.to);
            from = fold.to + 1;
        }
        ticks.extend((from.div_ceil(step)..=right / step).map(|index| index * step));
        ticks.into_iter().map(|since| self.origin + since).collect()
    }

    /// The part of a fold within a stretch, both counted from the origin.
    fn seen(&self, fold: Fold, left: u64, right: u64) -> Option<Fold> {
        let since = |at: u64| at.saturating_sub(self.origin).clamp(left, right);
        let seen = Fold { from: since(fold.from), to: since(fold.to) };
        (seen.from < seen.to).then_some(seen)
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

#[cfg(test)]
mod tests {
    use super::*;
    use netlab_lab::view::{Flight, FrameKind, Lane, Way};

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
                let axis = whole.clone().zoomed(zoom);
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

    /// Busy for 60 ms, idle for three minutes, busy for 60 ms, idle for a minute, busy for 10 ms.
    fn sleepy(logarithmic: bool) -> RunView {
        let second = 1_000_000_000;
        let end = 240 * second + 130_000_000;
        let idle = vec![
            (60_000_000, 180 * second + 60_000_000),
            (180 * second + 90_000_000, 180 * second + 91_000_000),
            (180 * second + 120_000_000, 240 * second + 120_000_000),
        ];
        RunView { idle, ..run(end, logarithmic) }
    }

    #[test]
    fn idle_stretches_are_folded_and_times_stay_true() {
        for logarithmic in [false, true] {
            let axis = Axis::new(&sleepy(logarithmic), 1_000_000, [56.0, 956.0]);
            assert_eq!(axis.log_from, None, "two folds are enough");
            let lengths: Vec<_> = axis.folds().iter().map(|fold| fold.length() / 1_000_000).collect();
            assert_eq!(lengths, [180_000, 60_000], "milliseconds; the short one is not worth a fold");
            for fold in axis.folds() {
                assert!((axis.x(fold.to) - axis.x(fold.from) - 90.0).abs() < 0.1);
            }
            let busy = axis.x(60_000_000) - axis.x(0);
            assert!(busy > 250.0, "what happens has room: {busy}");
            let mut last = 0.0;
            for tenth in 0..1_000_u64 {
                let at = axis.to * tenth / 1_000;
                assert!(axis.x(at) >= last, "{at} stands before an earlier time");
                last = axis.x(at);
                assert!(axis.time(last).abs_diff(at) < 2_000, "{at} came back as {}", axis.time(last));
            }
            let ticks = axis.ticks(11);
            assert!(ticks.is_sorted() && (4..=16).contains(&ticks.len()), "{ticks:?}");
            for fold in axis.folds() {
                assert!(ticks.iter().all(|at| *at <= fold.from || *at >= fold.to), "{ticks:?}");
                assert!(ticks.contains(&fold.to), "{ticks:?}");
            }
        }
    }

    #[test]
    fn many_waits_stay_a_logarithmic_scale() {
        let wait = |from: u64| (from * 1_000_000_000, 2 * from * 1_000_000_000 - 1_000_000);
        let idle = [1, 2, 4, 8, 16, 32].map(wait).to_vec();
        let axis = Axis::new(&RunView { idle, ..run(64_000_000_000, true) }, 1_000_000, [56.0, 956.0]);
        assert!(axis.log_from.is_some() && axis.folds().is_empty());
    }

    #[test]
    fn only_what_is_idle_in_every_future_is_folded() {
        let other =
            Lane { place: 1, end: 300_000_000_000, idle: vec![(0, 100_000_000_000)], ..Lane::default() };
        let both = RunView { others: vec![other], ..sleepy(false) };
        let axis = Axis::new(&both, 1_000_000, [56.0, 956.0]);
        assert_eq!(axis.to, 300_000_000_000, "one clock for both");
        assert_eq!(axis.folds(), [Fold { from: 60_000_000, to: 100_000_000_000 }]);
    }
}
