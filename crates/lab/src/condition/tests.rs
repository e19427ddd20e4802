use super::Condition;
use crate::track::{HostTrack, Track};
use netlab_wire::Instant;
use netlab_world::HostId;

const HOSTS: &[(&str, HostId)] = &[("client", HostId(0)), ("server", HostId(3))];

fn track() -> Track {
    let mut track = Track::default();
    (track.records, track.now, track.lost) = (40, Instant::from_millis(20), 2);
    let mut host = HostTrack::default();
    host.tally.accepted = 4096;
    track.hosts.insert(HostId(0), host);
    track
}

#[test]
fn conditions_are_judged() {
    for (text, expected) in [
        ("lost == 2", true),
        ("lost = 2 and record >= 40", true),
        ("time >= 20ms && time < 0s", false),
        ("client.accepted == 4k", true),
        ("client.accepted > server.accepted", true),
        ("not (lost > 5 or client.asleep)", true),
        ("!client.ended && server.state == ''", true),
        ("server.state == ESTAB", false),
        ("server.printed ~ hello", false),
        ("lost < 1 or record", true),
    ] {
        let condition = Condition::read(text, HOSTS).unwrap_or_else(|part| panic!("{text}: {part}"));
        assert_eq!(condition.holds(&track()), expected, "{text}");
    }
}

#[test]
fn what_is_not_understood_is_named() {
    for (text, part) in [
        ("", "…"),
        ("client.sendq >", "…"),
        ("client.wine > 3", "client.wine"),
        ("router.sendq > 3", "router.sendq"),
        ("lost > 3 lost", "lost"),
        ("lost > 3x", "3x"),
        ("(lost > 3", "("),
        ("lost $ 3", "$ 3"),
        ("lost == 'open", "'open"),
    ] {
        assert_eq!(Condition::read(text, HOSTS), Err(part.to_owned()), "{text}");
    }
    assert!(Condition::read(&"(".repeat(10_000), HOSTS).is_err());
}
