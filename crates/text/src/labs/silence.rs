//! An idle connection does not notice a dead cable.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("An hour without a cable", "断线一小时"),
    title: w("The cable is dead, and nobody sends", "网线断了，谁也没在发"),
    question: w("The client waits in `recv`. After one second a cable in the middle dies, for a whole hour. The server sends world after two hours. What does `recv` do?", "客户端在 `recv` 里等。一秒后中间的网线断了，断了整整一个小时。服务器在两小时后发出 world。`recv` 会怎样？"),
    choices: &[w("It fails at once", "马上失败"), w("It fails after some minutes", "几分钟后失败"), w("It returns world after two hours", "两小时后返回 world"), w("It fails after two hours", "两小时后失败")],
    body: &[w("`recv` returned world after {waited}. While nobody sent anything, nobody could notice that the cable was dead.", "`recv` 等了 {waited}，返回了 world。没有人发东西，也就没有人会发现网线断了。"), w("A connection is what two kernels remember, nothing on the cable. An idle one outlives a dead cable, and a dead peer just the same. Who wants to know has to ask: keepalive, or a message of one’s own.", "连接只存在于两个内核的记忆里，网线上并没有什么东西。空闲的连接不怕断线，但对方死了它也一样不知道。想知道就得去问：用 keepalive，或者自己发消息。")],
    tasks: &[TaskWords {
        key: "dark",
        ask: w("stand at a moment when the cable is dead and both ends say ESTAB.", "停在这样一个时刻：网线断着，而两头都说 ESTAB。"),
        needs: &[("dark", w("The cable is dead from 1 s to 3,600 s.", "网线从 1 秒到 3600 秒是断的。")), ("both", w("One end is no longer connected.", "有一头已经不是连接状态了。"))],
        shown: w("That is it: ESTAB is a memory, not an observation.", "就是这里：ESTAB 是记忆，不是观察。"),
    },TaskWords {
        key: "forever",
        ask: w("make the client wait without end: let the server’s process be killed so that nobody can tell the client.", "让客户端一直等下去：杀掉服务器进程，又让谁也没法告诉客户端。"),
        needs: &[("killed", w("Kill the server while the cable is dead: press `i`.", "趁网线断着，杀掉服务器：按 `i`。")), ("waits", w("Run on: the server’s kernel tries to say goodbye.", "往下走：服务器的内核想说再见。"))],
        shown: w("That is it: a half-open connection. The server’s kernel gives up and forgets; the client’s remembers for ever.", "就是这样：半开连接。服务器的内核放弃了、忘了，客户端的内核却会永远记着。"),
    },],
};
