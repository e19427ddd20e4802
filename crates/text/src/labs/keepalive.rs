//! Keepalive notices a silent peer.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("Keepalive", "保活探测 keepalive"),
    title: w("The cable is dead, and keepalive is on", "网线断了，开着 keepalive"),
    question: w("The client has asked for keepalive: after 10 s of silence a probe every 5 s, and 3 without an answer are enough. After 1 s the cable dies. When does its `recv` fail?", "客户端开了 keepalive：静默 10 秒后开始探测，每 5 秒一次，3 次没有回答就够了。1 秒时网线断了。它的 `recv` 什么时候失败？"),
    choices: &[w("At once", "马上"), w("After about 10 s", "大约 10 秒后"), w("After about 25 s", "大约 25 秒后"), w("After two hours", "两小时后")],
    body: &[w("`recv` failed after {waited}: {probes} probes went out, and none was answered.", "`recv` 等了 {waited} 之后失败：发出了 {probes} 次探测，一次回答也没有。"), w("Without `SO_KEEPALIVE` it would have waited for ever; with Linux’s own values the first probe goes out after two hours.", "不设 `SO_KEEPALIVE`，它会永远等下去；用 Linux 的默认值，两小时后才发第一次探测。")],
    tasks: &[TaskWords {
        key: "two",
        ask: w("stand at a moment when two probes are out and the client still waits.", "停在这样一个时刻：发出了两次探测，客户端还在等。"),
        needs: &[("two", w("Not yet: two probes are wanted.", "还没到：要有两次探测。")), ("waits", w("Too late: the client has given up. Go back a little.", "过头了：客户端已经放弃了。退回去一点。"))],
        shown: w("That is it: silence alone proves nothing. The kernel asks more than once before it believes.", "就是这里：一时没有回音说明不了什么，内核要多问几次才相信。"),
    },],
};
