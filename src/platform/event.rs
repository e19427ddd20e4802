//! What the components ask of an event beyond what it says itself.

use wasm_bindgen::JsCast;
use web_sys::{EventTarget, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

use crate::editing::typing::{Field, units};

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

/// Sets the select that the event came from to this value.
pub fn choose(event: &yew::Event, value: &str) {
    if let Some(select) = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok()) {
        select.set_value(value);
    }
}

fn area(target: Option<EventTarget>) -> Option<HtmlTextAreaElement> {
    target?.dyn_into().ok()
}

/// Text and selection of the text field that an event came from; empty when it came from elsewhere.
pub fn text(target: Option<EventTarget>) -> Field {
    let Some(area) = area(target) else { return Field { text: String::new(), start: 0, end: 0 } };
    let place = |place: Result<Option<u32>, _>| place.ok().flatten().unwrap_or(u32::MAX);
    Field::from_units(area.value(), place(area.selection_start()), place(area.selection_end()))
}

/// Sets text and selection of the text field that an event came from.
pub fn set_text(target: Option<EventTarget>, field: &Field) {
    if let Some(area) = area(target) {
        set_area(&area, field);
    }
}

fn set_area(area: &HtmlTextAreaElement, field: &Field) {
    if area.value() != field.text {
        area.set_value(&field.text);
    }
    let _ = area.set_selection_range(units(&field.text, field.start), units(&field.text, field.end));
}

/// How often a field that is not drawn yet is looked for again, and after how many milliseconds each.
const TRIES: u32 = 25;
const PAUSE: u32 = 20;

/// Once the page has been drawn anew, puts text and selection into the text field with this id and moves the focus there.
pub fn set_text_later(id: &str, field: Field) {
    when_drawn(id.to_owned(), Some(field), TRIES);
}

/// Moves the focus to the element with this id as soon as the page has been drawn anew with it.
pub fn focus_later(id: &str) {
    when_drawn(id.to_owned(), None, TRIES);
}

/// Focuses the element as soon as it can be, and fills it first where it is a text field that has something to take.
fn when_drawn(id: String, field: Option<Field>, tries: u32) {
    gloo_timers::callback::Timeout::new(if tries == TRIES { 0 } else { PAUSE }, move || {
        super::document::focus(&id);
        let Some(document) = super::window().document() else { return };
        let element = document.get_element_by_id(&id);
        let area = element.and_then(|element| element.dyn_into::<HtmlTextAreaElement>().ok());
        if let (Some(area), Some(field)) = (area, &field) {
            set_area(&area, field);
        }
        let there = document.active_element().is_some_and(|active| active.id() == id);
        if !there && tries > 0 {
            when_drawn(id, field, tries - 1);
        }
    })
    .forget();
}

/// Where in the picture under it the pointer is: 0 at its left edge, 1 at its right.
pub fn along(event: &yew::MouseEvent) -> Option<f64> {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok())?;
    let room = target.closest("svg").ok().flatten()?.get_bounding_client_rect();
    (room.width() > 0.0).then(|| (f64::from(event.client_x()) - room.left()) / room.width())
}

/// Whether a key was pressed on the element with this id itself, not on a control inside it.
pub fn is_on(event: &yew::KeyboardEvent, id: &str) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| target.id() == id)
}

/// An attribute of the element that an event came from, or of the nearest one around it that has it.
pub fn attribute(target: Option<EventTarget>, name: &str) -> Option<String> {
    let element = target?.dyn_into::<web_sys::Element>().ok()?;
    element.closest(&format!("[{name}]")).ok().flatten()?.get_attribute(name)
}

/// How long a finger rests until that is a long press, in milliseconds.
const LONG: u32 = 500;

/// A finger that rests. Where the browser has a press of its own for that, both say the same.
#[derive(Debug, Default)]
pub struct Hold(Option<gloo_timers::callback::Timeout>);

impl Hold {
    /// The finger is down; `held` is called when it has rested for long.
    pub fn begin(&mut self, held: impl FnOnce() + 'static) {
        self.0 = Some(gloo_timers::callback::Timeout::new(LONG, held));
    }

    /// It has moved, or is up.
    pub fn end(&mut self) {
        self.0 = None;
    }
}
