//! `cargo xtask bless` and `cargo xtask soak`: the same tests, run otherwise.

use crate::shell::{self, say};

/// Rewrites the expected texts of golden tests (`expect-test`) with what the tests print now.
///
/// # Errors
/// A sentence if tests fail for another reason than an expected text.
pub fn bless(arguments: &[String]) -> Result<(), String> {
    let mut cargo = shell::cargo(&["test", "--quiet", "--no-fail-fast"]);
    if arguments.is_empty() {
        cargo.arg("--workspace");
    }
    shell::run(cargo.args(arguments).env("UPDATE_EXPECT", "1"))?;
    say("expected texts are as the tests print them now; what changed:");
    shell::run(&mut shell::command("git", &["diff", "--stat"]))
}

/// Runs the long campaigns: tests marked `#[ignore = "soak: ..."]` whose name holds `soak`.
///
/// Each reads its own settings from the environment (`NETLAB_SOAK_SEED`, `NETLAB_SOAK_RUNS`) and prints, when it
/// fails, the seed that repeats it.
///
/// # Errors
/// A sentence if a campaign fails.
pub fn soak(arguments: &[String]) -> Result<(), String> {
    let name = arguments.first().map_or("soak", String::as_str);
    let arguments = [
        "test",
        "--profile",
        "soak",
        "--workspace",
        "--no-fail-fast",
        "--",
        "--ignored",
        "--nocapture",
        name,
    ];
    shell::run(&mut shell::cargo(&arguments))
}
