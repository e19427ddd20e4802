//! One computer: three grounds stacked, and the two columns of the U that belong to it.

use super::Pen;
use super::bytes::{buffer, byte, way_class};
use super::layout::Layout;
use super::motion::Arrival;
use crate::view::program::asleep;
use crate::view::svg::{Anchor, float, n, path, rect, text};
use netlab_lab::view::{
    BufferForm, BufferView, GateState, GateView, HostView, ProcessState, ProgramView, RingView, SocketView,
    Way,
};
use netlab_text::ui::{self, labels as w};
use yew::prelude::*;

/// Which of the two computers, and where it stands.
pub(super) struct Spot<'a> {
    /// Its snapshot.
    pub host: &'a HostView,
    /// The program that runs on it.
    pub program: Option<&'a ProgramView>,
    /// Whether it is the client: it stands on the left and sends the request.
    pub client: bool,
}

impl Spot<'_> {
    fn left(&self, pen: &Pen) -> f64 {
        if self.client { 0.0 } else { pen.layout.server }
    }

    const fn sends(&self) -> Way {
        if self.client { Way::Request } else { Way::Reply }
    }

    const fn receives(&self) -> Way {
        if self.client { Way::Reply } else { Way::Request }
    }

    /// The socket whose buffers are drawn.
    fn socket(&self) -> Option<&SocketView> {
        self.host.shown.and_then(|index| self.host.sockets.get(index))
    }

    fn listener(&self) -> Option<&SocketView> {
        self.host.sockets.iter().find(|socket| socket.listens.is_some())
    }
}

/// The forms of a computer's buffers, for the layout.
pub(super) fn forms(host: &HostView) -> Vec<BufferForm> {
    host.shown
        .and_then(|index| host.sockets.get(index))
        .map(|socket| vec![socket.send.form, socket.receive.form])
        .unwrap_or_default()
}

/// The three grounds; drawn before the tracks.
pub(super) fn grounds(spot: &Spot, pen: &Pen) -> Html {
    let (l, x) = (pen.layout, spot.left(pen));
    html! {
        <g class={classes!("Grounds", (!spot.host.up).then_some("is-off"))}>
            { rect("Ground-user", x, l.user, l.computer, l.border - l.user, 0.0) }
            { rect("Ground-border", x, l.border, l.computer, l.kernel - l.border, 0.0) }
            { rect("Ground-kernel", x, l.kernel, l.computer, l.kernel_end - l.kernel, 0.0) }
            { rect("Ground-hardware", x, l.kernel_end, l.computer, l.hardware_end - l.kernel_end, 0.0) }
        </g>
    }
}

/// Everything that stands on the grounds; drawn after the tracks.
pub(super) fn stations(spot: &Spot, pen: &Pen) -> Html {
    let (l, x, host) = (pen.layout, spot.left(pen), spot.host);
    let name = ui::host(&host.name, pen.lang);
    let side = if spot.client { "client" } else { "server" };
    let ghost = |way: Way| BufferView {
        form: BufferForm::Large,
        way,
        exists: false,
        payload: 0,
        charged: 0,
        limit: 0,
        full: false,
        window: None,
        first: None,
        parts: Vec::new(),
        bytes: Vec::new(),
    };
    let socket = spot.socket().filter(|socket| socket.listens.is_none());
    let (send, receive) = socket.map_or_else(
        || (ghost(spot.sends()), ghost(spot.receives())),
        |socket| (socket.send.clone(), socket.receive.clone()),
    );
    html! {
        <g class={format!("Host Host-{side}")} role="group" aria-label={name.clone()}>
            { text(x, 16.0, "host", &name, Anchor::Start) }
            { text(x + l.computer, 16.0, "addr", &host.address, Anchor::End) }
            { process(spot, pen) }
            { memory(spot, pen) }
            { socket_line(spot, pen) }
            if l.all { { queue(spot, pen) } }
            { nic(spot, pen, l.tanks) }
            { buffer(&send, x + l.columns[0], true, usize::from(!spot.client), pen) }
            { buffer(&receive, x + l.columns[1], false, usize::from(!spot.client), pen) }
            { gate(x + l.columns[0], &host.send_gate, true, spot.sends(), pen) }
            { gate(x + l.columns[1], &host.receive_gate, false, spot.receives(), pen) }
        </g>
    }
}

/// File, running statement and state of the process.
fn process(spot: &Spot, pen: &Pen) -> Html {
    let (l, x) = (pen.layout, spot.left(pen));
    let Some(program) = spot.program else { return Html::default() };
    let blocked = asleep(&program.state);
    let count = if program.call_count > 1 {
        format!(" · {}", ui::nth_call(program.call_count, pen.lang))
    } else {
        String::new()
    };
    let statement = program
        .line
        .and_then(|line| program.lines.get(usize::try_from(line).ok()?.checked_sub(1)?))
        .map(|line| line.text.trim().to_owned())
        .unwrap_or_default();
    let state = if l.phone {
        ui::process_state_short(&program.state, pen.lang)
    } else {
        ui::process_state(&program.state, pen.lang)
    };
    html! {
        <g class="Process">
            { text(x + 10.0, l.user + 19.0, "station", &format!("{}{count}", program.file), Anchor::Start) }
            if !l.phone { { text(x + l.computer - 10.0, l.user + 19.0, "ground user-ink", w::USER_SPACE.get(pen.lang), Anchor::End) } }
            { text(x + 10.0, l.user + 38.0, "code", &shortened(&statement, if l.phone { 21 } else { 33 }), Anchor::Start) }
            <circle class={classes!("Process-dot", blocked.then_some("is-blocked"), idle(&program.state).then_some("is-idle"))} cx={n(x + 14.0)} cy={n(l.user + 50.5)} r="3.5" />
            { text(x + 23.0, l.user + 54.5, classes!("state", blocked.then_some("is-blocked")), &state, Anchor::Start) }
        </g>
    }
}

/// Whether the process does not exist: not yet, or no more.
const fn idle(state: &ProcessState) -> bool {
    match state {
        ProcessState::NotStarted | ProcessState::Exited(_) | ProcessState::Killed(_) => true,
        ProcessState::Running
        | ProcessState::InCall { .. }
        | ProcessState::Asleep { .. }
        | ProcessState::Returned { .. }
        | ProcessState::Stopped => false,
    }
}

/// At most so many letters: a comment goes first, then what an assignment stores to, then the end.
fn shortened(statement: &str, most: usize) -> String {
    let code = statement.split("  #").next().unwrap_or(statement).trim_end();
    if code.chars().count() <= most {
        return code.to_owned();
    }
    let call = code.split_once(" = ").map_or(code, |(_, call)| call);
    if call.chars().count() <= most {
        return call.to_owned();
    }
    if let Some((name, _)) = call.split_once('(')
        && name.chars().count() + 3 <= most
    {
        return format!("{name}(…)");
    }
    let mut short: String = call.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// The program's own payload object on this step's journey.
fn memory(spot: &Spot, pen: &Pen) -> Html {
    let (l, x, host) = (pen.layout, spot.left(pen), spot.host);
    let Some(first) = host.memory.first() else {
        if host.memory_length == 0 {
            return Html::default();
        }
        let note = if host.memory_waits { w::NOT_TAKEN } else { w::BYTES_OBJECT };
        let way = way_class(spot.sends());
        let words = format!("{} B", ui::number(host.memory_length));
        let width = 14.0 + 7.2 * float(words.chars().count());
        return html! {
            <g class={format!("UserMemory {way}")}>
                { rect(classes!("Mem-box", host.memory_waits.then_some("is-held")), x + 10.0, l.border - 25.0, width, 18.0, 2.0) }
                { text(x + 10.0 + width / 2.0, l.border - 12.0, "num", &words, Anchor::Middle) }
                { text(x + width + 16.0, l.border - 12.0, "note", note.get(pen.lang), Anchor::Start) }
            </g>
        };
    };
    let size = if l.phone { 14.0 } else { 16.0 };
    let width = float(host.memory.len()) * size;
    // What is to be sent stands over the send column, what was received over the receive column.
    let sends = first.name.way == spot.sends();
    let column = x + if sends { l.columns[0] } else { l.columns[1] };
    let left = (column - width / 2.0).clamp(x + 6.0, (x + l.computer - width - 6.0).max(x + 6.0));
    let note = if host.memory_waits {
        w::NOT_TAKEN
    } else if l.phone {
        w::BYTES_OBJECT_SHORT
    } else {
        w::BYTES_OBJECT
    };
    let state = if host.memory_waits || !sends { "is-held" } else { "is-copy" };
    let (note_x, anchor) =
        if sends { (left + width + 6.0, Anchor::Start) } else { (left - 6.0, Anchor::End) };
    html! {
        <g class="UserMemory">
            <g>{ for host.memory.iter().enumerate().map(|(index, shown)| {
                let drawing = byte(left + float(index) * size + 0.5, l.border - 24.0, size, shown, Some(state), pen.act);
                pen.moves.byte(usize::from(!spot.client), Arrival::Program, shown.name, drawing)
            }) }</g>
            { text(note_x, l.border - 12.0, "note", note.get(pen.lang), anchor) }
        </g>
    }
}

/// Descriptor and state of the conversation's socket; before it the listening one. Words stand between the two tracks or
/// outside them, never on one.
fn socket_line(spot: &Spot, pen: &Pen) -> Html {
    let (l, x) = (pen.layout, spot.left(pen));
    let conversation = spot.socket().filter(|socket| socket.listens.is_none());
    let listener = spot.listener();
    let fd = |fd: Option<i32>| fd.map(|fd| format!("fd {fd}")).unwrap_or_default();
    let (between, right) = match (conversation, listener) {
        (Some(socket), _) if l.phone => (socket.state.to_string(), fd(socket.fd)),
        (Some(socket), Some(listener)) if !socket.send.exists && socket.fd.is_none() => {
            (ui::listens(listener.fd, listener.listens.unwrap_or(0), pen.lang), socket.state.to_string())
        }
        (Some(socket), _) => match socket.fd {
            Some(number) => (format!("fd {number} · {}", socket.state), String::new()),
            None => (socket.state.to_string(), String::new()),
        },
        (None, Some(listener)) if l.phone => {
            (format!("LISTEN :{}", listener.listens.unwrap_or(0)), fd(listener.fd))
        }
        (None, Some(listener)) => {
            (ui::listens(listener.fd, listener.listens.unwrap_or(0), pen.lang), String::new())
        }
        (None, None) => return Html::default(),
    };
    let middle = x + f64::midpoint(l.columns[0], l.columns[1]);
    let margin = if l.phone { 5.0 } else { 8.0 };
    html! { <>
        { text(middle, l.kernel + 14.0, "ground kernel-ink", &between, Anchor::Middle) }
        { text(x + l.computer - margin, l.kernel + 14.0, "ground kernel-ink", &right, Anchor::End) }
    </> }
}

/// Middles of the two boxes under the buffers. Tanks stand at the left of their columns; the boxes keep apart.
fn slots(x: f64, l: &Layout) -> [f64; 2] {
    if l.tanks {
        let inset = l.buffer_width / 2.0 + if l.phone { 4.0 } else { 10.0 };
        [x + inset, x + l.computer - inset]
    } else {
        l.columns.map(|column| x + column)
    }
}

/// The queueing discipline before the NIC, and what stands opposite it.
fn queue(spot: &Spot, pen: &Pen) -> Html {
    let (l, x) = (pen.layout, spot.left(pen));
    let ([send, receive], half) = (slots(x, l), l.buffer_width / 2.0);
    let y = l.kernel_end - 30.0;
    html! {
        <g class="Qdisc">
            { rect(classes!("Slot", (spot.host.queue > 0).then_some("is-used")), send - half, y, l.buffer_width, 20.0, 2.0) }
            { text(send, y + 14.0, "note", &format!("{} {}", w::QUEUE.get(pen.lang), spot.host.queue), Anchor::Middle) }
            { rect("Slot", receive - half, y, l.buffer_width, 20.0, 2.0) }
            { text(receive, y + 14.0, "note", "IPv4 · TCP", Anchor::Middle) }
        </g>
    }
}

/// The network card: name, and at most detail its rings.
fn nic(spot: &Spot, pen: &Pen, tank: bool) -> Html {
    let (l, x, host) = (pen.layout, spot.left(pen), spot.host);
    let name = format!("{} {}", w::NIC.get(pen.lang), host.interface);
    let name = if host.up { name } else { format!("{name} · {}", w::UNPLUGGED.get(pen.lang)) };
    let right = x + l.computer - 10.0;
    let y = l.kernel_end + if l.all { 17.0 } else { 25.0 };
    let label = if l.phone {
        let y = l.hardware_end - if l.all { 6.0 } else { 9.0 };
        if spot.client {
            text(x + l.computer - 8.0, y, "station", &name, Anchor::End)
        } else {
            text(x + 8.0, y, "station", &name, Anchor::Start)
        }
    } else if tank && !l.all {
        text(right, y, "station", &name, Anchor::End)
    } else {
        html! { <>{ text(x + 10.0, y, "station", &name, Anchor::Start) }{ text(right, y, "ground hardware-ink", w::HARDWARE.get(pen.lang), Anchor::End) }</> }
    };
    let ([send, receive], half) = (slots(x, l), l.buffer_width / 2.0);
    let ring_y = l.kernel_end + if l.phone { 34.0 } else { 42.0 };
    html! {
        <g class="Nic">
            { label }
            if l.all {
                { ring(send - half + if l.phone { 4.0 } else { 8.0 }, ring_y, "tx", host.transmit_ring, l.phone) }
                { ring(receive - half + if l.phone { 4.0 } else { 8.0 }, ring_y, "rx", host.receive_ring, l.phone) }
            }
        </g>
    }
}

/// A descriptor ring: the last eight slots it used, the one used next marked.
fn ring(x: f64, y: f64, name: &str, ring: RingView, phone: bool) -> Html {
    let (step, width) = if phone { (8.6, 7.0) } else { (12.5, 10.5) };
    let next = u8::try_from(ring.passed % 8).unwrap_or(0);
    let occupied = u8::try_from(ring.occupied.min(8)).unwrap_or(8);
    let waits = |index: u8| (next + 8 - 1 - index) % 8 < occupied;
    let words = if ring.occupied > 0 {
        format!("{name} {} · {}", ui::number(ring.passed), ring.occupied)
    } else {
        format!("{name} {}", ui::number(ring.passed))
    };
    html! {
        <g class="Ring" role="img" aria-label={format!("{name}: {} / {}, {}", ring.occupied, ring.slots, ring.passed)}>
            { text(x, y - 5.0, "note", &words, Anchor::Start) }
            { for (0..8_u8).map(|index| {
                let used = u64::from(index) < ring.passed;
                let class = classes!("Ring-slot", (used && !waits(index)).then_some("is-done"), (used && waits(index)).then_some("is-occupied"));
                rect(class, x + f64::from(index) * step, y, width, 10.0, 1.0)
            }) }
            { path("Ring-head", format!("M{} {}l3 -5l3 5z", n(x + f64::from(next) * step + 2.0), n(y + 18.0))) }
        </g>
    }
}

/// The place where a track crosses the system call border.
fn gate(x: f64, gate: &GateView, down: bool, way: Way, pen: &Pen) -> Html {
    let l = pen.layout;
    let mid = l.border + 11.0;
    let closed = gate.state == GateState::Closed;
    let state = match gate.state {
        GateState::Idle => "is-idle",
        GateState::Open => "is-open",
        GateState::Done => "is-done",
        GateState::Closed => "is-closed",
        GateState::Unused => "is-unused",
    };
    let mark = if closed {
        rect("Gate-bar", x - 9.0, mid - 3.0, 18.0, 6.0, 0.0)
    } else if down {
        path("Gate-arrow", format!("M{} {}l5 6l5 -6", n(x - 5.0), n(mid - 3.0)))
    } else {
        path("Gate-arrow", format!("M{} {}l5 -6l5 6", n(x - 5.0), n(mid + 3.0)))
    };
    let words = gate_words(gate, pen);
    html! {
        <g class={classes!("Gate", state, way_class(way))}>
            { mark }
            { text(x + if l.phone { 11.0 } else { 14.0 }, mid + 4.0, "call", &words, Anchor::Start) }
        </g>
    }
}

fn gate_words(gate: &GateView, pen: &Pen) -> String {
    let phone = pen.layout.phone;
    let waits = gate.result.is_empty();
    match gate.state {
        GateState::Idle => String::new(),
        GateState::Open if phone && gate.call.len() > 4 => String::new(),
        GateState::Open => gate.call.to_string(),
        GateState::Done if phone => format!("= {}", gate.result),
        GateState::Done => format!("{} = {}", gate.call, gate.result),
        GateState::Closed if waits && phone && gate.call.len() > 4 => w::WAITS.get(pen.lang).to_owned(),
        GateState::Closed if waits && phone => format!("{}…", gate.call),
        GateState::Closed if waits => format!("{} …", gate.call),
        GateState::Closed if phone => gate.result.replace(" of ", "/"),
        GateState::Closed => gate.result.to_string(),
        GateState::Unused if phone => w::UNUSED_SHORT.get(pen.lang).to_owned(),
        GateState::Unused => w::UNUSED.get(pen.lang).to_owned(),
    }
}
