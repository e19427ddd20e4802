//! CPython 3.11 of this machine, as one process that runs many programs.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// What CPython made of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It ran: standard output, and the traceback if it ended with one.
    Ran(String),
    /// It is no program.
    Refused(String),
    /// It ran for too long.
    Late,
}

/// A running CPython.
pub struct Python {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Python {
    /// Starts one; the reason if there is no CPython 3.11.
    pub fn start() -> Result<Python, String> {
        let named = std::env::var("NETLAB_PYTHON").ok();
        let names = named.iter().map(String::as_str).chain(["python3.11", "python3"]);
        let mut seen = Vec::new();
        for name in names {
            let version = "import sys; print(sys.implementation.name, *sys.version_info[:2])";
            let Ok(output) = Command::new(name).args(["-I", "-S", "-c", version]).output() else { continue };
            let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            if version == "cpython 3 11" {
                return Python::spawn(name).map_err(|error| format!("{name} cannot be started: {error}"));
            }
            seen.push(format!("{name} is {version:?}"));
        }
        Err(format!("no CPython 3.11 ({}); name one in NETLAB_PYTHON", seen.join(", ")))
    }

    fn spawn(name: &str) -> std::io::Result<Python> {
        let mut child = Command::new(name)
            .args(["-I", "-S", "-W", "ignore", "-c", include_str!("driver.py")])
            .env("PYTHONHASHSEED", "0")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take().expect("it is piped");
        let output = BufReader::new(child.stdout.take().expect("it is piped"));
        Ok(Python { child, input, output })
    }

    /// Runs a program.
    ///
    /// # Panics
    /// When the process has ended.
    pub fn run(&mut self, source: &str) -> Answer {
        write!(self.input, "{}\n{source}", source.len()).expect("CPython reads");
        self.input.flush().expect("CPython reads");
        let mut head = String::new();
        self.output.read_line(&mut head).expect("CPython answers");
        let (kind, length) = head.trim().split_once(' ').unwrap_or_else(|| {
            panic!("CPython ended ({:?}) while it ran\n{source}", self.child.try_wait());
        });
        let mut text = vec![0; length.parse().expect("a length")];
        self.output.read_exact(&mut text).expect("CPython answers");
        let text = String::from_utf8_lossy(&text).into_owned();
        match kind {
            "ran" => Answer::Ran(text),
            "refused" => Answer::Refused(text),
            "late" => Answer::Late,
            other => panic!("CPython answers {other}"),
        }
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        // Told to end, it removes its files; nothing is to be done if it was already gone.
        let _ = self.input.write_all(b"end\n").and_then(|()| self.input.flush());
        let _ = self.child.wait();
    }
}
