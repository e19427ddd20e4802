//! Small helpers for drawing.

use yew::prelude::*;

/// A coordinate with at most one decimal: enough for the eye, short in markup.
pub(super) fn n(value: f64) -> String {
    let tenths = (value * 10.0).round();
    if (tenths % 10.0).abs() < f64::EPSILON {
        format!("{}", tenths / 10.0)
    } else {
        format!("{:.1}", tenths / 10.0)
    }
}

/// Where text stands about its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// Text.
pub(super) fn text(x: f64, y: f64, class: impl Into<Classes>, words: &str, anchor: Anchor) -> Html {
    let anchor = match anchor {
        Anchor::Start => None,
        Anchor::Middle => Some("middle"),
        Anchor::End => Some("end"),
    };
    let class: Classes = class.into();
    html! { <text x={n(x)} y={n(y)} {class} text-anchor={anchor}>{ words }</text> }
}

/// A path.
pub(super) fn path(class: impl Into<Classes>, d: impl Into<AttrValue>) -> Html {
    let class: Classes = class.into();
    let d: AttrValue = d.into();
    html! { <path {class} {d} /> }
}

/// A rectangle.
pub(super) fn rect(class: impl Into<Classes>, x: f64, y: f64, width: f64, height: f64, round: f64) -> Html {
    let class: Classes = class.into();
    let rx = (round > 0.0).then(|| n(round));
    html! { <rect {class} x={n(x)} y={n(y)} width={n(width.max(0.0))} height={n(height.max(0.0))} {rx} /> }
}

/// `translate(x y)`.
pub(super) fn at(x: f64, y: f64) -> String {
    format!("translate({} {})", n(x), n(y))
}

/// Nanoseconds as milliseconds with three decimals; whole part grouped from 1000 on.
pub(super) fn milliseconds(nanoseconds: u64) -> String {
    let microseconds = nanoseconds.saturating_add(500) / 1_000;
    format!("{}.{:03}", netlab_text::ui::number(microseconds / 1_000), microseconds % 1_000)
}

/// The moment as readers count it: from the run's origin, before it with a minus.
pub(super) fn clock(at: u64, origin: u64) -> String {
    if at >= origin { milliseconds(at - origin) } else { format!("−{}", milliseconds(origin - at)) }
}

/// `part` as a fraction of `whole`; nothing of nothing is none.
pub(super) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// A small count as a coordinate.
#[allow(clippy::cast_precision_loss, reason = "pixels")]
pub(super) const fn float(count: usize) -> f64 {
    count as f64
}
