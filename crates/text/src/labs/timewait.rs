//! TIME-WAIT, and Address already in use.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("Address already in use", "Address already in use"),
    title: w("The server is started again", "重启服务器"),
    question: w("The server has closed everything. Two seconds later it is started again and binds the same port, without `SO_REUSEADDR`. What does `bind` do?", "服务器把一切都关了。两秒后它重新启动，没设 `SO_REUSEADDR`，又去绑定同一个端口。`bind` 会怎样？"),
    choices: &[w("It works: all is closed", "成功：都关掉了嘛"), w("It fails: Address already in use", "失败：Address already in use"), w("It waits until the port is free", "等到端口空出来")],
    body: &[w("`bind` failed {since} after the server’s end of the old connection had gone into TIME-WAIT.", "服务器这头的旧连接进入 TIME-WAIT 之后 {since}，`bind` 失败了。"), w("TIME-WAIT stands where FIN was sent first. It waits for late segments of the old connection, 60 s on Linux. `SO_REUSEADDR` before `bind` says: I know, let me.", "谁先发 FIN，TIME-WAIT 就落在谁那里。它在等旧连接迟到的报文段，Linux 上是 60 秒。在 `bind` 之前设 `SO_REUSEADDR`，意思是：我知道，让我用。")],
    tasks: &[TaskWords {
        key: "bound",
        ask: w("let `bind` work, without touching the programs.", "不改程序，让 `bind` 成功。"),
        needs: &[("bound", w("Not yet. What if the client were the first to end the connection? Press `i`.", "还没有。要是先结束连接的是客户端呢？按 `i`。"))],
        shown: w("That is it: TIME-WAIT is now at the client, where it hurts nobody: its next connection has another port.", "就是这样：TIME-WAIT 现在在客户端那里，不碍谁的事：它下次连接用的是别的端口。"),
    },],
};
