//! What can be done to a run, run-until, and the futures that come of it, in words.

use super::states::{cable, host, number, router, span};
use crate::{Lang, Word};
use netlab_lab::protocol::{Intervention, OptionName, Until};
use netlab_lab::view::{FrameKind, Offer, Skipped, Target, View};

/// What is changed: `client.py`, `cable 2`, `SYN on cable 1`.
#[must_use]
pub fn target(target: Target, view: &View, lang: Lang) -> String {
    match target {
        Target::Program(at) => {
            view.programs.get(at).map_or(String::new(), |program| program.file.to_string())
        }
        Target::Computer(at) => view.hosts.get(at).map_or(String::new(), |shown| match lang {
            Lang::English => format!("the {}", host(&shown.name, lang)),
            Lang::Chinese => format!("{}这台计算机", host(&shown.name, lang)),
        }),
        Target::Cable(at) => cable(at, lang),
        Target::Router(at) => router(at, lang),
        Target::Frame(id) => {
            let Some(frame) = view.frames.iter().find(|frame| frame.id == id) else { return id.to_string() };
            let (kind, place) = (frame_kind(frame.kind, frame.length, lang), cable(frame.cable, lang));
            match lang {
                Lang::English => format!("{kind} on {place}"),
                // Latin letters stand apart from ideographs, ideographs do not.
                Lang::Chinese if kind.starts_with(|letter: char| letter.is_ascii()) => {
                    format!("{place}上的 {kind}")
                }
                Lang::Chinese => format!("{place}上的{kind}"),
            }
        }
    }
}

/// A frame at a glance.
#[must_use]
pub fn frame_kind(kind: FrameKind, length: u32, lang: Lang) -> String {
    let word = match kind {
        FrameKind::Syn => Word::new("SYN", "SYN"),
        FrameKind::SynAck => Word::new("SYN-ACK", "SYN-ACK"),
        FrameKind::Data => Word::new("data", "数据"),
        FrameKind::Retransmission => Word::new("data, sent again", "重发的数据"),
        FrameKind::Ack => Word::new("ACK", "ACK"),
        FrameKind::ZeroWindow => Word::new("ACK, window 0", "窗口为 0 的 ACK"),
        FrameKind::WindowUpdate => Word::new("window update", "窗口更新"),
        FrameKind::Probe => Word::new("window probe", "窗口探测"),
        FrameKind::KeepAlive => Word::new("keepalive probe", "保活探测"),
        FrameKind::Fin => Word::new("FIN", "FIN"),
        FrameKind::Rst => Word::new("RST", "RST"),
        FrameKind::Arp => Word::new("ARP", "ARP"),
        FrameKind::Icmp => Word::new("ICMP", "ICMP"),
        FrameKind::Udp => Word::new("UDP datagram", "UDP 数据报"),
    };
    let word = word.get(lang);
    match (lang, length) {
        (_, 0) => word.to_owned(),
        (Lang::English, _) => format!("{word}, {} B", number(length.into())),
        (Lang::Chinese, _) => format!("{word}（{} B）", number(length.into())),
    }
}

/// The name of an option, as programs write it.
#[must_use]
pub const fn option(name: OptionName) -> &'static str {
    match name {
        OptionName::SendBuffer => "SO_SNDBUF",
        OptionName::ReceiveBuffer => "SO_RCVBUF",
        OptionName::NoDelay => "TCP_NODELAY",
        OptionName::Cork => "TCP_CORK",
        OptionName::QuickAck => "TCP_QUICKACK",
    }
}

/// An act on its button.
#[must_use]
pub fn act(act: &Intervention, lang: Lang) -> String {
    let word = match act {
        Intervention::DropFrame(_) => Word::new("Lose it", "丢掉它"),
        Intervention::CorruptFrame(_) => Word::new("Flip a bit", "弄错一位"),
        Intervention::DelayFrame(..) => Word::new("Hold it up", "拖住它"),
        Intervention::DuplicateFrame(_) => Word::new("Double it", "多复制一份"),
        Intervention::ReorderFrame(_) => Word::new("Let the next one overtake", "让后一帧先到"),
        Intervention::Cable(_, false) => Word::new("Cut", "剪断"),
        Intervention::Cable(_, true) => Word::new("Mend", "接好"),
        Intervention::Kill(_) => Word::new("Kill", "杀死"),
        Intervention::Stop(_, true) => Word::new("Stop", "暂停"),
        Intervention::Stop(_, false) => Word::new("Continue", "继续"),
        Intervention::ReadNow(..) => Word::new("Let it read now", "让它现在读"),
        Intervention::SetOption(_, name, _) => return option(*name).to_owned(),
        Intervention::SetDelay(..) => Word::new("Delay", "时延"),
        Intervention::SetRate(..) => Word::new("Rate (0: no limit)", "速率（0 表示不限）"),
        Intervention::SetQueue(..) => Word::new("Queue", "队列"),
        Intervention::Unplug(_, true) => Word::new("Unplug", "拔掉网线"),
        Intervention::Unplug(_, false) => Word::new("Plug in", "插上网线"),
        Intervention::SetSysctl(..) => Word::new("sysctl", "sysctl"),
    };
    word.get(lang).to_owned()
}

/// An act on its button, where its target is said beside it: at a router also which of its two sides.
#[must_use]
pub fn offer(offer: &Offer, lang: Lang) -> String {
    let words = act(&offer.act, lang);
    let side = match (&offer.target, &offer.act) {
        (Target::Router(_), Intervention::SetRate(at, _) | Intervention::SetQueue(at, _)) => cable(*at, lang),
        _ => return words,
    };
    match lang {
        Lang::English => format!("{side}: {words}"),
        Lang::Chinese => format!("{side}：{words}"),
    }
}

/// The unit of an act's number, where it has one.
#[must_use]
pub fn unit(act: &Intervention, lang: Lang) -> &'static str {
    match act {
        Intervention::DelayFrame(..) | Intervention::SetDelay(..) => "ms",
        Intervention::ReadNow(..) => Word::new("bytes", "字节").get(lang),
        Intervention::SetRate(..) => "kbit/s",
        Intervention::SetQueue(..) => Word::new("frames", "帧").get(lang),
        Intervention::SetOption(_, OptionName::SendBuffer | OptionName::ReceiveBuffer, _) => {
            Word::new("bytes", "字节").get(lang)
        }
        Intervention::SetOption(_, OptionName::NoDelay | OptionName::Cork | OptionName::QuickAck, _)
        | Intervention::DropFrame(_)
        | Intervention::CorruptFrame(_)
        | Intervention::DuplicateFrame(_)
        | Intervention::ReorderFrame(_)
        | Intervention::Cable(..)
        | Intervention::Kill(_)
        | Intervention::Stop(..)
        | Intervention::Unplug(..)
        | Intervention::SetSysctl(..) => "",
    }
}

/// A goal of run-until.
#[must_use]
pub fn until(goal: &Until, lang: Lang) -> String {
    let word = match goal {
        Until::Block => Word::new("a call goes to sleep", "有调用睡着"),
        Until::WakeUp => Word::new("a sleeper is woken", "有睡着的被唤醒"),
        Until::ZeroWindow => Word::new("window 0 is told", "通告窗口 0"),
        Until::Drop => Word::new("something is lost", "有东西丢了"),
        Until::Retransmission => Word::new("something is sent again", "有东西重发"),
        Until::StateChange => Word::new("a TCP state changes", "TCP 状态改变"),
        Until::Time(at) => return span(*at),
        Until::Condition(text) => return text.clone(),
        Until::Line(_, line) => match lang {
            Lang::English => return format!("line {line}"),
            Lang::Chinese => return format!("第 {line} 行"),
        },
    };
    word.get(lang).to_owned()
}

/// What a run-until has passed over, in one sentence.
#[must_use]
pub fn skipped(skipped: &Skipped, lang: Lang) -> String {
    let (records, time) = (number(skipped.records), span(skipped.time));
    let mut parts = Vec::new();
    let mut part = |count: u64, one: &str, many: &str, chinese: &str| {
        if count > 0 {
            parts.push(match lang {
                Lang::English => format!("{} {}", number(count), if count == 1 { one } else { many }),
                Lang::Chinese => chinese.replace('#', &number(count)),
            });
        }
    };
    part(skipped.calls, "call returned", "calls returned", "返回了 # 次调用");
    part(skipped.accepted, "byte accepted", "bytes accepted", "收下 # 字节");
    part(skipped.read, "byte read", "bytes read", "读走 # 字节");
    part(skipped.segments, "segment sent", "segments sent", "发出 # 个报文段");
    part(skipped.retransmissions, "of them again", "of them again", "其中重发 # 个");
    part(skipped.lost, "frame lost", "frames lost", "丢了 # 帧");
    match (lang, parts.is_empty()) {
        (Lang::English, true) => format!("Passed over: {records} records in {time}."),
        (Lang::English, false) => format!("Passed over: {records} records in {time}: {}.", parts.join(", ")),
        (Lang::Chinese, true) => format!("跳过了 {time} 里的 {records} 条记录。"),
        (Lang::Chinese, false) => format!("跳过了 {time} 里的 {records} 条记录：{}。", parts.join("，")),
    }
}

/// A future's letter: A, B, C.
#[must_use]
pub fn letter(place: usize) -> String {
    char::from(b'A' + (place % 26) as u8).to_string()
}

/// A future, named.
#[must_use]
pub fn future(place: usize, lang: Lang) -> String {
    match lang {
        Lang::English => format!("Future {}", letter(place)),
        Lang::Chinese => format!("分支 {}", letter(place)),
    }
}

/// Where two futures part.
#[must_use]
pub fn parts_at(places: (usize, usize), differs: Option<u64>, lang: Lang) -> String {
    let (mine, theirs) = (letter(places.0), letter(places.1));
    match (lang, differs) {
        (Lang::English, Some(record)) => {
            format!("{mine} and {theirs} are the same up to record {record}; there they part.")
        }
        (Lang::English, None) => format!("{mine} and {theirs} are the same, record for record."),
        (Lang::Chinese, Some(record)) => {
            format!("{mine} 和 {theirs} 在第 {record} 条记录之前完全相同，从那里开始不同。")
        }
        (Lang::Chinese, None) => format!("{mine} 和 {theirs} 每一条记录都相同。"),
    }
}

/// The mark at the first record (counted from 1) that two futures do not share.
#[must_use]
pub fn first_difference(record: u64, lang: Lang) -> String {
    match lang {
        Lang::English => format!("first difference: record {}", number(record)),
        Lang::Chinese => format!("最早的不同：第 {} 条记录", number(record)),
    }
}

/// Two futures without a difference.
#[must_use]
pub fn same(places: (usize, usize), lang: Lang) -> String {
    parts_at(places, None, lang)
}

/// What a lane of the timeline is: where its future and the shown one part (records shared, and the moment in words), and
/// that it can be shown.
#[must_use]
pub fn lane(places: (usize, usize), parts: Option<&(u64, String)>, lang: Lang) -> String {
    let Some((record, when)) = parts else { return same(places, lang) };
    let difference = first_difference(record + 1, lang);
    match lang {
        Lang::English => format!("{difference}, {when}. Show it"),
        Lang::Chinese => format!("{difference}，{when}。点击查看"),
    }
}

/// Rows that are not shown.
#[must_use]
pub fn rows_left_out(count: u64, lang: Lang) -> String {
    match lang {
        Lang::English => format!("… {} more", number(count)),
        Lang::Chinese => format!("……还有 {} 行", number(count)),
    }
}
