//! The session's worker: a session, its words, and messages in and out.
//!
//! Stand-in until the session lands: a view without programs that only counts records.

use netlab_lab::protocol::{Command, Opening, Problem, Reply};
use netlab_lab::view::{KernelChoice, LabName, Lens, Moment, PanelView, RunView, Story, View};
use std::rc::Rc;

use crate::exchange::{Answer, Request};
use crate::platform::scope;

/// Runs as a worker's main function.
pub fn run() {
    scope::report_panics(|message| Answer::Panicked { message, record: None });
    let mut open: Option<(Opening, u64)> = None;
    scope::serve(move |request: Request| {
        let reply = apply(&mut open, request.command);
        scope::post(Answer::Reply { ticket: request.ticket, reply });
    });
}

fn apply(open: &mut Option<(Opening, u64)>, command: Command) -> Reply {
    let mut run = None;
    match command {
        Command::Open(opening) => {
            if !["hello", "flood"].contains(&opening.lab.as_str()) {
                return Reply::Error(Problem::UnknownLab(opening.lab));
            }
            if let Some((name, _)) = opening.parameters.iter().find(|(name, _)| name != "kernel") {
                return Reply::Error(Problem::UnknownParameter(name.clone()));
            }
            let record = opening.record;
            *open = Some((opening, record));
            run = Some(Rc::new(RunView { version: 1, end: 1000, records: 96, ..RunView::default() }));
        }
        Command::PanicForTest => panic!("forced"),
        Command::HangForTest => loop {
            std::hint::black_box(());
        },
        Command::Step { forward, .. } => {
            if let Some((_, record)) = open {
                *record = if forward { *record + 1 } else { record.saturating_sub(1) };
            }
        }
        Command::SeekRecord(to) => {
            if let Some((_, record)) = open {
                *record = to;
            }
        }
        _ => {}
    }
    let Some((opening, record)) = open else { return Reply::Done };
    *record = (*record).min(96);
    let view = View {
        lab: LabName {
            id: opening.lab.as_str().into(),
            kernel: KernelChoice::Linux,
            parameters: opening.parameters.clone(),
            seed: opening.seed.unwrap_or(1),
        },
        moment: Moment {
            record: *record,
            records: 96,
            withheld: false,
            at: *record * 1_000_000,
            next_at: (*record < 96).then_some((*record + 1) * 1_000_000),
            origin: 0,
            can_run_on: false,
        },
        programs: vec![],
        hosts: vec![],
        routers: vec![],
        cables: vec![],
        frames: vec![],
        trails: vec![],
        follow: None,
        lens: Lens::Empty,
        because: vec![],
        sum: None,
        source: None,
        story: Story::default(),
        panel: PanelView::Plain,
    };
    Reply::View { view: Box::new(view), run }
}
