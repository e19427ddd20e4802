//! connect succeeds before accept.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("Connected before accept", "accept 之前就连上了"),
    title: w("The server is busy: when is connect done?", "服务器没空 accept，connect 何时返回？"),
    question: w("The server listens and is then busy for a second before it calls `accept`. When does the client’s `connect` return?", "服务器开始监听之后忙了一秒，才去调用 `accept`。客户端的 `connect` 什么时候返回？"),
    choices: &[w("Within a round trip or two: the kernels do it by themselves", "一两个往返之内：两边的内核自己就办好了"), w("When the server calls accept", "等服务器调用 accept 的时候"), w("Never", "永远不返回")],
    body: &[w("`connect` returned after {waited}, {early} before the server called `accept`.", "`connect` 用了 {waited} 就返回了，比服务器调用 `accept` 早了 {early}。"), w("The kernels shake hands, not the programs. A finished connection waits in the queue of `listen` until `accept` fetches it; bytes may arrive before that.", "握手的是内核，不是程序。建好的连接在 `listen` 的队列里等着 `accept` 来取，在那之前数据就可以到了。")],
    tasks: &[TaskWords {
        key: "early",
        ask: w("stand at a moment when hello is acknowledged and the server has not called `accept`.", "停在这样一个时刻：hello 已经得到确认，服务器却还没有调用 `accept`。"),
        needs: &[("sent", w("Not yet: nothing was sent.", "还没到：什么都还没发。")), ("acked", w("Not yet: hello is not acknowledged.", "还没到：hello 还没得到确认。")), ("sleeping", w("Too late: the server is no longer busy. Go back.", "过头了：服务器已经忙完了。退回去。"))],
        shown: w("That is it: connected, sent, acknowledged, and the server’s program knows nothing of it.", "就是这里：连上了，发了，也确认了，服务器的程序却毫不知情。"),
    },TaskWords {
        key: "reset",
        ask: w("let `connect` succeed and the conversation end with “connection reset”.", "让 `connect` 成功，而对话以“connection reset”告终。"),
        needs: &[("connected", w("First let `connect` return.", "先让 `connect` 返回。")), ("reset", w("The client waits for an answer. What if the server’s program ended before `accept`? Press `i`.", "客户端在等回答。要是服务器程序在 `accept` 之前就结束了呢？按 `i`。"))],
        shown: w("That is it: `connect` proves that a kernel is there, not that a program will ever answer.", "就是这样：`connect` 成功只说明那边有内核，不说明程序真会回答。"),
    },],
};
