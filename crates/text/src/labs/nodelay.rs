//! TCP_NODELAY is not speed.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("TCP_NODELAY is not speed", "TCP_NODELAY 不等于快"),
    title: w("A hundred small sends over a slow line", "慢线路上的一百次小发送"),
    question: w("The client sends 100 times 10 bytes over lines of 20 kbit/s: once as usual, once with `TCP_NODELAY`. What does `TCP_NODELAY` do?", "客户端在 20 kbit/s 的线路上发送 100 次、每次 10 字节：先按平常的方式，再设上 `TCP_NODELAY`。`TCP_NODELAY` 的效果如何？"),
    choices: &[w("It makes the transfer faster", "传得更快"), w("It makes the transfer slower", "传得更慢"), w("Both take the same time", "两次一样快")],
    body: &[w("As usual the transfer took {plain}, with `TCP_NODELAY` {nodelay}.", "平常的方式用了 {plain}，设了 `TCP_NODELAY` 用了 {nodelay}。"), w("Without it, small pieces wait a moment and go together. With it, more of them go alone, each with 66 bytes of headers for 10 bytes of data: both transfers together took the client {segments} segments, most of them in the second.", "不设它，小块数据稍等一下就合在一起走。设了它，更多的小块单独上路，10 字节数据要背 66 字节的首部：两次传输客户端一共发了 {segments} 个报文段，多数是第二次发的。"), w("`TCP_NODELAY` spares a wait; it adds no speed.", "`TCP_NODELAY` 省掉的是等待，并不增加速度。")],
    tasks: &[TaskWords {
        key: "together",
        ask: w("stand at a moment when at least 500 bytes wait unsent in the client’s kernel.", "停在这样一个时刻：至少有 500 字节在客户端的内核里还没发出。"),
        needs: &[("waiting", w("Not yet: too few bytes wait.", "还没到：等着的字节太少。"))],
        shown: w("That is it: what waits here will go out together.", "就是这里：在这里等着的，会合在一起发出去。"),
    },],
};
