//! Backquoted commands. There is no shell: a list of lines that scripts use is known, anything else is refused.
//!
//! ```text
//! ../common/defaults.sh                         the suite's settings, [`DEFAULTS`]
//! sysctl -q net.ipv4.tcp_sack=0 name=value ...  also with -w, and with quotes
//! ../common/set_sysctls.py /proc/sys/net/ipv4/tcp_sack=0 ...
//! .../sysctl_restore_N.sh                        nothing: a run's settings end with it
//! tc qdisc ... pfifo limit N                     the queue in front of the NIC takes N frames; without it as many as it did
//! ethtool ..., ip tcp_metrics ...                nothing: no offload and no saved metrics are modelled
//! echo 3 > /sys/module/tcp_cubic/parameters/hystart_detect   nothing: the default
//! tc qdisc ... fq                               refused: it paces
//! ```

/// What a command does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Deed {
    /// Sets a sysctl.
    Sysctl(String, String),
    /// Limits the queue in front of the NIC, or lifts the limit.
    QueueLimit(Option<u32>),
}

/// packetdrill's suite runs under these (its `defaults.sh`); those that the lab's kernel does not have are not among them.
const DEFAULTS: &[(&str, &str)] = &[
    ("net.ipv4.tcp_rmem", "4096 540000 15728640"),
    ("net.ipv4.tcp_wmem", "4096 262144 4194304"),
    ("net.ipv4.tcp_timestamps", "1"),
    ("net.ipv4.tcp_syn_retries", "5"),
    ("net.ipv4.tcp_synack_retries", "5"),
    ("net.ipv4.tcp_frto", "2"),
    ("net.ipv4.tcp_sack", "1"),
    ("net.ipv4.tcp_dsack", "1"),
    ("net.ipv4.tcp_reordering", "3"),
    ("net.ipv4.tcp_congestion_control", "cubic"),
    ("net.ipv4.tcp_slow_start_after_idle", "0"),
    ("net.ipv4.tcp_early_retrans", "4"),
    ("net.ipv4.tcp_recovery", "1"),
    ("net.ipv4.tcp_tso_win_divisor", "3"),
    ("net.ipv4.tcp_pacing_ss_ratio", "200"),
    ("net.ipv4.tcp_pacing_ca_ratio", "120"),
    ("net.ipv4.tcp_notsent_lowat", "4294967295"),
    ("net.ipv4.tcp_syncookies", "1"),
];

/// Settings of what the lab does not model, with the only value that changes nothing.
const INERT: &[(&str, &str)] =
    &[("net.ipv4.tcp_fack", "0"), ("net.ipv4.tcp_ecn", "0"), ("net.ipv4.tcp_mtu_probing", "0")];

/// What one line does.
///
/// # Errors
/// The line, when it is not one of those known.
pub(crate) fn deeds(line: &str) -> Result<Vec<Deed>, String> {
    if let Some((first, second)) = line.split_once(';') {
        let mut all = deeds(first.trim())?;
        all.extend(deeds(second.trim())?);
        return Ok(all);
    }
    let refused = || Err(format!("the command `{line}`"));
    let program = line.split_whitespace().next().unwrap_or_default();
    let name = program.rsplit('/').next().unwrap_or_default();
    match name {
        "defaults.sh" => {
            Ok(DEFAULTS.iter().map(|(name, value)| Deed::Sysctl((*name).into(), (*value).into())).collect())
        }
        "sysctl" | "set_sysctls.py" => match assignments(line) {
            Some(settings) => Ok(settings),
            None => refused(),
        },
        // Both ways of HyStart, the default.
        "echo" if line == "echo 3 > /sys/module/tcp_cubic/parameters/hystart_detect" => Ok(Vec::new()),
        "tc" if line.contains("qdisc") && !line.contains(" fq") => match queue_limit(line) {
            Ok(limit) => Ok(vec![Deed::QueueLimit(limit)]),
            Err(_) => refused(),
        },
        "ethtool" if line.contains("tso off") || line.contains("gso off") => Ok(Vec::new()),
        "ip" if line.contains("tcp_metrics flush") => Ok(Vec::new()),
        _ if name.starts_with("sysctl_restore") => Ok(Vec::new()),
        // A line that continued the one before it.
        _ if program.starts_with("/proc/sys/") => match assignments(&format!("set_sysctls.py {line}")) {
            Some(settings) => Ok(settings),
            None => refused(),
        },
        _ => refused(),
    }
}

/// The number of `limit N`, if the line has one.
fn queue_limit(line: &str) -> Result<Option<u32>, core::num::ParseIntError> {
    let mut words = line.split_whitespace();
    match words.find(|word| *word == "limit").and_then(|_| words.next()) {
        Some(number) => number.parse().map(Some),
        None => Ok(None),
    }
}

/// `name=value` after the program's name and its switches; values may be quoted and hold blanks.
fn assignments(line: &str) -> Option<Vec<Deed>> {
    let mut settings = Vec::new();
    let mut rest = line.trim_end_matches('\\').split_once(char::is_whitespace)?.1.trim();
    while !rest.is_empty() && !rest.starts_with('>') {
        if rest.starts_with('-') {
            rest = rest.split_once(char::is_whitespace)?.1.trim_start();
            continue;
        }
        let (name, after) = rest.split_once('=')?;
        let (value, after) = match after.strip_prefix(['"', '\'']) {
            Some(quoted) => quoted.split_once(['"', '\''])?,
            None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
        };
        let name = name.trim().trim_start_matches("/proc/sys/").replace('/', ".");
        if !INERT.contains(&(name.as_str(), value)) {
            settings.push(Deed::Sysctl(name, value.to_owned()));
        }
        rest = after.trim_start();
    }
    Some(settings)
}
