//! The page's address: the fragment, and back and forward.

use gloo_events::EventListener;
use wasm_bindgen::JsValue;

use super::window;

/// The address's fragment without its `#`, still percent-encoded; empty when there is none.
pub fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.strip_prefix('#').unwrap_or(&hash).to_owned()
}

/// How a new fragment enters the browser's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// In place of the present entry: the same lab at another moment.
    Replace,
    /// As a new entry, so that *back* leads here: another lab.
    Push,
}

/// Sets the fragment without loading anything and without telling `on_change`.
pub fn set_fragment(fragment: &str, entry: Entry) {
    let Ok(history) = window().history() else { return };
    let address = format!("#{fragment}");
    // Browsers refuse too frequent changes; the next one carries the newest state.
    let _ = match entry {
        Entry::Replace => history.replace_state_with_url(&JsValue::NULL, "", Some(&address)),
        Entry::Push => history.push_state_with_url(&JsValue::NULL, "", Some(&address)),
    };
}

/// The whole address, for sharing.
pub fn whole() -> String {
    window().location().href().unwrap_or_default()
}

/// Calls `changed` when the reader goes back or forward or edits the fragment.
pub fn on_change(changed: impl Fn() + 'static) -> EventListener {
    EventListener::new(&window(), "hashchange", move |_| changed())
}
