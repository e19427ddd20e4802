//! recv(n) returns what is there, at most n.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("recv(4000) returns less", "recv(4000) 拿不满"),
    title: w("Does recv(4000) wait for 4,000 bytes?", "recv(4000) 会等满 4000 字节吗？"),
    question: w("The client sends 4,000 bytes with one `sendall`. The server calls `recv(4000)`. How many bytes does this first call return?", "客户端一次 `sendall` 发出 4000 字节，服务器调用 `recv(4000)`。这第一次调用会返回多少字节？"),
    choices: &[w("4,000: that many were asked for", "4000：要多少就给多少"), w("Fewer: those that are there when the program wakes", "少一些：程序醒来时到了多少就是多少"), w("1: recv hands out single bytes", "1：recv 一个字节一个字节地给")],
    body: &[w("The first call returned {first} bytes: what lay in the receive buffer when the program came to fetch it.", "第一次调用返回了 {first} 个字节：程序来取的时候，接收缓冲区里就这么多。"), w("The number in `recv(4000)` is a limit, not an order. Who needs 4,000 bytes calls again until they are there, as this server does; in the end it had {all}.", "`recv(4000)` 里的数字是上限，不是订单。非要 4000 字节不可，就得一次次地收，直到收齐，这个服务器正是这样做的：最后它收到了 {all} 个。")],
    tasks: &[TaskWords {
        key: "whole",
        ask: w("make the first `recv(4000)` return all 4,000 bytes, without touching the programs.", "不改程序，让第一次 `recv(4000)` 就拿到全部 4000 字节。"),
        needs: &[("whole", w("The first call has not returned 4,000. What if the first segment came last?", "第一次调用还没有拿到 4000。要是第一个报文段反而最后才到呢？"))],
        shown: w("That is it: what came early waited in the server’s kernel for the gap to be filled; then all of it could be read at once.", "就是这样：先到的数据在服务器内核里等着补上缺口，缺口一补上，就能一次全读走。"),
    },],
};
