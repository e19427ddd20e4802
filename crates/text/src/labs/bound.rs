//! A server bound to 127.0.0.1 is out of reach from other computers.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("Bound to 127.0.0.1", "绑定在 127.0.0.1 上"),
    title: w("The server is bound to 127.0.0.1", "服务器绑定在 127.0.0.1 上"),
    question: w("The server listens on 127.0.0.1, port 8080. The client, on another computer, connects to it by its name. What does `connect` do?", "服务器监听 127.0.0.1 的 8080 端口。客户端在另一台计算机上，按名字去连它。`connect` 会怎样？"),
    choices: &[w("It succeeds: the port is open", "成功：端口开着"), w("It is refused after a round trip or two", "一两个往返之后被拒绝"), w("It waits for minutes and gives up", "等上几分钟再放弃")],
    body: &[w("The SYN reached the server’s computer, and its kernel refused it after {waited}, with {resets} RST: nobody listens on the address that the SYN came to.", "SYN 到了服务器那台计算机，{waited} 之后它的内核用 {resets} 个 RST 拒绝了：SYN 要找的那个地址上没有人监听。"), w("127.0.0.1 takes only callers from the same computer. 0.0.0.0 stands for every address that the computer has.", "绑定 127.0.0.1，只接本机打来的；绑定 0.0.0.0，才是本机的所有地址都接。")],
    tasks: &[TaskWords {
        key: "refusing",
        ask: w("stand at a moment when the RST is under way while the server’s program waits in `accept`.", "停在这样一个时刻：RST 已经上路，而服务器程序正在 `accept` 里等着。"),
        needs: &[("rst", w("Not yet: no RST was sent.", "还没到：RST 还没发出。")), ("accept", w("The server does not wait in `accept`.", "服务器没有在 `accept` 里等。")), ("early", w("Too late: the client has heard it. Go back a little.", "过头了：客户端已经知道了。退回去一点。"))],
        shown: w("That is it: a listening program and a refusing kernel, on one computer, at one moment.", "就是这里：同一台计算机上，程序在监听，内核在拒绝。"),
    },],
};
