use super::{Fault, Filter, Kind, NAMES, complete};

#[test]
fn names_are_in_order() {
    assert!(NAMES.is_sorted_by(|(one, _), (other, _)| one < other), "look-ups need the order");
}

fn fault(text: &str) -> (u32, u32, Fault) {
    let problem = Filter::read(text).expect_err(text);
    (problem.column, problem.length, problem.fault)
}

#[test]
fn an_error_points_at_its_place() {
    let unknown = |name: &str| Fault::UnknownName(name.into());
    let value = |value: &str, kind| Fault::BadValue(value.into(), kind);
    for (text, expected) in [
        ("tcp.flag.syn == 1", (0, 12, unknown("tcp.flag.syn"))),
        ("tcp && tcpp", (7, 4, unknown("tcpp"))),
        ("tcp.len >", (9, 1, Fault::OperandMissing)),
        ("tcp.len > x", (10, 1, value("x", Kind::Number))),
        ("ip.src == 10.0.1", (10, 6, value("10.0.1", Kind::Ipv4))),
        ("(tcp", (4, 1, Fault::SignMissing(')'))),
        ("tcp.payload contains \"x", (21, 2, Fault::OpenQuote)),
        ("1 == 1", (0, 1, Fault::OnlyValues)),
        ("tcp.srcport == ip.src", (12, 2, Fault::DifferentKinds(Kind::Number, Kind::Ipv4))),
        ("tcp.analysis.flags == 1", (0, 18, Fault::NotForKind(Kind::Mark))),
        ("tcp matches \"(\"", (12, 3, Fault::BadPattern)),
        ("eth.src[x] == 1", (7, 3, Fault::BadSlice("[x]".into()))),
        ("tcp udp", (4, 3, Fault::Unexpected("udp".into()))),
        ("tcp.port in {80 81}", (16, 2, Fault::SignMissing(','))),
        ("foo(tcp.len) > 1", (0, 3, unknown("foo"))),
        ("\u{5b57} == 1", (0, 1, unknown("\u{5b57}"))),
    ] {
        assert_eq!(fault(text), expected, "{text}");
    }
}

#[test]
fn no_text_panics() {
    let pieces = [
        "tcp", "ip.src", "==", "(", ")", "{", "}", "[", "]", "\"", "'", "!", "&", "#", "..", "-", "1", "in",
        "\\", "\u{5b57}", ",",
    ];
    let mut state = 7_u64;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..state % 7 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(pieces[(state >> 33) as usize % pieces.len()]);
            if state >> 60 > 4 {
                text.push(' ');
            }
        }
        state = state.wrapping_add(1).wrapping_mul(6_364_136_223_846_793_005) >> 1;
        if let Err(problem) = Filter::read(&text) {
            assert!(
                problem.length > 0 && problem.column as usize <= text.chars().count(),
                "{text:?}: {problem:?}"
            );
        }
    }
}

#[test]
fn a_word_is_completed() {
    let found = complete("ip.src == 10.0.1.2 && tcp.fl", 28);
    assert_eq!((found.part, found.words[0].as_str()), ((22, 28), "tcp.flags"));
    assert!(complete("tcp.payload contains \"tcp", 25).words.is_empty());
    assert!(complete("", 0).words.is_empty());
    assert_eq!(complete("frame.num", 9).words, ["frame.number"]);
}
