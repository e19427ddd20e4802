//! Sockets: families, types, flags and options, with Linux's numbers.

use serde::{Deserialize, Serialize};

/// Address family, first argument of `socket(2)`, as the raw number a program passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Domain(pub i32);

impl Domain {
    /// `AF_UNIX`: refused by this kernel with EAFNOSUPPORT.
    pub const UNIX: Domain = Domain(1);
    /// `AF_INET`: IPv4.
    pub const INET: Domain = Domain(2);
    /// `AF_INET6`: refused by this kernel with EAFNOSUPPORT.
    pub const INET6: Domain = Domain(10);
}

/// Socket type, low bits of the second argument of `socket(2)`, as the raw number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SocketType(pub i32);

impl SocketType {
    /// `SOCK_STREAM`: TCP.
    pub const STREAM: SocketType = SocketType(1);
    /// `SOCK_DGRAM`: UDP.
    pub const DGRAM: SocketType = SocketType(2);
    /// `SOCK_RAW`: refused with EPERM.
    pub const RAW: SocketType = SocketType(3);
}

/// Flags in the second argument of `socket(2)` and the last of `accept4(2)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SocketFlags {
    /// `SOCK_NONBLOCK`.
    pub nonblocking: bool,
    /// `SOCK_CLOEXEC`; CPython always sets it.
    pub close_on_exec: bool,
}

/// Third argument of `socket(2)`, raw: 0, 6 (TCP), 17 (UDP).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protocol(pub i32);

/// `how` of `shutdown(2)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ShutdownHow {
    /// `SHUT_RD`
    Read = 0,
    /// `SHUT_WR`
    Write = 1,
    /// `SHUT_RDWR`
    Both = 2,
}

/// Flags of send and receive calls (`MSG_*`), as the raw bit set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MessageFlags(pub i32);

impl MessageFlags {
    /// No flag.
    pub const NONE: MessageFlags = MessageFlags(0);
    /// `MSG_OOB`: urgent data, left out of the lab (EOPNOTSUPP / EINVAL).
    pub const OOB: MessageFlags = MessageFlags(0x1);
    /// `MSG_PEEK`
    pub const PEEK: MessageFlags = MessageFlags(0x2);
    /// `MSG_TRUNC`
    pub const TRUNC: MessageFlags = MessageFlags(0x20);
    /// `MSG_DONTWAIT`
    pub const DONTWAIT: MessageFlags = MessageFlags(0x40);
    /// `MSG_EOR`
    pub const EOR: MessageFlags = MessageFlags(0x80);
    /// `MSG_WAITALL`
    pub const WAITALL: MessageFlags = MessageFlags(0x100);
    /// `MSG_NOSIGNAL`
    pub const NOSIGNAL: MessageFlags = MessageFlags(0x4000);
    /// `MSG_MORE`
    pub const MORE: MessageFlags = MessageFlags(0x8000);
    /// Send from the program's memory without a copy. The lab's kernel always copies, and tells nobody when it is done.
    pub const ZEROCOPY: MessageFlags = MessageFlags(0x0400_0000);
    /// Not a flag of Linux's: the buffer lies at an address that the process does not have, such as NULL. Where bytes would be
    /// copied the call ends with EFAULT. (Linux keeps this bit for itself.)
    pub const BAD_ADDRESS: MessageFlags = MessageFlags(i32::MIN);

    /// Whether all bits of `other` are set.
    pub const fn contains(self, other: MessageFlags) -> bool {
        self.0 & other.0 == other.0
    }
}

/// Level of a socket option, raw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionLevel(pub i32);

impl OptionLevel {
    /// `IPPROTO_IP`
    pub const IP: OptionLevel = OptionLevel(0);
    /// `SOL_SOCKET`
    pub const SOCKET: OptionLevel = OptionLevel(1);
    /// `IPPROTO_TCP`
    pub const TCP: OptionLevel = OptionLevel(6);
    /// `IPPROTO_UDP`
    pub const UDP: OptionLevel = OptionLevel(17);
}

/// A socket option: level and name, raw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SocketOption {
    /// The level.
    pub level: OptionLevel,
    /// The name: one of [`option`], [`tcp_option`], [`ip_option`].
    pub name: i32,
}

/// `SO_*` names at [`OptionLevel::SOCKET`] (asm-generic/socket.h).
#[allow(missing_docs)]
pub mod option {
    pub const SO_DEBUG: i32 = 1;
    pub const SO_REUSEADDR: i32 = 2;
    pub const SO_TYPE: i32 = 3;
    pub const SO_ERROR: i32 = 4;
    pub const SO_DONTROUTE: i32 = 5;
    pub const SO_BROADCAST: i32 = 6;
    pub const SO_SNDBUF: i32 = 7;
    pub const SO_RCVBUF: i32 = 8;
    pub const SO_KEEPALIVE: i32 = 9;
    pub const SO_OOBINLINE: i32 = 10;
    pub const SO_PRIORITY: i32 = 12;
    pub const SO_LINGER: i32 = 13;
    pub const SO_REUSEPORT: i32 = 15;
    pub const SO_RCVLOWAT: i32 = 18;
    pub const SO_SNDLOWAT: i32 = 19;
    pub const SO_RCVTIMEO: i32 = 20;
    pub const SO_SNDTIMEO: i32 = 21;
    pub const SO_BINDTODEVICE: i32 = 25;
    pub const SO_ACCEPTCONN: i32 = 30;
    pub const SO_SNDBUFFORCE: i32 = 32;
    pub const SO_RCVBUFFORCE: i32 = 33;
    pub const SO_PROTOCOL: i32 = 38;
    pub const SO_DOMAIN: i32 = 39;
    pub const SO_INCOMING_CPU: i32 = 49;
    pub const SO_MEMINFO: i32 = 55;
    pub const SO_ZEROCOPY: i32 = 60;
}

/// `TCP_*` names at [`OptionLevel::TCP`] (linux/tcp.h).
#[allow(missing_docs)]
pub mod tcp_option {
    pub const TCP_NODELAY: i32 = 1;
    pub const TCP_MAXSEG: i32 = 2;
    pub const TCP_CORK: i32 = 3;
    pub const TCP_KEEPIDLE: i32 = 4;
    pub const TCP_KEEPINTVL: i32 = 5;
    pub const TCP_KEEPCNT: i32 = 6;
    pub const TCP_SYNCNT: i32 = 7;
    pub const TCP_LINGER2: i32 = 8;
    pub const TCP_DEFER_ACCEPT: i32 = 9;
    pub const TCP_WINDOW_CLAMP: i32 = 10;
    pub const TCP_INFO: i32 = 11;
    pub const TCP_QUICKACK: i32 = 12;
    pub const TCP_CONGESTION: i32 = 13;
    pub const TCP_USER_TIMEOUT: i32 = 18;
    pub const TCP_TIMESTAMP: i32 = 24;
    pub const TCP_NOTSENT_LOWAT: i32 = 25;
    pub const TCP_INQ: i32 = 36;
}

/// `IP_*` names at [`OptionLevel::IP`] (linux/in.h).
#[allow(missing_docs)]
pub mod ip_option {
    pub const IP_TOS: i32 = 1;
    pub const IP_TTL: i32 = 2;
    pub const IP_HDRINCL: i32 = 3;
    pub const IP_RECVERR: i32 = 11;
    pub const IP_MTU_DISCOVER: i32 = 10;
    pub const IP_MTU: i32 = 14;
    pub const IP_BIND_ADDRESS_NO_PORT: i32 = 24;
}

/// `struct tcp_info` (linux/tcp.h), field for field; times in µs or ms as each field's Linux comment states.
#[allow(missing_docs)]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TcpInfo {
    pub state: u8,
    pub ca_state: u8,
    pub retransmits: u8,
    pub probes: u8,
    pub backoff: u8,
    pub options: u8,
    pub snd_wscale: u8,
    pub rcv_wscale: u8,
    pub delivery_rate_app_limited: bool,
    pub rto_us: u32,
    pub ato_us: u32,
    pub snd_mss: u32,
    pub rcv_mss: u32,
    pub unacked: u32,
    pub sacked: u32,
    pub lost: u32,
    pub retrans: u32,
    pub fackets: u32,
    pub last_data_sent_ms: u32,
    pub last_ack_sent_ms: u32,
    pub last_data_recv_ms: u32,
    pub last_ack_recv_ms: u32,
    pub pmtu: u32,
    pub rcv_ssthresh: u32,
    pub rtt_us: u32,
    pub rttvar_us: u32,
    pub snd_ssthresh: u32,
    pub snd_cwnd: u32,
    pub advmss: u32,
    pub reordering: u32,
    pub rcv_rtt_us: u32,
    pub rcv_space: u32,
    pub total_retrans: u32,
    pub pacing_rate: u64,
    pub max_pacing_rate: u64,
    pub bytes_acked: u64,
    pub bytes_received: u64,
    pub segs_out: u32,
    pub segs_in: u32,
    pub notsent_bytes: u32,
    pub min_rtt_us: u32,
    pub data_segs_in: u32,
    pub data_segs_out: u32,
    pub delivery_rate: u64,
    pub busy_time_us: u64,
    pub rwnd_limited_us: u64,
    pub sndbuf_limited_us: u64,
    pub delivered: u32,
    pub delivered_ce: u32,
    pub bytes_sent: u64,
    pub bytes_retrans: u64,
    pub dsack_dups: u32,
    pub reord_seen: u32,
    pub rcv_ooopack: u32,
    pub snd_wnd: u32,
    pub rcv_wnd: u32,
    pub rehash: u32,
    pub total_rto: u16,
    pub total_rto_recoveries: u16,
    pub total_rto_time_ms: u32,
}

impl TcpInfo {
    /// The structure as `getsockopt(TCP_INFO)` copies it out: little-endian, 248 bytes, Linux 6.18's layout.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = vec![
            self.state,
            self.ca_state,
            self.retransmits,
            self.probes,
            self.backoff,
            self.options,
            self.snd_wscale & 0xf | self.rcv_wscale << 4,
            u8::from(self.delivery_rate_app_limited),
        ];
        let words = [
            self.rto_us,
            self.ato_us,
            self.snd_mss,
            self.rcv_mss,
            self.unacked,
            self.sacked,
            self.lost,
            self.retrans,
            self.fackets,
            self.last_data_sent_ms,
            self.last_ack_sent_ms,
            self.last_data_recv_ms,
            self.last_ack_recv_ms,
            self.pmtu,
            self.rcv_ssthresh,
            self.rtt_us,
            self.rttvar_us,
            self.snd_ssthresh,
            self.snd_cwnd,
            self.advmss,
            self.reordering,
            self.rcv_rtt_us,
            self.rcv_space,
            self.total_retrans,
        ];
        words.iter().for_each(|word| out.extend(word.to_le_bytes()));
        let wide = [self.pacing_rate, self.max_pacing_rate, self.bytes_acked, self.bytes_received];
        wide.iter().for_each(|word| out.extend(word.to_le_bytes()));
        let words = [
            self.segs_out,
            self.segs_in,
            self.notsent_bytes,
            self.min_rtt_us,
            self.data_segs_in,
            self.data_segs_out,
        ];
        words.iter().for_each(|word| out.extend(word.to_le_bytes()));
        let wide = [self.delivery_rate, self.busy_time_us, self.rwnd_limited_us, self.sndbuf_limited_us];
        wide.iter().for_each(|word| out.extend(word.to_le_bytes()));
        out.extend(self.delivered.to_le_bytes());
        out.extend(self.delivered_ce.to_le_bytes());
        out.extend(self.bytes_sent.to_le_bytes());
        out.extend(self.bytes_retrans.to_le_bytes());
        let words =
            [self.dsack_dups, self.reord_seen, self.rcv_ooopack, self.snd_wnd, self.rcv_wnd, self.rehash];
        words.iter().for_each(|word| out.extend(word.to_le_bytes()));
        out.extend(self.total_rto.to_le_bytes());
        out.extend(self.total_rto_recoveries.to_le_bytes());
        out.extend(self.total_rto_time_ms.to_le_bytes());
        out
    }
}
