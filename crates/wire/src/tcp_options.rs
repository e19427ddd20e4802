//! TCP's options as Linux sends and reads them: maximum segment size, window scale, SACK permitted, SACK blocks, timestamps.
//!
//! Written in the order and with the padding of Linux's `tcp_options_write`: MSS; timestamps, sharing their padding
//! with SACK permitted when both are there; SACK permitted alone; window scale; SACK blocks. Each group fills whole 32-bit words,
//! so no option list ends in padding. Read as `tcp_parse_options` does: unknown options are stepped over, a malformed length ends the list
//! silently (the segment still counts), one of the wrong length is ignored. That MSS, window scale and SACK permitted
//! count on a SYN alone, and that a scale above 14 is taken as 14, is the kernel's business.
//! Left out: fast open, MD5 (RFC 2385), authentication (RFC 5925), multipath.

use crate::units::Seq;
use core::fmt;
use serde::{Deserialize, Serialize};

const END: u8 = 0;
const NOP: u8 = 1;
const MSS: u8 = 2;
const WINDOW_SCALE: u8 = 3;
const SACK_PERMITTED: u8 = 4;
const SACK: u8 = 5;
const TIMESTAMPS: u8 = 8;

/// The timestamps option (RFC 7323 section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Timestamps {
    /// The sender's clock (TSval).
    pub value: u32,
    /// The peer's clock as last seen (TSecr).
    pub echo_reply: u32,
}

/// Up to four SACK blocks (RFC 2018 section 3), each from its left edge to just before its right edge.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct SackBlocks {
    // Entries from `count` on are zero, so that the derived comparison holds.
    blocks: [(Seq, Seq); Self::MAXIMUM],
    count: u8,
}

impl SackBlocks {
    /// As many as fit into 40 bytes of options.
    pub const MAXIMUM: usize = 4;

    /// No block.
    pub fn new() -> Self {
        Self::default()
    }
    /// Adds a block at the end. Panics when there are four already.
    pub fn push(&mut self, left: Seq, right: Seq) {
        assert!(usize::from(self.count) < Self::MAXIMUM, "at most four SACK blocks fit into a header");
        self.blocks[usize::from(self.count)] = (left, right);
        self.count += 1;
    }
    /// The blocks in the order of the header.
    pub fn as_slice(&self) -> &[(Seq, Seq)] {
        &self.blocks[..usize::from(self.count)]
    }
    /// How many blocks.
    pub fn len(&self) -> usize {
        usize::from(self.count)
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

impl core::ops::Deref for SackBlocks {
    type Target = [(Seq, Seq)];
    fn deref(&self) -> &Self::Target {
        self.as_slice()
    }
}

impl FromIterator<(Seq, Seq)> for SackBlocks {
    /// Takes the first four blocks.
    fn from_iter<I: IntoIterator<Item = (Seq, Seq)>>(blocks: I) -> Self {
        let mut all = Self::new();
        for (left, right) in blocks.into_iter().take(Self::MAXIMUM) {
            all.push(left, right);
        }
        all
    }
}

impl fmt::Debug for SackBlocks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.as_slice()).finish()
    }
}

/// The options of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct TcpOptions {
    /// The largest segment the sender wants to receive, in bytes without headers (RFC 9293 section 3.7.1). On a SYN.
    pub maximum_segment_size: Option<u16>,
    /// The shift of the sender's later window fields (RFC 7323 section 2). On a SYN.
    pub window_scale: Option<u8>,
    /// The sender can use SACK blocks (RFC 2018 section 2). On a SYN.
    pub sack_permitted: bool,
    /// The timestamps.
    pub timestamps: Option<Timestamps>,
    /// What the sender has received out of order.
    pub sack_blocks: SackBlocks,
}

impl TcpOptions {
    /// The largest room for options in a header, in bytes.
    pub const MAXIMUM_LENGTH: usize = 40;

    /// Bytes with padding, a multiple of 4. More than [`Self::MAXIMUM_LENGTH`] when too many are set: such a header cannot be written.
    pub fn length(&self) -> usize {
        let mut length = 0;
        if self.maximum_segment_size.is_some() {
            length += 4;
        }
        if self.timestamps.is_some() {
            length += 12;
        } else if self.sack_permitted {
            length += 4;
        }
        if self.window_scale.is_some() {
            length += 4;
        }
        if !self.sack_blocks.is_empty() {
            length += 4 + 8 * self.sack_blocks.len();
        }
        length
    }

    /// Writes the options into `out`, which has exactly [`Self::length`] bytes. Panics otherwise.
    pub fn write(&self, out: &mut [u8]) {
        // The one shape that bulk data and its acknowledgements have, without the bookkeeping of the general case.
        if let (Some(stamps), 12) = (self.timestamps, out.len())
            && let Some(out) = out.first_chunk_mut::<12>()
            && !self.sack_permitted
        {
            return write_timestamps(out, [NOP, NOP], stamps);
        }
        let mut writer = Writer { out, at: 0 };
        if let Some(size) = self.maximum_segment_size {
            let [high, low] = size.to_be_bytes();
            writer.word([MSS, 4, high, low]);
        }
        match self.timestamps {
            Some(stamps) => {
                let lead = if self.sack_permitted { [SACK_PERMITTED, 2] } else { [NOP, NOP] };
                writer.word([lead[0], lead[1], TIMESTAMPS, 10]);
                writer.word(stamps.value.to_be_bytes());
                writer.word(stamps.echo_reply.to_be_bytes());
            }
            None if self.sack_permitted => writer.word([NOP, NOP, SACK_PERMITTED, 2]),
            None => {}
        }
        if let Some(shift) = self.window_scale {
            writer.word([NOP, WINDOW_SCALE, 3, shift]);
        }
        if !self.sack_blocks.is_empty() {
            writer.word([NOP, NOP, SACK, 2 + 8 * self.sack_blocks.len() as u8]);
            for (left, right) in self.sack_blocks.as_slice() {
                writer.word(left.raw().to_be_bytes());
                writer.word(right.raw().to_be_bytes());
            }
        }
        assert_eq!(writer.at, writer.out.len(), "options fill the room their length asks for");
    }

    /// Reads the options of a header. Never fails: see the module.
    pub fn parse(bytes: &[u8]) -> Self {
        // RFC 7323 appendix A's layout, and Linux's fast path (`tcp_fast_parse_options`).
        if let [NOP, NOP, TIMESTAMPS, 10, v0, v1, v2, v3, e0, e1, e2, e3] = *bytes {
            let stamps = Timestamps {
                value: u32::from_be_bytes([v0, v1, v2, v3]),
                echo_reply: u32::from_be_bytes([e0, e1, e2, e3]),
            };
            return Self { timestamps: Some(stamps), ..Self::default() };
        }
        let mut options = Self::default();
        for (_, kind, value) in walk(bytes) {
            options.take(kind, value);
        }
        options
    }

    fn take(&mut self, kind: u8, value: &[u8]) {
        match (kind, value) {
            (MSS, &[high, low]) => self.maximum_segment_size = Some(u16::from_be_bytes([high, low])),
            (WINDOW_SCALE, &[shift]) => self.window_scale = Some(shift),
            (SACK_PERMITTED, &[]) => self.sack_permitted = true,
            (TIMESTAMPS, &[v0, v1, v2, v3, e0, e1, e2, e3]) => {
                self.timestamps = Some(Timestamps {
                    value: u32::from_be_bytes([v0, v1, v2, v3]),
                    echo_reply: u32::from_be_bytes([e0, e1, e2, e3]),
                });
            }
            (SACK, edges) if !edges.is_empty() && edges.len().is_multiple_of(8) => {
                let edge = |at: &[u8]| Seq::new(u32::from_be_bytes([at[0], at[1], at[2], at[3]]));
                self.sack_blocks =
                    edges.chunks_exact(8).map(|block| (edge(block), edge(&block[4..]))).collect();
            }
            // Unknown, or known with a wrong length: stepped over.
            (_, _) => {}
        }
    }
}

/// The kinds of option that a reader of a header tree can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum OptionKind {
    /// 0: the list ends.
    End,
    /// 1: padding.
    NoOperation,
    /// 2: maximum segment size.
    MaximumSegmentSize,
    /// 3: window scale.
    WindowScale,
    /// 4: SACK permitted.
    SackPermitted,
    /// 5: SACK blocks.
    Sack,
    /// 8: timestamps.
    Timestamps,
    /// Any other.
    Other(u8),
}

impl OptionKind {
    /// The kind of this number.
    pub const fn from_number(number: u8) -> Self {
        match number {
            END => Self::End,
            NOP => Self::NoOperation,
            MSS => Self::MaximumSegmentSize,
            WINDOW_SCALE => Self::WindowScale,
            SACK_PERMITTED => Self::SackPermitted,
            SACK => Self::Sack,
            TIMESTAMPS => Self::Timestamps,
            number => Self::Other(number),
        }
    }
}

/// One option as it lies in the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawOption<'a> {
    /// Where it begins, in bytes from the start of the options.
    pub offset: usize,
    /// Which option.
    pub kind: OptionKind,
    /// Its bytes after kind and length.
    pub value: &'a [u8],
    /// All its bytes: 1 for end and padding, else 2 and the value.
    pub length: usize,
}

/// Every option of a header in order, padding included; stops after an end of list or at a malformed length.
pub fn raw_options(bytes: &[u8]) -> impl Iterator<Item = RawOption<'_>> {
    walk(bytes).map(|(offset, kind, value)| {
        let length = if kind == END || kind == NOP { 1 } else { 2 + value.len() };
        RawOption { offset, kind: OptionKind::from_number(kind), value, length }
    })
}

fn walk(bytes: &[u8]) -> impl Iterator<Item = (usize, u8, &[u8])> {
    let mut at = 0;
    core::iter::from_fn(move || {
        let offset = at;
        let kind = *bytes.get(at)?;
        if kind == END {
            at = bytes.len();
            return Some((offset, END, &bytes[..0]));
        }
        if kind == NOP {
            at += 1;
            return Some((offset, NOP, &bytes[..0]));
        }
        let length = usize::from(*bytes.get(at + 1)?);
        if length < 2 || at + length > bytes.len() {
            at = bytes.len();
            return None;
        }
        at += length;
        Some((offset, kind, &bytes[offset + 2..offset + length]))
    })
    .fuse()
}

fn write_timestamps(out: &mut [u8; 12], lead: [u8; 2], stamps: Timestamps) {
    out[0..2].copy_from_slice(&lead);
    out[2] = TIMESTAMPS;
    out[3] = 10;
    out[4..8].copy_from_slice(&stamps.value.to_be_bytes());
    out[8..12].copy_from_slice(&stamps.echo_reply.to_be_bytes());
}

struct Writer<'a> {
    out: &'a mut [u8],
    at: usize,
}

impl Writer<'_> {
    fn word(&mut self, word: [u8; 4]) {
        self.out[self.at..self.at + 4].copy_from_slice(&word);
        self.at += 4;
    }
}
