//! What Enter and Tab put into a program. A text field's own offsets count UTF-16 units; here they are bytes.

/// A level of indentation.
const LEVEL: &str = "    ";

/// A text and what is selected in it: start and end, bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The text.
    pub text: String,
    /// Start of the selection.
    pub start: usize,
    /// Its end; equal to the start for a caret.
    pub end: usize,
}

impl Field {
    /// From a text field: its value, and its selection in UTF-16 units.
    pub fn from_units(text: String, start: u32, end: u32) -> Self {
        let (start, end) = (bytes(&text, start), bytes(&text, end));
        Self { text, start: start.min(end), end: start.max(end) }
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// Enter: a new line, indented as the last one, one level deeper after a colon, one less after a statement that leaves
    /// its block.
    pub fn enter(&self) -> Self {
        let line = &self.text[self.line_start(self.start)..self.start];
        let depth = line.len() - line.trim_start_matches(' ').len();
        let words = line.trim();
        let first = words.split([' ', '(']).next().unwrap_or_default();
        let leaves = matches!(first, "return" | "break" | "continue" | "pass" | "raise");
        let depth = match (words.ends_with(':'), leaves) {
            (true, _) => depth + LEVEL.len(),
            (false, true) => depth.saturating_sub(LEVEL.len()),
            (false, false) => depth,
        };
        self.put(&format!("\n{}", " ".repeat(depth)))
    }

    /// Tab: to the next level; with lines selected, all of them one level deeper.
    pub fn tab(&self) -> Self {
        if self.text[self.start..self.end].contains('\n') {
            return self
                .each_line(|line| if line.is_empty() { String::new() } else { format!("{LEVEL}{line}") });
        }
        let column = self.text[self.line_start(self.start)..self.start].chars().count();
        self.put(&" ".repeat(LEVEL.len() - column % LEVEL.len()))
    }

    /// Shift and Tab: the lines of the selection one level less deep.
    pub fn shift_tab(&self) -> Self {
        self.each_line(|line| {
            let depth = line.len() - line.trim_start_matches(' ').len();
            line[depth.min(LEVEL.len())..].to_owned()
        })
    }

    /// Something in place of the selection.
    fn put(&self, what: &str) -> Self {
        let mut text = self.text.clone();
        text.replace_range(self.start..self.end, what);
        let at = self.start + what.len();
        Self { text, start: at, end: at }
    }

    fn each_line(&self, change: impl Fn(&str) -> String) -> Self {
        let from = self.line_start(self.start);
        let last = if self.end > self.start { self.end - 1 } else { self.end };
        let to = self.text[last..].find('\n').map_or(self.text.len(), |newline| last + newline);
        let lines: Vec<String> = self.text[from..to].split('\n').map(change).collect();
        let new = lines.join("\n");
        let text = format!("{}{new}{}", &self.text[..from], &self.text[to..]);
        if self.start == self.end {
            let moved = self.start as isize + new.len() as isize - (to - from) as isize;
            let at = usize::try_from(moved).unwrap_or(0).clamp(from, text.len());
            return Self { text, start: at, end: at };
        }
        Self { start: from, end: from + new.len(), text }
    }
}

/// An offset in UTF-16 units as one in bytes; beyond the end it is the end.
pub fn bytes(text: &str, units: u32) -> usize {
    let mut left = units as usize;
    for (at, letter) in text.char_indices() {
        if left < letter.len_utf16() {
            return at;
        }
        left -= letter.len_utf16();
    }
    text.len()
}

/// An offset in bytes as one in UTF-16 units.
pub fn units(text: &str, at: usize) -> u32 {
    let before = text.get(..at).unwrap_or(text);
    u32::try_from(before.encode_utf16().count()).unwrap_or(u32::MAX)
}

/// Where a line begins, bytes; lines count from 1.
pub fn line_offset(text: &str, line: u32) -> usize {
    text.split_inclusive('\n').take(line.saturating_sub(1) as usize).map(str::len).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text with `|` at the ends of the selection.
    fn field(marked: &str) -> Field {
        let start = marked.find('|').expect("a mark");
        let text = marked.replace('|', "");
        let end = marked.rfind('|').filter(|end| *end != start).map_or(start, |end| end - 1);
        Field { text, start, end }
    }

    fn marked(field: &Field) -> String {
        let mut text = field.text.clone();
        text.insert(field.end, '|');
        if field.start != field.end {
            text.insert(field.start, '|');
        }
        text
    }

    #[test]
    fn enter_keeps_the_depth() {
        let enter = |text| marked(&field(text).enter());
        assert_eq!(enter("while True:|"), "while True:\n    |");
        assert_eq!(enter("    x = 1|"), "    x = 1\n    |");
        assert_eq!(enter("    return x|"), "    return x\n|");
        assert_eq!(enter("        break|\nnext"), "        break\n    |\nnext");
        assert_eq!(enter("a|bc|d"), "a\n|d");
    }

    #[test]
    fn tab_goes_to_the_next_level_and_moves_lines() {
        let tab = |text| marked(&field(text).tab());
        assert_eq!(tab("|x"), "    |x");
        assert_eq!(tab("ab|c"), "ab  |c");
        assert_eq!(tab("字|"), "字   |");
        assert_eq!(tab("|a\n\n  b|\nc"), "|    a\n\n      b|\nc");
        let back = |text| marked(&field(text).shift_tab());
        assert_eq!(back("    a|"), "a|");
        assert_eq!(back("  a|"), "a|");
        assert_eq!(back("|    a\n      b\n|c"), "|a\n  b|\nc");
        assert_eq!(back("a\n|b"), "a\n|b");
    }

    #[test]
    fn offsets_of_a_text_field_are_utf_16() {
        let text = "a\u{1f600}字b";
        for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
            assert_eq!(bytes(text, units(text, at)), at);
        }
        assert_eq!(bytes(text, 2), 1, "inside a pair: before it");
        assert_eq!(bytes(text, 99), text.len());
        assert_eq!((line_offset("a\nbc\nd", 3), line_offset("a", 9)), (5, 1));
    }
}
