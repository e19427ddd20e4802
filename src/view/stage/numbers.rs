//! An open station in numbers: what stands there now, as names and values.

use super::bytes::part_word;
use super::frame::letter_word;
use super::station::Station;
use crate::ui::Ui;
use crate::view::svg::clock;
use netlab_lab::view::{BufferView, FrameView, GateState, GateView, HostView, SocketView, Target, View, Way};
use netlab_text::ui::{self, acts, labels as w};
use netlab_text::{Lang, Word};
use yew::prelude::*;

/// Names and values, in reading order.
struct Numbers {
    lang: Lang,
    title: String,
    rows: Vec<(String, String)>,
}

impl Numbers {
    fn add(&mut self, name: Word, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.rows.push((name.get(self.lang).to_owned(), value));
        }
    }
}

/// The panel of an open station.
pub(super) fn panel(
    station: Station,
    view: &View,
    lang: Lang,
    close: Callback<MouseEvent>,
    open: &Callback<Option<Station>>,
    act: &Callback<Ui>,
) -> Html {
    let numbers = numbers(station, view, lang);
    let change = station.target(view).map(|target| act.reform(move |_: MouseEvent| Ui::Change(Some(target))));
    let frames = view.frames.iter().filter(|frame| station == Station::Cable(frame.cable));
    html! {
        <aside class="Station" id="station" aria-live="polite" aria-label={numbers.title.clone()}>
            <h3>{ &numbers.title }</h3>
            <button type="button" class="Button is-icon" aria-label={w::CLOSE.get(lang)} onclick={close}>{ "×" }</button>
            <dl>{ for numbers.rows.iter().map(|(name, value)| html! { <div><dt>{ name }</dt><dd>{ value }</dd></div> }) }</dl>
            <p class="Station-acts">
                { for frames.map(|frame| {
                    let station = Station::Frame(frame.id);
                    let go = open.reform(move |_: MouseEvent| Some(station));
                    html! { <button type="button" class="Button" key={frame.id.to_string()} onclick={go}>{ on_it(frame) }</button> }
                }) }
                if let Some(change) = change {
                    <button type="button" class="Button is-primary" id="station-change" aria-haspopup="dialog" onclick={change}>{ w::CHANGE_THIS.get(lang) }</button>
                }
            </p>
        </aside>
    }
}

/// A frame on a cable, with its way.
fn on_it(frame: &FrameView) -> String {
    let arrow = match frame.way {
        Way::Request => "→",
        Way::Reply => "←",
    };
    format!("{arrow} {}", letter_word(frame.kind, frame.length))
}

fn numbers(station: Station, view: &View, lang: Lang) -> Numbers {
    let mut numbers = Numbers { lang, title: String::new(), rows: Vec::new() };
    match station {
        Station::Process(host) => process(&mut numbers, view, host),
        Station::SendGate(host) => gate(&mut numbers, view, host, |host| &host.send_gate),
        Station::ReceiveGate(host) => gate(&mut numbers, view, host, |host| &host.receive_gate),
        Station::SendBuffer(host) => buffer(&mut numbers, view, host, true),
        Station::ReceiveBuffer(host) => buffer(&mut numbers, view, host, false),
        Station::Nic(host) => nic(&mut numbers, view, host),
        Station::Cable(cable) => wire(&mut numbers, view, cable),
        Station::Router(router) => forwarder(&mut numbers, view, router),
        Station::Frame(frame) => flying(&mut numbers, view, frame),
    }
    numbers
}

fn host_name(view: &View, host: usize, lang: Lang) -> String {
    view.hosts.get(host).map(|host| ui::host(&host.name, lang)).unwrap_or_default()
}

/// A part of a computer: `client: send buffer`.
fn part_of(view: &View, host: usize, part: &str, lang: Lang) -> String {
    let name = host_name(view, host, lang);
    match lang {
        Lang::English => format!("{name}: {part}"),
        Lang::Chinese => format!("{name}：{part}"),
    }
}

fn process(numbers: &mut Numbers, view: &View, host: usize) {
    let lang = numbers.lang;
    numbers.title = host_name(view, host, lang);
    let Some(program) = view.programs.iter().find(|program| program.host == host) else { return };
    numbers.title = part_of(view, host, &program.file, lang);
    numbers.add(w::STATE, ui::process_state(&program.state, lang));
    numbers.add(w::PID, program.pid.map(|pid| pid.to_string()).unwrap_or_default());
    let line = program.line.and_then(|line| {
        let source = program.lines.get(usize::try_from(line).ok()?.checked_sub(1)?)?;
        Some(format!("{line}: {}", source.text.trim()))
    });
    numbers.add(w::LINE, line.unwrap_or_default());
    for descriptor in &program.descriptors {
        let ends = descriptor.peer.as_ref().map(|peer| format!(" → {peer}")).unwrap_or_default();
        let name = format!("fd {}", descriptor.fd);
        numbers.rows.push((name, format!("{} {}{ends}", descriptor.state, descriptor.local)));
    }
}

fn gate(numbers: &mut Numbers, view: &View, host: usize, which: fn(&HostView) -> &GateView) {
    let lang = numbers.lang;
    let Some(gate) = view.hosts.get(host).map(which) else { return };
    numbers.title = part_of(view, host, w::BORDER.get(lang), lang);
    numbers.add(w::CALL, gate.call.to_string());
    let state = match gate.state {
        GateState::Idle => w::GATE_IDLE,
        GateState::Open => w::GATE_OPEN,
        GateState::Done => w::GATE_DONE,
        GateState::Closed => w::GATE_CLOSED,
        GateState::Unused => w::GATE_UNUSED,
    };
    numbers.add(w::STATE, state.get(lang));
    numbers.add(w::RESULT, gate.result.to_string());
}

fn shown(host: &HostView) -> Option<&SocketView> {
    host.shown.and_then(|index| host.sockets.get(index))
}

fn buffer(numbers: &mut Numbers, view: &View, host: usize, sending: bool) {
    let lang = numbers.lang;
    let name = if sending { w::SEND_BUFFER } else { w::RECEIVE_BUFFER };
    numbers.title = part_of(view, host, name.get(lang), lang);
    let Some(socket) = view.hosts.get(host).and_then(shown).filter(|socket| socket.listens.is_none()) else {
        numbers.add(w::STATE, w::NOT_MADE.get(lang));
        return;
    };
    let buffer = if sending { &socket.send } else { &socket.receive };
    let fd = socket.fd.map(|fd| format!("fd {fd}, ")).unwrap_or_default();
    numbers.add(w::SOCKET, format!("{fd}{}", socket.state));
    let peer = socket.peer.as_ref().map(|peer| format!(" → {peer}")).unwrap_or_default();
    numbers.add(w::ENDS, format!("{}{peer}", socket.local));
    if buffer.exists {
        contents(numbers, buffer);
    } else {
        numbers.add(w::STATE, w::NOT_MADE.get(lang));
    }
    let window = buffer.window.map(|window| format!("{} B", ui::number(window)));
    numbers.add(w::WINDOW_TOLD, window.unwrap_or_default());
}

/// Payload, parts with their ranges, memory.
fn contents(numbers: &mut Numbers, buffer: &BufferView) {
    let lang = numbers.lang;
    numbers.add(w::PAYLOAD, format!("{} B", ui::number(buffer.payload)));
    for part in &buffer.parts {
        let range = part.from.map(|from| format!(", {}", ui::byte_range(from, part.length, lang)));
        let value = format!("{} B{}", ui::number(part.length), range.unwrap_or_default());
        numbers.rows.push((part_word(part, false, lang), value));
    }
    let full = if buffer.full { format!(", {}", w::FULL.get(lang)) } else { String::new() };
    numbers.add(w::CHARGED, format!("{}{full}", ui::of(buffer.charged, buffer.limit, lang)));
}

fn nic(numbers: &mut Numbers, view: &View, host: usize) {
    let lang = numbers.lang;
    let Some(host_view) = view.hosts.get(host) else { return };
    numbers.title = part_of(view, host, &format!("{} {}", w::NIC.get(lang), host_view.interface), lang);
    numbers.add(w::ADDRESS, host_view.address.to_string());
    if !host_view.up {
        numbers.add(w::STATE, w::UNPLUGGED.get(lang));
    }
    numbers.add(w::QUEUE, ui::of(host_view.queue.into(), host_view.queue_limit.into(), lang));
    for (name, ring) in
        [(w::TRANSMIT_RING, host_view.transmit_ring), (w::RECEIVE_RING, host_view.receive_ring)]
    {
        let now = ui::of(ring.occupied.into(), ring.slots.into(), lang);
        numbers.add(name, format!("{now}, {} {}", w::PASSED.get(lang), ui::number(ring.passed)));
    }
}

/// Two directions with their arrows.
fn both(request: u64, reply: u64) -> String {
    format!("→ {}   ← {}", ui::number(request), ui::number(reply))
}

fn wire(numbers: &mut Numbers, view: &View, index: usize) {
    let lang = numbers.lang;
    numbers.title = ui::cable(index, lang);
    let Some(cable) = view.cables.get(index) else { return };
    if !cable.up {
        numbers.add(w::STATE, w::CUT.get(lang));
    }
    numbers.add(w::DELAY, ui::span(cable.delay));
    let rate = cable.rate.map(|bits| format!("{} bit/s", ui::number(bits)));
    numbers.add(w::RATE, rate.unwrap_or_else(|| w::NO_LIMIT.get(lang).to_owned()));
    numbers.add(w::WAITING, both(cable.waiting.0.into(), cable.waiting.1.into()));
    for frame in view.frames.iter().filter(|frame| frame.cable == index) {
        numbers.add(w::ON_IT, on_it(frame));
    }
}

fn flying(numbers: &mut Numbers, view: &View, id: u64) {
    let lang = numbers.lang;
    numbers.title = acts::target(Target::Frame(id), view, lang);
    let Some(frame) = view.frames.iter().find(|frame| frame.id == id) else { return };
    let state = match (frame.lost_at, frame.corrupt) {
        (Some(_), _) => w::WILL_BE_LOST,
        (None, true) => w::DAMAGED,
        (None, false) => w::FLYING,
    };
    numbers.add(w::STATE, state.get(lang));
    let when = |at: u64| format!("{} ms", clock(at, view.moment.origin));
    numbers.add(w::LEFT_AT, when(frame.departs));
    if frame.lost_at.is_none() {
        numbers.add(w::ARRIVES_AT, when(frame.arrives));
    }
    let range = frame.from.filter(|_| frame.length > 0);
    let range = range.map(|from| format!(", {}", ui::byte_range(from, u64::from(frame.length), lang)));
    numbers.add(w::PAYLOAD, format!("{} B{}", ui::number(frame.length.into()), range.unwrap_or_default()));
    numbers.add(
        w::WINDOW_TOLD,
        frame.window.map(|window| format!("{} B", ui::number(window))).unwrap_or_default(),
    );
}

fn forwarder(numbers: &mut Numbers, view: &View, index: usize) {
    numbers.title = ui::router(index, numbers.lang);
    let Some(router) = view.routers.get(index) else { return };
    numbers.add(w::ADDRESS, router.address.to_string());
    numbers.add(w::FORWARDED, both(router.forwarded_request, router.forwarded_reply));
    numbers.add(w::QUEUE, both(router.queue_request.into(), router.queue_reply.into()));
    numbers.add(w::DROPPED, ui::number(router.dropped));
}
