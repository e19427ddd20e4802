//! Makes a program smaller while it keeps a property.

/// A small program for which `holds` is still true; asks at most `most` times.
pub fn shrink(source: &str, most: usize, holds: &mut dyn FnMut(&str) -> bool) -> String {
    let mut lines: Vec<String> = source.lines().map(str::to_owned).collect();
    let mut left = most;
    loop {
        let before = lines.clone();
        chunks(&mut lines, &mut left, holds);
        blocks(&mut lines, &mut left, holds);
        pieces(&mut lines, &mut left, holds);
        if lines == before || left == 0 {
            return joined(&lines);
        }
    }
}

fn joined(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn keeps(candidate: &[String], left: &mut usize, holds: &mut dyn FnMut(&str) -> bool) -> bool {
    if *left == 0 {
        return false;
    }
    *left -= 1;
    holds(&joined(candidate))
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Where the block that the line at `start` opens has ended.
fn block_end(lines: &[String], start: usize) -> usize {
    let depth = indent(&lines[start]);
    let inside = |line: &String| line.trim().is_empty() || indent(line) > depth;
    start + 1 + lines[start + 1..].iter().take_while(|line| inside(line)).count()
}

/// Where the statement that begins at `start` has ended, with its `except`, `else` and the like.
fn statement_end(lines: &[String], start: usize) -> usize {
    let mut end = block_end(lines, start);
    let goes_on = |line: &String| {
        let words = ["except", "finally", "else", "elif"];
        indent(line) == indent(&lines[start]) && words.iter().any(|word| line.trim_start().starts_with(word))
    };
    while lines.get(end).is_some_and(goes_on) {
        end = block_end(lines, end);
    }
    end
}

/// Leaves out long runs of lines.
fn chunks(lines: &mut Vec<String>, left: &mut usize, holds: &mut dyn FnMut(&str) -> bool) {
    let mut size = lines.len() / 2;
    while size > 0 {
        let mut at = 0;
        while at < lines.len() {
            let end = (at + size).min(lines.len());
            let mut candidate = lines.clone();
            candidate.drain(at..end);
            if keeps(&candidate, left, holds) {
                *lines = candidate;
            } else {
                at += size;
            }
        }
        size /= 2;
    }
}

/// Leaves out blocks, or their heads.
fn blocks(lines: &mut Vec<String>, left: &mut usize, holds: &mut dyn FnMut(&str) -> bool) {
    let mut at = 0;
    while at < lines.len() {
        let end = statement_end(lines, at);
        let mut without = lines.clone();
        without.drain(at..end);
        if keeps(&without, left, holds) {
            *lines = without;
            continue;
        }
        let end = block_end(lines, at);
        let mut without = lines.clone();
        without.drain(at..end);
        if keeps(&without, left, holds) {
            *lines = without;
            continue;
        }
        if end > at + 1 {
            let shift = indent(&lines[at + 1]).saturating_sub(indent(&lines[at]));
            let mut inlined = lines.clone();
            for line in &mut inlined[at + 1..end] {
                *line = line.get(shift..).unwrap_or_default().to_owned();
            }
            inlined.remove(at);
            if keeps(&inlined, left, holds) {
                *lines = inlined;
                continue;
            }
        }
        at += 1;
    }
}

/// Replaces bracketed expressions by what is in them or by nothing, and operands by others.
fn pieces(lines: &mut [String], left: &mut usize, holds: &mut dyn FnMut(&str) -> bool) {
    for at in 0..lines.len() {
        let mut open = 0;
        while let Some(found) = lines[at][open..].find(['(', '[', '{']) {
            let start = open + found;
            open = start + 1;
            let Some(end) = closing(&lines[at], start) else { continue };
            let inner = lines[at][start + 1..end].to_owned();
            let mut candidates = vec!["1".to_owned(), "()".to_owned(), inner.clone()];
            for (place, _) in inner.match_indices([' ', ',']) {
                candidates.push(inner[..place].to_owned());
                candidates.push(inner[place + 1..].to_owned());
            }
            for candidate in candidates {
                let (head, tail) = (lines[at][..start].to_owned(), lines[at][end + 1..].to_owned());
                let mut done = false;
                let called =
                    head.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ')' || c == ']');
                let brackets = (&lines[at][start..=start].to_owned(), &lines[at][end..=end].to_owned());
                for (left_bracket, right_bracket) in [("", ""), (brackets.0.as_str(), brackets.1.as_str())] {
                    let changed = format!("{head}{left_bracket}{candidate}{right_bracket}{tail}");
                    if changed.len() >= lines[at].len() || called && left_bracket.is_empty() {
                        continue;
                    }
                    let former = std::mem::replace(&mut lines[at], changed);
                    if keeps(lines, left, holds) {
                        done = true;
                        break;
                    }
                    lines[at] = former;
                }
                if done {
                    open = start;
                    break;
                }
            }
        }
    }
}

/// Where the bracket at `start` closes.
fn closing(line: &str, start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in line.bytes().enumerate().skip(start) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}
