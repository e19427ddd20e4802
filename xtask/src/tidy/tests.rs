//! Each rule finds what it is for, and only that.

use super::{arrows, rules};

fn broken(path: &str, text: &str) -> usize {
    rules::check(path, text).len()
}

#[test]
fn long_files() {
    let long = "\n".repeat(601);
    assert_eq!(broken("crates/wire/src/tcp.rs", &long), 1);
    assert_eq!(broken("crates/wire/src/tcp/tests.rs", &long), 0);
    assert_eq!(broken("crates/wire/tests/golden.rs", &long), 0);
    assert_eq!(broken("crates/wire/src/tcp.rs", &"\n".repeat(600)), 0);
}

#[test]
fn the_model_has_no_clock_and_no_floats() {
    assert_eq!(broken("crates/kernel/src/a.rs", "let a: f64 = 1.0;"), 1);
    assert_eq!(broken("crates/kernel/src/a.rs", "let a = 1.0_f64;"), 1);
    assert_eq!(broken("crates/kernel/src/a.rs", "let a = buf64; // an f64"), 0);
    assert_eq!(broken("crates/python/src/a.rs", "let a: f64 = 1.0;"), 0);
    assert_eq!(broken("crates/python/src/a.rs", "use std::thread;"), 1);
    assert_eq!(broken("crates/lab/src/a.rs", "let now = std::time::Instant::now();"), 1);
    assert_eq!(broken("crates/cli/src/a.rs", "let now = std::time::Instant::now();"), 0);
}

#[test]
fn the_page_has_no_inline_style_and_one_place_for_the_browser() {
    assert_eq!(broken("src/view/a.rs", concat!("html! { <i sty", "le=\"x\" /> }")), 1);
    assert_eq!(broken("src/view/a.rs", "use web_sys::Event;"), 1);
    assert_eq!(broken("src/platform/a.rs", "use web_sys::Event;"), 0);
}

#[test]
fn nothing_unfinished_and_no_machine() {
    assert_eq!(broken("crates/cli/src/a.rs", concat!("to", "do!()")), 1);
    assert_eq!(broken("README.md", concat!("see /wo", "rk/x")), 1);
}

#[test]
fn arrows_point_one_way() {
    let arrow = |from: &str, to: &str, dev| arrows::Arrow { from: from.into(), to: to.into(), dev };
    assert!(arrows::check(&[arrow("netlab-kernel", "netlab-wire", false)]).is_empty());
    assert_eq!(arrows::check(&[arrow("netlab-wire", "netlab-kernel", false)]).len(), 1);
    assert!(arrows::check(&[arrow("netlab-wire", "netlab-kernel", true)]).is_empty());
    assert_eq!(arrows::check(&[arrow("netlab", "netlab-kernel", false)]).len(), 1);
    assert_eq!(arrows::check(&[arrow("netlab-new", "netlab-new", false)]).len(), 1);
}
