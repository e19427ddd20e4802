//! The Linux receipt: a recording's rows beside the run's, each of these a way to its record.

use crate::ui::Ui;
use crate::view::surroundings::Surroundings;
use netlab_lab::protocol::Command;
use netlab_lab::view::{ReceiptPart, ReceiptRow, ReceiptSide, RunView, Verdict, View};
use netlab_text::Lang;
use netlab_text::ui::receipt as r;
use yew::prelude::*;

/// The tab's content.
pub(super) fn panel(view: &View, run: &RunView, at: &Surroundings, act: &Callback<Ui>) -> Html {
    let lang = at.lang;
    let Some(receipt) = &run.receipt else {
        return html! { <p class="Empty">{ r::LATER.get(lang) }</p> };
    };
    let count = |wanted: fn(Verdict) -> bool| {
        receipt.parts.iter().flat_map(|part| &part.rows).filter(|row| wanted(row.verdict)).count()
    };
    let same = count(|verdict| matches!(verdict, Verdict::Same | Verdict::Crossed));
    let other = count(|verdict| matches!(verdict, Verdict::Differs | Verdict::Alone));
    let left = count(|verdict| matches!(verdict, Verdict::NotCompared(_)));
    html! {
        <div class="Recorded">
            <p><strong>{ r::sum(same, other, left, lang) }</strong>{ " " }{ r::recording(receipt, lang) }</p>
            if !receipt.unchanged { <p>{ r::CHANGED.get(lang) }</p> }
            <p class="Graphs-note">{ r::NOT_TIMES.get(lang) }</p>
            { for receipt.parts.iter().map(|part| table(part, view, at, act)) }
        </div>
    }
}

fn table(part: &ReceiptPart, view: &View, at: &Surroundings, act: &Callback<Ui>) -> Html {
    let lang = at.lang;
    let current =
        part.rows.iter().rposition(|row| row.records.is_some_and(|records| records <= view.moment.record));
    html! {
        <section class="Recorded-part">
            <table class="Log">
                <caption>{ r::part(&part.kind, lang) }</caption>
                <thead><tr>
                    <th scope="col">{ "ms" }</th><th scope="col">{ r::RECORDED.get(lang) }</th>
                    <th scope="col">{ "ms" }</th><th scope="col">{ r::SIMULATED.get(lang) }</th>
                    <th scope="col">{ r::COMPARED.get(lang) }</th>
                </tr></thead>
                <tbody>{ for part.rows.iter().enumerate().map(|(index, row)| {
                    line(index, row, current, lang, act)
                }) }</tbody>
            </table>
        </section>
    }
}

fn line(index: usize, row: &ReceiptRow, current: Option<usize>, lang: Lang, act: &Callback<Ui>) -> Html {
    let words = |side: &Option<ReceiptSide>| side.as_ref().map_or_else(String::new, text);
    let time =
        |side: &Option<ReceiptSide>| side.as_ref().map_or_else(String::new, |side| milliseconds(side.at));
    let (class, mark) = match row.verdict {
        Verdict::Same | Verdict::Crossed => ("is-same", "M1 6l3 4 7-9"),
        Verdict::Differs | Verdict::Alone => ("is-different", "M6 0l6 6-6 6-6-6z"),
        Verdict::NotCompared(_) => ("is-left", "M1 6h10"),
    };
    let here = current == Some(index);
    let future = current.is_none_or(|current| index > current);
    let class = classes!(class, here.then_some("is-current"), future.then_some("is-future"));
    html! {
        <tr key={index} {class} aria-current={here.then_some("true")}>
            <td class="n">{ time(&row.recorded) }</td>
            <td><code>{ words(&row.recorded) }</code></td>
            <td class="n">
                if let Some(records) = row.records {
                    <button type="button" class="Log-go" onclick={act.reform(move |_: MouseEvent| Ui::Do(Command::SeekRecord(records)))}>{ time(&row.simulated) }</button>
                }
            </td>
            <td><code>{ words(&row.simulated) }</code></td>
            <td class="Recorded-verdict"><svg class="Recorded-mark" viewBox="0 0 12 12" aria-hidden="true"><path d={mark} /></svg>{ r::verdict(row.verdict).get(lang) }</td>
        </tr>
    }
}

/// A row; a call with what it took.
fn text(side: &ReceiptSide) -> String {
    match side.took.map(i64::try_from) {
        Some(Ok(took)) => format!("{} <{}>", side.text, milliseconds(took)),
        Some(Err(_)) | None => side.text.to_string(),
    }
}

/// Microseconds as milliseconds with three decimals.
fn milliseconds(micros: i64) -> String {
    let sign = if micros < 0 { "−" } else { "" };
    format!("{sign}{}.{:03}", micros.unsigned_abs() / 1000, micros.unsigned_abs() % 1000)
}
