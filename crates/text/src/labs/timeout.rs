//! A timeout gives up waiting, not the connection.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("A timeout is no end", "超时不等于结束"),
    title: w("recv timed out: what about the answer?", "recv 超时了，回答去哪儿了？"),
    question: w("The client’s `recv` gives up after 0.5 s. The answer arrives only after that, and then the client calls `recv` again. What happens?", "客户端的 `recv` 等 0.5 秒就放弃了。回答之后才到，客户端又调用了一次 `recv`。会怎样？"),
    choices: &[w("It returns b'': the answer was thrown away", "返回 b''：回答已经被扔掉了"), w("It returns the answer", "返回那个回答"), w("It fails: the connection is over", "失败：连接已经结束了")],
    body: &[w("The answer came {late} after the timeout, lay in the client’s kernel for {lay}, and the second `recv` returned it.", "超时之后 {late} 回答才到，在客户端的内核里放了 {lay}，第二次 `recv` 就把它拿到了。"), w("“timed out” is about the program’s patience, not about the connection. Who asks again on the same connection may read the answer to the old question.", "“timed out”说的是程序的耐心，不是连接的好坏。在同一个连接上再问一次，读到的可能是上一个问题的回答。")],
    tasks: &[TaskWords {
        key: "lies",
        ask: w("stand at a moment when the client has given up and the answer lies in its kernel.", "停在这样一个时刻：客户端已经放弃了，回答却躺在它的内核里。"),
        needs: &[("gaveup", w("Not yet: the client still waits.", "还没到：客户端还在等。")), ("there", w("The answer is not in the client’s kernel.", "回答不在客户端的内核里。"))],
        shown: w("That is it: nobody waits for it, and it is there.", "就是这里：没有人在等它，它却在那儿。"),
    },],
};
