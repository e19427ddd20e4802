//! The names of Linux's constants that scripts use, with their numbers on x86-64.

use crate::ast::Expression;
use netlab_abi::{Errno, MessageFlags, PollEvents, ip_option, option, tcp_option};

/// Names and numbers beyond those of socket options, message flags and poll events.
const CONSTANTS: &[(&str, i64)] = &[
    ("AF_INET", 2),
    ("AF_INET6", 10),
    ("PF_INET", 2),
    ("SOCK_STREAM", 1),
    ("SOCK_DGRAM", 2),
    ("SOCK_NONBLOCK", 0o4000),
    ("SOCK_CLOEXEC", 0o2000000),
    ("IPPROTO_IP", 0),
    ("IPPROTO_TCP", 6),
    ("IPPROTO_UDP", 17),
    ("SOL_SOCKET", 1),
    ("SOL_TCP", 6),
    ("SOL_IP", 0),
    ("SHUT_RD", 0),
    ("SHUT_WR", 1),
    ("SHUT_RDWR", 2),
    ("F_GETFL", 3),
    ("F_SETFL", 4),
    ("O_RDONLY", 0),
    ("O_RDWR", 2),
    ("O_NONBLOCK", 0o4000),
    ("FIONREAD", 0x541b),
    ("SIOCINQ", 0x541b),
    ("SIOCOUTQ", 0x5411),
    ("TIOCOUTQ", 0x5411),
    ("SIOCOUTQNSD", 0x894b),
    ("FIONBIO", 0x5421),
    ("EPOLL_CTL_ADD", 1),
    ("EPOLL_CTL_DEL", 2),
    ("EPOLL_CTL_MOD", 3),
    ("TCP_CM_INQ", 36),
    ("MSG_ZEROCOPY", 0x0400_0000),
    ("TCP_FASTOPEN", 23),
    // Congestion states in `tcpi_ca_state` (linux/tcp.h).
    ("TCP_CA_Open", 0),
    ("TCP_CA_Disorder", 1),
    ("TCP_CA_CWR", 2),
    ("TCP_CA_Recovery", 3),
    ("TCP_CA_Loss", 4),
    // TCP states in `tcpi_state` (net/tcp_states.h).
    ("TCP_ESTABLISHED", 1),
    ("TCP_SYN_SENT", 2),
    ("TCP_SYN_RECV", 3),
    ("TCP_FIN_WAIT1", 4),
    ("TCP_FIN_WAIT2", 5),
    ("TCP_TIME_WAIT", 6),
    ("TCP_CLOSE", 7),
    ("TCP_CLOSE_WAIT", 8),
    ("TCP_LAST_ACK", 9),
    ("TCP_LISTEN", 10),
    ("TCP_CLOSING", 11),
];

macro_rules! names {
    ($module:ident: $($name:ident)*) => { &[$((stringify!($name), $module::$name as i64),)*] };
}

const OPTIONS: &[(&str, i64)] = names!(option:
    SO_DEBUG SO_REUSEADDR SO_TYPE SO_ERROR SO_DONTROUTE SO_BROADCAST SO_SNDBUF SO_RCVBUF SO_KEEPALIVE SO_OOBINLINE SO_PRIORITY
    SO_LINGER SO_REUSEPORT SO_RCVLOWAT SO_SNDLOWAT SO_RCVTIMEO SO_SNDTIMEO SO_BINDTODEVICE SO_ACCEPTCONN SO_SNDBUFFORCE
    SO_RCVBUFFORCE SO_PROTOCOL SO_DOMAIN SO_INCOMING_CPU SO_MEMINFO SO_ZEROCOPY);

const TCP_OPTIONS: &[(&str, i64)] = names!(tcp_option:
    TCP_NODELAY TCP_MAXSEG TCP_CORK TCP_KEEPIDLE TCP_KEEPINTVL TCP_KEEPCNT TCP_SYNCNT TCP_LINGER2 TCP_DEFER_ACCEPT TCP_WINDOW_CLAMP
    TCP_INFO TCP_QUICKACK TCP_CONGESTION TCP_USER_TIMEOUT TCP_TIMESTAMP TCP_NOTSENT_LOWAT TCP_INQ);

const IP_OPTIONS: &[(&str, i64)] = names!(ip_option:
    IP_TOS IP_TTL IP_HDRINCL IP_RECVERR IP_MTU_DISCOVER IP_MTU IP_BIND_ADDRESS_NO_PORT);

const MESSAGE_FLAGS: &[(&str, MessageFlags)] = &[
    ("MSG_OOB", MessageFlags::OOB),
    ("MSG_PEEK", MessageFlags::PEEK),
    ("MSG_TRUNC", MessageFlags::TRUNC),
    ("MSG_DONTWAIT", MessageFlags::DONTWAIT),
    ("MSG_EOR", MessageFlags::EOR),
    ("MSG_WAITALL", MessageFlags::WAITALL),
    ("MSG_NOSIGNAL", MessageFlags::NOSIGNAL),
    ("MSG_MORE", MessageFlags::MORE),
];

const EVENTS: &[(&str, PollEvents)] = &[
    ("IN", PollEvents::IN),
    ("PRI", PollEvents::PRI),
    ("OUT", PollEvents::OUT),
    ("ERR", PollEvents::ERR),
    ("HUP", PollEvents::HUP),
    ("NVAL", PollEvents::NVAL),
    ("RDNORM", PollEvents::RDNORM),
    ("RDBAND", PollEvents::RDBAND),
    ("WRNORM", PollEvents::WRNORM),
    ("WRBAND", PollEvents::WRBAND),
    ("RDHUP", PollEvents::RDHUP),
    ("ONESHOT", PollEvents::ONESHOT),
    ("ET", PollEvents::EDGE),
];

/// The number behind a name.
pub(crate) fn number(name: &str) -> Option<i64> {
    let find =
        |table: &[(&str, i64)]| table.iter().find(|(known, _)| *known == name).map(|(_, number)| *number);
    let event = name.strip_prefix("EPOLL").or_else(|| name.strip_prefix("POLL"));
    find(CONSTANTS)
        .or_else(|| find(OPTIONS))
        .or_else(|| find(TCP_OPTIONS))
        .or_else(|| find(IP_OPTIONS))
        .or_else(|| MESSAGE_FLAGS.iter().find(|(known, _)| *known == name).map(|(_, flag)| i64::from(flag.0)))
        .or_else(|| {
            EVENTS.iter().find(|(known, _)| Some(*known) == event).map(|(_, events)| i64::from(events.0))
        })
}

/// The errno of a name.
pub(crate) fn errno(name: &str) -> Option<Errno> {
    // The same number under another name.
    let name = if name == "EWOULDBLOCK" { "EAGAIN" } else { name };
    Errno::ALL.iter().copied().find(|errno| errno.name() == name)
}

/// The value of a number, a constant or several of them joined with `|`; the unknown name otherwise.
pub(crate) fn value(expression: &Expression) -> Result<i64, String> {
    match expression {
        Expression::Integer(number) => Ok(*number),
        Expression::Name(name) => number(name).ok_or_else(|| format!("the constant {name}")),
        Expression::Or(parts) => parts.iter().try_fold(0, |bits, part| Ok(bits | value(part)?)),
        Expression::Array(parts) if parts.len() == 1 => value(&parts[0]),
        Expression::Ellipsis
        | Expression::Text(_)
        | Expression::Array(_)
        | Expression::Group(_)
        | Expression::Function(_, _) => Err(format!("{} as a number", expression.described())),
    }
}
