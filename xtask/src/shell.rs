//! Running other programs, and finding them.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The folder that holds the workspace's `Cargo.toml`.
pub fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    // Cargo sets the variable again at run time; it is right even where the built program was moved with its folder.
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map_or(manifest.to_path_buf(), PathBuf::from);
    manifest.parent().expect("xtask lies inside the workspace").to_path_buf()
}

/// Cargo's folder for what it builds.
pub fn target() -> PathBuf {
    let folder = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    // Whoever asks wants to read or write there; what fails then says so.
    let _ = std::fs::create_dir_all(&folder);
    folder
}

/// Prints one line of progress.
pub fn say(line: &str) {
    println!("xtask: {line}");
}

/// The first file called `name` in the folders of `PATH`.
pub fn which(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// What `program arguments` prints on standard output, trimmed; `None` if it cannot run or fails.
pub fn output_of(program: impl AsRef<std::ffi::OsStr>, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_string())
}

/// A command that runs in the workspace's folder without standard input.
pub fn command(program: impl AsRef<std::ffi::OsStr>, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root()).stdin(Stdio::null());
    command
}

/// Cargo, the one that runs this program.
pub fn cargo(arguments: &[&str]) -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")), arguments)
}

/// The same command, ended with all its children after so many minutes when nobody watches (`CI` is set).
///
/// A test that hangs then fails its stage, and the stages after it still run.
pub fn limited(command: &Command, minutes: u32) -> Command {
    let mut limited = match which("timeout").filter(|_| std::env::var_os("CI").is_some()) {
        Some(timeout) => {
            let mut limited = Command::new(timeout);
            limited.args(["--kill-after=10", &format!("{minutes}m")]).arg(command.get_program());
            limited
        }
        None => Command::new(command.get_program()),
    };
    limited.args(command.get_args()).stdin(Stdio::null());
    if let Some(folder) = command.get_current_dir() {
        limited.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => limited.env(name, value),
            None => limited.env_remove(name),
        };
    }
    limited
}

/// Runs to the end, output straight to the terminal.
///
/// # Errors
/// One sentence with the command line, to be repeated by hand.
pub fn run(command: &mut Command) -> Result<(), String> {
    let line = line_of(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("failed ({status}): {line}")),
        Err(error) => Err(format!("could not start ({error}): {line}")),
    }
}

/// Runs to the end and gives each line of standard output to `each`; standard error goes to the terminal.
///
/// # Errors
/// One sentence with the command line, to be repeated by hand.
pub fn run_lines(command: &mut Command, mut each: impl FnMut(&str)) -> Result<(), String> {
    let line = line_of(command);
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("could not start ({error}): {line}"))?;
    let output = child.stdout.take().expect("standard output is a pipe");
    for bytes in BufReader::new(output).split(b'\n') {
        let bytes = bytes.map_err(|error| format!("could not read the output ({error}): {line}"))?;
        each(&String::from_utf8_lossy(&bytes));
    }
    let status = child.wait().map_err(|error| format!("could not wait ({error}): {line}"))?;
    if status.success() { Ok(()) } else { Err(format!("failed ({status}): {line}")) }
}

/// What a command prints on standard output.
///
/// # Errors
/// As [`run_lines`].
pub fn printed(command: &mut Command) -> Result<String, String> {
    let mut text = String::new();
    run_lines(command, |line| {
        text.push_str(line);
        text.push('\n');
    })?;
    Ok(text)
}

fn line_of(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let mut line = name.to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}
