//! close with unread data sends a reset.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("Closed without reading", "没读就关"),
    title: w("Closed without reading", "没读就关"),
    question: w("The client sends hello and waits in `recv`. The server closes without having read it. What does the client’s `recv` do?", "客户端发了 hello，在 `recv` 里等。服务器没读就关了。客户端的 `recv` 会怎样？"),
    choices: &[w("It returns b'': an orderly end", "返回 b''：正常结束"), w("It fails: connection reset by peer", "失败：连接被对方重置"), w("It waits for ever", "永远等下去")],
    body: &[w("{unread} bytes lay unread, so `close` sent RST and no FIN ({resets} in this run): the client is to know that they were lost.", "还有 {unread} 个字节没读，所以 `close` 发的是 RST 而不是 FIN（这次运行有 {resets} 个）：要让客户端知道它们丢了。"), w("The client had waited for {waited}.", "客户端在那之前等了 {waited}。")],
    tasks: &[TaskWords {
        key: "orderly",
        ask: w("let the same `close` end the connection in order, without a reset.", "让同一个 `close` 正常结束连接，不发 RST。"),
        needs: &[("read", w("hello lies unread in the server’s kernel. Read it for the server before it closes: press `i`.", "hello 还没读，躺在服务器的内核里。在它关闭之前替它读掉：按 `i`。")), ("returned", w("Run on until the client’s `recv` returns b''.", "往下走，等客户端的 `recv` 返回 b''。")), ("orderly", w("A reset was sent after all. Go back and read earlier.", "还是发了 RST。退回去，早点读。"))],
        shown: w("That is it: nothing unread, so `close` could send FIN and lose nothing.", "就是这样：没有没读的数据，`close` 就发 FIN，什么也没丢。"),
    },],
};
