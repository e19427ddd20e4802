//! The first moment of the default lab, made beforehand: it is drawn while the session's worker is still on its way.
//!
//! The files hold what the worker answers when that lab is opened, as postcard in zlib. The worker's own answer replaces
//! them as soon as it is there; a test holds both to be the same (`UPDATE_EXPECT=1` writes them anew).

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use netlab_lab::protocol::{Language, Opening, Tab};
use netlab_lab::view::{RunView, View};

use crate::app::session::Setup;
use crate::link::Link;

/// No file is longer than this when unpacked, in bytes.
const LONGEST: usize = 1 << 20;

/// What the worker will answer to this opening, if it is the default lab at its start and the tab is the first visit's.
pub fn moment(opening: &Opening, setup: &Setup) -> Option<(View, RunView)> {
    let first_visit = setup.tab == Tab::Bytes && !setup.signal && setup.breakpoints.is_empty();
    if *opening != Link::default().opening() || !first_visit {
        return None;
    }
    let file: &[u8] = match setup.language {
        Language::English => include_bytes!("first/en.view"),
        Language::Chinese => include_bytes!("first/zh.view"),
    };
    let bytes = decompress_to_vec_zlib_with_limit(file, LONGEST).ok()?;
    postcard::from_bytes(&bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::answer;
    use miniz_oxide::deflate::compress_to_vec_zlib;
    use netlab_lab::Session;
    use netlab_lab::protocol::{Command, Reply};
    use std::path::Path;

    fn setup(language: Language) -> Setup {
        Setup { language, tab: Tab::Bytes, signal: false, breakpoints: Vec::new() }
    }

    /// What the worker answers to the commands that the page sends when it starts.
    fn answered(setup: &Setup) -> (View, RunView) {
        let mut session = Session::new();
        let commands = [
            Command::Language(setup.language),
            Command::Tab(setup.tab),
            Command::Signal(setup.signal),
            Command::Open(Link::default().opening()),
        ];
        let reply = commands.map(|command| answer(&mut session, command)).into_iter().next_back();
        match reply {
            Some(Reply::View { view, run: Some(run) }) => (*view, RunView::clone(&run)),
            other => panic!("the default lab does not open: {other:?}"),
        }
    }

    #[test]
    fn what_is_drawn_first_is_what_the_worker_answers() {
        for (language, name) in [(Language::English, "en"), (Language::Chinese, "zh")] {
            let started = setup(language);
            let answered = answered(&started);
            if std::env::var_os("UPDATE_EXPECT").is_some() {
                let bytes = postcard::to_allocvec(&answered).expect("every answer can be written");
                let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/first/{name}.view"));
                std::fs::write(path, compress_to_vec_zlib(&bytes, 9)).expect("the file can be written");
                continue;
            }
            let kept = moment(&Link::default().opening(), &started);
            assert!(
                kept.as_ref() == Some(&answered),
                "src/first/{name}.view is out of date; `cargo xtask bless -p netlab --lib first` writes it anew"
            );
        }
    }

    #[test]
    fn another_start_waits_for_the_worker() {
        let started = setup(Language::English);
        let opening = Link::default().opening();
        assert_eq!(moment(&Opening { record: 1, ..opening.clone() }, &started), None);
        assert_eq!(moment(&Opening { lab: "flood".into(), ..opening.clone() }, &started), None);
        assert_eq!(moment(&opening, &Setup { signal: true, ..started }), None);
    }
}
