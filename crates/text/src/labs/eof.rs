//! Nothing yet, something, the end: three answers of recv.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("Nothing yet, or the end?", "暂时没有，还是没有了？"),
    title: w("Nothing yet, or nothing any more?", "是“暂时没有”，还是“再也没有了”？"),
    question: w("The client’s socket is non-blocking, and nothing has come yet. What does its first `recv` do?", "客户端的套接字是非阻塞的，而且还什么都没来。它的第一次 `recv` 会怎样？"),
    choices: &[w("It returns b''", "返回 b''"), w("It fails: temporarily unavailable", "失败：资源暂时不可用"), w("It waits", "等待")],
    body: &[w("“Nothing yet” is an error number, EAGAIN. hello was read {hello} later.", "“暂时没有”是一个错误码：EAGAIN。{hello} 之后读到了 hello。"), w("b'' came {end} after that: the server had closed. It means “nothing any more”, and it is no error.", "再过 {end} 才是 b''：服务器关了。它的意思是“再也没有了”，而且不算错误。")],
    tasks: &[TaskWords {
        key: "twice",
        ask: w("make the second `recv`, too, find nothing yet.", "让第二次 `recv` 也“暂时没有”。"),
        needs: &[("twice", w("The client has not printed the error twice. What if hello came later?", "客户端还没有连着打印两次错误。要是 hello 来得晚一些呢？"))],
        shown: w("That is it: EAGAIN says nothing about the other side, only about this buffer at this moment.", "就是这样：EAGAIN 说的不是对方怎样，只是此刻这个缓冲区里没有。"),
    },],
};
