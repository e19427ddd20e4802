//! The first lab.

use super::*;

pub(super) const HELLO_CLIENT: &str = "import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect((\"server\", 8080))
sock.sendall(b\"hello\")
data = sock.recv(1024)
print(data)
sock.close()";
pub(super) const HELLO_SERVER: &str = "import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind((\"0.0.0.0\", 8080))
server.listen(1)
while True:
    sock, addr = server.accept()
    data = sock.recv(1024)
    print(data)
    sock.sendall(b\"world\")
    sock.close()";

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
