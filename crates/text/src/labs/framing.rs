//! Two sends, one recv: a stream has no borders.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("Two sends, one recv", "发两次，收一次"),
    title: w("Two sends: what does recv return?", "发了两次，recv 会拿到什么？"),
    question: w("The client calls `sendall` with hello, then with world. The server is busy for 50 ms and then calls `recv(1024)`. What does it print?", "客户端先 `sendall` 了 hello，再 `sendall` 了 world。服务器忙了 50 毫秒，然后调用 `recv(1024)`。它会打印什么？"),
    choices: &[w("b'hello', then b'world': one for each send", "b'hello'，再是 b'world'：一次发送对应一次接收"), w("b'helloworld': all at once", "b'helloworld'：一次全拿到"), w("Only one of the two", "只有其中一个")],
    body: &[w("TCP carries a stream of bytes: {accepted} went in, and no border between hello and world went with them.", "TCP 传的是字节流：一共放进去 {accepted} 个字节，hello 和 world 之间的分界并没有跟着走。"), w("Who wants messages has to mark them: a length in front, or a sign at the end.", "想要“一条一条的消息”，就得自己做记号：前面写上长度，或者末尾放个分隔符。")],
    tasks: &[TaskWords {
        key: "apart",
        ask: w("make the server’s first `recv` return hello alone.", "让服务器的第一次 `recv` 只拿到 hello。"),
        needs: &[("apart", w("The server has not printed b'hello' alone. What if world came after it had looked?", "服务器还没有单独打印出 b'hello'。要是 world 在它读过之后才到呢？"))],
        shown: w("That is it: how many bytes `recv` returns depends on when they arrive, not on how they were sent.", "就是这样：`recv` 一次拿到多少，取决于字节什么时候到，而不是怎么发的。"),
    },],
};
