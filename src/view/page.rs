//! The whole page of one moment.

use super::hands::Hands;
use super::header::Header;
use super::panels::Tabs;
use super::program::{Breakpoints, Programs};
use super::stage::{Stage, because_list, follow_line, lens_below, source_line, sum_line};
use super::story::StoryPanel;
use super::surroundings::Surroundings;
use super::transport::Transport;
use crate::settings::{Detail, Named};
use crate::ui::Ui;
use netlab_lab::own::is_server;
use netlab_lab::view::{ProgramView, RunView, View};
use netlab_text::ui::{self, labels as w};
use std::rc::Rc;
use yew::prelude::*;

/// See [`Page`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct PageProps {
    /// The moment.
    pub view: Rc<View>,
    /// The run it belongs to.
    pub run: Rc<RunView>,
    /// The time that is drawn: [`netlab_lab::view::Moment::at`], or later while playing and nothing else has happened.
    pub now: u64,
    /// How the page is set up.
    pub at: Surroundings,
    /// Where acts go.
    pub act: Callback<Ui>,
    /// Where the reader set breakpoints.
    #[prop_or_default]
    pub breakpoints: Breakpoints,
    /// Notices that stand above the stage: refusals, breakdowns.
    #[prop_or_default]
    pub children: Html,
}

/// Header, programs, stage, sentences, time, tabs: one clock for all of them.
#[component]
pub fn Page(props: &PageProps) -> Html {
    let PageProps { view, run, now, at, act, breakpoints, children } = props;
    let lang = at.lang;
    let programs = |side: &'static str| {
        let of_side = |program: &&ProgramView| is_server(&program.file) == (side == "server");
        let programs: Rc<[ProgramView]> = view.programs.iter().filter(of_side).cloned().collect();
        html! { <Programs {programs} {side} breakpoints={breakpoints.clone()} {lang} act={act.clone()} /> }
    };
    html! { <>
        <a class="Skip" href="#stage">{ w::SKIP.get(lang) }</a>
        <Header lab={view.lab.clone()} at={*at} act={act.clone()} />
        <div class="Bars">{ children.clone() }</div>
        <main class={format!("Page is-{}", at.detail.name())}>
            <h1 class="sr">{ format!("netlab: {}", ui::lab(&view.lab.id).get(lang)) }</h1>
            { programs("client") }
            <Stage view={view.clone()} run={run.clone()} now={*now} at={*at} act={act.clone()} />
            { programs("server") }
            <StoryPanel story={view.story.clone()} moment={view.moment} {lang} act={act.clone()} />
            { under(view, run, *now, at, act) }
            <Hands view={view.clone()} run={run.clone()} at={*at} act={act.clone()} />
            <Transport run={run.clone()} moment={view.moment} now={*now} at={*at} act={act.clone()} />
            <Tabs view={view.clone()} run={run.clone()} now={*now} at={*at} act={act.clone()} />
        </main>
    </> }
}

/// What stands in the middle of the U, as text: on a phone after the sentence, elsewhere for the ear only.
fn under(view: &View, run: &RunView, now: u64, at: &Surroundings, act: &Callback<Ui>) -> Html {
    if at.detail == Detail::Simple {
        return Html::default();
    }
    let lens = (at.phone && view.because.is_empty()).then(|| lens_below(view, run, now, at, act)).flatten();
    let stuck = !view.because.is_empty();
    if view.follow.is_none() && !stuck && lens.is_none() {
        return Html::default();
    }
    html! {
        <section class={if at.phone { "Under" } else { "sr" }} aria-label={w::MORE.get(at.lang)}>
            if let Some(follow) = &view.follow { { follow_line(follow, at.lang) } }
            if stuck {
                if let Some(source) = &view.source { { source_line(source, at.lang) } }
                { because_list(&view.because, at.lang) }
                if let Some(sum) = &view.sum { { sum_line(sum, at.lang) } }
            }
            { lens }
        </section>
    }
}
