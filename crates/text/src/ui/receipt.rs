//! Words of the Linux receipt.

use super::host;
use crate::{Lang, Word};
use netlab_lab::view::{Reason, Receipt, ReceiptKind, Verdict};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $english:literal, $chinese:literal;)*) => {
        $($(#[$doc])* pub const $name: Word = Word::new($english, $chinese);)*
    };
}

words! {
    /// Column.
    RECORDED = "Recorded on Linux", "在 Linux 上的实录";
    /// Column.
    SIMULATED = "This lab", "本实验";
    /// Column.
    COMPARED = "Compared", "比较结果";
    /// While a question is open.
    LATER = "The recording would give the answer away: settle the question first.", "实录会泄露答案：请先回答问题。";
    /// What is not compared anywhere.
    NOT_TIMES = "Compared: the order of the rows and everything in them. Not compared: times (the recorded programs ran under strace, which slows them; the lab has its own costs), the values of timestamps, which follow times, and the server’s port number.",
        "比较的内容：各行的顺序和行内的一切。不比较：时间（实录时程序在 strace 下运行，会变慢；本实验有自己的开销表）、随时间变化的时间戳数值，以及服务器端口号。";
    /// Under a changed run.
    CHANGED = "This run was changed, the recording is of the lab as it opens: the differences show what the change did.",
        "这次运行被改动过，而实录是实验原样的运行：差异正是改动造成的。";
}

/// Which recording it is.
#[must_use]
pub fn recording(receipt: &Receipt, lang: Lang) -> String {
    let (name, kernel) = (&receipt.recording, &receipt.kernel);
    match lang {
        Lang::English => format!("Recording {name}, Linux {kernel}: the same programs on a real kernel."),
        Lang::Chinese => format!("实录 {name}，Linux {kernel}：同样的程序在真实内核上运行。"),
    }
}

/// How many rows are equal.
#[must_use]
pub fn sum(same: usize, other: usize, left: usize, lang: Lang) -> String {
    match lang {
        Lang::English => format!("{same} rows equal, {other} differ, {left} not compared."),
        Lang::Chinese => format!("{same} 行相同，{other} 行不同，{left} 行不比较。"),
    }
}

/// Title of a part.
#[must_use]
pub fn part(kind: &ReceiptKind, lang: Lang) -> String {
    match (kind, lang) {
        (ReceiptKind::Segments, Lang::English) => "Segments at the client’s NIC".to_owned(),
        (ReceiptKind::Segments, Lang::Chinese) => "客户端网卡上的报文段".to_owned(),
        (ReceiptKind::Calls(name), Lang::English) => format!("Socket calls of the {}", host(name, lang)),
        (ReceiptKind::Calls(name), Lang::Chinese) => format!("{}的套接字调用", host(name, lang)),
    }
}

/// How two rows compare.
#[must_use]
pub const fn verdict(verdict: Verdict) -> Word {
    match verdict {
        Verdict::Same => Word::new("same", "相同"),
        Verdict::Crossed => {
            Word::new("same; crossed a segment from the other side", "相同；与对方的报文段在途中交错")
        }
        Verdict::Differs => Word::new("differs", "不同"),
        Verdict::Alone => Word::new("only here", "仅此一方"),
        Verdict::NotCompared(Reason::OtherProgram) => {
            Word::new("not compared: only the recorded program asks this", "不比较：只有实录的程序这样问")
        }
        Verdict::NotCompared(Reason::Neighbours) => Word::new(
            "not compared: the recorded network knew its neighbours’ addresses, so it needs no ARP and starts sooner",
            "不比较：实录的网络事先知道邻居地址，不需要 ARP，开始得也更早",
        ),
        Verdict::NotCompared(Reason::AfterTheEnd) => {
            Word::new("not compared: the lab’s run is over by then", "不比较：那时本实验的运行已结束")
        }
    }
}
