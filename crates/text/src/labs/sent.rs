//! send has returned: nothing has arrived yet.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("send on a dead cable", "断了线还能 send 吗"),
    title: w("The cable is cut: what does send return?", "网线断了，send 会返回什么？"),
    question: w("The connection stands. Then a cable in the middle is cut, and the client calls `send(b\"hello\")`. What does it return?", "连接已经建立。之后中间的一根网线断了，客户端这时调用 `send(b\"hello\")`。它会返回什么？"),
    choices: &[w("5, as always", "5，和平时一样"), w("An error: the network is down", "报错：网络断了"), w("Nothing yet: it waits until the cable is mended", "不返回：一直等到网线修好")],
    body: &[w("`send` returned 5 at once. It says that five bytes were copied into the client’s own kernel, and nothing else.", "`send` 马上返回 5。它只说明五个字节已经复制进了客户端自己的内核，别的什么也没说。"), w("The kernel sent them again {again} times. The server read them {later} after `send` had returned; by then the client’s program had been gone for {alone}.", "内核一共重发了 {again} 次。服务器读到它们，是在 `send` 返回 {later} 之后；那时客户端程序已经结束 {alone} 了。")],
    tasks: &[TaskWords {
        key: "orphan",
        ask: w("stand at a moment when the client’s program has ended and hello has not reached the server yet.", "停在这样一个时刻：客户端程序已经结束，hello 却还没到服务器。"),
        needs: &[("ended", w("The client’s program has not ended yet.", "客户端程序还没有结束。")), ("ahead", w("Too late: hello is there. Go back a little.", "过头了：hello 已经到了。退回去一点。"))],
        shown: w("That is it: the program is gone, and its kernel goes on working for it.", "就是这里：程序已经不在了，内核还在替它干活。"),
    },TaskWords {
        key: "never",
        ask: w("let `send` return 5, and hello be read by nobody, ever.", "让 `send` 照样返回 5，而 hello 永远没有人读到。"),
        needs: &[("sent", w("First let `send` return.", "先让 `send` 返回。")), ("killed", w("Who would have read it? Press `i` while the cable is dead.", "本来该由谁来读？趁网线还断着，按 `i`。")), ("refused", w("Run on until the cable is mended and the server’s kernel has answered.", "往下走，等网线修好、服务器的内核作出回答。"))],
        shown: w("That is it: `send` had told the truth about the client’s kernel, and the client’s program never learned the rest.", "就是这样：`send` 说的只是客户端内核里的事，后来怎样，客户端程序永远不知道。"),
    },],
};
