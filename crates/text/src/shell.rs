//! Words of the frame around the lab: help, links, sharing, breakdowns.

use netlab_lab::protocol::Problem;

use crate::Lang;

/// The words in one language. A word that is missing in one does not compile.
#[derive(Debug, PartialEq, Eq)]
pub struct Shell {
    /// Title of the help.
    pub help: &'static str,
    /// Closes the help.
    pub close: &'static str,
    /// Heading over the keys.
    pub keys: &'static str,
    /// Space.
    pub key_play: &'static str,
    /// Arrows.
    pub key_step: &'static str,
    /// Shift and arrows.
    pub key_coarser: &'static str,
    /// Home, End.
    pub key_ends: &'static str,
    /// Brackets.
    pub key_markers: &'static str,
    /// The letter i.
    pub key_change: &'static str,
    /// The letter u.
    pub key_until: &'static str,
    /// Ctrl and Z.
    pub key_undo: &'static str,
    /// Plus, minus, nought.
    pub key_zoom: &'static str,
    /// Slash.
    pub key_find: &'static str,
    /// Enter on the stage.
    pub key_stations: &'static str,
    /// Label of the search's field.
    pub find: &'static str,
    /// What can be found.
    pub find_what: &'static str,
    /// Nothing was found.
    pub find_none: &'static str,
    /// Button.
    pub find_previous: &'static str,
    /// Button.
    pub find_next: &'static str,
    /// Question mark.
    pub key_help: &'static str,
    /// Escape.
    pub key_escape: &'static str,
    /// The switch that turns single keys off.
    pub single_keys: &'static str,
    /// Heading over what is left out.
    pub left_out: &'static str,
    /// What is left out.
    pub left_out_list: &'static str,
    /// Heading over what the lab is.
    pub about: &'static str,
    /// What the lab is.
    pub about_text: &'static str,
    /// The link is on the clipboard.
    pub link_copied: &'static str,
    /// The clipboard is not to be had; the text follows.
    pub by_hand: &'static str,
    /// The report is on the clipboard.
    pub report_copied: &'static str,
    /// Button: copy the report.
    pub copy_report: &'static str,
    /// Button: start the worker again.
    pub restart: &'static str,
    /// Button: put a notice away.
    pub dismiss: &'static str,
    /// Waiting for the session.
    pub loading: &'static str,
    /// The worker is working on something long.
    pub working: &'static str,
}

const ENGLISH: Shell = Shell {
    help: "Help",
    close: "Close",
    keys: "Keys",
    key_play: "play or pause (not while a button has the focus)",
    key_step: "one step back or forward, by the chosen size",
    key_coarser: "one step of the next larger size",
    key_ends: "to the start, to the end",
    key_markers: "to the previous or next marker",
    key_change: "change something at this moment",
    key_until: "run until something happens",
    key_undo: "take the last change back",
    key_zoom: "timeline: closer, wider, all of it (also ctrl + wheel, or pinch)",
    key_find: "find a system call or a packet",
    key_stations: "on the stage: open its stations; arrows walk along the U, Esc leaves",
    find: "Find",
    find_what: "send, SYN, win 0, …",
    find_none: "not found",
    find_previous: "Previous",
    find_next: "Next",
    key_help: "this help",
    key_escape: "close, or stop following a byte",
    single_keys: "Space and single characters work as keys",
    left_out: "Left out, on purpose",
    left_out_list: "IPv6, TLS, DNS servers (a hosts table serves), NAT, ECN, multicast, segmentation offloads, urgent data.",
    about: "What this is",
    about_text: "Two computers, two routers and the cables between them live in this page's memory. Nothing is sent to any server. The kernel follows the rules of Linux 6.18.",
    link_copied: "The link to this moment is on the clipboard.",
    by_hand: "The clipboard cannot be used here; copy this:",
    report_copied: "The report is on the clipboard.",
    copy_report: "Copy the report",
    restart: "Start the lab again here",
    dismiss: "Dismiss",
    loading: "Loading the lab.",
    working: "Working …",
};

const CHINESE: Shell = Shell {
    help: "帮助",
    close: "关闭",
    keys: "按键",
    key_play: "播放或暂停（焦点在按钮上时除外）",
    key_step: "按当前步长后退或前进一步",
    key_coarser: "按大一级的步长走一步",
    key_ends: "到开头、到结尾",
    key_markers: "到上一个或下一个标记",
    key_change: "在这一刻动手改变",
    key_until: "运行到某件事发生",
    key_undo: "撤销上一次改变",
    key_zoom: "时间轴：放大、缩小、看全程（也可用 ctrl + 滚轮或双指）",
    key_find: "查找系统调用或数据包",
    key_stations: "焦点在舞台上时：逐站查看；方向键沿 U 形换站，Esc 退出",
    find: "查找",
    find_what: "send、SYN、win 0……",
    find_none: "没有找到",
    find_previous: "上一处",
    find_next: "下一处",
    key_help: "打开本帮助",
    key_escape: "关闭，或不再跟踪字节",
    single_keys: "启用空格和单字符快捷键",
    left_out: "有意没做的部分",
    left_out_list: "IPv6、TLS、DNS 服务器（用 hosts 表代替）、NAT、ECN、组播、分段卸载、紧急数据。",
    about: "这是什么",
    about_text: "两台计算机、两台路由器和它们之间的网线，都在这个网页的内存里，不向任何服务器发送数据。内核遵循 Linux 6.18 的规则。",
    link_copied: "指向这一刻的链接已复制到剪贴板。",
    by_hand: "这里无法使用剪贴板，请手动复制：",
    report_copied: "报告已复制到剪贴板。",
    copy_report: "复制报告",
    restart: "在这里重新启动实验",
    dismiss: "知道了",
    loading: "正在载入实验。",
    working: "正在计算……",
};

impl Shell {
    /// The words in a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::English => &ENGLISH,
            Lang::Chinese => &CHINESE,
        }
    }
}

/// The lab broke a rule of its own.
pub fn broke(lang: Lang, record: u64) -> String {
    match lang {
        Lang::English => format!("The lab broke a rule of its own at record {record}."),
        Lang::Chinese => format!("实验在第 {record} 条记录违反了自己的规则。"),
    }
}

/// The worker is gone without a word.
pub fn died(lang: Lang) -> String {
    match lang {
        Lang::English => {
            "The part of the page that computes the lab ended unexpectedly (out of memory?).".to_owned()
        }
        Lang::Chinese => "计算实验的后台程序意外终止了（可能是内存不足）。".to_owned(),
    }
}

/// The worker does not answer.
pub fn silent(lang: Lang, seconds: u64) -> String {
    match lang {
        Lang::English => format!("The lab has not answered for {seconds} seconds."),
        Lang::Chinese => format!("实验已经 {seconds} 秒没有响应。"),
    }
}

/// Button: go back to a record.
pub fn go_back(lang: Lang, record: u64) -> String {
    match lang {
        Lang::English => format!("Go back to record {record}"),
        Lang::Chinese => format!("回到第 {record} 条记录"),
    }
}

/// Why a command, a link or a parameter was refused. The lab that was open stays.
pub fn problem(lang: Lang, problem: &Problem) -> String {
    match lang {
        Lang::English => english(problem),
        Lang::Chinese => chinese(problem),
    }
}

fn english(problem: &Problem) -> String {
    match problem {
        Problem::UnknownLab(name) => format!("There is no lab named “{name}”."),
        Problem::UnknownParameter(name) => format!("This lab has no parameter “{name}”."),
        Problem::BadParameter(name, value, allowed) => {
            format!("“{name}” cannot be “{value}”; it may be {allowed}.")
        }
        Problem::BadLink(part) => format!("The link was not understood at “{part}”."),
        Problem::NewerLink(version) => {
            format!("The link was made by a newer version ({version}) of this page.")
        }
        Problem::NotReached => "The run does not reach that line again in this direction.".to_owned(),
        Problem::DamagedProgram(file) => {
            format!("The program {file} in the link is damaged; nothing was changed.")
        }
        Problem::NoCompiler => {
            "The compiler for programs could not be fetched; everything else goes on. Try again later."
                .to_owned()
        }
        Problem::NotNow => "That cannot be done at this moment of the run.".to_owned(),
        Problem::Program(file, line, message) => format!("{file}, line {line}: {message}"),
        Problem::PredictFirst => {
            "The question comes first: commit to an answer in the Lesson tab, or skip it there.".to_owned()
        }
        Problem::NeverHappens => "That does not happen in the rest of this run.".to_owned(),
        Problem::BadCondition(part) => {
            format!("The condition was not understood at “{part}”. An example: client.sendq > 1000")
        }
    }
}

fn chinese(problem: &Problem) -> String {
    match problem {
        Problem::UnknownLab(name) => format!("没有名为“{name}”的实验。"),
        Problem::UnknownParameter(name) => format!("这个实验没有参数“{name}”。"),
        Problem::BadParameter(name, value, allowed) => {
            format!("“{name}”不能是“{value}”，可以是：{allowed}。")
        }
        Problem::BadLink(part) => format!("链接中的“{part}”无法理解。"),
        Problem::NewerLink(version) => format!("这个链接来自本网页的更新版本（{version}）。"),
        Problem::NotReached => "往这个方向，程序不会再执行到这一行。".to_owned(),
        Problem::DamagedProgram(file) => format!("链接里的程序 {file} 已损坏，当前内容没有改动。"),
        Problem::NoCompiler => "程序编译器没能下载，其他功能不受影响，请稍后再试。".to_owned(),
        Problem::NotNow => "在运行的这一刻无法这样做。".to_owned(),
        Problem::Program(file, line, message) => format!("{file} 第 {line} 行：{message}"),
        Problem::PredictFirst => "请先回答问题：在“课程”页里提交预测，或者跳过它。".to_owned(),
        Problem::NeverHappens => "这次运行后面不会再发生这件事。".to_owned(),
        Problem::BadCondition(part) => {
            format!("条件中的“{part}”无法理解。可以这样写：client.sendq > 1000")
        }
    }
}
