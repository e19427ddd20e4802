//! Which words of `ss` have changed with the last step.

use netlab_lab::view::SsLine;

/// Byte ranges of a text's words.
fn words(text: &str) -> Vec<(usize, &str)> {
    let start = text.as_ptr() as usize;
    text.split_whitespace().map(|word| (word.as_ptr() as usize - start, word)).collect()
}

/// A word's name: what stands before its value (`cwnd:10`); a word without one is known by its place.
fn name(word: &str) -> Option<&str> {
    word.split_once([':', '(']).map(|(name, _)| name).filter(|name| !name.is_empty() && !name.contains('.'))
}

/// The two ends of a line's connection: what tells one socket from another.
fn ends(line: &SsLine) -> Vec<&str> {
    words(&line.text).into_iter().skip(3).take(2).map(|(_, word)| word).collect()
}

/// Marks what differs from the lines before. A socket that was not there before is not marked.
pub fn mark(before: &[SsLine], now: &mut [SsLine]) {
    for line in now {
        let known = before.iter().find(|old| old.host == line.host && ends(old) == ends(line));
        let Some(old) = known else { continue };
        let old_words = words(&old.text);
        let same = |index: usize, word: &str| match name(word) {
            Some(wanted) => old_words.iter().any(|(_, old)| name(old) == Some(wanted) && *old == word),
            None => {
                old_words.get(index).is_some_and(|(_, old)| *old == word)
                    || old_words.iter().any(|(_, old)| index > 4 && *old == word)
            }
        };
        let changed =
            words(&line.text).into_iter().enumerate().filter(|(index, (_, word))| !same(*index, word));
        let ranges = changed.map(|(_, (from, word))| (from as u32, (from + word.len()) as u32));
        line.changed = ranges.collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> SsLine {
        SsLine { host: "client".into(), text: text.into(), changed: Vec::new() }
    }

    fn marked(old: &str, new: &str) -> Vec<String> {
        let mut now = [line(new)];
        mark(&[line(old)], &mut now);
        now[0].changed.iter().map(|&(from, to)| new[from as usize..to as usize].to_owned()).collect()
    }

    #[test]
    fn values_that_differ_are_marked_and_words_that_moved_are_not() {
        let old = "ESTAB 0 0 10.0.1.2:33660 10.0.3.2:8080 skmem:(r0,w0) ts sack cwnd:10 rto:364";
        let new = "ESTAB 0 5 10.0.1.2:33660 10.0.3.2:8080 timer:(on,364ms,0) skmem:(r0,w837) ts sack cwnd:10 rto:364";
        assert_eq!(marked(old, new), ["5", "timer:(on,364ms,0)", "skmem:(r0,w837)"]);
        assert!(marked(new, new).is_empty());
    }

    #[test]
    fn another_socket_is_not_marked() {
        assert!(
            marked("ESTAB 0 0 10.0.1.2:1 10.0.3.2:8080", "ESTAB 0 5 10.0.1.2:2 10.0.3.2:8080").is_empty()
        );
    }
}
