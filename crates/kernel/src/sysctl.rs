//! The computer's settings, by the names under which `sysctl` knows them.
//!
//! Values are those of a Linux 6.18 machine with ample memory. A setting that the lab does not model is not listed: setting it
//! fails with ENOENT, as writing to a file that is not there does.

use netlab_abi::Errno;

/// How a setting is written and read.
trait Value: Sized {
    fn parse(text: &str, least: i64, most: i64) -> Result<Self, Errno>;
    fn format(&self) -> String;
}

fn number(text: &str, least: i64, most: i64) -> Result<i64, Errno> {
    let value: i64 = text.trim().parse().map_err(|_| Errno::EINVAL)?;
    if value < least || value > most { Err(Errno::EINVAL) } else { Ok(value) }
}

impl Value for u32 {
    fn parse(text: &str, least: i64, most: i64) -> Result<Self, Errno> {
        number(text, least, most).map(|value| value as u32)
    }
    fn format(&self) -> String {
        self.to_string()
    }
}

impl<const N: usize> Value for [u32; N] {
    fn parse(text: &str, least: i64, most: i64) -> Result<Self, Errno> {
        let mut values = [0; N];
        let mut words = text.split_ascii_whitespace();
        for value in &mut values {
            *value = number(words.next().ok_or(Errno::EINVAL)?, least, most)? as u32;
        }
        if words.next().is_some() { Err(Errno::EINVAL) } else { Ok(values) }
    }
    fn format(&self) -> String {
        self.map(|value| value.to_string()).join("\t")
    }
}

/// The congestion controls this kernel has (`tcp_available_congestion_control`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum CongestionAlgorithm {
    /// RFC 5681 as Linux has it.
    Reno,
    /// RFC 9438 as Linux has it, with HyStart.
    Cubic,
}

impl CongestionAlgorithm {
    /// The name in `TCP_CONGESTION` and in `ss`.
    pub const fn name(self) -> &'static str {
        match self {
            CongestionAlgorithm::Reno => "reno",
            CongestionAlgorithm::Cubic => "cubic",
        }
    }

    /// The algorithm of this name; ENOENT for one that the kernel does not have.
    pub fn from_name(name: &str) -> Result<Self, Errno> {
        match name.trim() {
            "reno" => Ok(CongestionAlgorithm::Reno),
            "cubic" => Ok(CongestionAlgorithm::Cubic),
            _ => Err(Errno::ENOENT),
        }
    }
}

impl Value for CongestionAlgorithm {
    fn parse(text: &str, _: i64, _: i64) -> Result<Self, Errno> {
        Self::from_name(text)
    }
    fn format(&self) -> String {
        self.name().to_owned()
    }
}

macro_rules! settings {
    ($($(#[$doc:meta])* $field:ident: $type:ty = $name:literal, $default:expr, $least:literal, $most:literal;)*) => {
        /// The settings of one computer.
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub struct Sysctl {
            $($(#[$doc])* pub $field: $type,)*
        }

        impl Default for Sysctl {
            fn default() -> Self {
                Sysctl { $($field: $default,)* }
            }
        }

        impl Sysctl {
            /// Every setting's name, in the order of this file.
            pub const NAMES: &[&str] = &[$($name,)*];

            /// The value as `sysctl -n` prints it; `None` for a name that is not there.
            pub fn get(&self, name: &str) -> Option<String> {
                match name {
                    $($name => Some(self.$field.format()),)*
                    _ => None,
                }
            }

            /// Sets a value. ENOENT: no such setting; EINVAL: not a value it can have.
            pub fn set(&mut self, name: &str, value: &str) -> Result<(), Errno> {
                match name {
                    $($name => self.$field = Value::parse(value, $least, $most)?,)*
                    _ => return Err(Errno::ENOENT),
                }
                Ok(())
            }
        }
    };
}

settings! {
    /// Largest receive buffer that `SO_RCVBUF` may ask for, bytes before doubling.
    rmem_max: u32 = "net.core.rmem_max", 4_194_304, 2304, 0x7fff_ffff;
    /// Largest send buffer that `SO_SNDBUF` may ask for, bytes before doubling.
    wmem_max: u32 = "net.core.wmem_max", 4_194_304, 4608, 0x7fff_ffff;
    /// Receive buffer of a new socket that is not TCP, bytes.
    rmem_default: u32 = "net.core.rmem_default", 212_992, 2304, 0x7fff_ffff;
    /// Send buffer of a new socket that is not TCP, bytes.
    wmem_default: u32 = "net.core.wmem_default", 212_992, 4608, 0x7fff_ffff;
    /// Upper bound of `listen`'s backlog, connections.
    somaxconn: u32 = "net.core.somaxconn", 4096, 0, 0x7fff_ffff;
    /// Frames that an input queue may hold.
    netdev_max_backlog: u32 = "net.core.netdev_max_backlog", 1000, 0, 0x7fff_ffff;

    /// Whether packets for others are passed on.
    ip_forward: u32 = "net.ipv4.ip_forward", 0, 0, 0x7fff_ffff;
    /// Time to live of packets sent.
    ip_default_ttl: u32 = "net.ipv4.ip_default_ttl", 64, 1, 255;
    /// Ports given to sockets that did not choose: first and last.
    ip_local_port_range: [u32; 2] = "net.ipv4.ip_local_port_range", [32_768, 60_999], 1, 65_535;
    /// Path MTU discovery off (1).
    ip_no_pmtu_disc: u32 = "net.ipv4.ip_no_pmtu_disc", 0, 0, 3;
    /// Seconds for which fragments wait for the others.
    ipfrag_time: u32 = "net.ipv4.ipfrag_time", 30, 0, 0x7fff_ffff;
    /// Milliseconds between two ICMP errors to the same host.
    icmp_ratelimit: u32 = "net.ipv4.icmp_ratelimit", 1000, 0, 0x7fff_ffff;
    /// ICMP types (as bits) that the limit above concerns.
    icmp_ratemask: u32 = "net.ipv4.icmp_ratemask", 6168, 0, 0x7fff_ffff;

    /// ARP requests by multicast before a neighbour has failed.
    neigh_mcast_solicit: u32 = "net.ipv4.neigh.default.mcast_solicit", 3, 0, 0x7fff_ffff;
    /// ARP requests by unicast before those by multicast.
    neigh_ucast_solicit: u32 = "net.ipv4.neigh.default.ucast_solicit", 3, 0, 0x7fff_ffff;
    /// Milliseconds between ARP requests.
    neigh_retrans_time_ms: u32 = "net.ipv4.neigh.default.retrans_time_ms", 1000, 0, 0x7fff_ffff;
    /// Milliseconds for which a neighbour is taken as reachable (on the average).
    neigh_base_reachable_time_ms: u32 = "net.ipv4.neigh.default.base_reachable_time_ms", 30_000, 0, 0x7fff_ffff;
    /// Seconds from the first use of a stale entry to its probe.
    neigh_delay_first_probe_time: u32 = "net.ipv4.neigh.default.delay_first_probe_time", 5, 0, 0x7fff_ffff;
    /// Packets that wait for a neighbour's answer.
    neigh_unres_qlen: u32 = "net.ipv4.neigh.default.unres_qlen", 101, 0, 0x7fff_ffff;

    /// Whether a full accept queue is answered with RST.
    tcp_abort_on_overflow: u32 = "net.ipv4.tcp_abort_on_overflow", 0, 0, 255;
    /// Part of the receive buffer kept for the application: one part in 2^n.
    tcp_app_win: u32 = "net.ipv4.tcp_app_win", 31, 0, 31;
    /// Whether small segments wait while the NIC still has some.
    tcp_autocorking: u32 = "net.ipv4.tcp_autocorking", 1, 0, 1;
    /// Nanoseconds that compressed SACKs may wait.
    tcp_comp_sack_delay_ns: u32 = "net.ipv4.tcp_comp_sack_delay_ns", 1_000_000, 0, 0x7fff_ffff;
    /// Nanoseconds by which that wait may be longer.
    tcp_comp_sack_slack_ns: u32 = "net.ipv4.tcp_comp_sack_slack_ns", 100_000, 0, 0x7fff_ffff;
    /// How many SACKs may be compressed into one.
    tcp_comp_sack_nr: u32 = "net.ipv4.tcp_comp_sack_nr", 44, 0, 255;
    /// The congestion control of new sockets.
    tcp_congestion_control: CongestionAlgorithm = "net.ipv4.tcp_congestion_control", CongestionAlgorithm::Cubic, 0, 0;
    /// Whether duplicates are reported by D-SACK.
    tcp_dsack: u32 = "net.ipv4.tcp_dsack", 1, 0, 255;
    /// Tail loss probes: 3 or 4 on, 0 off.
    tcp_early_retrans: u32 = "net.ipv4.tcp_early_retrans", 3, 0, 4;
    /// Seconds that an orphan stays in FIN-WAIT-2.
    tcp_fin_timeout: u32 = "net.ipv4.tcp_fin_timeout", 60, 0, 0x7fff_ffff;
    /// F-RTO: 0 off.
    tcp_frto: u32 = "net.ipv4.tcp_frto", 2, 0, 255;
    /// Milliseconds between two ACKs that answer invalid segments of one connection.
    tcp_invalid_ratelimit: u32 = "net.ipv4.tcp_invalid_ratelimit", 500, 0, 0x7fff_ffff;
    /// Seconds between keepalive probes.
    tcp_keepalive_intvl: u32 = "net.ipv4.tcp_keepalive_intvl", 75, 1, 32_767;
    /// Keepalive probes before a connection is given up.
    tcp_keepalive_probes: u32 = "net.ipv4.tcp_keepalive_probes", 9, 1, 127;
    /// Seconds of silence before the first keepalive probe.
    tcp_keepalive_time: u32 = "net.ipv4.tcp_keepalive_time", 7200, 1, 32_767;
    /// Connection requests that may wait without SYN cookies.
    tcp_max_syn_backlog: u32 = "net.ipv4.tcp_max_syn_backlog", 1024, 0, 0x7fff_ffff;
    /// Largest reordering taken for normal, segments.
    tcp_max_reordering: u32 = "net.ipv4.tcp_max_reordering", 300, 0, 0x7fff_ffff;
    /// TIME-WAIT sockets kept at most.
    tcp_max_tw_buckets: u32 = "net.ipv4.tcp_max_tw_buckets", 131_072, 0, 0x7fff_ffff;
    /// Seconds over which the smallest round trip time is taken.
    tcp_min_rtt_wlen: u32 = "net.ipv4.tcp_min_rtt_wlen", 300, 0, 86_400;
    /// Smallest MSS ever used for sending, bytes.
    tcp_min_snd_mss: u32 = "net.ipv4.tcp_min_snd_mss", 48, 48, 65_535;
    /// Segments sent in one go at least, when there are so many.
    tcp_min_tso_segs: u32 = "net.ipv4.tcp_min_tso_segs", 2, 1, 255;
    /// Whether the receive buffer follows the rate of reading.
    tcp_moderate_rcvbuf: u32 = "net.ipv4.tcp_moderate_rcvbuf", 1, 0, 255;
    /// Whether nothing is remembered of ended connections. The lab never remembers.
    tcp_no_metrics_save: u32 = "net.ipv4.tcp_no_metrics_save", 0, 0, 255;
    /// Unsent bytes above which a socket is not writable.
    tcp_notsent_lowat: u32 = "net.ipv4.tcp_notsent_lowat", 0xffff_ffff, 0, 0xffff_ffff;
    /// Retransmissions for a socket that its process has closed; 0 stands for 8.
    tcp_orphan_retries: u32 = "net.ipv4.tcp_orphan_retries", 0, 0, 255;
    /// Pacing rate in congestion avoidance, per cent of cwnd per round trip.
    tcp_pacing_ca_ratio: u32 = "net.ipv4.tcp_pacing_ca_ratio", 120, 0, 1000;
    /// Pacing rate in slow start, per cent of cwnd per round trip.
    tcp_pacing_ss_ratio: u32 = "net.ipv4.tcp_pacing_ss_ratio", 200, 0, 1000;
    /// How many quick answers make a connection interactive.
    tcp_pingpong_thresh: u32 = "net.ipv4.tcp_pingpong_thresh", 1, 1, 255;
    /// RACK: bit 0 on, bit 1 static reordering window, bit 2 no counting of duplicate ACKs.
    tcp_recovery: u32 = "net.ipv4.tcp_recovery", 1, 0, 255;
    /// Duplicate ACKs that mark a loss, at the start.
    tcp_reordering: u32 = "net.ipv4.tcp_reordering", 3, 1, 300;
    /// Whether a segment sent again may take up the following ones.
    tcp_retrans_collapse: u32 = "net.ipv4.tcp_retrans_collapse", 1, 0, 255;
    /// Retransmissions after which IP is told to look for another way.
    tcp_retries1: u32 = "net.ipv4.tcp_retries1", 3, 0, 255;
    /// Retransmissions (as a time, by back-off) after which a connection is given up.
    tcp_retries2: u32 = "net.ipv4.tcp_retries2", 15, 0, 255;
    /// Whether RSTs leave TIME-WAIT alone (RFC 1337).
    tcp_rfc1337: u32 = "net.ipv4.tcp_rfc1337", 0, 0, 255;
    /// Receive buffer: smallest, at the start, largest; bytes.
    tcp_rmem: [u32; 3] = "net.ipv4.tcp_rmem", [4096, 131_072, 33_554_432], 1, 0x7fff_ffff;
    /// Largest retransmission timeout, milliseconds.
    tcp_rto_max_ms: u32 = "net.ipv4.tcp_rto_max_ms", 120_000, 1000, 120_000;
    /// Smallest retransmission timeout, microseconds.
    tcp_rto_min_us: u32 = "net.ipv4.tcp_rto_min_us", 200_000, 1, 0x7fff_ffff;
    /// Whether SACK is offered and accepted.
    tcp_sack: u32 = "net.ipv4.tcp_sack", 1, 0, 255;
    /// Whether the window may shrink.
    tcp_shrink_window: u32 = "net.ipv4.tcp_shrink_window", 0, 0, 1;
    /// Whether idling brings slow start back.
    tcp_slow_start_after_idle: u32 = "net.ipv4.tcp_slow_start_after_idle", 1, 0, 255;
    /// SYN timeouts before they begin to double.
    tcp_syn_linear_timeouts: u32 = "net.ipv4.tcp_syn_linear_timeouts", 4, 0, 127;
    /// SYN retransmissions (as a time, by back-off).
    tcp_syn_retries: u32 = "net.ipv4.tcp_syn_retries", 6, 1, 127;
    /// SYN-ACK retransmissions.
    tcp_synack_retries: u32 = "net.ipv4.tcp_synack_retries", 5, 0, 255;
    /// SYN cookies: 0 never, 1 when the queue is full, 2 always.
    tcp_syncookies: u32 = "net.ipv4.tcp_syncookies", 1, 0, 2;
    /// Whether thin streams keep linear timeouts.
    tcp_thin_linear_timeouts: u32 = "net.ipv4.tcp_thin_linear_timeouts", 0, 0, 255;
    /// Timestamps: 0 off, 1 on.
    tcp_timestamps: u32 = "net.ipv4.tcp_timestamps", 1, 0, 2;
    /// A burst may hold the whole window's part of 2^-n round trips.
    tcp_tso_rtt_log: u32 = "net.ipv4.tcp_tso_rtt_log", 9, 0, 255;
    /// What part of the window one burst may take, 1/n.
    tcp_tso_win_divisor: u32 = "net.ipv4.tcp_tso_win_divisor", 3, 0, 255;
    /// Reuse of ports in TIME-WAIT: 0 never, 1 always, 2 on loopback.
    tcp_tw_reuse: u32 = "net.ipv4.tcp_tw_reuse", 2, 0, 2;
    /// Whether window scaling is offered and accepted.
    tcp_window_scaling: u32 = "net.ipv4.tcp_window_scaling", 1, 0, 255;
    /// Send buffer: smallest, at the start, largest; bytes.
    tcp_wmem: [u32; 3] = "net.ipv4.tcp_wmem", [4096, 16_384, 4_194_304], 1, 0x7fff_ffff;
    /// Whether window fields are kept below 32768 for stacks that read them as signed.
    tcp_workaround_signed_windows: u32 = "net.ipv4.tcp_workaround_signed_windows", 0, 0, 255;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_can_be_written_back_as_it_reads() {
        let mut sysctl = Sysctl::default();
        for name in Sysctl::NAMES {
            let value = sysctl.get(name).expect("listed");
            assert_eq!(sysctl.set(name, &value), Ok(()), "{name} = {value}");
        }
        assert_eq!(sysctl, Sysctl::default());
        assert_eq!(sysctl.set("net.ipv4.tcp_rmem", "1 2"), Err(Errno::EINVAL));
        assert_eq!(sysctl.set("net.ipv4.tcp_sack", "256"), Err(Errno::EINVAL));
        assert_eq!(sysctl.set("net.ipv4.tcp_dreams", "1"), Err(Errno::ENOENT));
    }
}
