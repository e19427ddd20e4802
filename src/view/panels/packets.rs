//! Packets: list, header tree and bytes, linked with each other and with the stage.

use super::{line_class, more, stretch};
use crate::ui::Ui;
use crate::view::svg::clock;
use crate::view::timeline::flight_class;
use netlab_lab::protocol::Command;
use netlab_lab::view::{FieldLine, PacketDetail, PacketLine, PanelView, RunView, View, Way};
use netlab_text::Lang;
use netlab_text::ui::labels as w;
use std::rc::Rc;
use yew::prelude::*;

/// See [`PacketsPanel`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct PacketsProps {
    /// The moment.
    pub view: Rc<View>,
    /// The run.
    pub run: Rc<RunView>,
    /// The language of headings; the packets themselves are in the tool's.
    pub lang: Lang,
    /// Where acts go.
    pub act: Callback<Ui>,
}

/// The three parts. The selected field is this component's own state.
#[component]
pub fn PacketsPanel(props: &PacketsProps) -> Html {
    let PacketsProps { view, run, lang, act } = props;
    let field = use_state(|| None::<(u32, usize)>);
    let detail = match &view.panel {
        PanelView::Packet(detail) => Some(detail),
        PanelView::Plain
        | PanelView::Lesson(_)
        | PanelView::Bytes(_)
        | PanelView::Ss(_)
        | PanelView::Branches(_) => None,
    };
    html! {
        <div class={classes!("Packets", detail.is_none().then_some("is-listing"))}>
            <div class="Packets-list" tabindex="0" role="region" aria-label={w::PACKET_LIST.get(*lang)}>
                { list(view, run, detail.map(|detail| detail.number), *lang, act) }
            </div>
            if let Some(detail) = detail {
                { opened(detail, &field, *lang) }
            } else {
                <p class="Empty">{ w::NO_PACKET.get(*lang) }</p>
            }
        </div>
    }
}

fn list(view: &View, run: &RunView, open: Option<u32>, lang: Lang, act: &Callback<Ui>) -> Html {
    let current = run.packets.iter().rposition(|line| line.record <= view.moment.record);
    let shown = stretch(run.packets.len(), current);
    html! {
        <table class="Log">
            <thead><tr><th scope="col">{ "No." }</th><th scope="col">{ "Time" }</th><th scope="col">{ w::WAY.get(lang) }</th><th scope="col">{ "Len" }</th><th scope="col">{ "Info" }</th></tr></thead>
            <tbody>
                { more(shown.start) }
                { for run.packets[shown.clone()].iter().enumerate().map(|(index, line)| {
                    packet(line, line_class(shown.start + index, current), open == Some(line.number), view.moment.origin, lang, act)
                }) }
                { more(run.packets.len() - shown.end) }
            </tbody>
        </table>
    }
}

fn packet(
    line: &PacketLine,
    class: Option<&'static str>,
    open: bool,
    origin: u64,
    lang: Lang,
    act: &Callback<Ui>,
) -> Html {
    let (number, record) = (line.number, line.record);
    let act = act.clone();
    let go = Callback::from(move |_: MouseEvent| {
        act.emit(Ui::Do(Command::SelectPacket(Some(number))));
        act.emit(Ui::Do(Command::SeekRecord(record)));
    });
    let (way, drawing, word) = match line.way {
        Way::Request => ("c2s", "M1 1H20L25 6L20 11H1z", w::TO_SERVER),
        Way::Reply => ("s2c", "M25 1H6L1 6L6 11H25z", w::TO_CLIENT),
    };
    html! {
        <tr key={number} class={classes!(flight_class(line.kind), way, class, open.then_some("is-open"))} aria-current={(class == Some("is-current")).then_some("true")}>
            <td class="n"><button type="button" class="Log-go" aria-pressed={open.to_string()} onclick={go}>{ number }</button></td>
            <td class="n">{ clock(line.at, origin) }</td>
            <td><svg class="Way" viewBox="0 0 26 12" role="img" aria-label={word.get(lang)}><path d={drawing} /></svg></td>
            <td class="n">{ line.length }</td>
            <td>{ line.info.to_string() }</td>
        </tr>
    }
}

/// First byte and number of bytes that a field touches.
const fn touched(field: &FieldLine) -> (usize, usize) {
    let first = field.bit / 8;
    let after = (field.bit + field.bits).div_ceil(8);
    (first as usize, (after - first) as usize)
}

/// The header tree and the bytes of one packet.
fn opened(detail: &PacketDetail, field: &UseStateHandle<Option<(u32, usize)>>, lang: Lang) -> Html {
    let chosen = field.filter(|(packet, _)| *packet == detail.number).map(|(_, index)| index);
    // At first the payload is linked, or else the last header.
    let chosen = chosen.or_else(|| detail.fields.iter().rposition(|field| field.depth == 0));
    let linked = chosen.and_then(|index| detail.fields.get(index)).map_or((0, 0), touched);
    html! { <>
        <div class="Packets-tree" tabindex="0" role="region" aria-label={w::HEADER_FIELDS.get(lang)}>
            <ul>
                { for detail.fields.iter().enumerate().map(|(index, line)| {
                    let (field, number) = (field.clone(), detail.number);
                    let choose = Callback::from(move |_: MouseEvent| field.set(Some((number, index))));
                    let here = chosen == Some(index);
                    html! {
                        <li key={index} class={classes!(format!("d{}", line.depth.min(3)), here.then_some("is-current"))}>
                            if line.depth == 0 {
                                <svg class="Twist is-open" viewBox="0 0 10 10" aria-hidden="true"><path d="M3 1l4 4-4 4z" /></svg>
                            }
                            <button type="button" aria-pressed={here.to_string()} title={line.name.to_string()} onclick={choose}>{ line.text.to_string() }</button>
                        </li>
                    }
                }) }
            </ul>
        </div>
        <div class="Packets-bytes" tabindex="0" role="region" aria-label={format!("{} {}", w::PACKET_BYTES.get(lang), detail.number)}>
            { for detail.bytes.chunks(16).enumerate().map(|(row, bytes)| hex_row(row, bytes, linked, detail, field)) }
        </div>
    </> }
}

/// Sixteen bytes as `od` and Wireshark write them; a click finds the field.
fn hex_row(
    row: usize,
    bytes: &[u8],
    (first, count): (usize, usize),
    detail: &PacketDetail,
    field: &UseStateHandle<Option<(u32, usize)>>,
) -> Html {
    let linked = |column: usize| (first..first + count).contains(&(row * 16 + column)).then_some("is-linked");
    let find = |column: usize| {
        let at = row * 16 + column;
        let covers = |line: &FieldLine| {
            let (first, count) = touched(line);
            (first..first + count).contains(&at)
        };
        let deepest = detail
            .fields
            .iter()
            .enumerate()
            .filter(|(_, line)| covers(line))
            .min_by_key(|(_, line)| line.bits);
        let index = deepest.map_or(0, |(index, _)| index);
        let (field, number) = (field.clone(), detail.number);
        Callback::from(move |_: MouseEvent| field.set(Some((number, index))))
    };
    html! {
        <div class="Hex" key={row}>
            <span class="Hex-o">{ format!("{:04x}", row * 16) }</span>
            <span class="Hex-h">{ for bytes.iter().enumerate().map(|(column, byte)| html! { <>
                if column == 8 { <b></b> }
                <i class={classes!(linked(column))} onclick={find(column)}>{ format!("{byte:02x}") }</i>
            </> }) }</span>
            <span class="Hex-a">{ for bytes.iter().enumerate().map(|(column, byte)| {
                let letter = if byte.is_ascii_graphic() { char::from(*byte) } else { '·' };
                html! { <i class={classes!(linked(column))}>{ letter }</i> }
            }) }</span>
        </div>
    }
}
