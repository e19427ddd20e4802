//! The reserve follows the numbers that `ss` shows as `f` while tiny segments arrive (768 bytes each, 512 when merged).

use super::*;
use expect_test::expect;

#[test]
fn pages_are_taken_as_they_are_needed_and_given_back_whole() {
    let mut reserve = Reserve::default();
    let mut left = vec![];
    reserve.schedule(768);
    reserve.change(768);
    left.push(reserve.left());
    for _ in 0..8 {
        reserve.schedule(768);
        reserve.change(512);
        left.push(reserve.left());
    }
    // The queue is squeezed: 4864 bytes go, 832 come.
    reserve.change(832 - 4864);
    left.push(reserve.left());
    expect!["[3328, 2816, 2304, 1792, 1280, 768, 256, 3840, 3328, 3264]"].assert_eq(&format!("{left:?}"));
}
