//! A text field that lies over its own highlighted text. Both have one size; what surrounds them scrolls.

use super::super::highlight::{self, Highlighter};
use super::{EditorProps, FileView, RUN, field_id};
use crate::editing::typing::Field;
use crate::platform::event;
use crate::ui::{Edit, Ui};
use netlab_text::editor as words;
use std::rc::Rc;
use yew::prelude::*;

/// A program's lines, numbered, and the field over them.
pub(super) fn field(file: &FileView, props: &EditorProps) -> Html {
    let mut highlighter = Highlighter::default();
    let wrong = !file.diagnostics.is_empty();
    html! {
        <div class="Draft-scroll">
            <div class="Draft-text">
                <ol class="Draft-ink" aria-hidden="true">
                    { for file.text.split('\n').zip(1_u32..).map(|(line, number)| {
                        let says = file.diagnostics.iter().find(|wrong| wrong.line == number);
                        let stops = props.breakpoints.iter().any(|(name, line)| *name == file.name && *line == number);
                        let class = classes!(says.is_some().then_some("is-error"), stops.then_some("is-stop"),
                            (!file.changed && file.line == Some(number)).then_some("is-current"));
                        let pieces = highlighter.line(line);
                        html! { <li {class}>{ highlight::markup(&pieces, false) }
                            if let Some(says) = says { <b>{ words::diagnostic(props.lang, &says.message, &says.hint) }</b> }</li> }
                    }) }
                </ol>
                <textarea id={field_id(&file.name)} data-takes-keys="" aria-label={words::source(props.lang, &file.name)}
                    aria-describedby="editor-keys" aria-invalid={wrong.to_string()} spellcheck="false" autocapitalize="off"
                    autocomplete="off" wrap="off" value={file.text.to_string()}
                    oninput={on_input(&file.name, &props.act)}
                    onkeydown={on_key(&file.name, &props.act)} />
            </div>
        </div>
    }
}

fn on_input(name: &Rc<str>, act: &Callback<Ui>) -> Callback<InputEvent> {
    let name = name.clone();
    act.reform(move |event: InputEvent| {
        let field = event::text(event.target());
        Ui::Edit(Edit::Text(name.clone(), field.text, field.end))
    })
}

fn on_key(name: &Rc<str>, act: &Callback<Ui>) -> Callback<KeyboardEvent> {
    let (name, act) = (name.clone(), act.clone());
    Callback::from(move |event: KeyboardEvent| {
        if event.is_composing() || event.alt_key() {
            return;
        }
        let command = event.ctrl_key() || event.meta_key();
        let put = |field: Field| {
            event::set_text(event.target(), &field);
            Edit::Text(name.clone(), field.text, field.end)
        };
        let edit = match (event.key().as_str(), command, event.shift_key()) {
            ("Escape", false, _) => {
                event::focus_later(RUN);
                Edit::Leave
            }
            ("Enter", true, _) => Edit::Run,
            ("z" | "Z", true, false) => Edit::Undo(name.clone()),
            ("z" | "Z", true, true) | ("y", true, false) => Edit::Redo(name.clone()),
            ("Enter", false, false) => put(event::text(event.target()).enter()),
            ("Tab", false, false) => put(event::text(event.target()).tab()),
            ("Tab", false, true) => put(event::text(event.target()).shift_tab()),
            _ => return,
        };
        event.prevent_default();
        act.emit(Ui::Edit(edit));
    })
}
