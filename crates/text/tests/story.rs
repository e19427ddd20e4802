//! Every record of the labs has a sentence in both languages, short enough and written, not assembled.

use netlab_lab::{
    Session,
    protocol::{Command, Opening, Reply},
    view::Span,
};
use netlab_text::{
    Lang,
    story::{self, Context},
};

const ENGLISH_WORDS: usize = 30;
const CHINESE_LETTERS: usize = 60;

fn open(lab: &str, parameters: &[(&str, &str)]) -> Session {
    let mut session = Session::new();
    let parameters = parameters.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
    let reply = session.apply(Command::Open(Opening { lab: lab.into(), parameters, ..Opening::default() }));
    assert!(matches!(reply, Reply::View { .. }), "{lab} opens");
    session
}

/// Words outside code and numbers' units are what a reader has to read.
fn prose(marked: &str) -> String {
    marked.split('`').step_by(2).collect::<Vec<_>>().join("#")
}

#[test]
fn sentences_are_short_and_whole_in_both_languages() {
    let labs: [(&str, &[(&str, &str)]); 4] =
        [("hello", &[]), ("flood", &[]), ("hello", &[("loss", "100")]), ("hello", &[("kernel", "textbook")])];
    for (lab, parameters) in labs {
        let session = open(lab, parameters);
        let (history, scene, present) = session.parts().expect("open");
        let context = Context { history, scene, track: present.track() };
        for record in history.records() {
            let english = story::sentence(&context, record, Lang::English);
            let chinese = story::sentence(&context, record, Lang::Chinese);
            let place = format!("{lab} {parameters:?} record {}: ", record.id.0);
            assert!(english.split_whitespace().count() <= ENGLISH_WORDS, "{place}{english}");
            assert!(prose(&chinese).chars().count() <= CHINESE_LETTERS, "{place}{chinese}");
            assert!(english.ends_with('.') || english.ends_with('?'), "{place}{english}");
            assert!(chinese.ends_with('。') || chinese.ends_with('？'), "{place}{chinese}");
            assert!(
                !prose(&english).contains("  ") && !prose(&chinese).contains("  "),
                "{place}{english}{chinese}"
            );
            // Chinese sentences hold no English prose: names of states, flags and units are all that is Latin.
            let latin = prose(&chinese).split(|c: char| !c.is_ascii_alphabetic()).map(str::len).max();
            assert!(latin.unwrap_or(0) <= 11, "{place}{chinese}");
            for sentence in [&english, &chinese] {
                assert_eq!(sentence.matches('`').count() % 2, 0, "{place}{sentence}");
            }
        }
    }
}

#[test]
fn a_step_is_told_with_its_cause_and_what_comes_next() {
    let mut session = open("hello", &[]);
    session.apply(Command::Step { grain: netlab_lab::protocol::Grain::SystemCall, forward: true });
    let told = story::story(&session);
    assert!(!told.now.is_empty() && !told.why.is_empty() && !told.next.is_empty());
    let cause = told.why_record.expect("a system call has a cause");
    assert_eq!(told.why.last(), Some(&Span::Record(cause)));
    session.apply(Command::SeekRecord(0));
    let told = story::story(&session);
    assert_eq!(told.now, vec![Span::Plain("Nothing has happened yet. Press play or →.".into())]);
    session.apply(Command::End);
    assert!(story::story(&session).next.is_empty());
}

#[test]
fn marks_become_spans() {
    let expected = vec![
        Span::Plain("the ".into()),
        Span::Term("send-buffer".into(), "send buffer".into()),
        Span::Plain(" holds ".into()),
        Span::Code("a_b".into()),
        Span::Plain(".".into()),
    ];
    assert_eq!(story::spans("the _send buffer_ holds `a_b`."), expected);
    assert_eq!(story::plain("the _send buffer_ holds `a_b`."), "the send buffer holds a_b.");
}
