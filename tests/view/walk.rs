//! Real runs, record by record: the session's own views are drawn at every detail, and each tab is opened.

use super::{check, render, surroundings, write};
use netlab::settings::{Detail, Theme};
use netlab_lab::protocol::{Command, Grain, Language, Opening, Reply, Tab};
use netlab_lab::session::Session;
use netlab_lab::view::{RunView, View};
use netlab_text::Lang;
use netlab_text::story::story;
use std::rc::Rc;

const TABS: [Tab; 8] =
    [Tab::Bytes, Tab::Sequence, Tab::Packets, Tab::Strace, Tab::Ss, Tab::Graphs, Tab::States, Tab::Receipt];

/// A wide page and a phone's.
const PAGES: [(Lang, Language, u32, Theme); 2] = [
    (Lang::English, Language::English, 1440, Theme::Light),
    (Lang::Chinese, Language::Chinese, 390, Theme::Dark),
];

/// A session and what the page would hold of it.
pub struct Walk {
    session: Session,
    pub run: Rc<RunView>,
}

impl Walk {
    pub fn open(lab: &str, parameters: &[(&str, &str)]) -> (Self, View) {
        let mut walk = Self { session: Session::new(), run: Rc::new(RunView::default()) };
        let parameters =
            parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let view =
            walk.view(Command::Open(Opening { lab: lab.to_owned(), parameters, ..Opening::default() }));
        (walk, view)
    }

    pub fn view(&mut self, command: Command) -> View {
        let Reply::View { view, run } = self.session.apply(command.clone()) else {
            panic!("{command:?} shows nothing")
        };
        if let Some(run) = run {
            self.run = run;
        }
        let mut view = *view;
        view.story = story(&self.session);
        view
    }
}

/// Every record of the lab, at a detail and with a tab that change from record to record.
fn walk(lab: &str, parameters: &[(&str, &str)], most: usize) {
    let (mut walk, mut view) = Walk::open(lab, parameters);
    for index in 0..most {
        let name = format!("{lab}-{:05}", view.moment.record);
        // One page at a time: both see every kind of record.
        {
            let (lang, language, width, theme) = PAGES[index % 2];
            walk.view(Command::Language(language));
            let tab = TABS[index % TABS.len()];
            let shown = walk.view(Command::Tab(tab));
            let detail = [Detail::Buffers, Detail::Everything, Detail::Simple]
                [if index % 7 == 6 { 2 } else { index / 2 % 2 }];
            let at = surroundings(lang, theme, width, detail, tab);
            let body = render(shown, walk.run.clone(), at);
            check(&name, &body);
            write(&name, &body, at);
        }
        if view.moment.record >= view.moment.records {
            return;
        }
        view = walk.view(Command::Step { grain: Grain::Record, forward: true });
    }
}

#[test]
fn hello() {
    walk("hello", &[], 400);
}

/// How a run stands at its end, in both languages, at every detail and with every tab.
fn end(lab: &str, name: &str, parameters: &[(&str, &str)]) {
    let (mut walk, _) = Walk::open(lab, parameters);
    for (lang, language, width, theme) in PAGES {
        walk.view(Command::Language(language));
        for (tab, detail) in
            TABS.into_iter().zip([Detail::Buffers, Detail::Everything, Detail::Simple].into_iter().cycle())
        {
            walk.view(Command::Tab(tab));
            let view = walk.view(Command::End);
            let at = surroundings(lang, theme, width, detail, tab);
            let body = render(view, walk.run.clone(), at);
            check(name, &body);
            write(&format!("end-{name}-{tab:?}"), &body, at);
        }
    }
}

#[test]
fn ends() {
    end("hello", "hello", &[]);
    end("flood", "flood", &[]);
    end("hello", "hello-textbook", &[("kernel", "textbook")]);
    end("flood", "flood-textbook", &[("kernel", "textbook")]);
}

#[test]
fn flood() {
    walk("flood", &[], 240);
}
