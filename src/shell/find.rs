//! The search: a field, how much was found, and the way from one place to the next.

use netlab_text::Lang;
use netlab_text::shell::Shell;
use yew::prelude::*;

use crate::platform::event;
use crate::ui::Ui;

/// The field's id, for the focus.
pub const FIND: &str = "find";

/// See [`FindBar`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct FindProps {
    /// The language.
    pub lang: Lang,
    /// What is looked for.
    pub wanted: AttrValue,
    /// Records at which it was found.
    pub hits: Vec<u64>,
    /// Where the view stands.
    pub record: u64,
    /// Where acts go.
    pub act: Callback<Ui>,
}

/// The search bar.
#[component]
pub fn FindBar(props: &FindProps) -> Html {
    let FindProps { lang, wanted, hits, record, act } = props;
    let words = Shell::of(*lang);
    let oninput = act.reform(|event: InputEvent| Ui::Find(event::input_value(&event)));
    let keys = {
        let act = act.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" {
                event.prevent_default();
                act.emit(Ui::FindNext { forward: !event.shift_key() });
            }
        })
    };
    let on = |what: Ui| act.reform(move |_: MouseEvent| what.clone());
    let found = match (wanted.trim().is_empty(), hits.iter().position(|hit| hit == record)) {
        (true, _) => String::new(),
        (false, _) if hits.is_empty() => words.find_none.to_owned(),
        (false, Some(index)) => format!("{} / {}", index + 1, hits.len()),
        (false, None) => hits.len().to_string(),
    };
    html! {
        <div class="Bar is-find" role="search">
            <label class="Bar-sentence">{ words.find }{ " " }
                <input id={FIND} class="Find-field" type="text" autocomplete="off" spellcheck="false" placeholder={words.find_what} value={wanted} {oninput} onkeydown={keys} /></label>
            <span class="Find-count" role="status">{ found }</span>
            <div class="Bar-actions">
                <button type="button" class="Bar-button" data-action="find-previous" onclick={on(Ui::FindNext { forward: false })}>{ words.find_previous }</button>
                <button type="button" class="Bar-button" data-action="find-next" onclick={on(Ui::FindNext { forward: true })}>{ words.find_next }</button>
                <button type="button" class="Bar-button" data-action="find-close" onclick={on(Ui::CloseFind)}>{ words.close }</button>
            </div>
        </div>
    }
}
