//! Memory of received frames, as the recordings' `skmem` shows it.

use super::*;
use expect_test::expect;
use std::fmt::Write as _;

#[test]
fn what_a_received_segment_is_charged() {
    let mut table = String::new();
    for (payload, cut_from_burst) in [(1, false), (1024, false), (1448, false), (1448, true), (164, true)] {
        let frame = ReceivedFrame { length: payload + 66, payload, cut_from_burst };
        let tap = Policy::Linux.receive_layout(ReceiveProfile::Tap, frame);
        let veth = Policy::Linux.receive_layout(ReceiveProfile::Veth, frame);
        let what = if cut_from_burst { "of a burst" } else { "alone" };
        writeln!(
            table,
            "{payload:>4} {what:<10} tap {:>4} + {:>3} free, veth {:>4} + {:>3} free",
            tap.truesize, tap.tailroom, veth.truesize, veth.tailroom
        )
        .expect("a string takes it");
    }
    expect![[r#"
           1 alone      tap  768 +  61 free, veth  833 + 447 free
        1024 alone      tap 1792 +  62 free, veth 1856 + 448 free
        1448 alone      tap 2176 +  22 free, veth 2280 + 2072 free
        1448 of a burst tap 2176 +  22 free, veth 2304 +  24 free
         164 of a burst tap  896 +  26 free, veth 1280 + 284 free
    "#]]
    .assert_eq(&table);
}

#[test]
fn what_the_allocator_hands_out() {
    let sizes = [0, 1, 256, 257, 704, 705, 3776, 3777];
    let table: Vec<(u32, u32, u32)> =
        sizes.iter().map(|&size| (size, head_room(size), linear_truesize(size))).collect();
    expect!["[(0, 256, 832), (1, 256, 832), (256, 256, 832), (257, 704, 1280), (704, 704, 1280), (705, 1728, 2304), (3776, 3776, 4352), (3777, 7872, 8448)]"]
        .assert_eq(&format!("{table:?}"));
}
