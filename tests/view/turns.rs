//! The turning points of the two experiments, as the session itself shows them: found by what they are, never by a record's
//! number.
//!
//! With `NETLAB_PICTURES=DIR` each is written as a page for people to look at; without, what stands on the stage is compared
//! with what it should say.

use super::walk::Walk;
use super::{check, render, surroundings, write};
use expect_test::expect_file;
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

/// The flood as one draws it on a board: the textbook's kernel, and buffers of 16 bytes.
const SIXTEEN: &[(&str, &str)] = &[("kernel", "textbook"), ("rcvbuf", "16"), ("sndbuf", "16")];

#[test]
fn turns_of_hello() {
    pictures("hello", "hello", &[], HELLO, ALL);
}

#[test]
fn turns_of_the_flood() {
    pictures("flood", "flood", &[], FLOOD, OPEN);
    pictures("flood", "textbook", &[("kernel", "textbook")], FLOOD, OPEN);
    pictures("flood", "sixteen", SIXTEEN, FLOOD, OPEN);
}

/// What is written on the stage, in the order of the drawing; a run of bytes as a word.
fn written(body: &str) -> Vec<String> {
    let stage = body.split("Stage-svg").nth(1).unwrap_or_default();
    let stage = stage.split("</svg>").next().unwrap_or_default();
    let mut words: Vec<String> = Vec::new();
    let mut bytes = false;
    for piece in stage.split("<text ").skip(1) {
        let Some((attributes, rest)) = piece.split_once('>') else { continue };
        let words_here = rest.split("</text>").next().unwrap_or_default();
        let letter = attributes.contains("Byte-ch");
        match words.last_mut() {
            Some(last) if letter && bytes => last.push_str(words_here),
            Some(_) | None if words_here.is_empty() => {}
            Some(_) | None => words.push(words_here.to_owned()),
        }
        bytes = letter;
    }
    words
}

/// The turns as text.
fn told(lab: &str, parameters: &[(&str, &str)], turns: &[Turn]) -> String {
    let mut told = String::new();
    visit(lab, parameters, turns, |turn, walk, view| {
        let at = surroundings(Lang::English, Theme::Light, 1440, Detail::Buffers, turn.tab);
        let body = render(view.clone(), walk.run.clone(), at);
        told += &format!("{}\n", turn.name);
        let written = written(&body);
        // The key of the marks is always the same.
        for line in written.iter().filter(|line| !KEY.contains(&line.as_str())) {
            told += &format!("    {line}\n");
        }
    });
    told
}

const KEY: &[&str] = &[
    "kept",
    "kept, copy out",
    "copy",
    "to the server",
    "to the client",
    "user space",
    "hardware",
    "system call border",
    "cable 1 · 10 ms",
    "cable 2 · 10 ms",
    "cable 3 · 10 ms",
    "10.0.1.1",
    "10.0.2.2",
    "router 1",
    "router 2",
    "NIC cli0",
    "NIC srv0",
];

#[test]
fn hello_says_what_it_should() {
    expect_file!["turns/hello.txt"].assert_eq(&told("hello", &[], HELLO));
}

#[test]
fn the_flood_says_what_it_should() {
    expect_file!["turns/flood-linux.txt"].assert_eq(&told("flood", &[], FLOOD));
    expect_file!["turns/flood-sixteen.txt"].assert_eq(&told("flood", SIXTEEN, FLOOD));
}

/// The promised window of a half-open connection: dashed, hatched, and said.
#[test]
fn a_half_open_connection_has_a_promised_window() {
    let mut seen = false;
    visit("hello", &[], &HELLO[..2], |turn, walk, view| {
        if turn.name == "2-half-open" {
            seen = true;
            let shown =
                view.hosts[1].shown.map(|index| &view.hosts[1].sockets[index]).expect("a socket is drawn");
            assert_eq!(
                (&*shown.state, shown.receive.exists, shown.receive.window),
                ("SYN-RECV", false, Some(65_160))
            );
            let at = surroundings(Lang::English, Theme::Light, 1440, Detail::Buffers, turn.tab);
            let words = written(&render(view.clone(), walk.run.clone(), at));
            for word in ["promised", "window 65\u{202f}160", "SYN-RECV"] {
                assert!(words.iter().any(|said| said == word), "{word} is not in {words:?}");
            }
        }
    });
    assert!(seen);
}

/// At full detail the lens shows the signal, not the envelope.
#[test]
fn everything_shows_the_signal() {
    visit("hello", &[], &HELLO[..4], |turn, walk, _| {
        if turn.name == "4-between-routers" {
            let view = walk.view(Command::Signal(true));
            let at = surroundings(Lang::English, Theme::Light, 1440, Detail::Everything, turn.tab);
            let body = render(view, walk.run.clone(), at);
            assert!(body.contains("class=\"Wave\""), "no signal");
        }
    });
}
