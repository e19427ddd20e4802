//! Packet lines: `< S 0:0(0) win 32792 <mss 1000,nop,wscale 7>`.

use crate::ast::{Action, Ecn, Icmp, IpInfo, Segment, TcpOption, Way};
use crate::cursor::{Cursor, Parsed};
use crate::error::Problem;
use netlab_wire::{TcpFlags, Timestamps};

/// A packet after its time.
pub(crate) fn packet(cursor: &mut Cursor<'_>) -> Parsed<Action> {
    let way = if cursor.accept("<")? {
        Way::In
    } else {
        cursor.expect(">")?;
        Way::Out
    };
    let ip = ip_info(cursor)?;
    for other in ["udp", "ipv4", "ipv6", "gre", "mpls"] {
        if cursor.accept_word(other)? {
            return cursor.unsupported(format!("a packet of {other}"));
        }
    }
    if cursor.accept_word("icmp")? {
        return icmp(cursor, way, ip).map(Action::Icmp);
    }
    let ports = ports(cursor)?;
    let flags = flags(cursor)?;
    let (start, length) = range(cursor)?;
    let acknowledgment = named(cursor, "ack", "an acknowledgement number")?;
    let window = named(cursor, "win", "a window")?;
    let urgent_pointer = named(cursor, "urg", "an urgent pointer")?;
    let options = options(cursor)?;
    Ok(Action::Segment(Segment {
        way,
        ip,
        ports,
        flags,
        start,
        length,
        acknowledgment,
        window,
        urgent_pointer,
        options,
    }))
}

fn named<T: TryFrom<i64>>(cursor: &mut Cursor<'_>, name: &str, what: &'static str) -> Parsed<Option<T>> {
    if cursor.accept_word(name)? { cursor.number(what).map(Some) } else { Ok(None) }
}

/// `[ect0]`, `(tos 0x10)`, `[ttl 64]`, or nothing.
fn ip_info(cursor: &mut Cursor<'_>) -> Parsed<IpInfo> {
    let mut info = IpInfo::default();
    let end = if cursor.accept("[")? {
        "]"
    } else if cursor.accept("(")? {
        ")"
    } else {
        return Ok(info);
    };
    match cursor.word()? {
        Some("noecn") => info.ecn = Some(Ecn::NotCapable),
        Some("ect0") => info.ecn = Some(Ecn::Ect0),
        Some("ect1") => info.ecn = Some(Ecn::Ect1),
        Some("ect01") => info.ecn = Some(Ecn::Ect0Or1),
        Some("ce") => info.ecn = Some(Ecn::CongestionExperienced),
        Some("tos") => info.tos = Some(cursor.number("a type of service")?),
        Some("ttl") => info.time_to_live = Some(cursor.number("a time to live")?),
        Some("flowlabel") => return cursor.unsupported("a flow label"),
        _ => return cursor.expected("noecn, ect0, ect1, ect01, ce, tos or ttl"),
    }
    cursor.expect(end)?;
    Ok(info)
}

/// `1234 > 8080`, or nothing.
fn ports(cursor: &mut Cursor<'_>) -> Parsed<Option<(u16, u16)>> {
    if !cursor.peek()?.is_some_and(|c| c.is_ascii_digit()) {
        return Ok(None);
    }
    let source = cursor.number("a port")?;
    cursor.expect(">")?;
    Ok(Some((source, cursor.number("a port")?)))
}

fn flags(cursor: &mut Cursor<'_>) -> Parsed<TcpFlags> {
    if cursor.accept("-")? {
        return Ok(TcpFlags::NONE);
    }
    cursor.skip_blanks()?;
    let letters = cursor.clone().take_while(|c| c == '.' || c.is_ascii_alphabetic());
    let mut flags = TcpFlags::NONE;
    for letter in letters.chars() {
        flags.insert(match letter {
            'F' => TcpFlags::FIN,
            'S' => TcpFlags::SYN,
            'R' => TcpFlags::RST,
            'P' => TcpFlags::PSH,
            '.' => TcpFlags::ACK,
            'U' => TcpFlags::URG,
            'E' => TcpFlags::ECE,
            'W' | 'C' => TcpFlags::CWR,
            _ => return cursor.expected("flags: letters of FSRPUEW and a point"),
        });
    }
    if letters.is_empty() {
        return cursor.expected("flags: letters of FSRPUEW and a point");
    }
    cursor.take_while(|c| c == '.' || c.is_ascii_alphabetic());
    Ok(flags)
}

/// `1:1001(1000)` as its first number and length.
fn range(cursor: &mut Cursor<'_>) -> Parsed<(u32, u32)> {
    let start: u32 = cursor.number("a sequence number")?;
    cursor.expect(":")?;
    let end: u32 = cursor.number("a sequence number")?;
    cursor.expect("(")?;
    let length: u32 = cursor.number("a length")?;
    cursor.expect(")")?;
    if start.wrapping_add(length) != end {
        return cursor.error(Problem::SequenceRange { start, end, length });
    }
    Ok((start, length))
}

/// The options after a segment; a segment without any has an empty list.
fn options(cursor: &mut Cursor<'_>) -> Parsed<Option<Vec<TcpOption>>> {
    if cursor.peek()? != Some('<') {
        return Ok(Some(Vec::new()));
    }
    cursor.expect("<")?;
    if cursor.accept("...")? {
        cursor.expect(">")?;
        return Ok(None);
    }
    let mut all = Vec::new();
    if cursor.accept(">")? {
        return Ok(Some(all));
    }
    loop {
        all.push(option(cursor)?);
        if cursor.accept(">")? {
            return Ok(Some(all));
        }
        cursor.expect(",")?;
    }
}

fn option(cursor: &mut Cursor<'_>) -> Parsed<TcpOption> {
    let before = cursor.clone();
    match cursor.word()? {
        Some("nop") => Ok(TcpOption::NoOperation),
        Some("eol") => Ok(TcpOption::EndOfList),
        Some("mss") => Ok(TcpOption::MaximumSegmentSize(cursor.number("a segment size")?)),
        Some("wscale") => Ok(TcpOption::WindowScale(cursor.number("a shift")?)),
        Some("sackOK") => Ok(TcpOption::SackPermitted),
        Some("sack") => sack(cursor),
        Some("TS") => timestamps(cursor),
        Some(other @ ("FO" | "FOEXP" | "md5" | "MD5")) => {
            let other = other.to_owned();
            before.unsupported(format!("the option {other}"))
        }
        _ => before.expected("an option: nop, eol, mss, wscale, sackOK, sack or TS"),
    }
}

fn sack(cursor: &mut Cursor<'_>) -> Parsed<TcpOption> {
    let mut blocks = Vec::new();
    while let Some(left) = cursor.integer()? {
        cursor.expect(":")?;
        let right = cursor.number("the right edge of a block")?;
        let Ok(left) = u32::try_from(left) else {
            return cursor.error(Problem::NumberTooLarge(left.to_string()));
        };
        blocks.push((left, right));
    }
    if blocks.is_empty() { cursor.expected("a block") } else { Ok(TcpOption::Sack(blocks)) }
}

fn timestamps(cursor: &mut Cursor<'_>) -> Parsed<TcpOption> {
    if !cursor.accept_word("val")? {
        return cursor.expected("val");
    }
    let value = cursor.number("a timestamp")?;
    if !cursor.accept_word("ecr")? {
        return cursor.expected("ecr");
    }
    Ok(TcpOption::Timestamps(Timestamps { value, echo_reply: cursor.number("a timestamp")? }))
}

/// `icmp unreachable frag_needed mtu 1200 [1:1461(1460)]`
fn icmp(cursor: &mut Cursor<'_>, way: Way, ip: IpInfo) -> Parsed<Icmp> {
    let Some(kind) = cursor.word()? else { return cursor.expected("an ICMP type") };
    let mut code = None;
    let mut mtu = None;
    loop {
        let before = cursor.clone();
        match cursor.word()? {
            None => break,
            Some("mtu") => mtu = Some(cursor.number("an MTU")?),
            Some("id") => return cursor.unsupported("an ICMP echo"),
            Some(_) if code.is_some() => {
                *cursor = before;
                break;
            }
            Some(word) => code = Some(word.to_owned()),
        }
    }
    let quoted = if cursor.accept("[")? {
        if cursor.accept_word("udp")? || cursor.accept_word("raw")? {
            return cursor.unsupported("an ICMP error that does not quote TCP");
        }
        let range = range(cursor)?;
        cursor.expect("]")?;
        Some(range)
    } else {
        None
    };
    Ok(Icmp { way, ip, kind: kind.to_owned(), code, mtu, quoted })
}
