//! Frames over links: routes, queues, losses and faults, with datagrams from scripted programs.

use netlab_abi::{
    Data, Domain, Fd, Inspection, Ipv4Addr, MessageFlags, Outcome, Program, Protocol, Signal, SocketAddrV4,
    SocketFlags, SocketType, Syscall, ThreadNumber, Trap,
};
use netlab_kernel::{
    config::{Policy, ReceiveProfile},
    event::Event,
};
use netlab_wire::{Duration, Instant, Rate};
use netlab_world::{
    Action, Costs, DownOrigin, DownWindow, FrameClass, FrameFault, Horizon, HostId, Intervention,
    LinkDirection, LinkId, LossReason, Moment, RateSpec, RecordHash, Scenario, ScriptedDrop, Step, Topology,
    What, World, WorldRecord,
};

/// A program that makes one system call after the other and then sleeps.
#[derive(Clone)]
struct Script {
    calls: Vec<Syscall>,
    next: usize,
}

impl Program for Script {
    fn resume(&mut self, _: ThreadNumber, _: Outcome) -> Trap {
        let call = self.calls.get(self.next).cloned().unwrap_or(Syscall::Sleep { duration: 1 << 60 });
        self.next += 1;
        Trap::Syscall { call, work: 1 }
    }
    fn save(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }
    fn signal(&mut self, _: Signal) {}
    fn inspect(&self, _: ThreadNumber) -> Inspection {
        Inspection::default()
    }
    fn digest(&self) -> u64 {
        self.next as u64
    }
}

const PORT: u16 = 5000;
const SERVER: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::new(10, 0, 3, 2), PORT);

fn socket() -> Syscall {
    Syscall::Socket {
        domain: Domain::INET,
        kind: SocketType::DGRAM,
        flags: SocketFlags::default(),
        protocol: Protocol(0),
    }
}

fn sender(datagrams: usize, size: usize) -> Script {
    let send = |number: usize| Syscall::Send {
        fd: Fd(3),
        data: Data::new(vec![number as u8; size]),
        flags: MessageFlags::NONE,
        to: Some(SERVER),
    };
    let mut calls = vec![socket()];
    calls.extend((0..datagrams).map(send));
    Script { calls, next: 0 }
}

fn receiver() -> Script {
    let receive = Syscall::Receive { fd: Fd(3), length: 4096, flags: MessageFlags::NONE };
    let bind = Syscall::Bind { fd: Fd(3), address: SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, PORT) };
    let mut calls = vec![socket(), bind];
    calls.extend(vec![receive; 64]);
    Script { calls, next: 0 }
}

fn scenario(routers: usize) -> Scenario {
    let delays = vec![Duration::from_millis(10); routers + 1];
    Scenario {
        seed: 7,
        policy: Policy::Linux,
        profile: ReceiveProfile::Tap,
        costs: Costs::Plain,
        topology: Topology::chain(routers, &delays).expect("a chain"),
        drops: Vec::new(),
        down: Vec::new(),
        horizon: Horizon { time: Instant::from_millis(5000), records: u64::MAX },
    }
}

fn world(scenario: &Scenario, datagrams: usize, size: usize) -> World {
    let mut world = World::new(scenario, true).expect("a world");
    let server = HostId(scenario.topology.computers.len() as u16 - 1);
    world.start(Instant::ZERO, server, "receiver", Box::new(receiver()));
    world.start(Instant::from_millis(100), HostId(0), "sender", Box::new(sender(datagrams, size)));
    world
}

fn run(world: &mut World, until: Instant) -> Vec<WorldRecord> {
    while world.next_moment().is_some_and(|at| at <= until) {
        assert!(matches!(world.step(), Step::Event(_)));
    }
    world.take_records()
}

fn run_scenario(scenario: &Scenario, datagrams: usize, size: usize) -> Vec<WorldRecord> {
    run(&mut world(scenario, datagrams, size), scenario.horizon.time)
}

/// First byte and moment of each datagram that reached the server's socket.
fn received(records: &[WorldRecord]) -> Vec<u64> {
    let datagrams = records.iter().filter(|record| {
        record.host != Some(HostId(0))
            && matches!(record.what, What::Kernel(Event::Datagram { sent: false, .. }))
    });
    datagrams.map(|record| record.at.as_micros()).collect()
}

fn losses(records: &[WorldRecord]) -> Vec<LossReason> {
    let lost = records.iter().filter_map(|record| match record.what {
        What::FrameLost { why, .. } => Some(why),
        _ => None,
    });
    lost.collect()
}

/// The first frame with payload that enters a link forward.
fn first_frame(records: &[WorldRecord], link: u16) -> (netlab_kernel::event::FrameId, Instant) {
    let found = records.iter().find_map(|record| match &record.what {
        What::FrameDeparts { link: LinkId(at), direction: LinkDirection::Forward, frame, .. }
            if *at == link && frame.bytes.len() > 60 =>
        {
            Some((frame.id, record.at))
        }
        _ => None,
    });
    found.expect("a datagram was sent")
}

#[test]
fn every_chain_of_one_to_six_routers_carries_a_datagram() {
    for routers in 1..=6 {
        let mut scenario = scenario(routers);
        // The sender's address of the server is that of the chain with two routers; give it the right one.
        let server = scenario.topology.computers.last().expect("a server").interfaces[0].address;
        scenario.horizon.time = Instant::from_millis(2000);
        let mut world = World::new(&scenario, true).expect("a world");
        let last = HostId(routers as u16 + 1);
        world.start(Instant::ZERO, last, "receiver", Box::new(receiver()));
        let mut script = sender(1, 100);
        if let Syscall::Send { to, .. } = &mut script.calls[1] {
            *to = Some(SocketAddrV4::new(server, PORT));
        }
        world.start(Instant::from_millis(100), HostId(0), "sender", Box::new(script));
        let records = run(&mut world, scenario.horizon.time);
        let links = routers as u64 + 1;
        let arrivals = received(&records);
        assert_eq!(arrivals.len(), 1, "{routers} routers");
        // ARP asks on each link in turn, a round trip each, then the datagram crosses.
        assert!((100_000 + 30_000 * links..103_000 + 30_000 * links).contains(&arrivals[0]), "{arrivals:?}");
    }
}

#[test]
fn records_are_numbered_without_gaps_and_causes_come_first() {
    let records = run_scenario(&scenario(2), 5, 500);
    assert!(records.len() > 100, "{}", records.len());
    for (at, record) in records.iter().enumerate() {
        assert_eq!(record.id.0, at as u64);
        assert!(record.cause.is_none_or(|cause| cause < record.id));
    }
    assert!(records.is_sorted_by_key(|record| record.at));
}

#[test]
fn equal_runs_have_equal_records_and_a_checkpoint_continues_alike() {
    let scenario = scenario(2);
    let mut whole = world(&scenario, 5, 500);
    let records = run(&mut whole, scenario.horizon.time);
    let hash = |records: &[WorldRecord]| {
        let mut hash = RecordHash::default();
        records.iter().for_each(|record| hash.add(record));
        hash.value()
    };
    assert_eq!(hash(&records), hash(&run_scenario(&scenario, 5, 500)));
    let mut other = Scenario { seed: 8, ..scenario.clone() };
    assert_ne!(
        hash(&records),
        hash(&run_scenario(&other, 5, 500)),
        "the seed reaches identifications and ports"
    );
    other.seed = 7;
    let mut half = world(&other, 5, 500);
    let mut beginning = run(&mut half, Instant::from_millis(115));
    let mut copy = half.clone();
    let rest = run(&mut half, scenario.horizon.time);
    assert_eq!(rest, run(&mut copy, scenario.horizon.time));
    beginning.extend(rest);
    assert_eq!(beginning, records);
}

#[test]
fn a_headless_run_takes_the_same_course() {
    let scenario = scenario(2);
    let mut kept = world(&scenario, 5, 500);
    run(&mut kept, scenario.horizon.time);
    let mut headless = World::new(&scenario, false).expect("a world");
    headless.start(Instant::ZERO, HostId(3), "receiver", Box::new(receiver()));
    headless.start(Instant::from_millis(100), HostId(0), "sender", Box::new(sender(5, 500)));
    assert!(run(&mut headless, scenario.horizon.time).is_empty());
    assert_eq!(headless.next_record(), kept.next_record());
}

#[test]
fn a_scripted_drop_counts_frames_of_its_class() {
    let mut scenario = scenario(2);
    let class = FrameClass::Ip;
    let drop = ScriptedDrop { link: LinkId(1), direction: LinkDirection::Forward, class, first: 2, count: 2 };
    scenario.drops = vec![drop];
    let records = run_scenario(&scenario, 5, 500);
    assert_eq!(losses(&records), [LossReason::Script; 2]);
    assert_eq!(received(&records).len(), 3);
}

#[test]
fn nothing_enters_a_link_in_its_down_window() {
    let mut scenario = scenario(2);
    scenario.topology = scenario.topology.with_static_neighbours();
    let (from, to) = (Duration::from_millis(5), Duration::from_millis(1000));
    scenario.down = vec![DownWindow { link: LinkId(1), origin: DownOrigin::FirstPacket, from, to }];
    let records = run_scenario(&scenario, 3, 500);
    assert_eq!(losses(&records), [LossReason::LinkDown; 3]);
    assert!(received(&records).is_empty());
}

#[test]
fn a_link_with_a_queue_of_its_own_drops_what_does_not_fit() {
    let mut scenario = scenario(2);
    scenario.topology = scenario.topology.with_static_neighbours();
    // 542 bytes at 433.6 kbit/s take 10 ms each.
    let rate = RateSpec { rate: Rate::from_bits_per_second(433_600), queue: Some(2) };
    scenario.topology.links[1].rate[0] = Some(rate);
    let records = run_scenario(&scenario, 10, 500);
    assert_eq!(losses(&records), [LossReason::QueueFull; 7]);
    let arrivals = received(&records);
    assert_eq!(arrivals.len(), 3);
    assert_eq!(arrivals[1] - arrivals[0], 10_000);
    assert_eq!(arrivals[2] - arrivals[1], 10_000);
}

#[test]
fn a_slow_line_makes_the_nic_wait_and_loses_nothing() {
    let mut scenario = scenario(2);
    scenario.topology = scenario.topology.with_static_neighbours();
    let rate = RateSpec { rate: Rate::from_bits_per_second(433_600), queue: None };
    scenario.topology.links[1].rate[0] = Some(rate);
    let records = run_scenario(&scenario, 10, 500);
    let arrivals = received(&records);
    assert_eq!(arrivals.len(), 10);
    assert!(arrivals.windows(2).all(|pair| pair[1] - pair[0] == 10_000), "{arrivals:?}");
}

/// The run in which `fault` happens to the first datagram's frame on the middle link, 5 ms after it entered.
fn with_fault(fault: FrameFault, datagrams: usize) -> Vec<WorldRecord> {
    let mut scenario = scenario(2);
    scenario.topology = scenario.topology.with_static_neighbours();
    let (frame, at) = first_frame(&run_scenario(&scenario, datagrams, 500), 1);
    let mut world = world(&scenario, datagrams, 500);
    let when = Moment::Time(at + Duration::from_millis(5));
    world.intervene(Intervention { when, action: Action::Frame { frame, fault } });
    run(&mut world, scenario.horizon.time)
}

#[test]
fn a_person_can_drop_corrupt_delay_double_and_reorder_a_frame() {
    let plain = with_fault(FrameFault::Delay(Duration::ZERO), 3);
    let arrivals = received(&plain);
    assert_eq!(arrivals.len(), 3);

    let dropped = with_fault(FrameFault::Drop, 3);
    assert_eq!(losses(&dropped), [LossReason::Person]);
    assert_eq!(received(&dropped).len(), 2);

    for bit in [0, 7, 100, 111, 4000, 1_000_000] {
        let corrupted = with_fault(FrameFault::Corrupt { bit }, 3);
        assert_eq!(received(&corrupted).len(), 2, "bit {bit}");
    }

    let delayed = with_fault(FrameFault::Delay(Duration::from_millis(50)), 3);
    // Work on the frames before and after it costs some microseconds more or less.
    assert!(received(&delayed)[2].abs_diff(arrivals[0] + 50_000) < 10);

    let doubled = with_fault(FrameFault::Duplicate, 3);
    assert_eq!(received(&doubled).len(), 4);

    let reordered = with_fault(FrameFault::Reorder, 3);
    let late = received(&reordered);
    assert_eq!(late.len(), 3);
    assert!(late[0] > arrivals[0], "the first frame comes no longer first");

    let alone = with_fault(FrameFault::Reorder, 1);
    assert!(received(&alone)[0] > received(&with_fault(FrameFault::Delay(Duration::ZERO), 1))[0] + 900_000);
}

#[test]
fn a_cut_cable_loses_what_is_on_it_and_a_mended_one_carries_again() {
    let mut scenario = scenario(2);
    scenario.topology = scenario.topology.with_static_neighbours();
    let (_, at) = first_frame(&run_scenario(&scenario, 3, 500), 1);
    let mut world = world(&scenario, 3, 500);
    let when = Moment::Time(at + Duration::from_millis(5));
    world.intervene(Intervention { when, action: Action::CutLink(LinkId(1)) });
    let records = run(&mut world, scenario.horizon.time);
    assert_eq!(losses(&records), [LossReason::Cut; 3]);
    assert!(received(&records).is_empty());
}

#[test]
fn what_is_no_longer_there_cannot_be_changed_and_that_is_said() {
    let scenario = scenario(2);
    let mut world = world(&scenario, 1, 500);
    let frame = netlab_kernel::event::FrameId(12345);
    let when = Moment::Time(Instant::from_millis(50));
    world.intervene(Intervention { when, action: Action::Frame { frame, fault: FrameFault::Drop } });
    let records = run(&mut world, scenario.horizon.time);
    let said =
        records.iter().filter(|record| matches!(record.what, What::Intervention { effective: false, .. }));
    assert_eq!(said.count(), 1);
    assert_eq!(received(&records).len(), 1);
}

#[test]
fn scenarios_survive_json() {
    let mut scenario = scenario(3);
    scenario.drops.push(ScriptedDrop {
        link: LinkId(0),
        direction: LinkDirection::Backward,
        class: FrameClass::SynAck,
        first: 1,
        count: 1,
    });
    let text = serde_json::to_string(&scenario).expect("plain data");
    assert_eq!(serde_json::from_str::<Scenario>(&text).expect("its own text"), scenario);
}
