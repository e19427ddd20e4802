//! Two computers joined by a pipe that does to each packet what a script says; the conversation as sequence text.
//!
//! Columns: milliseconds at which the packet leaves, which way, flags, bytes from and behind the last (counted from 0 at
//! the SYN), acknowledgement, window field, SACK blocks, and what the pipe did to it.

#[path = "../common/mod.rs"]
mod common;
mod pair;
mod programs;

use expect_test::expect;
use netlab_kernel::config::Policy;
use netlab_wire::Seq;
use pair::Fate::{Doubled, Late, Lost};
use pair::*;
use programs::*;

#[test]
fn nothing_goes_wrong() {
    check(
        &linux(&[], reader(), sender(4_000), 1_000),
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 65160
            20.0 c > s .   1 ack 1 win 63
            20.0 c > s .   1:1449 ack 1 win 63
            20.0 c > s P.  1449:2897 ack 1 win 63
            20.0 c > s P.  2897:4001 ack 1 win 63
            20.0 c > s F.  4001 ack 1 win 63
            30.0 s > c .   1 ack 1449 win 67
            30.0 s > c .   1 ack 2897 win 70
            30.0 s > c .   1 ack 4001 win 73
            30.0 s > c F.  1 ack 4002 win 73
            40.0 c > s .   4002 ack 2 win 63
    "#]],
    );
}

#[test]
fn the_syn_is_lost_twice() {
    check(
        &linux(&[(0, 1, Lost), (0, 2, Lost)], reader(), sender(100), 10_000),
        expect![[r#"
             0.0 c > s S   0 win 64240  <- Lost
          1024.0 c > s S   0 win 64240  <- Lost
          2048.0 c > s S   0 win 64240
          2058.0 s > c S.  0 ack 1 win 65160
          2068.0 c > s .   1 ack 1 win 63
          2068.0 c > s P.  1:101 ack 1 win 63
          2078.0 s > c .   1 ack 101 win 64
          2088.0 c > s F.  101 ack 1 win 63
          2098.0 s > c F.  1 ack 102 win 64
          2108.0 c > s .   102 ack 2 win 63
    "#]],
    );
}

#[test]
fn the_syn_ack_is_lost() {
    check(
        &linux(&[(1, 1, Lost)], reader(), sender(100), 10_000),
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 65160  <- Lost
          1024.0 c > s S   0 win 64240
          1024.0 s > c S.  0 ack 1 win 65160
          1034.0 s > c S.  0 ack 1 win 65160
          1034.0 c > s .   1 ack 1 win 63
          1034.0 c > s P.  1:101 ack 1 win 63
          1034.0 c > s F.  101 ack 1 win 63
          1044.0 c > s .   102 ack 1 win 63
          1044.0 s > c .   1 ack 101 win 64
          1044.0 s > c F.  1 ack 102 win 64
          1054.0 c > s .   102 ack 2 win 63
    "#]],
    );
}

#[test]
fn the_last_ack_of_the_handshake_is_lost_and_the_data_completes_it() {
    check(
        &linux(&[(0, 2, Lost)], reader(), sender(100), 10_000),
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 65160
            20.0 c > s .   1 ack 1 win 63  <- Lost
            20.0 c > s P.  1:101 ack 1 win 63
            20.0 c > s F.  101 ack 1 win 63
            30.0 s > c .   1 ack 101 win 64
            30.0 s > c F.  1 ack 102 win 64
            40.0 c > s .   102 ack 2 win 63
    "#]],
    );
}

#[test]
fn a_segment_in_the_middle_is_lost_and_the_ones_behind_it_tell() {
    check(
        &linux(&[(0, 4, Lost)], reader(), sender(9_000), 10_000),
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 65160
            20.0 c > s .   1 ack 1 win 63
            20.0 c > s .   1:1449 ack 1 win 63
            20.0 c > s P.  1449:2897 ack 1 win 63  <- Lost
            20.0 c > s .   2897:4345 ack 1 win 63
            20.0 c > s P.  4345:5793 ack 1 win 63
            20.0 c > s .   5793:7241 ack 1 win 63
            20.0 c > s P.  7241:8689 ack 1 win 63
            20.0 c > s P.  8689:9001 ack 1 win 63
            20.0 c > s F.  9001 ack 1 win 63
            30.0 s > c .   1 ack 1449 win 67
            30.0 s > c .   1 ack 1449 win 70 sack 2897:4345
            30.0 s > c .   1 ack 1449 win 73 sack 2897:5793
            30.0 s > c .   1 ack 1449 win 75 sack 2897:7241
            30.0 s > c .   1 ack 1449 win 78 sack 2897:8689
            30.0 s > c .   1 ack 1449 win 80 sack 2897:9001
            30.0 s > c .   1 ack 1449 win 80 sack 2897:9002
            40.0 c > s .   1449:2897 ack 1 win 63
            50.0 s > c .   1 ack 9002 win 79
            50.0 s > c F.  1 ack 9002 win 80
            60.0 c > s .   9002 ack 2 win 63
    "#]],
    );
}

#[test]
fn the_last_segment_is_lost_and_a_probe_finds_out() {
    check(
        &linux(&[(0, 5, Lost)], reader(), silent_sender(4_000), 10_000),
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 65160
            20.0 c > s .   1 ack 1 win 63
            20.0 c > s .   1:1449 ack 1 win 63
            20.0 c > s P.  1449:2897 ack 1 win 63
            20.0 c > s P.  2897:4001 ack 1 win 63  <- Lost
            30.0 s > c .   1 ack 1449 win 67
            30.0 s > c .   1 ack 2897 win 70
           264.0 c > s P.  2897:4001 ack 1 win 63
           274.0 s > c .   1 ack 4001 win 73
    "#]],
    );
}

#[test]
fn a_segment_is_lost_three_times_and_the_timeout_doubles() {
    let fates = [(0, 3, Lost), (0, 4, Lost), (0, 5, Lost)];
    check(
        &linux(&fates, reader(), silent_sender(100), 10_000),
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 65160
            20.0 c > s .   1 ack 1 win 63
            20.0 c > s P.  1:101 ack 1 win 63  <- Lost
           244.0 c > s P.  1:101 ack 1 win 63  <- Lost
           468.0 c > s P.  1:101 ack 1 win 63  <- Lost
           928.0 c > s P.  1:101 ack 1 win 63
           938.0 s > c .   1 ack 101 win 64
    "#]],
    );
}

#[test]
fn a_lost_acknowledgement_does_no_harm() {
    check(
        &linux(&[(1, 2, Lost)], reader(), sender(9_000), 10_000),
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 65160
            20.0 c > s .   1 ack 1 win 63
            20.0 c > s .   1:1449 ack 1 win 63
            20.0 c > s P.  1449:2897 ack 1 win 63
            20.0 c > s .   2897:4345 ack 1 win 63
            20.0 c > s P.  4345:5793 ack 1 win 63
            20.0 c > s .   5793:7241 ack 1 win 63
            20.0 c > s P.  7241:8689 ack 1 win 63
            20.0 c > s P.  8689:9001 ack 1 win 63
            20.0 c > s F.  9001 ack 1 win 63
            30.0 s > c .   1 ack 1449 win 67  <- Lost
            30.0 s > c .   1 ack 2897 win 70
            30.0 s > c .   1 ack 4345 win 73
            30.0 s > c .   1 ack 5793 win 75
            30.0 s > c .   1 ack 7241 win 78
            30.0 s > c .   1 ack 8689 win 81
            30.0 s > c .   1 ack 9001 win 84
            30.0 s > c F.  1 ack 9002 win 84
            40.0 c > s .   9002 ack 2 win 63
    "#]],
    );
}

#[test]
fn a_doubled_segment_is_told_by_a_duplicate_sack() {
    check(
        &linux(&[(0, 4, Doubled)], reader(), silent_sender(9_000), 10_000),
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 65160
            20.0 c > s .   1 ack 1 win 63
            20.0 c > s .   1:1449 ack 1 win 63
            20.0 c > s P.  1449:2897 ack 1 win 63  <- Doubled
            20.0 c > s .   2897:4345 ack 1 win 63
            20.0 c > s P.  4345:5793 ack 1 win 63
            20.0 c > s .   5793:7241 ack 1 win 63
            20.0 c > s P.  7241:8689 ack 1 win 63
            20.0 c > s P.  8689:9001 ack 1 win 63
            30.0 s > c .   1 ack 1449 win 67
            30.0 s > c .   1 ack 2897 win 70
            30.0 s > c .   1 ack 2897 win 70 sack 1449:2897
            30.0 s > c .   1 ack 4345 win 73
            30.0 s > c .   1 ack 5793 win 75
            30.0 s > c .   1 ack 7241 win 78
            30.0 s > c .   1 ack 8689 win 81
            30.0 s > c .   1 ack 9001 win 84
    "#]],
    );
}

#[test]
fn a_segment_that_one_other_overtakes_is_not_sent_again() {
    check(
        &linux(&[(0, 8, Late(2))], reader(), silent_sender(9_000), 10_000),
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 65160
            20.0 c > s .   1 ack 1 win 63
            20.0 c > s .   1:1449 ack 1 win 63
            20.0 c > s P.  1449:2897 ack 1 win 63
            20.0 c > s .   2897:4345 ack 1 win 63
            20.0 c > s P.  4345:5793 ack 1 win 63
            20.0 c > s .   5793:7241 ack 1 win 63
            20.0 c > s P.  7241:8689 ack 1 win 63  <- Late(2)
            20.0 c > s P.  8689:9001 ack 1 win 63
            30.0 s > c .   1 ack 1449 win 67
            30.0 s > c .   1 ack 2897 win 70
            30.0 s > c .   1 ack 4345 win 73
            30.0 s > c .   1 ack 5793 win 75
            30.0 s > c .   1 ack 7241 win 78
            30.0 s > c .   1 ack 7241 win 81 sack 8689:9001
            32.0 s > c .   1 ack 9001 win 83
    "#]],
    );
}

#[test]
fn a_segment_that_is_much_too_late_is_sent_again_for_nothing() {
    check(
        &linux(&[(0, 4, Late(300))], reader(), silent_sender(9_000), 10_000),
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 65160
            20.0 c > s .   1 ack 1 win 63
            20.0 c > s .   1:1449 ack 1 win 63
            20.0 c > s P.  1449:2897 ack 1 win 63  <- Late(300)
            20.0 c > s .   2897:4345 ack 1 win 63
            20.0 c > s P.  4345:5793 ack 1 win 63
            20.0 c > s .   5793:7241 ack 1 win 63
            20.0 c > s P.  7241:8689 ack 1 win 63
            20.0 c > s P.  8689:9001 ack 1 win 63
            30.0 s > c .   1 ack 1449 win 67
            30.0 s > c .   1 ack 1449 win 70 sack 2897:4345
            30.0 s > c .   1 ack 1449 win 73 sack 2897:5793
            30.0 s > c .   1 ack 1449 win 75 sack 2897:7241
            30.0 s > c .   1 ack 1449 win 78 sack 2897:8689
            30.0 s > c .   1 ack 1449 win 80 sack 2897:9001
            40.0 c > s .   1449:2897 ack 1 win 63
            50.0 s > c .   1 ack 9001 win 79
           330.0 s > c .   1 ack 9001 win 80 sack 1449:2897
    "#]],
    );
}

#[test]
fn the_fin_is_lost() {
    check(
        &linux(&[(0, 4, Lost)], reader(), sender(100), 10_000),
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 65160
            20.0 c > s .   1 ack 1 win 63
            20.0 c > s P.  1:101 ack 1 win 63
            20.0 c > s F.  101 ack 1 win 63  <- Lost
            30.0 s > c .   1 ack 101 win 64
           264.0 c > s F.  101 ack 1 win 63
           274.0 s > c F.  1 ack 102 win 64
           284.0 c > s .   102 ack 2 win 63
    "#]],
    );
}

#[test]
fn the_window_update_is_lost_and_a_zero_window_probe_saves_the_day() {
    // The server's packets: SYN-ACK, acknowledgements until the window is closed, the update.
    let script = || linux(&[], late_reader(4_096, 1_000), sender(9_000), 3_000);
    let updates = script().lines().filter(|text| text.contains("s > c")).position(|text| {
        let at: u64 = text.trim_start().split('.').next().expect("a time").parse().expect("a number");
        at >= 1_000
    });
    let number = updates.expect("an update") as u32 + 1;
    let text = linux(&[(1, number, Lost)], late_reader(4_096, 1_000), sender(9_000), 10_000);
    check(
        &text,
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 2896
            20.0 c > s .   1 ack 1 win 63
            20.0 c > s .   1:1449 ack 1 win 63
            20.0 c > s P.  1449:2897 ack 1 win 63
            30.0 s > c .   1 ack 1449 win 2896
            40.0 c > s .   2897:4345 ack 1 win 63
            72.0 s > c .   1 ack 4345 win 0
           312.0 c > s .   4344 ack 1 win 63
           322.0 s > c .   1 ack 4345 win 0
           800.0 c > s .   4344 ack 1 win 63
          1030.0 s > c .   1 ack 4345 win 2896  <- Lost
          1728.0 c > s .   4344 ack 1 win 63
          1738.0 s > c .   1 ack 4345 win 2896
          1748.0 c > s .   4345:5793 ack 1 win 63
          1748.0 c > s P.  5793:7241 ack 1 win 63
          1758.0 s > c .   1 ack 5793 win 2896
          1758.0 s > c .   1 ack 7241 win 2896
          1768.0 c > s .   7241:8689 ack 1 win 63
          1768.0 c > s FP. 8689:9001 ack 1 win 63
          1778.0 s > c .   1 ack 8689 win 2896
          1778.0 s > c F.  1 ack 9002 win 4344
          1788.0 c > s .   9002 ack 2 win 63
    "#]],
    );
}

#[test]
fn both_close_at_once() {
    let (server, client) = (closer(None, 80), closer(Some("10.0.0.2:5000"), 90));
    check(
        &linux(&[], server, client, 1_000),
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 65160
            20.0 c > s .   1 ack 1 win 63
           110.0 c > s F.  1 ack 1 win 63
           110.0 s > c F.  1 ack 1 win 64
           120.0 s > c .   2 ack 2 win 64
           120.0 c > s .   2 ack 2 win 63
    "#]],
    );
}

#[test]
fn numbers_go_past_two_to_the_32_while_segments_are_lost() {
    let mut pair = Pair::new(Policy::Linux, &[(0, 4, Lost), (0, 8, Lost)]);
    pair.kernels[0].draw_sequences_from(Seq::new(0_u32.wrapping_sub(4_000)));
    check(
        &pair.run(reader(), sender(12_000), 10_000),
        expect![[r#"
             0.0 c > s S   0 win 64240
            10.0 s > c S.  0 ack 1 win 65160
            20.0 c > s .   1 ack 1 win 63
            20.0 c > s .   1:1449 ack 1 win 63
            20.0 c > s P.  1449:2897 ack 1 win 63  <- Lost
            20.0 c > s .   2897:4345 ack 1 win 63
            20.0 c > s P.  4345:5793 ack 1 win 63
            20.0 c > s .   5793:7241 ack 1 win 63
            20.0 c > s P.  7241:8689 ack 1 win 63  <- Lost
            20.0 c > s .   8689:10137 ack 1 win 63
            20.0 c > s P.  10137:11585 ack 1 win 63
            20.0 c > s P.  11585:12001 ack 1 win 63
            20.0 c > s F.  12001 ack 1 win 63
            30.0 s > c .   1 ack 1449 win 67
            30.0 s > c .   1 ack 1449 win 70 sack 2897:4345
            30.0 s > c .   1 ack 1449 win 73 sack 2897:5793
            30.0 s > c .   1 ack 1449 win 75 sack 2897:7241
            30.0 s > c .   1 ack 1449 win 78 sack 8689:10137 sack 2897:7241
            30.0 s > c .   1 ack 1449 win 79 sack 8689:11585 sack 2897:7241
            30.0 s > c .   1 ack 1449 win 79 sack 8689:12001 sack 2897:7241
            30.0 s > c .   1 ack 1449 win 79 sack 8689:12002 sack 2897:7241
            40.0 c > s .   1449:2897 ack 1 win 63
            40.0 c > s .   7241:8689 ack 1 win 63
            50.0 s > c .   1 ack 7241 win 77 sack 8689:12002
            50.0 s > c .   1 ack 12002 win 81
            50.0 s > c F.  1 ack 12002 win 81
            60.0 c > s .   12002 ack 2 win 63
    "#]],
    );
}

#[test]
fn the_textbook_waits_for_three_duplicates() {
    let pair = Pair::new(Policy::Textbook, &[(0, 4, Lost)]);
    check(
        &pair.run(reader(), sender(9_000), 10_000),
        expect![[r#"
             0.0 c > s S   0 win 65535
            10.0 s > c S.  0 ack 1 win 65535
            20.0 c > s .   1 ack 1 win 65535
            20.0 c > s .   1:1449 ack 1 win 65535
            20.0 c > s P.  1449:2897 ack 1 win 65535  <- Lost
            20.0 c > s .   2897:4345 ack 1 win 65535
            20.0 c > s P.  4345:5793 ack 1 win 65535
            20.0 c > s .   5793:7241 ack 1 win 65535
            20.0 c > s P.  7241:8689 ack 1 win 65535
            20.0 c > s P.  8689:9001 ack 1 win 65535
            20.0 c > s F.  9001 ack 1 win 65535
            30.0 s > c .   1 ack 1449 win 65535
            30.0 s > c .   1 ack 1449 win 65535 sack 2897:4345
            30.0 s > c .   1 ack 1449 win 65535 sack 2897:5793
            30.0 s > c .   1 ack 1449 win 65535 sack 2897:7241
            30.0 s > c .   1 ack 1449 win 65535 sack 2897:8689
            30.0 s > c .   1 ack 1449 win 65535 sack 2897:9001
            30.0 s > c .   1 ack 1449 win 65535 sack 2897:9002
            40.0 c > s .   1449:2897 ack 1 win 65535
            50.0 s > c .   1 ack 9002 win 65535
            50.0 s > c F.  1 ack 9002 win 65535
            60.0 c > s .   9002 ack 2 win 65535
    "#]],
    );
}
