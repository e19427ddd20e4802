//! Wall-clock time of the page: for motion and measuring only, never for the model.

use web_sys::Performance;

use super::window;

fn performance() -> Option<Performance> {
    window().performance()
}

/// Milliseconds since the page was opened, monotonic.
pub fn now() -> f64 {
    performance().map_or(0.0, |performance| performance.now())
}

/// Sets a performance mark, which the benchmark and a browser's profiler read.
pub fn mark(name: &str) {
    if let Some(performance) = performance() {
        let _ = performance.mark(name);
    }
}
