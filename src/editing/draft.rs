//! One program's text while it is written, with an undo of its own: the browser's does not know what a button, Tab or
//! an example put in.

/// The most steps that can be taken back.
const STEPS: usize = 300;

/// The text as it was, and where the caret stood.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Past {
    text: String,
    caret: usize,
}

/// What the last change was: changes of one kind at one place are one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Run {
    Typing,
    Erasing,
    Other,
}

/// See the module's comment. A caret is an offset in bytes, at a character's border.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    text: String,
    caret: usize,
    run: Run,
    past: Vec<Past>,
    future: Vec<Past>,
}

impl Draft {
    /// A text that nothing was done to.
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), caret: 0, run: Run::Other, past: Vec::new(), future: Vec::new() }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether there is something to take back.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is something to do again.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// The reader changed the text; the caret stands there now. A word typed without a pause in place is one step.
    pub fn edit(&mut self, text: &str, caret: usize) {
        let caret = border(text, caret);
        if text == self.text {
            self.caret = caret;
            return;
        }
        let run = self.kind(text, caret);
        if run == Run::Other || run != self.run {
            self.keep();
        }
        self.run = run;
        self.future.clear();
        self.text = text.to_owned();
        self.caret = caret;
    }

    /// The whole text is replaced: a step of its own.
    pub fn replace(&mut self, text: &str) {
        self.run = Run::Other;
        self.edit(text, text.len());
        self.run = Run::Other;
    }

    /// Takes the last step back; the caret's place then.
    pub fn undo(&mut self) -> Option<usize> {
        let past = self.past.pop()?;
        self.future.push(self.present());
        Some(self.become_(past))
    }

    /// Does the step again that was taken back last; the caret's place then.
    pub fn redo(&mut self) -> Option<usize> {
        let next = self.future.pop()?;
        self.past.push(self.present());
        Some(self.become_(next))
    }

    fn present(&self) -> Past {
        Past { text: self.text.clone(), caret: self.caret }
    }

    fn become_(&mut self, past: Past) -> usize {
        self.text = past.text;
        self.caret = past.caret;
        self.run = Run::Other;
        self.caret
    }

    fn keep(&mut self) {
        self.past.push(self.present());
        if self.past.len() > STEPS {
            self.past.remove(0);
        }
    }

    /// Whether the change is one character typed or erased where the caret stood.
    fn kind(&self, text: &str, caret: usize) -> Run {
        let (before, after) = (self.text.get(..self.caret), self.text.get(self.caret..));
        let (Some(before), Some(after)) = (before, after) else { return Run::Other };
        if let Some(typed) = text.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)) {
            let plain = typed.chars().count() == 1 && !typed.starts_with(char::is_whitespace);
            return if plain && caret == self.caret + typed.len() { Run::Typing } else { Run::Other };
        }
        let erased = before.strip_suffix(|_: char| true).is_some_and(|less| {
            text.strip_prefix(less) == Some(after) && caret == less.len() && !before.ends_with('\n')
        });
        if erased { Run::Erasing } else { Run::Other }
    }
}

/// The nearest character's border at or before an offset.
fn border(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Types text at the caret, character by character.
    fn write(draft: &mut Draft, what: &str) {
        for letter in what.chars() {
            let (mut text, at) = (draft.text.clone(), draft.caret);
            text.insert(at, letter);
            draft.edit(&text, at + letter.len_utf8());
        }
    }

    #[test]
    fn a_word_is_one_step_and_what_was_taken_back_comes_again() {
        let mut draft = Draft::new("");
        write(&mut draft, "print 字母");
        assert_eq!(draft.text(), "print 字母");
        assert_eq!(draft.undo(), Some(6));
        assert_eq!(draft.text(), "print ");
        assert_eq!(draft.undo(), Some(5));
        assert_eq!(draft.undo(), Some(0));
        assert_eq!(draft.undo(), None);
        assert_eq!(draft.text(), "");
        while draft.redo().is_some() {}
        assert_eq!(draft.text(), "print 字母");
    }

    #[test]
    fn typing_after_undo_forgets_the_other_future() {
        let mut draft = Draft::new("");
        write(&mut draft, "one two");
        draft.undo();
        write(&mut draft, "three");
        assert!(!draft.can_redo());
        assert_eq!(draft.text(), "one three");
    }

    #[test]
    fn erasing_and_replacing_are_steps() {
        let mut draft = Draft::new("abc");
        draft.edit("abc", 3);
        draft.edit("ab", 2);
        draft.edit("a", 1);
        draft.replace("import socket\n");
        assert_eq!(draft.undo(), Some(1));
        assert_eq!(draft.text(), "a");
        assert_eq!(draft.undo(), Some(3));
        assert_eq!(draft.text(), "abc");
    }

    #[test]
    fn a_caret_inside_a_character_does_no_harm() {
        let mut draft = Draft::new("");
        draft.edit("字", 1);
        draft.edit("字a", 4);
        assert_eq!(draft.text(), "字a");
    }

    #[test]
    fn old_steps_are_forgotten() {
        let mut draft = Draft::new("");
        for number in 0..STEPS + 50 {
            draft.replace(&number.to_string());
        }
        assert_eq!(draft.past.len(), STEPS);
    }
}
