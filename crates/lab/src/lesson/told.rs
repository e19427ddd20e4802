//! What a lab of the catalogue reads off its run: which choice is right, and the numbers that its explanation quotes. Data,
//! in the language of [`crate::condition`].

use crate::{catalogue::Lab, condition::Condition, history::History, track::Track, until::hosts};
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
pub(crate) enum Find {
    /// A name's value at the end.
    End(&'static str),
    /// From where one condition begins to hold first to where another does.
    From(&'static str, &'static str),
    /// A name's value at the first moment at which a condition holds.
    At(&'static str, &'static str),
}

/// A lab's question, and what its explanation quotes.
pub(crate) struct Question {
    /// Where the choices are judged: the first moment at which this holds; the end where it never does.
    pub when: &'static str,
    /// The first one that holds there is right.
    pub choices: &'static [&'static str],
    /// Numbers by name.
    pub facts: &'static [(&'static str, Find)],
}

/// A number that is looked for while the run is read: where the search began, and what was found.
struct Search {
    name: &'static str,
    from: Condition,
    /// A length of time ends here; without it the value of `of` is wanted.
    to: Option<Condition>,
    of: Option<Condition>,
    begun: Option<u64>,
    found: Option<Fact>,
}

impl Search {
    fn look(&mut self, track: &Track) {
        if self.found.is_some() {
            return;
        }
        let now = track.now.as_nanos();
        if self.begun.is_none() && self.from.holds(track) {
            self.begun = Some(now);
            self.found = self.of.as_ref().and_then(|of| of.number(track)).map(Fact::Count);
        }
        if let (Some(begun), Some(to)) = (self.begun, &self.to)
            && to.holds(track)
        {
            self.found = Some(Fact::Time(now - begun));
        }
    }
}

/// Reads a lab's facts off a run; `None` for a lab without a question here.
pub(super) fn tell(lab: &str, history: &History) -> Option<Told> {
    let question = Lab::find(lab).ok()?.question?;
    let read = |text: &str| {
        Condition::read(text, &hosts(history)).unwrap_or_else(|part| panic!("{lab}: {text}: {part}"))
    };
    let choices: Vec<Condition> = question.choices.iter().map(|text| read(text)).collect();
    let when = read(question.when);
    let judge = |track: &Track| choices.iter().position(|choice| choice.holds(track));
    let mut searches: Vec<Search> = Vec::new();
    for (name, find) in question.facts {
        let (from, to, of) = match find {
            Find::From(from, to) => (from, Some(read(to)), None),
            Find::At(from, of) => (from, None, Some(read(of))),
            Find::End(_) => continue,
        };
        searches.push(Search { name, from: read(from), to, of, begun: None, found: None });
    }
    let mut right = None;
    let mut track = Track::default();
    for record in history.records() {
        track.apply(record);
        if right.is_none() && when.holds(&track) {
            right = judge(&track);
        }
        searches.iter_mut().for_each(|search| search.look(&track));
    }
    let mut facts = BTreeMap::new();
    for (name, find) in question.facts {
        if let Find::End(text) = find
            && let Some(count) = read(text).number(&track)
        {
            facts.insert(*name, Fact::Count(count));
        }
    }
    facts.extend(searches.iter().filter_map(|search| Some((search.name, search.found?))));
    Some(Told { right: right.or_else(|| judge(&track)), facts })
}
