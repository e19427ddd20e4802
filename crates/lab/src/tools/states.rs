//! The paths of sockets through TCP's states, and of threads through theirs, as the records tell them.

use super::series::{MOST_SAMPLES, column};
use crate::{
    history::History,
    scene,
    snapshot::{call_name, exit_state, wait_view},
    view::{ChangeCause, Doing, ProcessState, SocketPath, States, Stay, TcpChange, TcpStateName, ThreadPath},
};
use netlab_abi::{Pid, Signal, ThreadNumber};
use netlab_kernel::event::{Event, SocketId, StateChangeReason, TcpState};
use netlab_world::{Action, HostId, What, WorldRecord};
use std::{collections::BTreeMap, rc::Rc};

/// A state by the name that the page knows.
pub(crate) const fn state_name(state: TcpState) -> TcpStateName {
    match state {
        TcpState::Closed => TcpStateName::Closed,
        TcpState::Listen => TcpStateName::Listen,
        TcpState::SynSent => TcpStateName::SynSent,
        TcpState::SynReceived => TcpStateName::SynReceived,
        TcpState::Established => TcpStateName::Established,
        TcpState::FinWait1 => TcpStateName::FinWait1,
        TcpState::FinWait2 => TcpStateName::FinWait2,
        TcpState::CloseWait => TcpStateName::CloseWait,
        TcpState::Closing => TcpStateName::Closing,
        TcpState::LastAck => TcpStateName::LastAck,
        TcpState::TimeWait => TcpStateName::TimeWait,
    }
}

const fn cause(reason: StateChangeReason) -> ChangeCause {
    match reason {
        StateChangeReason::Call => ChangeCause::Call,
        StateChangeReason::Segment => ChangeCause::Segment,
        StateChangeReason::Timer => ChangeCause::Timer,
        StateChangeReason::Reset => ChangeCause::Reset,
        StateChangeReason::Icmp => ChangeCause::Icmp,
        StateChangeReason::ProcessEnd => ChangeCause::ProcessEnd,
    }
}

/// Every path in the first `last` records.
pub fn states(history: &History, last: u64) -> States {
    let mut paths = Paths { history, sockets: Vec::new(), threads: Vec::new(), places: BTreeMap::new() };
    for record in &history.records()[..last as usize] {
        match (&record.what, record.host) {
            (What::Kernel(event), Some(host)) => paths.event(host, event, record),
            (What::Intervention { action: Action::Signal { host, pid, signal }, effective: true }, _) => {
                paths.signal(*host, *pid, *signal, record);
            }
            _ => {}
        }
    }
    let present = history.present(last);
    let ends = |(host, socket): (HostId, SocketId)| {
        let track = present.track().hosts.get(&host)?.sockets.get(&socket)?;
        track.ends.map(|(local, remote)| (local.to_string(), remote.to_string()))
    };
    let sockets = paths.sockets.into_iter().map(|(key, mut path)| {
        if let Some((local, remote)) = ends(key) {
            let listens = path.changes.iter().any(|change| change.to == TcpStateName::Listen);
            path.local = local.into();
            path.remote = if listens { "".into() } else { remote.into() };
        }
        path
    });
    let sockets = sockets.collect();
    let mut threads = paths.threads;
    for thread in &mut threads {
        thin(&mut thread.stays);
    }
    States { sockets, threads }
}

struct Paths<'a> {
    history: &'a History,
    sockets: Vec<((HostId, SocketId), SocketPath)>,
    threads: Vec<ThreadPath>,
    /// Where each thread stands among them.
    places: BTreeMap<(HostId, Pid, ThreadNumber), usize>,
}

impl Paths<'_> {
    fn event(&mut self, host: HostId, event: &Event, record: &WorldRecord) {
        match event {
            Event::StateChanged { socket, from, to, reason } => {
                let change = TcpChange {
                    at: record.at.as_nanos(),
                    records: record.id.0 + 1,
                    from: state_name(*from),
                    to: state_name(*to),
                    cause: cause(*reason),
                };
                self.socket(host, *socket).changes.push(change);
            }
            Event::ProcessStarted { pid, .. } => {
                self.stay(host, *pid, ThreadNumber(0), record, Doing::As(ProcessState::Running));
            }
            Event::Statement { pid, thread, .. } | Event::SyscallReturned { pid, thread, .. } => {
                self.stay(host, *pid, *thread, record, Doing::As(ProcessState::Running));
            }
            Event::SyscallEntered { pid, thread, call } => {
                let call = call_name(call).into();
                self.stay(host, *pid, *thread, record, Doing::As(ProcessState::InCall { call }));
            }
            Event::Blocked { pid, thread, wait } => {
                let call = match self.doing(host, *pid, *thread) {
                    Some(Doing::As(ProcessState::InCall { call } | ProcessState::Asleep { call, .. })) => {
                        call
                    }
                    _ => Rc::from(""),
                };
                let doing = match wait_view(wait) {
                    Some(wait) => Doing::As(ProcessState::Asleep { call, wait }),
                    None => Doing::As(ProcessState::Stopped),
                };
                self.stay(host, *pid, *thread, record, doing);
            }
            Event::Woken { pid, thread } => self.stay(host, *pid, *thread, record, Doing::Ready),
            Event::ProcessExited { pid, status } => {
                let state = exit_state(*status);
                self.all_threads(host, *pid, record, |_| Doing::As(state.clone()));
            }
            _ => {}
        }
    }

    /// A person stops a process or lets it go on.
    fn signal(&mut self, host: HostId, pid: Pid, signal: Signal, record: &WorldRecord) {
        match signal {
            Signal::SIGSTOP => self.all_threads(host, pid, record, |_| Doing::As(ProcessState::Stopped)),
            Signal::SIGCONT => self.all_threads(host, pid, record, |before| before.clone()),
            _ => {}
        }
    }

    fn socket(&mut self, host: HostId, socket: SocketId) -> &mut SocketPath {
        let key = (host, socket);
        let at = self.sockets.iter().position(|(other, _)| *other == key).unwrap_or_else(|| {
            let path = SocketPath {
                host: scene::host_name(self.history, host).into(),
                local: "".into(),
                remote: "".into(),
                changes: Vec::new(),
            };
            self.sockets.push((key, path));
            self.sockets.len() - 1
        });
        &mut self.sockets[at].1
    }

    fn doing(&self, host: HostId, pid: Pid, thread: ThreadNumber) -> Option<Doing> {
        let path = &self.threads[*self.places.get(&(host, pid, thread))?];
        path.stays.last().map(|stay| stay.doing.clone())
    }

    fn stay(&mut self, host: HostId, pid: Pid, thread: ThreadNumber, record: &WorldRecord, doing: Doing) {
        // What a person makes a program do runs in a thread that is none of the program's.
        if thread >= netlab_kernel::FIRST_INJECTED_THREAD {
            return;
        }
        let name = || {
            let found =
                self.history.records()[..=record.id.0 as usize].iter().rev().find_map(|record| match &record
                    .what
                {
                    What::Kernel(Event::ProcessStarted { pid: other, name })
                        if *other == pid && record.host == Some(host) =>
                    {
                        Some(name.clone())
                    }
                    _ => None,
                });
            found.unwrap_or_else(|| "".into())
        };
        let place = match self.places.get(&(host, pid, thread)) {
            Some(place) => *place,
            None => {
                let path = ThreadPath {
                    host: scene::host_name(self.history, host).into(),
                    file: name(),
                    pid: pid.0,
                    thread: thread.0,
                    stays: Vec::new(),
                };
                self.threads.push(path);
                self.places.insert((host, pid, thread), self.threads.len() - 1);
                self.threads.len() - 1
            }
        };
        push(&mut self.threads[place].stays, record, doing);
    }

    fn all_threads(&mut self, host: HostId, pid: Pid, record: &WorldRecord, doing: impl Fn(&Doing) -> Doing) {
        let places: Vec<usize> = self
            .places
            .range((host, pid, ThreadNumber(0))..)
            .take_while(|(key, _)| (key.0, key.1) == (host, pid))
            .map(|(_, place)| *place)
            .collect();
        for place in places {
            let stays = &mut self.threads[place].stays;
            // Going on, a thread does what it did before it was stopped.
            let before = stays
                .iter()
                .rev()
                .map(|stay| &stay.doing)
                .find(|doing| **doing != Doing::As(ProcessState::Stopped));
            let Some(doing) = before.map(&doing) else { continue };
            push(stays, record, doing);
        }
    }
}

/// Of a long run's stays that fall on one pixel, the first, the last and the longest are left.
fn thin(stays: &mut Vec<Stay>) {
    if stays.len() <= MOST_SAMPLES {
        return;
    }
    let end = stays.last().map_or(0, |last| last.at);
    let longest = |from: usize, count: usize| {
        (from..from + count)
            .max_by_key(|at| stays.get(at + 1).map_or(u64::MAX, |next| next.at) - stays[*at].at)
    };
    let mut kept = Vec::new();
    let mut from = 0;
    for group in stays.chunk_by(|one, next| column(one.at, end) == column(next.at, end)) {
        let mut places = [Some(from), longest(from, group.len()), Some(from + group.len() - 1)];
        places.sort_unstable();
        let mut last = None;
        for place in places.into_iter().flatten().filter(|place| last.replace(*place) != Some(*place)) {
            kept.push(stays[place].clone());
        }
        from += group.len();
    }
    *stays = kept;
}

fn push(stays: &mut Vec<Stay>, record: &WorldRecord, doing: Doing) {
    if stays.last().is_none_or(|last| last.doing != doing) {
        stays.push(Stay { at: record.at.as_nanos(), records: record.id.0 + 1, doing });
    }
}
