//! Codes of the views, worded.

use super::labels::{CLIENT, NETWORK, SERVER};
use crate::{Lang, Word};
use netlab_lab::view::{Because, BufferView, BytePlace, PartKind, ProcessState, WaitView};

/// Digits in groups of three, by a narrow no-break space, from five digits on.
#[must_use]
pub fn number(value: u64) -> String {
    let digits = value.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 * 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    grouped
}

/// `charged of limit`.
#[must_use]
pub fn of(part: u64, whole: u64, lang: Lang) -> String {
    match lang {
        Lang::English => format!("{} of {}", number(part), number(whole)),
        Lang::Chinese => format!("{} / {}", number(part), number(whole)),
    }
}

/// A time span with the unit that reads best, exact to the microsecond below a second.
#[must_use]
pub fn span(nanoseconds: u64) -> String {
    match nanoseconds {
        0..1_000 => format!("{nanoseconds} ns"),
        1_000..1_000_000 => trimmed(nanoseconds, 1_000, "µs"),
        1_000_000..1_000_000_000 => trimmed(nanoseconds, 1_000_000, "ms"),
        _ => trimmed(nanoseconds, 1_000_000_000, "s"),
    }
}

/// A long span as people say it: `3 min 12 s`, `1 h 4 min`, `12.4 s`.
#[must_use]
pub fn duration(nanoseconds: u64, lang: Lang) -> String {
    parts(nanoseconds, 2, lang)
}

/// The same with its largest unit alone, where there is little room: `3 min`.
#[must_use]
pub fn short_duration(nanoseconds: u64, lang: Lang) -> String {
    parts(nanoseconds, 1, lang)
}

fn parts(nanoseconds: u64, most: usize, lang: Lang) -> String {
    let tenths = nanoseconds / 100_000_000;
    let seconds = tenths / 10;
    if seconds < 60 {
        let rest = if tenths.is_multiple_of(10) { String::new() } else { format!(".{}", tenths % 10) };
        return format!("{seconds}{rest} {}", Word::new("s", "秒").get(lang));
    }
    let units = [
        (seconds / 86_400, Word::new("d", "天")),
        (seconds / 3_600 % 24, Word::new("h", "小时")),
        (seconds / 60 % 60, Word::new("min", "分")),
        (seconds % 60, Word::new("s", "秒")),
    ];
    let said = units.iter().skip_while(|(count, _)| *count == 0).take(most).filter(|(count, _)| *count > 0);
    said.map(|(count, unit)| format!("{count} {}", unit.get(lang))).collect::<Vec<_>>().join(" ")
}

fn trimmed(value: u64, unit: u64, name: &str) -> String {
    let thousandths = value % unit / (unit / 1_000);
    let fraction = format!("{thousandths:03}");
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() {
        format!("{} {name}", value / unit)
    } else {
        format!("{}.{fraction} {name}", value / unit)
    }
}

/// A computer's name: the two of the default lab are worded, others stay as they are.
#[must_use]
pub fn host(name: &str, lang: Lang) -> String {
    match name {
        "client" => CLIENT.get(lang).to_owned(),
        "server" => SERVER.get(lang).to_owned(),
        _ => name.to_owned(),
    }
}

/// How a process stands, in a few words.
#[must_use]
pub fn process_state(state: &ProcessState, lang: Lang) -> String {
    let word = |english: &str, chinese: &str| match lang {
        Lang::English => english.to_owned(),
        Lang::Chinese => chinese.to_owned(),
    };
    match state {
        ProcessState::NotStarted => word("not started", "尚未开始"),
        ProcessState::Running => word("running", "运行中"),
        ProcessState::InCall { call } => word(&format!("in {call}"), &format!("在 {call} 中")),
        ProcessState::Asleep { call, wait } => {
            let why = wait_reason(wait, lang);
            match (lang, why.is_empty()) {
                (Lang::English, true) => format!("asleep in {call}"),
                (Lang::English, false) => format!("asleep in {call}: {why}"),
                (Lang::Chinese, true) => format!("在 {call} 中睡眠"),
                (Lang::Chinese, false) => format!("在 {call} 中睡眠：{why}"),
            }
        }
        ProcessState::Returned { call, result } => {
            word(&format!("{call} returned {result}"), &format!("{call} 返回 {result}"))
        }
        ProcessState::Stopped => word("stopped", "已暂停"),
        ProcessState::Exited(status) => {
            word(&format!("ended, status {status}"), &format!("已结束，状态码 {status}"))
        }
        ProcessState::Killed(signal) => word(&format!("killed by {signal}"), &format!("被 {signal} 终止")),
    }
}

/// How a process stands, where there is room for one or two words.
#[must_use]
pub fn process_state_short(state: &ProcessState, lang: Lang) -> String {
    match (state, lang) {
        (ProcessState::Asleep { call, .. }, Lang::English) => format!("asleep in {call}"),
        (ProcessState::Asleep { call, .. }, Lang::Chinese) => format!("在 {call} 中睡眠"),
        (
            ProcessState::NotStarted
            | ProcessState::Running
            | ProcessState::InCall { .. }
            | ProcessState::Returned { .. }
            | ProcessState::Stopped
            | ProcessState::Exited(_)
            | ProcessState::Killed(_),
            _,
        ) => process_state(state, lang),
    }
}

/// What a sleeper waits for; empty where the call's name says it.
#[must_use]
pub fn wait_reason(wait: &WaitView, lang: Lang) -> &'static str {
    match wait {
        WaitView::Connection | WaitView::Until(_) => Word::new("", ""),
        WaitView::Handshake => Word::new("no answer yet", "还没有应答"),
        WaitView::Data => Word::new("no data yet", "还没有数据"),
        WaitView::Room { .. } => Word::new("no room", "没有空位"),
        WaitView::Linger => Word::new("not all acknowledged", "还没全部确认"),
        WaitView::Events => Word::new("nothing ready", "还没有就绪的描述符"),
        WaitView::Thread => Word::new("another thread", "等待另一个线程"),
        WaitView::Child => Word::new("a child process", "等待子进程"),
    }
    .get(lang)
}

/// A place where bytes are.
#[must_use]
pub fn place(place: &BytePlace, lang: Lang) -> String {
    let at = |name: &str, english: &str, chinese: &str| match lang {
        Lang::English => format!("{} {english}", host(name, lang)),
        Lang::Chinese => format!("{}{chinese}", host(name, lang)),
    };
    match place {
        BytePlace::Program(name) => at(name, "program", "程序"),
        BytePlace::SendBuffer(name) => at(name, "send buffer", "发送缓冲区"),
        BytePlace::Nic(name) => at(name, "NIC", "网卡"),
        BytePlace::ReceiveBuffer(name) => at(name, "receive buffer", "接收缓冲区"),
        BytePlace::Cable(index) => cable(*index, lang),
        BytePlace::Router(index) => match lang {
            Lang::English => format!("router {}", index + 1),
            Lang::Chinese => format!("路由器 {}", index + 1),
        },
        BytePlace::ByHand => Word::new("read by you", "你替它读走的").get(lang).to_owned(),
        BytePlace::Discarded => Word::new("thrown away unread", "没读就扔掉的").get(lang).to_owned(),
        BytePlace::Network => NETWORK.get(lang).to_owned(),
    }
}

/// A cable by its index from the client's.
#[must_use]
pub fn cable(index: usize, lang: Lang) -> String {
    match lang {
        Lang::English => format!("cable {}", index + 1),
        Lang::Chinese => format!("第 {} 段网线", index + 1),
    }
}

/// Bytes from a stream offset (0 is the first), as people count them.
#[must_use]
pub fn byte_range(from: u64, length: u64, lang: Lang) -> String {
    let (first, last) = (number(from + 1), number(from + length));
    match (lang, length) {
        (_, 0) => String::new(),
        (Lang::English, 1) => format!("byte {first}"),
        (Lang::English, _) => format!("bytes {first}–{last}"),
        (Lang::Chinese, 1) => format!("字节 {first}"),
        (Lang::Chinese, _) => format!("字节 {first}–{last}"),
    }
}

/// `7th call`.
#[must_use]
pub fn nth_call(count: u64, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("第 {} 次调用", number(count)),
        Lang::English => {
            let suffix = match (count % 100, count % 10) {
                (11..=13, _) => "th",
                (_, 1) => "st",
                (_, 2) => "nd",
                (_, 3) => "rd",
                _ => "th",
            };
            format!("{}{suffix} call", number(count))
        }
    }
}

/// A link of the chain of causes.
#[must_use]
pub fn because(link: &Because, lang: Lang) -> String {
    let word = |english: String, chinese: String| match lang {
        Lang::English => english,
        Lang::Chinese => chinese,
    };
    match link {
        Because::NobodyReads(name) => {
            let name = host(name, lang);
            word(format!("The {name} never calls recv"), format!("{name}从不调用 recv"))
        }
        Because::ReceiveBufferFull(charged, limit) => word(
            format!("{}: receive buffer full", of(*charged, *limit, lang)),
            format!("接收缓冲区满了：{}", of(*charged, *limit, lang)),
        ),
        Because::WindowClosed(name) => {
            let name = host(name, lang);
            word(
                format!("window 0: the {name}’s kernel may not send"),
                format!("窗口为 0：{name}内核不许再发"),
            )
        }
        // A sleeper is woken only when a third of the buffer is free again (`sk_stream_write_space`).
        Because::SendBufferFull(charged, limit) if charged < limit => word(
            format!("{} free in the send buffer: too little to wake it", of(limit - charged, *limit, lang)),
            format!("发送缓冲区只空出 {}：还不够唤醒它", of(limit - charged, *limit, lang)),
        ),
        Because::SendBufferFull(charged, limit) => word(
            format!("{}: send buffer full", of(*charged, *limit, lang)),
            format!("发送缓冲区满了：{}", of(*charged, *limit, lang)),
        ),
        Because::Asleep(name, call) => {
            let name = host(name, lang);
            word(format!("{call} puts the {name} to sleep"), format!("{call} 让{name}进入睡眠"))
        }
        Because::FrameLost => word("This frame was lost".to_owned(), "这一帧丢了".to_owned()),
        Because::NoAcknowledgement => word("no ACK comes back".to_owned(), "不会有 ACK 回来".to_owned()),
        Because::OriginalKept => {
            word("the sender’s kernel still has the original".to_owned(), "发送方内核还留着原件".to_owned())
        }
        Because::TimerWillFire(at) => word(
            format!("its timer runs out at {} and it sends again", span(*at)),
            format!("定时器在 {} 到时，再发一次", span(*at)),
        ),
    }
}

/// Title of an opened frame.
#[must_use]
pub fn open_frame(cable_index: usize, lang: Lang) -> String {
    match lang {
        Lang::English => format!("The frame on cable {}, opened", cable_index + 1),
        Lang::Chinese => format!("打开第 {} 段网线上的这一帧", cable_index + 1),
    }
}

/// Title of the signal.
#[must_use]
pub fn passing_frame(cable_index: usize, lang: Lang) -> String {
    match lang {
        Lang::English => format!("The frame on cable {}, as it passes", cable_index + 1),
        Lang::Chinese => format!("第 {} 段网线上的这一帧", cable_index + 1),
    }
}

/// What a large buffer holds: how much of it is kept for an acknowledgement, unsent, or unread.
#[must_use]
pub fn large_payload(buffer: &BufferView, sending: bool, short: bool, lang: Lang) -> String {
    let sum = |kind: PartKind| -> u64 {
        buffer.parts.iter().filter(|part| part.kind == kind).map(|part| part.length).sum()
    };
    let payload = number(buffer.payload);
    let (sent, unsent, gap) = (sum(PartKind::Sent), sum(PartKind::Unsent), sum(PartKind::OutOfOrder));
    match (lang, sending) {
        (Lang::English, false) if gap > 0 => format!("{payload} B, {} after a gap", number(gap)),
        (Lang::Chinese, false) if gap > 0 => format!("{payload} B，其中 {} 在缺口之后", number(gap)),
        (Lang::English, false) => format!("{payload} B unread"),
        (Lang::Chinese, false) => format!("{payload} B 未读"),
        (Lang::English, true) if sent == 0 => format!("{payload} B not sent"),
        (Lang::Chinese, true) if sent == 0 => format!("{payload} B 未发送"),
        (Lang::English, true) if unsent == 0 && short => format!("{payload} B kept"),
        (Lang::English, true) if unsent == 0 => format!("{payload} B kept for the ACK"),
        (Lang::Chinese, true) if unsent == 0 && short => format!("{payload} B，待确认"),
        (Lang::Chinese, true) if unsent == 0 => format!("{payload} B，等待确认"),
        (Lang::English, true) => format!("{} sent, {} not", number(sent), number(unsent)),
        (Lang::Chinese, true) => format!("已发 {}，未发 {}", number(sent), number(unsent)),
    }
}

/// Memory charged, of the limit.
#[must_use]
pub fn charged(charged: u64, limit: u64, short: bool, lang: Lang) -> String {
    match lang {
        Lang::English if short => format!("{}/{}", number(charged), number(limit)),
        Lang::English => format!("{} of {} charged", number(charged), number(limit)),
        Lang::Chinese if short => format!("{}/{}", number(charged), number(limit)),
        Lang::Chinese => format!("已记账 {} / {}", number(charged), number(limit)),
    }
}

/// Overhead of so many pieces of memory.
#[must_use]
pub fn skb_heads(pieces: u32, short: bool, lang: Lang) -> String {
    match (lang, short, pieces) {
        (Lang::English, true, 1) => "1 head".to_owned(),
        (Lang::English, true, _) => format!("{pieces} heads"),
        (Lang::English, false, 1) => "1 skb head".to_owned(),
        (Lang::English, false, _) => format!("{pieces} skb heads"),
        (Lang::Chinese, true, _) => format!("{pieces} 个头"),
        (Lang::Chinese, false, _) => format!("{pieces} 个 skb 头"),
    }
}

/// A listening socket.
#[must_use]
pub fn listens(fd: Option<i32>, port: u16, lang: Lang) -> String {
    let fd = fd.map(|fd| format!("fd {fd} ")).unwrap_or_default();
    match lang {
        Lang::English => format!("{fd}listens on :{port}"),
        Lang::Chinese => format!("{fd}监听 :{port}"),
    }
}

/// A router by its index from the client's.
#[must_use]
pub fn router(index: usize, lang: Lang) -> String {
    match lang {
        Lang::English => format!("router {}", index + 1),
        Lang::Chinese => format!("路由器 {}", index + 1),
    }
}

/// The conclusion under the sum.
#[must_use]
pub fn accepted(total: u64, lang: Lang) -> String {
    match lang {
        Lang::English => format!("{} bytes accepted by send, none lost", number(total)),
        Lang::Chinese => format!("send 一共收下 {} 字节，一个没丢", number(total)),
    }
}

/// An opened frame, for the ear.
#[must_use]
pub fn frame_parts(length: u32, layers: &[(String, u16)], payload: u32, lang: Lang) -> String {
    let mut parts: Vec<String> = layers.iter().map(|(name, bytes)| format!("{name} {bytes}")).collect();
    match lang {
        Lang::English => {
            parts.push(format!("data {payload}"));
            format!("One frame of {length} bytes: {}", parts.join(", "))
        }
        Lang::Chinese => {
            parts.push(format!("数据 {payload}"));
            format!("一帧 {length} 字节：{}", parts.join("、"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_said_as_people_say_them() {
        let second = 1_000_000_000;
        for (span, long, short, chinese) in [
            (700_000_000, "0.7 s", "0.7 s", "0.7 秒"),
            (12 * second, "12 s", "12 s", "12 秒"),
            (192 * second, "3 min 12 s", "3 min", "3 分 12 秒"),
            (3_600 * second, "1 h", "1 h", "1 小时"),
            (3_840 * second, "1 h 4 min", "1 h", "1 小时 4 分"),
            (90_061 * second, "1 d 1 h", "1 d", "1 天 1 小时"),
        ] {
            assert_eq!(duration(span, Lang::English), long);
            assert_eq!(short_duration(span, Lang::English), short);
            assert_eq!(duration(span, Lang::Chinese), chinese);
        }
    }
}
