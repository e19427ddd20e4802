//! The terminal's program as wasm, run by Node: the model on another machine, without a browser.

use crate::shell;
use crate::tools;
use std::path::PathBuf;
use std::process::Command;

/// Builds `netlab` for WASI and gives the command that runs it with these arguments.
///
/// # Errors
/// A sentence if it cannot be built, or there is no Node.
pub fn netlab(arguments: &[&str], release: bool) -> Result<Command, String> {
    tools::wasm_target(tools::WASI)?;
    if shell::which("node").is_none() {
        return Err("node (20 or later) runs the wasm program: apt-get install nodejs".to_string());
    }
    let target = format!("--target={}", tools::WASI);
    let mut cargo =
        shell::cargo(&["build", "--quiet", "--package", "netlab-cli", "--bin", "netlab", &target]);
    if release {
        cargo.arg("--release");
    }
    shell::run(&mut cargo)?;
    let profile = if release { "release" } else { "debug" };
    let file: PathBuf = shell::target().join(tools::WASI).join(profile).join("netlab.wasm");
    let mut node = shell::command("node", &["--no-warnings", "xtask/wasi.mjs"]);
    node.arg(file).args(arguments);
    Ok(node)
}
