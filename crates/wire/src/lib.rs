//! What stands on the wire: units of time and rate, addresses, the headers of Ethernet, ARP, IPv4, ICMP, UDP and TCP as values
//! and as bytes, their checksums, and whole frames.
//!
//! Pure: no clock, no randomness, no floating point, no file. Nothing in here knows a socket, a link or a computer.
//!
//! Headers are written and read here and not by a library, for two measured reasons. Every simulated segment passes this code, and the
//! maintained crate for it, etherparse 0.21, needs half as many instructions again (callgrind; making a full 1514-byte frame 2,550
//! against 1,640, reading it with both checksums 1,460 against 1,020; for `hello` 990 against 570 and 560 against 340) and two to three times
//! the time. And a value here must be one `TcpOptions`, written in Linux's order, where etherparse has a list of options in any order. It
//! is the second reader in the tests: what is written here, etherparse must read alike. Captures and the check sequence are libraries' work
//! (`pcap-file`, `crc32fast`).
//!
//! Left out, openly: IPv6, VLAN tags, IPv4 options (skipped when received, never sent), TCP urgent data (the field is
//! carried, nothing acts on it), TCP fast open, MD5 and authentication options, jumbo frames beyond what a `u16` length says.

pub mod arp;
pub mod checksum;
pub mod display;
pub mod error;
pub mod ethernet;
pub mod fcs;
pub mod fields;
pub mod frame;
pub mod icmp;
pub mod ipv4;
pub mod line_code;
pub mod pcapng;
pub mod tcp;
pub mod tcp_options;
pub mod time;
pub mod udp;
pub mod units;

pub use arp::{ArpOperation, ArpPacket};
pub use core::net::Ipv4Addr;
pub use error::{Layer, WireError};
pub use ethernet::{EtherType, EthernetHeader};
pub use frame::{FrameBytes, arp_frame, icmp_frame, ip_frame, tcp_frame, udp_datagram, udp_frame};
pub use icmp::{IcmpMessage, TimeExceededCode, UnreachableCode};
pub use ipv4::{Ipv4Header, Protocol};
pub use tcp::{TcpFlags, TcpHeader};
pub use tcp_options::{SackBlocks, TcpOptions, Timestamps};
pub use time::{Duration, Instant};
pub use udp::UdpHeader;
pub use units::{MacAddress, Rate, Seq};

#[cfg(test)]
mod tests;
