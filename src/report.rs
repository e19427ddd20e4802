//! What the page says about a session that broke: all that is needed to see it break again.

use std::fmt;

/// Why the session's worker is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// A rule of the lab's own was broken: the panic's message and place.
    Panic(String),
    /// The worker ended without a word of its own; the browser's text (memory exhausted, a file that did not arrive).
    Died(String),
    /// No answer for longer than the page waits; the worker was ended.
    Silent,
}

/// A breakdown of the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breakdown {
    /// Why.
    pub cause: Cause,
    /// The record that the model had made last, or, where the worker could not say it, the one after the record drawn last.
    pub record: u64,
    /// The link that opens the run.
    pub link: String,
    /// What was done to the run, each with its place, as the worker was told.
    pub interventions: Vec<String>,
    /// What the worker was doing, as it was told.
    pub doing: String,
}

impl Breakdown {
    /// The record to go back to: the one before the breakdown.
    pub fn before(&self) -> u64 {
        self.record.saturating_sub(1)
    }
}

/// The report as it is copied. English: it is for those who mend the lab.
impl fmt::Display for Breakdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "netlab {} report", env!("CARGO_PKG_VERSION"))?;
        match &self.cause {
            Cause::Panic(message) => writeln!(f, "cause: {}", message.replace('\n', " "))?,
            Cause::Died(text) => writeln!(f, "cause: the worker died: {text}")?,
            Cause::Silent => writeln!(f, "cause: the worker did not answer")?,
        }
        writeln!(f, "record: {}", self.record)?;
        writeln!(f, "run: #{}", self.link)?;
        writeln!(f, "doing: {}", self.doing)?;
        for intervention in &self.interventions {
            writeln!(f, "intervention: {intervention}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_holds_all_that_is_needed_to_repeat_it() {
        let breakdown = Breakdown {
            cause: Cause::Panic("panicked at tcp.rs:7:\nsum of bytes".into()),
            record: 64,
            link: "lab=hello&seed=7".into(),
            interventions: vec!["at 12: drop frame 3".into()],
            doing: "Step".into(),
        };
        expect_test::expect![[r"
            netlab 0.1.0 report
            cause: panicked at tcp.rs:7: sum of bytes
            record: 64
            run: #lab=hello&seed=7
            doing: Step
            intervention: at 12: drop frame 3
        "]]
        .assert_eq(&breakdown.to_string());
        assert_eq!(breakdown.before(), 63);
    }
}
