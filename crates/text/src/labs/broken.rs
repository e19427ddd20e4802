//! The first send to a closed peer works; the next one fails.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("Broken pipe", "Broken pipe"),
    title: w("The server has closed: which send fails?", "服务器关了，哪一次 send 会失败？"),
    question: w("The server reads first and closes. Half a second later the client sends again, and half a second after that once more. Which call fails?", "服务器读到 first 就关了。半秒后客户端再发一次，又过半秒再发一次。哪一次会失败？"),
    choices: &[w("The second send", "第二次"), w("The third send", "第三次"), w("None of them", "都不失败")],
    body: &[w("The second `send` copied its bytes into the client’s kernel and returned. {reset} later the server’s kernel answered with RST; only the next call could be told.", "第二次 `send` 把字节复制进客户端的内核就返回了。{reset} 之后服务器的内核回了 RST，只有再下一次调用才能得知。"), w("{accepted} bytes went in, {read} were read, and no error says how many. A FIN from the other side says “I send no more”, not “I read no more”.", "放进去 {accepted} 字节，被读的只有 {read} 字节，没有哪个错误会说出这个数。对方的 FIN 说的是“我不再发了”，并没有说“我不再读了”。")],
    tasks: &[TaskWords {
        key: "third",
        ask: w("let the third send, too, return without an error.", "让第三次 send 也不报错。"),
        needs: &[("third", w("The client’s kernel must not hear of it. Losing the RST is not enough: second is sent again, and so is the answer. Press `i`.", "得让客户端的内核听不到消息。只丢掉那个 RST 还不够：second 会重发，RST 也会再来。按 `i`。"))],
        shown: w("That is it: `send` fails only when the own kernel already knows.", "就是这样：只有自己的内核已经知道了，`send` 才会失败。"),
    },],
};
