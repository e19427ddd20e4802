//! Which crate may depend on which.

use crate::shell;
use serde_json::Value;

/// A crate and the crates of this workspace that it may use in what it ships. (Tests may use more.)
///
/// The terminal program and the packet scripts may use what they need, but not the page.
const ARROWS: &[(&str, &[&str])] = &[
    ("netlab-abi", &[]),
    ("netlab-wire", &[]),
    ("netlab-kernel", &["netlab-abi", "netlab-wire"]),
    ("netlab-world", &["netlab-abi", "netlab-wire", "netlab-kernel"]),
    ("netlab-python", &["netlab-abi"]),
    ("netlab-lab", &["netlab-abi", "netlab-wire", "netlab-kernel", "netlab-world", "netlab-python"]),
    // Its sentences match every kind of record, whichever crate defines it.
    ("netlab-text", &["netlab-abi", "netlab-wire", "netlab-kernel", "netlab-world", "netlab-lab"]),
    // Python for its compiler, which is a module of its own.
    ("netlab", &["netlab-lab", "netlab-text", "netlab-python"]),
    ("netlab-packetscript", &["netlab-abi", "netlab-wire", "netlab-kernel", "netlab-world", "netlab-lab"]),
    (
        "netlab-cli",
        &[
            "netlab-abi",
            "netlab-wire",
            "netlab-kernel",
            "netlab-world",
            "netlab-python",
            "netlab-lab",
            "netlab-text",
            "netlab-packetscript",
        ],
    ),
    ("xtask", &[]),
];

/// One dependency of a crate of this workspace on another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrow {
    /// The crate that depends.
    pub from: String,
    /// The crate that is depended on.
    pub to: String,
    /// True for what only tests use.
    pub dev: bool,
}

/// Reads the arrows from `cargo metadata`; a crate without any is an arrow to itself.
///
/// # Errors
/// A sentence if cargo's metadata cannot be had.
pub fn read() -> Result<Vec<Arrow>, String> {
    let output = shell::cargo(&["metadata", "--no-deps", "--format-version", "1"])
        .output()
        .map_err(|error| format!("cargo metadata: {error}"))?;
    let metadata: Value =
        serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata: {error}"))?;
    let packages = metadata["packages"].as_array().ok_or("cargo metadata lists no packages")?;
    let mut arrows = Vec::new();
    for package in packages {
        let from = package["name"].as_str().unwrap_or_default().to_string();
        arrows.push(Arrow { from: from.clone(), to: from.clone(), dev: false });
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            if dependency["path"].is_string() {
                let to = dependency["name"].as_str().unwrap_or_default().to_string();
                arrows.push(Arrow { from: from.clone(), to, dev: dependency["kind"] == "dev" });
            }
        }
    }
    Ok(arrows)
}

/// What is wrong with these arrows.
pub fn check(arrows: &[Arrow]) -> Vec<String> {
    let mut broken = Vec::new();
    for arrow in arrows {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == arrow.from) else {
            broken.push(format!("{}: a crate that the list of arrows does not know", arrow.from));
            continue;
        };
        if !arrow.dev && arrow.to != arrow.from && !allowed.contains(&arrow.to.as_str()) {
            broken.push(format!("{} must not depend on {}", arrow.from, arrow.to));
        }
    }
    broken
}
