//! localhost: no frame leaves the computer.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("localhost", "localhost"),
    title: w("localhost: what goes over the cable?", "连 localhost，网线上会走什么？"),
    question: w("Both programs run on one computer, and the client connects to `localhost`. How many frames go over its cable?", "两个程序在同一台计算机上，客户端连的是 `localhost`。它的网线上会走多少帧？"),
    choices: &[w("As many as ever: to the router and back", "和平时一样多：到路由器再回来"), w("One question to the router, the rest stays here", "问一次路由器，其余留在本机"), w("None", "一帧也没有")],
    body: &[w("{segments} segments were sent with all their headers, acknowledgements and windows; {frames} frames entered a cable.", "一共发了 {segments} 个报文段，首部、确认、窗口一样不少；进了网线的却有 {frames} 帧。"), w("127.0.0.1 is the computer itself: its loopback device hands each packet back to the same kernel. From `connect` to the answer it took {took}.", "127.0.0.1 就是本机：回环设备把每个数据包直接交还给同一个内核。从 `connect` 到收到回答只用了 {took}。")],
    tasks: &[TaskWords {
        key: "unplugged",
        ask: w("pull the computer’s cable out, and see world arrive all the same.", "把这台计算机的网线拔掉，再看 world 照样到。"),
        needs: &[("acted", w("The cable is still in. Press `i` before the answer has come.", "网线还插着。在回答到来之前按 `i`。")), ("answered", w("Now run on until world has been read.", "往下走，直到 world 被读到。"))],
        shown: w("That is it: what never leaves the computer needs no cable. So a test on localhost says nothing about the network.", "就是这样：不出本机就用不着网线。所以在 localhost 上测通了，并不说明网络是通的。"),
    },],
};
