//! Captures written and read back.

use super::{capture, recording};
use crate::pcapng::{Capture, PcapngError};

#[test]
fn what_is_written_is_read() {
    for name in super::RECORDINGS {
        let before = capture(&recording(name));
        assert_eq!(Capture::from_pcapng(&before.to_pcapng()), Ok(before));
    }
}

#[test]
fn bytes_do_not_depend_on_the_machine() {
    let empty = Capture::default().to_pcapng();
    assert_eq!(empty[..12], [0x0a, 0x0d, 0x0d, 0x0a, 28, 0, 0, 0, 0x4d, 0x3c, 0x2b, 0x1a]);
}

#[test]
fn microseconds_are_the_default_of_a_file_without_resolution() {
    let mut bytes = capture(&recording("refused")).to_pcapng();
    // Turn if_tsresol = 9 into 6 and see the same ticks mean a thousand times more.
    let at = bytes.windows(5).position(|window| window == [9, 0, 1, 0, 9]).expect("if_tsresol");
    bytes[at + 4] = 6;
    let read = Capture::from_pcapng(&bytes).unwrap();
    assert_eq!(read.frames[1].time.as_nanos(), recording("refused")[1].0.as_nanos() * 1000);
}

#[test]
fn damage_is_an_error_not_a_panic() {
    let good = capture(&recording("hello")).to_pcapng();
    assert_eq!(Capture::from_pcapng(b"no capture at all").unwrap_err(), PcapngError::Malformed);
    for at in 0..good.len().min(600) {
        for value in [0, 1, 0x7f, 0xff] {
            let mut bad = good.clone();
            bad[at] = value;
            let _ = Capture::from_pcapng(&bad);
        }
        let _ = Capture::from_pcapng(&good[..at]);
    }
}
