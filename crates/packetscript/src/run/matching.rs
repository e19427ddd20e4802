//! Is what the kernel sent what the script wants?

use super::machine::Sent;
use super::session::Connection;
use crate::ast::{Ecn, Segment, TcpOption};
use core::fmt::Write;
use netlab_wire::tcp_options::{OptionKind, raw_options};
use netlab_wire::{Seq, TcpFlags, TcpOptions};

/// How far the segments at hand fill a wanted one.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Filling {
    /// The first `0` segments are it.
    Complete(usize),
    /// They are its beginning; more must follow.
    Partial,
    /// They cannot be it.
    Differs(String),
}

/// Adds up consecutive segments to the wanted payload: all but the last are of equal length.
pub(crate) fn fill(wanted: &Segment, sent: &[Sent]) -> Filling {
    let Some(first) = sent.first() else { return Filling::Partial };
    let mut total = 0;
    for (index, segment) in sent.iter().enumerate() {
        let length = segment.length();
        if index > 0 {
            let follows = segment.tcp.sequence == first.tcp.sequence + total
                && segment.tcp.source_port == first.tcp.source_port
                && segment.tcp.destination_port == first.tcp.destination_port;
            if !follows || length == 0 || length > first.length() {
                return Filling::Differs(format!("{total} bytes and then another segment"));
            }
        }
        total += length;
        if total == wanted.length {
            return Filling::Complete(index + 1);
        }
        if total > wanted.length || length < first.length() || length == 0 {
            return Filling::Differs(format!("{total} bytes"));
        }
    }
    Filling::Partial
}

/// Compares the segments that fill a wanted one: sequence number and CWR of the first, all else of the last.
///
/// # Errors
/// What differs.
pub(crate) fn compare(wanted: &Segment, sent: &[Sent], connection: &Connection) -> Result<(), String> {
    let (first, last) = (&sent[0], &sent[sent.len() - 1]);
    let start = connection.local_number(first.tcp.sequence);
    // The RST that answers a segment without ACK for no connection has sequence number 0 (RFC 9293 section 3.10.7.1).
    let is_bare_reset = last.tcp.flags.rst() && last.tcp.flags.ack() && first.tcp.sequence == Seq::new(0);
    if start != wanted.start && !is_bare_reset {
        return Err(format!("sequence number {start}"));
    }
    let mut flags = last.tcp.flags.difference(TcpFlags::CWR);
    if first.tcp.flags.contains(TcpFlags::CWR) {
        flags.insert(TcpFlags::CWR);
    }
    if flags != wanted.flags {
        return Err(format!("flags {flags}"));
    }
    let acknowledgment = Connection::remote_number(last.tcp.acknowledgment);
    if let Some(wanted) = wanted.acknowledgment
        && wanted != acknowledgment
    {
        return Err(format!("acknowledgement number {acknowledgment}"));
    }
    if let Some(window) = wanted.window
        && window != last.tcp.window
    {
        return Err(format!("window {}", last.tcp.window));
    }
    compare_ip(wanted, last)?;
    match &wanted.options {
        Some(options) => compare_options(options, last),
        None => Ok(()),
    }
}

fn compare_ip(wanted: &Segment, sent: &Sent) -> Result<(), String> {
    let ecn = sent.ip.dscp_ecn & 3;
    let ecn_holds = match wanted.ip.ecn {
        None => true,
        Some(Ecn::NotCapable) => ecn == 0,
        Some(Ecn::Ect1) => ecn == 1,
        Some(Ecn::Ect0) => ecn == 2,
        Some(Ecn::CongestionExperienced) => ecn == 3,
        Some(Ecn::Ect0Or1) => ecn == 1 || ecn == 2,
    };
    if !ecn_holds {
        return Err(format!("congestion bits {ecn}"));
    }
    if wanted.ip.tos.is_some_and(|tos| tos != sent.ip.dscp_ecn) {
        return Err(format!("type of service {:#x}", sent.ip.dscp_ecn));
    }
    if wanted.ip.time_to_live.is_some_and(|left| left != sent.ip.time_to_live) {
        return Err(format!("time to live {}", sent.ip.time_to_live));
    }
    Ok(())
}

/// Kind and order must be equal, and values but for timestamps.
fn compare_options(wanted: &[TcpOption], sent: &Sent) -> Result<(), String> {
    let found = options_of(sent);
    let comparable = |options: &[TcpOption]| -> Vec<TcpOption> {
        let masked = options.iter().map(|option| match option {
            TcpOption::Timestamps(_) => TcpOption::Timestamps(Default::default()),
            TcpOption::NoOperation
            | TcpOption::EndOfList
            | TcpOption::MaximumSegmentSize(_)
            | TcpOption::WindowScale(_)
            | TcpOption::SackPermitted
            | TcpOption::Sack(_) => option.clone(),
        });
        masked.collect()
    };
    if comparable(wanted) == comparable(&found) {
        return Ok(());
    }
    let mut text = String::new();
    write_options(&mut text, &found).expect("a String can be written");
    Err(format!("options <{text}>"))
}

/// The options in the order of the header, with the script's numbers.
fn options_of(sent: &Sent) -> Vec<TcpOption> {
    let options = sent.option_bytes();
    let parsed = TcpOptions::parse(options);
    let mut all = Vec::new();
    for option in raw_options(options) {
        match option.kind {
            OptionKind::NoOperation => all.push(TcpOption::NoOperation),
            OptionKind::End => all.push(TcpOption::EndOfList),
            OptionKind::MaximumSegmentSize => {
                all.extend(parsed.maximum_segment_size.map(TcpOption::MaximumSegmentSize));
            }
            OptionKind::WindowScale => all.extend(parsed.window_scale.map(TcpOption::WindowScale)),
            OptionKind::SackPermitted => all.push(TcpOption::SackPermitted),
            OptionKind::Sack => all.push(TcpOption::Sack(
                parsed
                    .sack_blocks
                    .iter()
                    .map(|&(left, right)| (Connection::remote_number(left), Connection::remote_number(right)))
                    .collect(),
            )),
            OptionKind::Timestamps => all.extend(parsed.timestamps.map(TcpOption::Timestamps)),
            // The kernel sends none; if it does, the comparison shows a list that is too short.
            OptionKind::Other(_) => {}
        }
    }
    all
}

fn write_options(out: &mut String, options: &[TcpOption]) -> core::fmt::Result {
    for (index, option) in options.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        match option {
            TcpOption::NoOperation => out.push_str("nop"),
            TcpOption::EndOfList => out.push_str("eol"),
            TcpOption::MaximumSegmentSize(size) => write!(out, "mss {size}")?,
            TcpOption::WindowScale(shift) => write!(out, "wscale {shift}")?,
            TcpOption::SackPermitted => out.push_str("sackOK"),
            TcpOption::Sack(blocks) => {
                out.push_str("sack");
                for (left, right) in blocks {
                    write!(out, " {left}:{right}")?;
                }
            }
            TcpOption::Timestamps(stamps) => {
                write!(out, "TS val {} ecr {}", stamps.value, stamps.echo_reply)?
            }
        }
    }
    Ok(())
}

/// A segment of the kernel as a script would write it.
pub(crate) fn as_script(sent: &Sent, connection: &Connection) -> String {
    let start = connection.local_number(sent.tcp.sequence);
    let length = sent.length();
    let mut line = format!("> {} {start}:{}({length})", sent.tcp.flags, start.wrapping_add(length));
    let options = options_of(sent);
    let write = |line: &mut String| -> core::fmt::Result {
        if sent.tcp.flags.ack() {
            write!(line, " ack {}", Connection::remote_number(sent.tcp.acknowledgment))?;
        }
        write!(line, " win {}", sent.tcp.window)?;
        if !options.is_empty() {
            line.push_str(" <");
            write_options(line, &options)?;
            line.push('>');
        }
        Ok(())
    };
    write(&mut line).expect("a String can be written");
    line
}
