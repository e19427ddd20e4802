//! The Python files of one side: lines, the one that runs or sleeps, breakpoints, variables and descriptors, what was
//! printed. Several processes of a side share the place as tabs.

use super::highlight::{self, Highlighter};
use crate::platform::event;
use crate::ui::{Edit, Ui};
use netlab_lab::view::{ProcessState, ProgramView};
use netlab_text::ui::{self, labels as w};
use netlab_text::{Lang, editor as words};
use std::rc::Rc;
use yew::prelude::*;

/// Breakpoints: file and line from 1.
pub type Breakpoints = Rc<[(Rc<str>, u32)]>;

/// See [`Programs`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ProgramsProps {
    /// The side's programs, at least one.
    pub programs: Rc<[ProgramView]>,
    /// `client` or `server`: which side of the stage it stands on.
    pub side: &'static str,
    /// Where the reader set breakpoints.
    pub breakpoints: Breakpoints,
    /// The language.
    pub lang: Lang,
    /// Where acts go.
    pub act: Callback<Ui>,
}

/// Whether the process sleeps in a call.
pub(super) const fn asleep(state: &ProcessState) -> bool {
    matches!(state, ProcessState::Asleep { .. })
}

/// One file and its process; with several, the reader chooses which.
#[component]
pub fn Programs(props: &ProgramsProps) -> Html {
    let chosen = use_state(|| Rc::<str>::from(""));
    let ProgramsProps { programs, side, lang, .. } = props;
    let shown = programs.iter().find(|program| program.file == *chosen).or_else(|| programs.first());
    let Some(shown) = shown else { return Html::default() };
    let file = shown.file.to_string();
    html! {
        <section class={format!("Program Program-{side}")} aria-label={file.clone()}>
            if programs.len() > 1 {
                <div class="Program-files" role="group" aria-label={words::FILES.get(*lang)}>
                    { for programs.iter().map(|program| {
                        let (chosen, name) = (chosen.clone(), program.file.clone());
                        let onclick = Callback::from(move |_: MouseEvent| chosen.set(name.clone()));
                        html! { <button type="button" class="Button is-inline" aria-pressed={(program.file == shown.file).to_string()} {onclick}>{ program.file.to_string() }</button> }
                    }) }
                </div>
            }
            { program(shown, props) }
        </section>
    }
}

fn program(program: &ProgramView, props: &ProgramsProps) -> Html {
    let (lang, act) = (props.lang, &props.act);
    let blocked = asleep(&program.state);
    let file = program.file.to_string();
    let edit = {
        let file = program.file.clone();
        act.reform(move |_: MouseEvent| Ui::Edit(Edit::Open(Some(file.clone()))))
    };
    html! { <>
        <h2 class="Program-file"><span class="Program-name">{ file.clone() }</span>
            <span class={classes!("ProcState", blocked.then_some("is-blocked"))}>{ ui::process_state(&program.state, lang) }</span></h2>
        <div class="Program-tools">
            { breakpoint_tools(props) }
            <button type="button" class="Button is-inline" data-action="edit" aria-label={format!("{} {file}", words::EDIT.get(lang))} onclick={edit}>{ words::EDIT.get(lang) }</button>
        </div>
        { lines(program, props) }
        if let Some(error) = &program.error {
            <pre class="Program-error" role="alert">{ last_line(error) }</pre>
        }
        { variables(program, lang) }
        if !program.output.is_empty() {
            <div class="Program-output"><h3>{ w::OUTPUT.get(lang) }</h3><pre tabindex="0">{ program.output.trim_end() }</pre></div>
        }
    </> }
}

/// Back and on, from breakpoint to breakpoint; not there without any.
fn breakpoint_tools(props: &ProgramsProps) -> Html {
    if props.breakpoints.is_empty() {
        return Html::default();
    }
    let tool = |forward: bool, sign: &'static str, word: netlab_text::Word| {
        let onclick = props.act.reform(move |_: MouseEvent| Ui::RunToBreakpoint { forward });
        let label = word.get(props.lang);
        html! { <button type="button" class="Button is-inline" aria-label={label} title={label} {onclick}>{ sign }</button> }
    };
    html! { <>
        { tool(false, "◀●", words::TO_LAST_BREAKPOINT) }
        { tool(true, "●▶", words::TO_NEXT_BREAKPOINT) }
    </> }
}

fn lines(program: &ProgramView, props: &ProgramsProps) -> Html {
    let blocked = asleep(&program.state);
    let mut highlighter = Highlighter::default();
    let gutter = format!("line-{}", program.file);
    html! {
        <ol class="Program-lines" tabindex="0" aria-label={program.file.to_string()}>
            { for program.lines.iter().zip(1_u32..).map(|(line, number)| {
                let current = program.line == Some(number);
                let stops = props.breakpoints.iter().any(|(file, line)| *file == program.file && *line == number);
                let class = classes!(current.then_some("is-current"), (current && blocked).then_some("is-blocked"),
                    (current && program.error.is_some()).then_some("is-error"), stops.then_some("is-stop"));
                let pieces = highlighter.line(&line.text);
                html! {
                    <li {class} aria-current={current.then_some("step")}>
                        { gutter_button(program, props, &gutter, number, stops) }
                        <code>{ highlight::markup(&pieces, true) }if line.text.is_empty() { { "\u{a0}" } }</code>
                        if stops { { run_to_here(program, props, number) } }
                    </li>
                }
            }) }
        </ol>
    }
}

/// The line's number: sets and clears a breakpoint. One of a file's is in the tab order; up and down lead to the others.
fn gutter_button(
    program: &ProgramView,
    props: &ProgramsProps,
    gutter: &str,
    number: u32,
    stops: bool,
) -> Html {
    let file = program.file.clone();
    let onclick = props.act.reform(move |_: MouseEvent| Ui::Breakpoint(file.clone(), number));
    let first = program.line.unwrap_or(1) == number;
    let ids = [format!("{gutter}-{}", number.saturating_sub(1)), format!("{gutter}-{}", number + 1)];
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let to = match event.key().as_str() {
            "ArrowUp" => &ids[0],
            "ArrowDown" => &ids[1],
            _ => return,
        };
        event.prevent_default();
        event::focus_later(to);
    });
    html! {
        <button type="button" class="Program-line" id={format!("{gutter}-{number}")} tabindex={if first { "0" } else { "-1" }}
            aria-pressed={stops.to_string()} aria-label={words::breakpoint(props.lang, number)} {onclick} {onkeydown} />
    }
}

fn run_to_here(program: &ProgramView, props: &ProgramsProps, number: u32) -> Html {
    let file = program.file.clone();
    let onclick = props.act.reform(move |_: MouseEvent| Ui::RunTo(file.clone(), number));
    html! { <button type="button" class="Button is-inline Program-here" {onclick}>{ words::RUN_TO_HERE.get(props.lang) }</button> }
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
                    <tr><th scope="row">{ variable.name.to_string() }</th><td>{ variable.kind.to_string() }</td><td><span class="Program-value" title={variable.value.to_string()}>{ variable.value.to_string() }</span></td></tr>
                }) }
            </tbody>
        </table>
    }
}
