//! Debian packages that the tests use.

use crate::shell;

/// A package and what shows that it is there.
pub struct Package {
    /// Debian's name.
    pub name: &'static str,
    /// Programs any of which will do; empty where only dpkg can tell.
    pub programs: &'static [&'static str],
    /// What cannot be tested without it.
    pub used_for: &'static str,
}

/// Everything the tests take from Debian.
pub const PACKAGES: &[Package] = &[
    Package { name: "chromium", programs: &["chromium", "google-chrome"], used_for: "browser tests" },
    Package { name: "chromium-driver", programs: &["chromedriver"], used_for: "browser tests" },
    Package { name: "fonts-noto-cjk", programs: &[], used_for: "Chinese text in browser tests" },
    Package { name: "tshark", programs: &["tshark"], used_for: "tests of captures" },
    Package { name: "tcpdump", programs: &["tcpdump"], used_for: "tests of captures" },
    Package { name: "python3", programs: &["python3"], used_for: "comparisons with CPython" },
    Package { name: "strace", programs: &["strace"], used_for: "comparisons with this machine's kernel" },
    Package { name: "curl", programs: &["curl"], used_for: "exchanges with this machine's kernel" },
    Package { name: "netcat-openbsd", programs: &["nc"], used_for: "exchanges with this machine's kernel" },
    Package { name: "iproute2", programs: &["ip"], used_for: "comparisons with this machine's kernel" },
];

fn is_there(package: &Package) -> bool {
    let on_path = |program: &&str| {
        let system = std::path::Path::new("/usr/sbin").join(program);
        shell::which(program).is_some() || system.is_file()
    };
    if !package.programs.is_empty() {
        return package.programs.iter().any(on_path);
    }
    shell::output_of("dpkg-query", &["-W", "-f=${Status}", package.name])
        .is_some_and(|status| status.ends_with("installed") && !status.contains("not-installed"))
}

/// Installs what is missing; a package that cannot be installed is said so with the command that would.
///
/// # Errors
/// One sentence that names what is still missing and the command to install it.
pub fn install_missing() -> Result<(), String> {
    let missing: Vec<&Package> = PACKAGES.iter().filter(|package| !is_there(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
    let by_hand = format!("apt-get install --no-install-recommends {}", names.join(" "));
    for package in &missing {
        shell::say(&format!("missing: {} ({})", package.name, package.used_for));
    }
    if shell::which("apt-get").is_none() {
        return Err(format!("not a Debian system; install the like of: {by_hand}"));
    }
    if shell::output_of("id", &["-u"]).as_deref() != Some("0") {
        return Err(format!("only root may install Debian packages: sudo {by_hand}"));
    }
    shell::say(&by_hand);
    let apt = |arguments: &[&str]| {
        let mut command = shell::command("apt-get", &["-q", "-y"]);
        shell::run(command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    // Old lists may name versions that are gone; a failure here shows in the next step.
    let _ = apt(&["update"]);
    let mut install = vec!["install", "--no-install-recommends"];
    install.extend(&names);
    apt(&install).map_err(|why| format!("{why}; by hand: {by_hand}"))
}
