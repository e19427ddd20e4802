//! Ethernet's frame check sequence: CRC-32 (IEEE 802.3 clause 3.2.9), by the crate `crc32fast`.

/// Length in bytes.
pub const LENGTH: usize = 4;

/// A frame without its check sequence is padded to this many bytes on the line (IEEE 802.3 clause 4.2.3.3: 64 with the check sequence).
pub const MINIMUM_FRAME: usize = 60;

/// The check sequence of a frame's bytes (addresses, type, data and padding).
pub fn fcs(bytes: &[u8]) -> u32 {
    crc32fast::hash(bytes)
}

/// The check sequence in the order of transmission: its bits go out highest power first, which with bytes sent
/// lowest bit first is the little-endian order of the reflected sum.
pub fn fcs_bytes(bytes: &[u8]) -> [u8; LENGTH] {
    fcs(bytes).to_le_bytes()
}

/// Whether the last four bytes are the check sequence of those before.
pub fn holds(bytes_with_fcs: &[u8]) -> bool {
    match bytes_with_fcs.split_last_chunk::<LENGTH>() {
        Some((bytes, sequence)) => fcs_bytes(bytes) == *sequence,
        None => false,
    }
}
