//! What each record says to a person: what just happened, why, and what comes next.
//!
//! Sentences are written with light marks, so that both languages read as prose here: `` `code` ``, `_term_` for a word of
//! the glossary. [`spans`] turns the marks into the view's spans.

mod calls;
mod events;
mod names;
mod network;

pub use names::{Names, Said};
pub(crate) use names::{number, time};

use netlab_kernel::record::RecordId;
use netlab_lab::{
    history::History,
    scene::Scene,
    session::Session,
    track::Track,
    view::{Comparison, Sentence, Span, Story},
};
use netlab_wire::Instant;
use netlab_world::{What, WorldRecord};

use crate::Lang;

/// What sentences are about.
pub struct Context<'a> {
    /// The run.
    pub history: &'a History,
    /// Its index.
    pub scene: &'a Scene,
    /// How things stand; for the letters of bytes.
    pub track: &'a Track,
}

/// The sentence of one record, with marks.
pub fn sentence(context: &Context<'_>, record: &WorldRecord, lang: Lang) -> String {
    let names = Names { context };
    let said = match &record.what {
        What::Kernel(event) => {
            let host = record.host.expect("what happens in a kernel happens in a computer");
            events::kernel(&names, host, event, record)
        }
        What::FrameDeparts { link, direction, frame, depart, start, arrive, .. } => {
            network::departs(&names, *link, *direction, frame, *start - *depart, *arrive - *start)
        }
        What::FrameArrives { link, direction, frame, .. } => {
            network::arrives(&names, *link, *direction, *frame)
        }
        What::FrameLost { link, frame, why, .. } => network::lost(&names, *link, *frame, *why),
        What::FrameDelayed { frame, arrive, .. } => network::delayed(&names, *frame, *arrive - record.at),
        What::FrameDamaged { frame, bit, .. } => network::damaged(&names, *frame, *bit),
        What::LinkChanged { link, up } => network::link_changed(&names, *link, *up),
        What::Intervention { action, effective } => network::intervention(&names, action, *effective),
    };
    finish(said.choose(lang), lang)
}

/// A Chinese sentence with a space between Chinese characters and the letters and numbers beside them. Code and the marks of
/// terms stay whole.
fn spaced(text: &str) -> String {
    let chinese = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
    let mut spaced = String::new();
    let (mut before, mut code, mut term) = (None::<char>, false, false);
    for letter in text.chars() {
        match letter {
            '`' => {
                code = !code;
                before = None;
            }
            '_' if !code => term = !term,
            _ if code => {}
            _ => {
                let apart = before.is_some_and(|before| {
                    chinese(before) && letter.is_ascii_alphanumeric()
                        || before.is_ascii_alphanumeric() && chinese(letter)
                });
                if apart {
                    // Before the mark that opens a term, not inside it.
                    let at = spaced.len() - usize::from(term && spaced.ends_with('_'));
                    spaced.insert(at, ' ');
                }
                before = Some(letter);
            }
        }
        spaced.push(letter);
    }
    spaced
}

/// A capital at the beginning of an English sentence.
fn finish(text: String, lang: Lang) -> String {
    match lang {
        Lang::Chinese => spaced(&text),
        Lang::English => {
            let mut letters = text.chars();
            letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
        }
    }
}

/// The story at the moment a session stands at; an empty one when no lab is open.
pub fn story(session: &Session) -> Story {
    let (Some((history, scene, present)), Some(now)) = (session.parts(), session.now()) else {
        return Story::default();
    };
    let context = Context { history, scene, track: present.track() };
    let mut story = tell(&context, present.records(), now, session.language());
    if present.records() >= session.last() {
        // An open question withholds what comes next.
        story.next = Sentence::new();
    }
    story
}

/// Fills in the sentences of two futures that stand side by side.
pub fn compare(session: &Session, comparison: &mut Comparison) {
    let Some((_, _, present)) = session.parts() else { return };
    let lang = session.language();
    let (mine, theirs) = comparison.places;
    let sides = [session.future(mine), session.future(theirs)];
    for row in &mut comparison.rows {
        for (side, cell) in sides.iter().zip([&mut row.mine, &mut row.theirs]) {
            let (Some((history, scene)), Some((record, words))) = (side, cell) else { continue };
            let context = Context { history, scene, track: present.track() };
            if let Some(record) = history.records().get(*record as usize) {
                *words = spans(&sentence(&context, record, lang));
            }
        }
    }
}

/// The story after `records` records, at the moment `now`.
pub fn tell(context: &Context<'_>, records: u64, now: Instant, lang: Lang) -> Story {
    let all = context.history.records();
    let here = records.checked_sub(1).and_then(|at| all.get(at as usize));
    let cause = here.and_then(|record| record.cause);
    Story {
        now: spans(&here.map_or_else(|| beginning(lang), |record| sentence(context, record, lang))),
        why: here.map_or_else(Vec::new, |record| why(context, record, lang)),
        why_record: cause.map(|cause| cause.0),
        next: all
            .get(records as usize)
            .map_or_else(Vec::new, |next| spans(&coming(context, next, now, lang))),
    }
}

fn beginning(lang: Lang) -> String {
    match lang {
        Lang::English => "Nothing has happened yet. Press play or →.".into(),
        Lang::Chinese => "还什么都没有发生。按播放或 →。".into(),
    }
}

/// The sentence of the cause, and a link to it.
fn why(context: &Context<'_>, record: &WorldRecord, lang: Lang) -> Sentence {
    let Some(cause) = record.cause.and_then(|RecordId(cause)| context.history.records().get(cause as usize))
    else {
        let words = match (&record.what, lang) {
            (What::Intervention { .. }, Lang::English) => "You did it.",
            (What::Intervention { .. }, Lang::Chinese) => "这是你做的。",
            (_, Lang::English) => "The lab begins like this.",
            (_, Lang::Chinese) => "实验就是这样开始的。",
        };
        return spans(words);
    };
    let mut sentence = spans(&self::sentence(context, cause, lang));
    sentence.push(Span::Plain(" ".into()));
    sentence.push(Span::Record(cause.id.0));
    sentence
}

/// The next record's sentence, and when it comes.
fn coming(context: &Context<'_>, next: &WorldRecord, now: Instant, lang: Lang) -> String {
    let words = sentence(context, next, lang);
    let wait = next.at - now;
    // A moment nobody could see is no time at all to a reader.
    if wait.as_nanos() < 10_000 {
        return words;
    }
    let wait = names::time(wait);
    match lang {
        Lang::English => format!("In {wait}: {}", lower(&words)),
        Lang::Chinese => format!("{wait} 后：{words}"),
    }
}

/// A small letter at the beginning, where the word is no name.
fn lower(words: &str) -> String {
    let is_name = ["SYN", "ACK", "FIN", "RST", "`"].iter().any(|name| words.starts_with(name));
    let mut letters = words.chars();
    match letters.next() {
        Some(first) if !is_name => first.to_lowercase().chain(letters).collect(),
        Some(_) | None => words.to_owned(),
    }
}

/// Glossary keys of marked words, in both languages.
const TERMS: &[(&str, &str)] = &[
    ("system call", "system-call"),
    ("系统调用", "system-call"),
    ("socket", "socket"),
    ("套接字", "socket"),
    ("file descriptor", "file-descriptor"),
    ("文件描述符", "file-descriptor"),
    ("send buffer", "send-buffer"),
    ("发送缓冲区", "send-buffer"),
    ("receive buffer", "receive-buffer"),
    ("接收缓冲区", "receive-buffer"),
    ("window", "window"),
    ("窗口", "window"),
    ("segment", "segment"),
    ("报文段", "segment"),
];

/// Marks become spans. Underscores inside code stay what they are.
pub fn spans(marked: &str) -> Sentence {
    let mut spans = Vec::new();
    for (at, piece) in marked.split('`').enumerate() {
        if at % 2 == 1 {
            spans.push(Span::Code(piece.into()));
            continue;
        }
        for (at, words) in piece.split('_').enumerate() {
            let key = TERMS.iter().find(|(term, _)| *term == words).map(|(_, key)| *key);
            match key {
                Some(key) if at % 2 == 1 => spans.push(Span::Term(key.into(), words.into())),
                Some(_) | None if words.is_empty() => {}
                Some(_) | None => spans.push(Span::Plain(words.into())),
            }
        }
    }
    spans
}

/// A sentence without its marks, for the terminal.
pub fn plain(marked: &str) -> String {
    let mut text = String::new();
    for (at, piece) in marked.split('`').enumerate() {
        if at % 2 == 1 { text.push_str(piece) } else { text.push_str(&piece.replace('_', "")) }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::spaced;

    #[test]
    fn chinese_and_latin_keep_apart() {
        assert_eq!(spaced("ACK到达路由器 1，网卡"), "ACK 到达路由器 1，网卡");
        assert_eq!(spaced("路由器 1的_接收缓冲区_有5字节"), "路由器 1 的_接收缓冲区_有 5 字节");
        assert_eq!(spaced("通告ACK_窗口_0"), "通告 ACK _窗口_ 0");
        assert_eq!(spaced("装着`hello`的帧"), "装着`hello`的帧");
    }
}
