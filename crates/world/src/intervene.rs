//! What a person or the scenario's script does to a running world.

use crate::{
    link::Flight,
    record::{HostId, LinkDirection, LinkId, LossReason, What},
    scenario::{Action, FrameFault},
    topology::RateSpec,
    world::World,
};
use netlab_abi::{Fd, MessageFlags, Pid, Syscall};
use netlab_kernel::{
    Kernel,
    event::{Frame, FrameId},
    inspect::FileKind,
    record::RecordId,
};
use netlab_wire::Duration;

/// How long a frame that shall be overtaken waits for another one to come.
const REORDER_PATIENCE: Duration = Duration::from_secs(1);

impl World {
    pub(crate) fn act(&mut self, action: Action) {
        let effective = self.is_effective(&action);
        let cause = self.emit(None, || What::Intervention { action: action.clone(), effective });
        if !effective {
            return;
        }
        self.acting = Some(cause);
        self.carry_out(action, cause);
        self.acting = None;
    }

    fn carry_out(&mut self, action: Action, cause: RecordId) {
        match action {
            Action::Frame { frame, fault } => self.fault(frame, fault, cause),
            Action::CutLink(link) => self.set_link(usize::from(link.0), false, cause),
            Action::MendLink(link) => self.set_link(usize::from(link.0), true, cause),
            Action::Unplug { host, pulled } => {
                for link in self.links_of(host) {
                    self.set_link(link, !pulled, cause);
                }
            }
            Action::Signal { host, pid, signal } => {
                let host = usize::from(host.0);
                let sent = self.hosts[host].kernel.signal(self.now, pid, signal, &mut self.recorder);
                assert!(sent.is_ok(), "checked by is_effective");
                self.after_kernel(host);
            }
            Action::Read { host, pid, length } => {
                // Where there is nothing to read the call says so; nobody sleeps in it.
                let (length, flags) = (length as usize, MessageFlags::DONTWAIT);
                self.inject(host, pid, |fd| Syscall::Receive { fd, length, flags });
            }
            Action::SetOption { host, pid, option, value } => {
                let value = value.to_le_bytes().to_vec();
                self.inject(host, pid, |fd| Syscall::SetSocketOption { fd, option, value });
            }
            Action::SetDelay { link, delay } => {
                self.links[usize::from(link.0)].lanes.iter_mut().for_each(|lane| lane.delay = delay);
            }
            Action::SetRate { link, rate } => self.set_rate(usize::from(link.0), |spec| {
                let queue = spec.and_then(|spec| spec.queue);
                rate.map(|rate| RateSpec { rate, queue })
            }),
            Action::SetQueue { link, frames } => {
                self.set_rate(usize::from(link.0), |spec| spec.map(|spec| RateSpec { queue: frames, ..spec }))
            }
            Action::SetSysctl { host, name, value } => {
                let host = usize::from(host.0);
                let set = self.hosts[host].kernel.set_sysctl(self.now, &name, &value, &mut self.recorder);
                assert!(set.is_ok(), "checked by is_effective");
                self.after_kernel(host);
            }
        }
    }

    fn is_effective(&self, action: &Action) -> bool {
        let host_exists = |host: &HostId| usize::from(host.0) < self.hosts.len();
        let link_up = |link: &LinkId| self.links.get(usize::from(link.0)).map(|link| link.up);
        match action {
            Action::Frame { frame, .. } => self.find(*frame).is_some(),
            Action::CutLink(link) => link_up(link) == Some(true),
            Action::MendLink(link) => link_up(link) == Some(false),
            Action::Unplug { host, pulled } => {
                host_exists(host) && self.links_of(*host).iter().any(|&link| self.links[link].up == *pulled)
            }
            Action::Signal { host, pid, .. } => {
                host_exists(host)
                    && self.hosts[usize::from(host.0)]
                        .kernel
                        .process(*pid)
                        .is_some_and(|process| process.status.is_none())
            }
            Action::SetDelay { link, .. } => usize::from(link.0) < self.links.len(),
            Action::SetRate { link, rate } => {
                usize::from(link.0) < self.links.len() && rate.is_none_or(|rate| rate.bits_per_second() > 0)
            }
            Action::SetQueue { link, .. } => self
                .links
                .get(usize::from(link.0))
                .is_some_and(|link| link.lanes.iter().all(|lane| lane.rate.is_some())),
            Action::Read { host, pid, .. } | Action::SetOption { host, pid, .. } => {
                host_exists(host) && newest_stream(&self.hosts[usize::from(host.0)].kernel, *pid).is_some()
            }
            Action::SetSysctl { host, name, value } => {
                host_exists(host)
                    && self.hosts[usize::from(host.0)].kernel.sysctl().clone().set(name, value).is_ok()
            }
        }
    }

    /// A process makes a call on its newest socket beside what its program does.
    fn inject(&mut self, host: HostId, pid: Pid, call: impl FnOnce(Fd) -> Syscall) {
        let host = usize::from(host.0);
        let kernel = &mut self.hosts[host].kernel;
        let fd = newest_stream(kernel, pid).expect("checked by is_effective");
        let made = kernel.inject_system_call(self.now, pid, call(fd), &mut self.recorder);
        assert!(made.is_ok(), "checked by is_effective");
        self.after_kernel(host);
    }

    /// Changes both directions' rates; NICs that wait for the line are asked again.
    fn set_rate(&mut self, link: usize, change: impl Fn(Option<RateSpec>) -> Option<RateSpec>) {
        for direction in [LinkDirection::Forward, LinkDirection::Backward] {
            let lane = &mut self.links[link].lanes[direction.index()];
            lane.rate = change(lane.rate);
            self.schedule_lane(link, direction);
        }
    }

    fn links_of(&self, host: HostId) -> Vec<usize> {
        let at = usize::from(host.0);
        (0..self.links.len()).filter(|&link| self.links[link].ends.iter().any(|end| end.0 == at)).collect()
    }

    /// Where a frame is under way: link, direction, place in the order of arrival.
    fn find(&self, frame: FrameId) -> Option<(usize, LinkDirection, usize)> {
        for (link, state) in self.links.iter().enumerate() {
            for direction in [LinkDirection::Forward, LinkDirection::Backward] {
                let flights = &state.lanes[direction.index()].flights;
                if let Some(at) = flights.iter().position(|flight| flight.frame.id == frame) {
                    return Some((link, direction, at));
                }
            }
        }
        None
    }

    fn set_link(&mut self, link: usize, up: bool, cause: RecordId) {
        if self.links[link].up == up {
            return;
        }
        self.links[link].up = up;
        let id = LinkId(link as u16);
        let changed = self.emit(Some(cause), || What::LinkChanged { link: id, up });
        for direction in [LinkDirection::Forward, LinkDirection::Backward] {
            let lost = std::mem::take(&mut self.links[link].lanes[direction.index()].flights);
            assert!(!up || lost.is_empty(), "frames are on link {link} although it was cut");
            for flight in lost {
                let (flight, frame, why) = (flight.number, flight.frame.id, LossReason::Cut);
                self.emit(Some(changed), || What::FrameLost { link: id, direction, flight, frame, why });
            }
            self.schedule_lane(link, direction);
        }
        for (host, interface) in self.links[link].ends {
            self.hosts[host].kernel.set_link(self.now, interface, up, &mut self.recorder);
            self.after_kernel(host);
        }
    }

    fn fault(&mut self, frame: FrameId, fault: FrameFault, cause: RecordId) {
        let Some((link, direction, at)) = self.find(frame) else { return };
        let way = direction.index();
        let id = LinkId(link as u16);
        let flight = self.links[link].lanes[way].flights.remove(at).expect("just found");
        let number = flight.number;
        match fault {
            FrameFault::Drop => {
                let why = LossReason::Person;
                self.emit(Some(cause), || What::FrameLost {
                    link: id,
                    direction,
                    flight: number,
                    frame,
                    why,
                });
            }
            FrameFault::Corrupt { bit } => self.corrupt(link, direction, flight, bit, cause),
            FrameFault::Delay(by) => {
                let arrive = flight.arrive + by;
                self.links[link].lanes[way].insert(Flight { arrive, ..flight });
                self.emit(Some(cause), || What::FrameDelayed {
                    link: id,
                    direction,
                    flight: number,
                    frame,
                    arrive,
                });
            }
            FrameFault::Duplicate => self.duplicate(link, direction, flight, cause),
            FrameFault::Reorder => {
                let behind = self.links[link].lanes[way].flights.get(at).map(|behind| behind.arrive);
                let held = behind.is_none();
                self.holds_frames |= held;
                let arrive = behind.unwrap_or(flight.arrive.max(self.now + REORDER_PATIENCE));
                self.links[link].lanes[way].insert(Flight { arrive, held, ..flight });
                self.emit(Some(cause), || What::FrameDelayed {
                    link: id,
                    direction,
                    flight: number,
                    frame,
                    arrive,
                });
            }
        }
        self.schedule_lane(link, direction);
    }

    fn corrupt(&mut self, link: usize, direction: LinkDirection, flight: Flight, bit: u32, cause: RecordId) {
        let mut bytes = flight.frame.bytes.to_vec();
        let bit = bit % (bytes.len() as u32 * 8);
        bytes[(bit / 8) as usize] ^= 0x80 >> (bit % 8);
        let (number, id) = (flight.number, flight.frame.id);
        let sent = flight.sent.clone().or_else(|| Some(flight.frame.bytes.clone()));
        let frame = Frame { bytes: bytes.into(), ..flight.frame };
        self.links[link].lanes[direction.index()].insert(Flight { frame, sent, ..flight });
        let link = LinkId(link as u16);
        self.emit(Some(cause), || What::FrameDamaged { link, direction, flight: number, frame: id, bit });
    }

    fn duplicate(&mut self, link: usize, direction: LinkDirection, flight: Flight, cause: RecordId) {
        let number = self.flights;
        self.flights += 1;
        let (id, frame) = (LinkId(link as u16), flight.frame.clone());
        let (depart, start, arrive) = (flight.depart, flight.start, flight.arrive);
        let departed = self.emit(Some(cause), || What::FrameDeparts {
            link: id,
            direction,
            flight: number,
            frame,
            depart,
            start,
            arrive,
        });
        let copy = Flight { number, departed, ..flight.clone() };
        let lane = &mut self.links[link].lanes[direction.index()];
        lane.insert(flight);
        lane.insert(copy);
    }
}

/// The highest descriptor of a living process that is a TCP socket.
fn newest_stream(kernel: &Kernel, pid: Pid) -> Option<Fd> {
    let process = kernel.process(pid).filter(|process| process.status.is_none())?;
    let streams = process.fds.iter().filter(|fd| matches!(fd.kind, FileKind::Stream(_)));
    streams.map(|fd| fd.fd).max()
}
