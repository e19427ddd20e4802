//! The stage: two computers, the cables between them, and the letter U that the bytes travel.
//!
//! Drawn in this order: sheath, grounds, tracks, stations, rulers, lens, routers, frames, so that nothing that moves is
//! ever covered. All numbers come from [`layout::Layout`].

mod bytes;
mod frame;
mod host;
mod layout;
mod lens;
mod middle;
mod motion;
mod numbers;
mod simple;
mod station;
mod wires;

use super::surroundings::Surroundings;
use super::svg::{Anchor, n, path, rect, text};
use crate::platform::event;
use crate::settings::{Detail, Named};
use crate::ui::Ui;
use bytes::way_class;
use host::{Spot, forms, grounds, stations};
use layout::{Layout, Room, Until};
use motion::{Moves, Past};
use netlab_lab::view::{BufferForm, HostView, KernelChoice, RunView, Target, Trail, View, Way};
use netlab_text::Lang;
use netlab_text::ui::labels as w;
use station::Station;
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

/// What every drawing function needs.
pub(in crate::view::stage) struct Pen<'a> {
    pub layout: &'a Layout,
    pub lang: Lang,
    pub act: &'a Callback<Ui>,
    /// The moment that is drawn: at or after the view's own, while a frame is in flight.
    pub now: u64,
    /// Whether a message has been read: a socket that is not there has been, and is let go.
    pub over: bool,
    /// What has moved with the last step.
    pub moves: Moves,
    /// Opens a station, or closes the open one.
    pub open: Callback<Option<Station>>,
    /// The open station.
    pub shown: Option<Station>,
}

/// Whether some message of this run has been read by now.
fn over(view: &View) -> bool {
    view.trails.iter().any(|trail| trail.station >= trail.stations)
}

/// See [`Stage`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct StageProps {
    /// The moment.
    pub view: Rc<View>,
    /// The run it belongs to.
    pub run: Rc<RunView>,
    /// The time that is drawn: frames in flight are placed by it.
    pub now: u64,
    /// How the page is set up.
    pub at: Surroundings,
    /// Where acts go.
    pub act: Callback<Ui>,
}

/// The stage with its heading, as a section to which the skip link jumps.
#[component]
pub fn Stage(props: &StageProps) -> Html {
    let StageProps { view, run, now, at, act } = props;
    let station = use_state(|| None::<Station>);
    let past = use_mut_ref(Past::default);
    let detail = use_mut_ref(|| (at.detail, false));
    let moves = past.borrow_mut().step(view);
    // The grounds grow when the reader has changed the detail, not when the page is first drawn.
    let zooms = {
        let mut known = detail.borrow_mut();
        known.1 |= known.0 != at.detail;
        known.0 = at.detail;
        known.1
    };
    let open = {
        let station = station.clone();
        Callback::from(move |chosen: Option<Station>| station.set(chosen))
    };
    let shown = station.filter(|station| at.detail != Detail::Simple && station.is_there(view));
    let hold = use_mut_ref(event::Hold::default);
    let picture = match at.detail {
        Detail::Simple => simple::stage(view, at, act),
        Detail::Buffers | Detail::Everything => {
            let layout = layout_of(view, run, at);
            let pen = Pen {
                layout: &layout,
                lang: at.lang,
                act,
                now: *now,
                over: over(view),
                moves,
                open: open.clone(),
                shown,
            };
            opened(view, &pen, &hold)
        }
    };
    let onkeydown = keys(shown, at.detail, view, &open, act);
    let close = open.reform(|_: MouseEvent| None);
    html! {
        <section class={classes!("Stage", zooms.then_some("is-zooming"))} id="stage" tabindex="0" aria-label={w::STAGE.get(at.lang)}
            aria-description={w::STATIONS_HINT.get(at.lang)} data-takes-keys={shown.map(|_| "")} {onkeydown}>
            <h2 class="sr" id="stage-title">{ w::JOURNEY.get(at.lang) }</h2>
            <div class="Stage-picture" key={at.detail.name()}>{ picture }</div>
            if let Some(shown) = shown { { numbers::panel(shown, view, at.lang, close, &open, act) } }
        </section>
    }
}

/// The stage is one stop: Enter opens the first station, arrows walk along the U, Enter again changes what is open, Escape
/// leaves.
fn keys(
    shown: Option<Station>,
    detail: Detail,
    view: &Rc<View>,
    open: &Callback<Option<Station>>,
    act: &Callback<Ui>,
) -> Callback<KeyboardEvent> {
    let (open, act, view) = (open.clone(), act.clone(), view.clone());
    Callback::from(move |event: KeyboardEvent| {
        let cables = view.cables.len();
        let walk = station::walk(cables);
        let to = match (shown, event.key().as_str()) {
            (None, "Enter") if detail != Detail::Simple && event::is_on(&event, "stage") => {
                walk.first().copied()
            }
            (Some(here), "Enter") if event::is_on(&event, "stage") => {
                if let Some(target) = here.target(&view) {
                    event.prevent_default();
                    act.emit(Ui::Change(Some(target)));
                }
                return;
            }
            (Some(here), "ArrowRight" | "ArrowDown") => {
                Some(station::neighbour(here.stop(&view), cables, true))
            }
            (Some(here), "ArrowLeft" | "ArrowUp") => {
                Some(station::neighbour(here.stop(&view), cables, false))
            }
            (Some(_), "Home") => walk.first().copied(),
            (Some(_), "End") => walk.last().copied(),
            (Some(_), "Escape") => None,
            _ => return,
        };
        event.prevent_default();
        open.emit(to);
    })
}

/// What a press with the other button, or a long one with a finger, is on, if it can be changed now.
fn pressed(station: Option<String>, view: &View) -> Option<Target> {
    Station::named(&station?)?.target(view)
}

/// The attribute that names a station.
const STATION: &str = "data-station";

/// The lens on a phone, where it comes after the sentence.
pub(super) fn lens_below(
    view: &View,
    run: &RunView,
    now: u64,
    at: &Surroundings,
    act: &Callback<Ui>,
) -> Option<Html> {
    let layout = layout_of(view, run, at);
    let (moves, open, shown) = (Moves::default(), Callback::noop(), None);
    let pen = Pen { layout: &layout, lang: at.lang, act, now, over: over(view), moves, open, shown };
    lens::below(view, &pen)
}

pub use frame::letter_word;
/// Followed byte, chain of causes and sum as text: for a phone, and for the ear.
pub(super) use middle::{because_list, follow_line, source_line, sum_line};

/// Most bytes that a large buffer shows one by one; a run that sends more at once is drawn with tanks throughout.
const FEW: u32 = 10;

fn layout_of(view: &View, run: &RunView, at: &Surroundings) -> Layout {
    let forms: Vec<_> = view.hosts.iter().flat_map(forms).collect();
    let room = if forms.contains(&BufferForm::Tank) {
        Room::Tanks
    } else if forms.contains(&BufferForm::Cells) || view.lab.kernel == KernelChoice::Textbook {
        Room::Cells
    } else if run.flights.iter().any(|flight| flight.length > FEW) {
        Room::Tanks
    } else {
        Room::Large
    };
    Layout::new(at.detail, at.phone, room, view.cables.len())
}

fn spots(view: &View) -> Vec<Spot<'_>> {
    let spot = |index: usize, host| Spot {
        host,
        program: view.programs.iter().find(|program| program.host == index),
        client: index == 0,
    };
    view.hosts.iter().take(2).enumerate().map(|(index, host): (usize, &HostView)| spot(index, host)).collect()
}

fn opened(view: &Rc<View>, pen: &Pen, hold: &Rc<RefCell<event::Hold>>) -> Html {
    let l = pen.layout;
    let change = {
        let (view, act) = (view.clone(), pen.act.clone());
        Callback::from(move |event: MouseEvent| {
            if let Some(target) = pressed(event::attribute(event.target(), STATION), &view) {
                event.prevent_default();
                act.emit(Ui::Change(Some(target)));
            }
        })
    };
    let touch = {
        let (view, act, hold) = (view.clone(), pen.act.clone(), hold.clone());
        Callback::from(move |event: TouchEvent| {
            let target = pressed(event::attribute(event.target(), STATION), &view)
                .filter(|_| event.touches().length() == 1);
            let Some(target) = target else { return hold.borrow_mut().end() };
            let act = act.clone();
            hold.borrow_mut().begin(move || act.emit(Ui::Change(Some(target))));
        })
    };
    let let_go = {
        let hold = hold.clone();
        Callback::from(move |_: TouchEvent| hold.borrow_mut().end())
    };
    let spots = spots(view);
    let places = frame::places(&view.frames, pen);
    html! {
        <svg class="Stage-svg" viewBox={format!("0 0 {} {}", n(l.width), n(l.height))} role="group" aria-labelledby="stage-title"
            oncontextmenu={change} ontouchstart={touch} ontouchmove={let_go.clone()} ontouchend={let_go.clone()} ontouchcancel={let_go}>
            <defs>
                <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0V6" /></pattern>
                <pattern id="weave" width="5" height="5" patternUnits="userSpaceOnUse"><path class="weave" d="M0 2.5H5" /></pattern>
            </defs>
            <path class="Cable-sheath" stroke-width={n(l.cable)} d={l.sheath()} />
            if !l.phone { { border(pen) } }
            { for spots.iter().map(|spot| grounds(spot, pen)) }
            { track(Way::Reply, view, &places, pen) }
            { track(Way::Request, view, &places, pen) }
            { station::hits(l, &pen.open) }
            { for spots.iter().map(|spot| stations(spot, pen)) }
            { for view.cables.iter().enumerate().map(|(index, cable)| wires::cable(index, cable, pen)) }
            { middle::middle(view, &places, pen) }
            { for view.routers.iter().enumerate().map(|(index, router)| wires::router(index, router, pen)) }
            if !l.phone { { middle::key(pen) } }
            <g class="Frames">{ for view.frames.iter().zip(&places).map(|(frame, place)| pen.moves.frame(frame, frame::frame(frame, place, pen))) }</g>
            if let Some(shown) = pen.shown { { station::rim(shown, l) } }
        </svg>
    }
}

/// The border between process and kernel, named once between the computers.
fn border(pen: &Pen) -> Html {
    let l = pen.layout;
    let middle = l.width / 2.0;
    html! { <>
        { path("Border-line", format!("M{} {}H{}", n(l.computer + 12.0), n(l.border + 11.0), n(l.server - 12.0))) }
        { rect("Border-plate", middle - 68.0, l.border + 1.0, 136.0, 20.0, 0.0) }
        { text(middle, l.border + 15.0, "ground", w::BORDER.get(pen.lang), Anchor::Middle) }
    </> }
}

/// Stations of a track before the cables: none, called, send buffer, NIC.
const BEFORE_CABLES: usize = 4;

/// How far along its track the line is solid: as far as the newest bytes have come, or older ones that still stand further
/// on, unread.
pub(in crate::view::stage) fn reached(trail: &Trail, view: &View) -> u8 {
    let receiver = match trail.way {
        Way::Request => view.hosts.get(1),
        Way::Reply => view.hosts.first(),
    };
    let unread = receiver.is_some_and(|host| {
        host.sockets.iter().any(|socket| socket.receive.way == trail.way && socket.receive.payload > 0)
    });
    if unread { trail.station.max(trail.stations.saturating_sub(1)) } else { trail.station }
}

/// Where along its track a trail has come; none when it has not left the program.
fn until(trail: &Trail, view: &View, places: &[frame::Place], pen: &Pen) -> Option<Until> {
    let l = pen.layout;
    let station = usize::from(reached(trail, view));
    let cables = l.cables.len();
    let after_cables = BEFORE_CABLES + 2 * cables - 1;
    match station {
        0 => None,
        1 | 2 => Some(Until::SendBuffer),
        3 => Some(Until::Nic),
        _ if station < after_cables => {
            let leg = station - BEFORE_CABLES;
            let index = match trail.way {
                Way::Request => leg / 2,
                Way::Reply => cables.checked_sub(1 + leg / 2)?,
            };
            let [left, right] = *l.cables.get(index)?;
            let (near, far) = match trail.way {
                Way::Request => (left, right),
                Way::Reply => (right, left),
            };
            if leg % 2 == 1 {
                return Some(Until::Lane(far));
            }
            // Up to the tail of the frame that is furthest; without one (it has just arrived) to the cable's end.
            let tails = view
                .frames
                .iter()
                .zip(places)
                .filter(|(frame, _)| frame.cable == index && frame.way == trail.way && frame.length > 0);
            let tail = match trail.way {
                Way::Request => tails.map(|(_, place)| place.x).reduce(f64::max),
                Way::Reply => tails.map(|(_, place)| place.x + place.width).reduce(f64::min),
            };
            Some(Until::Lane(tail.unwrap_or(near)))
        }
        _ if station == after_cables => Some(Until::FarNic),
        _ if station < usize::from(trail.stations) => Some(Until::ReceiveBuffer),
        _ => Some(Until::End),
    }
}

/// One half of the U: solid where the bytes have been, dotted where they have yet to go.
fn track(way: Way, view: &View, places: &[frame::Place], pen: &Pen) -> Html {
    let done = view
        .trails
        .iter()
        .find(|trail| trail.way == way)
        .and_then(|trail| until(trail, view, places, pen))
        .map(|until| pen.layout.track(way, until));
    html! {
        <g class={classes!("Track", way_class(way))}>
            { path("Track-ahead", pen.layout.track(way, Until::End)) }
            if let Some(done) = done { { path("Track-done", done) } }
        </g>
    }
}
