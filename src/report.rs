//! What the page says about a session that broke: all that is needed to see it break again.

use std::fmt;

use netlab_lab::protocol::Opening;

use crate::link::Link;

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
    /// The last record that can be made without breaking down, when it was the making of the next that broke.
    pub stop_at: Option<u64>,
    /// What remakes the run, interventions included; `None` when no lab was open.
    pub opening: Option<Opening>,
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
        writeln!(f, "doing: {}", self.doing)?;
        let Some(opening) = &self.opening else { return writeln!(f, "no lab was open") };
        writeln!(f, "lab: {}", opening.lab)?;
        for (name, value) in &opening.parameters {
            writeln!(f, "parameter: {name} = {value}")?;
        }
        match opening.seed {
            Some(seed) => writeln!(f, "seed: {seed}")?,
            None => writeln!(f, "seed: the lab's own")?,
        }
        for (at, what) in &opening.interventions {
            writeln!(f, "intervention at {at} ns: {what:?}")?;
        }
        let link = Link { opening: opening.clone(), detail: None, language: None };
        writeln!(f, "link: #{}", link.write())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use netlab_lab::protocol::Intervention;

    #[test]
    fn a_report_holds_all_that_is_needed_to_repeat_it() {
        let breakdown = Breakdown {
            cause: Cause::Panic("panicked at tcp.rs:7:\nsum of bytes".into()),
            record: 64,
            stop_at: None,
            opening: Some(Opening {
                lab: "hello".into(),
                parameters: vec![("delay".into(), "10".into())],
                seed: Some(7),
                interventions: vec![(61, Intervention::DropFrame(3))],
                record: 63,
                ..Opening::default()
            }),
            doing: "Step".into(),
        };
        expect_test::expect![[r"
            netlab 0.1.0 report
            cause: panicked at tcp.rs:7: sum of bytes
            record: 64
            doing: Step
            lab: hello
            parameter: delay = 10
            seed: 7
            intervention at 61 ns: DropFrame(3)
            link: #lab=hello&delay=10&seed=7&do=61.drop.3&step=63
        "]]
        .assert_eq(&breakdown.to_string());
        assert_eq!(breakdown.before(), 63);
    }
}
