//! Paths of sockets and threads: what they say at a moment is what the views say there.

use netlab_lab::{
    Session,
    protocol::{Command, Opening, Reply, Tab},
    view::{Doing, ProcessState, RunView, States, TcpStateName, View},
};
use std::rc::Rc;

fn apply(session: &mut Session, command: Command) -> (View, Option<Rc<RunView>>) {
    match session.apply(command.clone()) {
        Reply::View { view, run } => (*view, run),
        other => panic!("{command:?}: {other:?}"),
    }
}

fn states(lab: &str, record: u64) -> (Session, States) {
    let mut session = Session::new();
    apply(&mut session, Command::Open(Opening { lab: lab.into(), record, ..Opening::default() }));
    let (_, run) = apply(&mut session, Command::Tab(Tab::States));
    let states = run.expect("sent anew").states.clone().expect("always there");
    (session, *states)
}

fn path(states: &States, host: &str, listener: bool) -> Vec<TcpStateName> {
    let mut sockets = states.sockets.iter().filter(|path| &*path.host == host);
    let path = sockets
        .find(|path| path.changes.iter().any(|change| change.to == TcpStateName::Listen) == listener)
        .expect("there is one");
    path.changes.iter().map(|change| change.to).collect()
}

#[test]
fn hello_goes_through_the_diagram() {
    use TcpStateName as S;
    let (_, states) = states("hello", 0);
    assert_eq!(
        path(&states, "client", false),
        [S::SynSent, S::Established, S::CloseWait, S::LastAck, S::Closed]
    );
    assert_eq!(
        path(&states, "server", false),
        [S::SynReceived, S::Established, S::FinWait1, S::FinWait2, S::TimeWait]
    );
    assert_eq!(path(&states, "server", true)[0], S::Listen);
    for socket in &states.sockets {
        let joined = socket.changes.windows(2).all(|pair| pair[0].to == pair[1].from);
        assert!(joined, "{:?}", socket.changes);
    }
}

#[test]
fn a_thread_does_what_its_program_s_view_says() {
    for lab in ["hello", "flood"] {
        let (mut session, states) = states(lab, 0);
        let mut compared = 0;
        for thread in states.threads.iter().filter(|thread| thread.thread == 0) {
            for stay in &thread.stays {
                let (view, _) = apply(&mut session, Command::SeekRecord(stay.records));
                let program = view.programs.iter().find(|program| program.file == thread.file);
                let state = &program.expect("its program").state;
                match (&stay.doing, state) {
                    (Doing::Ready, ProcessState::InCall { .. }) => {}
                    (Doing::As(ProcessState::Running), ProcessState::Returned { .. }) => {}
                    (Doing::As(one), other) => assert_eq!(one, other, "{lab} after {}", stay.records),
                    (Doing::Ready, other) => panic!("{lab} after {}: ready, {other:?}", stay.records),
                }
                compared += 1;
            }
        }
        assert!(compared > 20, "{lab}: {compared}");
    }
}

#[test]
fn nothing_later_than_an_open_question_is_sent() {
    let (mut session, _) = states("flood", 60);
    apply(&mut session, Command::Tab(Tab::Lesson));
    let (_, run) = apply(&mut session, Command::Tab(Tab::States));
    let states = run.expect("sent anew").states.clone().expect("always there");
    let stays = states.threads.iter().flat_map(|thread| &thread.stays).map(|stay| stay.records);
    let changes = states.sockets.iter().flat_map(|socket| &socket.changes).map(|change| change.records);
    let latest = stays.chain(changes).max();
    assert!(latest.is_some_and(|latest| latest <= 60), "{latest:?}");
}
