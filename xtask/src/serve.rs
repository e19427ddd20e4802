//! `cargo xtask serve`: makes the tools ready, then serves the page and rebuilds it when a source changes.

#[cfg(not(unix))]
use crate::shell;
use crate::shell::say;
use crate::tools;
use std::net::TcpListener;

const FIRST_PORT: u16 = 8080;

/// Sets up what is missing and runs `trunk serve`; arguments go on to trunk.
///
/// # Errors
/// One sentence with the command that would help.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let release = arguments.iter().any(|argument| argument == "--release");
    let tools = tools::page(release)?;
    let mut command = tools::trunk(&tools, &["serve"]);
    let chosen = |short: &str, long: &str| {
        arguments.iter().any(|argument| argument == short || argument.split('=').next() == Some(long))
    };
    if !chosen("-p", "--port") && !chosen("-a", "--address") {
        let port = free_port()?;
        command.args(["--address", "127.0.0.1", "--port", &port.to_string()]);
        say("building the page: some minutes the first time, seconds later");
        say(&format!("it will be at http://127.0.0.1:{port}/ (stop with Ctrl-C)"));
    }
    become_trunk(command.args(arguments))
}

/// trunk takes this process's place, so that whatever stops the one stops the other.
#[cfg(unix)]
fn become_trunk(trunk: &mut std::process::Command) -> Result<(), String> {
    let error = std::os::unix::process::CommandExt::exec(trunk);
    Err(format!("could not start trunk: {error}"))
}

#[cfg(not(unix))]
fn become_trunk(trunk: &mut std::process::Command) -> Result<(), String> {
    shell::run(trunk).map_err(|why| format!("{why}; what trunk says stands above"))
}

fn free_port() -> Result<u16, String> {
    (FIRST_PORT..FIRST_PORT + 20).find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok()).ok_or_else(
        || "ports 8080 to 8099 are all in use; name another: cargo xtask serve --port PORT".to_string(),
    )
}
