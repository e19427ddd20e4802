//! Before the first packet somebody has to be asked for a hardware address.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("ARP comes first", "先要有 ARP"),
    title: w("What is the very first frame?", "第一个帧是什么？"),
    question: w("Nothing has been sent yet. The client calls `connect`. What is the first frame on its cable?", "什么都还没发过。客户端调用 `connect`。它的网线上走的第一个帧是什么？"),
    choices: &[w("The SYN", "SYN"), w("A question: who has the router’s address?", "一个询问：谁有路由器的地址？"), w("A question: who has the server’s address?", "一个询问：谁有服务器的地址？")],
    body: &[w("The client knew the router’s IP address and needed its hardware address, so the SYN had to wait for ARP. On every cable that was new the same had to be asked: {arps} ARP frames in this run.", "客户端知道路由器的 IP 地址，却还要知道它的硬件地址，所以 SYN 得先等 ARP。每一段没走过的网线都要这样问一次：这次运行一共有 {arps} 个 ARP 帧。"), w("The first conversation took {first}, the second {second}: by then the answers were remembered.", "第一次通话用了 {first}，第二次用了 {second}：那时答案都记住了。")],
    tasks: &[TaskWords {
        key: "lost",
        ask: w("lose the first frame, and see the client connect all the same.", "把第一个帧弄丢，再看客户端照样连上。"),
        needs: &[("lost", w("Nothing is lost yet. Stand where the first frame is on the cable and press `i`.", "还没有丢。停在第一个帧还在网线上的时候，按 `i`。")), ("connected", w("Run on until the client has its answer.", "往下走，直到客户端拿到回答。"))],
        shown: w("That is it: the kernel asks again after a second. The SYN lay in a queue all that time.", "就是这样：内核过一秒再问一遍。这期间 SYN 一直在队列里等着。"),
    },],
};
