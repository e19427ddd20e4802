//! What a reader can do to the run: the bar under the sentences, and the two menus it opens, as dialogs that the browser
//! opens and closes. Everything in them is reached by mouse, touch and keyboard alike.

use super::act_line::ActLine;
use super::surroundings::Surroundings;
use crate::platform::event;
use crate::ui::Ui;
use netlab_lab::protocol::{Command, Until};
use netlab_lab::view::{RunView, Target, View};
use netlab_text::Lang;
use netlab_text::ui::{acts, labels as w};
use std::rc::Rc;
use yew::prelude::*;

/// The id of the menu of interventions.
pub const CHANGE: &str = "change";
/// The id of the first button in it.
pub const FIRST_ACT: &str = "act-first";
/// The id of the menu of moments to run to.
pub const UNTIL: &str = "until";

/// See [`Hands`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct HandsProps {
    /// The moment.
    pub view: Rc<View>,
    /// The run.
    pub run: Rc<RunView>,
    /// How the page is set up.
    pub at: Surroundings,
    /// Where acts go.
    pub act: Callback<Ui>,
}

/// The bar and its menus.
#[component]
pub fn Hands(props: &HandsProps) -> Html {
    let HandsProps { view, run, at, act } = props;
    let lang = at.lang;
    let on = |what: Ui| act.reform(move |_: MouseEvent| what.clone());
    let nothing_done = run.plan.interventions.is_empty();
    html! {
        <section class="Hands" aria-label={w::HANDS.get(lang)}>
            <button type="button" class="Button" id="do-change" aria-haspopup="dialog" aria-keyshortcuts="i" disabled={view.moment.withheld} onclick={on(Ui::Change(None))}>{ w::CHANGE.get(lang) }<kbd>{ "i" }</kbd></button>
            <button type="button" class="Button" id="do-until" aria-haspopup="dialog" aria-keyshortcuts="u" disabled={view.moment.withheld} onclick={on(Ui::RunUntil)}>{ w::RUN_UNTIL.get(lang) }<kbd>{ "u" }</kbd></button>
            <button type="button" class="Button" id="do-undo" aria-keyshortcuts="Control+Z" disabled={nothing_done} onclick={on(Ui::Do(Command::Undo))}>{ w::UNDO.get(lang) }</button>
            if !run.others.is_empty() { { futures(run, lang, act) } }
            <p class="Hands-skipped" role="status">{ view.skipped.as_ref().map(|skipped| acts::skipped(skipped, lang)) }</p>
            { change_menu(view, at, act) }
            { until_menu(lang, act) }
        </section>
    }
}

/// The letters of all futures; the shown one is pressed.
fn futures(run: &RunView, lang: Lang, act: &Callback<Ui>) -> Html {
    html! {
        <div class="Futures" role="group" aria-label={w::FUTURES.get(lang)}>
            { for (0..=run.others.len()).map(|place| {
                let shown = place == run.plan.branch;
                let go = act.reform(move |_: MouseEvent| Ui::Do(Command::Branch(place)));
                html! { <button type="button" class="Future" aria-pressed={shown.to_string()} aria-label={acts::future(place, lang)} onclick={go}>{ acts::letter(place) }</button> }
            }) }
        </div>
    }
}

fn head(id: &'static str, title: &str, lang: Lang, act: &Callback<Ui>) -> Html {
    let close = act.reform(|_: MouseEvent| Ui::CloseMenus);
    html! {
        <div class="Help-head">
            <h2 id={format!("{id}-title")}>{ title }</h2>
            <button type="button" class="Bar-button" onclick={close}>{ w::CLOSE.get(lang) }</button>
        </div>
    }
}

/// What the menu is about: the chosen thing alone, or everything, in the order of the offers.
fn targets(view: &View, chosen: Option<Target>) -> Vec<Target> {
    let offered = |target: &Target| view.offers.iter().any(|offer| offer.target == *target);
    if let Some(chosen) = chosen.filter(offered) {
        return vec![chosen];
    }
    let mut targets: Vec<Target> = Vec::new();
    for offer in &view.offers {
        // A router's queues are those of its cables, which stand in the list themselves.
        if !targets.contains(&offer.target) && !matches!(offer.target, Target::Router(_)) {
            targets.push(offer.target);
        }
    }
    targets
}

fn change_menu(view: &Rc<View>, at: &Surroundings, act: &Callback<Ui>) -> Html {
    let lang = at.lang;
    let closed = act.reform(|_: Event| Ui::MenuClosed);
    html! {
        <dialog id={CHANGE} class="Help Act" aria-labelledby="change-title" onclose={closed}>
            { head(CHANGE, w::CHANGE.get(lang), lang, act) }
            // Made only while it is open: at every step it would be another.
            if at.changing { { change_content(view, at, act) } }
        </dialog>
    }
}

fn change_content(view: &View, at: &Surroundings, act: &Callback<Ui>) -> Html {
    let lang = at.lang;
    let targets = targets(view, at.target);
    let all = act.reform(|_: MouseEvent| Ui::Change(None));
    html! { <>
        <p>{ if targets.is_empty() { w::NOTHING_TO_CHANGE } else { w::CHANGE_NOW }.get(lang) }</p>
        { for targets.iter().enumerate().map(|(index, target)| {
            let name = acts::target(*target, view, lang);
            let offers = view.offers.iter().filter(|offer| offer.target == *target);
            html! {
                <section class="Act-target" key={format!("{target:?}")}>
                    <h3 id={format!("act-{index}")}>{ name }</h3>
                    <div class="Act-row" role="group" aria-labelledby={format!("act-{index}")}>
                        { for offers.enumerate().map(|(place, offer)| html! {
                            <ActLine key={format!("{:?}", offer.act)} offer={offer.clone()} {lang} first={index == 0 && place == 0} act={act.clone()} />
                        }) }
                    </div>
                </section>
            }
        }) }
        if at.target.is_some_and(|target| targets == [target]) {
            <p class="Act-other"><button type="button" class="Button" onclick={all}>{ w::CHANGE_OTHER.get(lang) }</button></p>
        }
    </> }
}

/// Goals that are one button each.
const GOALS: [Until; 6] =
    [Until::Block, Until::WakeUp, Until::ZeroWindow, Until::Drop, Until::Retransmission, Until::StateChange];

fn until_menu(lang: Lang, act: &Callback<Ui>) -> Html {
    let closed = act.reform(|_: Event| Ui::MenuClosed);
    html! {
        <dialog id={UNTIL} class="Help Act" aria-labelledby="until-title" onclose={closed}>
            { head(UNTIL, w::RUN_UNTIL.get(lang), lang, act) }
            <div class="Act-row">
                { for GOALS.iter().enumerate().map(|(index, goal)| {
                    let go = goal.clone();
                    let go = act.reform(move |_: MouseEvent| Ui::Do(Command::RunUntil(go.clone())));
                    html! { <button type="button" class="Button" data-goal={format!("{goal:?}")} autofocus={index == 0} onclick={go}>{ acts::until(goal, lang) }</button> }
                }) }
            </div>
            <Goal name="condition" words={w::CONDITION.get(lang)} {lang} hint="client.sendq > 1000" act={act.clone()} />
            <Goal name="time" words={w::TIME_GOAL.get(lang)} {lang} hint="1.5" act={act.clone()} />
        </dialog>
    }
}

/// See [`Goal`].
#[derive(Debug, Clone, PartialEq, Properties)]
struct GoalProps {
    /// Which field.
    name: &'static str,
    /// Its label.
    words: &'static str,
    /// The language.
    lang: Lang,
    /// An example.
    hint: &'static str,
    /// Where acts go.
    act: Callback<Ui>,
}

/// Milliseconds with decimals, as nanoseconds.
fn nanoseconds(text: &str) -> Option<u64> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let digits = rest.len() <= 6 && rest.bytes().all(|digit| digit.is_ascii_digit());
    let rest: u64 = format!("{rest:0<6}").parse().ok().filter(|_| digits)?;
    whole.parse::<u64>().ok()?.checked_mul(1_000_000)?.checked_add(rest)
}

/// A goal that is typed: a condition, or a time in milliseconds of the run.
#[component]
fn Goal(props: &GoalProps) -> Html {
    let text = use_state(String::new);
    let go = {
        let (text, act, name) = (text.clone(), props.act.clone(), props.name);
        move || {
            let goal = match name {
                "time" => nanoseconds(text.trim()).map(Until::Time),
                _ => Some(Until::Condition(text.trim().to_owned())).filter(|_| !text.trim().is_empty()),
            };
            if let Some(goal) = goal {
                act.emit(Ui::Do(Command::RunUntil(goal)));
            }
        }
    };
    let typed = {
        let text = text.clone();
        Callback::from(move |input: InputEvent| text.set(event::input_value(&input)))
    };
    let keys = {
        let go = go.clone();
        Callback::from(move |key: KeyboardEvent| {
            if key.key() == "Enter" {
                key.prevent_default();
                go();
            }
        })
    };
    let id = format!("goal-{}", props.name);
    html! {
        <div class="Act-line">
            <label for={id.clone()}>{ props.words }{ if props.name == "time" { " (ms)" } else { "" } }</label>
            <input {id} type="text" class="Act-text" autocomplete="off" spellcheck="false" placeholder={props.hint} value={(*text).clone()} oninput={typed} onkeydown={keys} />
            <button type="button" class="Button" onclick={Callback::from(move |_: MouseEvent| go())}>{ w::GO.get(props.lang) }</button>
        </div>
    }
}
