//! The timeline of runs with a history: futures side by side, and long waits folded.

use super::walk::Walk;
use super::{check, render, surroundings, write};
use netlab::settings::{Detail, Theme};
use netlab_lab::protocol::{Command, Intervention, Tab, Until};
use netlab_lab::view::FrameKind;
use netlab_text::Lang;

const SIZES: [(Lang, u32, Theme); 4] = [
    (Lang::English, 1440, Theme::Light),
    (Lang::Chinese, 1440, Theme::Dark),
    (Lang::English, 390, Theme::Dark),
    (Lang::Chinese, 390, Theme::Light),
];

/// The texts of one part of the page, by a class of what holds them.
fn texts(body: &str, class: &str) -> Vec<String> {
    let pieces = body.split("<text ").skip(1).filter_map(|piece| piece.split_once('>'));
    let of_class = pieces.filter(|(attributes, _)| attributes.contains(&format!("class=\"{class}\"")));
    of_class.map(|(_, rest)| rest.split("</text>").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn another_future_has_a_lane_from_where_it_parts() {
    let (mut walk, _) = Walk::open("hello", &[]);
    let mut view = walk.view(Command::RunUntil(Until::Condition("client.sendq > 0".into())));
    let frame = loop {
        if let Some(frame) = view.frames.iter().find(|frame| frame.kind == FrameKind::Data) {
            break frame.id;
        }
        view = walk.view(Command::SeekRecord(view.moment.record + 1));
    };
    let view = walk.view(Command::Intervene(Intervention::DropFrame(frame)));
    let [other] = &walk.run.others[..] else { panic!("{} other futures", walk.run.others.len()) };
    let (record, _) = other.differs.expect("a lost frame makes a difference");
    for (lang, width, theme) in SIZES {
        let at = surroundings(lang, theme, width, Detail::Buffers, Tab::Bytes);
        let body = render(view.clone(), walk.run.clone(), at);
        check("futures", &body);
        write("futures", &body, at);
        assert_eq!(body.matches("class=\"Futures-lane\"").count(), 1, "a lane for A beside the shown B");
        assert!(body.contains("data-future=\"0\""));
        assert_eq!(texts(&body, "Tl-letter"), ["A"]);
        let words = match lang {
            Lang::English => format!("first difference: record {}", record + 1),
            Lang::Chinese => format!("最早的不同：第 {} 条记录", record + 1),
        };
        assert!(body.contains(&words), "the button says where they part");
        if width == 1440 {
            assert_eq!(texts(&body, "Tl-parts-words"), [words], "and so does the lane");
        }
        assert_eq!(body.matches("\"Tl-parts\"").count(), 2, "one line through the lane and the timeline");
    }
    // The lane leads to the other future, where the lane is the one that was left.
    let back = walk.view(Command::Branch(0));
    let at = surroundings(Lang::English, Theme::Light, 1440, Detail::Buffers, Tab::Bytes);
    let body = render(back, walk.run.clone(), at);
    assert_eq!(texts(&body, "Tl-letter"), ["B"]);
    assert!(body.contains("data-future=\"1\""));
}

#[test]
fn a_long_wait_is_folded_and_its_length_is_written_into_it() {
    // The server is stopped for three minutes and twelve seconds: nothing happens until it goes on.
    let (mut walk, _) = Walk::open("hello", &[]);
    let view = walk.view(Command::End);
    let end = view.moment.at;
    let mut run = (*walk.run).clone();
    let pause = 192_000_000_000;
    // The same run with its second half later, as if both programs had slept between.
    let half = run.marks[run.marks.len() / 2].at;
    let later = |at: u64| if at > half { at + pause } else { at };
    run.end = later(run.end);
    run.flights.iter_mut().for_each(|flight| {
        flight.from = later(flight.from);
        flight.until = flight.until.map(later);
    });
    run.marks.iter_mut().for_each(|mark| mark.at = later(mark.at));
    run.idle = vec![(half, half + pause)];
    run.logarithmic = false;
    let mut view = view;
    view.moment.at = later(end);
    for (lang, width, theme) in SIZES {
        let at = surroundings(lang, theme, width, Detail::Buffers, Tab::Strace);
        let body = render(view.clone(), run.clone().into(), at);
        check("folded", &body);
        write("folded", &body, at);
        let words = match (lang, width) {
            (Lang::English, 1440) => "3 min 12 s",
            (Lang::English, _) => "3 min",
            (Lang::Chinese, 1440) => "3 分 12 秒",
            (Lang::Chinese, _) => "3 分",
        };
        assert_eq!(texts(&body, "Tl-fold-words"), [words]);
    }
}
