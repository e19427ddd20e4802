//! What is remembered between visits: one short text per name.
//!
//! Where storage is forbidden, nothing is remembered and nothing breaks.

use web_sys::Storage;

use super::window;

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// The text kept under `name`.
pub fn get(name: &str) -> Option<String> {
    storage()?.get_item(&format!("netlab:{name}")).ok().flatten()
}

/// Keeps `value` under `name`.
pub fn set(name: &str, value: &str) {
    if let Some(storage) = storage() {
        // Full or forbidden: the choice holds for this visit.
        let _ = storage.set_item(&format!("netlab:{name}"), value);
    }
}
