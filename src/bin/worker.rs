//! The session's worker.

fn main() {
    netlab::service::run();
}
