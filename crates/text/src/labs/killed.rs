//! A killed process is not a dead computer.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("The server is killed", "服务器进程被杀"),
    title: w("The server’s process is killed", "服务器进程被杀，客户端看到什么？"),
    question: w("The client waits in `recv`. The server’s process is killed (SIGKILL): it cannot close anything itself. What does the client’s `recv` do?", "客户端在 `recv` 里等着。服务器进程被 SIGKILL 杀掉，它自己来不及关任何东西。客户端的 `recv` 会怎样？"),
    choices: &[w("It returns b'', as if all were in order", "返回 b''，好像一切正常"), w("It fails: connection reset by peer", "失败：连接被对方重置"), w("It waits for ever", "永远等下去")],
    body: &[w("`recv` returned b'' {later} after the kill. The process was dead, its kernel was not: it closed the sockets and sent FIN.", "被杀之后 {later}，`recv` 返回了 b''。进程死了，内核没死：它替进程关掉套接字，发出了 FIN。"), w("By b'' alone nobody can tell a killed server from one that had finished. Who must know has the other side say “done”.", "单凭 b''，分不清服务器是被杀了还是做完了。要分清，就得让对方明说一句“完了”。")],
    tasks: &[TaskWords {
        key: "reset",
        ask: w("let the same client end with “connection reset”: kill the server yourself, at the right moment.", "让同一个客户端以“connection reset”告终：你自己挑个时候杀掉服务器。"),
        needs: &[("reset", w("Not yet. When does a closing kernel send RST and not FIN? Press `i` while hello lies unread.", "还没有。内核替进程关闭时，什么情况下发 RST 而不是 FIN？趁 hello 还没被读，按 `i`。"))],
        shown: w("That is it: unread bytes turn the FIN into an RST.", "就是这样：有没读的数据，FIN 就成了 RST。"),
    },TaskWords {
        key: "silence",
        ask: w("let the client wait without end: take away the computer, not the process.", "让客户端一直等下去：不要杀进程，要让整台计算机消失。"),
        needs: &[("acted", w("Press `i` before the server is killed, and unplug the server’s computer.", "在服务器被杀之前按 `i`，拔掉服务器那台计算机的网线。")), ("waits", w("Run on: does anything reach the client?", "往下走：还有什么能到客户端吗？"))],
        shown: w("That is it: with the computer out of reach nobody is left who could say goodbye.", "就是这样：整台计算机够不着了，就没有谁来说再见。"),
    },],
};
