//! The tools' own lines: strace and ss. Never translated.

use super::{line_class, more, stretch};
use crate::ui::Ui;
use crate::view::surroundings::Surroundings;
use crate::view::svg::clock;
use netlab_lab::protocol::Command;
use netlab_lab::view::{PanelView, RunView, StraceLine, View};
use netlab_text::ui::{self, labels as w};
use yew::prelude::*;

/// `strace -ttt -T` of each program.
pub(super) fn strace(view: &View, run: &RunView, at: &Surroundings, act: &Callback<Ui>) -> Html {
    html! {
        <div class="Strace">
            { for view.programs.iter().enumerate().map(|(index, program)| {
                let lines: Vec<&StraceLine> = run.strace.iter().filter(|line| line.program == index).collect();
                let name = view.hosts.get(program.host).map_or_else(|| program.file.to_string(), |host| ui::host(&host.name, at.lang));
                html! {
                    <section aria-label={format!("strace {name}")}>
                        <h3>{ name }{ " " }<code>{ "strace -ttt -T" }</code></h3>
                        { table(&lines, view, at, act) }
                    </section>
                }
            }) }
        </div>
    }
}

fn table(lines: &[&StraceLine], view: &View, at: &Surroundings, act: &Callback<Ui>) -> Html {
    if lines.is_empty() {
        return html! { <p class="Empty">{ w::NOTHING_HERE.get(at.lang) }</p> };
    }
    let current = lines.iter().rposition(|line| line.record <= view.moment.record);
    let shown = stretch(lines.len(), current);
    html! {
        <table class="Log"><tbody>
            { more(shown.start) }
            { for shown.clone().map(|index| {
                let line = lines[index];
                let record = line.record;
                let go = act.reform(move |_: MouseEvent| Ui::Do(Command::SeekRecord(record)));
                html! {
                    <tr key={index} class={classes!(line_class(index, current))} aria-current={(current == Some(index)).then_some("true")}>
                        <td class="n"><button type="button" class="Log-go" onclick={go}>{ clock(line.at, view.moment.origin) }</button></td>
                        <td><code>{ line.text.to_string() }</code></td>
                    </tr>
                }
            }) }
            { more(lines.len() - shown.end) }
        </tbody></table>
    }
}

/// `ss` on both computers; what changed with the last step is marked.
pub(super) fn ss(view: &View, at: &Surroundings) -> Html {
    let PanelView::Ss(lines) = &view.panel else {
        return html! { <p class="Empty">{ w::NOTHING_HERE.get(at.lang) }</p> };
    };
    html! {
        <div class="Strace Ss">
            { for view.hosts.iter().map(|host| {
                let mine: Vec<_> = lines.iter().filter(|line| line.host == host.name).collect();
                html! {
                    <section aria-label={format!("ss {}", ui::host(&host.name, at.lang))}>
                        <h3>{ ui::host(&host.name, at.lang) }{ " " }<code>{ "ss -tamio" }</code></h3>
                        if mine.is_empty() { <p class="Empty">{ w::NOTHING_HERE.get(at.lang) }</p> }
                        { for mine.into_iter().map(|line| html! { <pre tabindex="0">{ for marked(&line.text, &line.changed) }</pre> }) }
                    </section>
                }
            }) }
        </div>
    }
}

/// Text with some byte ranges set strong. Ranges that do not fall on letters are left plain.
fn marked(text: &str, changed: &[(u32, u32)]) -> Vec<Html> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for &(start, end) in changed {
        let (start, end) = (start as usize, end as usize);
        let (Some(before), Some(strong)) = (text.get(from..start), text.get(start..end)) else { continue };
        pieces.push(html! { { before } });
        pieces.push(html! { <b>{ strong }</b> });
        from = end;
    }
    pieces.push(html! { { &text[from..] } });
    pieces
}
