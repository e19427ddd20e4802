//! The lessons in words: question, choices, what this very run showed, and a task.

use crate::labs::{self, TaskWords};
use crate::story::{number, spans, time};
use crate::{Lang, Word};
use netlab_lab::catalogue::Lab;
use netlab_lab::lesson::{Fact, Facts, Flood, Greeting, LessonState, Told};
use netlab_lab::view::{Lesson, LessonStage, Prediction, Sentence, TaskState};
use netlab_wire::Duration;
use std::rc::Rc;

/// A lesson as the page draws it.
pub fn lesson(state: &LessonState, lang: Lang) -> Lesson {
    let words = Words { lang };
    let right = state.asked.right();
    let prediction = state.chosen.map(|chosen| Prediction { chosen, right });
    let (title, question, choices) = match &state.asked {
        Facts::Greeting(_) => words.greeting_question(),
        Facts::Flood(flood) => words.flood_question(flood),
        Facts::Told(_) => words.told_question(state.lab),
    };
    // The answer is about the run as it was; of a run that was changed only the numbers are told.
    let chosen = state.chosen.filter(|_| state.facts == state.asked);
    let body = match (&state.facts, chosen) {
        (_, None) if !state.settled => vec![words.pick(
            "Commit to an answer first; then step through the run and see.",
            "先写下你的预测，再一步一步走，看看对不对。",
        )],
        (Facts::Greeting(greeting), chosen) => words.greeting_answer(greeting, verdict(chosen, right)),
        (Facts::Flood(flood), chosen) => words.flood_answer(flood, verdict(chosen, right)),
        (Facts::Told(told), chosen) => words.told_answer(state.lab, told, verdict(chosen, right)),
    };
    let task = state.task.and_then(|task| labs::task(state.lab, task));
    let feedback = task.map_or(Vec::new(), |task| feedback(task, state, lang));
    let task = task.filter(|_| state.settled).map(|task| spans(task.ask.get(lang)));
    let stage = match (state.settled, state.state) {
        (false, _) => LessonStage::Question,
        (true, TaskState::Solved) => LessonStage::Explanation,
        (true, TaskState::None | TaskState::Open) => LessonStage::Task,
    };
    Lesson {
        stage,
        title: title.into(),
        question,
        choices,
        prediction,
        body,
        task,
        task_state: state.state,
        solved: state.solved,
        feedback,
        next: next(state, lang),
    }
}

/// What the present moment lacks for the task, or what it has shown.
fn feedback(task: &TaskWords, state: &LessonState, lang: Lang) -> Sentence {
    let words = match state.missing {
        Some(missing) => task.needs.iter().find(|(need, _)| *need == missing).map(|(_, words)| *words),
        None if state.state == TaskState::Solved => Some(task.shown),
        None => None,
    };
    words.map_or(Vec::new(), |words| spans(words.get(lang)))
}

/// The lab that comes after this one, once its tasks are solved: its name in links, and its title.
fn next(state: &LessonState, lang: Lang) -> Option<(Rc<str>, Rc<str>)> {
    let next = Lab::find(state.lab).ok()?.next().filter(|_| state.state == TaskState::Solved)?;
    let title = labs::words(next.id)?.name.get(lang);
    Some((next.id.into(), title.into()))
}

/// A paragraph with this run's numbers; `None` when one is missing.
fn fill(words: Word, told: &Told, lang: Lang) -> Option<String> {
    let mut text = words.get(lang).to_owned();
    for (name, fact) in &told.facts {
        let value = match fact {
            Fact::Count(count) => number(*count),
            Fact::Time(length) => time(Duration::from_nanos(*length)),
        };
        text = text.replace(&format!("{{{name}}}"), &value);
    }
    (!text.contains('{')).then_some(text)
}

/// Whether the prediction was right; `None` without one.
fn verdict(chosen: Option<usize>, right: Option<usize>) -> Option<bool> {
    chosen.map(|chosen| Some(chosen) == right)
}

struct Words {
    lang: Lang,
}

impl Words {
    fn choose<'a>(&self, english: &'a str, chinese: &'a str) -> &'a str {
        match self.lang {
            Lang::English => english,
            Lang::Chinese => chinese,
        }
    }

    fn pick(&self, english: &str, chinese: &str) -> Sentence {
        spans(self.choose(english, chinese))
    }

    fn verdict(&self, right: Option<bool>) -> &'static str {
        match (self.lang, right) {
            (_, None) => "",
            (Lang::English, Some(true)) => "So you said. ",
            (Lang::English, Some(false)) => "The run says otherwise. ",
            (Lang::Chinese, Some(true)) => "和你预测的一样。",
            (Lang::Chinese, Some(false)) => "运行结果不是这样。",
        }
    }

    fn greeting_question(&self) -> (&'static str, Sentence, Vec<Sentence>) {
        let title = match self.lang {
            Lang::English => "What does it mean that send has returned?",
            Lang::Chinese => "send 返回了，意味着什么？",
        };
        let question = self.pick(
            "When `send` returns 5, where are the five bytes?",
            "`send` 返回 5 的那一刻，这五个字节在哪里？",
        );
        let choices = vec![
            self.pick("In the server’s program", "在服务器的程序里"),
            self.pick("In the server’s kernel", "在服务器的内核里"),
            self.pick("In the client’s kernel", "在客户端的内核里"),
        ];
        (title, question, choices)
    }

    fn greeting_answer(&self, greeting: &Greeting, right: Option<bool>) -> Vec<Sentence> {
        let verdict = self.verdict(right);
        let Some((entered, returned)) = greeting.sent else {
            return vec![self.pick("In this run no `send` returned.", "这次运行里，没有一次 `send` 返回。")];
        };
        let inside = time(returned - entered);
        let mut body = vec![match self.lang {
            Lang::English => spans(&format!(
                "{verdict}`send` took {inside}: enough to copy five bytes into the client’s _send buffer_, and for nothing else."
            )),
            Lang::Chinese => spans(&format!(
                "{verdict}`send` 只用了 {inside}：刚够把五个字节复制进客户端的_发送缓冲区_，别的什么也来不及做。"
            )),
        }];
        if let Some(answered) = greeting.answered {
            let later = time(answered - returned);
            body.push(match self.lang {
                Lang::English => spans(&format!(
                    "The answer came {later} later. Only that told the client that its bytes had been read."
                )),
                Lang::Chinese => {
                    spans(&format!("回答在 {later} 之后才到。直到这时，客户端才知道它的字节被读走了。"))
                }
            });
        }
        body
    }

    fn flood_question(&self, flood: &Flood) -> (&'static str, Sentence, Vec<Sentence>) {
        let title = match self.lang {
            Lang::English => "The client sends like mad and the server never reads",
            Lang::Chinese => "客户端疯狂发送，服务器不读不处理",
        };
        let asked = |value: Option<u64>| value.map(number);
        let question = match (asked(flood.asked.0), asked(flood.asked.1)) {
            (Some(send), Some(receive)) => match self.lang {
                Lang::English => spans(&format!(
                    "The client asks for a _send buffer_ of {send} bytes, the server for a _receive buffer_ of {receive}. How many bytes will `send` take in all?"
                )),
                Lang::Chinese => spans(&format!(
                    "客户端要了 {send} 字节的_发送缓冲区_，服务器要了 {receive} 字节的_接收缓冲区_。`send` 一共会收下多少字节？"
                )),
            },
            _ => self.pick("How many bytes will `send` take in all?", "`send` 一共会收下多少字节？"),
        };
        let mut choices: Vec<Sentence> =
            Facts::choices(flood).into_iter().map(|value| spans(&number(value))).collect();
        choices.push(self.pick("It never stops taking them", "永远收不完"));
        (title, question, choices)
    }

    fn flood_answer(&self, flood: &Flood, right: Option<bool>) -> Vec<Sentence> {
        let verdict = self.verdict(right);
        let (accepted, unread, kept) =
            (number(flood.accepted), number(flood.unread), number(flood.unacknowledged));
        let (read, read_zh) = if flood.read == 0 {
            (String::new(), String::new())
        } else {
            let read = number(flood.read);
            (format!("{read} were read, "), format!("{read} 个被读走了，"))
        };
        let mut body = vec![match self.lang {
            Lang::English => spans(&format!(
                "{verdict}{accepted} bytes went in: {read}{unread} wait in the server’s _receive buffer_, {kept} in the client’s _send buffer_."
            )),
            Lang::Chinese => spans(&format!(
                "{verdict}一共收下 {accepted} 字节：{read_zh}{unread} 个在服务器的_接收缓冲区_里等着，{kept} 个在客户端的_发送缓冲区_里等着。"
            )),
        }];
        if let Some((taken, wanted)) = flood.unfinished {
            let (calls, taken, wanted) = (number(flood.returned), number(taken), number(wanted));
            body.push(match self.lang {
                Lang::English => spans(&format!(
                    "{calls} calls returned. The next one sleeps with {taken} of its {wanted} bytes inside, until there is room."
                )),
                Lang::Chinese => spans(&format!(
                    "{calls} 次调用返回了；再下一次睡着了：{wanted} 字节已放进去 {taken} 个，等有了空位才醒。"
                )),
            });
        }
        let (probes, lost) = (number(flood.probes), flood.lost);
        body.push(match (self.lang, lost) {
            (Lang::English, 0) => spans(&format!(
                "No data was lost: the _window_ closed first. {probes} probes asked whether there was room again."
            )),
            (Lang::English, _) => spans(&format!(
                "{} frames were lost on the way, and sent again. {probes} probes asked whether there was room again.",
                number(lost)
            )),
            (Lang::Chinese, 0) => {
                spans(&format!("一个字节也没丢：_窗口_先关上了。之后内核探测了 {probes} 次：有空位了吗？"))
            }
            (Lang::Chinese, _) => spans(&format!(
                "路上丢了 {} 帧，后来都重发了。内核还探测了 {probes} 次：有空位了吗？",
                number(lost)
            )),
        });
        body
    }

    fn told_question(&self, lab: &str) -> (&'static str, Sentence, Vec<Sentence>) {
        let Some(words) = labs::words(lab) else { return ("", Vec::new(), Vec::new()) };
        let choices = words.choices.iter().map(|choice| spans(choice.get(self.lang))).collect();
        (words.title.get(self.lang), spans(words.question.get(self.lang)), choices)
    }

    fn told_answer(&self, lab: &str, told: &Told, right: Option<bool>) -> Vec<Sentence> {
        let verdict = self.verdict(right);
        let paragraphs = labs::words(lab).map_or(&[][..], |words| words.body);
        let mut body: Vec<String> =
            paragraphs.iter().filter_map(|words| fill(*words, told, self.lang)).collect();
        if let Some(first) = body.first_mut() {
            first.insert_str(0, verdict);
        }
        body.iter().map(|words| spans(words)).collect()
    }
}
