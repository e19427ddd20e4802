//! The graphs of one socket, on the timeline's own axis and with its cursor; behind each stands a table.

use super::chart::{Chart, Form, Kind, after, series};
use super::{line_class, more, stretch};
use crate::ui::Ui;
use crate::view::surroundings::Surroundings;
use crate::view::svg::clock;
use netlab_lab::protocol::Command;
use netlab_lab::view::{Graphs, Quantity, RunView, View};
use netlab_text::ui::{self, graphs as g};
use std::collections::BTreeMap;
use std::rc::Rc;
use yew::prelude::*;

/// Narrower windows show one graph beside another no more.
const TWO_COLUMNS: u32 = 1000;

/// The graphs in the order in which they are read.
fn kinds(form: Form) -> [Kind; 6] {
    let kind = |title, what, segments| Kind { title, what, segments };
    [
        kind(g::SEND_BUFFER, &[Quantity::SendCharged, Quantity::SendLimit], None),
        kind(g::SEQUENCE, &[Quantity::AckLine, Quantity::WindowLine], Some(form)),
        kind(
            g::WINDOWS,
            &[Quantity::InFlight, Quantity::PeerWindow, Quantity::CongestionWindow, Quantity::Threshold],
            None,
        ),
        kind(g::RECEIVE_BUFFER, &[Quantity::ReceiveCharged, Quantity::ReceiveLimit], None),
        kind(g::TIMES, &[Quantity::SmoothedRtt, Quantity::RetransmissionTimeout], None),
        kind(g::RATES, &[Quantity::Acknowledged, Quantity::DeliveryRate], None),
    ]
}

/// See [`GraphsPanel`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct GraphsProps {
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

/// Choice of the socket, and the graphs.
#[component]
pub fn GraphsPanel(props: &GraphsProps) -> Html {
    let GraphsProps { view, run, now, at, act } = props;
    let lang = at.lang;
    let reading = use_state_eq(|| None::<u64>);
    let form = use_state_eq(|| Form::Tcptrace);
    let tables = use_state_eq(|| 0_u8);
    let Some(graphs) = &run.graphs else {
        return html! { <p class="Empty">{ g::NO_SOCKETS.get(lang) }</p> };
    };
    let room = f64::from(at.width) - 32.0;
    let width = if at.width < TWO_COLUMNS { room } else { (room - 24.0) / 2.0 };
    let on_read = {
        let reading = reading.clone();
        Callback::from(move |time| reading.set(time))
    };
    let on_seek = act.reform(|time| Ui::Do(Command::SeekTime(time)));
    html! {
        <div class="Graphs">
            <div class="Graphs-head">
                { sockets(graphs, at, act) }
                <p class="Graphs-hint">{ g::READING_HINT.get(lang) }</p>
            </div>
            { for kinds(*form).into_iter().enumerate().map(|(index, kind)| {
                let open = *tables & (1 << index) != 0;
                let toggle = {
                    let tables = tables.clone();
                    Callback::from(move |_: MouseEvent| tables.set(*tables ^ (1 << index)))
                };
                html! {
                    <section class="Graphs-one" key={index} aria-label={kind.title.get(lang)}>
                        <div class="Graphs-title">
                            <h3>{ kind.title.get(lang) }</h3>
                            if kind.segments.is_some() { { forms(&form) } }
                            if kind.what.contains(&Quantity::Acknowledged) {
                                <span class="Graphs-note">{ g::averaged(graphs.average, lang) }</span>
                            }
                            <button type="button" class="Graphs-table" aria-expanded={open.to_string()} onclick={toggle}>
                                { if open { g::HIDE_TABLE.get(lang) } else { g::SHOW_TABLE.get(lang) } }
                            </button>
                        </div>
                        <Chart run={run.clone()} {kind} {width} origin={view.moment.origin} now={*now} records={view.moment.record}
                            reading={*reading} at={*at} on_read={on_read.clone()} on_seek={on_seek.clone()} />
                        if open { { table(graphs, &kind, view, at, act) } }
                    </section>
                }
            }) }
        </div>
    }
}

fn sockets(graphs: &Graphs, at: &Surroundings, act: &Callback<Ui>) -> Html {
    let choose = act.reform(|event: Event| {
        let value = crate::platform::event::value(&event);
        Ui::Do(Command::GraphSocket(value.parse().unwrap_or(0)))
    });
    html! {
        <label class="Graphs-socket">
            <span>{ g::SOCKET.get(at.lang) }</span>
            <select onchange={choose}>
                { for graphs.sockets.iter().enumerate().map(|(index, socket)| html! {
                    <option value={index.to_string()} selected={index == graphs.chosen}>{ g::socket(socket, at.lang) }</option>
                }) }
            </select>
        </label>
    }
}

/// The two forms that Wireshark has, by its names for them.
fn forms(form: &UseStateHandle<Form>) -> Html {
    let one = |which: Form, name: &'static str| {
        let (form, chosen) = (form.clone(), **form == which);
        let choose = Callback::from(move |_: MouseEvent| form.set(which));
        html! { <button type="button" class="Graphs-form" aria-pressed={chosen.to_string()} onclick={choose}>{ name }</button> }
    };
    html! { <>{ one(Form::Tcptrace, "tcptrace") }{ one(Form::Stevens, "Stevens") }</> }
}

/// Every change of a graph's values as a row.
fn table(graphs: &Graphs, kind: &Kind, view: &View, at: &Surroundings, act: &Callback<Ui>) -> Html {
    let lang = at.lang;
    let mut moments = BTreeMap::new();
    for series in kind.what.iter().filter_map(|what| series(graphs, *what)) {
        moments.extend(series.samples.iter().map(|sample| ((sample.at, sample.records), None)));
    }
    if kind.segments.is_some() {
        let sent = graphs.segments.iter();
        moments.extend(sent.map(|segment| ((segment.at, segment.records), Some(segment))));
    }
    let rows: Vec<_> = moments.into_iter().collect();
    let current = rows.iter().rposition(|((_, records), _)| *records <= view.moment.record);
    let shown = stretch(rows.len(), current);
    let value = |what: Quantity, records: u64| {
        let found = series(graphs, what).and_then(|series| after(&series.samples, records));
        found.map_or_else(|| g::NONE.get(lang).to_owned(), |found| g::value(what, found))
    };
    html! {
        <div class="Graphs-rows" tabindex="0" role="region" aria-label={kind.title.get(lang)}>
            <table class="Log">
                <thead><tr>
                    <th scope="col">{ g::TIME.get(lang) }</th>
                    if kind.segments.is_some() { <th scope="col">{ g::SENT.get(lang) }</th> }
                    { for kind.what.iter().map(|what| html! { <th scope="col">{ g::quantity(*what).get(lang) }</th> }) }
                </tr></thead>
                <tbody>
                    { more(shown.start) }
                    { for shown.clone().map(|index| {
                        let ((time, records), segment) = rows[index];
                        let go = act.reform(move |_: MouseEvent| Ui::Do(Command::SeekRecord(records)));
                        html! {
                            <tr key={index} class={classes!(line_class(index, current))} aria-current={(current == Some(index)).then_some("true")}>
                                <td class="n"><button type="button" class="Log-go" onclick={go}>{ clock(time, view.moment.origin) }</button></td>
                                if kind.segments.is_some() {
                                    <td>
                                        if let Some(segment) = segment {
                                            { ui::byte_range(segment.offset, segment.length.into(), lang) }
                                            if segment.again { { " " }{ g::AGAIN.get(lang) } }
                                        }
                                    </td>
                                }
                                { for kind.what.iter().map(|what| html! { <td class="n">{ value(*what, records) }</td> }) }
                            </tr>
                        }
                    }) }
                    { more(rows.len() - shown.end) }
                </tbody>
            </table>
        </div>
    }
}
