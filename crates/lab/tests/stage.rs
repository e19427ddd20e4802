//! What the stage shows where a lab is unlike the two computers of `hello`.

use netlab_lab::Session;
use netlab_lab::protocol::{Command, Opening, Reply};
use netlab_lab::view::View;

/// A lab's last moment, its question skipped.
fn end(lab: &str) -> View {
    let mut session = Session::new();
    session.apply(Command::Open(Opening { lab: lab.to_owned(), ..Opening::default() }));
    session.apply(Command::SkipQuestion);
    match session.apply(Command::End) {
        Reply::View { view, .. } => *view,
        other => panic!("{lab} does not come to its end: {other:?}"),
    }
}

#[test]
fn what_stays_on_one_computer_is_drawn_on_no_cable() {
    let stations: Vec<u8> = end("loopback").trails.iter().map(|trail| trail.station).collect();
    assert_eq!(stations, [2, 0], "no byte has left the computer, and none was at the other");
    assert!(
        end("hello").trails.iter().all(|trail| trail.station == trail.stations),
        "hello and world arrived"
    );
}

#[test]
fn a_datagram_socket_is_unconnected_and_not_closed() {
    let view = end("udp");
    let states: Vec<&str> =
        view.hosts.iter().flat_map(|host| &host.sockets).map(|socket| &*socket.state).collect();
    assert_eq!(states, ["UNCONN"]);
}
