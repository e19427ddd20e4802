//! The design's moments as view values: what the session would hand over. Numbers are those of the recordings 01-hello.base
//! and 02-flood-blocking.b4096; the textbook's follow from its rules.

mod flood;
mod hello;

pub use flood::{flood_linux, flood_textbook, run_flood};
use hello::{HELLO_CLIENT, HELLO_SERVER};
pub use hello::{hello_buffers, hello_everything, packets, run_hello, start, world_back};

use netlab_lab::view::*;
use std::rc::Rc;

const MS: u64 = 1_000_000;
/// The first frame leaves the client this long after the run began.
const ORIGIN: u64 = 5 * MS;

pub fn at(microseconds: u64) -> u64 {
    ORIGIN + microseconds * 1_000
}

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

fn flight(kind: FrameKind, way: Way, from: u64, until: u64, length: u32, record: u64) -> Flight {
    Flight { kind, way, from: at(from), until: Some(at(until)), lost_at: None, length, record }
}
