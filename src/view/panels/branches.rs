//! Two futures side by side on one clock, record by record.

use crate::ui::Ui;
use crate::view::axis::idle_in_all;
use crate::view::story::{record_link, sentence};
use crate::view::surroundings::Surroundings;
use crate::view::svg::{clock, n, path};
use crate::view::timeline::{Frame, timeline};
use crate::zoom::Zoom;
use netlab_lab::protocol::Command;
use netlab_lab::view::{CallBar, ComparedRow, Comparison, Flight, Mark, Moment, RunView, Sentence};
use netlab_text::Lang;
use netlab_text::ui::{acts, labels as w};
use std::rc::Rc;
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
            { lanes(comparison, run, moment, at) }
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

/// Both futures' timelines on one clock, a dashed line through both where they part.
fn lanes(comparison: &Comparison, run: &RunView, moment: &Moment, at: &Surroundings) -> Html {
    let (mine, theirs) = comparison.places;
    let Some(other) = run.others.iter().find(|lane| lane.place == theirs) else { return Html::default() };
    let end = run.end.max(other.end);
    let logarithmic = run.logarithmic;
    // Both lanes have one axis, so they fold what is idle in both.
    let only =
        RunView { others: vec![other.clone()], idle: run.idle.clone(), end: run.end, ..RunView::default() };
    let idle = idle_in_all(&only);
    let shown = |calls: &[CallBar], flights: &[Flight], marks: &[Mark]| RunView {
        end,
        logarithmic,
        idle: idle.clone(),
        calls: calls.to_vec(),
        flights: flights.to_vec(),
        marks: marks.to_vec(),
        ..RunView::default()
    };
    let lane = |place: usize, run: &Rc<RunView>| {
        let phone = at.phone;
        let width = if phone { f64::from(at.width).max(320.0) - 40.0 } else { 900.0 };
        let frame = Frame {
            width,
            height: 54.0,
            left: if phone { 22.0 } else { 60.0 },
            phone,
            lang: at.lang,
            zoom: Zoom::default(),
        };
        let axis = frame.axis(run, moment.origin);
        let parts = other.differs.map(|(_, when)| axis.x(when));
        html! {
            <div class="Compared-lane" role="group" aria-label={acts::future(place, at.lang)}>
                <span class="Compared-letter" aria-hidden="true">{ acts::letter(place) }</span>
                { timeline(run, moment, moment.at, &frame) }
                if let Some(x) = parts {
                    <svg class="Compared-parts" width={n(width)} height="74" aria-hidden="true">{ path("Compared-line", format!("M{} 0V74", n(x))) }</svg>
                }
            </div>
        }
    };
    let first = shown(&run.calls, &run.flights, &run.marks);
    let second = shown(&other.calls, &other.flights, &other.marks);
    html! { <div class="Compared-lanes">{ lane(mine, &Rc::new(first)) }{ lane(theirs, &Rc::new(second)) }</div> }
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
