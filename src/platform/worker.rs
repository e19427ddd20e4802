//! The page's end of a worker.
//!
//! Not gloo-worker: its bridge can neither terminate a worker that no longer answers (it asks politely, by a message that
//! a hung worker never reads) nor report a worker that died without a panic message (memory exhausted, module not
//! loadable), and both must end only the worker. What is left to do is small.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, MessageEvent, WorkerOptions, WorkerType};

use super::{document, packed};

/// What goes from a worker to the page: the worker's own messages, after one that says it listens.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Outgoing<Output> {
    /// The program runs and listens; what was posted before would have been lost.
    Ready,
    /// A message.
    Message(Output),
}

/// What a worker tells the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event<Output> {
    /// A message.
    Message(Output),
    /// The worker is gone: an error that nothing caught, or a module that cannot be loaded. The text is the browser's.
    Died(String),
}

/// One worker; dropped, it is terminated at once, whatever it is doing.
#[derive(Debug)]
pub struct Worker {
    worker: web_sys::Worker,
    /// Messages that wait until the worker listens; `None` from then on.
    waiting: Rc<RefCell<Option<Vec<JsValue>>>>,
    _listeners: [EventListener; 3],
}

impl Worker {
    /// Starts the wasm program `program` (the name of its binary) in a module worker.
    ///
    /// Messages posted before the program listens wait here.
    ///
    /// # Errors
    /// The browser's own text, when no worker can be made (an old browser without module workers, a forbidding policy).
    pub fn start<Output, F>(program: &str, on_event: F) -> Result<Self, String>
    where
        Output: DeserializeOwned + 'static,
        F: Fn(Event<Output>) + Clone + 'static,
    {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let script = format!("./worker.js?program={program}&build={}", document::build());
        let worker =
            web_sys::Worker::new_with_options(&script, &options).map_err(|error| format!("{error:?}"))?;
        let waiting = Rc::new(RefCell::new(Some(Vec::new())));
        let (on_message, port, queue) = (on_event.clone(), worker.clone(), waiting.clone());
        let message = EventListener::new(&worker, "message", move |event| {
            let data = event.unchecked_ref::<MessageEvent>().data();
            match packed::unpack(data) {
                Some(Outgoing::Ready) => {
                    for message in queue.take().into_iter().flatten() {
                        send(&port, &message);
                    }
                }
                Some(Outgoing::Message(output)) => on_message(Event::Message(output)),
                None => on_message(Event::Died("a message that this page cannot read".to_owned())),
            }
        });
        let on_error = on_event.clone();
        let error = EventListener::new(&worker, "error", move |event| {
            let text = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).unwrap_or_default();
            on_error(Event::Died(text));
        });
        let unreadable = EventListener::new(&worker, "messageerror", move |_| {
            on_event(Event::Died("a message that the browser cannot read".to_owned()));
        });
        Ok(Self { worker, waiting, _listeners: [message, error, unreadable] })
    }

    /// Posts a message.
    pub fn post<Input: Serialize>(&self, input: &Input) {
        let message = packed::pack(input);
        match self.waiting.borrow_mut().as_mut() {
            Some(waiting) => waiting.push(message),
            None => send(&self.worker, &message),
        }
    }
}

fn send(worker: &web_sys::Worker, message: &JsValue) {
    // Fails only for values that cannot be cloned; bytes can.
    let _ = worker.post_message(message);
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}
