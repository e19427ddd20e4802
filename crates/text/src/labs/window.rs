//! A small window holds a fast line back.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("A small window on a long line", "长线路上的小窗口"),
    title: w("A small buffer on a long line", "小缓冲区，长线路"),
    question: w("50,000 bytes over lines without any limit of rate; the round trip takes 60 ms. The server reads at once, but its `SO_RCVBUF` is 4,096. How long does the transfer take?", "50000 字节，线路速率没有限制，往返一趟 60 毫秒。服务器一到就读，但它的 `SO_RCVBUF` 是 4096。传完要多久？"),
    choices: &[w("About one round trip", "大约一个往返"), w("A few round trips", "几个往返"), w("A second or more", "一秒以上")],
    body: &[w("It took {took}, and nearly all that time the line was idle: the sender had used up the window and waited for an ACK.", "用了 {took}，而这段时间里线路几乎一直空着：发送方把窗口用完了，在等 ACK。"), w("No more than one window can be under way in a round trip. So the window divided by the round trip is the limit, however fast the line is.", "一个往返里，路上最多只能有一个窗口的数据。所以上限就是窗口除以往返时间，线路再快也没用。")],
    tasks: &[TaskWords {
        key: "fast",
        ask: w("let the server have all 50,000 bytes before 0.7 s.", "让服务器在 0.7 秒之前收齐 50000 字节。"),
        needs: &[("fast", w("Not yet. Give the server’s socket a larger receive buffer, early: press `i`.", "还没有。早点给服务器的套接字一个更大的接收缓冲区：按 `i`。"))],
        shown: w("That is it: the same line, the same distance, a larger window.", "就是这样：同样的线路，同样的距离，窗口大了而已。"),
    },],
};
