//! The whole run as the page's timeline and lists show it.

use crate::{
    history::History,
    journeys::Journeys,
    places::places,
    scene::Scene,
    snapshot::call_name,
    tools::strace,
    view::{CallBar, Flight, FrameKind, IDLE, Mark, MarkKind, PacketLine, RunView, Side, StraceLine},
};
use netlab_abi::{Pid, Syscall, ThreadNumber};
use netlab_kernel::event::{Event, SegmentKind, TcpState};
use netlab_wire::{EtherType, EthernetHeader, Ipv4Header, Protocol, display::FlowTracker};
use netlab_world::{HostId, What, WorldRecord};
use std::{collections::BTreeMap, rc::Rc};

/// A run reads better on a logarithmic scale when it is this much longer than the time until half its records happened.
const LOGARITHMIC: u64 = 20;

/// Everything the page needs of a run, once.
pub(crate) fn run_view(history: &History, scene: &Scene, journeys: &Journeys) -> RunView {
    let records = history.records();
    let end = history.end_time().as_nanos();
    let middle = records.get(records.len() / 2).map_or(0, |record| record.at.as_nanos());
    let mut lists = Lists::new(history);
    for record in records {
        lists.take(record);
    }
    lists.finish();
    RunView {
        end,
        records: history.len(),
        logarithmic: end > middle.max(1).saturating_mul(LOGARITHMIC) && end > 1_000_000_000,
        idle: idle(history),
        calls: lists.calls,
        flights: flights(journeys),
        marks: lists.marks,
        packets: packets(history, scene, journeys),
        strace: lists.strace,
        places: places(history),
        // Which futures there are, the session knows.
        ..RunView::default()
    }
}

/// Where nothing happens and nothing is on a cable.
fn idle(history: &History) -> Vec<(u64, u64)> {
    let (mut idle, mut flying, mut last) = (Vec::new(), 0_u64, 0);
    let mut stretch = |flying: u64, from: u64, to: u64| {
        if flying == 0 && to.saturating_sub(from) >= IDLE {
            idle.push((from, to));
        }
    };
    for record in history.records() {
        let at = record.at.as_nanos();
        stretch(flying, last, at);
        last = at;
        match record.what {
            What::FrameDeparts { .. } => flying += 1,
            What::FrameArrives { .. } | What::FrameLost { .. } => flying = flying.saturating_sub(1),
            What::Kernel(_)
            | What::FrameDelayed { .. }
            | What::FrameDamaged { .. }
            | What::LinkChanged { .. }
            | What::Intervention { .. } => {}
        }
    }
    stretch(flying, last, history.end_time().as_nanos());
    idle
}

fn flights(journeys: &Journeys) -> Vec<Flight> {
    let flown = journeys.all.iter().filter(|journey| !journey.local);
    let mut flights: Vec<Flight> = flown
        .filter_map(|journey| {
            Some(Flight {
                kind: journey.kind,
                way: journey.way,
                from: journey.from?.as_nanos(),
                until: journey.until.map(|until| until.as_nanos()),
                lost_at: journey.lost_at,
                length: journey.length,
                record: journey.record,
            })
        })
        .collect();
    flights.sort_by_key(|flight| (flight.from, flight.record));
    flights
}

fn packets(history: &History, scene: &Scene, journeys: &Journeys) -> Vec<PacketLine> {
    let mut lines = FlowTracker::new();
    let list = journeys.captured.iter().enumerate().filter_map(|(at, captured)| {
        let frame = scene.frame(history, captured.frame)?;
        let line = lines.line(&frame.bytes);
        let (source, destination, protocol) = ends(&frame.bytes);
        Some(PacketLine {
            number: at as u32 + 1,
            at: captured.at.as_nanos(),
            way: captured.way,
            kind: journeys.of(captured.frame).map_or(FrameKind::Udp, |journey| journey.kind),
            source: source.into(),
            destination: destination.into(),
            protocol: protocol.into(),
            length: frame.bytes.len() as u32,
            info: line.split_once(": ").map_or(line.as_str(), |(_, info)| info).into(),
            record: captured.record,
        })
    });
    list.collect()
}

/// Source, destination and protocol columns.
fn ends(bytes: &[u8]) -> (String, String, &'static str) {
    let Ok((ethernet, start)) = EthernetHeader::parse(bytes) else {
        return (String::new(), String::new(), "?");
    };
    match ethernet.ether_type {
        EtherType::Ipv4 => match Ipv4Header::parse(&bytes[start..]) {
            Ok((ip, _)) => {
                let protocol = match ip.protocol {
                    Protocol::Tcp => "TCP",
                    Protocol::Udp => "UDP",
                    Protocol::Icmp => "ICMP",
                    Protocol::Other(_) => "IPv4",
                };
                (ip.source.to_string(), ip.destination.to_string(), protocol)
            }
            Err(_) => (ethernet.source.to_string(), ethernet.destination.to_string(), "IPv4"),
        },
        EtherType::Arp => (ethernet.source.to_string(), ethernet.destination.to_string(), "ARP"),
        EtherType::Other(_) => (ethernet.source.to_string(), ethernet.destination.to_string(), "Ethernet"),
    }
}

type ThreadKey = (HostId, Pid, ThreadNumber);

/// Lists that grow record by record.
struct Lists<'a> {
    history: &'a History,
    calls: Vec<CallBar>,
    marks: Vec<Mark>,
    strace: Vec<StraceLine>,
    /// Calls that have not returned: line and bar.
    open: BTreeMap<ThreadKey, (Rc<Syscall>, u64, u64, Option<usize>)>,
    files: BTreeMap<(HostId, Pid), usize>,
    seen: BTreeMap<&'static str, ()>,
    /// Windows told last by socket.
    zero: BTreeMap<(HostId, u32), bool>,
}

impl<'a> Lists<'a> {
    fn new(history: &'a History) -> Self {
        Lists {
            history,
            calls: Vec::new(),
            marks: Vec::new(),
            strace: Vec::new(),
            open: BTreeMap::new(),
            files: BTreeMap::new(),
            seen: BTreeMap::new(),
            zero: BTreeMap::new(),
        }
    }

    fn side(&self, host: HostId) -> Option<Side> {
        let computers = &self.history.recipe().scenario.topology.computers;
        let at = usize::from(host.0);
        if computers[at].forwarding {
            None
        } else if at == 0 {
            Some(Side::Client)
        } else {
            Some(Side::Server)
        }
    }

    fn mark(&mut self, record: &WorldRecord, kind: MarkKind) {
        let side = record.host.and_then(|host| self.side(host));
        self.marks.push(Mark { kind, side, record: record.id.0, at: record.at.as_nanos() });
    }

    /// Marks the first of its kind only.
    fn first(&mut self, record: &WorldRecord, name: &'static str, kind: MarkKind) {
        if self.seen.insert(name, ()).is_none() {
            self.mark(record, kind);
        }
    }

    fn take(&mut self, record: &WorldRecord) {
        match &record.what {
            What::Kernel(event) => {
                let host = record.host.expect("what happens in a kernel happens in a computer");
                self.take_event(host, event, record);
            }
            What::FrameLost { .. } => self.mark(record, MarkKind::Drop),
            What::Intervention { .. } => self.mark(record, MarkKind::Intervention),
            What::FrameDeparts { .. }
            | What::FrameArrives { .. }
            | What::FrameDelayed { .. }
            | What::FrameDamaged { .. }
            | What::LinkChanged { .. } => {}
        }
    }

    fn take_event(&mut self, host: HostId, event: &Event, record: &WorldRecord) {
        match event {
            Event::ProcessStarted { pid, name } => {
                let mut order: Vec<_> = self.history.recipe().programs.iter().collect();
                order.sort_by_key(|program| program.host);
                let found = order.iter().position(|program| program.host == host && program.file == *name);
                self.files.insert((host, *pid), found.unwrap_or(0));
            }
            Event::SyscallEntered { pid, thread, call } => {
                let entry = (call.clone(), record.at.as_nanos(), record.id.0, None);
                self.open.insert((host, *pid, *thread), entry);
            }
            Event::Blocked { pid, thread, .. } => self.blocked((host, *pid, *thread), record),
            Event::Woken { .. } => {}
            Event::SyscallReturned { pid, thread, call, result, .. } => {
                // The C library's look-up in the hosts table is no system call of its own.
                if matches!(**call, Syscall::ResolveHost { .. }) {
                    self.open.remove(&(host, *pid, *thread));
                } else {
                    self.returned((host, *pid, *thread), record, strace::line(call, Some(result)));
                }
            }
            Event::StateChanged { to, .. } => self.state(*to, record),
            Event::ReceiveBuffered { .. } => self.first(record, "received", MarkKind::FirstReceived),
            Event::SegmentSent { kind, .. } => match kind {
                SegmentKind::Data => self.first(record, "data", MarkKind::FirstData),
                SegmentKind::Retransmission(_) => self.mark(record, MarkKind::Retransmission),
                SegmentKind::WindowProbe => self.mark(record, MarkKind::Probe),
                SegmentKind::Reset => self.mark(record, MarkKind::Reset),
                SegmentKind::Handshake
                | SegmentKind::Acknowledgement
                | SegmentKind::WindowUpdate
                | SegmentKind::KeepAlive
                | SegmentKind::ChallengeAck
                | SegmentKind::Finish => {}
            },
            Event::WindowTold { socket, window } => {
                let zero = *window == 0;
                let before = self.zero.insert((host, socket.0), zero).unwrap_or(false);
                if zero && !before {
                    self.mark(record, MarkKind::ZeroWindow);
                } else if before && !zero {
                    self.mark(record, MarkKind::WindowOpened);
                }
            }
            Event::ProcessExited { pid, .. } => {
                self.open.retain(|(other, process, _), _| (*other, process) != (host, pid));
                self.mark(record, MarkKind::ProcessEnd);
            }
            _ => {}
        }
    }

    fn state(&mut self, to: TcpState, record: &WorldRecord) {
        match to {
            TcpState::Established => self.first(record, "connected", MarkKind::Connected),
            TcpState::TimeWait => self.mark(record, MarkKind::StateChange { to: "TIME-WAIT".into() }),
            TcpState::Closed => self.mark(record, MarkKind::Closed),
            TcpState::Listen
            | TcpState::SynSent
            | TcpState::SynReceived
            | TcpState::FinWait1
            | TcpState::FinWait2
            | TcpState::CloseWait
            | TcpState::Closing
            | TcpState::LastAck => {}
        }
    }

    fn blocked(&mut self, key: ThreadKey, record: &WorldRecord) {
        let Some(side) = self.side(key.0) else { return };
        let Some((call, from, _, bar)) = self.open.get_mut(&key) else { return };
        if bar.is_none() {
            *bar = Some(self.calls.len());
            self.calls.push(CallBar {
                side,
                call: call_name(call).into(),
                from: *from,
                until: None,
                record: record.id.0,
            });
            self.first(record, "block", MarkKind::FirstBlock);
        }
    }

    fn returned(&mut self, key: ThreadKey, record: &WorldRecord, text: String) {
        let program = self.files.get(&(key.0, key.1)).copied().unwrap_or(0);
        let at = record.at.as_nanos();
        if let Some((_, _, _, Some(bar))) = self.open.remove(&key) {
            self.calls[bar].until = Some(at);
        }
        self.strace.push(StraceLine { program, at, text: text.into(), record: record.id.0 });
    }

    /// Calls that have not returned at the end are written as strace does when it is ended.
    fn finish(&mut self) {
        for ((host, pid, _), (call, from, entered, _)) in &self.open {
            let program = self.files.get(&(*host, *pid)).copied().unwrap_or(0);
            let text = strace::line(call, None).into();
            self.strace.push(StraceLine { program, at: *from, text, record: *entered });
        }
        self.strace.sort_by_key(|line| (line.at, line.record));
    }
}
