//! Breakpoints as they are kept between visits: each with the program it was set in. When that program reads otherwise now,
//! its lines are others, and the breakpoint goes.

use std::collections::BTreeSet;
use std::rc::Rc;

/// Files and lines, from 1.
pub type Places = BTreeSet<(Rc<str>, u32)>;

/// FNV-1a, 64 bits: enough to notice that a text is another.
fn digest(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// One line for each: file, line, digest of the program. `running` are the files and their texts.
pub fn keep(places: &Places, running: &[(Rc<str>, String)]) -> String {
    let text = |file: &str| running.iter().find(|(name, _)| **name == *file).map(|(_, text)| text);
    let line = |(file, line): &(Rc<str>, u32)| Some(format!("{file} {line} {:x}\n", digest(text(file)?)));
    places.iter().filter_map(line).collect()
}

/// Those that were kept, of the programs that still read as they did. What cannot be read is passed over.
pub fn restore(kept: &str, running: &[(Rc<str>, String)]) -> Places {
    let place = |line: &str| {
        let mut parts = line.split(' ');
        let (file, line, kept) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?);
        let (name, text) = running.iter().find(|(name, _)| **name == *file)?;
        let fits = u64::from_str_radix(kept, 16) == Ok(digest(text)) && line >= 1;
        (fits && line as usize <= text.lines().count()).then(|| (name.clone(), line))
    };
    kept.lines().filter_map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn running(client: &str) -> Vec<(Rc<str>, String)> {
        vec![("client.py".into(), client.to_owned()), ("server.py".into(), "a\nb\n".to_owned())]
    }

    #[test]
    fn they_come_back_with_the_same_program_and_go_with_another() {
        let places: Places =
            [("client.py".into(), 2), ("client.py".into(), 3), ("server.py".into(), 1)].into();
        let kept = keep(&places, &running("x\ny\nz\n"));
        assert_eq!(restore(&kept, &running("x\ny\nz\n")), places);
        let server: Places = [("server.py".into(), 1)].into();
        assert_eq!(restore(&kept, &running("x\ny\nz # another\n")), server);
        assert_eq!(restore(&kept, &[]), Places::new());
    }

    #[test]
    fn what_was_never_written_is_passed_over() {
        for kept in ["", "client.py", "client.py two 1", "client.py 9999999999 0", "client.py 0 0", "\n \n"] {
            assert_eq!(restore(kept, &running("x\n")), Places::new(), "{kept:?}");
        }
    }
}
