//! SO_SNDBUF is doubled, and pays for more than payload.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("SO_SNDBUF is doubled", "SO_SNDBUF 会翻倍"),
    title: w("setsockopt(SO_SNDBUF, 21000)", "setsockopt(SO_SNDBUF, 21000)"),
    question: w("The client sets `SO_SNDBUF` to 21,000 and asks with `getsockopt` what it is. What is the answer?", "客户端把 `SO_SNDBUF` 设成 21000，再用 `getsockopt` 问它是多少。答案是什么？"),
    choices: &[w("21,000", "21000"), w("42,000", "42000"), w("Another number", "别的数")],
    body: &[w("Linux doubles the number: the other half is for its own bookkeeping of each segment, which is paid from the same purse. `send` took {linux} bytes before it said “no room”.", "Linux 会把数字翻倍：多出来的一半留给内核自己，每个报文段的管理开销都从同一个钱包里出。`send` 收下 {linux} 字节之后才说“没有空位了”。"), w("The textbook kernel takes the number as it is and counts payload only. `send` took {textbook} bytes before it said “no room”.", "教科书内核原样采用这个数，而且只数数据。`send` 收下 {textbook} 字节之后才说“没有空位了”。"), w("At that moment {kept} bytes were in the client’s send buffer and {there} in the server’s receive buffer.", "那一刻，客户端的发送缓冲区里有 {kept} 字节，服务器的接收缓冲区里有 {there} 字节。")],
    tasks: &[TaskWords {
        key: "full",
        ask: w("stand at a moment when `send` has said “no room” and the server’s window is 0.", "停在这样一个时刻：`send` 说了“没有空位”，而服务器的窗口是 0。"),
        needs: &[("refused", w("`send` still takes bytes.", "`send` 还在收下字节。")), ("zero", w("The server’s window is not 0 yet.", "服务器的窗口还不是 0。"))],
        shown: w("That is it: both ends are full, and the number that was set is none of the numbers that you see.", "就是这里：两头都满了，而当初设的那个数，跟你看到的哪个数都对不上。"),
    },],
};
