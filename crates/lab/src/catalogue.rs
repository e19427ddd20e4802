//! The labs, and what can be set in each.

use crate::{
    lesson::{tasks::Task, told::Question},
    programs::Carried,
    protocol::Problem,
    recipe::{Placing, ProgramSpec, Recipe},
};
use netlab_kernel::config::{Policy, ReceiveProfile};
use netlab_wire::{Duration, Instant, Rate};
use netlab_world::{
    Costs, DownOrigin, DownWindow, FrameClass, Horizon, HostId, LinkDirection, LinkId, RateSpec, Scenario,
    ScriptedDrop, Topology,
};
use std::collections::BTreeMap;

pub use crate::labs::LABS;

/// What a lab is about: the groups of the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chapter {
    /// The two experiments that everything began with.
    First,
    /// Sockets and bytes: what a buffer holds, what a call returns.
    Bytes,
    /// Connecting: names, addresses, handshakes.
    Connecting,
    /// Closing: ends, resets, and what comes after.
    Closing,
    /// Losing: frames, cables, datagrams.
    Losing,
    /// Speed: what holds a sender up.
    Speed,
}

/// The time in which a cable is down, milliseconds from the run's start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dark {
    /// The cable.
    pub link: u16,
    /// First moment.
    pub from: u64,
    /// First moment after.
    pub to: u64,
}

/// A slow cable in the middle, behind a queue of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Narrow {
    /// The cable.
    pub link: usize,
    /// Bits per second.
    pub rate: u64,
    /// Frames that the queue holds.
    pub queue: u32,
}

/// A lab.
#[derive(Clone, Copy)]
pub struct Lab {
    /// Its name in links.
    pub id: &'static str,
    /// Where it stands in the menu.
    pub chapter: Chapter,
    pub(crate) client: Carried,
    pub(crate) server: Carried,
    /// Buffer sizes that its programs set, which parameters replace: client's send, server's receive.
    pub(crate) buffers: Option<(u32, u32)>,
    /// Where its run ends.
    pub(crate) seconds: u64,
    /// Frames that it loses on purpose.
    pub(crate) drops: &'static [ScriptedDrop],
    /// A cable that is down for a while.
    pub(crate) dark: Option<Dark>,
    /// A cable that is slow.
    pub(crate) narrow: Option<Narrow>,
    /// Parameters of its own; the reader's come after them.
    pub(crate) settings: &'static [(&'static str, &'static str)],
    /// Its question; `None` where the lesson has code of its own.
    pub(crate) question: Option<&'static Question>,
    /// Its tasks, in order.
    pub tasks: &'static [Task],
}

/// A lab that only needs programs; its run ends after so many seconds.
pub(crate) const fn lab(
    id: &'static str,
    chapter: Chapter,
    client: Carried,
    server: Carried,
    seconds: u64,
) -> Lab {
    Lab {
        id,
        chapter,
        client,
        server,
        buffers: None,
        seconds,
        drops: &[],
        dark: None,
        narrow: None,
        settings: &[],
        question: None,
        tasks: &[],
    }
}

/// The loss of one frame that enters the client's cable: number `first` of its class, from 1.
pub(crate) const fn lose(class: FrameClass, first: u64) -> ScriptedDrop {
    ScriptedDrop { link: LinkId(0), direction: LinkDirection::Forward, class, first, count: 1 }
}

/// Records after which a run is cut off.
const MOST_RECORDS: u64 = 200_000;
/// The server starts first; the client this much later.
const CLIENT_START: Instant = Instant::from_millis(5);
/// Files that compiled programs may name.
const CLIENT_FILE: &str = "client.py";
const SERVER_FILE: &str = "server.py";

/// What is set, with the lab's own values filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Settings {
    kernel: Policy,
    routers: usize,
    delay: u64,
    arp: bool,
    mtu: u16,
    rate: Option<u64>,
    loss: u32,
    send_buffer: Option<u32>,
    receive_buffer: Option<u32>,
    sysctl: BTreeMap<String, String>,
    placing: Placing,
}

impl Lab {
    /// The lab with this name.
    ///
    /// # Errors
    /// [`Problem::UnknownLab`].
    pub fn find(name: &str) -> Result<Lab, Problem> {
        let found = LABS.iter().find(|lab| lab.id == name);
        found.copied().ok_or_else(|| Problem::UnknownLab(name.to_owned()))
    }

    /// The lab's own programs: file and source, as they are before parameters change a number in them.
    pub fn sources(&self) -> [(&'static str, &'static str); 2] {
        [(CLIENT_FILE, self.client.source), (SERVER_FILE, self.server.source)]
    }

    /// The recipe with these parameters and this seed.
    ///
    /// # Errors
    /// [`Problem::UnknownParameter`], [`Problem::BadParameter`].
    pub fn recipe(&self, parameters: &[(String, String)], seed: u64) -> Result<Recipe, Problem> {
        let mut settings = Settings::default();
        let own = self.settings.iter().copied();
        for (name, value) in own.chain(parameters.iter().map(|(name, value)| (&name[..], &value[..]))) {
            settings.set(self, name, value)?;
        }
        let mut scenario = settings.scenario(seed, self.seconds)?;
        self.hinder(&mut scenario);
        let client_host = HostId(0);
        let server_host = HostId(scenario.topology.computers.len() as u16 - 1);
        let (send, receive) = self.buffers.unwrap_or_default();
        let replace = |option, own, set: Option<u32>| set.map(|size| (option, own, size));
        let send = replace("SO_SNDBUF", send, settings.send_buffer);
        let receive = replace("SO_RCVBUF", receive, settings.receive_buffer);
        let programs = vec![
            program(CLIENT_FILE, &self.client, client_host, CLIENT_START, send),
            program(SERVER_FILE, &self.server, server_host, Instant::ZERO, receive),
        ];
        Ok(Recipe { scenario, programs, placing: settings.placing })
    }
}

impl Lab {
    /// The lab that comes after it in the catalogue.
    pub fn next(&self) -> Option<&'static Lab> {
        let here = LABS.iter().position(|lab| lab.id == self.id)?;
        LABS.get(here + 1)
    }

    /// What stands in the way in this lab: lost frames, a dead cable, a slow one.
    fn hinder(&self, scenario: &mut Scenario) {
        scenario.drops = self.drops.to_vec();
        if let Some(Dark { link, from, to }) = self.dark {
            scenario.down = vec![DownWindow {
                link: LinkId(link),
                origin: DownOrigin::Start,
                from: Duration::from_millis(from),
                to: Duration::from_millis(to),
            }];
        }
        if let Some(Narrow { link, rate, queue }) = self.narrow {
            let slow = RateSpec { rate: Rate::from_bits_per_second(rate), queue: Some(queue) };
            scenario.topology.links[link].rate = [Some(slow), Some(slow)];
        }
    }
}

fn program(
    file: &str,
    carried: &Carried,
    host: HostId,
    start: Instant,
    replaced: Option<(&str, u32, u32)>,
) -> ProgramSpec {
    let (source, code) = carried.load(replaced);
    ProgramSpec {
        host,
        file: file.into(),
        source: source.into(),
        code: code.into(),
        arguments: Vec::new(),
        start,
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            kernel: Policy::Linux,
            routers: 2,
            delay: 10_000,
            arp: true,
            mtu: 1500,
            rate: None,
            loss: 0,
            send_buffer: None,
            receive_buffer: None,
            sysctl: BTreeMap::new(),
            placing: Placing::default(),
        }
    }
}

/// A whole number within bounds.
fn number(name: &str, value: &str, least: u64, most: u64) -> Result<u64, Problem> {
    let bad = || Problem::BadParameter(name.to_owned(), value.to_owned(), format!("{least}..={most}"));
    let number: u64 = value.parse().map_err(|_| bad())?;
    if (least..=most).contains(&number) { Ok(number) } else { Err(bad()) }
}

fn choice<T: Copy>(name: &str, value: &str, choices: &[(&str, T)]) -> Result<T, Problem> {
    let found = choices.iter().find(|(word, _)| *word == value);
    found.map(|(_, choice)| *choice).ok_or_else(|| {
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        Problem::BadParameter(name.to_owned(), value.to_owned(), words.join(", "))
    })
}

/// Milliseconds with at most three decimals, as microseconds.
fn microseconds(name: &str, value: &str) -> Result<u64, Problem> {
    let bad = || Problem::BadParameter(name.to_owned(), value.to_owned(), "0..=10000".to_owned());
    let (whole, rest) = value.split_once('.').unwrap_or((value, ""));
    if rest.len() > 3 || !rest.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(bad());
    }
    let whole: u64 = whole.parse().map_err(|_| bad())?;
    let rest: u64 = format!("{rest:0<3}").parse().map_err(|_| bad())?;
    if whole > 10_000 { Err(bad()) } else { Ok(whole * 1000 + rest) }
}

impl Settings {
    fn set(&mut self, lab: &Lab, name: &str, value: &str) -> Result<(), Problem> {
        match name {
            "kernel" => {
                self.kernel =
                    choice(name, value, &[("linux", Policy::Linux), ("textbook", Policy::Textbook)])?;
            }
            "routers" => self.routers = number(name, value, 1, 6)? as usize,
            "delay" => self.delay = microseconds(name, value)?,
            "arp" => self.arp = choice(name, value, &[("real", true), ("static", false)])?,
            "mtu" => self.mtu = number(name, value, 68, 65_535)? as u16,
            "rate" => self.rate = Some(number(name, value, 1, 100_000_000)? * 1000),
            "loss" => self.loss = number(name, value, 0, 1000)? as u32 * 1000,
            "sndbuf" if lab.buffers.is_some() => {
                self.send_buffer = Some(number(name, value, 1, 4_194_304)? as u32)
            }
            "rcvbuf" if lab.buffers.is_some() => {
                self.receive_buffer = Some(number(name, value, 1, 4_194_304)? as u32);
            }
            "place" => {
                let choices = [
                    ("auto", Placing::AsProgramsSay),
                    ("together", Placing::Together),
                    ("apart", Placing::Apart),
                ];
                self.placing = choice(name, value, &choices)?;
            }
            "timestamps" | "sack" | "window_scaling" => {
                let on = choice(name, value, &[("on", "1"), ("off", "0")])?;
                self.sysctl.insert(format!("net.ipv4.tcp_{name}"), on.to_owned());
            }
            "congestion" => {
                let control = choice(name, value, &[("reno", "reno"), ("cubic", "cubic")])?;
                self.sysctl.insert("net.ipv4.tcp_congestion_control".into(), control.to_owned());
            }
            _ => return Err(Problem::UnknownParameter(name.to_owned())),
        }
        Ok(())
    }

    fn scenario(&self, seed: u64, seconds: u64) -> Result<Scenario, Problem> {
        let delays = vec![Duration::from_micros(self.delay); self.routers + 1];
        let mut topology = Topology::chain(self.routers, &delays).map_err(|error| {
            Problem::BadParameter("routers".into(), self.routers.to_string(), format!("{error:?}"))
        })?;
        topology.mtu = self.mtu;
        if !self.arp {
            topology = topology.with_static_neighbours();
        }
        for link in &mut topology.links {
            let rate = self.rate.map(|rate| RateSpec { rate: Rate::from_bits_per_second(rate), queue: None });
            link.rate = [rate, rate];
            link.loss_per_million = self.loss;
        }
        for computer in topology.computers.iter_mut().filter(|computer| !computer.forwarding) {
            computer.sysctl.clone_from(&self.sysctl);
        }
        Ok(Scenario {
            seed,
            policy: self.kernel,
            profile: ReceiveProfile::Tap,
            costs: Costs::Plain,
            topology,
            drops: Vec::new(),
            down: Vec::new(),
            horizon: Horizon { time: Instant::ZERO + Duration::from_secs(seconds), records: MOST_RECORDS },
        })
    }
}
