//! Backquoted commands. There is no shell: a list of lines that scripts use is known, anything else is refused.
//!
//! ```text
//! ../common/defaults.sh                         the suite's settings, [`DEFAULTS`]
//! sysctl -q net.ipv4.tcp_sack=0 name=value ...  also with -w, and with quotes
//! ../common/set_sysctls.py /proc/sys/net/ipv4/tcp_sack=0 ...
//! .../sysctl_restore_N.sh                        nothing: a run's settings end with it
//! tc qdisc ... , ethtool ..., ip tcp_metrics .. nothing: no queueing discipline or offload is modelled, but see below
//! echo 3 > /sys/module/tcp_cubic/parameters/hystart_detect   nothing: the default
//! tc qdisc ... fq / limit 0                     refused: these drop or pace
//! ```

/// A setting to be made.
pub(crate) type Setting = (String, String);

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

/// The settings that one line makes.
///
/// # Errors
/// The line, when it is not one of those known.
pub(crate) fn settings(line: &str) -> Result<Vec<Setting>, String> {
    let refused = || Err(format!("the command `{line}`"));
    let program = line.split_whitespace().next().unwrap_or_default();
    let name = program.rsplit('/').next().unwrap_or_default();
    match name {
        "defaults.sh" => {
            Ok(DEFAULTS.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
        }
        "sysctl" | "set_sysctls.py" => match assignments(line) {
            Some(settings) => Ok(settings),
            None => refused(),
        },
        // Both ways of HyStart, the default.
        "echo" if line == "echo 3 > /sys/module/tcp_cubic/parameters/hystart_detect" => Ok(Vec::new()),
        "tc" if line.contains("limit 0") || line.contains(" fq") => refused(),
        "tc" if line.contains("qdisc") => Ok(Vec::new()),
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

/// `name=value` after the program's name and its switches; values may be quoted and hold blanks.
fn assignments(line: &str) -> Option<Vec<Setting>> {
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
            settings.push((name, value.to_owned()));
        }
        rest = after.trim_start();
    }
    Some(settings)
}
