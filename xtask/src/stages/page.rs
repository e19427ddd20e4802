//! Stages that need the built page.

use crate::count::{self, Count};
use crate::shell::{self, say};
use crate::tools;
use std::path::PathBuf;

/// Where trunk puts the page.
pub fn dist() -> PathBuf {
    shell::root().join("dist")
}

/// Builds the page as it is published.
pub fn build(_: &mut Count) -> Result<(), String> {
    let tools = tools::page(true)?;
    shell::run(&mut tools::trunk(&tools, &["build", "--release"]))
        .map_err(|why| format!("{why}; what trunk says stands above"))
}

/// Chromium walks the built page.
pub fn browser(count: &mut Count) -> Result<(), String> {
    if !dist().join("index.html").is_file() {
        return Err("there is no dist/index.html to test: cargo xtask test --only build".to_string());
    }
    let folder = shell::root().join("tests/browser");
    install_packages()?;
    let report = shell::target().join("browser-tests.tap");
    let destination = format!("--test-reporter-destination={}", report.display());
    let mut node = shell::command("node", &["--test", "--test-concurrency=1", "--test-timeout=600000"]);
    node.current_dir(&folder).args(["--test-reporter=spec", "--test-reporter-destination=stdout"]);
    node.args(["--test-reporter=tap", &destination]).env("NETLAB_DIST", dist()).env("CHROMIUM", chromium()?);
    node.env("NETLAB_DIGESTS", digests()?);
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .map_err(|error| format!("cannot read {}: {error}", folder.display()))?
        .flatten()
        .map(|entry| entry.file_name())
        .filter(|name| name.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    files.sort();
    let outcome = shell::run(&mut shell::limited(node.args(files), 20));
    let text = std::fs::read_to_string(&report).unwrap_or_default();
    *count = count::tap(&text);
    if outcome.is_ok() && count.passed == 0 {
        return Err("no browser test ran".to_string());
    }
    outcome
}

/// Digests of the labs' records from the terminal's program, built natively: `NAME=DIGEST RECORDS`, one a line.
fn digests() -> Result<String, String> {
    let mut lines = String::new();
    for lab in super::LABS {
        let mut cargo = shell::cargo(&["run", "--quiet", "--package", "netlab-cli", "--", "hash", lab]);
        lines.push_str(&format!("{lab}={}", shell::printed(&mut cargo)?));
    }
    Ok(lines)
}

/// The npm packages of the browser tests, exactly as locked.
pub fn install_packages() -> Result<(), String> {
    let folder = shell::root().join("tests/browser");
    if shell::which("node").is_none() || shell::which("npm").is_none() {
        return Err("browser tests need node (20 or later) and npm: apt-get install nodejs npm".to_string());
    }
    let locked = std::fs::read(folder.join("package-lock.json")).unwrap_or_default();
    let mark = folder.join("node_modules/.netlab-lock");
    if std::fs::read(&mark).is_ok_and(|installed| installed == locked) {
        return Ok(());
    }
    say("npm ci in tests/browser");
    shell::run(shell::command("npm", &["ci", "--no-audit", "--no-fund"]).current_dir(&folder))
        .map_err(|why| format!("{why}; by hand: cd tests/browser && npm ci"))?;
    std::fs::write(&mark, locked).map_err(|error| format!("cannot write {}: {error}", mark.display()))
}

/// The system's Chromium.
pub fn chromium() -> Result<PathBuf, String> {
    if let Some(program) = std::env::var_os("CHROMIUM") {
        return Ok(PathBuf::from(program));
    }
    ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .find_map(|name| shell::which(name))
        .ok_or_else(|| "no Chromium: apt-get install chromium, or name one in CHROMIUM".to_string())
}
