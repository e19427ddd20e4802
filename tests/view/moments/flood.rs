//! The second lab.

use super::*;

const FLOOD_CLIENT: &str = "import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
sock.connect((\"server\", 8080))
msg = b\"x\" * 1024
while True:
    sock.sendall(msg)";
const FLOOD_SERVER: &str = "import socket, time

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
server.bind((\"0.0.0.0\", 8080))
server.listen(1)
sock, addr = server.accept()
while True:
    time.sleep(1000)      # never reads";

fn flood(view: &mut View, client: &str, server: &str) {
    view.lab.id = "flood".into();
    view.programs[0] =
        program("client.py", client, 0, 8, asleep("send", WaitView::Room { taken: 920, wanted: 1024 }));
    view.programs[0].call_count = 11;
    view.programs[1] =
        program("server.py", server, 1, 9, asleep("sleep(1000)", WaitView::Until(at(1_000_000_000))));
    view.hosts[1].receive_gate = gate(GateState::Unused, "recv", "");
    view.hosts[0].send_gate = gate(GateState::Closed, "send", "920 of 1024");
    view.because = vec![
        Because::NobodyReads("server".into()),
        Because::ReceiveBufferFull(7552, 8192),
        Because::WindowClosed("client".into()),
        Because::SendBufferFull(8288, 8192),
        Because::Asleep("client".into(), "send".into()),
    ];
    view.trails[0].station = 10;
    view.moment.can_run_on = true;
}

/// Linux: memory is charged.
pub fn flood_linux() -> View {
    let mut view = view("flood", 104, 104, at(614_721));
    flood(&mut view, FLOOD_CLIENT, FLOOD_SERVER);
    let mut send = buffer(Way::Request, 8192, None);
    send.form = BufferForm::Tank;
    (send.payload, send.charged, send.full) = (5792, 8288, true);
    send.parts = vec![part(PartKind::Unsent, 5792, Some(5368), 3), part(PartKind::Overhead, 2496, None, 3)];
    let mut receive = buffer(Way::Reply, 131_072, Some(64_512));
    receive.form = BufferForm::Tank;
    receive.parts = vec![part(PartKind::Window, 64_512, None, 0), part(PartKind::Free, 66_560, None, 0)];
    view.hosts[0].sockets = vec![socket(Some(3), "ESTABLISHED", send, receive)];
    view.hosts[0].shown = Some(0);
    view.hosts[0].memory_length = 104;
    view.hosts[0].memory_waits = true;
    let mut send = buffer(Way::Reply, 46_080, None);
    send.form = BufferForm::Tank;
    send.parts = vec![part(PartKind::Free, 46_080, None, 0)];
    let mut receive = buffer(Way::Request, 8192, Some(0));
    receive.form = BufferForm::Tank;
    (receive.payload, receive.charged) = (5368, 7552);
    receive.parts = vec![
        part(PartKind::InOrder, 5368, Some(0), 4),
        part(PartKind::Overhead, 2184, None, 0),
        part(PartKind::Free, 640, None, 0),
    ];
    view.hosts[1].sockets = vec![socket(Some(4), "ESTABLISHED", send, receive)];
    view.hosts[1].shown = Some(0);
    let mut zero = frame(90, 0, Way::Reply, FrameKind::ZeroWindow, at(604_821), Vec::new());
    zero.window = Some(0);
    view.frames = vec![zero];
    view.sum = Some(SumView {
        sending_kernel: 5792,
        on_the_way: 0,
        receiving_kernel: 5368,
        read: 0,
        discarded: 0,
        accepted: 11_160,
    });
    view.source = Some(Source::Linux(Some("02-flood-blocking.b4096".into())));
    view.story = Story {
        now: plain(
            "The server’s kernel answered the first probe: still window 0. The client sleeps in its 11th `send`, with 920 of 1024 bytes taken.",
        ),
        why: plain("A probe, 0 bytes at sequence number 5368, left at 553.789 ms"),
        why_record: Some(81),
        next: Vec::new(),
    };
    view
}

/// Textbook: buffers of 16 bytes, each drawn.
pub fn flood_textbook() -> View {
    let mut view = view("flood", 69, 69, at(1_185_000));
    flood(&mut view, FLOOD_CLIENT, FLOOD_SERVER);
    view.lab.kernel = KernelChoice::Textbook;
    let cells = |way, letters: &str, from, window| {
        let mut cells = buffer(way, 16, window);
        cells.form = BufferForm::Cells;
        cells.bytes = word(letters, way, from, ByteState::Held);
        cells.first = cells.bytes.first().map(|byte| byte.name);
        cells.payload = letters.len() as u64;
        cells.charged = cells.payload;
        cells.full = cells.payload >= 16;
        cells
    };
    let mut send = cells(Way::Request, "ellohellohellohe", 16, None);
    send.bytes[0].state = ByteState::Sent;
    view.hosts[0].sockets = vec![socket(Some(3), "ESTABLISHED", send, cells(Way::Reply, "", 0, Some(16)))];
    view.hosts[0].shown = Some(0);
    view.hosts[0].memory = word("llo", Way::Request, 32, ByteState::Held);
    view.hosts[0].memory_length = 3;
    view.hosts[0].memory_waits = true;
    view.hosts[0].send_gate = gate(GateState::Closed, "send", "2 of 5");
    view.hosts[1].sockets = vec![socket(
        Some(4),
        "ESTABLISHED",
        cells(Way::Reply, "", 0, None),
        cells(Way::Request, "hellohellohelloh", 0, Some(0)),
    )];
    view.hosts[1].shown = Some(0);
    view.frames = vec![frame(
        70,
        0,
        Way::Request,
        FrameKind::Probe,
        at(1_180_000),
        word("e", Way::Request, 16, ByteState::Copy),
    )];
    view.because[1] = Because::ReceiveBufferFull(16, 16);
    view.because[3] = Because::SendBufferFull(16, 16);
    view.sum = Some(SumView {
        sending_kernel: 16,
        on_the_way: 0,
        receiving_kernel: 16,
        read: 0,
        discarded: 0,
        accepted: 32,
    });
    view.source = Some(Source::Textbook);
    view.story.now = plain(
        "Both buffers are full and the client sleeps inside its 7th `sendall`. Its kernel asks with one byte: is there room now?",
    );
    view
}

/// The run of the flood: most of it is waiting.
pub fn run_flood() -> RunView {
    use FrameKind::{Ack, Data, Probe, SynAck, ZeroWindow};
    use Way::{Reply, Request};
    let mut flights = vec![
        flight(SynAck, Reply, 30_392, 60_701, 0, 5),
        flight(Data, Request, 61_942, 92_180, 1024, 20),
        flight(Data, Request, 62_099, 92_223, 1448, 21),
        flight(Ack, Reply, 92_206, 122_557, 0, 30),
        flight(Data, Request, 122_598, 152_987, 1448, 40),
        flight(ZeroWindow, Reply, 217_788, 248_068, 0, 60),
    ];
    for from in [553_789, 1_193_811, 2_377_776, 4_809_791, 9_417_795, 18_377_813] {
        flights.push(flight(Probe, Request, from, from + 30_300, 0, 70));
        flights.push(flight(ZeroWindow, Reply, from + 30_330, from + 60_600, 0, 72));
    }
    let call = |side, call: &str, from, until: Option<u64>| CallBar {
        side,
        call: call.into(),
        from,
        until,
        record: 1,
    };
    RunView {
        version: 2,
        end: at(18_438_539),
        records: 104,
        logarithmic: true,
        calls: vec![
            call(Side::Client, "connect", at(0), Some(at(60_525))),
            call(Side::Client, "send", at(62_270), Some(at(248_165))),
            call(Side::Client, "send", at(248_436), None),
            call(Side::Server, "sleep", at(92_422), None),
        ],
        flights,
        marks: vec![Mark {
            kind: MarkKind::ZeroWindow,
            side: Some(Side::Client),
            record: 60,
            at: at(248_068),
        }],
        ..RunView::default()
    }
}
