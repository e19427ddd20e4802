//! An acknowledgement comes from a kernel, not from a program.

use super::{LabWords, TaskWords, w};

pub(super) const WORDS: LabWords = LabWords {
    name: w("Acknowledged, not read", "确认了，却没有读"),
    title: w("Acknowledged: who has it?", "得到确认，就是被读了吗？"),
    question: w("The client has sent 1,000 bytes, and all of them are acknowledged. How many has the server’s program read by then?", "客户端发了 1000 字节，全部得到了确认。这时服务器的程序读了多少？"),
    choices: &[w("All of them: that is what an ACK says", "全部：ACK 就是这个意思"), w("Some of them", "一部分"), w("None", "一个也没读")],
    body: &[w("{took} after `sendall` everything was acknowledged, and the program had read {read} bytes. The ACK came from the server’s kernel and says only that the bytes are in its buffer.", "`sendall` 之后 {took}，全部得到确认，而程序读了 {read} 个字节。ACK 是服务器的内核发的，只说明字节已经在它的缓冲区里了。"), w("In the end {accepted} bytes were sent and {total} read. The server’s program broke down, and the client saw no error. Only an answer from the program itself says that it has read.", "最后一共发了 {accepted} 字节，读了 {total} 字节。服务器程序出了错就退出了，客户端却一个错误也没看到。只有程序自己的回答才能说明它读过了。")],
    tasks: &[TaskWords {
        key: "stand",
        ask: w("stand at a moment when all 2,000 bytes are acknowledged and lie unread.", "停在这样一个时刻：2000 字节全部得到确认，却一个也没读。"),
        needs: &[("sent", w("Not yet: the client has not sent everything.", "还没到：客户端还没发完。")), ("acked", w("Not yet: something is unacknowledged.", "还没到：还有没确认的。")), ("unread", w("Too late: they are gone with the server’s socket. Go back a little.", "过头了：它们已经随服务器的套接字一起没了。退回去一点。"))],
        shown: w("That is it: the client’s kernel has dropped its copies, and the only ones left lie in a buffer that nobody will read.", "就是这里：客户端的内核已经丢掉了自己那份，剩下唯一的一份躺在没有人会读的缓冲区里。"),
    },],
};
