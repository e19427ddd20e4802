//! What must be true of every record and of every moment.

use super::case::{Case, Deed};
use super::program::pattern;
use super::run::{Summary, is_datagram};
use netlab_abi::{Direction, Errno, Flow, Pid, Syscall, SyscallResult, SyscallValue, ThreadNumber};
use netlab_kernel::event::{Event, ExitStatus, SegmentKind, SegmentView, SocketId, StreamRange, TcpState};
use netlab_wire::Seq;
use netlab_world::{HostId, What, World, WorldRecord};
use std::collections::{BTreeMap, BTreeSet};

/// Largest burst an skb of the send buffer holds, with what it costs (`GSO_LEGACY_MAX_SIZE`).
const BURST: u32 = 65_536 + 832;

/// Fails with a sentence.
#[track_caller]
pub fn check(holds: bool, sentence: impl FnOnce() -> String) {
    assert!(holds, "{}", sentence());
}

type Key = (Flow, Direction);

fn key(range: &StreamRange) -> Key {
    (range.flow, range.direction)
}

fn end(range: &StreamRange) -> u64 {
    range.offset + u64::from(range.length)
}

/// How far the bytes of one stream have come, by the records.
#[derive(Debug, Clone, Default)]
struct Stream {
    sender: Option<(HostId, SocketId)>,
    receiver: Option<(HostId, SocketId)>,
    written: u64,
    acknowledged: u64,
    arrived: u64,
    read: u64,
}

/// What one program has seen, by what its calls returned.
#[derive(Debug, Clone, Default)]
struct Program {
    process: Option<(HostId, Pid)>,
    sent: u64,
    received: u64,
    saw_end: bool,
    error: Option<Errno>,
    status: Option<ExitStatus>,
}

pub struct Watch {
    case: Case,
    may_shrink: bool,
    /// A person reads in a program's place.
    reads_interfere: bool,
    streams: BTreeMap<Key, Stream>,
    /// By flow, and whether it is the server.
    programs: BTreeMap<(usize, bool), Program>,
    by_pid: BTreeMap<(HostId, Pid), (usize, bool)>,
    datagram_reader: Option<(HostId, Pid)>,
    /// Conversations of datagrams: they are no streams.
    datagrams: BTreeSet<Flow>,
    /// Right edge of the window told, by socket.
    edges: BTreeMap<(HostId, SocketId), Seq>,
    /// The last sequence number sent with data, by socket.
    last_sequence: BTreeMap<(HostId, SocketId), Seq>,
    pub summary: Summary,
}

impl Watch {
    pub fn new(case: &Case) -> Self {
        let shrinks = |name: &str| name == "net.ipv4.tcp_shrink_window";
        let set = case.settings.iter().flatten().any(|(name, _)| shrinks(name));
        let later =
            case.deeds.iter().any(|(_, deed)| matches!(deed, Deed::Setting { name, .. } if shrinks(name)));
        Watch {
            case: case.clone(),
            may_shrink: set || later,
            reads_interfere: case.deeds.iter().any(|(_, deed)| matches!(deed, Deed::Read { .. })),
            streams: BTreeMap::new(),
            programs: BTreeMap::new(),
            by_pid: BTreeMap::new(),
            datagram_reader: None,
            datagrams: BTreeSet::new(),
            edges: BTreeMap::new(),
            last_sequence: BTreeMap::new(),
            summary: Summary::default(),
        }
    }

    pub fn process(&self, flow: usize, server: bool) -> Option<(HostId, Pid)> {
        self.programs.get(&(flow, server)).and_then(|program| program.process)
    }

    // ---- records ----------------------------------------------------------------------------------------------

    pub fn take(&mut self, record: &WorldRecord) {
        match (&record.what, record.host) {
            (What::Kernel(event), Some(host)) => self.take_event(host, event),
            (What::FrameLost { .. }, _) => self.summary.lost += 1,
            _ => {}
        }
    }

    fn take_event(&mut self, host: HostId, event: &Event) {
        match event {
            Event::ProcessStarted { pid, name } => self.started(host, *pid, name),
            Event::SyscallReturned { pid, thread, call, result, .. } => {
                self.returned((host, *pid), *thread, call, result);
            }
            Event::ProcessExited { pid, status } => {
                if let Some(program) = self.by_pid.get(&(host, *pid)) {
                    self.programs.get_mut(program).expect("started").status = Some(*status);
                }
            }
            Event::SendBuffered { socket, range, charged, limit } => {
                self.buffered_to_send((host, *socket), range, *charged, *limit);
            }
            Event::Acknowledged { socket, range, .. } if range.length > 0 => {
                let stream = self.streams.entry(key(range)).or_default();
                check(stream.acknowledged == range.offset && end(range) <= stream.arrived, || {
                    format!("{host:?} {socket:?}: {range:?} is acknowledged of {stream:?}")
                });
                stream.acknowledged = end(range);
            }
            Event::Datagram { payload: Some(range), .. } => {
                self.datagrams.insert(range.flow);
            }
            Event::ReceiveBuffered { range, .. } | Event::Delivered { range, .. }
                if self.datagrams.contains(&range.flow) => {}
            Event::ReceiveBuffered { socket, range, in_order, charged, limit } => {
                self.buffered_to_read((host, *socket), range, *in_order, *charged, *limit);
            }
            Event::Delivered { range, .. } => {
                let stream = self.streams.entry(key(range)).or_default();
                check(stream.read == range.offset && end(range) <= stream.arrived, || {
                    format!("{range:?} is read of {stream:?}")
                });
                stream.read = end(range);
            }
            Event::SegmentSent { socket: Some(socket), segment, kind } => {
                self.sent((host, *socket), segment, *kind);
            }
            Event::SocketFreed { socket } => {
                self.edges.remove(&(host, *socket));
            }
            _ => {}
        }
    }

    fn started(&mut self, host: HostId, pid: Pid, name: &str) {
        let server = name.starts_with('s');
        if name == "udp" {
            self.datagram_reader = Some((host, pid));
        } else if let Ok(flow) = name[1..].parse() {
            let program = Program { process: Some((host, pid)), ..Program::default() };
            self.programs.insert((flow, server), program);
            self.by_pid.insert((host, pid), (flow, server));
        }
    }

    fn returned(
        &mut self,
        process: (HostId, Pid),
        thread: ThreadNumber,
        call: &Syscall,
        result: &SyscallResult,
    ) {
        if self.datagram_reader == Some(process)
            && let Ok(SyscallValue::Received(received)) = result
        {
            let length = self.case.cross.map_or(0, |(_, length, _)| length);
            check(is_datagram(&received.data.bytes, length), || format!("a datagram changed: {received:?}"));
        }
        let Some(&(flow, server)) = self.by_pid.get(&process) else { return };
        let program = self.programs.get_mut(&(flow, server)).expect("started");
        match (call, result) {
            (Syscall::Send { .. }, Ok(SyscallValue::Sent { count, .. })) => program.sent += *count as u64,
            (Syscall::Receive { .. }, Ok(SyscallValue::Received(received))) => {
                let stream = 2 * flow as u32 + u32::from(!server);
                let data = &received.data;
                let mut covered = 0;
                for run in data.origins.iter() {
                    check(run.at == covered, || format!("flow {flow}: bytes without identity in {data:?}"));
                    covered += run.length;
                    let bytes = &data.bytes[run.at as usize..covered as usize];
                    let mut offsets = run.first.offset..;
                    let good = bytes.iter().zip(&mut offsets).all(|(byte, at)| *byte == pattern(stream, at));
                    check(good, || format!("flow {flow}: not what was sent: {run:?} of {data:?}"));
                    // A call that a person has put in may return before one that took earlier bytes.
                    check(
                        self.reads_interfere || run.first.offset == program.received + u64::from(run.at),
                        || format!("flow {flow}: after {} bytes come {run:?}", program.received),
                    );
                }
                check(covered as usize == data.len(), || {
                    format!("flow {flow}: no identity at the end of {data:?}")
                });
                check(self.reads_interfere || !program.saw_end || data.is_empty(), || {
                    format!("flow {flow}: bytes after the end of the stream")
                });
                program.received += received.data.len() as u64;
                program.saw_end |= received.data.is_empty();
                self.summary.delivered += received.data.len() as u64;
            }
            (_, Err(Errno::EAGAIN)) => {}
            // Numbers from 2^31 on are calls that a person has put in.
            (_, Err(errno)) if thread.0 < 1 << 31 => program.error = program.error.or(Some(*errno)),
            _ => {}
        }
    }

    fn buffered_to_send(&mut self, at: (HostId, SocketId), range: &StreamRange, charged: u32, limit: u32) {
        let stream = self.streams.entry(key(range)).or_default();
        check(stream.written == range.offset, || format!("{range:?} is written to {stream:?}"));
        stream.written = end(range);
        stream.sender = Some(at);
        // `sk_stream_memory_free` is asked before a new skb only; retransmission may cut what is there into pieces with
        // an overhead each, up to twice the buffer and two bursts (`tcp_fragment`).
        let most = if self.case.textbook { limit } else { 2 * limit.saturating_add(2 * BURST) + BURST };
        check(charged <= most, || format!("{at:?}: {charged} bytes in a send buffer of {limit}"));
        let held = stream.written - stream.acknowledged;
        // A last skb of which the front has been sent is filled up again without asking (`tcp_sendmsg_locked`).
        let most =
            if self.case.textbook { u64::from(limit) } else { u64::from(limit) + 2 * u64::from(BURST) };
        check(held <= most, || format!("{at:?}: {held} bytes of payload in a send buffer of {limit}"));
    }

    fn buffered_to_read(
        &mut self,
        at: (HostId, SocketId),
        range: &StreamRange,
        in_order: bool,
        charged: u32,
        limit: u32,
    ) {
        let stream = self.streams.entry(key(range)).or_default();
        stream.receiver = Some(at);
        check(end(range) <= stream.written, || format!("{range:?} arrives of {stream:?}"));
        if in_order {
            check(stream.arrived == range.offset, || format!("{range:?} arrives in order of {stream:?}"));
            stream.arrived = end(range);
        } else {
            check(stream.arrived < range.offset, || format!("{range:?} arrives early of {stream:?}"));
        }
        // An empty queue takes a segment whatever it costs (`tcp_data_queue`).
        let one = u32::from(self.case.mtu).max(65_536) + 1_024;
        let most = if self.case.textbook { limit } else { limit.saturating_add(one) };
        check(charged <= most, || format!("{at:?}: {charged} bytes in a receive buffer of {limit}"));
    }

    fn sent(&mut self, at: (HostId, SocketId), segment: &SegmentView, kind: SegmentKind) {
        let flags = segment.flags;
        self.summary.retransmissions += u64::from(matches!(kind, SegmentKind::Retransmission(_)));
        if segment.length > 0 {
            let last = self.last_sequence.insert(at, segment.sequence);
            let passed = last.is_some_and(|last| last.raw() > 0xf000_0000);
            self.summary.wrapped += u64::from(passed && segment.sequence.raw() < 0x1000_0000);
        }
        if !flags.ack() || flags.syn() || flags.rst() || self.may_shrink {
            return;
        }
        let edge = segment.acknowledgment + segment.window;
        let before = self.edges.insert(at, edge);
        // A segment without memory left for it closes the window at once (`tcp_select_window`, `ICSK_ACK_NOMEM`).
        let no_memory = segment.window == 0 && !self.case.textbook;
        check(no_memory || before.is_none_or(|before| !edge.before(before)), || {
            format!("{at:?}: the window's right edge goes back from {before:?} to {edge:?} in {segment:?}")
        });
    }

    // ---- moments ----------------------------------------------------------------------------------------------

    /// Every byte written is somewhere, and has one furthest place.
    pub fn look(&self, world: &World) {
        for (key, stream) in &self.streams {
            self.look_at(world, *key, stream);
        }
    }

    fn look_at(&self, world: &World, key: Key, stream: &Stream) {
        let view = |at: Option<(HostId, SocketId)>| {
            let (host, socket) = at?;
            let view = world.kernel(host).tcp_socket(socket, world.now())?;
            (view.flow == Some(key.0) && view.state != TcpState::Closed && view.state != TcpState::TimeWait)
                .then_some(view)
        };
        let length = |range: Option<StreamRange>| range.map_or(0, |range| u64::from(range.length));
        let told = || format!("at {:?} {key:?}: {stream:?}", world.now());
        let sender = view(stream.sender);
        if let Some(view) = &sender {
            let held = length(view.unacknowledged) + length(view.unsent);
            check(held == stream.written - stream.acknowledged, || {
                format!("{}: the sender holds {:?} and {:?}", told(), view.unacknowledged, view.unsent)
            });
            let first = view.unacknowledged.or(view.unsent).filter(|range| range.length > 0);
            check(first.is_none_or(|range| range.offset == stream.acknowledged), told);
        }
        let Some(view) = view(stream.receiver) else { return };
        check(length(view.unread) == stream.arrived - stream.read, || {
            format!("{}: unread {:?}", told(), view.unread)
        });
        let mut early = 0;
        let mut last = stream.arrived;
        for range in &view.out_of_order {
            check(range.offset >= last && end(range) <= stream.written, || {
                format!("{}: out of order {:?}", told(), view.out_of_order)
            });
            last = end(range);
            early += u64::from(range.length);
        }
        // What the receiver does not have the sender must have kept.
        let missing = stream.written - stream.arrived - early;
        if let Some(sender) = &sender {
            check(stream.acknowledged <= stream.arrived, told);
            let kept = length(sender.unacknowledged) + length(sender.unsent);
            check(missing <= kept, told);
            let places = stream.read + length(view.unread) + early + missing;
            check(places == stream.written, told);
        }
    }

    /// At the end: what had to come through has come through. Connections of which that is so.
    pub fn end(&self, world: &World) -> u64 {
        for ((flow, server), program) in &self.programs {
            let other = self.programs.get(&(*flow, !server));
            // A killed program may have written bytes of which no call has told it.
            let handed_in = self.case.flows[*flow].side(!server).send;
            let most = if other.is_some_and(|other| other.error.is_none()) { handed_in } else { u64::MAX };
            check(program.received <= most, || format!("flow {flow}: more is read than was sent"));
        }
        if !self.case.must_succeed() {
            return 0;
        }
        for (number, flow) in self.case.flows.iter().enumerate() {
            for server in [false, true] {
                let (own, other) = (flow.side(server), flow.side(!server));
                let program = self.programs.get(&(number, server)).cloned().unwrap_or_default();
                let good = program.error.is_none()
                    && program.status == Some(ExitStatus::Code(0))
                    && program.sent == own.send
                    && program.received == other.send;
                check(good, || {
                    format!(
                        "flow {number} (server: {server}) did not come to its end: {program:?} of {own:?}"
                    )
                });
            }
        }
        for host in 0..world.hosts() {
            let sockets = world.kernel(HostId(host as u16)).tcp_sockets(world.now());
            check(sockets.is_empty(), || format!("computer {host} still has {sockets:?}"));
        }
        self.case.flows.len() as u64
    }
}
