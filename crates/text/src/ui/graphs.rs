//! Words of the graphs.

use super::{host, number, span};
use crate::{Lang, Word};
use netlab_lab::view::{GraphSocket, Quantity};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $english:literal, $chinese:literal;)*) => {
        $($(#[$doc])* pub const $name: Word = Word::new($english, $chinese);)*
    };
}

words! {
    /// Choice of the socket.
    SOCKET = "Socket", "套接字";
    /// Nothing to draw.
    NO_SOCKETS = "No socket has sent or received anything yet.", "还没有套接字收发过数据。";
    /// Button.
    SHOW_TABLE = "Show as table", "用表格显示";
    /// Button.
    HIDE_TABLE = "Hide table", "收起表格";
    /// A graph.
    SEND_BUFFER = "Send buffer", "发送缓冲区";
    /// A graph.
    RECEIVE_BUFFER = "Receive buffer", "接收缓冲区";
    /// A graph.
    WINDOWS = "What may be under way", "允许在途的数据量";
    /// A graph.
    SEQUENCE = "Time-sequence", "时间-序号";
    /// A graph.
    TIMES = "Round-trip time and timeout", "往返时间与超时";
    /// A graph.
    RATES = "Throughput", "吞吐量";
    /// The two forms of the time-sequence graph.
    FORM = "Form", "画法";
    /// In the time-sequence graph: a segment.
    SENT = "sent", "发送";
    /// In the time-sequence graph: sent again.
    AGAIN = "sent again", "重传";
    /// Column of a table.
    TIME = "Time (ms)", "时间 (ms)";
    /// Where the pointer reads.
    READING_HINT = "The values are those at the cursor. A click moves the cursor.", "图中数值取自光标处。点击即可移动光标。";
    /// No value.
    NONE = "–", "–";
}

/// A series' name beside its line.
#[must_use]
pub const fn quantity(what: Quantity) -> Word {
    match what {
        Quantity::SendCharged | Quantity::ReceiveCharged => Word::new("memory charged", "已记账内存"),
        Quantity::SendLimit | Quantity::ReceiveLimit => Word::new("limit", "上限"),
        Quantity::PeerWindow => Word::new("peer window", "对方窗口"),
        Quantity::InFlight => Word::new("in flight", "在途"),
        Quantity::CongestionWindow => Word::new("cwnd", "cwnd"),
        Quantity::Threshold => Word::new("ssthresh", "ssthresh"),
        Quantity::SmoothedRtt => Word::new("srtt", "srtt"),
        Quantity::RetransmissionTimeout => Word::new("RTO", "RTO"),
        Quantity::Acknowledged => Word::new("acknowledged", "已确认"),
        Quantity::DeliveryRate => Word::new("delivery_rate", "delivery_rate"),
        Quantity::AckLine => Word::new("acknowledged up to", "已确认到"),
        Quantity::WindowLine => Word::new("window up to", "窗口到"),
    }
}

/// A value with its unit.
#[must_use]
pub fn value(what: Quantity, value: u64) -> String {
    match what {
        Quantity::SmoothedRtt | Quantity::RetransmissionTimeout => span(value),
        Quantity::Acknowledged | Quantity::DeliveryRate => rate(value),
        Quantity::SendCharged
        | Quantity::SendLimit
        | Quantity::ReceiveCharged
        | Quantity::ReceiveLimit
        | Quantity::PeerWindow
        | Quantity::InFlight
        | Quantity::CongestionWindow
        | Quantity::Threshold
        | Quantity::AckLine
        | Quantity::WindowLine => format!("{} B", number(value)),
    }
}

/// Bits per second.
fn rate(bits: u64) -> String {
    let (unit, name) = match bits {
        0..1_000 => return format!("{bits} bit/s"),
        1_000..1_000_000 => (1_000, "kbit/s"),
        1_000_000..1_000_000_000 => (1_000_000, "Mbit/s"),
        _ => (1_000_000_000, "Gbit/s"),
    };
    let tenths = (bits + unit / 20) / (unit / 10);
    if tenths.is_multiple_of(10) {
        format!("{} {name}", tenths / 10)
    } else {
        format!("{}.{} {name}", tenths / 10, tenths % 10)
    }
}

/// A socket by its ends.
#[must_use]
pub fn socket(socket: &GraphSocket, lang: Lang) -> String {
    format!("{} {} → {}", host(&socket.host, lang), socket.local, socket.remote)
}

/// What the throughput is averaged over.
#[must_use]
pub fn averaged(nanoseconds: u64, lang: Lang) -> String {
    match lang {
        Lang::English => format!("bytes acknowledged in the {} before each moment", span(nanoseconds)),
        Lang::Chinese => format!("每一时刻之前 {} 内确认的字节", span(nanoseconds)),
    }
}
