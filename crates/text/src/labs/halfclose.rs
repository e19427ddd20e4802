//! A FIN ends one half of a connection.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("Half closed", "只关一半"),
    title: w("Half closed", "只关一半"),
    question: w("The client calls `shutdown(SHUT_WR)`: its FIN goes out. Can the server still send its answer?", "客户端调用 `shutdown(SHUT_WR)`，发出了 FIN。服务器还能把回答发过来吗？"),
    choices: &[w("No: a FIN ends the connection", "不能：FIN 结束了整个连接"), w("Yes: it ends only the client’s half", "能：它只结束客户端这一半")],
    body: &[w("The client read {read} bytes, {between} after it had closed its own half.", "客户端在关掉自己这一半之后 {between}，读到了 {read} 个字节。"), w("A connection is two streams. Each is closed by the side that sends it.", "一个连接是两股字节流，每一股由发送它的那一方来关。")],
    tasks: &[TaskWords {
        key: "half",
        ask: w("stand at a moment when the client has closed its half and data for it waits in its kernel.", "停在这样一个时刻：客户端已经关了自己这一半，内核里却有发给它的数据在等。"),
        needs: &[("closed", w("The client’s state is not FIN-WAIT-2: its FIN must be sent and acknowledged.", "客户端还不在 FIN-WAIT-2：它的 FIN 要先发出去并得到确认。")), ("data", w("The client’s half is closed. Step on until the answer is in its kernel, unread.", "客户端这一半关了。往下走，等回答进了它的内核而还没被读。"))],
        shown: w("That is it: FIN says “I have no more to send”, not “I am gone”.", "就是这里：FIN 说的是“我没有要发的了”，不是“我走了”。"),
    },],
};
