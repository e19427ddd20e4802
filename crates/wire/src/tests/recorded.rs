//! Frames of a recorded run of the hello programs on Linux 6.18: reading gives the values tcpdump prints, writing them gives the bytes back.

use crate::*;

/// SYN of the client.
pub const SYN: &str = "0200 0000 0101 0200 0000 010a 0800 4500 003c 638c 4000 4006 bf2c 0a00 0102 0a00
 0302 876a 1388 262e b665 0000 0000 a002 faf0 14a6 0000 0204 05b4 0402 080a e6fd c1de 0000 0000 0103 030a";
/// SYN-ACK of the server, after two routers.
pub const SYN_ACK: &str = "0200 0000 010a 0200 0000 0101 0800 4500 003c 0000 4000 3e06 24b9 0a00 0302 0a00
 0102 1388 876a ffcc 7710 262e b666 a012 fe88 a646 0000 0204 05b4 0402 080a a363 5075 e6fd c1de 0103 030a";
/// `hello`.
pub const HELLO: &str = "0200 0000 0101 0200 0000 010a 0800 4500 0039 638e 4000 4006 bf2d 0a00 0102 0a00
 0302 876a 1388 262e b666 ffcc 7711 8018 003f 8f42 0000 0101 080a e6fd c21c a363 5075 6865 6c6c 6f";

/// Bytes of a hexadecimal text with blanks.
pub fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.chars().filter_map(|c| c.to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

fn reread_tcp(frame: &[u8]) -> (EthernetHeader, Ipv4Header, TcpHeader, &[u8]) {
    let (ethernet, at) = EthernetHeader::parse(frame).unwrap();
    let (ip, ip_length) = Ipv4Header::parse(&frame[at..]).unwrap();
    let segment = &frame[at + ip_length..at + usize::from(ip.total_length)];
    let (tcp, tcp_length) = TcpHeader::parse(segment, ip.source, ip.destination).unwrap();
    (ethernet, ip, tcp, &segment[tcp_length..])
}

#[test]
fn linux_frames_are_read_and_written_back_to_the_byte() {
    for frame in [SYN, SYN_ACK, HELLO].map(bytes) {
        let (ethernet, ip, tcp, payload) = reread_tcp(&frame);
        let half = payload.len() / 2;
        let again = tcp_frame(&ethernet, &ip, &tcp, &[&payload[..half], &payload[half..]]);
        assert_eq!(&*again, &frame[..], "{tcp:?}");
    }
}

#[test]
fn the_syn_says_what_tcpdump_prints() {
    let (_, ip, tcp, payload) = { reread_tcp(&bytes(SYN).leak()[..]) };
    assert_eq!((ip.time_to_live, ip.identification, ip.dont_fragment), (64, 25484, true));
    assert_eq!(tcp.flags.to_string(), "S");
    assert_eq!((tcp.source_port, tcp.destination_port, tcp.sequence), (34666, 5000, Seq::new(640595557)));
    assert_eq!((tcp.options.maximum_segment_size, tcp.options.window_scale), (Some(1460), Some(10)));
    assert!(tcp.options.sack_permitted);
    assert_eq!(tcp.options.timestamps, Some(Timestamps { value: 3875389918, echo_reply: 0 }));
    assert_eq!(payload, b"");
}

#[test]
fn a_flipped_bit_breaks_a_checksum() {
    let frame = bytes(HELLO);
    for bit in 14 * 8..frame.len() * 8 {
        let mut bad = frame.clone();
        bad[bit / 8] ^= 0x80 >> (bit % 8);
        let ip = Ipv4Header::parse(&bad[14..]);
        let broken = match ip {
            Err(_) => true,
            Ok((ip, at)) => TcpHeader::parse(&bad[14 + at..], ip.source, ip.destination).is_err(),
        };
        assert!(broken, "bit {bit} flipped and nobody saw it");
    }
}

#[test]
fn a_router_mends_the_checksum() {
    let mut frame = bytes(HELLO);
    for left in [63, 62] {
        assert_eq!(ipv4::decrement_ttl(&mut frame[14..]), left);
        let (ip, _) = Ipv4Header::parse(&frame[14..]).unwrap();
        assert_eq!(ip.time_to_live, left);
    }
}
