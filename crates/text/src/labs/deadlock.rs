//! Two programs that both write first.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("Both write first", "两边都先写"),
    title: w("Both sides send first and read later", "两边都先发后收，会怎样？"),
    question: w("Client and server each send 30,000 bytes first and read only then. All buffers are small. What happens?", "客户端和服务器都先发 30000 字节，发完才开始读。缓冲区都很小。会怎样？"),
    choices: &[w("Both finish", "两边都能做完"), w("One finishes, the other does not", "一边做完，另一边做不完"), w("Neither finishes", "两边都做不完")],
    body: &[w("The client’s `send` took {client} bytes, the server’s {server}. Then both send buffers and both receive buffers were full, and both programs slept in `send`.", "客户端的 `send` 收下了 {client} 字节，服务器的收下了 {server} 字节。这时两个发送缓冲区、两个接收缓冲区都满了，两个程序都睡在 `send` 里。"), w("Each waits for the other to read, and neither reads before it has sent everything: a deadlock. Who sends much has to read in between.", "各自都在等对方读，而谁都要先发完才读：死锁。要发很多数据，就得一边发一边读。")],
    tasks: &[TaskWords {
        key: "both",
        ask: w("stand at a moment when both programs sleep in `send`.", "停在这样一个时刻：两个程序都睡在 `send` 里。"),
        needs: &[("client", w("The client is not asleep in `send`.", "客户端没有睡在 `send` 里。")), ("server", w("The client sleeps, the server not yet.", "客户端睡着了，服务器还没有。"))],
        shown: w("That is it: four full buffers and nobody who reads.", "就是这里：四个缓冲区都满了，没有人读。"),
    },TaskWords {
        key: "free",
        ask: w("let both programs finish, without touching them.", "不改程序，让两边都做完。"),
        needs: &[("acted", w("Both wait for room. Where could some come from? Press `i`.", "两边都在等空位。空位从哪里来？按 `i`。")), ("ended", w("Not yet: run on, or give them more room.", "还没完：往下走，或者再多给些空位。"))],
        shown: w("That is it: one buffer with room enough undoes the knot. With more bytes it would be back: only reading in between is a cure.", "就是这样：有一个缓冲区够大，结就解开了。数据再多一些它又会回来，一边发一边读才是根治。"),
    },],
};
