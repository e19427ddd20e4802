//! Seeded round trips: value to bytes to value, with etherparse as a second reader of what we write.

use super::Random;
use crate::*;
use etherparse::TcpOptionElement as Element;

const SEEDS: u64 = 2000;

fn address(random: &mut Random) -> Ipv4Addr {
    Ipv4Addr::from_bits(random.next() as u32)
}

fn mac(random: &mut Random) -> MacAddress {
    MacAddress(core::array::from_fn(|_| random.next() as u8))
}

fn ethernet(random: &mut Random) -> EthernetHeader {
    EthernetHeader { destination: mac(random), source: mac(random), ether_type: EtherType::Ipv4 }
}

fn ip(random: &mut Random, protocol: Protocol, payload: usize) -> Ipv4Header {
    Ipv4Header {
        dscp_ecn: random.next() as u8,
        total_length: (20 + payload) as u16,
        identification: random.next() as u16,
        dont_fragment: random.once_in(2),
        more_fragments: false,
        fragment_offset: 0,
        time_to_live: random.next() as u8,
        protocol,
        source: address(random),
        destination: address(random),
    }
}

/// Options that fit, in any mixture.
fn options(random: &mut Random) -> TcpOptions {
    let mut options = TcpOptions {
        maximum_segment_size: random.once_in(3).then(|| random.next() as u16),
        window_scale: random.once_in(3).then(|| random.below(15) as u8),
        sack_permitted: random.once_in(3),
        timestamps: random
            .once_in(2)
            .then(|| Timestamps { value: random.next() as u32, echo_reply: random.next() as u32 }),
        sack_blocks: SackBlocks::new(),
    };
    while random.once_in(2)
        && options.sack_blocks.len() < SackBlocks::MAXIMUM
        && options.length() + if options.sack_blocks.is_empty() { 12 } else { 8 }
            <= TcpOptions::MAXIMUM_LENGTH
    {
        options.sack_blocks.push(Seq::new(random.next() as u32), Seq::new(random.next() as u32));
    }
    options
}

fn tcp(random: &mut Random) -> TcpHeader {
    TcpHeader {
        source_port: random.next() as u16,
        destination_port: random.next() as u16,
        sequence: Seq::new(random.next() as u32),
        acknowledgment: Seq::new(random.next() as u32),
        flags: TcpFlags::from_bits(random.next() as u8),
        window: random.next() as u16,
        urgent_pointer: random.next() as u16,
        options: options(random),
    }
}

#[test]
fn tcp_frames() {
    for seed in 1..SEEDS {
        let random = &mut Random(seed);
        let (length, cut) = (random.below(200) as usize, random.below(200) as usize);
        let payload = random.bytes(length);
        let header = tcp(random);
        let ethernet = ethernet(random);
        let ip = ip(random, Protocol::Tcp, header.header_len() + length);
        let (front, back) = payload.split_at(cut.min(length));
        let frame = tcp_frame(&ethernet, &ip, &header, &[front, &[], back]);
        assert_eq!(EthernetHeader::parse(&frame), Ok((ethernet, 14)), "seed {seed}");
        assert_eq!(Ipv4Header::parse(&frame[14..]), Ok((ip, 20)), "seed {seed}");
        let segment = &frame[34..];
        assert_eq!(
            TcpHeader::parse(segment, ip.source, ip.destination),
            Ok((header, header.header_len())),
            "seed {seed}"
        );
        assert_eq!(&segment[header.header_len()..], payload, "seed {seed}");
        etherparse_agrees(&frame, &header, seed);
    }
}

/// etherparse reads the same options and finds both checksums right.
fn etherparse_agrees(frame: &[u8], header: &TcpHeader, seed: u64) {
    let sliced =
        etherparse::SlicedPacket::from_ethernet(frame).unwrap_or_else(|why| panic!("seed {seed}: {why}"));
    let (Some(etherparse::NetSlice::Ipv4(ip)), Some(etherparse::TransportSlice::Tcp(tcp))) =
        (&sliced.net, &sliced.transport)
    else {
        panic!("seed {seed}: not TCP over IPv4");
    };
    let ip = ip.header().to_header();
    assert_eq!(ip.calc_header_checksum(), ip.header_checksum, "seed {seed}");
    assert_eq!(tcp.calc_checksum_ipv4(ip.source, ip.destination), Ok(tcp.checksum()), "seed {seed}");
    let mut seen = TcpOptions::default();
    for option in tcp.options_iterator() {
        match option.unwrap_or_else(|why| panic!("seed {seed}: {why:?}")) {
            Element::Noop => {}
            Element::MaximumSegmentSize(size) => seen.maximum_segment_size = Some(size),
            Element::WindowScale(shift) => seen.window_scale = Some(shift),
            Element::SelectiveAcknowledgementPermitted => seen.sack_permitted = true,
            Element::Timestamp(value, echo_reply) => seen.timestamps = Some(Timestamps { value, echo_reply }),
            Element::SelectiveAcknowledgement(first, rest) => {
                for (left, right) in core::iter::once(first).chain(rest.into_iter().flatten()) {
                    seen.sack_blocks.push(Seq::new(left), Seq::new(right));
                }
            }
        }
    }
    assert_eq!(seen, header.options, "seed {seed}");
}

#[test]
fn udp_icmp_and_arp_frames() {
    for seed in 1..SEEDS {
        let random = &mut Random(seed);
        let length = random.below(100) as usize;
        let payload = random.bytes(length);
        let ethernet = ethernet(random);
        let header = UdpHeader {
            source_port: 4000,
            destination_port: random.next() as u16,
            length: (8 + length) as u16,
        };
        let ip_header = ip(random, Protocol::Udp, 8 + length);
        let frame = udp_frame(&ethernet, &ip_header, &header, &[&payload]);
        let read = UdpHeader::parse(&frame[34..], ip_header.source, ip_header.destination);
        assert_eq!(read, Ok((header, 8)), "seed {seed}");
        assert_eq!(frame[34..], udp_datagram(&ip_header, &header, &[&payload])[..], "seed {seed}");

        let message = icmp(random, payload);
        let frame = icmp_frame(&ethernet, &ip(random, Protocol::Icmp, message.length()), &message);
        assert_eq!(IcmpMessage::parse(&frame[34..]), Ok((message, 8)), "seed {seed}");

        let packet = ArpPacket {
            operation: if random.once_in(2) { ArpOperation::Request } else { ArpOperation::Reply },
            sender_hardware: mac(random),
            sender_protocol: address(random),
            target_hardware: mac(random),
            target_protocol: address(random),
        };
        let ethernet = EthernetHeader { ether_type: EtherType::Arp, ..ethernet };
        assert_eq!(ArpPacket::parse(&arp_frame(&ethernet, &packet)[14..]), Ok((packet, 28)), "seed {seed}");
    }
}

fn icmp(random: &mut Random, body: Vec<u8>) -> IcmpMessage {
    let (identifier, sequence) = (random.next() as u16, random.next() as u16);
    match random.below(4) {
        0 => IcmpMessage::EchoRequest { identifier, sequence, data: body },
        1 => IcmpMessage::EchoReply { identifier, sequence, data: body },
        2 => IcmpMessage::DestinationUnreachable {
            code: UnreachableCode::from_number(random.below(16) as u8),
            next_hop_mtu: sequence,
            original: body,
        },
        _ => IcmpMessage::TimeExceeded {
            code: TimeExceededCode::from_number(random.below(3) as u8),
            original: body,
        },
    }
}

#[test]
fn any_bytes_are_read_without_panic() {
    for seed in 1..SEEDS {
        let random = &mut Random(seed);
        let length = random.below(100) as usize;
        let mut bytes = random.bytes(length);
        if let Some(first) = bytes.first_mut().filter(|_| random.once_in(2)) {
            *first = 0x45;
        }
        let any = Ipv4Addr::LOCALHOST;
        let _ = EthernetHeader::parse(&bytes);
        let _ = ArpPacket::parse(&bytes);
        let _ = Ipv4Header::parse(&bytes);
        let _ = Ipv4Header::parse_quoted(&bytes);
        let _ = IcmpMessage::parse(&bytes);
        let _ = UdpHeader::parse(&bytes, any, any);
        let _ = TcpHeader::parse(&bytes, any, any);
        let _ = TcpHeader::parse_unchecked(&bytes);
        TcpOptions::parse(&bytes);
    }
}

#[test]
fn the_fast_checksum_is_the_plain_one() {
    for seed in 1..SEEDS {
        let random = &mut Random(seed);
        let length = random.below(120) as usize;
        let bytes = random.bytes(length);
        let mut plain: u32 = 0;
        for pair in bytes.chunks(2) {
            plain += u32::from(pair[0]) << 8 | u32::from(*pair.get(1).unwrap_or(&0));
        }
        while plain > 0xffff {
            plain = (plain & 0xffff) + (plain >> 16);
        }
        assert_eq!(checksum::Checksum::new().bytes(&bytes).finish(), !(plain as u16), "seed {seed}");
    }
}

#[test]
fn mending_a_checksum_equals_making_it_anew() {
    for seed in 1..SEEDS {
        let random = &mut Random(seed);
        let mut header = ip(random, Protocol::Udp, 0);
        header.time_to_live = header.time_to_live.max(1);
        let mut bytes = Vec::new();
        header.emit(&mut bytes);
        assert_eq!(ipv4::decrement_ttl(&mut bytes), header.time_to_live - 1);
        header.time_to_live -= 1;
        let mut again = Vec::new();
        header.emit(&mut again);
        assert_eq!(bytes, again, "seed {seed}");
    }
}

#[test]
fn malformed_options_end_the_list_and_nothing_else() {
    let parse = |bytes: &[u8]| TcpOptions::parse(bytes);
    let mss = |size| TcpOptions { maximum_segment_size: Some(size), ..TcpOptions::default() };
    // Length 0 after an MSS: what came before counts (`tcp_parse_options`).
    assert_eq!(parse(&[2, 4, 5, 180, 8, 0, 3, 3, 7, 0, 0, 0]), mss(1460));
    // An option longer than the header.
    assert_eq!(parse(&[2, 4, 5, 180, 8, 10, 0, 0]), mss(1460));
    // An unknown one is stepped over, a known one of the wrong length as well.
    assert_eq!(parse(&[254, 4, 0, 0, 2, 4, 5, 180]), mss(1460));
    assert_eq!(parse(&[2, 3, 9, 2, 4, 5, 180, 0]), mss(1460));
    // After an end of list nothing counts.
    assert_eq!(parse(&[0, 2, 4, 5, 180, 0, 0, 0]), TcpOptions::default());
}

#[test]
fn linux_puts_options_in_this_order() {
    let stamps = Some(Timestamps { value: 1, echo_reply: 2 });
    let written = |options: TcpOptions| {
        let mut bytes = vec![0; options.length()];
        options.write(&mut bytes);
        bytes
    };
    let syn = TcpOptions {
        maximum_segment_size: Some(1460),
        window_scale: Some(10),
        sack_permitted: true,
        timestamps: stamps,
        sack_blocks: SackBlocks::new(),
    };
    assert_eq!(written(syn), [2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2, 1, 3, 3, 10]);
    let without_stamps = TcpOptions { timestamps: None, ..syn };
    assert_eq!(written(without_stamps), [2, 4, 5, 180, 1, 1, 4, 2, 1, 3, 3, 10]);
    let data = TcpOptions { timestamps: stamps, ..TcpOptions::default() };
    assert_eq!(written(data), [1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2]);
    let sack = TcpOptions { sack_blocks: [(Seq::new(3), Seq::new(4))].into_iter().collect(), ..data };
    assert_eq!(written(sack), [1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2, 1, 1, 5, 10, 0, 0, 0, 3, 0, 0, 0, 4]);
}

#[test]
fn sequence_numbers_wrap() {
    let near = Seq::new(u32::MAX - 2);
    let past = near + 5;
    assert_eq!(past.raw(), 2);
    assert!(near.before(past) && past.after(near) && near.before_eq(near) && past.after_eq(near));
    assert_eq!((past.diff(near), near.diff(past)), (5, -5));
    assert_eq!(past - 5, near);
    assert!(past.in_window(near, 6) && !past.in_window(near, 5) && !near.in_window(past, 5));
    assert_eq!((near.later(past), near.earlier(past)), (past, near));
}

#[test]
fn times_and_rates() {
    assert_eq!(Rate::from_bits_per_second(10_000_000).time_for(1514), Duration::from_nanos(1_211_200));
    assert_eq!(Rate::from_bits_per_second(3).time_for(1), Duration::from_nanos(2_666_666_667), "rounded up");
    assert_eq!(Rate::from_bits_per_second(0).time_for(1), Duration::MAX);
    assert_eq!(Rate::from_bits_per_second(1).time_for(u64::MAX), Duration::MAX);
    assert_eq!(Instant::from_nanos(61_709_999).to_string(), "61.709 ms");
    let (early, late) = (Instant::from_millis(1), Instant::from_millis(3));
    assert_eq!((late - early, early - late), (Duration::from_millis(2), Duration::ZERO));
    assert_eq!(early.checked_since(late), None);
    assert_eq!(Instant::MAX + Duration::from_secs(1), Instant::MAX);
    assert_eq!(Duration::from_millis(7) * 3 / 2, Duration::from_micros(10_500));
}

#[test]
fn values_survive_serde() {
    let random = &mut Random(7);
    let header = tcp(random);
    let text = serde_json::to_string(&header).unwrap();
    assert_eq!(serde_json::from_str::<TcpHeader>(&text).unwrap(), header);
}
