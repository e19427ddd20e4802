//! What the reader has set for the page itself, with the names it has in links and in storage.

use netlab_lab::protocol::{Grain, Language, Tab};

use crate::play::{PACES, Pace};

/// A setting with a name for each of its values.
pub trait Named: Copy + PartialEq + 'static {
    /// All values with their names.
    const NAMES: &'static [(Self, &'static str)];

    /// The value's name.
    ///
    /// # Panics
    /// When [`Named::NAMES`] leaves a value out.
    fn name(self) -> &'static str {
        let entry = Self::NAMES.iter().find(|(value, _)| *value == self);
        entry.expect("every value has a name").1
    }

    /// The value with this name.
    fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(value, _)| *value)
    }

    /// All names, as a refusal lists them.
    fn choices() -> String {
        let names: Vec<_> = Self::NAMES.iter().map(|(_, name)| *name).collect();
        names.join(" | ")
    }
}

/// How much of the stage is opened. A zoom: nothing changes sides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Detail {
    /// The naive picture: two boxes, two arrows.
    Simple,
    /// The computers are opened.
    #[default]
    Buffers,
    /// Queues, rings and the signal too.
    Everything,
}

impl Named for Detail {
    const NAMES: &'static [(Self, &'static str)] =
        &[(Self::Simple, "simple"), (Self::Buffers, "buffers"), (Self::Everything, "everything")];
}

/// Light or dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    #[default]
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Light => Self::Dark,
            Self::Dark => Self::Light,
        }
    }
}

impl Named for Theme {
    const NAMES: &'static [(Self, &'static str)] = &[(Self::Light, "light"), (Self::Dark, "dark")];
}

impl Named for Language {
    const NAMES: &'static [(Self, &'static str)] = &[(Self::English, "en"), (Self::Chinese, "zh")];
}

impl Named for Grain {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Self::Record, "record"),
        (Self::Statement, "statement"),
        (Self::SystemCall, "call"),
        (Self::Packet, "packet"),
    ];
}

impl Named for Tab {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Self::Lesson, "lesson"),
        (Self::Bytes, "bytes"),
        (Self::Sequence, "sequence"),
        (Self::Packets, "packets"),
        (Self::Strace, "strace"),
        (Self::Ss, "ss"),
        (Self::Graphs, "graphs"),
        (Self::States, "states"),
        (Self::Receipt, "receipt"),
        (Self::Branches, "branches"),
    ];
}

/// The tag for the document's `lang`.
pub fn tag(language: Language) -> &'static str {
    match language {
        Language::English => "en",
        Language::Chinese => "zh-CN",
    }
}

/// The next coarser grain in the chain record, system call, statement, packet; the coarsest stays.
pub fn coarser(grain: Grain) -> Grain {
    match grain {
        Grain::Record => Grain::SystemCall,
        Grain::SystemCall => Grain::Statement,
        Grain::Statement | Grain::Packet => Grain::Packet,
    }
}

/// All settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Light or dark.
    pub theme: Theme,
    /// The language.
    pub language: Language,
    /// How much is opened.
    pub detail: Detail,
    /// What one step is.
    pub grain: Grain,
    /// The open tab.
    pub tab: Tab,
    /// How play runs.
    pub pace: Pace,
    /// Whether single characters work as keys.
    pub letters: bool,
}

impl Settings {
    /// What was kept from the last visit, by name; what is missing or not understood has its default.
    pub fn kept(get: impl Fn(&str) -> Option<String>) -> Self {
        fn read<T: Named>(text: Option<String>, default: T) -> T {
            text.and_then(|text| T::named(&text)).unwrap_or(default)
        }
        let pace = get("pace").and_then(|text| text.parse::<usize>().ok()).and_then(|index| PACES.get(index));
        Self {
            theme: read(get("theme"), Theme::default()),
            language: read(get("language"), Language::English),
            detail: read(get("detail"), Detail::default()),
            grain: read(get("grain"), Grain::Record),
            tab: read(get("tab"), Tab::Bytes),
            pace: pace.copied().unwrap_or(PACES[1]),
            letters: get("letters").as_deref() != Some("off"),
        }
    }

    /// What to keep for the next visit, by name.
    pub fn keep(&self) -> [(&'static str, String); 7] {
        let pace = PACES.iter().position(|pace| *pace == self.pace).unwrap_or(1);
        [
            ("theme", self.theme.name().to_owned()),
            ("language", self.language.name().to_owned()),
            ("detail", self.detail.name().to_owned()),
            ("grain", self.grain.name().to_owned()),
            ("tab", self.tab.name().to_owned()),
            ("pace", pace.to_string()),
            ("letters", if self.letters { "on" } else { "off" }.to_owned()),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_had_again() {
        let settings = Settings {
            theme: Theme::Dark,
            language: Language::Chinese,
            detail: Detail::Everything,
            grain: Grain::Packet,
            tab: Tab::Strace,
            pace: PACES[6],
            letters: false,
        };
        let kept = settings.keep();
        let get = |name: &str| kept.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone());
        assert_eq!(Settings::kept(get), settings);
    }

    #[test]
    fn what_is_not_understood_has_its_default() {
        let nonsense = Settings::kept(|_| Some("nonsense".to_owned()));
        assert_eq!(nonsense, Settings::kept(|_| None));
    }
}
