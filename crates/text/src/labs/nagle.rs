//! Nagle's rule meets the delayed acknowledgement.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("Two small sends, one pause", "两次小发送，一次停顿"),
    title: w("Where does the pause come from?", "停顿从哪儿来？"),
    question: w("The client sends a head and a body, two small sends, and waits for the answer; three times over. The round trip takes 60 ms. When are all three exchanges done?", "客户端先发 head 再发 body（两次小发送），然后等回答，一共三轮。往返一趟 60 毫秒。三轮什么时候做完？"),
    choices: &[w("After three round trips and the handshake", "握手加三个往返之后"), w("After six round trips and the handshake", "握手加六个往返之后"), w("Later than that: something pauses", "还要晚：有什么东西在停顿")],
    body: &[w("The first exchange took {first}, two round trips. Nagle’s rule: while a small segment is unacknowledged, the next small one waits. So body had to wait for head’s ACK.", "第一轮用了 {first}，两个往返。Nagle 规则：有一个小报文段还没确认，下一个小的就得等着。所以 body 要等到 head 的 ACK。"), w("The third took {pause}. From the second exchange on the server’s kernel delays that ACK by some 40 ms, in the hope of an answer that could carry it.", "第三轮用了 {pause}。从第二轮起，服务器的内核又把这个 ACK 推迟约 40 毫秒，指望有回答可以顺路捎上。"), w("Either side is sensible; together they wait for each other. Send head and body with one call, or set `TCP_NODELAY`.", "两边各有道理，凑在一起就互相等。把 head 和 body 一次发出去，或者设 `TCP_NODELAY`。")],
    tasks: &[TaskWords {
        key: "fast",
        ask: w("let the client’s program end within 450 ms, without touching it.", "不改程序，让客户端程序在 450 毫秒之内结束。"),
        needs: &[("fast", w("Not yet. Which socket option lets a small segment go at once? Press `i` early.", "还没有。哪个套接字选项能让小报文段马上走？早点按 `i`。"))],
        shown: w("That is it: without Nagle’s rule body does not wait, and so nobody waits for the delayed ACK.", "就是这样：没有 Nagle 规则，body 不用等，也就没有谁去等那个推迟的 ACK。"),
    },],
};
