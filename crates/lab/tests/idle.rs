//! Stretches of a run in which nothing happens, for the timeline to fold.

use netlab_lab::{
    Session,
    protocol::{Command, Opening, Reply},
    view::{IDLE, RunView},
};
use netlab_world::What;
use std::rc::Rc;

fn run(lab: &str) -> (Session, Rc<RunView>) {
    let mut session = Session::new();
    match session.apply(Command::Open(Opening { lab: lab.into(), ..Opening::default() })) {
        Reply::View { run: Some(run), .. } => (session, run),
        other => panic!("{lab}: {other:?}"),
    }
}

#[test]
fn nothing_happens_and_nothing_flies_in_an_idle_stretch() {
    let mut stretches = 0;
    for lab in netlab_lab::catalogue::LABS {
        let (session, run) = run(lab.id);
        let records = session.parts().expect("a lab is open").0.records().to_vec();
        let mut last = 0;
        for (from, to) in &run.idle {
            assert!(last <= *from && from + IDLE <= *to && *to <= run.end, "{}: {from} to {to}", lab.id);
            last = *to;
            let inside = |at: u64| (from + 1..*to).contains(&at);
            assert!(!records.iter().any(|record| inside(record.at.as_nanos())), "{}: {from} to {to}", lab.id);
            let flies = records.iter().any(|record| match &record.what {
                // One that is lost on the way does not get that far.
                What::FrameDeparts { depart, arrive, .. } => {
                    depart.as_nanos() < *from && arrive.as_nanos() > *to
                }
                _ => false,
            });
            assert!(!flies, "{}: a frame flies from {from} to {to}", lab.id);
            stretches += 1;
        }
    }
    assert!(stretches > 3, "the waits of the flood, at least");
}
