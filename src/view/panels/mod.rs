//! The tabs: one cursor for all of them. What lies in the future of the cursor is grey, not hidden; selecting a line moves
//! the clock.

mod branches;
mod bytes;
mod chart;
mod graphs;
mod lesson;
mod lists;
mod packets;
mod receipt;
mod sequence;
mod states;

use super::surroundings::Surroundings;
use crate::settings::Named;
use crate::ui::Ui;
use netlab_lab::protocol::Tab;
use netlab_lab::view::{PanelView, RunView, View};
use netlab_text::ui::{self, labels as w};
use std::rc::Rc;
use yew::prelude::*;

/// The tabs that have something to show, in order.
pub fn shown_tabs(view: &View, run: &RunView) -> Vec<Tab> {
    let lesson = view.lab.has_lesson.then_some(Tab::Lesson);
    let branches = (!run.others.is_empty()).then_some(Tab::Branches);
    let receipt = run.recorded.then_some(Tab::Receipt);
    let always = [Tab::Bytes, Tab::Sequence, Tab::Packets, Tab::Strace, Tab::Ss, Tab::Graphs, Tab::States];
    lesson.into_iter().chain(always).chain(receipt).chain(branches).collect()
}

/// See [`Tabs`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct TabsProps {
    /// The moment.
    pub view: Rc<View>,
    /// The run.
    pub run: Rc<RunView>,
    /// The time that is drawn.
    pub now: u64,
    /// How the page is set up.
    pub at: Surroundings,
    /// Where acts go.
    pub act: Callback<Ui>,
}

/// The tab bar, one stop with arrows inside, and the open panel.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let TabsProps { view, run, now, at, act } = props;
    let lang = at.lang;
    let tabs = shown_tabs(view, run);
    let open = at.tab.name();
    let keys = {
        let (tabs, act, here) = (tabs.clone(), act.clone(), at.tab);
        Callback::from(move |event: KeyboardEvent| {
            let last = tabs.len() - 1;
            let index = tabs.iter().position(|tab| *tab == here).unwrap_or(0);
            let to = match event.key().as_str() {
                "ArrowRight" => (index + 1) % tabs.len(),
                "ArrowLeft" => index.checked_sub(1).unwrap_or(last),
                "Home" => 0,
                "End" => last,
                _ => return,
            };
            event.prevent_default();
            act.emit(Ui::Tab(tabs[to]));
            crate::platform::event::focus_later(&format!("tab-{}", tabs[to].name()));
        })
    };
    html! {
        <section class="Tabs">
            <div class="Tabs-bar" role="tablist" aria-label={w::VIEWS.get(lang)} onkeydown={keys}>
                { for tabs.iter().map(|tab| {
                    let chosen = *tab == at.tab;
                    let which = *tab;
                    let onclick = act.reform(move |_: MouseEvent| Ui::Tab(which));
                    html! {
                        <button type="button" role="tab" id={format!("tab-{}", tab.name())} aria-selected={chosen.to_string()} aria-controls="panel" tabindex={if chosen { "0" } else { "-1" }} {onclick}>
                            { ui::tab(*tab).get(lang) }
                        </button>
                    }
                }) }
            </div>
            <div class={format!("Tabs-panel Panel-{open}")} id="panel" role="tabpanel" aria-labelledby={format!("tab-{open}")} tabindex="0">
                { panel(view, run, *now, at, act) }
            </div>
        </section>
    }
}

fn panel(view: &Rc<View>, run: &Rc<RunView>, now: u64, at: &Surroundings, act: &Callback<Ui>) -> Html {
    let lang = at.lang;
    match at.tab {
        Tab::Lesson => match &view.panel {
            PanelView::Lesson(shown) => {
                html! { <lesson::LessonPanel lesson={(**shown).clone()} {lang} act={act.clone()} /> }
            }
            PanelView::Plain
            | PanelView::Bytes(_)
            | PanelView::Packet(_)
            | PanelView::Ss(_)
            | PanelView::Branches(_) => {
                html! { <p class="Empty">{ w::NO_LESSON.get(lang) }</p> }
            }
        },
        Tab::Bytes => bytes::panel(view, run, now, at),
        Tab::Sequence => sequence::panel(view, run, at, act),
        Tab::Packets => {
            html! { <packets::PacketsPanel view={view.clone()} run={run.clone()} {lang} act={act.clone()} /> }
        }
        Tab::Strace => lists::strace(view, run, at, act),
        Tab::Ss => lists::ss(view, at),
        Tab::Branches => match &view.panel {
            PanelView::Branches(comparison) => branches::panel(comparison, run, &view.moment, at, act),
            PanelView::Plain
            | PanelView::Bytes(_)
            | PanelView::Packet(_)
            | PanelView::Ss(_)
            | PanelView::Lesson(_) => html! { <p class="Empty">{ w::ONE_FUTURE.get(lang) }</p> },
        },
        Tab::Graphs => {
            html! { <graphs::GraphsPanel view={view.clone()} run={run.clone()} {now} at={*at} act={act.clone()} /> }
        }
        Tab::States => {
            html! { <states::StatesPanel view={view.clone()} run={run.clone()} {now} at={*at} act={act.clone()} /> }
        }
        Tab::Receipt => receipt::panel(view, run, at, act),
    }
}

/// Lines shown at once of a long list.
const LINES: usize = 400;

/// The stretch of a long list that is shown: around the current line.
fn stretch(length: usize, current: Option<usize>) -> std::ops::Range<usize> {
    if length <= LINES {
        return 0..length;
    }
    let from = current.unwrap_or(0).saturating_sub(LINES / 2).min(length - LINES);
    from..from + LINES
}

/// The class of a line by where the cursor stands.
fn line_class(index: usize, current: Option<usize>) -> Option<&'static str> {
    match current {
        Some(current) if index == current => Some("is-current"),
        Some(current) if index < current => None,
        Some(_) | None => Some("is-future"),
    }
}

/// Says that a list goes on beyond what is shown.
fn more(count: usize) -> Html {
    if count == 0 {
        Html::default()
    } else {
        html! { <tr class="is-more"><td>{ format!("… {count}") }</td></tr> }
    }
}
