//! The address's fragment as a link to a moment of a lab: `#lab=hello&seed=1&step=27&detail=buffers&lang=zh`.
//!
//! `lab`, `seed`, `step`, `detail` and `lang` are ours; every other name is a parameter of the lab, which knows whether it
//! exists and what it may be. A link is understood whole or not at all: half a lab would be another lab.

use std::collections::BTreeMap;

/// A link, as far as it says anything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// The lab's name.
    pub lab: Option<String>,
    /// The run's seed.
    pub seed: Option<u64>,
    /// The record to show.
    pub step: Option<u64>,
    /// The level of detail, by its name.
    pub detail: Option<String>,
    /// The language, by its tag.
    pub language: Option<String>,
    /// The lab's parameters, by name.
    pub parameters: BTreeMap<String, String>,
}

/// What of a link was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkError {
    /// A part without `=`, or without a name before it.
    Shape {
        /// The part.
        part: String,
    },
    /// A name that occurs twice.
    Twice {
        /// The name.
        name: String,
    },
    /// Not a whole number that fits 64 bits.
    Number {
        /// The name.
        name: String,
        /// What stands there.
        value: String,
    },
    /// Not one of the values that the name can have.
    Choice {
        /// The name.
        name: String,
        /// What stands there.
        value: String,
    },
}

impl Link {
    /// Reads a fragment without its `#`. An empty one says nothing.
    ///
    /// # Errors
    /// The first thing that is not understood.
    pub fn read(fragment: &str) -> Result<Self, LinkError> {
        let mut link = Self::default();
        for part in fragment.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = form_urlencoded::parse(part.as_bytes()).next().unwrap_or_default();
            if !part.contains('=') || name.is_empty() {
                return Err(LinkError::Shape { part: part.to_owned() });
            }
            link.set(&name, value.into_owned())?;
        }
        Ok(link)
    }

    fn set(&mut self, name: &str, value: String) -> Result<(), LinkError> {
        let twice = match name {
            "lab" => self.lab.replace(value).is_some(),
            "seed" => self.seed.replace(number(name, value)?).is_some(),
            "step" => self.step.replace(number(name, value)?).is_some(),
            "detail" => {
                self.detail.replace(choice(name, value, &["simple", "buffers", "everything"])?).is_some()
            }
            "lang" => self.language.replace(choice(name, value, &["en", "zh"])?).is_some(),
            _ => self.parameters.insert(name.to_owned(), value).is_some(),
        };
        if twice { Err(LinkError::Twice { name: name.to_owned() }) } else { Ok(()) }
    }

    /// Writes the fragment, without `#`; [`Link::read`] gives the same link back.
    pub fn write(&self) -> String {
        let mut fragment = form_urlencoded::Serializer::new(String::new());
        let mut put = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                fragment.append_pair(name, &value);
            }
        };
        put("lab", self.lab.clone());
        for (name, value) in &self.parameters {
            put(name, Some(value.clone()));
        }
        put("seed", self.seed.map(|seed| seed.to_string()));
        put("step", self.step.map(|step| step.to_string()));
        put("detail", self.detail.clone());
        put("lang", self.language.clone());
        fragment.finish()
    }

    /// Whether both links open the same run: only step, detail and language may differ.
    pub fn same_run(&self, other: &Self) -> bool {
        self.lab == other.lab && self.seed == other.seed && self.parameters == other.parameters
    }
}

fn number(name: &str, value: String) -> Result<u64, LinkError> {
    value.parse().map_err(|_| LinkError::Number { name: name.to_owned(), value })
}

fn choice(name: &str, value: String, choices: &[&str]) -> Result<String, LinkError> {
    if choices.contains(&value.as_str()) {
        Ok(value)
    } else {
        Err(LinkError::Choice { name: name.to_owned(), value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let link = Link {
            lab: Some("hello".into()),
            seed: Some(u64::MAX),
            step: Some(27),
            detail: Some("buffers".into()),
            language: Some("zh".into()),
            parameters: BTreeMap::from([
                ("note".into(), "a&b=c #ü 字".into()),
                ("kernel".into(), "textbook".into()),
            ]),
        };
        assert_eq!(Link::read(&link.write()), Ok(link));
        assert_eq!(Link::read(""), Ok(Link::default()));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        let number = |name: &str, value: &str| {
            Err(LinkError::Number { name: name.to_owned(), value: value.to_owned() })
        };
        assert_eq!(Link::read("lab=hello&step=x"), number("step", "x"));
        assert_eq!(Link::read("seed=18446744073709551616"), number("seed", "18446744073709551616"));
        assert_eq!(Link::read("step=-1"), number("step", "-1"));
        assert_eq!(Link::read("lab"), Err(LinkError::Shape { part: "lab".into() }));
        assert_eq!(Link::read("=hello"), Err(LinkError::Shape { part: "=hello".into() }));
        assert_eq!(Link::read("lab=a&lab=b"), Err(LinkError::Twice { name: "lab".into() }));
        let choice = LinkError::Choice { name: "lang".into(), value: "fr".into() };
        assert_eq!(Link::read("lang=fr"), Err(choice));
    }

    #[test]
    fn any_bytes_are_read_or_refused() {
        for fragment in ["%", "%zz=1", "%ff=%fe", "&&&", "a=b=c", "lab=%E5%AD%97", "+=+"] {
            let _ = Link::read(fragment);
        }
    }
}
