//! The reader's own programs: drafts, what the compiler says of them, and what of them runs. Decides everything without
//! a browser; the app passes messages.

pub mod breakpoints;
pub mod draft;
pub mod orders;
pub mod typing;

use std::rc::Rc;

use draft::Draft;
use netlab_lab::own::{LONGEST, MOST, is_server};
use netlab_lab::protocol::OwnProgram;

use crate::compiler::Diagnostic;

/// A program that may be edited.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    /// Its name, which also says on which computer it runs.
    pub name: Rc<str>,
    /// The text as it is being written.
    pub draft: Draft,
    /// The lab's own text under this name; `None` for a further process.
    original: Option<Rc<str>>,
    /// The text that runs; `None` when nothing runs under this name.
    running: Option<Rc<str>>,
    /// What the compiler said last, of this text or of the one before.
    pub diagnostics: Rc<[Diagnostic]>,
}

impl File {
    /// The text as it would run: every line ends.
    pub fn source(&self) -> Rc<str> {
        whole(self.draft.text())
    }

    /// Whether the text is not the one that runs.
    pub fn changed(&self) -> bool {
        self.running.as_deref() != Some(&*self.source())
    }

    /// Whether it can be taken away: it is none of the lab's own.
    pub fn further(&self) -> bool {
        self.original.is_none()
    }
}

/// A text in which every line ends.
fn whole(text: &str) -> Rc<str> {
    if text.is_empty() || text.ends_with('\n') { text.into() } else { format!("{text}\n").into() }
}

/// See the module's comment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Editing {
    /// The lab they belong to.
    lab: String,
    /// The programs, the lab's own first.
    pub files: Vec<File>,
    /// The one that a narrow screen shows.
    pub shown: usize,
}

impl Editing {
    /// Takes in what runs now: the lab, its own programs, and name and text of all that runs. `kept` is what was kept
    /// of this lab's drafts at the last visit. Drafts that nobody changed follow what runs; the others stay.
    pub fn follow(
        &mut self,
        lab: &str,
        originals: &[(&str, &str)],
        running: &[(Rc<str>, String)],
        kept: impl FnOnce() -> Option<String>,
    ) {
        let fresh = self.lab != lab;
        if fresh {
            *self = Self { lab: lab.to_owned(), ..Self::default() };
        }
        for (name, text) in running {
            let text = whole(text);
            match self.files.iter_mut().find(|file| file.name == *name) {
                Some(file) => {
                    if !file.changed() {
                        file.draft.replace(&text);
                    }
                    file.running = Some(text);
                }
                None => {
                    let original = originals.iter().find(|(original, _)| **original == **name);
                    self.files.push(File {
                        name: name.clone(),
                        draft: Draft::new(&text),
                        original: original.map(|(_, text)| whole(text)),
                        running: Some(text),
                        diagnostics: Rc::default(),
                    });
                }
            }
        }
        for file in &mut self.files {
            if !running.iter().any(|(name, _)| *name == file.name) {
                file.running = None;
            }
        }
        if fresh && let Some(kept) = kept() {
            self.restore(&kept);
        }
        self.files.sort_by_key(|file| (is_server(&file.name), file.name.clone()));
        self.shown = self.shown.min(self.files.len().saturating_sub(1));
    }

    /// What to keep for the next visit: the drafts that are not the lab's own text. Empty when there are none.
    pub fn keep(&self) -> String {
        let mut kept = form_urlencoded::Serializer::new(String::new());
        for file in &self.files {
            if file.original.as_deref() != Some(&*file.source()) {
                kept.append_pair(&file.name, file.draft.text());
            }
        }
        kept.finish()
    }

    fn restore(&mut self, kept: &str) {
        for (name, text) in form_urlencoded::parse(kept.as_bytes()) {
            if text.len() > LONGEST || !netlab_lab::own::is_file_name(&name) {
                continue;
            }
            match self.file_mut(&name) {
                Some(file) => file.draft.replace(&text),
                None => self.push(name.as_ref().into(), &text),
            }
        }
    }

    fn push(&mut self, name: Rc<str>, text: &str) {
        if self.files.len() < MOST {
            let (draft, diagnostics) = (Draft::new(text), Rc::default());
            self.files.push(File { name, draft, original: None, running: None, diagnostics });
        }
    }

    /// The lab they belong to.
    pub fn lab(&self) -> &str {
        &self.lab
    }

    /// The program with this name.
    pub fn file_mut(&mut self, name: &str) -> Option<&mut File> {
        self.files.iter_mut().find(|file| *file.name == *name)
    }

    /// Shows the program with this name.
    pub fn show(&mut self, name: &str) {
        self.shown = self.files.iter().position(|file| *file.name == *name).unwrap_or(self.shown);
    }

    /// Whether any draft is not what runs.
    pub fn changed(&self) -> bool {
        self.files.iter().any(File::changed)
    }

    /// Loads a pair: both programs, and no others.
    pub fn load(&mut self, client: &str, server: &str) {
        self.files.retain(|file| !file.further());
        for file in &mut self.files {
            file.draft.replace(if is_server(&file.name) { server } else { client });
        }
        self.shown = self.shown.min(self.files.len().saturating_sub(1));
    }

    /// Puts texts in: those of a link that could not be run as they are.
    pub fn load_files(&mut self, programs: &[OwnProgram]) {
        for program in programs {
            match self.file_mut(&program.file) {
                Some(file) => file.draft.replace(&program.source),
                None => self.push(program.file.clone(), &program.source),
            }
        }
    }

    /// Back to the lab's own programs. Each can be undone.
    pub fn revert(&mut self) {
        self.files.retain(|file| !file.further());
        for file in &mut self.files {
            if let Some(original) = file.original.clone() {
                file.draft.replace(&original);
            }
        }
        self.shown = self.shown.min(self.files.len().saturating_sub(1));
    }

    /// A further process: a copy of the first program of that side, under the next free name, which is shown.
    pub fn add(&mut self, server: bool) {
        let Some(first) = self.files.iter().find(|file| is_server(&file.name) == server) else { return };
        let (side, text) = (if server { "server" } else { "client" }, first.draft.text().to_owned());
        let free = (2..).map(|number| format!("{side}{number}.py"));
        let name = free.into_iter().find(|name| !self.files.iter().any(|file| *file.name == **name));
        let Some(name) = name else { return };
        self.push(name.as_str().into(), &text);
        self.files.sort_by_key(|file| (is_server(&file.name), file.name.clone()));
        self.show(&name);
    }

    /// Takes a further process away.
    pub fn remove(&mut self, name: &str) {
        self.files.retain(|file| !(file.further() && *file.name == *name));
        self.shown = self.shown.min(self.files.len().saturating_sub(1));
    }

    /// What a run of these drafts is opened with: every text that is not the lab's own.
    pub fn programs(&self) -> Vec<OwnProgram> {
        let own = self.files.iter().filter(|file| file.original.as_deref() != Some(&*file.source()));
        own.map(|file| OwnProgram { file: file.name.clone(), source: file.source(), compiled: None })
            .collect()
    }
}

#[cfg(test)]
mod tests;
