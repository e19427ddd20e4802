//! Two futures side by side on one clock, record by record.

use crate::ui::Ui;
use crate::view::story::{record_link, sentence};
use crate::view::surroundings::Surroundings;
use crate::view::svg::clock;
use netlab_lab::protocol::Command;
use netlab_lab::view::{ComparedRow, Comparison, Moment, RunView, Sentence};
use netlab_text::Lang;
use netlab_text::ui::{acts, labels as w};
use yew::prelude::*;

/// The tab's content.
pub(super) fn panel(
    comparison: &Comparison,
    run: &RunView,
    moment: &Moment,
    at: &Surroundings,
    act: &Callback<Ui>,
) -> Html {
    let lang = at.lang;
    let (mine, theirs) = comparison.places;
    let others = (0..=run.others.len()).filter(|place| *place != mine);
    html! {
        <div class="Compared">
            <p class="Compared-sum">{ acts::parts_at(comparison.places, comparison.differs, lang) }</p>
            if run.others.len() > 1 {
                <div class="Futures" role="group" aria-label={w::COMPARE.get(lang)}>
                    { for others.map(|place| {
                        let go = act.reform(move |_: MouseEvent| Ui::Do(Command::Beside(place)));
                        html! { <button type="button" class="Future" aria-pressed={(place == theirs).to_string()} aria-label={acts::future(place, lang)} onclick={go}>{ acts::letter(place) }</button> }
                    }) }
                </div>
            }
            <table class="Compared-rows">
                <thead><tr>
                    <th scope="col" class="n">{ w::WHEN.get(lang) }{ " (ms)" }</th>
                    <th scope="col">{ acts::future(mine, lang) }</th>
                    <th scope="col">{ acts::future(theirs, lang) }</th>
                </tr></thead>
                <tbody>
                    if comparison.left_out.0 > 0 { { left_out(comparison.left_out.0, lang) } }
                    { for comparison.rows.iter().map(|compared| row(compared, moment, lang, act)) }
                    if comparison.left_out.1 > 0 { { left_out(comparison.left_out.1, lang) } }
                </tbody>
            </table>
        </div>
    }
}

fn row(row: &ComparedRow, moment: &Moment, lang: Lang, act: &Callback<Ui>) -> Html {
    let future = row.at > moment.at;
    let same = matches!((&row.mine, &row.theirs), (Some((_, mine)), Some((_, theirs))) if mine == theirs);
    let class =
        classes!(row.first.then_some("is-first"), future.then_some("is-future"), same.then_some("is-same"));
    let cell = |side: &Option<(u64, Sentence)>, link: bool| {
        side.as_ref().map(|(record, words)| {
            html! { <>{ sentence(words, act) }{ " " }if link { { record_link(record + 1, act) } }</> }
        })
    };
    html! {
        <tr {class}>
            <td class="n">{ clock(row.at, moment.origin) }if row.first { <strong class="Compared-mark">{ w::FIRST_DIFFERENCE.get(lang) }</strong> }</td>
            <td>{ cell(&row.mine, true) }</td>
            <td>{ cell(&row.theirs, false) }</td>
        </tr>
    }
}

fn left_out(count: u64, lang: Lang) -> Html {
    html! { <tr class="is-more"><td colspan="3">{ acts::rows_left_out(count, lang) }</td></tr> }
}
