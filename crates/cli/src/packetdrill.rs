//! `netlab packetdrill FILE...`: packet scripts against the lab's kernel.

use crate::error::Failure;
use netlab_packetscript::{Outcome, run_with};
use netlab_wire::Duration;
use std::fs;
use std::path::{Path, PathBuf};

/// How many scripts ended how.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// Everything happened as the script says.
    pub passed: usize,
    /// The kernel did something else.
    pub failed: usize,
    /// Not a script, or it needs what the lab does not model.
    pub refused: usize,
}

/// Runs scripts, and every script below folders, in order of name; tells `print` how each one ended, a line each. Times may be
/// missed by `tolerance`.
///
/// # Errors
/// A file that cannot be read.
pub fn run_all(
    paths: &[PathBuf],
    tolerance: Duration,
    mut print: impl FnMut(&str),
) -> Result<Count, Failure> {
    let mut count = Count::default();
    for path in paths {
        for script in scripts(path)? {
            let text = fs::read_to_string(&script).map_err(|error| unreadable(&script, &error))?;
            let outcome = run_with(&text, tolerance);
            match outcome {
                Outcome::Passed { .. } => count.passed += 1,
                Outcome::Failed { .. } => count.failed += 1,
                Outcome::Refused { .. } | Outcome::Malformed(_) => count.refused += 1,
            }
            print(&format!("{}: {outcome}", script.display()));
        }
    }
    Ok(count)
}

/// The file itself, or the scripts below a folder.
fn scripts(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(path).map_err(|error| unreadable(path, &error))? {
        let path = entry.map_err(|error| unreadable(path, &error))?.path();
        if path.is_dir() {
            found.extend(scripts(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "pkt") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("{} cannot be read: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_folders_are_counted_by_their_end() {
        let folder = std::env::temp_dir().join(format!("netlab-packetdrill-{}", std::process::id()));
        fs::create_dir_all(folder.join("inner")).unwrap();
        fs::write(folder.join("a.pkt"), "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3").unwrap();
        fs::write(folder.join("inner/b.pkt"), "0 close(9) = 0").unwrap();
        fs::write(folder.join("c.pkt"), "0 wobble").unwrap();
        fs::write(folder.join("note.txt"), "no script").unwrap();
        let mut lines = Vec::new();
        let count = run_all(std::slice::from_ref(&folder), netlab_packetscript::TOLERANCE, |line| {
            lines.push(line.to_owned())
        })
        .unwrap();
        assert_eq!(count, Count { passed: 1, failed: 1, refused: 1 });
        assert!(lines[0].ends_with("a.pkt: passed"), "{lines:?}");
        assert!(run_all(&[folder.join("missing.pkt")], Duration::ZERO, |_| ()).is_err());
        fs::remove_dir_all(folder).unwrap();
    }
}
