//! The project's own rules, as far as a program can check them.
//!
//! Text rules look at source lines with comments removed; they are a net, not a proof. The arrows between crates are
//! read from cargo's own metadata.

mod arrows;
mod rules;
#[cfg(test)]
mod tests;

use crate::shell;
use std::path::{Path, PathBuf};

/// Checks the whole repository.
///
/// # Errors
/// How many rules are broken; each is printed as `file:line: what`.
pub fn check() -> Result<(), String> {
    let root = shell::root();
    let mut broken = arrows::check(&arrows::read()?);
    for file in files(&root) {
        let relative =
            file.strip_prefix(&root).expect("found below the root").to_string_lossy().replace('\\', "/");
        // What is not text (fonts, pictures) has no lines to look at.
        if let Ok(text) = std::fs::read_to_string(&file) {
            broken.extend(rules::check(&relative, &text));
        }
    }
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        if !root.join(licence).is_file() {
            broken.push(format!("{licence}: missing"));
        }
    }
    for line in &broken {
        eprintln!("{line}");
    }
    match broken.len() {
        0 => Ok(()),
        number => {
            Err(format!("{number} of the project's rules broken; repeat with: cargo xtask test --only tidy"))
        }
    }
}

/// Every file of the repository, in order of name, without what builds leave behind.
fn files(root: &Path) -> Vec<PathBuf> {
    const LEFT_OUT: &[&str] = &[".git", "target", "dist", "node_modules", ".tools"];
    let mut found = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let path = entry.path();
            let name = entry.file_name();
            if LEFT_OUT.iter().any(|left_out| name == *left_out) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if path.is_file() {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
