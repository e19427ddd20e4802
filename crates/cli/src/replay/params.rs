//! `params.json` of a recording, and the scenario it describes.

use netlab_kernel::config::{Policy, ReceiveProfile};
use netlab_wire::{Duration, Instant, Rate};
use netlab_world::{
    Costs, DownOrigin, DownWindow, FrameClass, Horizon, LinkDirection, LinkId, RateSpec, Scenario,
    ScriptedDrop, Topology,
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The file.
#[derive(Debug, Deserialize)]
pub struct Recording {
    /// Name of the recording.
    pub name: String,
    /// What was set.
    pub params: Parameters,
    /// When things happened, by run.
    pub runs: BTreeMap<String, RunTimes>,
}

/// What was set.
#[derive(Debug, Deserialize)]
pub struct Parameters {
    topology: String,
    delay_ms: Vec<u64>,
    mtu: u16,
    rate: BTreeMap<String, RateWords>,
    drops: Vec<(u16, u8, FrameClass, u64, u64)>,
    down: Vec<(u16, u64, u64)>,
    arp: String,
    sysctl: BTreeMap<String, String>,
    #[serde(default)]
    sysctl_client: BTreeMap<String, String>,
    #[serde(default)]
    sysctl_server: BTreeMap<String, String>,
    /// The client program's argument.
    pub client: serde_json::Value,
    /// The server program's argument.
    pub server: serde_json::Value,
    /// Whether the server program is started.
    pub has_server: bool,
}

#[derive(Debug, Deserialize, Default)]
#[serde(default)]
struct RateWords {
    ab_bps: u64,
    ab_queue: u32,
    ba_bps: u64,
    ba_queue: u32,
}

/// When things happened, ms after the first TCP or UDP frame.
#[derive(Debug, Deserialize)]
pub struct RunTimes {
    /// End of the recording.
    pub end_ms: i64,
    /// The server's first call.
    pub server_first_call_ms: Option<f64>,
}

impl Recording {
    /// The scenario, with the recordings' seedless numbers under `seed`.
    ///
    /// # Errors
    /// A sentence that says what cannot be done.
    pub fn scenario(&self, seed: u64) -> Result<Scenario, String> {
        let params = &self.params;
        let delays: Vec<Duration> = params.delay_ms.iter().map(|&ms| Duration::from_millis(ms)).collect();
        if delays.len() != 3 {
            return Err(format!("delay_ms has {} entries; a recording has three links", delays.len()));
        }
        let (profile, delays) = match params.topology.as_str() {
            "relay" => (ReceiveProfile::Tap, delays),
            "veth" => (ReceiveProfile::Veth, vec![Duration::ZERO; 3]),
            other => return Err(format!("topology \"{other}\" is not known; it is \"relay\" or \"veth\"")),
        };
        let mut topology = Topology::chain(2, &delays).map_err(|error| format!("{error:?}"))?;
        topology.mtu = params.mtu;
        match params.arp.as_str() {
            "static" => topology = topology.with_static_neighbours(),
            "real" => {}
            other => return Err(format!("arp \"{other}\" is not known; it is \"static\" or \"real\"")),
        }
        for (host, own) in [("client", &params.sysctl_client), ("server", &params.sysctl_server)] {
            let at = topology.computer(host).expect("a chain has both");
            let all = params.sysctl.iter().chain(own);
            topology.computers[at].sysctl = all.map(|(name, value)| (name.clone(), value.clone())).collect();
        }
        for (link, words) in &params.rate {
            let spec = link.parse::<usize>().ok().and_then(|link| topology.links.get_mut(link));
            let Some(spec) = spec else {
                return Err(format!("rate names link {link}, which does not exist"));
            };
            let rate = |bps: u64, queue: u32| {
                (bps > 0).then(|| RateSpec { rate: Rate::from_bits_per_second(bps), queue: Some(queue) })
            };
            spec.rate = [rate(words.ab_bps, words.ab_queue), rate(words.ba_bps, words.ba_queue)];
        }
        Ok(Scenario {
            seed,
            policy: Policy::Linux,
            profile,
            costs: Costs::Traced,
            topology,
            drops: params.drops.iter().map(drop).collect(),
            down: params.down.iter().map(down).collect(),
            horizon: Horizon { time: Instant::MAX, records: u64::MAX },
        })
    }

    /// The latest end of all runs, ms after the first frame.
    pub fn end_ms(&self) -> u64 {
        self.runs.values().map(|run| run.end_ms).max().unwrap_or(10_000).max(0).unsigned_abs()
    }

    /// How long before the first frame the server's first call came: the median of the runs, in µs.
    pub fn server_lead_micros(&self) -> u64 {
        let mut leads: Vec<u64> = self
            .runs
            .values()
            .filter_map(|run| run.server_first_call_ms)
            .map(|ms| (-ms * 1000.0).max(0.0) as u64)
            .collect();
        leads.sort_unstable();
        leads.get(leads.len() / 2).copied().unwrap_or(500_000)
    }
}

fn drop(&(link, way, class, first, count): &(u16, u8, FrameClass, u64, u64)) -> ScriptedDrop {
    ScriptedDrop { link: LinkId(link), direction: direction(way), class, first, count }
}

fn direction(way: u8) -> LinkDirection {
    if way == 0 { LinkDirection::Forward } else { LinkDirection::Backward }
}

fn down(&(link, from, to): &(u16, u64, u64)) -> DownWindow {
    let (from, to) = (Duration::from_millis(from), Duration::from_millis(to));
    DownWindow { link: LinkId(link), origin: DownOrigin::FirstPacket, from, to }
}
