//! What happens between computers.

use super::names::{Names, Said, number, said, time};
use netlab_abi::{OptionLevel, SocketOption, option, tcp_option};
use netlab_kernel::event::{Frame, FrameId};
use netlab_lab::scene::{FrameKind, frame_kind};
use netlab_wire::Duration;
use netlab_world::{Action, FrameFault, LinkDirection, LinkId, LossReason};

pub(super) fn departs(
    names: &Names<'_>,
    link: LinkId,
    direction: LinkDirection,
    frame: &Frame,
    waits: Duration,
    takes: Duration,
) -> Said {
    let (from, to) = names.ends(link, direction);
    let cable = names.link(link);
    let what = names.frame(frame.id);
    let (takes, waits_text) = (time(takes), time(waits));
    if !waits.is_zero() {
        return said(
            format!(
                "{} leaves {} and waits {waits_text} in the queue of {}, which is busy.",
                what.english, from.english, cable.english
            ),
            format!(
                "{}离开{}，{}正忙，它要在队列里等 {waits_text}。",
                what.chinese, from.chinese, cable.chinese
            ),
        );
    }
    // A copy leaves; the original of what it carries stays in the send buffer until it is acknowledged.
    let copy_zh =
        if matches!(frame_kind(&frame.bytes), FrameKind::Data { .. }) { "（副本）" } else { "" };
    said(
        format!(
            "{} leaves {} as a signal on {}; it needs {takes} to {}.",
            what.english, from.english, cable.english, to.english
        ),
        format!(
            "{}{copy_zh}变成信号，从{}上了{}，{takes} 后到{}。",
            what.chinese, from.chinese, cable.chinese, to.chinese
        ),
    )
}

pub(super) fn arrives(names: &Names<'_>, link: LinkId, direction: LinkDirection, frame: FrameId) -> Said {
    let (_, to) = names.ends(link, direction);
    let what = names.frame(frame);
    said(
        format!("{} has reached {}; its NIC turns the signal back into bytes.", what.english, to.english),
        format!("{}到达{}，网卡把信号变回字节。", what.chinese, to.chinese),
    )
}

pub(super) fn lost(names: &Names<'_>, link: LinkId, frame: FrameId, why: LossReason) -> Said {
    let cable = names.link(link);
    let what = names.frame(frame);
    let (reason, reason_zh) = match why {
        LossReason::LinkDown => ("the cable is down", "线路不通"),
        LossReason::Cut => ("the cable was cut under it", "网线被剪断了"),
        LossReason::Script => ("this lab loses it on purpose", "本实验故意丢掉它"),
        LossReason::Person => ("you dropped it", "被你丢掉了"),
        LossReason::QueueFull => ("the queue is full", "队列满了"),
        LossReason::Chance => ("this cable loses some frames", "这段线路会随机丢帧"),
    };
    said(
        format!("{} is lost on {}: {reason}. Nobody is told.", what.english, cable.english),
        format!("{}在{}上丢了：{reason_zh}。没有谁会收到通知。", what.chinese, cable.chinese),
    )
}

pub(super) fn delayed(names: &Names<'_>, frame: FrameId, left: Duration) -> Said {
    let what = names.frame(frame);
    let left = time(left);
    said(
        format!("{} is held up; it now arrives in {left}.", what.english),
        format!("{}被耽搁了，还要 {left} 才到。", what.chinese),
    )
}

pub(super) fn damaged(names: &Names<'_>, frame: FrameId, bit: u32) -> Said {
    let what = names.frame(frame);
    said(
        format!("noise flips bit {bit} of {}.", what.english),
        format!("噪声把{}的第 {bit} 位弄反了。", what.chinese),
    )
}

pub(super) fn link_changed(names: &Names<'_>, link: LinkId, up: bool) -> Said {
    let cable = names.link(link);
    if up {
        said(format!("{} carries frames again.", cable.english), format!("{}又通了。", cable.chinese))
    } else {
        said(
            format!("{} is down: what is on it and what enters it is lost.", cable.english),
            format!("{}断了：线上的和再送上去的帧都会丢。", cable.chinese),
        )
    }
}

/// The option's name in C; its number where the lab has no name for it.
fn option_name(option: SocketOption) -> String {
    let name = match (option.level, option.name) {
        (OptionLevel::SOCKET, option::SO_SNDBUF) => "SO_SNDBUF",
        (OptionLevel::SOCKET, option::SO_RCVBUF) => "SO_RCVBUF",
        (OptionLevel::TCP, tcp_option::TCP_NODELAY) => "TCP_NODELAY",
        (OptionLevel::TCP, tcp_option::TCP_CORK) => "TCP_CORK",
        (OptionLevel::TCP, tcp_option::TCP_QUICKACK) => "TCP_QUICKACK",
        (_, other) => return other.to_string(),
    };
    name.to_owned()
}

pub(super) fn intervention(names: &Names<'_>, action: &Action, effective: bool) -> Said {
    if !effective {
        return said(
            "you tried to change something that was no longer there; nothing happened.",
            "你想改的东西已经不在了，什么也没有发生。",
        );
    }
    match action {
        Action::Frame { frame, fault } => {
            let what = names.frame(*frame);
            let (verb, verb_zh) = match fault {
                FrameFault::Drop => ("drop", "丢掉"),
                FrameFault::Corrupt { .. } => ("damage", "弄坏"),
                FrameFault::Delay(_) => ("hold up", "拖住"),
                FrameFault::Duplicate => ("double", "复制"),
                FrameFault::Reorder => ("let the next one overtake", "让后一帧超过"),
            };
            said(format!("you {verb} {}.", what.english), format!("你{verb_zh}了{}。", what.chinese))
        }
        Action::CutLink(link) => {
            let cable = names.link(*link);
            said(format!("you cut {}.", cable.english), format!("你剪断了{}。", cable.chinese))
        }
        Action::MendLink(link) => {
            let cable = names.link(*link);
            said(format!("you mend {}.", cable.english), format!("你接好了{}。", cable.chinese))
        }
        Action::Signal { host, pid, signal } => {
            let process = names.process(*host, *pid);
            said(
                format!("you send `{signal:?}` to {process}."),
                format!("你向 {process} 发送了信号 `{signal:?}`。"),
            )
        }
        Action::Read { host, pid, length } => {
            let process = names.process(*host, *pid);
            said(
                format!("you make {process} read {length} bytes."),
                format!("你让 {process} 读 {length} 字节。"),
            )
        }
        Action::SetOption { host, pid, option, value } => {
            let (process, option) = (names.process(*host, *pid), option_name(*option));
            said(
                format!("you set `{option}` of {process}’s socket to {value}."),
                format!("你把 {process} 套接字的 `{option}` 设为 {value}。"),
            )
        }
        Action::SetDelay { link, delay } => {
            let (cable, delay) = (names.link(*link), time(*delay));
            said(
                format!("you set the delay of {} to {delay}.", cable.english),
                format!("你把{}的时延改成了 {delay}。", cable.chinese),
            )
        }
        Action::SetRate { link, rate: None } => {
            let cable = names.link(*link);
            said(
                format!("you take the rate limit off {}.", cable.english),
                format!("你取消了{}的速率限制。", cable.chinese),
            )
        }
        Action::SetRate { link, rate: Some(rate) } => {
            let (cable, rate) = (names.link(*link), number(rate.bits_per_second()));
            said(
                format!("you set the rate of {} to {rate} bit/s.", cable.english),
                format!("你把{}的速率改成了 {rate} bit/s。", cable.chinese),
            )
        }
        Action::SetQueue { link, frames } => {
            let (cable, frames) = (names.link(*link), frames.unwrap_or(0));
            said(
                format!("you set the queue of {} to {frames} frames.", cable.english),
                format!("你把{}的队列改成了 {frames} 帧。", cable.chinese),
            )
        }
        Action::SetSysctl { host, name, value } => {
            let host = names.host(*host);
            said(
                format!("you set `{name} = {value}` on {}.", host.english),
                format!("你把{}的 `{name}` 设为 `{value}`。", host.chinese),
            )
        }
        Action::Unplug { host, pulled } => {
            let host = names.host(*host);
            if *pulled {
                said(
                    format!("you pull the cables out of {}.", host.english),
                    format!("你拔掉了{}的网线。", host.chinese),
                )
            } else {
                said(
                    format!("you plug {} in again.", host.english),
                    format!("你把{}的网线又插上了。", host.chinese),
                )
            }
        }
    }
}
