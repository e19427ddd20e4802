//! The app: a page that draws serialisable views and sends serialisable commands, and the two worker programs it talks to.
//!
//! `view/` is pure (props in, markup out) and renders natively in tests; `platform/` is the only place that touches the
//! browser; what lies between (`client`, `keys`, `play`) decides things without either.

pub mod app;
pub mod changes;
pub mod client;
pub mod compiler;
pub mod editing;
pub mod exchange;
pub mod find;
pub mod first;
pub mod keys;
pub mod link;
pub mod packing;
pub mod platform;
pub mod play;
pub mod report;
pub mod service;
pub mod settings;
pub mod shell;
pub mod ui;
pub mod view;
pub mod zoom;
