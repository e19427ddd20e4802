//! Words of the States tab.

use super::{host, process_state};
use crate::{Lang, Word};
use netlab_lab::view::{ChangeCause, Doing, SocketPath, TcpStateName, ThreadPath};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $english:literal, $chinese:literal;)*) => {
        $($(#[$doc])* pub const $name: Word = Word::new($english, $chinese);)*
    };
}

words! {
    /// The picture, for the ear.
    DIAGRAM = "TCP’s states (RFC 9293)", "TCP 的状态（RFC 9293）";
    /// Part of the tab.
    SOCKETS = "Sockets", "套接字";
    /// Part of the tab.
    PROCESSES = "Processes over time", "进程随时间的状态";
    /// A socket before its first change.
    NOT_YET = "No state has changed yet.", "还没有发生状态变化。";
    /// Column.
    FROM = "from", "从";
    /// Column.
    TO = "to", "到";
    /// Column.
    WHY = "because of", "原因";
    /// Column.
    DOES = "does", "在做什么";
    /// A key of the lanes.
    RUNNING = "running", "运行";
    /// A key of the lanes.
    IN_CALL = "in the kernel", "在内核中";
    /// A key of the lanes.
    ASLEEP = "asleep", "睡眠";
    /// A key of the lanes.
    READY = "woken, not yet running", "已唤醒，尚未运行";
    /// A key of the lanes.
    STOPPED = "stopped", "已暂停";
}

/// A state as RFC 9293 writes it. The same in every language.
#[must_use]
pub const fn state(state: TcpStateName) -> &'static str {
    match state {
        TcpStateName::Closed => "CLOSED",
        TcpStateName::Listen => "LISTEN",
        TcpStateName::SynSent => "SYN-SENT",
        TcpStateName::SynReceived => "SYN-RECEIVED",
        TcpStateName::Established => "ESTABLISHED",
        TcpStateName::FinWait1 => "FIN-WAIT-1",
        TcpStateName::FinWait2 => "FIN-WAIT-2",
        TcpStateName::CloseWait => "CLOSE-WAIT",
        TcpStateName::Closing => "CLOSING",
        TcpStateName::LastAck => "LAST-ACK",
        TcpStateName::TimeWait => "TIME-WAIT",
    }
}

/// What moved a socket to another state.
#[must_use]
pub const fn cause(cause: ChangeCause) -> Word {
    match cause {
        ChangeCause::Call => Word::new("a system call", "系统调用"),
        ChangeCause::Segment => Word::new("a segment that came", "收到报文段"),
        ChangeCause::Timer => Word::new("a timer", "定时器到时"),
        ChangeCause::Reset => Word::new("a reset", "连接被重置"),
        ChangeCause::Icmp => Word::new("an ICMP error", "收到 ICMP 差错"),
        ChangeCause::ProcessEnd => Word::new("the process ended", "进程结束"),
    }
}

/// A socket by its computer and its ends.
#[must_use]
pub fn socket(path: &SocketPath, lang: Lang) -> String {
    let ends = match (path.local.is_empty(), path.remote.is_empty()) {
        (true, _) => String::new(),
        (false, true) => format!(" {}", path.local),
        (false, false) => format!(" {} → {}", path.local, path.remote),
    };
    format!("{}{ends}", host(&path.host, lang))
}

/// A thread by its computer and its file.
#[must_use]
pub fn thread(path: &ThreadPath, lang: Lang) -> String {
    let number = match (path.thread, lang) {
        (0, _) => String::new(),
        (number, Lang::English) => format!(", thread {number}"),
        (number, Lang::Chinese) => format!("，线程 {number}"),
    };
    format!("{} ({}){number}", path.file, path.pid)
}

/// What a thread does.
#[must_use]
pub fn doing(doing: &Doing, lang: Lang) -> String {
    match doing {
        Doing::As(state) => process_state(state, lang),
        Doing::Ready => READY.get(lang).to_owned(),
    }
}
