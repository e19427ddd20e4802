//! The catalogue's questions, choices and explanations. `{name}` stands for a number of this very run.

use crate::story::{number, time};
use crate::{Lang, Word};
use netlab_lab::lesson::{Fact, Told};
use netlab_wire::Duration;

/// A lab's words.
pub(super) struct Page {
    /// Title.
    pub(super) title: Word,
    /// The question.
    pub(super) question: Word,
    /// Choices, in the order of the lab's rules.
    pub(super) choices: &'static [Word],
    /// Paragraphs; one whose number this run does not have is left out.
    pub(super) body: &'static [Word],
}

/// The words of a lab.
pub(super) fn page(lab: &str) -> &'static Page {
    match lab {
        "framing" => &FRAMING,
        "lostsyn" => &LOST_SYN,
        "late" => &LATE,
        "halfclose" => &HALF_CLOSE,
        "unread" => &UNREAD,
        _ => &NOTHING,
    }
}

/// A paragraph with this run's numbers; `None` when one is missing.
pub(super) fn fill(words: Word, told: &Told, lang: Lang) -> Option<String> {
    let mut text = words.get(lang).to_owned();
    for (name, fact) in &told.facts {
        let value = match fact {
            Fact::Count(count) => number(*count),
            Fact::Time(length) => time(Duration::from_nanos(*length)),
        };
        text = text.replace(&format!("{{{name}}}"), &value);
    }
    (!text.contains('{')).then_some(text)
}

const NOTHING: Page = Page { title: Word::new("", ""), question: Word::new("", ""), choices: &[], body: &[] };

const FRAMING: Page = Page {
    title: Word::new("Two sends: what does recv return?", "发了两次，recv 会拿到什么？"),
    question: Word::new(
        "The client calls `sendall` with hello, then with world. The server is busy for 50 ms and then calls `recv(1024)`. What does it print?",
        "客户端先 `sendall` 了 hello，再 `sendall` 了 world。服务器忙了 50 毫秒，然后调用 `recv(1024)`。它会打印什么？",
    ),
    choices: &[
        Word::new(
            "b'hello', then b'world': one for each send",
            "b'hello'，再是 b'world'：一次发送对应一次接收",
        ),
        Word::new("b'helloworld': all at once", "b'helloworld'：一次全拿到"),
        Word::new("Only one of the two", "只有其中一个"),
    ],
    body: &[
        Word::new(
            "TCP carries a stream of bytes: {accepted} went in, and no border between hello and world went with them.",
            "TCP 传的是字节流：一共放进去 {accepted} 个字节，hello 和 world 之间的分界并没有跟着走。",
        ),
        Word::new(
            "Who wants messages has to mark them: a length in front, or a sign at the end.",
            "想要“一条一条的消息”，就得自己做记号：前面写上长度，或者末尾放个分隔符。",
        ),
    ],
};

const LOST_SYN: Page = Page {
    title: Word::new("The first SYN is lost", "第一个 SYN 丢了"),
    question: Word::new(
        "This lab loses the client’s first SYN. The round trip takes 60 ms. When does `connect` return?",
        "这个实验会弄丢客户端的第一个 SYN。往返一趟要 60 毫秒。`connect` 什么时候返回？",
    ),
    choices: &[
        Word::new("After about one round trip", "大约一个往返之后"),
        Word::new("After a few round trips", "几个往返之后"),
        Word::new("After about one second", "大约一秒之后"),
        Word::new("Much later, or never", "很久以后，或者永远不返回"),
    ],
    body: &[
        Word::new(
            "`connect` took {waited}. Nobody tells a sender that its SYN is lost: it waits for a whole second and sends again ({again} in this run).",
            "`connect` 用了 {waited}。SYN 丢了，没有谁会告诉发送方：它等满一秒，再发一次（这次运行重发了 {again} 次）。",
        ),
        Word::new(
            "Before the first answer the kernel knows no round trip, so it takes a careful guess.",
            "收到第一个应答之前，内核不知道往返要多久，只好保守地猜。",
        ),
    ],
};

const LATE: Page = Page {
    title: Word::new("Nobody listens yet", "还没有人监听"),
    question: Word::new(
        "The server’s program needs half a second before it listens. The client connects at once. What does `connect` do?",
        "服务器程序要过半秒才开始监听，客户端马上就连。`connect` 会怎样？",
    ),
    choices: &[
        Word::new("It waits until the server listens", "一直等到服务器开始监听"),
        Word::new("It fails after one round trip", "一个往返之后就失败"),
        Word::new("It fails after many tries", "试很多次之后才失败"),
    ],
    body: &[
        Word::new(
            "It failed after {waited}: the server’s kernel answered the SYN with RST ({resets} in this run).",
            "{waited} 之后就失败了：服务器的内核用 RST 回答了 SYN（这次运行有 {resets} 个 RST）。",
        ),
        Word::new(
            "The kernel answers, not the program: a machine that is up and has no listener says so at once.",
            "回答的是内核，不是程序：机器开着、却没有谁监听，内核马上就会说出来。",
        ),
    ],
};

const HALF_CLOSE: Page = Page {
    title: Word::new("Half closed", "只关一半"),
    question: Word::new(
        "The client calls `shutdown(SHUT_WR)`: its FIN goes out. Can the server still send its answer?",
        "客户端调用 `shutdown(SHUT_WR)`，发出了 FIN。服务器还能把回答发过来吗？",
    ),
    choices: &[
        Word::new("No: a FIN ends the connection", "不能：FIN 结束了整个连接"),
        Word::new("Yes: it ends only the client’s half", "能：它只结束客户端这一半"),
    ],
    body: &[
        Word::new(
            "The client read {read} bytes, {between} after it had closed its own half.",
            "客户端在关掉自己这一半之后 {between}，读到了 {read} 个字节。",
        ),
        Word::new(
            "A connection is two streams. Each is closed by the side that sends it.",
            "一个连接是两股字节流，每一股由发送它的那一方来关。",
        ),
    ],
};

const UNREAD: Page = Page {
    title: Word::new("Closed without reading", "没读就关"),
    question: Word::new(
        "The client sends hello and waits in `recv`. The server closes without having read it. What does the client’s `recv` do?",
        "客户端发了 hello，在 `recv` 里等。服务器没读就关了。客户端的 `recv` 会怎样？",
    ),
    choices: &[
        Word::new("It returns b'': an orderly end", "返回 b''：正常结束"),
        Word::new("It fails: connection reset by peer", "失败：连接被对方重置"),
        Word::new("It waits for ever", "永远等下去"),
    ],
    body: &[
        Word::new(
            "{unread} bytes lay unread, so `close` sent RST and no FIN ({resets} in this run): the client is to know that they were lost.",
            "还有 {unread} 个字节没读，所以 `close` 发的是 RST 而不是 FIN（这次运行有 {resets} 个）：要让客户端知道它们丢了。",
        ),
        Word::new("The client had waited for {waited}.", "客户端在那之前等了 {waited}。"),
    ],
};
