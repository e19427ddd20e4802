//! One thing that can be done to the run: a button, with a field where the act has a number.

use crate::platform::event;
use crate::ui::Ui;
use crate::view::hands::FIRST_ACT;
use netlab_lab::protocol::{Command, Intervention};
use netlab_lab::view::Offer;
use netlab_text::Lang;
use netlab_text::ui::acts;
use yew::prelude::*;

/// See [`ActLine`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ActLineProps {
    /// What can be done.
    pub offer: Offer,
    /// The language.
    pub lang: Lang,
    /// Whether it has the focus when the menu opens.
    pub first: bool,
    /// Where acts go.
    pub act: Callback<Ui>,
}

/// What stands in the field at first, in the unit that is shown.
fn field(act: &Intervention) -> Option<String> {
    match act {
        Intervention::DelayFrame(_, by) | Intervention::SetDelay(_, by) => Some((by / 1_000_000).to_string()),
        Intervention::ReadNow(_, bytes) => Some(bytes.to_string()),
        Intervention::SetOption(_, _, value) => Some(value.to_string()),
        Intervention::SetRate(_, rate) => Some((rate / 1000).to_string()),
        Intervention::SetQueue(_, frames) => Some(frames.to_string()),
        Intervention::SetSysctl(_, name, value) => Some(format!("{name}={value}")),
        Intervention::DropFrame(_)
        | Intervention::CorruptFrame(_)
        | Intervention::DuplicateFrame(_)
        | Intervention::ReorderFrame(_)
        | Intervention::Cable(..)
        | Intervention::Kill(_)
        | Intervention::Stop(..)
        | Intervention::Unplug(..) => None,
    }
}

/// The act with what was typed; `None` when it is no such number.
fn with(act: &Intervention, text: &str) -> Option<Intervention> {
    let text = text.trim();
    let milliseconds = || text.parse::<u64>().ok().filter(|ms| *ms <= 100_000).map(|ms| ms * 1_000_000);
    Some(match act {
        Intervention::DelayFrame(frame, _) => Intervention::DelayFrame(*frame, milliseconds()?),
        Intervention::SetDelay(cable, _) => Intervention::SetDelay(*cable, milliseconds()?),
        Intervention::ReadNow(program, _) => Intervention::ReadNow(*program, text.parse().ok()?),
        Intervention::SetOption(program, name, _) => {
            Intervention::SetOption(*program, *name, text.parse().ok()?)
        }
        Intervention::SetRate(cable, _) => {
            let rate = text.parse::<u64>().ok().filter(|rate| *rate <= 100_000_000)?;
            Intervention::SetRate(*cable, rate * 1000)
        }
        Intervention::SetQueue(cable, _) => Intervention::SetQueue(*cable, text.parse().ok()?),
        Intervention::SetSysctl(computer, ..) => {
            let (name, value) = text.split_once('=')?;
            Intervention::SetSysctl(*computer, name.trim().to_owned(), value.trim().to_owned())
        }
        Intervention::DropFrame(_)
        | Intervention::CorruptFrame(_)
        | Intervention::DuplicateFrame(_)
        | Intervention::ReorderFrame(_)
        | Intervention::Cable(..)
        | Intervention::Kill(_)
        | Intervention::Stop(..)
        | Intervention::Unplug(..) => act.clone(),
    })
}

/// The act's name in the markup, for tests.
fn verb(act: &Intervention) -> String {
    let debug = format!("{act:?}");
    debug.split('(').next().unwrap_or_default().to_owned()
}

/// See the module's comment.
#[component]
pub fn ActLine(props: &ActLineProps) -> Html {
    let ActLineProps { offer, lang, first, act } = props;
    let text = use_state(|| field(&offer.act));
    let wanted = match &*text {
        Some(text) => with(&offer.act, text),
        None => Some(offer.act.clone()),
    };
    let go = {
        let (wanted, act) = (wanted.clone(), act.clone());
        move || {
            if let Some(wanted) = &wanted {
                act.emit(Ui::Do(Command::Intervene(wanted.clone())));
            }
        }
    };
    let words = acts::offer(offer, *lang);
    let unit = acts::unit(&offer.act, *lang);
    let button = {
        let go = go.clone();
        html! { <button type="button" class="Button" data-act={verb(&offer.act)} id={first.then_some(FIRST_ACT)} disabled={wanted.is_none()} onclick={Callback::from(move |_: MouseEvent| go())}>{ words.clone() }</button> }
    };
    let Some(shown) = &*text else { return button };
    let typed = {
        let text = text.clone();
        Callback::from(move |input: InputEvent| text.set(Some(event::input_value(&input))))
    };
    let keys = Callback::from(move |key: KeyboardEvent| {
        if key.key() == "Enter" {
            key.prevent_default();
            go();
        }
    });
    let label = if unit.is_empty() { words } else { format!("{words} ({unit})") };
    let class = if matches!(offer.act, Intervention::SetSysctl(..)) { "Act-text" } else { "Act-number" };
    html! {
        <span class="Act-line">
            { button }
            <input type="text" {class} aria-label={label} autocomplete="off" spellcheck="false" inputmode={if class == "Act-number" { "numeric" } else { "text" }} value={shown.clone()} oninput={typed} onkeydown={keys} />
            if !unit.is_empty() { <span class="Act-unit" aria-hidden="true">{ unit }</span> }
        </span>
    }
}
