//! Tests of the crate: frames as a real Linux sent them, seeded round trips, and the field's own tools as judges.

mod display;
mod fields;
mod line_code;
mod pcapng;
mod recorded;
mod round_trips;
mod tools;

/// A recorded run at the client's interface: time since its first frame, and the frame.
pub fn recording(name: &str) -> Vec<(crate::Instant, Vec<u8>)> {
    let path = format!("{}/tests/data/{name}.hex", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect("the crate's test data");
    let frames = text.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let (time, hex) = line.split_once(' ').expect("time and bytes");
        let micros: u64 = time.replace('.', "").parse().expect("seconds with six decimals");
        (crate::Instant::from_nanos(micros * 1000), recorded::bytes(hex))
    });
    frames.collect()
}

/// The names of the recordings kept with the tests.
pub const RECORDINGS: [&str; 5] = ["hello", "loss", "no-host", "refused", "udp-closed-port"];

/// As a capture of one interface.
pub fn capture(frames: &[(crate::Instant, Vec<u8>)]) -> crate::pcapng::Capture {
    crate::pcapng::Capture {
        comment: "a test".to_owned(),
        interfaces: vec![crate::pcapng::CaptureInterface {
            name: "client/cli0".to_owned(),
            description: "the client's interface".to_owned(),
        }],
        frames: frames
            .iter()
            .enumerate()
            .map(|(index, (time, bytes))| crate::pcapng::CapturedFrame {
                interface: 0,
                time: *time,
                bytes: bytes.as_slice().into(),
                comment: if index == 0 { "the first frame".to_owned() } else { String::new() },
            })
            .collect(),
    }
}

/// Numbers for seeded tests (xorshift64*); a failure prints the seed.
pub struct Random(pub u64);

impl Random {
    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }
    /// A number below `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        (self.next() >> 11) % bound
    }
    /// `true` once in `times`.
    pub fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }
    /// So many bytes.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.next() as u8).collect()
    }
}
