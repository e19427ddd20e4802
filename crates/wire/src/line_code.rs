//! The signal on the cable, as 10BASE-T makes it: preamble, start of frame, the padded frame and its check sequence, each byte
//! lowest bit first, in Manchester code (IEEE 802.3 clause 7.3.1.1: a one rises in the middle of its bit, a zero falls).
//!
//! Voltages are whole millivolts and noise comes from a seeded integer generator: the same seed gives the same signal everywhere.
//! Left out: the rounded shape and pre-equalisation of a real transmitter, jitter, attenuation, the link pulses between frames.

use crate::fcs;
use core::ops::Range;
use serde::{Deserialize, Serialize};

/// Seven bytes of ones and zeros in turn (`0x55`, lowest bit first), for the receiver to find the beat.
pub const PREAMBLE: [u8; 7] = [0x55; 7];
/// The end of the preamble: its last two bits are ones.
pub const START_FRAME_DELIMITER: u8 = 0xd5;
/// A bit's time at 10 Mbit/s, in nanoseconds; a half-bit takes 50.
pub const BIT_NANOS: u64 = 100;
/// A transmitter's level, in millivolts to either side (IEEE 802.3 clause 14.3.1.2.1: 2.2 V to 2.8 V peak).
pub const AMPLITUDE_MILLIVOLTS: i32 = 2500;

/// What a stretch of the signal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SignalPart {
    /// [`PREAMBLE`].
    Preamble,
    /// [`START_FRAME_DELIMITER`].
    StartFrameDelimiter,
    /// The frame as a capture shows it.
    Frame,
    /// Zeros that fill the frame up to 60 bytes.
    Padding,
    /// The frame check sequence.
    FrameCheckSequence,
}

/// A frame as it goes onto the line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineFrame {
    bytes: Vec<u8>,
    frame_length: usize,
}

impl LineFrame {
    /// Puts preamble, padding and check sequence around a frame.
    pub fn new(frame: &[u8]) -> Self {
        let start = PREAMBLE.len() + 1;
        let padded = frame.len().max(fcs::MINIMUM_FRAME);
        let mut bytes = Vec::with_capacity(start + padded + fcs::LENGTH);
        bytes.extend(PREAMBLE);
        bytes.push(START_FRAME_DELIMITER);
        bytes.extend(frame);
        bytes.resize(start + padded, 0);
        let sequence = fcs::fcs_bytes(&bytes[start..]);
        bytes.extend(sequence);
        Self { bytes, frame_length: frame.len() }
    }

    /// All bytes in the order of transmission.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The parts with the range of bytes each takes, in order; padding only when there is some.
    pub fn parts(&self) -> Vec<(SignalPart, Range<usize>)> {
        let start = PREAMBLE.len() + 1;
        let frame_end = start + self.frame_length;
        let padded_end = self.bytes.len() - fcs::LENGTH;
        let mut parts = vec![
            (SignalPart::Preamble, 0..PREAMBLE.len()),
            (SignalPart::StartFrameDelimiter, PREAMBLE.len()..start),
            (SignalPart::Frame, start..frame_end),
        ];
        if padded_end > frame_end {
            parts.push((SignalPart::Padding, frame_end..padded_end));
        }
        parts.push((SignalPart::FrameCheckSequence, padded_end..self.bytes.len()));
        parts
    }

    /// The bits in the order of transmission: of each byte the lowest first.
    pub fn bits(&self) -> impl Iterator<Item = bool> + '_ {
        self.bytes.iter().flat_map(|byte| (0..8).map(move |bit| byte >> bit & 1 == 1))
    }

    /// Two levels a bit, `true` for high: a one is low then high, a zero high then low.
    pub fn half_bits(&self) -> Vec<bool> {
        self.bits().flat_map(|bit| [!bit, bit]).collect()
    }
}

/// The voltage in the middle of each half-bit, in millivolts: the levels and noise of up to `noise_millivolts` to either side added.
///
/// The noise is the mean of two uniform numbers, so that small disturbances are likelier than great ones. From
/// `noise_millivolts` greater than [`AMPLITUDE_MILLIVOLTS`] on, half-bits can be read wrong.
pub fn voltages(half_bits: &[bool], noise_millivolts: u32, seed: u64) -> Vec<i32> {
    let mut random = SplitMix64(seed);
    let span = u64::from(noise_millivolts.min(1_000_000)) * 2 + 1;
    half_bits
        .iter()
        .map(|&high| {
            let noise = ((random.below(span) + random.below(span)) / 2) as i32 - (span / 2) as i32;
            (if high { AMPLITUDE_MILLIVOLTS } else { -AMPLITUDE_MILLIVOLTS }) + noise
        })
        .collect()
}

/// What a receiver makes of a signal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// The bytes after the start of frame, check sequence included; empty when no start of frame was found.
    pub bytes: Vec<u8>,
    /// Bits whose two halves had the same level: no Manchester code. The receiver goes by the second half.
    pub violations: usize,
    /// Whether a start of frame was found and the check sequence holds: otherwise the NIC drops the frame.
    pub fcs_holds: bool,
}

/// Reads a signal: each half-bit is high when its voltage is above zero, a bit is the level of its second half, the frame begins after
/// the first `11` that follows at least eight bits of the preamble.
pub fn receive(voltages: &[i32]) -> Received {
    let mut violations = 0;
    let mut bits = Vec::with_capacity(voltages.len() / 2);
    for halves in voltages.chunks_exact(2) {
        let (first, second) = (halves[0] > 0, halves[1] > 0);
        violations += usize::from(first == second);
        bits.push(second);
    }
    let start = (8..bits.len()).find(|&at| bits[at] && bits[at - 1]).map_or(bits.len(), |at| at + 1);
    let bytes: Vec<u8> = bits[start..]
        .chunks_exact(8)
        .map(|byte| byte.iter().rev().fold(0, |value, &bit| value << 1 | u8::from(bit)))
        .collect();
    let fcs_holds = fcs::holds(&bytes);
    Received { bytes, violations, fcs_holds }
}

/// SplitMix64 (Steele, Lea and Flood 2014): small, seeded, the same everywhere.
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
    /// A number below `bound`, which is small enough for the bias not to matter.
    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}
