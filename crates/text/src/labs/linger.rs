//! SO_LINGER waits for acknowledgements, not for a reader.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("SO_LINGER is no receipt", "SO_LINGER 不是回执"),
    title: w("close that waits: what for?", "会等的 close，等的是什么？"),
    question: w("With `SO_LINGER` set, `close` waits for up to 5 s. When it returns here, has the server’s program read hello?", "设了 `SO_LINGER`，`close` 最多等 5 秒。这里它返回的时候，服务器的程序读过 hello 了吗？"),
    choices: &[w("Yes: that is what it waits for", "读过了：它等的就是这个"), w("No: it waits only for the other kernel’s ACK", "没有：它只等对方内核的 ACK")],
    body: &[w("`close` waited {waited}, until the server’s kernel had acknowledged hello and the FIN. The program read hello {unread} after that.", "`close` 等了 {waited}，等到服务器的内核确认了 hello 和 FIN。又过了 {unread}，程序才读到 hello。"), w("Neither `SO_LINGER` nor `shutdown` is a receipt. Only an answer that the other program writes is one.", "`SO_LINGER` 不是回执，`shutdown` 也不是。只有对方程序写回来的回答才算。")],
    tasks: &[TaskWords {
        key: "slow",
        ask: w("make `close` wait its full 5 s.", "让 `close` 等满 5 秒。"),
        needs: &[("slow", w("Not yet. What if no ACK came? Press `i` while hello is on its way.", "还没有。要是一直没有 ACK 呢？趁 hello 还在路上，按 `i`。"))],
        shown: w("That is it: after 5 s `close` returns all the same, and still nobody has read hello.", "就是这样：5 秒一到 `close` 照样返回，而 hello 还是没人读。"),
    },],
};
