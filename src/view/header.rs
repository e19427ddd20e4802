//! The bar on top, and the controls it is made of.

use super::icon::{Icon, icon, logo};
use super::surroundings::Surroundings;
use crate::platform::event;
use crate::settings::{Detail, Named};
use crate::ui::{Edit, Ui};
use netlab_lab::catalogue::{LABS, Lab};
use netlab_lab::protocol::Command;
use netlab_lab::view::{KernelChoice, LabName};
use netlab_text::ui::{self, labels as w};
use netlab_text::{Lang, Word};
use yew::prelude::*;

/// One choice of few, as radio buttons in a row. `items` are value, words and whether it is chosen.
pub(super) fn segmented(
    name: &'static str,
    legend: &str,
    items: Vec<(AttrValue, AttrValue, bool)>,
    choose: &Callback<String>,
) -> Html {
    html! {
        <fieldset class="Segmented" id={name}>
            <legend>{ legend }</legend>
            <div class="Segmented-row">
                { for items.into_iter().map(|(value, words, checked)| {
                    let onchange = choose.reform(|event: Event| event::value(&event));
                    html! { <label key={value.to_string()}><input type="radio" {name} {value} {checked} {onchange} /><span>{ words }</span></label> }
                }) }
            </div>
        </fieldset>
    }
}

/// See [`Header`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct HeaderProps {
    /// The open lab.
    pub lab: LabName,
    /// How the page is set up.
    pub at: Surroundings,
    /// Where acts go.
    pub act: Callback<Ui>,
}

/// Lab, detail, kernel, language, theme, share, export, help.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    let HeaderProps { lab, at, act } = props;
    let lang = at.lang;
    let choose_lab = act.reform(|event: Event| Ui::Lab(event::value(&event)));
    let home = act.reform(|event: MouseEvent| {
        event.prevent_default();
        Ui::Do(Command::SeekRecord(0))
    });
    html! {
        <header class="Header">
            <a class="Header-home" href="#" aria-label="netlab" onclick={home}>{ logo() }<span>{ "netlab" }</span></a>
            <label class="LabSelect">
                <span class="sr">{ w::LAB.get(lang) }</span>
                <select id="lab" onchange={choose_lab}>
                    { for LABS.chunk_by(|one, other| one.chapter == other.chapter).map(|labs| chapter(labs, lab, lang)) }
                    if LABS.iter().all(|known| *known.id != *lab.id) {
                        <option value={lab.id.to_string()} selected=true>{ lab.id.to_string() }</option>
                    }
                </select>
                { icon(Icon::Down) }
            </label>
            { detail_choice(at, act) }
            { kernel_choice(lab, lang, act) }
            { tools(at, act) }
            if at.menu { { menu(lab, at, act) } }
        </header>
    }
}

/// A group of the menu of labs.
fn chapter(labs: &[Lab], open: &LabName, lang: Lang) -> Html {
    let title = labs.first().map_or("", |lab| ui::chapter(lab.chapter).get(lang));
    html! {
        <optgroup label={title}>
            { for labs.iter().map(|known| html! { <option value={known.id} selected={*open.id == *known.id}>{ ui::lab(known.id).get(lang) }</option> }) }
        </optgroup>
    }
}

fn detail_choice(at: &Surroundings, act: &Callback<Ui>) -> Html {
    let items = Detail::NAMES
        .iter()
        .map(|&(detail, name)| {
            let words = match detail {
                Detail::Simple => w::SIMPLE,
                Detail::Buffers => w::BUFFERS,
                Detail::Everything => w::EVERYTHING,
            };
            (name.into(), words.get(at.lang).into(), detail == at.detail)
        })
        .collect();
    let choose = act.reform(|name: String| Ui::Detail(Detail::named(&name).unwrap_or_default()));
    segmented("detail", w::DETAIL.get(at.lang), items, &choose)
}

fn kernel_choice(lab: &LabName, lang: Lang, act: &Callback<Ui>) -> Html {
    let items = vec![
        ("linux".into(), w::LINUX.get(lang).into(), lab.kernel == KernelChoice::Linux),
        ("textbook".into(), w::TEXTBOOK.get(lang).into(), lab.kernel == KernelChoice::Textbook),
    ];
    let choose = act.reform(|name: String| {
        Ui::Kernel(if name == "textbook" { KernelChoice::Textbook } else { KernelChoice::Linux })
    });
    segmented("kernel", w::KERNEL.get(lang), items, &choose)
}

/// The other language, its name in itself, and its tag.
const fn other(lang: Lang) -> (Lang, &'static str, &'static str) {
    match lang {
        Lang::English => (Lang::Chinese, "中文", "zh-Hans"),
        Lang::Chinese => (Lang::English, "English", "en"),
    }
}

fn tools(at: &Surroundings, act: &Callback<Ui>) -> Html {
    let (language, name, tag) = other(at.lang);
    let word = |word: Word| word.get(at.lang);
    let on = |what: Ui| act.reform(move |_: MouseEvent| what.clone());
    html! {
        <div class="Header-tools">
            <button type="button" class="Button is-lang" lang={tag} onclick={on(Ui::Language(language))}>{ name }</button>
            <button type="button" class="Button is-icon" aria-label={word(w::THEME)} title={word(w::THEME)} onclick={on(Ui::Theme)}>{ icon(Icon::Theme) }</button>
            <button type="button" class="Button is-tool" onclick={on(Ui::Share)}>{ icon(Icon::Share) }{ word(w::SHARE) }</button>
            <button type="button" class="Button is-tool" onclick={on(Ui::Export)}>{ icon(Icon::Export) }{ word(w::EXPORT) }</button>
            <button type="button" class="Button is-icon is-help" aria-label={word(w::HELP)} title={word(w::HELP)} onclick={on(Ui::Help)}>{ "?" }</button>
            <button type="button" class="Button is-icon is-menu" aria-label={word(w::MENU)} aria-expanded={at.menu.to_string()} aria-controls="menu" onclick={on(Ui::Menu(!at.menu))}>
                { icon(if at.menu { Icon::Close } else { Icon::Menu }) }
            </button>
        </div>
    }
}

/// The phone's menu: what has no place in its bar.
fn menu(lab: &LabName, at: &Surroundings, act: &Callback<Ui>) -> Html {
    let on = |what: Ui| act.reform(move |_: MouseEvent| what.clone());
    let kernel = |kernel: KernelChoice, word: Word| {
        let chosen = lab.kernel == kernel;
        html! { <button type="button" class="Menu-item" role="menuitemradio" aria-checked={chosen.to_string()} onclick={on(Ui::Kernel(kernel))}>
        { if chosen { icon(Icon::Check) } else { html! { <span class="Icon" /> } } }{ word.get(at.lang) }</button> }
    };
    let item = |what: Ui, which: Icon, word: Word| {
        html! { <button type="button" class="Menu-item" role="menuitem" onclick={on(what)}>{ icon(which) }{ word.get(at.lang) }</button> }
    };
    html! {
        <div class="Menu" id="menu" role="menu" aria-label={w::MENU.get(at.lang)}>
            <p class="Menu-head">{ w::KERNEL.get(at.lang) }</p>
            { kernel(KernelChoice::Linux, w::LINUX) }
            { kernel(KernelChoice::Textbook, w::TEXTBOOK) }
            <hr />
            { item(Ui::Edit(Edit::Open(None)), Icon::Edit, netlab_text::editor::PROGRAMS) }
            { item(Ui::Theme, Icon::Theme, w::THEME) }
            { item(Ui::Share, Icon::Share, w::SHARE) }
            { item(Ui::Export, Icon::Export, w::EXPORT) }
            <button type="button" class="Menu-item" role="menuitem" onclick={on(Ui::Help)}><span class="Icon">{ "?" }</span>{ w::HELP.get(at.lang) }</button>
        </div>
    }
}
