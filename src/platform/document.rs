//! The document around the app: theme, language, title, media queries, clipboard, keyboard.

use std::cell::Cell;

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{
    Blob, BlobPropertyBag, CustomEvent, Element, HtmlAnchorElement, HtmlDialogElement, HtmlElement,
    KeyboardEvent, TouchEvent, Url, WheelEvent,
};

use super::window;
use crate::keys::{Focus, Key};

fn root() -> Option<Element> {
    window().document().and_then(|document| document.document_element())
}

/// The name of this build: that of the page's module, which the build names by its content.
pub fn build() -> String {
    let tag =
        window().document().and_then(|document| document.query_selector("script[data-wasm]").ok().flatten());
    let file = tag.and_then(|tag| tag.get_attribute("data-wasm")).unwrap_or_default();
    file.chars().filter(|letter| letter.is_ascii_alphanumeric()).collect()
}

/// The element the app is drawn into.
///
/// # Panics
/// When the document has no `#app`: another document than ours.
pub fn mount_point() -> Element {
    let document = window().document().expect("the window has a document");
    document.get_element_by_id("app").expect("the document has #app")
}

/// An attribute of the root element (`data-theme`, `lang`), as set before the first paint.
pub fn root_attribute(name: &str) -> Option<String> {
    root()?.get_attribute(name)
}

/// Sets an attribute of the root element.
pub fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute(name, value);
    }
}

/// Sets the window's title.
pub fn set_title(title: &str) {
    if let Some(document) = window().document() {
        document.set_title(title);
    }
}

/// Whether a media query holds now.
pub fn media(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

/// Calls `changed` whenever a media query begins or ceases to hold.
pub fn on_media(query: &str, changed: impl Fn(bool) + 'static) -> Option<EventListener> {
    let list = window().match_media(query).ok().flatten()?;
    let target = list.clone();
    Some(EventListener::new(&target, "change", move |_| changed(list.matches())))
}

/// The window's inner width in CSS pixels.
pub fn width() -> u32 {
    let width = window().inner_width().ok().and_then(|width| width.as_f64());
    width.map_or(1440, |width| width.max(0.0) as u32)
}

/// Calls `changed` with the window's inner width whenever its size changes.
pub fn on_resize(changed: impl Fn(u32) + 'static) -> EventListener {
    EventListener::new(&window(), "resize", move |_| changed(width()))
}

/// Calls `asked` when a browser test asks for something that no reader would: the detail of a `netlab:test` event.
pub fn on_test(asked: impl Fn(String) + 'static) -> EventListener {
    EventListener::new(&window(), "netlab:test", move |event| {
        let detail = event.dyn_ref::<CustomEvent>().and_then(|event| event.detail().as_string());
        asked(detail.unwrap_or_default());
    })
}

/// Scrolls each list that `scroller` names so that the elements it holds under `selector` can be seen; the page itself
/// stays where it is.
pub fn reveal(selector: &str, scroller: &str) {
    let found = window().document().and_then(|document| document.query_selector_all(selector).ok());
    let Some(found) = found else { return };
    for index in 0..found.length() {
        let Some(element) = found.get(index).and_then(|node| node.dyn_into::<Element>().ok()) else {
            continue;
        };
        let Some(list) = element.closest(scroller).ok().flatten() else { continue };
        let (item, room) = (element.get_bounding_client_rect(), list.get_bounding_client_rect());
        let (above, below) = (room.top() + MARGIN - item.top(), item.bottom() - room.bottom() + MARGIN);
        let by = if above > 0.0 { -above } else { below.max(0.0) };
        if by != 0.0 && list.scroll_height() > list.client_height() {
            list.set_scroll_top(list.scroll_top() + by.round() as i32);
        }
    }
}

/// Pixels left over a line that is brought into sight; a table's head stands there.
const MARGIN: f64 = 24.0;

/// Pixels of a wheel for twice as much.
const WHEEL: f64 = 240.0;

/// Calls `zoomed` with a place (0 to 1 along the element that `selector` names) and how many times as much is to be shown,
/// when the reader turns the wheel there with ctrl held (a trackpad's pinch says the same), or pinches with two fingers.
pub fn on_zoom(selector: &'static str, zoomed: impl Fn(f64, f64) + Clone + 'static) -> [EventListener; 2] {
    let Some(document) = window().document() else { unreachable!("the window has a document") };
    let over = move |target: Option<web_sys::EventTarget>, x: f64| {
        let element = target.and_then(|target| target.dyn_into::<Element>().ok())?;
        let element = element.closest(selector).ok().flatten()?;
        let room = element.get_bounding_client_rect();
        (room.width() > 0.0).then(|| (x - room.left()) / room.width())
    };
    let wheel = {
        let zoomed = zoomed.clone();
        EventListener::new_with_options(
            &document,
            "wheel",
            EventListenerOptions::enable_prevent_default(),
            move |event| {
                let Some(wheel) = event.dyn_ref::<WheelEvent>().filter(|wheel| wheel.ctrl_key()) else {
                    return;
                };
                let Some(fraction) = over(event.target(), f64::from(wheel.client_x())) else { return };
                event.prevent_default();
                zoomed(fraction, (wheel.delta_y() / WHEEL).exp2());
            },
        )
    };
    let apart = Cell::new(None::<f64>);
    let pinch = EventListener::new_with_options(
        &document,
        "touchmove",
        EventListenerOptions::enable_prevent_default(),
        move |event| {
            let touches = event.dyn_ref::<TouchEvent>().map(TouchEvent::touches);
            let fingers = touches.as_ref().filter(|touches| touches.length() == 2);
            let Some([a, b]) = fingers.and_then(|touches| Some([touches.get(0)?, touches.get(1)?])) else {
                apart.set(None);
                return;
            };
            let [ax, bx] = [&a, &b].map(|finger| f64::from(finger.client_x()));
            let Some(fraction) = over(event.target(), f64::midpoint(ax, bx)) else { return };
            event.prevent_default();
            let now = (ax - bx).abs().max(8.0);
            if let Some(before) = apart.replace(Some(now)) {
                zoomed(fraction, before / now);
            }
        },
    );
    [wheel, pinch]
}

/// Puts text on the clipboard; `done` hears whether that worked (it needs a secure context and permission).
pub fn copy(text: &str, done: impl FnOnce(bool) + 'static) {
    let promise = window().navigator().clipboard().write_text(text);
    yew::platform::spawn_local(async move {
        done(wasm_bindgen_futures::JsFuture::from(promise).await.is_ok());
    });
}

/// Moves the focus to the element with this id, if there is one.
pub fn focus(id: &str) {
    let element = window().document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

fn focus_of(event: &KeyboardEvent) -> Focus {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return Focus::Page;
    };
    let within = |selector: &str| element.closest(selector).ok().flatten().is_some();
    if within(
        "input, textarea, select, [contenteditable], [role=slider], [role=tablist], [role=radiogroup], [role=grid], [data-takes-keys]",
    ) {
        Focus::Field
    } else if within("button, a[href], summary, [role=button]") {
        Focus::Button
    } else {
        Focus::Page
    }
}

/// Calls `pressed` for keys without alt; when it returns true the key is used up.
pub fn on_key(pressed: impl Fn(Key) -> bool + 'static) -> EventListener {
    let Some(document) = window().document() else { unreachable!("the window has a document") };
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&document, "keydown", options, move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        if event.alt_key() || event.is_composing() || event.default_prevented() {
            return;
        }
        let command = event.ctrl_key() || event.meta_key();
        let key = Key { value: event.key(), shift: event.shift_key(), command, focus: focus_of(event) };
        if pressed(key) {
            event.prevent_default();
        }
    })
}

fn dialog(id: &str) -> Option<HtmlDialogElement> {
    window().document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Opens the dialog element with this id over the page, with the focus inside it.
pub fn open_dialog(id: &str) {
    if let Some(dialog) = dialog(id).filter(|dialog| !dialog.open()) {
        let _ = dialog.show_modal();
    }
}

/// Closes the dialog element with this id; the focus goes back to where it was.
pub fn close_dialog(id: &str) {
    if let Some(dialog) = dialog(id).filter(HtmlDialogElement::open) {
        dialog.close();
    }
}

/// Whether the dialog element with this id is open.
pub fn dialog_is_open(id: &str) -> bool {
    dialog(id).is_some_and(|dialog| dialog.open())
}

/// Hands the reader a file.
pub fn download(name: &str, media_type: &str, bytes: &[u8]) {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let Ok(blob) = Blob::new_with_u8_array_sequence_and_options(&parts, &options) else { return };
    let Ok(url) = Url::create_object_url_with_blob(&blob) else { return };
    let anchor = window().document().and_then(|document| document.create_element("a").ok());
    if let Some(anchor) = anchor.and_then(|anchor| anchor.dyn_into::<HtmlAnchorElement>().ok()) {
        anchor.set_href(&url);
        anchor.set_download(name);
        anchor.click();
    }
    let _ = Url::revoke_object_url(&url);
}
