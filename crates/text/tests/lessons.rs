//! Every lab's lesson as a screen reader hears it: question, choices with the run's own answer, explanation in numbers,
//! tasks and hints, in both languages. `UPDATE_EXPECT=1` writes the expected texts anew.

use expect_test::expect_file;
use netlab_lab::{
    Session,
    catalogue::LABS,
    lesson::LessonState,
    protocol::{Command, Opening, Reply},
    view::{Sentence, Span, TaskState},
};
use netlab_text::{Lang, lesson::lesson, ui};
use std::fmt::Write;

fn plain(sentence: &Sentence) -> String {
    let text = |span: &Span| match span {
        Span::Plain(text) | Span::Code(text) | Span::Term(_, text) => text.to_string(),
        Span::Record(record) => panic!("record {record} has no words"),
    };
    sentence.iter().map(text).collect()
}

/// The lesson once its question is skipped.
fn settled(lab: &str, kernel: &str) -> LessonState {
    let mut session = Session::new();
    let parameters = vec![("kernel".to_owned(), kernel.to_owned())];
    for command in
        [Command::Open(Opening { lab: lab.into(), parameters, ..Opening::default() }), Command::SkipQuestion]
    {
        assert!(matches!(session.apply(command), Reply::View { .. }), "{lab} opens");
    }
    session.lesson().unwrap_or_else(|| panic!("{lab} has no lesson"))
}

/// A lesson told from its question to what its tasks have shown.
fn told(lab: &str, lang: Lang) -> String {
    let mut text = String::new();
    for kernel in ["linux", "textbook"] {
        let mut state = settled(lab, kernel);
        let shown = lesson(&state, lang);
        if kernel == "linux" {
            let name = ui::lab(lab).get(lang);
            writeln!(text, "# {lab}: {name}\n{}\n{}", shown.title, plain(&shown.question)).expect("a string");
        }
        let right = state.asked.right();
        for (number, choice) in shown.choices.iter().enumerate() {
            let mark = if right == Some(number) { "*" } else { "-" };
            writeln!(text, "{mark} {}", plain(choice)).expect("a string");
        }
        assert!(!shown.body.is_empty(), "{lab}, {kernel}: nothing is explained");
        for paragraph in &shown.body {
            writeln!(text, "{kernel}: {}", plain(paragraph)).expect("a string");
        }
        if kernel == "textbook" {
            tasks(&mut text, lab, &mut state, lang);
        }
    }
    text
}

fn tasks(text: &mut String, lab: &str, state: &mut LessonState, lang: Lang) {
    let said = |words: &Sentence, place: &str| {
        assert!(!words.is_empty(), "{lab}: {place} has no words");
        plain(words)
    };
    for task in netlab_lab::lesson::tasks::tasks(lab) {
        state.task = Some(task.key);
        state.state = TaskState::Open;
        let ask = lesson(state, lang).task.unwrap_or_default();
        writeln!(text, "? {}", said(&ask, task.key)).expect("a string");
        for need in task.needs {
            state.missing = Some(need.key);
            let hint = lesson(state, lang).feedback;
            writeln!(text, "  ... {}", said(&hint, need.key)).expect("a string");
        }
        state.missing = None;
        state.state = TaskState::Solved;
        let done = lesson(state, lang).feedback;
        writeln!(text, "  ! {}", said(&done, task.key)).expect("a string");
    }
    text.push('\n');
}

fn all(lang: Lang) -> String {
    LABS.iter().map(|lab| told(lab.id, lang)).collect()
}

#[test]
fn lessons_read_well_in_english() {
    expect_file!["lessons/english.txt"].assert_eq(&all(Lang::English));
}

#[test]
fn lessons_read_well_in_chinese() {
    expect_file!["lessons/chinese.txt"].assert_eq(&all(Lang::Chinese));
}

#[test]
fn no_two_labs_have_one_name() {
    for lang in [Lang::English, Lang::Chinese] {
        let mut names: Vec<&str> = LABS.iter().map(|lab| ui::lab(lab.id).get(lang)).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), LABS.len());
    }
}
