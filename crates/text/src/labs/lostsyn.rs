//! The first SYN is lost.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("The first SYN is lost", "第一个 SYN 丢了"),
    title: w("The first SYN is lost", "第一个 SYN 丢了"),
    question: w("This lab loses the client’s first SYN. The round trip takes 60 ms. When does `connect` return?", "这个实验会弄丢客户端的第一个 SYN。往返一趟要 60 毫秒。`connect` 什么时候返回？"),
    choices: &[w("After about one round trip", "大约一个往返之后"), w("After a few round trips", "几个往返之后"), w("After about one second", "大约一秒之后"), w("Much later, or never", "很久以后，或者永远不返回")],
    body: &[w("`connect` took {waited}. Nobody tells a sender that its SYN is lost: it waits for a whole second and sends again ({again} in this run).", "`connect` 用了 {waited}。SYN 丢了，没有谁会告诉发送方：它等满一秒，再发一次（这次运行重发了 {again} 次）。"), w("Before the first answer the kernel knows no round trip, so it takes a careful guess.", "收到第一个应答之前，内核不知道往返要多久，只好保守地猜。")],
    tasks: &[TaskWords {
        key: "slow",
        ask: w("make `connect` take more than two seconds.", "让 `connect` 花上两秒多。"),
        needs: &[("lost", w("One lost SYN costs a second. Run until it is sent again, and lose that one too.", "丢一个 SYN 要等一秒。运行到它重发，把重发的也丢掉。")), ("connected", w("Two are lost. Now run on until `connect` returns.", "已经丢了两个。往下走，等 `connect` 返回。"))],
        shown: w("That is it: another second for each lost SYN. Linux 6.18 begins to double the wait after four tries.", "就是这样：每丢一个 SYN 就再等一秒。Linux 6.18 重试四次之后才开始加倍等待。"),
    },],
};
