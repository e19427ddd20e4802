//! Words of the editor, and what the compiler says of a program.

use crate::{Lang, Word};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $english:literal, $chinese:literal;)*) => {
        $($(#[$doc])* pub const $name: Word = Word::new($english, $chinese);)*
    };
}

words! {
    /// Button that opens the editor at a program.
    EDIT = "Edit", "编辑";
    /// The editor's title, and the menu's item.
    PROGRAMS = "Programs", "程序";
    /// Button: run the programs as they are written.
    RUN = "Run", "运行";
    /// Button: back to the lab's own programs.
    REVERT = "Revert", "还原";
    /// What that does.
    REVERT_TITLE = "Back to the lab's own programs", "换回实验自带的程序";
    /// Button.
    UNDO = "Undo", "撤销";
    /// Button.
    REDO = "Redo", "重做";
    /// Button: the program as a file.
    DOWNLOAD = "Download", "下载";
    /// Choice of examples.
    EXAMPLES = "Start from an example", "从示例开始";
    /// Button: a further client.
    ADD_CLIENT = "Another client", "再加一个客户端";
    /// Button: a further server.
    ADD_SERVER = "Another server", "再加一个服务器程序";
    /// Button: take a further program away.
    REMOVE = "Remove", "移除";
    /// The program is not what runs.
    CHANGED = "edited, not yet run", "已修改，尚未运行";
    /// The compiler has found nothing.
    NOTHING_WRONG = "No errors found.", "没有发现错误。";
    /// The compiler is at work, or on its way.
    CHECKING = "Checking …", "正在检查……";
    /// The compiler cannot be had.
    UNCHECKED = "The compiler could not be fetched, so errors are not shown. Your text is kept.",
        "编译器没能下载，暂时无法显示错误；你写的内容已保存。";
    /// How to leave the text with the keyboard; belongs to each text field.
    KEYS = "Tab indents, Shift+Tab the other way. Escape leaves the text, then Tab moves on; Escape again closes the editor. Ctrl+Enter runs.",
        "Tab 增加缩进，Shift+Tab 减少缩进。按 Escape 离开文本框，之后 Tab 可移到其他控件；再按 Escape 关闭编辑器。Ctrl+Enter 运行。";
    /// What holds for every program.
    ABOUT = "The programs are plain Python and also run on Linux: there put the server's address in place of the name server, or keep it in /etc/hosts. A client that connects to localhost runs on the same computer as the server, over the loopback interface.",
        "这些是普通的 Python 程序，在 Linux 上也能运行：把主机名 server 换成服务器的地址，或写进 /etc/hosts。如果客户端连接 localhost，两个程序会放在同一台计算机上，经回环接口通信。";
    /// Button of a breakpoint's line.
    RUN_TO_HERE = "Run to here", "运行到这里";
    /// Button: to the last breakpoint.
    TO_LAST_BREAKPOINT = "Back to the last breakpoint", "退回上一个断点";
    /// Button: to the next breakpoint.
    TO_NEXT_BREAKPOINT = "On to the next breakpoint", "运行到下一个断点";
    /// The programs of one side, as tabs.
    FILES = "Program files", "程序文件";
}

/// The button in front of a line.
pub fn breakpoint(lang: Lang, line: u32) -> String {
    match lang {
        Lang::English => format!("Breakpoint at line {line}"),
        Lang::Chinese => format!("第 {line} 行断点"),
    }
}

/// A program's text field.
pub fn source(lang: Lang, file: &str) -> String {
    match lang {
        Lang::English => format!("Source of {file}"),
        Lang::Chinese => format!("{file} 的源代码"),
    }
}

/// An example's title; its name where it has none.
pub fn example(lang: Lang, id: &str) -> String {
    let word = match id {
        "hello" => Word::new("hello, world: the chapter's pair", "hello, world：书中的一对程序"),
        "flood" => Word::new("Flood: the server never reads", "洪水：服务器只收不读"),
        "nonblocking" => Word::new("A client that never sleeps", "非阻塞客户端"),
        "slow" => Word::new("A slow reader", "读得慢的服务器"),
        "threads" => Word::new("Echo server with threads", "多线程回显服务器"),
        "select" => Word::new("Echo server with select", "用 select 的回显服务器"),
        "framed" => Word::new("Messages with their length in front", "带长度前缀的协议"),
        other => return other.to_owned(),
    };
    word.get(lang).to_owned()
}

/// A place in a program.
pub fn place(lang: Lang, file: &str, line: u32) -> String {
    match lang {
        Lang::English => format!("{file}, line {line}"),
        Lang::Chinese => format!("{file} 第 {line} 行"),
    }
}

/// What is wrong, and what to write instead. The parser's and CPython's own messages stay as they are; the lab's are in
/// the reader's language.
pub fn diagnostic(lang: Lang, message: &str, hint: &str) -> String {
    let (message, hint) = match lang {
        Lang::English => (message.to_owned(), hint.to_owned()),
        Lang::Chinese => (chinese_message(message), chinese_hint(hint)),
    };
    match (hint.is_empty(), lang) {
        (true, _) => message,
        (false, Lang::English) => format!("{message} → {hint}"),
        (false, Lang::Chinese) => format!("{message} → {hint}"),
    }
}

fn chinese_message(message: &str) -> String {
    if let Some(what) = message.strip_suffix(": not supported in the lab") {
        return format!("实验环境不支持 {what}");
    }
    if let Some(name) =
        message.strip_prefix("No module named '").and_then(|rest| rest.strip_suffix("' in the lab"))
    {
        return format!("实验环境里没有模块 {name}");
    }
    message.to_owned()
}

/// The compiler's advice, English and Chinese.
const HINTS: &[(&str, &str)] = &[
    ("use threading, or select", "改用 threading 或 select"),
    (
        "use threading, or one thread with select or selectors",
        "改用 threading，或用单线程加 select、selectors",
    ),
    ("the lab has no TLS; use the plain socket", "实验里没有 TLS，直接用套接字"),
    ("write it on socket", "直接用 socket 写"),
    ("use threading, or start a second process in the lab", "改用 threading，或在实验里再启动一个进程"),
    ("use time", "改用 time"),
    ("use print", "改用 print"),
    ("use sys.argv", "改用 sys.argv"),
    ("the lab has no files", "实验里没有文件系统"),
    (
        "the lab knows socket, select, selectors, struct, time, json, threading, os, sys and some more",
        "可用的模块有 socket、select、selectors、struct、time、json、threading、os、sys 等",
    ),
    ("use a loop", "改用循环"),
    ("use an f-string", "改用 f 字符串"),
    ("use two floats", "改用两个浮点数"),
    ("use a plain one", "改用普通的写法"),
    ("use a plain with", "改用普通的 with"),
    ("use a plain for", "改用普通的 for"),
    ("use except", "改用 except"),
    ("use it inside a method", "请在方法里使用"),
    ("a program is one file", "一个程序只有一个文件"),
];

fn chinese_hint(hint: &str) -> String {
    if let Some(code) = hint.strip_prefix("Python 3: ") {
        return format!("Python 3 的写法：{code}");
    }
    let found = HINTS.iter().find(|(english, _)| *english == hint);
    found.map_or(hint, |(_, chinese)| chinese).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_is_in_the_readers_language() {
        let says = |lang, message, hint| diagnostic(lang, message, hint);
        let (message, hint) =
            ("No module named 'ssl' in the lab", "the lab has no TLS; use the plain socket");
        assert_eq!(says(Lang::English, message, hint), format!("{message} → {hint}"));
        assert_eq!(
            says(Lang::Chinese, message, hint),
            "实验环境里没有模块 ssl → 实验里没有 TLS，直接用套接字"
        );
        assert_eq!(says(Lang::Chinese, "await: not supported in the lab", ""), "实验环境不支持 await");
        assert_eq!(says(Lang::Chinese, "x", "Python 3: print(x)"), "x → Python 3 的写法：print(x)");
        assert_eq!(says(Lang::Chinese, "Expected an expression", ""), "Expected an expression");
    }

    #[test]
    fn every_example_has_a_title() {
        for example in netlab_lab::examples::EXAMPLES {
            for lang in [Lang::English, Lang::Chinese] {
                assert_ne!(super::example(lang, example.id), example.id);
            }
        }
    }
}
