//! The session: opening, stepping, seeking, and that going back never differs from having stopped there.

use netlab_lab::{
    Session,
    protocol::{Command, Grain, Opening, Problem, Reply, Tab},
    view::View,
};

fn open(lab: &str) -> Session {
    let mut session = Session::new();
    let opening = Opening { lab: lab.into(), ..Opening::default() };
    match session.apply(Command::Open(opening)) {
        Reply::View { run: Some(run), .. } => assert!(run.records > 20, "{lab}: {} records", run.records),
        other => panic!("{other:?}"),
    }
    session
}

fn view(reply: Reply) -> View {
    match reply {
        Reply::View { view, .. } => *view,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_record_of_every_lab_has_a_view_in_every_tab() {
    let tabs = [Tab::Lesson, Tab::Bytes, Tab::Packets, Tab::Strace, Tab::Ss];
    for lab in ["hello", "flood"] {
        let mut session = open(lab);
        let mut at = 0;
        loop {
            let next = view(session.apply(Command::Step { grain: Grain::Record, forward: true }));
            if next.moment.record == at {
                break;
            }
            at = next.moment.record;
            assert_eq!(next.programs.len(), 2);
            assert_eq!(next.hosts.len(), 2);
            if at < 300 {
                view(session.apply(Command::SkipQuestion));
                for tab in tabs {
                    view(session.apply(Command::Tab(tab)));
                }
            }
        }
        assert_eq!(at, view(session.apply(Command::End)).moment.records);
    }
}

#[test]
fn going_back_never_differs_from_having_stopped_there() {
    for lab in ["hello", "flood"] {
        let mut session = open(lab);
        let all = view(session.apply(Command::End)).moment.records;
        let straight: Vec<View> =
            (0..=all.min(400)).map(|at| view(session.apply(Command::SeekRecord(at)))).collect();
        let mut other = open(lab);
        // A fixed walk over the run, forwards and backwards, in jumps of every size.
        let mut place: u64 = 1;
        for _ in 0..100 {
            place =
                (place.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407)) >> 1;
            let at = place % straight.len() as u64;
            assert_eq!(
                view(other.apply(Command::SeekRecord(at))),
                straight[at as usize],
                "{lab}, record {at}"
            );
        }
    }
}

#[test]
fn equal_runs_have_equal_digests_and_seeds_change_them() {
    let hash = |session: &mut Session| match session.apply(Command::Hash) {
        Reply::Hash(hash, records) => (hash, records),
        other => panic!("{other:?}"),
    };
    for lab in ["hello", "flood"] {
        let first = hash(&mut open(lab));
        assert_eq!(first, hash(&mut open(lab)));
        let mut session = Session::new();
        session.apply(Command::Open(Opening { lab: lab.into(), seed: Some(2), ..Opening::default() }));
        assert_ne!(first.0, hash(&mut session).0);
    }
}

#[test]
fn steps_forward_and_back_stop_at_the_same_records() {
    let mut session = open("hello");
    for grain in [Grain::Statement, Grain::SystemCall, Grain::Packet] {
        view(session.apply(Command::SeekRecord(0)));
        let mut places = vec![0];
        loop {
            let next = view(session.apply(Command::Step { grain, forward: true })).moment;
            if next.record == *places.last().expect("never empty") {
                break;
            }
            places.push(next.record);
            if next.record == next.records {
                break;
            }
        }
        assert!(places.len() > 2, "{grain:?}: {places:?}");
        for expected in places.iter().rev().skip(1) {
            let back = view(session.apply(Command::Step { grain, forward: false })).moment.record;
            assert_eq!(back, *expected, "{grain:?}");
        }
    }
}

#[test]
fn what_cannot_be_opened_is_said_and_the_open_lab_stays() {
    let mut session = open("hello");
    let before = view(session.apply(Command::SeekRecord(5)));
    let mut refuse = |opening: Opening, problem: Problem| {
        assert_eq!(session.apply(Command::Open(opening)), Reply::Error(problem));
    };
    let with = |name: &str, value: &str| Opening {
        lab: "hello".into(),
        parameters: vec![(name.into(), value.into())],
        ..Opening::default()
    };
    refuse(Opening { lab: "nothing".into(), ..Opening::default() }, Problem::UnknownLab("nothing".into()));
    refuse(with("colour", "red"), Problem::UnknownParameter("colour".into()));
    let bad = |name: &str, value: &str, allowed: &str| {
        Problem::BadParameter(name.into(), value.into(), allowed.into())
    };
    refuse(with("routers", "7"), bad("routers", "7", "1..=6"));
    refuse(with("kernel", "bsd"), bad("kernel", "bsd", "linux, textbook"));
    refuse(with("delay", "-1"), bad("delay", "-1", "0..=10000"));
    assert_eq!(view(session.apply(Command::SeekRecord(5))), before);
}

#[test]
fn buffer_sizes_replace_those_of_the_programs() {
    for (kernel, size) in [("textbook", "16"), ("linux", "16384")] {
        let parameters = [("kernel", kernel), ("rcvbuf", size), ("sndbuf", size)];
        let parameters = parameters.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let mut session = Session::new();
        let opened =
            session.apply(Command::Open(Opening { lab: "flood".into(), parameters, ..Opening::default() }));
        let lines: String = view(opened).programs[0].lines.iter().map(|line| &*line.text).collect();
        assert!(lines.contains(&format!("SO_SNDBUF, {size})")), "{lines}");
        let end = view(session.apply(Command::End));
        let sum = end.sum.expect("the client sleeps");
        assert_eq!(sum.sending_kernel + sum.on_the_way + sum.receiving_kernel + sum.read, sum.accepted);
        if kernel == "textbook" {
            assert_eq!(sum.accepted, 32);
        }
    }
}

#[test]
fn breakpoints_are_moments_of_the_run_and_hold_for_the_next_one() {
    let mut session = open("hello");
    let stops = |reply: Reply| match reply {
        Reply::View { run: Some(run), .. } => run.stops.clone(),
        other => panic!("{other:?}"),
    };
    let accept = view(session.apply(Command::SeekRecord(0))).programs[1]
        .lines
        .iter()
        .position(|line| line.text.contains("accept("))
        .expect("the server accepts") as u32
        + 1;
    let lines = vec![("server.py".into(), accept), ("gone.py".into(), 1), ("client.py".into(), 999)];
    let found = stops(session.apply(Command::Breakpoints(lines)));
    assert!(!found.is_empty() && found.is_sorted());
    for (record, at) in &found {
        let there = view(session.apply(Command::SeekRecord(*record)));
        assert_eq!((there.programs[1].line, there.moment.at), (Some(accept), *at));
    }
    let forward = |lines: &[(usize, u32)]| Command::RunTo { lines: lines.to_vec(), forward: true };
    view(session.apply(Command::SeekRecord(0)));
    assert_eq!(view(session.apply(forward(&[(1, accept)]))).moment.record, found[0].0);
    let opening = Opening { lab: "flood".into(), ..Opening::default() };
    assert!(!stops(session.apply(Command::Open(opening))).is_empty(), "they hold for the next run");
    assert_eq!(stops(session.apply(Command::Breakpoints(Vec::new()))), []);
}
