//! The labs in words, one room each: titles, questions, choices, explanations, tasks and what they still lack.
//! `{name}` stands for a number of the very run. A lab's own conditions are in `netlab-lab`'s room of the same name.

/// The rooms of the labs named.
macro_rules! rooms {
    ($($name:ident),* $(,)?) => {
        $(mod $name;)*

        const ALL: &[(&str, &LabWords)] = &[$((stringify!($name), &$name::WORDS)),*];
    };
}

rooms! {
    hello, flood,
    framing, partial, sent, acked, deadlock, patience, doubled,
    backlog, late, nonblock, loopback, bound, arp,
    halfclose, eof, unread, killed, broken, timewait, linger, dup,
    lostsyn, hole, silence, keepalive, timeout, udp, fragments,
    nagle, nodelay, window, bottleneck,
}

use crate::Word;

/// A lab's words.
pub(crate) struct LabWords {
    /// In the menu.
    pub name: Word,
    /// Title of its lesson.
    pub title: Word,
    /// The question.
    pub question: Word,
    /// Choices, in the order of the lab's rules.
    pub choices: &'static [Word],
    /// Paragraphs; one whose number this run does not have is left out.
    pub body: &'static [Word],
    /// Tasks.
    pub tasks: &'static [TaskWords],
}

/// A task's words.
pub(crate) struct TaskWords {
    /// Its name in the lab.
    pub key: &'static str,
    /// What it asks for.
    pub ask: Word,
    /// What the present moment may still lack, by the need's name.
    pub needs: &'static [(&'static str, Word)],
    /// What it has shown.
    pub shown: Word,
}

/// A word, shorter.
const fn w(english: &'static str, chinese: &'static str) -> Word {
    Word::new(english, chinese)
}

/// The words of a lab; `None` for one that has no room here.
pub(crate) fn words(lab: &str) -> Option<&'static LabWords> {
    ALL.iter().find(|(id, _)| *id == lab).map(|(_, words)| *words)
}

/// The words of a task.
pub(crate) fn task(lab: &str, task: &str) -> Option<&'static TaskWords> {
    words(lab)?.tasks.iter().find(|words| words.key == task)
}
