//! A window that stays closed for an hour.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("An hour of closed window", "窗口关上一个小时"),
    title: w("The window stays closed for an hour", "窗口关了一个小时，连接还在吗？"),
    question: w("Both buffers are full and the window is 0. The server reads nothing for an hour; then it reads everything. What becomes of the connection?", "两边缓冲区都满了，窗口是 0。服务器整整一个小时不读，然后才全部读完。这个连接会怎样？"),
    choices: &[w("The client’s kernel gives up after some minutes", "客户端的内核几分钟后就放弃了"), w("It goes on, and every byte arrives", "继续下去，每个字节都到"), w("It goes on, but some bytes are lost", "继续下去，但丢了一些字节")],
    body: &[w("For {asleep} the client slept in `send`. Its kernel asked again and again whether there was room, and every question was answered: still 0.", "客户端在 `send` 里睡了 {asleep}。它的内核一遍遍地问：有空位了吗？每次都有回答：还是 0。"), w("{probes} probes went out, the gaps growing to two minutes.", "一共探测了 {probes} 次，间隔越来越长，最后两分钟一次。"), w("{read} bytes were read; data frames lost: {lost}. A closed window is no fault. As long as the other kernel answers, nobody gives up.", "读到了 {read} 字节；丢失的数据帧：{lost}。窗口关上不是故障，只要对方的内核还在回答，谁也不会放弃。")],
    tasks: &[TaskWords {
        key: "giveup",
        ask: w("make the client’s kernel give up: let `sendall` fail.", "让客户端的内核真的放弃：让 `sendall` 失败。"),
        needs: &[("acted", w("The probes are answered. What if nobody answered? Press `i` while the client sleeps.", "探测都有回答。要是没有人回答呢？趁客户端睡着，按 `i`。")), ("failed", w("Run on until the client’s program has ended with an error.", "往下走，直到客户端程序因出错而结束。"))],
        shown: w("That is it: silence makes a kernel give up, not a window of 0.", "就是这样：让内核放弃的是没有回音，而不是窗口为 0。"),
    },],
};
