//! The open middle of the U: followed byte or source above; lens, causes or nothing; the sum below. And the key of the
//! marks, in the two empty corners outside the U.

use super::Pen;
use super::bytes::{cell, letter, way_class};
use super::frame::Place;
use super::lens::lens;
use crate::view::svg::{Anchor, float, n, path, rect, text};
use netlab_lab::view::{Because, BytePlace, Follow, Source, SumView, View, Way};
use netlab_text::Lang;
use netlab_text::ui::{self, labels as w};
use yew::prelude::*;

/// Left edge of the middle.
const LEFT: f64 = 290.0;

/// Everything in the middle. A chain of causes takes the lens's place.
pub(super) fn middle(view: &View, places: &[Place], pen: &Pen) -> Html {
    if pen.layout.phone {
        return Html::default();
    }
    let stuck = !view.because.is_empty();
    html! { <>
        if stuck { { because(&view.because, pen) } } else { { lens(view, places, pen) } }
        if let Some(follow) = &view.follow { { follow_places(follow, pen) } }
        else if let Some(source) = view.source.as_ref().filter(|_| stuck) { { source_words(source, pen) } }
        if let Some(sum) = view.sum.as_ref().filter(|_| stuck) { { sum_words(sum, pen) } }
    </> }
}

/// Whether this place answers for the byte, or has only a copy.
const fn is_original(place: &BytePlace) -> bool {
    match place {
        BytePlace::SendBuffer(_) | BytePlace::ReceiveBuffer(_) => true,
        BytePlace::Program(_)
        | BytePlace::Nic(_)
        | BytePlace::Cable(_)
        | BytePlace::Router(_)
        | BytePlace::ByHand
        | BytePlace::Discarded
        | BytePlace::Network => false,
    }
}

fn follow_places(follow: &Follow, pen: &Pen) -> Html {
    let number = ui::number(follow.name.offset + 1);
    html! {
        <g class="Follow">
            { cell(LEFT, 24.0, 20.0, &letter(follow.value), follow.name.way, "is-copy", classes!("is-followed")) }
            { text(LEFT + 28.0, 39.0, "station", &format!("{} {number}", w::FOLLOWING.get(pen.lang)), Anchor::Start) }
            { for follow.places.iter().take(4).zip(0_u8..).map(|(place, index)| {
                let y = 50.0 + f64::from(index) * 17.0;
                let class = classes!("Follow-mark", way_class(follow.name.way), is_original(place).then_some("is-original"));
                html! { <>
                    { rect(class, LEFT + 29.0, y, 9.0, 9.0, if follow.name.way == Way::Reply { 4.5 } else { 0.0 }) }
                    { text(LEFT + 46.0, y + 9.0, "reading", &place_words(place, pen.lang), Anchor::Start) }
                </> }
            }) }
            if follow.places.is_empty() {
                { text(LEFT + 29.0, 59.0, "note", w::NOWHERE.get(pen.lang), Anchor::Start) }
            }
        </g>
    }
}

fn place_words(place: &BytePlace, lang: Lang) -> String {
    let words = ui::place(place, lang);
    let note = match place {
        BytePlace::SendBuffer(_) => w::ORIGINAL,
        BytePlace::Cable(_) | BytePlace::Router(_) | BytePlace::Nic(_) | BytePlace::Network => w::COPY,
        BytePlace::Program(_) | BytePlace::ReceiveBuffer(_) | BytePlace::ByHand | BytePlace::Discarded => {
            return words;
        }
    }
    .get(lang);
    match lang {
        Lang::English => format!("{words} ({note})"),
        Lang::Chinese => format!("{words}（{note}）"),
    }
}

/// Whose rules, and one line about them.
fn source_lines(source: &Source, lang: Lang) -> (&'static str, Vec<String>) {
    match source {
        Source::Textbook => (
            ui::TEXTBOOK.get(lang),
            vec![w::FOLLOWS_RULES.get(lang).to_owned(), w::NO_RECORDING.get(lang).to_owned()],
        ),
        Source::Linux(recording) => {
            let mut lines = vec![w::FOLLOWS_LINUX.get(lang).to_owned()];
            if let Some(name) = recording {
                lines.push(format!("{} {name}", w::EQUAL_TO_RECORDING.get(lang)));
            }
            (ui::LINUX.get(lang), lines)
        }
    }
}

fn source_words(source: &Source, pen: &Pen) -> Html {
    let (title, lines) = source_lines(source, pen.lang);
    html! {
        <g class="Source">
            { text(LEFT, 39.0, "station", title, Anchor::Start) }
            { for lines.iter().zip(0_u8..).map(|(line, index)| text(LEFT, 58.0 + f64::from(index) * 17.0, "note", line, Anchor::Start)) }
        </g>
    }
}

/// The chain of causes, numbered, read from the first cause on.
fn because(chain: &[Because], pen: &Pen) -> Html {
    html! {
        <g class="Because">
            { for chain.iter().take(6).zip(1_u8..).map(|(link, number)| {
                let y = 160.0 + f64::from(number - 1) * 25.0;
                html! { <>
                    <circle class="Because-n" cx={n(LEFT + 10.0)} cy={n(y - 4.0)} r="9" />
                    { text(LEFT + 10.0, y, "Because-i", &number.to_string(), Anchor::Middle) }
                    { text(LEFT + 28.0, y, "because", &ui::because(link, pen.lang), Anchor::Start) }
                    if number > 1 { { path("Because-link", format!("M{} {}v7", n(LEFT + 10.0), n(y - 20.0))) } }
                </> }
            }) }
        </g>
    }
}

/// The addends of the sum, in the places of the U: the sender's kernel left, the receiver's right.
fn addends(sum: &SumView) -> Vec<(u64, netlab_text::Word)> {
    let mut parts = vec![
        (sum.sending_kernel, w::CLIENT_KERNEL),
        (sum.on_the_way, w::ON_CABLES),
        (sum.receiving_kernel, w::SERVER_KERNEL),
    ];
    if sum.read > 0 {
        parts.push((sum.read, w::READ_BY_SERVER));
    }
    if sum.discarded > 0 {
        parts.push((sum.discarded, w::THROWN_AWAY));
    }
    parts
}

fn sum_words(sum: &SumView, pen: &Pen) -> Html {
    let y = pen.layout.hardware_end - 34.0;
    let parts = addends(sum);
    let (first, last) = if parts.len() == 3 { (324.0, 560.0) } else { (312.0, 572.0) };
    let step = (last - first) / float(parts.len() - 1);
    html! {
        <g class="Sum">
            { for parts.iter().zip(0_u8..).map(|((bytes, word), index)| {
                let x = first + f64::from(index) * step;
                html! { <>
                    { text(x, y - 15.0, "num big", &ui::number(*bytes), Anchor::Middle) }
                    { text(x, y, "unit", word.get(pen.lang), Anchor::Middle) }
                    if index > 0 { { text(x - step / 2.0, y - 15.0, "num", "+", Anchor::Middle) } }
                </> }
            }) }
            { path("Because-link", format!("M{} {}H594", n(LEFT), n(y + 8.0))) }
            { text(442.0, y + 26.0, "reading", &ui::accepted(sum.accepted, pen.lang), Anchor::Middle) }
        </g>
    }
}

/// The marks of the stage, explained outside the U.
pub(super) fn key(pen: &Pen) -> Html {
    let (top, right) = (pen.layout.hardware_end + 14.0, pen.layout.width);
    let left_side = [("is-held", w::KEY_KEPT), ("is-sent", w::KEY_SENT), ("is-copy", w::KEY_COPY)];
    let right_side = [
        (Way::Request, "is-held", w::KEY_TO_SERVER),
        (Way::Reply, "is-held", w::KEY_TO_CLIENT),
        (Way::Request, "is-window", w::KEY_WINDOW),
    ];
    html! {
        <g class="StageKey">
            { for left_side.iter().zip(0_u8..).map(|((state, word), index)| {
                let y = top + f64::from(index) * 21.0;
                html! { <>{ cell(0.0, y, 14.0, "", Way::Request, state, Classes::new()) }{ text(20.0, y + 11.0, "unit", word.get(pen.lang), Anchor::Start) }</> }
            }) }
            { for right_side.iter().zip(0_u8..).map(|((way, state, word), index)| {
                let y = top + f64::from(index) * 21.0;
                html! { <>{ cell(right - 14.0, y, 14.0, "", *way, state, Classes::new()) }{ text(right - 20.0, y + 11.0, "unit", word.get(pen.lang), Anchor::End) }</> }
            }) }
        </g>
    }
}

/// The followed byte as a line of text.
pub(in crate::view) fn follow_line(follow: &Follow, lang: Lang) -> Html {
    html! {
        <p class="FollowLine">
            <span>{ format!("{} {} ", w::FOLLOWING.get(lang), ui::number(follow.name.offset + 1)) }<b>{ letter(follow.value) }</b></span>
            { for follow.places.iter().map(|place| html! { <i>{ place_words(place, lang) }</i> }) }
        </p>
    }
}

/// The chain of causes as a list.
pub(in crate::view) fn because_list(chain: &[Because], lang: Lang) -> Html {
    html! { <ol class="BecauseList">{ for chain.iter().map(|link| html! { <li>{ ui::because(link, lang) }</li> }) }</ol> }
}

/// The source as a line.
pub(in crate::view) fn source_line(source: &Source, lang: Lang) -> Html {
    let (title, lines) = source_lines(source, lang);
    let joint = match lang {
        Lang::English => " ",
        Lang::Chinese => "",
    };
    html! { <p class="SourceLine"><b>{ title }</b>{ " " }{ lines.join(joint) }</p> }
}

/// The sum as a line.
pub(in crate::view) fn sum_line(sum: &SumView, lang: Lang) -> Html {
    let parts: Vec<String> = addends(sum).iter().map(|(bytes, _)| ui::number(*bytes)).collect();
    html! { <p class="SumLine">{ format!("{} = ", parts.join(" + ")) }{ ui::accepted(sum.accepted, lang) }</p> }
}
