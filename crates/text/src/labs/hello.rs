//! The chapter's first experiment: one word there, one word back. Question and explanation have code of their own.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("hello, world", "hello, world"),
    title: w("", ""),
    question: w("", ""),
    choices: &[],
    body: &[],
    tasks: &[TaskWords {
        key: "unread",
        ask: w("stand at a moment when the server’s kernel has hello and its program has not.", "停在这样一个时刻：hello 已经到了服务器的内核里，服务器程序却还没有拿到。"),
        needs: &[("sent", w("Not yet: nothing has been sent.", "还没到：什么都还没发。")), ("arrived", w("Not yet: hello has not reached the server’s kernel.", "还没到：hello 还没进服务器的内核。")), ("unread", w("Too late: the program has read it. Go back a little.", "过头了：程序已经读走了。退回去一点。"))],
        shown: w("That is it: the server’s kernel has acknowledged bytes that its program has not read.", "就是这里：服务器的内核已经收下并确认，而程序还没读。"),
    },TaskWords {
        key: "lose",
        ask: w("lose the frame that carries hello, and see world come back all the same.", "把装着 hello 的那一帧弄丢，再看 world 照样回来。"),
        needs: &[("lost", w("Not yet: stand where the frame with hello is on a cable, and press `i` to change something.", "还没到：停在 hello 那一帧还在网线上的时候，按 `i` 动手改变。")), ("answered", w("hello is lost. Now run on until world arrives.", "hello 丢了。往下走，等 world 回来。"))],
        shown: w("That is it: the original was kept until the acknowledgement, so it could be sent again.", "就是这样：原件一直留到被确认为止，所以能再发一次。"),
    },],
};
