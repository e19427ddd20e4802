//! Names and numbers in both languages.

use super::Context;
use crate::Lang;
use netlab_abi::Pid;
use netlab_kernel::event::{FrameId, StreamRange, TcpState};
use netlab_lab::{
    scene::{self, FrameKind, frame_kind},
    track::StreamKey,
};
use netlab_wire::Duration;
use netlab_world::{HostId, LinkDirection, LinkId};

/// Letters shown of a run of bytes; longer runs are counted.
const LETTERS: u32 = 16;
/// Narrow no-break space: groups digits.
const GROUP: char = '\u{202f}';

/// The same in English and Chinese.
pub struct Said {
    /// English.
    pub english: String,
    /// 中文。
    pub chinese: String,
}

/// Both languages side by side.
pub(super) fn said(english: impl Into<String>, chinese: impl Into<String>) -> Said {
    Said { english: english.into(), chinese: chinese.into() }
}

impl Said {
    pub(super) fn choose(self, lang: Lang) -> String {
        match lang {
            Lang::English => self.english,
            Lang::Chinese => self.chinese,
        }
    }
}

/// Names in one run.
pub struct Names<'a> {
    pub(super) context: &'a Context<'a>,
}

/// A number with its digits grouped by three from five digits on.
pub(crate) fn number(value: u64) -> String {
    let digits = value.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(GROUP);
        }
        text.push(digit);
    }
    text
}

/// A count of bytes: `1 byte`, `5 bytes`.
pub(super) fn bytes(count: u64) -> Said {
    let plural = if count == 1 { "" } else { "s" };
    said(format!("{} byte{plural}", number(count)), format!("{} 字节", number(count)))
}

/// A length of time, in the unit that suits it.
pub(crate) fn time(length: Duration) -> String {
    let nanos = length.as_nanos();
    let decimal = |value: u64, unit: u64, name: &str| {
        let tenths = (value * 10 + unit / 2) / unit;
        if tenths.is_multiple_of(10) {
            format!("{} {name}", tenths / 10)
        } else {
            format!("{}.{} {name}", tenths / 10, tenths % 10)
        }
    };
    match nanos {
        0..1_000 => format!("{nanos} ns"),
        1_000..1_000_000 => decimal(nanos, 1_000, "µs"),
        1_000_000..1_000_000_000 => decimal(nanos, 1_000_000, "ms"),
        _ => decimal(nanos, 1_000_000_000, "s"),
    }
}

impl Names<'_> {
    /// A computer: `the client`, `router 1`.
    pub(super) fn host(&self, host: HostId) -> Said {
        let name = scene::host_name(self.context.history, host);
        match name {
            "client" => said("the client", "客户端"),
            "server" => said("the server", "服务器"),
            _ => match name.strip_prefix('r') {
                Some(number) if number.parse::<u8>().is_ok() => {
                    said(format!("router {number}"), format!("路由器 {number}"))
                }
                _ => said(format!("`{name}`"), format!("`{name}`")),
            },
        }
    }

    /// A process: its file.
    pub(super) fn process(&self, host: HostId, pid: Pid) -> String {
        let name = scene_name(self, host, pid);
        format!("`{name}`")
    }

    /// A cable, from 1 on.
    pub(super) fn link(&self, link: LinkId) -> Said {
        let count = self.context.history.recipe().scenario.topology.links.len();
        if count == 1 {
            return said("the cable", "网线");
        }
        let number = link.0 + 1;
        said(format!("cable {number}"), format!("第 {number} 段网线"))
    }

    /// Where a frame on a link comes from and goes to.
    pub(super) fn ends(&self, link: LinkId, direction: LinkDirection) -> (Said, Said) {
        let (from, to) = scene::link_hosts(self.context.history, link, direction);
        (self.host(from), self.host(to))
    }

    /// A run of bytes: its letters when they are few and known, else how many.
    pub(super) fn range(&self, range: &StreamRange) -> Said {
        if (1..=LETTERS).contains(&range.length) {
            let key = StreamKey::from(range);
            let known: Option<Vec<u8>> = (0..u64::from(range.length))
                .map(|at| self.context.track.payload.byte(key, range.offset + at))
                .collect();
            if let Some(letters) = known
                && letters.iter().all(|byte| (b' '..=b'~').contains(byte) && *byte != b'`')
            {
                let text = String::from_utf8(letters).expect("printable ASCII");
                return said(format!("`{text}`"), format!("`{text}`"));
            }
        }
        bytes(range.length.into())
    }

    /// A frame: what it carries.
    pub(super) fn frame(&self, id: FrameId) -> Said {
        let Some(frame) = self.context.scene.frame(self.context.history, id) else {
            return said("the frame", "这一帧");
        };
        match frame_kind(&frame.bytes) {
            FrameKind::ArpRequest(address) => {
                said(format!("the ARP question for {address}"), format!("询问 {address} 的 ARP 请求"))
            }
            FrameKind::ArpReply(address) => {
                said(format!("the ARP answer from {address}"), format!("{address} 的 ARP 应答"))
            }
            FrameKind::Syn => said("the SYN", "SYN"),
            FrameKind::SynAck => said("the SYN-ACK", "SYN-ACK"),
            FrameKind::Ack => said("the ACK", "ACK"),
            FrameKind::Data { finish, .. } => {
                let what = match &frame.payload {
                    Some(range) => self.range(range),
                    None => said("data", "数据"),
                };
                let (end, end_zh) = if finish { (" and FIN", "和 FIN ") } else { ("", "") };
                said(
                    format!("the frame with {}{end}", what.english),
                    format!("装着 {}{end_zh} 的帧", what.chinese).replace("  ", " "),
                )
            }
            FrameKind::Fin => said("the FIN", "FIN"),
            FrameKind::Rst => said("the RST", "RST"),
            FrameKind::Udp(length) => {
                let length = bytes(length.into());
                said(format!("the datagram of {}", length.english), format!("{}的数据报", length.chinese))
            }
            FrameKind::Icmp(kind, code) => {
                said(format!("the ICMP message {kind}/{code}"), format!("ICMP 报文 {kind}/{code}"))
            }
            FrameKind::Other => said("the frame", "这一帧"),
        }
    }
}

fn scene_name(names: &Names<'_>, host: HostId, pid: Pid) -> String {
    let name = names.context.scene.process_name(names.context.history, host, pid);
    name.map_or_else(|| format!("process {}", pid.0), str::to_owned)
}

/// A state's name in the RFC's words.
pub(super) fn state(state: TcpState) -> &'static str {
    match state {
        TcpState::Closed => "CLOSED",
        TcpState::Listen => "LISTEN",
        TcpState::SynSent => "SYN-SENT",
        TcpState::SynReceived => "SYN-RECEIVED",
        TcpState::Established => "ESTABLISHED",
        TcpState::FinWait1 => "FIN-WAIT-1",
        TcpState::FinWait2 => "FIN-WAIT-2",
        TcpState::CloseWait => "CLOSE-WAIT",
        TcpState::Closing => "CLOSING",
        TcpState::LastAck => "LAST-ACK",
        TcpState::TimeWait => "TIME-WAIT",
    }
}
