//! TCP's state diagram with every socket in it, each socket's path, and what each thread did over time.
//!
//! The diagram is RFC 9293's figure 5 without the one edge that the socket API cannot take (SEND in LISTEN).

use super::{line_class, more, stretch};
use crate::ui::Ui;
use crate::view::axis::Axis;
use crate::view::surroundings::Surroundings;
use crate::view::svg::{Anchor, clock, float, n, path, rect, text};
use crate::view::timeline::{Frame, ticks};
use netlab_lab::protocol::Command;
use netlab_lab::view::{
    Doing, ProcessState, RunView, SocketPath, States, Stay, TcpStateName as S, ThreadPath, View,
};
use netlab_text::Lang;
use netlab_text::ui::{graphs as g, paths as p};
use std::collections::BTreeMap;
use std::rc::Rc;
use yew::prelude::*;

/// Size of a state.
const WIDE: f64 = 106.0;
const HIGH: f64 = 24.0;
/// Distance of the diagram's rows.
const ROW: f64 = 50.0;
/// Distance of the threads' lanes.
const LANE: f64 = 30.0;

/// Where a state stands: column (0 to 2) and row.
type Place = (u8, u8);

const fn place(state: S) -> Place {
    match state {
        S::Closed => (1, 0),
        S::Listen => (1, 1),
        S::SynReceived => (0, 2),
        S::SynSent => (2, 2),
        S::Established => (1, 3),
        S::FinWait1 => (0, 4),
        S::CloseWait => (2, 4),
        S::FinWait2 => (0, 5),
        S::Closing => (1, 5),
        S::LastAck => (2, 5),
        S::TimeWait => (0, 6),
    }
}

/// Where a connection ends: CLOSED once more.
const END: Place = (2, 6);

const STATES: [S; 11] = [
    S::Closed,
    S::Listen,
    S::SynReceived,
    S::SynSent,
    S::Established,
    S::FinWait1,
    S::CloseWait,
    S::FinWait2,
    S::Closing,
    S::LastAck,
    S::TimeWait,
];

/// The figure's edges: from, to, what makes it happen and what is sent.
const EDGES: [(S, S, &str); 15] = [
    (S::Closed, S::Listen, "listen"),
    (S::Closed, S::SynSent, "connect / SYN"),
    (S::Listen, S::SynReceived, "SYN / SYN,ACK"),
    (S::SynSent, S::SynReceived, "SYN / SYN,ACK"),
    (S::SynReceived, S::Established, "ACK"),
    (S::SynSent, S::Established, "SYN,ACK / ACK"),
    (S::SynReceived, S::FinWait1, "close / FIN"),
    (S::Established, S::FinWait1, "close / FIN"),
    (S::Established, S::CloseWait, "FIN / ACK"),
    (S::FinWait1, S::FinWait2, "ACK"),
    (S::FinWait1, S::Closing, "FIN / ACK"),
    (S::FinWait2, S::TimeWait, "FIN / ACK"),
    (S::Closing, S::TimeWait, "ACK"),
    (S::CloseWait, S::LastAck, "close / FIN"),
    (S::LastAck, S::Closed, "ACK"),
];

/// See [`StatesPanel`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct StatesProps {
    /// The moment.
    pub view: Rc<View>,
    /// The run.
    pub run: Rc<RunView>,
    /// The time that is drawn.
    pub now: u64,
    /// How the page is set up.
    pub at: Surroundings,
    /// Where acts go.
    pub act: Callback<Ui>,
}

/// Diagram, paths, lanes.
#[component]
pub fn StatesPanel(props: &StatesProps) -> Html {
    let StatesProps { view, run, now, at, act } = props;
    let lang = at.lang;
    let table = use_state_eq(|| false);
    let Some(states) = &run.states else { return Html::default() };
    let toggle = {
        let table = table.clone();
        Callback::from(move |_: MouseEvent| table.set(!*table))
    };
    html! {
        <div class="States">
            <div class="States-diagram">{ diagram(states, view.moment.record, at) }</div>
            <section class="States-paths" aria-label={p::SOCKETS.get(lang)}>
                if states.sockets.is_empty() { <p class="Empty">{ p::NOT_YET.get(lang) }</p> }
                { for states.sockets.iter().map(|socket| socket_path(socket, view, lang, act)) }
            </section>
            <section class="States-lanes" aria-label={p::PROCESSES.get(lang)}>
                <div class="Graphs-title">
                    <h3>{ p::PROCESSES.get(lang) }</h3>
                    <button type="button" class="Graphs-table" aria-expanded={table.to_string()} onclick={toggle}>
                        { if *table { g::HIDE_TABLE.get(lang) } else { g::SHOW_TABLE.get(lang) } }
                    </button>
                </div>
                { lanes(states, view, run, *now, at, act) }
                if *table { { for states.threads.iter().map(|thread| stays(thread, view, lang, act)) } }
            </section>
        </div>
    }
}

/// Which stream's shape and colour a computer's sockets have.
fn side(host: &str) -> &'static str {
    if host == "server" { "s2c" } else { "c2s" }
}

/// The state of a socket after so many records; `None` before its first change.
fn current(socket: &SocketPath, records: u64) -> Option<(S, S)> {
    let at = socket.changes.partition_point(|change| change.records <= records);
    socket.changes[..at].last().map(|change| (change.from, change.to))
}

/// Where a change ends in the picture: what comes to an end stands at the second CLOSED.
fn target(from: S, to: S) -> Place {
    match (from, to) {
        (S::Closed | S::Listen | S::SynSent, S::Closed) => place(S::Closed),
        (_, S::Closed) => END,
        (_, to) => place(to),
    }
}

fn diagram(states: &States, records: u64, at: &Surroundings) -> Html {
    let width = (f64::from(at.width) - 32.0).min(560.0);
    let height = ROW * 6.0 + HIGH + 12.0;
    let columns = [WIDE / 2.0 + 1.0, width / 2.0, width - WIDE / 2.0 - 1.0];
    let point = |(column, row): (u8, u8)| (columns[usize::from(column)], 16.0 + f64::from(row) * ROW);
    // Edges taken, and by which computers.
    let mut taken: BTreeMap<(Place, Place), Vec<&'static str>> = BTreeMap::new();
    let mut here: BTreeMap<Place, BTreeMap<&'static str, u32>> = BTreeMap::new();
    for socket in &states.sockets {
        let side = side(&socket.host);
        for change in socket.changes.iter().filter(|change| change.records <= records) {
            // A listener's child begins where the listener is.
            let from = match (change.from, change.to) {
                (S::Closed, S::SynReceived) => place(S::Listen),
                (from, _) => place(from),
            };
            let sides = taken.entry((from, target(change.from, change.to))).or_default();
            if !sides.contains(&side) {
                sides.push(side);
            }
        }
        if let Some((from, to)) = current(socket, records) {
            *here.entry(target(from, to)).or_default().entry(side).or_default() += 1;
        }
    }
    let edges = || {
        let own = EDGES.iter().map(|(from, to, words)| (place(*from), target(*from, *to), *words));
        own.chain([(place(S::TimeWait), END, "2 MSL")])
    };
    let known = |ends: &(Place, Place)| edges().any(|(from, to, _)| (from, to) == *ends);
    let sides_of = |from: &Place, to: &Place| taken.get(&(*from, *to)).map_or(0, Vec::len);
    let words: Vec<String> = states
        .sockets
        .iter()
        .filter_map(|socket| {
            let (_, to) = current(socket, records)?;
            Some(format!("{}: {}", p::socket(socket, at.lang), p::state(to)))
        })
        .collect();
    let label = format!("{}. {}", p::DIAGRAM.get(at.lang), words.join("; "));
    html! {
        <svg class="Diagram" width={n(width)} height={n(height)} role="img" aria-label={label}>
            { for edges().map(|(from, to, _)| path("Diagram-edge", line(point(from), point(to), 0.0))) }
            { for taken.iter().flat_map(|(ends, sides)| sides.iter().map(move |side| (ends, side))).map(|((from, to), side)| {
                let class = classes!("Diagram-taken", *side, (!known(&(*from, *to))).then_some("is-jump"));
                let shift = match (sides_of(from, to), *side) {
                    (1, _) => 0.0,
                    (_, "c2s") => -2.5,
                    (_, _) => 2.5,
                };
                path(class, line(point(*from), point(*to), shift))
            }) }
            if !at.phone { { for edges().map(|(from, to, words)| word(point(from), point(to), words, width)) } }
            { for STATES.iter().map(|state| (place(*state), *state)).chain([(END, S::Closed)]).map(|(place, state)| {
                node(point(place), state, here.get(&place))
            }) }
        </svg>
    }
}

/// From one state's rim to another's, moved sideways by `shift`, with an arrow's head.
fn line(from: (f64, f64), to: (f64, f64), shift: f64) -> String {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy).max(1.0);
    let (ux, uy) = (dx / length, dy / length);
    // The part of the way inside a state.
    let inside = |room: f64| {
        let (x, y) = (WIDE / 2.0 / ux.abs().max(0.001), HIGH / 2.0 / uy.abs().max(0.001));
        x.min(y) + room
    };
    let (start, end) = (inside(0.0), length - inside(2.0));
    let at = |along: f64, aside: f64| {
        (from.0 + ux * along - uy * (aside + shift), from.1 + uy * along + ux * (aside + shift))
    };
    let ((x, y), (tx, ty)) = (at(start, 0.0), at(end, 0.0));
    let ((lx, ly), (rx, ry)) = (at(end - 6.0, -3.5), at(end - 6.0, 3.5));
    format!(
        "M{} {}L{} {}M{} {}L{} {}L{} {}",
        n(x),
        n(y),
        n(tx),
        n(ty),
        n(lx),
        n(ly),
        n(tx),
        n(ty),
        n(rx),
        n(ry)
    )
}

/// What makes an edge happen, beside it.
fn word(from: (f64, f64), to: (f64, f64), words: &str, width: f64) -> Html {
    let (x, y) = (f64::midpoint(from.0, to.0), f64::midpoint(from.1, to.1) + 4.0);
    let upright = (from.0 - to.0).abs() < 1.0;
    let (x, anchor) = match (upright, x > width * 0.6) {
        (true, true) => (x - 7.0, Anchor::End),
        (true, false) => (x + 7.0, Anchor::Start),
        (false, _) => (x, Anchor::Middle),
    };
    text(x, y, "Diagram-word", words, anchor)
}

/// A state; a square on its left rim for the client's sockets in it, a disc on its right rim for the server's.
fn node((x, y): (f64, f64), state: S, here: Option<&BTreeMap<&'static str, u32>>) -> Html {
    let count = |side| here.and_then(|here| here.get(side)).copied();
    let many = |count: u32| if count > 1 { count.to_string() } else { String::new() };
    html! {
        <g class={classes!("Diagram-state", here.is_some().then_some("is-current"))}>
            { rect("Diagram-box", x - WIDE / 2.0, y - HIGH / 2.0, WIDE, HIGH, 4.0) }
            { text(x, y + 4.0, Classes::new(), p::state(state), Anchor::Middle) }
            if let Some(count) = count("c2s") {
                { rect("Diagram-token c2s", x - WIDE / 2.0 - 6.0, y - 6.0, 12.0, 12.0, 0.0) }
                { text(x - WIDE / 2.0 - 9.0, y - 8.0, "unit", &many(count), Anchor::Middle) }
            }
            if let Some(count) = count("s2c") {
                <circle class="Diagram-token s2c" cx={n(x + WIDE / 2.0)} cy={n(y)} r="6.5" />
                { text(x + WIDE / 2.0 + 9.0, y - 8.0, "unit", &many(count), Anchor::Middle) }
            }
        </g>
    }
}

fn socket_path(socket: &SocketPath, view: &View, lang: Lang, act: &Callback<Ui>) -> Html {
    let here = socket.changes.iter().rposition(|change| change.records <= view.moment.record);
    let shape = if side(&socket.host) == "c2s" { "M1 1h10v10h-10z" } else { "M6 1a5 5 0 1 0 .01 0z" };
    html! {
        <section>
            <h3><svg class={classes!("Diagram-key", side(&socket.host))} viewBox="0 0 12 12" aria-hidden="true"><path d={shape} /></svg>{ " " }{ p::socket(socket, lang) }</h3>
            <table class="Log">
                <thead><tr><th scope="col">{ g::TIME.get(lang) }</th><th scope="col">{ p::FROM.get(lang) }</th><th scope="col">{ p::TO.get(lang) }</th><th scope="col">{ p::WHY.get(lang) }</th></tr></thead>
                <tbody>{ for socket.changes.iter().enumerate().map(|(index, change)| {
                    let records = change.records;
                    let go = act.reform(move |_: MouseEvent| Ui::Do(Command::SeekRecord(records)));
                    html! {
                        <tr key={index} class={classes!(line_class(index, here))} aria-current={(here == Some(index)).then_some("true")}>
                            <td class="n"><button type="button" class="Log-go" onclick={go}>{ clock(change.at, view.moment.origin) }</button></td>
                            <td>{ p::state(change.from) }</td><td>{ p::state(change.to) }</td><td>{ p::cause(change.cause).get(lang) }</td>
                        </tr>
                    }
                }) }</tbody>
            </table>
        </section>
    }
}

/// How a stay is drawn: class, height above and below the lane's middle.
fn form(doing: &Doing) -> Option<(&'static str, f64)> {
    Some(match doing {
        Doing::As(ProcessState::Running | ProcessState::Returned { .. }) => ("is-running", 7.0),
        Doing::As(ProcessState::InCall { .. }) => ("is-call", 5.0),
        Doing::As(ProcessState::Asleep { .. }) => ("is-asleep", 1.5),
        Doing::As(ProcessState::Stopped) => ("is-stopped", 7.0),
        Doing::Ready => ("is-ready", 3.5),
        Doing::As(ProcessState::NotStarted | ProcessState::Exited(_) | ProcessState::Killed(_)) => {
            return None;
        }
    })
}

fn lanes(
    states: &States,
    view: &View,
    run: &RunView,
    now: u64,
    at: &Surroundings,
    act: &Callback<Ui>,
) -> Html {
    let lang = at.lang;
    let width = f64::from(at.width) - 32.0;
    let left = if at.phone { 4.0 } else { 330.0 };
    let axis = Axis::new(run, view.moment.origin, [left, width - 12.0]).zoomed(at.zoom);
    let high = if at.phone { LANE + 16.0 } else { LANE };
    let bottom = 24.0 + float(states.threads.len()) * high;
    let doing = |thread: &ThreadPath| {
        let at = thread.stays.partition_point(|stay| stay.records <= view.moment.record);
        thread.stays[..at].last().map_or_else(String::new, |stay| p::doing(&stay.doing, lang))
    };
    let spoken: Vec<String> = states
        .threads
        .iter()
        .map(|thread| format!("{}: {}", p::thread(thread, lang), doing(thread)))
        .collect();
    let here = axis.x(now).clamp(axis.ends[0], axis.ends[1]);
    let (seek, shown) = (act.clone(), axis.clone());
    let seek = Callback::from(move |event: MouseEvent| {
        if let Some(place) =
            crate::platform::event::along(&event).map(|place| place * width).filter(|x| *x > left - 8.0)
        {
            seek.emit(Ui::Do(Command::SeekTime(shown.time(place))));
        }
    });
    let keys = [
        ("is-running", 7.0, p::RUNNING),
        ("is-call", 5.0, p::IN_CALL),
        ("is-ready", 3.5, p::READY),
        ("is-asleep", 1.5, p::ASLEEP),
        ("is-stopped", 7.0, p::STOPPED),
    ];
    html! { <>
        <ul class="States-keys">{ for keys.into_iter().map(|(class, half, word)| html! {
            <li><svg width="24" height="16" aria-hidden="true">{ rect(classes!("Stay", class), 2.0, 8.0 - half, 20.0, 2.0 * half, 0.0) }</svg>{ word.get(lang) }</li>
        }) }</ul>
        <svg class="Graph" width={n(width)} height={n(bottom + 20.0)} role="img" aria-label={spoken.join("; ")} onclick={seek}>
            { for states.threads.iter().enumerate().map(|(index, thread)| {
                let y = 18.0 + float(index) * high + (high - LANE);
                html! { <>
                    if at.phone {
                        <text x={n(left)} y={n(y - 12.0)} class="reading">{ p::thread(thread, lang) }{ " " }<tspan class="num">{ doing(thread) }</tspan></text>
                    } else {
                        <text x="0" y={n(y + 4.0)} class="reading">{ p::thread(thread, lang) }{ " " }<tspan class="num">{ doing(thread) }</tspan></text>
                    }
                    { path("Tl-lane", format!("M{} {}H{}", n(left), n(y), n(axis.ends[1]))) }
                    { bars(&thread.stays, run.end, y, &axis) }
                </> }
            }) }
            { rect("Graph-future", here, 2.0, axis.ends[1] - here, bottom - 4.0, 0.0) }
            { ticks(&axis, &Frame { width: width - 2.0, height: bottom, left, phone: at.phone, lang, zoom: at.zoom }) }
            <g class="Tl-cursor">{ path(Classes::new(), format!("M{} 0V{}", n(here), n(bottom))) }</g>
        </svg>
    </> }
}

/// A thread's stays, one path for each kind: what is shorter than a pixel does not make the picture longer.
fn bars(stays: &[Stay], end: u64, y: f64, axis: &Axis) -> Html {
    let mut paths: BTreeMap<&'static str, (String, f64)> = BTreeMap::new();
    let mut over = None;
    for (index, stay) in stays.iter().enumerate() {
        let Some((class, half)) = form(&stay.doing) else {
            over = Some(axis.x(stay.at));
            continue;
        };
        let until = stays.get(index + 1).map_or(end, |next| next.at);
        let [least, most] = axis.ends;
        let (from, to) = (axis.x(stay.at).max(least), axis.x(until).min(most));
        let (d, reached) = paths.entry(class).or_insert_with(|| (String::new(), f64::NEG_INFINITY));
        let to = to.max(from + 1.0);
        let from = from.max(*reached);
        if to - from < 0.4 || from >= most {
            continue;
        }
        *d += &format!("M{} {}H{}V{}H{}z", n(from), n(y - half), n(to), n(y + half), n(from));
        *reached = to;
    }
    html! { <>
        { for paths.into_iter().map(|(class, (d, _))| path(classes!("Stay", class), d)) }
        if let Some(x) = over.filter(|x| (axis.ends[0]..=axis.ends[1]).contains(x)) {
            { path("Stay-end", format!("M{} {}v16", n(x), n(y - 8.0))) }
        }
    </> }
}

/// A thread's stays as rows.
fn stays(thread: &ThreadPath, view: &View, lang: Lang, act: &Callback<Ui>) -> Html {
    let current = thread.stays.iter().rposition(|stay| stay.records <= view.moment.record);
    let shown = stretch(thread.stays.len(), current);
    html! {
        <div class="Graphs-rows" tabindex="0" role="region" aria-label={p::thread(thread, lang)}>
            <table class="Log">
                <thead><tr><th scope="col">{ g::TIME.get(lang) }</th><th scope="col">{ p::thread(thread, lang) }{ " " }{ p::DOES.get(lang) }</th></tr></thead>
                <tbody>
                    { more(shown.start) }
                    { for shown.clone().map(|index| {
                        let stay = &thread.stays[index];
                        let records = stay.records;
                        let go = act.reform(move |_: MouseEvent| Ui::Do(Command::SeekRecord(records)));
                        html! {
                            <tr key={index} class={classes!(line_class(index, current))} aria-current={(current == Some(index)).then_some("true")}>
                                <td class="n"><button type="button" class="Log-go" onclick={go}>{ clock(stay.at, view.moment.origin) }</button></td>
                                <td>{ p::doing(&stay.doing, lang) }</td>
                            </tr>
                        }
                    }) }
                    { more(thread.stays.len() - shown.end) }
                </tbody>
            </table>
        </div>
    }
}
