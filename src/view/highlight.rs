//! Python in colours: keywords, strings and comments. A string in three quotes goes on over lines.

use yew::prelude::*;

/// Python's keywords; the rest of the language is set in plain type.
const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is",
    "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// A piece of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// `kw`, `st`, `cm`, or nothing for plain type.
    pub class: Option<&'static str>,
    /// Its text.
    pub text: &'a str,
}

/// Reads a file's lines, first to last.
#[derive(Debug, Default)]
pub(super) struct Highlighter {
    /// The quote of the string in three quotes that the last line left open.
    open: Option<&'static str>,
}

impl Highlighter {
    /// The pieces of the next line. Joined they are the line.
    pub fn line<'a>(&mut self, line: &'a str) -> Vec<Piece<'a>> {
        let mut pieces = Vec::new();
        let mut at = 0;
        if let Some(quote) = self.open {
            at = self.close(line, 0, quote);
            pieces.push(Piece { class: Some("st"), text: &line[..at] });
        }
        let mut plain = at;
        let mut before = None;
        while let Some(first) = line[at..].chars().next() {
            let (length, class) = self.piece(line, at, first, before);
            if class.is_some() {
                pieces.push(Piece { class: None, text: &line[plain..at] });
                pieces.push(Piece { class, text: &line[at..at + length] });
                plain = at + length;
            }
            before = line[at..at + length].chars().last();
            at += length;
        }
        pieces.push(Piece { class: None, text: &line[plain..] });
        pieces.retain(|piece| !piece.text.is_empty());
        pieces
    }

    /// Length in bytes and class of the piece that begins at `at` with the character `first`.
    fn piece(
        &mut self,
        line: &str,
        at: usize,
        first: char,
        before: Option<char>,
    ) -> (usize, Option<&'static str>) {
        let rest = &line[at..];
        if first == '#' {
            return (rest.len(), Some("cm"));
        }
        let word = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let prefix = &rest[..word];
        let is_prefix = word <= 2 && prefix.chars().all(|c| "bBfFrRuU".contains(c));
        if is_prefix && rest[word..].starts_with(['"', '\'']) {
            return (self.string(line, at + word) - at, Some("st"));
        }
        if word > 0 {
            let keyword = KEYWORDS.contains(&prefix) && before != Some('.');
            return (word, keyword.then_some("kw"));
        }
        (first.len_utf8(), None)
    }

    /// Where the string ends whose quote stands at `at`; at the end of the line when it is not closed there.
    fn string(&mut self, line: &str, at: usize) -> usize {
        for quote in ["\"\"\"", "'''"] {
            if line[at..].starts_with(quote) {
                return self.close(line, at + quote.len(), quote);
            }
        }
        let quote = line[at..].chars().next();
        let mut escaped = false;
        for (index, letter) in line[at..].char_indices().skip(1) {
            if escaped {
                escaped = false;
            } else if letter == '\\' {
                escaped = true;
            } else if Some(letter) == quote {
                return at + index + letter.len_utf8();
            }
        }
        line.len()
    }

    /// Where a string in three quotes ends, looked for from `from` on.
    fn close(&mut self, line: &str, from: usize, quote: &'static str) -> usize {
        match line[from..].find(quote) {
            Some(found) => {
                self.open = None;
                from + found + quote.len()
            }
            None => {
                self.open = Some(quote);
                line.len()
            }
        }
    }
}

/// A line as markup. With `breaks`, a line may be broken after an opening bracket.
pub(super) fn markup(pieces: &[Piece<'_>], breaks: bool) -> Html {
    html! { <>{ for pieces.iter().map(|piece| match piece.class {
        Some(class) => html! { <i {class}>{ piece.text }</i> },
        None if breaks => broken(piece.text),
        None => html! { { piece.text } },
    }) }</> }
}

/// A place to break after each opening bracket.
fn broken(text: &str) -> Html {
    let parts = text.split_inclusive('(');
    html! { <>{ for parts.map(|part| html! { <>{ part }if part.ends_with('(') { <wbr /> }</> }) }</> }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each line's pieces, the marked ones in brackets with their class.
    fn marked(source: &str) -> String {
        let mut highlighter = Highlighter::default();
        let lines = source.lines().map(|line| {
            let pieces = highlighter.line(line);
            assert_eq!(pieces.iter().map(|piece| piece.text).collect::<String>(), line);
            let shown = pieces.iter().map(|piece| match piece.class {
                Some(class) => format!("<{class} {}>", piece.text),
                None => piece.text.to_owned(),
            });
            shown.collect::<String>()
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn pieces_of_lines() {
        assert_eq!(marked("while True:  # on"), "<kw while> <kw True>:  <cm # on>");
        assert_eq!(marked(r"x = b'a\'#' + f(y)"), r"x = <st b'a\'#'> + f(y)");
        assert_eq!(marked("sub'a'"), "sub<st 'a'>");
        assert_eq!(marked("a.is(b) '\u{5b57}"), "a.is(b) <st '\u{5b57}>");
        assert_eq!(
            marked("x = rb\"\"\"a\nif # b\n\"\"\"; if"),
            "x = <st rb\"\"\"a>\n<st if # b>\n<st \"\"\">; <kw if>"
        );
        assert_eq!(marked("'''a''' 'b"), "<st '''a'''> <st 'b>");
    }
}
