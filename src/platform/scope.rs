//! The worker's end: a program that answers messages.

use std::panic::PanicHookInfo;

use gloo_events::EventListener;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::packed;
use super::worker::Outgoing;

fn global() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Posts a message to the page.
pub fn post<Output: Serialize>(output: Output) {
    send(&Outgoing::Message(output));
}

fn send<Output: Serialize>(message: &Outgoing<Output>) {
    // Fails only for values that cannot be cloned; bytes can.
    let _ = global().post_message(&packed::pack(message));
}

/// Answers every message of the page with `handle`, for as long as the worker lives.
///
/// A message that cannot be read is a defect of the build (page and worker come from one), so it panics.
pub fn serve<Input, F>(mut handle: F)
where
    Input: DeserializeOwned + 'static,
    F: FnMut(Input) + 'static,
{
    EventListener::new(&global(), "message", move |event| {
        let data = event.unchecked_ref::<MessageEvent>().data();
        handle(packed::unpack(data).expect("a message of this build's page"));
    })
    .forget();
    send(&Outgoing::<()>::Ready);
}

/// Before the program ends by a panic, posts what `report` makes of it. The trap that follows reaches the page as an error
/// of the worker; the report is there first.
pub fn report_panics<Output, F>(report: F)
where
    Output: Serialize,
    F: Fn(String) -> Output + Send + Sync + 'static,
{
    std::panic::set_hook(Box::new(move |info: &PanicHookInfo<'_>| {
        post(report(info.to_string()));
    }));
}
