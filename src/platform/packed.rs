//! Values as bytes in a JavaScript message: postcard in a `Uint8Array`.

use js_sys::Uint8Array;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};

/// A value as a message's data.
///
/// # Panics
/// When the type cannot be written by postcard (a sequence of unknown length): a programming error that the
/// first message shows.
pub fn pack<T: Serialize>(value: &T) -> JsValue {
    let bytes = postcard::to_allocvec(value).expect("every message can be written");
    Uint8Array::from(bytes.as_slice()).into()
}

/// A message's data as a value; `None` when it is not one (another build's worker out of a stale cache, or a
/// browser extension speaking on our channel).
pub fn unpack<T: DeserializeOwned>(data: JsValue) -> Option<T> {
    let bytes = data.dyn_into::<Uint8Array>().ok()?.to_vec();
    postcard::from_bytes(&bytes).ok()
}
