//! Time: keys, pace, step size, readout, and the timeline as a slider.

use super::axis::{Axis, cursor_place};
use super::header::segmented;
use super::icon::{Icon, icon};
use super::lanes::Lanes;
use super::surroundings::Surroundings;
use super::svg::clock;
use super::timeline::{Frame, timeline};
use crate::platform::event;
use crate::play::{PACES, Pace};
use crate::settings::{Named, coarser};
use crate::ui::Ui;
use netlab_lab::protocol::{Command, Grain};
use netlab_lab::view::{Moment, RunView};
use netlab_text::ui::{self, labels as w};
use netlab_text::{Lang, Word};
use std::rc::Rc;
use yew::prelude::*;

/// Step sizes in the order of the chain that shift and arrow climb.
const GRAINS: [Grain; 4] = [Grain::Record, Grain::SystemCall, Grain::Statement, Grain::Packet];

fn grain_of(name: &str) -> Grain {
    Grain::named(name).unwrap_or(Grain::Record)
}

/// See [`Transport`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct TransportProps {
    /// The whole run.
    pub run: Rc<RunView>,
    /// Where in it.
    pub moment: Moment,
    /// The time that is drawn.
    pub now: u64,
    /// How the page is set up.
    pub at: Surroundings,
    /// Where acts go.
    pub act: Callback<Ui>,
}

/// The bar under the sentences; on a phone fixed under the thumb.
#[component]
pub fn Transport(props: &TransportProps) -> Html {
    let TransportProps { run, moment, now, at, act } = props;
    let lang = at.lang;
    let items = GRAINS
        .into_iter()
        .map(|grain| (grain.name().into(), ui::grain(grain).get(lang).into(), grain == at.grain))
        .collect();
    let choose = act.reform(|name: String| Ui::Grain(grain_of(&name)));
    let choose_from_menu = act.reform(|event: Event| Ui::Grain(grain_of(&event::value(&event))));
    html! {
        <section class="Transport" aria-label={w::TIME.get(lang)}>
            <div class="Transport-keys" role="group" aria-label={w::PLAYBACK.get(lang)}>
                { keys(moment, at, act) }
                { pace(at, act) }
            </div>
            <label class="GrainSelect">
                <span class="sr">{ w::GRAIN.get(lang) }</span>
                <select onchange={choose_from_menu}>
                    { for GRAINS.into_iter().map(|grain| html! {
                        <option value={grain.name()} selected={grain == at.grain}>{ ui::grain(grain).get(lang) }</option>
                    }) }
                </select>
                { icon(Icon::Down) }
            </label>
            { segmented("grain", w::GRAIN.get(lang), items, &choose) }
            { readout(moment, *now, lang, act) }
            { line(run, moment, *now, at, act) }
        </section>
    }
}

fn keys(moment: &Moment, at: &Surroundings, act: &Callback<Ui>) -> Html {
    let at_end = moment.record >= moment.records;
    let key = |class: &'static str, which: Icon, word: Word, what: Ui, disabled: bool| {
        let onclick = act.reform(move |_: MouseEvent| what.clone());
        let label = word.get(at.lang);
        html! {
            <button type="button" class={format!("Key is-{class}")} aria-label={label} title={label} aria-disabled={disabled.then_some("true")} {onclick}>{ icon(which) }</button>
        }
    };
    let (play, word) = match (at.playing, at_end) {
        (true, _) => (Icon::Pause, w::PAUSE),
        (false, true) => (Icon::Play, w::REPLAY),
        (false, false) => (Icon::Play, w::PLAY),
    };
    let start = moment.record == 0;
    html! { <>
        { key("first", Icon::First, w::FIRST, Ui::Do(Command::SeekRecord(0)), start) }
        { key("back", Icon::Back, w::BACK, Ui::Step { forward: false }, start) }
        { key("play", play, word, Ui::Play, false) }
        { key("forward", Icon::Forward, w::FORWARD, Ui::Step { forward: true }, at_end) }
        { key("last", Icon::Last, w::LAST, Ui::Do(Command::End), at_end) }
    </> }
}

/// A pace in words: `2 records/s`, `1/100`, `10×`.
fn pace_words(pace: Pace, lang: Lang) -> String {
    match pace {
        Pace::Records { tenths } if tenths % 10 == 0 => {
            format!("{} {}", tenths / 10, w::RECORDS_PER_SECOND.get(lang))
        }
        Pace::Records { tenths } => {
            format!("{}.{} {}", tenths / 10, tenths % 10, w::RECORDS_PER_SECOND.get(lang))
        }
        Pace::Clock { numerator, denominator: 1 } => format!("{numerator}×"),
        Pace::Clock { numerator, denominator } => format!("{numerator}/{denominator}×"),
    }
}

fn pace(at: &Surroundings, act: &Callback<Ui>) -> Html {
    let choose = act.reform(|event: Event| {
        Ui::Pace(
            event::value(&event)
                .parse::<usize>()
                .ok()
                .and_then(|index| PACES.get(index))
                .copied()
                .unwrap_or(PACES[1]),
        )
    });
    html! {
        <label class="Speed">
            <span class="sr">{ w::SPEED.get(at.lang) }</span>
            <select onchange={choose}>
                { for PACES.iter().enumerate().map(|(index, pace)| html! {
                    <option value={index.to_string()} selected={*pace == at.pace}>{ pace_words(*pace, at.lang) }</option>
                }) }
            </select>
            { icon(Icon::Down) }
        </label>
    }
}

/// Time, and the record as a field: type a number, Enter goes there.
fn readout(moment: &Moment, now: u64, lang: Lang, act: &Callback<Ui>) -> Html {
    let most = moment.records;
    let go = act.reform(move |event: Event| {
        Ui::Do(Command::SeekRecord(event::value(&event).trim().parse().unwrap_or(0).min(most)))
    });
    let newest = moment.can_run_on && moment.record >= moment.records;
    let total =
        if newest { format!(" · {}", w::NEWEST.get(lang)) } else { format!(" / {}", moment.records) };
    let digits = moment.records.to_string().len().max(2);
    html! {
        <div class="Readout">
            <span class="Readout-t">{ clock(now, moment.origin) }<small>{ " ms" }</small></span>
            <label class="Readout-r"><span class="Readout-word">{ w::RECORD.get(lang) }{ " " }</span>
                <input class={format!("Readout-field is-{digits}")} type="text" inputmode="numeric" autocomplete="off"
                    aria-label={w::GO_TO_RECORD.get(lang)} value={moment.record.to_string()} onchange={go} /><span class="Readout-total">{ total }</span></label>
        </div>
    }
}

/// Pixels of the slider's finest step.
const FINEST: f64 = 0.5;

/// The timeline, and over it a slider that the hand, the keyboard and the ear can use.
fn line(run: &Rc<RunView>, moment: &Moment, now: u64, at: &Surroundings, act: &Callback<Ui>) -> Html {
    let width = f64::from(at.width);
    let frame = Frame {
        width: match (at.phone, at.width < 1100) {
            (true, _) => (width - 32.0).min(728.0),
            (false, true) => width - 32.0,
            (false, false) => (width - 468.0).max(420.0),
        },
        height: if at.phone { 40.0 } else { 62.0 },
        left: if at.phone { 10.0 } else { 56.0 },
        phone: at.phone,
        lang: at.lang,
        // A step may lead out of the stretch: it follows.
        zoom: at.zoom.holding(cursor_place(run, moment.origin, now)),
    };
    let axis: Axis = frame.axis(run, moment.origin);
    let [left, right] = axis.ends;
    let value = ((axis.x(now) - left) / FINEST).round();
    let seek = act.reform(move |event: InputEvent| {
        let place: f64 = event::input_value(&event).parse().unwrap_or(0.0);
        Ui::Do(Command::SeekTime(axis.time(left + place * FINEST)))
    });
    let wish = act;
    // A slider's own arrows would move by pixels; here too they step.
    let act = act.clone();
    let grain = at.grain;
    let step = Callback::from(move |event: KeyboardEvent| {
        let step = |forward| {
            let grain = if event.shift_key() { coarser(grain) } else { grain };
            Ui::Do(Command::Step { grain, forward })
        };
        let what = match event.key().as_str() {
            "ArrowRight" | "ArrowUp" => step(true),
            "ArrowLeft" | "ArrowDown" => step(false),
            "PageUp" => Ui::Do(Command::Marker { forward: true }),
            "PageDown" => Ui::Do(Command::Marker { forward: false }),
            "Home" => Ui::Do(Command::SeekRecord(0)),
            "End" => Ui::Do(Command::End),
            _ => return,
        };
        event.prevent_default();
        act.emit(what);
    });
    let steps = ((right - left) / FINEST).round();
    let words = format!("{} ms, {} {}", clock(now, moment.origin), w::RECORD.get(at.lang), moment.record);
    html! {
        <div class="Transport-line">
            { timeline(run, moment, now, &frame) }
            <input class="Transport-slider" type="range" min="0" max={steps.to_string()} step="1" value={value.to_string()}
                aria-label={w::TIMELINE.get(at.lang)} aria-valuetext={words} oninput={seek} onkeydown={step} />
            <Lanes run={run.clone()} origin={moment.origin} {frame} act={wish.clone()} />
        </div>
    }
}
