//! What a lab of the catalogue reads off its run: which choice is right, and the numbers that its explanation quotes. Data,
//! in the language of [`crate::condition`].

use crate::{condition::Condition, history::History, track::Track, until::hosts};
use std::collections::BTreeMap;

/// A number of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// A count.
    Count(u64),
    /// A length of time, nanoseconds.
    Time(u64),
}

/// What a run says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The right choice; `None` when the run does not say.
    pub right: Option<usize>,
    /// Numbers by name. One that the run does not have is missing.
    pub facts: BTreeMap<&'static str, Fact>,
}

/// How a number is found.
enum Find {
    /// A name's value at the end.
    End(&'static str),
    /// From where one condition begins to hold first to where another does.
    From(&'static str, &'static str),
}

/// A lab's question.
struct Question {
    lab: &'static str,
    /// Where the choices are judged: the first moment at which this holds; the end where it never does.
    when: &'static str,
    /// The first one that holds there is right.
    choices: &'static [&'static str],
    facts: &'static [(&'static str, Find)],
}

const QUESTIONS: &[Question] = &[
    Question {
        lab: "framing",
        when: "server.ended",
        choices: &[
            "server.printed ~ \"b'hello'\" and server.printed ~ \"b'world'\"",
            "server.printed ~ \"b'helloworld'\"",
            "true",
        ],
        facts: &[("accepted", Find::End("client.accepted")), ("segments", Find::End("client.segments"))],
    },
    Question {
        lab: "lostsyn",
        when: "client.state == ESTAB",
        choices: &["time < 150ms", "time < 600ms", "time < 2s", "true"],
        facts: &[
            ("waited", Find::From("client.call == connect", "client.state == ESTAB")),
            ("again", Find::End("client.retransmissions")),
        ],
    },
    Question {
        lab: "late",
        when: "client.ended",
        choices: &["client.printed ~ connected", "time < 1s", "true"],
        facts: &[
            ("waited", Find::From("client.call == connect", "client.printed ~ Errno")),
            ("resets", Find::End("resets")),
        ],
    },
    Question {
        lab: "halfclose",
        when: "client.ended",
        choices: &["not client.printed ~ world", "true"],
        facts: &[
            ("between", Find::From("client.state ~ FIN-WAIT", "client.printed ~ world")),
            ("read", Find::End("client.read")),
        ],
    },
    Question {
        lab: "unread",
        when: "client.ended",
        choices: &["client.printed ~ \"b''\"", "client.printed ~ reset", "true"],
        facts: &[
            ("unread", Find::End("client.accepted")),
            ("resets", Find::End("resets")),
            ("waited", Find::From("client.call == recv", "client.printed ~ reset")),
        ],
    },
];

/// Reads a lab's facts off a run; `None` for a lab without a question here.
pub(super) fn tell(lab: &str, history: &History) -> Option<Told> {
    let question = QUESTIONS.iter().find(|question| question.lab == lab)?;
    let read = |text: &str| {
        Condition::read(text, &hosts(history)).unwrap_or_else(|part| panic!("{lab}: {text}: {part}"))
    };
    let choices: Vec<Condition> = question.choices.iter().map(|text| read(text)).collect();
    let when = read(question.when);
    let judge = |track: &Track| choices.iter().position(|choice| choice.holds(track));
    let mut spans: Vec<_> = question
        .facts
        .iter()
        .filter_map(|(name, find)| match find {
            Find::From(from, to) => Some((*name, read(from), read(to), None, None)),
            Find::End(_) => None,
        })
        .collect();
    let mut right = None;
    let mut track = Track::default();
    for record in history.records() {
        track.apply(record);
        if right.is_none() && when.holds(&track) {
            right = judge(&track);
        }
        for (_, from, to, begun, ended) in &mut spans {
            let now = track.now.as_nanos();
            if begun.is_none() && from.holds(&track) {
                *begun = Some(now);
            }
            if ended.is_none() && begun.is_some() && to.holds(&track) {
                *ended = Some(now);
            }
        }
    }
    let mut facts = BTreeMap::new();
    for (name, find) in question.facts {
        if let Find::End(text) = find
            && let Some(count) = read(text).number(&track)
        {
            facts.insert(*name, Fact::Count(count));
        }
    }
    for (name, _, _, begun, ended) in spans {
        if let (Some(begun), Some(ended)) = (begun, ended) {
            facts.insert(name, Fact::Time(ended - begun));
        }
    }
    Some(Told { right: right.or_else(|| judge(&track)), facts })
}
