//! Captures as pcapng files, written and read by the crate `pcap-file` (its stable release 2).
//!
//! What that release does not do is done here: it takes every timestamp for nanoseconds, so a reader scales by the
//! interface's `if_tsresol`; and it writes the section in the machine's byte order unless told, so it is told (the bytes must
//! not depend on the machine). Time zero of a run is written as 1970-01-01 00:00:00.

use crate::frame::FrameBytes;
use crate::time::Instant;
use pcap_file::pcapng::blocks::enhanced_packet::{EnhancedPacketBlock, EnhancedPacketOption};
use pcap_file::pcapng::blocks::interface_description::{
    InterfaceDescriptionBlock, InterfaceDescriptionOption,
};
use pcap_file::pcapng::blocks::section_header::{SectionHeaderBlock, SectionHeaderOption};
use pcap_file::pcapng::{Block, PcapNgReader, PcapNgWriter};
use pcap_file::{DataLink, Endianness};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A network interface that was captured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaptureInterface {
    /// Its name, unique in the file: `client/eth0`.
    pub name: String,
    /// More about it; may be empty.
    pub description: String,
}

/// A frame in a capture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapturedFrame {
    /// The index of its interface.
    pub interface: usize,
    /// When it passed the interface.
    pub time: Instant,
    /// Its bytes.
    pub bytes: FrameBytes,
    /// What Wireshark shows as the packet's comment; may be empty.
    pub comment: String,
}

/// A whole capture.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capture {
    /// A comment on the file; may be empty.
    pub comment: String,
    /// The interfaces.
    pub interfaces: Vec<CaptureInterface>,
    /// The frames, in the order of the file.
    pub frames: Vec<CapturedFrame>,
}

/// Why bytes are no capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PcapngError {
    /// Not pcapng, or damaged.
    Malformed,
    /// A packet names an interface that the file does not describe.
    UnknownInterface {
        /// The number it names.
        interface: u32,
    },
    /// An interface that is not Ethernet.
    NotEthernet,
}

/// 10^-9 seconds, as `if_tsresol` says it.
const NANOSECONDS: u8 = 9;

impl Capture {
    /// The capture as a pcapng file. Panics when a frame names an interface that is not there.
    pub fn to_pcapng(&self) -> Vec<u8> {
        let section = SectionHeaderBlock {
            endianness: Endianness::Little,
            major_version: 1,
            minor_version: 0,
            section_length: -1,
            options: if self.comment.is_empty() {
                vec![]
            } else {
                vec![SectionHeaderOption::Comment(Cow::Borrowed(&self.comment))]
            },
        };
        let mut writer = PcapNgWriter::with_section_header(Vec::new(), section.into_owned())
            .expect("memory can be written");
        for interface in &self.interfaces {
            writer.write_pcapng_block(interface_block(interface)).expect("memory can be written");
        }
        for frame in &self.frames {
            assert!(frame.interface < self.interfaces.len(), "a captured frame belongs to an interface");
            writer.write_pcapng_block(packet_block(frame)).expect("memory can be written");
        }
        writer.into_inner()
    }

    /// Reads a pcapng file of Ethernet frames. Names, addresses, statistics and unknown blocks are skipped.
    pub fn from_pcapng(bytes: &[u8]) -> Result<Self, PcapngError> {
        let mut reader = PcapNgReader::new(bytes).map_err(|_| PcapngError::Malformed)?;
        let mut capture = Self::default();
        for option in &reader.section().options {
            if let SectionHeaderOption::Comment(comment) = option {
                capture.comment = comment.to_string();
            }
        }
        let mut ticks_per_second = Vec::new();
        while let Some(block) = reader.next_block() {
            match block.map_err(|_| PcapngError::Malformed)? {
                Block::InterfaceDescription(block) => {
                    if block.linktype != DataLink::ETHERNET {
                        return Err(PcapngError::NotEthernet);
                    }
                    ticks_per_second.push(resolution(&block)?);
                    capture.interfaces.push(described(&block));
                }
                Block::EnhancedPacket(block) => {
                    let Some(&ticks) = ticks_per_second.get(block.interface_id as usize) else {
                        return Err(PcapngError::UnknownInterface { interface: block.interface_id });
                    };
                    capture.frames.push(captured(&block, ticks));
                }
                Block::SectionHeader(_)
                | Block::Packet(_)
                | Block::SimplePacket(_)
                | Block::NameResolution(_)
                | Block::InterfaceStatistics(_)
                | Block::SystemdJournalExport(_)
                | Block::Unknown(_) => {}
            }
        }
        Ok(capture)
    }
}

fn interface_block(interface: &CaptureInterface) -> InterfaceDescriptionBlock<'_> {
    let mut options = vec![InterfaceDescriptionOption::IfName(Cow::Borrowed(&interface.name))];
    if !interface.description.is_empty() {
        options.push(InterfaceDescriptionOption::IfDescription(Cow::Borrowed(&interface.description)));
    }
    options.push(InterfaceDescriptionOption::IfTsResol(NANOSECONDS));
    InterfaceDescriptionBlock { linktype: DataLink::ETHERNET, snaplen: 0, options }
}

fn packet_block(frame: &CapturedFrame) -> EnhancedPacketBlock<'_> {
    let options = if frame.comment.is_empty() {
        vec![]
    } else {
        vec![EnhancedPacketOption::Comment(Cow::Borrowed(&frame.comment))]
    };
    EnhancedPacketBlock {
        interface_id: frame.interface as u32,
        timestamp: core::time::Duration::from_nanos(frame.time.as_nanos()),
        original_len: frame.bytes.len() as u32,
        data: Cow::Borrowed(&frame.bytes),
        options,
    }
}

/// Ticks a second: `if_tsresol` is a negative power of ten, or of two with the highest bit set; without it 10^-6.
fn resolution(block: &InterfaceDescriptionBlock<'_>) -> Result<u128, PcapngError> {
    let mut exponent = 6;
    for option in &block.options {
        if let InterfaceDescriptionOption::IfTsResol(value) = option {
            exponent = *value;
        }
    }
    let base: u128 = if exponent & 0x80 == 0 { 10 } else { 2 };
    base.checked_pow(u32::from(exponent & 0x7f)).ok_or(PcapngError::Malformed)
}

fn described(block: &InterfaceDescriptionBlock<'_>) -> CaptureInterface {
    let mut interface = CaptureInterface { name: String::new(), description: String::new() };
    for option in &block.options {
        if let InterfaceDescriptionOption::IfName(name) = option {
            interface.name = name.to_string();
        }
        if let InterfaceDescriptionOption::IfDescription(text) = option {
            interface.description = text.to_string();
        }
    }
    interface
}

fn captured(block: &EnhancedPacketBlock<'_>, ticks_per_second: u128) -> CapturedFrame {
    // The crate calls the raw 64-bit count nanoseconds.
    let ticks = block.timestamp.as_nanos();
    let nanos = ticks.saturating_mul(1_000_000_000) / ticks_per_second;
    let mut comment = String::new();
    for option in &block.options {
        if let EnhancedPacketOption::Comment(text) = option {
            comment = text.to_string();
        }
    }
    CapturedFrame {
        interface: block.interface_id as usize,
        time: Instant::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX)),
        bytes: block.data.as_ref().into(),
        comment,
    }
}
