//! The editor: the programs as text fields over their own highlighted text, in a dialog; on a phone a sheet over the
//! whole screen with a tab for each program.

mod field;

use super::icon::{Icon, icon};
use super::program::Breakpoints;
use crate::compiler::Diagnostic;
use crate::platform::event;
use crate::ui::{Edit, Ui};
use field::field;
use netlab_lab::examples::EXAMPLES;
use netlab_lab::own::is_server;
use netlab_text::ui::labels as w;
use netlab_text::{Lang, Word, editor as words};
use std::rc::Rc;
use yew::prelude::*;

/// The dialog's id.
pub const EDITOR: &str = "editor";
/// The id of the button that runs.
pub const RUN: &str = "editor-run";

/// One program as it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct FileView {
    /// Its name.
    pub name: Rc<str>,
    /// Its text.
    pub text: Rc<str>,
    /// Whether it differs from what runs.
    pub changed: bool,
    /// Whether it is none of the lab's own.
    pub further: bool,
    /// The line that runs, when this very text runs.
    pub line: Option<u32>,
    /// What is wrong.
    pub diagnostics: Rc<[Diagnostic]>,
    /// Whether something can be taken back.
    pub can_undo: bool,
    /// Whether something can be done again.
    pub can_redo: bool,
}

/// What the compiler does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compiler {
    /// All is checked.
    Idle,
    /// It is at work, or on its way.
    Busy,
    /// It cannot be had.
    Gone,
}

/// See [`Editor`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct EditorProps {
    /// The programs; none while the editor is closed.
    pub files: Rc<[FileView]>,
    /// The one that a phone shows.
    pub shown: usize,
    /// What the compiler does.
    pub compiler: Compiler,
    /// Where the reader set breakpoints.
    pub breakpoints: Breakpoints,
    /// The language.
    pub lang: Lang,
    /// Whether the window is a phone's.
    pub phone: bool,
    /// Where acts go.
    pub act: Callback<Ui>,
}

/// The id of a program's text field.
pub fn field_id(file: &str) -> String {
    format!("source-{file}")
}

/// The dialog, which the browser opens and closes.
#[component]
pub fn Editor(props: &EditorProps) -> Html {
    let closed = props.act.reform(|_: Event| Ui::Edit(Edit::Close));
    html! {
        <dialog id={EDITOR} class="Editor" aria-labelledby="editor-title" onclose={closed}>
            if !props.files.is_empty() { { inside(props) } }
        </dialog>
    }
}

fn inside(props: &EditorProps) -> Html {
    let lang = props.lang;
    let act = |edit: Edit| props.act.reform(move |_: MouseEvent| Ui::Edit(edit.clone()));
    let files = props.files.iter().enumerate().filter(|(at, _)| !props.phone || *at == props.shown);
    html! { <>
        <div class="Editor-head">
            <h2 id="editor-title">{ words::PROGRAMS.get(lang) }</h2>
            { examples(props) }
            <button type="button" class="Button is-icon" data-action="close-editor" aria-label={w::CLOSE.get(lang)} title={w::CLOSE.get(lang)} onclick={act(Edit::Close)}>{ icon(Icon::Close) }</button>
        </div>
        if props.phone { { tabs(props) } }
        <div class="Editor-files">
            { for files.map(|(_, file)| html! { <section key={file.name.to_string()} class={classes!("Draft", is_server(&file.name).then_some("is-server"))} aria-label={file.name.to_string()}>
                { head(file, props) }
                { field(file, props) }
            </section> }) }
        </div>
        { problems(props) }
        <p class="Editor-about">{ words::ABOUT.get(lang) }</p>
        <p class="Editor-about" id="editor-keys">{ words::KEYS.get(lang) }</p>
        <div class="Editor-foot">
            <button type="button" class="Bar-button" data-action="add-client" onclick={act(Edit::Add { server: false })}>{ words::ADD_CLIENT.get(lang) }</button>
            <button type="button" class="Bar-button" data-action="add-server" onclick={act(Edit::Add { server: true })}>{ words::ADD_SERVER.get(lang) }</button>
            <button type="button" class="Bar-button" data-action="revert" title={words::REVERT_TITLE.get(lang)} onclick={act(Edit::Revert)}>{ words::REVERT.get(lang) }</button>
            <button type="button" class="Button is-primary" id={RUN} data-action="run" onclick={act(Edit::Run)}>{ words::RUN.get(lang) }</button>
        </div>
    </> }
}

fn examples(props: &EditorProps) -> Html {
    let label = words::EXAMPLES.get(props.lang);
    let onchange = props.act.reform(|event: Event| {
        let id = event::value(&event);
        event::choose(&event, "");
        Ui::Edit(Edit::Example(id))
    });
    html! {
        <label class="LabSelect Editor-examples"><span class="sr">{ label }</span>
            <select id="example" {onchange}>
                <option value="" selected=true>{ label }{ " …" }</option>
                { for EXAMPLES.iter().map(|example| html! { <option value={example.id}>{ words::example(props.lang, example.id) }</option> }) }
            </select>
            { icon(Icon::Down) }
        </label>
    }
}

/// The phone's choice of program.
fn tabs(props: &EditorProps) -> Html {
    html! {
        <div class="Editor-tabs" role="group" aria-label={words::FILES.get(props.lang)}>
            { for props.files.iter().enumerate().map(|(at, file)| {
                let name = file.name.clone();
                let onclick = props.act.reform(move |_: MouseEvent| Ui::Edit(Edit::Show(name.clone())));
                let wrong = (!file.diagnostics.is_empty()).then_some(" !");
                html! { <button type="button" class="Bar-button" aria-pressed={(at == props.shown).to_string()} {onclick}>{ file.name.to_string() }{ wrong.unwrap_or_default() }</button> }
            }) }
        </div>
    }
}

fn head(file: &FileView, props: &EditorProps) -> Html {
    let lang = props.lang;
    let tool = |name: &'static str, word: Word, edit: Edit, disabled: bool| {
        let onclick = props.act.reform(move |_: MouseEvent| Ui::Edit(edit.clone()));
        let label = format!("{}: {}", word.get(lang), file.name);
        html! { <button type="button" class="Button is-inline" data-action={name} aria-label={label} {disabled} {onclick}>{ word.get(lang) }</button> }
    };
    let name = || file.name.clone();
    html! {
        <div class="Draft-head">
            <h3>{ file.name.to_string() }if file.changed { <span class="ProcState">{ words::CHANGED.get(lang) }</span> }</h3>
            <div class="Draft-tools">
                { tool("undo", words::UNDO, Edit::Undo(name()), !file.can_undo) }
                { tool("redo", words::REDO, Edit::Redo(name()), !file.can_redo) }
                { tool("download", words::DOWNLOAD, Edit::Download(name()), false) }
                if file.further { { tool("remove", words::REMOVE, Edit::Remove(name()), false) } }
            </div>
        </div>
    }
}

/// Everything that is wrong, with its place; a press leads there. Heard as it changes.
fn problems(props: &EditorProps) -> Html {
    let lang = props.lang;
    let all = props.files.iter().flat_map(|file| file.diagnostics.iter().map(move |wrong| (file, wrong)));
    let none = match props.compiler {
        Compiler::Idle => words::NOTHING_WRONG,
        Compiler::Busy => words::CHECKING,
        Compiler::Gone => words::UNCHECKED,
    };
    let clean = props.files.iter().all(|file| file.diagnostics.is_empty());
    html! {
        <div class="Editor-problems" role="status" aria-live="polite">
            if clean || props.compiler == Compiler::Gone { <p>{ none.get(lang) }</p> }
            <ul>
                { for all.take(20).map(|(file, wrong)| {
                    let (name, line) = (file.name.clone(), wrong.line);
                    let onclick = props.act.reform(move |_: MouseEvent| Ui::Edit(Edit::GoTo(name.clone(), line)));
                    html! { <li>
                        <button type="button" class="Editor-place" {onclick}>{ words::place(lang, &file.name, wrong.line) }</button>
                        <span>{ words::diagnostic(lang, &wrong.message, &wrong.hint) }</span>
                    </li> }
                }) }
            </ul>
        </div>
    }
}
