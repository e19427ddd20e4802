//! A bar above the stage: one sentence and what can be done about it.

use yew::prelude::*;

/// How weighty the sentence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BarKind {
    /// Something was done or is under way.
    Note,
    /// Something was not understood; the lab stays as it was.
    Refusal,
    /// The session broke down.
    Breakdown,
}

/// A button in a bar.
#[derive(Debug, Clone, PartialEq)]
pub struct BarAction {
    /// For tests and style: `copy-report`, `go-back`, `dismiss`.
    pub name: &'static str,
    /// Its words.
    pub label: AttrValue,
    /// What it does.
    pub act: Callback<MouseEvent>,
}

/// See [`Bar`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct BarProps {
    /// How weighty it is.
    pub kind: BarKind,
    /// The sentence.
    pub sentence: AttrValue,
    /// Text to be taken by hand where the clipboard is not to be had.
    #[prop_or_default]
    pub text: Option<AttrValue>,
    /// Its buttons, first the one that is wanted most.
    pub actions: Vec<BarAction>,
}

/// One sentence and its buttons.
#[component]
pub fn Bar(props: &BarProps) -> Html {
    let (class, role) = match props.kind {
        BarKind::Note => ("Bar is-note", "status"),
        BarKind::Refusal => ("Bar is-refusal", "alert"),
        BarKind::Breakdown => ("Bar is-breakdown", "alert"),
    };
    html! {
        <div {class} {role}>
            <p class="Bar-sentence">{ &props.sentence }</p>
            if let Some(text) = &props.text {
                <input class="Bar-text" readonly=true value={text} aria-label={props.sentence.clone()} />
            }
            <div class="Bar-actions">
                { for props.actions.iter().map(|action| html! {
                    <button type="button" class="Bar-button" data-action={action.name} onclick={action.act.clone()}>
                        { &action.label }
                    </button>
                }) }
            </div>
        </div>
    }
}
