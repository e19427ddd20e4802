//! UDP loses in silence and keeps borders.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("UDP: lost is lost", "UDP：丢了就丢了"),
    title: w("Three datagrams, one is lost", "三个数据报，丢了一个"),
    question: w("The client sends one, two and three over UDP; the second is lost on the cable. What does the server print?", "客户端用 UDP 发出 one、two、three，第二个在网线上丢了。服务器会打印什么？"),
    choices: &[w("b'one', b'two', b'three': two is sent again", "b'one'、b'two'、b'three'：two 会重发"), w("b'one', b'three'", "b'one'、b'three'"), w("b'one', then it waits for two", "b'one'，然后等着 two")],
    body: &[w("Frames lost: {lost}, and nobody noticed: each `sendto` had returned its count. UDP numbers nothing, acknowledges nothing, sends nothing again.", "丢了 {lost} 帧，谁也没发现：每次 `sendto` 都照样返回了字节数。UDP 不编号，不确认，也不重发。"), w("But what arrives, arrives whole: one `recvfrom` for one `sendto`, never a half and never two in one.", "不过到了的都是完整的：一次 `recvfrom` 对应一次 `sendto`，不会只有半个，也不会两个并成一个。")],
    tasks: &[TaskWords {
        key: "order",
        ask: w("let three be printed before one.", "让 three 先于 one 打印出来。"),
        needs: &[("order", w("Not yet. Hold the first datagram up on its way: press `i`.", "还没有。让第一个数据报在路上耽搁一下：按 `i`。"))],
        shown: w("That is it: nobody puts datagrams back in order, either.", "就是这样：也没有谁会把数据报的顺序排好。"),
    },],
};
