//! The design's moments as view values: what the session would hand over. Numbers are those of the recordings 01-hello.base
//! and 02-flood-blocking.b4096; the textbook's follow from its rules.

use netlab_lab::view::*;
use std::rc::Rc;

const MS: u64 = 1_000_000;
/// The first frame leaves the client this long after the run began.
const ORIGIN: u64 = 5 * MS;

pub fn at(microseconds: u64) -> u64 {
    ORIGIN + microseconds * 1_000
}

const HELLO_CLIENT: &str = "import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect((\"server\", 8080))
sock.sendall(b\"hello\")
data = sock.recv(1024)
print(data)
sock.close()";
const HELLO_SERVER: &str = "import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind((\"0.0.0.0\", 8080))
server.listen(1)
while True:
    sock, addr = server.accept()
    data = sock.recv(1024)
    print(data)
    sock.sendall(b\"world\")
    sock.close()";
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

fn lines(source: &str) -> Rc<[SourceLine]> {
    source.lines().map(|line| SourceLine { text: line.into() }).collect()
}

fn program(file: &str, source: &str, host: usize, line: u32, state: ProcessState) -> ProgramView {
    ProgramView {
        file: file.into(),
        host,
        pid: Some(100),
        lines: lines(source),
        line: Some(line),
        state,
        call: None,
        call_count: 1,
        variables: Vec::new(),
        descriptors: Vec::new(),
        output: "".into(),
        error: None,
    }
}

fn asleep(call: &str, wait: WaitView) -> ProcessState {
    ProcessState::Asleep { call: call.into(), wait }
}

fn word(letters: &str, way: Way, from: u64, state: ByteState) -> Vec<ShownByte> {
    letters
        .bytes()
        .zip(from..)
        .map(|(value, offset)| ShownByte {
            name: ByteName { flow: 0, way, offset },
            value,
            state,
            followed: way == Way::Request && offset == 0 && letters == "hello",
            linked: false,
        })
        .collect()
}

fn buffer(way: Way, limit: u64, window: Option<u64>) -> BufferView {
    BufferView {
        form: BufferForm::Large,
        way,
        exists: true,
        payload: 0,
        charged: 0,
        limit,
        full: false,
        window,
        first: None,
        parts: Vec::new(),
        bytes: Vec::new(),
    }
}

fn part(kind: PartKind, length: u64, from: Option<u64>, pieces: u32) -> Part {
    Part { kind, length, from, pieces }
}

fn gate(state: GateState, call: &str, result: &str) -> GateView {
    GateView { state, call: call.into(), result: result.into() }
}

fn socket(fd: Option<i32>, state: &str, send: BufferView, receive: BufferView) -> SocketView {
    SocketView {
        fd,
        state: state.into(),
        listens: None,
        accept_queue: 0,
        backlog: 0,
        local: "10.0.1.2:34666".into(),
        peer: Some("10.0.3.2:8080".into()),
        send,
        receive,
    }
}

fn host(name: &str, address: &str, interface: &str) -> HostView {
    HostView {
        name: name.into(),
        address: address.into(),
        interface: interface.into(),
        sockets: Vec::new(),
        shown: None,
        send_gate: gate(GateState::Idle, "", ""),
        receive_gate: gate(GateState::Idle, "", ""),
        memory: Vec::new(),
        memory_length: 0,
        memory_waits: false,
        queue: 0,
        queue_limit: 1000,
        transmit_ring: RingView { passed: 3, occupied: 0, slots: 256 },
        receive_ring: RingView { passed: 1, occupied: 0, slots: 256 },
        up: true,
    }
}

fn frame(id: u64, cable: usize, way: Way, kind: FrameKind, departs: u64, bytes: Vec<ShownByte>) -> FrameView {
    FrameView {
        id,
        cable,
        way,
        kind,
        length: u32::try_from(bytes.len()).unwrap(),
        from: bytes.first().map(|byte| byte.name.offset),
        bytes,
        window: Some(64512),
        departs,
        arrives: departs + 10 * MS,
        lost_at: None,
        corrupt: false,
        packet: Some(4),
        linked: false,
    }
}

fn plain(words: &str) -> Sentence {
    words
        .split('`')
        .enumerate()
        .map(
            |(index, words)| {
                if index % 2 == 1 { Span::Code(words.into()) } else { Span::Plain(words.into()) }
            },
        )
        .collect()
}

fn routers() -> Vec<RouterView> {
    let router = |name: &str, address: &str, forwarded| RouterView {
        name: name.into(),
        address: address.into(),
        forwarded_request: forwarded,
        forwarded_reply: 1,
        queue_request: 0,
        queue_reply: 0,
        dropped: 0,
    };
    vec![router("router1", "10.0.1.1", 3), router("router2", "10.0.2.2", 1)]
}

fn view(lab: &str, record: u64, records: u64, now: u64) -> View {
    View {
        lab: LabName {
            id: lab.into(),
            has_lesson: true,
            kernel: KernelChoice::Linux,
            parameters: Vec::new(),
            seed: 1,
        },
        moment: Moment {
            record,
            records,
            withheld: false,
            at: now,
            next_at: Some(now + 1000),
            origin: ORIGIN,
            can_run_on: false,
        },
        programs: vec![
            program("client.py", HELLO_CLIENT, 0, 1, ProcessState::NotStarted),
            program("server.py", HELLO_SERVER, 1, 1, ProcessState::NotStarted),
        ],
        hosts: vec![host("client", "10.0.1.2", "cli0"), host("server", "10.0.3.2", "srv0")],
        routers: routers(),
        cables: vec![CableView { delay: 10 * MS, rate: None, up: true, waiting: (0, 0) }; 3],
        frames: Vec::new(),
        trails: [Way::Request, Way::Reply].map(|way| Trail { way, station: 0, stations: 11 }).to_vec(),
        follow: None,
        lens: Lens::Empty,
        because: Vec::new(),
        sum: None,
        source: None,
        story: Story::default(),
        panel: PanelView::Plain,
        offers: Vec::new(),
        skipped: None,
    }
}

/// Before the first record.
pub fn start() -> View {
    let mut view = view("hello", 0, 96, 0);
    view.programs.iter_mut().for_each(|program| program.line = None);
    view
}

/// `send` has returned 5; the copy is on the first cable.
pub fn hello_buffers() -> View {
    let mut view = view("hello", 27, 96, at(61_709));
    view.programs[0].line = Some(5);
    view.programs[0].state = ProcessState::Returned { call: "send".into(), result: "5".into() };
    view.programs[0].descriptors = vec![DescriptorView {
        fd: 3,
        variable: Some("sock".into()),
        state: "ESTAB".into(),
        local: "10.0.1.2:34666".into(),
        peer: Some("10.0.3.2:8080".into()),
    }];
    let client = &mut view.hosts[0];
    let mut send = buffer(Way::Request, 46_080, None);
    send.bytes = word("hello", Way::Request, 0, ByteState::Sent);
    send.first = Some(send.bytes[0].name);
    send.payload = 5;
    send.charged = 837;
    send.parts = vec![part(PartKind::Sent, 5, Some(0), 1), part(PartKind::Overhead, 832, None, 1)];
    client.sockets = vec![socket(Some(3), "ESTABLISHED", send, buffer(Way::Reply, 131_072, Some(64_512)))];
    client.shown = Some(0);
    client.memory = word("hello", Way::Request, 0, ByteState::Copy);
    client.memory_length = 5;
    client.send_gate = gate(GateState::Done, "send", "5");
    asleep_server(&mut view);
    view.frames = vec![
        frame(1, 0, Way::Request, FrameKind::Ack, at(60_954), Vec::new()),
        frame(
            2,
            0,
            Way::Request,
            FrameKind::Data,
            at(61_709),
            word("hello", Way::Request, 0, ByteState::Copy),
        ),
    ];
    view.trails[0].station = 4;
    view.follow = Some(Follow {
        name: ByteName { flow: 0, way: Way::Request, offset: 0 },
        value: b'h',
        places: vec![
            BytePlace::SendBuffer("client".into()),
            BytePlace::Program("client".into()),
            BytePlace::Cable(0),
        ],
    });
    let layer = |name: &str, from: &str, to: &str, header| EnvelopeLayer {
        name: name.into(),
        from: from.into(),
        to: to.into(),
        header,
    };
    view.lens = Lens::Envelope {
        frame: 2,
        cable: 0,
        length: 71,
        layers: vec![
            layer("Ethernet", "02:00:00:00:01:0a", "02:00:00:00:01:01", 14),
            layer("IPv4", "10.0.1.2", "10.0.3.2", 20),
            layer("TCP", "34666", "8080", 32),
        ],
        payload: word("hello", Way::Request, 0, ByteState::Copy),
        payload_length: 5,
        from: Some(0),
    };
    view.story = Story {
        now: plain(
            "The system call `send` has returned 5, so `sendall` is done. The kernel keeps the 5 bytes in its send buffer; a copy is on the first cable.",
        ),
        why: plain("System call `sendto(3, \"hello\", 5)` copied them out of the program"),
        why_record: Some(25),
        next: plain("The client calls `recv` and falls asleep. In 10 ms the frame reaches router 1."),
    };
    let count = |place, count, copy, furthest| PlaceCount { place, way: Way::Request, count, copy, furthest };
    view.panel = PanelView::Bytes(vec![
        count(BytePlace::Program("client".into()), 5, true, 0),
        count(BytePlace::SendBuffer("client".into()), 5, false, 0),
        count(BytePlace::Cable(0), 5, true, 5),
        count(BytePlace::ReceiveBuffer("server".into()), 0, false, 0),
        count(BytePlace::Program("server".into()), 0, false, 0),
    ]);
    view
}

fn asleep_server(view: &mut View) {
    view.programs[1].line = Some(7);
    view.programs[1].state = asleep("accept", WaitView::Connection);
    let server = &mut view.hosts[1];
    let mut promised = buffer(Way::Request, 65_536, Some(65_160));
    promised.exists = false;
    let mut absent = buffer(Way::Reply, 16_384, None);
    absent.exists = false;
    let mut listener = socket(Some(3), "LISTEN", absent.clone(), absent.clone());
    listener.listens = Some(8080);
    server.sockets = vec![listener, socket(None, "SYN-RECV", absent, promised)];
    server.shown = Some(1);
    server.receive_gate = gate(GateState::Closed, "accept", "");
}

/// The frame between the routers, as a signal.
pub fn hello_everything() -> View {
    let mut view = hello_buffers();
    view.moment.at = at(76_801);
    view.moment.record = 32;
    view.programs[0].line = Some(6);
    view.programs[0].state = asleep("recv", WaitView::Data);
    view.hosts[0].receive_gate = gate(GateState::Closed, "recv", "");
    for (frame, departs) in view.frames.iter_mut().zip([at(71_120), at(71_801)]) {
        frame.cable = 1;
        frame.departs = departs;
        frame.arrives = departs + 10 * MS;
    }
    view.trails[0].station = 6;
    if let Some(follow) = &mut view.follow {
        follow.places[2] = BytePlace::Cable(1);
    }
    let bits: Vec<bool> = "0001011010100110".chars().map(|bit| bit == '1').collect();
    view.lens = Lens::Signal(Rc::new(SignalView {
        frame: 2,
        cable: 1,
        length: 71,
        layers: vec![("Eth".into(), 14), ("IPv4".into(), 20), ("TCP".into(), 32)],
        first: 66,
        bytes: b"he".to_vec(),
        levels: bits.iter().flat_map(|&bit| [!bit, bit]).collect(),
        bits,
        frame_check: 0xb1a6_cde8,
        check_holds: true,
    }));
    view.panel = PanelView::Plain;
    view
}

/// `world` comes back, past router 1, while the last ACK of the request is ahead of it.
pub fn world_back() -> View {
    let mut view = hello_buffers();
    view.moment.at = at(118_000);
    view.moment.record = 60;
    view.programs[0].line = Some(6);
    view.programs[0].state = asleep("recv", WaitView::Data);
    view.programs[1].line = Some(7);
    view.programs[1].output = "b'hello'\n".into();
    view.hosts[0].receive_gate = gate(GateState::Closed, "recv", "");
    let server = &mut view.hosts[1];
    let mut send = buffer(Way::Reply, 87_040, None);
    send.bytes = word("world", Way::Reply, 0, ByteState::Sent);
    send.payload = 5;
    send.charged = 837;
    send.parts = vec![part(PartKind::Sent, 5, Some(0), 1)];
    server.sockets[1] = socket(None, "FIN-WAIT-1", send, buffer(Way::Request, 65_536, Some(65_160)));
    view.frames = vec![
        frame(7, 0, Way::Reply, FrameKind::Ack, at(112_100), Vec::new()),
        frame(8, 0, Way::Reply, FrameKind::Data, at(113_690), word("world", Way::Reply, 0, ByteState::Copy)),
        frame(9, 0, Way::Reply, FrameKind::Fin, at(113_900), Vec::new()),
    ];
    view.trails[0].station = 11;
    view.trails[1].station = 8;
    view.lens = Lens::Empty;
    view.follow = None;
    view.panel = PanelView::Plain;
    view
}

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

fn flight(kind: FrameKind, way: Way, from: u64, until: u64, length: u32, record: u64) -> Flight {
    Flight { kind, way, from: at(from), until: Some(at(until)), lost_at: None, length, record }
}

/// The run of hello, world.
pub fn run_hello() -> RunView {
    use FrameKind::{Ack, Data, Fin, Syn, SynAck};
    use Way::{Reply, Request};
    let call = |side, call: &str, from, until: Option<u64>| CallBar {
        side,
        call: call.into(),
        from,
        until,
        record: 1,
    };
    let span = |place, way, copy, from, until: Option<u64>| PlaceSpan { place, way, copy, from, until };
    let packets = [
        (0, Request, Syn, 74, "34666 → 8080 [SYN] Seq=0 Win=64240 Len=0 MSS=1460 SACK_PERM WS=1024"),
        (
            60_900,
            Reply,
            SynAck,
            74,
            "8080 → 34666 [SYN, ACK] Seq=0 Ack=1 Win=65160 Len=0 MSS=1460 SACK_PERM WS=1024",
        ),
        (60_954, Request, Ack, 66, "34666 → 8080 [ACK] Seq=1 Ack=1 Win=64512 Len=0"),
        (61_709, Request, Data, 71, "34666 → 8080 [PSH, ACK] Seq=1 Ack=1 Win=64512 Len=5"),
        (122_202, Reply, Ack, 66, "8080 → 34666 [ACK] Seq=1 Ack=6 Win=65536 Len=0"),
        (123_790, Reply, Data, 71, "8080 → 34666 [PSH, ACK] Seq=1 Ack=6 Win=65536 Len=5"),
    ];
    let strace = [
        (0, 0, "socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 3 <0.000027>", 2),
        (
            0,
            at(0),
            "connect(3, {sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr(\"10.0.3.2\")}, 16) = 0 <0.061068>",
            10,
        ),
        (0, at(61_124), "sendto(3, \"hello\", 5, 0, NULL, 0) = 5 <0.000098>", 25),
        (0, at(61_826), "recvfrom(3,  <unfinished ...>", 28),
        (1, 0, "socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 3 <0.000030>", 1),
        (
            1,
            at(91_926),
            "<... accept4 resumed>{sa_family=AF_INET, sin_port=htons(34666), sin_addr=inet_addr(\"10.0.1.2\")}, [16], SOCK_CLOEXEC) = 4 <0.617516>",
            40,
        ),
    ];
    RunView {
        version: 1,
        end: at(184_750),
        records: 96,
        logarithmic: false,
        calls: vec![
            call(Side::Client, "connect", at(0), Some(at(60_521))),
            call(Side::Client, "recv", at(61_826), Some(at(123_856))),
            call(Side::Server, "accept", at(0), Some(at(91_926))),
            call(Side::Server, "accept", at(95_074), None),
        ],
        flights: vec![
            flight(Syn, Request, 0, 30_369, 0, 3),
            flight(SynAck, Reply, 30_424, 60_900, 0, 10),
            flight(Ack, Request, 60_954, 91_773, 0, 22),
            flight(Data, Request, 61_709, 91_882, 5, 27),
            flight(Ack, Reply, 91_901, 122_202, 0, 41),
            flight(Data, Reply, 93_476, 123_790, 5, 47),
            flight(Fin, Reply, 93_812, 123_941, 0, 50),
            flight(Ack, Request, 123_816, 154_175, 0, 71),
            flight(Fin, Request, 124_235, 154_386, 0, 75),
            flight(Ack, Reply, 154_408, 184_750, 0, 88),
        ],
        marks: vec![Mark { kind: MarkKind::Connected, side: Some(Side::Client), record: 20, at: at(60_954) }],
        packets: packets
            .into_iter()
            .zip(1..)
            .map(|((time, way, kind, length, info), number)| PacketLine {
                number,
                at: at(time),
                way,
                kind,
                source: "10.0.1.2".into(),
                destination: "10.0.3.2".into(),
                protocol: "TCP".into(),
                length,
                info: info.into(),
                record: u64::from(number) * 7,
            })
            .collect(),
        strace: strace
            .into_iter()
            .map(|(program, at, text, record)| StraceLine { program, at, text: text.into(), record })
            .collect(),
        places: vec![
            span(BytePlace::Program("client".into()), Way::Request, false, 0, Some(at(61_200))),
            span(BytePlace::Program("client".into()), Way::Request, true, at(61_200), Some(at(128_206))),
            span(BytePlace::SendBuffer("client".into()), Way::Request, false, at(61_200), Some(at(122_202))),
            span(BytePlace::Network, Way::Request, true, at(61_731), Some(at(91_853))),
            span(BytePlace::Network, Way::Reply, true, at(93_476), Some(at(123_790))),
            span(
                BytePlace::ReceiveBuffer("server".into()),
                Way::Request,
                false,
                at(91_882),
                Some(at(92_764)),
            ),
            span(BytePlace::Program("server".into()), Way::Request, false, at(92_764), None),
            span(BytePlace::SendBuffer("server".into()), Way::Reply, false, at(93_450), Some(at(154_175))),
            span(BytePlace::Program("client".into()), Way::Reply, false, at(123_856), None),
        ],
        ..RunView::default()
    }
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

/// A packet opened.
pub fn packets() -> View {
    let mut view = hello_buffers();
    let bytes = "02000000010102000000010a08004500003963 8e40004006bf2d0a0001020a000302876a13 88262eb666ffcc771180180 03f8f4200000101080ae6fdc21ca36350756 8656c6c6f";
    let hex: String = bytes.chars().filter(|letter| !letter.is_whitespace()).collect();
    let bytes: Vec<u8> = hex
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect();
    let field = |depth, name: &str, text: &str, first: u32, count: u32| FieldLine {
        depth,
        name: name.into(),
        text: text.into(),
        bit: first * 8,
        bits: count * 8,
    };
    view.panel = PanelView::Packet(Box::new(PacketDetail {
        number: 4,
        bytes: bytes.into(),
        fields: vec![
            field(0, "eth", "Ethernet II, Src: 02:00:00:00:01:0a, Dst: 02:00:00:00:01:01", 0, 14),
            field(0, "ip", "Internet Protocol Version 4, Src: 10.0.1.2, Dst: 10.0.3.2", 14, 20),
            field(1, "ip.len", "Total Length: 57", 16, 2),
            field(1, "ip.ttl", "Time to Live: 64", 22, 1),
            field(0, "tcp", "Transmission Control Protocol, Seq: 1, Ack: 1, Len: 5", 34, 32),
            field(1, "tcp.seq", "Sequence Number: 1", 38, 4),
            field(0, "data", "Data (5 bytes): 68656c6c6f", 66, 5),
        ],
    }));
    view
}
