//! The chapter's second experiment: the server never reads. Question and explanation have code of their own.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("The server never reads", "服务器不读不处理"),
    title: w("", ""),
    question: w("", ""),
    choices: &[],
    body: &[],
    tasks: &[TaskWords {
        key: "closed",
        ask: w("stand at a moment when the client sleeps in `send` and the window told to it is 0.", "停在这样一个时刻：客户端睡在 `send` 里，而对方告诉它的窗口是 0。"),
        needs: &[("asleep", w("Not yet: the client is not asleep in `send`.", "还没到：客户端还没睡在 `send` 里。")), ("zero", w("The client sleeps, but the window told to it is not 0 yet.", "客户端睡着了，但告诉它的窗口还不是 0。"))],
        shown: w("That is it: no room there, no room here, so the program has to wait.", "就是这里：那边没有空位，这边也没有空位，程序只好等着。"),
    },TaskWords {
        key: "update",
        ask: w("let the server read, lose the window update on its way, and see the client wake up all the same.", "替服务器读一次，把窗口更新弄丢在路上，再看客户端照样被唤醒。"),
        needs: &[("read", w("First let the server read: press `i` while the client sleeps.", "先替服务器读一次：客户端睡着时按 `i`。")), ("update", w("No window update was sent. Step on; if none comes, undo, and read later (after a probe) or more at once.", "窗口更新还没发出来。往下走；要是一直没有，就撤销，等探测之后再读，或者一次多读一些。")), ("lost", w("The update was sent. Go to where it is on a cable, press `i`, and lose it.", "窗口更新发出来了。停在它还在网线上的时候，按 `i` 把它丢掉。")), ("recovered", w("The update is lost, and the client still sleeps. Run until it is woken: press `u`.", "窗口更新丢了，客户端还睡着。按 `u`，运行到它被唤醒。"))],
        shown: w("That is it: nobody sends a lost update again. The client’s own probe found the open window.", "就是这样：丢了的窗口更新没有谁会重发，是客户端自己的探测发现窗口又开了。"),
    },],
};
