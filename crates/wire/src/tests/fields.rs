//! The table of fields. `tools` compares names and places with tshark's where it is installed.

use super::recording;
use crate::fields::{FieldValue, fields};
use expect_test::{Expect, expect};
use std::fmt::Write;

fn check(frame: &[u8], expected: Expect) {
    let mut table = String::new();
    for field in fields(frame) {
        let value = match field.value {
            FieldValue::Number(number) => number.to_string(),
            FieldValue::Flag(flag) => u8::from(flag).to_string(),
            FieldValue::Mac(address) => address.to_string(),
            FieldValue::Ipv4(address) => address.to_string(),
            FieldValue::Bytes => format!("{:02x?}", &frame[field.byte_range()]),
        };
        let quoted = if field.quoted { " (quoted)" } else { "" };
        writeln!(table, "{:<4} {:<3} {} = {value}{quoted}", field.bit_offset, field.bit_length, field.name)
            .unwrap();
    }
    expected.assert_eq(&table);
}

#[test]
fn a_segment_with_data() {
    check(
        &recording("hello")[5].1,
        expect![[r#"
            0    48  eth.dst = 02:00:00:00:01:01
            48   48  eth.src = 02:00:00:00:01:0a
            96   16  eth.type = 2048
            112  4   ip.version = 4
            116  4   ip.hdr_len = 20
            120  6   ip.dsfield.dscp = 0
            126  2   ip.dsfield.ecn = 0
            128  16  ip.len = 57
            144  16  ip.id = 56723
            160  1   ip.flags.rb = 0
            161  1   ip.flags.df = 1
            162  1   ip.flags.mf = 0
            163  13  ip.frag_offset = 0
            176  8   ip.ttl = 64
            184  8   ip.proto = 6
            192  16  ip.checksum = 17704
            208  32  ip.src = 10.0.1.2
            240  32  ip.dst = 10.0.3.2
            272  16  tcp.srcport = 50986
            288  16  tcp.dstport = 5000
            304  32  tcp.seq_raw = 3628192645
            336  32  tcp.ack_raw = 1525514556
            368  4   tcp.hdr_len = 32
            372  3   tcp.flags.res = 0
            375  1   tcp.flags.ae = 0
            376  1   tcp.flags.cwr = 0
            377  1   tcp.flags.ece = 0
            378  1   tcp.flags.urg = 0
            379  1   tcp.flags.ack = 1
            380  1   tcp.flags.push = 1
            381  1   tcp.flags.reset = 0
            382  1   tcp.flags.syn = 0
            383  1   tcp.flags.fin = 0
            384  16  tcp.window_size_value = 63
            400  16  tcp.checksum = 63615
            416  16  tcp.urgent_pointer = 0
            432  8   tcp.option_kind = 1
            440  8   tcp.option_kind = 1
            448  8   tcp.option_kind = 8
            456  8   tcp.option_len = 10
            464  32  tcp.options.timestamp.tsval = 4033839915
            496  32  tcp.options.timestamp.tsecr = 3475930285
            528  40  tcp.payload = [68, 65, 6c, 6c, 6f]
        "#]],
    );
}

#[test]
fn a_syn() {
    check(
        &recording("refused")[0].1,
        expect![[r#"
            0    48  eth.dst = 02:00:00:00:01:01
            48   48  eth.src = 02:00:00:00:01:0a
            96   16  eth.type = 2048
            112  4   ip.version = 4
            116  4   ip.hdr_len = 20
            120  6   ip.dsfield.dscp = 0
            126  2   ip.dsfield.ecn = 0
            128  16  ip.len = 60
            144  16  ip.id = 49211
            160  1   ip.flags.rb = 0
            161  1   ip.flags.df = 1
            162  1   ip.flags.mf = 0
            163  13  ip.frag_offset = 0
            176  8   ip.ttl = 64
            184  8   ip.proto = 6
            192  16  ip.checksum = 25213
            208  32  ip.src = 10.0.1.2
            240  32  ip.dst = 10.0.3.2
            272  16  tcp.srcport = 54972
            288  16  tcp.dstport = 5000
            304  32  tcp.seq_raw = 523549366
            336  32  tcp.ack_raw = 0
            368  4   tcp.hdr_len = 40
            372  3   tcp.flags.res = 0
            375  1   tcp.flags.ae = 0
            376  1   tcp.flags.cwr = 0
            377  1   tcp.flags.ece = 0
            378  1   tcp.flags.urg = 0
            379  1   tcp.flags.ack = 0
            380  1   tcp.flags.push = 0
            381  1   tcp.flags.reset = 0
            382  1   tcp.flags.syn = 1
            383  1   tcp.flags.fin = 0
            384  16  tcp.window_size_value = 64240
            400  16  tcp.checksum = 62769
            416  16  tcp.urgent_pointer = 0
            432  8   tcp.option_kind = 2
            440  8   tcp.option_len = 4
            448  16  tcp.options.mss_val = 1460
            464  8   tcp.option_kind = 4
            472  8   tcp.option_len = 2
            480  8   tcp.option_kind = 8
            488  8   tcp.option_len = 10
            496  32  tcp.options.timestamp.tsval = 1864633475
            528  32  tcp.options.timestamp.tsecr = 0
            560  8   tcp.option_kind = 1
            568  8   tcp.option_kind = 3
            576  8   tcp.option_len = 3
            584  8   tcp.options.wscale.shift = 10
        "#]],
    );
}

#[test]
fn port_unreachable_quotes_the_datagram() {
    check(
        &recording("udp-closed-port")[1].1,
        expect![[r#"
            0    48  eth.dst = 02:00:00:00:01:0a
            48   48  eth.src = 02:00:00:00:01:01
            96   16  eth.type = 2048
            112  4   ip.version = 4
            116  4   ip.hdr_len = 20
            120  6   ip.dsfield.dscp = 48
            126  2   ip.dsfield.ecn = 0
            128  16  ip.len = 61
            144  16  ip.id = 61511
            160  1   ip.flags.rb = 0
            161  1   ip.flags.df = 0
            162  1   ip.flags.mf = 0
            163  13  ip.frag_offset = 0
            176  8   ip.ttl = 62
            184  8   ip.proto = 1
            192  16  ip.checksum = 29621
            208  32  ip.src = 10.0.3.2
            240  32  ip.dst = 10.0.1.2
            272  8   icmp.type = 3
            280  8   icmp.code = 3
            288  16  icmp.checksum = 5407
            304  32  icmp.unused = [00, 00, 00, 00]
            336  4   ip.version = 4 (quoted)
            340  4   ip.hdr_len = 20 (quoted)
            344  6   ip.dsfield.dscp = 0 (quoted)
            350  2   ip.dsfield.ecn = 0 (quoted)
            352  16  ip.len = 33 (quoted)
            368  16  ip.id = 28032 (quoted)
            384  1   ip.flags.rb = 0 (quoted)
            385  1   ip.flags.df = 1 (quoted)
            386  1   ip.flags.mf = 0 (quoted)
            387  13  ip.frag_offset = 0 (quoted)
            400  8   ip.ttl = 62 (quoted)
            408  8   ip.proto = 17 (quoted)
            416  16  ip.checksum = 46920 (quoted)
            432  32  ip.src = 10.0.1.2 (quoted)
            464  32  ip.dst = 10.0.3.2 (quoted)
            496  16  udp.srcport = 59454 (quoted)
            512  16  udp.dstport = 5000 (quoted)
            528  16  udp.length = 13 (quoted)
            544  16  udp.checksum = 43063 (quoted)
            560  40  data.data = [68, 65, 6c, 6c, 6f] (quoted)
        "#]],
    );
}

#[test]
fn every_prefix_of_a_frame_and_any_damage_is_read_without_panic() {
    for name in super::RECORDINGS {
        for (_, frame) in recording(name) {
            for length in 0..frame.len() {
                fields(&frame[..length]);
                crate::display::FlowTracker::new().line(&frame[..length]);
            }
            for at in 0..frame.len() {
                for value in [0, 0xff, frame[at] ^ 0x10] {
                    let mut damaged = frame.clone();
                    damaged[at] = value;
                    for field in fields(&damaged) {
                        assert!(
                            field.byte_range().end <= damaged.len(),
                            "{name}: byte {at} = {value}: {field:?}"
                        );
                    }
                    crate::display::FlowTracker::new().line(&damaged);
                }
            }
        }
    }
}

#[test]
fn fields_cover_every_bit_once() {
    for name in super::RECORDINGS {
        for (_, frame) in recording(name) {
            let mut at = 0;
            for field in fields(&frame) {
                assert_eq!(field.bit_offset, at, "{name}: a hole or an overlap before {field:?}");
                at += field.bit_length;
            }
            assert_eq!(at as usize, frame.len() * 8, "{name}: the end of the frame is named");
        }
    }
}
