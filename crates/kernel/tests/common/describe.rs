//! One short line for every event.

use netlab_abi::{Syscall, SyscallResult, SyscallValue};
use netlab_kernel::event::{Event, Frame};
use netlab_wire::{
    ArpOperation, ArpPacket, EtherType, EthernetHeader, IcmpMessage, Ipv4Header, Protocol, TcpHeader,
    UdpHeader,
};

fn bytes(bytes: &[u8]) -> String {
    if bytes.len() > 32 { format!("{} bytes", bytes.len()) } else { format!("\"{}\"", bytes.escape_ascii()) }
}

fn call(call: &Syscall) -> String {
    let name = call.name();
    match call {
        Syscall::Bind { fd, address } | Syscall::Connect { fd, address } => {
            format!("{name}({}, {address})", fd.0)
        }
        Syscall::Send { fd, data, to, .. } => {
            let to = to.map_or(String::new(), |to| format!(", {to}"));
            format!("{name}({}, {}{to})", fd.0, bytes(&data.bytes))
        }
        Syscall::Write { fd, data } => format!("{name}({}, {})", fd.0, bytes(&data.bytes)),
        Syscall::Receive { fd, length, .. } | Syscall::Read { fd, length } => {
            format!("{name}({}, {length})", fd.0)
        }
        Syscall::Accept { fd, .. } | Syscall::Close { fd } => format!("{name}({})", fd.0),
        _ => name.to_owned(),
    }
}

fn result(result: &SyscallResult) -> String {
    match result {
        Err(errno) => format!("-1 {}", errno.name()),
        Ok(SyscallValue::Number(value)) => value.to_string(),
        Ok(SyscallValue::Sent { count, .. }) => count.to_string(),
        Ok(SyscallValue::Accepted { fd, peer }) => format!("{} from {}", fd.0, peer.ip()),
        Ok(SyscallValue::Received(received)) => {
            let cut = if received.flags.0 == 0 { "" } else { " MSG_TRUNC" };
            format!("{}{cut}", bytes(&received.data.bytes))
        }
        Ok(SyscallValue::Poll(found)) => {
            let found: Vec<String> = found.iter().map(|f| format!("{}:{:#x}", f.fd.0, f.events.0)).collect();
            format!("[{}]", found.join(" "))
        }
        Ok(SyscallValue::Epoll(found)) => {
            let found: Vec<String> = found.iter().map(|f| format!("{}:{:#x}", f.data, f.events.0)).collect();
            format!("[{}]", found.join(" "))
        }
        Ok(SyscallValue::Select(sets)) => {
            let names = |set: &[netlab_abi::Fd]| set.iter().map(|fd| fd.0).collect::<Vec<_>>();
            format!("r={:?} w={:?} x={:?}", names(&sets.read), names(&sets.write), names(&sets.except))
        }
        Ok(SyscallValue::Waited { pid, status }) => format!("{} status {status:#x}", pid.0),
        Ok(SyscallValue::Pipe(read, write)) => format!("{} {}", read.0, write.0),
        Ok(value) => format!("{value:?}"),
    }
}

/// What a frame carries.
pub fn frame(frame: &Frame) -> String {
    let Ok((ethernet, start)) = EthernetHeader::parse(&frame.bytes) else { return "?".into() };
    let rest = &frame.bytes[start..];
    if ethernet.ether_type == EtherType::Arp {
        let (arp, _) = ArpPacket::parse(rest).expect("a whole ARP packet");
        let who = if ethernet.destination.is_broadcast() { "everybody" } else { "one" };
        return match arp.operation {
            ArpOperation::Request => {
                format!("arp to {who}: who has {} tell {}", arp.target_protocol, arp.sender_protocol)
            }
            ArpOperation::Reply => {
                format!("arp to {who}: {} is at {}", arp.sender_protocol, arp.sender_hardware)
            }
        };
    }
    let (ip, header) = Ipv4Header::parse(rest).expect("a whole IPv4 header");
    let payload = &rest[header..usize::from(ip.total_length)];
    let addresses = format!("{} > {} ttl {}", ip.source, ip.destination, ip.time_to_live);
    if ip.is_fragment() {
        let more = if ip.more_fragments { "+" } else { "" };
        return format!("{addresses} fragment {}:{}{more}", ip.fragment_offset, payload.len());
    }
    match ip.protocol {
        Protocol::Udp => {
            UdpHeader::parse(payload, ip.source, ip.destination).expect("a good checksum");
            format!("{addresses} udp {}{}", payload.len() - 8, if ip.dont_fragment { " DF" } else { "" })
        }
        Protocol::Tcp => {
            let (tcp, length) =
                TcpHeader::parse(payload, ip.source, ip.destination).expect("a good checksum");
            format!("{addresses} tcp {} win {} len {}", tcp.flags, tcp.window, payload.len() - length)
        }
        Protocol::Icmp => {
            let (icmp, _) = IcmpMessage::parse(payload).expect("a good checksum");
            let (kind, code) = icmp.type_and_code();
            format!("{addresses} icmp {kind}/{code} len {}", payload.len())
        }
        Protocol::Other(number) => format!("{addresses} protocol {number}"),
    }
}

pub fn describe(event: &Event) -> String {
    match event {
        Event::SyscallEntered { call: entered, .. } => format!("enter {}", call(entered)),
        Event::SyscallReturned { pid, thread, call: made, result: value, .. } => {
            let thread = if thread.0 > 0 { format!("/{}", thread.0) } else { String::new() };
            format!("{}{thread} {} = {}", pid.0, call(made), result(value))
        }
        Event::Blocked { pid, wait, .. } => format!("{} sleeps: {wait:?}", pid.0),
        Event::Woken { pid, .. } => format!("{} woken", pid.0),
        Event::Output { pid, fd, bytes: written } => format!("{} writes {}: {}", pid.0, fd.0, bytes(written)),
        Event::SignalDelivered { pid, signal } => format!("{} gets {signal:?}", pid.0),
        Event::ProcessExited { pid, status } => format!("{} ends: {status:?}", pid.0),
        Event::FrameQueued { interface, frame: queued, length } => {
            format!("if{} queue {length}: {}", interface.0, frame(queued))
        }
        Event::Dropped { reason, .. } => format!("dropped: {reason:?}"),
        Event::NeighbourChanged { address, state, .. } => format!("neighbour {address} {state:?}"),
        other => format!("{other:?}"),
    }
}
