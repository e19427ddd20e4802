//! The signal and the check sequence.

use super::recording;
use crate::fcs;
use crate::line_code::*;

#[test]
fn the_check_value_of_crc_32() {
    // The catalogue value for the text "123456789".
    assert_eq!(fcs::fcs(b"123456789"), 0xcbf4_3926);
    assert!(fcs::holds(&[&b"123456789"[..], &[0x26, 0x39, 0xf4, 0xcb]].concat()));
    assert!(!fcs::holds(b"123"));
}

#[test]
fn a_short_frame_is_padded_and_every_part_is_named() {
    let line = LineFrame::new(&[0xab; 42]);
    let parts = line.parts();
    assert_eq!(line.bytes().len(), 8 + 60 + 4);
    assert_eq!(parts.iter().map(|(_, range)| range.len()).collect::<Vec<_>>(), [7, 1, 42, 18, 4]);
    let long = LineFrame::new(&[0xab; 1514]);
    assert_eq!(long.parts().len(), 4);
    assert_eq!(long.bytes().len(), 8 + 1514 + 4);
}

#[test]
fn a_one_rises_and_a_zero_falls_lowest_bit_first() {
    let halves = LineFrame::new(b"\x01").half_bits();
    let start = 8 * 16;
    assert_eq!(&halves[start..start + 4], [false, true, true, false], "0x01: a one, then a zero");
    // The preamble is a square wave of 5 MHz: 1 0 1 0 in Manchester code.
    assert_eq!(&halves[..8], [false, true, true, false, false, true, true, false]);
}

#[test]
fn what_is_sent_is_received_without_noise() {
    for (_, frame) in recording("hello") {
        let line = LineFrame::new(&frame);
        let received = receive(&voltages(&line.half_bits(), 0, 1));
        assert_eq!(received.bytes, &line.bytes()[8..]);
        assert!(received.fcs_holds);
        assert_eq!(received.violations, 0);
    }
}

#[test]
fn noise_below_the_level_does_no_harm_and_noise_far_above_it_does() {
    let frame = &recording("hello")[5].1;
    let half_bits = LineFrame::new(frame).half_bits();
    let losses = |millivolts| {
        (0..100).filter(|&seed| !receive(&voltages(&half_bits, millivolts, seed)).fcs_holds).count()
    };
    assert_eq!(losses(2400), 0);
    let (some, many) = (losses(2700), losses(5000));
    assert!(0 < some && some < 100, "{some} of 100 frames lost at 2700 mV");
    assert_eq!(many, 100);
    assert_eq!(voltages(&half_bits, 3000, 7), voltages(&half_bits, 3000, 7), "the seed makes the noise");
}

#[test]
fn any_flipped_bit_breaks_the_check_sequence() {
    let line = LineFrame::new(&recording("hello")[5].1);
    let covered = &line.bytes()[8..];
    for bit in 0..covered.len() * 8 {
        let mut bad = covered.to_vec();
        bad[bit / 8] ^= 1 << (bit % 8);
        assert!(!fcs::holds(&bad), "bit {bit}");
    }
}
