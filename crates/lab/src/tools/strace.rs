//! System calls as `strace` prints them (version 6, x86-64), one line each, without the time.

use netlab_abi::{
    Data, EpollEvent, EpollOperation, Fd, Ioctl, MessageFlags, OptionLevel, PollEvents, PollFd, SelectSets,
    Signal, SocketAddrV4, SocketFlags, SocketOption, SocketType, Syscall, SyscallResult, SyscallValue,
    option, tcp_option,
};

/// Bytes of data that a line shows (`strace -s 32`, its default).
const SHOWN: usize = 32;

/// Bytes as strace prints a string argument: C escapes, at most `limit` bytes, then `...` if there is more.
///
/// Octal escapes are as short as the next byte allows.
pub fn quote(bytes: &[u8], limit: usize) -> String {
    let shown = &bytes[..bytes.len().min(limit)];
    let mut text = String::from("\"");
    for (at, &byte) in shown.iter().enumerate() {
        match byte {
            b'"' => text.push_str("\\\""),
            b'\\' => text.push_str("\\\\"),
            b'\n' => text.push_str("\\n"),
            b'\r' => text.push_str("\\r"),
            b'\t' => text.push_str("\\t"),
            0x0b => text.push_str("\\v"),
            0x0c => text.push_str("\\f"),
            b' '..=b'~' => text.push(char::from(byte)),
            _ if shown.get(at + 1).is_some_and(u8::is_ascii_digit) => text.push_str(&format!("\\{byte:03o}")),
            _ => text.push_str(&format!("\\{byte:o}")),
        }
    }
    text.push('"');
    if bytes.len() > limit {
        text.push_str("...");
    }
    text
}

/// The whole line: `sendto(3, "hello", 5, 0, NULL, 0) = 5`. A call that has not returned ends with
/// `<unfinished ...>`.
pub fn line(call: &Syscall, result: Option<&SyscallResult>) -> String {
    let name = call.name();
    match result {
        None => format!("{name}({} <unfinished ...>", arguments(call, None)),
        Some(result) => {
            format!("{name}({}) = {}", arguments(call, result.as_ref().ok()), outcome(call, result))
        }
    }
}

/// Only the call, for captions: `sendto(3, "hello", 5, 0, NULL, 0)`.
pub fn call_text(call: &Syscall) -> String {
    format!("{}({})", call.name(), arguments(call, None))
}

/// The number a call returned, as strace and C show it: -1 for errors.
pub fn return_number(result: &SyscallResult) -> i64 {
    match result {
        Err(_) => -1,
        Ok(value) => match value {
            SyscallValue::Number(number) => *number,
            SyscallValue::Sent { count, .. } => *count as i64,
            SyscallValue::Received(received) => received.length as i64,
            SyscallValue::Accepted { fd, .. } => fd.0.into(),
            SyscallValue::Poll(found) => found.len() as i64,
            SyscallValue::Select(sets) => (sets.read.len() + sets.write.len() + sets.except.len()) as i64,
            SyscallValue::Epoll(found) => found.len() as i64,
            SyscallValue::Waited { pid, .. } => pid.0.into(),
            SyscallValue::Address(_)
            | SyscallValue::OptionValue(_)
            | SyscallValue::Pipe(..)
            | SyscallValue::Text(_) => 0,
        },
    }
}

fn outcome(call: &Syscall, result: &SyscallResult) -> String {
    let value = match result {
        Err(errno) => return format!("-1 {} ({})", errno.name(), errno.message()),
        Ok(value) => value,
    };
    let number = return_number(result);
    match value {
        SyscallValue::Poll(found) if found.is_empty() => "0 (Timeout)".into(),
        SyscallValue::Poll(found) => format!("{number} ([{}])", polled(found, "revents")),
        SyscallValue::Select(_) if number == 0 => "0 (Timeout)".into(),
        SyscallValue::Select(sets) => format!("{number} ({})", found_sets(sets)),
        _ if matches!(call, Syscall::GetStatusFlags { .. }) => {
            let nonblocking = if number & 0o4000 != 0 { "|O_NONBLOCK" } else { "" };
            format!("{number:#x} (flags O_RDWR{nonblocking})")
        }
        _ => number.to_string(),
    }
}

fn arguments(call: &Syscall, value: Option<&SyscallValue>) -> String {
    match call {
        Syscall::Socket { domain, kind, flags, protocol } => {
            let protocol = match protocol.0 {
                0 => "IPPROTO_IP".to_owned(),
                6 => "IPPROTO_TCP".to_owned(),
                17 => "IPPROTO_UDP".to_owned(),
                other => other.to_string(),
            };
            format!("{}, {}{}, {protocol}", family(domain.0), socket_type(*kind), with_flags(*flags))
        }
        Syscall::Bind { fd, address } | Syscall::Connect { fd, address } => {
            format!("{}, {}, 16", fd.0, address_structure(*address))
        }
        Syscall::Listen { fd, backlog } => format!("{}, {backlog}", fd.0),
        Syscall::Accept { fd, flags } => {
            let peer = match value {
                Some(SyscallValue::Accepted { peer, .. }) => address_structure(*peer),
                _ => "NULL".into(),
            };
            let flags = with_flags(*flags);
            format!("{}, {peer}, [16], {}", fd.0, if flags.is_empty() { "0" } else { &flags[1..] })
        }
        Syscall::Send { fd, data, flags, to } => {
            let to = to.map_or("NULL, 0".to_owned(), |to| format!("{}, 16", address_structure(to)));
            format!("{}, {}, {}, {}, {to}", fd.0, shown(data), data.len(), message_flags(*flags))
        }
        Syscall::SendMessage { fd, parts, flags, .. } => {
            let parts: Vec<String> = parts
                .iter()
                .map(|part| format!("{{iov_base={}, iov_len={}}}", shown(part), part.len()))
                .collect();
            format!("{}, {{msg_iov=[{}]}}, {}", fd.0, parts.join(", "), message_flags(*flags))
        }
        Syscall::Receive { fd, length, flags } => {
            let (data, from) = match value {
                Some(SyscallValue::Received(received)) => (
                    shown(&received.data),
                    received
                        .from
                        .map_or("NULL, NULL".to_owned(), |from| format!("{}, [16]", address_structure(from))),
                ),
                _ => return format!("{}, {length}, {}", fd.0, message_flags(*flags)),
            };
            format!("{}, {data}, {length}, {}, {from}", fd.0, message_flags(*flags))
        }
        Syscall::ReceiveMessage { fd, lengths, flags } => {
            let lengths: Vec<String> = lengths.iter().map(usize::to_string).collect();
            format!("{}, {{msg_iov=[{}]}}, {}", fd.0, lengths.join(", "), message_flags(*flags))
        }
        Syscall::Read { fd, length } => match value {
            Some(SyscallValue::Received(received)) => {
                format!("{}, {}, {length}", fd.0, shown(&received.data))
            }
            _ => format!("{}, {length}", fd.0),
        },
        Syscall::Write { fd, data } => format!("{}, {}, {}", fd.0, shown(data), data.len()),
        Syscall::Close { fd } | Syscall::Duplicate { fd } => fd.0.to_string(),
        Syscall::Shutdown { fd, how } => {
            format!("{}, {}", fd.0, ["SHUT_RD", "SHUT_WR", "SHUT_RDWR"][*how as usize])
        }
        Syscall::SetSocketOption { fd, option, value } => {
            format!("{}, {}, {}, {}", fd.0, option_name(*option), option_value(*option, value), value.len())
        }
        Syscall::GetSocketOption { fd, option, length } => match value {
            Some(SyscallValue::OptionValue(bytes)) => {
                let text = option_value(*option, bytes);
                format!("{}, {}, {text}, [{}]", fd.0, option_name(*option), bytes.len())
            }
            _ => format!("{}, {}, [{length}]", fd.0, option_name(*option)),
        },
        Syscall::GetSocketName { fd } | Syscall::GetPeerName { fd } => match value {
            Some(SyscallValue::Address(address)) => {
                format!("{}, {}, [128 => 16]", fd.0, address_structure(*address))
            }
            _ => fd.0.to_string(),
        },
        Syscall::Ioctl { fd, request } => ioctl(*fd, *request, value),
        Syscall::GetStatusFlags { fd } => format!("{}, F_GETFL", fd.0),
        Syscall::SetStatusFlags { fd, flags } => {
            let nonblocking = if flags.0 & 0o4000 != 0 { "|O_NONBLOCK" } else { "" };
            format!("{}, F_SETFL, O_RDWR{nonblocking}", fd.0)
        }
        Syscall::Pipe { flags } => {
            let ends = match value {
                Some(SyscallValue::Pipe(read, write)) => format!("[{}, {}]", read.0, write.0),
                _ => "NULL".into(),
            };
            format!("{ends}, {}", if flags.close_on_exec { "O_CLOEXEC" } else { "0" })
        }
        Syscall::Poll { fds, timeout } => {
            format!("[{}], {}, {}", polled(fds, "events"), fds.len(), milliseconds(*timeout))
        }
        Syscall::Select { sets, timeout } => select(sets, *timeout),
        Syscall::EpollCreate => "EPOLL_CLOEXEC".into(),
        Syscall::EpollControl { epoll, operation, fd, events, data } => {
            let operation = match operation {
                EpollOperation::Add => "EPOLL_CTL_ADD",
                EpollOperation::Delete => "EPOLL_CTL_DEL",
                EpollOperation::Modify => "EPOLL_CTL_MOD",
            };
            let events = event_names(*events, "EPOLL");
            format!("{}, {operation}, {}, {{events={events}, data={{u64={data}}}}}", epoll.0, fd.0)
        }
        Syscall::EpollWait { epoll, maximum, timeout } => {
            let found = match value {
                Some(SyscallValue::Epoll(found)) => epoll_found(found),
                _ => "[]".into(),
            };
            format!("{}, {found}, {maximum}, {}", epoll.0, milliseconds(*timeout))
        }
        Syscall::Sleep { duration } => format!("CLOCK_MONOTONIC, 0, {}, NULL", timespec(*duration)),
        Syscall::ClockGetTime { clock } => {
            let name = match clock {
                netlab_abi::ClockId::Realtime => "CLOCK_REALTIME",
                netlab_abi::ClockId::Monotonic => "CLOCK_MONOTONIC",
                netlab_abi::ClockId::ProcessCpu => "CLOCK_PROCESS_CPUTIME_ID",
            };
            match value {
                Some(SyscallValue::Number(nanos)) => format!("{name}, {}", timespec(*nanos as u64)),
                _ => name.into(),
            }
        }
        Syscall::GetPid
        | Syscall::GetParentPid
        | Syscall::ExitThread
        | Syscall::Fork
        | Syscall::GetHostName => String::new(),
        Syscall::Kill { pid, signal } => {
            let name =
                Signal::from_number(*signal).map_or(signal.to_string(), |signal| format!("{signal:?}"));
            format!("{}, {name}", pid.0)
        }
        Syscall::SetSignalAction { signal, action } => {
            let action = match action {
                netlab_abi::Disposition::Default => "SIG_DFL",
                netlab_abi::Disposition::Ignore => "SIG_IGN",
                netlab_abi::Disposition::Handler => "{sa_handler=...}",
            };
            format!("{signal:?}, {action}, NULL, 8")
        }
        Syscall::SetTimer { initial, interval } => {
            format!(
                "ITIMER_REAL, {{it_interval={}, it_value={}}}, NULL",
                timespec(*interval),
                timespec(*initial)
            )
        }
        Syscall::StartThread { thread } => format!("{{flags=CLONE_THREAD}} => {{thread={}}}", thread.0),
        Syscall::FutexWait { key, timeout } => {
            let timeout = timeout.map_or("NULL".to_owned(), timespec);
            format!("{key:#x}, FUTEX_WAIT_PRIVATE, 0, {timeout}")
        }
        Syscall::FutexWake { key, count } => format!("{key:#x}, FUTEX_WAKE_PRIVATE, {count}"),
        Syscall::Wait { pid, nohang } => {
            let pid = pid.map_or(-1, |pid| pid.0);
            let status = match value {
                Some(SyscallValue::Waited { status, .. }) => format!("[{status:#x}]"),
                _ => "NULL".into(),
            };
            format!("{pid}, {status}, {}, NULL", if *nohang { "WNOHANG" } else { "0" })
        }
        Syscall::Exit { code } => code.to_string(),
        Syscall::ResolveHost { name } => quote(name.as_bytes(), SHOWN),
    }
}

fn shown(data: &Data) -> String {
    quote(&data.bytes, SHOWN)
}

fn family(number: i32) -> String {
    match number {
        1 => "AF_UNIX".into(),
        2 => "AF_INET".into(),
        10 => "AF_INET6".into(),
        other => other.to_string(),
    }
}

fn socket_type(kind: SocketType) -> String {
    match kind {
        SocketType::STREAM => "SOCK_STREAM".into(),
        SocketType::DGRAM => "SOCK_DGRAM".into(),
        SocketType::RAW => "SOCK_RAW".into(),
        SocketType(other) => other.to_string(),
    }
}

fn with_flags(flags: SocketFlags) -> String {
    let close = if flags.close_on_exec { "|SOCK_CLOEXEC" } else { "" };
    let nonblocking = if flags.nonblocking { "|SOCK_NONBLOCK" } else { "" };
    format!("{close}{nonblocking}")
}

fn message_flags(flags: MessageFlags) -> String {
    let names = [
        (MessageFlags::OOB, "MSG_OOB"),
        (MessageFlags::PEEK, "MSG_PEEK"),
        (MessageFlags::TRUNC, "MSG_TRUNC"),
        (MessageFlags::DONTWAIT, "MSG_DONTWAIT"),
        (MessageFlags::EOR, "MSG_EOR"),
        (MessageFlags::WAITALL, "MSG_WAITALL"),
        (MessageFlags::NOSIGNAL, "MSG_NOSIGNAL"),
        (MessageFlags::MORE, "MSG_MORE"),
    ];
    let set: Vec<&str> =
        names.iter().filter(|(flag, _)| flags.contains(*flag)).map(|(_, name)| *name).collect();
    if set.is_empty() { "0".into() } else { set.join("|") }
}

fn address_structure(address: SocketAddrV4) -> String {
    let (port, ip) = (address.port(), address.ip());
    format!("{{sa_family=AF_INET, sin_port=htons({port}), sin_addr=inet_addr(\"{ip}\")}}")
}

fn ioctl(fd: Fd, request: Ioctl, value: Option<&SyscallValue>) -> String {
    let answer = match value {
        Some(SyscallValue::Number(number)) => format!("[{number}]"),
        _ => "[?]".into(),
    };
    match request {
        Ioctl::Fionbio(on) => format!("{}, FIONBIO, [{}]", fd.0, i32::from(on)),
        Ioctl::Siocinq => format!("{}, FIONREAD, {answer}", fd.0),
        Ioctl::Siocoutq => format!("{}, TIOCOUTQ, {answer}", fd.0),
        Ioctl::Siocoutqnsd => format!("{}, SIOCOUTQNSD, {answer}", fd.0),
        Ioctl::Unknown(number) => format!("{}, {number:#x}", fd.0),
    }
}

fn event_names(events: PollEvents, prefix: &str) -> String {
    let names = [
        ("IN", PollEvents::IN),
        ("PRI", PollEvents::PRI),
        ("OUT", PollEvents::OUT),
        ("ERR", PollEvents::ERR),
        ("HUP", PollEvents::HUP),
        ("NVAL", PollEvents::NVAL),
        ("RDNORM", PollEvents::RDNORM),
        ("WRNORM", PollEvents::WRNORM),
        ("RDHUP", PollEvents::RDHUP),
        ("ONESHOT", PollEvents::ONESHOT),
        ("ET", PollEvents::EDGE),
    ];
    let set: Vec<String> = names
        .iter()
        .filter(|(_, bit)| events.contains(*bit))
        .map(|(name, _)| format!("{prefix}{name}"))
        .collect();
    if set.is_empty() { "0".into() } else { set.join("|") }
}

fn polled(fds: &[PollFd], word: &str) -> String {
    let one = |entry: &PollFd| format!("{{fd={}, {word}={}}}", entry.fd.0, event_names(entry.events, "POLL"));
    fds.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn numbers(fds: &[Fd]) -> String {
    let list: Vec<String> = fds.iter().map(|fd| fd.0.to_string()).collect();
    format!("[{}]", list.join(" "))
}

fn select(sets: &SelectSets, timeout: Option<u64>) -> String {
    let highest =
        [&sets.read, &sets.write, &sets.except].into_iter().flatten().map(|fd| fd.0).max().unwrap_or(-1);
    let set = |fds: &Vec<Fd>| if fds.is_empty() { "NULL".to_owned() } else { numbers(fds) };
    let timeout = timeout.map_or("NULL".to_owned(), timespec);
    let (read, write, except) = (set(&sets.read), set(&sets.write), set(&sets.except));
    format!("{}, {read}, {write}, {except}, {timeout}, NULL", highest + 1)
}

fn found_sets(sets: &SelectSets) -> String {
    let named = [("in", &sets.read), ("out", &sets.write), ("except", &sets.except)];
    let found: Vec<String> = named
        .into_iter()
        .filter(|(_, fds)| !fds.is_empty())
        .map(|(name, fds)| format!("{name} {}", numbers(fds)))
        .collect();
    found.join(", ")
}

fn epoll_found(found: &[EpollEvent]) -> String {
    let one = |event: &EpollEvent| {
        format!("{{events={}, data={{u64={}}}}}", event_names(event.events, "EPOLL"), event.data)
    };
    format!("[{}]", found.iter().map(one).collect::<Vec<_>>().join(", "))
}

fn milliseconds(timeout: Option<u64>) -> String {
    timeout.map_or("-1".into(), |nanos| nanos.div_ceil(1_000_000).to_string())
}

fn timespec(nanos: u64) -> String {
    format!("{{tv_sec={}, tv_nsec={}}}", nanos / 1_000_000_000, nanos % 1_000_000_000)
}

/// Level and name of a socket option, as strace prints them.
pub fn option_name(option: SocketOption) -> String {
    let (level, names): (String, &[(i32, &str)]) = match option.level {
        OptionLevel::SOCKET => ("SOL_SOCKET".into(), SOCKET_OPTIONS),
        OptionLevel::TCP => ("SOL_TCP".into(), TCP_OPTIONS),
        OptionLevel::IP => ("SOL_IP".into(), &[]),
        OptionLevel(other) => (other.to_string(), &[]),
    };
    let name = names.iter().find(|(number, _)| *number == option.name);
    format!("{level}, {}", name.map_or(format!("{:#x}", option.name), |(_, name)| (*name).to_owned()))
}

const SOCKET_OPTIONS: &[(i32, &str)] = &[
    (option::SO_DEBUG, "SO_DEBUG"),
    (option::SO_REUSEADDR, "SO_REUSEADDR"),
    (option::SO_TYPE, "SO_TYPE"),
    (option::SO_ERROR, "SO_ERROR"),
    (option::SO_BROADCAST, "SO_BROADCAST"),
    (option::SO_SNDBUF, "SO_SNDBUF"),
    (option::SO_RCVBUF, "SO_RCVBUF"),
    (option::SO_KEEPALIVE, "SO_KEEPALIVE"),
    (option::SO_LINGER, "SO_LINGER"),
    (option::SO_REUSEPORT, "SO_REUSEPORT"),
    (option::SO_RCVLOWAT, "SO_RCVLOWAT"),
    (option::SO_SNDLOWAT, "SO_SNDLOWAT"),
    (option::SO_RCVTIMEO, "SO_RCVTIMEO_OLD"),
    (option::SO_SNDTIMEO, "SO_SNDTIMEO_OLD"),
    (option::SO_ACCEPTCONN, "SO_ACCEPTCONN"),
    (option::SO_PROTOCOL, "SO_PROTOCOL"),
    (option::SO_DOMAIN, "SO_DOMAIN"),
    (option::SO_MEMINFO, "SO_MEMINFO"),
];

const TCP_OPTIONS: &[(i32, &str)] = &[
    (tcp_option::TCP_NODELAY, "TCP_NODELAY"),
    (tcp_option::TCP_MAXSEG, "TCP_MAXSEG"),
    (tcp_option::TCP_CORK, "TCP_CORK"),
    (tcp_option::TCP_KEEPIDLE, "TCP_KEEPIDLE"),
    (tcp_option::TCP_KEEPINTVL, "TCP_KEEPINTVL"),
    (tcp_option::TCP_KEEPCNT, "TCP_KEEPCNT"),
    (tcp_option::TCP_SYNCNT, "TCP_SYNCNT"),
    (tcp_option::TCP_LINGER2, "TCP_LINGER2"),
    (tcp_option::TCP_DEFER_ACCEPT, "TCP_DEFER_ACCEPT"),
    (tcp_option::TCP_WINDOW_CLAMP, "TCP_WINDOW_CLAMP"),
    (tcp_option::TCP_INFO, "TCP_INFO"),
    (tcp_option::TCP_QUICKACK, "TCP_QUICKACK"),
    (tcp_option::TCP_CONGESTION, "TCP_CONGESTION"),
    (tcp_option::TCP_USER_TIMEOUT, "TCP_USER_TIMEOUT"),
    (tcp_option::TCP_NOTSENT_LOWAT, "TCP_NOTSENT_LOWAT"),
];

fn option_value(option: SocketOption, value: &[u8]) -> String {
    let word = |at: usize| {
        value.get(at..at + 4).map(|word| i32::from_le_bytes(word.try_into().expect("four bytes")))
    };
    let is = |level, name| option.level == level && option.name == name;
    if is(OptionLevel::TCP, tcp_option::TCP_CONGESTION) {
        let end = value.iter().position(|&byte| byte == 0).unwrap_or(value.len());
        return quote(&value[..end], SHOWN);
    }
    if is(OptionLevel::SOCKET, option::SO_LINGER)
        && let (Some(on), Some(seconds)) = (word(0), word(4))
    {
        return format!("{{l_onoff={on}, l_linger={seconds}}}");
    }
    word(0).map_or_else(|| quote(value, SHOWN), |number| format!("[{number}]"))
}
