//! close lets go of a descriptor; shutdown ends the stream.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("close and shutdown", "close 与 shutdown"),
    title: w("close with a second descriptor", "还有另一个描述符时的 close"),
    question: w("The client duplicates its socket’s descriptor and closes the first. A second later it calls `shutdown` on the other, and a second after that `close`. When does the server read the end, b''?", "客户端把套接字的描述符复制了一份，然后关掉原来那个。一秒后对另一个调用 `shutdown`，再过一秒 `close`。服务器什么时候读到结尾 b''？"),
    choices: &[w("After the first close", "第一次 close 之后"), w("After shutdown", "shutdown 之后"), w("After the last close", "最后一次 close 之后")],
    body: &[w("The server read the end {gap} after the first `close`. That one only let go of a name: the socket had another.", "第一次 `close` 之后 {gap}，服务器才读到结尾。那一次只是放掉了一个名字，这个套接字还有另一个。"), w("FIN goes out when the last descriptor is closed, in whatever process, or when `shutdown` asks for it. So a forgotten copy in a child process keeps a connection open.", "最后一个描述符关掉时（不管在哪个进程里），或者 `shutdown` 要求时，才发 FIN。所以子进程里忘了关的一份，会让连接一直开着。")],
    tasks: &[TaskWords {
        key: "early",
        ask: w("let the server read the end within 900 ms.", "让服务器在 900 毫秒之内读到结尾。"),
        needs: &[("early", w("Not yet. Who closes all descriptors of a process at once? Press `i` after the first `close`.", "还没有。谁能把一个进程的描述符一下子全关掉？第一次 `close` 之后按 `i`。"))],
        shown: w("That is it: the end of a process closes every descriptor it has.", "就是这样：进程一结束，它所有的描述符都会被关掉。"),
    },],
};
