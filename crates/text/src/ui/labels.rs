//! Labels. Each says where it stands; the glossary of the design settles the terms.

use crate::Word;
use netlab_lab::catalogue::Chapter;
use netlab_lab::protocol::{Grain, Tab};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $english:literal, $chinese:literal;)*) => {
        $($(#[$doc])* pub const $name: Word = Word::new($english, $chinese);)*
    };
}

words! {
    /// Menu of labs.
    LAB = "Lab", "实验";
    /// Leads on to the next lab.
    NEXT_LAB = "Next", "下一个";
    /// A lab this page has no title for.
    LAB_OTHER = "Another lab", "其他实验";
    /// Choice of detail.
    DETAIL = "Detail", "细节";
    /// Least detail.
    SIMPLE = "Simple", "简约";
    /// Middle detail.
    BUFFERS = "Buffers", "缓冲区";
    /// Most detail.
    EVERYTHING = "Everything", "全部";
    /// Choice of kernel.
    KERNEL = "Kernel", "内核";
    /// A kernel.
    LINUX = "Linux 6.18", "Linux 6.18";
    /// A kernel.
    TEXTBOOK = "Textbook", "教科书";
    /// Button.
    SHARE = "Share", "分享";
    /// Button.
    EXPORT = "Export", "导出";
    /// Button.
    HELP = "Help", "帮助";
    /// Button on the phone.
    MENU = "Menu", "菜单";
    /// Button.
    CLOSE = "Close", "关闭";
    /// Button.
    THEME = "Light or dark", "浅色或深色";
    /// Link before everything.
    SKIP = "Skip to the stage", "跳到舞台";
    /// The stage, for the ear.
    STAGE = "Stage", "舞台";
    /// Title of the stage, for the ear.
    JOURNEY = "The journey of the bytes", "字节的旅程";
    /// Table of a program.
    VARIABLES = "Variables and file descriptors", "变量与文件描述符";
    /// What a program printed.
    OUTPUT = "Printed so far", "已打印";

    /// How the stations of the stage are opened, for the ear.
    STATIONS_HINT = "Enter opens the stations, the arrow keys walk along them, Escape leaves.", "按 Enter 逐站查看，方向键换站，Esc 退出。";
    /// A station's row.
    STATE = "state", "状态";
    /// A station's row: process number.
    PID = "pid", "pid";
    /// A station's row: the running line.
    LINE = "line", "行";
    /// A station's row.
    CALL = "system call", "系统调用";
    /// A station's row.
    RESULT = "result", "结果";
    /// State of a gate.
    GATE_IDLE = "no call", "没有调用";
    /// State of a gate.
    GATE_OPEN = "in the kernel", "在内核中";
    /// State of a gate.
    GATE_DONE = "returned", "已返回";
    /// State of a gate.
    GATE_CLOSED = "asleep", "睡眠";
    /// State of a gate.
    GATE_UNUSED = "the program never calls it", "程序从不调用";
    /// A station's row: the two ends of a connection.
    ENDS = "connection", "连接";
    /// In an opened frame.
    NO_PAYLOAD = "no payload", "没有数据";
    /// A station's row.
    PAYLOAD = "payload", "数据";
    /// A station's row.
    CHARGED = "memory charged", "内存记账";
    /// A station's row: the window the peer was told.
    WINDOW_TOLD = "window", "窗口";
    /// A station's row.
    ADDRESS = "address", "地址";
    /// A station's row.
    TRANSMIT_RING = "transmit ring", "发送环";
    /// A station's row.
    RECEIVE_RING = "receive ring", "接收环";
    /// Frames that have passed a ring.
    PASSED = "passed", "已通过";
    /// A station's row.
    DELAY = "delay", "时延";
    /// A station's row.
    RATE = "rate", "速率";
    /// A rate.
    NO_LIMIT = "no limit", "不限";
    /// A station's row: frames before a cable.
    WAITING = "waiting to enter", "等待进入";
    /// A frame's number: when it left.
    LEFT_AT = "left at", "出发于";
    /// A frame's number: when it arrives.
    ARRIVES_AT = "arrives at", "到达于";
    /// A frame's state.
    FLYING = "on its way", "在路上";
    /// A frame's state.
    WILL_BE_LOST = "lost on this cable", "丢在这段网线上";
    /// A frame's state.
    DAMAGED = "damaged", "已损坏";
    /// A station's row: frames on a cable.
    ON_IT = "on it now", "正在线上";
    /// A station's row.
    FORWARDED = "forwarded", "已转发";
    /// A station's row.
    DROPPED = "dropped", "已丢弃";

    /// A computer.
    CLIENT = "client", "客户端";
    /// A computer.
    SERVER = "server", "服务器";
    /// A ground.
    USER_SPACE = "user space", "用户空间";
    /// A ground.
    HARDWARE = "hardware", "硬件";
    /// Between the grounds.
    BORDER = "system call border", "系统调用边界";
    /// A station.
    SEND_BUFFER = "send buffer", "发送缓冲区";
    /// A station.
    RECEIVE_BUFFER = "receive buffer", "接收缓冲区";
    /// A station, where there is little room.
    RECEIVE_BUFFER_SHORT = "recv buffer", "接收缓冲区";
    /// A station.
    ROUTER = "router", "路由器";
    /// A cable, for the ear.
    CABLE = "cable", "网线";
    /// A station.
    NIC = "NIC", "网卡";
    /// Packets that wait.
    QUEUE = "queue", "队列";
    /// What the answer travels as.
    REQUEST = "request", "请求";
    /// What comes back.
    REPLY = "reply", "响应";
    /// A cable that is cut.
    CUT = "cut", "已断开";
    /// A computer that is off.
    UNPLUGGED = "unplugged", "已断网";
    /// A gate nobody calls.
    UNUSED = "unused", "没人调用";
    /// The same, where there is little room.
    UNUSED_SHORT = "idle", "闲置";
    /// A gate whose call sleeps, where there is little room.
    WAITS = "wait", "等待";
    /// Socket of the conversation.
    SOCKET = "socket", "套接字";
    /// A connection that waits for accept.
    NOT_ACCEPTED = "waits for accept", "等待 accept";

    /// A buffer's state.
    NOT_MADE = "not made yet", "还没建立";
    /// A buffer's state: its socket is gone.
    RELEASED = "let go", "已释放";
    /// A buffer's state.
    EMPTY = "empty", "空";
    /// A buffer's state.
    FULL = "full", "满";
    /// A buffer's window before the socket exists.
    PROMISED = "promised", "已承诺";
    /// Receive buffer's promise.
    WINDOW = "window", "窗口";
    /// The same, where there is little room.
    WINDOW_SHORT = "win", "窗口";
    /// Part of a buffer.
    PART_SENT = "sent, kept", "已发，保留";
    /// Part of a buffer, where there is little room.
    PART_SENT_SHORT = "sent", "已发";
    /// Part of a buffer, where there is little room.
    PART_OVERHEAD_SHORT = "extra", "开销";
    /// Part of a buffer.
    PART_UNSENT = "not sent", "未发送";
    /// Part of a buffer.
    PART_UNREAD = "unread", "未读";
    /// Part of a buffer.
    PART_GAP = "after a gap", "缺口之后";
    /// Part of a buffer.
    PART_OVERHEAD = "overhead", "额外开销";
    /// Part of a buffer.
    PART_WINDOW = "window told", "通告的窗口";
    /// Part of a buffer.
    PART_FREE = "free", "空闲";

    /// Bytes in a program's memory.
    BYTES_OBJECT = "bytes object", "bytes 对象";
    /// Bytes in a program's memory, the same, where there is little room.
    BYTES_OBJECT_SHORT = "bytes", "bytes";
    /// Bytes handed to a call.
    NOT_TAKEN = "not taken yet", "还没被取走";

    /// Key of the stage.
    KEY_KEPT = "kept", "保留着";
    /// Key of the stage.
    KEY_SENT = "kept, copy out", "保留，副本在外";
    /// Key of the stage.
    KEY_COPY = "copy", "副本";
    /// Key of the stage.
    KEY_TO_SERVER = "to the server", "去服务器";
    /// Key of the stage.
    KEY_TO_CLIENT = "to the client", "回客户端";
    /// Key of the stage.
    KEY_WINDOW = "window told", "通告的窗口";

    /// Heading of the followed byte; its number follows.
    FOLLOWING = "Following byte", "跟踪字节";
    /// Where no copy or original of the followed byte is.
    NOWHERE = "nowhere in this picture", "不在图中";
    /// Followed byte: this place answers for it.
    ORIGINAL = "original", "原件";
    /// Followed byte: this place has a copy.
    COPY = "copy", "副本";

    /// Simple stage.
    SIMPLE_HINT = "Between these two boxes: two kernels, four buffers, two network cards, three cables and two routers.",
        "这两个方框之间，其实有两个内核、四个缓冲区、两块网卡、三段网线和两台路由器。";
    /// Simple stage on a phone, in lines.
    SIMPLE_HINT_LINES = "Between these two boxes there are two\nkernels, four buffers, two network cards,\nthree cables and two routers.",
        "这两个方框之间，其实有两个内核、\n四个缓冲区、两块网卡、\n三段网线和两台路由器。";
    /// Button under the simple stage.
    OPEN_COMPUTERS = "Open the computers", "打开这两台计算机";

    /// The three sentences, for the ear.
    IN_WORDS = "This step in words", "这一步的文字说明";
    /// Heading.
    NOW = "Just happened", "刚刚发生";
    /// Heading.
    WHY = "Why", "原因";
    /// Heading.
    NEXT = "Next", "接下来";
    /// Before the first record.
    NOTHING_YET = "Nothing has happened yet. Press play or →.", "还什么都没有发生。请按播放键或 →。";
    /// Why, before the first record.
    NOTHING_WHY = "The programs have not begun.", "两个程序都还没有开始。";
    /// Next, at the end of a run.
    THE_END = "The run ends here.", "运行到此结束。";
    /// Next, at the newest record of a run that can go on.
    CAN_GO_ON = "The run can go on from here.", "可以从这里继续运行。";
    /// Next, while a prediction withholds it.
    WITHHELD = "Predict first, then see.", "先预测，再往下看。";
    /// More parts of the step on a phone, for the ear.
    MORE = "More about this step", "这一步的更多内容";

    /// The transport, for the ear.
    TIME = "Time", "时间";
    /// The keys, for the ear.
    PLAYBACK = "Playback", "播放控制";
    /// Button.
    FIRST = "First", "最前";
    /// Button.
    BACK = "Step back", "后退一步";
    /// Button.
    PLAY = "Play", "播放";
    /// Button.
    PAUSE = "Pause", "暂停";
    /// Button at the end.
    REPLAY = "Replay", "重新播放";
    /// Button.
    FORWARD = "Step forward", "前进一步";
    /// Button.
    LAST = "Last", "最后";
    /// Button at the newest record.
    RUN_ON = "Run on", "继续运行";
    /// Choice.
    GRAIN = "Step by", "步长";
    /// Choice.
    SPEED = "Speed", "速度";
    /// A pace of the play clock.
    RECORDS_PER_SECOND = "rec/s", "条/秒";
    /// The picture.
    TIMELINE = "Timeline", "时间线";
    /// The readout.
    RECORD = "record", "记录";
    /// Instead of a total.
    NEWEST = "newest", "最新";
    /// The field, for the ear.
    GO_TO_RECORD = "Go to record", "跳到记录";

    /// What can be done to the run, for the ear.
    HANDS = "Change the run", "改变这次运行";
    /// Button and title of the menu of interventions; its key follows.
    CHANGE = "Change something", "动手改变";
    /// Under the title: when it happens.
    CHANGE_NOW = "It happens at this moment. The future you have stays beside the new one.",
        "改变就发生在这一刻。原来的未来会保留下来，和新的并排。";
    /// Nothing can be changed at this moment.
    NOTHING_TO_CHANGE = "Nothing can be changed at this moment.", "这一刻没有可以改变的东西。";
    /// Button in the panel of a part of the stage: opens the menu for that part.
    CHANGE_THIS = "Change this", "改变它";
    /// Button in that menu: shows the rest.
    CHANGE_OTHER = "Other things that can be changed", "其他可以改变的";
    /// Button: the last intervention is taken back.
    UNDO = "Undo", "撤销";
    /// Button and title of the menu of goals.
    RUN_UNTIL = "Run until", "运行到";
    /// A field: a condition.
    CONDITION = "Condition", "条件";
    /// A field: a time.
    TIME_GOAL = "Time", "时刻";
    /// A button beside a field.
    GO = "Go", "走";
    /// A button beside a field.
    DO_IT = "Do it", "执行";
    /// Choice of futures.
    FUTURES = "Futures", "分支";
    /// Button: compare with the other future.
    COMPARE = "Compare", "对比";
    /// Branches tab while there is but one future.
    ONE_FUTURE = "There is only one future so far. Go back, change something, and both stay here side by side.",
        "目前只有一个未来。退回去，动手改变点什么，两个未来就会在这里并排。";
    /// Mark in the Branches tab.
    FIRST_DIFFERENCE = "first difference", "最早的不同";
    /// Column of the Branches tab.
    WHEN = "when", "时刻";

    /// The tabs, for the ear.
    VIEWS = "Views of this run", "这次运行的各种视图";
    /// A list without lines.
    NOTHING_HERE = "Nothing here yet.", "这里还没有内容。";

    /// A packet's column.
    WAY = "Way", "方向";
    /// A packet's way.
    TO_SERVER = "to server", "去服务器";
    /// A packet's way.
    TO_CLIENT = "to client", "回客户端";
    /// A part of the panel.
    PACKET_LIST = "Packet list", "数据包列表";
    /// A part of the panel.
    HEADER_FIELDS = "Header fields", "首部字段";
    /// A part of the panel.
    PACKET_BYTES = "Bytes of the packet", "数据包的字节";
    /// A part of the panel.
    NO_PACKET = "Select a packet to open it.", "选一个数据包，就能打开它。";

    /// Picture in the bytes tab, for the ear.
    BYTES_PICTURE = "Where the bytes are, over time", "字节随时间所在的位置";
    /// Column.
    PLACE = "place", "位置";
    /// Column.
    HERE = "here", "此处";
    /// Column.
    FURTHEST = "furthest", "最远到此";
    /// Last line of the table.
    WRITTEN = "accepted by send", "send 已收下";
    /// Last line of the table.
    NONE_LOST = "none lost, none extra", "不多不少";
    /// A program's own copy beside the kernel's.
    OWN_OBJECT = "its own bytes object", "程序自己的 bytes 对象";
    /// In a send buffer.
    KEPT_UNTIL_ACK = "original, kept until acknowledged", "原件，留到被确认为止";
    /// Unsent in a send buffer.
    NOTE_COPY = "copy", "副本";
    /// Places in the tables.
    NETWORK = "cables and routers", "网线和路由器";

    /// Sum: a place.
    SERVER_KERNEL = "server kernel", "服务器内核";
    /// Sum: a place.
    CLIENT_KERNEL = "client kernel", "客户端内核";
    /// Sum: a place.
    ON_CABLES = "on the cables", "网线上";
    /// Sum: a place.
    READ_BY_SERVER = "read by the server", "服务器已读";

    /// Sum: a place.
    THROWN_AWAY = "thrown away", "没读就扔掉";

    /// Lesson: button.
    COMMIT = "Commit and run", "提交预测并运行";
    /// Lesson: button that leaves the question unanswered.
    SKIP_QUESTION = "Just look", "不预测，直接看";
    /// Lesson: mark on an option.
    YOUR_ANSWER = "your answer", "你的回答";
    /// Lesson: mark on an option.
    THE_RUN = "the run", "运行结果";
    /// Lesson: heading of the task.
    TASK = "Your turn", "轮到你";
    /// Lesson: task state.
    TASK_OPEN = "not yet", "还没到";
    /// Lesson: task state.
    TASK_SOLVED = "solved", "已完成";
    /// Lesson: when the lab has none.
    NO_LESSON = "This lab has no lesson. Step through it and look around.", "这个实验没有课程。一步一步走，随意看看。";

    /// Lens: part of the signal.
    PREAMBLE = "8 bytes of preamble before it", "前面是 8 字节前导码";
    /// Lens: the line code.
    MANCHESTER = "Manchester (10BASE-T): 1 rises, 0 falls, lowest bit first.", "曼彻斯特编码（10BASE-T）：1 上跳，0 下跳；低位先发。";
    /// Lens: the line code, where there is little room.
    MANCHESTER_SHORT = "Manchester: 1 rises, 0 falls. Lowest bit first.", "曼彻斯特编码：1 上跳，0 下跳；低位先发。";
    /// Lens: the frame check fails.
    CHECK_FAILS = "The check fails: the frame is dropped.", "校验不符：这一帧会被丢弃。";

    /// Source of the numbers.
    FOLLOWS_LINUX = "Memory is charged, not payload.", "计的是内存，而不只是数据。";
    /// Source of the numbers.
    FOLLOWS_RULES = "It follows the RFCs, byte by byte.", "逐字节地遵守 RFC。";
    /// Source of the numbers.
    EQUAL_TO_RECORDING = "Equal to the recording", "与录制一致：";
    /// Source of the numbers.
    NO_RECORDING = "No recording: no real kernel counts so.", "没有录制可比：真实内核不这样计数。";
}

/// Name of a step size.
#[must_use]
pub const fn grain(grain: Grain) -> Word {
    match grain {
        Grain::Record => Word::new("Record", "记录"),
        Grain::Statement => Word::new("Statement", "语句"),
        Grain::SystemCall => Word::new("System call", "系统调用"),
        Grain::Packet => Word::new("Packet", "数据包"),
    }
}

/// Name of a tab.
#[must_use]
pub const fn tab(tab: Tab) -> Word {
    match tab {
        Tab::Lesson => Word::new("Lesson", "课程"),
        Tab::Bytes => Word::new("Where are the bytes", "字节在哪里"),
        Tab::Sequence => Word::new("Sequence", "时序图"),
        Tab::Packets => Word::new("Packets", "数据包"),
        Tab::Strace => Word::new("strace", "strace"),
        Tab::Ss => Word::new("ss", "ss"),
        Tab::Graphs => Word::new("Graphs", "图表"),
        Tab::States => Word::new("States", "状态"),
        Tab::Receipt => Word::new("Linux receipt", "Linux 实测"),
        Tab::Branches => Word::new("Branches", "分支"),
    }
}

/// Title of a lab by its name in links.
#[must_use]
pub fn lab(id: &str) -> Word {
    crate::labs::words(id).map_or(LAB_OTHER, |words| words.name)
}

/// Heading of a group of labs in the menu.
#[must_use]
pub const fn chapter(chapter: Chapter) -> Word {
    match chapter {
        Chapter::First => Word::new("The chapter", "本章"),
        Chapter::Bytes => Word::new("Sockets and bytes", "套接字与字节"),
        Chapter::Connecting => Word::new("Connecting", "建立连接"),
        Chapter::Closing => Word::new("Closing", "关闭连接"),
        Chapter::Losing => Word::new("Losing", "丢失"),
        Chapter::Speed => Word::new("Speed", "快慢"),
    }
}
