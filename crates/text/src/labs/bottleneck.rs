//! Flow control protects the receiver, congestion control the network.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("A slow line in the middle", "中间有段慢线路"),
    title: w("Who holds the sender back?", "是谁拖住了发送方？"),
    question: w("The server reads as fast as it can. A line in the middle carries 1 Mbit/s, and the router before it can keep 8 frames. What makes the sender slow down?", "服务器能读多快就读多快。中间一段线路只有 1 Mbit/s，它前面的路由器只能存 8 帧。是什么让发送方慢下来？"),
    choices: &[w("The server’s window: it falls to 0", "服务器的窗口：降到了 0"), w("Lost frames: the router’s queue overflows", "丢帧：路由器的队列溢出了"), w("Nothing: it sends everything at once", "没有什么：一下子全发出去了")],
    body: &[w("{lost} data frames were lost in front of the slow line, and {again} segments were sent again. The transfer took {took}.", "慢线路前面丢了 {lost} 个数据帧，重发了 {again} 个报文段。传输用了 {took}。"), w("Two limits stand side by side. Flow control: the window, told by the receiver, so that its buffer does not overflow. Congestion control: the sender’s own guess, learned from losses, of what the network can take. The smaller one counts.", "有两道限制并排站着。流量控制：窗口，由接收方告知，免得它的缓冲区溢出。拥塞控制：发送方自己从丢包里学来的估计，看网络能承受多少。谁小听谁的。")],
    tasks: &[TaskWords {
        key: "flow",
        ask: w("make the server’s window the limit: see it fall to 0.", "让服务器的窗口成为限制：看它降到 0。"),
        needs: &[("stopped", w("The server reads at once. Stop its process: press `i`.", "服务器一到就读。让它的进程停下来：按 `i`。")), ("zero", w("Run on until the server’s window is 0.", "往下走，直到服务器的窗口降到 0。"))],
        shown: w("That is it: now the receiver holds the sender back, and not the network.", "就是这样：现在拖住发送方的是接收方，不是网络。"),
    },],
};
