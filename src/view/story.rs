//! What just happened, why, and what comes next.

use crate::ui::Ui;
use netlab_lab::protocol::Command;
use netlab_lab::view::{Moment, Sentence, Span, Story};
use netlab_text::Lang;
use netlab_text::ui::labels as w;
use yew::prelude::*;

/// A sentence: code in code type, records as links.
pub(super) fn sentence(spans: &Sentence, act: &Callback<Ui>) -> Html {
    html! { { for spans.iter().map(|span| match span {
        Span::Plain(words) => html! { { &**words } },
        Span::Code(words) => html! { <code>{ &**words }</code> },
        Span::Term(_, words) => html! { { &**words } },
        Span::Record(record) => record_link(*record, act),
    }) } }
}

/// Whether a sentence links to this record itself.
fn names(spans: &Sentence, record: u64) -> bool {
    spans.contains(&Span::Record(record))
}

/// A link to a record.
pub(super) fn record_link(record: u64, act: &Callback<Ui>) -> Html {
    let go = act.reform(move |event: MouseEvent| {
        event.prevent_default();
        Ui::Do(Command::SeekRecord(record))
    });
    html! { <a class="RecordLink" href={format!("#r{record}")} onclick={go}>{ format!("#{record}") }</a> }
}

/// See [`StoryPanel`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct StoryProps {
    /// The sentences.
    pub story: Story,
    /// Where in the run they stand.
    pub moment: Moment,
    /// The language.
    pub lang: Lang,
    /// Where acts go.
    pub act: Callback<Ui>,
}

/// The three sentences under the stage. *Just happened* is what a screen reader says at each step.
#[component]
pub fn StoryPanel(props: &StoryProps) -> Html {
    let StoryProps { story, moment, lang, act } = props;
    let lang = *lang;
    let plain = |words: &'static str| html! { { words } };
    let start = moment.record == 0;
    let now = if story.now.is_empty() && start {
        plain(w::NOTHING_YET.get(lang))
    } else {
        sentence(&story.now, act)
    };
    let why = if story.why.is_empty() && start {
        plain(w::NOTHING_WHY.get(lang))
    } else {
        sentence(&story.why, act)
    };
    let next = if !story.next.is_empty() {
        sentence(&story.next, act)
    } else if moment.withheld {
        plain(w::WITHHELD.get(lang))
    } else if moment.record < moment.records {
        Html::default()
    } else if moment.can_run_on {
        run_on(lang, act)
    } else {
        plain(w::THE_END.get(lang))
    };
    html! {
        <section class="Story" aria-label={w::IN_WORDS.get(lang)}>
            <div class="Story-now"><h2>{ w::NOW.get(lang) }</h2><p aria-live="polite" id="just-happened">{ now }</p></div>
            <div class="Story-why"><h2>{ w::WHY.get(lang) }</h2><p>{ why }
                if let Some(record) = story.why_record.filter(|record| !names(&story.why, *record)) { { " " }{ record_link(record, act) } }</p></div>
            <div class="Story-next"><h2>{ w::NEXT.get(lang) }</h2><p>{ next }</p></div>
        </section>
    }
}

fn run_on(lang: Lang, act: &Callback<Ui>) -> Html {
    let go = act.reform(|_: MouseEvent| Ui::Do(Command::RunOn));
    html! { <>{ w::CAN_GO_ON.get(lang) }{ " " }<button type="button" class="Button is-inline" onclick={go}>{ w::RUN_ON.get(lang) }</button></> }
}
