//! Cables and routers.

use super::Pen;
use crate::view::svg::{Anchor, n, path, rect, text};
use netlab_lab::view::{CableView, RouterView};
use netlab_text::ui::{self, labels as w};
use yew::prelude::*;

/// A cable's ruler: ten divisions of its delay, and its name.
pub(super) fn cable(index: usize, view: &CableView, pen: &Pen) -> Html {
    let l = pen.layout;
    let Some(&[left, right]) = l.cables.get(index) else { return Html::default() };
    let step = (right - left) / 10.0;
    let ticks = (0..=10_u8).fold(String::new(), |d, tick| {
        let long = if tick % 5 == 0 { 6 } else { 3 };
        d + &format!("M{} {}v{long}", n(left + f64::from(tick) * step), n(l.ruler + 5.0))
    });
    let delay = ui::span(view.delay);
    let name = ui::cable(index, pen.lang);
    let words = match (view.up, l.phone) {
        (false, _) => format!("{name} · {}", w::CUT.get(pen.lang)),
        (true, true) => delay.clone(),
        (true, false) => format!("{name} · {delay}"),
    };
    let middle = f64::midpoint(left, right);
    html! {
        <g class={classes!("Cable", (!view.up).then_some("is-cut"))} role="img" aria-label={format!("{name}: {delay}")}>
            { path("Cable-ruler", ticks) }
            { text(middle, l.ruler + 21.0, "unit", &words, Anchor::Middle) }
            if !view.up {
                { path("Cable-cut", format!("M{} {}l-10 {}m16 {}l-10 {}", n(middle + 2.0), n(l.middle() - l.cable / 2.0 - 4.0), n(l.cable + 8.0), n(-l.cable - 8.0), n(l.cable + 8.0))) }
            }
        </g>
    }
}

/// A router between two cables: its name, and at most detail what it has forwarded and what waits.
pub(super) fn router(index: usize, view: &RouterView, pen: &Pen) -> Html {
    let l = pen.layout;
    let Some(&[_, x]) = l.cables.get(index) else { return Html::default() };
    let (height, width, mid) = (l.cable + 4.0, l.router, l.middle());
    let name = ui::router(index, pen.lang);
    let centre = x + width / 2.0;
    let waiting = view.queue_request + view.queue_reply;
    let words = if l.phone {
        text(centre, mid + 4.0, "station", &format!("R{}", index + 1), Anchor::Middle)
    } else if l.all {
        html! { <>
            { text(centre, mid - 10.0, "station", &name, Anchor::Middle) }
            { text(centre, mid + 6.0, "unit", &format!("→ {}   ← {}", view.forwarded_request, view.forwarded_reply), Anchor::Middle) }
            { text(centre, mid + 22.0, "unit", &format!("{} {waiting}", w::QUEUE.get(pen.lang)), Anchor::Middle) }
        </> }
    } else {
        html! { <>
            { text(centre, mid - 3.0, "station", &name, Anchor::Middle) }
            { text(centre, mid + 14.0, "unit", &view.address, Anchor::Middle) }
        </> }
    };
    let said = format!(
        "{name}: → {} ← {}, {} {waiting}",
        view.forwarded_request,
        view.forwarded_reply,
        w::QUEUE.get(pen.lang)
    );
    html! {
        <g class={classes!("Router", (waiting > 0).then_some("is-queueing"), (view.dropped > 0).then_some("has-dropped"))} role="img" aria-label={said}>
            { rect(Classes::new(), x, mid - height / 2.0, width, height, 3.0) }
            { words }
        </g>
    }
}
