//! Counting tests by what their runners print.

use std::collections::BTreeMap;

/// How many tests passed, failed and were skipped, with the reasons for skipping.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Count {
    /// Tests that ran and held.
    pub passed: u64,
    /// Tests that ran and did not hold.
    pub failed: u64,
    /// Reason, and how many tests were skipped for it.
    pub skipped: BTreeMap<String, u64>,
}

impl Count {
    /// Tests skipped, for any reason.
    pub fn skipped_total(&self) -> u64 {
        self.skipped.values().sum()
    }

    /// Adds another count to this one.
    pub fn add(&mut self, other: &Count) {
        self.passed += other.passed;
        self.failed += other.failed;
        for (reason, number) in &other.skipped {
            *self.skipped.entry(reason.clone()).or_default() += number;
        }
    }

    fn skip(&mut self, reason: &str) {
        let reason = reason.trim();
        let reason = if reason.is_empty() { "no reason given" } else { reason };
        *self.skipped.entry(reason.to_string()).or_default() += 1;
    }

    /// The closing line: `N passed, N failed` and, if any, `, N skipped`.
    pub fn closing_line(&self) -> String {
        let mut line = format!("{} passed, {} failed", self.passed, self.failed);
        if self.skipped_total() > 0 {
            line.push_str(&format!(", {} skipped", self.skipped_total()));
        }
        line
    }
}

/// Reads the output of `cargo test -- --show-output`, line by line.
///
/// A test that finds at run time that it cannot run prints `skipped: REASON` and returns; libtest counts it as
/// passed, this reader as skipped. Tests marked `#[ignore = "reason"]` are skipped with that reason.
#[derive(Default)]
pub struct Libtest {
    /// What was counted so far.
    pub count: Count,
    in_successes: bool,
    waived_here: bool,
    waived: u64,
}

impl Libtest {
    /// Takes one line; true if a reader wants to see it (the output of tests that passed is left out).
    pub fn line(&mut self, line: &str) -> bool {
        let line = line.trim_end();
        if line == "successes:" {
            self.in_successes = true;
            return false;
        }
        if line == "failures:" {
            self.in_successes = false;
            return true;
        }
        if let Some(result) = line.strip_prefix("test result: ") {
            self.in_successes = false;
            self.result(result);
            return !result.starts_with("ok. 0 passed; 0 failed; 0 ignored");
        }
        if self.in_successes {
            if line.starts_with("---- ") {
                self.waived_here = false;
            }
            if let Some(reason) = line.trim_start().strip_prefix("skipped: ") {
                // One test may print its reason more than once.
                if !self.waived_here {
                    self.waived += 1;
                    self.count.skip(reason);
                }
                self.waived_here = true;
                return true;
            }
            return false;
        }
        if let Some(rest) = line.strip_prefix("test ") {
            if let Some((_, reason)) = rest.split_once(" ... ignored") {
                self.count.skip(reason.trim_start_matches(", "));
            }
            // Hundreds of lines that say "ok" hide the few that matter.
            return !rest.ends_with("... ok");
        }
        !line.is_empty() && !line.starts_with("running ")
    }

    fn result(&mut self, result: &str) {
        let number = |word: &str| -> u64 {
            result
                .split([';', '.'])
                .filter_map(|part| part.trim().strip_suffix(word))
                .find_map(|number| number.trim().parse().ok())
                .unwrap_or(0)
        };
        self.count.passed += number("passed").saturating_sub(std::mem::take(&mut self.waived));
        self.count.failed += number("failed");
    }
}

/// Reads the TAP report of `node --test`.
pub fn tap(report: &str) -> Count {
    let mut count = Count::default();
    let mut declared_skips = 0;
    for line in report.lines() {
        if let Some((_, reason)) = line.split_once("# SKIP").filter(|_| line.trim_start().starts_with("ok "))
        {
            count.skip(reason);
        }
        let mut words = line.split_whitespace();
        if line.starts_with('#') && words.next() == Some("#") {
            let (Some(word), Some(Ok(number))) = (words.next(), words.next().map(str::parse::<u64>)) else {
                continue;
            };
            match word {
                "pass" => count.passed = number,
                "fail" | "cancelled" => count.failed += number,
                "skipped" | "todo" => declared_skips += number,
                _ => {}
            }
        }
    }
    for _ in count.skipped_total()..declared_skips {
        count.skip("");
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libtest_counts_waived_and_ignored_tests_as_skipped() {
        let mut reader = Libtest::default();
        let output = "\nrunning 4 tests\ntest a ... ok\ntest b ... FAILED\ntest c ... ignored, soak: an hour\n\
                      test d ... ok\n\nsuccesses:\n\n---- d stdout ----\nskipped: no recordings\nskipped: again\n\n\nsuccesses:\n    a\n    \
                      d\n\nfailures:\n\n---- b stdout ----\nskipped: not this one\n\nfailures:\n    b\n\n\
                      test result: FAILED. 2 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";
        for line in output.lines() {
            reader.line(line);
        }
        assert_eq!((reader.count.passed, reader.count.failed), (1, 1));
        let skipped = [("no recordings".to_string(), 1), ("soak: an hour".to_string(), 1)];
        assert_eq!(reader.count.skipped, BTreeMap::from(skipped));
        assert_eq!(reader.count.closing_line(), "1 passed, 1 failed, 2 skipped");
    }

    #[test]
    fn tap_counts_reasons() {
        let report = "TAP version 13\nok 1 - a\nok 2 - b # SKIP no browser\nnot ok 3 - c\n1..3\n# tests 3\n\
                      # suites 0\n# pass 1\n# fail 1\n# cancelled 0\n# skipped 1\n# todo 0\n";
        let count = tap(report);
        assert_eq!(count.closing_line(), "1 passed, 1 failed, 1 skipped");
        assert_eq!(count.skipped.get("no browser"), Some(&1));
    }
}
