//! What the components ask of an event beyond what it says itself.

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};

/// The value of the input or select that the event came from; empty when it came from elsewhere.
pub fn value(event: &yew::Event) -> String {
    value_of(event.target())
}

/// The same for an `input` event.
pub fn input_value(event: &yew::InputEvent) -> String {
    value_of(event.target())
}

fn value_of(target: Option<web_sys::EventTarget>) -> String {
    let Some(target) = target else { return String::new() };
    match target.dyn_into::<HtmlInputElement>() {
        Ok(input) => input.value(),
        Err(other) => other.dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default(),
    }
}

/// Moves the focus to the element with this id once the page has been drawn anew.
pub fn focus_later(id: &str) {
    let id = id.to_owned();
    gloo_timers::callback::Timeout::new(0, move || super::document::focus(&id)).forget();
}
