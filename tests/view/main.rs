//! The views, rendered natively: markup of the design's moments, and what must hold of every picture.
//!
//! `NETLAB_PICTURES=DIR cargo test --test view pictures` also writes each moment as a page that a browser can open.

mod branches;
mod moments;
mod turns;
mod walk;

use netlab::play::PACES;
use netlab::settings::{Detail, Theme};
use netlab::view::{Page, PageProps, Surroundings};
use netlab::zoom::Zoom;
use netlab_lab::protocol::{Grain, Tab};
use netlab_lab::view::{RunView, View};
use netlab_text::Lang;
use std::path::Path;
use std::rc::Rc;
use yew::prelude::*;

/// One page: a moment, its run, and how the page is set up.
struct Picture {
    name: &'static str,
    view: fn() -> View,
    run: fn() -> RunView,
    detail: Detail,
    tab: Tab,
}

const PICTURES: [Picture; 10] = [
    Picture {
        name: "start",
        view: moments::start,
        run: moments::run_hello,
        detail: Detail::Buffers,
        tab: Tab::Bytes,
    },
    Picture {
        name: "hello",
        view: moments::hello_buffers,
        run: moments::run_hello,
        detail: Detail::Buffers,
        tab: Tab::Bytes,
    },
    Picture {
        name: "signal",
        view: moments::hello_everything,
        run: moments::run_hello,
        detail: Detail::Everything,
        tab: Tab::Strace,
    },
    Picture {
        name: "simple",
        view: moments::hello_everything,
        run: moments::run_hello,
        detail: Detail::Simple,
        tab: Tab::Sequence,
    },
    Picture {
        name: "world",
        view: moments::world_back,
        run: moments::run_hello,
        detail: Detail::Buffers,
        tab: Tab::Sequence,
    },
    Picture {
        name: "world-simple",
        view: moments::world_back,
        run: moments::run_hello,
        detail: Detail::Simple,
        tab: Tab::Bytes,
    },
    Picture {
        name: "flood-linux",
        view: moments::flood_linux,
        run: moments::run_flood,
        detail: Detail::Buffers,
        tab: Tab::Sequence,
    },
    Picture {
        name: "flood-everything",
        view: moments::flood_linux,
        run: moments::run_flood,
        detail: Detail::Everything,
        tab: Tab::Ss,
    },
    Picture {
        name: "flood-textbook",
        view: moments::flood_textbook,
        run: moments::run_flood,
        detail: Detail::Buffers,
        tab: Tab::Bytes,
    },
    Picture {
        name: "packets",
        view: moments::packets,
        run: moments::run_hello,
        detail: Detail::Buffers,
        tab: Tab::Packets,
    },
];

fn surroundings(lang: Lang, theme: Theme, width: u32, detail: Detail, tab: Tab) -> Surroundings {
    Surroundings {
        lang,
        theme,
        detail,
        grain: Grain::Record,
        pace: PACES[1],
        tab,
        playing: false,
        phone: width < 760,
        width,
        menu: false,
        target: None,
        zoom: Zoom::default(),
        changing: true,
    }
}

/// The page's markup, as the browser would have it.
fn render(view: View, run: Rc<RunView>, at: Surroundings) -> String {
    let props = move || PageProps {
        now: view.moment.at,
        view: Rc::new(view.clone()),
        run: run.clone(),
        at,
        act: Callback::noop(),
        breakpoints: Rc::default(),
        children: Html::default(),
    };
    let renderer = yew::LocalServerRenderer::<Page>::with_props(props()).hydratable(false);
    futures::executor::block_on(renderer.render())
}

fn markup(picture: &Picture, lang: Lang, theme: Theme, width: u32) -> String {
    let at = surroundings(lang, theme, width, picture.detail, picture.tab);
    render((picture.view)(), Rc::new((picture.run)()), at)
}

/// What must hold of every picture.
fn check(name: &str, body: &str) {
    assert!(!body.contains(" style="), "{name}: the policy forbids inline styles");
    assert!(!body.contains("NaN") && !body.contains("inf"), "{name}: a number that is none");
}

/// Writes a page that a browser can open, when a folder is asked for.
fn write(name: &str, body: &str, at: Surroundings) {
    let Some(folder) = std::env::var_os("NETLAB_PICTURES") else { return };
    let tag = if at.lang == Lang::English { "en" } else { "zh-CN" };
    let theme = if at.theme == Theme::Dark { "dark" } else { "light" };
    let css = concat!(env!("CARGO_MANIFEST_DIR"), "/static");
    let page = format!(
        "<!doctype html><html lang={tag} data-theme={theme}><meta charset=utf-8><meta name=viewport content=\"width=device-width\">\
         <link rel=stylesheet href=\"{css}/tokens.css\"><link rel=stylesheet href=\"{css}/page.css\"><link rel=stylesheet href=\"{css}/editor.css\"><link rel=stylesheet href=\"{css}/shell.css\"><div id=app>{body}</div>"
    );
    std::fs::write(Path::new(&folder).join(format!("{name}-{tag}-{theme}-{}.html", at.width)), page).unwrap();
}

#[test]
fn pictures() {
    for picture in &PICTURES {
        for lang in [Lang::English, Lang::Chinese] {
            for theme in [Theme::Light, Theme::Dark] {
                for width in [1440, 900, 390] {
                    let body = markup(picture, lang, theme, width);
                    check(picture.name, &body);
                    write(picture.name, &body, surroundings(lang, theme, width, picture.detail, picture.tab));
                }
            }
        }
    }
}
