//! The naive picture: two boxes and two arrows. The picture the operating system lets us keep.

use super::bytes::{cell, letter, way_class};
use crate::settings::Detail;
use crate::ui::Ui;
use crate::view::program::asleep;
use crate::view::surroundings::Surroundings;
use crate::view::svg::{Anchor, float, n, path, rect, text};
use netlab_lab::view::{ProgramView, ShownByte, View, Way};
use netlab_text::ui::{self, labels as w};
use yew::prelude::*;

struct Plan {
    phone: bool,
    width: f64,
    height: f64,
    box_width: f64,
    box_height: f64,
    top: f64,
}

impl Plan {
    fn middle(&self) -> f64 {
        self.top + self.box_height / 2.0
    }
}

/// The stage folded into two boxes, and the button that opens them.
pub(super) fn stage(view: &View, at: &Surroundings, act: &Callback<Ui>) -> Html {
    let plan = if at.phone {
        Plan { phone: true, width: 358.0, height: 284.0, box_width: 112.0, box_height: 132.0, top: 56.0 }
    } else {
        Plan { phone: false, width: 880.0, height: 268.0, box_width: 220.0, box_height: 150.0, top: 56.0 }
    };
    let program = |host: usize| view.programs.iter().find(|program| program.host == host);
    let open = act.reform(|_: MouseEvent| Ui::Detail(Detail::Buffers));
    let hint = if at.phone { w::SIMPLE_HINT_LINES } else { w::SIMPLE_HINT };
    let hint_y = if at.phone { 226.0 } else { 250.0 };
    html! { <>
        <svg class="Stage-svg" viewBox={format!("0 0 {} {}", n(plan.width), n(plan.height))} role="group" aria-labelledby="stage-title">
            { for view.hosts.iter().take(2).enumerate().map(|(index, host)| {
                let x = if index == 0 { 0.0 } else { plan.width - plan.box_width };
                computer(x, &ui::host(&host.name, at.lang), program(index), &plan, at)
            }) }
            { arrow(Way::Request, view, &plan, at) }
            { arrow(Way::Reply, view, &plan, at) }
            <g class="Simple-hint">
                { for hint.get(at.lang).split('\n').zip(0_u8..).map(|(line, index)| text(plan.width / 2.0, hint_y + f64::from(index) * 19.0, "because", line, Anchor::Middle)) }
            </g>
        </svg>
        <p class="Stage-open"><button type="button" class="Button is-primary" onclick={open}>{ w::OPEN_COMPUTERS.get(at.lang) }</button></p>
    </> }
}

fn computer(x: f64, name: &str, program: Option<&ProgramView>, plan: &Plan, at: &Surroundings) -> Html {
    let (centre, middle) = (x + plan.box_width / 2.0, plan.middle());
    let (code, state, blocked) = program.map_or_else(
        || (String::new(), String::new(), false),
        |program| {
            let line =
                program.line.and_then(|line| program.lines.get(usize::try_from(line).ok()?.checked_sub(1)?));
            let statement = line.map(|line| line.text.trim().to_owned()).unwrap_or_default();
            let code = if plan.phone || statement.chars().count() > 28 {
                program.file.to_string()
            } else {
                statement
            };
            let state = if plan.phone {
                ui::process_state_short(&program.state, at.lang)
            } else {
                ui::process_state(&program.state, at.lang)
            };
            (code, state, asleep(&program.state))
        },
    );
    html! {
        <g class="Host" role="group" aria-label={name.to_owned()}>
            { rect("Ground-user is-box", x + 0.5, plan.top, plan.box_width - 1.0, plan.box_height, 4.0) }
            { text(centre, middle - 22.0, "host big", name, Anchor::Middle) }
            { text(centre, middle + 4.0, "code", &code, Anchor::Middle) }
            { text(centre, middle + 28.0, classes!("state", blocked.then_some("is-blocked")), &state, Anchor::Middle) }
        </g>
    }
}

/// The letters that travel this way now: from a frame, the sender's buffer, or the receiver's program.
fn letters(view: &View, way: Way) -> Vec<ShownByte> {
    let in_frames = view
        .frames
        .iter()
        .filter(|frame| frame.way == way && !frame.bytes.is_empty())
        .map(|frame| &frame.bytes);
    let buffers = view
        .hosts
        .iter()
        .flat_map(|host| host.sockets.iter())
        .flat_map(|socket| [&socket.receive, &socket.send]);
    let in_buffers =
        buffers.filter(|buffer| buffer.way == way && !buffer.bytes.is_empty()).map(|buffer| &buffer.bytes);
    let in_programs = view
        .hosts
        .iter()
        .map(|host| &host.memory)
        .filter(|memory| memory.first().is_some_and(|shown| shown.name.way == way));
    in_frames.chain(in_buffers).chain(in_programs).next().cloned().unwrap_or_default()
}

/// One arrow: solid as far as the bytes have come.
fn arrow(way: Way, view: &View, plan: &Plan, at: &Surroundings) -> Html {
    let (a, b) = (plan.box_width + 8.0, plan.width - plan.box_width - 8.0);
    let request = way == Way::Request;
    let y = plan.middle() + if request { -26.0 } else { 26.0 };
    let trail = view.trails.iter().find(|trail| trail.way == way);
    let station = trail.map_or(0, |trail| super::reached(trail, view));
    let stations = trail.map_or(1, |trail| trail.stations.max(1));
    let gone = (f64::from(station) / f64::from(stations)).min(1.0);
    let (from, to) = if request { (a, b) } else { (b, a) };
    let until = from + (to - from) * gone;
    let head = if request {
        format!("M{} {}l9 6l-9 6", n(b - 9.0), n(y - 6.0))
    } else {
        format!("M{} {}l-9 6l9 6", n(a + 9.0), n(y - 6.0))
    };
    let on_the_way = station > 0 && station < stations;
    let bytes = if station > 0 { letters(view, way) } else { Vec::new() };
    let name = if request { w::REQUEST } else { w::REPLY }.get(at.lang);
    let label_y = if request { y - 28.0 } else { y + if plan.phone { 30.0 } else { 34.0 } };
    let label = if on_the_way || bytes.is_empty() {
        name.to_owned()
    } else {
        format!("{name}: {}", bytes.iter().map(|shown| letter(shown.value)).collect::<String>())
    };
    html! { <>
        <g class={classes!("Track", way_class(way))}>
            { path("Track-ahead", format!("M{} {}H{}", n(until), n(y), n(to))) }
            if station > 0 { { path("Track-done", format!("M{} {}H{}", n(from), n(y), n(until))) } }
            { path("Arrow-head", head) }
        </g>
        { text(f64::midpoint(a, b), label_y, classes!("note", format!("{}-ink", way_class(way))), &label, Anchor::Middle) }
        if on_the_way { { message(way, &bytes, until, (a, b), y, plan) } }
    </> }
}

/// The message itself, somewhere on its arrow.
fn message(way: Way, bytes: &[ShownByte], until: f64, (a, b): (f64, f64), y: f64, plan: &Plan) -> Html {
    let mut words: String = bytes.iter().map(|shown| letter(shown.value)).collect();
    if words.is_empty() {
        words.push('…');
    }
    let as_cells = !plan.phone && !bytes.is_empty() && bytes.len() <= 8;
    let width = if as_cells {
        float(bytes.len()) * 19.0 + 23.0
    } else {
        26.0 + 7.3 * float(words.chars().count().min(8))
    };
    let x = (until - width / 2.0).clamp(a, (b - width).max(a));
    let shape = match way {
        Way::Request => format!(
            "M{} {}H{}L{} {}L{} {}H{}z",
            n(x),
            n(y - 15.0),
            n(x + width - 10.0),
            n(x + width),
            n(y),
            n(x + width - 10.0),
            n(y + 15.0),
            n(x)
        ),
        Way::Reply => format!(
            "M{} {}H{}L{} {}L{} {}H{}z",
            n(x + width),
            n(y - 15.0),
            n(x + 10.0),
            n(x),
            n(y),
            n(x + 10.0),
            n(y + 15.0),
            n(x + width)
        ),
    };
    let left = x + if way == Way::Request { 9.0 } else { 14.0 };
    html! {
        <g class={classes!("Frame", way_class(way))}>
            { path("Frame-env", shape) }
            if as_cells {
                { for bytes.iter().enumerate().map(|(index, shown)| {
                    let at = left + float(index) * 19.0;
                    cell(at, y - 9.0, 19.0, &letter(shown.value), way, "is-copy", Classes::new())
                }) }
            } else {
                { text(x + width / 2.0, y + 4.0, "Frame-word", &words.chars().take(8).collect::<String>(), Anchor::Middle) }
            }
        </g>
    }
}
