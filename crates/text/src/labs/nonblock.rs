//! A non-blocking connect: EINPROGRESS, select, SO_ERROR.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("A non-blocking connect", "非阻塞的 connect"),
    title: w("connect that does not wait", "不等待的 connect"),
    question: w("The socket is non-blocking. What does `connect_ex` return at once?", "套接字是非阻塞的。`connect_ex` 当场返回什么？"),
    choices: &[w("0: connected", "0：连上了"), w("EINPROGRESS: begun, not finished", "EINPROGRESS：开始了，还没完成"), w("EAGAIN: try again later", "EAGAIN：稍后再试")],
    body: &[w("EINPROGRESS is no failure: the SYN is under way, and the program may do something else. The outcome was known {until} later.", "EINPROGRESS 不是失败：SYN 已经上路，程序可以先干别的。{until} 之后才有结果。"), w("`select` says “writable” when the handshake is over, well or badly. Which of the two, `SO_ERROR` tells: 0, or the error.", "握手一结束，`select` 就说“可写”，不管是好是坏。到底是哪一种，要看 `SO_ERROR`：0，或者错误码。")],
    tasks: &[TaskWords {
        key: "refused",
        ask: w("let the handshake fail, so that `SO_ERROR` says ECONNREFUSED.", "让握手失败，使 `SO_ERROR` 报出 ECONNREFUSED。"),
        needs: &[("refused", w("`SO_ERROR` has not said so. Nobody must listen when the SYN arrives: press `i` before.", "`SO_ERROR` 还没有这么说。SYN 到的时候要没有人监听才行：在那之前按 `i`。"))],
        shown: w("That is it: `select` said “writable” all the same. Only `SO_ERROR` knew.", "就是这样：`select` 照样说“可写”，只有 `SO_ERROR` 知道真相。"),
    },],
};
