//! The page's program.

fn main() {
    netlab::app::run();
}
