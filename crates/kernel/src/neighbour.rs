//! Neighbours: which hardware address answers for an IPv4 address on a link (ARP, RFC 826), with Linux's states
//! (`net/core/neighbour.c`, `net/ipv4/arp.c`), its queue of waiting packets and its failures.
//!
//! Left out: proxy ARP, gratuitous ARP, `arp_ignore`/`arp_announce` other than 0, garbage collection of stale entries.

use crate::agenda::{TimerKey, TimerWork};
use crate::context::Context;
use crate::event::{DropReason, Event, Frame, Interface, NeighbourState};
use crate::ip::Network;
use crate::lookup::LookupMap;
use core::net::Ipv4Addr;
use netlab_wire::{
    ArpOperation, ArpPacket, Duration, EtherType, EthernetHeader, Instant, MacAddress, arp_frame,
};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

/// `locktime`: for so long an answer is not overruled by another.
const LOCK_TIME: Duration = Duration::from_secs(1);
/// An entry's timer runs at least this long when it is set again (HZ/100).
const LEAST_TIMER: Duration = Duration::from_millis(10);
/// `unres_qlen_bytes`: memory of packets that wait for one address.
const QUEUE_BYTES: usize = 212_992;

/// One entry of the neighbour table.
#[derive(Debug, Clone)]
pub struct Neighbour {
    /// NUD state.
    pub state: NeighbourState,
    /// The hardware address, once known.
    pub hardware: Option<MacAddress>,
    timer: Option<TimerKey>,
    probes: u32,
    queue: VecDeque<Frame>,
    queued_bytes: usize,
    /// Last proof that the neighbour is there.
    pub confirmed: Instant,
    /// Last use.
    pub used: Instant,
    /// Last change.
    pub updated: Instant,
}

/// The table: entries in the order of their making, never removed; found by hash for packets, in order for people.
#[derive(Debug, Clone, Default)]
struct Entries {
    entries: Vec<Neighbour>,
    places: LookupMap<u64, u32>,
    order: BTreeMap<(Interface, Ipv4Addr), u32>,
}

impl Entries {
    fn place(&self, (interface, address): (Interface, Ipv4Addr)) -> Option<usize> {
        let key = u64::from(interface.0) << 32 | u64::from(address.to_bits());
        self.places.get(&key).map(|&place| place as usize)
    }

    fn get(&self, key: (Interface, Ipv4Addr)) -> Option<&Neighbour> {
        self.place(key).map(|place| &self.entries[place])
    }

    fn get_mut(&mut self, key: (Interface, Ipv4Addr)) -> Option<&mut Neighbour> {
        self.place(key).map(|place| &mut self.entries[place])
    }

    /// The entry, new and without address if there is none.
    fn get_or_insert(&mut self, key: (Interface, Ipv4Addr), now: Instant) -> &mut Neighbour {
        let place = match self.place(key) {
            Some(place) => place,
            None => self.insert(key, Neighbour::new(NeighbourState::Failed, now)),
        };
        &mut self.entries[place]
    }

    fn insert(&mut self, (interface, address): (Interface, Ipv4Addr), entry: Neighbour) -> usize {
        if let Some(place) = self.place((interface, address)) {
            self.entries[place] = entry;
            return place;
        }
        let place = self.entries.len();
        self.entries.push(entry);
        let number = u32::try_from(place).expect("fewer than 2^32 neighbours");
        self.places.insert(u64::from(interface.0) << 32 | u64::from(address.to_bits()), number);
        self.order.insert((interface, address), number);
        place
    }
}

/// All neighbours of one computer.
#[derive(Debug, Clone, Default)]
pub struct Neighbours {
    entries: Entries,
    reachable_time: Option<Duration>,
}

/// `retrans_time`: from one request to the next, at least 10 ms.
fn retransmit_time(context: &Context<'_>) -> Duration {
    Duration::from_millis(u64::from(context.sysctl.neigh_retrans_time_ms.max(10)))
}

/// `delay_first_probe_time`
fn delay_first_probe(context: &Context<'_>) -> Duration {
    Duration::from_secs(u64::from(context.sysctl.neigh_delay_first_probe_time))
}

impl Neighbours {
    /// Adds an entry that never changes (`ip neigh add ... nud permanent`).
    pub fn add_permanent(&mut self, interface: Interface, address: Ipv4Addr, hardware: MacAddress) {
        let mut entry = Neighbour::new(NeighbourState::Permanent, Instant::ZERO);
        entry.hardware = Some(hardware);
        self.entries.insert((interface, address), entry);
    }

    /// All entries, by interface and address.
    pub fn iter(&self) -> impl Iterator<Item = (Interface, Ipv4Addr, &Neighbour)> {
        let places = self.entries.order.iter();
        places.map(|(&(interface, address), &place)| {
            (interface, address, &self.entries.entries[place as usize])
        })
    }

    /// A transport protocol has proof that the neighbour forwards (`neigh_confirm`).
    pub fn confirm(&mut self, interface: Interface, address: Ipv4Addr, now: Instant) {
        if let Some(entry) = self.entries.get_mut((interface, address)) {
            entry.confirmed = now;
        }
    }

    /// `neigh_rand_reach_time`: between half and one and a half of the base, drawn once.
    fn reachable_time(&mut self, context: &mut Context<'_>) -> Duration {
        *self.reachable_time.get_or_insert_with(|| {
            let millis = context.sysctl.neigh_base_reachable_time_ms.max(1);
            Duration::from_millis(u64::from(millis / 2 + context.random.below(millis)))
        })
    }
}

impl Neighbour {
    fn new(state: NeighbourState, now: Instant) -> Self {
        Neighbour {
            state,
            hardware: None,
            timer: None,
            probes: 0,
            queue: VecDeque::new(),
            queued_bytes: 0,
            confirmed: now,
            used: now,
            updated: now,
        }
    }

    /// The timer's deadline, if it runs.
    pub fn deadline(&self) -> Option<Instant> {
        self.timer.map(TimerKey::deadline)
    }

    /// Packets that wait for the address.
    pub fn waiting(&self) -> usize {
        self.queue.len()
    }

    fn arm(&mut self, deadline: Option<Instant>, key: (Interface, Ipv4Addr), context: &mut Context<'_>) {
        if let Some(timer) = self.timer.take() {
            context.timers.stop(timer);
        }
        self.timer = deadline.map(|deadline| {
            let delay = deadline.saturating_since(context.now);
            let deadline = context.policy.timer_deadline(context.now, delay);
            context.timers.start(deadline, TimerWork::Neighbour(key.0, key.1))
        });
    }

    fn set_state(&mut self, state: NeighbourState, key: (Interface, Ipv4Addr), context: &mut Context<'_>) {
        use NeighbourState::{Delay, Failed, Incomplete, Permanent, Probe, Reachable, Stale};
        let legal = match (self.state, state) {
            (Permanent, _) | (_, Permanent) => false,
            (Incomplete, Reachable | Stale | Failed | Incomplete) => true,
            (Incomplete, Delay | Probe) => false,
            (Reachable, Reachable | Stale | Delay) => true,
            (Reachable, Incomplete | Probe | Failed) => false,
            (Stale, Reachable | Stale | Delay) => true,
            (Stale, Incomplete | Probe | Failed) => false,
            (Delay, Reachable | Stale | Probe) => true,
            (Delay, Incomplete | Delay | Failed) => false,
            (Probe, Reachable | Stale | Failed) => true,
            (Probe, Incomplete | Delay | Probe) => false,
            (Failed, Incomplete | Reachable | Stale) => true,
            (Failed, Delay | Probe | Failed) => false,
        };
        assert!(legal, "a neighbour does not go from {:?} to {state:?}", self.state);
        self.state = state;
        self.updated = context.now;
        let hardware = self.hardware;
        let record = context.recorder.emit(context.now, context.cause, || Event::NeighbourChanged {
            interface: key.0,
            address: key.1,
            hardware,
            state,
        });
        context.cause = Some(record);
    }
}

impl Network {
    /// The hardware address of the next hop, or `None` while it is being asked for; using an entry moves its state on
    /// (`neigh_event_send`).
    pub(crate) fn resolve(
        &mut self,
        interface: Interface,
        address: Ipv4Addr,
        context: &mut Context<'_>,
    ) -> Option<MacAddress> {
        let key = (interface, address);
        let now = context.now;
        let entry = self.neighbours.entries.get_or_insert(key, now);
        entry.used = now;
        match entry.state {
            NeighbourState::Permanent
            | NeighbourState::Reachable
            | NeighbourState::Delay
            | NeighbourState::Probe => {}
            NeighbourState::Stale => {
                let cause = context.cause;
                entry.set_state(NeighbourState::Delay, key, context);
                entry.arm(Some(now + delay_first_probe(context)), key, context);
                context.cause = cause;
            }
            NeighbourState::Incomplete => return None,
            NeighbourState::Failed => {
                let cause = context.cause;
                entry.hardware = None;
                entry.set_state(NeighbourState::Incomplete, key, context);
                entry.probes = context.sysctl.neigh_ucast_solicit;
                entry.arm(Some(now + retransmit_time(context)), key, context);
                self.probe(key, context);
                context.cause = cause;
                return None;
            }
        }
        Some(entry.hardware.expect("a valid neighbour has a hardware address"))
    }

    /// Keeps a frame until the address is known. The oldest ones make room (`__neigh_event_send`).
    pub(crate) fn hold(
        &mut self,
        interface: Interface,
        address: Ipv4Addr,
        frame: Frame,
        context: &mut Context<'_>,
    ) {
        let entry = self.neighbours.entries.get_mut((interface, address)).expect("resolve came first");
        assert_eq!(entry.state, NeighbourState::Incomplete, "only an unknown address is waited for");
        let size = |frame: &Frame| (frame.bytes.len() + 64).next_multiple_of(64) + 576;
        entry.queued_bytes += size(&frame);
        entry.queue.push_back(frame);
        while entry.queued_bytes > QUEUE_BYTES {
            let old = entry.queue.pop_front().expect("what fills the queue is in it");
            entry.queued_bytes -= size(&old);
            context.dropped(Some(old.id), DropReason::QueueFull);
        }
    }

    /// A neighbour entry's timer has run out (`neigh_timer_handler`).
    pub(crate) fn neighbour_timer(
        &mut self,
        interface: Interface,
        address: Ipv4Addr,
        context: &mut Context<'_>,
    ) {
        let key = (interface, address);
        let reachable_time = self.neighbours.reachable_time(context);
        let now = context.now;
        let entry = self.neighbours.entries.get_mut(key).expect("entries are never removed");
        entry.timer = None;
        let mut next = now + retransmit_time(context);
        match entry.state {
            NeighbourState::Reachable if now <= entry.confirmed + reachable_time => {
                next = entry.confirmed + reachable_time;
            }
            NeighbourState::Reachable if now <= entry.used + delay_first_probe(context) => {
                entry.set_state(NeighbourState::Delay, key, context);
                next = now + delay_first_probe(context);
            }
            NeighbourState::Reachable => {
                entry.set_state(NeighbourState::Stale, key, context);
                return;
            }
            NeighbourState::Delay if now <= entry.confirmed + delay_first_probe(context) => {
                entry.set_state(NeighbourState::Reachable, key, context);
                next = entry.confirmed + reachable_time;
            }
            NeighbourState::Delay => {
                entry.probes = 0;
                entry.set_state(NeighbourState::Probe, key, context);
            }
            NeighbourState::Incomplete | NeighbourState::Probe => {}
            NeighbourState::Stale | NeighbourState::Failed | NeighbourState::Permanent => {
                unreachable!("a neighbour in this state has no timer")
            }
        }
        // Never at once again, as `neigh_timer_handler` holds it: a hundredth of a second at least. With exact timers an entry
        // whose time is up this very moment would be looked at for ever.
        next = next.max(now + LEAST_TIMER);
        let unicast = context.sysctl.neigh_ucast_solicit;
        let limit = match entry.state {
            NeighbourState::Incomplete => unicast + context.sysctl.neigh_mcast_solicit,
            NeighbourState::Probe => unicast,
            NeighbourState::Reachable
            | NeighbourState::Delay
            | NeighbourState::Stale
            | NeighbourState::Failed
            | NeighbourState::Permanent => {
                entry.arm(Some(next), key, context);
                return;
            }
        };
        if entry.probes >= limit {
            entry.set_state(NeighbourState::Failed, key, context);
            entry.queued_bytes = 0;
            for frame in core::mem::take(&mut entry.queue) {
                self.link_failure(frame, context);
            }
            return;
        }
        entry.arm(Some(next), key, context);
        self.probe(key, context);
    }

    /// Asks for an address: by broadcast while it is unknown, else straight to where it was (`arp_solicit`).
    fn probe(&mut self, key: (Interface, Ipv4Addr), context: &mut Context<'_>) {
        let (interface, target) = key;
        let entry = self.neighbours.entries.get_mut(key).expect("the entry that is probed");
        entry.probes += 1;
        let destination = match entry.state {
            NeighbourState::Probe => entry.hardware.expect("a neighbour that was valid"),
            NeighbourState::Incomplete
            | NeighbourState::Reachable
            | NeighbourState::Stale
            | NeighbourState::Delay
            | NeighbourState::Failed
            | NeighbourState::Permanent => MacAddress::BROADCAST,
        };
        let device = &self.devices.get(interface).config;
        let (hardware, source) = (device.mac, device.address);
        self.send_arp(
            interface,
            destination,
            ArpPacket {
                operation: ArpOperation::Request,
                sender_hardware: hardware,
                sender_protocol: source,
                target_hardware: MacAddress::UNSPECIFIED,
                target_protocol: target,
            },
            context,
        );
    }

    fn send_arp(
        &mut self,
        interface: Interface,
        destination: MacAddress,
        arp: ArpPacket,
        context: &mut Context<'_>,
    ) {
        let source = self.devices.get(interface).config.mac;
        let bytes = arp_frame(&EthernetHeader { destination, source, ether_type: EtherType::Arp }, &arp);
        let id = context.identities.frame();
        let frame =
            Frame { id, bytes, cause: context.cause, flow: None, payload: None, cut_from_burst: false };
        self.devices.queue(interface, frame, context);
    }

    /// An ARP packet came (`arp_process`).
    pub(crate) fn arp_arrives(
        &mut self,
        interface: Interface,
        to_host: bool,
        arp: &ArpPacket,
        context: &mut Context<'_>,
    ) {
        let request = arp.operation == ArpOperation::Request;
        let ours = self.is_own_address(arp.target_protocol);
        let sender = arp.sender_protocol;
        if request && ours {
            self.learn(interface, sender, arp.sender_hardware, NeighbourState::Stale, true, context);
            let mac = self.devices.get(interface).config.mac;
            let reply = ArpPacket {
                operation: ArpOperation::Reply,
                sender_hardware: mac,
                sender_protocol: arp.target_protocol,
                target_hardware: arp.sender_hardware,
                target_protocol: sender,
            };
            self.send_arp(interface, arp.sender_hardware, reply, context);
            return;
        }
        let Some(entry) = self.neighbours.entries.get((interface, sender)) else { return };
        let state = if request || !to_host { NeighbourState::Stale } else { NeighbourState::Reachable };
        let overrule = context.now > entry.updated + LOCK_TIME;
        self.learn(interface, sender, arp.sender_hardware, state, overrule, context);
    }

    /// Takes what an ARP packet said into the table and sends what waited for it (`neigh_update`).
    fn learn(
        &mut self,
        interface: Interface,
        address: Ipv4Addr,
        hardware: MacAddress,
        state: NeighbourState,
        overrule: bool,
        context: &mut Context<'_>,
    ) {
        let key = (interface, address);
        let now = context.now;
        let reachable_time = self.neighbours.reachable_time(context);
        let entry = self.neighbours.entries.get_or_insert(key, now);
        let was_valid = match entry.state {
            NeighbourState::Permanent => return,
            NeighbourState::Incomplete | NeighbourState::Failed => false,
            NeighbourState::Reachable
            | NeighbourState::Stale
            | NeighbourState::Delay
            | NeighbourState::Probe => true,
        };
        let reachable = state == NeighbourState::Reachable;
        if reachable {
            entry.confirmed = now;
        }
        let same = entry.hardware == Some(hardware);
        if was_valid && ((!same && !overrule) || (same && !reachable)) {
            return;
        }
        entry.hardware = Some(hardware);
        if entry.state != state || !same {
            entry.set_state(state, key, context);
        }
        entry.arm(reachable.then(|| now + reachable_time), key, context);
        entry.queued_bytes = 0;
        let waiting = core::mem::take(&mut entry.queue);
        if !waiting.is_empty() {
            // Sending uses the entry: one that is only stale begins its delay.
            self.resolve(interface, address, context);
        }
        for mut frame in waiting {
            // The entry's change let it go, but what it is about is what made it.
            Rc::make_mut(&mut frame.bytes)[..6].copy_from_slice(&hardware.octets());
            self.devices.queue(interface, frame, context);
        }
    }
}
