//! One Python file: its lines, the one that runs or sleeps, variables and descriptors, what it printed.

use netlab_lab::view::{ProcessState, ProgramView};
use netlab_text::Lang;
use netlab_text::ui::{self, labels as w};
use std::rc::Rc;
use yew::prelude::*;

/// See [`Program`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ProgramProps {
    /// The program.
    pub program: Rc<ProgramView>,
    /// `client` or `server`: which side of the stage it stands on.
    pub side: AttrValue,
    /// The language.
    pub lang: Lang,
}

/// Whether the process sleeps in a call.
pub(super) const fn asleep(state: &ProcessState) -> bool {
    matches!(state, ProcessState::Asleep { .. })
}

/// The file and its process.
#[component]
pub fn Program(props: &ProgramProps) -> Html {
    let ProgramProps { program, side, lang } = props;
    let blocked = asleep(&program.state);
    let file = program.file.to_string();
    html! {
        <section class={format!("Program Program-{side}")} aria-label={file.clone()}>
            <h2 class="Program-file">{ file.clone() }
                <span class={classes!("ProcState", blocked.then_some("is-blocked"))}>{ ui::process_state(&program.state, *lang) }</span></h2>
            <ol class="Program-lines" tabindex="0" aria-label={file}>
                { for program.lines.iter().zip(1_u32..).map(|(line, number)| {
                    let current = program.line == Some(number);
                    let class = classes!(current.then_some("is-current"), (current && blocked).then_some("is-blocked"),
                        (current && program.error.is_some()).then_some("is-error"));
                    html! { <li {class} aria-current={current.then_some("step")}><code>{ for highlight(&line.text) }</code></li> }
                }) }
            </ol>
            if let Some(error) = &program.error {
                <pre class="Program-error" role="alert">{ last_line(error) }</pre>
            }
            { variables(program, *lang) }
            if !program.output.is_empty() && program.error.is_none() {
                <div class="Program-output"><h3>{ w::OUTPUT.get(*lang) }</h3><pre tabindex="0">{ program.output.trim_end() }</pre></div>
            }
        </section>
    }
}

fn last_line(text: &str) -> String {
    text.trim_end().lines().last().unwrap_or_default().to_owned()
}

/// Names and descriptors; a socket that has a name is one row.
fn variables(program: &ProgramView, lang: Lang) -> Html {
    let named = |fd: i32| {
        program
            .descriptors
            .iter()
            .find(|descriptor| descriptor.fd == fd)
            .and_then(|descriptor| descriptor.variable.clone())
    };
    let plain: Vec<_> = program
        .variables
        .iter()
        .filter(|variable| {
            !program.descriptors.iter().any(|descriptor| descriptor.variable.as_ref() == Some(&variable.name))
        })
        .collect();
    if plain.is_empty() && program.descriptors.is_empty() {
        return Html::default();
    }
    html! {
        <table class="Program-vars">
            <caption class="sr">{ w::VARIABLES.get(lang) }</caption>
            <tbody>
                { for program.descriptors.iter().map(|descriptor| {
                    let name = named(descriptor.fd).map(|name| name.to_string()).unwrap_or_default();
                    let ends = match &descriptor.peer {
                        Some(peer) => format!("{} → {peer}", descriptor.local),
                        None if descriptor.local.is_empty() => descriptor.state.to_string(),
                        None => format!("{} {}", descriptor.state, descriptor.local),
                    };
                    html! { <tr><th scope="row">{ name }</th><td>{ format!("fd {}", descriptor.fd) }</td><td>{ ends }</td></tr> }
                }) }
                { for plain.into_iter().map(|variable| html! {
                    <tr><th scope="row">{ variable.name.to_string() }</th><td>{ variable.kind.to_string() }</td><td>{ variable.value.to_string() }</td></tr>
                }) }
            </tbody>
        </table>
    }
}

/// Python's keywords that the labs use; the rest of the language is set in plain type.
const KEYWORDS: [&str; 34] = [
    "False", "None", "True", "and", "as", "assert", "break", "class", "continue", "def", "del", "elif",
    "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield", "await",
];

/// A line as pieces: keywords, strings and comments marked. A break may fall after an opening bracket.
fn highlight(line: &str) -> Vec<Html> {
    let mut pieces = Vec::new();
    let mut rest = line;
    let mut plain = String::new();
    while let Some(first) = rest.chars().next() {
        let (length, class) = piece(rest, first, plain.chars().last());
        let (taken, after) = rest.split_at(length);
        if let Some(class) = class {
            if !plain.is_empty() {
                pieces.push(html! { { std::mem::take(&mut plain) } });
            }
            pieces.push(html! { <i class={class}>{ taken }</i> });
        } else {
            plain.push_str(taken);
            if taken == "(" && after.len() > 9 {
                pieces.push(html! { <>{ std::mem::take(&mut plain) }<wbr /></> });
            }
        }
        rest = after;
    }
    if pieces.is_empty() && plain.is_empty() {
        plain.push('\u{a0}');
    }
    pieces.push(html! { { plain } });
    pieces
}

/// Length in bytes of the piece that begins here, and its class.
fn piece(rest: &str, first: char, before: Option<char>) -> (usize, Option<&'static str>) {
    if first == '#' {
        return (rest.len(), Some("cm"));
    }
    let quote_at = usize::from(matches!(first, 'b' | 'f' | 'r') && rest.len() > 1);
    if let Some(quote @ ('"' | '\'')) = rest[quote_at.min(first.len_utf8())..].chars().next() {
        let joined = quote_at == 0 || !before.is_some_and(|c| c.is_alphanumeric() || c == '_');
        if joined && (quote_at == 1 || matches!(first, '"' | '\'')) {
            return (string_length(rest, quote_at, quote), Some("st"));
        }
    }
    if first.is_alphabetic() || first == '_' {
        let length = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let word = &rest[..length];
        let keyword = KEYWORDS.contains(&word) && before != Some('.');
        return (length, keyword.then_some("kw"));
    }
    (first.len_utf8(), None)
}

/// Length of a string literal, its prefix included; to the end of the line when it is not closed there.
fn string_length(rest: &str, quote_at: usize, quote: char) -> usize {
    let mut escaped = false;
    for (index, letter) in rest.char_indices().skip(quote_at + 1) {
        if escaped {
            escaped = false;
        } else if letter == '\\' {
            escaped = true;
        } else if letter == quote {
            return index + letter.len_utf8();
        }
    }
    rest.len()
}
