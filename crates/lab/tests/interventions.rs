//! Everything that a person can do to a run, at moments that fit: what was done is a record with its cause behind it,
//! nothing before it changes, and every future plays again to the bit.

use netlab_kernel::event::Event;
use netlab_lab::{
    Session,
    protocol::{Command, Intervention, Opening, OptionName, Problem, Reply, Until},
    view::{Offer, Plan, ProcessState, RunView, Target, View},
};
use netlab_world::{Action, LossReason, What, WorldRecord};
use std::rc::Rc;

/// A session and the lists it sent last.
struct Walk {
    session: Session,
    run: Rc<RunView>,
}

impl Walk {
    fn open(lab: &str, parameters: &[(&str, &str)]) -> Walk {
        let parameters = parameters.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        Walk::with(Opening { lab: lab.into(), parameters, ..Opening::default() })
    }

    fn with(opening: Opening) -> Walk {
        let mut walk = Walk { session: Session::new(), run: Rc::new(RunView::default()) };
        walk.go(Command::Open(opening));
        walk
    }

    fn go(&mut self, command: Command) -> View {
        let asked = format!("{command:?}");
        match self.session.apply(command) {
            Reply::View { view, run } => {
                if let Some(run) = run {
                    self.run = run;
                }
                *view
            }
            other => panic!("{asked}: {other:?}"),
        }
    }

    fn until(&mut self, condition: &str) -> View {
        self.go(Command::RunUntil(Until::Condition(condition.into())))
    }

    fn records(&self) -> Vec<WorldRecord> {
        self.session.parts().expect("a lab is open").0.records().to_vec()
    }

    fn hash(&mut self) -> (u64, u64) {
        match self.session.apply(Command::Hash) {
            Reply::Hash(hash, records) => (hash, records),
            other => panic!("{other:?}"),
        }
    }

    /// Does it, and judges what must hold of every intervention; the records of the new future.
    fn act(&mut self, what: Intervention) -> Vec<WorldRecord> {
        let before = self.records();
        let hash = self.hash();
        let view = self.go(Command::Intervene(what.clone()));
        let after = self.records();
        let at = view.moment.record as usize - 1;
        assert!(
            matches!(&after[at].what, What::Intervention { effective: true, .. }),
            "{what:?}: the reader stands after {:?}",
            after[at]
        );
        assert_eq!(before[..at], after[..at], "{what:?} changed what was before it");
        assert_eq!(after[at].cause, None, "a person needs no cause");
        // The old future is still there, to the bit; and so is the new one when it is made again.
        let place = self.run.plan.branch;
        let again = self.hash();
        self.go(Command::Branch(place - 1));
        assert_eq!(self.hash(), hash, "{what:?}: the old future is another one now");
        self.go(Command::Branch(place));
        assert_eq!(self.hash(), again);
        let Plan { interventions, .. } = self.run.plan.clone();
        let opening = Opening { interventions, ..self.opening(&view) };
        assert_eq!(Walk::with(opening).hash(), again, "{what:?} does not play again to the bit");
        self.go(Command::SeekRecord(view.moment.record));
        after
    }

    fn opening(&self, view: &View) -> Opening {
        Opening {
            lab: view.lab.id.to_string(),
            parameters: view.lab.parameters.clone(),
            ..Opening::default()
        }
    }
}

/// Records that follow from the person's act, directly or not.
fn consequences(records: &[WorldRecord]) -> Vec<&WorldRecord> {
    let mut follows = std::collections::BTreeSet::new();
    let mut out = Vec::new();
    for record in records {
        if matches!(record.what, What::Intervention { .. }) {
            follows.insert(record.id);
        } else if record.cause.is_some_and(|cause| follows.contains(&cause)) {
            follows.insert(record.id);
            out.push(record);
        }
    }
    out
}

/// The frame with payload that is on a cable now.
fn data_frame(view: &View) -> u64 {
    view.frames.iter().find(|frame| frame.length > 0).expect("data is on a cable").id
}

/// Hello, with data of the request on a cable.
fn with_data() -> (Walk, u64) {
    let mut walk = Walk::open("hello", &[]);
    let view = walk.until("client.sendq > 0 and client.notsent == 0");
    let mut view = view;
    while !view.frames.iter().any(|frame| frame.length > 0) {
        let record = view.moment.record + 1;
        view = walk.go(Command::SeekRecord(record));
    }
    let frame = data_frame(&view);
    assert!(view.offers.iter().any(|offer| offer.target == Target::Frame(frame)));
    (walk, frame)
}

fn printed(walk: &mut Walk) -> String {
    let view = walk.go(Command::End);
    view.programs.iter().map(|program| program.output.to_string()).collect()
}

#[test]
fn a_frame_is_dropped_and_sent_again() {
    let (mut walk, frame) = with_data();
    let records = walk.act(Intervention::DropFrame(frame));
    let lost = records.iter().filter(|record| {
        matches!(record.what, What::FrameLost { why: LossReason::Person, frame: lost, .. } if lost.0 == frame)
    });
    assert_eq!(lost.count(), 1);
    let view = walk.go(Command::RunUntil(Until::Retransmission));
    assert!(view.skipped.is_some_and(|skipped| skipped.lost == 1 && skipped.time > 10_000_000));
    assert_eq!(printed(&mut walk), "b'world'\nb'hello'\n");
}

#[test]
fn a_frame_is_corrupted_and_its_check_finds_it() {
    let (mut walk, frame) = with_data();
    let records = walk.act(Intervention::CorruptFrame(frame));
    assert!(consequences(&records).iter().any(|record| matches!(record.what, What::FrameDamaged { .. })));
    let dropped = |record: &&WorldRecord| {
        matches!(
            record.what,
            What::Kernel(Event::Dropped { reason: netlab_kernel::event::DropReason::FrameCheck, .. })
        )
    };
    assert_eq!(records.iter().filter(dropped).count(), 1);
    assert_eq!(printed(&mut walk), "b'world'\nb'hello'\n");
}

#[test]
fn a_frame_is_held_up_doubled_or_overtaken() {
    for act in [
        |frame| Intervention::DelayFrame(frame, 5_000_000),
        Intervention::DuplicateFrame,
        Intervention::ReorderFrame,
    ] {
        let (mut walk, frame) = with_data();
        let records = walk.act(act(frame));
        assert!(!consequences(&records).is_empty(), "{:?} has no consequence", act(frame));
        assert_eq!(printed(&mut walk), "b'world'\nb'hello'\n", "{:?}", act(frame));
    }
}

#[test]
fn a_cable_is_cut_and_mended() {
    let (mut walk, _) = with_data();
    let records = walk.act(Intervention::Cable(1, false));
    assert!(records.iter().any(|record| matches!(record.what, What::LinkChanged { up: false, .. })));
    let view = walk.go(Command::RunUntil(Until::Retransmission));
    assert!(!view.cables[1].up);
    assert_eq!(
        walk.session.apply(Command::Intervene(Intervention::Cable(1, false))),
        Reply::Error(Problem::NotNow)
    );
    let records = walk.act(Intervention::Cable(1, true));
    assert!(records.iter().any(|record| matches!(record.what, What::LinkChanged { up: true, .. })));
    assert_eq!(printed(&mut walk), "b'world'\nb'hello'\n");
}

#[test]
fn a_cable_gets_longer_slower_and_a_queue_of_its_own() {
    let (mut walk, _) = with_data();
    walk.act(Intervention::SetDelay(2, 300_000_000));
    assert_eq!(
        walk.go(Command::Language(netlab_lab::protocol::Language::English)).cables[2].delay,
        300_000_000
    );
    walk.act(Intervention::SetRate(2, 56_000));
    let queue = Intervention::SetQueue(2, 1);
    walk.act(queue.clone());
    let view = walk.go(Command::End);
    assert_eq!((view.cables[2].rate, view.cables[2].delay), (Some(56_000), 300_000_000));
    assert!(printed(&mut walk).contains("hello"));
    // The routers offer the same, each for the cables on its two sides.
    let offered = |router: usize| -> Vec<Intervention> {
        let of_it = |offer: &&Offer| offer.target == Target::Router(router);
        view.offers.iter().filter(of_it).map(|offer| offer.act.clone()).collect()
    };
    assert!(matches!(
        offered(1)[..],
        [Intervention::SetRate(2, 56_000), Intervention::SetQueue(2, _), Intervention::SetRate(1, _)]
    ));
    assert!(matches!(offered(0)[..], [Intervention::SetRate(1, _), Intervention::SetRate(0, _)]));
    assert!(offered(2).is_empty());
    // Without a rate there is nothing to queue for.
    assert_eq!(
        Walk::open("hello", &[]).session.apply(Command::Intervene(queue)),
        Reply::Error(Problem::NotNow)
    );
}

#[test]
fn a_process_is_stopped_continued_and_killed() {
    let (mut walk, _) = with_data();
    walk.act(Intervention::Stop(1, true));
    assert_eq!(
        walk.session.apply(Command::Intervene(Intervention::Stop(1, true))),
        Reply::Error(Problem::NotNow)
    );
    let view = walk.go(Command::End);
    assert_eq!(view.programs[1].state, ProcessState::Stopped);
    assert!(
        view.hosts[1].sockets.iter().any(|socket| socket.receive.payload == 5),
        "hello waits in its kernel"
    );
    walk.act(Intervention::Stop(1, false));
    assert_eq!(printed(&mut walk), "b'world'\nb'hello'\n");

    let (mut walk, _) = with_data();
    let records = walk.act(Intervention::Kill(1));
    assert!(
        consequences(&records)
            .iter()
            .any(|record| { matches!(record.what, What::Kernel(Event::ProcessExited { .. })) })
    );
    let view = walk.go(Command::End);
    assert_eq!(view.programs[1].state, ProcessState::Killed("SIGKILL".into()));
    assert!(view.programs[0].error.is_some(), "the client learns it by a reset");
}

#[test]
fn a_person_reads_for_the_server_and_the_window_opens() {
    let mut walk = Walk::open("flood", &[]);
    walk.until("client.asleep and server.window == 0 and server.recvq > 0");
    let records = walk.act(Intervention::ReadNow(1, 100_000));
    let read = |record: &&&WorldRecord| matches!(record.what, What::Kernel(Event::Delivered { .. }));
    let follows = consequences(&records);
    assert_eq!(follows.iter().filter(read).count(), 1, "one read follows from it");
    let opened = follows.iter().any(|record| {
        matches!(&record.what, What::Kernel(Event::SegmentSent { segment, .. }) if segment.window > 0)
    });
    assert!(opened, "no window update follows: {} records do", follows.len());
    let view = walk.until("server.byhand > 0");
    assert!(view.programs[1].output.is_empty(), "the program itself knows nothing of it");
    // Where nothing waits, nobody sleeps in the call.
    let mut walk = Walk::open("hello", &[]);
    walk.until("client.state == ESTAB");
    walk.act(Intervention::ReadNow(0, 10));
    assert_eq!(printed(&mut walk), "b'world'\nb'hello'\n");
}

#[test]
fn options_and_settings_change() {
    let mut walk = Walk::open("flood", &[]);
    walk.until("client.asleep and server.window == 0");
    let records = walk.act(Intervention::SetOption(0, OptionName::SendBuffer, 100_000));
    assert!(consequences(&records).iter().any(|record| {
        matches!(&record.what, What::Kernel(Event::SyscallReturned { result, .. }) if result.is_ok())
    }));
    let records = walk.act(Intervention::SetSysctl(1, "net.ipv4.tcp_retries2".into(), "3".into()));
    assert!(records.iter().any(|record| {
        matches!(&record.what, What::Intervention { action: Action::SetSysctl { .. }, effective: true })
    }));
    let refused = Command::Intervene(Intervention::SetSysctl(1, "net.ipv4.tcp_dreams".into(), "3".into()));
    assert_eq!(walk.session.apply(refused), Reply::Error(Problem::NotNow));
}

#[test]
fn a_computer_is_unplugged_and_plugged_in() {
    let (mut walk, _) = with_data();
    walk.act(Intervention::Unplug(1, true));
    walk.go(Command::RunUntil(Until::Retransmission));
    walk.act(Intervention::Unplug(1, false));
    assert_eq!(printed(&mut walk), "b'world'\nb'hello'\n");
}

#[test]
fn undo_leads_back_to_the_future_before() {
    let (mut walk, frame) = with_data();
    let hash = walk.hash();
    walk.act(Intervention::DropFrame(frame));
    assert_eq!((walk.run.plan.branch, walk.run.others.len()), (1, 1));
    walk.go(Command::Undo);
    assert_eq!(walk.hash(), hash);
    assert_eq!((walk.run.plan.branch, walk.run.others.len()), (0, 0));
    assert_eq!(walk.session.apply(Command::Undo), Reply::Error(Problem::NotNow));
}

#[test]
fn futures_stand_side_by_side_and_open_again_from_their_plan() {
    let (mut walk, frame) = with_data();
    let view = walk.act(Intervention::DropFrame(frame)).len();
    let lane = walk.run.others[0].clone();
    let (record, _) = lane.differs.expect("they part");
    assert!(record < view as u64 && record < lane.records);
    walk.go(Command::Branch(0));
    let view = walk.go(Command::Intervene(Intervention::DelayFrame(frame, 1_000_000)));
    assert_eq!((walk.run.plan.branch, walk.run.others.len()), (2, 2));
    let compared = walk.go(Command::Tab(netlab_lab::protocol::Tab::Branches));
    let netlab_lab::view::PanelView::Branches(comparison) = compared.panel else { panic!("no comparison") };
    assert_eq!(comparison.rows.iter().filter(|row| row.first).count(), 1);
    assert!(comparison.rows.iter().any(|row| row.theirs.is_none()) || comparison.rows.len() > 3);
    let Plan { interventions, others, branch, answer } = walk.run.plan.clone();
    let opening =
        Opening { interventions, others, branch, answer, record: view.moment.record, ..walk.opening(&view) };
    let mut again = Walk::with(opening);
    assert_eq!(again.run.plan, walk.run.plan);
    assert_eq!(again.run.others, walk.run.others);
    for place in [0, 1, 2] {
        walk.go(Command::Branch(place));
        again.go(Command::Branch(place));
        assert_eq!(walk.hash(), again.hash(), "future {place}");
    }
}
