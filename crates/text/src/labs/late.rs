//! A port that nobody listens on yet.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("Nobody listens yet", "还没有人监听"),
    title: w("Nobody listens yet", "还没有人监听"),
    question: w("The server’s program needs half a second before it listens. The client connects at once. What does `connect` do?", "服务器程序要过半秒才开始监听，客户端马上就连。`connect` 会怎样？"),
    choices: &[w("It waits until the server listens", "一直等到服务器开始监听"), w("It fails after one round trip", "一个往返之后就失败"), w("It fails after many tries", "试很多次之后才失败")],
    body: &[w("It failed after {waited}: the server’s kernel answered the SYN with RST ({resets} in this run).", "{waited} 之后就失败了：服务器的内核用 RST 回答了 SYN（这次运行有 {resets} 个 RST）。"), w("The kernel answers, not the program: a machine that is up and has no listener says so at once.", "回答的是内核，不是程序：机器开着、却没有谁监听，内核马上就会说出来。")],
    tasks: &[TaskWords {
        key: "connected",
        ask: w("let `connect` succeed without touching the programs.", "不改程序，让 `connect` 成功。"),
        needs: &[("acted", w("Nothing was changed yet. The server listens from 0.5 s on: what if the SYN had to be sent again?", "你还没有动手。服务器从 0.5 秒起才监听：要是 SYN 得重发一次呢？")), ("connected", w("The client is not connected. Run on; if it was refused again, go back and undo.", "客户端还没连上。往下走；要是又被拒绝了，就退回去撤销。"))],
        shown: w("That is it: a lost SYN is sent again, a refused one is not.", "就是这样：SYN 丢了会重发，被拒绝了就不再发。"),
    },],
};
