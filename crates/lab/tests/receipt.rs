//! The receipt: a lab as it opens equals its recording in everything that is compared; what is changed shows.

use netlab_lab::{
    Session,
    protocol::{Command, Intervention, Opening, Reply, Tab},
    view::{Reason, Receipt, ReceiptKind, RunView, Verdict, View},
};
use std::rc::Rc;

fn apply(session: &mut Session, command: Command) -> (View, Option<Rc<RunView>>) {
    match session.apply(command.clone()) {
        Reply::View { view, run } => (*view, run),
        other => panic!("{command:?}: {other:?}"),
    }
}

fn open(lab: &str, parameters: &[(&str, &str)]) -> Session {
    let mut session = Session::new();
    let parameters = parameters.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    apply(&mut session, Command::Open(Opening { lab: lab.into(), parameters, ..Opening::default() }));
    session
}

fn receipt(session: &mut Session) -> Option<Receipt> {
    apply(session, Command::Tab(Tab::Bytes));
    let (_, run) = apply(session, Command::Tab(Tab::Receipt));
    run.expect("sent anew").receipt.as_deref().cloned()
}

fn count(receipt: &Receipt, verdict: impl Fn(Verdict) -> bool) -> usize {
    receipt.parts.iter().flat_map(|part| &part.rows).filter(|row| verdict(row.verdict)).count()
}

#[test]
fn labs_equal_their_recordings() {
    for (lab, least) in [("hello", 20), ("flood", 35)] {
        let receipt = receipt(&mut open(lab, &[])).expect("recorded");
        assert!(receipt.unchanged);
        for part in &receipt.parts {
            for row in &part.rows {
                let fits = matches!(row.verdict, Verdict::Same | Verdict::Crossed | Verdict::NotCompared(_));
                assert!(fits, "{lab}, {:?}: {row:#?}", part.kind);
            }
        }
        let same = count(&receipt, |verdict| verdict == Verdict::Same);
        assert!(same >= least, "{lab}: {same} rows are compared");
        // Each simulated row leads to its record.
        let mut rows = receipt.parts.iter().flat_map(|part| &part.rows);
        assert!(rows.all(|row| row.simulated.is_some() == row.records.is_some()));
    }
}

#[test]
fn what_is_not_compared_says_why() {
    let receipt = receipt(&mut open("flood", &[])).expect("recorded");
    assert!(count(&receipt, |verdict| verdict == Verdict::NotCompared(Reason::Neighbours)) >= 2);
    assert_eq!(count(&receipt, |verdict| verdict == Verdict::NotCompared(Reason::OtherProgram)), 2);
}

#[test]
fn another_buffer_differs() {
    let receipt = receipt(&mut open("flood", &[("rcvbuf", "16384")])).expect("recorded");
    assert!(!receipt.unchanged);
    let differs = count(&receipt, |verdict| matches!(verdict, Verdict::Differs | Verdict::Alone));
    assert!(differs > 3, "{differs}");
}

#[test]
fn an_intervention_differs() {
    let mut session = open("hello", &[]);
    apply(&mut session, Command::SeekRecord(40));
    apply(&mut session, Command::Intervene(Intervention::Kill(0)));
    let receipt = receipt(&mut session).expect("recorded");
    assert!(!receipt.unchanged);
    let calls = |part: &&netlab_lab::view::ReceiptPart| part.kind == ReceiptKind::Calls("client".into());
    let client = receipt.parts.iter().find(calls).expect("the client's calls");
    assert!(client.rows.iter().any(|row| matches!(row.verdict, Verdict::Differs | Verdict::Alone)));
}

#[test]
fn a_recording_tells_nothing_before_the_question_is_settled() {
    let mut session = open("flood", &[]);
    apply(&mut session, Command::Tab(Tab::Lesson));
    assert!(receipt(&mut session).is_none());
    apply(&mut session, Command::SkipQuestion);
    assert!(receipt(&mut session).is_some());
    assert!(receipt(&mut open("flood", &[("kernel", "textbook")])).is_none());
    assert!(receipt(&mut open("framing", &[])).is_none());
}
