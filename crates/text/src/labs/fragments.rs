//! One lost fragment loses the whole datagram.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("Fragments", "分片"),
    title: w("A datagram in three pieces", "切成三片的数据报"),
    question: w("A datagram of 4,000 bytes does not fit into one frame: IP cuts it into three fragments. The second is lost. What does the server’s program get of this datagram?", "4000 字节的数据报装不进一个帧，IP 把它切成三片。第二片丢了。服务器程序能拿到这个数据报的多少？"),
    choices: &[w("The two pieces that arrived", "到了的那两片"), w("All of it, a little later", "全部，只是晚一点"), w("Nothing", "什么也没有")],
    body: &[w("Frames lost: {lost}, and with one fragment the whole datagram is gone: a kernel hands out whole datagrams or none. The next one, of the same size, arrived.", "丢失的帧：{lost}。少了一片，整个数据报也就没了：内核要么交出完整的数据报，要么什么也不给。下一个同样大的数据报到了。"), w("The more fragments, the likelier a loss. TCP avoids them by cutting its segments to fit.", "分片越多，越容易丢。TCP 干脆把报文段切得刚好装下，不用分片。")],
    tasks: &[TaskWords {
        key: "both",
        ask: w("lose the second datagram as well, with a single frame.", "只丢一帧，把第二个数据报也弄丢。"),
        needs: &[("lost", w("Stand where a fragment of the second datagram is on a cable, and press `i`.", "停在第二个数据报的某一片还在网线上的时候，按 `i`。")), ("nothing", w("Run on: does the server print anything?", "往下走：服务器会打印什么吗？"))],
        shown: w("That is it: six fragments sent, four arrived, nothing to read.", "就是这样：发了六片，到了四片，一个字节也读不到。"),
    },],
};
