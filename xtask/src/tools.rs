//! The programs that build the page: found on `PATH` in the right version, or installed into a folder of the
//! project's own, so that nothing of the user's is replaced.

use crate::shell::{self, say};
use std::path::{Path, PathBuf};

/// trunk's version; later ones ask for a newer Rust than ours.
pub const TRUNK: &str = "0.21.14";
/// binaryen's version, which carries `wasm-opt`; `Trunk.toml` names the same.
pub const BINARYEN: &str = "132";
/// The Rust target of the page.
pub const BROWSER: &str = "wasm32-unknown-unknown";
/// The Rust target of the terminal's program as wasm, for Node.
pub const WASI: &str = "wasm32-wasip1";

/// Where tools are kept between builds and clones: `NETLAB_TOOLS`, or `netlab-tools` in the user's cache folder, or
/// `target/tools`.
pub fn folder() -> PathBuf {
    if let Some(folder) = std::env::var_os("NETLAB_TOOLS") {
        return PathBuf::from(folder);
    }
    let cache = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache")));
    cache.map_or_else(|| shell::root().join("target/tools"), |cache| cache.join("netlab-tools"))
}

/// The tools that build the page, and where they are.
#[derive(Debug, Clone, Default)]
pub struct Tools {
    folders: Vec<PathBuf>,
    /// True if a `wasm-opt` of the right version is there.
    pub wasm_opt: bool,
}

impl Tools {
    /// `PATH` with the tools' folders in front.
    pub fn path(&self) -> std::ffi::OsString {
        let old = std::env::var_os("PATH").unwrap_or_default();
        let all = self.folders.iter().cloned().chain(std::env::split_paths(&old));
        std::env::join_paths(all).unwrap_or(old)
    }
}

/// A trunk command that finds these tools.
pub fn trunk(tools: &Tools, arguments: &[&str]) -> std::process::Command {
    let mut command = shell::command("trunk", arguments);
    // trunk takes NO_COLOR for a boolean of its own and refuses the usual value 1.
    command.env("PATH", tools.path()).env_remove("NO_COLOR");
    if tools.wasm_opt {
        // Everything is at hand, so nothing may be fetched.
        command.args(["--offline"]);
    }
    command
}

/// Adds one of rustup's wasm targets if it is missing.
///
/// # Errors
/// One sentence with the command that would help.
pub fn wasm_target(target: &str) -> Result<(), String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let library = shell::output_of(rustc, &["--print", "target-libdir", "--target", target]);
    let there = library.is_some_and(|folder| {
        std::fs::read_dir(folder).is_ok_and(|entries| {
            entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libcore-"))
        })
    });
    if there {
        return Ok(());
    }
    say(&format!("adding the Rust target {target}"));
    shell::run(&mut shell::command("rustup", &["target", "add", target]))
        .map_err(|why| format!("{why}; this Rust target is needed: rustup target add {target}"))
}

/// Finds or installs everything that builds the page.
///
/// # Errors
/// One sentence with the command that would help. A missing `wasm-opt` is no error unless `must_optimise`.
pub fn page(must_optimise: bool) -> Result<Tools, String> {
    wasm_target(BROWSER)?;
    let mut tools = Tools::default();
    let bindgen = locked_version("wasm-bindgen")?;
    cargo_tool(&mut tools, "trunk", "trunk", TRUNK, &["--locked"])?;
    // Its own lock file could not be resolved, so without --locked.
    cargo_tool(&mut tools, "wasm-bindgen-cli", "wasm-bindgen", &bindgen, &[])?;
    match wasm_opt(&mut tools) {
        Ok(()) => tools.wasm_opt = true,
        Err(why) if must_optimise => return Err(why),
        Err(why) => say(&format!("no wasm-opt ({why}); only a release build needs it")),
    }
    Ok(tools)
}

/// The version of a package in `Cargo.lock`.
///
/// # Errors
/// A sentence if the lock file cannot be read or does not name the package.
pub fn locked_version(package: &str) -> Result<String, String> {
    let lock = std::fs::read_to_string(shell::root().join("Cargo.lock"))
        .map_err(|error| format!("cannot read Cargo.lock ({error}): cargo generate-lockfile"))?;
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines
        .nth(1)
        .and_then(|line| line.strip_prefix("version = \""))
        .and_then(|version| version.strip_suffix('"'))
        .map(str::to_string)
        .ok_or_else(|| format!("Cargo.lock names no {package}"))
}

fn has_version(program: &Path, version: &str) -> bool {
    shell::output_of(program, &["--version"]).is_some_and(|text| {
        text.split([' ', '\n', '(', ')']).any(|word| word.trim_start_matches('v') == version)
    })
}

fn cargo_tool(
    tools: &mut Tools,
    package: &str,
    program: &str,
    version: &str,
    flags: &[&str],
) -> Result<(), String> {
    if shell::which(program).is_some_and(|file| has_version(&file, version)) {
        return Ok(());
    }
    let home = folder().join(format!("{package}-{version}"));
    let file = home.join("bin").join(program);
    if !has_version(&file, version) {
        say(&format!("installing {package} {version} into {} (some minutes, once)", home.display()));
        let home_text = home.to_string_lossy();
        let mut arguments = vec!["install", package, "--version", version, "--root", &home_text];
        arguments.extend(flags);
        shell::run(shell::cargo(&arguments).current_dir(std::env::temp_dir())).map_err(|why| {
            format!("{why}; by hand: cargo install {package} --version {version} {}", flags.join(" "))
        })?;
    }
    tools.folders.push(home.join("bin"));
    Ok(())
}

fn wasm_opt(tools: &mut Tools) -> Result<(), String> {
    if shell::which("wasm-opt").is_some_and(|file| has_version(&file, BINARYEN)) {
        return Ok(());
    }
    let home = folder().join(format!("binaryen-{BINARYEN}"));
    let bin = home.join("node_modules/.bin");
    if !has_version(&bin.join("wasm-opt"), BINARYEN) {
        let by_hand = format!("npm install --global binaryen@{BINARYEN}");
        if shell::which("npm").is_none() {
            return Err(format!(
                "wasm-opt {BINARYEN} is missing and there is no npm to fetch it; with npm: {by_hand}"
            ));
        }
        say(&format!("installing binaryen {BINARYEN} (wasm-opt) into {}", home.display()));
        std::fs::create_dir_all(&home).map_err(|error| format!("cannot make {}: {error}", home.display()))?;
        let package = format!("binaryen@{BINARYEN}");
        let home_text = home.to_string_lossy();
        let arguments = ["install", "--no-audit", "--no-fund", "--prefix", &home_text, &package];
        shell::run(&mut shell::command("npm", &arguments))
            .map_err(|why| format!("{why}; by hand: {by_hand}"))?;
    }
    tools.folders.push(bin);
    Ok(())
}
