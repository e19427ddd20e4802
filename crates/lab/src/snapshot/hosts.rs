//! Computers with programs, and routers.

use super::{
    Shot,
    buffers::{Memory, absent, other},
    programs::{call_name, is_receive, is_send, result_text},
};
use crate::{
    inspect,
    track::{HostTrack, InterfaceTrack, ProcessTrack, SocketTrack, ThreadTrack},
    view::{
        BufferView, ByteState, GateState, GateView, HostView, RingView, RouterView, ShownByte, SocketView,
        Way,
    },
};
use netlab_abi::{Data, Syscall, SyscallValue, ThreadNumber};
use netlab_kernel::{
    event::{Interface, SocketId, TcpState},
    tcp::TcpView,
};
use netlab_world::HostId;
use std::rc::Rc;

/// Most bytes of a program's object drawn one by one.
const FEW: usize = 10;
/// Slots of a descriptor ring.
const RING_SLOTS: u16 = 256;

/// TCP's states with their RFC names.
fn state_name(state: TcpState) -> &'static str {
    match state {
        TcpState::Closed => "CLOSED",
        TcpState::Listen => "LISTEN",
        TcpState::SynSent => "SYN-SENT",
        TcpState::SynReceived => "SYN-RECV",
        TcpState::Established => "ESTABLISHED",
        TcpState::FinWait1 => "FIN-WAIT-1",
        TcpState::FinWait2 => "FIN-WAIT-2",
        TcpState::CloseWait => "CLOSE-WAIT",
        TcpState::Closing => "CLOSING",
        TcpState::LastAck => "LAST-ACK",
        TcpState::TimeWait => "TIME-WAIT",
    }
}

/// A program's own object on this step's journey.
#[derive(Default)]
struct OwnObject {
    bytes: Vec<ShownByte>,
    length: u64,
    waits: bool,
}

impl Shot<'_> {
    pub(super) fn hosts(&self) -> Vec<HostView> {
        let hosts = self.end_hosts();
        hosts.iter().enumerate().map(|(at, host)| self.host(*host, at == 0)).collect()
    }

    fn host(&self, id: HostId, is_client: bool) -> HostView {
        let track = self.present.track().hosts.get(&id).cloned().unwrap_or_default();
        let topology = &self.history.recipe().scenario.topology;
        let spec = &topology.computers[usize::from(id.0)];
        let nic = track.interfaces.get(&Interface(1)).cloned().unwrap_or_default();
        let (sockets, shown) = self.sockets(id, &track, is_client);
        let process = track.processes.values().next();
        let thread = process.and_then(|process| process.threads.get(&ThreadNumber(0)));
        let memory = self.memory(thread, sockets.as_slice(), shown);
        let links: Vec<usize> = topology
            .links
            .iter()
            .enumerate()
            .filter(|(_, link)| link.ends.iter().any(|end| end.computer == usize::from(id.0)))
            .map(|(at, _)| at)
            .collect();
        let down = &self.present.track().down;
        HostView {
            name: spec.name.as_str().into(),
            address: spec.interfaces.first().map_or(String::new(), |nic| nic.address.to_string()).into(),
            interface: spec.interfaces.first().map_or("lo", |nic| nic.name.as_str()).into(),
            sockets,
            shown,
            send_gate: self.gate(id, process, thread, is_send_side, "send"),
            receive_gate: self.gate(id, process, thread, is_receive, "recv"),
            memory: memory.bytes,
            memory_length: memory.length,
            memory_waits: memory.waits,
            queue: (nic.queue.len() as u32).saturating_sub(RING_SLOTS.into()),
            queue_limit: topology.queue_length,
            transmit_ring: transmit_ring(&nic),
            receive_ring: RingView {
                passed: nic.arrived,
                occupied: nic.received.len() as u16,
                slots: RING_SLOTS,
            },
            up: !links.iter().all(|link| down.iter().any(|down| usize::from(down.0) == *link))
                || links.is_empty(),
        }
    }

    /// Sockets ascending by descriptor, then those that no process holds, and which one's buffers are drawn.
    fn sockets(&self, id: HostId, host: &HostTrack, is_client: bool) -> (Vec<SocketView>, Option<usize>) {
        let kernel = self.present.world().kernel(id);
        let views = inspect::tcp_views(kernel, self.present.track().now);
        let mut held: Vec<(i32, SocketId)> = Vec::new();
        for (pid, process) in &host.processes {
            if process.exited.is_none() {
                let table = inspect::descriptors(kernel, *pid);
                held.extend(table.into_iter().filter_map(|(fd, socket)| socket.map(|socket| (fd.0, socket))));
            }
        }
        let fd_of = |socket: SocketId| held.iter().find(|(_, other)| *other == socket).map(|(fd, _)| *fd);
        let mut present: Vec<(Option<i32>, SocketId, &SocketTrack)> = host
            .sockets
            .iter()
            .filter(|(_, track)| !track.freed)
            .map(|(socket, track)| (fd_of(*socket), *socket, track))
            .collect();
        present.sort_by_key(|(fd, socket, _)| (fd.is_none(), *fd, *socket));
        let sockets: Vec<SocketView> = present
            .iter()
            .map(|(fd, socket, track)| {
                let view = views.iter().find(|view| view.socket == *socket && is_same_kind(view, track));
                self.socket(*fd, track, view, is_client)
            })
            .collect();
        let mut sockets = sockets;
        let half_open = half_open(&views, &present, is_client);
        // The newest connection, else one half open; a listener only while there is nothing else.
        let newest = present
            .iter()
            .enumerate()
            .filter(|(_, (_, _, track))| track.state != TcpState::Listen)
            .max_by_key(|(_, (_, socket, _))| *socket)
            .map(|(at, _)| at);
        let shown = newest.or(if !half_open.is_empty() {
            Some(sockets.len())
        } else if sockets.is_empty() {
            None
        } else {
            Some(0)
        });
        sockets.extend(half_open);
        (sockets, shown)
    }

    fn socket(
        &self,
        fd: Option<i32>,
        track: &SocketTrack,
        view: Option<&TcpView>,
        is_client: bool,
    ) -> SocketView {
        let way = self.sending_way(track, is_client);
        let listens = track.state == TcpState::Listen;
        let (send, receive) = if listens {
            (absent(way), absent(other(way)))
        } else {
            let memory = view.map(|view| &view.memory);
            let send_memory = Memory {
                charged: memory.map_or(0, |memory| memory.send_queued.into()),
                limit: memory.map_or(0, |memory| memory.send_buffer.into()),
                pieces: view.map_or(0, |view| view.send_skbs.len() as u32),
            };
            let receive_memory = Memory {
                charged: memory.map_or(0, |memory| memory.receive_allocated.into()),
                limit: memory.map_or(0, |memory| memory.receive_buffer.into()),
                pieces: view.map_or(0, |view| view.receive_skbs.len() as u32),
            };
            (
                self.send_buffer(track, way, send_memory),
                self.receive_buffer(track, other(way), receive_memory),
            )
        };
        let ends = track.ends.or(view.map(|view| (view.local, view.remote)));
        SocketView {
            fd,
            // A datagram socket has no connection, hence no state: `ss` calls it so.
            state: if view.is_none() && track.state == TcpState::Closed {
                "UNCONN"
            } else {
                state_name(track.state)
            }
            .into(),
            listens: view.filter(|_| listens).map(|view| view.local.port()),
            accept_queue: track.accept_queue,
            backlog: view.filter(|_| listens).map_or(0, |view| view.send_queue),
            local: ends.map_or(String::new(), |(local, _)| local.to_string()).into(),
            peer: ends.filter(|(_, peer)| peer.port() != 0).map(|(_, peer)| peer.to_string().into()),
            send,
            receive,
        }
    }

    /// The gate of one column: the call inside it, or the one that returned last.
    fn gate(
        &self,
        host: HostId,
        process: Option<&ProcessTrack>,
        thread: Option<&ThreadTrack>,
        belongs: fn(&Syscall) -> bool,
        name: &str,
    ) -> GateView {
        let idle = |state| GateView { state, call: name.into(), result: "".into() };
        let Some(thread) = thread else { return idle(GateState::Idle) };
        if let Some(call) = thread.call.as_ref().filter(|call| belongs(&call.call)) {
            let state = if call.wait.is_some() { GateState::Closed } else { GateState::Open };
            let wanted = send_length(&call.call);
            let result: Rc<str> = match wanted {
                Some(wanted) if call.taken > 0 => format!("{}/{wanted}", call.taken).into(),
                Some(_) | None => "".into(),
            };
            return GateView { state, call: call_name(&call.call).into(), result };
        }
        if let Some(returned) = thread.returned.as_ref().filter(|returned| belongs(&returned.call)) {
            return GateView {
                state: GateState::Done,
                call: call_name(&returned.call).into(),
                result: result_text(&returned.result).into(),
            };
        }
        let unused = name == "recv" && process.is_some_and(|process| !self.reads(host, &process.name));
        idle(if unused { GateState::Unused } else { GateState::Idle })
    }

    /// Whether a program's source has any call that reads.
    pub(super) fn reads(&self, host: HostId, file: &str) -> bool {
        let mut programs = self.history.recipe().programs.iter();
        let program = programs.find(|program| program.host == host && &*program.file == file);
        let words = [".recv", ".read(", "os.read", ".makefile"];
        program.is_none_or(|program| words.iter().any(|word| program.source.contains(word)))
    }

    fn memory(
        &self,
        thread: Option<&ThreadTrack>,
        sockets: &[SocketView],
        shown: Option<usize>,
    ) -> OwnObject {
        let Some(thread) = thread else { return OwnObject::default() };
        if let Some(call) = &thread.call
            && is_send(&call.call)
            && let Some(wanted) = send_length(&call.call)
        {
            let left = wanted - call.taken.min(wanted);
            let bytes = match (&*call.call, shown.and_then(|at| sockets.get(at))) {
                (Syscall::Send { data, .. } | Syscall::Write { data, .. }, Some(socket)) if left <= FEW => {
                    self.untaken(data, call.taken, socket)
                }
                _ => Vec::new(),
            };
            return OwnObject { bytes, length: left as u64, waits: left > 0 };
        }
        if let Some(returned) = &thread.returned
            && let Ok(SyscallValue::Received(received)) = &*returned.result
        {
            let length = received.data.len() as u64;
            let bytes = if length <= FEW as u64 { self.received(&received.data) } else { Vec::new() };
            return OwnObject { bytes, length, waits: false };
        }
        if let Some(returned) = &thread.returned
            && let (Some(length), Ok(SyscallValue::Sent { first: Some(first), .. })) =
                (send_length(&returned.call), &*returned.result)
        {
            let key = crate::track::StreamKey::of(first.0, first.1, first.2);
            let bytes = if length <= FEW {
                self.shown_bytes(key, first.2, length as u64, ByteState::Held)
            } else {
                Vec::new()
            };
            return OwnObject { bytes, length: length as u64, waits: false };
        }
        OwnObject::default()
    }

    /// Bytes of a send call that the kernel has not taken; their names are those they will get.
    fn untaken(&self, data: &Data, taken: usize, socket: &SocketView) -> Vec<ShownByte> {
        let way = socket.send.way;
        let track = self.present.track();
        let newest = track.payload.streams.iter().rev().find(|(key, _)| super::way_of_stream(**key) == way);
        let (flow, written) = newest.map_or((0, 0), |(key, stream)| (key.flow.0, stream.written));
        let rest = data.bytes.iter().skip(taken).enumerate();
        rest.map(|(at, value)| ShownByte {
            name: crate::view::ByteName { flow, way, offset: written + at as u64 },
            value: *value,
            state: ByteState::Held,
            followed: false,
            linked: false,
        })
        .collect()
    }

    fn received(&self, data: &Data) -> Vec<ShownByte> {
        let mut bytes = Vec::new();
        for origin in data.origins.iter() {
            let key =
                crate::track::StreamKey::of(origin.first.flow, origin.first.direction, origin.first.offset);
            for at in 0..origin.length {
                let name = self.byte_name(key, origin.first.offset + u64::from(at));
                let followed = self.selection.follow == Some(name);
                let Some(value) = data.bytes.get((origin.at + at) as usize) else { break };
                bytes.push(ShownByte {
                    name,
                    value: *value,
                    state: ByteState::Held,
                    followed,
                    linked: false,
                });
            }
        }
        bytes
    }

    pub(super) fn routers(&self) -> Vec<RouterView> {
        self.router_hosts().into_iter().enumerate().map(|(at, host)| self.router(at, host)).collect()
    }

    fn router(&self, at: usize, host: HostId) -> RouterView {
        let spec = &self.history.recipe().scenario.topology.computers[usize::from(host.0)];
        let track = self.present.track().hosts.get(&host).cloned().unwrap_or_default();
        let nic = |number| track.interfaces.get(&Interface(number)).cloned().unwrap_or_default();
        let (towards_client, towards_server) = (nic(1), nic(2));
        RouterView {
            name: format!("router{}", at + 1).into(),
            address: spec.interfaces.first().map_or(String::new(), |nic| nic.address.to_string()).into(),
            forwarded_request: towards_server.forwarded,
            forwarded_reply: towards_client.forwarded,
            queue_request: towards_server.queue.len() as u32,
            queue_reply: towards_client.queue.len() as u32,
            dropped: track.dropped,
        }
    }
}

/// Connection requests whose handshake is not done: the kernel has no socket for them yet, only promised a window.
fn half_open(
    views: &[TcpView],
    present: &[(Option<i32>, SocketId, &SocketTrack)],
    is_client: bool,
) -> Vec<SocketView> {
    let listening = |view: &&TcpView| {
        present.iter().any(|(_, socket, track)| *socket == view.socket && track.state == TcpState::Listen)
    };
    let requests = views.iter().filter(|view| view.state == TcpState::SynReceived).filter(listening);
    let way = if is_client { Way::Request } else { Way::Reply };
    requests
        .map(|view| SocketView {
            fd: None,
            state: state_name(view.state).into(),
            listens: None,
            accept_queue: 0,
            backlog: 0,
            local: view.local.to_string().into(),
            peer: Some(view.remote.to_string().into()),
            send: absent(way),
            receive: BufferView { window: Some(view.rcv_wnd.into()), ..absent(other(way)) },
        })
        .collect()
}

/// Calls drawn at the gate of the sending column.
fn is_send_side(call: &Syscall) -> bool {
    is_send(call) || matches!(call, Syscall::Connect { .. })
}

/// Bytes that a send call wants to give.
fn send_length(call: &Syscall) -> Option<usize> {
    match call {
        Syscall::Send { data, .. } | Syscall::Write { data, .. } => Some(data.len()),
        Syscall::SendMessage { parts, .. } => Some(parts.iter().map(Data::len).sum()),
        _ => None,
    }
}

/// Connection requests are listed under their listener's number.
fn is_same_kind(view: &TcpView, track: &SocketTrack) -> bool {
    (view.state == TcpState::SynReceived) == (track.state == TcpState::SynReceived)
}

fn transmit_ring(nic: &InterfaceTrack) -> RingView {
    RingView {
        passed: nic.transmitted,
        occupied: nic.queue.len().min(usize::from(RING_SLOTS)) as u16,
        slots: RING_SLOTS,
    }
}
