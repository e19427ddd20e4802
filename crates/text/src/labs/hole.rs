//! One lost segment holds up all that come behind it.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("A hole in the stream", "字节流里的缺口"),
    title: w("One segment of eight is lost", "八个报文段丢了一个"),
    question: w("Eight segments are sent; the third is lost, the five behind it arrive. How many segments’ bytes can the server’s program read before the third is sent again?", "发出八个报文段，第三个丢了，后面五个都到了。在第三个重发之前，服务器程序能读到几个报文段的数据？"),
    choices: &[w("Seven: all that arrived", "七个：到了的都能读"), w("Two: those before the hole", "两个：缺口前面的"), w("None", "一个也读不到")],
    body: &[w("{first} bytes could be read before; the rest lay in the server’s kernel and waited. A stream has an order, and `recv` keeps to it.", "在那之前只能读到 {first} 个字节，其余的在服务器的内核里等着。字节流有先后，`recv` 必须守这个顺序。"), w("The later arrivals were not wasted: the ACKs told which of them were there (SACK), so no more than {again} had to be sent again. The last byte was read {held} after the loss.", "后到的并没有白来：ACK 里说明了哪些已经到了（SACK），所以只需重发 {again} 个。丢失之后 {held}，最后一个字节被读走。")],
    tasks: &[TaskWords {
        key: "again",
        ask: w("lose the same segment once more, and see all bytes arrive.", "把同一个报文段再弄丢一次，再看所有字节照样到齐。"),
        needs: &[("lost", w("Run until it is sent again, and lose that frame too.", "运行到它重发，把那一帧也丢掉。")), ("all", w("Lost twice. Now run on until the server has everything.", "丢了两次。往下走，直到服务器全部收到。"))],
        shown: w("That is it: whatever is lost is sent again, until it is acknowledged.", "就是这样：丢了就再发，直到得到确认。"),
    },],
};
