//! Tasks in words: what is asked for, what is still missing, and what was shown.

use crate::Word;

/// What a task asks for.
pub(super) fn task(lab: &str, task: &str) -> Word {
    match (lab, task) {
        ("hello", "unread") => Word::new(
            "stand at a moment when the server’s kernel has hello and its program has not.",
            "停在这样一个时刻：hello 已经到了服务器的内核里，服务器程序却还没有拿到。",
        ),
        ("hello", "lose") => Word::new(
            "lose the frame that carries hello, and see world come back all the same.",
            "把装着 hello 的那一帧弄丢，再看 world 照样回来。",
        ),
        ("flood", "closed") => Word::new(
            "stand at a moment when the client sleeps in `send` and the window told to it is 0.",
            "停在这样一个时刻：客户端睡在 `send` 里，而对方告诉它的窗口是 0。",
        ),
        ("flood", "update") => Word::new(
            "let the server read, lose the window update on its way, and see the client wake up all the same.",
            "替服务器读一次，把窗口更新弄丢在路上，再看客户端照样被唤醒。",
        ),
        ("framing", "apart") => Word::new(
            "make the server’s first `recv` return hello alone.",
            "让服务器的第一次 `recv` 只拿到 hello。",
        ),
        ("lostsyn", "slow") => {
            Word::new("make `connect` take more than two seconds.", "让 `connect` 花上两秒多。")
        }
        ("late", "connected") => {
            Word::new("let `connect` succeed without touching the programs.", "不改程序，让 `connect` 成功。")
        }
        ("halfclose", "half") => Word::new(
            "stand at a moment when the client has closed its half and data for it waits in its kernel.",
            "停在这样一个时刻：客户端已经关了自己这一半，内核里却有发给它的数据在等。",
        ),
        ("unread", "orderly") => Word::new(
            "let the same `close` end the connection in order, without a reset.",
            "让同一个 `close` 正常结束连接，不发 RST。",
        ),
        _ => Word::new("", ""),
    }
}

/// What the present moment still lacks.
pub(super) fn missing(lab: &str, task: &str, need: &str) -> Word {
    match (lab, task, need) {
        ("hello", "unread", "sent") => Word::new("Not yet: nothing has been sent.", "还没到：什么都还没发。"),
        ("hello", "unread", "arrived") => Word::new(
            "Not yet: hello has not reached the server’s kernel.",
            "还没到：hello 还没进服务器的内核。",
        ),
        ("hello", "unread", "unread") => Word::new(
            "Too late: the program has read it. Go back a little.",
            "过头了：程序已经读走了。退回去一点。",
        ),
        ("hello", "lose", "lost") => Word::new(
            "Not yet: stand where the frame with hello is on a cable, and press `i` to change something.",
            "还没到：停在 hello 那一帧还在网线上的时候，按 `i` 动手改变。",
        ),
        ("hello", "lose", "answered") => {
            Word::new("hello is lost. Now run on until world arrives.", "hello 丢了。往下走，等 world 回来。")
        }
        ("flood", "closed", "asleep") => {
            Word::new("Not yet: the client is not asleep in `send`.", "还没到：客户端还没睡在 `send` 里。")
        }
        ("flood", "closed", "zero") => Word::new(
            "The client sleeps, but the window told to it is not 0 yet.",
            "客户端睡着了，但告诉它的窗口还不是 0。",
        ),
        ("flood", "update", "read") => Word::new(
            "First let the server read: press `i` while the client sleeps.",
            "先替服务器读一次：客户端睡着时按 `i`。",
        ),
        ("flood", "update", "update") => Word::new(
            "No window update was sent. Step on; if none comes, undo, and read later (after a probe) or more at once.",
            "窗口更新还没发出来。往下走；要是一直没有，就撤销，等探测之后再读，或者一次多读一些。",
        ),
        ("flood", "update", "lost") => Word::new(
            "The update was sent. Go to where it is on a cable, press `i`, and lose it.",
            "窗口更新发出来了。停在它还在网线上的时候，按 `i` 把它丢掉。",
        ),
        ("flood", "update", "recovered") => Word::new(
            "The update is lost, and the client still sleeps. Run until it is woken: press `u`.",
            "窗口更新丢了，客户端还睡着。按 `u`，运行到它被唤醒。",
        ),
        ("framing", "apart", _) => Word::new(
            "The server has not printed b'hello' alone. What if world came after it had looked?",
            "服务器还没有单独打印出 b'hello'。要是 world 在它读过之后才到呢？",
        ),
        ("lostsyn", "slow", "lost") => Word::new(
            "One lost SYN costs a second. Run until it is sent again, and lose that one too.",
            "丢一个 SYN 要等一秒。运行到它重发，把重发的也丢掉。",
        ),
        ("lostsyn", "slow", _) => Word::new(
            "Two are lost. Now run on until `connect` returns.",
            "已经丢了两个。往下走，等 `connect` 返回。",
        ),
        ("late", "connected", "acted") => Word::new(
            "Nothing was changed yet. The server listens from 0.5 s on: what if the SYN had to be sent again?",
            "你还没有动手。服务器从 0.5 秒起才监听：要是 SYN 得重发一次呢？",
        ),
        ("late", "connected", _) => Word::new(
            "The client is not connected. Run on; if it was refused again, go back and undo.",
            "客户端还没连上。往下走；要是又被拒绝了，就退回去撤销。",
        ),
        ("halfclose", "half", "closed") => Word::new(
            "The client’s state is not FIN-WAIT-2: its FIN must be sent and acknowledged.",
            "客户端还不在 FIN-WAIT-2：它的 FIN 要先发出去并得到确认。",
        ),
        ("halfclose", "half", _) => Word::new(
            "The client’s half is closed. Step on until the answer is in its kernel, unread.",
            "客户端这一半关了。往下走，等回答进了它的内核而还没被读。",
        ),
        ("unread", "orderly", "read") => Word::new(
            "hello lies unread in the server’s kernel. Read it for the server before it closes: press `i`.",
            "hello 还没读，躺在服务器的内核里。在它关闭之前替它读掉：按 `i`。",
        ),
        ("unread", "orderly", "returned") => {
            Word::new("Run on until the client’s `recv` returns b''.", "往下走，等客户端的 `recv` 返回 b''。")
        }
        ("unread", "orderly", _) => Word::new(
            "A reset was sent after all. Go back and read earlier.",
            "还是发了 RST。退回去，早点读。",
        ),
        _ => Word::new("", ""),
    }
}

/// What a solved task has shown.
pub(super) fn shown(lab: &str, task: &str) -> Word {
    match (lab, task) {
        ("hello", "unread") => Word::new(
            "That is it: the server’s kernel has acknowledged bytes that its program has not read.",
            "就是这里：服务器的内核已经收下并确认，而程序还没读。",
        ),
        ("hello", "lose") => Word::new(
            "That is it: the original was kept until the acknowledgement, so it could be sent again.",
            "就是这样：原件一直留到被确认为止，所以能再发一次。",
        ),
        ("flood", "closed") => Word::new(
            "That is it: no room there, no room here, so the program has to wait.",
            "就是这里：那边没有空位，这边也没有空位，程序只好等着。",
        ),
        ("flood", "update") => Word::new(
            "That is it: nobody sends a lost update again. The client’s own probe found the open window.",
            "就是这样：丢了的窗口更新没有谁会重发，是客户端自己的探测发现窗口又开了。",
        ),
        ("framing", "apart") => Word::new(
            "That is it: how many bytes `recv` returns depends on when they arrive, not on how they were sent.",
            "就是这样：`recv` 一次拿到多少，取决于字节什么时候到，而不是怎么发的。",
        ),
        ("lostsyn", "slow") => Word::new(
            "That is it: another second for each lost SYN. Linux 6.18 begins to double the wait after four tries.",
            "就是这样：每丢一个 SYN 就再等一秒。Linux 6.18 重试四次之后才开始加倍等待。",
        ),
        ("late", "connected") => Word::new(
            "That is it: a lost SYN is sent again, a refused one is not.",
            "就是这样：SYN 丢了会重发，被拒绝了就不再发。",
        ),
        ("halfclose", "half") => Word::new(
            "That is it: FIN says “I have no more to send”, not “I am gone”.",
            "就是这里：FIN 说的是“我没有要发的了”，不是“我走了”。",
        ),
        ("unread", "orderly") => Word::new(
            "That is it: nothing unread, so `close` could send FIN and lose nothing.",
            "就是这样：没有没读的数据，`close` 就发 FIN，什么也没丢。",
        ),
        _ => Word::new("", ""),
    }
}
