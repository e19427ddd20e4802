//! The turning points of the two experiments, as the session itself shows them: found by what they are, never by a record's
//! number.
//!
//! With `NETLAB_PICTURES=DIR` each is written as a page for people to look at; without, what stands on the stage is compared
//! with what it should say.

use super::walk::Walk;
use super::{check, render, surroundings, write};
use netlab::settings::{Detail, Theme};
use netlab_lab::protocol::{Command, Grain, Intervention, Language, Tab};
use netlab_lab::view::{FrameKind, GateState, ProcessState, View, WaitView, Way};
use netlab_text::Lang;

/// A moment: the first record at which something holds, after those before it in the list.
pub struct Turn {
    pub name: &'static str,
    /// What holds there.
    pub holds: fn(&View) -> bool,
    /// What the reader does there before looking.
    pub act: Option<Command>,
    pub tab: Tab,
}

const fn turn(name: &'static str, tab: Tab, holds: fn(&View) -> bool) -> Turn {
    Turn { name, holds, act: None, tab }
}

fn asleep(view: &View, program: usize, wait: fn(&WaitView) -> bool) -> bool {
    matches!(&view.programs[program].state, ProcessState::Asleep { wait: for_what, .. } if wait(for_what))
}

fn flying(view: &View, cable: usize, way: Way, kind: FrameKind) -> bool {
    view.frames.iter().any(|frame| frame.cable == cable && frame.way == way && frame.kind == kind)
}

fn data(wait: &WaitView) -> bool {
    *wait == WaitView::Data
}

pub const HELLO: &[Turn] = &[
    turn("1-start", Tab::Bytes, |view| view.moment.record == 0),
    turn("2-half-open", Tab::Ss, |view| {
        view.hosts[1].sockets.iter().any(|socket| &*socket.state == "SYN-RECV")
    }),
    turn("3-send-returned", Tab::Bytes, |view| {
        view.hosts[0].send_gate.state == GateState::Done && &*view.hosts[0].send_gate.call == "send"
    }),
    turn("4-between-routers", Tab::Packets, |view| flying(view, 1, Way::Request, FrameKind::Data)),
    turn("5-received", Tab::Bytes, |view| {
        view.hosts[1].sockets.iter().any(|socket| socket.receive.payload > 0)
    }),
    turn("6-recv-asleep", Tab::Strace, |view| asleep(view, 0, data) && !view.hosts[1].memory.is_empty()),
    turn("7-world-sent", Tab::Sequence, |view| flying(view, 1, Way::Reply, FrameKind::Data)),
    turn("8-world-received", Tab::Bytes, |view| {
        view.hosts[0].memory.first().is_some_and(|byte| byte.name.way == Way::Reply)
    }),
    turn("9-end", Tab::Strace, |view| view.moment.record == view.moment.records),
];

pub const FLOOD: &[Turn] = &[
    turn("1-buffer-fills", Tab::Bytes, |view| {
        view.hosts[1].sockets.iter().any(|socket| socket.receive.payload * 5 > socket.receive.limit)
    }),
    turn("2-window-zero", Tab::Sequence, |view| flying(view, 1, Way::Reply, FrameKind::ZeroWindow)),
    turn("3-send-asleep", Tab::Strace, |view| {
        asleep(view, 0, |wait| matches!(wait, WaitView::Room { .. })) && view.frames.is_empty()
    }),
    turn("4-probe", Tab::Packets, |view| flying(view, 1, Way::Request, FrameKind::Probe)),
    turn("5-probe-answered", Tab::Ss, |view| flying(view, 1, Way::Reply, FrameKind::ZeroWindow)),
    Turn {
        name: "6-server-reads",
        holds: |view| view.frames.is_empty(),
        act: Some(Command::Intervene(Intervention::ReadNow(1, 8192))),
        tab: Tab::Bytes,
    },
    turn("7-window-opens", Tab::Bytes, |view| flying(view, 1, Way::Reply, FrameKind::WindowUpdate)),
];

/// Visits the turns in order.
fn visit(
    lab: &str,
    parameters: &[(&str, &str)],
    turns: &[Turn],
    mut seen: impl FnMut(&Turn, &mut Walk, &View),
) {
    let (mut walk, mut view) = Walk::open(lab, parameters);
    for turn in turns {
        while !(turn.holds)(&view) {
            assert!(view.moment.record < view.moment.records, "{lab}: {} never comes", turn.name);
            view = walk.view(Command::Step { grain: Grain::Record, forward: true });
        }
        if let Some(act) = &turn.act {
            view = walk.view(act.clone());
        }
        seen(turn, &mut walk, &view);
    }
}

/// The pages of a turn: wide and phone, light and dark, both languages.
const PAGES: [(Lang, Language, u32, Theme); 4] = [
    (Lang::English, Language::English, 1440, Theme::Light),
    (Lang::Chinese, Language::Chinese, 1440, Theme::Dark),
    (Lang::English, Language::English, 390, Theme::Dark),
    (Lang::Chinese, Language::Chinese, 390, Theme::Light),
];

fn pictures(lab: &str, name: &str, parameters: &[(&str, &str)], turns: &[Turn], details: &[Detail]) {
    visit(lab, parameters, turns, |turn, walk, view| {
        // Halfway along the cable, where a frame is the point of the moment.
        let record = view.moment.record;
        let half = view
            .frames
            .iter()
            .find(|frame| frame.cable == 1)
            .map(|frame| frame.departs.midpoint(frame.arrives));
        for &detail in details {
            walk.view(Command::Signal(detail == Detail::Everything));
            for (lang, language, width, theme) in PAGES {
                walk.view(Command::Language(language));
                let mut shown = walk.view(Command::Tab(turn.tab));
                if let Some(half) = half {
                    shown = walk.view(Command::SeekTime(half));
                }
                let at = surroundings(lang, theme, width, detail, turn.tab);
                let name = format!("{name}-{}-{detail:?}", turn.name);
                let body = render(shown, walk.run.clone(), at);
                check(&name, &body);
                write(&name, &body, at);
                walk.view(Command::SeekRecord(record));
            }
        }
        walk.view(Command::Language(Language::English));
    });
}

const ALL: &[Detail] = &[Detail::Simple, Detail::Buffers, Detail::Everything];
const OPEN: &[Detail] = &[Detail::Buffers];

#[test]
fn turns_of_hello() {
    pictures("hello", "hello", &[], HELLO, ALL);
}

#[test]
fn turns_of_the_flood() {
    pictures("flood", "flood", &[], FLOOD, OPEN);
    pictures("flood", "textbook", &[("kernel", "textbook")], FLOOD, OPEN);
}
