//! What a person can do to a run: what each act is in the world, whether it fits a moment, and what is on offer.

use crate::{
    history::Present,
    protocol::{Intervention, OptionName},
    recipe::Recipe,
    track::ProcessTrack,
    view::{Offer, Target},
};
use netlab_abi::{OptionLevel, Pid, Signal, SocketOption, option, tcp_option};
use netlab_kernel::event::{FrameId, TcpState};
use netlab_wire::{Duration, Rate};
use netlab_world::{Action, FrameFault, HostId, LinkId};
use std::rc::Rc;

/// How long the page's "corrupt" hits: the first bit of the payload's last byte is as good as any.
const CORRUPTED_BIT: u32 = 8 * 60;
/// The number of a computer's first process.
const FIRST_PID: Pid = Pid(1000);
/// First values of acts with a number: hold a frame up, bytes to read, a slower cable.
const HOLD_UP: u64 = 100_000_000;
const READ: u32 = 1024;
const LONGER: u64 = 100_000_000;
const SLOWER: u64 = 1_000_000;
const QUEUE: u32 = 4;
/// A setting on offer: the one that a class changes first.
const SYSCTL: (&str, &str) = ("net.ipv4.tcp_sack", "0");

/// Programs are numbered by computer.
pub(crate) fn program_at(recipe: &Recipe, number: usize) -> Option<(HostId, Rc<str>)> {
    recipe.in_order().get(number).map(|program| (program.host, program.file.clone()))
}

/// The computer of a program, and its process there: processes are numbered in the order in which programs start.
fn process_at(recipe: &Recipe, number: usize) -> Option<(HostId, Pid)> {
    let programs = recipe.in_order();
    let program = programs.get(number)?;
    let mut here: Vec<_> = recipe.programs.iter().filter(|other| other.host == program.host).collect();
    here.sort_by_key(|other| other.start);
    let place = here.iter().position(|other| other.file == program.file)?;
    Some((program.host, Pid(FIRST_PID.0 + i32::try_from(place).ok()?)))
}

/// The computers that run programs, by number.
fn computer_at(recipe: &Recipe, number: usize) -> Option<HostId> {
    let computers = recipe.scenario.topology.computers.iter().enumerate();
    let ends = computers.filter(|(_, computer)| !computer.forwarding).map(|(at, _)| HostId(at as u16));
    ends.into_iter().nth(number)
}

fn link_at(recipe: &Recipe, cable: usize) -> Option<LinkId> {
    u16::try_from(cable).ok().filter(|_| cable < recipe.scenario.topology.links.len()).map(LinkId)
}

/// Level and number of an option.
const fn socket_option(name: OptionName) -> SocketOption {
    let (level, name) = match name {
        OptionName::SendBuffer => (OptionLevel::SOCKET, option::SO_SNDBUF),
        OptionName::ReceiveBuffer => (OptionLevel::SOCKET, option::SO_RCVBUF),
        OptionName::NoDelay => (OptionLevel::TCP, tcp_option::TCP_NODELAY),
        OptionName::Cork => (OptionLevel::TCP, tcp_option::TCP_CORK),
        OptionName::QuickAck => (OptionLevel::TCP, tcp_option::TCP_QUICKACK),
    };
    SocketOption { level, name }
}

/// What an intervention of the page is in the world; `None` when it names something that is not there.
pub(crate) fn action(recipe: &Recipe, what: &Intervention) -> Option<Action> {
    let frame = |frame: u64, fault| Some(Action::Frame { frame: FrameId(frame), fault });
    let process = |program: usize| process_at(recipe, program);
    let signal =
        |program: usize, signal| process(program).map(|(host, pid)| Action::Signal { host, pid, signal });
    match what {
        Intervention::DropFrame(id) => frame(*id, FrameFault::Drop),
        Intervention::CorruptFrame(id) => frame(*id, FrameFault::Corrupt { bit: CORRUPTED_BIT }),
        Intervention::DelayFrame(id, by) => frame(*id, FrameFault::Delay(Duration::from_nanos(*by))),
        Intervention::DuplicateFrame(id) => frame(*id, FrameFault::Duplicate),
        Intervention::ReorderFrame(id) => frame(*id, FrameFault::Reorder),
        Intervention::Cable(cable, whole) => {
            let link = link_at(recipe, *cable)?;
            Some(if *whole { Action::MendLink(link) } else { Action::CutLink(link) })
        }
        Intervention::Kill(program) => signal(*program, Signal::SIGKILL),
        Intervention::Stop(program, true) => signal(*program, Signal::SIGSTOP),
        Intervention::Stop(program, false) => signal(*program, Signal::SIGCONT),
        Intervention::ReadNow(program, length) => {
            process(*program).map(|(host, pid)| Action::Read { host, pid, length: *length })
        }
        Intervention::SetOption(program, name, value) => process(*program)
            .map(|(host, pid)| Action::SetOption { host, pid, option: socket_option(*name), value: *value }),
        Intervention::SetDelay(cable, delay) => {
            let delay = Duration::from_nanos(*delay);
            link_at(recipe, *cable).map(|link| Action::SetDelay { link, delay })
        }
        Intervention::SetRate(cable, rate) => {
            let rate = (*rate > 0).then(|| Rate::from_bits_per_second(*rate));
            link_at(recipe, *cable).map(|link| Action::SetRate { link, rate })
        }
        Intervention::SetQueue(cable, frames) => {
            link_at(recipe, *cable).map(|link| Action::SetQueue { link, frames: Some(*frames) })
        }
        Intervention::Unplug(computer, pulled) => {
            computer_at(recipe, *computer).map(|host| Action::Unplug { host, pulled: *pulled })
        }
        Intervention::SetSysctl(computer, name, value) => {
            let (name, value) = (name.clone(), value.clone());
            computer_at(recipe, *computer).map(|host| Action::SetSysctl { host, name, value })
        }
    }
}

/// The living process of a program.
fn process<'a>(recipe: &Recipe, present: &'a Present, program: usize) -> Option<&'a ProcessTrack> {
    let (host, file) = program_at(recipe, program)?;
    let host = present.track().hosts.get(&host)?;
    host.processes.values().find(|process| *process.name == *file).filter(|process| process.exited.is_none())
}

/// Whether a program has a TCP socket that an injected call can be made on.
fn has_stream(recipe: &Recipe, present: &Present, program: usize) -> bool {
    let Some((host, _)) = program_at(recipe, program) else { return false };
    let sockets = present.track().hosts.get(&host).map(|host| &host.sockets);
    process(recipe, present, program).is_some()
        && sockets.is_some_and(|sockets| sockets.values().any(|socket| !socket.freed))
}

fn rate_of(recipe: &Recipe, present: &Present, link: LinkId) -> Option<Rate> {
    let changed = present.track().links.get(&link).and_then(|link| link.rate);
    changed
        .unwrap_or_else(|| recipe.scenario.topology.links[usize::from(link.0)].rate[0].map(|spec| spec.rate))
}

/// Whether an act fits a moment: what is no longer there cannot be changed.
pub(crate) fn fits(recipe: &Recipe, present: &Present, what: &Intervention) -> bool {
    let track = present.track();
    let cable = |cable: &usize| link_at(recipe, *cable);
    match what {
        Intervention::DropFrame(frame)
        | Intervention::CorruptFrame(frame)
        | Intervention::DelayFrame(frame, _)
        | Intervention::DuplicateFrame(frame)
        | Intervention::ReorderFrame(frame) => {
            track.flights.values().any(|flight| flight.frame.id.0 == *frame && flight.arrive > track.now)
        }
        Intervention::Cable(at, whole) => cable(at).is_some_and(|link| track.down.contains(&link) == *whole),
        Intervention::SetDelay(at, _) => cable(at).is_some(),
        Intervention::SetRate(at, _) => cable(at).is_some(),
        Intervention::SetQueue(at, _) => {
            cable(at).is_some_and(|link| rate_of(recipe, present, link).is_some())
        }
        Intervention::Kill(program) => process(recipe, present, *program).is_some(),
        Intervention::Stop(program, stop) => {
            process(recipe, present, *program).is_some_and(|process| process.stopped != *stop)
        }
        Intervention::ReadNow(program, _) | Intervention::SetOption(program, ..) => {
            has_stream(recipe, present, *program)
        }
        Intervention::Unplug(computer, pulled) => computer_at(recipe, *computer)
            .is_some_and(|host| links_of(recipe, host).any(|link| track.down.contains(&link) != *pulled)),
        Intervention::SetSysctl(computer, name, value) => computer_at(recipe, *computer)
            .is_some_and(|host| present.world().kernel(host).sysctl().clone().set(name, value).is_ok()),
    }
}

fn links_of(recipe: &Recipe, host: HostId) -> impl Iterator<Item = LinkId> + '_ {
    let links = recipe.scenario.topology.links.iter().enumerate();
    links
        .filter(move |(_, link)| link.ends.iter().any(|end| end.computer == usize::from(host.0)))
        .map(|(at, _)| LinkId(at as u16))
}

/// Everything that can be done now, target by target.
pub(crate) fn offers(recipe: &Recipe, present: &Present) -> Vec<Offer> {
    let mut offers = Vec::new();
    let mut offer = |target, acts: Vec<Intervention>| {
        let fitting = acts.into_iter().filter(|act| fits(recipe, present, act));
        offers.extend(fitting.map(|act| Offer { target, act }));
    };
    let mut frames: Vec<u64> = present.track().flights.values().map(|flight| flight.frame.id.0).collect();
    frames.sort_unstable();
    frames.dedup();
    for frame in frames {
        offer(Target::Frame(frame), frame_acts(frame));
    }
    for program in 0..recipe.programs.len() {
        offer(Target::Program(program), program_acts(recipe, present, program));
    }
    for cable in 0..recipe.scenario.topology.links.len() {
        offer(Target::Cable(cable), cable_acts(recipe, present, cable));
    }
    let links = recipe.scenario.topology.links.len();
    for router in 0..links.saturating_sub(1) {
        // Towards the server first, as the request meets it.
        let acts = [router + 1, router].map(|cable| queue_acts(recipe, present, cable)).concat();
        offer(Target::Router(router), acts);
    }
    for computer in 0.. {
        if computer_at(recipe, computer).is_none() {
            break;
        }
        let sysctl = Intervention::SetSysctl(computer, SYSCTL.0.into(), SYSCTL.1.into());
        let acts = vec![Intervention::Unplug(computer, true), Intervention::Unplug(computer, false), sysctl];
        offer(Target::Computer(computer), acts);
    }
    offers
}

fn frame_acts(frame: u64) -> Vec<Intervention> {
    vec![
        Intervention::DropFrame(frame),
        Intervention::CorruptFrame(frame),
        Intervention::DelayFrame(frame, HOLD_UP),
        Intervention::DuplicateFrame(frame),
        Intervention::ReorderFrame(frame),
    ]
}

fn program_acts(recipe: &Recipe, present: &Present, program: usize) -> Vec<Intervention> {
    let sockets = program_at(recipe, program).and_then(|(host, _)| present.track().hosts.get(&host));
    let newest = sockets.and_then(|host| {
        host.sockets.values().rfind(|socket| !socket.freed && socket.state != TcpState::Listen)
    });
    let half = |memory: Option<(u32, u32)>| memory.map_or(4096, |(_, limit)| (limit / 2).max(1)) as i32;
    let (send, receive) =
        newest.map_or((4096, 4096), |socket| (half(socket.send_memory), half(socket.receive_memory)));
    let option = |name, value| Intervention::SetOption(program, name, value);
    vec![
        Intervention::ReadNow(program, READ),
        Intervention::Stop(program, true),
        Intervention::Stop(program, false),
        Intervention::Kill(program),
        option(OptionName::SendBuffer, send),
        option(OptionName::ReceiveBuffer, receive),
        option(OptionName::NoDelay, 1),
        option(OptionName::Cork, 1),
        option(OptionName::QuickAck, 1),
    ]
}

/// What stands before a cable: it queues only where it has a rate.
fn queue_acts(recipe: &Recipe, present: &Present, cable: usize) -> Vec<Intervention> {
    let rate = rate_of(recipe, present, LinkId(cable as u16)).map_or(SLOWER, |rate| rate.bits_per_second());
    vec![Intervention::SetRate(cable, rate), Intervention::SetQueue(cable, QUEUE)]
}

fn cable_acts(recipe: &Recipe, present: &Present, cable: usize) -> Vec<Intervention> {
    let link = LinkId(cable as u16);
    let spec = recipe.scenario.topology.links[cable].delay;
    let delay = present.track().links.get(&link).and_then(|link| link.delay).unwrap_or(spec).as_nanos();
    let mut acts = vec![
        Intervention::Cable(cable, false),
        Intervention::Cable(cable, true),
        Intervention::SetDelay(cable, if delay == LONGER { LONGER / 10 } else { LONGER }),
    ];
    acts.extend(queue_acts(recipe, present, cable));
    acts
}
